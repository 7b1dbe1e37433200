//! Names: what a variable that only holds the flag is read by, and which names would meet when a block is opened.

use rustc_hash::FxHashSet;

use crate::fix::branch;
use crate::fix::fields;
use crate::fix::owner::{self, Owners, Whose};
use crate::fix::pages;
use crate::fix::results;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Opened, Unit};
use crate::fix::value::Value;
use crate::language::Field;

/// Whether a text holds a word.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    !word.is_empty() && places(text, word).next().is_some()
}

/// Where a text holds a word.
pub(crate) fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let behind = text.get(*at + word.len()..).and_then(|behind| behind.chars().next());
        !before.is_some_and(is_word) && !behind.is_some_and(is_word)
    })
}

/// Where a name holds that is declared by `declaration`, and whether that is a function or less.
pub(crate) fn region(unit: &Unit, declaration: Id) -> (Id, bool) {
    let syntax = &unit.syntax;
    let whole_function = std::iter::once(declaration)
        .chain(syntax.above(declaration))
        .take(3)
        .any(|id| syntax.is(id, |shape| shape.function_scope));
    let by_block = syntax.shapes.table.block_scope && !whole_function;
    let mut last = declaration;
    let mut block = None;
    for above in syntax.above(declaration) {
        last = above;
        let opens = syntax.is(above, |shape| shape.statements || shape.initializer().is_some());
        if block.is_none() && opens {
            block = Some(above);
        }
        if syntax.has_role(above, |role| role.function.is_some()) {
            return (block.filter(|_| by_block).unwrap_or(above), true);
        }
        if syntax.has_role(above, |role| role.container.is_some()) {
            return (above, false);
        }
    }
    (last, syntax.shapes.table.file_locals)
}

/// `.a`, the member of a type that is known from around.
pub(crate) fn is_implicit(unit: &Unit, id: Id) -> bool {
    if unit.syntax.grammar.table.implicit_member.is_empty() {
        return false;
    }
    let before = unit.text.get(..unit.syntax.node(id).start as usize).unwrap_or("");
    let dotted = before.ends_with('.') && !before.ends_with("..");
    dotted && !fields::around(unit, id).1
}

/// An identifier that reads or writes a variable, and no member's or argument's name.
pub(crate) fn is_variable(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    if !syntax.is_identifier(id) || is_implicit(unit, id) {
        return false;
    }
    let Some(parent) = syntax.parent(id) else { return true };
    if is_label(unit, id) || owner::is_enumerator(unit, id) {
        return false;
    }
    let Some(role) = syntax.role(parent) else {
        return !names_member(unit, id, parent) && !names_argument(unit, parent);
    };
    if let Some((_, name)) = role.member {
        let is_name = match name {
            Some(name) => syntax.fills(id, name),
            None => syntax.parts(parent).next() != Some(id),
        };
        if is_name {
            return false;
        }
    }
    if let Some(call) = &role.call
        && call.name.is_some_and(|name| syntax.fills(id, name))
    {
        return false;
    }
    // The name of an attribute; what gives it a value stands behind it.
    if role.attribute && role.decorator.is_none() && syntax.parts(parent).next() == Some(id) {
        return false;
    }
    let key = |pair: Option<(Field, Field)>| pair.is_some_and(|(key, _)| syntax.fills(id, key));
    let is_entry = role.entry_operator.as_ref().is_none_or(|(field, words)| {
        let operator = syntax.part(parent, *field).map(|operator| unit.slice(operator));
        operator.is_some_and(|operator| words.iter().any(|word| word == operator))
    });
    // Where variables have a sign, one that stands as a key is read.
    let is_entry = is_entry && !syntax.is(id, |shape| shape.variable);
    let in_object = || role.binding.is_none() || is_in_object(unit, parent);
    if key(role.keyword) || is_entry && key(role.entry) && in_object() || is_field_name(unit, id, parent) {
        return false;
    }
    !role
        .function
        .as_ref()
        .is_some_and(|function| function.name.is_some_and(|name| syntax.fills(id, name)))
}

/// An entry that is written as an assignment is: `new T { a = b }`.
fn is_in_object(unit: &Unit, entry: Id) -> bool {
    let syntax = &unit.syntax;
    let is_list = |list: Id| {
        syntax.has_role(list, |role| {
            role.binding.is_none() && (role.entry.is_some() || role.object)
        })
    };
    syntax.parent(entry).is_some_and(is_list)
}

/// The name of a member of an object: `new { a = b }`.
fn is_label(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let list = syntax.parent(id).filter(|list| syntax.is(*list, |shape| shape.labels));
    let behind = list.and_then(|list| syntax.children(list).find(|child| *child > id));
    behind.is_some_and(|sign| !syntax.node(sign).named && unit.slice(sign) == "=")
}

/// The name of an argument stands in a node of its own: `a` of `f(a: b)`.
fn names_argument(unit: &Unit, wrapper: Id) -> bool {
    let syntax = &unit.syntax;
    let argument = syntax.parent(wrapper);
    let keyword = argument.and_then(|argument| syntax.role(argument)?.keyword);
    keyword.is_some_and(|(name, _)| syntax.fills(wrapper, name))
}

/// The name of a member stands in a node of its own: `.b` of `a.b`.
fn names_member(unit: &Unit, id: Id, wrapper: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(member) = syntax.parent(wrapper) else {
        return false;
    };
    let name = syntax
        .role(member)
        .and_then(|role| role.member)
        .and_then(|(_, name)| name);
    name.and_then(|name| syntax.part(member, name)) == Some(id)
}

/// `T{a: b}`: the key of an entry in a node of its own is the name of a field, but not in a map.
fn is_field_name(unit: &Unit, id: Id, wrapper: Id) -> bool {
    let syntax = &unit.syntax;
    let wraps = syntax.has_role(wrapper, |role| role.transparent) && syntax.only_part(wrapper) == Some(id);
    let entry = syntax.parent(wrapper).filter(|_| wraps);
    let is_key = entry.is_some_and(|entry| {
        let key = syntax.role(entry).and_then(|role| role.entry).map(|(key, _)| key);
        key.is_some_and(|key| syntax.fills(wrapper, key))
    });
    is_key && in_literal(unit, id) == Some(false)
}

/// The literal around says that it is a map.
pub(crate) fn is_in_map(unit: &Unit, id: Id) -> bool {
    in_literal(unit, id) == Some(true)
}

fn in_literal(unit: &Unit, id: Id) -> Option<bool> {
    let syntax = &unit.syntax;
    let whole = syntax
        .above(id)
        .find(|above| syntax.has_role(*above, |role| role.literal.is_some()))?;
    let (kind, _) = syntax.role(whole)?.literal?;
    Some(unit.slice(syntax.part(whole, kind)?).starts_with("map"))
}

/// `&a`: whoever gets it may change the variable.
fn is_address(unit: &Unit, id: Id, of: Id) -> bool {
    let syntax = &unit.syntax;
    syntax.only_part(id) == Some(of) && unit.slice(id).starts_with('&') && !syntax.is(id, |shape| shape.same)
}

/// A function takes the variable itself along, not its value: `[&a]`.
fn is_by_reference(unit: &Unit, id: Id) -> bool {
    let before = unit.text.get(..unit.syntax.node(id).start as usize).unwrap_or("");
    before.trim_end().ends_with('&')
}

/// The name gets a value here, or a new meaning.
pub(crate) fn is_written(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let mut below = id;
    for above in syntax.above(id).take(6) {
        let field = syntax.node(below).field;
        if syntax.is(above, |shape| shape.update) && syntax.parts(above).next() == Some(below)
            || syntax.is(above, |shape| shape.declares)
            || is_address(unit, above, below)
            || syntax.is(above, |shape| shape.capture) && is_by_reference(unit, below)
        {
            return true;
        }
        let Some(role) = syntax.role(above) else {
            // `for x in …` names what it declares by a field of its own.
            let operator = syntax.is(above, |shape| shape.logic.is_some() || shape.comparison.is_some());
            let declares = is_declaring(unit, field) && !operator && !is_asked(unit, above);
            if declares || syntax.is(above, |shape| shape.statements) {
                return declares;
            }
            if syntax.is_identifier(below) || is_pattern(unit, below) {
                below = above;
                continue;
            }
            return false;
        };
        // The left side of an assignment may be a node of its own.
        let is_target = syntax.only_part(above) == Some(below)
            && syntax.parent(above).is_some_and(|around| {
                syntax.has_role(around, |role| {
                    role.binding
                        .as_ref()
                        .is_some_and(|binding| syntax.fills(above, binding.name))
                })
            });
        if is_target {
            return true;
        }
        if role.sequence || role.list {
            below = above;
            continue;
        }
        // The name of each element, of one loop or of all behind it.
        if role.each.is_some_and(|(name, _)| syntax.fills(below, name)) {
            return true;
        }
        if let Some(binding) = &role.binding {
            return syntax.fills(below, binding.name);
        }
        if role.pattern.is_some() || role.pattern_default.is_some_and(|(name, _)| syntax.fills(below, name)) {
            return true;
        }
        if let Some(function) = &role.function {
            let is = |wanted: Option<Field>| wanted.is_some_and(|wanted| syntax.fills(below, wanted));
            return is(function.parameters) || is(function.parameter);
        }
        if role.parameter.is_some() && !role.identifier {
            return true;
        }
        return false;
    }
    false
}

/// A case of a switch whose cases say conditions, or values: what stands in it is read.
fn is_asked(unit: &Unit, case: Id) -> bool {
    let syntax = &unit.syntax;
    let kind = syntax.node(case).kind;
    syntax.above(case).take(2).any(|above| {
        syntax.is(above, |shape| {
            let switch = shape.switch.as_ref();
            switch.is_some_and(|switch| (switch.subject.is_none() || switch.compares) && switch.case.contains(&kind))
        })
    })
}

fn is_pattern(unit: &Unit, id: Id) -> bool {
    unit.syntax
        .has_role(id, |role| role.pattern.is_some() || role.sequence || role.list)
}

/// Fields in which grammars put the names that a loop declares.
fn is_declaring(unit: &Unit, field: u16) -> bool {
    let parser = unit.syntax.language.parser();
    ["left", "pattern", "parameters", "parameter", "bound_identifier"]
        .iter()
        .filter_map(|name| parser.field_id_for_name(name))
        .any(|id| id.get() == field)
}

/// Everything that reads a local name; an error says what keeps it from being followed.
pub(crate) fn reads(unit: &Unit, region: Id, declared: Id, name: &str) -> Result<Vec<Id>, Id> {
    let mut found = Vec::new();
    let mut others: Vec<std::ops::Range<Id>> = Vec::new();
    for id in unit.syntax.subtree(region) {
        if is_in_format(unit, id, name) {
            return Err(id);
        }
        if id == declared || unit.slice(id) != name || !is_variable(unit, id) && implying(unit, id).is_none() {
            continue;
        }
        if names_entry_of_macro(unit, id) {
            return Err(id);
        }
        if is_written(unit, id) {
            let other = another(unit, id).filter(|other| !unit.syntax.subtree(*other).contains(&declared));
            let other = unit.syntax.subtree(other.ok_or(id)?);
            others.push(begins(unit, id).unwrap_or(other.start)..other.end);
            continue;
        }
        if is_in_text(unit, id) {
            return Err(id);
        }
        found.push(id);
    }
    // Within these the name is another variable's.
    found.retain(|id| !others.iter().any(|other| other.contains(id)));
    match unit.syntax.is(declared, |shape| shape.variable) {
        true => spelled(unit, region, name).map_or(Ok(found), Err),
        false => Ok(found),
    }
}

/// The entry that stands for the variable of its own name: `{ a: }`.
pub(crate) fn implying(unit: &Unit, id: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let entry = syntax.parent(id).filter(|_| syntax.shapes.table.implied_values)?;
    let role = syntax.role(entry)?;
    let (key, value) = role.entry.or(role.keyword)?;
    (syntax.part(entry, key) == Some(id) && syntax.part(entry, value).is_none()).then_some(entry)
}

/// A text of a macro that reads the variable: `println!("{a}")`.
fn is_in_format(unit: &Unit, id: Id, name: &str) -> bool {
    let syntax = &unit.syntax;
    let reads = |text: &str| {
        text.match_indices(name).any(|(at, _)| {
            let behind = text.get(at + name.len()..).unwrap_or("");
            text.get(..at).unwrap_or("").ends_with('{') && behind.starts_with(['}', ':'])
        })
    };
    syntax.has_role(id, |role| role.string)
        && reads(unit.slice(id))
        && syntax.above(id).any(|above| syntax.has_role(above, |role| role.macros))
}

/// A macro may make the name of an entry of what stands alone between commas: `info!(a, "text")`.
fn names_entry_of_macro(unit: &Unit, id: Id) -> bool {
    const PLAIN: &[&str] = &[
        "assert",
        "assert_eq",
        "assert_ne",
        "dbg",
        "debug_assert",
        "debug_assert_eq",
        "eprint",
        "eprintln",
        "format",
        "matches",
        "panic",
        "print",
        "println",
        "todo",
        "unreachable",
        "vec",
        "write",
        "writeln",
    ];
    let syntax = &unit.syntax;
    let Some(list) = syntax.parent(id) else { return false };
    let Some(invocation) = syntax
        .parent(list)
        .filter(|above| syntax.has_role(*above, |role| role.macros))
    else {
        return false;
    };
    let name = syntax.parts(invocation).next().map_or("", |name| unit.slice(name));
    let before = syntax.children(list).take_while(|child| *child < id).last();
    let behind = syntax.children(list).find(|child| *child > id);
    let is_one =
        |sibling: Option<Id>, signs: &[&str]| sibling.is_none_or(|sibling| signs.contains(&unit.slice(sibling)));
    let first = before.is_none_or(|before| unit.slice(before) == "(");
    let alone = is_one(behind, &[",", ")"]) && (first || is_one(before, &["%", "?"]));
    alone && !PLAIN.contains(&name.rsplit("::").next().unwrap_or(name))
}

/// Where a name begins to hold, if not in its whole block: behind its declaration, which may still read another one.
fn begins(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    if !syntax.shapes.table.sequential_names {
        return None;
    }
    let declares = |above: &Id| {
        let binding = syntax.role(*above).and_then(|role| role.binding.as_ref());
        let left = binding.and_then(|binding| syntax.part(*above, binding.name));
        left.is_some_and(|left| syntax.subtree(left).contains(&name))
    };
    let binding = syntax.above(name).take(4).find(declares)?;
    Some(syntax.node(binding).behind)
}

/// Where a name holds that is declared further inside, as a parameter of a function or in a block.
pub(crate) fn another(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    for above in syntax.above(name).take(4) {
        let Some(role) = syntax.role(above) else { continue };
        if role.parameter.is_some() && !role.identifier {
            return syntax.function(above);
        }
        if let Some(function) = &role.function {
            let takes = |field: Option<Field>| {
                field.is_some_and(|field| {
                    syntax
                        .part(above, field)
                        .is_some_and(|part| syntax.subtree(part).contains(&name))
                })
            };
            return (takes(function.parameters) || takes(function.parameter)).then_some(above);
        }
        if let Some(binding) = &role.binding {
            let declares = !binding.assignment
                && syntax.shapes.table.block_scope
                && syntax.part(above, binding.name).is_some_and(|part| {
                    part == name
                        || syntax.has_role(part, |role| role.sequence) && syntax.parts(part).any(|one| one == name)
                });
            let (around, local) = region(unit, above);
            return (declares && local).then_some(around);
        }
    }
    None
}

/// A variable's name in a text: what is spelled there would be no variable any more.
fn is_in_text(unit: &Unit, id: Id) -> bool {
    // A hole of its own can be filled.
    !unit.syntax.has_role(id, |role| role.interpolation)
        && unit
            .syntax
            .parent(id)
            .is_some_and(|parent| unit.syntax.has_role(parent, |role| role.string))
}

/// A text that spells a variable's name without its sign, as `compact('name')` does.
fn spelled(unit: &Unit, region: Id, name: &str) -> Option<Id> {
    let bare = name.trim_start_matches('$');
    unit.syntax
        .subtree(region)
        .filter(|id| unit.syntax.has_role(*id, |role| role.string) && unit.slice(*id).trim_matches(['"', '\'']) == bare)
        // The key may be called as the variable is.
        .find(|id| !unit.syntax.above(*id).take(4).any(|above| unit.is_known(above)))
}

/// The name in a declarator: `*const a`.
pub(crate) fn declared_name(unit: &Unit, id: Id) -> Id {
    let syntax = &unit.syntax;
    let mut at = id;
    while syntax.has_role(at, |role| role.transparent)
        && unit.slice(at).starts_with(['*', '&'])
        && let Some(inner) = syntax.parts(at).last()
    {
        at = inner;
    }
    at
}

/// The literal that a constant of the same file stands for: `PLAN_B`, `Plan.B`.
pub(crate) fn written_constant(unit: &Unit, id: Id) -> Option<Value> {
    let syntax = &unit.syntax;
    let mut id = id;
    while !syntax.is_identifier(id)
        && crate::fix::effects::member(unit, id).is_none()
        && let Some(inner) = syntax
            .only_part(id)
            .filter(|inner| syntax.span(*inner) == syntax.span(id))
    {
        id = inner;
    }
    let (home, name) = match crate::fix::effects::member(unit, id) {
        Some((object, name)) => (Some(unit.slice(object)), name),
        None => (None, syntax.is_identifier(id).then(|| unit.slice(id).to_owned())?),
    };
    let mut declared = None;
    for name in syntax.named(&name, &unit.text) {
        let Some(value) = constant_value(unit, name, home) else {
            // Another thing of that name may be meant.
            if home.is_none() && is_written(unit, name) {
                return None;
            }
            continue;
        };
        if declared.replace(value).is_some() {
            return None;
        }
    }
    declared.and_then(|value| crate::fix::value::literal(syntax, value, &unit.text))
}

/// What a name is declared with that never gets another value; `home` is the type that it has to be a member of.
fn constant_value(unit: &Unit, name: Id, home: Option<&str>) -> Option<Id> {
    let syntax = &unit.syntax;
    let declaration = syntax.above(name).take(3).find_map(|above| {
        let role = syntax.role(above)?;
        let enumerator = role.enumerator.as_ref().map(|shape| (shape.name, shape.value));
        let binding = role.binding.as_ref().filter(|shape| !shape.assignment);
        let (field, value) = enumerator.or(binding.map(|shape| (shape.name, shape.value)))?;
        (syntax.part(above, field) == Some(name) || only_name(unit, above, field) == Some(name)).then_some((
            above,
            value?,
            enumerator.is_some(),
        ))
    });
    let (declaration, value, member) = declaration?;
    let container = syntax.above(declaration).find_map(|above| {
        let field = syntax.role(above)?.container.as_ref()?.name;
        syntax.part(above, field)
    });
    let at_home = match home {
        Some(home) => container.is_some_and(|container| unit.slice(container) == home),
        None => container.is_none() || !member,
    };
    let value = syntax.part(declaration, value)?;
    let value = match syntax.has_role(value, |role| role.sequence) {
        true => syntax.only_part(value)?,
        false => value,
    };
    (at_home && (member || is_constant(unit, declaration))).then_some(value)
}

/// The name of a declaration that could declare several.
fn only_name(unit: &Unit, declaration: Id, field: Field) -> Option<Id> {
    let names = unit.syntax.part(declaration, field)?;
    unit.syntax
        .only_part(names)
        .filter(|_| unit.syntax.has_role(names, |role| role.sequence))
}

/// The names and values of a binding, side by side.
fn pairs(unit: &Unit, binding: Id) -> Vec<(Id, Option<Value>)> {
    let syntax = &unit.syntax;
    let Some(shape) = syntax.role(binding).and_then(|role| role.binding.as_ref()) else {
        return Vec::new();
    };
    let part = |field: Option<Field>| syntax.part(binding, field?);
    let (Some(left), Some(right)) = (part(Some(shape.name)), part(shape.value)) else {
        return Vec::new();
    };
    let sides = |id: Id| match syntax.has_role(id, |role| role.sequence) {
        true => syntax.parts(id).collect::<Vec<_>>(),
        false => vec![declared_name(unit, id)],
    };
    let (names, values) = (sides(left), sides(right));
    let known = |id: &Id| unit.known(*id).cloned().or_else(|| lazily(unit, *id));
    if names.len() == values.len() {
        return names.into_iter().zip(values.iter().map(known)).collect();
    }
    if let ([value], true) = (&values[..], syntax.shapes.table.extra_results)
        && let Some(value) = known(value)
    {
        let rest = std::iter::repeat(Some(Value::Null));
        return names
            .into_iter()
            .zip(std::iter::once(Some(value)).chain(rest))
            .collect();
    }
    Vec::new()
}

/// What a call gives that only puts off asking: `lazy { … }`.
fn lazily(unit: &Unit, id: Id) -> Option<Value> {
    let syntax = &unit.syntax;
    let lazy = &syntax.shapes.table.lazy_functions;
    if lazy.is_empty() {
        return None;
    }
    let call = syntax
        .subtree(id)
        .take(3)
        .find(|id| crate::fix::effects::called(unit, *id).is_some_and(|parts| lazy.contains(&parts.name)))?;
    let function = syntax
        .subtree(call)
        .find(|id| syntax.has_role(*id, |role| role.function_value))?;
    let mut at = syntax.only_part(function)?;
    for _ in 0..3 {
        if let Some(value) = unit.known(at) {
            return Some(value.clone());
        }
        at = syntax.only_part(at)?;
    }
    None
}

/// Follows every local that only holds the flag. True: something new is known.
pub(crate) fn follow(unit: &mut Unit, tried: &mut FxHashSet<Id>, elsewhere: &dyn Fn(&str, &str) -> bool) -> bool {
    let bindings: Vec<Id> = (0..Id::try_from(unit.syntax.nodes.len()).unwrap_or(0))
        .filter(|id| unit.syntax.has_role(*id, |role| role.binding.is_some()))
        .filter(|id| !tried.contains(id))
        .collect();
    let mut any = false;
    for binding in bindings {
        let pairs = pairs(unit, binding);
        if pairs.is_empty() || pairs.iter().any(|(_, value)| value.is_none()) {
            continue;
        }
        tried.insert(binding);
        let statement = declaration(unit, binding);
        let names: Vec<(Id, Value)> = pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        if let [(_, value)] = &names[..]
            && unit.syntax.has_role(binding, |role| {
                role.binding.as_ref().is_some_and(|shape| shape.assignment)
            })
            && let Some(field) = fields::follow(unit, binding, elsewhere)
        {
            any = true;
            for read in field.reads {
                unit.set(read, Fate::Known(value.clone()));
            }
            unit.gone.extend(field.gone);
            continue;
        }
        match follow_names(unit, binding, &names, elsewhere) {
            Ok(reads) => {
                any = true;
                for (read, value) in reads {
                    unit.set(read, Fate::Known(value));
                }
                for (name, value) in &names {
                    let name = unit.slice(*name).to_owned();
                    if unit.in_markup(&name)
                        && let Some(edits) = pages::named(unit, &name, value)
                    {
                        pages::take(unit, edits);
                    }
                    unit.folded_names.insert(name);
                }
                unit.gone.insert(statement);
                unit.gone.insert(binding);
            }
            // Who else reads a constant is seen to later.
            Err(_) if is_constant(unit, binding) || is_computed(unit, binding) => {}
            Err((place, why)) => unit.remark(place, why),
        }
    }
    any
}

type Reads = Vec<(Id, Value)>;

/// A declaration can be taken away: a statement, one of several declarators, or what a conditional begins with.
pub(crate) fn is_whole(unit: &Unit, declaration: Id) -> bool {
    let syntax = &unit.syntax;
    let in_list = syntax
        .statement(declaration)
        .is_some_and(|(whole, _)| whole == declaration);
    in_list
        || syntax.parent(declaration).is_some_and(|parent| {
            syntax.is(parent, |shape| {
                shape.declaration
                    || shape
                        .initializer()
                        .is_some_and(|field| syntax.fills(declaration, field))
            })
        })
}

fn follow_names(
    unit: &Unit,
    binding: Id,
    names: &[(Id, Value)],
    elsewhere: &dyn Fn(&str, &str) -> bool,
) -> Result<Reads, (Id, String)> {
    let syntax = &unit.syntax;
    let assigned = syntax.shapes.table.block_scope
        && syntax.has_role(binding, |role| {
            role.binding.as_ref().is_some_and(|shape| shape.assignment)
        });
    if assigned && let Some((name, _)) = names.first() {
        return Err((
            *name,
            format!("{} is given another value or meaning here", unit.shown(*name)),
        ));
    }
    // Within an expression there is nothing that could be taken away.
    let statement = declaration(unit, binding);
    let is_whole = is_whole(unit, statement);
    if !is_whole && let Some((name, _)) = names.first() {
        return Err((*name, format!("the value is stored in {}", unit.shown(*name))));
    }
    let is_field = syntax
        .role(binding)
        .and_then(|role| role.binding.as_ref())
        .is_some_and(|shape| shape.field);
    let (region, local) = region(unit, binding);
    let in_container = syntax.has_role(region, |role| role.container.is_some());
    let mut all = Vec::new();
    for (name, value) in names {
        let text = unit.slice(*name);
        if text == "_" {
            continue;
        }
        let is_variable = syntax.is(*name, |shape| shape.variable);
        let plain = syntax.is_identifier(*name) && !text.starts_with('@') && (is_variable || !text.starts_with('$'));
        if plain && (is_field || in_container) && is_own(unit, binding) {
            all.extend(
                field_reads(unit, *name, text)?
                    .into_iter()
                    .map(|read| (read, value.clone())),
            );
            continue;
        }
        if is_field || !plain || in_container {
            return Err((*name, format!("the value is stored in {}", unit.shown(*name))));
        }
        // Of a component other files see what it exports.
        let in_component = !unit.markup.is_empty();
        if !local && (is_public(unit, binding, text) || (!in_component && elsewhere(text, &unit.path))) {
            return Err((*name, format!("other files can read {}", unit.shown(*name))));
        }
        if !local && unit.in_markup(text) && pages::named(unit, text, value).is_none() {
            return Err((*name, format!("the markup around can read {}", unit.shown(*name))));
        }
        let further = || results::reads(unit, binding, *name).filter(|_| *value == Value::Null && names.len() > 1);
        match reads(unit, region, *name, text).or_else(|place| further().ok_or(place)) {
            Ok(reads) if reads.iter().any(|read| !is_reached(unit, binding, *read)) => {
                return Err((
                    *name,
                    format!("{} may have no value where it is read", unit.shown(*name)),
                ));
            }
            Ok(reads) => all.extend(reads.into_iter().map(|read| (read, value.clone()))),
            Err(place) => {
                return Err((
                    place,
                    format!("{} is given another value or meaning here", unit.shown(place)),
                ));
            }
        }
    }
    Ok(all)
}

/// A field that only its own type sees, and that nothing else is said of.
pub(crate) fn is_own(unit: &Unit, binding: Id) -> bool {
    let syntax = &unit.syntax;
    let statement = declaration(unit, binding);
    let head = unit.slice(statement).split('=').next().unwrap_or("");
    let private = syntax
        .shapes
        .table
        .private_words
        .iter()
        .any(|word| has_word(head, word));
    let marked = syntax
        .subtree(statement)
        .take_while(|id| *id < binding)
        .any(|id| syntax.has_role(id, |role| role.decorator.is_some()));
    let by_name = syntax
        .role(binding)
        .and_then(|role| syntax.part(binding, role.binding.as_ref()?.name))
        .zip(syntax.shapes.private_names.as_ref())
        .is_some_and(|(name, hidden)| hidden.is_match(unit.slice(name)));
    (private || by_name)
        && !marked
        && !is_shared(unit, binding)
        && syntax.statement(statement).is_some_and(|(whole, _)| whole == statement)
}

/// The name is that of a declaration.
pub(crate) fn declares(unit: &Unit, name: Id, binding: Id) -> bool {
    let syntax = &unit.syntax;
    let field = syntax
        .role(binding)
        .and_then(|role| role.binding.as_ref())
        .map(|shape| shape.name);
    field.and_then(|field| syntax.part(binding, field)) == Some(name)
}

/// A name that never gets another value, and of which there is one, as its declaration says.
pub(crate) fn is_constant(unit: &Unit, binding: Id) -> bool {
    let syntax = &unit.syntax;
    let statement = declaration(unit, binding);
    let head = unit.slice(statement).split('=').next().unwrap_or("");
    let words = &syntax.shapes.table.constant_words;
    let is_fixed = |head: &str| words.iter().any(|word| has_word(head, word));
    // `const ( a = 1 … )`
    let group = syntax
        .parent(statement)
        .filter(|group| syntax.is(*group, |shape| shape.declaration));
    let of_group = group.is_some_and(|group| is_fixed(unit.slice(group).split(['(', '=']).next().unwrap_or("")));
    let fixed = is_fixed(head) || of_group;
    let in_type = || {
        let above = syntax.above(binding);
        let mut containers = above.filter(|above| syntax.has_role(*above, |role| role.container.is_some()));
        containers.next()
    };
    let single = in_type().is_none_or(|container| {
        let object = unit.slice(container).split('{').next().unwrap_or("");
        ["static", "const"].iter().any(|word| has_word(head, word)) || has_word(object, "object")
    });
    let marked = syntax
        .subtree(statement)
        .take_while(|id| *id < binding)
        .any(|id| syntax.has_role(id, |role| role.decorator.is_some()));
    fixed && single && !marked && !syntax.is(binding, |shape| shape.adopted)
}

/// A property whose value is worked out whenever it is read: `bool A => b;`.
pub(crate) fn is_computed(unit: &Unit, binding: Id) -> bool {
    let value = unit.syntax.role(binding).and_then(|role| role.binding.as_ref()?.value);
    let given = value.and_then(|field| unit.syntax.part(binding, field));
    given.is_some_and(|given| unit.slice(given).starts_with("=>"))
}

/// Other files add to the type around, and see what it hides.
pub(crate) fn is_shared(unit: &Unit, id: Id) -> bool {
    let words = &unit.syntax.shapes.table.shared_words;
    !words.is_empty()
        && unit.syntax.above(id).any(|above| {
            let head = || unit.slice(above).split('{').next().unwrap_or("");
            unit.syntax.has_role(above, |role| role.container.is_some())
                && words.iter().any(|word| has_word(head(), word))
        })
}

/// Everything that reads a field of the type around, which only its file can see.
pub(crate) fn field_reads(unit: &Unit, declared: Id, name: &str) -> Result<Vec<Id>, (Id, String)> {
    let syntax = &unit.syntax;
    let table = &syntax.grammar.table;
    let mut owners = Owners::default();
    owners.add(unit, declared);
    let mut found = Vec::new();
    for id in 0..Id::try_from(syntax.nodes.len()).unwrap_or(0) {
        if id == declared || !syntax.is_identifier(id) || unit.slice(id) != name {
            continue;
        }
        let around = syntax.parent(id).into_iter().chain(syntax.above(id).nth(1));
        let member = around
            .filter_map(|above| crate::fix::effects::member(unit, above).map(|(object, _)| (above, object)))
            .find(|(above, object)| {
                *object != id && !syntax.subtree(*object).contains(&id) && unit.slice(*above).ends_with(name)
            });
        let read = match member {
            Some((member, object)) => {
                match owners.whose(unit, member, Some(object)) {
                    Whose::Ours => {}
                    Whose::Another => continue,
                    Whose::Unknown => return Err((id, format!("another {} is read here", unit.shown(id)))),
                }
                member
            }
            None if !is_variable(unit, id) => continue,
            None if owner::is_declared_beside(unit, id, |around| syntax.subtree(around).contains(&declared)) => {
                continue;
            }
            None if table.implicit_this => id,
            None => continue,
        };
        if is_written(unit, read) || is_in_text(unit, read) {
            return Err((
                read,
                format!("{} is given another value or meaning here", unit.shown(read)),
            ));
        }
        let called = syntax
            .parent(read)
            .and_then(|above| crate::fix::effects::called(unit, above));
        if called.is_some_and(|parts| parts.callee == Some(read)) {
            return Err((read, format!("{} is called here", unit.shown(read))));
        }
        found.push(read);
    }
    Ok(found)
}

/// Whether a place comes behind a declaration in the same block, so that the declaration ran before it.
fn is_reached(unit: &Unit, declaration: Id, place: Id) -> bool {
    if place < declaration {
        return false;
    }
    match unit.syntax.statement(declaration) {
        Some((_, list)) => unit.syntax.subtree(list).contains(&place),
        None => true,
    }
}

/// A local of a destructuring: its reads become known. An error says what keeps it from being followed.
pub(crate) fn follow_entry(unit: &mut Unit, name: Id, value: &Value) -> Result<(), (Id, String)> {
    let (region, _) = region(unit, name);
    let text = unit.slice(name).to_owned();
    match reads(unit, region, name, &text) {
        Ok(reads) => {
            for read in reads {
                unit.set(read, Fate::Known(value.clone()));
            }
            unit.folded_names.insert(text);
            Ok(())
        }
        Err(place) => Err((
            place,
            format!("{} is given another value or meaning here", unit.shown(place)),
        )),
    }
}

/// The statement that declares, if it declares nothing else; else the declarator.
pub(crate) fn declaration(unit: &Unit, binding: Id) -> Id {
    let syntax = &unit.syntax;
    let mut at = binding;
    while let Some(parent) = syntax.parent(at) {
        if syntax.is(parent, |shape| shape.declaration) {
            let declarators = syntax
                .parts(parent)
                .filter(|part| syntax.has_role(*part, |role| role.binding.is_some()))
                .count();
            if declarators > 1 {
                return at;
            }
            at = parent;
        } else if syntax.is(parent, |shape| {
            shape.expression_statement || shape.export || shape.decorated
        }) {
            at = parent;
        } else {
            break;
        }
    }
    at
}

/// Whether a declaration at the level of its file is visible to other files, as far as it says so itself.
pub(crate) fn is_public(unit: &Unit, declared: Id, name: &str) -> bool {
    let syntax = &unit.syntax;
    let table = &syntax.shapes.table;
    if let Some(names) = &syntax.shapes.public_names {
        return names.is_match(name);
    }
    let mut at = Some(declared);
    for _ in 0..4 {
        let Some(id) = at else { break };
        if syntax.is(id, |shape| shape.export) {
            return true;
        }
        if syntax.is(id, |shape| shape.statements) {
            break;
        }
        let modifiers: Vec<&str> = syntax
            .children(id)
            .filter(|child| syntax.is(*child, |shape| shape.modifiers))
            .flat_map(|child| unit.slice(child).split(|letter: char| !letter.is_alphanumeric()))
            .collect();
        if modifiers
            .iter()
            .any(|word| table.public_words.iter().any(|public| public == word))
        {
            return true;
        }
        if modifiers
            .iter()
            .any(|word| table.private_words.iter().any(|private| private == word))
        {
            return false;
        }
        at = syntax.parent(id);
    }
    unit.markup.is_empty() && !table.private_words.is_empty() && table.public_words.is_empty()
}

/// Nothing runs behind the statement in the block that it will stand in.
fn ends_its_block(unit: &Unit, statement: Id) -> bool {
    let syntax = &unit.syntax;
    let mut at = statement;
    while let Some((whole, list)) = syntax.statement(at) {
        if syntax.parts(list).last() != Some(whole) {
            return false;
        }
        // The block around may be taken away as well.
        let opened = syntax.above(list).take(3).find(|above| {
            let body = branch::remaining_body(unit, *above);
            body.is_some_and(|body| syntax.subtree(body).contains(&list))
        });
        match opened {
            Some(around) => at = around,
            None => return true,
        }
    }
    true
}

/// Whether opening a block would let names of it meet others of the same spelling.
pub(crate) fn collide(unit: &Unit, statement: Id, items: &[Id]) -> bool {
    if unit.syntax.shapes.table.inner_names && is_given_anew(unit, statement, items) {
        return true;
    }
    if !unit.syntax.shapes.table.block_scope {
        return false;
    }
    let declared = declared(unit, items);
    if declared.is_empty() {
        return false;
    }
    if meets_opened(unit, statement, &declared) {
        return true;
    }
    if unit.syntax.shapes.table.lifetimes && !ends_its_block(unit, statement) {
        return true;
    }
    let function = unit.syntax.function(statement).unwrap_or(0);
    let inside = unit.syntax.subtree(statement);
    let mut at = unit.syntax.subtree(function).start;
    let end = unit.syntax.subtree(function).end;
    let list = unit.syntax.statement(statement).map(|(_, list)| list);
    let table = &unit.syntax.shapes.table;
    let no_shadowing = |block: Id| table.no_shadowing || table.no_later_shadowing && block > statement;
    while at < end {
        if at == inside.start {
            at = inside.end.max(at + 1);
            continue;
        }
        // A block beside ours that declares the name itself does not see ours.
        let separate = at != function
            && Some(at) != list
            && !unit.syntax.subtree(at).contains(&statement)
            && (unit.syntax.is(at, |shape| shape.block) || unit.syntax.has_role(at, |role| role.repeated.is_some()))
            && !(no_shadowing(at) && list.is_some_and(|list| unit.syntax.subtree(list).contains(&at)))
            && {
                let own = self::declared(unit, &unit.syntax.parts(at).collect::<Vec<_>>());
                declared.iter().any(|name| own.contains(name))
            };
        if separate || unit.dead.contains(&at) || unit.gone.contains(&at) {
            at = unit.syntax.node(at).behind.max(at + 1);
            continue;
        }
        if is_variable(unit, at) && declared.contains(unit.slice(at)) {
            return true;
        }
        at += 1;
    }
    false
}

/// The list that statements of this one stand in by now.
fn list_by_now(unit: &Unit, list: Id) -> Id {
    let mut at = list;
    // Each step goes out.
    while let Some(opened) = unit.opened.iter().find(|opened| opened.block == at && opened.list < at) {
        at = opened.list;
    }
    at
}

/// Remembers which names come to stand in the list of `outer` when these statements do.
pub(crate) fn remember_opened(unit: &mut Unit, outer: Id, items: &[Id]) {
    if !unit.syntax.shapes.table.block_scope {
        return;
    }
    let block = items.first().and_then(|item| unit.syntax.parent(*item));
    let list = unit.syntax.statement(outer).map(|(_, list)| list);
    if let Some((block, list)) = block.zip(list) {
        let (list, names) = (list_by_now(unit, list), declared(unit, items));
        unit.opened.push(Opened { block, list, names });
    }
}

/// Whether a block that was opened before declares one of the names in the same list.
fn meets_opened(unit: &Unit, statement: Id, names: &FxHashSet<String>) -> bool {
    let Some((_, list)) = unit.syntax.statement(statement) else {
        return false;
    };
    let list = list_by_now(unit, list);
    let mut opened = unit.opened.iter().filter(|opened| opened.list == list);
    opened.any(|opened| !unit.syntax.subtree(opened.block).contains(&statement) && !opened.names.is_disjoint(names))
}

/// Whether a name that statements give a value is read behind their block, where it has the old one.
fn is_given_anew(unit: &Unit, statement: Id, items: &[Id]) -> bool {
    let syntax = &unit.syntax;
    let assigned: FxHashSet<&str> = items
        .iter()
        .flat_map(|item| syntax.subtree(*item))
        .filter_map(|id| {
            let binding = syntax.role(id)?.binding.as_ref().filter(|_| !unit.is_gone(id))?;
            syntax.part(id, binding.name)
        })
        .flat_map(|name| syntax.subtree(name))
        .filter(|id| syntax.is_identifier(*id))
        .map(|id| unit.slice(id))
        .collect();
    let end = syntax
        .function(statement)
        .map_or(0, |function| syntax.subtree(function).end);
    (syntax.node(statement).behind..end).any(|id| syntax.is_identifier(id) && assigned.contains(unit.slice(id)))
}

/// The names that statements declare for the block that they stand in.
fn declared(unit: &Unit, items: &[Id]) -> FxHashSet<String> {
    let syntax = &unit.syntax;
    let mut names = FxHashSet::default();
    let mut open: Vec<(Id, u8)> = items
        .iter()
        .filter(|item| !unit.gone.contains(item) && !unit.dead.contains(item))
        .map(|item| (*item, 0))
        .collect();
    while let Some((id, depth)) = open.pop() {
        if let Some(role) = syntax.role(id) {
            if let Some(binding) = &role.binding
                && !(binding.assignment && syntax.shapes.table.block_scope)
                && !unit.gone.contains(&id)
            {
                if let Some(name) = syntax.part(id, binding.name) {
                    names.extend(
                        syntax
                            .subtree(name)
                            .filter(|inner| syntax.is_identifier(*inner))
                            .map(|inner| unit.slice(inner).to_owned()),
                    );
                }
                continue;
            }
            let named = role
                .function
                .as_ref()
                .and_then(|function| function.name)
                .or(role.container.as_ref().map(|container| container.name));
            if let Some(name) = named.and_then(|field| syntax.part(id, field)) {
                names.insert(unit.slice(name).to_owned());
                continue;
            }
        }
        let holds = syntax.is(id, |shape| {
            shape.declaration || shape.expression_statement || shape.inner || shape.export
        });
        if holds && depth < 4 {
            open.extend(syntax.parts(id).map(|part| (part, depth + 1)));
        }
    }
    names
}
