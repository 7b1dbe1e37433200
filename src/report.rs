//! The result of a `check`, complete: rendering it needs no file, no clock and no environment.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::baseline::Paid;
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::Graph;
use crate::history::History;
use crate::registry::{FlagSource, Registry, RegistrySource};
use crate::source::Skipped;
use crate::tickets::Ticket;
use crate::usage::{Usage, Use};

/// Everything that `check` found.
#[derive(Debug, Clone)]
pub struct Report {
    /// This program's version.
    pub version: &'static str,
    /// The moment the ages are counted to.
    pub as_of: Timestamp,
    /// The exports that were read.
    pub registries: Vec<RegistrySource>,
    /// The environments that counted as production, sorted; empty without a registry that has any.
    pub environments: Vec<String>,
    /// In the fixed order: path, line, column, lint, flag.
    pub diagnostics: Vec<Diagnostic>,
    /// Debt that is paid off: of flags that were due and are not any more.
    pub paid: Vec<Paid>,
    /// Counts.
    pub summary: Summary,
    /// The text of each file that a finding points into, by path.
    pub sources: BTreeMap<String, String>,
    /// Where the registry names a flag, by key: at least for the findings without a place in the code.
    pub registry_places: BTreeMap<String, FlagSource>,
    /// Every lint, sorted by name.
    pub lints: Vec<LintInfo>,
    /// What only the page shows; `None`: it was not asked for.
    pub page: Option<Page>,
}

/// Everything there is to know of every flag.
#[derive(Debug, Clone)]
pub struct Page {
    /// All flags, and all findings about them, known ones included.
    pub inventory: Inventory,
    /// The removal of each flag that is due.
    pub tickets: Vec<Ticket>,
    /// Which flags interact.
    pub graph: Graph,
}

/// What `history` prints.
#[derive(Debug, Clone)]
pub struct HistoryReport {
    /// The past.
    pub history: History,
    /// The present, where the format shows it.
    pub report: Option<Report>,
}

/// A lint as the outputs show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintInfo {
    /// Such as `fully-rolled-out`.
    pub name: String,
    /// One sentence, without a full stop: what it finds.
    pub summary: String,
    /// Its page below the summary, in Markdown.
    pub docs: String,
    /// The level without configuration; `None`: off.
    pub level: Option<Severity>,
    /// A flag with this finding is due for removal.
    pub debt: bool,
    /// Whether it can offer an edit.
    pub fixable: bool,
}

/// What `uses` prints.
#[derive(Debug, Clone, Default)]
pub struct UsesReport {
    /// This program's version.
    pub version: &'static str,
    /// In the order of path, line and column; mentions and unresolved evaluations included.
    pub uses: Vec<Use>,
    /// Files looked at, skipped ones included.
    pub files: usize,
    /// Files that the prefilter let through to the parser.
    pub parsed: usize,
    /// Files that were not looked into, sorted by path.
    pub skipped: Vec<Skipped>,
}

/// What `flags` prints.
#[derive(Debug, Clone)]
pub struct Inventory {
    /// This program's version.
    pub version: &'static str,
    /// The moment the ages are counted to.
    pub as_of: Timestamp,
    /// The environments that counted as production, sorted.
    pub environments: Vec<String>,
    /// The joined exports.
    pub registry: Registry,
    /// Sorted by key.
    pub usages: Vec<Usage>,
    /// What the lints say, to tell which flags are debt.
    pub diagnostics: Vec<Diagnostic>,
}

/// What `registry` prints.
#[derive(Debug, Clone)]
pub struct RegistryReport {
    /// This program's version.
    pub version: &'static str,
    /// The joined exports.
    pub registry: Registry,
}

/// The counts below the findings.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Files looked at, skipped ones included.
    pub files: usize,
    /// Files that the prefilter let through to the parser.
    pub parsed: usize,
    /// Files that were not looked into, sorted by path.
    pub skipped: Vec<Skipped>,
    /// Uses found: evaluations, declarations and test overrides.
    pub uses: usize,
    /// Evaluations whose key could not be followed.
    pub unresolved: usize,
    /// Keys of the registry that stand in strings the scan could not place.
    pub mentions: usize,
    /// Distinct keys in the code.
    pub flags_in_code: usize,
    /// Flags in the registry.
    pub flags_in_registry: usize,
    /// Findings per lint.
    pub by_lint: BTreeMap<&'static str, usize>,
    /// Findings per severity.
    pub by_severity: BTreeMap<Severity, usize>,
    /// Findings that were there before the change, or that a baseline knows; they are counted and not listed.
    pub known: usize,
    /// Known findings that are gone: debt that was paid.
    pub paid: usize,
    /// What the change is compared with, such as "the merge base with main (1a2b3c4)"; `None`: with nothing.
    pub since: Option<String>,
    /// Debt and quota.
    pub debt: Debt,
    /// Whether the gate lets this pass.
    pub gate: Gate,
}

/// How many flags are due for removal.
#[derive(Debug, Clone, Default)]
pub struct Debt {
    /// Over all owners, each flag with its weight.
    pub total: usize,
    /// The flags that are due.
    pub flags: usize,
    /// What is allowed in total.
    pub quota: Option<usize>,
    /// The least number of flags to remove for that.
    pub to_remove: usize,
    /// Per owner, most debt first.
    pub owners: Vec<OwnerDebt>,
}

/// The debt of one owner.
#[derive(Debug, Clone)]
pub struct OwnerDebt {
    /// `None`: nobody owns these flags.
    pub owner: Option<String>,
    /// Flags due for removal, each with its weight.
    pub debt: usize,
    /// What is allowed.
    pub quota: Option<usize>,
    /// The least number of flags to remove for that.
    pub to_remove: usize,
    /// Keys of the flags that are due, the cheapest to remove first.
    pub flags: Vec<String>,
}

/// The gate's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// True: exit code 0.
    pub passed: bool,
    /// Why not, one line each, such as "4 findings at or above `warning`".
    pub reasons: Vec<String>,
}
