//! Statements: what a branch holds, how it takes the place of its conditional, and how a statement disappears.

use crate::fix::branch;
use crate::fix::edits::{begins_line, ends_line, indentation, line_end, line_start, lines_of, next_line};
use crate::fix::effects;
use crate::fix::last;
use crate::fix::names;
use crate::fix::promises;
use crate::fix::switch;
use crate::fix::syntax::Id;
use crate::fix::turned;
use crate::fix::unit::{Fate, Unit};
use crate::source::Span;

/// Statements in each other that are looked into.
const DEPTH: usize = 64;

/// The statements of a branch, comments included.
pub(crate) fn items(unit: &Unit, body: Id) -> Vec<Id> {
    let syntax = &unit.syntax;
    let mut node = body;
    for _ in 0..DEPTH {
        let last = || {
            syntax
                .is(node, |shape| shape.last_clause)
                .then(|| syntax.only_part(node))
                .flatten()
        };
        match syntax.unwrapped(node, &unit.text).or_else(last) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    if !syntax.is(node, |shape| shape.block) {
        return vec![node];
    }
    let mut items = leading_comments(unit, node);
    let named = |id: &Id| syntax.node(*id).named;
    // A comment behind the closing brace counts to the block in some grammars, and is about the brace.
    let opened = syntax.children(node).next().is_some_and(|first| !named(&first));
    let closing = syntax
        .children(node)
        .filter(|child| opened && matches!(unit.slice(*child), "}" | "end"))
        .last();
    let inside = |child: &Id| closing.is_none_or(|closing| *child < closing);
    for child in syntax.children(node).filter(named).filter(inside) {
        if syntax.is(child, |shape| shape.inner) {
            items.extend(syntax.children(child).filter(named));
        } else {
            items.push(child);
        }
    }
    items.extend(trailing_comments(unit, node));
    items
}

/// Where the braces are not the block's own, the comments behind its last statement stand outside of it.
fn trailing_comments(unit: &Unit, block: Id) -> Vec<Id> {
    let syntax = &unit.syntax;
    let Some(parent) = syntax.parent(block) else {
        return Vec::new();
    };
    match syntax.braces(block, &unit.text) {
        Some((_, close)) if close > block && !syntax.subtree(block).contains(&close) => syntax
            .children(parent)
            .filter(|child| *child > block && *child < close && syntax.is_comment(*child))
            .collect(),
        _ => Vec::new(),
    }
}

/// Where a block has no delimiters, the comments before its first statement stand outside of it.
fn leading_comments(unit: &Unit, block: Id) -> Vec<Id> {
    let syntax = &unit.syntax;
    let delimited = syntax
        .children(block)
        .next()
        .is_some_and(|child| !syntax.node(child).named);
    let Some(parent) = syntax.parent(block).filter(|_| !delimited) else {
        return Vec::new();
    };
    let mut found: Vec<Id> = Vec::new();
    for child in syntax.children(parent) {
        if child == block {
            break;
        }
        match syntax.is_comment(child) && begins_line(&unit.text, syntax.node(child).start) {
            true => found.push(child),
            false => found.clear(),
        }
    }
    found
}

/// The first and the last byte of statements.
pub(crate) fn extent(unit: &Unit, items: &[Id]) -> Option<Span> {
    let first = unit.syntax.span(*items.first()?);
    let last = unit.syntax.span(*items.last()?);
    Some(Span {
        start: first.start,
        end: trimmed_end(unit, last),
    })
}

/// Some grammars count the line break behind a statement to it.
pub(crate) fn trimmed_end(unit: &Unit, span: Span) -> u32 {
    let text = unit.text.get(span.range()).unwrap_or("");
    span.start + u32::try_from(text.trim_end().len()).unwrap_or(0)
}

/// The statement as it stands in its list, with what is written around it: `export`, decorators, the expression's own
/// statement.
pub(crate) fn whole_statement(unit: &Unit, id: Id) -> Id {
    unit.syntax.statement(id).map_or(id, |(statement, _)| statement)
}

/// Lets statements take the place of `outer`.
pub(crate) fn unwrap(unit: &mut Unit, outer: Id, items: &[Id]) {
    names::remember_opened(unit, outer, items);
    let items = from_first_left(unit, items);
    let Some(kept) = extent(unit, items) else { return };
    let span = unit.syntax.span(outer);
    unit.edits.cut(span.start, kept.start);
    unit.edits.cut(kept.end, trimmed_end(unit, span));
    dedent(unit, span.start, kept, items);
}

/// Without the first ones that disappear: what is left begins where `outer` began.
fn from_first_left<'a>(unit: &Unit, items: &'a [Id]) -> &'a [Id] {
    let mut rest = items;
    while let Some(at) = rest.iter().position(|item| !unit.syntax.is_comment(*item)) {
        let whole = with_comments(unit, rest[at]);
        let starts = rest
            .first()
            .is_some_and(|first| whole.start <= unit.syntax.span(*first).start);
        if !starts || !is_empty(unit, rest[at]) {
            break;
        }
        let behind = |item: &Id| unit.syntax.span(*item).start >= whole.end;
        match rest.iter().position(behind) {
            Some(next) => rest = &rest[next..],
            None => return items,
        }
    }
    rest
}

/// Moves the lines of `kept` as far to the left as the line of `at`.
pub(crate) fn dedent(unit: &mut Unit, at: u32, kept: Span, items: &[Id]) {
    let begins = |item: &&Id| begins_line(&unit.text, unit.syntax.span(**item).start);
    // A comment may stand right behind what opens the block.
    let commented = items.first().is_some_and(|first| unit.syntax.is_comment(*first));
    let inner = match begins_line(&unit.text, kept.start) {
        true => Some(kept.start),
        false => items
            .iter()
            .find(begins)
            .filter(|_| commented)
            .map(|item| unit.syntax.span(*item).start),
    };
    let Some(inner) = inner else { return };
    let inner = indentation(&unit.text, inner).len();
    let outer = indentation(&unit.text, at).len();
    let extra = inner.saturating_sub(outer);
    if extra > 0 {
        move_lines(unit, kept, extra, items);
    }
}

/// Moves all lines but the first one; what stands in a text over several lines stays.
fn move_lines(unit: &mut Unit, kept: Span, extra: usize, items: &[Id]) {
    let verbatim: Vec<Span> = items
        .iter()
        .flat_map(|item| unit.syntax.subtree(*item))
        .filter(|id| unit.syntax.is(*id, |shape| shape.verbatim) || unit.syntax.has_role(*id, |role| role.string))
        .map(|id| unit.syntax.span(id))
        .filter(|span| unit.text.get(span.range()).is_some_and(|text| text.contains('\n')))
        .collect();
    let mut line = next_line(&unit.text, kept.start);
    while line < kept.end {
        let inside = verbatim.iter().any(|span| span.start < line && line < span.end);
        if !inside {
            unit.edits.dedent(line, extra);
        }
        let next = next_line(&unit.text, line);
        if next <= line {
            break;
        }
        line = next;
    }
}

/// Nothing runs behind this statement.
pub(crate) fn is_jump(unit: &Unit, statement: Id) -> bool {
    let mut at = statement;
    for _ in 0..DEPTH {
        if unit.syntax.is(at, |shape| shape.jump) {
            return !matches!(unit.slice(at), "fallthrough");
        }
        if unit.syntax.is(at, |shape| shape.expression_statement)
            && let Some(inner) = unit.syntax.only_part(at)
        {
            at = inner;
            continue;
        }
        if unit.syntax.is(at, |shape| shape.modifier.is_some()) {
            match branch::modified(unit, at) {
                Some(Some(body)) => {
                    at = body;
                    continue;
                }
                _ => return false,
            }
        }
        let Some(body) = branch::remaining_body(unit, at) else {
            return false;
        };
        match items(unit, body)
            .into_iter()
            .rev()
            .find(|item| !unit.syntax.is_comment(*item) && !is_empty(unit, *item))
        {
            Some(last) => at = last,
            None => return false,
        }
    }
    false
}

/// Nothing of this statement is left.
pub(crate) fn is_empty(unit: &Unit, statement: Id) -> bool {
    let mut at = statement;
    for _ in 0..DEPTH {
        if unit.gone.contains(&at) || unit.dead.contains(&at) {
            return true;
        }
        if unit.syntax.is(at, |shape| shape.expression_statement)
            && let Some(inner) = unit.syntax.only_part(at)
        {
            if matches!(unit.fates.get(&inner), Some(Fate::Known(_))) {
                return true;
            }
            at = inner;
            continue;
        }
        if matches!(branch::modified(unit, at), Some(None)) || never_runs(unit, at) {
            return true;
        }
        if branch::leaves_nothing(unit, at) {
            return true;
        }
        let Some(body) = branch::remaining_body(unit, at) else {
            return false;
        };
        let mut rest = items(unit, body).into_iter();
        match (rest.next(), rest.next()) {
            (None, _) => return true,
            (Some(only), None) => at = only,
            _ => return false,
        }
    }
    false
}

/// A loop that does not run even once, and of which nothing stays: `while (false) …`.
fn never_runs(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    if !syntax.is(id, |shape| shape.loops) || syntax.statement(id).is_none() {
        return false;
    }
    let ends = syntax.is(id, |shape| shape.until);
    let mut parts = syntax.parts(id);
    // One that asks behind its body runs once.
    let first = parts.next().and_then(|condition| unit.truth(condition));
    first == Some(ends) && !parts.any(|part| syntax.is(part, |shape| shape.last_clause))
}

/// Takes a statement away, and what would be empty without it.
pub(crate) fn remove(unit: &mut Unit, id: Id) {
    unit.dead.insert(id);
    let mut id = id;
    for _ in 0..DEPTH {
        let Some((statement, list)) = unit.syntax.statement(id) else {
            cut_statement(unit, id);
            return;
        };
        if !is_alone(unit, statement, list) {
            tell_value(unit, statement);
            cut_statement(unit, statement);
            return;
        }
        match emptied(unit, list) {
            Emptied::Owner(owner) => {
                // A loop gives what it goes over.
                if unit.syntax.has_role(owner, |role| role.each.is_some()) {
                    tell_value(unit, owner);
                }
                id = owner;
            }
            Emptied::Clause(from, clause) => {
                let end = trimmed_end(unit, unit.syntax.span(clause));
                unit.edits.cut(from, end);
                unit.dead.insert(clause);
                return;
            }
            Emptied::Opened(whole, body) => {
                take_out(unit, whole, body);
                return;
            }
            Emptied::First(owner, block)
                if only_statements(unit, statement, list) && turned::turn(unit, owner, block) =>
            {
                unit.dead.insert(statement);
                return;
            }
            Emptied::First(..) | Emptied::Stays => {
                let empty = unit.syntax.shapes.table.empty_statement.clone();
                // Between braces there may be nothing.
                let empty = empty.filter(|_| unit.syntax.braces(list, &unit.text).is_none());
                let empty = empty.or_else(|| switch::empty_case(unit, list));
                match empty {
                    Some(word) => {
                        let span = unit.syntax.span(statement);
                        let end = trimmed_end(unit, span);
                        unit.edits.replace(span.start, end, word);
                        unit.dead.insert(statement);
                    }
                    None => cut_statement(unit, statement),
                }
                return;
            }
        }
    }
}

/// From the first statement of which something is left to the last one.
fn live(unit: &Unit, mut items: Vec<Id>) -> Vec<Id> {
    while items.last().is_some_and(|last| is_empty(unit, *last)) {
        items.pop();
    }
    let gone = items.iter().take_while(|item| is_empty(unit, **item)).count();
    items.split_off(gone)
}

/// The statements of a block take the place of the statement around it.
fn take_out(unit: &mut Unit, whole: Id, body: Id) {
    let items = live(unit, items(unit, body));
    let others: Vec<Id> = unit.syntax.parts(whole).filter(|part| *part != body).collect();
    unit.dead.extend(others);
    unwrap(unit, whole, &items);
}

/// Leaves of a statement only the block in it; of one that has nothing in it, nothing.
pub(crate) fn open(unit: &mut Unit, whole: Id, body: Id) {
    let inner = items(unit, body);
    if inner.iter().all(|item| is_empty(unit, *item)) {
        remove(unit, whole);
    } else if names::collide(unit, whole, &inner) {
        let text = format!("names in {} would meet others of the same spelling", unit.shown(whole));
        unit.stop(whole, text);
    } else {
        take_out(unit, whole, body);
    }
}

/// Says that the value of a function becomes that of the statement before.
fn tell_value(unit: &mut Unit, statement: Id) {
    if last::gives_value(unit, statement) {
        let text = format!("{} gives a value, which may be used", unit.shown(statement));
        unit.remark(statement, text);
    }
}

/// Every other statement of the list disappears as well.
fn is_alone(unit: &Unit, statement: Id, list: Id) -> bool {
    unit.syntax
        .parts(list)
        .all(|other| other == statement || is_empty(unit, other))
}

/// What is around a list of statements goes with the last of them.
pub(crate) fn takes_owner(unit: &Unit, list: Id) -> bool {
    matches!(emptied(unit, list), Emptied::Owner(_) | Emptied::Clause(..))
}

/// No comment stands in the list but those of the statement.
fn only_statements(unit: &Unit, statement: Id, list: Id) -> bool {
    let own = with_comments(unit, statement);
    let mut comments = unit
        .syntax
        .children(list)
        .filter(|child| unit.syntax.is_comment(*child));
    comments.all(|comment| own.start <= unit.syntax.node(comment).start && unit.syntax.node(comment).start < own.end)
}

enum Emptied {
    /// A conditional or loop around it that does nothing any more.
    Owner(Id),
    /// The last branch of a conditional: from the end of the one before it.
    Clause(u32, Id),
    /// What is left of a statement without its other clause.
    Opened(Id, Id),
    /// The first branch of a conditional that has another one.
    First(Id, Id),
    /// It has to stay, empty.
    Stays,
}

/// What becomes of an emptied block.
fn emptied(unit: &Unit, list: Id) -> Emptied {
    let syntax = &unit.syntax;
    let mut block = list;
    while let Some(parent) = syntax
        .parent(block)
        .filter(|parent| syntax.is(*parent, |shape| shape.block || shape.wrapper))
        && !syntax.is(parent, |shape| shape.statements && !shape.block)
        && syntax.is(block, |shape| shape.inner || shape.block)
        && syntax.only_part(parent) == Some(block)
    {
        block = parent;
    }
    let Some(owner) = syntax.parent(block) else {
        return Emptied::Stays;
    };
    if let Some(setup) = setup_of(unit, owner) {
        return Emptied::Owner(setup);
    }
    if syntax.is(owner, |shape| shape.idle_empty) {
        return Emptied::Owner(owner);
    }
    if let Some(role) = syntax.role(owner)
        && let (Some((_, collection)), Some(repeated)) = (role.each, role.repeated)
        && syntax.fills(block, repeated)
        && syntax
            .part(owner, collection)
            .is_some_and(|collection| effects::first(unit, collection).is_none())
        && !syntax
            .parts(owner)
            .any(|part| syntax.is(part, |shape| shape.last_clause))
    {
        return Emptied::Owner(owner);
    }
    let clause = if syntax.is(block, |shape| shape.finally) {
        block
    } else {
        owner
    };
    if syntax.is(clause, |shape| shape.finally)
        && let Some(whole) = syntax.parent(clause)
        && (syntax.parts(whole).filter(|part| *part != clause).count() > 1 || !syntax.is(whole, |shape| shape.catches))
        && let Some(before) = syntax.parts(whole).take_while(|part| *part != clause).last()
    {
        return Emptied::Clause(clause_end(unit, whole, before), clause);
    }
    if syntax.is(clause, |shape| shape.finally)
        && let Some(whole) = syntax.parent(clause)
        && let Some(body) = opened(unit, whole, clause)
    {
        return Emptied::Opened(whole, body);
    }
    let Some(shape) = syntax.shape(owner) else {
        return Emptied::Stays;
    };
    if shape.catches && syntax.parts(owner).next() == Some(block) && !has_finally(unit, owner) {
        return Emptied::Owner(owner);
    }
    if let Some(branch) = &shape.branch {
        let harmless = syntax.part(owner, branch.condition).is_none_or(|_| {
            let conditions = syntax.all_parts(owner, branch.condition);
            conditions
                .iter()
                .all(|condition| effects::first(unit, *condition).is_none())
        });
        let alternative = branch.alternative.and_then(|field| syntax.part(owner, field));
        if syntax.fills(block, branch.consequence)
            && alternative.is_none()
            && harmless
            && branch.clause.is_none()
            && !branch.value
        {
            let in_alternative = syntax.parent(owner).is_some_and(|above| {
                syntax.is(above, |shape| {
                    shape.wrapper
                        || shape
                            .branch
                            .as_ref()
                            .is_some_and(|branch| branch.alternative.is_some_and(|field| syntax.fills(owner, field)))
                })
            });
            return if in_alternative {
                Emptied::Stays
            } else {
                Emptied::Owner(owner)
            };
        }
        if syntax.fills(block, branch.consequence) && alternative.is_some() {
            return Emptied::First(owner, block);
        }
        if branch.alternative.is_some_and(|field| syntax.fills(block, field))
            && let Some(before) = syntax.parts(owner).take_while(|part| *part != block).last()
        {
            return Emptied::Clause(trimmed_end(unit, syntax.span(before)), block);
        }
    }
    Emptied::Stays
}

/// The block of a statement that is left alone with it, if it can stand where the statement stands.
fn opened(unit: &Unit, whole: Id, clause: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let body = syntax.parts(whole).next().filter(|body| *body < clause)?;
    let items = items(unit, body);
    let in_list = syntax.statement(whole).is_some_and(|(statement, _)| statement == whole);
    let fits = in_list && !items.is_empty() && !names::collide(unit, whole, &items);
    fits.then_some(body)
}

/// Where a clause ends, with the brace that stands outside of it.
fn clause_end(unit: &Unit, whole: Id, clause: Id) -> u32 {
    let syntax = &unit.syntax;
    let next = syntax.parts(whole).find(|part| *part > clause).unwrap_or(Id::MAX);
    let last = syntax
        .children(whole)
        .filter(|child| *child >= clause && *child < next && !syntax.is_comment(*child))
        .filter(|child| syntax.node(*child).named || unit.slice(*child) == "}")
        .last();
    trimmed_end(unit, syntax.span(last.unwrap_or(clause)))
}

/// Something runs whatever happens, or where nothing went wrong.
fn has_finally(unit: &Unit, statement: Id) -> bool {
    let mut parts = unit.syntax.parts(statement);
    parts.any(|part| unit.syntax.is(part, |shape| shape.finally || shape.last_clause))
}

/// The call that runs a function before or after each test, where that is all that the function is for.
fn setup_of(unit: &Unit, function: Id) -> Option<Id> {
    const CALLS: &[&str] = &[
        "before",
        "beforeEach",
        "beforeAll",
        "after",
        "afterEach",
        "afterAll",
        "setup",
        "around",
        "useEffect",
        "useLayoutEffect",
        "watchEffect",
    ];
    const MARKS: &[&str] = &["@Before", "@After", "[SetUp", "[TearDown"];
    let syntax = &unit.syntax;
    if !syntax.has_role(function, |role| role.function_value) {
        let head = unit.slice(function).split('{').next().unwrap_or("");
        let marked = MARKS.iter().any(|mark| head.contains(mark));
        return (marked && syntax.has_role(function, |role| role.function.is_some())).then_some(function);
    }
    let call = syntax
        .above(function)
        .take(3)
        .find(|above| syntax.has_role(*above, |role| role.call.is_some()))?;
    let parts = effects::called(unit, call)?;
    CALLS.contains(&parts.name.as_str()).then_some(call)
}

fn cut_statement(unit: &mut Unit, statement: Id) {
    let span = with_comments(unit, statement);
    let lines = lines_of(&unit.text, span.start, span.end, is_first(unit, statement));
    unit.edits.cut(lines.start, lines.end);
    unit.dead.insert(statement);
}

/// Nothing stands before it in its block.
fn is_first(unit: &Unit, statement: Id) -> bool {
    let syntax = &unit.syntax;
    let from = with_comments(unit, statement).start;
    syntax.statement(statement).is_some_and(|(_, list)| {
        let heading = syntax
            .children(list)
            .any(|child| syntax.node(child).start < from && syntax.is_comment(child));
        !heading
            && syntax
                .parts(list)
                .take_while(|part| *part != statement)
                .all(|before| unit.dead.contains(&before))
    })
}

/// A statement with the comments that belong to it: right above, and behind it on its line.
pub(crate) fn with_comments(unit: &Unit, statement: Id) -> Span {
    let syntax = &unit.syntax;
    let own = syntax.span(statement);
    let mut span = Span {
        start: own.start,
        end: trimmed_end(unit, own),
    };
    // `a; // why` ends behind the comment.
    if unit
        .text
        .get(span.end as usize..)
        .is_some_and(|rest| rest.starts_with([';', ',']))
    {
        span.end += 1;
    }
    let Some(parent) = syntax.parent(statement) else {
        return span;
    };
    let siblings: Vec<Id> = syntax.children(parent).collect();
    let at = siblings.iter().position(|sibling| *sibling == statement).unwrap_or(0);
    // What stands before the first statement of a list may stand before the list.
    let outside: Vec<Id> = match syntax
        .parent(parent)
        .filter(|_| at == 0 && syntax.is(parent, |shape| shape.inner || shape.block))
    {
        Some(around) => syntax.children(around).take_while(|child| *child < parent).collect(),
        None => Vec::new(),
    };
    let mut marked = own.start;
    for before in outside.iter().chain(siblings.iter().take(at)).rev() {
        let node = syntax.node(*before);
        let attached = syntax.is_comment(*before) || syntax.is(*before, |shape| shape.attribute);
        let end = trimmed_end(unit, syntax.span(*before));
        let between = unit.text.get(end as usize..span.start as usize).unwrap_or("");
        let next = between.trim().is_empty() && between.matches('\n').count() <= 1;
        // What a file begins with is about the file.
        if !attached || !next || node.start == 0 || !begins_line(&unit.text, node.start) || is_section(unit, *before) {
            break;
        }
        // What is still to be done is not done by removing what stands below, unless it is about the flag.
        if is_open(unit, *before) {
            let whole = unit.text.get(node.start as usize..marked as usize).unwrap_or("");
            let about = unit.words.iter().any(|word| names::has_word(whole, word));
            span.start = if about { node.start } else { marked };
            break;
        }
        span.start = node.start;
        if !syntax.is_comment(*before) {
            marked = node.start;
        }
    }
    for after in siblings.iter().skip(at + 1) {
        let node = syntax.node(*after);
        if !node.named || !syntax.is_comment(*after) {
            if node.named {
                break;
            }
            continue;
        }
        let same_line = node.start <= line_end(&unit.text, span.end);
        if same_line
            && begins_line(&unit.text, own.start)
            && ends_line(&unit.text, trimmed_end(unit, syntax.span(*after)))
        {
            span.end = trimmed_end(unit, syntax.span(*after));
        }
        break;
    }
    span
}

/// Something is left to be done.
fn is_open(unit: &Unit, comment: Id) -> bool {
    ["TODO", "FIXME"].iter().any(|mark| unit.slice(comment).contains(mark))
}

/// The heading of a part of a test.
fn is_section(unit: &Unit, comment: Id) -> bool {
    const HEADINGS: &[&str] = &["arrange", "act", "assert", "given", "when", "then", "setup"];
    let text = unit
        .slice(comment)
        .trim_matches(|letter: char| !letter.is_alphanumeric());
    HEADINGS.contains(&text.to_ascii_lowercase().as_str())
}

/// Cuts what stands behind a jump in the same list.
pub(crate) fn cut_unreachable(unit: &mut Unit, statement: Id, kept_end: u32) {
    let Some((statement, list)) = unit.syntax.statement(statement) else {
        return;
    };
    let behind: Vec<Id> = unit
        .syntax
        .children(list)
        .filter(|child| *child > statement && unit.syntax.node(*child).named)
        .take_while(|child| !unit.syntax.is(*child, |shape| shape.handler) && !is_gone_to(unit, *child))
        .collect();
    let stays = |id: &Id| unit.syntax.is(*id, |shape| shape.hoisted) && !is_own_label(unit, *id);
    // `case` labels and the like end the reach of a jump.
    if behind.iter().all(|id| unit.syntax.is_comment(*id)) || behind.iter().any(stays) {
        for id in behind.into_iter().filter(|id| !stays(id)).collect::<Vec<_>>() {
            if !unit.syntax.is_comment(id) && !unit.dead.contains(&id) {
                cut_statement(unit, id);
            }
        }
        return;
    }
    let Some(last) = behind.last() else { return };
    let mut from = kept_end;
    let mut to = trimmed_end(unit, unit.syntax.span(*last));
    if unit.text.get(to as usize..).is_some_and(|rest| rest.starts_with(';')) {
        to += 1;
    }
    // A comment behind the jump on its line is about the jump.
    from = from.max(trimmed_end(unit, unit.syntax.span(statement)).min(line_end(&unit.text, from)));
    unit.edits.cut(from, to);
    unit.dead.extend(behind);
}

/// Something from outside of a label in the statement goes to it.
fn is_gone_to(unit: &Unit, statement: Id) -> bool {
    let mut labels = unit
        .syntax
        .subtree(statement)
        .filter(|id| unit.syntax.is(*id, |shape| shape.label));
    labels.any(|label| !is_own_label(unit, label))
}

/// A label that is only for jumps within its statement.
fn is_own_label(unit: &Unit, statement: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(label) = syntax
        .parts(statement)
        .next()
        .filter(|_| syntax.is(statement, |shape| shape.label))
    else {
        return false;
    };
    let Some(function) = syntax.function(statement) else {
        return false;
    };
    let outside = |id: &Id| !syntax.subtree(statement).contains(id);
    let mut all = syntax.subtree(function).filter(outside);
    !all.any(|id| syntax.is(id, |shape| shape.jump) && promises::is_to(unit, id, unit.slice(label)))
}

/// Comments right above a statement that speak of the flag.
pub(crate) fn cut_comments_about(unit: &mut Unit, statement: Id, words: &[String]) {
    let span = with_comments(unit, statement);
    let own = unit.syntax.node(statement).start;
    if span.start >= own {
        return;
    }
    let Some(parent) = unit.syntax.parent(statement) else {
        return;
    };
    let above: Vec<Id> = unit
        .syntax
        .children(parent)
        .filter(|child| {
            let node = unit.syntax.node(*child);
            node.start >= span.start && node.end <= own && unit.syntax.is_comment(*child)
        })
        .collect();
    // What is to be done about the flag may take several lines.
    let open = above.first().is_some_and(|first| is_open(unit, *first));
    for comment in above {
        let text = unit.slice(comment);
        if open || words.iter().any(|word| names::has_word(text, word)) {
            let node = unit.syntax.node(comment);
            let start = line_start(&unit.text, node.start);
            let end = next_line(&unit.text, trimmed_end(unit, unit.syntax.span(comment)));
            unit.edits.cut(start, end);
        }
    }
}

/// Keeps only a part of a node's text.
pub(crate) fn keep_only(unit: &mut Unit, outer: Id, inner: Id) {
    let (around, kept) = (unit.syntax.span(outer), unit.syntax.span(inner));
    let gap = |meets: bool| if meets { " " } else { "" };
    let before = gap(around.start < kept.start && meet(&unit.text, around.start, kept.start));
    let behind = gap(kept.end < around.end && meet(&unit.text, kept.end, around.end));
    unit.edits.replace(around.start, kept.start, before);
    unit.edits.replace(kept.end, around.end, behind);
    only(unit, outer, inner);
}

/// Without what stands between them two words would be one: `sizeof(a)`.
fn meet(text: &str, start: u32, end: u32) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before = text.get(..start as usize).and_then(|text| text.chars().next_back());
    let behind = text.get(end as usize..).and_then(|text| text.chars().next());
    before.is_some_and(|letter| is_word(letter) || letter == '?') && behind.is_some_and(is_word)
}

/// Everything in `outer` is gone that is not in `inner`.
pub(crate) fn only(unit: &mut Unit, outer: Id, inner: Id) {
    let mut below = inner;
    while below != outer {
        let Some(parent) = unit.syntax.parent(below) else { break };
        let others: Vec<Id> = unit.syntax.children(parent).filter(|child| *child != below).collect();
        unit.dead.extend(others);
        below = parent;
    }
}

/// Moves the further lines of an expression as far to the left as its first line moves.
pub(crate) fn dedent_continued(unit: &mut Unit, at: u32, kept: Span, id: Id) {
    let inner = indentation(&unit.text, kept.start).len();
    let outer = indentation(&unit.text, at).len();
    let first = line_start(&unit.text, kept.start);
    if inner <= outer || first == line_start(&unit.text, at) {
        return;
    }
    move_lines(unit, kept, inner - outer, &[id]);
}
