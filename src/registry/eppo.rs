//! Eppo: the universal flag configuration that SDKs get.
//!
//! Allocations in order, each in its window of time; in one, the first split whose shards hold the context. Those whom no split
//! holds go on to the next allocation, at the end it is the code's default. Shapes after ufc.dto.ts of Eppo-exp/sdk-test-data.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::shape::{map, typed, value, within_map};
use crate::conventions::Moment;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, Kind, KindSource, ValueType};
use crate::serves::{Condition, Outcome, Plan, Rule, Share, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "eppo",
    title: "an Eppo configuration",
    obtain: "curl -s \"https://fscdn.eppo.cloud/api/flag-config/v1/config?apiKey=$SDK_KEY&sdkName=node&sdkVersion=1\" > flags.json",
    lacks: "names; owners; when a flag was made, changed or last evaluated; tags; archived flags; whether a flag is meant to stay; \
            tickets; prerequisites",
    looks_like: |root| within_map(root, "flags", &["variationType", "allocations"]) || is_empty(root),
    almost: |root| {
        within_map(root, "flags", &["variationType"]).then(|| "the members of `flags` have no `allocations`".to_owned())
    },
    read,
};

fn is_empty(root: Cursor<'_>) -> bool {
    map(root, "flags") && map(root, "environment") && root.has_all(&["format", "createdAt"])
}

#[derive(Deserialize)]
struct File {
    format: Option<String>,
    environment: Option<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flag {
    enabled: bool,
    variation_type: Option<String>,
    variations: Option<BTreeMap<String, Variation>>,
    total_shards: Option<f64>,
    allocations: Option<Vec<Allocation>>,
}

#[derive(Deserialize)]
struct Variation {
    value: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Allocation {
    rules: Option<Vec<AllocationRule>>,
    start_at: Option<Moment>,
    end_at: Option<Moment>,
    splits: Option<Vec<Split>>,
    do_log: Option<bool>,
}

#[derive(Deserialize)]
struct AllocationRule {
    conditions: Option<Vec<AllocationCondition>>,
}

#[derive(Deserialize)]
struct AllocationCondition {
    attribute: Option<String>,
    operator: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Split {
    variation_key: String,
    shards: Option<Vec<Shard>>,
}

#[derive(Deserialize)]
struct Shard {
    salt: String,
    ranges: Vec<Range>,
}

#[derive(Deserialize)]
struct Range {
    start: f64,
    end: f64,
}

/// What conditions may compare with; one with any other operator is not understood.
const OPERATORS: [&str; 9] = [
    "MATCHES",
    "NOT_MATCHES",
    "GTE",
    "GT",
    "LTE",
    "LT",
    "ONE_OF",
    "NOT_ONE_OF",
    "IS_NULL",
];

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    let Some(flags) = root.get("flags").filter(|flags| flags.is_map()) else {
        return Err(root.expected("an object with `flags`"));
    };
    let file: File = root.read()?;
    let digest = |key: &str| key.len() == 32 && key.bytes().all(|each| each.is_ascii_hexdigit());
    let keys = || flags.entries().filter_map(|(key, _)| key.text());
    if file.format.as_deref() == Some("CLIENT") && !flags.is_empty() && keys().all(|key| digest(&key)) {
        let message = "the keys of this file are digests, so that no flag can be told by its name";
        return Err(flags
            .trouble(message)
            .help("fetch the configuration with the key of a server SDK"));
    }
    let environment = file
        .environment
        .and_then(|environment| environment.name)
        .unwrap_or_else(|| input.environment());
    for (key, member) in flags.entries() {
        draft.push(read_flag(key, member, &environment, input)?);
    }
    Ok(draft)
}

fn read_flag(key: Cursor<'_>, member: Cursor<'_>, environment: &str, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Flag = member.read()?;
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    entry.variations(
        from.variations
            .iter()
            .flatten()
            .map(|(_, variation)| from.typed(&variation.value))
            .collect(),
    );
    let flag = &mut entry.flag;
    flag.value_type = match from.variation_type.as_deref() {
        Some("BOOLEAN") => Some(ValueType::Boolean),
        Some("STRING") => Some(ValueType::String),
        Some("INTEGER" | "NUMERIC") => Some(ValueType::Number),
        Some("JSON") => Some(ValueType::Json),
        _ => flag.value_type,
    };
    let allocations = || from.allocations.iter().flatten();
    let experiment = |allocation: &Allocation| {
        allocation.do_log == Some(true) && allocation.splits.as_ref().is_some_and(|splits| splits.len() > 1)
    };
    if allocations().any(experiment) {
        (flag.kind, flag.kind_source) = (Kind::Experiment, KindSource::Declared);
    }
    flag.expires = allocations()
        .filter_map(|allocation| allocation.end_at)
        .max()
        .map(Into::into);
    let mut here = Environment::named(environment);
    here.enabled = Some(from.enabled);
    let mut tree = Tree::new(from.enabled, Outcome::CodeDefault, Share::all(Outcome::CodeDefault));
    tree.on_value = (flag.value_type == Some(ValueType::Boolean)).then_some(Value::Bool(true));
    for (position, allocation) in allocations().enumerate() {
        tree.rules.push(allocation.rule(position, &from));
    }
    entry.environment(here, Some(Plan::Tree(Box::new(tree))), None);
    Ok(entry)
}

impl Flag {
    /// Objects are written as text.
    fn typed(&self, given: &Value) -> Value {
        match (given, self.variation_type.as_deref()) {
            (Value::String(text), Some(declared)) => typed(text, declared),
            _ => given.clone(),
        }
    }

    fn outcome(&self, key: &str) -> Outcome {
        let all = self.variations.iter().flatten();
        match all.enumerate().find(|(_, (known, _))| *known == key) {
            Some((position, (_, variation))) => value(position, self.typed(&variation.value)),
            None => Outcome::Opaque("it names a variation that it does not have".to_owned()),
        }
    }
}

impl Allocation {
    fn rule(&self, position: usize, flag: &Flag) -> Rule {
        let name = format!("allocation {}", position + 1);
        let splits = self.splits.as_deref().unwrap_or_default();
        let (share, weights) = held(
            splits,
            flag.total_shards.filter(|total| *total > 0.0).unwrap_or(10_000.0),
        );
        let serve = splits
            .iter()
            .zip(weights)
            .map(|(split, weight)| Share {
                weight,
                outcome: flag.outcome(&split.variation_key),
            })
            .collect();
        let window = Window {
            from: self.start_at.map(|moment| moment.0),
            until: self.end_at.map(|moment| moment.0),
        };
        Rule {
            share,
            window,
            ..Rule::new(name, self.condition(), serve)
        }
    }

    /// One of the rules must hold.
    fn condition(&self) -> Condition {
        let rules = self.rules.as_deref().unwrap_or_default();
        let conditions = |rule: &AllocationRule| {
            Condition::all(rule.conditions.iter().flatten().map(AllocationCondition::condition))
        };
        let all: Vec<Condition> = rules.iter().map(conditions).collect();
        if all.is_empty() || all.contains(&Condition::Always) {
            return Condition::Always;
        }
        let mut words = Vec::new();
        for each in all {
            match each {
                Condition::When(what) => words.push(what),
                other => return other,
            }
        }
        Condition::When(words.join(" or "))
    }
}

impl AllocationCondition {
    fn condition(&self) -> Condition {
        let operator = self.operator.as_deref().unwrap_or("");
        if !OPERATORS.contains(&operator) {
            return Condition::Unsure(format!("the operator `{}` is not known", operator.escape_debug()));
        }
        let attribute = self.attribute.as_deref().unwrap_or("subject");
        Condition::When(format!("{} {operator}", attribute.escape_debug()))
    }
}

/// How many in percent the splits hold together, and how many each one, as far as the ranges tell.
fn held(splits: &[Split], total: f64) -> (Option<f64>, Vec<Option<f64>>) {
    let parts: Vec<f64> = splits.iter().map(|split| split.part(total)).collect();
    let mut weights: Vec<Option<f64>> = parts.iter().copied().map(Some).collect();
    if splits.is_empty() {
        return (Some(0.0), weights);
    }
    // A split that holds everybody ends the search; those behind it get nobody.
    if let Some(first) = parts.iter().position(|part| *part >= 1.0) {
        for (position, weight) in weights.iter_mut().enumerate() {
            *weight = match position {
                _ if position > first => Some(0.0),
                _ if first == 0 => Some(1.0),
                // One that holds nobody stays so; how many the others leave to the last one, only their salts know.
                _ => parts.get(position).copied().filter(|part| *part <= 0.0),
            };
        }
        return (Some(100.0), weights);
    }
    // The same salt twice in one split is an intersection, which nobody writes.
    let twice = |split: &Split| {
        let salts: Vec<&str> = split.shards.iter().flatten().map(|shard| shard.salt.as_str()).collect();
        let mut unique = salts.clone();
        unique.sort_unstable();
        unique.dedup();
        unique.len() < salts.len()
    };
    if splits.iter().any(twice) {
        return (None, vec![None; splits.len()]);
    }
    // Salts on which all splits agree, such as that of the traffic, are a factor of the whole.
    let mut common = 1.0;
    let mut salts: Vec<&str> = Vec::new();
    for split in splits {
        salts.extend(split.shards.iter().flatten().map(|shard| shard.salt.as_str()));
    }
    salts.sort_unstable();
    salts.dedup();
    let mut left = Vec::new();
    for salt in salts {
        let covered: Vec<Vec<(f64, f64)>> = splits.iter().map(|split| split.ranges(salt, total)).collect();
        if covered.windows(2).all(|pair| pair.first() == pair.last()) {
            common *= covered.first().map_or(1.0, |ranges| length(ranges) / total);
        } else {
            left.push(covered);
        }
    }
    match left.as_slice() {
        [] => (Some(common * 100.0), weights),
        [assigned] => {
            let union = merged(assigned.iter().flatten().copied().collect());
            (Some(common * length(&union) / total * 100.0), weights)
        }
        _ => (None, weights),
    }
}

impl Split {
    /// From 0 to 1: salts are independent of each other.
    fn part(&self, total: f64) -> f64 {
        let shards = self.shards.iter().flatten();
        shards
            .map(|shard| length(&merged(shard.clipped(total))) / total)
            .product()
    }

    /// What it holds of one salt: everything if it does not ask for it.
    fn ranges(&self, salt: &str, total: f64) -> Vec<(f64, f64)> {
        match self.shards.iter().flatten().find(|shard| shard.salt == salt) {
            Some(shard) => merged(shard.clipped(total)),
            None => vec![(0.0, total)],
        }
    }
}

impl Shard {
    fn clipped(&self, total: f64) -> Vec<(f64, f64)> {
        let clip = |range: &Range| (range.start.clamp(0.0, total), range.end.clamp(0.0, total));
        self.ranges
            .iter()
            .map(clip)
            .filter(|(start, end)| end > start)
            .collect()
    }
}

fn length(ranges: &[(f64, f64)]) -> f64 {
    ranges.iter().map(|(start, end)| end - start).sum()
}

/// Sorted, without overlaps.
fn merged(mut ranges: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    ranges.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut all: Vec<(f64, f64)> = Vec::new();
    for (start, end) in ranges {
        match all.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => all.push((start, end)),
        }
    }
    all
}
