//! Lists of flags: objects, interfaces and unions of texts that name every flag, whoever asks for it.

use crate::fix::block;
use crate::fix::edits::{begins_line, ends_line, whole_lines};
use crate::fix::effects;
use crate::fix::emit;
use crate::fix::homes::Homes;
use crate::fix::leftovers;
use crate::fix::names;
use crate::fix::parses::Parses;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::words;
use crate::language::Language;

/// The text without the key in its lists of flags; `None`: nothing to take away. A list is one of flags if it names another
/// one that code asks for.
pub(crate) fn without(
    (path, text): (&str, &str),
    key: &str,
    others: &dyn Fn(&str) -> bool,
    parses: &Parses,
) -> Option<String> {
    let language = Language::of(path.rsplit('/').next().unwrap_or(path))?;
    let grammar = language.grammar();
    if grammar.table.fix.is_empty() || grammar.table.template.is_some() || grammar.is_test_path(path) {
        return None;
    }
    let mut unit = parses.unit(path, language, text)?;
    let end = Id::try_from(unit.syntax.nodes.len()).unwrap_or(0);
    for id in 0..end {
        if let Some(name) = named(&unit, id).filter(|name| unquoted(unit.slice(*name)) == key)
            && is_of_flags(&unit, id, others)
            && is_plain(&unit, id, name)
        {
            take(&mut unit, id);
        } else if unit.syntax.has_role(id, |role| role.type_member)
            && unquoted(unit.slice(id)) == key
            && unions(&unit, id)
                .iter()
                .any(|other| others(unquoted(unit.slice(*other))))
        {
            take_member(&mut unit, id);
        }
    }
    (!unit.edits.is_empty()).then(|| unit.edits.apply(text))
}

/// The text without a name in lists and tables of what is declared beside it; `None`: it stands in none.
pub(crate) fn without_name(
    (path, text): (&str, &str),
    name: &str,
    (types, homes): (&leftovers::Types, &Homes),
    parses: &Parses,
) -> Option<String> {
    let language = Language::of(path.rsplit('/').next().unwrap_or(path))?;
    let grammar = language.grammar();
    if grammar.table.template.is_some() || grammar.is_test_path(path) {
        return None;
    }
    let mut unit = parses.unit(path, language, text)?;
    let foreign = types.foreign(&unit, name);
    let places = leftovers::whole(&unit).filter(|id| named_of(&unit, *id).is_some_and(|(_, own)| own == name));
    let means = |id: &Id| named_of(&unit, *id).is_some_and(|(before, _)| homes.are_meant(&unit, before));
    let items: Vec<Id> = places
        .filter(means)
        .filter(|id| !foreign.iter().any(|place| unit.syntax.subtree(*id).contains(place)))
        .filter_map(|id| listed(&unit, id))
        .collect();
    for item in items {
        emit::remove_item(&mut unit, item);
    }
    (!unit.edits.is_empty()).then(|| unit.edits.apply(text))
}

/// What stands before a name, and the name: `Flag.` and `A` of `Flag.A`.
fn named_of(unit: &Unit, id: Id) -> Option<(&str, &str)> {
    let syntax = &unit.syntax;
    let text = unit.slice(id);
    let is_name = syntax.is_identifier(id) || effects::member(unit, id).is_some();
    let plain = |text: &str| {
        text.chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':'))
    };
    let at = text.rfind(['.', ':']).map_or(0, |at| at + 1);
    (is_name && plain(text)).then(|| text.split_at(at))
}

/// The element or the entry that a name is, of a list or table in which something is named that is declared beside it.
fn listed(unit: &Unit, id: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let own = named_of(unit, id)?.0;
    let wrapped = |id: Id| {
        syntax
            .parent(id)
            .filter(|parent| syntax.span(*parent) == syntax.span(id))
    };
    let id = wrapped(id).unwrap_or(id);
    let parent = syntax.parent(id)?;
    let key_of = |id: Id| syntax.role(id)?.entry.and_then(|(key, _)| syntax.part(id, key));
    let (item, list) = match key_of(parent) {
        Some(key) if key == id && is_read(unit, key) && is_plain(unit, parent, id) => (parent, syntax.parent(parent)?),
        Some(_) => return None,
        None if holds_elements(unit, parent) => (id, parent),
        None => return None,
    };
    let beside = |other: Id| {
        let other = key_of(other).unwrap_or(other);
        let name = named_of(unit, other).or_else(|| named_of(unit, syntax.only_part(other)?));
        name.is_some_and(|(before, name)| before == own && (!own.is_empty() || is_declared(unit, name)))
    };
    // One element in parentheses is no list.
    let is_list = syntax.has_role(list, |role| role.list || role.object);
    let pair = is_list && syntax.parts(list).count() < 3 && !unit.slice(list).starts_with(['[', '{']);
    let mut others = syntax.parts(list).filter(|other| *other != item);
    (!pair && others.any(beside)).then_some(item)
}

/// The key of an entry is read; elsewhere a bare name is that of the entry itself, whatever else has it.
fn is_read(unit: &Unit, key: Id) -> bool {
    let is_bare = !unit.slice(key).contains(['.', ':']);
    !is_bare || unit.syntax.grammar.table.entry_keys_are_expressions || names::is_in_map(unit, key)
}

/// A list, or the arguments of a call that gives one.
fn holds_elements(unit: &Unit, list: Id) -> bool {
    let syntax = &unit.syntax;
    let functions = &syntax.grammar.table.list_functions;
    let call = syntax
        .above(list)
        .take(2)
        .find_map(|above| effects::called(unit, above));
    let gives_list = call.is_some_and(|parts| {
        let whole = match parts.receiver {
            Some(receiver) => format!("{}.{}", unit.slice(receiver), parts.name),
            None => parts.name.clone(),
        };
        parts.list == Some(list) && functions.contains(&whole)
    });
    gives_list || syntax.has_role(list, |role| role.list)
}

/// The file declares the name, as a member of a type or a constant.
fn is_declared(unit: &Unit, name: &str) -> bool {
    let syntax = &unit.syntax;
    syntax.named(name, &unit.text).any(|id| {
        syntax.above(id).take(2).any(|above| {
            let role = syntax.role(above);
            let member = role.and_then(|role| role.enumerator.as_ref()).map(|shape| shape.name);
            let constant = role.and_then(|role| role.binding.as_ref()).map(|shape| shape.name);
            let field = member.or(constant);
            field.and_then(|field| syntax.part(above, field)) == Some(id)
        })
    })
}

/// Whether code names the key, in a text or as a name of its own.
pub(crate) fn names(path: &str, text: &str, key: &str, parses: &Parses) -> bool {
    let Some(language) = Language::of(path.rsplit('/').next().unwrap_or(path)) else {
        return false;
    };
    if language.grammar().table.fix.is_empty() || language.grammar().table.template.is_some() {
        return text.contains(key);
    }
    if let Some(names) = words::names(text, language, key) {
        return names;
    }
    parses
        .unit(path, language, text)
        .is_none_or(|unit| leftovers::occurrences(&unit, leftovers::whole(&unit), key) > 0)
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`', ':', '[', ']'])
}

/// The name of an entry of an object or of a member of a type.
fn named(unit: &Unit, id: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let role = syntax.role(id)?;
    if let Some((key, _)) = role.entry {
        return syntax.part(id, key);
    }
    let binding = role.binding.as_ref().filter(|binding| binding.value.is_none())?;
    syntax.part(id, binding.name)
}

/// Something beside it is named as another flag is.
fn is_of_flags(unit: &Unit, id: Id, others: &dyn Fn(&str) -> bool) -> bool {
    let Some(list) = unit.syntax.parent(id) else {
        return false;
    };
    unit.syntax
        .parts(list)
        .filter(|other| *other != id)
        .filter_map(|other| named(unit, other))
        .any(|name| others(unquoted(unit.slice(name))))
}

/// A text or number, or what gives nothing else; no function or object of its own.
fn is_plain(unit: &Unit, id: Id, name: Id) -> bool {
    unit.syntax
        .parts(id)
        .filter(|part| *part != name)
        .all(|part| effects::first(unit, part).is_none() && !unit.syntax.has_role(part, |role| role.function.is_some()))
}

fn take(unit: &mut Unit, id: Id) {
    let span = block::with_comments(unit, id);
    let lines = whole_lines(&unit.text, span.start, span.end);
    unit.edits.cut(lines.start, lines.end);
}

/// All texts of the union that one stands in.
fn unions(unit: &Unit, id: Id) -> Vec<Id> {
    let syntax = &unit.syntax;
    let Some(kind) = syntax.parent(id).map(|parent| syntax.node(parent).kind) else {
        return Vec::new();
    };
    let Some(whole) = syntax
        .above(id)
        .take_while(|above| syntax.node(*above).kind == kind)
        .last()
    else {
        return Vec::new();
    };
    syntax
        .subtree(whole)
        .filter(|other| *other != id && syntax.has_role(*other, |role| role.type_member))
        .collect()
}

/// `| "a"` on a line of its own, or after another one.
fn take_member(unit: &mut Unit, id: Id) {
    let own = unit.syntax.span(id);
    let before = unit.text.get(..own.start as usize).unwrap_or("").trim_end();
    let Some(start) = before.strip_suffix('|').and_then(|rest| u32::try_from(rest.len()).ok()) else {
        return;
    };
    let span = match begins_line(&unit.text, start) && ends_line(&unit.text, own.end) {
        true => whole_lines(&unit.text, start, own.end),
        false => {
            let rest = unit.text.get(..start as usize).unwrap_or("");
            let white = rest.len() - rest.trim_end().len();
            crate::source::Span {
                start: start.saturating_sub(u32::try_from(white).unwrap_or(0)),
                end: own.end,
            }
        }
    };
    unit.edits.cut(span.start, span.end);
}
