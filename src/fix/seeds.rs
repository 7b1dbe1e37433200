//! Where a rewrite begins: the evaluations of the flag become known values, components and decorators lose their
//! question.

use crate::facts::{Call, Form};
use crate::fix::block;
use crate::fix::edits::{begins_line, ends_line, whole_lines};
use crate::fix::effects;
use crate::fix::emit;
use crate::fix::guards;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::fix::value::Value;
use crate::usage::{Certainty, Gives, Guard, KeySource, Use};

/// Members that hold the value of an evaluation's details.
const VALUE_MEMBERS: &[&str] = &[
    "value",
    "Value",
    "getValue",
    "get_value",
    "enabled",
    "is_enabled",
    "isEnabled",
    "Enabled",
];

/// Marks what an evaluation always gives.
pub(crate) fn evaluation(unit: &mut Unit, found: &Use, call: Option<&Call>, value: &Value) {
    let syntax = &unit.syntax;
    let is_expression = |id: Id| {
        syntax.has_role(id, |role| {
            role.call.is_some()
                || role.member.is_some()
                || role.subscript.is_some()
                || role.macros
                || role.element.is_some()
                || role.decorator.is_some()
        })
    };
    let Some(node) = syntax.at(found.whole.span, is_expression) else {
        let around = around(unit, found);
        if !unit.markup.is_empty() {
            unit.stop(around, "the evaluation stands in markup, which cannot be rewritten yet");
            return;
        }
        unit.stop(
            around,
            "the evaluation stands in a macro or text that cannot be rewritten",
        );
        return;
    };
    if let Some(quote) = unit.slice(node).chars().find(|letter| matches!(letter, '"' | '\'')) {
        unit.quote = quote;
    }
    if found.certainty < Certainty::Proven {
        unit.remark(
            node,
            format!("that {} asks for the flag is likely, not proven", unit.shown(node)),
        );
    }
    if !follows(unit, node, found) {
        return;
    }
    let callee = call.map(|call| &*call.name).or(found.callee.as_deref());
    if let (Value::Text(text), Some(name)) = (value, callee.filter(|name| effects::asks_whether(name))) {
        unit.stop(node, format!("`{name}` gives true or false, and \"{text}\" is neither"));
        return;
    }
    if let (Value::Text(text), Some(serde_json::Value::Bool(_))) = (value, &found.default) {
        unit.stop(
            node,
            format!("the default of the call is true or false, and \"{text}\" is neither"),
        );
        return;
    }
    let inverted = call.is_some_and(|call| found.negated != call.context.negated);
    let value = match (inverted, value) {
        (true, Value::Bool(value)) => Value::Bool(!value),
        (_, value) => value.clone(),
    };
    match call.map(|call| call.form) {
        Some(Form::Component) => component(unit, node, &value),
        Some(Form::Decorator) => guards::decorator(unit, node, found.guard, &value),
        Some(Form::Attribute) => attribute(unit, node, &value),
        Some(Form::Macro) if !unit.syntax.has_role(node, |role| role.macros) => {
            unit.stop(node, "the evaluation stands in a macro that cannot be rewritten");
        }
        Some(Form::Call) if found.guard == Guard::Made => guards::made(unit, node, &value),
        Some(_) => asked(unit, node, call, value),
        None => member(unit, node, value),
    }
}

/// The smallest node around a place.
fn around(unit: &Unit, found: &Use) -> Id {
    let span = found.whole.span;
    let mut best = 0;
    for (at, node) in unit.syntax.nodes.iter().enumerate() {
        if node.start > span.start {
            break;
        }
        if node.end >= span.end {
            best = Id::try_from(at).unwrap_or(best);
        }
    }
    best
}

/// A call that gives the value, or an object that holds it.
fn asked(unit: &mut Unit, node: Id, call: Option<&Call>, value: Value) {
    let name = call.map_or("", |call| &*call.name);
    if gives_again(name) {
        let text = format!("`{name}` gives the value again and again, which cannot be followed");
        unit.stop(node, text);
        return;
    }
    if let Some(parts) = effects::called(unit, node) {
        if let Some(token) = unit.syntax.has_role(node, |role| role.call.is_some()).then_some(node)
            && unit.syntax.node(token).end != unit.syntax.span(node).end
        {
            unit.stop(node, "the call cannot be read");
            return;
        }
        let unused = unit.syntax.parent(node).is_some_and(|parent| {
            unit.syntax
                .is(parent, |shape| shape.expression_statement || shape.statements)
        });
        let implicit = unit.syntax.grammar.table.implicit_return;
        let functions: Vec<Id> = parts
            .arguments
            .iter()
            .copied()
            .filter(|argument| is_function(unit, *argument))
            .collect();
        // One of two functions is what runs, one alone may be what gives the default.
        let runs = functions.len() > 1 || !functions.is_empty() && runs_functions(name);
        let function = functions.first().filter(|_| !runs);
        if let ([on, off], Value::Bool(value)) = (&functions[..], &value)
            && runs_functions(name)
            && let Some(result) = given_by(unit, if *value { *on } else { *off })
        {
            unit.set(node, Fate::Same(result));
            return;
        }
        if let Some(first) = functions.first().filter(|_| runs) {
            unit.stop(
                *first,
                "what is done with the value is handed to the call as a function",
            );
            return;
        }
        let block = unit
            .syntax
            .parts(node)
            .find(|part| Some(*part) != parts.list && unit.syntax.has_role(*part, |role| role.function_value));
        if let Some(function) = function.copied().filter(|_| unused && !implicit).or(block) {
            unit.stop(
                function,
                "what is done with the value is handed to the call as a function",
            );
            return;
        }
        for argument in parts.arguments {
            dropped_argument(unit, argument);
        }
    }
    if is_details(name, &value) {
        details(unit, node, &value);
        return;
    }
    unit.set(node, Fate::Known(value));
}

/// A function, or an argument's node around one.
fn is_function(unit: &Unit, argument: Id) -> bool {
    let is = |id: Id| unit.syntax.has_role(id, |role| role.function.is_some());
    is(argument) || unit.syntax.is(argument, |shape| shape.same) && unit.syntax.only_part(argument).is_some_and(is)
}

/// What a function without parameters gives that is a mere expression.
fn given_by(unit: &Unit, argument: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let is = |id: Id| syntax.has_role(id, |role| role.function.is_some());
    let function = if is(argument) {
        argument
    } else {
        syntax.only_part(argument)?
    };
    let shape = syntax.role(function)?.function.as_ref()?;
    let takes = [shape.parameters, shape.parameter].into_iter().flatten().any(|field| {
        let list = syntax.part(function, field);
        list.is_some_and(|list| syntax.is_identifier(list) || syntax.parts(list).next().is_some())
    });
    let body = syntax.part(function, shape.body?)?;
    (!takes && !syntax.is(body, |shape| shape.block)).then_some(body)
}

/// By its name a call runs the function that it takes: `when("a", f)`.
fn runs_functions(name: &str) -> bool {
    let name = name.trim_start_matches("feature");
    ["when", "unless", "if", "run", "with"].iter().any(|word| {
        let rest = name.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_lowercase))
    })
}

/// By its name a call gives no value, but what tells of every change of it.
fn gives_again(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "Flow",
        "Observable",
        "Stream",
        "LiveData",
        "Publisher",
        "Subject",
        "Signal",
        "Changes",
    ];
    const STARTS: &[&str] = &["observe", "watch", "subscribe"];
    let starts = |word: &&str| {
        let rest = name.strip_prefix(*word);
        rest.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_uppercase() || letter == '_'))
    };
    ENDS.iter().any(|end| name.ends_with(end)) || STARTS.iter().any(starts)
}

/// An argument of the evaluation goes with it.
fn dropped_argument(unit: &mut Unit, argument: Id) {
    if let Some(given) = given(unit, argument) {
        let text = format!("{} gets its value here", unit.shown(given));
        unit.stop(given, text);
        return;
    }
    let Some(effect) = effects::first(unit, argument) else {
        return;
    };
    let text = format!("{} would no longer run", unit.shown(effect));
    match effects::called(unit, effect) {
        // It gives the evaluation something to work with, so most likely that is all that it does.
        Some(_) => unit.remark(effect, text),
        None => unit.stop(effect, text),
    }
}

/// A variable that the call gives a value: `out var a`.
fn given(unit: &Unit, argument: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let hands_out = |id: Id| {
        let is_word = |child: Id| !syntax.node(child).named && matches!(unit.slice(child), "out" | "ref");
        syntax.children(id).any(is_word)
    };
    syntax.subtree(argument).find(|id| {
        syntax.is(*id, |shape| shape.declares) && !syntax.has_role(*id, |role| role.function.is_some())
            || hands_out(*id)
    })
}

/// Whether what a helper gives is the value of the flag; if not, that is told.
fn follows(unit: &mut Unit, node: Id, found: &Use) -> bool {
    let by_body = found.via.as_deref().filter(|_| found.key_source == KeySource::Wrapper);
    let helper = by_body.or(found.callee.as_deref()).unwrap_or("the helper");
    match found.gives {
        Gives::Value => {}
        Gives::Unsure => unit.remark(node, format!("`{helper}` may do more than ask for the flag")),
        Gives::Within => return false,
        Gives::Part => {
            let text = format!("what `{helper}` gives depends on more than the flag");
            unit.stop(node, text);
            return false;
        }
    }
    true
}

/// The call gives an object in which the value is a member.
fn is_details(name: &str, value: &Value) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("detail")
        || name.ends_with("details")
        || name.ends_with("detailctx")
        || (matches!(value, Value::Bool(_)) && name.contains("variant"))
}

/// `details.value`, or a local that holds the details and whose value is all that is read.
fn details(unit: &mut Unit, node: Id, value: &Value) {
    let mut whole = node;
    while let Some(parent) = unit.syntax.parent(whole)
        && unit.syntax.is(parent, |shape| shape.same || shape.parenthesis)
    {
        whole = parent;
    }
    if let Some(read) = value_read(unit, whole) {
        unit.set(read, Fate::Known(value.clone()));
        return;
    }
    let by_block = unit.syntax.shapes.table.block_scope;
    let binding = unit.syntax.above(node).take(4).find(|above| {
        unit.syntax.has_role(*above, |role| {
            role.binding
                .as_ref()
                .is_some_and(|binding| !(binding.field || binding.assignment && by_block))
        })
    });
    let name = binding.and_then(|binding| {
        let field = unit.syntax.role(binding)?.binding.as_ref()?.name;
        unit.syntax.part(binding, field)
    });
    if let Some(pattern) = name.filter(|name| unit.syntax.has_role(*name, |role| role.pattern.is_some())) {
        taken_apart(unit, pattern, value);
        return;
    }
    let (Some(binding), Some(name)) = (binding, name.filter(|name| unit.syntax.is_identifier(*name))) else {
        unit.stop(node, "the details of the evaluation are used, not only its value");
        return;
    };
    let (region, local) = names::region(unit, binding);
    let text = unit.slice(name).to_owned();
    let mut reads = Vec::new();
    for id in unit.syntax.subtree(region) {
        if id == name || unit.slice(id) != text || !names::is_variable(unit, id) {
            continue;
        }
        match value_read(unit, id).filter(|_| local && !names::is_written(unit, id)) {
            Some(read) => reads.push(read),
            None => {
                unit.stop(id, "the details of the evaluation are used, not only its value");
                return;
            }
        }
    }
    for read in reads {
        unit.set(read, Fate::Known(value.clone()));
    }
    unit.folded_names.insert(text);
    let statement = names::declaration(unit, binding);
    unit.gone.insert(statement);
    unit.gone.insert(binding);
}

/// `const { value } = details`, where nothing else is taken.
fn taken_apart(unit: &mut Unit, pattern: Id, value: &Value) {
    let entries: Vec<Id> = unit.syntax.parts(pattern).collect();
    let is_value = |entry: &Id| {
        let key = unit.slice(*entry).split([':', '=', ' ']).next().unwrap_or("");
        VALUE_MEMBERS.contains(&key)
    };
    let only = match entries[..] {
        [only] if is_value(&only) => local_name(unit, pattern, only).map(|name| (only, name)),
        _ => None,
    };
    let Some((entry, name)) = only else {
        unit.stop(pattern, "the details of the evaluation are used, not only its value");
        return;
    };
    if let Err((place, why)) = names::follow_entry(unit, name, value) {
        unit.stop(place, why);
        return;
    }
    unit.gone.insert(entry);
    if let Some(binding) = unit.syntax.parent(pattern) {
        let statement = names::declaration(unit, binding);
        unit.gone.insert(statement);
    }
}

/// `x.value` or `x.getValue()` around an expression.
fn value_read(unit: &Unit, id: Id) -> Option<Id> {
    let parent = unit.syntax.parent(id)?;
    if let Some(parts) = effects::called(unit, parent) {
        let is =
            parts.receiver == Some(id) && VALUE_MEMBERS.contains(&parts.name.as_str()) && parts.arguments.is_empty();
        return is.then_some(parent);
    }
    let (object, name) = effects::member(unit, parent)?;
    if object != id || !VALUE_MEMBERS.contains(&name.as_str()) {
        return None;
    }
    let above = unit.syntax.parent(parent)?;
    match effects::called(unit, above) {
        Some(parts) if parts.callee == Some(parent) => parts.arguments.is_empty().then_some(above),
        _ => Some(parent),
    }
}

/// A member of an object of flags, or its name in a destructuring.
fn member(unit: &mut Unit, node: Id, value: Value) {
    let syntax = &unit.syntax;
    let pattern = syntax
        .above(node)
        .take(4)
        .take_while(|above| !syntax.is(*above, |shape| shape.statements))
        .find(|above| syntax.has_role(*above, |role| role.pattern.is_some()));
    let Some(pattern) = pattern else {
        if names::is_written(unit, node) {
            unit.stop(
                node,
                "what the class extends asks for the flag that is named here, and cannot be taken out of it",
            );
            return;
        }
        unit.set(node, Fate::Known(value));
        return;
    };
    let mut entry = node;
    while let Some(parent) = syntax.parent(entry)
        && parent != pattern
    {
        entry = parent;
    }
    let Some(name) = local_name(unit, pattern, entry) else {
        unit.stop(entry, "the flag is taken apart in a way that cannot be followed");
        return;
    };
    let rest = syntax
        .role(pattern)
        .and_then(|role| role.pattern.as_ref())
        .map(|shape| shape.rest);
    if syntax.parts(pattern).any(|part| Some(syntax.node(part).kind) == rest) {
        unit.stop(pattern, "the rest of the flags is taken along, and would hold this one");
        return;
    }
    if let Err((place, why)) = names::follow_entry(unit, name, &value) {
        unit.stop(place, why);
        return;
    }
    unit.gone.insert(entry);
    let binding = unit.syntax.parent(pattern);
    let all = unit.syntax.parts(pattern).all(|part| unit.gone.contains(&part));
    if let Some(binding) = binding.filter(|_| all) {
        let statement = names::declaration(unit, binding);
        unit.gone.insert(statement);
    }
}

/// What an entry of a destructuring calls the value.
fn local_name(unit: &Unit, pattern: Id, entry: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let shape = syntax.role(pattern)?.pattern.as_ref()?;
    let mut name = entry;
    if syntax.node(entry).kind == shape.pair {
        name = syntax.part(entry, shape.value)?;
    }
    if let Some((inner, _)) = syntax.role(name).and_then(|role| role.pattern_default) {
        name = syntax.part(name, inner)?;
    }
    syntax.is_identifier(name).then_some(name)
}

/// `<Feature name="x">…</Feature>`: what it holds stays, or nothing does.
fn component(unit: &mut Unit, node: Id, value: &Value) {
    let Some(on) = value.truth() else {
        unit.stop(node, "which part of the component stays is not known");
        return;
    };
    let syntax = &unit.syntax;
    let attributes = syntax
        .parts(node)
        .filter(|part| syntax.has_role(*part, |role| role.attribute))
        .count();
    let element = syntax
        .parent(node)
        .filter(|parent| syntax.is(*parent, |shape| shape.markup))
        .filter(|parent| syntax.parts(*parent).next() == Some(node));
    let whole = element.unwrap_or(node);
    if attributes > 1 {
        unit.stop(
            node,
            "the component takes more than the key, and what that does is not known",
        );
        return;
    }
    let in_markup = unit
        .syntax
        .parent(whole)
        .is_some_and(|parent| unit.syntax.is(parent, |shape| shape.markup));
    let tags: Vec<Id> = element.map_or_else(Vec::new, |element| unit.syntax.parts(element).collect());
    let children: Vec<Id> = tags
        .iter()
        .copied()
        .filter(|part| *part != node && unit.syntax.node(*part).field == 0)
        .filter(|part| !unit.slice(*part).trim().is_empty())
        .collect();
    let renders = children.iter().any(|child| {
        unit.syntax
            .subtree(*child)
            .take(3)
            .any(|inner| unit.syntax.has_role(inner, |role| role.function.is_some()))
    });
    if renders {
        unit.stop(node, "the component gives the value to a function");
        return;
    }
    if !on || children.is_empty() {
        let span = unit.syntax.span(whole);
        if in_markup {
            let lines = match begins_line(&unit.text, span.start) && ends_line(&unit.text, span.end) {
                true => whole_lines(&unit.text, span.start, span.end),
                false => span,
            };
            unit.edits.cut(lines.start, lines.end);
        } else {
            let null = unit.syntax.shapes.table.null().to_owned();
            unit.edits.replace(span.start, span.end, null);
        }
        unit.dead.insert(whole);
        return;
    }
    opened(unit, node, whole, &children, in_markup);
}

fn opened(unit: &mut Unit, node: Id, whole: Id, children: &[Id], in_markup: bool) {
    if let [only] = children
        && (in_markup
            || unit.syntax.is(*only, |shape| shape.markup)
            || unit.syntax.has_role(*only, |role| role.element.is_some()))
    {
        emit::replace_by(unit, whole, *only);
        return;
    }
    if in_markup {
        block::unwrap(unit, whole, children);
        unit.dead.insert(node);
        return;
    }
    // Several children need something around them.
    let closing = unit.syntax.parts(whole).last();
    let open = unit.syntax.span(node);
    unit.edits.replace(open.start, open.end, "<>");
    if let Some(closing) = closing.map(|closing| unit.syntax.span(closing)) {
        unit.edits.replace(closing.start, closing.end, "</>");
    }
    unit.dead.insert(node);
}

/// `#[cfg(feature = "x")]`: the attribute goes, or what stands behind it as well.
fn attribute(unit: &mut Unit, node: Id, value: &Value) {
    let mut whole = node;
    while !unit.syntax.is(whole, |shape| shape.attribute) {
        match unit.syntax.parent(whole) {
            Some(parent) => whole = parent,
            None => break,
        }
    }
    let text: String = unit.slice(whole).split_whitespace().collect();
    let negated = text.contains("(not(");
    let plain = text.matches('(').count() == 1 + usize::from(negated) && !text.contains(',') && text.starts_with("#[");
    let Some(on) = value
        .truth()
        .filter(|_| plain && unit.syntax.is(whole, |shape| shape.attribute))
    else {
        unit.stop(whole, "the attribute asks for more than the flag");
        return;
    };
    if on != negated {
        guards::cut(unit, whole);
        return;
    }
    let item = unit.syntax.parent(whole).and_then(|list| {
        unit.syntax
            .parts(list)
            .find(|part| *part > whole && !unit.syntax.is(*part, |shape| shape.attribute))
    });
    match item {
        Some(item) => block::remove(unit, item),
        None => unit.stop(whole, "what the attribute belongs to is not known"),
    }
}
