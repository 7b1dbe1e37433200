//! Hand-made uses and flags, so that a judgement can be tested without a scan.

#![allow(dead_code, reason = "every test file takes what it needs")]

use std::collections::BTreeMap;

use flagdebt::config::Policy;
use flagdebt::diagnostic::Diagnostic;
use flagdebt::join::join;
use flagdebt::lints;
use flagdebt::registry::{
    Environment, Flag, FlagSource, Kind, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, Registry,
    RegistrySource, Serves, ServesState, When,
};
use flagdebt::source::{Place, Span};
use flagdebt::usage::{Certainty, Gives, KeySource, Role, Site, Use};
use serde_json::{Value, json};

/// The day of all tests.
pub(crate) const TODAY: &str = "2026-11-23";

pub(crate) fn time(day: &str) -> jiff::Timestamp {
    format!("{day}T00:00:00Z").parse().expect("a day")
}

pub(crate) fn when(day: &str) -> Option<When> {
    Some(When::Time(time(day)))
}

/// Without the lints that have their say on nearly every flag that is made up here.
pub(crate) fn policy() -> Policy {
    configured("")
}

/// The policy of a configuration.
pub(crate) fn configured(text: &str) -> Policy {
    let config = flagdebt::config::parse("flagdebt.toml", text).expect("a right configuration");
    let mut policy = Policy::of(&config, time(TODAY));
    for lint in ["lifetime-mismatch", "stale-export", "unsafe-default"] {
        policy.levels.entry(lint.to_owned()).or_insert(None);
    }
    policy
}

pub(crate) fn place(line: u32) -> Place {
    let start = line * 100;
    Place {
        line,
        column: 5,
        end_line: line,
        end_column: 40,
        span: Span { start, end: start + 35 },
    }
}

/// `client.boolVariation(key, context, false)` in a line of a file.
pub(crate) fn evaluation(key: &str, path: &str, line: u32) -> Use {
    Use {
        path: path.to_owned(),
        name: place(line),
        whole: place(line),
        key: Some(key.to_owned()),
        role: Role::Evaluation,
        sdk: Some("launchdarkly".to_owned()),
        callee: Some("boolVariation".to_owned()),
        key_source: KeySource::Literal,
        via: None,
        certainty: Certainty::Proven,
        default: Some(json!(false)),
        default_text: Some("false".to_owned()),
        negated: false,
        test: false,
        language: "typescript",
        reasons: Vec::new(),
        branches: Vec::new(),
        site: Site::default(),
        gives: Gives::Value,
        guard: flagdebt::usage::Guard::Plain,
    }
}

pub(crate) fn with_role(role: Role, key: &str, path: &str, line: u32) -> Use {
    Use {
        role,
        sdk: None,
        callee: None,
        default: None,
        default_text: None,
        ..evaluation(key, path, line)
    }
}

pub(crate) fn pattern(key: &str, path: &str, line: u32) -> Use {
    Use {
        key_source: KeySource::Pattern,
        ..evaluation(key, path, line)
    }
}

pub(crate) fn dynamic(path: &str, line: u32) -> Use {
    Use {
        key: None,
        key_source: KeySource::Dynamic,
        certainty: Certainty::Unresolved,
        ..evaluation("", path, line)
    }
}

/// A release flag made on 2026-01-10 and never touched, in no environment.
pub(crate) fn flag(key: &str) -> Flag {
    Flag {
        key: key.to_owned(),
        aliases: Vec::new(),
        name: None,
        description: None,
        project: None,
        kind: Kind::Release,
        kind_source: KindSource::Declared,
        permanent: None,
        lifecycle: Lifecycle::Active,
        created: when("2026-01-10"),
        changed: None,
        evaluated: None,
        expires: None,
        owners: vec!["payments".to_owned()],
        tags: Vec::new(),
        ticket: None,
        client_side: None,
        stale_by_vendor: None,
        value_type: None,
        variations: Vec::new(),
        environments: Vec::new(),
        prerequisites: Vec::new(),
        source: FlagSource {
            path: "flags.json".to_owned(),
            format: "launchdarkly",
            line: Some(12),
        },
        told_by: std::collections::BTreeMap::new(),
    }
}

pub(crate) fn environment(name: &str, state: ServesState, value: Option<Value>, changed: Option<&str>) -> Environment {
    Environment {
        variant: None,
        name: name.to_owned(),
        enabled: Some(true),
        serves: Serves {
            state,
            value,
            moving: false,
        },
        overrides: 0,
        reasons: Vec::new(),
        rollout: None,
        default_when_off: Some(json!(false)),
        changed: changed.and_then(when),
        evaluated: None,
    }
}

/// `production` gives everyone `value` since a day.
pub(crate) fn constant(value: Value, changed: &str) -> Vec<Environment> {
    vec![environment(
        "production",
        ServesState::Constant,
        Some(value),
        Some(changed),
    )]
}

/// `production` gives different users different values since a day.
pub(crate) fn split(changed: &str) -> Vec<Environment> {
    vec![environment("production", ServesState::Split, None, Some(changed))]
}

pub(crate) fn needs(parent: &str, values: Option<Vec<Value>>, environment: Option<&str>) -> Prerequisite {
    Prerequisite {
        flag: parent.to_owned(),
        values,
        environment: environment.map(str::to_owned),
        via: PrerequisiteVia::Flag,
    }
}

pub(crate) fn registry(mut flags: Vec<Flag>) -> Registry {
    flags.sort_by(|left, right| left.key.cmp(&right.key));
    let mut index = BTreeMap::new();
    for (number, flag) in flags.iter().enumerate() {
        for alias in &flag.aliases {
            index.insert(alias.clone(), number);
        }
    }
    for (number, flag) in flags.iter().enumerate() {
        index.insert(flag.key.clone(), number);
    }
    let mut environments: Vec<String> = flags
        .iter()
        .flat_map(|flag| &flag.environments)
        .map(|item| item.name.clone())
        .collect();
    environments.sort();
    environments.dedup();
    let source = RegistrySource {
        path: "flags.json".to_owned(),
        format: "launchdarkly",
        flags: flags.len(),
        environments,
        partial: None,
    };
    Registry {
        flags,
        sources: vec![source],
        index,
        conflicts: Vec::new(),
    }
}

/// What the lints say.
pub(crate) fn check(uses: Vec<Use>, registry: &Registry, policy: &Policy) -> Vec<Diagnostic> {
    lints::check(&join(uses, registry), registry, policy)
}

/// "lint flag path:line severity", one a finding.
pub(crate) fn rows(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|found| {
            let place = found
                .label
                .as_ref()
                .map_or("-".to_owned(), |label| format!("{}:{}", label.path, label.place.line));
            format!(
                "{} {} {place} {}",
                found.lint,
                found.flag.as_deref().unwrap_or("-"),
                found.severity.name()
            )
        })
        .collect()
}
