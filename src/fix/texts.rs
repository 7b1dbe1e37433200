//! Texts with holes: what is known of a hole is written into the text.

use crate::fix::block;
use crate::fix::branch;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::Value;

/// How holes begin, where the node of a hole does not hold that.
const OPENINGS: &[&str] = &["${", "#{", "\\("];
/// What a hole's node may hold apart from the expression.
const BRACES: &[&str] = &["{", "}", "${", "#{", "$"];

/// Fills the holes of a text whose values the flag decides.
pub(crate) fn rewrite(unit: &mut Unit, id: Id) {
    let syntax = &unit.syntax;
    let holes: Vec<Id> = syntax
        .children(id)
        .filter(|child| syntax.has_role(*child, |role| role.interpolation))
        .collect();
    let filled: Vec<(Id, String)> = holes
        .iter()
        .filter_map(|hole| Some((*hole, written(unit, *hole)?)))
        .collect();
    let all = filled.len() == holes.len() && !filled.is_empty();
    for (hole, text) in filled {
        let (start, end) = extent(unit, hole);
        unit.edits.replace(start, end, text);
        unit.dead.insert(hole);
    }
    if all {
        cut_prefix(unit, id);
    }
}

/// What a hole always shows.
fn written(unit: &Unit, hole: Id) -> Option<String> {
    let shown = shown(unit, hole)?;
    let value = match decided(unit, shown) {
        Some(value) => value,
        None => decided(unit, single(unit, branch::remaining_body(unit, shown)?)?)?,
    };
    match value {
        Value::Text(text) if is_plain(&text) => Some(text),
        Value::Number(text) if is_plain(&text) => Some(text),
        Value::Bool(value) => {
            let table = &unit.syntax.shapes.table;
            let texts = &table.truth_words;
            let text = texts.get(usize::from(value)).cloned();
            text.or_else(|| texts.is_empty().then(|| table.truth(value).to_owned()))
        }
        _ => None,
    }
}

/// The expression in a hole, if it says nothing of how that is to be shown.
fn shown(unit: &Unit, hole: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    if syntax.parts(hole).next().is_none() {
        return Some(hole);
    }
    let mut at = hole;
    for _ in 0..3 {
        let mut parts = syntax.parts(at).filter(|part| !BRACES.contains(&unit.slice(*part)));
        let first = parts.next()?;
        if parts.next().is_some() {
            return None;
        }
        at = first;
        if !syntax.is(at, |shape| shape.block) {
            return Some(at);
        }
    }
    None
}

/// The value of an expression, if the flag has to do with it.
fn decided(unit: &Unit, id: Id) -> Option<Value> {
    let decided = unit.fates.contains_key(&id) || unit.syntax.above(id).take(4).any(|above| branch_of(unit, above));
    unit.constant(id).filter(|_| decided)
}

fn branch_of(unit: &Unit, id: Id) -> bool {
    branch::remaining_body(unit, id).is_some()
}

/// The only expression of a body.
fn single(unit: &Unit, body: Id) -> Option<Id> {
    match block::items(unit, body)[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// Nothing in it means anything within a text.
fn is_plain(text: &str) -> bool {
    let harmless = |letter: char| letter.is_alphanumeric() || " -_.,:;/!?+=@*&()|".contains(letter);
    text.chars().all(harmless)
}

/// The hole with what opens and closes it.
fn extent(unit: &Unit, hole: Id) -> (u32, u32) {
    let span = unit.syntax.span(hole);
    let own = unit.slice(hole);
    let before = unit.text.get(..span.start as usize).unwrap_or("");
    let behind = unit.text.get(span.end as usize..).unwrap_or("");
    if own.starts_with(['$', '#', '{', '\\']) && !own.starts_with("$this") {
        return (span.start, span.end);
    }
    for opening in OPENINGS {
        if before.ends_with(opening) && behind.starts_with(['}', ')']) {
            let length = u32::try_from(opening.len()).unwrap_or(0);
            return (span.start.saturating_sub(length), span.end + 1);
        }
    }
    match before.ends_with('$') {
        true => (span.start.saturating_sub(1), span.end),
        false => (span.start, span.end),
    }
}

/// `f"a"` → `"a"`, where nothing in it needs the prefix.
fn cut_prefix(unit: &mut Unit, id: Id) {
    let text = unit.slice(id);
    let prefixes = &unit.syntax.shapes.table.hole_words;
    let prefix = prefixes.iter().find(|prefix| {
        let rest = text.strip_prefix(prefix.as_str());
        rest.is_some_and(|rest| rest.starts_with(['"', '\'']))
    });
    let doubled = text.contains("{{") || text.contains("}}");
    let Some(length) = prefix
        .filter(|_| !doubled)
        .and_then(|prefix| u32::try_from(prefix.len()).ok())
    else {
        return;
    };
    let start = unit.syntax.node(id).start;
    unit.edits.cut(start, start + length);
}
