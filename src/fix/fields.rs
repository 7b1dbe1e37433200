//! Fields that only get the flag, where their object is made: they are read as that value, and disappear.

use crate::fix::effects;
use crate::fix::leftovers;
use crate::fix::makers::MAKERS;
use crate::fix::names;
use crate::fix::owner;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::fix::value::Value;

/// What disappears with a field.
#[derive(Debug, Default)]
pub(crate) struct Field {
    pub(crate) reads: Vec<Id>,
    /// Its declaration and the statements that set it.
    pub(crate) gone: Vec<Id>,
}

/// The field that an assignment sets, if it never gets another value; `None`: it stays. `elsewhere` says whether other
/// files hold a name.
pub(crate) fn follow(unit: &Unit, assignment: Id, elsewhere: &dyn Fn(&str, &str) -> bool) -> Option<Field> {
    let syntax = &unit.syntax;
    let shape = syntax.role(assignment)?.binding.as_ref()?;
    let left = syntax.part(assignment, shape.name)?;
    let value = unit.known(syntax.part(assignment, shape.value?)?)?.clone();
    let name = unit.slice(own_name(unit, left)?).to_owned();
    let container = syntax
        .above(assignment)
        .find(|above| syntax.has_role(*above, |role| role.container.is_some()))?;
    let declared = declared(unit, container, &name);
    let mut found = Field::default();
    match declared[..] {
        [declaration] if is_hidden(unit, declaration, &name) => {
            found.gone.push(names::declaration(unit, declaration));
            found.gone.push(declaration);
        }
        [] if is_private_by_name(unit, &name) && !elsewhere(&name, &unit.path) => {}
        _ => return None,
    }
    collect(unit, container, &name, &value, &declared, &mut found)?;
    Some(found)
}

/// The identifier in what names a field of the object around: `this.a`, `@a`, or `a` where that may be left out.
fn own_name(unit: &Unit, id: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let table = &syntax.grammar.table;
    let mut at = id;
    for _ in 0..3 {
        if let Some((object, name)) = effects::member(unit, at) {
            let own = owner::is_self(unit, object);
            let last = syntax
                .subtree(at)
                .rfind(|inner| syntax.is_identifier(*inner) && unit.slice(*inner) == name);
            return last.filter(|_| own);
        }
        if syntax.is_identifier(at) {
            let sigil = table.field_sigil.is_some_and(|sigil| unit.slice(at).starts_with(sigil));
            return (sigil || table.implicit_this).then_some(at);
        }
        at = syntax.only_part(at)?;
    }
    None
}

/// The declarations of a field in a type, without those in its functions.
fn declared(unit: &Unit, container: Id, name: &str) -> Vec<Id> {
    let syntax = &unit.syntax;
    let outside = syntax.function(container);
    let mut found: Vec<Id> = syntax
        .subtree(container)
        .filter(|id| {
            let binding = syntax.role(*id).and_then(|role| role.binding.as_ref());
            binding.is_some_and(|binding| {
                let named = syntax
                    .part(*id, binding.name)
                    .is_some_and(|part| unit.slice(part).trim_start_matches('$') == name);
                named && !binding.assignment && own_name_of(unit, *id, binding.name) && syntax.function(*id) == outside
            })
        })
        .collect();
    found.dedup();
    found
}

/// What a binding declares is a plain name, no member of something.
fn own_name_of(unit: &Unit, binding: Id, field: crate::language::Field) -> bool {
    unit.syntax
        .part(binding, field)
        .is_some_and(|name| effects::member(unit, name).is_none())
}

/// Only its own file sees the field, and it has no value of its own.
fn is_hidden(unit: &Unit, declaration: Id, name: &str) -> bool {
    let syntax = &unit.syntax;
    let value = syntax.role(declaration).and_then(|role| role.binding.as_ref()?.value);
    let has_value = value.and_then(|field| syntax.part(declaration, field)).is_some();
    !has_value && (names::is_own(unit, declaration) || name.starts_with('#'))
}

/// The name says that other types leave it alone, in a language in which nothing else can.
fn is_private_by_name(unit: &Unit, name: &str) -> bool {
    let table = &unit.syntax.grammar.table;
    let words = &unit.syntax.shapes.table.private_words;
    table.field_sigil.is_some_and(|sigil| name.starts_with(sigil)) || name.starts_with('_') && words.is_empty()
}

/// Everything that the file does with the field; `None`: something else than reading it, or setting it where it is made.
fn collect(unit: &Unit, container: Id, name: &str, value: &Value, declared: &[Id], found: &mut Field) -> Option<()> {
    let syntax = &unit.syntax;
    let bare = name.trim_start_matches(['@', '#', '$']);
    for id in leftovers::whole(unit) {
        let text = unit.slice(id);
        let named = text.trim_matches(['"', '\'', ':', '`', '@', '#', '$']) == bare;
        let goes = |id: Id| unit.is_known(id) || syntax.above(id).any(|above| unit.is_known(above));
        if named && (goes(id) || unit.is_gone(id)) {
            continue;
        }
        if syntax.has_role(id, |role| role.string) && text.trim_matches(['"', '\'', ':', '`']) == bare {
            return None;
        }
        if text != name || !syntax.is_identifier(id) || unit.is_dead(id) || names::is_implicit(unit, id) {
            continue;
        }
        if declared.iter().any(|declared| syntax.subtree(*declared).contains(&id)) {
            continue;
        }
        let (whole, member) = around(unit, id);
        let inside = syntax.subtree(container).contains(&id);
        if !(inside || is_same_type(unit, container, id)) || own_name(unit, whole) != Some(id) {
            // A name of its own, or what another object has of this name.
            if member || names::is_variable(unit, id) {
                return None;
            }
            continue;
        }
        if !names::is_written(unit, whole) {
            found.reads.push(whole);
            continue;
        }
        if !inside {
            return None;
        }
        let assignment = syntax.above(whole).take(3).find(|above| {
            let binding = syntax.role(*above).and_then(|role| role.binding.as_ref());
            binding.is_some_and(|binding| binding.assignment)
        })?;
        let set = syntax.role(assignment)?.binding.as_ref()?.value?;
        let same = syntax.part(assignment, set).and_then(|set| unit.constant(set)).as_ref() == Some(value);
        let statement = names::declaration(unit, assignment);
        let is_whole = syntax
            .statement(statement)
            .is_some_and(|(statement_of, _)| statement_of == statement);
        if !same || !is_whole || !makes(unit, container, assignment) {
            return None;
        }
        found.gone.push(statement);
        found.gone.push(assignment);
    }
    Some(())
}

/// The place stands in an extension of the type.
fn is_same_type(unit: &Unit, container: Id, place: Id) -> bool {
    let syntax = &unit.syntax;
    let name = |id: Id| {
        let field = syntax.role(id)?.container.as_ref()?.name;
        syntax.part(id, field).map(|name| unit.slice(name))
    };
    let own = name(container);
    own.is_some() && syntax.above(place).any(|above| name(above) == own)
}

/// What reads or sets a field: the identifier, or the member around it.
pub(crate) fn around(unit: &Unit, id: Id) -> (Id, bool) {
    let syntax = &unit.syntax;
    let member = syntax.above(id).take(2).find(|above| {
        effects::member(unit, *above).is_some_and(|(object, name)| {
            !syntax.subtree(object).contains(&id) && name.trim_start_matches('.') == unit.slice(id)
        })
    });
    (member.unwrap_or(id), member.is_some())
}

/// The place runs when an object of the type is made, before anybody can read the field.
fn makes(unit: &Unit, container: Id, place: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(function) = syntax
        .function(place)
        .filter(|function| syntax.subtree(container).contains(function))
    else {
        return true;
    };
    let name = |field: Option<crate::language::Field>, id: Id| field.and_then(|field| syntax.part(id, field));
    let own = syntax
        .role(function)
        .and_then(|role| name(role.function.as_ref()?.name, function));
    let around = syntax
        .role(container)
        .and_then(|role| name(Some(role.container.as_ref()?.name), container));
    // In its own block, so that nothing decides whether it runs.
    let body = syntax
        .role(function)
        .and_then(|role| name(role.function.as_ref()?.body, function));
    let direct = syntax.statement(place).is_some_and(|(_, list)| {
        Some(list) == body || syntax.parent(list) == body || syntax.parent(list) == Some(function)
    });
    direct
        && match own {
            Some(own) => {
                MAKERS.contains(&unit.slice(own)) || around.is_some_and(|around| unit.slice(around) == unit.slice(own))
            }
            None => !syntax.has_role(function, |role| role.function_value),
        }
}
