//! Featurevisor: feature files (one feature each, the path is the key) and built datafiles.
//!
//! Served is what `isEnabled` gives; the variation stands in [`Environment::variant`]. Of the rules the first whose segments match
//! decides, and whom its percentage leaves out is off. Forced contexts are counted. Where several features stand in one stream,
//! a comment `# file: features/NAME.yml` above each document is its path.
//! Shapes after packages/types/src/{feature,datafile}.d.ts of featurevisor/featurevisor.
//!
//! [`Environment::variant`]: crate::registry::Environment::variant

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::parts::{environment, environment_name, rule, shown, targets, tree};
use super::shape::{boolean, map, within};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry, type_of};
use crate::registry::{Format, Input, Lifecycle, Prerequisite, PrerequisiteVia, ValueType};
use crate::serves::{Accepts, Condition, Outcome, Question, Requirement, Rest, Rule as TreeRule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "featurevisor",
    title: "a Featurevisor feature or datafile",
    obtain: "nothing to export: name the folder features/ of the project, or a built file below datafiles/",
    lacks: "owners, dates, kinds, tickets, evaluations; of datafiles also archived features and tags",
    looks_like,
    almost,
    read,
};

/// Percentages of datafiles are thousandths.
const THOUSANDTHS: f64 = 1000.0;

fn looks_like(root: Cursor<'_>) -> bool {
    is_datafile(root) || is_feature(root) || root.items().any(is_feature)
}

fn is_datafile(root: Cursor<'_>) -> bool {
    within(root, "features", &["traffic"])
        || map(root, "features") && root.has_all(&["schemaVersion", "revision", "segments"])
}

fn is_feature(root: Cursor<'_>) -> bool {
    root.has("bucketBy") && (root.has("rules") || root.has("environments")) && !root.has("key")
}

fn almost(root: Cursor<'_>) -> Option<String> {
    if root.has("bucketBy") {
        return Some("it has `bucketBy`, but no `rules`".to_owned());
    }
    let near = root.has_all(&["schemaVersion", "revision"]);
    near.then(|| "it has `schemaVersion` and `revision`, but no `features`".to_owned())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feature {
    description: Option<String>,
    archived: Option<bool>,
    deprecated: Option<bool>,
    tags: Option<Vec<String>>,
    required: Option<Vec<Raw>>,
    variations: Option<Vec<Variation>>,
    rules: Option<Raw>,
    traffic: Option<Raw>,
    force: Option<Raw>,
    expose: Option<Raw>,
    /// Before version 2: rules, forced contexts and the switch, by environment.
    environments: Option<Raw>,
}

#[derive(Deserialize)]
struct Variation {
    value: Value,
    weight: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    key: Option<String>,
    segments: Option<Raw>,
    percentage: f64,
    enabled: Option<bool>,
    variation: Option<Value>,
    variation_weights: Option<std::collections::BTreeMap<String, f64>>,
    allocation: Option<Vec<Allocation>>,
}

#[derive(Deserialize)]
struct Allocation {
    variation: Value,
    range: Vec<f64>,
}

#[derive(Deserialize)]
struct Force {
    #[serde(rename = "conditions")]
    _conditions: Option<IgnoredAny>,
    enabled: Option<bool>,
    variation: Option<Value>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    if let Some(features) = root.get("features") {
        if !features.is_list() && !features.is_map() {
            return Err(features.expected("an object or a list of features"));
        }
        for (key, member) in features.entries() {
            draft.push(read_feature(&key.text().unwrap_or_default(), key, member, input)?);
        }
        for member in features.items() {
            let Some(key) = member.filled("key") else {
                return Err(member.trouble("this feature has no `key`"));
            };
            draft.push(read_feature(&key.text().unwrap_or_default(), key, member, input)?);
        }
        return Ok(draft);
    }
    if root.is_map() {
        let key = named_in_comment(root).or_else(|| key_of(input.path));
        let key = key.ok_or_else(|| root.trouble("the path of this feature gives no key"))?;
        draft.push(read_feature(&key, root, root, input)?);
        return Ok(draft);
    }
    for document in root.items().filter(|document| is_feature(*document)) {
        let Some(key) = named_in_comment(document) else {
            let message = "one of several features has no key: its path belongs in a comment `# file: features/NAME.yml` above it";
            return Err(document
                .trouble(message)
                .help("name the folder features/ instead of one file"));
        };
        draft.push(read_feature(&key, document, document, input)?);
    }
    Ok(draft)
}

fn named_in_comment(document: Cursor<'_>) -> Option<String> {
    let first = document.entries().next().map_or(document, |(key, _)| key);
    first
        .comments()
        .iter()
        .find_map(|line| key_of(line.strip_prefix("file:")?.split_whitespace().next()?))
}

/// The path below `features/` without its ending, folders joined by dots.
fn key_of(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let below = match path.rfind("features/") {
        Some(at) if at == 0 || path.as_bytes().get(at - 1) == Some(&b'/') => path.get(at + "features/".len()..),
        _ => path.rsplit('/').next(),
    }?;
    let name = below.rsplit('/').next().unwrap_or(below);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folder = below.strip_suffix(name).unwrap_or_default();
    let key = format!("{folder}{stem}").replace('/', ".");
    (!stem.is_empty()).then_some(key)
}

fn read_feature(key: &str, at: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Feature = member.read()?;
    let document = member.document();
    let mut entry = Entry::new(input.flag(key, at));
    entry.flag.description = from.description.clone().filter(|text| !text.is_empty());
    entry.flag.tags = from.tags.clone().unwrap_or_default();
    match (from.archived, from.deprecated) {
        (Some(true), _) => entry.lifecycle(Lifecycle::Archived),
        (_, Some(true)) => entry.lifecycle(Lifecycle::Deprecated),
        _ => entry.lifecycle(Lifecycle::Active),
    }
    let variations = from.variations.as_deref().unwrap_or_default();
    if variations.is_empty() {
        entry.flag.value_type = Some(ValueType::Boolean);
        entry.flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    } else {
        entry.flag.value_type = variations.first().map(|variation| type_of(&variation.value));
        entry.flag.variations = variations.iter().map(|variation| variation.value.clone()).collect();
    }
    let mut requirements = Vec::new();
    for raw in from.required.iter().flatten() {
        let (requirement, prerequisite) = required(document.cursor(*raw))?;
        requirements.push(requirement);
        entry.flag.prerequisites.push(prerequisite);
    }
    let old = from.environments.map(|raw| document.cursor(raw));
    let rules = from.traffic.or(from.rules).map(|raw| document.cursor(raw)).or(old);
    let unit = if from.traffic.is_some() { THOUSANDTHS } else { 1.0 };
    for (name, rules) in places(rules, input) {
        // In the form before version 2 they stand beside the rules.
        let of_old = |member: &str| old?.get(&name)?.get(member);
        let here = |raw: Option<Raw>, member: &str| {
            raw.map(|raw| document.cursor(raw))
                .and_then(|all| if all.is_map() { all.get(&name) } else { Some(all) })
                .or_else(|| of_old(member))
        };
        let rules = of_old("rules").or(rules);
        let shipped = here(from.expose, "expose").and_then(Cursor::boolean) != Some(false);
        let mut place = Place {
            rules: Vec::new(),
            forced: Vec::new(),
            unit,
            variations,
        };
        for rule in rules.into_iter().flat_map(Cursor::items) {
            place.rules.push((rule.read()?, rule));
        }
        for force in here(from.force, "force").into_iter().flat_map(Cursor::items) {
            place.forced.push(force.read()?);
        }
        let on = shipped && place.rules.iter().any(|(rule, _)| rule.percentage > 0.0);
        let mut value = place.tree(
            shipped,
            |rule| Share::all(boolean(rule.enabled.unwrap_or(true))),
            boolean(false),
            |force| force.enabled.map(boolean),
        );
        value.on_value = Some(Value::Bool(true));
        value.requirements.clone_from(&requirements);
        let variant = (!variations.is_empty()).then(|| {
            let mut variant = place.tree(
                shipped,
                |rule| place.variation(rule),
                Outcome::CodeDefault,
                |force| force.variation.as_ref().map(|value| place.outcome(value)),
            );
            variant.requirements.clone_from(&requirements);
            variant
        });
        let mut environment = environment(name.clone(), Some(on));
        environment.default_when_off = Some(Value::Bool(false));
        entry.environment(environment, tree(value), variant.and_then(tree));
    }
    Ok(entry)
}

/// Environments with their rules; projects without environments have a plain list.
fn places<'d>(rules: Option<Cursor<'d>>, input: &Input<'_>) -> Vec<(String, Option<Cursor<'d>>)> {
    match rules {
        Some(rules) if rules.is_map() => rules
            .entries()
            .map(|(name, rules)| (name.text().unwrap_or_default().into_owned(), Some(rules)))
            .collect(),
        rules => vec![(environment_name(input), rules)],
    }
}

/// A feature's key, or a key with a variation.
fn required(at: Cursor<'_>) -> Result<(Requirement, Prerequisite), Trouble> {
    let key = at.text().or_else(|| at.get("key")?.text());
    let Some(key) = key else {
        return Err(at.expected("a feature's key, or an object with `key`"));
    };
    let variation = at.filled("variation").map(Cursor::value);
    let mut requirement = Requirement::values(key.clone(), vec![Value::Bool(true)]);
    if let Some(variation) = &variation {
        requirement.question = Question::Variant;
        requirement.accepts = Accepts::Values(vec![variation.clone()]);
    }
    let prerequisite = Prerequisite {
        flag: key.into_owned(),
        values: Some(vec![variation.unwrap_or(Value::Bool(true))]),
        environment: None,
        via: PrerequisiteVia::Flag,
    };
    Ok((requirement, prerequisite))
}

/// A feature in one environment.
struct Place<'f, 'd> {
    rules: Vec<(Rule, Cursor<'d>)>,
    forced: Vec<Force>,
    unit: f64,
    variations: &'f [Variation],
}

impl Place<'_, '_> {
    fn tree(
        &self,
        shipped: bool,
        serve: impl Fn(&Rule) -> Vec<Share>,
        off: Outcome,
        forced: impl Fn(&Force) -> Option<Outcome>,
    ) -> Tree {
        let mut tree = Tree::new(shipped, off.clone(), Share::all(off.clone()));
        if !shipped {
            tree.notes.push("it is not shipped there".to_owned());
        }
        for (count, (from, at)) in self.rules.iter().enumerate() {
            let condition = segments(from.segments.map(|raw| at.document().cursor(raw)));
            let name = from
                .key
                .as_deref()
                .map_or_else(|| format!("rule {}", count + 1), |key| format!("rule `{}`", shown(key)));
            tree.rules.push(TreeRule {
                share: Some((from.percentage / self.unit).clamp(0.0, 100.0)),
                serve: serve(from),
                rest: Rest::Gets(off.clone()),
                ..rule(name, condition, Outcome::CodeDefault)
            });
        }
        tree.targets = self
            .forced
            .iter()
            .filter_map(|force| targets(1, forced(force)?))
            .collect();
        tree
    }

    fn outcome(&self, wanted: &Value) -> Outcome {
        let at = self.variations.iter().position(|variation| variation.value == *wanted);
        at.map_or_else(
            || Outcome::Opaque("a rule names a variation that does not exist".to_owned()),
            |at| super::shape::value(at, wanted.clone()),
        )
    }

    /// The rule's own variation, else by its weights, else by those of the feature.
    fn variation(&self, rule: &Rule) -> Vec<Share> {
        if rule.enabled == Some(false) {
            return Share::all(Outcome::CodeDefault);
        }
        if let Some(variation) = &rule.variation {
            return Share::all(self.outcome(variation));
        }
        let allocated = |allocation: &Allocation| Share {
            weight: Some((allocation.range.last().unwrap_or(&0.0) - allocation.range.first().unwrap_or(&0.0)).max(0.0)),
            outcome: self.outcome(&allocation.variation),
        };
        if let Some(allocation) = rule.allocation.as_ref().filter(|allocation| !allocation.is_empty()) {
            return allocation.iter().map(allocated).collect();
        }
        let weight = |variation: &Variation| {
            let name = variation.value.as_str().unwrap_or_default();
            let own = rule
                .variation_weights
                .as_ref()
                .and_then(|weights| weights.get(name))
                .copied();
            own.or(variation.weight).unwrap_or(0.0).max(0.0)
        };
        self.variations
            .iter()
            .map(|variation| Share {
                weight: Some(weight(variation)),
                outcome: self.outcome(&variation.value),
            })
            .collect()
    }
}

/// `*`, a segment's name, a list, or a formula; datafiles have it as JSON text.
fn segments(at: Option<Cursor<'_>>) -> Condition {
    let Some(at) = at else {
        return Condition::Unsure("a rule names no segment".to_owned());
    };
    let text = at.text();
    match text.as_deref().map(|text| text.trim_matches('"')) {
        Some("*") => return Condition::Always,
        Some(name) if !name.starts_with(['[', '{']) => return Condition::When(format!("segment {}", shown(name))),
        _ => {}
    }
    let items: Vec<Cursor<'_>> = at.items().collect();
    if let [only] = items.as_slice()
        && only.text().is_some_and(|name| name == "*")
    {
        return Condition::Always;
    }
    Condition::When("segments".to_owned())
}
