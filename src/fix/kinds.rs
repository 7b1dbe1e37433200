//! What a value is given to may be declared as something else than a truth value or a text: what holds a value that comes
//! later (`Observable<boolean>`). The call gave that, and a bare `true` in its place is none.

use crate::fix::effects;
use crate::fix::emit;
use crate::fix::fields;
use crate::fix::leftovers;
use crate::fix::names;
use crate::fix::owner;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::Value;
use crate::language::Field;
use crate::language::shapes::KindTable;

/// Whether a value is of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    /// The type is a name that may stand for anything.
    Unknown,
    No,
}

/// Stops for values that stay where something else is asked for.
pub(crate) fn run(unit: &mut Unit) {
    if unit.syntax.shapes.table.kinds.truth.is_empty() {
        return;
    }
    let mut known: Vec<Id> = unit.fates.keys().copied().filter(|id| unit.is_known(*id)).collect();
    known.sort_unstable();
    for id in known {
        // What is gone was read where it stood, so that its type matters.
        if unit.is_dead(id) && !unit.is_gone(id) {
            continue;
        }
        let Some(value) = unit.known(id).cloned().filter(|value| *value != Value::Null) else {
            continue;
        };
        match given(unit, id, &value) {
            Some((place, text, Fit::No)) => unit.stop(place, text),
            Some((place, text, _)) => unit.remark(place, text),
            None => {}
        }
    }
}

/// What is wrong with where a value is given to.
fn given(unit: &Unit, id: Id, value: &Value) -> Option<(Id, String, Fit)> {
    let spelled = value.spelled(&unit.syntax, '"');
    if let Some(name) = waiting(unit, id) {
        let text = format!("`{name}` takes what gives its value later, and `{spelled}` is none");
        return Some((id, text, Fit::No));
    }
    let whole = whole(unit, id);
    let syntax = &unit.syntax;
    let parent = syntax.parent(whole)?;
    let role = syntax.role(parent);
    if let Some(binding) = role.and_then(|role| role.binding.as_ref())
        && binding.value.and_then(|field| syntax.part(parent, field)) == Some(whole)
    {
        return stored(unit, parent, value, &spelled);
    }
    let body = role.and_then(|role| role.function.as_ref()?.body);
    let is_body = body.and_then(|body| syntax.part(parent, body)) == Some(whole);
    let returned = syntax.has_role(parent, |role| role.returns) || is_last(unit, whole, parent);
    let function = match is_body {
        true => Some(parent),
        false => syntax.function(parent).filter(|_| returned),
    };
    if let Some(function) = function {
        return result(unit, function, value, &spelled);
    }
    handed(unit, whole, value, &spelled)
}

/// With what has the same value around it, except what waits for it.
fn whole(unit: &Unit, id: Id) -> Id {
    let syntax = &unit.syntax;
    let mut at = id;
    while let Some(parent) = syntax.parent(at) {
        let same = syntax.is(parent, |shape| shape.parenthesis || shape.same);
        let chosen = syntax.is(parent, |shape| shape.choice.is_some()) && syntax.parts(parent).next() != Some(at);
        // A body is what its function is asked for.
        let is_body = syntax.parent(at).is_some_and(|function| {
            let body = syntax.role(function).and_then(|role| role.function.as_ref()?.body);
            body.and_then(|body| syntax.part(function, body)) == Some(at)
        });
        if is_body || !same && !chosen || waits(unit, parent) {
            break;
        }
        at = parent;
    }
    at
}

/// `await a`.
fn waits(unit: &Unit, id: Id) -> bool {
    let words = &unit.syntax.shapes.table.kinds.waiting_words;
    let first = unit.syntax.children(id).next();
    first.is_some_and(|first| !unit.syntax.node(first).named && words.iter().any(|word| word == unit.slice(first)))
}

/// The last statement of a function without a name gives its value.
fn is_last(unit: &Unit, id: Id, list: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(function) = syntax.parent(list).filter(|_| syntax.grammar.table.implicit_return) else {
        return false;
    };
    let body = syntax.role(function).and_then(|role| role.function.as_ref()?.body);
    syntax.has_role(function, |role| role.function_value)
        && body.and_then(|body| syntax.part(function, body)) == Some(list)
        && syntax.parts(list).last() == Some(id)
}

/// The name of what takes values that come later, if that is what takes this one.
fn waiting(unit: &Unit, id: Id) -> Option<String> {
    let syntax = &unit.syntax;
    let functions = &syntax.shapes.table.kinds.waiting_functions;
    let whole = whole(unit, id);
    let parts = syntax
        .above(whole)
        .take(8)
        .find_map(|above| effects::called(unit, above))?;
    let list = parts.list.filter(|list| syntax.subtree(*list).contains(&whole))?;
    let passes = |at: Id| {
        syntax.has_role(at, |role| role.list || role.entry.is_some() || role.object)
            || syntax.is(at, |shape| shape.same || shape.parenthesis || shape.spread) && !waits(unit, at)
    };
    let name = full_name(unit, &parts);
    let is = functions.iter().any(|one| *one == parts.name || *one == name);
    let mut between = syntax.above(whole).take_while(|above| *above != list);
    (is && between.all(passes)).then_some(name)
}

fn full_name(unit: &Unit, parts: &effects::Called) -> String {
    match parts.receiver.filter(|receiver| unit.syntax.is_identifier(*receiver)) {
        Some(receiver) => format!("{}.{}", unit.slice(receiver), parts.name),
        None => parts.name.clone(),
    }
}

/// What a name or field that gets the value is declared as, and what else is done with it.
fn stored(unit: &Unit, binding: Id, value: &Value, spelled: &str) -> Option<(Id, String, Fit)> {
    let syntax = &unit.syntax;
    let shape = syntax.role(binding)?.binding.as_ref()?;
    let left = syntax.part(binding, shape.name)?;
    let shown = unit.slice(left).to_owned();
    let name = last_name(unit, left)?;
    let text = unit.slice(name);
    let kinds = &syntax.shapes.table.kinds;
    let declared = declared_type(unit, binding).or_else(|| {
        let own = !shape.assignment || shown == text || is_own(unit, left);
        own.then(|| declared_around(unit, binding, text, shown != text))?
    });
    if let Some(declared) = declared {
        let fit = fits(unit, binding, declared, value);
        if fit != Fit::Yes {
            return Some((
                binding,
                says(&format!("`{shown}` is declared as"), declared, spelled, fit),
                fit,
            ));
        }
        return None;
    }
    let later = kinds
        .waiting_ends
        .iter()
        .any(|end| text.len() > end.len() && text.ends_with(end.as_str()));
    if later {
        let text = format!("by its name `{shown}` gives its value later, and `{spelled}` does not");
        return Some((binding, text, Fit::No));
    }
    let region = names::region(unit, binding).0;
    let is_field = shape.field || shown != text;
    for id in leftovers::whole(unit).filter(|id| unit.slice(*id) == text && syntax.is_identifier(*id)) {
        let (around, member) = fields::around(unit, id);
        let same = match member {
            true => is_field && is_own(unit, around),
            false => !is_field && syntax.subtree(region).contains(&id) && names::is_variable(unit, id),
        };
        if id == name || !same || unit.is_known(around) || names::is_written(unit, around) {
            continue;
        }
        if let Some(asked) = emit::asked(unit, around).filter(|asked| !emit::may_be_asked(unit, value, asked)) {
            let text = format!("what `{asked}` makes of the value that `{shown}` gets cannot be followed");
            return Some((around, text, Fit::No));
        }
        if let Some(taker) = waiting(unit, around) {
            let text = format!("`{taker}` takes what gives its value later, and `{shown}` gets `{spelled}`");
            return Some((around, text, Fit::No));
        }
    }
    None
}

/// `this.a`.
fn is_own(unit: &Unit, id: Id) -> bool {
    effects::member(unit, id).is_some_and(|(object, _)| owner::is_self(unit, object))
}

/// The identifier that a variable or member ends with.
fn last_name(unit: &Unit, id: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    syntax.subtree(id).rfind(|inner| syntax.is_identifier(*inner))
}

/// The type that stands at a declaration.
fn declared_type(unit: &Unit, declaration: Id) -> Option<&str> {
    let syntax = &unit.syntax;
    let role = syntax.role(declaration)?;
    let part = |id: Id, field: Option<Field>| syntax.part(id, field?);
    let own = role.binding.as_ref().and_then(|binding| {
        let outer = || part(syntax.parent(declaration)?, binding.outer_type);
        part(declaration, binding.declared_type).or_else(outer)
    });
    let parameter = || part(declaration, role.parameter.as_ref()?.declared_type);
    let text = unit.slice(own.or_else(parameter)?).trim_start_matches(':').trim();
    let inferred = syntax.shapes.table.inferred_words.iter().any(|word| word == text);
    (!inferred && !text.is_empty()).then_some(text)
}

/// The type of the declaration of a name that holds at a place, the innermost one; of a field only, where it is one.
fn declared_around<'u>(unit: &'u Unit, place: Id, name: &str, field: bool) -> Option<&'u str> {
    let syntax = &unit.syntax;
    let is_named = |id: &Id| {
        let Some(role) = syntax.role(*id) else { return false };
        let binding = role.binding.as_ref().filter(|binding| !binding.assignment);
        let named = binding
            .map(|binding| binding.name)
            .or_else(|| role.parameter.as_ref()?.name);
        let declared = named.and_then(|named| syntax.part(*id, named));
        declared.is_some_and(|declared| unit.slice(declared) == name)
    };
    let is_container = |id: Id| syntax.has_role(id, |role| role.container.is_some());
    let holds = |id: Id| {
        let parameter = syntax.role(id).and_then(|role| role.parameter.as_ref());
        let makes = parameter.is_some_and(|shape| owner::is_field(unit, id, &shape.field_modifier));
        let within = |at: &Id| is_container(*at) || !makes && syntax.has_role(*at, |role| role.function.is_some());
        let region = syntax.above(id).find(within);
        if field && !region.is_some_and(is_container) {
            return None;
        }
        let range = syntax.subtree(region.unwrap_or(0));
        range.contains(&place).then_some(range.len())
    };
    let all = leftovers::whole(unit).filter(is_named);
    let nearest = all.filter_map(|id| Some((holds(id)?, id))).min()?;
    declared_type(unit, nearest.1)
}

/// What a function gives, as declared.
fn result(unit: &Unit, function: Id, value: &Value, spelled: &str) -> Option<(Id, String, Fit)> {
    let syntax = &unit.syntax;
    let kinds = &syntax.shapes.table.kinds;
    let shape = syntax.role(function)?.function.as_ref()?;
    let part = |field: Option<Field>| field.and_then(|field| syntax.part(function, field));
    let body = part(shape.body)?;
    let name = part(shape.name);
    let declared = match syntax.shapes.table.types_first {
        true => name.and_then(|name| {
            let before = syntax.parts(function).take_while(|part| *part < name).last()?;
            (!syntax.is(before, |shape| shape.modifiers)).then(|| unit.slice(before))
        }),
        false => {
            let end = part(shape.parameters).or(name).map(|before| syntax.span(before).end);
            let start = end.unwrap_or(syntax.span(function).start);
            let head = unit
                .text
                .get(start as usize..syntax.span(body).start as usize)
                .unwrap_or("");
            let head = head.trim().trim_end_matches("=>").trim_end();
            head.strip_prefix(':').map(str::trim)
        }
    };
    let Some(declared) = declared.filter(|declared| !declared.is_empty()) else {
        // `val a: Flow<Boolean> get() = …`
        let property = syntax.parent(function).filter(|_| name.is_none());
        let declared = property.and_then(|property| declared_type(unit, property));
        if let Some(declared) = declared.filter(|_| !syntax.has_role(function, |role| role.function_value)) {
            let fit = fits(unit, function, declared, value);
            return (fit != Fit::Yes).then(|| (function, says("this is declared as", declared, spelled, fit), fit));
        }
        let taker = taker(unit, function).filter(|taker| kinds.waiting_callbacks.iter().any(|one| one == taker))?;
        let text = format!("`{taker}` takes a function that gives its value later, and `{spelled}` is none");
        return Some((function, text, Fit::No));
    };
    let declared = declared.split(" where ").next().unwrap_or(declared).trim();
    let start = syntax.span(function).start;
    let head = unit
        .text
        .get(start as usize..syntax.span(body).start as usize)
        .unwrap_or("");
    let waits = kinds.later_words.iter().any(|word| names::has_word(head, word));
    let inner = Some(declared).filter(|_| waits).and_then(only_argument);
    let fit = fits(unit, function, inner.unwrap_or(declared), value);
    let what = match name {
        Some(name) => format!("{} gives", unit.shown(name)),
        None => "the function gives".to_owned(),
    };
    (fit != Fit::Yes).then(|| (function, says(&what, declared, spelled, fit), fit))
}

/// The name of the call that a function is handed to.
fn taker(unit: &Unit, function: Id) -> Option<String> {
    let syntax = &unit.syntax;
    let parts = syntax
        .above(function)
        .take(4)
        .find_map(|above| effects::called(unit, above))?;
    let within = |part: Option<Id>| part.is_some_and(|part| syntax.subtree(part).contains(&function));
    (!within(parts.receiver) && !within(parts.callee)).then_some(parts.name)
}

/// What the parameter of the file's own function is declared as that the value is handed to.
fn handed(unit: &Unit, id: Id, value: &Value, spelled: &str) -> Option<(Id, String, Fit)> {
    let syntax = &unit.syntax;
    let parts = syntax
        .above(id)
        .take(3)
        .find_map(|above| effects::called(unit, above))?;
    let own = parts.receiver.is_none_or(|receiver| owner::is_self(unit, receiver));
    let at = parts
        .arguments
        .iter()
        .position(|argument| *argument == id)
        .filter(|_| own)?;
    let [function] = unit.functions_of(&parts.name)[..] else {
        return None;
    };
    let list = syntax.role(function)?.function.as_ref()?.parameters;
    let list = list.and_then(|list| syntax.part(function, list))?;
    let mut parameters = syntax
        .parts(list)
        .filter(|part| syntax.has_role(*part, |role| role.parameter.is_some()));
    let parameter = parameters.nth(at)?;
    let named = syntax
        .role(parameter)?
        .parameter
        .as_ref()?
        .name
        .and_then(|field| syntax.part(parameter, field));
    let declared = declared_type(unit, parameter)?;
    let fit = fits(unit, parameter, declared, value);
    let what = format!(
        "{} is declared as",
        named.map_or_else(|| "the parameter".to_owned(), |name| unit.shown(name))
    );
    (fit == Fit::No).then(|| (id, says(&what, declared, spelled, fit), fit))
}

fn says(what: &str, declared: &str, spelled: &str, fit: Fit) -> String {
    let declared = declared.split_whitespace().collect::<Vec<_>>().join(" ");
    match fit {
        Fit::No => format!("{what} `{declared}`, and `{spelled}` is none"),
        _ => format!("{what} `{declared}`, and whether `{spelled}` is one is not known"),
    }
}

/// Whether a value is of a type as it is written.
fn fits(unit: &Unit, place: Id, declared: &str, value: &Value) -> Fit {
    const DEPTH: usize = 8;
    let kinds = &unit.syntax.shapes.table.kinds;
    let mut open = vec![(declared, 0)];
    let mut best = Fit::No;
    while let Some((text, depth)) = open.pop() {
        let text = text.trim().trim_start_matches('|').trim_end_matches(['?', '!']).trim();
        let pieces = split(text, '|');
        if depth >= DEPTH {
            return Fit::Unknown;
        }
        if pieces.len() > 1 {
            open.extend(pieces.into_iter().map(|piece| (piece, depth + 1)));
            continue;
        }
        let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        if let Some(inner) = inner.filter(|inner| !inner.contains(['(', ')', ','])) {
            open.push((inner, depth + 1));
            continue;
        }
        let head = text.split(['<', '[']).next().unwrap_or("").trim();
        if kinds.wrappers.iter().any(|wrapper| wrapper == head)
            && let Some(inner) = only_argument(text)
        {
            open.push((inner, depth + 1));
            continue;
        }
        match fits_plain(unit, place, text, head, value, kinds) {
            Fit::Yes => return Fit::Yes,
            Fit::Unknown => best = Fit::Unknown,
            Fit::No => {}
        }
    }
    best
}

fn fits_plain(unit: &Unit, place: Id, text: &str, head: &str, value: &Value, kinds: &KindTable) -> Fit {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.');
    let name = head.rsplit('.').next().unwrap_or(head);
    let own = match value {
        Value::Bool(_) => &kinds.truth,
        Value::Text(_) => &kinds.text,
        Value::Number(_) => &kinds.number,
        Value::Null => return Fit::Yes,
    };
    let has = |list: &[String], word: &str| list.iter().any(|one| one == word);
    if has(&kinds.any, name) || has(own, text) || has(own, name) && head == text {
        return Fit::Yes;
    }
    let written = value.spelled(&unit.syntax, '"');
    if text == written || text.trim_matches(['"', '\'']) == written.trim_matches('"') {
        return Fit::Yes;
    }
    // `a is B` is a truth value as well.
    if matches!(value, Value::Bool(_)) && text.split_whitespace().any(|word| word == "is") {
        return Fit::Yes;
    }
    if head != text {
        return Fit::No;
    }
    if !text.chars().all(is_word) || text.is_empty() {
        // Functions and objects are no values of a flag; the rest is worked out of other types.
        let other = text.contains("=>") || text.contains("->") || text.starts_with('{');
        return if other { Fit::No } else { Fit::Unknown };
    }
    if [&kinds.truth, &kinds.text, &kinds.number]
        .iter()
        .any(|list| has(list, name))
    {
        return Fit::No;
    }
    if is_type_parameter(unit, place, text) {
        return Fit::Yes;
    }
    match kinds.aliases {
        // Most such names stand for some texts or numbers.
        true if !matches!(value, Value::Bool(_)) => Fit::Yes,
        true if is_alias_of(unit, text, own) => Fit::Yes,
        true => Fit::Unknown,
        false => Fit::No,
    }
}

fn is_type_parameter(unit: &Unit, place: Id, name: &str) -> bool {
    let syntax = &unit.syntax;
    let of_function = |id: Id| {
        let field = syntax.role(id)?.function.as_ref()?.type_parameters;
        Some(unit.slice(syntax.part(id, field?)?))
    };
    let mut around = std::iter::once(place).chain(syntax.above(place));
    name.chars().count() == 1
        || around.any(|id| of_function(id).is_some_and(|list| names::has_word(list, name)))
        || syntax.above(place).any(|id| {
            let head = || unit.slice(id).split('{').next().unwrap_or("");
            let is_container = syntax.has_role(id, |role| role.container.is_some());
            is_container
                && head()
                    .split_once('<')
                    .is_some_and(|(_, list)| names::has_word(list, name))
        })
}

/// The file says that the name is another one for the type.
fn is_alias_of(unit: &Unit, name: &str, own: &[String]) -> bool {
    let syntax = &unit.syntax;
    leftovers::whole(unit).any(|id| {
        let field = syntax
            .role(id)
            .and_then(|role| role.container.as_ref())
            .map(|container| container.name);
        let named = field.and_then(|field| syntax.part(id, field));
        named.is_some_and(|named| unit.slice(named) == name)
            && own.iter().any(|one| names::has_word(unit.slice(id), one))
    })
}

/// `B` of `A<B>`.
fn only_argument(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('<')?;
    let inner = rest.trim_end().strip_suffix('>')?;
    (split(inner, ',').len() == 1).then_some(inner)
}

/// The pieces of a type at a sign that stands in no brackets.
fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut depth, mut from, mut pieces) = (0_i32, 0, Vec::new());
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match letter {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' if matches!(before, '=' | '-') => {}
            '>' | ')' | ']' | '}' => depth -= 1,
            _ if letter == sign && depth == 0 => {
                pieces.push(text.get(from..at).unwrap_or(""));
                from = at + letter.len_utf8();
            }
            _ => {}
        }
        before = letter;
    }
    pieces.push(text.get(from..).unwrap_or(""));
    pieces
}
