//! Calls that only give their object back for the value that they get: `view.shownIf(true)`.

use crate::fix::block;
use crate::fix::branch;
use crate::fix::effects;
use crate::fix::fold;
use crate::fix::helpers;
use crate::fix::names;
use crate::fix::owner;
use crate::fix::parameters;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;

/// A call on an object whose only argument is known.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) call: Id,
    pub(crate) receiver: Id,
    pub(crate) name: String,
    value: Value,
}

/// Such calls of a file.
pub(crate) fn calls(unit: &Unit) -> Vec<Call> {
    let syntax = &unit.syntax;
    let mut known: Vec<Id> = unit
        .fates
        .iter()
        .filter(|(id, fate)| matches!(fate, Fate::Known(Value::Bool(_))) && !unit.is_dead(**id))
        .map(|(id, _)| *id)
        .collect();
    known.sort_unstable();
    let of = |id: Id| {
        syntax.above(id).take(4).find_map(|above| {
            let parts = effects::called(unit, above)?;
            let [argument] = parts.arguments[..] else { return None };
            let given = parameters::given(unit, argument);
            let value = unit
                .known(given)
                .or_else(|| unit.known(syntax.only_part(given)?))?
                .clone();
            let fresh = syntax.subtree(argument).contains(&id) && !unit.fates.contains_key(&above);
            Some(Call {
                call: above,
                receiver: parts.receiver.filter(|_| fresh)?,
                name: parts.name,
                value,
            })
        })
    };
    let mut found: Vec<Call> = known.into_iter().filter_map(of).collect();
    found.dedup_by_key(|call| call.call);
    found
}

/// The only function of the name gives its object back for the value.
pub(crate) fn gives_back(units: &[&Unit], call: &Call) -> bool {
    let mut functions: Vec<(&Unit, Id)> = Vec::new();
    for unit in units {
        for id in unit.syntax.named(&call.name, &unit.text) {
            functions.extend(helpers::named_function(unit, id).map(|function| (*unit, function)));
        }
    }
    match functions[..] {
        [(unit, function)] => is_given_back(unit, function, &call.value).unwrap_or(false),
        _ => false,
    }
}

fn is_given_back(unit: &Unit, function: Id, value: &Value) -> Option<bool> {
    let formals = parameters::formals(unit, function)?;
    let [formal] = &formals[..] else { return None };
    let name = formal.name?;
    let reads = names::reads(unit, function, name, unit.slice(name)).ok()?;
    // Looked at in a copy, in which nothing else is known.
    let syntax = unit.syntax.parse_again(&unit.text, &[], &unit.text)?;
    let mut copy = Unit::new(&unit.path, unit.text.clone(), syntax);
    for read in reads {
        copy.set(read, Fate::Known(value.clone()));
    }
    fold::run(&mut copy);
    let shape = copy.syntax.role(function)?.function.as_ref()?;
    let mut items = block::items(&copy, copy.syntax.part(function, shape.body?)?);
    for _ in 0..4 {
        let live = |item: &Id| !copy.syntax.is_comment(*item) && !block::is_empty(&copy, *item);
        let first = items.iter().copied().find(live)?;
        let body = branch::remaining_body(&copy, first);
        match body {
            Some(body) => items = block::items(&copy, body),
            None => return Some(is_object(&copy, first)),
        }
    }
    None
}

/// `return self`, or the object itself.
fn is_object(unit: &Unit, statement: Id) -> bool {
    let mut at = unit.resolved(statement);
    for _ in 0..4 {
        if owner::is_self(unit, at) {
            return true;
        }
        match unit.syntax.only_part(at) {
            Some(inner) => at = unit.resolved(inner),
            None => return false,
        }
    }
    false
}
