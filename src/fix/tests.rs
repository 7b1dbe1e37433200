//! Test code: overrides that set the value which stays disappear, tests for another value go whole or are left to people.

use crate::fix::block;
use crate::fix::cases::{self, Narrowed};
use crate::fix::effects;
use crate::fix::emit;
use crate::fix::guards;
use crate::fix::helpers;
use crate::fix::names;
use crate::fix::owner;
use crate::fix::parameters;
use crate::fix::syntax::Id;
use crate::fix::titles;
use crate::fix::unit::Unit;
use crate::fix::value::{Value, literal};
use crate::usage::{Role, Use};

/// What to tell of a test that goes on without its override.
const ELSEWHERE: &str = "this test set another value, and is about something else as far as its name says";
/// What to tell of a set-up that loses one.
const SET_UP: &str = "another value was set here for several tests, which have to be looked at";

/// Words of what checks something.
const CHECKS: &[&str] = &["assert", "asserts", "expect", "expects", "should", "verify"];

/// What happened to an override.
pub(crate) enum Handled {
    /// It is gone.
    Gone,
    /// It stays, and people have to look at it.
    Stays,
}

/// Notes which values the overrides of a file set.
pub(crate) fn note(unit: &mut Unit, found: &[&Use], keys: &[String]) {
    let value = |found: &&Use| {
        let node = node_of(unit, found)?;
        let entry = entry_of(unit, node, keys);
        Some((node, set_value(unit, entry.unwrap_or(node), entry.is_some())?))
    };
    let overrides = found.iter().filter(|found| found.role == Role::TestOverride);
    unit.overrides = overrides.filter_map(value).collect();
}

/// Handles one override.
pub(crate) fn test_override(unit: &mut Unit, found: &Use, kept: &Value, keys: &[String]) {
    let handled = handle(unit, found, kept, keys);
    unit.overridden |= matches!(handled, Handled::Stays);
}

fn handle(unit: &mut Unit, found: &Use, kept: &Value, keys: &[String]) -> Handled {
    let Some(node) = node_of(unit, found) else {
        return Handled::Stays;
    };
    if unit.is_dead(node) {
        return Handled::Gone;
    }
    let entry = entry_of(unit, node, keys);
    let place = entry.unwrap_or(node);
    if resets(unit, node) {
        unit.resets.push((node, entry));
        return Handled::Gone;
    }
    if only_checks(unit, node) {
        if let Some(test) = test_around(unit, node).filter(|test| expects_both(unit, *test, node)) {
            remove_test(unit, test);
            return Handled::Gone;
        }
        return superfluous(unit, node, entry);
    }
    let Some(value) = set_value(unit, place, entry.is_some()) else {
        if let Some(cases) = narrowed(unit, place, entry.is_some(), kept) {
            return one_of_its_cases(unit, node, entry, &cases, kept);
        }
        unit.remark(node, "which value this test sets is not known");
        return Handled::Stays;
    };
    if value == *kept {
        if let Some(one) = one_of_several(unit, node, keys) {
            emit::remove_item(unit, one);
            return Handled::Gone;
        }
        return superfluous(unit, node, entry);
    }
    another(unit, node, entry)
}

/// The key among others that one call sets: `enable("a", "b")`.
fn one_of_several(unit: &Unit, node: Id, keys: &[String]) -> Option<Id> {
    let parts = effects::called(unit, node)?;
    let written = |id: &Id| match literal(&unit.syntax, *id, &unit.text) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    let texts: Vec<String> = parts.arguments.iter().filter_map(written).collect();
    if texts.len() < 2 || texts.len() != parts.arguments.len() {
        return None;
    }
    parts
        .arguments
        .into_iter()
        .find(|argument| written(argument).is_some_and(|text| keys.contains(&text)))
}

/// A test for another value than the one that stays.
fn another(unit: &mut Unit, node: Id, entry: Option<Id>) -> Handled {
    let place = entry.unwrap_or(node);
    if let Some((decorator, test)) = decorated_test(unit, node) {
        if titles::only_asks_whether(unit, test, decorator) && !titles::tells(unit, test) {
            unit.remark(node, ELSEWHERE);
            return superfluous(unit, node, entry);
        }
        remove_test(unit, test);
        return Handled::Gone;
    }
    if in_table(unit, place) {
        if let Some(case) = case_of(unit, place) {
            let alone = unit
                .syntax
                .parent(place)
                .is_some_and(|around| unit.syntax.parts(around).count() == 1);
            if !alone {
                unit.remark(case, "this case sets more than the flag, and goes");
            }
            emit::remove_item(unit, case);
            return Handled::Gone;
        }
    } else if let Some(test) = test_around(unit, node).filter(|test| is_only_about(unit, *test, node)) {
        if titles::only_asks_whether(unit, test, own_statement(unit, node)) && !titles::tells(unit, test) {
            unit.remark(node, ELSEWHERE);
            return superfluous(unit, node, entry);
        }
        remove_test(unit, test);
        return Handled::Gone;
    } else if let Some(group) = group_around(unit, node).or_else(|| nested_class(unit, node)) {
        unit.remark(group, "the tests for another value go with their group");
        block::remove(unit, group);
        return Handled::Gone;
    } else if sets_up(unit, node) {
        unit.remark(node, SET_UP);
        return superfluous(unit, node, entry);
    }
    unit.remark(node, "this test sets another value than the one that stays");
    Handled::Stays
}

/// The override stands before a test, or a class of tests, and is all that is set for it.
fn decorated_test(unit: &Unit, node: Id) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let is_mark = |id: &Id| syntax.has_role(*id, |role| role.decorator.is_some());
    let decorator = std::iter::once(node).chain(syntax.above(node).take(3)).find(is_mark)?;
    let whole = syntax
        .above(decorator)
        .take(3)
        .find(|above| syntax.is(*above, |shape| shape.decorated))?;
    let inner = syntax.parts(whole).last()?;
    let role = syntax.role(inner)?;
    let named = |field| syntax.part(inner, field).map(|name| unit.slice(name));
    let is_test = match (&role.function, &role.container) {
        (Some(function), _) => function
            .name
            .and_then(named)
            .is_some_and(|name| syntax.grammar.is_test_function(name)),
        (None, Some(container)) => named(container.name).is_some_and(|name| syntax.grammar.is_test_container(name)),
        (None, None) => false,
    };
    let statement = syntax.statement(whole)?.0;
    (is_test && !sets_both(unit, whole, node)).then_some((decorator, statement))
}

/// Takes a test away, and says so where its name does not say what it is for.
fn remove_test(unit: &mut Unit, test: Id) {
    if !titles::tells(unit, test) {
        unit.remark(
            test,
            "this test sets another value and goes, and its name does not say that it is about that",
        );
    }
    block::remove(unit, test);
}

/// The test whose parameter an override sets, with what becomes of it.
fn narrowed(unit: &Unit, place: Id, is_entry: bool, kept: &Value) -> Option<Narrowed> {
    let function = function_around(unit, place)?;
    let asked = asked(unit, place, is_entry);
    test_around(unit, place)?;
    cases::narrowed(unit, function, own_statement(unit, place), &asked, kept)
}

/// The value is one of several that the test runs for.
fn one_of_its_cases(unit: &mut Unit, node: Id, entry: Option<Id>, cases: &Narrowed, kept: &Value) -> Handled {
    if cases.empty {
        if let Some(test) = test_around(unit, node) {
            remove_test(unit, test);
        }
        return Handled::Gone;
    }
    let handled = superfluous(unit, node, entry);
    if matches!(handled, Handled::Gone) {
        cases::narrow(unit, cases, kept);
    }
    handled
}

/// It runs before each test of the file, or is what several tests call: what it sets says nothing of one of them.
fn sets_up(unit: &Unit, node: Id) -> bool {
    const CALLS: &[&str] = &[
        "before",
        "beforeEach",
        "beforeAll",
        "setup",
        "setUp",
        "BeforeEach",
        "BeforeAll",
    ];
    const MARKS: &[&str] = &[
        "Before",
        "BeforeEach",
        "BeforeAll",
        "BeforeClass",
        "SetUp",
        "OneTimeSetUp",
    ];
    let syntax = &unit.syntax;
    let Some(function) = function_around(unit, node) else {
        return false;
    };
    let own = syntax
        .role(function)
        .and_then(|role| role.function.as_ref()?.name)
        .and_then(|field| syntax.part(function, field));
    let Some(name) = own else {
        let call = syntax
            .above(function)
            .take(3)
            .find_map(|above| effects::called(unit, above));
        return call.is_some_and(|parts| CALLS.contains(&parts.name.as_str())) && !in_group_about(unit, function);
    };
    let head = unit
        .text
        .get(syntax.span(function).start as usize..syntax.span(name).start as usize);
    let marked = head.is_some_and(|head| MARKS.iter().any(|mark| names::has_word(head, mark)));
    let name = unit.slice(name);
    let is_test = syntax.grammar.is_test_function(name) || test_around(unit, node).is_some();
    marked || CALLS.iter().any(|call| name.starts_with(call)) || !is_test && !titles::names(unit, name)
}

/// The title of a group around says that its tests are about the flag.
fn in_group_about(unit: &Unit, function: Id) -> bool {
    let mut above = unit.syntax.above(function);
    above.any(|above| {
        let first = effects::called(unit, above).and_then(|parts| parts.arguments.first().copied());
        let title = first.and_then(|first| literal(&unit.syntax, first, &unit.text));
        matches!(title, Some(Value::Text(title)) if titles::names(unit, &title))
    })
}

/// Takes away what undoes overrides, once none stays in the file.
pub(crate) fn undo(unit: &mut Unit) {
    let resets = std::mem::take(&mut unit.resets);
    for (node, entry) in resets {
        if !unit.overridden && !unit.is_dead(node) {
            superfluous(unit, node, entry);
        }
    }
}

/// Values side by side, in an object or list.
fn is_container(unit: &Unit, id: Id) -> bool {
    unit.syntax.has_role(id, |role| role.object || role.list)
}

/// It stands in a table of cases, and not only in the arguments of a call.
fn in_table(unit: &Unit, place: Id) -> bool {
    let statement = block::whole_statement(unit, place);
    let mut table = false;
    for above in unit.syntax.above(place).take_while(|above| *above != statement) {
        if unit.syntax.has_role(above, |role| role.call.is_some()) {
            table = false;
        } else if is_container(unit, above) {
            table = true;
        }
    }
    table
}

/// The case of a table that a place stands in: an element of the outermost container.
fn case_of(unit: &Unit, place: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let statement = block::whole_statement(unit, place);
    let table = syntax
        .above(place)
        .take_while(|above| *above != statement)
        .filter(|above| is_container(unit, *above))
        .last()?;
    // The table of an entry that stands in it directly is no table of cases.
    let case = std::iter::once(place)
        .chain(syntax.above(place))
        .take_while(|above| *above != table)
        .last()?;
    // Cases are elements of a list, or entries named by texts; what has names of its own is a configuration.
    let named = match syntax.role(case).and_then(|role| role.entry) {
        Some((key, _)) => syntax.part(case, key).is_some_and(|key| {
            syntax
                .subtree(key)
                .any(|inner| syntax.has_role(inner, |role| role.string))
        }),
        None => true,
    };
    if !named || syntax.parts(table).count() < 2 {
        return None;
    }
    let inner = syntax
        .above(place)
        .take_while(|above| *above != table)
        .any(|above| is_container(unit, above));
    (inner && syntax.function(place).is_some()).then_some(case)
}

/// A nested group of tests whose set-up does nothing but set the value.
fn group_around(unit: &Unit, node: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let set_up =
        function_around(unit, node).filter(|function| syntax.has_role(*function, |role| role.function_value))?;
    let list = syntax.statement(own_statement(unit, node)).map(|(_, list)| list)?;
    if syntax.parts(list).count() != 1 || !syntax.subtree(set_up).contains(&list) {
        return None;
    }
    let call_around = |function: Id| {
        syntax
            .above(function)
            .take(3)
            .find_map(|above| effects::called(unit, above).map(|parts| (above, parts.name)))
    };
    let (call, name) = call_around(set_up)?;
    if !["before", "beforeEach", "setup", "setUp"].contains(&name.as_str()) {
        return None;
    }
    let is_group = |name: &str| ["context", "describe", "group"].contains(&name);
    let group = syntax.function(call)?;
    let (group_call, name) = call_around(group)?;
    let outer = syntax.function(group_call)?;
    let named = |id: Id| {
        syntax.has_role(id, |role| {
            role.function.as_ref().is_some_and(|shape| shape.name.is_some())
        })
    };
    let in_class = || {
        let mut above = syntax.above(outer);
        above.any(|above| syntax.has_role(above, |role| role.container.is_some()))
    };
    let nested = call_around(outer).is_some_and(|(_, name)| is_group(&name))
        || in_class()
        || named(outer) && !syntax.has_role(outer, |role| role.function_value);
    (is_group(&name) && nested).then(|| block::whole_statement(unit, group_call))
}

/// It runs after the tests, to undo what was set before them.
fn resets(unit: &Unit, node: Id) -> bool {
    const CALLS: &[&str] = &["after", "afterEach", "afterAll", "teardown", "tearDown"];
    let syntax = &unit.syntax;
    let Some(function) = syntax.function(node) else {
        return false;
    };
    let own = syntax
        .role(function)
        .and_then(|role| role.function.as_ref()?.name)
        .and_then(|field| syntax.part(function, field));
    let name = match own {
        Some(name) => Some(unit.slice(name).to_owned()),
        None => syntax
            .above(function)
            .take(2)
            .find_map(|above| effects::called(unit, above))
            .map(|parts| parts.name),
    };
    name.is_some_and(|name| CALLS.contains(&name.as_str()))
}

/// A class of tests in another one whose set-up does nothing but set the value, and whose name tells of it.
fn nested_class(unit: &Unit, node: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let function = function_around(unit, node)?;
    let head = unit.slice(function).split('{').next().unwrap_or("");
    let marked = ["@BeforeEach", "@Before", "[SetUp"]
        .iter()
        .any(|mark| head.contains(mark));
    let statement = own_statement(unit, node);
    let alone = syntax
        .statement(statement)
        .is_some_and(|(_, list)| syntax.parts(list).count() == 1);
    let is_class = |id: &Id| syntax.has_role(*id, |role| role.container.is_some());
    let class = syntax.above(function).find(is_class)?;
    let field = syntax.role(class)?.container.as_ref()?.name;
    let tells = titles::names(unit, unit.slice(syntax.part(class, field)?));
    let nested = syntax.above(class).any(|above| is_class(&above));
    (marked && alone && tells && nested).then(|| block::whole_statement(unit, class))
}

fn node_of(unit: &Unit, found: &Use) -> Option<Id> {
    unit.syntax.at(found.whole.span, |id| {
        unit.syntax.has_role(id, |role| {
            role.call.is_some() || role.decorator.is_some() || role.member.is_some()
        })
    })
}

/// What names the flag among the arguments: an entry of an object, or a list of key and value.
fn entry_of(unit: &Unit, node: Id, keys: &[String]) -> Option<Id> {
    let is_key = |id: Id| {
        let written = unit.slice(id).trim_matches(['"', '\'', ':', '[', ']', '`']);
        let last = written.rsplit(['.', ':']).next().unwrap_or(written);
        keys.iter().any(|known| known == written || known == last)
    };
    unit.syntax.subtree(node).find(|id| {
        if unit.syntax.has_role(*id, |role| role.list) {
            let parts: Vec<Id> = unit.syntax.parts(*id).take(3).collect();
            return matches!(parts[..], [key, value] if is_key(key)
                && matches!(literal(&unit.syntax, value, &unit.text), Some(Value::Bool(_))));
        }
        let Some((key, _)) = unit.syntax.role(*id).and_then(|role| role.entry.or(role.keyword)) else {
            return false;
        };
        unit.syntax.part(*id, key).is_some_and(is_key)
    })
}

/// The largest part of the arguments that says nothing but this; `None`: the whole call does not.
fn removable(unit: &Unit, entry: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let mut at = entry;
    // `stub(promo: false, other: true)`
    let beside = |call: Id| effects::called(unit, call).filter(|parts| parts.arguments.contains(&entry));
    if let Some(parts) = syntax.above(entry).take(2).find_map(beside) {
        return (parts.arguments.len() > 1).then_some(entry);
    }
    loop {
        let container = syntax.above(at).find(|above| is_container(unit, *above))?;
        if syntax.parts(container).count() > 1 {
            return Some(at);
        }
        let mut around = syntax.parent(container)?;
        while syntax.has_role(around, |role| role.literal.is_some() || role.transparent) {
            around = syntax.parent(around)?;
        }
        if let Some((key, _)) = syntax.role(around).and_then(|role| role.entry) {
            // A text as the key names a case of a table.
            let named = syntax.part(around, key).is_some_and(|key| {
                syntax
                    .subtree(key)
                    .any(|inner| syntax.has_role(inner, |role| role.string))
            });
            if named {
                return Some(at);
            }
            at = around;
            continue;
        }
        let call = std::iter::once(around)
            .chain(syntax.above(around).take(1))
            .find_map(|above| effects::called(unit, above).map(|parts| (above, parts)));
        let Some((call, parts)) = call else {
            return Some(at);
        };
        let others = parts
            .arguments
            .iter()
            .filter(|argument| !syntax.subtree(**argument).contains(&at));
        // `override(t, flags)`: what else it takes says nothing.
        if others.into_iter().any(|other| !syntax.is_identifier(*other)) {
            return Some(entry);
        }
        let statement = block::whole_statement(unit, call);
        let whole = syntax
            .above(call)
            .take_while(|above| *above != statement)
            .all(|above| syntax.is(above, |shape| shape.expression_statement || shape.same))
            && (call == statement || syntax.is(statement, |shape| shape.expression_statement));
        return (!whole).then_some(at);
    }
}

/// The value that an override sets: the only truth value in its statement, else what the callee's name says.
fn set_value(unit: &Unit, place: Id, is_entry: bool) -> Option<Value> {
    let around = match is_entry {
        true => place,
        false => statement_of(unit, place),
    };
    let asked = asked(unit, place, is_entry);
    let mut values: Vec<Value> = Vec::new();
    for id in unit.syntax.subtree(around).filter(|id| !asked.contains(id)) {
        if let Some(value @ Value::Bool(_)) = literal(&unit.syntax, id, &unit.text)
            && !values.contains(&value)
        {
            values.push(value);
        }
    }
    // A configuration's value is a text.
    if values.is_empty() {
        let written = |id: Id| match literal(&unit.syntax, id, &unit.text) {
            Some(Value::Text(text)) => serde_json::from_str::<bool>(&text).ok().map(Value::Bool),
            _ => None,
        };
        values.extend(
            unit.syntax
                .subtree(around)
                .filter(|id| !asked.contains(id))
                .filter_map(written)
                .take(2),
        );
        values.dedup();
    }
    match &values[..] {
        [value] => return Some(value.clone()),
        [] => {}
        _ => return None,
    }
    // `enable(key)`; what only asks, as `isEnabled` in a mock's set-up, says nothing.
    let name = effects::called(unit, place).map(|parts| parts.name.to_ascii_lowercase())?;
    let says = |words: &[&str]| words.iter().any(|word| name.trim_start_matches('_').starts_with(word));
    if says(&["disable", "deactivate", "with_disabled", "withdisabled"]) {
        return Some(Value::Bool(false));
    }
    says(&["enable", "activate", "with_enabled", "withenabled"]).then_some(Value::Bool(true))
}

/// What a mocked call is asked with, which is not what it gives.
fn asked(unit: &Unit, place: Id, is_entry: bool) -> std::ops::Range<Id> {
    match !is_entry && (helpers::is_mocked(unit, place) || is_set_up_around(unit, place)) {
        true => unit.syntax.subtree(place),
        false => 0..0,
    }
}

/// The function around; that around the set-up, where a mock's set-up takes it as a function.
fn function_around(unit: &Unit, node: Id) -> Option<Id> {
    let function = unit.syntax.function(node)?;
    match is_set_up(unit, function) {
        true => unit.syntax.function(function),
        false => Some(function),
    }
}

/// The statement around; that of the set-up, where a mock's set-up takes it as a function.
fn own_statement(unit: &Unit, node: Id) -> Id {
    let set_up = unit.syntax.function(node).filter(|function| is_set_up(unit, *function));
    block::whole_statement(unit, set_up.unwrap_or(node))
}

/// The statement around, or the node where a block hangs on it.
fn statement_of(unit: &Unit, node: Id) -> Id {
    let statement = own_statement(unit, node);
    if is_set_up_around(unit, node) {
        return statement;
    }
    let has_block = unit
        .syntax
        .subtree(statement)
        .any(|id| unit.syntax.has_role(id, |role| role.function.is_some()) || unit.syntax.is(id, |shape| shape.block));
    if has_block { node } else { statement }
}

/// An override that sets what is served anyway.
fn superfluous(unit: &mut Unit, node: Id, entry: Option<Id>) -> Handled {
    let decorator = std::iter::once(node)
        .chain(unit.syntax.above(node).take(2))
        .find(|id| unit.syntax.has_role(*id, |role| role.decorator.is_some()));
    if let Some(decorator) = decorator {
        let decorator = guards::around(unit, decorator);
        guards::cut(unit, decorator);
        return Handled::Gone;
    }
    if let Some(item) = entry.and_then(|entry| removable(unit, entry)) {
        remove_entry(unit, item);
        return Handled::Gone;
    }
    if let Some(function) = callback(unit, node) {
        return run_directly(unit, node, function);
    }
    if let Some(block) = with_block(unit, node) {
        return opened(unit, node, block);
    }
    let statement = own_statement(unit, node);
    let mut at = node;
    while at != statement {
        let Some(parent) = unit.syntax.parent(at) else { break };
        let plain = unit.syntax.is(parent, |shape| shape.expression_statement || shape.same)
            || unit
                .syntax
                .has_role(parent, |role| role.member.is_some() || role.call.is_some())
            || unit.syntax.has_role(parent, |role| {
                role.call.is_none() && role.binding.is_none() && role.function.is_none()
            })
            || unit.syntax.role(parent).is_none()
            || is_set_up(unit, parent);
        if !plain || sets_more(unit, parent, at) {
            unit.remark(node, "this override is part of something else");
            return Handled::Stays;
        }
        at = parent;
    }
    block::remove(unit, statement);
    unit.dead.insert(statement);
    Handled::Gone
}

/// What becomes of the set-up of a mock whose function goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mock {
    /// The statement goes.
    Line(Id),
    /// The statement goes, and something is to be told.
    Told(Id, &'static str),
    /// The test goes, which is there for another value.
    Test(Id),
    /// The statement goes, and the test is left with some of its cases.
    Cases(Id, Narrowed, Value),
}

/// What becomes of the set-up of a mock that stands for a function which always gives `kept`; `None`: people have to say.
pub(crate) fn mock(unit: &Unit, call: Id, kept: &Value) -> Option<Mock> {
    let statement = own_statement(unit, call);
    let plain = unit
        .syntax
        .above(call)
        .take_while(|above| *above != statement)
        .chain(std::iter::once(statement))
        .all(|above| {
            let role = unit.syntax.role(above);
            unit.syntax.is(above, |shape| shape.expression_statement || shape.same)
                || is_set_up(unit, above)
                || role.is_none_or(|role| role.binding.is_none() && role.function.is_none() && !role.returns)
        });
    let in_block = unit.syntax.statement(call).is_some() && plain;
    if !in_block {
        return None;
    }
    if is_checked(unit, call) {
        return Some(Mock::Line(statement));
    }
    let Some(value) = set_value(unit, call, false) else {
        let cases = narrowed(unit, call, false, kept)?;
        let test = test_around(unit, call).filter(|_| cases.empty);
        return Some(test.map_or_else(|| Mock::Cases(statement, cases, kept.clone()), Mock::Test));
    };
    if value == *kept {
        return Some(Mock::Line(statement));
    }
    match test_around(unit, call).filter(|test| is_only_about(unit, *test, call)) {
        Some(test) if titles::only_asks_whether(unit, test, statement) && !titles::tells(unit, test) => {
            Some(Mock::Told(statement, ELSEWHERE))
        }
        Some(test) => Some(Mock::Test(test)),
        None => sets_up(unit, call).then_some(Mock::Told(statement, SET_UP)),
    }
}

/// The call is no override but what a mock is asked for: `verify(a).b()`, `a.Verify(x => x.B())`.
fn only_checks(unit: &Unit, node: Id) -> bool {
    const RECEIVERS: &[&str] = &[
        "Received",
        "DidNotReceive",
        "ReceivedWithAnyArgs",
        "DidNotReceiveWithAnyArgs",
    ];
    let is_check = |name: &str| name.starts_with("verify") || name == "Verify" || RECEIVERS.contains(&name);
    let receiver = effects::called(unit, node).and_then(|parts| parts.receiver);
    let asked = receiver.and_then(|receiver| effects::called(unit, receiver));
    let around = unit.syntax.function(node).filter(|function| is_set_up(unit, *function));
    let set_up = around.and_then(|function| {
        let mut above = unit.syntax.above(function).take(3);
        above.find_map(|above| effects::called(unit, above))
    });
    asked.into_iter().chain(set_up).any(|parts| is_check(&parts.name))
}

/// A mock is asked whether it was called: `verify(a).b()`.
pub(crate) fn is_checked(unit: &Unit, call: Id) -> bool {
    let receiver = effects::called(unit, call).and_then(|parts| parts.receiver);
    let asked = receiver.and_then(|receiver| effects::called(unit, receiver));
    asked.is_some_and(|parts| {
        let table = &unit.syntax.grammar.table.test;
        table.setup_receivers.contains(&parts.name) && parts.name.starts_with("verify")
    })
}

/// What becomes of a test that hands another value than the one that stays to what it tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    /// The test goes.
    Test(Id),
    /// It is about something else.
    Told,
}

/// What becomes of the test around a call that gives another value; `None`: it is no test, or people have to say.
pub(crate) fn other(unit: &Unit, call: Id) -> Option<Other> {
    if !unit.syntax.grammar.is_test_path(&unit.path) {
        return None;
    }
    let test = test_around(unit, call).filter(|test| is_only_about(unit, *test, call))?;
    Some(match titles::tells_of_switch(unit, test) {
        true => Other::Test(test),
        false => Other::Told,
    })
}

/// Takes a test away that hands another value on, or tells of it.
pub(crate) fn without(unit: &mut Unit, call: Id, other: Other) {
    match other {
        Other::Test(test) if !unit.is_dead(test) => remove_test(unit, test),
        Other::Test(_) => {}
        Other::Told => unit.remark(call, ELSEWHERE),
    }
}

/// Takes the set-up of a mock away.
pub(crate) fn take_mock(unit: &mut Unit, call: Id, mock: Mock) {
    if unit.is_dead(call) {
        return;
    }
    match mock {
        Mock::Line(statement) => block::remove(unit, statement),
        Mock::Told(statement, text) => {
            unit.remark(statement, text);
            block::remove(unit, statement);
        }
        Mock::Test(test) => remove_test(unit, test),
        Mock::Cases(statement, cases, kept) => {
            block::remove(unit, statement);
            cases::narrow(unit, &cases, &kept);
        }
    }
}

/// A call on an override that is no answer to it: `.set("a", true).set("b", false)`.
fn sets_more(unit: &Unit, call: Id, below: Id) -> bool {
    let Some(parts) = effects::called(unit, call).filter(|parts| parts.list != Some(below)) else {
        return false;
    };
    let answers = unit.syntax.grammar.table.test.setup_chain.contains(&parts.name);
    let is_text = |id: Id| unit.syntax.has_role(id, |role| role.string);
    !answers
        && parts
            .arguments
            .iter()
            .any(|argument| *argument != below && unit.syntax.subtree(*argument).any(is_text))
}

/// Takes an entry away; what held nothing else is left empty on one line.
fn remove_entry(unit: &mut Unit, item: Id) {
    let container = unit.syntax.above(item).find(|above| is_container(unit, *above));
    let bounds = container
        .filter(|container| unit.syntax.parts(*container).count() == 1)
        .and_then(|container| {
            let mut children = unit.syntax.children(container);
            let (first, last) = (children.next()?, children.last()?);
            let bounds = (unit.syntax.node(first).end, unit.syntax.node(last).start);
            let comments = unit
                .syntax
                .children(container)
                .any(|child| unit.syntax.is_comment(child));
            (!comments && bounds.0 <= bounds.1).then_some(bounds)
        });
    match bounds {
        Some((start, end)) => {
            unit.edits.cut(start, end);
            unit.dead.insert(item);
        }
        None => emit::remove_item(unit, item),
    }
}

/// The function that runs while the override holds.
fn callback(unit: &Unit, node: Id) -> Option<Id> {
    effects::called(unit, node)?
        .arguments
        .into_iter()
        .find(|argument| unit.syntax.has_role(*argument, |role| role.function_value))
}

/// What runs while the override holds runs without it.
fn run_directly(unit: &mut Unit, node: Id, function: Id) -> Handled {
    let syntax = &unit.syntax;
    let statement = block::whole_statement(unit, node);
    let plain = syntax.is(statement, |shape| shape.expression_statement)
        && syntax
            .above(node)
            .take_while(|above| *above != statement)
            .all(|above| syntax.is(above, |shape| shape.same));
    let awaited = syntax.above(node).take_while(|above| *above != statement).count() > 0;
    let shape = syntax.role(function).and_then(|role| role.function.as_ref());
    let body = shape.and_then(|shape| syntax.part(function, shape.body?));
    let takes = shape
        .and_then(|shape| syntax.part(function, shape.parameters?))
        .is_some_and(|parameters| syntax.parts(parameters).next().is_some());
    let waits = unit.slice(function).starts_with("async");
    let body = body.filter(|body| syntax.is(*body, |shape| shape.block));
    let items = body.map_or_else(Vec::new, |body| block::items(unit, body));
    let returns = items.iter().any(|item| {
        syntax
            .subtree(*item)
            .any(|inner| syntax.has_role(inner, |role| role.returns) && syntax.function(inner) == Some(function))
    });
    if !plain || takes || returns || items.is_empty() || waits && !awaited || names::collide(unit, statement, &items) {
        unit.remark(node, "this override holds only while a function runs");
        return Handled::Stays;
    }
    block::unwrap(unit, statement, &items);
    unit.dead.insert(node);
    Handled::Gone
}

fn is_set_up_around(unit: &Unit, node: Id) -> bool {
    unit.syntax
        .function(node)
        .is_some_and(|function| is_set_up(unit, function))
}

/// A function that a mock's set-up takes: `every { … }`.
fn is_set_up(unit: &Unit, function: Id) -> bool {
    let syntax = &unit.syntax;
    syntax.has_role(function, |role| role.function_value)
        && syntax
            .above(function)
            .take(3)
            .find_map(|above| effects::called(unit, above))
            .is_some_and(|parts| syntax.grammar.table.test.setup_calls.contains(&parts.name))
}

/// `with override("x", True): …`: the block around which the override stands.
fn with_block(unit: &Unit, node: Id) -> Option<Id> {
    let statement = block::whole_statement(unit, node);
    unit.syntax
        .children(statement)
        .find(|child| unit.syntax.is(*child, |shape| shape.block) && *child > node)
}

fn opened(unit: &mut Unit, node: Id, body: Id) -> Handled {
    let statement = block::whole_statement(unit, node);
    let items = block::items(unit, body);
    let contexts = unit
        .slice(statement)
        .split('\n')
        .next()
        .unwrap_or("")
        .matches(" as ")
        .count();
    let calls = unit
        .syntax
        .children(statement)
        .find(|child| *child < body && unit.syntax.subtree(*child).contains(&node))
        .map_or(1, |clause| unit.syntax.parts(clause).count());
    if contexts > 0 || calls > 1 || items.is_empty() {
        unit.remark(node, "this override shares its block with others");
        return Handled::Stays;
    }
    block::unwrap(unit, statement, &items);
    unit.dead.insert(node);
    Handled::Gone
}

/// Calls that take a test.
const CASES: &[&str] = &["it", "test", "specify", "scenario", "example"];

/// A call with one of these names around a node, and its block where that is no function.
fn block_of(unit: &Unit, node: Id, names: &[&str]) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let call = syntax.above(node).find(|above| {
        let parts = effects::called(unit, *above);
        parts.is_some_and(|parts| names.contains(&parts.name.as_str()))
    })?;
    let block = syntax.parts(call).last()?;
    let holds = syntax.is(block, |shape| shape.block) && syntax.subtree(block).contains(&node);
    holds.then_some((call, block))
}

/// The test that a node stands in: a function marked or named as one, or the call that takes it.
fn test_around(unit: &Unit, node: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let Some(function) = function_around(unit, node) else {
        return block_of(unit, node, CASES).map(|(test, _)| test);
    };
    let table = &syntax.grammar.table.test;
    let name = syntax
        .role(function)?
        .function
        .as_ref()?
        .name
        .and_then(|field| syntax.part(function, field))
        .map(|name| unit.slice(name));
    let statement = syntax.statement(function)?.0;
    let head = unit.slice(statement).split(['{', '\n']).next().unwrap_or("").to_owned();
    let attributes = block::with_comments(unit, statement);
    let before = unit.text.get(attributes.range()).unwrap_or("");
    match name {
        Some(name) => {
            let marked = table
                .decorators
                .iter()
                .any(|mark| before.contains(&format!("@{mark}")) || before.contains(&format!("[{mark}")));
            let setup = ["setUp", "setup", "before", "tearDown"]
                .iter()
                .any(|word| name.starts_with(word))
                || ["@Before", "@After"].iter().any(|mark| before.contains(mark));
            (!setup && (marked || syntax.grammar.is_test_function(name))).then_some(statement)
        }
        None => {
            let call = effects::called(
                unit,
                syntax
                    .above(function)
                    .find(|above| syntax.has_role(*above, |role| role.call.is_some()))?,
            )?;
            (CASES.contains(&call.name.as_str()) && !head.contains(".each")).then_some(statement)
        }
    }
}

/// A test that runs for true and for false, and expects what it is given: `assertThat(service.isOn()).isEqualTo(on)`.
fn expects_both(unit: &Unit, test: Id, node: Id) -> bool {
    let Some(function) = function_around(unit, node) else {
        return false;
    };
    let shape = unit.syntax.role(function).and_then(|role| role.function.as_ref());
    let body = shape.and_then(|shape| unit.syntax.part(function, shape.body?));
    let end = body.map_or(0, |body| unit.syntax.node(body).start as usize);
    let head = unit.text.get(unit.syntax.node(test).start as usize..end).unwrap_or("");
    if !names::has_word(head, "true") || !names::has_word(head, "false") {
        return false;
    }
    let formals = parameters::formals(unit, function).unwrap_or_default();
    let given: Vec<&str> = formals
        .iter()
        .filter_map(|formal| Some(unit.slice(formal.name?)))
        .collect();
    let lines = unit.slice(function).lines();
    { lines }.any(|line| checks(line) && given.iter().any(|name| names::has_word(line, name)))
}

/// Another override in the test sets another value than this one.
fn sets_both(unit: &Unit, test: Id, node: Id) -> bool {
    let own = unit.overrides.iter().find(|(place, _)| *place == node);
    let Some((_, value)) = own else { return false };
    let inside = unit.syntax.subtree(test);
    let mut others = unit.overrides.iter().filter(|(place, _)| inside.contains(place));
    others.any(|(_, other)| other != value)
}

/// Whether code checks something; that there is anything at all is what the rest rests on.
fn checks(code: &str) -> bool {
    let lines = code
        .lines()
        .filter(|line| !line.contains("NotNull") && !line.contains("NotNil"));
    let mut words = lines.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    words.any(|word| match word {
        "should" => true,
        word => {
            let parts = owner::split(word);
            let first = parts.first().filter(|first| *first != "should");
            first.is_some_and(|first| CHECKS.contains(&first.as_str()))
        }
    })
}

/// A test that sets the value once, at its own level, and nothing else of the flag's.
fn is_only_about(unit: &Unit, test: Id, node: Id) -> bool {
    let statement = own_statement(unit, node);
    let block = || block_of(unit, node, CASES).map(|(_, block)| block);
    let function = function_around(unit, node).or_else(block);
    // At the level of the test's own body, not in a loop or a table of cases.
    let list = unit.syntax.statement(statement).map(|(_, list)| list);
    let direct = list.is_some_and(|list| {
        let mut at = list;
        while Some(at) != function {
            let Some(parent) = unit.syntax.parent(at) else {
                return false;
            };
            if unit.syntax.is(parent, |shape| shape.statements && !shape.block) && Some(parent) != function {
                return false;
            }
            if unit.syntax.is(at, |shape| shape.branch.is_some() || shape.loops) {
                return false;
            }
            at = parent;
        }
        true
    });
    // What it checks before is about something else.
    let start = unit.syntax.node(test).start as usize + titles::head(unit, test).len();
    let before = start..unit.syntax.node(statement).start as usize;
    let checks = checks(unit.text.get(before).unwrap_or(""));
    direct && !checks && statement != test && !sets_both(unit, test, node)
}
