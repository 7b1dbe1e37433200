//! Bucketeer: the list of features of one environment.
//!
//! Asked first are the prerequisites, then whether it is enabled, then targets, rules and the default strategy. A prerequisite is
//! met by a variation, so a parent that is off may meet it. Switched off without an off variation it is not off at all.
//! Times are seconds since 1970 as text. Shapes after proto/feature and api-description of bucketeer-io/bucketeer.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{count_in_words, pages, typed, value, within_list};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Evaluated, Format, Input, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, ValueType, When,
};
use crate::serves::{Accepts, Condition, Outcome, Plan, Requirement, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "bucketeer",
    title: "a Bucketeer export",
    obtain: "curl -s -H \"Authorization: Bearer $API_KEY\" \
             \"https://HOST/v1/features?environmentId=production&pageSize=100&cursor=0&archived=false\" > features.production.json",
    lacks: "expiry dates; the feature's purpose, except by tags; whether it is meant to stay; tickets; archived features, unless asked \
            for with `archived=true`; the environment's name, which is taken from the file's name",
    looks_like: |root| {
        pages(root)
            .into_iter()
            .any(|page| within_list(page, "features", &["id", "defaultStrategy"]))
    },
    almost: |root| {
        within_list(root, "features", &["id", "offVariation"])
            .then(|| "the members of `features` have no `defaultStrategy`".to_owned())
    },
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    total_count: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feature {
    id: String,
    name: Option<String>,
    description: Option<String>,
    enabled: Option<bool>,
    deleted: Option<bool>,
    archived: Option<bool>,
    created_at: Option<Moment>,
    updated_at: Option<Moment>,
    variations: Option<Vec<Variation>>,
    targets: Option<Vec<Named>>,
    rules: Option<Vec<FeatureRule>>,
    default_strategy: Option<Strategy>,
    off_variation: Option<String>,
    tags: Option<Vec<String>>,
    maintainer: Option<String>,
    variation_type: Option<String>,
    prerequisites: Option<Vec<Parent>>,
    /// `Some(None)`: the file says that nobody ever asked.
    #[serde(default, deserialize_with = "present")]
    last_used_info: Option<Option<LastUsed>>,
}

/// Tells `null` from a missing member.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<LastUsed>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LastUsed {
    last_used_at: Option<Moment>,
}

#[derive(Deserialize)]
struct Variation {
    id: String,
    value: String,
}

#[derive(Deserialize)]
struct Named {
    variation: String,
    users: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct FeatureRule {
    strategy: Strategy,
    clauses: Option<Vec<Clause>>,
}

#[derive(Deserialize)]
struct Clause {
    attribute: Option<String>,
    operator: Option<String>,
    values: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Strategy {
    fixed_strategy: Option<Fixed>,
    rollout_strategy: Option<Rollout>,
}

#[derive(Deserialize)]
struct Fixed {
    variation: String,
}

#[derive(Deserialize)]
struct Rollout {
    variations: Option<Vec<Weight>>,
    audience: Option<Audience>,
}

#[derive(Deserialize)]
struct Weight {
    variation: String,
    weight: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Audience {
    percentage: Option<f64>,
    default_variation: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parent {
    feature_id: String,
    variation_id: String,
}

/// What clauses may compare with; one with any other operator is not understood.
const OPERATORS: [&str; 14] = [
    "EQUALS",
    "NOT_EQUALS",
    "IN",
    "ENDS_WITH",
    "STARTS_WITH",
    "SEGMENT",
    "GREATER",
    "GREATER_OR_EQUAL",
    "LESS",
    "LESS_OR_EQUAL",
    "BEFORE",
    "AFTER",
    "PARTIALLY_MATCH",
    "FEATURE_FLAG",
];

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let mut members = Vec::new();
    for page in pages(input.root) {
        let Some(features) = page.get("features").filter(|features| features.is_list()) else {
            return Err(page.expected("an object with `features`"));
        };
        let total = page.read::<Page>()?.total_count;
        let total = total.and_then(|total| total.as_u64().or_else(|| total.as_str()?.parse().ok()));
        draft.total = draft.total.max(total.and_then(|total| usize::try_from(total).ok()));
        members.extend(features.items());
    }
    let features: Vec<(Cursor<'_>, Feature)> = members
        .into_iter()
        .map(|member| Ok((member, member.read()?)))
        .collect::<Result<_, Trouble>>()?;
    // Prerequisites name variations by ids that are unique across features.
    let mut values = Values::new();
    for (_, feature) in &features {
        for (position, (id, value)) in (0..).zip(feature.values()) {
            values.insert(id.to_owned(), (position, value));
        }
    }
    for (member, feature) in &features {
        draft.push(read_feature(*member, feature, &values, input));
    }
    Ok(draft)
}

/// The variation of every id: its place in its feature, and its value.
type Values = HashMap<String, (u32, Value)>;

impl Feature {
    fn values(&self) -> impl Iterator<Item = (&str, Value)> {
        let declared = self.variation_type.as_deref().unwrap_or("");
        let each = move |variation: &'_ Variation| typed(&variation.value, declared);
        self.variations
            .iter()
            .flatten()
            .map(move |variation| (variation.id.as_str(), each(variation)))
    }

    fn outcome(&self, id: &str) -> Outcome {
        match self.values().enumerate().find(|(_, (known, _))| *known == id) {
            Some((position, (_, served))) => value(position, served),
            None => Outcome::Opaque("it names a variation that it does not have".to_owned()),
        }
    }
}

fn read_feature(member: Cursor<'_>, from: &Feature, values: &Values, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.id.clone(), member.get("id").unwrap_or(member)));
    entry.variations(from.values().map(|(_, value)| value).collect());
    match (from.deleted, from.archived) {
        (Some(true), _) => entry.lifecycle(Lifecycle::Deleted),
        (_, Some(archived)) => entry.lifecycle(super::shape::archived(archived)),
        _ => {}
    }
    let flag = &mut entry.flag;
    if from.variation_type.as_deref() == Some("BOOLEAN") {
        flag.value_type = Some(ValueType::Boolean);
    }
    flag.name = from.name.clone().filter(|name| !name.is_empty());
    flag.description = from.description.clone().filter(|text| !text.is_empty());
    flag.created = from.created_at.and_then(known);
    flag.changed = from.updated_at.and_then(known);
    flag.owners = from
        .maintainer
        .clone()
        .filter(|owner| !owner.is_empty())
        .into_iter()
        .collect();
    flag.tags = from.tags.clone().unwrap_or_default();
    if let Some(kind) = flag.tags.iter().find_map(|tag| kind_of(tag)) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    let used = from.last_used_info.as_ref();
    flag.evaluated = used.map(|used| {
        let at = used.as_ref().and_then(|used| used.last_used_at);
        at.and_then(known)
            .and_then(|at| at.time())
            .map_or(Evaluated::Never, Evaluated::At)
    });
    let of_flag = from.prerequisites.iter().flatten().map(|parent| {
        (
            parent.feature_id.clone(),
            vec![parent.variation_id.clone()],
            PrerequisiteVia::Flag,
        )
    });
    let clauses = from
        .rules
        .iter()
        .flatten()
        .flat_map(|rule| rule.clauses.iter().flatten());
    let of_rules = clauses
        .filter(|clause| clause.is_flag())
        .filter_map(|clause| Some((clause.attribute.clone()?, clause.values.clone()?, PrerequisiteVia::Rule)));
    flag.prerequisites = of_flag
        .chain(of_rules)
        .map(|(flag, variations, via)| Prerequisite {
            flag,
            values: variations
                .iter()
                .map(|id| values.get(id).map(|(_, value)| value.clone()))
                .collect(),
            environment: None,
            via,
        })
        .collect();
    let mut environment = Environment::named(input.environment());
    environment.enabled = from.enabled;
    let off = from
        .off_variation
        .as_deref()
        .filter(|id| !id.is_empty())
        .map(|id| from.outcome(id));
    if let Some(Outcome::Value { value, .. }) = &off {
        environment.default_when_off = Some(value.clone());
    }
    let plan = plan(from, off, values, entry.flag.value_type == Some(ValueType::Boolean));
    entry.environment(environment, Some(plan), None);
    entry
}

/// A time that is not written as 0, which is none.
fn known(at: Moment) -> Option<When> {
    (at.0.as_second() > 0).then_some(When::Time(at.0))
}

fn plan(from: &Feature, off: Option<Outcome>, values: &Values, boolean: bool) -> Plan {
    let Some(on) = from.enabled else {
        return Plan::Unknown("the file does not say whether it is enabled".to_owned());
    };
    let otherwise = match &from.default_strategy {
        Some(strategy) => strategy.serve(from),
        None => Share::all(Outcome::Opaque("the file has no default strategy".to_owned())),
    };
    let missing = || Outcome::Opaque("it has no off variation".to_owned());
    let mut tree = Tree::new(on || off.is_none(), off.clone().unwrap_or_else(missing), otherwise);
    if !on && off.is_none() {
        tree.opening = Some("switched off, but without an off variation, so its rules count".to_owned());
    }
    tree.on_value = boolean.then_some(Value::Bool(true));
    for parent in from.prerequisites.iter().flatten() {
        match values.get(&parent.variation_id) {
            Some((wanted, _)) => {
                let accepts = Accepts::Variations(vec![*wanted]);
                tree.requirements
                    .push(Requirement::new(parent.feature_id.clone(), accepts));
            }
            None => {
                let why = format!(
                    "it needs a variation of `{}` that the file does not hold",
                    parent.feature_id.escape_debug()
                );
                tree.unnamed_requirements = Some(why);
            }
        }
    }
    for named in from.targets.iter().flatten() {
        let count = named.users.as_ref().map_or(0, Vec::len) as u64;
        if count > 0 {
            tree.targets.push(Target {
                count,
                outcome: from.outcome(&named.variation),
            });
        }
    }
    for (position, rule) in from.rules.iter().flatten().enumerate() {
        tree.rules.push(rule.rule(position, from, values));
    }
    Plan::Tree(Box::new(tree))
}

impl Strategy {
    /// Weights are thousandths of a percent; those outside of the audience get its default.
    fn serve(&self, feature: &Feature) -> Vec<Share> {
        if let Some(fixed) = &self.fixed_strategy {
            return Share::all(feature.outcome(&fixed.variation));
        }
        let Some(rollout) = &self.rollout_strategy else {
            return Share::all(Outcome::Opaque(
                "a strategy that is neither fixed nor a rollout".to_owned(),
            ));
        };
        let parts = || rollout.variations.iter().flatten();
        let total: f64 = parts().map(|part| part.weight.max(0.0)).sum();
        let inside = rollout.audience.as_ref().and_then(|audience| audience.percentage);
        // 0 means that the audience is not limited.
        let inside = inside
            .filter(|percentage| *percentage > 0.0 && *percentage < 100.0)
            .unwrap_or(100.0);
        let part = |part: &Weight| Share {
            weight: Some(if total > 0.0 {
                part.weight.max(0.0) / total * inside
            } else {
                0.0
            }),
            outcome: feature.outcome(&part.variation),
        };
        let mut shares: Vec<Share> = parts().map(part).collect();
        if inside < 100.0 {
            let default = rollout
                .audience
                .as_ref()
                .and_then(|audience| audience.default_variation.as_deref());
            let outcome = feature.outcome(default.unwrap_or(""));
            shares.push(Share {
                weight: Some(100.0 - inside),
                outcome,
            });
        }
        shares
    }
}

impl FeatureRule {
    fn rule(&self, position: usize, feature: &Feature, values: &Values) -> Rule {
        let name = format!("rule {}", position + 1);
        let mut parts = Vec::new();
        let mut requirements = Vec::new();
        for clause in self.clauses.iter().flatten() {
            if !clause.is_flag() {
                parts.push(clause.condition());
                continue;
            }
            let ids = clause.values.iter().flatten();
            let wanted: Option<Vec<u32>> = ids.map(|id| values.get(id).map(|(position, _)| *position)).collect();
            match (&clause.attribute, wanted) {
                (Some(parent), Some(wanted)) => {
                    requirements.push(Requirement::new(parent.clone(), Accepts::Variations(wanted)))
                }
                _ => parts.push(Condition::Unsure(format!(
                    "{name} needs a variation that the file does not hold"
                ))),
            }
        }
        if self.clauses.as_ref().is_none_or(Vec::is_empty) {
            parts.push(Condition::Unsure(format!("{name} has no clause")));
        }
        Rule {
            requirements,
            ..Rule::new(name, Condition::all(parts), self.strategy.serve(feature))
        }
    }
}

impl Clause {
    fn is_flag(&self) -> bool {
        self.operator.as_deref() == Some("FEATURE_FLAG")
    }

    fn condition(&self) -> Condition {
        let operator = self.operator.as_deref().unwrap_or("");
        if !OPERATORS.contains(&operator) {
            return Condition::Unsure(format!("the operator `{}` is not known", operator.escape_debug()));
        }
        let attribute = self
            .attribute
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or("user");
        let values = count_in_words(self.values.as_ref().map_or(0, Vec::len), "value");
        Condition::When(format!("{} {operator} ({values})", attribute.escape_debug()))
    }
}
