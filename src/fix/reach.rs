//! What nothing reaches once branches are gone: the statements behind one that, from now on, never ends by itself.

use std::collections::BTreeSet;

use crate::fix::block;
use crate::fix::branch;
use crate::fix::switch;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};

/// Statements in each other that are looked into.
const DEPTH: usize = 32;

/// Cuts what stands behind statements that no longer end by themselves.
pub(crate) fn run(unit: &mut Unit) {
    let around = around_changes(unit);
    // Inner ones first: they decide about the ones around them.
    for statement in around.into_iter().rev() {
        if unit.is_dead(statement) {
            continue;
        }
        if let Some(body) = runs_once(unit, statement) {
            let items = block::items(unit, body);
            branch::in_list(unit, statement, statement, body, &items);
        } else if never_ends(unit, statement, DEPTH) {
            let end = block::trimmed_end(unit, unit.syntax.span(statement));
            block::cut_unreachable(unit, statement, end);
        }
    }
}

/// The statements around everything that disappears, as far as their function reaches.
fn around_changes(unit: &Unit) -> BTreeSet<Id> {
    let syntax = &unit.syntax;
    let known = unit.fates.iter().filter(|(_, fate)| matches!(fate, Fate::Known(_)));
    let changed: BTreeSet<Id> = unit.dead.iter().copied().chain(known.map(|(id, _)| *id)).collect();
    let mut found = BTreeSet::new();
    for id in changed {
        let function = syntax.function(id);
        let mut at = id;
        while let Some((statement, list)) = syntax.statement(at)
            && syntax.function(statement) == function
            && found.insert(statement)
        {
            at = list;
        }
    }
    found
}

/// Nothing that stands right behind the statement is ever reached.
fn never_ends(unit: &Unit, statement: Id, depth: usize) -> bool {
    let syntax = &unit.syntax;
    let Some(depth) = depth.checked_sub(1).filter(|_| !block::is_empty(unit, statement)) else {
        return false;
    };
    if block::is_jump(unit, statement) {
        return true;
    }
    if is_bare_for(unit, statement) {
        return syntax.parts(statement).last().is_some_and(|body| !is_left(unit, body));
    }
    let Some(shape) = syntax.shape(statement) else {
        return false;
    };
    if shape.forever {
        let body = syntax.parts(statement).last();
        return body.is_some_and(|body| !is_left(unit, body));
    }
    if shape.expression_statement {
        let inner = syntax.only_part(statement);
        return inner.is_some_and(|inner| never_ends(unit, inner, depth));
    }
    if shape.branch.is_some() {
        let bodies = branch::exhaustive(unit, statement);
        return bodies.is_some_and(|bodies| bodies.into_iter().all(|body| body_never_ends(unit, body, depth)));
    }
    if shape.switch.is_some() {
        let bodies = switch::exhaustive(unit, statement);
        return bodies.is_some_and(|bodies| bodies.iter().all(|items| items_never_end(unit, items, depth)));
    }
    if shape.catches {
        return attempt_never_ends(unit, statement, depth);
    }
    if shape.loops {
        return loop_never_ends(unit, statement, depth);
    }
    if shape.through {
        let body = syntax.parts(statement).last();
        return body.is_some_and(|body| body_never_ends(unit, body, depth));
    }
    shape.block && body_never_ends(unit, statement, depth)
}

fn body_never_ends(unit: &Unit, body: Id, depth: usize) -> bool {
    items_never_end(unit, &block::items(unit, body), depth)
}

fn items_never_end(unit: &Unit, items: &[Id], depth: usize) -> bool {
    let is_code = |item: &&Id| !unit.syntax.is_comment(**item) && !block::is_empty(unit, **item);
    let last = items.iter().rfind(is_code);
    last.is_some_and(|last| never_ends(unit, *last, depth))
}

/// What is tried, and everything that catches what goes wrong in it; or what runs in any case.
fn attempt_never_ends(unit: &Unit, statement: Id, depth: usize) -> bool {
    let syntax = &unit.syntax;
    let is_block = |id: &Id| syntax.is(*id, |shape| shape.block);
    let mut body = None;
    let mut all = true;
    for part in syntax.parts(statement).filter(|part| !unit.dead.contains(part)) {
        if body.is_none() {
            // What is opened for it stands before it.
            body = Some(part).filter(is_block);
            all &= body.is_none_or(|body| body_never_ends(unit, body, depth));
            continue;
        }
        if syntax.is(part, |shape| shape.last_clause) {
            continue;
        }
        let held = syntax.parts(part).filter(is_block).last();
        let never = held.is_some_and(|held| body_never_ends(unit, held, depth));
        match syntax.is(part, |shape| shape.finally) {
            true if never => return true,
            true => {}
            false => all &= never,
        }
    }
    body.is_some() && all
}

/// `for (;;)`.
fn is_bare_for(unit: &Unit, statement: Id) -> bool {
    let repeats = unit.syntax.has_role(statement, |role| role.repeated.is_some());
    let mut written = unit.slice(statement).chars().filter(|letter| !letter.is_whitespace());
    repeats && "for(;;)".chars().all(|letter| written.next() == Some(letter))
}

fn loop_never_ends(unit: &Unit, statement: Id, depth: usize) -> bool {
    let syntax = &unit.syntax;
    let is_block = |id: &Id| syntax.is(*id, |shape| shape.block);
    let parts: Vec<Id> = syntax
        .parts(statement)
        .filter(|part| !syntax.is(*part, |shape| shape.last_clause))
        .collect();
    let Some(body) = parts.iter().copied().find(is_block) else {
        return false;
    };
    if is_left(unit, body) {
        return false;
    }
    let condition = parts.iter().copied().find(|part| *part != body);
    let goes_on =
        condition.is_none_or(|condition| always(unit, condition) == Some(!syntax.is(statement, |shape| shape.until)));
    let runs_first = condition.is_some_and(|condition| body < condition);
    let table = &syntax.shapes.table;
    goes_on && (table.endless_while || condition.is_none())
        || runs_first && !begins_again(unit, body) && body_never_ends(unit, body, depth)
}

/// The body of a loop that asks its condition behind it, and never does.
fn runs_once(unit: &Unit, statement: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let body = syntax
        .parts(statement)
        .next()
        .filter(|_| syntax.is(statement, |shape| shape.loops))?;
    let asks_behind = syntax.parts(statement).count() == 2 && syntax.is(body, |shape| shape.block);
    let once = asks_behind && !is_left(unit, body) && !begins_again(unit, body);
    let stands = syntax.statement(statement).is_some_and(|(whole, _)| whole == statement);
    (once && stands && body_never_ends(unit, body, DEPTH)).then_some(body)
}

/// What a condition always is.
fn always(unit: &Unit, condition: Id) -> Option<bool> {
    let mut at = condition;
    while unit.syntax.is(at, |shape| shape.parenthesis)
        && let Some(inner) = unit.syntax.only_part(at)
    {
        at = inner;
    }
    unit.truth_of(&unit.constant(at)?)
}

/// Whether something in the body of a loop leaves it for what stands behind.
fn is_left(unit: &Unit, body: Id) -> bool {
    jumps(unit, body).any(|(jump, inner)| {
        let text = unit.slice(jump).trim_end_matches(';').trim();
        let mut words = text.split_whitespace();
        match words.next() {
            // With a label, or a number of loops, it may leave any of them.
            Some("break") => !inner || words.next().is_some(),
            Some("goto") => true,
            Some(word) => word.starts_with("break@"),
            None => false,
        }
    })
}

/// Whether something in the body of a loop goes on with its condition.
fn begins_again(unit: &Unit, body: Id) -> bool {
    jumps(unit, body).any(|(jump, _)| unit.slice(jump).starts_with("continue"))
}

/// The jumps that stay in a body, and whether they stand in a loop or choice further inside.
fn jumps(unit: &Unit, body: Id) -> impl Iterator<Item = (Id, bool)> + '_ {
    let syntax = &unit.syntax;
    let catches = move |id: Id| {
        let repeats = syntax.has_role(id, |role| role.each.is_some() || role.repeated.is_some());
        let chooses = |shape: &crate::language::shapes::Shape| shape.switch.as_ref().is_some_and(|shape| shape.exits);
        repeats || syntax.is(id, |shape| shape.loops || shape.forever || chooses(shape))
    };
    let is_live = move |id: Id| {
        !unit.dead.contains(&id)
            && syntax
                .above(id)
                .take_while(|above| *above >= body)
                .all(|above| !unit.dead.contains(&above) && !syntax.has_role(above, |role| role.function.is_some()))
    };
    syntax
        .subtree(body)
        .filter(move |id| syntax.is(*id, |shape| shape.jump) && is_live(*id))
        .map(move |id| (id, syntax.above(id).take_while(|above| *above > body).any(catches)))
}
