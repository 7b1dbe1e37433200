//! Whose function or field a name means: the one that was found, or what another type has of the same name.

use std::collections::BTreeSet;

use crate::fix::effects;
use crate::fix::fields;
use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::language::Field;

/// Words that any name of a function may hold.
const PLAIN: &[&str] = &[
    "is",
    "has",
    "get",
    "should",
    "use",
    "uses",
    "using",
    "enabled",
    "enable",
    "feature",
    "flag",
    "toggle",
    "on",
    "in",
    "for",
    "active",
    "can",
    "check",
    "supports",
    "support",
    "allow",
    "allowed",
    "show",
    "available",
    "variation",
    "value",
    "disabled",
    "be",
    "to",
    "the",
    "with",
    "ff",
];
/// Types that say nothing.
const ANYTHING: &[&str] = &[
    "any",
    "var",
    "val",
    "let",
    "auto",
    "object",
    "Object",
    "dynamic",
    "unknown",
    "Any",
    "AnyObject",
    "mixed",
    "id",
    "final",
    "const",
];
/// Types that types are said to extend, one after the other.
const DEPTH: usize = 4;

/// Whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Ours,
    /// Another type's.
    Another,
    Unknown,
}

/// Where functions of one name are declared.
#[derive(Debug, Default, Clone)]
pub(crate) struct Owners {
    /// The types around them, and those that these extend.
    types: BTreeSet<String>,
    /// Those of them that hold one directly, and what these extend: of an outer one it is no member.
    nearest: BTreeSet<String>,
    /// One stands in no type.
    free: bool,
    /// Names under which other files see what a file declares.
    modules: BTreeSet<String>,
    /// A type around them gives its functions to other types.
    extends: bool,
}

impl Owners {
    /// Adds the place of one more function or field.
    pub(crate) fn add(&mut self, unit: &Unit, declared: Id) {
        let syntax = &unit.syntax;
        let receiver = syntax
            .role(declared)
            .and_then(|role| role.function.as_ref()?.receiver)
            .and_then(|field| syntax.part(declared, field));
        self.types.extend(receiver.iter().flat_map(|id| words(unit.slice(*id))));
        let extended = extended(unit, declared);
        let mut in_type = receiver.is_some() || !extended.is_empty();
        self.types.extend(extended);
        let mut is_nearest = true;
        for container in syntax.above(declared) {
            let Some(shape) = syntax.role(container).and_then(|role| role.container.as_ref()) else {
                continue;
            };
            in_type = true;
            let mut names: Vec<String> = Vec::new();
            names.extend(syntax.part(container, shape.name).map(|name| bare(unit.slice(name))));
            for field in &shape.supertypes {
                let named = syntax.all_parts(container, *field);
                names.extend(named.into_iter().flat_map(|id| types_in(unit.slice(id))));
            }
            if is_nearest {
                self.nearest.extend(names.iter().cloned());
                is_nearest = names.is_empty();
            }
            self.types.extend(names);
            let head = unit.slice(container).split(['{', ':', '\n']).next().unwrap_or("");
            self.extends |= ["implicit", "extension", "trait", "mixin", "module", "concern"]
                .iter()
                .any(|word| names::has_word(head, word));
        }
        self.free |= !in_type;
        let (folder, file) = unit.path.rsplit_once('/').unwrap_or(("", &unit.path));
        let stem = file.split('.').next().unwrap_or(file);
        self.modules.insert(stem.to_owned());
        self.modules.extend(
            folder
                .rsplit('/')
                .next()
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
        );
    }

    /// A type around the place is one of them.
    pub(crate) fn declares(&self, unit: &Unit, place: Id) -> bool {
        let mut above = unit.syntax.above(place);
        above.any(|above| self.is_related(unit, above))
    }

    /// A type's text names one of them.
    fn names(&self, text: &str) -> bool {
        self.types.iter().any(|name| names::has_word(text, name))
    }

    /// Whose a name is that stands at a place; `receiver` is what it is asked of.
    pub(crate) fn whose(&self, unit: &Unit, place: Id, receiver: Option<Id>) -> Whose {
        let Some(receiver) = receiver.map(|receiver| inner(unit, receiver)) else {
            return match is_declared_beside(unit, place, |container| self.is_related(unit, container)) {
                true => Whose::Another,
                false => self.of_plain(unit, place),
            };
        };
        let syntax = &unit.syntax;
        if is_self(unit, receiver) {
            return self.of_own(unit, place);
        }
        if let Some(made) = made(unit, receiver) {
            return self.of_type(unit, &made);
        }
        let is_literal = syntax.has_role(receiver, |role| role.string || role.number || role.list || role.object);
        if is_literal {
            return Whose::Another;
        }
        let own_field = effects::member(unit, receiver).filter(|(object, _)| is_self(unit, inner(unit, *object)));
        let name = match own_field {
            Some((_, name)) => name,
            None if syntax.is_identifier(receiver) => unit.slice(receiver).to_owned(),
            None => return self.of_path(unit, receiver),
        };
        if self.types.contains(&bare(&name)) {
            return Whose::Ours;
        }
        match declared_type(unit, place, name.trim_start_matches('$')) {
            Declared::As(text) => self.of_type(unit, &text),
            Declared::Somehow => Whose::Unknown,
            Declared::Not if self.is_module(unit, &name) => Whose::Ours,
            Declared::Not => Whose::Unknown,
        }
    }

    /// `a.b.C`: the last name may be that of the type.
    fn of_path(&self, unit: &Unit, receiver: Id) -> Whose {
        let last = effects::member(unit, receiver).map(|(_, name)| bare(&name));
        match last.is_some_and(|name| self.types.contains(&name)) {
            true => Whose::Ours,
            false => Whose::Unknown,
        }
    }

    /// A file's or package's name, by which what stands in no type is called.
    fn is_module(&self, unit: &Unit, name: &str) -> bool {
        self.free && (self.modules.contains(name) || is_imported(unit, name) || name.starts_with(char::is_uppercase))
    }

    /// Of the object around.
    /// A name alone, where that may be short for one of the type around.
    fn of_plain(&self, unit: &Unit, place: Id) -> Whose {
        let syntax = &unit.syntax;
        if !syntax.grammar.table.implicit_this || self.free || self.types.is_empty() {
            return Whose::Ours;
        }
        let is_import = |id: &Id| syntax.has_role(*id, |role| role.import.is_some());
        let imported = || {
            let mut all = (0..Id::try_from(syntax.nodes.len()).unwrap_or(0)).filter(is_import);
            all.any(|id| self.nearest.iter().any(|name| names::has_word(unit.slice(id), name)))
        };
        let direct = Self {
            types: self.nearest.clone(),
            ..self.clone()
        };
        match direct.of_own(unit, place) {
            Whose::Ours => Whose::Ours,
            _ if imported() => Whose::Ours,
            _ => Whose::Unknown,
        }
    }

    fn of_own(&self, unit: &Unit, place: Id) -> Whose {
        let syntax = &unit.syntax;
        let containers: Vec<Id> = syntax
            .above(place)
            .filter(|above| syntax.has_role(*above, |role| role.container.is_some()))
            .collect();
        let Some(nearest) = containers.first() else {
            return if self.free { Whose::Ours } else { Whose::Unknown };
        };
        if containers.iter().any(|container| self.is_related(unit, *container)) {
            return Whose::Ours;
        }
        // What it extends may be what declares it; where that is not said there may be more to it.
        let extends = syntax
            .role(*nearest)
            .and_then(|role| role.container.as_ref())
            .is_some_and(|shape| {
                shape.supertypes.is_empty()
                    || shape
                        .supertypes
                        .iter()
                        .any(|field| syntax.part(*nearest, *field).is_some())
            });
        match extends || self.extends || self.free {
            true => Whose::Unknown,
            false => Whose::Another,
        }
    }

    /// The type is one of ours, or says that it is.
    fn is_related(&self, unit: &Unit, container: Id) -> bool {
        let syntax = &unit.syntax;
        let Some(shape) = syntax.role(container).and_then(|role| role.container.as_ref()) else {
            return false;
        };
        let name = syntax.part(container, shape.name);
        name.is_some_and(|name| self.types.contains(&bare(unit.slice(name))))
            || shape.supertypes.iter().any(|field| {
                let all = syntax.all_parts(container, *field);
                all.into_iter().any(|id| self.names(unit.slice(id)))
            })
    }

    fn of_type(&self, unit: &Unit, text: &str) -> Whose {
        if self.names(text) {
            return Whose::Ours;
        }
        let name = bare(text);
        if self.extends || self.free || name.is_empty() || ANYTHING.contains(&name.as_str()) {
            return Whose::Unknown;
        }
        // A type parameter may stand for anything.
        if name.len() == 1 {
            return Whose::Unknown;
        }
        match self.is_subtype(unit, &name) {
            true => Whose::Ours,
            false => Whose::Another,
        }
    }

    /// A type of the file that extends one of ours.
    fn is_subtype(&self, unit: &Unit, name: &str) -> bool {
        let syntax = &unit.syntax;
        let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
        let mut wanted = vec![name.to_owned()];
        for _ in 0..DEPTH {
            let found: Vec<Id> = (0..end)
                .filter(|id| {
                    let shape = syntax.role(*id).and_then(|role| role.container.as_ref());
                    let named = shape.and_then(|shape| syntax.part(*id, shape.name));
                    named.is_some_and(|named| wanted.contains(&bare(unit.slice(named))))
                })
                .collect();
            if found.iter().any(|container| self.is_related(unit, *container)) {
                return true;
            }
            wanted = found
                .into_iter()
                .flat_map(|container| {
                    let shape = syntax.role(container).and_then(|role| role.container.as_ref());
                    let fields = shape.map_or_else(Vec::new, |shape| shape.supertypes.clone());
                    fields
                        .into_iter()
                        .flat_map(move |field| syntax.all_parts(container, field))
                })
                .flat_map(|id| types_in(unit.slice(id)))
                .collect();
            if wanted.is_empty() {
                return false;
            }
        }
        false
    }
}

/// What a name is asked of: `Some(None)`: of nothing.
pub(crate) fn receiver(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let (whole, member) = fields::around(unit, name);
    if member {
        return effects::member(unit, whole).map(|(object, _)| object);
    }
    let parent = syntax.parent(name)?;
    let call = syntax.role(parent)?.call.as_ref()?;
    let is_name = call.name.is_some_and(|field| syntax.fills(name, field));
    call.receiver
        .filter(|_| is_name)
        .and_then(|field| syntax.part(parent, field))
}

/// A name that tells of the flag: at least two of its words are the flag's, and most of those that say anything.
pub(crate) fn is_distinctive(name: &str, keys: &[String]) -> bool {
    let own: Vec<String> = split(name)
        .into_iter()
        .filter(|word| !PLAIN.contains(&word.as_str()))
        .collect();
    keys.iter().any(|key| {
        let known = split(key);
        let shared = own.iter().filter(|word| known.contains(word)).count();
        shared >= 2 && shared * 2 >= own.len()
    })
}

/// A name that hardly any other type has: of two words, and not a short one.
pub(crate) fn is_unusual(name: &str) -> bool {
    const SHORTEST: usize = 10;
    name.len() >= SHORTEST && split(name).len() >= 2
}

/// A type around a place that is not one of ours declares what the place names.
pub(crate) fn is_declared_beside(unit: &Unit, place: Id, is_ours: impl Fn(Id) -> bool) -> bool {
    let syntax = &unit.syntax;
    let name = unit.slice(place);
    let is_type = |above: &Id| syntax.has_role(*above, |role| role.container.is_some());
    let mut around = syntax
        .above(place)
        .filter(is_type)
        .take_while(|container| !is_ours(*container));
    syntax.is_identifier(place) && around.any(|container| !fields::declared(unit, container, name).is_empty())
}

/// The identifier is what a member of an enum is called where it is declared.
pub(crate) fn is_enumerator(unit: &Unit, id: Id) -> bool {
    let syntax = &unit.syntax;
    let role = syntax.parent(id).and_then(|parent| syntax.role(parent));
    let enumerator = role.and_then(|role| role.enumerator.as_ref());
    enumerator.is_some_and(|enumerator| syntax.fills(id, enumerator.name))
}

/// `isNewCart` and `new-cart` → `is`, `new`, `cart`.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in text.chars() {
        let begins = !before.is_alphanumeric() || letter.is_uppercase() && !before.is_uppercase();
        if letter.is_alphanumeric() {
            match words.last_mut().filter(|_| !begins) {
                Some(word) => word.extend(letter.to_lowercase()),
                None => words.push(letter.to_lowercase().collect()),
            }
        }
        before = letter;
    }
    words
}

/// Without what stands around it and gives the same.
fn inner(unit: &Unit, id: Id) -> Id {
    let mut at = id;
    while unit.syntax.is(at, |shape| shape.parenthesis || shape.same) || unit.slice(at).ends_with(['!', '?']) {
        match unit.syntax.parts(at).next() {
            Some(part) => at = part,
            None => break,
        }
    }
    at
}

/// The object around.
pub(crate) fn is_self(unit: &Unit, id: Id) -> bool {
    let names = &unit.syntax.grammar.table.self_names;
    let text = unit.slice(id).trim_start_matches('$');
    unit.syntax.has_role(id, |role| role.this) || names.iter().any(|this| this == text)
}

/// The type of which an expression makes an object: `new A()`, `A()`, `A.new`.
fn made(unit: &Unit, id: Id) -> Option<String> {
    let parts = effects::called(unit, id)?;
    let constructs = unit
        .syntax
        .has_role(id, |role| role.call.as_ref().is_some_and(|call| call.construct))
        || parts.receiver.is_none() && parts.name.starts_with(char::is_uppercase);
    if constructs {
        return Some(parts.name);
    }
    let of = parts.receiver.map(|receiver| unit.slice(receiver));
    of.filter(|text| parts.name == "new" && text.starts_with(char::is_uppercase))
        .map(str::to_owned)
}

/// What a file says of the type of a name.
enum Declared {
    As(String),
    /// It gets a value of which the type is not known.
    Somehow,
    Not,
}

/// The type of a variable, parameter or field, by the innermost place that declares it around `place`.
fn declared_type(unit: &Unit, place: Id, name: &str) -> Declared {
    let syntax = &unit.syntax;
    let mut best: Option<(u32, Option<String>)> = None;
    let end = Id::try_from(syntax.nodes.len()).unwrap_or(0);
    for id in 0..end {
        let Some((around, text)) = declares(unit, id, name) else {
            continue;
        };
        if !syntax.subtree(around).contains(&place) {
            continue;
        }
        let size = syntax.node(around).behind - around;
        let better = best
            .as_ref()
            .is_none_or(|(known, said)| size < *known || size == *known && said.is_none());
        if better {
            best = Some((size, text));
        }
    }
    match best {
        Some((_, Some(text))) => Declared::As(text),
        Some((_, None)) => Declared::Somehow,
        None => Declared::Not,
    }
}

/// Where a node declares the name, and as what.
fn declares(unit: &Unit, id: Id, name: &str) -> Option<(Id, Option<String>)> {
    let syntax = &unit.syntax;
    let role = syntax.role(id)?;
    let part = |field: Option<Field>| syntax.part(id, field?);
    let text = |id: Id| unit.slice(id).trim_start_matches([':', ' ']).to_owned();
    let container = || {
        let mut above = syntax.above(id);
        above.find(|above| syntax.has_role(*above, |role| role.container.is_some()))
    };
    if let Some(parameter) = &role.parameter
        && !role.identifier
    {
        let named = part(parameter.name).or_else(|| syntax.parts(id).next())?;
        if unit.slice(named).trim_start_matches('$') != name {
            return None;
        }
        let declared = part(parameter.declared_type)
            .filter(|declared| *declared != named)
            .map(text);
        let makes_field = parameter.field || is_field(unit, id, &parameter.field_modifier);
        let function = syntax.function(id).filter(|_| !makes_field);
        return Some((function.or_else(container)?, declared));
    }
    if let Some(function) = &role.function
        && let Some(receiver) = part(function.receiver)
    {
        let own = words(unit.slice(receiver));
        return (own.first().map(String::as_str) == Some(name)).then(|| (id, own.last().cloned()));
    }
    let binding = role.binding.as_ref()?;
    let left = part(Some(binding.name))?;
    let left = effects::member(unit, left).map_or_else(
        || unit.slice(left).to_owned(),
        |(object, name)| if is_self(unit, object) { name } else { String::new() },
    );
    if left.trim_start_matches('$') != name {
        return None;
    }
    let outer = || {
        syntax
            .parent(id)
            .and_then(|parent| syntax.part(parent, binding.outer_type?))
    };
    let declared = part(binding.declared_type).or_else(outer).map(text);
    let declared = declared.filter(|text| !ANYTHING.contains(&bare(text).as_str()));
    let value = part(binding.value).map(|value| inner(unit, value));
    let declared = declared.or_else(|| value.and_then(|value| made(unit, value)));
    if binding.assignment && declared.is_none() && effects::member(unit, part(Some(binding.name))?).is_some() {
        return None;
    }
    let (around, local) = names::region(unit, id);
    let of_object = binding.field || binding.assignment && effects::member(unit, part(Some(binding.name))?).is_some();
    let around = if of_object || !local {
        container().unwrap_or(around)
    } else {
        around
    };
    Some((around, declared))
}

/// Modifiers make a field of a parameter.
pub(crate) fn is_field(unit: &Unit, parameter: Id, modifiers: &[String]) -> bool {
    unit.syntax.children(parameter).any(|child| {
        let parser = unit.syntax.language.parser();
        let kind = parser.node_kind_for_id(unit.syntax.node(child).kind).unwrap_or("");
        modifiers.iter().any(|modifier| modifier == kind)
    })
}

/// The type that a function extends from outside: `fun User.isNew()`, `IsNew(this User user)`.
fn extended(unit: &Unit, function: Id) -> Vec<String> {
    let syntax = &unit.syntax;
    let Some(shape) = syntax.role(function).and_then(|role| role.function.as_ref()) else {
        return Vec::new();
    };
    let part = |field: Option<Field>| syntax.part(function, field?);
    if let Some(name) = part(shape.name) {
        let head = unit
            .text
            .get(syntax.node(function).start as usize..syntax.node(name).start as usize)
            .unwrap_or("");
        if let Some(before) = head.trim_end().strip_suffix('.') {
            return words(before).pop().into_iter().collect();
        }
    }
    let parameters = part(shape.parameters).map_or("", |parameters| unit.slice(parameters));
    match parameters.trim_start_matches('(').trim_start().strip_prefix("this ") {
        Some(rest) => types_in(rest).into_iter().take(1).collect(),
        None => Vec::new(),
    }
}

fn is_imported(unit: &Unit, name: &str) -> bool {
    let syntax = &unit.syntax;
    (0..Id::try_from(syntax.nodes.len()).unwrap_or(0))
        .any(|id| syntax.has_role(id, |role| role.import.is_some()) && names::has_word(unit.slice(id), name))
}

/// A type's own name: `a.b.C<D>?` → `C`.
fn bare(text: &str) -> String {
    types_in(text).into_iter().next().unwrap_or_default()
}

/// The names of types in a text, without what stands in brackets.
fn types_in(text: &str) -> Vec<String> {
    const WORDS: &[&str] = &[
        "extends",
        "implements",
        "with",
        "where",
        "public",
        "private",
        "protected",
        "virtual",
        "final",
        "const",
        "readonly",
    ];
    let mut depth = 0_usize;
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            letter if depth == 0 => plain.push(letter),
            _ => {}
        }
        if matches!(letter, '<' | '(' | '[') {
            plain.push(' ');
        }
    }
    let separate = |letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '.' | '\\' | ':'));
    plain
        .split(separate)
        .filter_map(|path| path.rsplit(['.', '\\', ':']).find(|name| !name.is_empty()))
        .filter(|name| !WORDS.contains(name))
        .map(str::to_owned)
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{bare, is_distinctive, types_in};

    #[test]
    fn types_are_told_from_what_stands_around_them() {
        assert_eq!(bare("shop.Cart<Item>?"), "Cart");
        assert_eq!(bare("*ld.LDClient"), "LDClient");
        assert_eq!(types_in("extends Base<Order> implements A, b.B"), ["Base", "A", "B"]);
    }

    #[test]
    fn a_name_tells_of_the_flag_or_not() {
        let keys = ["new-cart".to_owned()];
        assert!(is_distinctive("isNewCartEnabled", &keys));
        assert!(!is_distinctive("isNew", &keys));
        assert!(!is_distinctive("is_enabled", &keys));
    }
}
