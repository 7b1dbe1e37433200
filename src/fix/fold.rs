//! What follows for an expression from what is known of its parts: negation, logic, comparison, conditional expressions.

use crate::fix::effects;
use crate::fix::names;
use crate::fix::parameters;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::{Value, literal};
use crate::language::shapes::Shape;

/// Follows what is known upwards until nothing changes. Every node gets a fate at most once, so it ends.
pub(crate) fn run(unit: &mut Unit) {
    while let Some(id) = unit.queue.pop() {
        let Some(parent) = unit.syntax.parent(id) else { continue };
        if let Some(fate) = unit.fates.get(&parent) {
            // What it is the same as may have become known since.
            if matches!(fate, Fate::Same(_))
                && let Some(value) = unit.known(parent).cloned()
            {
                unit.fates.insert(parent, Fate::Known(value));
                unit.queue.push(parent);
            }
            continue;
        }
        if let Some(fate) = fate(unit, parent, id) {
            unit.set(parent, fate);
        } else if let Some(above) = unit
            .syntax
            .parent(parent)
            .filter(|above| !unit.fates.contains_key(above))
            && (unit.syntax.has_role(parent, |role| role.member.is_some()) || is_list(unit, above, parent))
            && let Some(fate) = call(unit, above, id)
        {
            // `x.f()` with the callee as a node of its own, or an argument in its list.
            unit.set(above, fate);
        } else if let Some(above) = unit.syntax.parent(parent)
            && let Some(truth) = matched(unit, above, parent, id)
        {
            unit.set(above, Fate::Known(Value::Bool(truth)));
        }
    }
}

/// `matches!(a, "b" | "c")`: the tokens of a macro.
fn matched(unit: &Unit, invocation: Id, tokens: Id, id: Id) -> Option<bool> {
    let syntax = &unit.syntax;
    let table = &syntax.shapes.table;
    let name = syntax.parts(invocation).next()?;
    if !syntax.has_role(invocation, |role| role.macros) || !table.match_macros.iter().any(|one| one == unit.slice(name))
    {
        return None;
    }
    let value = unit.known(id)?;
    let all: Vec<Id> = syntax.children(tokens).collect();
    let comma = all.iter().position(|token| unit.slice(*token) == ",")?;
    // `(a.as_str(),`
    let is_same = |token: &Id| {
        let text = unit.slice(*token);
        matches!(text, "." | "()" | "&") || *token == id || table.same_methods.iter().any(|method| method == text)
    };
    let patterns = all.get(comma + 1..all.len() - 1)?;
    let begins = all.get(1..comma)?;
    let first = begins.iter().find(|token| unit.slice(**token) != "&");
    if first != Some(&id) || !begins.iter().all(is_same) {
        return None;
    }
    let mut any = false;
    for pattern in patterns
        .iter()
        .filter(|pattern| !matches!(unit.slice(**pattern), "|" | ","))
    {
        any |= literal(syntax, *pattern, &unit.text)?.equals(value)?;
    }
    Some(any)
}

/// The node holds the arguments of the call.
fn is_list(unit: &Unit, call: Id, list: Id) -> bool {
    unit.syntax.has_role(call, |role| {
        role.call
            .as_ref()
            .and_then(|call| call.arguments)
            .is_some_and(|arguments| unit.syntax.fills(list, arguments))
    })
}

fn fate(unit: &mut Unit, parent: Id, child: Id) -> Option<Fate> {
    let shape = unit.syntax.shape(parent);
    if let Some(shape) = shape {
        if shape.parenthesis || shape.same {
            return wrapped(unit, parent, child, shape);
        }
        if shape.logic.is_some()
            && let Some(fate) = logic(unit, parent, shape)
        {
            return Some(fate);
        }
        if shape.comparison.is_some()
            && let Some(fate) = comparison(unit, parent, shape)
        {
            return Some(fate);
        }
        if shape.choice.is_some() {
            return choice(unit, parent, shape);
        }
    }
    if let Some(value) = sum(unit, parent) {
        return Some(Fate::Known(value));
    }
    if let Some(fate) = negation(unit, parent, child) {
        return Some(fate);
    }
    call(unit, parent, child)
}

/// Parentheses, `await`, casts.
fn wrapped(unit: &Unit, parent: Id, child: Id, shape: &Shape) -> Option<Fate> {
    if unit.syntax.only_part(parent) != Some(child) && !(shape.same && unit.syntax.parts(parent).next() == Some(child))
    {
        return None;
    }
    if let Some(value) = unit.known(child) {
        return Some(Fate::Known(value.clone()));
    }
    let inner = unit.resolved(child);
    if unit.syntax.is(inner, |shape| shape.comma) {
        return None;
    }
    let bare = unit.syntax.is(inner, |shape| shape.atom || shape.parenthesis);
    // Lines of their own show what a choice is between.
    let of_choice = unit.slice(parent).contains('\n')
        && unit
            .syntax
            .parent(parent)
            .is_some_and(|around| unit.syntax.is(around, |shape| shape.choice.is_some()));
    let kept =
        of_choice || is_required(unit, parent) || would_be_block(unit, parent, inner) || ends_type(unit, parent, inner);
    (shape.parenthesis && !kept && (bare || is_delimited(unit, parent))).then_some(Fate::Same(inner))
}

/// `() => ({})`: without parentheses an object as all of a function would be its block.
pub(crate) fn would_be_block(unit: &Unit, whole: Id, inner: Id) -> bool {
    let syntax = &unit.syntax;
    let is_body = syntax.parent(whole).is_some_and(|function| {
        syntax.has_role(function, |role| {
            let body = role.function.as_ref().and_then(|function| function.body);
            body.is_some_and(|body| syntax.fills(whole, body))
        })
    });
    let start = syntax.node(inner).start;
    let begins = |id: &Id| syntax.node(*id).start == start && syntax.has_role(*id, |role| role.object);
    is_body
        && syntax
            .subtree(inner)
            .take_while(|id| syntax.node(*id).start == start)
            .any(|id| begins(&id))
}

/// `new (make())()`: without parentheses the call would be that of the constructor.
fn ends_type(unit: &Unit, parenthesis: Id, inner: Id) -> bool {
    let syntax = &unit.syntax;
    let constructs = syntax.parent(parenthesis).is_some_and(|around| {
        syntax.has_role(around, |role| {
            let call = role.call.as_ref().filter(|call| call.construct);
            let callee = call.and_then(|call| call.function.or(call.name));
            callee.is_some_and(|callee| syntax.fills(parenthesis, callee))
        })
    });
    constructs
        && syntax
            .subtree(inner)
            .any(|id| syntax.has_role(id, |role| role.call.is_some()))
}

/// The parentheses belong to the statement: `if (…)`.
pub(crate) fn is_required(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(parent) = syntax.parent(id) else { return false };
    let required = syntax.is(parent, |shape| {
        shape.loops
            || shape
                .branch
                .as_ref()
                .is_some_and(|branch| syntax.fills(id, branch.condition))
            || shape
                .switch
                .as_ref()
                .is_some_and(|switch| switch.subject.is_some_and(|subject| syntax.fills(id, subject)))
    });
    required && syntax.shapes.table.condition_parentheses
}

/// What stands around keeps the expression together without parentheses.
pub(crate) fn is_delimited(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(parent) = syntax.parent(id) else { return true };
    let operator = syntax.is(parent, |shape| {
        shape.logic.is_some() || shape.comparison.is_some() || shape.choice.is_some() || shape.same || shape.effect
    });
    let role = syntax.has_role(parent, |role| {
        role.negation.is_some()
            || role.member.is_some()
            || role.subscript.is_some()
            || role.concatenation.is_some()
            || role.call.is_some()
            || role.entry_operator.is_some()
    });
    let spans_lines = unit.slice(id).contains('\n');
    !operator && !role && !spans_lines && !is_beside_operator(unit, parent, id)
}

/// Nothing around an expression that is no operand takes less than the whole of it.
pub(crate) fn stands_alone(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(parent) = syntax.parent(id) else { return true };
    let tight = syntax.has_role(parent, |role| {
        let of_call = role.call.as_ref().is_some_and(|call| {
            let parts = [call.function, call.receiver];
            parts.into_iter().flatten().any(|part| syntax.fills(id, part))
        });
        let of_member = role.member.is_some() || role.subscript.is_some();
        of_call
            || role.negation.is_some()
            || role.entry_operator.is_some()
            || of_member && syntax.parts(parent).next() == Some(id)
    });
    !tight && !is_beside_operator(unit, parent, id)
}

/// What stands right before or behind an expression may take less than the whole of it.
fn is_beside_operator(unit: &Unit, parent: Id, id: Id) -> bool {
    const NONE: &[&str] = &["->", "=>", "<-"];
    const WORDS: &[&str] = &[
        "and",
        "as",
        "as?",
        "as!",
        "await",
        "clone",
        "defined?",
        "delete",
        "in",
        "instanceof",
        "is",
        "match",
        "new",
        "not",
        "or",
        "satisfies",
        "sizeof",
        "switch",
        "typeof",
        "void",
        "with",
        "xor",
    ];
    let syntax = &unit.syntax;
    let is_operator = |sibling: Id| {
        let text = unit.slice(sibling);
        let signs = !text.is_empty() && text.chars().all(|letter| "+-*/%^&|<>~!?.@=".contains(letter));
        let assigns = text.ends_with('=') && !matches!(text, "==" | "!=" | "<=" | ">=" | "===" | "!==");
        signs && !assigns && !NONE.contains(&text) || WORDS.contains(&text)
    };
    let siblings = || syntax.children(parent).filter(|child| !syntax.is_comment(*child));
    let before = siblings().take_while(|child| *child < id).last();
    let behind = siblings().find(|child| *child > id);
    // `as T` may be a node of its own.
    let first = behind.map(|behind| syntax.leaf(behind));
    before.is_some_and(is_operator) || first.is_some_and(is_operator)
}

fn negation(unit: &Unit, parent: Id, child: Id) -> Option<Fate> {
    let role = unit.syntax.role(parent)?;
    let (operators, _) = role.negation.as_ref()?;
    let spelled = operators.is_empty() || unit.syntax.has_operator(parent, &unit.text, operators);
    if !spelled || unit.syntax.parts(parent).last() != Some(child) {
        return None;
    }
    unit.truth(child).map(|value| Fate::Known(Value::Bool(!value)))
}

fn logic(unit: &mut Unit, parent: Id, shape: &Shape) -> Option<Fate> {
    let table = shape.logic.as_ref()?;
    let (left, right) = unit.syntax.operands(parent)?;
    let narrow = unit
        .syntax
        .parent(parent)
        .filter(|around| unit.syntax.is(*around, |shape| shape.narrow));
    if let Some(around) = narrow {
        let text = format!("what {} compares cannot be read for sure", unit.shown(around));
        unit.stop(around, text);
        return None;
    }
    let is = |unit: &Unit, operators: &[String]| unit.syntax.has_operator(parent, &unit.text, operators);
    if is(unit, &table.default_operators) {
        // A value that is there needs nothing to stand in for it.
        return match unit.known(left)? {
            Value::Null => Some(Fate::Same(unit.resolved(right))),
            value => Some(Fate::Known(value.clone())),
        };
    }
    let and = is(unit, &table.and_operators);
    if !and && !is(unit, &table.or_operators) {
        return None;
    }
    // Behind the operator a number or text is a value of its own, unless only its truth matters.
    let right_truth = match unit.known(right) {
        Some(Value::Bool(value)) => Some(*value),
        _ => unit.truth(right).filter(|_| decides(unit, parent)),
    };
    match (unit.truth(left).or_else(|| written_truth(unit, left)), right_truth) {
        (Some(value), _) if value == and => match unit.known(right).cloned() {
            Some(value) => Some(Fate::Known(given(unit, value)?)),
            None if unit.syntax.shapes.table.truth_logic => Some(alone(unit, parent, right)),
            None => Some(Fate::Same(unit.resolved(right))),
        },
        (Some(_), _) => {
            // `&` asks both sides.
            let eager = is(unit, &["&".to_owned(), "|".to_owned()]);
            if let Some(effect) = effects::first(unit, right).filter(|_| eager) {
                let text = format!("{} would no longer run", unit.shown(effect));
                unit.stop(effect, text);
                return None;
            }
            Some(match unit.known(left).cloned() {
                Some(value) => Fate::Known(given(unit, value)?),
                None => Fate::Same(unit.resolved(left)),
            })
        }
        (None, Some(value)) if value == and => Some(alone(unit, parent, left)),
        (None, Some(value)) => match effects::first(unit, left) {
            None => Some(Fate::Known(Value::Bool(value))),
            Some(effect) => {
                let text = format!("{} would no longer run", unit.shown(effect));
                unit.stop(effect, text);
                None
            }
        },
        (None, None) => None,
    }
}

/// An operand without the other one: where it matters it has to be a truth value.
fn alone(unit: &mut Unit, logic: Id, operand: Id) -> Fate {
    let operand = unit.resolved(operand);
    if !unit.syntax.shapes.table.boolean_logic && !effects::is_truth(unit, operand) && !decides(unit, logic) {
        let text = format!("{} stays alone and may be no truth value", unit.shown(operand));
        unit.remark(logic, text);
    }
    Fate::Same(operand)
}

/// What logic makes of a value that is its result.
fn given(unit: &Unit, value: Value) -> Option<Value> {
    match unit.syntax.shapes.table.truth_logic {
        true => unit.truth_of(&value).map(Value::Bool),
        false => Some(value),
    }
}

/// Whether a literal counts as true that the flag left over: `(a && "b") || "c"`.
fn written_truth(unit: &Unit, id: Id) -> Option<bool> {
    let inner = unit.resolved(id);
    let value = literal(&unit.syntax, inner, &unit.text).filter(|_| inner != id)?;
    unit.truth_of(&value)
}

/// Only whether the expression is true matters.
pub(crate) fn decides(unit: &Unit, id: Id) -> bool {
    let mut below = id;
    for above in unit.syntax.above(id) {
        let Some(shape) = unit.syntax.shape(above) else {
            return unit.syntax.has_role(above, |role| role.negation.is_some()) || is_condition(unit, above, below);
        };
        if shape.parenthesis || shape.logic.is_some() {
            below = above;
            continue;
        }
        return shape.loops
            || shape
                .branch
                .as_ref()
                .is_some_and(|branch| unit.syntax.fills(below, branch.condition))
            || shape
                .modifier
                .as_ref()
                .is_some_and(|modifier| unit.syntax.fills(below, modifier.condition))
            || shape.choice.is_some() && conditions(unit, above).is_some_and(|(condition, ..)| condition == below)
            || unit.syntax.has_role(above, |role| role.negation.is_some());
    }
    false
}

/// The condition of a conditional that has it in a list of arguments.
fn is_condition(unit: &Unit, list: Id, id: Id) -> bool {
    let syntax = &unit.syntax;
    let around = syntax
        .parent(list)
        .and_then(|around| Some((around, syntax.shape(around)?)));
    around.is_some_and(|(around, shape)| {
        let branch = shape.branch.as_ref();
        branch.is_some_and(|branch| syntax.part(around, branch.condition) == Some(id))
    })
}

fn comparison(unit: &mut Unit, parent: Id, shape: &Shape) -> Option<Fate> {
    let table = shape.comparison.as_ref()?;
    let (left, right) = unit.syntax.operands(parent)?;
    // `a < b < c` compares more than two.
    if unit.syntax.parts(parent).count() != 2 {
        return None;
    }
    if let Some(value) = ordered(unit, parent, left, right) {
        return Some(Fate::Known(Value::Bool(value)));
    }
    let within = unit.syntax.has_operator(parent, &unit.text, &table.within_operators);
    if within || unit.syntax.has_operator(parent, &unit.text, &table.without_operators) {
        // In some grammars the sign before the word is a token of its own.
        let denied = unit.syntax.children(parent).any(|child| unit.slice(child) == "!");
        return held(unit, left, right).map(|held| Fate::Known(Value::Bool(held == (within != denied))));
    }
    let equal = unit.syntax.has_operator(parent, &unit.text, &table.equal_operators);
    if !equal && !unit.syntax.has_operator(parent, &unit.text, &table.unequal_operators) {
        return None;
    }
    compared(unit, left, right).map(|same| Fate::Known(Value::Bool(same == equal)))
}

/// `a < b` of two numbers, one of which is decided by the flag.
fn ordered(unit: &Unit, id: Id, left: Id, right: Id) -> Option<bool> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    unit.known(left).or(unit.known(right))?;
    let order = unit.constant(left)?.compared(&unit.constant(right)?)?;
    let sign = unit.syntax.children(id).map(|child| unit.slice(child));
    let mut fits = sign.filter_map(|sign| match sign {
        "<" => Some(order == Less),
        "<=" => Some(matches!(order, Less | Equal)),
        ">" => Some(order == Greater),
        ">=" => Some(matches!(order, Greater | Equal)),
        _ => None,
    });
    fits.next()
}

/// `a + b` of two whole numbers, one of which is decided by the flag.
fn sum(unit: &Unit, id: Id) -> Option<Value> {
    let syntax = &unit.syntax;
    let (left, right) = syntax.operands(id)?;
    let known = |id: Id| matches!(unit.known(id), Some(Value::Number(_)));
    if left == right || syntax.parts(id).count() != 2 || !known(left) && !known(right) {
        return None;
    }
    let whole = |id: Id| match unit.constant(id)? {
        Value::Number(text) => text.parse::<i64>().ok(),
        _ => None,
    };
    let sign = syntax.children(id).find(|child| *child > left && *child < right)?;
    let (one, two) = (whole(left)?, whole(right)?);
    let result = match unit.slice(sign) {
        "+" => one.checked_add(two),
        "-" => one.checked_sub(two),
        "*" => one.checked_mul(two),
        _ => None,
    }?;
    Some(Value::Number(result.to_string()))
}

/// The text that a number or truth value is shown as.
fn shown(unit: &Unit, value: &Value) -> Option<Value> {
    let table = &unit.syntax.shapes.table;
    match value {
        Value::Text(text) => Some(Value::Text(text.clone())),
        Value::Number(text) => text.parse::<i64>().ok().map(|number| Value::Text(number.to_string())),
        Value::Bool(value) => {
            let spelled = table.truth_words.get(usize::from(*value)).cloned();
            Some(Value::Text(spelled.unwrap_or_else(|| table.truth(*value).to_owned())))
        }
        Value::Null => None,
    }
}

/// Whether two expressions are equal, where one of them is decided by the flag.
fn compared(unit: &Unit, left: Id, right: Id) -> Option<bool> {
    unit.known(left).or(unit.known(right))?;
    let value = unit.constant(left).or_else(|| names::written_constant(unit, left))?;
    fits(unit, &value, right)
}

/// Whether a value fits a constant, or patterns that are made of constants.
fn fits(unit: &Unit, value: &Value, pattern: Id) -> Option<bool> {
    let syntax = &unit.syntax;
    let mut pattern = pattern;
    let mut denied = false;
    while syntax.is(pattern, |shape| shape.denies || shape.parenthesis)
        && let Some(inner) = syntax.only_part(pattern)
    {
        denied ^= syntax.is(pattern, |shape| shape.denies);
        pattern = inner;
    }
    let mut open = vec![pattern];
    let mut any = Some(false);
    while let Some(id) = open.pop() {
        if syntax.is(id, |shape| shape.either) {
            open.extend(syntax.parts(id));
            continue;
        }
        match constant_pattern(unit, id).and_then(|pattern| equal(unit, value, &pattern)) {
            Some(true) => return Some(!denied),
            Some(false) => {}
            None => any = None,
        }
    }
    any.map(|any| any != denied)
}

/// Whether two values are equal, as the language sees it.
fn equal(unit: &Unit, one: &Value, two: &Value) -> Option<bool> {
    let number = |value: &Value| match value {
        Value::Bool(value) => Some(*value),
        Value::Number(text) if text == "0" => Some(false),
        Value::Number(text) if text == "1" => Some(true),
        _ => None,
    };
    one.equals(two).or_else(|| {
        let both = number(one).zip(number(two));
        both.filter(|_| unit.syntax.shapes.table.truth_is_number)
            .map(|(one, two)| one == two)
    })
}

/// Whether a list that is written out holds a value that the flag decides.
fn held(unit: &Unit, item: Id, list: Id) -> Option<bool> {
    let value = unit.known(item)?;
    let mut list = list;
    while unit.syntax.is(list, |shape| shape.same) && !unit.syntax.has_role(list, |role| role.list) {
        list = unit.syntax.only_part(list)?;
    }
    let elements: Vec<Id> = match effects::called(unit, list) {
        Some(parts) => {
            let functions = &unit.syntax.grammar.table.list_functions;
            let name = match parts.receiver {
                Some(receiver) => format!("{}.{}", unit.slice(receiver), parts.name),
                None => parts.name,
            };
            functions.contains(&name).then_some(parts.arguments)?
        }
        None if unit.syntax.has_role(list, |role| role.list) => unit.syntax.parts(list).collect(),
        None => return None,
    };
    // What makes the list does nothing else.
    let plain = elements.iter().all(|element| effects::first(unit, *element).is_none());
    let mut any = Some(false);
    for element in elements {
        let element = parameters::given(unit, element);
        let inner = unit
            .syntax
            .only_part(element)
            .filter(|_| !unit.syntax.has_role(element, |role| role.string));
        let value_of = |id: Id| element_value(unit, id);
        match value_of(element)
            .or_else(|| value_of(inner?))
            .and_then(|element| element.equals(value))
        {
            Some(true) => return plain.then_some(true),
            Some(false) => {}
            None => any = None,
        }
    }
    any
}

/// A constant, or a bare word of a list of words.
fn element_value(unit: &Unit, id: Id) -> Option<Value> {
    let bare = || {
        let is_bare = unit.syntax.has_role(id, |role| role.string) && !unit.slice(id).contains(['"', '\'', '#', '\\']);
        is_bare.then(|| Value::Text(unit.slice(id).to_owned()))
    };
    unit.constant(id).or_else(bare)
}

/// A constant, or a pattern that is nothing but one.
fn constant_pattern(unit: &Unit, id: Id) -> Option<Value> {
    let same = |inner: &Id| unit.syntax.span(*inner) == unit.syntax.span(id);
    unit.constant(id)
        .or_else(|| unit.constant(unit.syntax.only_part(id).filter(same)?))
        .or_else(|| names::written_constant(unit, id))
}

/// Condition, consequence and alternative of a conditional expression.
pub(crate) fn conditions(unit: &Unit, id: Id) -> Option<(Id, Id, Id)> {
    let shape = unit.syntax.shape(id)?.choice.as_ref()?;
    if let Some((condition, consequence, alternative)) = shape.fields {
        let part = |field| unit.syntax.part(id, field);
        return Some((part(condition)?, part(consequence)?, part(alternative)?));
    }
    let parts: Vec<Id> = unit.syntax.parts(id).collect();
    let part = |at: usize| shape.positions.get(at).and_then(|at| parts.get(*at)).copied();
    Some((part(0)?, part(1)?, part(2)?))
}

fn choice(unit: &mut Unit, parent: Id, shape: &Shape) -> Option<Fate> {
    if let Some(fate) = or_else(unit, parent, shape) {
        return Some(fate);
    }
    let (condition, consequence, alternative) = conditions(unit, parent)?;
    let truth = unit.truth(condition)?;
    // `with a if b else c as d`: the name is that of the whole.
    let syntax = &unit.syntax;
    let named = syntax
        .children(alternative)
        .any(|child| syntax.is(child, |shape| shape.declares));
    if named && truth {
        let text = format!("what {} gives a name to cannot be told apart", unit.shown(parent));
        unit.stop(parent, text);
        return None;
    }
    let chosen = match truth {
        true => consequence,
        false => alternative,
    };
    Some(match unit.known(chosen) {
        Some(value) => Fate::Known(value.clone()),
        None => Fate::Same(unit.resolved(chosen)),
    })
}

/// `a ?: b`: the condition is its own consequence.
fn or_else(unit: &Unit, id: Id, shape: &Shape) -> Option<Fate> {
    let (condition, consequence, alternative) = shape.choice.as_ref()?.fields?;
    let part = |field| unit.syntax.part(id, field);
    let (condition, None, Some(alternative)) = (part(condition)?, part(consequence), part(alternative)) else {
        return None;
    };
    Some(match (unit.truth(condition)?, unit.known(alternative)) {
        (true, _) => Fate::Known(unit.known(condition)?.clone()),
        (false, Some(value)) => Fate::Known(value.clone()),
        (false, None) => Fate::Same(unit.resolved(alternative)),
    })
}

/// `x.unwrap_or(false)`, `Boolean(x)`, `"blue".equals(x)`.
fn call(unit: &mut Unit, parent: Id, child: Id) -> Option<Fate> {
    let parts = effects::called(unit, parent);
    let Some(parts) = parts else {
        return member(unit, parent, child);
    };
    let table = &unit.syntax.shapes.table;
    let is = |names: &[String]| names.contains(&parts.name);
    let wrapped = |name: &str| match parts.receiver {
        Some(receiver) => format!("{}.{name}", unit.slice(receiver)),
        None => name.to_owned(),
    };
    if parts.receiver == Some(child) && parts.arguments.is_empty() && is(&table.text_methods) {
        return unit.known(child).and_then(|value| shown(unit, value)).map(Fate::Known);
    }
    if parts.receiver == Some(child) && parts.arguments.is_empty() && is(&table.not_methods) {
        return unit.truth(child).map(|truth| Fate::Known(Value::Bool(!truth)));
    }
    if table.text_functions.contains(&wrapped(&parts.name)) && parts.arguments[..] == [child] {
        return unit.known(child).and_then(|value| shown(unit, value)).map(Fate::Known);
    }
    if parts.receiver == Some(child) && is(&table.same_methods) {
        let value = unit.known(child)?.clone();
        if is(&table.text_only_methods) && !matches!(value, Value::Text(_)) {
            return None;
        }
        return match parts
            .arguments
            .iter()
            .find_map(|argument| effects::first(unit, *argument))
        {
            Some(effect) => {
                let text = format!("{} would no longer run", unit.shown(effect));
                unit.stop(effect, text);
                None
            }
            None => Some(Fate::Known(value)),
        };
    }
    if table.same_functions.contains(&wrapped(&parts.name)) && parts.arguments[..] == [child] {
        return unit.known(child).cloned().map(Fate::Known);
    }
    let said = |truth: Option<bool>| truth.map(|truth| Fate::Known(Value::Bool(truth)));
    let whole = wrapped(&parts.name);
    match (parts.receiver, &parts.arguments[..]) {
        (_, [item, list, ..]) if table.contains_functions.contains(&whole) => said(held(unit, *item, *list)),
        (_, [one, two]) if table.equals_functions.contains(&whole) => said(compared(unit, *one, *two)),
        (_, [one, two, mode]) if table.equals_functions.contains(&whole) => {
            let mode = unit.slice(*mode);
            match (mode.ends_with("IgnoreCase"), mode.ends_with(".Ordinal")) {
                (true, _) => said(caseless(unit, *one, *two)),
                (_, true) => said(compared(unit, *one, *two)),
                _ => None,
            }
        }
        (_, [one, two]) if table.order_functions.contains(&whole) => ordered_texts(unit, *one, *two, parent),
        (Some(receiver), [argument]) if is(&table.equals_methods) => said(compared(unit, receiver, *argument)),
        (Some(receiver), [argument, mode]) if is(&table.equals_methods) => {
            let mode = unit.slice(*mode);
            let caseless = mode.ends_with("IgnoreCase") || mode == "ignoreCase = true";
            match (caseless, mode.ends_with(".Ordinal")) {
                (true, _) => said(self::caseless(unit, receiver, *argument)),
                (_, true) => said(compared(unit, receiver, *argument)),
                _ => None,
            }
        }
        (Some(receiver), [argument]) if is(&table.contains_methods) => said(held(unit, *argument, receiver)),
        (Some(receiver), [argument]) if is(&table.caseless_methods) => said(caseless(unit, receiver, *argument)),
        _ => None,
    }
}

/// Whether two texts are equal but for the case of their letters.
fn caseless(unit: &Unit, left: Id, right: Id) -> Option<bool> {
    unit.known(left).or(unit.known(right))?;
    match (unit.constant(left)?, unit.constant(right)?) {
        (Value::Text(one), Value::Text(two)) if one.is_ascii() && two.is_ascii() => {
            Some(one.eq_ignore_ascii_case(&two))
        }
        _ => None,
    }
}

/// Nought for two equal texts: only whether it is that can be told.
fn ordered_texts(unit: &Unit, left: Id, right: Id, call: Id) -> Option<Fate> {
    let same = compared(unit, left, right)?;
    let asked = unit.syntax.parent(call)?;
    let is_nought = |id: Id| unit.slice(id) == "0";
    let with_nought = unit.syntax.is(asked, |shape| shape.comparison.is_some())
        && unit
            .syntax
            .operands(asked)
            .is_some_and(|(one, two)| is_nought(one) || is_nought(two))
        && unit
            .syntax
            .children(asked)
            .any(|child| matches!(unit.slice(child), "==" | "!="));
    if with_nought {
        let number = if same { "0" } else { "1" };
        return Some(Fate::Known(Value::Number(number.to_owned())));
    }
    let negated = unit.syntax.has_role(asked, |role| role.negation.is_some());
    (negated || decides(unit, call)).then_some(Fate::Known(Value::Bool(!same)))
}

/// A method's name read without a call: `flag.value` in languages that write it so.
fn member(unit: &Unit, parent: Id, child: Id) -> Option<Fate> {
    let (object, name) = effects::member(unit, parent)?;
    let called = unit
        .syntax
        .parent(parent)
        .is_some_and(|above| effects::called(unit, above).is_some_and(|parts| parts.callee == Some(parent)));
    let same = unit.syntax.shapes.table.same_methods.contains(&name);
    if object != child || called || !same {
        // `f(x).y` where the callee is a node of its own: the call is asked when the callee is known.
        return None;
    }
    unit.known(child).cloned().map(Fate::Known)
}
