//! The manifest of OpenFeature's code generator, and the list that `openfeature pull` reads: which flags code may use.
//!
//! It says nothing about state: the default value is what generated code falls back to. Generated accessors have names of their
//! own, which are aliases. Shape after schema/v0/flag-manifest.json of open-feature/cli.

use serde::Deserialize;

use super::parts::{Case, add_aliases, recased};
use super::shape::{member, text, within_list, within_map};
use crate::conventions::squeeze;
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, ValueType};

pub(super) const FORMAT: Format = Format {
    name: "openfeature-manifest",
    title: "an OpenFeature manifest",
    obtain: "nothing to export: name the file that `openfeature generate --manifest flags.json` reads",
    lacks: "everything but keys, types and descriptions: what is served, environments, dates, owners; join it with another export",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    let typed = ["key", "type", "defaultValue"];
    within_map(root, "flags", &["flagType"])
        || within_list(root, "flags", &typed)
        || member(root, &typed)
        || text(root, "$schema").ends_with("flag-manifest.json") && root.has("flags")
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let flags = root.get("flags").unwrap_or(root);
    let near = flags
        .members()
        .any(|flag| flag.has_all(&["key", "defaultValue"]) || flag.has_all(&["type", "defaultValue"]));
    near.then(|| "its flags have `defaultValue`, but no `flagType`".to_owned())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flag {
    #[serde(alias = "type")]
    flag_type: String,
    description: Option<String>,
    // Read so that a missing one is an error.
    #[expect(
        dead_code,
        reason = "the value in case of an error says nothing about what is served"
    )]
    default_value: Option<Raw>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let flags = input.root.get("flags").unwrap_or(input.root);
    if !flags.is_list() && !flags.is_map() {
        return Err(flags.expected("an object or a list of flags"));
    }
    let mut draft = Draft::default();
    for member in flags.items() {
        let Some(at) = member.filled("key") else {
            return Err(member.trouble("this flag has no `key`"));
        };
        draft.push(read_flag(at, member, input)?);
    }
    for (key, member) in flags.entries() {
        draft.push(read_flag(key, member, input)?);
    }
    Ok(draft)
}

fn read_flag(at: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Flag = member.read()?;
    let key = at.word().unwrap_or_default().into_owned();
    let value_type = match squeeze(&from.flag_type).as_str() {
        "boolean" | "bool" => ValueType::Boolean,
        "string" => ValueType::String,
        "integer" | "int" | "float" | "double" | "number" => ValueType::Number,
        "object" | "json" => ValueType::Json,
        _ => {
            let at = member.get("flagType").or(member.get("type")).unwrap_or(member);
            return Err(at.trouble("expected `boolean`, `string`, `integer`, `float` or `object`"));
        }
    };
    let mut entry = Entry::new(input.flag(key.clone(), at));
    entry.flag.value_type = Some(value_type);
    entry.flag.description = from.description.filter(|text| !text.is_empty());
    let pascal = recased(&key, Case::Pascal);
    let hook = format!("use{pascal}");
    let spellings = [pascal, recased(&key, Case::Camel), recased(&key, Case::Snake), hook];
    add_aliases(&mut entry.flag.aliases, &key, spellings);
    Ok(entry)
}
