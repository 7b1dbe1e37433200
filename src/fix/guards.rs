//! What asks for the flag and gives no value, but decides whether code runs: decorators, and calls that make them.

use crate::fix::block;
use crate::fix::edits::whole_lines;
use crate::fix::effects;
use crate::fix::emit;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::{Value, literal};
use crate::usage::Guard;

/// What to tell of a guard that goes.
const MORE: &str = "the decorator may do more than ask for the flag";

/// `@requires("x")`: it asks for nothing any more.
pub(crate) fn decorator(unit: &mut Unit, node: Id, guard: Guard, value: &Value) {
    let whole = unit
        .syntax
        .parent(node)
        .filter(|parent| unit.syntax.has_role(*parent, |role| role.decorator.is_some()))
        .unwrap_or(node);
    let whole = around(unit, whole);
    if gives_value(unit, whole) {
        unit.stop(
            whole,
            "the decorator gives its value to what stands behind it, which cannot be followed",
        );
        return;
    }
    if guard == Guard::More {
        unit.stop(
            whole,
            "the decorator takes more than the key, and what that does is not known",
        );
        return;
    }
    if value.truth() != Some(true) {
        unit.stop(whole, "what this guards could never run, and who uses it is not known");
        return;
    }
    if guard == Guard::All {
        one_of_several(unit, whole);
        return;
    }
    unit.remark(whole, MORE);
    cut(unit, whole);
}

/// It stands before a variable or a parameter, and not before what runs.
fn gives_value(unit: &Unit, decorator: Id) -> bool {
    let syntax = &unit.syntax;
    let guarded = |id: Id| {
        syntax.has_role(id, |role| role.function.is_some() || role.container.is_some())
            || syntax.is(id, |shape| shape.decorated || shape.statements)
    };
    let holds = |id: Id| syntax.has_role(id, |role| role.binding.is_some() || role.parameter.is_some());
    let first = syntax.above(decorator).find(|above| guarded(*above) || holds(*above));
    first.is_some_and(|first| !guarded(first))
}

/// The key goes from among others that are still asked for.
fn one_of_several(unit: &mut Unit, whole: Id) {
    let syntax = &unit.syntax;
    let is_key = |id: Id| {
        let text = match literal(syntax, id, &unit.text) {
            Some(Value::Text(text)) => text,
            _ => unit.slice(id).rsplit(['.', ':']).next().unwrap_or("").to_owned(),
        };
        unit.words.contains(&text)
    };
    let named = syntax.subtree(whole).find(|id| is_key(*id));
    let item = named.and_then(|named| {
        std::iter::once(named)
            .chain(syntax.above(named))
            .take_while(|at| *at != whole)
            .find(|at| syntax.parent(*at).is_some_and(|list| lists(unit, list)))
    });
    match item {
        Some(item) => emit::remove_item(unit, item),
        None => unit.stop(
            whole,
            "the decorator asks for other flags as well, in a way that cannot be read",
        ),
    }
}

/// Several elements stand side by side in it.
fn lists(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    syntax.parts(id).count() > 1
        && syntax
            .children(id)
            .any(|child| !syntax.node(child).named && unit.slice(child) == ",")
}

/// A call that gives a decorator, or guards what it is given: `requires("x")(view)`.
pub(crate) fn made(unit: &mut Unit, node: Id, value: &Value) {
    let syntax = &unit.syntax;
    let whole = syntax.above(node).take(3).find(|above| {
        let called = effects::called(unit, *above).and_then(|parts| parts.callee);
        called == Some(node)
    });
    let guarded = whole.and_then(|whole| match effects::called(unit, whole)?.arguments[..] {
        [only] => Some((whole, only)),
        _ => None,
    });
    let on = value.truth() == Some(true);
    if let Some((whole, guarded)) = guarded.filter(|_| on) {
        unit.remark(whole, MORE);
        unit.set(whole, Fate::Same(guarded));
        return;
    }
    let decorator = std::iter::once(node)
        .chain(syntax.above(node))
        .take(8)
        .find(|above| syntax.has_role(*above, |role| role.decorator.is_some()));
    let list = syntax
        .parent(node)
        .filter(|list| syntax.has_role(*list, |role| role.list) && lists(unit, *list));
    if let Some(decorator) = decorator.filter(|_| on) {
        if list.is_some() {
            unit.remark(node, MORE);
            emit::remove_item(unit, node);
            return;
        }
        if adapts(unit, decorator, node) {
            unit.remark(decorator, MORE);
            let whole = around(unit, decorator);
            cut(unit, whole);
            return;
        }
    }
    unit.stop(node, "this guards code, and what it is given to cannot be followed");
}

/// `@adapt(guard, name="x")`: the decorator is nothing but the guard, made to fit.
fn adapts(unit: &Unit, decorator: Id, guard: Id) -> bool {
    let syntax = &unit.syntax;
    let mut calls = syntax.above(guard).take_while(|above| *above != decorator);
    let adapter = calls.find_map(|above| effects::called(unit, above));
    adapter.is_some_and(|parts| {
        parts.arguments.first() == Some(&guard) && syntax.shapes.table.decorator_adapters.contains(&parts.name)
    })
}

/// A decorator with what holds nothing but it: `[Gate("x")]`, `#[Gate('x')]`.
pub(crate) fn around(unit: &Unit, decorator: Id) -> Id {
    let syntax = &unit.syntax;
    let mut whole = decorator;
    while let Some(parent) = syntax.parent(whole)
        && syntax.only_part(parent) == Some(whole)
        && unit.slice(parent).ends_with(']')
    {
        whole = parent;
    }
    whole
}

/// Takes a decorator away.
pub(crate) fn cut(unit: &mut Unit, whole: Id) {
    let in_list = unit
        .syntax
        .parent(whole)
        .is_some_and(|parent| unit.syntax.parts(parent).count() > 1 && unit.slice(parent).ends_with(']'));
    if in_list {
        emit::remove_item(unit, whole);
        return;
    }
    let span = unit.syntax.span(whole);
    let lines = whole_lines(&unit.text, span.start, block::trimmed_end(unit, span));
    unit.edits.cut(lines.start, lines.end);
    unit.dead.insert(whole);
}
