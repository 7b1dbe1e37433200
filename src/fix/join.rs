//! A variable that is declared without a value, and gets one right behind that: both become one statement.

use crate::fix::block;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::Value;

/// Lets the assignment that alone takes the place of `statement` give the declaration before it its value.
pub(crate) fn with_declaration(unit: &mut Unit, statement: Id, items: &[Id]) {
    let [only] = items else { return };
    let Some((name, value)) = assignment(unit, *only) else {
        return;
    };
    let Some((whole, binding)) = declaration_before(unit, statement, name) else {
        return;
    };
    if let Some(first) = value_of(unit, binding) {
        let again = unit
            .syntax
            .subtree(value)
            .any(|id| unit.syntax.is_identifier(id) && unit.slice(id) == unit.slice(name));
        let first = single(unit, first);
        let value = single(unit, value);
        if unit.constant(first).is_some() && !again {
            unit.edits
                .cut(unit.syntax.span(first).start, unit.syntax.span(value).start);
            unit.dead.insert(whole);
        }
        return;
    }
    let syntax = &unit.syntax;
    let (left, right) = (syntax.span(name), syntax.span(value));
    let between = unit.text.get(left.end as usize..right.start as usize).unwrap_or("");
    if between.trim() != "=" {
        return;
    }
    let word = syntax.shapes.table.short_declaration.clone();
    if let Some(word) = word.filter(|_| says_its_type(unit, binding, value)) {
        let span = syntax.span(whole);
        unit.edits.cut(span.start, left.start);
        unit.edits.replace(left.end, right.start, format!(" {word} "));
    } else {
        // In some grammars a declaration ends behind its semicolon.
        let end = syntax.span(binding).end - u32::from(unit.slice(binding).ends_with(';'));
        unit.edits.cut(end, left.end);
    }
    unit.dead.insert(whole);
}

/// The only one of several values side by side.
fn single(unit: &Unit, id: Id) -> Id {
    let only = unit.syntax.only_part(id);
    only.filter(|_| unit.syntax.has_role(id, |role| role.sequence))
        .unwrap_or(id)
}

/// `a = b` as a statement of its own.
fn assignment(unit: &Unit, statement: Id) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let mut at = statement;
    while syntax.is(at, |shape| shape.expression_statement) {
        at = syntax.only_part(at)?;
    }
    let binding = syntax.role(at)?.binding.as_ref().filter(|binding| binding.assignment)?;
    let mut name = syntax.part(at, binding.name)?;
    while !syntax.is_identifier(name) {
        name = syntax.only_part(name)?;
    }
    Some((name, syntax.part(at, binding.value?)?))
}

/// The statement right before one, if it does nothing but declare the name; and the declarator in it.
fn declaration_before(unit: &Unit, statement: Id, name: Id) -> Option<(Id, Id)> {
    let syntax = &unit.syntax;
    let (statement, list) = syntax.statement(statement)?;
    let before = syntax
        .children(list)
        .take_while(|child| *child < statement)
        .filter(|child| syntax.node(*child).named)
        .last()
        .filter(|before| !syntax.is_comment(*before) && !unit.gone.contains(before) && !unit.is_dead(*before))?;
    let mut bindings = syntax.subtree(before).filter(|id| {
        let binding = syntax.role(*id).and_then(|role| role.binding.as_ref());
        let has_value = || value_of(unit, *id).is_some();
        binding.is_some_and(|binding| !binding.assignment || has_value())
    });
    let binding = bindings.next()?;
    let shape = syntax.role(binding)?.binding.as_ref()?;
    let mut declared = syntax.part(binding, shape.name)?;
    while syntax.has_role(declared, |role| role.sequence) {
        declared = syntax.only_part(declared)?;
    }
    let plain = syntax.subtree(declared).filter(|id| syntax.is_identifier(*id)).count() == 1;
    let same = syntax.is_identifier(declared) && unit.slice(declared) == unit.slice(name);
    let alone = bindings.next().is_none() && names::declaration(unit, binding) == before;
    // The lines between belong to what goes.
    let end = block::trimmed_end(unit, syntax.span(before));
    let gap = unit.text.get(end as usize..syntax.node(statement).start as usize)?;
    let near = gap.trim_matches([';', ' ', '\t', '\r', '\n']).is_empty();
    (plain && same && alone && near).then_some((before, binding))
}

/// What a declaration gives the name already.
fn value_of(unit: &Unit, binding: Id) -> Option<Id> {
    let value = unit.syntax.role(binding)?.binding.as_ref()?.value?;
    unit.syntax.part(binding, value)
}

/// The value has the declared type whatever the declaration says.
fn says_its_type(unit: &Unit, binding: Id, value: Id) -> bool {
    let syntax = &unit.syntax;
    let declared = syntax
        .role(binding)
        .and_then(|role| role.binding.as_ref()?.declared_type)
        .and_then(|field| syntax.part(binding, field))
        .map(|declared| unit.slice(declared));
    match unit.constant(value).or_else(|| unit.constant(syntax.only_part(value)?)) {
        Some(Value::Text(_)) => declared == Some("string"),
        Some(Value::Bool(_)) => declared == Some("bool"),
        Some(Value::Number(text)) if text.parse::<i64>().is_ok() => declared == Some("int"),
        _ => false,
    }
}
