//! DevCycle: features, environments, variables, and the configuration that SDKs get.
//!
//! Code asks for variables, so every variable is a flag and its feature's key an alias. Targets in order; those whom a rollout has
//! not reached go on, at the end it is the code's default. The proof compares what one variable gets. Features name environments
//! by id: the list of environments, read besides, has their keys. Shapes after zodSchemas.ts of DevCycleHQ/cli and the types of
//! its SDKs.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{list, member, value};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Format, Input, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, ValueType, VendorStale,
};
use crate::serves::{Condition, Outcome, Plan, Rule, Share, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "devcycle",
    title: "a DevCycle export",
    obtain: "dvc features get --project PROJECT --headless > features.json",
    lacks: "the keys of environments (add the file of `/v1/projects/PROJECT/environments`); prerequisites, which only the SDK's \
            configuration holds; when a variable was last evaluated; expiry dates; owners, which are only ids",
    looks_like: |root| {
        is_features(root) || is_feature(root) || is_variables(root) || is_environments(root) || is_config(root)
    },
    almost: |root| {
        member(root, &["_id", "key", "variations", "variables"]).then(|| "its members have no `_project`".to_owned())
    },
    read,
};

fn is_feature(root: Cursor<'_>) -> bool {
    root.has_all(&["_project", "key", "variations", "variables"])
}

fn is_features(root: Cursor<'_>) -> bool {
    member(root, &["_project", "controlVariation"]) || member(root, &["_project", "key", "variations", "variables"])
}

fn is_variables(root: Cursor<'_>) -> bool {
    root.items().take(10).any(|each| {
        let kind = each.get("type").and_then(Cursor::text).unwrap_or_default();
        each.has_all(&["_id", "_project", "key"]) && matches!(kind.as_ref(), "String" | "Boolean" | "Number" | "JSON")
    })
}

fn is_environments(root: Cursor<'_>) -> bool {
    root.items().take(10).any(|each| {
        let kind = each.get("type").and_then(Cursor::text).unwrap_or_default();
        let known = matches!(
            kind.as_ref(),
            "development" | "staging" | "production" | "disaster_recovery"
        );
        each.has_all(&["_id", "_project", "key"]) && known
    })
}

fn is_config(root: Cursor<'_>) -> bool {
    root.has_all(&["project", "environment", "features", "variables"])
        && list(root, "features")
        && list(root, "variables")
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    if is_config(root) {
        read_config(root, input, &mut draft)?;
        return Ok(draft);
    }
    if is_environments(root) {
        for item in root.items() {
            let from: ListedEnvironment = item.read()?;
            draft.environment_names.push((from.id, from.key));
        }
        return Ok(draft);
    }
    let members: Vec<Cursor<'_>> = if root.is_list() {
        root.items().collect()
    } else {
        vec![root]
    };
    for member in members {
        if member.has("variations") {
            read_feature(member, input, &mut draft)?;
        } else {
            draft.push(variable(&member.read()?, member, None, input));
        }
    }
    Ok(draft)
}

#[derive(Deserialize)]
struct ListedEnvironment {
    #[serde(rename = "_id")]
    id: String,
    key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feature {
    key: String,
    name: Option<String>,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    status: Option<String>,
    created_at: Option<Moment>,
    updated_at: Option<Moment>,
    prod_targeting_updated_at: Option<Moment>,
    tags: Option<Vec<String>>,
    static_variation: Option<String>,
    staleness: Option<Staleness>,
    summary: Option<Summary>,
    variables: Option<Vec<Variable>>,
    variations: Option<Vec<Variation>>,
    configurations: Option<Vec<Configuration>>,
    sdk_visibility: Option<Visibility>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Staleness {
    stale: Option<bool>,
    reason: Option<String>,
    disabled: Option<bool>,
    snoozed_until: Option<Moment>,
}

#[derive(Deserialize)]
struct Summary {
    links: Option<Vec<Link>>,
}

#[derive(Deserialize)]
struct Link {
    url: Option<String>,
}

#[derive(Deserialize)]
struct Visibility {
    mobile: Option<bool>,
    client: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Variable {
    key: String,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    status: Option<String>,
    persistent: Option<bool>,
    created_at: Option<Moment>,
}

#[derive(Deserialize)]
struct Variation {
    #[serde(rename = "_id")]
    id: String,
    key: Option<String>,
    variables: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Configuration {
    #[serde(rename = "_environment")]
    environment: Option<String>,
    status: Option<String>,
    updated_at: Option<Moment>,
    has_static_config: Option<bool>,
    targets: Option<Vec<FeatureTarget>>,
    prerequisites: Option<Vec<Parent>>,
}

#[derive(Deserialize)]
struct Parent {
    #[serde(rename = "_feature")]
    feature: String,
}

#[derive(Deserialize)]
struct FeatureTarget {
    #[serde(alias = "_audience")]
    audience: Option<Audience>,
    rollout: Option<Rollout>,
    distribution: Option<Vec<Part>>,
}

#[derive(Deserialize)]
struct Audience {
    filters: Option<Filters>,
}

#[derive(Deserialize)]
struct Filters {
    operator: Option<String>,
    filters: Option<Vec<Filter>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    #[serde(rename = "type")]
    kind: Option<String>,
    sub_type: Option<String>,
    comparator: Option<String>,
    operator: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rollout {
    start_percentage: Option<f64>,
    start_date: Option<Moment>,
    #[serde(rename = "type")]
    kind: Option<String>,
    stages: Option<Vec<Stage>>,
}

#[derive(Deserialize)]
struct Stage {
    percentage: f64,
    #[serde(rename = "type")]
    kind: Option<String>,
    date: Moment,
}

#[derive(Deserialize)]
struct Part {
    percentage: f64,
    #[serde(rename = "_variation")]
    variation: String,
}

fn read_feature(member: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let from: Feature = member.read()?;
    let variables = member.get("variables").into_iter().flat_map(Cursor::items);
    for (each, at) in from.variables.iter().flatten().zip(variables) {
        let mut entry = variable(each, at, Some(&from), input);
        let values = Values::of(&each.key, from.variations.as_deref().unwrap_or_default());
        entry.flag.variations = values.distinct();
        let boolean = entry.flag.value_type == Some(ValueType::Boolean);
        for configuration in from.configurations.iter().flatten() {
            let name = configuration.environment.clone().unwrap_or_else(|| input.environment());
            let mut environment = Environment::named(name);
            environment.enabled = configuration.on();
            environment.changed = configuration.updated_at.map(Into::into);
            let plan = configuration.plan(&from, &values, boolean);
            entry.environment(environment, Some(plan), None);
        }
        draft.push(entry);
    }
    Ok(())
}

fn variable(from: &Variable, at: Cursor<'_>, feature: Option<&Feature>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.key.clone(), at.get("key").unwrap_or(at)));
    let status = feature.and_then(|feature| feature.status.as_deref());
    match (status, from.status.as_deref()) {
        (Some("archived"), _) | (_, Some("archived")) => entry.lifecycle(Lifecycle::Archived),
        (Some("complete"), _) => entry.lifecycle(Lifecycle::Launched),
        (None, None) => {}
        _ => entry.lifecycle(Lifecycle::Active),
    }
    let flag = &mut entry.flag;
    flag.value_type = match from.kind.as_deref() {
        Some("Boolean") => Some(ValueType::Boolean),
        Some("String") => Some(ValueType::String),
        Some("Number") => Some(ValueType::Number),
        Some("JSON") => Some(ValueType::Json),
        _ => None,
    };
    flag.permanent = from.persistent;
    flag.created = from.created_at.map(Into::into);
    flag.description = from.description.clone().filter(|text| !text.is_empty());
    let Some(feature) = feature else { return entry };
    if feature.key != flag.key {
        flag.aliases.push(feature.key.clone());
    }
    flag.name = feature.name.clone();
    flag.description = flag
        .description
        .take()
        .or(feature.description.clone())
        .filter(|text| !text.is_empty());
    flag.created = flag.created.take().or(feature.created_at.map(Into::into));
    let configurations = feature
        .configurations
        .iter()
        .flatten()
        .filter_map(|each| each.updated_at)
        .max();
    flag.changed = feature
        .prod_targeting_updated_at
        .or(configurations)
        .or(feature.updated_at)
        .map(Into::into);
    flag.tags = feature.tags.clone().unwrap_or_default();
    if let Some(kind) = feature.kind.iter().chain(&flag.tags).find_map(|word| kind_of(word)) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    flag.ticket = feature
        .summary
        .iter()
        .flat_map(|summary| summary.links.iter().flatten())
        .find_map(|link| link.url.clone());
    flag.client_side = feature
        .sdk_visibility
        .as_ref()
        .map(|visible| visible.client == Some(true) || visible.mobile == Some(true));
    flag.stale_by_vendor = feature.staleness.as_ref().and_then(Staleness::verdict);
    let snoozed = feature.staleness.as_ref().and_then(|verdict| verdict.snoozed_until);
    entry.snoozed_until = snoozed.map(|moment| moment.0);
    entry
}

impl Staleness {
    /// Somebody who switches the verdict off has looked at it.
    fn verdict(&self) -> Option<VendorStale> {
        let stale = self.stale? && self.disabled != Some(true);
        Some(VendorStale {
            stale,
            reason: self.reason.clone().filter(|_| stale),
        })
    }
}

/// What one variable gets of each variation, by the variation's id or key.
struct Values {
    by_name: HashMap<String, Outcome>,
    values: Vec<Value>,
}

impl Values {
    fn of(variable: &str, variations: &[Variation]) -> Self {
        let values = variations.iter().map(|variation| {
            let served = variation
                .variables
                .as_ref()
                .and_then(|variables| variables.get(variable));
            (variation.id.clone(), variation.key.clone(), served.cloned())
        });
        Self::new(values)
    }

    fn new(variations: impl Iterator<Item = (String, Option<String>, Option<Value>)>) -> Self {
        let mut all = Self {
            by_name: HashMap::new(),
            values: Vec::new(),
        };
        for (position, (id, key, served)) in variations.enumerate() {
            // A variation that does not set the variable leaves it to the code.
            let outcome = served
                .clone()
                .map_or(Outcome::CodeDefault, |served| value(position, served));
            all.values.extend(served);
            all.by_name.extend(key.map(|key| (key, outcome.clone())));
            all.by_name.insert(id, outcome);
        }
        all
    }

    fn outcome(&self, name: &str) -> Outcome {
        let missing = || Outcome::Opaque("it names a variation that the feature does not have".to_owned());
        self.by_name.get(name).cloned().unwrap_or_else(missing)
    }

    fn distinct(&self) -> Vec<Value> {
        let mut distinct: Vec<Value> = Vec::new();
        for each in &self.values {
            if !distinct.contains(each) {
                distinct.push(each.clone());
            }
        }
        distinct
    }
}

impl Configuration {
    /// The configuration of SDKs holds active ones only and does not say so.
    fn on(&self) -> Option<bool> {
        match self.status.as_deref() {
            Some("inactive") => Some(false),
            Some("active") | None => Some(true),
            Some(_) => None,
        }
    }

    fn plan(&self, feature: &Feature, values: &Values, boolean: bool) -> Plan {
        let Some(on) = self.on() else {
            return Plan::Unknown("its status here is not known".to_owned());
        };
        let mut tree = Tree::new(on, Outcome::CodeDefault, Share::all(Outcome::CodeDefault));
        tree.on_value = boolean.then_some(Value::Bool(true));
        let complete = feature.status.as_deref() == Some("complete") || self.has_static_config == Some(true);
        if let (true, Some(variation)) = (complete, &feature.static_variation) {
            tree.otherwise = Share::all(values.outcome(variation));
            tree.notes
                .push("the feature is completed: one variation is served for good".to_owned());
            return Plan::Tree(Box::new(tree));
        }
        self.add_targets(values, &mut tree);
        Plan::Tree(Box::new(tree))
    }

    fn add_targets(&self, values: &Values, tree: &mut Tree) {
        for (position, target) in self.targets.iter().flatten().enumerate() {
            let name = format!("target {}", position + 1);
            let condition = target.condition();
            let part = |part: &Part| Share {
                weight: Some(part.percentage),
                outcome: values.outcome(&part.variation),
            };
            let serve: Vec<Share> = target.distribution.iter().flatten().map(part).collect();
            for (window, share) in target.windows() {
                let rule = Rule::new(name.clone(), condition.clone(), serve.clone());
                tree.rules.push(Rule { share, window, ..rule });
            }
        }
    }
}

impl FeatureTarget {
    fn condition(&self) -> Condition {
        let Some(filters) = self.audience.as_ref().and_then(|audience| audience.filters.as_ref()) else {
            return Condition::Unsure("a target does not say whom it holds for".to_owned());
        };
        let all: Vec<Condition> = filters.filters.iter().flatten().map(Filter::condition).collect();
        let any = filters.operator.as_deref() == Some("or");
        match all.as_slice() {
            [] => Condition::Unsure("a target has no filter".to_owned()),
            [only] => only.clone(),
            _ if any && all.contains(&Condition::Always) => Condition::Always,
            _ if any => {
                let words: Option<Vec<&str>> = all
                    .iter()
                    .map(|each| match each {
                        Condition::When(what) => Some(what.as_str()),
                        _ => None,
                    })
                    .collect();
                words.map_or_else(
                    || Condition::all(all.clone()),
                    |words| Condition::When(words.join(" or ")),
                )
            }
            _ => Condition::all(all),
        }
    }

    /// Which share it serves at which time.
    fn windows(&self) -> Vec<(Window, Option<f64>)> {
        let whole = vec![(Window::default(), Some(100.0))];
        let Some(rollout) = &self.rollout else { return whole };
        let Some(start) = rollout.start_date.map(|moment| moment.0) else {
            return vec![(Window::default(), None)];
        };
        let within = |from: Timestamp, until: Option<Timestamp>| Window {
            from: Some(from),
            until,
        };
        let first = rollout
            .start_percentage
            .unwrap_or(if rollout.kind.as_deref() == Some("schedule") {
                1.0
            } else {
                0.0
            });
        let mut windows = Vec::new();
        let (mut since, mut share) = (start, first);
        for stage in rollout.stages.iter().flatten() {
            let linear = stage.kind.as_deref() != Some("discrete");
            // Between two points of a line the share is computed while serving.
            let here = if linear && (stage.percentage - share).abs() > f64::EPSILON {
                None
            } else {
                Some(share * 100.0)
            };
            if stage.date.0 > since {
                windows.push((within(since, Some(stage.date.0)), here));
            }
            (since, share) = (stage.date.0.max(since), stage.percentage);
        }
        windows.push((within(since, None), Some(share * 100.0)));
        windows
    }
}

impl Filter {
    fn condition(&self) -> Condition {
        match self.kind.as_deref() {
            Some("all") => Condition::Always,
            Some("user") => {
                let what = self.sub_type.as_deref().unwrap_or("user");
                let comparator = self.comparator.as_deref().unwrap_or("is");
                Condition::When(format!("{} {}", what.escape_debug(), comparator.escape_debug()))
            }
            Some("audienceMatch") => Condition::When("an audience".to_owned()),
            Some("optIn") => Condition::When("those who opted in".to_owned()),
            None if self.operator.is_some() => Condition::Unsure("a target has nested filters".to_owned()),
            other => {
                let name = other.unwrap_or("").escape_debug();
                Condition::Unsure(format!("the filter type `{name}` is not known"))
            }
        }
    }
}

#[derive(Deserialize)]
struct Config {
    environment: Option<ConfigEnvironment>,
    project: Option<ConfigEnvironment>,
    features: Vec<ConfigFeature>,
    variables: Vec<ConfigVariable>,
}

#[derive(Deserialize)]
struct ConfigEnvironment {
    key: Option<String>,
}

#[derive(Deserialize)]
struct ConfigVariable {
    #[serde(rename = "_id")]
    id: String,
    key: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct ConfigFeature {
    #[serde(rename = "_id")]
    id: String,
    key: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    variations: Option<Vec<ConfigVariation>>,
    configuration: Option<Configuration>,
}

#[derive(Deserialize)]
struct ConfigVariation {
    #[serde(rename = "_id")]
    id: String,
    key: Option<String>,
    variables: Option<Vec<ConfigValue>>,
}

#[derive(Deserialize)]
struct ConfigValue {
    #[serde(rename = "_var")]
    variable: String,
    value: Value,
}

/// The configuration of SDKs: one environment, variables by id.
fn read_config(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let config: Config = root.read()?;
    let name = config
        .environment
        .and_then(|environment| environment.key)
        .unwrap_or_else(|| input.environment());
    let project = config.project.and_then(|project| project.key);
    // The feature that gives a variable its values; a variable may be in none.
    let mut owners: HashMap<&str, &ConfigFeature> = HashMap::new();
    let keys: HashMap<&str, &str> = config
        .features
        .iter()
        .map(|feature| (feature.id.as_str(), feature.key.as_str()))
        .collect();
    for feature in &config.features {
        let values = feature
            .variations
            .iter()
            .flatten()
            .flat_map(|variation| variation.variables.iter().flatten());
        for each in values {
            owners.entry(&each.variable).or_insert(feature);
        }
    }
    let members = root.get("variables").into_iter().flat_map(Cursor::items);
    for (from, at) in config.variables.iter().zip(members) {
        let listed = Variable {
            key: from.key.clone(),
            description: None,
            kind: from.kind.clone(),
            status: None,
            persistent: None,
            created_at: None,
        };
        let mut entry = variable(&listed, at, None, input);
        entry.flag.project = project.clone();
        if let Some(feature) = owners.get(from.id.as_str()) {
            feature.describe(&from.id, &name, &keys, &mut entry);
        }
        draft.push(entry);
    }
    Ok(())
}

impl ConfigFeature {
    fn describe(&self, variable: &str, environment: &str, keys: &HashMap<&str, &str>, entry: &mut Entry) {
        if self.key != entry.flag.key {
            entry.flag.aliases.push(self.key.clone());
        }
        if let Some(kind) = self.kind.as_deref().and_then(kind_of) {
            (entry.flag.kind, entry.flag.kind_source) = (kind, KindSource::Declared);
        }
        let served = |variation: &ConfigVariation| {
            let value = variation
                .variables
                .iter()
                .flatten()
                .find(|each| each.variable == variable);
            (
                variation.id.clone(),
                variation.key.clone(),
                value.map(|each| each.value.clone()),
            )
        };
        let values = Values::new(self.variations.iter().flatten().map(served));
        entry.flag.variations = values.distinct();
        let mut here = Environment::named(environment);
        here.enabled = Some(true);
        let mut tree = Tree::new(true, Outcome::CodeDefault, Share::all(Outcome::CodeDefault));
        tree.on_value = (entry.flag.value_type == Some(ValueType::Boolean)).then_some(Value::Bool(true));
        if let Some(configuration) = &self.configuration {
            configuration.add_targets(&values, &mut tree);
            for parent in configuration.prerequisites.iter().flatten() {
                let key = keys
                    .get(parent.feature.as_str())
                    .copied()
                    .unwrap_or("a feature that the file does not hold");
                tree.unnamed_requirements = Some(format!(
                    "it needs the feature `{}`, which is no variable",
                    key.escape_debug()
                ));
                entry.flag.prerequisites.push(Prerequisite {
                    flag: key.to_owned(),
                    values: None,
                    environment: Some(environment.to_owned()),
                    via: PrerequisiteVia::Flag,
                });
            }
        }
        entry.environment(here, Some(Plan::Tree(Box::new(tree))), None);
    }
}
