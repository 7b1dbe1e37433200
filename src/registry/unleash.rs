//! Unleash: the export of one environment, search and project lists, a single feature, the list that SDKs get, and the old
//! state export (versions 1 to 4, also inside `state` as in the client specification).
//!
//! Served is what `isEnabled` gives; what `getVariant` gives stands in [`Environment::variant`]. Strategies are OR-ed. A
//! strategy limited to a segment whose constraints the file does not hold may hold for everybody or nobody: unknown.
//! The SDK list names its environment in `query`; else the file's name is asked, else it is `default`.
//! Shapes after src/lib/openapi/spec of Unleash/unleash and answers of a server 7.5.1.

use std::collections::{BTreeMap, HashMap};

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::conventions::{Moment, kind_of, squeeze};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Evaluated, Format, Input, Kind, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, ValueType,
    VendorStale,
};
use crate::serves::{Accepts, Condition, Outcome, Plan, Question, Requirement, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "unleash",
    title: "an Unleash export",
    obtain: "curl -s -X POST -H \"Authorization: $TOKEN\" -H \"Content-Type: application/json\" \
             \"$URL/api/admin/features-batch/export\" -d '{\"environment\": \"production\", \"features\": []}' > export.json",
    lacks: "every date, and when flags were evaluated (add the file of `/api/admin/search/features`, and of the same with \
            `archived=IS:true`); expiry dates; owners, except by tags of type `team`; when strategies were changed",
    looks_like,
    almost,
    read,
};

/// What Unleash's operators are called; a constraint with any other is not understood.
const OPERATORS: [&str; 16] = [
    "IN",
    "NOT_IN",
    "STR_CONTAINS",
    "STR_STARTS_WITH",
    "STR_ENDS_WITH",
    "REGEX",
    "NUM_EQ",
    "NUM_GT",
    "NUM_GTE",
    "NUM_LT",
    "NUM_LTE",
    "DATE_AFTER",
    "DATE_BEFORE",
    "SEMVER_EQ",
    "SEMVER_GT",
    "SEMVER_LT",
];

fn looks_like(root: Cursor<'_>) -> bool {
    let root = inside(root);
    let Some(features) = root.get("features").filter(|features| features.is_list()) else {
        return is_feature(root);
    };
    if root.has("featureStrategies") {
        return true;
    }
    let named = features
        .items()
        .any(|feature| feature.has("name") && !feature.has("defaultStrategy"));
    let list = root.has("total") || root.get("version").is_some_and(|version| version.number().is_some());
    list && !root.has("hasMore") && (named || features.is_empty())
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let features = root.get("features").filter(|features| features.is_list())?;
    let named = features.items().any(|feature| feature.has("name"));
    named.then(|| "beside `features` stands none of `featureStrategies`, `total` and `version`".to_owned())
}

/// One feature with its strategies.
fn is_feature(root: Cursor<'_>) -> bool {
    let environments = root
        .get("environments")
        .filter(|_| root.has("name") && !root.has("key"));
    environments.is_some_and(|all| all.items().any(|environment| environment.has("strategies")))
}

/// The client specification wraps a list in `state`.
fn inside(root: Cursor<'_>) -> Cursor<'_> {
    root.get("state")
        .filter(|state| state.get("features").is_some_and(Cursor::is_list))
        .unwrap_or(root)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    version: Option<f64>,
    total: Option<usize>,
    feature_strategies: Option<Vec<Strategy>>,
    feature_environments: Option<Vec<FeatureEnvironment>>,
    feature_tags: Option<Vec<FeatureTag>>,
    dependencies: Option<Vec<FeatureDependencies>>,
    links: Option<Vec<FeatureLinks>>,
    segments: Option<Vec<Segment>>,
    feature_strategy_segments: Option<Vec<StrategySegment>>,
    query: Option<Query>,
}

#[derive(Deserialize)]
struct Query {
    environment: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FeatureEnvironment {
    feature_name: String,
    environment: String,
    enabled: bool,
    variants: Option<Vec<Variant>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FeatureTag {
    feature_name: String,
    #[serde(alias = "type")]
    tag_type: Option<String>,
    #[serde(alias = "value")]
    tag_value: Option<String>,
}

#[derive(Deserialize)]
struct FeatureDependencies {
    feature: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct FeatureLinks {
    feature: String,
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Segment {
    id: i64,
    name: Option<String>,
    constraints: Option<Vec<Constraint>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StrategySegment {
    feature_strategy_id: String,
    segment_id: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feature {
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    description: Option<String>,
    project: Option<String>,
    stale: Option<bool>,
    archived: Option<bool>,
    created_at: Option<Moment>,
    archived_at: Option<Moment>,
    last_seen_at: Option<Moment>,
    created_by: Option<Raw>,
    enabled: Option<bool>,
    lifecycle: Option<Stage>,
    environments: Option<Vec<Place>>,
    tags: Option<Vec<Tag>>,
    dependencies: Option<Vec<Dependency>>,
    links: Option<Vec<Link>>,
    strategies: Option<Vec<Strategy>>,
    variants: Option<Vec<Variant>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stage {
    stage: Option<String>,
    entered_stage_at: Option<Moment>,
}

/// A feature in one environment, as lists have it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    name: String,
    enabled: Option<bool>,
    /// `Some(None)`: the file says that nobody ever asked.
    #[serde(default, deserialize_with = "present")]
    last_seen_at: Option<Option<Moment>>,
    strategies: Option<Vec<Strategy>>,
    variants: Option<Vec<Variant>>,
}

#[derive(Deserialize, Clone)]
struct Tag {
    #[serde(rename = "type")]
    kind: Option<String>,
    value: Option<String>,
}

#[derive(Deserialize)]
struct Dependency {
    feature: String,
    enabled: Option<bool>,
    variants: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Link {
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Strategy {
    #[serde(alias = "strategyName")]
    name: String,
    id: Option<String>,
    feature_name: Option<String>,
    environment: Option<String>,
    parameters: Option<BTreeMap<String, Value>>,
    constraints: Option<Vec<Constraint>>,
    segments: Option<Vec<i64>>,
    variants: Option<Vec<Variant>>,
    disabled: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Constraint {
    context_name: Option<String>,
    operator: Option<String>,
    values: Option<Vec<IgnoredAny>>,
    inverted: Option<bool>,
}

#[derive(Deserialize, Clone)]
struct Variant {
    name: String,
    weight: Option<f64>,
    overrides: Option<Vec<VariantOverride>>,
}

#[derive(Deserialize, Clone)]
struct VariantOverride {
    values: Option<Vec<IgnoredAny>>,
}

/// Tells `null` from a missing member.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Moment>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What stands beside the features, by feature.
#[derive(Default)]
struct Beside {
    /// By feature and environment; without one the environment is the only one of the file.
    strategies: HashMap<(String, Option<String>), Vec<Strategy>>,
    /// The file has strategies: a feature that is not among them has none.
    has_strategies: bool,
    environments: HashMap<String, Vec<FeatureEnvironment>>,
    tags: HashMap<String, Vec<Tag>>,
    dependencies: HashMap<String, Vec<Dependency>>,
    links: HashMap<String, Vec<Link>>,
    segments: Segments,
    environment: String,
    /// The file is one environment's list for SDKs: a feature's own `enabled` counts.
    client: bool,
    /// The list is a whole file, not the part of one that specifies clients.
    whole: bool,
}

/// Constraints by segment, where the file holds them; segments by strategy in old exports.
#[derive(Default)]
struct Segments {
    constraints: HashMap<i64, Vec<Constraint>>,
    names: HashMap<i64, String>,
    by_strategy: HashMap<String, Vec<i64>>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = inside(input.root);
    let mut draft = Draft::default();
    if is_feature(root) {
        let beside = Beside {
            environment: input.environment(),
            ..Beside::default()
        };
        draft.push(read_feature(root, &beside, input)?);
        return Ok(draft);
    }
    let Some(features) = root.get("features") else {
        return Err(root.expected("an object with `features`"));
    };
    if !features.is_list() {
        return Err(features.expected("a list of features"));
    }
    let file: File = root.read()?;
    draft.total = file.total;
    let beside = Beside::of(file, input);
    for feature in features.items() {
        draft.push(read_feature(feature, &beside, input)?);
    }
    Ok(draft)
}

impl Beside {
    fn of(file: File, input: &Input<'_>) -> Self {
        let mut beside = Self {
            has_strategies: file.feature_strategies.is_some(),
            environment: file
                .query
                .and_then(|query| query.environment)
                .unwrap_or_else(|| input.environment()),
            client: file.version.is_some(),
            whole: !input.root.has("state"),
            ..Self::default()
        };
        for segment in file.segments.into_iter().flatten() {
            beside
                .segments
                .names
                .extend(segment.name.map(|name| (segment.id, name)));
            beside
                .segments
                .constraints
                .extend(segment.constraints.map(|constraints| (segment.id, constraints)));
        }
        for link in file.feature_strategy_segments.into_iter().flatten() {
            beside
                .segments
                .by_strategy
                .entry(link.feature_strategy_id)
                .or_default()
                .push(link.segment_id);
        }
        for strategy in file.feature_strategies.into_iter().flatten() {
            let Some(feature) = strategy.feature_name.clone() else {
                continue;
            };
            beside
                .strategies
                .entry((feature, strategy.environment.clone()))
                .or_default()
                .push(strategy);
        }
        for environment in file.feature_environments.into_iter().flatten() {
            beside
                .environments
                .entry(environment.feature_name.clone())
                .or_default()
                .push(environment);
        }
        for tag in file.feature_tags.into_iter().flatten() {
            beside.tags.entry(tag.feature_name).or_default().push(Tag {
                kind: tag.tag_type,
                value: tag.tag_value,
            });
        }
        for each in file.dependencies.into_iter().flatten() {
            beside
                .dependencies
                .entry(each.feature)
                .or_default()
                .extend(each.dependencies);
        }
        for each in file.links.into_iter().flatten() {
            beside.links.entry(each.feature).or_default().extend(each.links);
        }
        beside
    }

    fn strategies(&self, feature: &str, environment: &str) -> impl Iterator<Item = &Strategy> {
        let of = |environment: Option<String>| {
            self.strategies
                .get(&(feature.to_owned(), environment))
                .into_iter()
                .flatten()
        };
        of(Some(environment.to_owned())).chain(of(None))
    }
}

fn read_feature(member: Cursor<'_>, beside: &Beside, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Feature = member.read()?;
    let mut entry = Entry::new(input.flag(from.name.clone(), member.get("name").unwrap_or(member)));
    let empty = Vec::new();
    let of_feature = beside.tags.get(&from.name).unwrap_or(&empty);
    describe(&mut entry, &from, of_feature, member);
    let no_links = Vec::new();
    let links = from
        .links
        .iter()
        .flatten()
        .chain(beside.links.get(&from.name).unwrap_or(&no_links));
    if let Some(url) = links.filter_map(|link| link.url.clone()).next() {
        entry.flag.ticket = Some(url);
    }
    let dependencies: Vec<&Dependency> = from
        .dependencies
        .iter()
        .chain(beside.dependencies.get(&from.name))
        .flatten()
        .collect();
    entry.flag.prerequisites = dependencies
        .iter()
        .map(|dependency| dependency.prerequisite())
        .collect();
    let mut add = |name: &str, facts: Facts<'_>| {
        let mut environment = Environment::named(name);
        environment.enabled = facts.enabled;
        environment.default_when_off = Some(Value::Bool(false));
        environment.evaluated = facts
            .seen
            .map(|seen| seen.map_or(Evaluated::Never, |moment| Evaluated::At(moment.0)));
        let (value, variant) = plans(&facts, &dependencies, &beside.segments);
        entry.environment(environment, Some(value), variant);
    };
    let variants = from.variants.as_deref().unwrap_or_default();
    for place in from.environments.iter().flatten() {
        let strategies = place.strategies.as_ref().map(|strategies| strategies.iter().collect());
        let variants = place
            .variants
            .as_deref()
            .filter(|own| !own.is_empty())
            .unwrap_or(variants);
        add(
            &place.name,
            Facts {
                enabled: place.enabled,
                seen: place.last_seen_at,
                strategies,
                variants,
                seed: false,
            },
        );
    }
    for here in beside.environments.get(&from.name).into_iter().flatten() {
        let strategies = beside
            .has_strategies
            .then(|| beside.strategies(&from.name, &here.environment).collect());
        let variants = here
            .variants
            .as_deref()
            .filter(|own| !own.is_empty())
            .unwrap_or(variants);
        add(
            &here.environment,
            Facts {
                enabled: Some(here.enabled),
                seen: None,
                strategies,
                variants,
                seed: false,
            },
        );
    }
    let listed = from.environments.is_some() || beside.environments.contains_key(&from.name);
    if !listed && beside.client && from.enabled.is_some() {
        let strategies = from.strategies.as_ref().map(|strategies| strategies.iter().collect());
        let strategies = strategies.or_else(|| {
            beside
                .has_strategies
                .then(|| beside.strategies(&from.name, &beside.environment).collect())
        });
        add(
            &beside.environment,
            Facts {
                enabled: from.enabled,
                seen: None,
                strategies,
                variants,
                // Lists for SDKs have no dates.
                seed: beside.whole && from.created_at.is_some(),
            },
        );
    }
    let mut variations = vec![Value::Bool(true), Value::Bool(false)];
    for name in variant_names(&from, beside) {
        let name = Value::from(name);
        if !variations.contains(&name) {
            variations.push(name);
        }
    }
    entry.variations(variations);
    entry.flag.value_type = Some(ValueType::Boolean);
    Ok(entry)
}

/// Facts that do not depend on an environment.
fn describe(entry: &mut Entry, from: &Feature, of_feature: &[Tag], member: Cursor<'_>) {
    let stage = from.lifecycle.as_ref().and_then(|lifecycle| lifecycle.stage.as_deref());
    if from.archived == Some(true) || from.archived_at.is_some() || stage == Some("archived") {
        entry.lifecycle(Lifecycle::Archived);
    } else if stage == Some("completed") {
        entry.lifecycle(Lifecycle::Launched);
    } else {
        entry.lifecycle_said = stage.is_some();
    }
    let flag = &mut entry.flag;
    if let Some(kind) = from.kind.as_deref().and_then(kind_of) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    // Types without a lifetime are meant to stay. The few days that an operational flag has by default are no mark that
    // somebody gave this one.
    flag.permanent = match from.kind.as_deref() {
        Some("kill-switch" | "permission") => Some(true),
        Some("operational") => None,
        _ if flag.kind == Kind::Unknown => None,
        _ => Some(false),
    };
    flag.description = from.description.clone().filter(|text| !text.is_empty());
    flag.project = from.project.clone();
    flag.created = from.created_at.map(Into::into);
    flag.changed = from
        .lifecycle
        .as_ref()
        .and_then(|lifecycle| lifecycle.entered_stage_at)
        .map(Into::into);
    flag.evaluated = from.last_seen_at.map(|moment| Evaluated::At(moment.0));
    flag.stale_by_vendor = from.stale.map(|stale| VendorStale {
        stale,
        reason: stale.then(|| "marked as stale".to_owned()),
    });
    let mut creator = from.created_by.map(|raw| member.document().cursor(raw));
    creator = creator.and_then(|creator| creator.get("name").or(Some(creator)));
    for tag in from.tags.iter().flatten().chain(of_feature) {
        let (Some(kind), Some(value)) = (tag.kind.as_deref(), &tag.value) else {
            continue;
        };
        match squeeze(kind).as_str() {
            "team" | "owner" | "owners" | "squad" | "maintainer" => flag.owners.push(value.clone()),
            "ticket" | "issue" | "jira" | "cleanup" => flag.ticket = flag.ticket.take().or(Some(value.clone())),
            _ => {}
        }
        flag.tags.push(if kind == "simple" {
            value.clone()
        } else {
            format!("{kind}:{value}")
        });
    }
    if flag.owners.is_empty() {
        flag.owners
            .extend(creator.and_then(|creator| creator.text()).map(|name| name.into_owned()));
    }
}

fn variant_names<'a>(from: &'a Feature, beside: &'a Beside) -> Vec<&'a str> {
    let own = from.strategies.iter().flatten().chain(
        from.environments
            .iter()
            .flatten()
            .flat_map(|place| place.strategies.iter().flatten()),
    );
    let here = beside.environments.get(&from.name).into_iter().flatten();
    let beside = here
        .clone()
        .flat_map(|place| beside.strategies(&from.name, &place.environment));
    let of_strategies = own.chain(beside).filter_map(|strategy| strategy.variants.as_ref());
    let places = from
        .environments
        .iter()
        .flatten()
        .filter_map(|place| place.variants.as_ref());
    let here = here.filter_map(|place| place.variants.as_ref());
    let all = of_strategies
        .chain(from.variants.as_ref())
        .chain(places)
        .chain(here)
        .flatten();
    all.map(|variant| variant.name.as_str()).collect()
}

impl Dependency {
    fn variants(&self) -> Vec<Value> {
        self.variants
            .iter()
            .flatten()
            .map(|name| Value::from(name.as_str()))
            .collect()
    }

    /// Must be on, must be off, or must give one of these variants.
    fn values(&self) -> Vec<Value> {
        let variants = self.variants();
        match self.enabled {
            Some(false) => vec![Value::Bool(false)],
            _ if !variants.is_empty() => variants,
            _ => vec![Value::Bool(true)],
        }
    }

    fn prerequisite(&self) -> Prerequisite {
        let values = Some(self.values());
        Prerequisite {
            flag: self.feature.clone(),
            values,
            environment: None,
            via: PrerequisiteVia::Flag,
        }
    }

    /// A parent must be on before its variant counts.
    fn requirements(&self) -> Vec<Requirement> {
        let of = |question, values, met_without_variants| Requirement {
            flag: self.feature.clone(),
            question,
            accepts: Accepts::Values(values),
            met_without_variants,
            words: None,
        };
        if self.enabled == Some(false) {
            return vec![of(Question::Value, vec![Value::Bool(false)], false)];
        }
        let on = of(Question::Value, vec![Value::Bool(true)], false);
        match self.variants() {
            names if names.is_empty() => vec![on],
            names => {
                let none = names.iter().any(|name| name == DISABLED);
                vec![on, of(Question::Variant, names, none)]
            }
        }
    }
}

/// The variant that SDKs give where there is none.
const DISABLED: &str = "disabled";

/// What the file says of a feature in one environment.
struct Facts<'a> {
    enabled: Option<bool>,
    seen: Option<Option<Moment>>,
    /// `None`: the file holds no strategies.
    strategies: Option<Vec<&'a Strategy>>,
    /// Of the feature or the environment; those of a strategy come first.
    variants: &'a [Variant],
    /// An old state export without environments. Projects keep it to fill a local server, so its state says nothing of
    /// production.
    seed: bool,
}

/// What `isEnabled` and, if there are variants, `getVariant` give.
fn plans(facts: &Facts<'_>, dependencies: &[&Dependency], segments: &Segments) -> (Plan, Option<Plan>) {
    let (off, disabled) = (
        boolean(false),
        Outcome::Value {
            variation: 0,
            value: Value::from(DISABLED),
        },
    );
    let has_variants = !facts.variants.is_empty()
        || facts
            .strategies
            .iter()
            .flatten()
            .any(|each| !each.variants().is_empty());
    let both = |value: Plan, variant: Plan| (value, has_variants.then_some(variant));
    let unknown = |why: &str| both(Plan::Unknown(why.to_owned()), Plan::Unknown(why.to_owned()));
    let whole = |tree: Tree| Plan::Tree(Box::new(tree));
    let Some(on) = facts.enabled else {
        return unknown("the file does not say whether it is on");
    };
    if facts.seed {
        return unknown("an old state export without environments, as it fills a local server: production may differ");
    }
    let tree = |off: &Outcome| {
        let mut tree = Tree::new(on, off.clone(), Share::all(off.clone()));
        tree.requirements = dependencies
            .iter()
            .flat_map(|dependency| dependency.requirements())
            .collect();
        // By the client specification, SDKs follow one level only.
        tree.dependent_satisfies = false;
        tree
    };
    let (mut value, mut variant) = (tree(&off), tree(&disabled));
    value.on_value = Some(Value::Bool(true));
    if !on {
        return both(whole(value), whole(variant));
    }
    let Some(strategies) = &facts.strategies else {
        return unknown("on, but this list holds no strategies: read the export or the feature itself too");
    };
    let active: Vec<&&Strategy> = strategies
        .iter()
        .filter(|strategy| strategy.disabled != Some(true))
        .collect();
    if strategies.is_empty() {
        value.otherwise = Share::all(boolean(true));
        value
            .notes
            .push("it has no strategy, so it is on for everyone".to_owned());
        variant.otherwise = pick(facts.variants);
    } else if active.is_empty() {
        return unknown("on, but every strategy is disabled");
    }
    for (position, strategy) in active.into_iter().enumerate() {
        let name = format!("strategy {}", position + 1);
        let variants = if strategy.variants().is_empty() {
            facts.variants
        } else {
            strategy.variants()
        };
        if let Some(count) = strategy.named_users() {
            value.targets.push(Target {
                count,
                outcome: boolean(true),
            });
            let outcome = Outcome::Opaque("named users get a variant".to_owned());
            variant.targets.push(Target { count, outcome });
            continue;
        }
        let (condition, moving) = strategy.condition(segments);
        let rule = |serve| Rule {
            share: strategy.share(),
            moving,
            ..Rule::new(name.clone(), condition.clone(), serve)
        };
        value.rules.push(rule(Share::all(boolean(true))));
        variant.rules.push(rule(pick(variants)));
        if let Some(stickiness) = strategy.stickiness() {
            value.notes.push(format!(
                "contexts without `{stickiness}` are not counted: {name} needs it"
            ));
        }
    }
    let overrides = facts
        .variants
        .iter()
        .flat_map(|each| each.overrides.iter().flatten().map(move |named| (each, named)));
    for (each, named) in overrides {
        let count = named.values.as_ref().map_or(0, Vec::len) as u64;
        let outcome = Outcome::Value {
            variation: 1,
            value: Value::from(each.name.as_str()),
        };
        variant.targets.push(Target { count, outcome });
    }
    both(whole(value), whole(variant))
}

fn boolean(value: bool) -> Outcome {
    Outcome::Value {
        variation: u32::from(!value),
        value: Value::Bool(value),
    }
}

/// Variants by weight; without any, or with no weight at all, SDKs give the variant `disabled`.
fn pick(variants: &[Variant]) -> Vec<Share> {
    let weight = |variant: &Variant| variant.weight.unwrap_or(0.0).max(0.0);
    if variants.iter().all(|variant| weight(variant) == 0.0) {
        return Share::all(Outcome::Value {
            variation: 0,
            value: Value::from(DISABLED),
        });
    }
    let share = |(variant, number): (&Variant, u32)| Share {
        weight: Some(weight(variant)),
        outcome: Outcome::Value {
            variation: number,
            value: Value::from(variant.name.as_str()),
        },
    };
    variants.iter().zip(1..).map(share).collect()
}

impl Strategy {
    fn variants(&self) -> &[Variant] {
        self.variants.as_deref().unwrap_or_default()
    }

    fn parameter(&self, name: &str) -> Option<String> {
        match self.parameters.as_ref()?.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// How many entries a parameter lists.
    fn listed(&self, name: &str) -> usize {
        let text = self.parameter(name).unwrap_or_default();
        text.split(',').filter(|part| !part.trim().is_empty()).count()
    }

    /// Parameters are text: "0" to "100".
    fn share(&self) -> Option<f64> {
        let of = |name: &str| {
            self.parameter(name)
                .and_then(|text| text.trim().parse::<f64>().ok())
                .map(|share| share.clamp(0.0, 100.0))
        };
        match self.name.as_str() {
            "flexibleRollout" => of("rollout"),
            name if name.starts_with("gradualRollout") => of("percentage"),
            _ => Some(100.0),
        }
    }

    /// The strategy that lists people by id.
    fn named_users(&self) -> Option<u64> {
        (self.name == "userWithId").then(|| self.listed("userIds") as u64)
    }

    /// What a rollout goes by, where contexts may lack it.
    fn stickiness(&self) -> Option<String> {
        if self.name != "flexibleRollout" {
            return None;
        }
        self.parameter("stickiness")
            .filter(|name| !matches!(name.as_str(), "" | "default" | "random"))
            .map(|name| name.escape_debug().to_string())
    }

    /// Whom the strategy holds for, and whether time alone changes that.
    fn condition(&self, segments: &Segments) -> (Condition, bool) {
        let mut words = match self.name.as_str() {
            "default"
            | "flexibleRollout"
            | "gradualRolloutRandom"
            | "gradualRolloutSessionId"
            | "gradualRolloutUserId" => Vec::new(),
            "remoteAddress" => vec![format!("remoteAddress in ({})", count_in_words(self.listed("IPs")))],
            "applicationHostname" => vec![format!("hostname in ({})", count_in_words(self.listed("hostNames")))],
            name => {
                let why = format!("the strategy `{}` is the team's own", name.escape_debug());
                return (Condition::Unsure(why), false);
            }
        };
        if self.share().is_none() {
            return (
                Condition::Unsure(format!("{} has no share that is a number", self.name.escape_debug())),
                false,
            );
        }
        let own = self.segments.iter().flatten();
        let linked = self
            .id
            .as_ref()
            .and_then(|id| segments.by_strategy.get(id))
            .into_iter()
            .flatten();
        let mut constraints: Vec<&Constraint> = self.constraints.iter().flatten().collect();
        let mut hidden = Vec::new();
        for id in own.chain(linked) {
            match segments.constraints.get(id) {
                Some(of_segment) => constraints.extend(of_segment),
                None => hidden.push(*id),
            }
        }
        let mut unknown = None;
        let mut moving = false;
        for constraint in constraints {
            let operator = constraint.operator.as_deref().unwrap_or("");
            if !OPERATORS.contains(&operator) {
                unknown = Some(format!("the operator `{}` is not known", operator.escape_debug()));
            }
            moving |= operator.starts_with("DATE_");
            words.push(constraint.in_words());
        }
        let condition = match (unknown, hidden.first()) {
            (Some(why), _) => Condition::Unsure(why),
            // A constraint limits the strategy already, whatever the segment holds.
            (None, Some(_)) if !words.is_empty() => Condition::When(format!("{} and a segment", words.join(" and "))),
            (None, Some(id)) => {
                let name = segments
                    .names
                    .get(id)
                    .map_or_else(|| id.to_string(), |name| name.escape_debug().to_string());
                Condition::Unsure(format!(
                    "it is limited to the segment `{name}`, whose constraints the file does not hold"
                ))
            }
            (None, None) if words.is_empty() => Condition::Always,
            (None, None) => Condition::When(words.join(" and ")),
        };
        (condition, moving)
    }
}

impl Constraint {
    /// Attribute, operator and the number of values; never the values, which may name people.
    fn in_words(&self) -> String {
        let name = self.context_name.as_deref().unwrap_or("context").escape_debug();
        let not = if self.inverted == Some(true) { "not " } else { "" };
        let operator = self.operator.as_deref().unwrap_or("").escape_debug();
        // Operators for one value have it in `value` instead.
        let count = self.values.as_ref().map_or(0, Vec::len).max(1);
        format!("{name} {not}{operator} ({})", count_in_words(count))
    }
}

fn count_in_words(count: usize) -> String {
    if count == 1 {
        "1 value".to_owned()
    } else {
        format!("{count} values")
    }
}
