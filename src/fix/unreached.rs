//! Statements that nothing reaches any more, where the compiler takes them for a mistake.

use crate::fix::block;
use crate::fix::branch;
use crate::fix::edits::{begins_line, line_start};
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::{Value, literal};
use crate::source::Span;

/// Statements in each other that are looked into.
const DEPTH: usize = 24;

/// The statements behind which others stand in their list, though they never end. Where that is a mistake, the text had
/// none before it was rewritten.
pub(crate) fn ends_early(unit: &Unit) -> Vec<Id> {
    let syntax = &unit.syntax;
    if !syntax.shapes.table.unreachable_is_error {
        return Vec::new();
    }
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let lists = (0..end).filter(|id| syntax.is(*id, |shape| shape.statements));
    lists
        .filter_map(|list| {
            let code: Vec<Id> = syntax.parts(list).collect();
            let (_, but_last) = code.split_last()?;
            but_last
                .iter()
                .copied()
                .find(|statement| never_ends(unit, *statement, DEPTH))
        })
        .collect()
}

/// What the labels take that no jump names any more.
pub(crate) fn idle_labels(unit: &Unit) -> Vec<Span> {
    let syntax = &unit.syntax;
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let labeled = (0..end).filter(|id| syntax.is(*id, |shape| shape.needed_label));
    labeled
        .filter_map(|id| {
            let mut parts = syntax.parts(id);
            let (label, inner) = (parts.next()?, parts.next()?);
            let kind = syntax.node(label).kind;
            let function = syntax.function(id).map_or(0..end, |function| syntax.subtree(function));
            let named = |other: &Id| syntax.node(*other).kind == kind && unit.slice(*other) == unit.slice(label);
            let (start, end) = (syntax.span(label).start, syntax.span(inner).start);
            let (line, next) = (line_start(&unit.text, start), line_start(&unit.text, end));
            // A label of its own line takes that along.
            let span = match line < next && begins_line(&unit.text, start) && begins_line(&unit.text, end) {
                true => Span { start: line, end: next },
                false => Span { start, end },
            };
            (function.filter(named).count() == 1).then_some(span)
        })
        .collect()
}

/// What stands behind a statement is never reached; `depth` bounds how far into it this looks.
fn never_ends(unit: &Unit, statement: Id, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let syntax = &unit.syntax;
    let Some(shape) = syntax.shape(statement) else {
        return passes(unit, statement, depth);
    };
    if shape.jump {
        return true;
    }
    if shape.block {
        return last_never_ends(unit, statement, depth);
    }
    if shape.branch.is_some() {
        let bodies = branch::bodies(unit, statement);
        return bodies.is_some_and(|bodies| bodies.iter().all(|body| last_never_ends(unit, *body, depth)));
    }
    if shape.catches {
        return try_never_ends(unit, statement, depth);
    }
    if shape.loops {
        return is_endless(unit, statement);
    }
    false
}

fn last_never_ends(unit: &Unit, body: Id, depth: usize) -> bool {
    let items = block::items(unit, body);
    let last = items.into_iter().rfind(|item| !unit.syntax.is_comment(*item));
    last.is_some_and(|last| never_ends(unit, last, depth))
}

/// All that is tried and all that catches never end, or what runs at last.
fn try_never_ends(unit: &Unit, statement: Id, depth: usize) -> bool {
    let syntax = &unit.syntax;
    let block_of = |part: Id| match syntax.is(part, |shape| shape.block) {
        true => Some(part),
        false => syntax.parts(part).find(|inner| syntax.is(*inner, |shape| shape.block)),
    };
    let is_finally = |part: &Id| syntax.is(*part, |shape| shape.finally);
    let ends = |part: Id| block_of(part).is_some_and(|block| last_never_ends(unit, block, depth));
    let (finally, rest): (Vec<Id>, Vec<Id>) = syntax.parts(statement).partition(is_finally);
    finally.into_iter().any(ends) || !rest.is_empty() && rest.into_iter().all(ends)
}

/// A loop that is only left by leaving the function.
fn is_endless(unit: &Unit, statement: Id) -> bool {
    let syntax = &unit.syntax;
    let holds = |part: Id| {
        let inner = syntax
            .only_part(part)
            .filter(|_| syntax.is(part, |shape| shape.parenthesis));
        literal(syntax, inner.unwrap_or(part), &unit.text) == Some(Value::Bool(true))
    };
    let left = syntax.subtree(statement).any(|id| syntax.is(id, |shape| shape.exit));
    syntax.parts(statement).any(holds) && !left
}

/// A statement around a block that only runs it: `synchronized (a) { … }`.
fn passes(unit: &Unit, statement: Id, depth: usize) -> bool {
    let syntax = &unit.syntax;
    let other = syntax.has_role(statement, |role| {
        role.function.is_some() || role.container.is_some() || role.repeated.is_some() || role.each.is_some()
    });
    let block = syntax
        .parts(statement)
        .last()
        .filter(|block| syntax.is(*block, |shape| shape.block));
    let left = || syntax.subtree(statement).any(|id| syntax.is(id, |shape| shape.exit));
    block.is_some_and(|block| !other && !left() && last_never_ends(unit, block, depth))
}
