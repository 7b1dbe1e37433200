//! Test code: overrides that set the value which stays disappear, tests for another value go whole or are left to people.

use crate::fix::block;
use crate::fix::effects;
use crate::fix::emit;
use crate::fix::names;
use crate::fix::seeds;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::{Value, literal};
use crate::usage::Use;

/// What happened to an override.
pub(crate) enum Handled {
    /// It is gone.
    Gone,
    /// It stays, and people have to look at it.
    Stays,
}

/// Handles one override.
pub(crate) fn test_override(unit: &mut Unit, found: &Use, kept: &Value, keys: &[String]) -> Handled {
    let Some(node) = node_of(unit, found) else {
        return Handled::Stays;
    };
    if unit.is_dead(node) {
        return Handled::Gone;
    }
    let entry = entry_of(unit, node, keys);
    let place = entry.unwrap_or(node);
    let Some(value) = set_value(unit, place, entry.is_some()) else {
        unit.remark(node, "which value this test sets is not known");
        return Handled::Stays;
    };
    if value == *kept || resets(unit, node) {
        return superfluous(unit, node, entry);
    }
    match test_around(unit, node) {
        Some(test) if is_only_about(unit, test, node) => {
            block::remove(unit, test);
            Handled::Gone
        }
        _ => {
            unit.remark(node, "this test sets another value than the one that stays");
            Handled::Stays
        }
    }
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

fn node_of(unit: &Unit, found: &Use) -> Option<Id> {
    unit.syntax.at(found.whole.span, |id| {
        unit.syntax.has_role(id, |role| {
            role.call.is_some() || role.decorator.is_some() || role.member.is_some()
        })
    })
}

/// The entry of an object among the arguments that names the flag.
fn entry_of(unit: &Unit, node: Id, keys: &[String]) -> Option<Id> {
    unit.syntax.subtree(node).find(|id| {
        let Some((key, _)) = unit.syntax.role(*id).and_then(|role| role.entry.or(role.keyword)) else {
            return false;
        };
        unit.syntax.part(*id, key).is_some_and(|key| {
            let written = unit.slice(key).trim_matches(['"', '\'', ':', '[', ']', '`']);
            let last = written.rsplit(['.', ':']).next().unwrap_or(written);
            keys.iter().any(|known| known == written || known == last)
        })
    })
}

/// The value that an override sets: the only truth value in its statement, else what the callee's name says.
fn set_value(unit: &Unit, place: Id, is_entry: bool) -> Option<Value> {
    let around = match is_entry {
        true => place,
        false => statement_of(unit, place),
    };
    let mut values: Vec<Value> = Vec::new();
    for id in unit.syntax.subtree(around) {
        // What a nested function does is its own.
        if let Some(value @ Value::Bool(_)) = literal(&unit.syntax, id, &unit.text)
            && !values.contains(&value)
        {
            values.push(value);
        }
    }
    match &values[..] {
        [value] => return Some(value.clone()),
        [] => {}
        _ => return None,
    }
    let name = effects::called(unit, place).map(|parts| parts.name.to_ascii_lowercase())?;
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if says(&["disable", "deactivate"]) {
        return Some(Value::Bool(false));
    }
    says(&["enable", "activate"]).then_some(Value::Bool(true))
}

/// The statement around, or the node where a block hangs on it.
fn statement_of(unit: &Unit, node: Id) -> Id {
    let statement = block::whole_statement(unit, node);
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
        seeds::cut_decorator(unit, decorator);
        return Handled::Gone;
    }
    if let Some(entry) = entry {
        let siblings = unit
            .syntax
            .parent(entry)
            .map_or(0, |object| unit.syntax.parts(object).count());
        if siblings > 1 {
            emit::remove_item(unit, entry);
            return Handled::Gone;
        }
    }
    if let Some(block) = with_block(unit, node) {
        return opened(unit, node, block);
    }
    let statement = block::whole_statement(unit, node);
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
            || unit.syntax.role(parent).is_none();
        if !plain {
            unit.remark(node, "this override is part of something else");
            return Handled::Stays;
        }
        at = parent;
    }
    block::remove(unit, statement);
    unit.dead.insert(statement);
    Handled::Gone
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

/// The test that a node stands in: a function marked or named as one, or the call that takes it.
fn test_around(unit: &Unit, node: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let function = syntax.function(node)?;
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
            let is_case = ["it", "test", "specify", "scenario", "example"].contains(&call.name.as_str());
            (is_case && !head.contains(".each")).then_some(statement)
        }
    }
}

/// A test that sets the value once, at its own level, and nothing else of the flag's.
fn is_only_about(unit: &Unit, test: Id, node: Id) -> bool {
    let statement = block::whole_statement(unit, node);
    let function = unit.syntax.function(node);
    // At the level of the test's own body, not in a loop or a table of cases.
    let list = unit.syntax.statement(node).map(|(_, list)| list);
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
    let before = unit.syntax.node(test).start as usize..unit.syntax.node(statement).start as usize;
    let checks = unit.text.get(before).is_some_and(|text| {
        ["assert", "expect", "should"]
            .iter()
            .any(|word| names::has_word(text, word))
    });
    direct && !checks && statement != test
}
