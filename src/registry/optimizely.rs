//! Optimizely Feature Experimentation: the list of flags, the ruleset of one flag in one environment, and the datafile of SDKs.
//!
//! Served is whether the flag is enabled; where it has variables, what they are is another question, see [`Environment::variant`].
//! In a datafile experiments come first, then the rules of the rollout, whose last one is for everyone else: a user who fails a
//! rule's audience goes to the next rule, one who fails its traffic goes to the last. Shares are out of 10000.
//! Shapes after the vendor's OpenAPI document and the entities of optimizely/go-sdk.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::shape::{boolean, is_issue, is_tracker, list, pages, typed, value, within_list};
use crate::conventions::Moment;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, Kind, KindSource};
use crate::serves::{Condition, Outcome, Plan, Rest, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "optimizely",
    title: "an Optimizely export",
    obtain: "curl -s -H \"Authorization: Bearer $TOKEN\" \
             \"https://api.optimizely.com/flags/v1/projects/PROJECT/flags?per_page=100&page=1\" > flags.json",
    lacks: "rules and shares (add the datafile, `https://cdn.optimizely.com/datafiles/SDK_KEY.json`); when a flag was last evaluated; \
            expiry dates; whether a flag is meant to stay; prerequisites; archived flags, unless asked for with `archived=true`",
    looks_like: |root| pages(root).into_iter().any(is_page) || is_ruleset(root) || is_datafile(root),
    almost: |root| {
        within_list(root, "items", &["key", "environments"]).then(|| "the members of `items` have no `urn`".to_owned())
    },
    read,
};

fn is_page(root: Cursor<'_>) -> bool {
    within_list(root, "items", &["key", "urn"]) || list(root, "items") && root.has_all(&["total_pages", "total_count"])
}

fn is_ruleset(root: Cursor<'_>) -> bool {
    root.has_all(&["flag_key", "environment_key", "rules"])
}

fn is_datafile(root: Cursor<'_>) -> bool {
    list(root, "featureFlags") && list(root, "rollouts")
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    if is_datafile(root) {
        read_datafile(root, input, &mut draft)?;
        return Ok(draft);
    }
    let pages = pages(root);
    for page in pages {
        if is_ruleset(page) {
            draft.push(read_ruleset(page, input)?);
            continue;
        }
        let Some(items) = page.get("items").filter(|items| items.is_list()) else {
            return Err(page.expected("a page with `items`, a ruleset or a datafile"));
        };
        draft.total = draft.total.max(page.read::<Page>()?.total_count);
        for member in items.items() {
            draft.push(read_flag(member, input)?);
        }
    }
    Ok(draft)
}

#[derive(Deserialize)]
struct Page {
    total_count: Option<usize>,
}

#[derive(Deserialize)]
struct Listed {
    key: String,
    name: Option<String>,
    description: Option<String>,
    archived: Option<bool>,
    created_time: Option<Moment>,
    updated_time: Option<Moment>,
    created_by_user_email: Option<String>,
    custom_fields: Option<BTreeMap<String, Value>>,
    variable_definitions: Option<BTreeMap<String, IgnoredAny>>,
    environments: Option<BTreeMap<String, Place>>,
}

#[derive(Deserialize)]
struct Place {
    enabled: Option<bool>,
    rules_summary: Option<BTreeMap<String, IgnoredAny>>,
}

fn read_flag(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Listed = member.read()?;
    let mut entry = Entry::new(input.flag(from.key, member.get("key").unwrap_or(member)));
    entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
    if let Some(archived) = from.archived {
        entry.lifecycle(super::shape::archived(archived));
    }
    let flag = &mut entry.flag;
    flag.name = from.name.filter(|name| !name.is_empty());
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.created = from.created_time.map(Into::into);
    flag.changed = from.updated_time.map(Into::into);
    flag.owners = from.created_by_user_email.into_iter().collect();
    let fields = from.custom_fields.unwrap_or_default();
    let texts = || {
        fields
            .iter()
            .filter_map(|(name, field)| Some((name, field.as_str().filter(|text| !text.is_empty())?)))
    };
    let named = texts()
        .find(|(name, _)| is_tracker(name))
        .or_else(|| texts().find(|(_, text)| is_issue(text)));
    flag.ticket = named.map(|(_, text)| text.to_owned());
    let places = from.environments.unwrap_or_default();
    let experiment = |place: &Place| {
        let rules = place.rules_summary.iter().flatten();
        place.enabled != Some(false)
            && rules
                .into_iter()
                .any(|(name, _)| matches!(name.as_str(), "a/b" | "multi_armed_bandit"))
    };
    if places.values().any(experiment) {
        (flag.kind, flag.kind_source) = (Kind::Experiment, KindSource::Declared);
    }
    let variables = from.variable_definitions.is_some_and(|variables| !variables.is_empty());
    for (name, place) in places {
        let mut environment = Environment::named(name);
        environment.enabled = place.enabled;
        environment.default_when_off = Some(Value::Bool(false));
        let hidden = "the list does not hold its rules: read the datafile too";
        let plan = match place.enabled {
            Some(false) => Plan::Tree(Box::new(Tree::new(false, boolean(false), Vec::new()))),
            Some(true) => Plan::Unknown(hidden.to_owned()),
            None => Plan::Unknown("the file does not say whether it is enabled".to_owned()),
        };
        let variant = variables.then(|| Plan::Unknown("the list does not hold the values of its variables".to_owned()));
        entry.environment(environment, Some(plan), variant);
    }
    Ok(entry)
}

#[derive(Deserialize)]
struct Ruleset {
    flag_key: String,
    environment_key: String,
    enabled: Option<bool>,
    archived: Option<bool>,
    default_variation_key: Option<String>,
    rule_priorities: Option<Vec<String>>,
    updated_time: Option<Moment>,
    rules: BTreeMap<String, RulesetRule>,
}

#[derive(Deserialize)]
struct RulesetRule {
    #[serde(rename = "type")]
    kind: Option<String>,
    status: Option<String>,
    enabled: Option<bool>,
    percentage_included: Option<f64>,
    audience_conditions: Option<Vec<IgnoredAny>>,
    variations: Option<BTreeMap<String, RulesetVariation>>,
}

#[derive(Deserialize)]
struct RulesetVariation {
    percentage_included: Option<f64>,
}

/// A ruleset names variations by key only; these two say what they do.
fn by_key(key: &str) -> Outcome {
    match key {
        "on" => boolean(true),
        "off" => boolean(false),
        other => Outcome::Opaque(format!(
            "the ruleset does not say whether the variation `{}` switches it on",
            other.escape_debug()
        )),
    }
}

fn read_ruleset(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Ruleset = member.read()?;
    let mut entry = Entry::new(input.flag(from.flag_key, member.get("flag_key").unwrap_or(member)));
    entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
    if let Some(archived) = from.archived {
        entry.lifecycle(super::shape::archived(archived));
    }
    let mut environment = Environment::named(from.environment_key);
    environment.enabled = from.enabled;
    environment.changed = from.updated_time.map(Into::into);
    environment.default_when_off = Some(Value::Bool(false));
    let off = by_key(from.default_variation_key.as_deref().unwrap_or("off"));
    let Some(on) = from.enabled else {
        let plan = Plan::Unknown("the file does not say whether it is enabled".to_owned());
        entry.environment(environment, Some(plan), None);
        return Ok(entry);
    };
    let mut tree = Tree::new(on, off.clone(), Share::all(off));
    tree.on_value = Some(Value::Bool(true));
    let mut experiment = false;
    for key in from.rule_priorities.iter().flatten() {
        let Some(rule) = from.rules.get(key) else { continue };
        if rule.enabled == Some(false) || rule.status.as_deref().is_some_and(|status| status != "running") {
            continue;
        }
        experiment |= rule.kind.as_deref().is_some_and(|kind| kind != "targeted_delivery");
        tree.rules.push(rule.rule(key));
    }
    if experiment {
        (entry.flag.kind, entry.flag.kind_source) = (Kind::Experiment, KindSource::Declared);
    }
    entry.environment(environment, Some(Plan::Tree(Box::new(tree))), None);
    Ok(entry)
}

impl RulesetRule {
    fn rule(&self, key: &str) -> Rule {
        let part = |(key, variation): (&String, &RulesetVariation)| Share {
            weight: variation.percentage_included,
            outcome: by_key(key),
        };
        let serve = self.variations.iter().flatten().map(part).collect();
        let everyone = self.audience_conditions.as_ref().is_none_or(Vec::is_empty);
        let condition = if everyone {
            Condition::Always
        } else {
            Condition::When("an audience".to_owned())
        };
        let delivery = self.kind.as_deref() == Some("targeted_delivery");
        Rule {
            share: self.percentage_included.map(|share| (share / 100.0).clamp(0.0, 100.0)),
            rest: if delivery { Rest::Otherwise } else { Rest::Next },
            ..Rule::new(format!("rule `{}`", key.escape_debug()), condition, serve)
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Datafile {
    environment_key: Option<String>,
    feature_flags: Vec<DatafileFlag>,
    rollouts: Vec<Rollout>,
    experiments: Option<Vec<Experiment>>,
    groups: Option<Vec<Group>>,
    holdouts: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DatafileFlag {
    key: String,
    rollout_id: Option<String>,
    experiment_ids: Option<Vec<String>>,
    variables: Option<Vec<Variable>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Variable {
    id: String,
    key: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    sub_type: Option<String>,
    default_value: Option<String>,
}

#[derive(Deserialize)]
struct Rollout {
    id: String,
    experiments: Vec<Experiment>,
}

#[derive(Deserialize)]
struct Group {
    policy: Option<String>,
    experiments: Vec<Experiment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Experiment {
    id: String,
    status: Option<String>,
    audience_ids: Option<Vec<IgnoredAny>>,
    audience_conditions: Option<Value>,
    /// By user: any value, as an error about one would name the user.
    forced_variations: Option<BTreeMap<String, Value>>,
    variations: Option<Vec<Variation>>,
    traffic_allocation: Option<Vec<Traffic>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Variation {
    id: String,
    key: Option<String>,
    feature_enabled: Option<bool>,
    variables: Option<Vec<VariableValue>>,
}

#[derive(Deserialize)]
struct VariableValue {
    id: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Traffic {
    entity_id: String,
    end_of_range: f64,
}

fn read_datafile(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let file: Datafile = root.read()?;
    let environment = file.environment_key.clone().unwrap_or_else(|| input.environment());
    let rollouts: HashMap<&str, &[Experiment]> = file
        .rollouts
        .iter()
        .map(|rollout| (rollout.id.as_str(), rollout.experiments.as_slice()))
        .collect();
    // The members of a group exclude each other, so each holds for a part only.
    let alone = file.experiments.iter().flatten().map(|experiment| (experiment, false));
    let grouped = file.groups.iter().flatten().flat_map(|group| {
        let part = group.policy.as_deref() != Some("overlapping");
        group.experiments.iter().map(move |experiment| (experiment, part))
    });
    let experiments: HashMap<&str, (&Experiment, bool)> = alone
        .chain(grouped)
        .map(|(experiment, part)| (experiment.id.as_str(), (experiment, part)))
        .collect();
    let members = root.get("featureFlags").into_iter().flat_map(Cursor::items);
    for (from, member) in file.feature_flags.iter().zip(members) {
        let mut entry = Entry::new(input.flag(from.key.clone(), member.get("key").unwrap_or(member)));
        entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
        let ids = from.experiment_ids.iter().flatten();
        let running: Vec<(&Experiment, bool)> = ids
            .filter_map(|id| experiments.get(id.as_str()).copied())
            .filter(|(each, _)| each.is_running())
            .collect();
        if !running.is_empty() {
            (entry.flag.kind, entry.flag.kind_source) = (Kind::Experiment, KindSource::Declared);
        }
        let rollout = from
            .rollout_id
            .as_deref()
            .and_then(|id| rollouts.get(id))
            .copied()
            .unwrap_or_default();
        let holdouts = file.holdouts.as_ref().is_some_and(|holdouts| !holdouts.is_empty());
        let reads = |what: &dyn Fn(Option<&Variation>) -> Outcome| {
            Plan::Tree(Box::new(tree(&running, rollout, holdouts, what)))
        };
        let mut plan =
            reads(&|variation| boolean(variation.is_some_and(|variation| variation.feature_enabled == Some(true))));
        if let Plan::Tree(tree) = &mut plan {
            tree.on_value = Some(Value::Bool(true));
        }
        let variant = from.variables.as_ref().is_some_and(|variables| !variables.is_empty());
        let variant = variant.then(|| reads(&|variation| value(0, from.variables_of(variation))));
        let mut here = Environment::named(environment.clone());
        here.default_when_off = Some(Value::Bool(false));
        entry.environment(here, Some(plan), variant);
        draft.push(entry);
    }
    Ok(())
}

/// Without a variation the flag is off and its variables have their defaults.
type Reading<'a> = &'a dyn Fn(Option<&Variation>) -> Outcome;

fn tree(running: &[(&Experiment, bool)], rollout: &[Experiment], holdouts: bool, reading: Reading<'_>) -> Tree {
    let (last, others) = match rollout.split_last() {
        Some((last, others)) if last.is_for_everyone() => (Some(last), others),
        _ => (None, rollout),
    };
    let otherwise = match last.filter(|last| last.is_running()) {
        Some(last) => last.shares(true, reading).1,
        None => Share::all(reading(None)),
    };
    let mut tree = Tree::new(true, reading(None), otherwise);
    tree.opening = Some("the datafile holds its rules".to_owned());
    if holdouts {
        let condition = Condition::Unsure("the datafile has holdouts".to_owned());
        let serve = Share::all(Outcome::Opaque("what a holdout gets".to_owned()));
        tree.rules.push(Rule::new("the holdout", condition, serve));
    }
    for (position, (experiment, part)) in running.iter().enumerate() {
        let mut rule = experiment.rule(format!("experiment {}", position + 1), Rest::Next, reading);
        if *part {
            rule.condition = Condition::all([rule.condition, Condition::When("its part of a group".to_owned())]);
        }
        tree.rules.push(rule);
        experiment.add_targets(&mut tree, reading);
    }
    for (position, experiment) in others.iter().filter(|experiment| experiment.is_running()).enumerate() {
        tree.rules
            .push(experiment.rule(format!("rule {}", position + 1), Rest::Otherwise, reading));
        experiment.add_targets(&mut tree, reading);
    }
    tree
}

impl Experiment {
    fn is_running(&self) -> bool {
        self.status
            .as_deref()
            .is_none_or(|status| matches!(status, "Running" | "Launched"))
    }

    fn is_for_everyone(&self) -> bool {
        let conditions = match &self.audience_conditions {
            None | Some(Value::Null) => true,
            Some(Value::Array(list)) => list.is_empty(),
            Some(Value::String(text)) => text.is_empty(),
            Some(_) => false,
        };
        conditions && self.audience_ids.as_ref().is_none_or(Vec::is_empty)
    }

    fn rule(&self, name: String, rest: Rest, reading: Reading<'_>) -> Rule {
        let everyone = self.is_for_everyone();
        let condition = if everyone {
            Condition::Always
        } else {
            Condition::When("an audience".to_owned())
        };
        let (share, serve) = self.shares(false, reading);
        Rule {
            share: Some(share),
            rest,
            ..Rule::new(name, condition, serve)
        }
    }

    /// Ends of ranges are cumulative; a range without a variation, and what is missing to 10000, holds nobody. `whole`: they are
    /// part of the shares, as users without a variation.
    fn shares(&self, whole: bool, reading: Reading<'_>) -> (f64, Vec<Share>) {
        const WHOLE: f64 = 10_000.0;
        let mut shares = Vec::new();
        let (mut start, mut held) = (0.0, 0.0);
        for part in self.traffic_allocation.iter().flatten() {
            let weight = (part.end_of_range - start).max(0.0);
            start = part.end_of_range.max(start);
            let mut all = self.variations.iter().flatten();
            if let Some(variation) = all.find(|variation| variation.id == part.entity_id) {
                held += weight;
                shares.push(Share {
                    weight: Some(weight),
                    outcome: reading(Some(variation)),
                });
            } else if !part.entity_id.is_empty() {
                held += weight;
                let outcome = Outcome::Opaque("it names a variation that it does not have".to_owned());
                shares.push(Share {
                    weight: Some(weight),
                    outcome,
                });
            }
        }
        if whole && held < WHOLE {
            shares.push(Share {
                weight: Some(WHOLE - held),
                outcome: reading(None),
            });
        }
        ((held / WHOLE * 100.0).clamp(0.0, 100.0), shares)
    }

    fn add_targets(&self, tree: &mut Tree, reading: Reading<'_>) {
        for key in self.forced_variations.iter().flatten().map(|(_, key)| key) {
            let mut all = self.variations.iter().flatten();
            let variation = all.find(|variation| variation.key.as_deref() == key.as_str());
            tree.targets.push(Target {
                count: 1,
                outcome: reading(variation),
            });
        }
    }
}

impl DatafileFlag {
    /// All variables: those of a variation that switches the flag on, else the defaults.
    fn variables_of(&self, variation: Option<&Variation>) -> Value {
        let on = variation.filter(|variation| variation.feature_enabled == Some(true));
        let mut all = Map::new();
        for variable in self.variables.iter().flatten() {
            let own = on.and_then(|on| on.variables.iter().flatten().find(|each| each.id == variable.id));
            let text = own
                .map(|own| own.value.as_str())
                .or(variable.default_value.as_deref())
                .unwrap_or("");
            let declared = match variable.sub_type.as_deref() {
                Some("json") => "json",
                _ => variable.kind.as_deref().unwrap_or(""),
            };
            all.insert(variable.key.clone(), typed(text, declared));
        }
        Value::Object(all)
    }
}
