//! Texts with holes: what is known of a hole is written into the text.

use crate::fix::block;
use crate::fix::branch;
use crate::fix::effects;
use crate::fix::owner;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::Value;
use crate::source::Span;

/// What to tell of a log that loses the flag.
pub(crate) const NOT_LOGGED: &str = "what is logged no longer tells of the flag";

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
        if let Some(span) = labelled(unit, id, hole) {
            unit.remark(hole, NOT_LOGGED);
            unit.edits.cut(span.start, span.end);
        } else {
            let (start, end) = extent(unit, hole);
            unit.edits.replace(start, end, text);
        }
        unit.dead.insert(hole);
    }
    if all {
        cut_prefix(unit, id);
    }
}

/// `flag=` before a hole of a text that is logged, with the hole and the comma beside it.
fn labelled(unit: &Unit, id: Id, hole: Id) -> Option<Span> {
    let (start, end) = extent(unit, hole);
    let own = unit.syntax.span(id);
    let text = unit.slice(id);
    let quote = text.find(['"', '\'', '`'])?;
    let from = own.start as usize + quote + 1;
    let to = (own.start as usize + text.len()).checked_sub(1)?;
    let before = unit.text.get(from..start as usize)?;
    let behind = unit.text.get(end as usize..to)?;
    let rest = before.trim_end_matches(' ').strip_suffix(['=', ':'])?;
    let is_name = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    let others = rest.trim_end_matches(is_name);
    let name = rest.get(others.len()..)?;
    let tells = unit.folded_names.contains(name) || owner::is_distinctive(name, &unit.words);
    if !tells || !is_logged(unit, id) {
        return None;
    }
    let begins = u32::try_from(from + others.len()).ok()?;
    match (behind.starts_with(", "), others.ends_with(", ")) {
        (true, _) => Some(Span {
            start: begins,
            end: end + 2,
        }),
        (false, true) => Some(Span { start: begins - 2, end }),
        (false, false) => None,
    }
}

/// An entry that only tells a log of the flag.
pub(crate) fn reported(unit: &Unit, value: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let entry = syntax.parent(value)?;
    let (key, given) = syntax.role(entry)?.entry?;
    let key = syntax.part(entry, key)?;
    let tells = owner::is_distinctive(unit.slice(key).trim_matches([':', '"', '\'']), &unit.words);
    (tells && syntax.part(entry, given) == Some(value) && is_logged(unit, entry)).then_some(entry)
}

/// It is handed to something that writes a log or reports an error.
fn is_logged(unit: &Unit, id: Id) -> bool {
    const REPORTS: &[&str] = &[
        "capture_exception",
        "capture_message",
        "captureException",
        "captureMessage",
        "CaptureException",
        "CaptureMessage",
    ];
    let calls = unit
        .syntax
        .above(id)
        .take(10)
        .filter_map(|above| effects::called(unit, above));
    calls.into_iter().any(|parts| {
        REPORTS.contains(&parts.name.as_str()) || parts.receiver.is_some_and(|receiver| is_log(unit, receiver))
    })
}

/// What a log is written by, as its name says.
pub(crate) fn is_log(unit: &Unit, receiver: Id) -> bool {
    const LOGS: &[&str] = &["log", "logger", "logging", "console", "timber"];
    let text = unit.slice(receiver).to_lowercase();
    let last = text.rsplit(['.', ':', '>']).next().unwrap_or("");
    LOGS.contains(&last.trim_matches(['_', '$', '@', '(', ')']))
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
