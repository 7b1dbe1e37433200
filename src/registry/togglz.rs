//! Togglz (Java): the state file, the Spring Boot configuration and the actuator's answer.
//!
//! Keys are names of enum constants. Strategies that list people are counted as named users; the date of `release-date` is when
//! the feature turns on, in UTC. Shapes after PropertyBasedStateRepository.java and the actuator of togglz/togglz.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::parts::{environment, environment_name, part, percent_of, rule, shown, switch, targets, tree};
use super::shape::{boolean, map, member};
use crate::conventions::time_of_text;
use crate::document::{Cursor, Syntax, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, ValueType};
use crate::serves::{Condition, Rule, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "togglz",
    title: "a Togglz state file, configuration or actuator answer",
    obtain: "curl -s \"$URL/actuator/togglz\" > togglz.json, or name the features.properties that the application reads",
    lacks: "dates, evaluations, archived flags, kinds, prerequisites; owners and tickets, except in the actuator's answer",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    member(root, &["name", "enabled", "strategy", "metadata"])
        || root.get("togglz").is_some_and(|inner| map(inner, "features"))
        || is_properties(root) && (spring(root).next().is_some() || is_state_file(root))
}

fn is_properties(root: Cursor<'_>) -> bool {
    root.document().syntax == Syntax::Properties
}

/// Properties below `togglz.features.`.
fn spring(root: Cursor<'_>) -> impl Iterator<Item = (String, Cursor<'_>)> {
    root.entries()
        .filter_map(|(key, _)| Some((key.text()?.strip_prefix("togglz.features.")?.to_owned(), key)))
}

/// Enum constants with words for a state, and nothing but what Togglz knows of them.
fn is_state_file(root: Cursor<'_>) -> bool {
    const WORDS: [&str; 9] = [
        "true", "yes", "enable", "enabled", "on", "false", "no", "disabled", "off",
    ];
    let mut states = 0;
    let ours = root.entries().all(|(key, value)| {
        let key = key.text().unwrap_or_default();
        match key.split_once('.') {
            Some((name, member)) => {
                is_constant(name) && (matches!(member, "strategy" | "users") || member.starts_with("param."))
            }
            None => {
                states += 1;
                is_constant(&key)
                    && value
                        .text()
                        .is_some_and(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()))
            }
        }
    });
    ours && states > 0
}

fn is_constant(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .chars()
            .all(|each| each.is_ascii_uppercase() || each.is_ascii_digit() || each == '_')
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let strategy = |(key, _): (Cursor<'_>, Cursor<'_>)| key.text().is_some_and(|key| key.ends_with(".strategy"));
    let near = is_properties(root) && root.entries().any(strategy);
    near.then(|| "besides names in capitals with a state it has other properties".to_owned())
}

#[derive(Deserialize, Default)]
struct Feature {
    #[serde(default)]
    name: String,
    enabled: Option<bool>,
    label: Option<String>,
    groups: Option<Groups>,
    strategy: Option<String>,
    #[serde(alias = "param")]
    params: Option<Map<String, Value>>,
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Groups {
    Many(Vec<String>),
    One(String),
}

#[derive(Deserialize)]
struct Metadata {
    label: Option<String>,
    groups: Option<Vec<String>>,
    attributes: Option<Map<String, Value>>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = input.root;
    let mut draft = Draft::default();
    if is_properties(root) {
        for (feature, at) in of_properties(root) {
            draft.push(entry(feature, at, input));
        }
        return Ok(draft);
    }
    if let Some(features) = root.get("togglz").and_then(|inner| inner.get("features")) {
        for (key, member) in features.entries() {
            // Short for `enabled`.
            let mut feature: Feature = match member.boolean() {
                Some(on) => Feature {
                    enabled: Some(on),
                    ..Feature::default()
                },
                None => member.read()?,
            };
            feature.name = key.text().unwrap_or_default().into_owned();
            draft.push(entry(feature, key, input));
        }
        return Ok(draft);
    }
    if !root.is_list() {
        return Err(root.expected("a list of features, or `togglz` with `features`"));
    }
    for member in root.items() {
        let Some(at) = member.filled("name") else {
            return Err(member.trouble("this feature has no `name`"));
        };
        draft.push(entry(member.read()?, at, input));
    }
    Ok(draft)
}

/// Features from flat properties, in the order of their first one.
fn of_properties(root: Cursor<'_>) -> Vec<(Feature, Cursor<'_>)> {
    let mut found: Vec<(Feature, Cursor<'_>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    // Spring's settings hold other properties too.
    let prefix = if spring(root).next().is_some() {
        "togglz.features."
    } else {
        ""
    };
    for (key, value) in root.entries() {
        let full = key.text().unwrap_or_default();
        let Some(rest) = full.strip_prefix(prefix) else {
            continue;
        };
        let (name, member) = rest.split_once('.').unwrap_or((rest, "enabled"));
        let place = *places.entry(name.to_owned()).or_insert_with(|| {
            found.push((
                Feature {
                    name: name.to_owned(),
                    ..Feature::default()
                },
                key,
            ));
            found.len() - 1
        });
        let Some((feature, at)) = found.get_mut(place) else {
            continue;
        };
        let text = value.text().unwrap_or_default().into_owned();
        let is_on = || {
            matches!(
                text.to_ascii_lowercase().as_str(),
                "true" | "yes" | "enable" | "enabled"
            )
        };
        match member {
            "enabled" => {
                feature.enabled = Some(is_on());
                *at = key;
            }
            "label" => feature.label = Some(text),
            "groups" => feature.groups = Some(Groups::One(text)),
            "strategy" => feature.strategy = Some(text),
            // Before strategies a list of users stood beside the state.
            "users" => {
                feature.strategy.get_or_insert_with(|| "username".to_owned());
                feature
                    .params
                    .get_or_insert_default()
                    .insert("users".to_owned(), Value::from(text));
            }
            other => {
                if let Some(parameter) = other.strip_prefix("param.") {
                    feature
                        .params
                        .get_or_insert_default()
                        .insert(parameter.to_owned(), Value::from(text));
                }
            }
        }
    }
    found
}

fn entry(from: Feature, at: Cursor<'_>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.name.clone(), at));
    let flag = &mut entry.flag;
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    let metadata = from.metadata.as_ref();
    flag.name = from
        .label
        .clone()
        .or_else(|| metadata.and_then(|metadata| metadata.label.clone()));
    flag.name = flag
        .name
        .take()
        .filter(|label| !label.is_empty() && *label != from.name);
    flag.tags = match &from.groups {
        Some(Groups::Many(groups)) => groups.clone(),
        Some(Groups::One(groups)) => split(groups).map(str::to_owned).collect(),
        None => metadata
            .and_then(|metadata| metadata.groups.clone())
            .unwrap_or_default(),
    };
    let attribute = |name: &str| {
        let attributes = metadata.and_then(|metadata| metadata.attributes.as_ref())?;
        attributes.get(name)?.as_str().map(str::to_owned)
    };
    flag.owners = attribute("Owner").into_iter().collect();
    flag.ticket = attribute("InfoLink");
    let enabled = from.enabled.unwrap_or(false);
    let mut place = environment(environment_name(input), Some(enabled));
    place.default_when_off = Some(Value::Bool(false));
    entry.environment(place, tree(from.plan(enabled)), None);
    entry
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

impl Feature {
    fn plan(&self, enabled: bool) -> Tree {
        let Some(strategy) = self.strategy.as_deref().filter(|strategy| !strategy.is_empty()) else {
            return switch(enabled, true);
        };
        let get = |name: &str| self.params.as_ref()?.get(name);
        let text = |name: &str| get(name).and_then(Value::as_str).unwrap_or_default();
        let mut plan = switch(enabled, false);
        let name = format!("the strategy `{}`", shown(strategy));
        let on = boolean(true);
        match strategy {
            "gradual" => plan.rules.push(match get("percentage").and_then(percent_of) {
                Some(share) => part(name, share, on),
                None => rule(name, Condition::Unsure("`percentage` is no number".to_owned()), on),
            }),
            "release-date" => {
                let date = format!(
                    "{}T{}",
                    text("date"),
                    if text("time").is_empty() {
                        "00:00:00"
                    } else {
                        text("time")
                    }
                );
                plan.rules.push(match time_of_text(&date) {
                    Some(time) => {
                        let window = Window {
                            from: Some(time),
                            until: None,
                        };
                        Rule {
                            window,
                            ..rule(name, Condition::Always, on)
                        }
                    }
                    None => rule(name, Condition::Unsure("`date` is no date".to_owned()), on),
                });
            }
            "username" => plan.targets.extend(targets(split(text("users")).count(), on)),
            "server-ip" | "client-ip" => plan.rules.push(rule(name, Condition::When("address".to_owned()), on)),
            "user-role" => plan.rules.push(rule(name, Condition::When("user role".to_owned()), on)),
            "script" | "property" | "spring-profile" | "spring-environment-property" => {
                plan.rules.push(rule(name, Condition::When(shown(strategy)), on));
            }
            other => {
                let why = format!("the strategy `{}` is the team's own", shown(other));
                plan.rules.push(rule(name, Condition::Unsure(why), on));
            }
        }
        plan
    }
}
