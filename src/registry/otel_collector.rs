//! Feature gates of the OpenTelemetry Collector: `feature_gates` in a component's `metadata.yaml`.
//!
//! Ages are versions. A stable gate is locked on and a deprecated one locked off; the others operators may set.
//! Shape after cmd/mdatagen/internal/metadata.go and featuregate/README.md of open-telemetry/opentelemetry-collector.

use serde::Deserialize;
use serde_json::Value;

use super::parts::{Case, add_aliases, environment, recased, switch, tree, unknown};
use super::shape::within_list;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, Lifecycle, ValueType, When};

pub(super) const FORMAT: Format = Format {
    name: "otel-collector",
    title: "OpenTelemetry Collector metadata",
    obtain: "nothing to export: name the component's metadata.yaml",
    lacks: "dates (ages are versions), evaluations, prerequisites, tags; what operators set",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    within_list(root, "feature_gates", &["id", "stage"])
}

fn almost(root: Cursor<'_>) -> Option<String> {
    root.has("feature_gates")
        .then(|| "its `feature_gates` have no `id` and `stage`".to_owned())
}

#[derive(Deserialize)]
struct Gate {
    id: String,
    description: Option<String>,
    stage: String,
    from_version: Option<String>,
    to_version: Option<String>,
    reference_url: Option<String>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let Some(gates) = input.root.get("feature_gates").filter(|gates| gates.is_list()) else {
        return Err(input.root.expected("an object with a list `feature_gates`"));
    };
    let owners = owners(input.root);
    let mut draft = Draft::default();
    for member in gates.items() {
        let mut entry = read_gate(member, input)?;
        entry.flag.owners.clone_from(&owners);
        draft.push(entry);
    }
    Ok(draft)
}

/// Those of the component: gates have none of their own.
fn owners(root: Cursor<'_>) -> Vec<String> {
    let active = root
        .get("status")
        .and_then(|status| status.get("codeowners")?.get("active"));
    let names = active.into_iter().flat_map(Cursor::items).filter_map(Cursor::word);
    names.map(std::borrow::Cow::into_owned).collect()
}

fn read_gate(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Gate = member.read()?;
    let mut entry = Entry::new(input.flag(from.id.clone(), member.get("id").unwrap_or(member)));
    let (lifecycle, on, locked) = match from.stage.to_ascii_lowercase().as_str() {
        "alpha" => (Lifecycle::Active, false, false),
        "beta" => (Lifecycle::Active, true, false),
        "stable" => (Lifecycle::Launched, true, true),
        "deprecated" => (Lifecycle::Deprecated, false, true),
        _ => {
            let at = member.get("stage").unwrap_or(member);
            return Err(at.trouble("expected `alpha`, `beta`, `stable` or `deprecated`"));
        }
    };
    entry.lifecycle(lifecycle);
    let flag = &mut entry.flag;
    (flag.kind, flag.kind_source) = (Kind::Release, KindSource::Declared);
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.ticket = from.reference_url.filter(|text| !text.is_empty());
    flag.created = from.from_version.filter(|text| !text.is_empty()).map(When::Version);
    flag.expires = from.to_version.filter(|text| !text.is_empty()).map(When::Version);
    add_aliases(
        &mut flag.aliases,
        &from.id,
        [format!("{}FeatureGate", recased(&from.id, Case::Pascal))],
    );
    let plan = if locked {
        let mut plan = switch(true, on);
        plan.notes.push(format!("{}: nobody can set it", from.stage));
        tree(plan)
    } else {
        unknown(format!(
            "the default is `{on}` ({}), but operators may set another",
            from.stage
        ))
    };
    let mut place = environment("default", Some(on));
    place.default_when_off = Some(Value::Bool(false));
    entry.environment(place, plan, None);
    Ok(entry)
}
