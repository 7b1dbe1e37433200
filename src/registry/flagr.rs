//! Flagr: the evaluation cache and the list of flags, which differ in how members are written.
//!
//! Segments are tried by rank; whom a segment's percentage leaves out gets no variant, which is the code's default.
//! Shapes after pkg/handler/testdata and the swagger files of openflagr/flagr.

use serde::Deserialize;
use serde_json::Value;

use super::parts::{address_in, environment, environment_name, rule, shown, tree};
use super::shape::{archived, list, member, value};
use crate::conventions::Moment;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, ValueType, When};
use crate::serves::{Condition, Outcome, Rest, Rule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "flagr",
    title: "a Flagr export",
    obtain: "curl -s \"$URL/api/v1/export/eval_cache/json\" > flagr.json",
    lacks: "evaluations, kinds, expiry dates, prerequisites; of the list also when flags were made",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    list(root, "Flags") || member(root, &["key", "dataRecordsEnabled"])
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let near = root.items().any(|flag| flag.has_all(&["key", "segments", "enabled"]));
    near.then(|| "its members have `segments`, but no `dataRecordsEnabled`".to_owned())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flag {
    #[serde(alias = "Key")]
    key: String,
    #[serde(alias = "Description")]
    description: Option<String>,
    #[serde(alias = "Enabled")]
    enabled: bool,
    #[serde(alias = "CreatedAt")]
    created_at: Option<Moment>,
    #[serde(alias = "UpdatedAt")]
    updated_at: Option<Moment>,
    #[serde(alias = "DeletedAt")]
    deleted_at: Option<Moment>,
    #[serde(alias = "CreatedBy")]
    created_by: Option<String>,
    #[serde(alias = "Notes")]
    notes: Option<String>,
    #[serde(alias = "Tags")]
    tags: Option<Vec<Tag>>,
    #[serde(alias = "Segments")]
    segments: Option<Vec<Segment>>,
    #[serde(alias = "Variants")]
    variants: Option<Vec<Variant>>,
}

#[derive(Deserialize)]
struct Tag {
    #[serde(alias = "Value")]
    value: Option<String>,
}

#[derive(Deserialize)]
struct Variant {
    #[serde(alias = "Key")]
    key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Segment {
    #[serde(alias = "Rank")]
    rank: Option<i64>,
    #[serde(alias = "RolloutPercent")]
    rollout_percent: f64,
    #[serde(alias = "Constraints")]
    constraints: Option<Vec<Constraint>>,
    #[serde(alias = "Distributions")]
    distributions: Option<Vec<Distribution>>,
}

#[derive(Deserialize)]
struct Constraint {
    #[serde(alias = "Property")]
    property: Option<String>,
    #[serde(alias = "Operator")]
    operator: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Distribution {
    #[serde(alias = "VariantKey")]
    variant_key: Option<String>,
    #[serde(alias = "Percent")]
    percent: f64,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let flags = input.root.get("Flags").unwrap_or(input.root);
    if !flags.is_list() {
        return Err(flags.expected("a list of flags"));
    }
    let mut draft = Draft::default();
    for member in flags.items() {
        draft.push(read_flag(member, input)?);
    }
    Ok(draft)
}

fn read_flag(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Flag = member.read()?;
    let at = member.get("Key").or(member.get("key")).unwrap_or(member);
    let mut entry = Entry::new(input.flag(from.key.clone(), at));
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    entry.flag.name = filled(&from.description);
    entry.flag.created = from.created_at.map(When::from);
    entry.flag.changed = from.updated_at.map(When::from);
    entry.flag.owners = filled(&from.created_by).into_iter().collect();
    entry.flag.tags = from.tags.iter().flatten().filter_map(|tag| tag.value.clone()).collect();
    entry.flag.ticket = from.notes.as_deref().and_then(address_in);
    if member.has("DeletedAt") || member.has("deletedAt") {
        entry.lifecycle(archived(from.deleted_at.is_some()));
    }
    let variants: Vec<&str> = from
        .variants
        .iter()
        .flatten()
        .map(|variant| variant.key.as_str())
        .collect();
    if !variants.is_empty() {
        entry.flag.value_type = Some(ValueType::String);
        entry.flag.variations = variants.iter().map(|key| Value::from(*key)).collect();
    }
    let mut plan = Tree::new(from.enabled, Outcome::CodeDefault, Share::all(Outcome::CodeDefault));
    let mut segments: Vec<&Segment> = from.segments.iter().flatten().collect();
    segments.sort_by_key(|segment| segment.rank.unwrap_or(0));
    for (segment, number) in segments.into_iter().zip(1..) {
        plan.rules.push(segment.rule(number, &variants));
    }
    entry.environment(
        environment(environment_name(input), Some(from.enabled)),
        tree(plan),
        None,
    );
    Ok(entry)
}

impl Segment {
    fn rule(&self, number: usize, variants: &[&str]) -> Rule {
        let words: Vec<String> = self.constraints.iter().flatten().map(Constraint::in_words).collect();
        let condition = if words.is_empty() {
            Condition::Always
        } else {
            Condition::When(words.join(" and "))
        };
        let outcome = |key: &str| {
            let found = variants.iter().position(|known| *known == key);
            found.map_or_else(
                || Outcome::Opaque(format!("it names the variant `{}`, which does not exist", shown(key))),
                |at| value(at, Value::from(key)),
            )
        };
        let mut serve: Vec<Share> = Vec::new();
        for distribution in self.distributions.iter().flatten() {
            let outcome = distribution.variant_key.as_deref().map_or_else(
                || Outcome::Opaque("a distribution does not name its variant".to_owned()),
                outcome,
            );
            serve.push(Share {
                weight: Some(distribution.percent.max(0.0)),
                outcome,
            });
        }
        let total: f64 = serve.iter().filter_map(|share| share.weight).sum();
        if total < 100.0 {
            serve.push(Share {
                weight: Some(100.0 - total),
                outcome: Outcome::CodeDefault,
            });
        }
        Rule {
            share: Some(self.rollout_percent.clamp(0.0, 100.0)),
            serve,
            rest: Rest::Gets(Outcome::CodeDefault),
            ..rule(format!("segment {number}"), condition, Outcome::CodeDefault)
        }
    }
}

impl Constraint {
    fn in_words(&self) -> String {
        let of = |text: &Option<String>| shown(text.as_deref().unwrap_or_default());
        format!("{} {}", of(&self.property), of(&self.operator))
            .trim()
            .to_owned()
    }
}
