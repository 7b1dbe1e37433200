//! Flags in `.properties` files (Archaius, Spring and the like), which have no schema: only a convention tells them from settings.
//!
//! A flag is a property whose name says so (`feature`, `flag`, `toggle`, `enabled` and the like). Its value stands in the file, and
//! only a boolean is ever shown; a name that smells of a secret is passed over. Comments above it may name owner and dates:
//! `# owner: team-pay expires: 2026-10-01`. The environment is in the file's name.

use serde_json::Value;

use super::parts::{address_in, environment, environment_name, noted, switch, tree, unknown};
use crate::conventions::time_of_text;
use crate::document::{Cursor, Syntax, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, ValueType, When};

pub(super) const FORMAT: Format = Format {
    name: "properties",
    title: "a properties file of flags",
    obtain: "nothing to export: name the checked-in file, one for each environment, such as application-prod.properties",
    lacks: "everything but keys and values, except in comments above a property: `# owner: team-pay expires: 2026-10-01`",
    looks_like,
    almost,
    read,
};

const WORDS: [&str; 12] = [
    "feature",
    "features",
    "flag",
    "flags",
    "toggle",
    "toggles",
    "ff",
    "enable",
    "enabled",
    "disable",
    "disabled",
    "killswitch",
];
const SECRETS: [&str; 9] = [
    "password",
    "passwd",
    "secret",
    "token",
    "key",
    "credential",
    "credentials",
    "private",
    "auth",
];

/// At least half of the values are booleans, and some names say that they are flags.
fn looks_like(root: Cursor<'_>) -> bool {
    if root.document().syntax != Syntax::Properties {
        return false;
    }
    let (mut all, mut booleans, mut flags) = (0, 0, 0);
    for (key, value) in root.entries() {
        let key = key.text().unwrap_or_default();
        if key.starts_with("ff4j.") || key.starts_with("togglz.") {
            return false;
        }
        all += 1;
        booleans += usize::from(value.boolean().is_some());
        flags += usize::from(is_flag(&key));
    }
    // A file of names in capitals is Togglz's.
    flags > 0 && booleans * 2 >= all
}

fn almost(root: Cursor<'_>) -> Option<String> {
    if root.document().syntax != Syntax::Properties {
        return None;
    }
    let flags = root
        .entries()
        .any(|(key, _)| key.text().is_some_and(|key| is_flag(&key)));
    Some(if flags {
        "fewer than half of its values are `true` or `false`".to_owned()
    } else {
        "none of its names says that it is a flag (`feature`, `flag`, `toggle`, `enabled`)".to_owned()
    })
}

fn is_flag(key: &str) -> bool {
    has_word(key, &WORDS) && !has_word(key, &SECRETS)
}

/// Whether one of the words is a part of the name: `apiKey` has `api` and `key`.
fn has_word(key: &str, words: &[&str]) -> bool {
    let snake = super::parts::recased(key, super::parts::Case::Snake);
    snake.split('_').any(|part| words.contains(&part))
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = input.root;
    if root.document().syntax != Syntax::Properties {
        return Err(root.trouble("expected a `.properties` file"));
    }
    let mut draft = Draft::default();
    // A name may stand twice: the last one counts.
    let mut found: Vec<(String, Cursor<'_>, Cursor<'_>)> = Vec::new();
    for (key, value) in root.entries() {
        let name = key.text().unwrap_or_default().into_owned();
        if is_flag(&name) {
            found.retain(|(known, ..)| *known != name);
            found.push((name, key, value));
        }
    }
    for (name, key, value) in &found {
        let share = found
            .iter()
            .find(|(other, ..)| is_share_of(other, name))
            .map(|(other, ..)| other.as_str());
        draft.push(entry(name, *key, *value, share, input));
    }
    Ok(draft)
}

/// `x.percentage` beside `x.enabled`.
fn is_share_of(other: &str, name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let rest = other.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.'));
    rest.is_some_and(|rest| matches!(rest, "percentage" | "percent" | "rollout"))
}

fn entry(name: &str, key: Cursor<'_>, value: Cursor<'_>, share: Option<&str>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(name, key));
    let comments = key.comments().join(" ");
    let flag = &mut entry.flag;
    let time = |names: &[&str]| {
        noted(&comments, names)
            .and_then(|text| time_of_text(&text))
            .map(When::Time)
    };
    flag.owners = noted(&comments, &["owner", "owners", "team"]).into_iter().collect();
    flag.created = time(&["created", "since"]);
    flag.expires = time(&["expires", "expiry", "remove-by"]);
    flag.ticket = noted(&comments, &["ticket", "issue", "jira"]).or_else(|| address_in(&comments));
    let on = value.boolean();
    let plan = match on {
        Some(on) => {
            flag.value_type = Some(ValueType::Boolean);
            flag.variations = vec![Value::Bool(true), Value::Bool(false)];
            let mut plan = switch(true, on);
            plan.notes.push("its value stands in the file".to_owned());
            plan.notes
                .extend(share.map(|share| format!("beside it stands `{}`", super::parts::shown(share))));
            tree(plan)
        }
        None => unknown("its value is no boolean, and no other is shown"),
    };
    entry.environment(environment(environment_name(input), on), plan, None);
    entry
}
