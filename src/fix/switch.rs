//! `switch`, `match`, `case`: the case of the value that stays takes the place of all.

use crate::fix::block;
use crate::fix::branch;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::{Value, literal};
use crate::language::shapes::SwitchShape;

/// What a further condition of a case begins with.
const GUARDS: [&str; 3] = ["if", "when", "where"];

/// The word of a case that goes on with the next one.
const GOES_ON: &str = "fallthrough";

struct Case {
    node: Id,
    /// Empty: it fits everything.
    patterns: Vec<Id>,
    wildcard: bool,
    /// What runs.
    items: Vec<Id>,
    /// What runs, where it is one node.
    result: Option<Id>,
    /// The same, where that is a block without a field of its own.
    block: Option<Id>,
    /// A further condition.
    guard: Option<Id>,
}

/// Rewrites a switch whose subject or whose conditions the flag decides.
pub(crate) fn rewrite(unit: &mut Unit, id: Id) {
    let Some(shape) = unit.syntax.shape(id).and_then(|shape| shape.switch.as_ref()) else {
        return;
    };
    let subject = shape.subject.and_then(|field| unit.syntax.part(id, field));
    let mut cases = cases(unit, id, shape);
    let asks = |subject: &Id| literal(&unit.syntax, bared(unit, *subject), &unit.text) != Some(Value::Bool(true));
    match subject.filter(asks) {
        Some(subject) => {
            let Some(value) = unit.known(subject).cloned() else {
                return;
            };
            match chosen(unit, &cases, &value) {
                Ok(Some(at)) => keep(unit, id, shape, &cases, at),
                Ok(None) if shape.value => {
                    let text = format!("no case of {} fits the value that stays", unit.shown(id));
                    unit.stop(id, text);
                }
                Ok(None) => block::remove(unit, id),
                Err(pattern) => {
                    let text = format!("whether {} fits is not known", unit.shown(pattern));
                    unit.stop(pattern, text);
                }
            }
        }
        None => by_condition(unit, id, shape, &mut cases),
    }
}

/// A statement is all that a case does, without a list around it; whether the value of the case is used.
pub(crate) fn of_case(unit: &Unit, statement: Id) -> Option<bool> {
    let syntax = &unit.syntax;
    let case = syntax
        .parent(statement)
        .filter(|case| !syntax.is(*case, |shape| shape.statements))?;
    let kind = syntax.node(case).kind;
    let (switch, shape) = syntax
        .above(case)
        .take(2)
        .find_map(|above| Some((above, syntax.shape(above)?.switch.as_ref()?)))?;
    let is_case = shape.case.contains(&kind) || shape.default.contains(&kind);
    let around = syntax.parent(switch);
    let alone = around.is_some_and(|around| syntax.is(around, |shape| shape.statements || shape.expression_statement));
    is_case.then_some(shape.value && !alone)
}

/// `return switch …`: the statements of the case take the place of the `return`, and what gave its value returns it.
fn returned(unit: &mut Unit, id: Id, items: &[Id]) -> bool {
    let syntax = &unit.syntax;
    let statement = block::whole_statement(unit, id);
    let whole = syntax.parent(id).filter(|whole| {
        *whole == statement && syntax.has_role(*whole, |role| role.returns) && syntax.only_part(*whole) == Some(id)
    });
    let last = items.iter().rev().find(|item| !syntax.is_comment(**item)).copied();
    let gives = |id: &Id| syntax.is(*id, |shape| shape.yields);
    let all = items
        .iter()
        .flat_map(|item| syntax.subtree(*item))
        .filter(gives)
        .count();
    let (Some(whole), Some(last)) = (whole, last.filter(|last| gives(last) && all == 1)) else {
        return false;
    };
    let Some(word) = syntax.children(last).next().filter(|word| !syntax.node(*word).named) else {
        return false;
    };
    if names::collide(unit, whole, items) {
        return false;
    }
    let span = unit.syntax.span(word);
    unit.edits.replace(span.start, span.end, "return");
    block::unwrap(unit, whole, items);
    true
}

/// The block in a node around it.
fn bared_block(unit: &Unit, id: Id) -> Id {
    unit.syntax.unwrapped(id, &unit.text).unwrap_or(id)
}

/// What a case holds that does nothing, where the list is all that a case holds and it may not be empty.
pub(crate) fn empty_case(unit: &Unit, list: Id) -> Option<String> {
    let syntax = &unit.syntax;
    let case = syntax.parent(list)?;
    let kind = syntax.node(case).kind;
    let mut around = syntax.above(case).take(2);
    let shape = around.find_map(|above| syntax.shape(above)?.switch.as_ref())?;
    let is_case = shape.case.contains(&kind) || shape.default.contains(&kind);
    shape.empty_case.clone().filter(|_| is_case)
}

/// Without parentheses.
fn bared(unit: &Unit, id: Id) -> Id {
    match unit.syntax.only_part(id) {
        Some(inner) if unit.syntax.is(id, |shape| shape.parenthesis || shape.same) => inner,
        _ => id,
    }
}

/// What runs in each case of which one always does and that none leaves for what stands behind, if that is so.
pub(crate) fn exhaustive(unit: &Unit, id: Id) -> Option<Vec<Vec<Id>>> {
    let shape = unit.syntax.shape(id)?.switch.as_ref()?;
    let mut cases = cases(unit, id, shape);
    cases.retain(|case| !unit.dead.contains(&case.node));
    let no_subject = shape.subject.and_then(|field| unit.syntax.part(id, field)).is_none();
    let always = |case: &Case| match case.patterns[..] {
        [only] if no_subject => unit.truth(only) == Some(true),
        _ => case.wildcard,
    };
    let complete = cases.iter().any(|case| case.guard.is_none() && always(case));
    let is_left = |case: &Case| shape.exits && inner_exit(unit, &case.items).is_some();
    if !complete || cases.iter().any(is_left) {
        return None;
    }
    let last = cases.last().map(|case| case.node);
    let ends = |case: &Case| !falls_through(unit, shape, case) || Some(case.node) == last;
    Some(cases.into_iter().filter(ends).map(|case| case.items).collect())
}

/// The further condition of a case, if this is one: it goes, or the case does. True: that is done.
pub(crate) fn guarded(unit: &mut Unit, id: Id, value: &Value) -> bool {
    let (Some(truth), Some((case, from))) = (value.truth(), guard_of(unit, id)) else {
        return false;
    };
    if truth {
        let end = unit.syntax.span(id).end;
        unit.edits.cut(from, end);
        for again in same_behind(unit, case, from) {
            drop_case(unit, again);
        }
    } else {
        drop_case(unit, case);
    }
    true
}

/// The case whose further condition this is, and where the condition begins with its word.
fn guard_of(unit: &Unit, id: Id) -> Option<(Id, u32)> {
    let syntax = &unit.syntax;
    let parent = syntax.parent(id)?;
    let word = syntax.children(parent).take_while(|child| *child < id).last()?;
    let (case, shape) = syntax.above(id).take(4).find_map(|case| {
        let around = syntax
            .above(case)
            .take(2)
            .filter_map(|above| syntax.shape(above)?.switch.as_ref());
        let kind = syntax.node(case).kind;
        around
            .into_iter()
            .find(|shape| shape.case.contains(&kind))
            .map(|shape| (case, shape))
    })?;
    let before = match syntax.node(word).start == syntax.node(parent).start && parent != case {
        true => parent,
        false => word,
    };
    let around = syntax.parent(before)?;
    let pattern = syntax.children(around).take_while(|child| *child < before).last()?;
    // Where a case has several patterns the condition may belong to one of them.
    let all = shape.pattern.map_or(0, |field| syntax.all_parts(case, field).len());
    let is_guard = GUARDS.contains(&unit.slice(word).trim());
    (is_guard && all <= 1).then(|| (case, block::trimmed_end(unit, syntax.span(pattern))))
}

/// The cases behind one that fit what it fits, and that nothing reaches once it has no condition.
fn same_behind(unit: &Unit, case: Id, end: u32) -> Vec<Id> {
    const SIGNS: [&str; 6] = ["=>", "->", ":", "if ", "when ", "where "];
    let syntax = &unit.syntax;
    let head = unit.text.get(syntax.node(case).start as usize..end as usize);
    let (Some(head), Some(list)) = (head, syntax.parent(case)) else {
        return Vec::new();
    };
    let kind = syntax.node(case).kind;
    let same = |other: &Id| {
        let rest = unit.slice(*other).strip_prefix(head);
        let begins = rest.is_some_and(|rest| SIGNS.iter().any(|sign| rest.trim_start().starts_with(sign)));
        begins && syntax.node(*other).kind == kind
    };
    syntax.parts(list).filter(|other| *other > case).filter(same).collect()
}

fn drop_case(unit: &mut Unit, case: Id) {
    let span = block::with_comments(unit, case);
    let lines = crate::fix::edits::whole_lines(&unit.text, span.start, block::trimmed_end(unit, span));
    unit.edits.cut(lines.start, lines.end);
    unit.dead.insert(case);
}

fn cases(unit: &Unit, id: Id, shape: &SwitchShape) -> Vec<Case> {
    let syntax = &unit.syntax;
    let body = shape.body.and_then(|field| syntax.part(id, field)).unwrap_or(id);
    syntax
        .parts(body)
        .filter_map(|node| {
            let kind = syntax.node(node).kind;
            let is_default = shape.default.contains(&kind);
            (is_default || shape.case.contains(&kind)).then(|| case(unit, node, shape, is_default))
        })
        .collect()
}

fn case(unit: &Unit, node: Id, shape: &SwitchShape, is_default: bool) -> Case {
    let syntax = &unit.syntax;
    let of_pattern = shape
        .pattern
        .map_or_else(Vec::new, |field| syntax.all_parts(node, field));
    let is_pattern = |id: Id| of_pattern.contains(&id);
    let is_code = |id: &Id| syntax.node(*id).named && !syntax.is_comment(*id);
    let mut guard = syntax
        .children(node)
        .find(|child| shape.guard.contains(&syntax.node(*child).kind));
    let mut patterns = Vec::new();
    let mut open: Vec<Id> = of_pattern.iter().copied().filter(is_code).collect();
    open.reverse();
    let mut wildcard = is_default;
    let mut labels = 0;
    while let Some(id) = open.pop() {
        labels += 1;
        let written = unit.slice(id).trim();
        if shape.wildcard_words.iter().any(|word| word == written) {
            wildcard = true;
            continue;
        }
        let is_list = shape.pattern_list.contains(&syntax.node(id).kind);
        match is_list {
            true => {
                // `1 if a`: the condition may stand beside the pattern.
                let word = syntax.children(id).find(|child| GUARDS.contains(&unit.slice(*child)));
                let (mut parts, behind): (Vec<Id>, Vec<Id>) =
                    syntax.parts(id).partition(|part| word.is_none_or(|word| *part < word));
                guard = guard.or(behind.first().copied());
                parts.reverse();
                open.extend(parts);
            }
            false => patterns.push(id),
        }
    }
    wildcard |= labels == 0 && !is_default && shape.pattern.is_some() && patterns.is_empty();
    let result = shape.result.and_then(|field| syntax.part(node, field));
    let mut block = None;
    let items = match result {
        // Several children may carry the field.
        Some(first) if shape.falls_through => syntax
            .children(node)
            .filter(|child| syntax.node(*child).named && *child >= first)
            .collect(),
        Some(result) => block::items(unit, result),
        None => {
            let behind = syntax.parts(node).filter(|part| is_pattern(*part)).last();
            let rest = syntax
                .children(node)
                .filter(|child| syntax.node(*child).named && behind.is_none_or(|behind| *child > behind));
            let rest: Vec<Id> = rest.collect();
            match rest[..] {
                [only] => {
                    block = syntax.is(only, |shape| shape.block).then_some(only);
                    block::items(unit, only)
                }
                _ => rest,
            }
        }
    };
    let items = items
        .into_iter()
        .flat_map(|item| match syntax.is(item, |shape| shape.inner) {
            true => syntax
                .children(item)
                .filter(|child| syntax.node(*child).named)
                .collect(),
            false => vec![item],
        })
        .collect();
    Case {
        node,
        patterns,
        wildcard,
        items,
        result,
        block,
        guard,
    }
}

/// The case that runs; an error is a pattern that cannot be compared.
fn chosen(unit: &Unit, cases: &[Case], value: &Value) -> Result<Option<usize>, Id> {
    let mut wildcard = None;
    let open = |guard: &Id| guard_truth(unit, *guard).is_none();
    for (at, case) in cases.iter().enumerate() {
        if case.guard.is_some_and(|guard| guard_truth(unit, guard) == Some(false)) {
            continue;
        }
        for pattern in &case.patterns {
            let constant = || names::written_constant(unit, *pattern);
            let written = literal_within(unit, *pattern).or_else(constant).ok_or(*pattern)?;
            if written.equals(value).ok_or(*pattern)? {
                return case.guard.filter(open).map_or(Ok(Some(at)), Err);
            }
        }
        if let Some(guard) = case.guard.filter(open).filter(|_| case.wildcard) {
            return Err(guard);
        }
        if case.wildcard && wildcard.is_none() {
            wildcard = Some(at);
        }
    }
    Ok(wildcard)
}

/// What the flag makes of a further condition.
fn guard_truth(unit: &Unit, guard: Id) -> Option<bool> {
    unit.truth(guard)
        .or_else(|| unit.truth(unit.syntax.parts(guard).last()?))
}

/// A literal, or the one in a pattern around it.
fn literal_within(unit: &Unit, id: Id) -> Option<Value> {
    let mut at = id;
    for _ in 0..4 {
        if let Some(value) = literal(&unit.syntax, at, &unit.text) {
            return Some(value);
        }
        at = unit.syntax.only_part(at)?;
    }
    None
}

fn keep(unit: &mut Unit, id: Id, shape: &SwitchShape, cases: &[Case], at: usize) {
    if let Some(initializer) = shape.initializer.and_then(|field| unit.syntax.part(id, field)) {
        if !unit.gone.contains(&initializer) {
            let text = format!("{} belongs to the cases as well", unit.shown(initializer));
            unit.stop(initializer, text);
            return;
        }
        unit.dead.insert(initializer);
    }
    let Some((items, exit)) = running(unit, shape, cases, at) else {
        return;
    };
    let statement = block::whole_statement(unit, id);
    let mut around = id;
    while around != statement
        && let Some(parent) = unit.syntax.parent(around)
        && unit.syntax.is(parent, |shape| shape.expression_statement)
    {
        around = parent;
    }
    let value = shape.value && around != statement;
    let code: Vec<Id> = items
        .iter()
        .filter(|item| !unit.syntax.is_comment(**item))
        .copied()
        .collect();
    let dead: Vec<Id> = cases
        .iter()
        .enumerate()
        .flat_map(|(index, case)| match index == at {
            true => case.patterns.clone(),
            false => vec![case.node],
        })
        .filter(|node| !items.iter().any(|item| unit.syntax.subtree(*node).contains(item)))
        .collect();
    unit.dead.extend(dead);
    if let Some(subject) = shape.subject.and_then(|field| unit.syntax.part(id, field)) {
        unit.dead.insert(subject);
    }
    if value {
        let only = match code[..] {
            [only] if unit.syntax.is(only, |shape| shape.expression_statement || shape.yields) => {
                unit.syntax.only_part(only).or(Some(only))
            }
            [only] => Some(only),
            _ => None,
        };
        if only.is_none() && returned(unit, id, &items) {
            return;
        }
        match (only, cases.get(at).and_then(|case| case.result)) {
            (Some(only), _) => {
                branch::enclose(unit, id, only);
                block::keep_only(unit, id, only);
            }
            (None, Some(result)) if unit.syntax.shapes.table.bare_block.as_deref() == Some("") => {
                block::keep_only(unit, id, result);
            }
            (None, Some(result)) if branch::value_block(unit, id, bared_block(unit, result)) => {}
            _ => {
                let text = format!(
                    "the case of {} that stays has several statements and a value",
                    unit.shown(id)
                );
                unit.stop(id, text);
            }
        }
        return;
    }
    if code.is_empty() {
        block::remove(unit, id);
        return;
    }
    if around != statement {
        let text = format!("{} stands where only one statement may", unit.shown(id));
        unit.stop(id, text);
        return;
    }
    let body = cases.get(at).and_then(|case| case.result.or(case.block)).unwrap_or(id);
    if let Some(exit) = exit.filter(|_| names::collide(unit, statement, &items)) {
        // The block stays one, and what leaves the case would leave something else.
        block::remove(unit, exit);
    }
    branch::in_list(unit, id, statement, body, &items);
}

/// The statements that run from a case on, and the `break` that ends them.
fn running(unit: &mut Unit, shape: &SwitchShape, cases: &[Case], at: usize) -> Option<(Vec<Id>, Option<Id>)> {
    let mut items: Vec<Id> = Vec::new();
    let mut exit = None;
    for (offset, case) in cases.iter().skip(at).enumerate() {
        items.extend(&case.items);
        if !shape.exits {
            break;
        }
        let only_goes_on = |item: &Id| unit.slice(*item).trim() == GOES_ON;
        if goes_on(unit, case) && case.items.iter().all(only_goes_on) && at + offset + 1 < cases.len() {
            items.clear();
            continue;
        }
        // `case "a": { … }`
        if let [only] = items[..]
            && unit.syntax.is(only, |shape| shape.block)
        {
            items = block::items(unit, only);
        }
        let last = items.iter().rev().find(|item| !unit.syntax.is_comment(**item)).copied();
        let is_last_case = at + offset + 1 == cases.len();
        match last {
            Some(last) if is_exit(unit, last) && matches!(unit.slice(last).trim_end_matches(';').trim(), "break") => {
                // Comments behind the break stay nowhere.
                let end = items.iter().position(|item| *item == last).unwrap_or(items.len());
                items.truncate(end);
                exit = Some(last);
                break;
            }
            Some(last) if block::is_jump(unit, last) => break,
            _ if !falls_through(unit, shape, case) => break,
            Some(_) if !is_last_case && offset > 0 || Some(true) == last.map(|_| !is_last_case) => {
                let node = case.node;
                unit.stop(node, "this case goes on with the next one");
                return None;
            }
            _ => {}
        }
    }
    if shape.exits
        && let Some(exit) = inner_exit(unit, &items)
    {
        unit.stop(exit, "this leaves the case from within");
        return None;
    }
    Some((items, exit))
}

/// `break`, and what else goes on elsewhere in a switch.
fn is_exit(unit: &Unit, id: Id) -> bool {
    let words = &unit.syntax.shapes.table.exit_words;
    let begins = || {
        let text = unit.slice(id);
        words
            .iter()
            .any(|word| text.split(|letter: char| !letter.is_alphanumeric()).next() == Some(word))
    };
    unit.syntax.is(id, |shape| shape.exit) && (words.is_empty() || begins())
}

/// A `break` further inside that belongs to the switch.
fn inner_exit(unit: &Unit, items: &[Id]) -> Option<Id> {
    let syntax = &unit.syntax;
    for item in items {
        let mut at = *item;
        let end = syntax.node(*item).behind;
        while at < end {
            let own = syntax.has_role(at, |role| role.function.is_some())
                || syntax.is(at, |shape| shape.switch.is_some() || shape.loops);
            if own {
                at = syntax.node(at).behind.max(at + 1);
                continue;
            }
            if is_exit(unit, at) {
                return Some(at);
            }
            at += 1;
        }
    }
    None
}

fn falls_through(unit: &Unit, shape: &SwitchShape, case: &Case) -> bool {
    shape.falls_through && !shape.closed.contains(&unit.syntax.node(case.node).kind) || goes_on(unit, case)
}

/// A case says that it goes on with the next one.
fn goes_on(unit: &Unit, case: &Case) -> bool {
    let last = unit.syntax.children(case.node).last();
    let says = |id: Id| unit.slice(id).trim() == GOES_ON;
    last.is_some_and(says) || case.items.last().is_some_and(|last| says(*last))
}

/// A case that does not go on with the next one.
fn ends(unit: &Unit, case: &Case) -> bool {
    let last = case.items.iter().rev().find(|item| !unit.syntax.is_comment(**item));
    case.wildcard || last.is_some_and(|last| block::is_jump(unit, *last) || is_exit(unit, *last))
}

/// `switch { case a: … }`: cases whose condition never holds go, one that always does is the last.
fn by_condition(unit: &mut Unit, id: Id, shape: &SwitchShape, cases: &mut [Case]) {
    for case in cases.iter_mut() {
        // `true -> …` is the last resort.
        case.wildcard |= matches!(case.patterns[..], [only] if case.guard.is_none() && literal_within(unit, only) == Some(Value::Bool(true)));
    }
    let truth = |unit: &Unit, case: &Case| match case.patterns[..] {
        [condition] if case.guard.is_none() => unit.known(condition).and_then(Value::truth),
        _ => None,
    };
    let Some(first) = cases.iter().position(|case| truth(unit, case).is_some()) else {
        return;
    };
    if cases
        .iter()
        .any(|case| case.patterns.len() > 1 && case.patterns.iter().any(|pattern| unit.truth(*pattern).is_some()))
    {
        unit.stop(id, "a case has several conditions, and the flag decides only one");
        return;
    }
    // A case that goes would be gone on with from the one before.
    if cases
        .iter()
        .any(|case| falls_through(unit, shape, case) && !ends(unit, case))
    {
        unit.stop(id, "a case goes on with the next one");
        return;
    }
    let always = cases.iter().position(|case| truth(unit, case) == Some(true));
    let undecided_before = |end: usize| cases[..end].iter().any(|case| truth(unit, case).is_none());
    if let Some(at) = always
        && !undecided_before(at)
    {
        keep(unit, id, shape, cases, at);
        return;
    }
    let _ = first;
    if always.is_none()
        && cases
            .iter()
            .all(|case| case.wildcard || truth(unit, case) == Some(false))
    {
        match cases.iter().position(|case| case.wildcard) {
            Some(at) => keep(unit, id, shape, cases, at),
            None => block::remove(unit, id),
        }
        return;
    }
    if let Some(case) = always.and_then(|at| cases.get(at)) {
        let (Some(word), [condition]) = (shape.default_word.clone(), &case.patterns[..]) else {
            unit.stop(case.node, "this case always runs if it is reached");
            return;
        };
        let (start, end) = (unit.syntax.node(case.node).start, unit.syntax.span(*condition).end);
        let behind = unit.text.get(end as usize..).unwrap_or("");
        let then = behind.trim_start_matches(' ').strip_prefix("then ");
        let taken = then.map_or(0, |rest| behind.len() - rest.len() - 1);
        unit.edits.replace(start, end + u32::try_from(taken).unwrap_or(0), word);
        unit.dead.insert(*condition);
    }
    for (at, case) in cases.iter().enumerate() {
        if truth(unit, case) == Some(false) || always.is_some_and(|always| at > always) {
            drop_case(unit, case.node);
        }
    }
}
