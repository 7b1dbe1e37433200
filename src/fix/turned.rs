//! A conditional whose first branch is empty now, and whose other one is not, asks the opposite: `if (!a) { b(); }`.

use crate::fix::branch;
use crate::fix::fold;
use crate::fix::last;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;

/// Signs of comparisons, and those that say the opposite.
const OPPOSITES: [(&str, &str); 4] = [("==", "!="), ("===", "!=="), ("!=", "=="), ("!==", "===")];

/// Turns a conditional around, the first branch of which is empty now; false: it stays as it is.
pub(crate) fn turn(unit: &mut Unit, owner: Id, emptied: Id) -> bool {
    let Some((condition, cut)) = turned(unit, owner, emptied) else {
        return false;
    };
    let Some(text) = opposite(unit, condition) else {
        return false;
    };
    let span = unit.syntax.span(condition);
    unit.edits.replace(span.start, span.end, text);
    unit.edits.cut(cut.start, cut.end);
    let inside: Vec<Id> = unit.syntax.subtree(condition).collect();
    unit.dead.extend(inside);
    unit.dead.insert(emptied);
    true
}

/// The condition, and what stands between the branches: from the opening of the first to that of the other.
fn turned(unit: &Unit, owner: Id, emptied: Id) -> Option<(Id, std::ops::Range<u32>)> {
    let syntax = &unit.syntax;
    let shape = syntax.shape(owner)?.branch.as_ref()?;
    let alternative = syntax.part(owner, shape.alternative?)?;
    let condition = bared(unit, syntax.part(owner, shape.condition)?);
    let single = syntax.all_parts(owner, shape.condition).len() == 1;
    let decided = syntax
        .subtree(condition)
        .any(|id| unit.fates.contains_key(&id) || unit.dead.contains(&id));
    let comments = syntax
        .children(owner)
        .any(|child| child > emptied && child < alternative && syntax.is_comment(child));
    let plain = shape.clause.is_none() && !shape.negated && single && !decided && !comments;
    if !plain || branch::is_value(unit, owner) || last::gives_value(unit, owner) {
        return None;
    }
    let other = syntax.unwrapped(alternative, &unit.text).unwrap_or(alternative);
    let is_chain = |id: Id| syntax.is(id, |shape| shape.branch.is_some());
    if is_chain(other) || syntax.all_parts(owner, shape.alternative?).len() != 1 {
        return None;
    }
    let opening = |block: Id| {
        syntax
            .braces(block, &unit.text)
            .map(|(open, _)| syntax.node(open).start)
    };
    let braces = opening(emptied).zip(opening(other));
    let (start, end) = braces.or_else(|| Some((colon(unit, owner, emptied)?, colon(unit, alternative, other)?)))?;
    (start < end).then_some((condition, start..end))
}

/// The sign before a block that begins with one.
fn colon(unit: &Unit, owner: Id, block: Id) -> Option<u32> {
    let syntax = &unit.syntax;
    let before = |id: Id| syntax.children(id).filter(|child| unit.slice(*child) == ":");
    let own = before(owner).filter(|sign| *sign < block || block == owner).last();
    own.map(|sign| syntax.node(sign).start)
}

/// Without the parentheses that belong to the statement.
fn bared(unit: &Unit, condition: Id) -> Id {
    let syntax = &unit.syntax;
    let inner = syntax.only_part(condition);
    let own = fold::is_required(unit, condition) && syntax.is(condition, |shape| shape.parenthesis);
    inner.filter(|_| own).unwrap_or(condition)
}

/// What says the opposite of a condition; `None`: it cannot be said plainly.
fn opposite(unit: &Unit, condition: Id) -> Option<String> {
    let syntax = &unit.syntax;
    let word = syntax.shapes.table.negation_word.as_deref()?;
    let text = unit.slice(condition);
    if text.contains('\n') {
        return None;
    }
    let role = syntax.role(condition);
    if let Some((operators, _)) = role.and_then(|role| role.negation.as_ref())
        && (operators.is_empty() || syntax.has_operator(condition, &unit.text, operators))
    {
        return syntax.parts(condition).last().map(|inner| unit.slice(inner).to_owned());
    }
    let is = |test: fn(&crate::language::shapes::Shape) -> bool| syntax.is(condition, test);
    if is(|shape| shape.comparison.is_some()) && syntax.parts(condition).count() == 2 {
        let sign = syntax.children(condition).find(|child| !syntax.node(*child).named);
        let other = sign.and_then(|sign| {
            let (_, other) = OPPOSITES.iter().find(|(own, _)| *own == unit.slice(sign))?;
            let at = (syntax.node(sign).start - syntax.node(condition).start) as usize;
            let behind = at + unit.slice(sign).len();
            Some(format!("{}{other}{}", text.get(..at)?, text.get(behind..)?))
        });
        return other.or_else(|| Some(format!("{word}({text})")));
    }
    if is(|shape| shape.logic.is_some()) {
        return Some(format!("{word}({text})"));
    }
    let alone = is(|shape| shape.atom || shape.parenthesis)
        || role.is_some_and(|role| role.call.is_some() || role.member.is_some());
    alone.then(|| format!("{word}{text}"))
}
