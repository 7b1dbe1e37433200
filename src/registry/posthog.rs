//! PostHog: the list of feature flags, and the payload for local evaluation.
//!
//! Groups of conditions are OR-ed: those whom a group's share leaves out go on to the next one, at the end it is false. A project
//! is one environment. Flags name each other by id, in the payload by key.
//! Shapes after the serializer and filters_schema of PostHog/posthog; filters of version 2 are not read, only told.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{boolean, member, pages, value, within};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Evaluated, Format, Input, Kind, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, ValueType,
    VendorStale,
};
use crate::serves::{Accepts, Condition, Outcome, Plan, Requirement, Rule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "posthog",
    title: "a PostHog export",
    obtain: "curl -s -H \"Authorization: Bearer $PERSONAL_KEY\" \
             \"https://us.posthog.com/api/projects/PROJECT/feature_flags/?limit=100\" > flags.production.json",
    lacks: "expiry dates; tickets; teams (only who made the flag); whether it is meant to stay; archived flags, unless asked for; \
            the project's name as environment, which is taken from the file's name",
    looks_like: |root| pages(root).into_iter().any(is_page) || member(root, &["key", "filters"]) || is_flag(root),
    almost: |root| {
        within(root, "results", &["key", "active"]).then(|| "the members of `results` have no `filters`".to_owned())
    },
    read,
};

fn is_page(root: Cursor<'_>) -> bool {
    within(root, "results", &["key", "filters"]) || within(root, "flags", &["key", "filters"])
}

fn is_flag(root: Cursor<'_>) -> bool {
    root.has_all(&["key", "active"]) && root.get("filters").is_some_and(Cursor::is_map)
}

#[derive(Deserialize)]
struct Page {
    count: Option<usize>,
    next: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Flag {
    id: Option<i64>,
    key: String,
    name: Option<String>,
    active: Option<bool>,
    deleted: Option<bool>,
    archived: Option<bool>,
    created_at: Option<Moment>,
    updated_at: Option<Moment>,
    created_by: Option<Person>,
    /// `Some(None)`: the file says that nobody ever asked.
    #[serde(default, deserialize_with = "present")]
    last_called_at: Option<Option<Moment>>,
    status: Option<String>,
    tags: Option<Vec<String>>,
    experiment_set: Option<Vec<IgnoredAny>>,
    creation_context: Option<String>,
    is_remote_configuration: Option<bool>,
    evaluation_runtime: Option<String>,
    filters: Option<Filters>,
}

/// Tells `null` from a missing member.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Moment>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
struct Person {
    email: Option<String>,
}

#[derive(Deserialize)]
struct Filters {
    version: Option<f64>,
    groups: Option<Vec<Group>>,
    multivariate: Option<Multivariate>,
    aggregation_group_type_index: Option<i64>,
    holdout: Option<IgnoredAny>,
    holdout_groups: Option<Vec<IgnoredAny>>,
    super_groups: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Group {
    properties: Option<Vec<Property>>,
    rollout_percentage: Option<f64>,
    variant: Option<String>,
}

#[derive(Deserialize)]
struct Property {
    key: Option<Value>,
    value: Option<Value>,
    #[serde(rename = "type")]
    kind: Option<String>,
    operator: Option<String>,
    negation: Option<bool>,
}

#[derive(Deserialize)]
struct Multivariate {
    variants: Option<Vec<Variant>>,
}

#[derive(Deserialize)]
struct Variant {
    key: String,
    rollout_percentage: Option<f64>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let pages = pages(input.root);
    let mut members = Vec::new();
    for (position, page) in pages.iter().enumerate() {
        let Some(list) = page.get("results").or_else(|| page.get("flags")) else {
            members.push(*page);
            continue;
        };
        if !list.is_list() {
            return Err(list.expected("a list of flags"));
        }
        let envelope: Page = page.read()?;
        draft.total = draft.total.max(envelope.count);
        draft.more |= position + 1 == pages.len() && envelope.next.is_some();
        members.extend(list.items());
    }
    let flags: Vec<(Cursor<'_>, Flag)> = members
        .into_iter()
        .map(|member| Ok((member, member.read()?)))
        .collect::<Result<_, Trouble>>()?;
    let mut keys: HashMap<String, String> = HashMap::new();
    for (_, flag) in &flags {
        keys.extend(flag.id.map(|id| (id.to_string(), flag.key.clone())));
    }
    // In the payload flags name each other by key; an id of the file comes first.
    for (_, flag) in &flags {
        keys.entry(flag.key.clone()).or_insert_with(|| flag.key.clone());
    }
    for (member, flag) in flags {
        draft.push(read_flag(member, &flag, &keys, input));
    }
    Ok(draft)
}

fn read_flag(member: Cursor<'_>, from: &Flag, keys: &HashMap<String, String>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.key.clone(), member.get("key").unwrap_or(member)));
    describe(&mut entry, from);
    let variants = from
        .filters
        .iter()
        .flat_map(|filters| filters.multivariate.iter())
        .flat_map(|all| all.variants.iter().flatten());
    let variants: Vec<&Variant> = variants.collect();
    if variants.is_empty() {
        entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
    } else {
        entry.variations(
            variants
                .iter()
                .map(|variant| Value::from(variant.key.as_str()))
                .collect(),
        );
    }
    if from.is_remote_configuration == Some(true) {
        entry.flag.value_type = Some(ValueType::Json);
    }
    let groups = from.filters.iter().flat_map(|filters| filters.groups.iter().flatten());
    for property in groups
        .flat_map(|group| group.properties.iter().flatten())
        .filter(|property| property.is_flag())
    {
        let Some(parent) = property.parent(keys) else { continue };
        let values = match property.accepts() {
            Some(Accepts::Values(values)) => Some(values),
            Some(Accepts::Except(values)) if values == [Value::Bool(false)] => Some(vec![Value::Bool(true)]),
            _ => None,
        };
        let prerequisite = Prerequisite {
            flag: parent.clone(),
            values,
            environment: None,
            via: PrerequisiteVia::Rule,
        };
        if !entry.flag.prerequisites.contains(&prerequisite) {
            entry.flag.prerequisites.push(prerequisite);
        }
    }
    let mut environment = Environment::named(input.environment());
    environment.enabled = from.active;
    environment.default_when_off = Some(Value::Bool(false));
    entry.environment(environment, Some(plan(from, &variants, keys)), None);
    entry
}

fn describe(entry: &mut Entry, from: &Flag) {
    let status = from.status.as_deref().unwrap_or("").to_ascii_lowercase();
    if from.deleted == Some(true) || status == "deleted" {
        entry.lifecycle(Lifecycle::Deleted);
    } else if from.archived == Some(true) || status == "archived" {
        entry.lifecycle(Lifecycle::Archived);
    } else if from.archived.is_some() || from.deleted.is_some() {
        entry.lifecycle(Lifecycle::Active);
    }
    let flag = &mut entry.flag;
    flag.description = from.name.clone().filter(|text| !text.is_empty());
    flag.created = from.created_at.map(Into::into);
    flag.changed = from.updated_at.map(Into::into);
    flag.evaluated = from
        .last_called_at
        .map(|called| called.map_or(Evaluated::Never, |moment| Evaluated::At(moment.0)));
    flag.owners = from
        .created_by
        .iter()
        .filter_map(|person| person.email.clone())
        .collect();
    flag.tags = from.tags.clone().unwrap_or_default();
    flag.client_side = match from.evaluation_runtime.as_deref() {
        Some("client" | "all") => Some(true),
        Some("server") => Some(false),
        _ => None,
    };
    let experiment = from.creation_context.as_deref() == Some("experiments")
        || from
            .experiment_set
            .as_ref()
            .is_some_and(|experiments| !experiments.is_empty());
    let kind = if experiment {
        Some(Kind::Experiment)
    } else {
        flag.tags.iter().find_map(|tag| kind_of(tag))
    };
    if let Some(kind) = kind {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    if matches!(status.as_str(), "active" | "stale") {
        let stale = status == "stale";
        flag.stale_by_vendor = Some(VendorStale {
            stale,
            reason: stale.then(|| "status STALE".to_owned()),
        });
    }
}

fn plan(from: &Flag, variants: &[&Variant], keys: &HashMap<String, String>) -> Plan {
    let Some(on) = from.active else {
        return Plan::Unknown("the file does not say whether it is active".to_owned());
    };
    let mut tree = Tree::new(on, boolean(false), Share::all(boolean(false)));
    tree.on_value = variants.is_empty().then_some(Value::Bool(true));
    let Some(filters) = &from.filters else {
        return if on {
            Plan::Unknown("the file holds no filters".to_owned())
        } else {
            Plan::Tree(Box::new(tree))
        };
    };
    if on && filters.version.is_some_and(|version| version >= 2.0) {
        return Plan::Unknown("its filters are of version 2, which is not understood".to_owned());
    }
    let groups = filters.groups.as_deref().unwrap_or_default();
    if on && groups.is_empty() {
        return Plan::Unknown("it has no group of conditions: what that means is not documented".to_owned());
    }
    let filled = |list: &Option<Vec<IgnoredAny>>| list.as_ref().is_some_and(|list| !list.is_empty());
    if on && (filters.holdout.is_some() || filled(&filters.holdout_groups) || filled(&filters.super_groups)) {
        let condition = Condition::Unsure("it has a holdout or an early-access group".to_owned());
        let serve = Share::all(Outcome::Opaque(
            "what a holdout or an early-access group gets".to_owned(),
        ));
        tree.rules.push(Rule::new("the holdout", condition, serve));
    }
    for (position, group) in groups.iter().enumerate() {
        tree.rules.push(group.rule(position, variants, keys));
    }
    if on && filters.aggregation_group_type_index.is_some() {
        tree.notes
            .push("it is decided by group: calls that name no group get false".to_owned());
    }
    Plan::Tree(Box::new(tree))
}

impl Group {
    fn rule(&self, position: usize, variants: &[&Variant], keys: &HashMap<String, String>) -> Rule {
        let name = format!("group {}", position + 1);
        let mut parts = Vec::new();
        let mut requirements = Vec::new();
        for property in self.properties.iter().flatten() {
            if !property.is_flag() {
                parts.push(property.condition());
                continue;
            }
            let requirement = property
                .parent(keys)
                .and_then(|parent| Some(Requirement::new(parent, property.accepts()?)));
            match requirement {
                Some(requirement) => requirements.push(requirement),
                None => parts.push(Condition::Unsure(format!(
                    "{name} needs a flag that the file does not hold"
                ))),
            }
        }
        let share = self.rollout_percentage.unwrap_or(100.0);
        Rule {
            share: Some(share),
            requirements,
            ..Rule::new(name, Condition::all(parts), self.serve(variants))
        }
    }

    fn serve(&self, variants: &[&Variant]) -> Vec<Share> {
        if variants.is_empty() {
            return Share::all(boolean(true));
        }
        let of = |at: usize, variant: &Variant| value(at + 2, Value::from(variant.key.as_str()));
        // An override that names no variant is ignored, as PostHog does.
        let named = self
            .variant
            .as_deref()
            .and_then(|name| variants.iter().position(|variant| variant.key == name));
        if let Some((at, variant)) = named.and_then(|at| Some((at, variants.get(at)?))) {
            return Share::all(of(at, variant));
        }
        let share = |(at, variant): (usize, &&Variant)| Share {
            weight: Some(variant.rollout_percentage.unwrap_or(0.0)),
            outcome: of(at, variant),
        };
        let mut shares: Vec<Share> = variants.iter().enumerate().map(share).collect();
        let allotted: f64 = shares.iter().filter_map(|share| share.weight).sum();
        // What the variants leave open gets true without a variant.
        if allotted < 100.0 - 1e-6 {
            shares.push(Share {
                weight: Some(100.0 - allotted),
                outcome: boolean(true),
            });
        }
        shares
    }
}

impl Property {
    fn is_flag(&self) -> bool {
        self.kind.as_deref() == Some("flag")
    }

    fn parent<'k>(&self, keys: &'k HashMap<String, String>) -> Option<&'k String> {
        match self.key.as_ref()? {
            Value::String(text) => keys.get(text),
            Value::Number(number) => keys.get(&number.to_string()),
            _ => None,
        }
    }

    /// True means on with any variant.
    fn accepts(&self) -> Option<Accepts> {
        if self
            .operator
            .as_deref()
            .is_some_and(|operator| operator != "flag_evaluates_to")
        {
            return None;
        }
        let (off, negated) = (vec![Value::Bool(false)], self.negation == Some(true));
        match (self.value.as_ref()?, negated) {
            (Value::Bool(true), false) | (Value::Bool(false), true) => Some(Accepts::Except(off)),
            (Value::Bool(false), false) | (Value::Bool(true), true) => Some(Accepts::Values(off)),
            (variant @ Value::String(_), false) => Some(Accepts::Values(vec![variant.clone()])),
            (variant @ Value::String(_), true) => Some(Accepts::Except(vec![variant.clone()])),
            _ => None,
        }
    }

    fn condition(&self) -> Condition {
        let name = self.key.as_ref().and_then(Value::as_str).unwrap_or("property");
        let not = if self.negation == Some(true) { "not " } else { "" };
        match self.kind.as_deref() {
            Some("cohort") => Condition::When(format!("{not}in a cohort")),
            Some("person" | "group" | "event" | "session") | None => {
                let operator = self.operator.as_deref().unwrap_or("exact");
                Condition::When(format!("{} {not}{}", name.escape_debug(), operator.escape_debug()))
            }
            Some(other) => Condition::Unsure(format!("the property type `{}` is not known", other.escape_debug())),
        }
    }
}
