//! Variables that nothing sets any more behind their declaration: a word there says that they may change, and another one
//! says that they do not.

use std::collections::BTreeSet;

use crate::fix::effects;
use crate::fix::names;
use crate::fix::promises::Cuts;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::literal;

/// Changes the words of variables whose further assignments the edits cut.
pub(crate) fn run(unit: &mut Unit) {
    let words = unit.syntax.shapes.table.settled.clone();
    if words.is_empty() || unit.edits.is_empty() {
        return;
    }
    let cuts = Cuts::of(unit);
    let syntax = &unit.syntax;
    let all = 0..Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let is_lost = |id: &Id| syntax.is_identifier(*id) && cuts.hold(syntax.span(*id)) && may_change(unit, *id);
    let lost: BTreeSet<Id> = all.clone().filter(is_lost).collect();
    if lost.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for binding in all.filter(|id| !cuts.hold(syntax.span(*id))) {
        let word = word(unit, binding, &words).filter(|_| is_settled(unit, binding, &lost, &cuts));
        found.extend(word);
    }
    for (id, word) in found {
        let span = unit.syntax.span(id);
        match word.is_empty() {
            // With the blank behind it.
            true => unit.edits.cut(span.start, span.end + 1),
            false => unit.edits.replace(span.start, span.end, word),
        }
    }
}

/// The word that a declaration of one variable with a value begins with, and what it says otherwise.
fn word(unit: &Unit, binding: Id, words: &[[String; 2]]) -> Option<(Id, String)> {
    let syntax = &unit.syntax;
    let shape = syntax.role(binding)?.binding.as_ref()?;
    let name = syntax.part(binding, shape.name)?;
    let value = syntax.part(binding, shape.value?)?;
    let declaration = names::declaration(unit, binding);
    let alone = names::is_whole(unit, declaration) && syntax.statement(binding)?.0 == declaration;
    // A literal says less of its type where the variable may change.
    if shape.assignment || !alone || literal(syntax, unit.resolved(value), &unit.text).is_some() || unit.is_known(value)
    {
        return None;
    }
    let mut before = syntax.subtree(declaration).take_while(|id| *id < name);
    before.find_map(|id| {
        let pair = words.iter().find(|[from, _]| from == unit.slice(id))?;
        Some((id, pair[1].clone()))
    })
}

/// The place sets the variable; or calls something of it or hands it on in a way that may, where that needs its word.
fn may_change(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    if names::is_written(unit, id) {
        return true;
    }
    if !syntax.shapes.table.changes_inside {
        return false;
    }
    let mut below = id;
    for above in syntax.above(id).take(4) {
        let of_member = effects::member(unit, above).is_some_and(|(object, _)| object == below);
        let is_part = of_member || syntax.has_role(above, |role| role.subscript.is_some());
        if syntax.has_role(above, |role| role.macros) || unit.slice(above).starts_with("&mut ") || is_part {
            return true;
        }
        if !syntax.is(above, |shape| shape.parenthesis) {
            return false;
        }
        below = above;
    }
    false
}

/// Something that is gone set the variable, and nothing that stays does.
fn is_settled(unit: &Unit, binding: Id, lost: &BTreeSet<Id>, cuts: &Cuts) -> bool {
    let syntax = &unit.syntax;
    let shape = syntax.role(binding).and_then(|role| role.binding.as_ref());
    let name = shape.and_then(|shape| syntax.part(binding, shape.name));
    let Some(name) = name.map(|name| names::declared_name(unit, name)) else {
        return false;
    };
    let (region, local) = names::region(unit, binding);
    let text = unit.slice(name);
    let mut set = false;
    for id in syntax.subtree(region) {
        if id == name || unit.slice(id) != text || !syntax.is_identifier(id) {
            continue;
        }
        if cuts.hold(syntax.span(id)) {
            set |= lost.contains(&id);
        } else if may_change(unit, id) {
            return false;
        }
    }
    set && local && syntax.is_identifier(name)
}
