//! The judgements. A lint sees usages, the registry and the policy: never a language, a vendor or a file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::join::Joined;
use crate::keys::KeyIndex;
use crate::registry::{Flag, Kind, Registry};
use crate::usage::{Usage, Use};

mod archived_flag;
pub(crate) mod bad_suppression;
mod conflicting_dependency;
mod flag_name;
mod fully_rolled_out;
pub(crate) mod over_quota;
mod stale_flag;
mod unknown_flag;
mod unused_flag;
pub(crate) mod unused_suppression;

/// Every lint, sorted by name.
pub static LINTS: &[&Lint] = &[
    &archived_flag::LINT,
    &bad_suppression::LINT,
    &conflicting_dependency::LINT,
    &flag_name::LINT,
    &fully_rolled_out::LINT,
    &over_quota::LINT,
    &stale_flag::LINT,
    &unknown_flag::LINT,
    &unused_flag::LINT,
    &unused_suppression::LINT,
];

/// Of these only the first one that finds a flag reports it: each says all that the later ones could say.
const STRONGEST_FIRST: &[&str] = &["archived-flag", "fully-rolled-out", "stale-flag"];

/// One judgement.
pub struct Lint {
    /// Kebab-case; equals the file's name.
    pub name: &'static str,
    /// The doc comment: its page, `explain`, and SARIF's help text. Markdown, first line is the summary.
    pub docs: &'static [&'static str],
    /// The level without configuration; `None`: off.
    pub level: Option<Severity>,
    /// A flag with this finding is due for removal.
    pub debt: bool,
    /// Looks at one usage.
    pub check: fn(&Usage, &Context<'_>, &mut Vec<Diagnostic>),
}

impl Lint {
    /// One sentence: what it finds. No full stop.
    pub fn summary(&self) -> &'static str {
        self.docs.first().map_or("", |line| line.trim().trim_end_matches('.'))
    }

    /// The page below the summary, Markdown.
    pub fn body(&self) -> String {
        let lines: Vec<&str> = self
            .docs
            .iter()
            .skip(1)
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        lines.join("\n").trim().to_owned() + "\n"
    }

    /// The default level's word, `off` included.
    pub fn level_name(&self) -> &'static str {
        self.level.map_or("off", Severity::name)
    }

    /// A finding about a flag, without a place. Its severity is the highest that this case deserves, which
    /// [`finish`] lowers to the configured level.
    pub(crate) fn finding(&self, flag: Option<&str>, message: String) -> Diagnostic {
        Diagnostic {
            lint: self.name,
            severity: Severity::Error,
            flag: flag.map(str::to_owned),
            message,
            reasons: Vec::new(),
            help: Vec::new(),
            label: None,
            related: Vec::new(),
            owner: None,
            served: None,
            debt: self.debt,
            fix: None,
            fingerprint: String::new(),
            new: true,
        }
    }
}

/// What a lint may look at besides the usage at hand.
pub struct Context<'a> {
    /// The joined exports; empty without one.
    pub registry: &'a Registry,
    /// Every usage, sorted by key.
    pub usages: &'a [Usage],
    /// Evaluations whose key could not be followed, in the order of path and line.
    pub unresolved: &'a [Use],
    /// The team's rules, levels and options, and the date.
    pub policy: &'a Policy,
    /// Built by the first lint that asks.
    keys: OnceLock<KeyIndex>,
    /// Built by the first lint that asks.
    with_kinds: OnceLock<BTreeSet<&'a str>>,
    /// Built by the first lint that asks.
    cycles: OnceLock<BTreeMap<usize, Vec<Cycle>>>,
}

/// Flags that need each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cycle {
    /// Keys in order; the last one needs the first one.
    pub(crate) keys: Vec<String>,
    /// Where; empty: everywhere.
    pub(crate) environments: Vec<String>,
}

impl<'a> Context<'a> {
    /// What the lints may look at.
    pub fn new(joined: &'a Joined, registry: &'a Registry, policy: &'a Policy) -> Self {
        Self {
            registry,
            usages: &joined.usages,
            unresolved: &joined.unresolved,
            policy,
            keys: OnceLock::new(),
            with_kinds: OnceLock::new(),
            cycles: OnceLock::new(),
        }
    }

    /// The registry's entry for a usage.
    pub fn flag(&self, usage: &Usage) -> Option<&'a Flag> {
        usage.flag.and_then(|index| self.registry.flags.get(index))
    }

    /// The usage of a key.
    pub fn usage(&self, key: &str) -> Option<&'a Usage> {
        self.usages
            .binary_search_by(|usage| usage.key.as_str().cmp(key))
            .ok()
            .and_then(|index| self.usages.get(index))
    }

    /// An export was given.
    pub fn has_registry(&self) -> bool {
        !self.registry.sources.is_empty() || !self.registry.flags.is_empty()
    }

    /// Why the exports do not hold all flags, if one says so.
    pub fn partial(&self) -> Option<String> {
        let source = self.registry.sources.iter().find(|source| source.partial.is_some())?;
        source
            .partial
            .as_ref()
            .map(|why| format!("{} is not the whole registry: {why}", source.path))
    }

    /// The registered key that a key in the code probably means.
    pub(crate) fn nearest_key(&self, key: &str) -> Option<&str> {
        self.keys
            .get_or_init(|| KeyIndex::new(self.registry.index.keys().map(String::as_str)))
            .nearest(key)
    }

    /// Whether the export that a flag comes from gives a kind to any of its flags.
    pub(crate) fn source_has_kinds(&self, flag: &Flag) -> bool {
        let sources = self.with_kinds.get_or_init(|| {
            let known = self.registry.flags.iter().filter(|flag| flag.kind != Kind::Unknown);
            known.map(|flag| flag.source.path.as_str()).collect()
        });
        sources.contains(flag.source.path.as_str())
    }

    /// The cycles of prerequisites, by the index of the flag that reports them.
    pub(crate) fn cycles(&self) -> &BTreeMap<usize, Vec<Cycle>> {
        self.cycles
            .get_or_init(|| conflicting_dependency::cycles(self.registry))
    }
}

/// Runs every lint that is on over every usage. The findings come back in the fixed order, with their levels and
/// fingerprints.
pub fn check(joined: &Joined, registry: &Registry, policy: &Policy) -> Vec<Diagnostic> {
    let context = Context::new(joined, registry, policy);
    let lints: Vec<&&Lint> = LINTS.iter().filter(|lint| policy.level(lint).is_some()).collect();
    let mut found = Vec::new();
    for usage in &joined.usages {
        let first = found.len();
        for lint in &lints {
            (lint.check)(usage, &context, &mut found);
        }
        let strongest = STRONGEST_FIRST
            .iter()
            .find(|name| found[first..].iter().any(|diagnostic| diagnostic.lint == **name));
        if let Some(strongest) = strongest {
            let stays = |lint: &str| lint == *strongest || !STRONGEST_FIRST.contains(&lint);
            let rest: Vec<Diagnostic> = found
                .drain(first..)
                .filter(|diagnostic| stays(diagnostic.lint))
                .collect();
            found.extend(rest);
        }
    }
    finish(found, policy)
}

/// Lowers the findings to the configured levels, drops those of lints that are off, sorts and numbers them.
pub(crate) fn finish(mut found: Vec<Diagnostic>, policy: &Policy) -> Vec<Diagnostic> {
    let levels: BTreeMap<&str, Severity> = LINTS
        .iter()
        .filter_map(|lint| Some((lint.name, policy.level(lint)?)))
        .collect();
    found.retain_mut(|diagnostic| match levels.get(diagnostic.lint) {
        Some(level) => {
            diagnostic.severity = diagnostic.severity.min(*level);
            true
        }
        None => false,
    });
    sort(&mut found);
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    for diagnostic in &mut found {
        let path = diagnostic.label.as_ref().map_or("", |label| label.path.as_str());
        let identity = format!(
            "{}\0{}\0{path}",
            diagnostic.lint,
            diagnostic.flag.as_deref().unwrap_or_default()
        );
        let occurrence = seen.entry(xxhash_rust::xxh3::xxh3_64(identity.as_bytes())).or_default();
        let identity = format!("{identity}\0{occurrence}");
        diagnostic.fingerprint = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(identity.as_bytes()));
        *occurrence += 1;
    }
    found
}

/// The fixed order: path, line, column, lint, flag; findings without a place come last.
pub fn sort(found: &mut [Diagnostic]) {
    fn order(diagnostic: &Diagnostic) -> (bool, &str, u32, u32, &str, Option<&str>, &str) {
        let place = diagnostic.label.as_ref();
        (
            place.is_none(),
            place.map_or("", |label| label.path.as_str()),
            place.map_or(0, |label| label.place.line),
            place.map_or(0, |label| label.place.column),
            diagnostic.lint,
            diagnostic.flag.as_deref(),
            &diagnostic.message,
        )
    }
    found.sort_by(|left, right| order(left).cmp(&order(right)));
}

/// The page of a lint, Markdown: what `explain` prints and `docs/lints/` holds.
pub fn lint_page(lint: &Lint) -> String {
    let debt = if lint.debt {
        "yes: the flag counts as due for removal"
    } else {
        "no"
    };
    format!(
        "# {}\n\n{}.\n\nDefault level: `{}`. Debt: {debt}.\n\n{}",
        lint.name,
        lint.summary(),
        lint.level_name(),
        lint.body()
    )
}

/// The table of all lints, Markdown: what `docs/lints.md` holds.
pub fn lint_table() -> String {
    let mut text = String::from("# Lints\n\n| lint | default level | debt | what it finds |\n|---|---|---|---|\n");
    for lint in LINTS {
        let debt = if lint.debt { "yes" } else { "" };
        text += &format!(
            "| [{name}](lints/{name}.md) | {} | {debt} | {} |\n",
            lint.level_name(),
            lint.summary(),
            name = lint.name
        );
    }
    text
}

/// Declares `LINT` from its doc comment.
macro_rules! lint {
    ($(#[doc = $doc:literal])+ $name:literal, $level:expr, debt = $debt:literal, $check:path) => {
        $(#[doc = $doc])+
        pub(crate) static LINT: crate::lints::Lint = crate::lints::Lint {
            name: $name,
            docs: &[$($doc),+],
            level: $level,
            debt: $debt,
            check: $check,
        };
    };
}
pub(crate) use lint;
