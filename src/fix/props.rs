//! Properties of components: what every element of a component hands on as the same known value is read as that value, and
//! disappears.

use crate::fix::block;
use crate::fix::edits::whole_lines;
use crate::fix::helpers;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;

/// A known value that an element hands to its component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Handed {
    pub(crate) component: String,
    property: String,
}

/// The properties in a file that get a known value.
pub(crate) fn handed(unit: &Unit) -> Vec<Handed> {
    let mut found: Vec<Handed> = unit
        .fates
        .iter()
        .filter(|(id, fate)| matches!(fate, Fate::Known(_)) && !unit.is_dead(**id))
        .filter_map(|(id, _)| handed_by(unit, *id))
        .collect();
    found.sort();
    found.dedup();
    found
}

fn handed_by(unit: &Unit, id: Id) -> Option<Handed> {
    let syntax = &unit.syntax;
    let hole = syntax
        .parent(id)
        .filter(|hole| syntax.is(*hole, |shape| shape.markup_hole))?;
    let attribute = syntax
        .parent(hole)
        .filter(|attribute| syntax.has_role(*attribute, |role| role.attribute))?;
    let element = syntax.parent(attribute)?;
    let name = element_name(unit, element)?;
    Some(Handed {
        component: unit.slice(name).to_owned(),
        property: unit.slice(syntax.parts(attribute).next()?).to_owned(),
    })
}

/// The name of an element, if that is a component's.
fn element_name(unit: &Unit, element: Id) -> Option<Id> {
    unit.syntax.role(element).filter(|role| role.element.is_some())?;
    let name = unit.syntax.parts(element).next()?;
    let plain = unit.syntax.is_identifier(name) && unit.slice(name).starts_with(char::is_uppercase);
    plain.then_some(name)
}

/// What disappears with a property.
#[derive(Default)]
struct Plan {
    reads: Vec<(usize, Id)>,
    /// Entries of a destructuring.
    gone: Vec<(usize, Id)>,
    /// Attributes and members of types.
    cut: Vec<(usize, Id)>,
}

/// Folds a property that every element gives the same value. `within` are the files that may name the component.
/// `None`: it stays.
pub(crate) fn fold(units: &mut [Unit], within: &[usize], handed: &Handed) -> Option<()> {
    let mut functions: Vec<(usize, Id)> = Vec::new();
    let mut elements: Vec<(usize, Id)> = Vec::new();
    for at in within {
        let unit = units.get(*at)?;
        for id in unit.syntax.named(&handed.component, &unit.text) {
            if unit.is_dead(id) || is_passing(unit, id) {
                continue;
            }
            if let Some(function) = helpers::named_function(unit, id) {
                functions.push((*at, function));
                continue;
            }
            let element = unit
                .syntax
                .parent(id)
                .filter(|element| element_name(unit, *element) == Some(id))?;
            elements.push((*at, element));
        }
    }
    let [(home, function)] = functions[..] else {
        return None;
    };
    let value = elements.iter().find_map(|(at, element)| {
        let unit = units.get(*at)?;
        let attribute = attribute(unit, *element, &handed.property)?;
        unit.known(given(unit, attribute)?).cloned()
    })?;
    let mut plan = Plan::default();
    let default = parameter(units.get(home)?, home, function, &handed.property, &mut plan)?;
    for (at, element) in elements {
        let unit = units.get(at)?;
        if spreads(unit, element) {
            return None;
        }
        match attribute(unit, element, &handed.property) {
            Some(attribute) => {
                let gives = given(unit, attribute).map_or(Some(Value::Bool(true)), |given| unit.constant(given));
                plan.cut.push((at, attribute));
                gives.filter(|gives| *gives == value)?;
            }
            None => default.clone().filter(|default| *default == value).map(|_| ())?,
        }
    }
    typed(units, within, home, function, handed, &mut plan)?;
    apply(units, plan, &value);
    Some(())
}

/// An import, an export, or the end of an element.
fn is_passing(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let closes = syntax
        .parent(id)
        .is_some_and(|parent| unit.slice(parent).starts_with("</"));
    closes
        || syntax
            .above(id)
            .take(4)
            .any(|above| syntax.has_role(above, |role| role.import.is_some() || role.import_item.is_some()))
        || syntax
            .parent(id)
            .is_some_and(|parent| syntax.is(parent, |shape| shape.export) && syntax.only_part(parent) == Some(id))
}

fn attribute(unit: &Unit, element: Id, property: &str) -> Option<Id> {
    let syntax = &unit.syntax;
    syntax.parts(element).find(|part| {
        let name = || syntax.parts(*part).next().map(|name| unit.slice(name));
        syntax.has_role(*part, |role| role.attribute) && name() == Some(property)
    })
}

/// The value of an attribute; `None`: it is there, which means true.
fn given(unit: &Unit, attribute: Id) -> Option<Id> {
    let value = unit.syntax.parts(attribute).nth(1)?;
    match unit.syntax.is(value, |shape| shape.markup_hole) {
        true => unit.syntax.only_part(value),
        false => Some(value),
    }
}

fn spreads(unit: &Unit, element: Id) -> bool {
    let mut parts = unit.syntax.parts(element).skip(1);
    parts.any(|part| unit.syntax.is(part, |shape| shape.markup_hole))
}

/// The reads of a property in its component, whose default is the result. `None`: it cannot be followed.
fn parameter(unit: &Unit, at: usize, function: Id, property: &str, plan: &mut Plan) -> Option<Option<Value>> {
    let syntax = &unit.syntax;
    let shape = syntax.role(function)?.function.as_ref()?;
    let list = shape.parameters.and_then(|field| syntax.part(function, field));
    let only = match list {
        Some(list) => syntax.only_part(list)?,
        None => syntax.part(function, shape.parameter?)?,
    };
    let pattern = std::iter::once(only)
        .chain(syntax.parts(only))
        .find(|id| syntax.has_role(*id, |role| role.pattern.is_some()));
    let Some(pattern) = pattern else {
        let name = std::iter::once(only)
            .chain(syntax.parts(only))
            .find(|id| syntax.is_identifier(*id))?;
        let text = unit.slice(name).to_owned();
        for read in names::reads(unit, function, name, &text).ok()? {
            let member = syntax.parent(read)?;
            let (object, name) = crate::fix::effects::member(unit, member)?;
            if object != read {
                return None;
            }
            if name == property {
                plan.reads.push((at, member));
            }
        }
        return Some(None);
    };
    let shape = syntax.role(pattern)?.pattern.as_ref()?;
    if syntax.parts(pattern).any(|part| syntax.node(part).kind == shape.rest) {
        return None;
    }
    let entry = syntax.parts(pattern).find(|entry| {
        let key = syntax.subtree(*entry).find(|id| syntax.is_identifier(*id));
        key.is_some_and(|key| unit.slice(key) == property)
    })?;
    let mut name = entry;
    if syntax.node(entry).kind == shape.pair {
        name = syntax.part(entry, shape.value)?;
    }
    let mut default = None;
    if let Some((inner, value)) = syntax.role(name).and_then(|role| role.pattern_default) {
        default = syntax.part(name, value).and_then(|value| unit.constant(value));
        name = syntax.part(name, inner)?;
    }
    let text = unit.slice(name).to_owned();
    let reads = names::reads(unit, function, name, &text).ok()?;
    plan.reads.extend(reads.into_iter().map(|read| (at, read)));
    plan.gone.push((at, entry));
    Some(default)
}

/// The member of the type that says what the component takes. `None`: others use the type, or it is not there.
fn typed(units: &[Unit], within: &[usize], home: usize, function: Id, handed: &Handed, plan: &mut Plan) -> Option<()> {
    let unit = units.get(home)?;
    let syntax = &unit.syntax;
    let declaration = helpers::declaration(unit, function);
    let body = syntax
        .role(function)
        .and_then(|role| syntax.part(function, role.function.as_ref()?.body?))?;
    let members = |range: std::ops::Range<Id>| -> Vec<Id> {
        range
            .filter(|id| {
                let binding = syntax.role(*id).and_then(|role| role.binding.as_ref());
                let field = binding.filter(|binding| binding.field && binding.value.is_none());
                let name = field.and_then(|field| syntax.part(*id, field.name));
                name.is_some_and(|name| unit.slice(name) == handed.property)
            })
            .collect()
    };
    let head = syntax.node(declaration).start as usize..syntax.node(body).start as usize;
    let head_text = unit.text.get(head)?;
    let inline = members(declaration..body);
    if let [member] = inline[..] {
        plan.cut.push((home, member));
        return Some(());
    }
    let mut found: Option<Id> = None;
    for container in 0..Id::try_from(syntax.nodes.len()).unwrap_or(0) {
        let Some(shape) = syntax.role(container).and_then(|role| role.container.as_ref()) else {
            continue;
        };
        let Some(name) = syntax.part(container, shape.name) else {
            continue;
        };
        if !names::has_word(head_text, unit.slice(name)) || syntax.subtree(container).contains(&function) {
            continue;
        }
        let own = members(syntax.subtree(container));
        let [member] = own[..] else { continue };
        let text = unit.slice(name).to_owned();
        let uses: usize = within
            .iter()
            .filter_map(|at| units.get(*at))
            .map(|unit| uses_of(unit, &text))
            .sum();
        if found.is_some() || uses > 2 {
            return None;
        }
        found = Some(member);
    }
    match found {
        Some(member) => plan.cut.push((home, member)),
        // Without a type nothing says what is taken.
        None if head_text.contains(':') => return None,
        None => {}
    }
    Some(())
}

/// How often a type is named, imports left out.
fn uses_of(unit: &Unit, name: &str) -> usize {
    let syntax = &unit.syntax;
    let leaves = 0..Id::try_from(syntax.nodes.len()).unwrap_or(0);
    leaves
        .filter(|id| syntax.node(*id).behind == id + 1 && syntax.node(*id).named && unit.slice(*id) == name)
        .filter(|id| {
            let mut above = syntax.above(*id).take(4);
            !above.any(|above| syntax.has_role(above, |role| role.import.is_some()))
        })
        .count()
}

fn apply(units: &mut [Unit], plan: Plan, value: &Value) {
    for (at, read) in plan.reads {
        if let Some(unit) = units.get_mut(at) {
            unit.set(read, Fate::Known(value.clone()));
        }
    }
    for (at, entry) in plan.gone {
        if let Some(unit) = units.get_mut(at) {
            unit.gone.insert(entry);
        }
    }
    for (at, id) in plan.cut {
        if let Some(unit) = units.get_mut(at) {
            let span = block::with_comments(unit, id);
            let lines = whole_lines(&unit.text, span.start, span.end);
            unit.edits.cut(lines.start, lines.end);
            unit.dead.insert(id);
        }
    }
}
