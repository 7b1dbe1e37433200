//! Functions that only give the flag: their callers know the value, and the function disappears.

use rustc_hash::FxHashSet;

use crate::fix::block;
use crate::fix::branch;
use crate::fix::effects;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;
use crate::language::Field;

/// Statements in each other that are looked into.
const DEPTH: usize = 16;
/// A shorter name is likely to mean many things.
const SHORTEST: usize = 4;

/// A function with a known result.
#[derive(Debug, Clone)]
pub(crate) struct Helper {
    pub(crate) unit: usize,
    pub(crate) function: Id,
    pub(crate) name: String,
    pub(crate) value: Value,
    /// Other files may call it.
    pub(crate) public: bool,
}

/// The functions of a file that only give the flag.
pub(crate) fn find(unit: &Unit, index: usize, tried: &FxHashSet<(usize, Id)>) -> Vec<Helper> {
    let mut around: FxHashSet<Id> = FxHashSet::default();
    for (id, fate) in &unit.fates {
        if matches!(fate, Fate::Known(_))
            && let Some(function) = unit.syntax.function(*id)
        {
            around.insert(function);
        }
    }
    let mut around: Vec<Id> = around.into_iter().filter(|id| !tried.contains(&(index, *id))).collect();
    around.sort_unstable();
    around
        .into_iter()
        .filter_map(|function| {
            let value = result(unit, function)?;
            let name = name(unit, function)?;
            let public = names::is_public(unit, function, &name)
                || is_member(unit, function) && !is_private(unit, function)
                || names::is_shared(unit, function);
            Some(Helper {
                unit: index,
                function,
                name,
                value,
                public,
            })
        })
        .collect()
}

/// The name that a function is called by, its own or that of the variable it is bound to.
fn name(unit: &Unit, function: Id) -> Option<String> {
    let syntax = &unit.syntax;
    let own = syntax.role(function)?.function.as_ref()?.name;
    if let Some(name) = own.and_then(|field| syntax.part(function, field)) {
        return Some(unit.slice(name).to_owned());
    }
    let parent = syntax.parent(function)?;
    let binding = syntax.role(parent)?.binding.as_ref().filter(|binding| !binding.field)?;
    let name = syntax.part(parent, binding.name)?;
    syntax.is_identifier(name).then(|| unit.slice(name).to_owned())
}

fn is_member(unit: &Unit, function: Id) -> bool {
    unit.syntax
        .above(function)
        .take(4)
        .any(|above| unit.syntax.has_role(above, |role| role.container.is_some()))
}

fn is_private(unit: &Unit, function: Id) -> bool {
    let table = &unit.syntax.shapes.table;
    let text = unit.slice(function);
    let head = text.split(['{', ':', '\n']).next().unwrap_or("");
    table.private_words.iter().any(|word| names::has_word(head, word))
        || name(unit, function).is_some_and(|name| name.starts_with(['_', '#']))
}

/// What a function always gives.
fn result(unit: &Unit, function: Id) -> Option<Value> {
    let syntax = &unit.syntax;
    let shape = syntax.role(function)?.function.as_ref()?;
    let body = syntax.part(function, shape.body?)?;
    if let Some(value) = unit.known(body) {
        return Some(value.clone());
    }
    let mut items = block::items(unit, body);
    for _ in 0..DEPTH {
        let mut live = items
            .iter()
            .copied()
            .filter(|item| !syntax.is_comment(*item) && !block::is_empty(unit, *item));
        let first = live.next()?;
        if syntax.has_role(first, |role| role.returns) || is_return_statement(unit, first) {
            let returned = returned(unit, first)?;
            // A text or number that a branch spells out is what the function is for; the flag only chose it.
            return match unit.known(returned) {
                Some(value) => Some(value.clone()),
                None => unit.constant(returned).filter(|value| value.truth().is_some()),
            };
        }
        if let Some(inner) = branch::remaining_body(unit, first).filter(|_| block::is_jump(unit, first)) {
            items = block::items(unit, inner);
            continue;
        }
        let implicit = syntax.grammar.table.implicit_return && live.next().is_none();
        return implicit.then(|| unit.known(first).cloned()).flatten();
    }
    None
}

fn is_return_statement(unit: &Unit, id: Id) -> bool {
    unit.syntax.is(id, |shape| shape.expression_statement)
        && unit
            .syntax
            .only_part(id)
            .is_some_and(|inner| unit.syntax.has_role(inner, |role| role.returns))
}

fn returned(unit: &Unit, id: Id) -> Option<Id> {
    let mut at = unit.syntax.only_part(id)?;
    for _ in 0..4 {
        if unit.fates.contains_key(&at) || unit.constant(at).is_some() {
            return Some(at);
        }
        at = unit.syntax.only_part(at)?;
    }
    None
}

/// The declaration as a statement: with `export`, `const f =`, decorators.
pub(crate) fn declaration(unit: &Unit, function: Id) -> Id {
    let syntax = &unit.syntax;
    match syntax.parent(function) {
        Some(parent) if syntax.has_role(parent, |role| role.binding.is_some()) => names::declaration(unit, parent),
        _ => {
            let mut at = function;
            while let Some(parent) = syntax.parent(at)
                && syntax.is(parent, |shape| shape.export || shape.decorated)
            {
                at = parent;
            }
            at
        }
    }
}

/// The calls of a helper in a file; an error is a place that does something else with its name.
pub(crate) fn calls(unit: &Unit, helper: &Helper, own: bool) -> Result<Vec<Id>, (Id, String)> {
    let syntax = &unit.syntax;
    let mut found = Vec::new();
    let declared = own.then(|| syntax.subtree(declaration(unit, helper.function)));
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let mut at = 0;
    while at < end {
        let id = at;
        at += 1;
        if syntax.has_role(id, |role| role.import.is_some()) {
            at = syntax.node(id).behind.max(id + 1);
            continue;
        }
        if !syntax.is_identifier(id) || unit.slice(id) != helper.name || unit.is_dead(id) {
            continue;
        }
        if declared.as_ref().is_some_and(|declared| declared.contains(&id)) {
            let own_name = syntax.parent(id).is_some_and(|parent| {
                parent == helper.function || syntax.has_role(parent, |role| role.binding.is_some())
            });
            if own_name {
                continue;
            }
        }
        // A name with a question mark can be nothing but a call.
        let bare = || (helper.name.ends_with('?') && names::is_variable(unit, id)).then_some(id);
        let Some(call) = call_of(unit, id).or_else(bare) else {
            return Err((id, format!("`{}` is used other than by calling it", helper.name)));
        };
        if is_mocked(unit, call) {
            return Err((call, format!("a test sets what `{}` gives", helper.name)));
        }
        let parts = effects::called(unit, call);
        if let Some(effect) = parts
            .iter()
            .flat_map(|parts| &parts.arguments)
            .find_map(|argument| effects::first(unit, *argument))
        {
            return Err((effect, format!("{} would no longer run", unit.shown(effect))));
        }
        found.push(call);
    }
    Ok(found)
}

/// A mock's set-up or check stands around the call, or is called on it.
pub(crate) fn is_mocked(unit: &Unit, call: Id) -> bool {
    let test = &unit.syntax.grammar.table.test;
    unit.syntax
        .above(call)
        .take(4)
        .filter_map(|above| effects::called(unit, above))
        .any(|parts| test.setup_calls.contains(&parts.name) || test.setup_chain.contains(&parts.name))
}

/// The call whose callee a name is.
fn call_of(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let parent = syntax.parent(name)?;
    let is = |wanted: Option<Field>, child: Id| wanted.is_some_and(|wanted| syntax.fills(child, wanted));
    let role = syntax.role(parent)?;
    if let Some(call) = &role.call
        && (is(call.function, name) || is(call.name, name))
    {
        return (!call.construct).then_some(parent);
    }
    if role.member.is_some() {
        let above = syntax.parent(parent)?;
        let call = syntax.role(above)?.call.as_ref()?;
        return is(call.function, parent).then_some(above);
    }
    None
}

/// Whether a helper can be followed at all.
pub(crate) fn can_follow(unit: &Unit, helper: &Helper) -> Result<(), String> {
    let declaration = declaration(unit, helper.function);
    let head = unit.slice(declaration).split('{').next().unwrap_or("");
    let overrides = ["override", "Override", "abstract", "virtual"]
        .iter()
        .any(|word| names::has_word(head, word));
    if helper.name.len() < SHORTEST {
        return Err(format!("the name `{}` is too short to be followed", helper.name));
    }
    if overrides {
        return Err(format!("`{}` overrides another function", helper.name));
    }
    if unit
        .syntax
        .statement(declaration)
        .is_none_or(|(statement, _)| statement != declaration)
    {
        return Err(format!("`{}` is stored in an object", helper.name));
    }
    Ok(())
}
