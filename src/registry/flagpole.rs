//! Flagpole (Sentry): features in YAML or JSON, below `options` with the prefix `feature.`, below `features`, or bare.
//!
//! The first segment whose conditions hold decides by its rollout; nobody falls through. A segment without a rollout is
//! unknown: the schema says 0, older files mean 100. Shape after src/flagpole/flagpole-schema.json of getsentry/sentry.

use serde::Deserialize;
use serde_json::Value;

use super::parts::{environment, environment_name, rule, shown, switch, tree};
use super::shape::{boolean, every, within_map};
use crate::conventions::Moment;
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, ValueType, When};
use crate::serves::{Condition, Rest, Rule};

pub(super) const FORMAT: Format = Format {
    name: "flagpole",
    title: "a Flagpole file",
    obtain: "nothing to export: name the checked-in file, such as options/default/flagpole.yml",
    lacks: "when flags were changed or evaluated, archived flags, tags, tickets, prerequisites, kinds, which flags are permanent",
    looks_like,
    almost,
    read,
};

const PREFIX: &str = "feature.";

fn looks_like(root: Cursor<'_>) -> bool {
    prefixed(root).next().is_some()
        || within_map(root, "features", &["owner", "segments"])
        || every(root, &["owner", "segments", "created_at"])
}

/// Members of `options` that are features.
fn prefixed(root: Cursor<'_>) -> impl Iterator<Item = (Cursor<'_>, Cursor<'_>)> {
    let options = root.get("options").into_iter().flat_map(Cursor::entries);
    options.filter(|(key, member)| key.text().is_some_and(|key| key.starts_with(PREFIX)) && member.has("segments"))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let near = |key: Cursor<'_>| key.text().is_some_and(|key| key.starts_with(PREFIX));
    let options = root
        .get("options")
        .is_some_and(|options| options.entries().any(|(key, _)| near(key)));
    options.then(|| "its features have no `segments`".to_owned())
}

#[derive(Deserialize)]
struct Feature {
    created_at: Option<Moment>,
    owner: Option<Raw>,
    enabled: Option<bool>,
    segments: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    name: Option<String>,
    rollout: Option<f64>,
    conditions: Option<Vec<Property>>,
}

#[derive(Deserialize)]
struct Property {
    property: Option<String>,
    operator: Option<Value>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = input.root;
    let mut draft = Draft::default();
    if root.has("options") {
        for (key, member) in prefixed(root) {
            draft.push(read_feature(key, member, input)?);
        }
        return Ok(draft);
    }
    let features = root.get("features").unwrap_or(root);
    if !features.is_map() {
        return Err(features.expected("an object of features"));
    }
    for (key, member) in features.entries() {
        draft.push(read_feature(key, member, input)?);
    }
    Ok(draft)
}

fn read_feature(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Feature = member.read()?;
    let name = key.text().unwrap_or_default();
    let mut entry = Entry::new(input.flag(name.strip_prefix(PREFIX).unwrap_or(&name), key));
    let flag = &mut entry.flag;
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    flag.created = from.created_at.map(When::from);
    if let Some(owner) = from.owner.map(|raw| member.document().cursor(raw)) {
        let of = |name: &str| owner.get(name).and_then(Cursor::text);
        let names = if owner.is_map() {
            [of("team"), of("email")]
        } else {
            [owner.text(), None]
        };
        flag.owners = names.into_iter().flatten().map(std::borrow::Cow::into_owned).collect();
    }
    let enabled = from.enabled.unwrap_or(true);
    let mut plan = switch(enabled, false);
    for (segment, number) in from.segments.iter().zip(1..) {
        plan.rules.push(segment.rule(number));
    }
    let mut place = environment(environment_name(input), Some(enabled && !from.segments.is_empty()));
    place.default_when_off = Some(Value::Bool(false));
    entry.environment(place, tree(plan), None);
    Ok(entry)
}

impl Segment {
    fn rule(&self, number: usize) -> Rule {
        let words: Vec<String> = self.conditions.iter().flatten().map(Property::in_words).collect();
        let condition = if words.is_empty() {
            Condition::Always
        } else {
            Condition::When(words.join(" and "))
        };
        let name = self.name.as_deref().map_or_else(
            || format!("segment {number}"),
            |name| format!("segment `{}`", shown(name)),
        );
        let (condition, share) = match self.rollout {
            Some(share) => (condition, share.clamp(0.0, 100.0)),
            None => (Condition::Unsure(format!("{name} has no `rollout`")), 100.0),
        };
        Rule {
            share: Some(share),
            rest: Rest::Gets(boolean(false)),
            ..rule(name, condition, boolean(true))
        }
    }
}

impl Property {
    /// Property and operator; never the values.
    fn in_words(&self) -> String {
        let operator = match &self.operator {
            Some(Value::Object(inner)) => inner.get("kind").and_then(Value::as_str),
            Some(Value::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let name = shown(self.property.as_deref().unwrap_or("context"));
        format!("{name} {}", shown(operator.unwrap_or_default()))
            .trim()
            .to_owned()
    }
}
