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
        let is_loop = unit.syntax.has_role(id, |role| role.each.is_some());
        if let (true, true, Some(behind)) = (none_left, is_loop, behind) {
            let (from, to) = (unit.syntax.span(list).start, unit.syntax.span(behind).start);
            unit.edits.cut(from, to);
            continue;
        }
        for name in unused {
            let span = unit.syntax.span(name);
            unit.edits.replace(span.start, span.end, "_");
        }
        if let Some(sign) = sign.filter(|_| none_left) {
            let span = unit.syntax.span(sign);
            unit.edits.replace(span.start, span.end, "=");
        }
    }
}

/// The names that a short declaration or a loop declares, and where they hold.
fn declared(unit: &Unit, id: Id) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let role = syntax.role(id)?;
    if role.each.is_some() {
        let left = syntax.language.parser().field_id_for_name("left")?;
        let list = syntax
            .children(id)
            .find(|child| syntax.node(*child).field == left.get())?;
        return Some((list, syntax.parent(id)?));
    }
    let binding = role
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

fn is_unused(unit: &Unit, name: Id, region: Id, names: &BTreeSet<String>) -> bool {
    let text = unit.slice(name);
    unit.syntax.is_identifier(name)
        && text != "_"
        && names.contains(text)
        && leftovers::occurrences(unit, unit.syntax.subtree(region), text) == 1
}
