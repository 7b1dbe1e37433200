//! FeatureHub: the features of an application with their values in all environments, and the definitions alone.
//!
//! The first strategy that holds gives its value, else it is the feature's own. A share is out of 1000000. A retired value is no
//! longer sent to clients. Values of features that are marked as secret are not looked at.
//! Shapes after mrapi/1.2.5.yaml of featurehub-io/featurehub.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::shape::{count_in_words, list, member, value};
use crate::conventions::{Moment, squeeze};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, ValueType};
use crate::serves::{Condition, Outcome, Plan, Rule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "featurehub",
    title: "a FeatureHub export",
    obtain: "curl -s -H \"Authorization: Bearer $TOKEN\" \
             https://HOST/mr-api/application/APPLICATION_ID/all-feature-environment > features.json",
    lacks: "every date but that of archiving; when a feature was last evaluated; owners, except in its metadata; tags; the feature's \
            purpose; whether it is meant to stay; prerequisites",
    looks_like: |root| is_application(root) || member(root, &["key", "valueType", "whenArchived"]),
    almost: |root| {
        member(root, &["key", "valueType", "alias"]).then(|| "its members have no `whenArchived`".to_owned())
    },
    read,
};

fn is_application(root: Cursor<'_>) -> bool {
    root.has("applicationId") && list(root, "environments") && list(root, "features")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feature {
    key: String,
    alias: Option<String>,
    link: Option<String>,
    name: Option<String>,
    value_type: Option<String>,
    when_archived: Option<Moment>,
    secret: Option<bool>,
    description: Option<String>,
    meta_data: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    environment_name: String,
    features: Option<Vec<FeatureValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FeatureValue {
    key: String,
    value: Option<Value>,
    value_boolean: Option<Value>,
    value_string: Option<Value>,
    value_number: Option<Value>,
    value_json: Option<Value>,
    retired: Option<bool>,
    rollout_strategies: Option<Vec<Strategy>>,
    shared_rollout_strategies: Option<Vec<Strategy>>,
    rollout_strategy_instances: Option<Vec<Strategy>>,
    feature_group_strategies: Option<Vec<Strategy>>,
}

#[derive(Deserialize)]
struct Strategy {
    percentage: Option<f64>,
    attributes: Option<Vec<Attribute>>,
    value: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attribute {
    conditional: Option<String>,
    field_name: Option<String>,
    values: Option<Vec<serde::de::IgnoredAny>>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    let features = if root.is_list() {
        Some(root)
    } else {
        root.get("features").filter(|features| features.is_list())
    };
    let Some(features) = features else {
        return Err(root.expected("an object with `features`, or a list of features"));
    };
    let mut places = Vec::new();
    for place in root.get("environments").into_iter().flat_map(Cursor::items) {
        places.push(place.read::<Place>()?);
    }
    let mut values: HashMap<&str, Vec<(&str, &FeatureValue)>> = HashMap::new();
    for place in &places {
        for each in place.features.iter().flatten() {
            values
                .entry(&each.key)
                .or_default()
                .push((&place.environment_name, each));
        }
    }
    for member in features.items() {
        let from: Feature = member.read()?;
        let here = values.remove(from.key.as_str()).unwrap_or_default();
        draft.push(read_feature(member, from, &here, input));
    }
    Ok(draft)
}

fn read_feature(member: Cursor<'_>, from: Feature, places: &[(&str, &FeatureValue)], input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.key, member.get("key").unwrap_or(member)));
    entry.lifecycle(super::shape::archived(from.when_archived.is_some()));
    let flag = &mut entry.flag;
    flag.aliases = from.alias.filter(|alias| !alias.is_empty()).into_iter().collect();
    flag.name = from.name.filter(|name| !name.is_empty());
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.ticket = from.link.filter(|link| !link.is_empty());
    flag.owners = from.meta_data.as_deref().map(owners).unwrap_or_default();
    let is_boolean = from.value_type.as_deref() == Some("BOOLEAN");
    let mut known = Values(if is_boolean {
        vec![Value::Bool(true), Value::Bool(false)]
    } else {
        Vec::new()
    });
    for (name, each) in places {
        let mut environment = Environment::named(*name);
        let plan = if from.secret == Some(true) {
            Plan::Unknown("its values are marked as secret".to_owned())
        } else {
            environment.enabled = each
                .own()
                .and_then(Value::as_bool)
                .map(|on| on && each.retired != Some(true));
            plan(each, is_boolean, &mut known)
        };
        entry.environment(environment, Some(plan), None);
    }
    entry.variations(known.0);
    entry.flag.value_type = match from.value_type.as_deref() {
        Some("BOOLEAN") => Some(ValueType::Boolean),
        Some("STRING") => Some(ValueType::String),
        Some("NUMBER") => Some(ValueType::Number),
        Some("JSON") => Some(ValueType::Json),
        _ => entry.flag.value_type,
    };
    entry
}

/// The owner by convention: metadata is free text, by habit a JSON object.
fn owners(meta: &str) -> Vec<String> {
    let parsed: Option<Value> = serde_json::from_str(meta).ok();
    let members = parsed.as_ref().and_then(Value::as_object).into_iter().flatten();
    let is_owner = |name: &str| matches!(squeeze(name).as_str(), "owner" | "team" | "squad" | "maintainer");
    members
        .filter(|(name, _)| is_owner(name))
        .filter_map(|(_, value)| value.as_str().map(str::to_owned))
        .take(1)
        .collect()
}

struct Values(Vec<Value>);

impl Values {
    fn outcome(&mut self, served: Option<&Value>) -> Outcome {
        let Some(served) = served.filter(|served| !served.is_null()) else {
            return Outcome::CodeDefault;
        };
        let position = self.0.iter().position(|each| each == served).unwrap_or_else(|| {
            self.0.push(served.clone());
            self.0.len() - 1
        });
        value(position, served.clone())
    }
}

impl FeatureValue {
    fn own(&self) -> Option<&Value> {
        let old = [
            &self.value_boolean,
            &self.value_string,
            &self.value_number,
            &self.value_json,
        ];
        self.value.as_ref().or_else(|| old.into_iter().find_map(Option::as_ref))
    }
}

fn plan(each: &FeatureValue, is_boolean: bool, known: &mut Values) -> Plan {
    if each.retired == Some(true) {
        let mut tree = Tree::new(false, Outcome::CodeDefault, Share::all(Outcome::CodeDefault));
        tree.notes
            .push("its value is retired here: it is not sent to clients any more".to_owned());
        return Plan::Tree(Box::new(tree));
    }
    let mut tree = Tree::without_switch(Share::all(known.outcome(each.own())));
    tree.on_value = is_boolean.then_some(Value::Bool(true));
    let lists = [
        &each.feature_group_strategies,
        &each.rollout_strategies,
        &each.shared_rollout_strategies,
        &each.rollout_strategy_instances,
    ];
    for (position, strategy) in lists.into_iter().flat_map(|list| list.iter().flatten()).enumerate() {
        tree.rules.push(strategy.rule(position, known));
    }
    Plan::Tree(Box::new(tree))
}

impl Strategy {
    fn rule(&self, position: usize, known: &mut Values) -> Rule {
        let name = format!("strategy {}", position + 1);
        let attributes = self.attributes.as_deref().unwrap_or_default();
        let part = |attribute: &Attribute| {
            let field = attribute.field_name.as_deref().unwrap_or("context");
            let conditional = attribute.conditional.as_deref().unwrap_or("is");
            let values = count_in_words(attribute.values.as_ref().map_or(0, Vec::len), "value");
            Condition::When(format!(
                "{} {} ({values})",
                field.escape_debug(),
                conditional.escape_debug()
            ))
        };
        let condition = match (self.percentage, attributes) {
            (None, []) => Condition::Unsure(format!("{name} has neither a share nor attributes")),
            _ => Condition::all(attributes.iter().map(part)),
        };
        let serve = match &self.value {
            Some(_) => known.outcome(self.value.as_ref()),
            None => Outcome::Opaque("a strategy whose value stands elsewhere".to_owned()),
        };
        let share = self
            .percentage
            .map_or(100.0, |share| (share / 10_000.0).clamp(0.0, 100.0));
        Rule {
            share: Some(share),
            ..Rule::new(name, condition, Share::all(serve))
        }
    }
}
