//! Variables that nothing reads any more and whose value does something: where that is an error they lose their name.

use std::collections::BTreeSet;

use crate::fix::leftovers;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;

/// Blanks the names among `names` that are declared and not read.
pub(crate) fn name(unit: &mut Unit, names: &BTreeSet<String>) {
    if !unit.syntax.shapes.table.unused_is_error {
        return;
    }
    for id in leftovers::whole(unit) {
        let Some((list, region)) = declared(unit, id) else {
            continue;
        };
        let all: Vec<Id> = match unit.syntax.is_identifier(list) {
            true => vec![list],
            false => unit.syntax.parts(list).collect(),
        };
        let unused: Vec<Id> = all
            .iter()
            .copied()
            .filter(|name| is_unused(unit, *name, region, names))
            .collect();
        let none_left = all.iter().all(|name| unit.slice(*name) == "_" || unused.contains(name));
        if unused.is_empty() {
            continue;
        }
        let goes = |name: &Id| !unit.syntax.node(*name).named && matches!(unit.slice(*name), ":=" | "=");
        let sign = unit.syntax.children(id).find(goes);
        let behind = sign.and_then(|sign| unit.syntax.children(id).find(|child| *child > sign));
        let may_do_without =
            unit.syntax.has_role(id, |role| role.each.is_some()) || unit.syntax.is(id, |shape| shape.nameless);
        if let (true, true, Some(behind)) = (none_left, may_do_without, behind) {
            let (from, to) = (unit.syntax.span(list).start, unit.syntax.span(behind).start);
            unit.edits.cut(from, to);
            continue;
        }
        // A short declaration has to declare something.
        let old = |name: &Id| unit.slice(*name) == "_" || unused.contains(name) || is_declared(unit, id, *name, region);
        let none_new = none_left || all.iter().all(old);
        for name in unused {
            let span = unit.syntax.span(name);
            unit.edits.replace(span.start, span.end, "_");
        }
        if let Some(sign) = sign.filter(|_| none_new) {
            let span = unit.syntax.span(sign);
            unit.edits.replace(span.start, span.end, "=");
        }
    }
}

/// The names that a short declaration or a loop declares, and where they hold.
fn declared(unit: &Unit, id: Id) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let role = syntax.role(id);
    if role.is_some_and(|role| role.each.is_some()) {
        let left = syntax.language.parser().field_id_for_name("left")?;
        let list = syntax
            .children(id)
            .find(|child| syntax.node(*child).field == left.get())?;
        return Some((list, syntax.parent(id)?));
    }
    if syntax.is(id, |shape| shape.nameless) {
        let sign = syntax.shapes.table.short_declaration.as_deref()?;
        let sign = syntax.children(id).find(|child| unit.slice(*child) == sign)?;
        let before = syntax.children(id).take_while(|child| *child < sign);
        let list = before.filter(|child| syntax.node(*child).named).last()?;
        // A statement holds what its name is for; another one stands before that.
        let whole = syntax.statement(id).is_some_and(|(statement, _)| statement == id);
        return Some((list, if whole { id } else { syntax.parent(id)? }));
    }
    let binding = role?
        .binding
        .as_ref()
        .filter(|binding| !binding.field && !binding.assignment)?;
    let sign = syntax.shapes.table.short_declaration.as_deref()?;
    let is_short = syntax
        .children(id)
        .any(|child| !syntax.node(child).named && unit.slice(child) == sign);
    let (region, local) = names::region(unit, id);
    (is_short && local).then_some((syntax.part(id, binding.name)?, region))
}

/// The name is declared before, where this declaration holds: it only gets another value here.
fn is_declared(unit: &Unit, id: Id, name: Id, region: Id) -> bool {
    let syntax = &unit.syntax;
    // A loop or an `if` has names of its own.
    let is_statement = syntax.statement(id).is_some_and(|(statement, _)| statement == id);
    if !is_statement || !syntax.has_role(id, |role| role.binding.is_some()) {
        return false;
    }
    let text = unit.slice(name);
    let mut before = syntax.subtree(region).take_while(|other| *other < id);
    let is_before = before.any(|other| {
        let binding = syntax.role(other).and_then(|role| role.binding.as_ref());
        let binding = binding.filter(|binding| !binding.assignment && !binding.field);
        binding.is_some_and(|binding| {
            let parts = syntax.all_parts(other, binding.name);
            let named = parts.iter().any(|part| is_named(unit, *part, text));
            named && names::region(unit, other).0 == region
        })
    });
    is_before || is_parameter(unit, region, text)
}

/// One name, or one of a list.
fn is_named(unit: &Unit, part: Id, text: &str) -> bool {
    let syntax = &unit.syntax;
    unit.slice(part) == text
        || syntax
            .parts(part)
            .any(|one| syntax.is_identifier(one) && unit.slice(one) == text)
}

/// The function whose body the region is takes or gives something of the name.
fn is_parameter(unit: &Unit, region: Id, text: &str) -> bool {
    let syntax = &unit.syntax;
    let opens = |id: Id| syntax.is(id, |shape| shape.statements || shape.initializer().is_some());
    let is_function = |id: Id| syntax.has_role(id, |role| role.function.is_some());
    let is_body = |id: Id| syntax.parent(id).is_some_and(is_function);
    let nearest = std::iter::once(region)
        .filter(|region| is_function(*region))
        .chain(syntax.above(region))
        .find(|above| is_function(*above) || opens(*above) && !is_body(*above));
    let Some(function) = nearest.filter(|nearest| is_function(*nearest)) else {
        return false;
    };
    let takes = |id: Id| syntax.role(id).and_then(|role| role.parameter.as_ref()?.name);
    // What a parameter that is a function takes itself is named for readers only.
    let is_own = |id: Id| {
        let mut around = syntax.above(id).take_while(|above| *above != function);
        !around.any(|above| takes(above).is_some() || is_function(above))
    };
    let mut head = syntax.subtree(function).filter(|id| *id < region);
    head.any(|id| {
        let names = takes(id).map_or_else(Vec::new, |field| syntax.all_parts(id, field));
        names.iter().any(|name| unit.slice(*name) == text) && is_own(id)
    })
}

/// A local variable among `names` that gets values and is never read.
pub(crate) fn unread(unit: &Unit, names: &BTreeSet<String>) -> Option<Id> {
    let syntax = &unit.syntax;
    if !syntax.shapes.table.unused_is_error {
        return None;
    }
    leftovers::whole(unit).find_map(|id| {
        let binding = syntax.role(id)?.binding.as_ref();
        let binding = binding.filter(|binding| !binding.field && !binding.assignment)?;
        let (region, local) = names::region(unit, id);
        let listed = syntax.part(id, binding.name).filter(|_| local)?;
        let all = syntax.all_parts(id, binding.name);
        let all = all.into_iter().flat_map(|part| match syntax.is_identifier(part) {
            true => vec![part],
            false => syntax.parts(listed).collect(),
        });
        all.filter(|name| syntax.is_identifier(*name) && unit.slice(*name) != "_" && names.contains(unit.slice(*name)))
            .find(|name| {
                let text = unit.slice(*name);
                let inner = hiding(unit, id, region, text);
                let mut named = syntax
                    .subtree(region)
                    .filter(|other| unit.slice(*other) == text && syntax.is_identifier(*other));
                named.all(|other| inner.iter().any(|inner| inner.contains(&other)) || is_written(unit, other))
            })
    })
}

/// Where other variables of the name hold, further inside.
fn hiding(unit: &Unit, declaration: Id, region: Id, name: &str) -> Vec<std::ops::Range<Id>> {
    let syntax = &unit.syntax;
    let declares = |id: Id| {
        let binding = syntax.role(id).and_then(|role| role.binding.as_ref());
        let binding = binding.filter(|binding| !binding.assignment && !binding.field);
        let parts = binding.map_or_else(Vec::new, |binding| syntax.all_parts(id, binding.name));
        parts
            .iter()
            .any(|part| unit.slice(*part).split(',').any(|one| one.trim() == name))
    };
    let others = syntax.subtree(region).filter(|id| *id != declaration && declares(*id));
    others
        .map(|id| id..syntax.node(names::region(unit, id).0).behind)
        .filter(|inner| inner.end < syntax.node(region).behind)
        .collect()
}

/// Only a declaration or an assignment names it; `a += b` reads it.
fn is_written(unit: &Unit, name: Id) -> bool {
    let syntax = &unit.syntax;
    let plain = |id: Id| syntax.children(id).any(|child| unit.slice(child) == "=");
    syntax.above(name).take(2).any(|above| {
        let binding = syntax.role(above).and_then(|role| role.binding.as_ref());
        let binding = binding.filter(|binding| !binding.assignment || plain(above));
        let parts = binding.map_or_else(Vec::new, |binding| syntax.all_parts(above, binding.name));
        parts.contains(&name) || parts.iter().any(|part| syntax.parent(name) == Some(*part))
    })
}

fn is_unused(unit: &Unit, name: Id, region: Id, names: &BTreeSet<String>) -> bool {
    let text = unit.slice(name);
    unit.syntax.is_identifier(name)
        && text != "_"
        && names.contains(text)
        && leftovers::occurrences(unit, unit.syntax.subtree(region), text) == 1
}
