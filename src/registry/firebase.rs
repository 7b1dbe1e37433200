//! Firebase Remote Config: a template of client or server parameters. All values are text of a declared type.
//!
//! Of a parameter's conditions the first one that holds decides, in the template's order. `changed` is the template's last
//! update: no parameter has changed after it. Shape after src/remote-config/remote-config-api.ts of firebase-admin-node.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::parts::{environment, environment_name, part, rule, shown, tree};
use super::shape::{typed, value, within_map};
use crate::conventions::{Moment, squeeze};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, ValueType, When};
use crate::serves::{Condition, Outcome, Rule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "firebase",
    title: "a Firebase Remote Config template",
    obtain: "firebase remoteconfig:get -o template.json --project PROJECT",
    lacks: "when a parameter was made or changed (only when the template was), owners, tickets, evaluations, archived parameters",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    let ours = |parameter: Cursor<'_>| {
        parameter.get("defaultValue").is_some_and(Cursor::is_map)
            || parameter.get("conditionalValues").is_some_and(Cursor::is_map)
    };
    let holds =
        |parameters: Cursor<'_>| parameters.is_map() && parameters.entries().any(|(_, parameter)| ours(parameter));
    root.get("parameters").is_some_and(holds)
        || within_map(root, "parameterGroups", &["parameters"])
        || root.get("parameters").is_some_and(|parameters| parameters.is_map())
            && root.has_all(&["conditions", "version"])
            && root.get("version").is_some_and(|version| version.has("versionNumber"))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let parameters = root.get("parameters").filter(|parameters| parameters.is_map())?;
    let typed = parameters
        .entries()
        .any(|(_, each)| each.has("valueType") || each.has("defaultValue"));
    typed.then(|| "its `parameters` have no `defaultValue` that is an object".to_owned())
}

#[derive(Deserialize)]
struct NamedCondition {
    name: String,
    expression: Option<String>,
    condition: Option<Raw>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    update_time: Option<Moment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameter {
    default_value: Option<Served>,
    conditional_values: Option<BTreeMap<String, Served>>,
    description: Option<String>,
    value_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Served {
    value: Option<String>,
    rollout_value: Option<Rollout>,
    personalization_value: Option<serde::de::IgnoredAny>,
    experiment_value: Option<Experiment>,
}

#[derive(Deserialize)]
struct Rollout {
    value: String,
    percent: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Experiment {
    variant_value: Vec<ExperimentVariant>,
    exposure_percent: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExperimentVariant {
    value: Option<String>,
}

/// Name, whom it holds for, and the share of them.
type Conditions = Vec<(String, Condition, f64)>;

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = input.root;
    let mut conditions = Conditions::new();
    let mut client = true;
    for member in root.get("conditions").into_iter().flat_map(Cursor::items) {
        let from: NamedCondition = member.read()?;
        client &= from.condition.is_none();
        let (condition, share) = match (&from.expression, from.condition) {
            (Some(expression), _) => understand(expression, &from.name),
            (None, Some(raw)) => of_server(member.document().cursor(raw), &from.name),
            (None, None) => (
                Condition::Unsure(format!("the condition `{}` has no expression", shown(&from.name))),
                100.0,
            ),
        };
        conditions.push((from.name, condition, share));
    }
    let version: Option<Version> = root.filled("version").map(Cursor::read).transpose()?;
    let template = Template {
        conditions,
        client,
        changed: version.and_then(|version| version.update_time),
    };
    let mut draft = Draft::default();
    let mut add = |parameters: Option<Cursor<'_>>, group: Option<&str>| -> Result<(), Trouble> {
        let Some(parameters) = parameters else { return Ok(()) };
        if !parameters.is_map() {
            return Err(parameters.expected("an object of parameters"));
        }
        for (key, member) in parameters.entries() {
            let mut entry = template.parameter(key, member, input)?;
            entry.flag.tags.extend(group.map(str::to_owned));
            draft.push(entry);
        }
        Ok(())
    };
    add(root.filled("parameters"), None)?;
    for (name, group) in root.get("parameterGroups").into_iter().flat_map(Cursor::entries) {
        add(group.filled("parameters"), Some(&name.text().unwrap_or_default()))?;
    }
    Ok(draft)
}

/// A condition of a server template: `and` and `or` over leaves. Only a single leaf is understood, as above.
fn of_server(condition: Cursor<'_>, name: &str) -> (Condition, f64) {
    let mut at = condition;
    while let Some(only) = only_member(at) {
        at = only;
    }
    if at.has("true") {
        return (Condition::Always, 100.0);
    }
    if at.has("false") {
        return (Condition::Always, 0.0);
    }
    match at.get("percent").map(micro_share) {
        Some(Some(share)) => (Condition::Always, share),
        Some(None) => {
            let why = format!("the share of the condition `{}` is not understood", shown(name));
            (Condition::Unsure(why), 100.0)
        }
        None => (Condition::When(in_words(name)), 100.0),
    }
}

/// What an `and` or `or` of one condition holds.
fn only_member(condition: Cursor<'_>) -> Option<Cursor<'_>> {
    let group = condition.get("orCondition").or_else(|| condition.get("andCondition"))?;
    let mut members = group.get("conditions")?.items();
    let only = members.next()?;
    members.next().is_none().then_some(only)
}

/// A share in percent; the template counts millionths of a percent, and one that is missing is 0.
fn micro_share(percent: Cursor<'_>) -> Option<f64> {
    let number = |at: Option<Cursor<'_>>| match at.filter(|at| !at.is_null()) {
        Some(at) => at.number().filter(|number| (0.0..=1e8).contains(number)),
        None => Some(0.0),
    };
    let limit = number(percent.get("microPercent"));
    let share = match percent.get("percentOperator")?.text()?.as_ref() {
        "LESS_OR_EQUAL" => limit?,
        "GREATER_THAN" => 1e8 - limit?,
        "BETWEEN" => {
            let range = percent.get("microPercentRange")?;
            let low = number(range.get("microPercentLowerBound"))?;
            number(range.get("microPercentUpperBound"))? - low
        }
        _ => return None,
    };
    Some((share / 1e6).clamp(0.0, 100.0))
}

/// `true` and a share of everybody are understood; of others the condition's name is told, which is no value.
fn understand(expression: &str, name: &str) -> (Condition, f64) {
    let text = expression.trim();
    if text == "true" {
        return (Condition::Always, 100.0);
    }
    if text == "false" {
        return (Condition::Always, 0.0);
    }
    match share_of(text) {
        Some(share) => (Condition::Always, share),
        None => (Condition::When(in_words(name)), 100.0),
    }
}

fn in_words(name: &str) -> String {
    format!("condition {}", shown(name))
}

/// `percent <= 25`, `percent('seed') > 25`, `percent between 10 and 30`; nothing may stand beside it.
fn share_of(text: &str) -> Option<f64> {
    let rest = text.strip_prefix("percent")?.trim_start();
    let rest = match rest.strip_prefix('(') {
        Some(seeded) => seeded.split_once(')')?.1.trim_start(),
        None => rest,
    };
    let number = |text: &str| {
        text.trim()
            .trim_end_matches('%')
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|share| (0.0..=100.0).contains(share))
    };
    if let Some(range) = rest.strip_prefix("between") {
        let (low, high) = range.split_once("and")?;
        return Some((number(high)? - number(low)?).max(0.0));
    }
    if let Some(limit) = rest.strip_prefix("<=").or_else(|| rest.strip_prefix('<')) {
        return number(limit);
    }
    let limit = rest.strip_prefix(">=").or_else(|| rest.strip_prefix('>'))?;
    number(limit).map(|limit| 100.0 - limit)
}

struct Template {
    conditions: Conditions,
    client: bool,
    changed: Option<Moment>,
}

impl Template {
    fn parameter(&self, key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
        let from: Parameter = member.read()?;
        let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
        let declared = from.value_type.as_deref().unwrap_or("STRING");
        let conditional = from.conditional_values.unwrap_or_default();
        let all = || from.default_value.iter().chain(conditional.values());
        let flag = &mut entry.flag;
        flag.description = from.description.clone().filter(|text| !text.is_empty());
        flag.client_side = Some(self.client);
        if all().any(|served| served.experiment_value.is_some()) {
            (flag.kind, flag.kind_source) = (Kind::Experiment, KindSource::Declared);
        } else if all().any(|served| served.rollout_value.is_some()) {
            (flag.kind, flag.kind_source) = (Kind::Release, KindSource::Declared);
        }
        flag.value_type = Some(match squeeze(declared).as_str() {
            "boolean" => ValueType::Boolean,
            "number" => ValueType::Number,
            "json" => ValueType::Json,
            _ => ValueType::String,
        });
        let mut values: Vec<Value> = Vec::new();
        for text in all().flat_map(Served::texts) {
            let value = meant(text, declared);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let outcome = |text: &str| {
            let meant = meant(text, declared);
            value(
                values.iter().position(|known| *known == meant).unwrap_or_default(),
                meant,
            )
        };
        let otherwise = from
            .default_value
            .as_ref()
            .map_or(Outcome::CodeDefault, |served| served.outcome(&outcome));
        let mut plan = Tree::new(true, Outcome::CodeDefault, Share::all(otherwise.clone()));
        for (name, condition, share) in &self.conditions {
            if let Some(served) = conditional.get(name) {
                let label = format!("condition `{}`", shown(name));
                plan.rules.extend(served.rules(&label, condition, *share, &outcome));
            }
        }
        if let Some(served) = &from.default_value {
            plan.rules
                .extend(served.partial("the default value", &Condition::Always, 100.0, &outcome));
        }
        for name in conditional
            .keys()
            .filter(|name| self.conditions.iter().all(|(known, ..)| known != *name))
        {
            plan.notes
                .push(format!("the condition `{}` is not in the template", shown(name)));
        }
        plan.on_value = (entry.flag.value_type == Some(ValueType::Boolean)).then_some(Value::Bool(true));
        let enabled = match &otherwise {
            Outcome::Value {
                value: Value::Bool(on), ..
            } => Some(*on),
            _ => None,
        };
        entry.flag.variations = values;
        let mut place = environment(environment_name(input), enabled);
        place.changed = self.changed.map(When::from);
        entry.environment(place, tree(plan), None);
        Ok(entry)
    }
}

/// A value of its declared type; SDKs know more words for `true` than JSON does.
fn meant(text: &str, declared: &str) -> Value {
    if squeeze(declared) == "boolean" {
        let word = text.trim().to_ascii_lowercase();
        return Value::Bool(matches!(word.as_str(), "true" | "1" | "t" | "yes" | "y" | "on"));
    }
    typed(text, declared)
}

impl Served {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let variants = self
            .experiment_value
            .iter()
            .flat_map(|experiment| &experiment.variant_value);
        let plain = self.value.as_deref().into_iter();
        plain
            .chain(self.rollout_value.as_ref().map(|rollout| rollout.value.as_str()))
            .chain(variants.filter_map(|variant| variant.value.as_deref()))
    }

    /// What those get who are in no rollout or experiment; without a value the app's own default.
    fn outcome(&self, outcome: &dyn Fn(&str) -> Outcome) -> Outcome {
        if self.personalization_value.is_some() {
            return Outcome::Opaque("personalization picks a value for each user".to_owned());
        }
        self.value.as_deref().map_or(Outcome::CodeDefault, outcome)
    }

    fn rules(&self, name: &str, condition: &Condition, share: f64, outcome: &dyn Fn(&str) -> Outcome) -> Vec<Rule> {
        if self.rollout_value.is_some() || self.experiment_value.is_some() {
            return self.partial(name, condition, share, outcome);
        }
        vec![Rule {
            share: Some(share),
            ..rule(name, condition.clone(), self.outcome(outcome))
        }]
    }

    /// A rollout or an experiment serves a part of those whom the condition holds for; the others go on.
    fn partial(&self, name: &str, condition: &Condition, share: f64, outcome: &dyn Fn(&str) -> Outcome) -> Vec<Rule> {
        let of = |part: f64, label: &str| Rule {
            condition: condition.clone(),
            moving: part < 100.0,
            ..part_of(name, label, share * part / 100.0)
        };
        if let Some(rollout) = &self.rollout_value {
            let percent = rollout.percent.unwrap_or(100.0).clamp(0.0, 100.0);
            return vec![Rule {
                serve: Share::all(outcome(&rollout.value)),
                ..of(percent, "rollout")
            }];
        }
        let Some(experiment) = &self.experiment_value else {
            return Vec::new();
        };
        let exposed = experiment.exposure_percent.unwrap_or(100.0).clamp(0.0, 100.0);
        let values: Vec<&str> = experiment
            .variant_value
            .iter()
            .filter_map(|variant| variant.value.as_deref())
            .collect();
        if values.is_empty() {
            return Vec::new();
        }
        // How variants are weighted is not in the template; those without a value change nothing.
        #[expect(clippy::cast_precision_loss, reason = "a handful of variants")]
        let part = exposed * values.len() as f64 / experiment.variant_value.len() as f64;
        let serve = values
            .iter()
            .map(|text| Share {
                weight: Some(1.0),
                outcome: outcome(text),
            })
            .collect();
        vec![Rule {
            serve,
            moving: false,
            ..of(part, "experiment")
        }]
    }
}

fn part_of(name: &str, label: &str, share: f64) -> Rule {
    part(format!("{name} ({label})"), share, Outcome::CodeDefault)
}
