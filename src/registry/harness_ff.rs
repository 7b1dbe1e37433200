//! Harness Feature Flags (the module before FME): the feature configurations that SDKs get.
//!
//! Asked first are the prerequisites, then the state, then named targets, segments, rules by priority and the default. A
//! prerequisite is met by a variation, so a parent that is off may meet it. Values are text, typed by the flag's kind.
//! Shapes after resources/client-v1.yaml of harness/ff-golang-server-sdk.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{count_in_words, member, typed, value};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, Prerequisite, PrerequisiteVia, ValueType};
use crate::serves::{Accepts, Condition, Outcome, Plan, Requirement, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "harness-ff",
    title: "a Harness Feature Flags export",
    obtain: "curl -s -H \"Authorization: Bearer $TOKEN\" \
             \"https://config.ff.harness.io/api/1.0/client/env/ENVIRONMENT_UUID/feature-configs?cluster=1\" > features.json",
    lacks: "names; every date; owners; tags; the flag's purpose; whether it is meant to stay; archived flags; tickets",
    looks_like: |root| member(root, &["feature", "defaultServe"]),
    almost: |root| member(root, &["feature", "offVariation"]).then(|| "its members have no `defaultServe`".to_owned()),
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    project: Option<String>,
    environment: Option<String>,
    feature: String,
    state: String,
    kind: Option<String>,
    variations: Option<Vec<Variation>>,
    off_variation: Option<String>,
    default_serve: Option<Serve>,
    rules: Option<Vec<ServingRule>>,
    variation_to_target_map: Option<Vec<Named>>,
    prerequisites: Option<Vec<Parent>>,
}

#[derive(Deserialize)]
struct Variation {
    identifier: String,
    value: String,
}

#[derive(Deserialize)]
struct Serve {
    variation: Option<String>,
    distribution: Option<Distribution>,
}

#[derive(Deserialize)]
struct Distribution {
    variations: Vec<Weight>,
}

#[derive(Deserialize)]
struct Weight {
    variation: String,
    weight: f64,
}

#[derive(Deserialize)]
struct ServingRule {
    priority: Option<f64>,
    clauses: Option<Vec<Clause>>,
    serve: Serve,
}

#[derive(Deserialize)]
struct Clause {
    attribute: Option<String>,
    op: Option<String>,
    values: Option<Vec<IgnoredAny>>,
    negate: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    variation: String,
    targets: Option<Vec<IgnoredAny>>,
    target_segments: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Parent {
    feature: String,
    variations: Vec<String>,
}

/// What clauses may compare with; one with any other operator is not understood.
const OPERATORS: [&str; 11] = [
    "equal",
    "equal_sensitive",
    "in",
    "starts_with",
    "ends_with",
    "contains",
    "match",
    "gt",
    "segmentMatch",
    "not_equal",
    "lt",
];

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    if !input.root.is_list() {
        return Err(input.root.expected("a list of feature configurations"));
    }
    let configs: Vec<(Cursor<'_>, Config)> = input
        .root
        .items()
        .map(|member| Ok((member, member.read()?)))
        .collect::<Result<_, Trouble>>()?;
    // A prerequisite names the parent's variations, and code gets their values.
    let by_key: HashMap<&str, &Config> = configs
        .iter()
        .map(|(_, config)| (config.feature.as_str(), config))
        .collect();
    let values = |feature: &str, wanted: &[String]| -> Option<Wanted> {
        let parent = by_key.get(feature)?;
        wanted.iter().map(|id| parent.value(id)).collect()
    };
    let mut draft = Draft::default();
    for (member, config) in &configs {
        let parents = config.prerequisites.iter().flatten();
        let parents = parents
            .map(|parent| (parent.feature.clone(), values(&parent.feature, &parent.variations)))
            .collect();
        draft.push(read_config(*member, config, parents, input));
    }
    Ok(draft)
}

impl Config {
    fn value(&self, id: &str) -> Option<(usize, Value)> {
        let kind = self.kind.as_deref().unwrap_or("");
        let mut all = self.variations.iter().flatten().enumerate();
        all.find(|(_, variation)| variation.identifier == id)
            .map(|(position, variation)| (position, typed(&variation.value, kind)))
    }

    fn outcome(&self, id: &str) -> Outcome {
        match self.value(id) {
            Some((position, served)) => value(position, served),
            None => Outcome::Opaque("it names a variation that it does not have".to_owned()),
        }
    }

    fn serve(&self, serve: &Serve) -> Vec<Share> {
        if let Some(variation) = &serve.variation {
            return Share::all(self.outcome(variation));
        }
        let Some(distribution) = &serve.distribution else {
            return Share::all(Outcome::Opaque("a serve without variation and distribution".to_owned()));
        };
        // What is missing to 100 goes to the last part.
        let missing = 100.0 - distribution.variations.iter().map(|part| part.weight).sum::<f64>();
        let last = distribution.variations.len().saturating_sub(1);
        let share = |(position, part): (usize, &Weight)| Share {
            weight: Some(part.weight + if position == last { missing.max(0.0) } else { 0.0 }),
            outcome: self.outcome(&part.variation),
        };
        distribution.variations.iter().enumerate().map(share).collect()
    }
}

/// Variations of a parent: their places and their values.
type Wanted = Vec<(usize, Value)>;

fn read_config(member: Cursor<'_>, from: &Config, parents: Vec<(String, Option<Wanted>)>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.feature.clone(), member.get("feature").unwrap_or(member)));
    let variations = from.variations.iter().flatten();
    entry.variations(
        variations
            .filter_map(|variation| from.value(&variation.identifier))
            .map(|(_, value)| value)
            .collect(),
    );
    entry.flag.value_type = match from.kind.as_deref() {
        Some("boolean") => Some(ValueType::Boolean),
        Some("string") => Some(ValueType::String),
        Some("int") => Some(ValueType::Number),
        Some("json") => Some(ValueType::Json),
        _ => entry.flag.value_type,
    };
    entry.flag.project = from.project.clone();
    let on = from.state == "on";
    let off = from
        .off_variation
        .as_deref()
        .map_or(Outcome::CodeDefault, |id| from.outcome(id));
    let missing = || Share::all(Outcome::Opaque("the file has no default for it".to_owned()));
    let otherwise = from
        .default_serve
        .as_ref()
        .map_or_else(missing, |serve| from.serve(serve));
    let mut tree = Tree::new(on, off.clone(), otherwise);
    tree.on_value = (entry.flag.value_type == Some(ValueType::Boolean)).then_some(Value::Bool(true));
    for (parent, values) in &parents {
        match values {
            Some(wanted) => {
                let numbers = wanted
                    .iter()
                    .map(|(number, _)| u32::try_from(*number).unwrap_or(u32::MAX));
                tree.requirements
                    .push(Requirement::new(parent.clone(), Accepts::Variations(numbers.collect())));
            }
            None => {
                let why = format!("it needs `{}`, which the file does not hold", parent.escape_debug());
                tree.unnamed_requirements = Some(why);
            }
        }
    }
    from.add_rules(&mut tree);
    let name = from.environment.clone().unwrap_or_else(|| input.environment());
    let prerequisite = |(flag, values): (String, Option<Wanted>)| Prerequisite {
        flag,
        values: values.map(|wanted: Wanted| wanted.into_iter().map(|(_, value)| value).collect()),
        environment: Some(name.clone()),
        via: PrerequisiteVia::Flag,
    };
    entry.flag.prerequisites = parents.into_iter().map(prerequisite).collect();
    let mut environment = Environment::named(name);
    environment.enabled = Some(on);
    if let Outcome::Value { value, .. } = off {
        environment.default_when_off = Some(value);
    }
    entry.environment(environment, Some(Plan::Tree(Box::new(tree))), None);
    entry
}

impl Config {
    fn add_rules(&self, tree: &mut Tree) {
        for named in self.variation_to_target_map.iter().flatten() {
            let outcome = self.outcome(&named.variation);
            let count = named.targets.as_ref().map_or(0, Vec::len) as u64;
            if count > 0 {
                tree.targets.push(Target {
                    count,
                    outcome: outcome.clone(),
                });
            }
            if named
                .target_segments
                .as_ref()
                .is_some_and(|segments| !segments.is_empty())
            {
                let condition = Condition::When("a segment".to_owned());
                tree.rules
                    .push(Rule::new("a named segment", condition, Share::all(outcome)));
            }
        }
        let mut rules: Vec<&ServingRule> = self.rules.iter().flatten().collect();
        let priority = |rule: &ServingRule| rule.priority.unwrap_or(f64::MAX);
        rules.sort_by(|left, right| priority(left).total_cmp(&priority(right)));
        for (position, rule) in rules.into_iter().enumerate() {
            let name = format!("rule {}", position + 1);
            let clauses = rule.clauses.as_deref().unwrap_or_default();
            let condition = if clauses.is_empty() {
                Condition::Unsure(format!("{name} has no clause"))
            } else {
                Condition::all(clauses.iter().map(Clause::condition))
            };
            tree.rules.push(Rule::new(name, condition, self.serve(&rule.serve)));
        }
    }
}

impl Clause {
    fn condition(&self) -> Condition {
        let operator = self.op.as_deref().unwrap_or("");
        if !OPERATORS.contains(&operator) {
            return Condition::Unsure(format!("the operator `{}` is not known", operator.escape_debug()));
        }
        let not = if self.negate == Some(true) { "not " } else { "" };
        if operator == "segmentMatch" {
            return Condition::When(format!("{not}in a segment"));
        }
        let attribute = self.attribute.as_deref().unwrap_or("target");
        let values = count_in_words(self.values.as_ref().map_or(0, Vec::len), "value");
        Condition::When(format!("{} {not}{operator} ({values})", attribute.escape_debug()))
    }
}
