//! ConfigCat: values of one environment (configs of version 2 and 1), settings, deleted settings, the report of stale flags, and the
//! config JSON that SDKs get (version 6, and 5 with its shorter members).
//!
//! A setting has no switch: rules decide, and the default value for those whom none holds for. The first rule that holds wins; one
//! without conditions holds only shares, which sum to 100. Prerequisites name settings by id or by key.
//! Shapes after api/openapi.yaml of configcat-publicapi and V6/config.schema.json of config-json.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{count_in_words, list, map, member, value};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry, type_of};
use crate::registry::{
    Environment, Format, Input, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, ValueType, VendorStale,
};
use crate::serves::{Accepts, Condition, Outcome, Plan, Requirement, Rule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "configcat",
    title: "a ConfigCat export",
    obtain: "curl -s -u \"$API_USER:$API_PASSWORD\" \
             https://api.configcat.com/v2/configs/CONFIG_ID/environments/ENVIRONMENT_ID/values > values.production.json",
    lacks: "when a setting was last evaluated; expiry dates; the setting's purpose; archived settings; its owner, except who made it; \
            which ones are stale (add the file of `/v1/products/PRODUCT_ID/staleflags`)",
    looks_like: |root| is_values(root) || is_report(root) || is_settings(root) || is_config_json(root),
    almost: |root| (map(root, "f") && !map(root, "p")).then(|| "the preferences `p` beside `f` are missing".to_owned()),
    read,
};

fn is_values(root: Cursor<'_>) -> bool {
    list(root, "settingFormulas") || list(root, "settingValues")
}

fn is_report(root: Cursor<'_>) -> bool {
    root.has_all(&["productId", "configs", "environments"])
}

fn is_settings(root: Cursor<'_>) -> bool {
    member(root, &["key", "settingType"])
}

fn is_config_json(root: Cursor<'_>) -> bool {
    map(root, "p") && map(root, "f")
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    if is_values(root) {
        read_values(root, input, &mut draft)?;
    } else if is_report(root) {
        read_report(root, input, &mut draft)?;
    } else if root.is_list() {
        for item in root.items() {
            let from: Setting = item.read()?;
            let deleted = from.setting_id.is_none();
            let mut entry = from.entry(item, input);
            if deleted {
                entry.lifecycle(Lifecycle::Deleted);
            }
            draft.push(entry);
        }
    } else if is_config_json(root) {
        read_config_json(root, input, &mut draft)?;
    } else {
        return Err(root.expected("an object with `settingFormulas`, `settingValues` or `f`, or a list of settings"));
    }
    Ok(draft)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Setting {
    setting_id: Option<i64>,
    key: String,
    name: Option<String>,
    hint: Option<String>,
    setting_type: Option<String>,
    created_at: Option<Moment>,
    creator_email: Option<String>,
    config_name: Option<String>,
    tags: Option<Vec<Tag>>,
    predefined_variations: Option<Vec<Predefined>>,
}

#[derive(Deserialize)]
struct Tag {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Predefined {
    value: Option<Typed>,
}

/// One of four members is set.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Typed {
    #[serde(alias = "b")]
    bool_value: Option<bool>,
    #[serde(alias = "s")]
    string_value: Option<String>,
    #[serde(alias = "i")]
    int_value: Option<i64>,
    #[serde(alias = "d")]
    double_value: Option<f64>,
}

impl Typed {
    fn value(&self) -> Value {
        let text = || self.string_value.clone().map(Value::from);
        let number = || self.int_value.map(Value::from).or(self.double_value.map(Value::from));
        self.bool_value
            .map(Value::from)
            .or_else(text)
            .or_else(number)
            .unwrap_or(Value::Null)
    }
}

impl Setting {
    fn entry(self, member: Cursor<'_>, input: &Input<'_>) -> Entry {
        let mut entry = Entry::new(input.flag(self.key, member.get("key").unwrap_or(member)));
        let predefined = self
            .predefined_variations
            .into_iter()
            .flatten()
            .filter_map(|each| each.value);
        entry.variations(predefined.map(|each| each.value()).collect());
        let flag = &mut entry.flag;
        flag.name = self.name.filter(|name| !name.is_empty());
        flag.description = self.hint.filter(|hint| !hint.is_empty());
        flag.project = self.config_name;
        flag.created = self.created_at.map(Into::into);
        flag.owners = self.creator_email.into_iter().collect();
        flag.value_type = match self.setting_type.as_deref() {
            Some("boolean") => Some(ValueType::Boolean),
            Some("string") => Some(ValueType::String),
            Some("int" | "double") => Some(ValueType::Number),
            _ => flag.value_type,
        };
        if flag.variations.is_empty() && flag.value_type == Some(ValueType::Boolean) {
            flag.variations = vec![Value::Bool(true), Value::Bool(false)];
        }
        tag(&mut entry, self.tags);
        entry
    }
}

fn tag(entry: &mut Entry, tags: Option<Vec<Tag>>) {
    let flag = &mut entry.flag;
    flag.tags.extend(tags.into_iter().flatten().filter_map(|tag| tag.name));
    if let Some(kind) = flag.tags.iter().find_map(|tag| kind_of(tag)) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Values {
    environment: Option<Named>,
    config: Option<Named>,
    setting_formulas: Option<Vec<Formula>>,
    setting_values: Option<Vec<Formula>>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

/// A setting in one environment; the last three members are those of version 1.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Formula {
    setting: Setting,
    default_value: Option<Typed>,
    updated_at: Option<Moment>,
    targeting_rules: Option<Vec<Targeting>>,
    integration_links: Option<Vec<Link>>,
    setting_tags: Option<Vec<Tag>>,
    value: Option<Value>,
    rollout_rules: Option<Vec<OldRule>>,
    rollout_percentage_items: Option<Vec<OldShare>>,
}

#[derive(Deserialize)]
struct Link {
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Targeting {
    conditions: Option<Vec<SettingCondition>>,
    percentage_options: Option<Vec<Percentage>>,
    value: Option<Typed>,
}

#[derive(Deserialize)]
struct Percentage {
    percentage: f64,
    value: Typed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SettingCondition {
    user_condition: Option<UserCondition>,
    segment_condition: Option<IgnoredAny>,
    prerequisite_flag_condition: Option<Parent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserCondition {
    comparison_attribute: Option<String>,
    comparator: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parent {
    prerequisite_setting_id: i64,
    comparator: Option<String>,
    prerequisite_comparison_value: Typed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OldRule {
    comparison_attribute: Option<String>,
    comparator: Option<String>,
    value: Value,
}

#[derive(Deserialize)]
struct OldShare {
    percentage: f64,
    value: Value,
}

fn read_values(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let from: Values = root.read()?;
    let environment = from
        .environment
        .and_then(|environment| environment.name)
        .unwrap_or_else(|| input.environment());
    let project = from.config.and_then(|config| config.name);
    let (formulas, name) = match from.setting_formulas {
        Some(formulas) => (formulas, "settingFormulas"),
        None => (from.setting_values.unwrap_or_default(), "settingValues"),
    };
    let keys: HashMap<i64, String> = formulas
        .iter()
        .filter_map(|formula| Some((formula.setting.setting_id?, formula.setting.key.clone())))
        .collect();
    let members = root.get(name).into_iter().flat_map(Cursor::items);
    for (formula, member) in formulas.into_iter().zip(members) {
        let mut reach = Reach::default();
        let default = match (&formula.default_value, &formula.value) {
            (Some(typed), _) => typed.value(),
            (None, Some(value)) => value.clone(),
            (None, None) => Value::Null,
        };
        let mut tree = Tree::without_switch(Share::all(reach.outcome(&default)));
        for (position, rule) in formula.targeting_rules.iter().flatten().enumerate() {
            tree.rules.push(rule.rule(position, &keys, &mut reach));
        }
        for (position, rule) in formula.rollout_rules.iter().flatten().enumerate() {
            let what = words(rule.comparison_attribute.as_deref(), rule.comparator.as_deref());
            let serve = Share::all(reach.outcome(&rule.value));
            tree.rules.push(Rule::new(
                format!("rule {}", position + 1),
                Condition::When(what),
                serve,
            ));
        }
        let shares = formula.rollout_percentage_items.iter().flatten();
        let shares: Vec<Share> = shares
            .map(|part| Share {
                weight: Some(part.percentage),
                outcome: reach.outcome(&part.value),
            })
            .collect();
        if !shares.is_empty() {
            tree.rules
                .push(Rule::new("the percentage rule", Condition::Always, shares));
        }
        let (updated, links, tags) = (formula.updated_at, formula.integration_links, formula.setting_tags);
        let mut entry = formula.setting.entry(member.get("setting").unwrap_or(member), input);
        entry.flag.project = project.clone();
        entry.flag.ticket = links.into_iter().flatten().find_map(|link| link.url);
        tag(&mut entry, tags);
        entry.flag.prerequisites = reach.prerequisites(&environment);
        let mut here = Environment::named(environment.clone());
        here.changed = updated.map(Into::into);
        finish(&mut entry, here, default, tree, reach.known);
        draft.push(entry);
    }
    Ok(())
}

/// The values, the switch that a boolean default is, and the proof.
fn finish(entry: &mut Entry, mut here: Environment, default: Value, mut tree: Tree, known: Vec<Value>) {
    if entry.flag.variations.is_empty() || entry.flag.value_type != Some(ValueType::Boolean) {
        entry.flag.value_type = entry.flag.value_type.or(known.first().map(type_of));
        for each in known {
            if !entry.flag.variations.contains(&each) {
                entry.flag.variations.push(each);
            }
        }
    }
    if entry.flag.value_type == Some(ValueType::Boolean) {
        here.enabled = default.as_bool();
        tree.on_value = Some(Value::Bool(true));
    }
    here.default_when_off = Some(default);
    entry.environment(here, Some(Plan::Tree(Box::new(tree))), None);
}

/// The values of a setting, and the settings it asks for.
#[derive(Default)]
struct Reach {
    known: Vec<Value>,
    parents: Vec<(String, Option<Vec<Value>>)>,
}

impl Reach {
    fn outcome(&mut self, served: &Value) -> Outcome {
        if served.is_null() {
            return Outcome::Opaque("a value is missing".to_owned());
        }
        let position = self.known.iter().position(|each| each == served).unwrap_or_else(|| {
            self.known.push(served.clone());
            self.known.len() - 1
        });
        value(position, served.clone())
    }

    fn require(&mut self, parent: &str, equal: bool, wanted: Value) -> Requirement {
        let opposite = wanted.as_bool().map(|wanted| vec![Value::Bool(!wanted)]);
        let values = if equal { Some(vec![wanted.clone()]) } else { opposite };
        self.parents.push((parent.to_owned(), values));
        let accepts = if equal {
            Accepts::Values(vec![wanted])
        } else {
            Accepts::Except(vec![wanted])
        };
        Requirement::new(parent, accepts)
    }

    fn prerequisites(&mut self, environment: &str) -> Vec<Prerequisite> {
        let prerequisite = |(flag, values)| Prerequisite {
            flag,
            values,
            environment: Some(environment.to_owned()),
            via: PrerequisiteVia::Rule,
        };
        let mut all: Vec<Prerequisite> = std::mem::take(&mut self.parents)
            .into_iter()
            .map(prerequisite)
            .collect();
        all.dedup();
        all
    }
}

impl Targeting {
    fn rule(&self, position: usize, keys: &HashMap<i64, String>, reach: &mut Reach) -> Rule {
        let name = format!("rule {}", position + 1);
        let mut parts = Vec::new();
        let mut requirements = Vec::new();
        for condition in self.conditions.iter().flatten() {
            if let Some(user) = &condition.user_condition {
                parts.push(Condition::When(words(
                    user.comparison_attribute.as_deref(),
                    user.comparator.as_deref(),
                )));
            } else if condition.segment_condition.is_some() {
                parts.push(Condition::When("a segment".to_owned()));
            } else if let Some(parent) = &condition.prerequisite_flag_condition {
                let equal = parent.comparator.as_deref() == Some("equals");
                match keys.get(&parent.prerequisite_setting_id) {
                    Some(key) if equal || parent.comparator.as_deref() == Some("doesNotEqual") => {
                        requirements.push(reach.require(key, equal, parent.prerequisite_comparison_value.value()));
                    }
                    _ => parts.push(Condition::Unsure(format!(
                        "{name} needs a setting that the file does not hold"
                    ))),
                }
            } else {
                parts.push(Condition::Unsure(format!("{name} has a condition that is not known")));
            }
        }
        let shares = self.percentage_options.iter().flatten();
        let mut serve: Vec<Share> = shares
            .map(|part| Share {
                weight: Some(part.percentage),
                outcome: reach.outcome(&part.value.value()),
            })
            .collect();
        if serve.is_empty() {
            let given = self.value.as_ref().map_or(Value::Null, Typed::value);
            serve = Share::all(reach.outcome(&given));
        }
        Rule {
            requirements,
            ..Rule::new(name, Condition::all(parts), serve)
        }
    }
}

/// Attribute and comparator, never what is compared with.
fn words(attribute: Option<&str>, comparator: Option<&str>) -> String {
    let (attribute, comparator) = (attribute.unwrap_or("context"), comparator.unwrap_or("is"));
    format!("{} {}", attribute.escape_debug(), comparator.escape_debug())
}

#[derive(Deserialize)]
struct Report {
    configs: Vec<ReportConfig>,
    environments: Vec<ReportEnvironment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReportEnvironment {
    environment_id: String,
    name: String,
}

#[derive(Deserialize)]
struct ReportConfig {
    name: Option<String>,
    settings: Option<Vec<ReportSetting>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReportSetting {
    key: String,
    name: Option<String>,
    hint: Option<String>,
    tags: Option<Vec<Tag>>,
    setting_values: Option<Vec<ReportValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReportValue {
    environment_id: String,
    updated_at: Option<Moment>,
    is_stale: Option<bool>,
}

fn read_report(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let report: Report = root.read()?;
    let names: HashMap<&str, &str> = report
        .environments
        .iter()
        .map(|environment| (environment.environment_id.as_str(), environment.name.as_str()))
        .collect();
    let configs = root.get("configs").into_iter().flat_map(Cursor::items);
    for (config, at) in report.configs.iter().zip(configs) {
        let members = at.get("settings").into_iter().flat_map(Cursor::items);
        for (setting, member) in config.settings.iter().flatten().zip(members) {
            let mut entry = Entry::new(input.flag(setting.key.clone(), member.get("key").unwrap_or(member)));
            entry.flag.name = setting.name.clone();
            entry.flag.description = setting.hint.clone().filter(|hint| !hint.is_empty());
            entry.flag.project = config.name.clone();
            let tags = setting
                .tags
                .iter()
                .flatten()
                .map(|tag| Tag { name: tag.name.clone() })
                .collect();
            tag(&mut entry, Some(tags));
            let mut stale_in = Vec::new();
            for here in setting.setting_values.iter().flatten() {
                let name = names
                    .get(here.environment_id.as_str())
                    .copied()
                    .unwrap_or(&here.environment_id);
                if here.is_stale == Some(true) {
                    stale_in.push(format!("`{name}`"));
                }
                let mut environment = Environment::named(name);
                environment.changed = here.updated_at.map(Into::into);
                entry.environment(environment, None, None);
            }
            let stale = !stale_in.is_empty();
            let reason = stale.then(|| format!("stale in {}", stale_in.join(", ")));
            entry.flag.stale_by_vendor = Some(VendorStale { stale, reason });
            draft.push(entry);
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Delivered {
    t: Option<u8>,
    v: Value,
    r: Option<Vec<DeliveredRule>>,
    p: Option<Vec<DeliveredShare>>,
}

/// In version 5 a rule has its value as `v` and no conditions that it lists.
#[derive(Deserialize)]
struct DeliveredRule {
    c: Option<Value>,
    s: Option<DeliveredValue>,
    p: Option<Vec<DeliveredShare>>,
    v: Option<Value>,
}

#[derive(Deserialize)]
struct DeliveredValue {
    v: Value,
}

#[derive(Deserialize)]
struct DeliveredShare {
    p: f64,
    v: Value,
}

/// `{"b": true}`, in version 5 the bare value.
fn plain(given: &Value) -> Value {
    match given {
        Value::Object(object) => ["b", "s", "i", "d"]
            .iter()
            .find_map(|name| object.get(*name))
            .cloned()
            .unwrap_or(Value::Null),
        other => other.clone(),
    }
}

fn read_config_json(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let environment = input.environment();
    for (key, member) in root.get("f").into_iter().flat_map(Cursor::entries) {
        let from: Delivered = member.read()?;
        let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
        entry.flag.value_type = match from.t {
            Some(0) => Some(ValueType::Boolean),
            Some(1) => Some(ValueType::String),
            Some(2 | 3) => Some(ValueType::Number),
            _ => None,
        };
        let mut reach = Reach::default();
        let default = plain(&from.v);
        let mut tree = Tree::without_switch(Share::all(reach.outcome(&default)));
        for (position, rule) in from.r.iter().flatten().enumerate() {
            tree.rules.push(rule.rule(position, &mut reach));
        }
        let shares = shares(from.p.as_deref(), &mut reach);
        if !shares.is_empty() {
            tree.rules
                .push(Rule::new("the percentage rule", Condition::Always, shares));
        }
        entry.flag.prerequisites = reach.prerequisites(&environment);
        finish(
            &mut entry,
            Environment::named(environment.clone()),
            default,
            tree,
            reach.known,
        );
        draft.push(entry);
    }
    Ok(())
}

fn shares(parts: Option<&[DeliveredShare]>, reach: &mut Reach) -> Vec<Share> {
    let part = |part: &DeliveredShare| Share {
        weight: Some(part.p),
        outcome: reach.outcome(&plain(&part.v)),
    };
    parts.unwrap_or_default().iter().map(part).collect()
}

impl DeliveredRule {
    fn rule(&self, position: usize, reach: &mut Reach) -> Rule {
        let name = format!("rule {}", position + 1);
        let mut parts = Vec::new();
        let mut requirements = Vec::new();
        match &self.c {
            Some(Value::Array(conditions)) => {
                for condition in conditions {
                    if let Some(user) = condition.get("u") {
                        parts.push(Condition::When(words(user.get("a").and_then(Value::as_str), None)));
                    } else if condition.get("s").is_some() {
                        parts.push(Condition::When("a segment".to_owned()));
                    } else if let Some(requirement) = condition.get("p").and_then(|parent| reach.parent(parent)) {
                        requirements.push(requirement);
                    } else {
                        parts.push(Condition::Unsure(format!("{name} has a condition that is not known")));
                    }
                }
            }
            // Version 5: attribute, comparator and value stand in the rule itself.
            _ if self.v.is_some() => parts.push(Condition::When(count_in_words(1, "condition"))),
            _ => {}
        }
        let mut serve = shares(self.p.as_deref(), reach);
        if serve.is_empty() {
            let given = self.s.as_ref().map(|given| &given.v).or(self.v.as_ref());
            serve = Share::all(reach.outcome(&given.map_or(Value::Null, plain)));
        }
        Rule {
            requirements,
            ..Rule::new(name, Condition::all(parts), serve)
        }
    }
}

impl Reach {
    fn parent(&mut self, parent: &Value) -> Option<Requirement> {
        let key = parent.get("f")?.as_str()?;
        let equal = match parent.get("c")?.as_u64()? {
            0 => true,
            1 => false,
            _ => return None,
        };
        Some(self.require(key, equal, plain(parent.get("v")?)))
    }
}
