//! How a format is told by the names of its members, and small readings that many formats share.

use serde_json::Value;

use crate::document::Cursor;
use crate::registry::Lifecycle;
use crate::serves::Outcome;

/// Only so many members are looked at: one tells, and a file of another format may have a million.
const LOOKED_AT: usize = 100;

/// The text of a member, or nothing.
pub(super) fn text(root: Cursor<'_>, name: &str) -> String {
    root.get(name).and_then(Cursor::text).unwrap_or_default().into_owned()
}

pub(super) fn list(root: Cursor<'_>, name: &str) -> bool {
    root.get(name).is_some_and(Cursor::is_list)
}

pub(super) fn map(root: Cursor<'_>, name: &str) -> bool {
    root.get(name).is_some_and(Cursor::is_map)
}

/// Some member of the list or map `name` has all of these.
pub(super) fn within(root: Cursor<'_>, name: &str, names: &[&str]) -> bool {
    root.get(name)
        .is_some_and(|inner| inner.members().take(LOOKED_AT).any(|each| each.has_all(names)))
}

pub(super) fn within_list(root: Cursor<'_>, name: &str, names: &[&str]) -> bool {
    list(root, name) && within(root, name, names)
}

pub(super) fn within_map(root: Cursor<'_>, name: &str, names: &[&str]) -> bool {
    map(root, name) && within(root, name, names)
}

/// The file is a list, and some member has all of these.
pub(super) fn member(root: Cursor<'_>, names: &[&str]) -> bool {
    root.items().take(LOOKED_AT).any(|each| each.has_all(names))
}

/// Some value of the map has all of these.
pub(super) fn any_value(root: Cursor<'_>, names: &[&str]) -> bool {
    root.entries().take(LOOKED_AT).any(|(_, each)| each.has_all(names))
}

/// Every value of the map has all of these.
pub(super) fn every(root: Cursor<'_>, names: &[&str]) -> bool {
    root.is_map() && !root.is_empty() && root.entries().take(LOOKED_AT).all(|(_, each)| each.has_all(names))
}

/// The file's objects: the file itself, or the members of a list of pages.
pub(super) fn pages(root: Cursor<'_>) -> Vec<Cursor<'_>> {
    if root.is_list() {
        root.items().collect()
    } else {
        vec![root]
    }
}

/// A registered value; `variation` tells apart what prerequisites may name.
pub(super) fn value(variation: usize, value: Value) -> Outcome {
    Outcome::Value {
        variation: u32::try_from(variation).unwrap_or(u32::MAX),
        value,
    }
}

/// `true` or `false` as a registered value.
pub(super) fn boolean(on: bool) -> Outcome {
    value(usize::from(!on), Value::Bool(on))
}

/// Text that holds a value of a declared type: `"true"`, `"12"`, `"{}"`. What does not fit its type stays text.
pub(super) fn typed(text: &str, declared: &str) -> Value {
    let parsed = || serde_json::from_str::<Value>(text.trim()).ok();
    let fits = |value: &Value| match crate::conventions::squeeze(declared).as_str() {
        "boolean" | "bool" => value.is_boolean(),
        "number" | "integer" | "numeric" | "float" | "double" | "int" | "decimal" => value.is_number(),
        "json" | "object" | "jsonobject" => value.is_object() || value.is_array(),
        _ => false,
    };
    parsed().filter(fits).unwrap_or_else(|| Value::from(text))
}

/// `1 value`, `3 values`.
pub(super) fn count_in_words(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// Archived where the file says so, active where it says that it is not.
pub(super) fn archived(archived: bool) -> Lifecycle {
    if archived {
        Lifecycle::Archived
    } else {
        Lifecycle::Active
    }
}

/// Whether a member's name smells of an issue tracker.
pub(super) fn is_tracker(word: &str) -> bool {
    let word = crate::conventions::squeeze(word);
    ["jira", "issue", "ticket", "linear", "github", "gitlab", "asana"]
        .iter()
        .any(|name| word.contains(name))
}

/// `ABC-12` or an address.
pub(super) fn is_issue(text: &str) -> bool {
    let id = text.split_once('-').is_some_and(|(project, number)| {
        !project.is_empty()
            && project
                .chars()
                .all(|each| each.is_ascii_uppercase() || each.is_ascii_digit())
            && !number.is_empty()
            && number.chars().all(|each| each.is_ascii_digit())
    });
    id || text.starts_with("https://")
}
