//! Whether something may be dropped: what it calls and changes, as far as the source tells.

use crate::fix::owner;
use crate::fix::syntax::Id;
use crate::fix::unit::{Fate, Unit};
use crate::language::Field;
use crate::language::shapes::Shape;

/// Calls in one chain that are looked through.
const LINKS: usize = 32;
/// How the names of hooks end that only give something: <https://react.dev/reference/react/hooks>, and those of routers, of
/// stores and of clients.
const HOOKS: &[&str] = &[
    "Callback",
    "Client",
    "Context",
    "Dispatch",
    "Flags",
    "History",
    "Id",
    "Intl",
    "Location",
    "Match",
    "MediaQuery",
    "Memo",
    "Navigate",
    "Navigation",
    "Params",
    "Pathname",
    "Reducer",
    "Ref",
    "Router",
    "Selector",
    "State",
    "Store",
    "Styles",
    "Theme",
    "Translation",
    "Transition",
];
/// What a new builder is asked for with.
const BUILDERS: &[&str] = &["builder", "newBuilder", "NewBuilder", "new_builder", "multiBuilder"];

/// The parts of a call.
#[derive(Debug)]
pub(crate) struct Called {
    /// The callee's last name.
    pub(crate) name: String,
    /// The callee, where it is a node of its own.
    pub(crate) callee: Option<Id>,
    pub(crate) receiver: Option<Id>,
    pub(crate) arguments: Vec<Id>,
    /// The node around the arguments.
    pub(crate) list: Option<Id>,
}

/// Object and name of a member.
pub(crate) fn member(unit: &Unit, id: Id) -> Option<(Id, String)> {
    let (object, name) = unit.syntax.role(id)?.member?;
    let parts: Vec<Id> = unit.syntax.parts(id).collect();
    let object = match object {
        Some(field) => unit.syntax.part(id, field)?,
        None => *parts.first()?,
    };
    let name = match name {
        Some(field) => unit.syntax.part(id, field)?,
        None => *parts.get(1)?,
    };
    Some((object, unit.slice(name).to_owned()))
}

/// The parts of a call, if the node is one.
pub(crate) fn called(unit: &Unit, id: Id) -> Option<Called> {
    let call = unit.syntax.role(id)?.call.as_ref()?;
    let field = |field: Option<Field>| unit.syntax.part(id, field?);
    let list = field(call.arguments);
    let arguments = list.map_or_else(Vec::new, |list| unit.syntax.parts(list).collect());
    let callee = field(call.function);
    if let Some(callee) = callee {
        let (receiver, name) = match member(unit, callee) {
            Some((object, name)) => (Some(object), name),
            None => (None, unit.slice(callee).to_owned()),
        };
        return Some(Called {
            name,
            callee: Some(callee),
            receiver,
            arguments,
            list,
        });
    }
    let name = field(call.name)?;
    let receiver = field(call.receiver);
    let (name, arguments) = match call.selector {
        true => selected(unit, id, receiver)?,
        false => (unit.slice(name).to_owned(), arguments),
    };
    Some(Called {
        name,
        callee: None,
        receiver,
        arguments,
        list,
    })
}

/// A name in pieces and the arguments between them: `[a b:c d:e]`.
fn selected(unit: &Unit, id: Id, receiver: Option<Id>) -> Option<(String, Vec<Id>)> {
    let syntax = &unit.syntax;
    let pieces = syntax.role(id)?.call.as_ref()?.name?;
    let (mut name, mut arguments) = (String::new(), Vec::new());
    for child in syntax.children(id) {
        if syntax.fills(child, pieces) {
            name += unit.slice(child);
        } else if unit.slice(child) == ":" {
            name.push(':');
        } else if syntax.node(child).named && !syntax.is_comment(child) && Some(child) != receiver {
            arguments.push(child);
        }
    }
    Some((name, arguments))
}

/// The first thing in an expression that does more than give a value; the flag's own evaluations do not count.
pub(crate) fn first(unit: &Unit, id: Id) -> Option<Id> {
    let mut at = id;
    let end = unit.syntax.node(id).behind;
    while at < end {
        let known = matches!(unit.fates.get(&at), Some(Fate::Known(_)));
        let is_function = unit.syntax.has_role(at, |role| role.function.is_some());
        if known || unit.syntax.has_role(at, |role| role.comment) || is_function && !is_run(unit, at, id) {
            at = unit.syntax.node(at).behind.max(at + 1);
            continue;
        }
        // `a ?: return` may end the function.
        if unit.syntax.is(at, |shape| shape.effect || shape.jump) || unit.syntax.has_role(at, |role| role.macros) {
            return Some(at);
        }
        if let Some(parts) = called(unit, at)
            && (does_more(unit, at, &parts) || function_does_more(unit, &parts))
        {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// What the name of a call says of it.
fn does_more(unit: &Unit, call: Id, parts: &Called) -> bool {
    !is_harmless(&parts.name, constructs(unit, call, parts)) && !is_of_text(unit, parts) && !is_built(unit, call)
}

/// The function stands in this file, and calls something that does more, whatever its own name says.
fn function_does_more(unit: &Unit, parts: &Called) -> bool {
    /// Longer ones are taken by their name.
    const LONGEST: u32 = 4_000;
    let syntax = &unit.syntax;
    if !parts.receiver.is_none_or(|receiver| owner::is_self(unit, receiver)) {
        return false;
    }
    let known = |id: Id| matches!(unit.fates.get(&id), Some(Fate::Known(_)));
    // Whoever asks for a flag makes something to ask with.
    let makes = |parts: &Called| matches!(first_word(&parts.name), "create" | "Create");
    unit.functions_of(&parts.name).iter().any(|function| {
        let body = syntax.subtree(*function);
        let calls = |id: Id| called(unit, id).filter(|_| id != *function && !known(id));
        body.end - body.start < LONGEST
            && body
                .into_iter()
                .any(|id| calls(id).is_some_and(|parts| does_more(unit, id, &parts) && !makes(&parts)))
    })
}

/// `Context.builder(id).kind("account").build()`: what a new builder is told only it knows.
fn is_built(unit: &Unit, call: Id) -> bool {
    let Some(parts) = called(unit, call) else {
        return false;
    };
    let type_of = |receiver: Option<Id>| receiver.map_or("", |receiver| last_part(unit.slice(receiver)));
    if matches!(parts.name.as_str(), "create" | "Create") && type_of(parts.receiver).ends_with("Context") {
        return true;
    }
    let mut link = parts;
    for _ in 0..LINKS {
        let name = last_part(&link.name);
        if BUILDERS.contains(&name) || name.ends_with("Builder") && name.starts_with(char::is_uppercase) {
            return true;
        }
        let of_type = type_of(link.receiver);
        if of_type.ends_with("Builder") && of_type.starts_with(char::is_uppercase) || link.name.contains("Builder::") {
            return true;
        }
        let Some(next) = link.receiver.and_then(|receiver| called(unit, receiver)) else {
            return false;
        };
        link = next;
    }
    false
}

/// What stands behind the last dot or colon of a path.
fn last_part(path: &str) -> &str {
    path.rsplit(['.', ':', '>']).next().unwrap_or(path)
}

/// `"a".repeat(3)`: what a written text is asked does nothing; what it is given is looked at for itself.
fn is_of_text(unit: &Unit, parts: &Called) -> bool {
    let text = parts
        .receiver
        .is_some_and(|receiver| unit.syntax.has_role(receiver, |role| role.string));
    text && parts.name.starts_with(char::is_alphabetic)
}

/// What a function would do is not done by naming it, but by whom it is handed to. Hooks keep what they get.
fn is_run(unit: &Unit, function: Id, within: Id) -> bool {
    let syntax = &unit.syntax;
    let inside = |above: &Id| syntax.subtree(within).contains(above);
    let call = syntax
        .above(function)
        .take(3)
        .filter(inside)
        .find_map(|above| called(unit, above));
    call.is_some_and(|parts| first_word(&parts.name) != "use" && parts.receiver != Some(function))
}

fn constructs(unit: &Unit, id: Id, parts: &Called) -> bool {
    let named = unit.syntax.shapes.table.constructors
        && parts.receiver.is_none()
        && parts.name.starts_with(char::is_uppercase)
        && parts.name.contains(char::is_lowercase);
    named
        || unit
            .syntax
            .has_role(id, |role| role.call.as_ref().is_some_and(|call| call.construct))
}

/// Whether a function only gives something, as its name says. A constructor makes an object and nothing else.
pub(crate) fn is_harmless(name: &str, constructs: bool) -> bool {
    const WHOLE: &[&str] = &[
        "all",
        "any",
        "at",
        "build",
        "builder",
        "clone",
        "contains",
        "context",
        "current",
        "default",
        "empty",
        "equals",
        "Equals",
        "Contains",
        "StartsWith",
        "EndsWith",
        "every",
        "exists",
        "filter",
        "find",
        "first",
        "format",
        "identity",
        "includes",
        "int",
        "intValue",
        "join",
        "keys",
        "last",
        "len",
        "length",
        "lower",
        "map",
        "max",
        "min",
        "new",
        "now",
        "of",
        "some",
        "str",
        "string",
        "String",
        "trim",
        "upper",
        "user",
        "value",
        "values",
        "bool",
        "Boolean",
        "list",
        "dict",
        "set",
        "tuple",
        "expect",
        "unwrap",
        "Context",
        "User",
        "TODO",
        "Background",
        "inject",
        "require",
        "Some",
        "Ok",
        "present",
        "blank",
        "nil",
        "size",
        "count",
        "include",
        "startsWith",
        "endsWith",
        "matches",
        "request",
        "session",
        "split",
        "toList",
        "stream",
        "singletonList",
        "emptyMap",
        "emptyList",
        "entry",
        "key",
        "id",
        "name",
    ];
    const FIRST: &[&str] = &[
        "get",
        "is",
        "has",
        "can",
        "should",
        "to",
        "as",
        "of",
        "from",
        "with",
        "new",
        "build",
        "builder",
        "make",
        "use",
        "select",
        "current",
        "find",
        "default",
        "was",
        "will",
        "does",
        "are",
        "need",
        "needs",
        "supports",
        "allow",
        "allows",
        "parse",
        "into",
        "starts",
        "ends",
        "contains",
        "matches",
        "equals",
        "compute",
        "calculate",
        "resolve",
        "lookup",
        "Get",
        "Is",
        "Has",
        "Can",
        "Should",
        "To",
        "As",
        "From",
        "With",
        "New",
        "Build",
        "Make",
        "Find",
    ];
    // `getOrCreate`, `getNextId`, `get_object_or_404`
    const CHANGES: &[&str] = &[
        "next",
        "create",
        "throw",
        "fail",
        "raise",
        "die",
        "add",
        "put",
        "increment",
        "insert",
        "save",
        "update",
        "delete",
        "remove",
        "register",
        "consume",
    ];
    const HELD: &[&str] = &["guard", "lock", "span", "timer", "permit", "lease"];
    if constructs || name.ends_with('?') {
        return true;
    }
    let name = name.rsplit(['.', ':']).next().unwrap_or(name);
    let name = name.trim_end_matches(['?', '!']).trim_start_matches(['_', '#', '$']);
    let base = name.split(['<', '[']).next().unwrap_or(name);
    if base.ends_with("_or_404") || words_of(base).any(|word| CHANGES.contains(&word.to_lowercase().as_str())) {
        return false;
    }
    // What it gives does something when it ends.
    if HELD.contains(&last_word(base).to_lowercase().as_str()) {
        return false;
    }
    let word = first_word(base);
    WHOLE.contains(&base) || FIRST.contains(&word) || starts_type(base)
}

/// Words that functions begin with which give something and may fail instead, so that what follows would not run.
const MAY_FAIL: &[&str] = &[
    "find",
    "Find",
    "lookup",
    "resolve",
    "compute",
    "calculate",
    "parse",
    "require",
];

/// `User.find(id)`: a call that nothing reads the result of may still have stopped what follows.
pub(crate) fn may_fail(unit: &Unit, call: Id) -> bool {
    called(unit, call).is_some_and(|parts| MAY_FAIL.contains(&first_word(last_part(&parts.name))))
}

/// `useInvoices()`: what a hook does when a component is shown, its name does not tell.
pub(crate) fn is_unknown_hook(unit: &Unit, call: Id) -> bool {
    let is_hook = |name: &str| {
        let rest = name.strip_prefix("use");
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    let name = called(unit, call).map(|parts| parts.name);
    name.is_some_and(|name| is_hook(&name) && !HOOKS.iter().any(|known| name.ends_with(known)))
}

/// `User(…)`, `LDContext(…)`: a type's name is its constructor in many languages.
fn starts_type(name: &str) -> bool {
    name.ends_with("Context") || name.ends_with("Builder") || name.ends_with("Key")
}

/// `getUser` → `get`, `get_user` → `get`.
fn first_word(name: &str) -> &str {
    let end = name
        .char_indices()
        .skip(1)
        .find(|(_, letter)| letter.is_uppercase() || *letter == '_' || letter.is_ascii_digit())
        .map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or(name)
}

/// `getNextId` → `get`, `Next`, `Id`.
fn words_of(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches('_');
        let word = Some(first_word(rest)).filter(|word| !word.is_empty())?;
        rest = rest.get(word.len()..)?;
        Some(word)
    })
}

/// `makeGuard` → `Guard`, `make_guard` → `guard`.
fn last_word(name: &str) -> &str {
    let begins = |(at, letter): (usize, char)| match letter {
        '_' => Some(at + 1),
        letter if letter.is_uppercase() => Some(at),
        _ => None,
    };
    let start = name.char_indices().rev().find_map(begins).unwrap_or(0);
    name.get(start..).unwrap_or(name)
}

/// Whether an expression is a truth value for sure, or by the name of what it asks.
pub(crate) fn is_truth(unit: &Unit, id: Id) -> bool {
    let mut open = vec![id];
    // Both sides of each operator: bounded by the size of the expression.
    while let Some(id) = open.pop() {
        let syntax = &unit.syntax;
        if syntax.is(id, |shape| shape.parenthesis || shape.same) {
            open.extend(syntax.parts(id));
            continue;
        }
        // One kind of node may be logic, a comparison, or neither.
        if has_operator(unit, id, is_logical) {
            open.extend(syntax.parts(id));
            continue;
        }
        let plain = has_operator(unit, id, compares)
            || syntax.has_role(id, |role| role.negation.is_some() || role.yes || role.no)
            || matches!(unit.fates.get(&id), Some(Fate::Known(_)));
        if plain || asks(unit, id) {
            continue;
        }
        return false;
    }
    true
}

fn has_operator(unit: &Unit, id: Id, wanted: fn(&Shape, &str) -> bool) -> bool {
    let signs = || unit.syntax.children(id).map(|child| unit.slice(child));
    unit.syntax.is(id, |shape| signs().any(|sign| wanted(shape, sign)))
}

fn is_logical(shape: &Shape, sign: &str) -> bool {
    shape.logic.as_ref().is_some_and(|table| {
        let mut all = table.and_operators.iter().chain(&table.or_operators);
        all.any(|operator| operator == sign)
    })
}

fn compares(shape: &Shape, sign: &str) -> bool {
    const SIGNS: &[&str] = &["<", "<=", ">", ">=", "in", "instanceof", "is", "=~", "!~"];
    shape.comparison.as_ref().is_some_and(|table| {
        let equal = table.equal_operators.iter().chain(&table.unequal_operators);
        let mut all = equal.chain(&table.within_operators).chain(&table.without_operators);
        SIGNS.contains(&sign) || all.any(|operator| operator == sign)
    })
}

/// Whether a function gives true or false, as its name says: `isEnabled`, `boolVariation`, `enabled?`.
pub(crate) fn asks_whether(name: &str) -> bool {
    let name = name.trim_start_matches(['_', '#', '$', '@']);
    let word = first_word(name).to_ascii_lowercase();
    let lower = name.to_ascii_lowercase();
    name.ends_with('?')
        || matches!(word.as_str(), "is" | "has" | "enabled")
        || lower.contains("bool")
        || lower.ends_with("enabled")
        || lower.ends_with("enabledasync")
}

/// `isAdmin`, `user.has_access?`, `canEdit()`.
fn asks(unit: &Unit, id: Id) -> bool {
    let name = match called(unit, id) {
        Some(parts) => parts.name,
        None => match member(unit, id) {
            Some((_, name)) => name,
            None if unit.syntax.is_identifier(id) => unit.slice(id).to_owned(),
            None => return false,
        },
    };
    let name = name.trim_start_matches(['_', '#', '$', '@']);
    let word = first_word(name);
    name.ends_with('?')
        || matches!(
            word,
            "is" | "has" | "can" | "should" | "are" | "was" | "Is" | "Has" | "Can" | "Should"
        )
}
