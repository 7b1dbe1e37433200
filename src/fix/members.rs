//! Fields of types whose objects are written out with them, `T{a: b}`: a field that is the same known value in every one of
//! them is read as that value, and disappears.

use crate::fix::effects;
use crate::fix::emit;
use crate::fix::names;
use crate::fix::owner::{Owners, Whose};
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;

/// A known value that an object is made with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Handed {
    pub(crate) of: String,
    pub(crate) field: String,
}

/// The fields in a file that get a known value.
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
    let (literal, entry) = around(unit, id)?;
    Some(Handed {
        of: type_of(unit, literal)?,
        field: unit.slice(key_of(unit, entry)?).to_owned(),
    })
}

/// The literal and the entry in it that a value stands in.
fn around(unit: &Unit, id: Id) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let entry = std::iter::once(id)
        .chain(syntax.above(id))
        .take(3)
        .find(|above| is_entry(unit, *above))?;
    let literal = syntax
        .above(entry)
        .take(2)
        .find(|above| syntax.has_role(*above, |role| role.literal.is_some()))?;
    Some((literal, entry))
}

fn is_entry(unit: &Unit, id: Id) -> bool {
    unit.syntax.has_role(id, |role| role.entry.is_some()) || unit.syntax.is(id, |shape| shape.shorthand)
}

/// The name of an entry.
fn key_of(unit: &Unit, entry: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let mut at = match syntax.role(entry).and_then(|role| role.entry) {
        Some((key, _)) => syntax.part(entry, key)?,
        None => entry,
    };
    while !syntax.is_identifier(at) {
        at = syntax.only_part(at)?;
    }
    Some(at)
}

/// The value of an entry.
fn value_of(unit: &Unit, entry: Id) -> Option<Value> {
    let syntax = &unit.syntax;
    let mut at = match syntax.role(entry).and_then(|role| role.entry) {
        Some((_, value)) => syntax.part(entry, value)?,
        None => syntax.only_part(entry)?,
    };
    for _ in 0..3 {
        if let Some(value) = unit.constant(at) {
            return Some(value);
        }
        at = syntax.only_part(at)?;
    }
    None
}

/// The type of a literal, by its own name.
fn type_of(unit: &Unit, literal: Id) -> Option<String> {
    let syntax = &unit.syntax;
    let (kind, _) = syntax.role(literal)?.literal?;
    let text = unit.slice(syntax.part(literal, kind)?);
    let own = syntax.grammar.table.self_type.as_deref() == Some(text);
    let container = || {
        let container = syntax
            .above(literal)
            .find(|above| syntax.has_role(*above, |role| role.container.is_some()))?;
        let name = syntax.role(container)?.container.as_ref()?.name;
        syntax.part(container, name)
    };
    let text = match own {
        true => unit.slice(container()?),
        false => text,
    };
    let plain = text.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    (plain && !text.starts_with("map")).then(|| text.to_owned())
}

/// What disappears with a field.
#[derive(Default)]
struct Plan {
    reads: Vec<(usize, Id)>,
    gone: Vec<(usize, Id)>,
}

/// Folds a field that every object of the type is made with. `within` are the files that may name it. `None`: it stays.
pub(crate) fn fold(units: &mut [Unit], within: &[usize], handed: &Handed) -> Option<()> {
    let mut declared: Vec<(usize, Id)> = Vec::new();
    let mut elsewhere = false;
    for at in within {
        let unit = units.get(*at)?;
        for (field, container) in declarations(unit, &handed.field) {
            match named(unit, container) == Some(handed.of.as_str()) {
                true => declared.push((*at, field)),
                false => elsewhere = true,
            }
        }
    }
    let [(home, field)] = declared[..] else { return None };
    let unit = units.get(home)?;
    let tagged = unit
        .syntax
        .subtree(field)
        .any(|id| unit.syntax.has_role(id, |role| role.string || role.decorator.is_some()));
    if tagged || is_visible(unit, field, &handed.field) {
        return None;
    }
    let mut owners = Owners::default();
    owners.add(unit, field);
    let value = within.iter().find_map(|at| {
        let unit = units.get(*at)?;
        literals(unit, &handed.of).find_map(|literal| {
            let entry = entry_of(unit, literal, &handed.field)?;
            value_of(unit, entry).filter(|_| !unit.is_dead(entry))
        })
    })?;
    let mut plan = Plan::default();
    for at in within {
        let unit = units.get(*at)?;
        made(unit, *at, handed, &value, &mut plan)?;
        read(unit, *at, handed, &owners, elsewhere, &mut plan)?;
    }
    plan.gone.push((home, field));
    apply(units, plan, &value);
    Some(())
}

/// Other packages see the field.
fn is_visible(unit: &Unit, field: Id, name: &str) -> bool {
    let shapes = unit.syntax.shapes;
    let says = |words: &[String]| words.iter().any(|word| names::has_word(unit.slice(field), word));
    match &shapes.public_names {
        Some(names) => names.is_match(name),
        None => {
            says(&shapes.table.public_words)
                || !shapes.table.private_words.is_empty() && !says(&shapes.table.private_words)
        }
    }
}

/// The declarations of fields of a name, with the types around them.
fn declarations<'u>(unit: &'u Unit, name: &'u str) -> impl Iterator<Item = (Id, Id)> + 'u {
    let syntax = &unit.syntax;
    let all = 0..Id::try_from(syntax.nodes.len()).unwrap_or(0);
    all.filter_map(move |id| {
        let binding = syntax.role(id)?.binding.as_ref().filter(|binding| binding.field)?;
        let names = syntax.all_parts(id, binding.name);
        let [only] = names[..] else { return None };
        (unit.slice(only) == name).then_some(())?;
        let container = syntax
            .above(id)
            .find(|above| syntax.has_role(*above, |role| role.container.is_some()))?;
        Some((id, container))
    })
}

fn named(unit: &Unit, container: Id) -> Option<&str> {
    let name = unit.syntax.role(container)?.container.as_ref()?.name;
    unit.syntax.part(container, name).map(|name| unit.slice(name))
}

fn literals<'u>(unit: &'u Unit, of: &'u str) -> impl Iterator<Item = Id> + 'u {
    let all = 0..Id::try_from(unit.syntax.nodes.len()).unwrap_or(0);
    all.filter(move |id| unit.syntax.has_role(*id, |role| role.literal.is_some()))
        .filter(move |id| type_of(unit, *id).as_deref() == Some(of))
}

fn body(unit: &Unit, literal: Id) -> Option<Id> {
    let (_, body) = unit.syntax.role(literal)?.literal?;
    unit.syntax.part(literal, body)
}

fn entry_of(unit: &Unit, literal: Id, field: &str) -> Option<Id> {
    let body = body(unit, literal)?;
    unit.syntax
        .parts(body)
        .find(|entry| is_entry(unit, *entry) && key_of(unit, *entry).is_some_and(|key| unit.slice(key) == field))
}

/// Every object of the type is made with the value.
fn made(unit: &Unit, at: usize, handed: &Handed, value: &Value, plan: &mut Plan) -> Option<()> {
    let syntax = &unit.syntax;
    let zero = match value {
        Value::Bool(value) => !value,
        Value::Number(text) => text == "0",
        Value::Text(text) => text.is_empty(),
        Value::Null => true,
    };
    let mut types: Vec<Id> = Vec::new();
    for literal in literals(unit, &handed.of) {
        let body = body(unit, literal)?;
        if syntax.parts(body).any(|entry| !is_entry(unit, entry)) {
            return None;
        }
        match entry_of(unit, literal, &handed.field) {
            Some(entry) => {
                value_of(unit, entry).filter(|given| given == value)?;
                plan.gone.push((at, entry));
            }
            None if zero && syntax.grammar.table.import_alias_from_path => {}
            None => return None,
        }
        let (kind, _) = syntax.role(literal)?.literal?;
        types.extend(syntax.part(literal, kind));
    }
    let is_plain = |id: Id| {
        let before = unit.text.get(..syntax.node(id).start as usize).unwrap_or("");
        let parent = syntax.parent(id);
        let takes = parent.is_some_and(|parent| syntax.has_role(parent, |role| role.parameter.is_some()));
        let declares = parent.is_some_and(|parent| syntax.has_role(parent, |role| role.container.is_some()));
        before.ends_with(['*', '&']) || takes || declares || types.contains(&id)
    };
    let needs_none = zero || !syntax.grammar.table.import_alias_from_path;
    let mut all = 0..Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let empty = all.any(|id| {
        syntax.node(id).behind == id + 1 && syntax.node(id).named && unit.slice(id) == handed.of && !is_plain(id)
    });
    (needs_none || !empty).then_some(())
}

/// Everything that reads the field.
fn read(unit: &Unit, at: usize, handed: &Handed, owners: &Owners, elsewhere: bool, plan: &mut Plan) -> Option<()> {
    let syntax = &unit.syntax;
    for id in syntax.named(&handed.field, &unit.text) {
        if unit.is_dead(id) {
            continue;
        }
        let member = syntax.above(id).take(2).find_map(|above| {
            let (object, name) = effects::member(unit, above)?;
            (name == handed.field && !syntax.subtree(object).contains(&id)).then_some((above, object))
        });
        let Some((member, object)) = member else {
            // An entry without a type around it may be one of ours.
            let entry = syntax.above(id).take(3).find(|above| is_entry(unit, *above));
            let is_key = entry.is_some_and(|entry| key_of(unit, entry) == Some(id));
            if is_key && around(unit, id).is_none() {
                return None;
            }
            continue;
        };
        match owners.whose(unit, member, Some(object)) {
            Whose::Another => continue,
            Whose::Unknown if elsewhere => return None,
            _ => {}
        }
        let called = syntax.parent(member).and_then(|above| effects::called(unit, above));
        if names::is_written(unit, member) || called.is_some_and(|parts| parts.callee == Some(member)) {
            return None;
        }
        plan.reads.push((at, member));
    }
    Some(())
}

fn apply(units: &mut [Unit], plan: Plan, value: &Value) {
    for (at, read) in plan.reads {
        if let Some(unit) = units.get_mut(at) {
            unit.set(read, Fate::Known(value.clone()));
        }
    }
    let all: Vec<(usize, Id)> = plan.gone.clone();
    for (at, id) in plan.gone {
        let Some(unit) = units.get_mut(at) else { continue };
        let list = unit.syntax.parent(id);
        let goes = |entry: Id| all.contains(&(at, entry));
        let inside = list
            .filter(|list| is_entry(unit, id) && unit.syntax.parts(*list).all(goes))
            .and_then(|list| unit.syntax.braces(list, &unit.text));
        match inside {
            // What held nothing else is left empty.
            Some((open, close)) => {
                let (start, end) = (unit.syntax.node(open).end, unit.syntax.node(close).start);
                unit.edits.cut(start, end);
                unit.dead.insert(id);
            }
            None => emit::remove_item(unit, id),
        }
    }
}
