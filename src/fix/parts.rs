//! Files of which only a part is read: bodies of functions that have nothing to do with the flag are passed over.
//!
//! What was passed over is never changed. Whether it could have changed what happens to the rest is looked at when all is
//! done: a body that holds a name which the change has to do with, and which is declared outside of functions, has to be
//! read, and so has the body of a function of such a name. Then the whole is done again with that file as a whole. What a
//! body declares nothing outside of it sees, in the languages that are read so.

use rustc_hash::FxHashSet;

use crate::facts;
use crate::fix::leftovers;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::language::Language;
use crate::source::Span;

/// The bodies of functions in which none of these places lies and none of the words stands; none where a language is not read so.
pub(crate) fn idle_bodies(language: &'static Language, text: &str, places: &[Span], words: &[String]) -> Vec<Span> {
    if !language.shapes().table.closed_bodies {
        return Vec::new();
    }
    let mut hits: Vec<_> = places.iter().map(|place| place.range()).collect();
    for word in words.iter().filter(|word| !word.is_empty()) {
        hits.extend(text.match_indices(word).map(|(at, word)| at..at + word.len()));
    }
    hits.sort_by_key(|hit| hit.start);
    let bodies = facts::idle_bodies(text, language.grammar(), &hits);
    bodies.into_iter().map(|body| Span::new(body.start, body.end)).collect()
}

/// The places of a name are asked for, and what the functions of that name do.
pub(crate) fn ask(unit: &Unit, name: &str) {
    let mut gaps = unit.syntax.gaps().iter();
    if gaps.any(|gap| name_of(unit, gap.function) == Some(name)) {
        unit.syntax.miss();
    }
    unit.syntax.ask(name, &unit.text);
}

/// Whether what was read of a file tells all about its change. What only goes with it is counted where it is
/// ([`crate::fix::leftovers::occurrences`]).
pub(crate) fn suffice(unit: &Unit) -> bool {
    let gaps = unit.syntax.gaps();
    if gaps.is_empty() {
        return true;
    }
    let mut words = touched(unit);
    let is_named = |function: Id| name_of(unit, function).is_some_and(|name| words.contains(name));
    if gaps.iter().any(|gap| is_named(gap.function)) {
        return false;
    }
    let visible = visible(unit);
    words.retain(|name| visible.contains(name));
    // As a word of the text, so that `"$name"` counts.
    let holds = |span: Span| {
        let body = unit.text.get(span.range()).unwrap_or("");
        words.iter().any(|name| names::has_word(body, name))
    };
    !gaps.iter().any(|gap| holds(gap.span))
}

/// The names in statements that hold what is known, outside of that: what the value may flow into. With those of the functions around.
fn touched(unit: &Unit) -> FxHashSet<&str> {
    let syntax = &unit.syntax;
    let mut names: FxHashSet<&str> = unit.folded_names.iter().map(String::as_str).collect();
    let mut seen: FxHashSet<Id> = FxHashSet::default();
    for id in unit.fates.keys().copied() {
        let statement = syntax.statement(id).map_or(id, |(statement, _)| statement);
        if !seen.insert(statement) {
            continue;
        }
        let is_passed = |at: Id| unit.is_known(at) || at != statement && syntax.is(at, |shape| shape.statements);
        let mut at = statement;
        while at < syntax.node(statement).behind {
            if is_passed(at) {
                at = syntax.node(at).behind.max(at + 1);
                continue;
            }
            names.extend(Some(unit.slice(at)).filter(|_| syntax.is_identifier(at)));
            at += 1;
        }
        let around = syntax
            .above(id)
            .filter(|above| syntax.has_role(*above, |role| role.function.is_some()));
        names.extend(around.filter_map(|function| name_of(unit, function)));
    }
    names
}

fn name_of(unit: &Unit, function: Id) -> Option<&str> {
    unit.syntax.function_name(function).map(|name| unit.slice(name))
}

/// The names outside of the bodies of functions, without those of parameters, which only their function sees.
fn visible(unit: &Unit) -> FxHashSet<&str> {
    let syntax = &unit.syntax;
    let is_body = |id: Id| {
        let around = syntax.parent(id)?;
        let body = syntax.role(around)?.function.as_ref()?.body?;
        Some(syntax.fills(id, body))
    };
    let is_parameter = |id: Id| {
        let parameter = syntax.parent(id)?;
        let shape = syntax.role(parameter)?.parameter.as_ref()?;
        let of_function = || {
            let mut around = syntax.above(parameter);
            around.find(|above| syntax.has_role(*above, |role| role.function.is_some() || role.container.is_some()))
        };
        let is_plain = !shape.field && shape.field_modifier.is_empty() && syntax.fills(id, shape.name?);
        Some(is_plain && of_function().is_some_and(|id| syntax.has_role(id, |role| role.container.is_none())))
    };
    let mut names = FxHashSet::default();
    let all = leftovers::whole(unit);
    let mut at = all.start;
    while at < all.end {
        if is_body(at) == Some(true) {
            at = syntax.node(at).behind.max(at + 1);
            continue;
        }
        if syntax.is_identifier(at) && is_parameter(at) != Some(true) {
            names.insert(unit.slice(at));
        }
        at += 1;
    }
    names
}
