//! What nothing uses any more: imports, variables, private functions and constants that only the removed code named.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::fix::blanks;
use crate::fix::block;
use crate::fix::edits::{Edits, begins_line, ends_line, whole_lines};
use crate::fix::effects;
use crate::fix::emit;
use crate::fix::homes::{Free, Homes};
use crate::fix::last;
use crate::fix::names;
use crate::fix::parses::Parses;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::unreached;
use crate::fix::unread;
use crate::fix::words;
use crate::fix::woven;
use crate::language::{Field, Language};
use crate::source::Span;

/// Removals lead to further ones; more rounds than this mean that something is odd.
const ROUNDS: usize = 16;

/// The names in cut stretches of a text.
pub(crate) fn names_in(unit: &Unit, spans: impl Iterator<Item = Span>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let nodes = &unit.syntax.nodes;
    for span in spans {
        let from = nodes.partition_point(|node| node.start < span.start);
        for (at, node) in nodes.iter().enumerate().skip(from) {
            if node.start >= span.end {
                break;
            }
            if let Ok(id) = Id::try_from(at)
                && node.end <= span.end
                && unit.syntax.is_identifier(id)
            {
                found.insert(unit.slice(id).to_owned());
            }
        }
    }
    found
}

/// Removes what only the removed code used; `None`: not parsed in time. `names` are the names in it; `free` are
/// declarations that go even though other files could see them, because none does.
pub(crate) fn remove(
    unit: Unit,
    names: BTreeSet<String>,
    free: &Free<'_>,
    elsewhere: &dyn Fn(&str) -> bool,
) -> Option<Unit> {
    remove_from(unit, names, free, elsewhere, None)
}

/// Removes the member of a name from its type and from cases; what else has the name stays.
pub(crate) fn remove_member(mut unit: Unit, name: &str, types: &Types) -> Option<Unit> {
    // The types say whose it is.
    let free = Free::one(name, None);
    for _ in 0..ROUNDS {
        let foreign = types.foreign(&unit, name);
        let is_ours = |id: Id| !foreign.iter().any(|place| unit.syntax.subtree(id).contains(place));
        let of_type = |id: Id| {
            let mut names = unit.syntax.subtree(id).filter_map(|inner| member_of(&unit, inner));
            names.any(|of| types.own.contains(of))
        };
        let unused: Vec<Id> = whole(&unit)
            .flat_map(|id| {
                let is_member = unit.syntax.has_role(id, |role| role.enumerator.is_some());
                let member = unused_member(&unit, id, &free).filter(|id| is_member && of_type(*id));
                let ours = patterns_of(&unit, id, name).iter().all(|pattern| is_ours(*pattern));
                let cases = if ours {
                    unused_case(&unit, id, &free)
                } else {
                    Vec::new()
                };
                member.into_iter().chain(cases)
            })
            .collect();
        for id in together(&unit, &unused) {
            if !unit.is_dead(id) {
                take(&mut unit, id);
            }
        }
        if unit.edits.is_empty() {
            return Some(unit);
        }
        if !woven::mend(&mut unit) {
            unit.edits = Edits::default();
            return Some(unit);
        }
        let new = unit.edits.apply(&unit.text);
        let changes = unit.edits.resolved(&unit.text);
        let syntax = unit.syntax.parse_again(&unit.text, &changes, &new)?;
        unit = Unit::new(&unit.path, new, syntax);
    }
    Some(unit)
}

/// The same; `first` is what is unused before anything was removed, where that is known.
pub(crate) fn remove_from(
    mut unit: Unit,
    mut names: BTreeSet<String>,
    free: &Free<'_>,
    elsewhere: &dyn Fn(&str) -> bool,
    mut first: Option<Vec<Id>>,
) -> Option<Unit> {
    for _ in 0..ROUNDS {
        let unused: Vec<Id> = first.take().unwrap_or_else(|| unused(&unit, &names, free, elsewhere));
        let calls: Vec<String> = unused.iter().flat_map(|id| calls_in(&unit, *id)).collect();
        unit.dropped.extend(calls);
        for row in rows(&unit, together(&unit, &unused)) {
            match row[..] {
                [first, .., last] => take_row(&mut unit, first, last, &row),
                [only] if !unit.is_dead(only) && is_of_list(&unit, only) => take_row(&mut unit, only, only, &row),
                [only] if !unit.is_dead(only) => take(&mut unit, only),
                _ => {}
            }
        }
        for statement in unreached::ends_early(&unit) {
            let end = block::trimmed_end(&unit, unit.syntax.span(statement));
            if !unit.is_dead(statement) {
                block::cut_unreachable(&mut unit, statement, end);
            }
        }
        for label in unreached::idle_labels(&unit) {
            unit.edits.cut(label.start, label.end);
        }
        if unit.edits.is_empty() {
            blanks::name(&mut unit, &names);
        }
        if unit.edits.is_empty() {
            if let Some(id) = blanks::unread(&unit, &names) {
                let text = format!("{} would be set and never read, which is an error", unit.shown(id));
                unit.stop(id, text);
            }
            return Some(unit);
        }
        names.extend(names_in(&unit, unit.edits.spans()));
        if !woven::mend(&mut unit) {
            unit.edits = Edits::default();
            return Some(unit);
        }
        let new = unit.edits.apply(&unit.text);
        let syntax = unit
            .syntax
            .parse_again(&unit.text, &unit.edits.resolved(&unit.text), &new)?;
        let (words, dropped) = (std::mem::take(&mut unit.words), std::mem::take(&mut unit.dropped));
        unit = Unit::new(&unit.path, new, syntax);
        (unit.words, unit.dropped) = (words, dropped);
    }
    Some(unit)
}

/// The lines of a declaration with calls that run where it stands and may do more than give something.
fn calls_in(unit: &Unit, declaration: Id) -> Vec<String> {
    let around = unit.syntax.function(declaration);
    let tells = |id: Id| effects::is_unknown_hook(unit, id) || effects::may_fail(unit, id);
    let runs = |id: &Id| tells(*id) && unit.syntax.function(*id) == around;
    let line = |id: Id| unit.slice(id).lines().next().unwrap_or("").to_owned();
    unit.syntax.subtree(declaration).filter(runs).map(line).collect()
}

/// The names for which it matters whether other files hold them, and what is unused if all of them do.
pub(crate) fn asked(unit: &Unit, names: &BTreeSet<String>) -> (BTreeSet<String>, Vec<Id>) {
    let asked = RefCell::new(BTreeSet::new());
    let note = |name: &str| {
        asked.borrow_mut().insert(name.to_owned());
        true
    };
    let found = unused(unit, names, &Free::default(), &note);
    (asked.into_inner(), found)
}

/// Where a statement holds nothing that stays, the statement stands for what goes.
fn together(unit: &Unit, unused: &[Id]) -> Vec<Id> {
    let syntax = &unit.syntax;
    let mut found = Vec::new();
    for id in unused {
        let whole = syntax
            .parent(*id)
            .filter(|list| syntax.parts(*list).all(|part| unused.contains(&part)));
        let statement = whole
            .and_then(|list| syntax.statement(list))
            .map(|(statement, _)| statement);
        let only = |statement: &Id| {
            syntax
                .above(*id)
                .skip(1)
                .take_while(|above| *above != *statement)
                .chain(std::iter::once(*statement))
                .all(|above| syntax.parts(above).count() == 1)
        };
        let item = statement
            .filter(|statement| *statement != *id && (Some(*statement) == whole || only(statement)))
            .unwrap_or(*id);
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}

/// Imports that stand right below each other go as one, so that no blank line of theirs stays.
fn rows(unit: &Unit, mut items: Vec<Id>) -> Vec<Vec<Id>> {
    let syntax = &unit.syntax;
    items.sort_unstable();
    let is_import = |id: Id| {
        let whole = syntax.statement(id).is_some_and(|(statement, _)| statement == id);
        // Or one of a list on lines of their own: `import ( … )`.
        let of_list = is_of_list(unit, id);
        let mut own = syntax.subtree(id).take(2);
        of_list || whole && own.any(|inner| syntax.has_role(inner, |role| role.import.is_some()))
    };
    let words = &syntax.shapes.table.section_words;
    let is_word = |id: Id| words.iter().any(|word| word == unit.slice(id));
    let mut found: Vec<Vec<Id>> = Vec::new();
    for id in items {
        let before = found.last().and_then(|row| row.last()).copied();
        let follows = before.is_some_and(|before| {
            let (from, to) = (syntax.span(before).end as usize, syntax.node(id).start as usize);
            let between = unit.text.get(from..to).unwrap_or("x");
            between.trim_matches([';', ' ', '\t', '\r', '\n']).is_empty()
                && (is_import(before) && is_import(id) || is_word(before))
        });
        match found.last_mut().filter(|_| follows) {
            Some(row) => row.push(id),
            None => found.push(vec![id]),
        }
    }
    found
}

fn take_row(unit: &mut Unit, first: Id, last: Id, row: &[Id]) {
    let (start, end) = (
        block::with_comments(unit, first).start,
        block::with_comments(unit, last).end,
    );
    let lines = whole_lines(&unit.text, start, end);
    let rest = unit.text.get(lines.end as usize..).unwrap_or("").trim_start();
    let closes = rest.starts_with([')', '}', ']']) || rest.starts_with("end\n");
    let before = unit.text.get(..lines.start as usize).unwrap_or("");
    // No blank line before what closes.
    let blank = match closes && before.ends_with('\n') {
        true => before.len() - before.trim_end().len(),
        false => 0,
    };
    let kept = u32::try_from(blank.saturating_sub(1)).unwrap_or(0);
    unit.edits.cut(lines.start - kept.min(lines.start), lines.end);
    unit.dead.extend(row);
}

fn take(unit: &mut Unit, id: Id) {
    if unread::take_alternative(unit, id) {
        return;
    }
    let is_statement = unit.syntax.statement(id).is_some_and(|(statement, _)| statement == id);
    let in_lines = unit.syntax.parent(id).is_some_and(|parent| {
        unit.syntax.has_role(id, |role| role.import.is_some()) && !is_statement && unit.syntax.parts(parent).count() > 1
    });
    if is_statement {
        block::remove(unit, id);
    } else if in_lines || is_own_line(unit, id) && !has_comma(unit, id) {
        let span = block::with_comments(unit, id);
        let lines = whole_lines(&unit.text, span.start, span.end);
        unit.edits.cut(lines.start, lines.end);
        unit.dead.insert(id);
    } else {
        emit::remove_item(unit, id);
    }
}

/// An import on a line of its own in a list without commas.
fn is_of_list(unit: &Unit, id: Id) -> bool {
    let is_statement = unit.syntax.statement(id).is_some_and(|(statement, _)| statement == id);
    let others = unit
        .syntax
        .parent(id)
        .is_some_and(|list| unit.syntax.parts(list).count() > 1);
    let is_import = unit.syntax.has_role(id, |role| role.import.is_some());
    is_import && !is_statement && others && is_own_line(unit, id) && !has_comma(unit, id)
}

fn is_own_line(unit: &Unit, id: Id) -> bool {
    let span = unit.syntax.span(id);
    begins_line(&unit.text, span.start) && ends_line(&unit.text, span.end)
}

fn has_comma(unit: &Unit, id: Id) -> bool {
    unit.syntax.parent(id).is_some_and(|parent| {
        unit.syntax
            .children(parent)
            .any(|child| !unit.syntax.node(child).named && unit.slice(child) == ",")
    })
}

/// The declarations of these names that nothing reads.
fn unused(unit: &Unit, names: &BTreeSet<String>, free: &Free<'_>, elsewhere: &dyn Fn(&str) -> bool) -> Vec<Id> {
    let syntax = &unit.syntax;
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    let mut found = Vec::new();
    let mut at = 0;
    while at < end {
        let id = at;
        at += 1;
        let Some(role) = syntax.role(id) else {
            found.extend(unused_case(unit, id, free));
            continue;
        };
        if role.import.is_some() {
            // Some grammars nest the statement and what it names.
            if let Some(item) = unused_import(unit, id, names) {
                found.push(item);
            }
            at = syntax.node(id).behind.max(id + 1);
            continue;
        }
        if role.function.is_some() || role.container.is_some() {
            found.extend(unused_declaration(unit, id, names, free, elsewhere));
        }
        if role.binding.is_some() {
            found.extend(unused_variable(unit, id, names, free, elsewhere));
            found.extend(unread::field(unit, id, names));
        }
        if role.enumerator.is_some() || role.entry.is_some() {
            found.extend(unused_member(unit, id, free));
        }
        found.extend(unused_case(unit, id, free));
        if role.pattern.is_some() {
            found.extend(unused_entries(unit, id, names));
            found.extend(unread::entries(unit, id, names));
        }
    }
    let words: Vec<Id> = found.iter().filter_map(|id| idle_word(unit, *id, &found)).collect();
    found.extend(words);
    found
}

/// The word on its own that hides what follows, where nothing follows any more.
fn idle_word(unit: &Unit, id: Id, going: &[Id]) -> Option<Id> {
    let syntax = &unit.syntax;
    let words = &syntax.shapes.table.section_words;
    let list = syntax.parent(id).filter(|_| !words.is_empty())?;
    let is_word = |part: &Id| words.iter().any(|word| word == unit.slice(*part));
    let word = syntax
        .parts(list)
        .take_while(|part| *part < id)
        .filter(is_word)
        .last()?;
    let idle = syntax
        .parts(list)
        .filter(|part| *part > word)
        .all(|part| going.contains(&part));
    idle.then_some(word)
}

/// How often a name stands in a stretch, imports left out; texts that are the name count.
pub(crate) fn occurrences(unit: &Unit, within: std::ops::Range<Id>, name: &str) -> usize {
    let syntax = &unit.syntax;
    let mut count = usize::from(within == whole(unit) && unit.in_markup(name));
    if let Some(last) = within.end.checked_sub(1) {
        let (start, end) = (syntax.node(within.start).start, syntax.node(last).end);
        count += syntax.in_gaps(Span { start, end }, name, &unit.text);
    }
    let mut at = within.start;
    while at < within.end {
        let id = at;
        at += 1;
        if syntax.has_role(id, |role| role.import.is_some()) {
            at = syntax.node(id).behind.max(id + 1);
            continue;
        }
        let text = unit.slice(id);
        let means = |text: &str| {
            let signs = &syntax.shapes.table.projections;
            let projected = signs.iter().any(|sign| text.strip_prefix(sign.as_str()) == Some(name));
            text == name || projected
        };
        let named = means(text) && syntax.is_identifier(id);
        let quoted = text.strip_prefix(':') == Some(name)
            || text.len() == name.len() + 2 && text.contains(name) && syntax.has_role(id, |role| role.string);
        let macros = syntax.has_role(id, |role| role.macros || role.cfg_attribute) && names::has_word(text, name);
        let implied = text == name && names::implying(unit, id).is_some();
        count += usize::from(named || quoted || macros || implied);
        if macros {
            at = syntax.node(id).behind.max(id + 1);
        }
    }
    count
}

pub(crate) fn whole(unit: &Unit) -> std::ops::Range<Id> {
    0..Id::try_from(unit.syntax.nodes.len()).unwrap_or(0)
}

/// Of an import what brings in a name that is not used.
fn unused_import(unit: &Unit, import: Id, names: &BTreeSet<String>) -> Option<Id> {
    let syntax = &unit.syntax;
    let table = &syntax.grammar.table;
    if syntax.shapes.table.imports_stay {
        return None;
    }
    let role = syntax.role(import)?.import?;
    let module = role.module;
    if table.import_alias_from_path {
        let path = syntax.part(import, module?)?;
        let alias = role.alias.and_then(|field| syntax.part(import, field));
        let name = match alias {
            Some(alias) => unit.slice(alias).to_owned(),
            None => package_name(unit.slice(path).trim_matches(['"', '`'])),
        };
        let is_idle = |name: &str| occurrences(unit, whole(unit), name) == 0;
        let unused = names.contains(&name) && is_idle(&name);
        // `unleash-client-go` has the package `unleash`.
        let text = unit.slice(path).trim_matches(['"', '`']).to_owned();
        let is_piece = |word: &&str| alias.is_none() && names.contains(*word) && is_idle(word);
        let unused = unused || is_idle(&name) && text.split(['/', '-', '.']).skip(1).any(|word| is_piece(&word));
        return unused.then(|| import_statement(unit, import));
    }
    if syntax.shapes.table.imports_by_last_piece {
        return unused_path(unit, import, syntax.part(import, module?)?, names);
    }
    for id in syntax.subtree(import) {
        let name = unit.slice(id);
        if !syntax.is_identifier(id) || !names.contains(name) || !is_local_name(unit, import, id) {
            continue;
        }
        if occurrences(unit, whole(unit), name) == 0 {
            return Some(import_item(unit, import, id, module));
        }
    }
    None
}

/// `alias A.B` alone, or `B` of `alias A.{B, C}`, where nothing begins with `B`.
fn unused_path(unit: &Unit, import: Id, path: Id, names: &BTreeSet<String>) -> Option<Id> {
    let syntax = &unit.syntax;
    let is_unused = |path: Id| {
        let name = unit.slice(path).rsplit('.').next().unwrap_or("");
        let begins = |id: Id| {
            let rest = unit.slice(id).strip_prefix(name);
            !syntax.subtree(import).contains(&id)
                && syntax.is_identifier(id)
                && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        names.contains(name) && !whole(unit).any(begins)
    };
    if !syntax.is_identifier(path) {
        let list = syntax.parts(path).last()?;
        let several = syntax.parts(list).count() > 1;
        return syntax.parts(list).find(|part| is_unused(*part)).filter(|_| several);
    }
    let alone = syntax
        .parent(path)
        .is_some_and(|list| syntax.only_part(list) == Some(path));
    (alone && is_unused(path)).then(|| import_statement(unit, import))
}

/// The last part of a path is the package's name, a version or a prefix left aside.
fn package_name(path: &str) -> String {
    let is_version = |part: &&str| {
        part.strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let last = path.rsplit('/').find(|part| !is_version(part)).unwrap_or(path);
    let last = last.split(".v").next().unwrap_or(last);
    last.strip_prefix("go-").unwrap_or(last).to_owned()
}

/// The identifier is what the file calls the imported thing.
fn is_local_name(unit: &Unit, import: Id, id: Id) -> bool {
    let syntax = &unit.syntax;
    // Beside what is imported the module is only where that comes from.
    let module = syntax.role(import).and_then(|role| role.import?.module);
    let module = module.and_then(|module| syntax.part(import, module));
    if module.is_some_and(|module| syntax.subtree(module).contains(&id) && syntax.parts(import).count() > 1) {
        return false;
    }
    let mut below = id;
    for above in syntax.above(id) {
        if above == import {
            return true;
        }
        if let Some(role) = syntax.role(above) {
            if role.member.is_some() && syntax.parts(above).last() != Some(below) {
                return false;
            }
            if let Some((_, alias, _)) = role.import_item
                && let Some(alias) = alias.and_then(|alias| syntax.part(above, alias))
                && alias != below
            {
                return false;
            }
            if role.import_scope.is_some_and(|(path, _)| syntax.fills(below, path)) {
                return false;
            }
        }
        let separators = &syntax.grammar.table.module_separators;
        let separated = unit.slice(above).contains('.')
            || separators
                .iter()
                .any(|separator| unit.slice(above).contains(separator.as_str()));
        let dotted = syntax.parts(above).count() > 1 && separated && !unit.slice(above).contains([',', ' ', '{']);
        if dotted && syntax.parts(above).last() != Some(below) {
            return false;
        }
        below = above;
    }
    true
}

/// The largest part of an import that brings in this name only.
fn import_item(unit: &Unit, import: Id, name: Id, module: Option<Field>) -> Id {
    let syntax = &unit.syntax;
    let mut item = name;
    for above in syntax.above(name) {
        let role = syntax.role(above);
        let is_one = role.is_some_and(|role| role.member.is_some() || role.import_item.is_some() && above != import);
        let scope = role.and_then(|role| role.import_scope);
        let others = syntax
            .parts(above)
            .filter(|part| *part != item)
            .filter(|part| {
                let is = |field: Option<Field>| field.is_some_and(|field| syntax.fills(*part, field));
                !is(module.filter(|_| above == import))
                    && !is(scope.map(|(path, _)| path))
                    && !syntax.is(*part, |shape| shape.modifiers)
            })
            .count();
        let dotted = !unit.slice(above).contains([',', ' ', '{', '\n']);
        if others > 0 && !is_one && !dotted {
            return item;
        }
        if above == import {
            return import_statement(unit, import);
        }
        item = above;
    }
    item
}

/// The import with what is around it, if it holds no other.
fn import_statement(unit: &Unit, import: Id) -> Id {
    let syntax = &unit.syntax;
    let mut at = import;
    while let Some(parent) = syntax.parent(at) {
        if syntax.is(parent, |shape| shape.statements) || syntax.parts(parent).count() > 1 {
            break;
        }
        at = parent;
    }
    at
}

/// The name of a declaration, and its place.
fn declared_name(unit: &Unit, id: Id, field: Option<Field>) -> Option<String> {
    let name = names::declared_name(unit, unit.syntax.part(id, field?)?);
    unit.syntax.is_identifier(name).then(|| unit.slice(name).to_owned())
}

/// A function or type that nothing names.
fn unused_declaration(
    unit: &Unit,
    id: Id,
    names: &BTreeSet<String>,
    free: &Free<'_>,
    elsewhere: &dyn Fn(&str) -> bool,
) -> Option<Id> {
    let syntax = &unit.syntax;
    let role = syntax.role(id)?;
    let function = role.function.as_ref().map(|function| function.name);
    let field = function.or_else(|| role.container.as_ref().map(|container| Some(container.name)))?;
    let name = declared_name(unit, id, field)?;
    let is_free = free.holds(unit, id, &name);
    let wanted = is_free || names.contains(&name) && !may_be_seen(unit, id, &name);
    // Files of one package or module see each other's private names.
    let hidden = is_hidden(unit, id);
    if !wanted || occurrences(unit, whole(unit), &name) != 1 || !is_free && !hidden && elsewhere(&name) {
        return None;
    }
    let mut at = id;
    while let Some(parent) = syntax.parent(at)
        && syntax.is(parent, |shape| shape.export || shape.decorated)
    {
        at = parent;
    }
    // Decorators and the like use what they stand before.
    let decorated = syntax.is(at, |shape| shape.decorated) || unit.slice(at).trim_start().starts_with(['@', '[']);
    syntax
        .statement(at)
        .filter(|(statement, _)| *statement == at && !decorated)
        .map(|(statement, _)| statement)
}

/// Other files cannot see it, whatever they name so.
pub(crate) fn is_hidden(unit: &Unit, declared: Id) -> bool {
    let head = unit.slice(declared).split(['{', '=', '(']).next().unwrap_or("");
    let words = &unit.syntax.shapes.table.private_words;
    let private = words.iter().any(|word| names::has_word(head, word)) && !names::is_shared(unit, declared);
    private || is_module(unit)
}

/// It stands behind a word on its own that hides what follows, or in a type's own part, whose members are hidden unless
/// they say otherwise.
fn is_set_apart(unit: &Unit, declared: Id) -> bool {
    let syntax = &unit.syntax;
    let table = &syntax.shapes.table;
    let of_section = || {
        let (statement, list) = syntax.statement(declared)?;
        let before = syntax
            .parts(list)
            .take_while(|part| *part < statement)
            .map(|part| unit.slice(part));
        before
            .filter(|text| table.section_words.iter().any(|word| word == text))
            .last()
    };
    if !table.section_words.is_empty()
        && of_section().is_some_and(|word| table.private_words.iter().any(|one| one == word))
    {
        return true;
    }
    let around = syntax
        .above(declared)
        .find(|above| syntax.has_role(*above, |role| role.container.is_some()));
    around.is_some_and(|around| {
        let of_trait = syntax.language.parser().field_id_for_name("trait");
        let mut children = syntax.children(around);
        let extends = of_trait.is_some_and(|field| children.any(|child| syntax.node(child).field == field.get()));
        syntax.is(around, |shape| shape.hiding) && !extends && !names::is_public(unit, declared, "")
    })
}

/// Other files see only what a file exports: it says what it takes or gives.
fn is_module(unit: &Unit) -> bool {
    let syntax = &unit.syntax;
    !syntax.shapes.table.export.is_empty()
        && (0..Id::try_from(syntax.nodes.len()).unwrap_or(0))
            .any(|id| syntax.has_role(id, |role| role.import.is_some()) || syntax.is(id, |shape| shape.export))
}

/// Other files, a framework or a subclass may use it.
pub(crate) fn may_be_seen(unit: &Unit, declared: Id, name: &str) -> bool {
    let syntax = &unit.syntax;
    let in_container = syntax
        .above(declared)
        .any(|above| syntax.has_role(above, |role| role.container.is_some()));
    let table = &syntax.shapes.table;
    let head = unit
        .slice(names::declaration(unit, declared))
        .split(['{', '=', '('])
        .next()
        .unwrap_or("")
        .to_owned();
    let says_private = table.private_words.iter().any(|word| names::has_word(&head, word)) || name.starts_with('#');
    let says_private = says_private && !names::is_shared(unit, declared) || is_set_apart(unit, declared);
    if in_container {
        let by_name = syntax.shapes.public_names.is_some() && !names::is_public(unit, declared, name);
        return !says_private && !by_name;
    }
    // Where a file says what it gives away, the rest is its own.
    if !syntax.shapes.table.export.is_empty() {
        return syntax
            .above(declared)
            .any(|above| syntax.is(above, |shape| shape.export));
    }
    names::is_public(unit, declared, name)
}

fn unused_variable(
    unit: &Unit,
    id: Id,
    names: &BTreeSet<String>,
    free: &Free<'_>,
    elsewhere: &dyn Fn(&str) -> bool,
) -> Option<Id> {
    let syntax = &unit.syntax;
    let binding = syntax.role(id)?.binding.as_ref()?;
    // Where a name is declared before it gets a value, that value is for whoever reads it.
    if binding.assignment && syntax.shapes.table.block_scope {
        return None;
    }
    // `guard let a = b` decides as well, and `(a := b) > 1` is a part of something else.
    if syntax.is(id, |shape| shape.branch.is_some()) || !names::is_whole(unit, names::declaration(unit, id)) {
        return None;
    }
    let name = declared_name(unit, id, Some(binding.name)).or_else(|| {
        let left = syntax.part(id, binding.name)?;
        let only = syntax
            .only_part(left)
            .filter(|_| syntax.has_role(left, |role| role.sequence))?;
        Some(unit.slice(only).to_owned())
    })?;
    let is_field = name.starts_with(['@', '$']);
    let is_free = free.holds(unit, id, &name);
    if is_field || !names.contains(&name) && !is_free {
        return None;
    }
    let (region, local) = names::region(unit, id);
    let within = if local { syntax.subtree(region) } else { whole(unit) };
    if !is_free && occurrences(unit, within, &name) != own_occurrences(unit, id, &name) {
        return None;
    }
    let field = binding.field || syntax.has_role(region, |role| role.container.is_some());
    if !local && !is_free && (may_be_seen(unit, id, &name) || field && !says_private(unit, id, &name)) {
        return None;
    }
    if !local && !is_free && !is_hidden(unit, names::declaration(unit, id)) && elsewhere(&name) {
        return None;
    }
    let value = binding.value.and_then(|field| syntax.part(id, field));
    // A field without a value may get one from elsewhere.
    let declaration = names::declaration(unit, id);
    if field && value.is_none() && !is_free && declaration != id {
        return None;
    }
    if let Some(value) = value
        && (effects::first(unit, value).is_some() || last::gives_value(unit, declaration))
    {
        return None;
    }
    Some(declaration)
}

fn says_private(unit: &Unit, id: Id, name: &str) -> bool {
    let statement = names::declaration(unit, id);
    let head = unit.slice(statement).split('=').next().unwrap_or("");
    let words = &unit.syntax.shapes.table.private_words;
    name.starts_with('#') || words.iter().any(|word| names::has_word(head, word))
}

/// Enum members and entries of objects whose name is free to go. An entry has to say whose it is: other objects have
/// members of the same name, and are read in ways that do not spell it.
fn unused_member(unit: &Unit, id: Id, free: &Free<'_>) -> Option<Id> {
    let syntax = &unit.syntax;
    let role = syntax.role(id)?;
    let field = role
        .enumerator
        .as_ref()
        .map(|enumerator| enumerator.name)
        .or(role.entry.map(|(key, _)| key))?;
    let key = syntax.part(id, field)?;
    let inner = syntax.subtree(key).find(|inner| syntax.is_identifier(*inner))?;
    let name = unit.slice(inner);
    free.holds(unit, id, name).then_some(id)
}

/// Cases of members that are free to go.
fn unused_case(unit: &Unit, id: Id, free: &Free<'_>) -> Vec<Id> {
    let means = |pattern: &Id| {
        let homes = free.homes;
        homes.is_none_or(|homes| homes.are_meant(unit, qualifier(unit.slice(*pattern))))
    };
    let named = free.names.iter().flat_map(|name| patterns_of(unit, id, name));
    let gone: Vec<Id> = named.filter(means).collect();
    let Some(first) = gone.first() else {
        return Vec::new();
    };
    let kind = unit.syntax.node(*first).kind;
    let all = unit
        .syntax
        .parts(id)
        .filter(|part| unit.syntax.node(*part).kind == kind)
        .count();
    if all == gone.len() { vec![id] } else { gone }
}

/// Names of a destructuring that nothing reads.
fn unused_entries(unit: &Unit, pattern: Id, names: &BTreeSet<String>) -> Vec<Id> {
    let syntax = &unit.syntax;
    let Some(binding) = syntax
        .parent(pattern)
        .filter(|parent| syntax.has_role(*parent, |role| role.binding.is_some()))
    else {
        return Vec::new();
    };
    // What a rest takes depends on the others.
    let Some(shape) = syntax.role(pattern).and_then(|role| role.pattern.as_ref()) else {
        return Vec::new();
    };
    let entries: Vec<Id> = syntax.parts(pattern).collect();
    if entries.iter().any(|entry| syntax.node(*entry).kind == shape.rest) {
        return Vec::new();
    }
    let (region, local) = names::region(unit, binding);
    let within = if local { syntax.subtree(region) } else { whole(unit) };
    let is_unused = |entry: &Id| {
        let name = if syntax.node(*entry).kind == shape.pair {
            syntax.part(*entry, shape.value)
        } else {
            Some(*entry)
        };
        let Some(name) = name.map(|name| syntax.parts(name).next().unwrap_or(name)) else {
            return false;
        };
        let text = unit.slice(name);
        let declared = if syntax.node(*entry).kind == shape.pair && unit.slice(*entry).starts_with(text) {
            2
        } else {
            1
        };
        syntax.is_identifier(name) && names.contains(text) && occurrences(unit, within.clone(), text) == declared
    };
    let unused: Vec<Id> = entries.iter().copied().filter(is_unused).collect();
    if unused.len() == entries.len() && !unused.is_empty() {
        return vec![names::declaration(unit, binding)];
    }
    unused
}

/// What a file does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It does not name it, or only imports it.
    Nothing,
    /// It declares it and does nothing else with it.
    Declared,
    /// It uses it.
    Used,
}

/// The types that have a member of one name.
#[derive(Debug, Default)]
pub(crate) struct Types {
    /// Those whose member it is about.
    pub(crate) own: BTreeSet<String>,
    /// Others.
    pub(crate) others: BTreeSet<String>,
    /// It is a member in a list of members.
    listed: bool,
}

impl Types {
    /// Adds the type around the name in a line.
    pub(crate) fn begin(&mut self, unit: &Unit, name: &str, line: u32) {
        let syntax = &unit.syntax;
        let mut in_line = syntax.named(name, &unit.text);
        let found = in_line.find(|id| unit.lines.position(syntax.node(*id).start).0 == line);
        self.listed |= found.is_some_and(|id| member_of(unit, id).is_some());
        let container = found.and_then(|id| {
            let mut above = syntax.above(id);
            above.find(|above| syntax.has_role(*above, |role| role.container.is_some()))
        });
        let field = container.and_then(|id| Some(syntax.role(id)?.container.as_ref()?.name));
        let named = container.zip(field).and_then(|(id, field)| syntax.part(id, field));
        self.own.extend(named.map(|named| unit.slice(named).to_owned()));
    }

    /// Adds the other types of a file that have a member of the name.
    pub(crate) fn add(&mut self, unit: &Unit, name: &str) {
        for id in unit.syntax.named(name, &unit.text) {
            let found = member_of(unit, id).map(str::to_owned);
            self.others.extend(found.filter(|found| !self.own.contains(found)));
        }
    }

    /// Members are named with a dot before them, so that what has none is something else.
    pub(crate) fn are_dotted(&self, unit: &Unit) -> bool {
        self.listed && !unit.syntax.grammar.table.implicit_member.is_empty()
    }

    /// A file names another type's member.
    pub(crate) fn means_others(&self, unit: &Unit, name: &str) -> bool {
        !self.foreign(unit, name).is_empty()
    }

    /// The places of a file that mean another type's member.
    pub(crate) fn foreign(&self, unit: &Unit, name: &str) -> Vec<Id> {
        let dotted = self.are_dotted(unit);
        if self.others.is_empty() && !dotted {
            return Vec::new();
        }
        let names_own = self.own.iter().any(|own| names::has_word(&unit.text, own));
        let is_foreign = |id: &Id| {
            let syntax = &unit.syntax;
            if let Some(of) = member_of(unit, *id) {
                return self.others.contains(of);
            }
            let member = syntax.above(*id).take(2).find_map(|above| effects::member(unit, above));
            if let Some((object, _)) = member {
                let of = unit.slice(object).rsplit('.').next().unwrap_or("");
                let of_object = dotted && !of.starts_with(char::is_uppercase);
                return of_object || self.others.contains(of);
            }
            let mut around = syntax.above(*id).take(2);
            let implicit = around.any(|above| syntax.has_role(above, |role| role.implicit_member));
            let before = unit.text.get(..syntax.node(*id).start as usize);
            let patterned = before.is_some_and(|before| before.ends_with('.'));
            match implicit || patterned {
                true => !self.others.is_empty() && !names_own,
                false => dotted,
            }
        };
        unit.syntax.named(name, &unit.text).filter(is_foreign).collect()
    }
}

/// The type whose member this name declares, in a list of members.
fn member_of(unit: &Unit, name: Id) -> Option<&str> {
    let syntax = &unit.syntax;
    let member = syntax.above(name).take(2).find(|above| {
        let enumerator = syntax.role(*above).and_then(|role| role.enumerator.as_ref());
        enumerator.is_some_and(|shape| syntax.part(*above, shape.name) == Some(name))
    })?;
    let container = syntax
        .above(member)
        .find(|above| syntax.has_role(*above, |role| role.container.is_some()))?;
    let field = syntax.role(container)?.container.as_ref()?.name;
    syntax.part(container, field).map(|name| unit.slice(name))
}

/// What a file does with a name.
///
/// With `home` the file is of another package and can only see it as `home.name`.
pub(crate) fn standing(
    (path, language, text): (&str, &'static Language, &str),
    name: &str,
    home: Option<&str>,
    (types, homes): (&Types, &Homes),
    parses: &Parses,
) -> Standing {
    if language.grammar().table.template.is_some() {
        return Standing::Used;
    }
    let read = match home {
        Some(home) => words::qualifies(text, language, home, name),
        None => words::names(text, language, name).filter(|names| !names),
    };
    match read {
        Some(true) => return Standing::Used,
        Some(false) => return Standing::Nothing,
        None => {}
    }
    let Some(unit) = parses.unit(path, language, text) else {
        return Standing::Used;
    };
    if let Some(home) = home.filter(|home| !renames(&unit, home)) {
        return match qualified(&unit, home, name) {
            true => Standing::Used,
            false => Standing::Nothing,
        };
    }
    let foreign = types.foreign(&unit, name);
    let all = occurrences(&unit, whole(&unit), name).saturating_sub(foreign.len());
    let is_ours = |id: Id| !foreign.iter().any(|place| unit.syntax.subtree(id).contains(place));
    let declared: usize = whole(&unit)
        .map(|id| match patterns_of(&unit, id, name)[..] {
            [] if is_ours(id) && !homes.are_needed_by(&unit, id) => {
                own_occurrences(&unit, id, name) + in_value(&unit, id, name, homes)
            }
            [] => 0,
            ref patterns => patterns
                .iter()
                .filter(|pattern| is_ours(**pattern) && homes.are_meant(&unit, qualifier(unit.slice(**pattern))))
                .map(|pattern| occurrences(&unit, unit.syntax.subtree(*pattern), name))
                .sum(),
        })
        .sum();
    match (all, declared) {
        (0, _) => Standing::Nothing,
        (all, declared) if all <= declared => Standing::Declared,
        _ => Standing::Used,
    }
}

/// How often the entry that holds the key spells its own name in what it holds: `{ beta: "beta" }`.
fn in_value(unit: &Unit, id: Id, name: &str, homes: &Homes) -> usize {
    let syntax = &unit.syntax;
    let entry = syntax.role(id).and_then(|role| role.entry);
    let value = entry.filter(|_| own_occurrences(unit, id, name) > 0 && homes.have(unit, id));
    let value = value.and_then(|(_, value)| syntax.part(id, value));
    value.map_or(0, |value| texts(unit, value, name))
}

/// An import gives the package another name, or none.
fn renames(unit: &Unit, home: &str) -> bool {
    let syntax = &unit.syntax;
    (0..Id::try_from(syntax.nodes.len()).unwrap_or(0)).any(|id| {
        syntax.role(id).and_then(|role| role.import).is_some_and(|import| {
            let part = |field: Option<Field>| syntax.part(id, field?);
            let path = part(import.module).map(|path| unit.slice(path).trim_matches(['"', '`']));
            part(import.alias).is_some() && path.is_some_and(|path| path.rsplit('/').next() == Some(home))
        })
    })
}

/// A file names `home.name`.
fn qualified(unit: &Unit, home: &str, name: &str) -> bool {
    (0..Id::try_from(unit.syntax.nodes.len()).unwrap_or(0))
        .filter_map(|id| effects::member(unit, id))
        .any(|(object, member)| member == name && unit.slice(object) == home)
}

/// How often a declaration of a name spells it itself: as the name, and in the text that is its value.
fn own_occurrences(unit: &Unit, id: Id, name: &str) -> usize {
    let syntax = &unit.syntax;
    let in_patterns: usize = patterns_of(unit, id, name)
        .iter()
        .map(|pattern| occurrences(unit, syntax.subtree(*pattern), name))
        .sum();
    if in_patterns > 0 {
        return in_patterns;
    }
    let Some(role) = syntax.role(id).filter(|role| role.import.is_none()) else {
        return 0;
    };
    let binding = role.binding.as_ref().map(|binding| (binding.name, binding.value));
    let enumerator = role
        .enumerator
        .as_ref()
        .map(|enumerator| (enumerator.name, enumerator.value));
    let entry = role.entry.map(|(key, _)| (key, None));
    let Some((key, value)) = binding.or(enumerator).or(entry) else {
        return 0;
    };
    // What is assigned to at an index is no declaration of the index.
    let declares = |key: &Id| {
        role.binding.is_none()
            || syntax.is_identifier(names::declared_name(unit, *key))
            || syntax.has_role(*key, |role| role.sequence || role.string)
            || syntax.node(*key).field == 0
                && syntax
                    .subtree(*key)
                    .all(|inner| !syntax.has_role(inner, |role| role.subscript.is_some() || role.member.is_some()))
    };
    // `T{a: b}` names a field, or a constant as the key of a map.
    let reads = |key: &Id| {
        let of_map = syntax.has_role(*key, |role| role.transparent) && !names::is_in_map(unit, *key);
        let given = || role.entry.and_then(|(_, value)| syntax.part(id, value));
        let text = || {
            given().is_some_and(|given| {
                syntax
                    .subtree(given)
                    .any(|inner| syntax.has_role(inner, |role| role.string))
            })
        };
        names::implying(unit, *key).is_some() || of_map && role.binding.is_none() && !text()
    };
    let named = syntax
        .part(id, key)
        .filter(|key| declares(key) && !reads(key))
        .map_or(0, |key| occurrences(unit, syntax.subtree(key), name));
    if named == 0 {
        return 0;
    }
    let value = value.and_then(|value| syntax.part(id, value));
    named + value.map_or(0, |value| texts(unit, value, name))
}

/// What stands before a name: `Flag.` of `Flag.A`.
pub(crate) fn qualifier(text: &str) -> &str {
    let text = text.trim();
    let at = text.rfind(['.', ':']).map_or(0, |at| at + 1);
    text.get(..at).unwrap_or("")
}

/// The patterns of a case that are nothing but the name, where each case stands for itself: `case .name:`.
pub(crate) fn patterns_of(unit: &Unit, case: Id, name: &str) -> Vec<Id> {
    let syntax = &unit.syntax;
    let kind = syntax.node(case).kind;
    let shape = syntax
        .above(case)
        .take(2)
        .filter_map(|above| syntax.shape(above)?.switch.as_ref())
        .find(|shape| shape.case.contains(&kind) && !shape.falls_through);
    let Some(field) = shape.and_then(|shape| shape.pattern) else {
        return Vec::new();
    };
    syntax
        .all_parts(case, field)
        .into_iter()
        .filter(|pattern| {
            let text = unit.slice(*pattern).trim();
            let plain = text
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':'));
            plain && text.rsplit(['.', ':']).next() == Some(name)
        })
        .collect()
}

/// How often a stretch holds a text that is the name.
fn texts(unit: &Unit, id: Id, name: &str) -> usize {
    let strings = unit
        .syntax
        .subtree(id)
        .filter(|inner| unit.syntax.has_role(*inner, |role| role.string));
    strings.map(|string| occurrences(unit, string..string + 1, name)).sum()
}
