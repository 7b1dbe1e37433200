//! Kubernetes-style feature gates: `versioned_feature_list.yaml` of Kubernetes, Kueue and others; also its sibling
//! for gates without versions.
//!
//! The project's current version is the highest one in the file. Gates know no environments: each gets a single one named
//! `default`, whose `enabled` is the default of the current version. What is served is proven only where the gate is
//! locked, because operators may set all others by `--feature-gates`. Ages are counted in versions; by the project's rule
//! a gate that is GA or deprecated may go three minor versions later.
//! Shape and rule after test/compatibility_lifecycle/reference/ and pkg/features/versioned_kube_features.go.

use serde::Deserialize;
use serde_json::Value;

use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, Kind, KindSource, Lifecycle, When};
use crate::serves::{Outcome, Plan, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "kubernetes",
    title: "a Kubernetes-style list of versioned feature gates",
    obtain: "nothing to export: name the checked-in file, such as \
             test/compatibility_lifecycle/reference/versioned_feature_list.yaml",
    lacks: "dates (ages are versions), owners, tickets, prerequisites, tags, evaluations; what operators set",
    looks_like,
    almost,
    read,
};

/// Minor versions after which a settled gate may be removed.
const KEPT_FOR: u64 = 3;

fn looks_like(root: Cursor<'_>) -> bool {
    root.items()
        .any(|gate| gate.has("name") && gate.get("versionedSpecs").is_some_and(Cursor::is_list))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let gate = root
        .items()
        .any(|gate| gate.has("name") && (gate.has("preRelease") || gate.has("lockToDefault")));
    gate.then(|| "its members have no `versionedSpecs`".to_owned())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Gate {
    name: String,
    versioned_specs: Vec<Spec>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    default: bool,
    lock_to_default: Option<bool>,
    pre_release: Option<String>,
    version: String,
}

/// Compared part by part: 1.9 is before 1.10.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Version(Vec<u64>);

impl Version {
    /// Gates without versions have the empty text.
    fn parse(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self(Vec::new()));
        }
        let parts = text.trim().trim_start_matches('v').split('.').map(str::parse);
        parts.collect::<Result<Vec<u64>, _>>().ok().map(Self)
    }

    /// So many minor versions later, as `major.minor`.
    fn later(&self, minors: u64) -> Option<String> {
        let (major, minor) = (self.0.first()?, self.0.get(1)?);
        Some(format!("{major}.{}", minor.checked_add(minors)?))
    }
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    if !input.root.is_list() {
        return Err(input.root.expected("a list of gates with `name` and `versionedSpecs`"));
    }
    let mut draft = Draft::default();
    for member in input.root.items() {
        let gate: Gate = member.read()?;
        let specs = member.get("versionedSpecs").into_iter().flat_map(Cursor::items);
        let mut versions = Vec::new();
        for (spec, at) in gate.versioned_specs.into_iter().zip(specs) {
            let Some(version) = Version::parse(&spec.version) else {
                return Err(at
                    .get("version")
                    .unwrap_or(at)
                    .trouble("expected a version such as \"1.34\""));
            };
            versions.push((version, spec));
        }
        // The current version is the file's highest, so the current entry of every gate is its own highest.
        versions.sort_by(|left, right| left.0.cmp(&right.0));
        let (Some((_, first)), Some((version, current))) = (versions.first(), versions.last()) else {
            return Err(member.trouble("this gate has no entry in `versionedSpecs`"));
        };
        let mut entry = Entry::new(input.flag(gate.name, member.get("name").unwrap_or(member)));
        entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
        let stage = current.pre_release.as_deref().unwrap_or("");
        // Go's empty stage is GA.
        let lifecycle = match stage {
            "Alpha" | "Beta" => Lifecycle::Active,
            "GA" | "" => Lifecycle::Launched,
            "Deprecated" => Lifecycle::Deprecated,
            _ => {
                let message = "expected `Alpha`, `Beta`, `GA` or `Deprecated` as `preRelease`";
                return Err(member.get("versionedSpecs").unwrap_or(member).trouble(message));
            }
        };
        entry.lifecycle(lifecycle);
        let flag = &mut entry.flag;
        (flag.kind, flag.kind_source) = (Kind::Release, KindSource::Declared);
        let when = |spec: &Spec| (!spec.version.trim().is_empty()).then(|| When::Version(spec.version.clone()));
        flag.created = when(first);
        flag.changed = when(current);
        if lifecycle != Lifecycle::Active {
            flag.expires = version.later(KEPT_FOR).map(When::Version);
        }
        let mut environment = Environment::named("default");
        environment.enabled = Some(current.default);
        environment.default_when_off = Some(Value::Bool(false));
        environment.changed = when(current);
        entry.environment(environment, Some(plan(current)), None);
        draft.push(entry);
    }
    Ok(draft)
}

fn plan(current: &Spec) -> Plan {
    let value = Value::Bool(current.default);
    if current.lock_to_default != Some(true) {
        let stage = current
            .pre_release
            .as_deref()
            .filter(|stage| !stage.is_empty())
            .unwrap_or("GA");
        let since = if current.version.is_empty() {
            stage.to_owned()
        } else {
            format!("{stage} since {}", current.version)
        };
        return Plan::Unknown(format!(
            "the default is `{value}` ({since}), but operators may override it: it is not locked"
        ));
    }
    let outcome = Outcome::Value {
        variation: u32::from(!current.default),
        value,
    };
    let mut tree = Tree::new(true, outcome.clone(), Share::all(outcome));
    tree.on_value = Some(Value::Bool(true));
    let since = if current.version.is_empty() {
        String::new()
    } else {
        format!(" since {}", current.version)
    };
    tree.notes
        .push(format!("locked to its default{since}: nobody can set it"));
    Plan::Tree(Box::new(tree))
}
