//! Flipt: `features.yaml` of version 1 and 2 (also what `flipt export` writes), every document of the stream.
//!
//! Documents are namespaces, which are projects: the same key may stand in two of them. For boolean flags `enabled` is no switch
//! but what those get whom no rollout serves.
//! Shape after internal/ext/common.go, rules after internal/server/evaluation of flipt-io/flipt.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::parts::{environment, has_any, part, rule, shown, switch, tree};
use super::shape::{boolean, list, value};
use crate::conventions::environment_in;
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::generic::{Members, describe};
use crate::registry::{Format, Input, ValueType};
use crate::serves::{Condition, Outcome, Rule as TreeRule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "flipt",
    title: "a Flipt features file",
    obtain: "name the checked-in features.yaml, or `flipt export --all-namespaces -o features.yml`",
    lacks: "every date, evaluations, archived flags; kinds, owners and tickets, except as `metadata` of a flag",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    documents(root).any(is_features)
}

/// The documents of a stream, or the only one.
fn documents(root: Cursor<'_>) -> impl Iterator<Item = Cursor<'_>> {
    root.items().chain(root.is_map().then_some(root))
}

fn is_features(root: Cursor<'_>) -> bool {
    let Some(flags) = root.get("flags").filter(|flags| flags.is_list()) else {
        return false;
    };
    let typed = |flag: Cursor<'_>| {
        let kind = flag.get("type").and_then(Cursor::text).unwrap_or_default();
        kind == "BOOLEAN_FLAG_TYPE" || kind == "VARIANT_FLAG_TYPE"
    };
    let plain = |flag: Cursor<'_>| {
        flag.has("key")
            && !has_any(flag, &["state", "filters", "environments", "on"])
            && has_any(flag, &["enabled", "variants", "rollouts", "rules"])
    };
    if flags.items().any(|flag| typed(flag) && flag.has("key")) {
        return true;
    }
    let beside = list(root, "segments") || root.has("namespace");
    let version = root
        .get("version")
        .and_then(Cursor::word)
        .is_some_and(|version| version.starts_with("1."));
    let fits = flags.items().next().is_none_or(plain);
    (beside && fits && !root.has("overrides"))
        || version && !flags.is_empty() && fits
        || flags
            .items()
            .any(|flag| flag.has_all(&["enabled", "variants"]) && list(flag, "rules") && plain(flag))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let flags = root.get("flags").filter(|flags| flags.is_list())?;
    let near = flags.items().any(|flag| flag.has_all(&["key", "enabled"]));
    near.then(|| {
        "it has none of `segments`, `namespace` and `version: \"1.x\"`, and its flags have no `type`".to_owned()
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flag {
    key: String,
    name: Option<String>,
    description: Option<String>,
    enabled: Option<bool>,
    #[serde(rename = "type")]
    kind: Option<String>,
    metadata: Option<Raw>,
    variants: Option<Vec<Variant>>,
    rules: Option<Vec<Rule>>,
    rollouts: Option<Vec<Rollout>>,
}

#[derive(Deserialize)]
struct Variant {
    key: String,
    default: Option<bool>,
}

#[derive(Deserialize)]
struct Rule {
    segment: Option<Raw>,
    segments: Option<Raw>,
    distributions: Option<Vec<Distribution>>,
}

#[derive(Deserialize)]
struct Distribution {
    variant: String,
    rollout: f64,
}

#[derive(Deserialize)]
struct Rollout {
    segment: Option<Raw>,
    threshold: Option<Threshold>,
}

#[derive(Deserialize)]
struct Threshold {
    percentage: f64,
    value: Option<bool>,
}

#[derive(Deserialize)]
struct Segment {
    key: String,
    constraints: Option<Vec<IgnoredAny>>,
}

/// Whether a segment holds everybody, by key.
type Segments = BTreeMap<String, bool>;

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let documents: Vec<Cursor<'_>> = documents(input.root).filter(|document| document.is_map()).collect();
    for document in documents {
        let Some(flags) = document.get("flags") else { continue };
        if !flags.is_list() && !flags.is_null() {
            return Err(flags.expected("a list of flags"));
        }
        let mut segments = Segments::new();
        for segment in document.get("segments").into_iter().flat_map(Cursor::items) {
            let segment: Segment = segment.read()?;
            segments.insert(
                segment.key,
                segment.constraints.is_none_or(|constraints| constraints.is_empty()),
            );
        }
        let namespace = namespace(document);
        let environment = place(input.path);
        for member in flags.items() {
            let mut entry = read_flag(member, &segments, &environment, input)?;
            entry.flag.project = namespace.clone();
            draft.push(entry);
        }
    }
    Ok(draft)
}

fn namespace(document: Cursor<'_>) -> Option<String> {
    let namespace = document.filled("namespace")?;
    let text = if namespace.is_map() {
        namespace.get("key")?.text()
    } else {
        namespace.text()
    };
    text.map(std::borrow::Cow::into_owned)
}

/// Version 2 keeps `ENVIRONMENT/NAMESPACE/features.yaml`.
fn place(path: &str) -> String {
    let mut path = path;
    loop {
        if let Some(environment) = environment_in(path) {
            return environment;
        }
        match path.rsplit_once(['/', '\\']) {
            Some((folder, _)) => path = folder,
            None => return "default".to_owned(),
        }
    }
}

fn read_flag(member: Cursor<'_>, segments: &Segments, place: &str, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Flag = member.read()?;
    let document = member.document();
    let mut entry = Entry::new(input.flag(from.key.clone(), member.get("key").unwrap_or(member)));
    entry.flag.name = from.name.clone().filter(|name| !name.is_empty());
    entry.flag.description = from.description.clone().filter(|text| !text.is_empty());
    if let Some(metadata) = from.metadata {
        describe(&mut entry, Members::of(document.cursor(metadata)));
    }
    let enabled = from.enabled.unwrap_or(false);
    let is_boolean = match from.kind.as_deref() {
        Some("BOOLEAN_FLAG_TYPE") => true,
        None | Some("" | "VARIANT_FLAG_TYPE") => false,
        Some(_) => {
            let at = member.get("type").unwrap_or(member);
            return Err(at.trouble("expected `BOOLEAN_FLAG_TYPE` or `VARIANT_FLAG_TYPE`"));
        }
    };
    let of = |raw: &Option<Raw>| raw.map(|raw| document.cursor(raw)).filter(|at| !at.is_null());
    let plan = if is_boolean {
        entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
        let mut tree = switch(true, enabled);
        for (rollout, number) in from.rollouts.iter().flatten().zip(1..) {
            tree.rules
                .extend(of_rollout(rollout, of(&rollout.segment), number, segments));
        }
        tree
    } else {
        let variants = from.variants.as_deref().unwrap_or_default();
        entry.flag.variations = variants
            .iter()
            .map(|variant| Value::from(variant.key.as_str()))
            .collect();
        entry.flag.value_type = Some(ValueType::String);
        let otherwise = variants
            .iter()
            .position(|variant| variant.default == Some(true))
            .map_or(Outcome::CodeDefault, |at| variant_at(variants, at));
        let mut tree = Tree::new(enabled, Outcome::CodeDefault, Share::all(otherwise.clone()));
        for (rule, number) in from.rules.iter().flatten().zip(1..) {
            let segment = of(&rule.segment).or(of(&rule.segments));
            let condition = segment.map_or(Condition::Unsure("a rule names no segment".to_owned()), |segment| {
                condition(segment, segments)
            });
            let serve = distributed(rule, variants, &otherwise);
            let name = format!("rule {number}");
            tree.rules.push(TreeRule::new(name, condition, serve));
        }
        tree
    };
    entry.environment(environment(place, Some(enabled)), tree(plan), None);
    Ok(entry)
}

fn of_rollout(rollout: &Rollout, segment: Option<Cursor<'_>>, number: usize, segments: &Segments) -> Option<TreeRule> {
    let name = format!("rollout {number}");
    if let Some(segment) = segment {
        let on = segment.get("value").and_then(Cursor::boolean).unwrap_or(false);
        return Some(rule(name, condition(segment, segments), boolean(on)));
    }
    let threshold = rollout.threshold.as_ref()?;
    Some(part(
        name,
        threshold.percentage.clamp(0.0, 100.0),
        boolean(threshold.value.unwrap_or(false)),
    ))
}

fn variant_at(variants: &[Variant], at: usize) -> Outcome {
    let key = variants.get(at).map_or("", |variant| variant.key.as_str());
    value(at, Value::from(key))
}

/// Variants by share; what they leave of 100 is no match.
fn distributed(rule: &Rule, variants: &[Variant], otherwise: &Outcome) -> Vec<Share> {
    let distributions = rule.distributions.as_deref().unwrap_or_default();
    if distributions.is_empty() {
        return Share::all(Outcome::Opaque("a rule matches without giving a variant".to_owned()));
    }
    let mut shares: Vec<Share> = distributions
        .iter()
        .map(|distribution| {
            let found = variants.iter().position(|variant| variant.key == distribution.variant);
            let outcome = found.map_or_else(
                || {
                    Outcome::Opaque(format!(
                        "it names the variant `{}`, which does not exist",
                        shown(&distribution.variant)
                    ))
                },
                |at| variant_at(variants, at),
            );
            Share {
                weight: Some(distribution.rollout.max(0.0)),
                outcome,
            }
        })
        .collect();
    let total: f64 = shares.iter().filter_map(|share| share.weight).sum();
    // Thirds are written as 33.33.
    if total < 99.9 {
        shares.push(Share {
            weight: Some(100.0 - total),
            outcome: otherwise.clone(),
        });
    }
    shares
}

/// A segment's key, a list of keys, or an object with `key` or `keys` and an operator.
fn condition(segment: Cursor<'_>, segments: &Segments) -> Condition {
    let listed =
        |at: Cursor<'_>| -> Vec<String> { at.items().filter_map(|key| Some(key.word()?.into_owned())).collect() };
    let single = |at: Cursor<'_>| at.word().map(|key| vec![key.into_owned()]);
    let keys = if segment.is_map() {
        let keys = segment.filled("keys").map(listed);
        keys.or_else(|| single(segment.get("key")?)).unwrap_or_default()
    } else {
        single(segment).unwrap_or_else(|| listed(segment))
    };
    let operator = segment.get("operator").and_then(Cursor::text).unwrap_or_default();
    let all = operator == "AND_SEGMENT_OPERATOR";
    if keys.is_empty() {
        return Condition::Unsure("a rule names no segment".to_owned());
    }
    let holds_everybody = |key: &String| segments.get(key) == Some(&true);
    let always = if all {
        keys.iter().all(holds_everybody)
    } else {
        keys.iter().any(holds_everybody)
    };
    if always {
        return Condition::Always;
    }
    if let Some(lost) = keys.iter().find(|key| !segments.contains_key(*key)) {
        return Condition::Unsure(format!("the segment `{}` is not in the file", shown(lost)));
    }
    let names: Vec<String> = keys.iter().take(4).map(|key| shown(key)).collect();
    Condition::When(format!("segment {}", names.join(if all { " and " } else { " or " })))
}
