//! Tests that run once for each of several values: where one of the values is what an override sets, only the cases of the
//! value that stays are left.

use crate::fix::edits::{begins_line, ends_line, whole_lines};
use crate::fix::emit;
use crate::fix::helpers;
use crate::fix::names;
use crate::fix::parameters::{self, Formal};
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::{Value, literal};
use crate::language::CaseTable;
use crate::source::Span;

/// What becomes of a test whose parameter an override sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Narrowed {
    /// The parameter, which goes.
    parameter: Id,
    reads: Vec<Id>,
    /// Elements of lists.
    items: Vec<Id>,
    changes: Vec<(Span, String)>,
    /// No case is left.
    pub(crate) empty: bool,
}

/// A mark before a function: an annotation or attribute.
pub(crate) struct Mark {
    id: Id,
    pub(crate) name: String,
}

/// The test whose parameter a statement sets, left with the cases of the value that stays. `asked` is what a mock is asked
/// with. `None`: people have to say.
pub(crate) fn narrowed(
    unit: &Unit,
    function: Id,
    statement: Id,
    asked: &std::ops::Range<Id>,
    kept: &Value,
) -> Option<Narrowed> {
    let Value::Bool(kept) = kept else { return None };
    let formals = parameters::formals(unit, function)?;
    let index = set_by(unit, statement, asked, &formals)?;
    let formal = formals.get(index)?;
    let name = formal.name?;
    let all = names::reads(unit, function, name, unit.slice(name)).ok()?;
    let own = unit.syntax.subtree(statement);
    let reads: Vec<Id> = all.into_iter().filter(|read| !own.contains(read)).collect();
    // It sets more than the flag.
    if reads.iter().any(|read| helpers::is_mocked(unit, *read)) {
        return None;
    }
    let mut found = Narrowed {
        parameter: formal.target,
        reads,
        ..Narrowed::default()
    };
    let marks = marks(unit, function);
    let table = &unit.syntax.grammar.table.test.cases;
    let (mark, table) = marks
        .iter()
        .find_map(|mark| Some((mark, table.iter().find(|table| table.mark == mark.name)?)))?;
    let only = formals.len() == 1;
    let left = listed(unit, &marks, table, only, *kept, &mut found)
        .or_else(|| written(unit, &marks, table, index, *kept, &mut found))
        .or_else(|| marked(unit, &marks, table, (index, only), *kept, &mut found))?;
    found.empty = left == 0;
    if only && left > 0 {
        let plain = unit.slice(mark.id).chars().take(1).chain(table.plain.chars());
        let closing = if unit.slice(mark.id).starts_with('[') { "]" } else { "" };
        let spelled: String = plain.chain(closing.chars()).collect();
        found.changes.push((unit.syntax.span(mark.id), spelled));
        found.changes.extend(import(unit, table));
    }
    Some(found)
}

/// Takes away what `narrowed` found.
pub(crate) fn narrow(unit: &mut Unit, found: &Narrowed, kept: &Value) {
    for read in &found.reads {
        unit.set(*read, Fate::Known(kept.clone()));
    }
    unit.gone.insert(found.parameter);
    for item in &found.items {
        emit::remove_item(unit, *item);
    }
    for (span, text) in &found.changes {
        unit.edits.replace(span.start, span.end, text.as_str());
    }
}

/// The parameter that a statement sets something to, and nothing else.
fn set_by(unit: &Unit, statement: Id, asked: &std::ops::Range<Id>, formals: &[Formal]) -> Option<usize> {
    let syntax = &unit.syntax;
    let own = |id: Id| {
        let is_it = |formal: &Formal| formal.name.is_some_and(|name| unit.slice(name) == unit.slice(id));
        formals.iter().position(is_it)
    };
    let mut read = syntax
        .subtree(statement)
        .filter(|id| !asked.contains(id) && names::is_variable(unit, *id))
        .filter_map(|id| Some((id, own(id)?)));
    let (Some((id, index)), None) = (read.next(), read.next()) else {
        return None;
    };
    let parent = syntax.parent(id)?;
    let worked_with = syntax.is(parent, |shape| {
        shape.logic.is_some() || shape.comparison.is_some() || shape.choice.is_some()
    }) || syntax.has_role(parent, |role| role.negation.is_some() || role.member.is_some());
    (!worked_with).then_some(index)
}

/// The marks before a function's name.
pub(crate) fn marks(unit: &Unit, function: Id) -> Vec<Mark> {
    let syntax = &unit.syntax;
    let own = syntax.role(function).and_then(|role| role.function.as_ref()?.name);
    let Some(name) = own.and_then(|field| syntax.part(function, field)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = helpers::declaration(unit, function) + 1;
    while at < name {
        let text = unit.slice(at);
        let begins = text.starts_with(['@', '[']) && text.len() > 1;
        if begins && !syntax.is(at, |shape| shape.modifiers) {
            let path = text.trim_start_matches(['@', '[']);
            let path = path.split(|letter: char| !letter.is_alphanumeric() && !"._".contains(letter));
            let name = path.into_iter().next().and_then(|path| path.rsplit('.').next());
            found.push(Mark {
                id: at,
                name: name.unwrap_or("").to_owned(),
            });
            at = syntax.node(at).behind.max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

/// The cases are the elements of one list: `@ValueSource(booleans = {true, false})`. The result is how many are left.
fn listed(
    unit: &Unit,
    marks: &[Mark],
    table: &CaseTable,
    only: bool,
    kept: bool,
    found: &mut Narrowed,
) -> Option<usize> {
    let mark = marks
        .iter()
        .find(|mark| table.values.contains(&mark.name))
        .filter(|_| only)?;
    let list = list_in(unit, mark.id)?;
    let values: Vec<Value> = unit
        .syntax
        .parts(list)
        .map(|part| literal(&unit.syntax, part, &unit.text))
        .collect::<Option<_>>()?;
    if values.iter().any(|value| value.truth().is_none()) {
        return None;
    }
    found.changes.push((with_line(unit, mark.id), String::new()));
    Some(values.iter().filter(|value| value.truth() == Some(kept)).count())
}

/// The cases are texts with commas in them: `@CsvSource({"true, a", "false, b"})`.
fn written(
    unit: &Unit,
    marks: &[Mark],
    table: &CaseTable,
    index: usize,
    kept: bool,
    found: &mut Narrowed,
) -> Option<usize> {
    let mark = marks.iter().find(|mark| table.texts.contains(&mark.name))?;
    let list = list_in(unit, mark.id).or_else(|| arguments(unit, mark.id))?;
    let mut left = 0;
    let (mut items, mut changes) = (Vec::new(), Vec::new());
    for row in unit.syntax.parts(list) {
        let Some(Value::Text(text)) = literal(&unit.syntax, row, &unit.text) else {
            return None;
        };
        let begins = unit.slice(row).find(&text)?;
        if text.contains(['"', '\\', '\n']) {
            return None;
        }
        let cells = cells(&text);
        let cell = cells.get(index)?.clone();
        if text.get(cell.clone())?.trim().parse::<bool>().ok()? != kept {
            items.push(row);
            continue;
        }
        left += 1;
        let white = |cell: &std::ops::Range<usize>| {
            let text = text.get(cell.clone()).unwrap_or("");
            text.len() - text.trim_start().len()
        };
        let (from, to) = match (cells.get(index + 1), cell.start.checked_sub(1)) {
            (Some(next), _) => (cell.start + white(&cell), next.start + white(next)),
            (None, Some(comma)) => (comma, cell.end),
            (None, None) => (cell.start, cell.end),
        };
        let start = unit.syntax.span(row).start as usize + begins;
        changes.push((span(start + from, start + to)?, String::new()));
    }
    match left {
        // The test goes as a whole.
        0 => {}
        _ if cells_are_all(unit, list, index) => found.changes.push((with_line(unit, mark.id), String::new())),
        _ => {
            found.items.extend(items);
            found.changes.extend(changes);
        }
    }
    Some(left)
}

/// Where the values of a row stand; a comma in quotes is none.
fn cells(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => quoted = !quoted,
            ',' if !quoted => {
                found.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(start..text.len());
    found
}

/// The rows have nothing but this one cell.
fn cells_are_all(unit: &Unit, list: Id, index: usize) -> bool {
    index == 0 && unit.syntax.parts(list).all(|row| !unit.slice(row).contains(','))
}

/// Each case is a mark of its own: `[InlineData(true, 1)]`.
fn marked(
    unit: &Unit,
    marks: &[Mark],
    table: &CaseTable,
    (index, only): (usize, bool),
    kept: bool,
    found: &mut Narrowed,
) -> Option<usize> {
    let syntax = &unit.syntax;
    let mut left = 0;
    let mut rows = marks.iter().filter(|mark| table.rows.contains(&mark.name)).peekable();
    rows.peek()?;
    for row in rows {
        let list = syntax.subtree(row.id).find(|id| unit.slice(*id).starts_with('('))?;
        let cells: Vec<Id> = syntax.parts(list).collect();
        let cell = *cells.get(index)?;
        let given = parameters::given(unit, cell);
        let value =
            literal(syntax, given, &unit.text).or_else(|| literal(syntax, syntax.only_part(given)?, &unit.text));
        if value?.truth()? != kept {
            found.changes.push((with_line(unit, row.id), String::new()));
            continue;
        }
        left += 1;
        match (only, cells.len()) {
            (true, _) => found.changes.push((with_line(unit, row.id), String::new())),
            (false, 1) => found.changes.push((syntax.span(list), String::new())),
            (false, _) => found.items.push(cell),
        }
    }
    Some(left)
}

/// The outermost list of values in a mark.
fn list_in(unit: &Unit, mark: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let list = syntax.subtree(mark).find(|id| syntax.has_role(*id, |role| role.list))?;
    // What else the mark says would have to be understood.
    let around = syntax.parent(list).and_then(|parent| syntax.parent(parent));
    let alone = around.is_none_or(|around| around < mark || syntax.parts(around).count() <= 1 || around == mark);
    alone.then_some(list)
}

/// The arguments of a mark that takes nothing but texts.
fn arguments(unit: &Unit, mark: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let list = syntax
        .subtree(mark)
        .find(|id| *id != mark && unit.slice(*id).starts_with('('))?;
    let is_text = |id: Id| matches!(literal(syntax, id, &unit.text), Some(Value::Text(_)));
    (syntax.parts(list).count() > 1 && syntax.parts(list).all(is_text)).then_some(list)
}

/// A mark, with its line if it has one of its own.
fn with_line(unit: &Unit, mark: Id) -> Span {
    let own = unit.syntax.span(mark);
    match begins_line(&unit.text, own.start) && ends_line(&unit.text, own.end) {
        true => whole_lines(&unit.text, own.start, own.end),
        false => own,
    }
}

/// The import that the plain mark needs, as a line above that of the mark which it stands for.
fn import(unit: &Unit, table: &CaseTable) -> Option<(Span, String)> {
    let syntax = &unit.syntax;
    let [from, to] = &table.imports[..] else { return None };
    let last = to.rsplit_once('.').map_or("", |(module, _)| module);
    let all = || {
        let ids = 0..Id::try_from(syntax.nodes.len()).unwrap_or(0);
        ids.filter(|id| syntax.has_role(*id, |role| role.import.is_some()))
    };
    let has = |id: Id| names::has_word(unit.slice(id), to) || unit.slice(id).contains(&format!("{last}.*"));
    if all().any(has) {
        return None;
    }
    let own = all().find(|id| names::has_word(unit.slice(*id), from))?;
    let at = syntax.span(own).start;
    let line = unit.slice(own).trim_end();
    Some((Span { start: at, end: at }, format!("{}\n", line.replace(from, to))))
}

fn span(start: usize, end: usize) -> Option<Span> {
    Some(Span {
        start: u32::try_from(start).ok()?,
        end: u32::try_from(end).ok()?,
    })
}
