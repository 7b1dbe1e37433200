//! Functions that only give the flag: their callers know the value, and the function disappears.

use rustc_hash::FxHashSet;

use crate::fix::block;
use crate::fix::branch;
use crate::fix::cases;
use crate::fix::effects;
use crate::fix::fields;
use crate::fix::fold;
use crate::fix::leftovers;
use crate::fix::names;
use crate::fix::owner::{self, Owners, Whose};
use crate::fix::parameters;
use crate::fix::syntax::Id;
use crate::fix::tests::{self, Mock};
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;
use crate::language::Field;

/// Statements in each other that are looked into.
const DEPTH: usize = 16;
/// A shorter name is likely to mean many things.
const SHORTEST: usize = 2;

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
    /// It is no function, but a name with a value.
    pub(crate) constant: bool,
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
                constant: false,
                reach: reach(unit, function, &name),
                name,
            })
        })
        .collect()
}

/// The constants of a file that only hold the flag, and that other files may read.
pub(crate) fn constants(unit: &Unit, index: usize, tried: &FxHashSet<(usize, Id)>) -> Vec<Helper> {
    let syntax = &unit.syntax;
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let fresh = (0..end).filter(|id| !tried.contains(&(index, *id)) && !unit.gone.contains(id));
    fresh
        .filter_map(|id| {
            let binding = syntax
                .role(id)?
                .binding
                .as_ref()
                .filter(|binding| !binding.assignment)?;
            let value = unit.known(syntax.part(id, binding.value?)?)?.clone();
            let name = syntax
                .part(id, binding.name)
                .filter(|name| syntax.is_identifier(*name))?;
            let (_, local) = names::region(unit, id);
            let fixed = names::is_computed(unit, id) || names::is_constant(unit, id);
            let plain = !local && fixed && !unit.is_dead(id);
            plain.then(|| Helper {
                unit: index,
                function: id,
                outcome: Outcome::Value(value),
                accessor: true,
                constant: true,
                reach: reach(unit, names::declaration(unit, id), unit.slice(name)),
                name: unit.slice(name).to_owned(),
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
            .filter(|item| !syntax.is_comment(*item) && !block::is_empty(unit, *item) && !is_text(unit, *item))
            .skip_while(|item| only_names(unit, *item));
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

/// A statement that gives values names of the function and does nothing else: the context that a flag is asked for with.
fn only_names(unit: &Unit, statement: Id) -> bool {
    let syntax = &unit.syntax;
    let mut count = 0;
    for id in syntax.subtree(statement) {
        let Some(binding) = syntax.role(id).and_then(|role| role.binding.as_ref()) else {
            continue;
        };
        let outside = binding.field || binding.assignment && syntax.shapes.table.block_scope;
        let name = syntax.part(id, binding.name);
        let is_local = name.is_some_and(|name| syntax.is_identifier(name) && !unit.slice(name).starts_with('@'));
        let value = binding.value.and_then(|value| syntax.part(id, value));
        if outside || !is_local || value.is_none_or(|value| effects::first(unit, value).is_some()) {
            return false;
        }
        count += 1;
    }
    let declares = syntax.is(statement, |shape| shape.declaration || shape.expression_statement)
        || syntax.has_role(statement, |role| role.binding.is_some());
    declares && count > 0
}

/// A text that documents the function.
fn is_text(unit: &Unit, id: Id) -> bool {
    unit.syntax.is(id, |shape| shape.expression_statement)
        && unit
            .syntax
            .only_part(id)
            .is_some_and(|inner| unit.syntax.has_role(inner, |role| role.string))
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
    if syntax.has_role(function, |role| role.binding.is_some() && role.function.is_none()) {
        return names::declaration(unit, function);
    }
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
    /// Calls of the name have a known value already, and go.
    pub(crate) has_folded: bool,
    pub(crate) calls: Vec<Id>,
    /// Further functions of the name that give the same, or that only announce it.
    pub(crate) functions: Vec<Id>,
    /// Set-ups of mocks that go with the function, or with the test around them.
    pub(crate) mocks: Vec<(Id, Mock)>,
    /// Places that need the function, whoever calls it elsewhere.
    pub(crate) keeps: Vec<(Id, String)>,
}

/// Whose calls are looked for.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    /// What the functions of the name give.
    pub(crate) helper: &'a Helper,
    /// Where they are declared.
    pub(crate) owners: Owners,
    /// The name tells of the flag, so that nothing else will have it.
    pub(crate) distinctive: bool,
}

impl Wanted<'_> {
    /// Whether a name means one of the functions, as far as that is known.
    fn whose(&self, unit: &Unit, id: Id) -> Whose {
        match self.owners.whose(unit, id, owner::receiver(unit, id)) {
            Whose::Unknown if self.distinctive => Whose::Ours,
            whose => whose,
        }
    }

    fn name(&self) -> &str {
        &self.helper.name
    }
}

/// A text that names a function: a symbol, what a mock or a call by name is told.
fn is_spelled(unit: &Unit, id: Id, name: &str) -> bool {
    let syntax = &unit.syntax;
    if !syntax.has_role(id, |role| role.string) {
        return false;
    }
    let text = unit.slice(id).trim_matches(['"', '\'', '`', ':']);
    let last = text.rsplit(['.', '#', ':']).next().unwrap_or(text);
    // The title of a test is no name, nor is what the flag itself is asked for by.
    let titles = || {
        syntax
            .above(id)
            .take(2)
            .find_map(|above| effects::called(unit, above))
            .is_some_and(|parts| syntax.grammar.table.test.calls.contains(&parts.name))
    };
    last == name && !unit.is_dead(id) && !is_folded(unit, id) && !unit.words.contains(&text.to_owned()) && !titles()
}

/// It stands in something of which the value is known.
fn is_folded(unit: &Unit, id: Id) -> bool {
    let known = |id: &Id| matches!(unit.fates.get(id), Some(Fate::Known(_)));
    unit.syntax.above(id).any(|above| known(&above))
}

/// It names what a call of known value calls.
fn is_known_call(unit: &Unit, name: Id) -> bool {
    call_of(unit, name).is_some_and(|call| matches!(unit.fates.get(&call), Some(Fate::Known(_))))
}

/// The calls of a helper in a file; `known` are functions of its name that give the same. An error is a place that does
/// something else with its name.
pub(crate) fn calls(unit: &Unit, wanted: &Wanted<'_>, known: &[Id]) -> Result<Calls, (Id, String)> {
    let mut found = Calls::default();
    let syntax = &unit.syntax;
    if unit.in_markup(wanted.name()) {
        let why = format!("the markup around may call `{}`", wanted.name());
        found.keeps.push((0, why));
    }
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let mut at = 0;
    while at < end {
        let id = at;
        at += 1;
        if syntax.has_role(id, |role| role.import.is_some()) {
            at = syntax.node(id).behind.max(id + 1);
            continue;
        }
        if is_spelled(unit, id, wanted.name()) {
            keep(unit, &mut found, id, format!("a text names `{}`", wanted.name()))?;
        } else if syntax.is_identifier(id)
            && unit.slice(id) == wanted.name()
            && !unit.is_dead(id)
            && !documents(unit, id, known)
        {
            match is_folded(unit, id) {
                true => found.has_folded |= is_known_call(unit, id),
                false => named(unit, wanted, known, id, &mut found)?,
            }
        }
    }
    Ok(found)
}

/// It stands in what is written before one of these functions and goes with it.
fn documents(unit: &Unit, id: Id, functions: &[Id]) -> bool {
    let syntax = &unit.syntax;
    let attribute = syntax
        .above(id)
        .find(|above| syntax.is(*above, |shape| shape.attribute));
    let list = attribute.and_then(|attribute| syntax.parent(attribute));
    let next = list.zip(attribute).and_then(|(list, attribute)| {
        let mut behind = syntax.parts(list).filter(|part| *part > attribute);
        behind.find(|part| !syntax.is(*part, |shape| shape.attribute))
    });
    next.is_some_and(|next| functions.contains(&next))
}

/// A place that needs the function; in a test it may give it another meaning.
fn keep(unit: &Unit, found: &mut Calls, id: Id, why: String) -> Result<(), (Id, String)> {
    if unit.syntax.grammar.is_test_path(&unit.path) || is_mocked(unit, id) {
        return Err((id, why));
    }
    found.keeps.push((id, why));
    Ok(())
}

/// What one place does with the name.
fn named(unit: &Unit, wanted: &Wanted<'_>, known: &[Id], id: Id, found: &mut Calls) -> Result<(), (Id, String)> {
    let helper = wanted.helper;
    if helper.constant && names::declares(unit, id, helper.function) {
        return Ok(());
    }
    if let Some(function) = named_function(unit, id) {
        if known.contains(&function) {
            return Ok(());
        }
        let announced = body(unit, function).is_none();
        if !announced && outcome(unit, function).as_ref() != Some(&helper.outcome) {
            return Err((id, format!("another function is called `{}` here", helper.name)));
        }
        found.functions.push(function);
        return Ok(());
    }
    if helper.accessor
        && let Some(announced) = announcing(unit, id).filter(|binding| wanted.owners.declares(unit, *binding))
    {
        found.functions.push(announced);
        return Ok(());
    }
    if is_label(unit, id) {
        return Ok(());
    }
    if owner::receiver(unit, id).is_none() && is_local(unit, id, known) {
        // Within its own function the helper may be meant as well.
        return match known.iter().any(|function| is_near(unit, *function, id)) {
            true => keep(
                unit,
                found,
                id,
                format!("whose `{}` is meant here is not known", helper.name),
            ),
            false => Ok(()),
        };
    }
    let whose = wanted.whose(unit, id);
    if whose == Whose::Another {
        return Ok(());
    }
    if whose == Whose::Unknown {
        let why = match is_mocked(unit, id) {
            true => format!("a test sets what `{}` gives", helper.name),
            false => format!("whose `{}` is meant here is not known", helper.name),
        };
        return keep(unit, found, id, why);
    }
    if helper.accessor {
        match read(unit, id, &helper.name) {
            Ok(read) => found.calls.push(read),
            Err((place, why)) => keep(unit, found, place, why)?,
        }
        return Ok(());
    }
    if names_one(unit, id, known) {
        return Ok(());
    }
    // A variable that holds a function is no call of it.
    let is_value = |function: &Id| unit.syntax.has_role(*function, |role| role.function_value);
    let bare = || (is_bare_call(unit, id) && !known.iter().any(is_value)).then_some(id);
    let Some(call) = call_of(unit, id).or_else(bare) else {
        let why = format!("`{}` is used other than by calling it", helper.name);
        return keep(unit, found, id, why);
    };
    called(unit, helper, call, found)
}

/// One call of the function.
fn called(unit: &Unit, helper: &Helper, call: Id, found: &mut Calls) -> Result<(), (Id, String)> {
    if is_mocked(unit, call) || tests::is_checked(unit, call) {
        let mock = match &helper.outcome {
            Outcome::Value(value) => tests::mock(unit, call, value),
            Outcome::Argument(_) => None,
        };
        let why = || (call, format!("a test sets what `{}` gives", helper.name));
        found.mocks.push((call, mock.ok_or_else(why)?));
        return Ok(());
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
        .filter(|argument| kept.is_none_or(|kept| !unit.syntax.subtree(**argument).contains(&kept)))
        .find_map(|argument| effects::first(unit, *argument))
    {
        return Err((effect, format!("{} would no longer run", unit.shown(effect))));
    }
    found.calls.push(call);
    Ok(())
}

/// A property without a value, which a type says its subtypes have.
fn announcing(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let binding = syntax
        .above(name)
        .take(3)
        .find(|above| names::declares(unit, name, *above))?;
    let shape = syntax
        .role(binding)?
        .binding
        .as_ref()
        .filter(|shape| !shape.assignment)?;
    let value = shape.value.and_then(|field| syntax.part(binding, field));
    let (around, _) = names::region(unit, binding);
    let in_type = syntax.has_role(around, |role| role.container.is_some());
    let head = unit.slice(around).split('{').next().unwrap_or("");
    let announces = ["interface", "protocol", "trait", "abstract"]
        .iter()
        .any(|word| names::has_word(head, word));
    (value.is_none() && in_type && announces).then_some(binding)
}

/// The name before an argument, which has nothing to do with the function.
fn is_label(unit: &Unit, id: Id) -> bool {
    let Some(parent) = unit.syntax.parent(id) else {
        return false;
    };
    let keyword = unit.syntax.role(parent).and_then(|role| role.keyword);
    keyword.is_some_and(|(key, _)| unit.syntax.part(parent, key) == Some(id))
}

/// A name that is a call without brackets: one with a question mark, or one that is no variable.
fn is_bare_call(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    if !names::is_variable(unit, id) {
        return false;
    }
    unit.slice(id).ends_with('?') || syntax.shapes.table.bare_calls
}

/// The function is one of a block, and the place stands in that.
fn is_near(unit: &Unit, function: Id, place: Id) -> bool {
    let (region, local) = names::region(unit, declaration(unit, function));
    local && unit.syntax.subtree(region).contains(&place)
}

/// A name is that of the variable that one of these functions is bound to.
fn names_one(unit: &Unit, name: Id, functions: &[Id]) -> bool {
    let bound = unit
        .syntax
        .above(name)
        .take(2)
        .find(|above| names::declares(unit, name, *above));
    bound.is_some_and(|bound| {
        functions
            .iter()
            .any(|function| unit.syntax.parent(*function) == Some(bound))
    })
}

/// The name is read here, and is that of a variable of the functions around that is none of these.
fn is_local(unit: &Unit, id: Id, functions: &[Id]) -> bool {
    let syntax = &unit.syntax;
    let is_function = |above: &Id| syntax.has_role(*above, |role| role.function.is_some());
    let Some(around) = syntax.above(id).filter(is_function).last() else {
        return false;
    };
    let name = unit.slice(id);
    !names::is_written(unit, id)
        && syntax.subtree(around).any(|other| {
            syntax.is_identifier(other)
                && unit.slice(other) == name
                && names::is_written(unit, other)
                && !names_one(unit, other, functions)
                && owner::receiver(unit, other).is_none()
                && !is_field_name(unit, other)
        })
}

/// A member of a type that a function holds.
fn is_field_name(unit: &Unit, id: Id) -> bool {
    let mut above = unit.syntax.above(id).take(3);
    above.any(|above| {
        unit.syntax
            .has_role(above, |role| role.binding.as_ref().is_some_and(|binding| binding.field))
    })
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
    let shape = syntax.role(function).and_then(|role| role.function.as_ref());
    let parameters = shape.and_then(|shape| syntax.part(function, shape.parameters?));
    if syntax.shapes.table.bare_functions && parameters.is_none() {
        return true;
    }
    let mut before = syntax.subtree(function).take_while(|child| *child < name);
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
    // The name may stand deeper, in a declarator.
    let around = syntax.above(name).skip(1).take(3).find(|above| {
        let own = syntax.role(*above).and_then(|role| role.function.as_ref()?.name);
        own.and_then(|field| syntax.part(*above, field)) == Some(name)
    });
    if around.is_some() {
        return around;
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
        .any(|parts| {
            // `Option.when(a())` sets nothing up.
            let plain = || parts.receiver.is_none() || unit.syntax.grammar.is_test_path(&unit.path);
            test.setup_calls.contains(&parts.name) && plain() || test.setup_chain.contains(&parts.name)
        })
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
    if let Some(call) = nameless_call(unit, name, parent) {
        return Some(call);
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

/// A call of what a variable holds is written as that of a member without a name: `a.()`.
fn nameless_call(unit: &Unit, name: Id, member: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let (object, field) = syntax.role(member)?.member?;
    let nameless = syntax.fills(name, object?) && syntax.part(member, field?).is_none();
    let call = syntax.parent(member).filter(|_| nameless)?;
    let function = syntax.role(call)?.call.as_ref()?.function?;
    syntax.fills(member, function).then_some(call)
}

/// The function says that it stands for one of another type.
pub(crate) fn overrides(unit: &Unit, function: Id) -> bool {
    let declaration = declaration(unit, function);
    let head = unit.slice(declaration).split('{').next().unwrap_or("");
    ["override", "Override"].iter().any(|word| names::has_word(head, word))
}

/// The mark says nothing of who calls a function.
fn is_plain(mark: &str) -> bool {
    const PLAIN: &[&str] = &[
        "Override",
        "property",
        "cached_property",
        "lru_cache",
        "cache",
        "staticmethod",
        "classmethod",
        "override",
        "abstractmethod",
        "Deprecated",
        "SuppressWarnings",
        "Suppress",
        "JvmStatic",
        "JvmOverloads",
        "JvmName",
        "VisibleForTesting",
        "Nullable",
        "NotNull",
        "NonNull",
        "Nonnull",
        "Contract",
        "MainActor",
        "discardableResult",
        "inlinable",
        "inline",
        "computed",
        "memoize",
        "action",
        "Pure",
        "CheckReturnValue",
        "Obsolete",
        "MethodImpl",
    ];
    mark.is_empty() || PLAIN.contains(&mark)
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
    if let Some(mark) = cases::marks(unit, function)
        .into_iter()
        .find(|mark| !is_plain(&mark.name))
    {
        return Err(format!(
            "what calls `{name}` is not known, as it is marked with `{}`",
            mark.name
        ));
    }
    Ok(())
}
