//! Parameters that get the same known value from everybody who calls: they are read as that value, and disappear.

use std::ops::RangeInclusive;

use crate::fix::block;
use crate::fix::edits::next_line;
use crate::fix::effects;
use crate::fix::helpers;
use crate::fix::makers;
use crate::fix::names;
use crate::fix::owner::{self, Owners, Whose};
use crate::fix::syntax::Id;
use crate::fix::tests::{self, Other};
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;
use crate::language::{Field, Role};

/// Functions of one name that are told apart; more of them mean many things.
const FUNCTIONS: usize = 8;

/// A call that hands a known value on: to which function, and to which of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Handed {
    pub(crate) callee: String,
    slot: Slot,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    At(usize),
    Named(String),
}

/// A parameter as its function declares it.
#[derive(Debug, Clone)]
pub(crate) struct Formal {
    /// What goes with it.
    pub(crate) target: Id,
    /// `None`: it cannot be followed.
    pub(crate) name: Option<Id>,
    /// What callers may write before the value.
    pub(crate) label: String,
    default: Option<Id>,
    /// Callers may leave it out.
    optional: bool,
}

/// A function, and the unit that it stands in.
#[derive(Debug)]
struct Declared {
    unit: usize,
    function: Id,
    formals: Vec<Formal>,
}

impl Declared {
    /// How many arguments its callers may give.
    fn takes(&self) -> RangeInclusive<usize> {
        self.formals.iter().filter(|formal| !formal.optional).count()..=self.formals.len()
    }
}

/// A place, and why nothing is done because of it.
type Refused = (usize, Id, String);

/// The calls in a file that hand a known value on.
pub(crate) fn handed(unit: &Unit) -> Vec<Handed> {
    let mut known: Vec<Id> = unit
        .fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::Known(_)))
        .map(|(id, _)| *id)
        .collect();
    known.sort_unstable();
    let of = |id: Id| handed_by(unit, id).or_else(|| handed_as_default(unit, id));
    let mut found: Vec<Handed> = known.into_iter().filter_map(of).collect();
    found.sort();
    found.dedup();
    found
}

fn handed_by(unit: &Unit, id: Id) -> Option<Handed> {
    let syntax = &unit.syntax;
    let mut argument = id;
    for _ in 0..3 {
        let list = syntax.parent(argument)?;
        let parts = syntax
            .above(list)
            .take(2)
            .find_map(|call| effects::called(unit, call))
            .filter(|parts| parts.list == Some(list));
        let Some(parts) = parts else {
            argument = list;
            continue;
        };
        if unit.is_dead(id) || value_of(unit, argument) != Some(Value::clone(unit.known(id)?)) {
            return None;
        }
        let slot = match label_of(unit, argument) {
            Some(label) => Slot::Named(label),
            None => Slot::At(parts.arguments.iter().position(|other| *other == argument)?),
        };
        let named = match parts.receiver {
            Some(receiver) if parts.name == "new" => unit.slice(receiver),
            _ => parts.name.as_str(),
        };
        let named = named.split(['<', '[']).next().unwrap_or("");
        let callee = named.rsplit([':', '.']).next().unwrap_or("").to_owned();
        return Some(Handed { callee, slot });
    }
    None
}

/// The parameter that has the value where nobody gives one.
fn handed_as_default(unit: &Unit, id: Id) -> Option<Handed> {
    let syntax = &unit.syntax;
    let function = syntax.above(id).find(|above| {
        let takes = |role: &Role| role.container.as_ref().is_some_and(|shape| shape.parameters.is_some());
        syntax.has_role(*above, |role| role.function.is_some() || takes(role))
    })?;
    let is_it = |formal: &Formal| {
        formal
            .default
            .is_some_and(|default| syntax.subtree(default).contains(&id))
    };
    let formals = formals(unit, function)?;
    let at = formals.iter().position(is_it)?;
    unit.known(formals.get(at)?.default?)?;
    let container = syntax
        .above(function)
        .find(|above| syntax.has_role(*above, |role| role.container.is_some()));
    let name_of = |id: Id| {
        let role = syntax.role(id)?;
        let function = role.function.as_ref().and_then(|shape| shape.name);
        let field = function.or(role.container.as_ref().map(|shape| shape.name))?;
        syntax.part(id, field).map(|name| unit.slice(name).to_owned())
    };
    let own = name_of(function).filter(|name| !makers::MAKERS.contains(&name.as_str()));
    let callee = own.or_else(|| name_of(container?))?;
    Some(Handed {
        callee,
        slot: Slot::At(at),
    })
}

/// The name that stands before an argument.
fn label_of(unit: &Unit, argument: Id) -> Option<String> {
    let (name, _) = unit.syntax.role(argument)?.keyword?;
    let name = unit.syntax.part(argument, name)?;
    Some(unit.slice(name).trim_matches(':').to_owned())
}

/// The expression that an argument gives.
pub(crate) fn given(unit: &Unit, argument: Id) -> Id {
    let syntax = &unit.syntax;
    let named = syntax.role(argument).and_then(|role| role.keyword);
    named
        .and_then(|(_, value)| syntax.part(argument, value))
        .or_else(|| syntax.only_part(argument).filter(|_| named.is_some()))
        .unwrap_or(argument)
}

fn value_of(unit: &Unit, argument: Id) -> Option<Value> {
    unit.constant(given(unit, argument))
}

/// The parameters of a function, without the receiver that some languages write among them.
pub(crate) fn formals(unit: &Unit, function: Id) -> Option<Vec<Formal>> {
    let syntax = &unit.syntax;
    let role = syntax.role(function)?;
    let (parameters, parameter) = match &role.function {
        Some(shape) => (shape.parameters, shape.parameter),
        None => (role.container.as_ref()?.parameters, None),
    };
    let Some(field) = parameters else {
        return parameter.is_none().then(Vec::new);
    };
    let mut lists = syntax.all_parts(function, field);
    let mut entries: Vec<Id> = Vec::new();
    // Without a list around them each of them fills the field.
    if lists
        .iter()
        .all(|list| syntax.has_role(*list, |role| role.parameter.is_some()))
    {
        entries.append(&mut lists);
    } else if let [list] = lists[..] {
        entries.extend(syntax.parts(list));
    } else if lists.len() > 1 {
        return None;
    }
    let mut found: Vec<Formal> = Vec::new();
    for entry in entries {
        // A default or a modifier may stand beside its parameter.
        let beside = before(unit, entry).is_some_and(|token| unit.slice(token) == "=");
        if beside || syntax.is(entry, |shape| shape.modifiers) {
            continue;
        }
        let text = unit.slice(entry).trim_start_matches('&').trim_start_matches("mut ");
        let is_self = text == "self" || syntax.grammar.table.self_names.iter().any(|this| this == text);
        if is_self && found.is_empty() {
            continue;
        }
        found.extend(formal(unit, entry));
    }
    Some(found)
}

/// The child right before a node.
fn before(unit: &Unit, id: Id) -> Option<Id> {
    let parent = unit.syntax.parent(id)?;
    unit.syntax.children(parent).take_while(|child| *child < id).last()
}

fn formal(unit: &Unit, entry: Id) -> Vec<Formal> {
    let syntax = &unit.syntax;
    let parameter = syntax.role(entry).and_then(|role| role.parameter.as_ref());
    let default = default_of(unit, entry);
    let names = match parameter.and_then(|parameter| parameter.name) {
        Some(name) => syntax.all_parts(entry, name),
        None if syntax.is_identifier(entry) => vec![entry],
        None => syntax.parts(entry).next().into_iter().collect(),
    };
    let label = parameter.and_then(|parameter| syntax.part(entry, parameter.label?));
    let text = unit.slice(entry);
    let several = before(unit, entry).is_some_and(|word| names::has_word(unit.slice(word), "vararg"));
    let spread = several || text.starts_with(['*', '&']) && !syntax.is_identifier(entry) || text.contains("...");
    let asks = |name: Id| {
        unit.text
            .get(syntax.node(name).end as usize..)
            .is_some_and(|behind| behind.starts_with('?'))
    };
    let one = |name: Option<Id>| Formal {
        target: entry,
        name: name.filter(|name| parameter.is_some() && !spread && syntax.is_identifier(*name)),
        label: label
            .or(name)
            .map_or(String::new(), |label| unit.slice(label).trim_matches(':').to_owned()),
        default,
        optional: default.is_some() || spread || parameter.is_none() || name.is_some_and(asks),
    };
    if names.len() > 1 {
        return names
            .into_iter()
            .map(|name| Formal {
                target: name,
                ..one(Some(name))
            })
            .collect();
    }
    vec![one(names.first().copied())]
}

/// The value that a parameter has where callers give none, in it or right behind it.
fn default_of(unit: &Unit, entry: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let is_sign = |id: &Id| !syntax.node(*id).named && matches!(unit.slice(*id), "=" | ":");
    let sign = syntax.children(entry).filter(is_sign).last();
    let inner = sign.filter(|sign| unit.slice(*sign) == "=").or_else(|| {
        // `flag: true` in a list of parameters is a default where no type can stand there.
        let typed = syntax
            .role(entry)
            .and_then(|role| role.parameter.as_ref())
            .is_some_and(|parameter| parameter.declared_type.is_some());
        sign.filter(|_| !typed)
    });
    if let Some(sign) = inner {
        return syntax
            .children(entry)
            .find(|child| *child > sign && syntax.node(*child).named);
    }
    let parent = syntax.parent(entry)?;
    let mut behind = syntax.children(parent).filter(|child| *child > entry);
    let sign = behind
        .next()
        .filter(|sign| unit.slice(*sign) == "=" && !syntax.node(*sign).named)?;
    behind.find(|child| *child > sign)
}

/// Which files may call a function that a file declares; `None`: it declares none of the name.
pub(crate) fn reach(unit: &Unit, name: &str) -> Option<helpers::Reach> {
    let syntax = &unit.syntax;
    let all = 0..Id::try_from(syntax.nodes.len()).unwrap_or(0);
    all.filter(|id| syntax.is_identifier(*id) && unit.slice(*id) == name)
        .filter_map(|id| helpers::named_function(unit, id))
        .map(|function| helpers::reach(unit, function, name))
        .max()
}

/// What a file does with a function's name.
#[derive(Default)]
struct Census {
    functions: Vec<Declared>,
    /// Calls, with what names the function there.
    calls: Vec<(Id, Id)>,
    /// Calls that make an object.
    made: Vec<Id>,
    /// Places that do something else with it.
    others: Vec<Id>,
    /// It is a type's.
    of_type: bool,
}

fn census(unit: &Unit, at: usize, name: &str) -> Result<Census, Refused> {
    let syntax = &unit.syntax;
    let mut found = Census::default();
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let mut next = 0;
    while next < end {
        let id = next;
        next += 1;
        if syntax.has_role(id, |role| role.import.is_some()) {
            next = syntax.node(id).behind.max(id + 1);
            continue;
        }
        let text = unit.slice(id);
        if syntax.has_role(id, |role| role.string) && text.trim_matches(['"', '\'', '`', ':']) == name {
            return Err((at, id, format!("a text names `{name}`")));
        }
        let is_name = text == name && (syntax.is_identifier(id) || syntax.node(id).behind == id + 1);
        if is_name && syntax.node(id).named && !unit.is_dead(id) {
            count(unit, at, id, &mut found)?;
        }
    }
    Ok(found)
}

/// What one place does with the name.
fn count(unit: &Unit, at: usize, id: Id, found: &mut Census) -> Result<(), Refused> {
    let syntax = &unit.syntax;
    let declared = |function: Id| Declared {
        unit: at,
        function,
        formals: formals(unit, function).unwrap_or_default(),
    };
    if let Some(container) = makers::named_type(unit, id) {
        let makers = makers::makers(unit, container).map_err(|why| (at, container, why))?;
        found.of_type |= !makers.is_empty();
        let fresh = |maker: &Id| found.functions.iter().all(|known| known.function != *maker);
        let fresh: Vec<Id> = makers.into_iter().filter(fresh).collect();
        found.functions.extend(fresh.into_iter().map(declared));
        let delegating = makers::delegating(unit, container);
        found.made.extend(delegating);
        return Ok(());
    }
    if let Some(function) = helpers::named_function(unit, id) {
        if found.functions.iter().all(|known| known.function != function) {
            found.functions.push(declared(function));
        }
        return Ok(());
    }
    let in_import = || {
        let mut above = syntax.above(id).take(2);
        above.any(|above| syntax.has_role(above, |role| role.import_item.is_some()))
    };
    if let Some(call) = makers::made(unit, id) {
        found.made.push(call);
    } else if let Some(call) = helpers::call_of(unit, id) {
        found.calls.push((call, id));
    } else if syntax.is_identifier(id) && !in_import() || !syntax.is_identifier(id) && !makers::only_names(unit, id) {
        found.others.push(id);
    }
    Ok(())
}

/// Folds the parameter that a call hands a known value to. `within` are the files that may name the function.
/// `Ok(false)`: it is none of ours.
pub(crate) fn fold(units: &mut [Unit], within: &[usize], handed: &Handed) -> Result<bool, Refused> {
    let gathered = gather(units, within, &handed.callee)?;
    let given = gathered
        .calls
        .iter()
        .find_map(|(at, call)| first_value(units.get(*at)?, *call, &gathered.functions, &handed.slot));
    let Some((index, value)) = given.or_else(|| default_value(units, &gathered.functions, &handed.slot)) else {
        return Ok(false);
    };
    finish(units, within, gathered, index, (&value, false))
}

/// Folds the parameter of what stands in for a provider, whatever it is given where it is made.
pub(crate) fn fold_stand_in(
    units: &mut [Unit],
    within: &[usize],
    (of, label): (&str, &str),
    value: &Value,
) -> Result<bool, Refused> {
    let gathered = gather(units, within, of)?;
    let all = &gathered.functions;
    let Some(index) = all
        .iter()
        .find_map(|declared| declared.formals.iter().position(|formal| formal.label == label))
    else {
        return Ok(false);
    };
    finish(units, within, gathered, index, (value, true))
}

/// `free`: it does not matter what the parameter is given.
fn finish(
    units: &mut [Unit],
    within: &[usize],
    gathered: Gathered,
    index: usize,
    (value, free): (&Value, bool),
) -> Result<bool, Refused> {
    if gathered.functions.is_empty() || gathered.functions.len() > FUNCTIONS {
        return Ok(false);
    }
    if gathered.of_type {
        let names = |at: &usize| units.get(*at).filter(|unit| unit.syntax.shapes.table.constructors);
        let mut files = within.iter().filter_map(names);
        for declared in &gathered.functions {
            if files.any(|unit| made_unnamed(units, unit, declared, index, (value, free))) {
                return Err((
                    declared.unit,
                    declared.function,
                    "what `.init` makes is not known".to_owned(),
                ));
            }
        }
    }
    let Some(plan) = plan(units, gathered.functions, &gathered.calls, index, value, free)? else {
        return Ok(false);
    };
    apply(units, plan, value);
    Ok(true)
}

/// The functions of a name, and what calls them.
struct Gathered {
    functions: Vec<Declared>,
    calls: Vec<(usize, Id)>,
    of_type: bool,
}

fn gather(units: &[Unit], within: &[usize], callee: &str) -> Result<Gathered, Refused> {
    let mut all: Vec<(usize, Census)> = Vec::new();
    for at in within {
        let Some(unit) = units.get(*at) else { continue };
        all.push((*at, census(unit, *at, callee)?));
    }
    let of_type = all.iter().any(|(_, census)| census.of_type);
    let owners = owners(units, &all);
    let mut functions: Vec<Declared> = Vec::new();
    let mut calls: Vec<(usize, Id)> = Vec::new();
    for (at, census) in all {
        let Some(unit) = units.get(at) else { continue };
        let stays = |id: &&Id| !(of_type && makers::only_names(unit, **id));
        if let Some(other) = census.others.iter().find(stays) {
            return Err((at, *other, format!("`{callee}` is used other than by calling it")));
        }
        functions.extend(census.functions);
        calls.extend(census.made.into_iter().map(|call| (at, call)));
        for (call, name) in census.calls {
            match owners.whose(unit, call, owner::receiver(unit, name)) {
                Whose::Another => {}
                Whose::Unknown if !of_type && !owner::is_unusual(callee) => {
                    return Err((at, call, format!("whose `{callee}` is called here is not known")));
                }
                _ => calls.push((at, call)),
            }
        }
    }
    Ok(Gathered {
        functions,
        calls,
        of_type,
    })
}

/// A file may make one without naming its type, with another value.
fn made_unnamed(units: &[Unit], unit: &Unit, declared: &Declared, index: usize, (value, free): (&Value, bool)) -> bool {
    let Some(formal) = declared.formals.get(index) else {
        return false;
    };
    let default = formal
        .default
        .and_then(|default| units.get(declared.unit)?.constant(default));
    let differs = formal.default.is_some() && default.as_ref() != Some(value) && !free;
    let gives = |given: &str| formal.label == "_" || names::has_word(given, &formal.label);
    makers::unnamed(&unit.text).any(|given| differs || gives(given))
}

/// Where the functions are declared.
fn owners(units: &[Unit], all: &[(usize, Census)]) -> Owners {
    let mut owners = Owners::default();
    for (at, census) in all {
        let Some(unit) = units.get(*at) else { continue };
        for declared in &census.functions {
            owners.add(unit, declared.function);
        }
    }
    owners
}

/// The known value that a parameter has where nobody gives one.
fn default_value(units: &[Unit], functions: &[Declared], slot: &Slot) -> Option<(usize, Value)> {
    let Slot::At(at) = slot else { return None };
    functions.iter().find_map(|declared| {
        let default = declared.formals.get(*at)?.default?;
        Some((*at, units.get(declared.unit)?.known(default)?.clone()))
    })
}

/// Which parameter a call means, and the known value that it gives.
fn first_value(unit: &Unit, call: Id, functions: &[Declared], slot: &Slot) -> Option<(usize, Value)> {
    let parts = effects::called(unit, call)?;
    let argument = match slot {
        Slot::At(at) => *parts
            .arguments
            .get(*at)
            .filter(|argument| label_of(unit, **argument).is_none())?,
        Slot::Named(label) => *parts
            .arguments
            .iter()
            .find(|argument| label_of(unit, **argument).as_ref() == Some(label))?,
    };
    let value = unit.known(given(unit, argument))?.clone();
    let index = match slot {
        Slot::At(at) => *at,
        Slot::Named(label) => functions.iter().find_map(|function| {
            let fits = function.takes().contains(&parts.arguments.len());
            let at = function.formals.iter().position(|formal| formal.label == *label);
            at.filter(|_| fits)
        })?,
    };
    Some((index, value))
}

/// What disappears: reads become known, parameters and arguments go.
struct Plan {
    reads: Vec<(usize, Id)>,
    gone: Vec<(usize, Id)>,
    /// Defaults, which go with their parameters.
    silent: Vec<(usize, Id)>,
    /// Functions, with the parameter that each loses.
    functions: Vec<(usize, Id, String)>,
    /// Calls of tests that give another value.
    others: Vec<(usize, Id, Other)>,
}

fn plan(
    units: &[Unit],
    functions: Vec<Declared>,
    calls: &[(usize, Id)],
    index: usize,
    value: &Value,
    free: bool,
) -> Result<Option<Plan>, Refused> {
    let counts: Vec<(usize, Id, usize)> = calls
        .iter()
        .filter_map(|(at, call)| Some((*at, *call, effects::called(units.get(*at)?, *call)?.arguments.len())))
        .collect();
    // Functions of one name are told apart by how much they take.
    let hands = |declared: &Declared| {
        let default = declared.formals.get(index).and_then(|formal| formal.default);
        let known = default.and_then(|default| units.get(declared.unit)?.known(default));
        known == Some(value) && counts.iter().any(|(_, _, count)| declared.takes().contains(count))
            || counts.iter().any(|(at, call, count)| {
                let argument = |unit| argument_at(unit, *call, declared, index);
                declared.takes().contains(count)
                    && units.get(*at).and_then(argument).is_some_and(|argument| {
                        units.get(*at).and_then(|unit| unit.known(given(unit, argument))) == Some(value)
                    })
            })
    };
    let (targets, others): (Vec<Declared>, Vec<Declared>) =
        functions.into_iter().partition(|declared| free || hands(declared));
    let Some(name) = targets.first().and_then(|first| formal_name(units, first, index)) else {
        return Ok(None);
    };
    let mut plan = Plan {
        reads: Vec::new(),
        gone: Vec::new(),
        silent: Vec::new(),
        functions: Vec::new(),
        others: Vec::new(),
    };
    for target in &targets {
        let place = (target.unit, target.function);
        let refuse = |why: &str| Err((place.0, place.1, why.to_owned()));
        if formal_name(units, target, index).as_ref() != Some(&name) {
            return refuse("functions of one name differ in their parameters");
        }
        let shorter = target.formals.len().saturating_sub(1);
        if others.iter().any(|other| other.takes().contains(&shorter)) {
            return refuse("without the parameter it would be like another function");
        }
        follow(units, target, index, &mut plan)?;
    }
    for (at, call, count) in counts {
        let fits = |declared: &&Declared| declared.takes().contains(&count);
        let Some(target) = targets.iter().find(fits) else {
            if others.iter().any(|other| fits(&other)) {
                continue;
            }
            return Err((at, call, format!("what `{name}` gets here cannot be read")));
        };
        if others.iter().any(|other| fits(&other)) {
            return Err((at, call, "which function is called here is not known".to_owned()));
        }
        let Some(unit) = units.get(at) else { continue };
        match call_gives(unit, call, target, index, units, value, &targets) {
            Ok(argument) => plan.gone.extend(argument.map(|argument| (at, argument))),
            Err(_) if free && argument_at(unit, call, target, index).is_none() => {}
            Err(why) => {
                let (argument, other) = in_test(unit, call, target, index, free).ok_or((at, call, why))?;
                plan.gone.push((at, argument));
                plan.others.push((at, call, other));
            }
        }
    }
    Ok(Some(plan))
}

fn formal_name(units: &[Unit], declared: &Declared, index: usize) -> Option<String> {
    let name = declared.formals.get(index)?.name?;
    Some(units.get(declared.unit)?.slice(name).to_owned())
}

/// The argument that a call gives to a parameter.
fn argument_at(unit: &Unit, call: Id, declared: &Declared, index: usize) -> Option<Id> {
    let (formal, count) = (declared.formals.get(index)?, declared.formals.len());
    let parts = effects::called(unit, call)?;
    let label = |argument: &Id| label_of(unit, *argument);
    if let Some(labelled) = parts
        .arguments
        .iter()
        .find(|argument| label(argument).as_ref() == Some(&formal.label))
    {
        return Some(*labelled);
    }
    // Behind a label the place says nothing, if some are left out.
    let plain = parts
        .arguments
        .iter()
        .take(index)
        .all(|argument| label(argument).is_none());
    let at = parts.arguments.get(index).filter(|argument| label(argument).is_none());
    at.filter(|_| plain || parts.arguments.len() == count).copied()
}

/// The argument of a call in a test that gives another value, and what becomes of the test.
fn in_test(unit: &Unit, call: Id, target: &Declared, index: usize, free: bool) -> Option<(Id, Other)> {
    let argument = argument_at(unit, call, target, index).filter(|argument| !spreads(unit, *argument))?;
    value_of(unit, argument)?.truth()?;
    let in_tests = || unit.syntax.grammar.is_test_path(&unit.path);
    let told = || (free && in_tests()).then_some(Other::Told);
    Some((argument, tests::other(unit, call).or_else(told)?))
}

fn spreads(unit: &Unit, argument: Id) -> bool {
    unit.syntax.is(argument, |shape| shape.spread)
        || unit.slice(argument).starts_with(['*', '&'])
        || unit.slice(argument).contains("...")
}

/// The argument of a call that goes, if it gives one; an error says why the parameter has another value here.
fn call_gives(
    unit: &Unit,
    call: Id,
    target: &Declared,
    index: usize,
    units: &[Unit],
    value: &Value,
    targets: &[Declared],
) -> Result<Option<Id>, String> {
    let syntax = &unit.syntax;
    let (Some(parts), Some(formal)) = (effects::called(unit, call), target.formals.get(index)) else {
        return Err("the call cannot be read".to_owned());
    };
    if parts.arguments.iter().any(|argument| spreads(unit, *argument)) {
        return Err("what the call gives is spread from elsewhere".to_owned());
    }
    let Some(argument) = argument_at(unit, call, target, index) else {
        let default = formal
            .default
            .and_then(|default| units.get(target.unit)?.constant(default));
        return match default.as_ref() == Some(value) {
            true => Ok(None),
            false => Err("another value is meant where none is given".to_owned()),
        };
    };
    // A function that calls itself, or another one of them, hands on what it got.
    let handed_on = targets.iter().any(|around| {
        let own = around.unit_is(unit, units) && syntax.subtree(around.function).contains(&call);
        let name = around.formals.get(index).and_then(|formal| formal.name);
        own && name.is_some_and(|name| unit.slice(name) == unit.slice(given(unit, argument)))
    });
    match handed_on || value_of(unit, argument).as_ref() == Some(value) {
        true => Ok(Some(argument)),
        false => Err(format!("{} is given here", unit.shown(given(unit, argument)))),
    }
}

impl Declared {
    fn unit_is(&self, unit: &Unit, units: &[Unit]) -> bool {
        units.get(self.unit).is_some_and(|own| own.path == unit.path)
    }
}

/// The reads of a parameter in its function.
fn follow(units: &[Unit], target: &Declared, index: usize, plan: &mut Plan) -> Result<(), Refused> {
    let Some(unit) = units.get(target.unit) else {
        return Ok(());
    };
    let Some((formal, name)) = target
        .formals
        .get(index)
        .and_then(|formal| Some((formal, formal.name?)))
    else {
        return Ok(());
    };
    if let Some(why) = keeps(unit, target.function) {
        return Err((target.unit, target.function, why));
    }
    let text = unit.slice(name);
    let mut reads = names::reads(unit, target.function, name, text).map_err(|place| {
        let why = format!("{} is given another value or meaning here", unit.shown(place));
        (target.unit, place, why)
    })?;
    if makes_field(unit, formal.target) {
        let hidden = &unit.syntax.shapes.table.private_words;
        let head = unit.slice(formal.target);
        if !hidden.iter().any(|word| names::has_word(head, word)) {
            return Err((target.unit, name, format!("other files can read {}", unit.shown(name))));
        }
        let field = text.trim_start_matches('$');
        let further = names::field_reads(unit, name, field).map_err(|(place, why)| (target.unit, place, why))?;
        let fresh: Vec<Id> = further.into_iter().filter(|read| !reads.contains(read)).collect();
        reads.extend(fresh);
    }
    // The label may spell the same word.
    let reads = reads
        .into_iter()
        .filter(|read| !unit.syntax.subtree(formal.target).contains(read));
    plan.reads.extend(reads.map(|read| (target.unit, read)));
    plan.gone.push((target.unit, formal.target));
    plan.silent.extend(formal.default.map(|default| (target.unit, default)));
    plan.functions.push((target.unit, target.function, text.to_owned()));
    Ok(())
}

/// The parameter is a field as well.
fn makes_field(unit: &Unit, entry: Id) -> bool {
    let Some(parameter) = unit.syntax.role(entry).and_then(|role| role.parameter.as_ref()) else {
        return false;
    };
    let says = || {
        ["val", "var"]
            .iter()
            .any(|word| names::has_word(unit.slice(entry), word))
    };
    owner::is_field(unit, entry, &parameter.field_modifier) || parameter.field && says()
}

/// Somebody that is not seen decides what the function takes: a framework, a supertype.
fn keeps(unit: &Unit, function: Id) -> Option<String> {
    const PLAIN: &[&str] = &[
        "JvmStatic",
        "JvmOverloads",
        "VisibleForTesting",
        "InternalForTesting",
        "Throws",
        "Nullable",
        "NonNull",
        "Nonnull",
        "NotNull",
        "Suppress",
        "SuppressWarnings",
        "Deprecated",
        "staticmethod",
        "classmethod",
        "MainActor",
        "discardableResult",
        "inline",
    ];
    let syntax = &unit.syntax;
    let declaration = helpers::declaration(unit, function);
    let role = syntax.role(function);
    let own = role.and_then(|role| role.function.as_ref()?.name);
    let name = own.or(role.and_then(|role| Some(role.container.as_ref()?.name)));
    let name = name
        .and_then(|field: Field| syntax.part(function, field))
        .unwrap_or(function + 1);
    let statement = block::whole_statement(unit, declaration);
    let head = unit
        .text
        .get(syntax.node(statement).start as usize..syntax.node(name).start as usize)
        .unwrap_or("");
    let overrides = ["override", "Override"].iter().any(|word| names::has_word(head, word));
    if overrides {
        return Some("the function overrides another one".to_owned());
    }
    let marked = (statement..name).any(|id| {
        let mark = syntax.has_role(id, |role| role.decorator.is_some());
        mark && !PLAIN.iter().any(|plain| names::has_word(unit.slice(id), plain))
    });
    marked.then(|| "what calls a marked function is not known".to_owned())
}

fn apply(units: &mut [Unit], plan: Plan, value: &Value) {
    for (at, read) in plan.reads {
        if let Some(unit) = units.get_mut(at) {
            unit.set(read, Fate::Known(value.clone()));
        }
    }
    for (at, id) in plan.gone {
        if let Some(unit) = units.get_mut(at) {
            unit.gone.insert(id);
        }
    }
    for (at, id) in plan.silent {
        if let Some(unit) = units.get_mut(at) {
            unit.dead.insert(id);
        }
    }
    for (at, call, other) in plan.others {
        if let Some(unit) = units.get_mut(at) {
            tests::without(unit, call, other);
        }
    }
    for (at, function, name) in plan.functions {
        if let Some(unit) = units.get_mut(at) {
            undocument(unit, function, &name);
            unit.folded_names.insert(name);
        }
    }
}

/// Takes the line away that documents the parameter, above its function.
fn undocument(unit: &mut Unit, function: Id, name: &str) {
    let declaration = helpers::declaration(unit, function);
    let statement = block::whole_statement(unit, declaration);
    let span = block::with_comments(unit, statement);
    let end = unit.syntax.node(statement).start;
    let mut line = span.start;
    while line < end {
        let next = next_line(&unit.text, line);
        if next <= line {
            return;
        }
        let said = |from: u32| {
            let text = unit
                .text
                .get(from as usize..)
                .and_then(|text| text.lines().next())
                .unwrap_or("");
            text.trim_start_matches([' ', '\t', '*', '/', '#']).trim_end()
        };
        let about = |text: &str| {
            let rest = ["@param", ":param", "- Parameter", "-"]
                .iter()
                .find_map(|mark| text.strip_prefix(mark));
            let is_name = |word: &str| word.trim_matches([':', '[', ']', '-', '$', '`']) == name;
            rest.is_some_and(|rest| rest.split_whitespace().take(2).any(is_name))
        };
        // Its text may go on in the next line.
        let ends = |text: &str| text.is_empty() || text.starts_with(['@', ':', '-', '*', '/']);
        let behind = match next < end {
            true => said(next),
            false => "",
        };
        if about(said(line))
            && ends(behind)
            && !unit.text.get(line as usize..next as usize).unwrap_or("").contains("*/")
        {
            let from = line_begin(&unit.text, line);
            // The line that set it apart from the text goes with the last of them.
            let before = from.checked_sub(1).map(|at| line_begin(&unit.text, at));
            let apart =
                before.filter(|before| *before > span.start && said(*before).is_empty() && closes(&unit.text, next));
            unit.edits.cut(apart.unwrap_or(from), next);
        }
        line = next;
    }
}

/// The line is nothing but the end of a comment.
fn closes(text: &str, line: u32) -> bool {
    text.get(line as usize..)
        .is_some_and(|behind| behind.trim_start().starts_with("*/"))
}

fn line_begin(text: &str, at: u32) -> u32 {
    crate::fix::edits::line_start(text, at)
}
