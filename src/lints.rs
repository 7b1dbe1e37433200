//! The judgements. A lint sees usages, the registry and the policy: never a language, a vendor or a file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::join::Joined;
use crate::keys::KeyIndex;
use crate::registry::{Flag, Kind, Registry};
use crate::usage::{Role, Usage, Use};

mod archived_flag;
pub(crate) mod bad_suppression;
mod client_side_exposure;
mod conflicting_dependency;
mod confusable_names;
mod constant_drift;
mod contradicting_dependency;
mod dated_name;
mod dependency_on_retiring_flag;
mod discarded_evaluation;
mod dynamic_key;
mod evaluation_in_loop;
mod exclusive_flags;
mod expired_flag;
mod flag_name;
mod fully_rolled_out;
mod identical_branches;
mod inconsistent_default;
mod kind_mismatch;
mod lifetime_mismatch;
mod missing_description;
mod missing_expiry;
mod missing_owner;
mod missing_ticket;
mod negative_name;
mod never_rolled_out;
mod orphaned_flag;
pub(crate) mod over_quota;
mod partial_registry;
mod ready_to_archive;
mod registry_conflict;
mod repeated_evaluation;
mod stale_export;
mod stale_flag;
mod too_many_flags;
mod type_mismatch;
mod undeclared_dependency;
mod unevaluated_flag;
mod unknown_flag;
mod unsafe_default;
mod untested_state;
mod unused_flag;
pub(crate) mod unused_suppression;

/// Every lint, sorted by name.
pub static LINTS: &[&Lint] = &[
    &archived_flag::LINT,
    &bad_suppression::LINT,
    &client_side_exposure::LINT,
    &conflicting_dependency::LINT,
    &confusable_names::LINT,
    &constant_drift::LINT,
    &contradicting_dependency::LINT,
    &dated_name::LINT,
    &dependency_on_retiring_flag::LINT,
    &discarded_evaluation::LINT,
    &dynamic_key::LINT,
    &evaluation_in_loop::LINT,
    &exclusive_flags::LINT,
    &expired_flag::LINT,
    &flag_name::LINT,
    &fully_rolled_out::LINT,
    &identical_branches::LINT,
    &inconsistent_default::LINT,
    &kind_mismatch::LINT,
    &lifetime_mismatch::LINT,
    &missing_description::LINT,
    &missing_expiry::LINT,
    &missing_owner::LINT,
    &missing_ticket::LINT,
    &negative_name::LINT,
    &never_rolled_out::LINT,
    &orphaned_flag::LINT,
    &over_quota::LINT,
    &partial_registry::LINT,
    &ready_to_archive::LINT,
    &registry_conflict::LINT,
    &repeated_evaluation::LINT,
    &stale_export::LINT,
    &stale_flag::LINT,
    &too_many_flags::LINT,
    &type_mismatch::LINT,
    &undeclared_dependency::LINT,
    &unevaluated_flag::LINT,
    &unknown_flag::LINT,
    &unsafe_default::LINT,
    &untested_state::LINT,
    &unused_flag::LINT,
    &unused_suppression::LINT,
];

/// Of each group only the first one that finds a flag reports it: each says all that the later ones could say.
const STRONGEST_FIRST: &[&[&str]] = &[
    &[
        "archived-flag",
        "never-rolled-out",
        "fully-rolled-out",
        "expired-flag",
        "stale-flag",
        "lifetime-mismatch",
    ],
    &["ready-to-archive", "unused-flag"],
];

/// What a lint looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// One usage at a time.
    Usage(fn(&Usage, &Context<'_>, &mut Vec<Diagnostic>)),
    /// All of them at once, for judgements that are about no single flag.
    Run(fn(&Context<'_>, &mut Vec<Diagnostic>)),
}

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
    /// The judgement.
    pub check: Check,
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

    /// A finding about a flag of the registry or the code: with its owner, and at its first place in the code.
    pub(crate) fn about(&self, usage: &Usage, flag: Option<&Flag>, message: String) -> Diagnostic {
        let mut diagnostic = self.finding(Some(&usage.key), message);
        diagnostic.owner = flag.and_then(Flag::owner).map(str::to_owned);
        diagnostic.label = crate::evidence::places(usage)
            .at
            .first()
            .map(|place| crate::evidence::label(place, ""));
        diagnostic
            .reasons
            .extend(flag.map(|flag| format!("registered in {}", crate::evidence::source(flag))));
        diagnostic
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
    /// Source files that were not looked into, with the reason; by path.
    pub unread: &'a [(String, String)],
    /// The team's rules, levels and options, and the date.
    pub policy: &'a Policy,
    /// Built by the first lint that asks.
    keys: OnceLock<KeyIndex<'a>>,
    /// Built by the first lint that asks.
    with_kinds: OnceLock<BTreeSet<&'a str>>,
    /// Built by the first lint that asks.
    cycles: OnceLock<BTreeMap<usize, Vec<Cycle>>>,
    /// Built by the first lint that asks.
    dependents: OnceLock<BTreeMap<&'a str, Vec<&'a str>>>,
    /// Built by the first lint that asks.
    carried: OnceLock<BTreeMap<&'a str, Vec<Fact>>>,
    /// Built by the first lint that asks.
    confusable: OnceLock<BTreeMap<&'a str, confusable_names::Pair<'a>>>,
    /// Built by the first lint that asks.
    squeezed: OnceLock<FxHashMap<String, &'a str>>,
    /// Built by the first lint that asks.
    nesting: OnceLock<crate::evidence::Nesting>,
    /// Built by the first lint that asks.
    teams: OnceLock<BTreeSet<String>>,
    /// Built by the first lint that asks.
    partial: OnceLock<Option<String>>,
    /// Built by the first lint that asks.
    hidden: OnceLock<Vec<String>>,
    /// Built by the first lint that asks.
    permanent: OnceLock<BTreeSet<(&'a str, Kind)>>,
    /// Built by the first lint that asks.
    held: OnceLock<BTreeMap<(&'a str, &'a str), usize>>,
}

/// What a registry may know of each of its flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    /// Somebody to ask.
    Owner,
    /// When it should be gone.
    Expiry,
    /// What it does.
    Description,
    /// The issue that it belongs to.
    Ticket,
}

impl Fact {
    const ALL: [Self; 4] = [Self::Owner, Self::Expiry, Self::Description, Self::Ticket];

    /// Whether a flag has it.
    pub(crate) fn of(self, flag: &Flag) -> bool {
        let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match self {
            Self::Owner => flag.owner().is_some_and(|owner| !owner.trim().is_empty()),
            Self::Expiry => flag.expires.is_some(),
            Self::Description => says(&flag.description),
            Self::Ticket => says(&flag.ticket),
        }
    }
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
            unread: &joined.unread,
            policy,
            keys: OnceLock::new(),
            with_kinds: OnceLock::new(),
            cycles: OnceLock::new(),
            dependents: OnceLock::new(),
            carried: OnceLock::new(),
            confusable: OnceLock::new(),
            squeezed: OnceLock::new(),
            nesting: OnceLock::new(),
            teams: OnceLock::new(),
            partial: OnceLock::new(),
            hidden: OnceLock::new(),
            permanent: OnceLock::new(),
            held: OnceLock::new(),
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
    pub fn partial(&self) -> Option<&str> {
        let partial = self.partial.get_or_init(|| {
            let mut sources = self.registry.sources.iter();
            sources.find_map(|source| {
                let why = source.partial.as_ref()?;
                Some(format!("{} is not the whole registry: {why}", source.path))
            })
        });
        partial.as_deref()
    }

    /// Where uses may be hidden from the scan, in words: calls whose key is known only at run time, files that were not
    /// looked into. Empty: nowhere.
    pub(crate) fn hidden(&self) -> &[String] {
        self.hidden
            .get_or_init(|| unused_flag::hidden(self.unresolved, self.unread))
    }

    /// The registered key that a key of the code or of a prerequisite probably means, which itself is not registered.
    pub(crate) fn nearest_key(&self, key: &str) -> Option<&'a str> {
        let keys = self.keys.get_or_init(|| {
            let used = self.usages.iter().filter(|usage| usage.flag.is_none());
            let needed = self.registry.flags.iter().flat_map(|flag| &flag.prerequisites);
            let needed = needed.filter(|needed| self.registry.get(&needed.flag).is_none());
            let asked = used
                .map(|usage| usage.key.as_str())
                .chain(needed.map(|needed| needed.flag.as_str()));
            KeyIndex::new(self.registry.index.keys().map(String::as_str), asked)
        });
        keys.nearest(key)
    }

    /// Whether the export that a flag comes from gives a kind to any of its flags.
    pub(crate) fn source_has_kinds(&self, flag: &Flag) -> bool {
        let sources = self.with_kinds.get_or_init(|| {
            let known = self.registry.flags.iter().filter(|flag| flag.kind != Kind::Unknown);
            known.map(|flag| flag.source.path.as_str()).collect()
        });
        sources.contains(flag.source.path.as_str())
    }

    /// The keys of the live flags that have `key` as a prerequisite, sorted.
    pub(crate) fn dependents(&self, key: &str) -> &[&'a str] {
        self.all_dependents().get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether any live flag of the registry has a prerequisite.
    pub(crate) fn has_dependencies(&self) -> bool {
        !self.all_dependents().is_empty()
    }

    fn all_dependents(&self) -> &BTreeMap<&'a str, Vec<&'a str>> {
        self.dependents.get_or_init(|| {
            let mut dependents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for flag in self.registry.flags.iter().filter(|flag| !flag.is_retired()) {
                for parent in &flag.prerequisites {
                    let parent = self
                        .registry
                        .get(&parent.flag)
                        .map_or(&*parent.flag, |parent| &parent.key);
                    let children = dependents.entry(parent).or_default();
                    if children.last() != Some(&flag.key.as_str()) {
                        children.push(&flag.key);
                    }
                }
            }
            dependents
        })
    }

    /// Whether the export that a flag comes from marks some flag of the same kind as permanent.
    pub(crate) fn some_stay(&self, flag: &Flag) -> bool {
        let permanent = self.permanent.get_or_init(|| {
            let flags = self.registry.flags.iter().filter(|flag| flag.permanent == Some(true));
            flags.map(|flag| (flag.source.path.as_str(), flag.kind)).collect()
        });
        permanent.contains(&(flag.source.path.as_str(), flag.kind))
    }

    /// How many keys the constant of a declaration holds.
    pub(crate) fn keys_held_by(&self, declaration: &Use) -> usize {
        let held = self.held.get_or_init(|| {
            let mut held: BTreeMap<(&str, &str), usize> = BTreeMap::new();
            let uses = self.usages.iter().flat_map(|usage| &usage.uses);
            for item in uses.filter(|item| item.role == Role::Declaration) {
                if let Some(name) = &item.via {
                    *held.entry((&item.path, name)).or_default() += 1;
                }
            }
            held
        });
        let name = declaration.via.as_deref().unwrap_or_default();
        held.get(&(declaration.path.as_str(), name)).copied().unwrap_or(0)
    }

    /// The names of teams, as [`orphaned_flag`] compares them.
    pub(crate) fn teams(&self) -> &BTreeSet<String> {
        self.teams.get_or_init(|| orphaned_flag::teams(self.policy))
    }

    /// Whether a lint that asks for a fact should speak of this flag: the configuration names the lint, or most live
    /// flags of the same export have the fact.
    pub(crate) fn expects(&self, fact: Fact, flag: &Flag, lint: &Lint) -> bool {
        if self.policy.levels.contains_key(lint.name) {
            return true;
        }
        let carried = self.carried.get_or_init(|| {
            let mut by_source: BTreeMap<&str, Vec<&Flag>> = BTreeMap::new();
            for flag in self.registry.flags.iter().filter(|flag| !flag.is_retired()) {
                by_source.entry(&flag.source.path).or_default().push(flag);
            }
            let most = |flags: &[&Flag], fact: Fact| {
                let having = flags.iter().filter(|flag| fact.of(flag)).count();
                having > 1 && having * 10 >= flags.len() * 8
            };
            let facts = |flags: Vec<&Flag>| Fact::ALL.into_iter().filter(|fact| most(&flags, *fact)).collect();
            by_source
                .into_iter()
                .map(|(path, flags)| (path, facts(flags)))
                .collect()
        });
        carried
            .get(flag.source.path.as_str())
            .is_some_and(|facts| facts.contains(&fact))
    }

    /// The other key that a key is easily taken for.
    pub(crate) fn confusable(&self, key: &str) -> Option<&confusable_names::Pair<'a>> {
        self.confusable.get_or_init(|| confusable_names::pairs(self)).get(key)
    }

    /// The known key that is a name's own, case and separators aside.
    pub(crate) fn key_of_name(&self, name: &str) -> Option<&'a str> {
        let keys = self.squeezed.get_or_init(|| {
            let known = self.usages.iter().map(|usage| usage.key.as_str());
            known.map(|key| (crate::evidence::squeezed(key), key)).collect()
        });
        keys.get(&crate::evidence::squeezed(name)).copied()
    }

    /// The index of a usage, as [`crate::evidence::Nesting`] counts; `None`: nothing uses it, so that nothing is nested.
    pub(crate) fn index_of(&self, usage: &Usage) -> Option<usize> {
        let found = |key: &str| self.usages.binary_search_by(|other| other.key.as_str().cmp(key)).ok();
        (!usage.uses.is_empty()).then(|| found(&usage.key)).flatten()
    }

    /// Which flags decide whether the evaluation of another one is reached.
    pub(crate) fn nesting(&self) -> &crate::evidence::Nesting {
        self.nesting.get_or_init(|| crate::evidence::Nesting::new(self.usages))
    }

    /// The cycles of prerequisites, by the index of the flag that reports them.
    pub(crate) fn cycles(&self) -> &BTreeMap<usize, Vec<Cycle>> {
        self.cycles
            .get_or_init(|| conflicting_dependency::cycles(self.registry))
    }
}

/// What the four lints report that ask for a fact of the registry.
pub(crate) fn missing(
    (lint, fact, what): (&'static Lint, Fact, &str),
    usage: &Usage,
    context: &Context<'_>,
    help: &[&str],
    out: &mut Vec<Diagnostic>,
) {
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    if fact.of(flag) || !context.expects(fact, flag, lint) {
        return;
    }
    let mut diagnostic = lint.about(
        usage,
        Some(flag),
        format!("{} has no {what}", crate::evidence::shown(&usage.key)),
    );
    diagnostic
        .reasons
        .push(match context.policy.levels.contains_key(lint.name) {
            true => "the configuration asks for it".to_owned(),
            false => format!("most flags of {} have one", flag.source.path),
        });
    diagnostic.help = help.iter().map(|step| (*step).to_owned()).collect();
    out.push(diagnostic);
}

/// Runs every lint that is on over every usage. The findings come back in the fixed order, with their levels and
/// fingerprints.
pub fn check(joined: &Joined, registry: &Registry, policy: &Policy) -> Vec<Diagnostic> {
    let context = Context::new(joined, registry, policy);
    let lints: Vec<&&Lint> = LINTS.iter().filter(|lint| policy.level(lint).is_some()).collect();
    let mut found = Vec::new();
    for usage in &joined.usages {
        let mut own = Vec::new();
        for lint in &lints {
            if let Check::Usage(check) = lint.check {
                check(usage, &context, &mut own);
            }
        }
        for diagnostic in &mut own {
            lower(diagnostic, policy);
        }
        STRONGEST_FIRST.iter().for_each(|group| keep_strongest(&mut own, group));
        found.append(&mut own);
    }
    for lint in &lints {
        if let Check::Run(check) = lint.check {
            check(&context, &mut found);
        }
    }
    finish(found, policy)
}

/// A finding is never graver than the configuration makes its lint.
fn lower(diagnostic: &mut Diagnostic, policy: &Policy) {
    let lint = LINTS.iter().find(|lint| lint.name == diagnostic.lint);
    if let Some(level) = lint.and_then(|lint| policy.level(lint)) {
        diagnostic.severity = diagnostic.severity.min(level);
    }
}

/// Drops the findings of the weaker lints of a group where a stronger one has found something.
fn keep_strongest(found: &mut Vec<Diagnostic>, group: &[&str]) {
    // A note says less than any warning, whatever its lint.
    let with = |least: Severity| {
        let of = |name: &str| found.iter().any(|found| found.lint == name && found.severity >= least);
        group.iter().find(|name| of(name))
    };
    let strongest = with(Severity::Warning).or_else(|| with(Severity::Note));
    if let Some(strongest) = strongest {
        found.retain(|diagnostic| diagnostic.lint == *strongest || !group.contains(&diagnostic.lint));
    }
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
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let mut identity = String::new();
    for diagnostic in &mut found {
        let path = diagnostic.label.as_ref().map_or("", |label| label.path.as_str());
        let flag = diagnostic.flag.as_deref().unwrap_or_default();
        identity.clear();
        identity.extend([diagnostic.lint, "\0", flag, "\0", path]);
        let occurrence = seen.entry(xxhash_rust::xxh3::xxh3_64(identity.as_bytes())).or_default();
        identity.extend(["\0", &occurrence.to_string()]);
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

/// Declares `LINT` from its doc comment: `check` looks at one usage, `run = check` at the whole run.
macro_rules! lint {
    ($(#[doc = $doc:literal])+ $name:literal, $level:expr, debt = $debt:literal, run = $check:path) => {
        crate::lints::lint!(@ [$($doc),+], $name, $level, $debt, crate::lints::Check::Run($check), [$($doc),+]);
    };
    ($(#[doc = $doc:literal])+ $name:literal, $level:expr, debt = $debt:literal, $check:path) => {
        crate::lints::lint!(@ [$($doc),+], $name, $level, $debt, crate::lints::Check::Usage($check), [$($doc),+]);
    };
    (@ [$($doc:literal),+], $name:literal, $level:expr, $debt:literal, $check:expr, $docs:expr) => {
        $(#[doc = $doc])+
        pub(crate) static LINT: crate::lints::Lint = crate::lints::Lint {
            name: $name,
            docs: &$docs,
            level: $level,
            debt: $debt,
            check: $check,
        };
    };
}
pub(crate) use lint;
