//! Conditionals: a chain of conditions with their bodies loses the arms that can't run, and everything behind the one that
//! always does.

use crate::fix::block;
use crate::fix::effects;
use crate::fix::emit;
use crate::fix::fold;
use crate::fix::join;
use crate::fix::last;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::language::shapes::IfShape;
use crate::source::Span;

/// Arms of one chain that are looked at.
const ARMS: usize = 1_000;

/// An arm of a chain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arm {
    /// The conditional or clause that it begins, or the last branch.
    node: Id,
    /// `None`: it runs when no other does.
    condition: Option<Id>,
    body: Id,
    negated: bool,
    /// A clause of the conditional around it, and no conditional of its own.
    clause: bool,
}

/// What is left of a chain.
#[derive(Debug)]
enum Left {
    /// As it is.
    All,
    /// Nothing.
    Nothing,
    /// Only this body, always.
    Body(Id),
    /// These arms; of the last one the body alone if it always runs.
    Arms(Vec<(usize, bool)>),
}

fn shape(unit: &Unit, id: Id) -> Option<&'static IfShape> {
    unit.syntax.shape(id)?.branch.as_ref()
}

/// Through the parentheses that belong to the statement.
fn condition_truth(unit: &Unit, condition: Id, negated: bool) -> Option<bool> {
    unit.truth(condition).map(|value| value != negated)
}

/// What has to hold for an arm, each as the nodes between two commas: `if a, let b = c`.
fn conditions(unit: &Unit, node: Id) -> Vec<Vec<Id>> {
    let syntax = &unit.syntax;
    let Some(branch) = shape(unit, node) else {
        return Vec::new();
    };
    let all = syntax.all_parts(node, branch.condition);
    let (Some(first), Some(last)) = (all.first().copied(), all.last().copied()) else {
        return Vec::new();
    };
    let mut groups = vec![Vec::new()];
    for child in syntax.children(node).filter(|child| (first..=last).contains(child)) {
        if !syntax.node(child).named && unit.slice(child) == "," {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            group.push(child);
        }
    }
    // A word behind the condition: `then`.
    if let Some(group) = groups.last_mut().filter(|group| group.len() == 2)
        && group
            .last()
            .is_some_and(|last| !syntax.node(*last).named && unit.slice(*last) == "then")
    {
        group.pop();
    }
    if groups.iter().all(Vec::is_empty) {
        // It stands deeper.
        return vec![all];
    }
    groups
}

/// Whether an arm runs, if the flag decides it.
fn runs(unit: &Unit, arm: Arm) -> Option<bool> {
    let condition = arm.condition?;
    let groups = conditions(unit, arm.node);
    if groups.len() < 2 {
        return match groups.first().map(Vec::as_slice) {
            // `if let a = b` asks whether there is one.
            Some([_, _, ..]) => None,
            _ => condition_truth(unit, condition, arm.negated),
        };
    }
    let truth = |group: &Vec<Id>| match group[..] {
        [only] => unit.truth(only),
        _ => None,
    };
    let all = groups.iter().all(|group| truth(group) == Some(true));
    let none = groups.iter().any(|group| truth(group) == Some(false));
    (all || none).then_some(all != arm.negated)
}

/// Takes the conditions away that always hold, where others stay.
fn fewer_conditions(unit: &mut Unit, arm: Arm) {
    let groups = conditions(unit, arm.node);
    let decided = |unit: &Unit, group: &Vec<Id>| matches!(group[..], [only] if unit.truth(only) == Some(true));
    let known: Vec<usize> = (0..groups.len())
        .filter(|at| groups.get(*at).is_some_and(|group| decided(unit, group)))
        .collect();
    if known.is_empty() || known.len() == groups.len() {
        return;
    }
    let bounds = |unit: &Unit, at: usize| {
        let group = groups.get(at)?;
        Some((
            unit.syntax.node(*group.first()?).start,
            unit.syntax.node(*group.last()?).end,
        ))
    };
    let kept_before = |at: usize| (0..at).any(|before| !known.contains(&before));
    for at in known.iter().copied() {
        let Some((start, end)) = bounds(unit, at) else { continue };
        let span = match (
            kept_before(at),
            at.checked_sub(1).and_then(|before| bounds(unit, before)),
            bounds(unit, at + 1),
        ) {
            (true, Some((_, before)), _) => (before, end),
            (_, _, Some((next, _))) => (start, next),
            _ => (start, end),
        };
        unit.edits.cut(span.0, span.1);
        let group: Vec<Id> = groups.get(at).cloned().unwrap_or_default();
        unit.dead.extend(group);
    }
}

/// Stops if a condition that is asked before the flag's does something, and would no longer be asked.
fn dropped_conditions(unit: &mut Unit, arm: Arm) -> bool {
    let groups = conditions(unit, arm.node);
    if groups.len() < 2 {
        return true;
    }
    let before = groups
        .iter()
        .take_while(|group| !matches!(group[..], [only] if unit.truth(only) == Some(false)))
        .flatten()
        .find_map(|id| effects::first(unit, *id));
    if let Some(effect) = before {
        let text = format!("{} would no longer run", unit.shown(effect));
        unit.stop(effect, text);
    }
    before.is_none()
}

/// The arms of a chain, from the conditional that begins it.
pub(crate) fn arms(unit: &Unit, first: Id) -> Vec<Arm> {
    let mut arms = Vec::new();
    let mut next = Some(first);
    while let Some(id) = next.take().filter(|_| arms.len() < ARMS) {
        let Some(branch) = shape(unit, id) else {
            arms.push(Arm {
                node: id,
                condition: None,
                body: id,
                negated: false,
                clause: false,
            });
            break;
        };
        let (Some(condition), Some(body)) = (
            unit.syntax.part(id, branch.condition),
            unit.syntax.part(id, branch.consequence),
        ) else {
            return Vec::new();
        };
        arms.push(Arm {
            node: id,
            condition: Some(condition),
            body,
            negated: branch.negated,
            clause: branch.clause.is_some(),
        });
        next = following(unit, id, branch, first);
    }
    arms
}

/// The next arm: the alternative, or the next clause of the conditional around.
fn following(unit: &Unit, id: Id, branch: &IfShape, first: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let own = branch.alternative.and_then(|field| syntax.part(id, field));
    let alternative = match own {
        Some(own) => Some(own),
        None if id != first => {
            let field = syntax.node(id).field;
            let parent = syntax.parent(id)?;
            syntax
                .children(parent)
                .find(|child| *child > id && syntax.node(*child).field == field && field != 0)
        }
        None => None,
    }?;
    // The keyword belongs to the arm before: `else` stays when what stands behind it changes.
    match syntax.unwrapped(alternative, &unit.text) {
        Some(inner) => Some(inner),
        None => Some(alternative),
    }
}

fn left(unit: &Unit, arms: &[Arm]) -> Left {
    let mut kept = Vec::new();
    let mut changed = false;
    for (at, arm) in arms.iter().enumerate() {
        let truth = match arm.condition {
            None => {
                kept.push((at, true));
                break;
            }
            Some(_) => runs(unit, *arm),
        };
        match truth {
            Some(false) => changed = true,
            Some(true) => {
                changed = true;
                kept.push((at, true));
                break;
            }
            None => kept.push((at, false)),
        }
    }
    match kept.first() {
        _ if !changed => Left::All,
        None => Left::Nothing,
        Some((at, true)) => arms.get(*at).map_or(Left::All, |arm| Left::Body(arm.body)),
        Some(_) => Left::Arms(kept),
    }
}

/// It is another conditional's alternative, and is looked at with that.
fn is_continuation(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let mut below = id;
    for above in syntax.above(id).take(2) {
        if syntax.unwrapped(above, &unit.text) == Some(below) {
            below = above;
            continue;
        }
        return shape(unit, above)
            .is_some_and(|branch| branch.alternative.is_some_and(|field| syntax.fills(below, field)));
    }
    false
}

/// What a conditional may run, if one of it always runs.
pub(crate) fn bodies(unit: &Unit, id: Id) -> Option<Vec<Id>> {
    let arms = arms(unit, id);
    let last = arms.last()?;
    last.condition
        .is_none()
        .then(|| arms.iter().map(|arm| arm.body).collect())
}

/// The body that alone remains of a conditional.
pub(crate) fn remaining_body(unit: &Unit, id: Id) -> Option<Id> {
    shape(unit, id)?;
    match left(unit, &arms(unit, id)) {
        Left::Body(body) => Some(body),
        _ => None,
    }
}

/// The bodies of a conditional of which one always runs, if that is so.
pub(crate) fn exhaustive(unit: &Unit, id: Id) -> Option<Vec<Id>> {
    shape(unit, id)?;
    let arms = arms(unit, id);
    let body = |at: usize| arms.get(at).map(|arm| arm.body);
    match left(unit, &arms) {
        Left::Nothing => None,
        Left::Body(body) => Some(vec![body]),
        Left::All => arms
            .last()
            .filter(|last| last.condition.is_none())
            .map(|_| arms.iter().map(|arm| arm.body).collect()),
        Left::Arms(kept) => kept
            .last()
            .filter(|(_, always)| *always)
            .map(|_| kept.iter().filter_map(|(at, _)| body(*at)).collect()),
    }
}

/// Nothing remains of a conditional.
pub(crate) fn leaves_nothing(unit: &Unit, id: Id) -> bool {
    shape(unit, id).is_some() && matches!(left(unit, &arms(unit, id)), Left::Nothing)
}

/// What remains of `a if b`: `None` if that is not decided, `Some(None)`: nothing.
pub(crate) fn modified(unit: &Unit, id: Id) -> Option<Option<Id>> {
    let modifier = unit.syntax.shape(id)?.modifier.as_ref()?;
    let condition = unit.syntax.part(id, modifier.condition)?;
    let body = unit.syntax.part(id, modifier.body)?;
    let truth = condition_truth(unit, condition, modifier.negated)?;
    Some(truth.then_some(body))
}

/// Rewrites a conditional behind its statement.
pub(crate) fn rewrite_modifier(unit: &mut Unit, id: Id) {
    match modified(unit, id) {
        Some(Some(body)) => {
            let jumps = block::is_jump(unit, body);
            let around = unit.syntax.parent(id).filter(|around| {
                unit.syntax.is(*around, |shape| shape.parenthesis)
                    && unit.syntax.only_part(*around) == Some(id)
                    && unit.syntax.is(body, |shape| shape.atom)
                    && fold::is_delimited(unit, *around)
            });
            block::keep_only(unit, around.unwrap_or(id), body);
            if jumps && unit.syntax.statement(id).is_some_and(|(statement, _)| statement == id) {
                let end = unit.syntax.span(id).end;
                block::cut_unreachable(unit, id, end);
            }
        }
        Some(None) if !is_statement(unit, id, block::whole_statement(unit, id)) => {
            let span = unit.syntax.span(id);
            let nothing = unit.syntax.shapes.table.null().to_owned();
            unit.edits.replace(span.start, span.end, nothing);
            unit.dead.insert(id);
        }
        Some(None) => block::remove(unit, id),
        None => {}
    }
}

/// Rewrites a chain; `words` are what comments about the flag say.
pub(crate) fn rewrite(unit: &mut Unit, id: Id, words: &[String]) {
    if is_continuation(unit, id) {
        return;
    }
    let arms = arms(unit, id);
    let left = left(unit, &arms);
    if !initializers_go(unit, &arms, &left) {
        return;
    }
    if matches!(left, Left::All) {
        for arm in arms {
            fewer_conditions(unit, arm);
        }
        return;
    }
    let statement = block::whole_statement(unit, id);
    let dropped: Vec<Id> = match &left {
        Left::Arms(kept) => (0..arms.len())
            .filter(|at| !kept.iter().any(|(index, _)| index == at))
            .filter_map(|at| arms.get(at).map(|arm| arm.body))
            .collect(),
        Left::Body(body) => arms.iter().map(|arm| arm.body).filter(|other| other != body).collect(),
        _ => Vec::new(),
    };
    block::cut_comments_about(unit, statement, words);
    let kept: Vec<usize> = match &left {
        Left::Arms(kept) => kept.iter().map(|(at, _)| *at).collect(),
        _ => Vec::new(),
    };
    for (at, arm) in arms.iter().enumerate() {
        if kept.contains(&at) {
            fewer_conditions(unit, *arm);
        } else if !dropped_conditions(unit, *arm) {
            return;
        }
    }
    let conditions: Vec<Id> = arms
        .iter()
        .flat_map(|arm| self::conditions(unit, arm.node))
        .flatten()
        .collect();
    match left {
        Left::All => {}
        Left::Nothing => {
            nothing(unit, id, statement);
            unit.dead.insert(id);
        }
        Left::Body(body) => {
            unit.dead.extend(dropped);
            unit.dead.extend(conditions);
            body_alone(unit, id, body);
        }
        Left::Arms(kept) => {
            unit.dead.extend(dropped);
            let known: Vec<Id> = arms
                .iter()
                .filter(|arm| runs(unit, **arm).is_some())
                .flat_map(|arm| self::conditions(unit, arm.node))
                .flatten()
                .collect();
            unit.dead.extend(known);
            fewer_arms(unit, id, &arms, &kept);
        }
    }
}

/// `if x := f(); x { … }`: what stands before the condition goes with it, if it only held the flag.
fn initializers_go(unit: &mut Unit, arms: &[Arm], left: &Left) -> bool {
    let keeps = |at: usize| match left {
        Left::All => true,
        Left::Arms(kept) => kept.iter().any(|(kept, always)| *kept == at && !always),
        _ => false,
    };
    for (at, arm) in arms.iter().enumerate() {
        let Some(initializer) = initializer(unit, arm.node) else {
            continue;
        };
        let kept = keeps(at);
        if unit.gone.contains(&initializer) {
            if let Some(condition) = arm.condition.filter(|_| kept) {
                let (start, end) = (unit.syntax.span(initializer).start, unit.syntax.span(condition).start);
                unit.edits.cut(start, end);
            }
            unit.dead.insert(initializer);
            continue;
        }
        if at == 0 && !kept && moves_on(unit, arms, left, initializer) {
            continue;
        }
        // What stands behind an arm that always runs never ran.
        let reached = !arms[..at].iter().any(|before| runs(unit, *before) == Some(true));
        if kept || !reached {
            continue;
        }
        let text = match effects::first(unit, initializer) {
            Some(effect) => format!("{} would no longer run", unit.shown(effect)),
            None => format!(
                "{} belongs to the condition and to the branches",
                unit.shown(initializer)
            ),
        };
        unit.stop(initializer, text);
        return false;
    }
    true
}

/// `if a := b(); flag { … } else if a > 1 { … }`: what the next arm needs begins that one; what nothing needs and does nothing goes.
fn moves_on(unit: &mut Unit, arms: &[Arm], left: &Left, initializer: Id) -> bool {
    let syntax = &unit.syntax;
    let mut inner = syntax.subtree(initializer);
    if inner.any(|id| unit.fates.contains_key(&id)) {
        return false;
    }
    match left {
        Left::Arms(kept) => {
            let next = kept.first().and_then(|(at, _)| arms.get(*at));
            let Some(condition) = next
                .filter(|next| self::initializer(unit, next.node).is_none())
                .and_then(|next| next.condition)
            else {
                return false;
            };
            let text = unit.slice(initializer).trim_end_matches(';').to_owned();
            let start = unit.syntax.span(condition).start;
            unit.edits.replace(start, start, format!("{text}; "));
            true
        }
        Left::Body(body) => {
            let declared: Vec<&str> = syntax
                .subtree(initializer)
                .filter(|id| syntax.is_identifier(*id) && names::is_written(unit, *id))
                .map(|id| unit.slice(id))
                .collect();
            let names_one = |id: Id| syntax.is_identifier(id) && declared.contains(&unit.slice(id));
            let idle = effects::first(unit, initializer).is_none() && !declared.is_empty();
            idle && !syntax.subtree(*body).any(names_one)
        }
        _ => false,
    }
}

fn initializer(unit: &Unit, id: Id) -> Option<Id> {
    unit.syntax.part(id, shape(unit, id)?.initializer?)
}

fn nothing(unit: &mut Unit, id: Id, statement: Id) {
    if is_value(unit, id) {
        let text = format!("{} would have no value", unit.shown(id));
        unit.stop(id, text);
        return;
    }
    match unit.syntax.statement(id) {
        Some(_) if is_statement(unit, id, statement) => block::remove(unit, id),
        // An element of a list that is there or not.
        _ if unit
            .syntax
            .parent(id)
            .is_some_and(|list| unit.syntax.has_role(list, |role| role.list)) =>
        {
            emit::remove_item(unit, id);
        }
        _ => {
            // The only statement of another one: `while (a) if (b) c();`
            let span = unit.syntax.span(id);
            unit.edits.replace(span.start, span.end, "{}");
            unit.dead.insert(id);
        }
    }
}

/// It stands in a list of statements, by itself or as an expression.
fn is_statement(unit: &Unit, id: Id, statement: Id) -> bool {
    let mut at = id;
    while at != statement {
        match unit.syntax.parent(at) {
            Some(parent) if unit.syntax.is(parent, |shape| shape.expression_statement) => at = parent,
            _ => return false,
        }
    }
    true
}

/// Its value is used.
pub(crate) fn is_value(unit: &Unit, id: Id) -> bool {
    let statement = block::whole_statement(unit, id);
    shape(unit, id).is_some_and(|branch| branch.value) && !is_statement(unit, id, statement)
}

fn body_alone(unit: &mut Unit, id: Id, body: Id) {
    let statement = block::whole_statement(unit, id);
    let items = block::items(unit, body);
    if is_value(unit, id) {
        value_alone(unit, id, body, &items);
        return;
    }
    let idle = unit.syntax.shapes.table.empty_statement.as_deref();
    if items.iter().all(|item| Some(unit.slice(*item).trim()) == idle) {
        nothing(unit, id, statement);
        return;
    }
    if !is_statement(unit, id, statement) {
        if let Some(elements) = elements(unit, id, body) {
            block::unwrap(unit, id, &elements);
            return;
        }
        // `while (a) if (b) { … }`: the block is the loop's.
        block::keep_only(unit, id, body);
        return;
    }
    in_list(unit, id, statement, body, &items);
}

/// The statements of a body take the conditional's place in its list.
pub(crate) fn in_list(unit: &mut Unit, id: Id, statement: Id, body: Id, items: &[Id]) {
    let jumps = items
        .iter()
        .rev()
        .find(|item| !unit.syntax.is_comment(**item) && !block::is_empty(unit, **item))
        .is_some_and(|last| block::is_jump(unit, *last));
    if names::collide(unit, statement, items) {
        keep_block(unit, id, body);
        return;
    }
    if items.iter().all(|item| block::is_empty(unit, *item)) {
        block::remove(unit, statement);
        return;
    }
    let items = last::without_exit(unit, statement, items);
    if items.is_empty() {
        last::remove_to_end(unit, statement);
        return;
    }
    let items = &items[..];
    join::with_declaration(unit, statement, items);
    end_statement(unit, statement, items);
    block::unwrap(unit, statement, items);
    if jumps && let Some(kept) = block::extent(unit, items) {
        let end = unit.syntax.span(statement).end.max(kept.end);
        block::cut_unreachable(unit, statement, end);
    }
}

/// `foo()` without its semicolon can only be the last one of a block.
fn end_statement(unit: &mut Unit, statement: Id, items: &[Id]) {
    let Some(end) = unit.syntax.shapes.table.statement_end.clone() else {
        return;
    };
    let Some((_, list)) = unit.syntax.statement(statement) else {
        return;
    };
    let is_last = unit.syntax.parts(list).last() == Some(statement);
    let Some(last) = items.iter().rev().find(|item| !unit.syntax.is_comment(**item)).copied() else {
        return;
    };
    let complete = unit.syntax.is(last, |shape| {
        shape.expression_statement
            || shape.declaration
            || shape.hoisted
            || shape.branch.is_some()
            || shape.switch.is_some()
    }) || unit.slice(last).ends_with(['}', ';']);
    if !is_last && !complete {
        let at = block::trimmed_end(unit, unit.syntax.span(last));
        unit.edits.replace(at, at, end);
    }
}

/// Names of the block would meet others of the same spelling: it stays a block.
fn keep_block(unit: &mut Unit, id: Id, body: Id) {
    let inner = unit.syntax.unwrapped(body, &unit.text).unwrap_or(body);
    let braces = unit.syntax.braces(inner, &unit.text);
    match (unit.syntax.shapes.table.bare_block.clone(), braces) {
        (Some(opening), Some((open, close))) if unit.syntax.is(inner, |shape| shape.block) => {
            only_block(unit, id, inner, (open, close), opening);
        }
        _ => {
            let text = format!("names in {} would meet others of the same spelling", unit.shown(id));
            unit.stop(id, text);
        }
    }
}

/// Of `id` only the block in these braces stays, behind what such a block begins with.
fn only_block(unit: &mut Unit, id: Id, inner: Id, (open, close): (Id, Id), opening: String) {
    let span = unit.syntax.span(id);
    let (from, to) = (unit.syntax.node(open).start, unit.syntax.node(close).end);
    unit.edits.replace(span.start, from, opening);
    unit.edits.cut(to, span.end);
    // That of a case stands further inside.
    block::dedent_continued(unit, span.start, Span { start: from, end: to }, inner);
    block::only(unit, id, inner);
}

/// A conditional that is an expression gives the value of its body.
fn value_alone(unit: &mut Unit, id: Id, body: Id, items: &[Id]) {
    let code: Vec<Id> = items
        .iter()
        .filter(|item| !unit.syntax.is_comment(**item))
        .copied()
        .collect();
    if let [only] = code[..] {
        if let Some(elements) = elements(unit, id, only) {
            block::unwrap(unit, id, &elements);
            return;
        }
        let span = unit.syntax.span(only);
        let at = unit.syntax.span(id).start;
        enclose(unit, id, only);
        block::keep_only(unit, id, only);
        block::dedent(unit, at, span, &code);
        return;
    }
    let inner = unit.syntax.unwrapped(body, &unit.text).unwrap_or(body);
    if unit.syntax.shapes.table.bare_block.as_deref() == Some("") && unit.syntax.is(inner, |shape| shape.block) {
        block::keep_only(unit, id, inner);
        return;
    }
    if !value_block(unit, id, inner) {
        let text = format!("{} has several statements and a value", unit.shown(id));
        unit.stop(id, text);
    }
}

/// A block that gives a value takes the place of `id`, where the language has such blocks.
pub(crate) fn value_block(unit: &mut Unit, id: Id, inner: Id) -> bool {
    let leaves = || {
        let mut all = unit.syntax.subtree(inner);
        all.any(|id| unit.syntax.is(id, |shape| shape.jump) && !unit.slice(id).starts_with("throw"))
    };
    let opening = unit.syntax.shapes.table.value_block.clone();
    let (Some(opening), Some((open, close)), false) = (opening, unit.syntax.braces(inner, &unit.text), leaves()) else {
        return false;
    };
    only_block(unit, id, inner, (open, close), opening);
    true
}

/// Puts parentheses around what is left of a value where it could be read as less than the whole.
pub(crate) fn enclose(unit: &mut Unit, whole: Id, kept: Id) {
    let bare = unit.syntax.is(kept, |shape| shape.atom || shape.parenthesis);
    if bare || fold::stands_alone(unit, whole) {
        return;
    }
    let span = unit.syntax.span(kept);
    unit.edits.replace(span.start, span.start, "(");
    unit.edits.replace(span.end, span.end, ")");
}

/// The elements of a list that is spread into the list around: `[if (a) ...[b, c]]`.
fn elements(unit: &Unit, id: Id, only: Id) -> Option<Vec<Id>> {
    let syntax = &unit.syntax;
    let is_list = |id: Id| syntax.has_role(id, |role| role.list);
    let inner = syntax
        .only_part(only)
        .filter(|_| syntax.is(only, |shape| shape.spread))?;
    let elements: Vec<Id> = syntax.parts(inner).collect();
    (is_list(inner) && syntax.parent(id).is_some_and(is_list) && !elements.is_empty()).then_some(elements)
}

/// Some arms disappear, and the first one keeps its condition or gets that of a later one.
fn fewer_arms(unit: &mut Unit, first: Id, arms: &[Arm], kept: &[(usize, bool)]) {
    let node = |at: usize| arms.get(at).copied();
    let Some(begin) = kept.first().and_then(|(at, _)| node(*at)) else {
        return;
    };
    let start = unit.syntax.span(first).start;
    if begin.node != first {
        let from = unit.syntax.span(begin.node).start;
        unit.edits.cut(start, from);
        if let Some(clause) = shape(unit, begin.node).and_then(|branch| branch.clause.clone())
            && let Some(word) = unit.syntax.children(begin.node).next()
        {
            let span = unit.syntax.span(word);
            unit.edits.replace(span.start, span.end, clause);
        }
    }
    for pair in kept.windows(2) {
        let [(before, _), (after, always)] = pair else { continue };
        let Some(after_arm) = node(*after) else { continue };
        if *after > *before + 1
            && let Some(gone) = node(*before + 1)
        {
            let (from, to) = (lead(unit, gone), lead(unit, after_arm));
            unit.edits.cut(from, to);
        }
        if *always && after_arm.condition.is_some() {
            becomes_last(unit, after_arm);
        }
    }
    // What stands behind the last one that is kept.
    let (Some((last, _)), Some(end)) = (kept.last(), arms.last()) else {
        return;
    };
    if *last + 1 < arms.len()
        && let Some(last) = node(*last)
    {
        let closing = unit
            .syntax
            .braces(last.body, &unit.text)
            .map(|(_, close)| unit.syntax.node(close).end);
        let from = closing.unwrap_or_else(|| block::trimmed_end(unit, unit.syntax.span(last.body)));
        let to = block::trimmed_end(unit, unit.syntax.span(end.node));
        let closing = unit
            .syntax
            .braces(end.body, &unit.text)
            .map(|(_, close)| unit.syntax.node(close).end);
        let to = to.max(closing.unwrap_or(to));
        unit.edits.cut(from, to.max(from));
    }
}

/// Where the text of an arm begins, with the keyword before it.
fn lead(unit: &Unit, arm: Arm) -> u32 {
    let syntax = &unit.syntax;
    let own = syntax.node(arm.node).start;
    if arm.clause || syntax.is(arm.node, |shape| shape.last_clause) {
        return own;
    }
    let word = unit.syntax.shapes.table.else_word.as_deref().unwrap_or("else");
    let mut outer = arm.node;
    if let Some(parent) = syntax.parent(outer)
        && syntax.unwrapped(parent, &unit.text) == Some(outer)
    {
        outer = parent;
    }
    let begins = syntax.children(outer).next().filter(|first| unit.slice(*first) == word);
    let before = syntax.parent(outer).and_then(|parent| {
        syntax
            .children(parent)
            .take_while(|child| *child < outer)
            .filter(|child| unit.slice(*child) == word)
            .last()
    });
    begins.or(before).map_or(own, |word| syntax.node(word).start)
}

/// `else if (always) …` → `else …`.
fn becomes_last(unit: &mut Unit, arm: Arm) {
    let start = unit.syntax.span(arm.node).start;
    if arm.clause {
        let word = unit
            .syntax
            .shapes
            .table
            .else_word
            .clone()
            .unwrap_or_else(|| "else".to_owned());
        let end = arm.condition.map_or(start, |condition| unit.syntax.span(condition).end);
        unit.edits.replace(start, end, word);
    } else {
        let opening = unit
            .syntax
            .braces(arm.body, &unit.text)
            .map(|(open, _)| unit.syntax.node(open).start);
        let end = opening.unwrap_or(unit.syntax.span(arm.body).start);
        let before = |at: u32| unit.text.get(..at as usize).unwrap_or("").trim_end().len();
        // A body that begins on a line of its own goes on doing so.
        match u32::try_from(before(end)).ok().zip(u32::try_from(before(start)).ok()) {
            Some((last, first))
                if unit
                    .text
                    .get(last as usize..end as usize)
                    .is_some_and(|gap| gap.contains('\n')) =>
            {
                unit.edits.cut(first, last);
            }
            _ => unit.edits.cut(start, end),
        }
    }
}
