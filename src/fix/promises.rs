//! What a statement that disappears was for, beyond what it does: a function is a generator because of its `yield`, a label
//! is there for a jump, a clause that catches an error for what raises it. Compilers insist on that.

use std::collections::BTreeMap;

use crate::fix::block;
use crate::fix::edits::{begins_line, line_start};
use crate::fix::effects;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::texts;
use crate::fix::unit::Unit;
use crate::source::Span;

/// What the edits cut, in order.
pub(crate) struct Cuts(Vec<Span>);

impl Cuts {
    pub(crate) fn of(unit: &Unit) -> Self {
        let resolved = unit.edits.resolved(&unit.text);
        Self(resolved.into_iter().map(|(span, _)| span).collect())
    }

    /// What is left of a stretch, without the blanks around it.
    fn left_of(&self, span: Span, text: &str) -> String {
        let mut left = String::new();
        let mut at = span.start;
        for cut in self.0.iter().filter(|cut| cut.start < span.end && cut.end > span.start) {
            left += text.get(at as usize..cut.start.max(at) as usize).unwrap_or("");
            at = at.max(cut.end);
        }
        left += text.get(at as usize..span.end.max(at) as usize).unwrap_or("");
        left.trim().to_owned()
    }

    /// The stretch is cut.
    pub(crate) fn hold(&self, span: Span) -> bool {
        let at = self.0.partition_point(|cut| cut.start <= span.start);
        let before = at.checked_sub(1).and_then(|before| self.0.get(before));
        before.is_some_and(|cut| span.end <= cut.end)
    }
}

/// Takes along, or stops for, what other statements were there for. `unit.edits` are complete but for that.
pub(crate) fn keep(unit: &mut Unit) {
    if unit.edits.is_empty() {
        return;
    }
    generators(unit);
    labels(unit);
    untyped(unit);
    typeless(unit);
    untold(unit);
}

fn whole(unit: &Unit) -> std::ops::Range<Id> {
    0..Id::try_from(unit.syntax.nodes.len()).unwrap_or(0)
}

/// A function that gives one value after the other does so because of a word in it.
fn generators(unit: &mut Unit) {
    if unit.syntax.shapes.table.generator.is_empty() {
        return;
    }
    let cuts = Cuts::of(unit);
    let syntax = &unit.syntax;
    let mut left: BTreeMap<Id, usize> = BTreeMap::new();
    for id in whole(unit).filter(|id| syntax.is(*id, |shape| shape.generator)) {
        if let Some(function) = syntax.function(id) {
            *left.entry(function).or_default() += usize::from(!cuts.hold(syntax.span(id)));
        }
    }
    left.retain(|function, left| *left == 0 && !cuts.hold(syntax.span(*function)));
    for function in left.into_keys() {
        unit.stop(
            function,
            "this gives one value after the other, and would no longer do so without a `yield`",
        );
    }
}

/// The label of a statement that nothing jumps to any more.
fn labels(unit: &mut Unit) {
    if unit.syntax.shapes.table.label.is_empty() {
        return;
    }
    let cuts = Cuts::of(unit);
    let syntax = &unit.syntax;
    let labelled: Vec<Id> = whole(unit).filter(|id| syntax.is(*id, |shape| shape.label)).collect();
    if labelled.is_empty() {
        return;
    }
    let jumps: Vec<Id> = whole(unit).filter(|id| syntax.is(*id, |shape| shape.jump)).collect();
    let mut idle: Vec<(Id, Id)> = Vec::new();
    for statement in labelled.into_iter().filter(|id| !cuts.hold(syntax.span(*id))) {
        let mut children = syntax.children(statement);
        let (Some(label), Some(sign), Some(inner)) = (children.next(), children.next(), children.next()) else {
            continue;
        };
        if unit.slice(sign) != ":" {
            continue;
        }
        let function = syntax.function(statement);
        let to_it = jumps
            .iter()
            .filter(|jump| is_to(unit, **jump, unit.slice(label)) && syntax.function(**jump) == function);
        let (gone, stay): (Vec<Id>, Vec<Id>) = to_it.partition(|jump| cuts.hold(syntax.span(**jump)));
        if stay.is_empty() && !gone.is_empty() {
            idle.push((statement, inner));
        }
    }
    for (statement, inner) in idle {
        let (start, end) = (unit.syntax.node(statement).start, unit.syntax.node(inner).start);
        let own_line = |at: u32| match begins_line(&unit.text, at) {
            true => line_start(&unit.text, at),
            false => at,
        };
        let (from, to) = match unit
            .text
            .get(start as usize..end as usize)
            .is_some_and(|head| head.contains('\n'))
        {
            true => (own_line(start), own_line(end)),
            false => (start, end),
        };
        unit.edits.cut(from, to);
    }
}

/// Whether a jump names the label.
pub(crate) fn is_to(unit: &Unit, jump: Id, label: &str) -> bool {
    let mut words = unit.slice(jump).trim_end_matches(';').split_whitespace();
    let leaves = words
        .next()
        .is_some_and(|word| matches!(word, "break" | "continue" | "goto"));
    leaves && words.next() == Some(label)
}

/// `var a = null` says nothing of the type that `a` had.
fn untyped(unit: &mut Unit) {
    let syntax = &unit.syntax;
    if syntax.shapes.table.inferred_words.is_empty() {
        return;
    }
    let cuts = Cuts::of(unit);
    let bindings = whole(unit).filter(|id| !cuts.hold(syntax.span(*id)) && is_untyped(unit, *id, &cuts));
    for binding in bindings.collect::<Vec<_>>() {
        let text = format!("{} would have no type", unit.shown(binding));
        unit.stop(binding, text);
    }
}

fn is_untyped(unit: &Unit, binding: Id, cuts: &Cuts) -> bool {
    let syntax = &unit.syntax;
    let shape = syntax.role(binding).and_then(|role| role.binding.as_ref());
    let shape = shape.filter(|shape| !shape.assignment);
    let value = shape.and_then(|shape| syntax.part(binding, shape.value?));
    let nothing = syntax.shapes.table.null();
    let Some(value) = value.filter(|value| unit.slice(*value) != nothing) else {
        return false;
    };
    let left = cuts.left_of(syntax.span(value), &unit.text);
    let left = left.trim_start_matches(['=', ' ']);
    let declared = unit.slice(names::declaration(unit, binding));
    let head = declared.split('=').next().unwrap_or("");
    let words = &syntax.shapes.table.inferred_words;
    let untyped = left == nothing
        || left != unit.slice(value) && syntax.shapes.table.untyped_values.iter().any(|one| one == left);
    untyped && !head.contains(':') && words.iter().any(|word| names::has_word(head, word))
}

/// `let a = []` and `fun a() = emptyList()` say nothing of the type that the other branch had told.
fn typeless(unit: &mut Unit) {
    let syntax = &unit.syntax;
    if syntax.shapes.table.typeless_values.is_empty() {
        return;
    }
    let cuts = Cuts::of(unit);
    let untold: Vec<(Id, String)> = whole(unit)
        .filter(|id| !cuts.hold(syntax.span(*id)))
        .filter_map(|id| Some((id, became_typeless(unit, id, &cuts)?)))
        .filter(|(id, _)| !is_told(unit, *id))
        .collect();
    for (place, left) in untold {
        unit.stop(place, format!("nothing would tell the type of `{left}`"));
    }
}

/// What is left of the value that a declaration or a function gives, if it has no type of its own and had one before.
fn became_typeless(unit: &Unit, id: Id, cuts: &Cuts) -> Option<String> {
    let syntax = &unit.syntax;
    let role = syntax.role(id)?;
    let binding = role.binding.as_ref().filter(|binding| !binding.assignment);
    let function = role.function.as_ref().and_then(|function| function.body);
    let field = binding.and_then(|binding| binding.value).or(function)?;
    let value = syntax.part(id, field)?;
    let left = bare(&cuts.left_of(syntax.span(value), &unit.text)).to_owned();
    (is_typeless(unit, &left) && !is_typeless(unit, bare(unit.slice(value)))).then_some(left)
}

/// A value without the sign before it and the braces around it.
fn bare(text: &str) -> &str {
    let text = text.trim_start_matches(['=', ' ']);
    let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    inner.unwrap_or(text).trim()
}

fn is_typeless(unit: &Unit, text: &str) -> bool {
    let mut values = unit.syntax.shapes.table.typeless_values.iter();
    values.any(|value| match value.ends_with(['.', '(']) {
        true => text.starts_with(value.as_str()) && !text.contains('\n'),
        false => text == value,
    })
}

/// The type of what a declaration or function gives is written down, or asked for by what takes it.
fn is_told(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    for at in std::iter::once(id).chain(syntax.above(id)) {
        let Some(role) = syntax.role(at) else { continue };
        if let Some(binding) = &role.binding {
            let declared = unit.slice(names::declaration(unit, at));
            let head = declared.split(['=', '{']).next().unwrap_or("");
            let words = &syntax.shapes.table.inferred_words;
            let inferred = words.iter().any(|word| names::has_word(head, word));
            return binding.assignment || head.contains(':') || syntax.shapes.table.types_first && !inferred;
        }
        if role.returns || at != id && is_argument(unit, at, id) {
            return true;
        }
        if let Some(function) = role.function.as_ref().filter(|_| !role.function_value) {
            let body = function.body.and_then(|field| syntax.part(at, field));
            let end = body.map_or(syntax.span(at).end, |body| syntax.span(body).start);
            let head = unit.text.get(syntax.span(at).start as usize..end as usize);
            let behind = head.and_then(|head| head.rsplit(')').next()).unwrap_or("");
            return syntax.shapes.table.types_first || behind.contains(':') || behind.contains("->");
        }
    }
    true
}

/// It stands among the arguments of a call, and so has the type of a parameter.
fn is_argument(unit: &Unit, call: Id, id: Id) -> bool {
    let list = effects::called(unit, call).and_then(|parts| parts.list);
    list.is_some_and(|list| unit.syntax.subtree(list).contains(&id))
}

/// `let a = Vec::new()` has the type that something behind it asks for.
fn untold(unit: &mut Unit) {
    let syntax = &unit.syntax;
    if syntax.shapes.table.untyped_values.is_empty() {
        return;
    }
    let cuts = Cuts::of(unit);
    let is_any = |id: &Id| is_untold(unit, *id, &cuts) || is_untold_operand(unit, *id, &cuts);
    let bindings = whole(unit).filter(|id| !cuts.hold(syntax.span(*id)) && is_any(id));
    for binding in bindings.collect::<Vec<_>>() {
        unit.remark(binding, "whether something still tells the type of this is not known");
    }
}

fn is_untold(unit: &Unit, binding: Id, cuts: &Cuts) -> bool {
    let syntax = &unit.syntax;
    let shape = syntax.role(binding).and_then(|role| role.binding.as_ref());
    let Some(shape) = shape.filter(|shape| !shape.assignment) else {
        return false;
    };
    let part = |field| syntax.part(binding, field);
    let (Some(name), Some(value)) = (part(shape.name), shape.value.and_then(part)) else {
        return false;
    };
    let name = names::declared_name(unit, name);
    let values = &syntax.shapes.table.untyped_values;
    let typed = shape.declared_type.and_then(part).is_some();
    let kept = cuts.left_of(syntax.span(value), &unit.text);
    // `Ok(…)` tells one type of two
    let is_untyped = |value: &String| kept == *value || value.ends_with('(') && kept.starts_with(value.as_str());
    if typed || !values.iter().any(is_untyped) || !syntax.is_identifier(name) {
        return false;
    }
    let (region, _) = names::region(unit, binding);
    let named = |id: &Id| *id != name && unit.slice(*id) == unit.slice(name) && syntax.is_identifier(*id);
    let all = syntax.subtree(region).filter(named);
    let (lost, left): (Vec<Id>, Vec<Id>) = all.partition(|id| cuts.hold(syntax.span(*id)));
    let changed = !lost.is_empty() || unit.slice(value) != kept;
    let tells = |id: &Id| {
        // What is printed may have any type.
        if syntax
            .above(*id)
            .any(|above| syntax.has_role(above, |role| role.macros))
        {
            return false;
        }
        let of_member = |above: Id| effects::member(unit, above).is_some_and(|(object, _)| object == *id);
        syntax.parent(*id).is_none_or(|above| !of_member(above))
    };
    changed && !left.iter().any(tells)
}

/// What is given to a function or compared with a pattern, and says less of its type than it did.
fn is_untold_operand(unit: &Unit, id: Id, cuts: &Cuts) -> bool {
    let syntax = &unit.syntax;
    let values = &syntax.shapes.table.untyped_values;
    if !syntax.node(id).named || values.iter().any(|value| value == unit.slice(id)) {
        return false;
    }
    let is_given = |above: Id| effects::called(unit, above).is_some_and(|parts| parts.arguments.contains(&id));
    let is_operand = syntax.above(id).take(2).any(is_given)
        || syntax
            .parent(id)
            .is_some_and(|parent| syntax.is(parent, |shape| shape.fitting));
    let left = || cuts.left_of(syntax.span(id), &unit.text);
    is_operand
        && values
            .iter()
            .any(|value| *value == left().trim_matches(['(', ')']) || *value == left())
}

/// Clauses that catch what only a part that is gone could raise, where the compiler knows that nothing does.
pub(crate) fn catches(unit: &mut Unit) {
    if unit.syntax.shapes.table.unchecked.is_empty() || unit.edits.is_empty() {
        return;
    }
    let cuts = Cuts::of(unit);
    let syntax = &unit.syntax;
    let attempts = whole(unit).filter(|id| syntax.is(*id, |shape| shape.catches) && !cuts.hold(syntax.span(*id)));
    for attempt in attempts.collect::<Vec<_>>().into_iter().rev() {
        attempted(unit, attempt, &cuts);
    }
}

fn attempted(unit: &mut Unit, attempt: Id, cuts: &Cuts) {
    let syntax = &unit.syntax;
    let is_block = |id: &Id| syntax.is(*id, |shape| shape.block);
    let Some(body) = syntax.parts(attempt).find(is_block) else {
        return;
    };
    let checked: Vec<Id> = syntax
        .parts(attempt)
        .filter(|part| *part > body && !syntax.is(*part, |shape| shape.finally || shape.last_clause))
        .filter(|clause| types(unit, *clause).iter().all(|name| is_checked(unit, name)))
        .collect();
    let opens_nothing = syntax.parts(attempt).next() == Some(body);
    let (lost, left): (Vec<Id>, Vec<Id>) = syntax
        .subtree(body)
        .filter(|id| may_raise(unit, *id))
        .partition(|id| cuts.hold(syntax.span(*id)) || unit.is_known(*id) || unit.is_dead(*id));
    let lost: Vec<Id> = lost.into_iter().filter(|id| !only_gives(unit, *id)).collect();
    let name = |id: &Id| effects::called(unit, *id).map(|parts| parts.name);
    let same = |lost: &Id| name(lost).is_some_and(|lost| left.iter().any(|left| name(left).as_ref() == Some(&lost)));
    if checked.is_empty() || lost.iter().all(same) {
        return;
    }
    if !left.is_empty() || !opens_nothing {
        for clause in checked {
            let text = format!(
                "whether anything still raises {} is not known",
                types(unit, clause)
                    .iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            unit.remark(clause, text);
        }
        return;
    }
    let others = syntax
        .parts(attempt)
        .any(|part| part > body && !checked.contains(&part));
    if !others {
        block::open(unit, attempt, body);
        return;
    }
    for clause in checked {
        let before = unit.syntax.parts(attempt).take_while(|part| *part < clause).last();
        let from = before.map(|before| block::trimmed_end(unit, unit.syntax.span(before)));
        if let Some(from) = from {
            let end = unit.syntax.span(clause).end;
            unit.edits.cut(from, end);
            unit.dead.insert(clause);
        }
    }
}

/// The types that a clause catches.
fn types(unit: &Unit, clause: Id) -> Vec<String> {
    let syntax = &unit.syntax;
    let head = syntax.parts(clause).next().map_or(0..0, |head| syntax.subtree(head));
    let mut named: Vec<String> = head
        .filter(|id| syntax.is_identifier(*id))
        .map(|id| unit.slice(id).to_owned())
        .collect();
    // The last one is what the clause calls it.
    named.pop();
    named.retain(|name| name.starts_with(char::is_uppercase));
    named
}

fn is_checked(unit: &Unit, name: &str) -> bool {
    let unchecked = &unit.syntax.shapes.table.unchecked;
    // What is named after one of them is one.
    let is = |known: &String| known == name || known.len() > "Exception".len() && name.ends_with(known.as_str());
    !unchecked.iter().any(is)
}

/// Whether a call or the like may raise something that has to be caught.
fn may_raise(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    if syntax.is(id, |shape| shape.jump) {
        return unit.slice(id).starts_with("throw");
    }
    let Some(parts) = effects::called(unit, id) else {
        return syntax.has_role(id, |role| role.call.as_ref().is_some_and(|call| call.construct));
    };
    let own = parts.receiver.is_none_or(|receiver| unit.slice(receiver) == "this");
    let heads: Vec<&str> = match own {
        true => heads(unit, &parts.name),
        false => Vec::new(),
    };
    match heads[..] {
        // The flag's own evaluation raises nothing.
        [] => !unit.is_known(id) && !parts.receiver.is_some_and(|receiver| texts::is_log(unit, receiver)),
        _ => heads.iter().any(|head| names::has_word(head, "throws")),
    }
}

/// A call that only gives something, as its name says: as a rule it raises nothing.
fn only_gives(unit: &Unit, id: Id) -> bool {
    effects::called(unit, id).is_some_and(|parts| effects::is_harmless(&parts.name, false))
}

/// What stands before the bodies of the functions of a name.
fn heads<'u>(unit: &'u Unit, name: &str) -> Vec<&'u str> {
    let syntax = &unit.syntax;
    let is_named = |function: Id| {
        let field = syntax.role(function).and_then(|role| role.function.as_ref()?.name);
        let declared = field.and_then(|field| syntax.part(function, field));
        declared.is_some_and(|declared| unit.slice(declared) == name)
    };
    whole(unit)
        .filter(|id| is_named(*id))
        .map(|id| unit.slice(id).split('{').next().unwrap_or(""))
        .collect()
}
