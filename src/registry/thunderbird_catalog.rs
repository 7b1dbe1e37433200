//! The flag catalog of Thunderbird for Android: defaults, and overrides by app and build type, which are the environments.
//!
//! Every value is fixed for a build. A flag that is on everywhere and overridden nowhere is promoted: `launched`. Generated code has
//! the key as a constant, in capitals or as `PascalCase`. Shape after config/featureflag/*.schema.json of thunderbird-android.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::parts::{Case, add_aliases, environment, recased, switch, tree};
use super::shape::{map, within_list};
use crate::conventions::Moment;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Lifecycle, ValueType, When};

pub(super) const FORMAT: Format = Format {
    name: "thunderbird-catalog",
    title: "a Thunderbird feature flag catalog",
    obtain: "nothing to export: name the checked-in config/featureflag/*.catalog.json",
    lacks: "owners, when flags were made, changed or evaluated, kinds, tags, tickets, prerequisites",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    let plain = || {
        let flags = root.get("flags");
        flags.is_some_and(|flags| flags.items().all(|flag| !flag.has("enabled")))
    };
    map(root, "overrides") && within_list(root, "flags", &["key", "default"]) && plain()
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let near = within_list(root, "flags", &["key", "default"]) && !root.has("overrides");
    near.then(|| "beside `flags` it has no `overrides`".to_owned())
}

#[derive(Deserialize)]
struct Flag {
    key: String,
    default: bool,
    description: Option<String>,
    time_to_promote: Option<Moment>,
}

/// By app, build type and key.
type Overrides = BTreeMap<String, BTreeMap<String, BTreeMap<String, bool>>>;

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let Some(flags) = input.root.get("flags").filter(|flags| flags.is_list()) else {
        return Err(input.root.expected("an object with a list `flags`"));
    };
    let overrides: Overrides = input
        .root
        .filled("overrides")
        .map(Cursor::read)
        .transpose()?
        .unwrap_or_default();
    let places: Vec<(String, &BTreeMap<String, bool>)> = overrides
        .iter()
        .flat_map(|(app, builds)| {
            builds
                .iter()
                .map(move |(build, values)| (format!("{app}/{build}"), values))
        })
        .collect();
    let none = BTreeMap::new();
    let mut draft = Draft::default();
    for member in flags.items() {
        let from: Flag = member.read()?;
        let mut entry = Entry::new(input.flag(from.key.clone(), member.get("key").unwrap_or(member)));
        entry.flag.description = from.description.filter(|text| !text.is_empty());
        entry.flag.value_type = Some(ValueType::Boolean);
        entry.flag.variations = vec![Value::Bool(true), Value::Bool(false)];
        entry.flag.expires = from.time_to_promote.map(When::from);
        let spellings = [recased(&from.key, Case::Upper), recased(&from.key, Case::Pascal)];
        add_aliases(&mut entry.flag.aliases, &from.key, spellings);
        let overridden = places.iter().any(|(_, values)| values.contains_key(&from.key));
        entry.lifecycle(if from.default && !overridden {
            Lifecycle::Launched
        } else {
            Lifecycle::Active
        });
        let alone = [("default".to_owned(), &none)];
        for (name, values) in if places.is_empty() { &alone } else { places.as_slice() } {
            let on = values.get(&from.key).copied().unwrap_or(from.default);
            let mut plan = switch(on, on);
            plan.notes.push(
                if values.contains_key(&from.key) {
                    "overridden there"
                } else {
                    "its default"
                }
                .to_owned(),
            );
            entry.environment(environment(name, Some(on)), tree(plan), None);
        }
        draft.push(entry);
    }
    Ok(draft)
}
