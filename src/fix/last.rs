//! The last statement of a function or loop that only leaves it, when a branch takes the place of its conditional.

use crate::fix::block;
use crate::fix::edits::{lines_of, next_line};
use crate::fix::effects;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::source::Span;

/// The statements of a branch without a last one that leaves what ends there anyway.
pub(crate) fn without_exit(unit: &Unit, statement: Id, items: &[Id]) -> Vec<Id> {
    let is_code = |item: &&Id| !unit.syntax.is_comment(**item) && !block::is_empty(unit, **item);
    let Some(last) = items.iter().rfind(is_code).copied() else {
        return items.to_vec();
    };
    let word = unit.slice(last).trim().trim_end_matches(';').trim();
    let ends = match word {
        "return" => ends_function(unit, statement),
        "continue" | "next" => ends_loop(unit, statement),
        _ => false,
    };
    match ends && unit.syntax.shapes.table.empty_statement.is_none() {
        true => items.iter().copied().take_while(|item| *item != last).collect(),
        // Where an empty block needs a word the jump is as good as that.
        false if ends && items.len() > 1 => items.iter().copied().take_while(|item| *item != last).collect(),
        false => items.to_vec(),
    }
}

/// What holds the list of the statement, if nothing that stays follows in it.
fn around(unit: &Unit, statement: Id) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let (_, list) = syntax.statement(statement)?;
    let hoisted = syntax
        .parts(list)
        .any(|part| part > statement && syntax.is(part, |shape| shape.hoisted || shape.handler));
    let mut block = list;
    let mut owner = syntax.parent(block)?;
    while syntax.is(block, |shape| shape.inner)
        || syntax.is(owner, |shape| shape.wrapper || shape.block) && syntax.only_part(owner) == Some(block)
    {
        block = owner;
        owner = syntax.parent(block)?;
    }
    (!hoisted).then_some((block, owner))
}

/// A function that gives nothing, or nothing that depends on its last statement, ends behind the statement.
fn ends_function(unit: &Unit, statement: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(function) = syntax.function(statement) else {
        return false;
    };
    let Some(shape) = syntax.role(function).and_then(|role| role.function.as_ref()) else {
        return false;
    };
    let Some(body) = shape.body.and_then(|field| syntax.part(function, field)) else {
        return false;
    };
    let Some((block, _)) = around(unit, statement) else {
        return false;
    };
    let is_body = block == body || syntax.subtree(block).contains(&body) && syntax.subtree(function).contains(&block);
    let table = &syntax.grammar.table;
    let named = shape.name.is_some_and(|field| syntax.part(function, field).is_some());
    is_body && !syntax.shapes.table.last_value && (named || !table.implicit_return)
}

fn ends_loop(unit: &Unit, statement: Id) -> bool {
    let Some((_, owner)) = around(unit, statement) else {
        return false;
    };
    unit.syntax
        .has_role(owner, |role| role.each.is_some() || role.repeated.is_some())
        && unit.syntax.function(owner) == unit.syntax.function(statement)
}

/// The statement's value is what its function or an expression around it gives, and somebody may use that.
pub(crate) fn gives_value(unit: &Unit, statement: Id) -> bool {
    const DEPTH: usize = 64;
    let syntax = &unit.syntax;
    if !syntax.shapes.table.last_value {
        return false;
    }
    let mut at = statement;
    for _ in 0..DEPTH {
        let Some(list) = syntax.parent(at) else { return false };
        if !syntax.is(list, |shape| shape.statements) {
            // A clause of a conditional; everything else uses the value.
            if !syntax.is(list, |shape| shape.branch.is_some() || shape.switch.is_some()) {
                return true;
            }
            at = list;
            continue;
        }
        let follows = |part: Id| {
            part > at
                && !syntax.is(part, |shape| shape.handler)
                && syntax.node(part).named
                && !block::is_empty(unit, part)
        };
        let Some(owner) = syntax.parent(list) else { return false };
        if syntax.parts(list).any(follows) || syntax.is(list, |shape| shape.finally) {
            return false;
        }
        if syntax.has_role(owner, |role| role.function.is_some()) {
            return is_asked_for_value(unit, owner);
        }
        if syntax.has_role(owner, |role| role.container.is_some() || role.repeated.is_some())
            || syntax.is(owner, |shape| shape.loops)
        {
            return false;
        }
        at = match syntax.is(owner, |shape| shape.statements) {
            true => list,
            false => owner,
        };
    }
    true
}

/// Not what makes an object, what sets something, and what is run for each of several.
fn is_asked_for_value(unit: &Unit, function: Id) -> bool {
    const RUN: &[&str] = &[
        "each",
        "each_with_index",
        "each_pair",
        "each_key",
        "each_value",
        "each_slice",
        "times",
        "upto",
        "downto",
        "step",
        "loop",
        "tap",
        "describe",
        "context",
        "it",
        "specify",
        "before",
        "after",
        "setup",
        "teardown",
        "configure",
        "included",
        "task",
        "namespace",
        "scope",
        "resources",
    ];
    let syntax = &unit.syntax;
    let name = syntax
        .role(function)
        .and_then(|role| role.function.as_ref()?.name)
        .and_then(|field| syntax.part(function, field));
    if let Some(name) = name {
        let name = unit.slice(name);
        return name != "initialize" && !name.ends_with('=');
    }
    let call = syntax.parent(function).and_then(|call| effects::called(unit, call));
    call.is_none_or(|call| !RUN.contains(&call.name.as_str()))
}

/// Takes a statement away with everything behind it in its list.
pub(crate) fn remove_to_end(unit: &mut Unit, statement: Id) {
    let Some((statement, list)) = unit.syntax.statement(statement) else {
        return;
    };
    let behind: Vec<Id> = unit
        .syntax
        .children(list)
        .filter(|child| *child > statement && unit.syntax.node(*child).named)
        .collect();
    let Some(last) = behind.last().copied() else {
        block::remove(unit, statement);
        return;
    };
    if block::takes_owner(unit, list) {
        unit.dead.extend(behind);
        block::remove(unit, statement);
        return;
    }
    let from = block::with_comments(unit, statement).start;
    let to = block::trimmed_end(unit, unit.syntax.span(last));
    let to = match unit.text.get(to as usize..).is_some_and(|rest| rest.starts_with(';')) {
        true => to + 1,
        false => to,
    };
    let lines: Span = lines_of(&unit.text, from, to, false);
    let end = lines.end.max(next_line(&unit.text, to).min(lines.end));
    unit.edits.cut(lines.start, end);
    unit.dead.insert(statement);
    unit.dead.extend(behind);
}
