//! Grafana's `toggles_gen.json`, a Kubernetes-style list of feature toggles.
//!
//! The default is `expression`; an instance may set another, so only what is generally available and on counts as served to all.
//! Shape after pkg/services/featuremgmt/toggles_gen.json of grafana/grafana.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value;

use super::parts::{Case, add_aliases, environment, recased, switch, tree, unknown};
use super::shape::{text, within_list};
use crate::conventions::{Moment, time_of_text};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, Lifecycle, ValueType, When};

pub(super) const FORMAT: Format = Format {
    name: "grafana",
    title: "Grafana's list of feature toggles",
    obtain: "nothing to export: name the checked-in file, pkg/services/featuremgmt/toggles_gen.json",
    lacks: "what instances set (only defaults), evaluations, expiry dates, tickets, prerequisites",
    looks_like,
    almost,
    read,
};

/// Where the last change of an entry stands, as Go prints a time.
const UPDATED: &str = "grafana.app/updatedTimestamp";

/// More entries with one version were written by the generator at once: that was no change of theirs.
const AT_ONCE: usize = 10;

fn looks_like(root: Cursor<'_>) -> bool {
    text(root, "kind") == "FeatureList" && within_list(root, "items", &["metadata", "spec"])
}

fn almost(root: Cursor<'_>) -> Option<String> {
    if text(root, "kind") == "FeatureList" {
        return Some("it has no `items` with `metadata` and `spec`".to_owned());
    }
    let near = text(root, "apiVersion").starts_with("featuretoggle.grafana.app");
    near.then(|| "its `kind` is not `FeatureList`".to_owned())
}

#[derive(Deserialize)]
struct Item {
    metadata: Metadata,
    spec: Spec,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    name: String,
    resource_version: Option<String>,
    creation_timestamp: Option<Moment>,
    deletion_timestamp: Option<Moment>,
    annotations: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
struct Spec {
    description: Option<String>,
    stage: Option<String>,
    codeowner: Option<String>,
    frontend: Option<bool>,
    expression: Option<String>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let Some(items) = input.root.get("items").filter(|items| items.is_list()) else {
        return Err(input.root.expected("an object with a list `items`"));
    };
    let items: Vec<(Cursor<'_>, Item)> = items
        .items()
        .map(|member| Ok((member, member.read()?)))
        .collect::<Result<_, Trouble>>()?;
    let mut versions: HashMap<&str, usize> = HashMap::new();
    for version in items
        .iter()
        .filter_map(|(_, item)| item.metadata.resource_version.as_deref())
    {
        *versions.entry(version).or_default() += 1;
    }
    let common = |item: &Item| {
        let version = item.metadata.resource_version.as_deref();
        version
            .and_then(|version| versions.get(version))
            .is_some_and(|count| *count > AT_ONCE)
    };
    let common: Vec<bool> = items.iter().map(|(_, item)| common(item)).collect();
    let mut draft = Draft::default();
    for ((member, mut item), common) in items.into_iter().zip(common) {
        if common {
            item.metadata.resource_version = None;
        }
        draft.push(read_item(member, item, input));
    }
    Ok(draft)
}

fn read_item(member: Cursor<'_>, item: Item, input: &Input<'_>) -> Entry {
    let Item { metadata, spec } = item;
    let at = member
        .get("metadata")
        .and_then(|metadata| metadata.get("name"))
        .unwrap_or(member);
    let key = metadata.name.clone();
    let mut entry = Entry::new(input.flag(key.clone(), at));
    let stage = spec.stage.as_deref().unwrap_or_default();
    entry.lifecycle(match stage {
        _ if metadata.deletion_timestamp.is_some() => Lifecycle::Archived,
        "GA" => Lifecycle::Launched,
        "deprecated" => Lifecycle::Deprecated,
        _ => Lifecycle::Active,
    });
    let flag = &mut entry.flag;
    (flag.kind, flag.kind_source) = (Kind::Release, KindSource::Declared);
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    flag.description = spec.description.filter(|text| !text.is_empty());
    flag.owners = spec.codeowner.filter(|owner| !owner.is_empty()).into_iter().collect();
    flag.client_side = spec.frontend;
    flag.created = metadata.creation_timestamp.map(When::from);
    flag.changed = metadata.changed().map(When::Time);
    add_aliases(
        &mut flag.aliases,
        &key,
        [format!("Flag{}", recased(&key, Case::Pascal))],
    );
    let on = spec.expression.as_deref() == Some("true");
    let plan = if on && stage == "GA" {
        let mut plan = switch(true, true);
        plan.notes.push("generally available and on by default".to_owned());
        tree(plan)
    } else {
        unknown(format!("the default is `{on}`, but an instance may set another"))
    };
    let mut place = environment("default", Some(on));
    place.default_when_off = Some(Value::Bool(false));
    entry.environment(place, plan, None);
    entry
}

impl Metadata {
    fn changed(&self) -> Option<jiff::Timestamp> {
        let annotated = self
            .annotations
            .as_ref()
            .and_then(|annotations| annotations.get(UPDATED)?.as_str());
        // Milliseconds as text.
        let version = || self.resource_version.as_ref()?.parse::<f64>().ok();
        annotated.and_then(time_of_text).or_else(|| {
            version()
                .filter(|number| *number >= 1e11)
                .and_then(crate::conventions::time_of_number)
        })
    }
}
