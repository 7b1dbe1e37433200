//! What stands in for a provider in tests, with a field for each flag: `case .a: return a`. The field holds what the flag
//! gives, so that it goes with the parameter that sets it.

use crate::fix::effects;
use crate::fix::fields;
use crate::fix::helpers;
use crate::fix::leftovers;
use crate::fix::makers;
use crate::fix::names;
use crate::fix::owner;
use crate::fix::parameters;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;

/// What to tell of a stand-in that is not followed.
pub(crate) const OPEN: &str = "a stand-in of tests gives the flag here, and tests that set it have to be looked at";

/// A field that gives a flag's value, in the type that makes it from a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StandIn {
    /// The type.
    pub(crate) of: String,
    /// The parameter.
    pub(crate) label: String,
    /// What gives the flag's value: the field where it is read, and the parameter that it is set to.
    reads: Vec<Id>,
}

/// The stand-ins of a file for the flag that a member of an enum names.
pub(crate) fn find(unit: &Unit, member: &str) -> Vec<StandIn> {
    if !unit.syntax.grammar.is_test_path(&unit.path) {
        return Vec::new();
    }
    let all = leftovers::whole(unit);
    all.filter_map(|id| stand_in(unit, id, member)).collect()
}

/// The cases of a file that give the flag's value in a way that is not followed: what sets it is not known.
pub(crate) fn open(unit: &Unit, member: &str, found: &[StandIn]) -> Vec<Id> {
    let syntax = &unit.syntax;
    let followed = |body: Id| {
        found
            .iter()
            .flat_map(|found| &found.reads)
            .any(|read| syntax.subtree(body).contains(read))
    };
    let is_open = |case: &Id| {
        let pattern = leftovers::patterns_of(unit, *case, member).last().copied();
        let body = pattern.and_then(|pattern| syntax.parts(*case).find(|part| *part > pattern));
        body.is_some_and(|body| !followed(body) && only_read(unit, body).is_some())
    };
    leftovers::whole(unit).filter(is_open).collect()
}

/// Reads of a stand-in's field are what the flag always gives.
pub(crate) fn know(unit: &mut Unit, found: &StandIn, value: &Value) {
    for read in &found.reads {
        unit.set(*read, Fate::Known(value.clone()));
        unit.quiet.insert(*read);
    }
}

fn stand_in(unit: &Unit, case: Id, member: &str) -> Option<StandIn> {
    let syntax = &unit.syntax;
    let patterns = leftovers::patterns_of(unit, case, member);
    let [pattern] = patterns[..] else { return None };
    let mut behind = syntax.parts(case).filter(|part| *part > pattern);
    let (Some(body), None) = (behind.next(), behind.next()) else {
        return None;
    };
    let read = only_read(unit, body)?;
    let name = unit.slice(last_name(unit, read)?).to_owned();
    let mut above = syntax.above(case);
    let container = above.find(|above| syntax.has_role(*above, |role| role.container.is_some()))?;
    let own = |id: Id| last_name(unit, fields::around(unit, id).0) == Some(id);
    let mut assignments = Vec::new();
    for id in syntax.subtree(container) {
        if unit.slice(id) != name || !syntax.is_identifier(id) || !own(id) {
            continue;
        }
        let (whole, is_member) = fields::around(unit, id);
        if names::is_implicit(unit, id) {
            continue;
        }
        let assignment = syntax.above(whole).take(3).find(|above| {
            let binding = syntax.role(*above).and_then(|role| role.binding.as_ref());
            binding.is_some_and(|binding| binding.assignment)
        });
        match assignment.filter(|_| names::is_written(unit, whole) && is_member) {
            Some(assignment) => assignments.push(assignment),
            // Somebody else reads it.
            None if names::is_variable(unit, id)
                && !names::is_written(unit, id)
                && whole != read
                && !is_given(unit, id) =>
            {
                return None;
            }
            None => {}
        }
    }
    let [assignment] = assignments[..] else { return None };
    let value = syntax.role(assignment)?.binding.as_ref()?.value?;
    let given = syntax.part(assignment, value)?;
    let given = if syntax.is_identifier(given) {
        given
    } else {
        syntax.only_part(given)?
    };
    let maker = syntax.function(given)?;
    let formals = parameters::formals(unit, maker)?;
    let is_it = |name: Id| unit.slice(name) == unit.slice(given);
    let formal = formals.iter().find(|formal| formal.name.is_some_and(is_it))?;
    let makers = makers::makers(unit, container).ok()?;
    if !makers.contains(&maker) || helpers::overrides(unit, maker) {
        return None;
    }
    let field = syntax.role(container)?.container.as_ref()?.name;
    Some(StandIn {
        of: unit.slice(syntax.part(container, field)?).to_owned(),
        label: formal.label.clone(),
        reads: vec![read, given],
    })
}

/// It is what an assignment sets.
fn is_given(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    syntax.above(id).take(2).any(|above| {
        let binding = syntax.role(above).and_then(|role| role.binding.as_ref());
        binding.is_some_and(|binding| binding.assignment)
    })
}

/// The only thing in an arm: a field that is read.
fn only_read(unit: &Unit, body: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let mut at = body;
    for _ in 0..6 {
        if syntax.is_identifier(at) || effects::member(unit, at).is_some() {
            return last_name(unit, at).map(|_| at);
        }
        at = syntax.only_part(at)?;
    }
    None
}

/// The identifier in `a` or `self.a`.
fn last_name(unit: &Unit, id: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    if syntax.is_identifier(id) {
        return Some(id);
    }
    let (object, name) = effects::member(unit, id)?;
    let last = || {
        syntax
            .subtree(id)
            .rfind(|inner| syntax.is_identifier(*inner) && unit.slice(*inner) == name)
    };
    owner::is_self(unit, object).then(last).flatten()
}
