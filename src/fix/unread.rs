//! Hidden fields that are only set when their object is made, and that nothing reads any more.

use std::collections::BTreeSet;

use crate::fix::effects;
use crate::fix::fields;
use crate::fix::leftovers;
use crate::fix::makers::MAKERS;
use crate::fix::names;
use crate::fix::owner;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;

/// The declaration of a field among `names` and what sets it; nothing if something else is done with it, or if what it is
/// set to would be left over in its turn.
pub(crate) fn field(unit: &Unit, declaration: Id, names: &BTreeSet<String>) -> Vec<Id> {
    unread(unit, declaration, names).unwrap_or_default()
}

fn unread(unit: &Unit, declaration: Id, names: &BTreeSet<String>) -> Option<Vec<Id>> {
    let syntax = &unit.syntax;
    let binding = syntax.role(declaration)?.binding.as_ref()?;
    let name = syntax.part(declaration, binding.name)?;
    let text = unit.slice(name);
    let value = binding.value.and_then(|field| syntax.part(declaration, field));
    let (container, local) = names::region(unit, declaration);
    let is_field = !local && !binding.assignment && syntax.has_role(container, |role| role.container.is_some());
    if !is_field || !syntax.is_identifier(name) || !names.contains(text) || value.is_some() {
        return None;
    }
    let hidden = names::is_own(unit, declaration) || text.starts_with('#');
    let decorated = unit
        .slice(names::declaration(unit, declaration))
        .trim_start()
        .starts_with(['@', '[']);
    if !hidden || decorated || unit.in_markup(text) {
        return None;
    }
    let mut found = vec![names::declaration(unit, declaration)];
    for id in leftovers::whole(unit) {
        let is_text = syntax.has_role(id, |role| role.string) && unit.slice(id).trim_matches(['"', '\'', '`']) == text;
        if is_text && !in_type_of_parameter(unit, id) {
            return None;
        }
        if unit.slice(id) != text || !syntax.is_identifier(id) || syntax.subtree(declaration).contains(&id) {
            continue;
        }
        let (whole, member) = fields::around(unit, id);
        if member && !is_own(unit, whole) {
            // Somebody else's, if it is not read of an object of this type.
            if !is_given(unit, whole) {
                return None;
            }
        } else if member {
            found.push(setting(unit, whole)?);
        } else if !names::is_variable(unit, id) || syntax.grammar.table.implicit_this {
            return None;
        }
    }
    syntax.ask(text, &unit.text);
    (found.len() > 1).then_some(found)
}

fn is_own(unit: &Unit, member: Id) -> bool {
    effects::member(unit, member).is_some_and(|(object, _)| owner::is_self(unit, object))
}

/// The statement that sets the field where its object is made, to what the function has without a parameter for it alone.
fn setting(unit: &Unit, member: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let assignment = syntax.above(member).take(2).find(|above| {
        let binding = syntax.role(*above).and_then(|role| role.binding.as_ref());
        binding.is_some_and(|binding| binding.assignment)
    })?;
    let binding = syntax.role(assignment)?.binding.as_ref()?;
    let value = syntax.part(assignment, binding.value?)?;
    let left = syntax.part(assignment, binding.name)?;
    let function = syntax.function(assignment)?;
    let own = syntax.role(function)?.function.as_ref()?.name?;
    let makes = syntax
        .part(function, own)
        .is_some_and(|own| MAKERS.contains(&unit.slice(own)));
    let (statement, _) = syntax.statement(assignment)?;
    let plain = statement == assignment || syntax.only_part(statement) == Some(assignment);
    let fine = left == member && makes && plain && effects::first(unit, value).is_none();
    (fine && is_at_hand(unit, function, value)).then_some(statement)
}

/// The value is a member of something that the function uses for more, or one of several that it takes apart.
fn is_at_hand(unit: &Unit, function: Id, value: Id) -> bool {
    let syntax = &unit.syntax;
    if let Some((object, _)) = effects::member(unit, value) {
        let name = unit.slice(object);
        let used = syntax
            .subtree(function)
            .filter(|id| unit.slice(*id) == name && syntax.is_identifier(*id));
        // As a parameter, here, and once more.
        return syntax.is_identifier(object) && used.count() > 2;
    }
    let name = unit.slice(value);
    let is_pattern = |id: Id| syntax.has_role(id, |role| role.pattern.is_some());
    let mut taken = syntax
        .subtree(function)
        .filter(|id| unit.slice(*id) == name && syntax.is_identifier(*id));
    syntax.is_identifier(value)
        && taken.next().is_some_and(|first| {
            let pattern = syntax.above(first).take(2).find(|above| is_pattern(*above));
            pattern.is_some_and(|pattern| syntax.parts(pattern).count() > 1)
        })
}

/// The member is what a field gets: `this.a = b.a`.
fn is_given(unit: &Unit, member: Id) -> bool {
    let syntax = &unit.syntax;
    let assignment = syntax.parent(member).filter(|parent| {
        let binding = syntax.role(*parent).and_then(|role| role.binding.as_ref());
        binding.is_some_and(|binding| binding.assignment)
    });
    let left = assignment.and_then(|assignment| syntax.parts(assignment).next());
    left.is_some_and(|left| left != member && is_own(unit, left))
}

/// A text in what a parameter may be: `Pick<Config, "a">`.
fn in_type_of_parameter(unit: &Unit, text: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(function) = syntax.function(text) else {
        return false;
    };
    let body = syntax
        .role(function)
        .and_then(|role| role.function.as_ref()?.body)
        .and_then(|field| syntax.part(function, field));
    let is_value = syntax
        .above(text)
        .take(3)
        .any(|above| syntax.has_role(above, |role| role.call.is_some() || role.subscript.is_some()));
    body.is_some_and(|body| text < body) && !is_value
}

/// Entries among `names` of a parameter that is taken apart, and that the function does not read; with the texts that say
/// of the parameter's type that it has them.
pub(crate) fn entries(unit: &Unit, pattern: Id, names: &BTreeSet<String>) -> Vec<Id> {
    let syntax = &unit.syntax;
    let parameter = syntax
        .parent(pattern)
        .filter(|parent| syntax.has_role(*parent, |role| role.parameter.is_some()));
    let shape = syntax.role(pattern).and_then(|role| role.pattern.as_ref());
    let (Some(parameter), Some(shape), Some(function)) = (parameter, shape, syntax.function(pattern)) else {
        return Vec::new();
    };
    let all: Vec<Id> = syntax.parts(pattern).collect();
    let is_rest = |entry: &Id| syntax.node(*entry).kind == shape.rest;
    if all.iter().any(is_rest) {
        return Vec::new();
    }
    let within = |part: Id, id: Id| syntax.subtree(part).contains(&id);
    let of_type = |id: &Id| within(parameter, *id) && !within(pattern, *id);
    let mut found = Vec::new();
    let mut unread = 0;
    for entry in all.iter().copied().filter(|entry| syntax.is_identifier(*entry)) {
        let name = unit.slice(entry);
        if !names.contains(name) {
            continue;
        }
        let mut named = syntax
            .subtree(function)
            .filter(|id| unit.slice(*id) == name && syntax.is_identifier(*id));
        if named.any(|id| id != entry && (names::is_variable(unit, id) || !of_type(&id) && !is_member(unit, id))) {
            continue;
        }
        unread += 1;
        found.push(entry);
        let is_text =
            |id: &Id| syntax.has_role(*id, |role| role.string) && unit.slice(*id).trim_matches(['"', '\'']) == name;
        let texts = syntax.subtree(parameter).filter(of_type).filter(is_text);
        found.extend(texts.filter_map(|text| alternative(unit, text)));
    }
    // A parameter of which nothing is left is another matter.
    if unread == all.len() { Vec::new() } else { found }
}

fn is_member(unit: &Unit, id: Id) -> bool {
    fields::around(unit, id).1
}

/// One of several texts: `"a" | "b"`.
fn alternative(unit: &Unit, text: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let node = syntax
        .above(text)
        .take_while(|above| syntax.only_part(*above).is_some())
        .last()
        .unwrap_or(text);
    let list = syntax.parent(node)?;
    let divided = syntax.children(list).any(|child| unit.slice(child) == "|");
    divided.then_some(node)
}

/// Takes an alternative of a type away. `true`: it is one.
pub(crate) fn take_alternative(unit: &mut Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(list) = syntax.parent(id) else { return false };
    let divides = |child: &Id| !syntax.node(*child).named && unit.slice(*child) == "|";
    if !syntax.children(list).any(|child| divides(&child))
        || !unit
            .slice(id)
            .trim_start_matches(['|', ' ', '\n'])
            .starts_with(['"', '\''])
    {
        return false;
    }
    let before = syntax.parts(list).take_while(|part| *part < id).last();
    let behind = syntax.children(list).find(|child| *child > id);
    let own = syntax.span(id);
    let (start, end) = match (before, behind) {
        (Some(before), _) => (syntax.span(before).end, own.end),
        (None, Some(sign)) if unit.slice(id).starts_with('|') => (own.start, syntax.span(sign).start),
        (None, Some(sign)) => {
            let next = syntax.parts(list).find(|part| *part > sign);
            (own.start, next.map_or(own.end, |next| syntax.span(next).start))
        }
        (None, None) => return false,
    };
    unit.edits.cut(start, end);
    unit.dead.insert(id);
    true
}
