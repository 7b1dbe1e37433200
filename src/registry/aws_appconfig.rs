//! AWS AppConfig feature flags (`AWS.AppConfig.FeatureFlags`, version "1"): definitions in `flags`, what is served in `values`.
//!
//! What applications retrieve is another, flat form without facts about the flags. Other files look like it, so it is read only
//! where the user says what it is, or as the generic form where the file's name speaks of flags. Attributes that
//! differ between variants make a split, because code reads them with the flag. Variants are tried in order, the last is the default.
//! Shape after the type reference of the AppConfig user guide; member names of `_variants` after its examples.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::parts::{environment, environment_name, rule, shown, split, switch, tree};
use super::shape::{boolean, map, text};
use crate::conventions::{Moment, time_of_text};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, Lifecycle, ValueType, When};
use crate::serves::{Condition, Plan, Rule};

pub(super) const FORMAT: Format = Format {
    name: "aws-appconfig",
    title: "an AWS AppConfig feature flag configuration",
    obtain: "aws appconfig get-hosted-configuration-version --application-id APP --configuration-profile-id PROFILE \
             --version-number N flags.json",
    lacks: "owners, tags, tickets, evaluations, prerequisites; kinds, except of flags with a planned deprecation; which environments a version is \
            deployed to",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    let ours = root.entries().all(|(name, _)| {
        name.text()
            .is_some_and(|name| matches!(name.as_ref(), "version" | "flags" | "values"))
    });
    let flags = root
        .get("flags")
        .is_none_or(|flags| flags.is_map() && flags.entries().all(|(_, flag)| flag.has("name")));
    let values = root.get("values").is_none_or(|values| {
        values.is_map()
            && values
                .entries()
                .all(|(_, value)| value.has("enabled") || value.has("_variants"))
    });
    is_version(root) && ours && (map(root, "flags") || map(root, "values")) && flags && values
}

fn is_version(root: Cursor<'_>) -> bool {
    root.get("version")
        .and_then(Cursor::word)
        .is_some_and(|version| version == "1")
}

/// What an application retrieves: nothing but objects with a switch and attributes.
fn is_flat(root: Cursor<'_>) -> bool {
    let plain = |value: Cursor<'_>| !value.is_map();
    let flag = |value: Cursor<'_>| {
        value.get("enabled").is_some_and(|on| on.boolean().is_some())
            && value.entries().all(|(_, attribute)| plain(attribute))
    };
    root.is_map() && !root.is_empty() && root.entries().all(|(_, value)| flag(value))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    if is_flat(root) {
        return Some("its flags have no definitions, as in the form that applications retrieve".to_owned());
    }
    if !map(root, "values") || !root.has("flags") {
        return None;
    }
    Some(if text(root, "version") == "1" {
        "beside `version`, `flags` and `values` it has other members, or flags without `name` or `enabled`".to_owned()
    } else {
        "its `version` is not \"1\"".to_owned()
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Definition {
    name: Option<String>,
    description: Option<String>,
    #[serde(rename = "_createdAt")]
    created: Option<String>,
    #[serde(rename = "_updatedAt")]
    updated: Option<String>,
    #[serde(rename = "_deprecation")]
    deprecation: Option<Deprecation>,
}

#[derive(Deserialize)]
struct Deprecation {
    status: Option<String>,
    date: Option<Moment>,
}

#[derive(Deserialize)]
struct Served {
    enabled: Option<bool>,
    #[serde(rename = "_variants")]
    variants: Option<Vec<Variant>>,
    #[serde(rename = "_createdAt")]
    created: Option<String>,
    #[serde(rename = "_updatedAt")]
    updated: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Variant {
    name: Option<String>,
    enabled: bool,
    rule: Option<String>,
    attribute_values: Option<BTreeMap<String, Value>>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let (flags, values) = (input.root.filled("flags"), input.root.filled("values"));
    if let Some(wrong) = [flags, values].into_iter().flatten().find(|member| !member.is_map()) {
        return Err(wrong.expected("an object"));
    }
    if flags.is_none() && values.is_none() && is_flat(input.root) {
        let mut draft = Draft::default();
        for (key, value) in input.root.entries() {
            draft.push(read_flag(key, None, Some(value), input)?);
        }
        return Ok(draft);
    }
    if flags.is_none() && values.is_none() {
        return Err(input.root.trouble("this object has neither `flags` nor `values`"));
    }
    let mut draft = Draft::default();
    for (key, definition) in flags.into_iter().flat_map(Cursor::entries) {
        let name = key.text().unwrap_or_default();
        draft.push(read_flag(
            key,
            Some(definition),
            values.and_then(|values| values.get(&name)),
            input,
        )?);
    }
    for (key, value) in values.into_iter().flat_map(Cursor::entries) {
        let name = key.text().unwrap_or_default();
        if flags.is_none_or(|flags| !flags.has(&name)) {
            draft.push(read_flag(key, None, Some(value), input)?);
        }
    }
    Ok(draft)
}

fn read_flag(
    key: Cursor<'_>,
    definition: Option<Cursor<'_>>,
    value: Option<Cursor<'_>>,
    input: &Input<'_>,
) -> Result<Entry, Trouble> {
    let definition: Option<Definition> = definition.map(Cursor::read).transpose()?;
    let served: Option<Served> = value.map(Cursor::read).transpose()?;
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    entry.flag.value_type = Some(ValueType::Boolean);
    entry.flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    // The format of these dates is not documented: what is no time says nothing.
    let time = |text: &Option<String>| text.as_deref().and_then(time_of_text);
    let mut created = served.as_ref().and_then(|served| time(&served.created));
    let mut changed = served.as_ref().and_then(|served| time(&served.updated));
    if let Some(definition) = definition {
        entry.flag.name = definition.name;
        entry.flag.description = definition.description.filter(|text| !text.is_empty());
        created = time(&definition.created).or(created);
        changed = changed.max(time(&definition.updated));
        // "planned" is the only status; hand-written files have others, which mean nothing.
        if let Some(deprecation) = definition
            .deprecation
            .filter(|each| each.status.as_deref() == Some("planned"))
        {
            entry.flag.permanent = Some(false);
            // AppConfig calls these short-term flags.
            (entry.flag.kind, entry.flag.kind_source) = (Kind::Release, KindSource::Declared);
            entry.lifecycle(Lifecycle::Deprecated);
            entry.flag.expires = deprecation.date.map(When::from);
        }
    }
    entry.flag.created = created.map(When::Time);
    entry.flag.changed = changed.map(When::Time);
    let (enabled, plan) = serves(served);
    let mut place = environment(environment_name(input), Some(enabled));
    place.default_when_off = Some(Value::Bool(false));
    place.changed = changed.map(When::Time);
    entry.environment(place, plan, None);
    Ok(entry)
}

/// Whether it is on for somebody, and the plan.
fn serves(served: Option<Served>) -> (bool, Option<Plan>) {
    let Some(served) = served else {
        let mut off = switch(false, false);
        off.notes.push("it has no entry in `values`".to_owned());
        return (false, tree(off));
    };
    let Some(variants) = served.variants.filter(|variants| !variants.is_empty()) else {
        let enabled = served.enabled.unwrap_or(false);
        return (enabled, tree(switch(enabled, enabled)));
    };
    let any = variants.iter().any(|variant| variant.enabled);
    // Behind the first variant without a rule nothing is reached.
    let last = variants
        .iter()
        .position(|variant| variant.rule.is_none())
        .unwrap_or(variants.len() - 1);
    let reached = variants.get(..=last).unwrap_or(&variants);
    let same_switch = reached
        .iter()
        .all(|variant| Some(variant.enabled) == reached.first().map(|first| first.enabled));
    let attributes = |variant: &Variant| variant.attribute_values.clone().unwrap_or_default();
    let same_attributes = reached
        .iter()
        .all(|variant| Some(attributes(variant)) == reached.first().map(attributes));
    if same_switch && !same_attributes {
        return (any, split("its variants have the same switch, but other attributes"));
    }
    let fallback = reached
        .last()
        .is_some_and(|variant| variant.rule.is_none() && variant.enabled);
    let mut plan = switch(true, fallback);
    for (variant, number) in reached.iter().zip(1..) {
        let Some(text) = variant.rule.as_deref() else { break };
        let (condition, share) = condition(text);
        let name = variant.name.as_deref().map_or_else(
            || format!("variant {number}"),
            |name| format!("variant `{}`", shown(name)),
        );
        plan.rules.push(Rule {
            share: Some(share),
            ..rule(name, condition, boolean(variant.enabled))
        });
    }
    (any, tree(plan))
}

/// `(split pct::25 by::$userId seed::"abc")` is a share of all; of others the operator and the attributes are told.
fn condition(text: &str) -> (Condition, f64) {
    let text = text.trim();
    let mut words = text
        .split(|each: char| each.is_whitespace() || matches!(each, '(' | ')'))
        .filter(|word| !word.is_empty());
    let operator = words.next().unwrap_or_default();
    if operator == "split" && text.matches('(').count() == 1 {
        let share = words.find_map(|word| word.strip_prefix("pct::")?.parse::<f64>().ok());
        if let Some(share) = share.filter(|share| share.is_finite()) {
            return (Condition::Always, share.clamp(0.0, 100.0));
        }
        return (
            Condition::Unsure("the share of a `split` rule is not understood".to_owned()),
            100.0,
        );
    }
    let attributes: Vec<String> = words
        .filter_map(|word| word.strip_prefix('$'))
        .take(4)
        .map(shown)
        .collect();
    let words = if attributes.is_empty() {
        shown(operator)
    } else {
        format!("{} {}", attributes.join(", "), shown(operator))
    };
    (Condition::When(words), 100.0)
}
