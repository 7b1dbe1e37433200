//! FeatBit: the list of an environment's flags, and a single flag with its rules.
//!
//! The list says which values are served at all, which is enough for the proof; the single flag has targets, rules and ranges of
//! 0 to 1. Values are text, typed by the flag. Shapes after FeatureFlagVm.cs and Domain/FeatureFlags of featbit/featbit.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{boolean, count_in_words, list, typed, value};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, KindSource, ValueType};
use crate::serves::{Condition, Outcome, Plan, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "featbit",
    title: "a FeatBit export",
    obtain: "curl -s -H \"Authorization: $ACCESS_TOKEN\" \
             \"https://HOST/api/v1/envs/ENVIRONMENT_ID/feature-flags?pageIndex=0&pageSize=100\" > flags.production.json",
    lacks: "when a flag was last evaluated; the flag's purpose, except by tags; expiry dates; tickets; prerequisites; archived flags, \
            unless asked for; the environment's name, which is taken from the file's name",
    looks_like: |root| super::shape::pages(root).into_iter().any(is_answer),
    almost: |root| {
        root.get("data")
            .is_some_and(|data| list(data, "items"))
            .then(|| "there is no `success` beside `data`".to_owned())
    },
    read,
};

fn is_answer(root: Cursor<'_>) -> bool {
    let data = root.get("data").filter(|_| root.has("success"));
    data.is_some_and(|data| list(data, "items") || data.has_all(&["key", "fallthrough", "disabledVariationId"]))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    total_count: Option<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flag {
    key: String,
    name: Option<String>,
    description: Option<String>,
    is_enabled: Option<bool>,
    is_archived: Option<bool>,
    variation_type: Option<String>,
    variations: Option<Vec<Variation>>,
    created_at: Option<Moment>,
    updated_at: Option<Moment>,
    creator: Option<Person>,
    serves: Option<Served>,
    tags: Option<Vec<String>>,
    last_change: Option<Change>,
    target_users: Option<Vec<Named>>,
    rules: Option<Vec<FlagRule>>,
    disabled_variation_id: Option<String>,
    fallthrough: Option<Fallthrough>,
}

#[derive(Deserialize)]
struct Variation {
    id: String,
    value: String,
}

#[derive(Deserialize)]
struct Person {
    name: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Served {
    enabled_variations: Option<Vec<String>>,
    disabled_variation: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    happened_at: Option<Moment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    key_ids: Option<Vec<IgnoredAny>>,
    variation_id: String,
}

#[derive(Deserialize)]
struct FlagRule {
    conditions: Option<Vec<FlagCondition>>,
    variations: Option<Vec<Range>>,
}

#[derive(Deserialize)]
struct FlagCondition {
    property: Option<String>,
    op: Option<String>,
}

#[derive(Deserialize)]
struct Fallthrough {
    variations: Option<Vec<Range>>,
}

/// A part of everybody, from 0 to 1.
#[derive(Deserialize)]
struct Range {
    id: String,
    rollout: Option<Vec<f64>>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    for answer in super::shape::pages(input.root) {
        let Some(data) = answer.get("data").filter(|data| data.is_map()) else {
            return Err(answer.expected("an object with `data`"));
        };
        let Some(items) = data.get("items") else {
            draft.push(read_flag(data, input)?);
            continue;
        };
        if !items.is_list() {
            return Err(items.expected("a list of flags"));
        }
        draft.total = draft.total.max(data.read::<Page>()?.total_count);
        for member in items.items() {
            draft.push(read_flag(member, input)?);
        }
    }
    Ok(draft)
}

impl Flag {
    fn values(&self) -> Vec<Value> {
        let declared = self.variation_type.as_deref().unwrap_or("");
        self.variations
            .iter()
            .flatten()
            .map(|variation| typed(&variation.value, declared))
            .collect()
    }

    fn outcome(&self, id: &str) -> Outcome {
        let position = self
            .variations
            .iter()
            .flatten()
            .position(|variation| variation.id == id);
        match position.and_then(|position| Some((position, self.values().into_iter().nth(position)?))) {
            Some((position, served)) => value(position, served),
            None => Outcome::Opaque("it names a variation that it does not have".to_owned()),
        }
    }

    /// Ranges without length serve nobody.
    fn shares(&self, ranges: Option<&[Range]>) -> Vec<Share> {
        let part = |range: &Range| {
            let ends = range
                .rollout
                .as_deref()
                .and_then(|ends| Some((ends.first()?, ends.get(1)?)));
            Share {
                weight: ends.map(|(from, to)| (to - from).max(0.0)),
                outcome: self.outcome(&range.id),
            }
        };
        ranges.unwrap_or_default().iter().map(part).collect()
    }

    /// A value that the list tells as text.
    fn told(&self, text: &str) -> Outcome {
        let served = typed(text, self.variation_type.as_deref().unwrap_or(""));
        let values = self.values();
        value(
            values.iter().position(|each| *each == served).unwrap_or(values.len()),
            served,
        )
    }
}

fn read_flag(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Flag = member.read()?;
    let mut entry = Entry::new(input.flag(from.key.clone(), member.get("key").unwrap_or(member)));
    entry.variations(from.values());
    if let Some(archived) = from.is_archived {
        entry.lifecycle(super::shape::archived(archived));
    }
    let flag = &mut entry.flag;
    flag.value_type = match from.variation_type.as_deref() {
        Some("boolean") => Some(ValueType::Boolean),
        Some("string") => Some(ValueType::String),
        Some("number") => Some(ValueType::Number),
        Some("json") => Some(ValueType::Json),
        _ => flag.value_type,
    };
    flag.name = from.name.clone().filter(|name| !name.is_empty());
    flag.description = from.description.clone().filter(|text| !text.is_empty());
    flag.created = from.created_at.map(Into::into);
    let changed = from
        .last_change
        .as_ref()
        .and_then(|change| change.happened_at)
        .or(from.updated_at);
    flag.changed = changed.map(Into::into);
    flag.owners = from
        .creator
        .iter()
        .filter_map(|person| person.email.clone().or(person.name.clone()))
        .collect();
    flag.tags = from.tags.clone().unwrap_or_default();
    if let Some(kind) = flag.tags.iter().find_map(|tag| kind_of(tag)) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    let mut environment = Environment::named(input.environment());
    environment.enabled = from.is_enabled;
    let off = match (&from.disabled_variation_id, &from.serves) {
        (Some(id), _) => Some(from.outcome(id)),
        (None, Some(serves)) => serves.disabled_variation.as_deref().map(|text| from.told(text)),
        (None, None) => None,
    };
    if let Some(Outcome::Value { value, .. }) = &off {
        environment.default_when_off = Some(value.clone());
    }
    let is_boolean = flag.value_type == Some(ValueType::Boolean);
    let plan = plan(&from, off, is_boolean);
    entry.environment(environment, Some(plan), None);
    Ok(entry)
}

fn plan(from: &Flag, off: Option<Outcome>, is_boolean: bool) -> Plan {
    let Some(on) = from.is_enabled else {
        return Plan::Unknown("the file does not say whether it is enabled".to_owned());
    };
    let off = off.unwrap_or_else(|| Outcome::Opaque("the file does not say what it gives while it is off".to_owned()));
    let mut tree = Tree::new(on, off, Vec::new());
    tree.on_value = is_boolean.then_some(Value::Bool(true));
    if let Some(fallthrough) = &from.fallthrough {
        tree.otherwise = from.shares(fallthrough.variations.as_deref());
        for named in from.target_users.iter().flatten() {
            let count = named.key_ids.as_ref().map_or(0, Vec::len) as u64;
            if count > 0 {
                tree.targets.push(Target {
                    count,
                    outcome: from.outcome(&named.variation_id),
                });
            }
        }
        for (position, rule) in from.rules.iter().flatten().enumerate() {
            tree.rules.push(rule.rule(position, from));
        }
    } else if let Some(values) = from
        .serves
        .as_ref()
        .and_then(|serves| serves.enabled_variations.as_ref())
    {
        // How many get which of them the list does not say.
        let weight = (values.len() == 1).then_some(1.0);
        tree.otherwise = values
            .iter()
            .map(|text| Share {
                weight,
                outcome: from.told(text),
            })
            .collect();
    } else if on {
        return Plan::Unknown("the file does not say what is served".to_owned());
    } else {
        tree.otherwise = Share::all(boolean(false));
    }
    Plan::Tree(Box::new(tree))
}

impl FlagRule {
    fn rule(&self, position: usize, flag: &Flag) -> Rule {
        let name = format!("rule {}", position + 1);
        let conditions = self.conditions.as_deref().unwrap_or_default();
        let part = |condition: &FlagCondition| {
            let property = condition.property.as_deref().unwrap_or("user");
            let operator = condition.op.as_deref().unwrap_or("is");
            Condition::When(format!("{} {}", property.escape_debug(), operator.escape_debug()))
        };
        let condition = if conditions.is_empty() {
            Condition::Unsure(format!("{name} has {}", count_in_words(0, "condition")))
        } else {
            Condition::all(conditions.iter().map(part))
        };
        Rule::new(name, condition, flag.shares(self.variations.as_deref()))
    }
}
