//! Chromium's `flag-metadata.json`: who owns a flag, and in which milestone it ends. State lives in C++.
//!
//! Shape after chrome/browser/flag-metadata.json and docs/flag_expiry.md of chromium/chromium.

use serde::Deserialize;

use super::shape::member;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, ValueType, When};

pub(super) const FORMAT: Format = Format {
    name: "chromium",
    title: "Chromium's flag-metadata.json",
    obtain: "nothing to export: name the checked-in file, chrome/browser/flag-metadata.json",
    lacks: "what is served, dates (a flag ends in a milestone), kinds, descriptions, tickets, evaluations",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    member(root, &["name", "owners", "expiry_milestone"])
}

fn almost(root: Cursor<'_>) -> Option<String> {
    member(root, &["name", "expiry_milestone"]).then(|| "its members have no `owners`".to_owned())
}

#[derive(Deserialize)]
struct Flag {
    name: String,
    owners: Vec<String>,
    expiry_milestone: i64,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    if !input.root.is_list() {
        return Err(input.root.expected("a list of flags"));
    }
    let mut draft = Draft::default();
    for member in input.root.items() {
        let from: Flag = member.read()?;
        let mut entry = Entry::new(input.flag(from.name, member.get("name").unwrap_or(member)));
        entry.flag.value_type = Some(ValueType::Boolean);
        entry.flag.owners = from.owners;
        // -1 is for flags that never expire.
        entry.flag.permanent = Some(from.expiry_milestone == -1);
        if from.expiry_milestone >= 0 {
            entry.flag.expires = Some(When::Milestone(from.expiry_milestone.to_string()));
        }
        draft.push(entry);
    }
    Ok(draft)
}
