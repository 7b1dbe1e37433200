//! GrowthBook: the feature lists of its API (version 2, and version 1 with rules inside environments), the list of stale features,
//! a single feature, and the payload of SDKs.
//!
//! The first rule that holds decides; those whom a rollout's coverage leaves out go on to the next rule. A feature that is off, or
//! whose prerequisite is not met, is null to the SDK: the call's own default. Lists write all values as text.
//! Shapes after generated/spec.yaml of growthbook/growthbook and the types of its JavaScript SDK.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{is_issue, is_tracker, list, map, pages, typed, value, within, within_list, within_map};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Format, Input, Kind, KindSource, Prerequisite, PrerequisiteVia, ValueType, VendorStale,
};
use crate::serves::{Accepts, Condition, Outcome, Plan, Requirement, Rule, Share, Tree, Window, same_value};

pub(super) const FORMAT: Format = Format {
    name: "growthbook",
    title: "a GrowthBook export",
    obtain: "curl -s -H \"Authorization: Bearer $KEY\" \"https://api.growthbook.io/api/v2/features?limit=100&offset=0\" > features.json",
    lacks: "when a feature was last evaluated; expiry dates; the feature's purpose, except of experiments; which features the vendor \
            calls stale (add the file of `/api/v2/stale-features`)",
    looks_like: |root| {
        pages(root).into_iter().any(is_page) || is_stale_list(root) || is_payload(root) || is_single(root)
    },
    almost: |root| {
        within_list(root, "features", &["id", "valueType"])
            .then(|| "beside `features` there is no `hasMore`".to_owned())
    },
    read,
};

fn is_page(root: Cursor<'_>) -> bool {
    list(root, "features")
        && root.has("hasMore")
        && !within(root, "features", &["defaultStrategy"])
        && !within(root, "features", &["name", "project", "strategies"])
}

fn is_single(root: Cursor<'_>) -> bool {
    root.get("feature")
        .is_some_and(|feature| feature.has_all(&["id", "valueType", "environments"]))
}

fn is_stale_list(root: Cursor<'_>) -> bool {
    within_map(root, "features", &["isStale"])
}

fn is_payload(root: Cursor<'_>) -> bool {
    let other = root.has("schemaVersion")
        || ["traffic", "percentage_of_actors", "segments"]
            .iter()
            .any(|name| within_map(root, "features", &[name]));
    let members = within_map(root, "features", &["defaultValue"]) || root.has("dateUpdated") && map(root, "features");
    members && !other || root.has_all(&["encryptedFeatures", "dateUpdated"])
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    if root.has("encryptedFeatures") && root.get("features").is_none_or(Cursor::is_empty) {
        let message = "this payload is encrypted and cannot be read";
        return Err(root.trouble(message).help("fetch the list of the API instead"));
    }
    if is_stale_list(root) {
        for (key, member) in root.get("features").into_iter().flat_map(Cursor::entries) {
            draft.push(read_stale(key, member, input)?);
        }
        return Ok(draft);
    }
    if let Some(feature) = root.get("feature").filter(|feature| feature.is_map()) {
        read_feature(feature, input, &mut draft)?;
        return Ok(draft);
    }
    if let Some(features) = root.get("features").filter(|features| features.is_map()) {
        for (key, member) in features.entries() {
            draft.push(read_payload(key, member, input)?);
        }
        return Ok(draft);
    }
    let pages = pages(root);
    for (position, page) in pages.iter().enumerate() {
        let envelope: Page = page.read()?;
        let Some(features) = page.get("features").filter(|features| features.is_list()) else {
            return Err(page.expected("an object with `features`"));
        };
        draft.total = draft.total.max(envelope.total);
        draft.more |= position + 1 == pages.len() && envelope.has_more == Some(true);
        for member in features.items() {
            read_feature(member, input, &mut draft)?;
        }
    }
    Ok(draft)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    total: Option<usize>,
    has_more: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feature {
    id: String,
    date_created: Option<Moment>,
    date_updated: Option<Moment>,
    archived: Option<bool>,
    description: Option<String>,
    owner: Option<String>,
    owner_email: Option<String>,
    project: Option<String>,
    value_type: Option<String>,
    default_value: Option<String>,
    tags: Option<Vec<String>>,
    environments: Option<Raw>,
    rules: Option<Vec<ListedRule>>,
    prerequisites: Option<Vec<Value>>,
    custom_fields: Option<BTreeMap<String, Value>>,
    holdout: Option<Holdout>,
}

#[derive(Deserialize)]
struct Holdout {
    value: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    enabled: Option<bool>,
    rules: Option<Vec<ListedRule>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedRule {
    #[serde(rename = "type")]
    kind: Option<String>,
    enabled: Option<bool>,
    all_environments: Option<bool>,
    environments: Option<Vec<String>>,
    condition: Option<String>,
    saved_group_targeting: Option<Vec<IgnoredAny>>,
    prerequisites: Option<Vec<ParentText>>,
    schedule_rules: Option<Vec<ScheduleRule>>,
    schedule_type: Option<String>,
    ramp_schedule_id: Option<String>,
    value: Option<Value>,
    values: Option<Vec<Value>>,
    coverage: Option<f64>,
    variations: Option<Vec<Value>>,
    control_value: Option<String>,
    variation_value: Option<String>,
    status: Option<String>,
}

#[derive(Deserialize)]
struct ParentText {
    id: String,
    condition: Option<String>,
}

#[derive(Deserialize)]
struct ScheduleRule {
    enabled: Option<bool>,
    timestamp: Option<Moment>,
}

fn read_feature(member: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let from: Feature = member.read()?;
    let mut entry = Entry::new(input.flag(from.id.clone(), member.get("id").unwrap_or(member)));
    let mut places = Vec::new();
    if let Some(environments) = from.environments.map(|raw| member.document().cursor(raw)) {
        if !environments.is_map() {
            return Err(environments.expected("an object of environments"));
        }
        for (name, place) in environments.entries() {
            places.push((name.text().unwrap_or_default().into_owned(), place.read::<Place>()?));
        }
    }
    describe(&mut entry, &from, &places);
    let mut values = Values::new(from.value_type.as_deref());
    let default = values.outcome(&Value::from(from.default_value.clone().unwrap_or_default()));
    for (name, place) in &places {
        let mut environment = Environment::named(name.clone());
        environment.enabled = place.enabled;
        let plan = feature_plan(&from, name, place, &default, &mut values);
        entry.environment(environment, Some(plan), None);
    }
    entry.variations(values.known);
    entry.flag.value_type = values.kind;
    draft.push(entry);
    Ok(())
}

fn describe(entry: &mut Entry, from: &Feature, places: &[(String, Place)]) {
    if let Some(archived) = from.archived {
        entry.lifecycle(super::shape::archived(archived));
    }
    let flag = &mut entry.flag;
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    flag.description = filled(&from.description);
    flag.project = filled(&from.project);
    flag.created = from.date_created.map(Into::into);
    flag.changed = from.date_updated.map(Into::into);
    flag.owners = filled(&from.owner_email).or(filled(&from.owner)).into_iter().collect();
    flag.tags = from.tags.clone().unwrap_or_default();
    let fields = from.custom_fields.iter().flatten();
    let texts = || {
        fields
            .clone()
            .filter_map(|(name, field)| Some((name, field.as_str().filter(|text| !text.is_empty())?)))
    };
    let named = texts()
        .find(|(name, _)| is_tracker(name))
        .or_else(|| texts().find(|(_, text)| is_issue(text)));
    flag.ticket = named.map(|(_, text)| text.to_owned());
    let rules = from
        .rules
        .iter()
        .flatten()
        .chain(places.iter().flat_map(|(_, place)| place.rules.iter().flatten()));
    let experiment = rules
        .into_iter()
        .any(|rule| rule.kind.as_deref().is_some_and(|kind| kind.starts_with("experiment")));
    let kind = flag
        .tags
        .iter()
        .find_map(|tag| kind_of(tag))
        .or(experiment.then_some(Kind::Experiment));
    if let Some(kind) = kind {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    let must_be_true = |parent: &String| Prerequisite {
        flag: parent.clone(),
        values: Some(vec![Value::Bool(true)]),
        environment: None,
        via: PrerequisiteVia::Flag,
    };
    flag.prerequisites = parents(from).iter().map(must_be_true).collect();
    let all = places
        .iter()
        .flat_map(|(name, place)| rules_of(from, name, place).map(move |rule| (name, rule)));
    for (name, rule) in all {
        for parent in rule.prerequisites.iter().flatten() {
            let prerequisite = Prerequisite {
                flag: parent.id.clone(),
                values: parent.accepts().and_then(|accepts| match accepts {
                    Accepts::Values(values) => Some(values),
                    _ => None,
                }),
                environment: Some(name.clone()),
                via: PrerequisiteVia::Rule,
            };
            if !flag.prerequisites.contains(&prerequisite) {
                flag.prerequisites.push(prerequisite);
            }
        }
    }
}

/// Ids of features that must be true; older answers wrap them in objects.
fn parents(from: &Feature) -> Vec<String> {
    let id = |parent: &Value| {
        parent
            .as_str()
            .or_else(|| parent.get("id")?.as_str())
            .map(str::to_owned)
    };
    from.prerequisites.iter().flatten().filter_map(id).collect()
}

/// The rules of one environment, whichever version of the list it is.
fn rules_of<'a>(from: &'a Feature, name: &'a str, place: &'a Place) -> impl Iterator<Item = &'a ListedRule> {
    let here = move |rule: &&ListedRule| {
        let named = rule
            .environments
            .as_ref()
            .is_some_and(|names| names.iter().any(|each| each == name));
        rule.all_environments == Some(true) || named || rule.all_environments.is_none() && rule.environments.is_none()
    };
    from.rules
        .iter()
        .flatten()
        .filter(here)
        .chain(place.rules.iter().flatten())
        .filter(|rule| rule.enabled != Some(false))
}

/// Values by their declared type, in the order in which they are met.
struct Values<'a> {
    declared: &'a str,
    kind: Option<ValueType>,
    known: Vec<Value>,
}

impl<'a> Values<'a> {
    fn new(declared: Option<&'a str>) -> Self {
        let kind = match declared {
            Some("boolean") => Some(ValueType::Boolean),
            Some("string") => Some(ValueType::String),
            Some("number") => Some(ValueType::Number),
            Some("json") => Some(ValueType::Json),
            _ => None,
        };
        Self {
            declared: declared.unwrap_or(""),
            kind,
            known: Vec::new(),
        }
    }

    fn outcome(&mut self, given: &Value) -> Outcome {
        let served = match given {
            Value::String(text) => typed(text, self.declared),
            other => other.clone(),
        };
        let position = self
            .known
            .iter()
            .position(|each| same_value(each, &served))
            .unwrap_or_else(|| {
                self.known.push(served.clone());
                self.known.len() - 1
            });
        value(position, served)
    }
}

fn feature_plan(from: &Feature, name: &str, place: &Place, default: &Outcome, values: &mut Values<'_>) -> Plan {
    let Some(on) = place.enabled else {
        return Plan::Unknown("the file does not say whether it is on".to_owned());
    };
    let mut tree = Tree::new(on, Outcome::CodeDefault, Share::all(default.clone()));
    tree.on_value = (values.kind == Some(ValueType::Boolean)).then_some(Value::Bool(true));
    let must_be_true = |parent: String| Requirement::values(parent, vec![Value::Bool(true)]);
    tree.requirements = parents(from).into_iter().map(must_be_true).collect();
    if let Some(holdout) = &from.holdout {
        let serve = match &holdout.value {
            Some(text) => values.outcome(&Value::from(text.as_str())),
            None => Outcome::Opaque("a holdout whose value is not named".to_owned()),
        };
        let rule = Rule::new("the holdout", Condition::Always, Share::all(serve));
        tree.rules.push(Rule { share: None, ..rule });
    }
    for (position, rule) in rules_of(from, name, place).enumerate() {
        tree.rules.push(rule.rule(position, values));
    }
    Plan::Tree(Box::new(tree))
}

impl ListedRule {
    fn rule(&self, position: usize, values: &mut Values<'_>) -> Rule {
        let name = format!("rule {}", position + 1);
        let mut parts = Vec::new();
        if self
            .condition
            .as_deref()
            .is_some_and(|text| !matches!(text.trim(), "" | "{}"))
        {
            parts.push(Condition::When("targeting attributes".to_owned()));
        }
        if self
            .saved_group_targeting
            .as_ref()
            .is_some_and(|groups| !groups.is_empty())
        {
            parts.push(Condition::When("saved groups".to_owned()));
        }
        let mut requirements = Vec::new();
        for parent in self.prerequisites.iter().flatten() {
            match parent.accepts() {
                Some(accepts) => requirements.push(Requirement::new(parent.id.clone(), accepts)),
                None => parts.push(Condition::When("a condition on another feature".to_owned())),
            }
        }
        let (share, serve, ramps) = self.serve(values);
        let (window, unclear) = self.window();
        if unclear {
            parts.push(Condition::Unsure(format!("{name} has a schedule of several turns")));
        }
        // One that has reached everybody is at its end.
        let ramp = self.schedule_type.as_deref() == Some("ramp") || self.ramp_schedule_id.is_some();
        let ramp = ramp && share.is_none_or(|share| share < 100.0);
        Rule {
            share,
            moving: ramps || unclear,
            ramps: ramp,
            window,
            requirements,
            ..Rule::new(name, Condition::all(parts), serve)
        }
    }

    /// Share in percent, what it gives, and whether time alone changes that.
    fn serve(&self, values: &mut Values<'_>) -> (Option<f64>, Vec<Share>, bool) {
        let coverage = Some(self.coverage.unwrap_or(1.0) * 100.0);
        let missing = |what: &str| Share::all(Outcome::Opaque(format!("a rule without {what}")));
        let mut text = |text: &Option<String>| match text {
            Some(text) => values.outcome(&Value::from(text.as_str())),
            None => Outcome::Opaque("a safe rollout without its values".to_owned()),
        };
        match (self.kind.as_deref(), self.status.as_deref()) {
            (Some("safe-rollout"), Some("released")) => (Some(100.0), Share::all(text(&self.variation_value)), false),
            (Some("safe-rollout"), Some("rolled-back" | "stopped")) => {
                (Some(100.0), Share::all(text(&self.control_value)), false)
            }
            (Some("safe-rollout"), _) => {
                let part = |outcome| Share { weight: None, outcome };
                (
                    None,
                    vec![part(text(&self.control_value)), part(text(&self.variation_value))],
                    true,
                )
            }
            (Some("force"), _) => match &self.value {
                Some(value) => (Some(100.0), Share::all(values.outcome(value)), false),
                None => (Some(100.0), missing("a value"), false),
            },
            (Some("rollout"), _) => match &self.value {
                Some(value) => (coverage, Share::all(values.outcome(value)), false),
                None => (coverage, missing("a value"), false),
            },
            (Some("experiment" | "experiment-ref"), _) => {
                let inline = match &self.value {
                    Some(Value::Array(list)) => list.as_slice(),
                    _ => self.values.as_deref().unwrap_or_default(),
                };
                let parts = if inline.is_empty() {
                    self.variations.as_deref().unwrap_or_default()
                } else {
                    inline
                };
                let weights: Vec<f64> = parts
                    .iter()
                    .filter_map(|part| part.get("weight").and_then(Value::as_f64))
                    .collect();
                // The weights of an experiment that is only referred to stand with the experiment.
                let weights = (!inline.is_empty()).then(|| evened(Some(&weights), parts.len()));
                let part = |(at, part): (usize, &Value)| Share {
                    weight: weights.as_ref().and_then(|weights| weights.get(at).copied()),
                    outcome: values.outcome(part.get("value").unwrap_or(part)),
                };
                let parts: Vec<Share> = parts.iter().enumerate().map(part).collect();
                // The coverage of an experiment that is only referred to stands elsewhere.
                let share = if inline.is_empty() { None } else { coverage };
                (
                    share,
                    if parts.is_empty() { missing("variations") } else { parts },
                    false,
                )
            }
            (kind, _) => {
                let why = format!("the rule type `{}` is not known", kind.unwrap_or("").escape_debug());
                (None, Share::all(Outcome::Opaque(why)), false)
            }
        }
    }

    /// From when until when; true if it is more than that.
    fn window(&self) -> (Window, bool) {
        let mut window = Window::default();
        let mut turns = 0;
        for turn in self.schedule_rules.iter().flatten() {
            let Some(moment) = turn.timestamp else { continue };
            turns += 1;
            match turn.enabled {
                Some(true) if window.from.is_none() && window.until.is_none() => window.from = Some(moment.0),
                Some(false) if window.until.is_none() => window.until = Some(moment.0),
                _ => turns = usize::MAX / 2,
            }
        }
        if turns > 2 {
            (Window::default(), true)
        } else {
            (window, false)
        }
    }
}

/// The weights of an experiment's variations: SDKs take equal ones where these do not fit or do not sum to 1.
fn evened(weights: Option<&[f64]>, count: usize) -> Vec<f64> {
    let fits = |weights: &&[f64]| {
        let sum: f64 = weights.iter().sum();
        weights.len() == count && (0.99..=1.01).contains(&sum)
    };
    weights.filter(fits).map_or_else(|| vec![1.0; count], <[f64]>::to_vec)
}

impl ParentText {
    /// What of the parent satisfies the condition; `None`: not a list of values.
    fn accepts(&self) -> Option<Accepts> {
        accepts(&serde_json::from_str(self.condition.as_deref()?).ok()?)
    }
}

/// `{"value": X}`, `{"value": {"$in": [X]}}`, `{"value": {"$eq": X}}`, and their opposites.
fn accepts(condition: &Value) -> Option<Accepts> {
    let object = condition.as_object().filter(|object| object.len() == 1)?;
    let wanted = object.get("value")?;
    let Value::Object(operators) = wanted else {
        return Some(Accepts::Values(vec![wanted.clone()]));
    };
    let mut all = operators.iter();
    let (Some((operator, operand)), None) = (all.next(), all.next()) else {
        return None;
    };
    match (operator.as_str(), operand) {
        ("$eq", operand) => Some(Accepts::Values(vec![operand.clone()])),
        ("$in", Value::Array(operands)) => Some(Accepts::Values(operands.clone())),
        ("$ne", operand) => Some(Accepts::Except(vec![operand.clone()])),
        ("$nin", Value::Array(operands)) => Some(Accepts::Except(operands.clone())),
        _ => None,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stale {
    feature_id: Option<String>,
    is_stale: Option<bool>,
    never_stale: Option<bool>,
    stale_reason: Option<String>,
    stale_by_env: Option<BTreeMap<String, IgnoredAny>>,
}

fn read_stale(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Stale = member.read()?;
    let name = from
        .feature_id
        .unwrap_or_else(|| key.text().unwrap_or_default().into_owned());
    let mut entry = Entry::new(input.flag(name, key));
    entry.flag.permanent = from.never_stale.filter(|never| *never);
    entry.flag.stale_by_vendor = from.is_stale.map(|stale| VendorStale {
        stale,
        reason: from.stale_reason.filter(|_| stale),
    });
    for name in from.stale_by_env.into_iter().flat_map(BTreeMap::into_keys) {
        entry.environment(Environment::named(name), None, None);
    }
    Ok(entry)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PayloadFeature {
    default_value: Option<Value>,
    rules: Option<Vec<PayloadRule>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PayloadRule {
    condition: Option<Value>,
    parent_conditions: Option<Vec<Parent>>,
    /// A rule may force `null`, which is not the same as no value.
    #[serde(default, deserialize_with = "given")]
    force: Option<Raw>,
    coverage: Option<f64>,
    variations: Option<Vec<Value>>,
    weights: Option<Vec<f64>>,
    namespace: Option<IgnoredAny>,
    filters: Option<Vec<IgnoredAny>>,
    range: Option<IgnoredAny>,
    ranges: Option<Vec<IgnoredAny>>,
}

/// A member that is there, be it `null`.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Raw>, D::Error> {
    Raw::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
struct Parent {
    id: String,
    condition: Option<Value>,
    gate: Option<bool>,
}

fn read_payload(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: PayloadFeature = member.read()?;
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    let mut values = Values::new(None);
    let default = match &from.default_value {
        Some(given) if !given.is_null() => values.outcome(given),
        _ => Outcome::CodeDefault,
    };
    let mut tree = Tree::new(true, Outcome::CodeDefault, Share::all(default));
    for (position, rule) in from.rules.iter().flatten().enumerate() {
        rule.add(position, member, &mut tree, &mut values);
    }
    let gates = from
        .rules
        .iter()
        .flatten()
        .flat_map(|rule| rule.parent_conditions.iter().flatten());
    entry.flag.prerequisites = gates
        .map(|parent| Prerequisite {
            flag: parent.id.clone(),
            values: match parent.condition.as_ref().and_then(accepts) {
                Some(Accepts::Values(values)) => Some(values),
                _ => None,
            },
            environment: None,
            via: if parent.gate == Some(true) {
                PrerequisiteVia::Flag
            } else {
                PrerequisiteVia::Rule
            },
        })
        .collect();
    entry.variations(values.known);
    if entry.flag.value_type == Some(ValueType::Boolean) {
        tree.on_value = Some(Value::Bool(true));
    }
    let splits = |rule: &PayloadRule| rule.force.is_none() && rule.variations.as_ref().is_some_and(|all| all.len() > 1);
    if from.rules.iter().flatten().any(splits) {
        (entry.flag.kind, entry.flag.kind_source) = (Kind::Experiment, KindSource::Declared);
    }
    let mut environment = Environment::named(input.environment());
    environment.enabled = Some(true);
    entry.environment(environment, Some(Plan::Tree(Box::new(tree))), None);
    Ok(entry)
}

impl PayloadRule {
    fn add(&self, position: usize, member: Cursor<'_>, tree: &mut Tree, values: &mut Values<'_>) {
        let name = format!("rule {}", position + 1);
        let mut parts = Vec::new();
        let mut requirements = Vec::new();
        for parent in self.parent_conditions.iter().flatten() {
            let Some(accepts) = parent.condition.as_ref().and_then(accepts) else {
                parts.push(Condition::Unsure(format!(
                    "{name} asks something of another feature that is not understood"
                )));
                continue;
            };
            let requirement = Requirement::new(parent.id.clone(), accepts);
            match parent.gate {
                // Before all rules it is the feature's own; behind one it stops only those who come so far.
                Some(true) if tree.rules.is_empty() => tree.requirements.push(requirement),
                Some(true) => {
                    let condition = Condition::Unsure(format!("{name} is a gate behind other rules"));
                    tree.rules
                        .push(Rule::new(name.clone(), condition, Share::all(Outcome::CodeDefault)));
                }
                _ => requirements.push(requirement),
            }
        }
        if self
            .condition
            .as_ref()
            .is_some_and(|condition| condition.as_object().is_none_or(|object| !object.is_empty()))
        {
            parts.push(Condition::When("targeting attributes".to_owned()));
        }
        let picks = self.namespace.is_some()
            || self.range.is_some()
            || [&self.filters, &self.ranges]
                .iter()
                .any(|list| list.as_ref().is_some_and(|list| !list.is_empty()));
        if picks {
            parts.push(Condition::When("a part of all contexts".to_owned()));
        }
        let serve = if let Some(force) = self.force {
            let forced = member.document().cursor(force).value();
            Share::all(if forced.is_null() {
                Outcome::CodeDefault
            } else {
                values.outcome(&forced)
            })
        } else if let Some(variations) = &self.variations {
            // An experiment with one variation is none, and those after it go on.
            if variations.len() < 2 {
                return;
            }
            let weights = evened(self.weights.as_deref(), variations.len());
            let part = |(given, weight): (&Value, f64)| Share {
                weight: Some(weight.max(0.0)),
                outcome: values.outcome(given),
            };
            variations.iter().zip(weights).map(part).collect()
        } else {
            return;
        };
        let share = Some(self.coverage.unwrap_or(1.0) * 100.0);
        tree.rules.push(Rule {
            share,
            requirements,
            ..Rule::new(name, Condition::all(parts), serve)
        });
    }
}
