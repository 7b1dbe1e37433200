//! Constructors: which functions make objects of a type, and what a file does with the type's name.

use crate::fix::effects;
use crate::fix::names;
use crate::fix::owner;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::language::Field;

/// Names of functions that make an object, where they are not named as its type is.
pub(crate) const MAKERS: &[&str] = &["__init__", "initialize", "constructor", "__construct", "init"];
/// Types of these kinds have members that depend on what their constructor takes.
const DERIVED: &[&str] = &["data", "case", "record"];
/// Names of one constructor that another one calls.
const DELEGATES: &[&str] = &["this("];

/// The type whose name this is.
pub(crate) fn named_type(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    // The name may stand in a node of its own.
    syntax.above(name).take(2).find(|container| {
        let shape = syntax.role(*container).and_then(|role| role.container.as_ref());
        let named = shape.and_then(|shape| syntax.part(*container, shape.name));
        named.is_some_and(|named| named == name || syntax.only_part(named) == Some(name))
    })
}

/// What makes objects of a type: its constructors, or the type itself where it takes parameters. An error: it cannot be
/// told what they take.
pub(crate) fn makers(unit: &Unit, container: Id) -> Result<Vec<Id>, String> {
    let syntax = &unit.syntax;
    let shape = syntax.role(container).and_then(|role| role.container.as_ref());
    let name = shape.and_then(|shape| syntax.part(container, shape.name));
    let name = name.map_or("", |name| unit.slice(name));
    let own = shape.and_then(|shape| syntax.part(container, shape.parameters?));
    let mut found: Vec<Id> = own.map(|_| container).into_iter().collect();
    let inner = syntax.subtree(container).skip(1);
    found.extend(inner.filter(|id| {
        let own_name = || own_name(unit, *id);
        let is_function = syntax.has_role(*id, |role| role.function.is_some() && !role.function_value);
        let around = || syntax.above(*id).find(|above| is_type(unit, *above));
        let makes = || match own_name() {
            Some(own) => MAKERS.contains(&own) || own == name,
            None => MAKERS.iter().any(|word| unit.slice(*id).starts_with(word)),
        };
        is_function && around() == Some(container) && makes()
    }));
    let head = unit.slice(container).split(['{', '(']).next().unwrap_or("");
    if DERIVED.iter().any(|word| names::has_word(head, word)) {
        return Err("members of the type depend on what its constructor takes".to_owned());
    }
    let text = unit.slice(container);
    if found.len() > 1 && DELEGATES.iter().any(|word| text.contains(word)) {
        return Err("one constructor calls another one".to_owned());
    }
    Ok(found)
}

/// What is given where something is made without naming its type: `.init(…)`.
pub(crate) fn unnamed(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(".init(").filter_map(|(at, call)| {
        let before = text.get(..at).unwrap_or("");
        let behind = text.get(at + call.len()..).unwrap_or("");
        let mut depth = 1_usize;
        let end = behind.find(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let own = before.ends_with("self") || before.ends_with("super");
        (!own).then(|| behind.get(..end.unwrap_or(behind.len())).unwrap_or(""))
    })
}

/// Calls in a type by which one of its constructors calls another one: `self.init(…)`.
pub(crate) fn delegating(unit: &Unit, container: Id) -> Vec<Id> {
    let calls = unit.syntax.subtree(container).filter(|id| {
        effects::called(unit, *id).is_some_and(|parts| {
            let own = |receiver: Id| owner::is_self(unit, receiver) && unit.slice(receiver) == "self";
            parts.receiver.is_some_and(own) && parts.name == "init" && unit.syntax.shapes.table.constructors
        })
    });
    calls.collect()
}

fn is_type(unit: &Unit, id: Id) -> bool {
    unit.syntax.has_role(id, |role| role.container.is_some())
}

fn own_name(unit: &Unit, function: Id) -> Option<&str> {
    let field = unit.syntax.role(function)?.function.as_ref()?.name?;
    unit.syntax.part(function, field).map(|name| unit.slice(name))
}

/// The call that makes an object of the type whose name this is: `new A()`, `A.new`.
pub(crate) fn made(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    for above in syntax.above(name).take(4) {
        if syntax.is(above, |shape| shape.statements) {
            return None;
        }
        let Some(parts) = effects::called(unit, above) else {
            continue;
        };
        if parts.list.is_some_and(|list| syntax.subtree(list).contains(&name)) {
            return None;
        }
        let construct = syntax.has_role(above, |role| role.call.as_ref().is_some_and(|call| call.construct));
        let within = |id: Option<Id>| id.is_some_and(|id| syntax.subtree(id).contains(&name));
        if construct && (within(parts.callee) || within(field(unit, above))) {
            return Some(above);
        }
        if parts.name == "new" && parts.receiver == Some(name) {
            return Some(above);
        }
        return None;
    }
    None
}

/// The type of a call that makes an object.
fn field(unit: &Unit, call: Id) -> Option<Id> {
    let shape = unit.syntax.role(call)?.call.as_ref()?;
    let part = |field: Option<Field>| unit.syntax.part(call, field?);
    part(shape.function).or_else(|| part(shape.name))
}

/// A place that names a type without making an object of it.
pub(crate) fn only_names(unit: &Unit, name: Id) -> bool {
    const MAKING: &[&str] = &["::new", ".init", ".self", "::class", ".new"];
    let syntax = &unit.syntax;
    let behind = unit
        .text
        .get(syntax.node(name).end as usize..)
        .unwrap_or("")
        .trim_start();
    if MAKING.iter().any(|word| behind.starts_with(word)) || extends(unit, name) {
        return false;
    }
    let parser = syntax.language.parser();
    let is_of_type = |id: Id| {
        let field = parser.field_name_for_id(syntax.node(id).field).unwrap_or("");
        let kind = parser.node_kind_for_id(syntax.node(id).kind).unwrap_or("");
        field.contains("type") || field == "returns" || kind.contains("type")
    };
    behind.starts_with('.')
        || behind.starts_with("::")
        || is_of_type(name)
        || syntax.above(name).take(3).any(is_of_type)
}

/// The name stands among the types that another one extends.
fn extends(unit: &Unit, name: Id) -> bool {
    let syntax = &unit.syntax;
    syntax.above(name).take(6).any(|above| {
        let shape = syntax.role(above).and_then(|role| role.container.as_ref());
        shape.is_some_and(|shape| {
            shape.supertypes.iter().any(|field| {
                let all = syntax.all_parts(above, *field);
                all.into_iter().any(|part| syntax.subtree(part).contains(&name))
            })
        })
    })
}
