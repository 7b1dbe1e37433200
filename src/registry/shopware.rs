//! Shopware's `feature.yaml`: flags and their defaults, which an environment variable of the same name may override.
//!
//! A name such as `v6.8.0.0` is a version in which the flag is due. Shape after
//! src/Core/Framework/DependencyInjection/Configuration.php of shopware/shopware.

use serde::Deserialize;
use serde_json::Value;

use super::parts::{environment, unknown};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, ValueType, When};

pub(super) const FORMAT: Format = Format {
    name: "shopware",
    title: "a Shopware feature file",
    obtain: "nothing to export: name the checked-in config/packages/feature.yaml",
    lacks: "everything but names, defaults and descriptions; what environment variables set",
    looks_like,
    almost,
    read,
};

fn flags(root: Cursor<'_>) -> Option<Cursor<'_>> {
    root.get("shopware")?.get("feature")?.get("flags")
}

fn looks_like(root: Cursor<'_>) -> bool {
    flags(root).is_some_and(|flags| flags.is_list() || flags.is_map())
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let feature = root.get("shopware")?.get("feature")?;
    (!feature.has("flags")).then(|| "`shopware.feature` has no `flags`".to_owned())
}

#[derive(Deserialize, Default)]
struct Flag {
    default: Option<bool>,
    major: Option<bool>,
    description: Option<String>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let Some(flags) = flags(input.root) else {
        return Err(input.root.expected("an object with `shopware.feature.flags`"));
    };
    if !flags.is_list() && !flags.is_map() {
        return Err(flags.expected("a list of flags"));
    }
    let mut draft = Draft::default();
    for member in flags.items() {
        let (at, from) = match member.get("name") {
            Some(name) => (name, member.read()?),
            None if member.is_map() => return Err(member.trouble("this flag has no `name`")),
            None => (member, Flag::default()),
        };
        draft.push(entry(at, from, input));
    }
    for (key, member) in flags.entries() {
        draft.push(entry(
            key,
            if member.is_null() {
                Flag::default()
            } else {
                member.read()?
            },
            input,
        ));
    }
    Ok(draft)
}

fn entry(at: Cursor<'_>, from: Flag, input: &Input<'_>) -> Entry {
    let key = at.word().unwrap_or_default().into_owned();
    let mut entry = Entry::new(input.flag(key.clone(), at));
    let flag = &mut entry.flag;
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    flag.description = from.description.filter(|text| !text.is_empty());
    if from.major == Some(true) {
        (flag.kind, flag.kind_source) = (Kind::Release, KindSource::Declared);
    }
    let version = key
        .strip_prefix(['v', 'V'])
        .filter(|rest| rest.contains('.') && rest.chars().all(|each| each.is_ascii_digit() || each == '.'));
    flag.expires = version.map(|version| When::Version(version.to_owned()));
    let on = from.default.unwrap_or(false);
    let mut place = environment("default", Some(on));
    place.default_when_off = Some(Value::Bool(false));
    entry.environment(
        place,
        unknown(format!(
            "the default is `{on}`, but an environment variable may override it"
        )),
        None,
    );
    entry
}
