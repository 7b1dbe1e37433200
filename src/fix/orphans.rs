//! Functions that other files could call, and that nobody calls any more since the removed code is gone.

use std::collections::BTreeSet;

use crate::fix::effects;
use crate::fix::helpers;
use crate::fix::homes::Free;
use crate::fix::leftovers;
use crate::fix::names;
use crate::fix::parses::Parses;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::language::Language;

/// A shorter name is likely to mean many things.
const SHORTEST: usize = 4;
/// A name that more files declare is one that somebody else may have given a meaning.
pub(crate) const FILES: usize = 3;

/// A call that was removed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Call {
    pub(crate) name: String,
    /// Of a member of the object around; the file that this stood in.
    within: Option<String>,
}

/// A text without the functions, and what these called.
#[derive(Debug)]
pub(crate) struct Without {
    pub(crate) text: String,
    pub(crate) called: Vec<Call>,
}

/// The calls in what a file loses, as far as it is clear what they call: functions, and members of the object around.
pub(crate) fn calls_in(unit: &Unit) -> Vec<Call> {
    let mut found = Vec::new();
    for span in unit.edits.spans() {
        let from = unit.syntax.nodes.partition_point(|node| node.start < span.start);
        for (at, node) in unit.syntax.nodes.iter().enumerate().skip(from) {
            if node.start >= span.end {
                break;
            }
            if node.end <= span.end
                && let Ok(id) = Id::try_from(at)
            {
                found.extend(call(unit, id));
            }
        }
    }
    found
}

fn call(unit: &Unit, id: Id) -> Option<Call> {
    let syntax = &unit.syntax;
    let parts = effects::called(unit, id)?;
    let own = |receiver: Id| {
        syntax.has_role(receiver, |role| role.this)
            || syntax
                .grammar
                .table
                .self_names
                .iter()
                .any(|this| this == unit.slice(receiver))
    };
    let within = match parts.receiver {
        Some(receiver) if own(receiver) => Some(unit.path.clone()),
        Some(_) => return None,
        None => None,
    };
    let name = parts.name;
    let plain = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    (plain && name.len() >= SHORTEST).then_some(Call { name, within })
}

/// The texts without the functions of a name, if nothing but these functions names it. `holding` are all texts that hold
/// the name; `called` are the removed calls.
pub(crate) fn without(
    holding: &[(String, String)],
    name: &str,
    called: &BTreeSet<Call>,
    parses: &Parses,
) -> Vec<(String, Without)> {
    if holding.is_empty() || holding.len() > FILES {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (path, text) in holding {
        let Some(without) = one((path, text), name, called, holding.len() == 1, parses) else {
            return Vec::new();
        };
        found.push((path.clone(), without));
    }
    found
}

fn one(
    (path, text): (&str, &str),
    name: &str,
    called: &BTreeSet<Call>,
    only: bool,
    parses: &Parses,
) -> Option<Without> {
    let language = Language::of(path.rsplit('/').next().unwrap_or(path))?;
    let table = &language.grammar().table;
    if table.fix.is_empty() || table.template.is_some() || language.grammar().is_test_path(path) {
        return None;
    }
    let unit = parses.unit(path, language, text)?;
    let function = only_function(&unit, name)?;
    let is_called = |call: &Call| {
        let member = is_member(&unit, function);
        let here = call.within.as_deref() == Some(path) || call.within.is_none() && table.implicit_this;
        call.name == name && if member { here } else { only && call.within.is_none() }
    };
    if !called.iter().any(is_called) || helpers::overrides(&unit, function) || is_default(&unit, function) {
        return None;
    }
    let further: Vec<Call> = unit.syntax.subtree(function).filter_map(|id| call(&unit, id)).collect();
    let free = Free::one(name, None);
    let before = unit.text.len();
    let new = leftovers::remove(unit, free.names.clone(), &free, &|_| true)?;
    (new.text.len() < before).then_some(Without {
        text: new.text,
        called: further,
    })
}

/// The function that the name stands for, if a file does nothing else with it.
fn only_function(unit: &Unit, name: &str) -> Option<Id> {
    if leftovers::occurrences(unit, leftovers::whole(unit), name) != 1 {
        return None;
    }
    // An import would be left without what it brings in.
    let mut named = leftovers::whole(unit).filter(|id| unit.syntax.is_identifier(*id) && unit.slice(*id) == name);
    let first = named.next()?;
    named
        .next()
        .is_none()
        .then(|| helpers::named_function(unit, first))
        .flatten()
}

fn is_member(unit: &Unit, function: Id) -> bool {
    let mut around = unit.syntax.above(function);
    around.any(|above| unit.syntax.has_role(above, |role| role.container.is_some()))
}

/// Other files may give it any name.
fn is_default(unit: &Unit, function: Id) -> bool {
    let declaration = helpers::declaration(unit, function);
    let head = unit.slice(declaration).split(['(', '{', '=']).next().unwrap_or("");
    names::has_word(head, "default")
}
