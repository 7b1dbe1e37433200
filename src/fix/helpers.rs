//! Functions that only give the flag: their callers know the value, and the function disappears.

use rustc_hash::FxHashSet;

use crate::fix::block;
use crate::fix::branch;
use crate::fix::effects;
use crate::fix::fields;
use crate::fix::fold;
use crate::fix::leftovers;
use crate::fix::names;
use crate::fix::parameters;
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
    pub(crate) outcome: Outcome,
    pub(crate) reach: Reach,
    /// It is read as a property.
    pub(crate) accessor: bool,
}

/// What a function always gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Value(Value),
    /// What it gets as its parameter at this place.
    Argument(usize),
}

/// Which files may call a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    File,
    /// Those of its folder.
    Folder,
    Tree,
}

/// Which files may call a function, as far as it says so.
pub(crate) fn reach(unit: &Unit, function: Id, name: &str) -> Reach {
    let seen = leftovers::may_be_seen(unit, function, name) || names::is_shared(unit, function);
    if !seen && leftovers::is_hidden(unit, function) {
        return Reach::File;
    }
    let by_name = unit.syntax.shapes.public_names.is_some() && unit.syntax.grammar.table.package_scope;
    match by_name && !names::is_public(unit, function, name) {
        true => Reach::Folder,
        false => Reach::Tree,
    }
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
            let outcome = outcome(unit, function)?;
            let name = name(unit, function)?;
            Some(Helper {
                unit: index,
                function,
                outcome,
                accessor: is_accessor(unit, function),
                reach: reach(unit, function, &name),
                name,
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

/// What a function always gives.
fn outcome(unit: &Unit, function: Id) -> Option<Outcome> {
    let syntax = &unit.syntax;
    let shape = syntax.role(function)?.function.as_ref()?;
    let body = syntax.part(function, shape.body?)?;
    if let Some(value) = unit.known(body) {
        return Some(Outcome::Value(value.clone()));
    }
    let mut items = block::items(unit, body);
    for _ in 0..DEPTH {
        let mut live = items
            .iter()
            .copied()
            .filter(|item| !syntax.is_comment(*item) && !block::is_empty(unit, *item));
        let first = live.next()?;
        if syntax.has_role(first, |role| role.returns) || is_return_statement(unit, first) {
            let Some(returned) = returned(unit, first) else {
                return argument(unit, function, first).map(Outcome::Argument);
            };
            // A text or number that a branch spells out is what the function is for; the flag only chose it.
            let value = match unit.known(returned) {
                Some(value) => Some(value.clone()),
                None => unit.constant(returned).filter(|value| value.truth().is_some()),
            };
            return value.map(Outcome::Value);
        }
        if let Some(inner) = branch::remaining_body(unit, first).filter(|_| block::is_jump(unit, first)) {
            items = block::items(unit, inner);
            continue;
        }
        let implicit = syntax.grammar.table.implicit_return && live.next().is_none();
        let value = implicit.then(|| unit.known(first).cloned()).flatten();
        return value.map(Outcome::Value);
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

/// The parameter that a function gives back as it got it.
fn argument(unit: &Unit, function: Id, returns: Id) -> Option<usize> {
    let syntax = &unit.syntax;
    let mut at = syntax.only_part(returns)?;
    while !syntax.is_identifier(at) {
        at = syntax.only_part(at)?;
    }
    let head = unit.slice(function).split(['(', '{']).next().unwrap_or("");
    if names::has_word(head, "async") || !names::is_variable(unit, at) {
        return None;
    }
    let formals = parameters::formals(unit, function)?;
    let is_it = |name: Id| unit.slice(name) == unit.slice(at);
    let index = formals.iter().position(|formal| formal.name.is_some_and(is_it))?;
    let name = formals.get(index)?.name?;
    names::reads(unit, function, name, unit.slice(name)).ok().map(|_| index)
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

/// What a file does with a helper's name.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    pub(crate) calls: Vec<Id>,
    /// Further functions of the name that give the same, or that only announce it.
    pub(crate) functions: Vec<Id>,
}

/// The calls of a helper in a file; `known` are functions of its name that give the same. An error is a place that does
/// something else with its name.
pub(crate) fn calls(unit: &Unit, helper: &Helper, known: &[Id]) -> Result<Calls, (Id, String)> {
    let syntax = &unit.syntax;
    let mut found = Calls::default();
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
        if let Some(function) = named_function(unit, id) {
            if !known.contains(&function) {
                let announced = body(unit, function).is_none();
                if !announced && outcome(unit, function).as_ref() != Some(&helper.outcome) {
                    return Err((id, format!("another function is called `{}` here", helper.name)));
                }
                found.functions.push(function);
            }
            continue;
        }
        if helper.accessor {
            found.calls.push(read(unit, id, &helper.name)?);
            continue;
        }
        // A name with a question mark can be nothing but a call.
        let bare = || (helper.name.ends_with('?') && names::is_variable(unit, id)).then_some(id);
        let Some(call) = call_of(unit, id).or_else(bare) else {
            return Err((id, format!("`{}` is used other than by calling it", helper.name)));
        };
        if is_mocked(unit, call) {
            return Err((call, format!("a test sets what `{}` gives", helper.name)));
        }
        let kept = match helper.outcome {
            Outcome::Argument(index) => match kept(unit, call, index) {
                Some(kept) => Some(kept),
                None => return Err((call, format!("what `{}` gives back here is not known", helper.name))),
            },
            Outcome::Value(_) => None,
        };
        let parts = effects::called(unit, call);
        if let Some(effect) = parts
            .iter()
            .flat_map(|parts| &parts.arguments)
            .filter(|argument| kept.is_none_or(|kept| !syntax.subtree(**argument).contains(&kept)))
            .find_map(|argument| effects::first(unit, *argument))
        {
            return Err((effect, format!("{} would no longer run", unit.shown(effect))));
        }
        found.calls.push(call);
    }
    Ok(found)
}

/// What reads a property whose value a function gives.
fn read(unit: &Unit, id: Id, name: &str) -> Result<Id, (Id, String)> {
    let (whole, member) = fields::around(unit, id);
    let above = unit.syntax.parent(whole).and_then(|above| effects::called(unit, above));
    let called = above.is_some_and(|parts| parts.callee == Some(whole));
    if called || is_mocked(unit, whole) || !member && !names::is_variable(unit, id) || names::is_written(unit, whole) {
        return Err((id, format!("`{name}` is used other than by reading it")));
    }
    Ok(whole)
}

/// It is read as a property, not called.
fn is_accessor(unit: &Unit, function: Id) -> bool {
    let syntax = &unit.syntax;
    let own = syntax.role(function).and_then(|role| role.function.as_ref()?.name);
    let Some(name) = own.and_then(|field| syntax.part(function, field)) else {
        let value = |parent: Id| syntax.role(parent)?.binding.as_ref()?.value;
        return syntax.parent(function).is_some_and(|parent| {
            let given = value(parent).and_then(|field| syntax.part(parent, field));
            syntax.has_role(parent, |role| role.binding.is_some()) && given != Some(function)
        });
    };
    let mut before = syntax.children(function).take_while(|child| *child < name);
    let declaration = declaration(unit, function);
    let marks = ["property", "cached_property"];
    before.any(|word| !syntax.node(word).named && unit.slice(word) == "get")
        || syntax
            .children(declaration)
            .take_while(|child| *child < function)
            .any(|mark| {
                syntax.has_role(mark, |role| role.decorator.is_some())
                    && marks.contains(
                        &unit
                            .slice(mark)
                            .trim_start_matches('@')
                            .rsplit('.')
                            .next()
                            .unwrap_or(""),
                    )
            })
}

/// The argument that a call of a function that gives it back stands for.
pub(crate) fn kept(unit: &Unit, call: Id, index: usize) -> Option<Id> {
    let parts = effects::called(unit, call)?;
    let argument = *parts.arguments.get(index)?;
    let given = parameters::given(unit, argument);
    let inner = match unit.syntax.is(given, |shape| shape.same) {
        true => unit.syntax.only_part(given)?,
        false => given,
    };
    let bare = unit.syntax.is(inner, |shape| shape.atom || shape.parenthesis);
    let several = unit.syntax.is(argument, |shape| shape.spread);
    (!several && (bare || fold::is_delimited(unit, call))).then_some(inner)
}

fn body(unit: &Unit, function: Id) -> Option<Id> {
    let shape = unit.syntax.role(function)?.function.as_ref()?;
    unit.syntax.part(function, shape.body?)
}

/// The function whose name this is.
pub(crate) fn named_function(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let parent = syntax.parent(name)?;
    let own = syntax.role(parent).and_then(|role| role.function.as_ref()?.name);
    if own.is_some_and(|field| syntax.fills(name, field)) {
        return Some(parent);
    }
    let (declared, binding) = syntax.above(name).take(2).find_map(|above| {
        let binding = syntax
            .role(above)?
            .binding
            .as_ref()
            .filter(|binding| !binding.assignment)?;
        (syntax.part(above, binding.name) == Some(name)).then_some((above, binding))
    })?;
    let is_function = |id: &Id| syntax.has_role(*id, |role| role.function.is_some());
    let value = binding.value.and_then(|field| syntax.part(declared, field));
    // A property may have a function beside its name that gives its value.
    value
        .filter(is_function)
        .or_else(|| syntax.parts(declared).find(is_function))
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
pub(crate) fn call_of(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let parent = syntax.parent(name)?;
    let is = |wanted: Option<Field>, child: Id| wanted.is_some_and(|wanted| syntax.fills(child, wanted));
    if let Some(call) = syntax.role(parent).and_then(|role| role.call.as_ref())
        && (is(call.function, name) || is(call.name, name))
    {
        return (!call.construct).then_some(parent);
    }
    // A member's name may have a node of its own around it.
    let member = syntax.above(name).take(3).find(|above| {
        let field = syntax.role(*above).and_then(|role| role.member).map(|(_, field)| field);
        field.is_some_and(|field| match field {
            Some(field) => syntax.part(*above, field) == Some(name),
            None => syntax.parts(*above).nth(1) == Some(name),
        })
    })?;
    let above = syntax.parent(member)?;
    let call = syntax.role(above)?.call.as_ref()?;
    is(call.function, member).then_some(above)
}

/// The function says that it stands for one of another type.
pub(crate) fn overrides(unit: &Unit, function: Id) -> bool {
    let declaration = declaration(unit, function);
    let head = unit.slice(declaration).split('{').next().unwrap_or("");
    ["override", "Override"].iter().any(|word| names::has_word(head, word))
}

/// Whether a helper can be followed at all.
pub(crate) fn can_follow(unit: &Unit, name: &str, function: Id) -> Result<(), String> {
    let declaration = declaration(unit, function);
    if name.len() < SHORTEST {
        return Err(format!("the name `{name}` is too short to be followed"));
    }
    if unit
        .syntax
        .statement(declaration)
        .is_none_or(|(statement, _)| statement != declaration)
    {
        return Err(format!("`{name}` is stored in an object"));
    }
    Ok(())
}
