//! One cleanup ticket per flag that is due: what the findings, the uses and the registry say of it, in the order in which
//! somebody would do the work.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::evidence;
use crate::registry::Registry;
use crate::usage::{Role, Usage, Use};

/// Places listed in a ticket; the rest is counted.
const PLACES: usize = 200;

/// What `tickets` prints.
#[derive(Debug, Clone, Default)]
pub struct Tickets {
    /// The moment the ages are counted to.
    pub as_of: Timestamp,
    /// Most worth first.
    pub tickets: Vec<Ticket>,
    /// Flags that are due and were left out by `--top`.
    pub more: usize,
}

/// The removal of one flag.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ticket {
    /// The same for the same flag in every run.
    pub id: String,
    /// One line.
    pub title: String,
    /// The flag key.
    pub flag: String,
    /// Who is to do it; `None`: nobody is known.
    pub owner: Option<String>,
    /// The lints that call it due.
    pub lints: Vec<&'static str>,
    /// How we know, one fact a line.
    pub why: Vec<String>,
    /// What everyone gets, where that is proven.
    pub keep: Option<Value>,
    /// Where the code asks for it or declares it.
    pub places: Vec<Spot>,
    /// Tests that set or ask for it.
    pub tests: Vec<Spot>,
    /// Flags that depend on it: they have to go, or to let go of it, before.
    pub first: Vec<String>,
    /// Lines that the removal will take away, roughly.
    pub lines: u32,
    /// `low`, `medium` or `high`.
    pub risk: &'static str,
    /// Why the risk is not low, one fact a line.
    pub risks: Vec<String>,
    /// What to do, in order.
    pub steps: Vec<String>,
}

/// A place in the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// Relative to the working directory, with `/`.
    pub path: String,
    /// Counted from 1.
    pub line: u32,
    /// Where a browser shows it.
    pub url: Option<String>,
}

/// What a ticket is made from besides the findings.
pub struct Sources<'a> {
    /// The joined exports.
    pub registry: &'a Registry,
    /// Every usage.
    pub usages: &'a [Usage],
    /// Begins each link: `https://github.com/acme/shop/blob/main`.
    pub repository_url: Option<&'a str>,
}

/// The tickets for the findings that are debt, most worth first, at most `top` of them.
pub fn tickets(diagnostics: &[Diagnostic], sources: &Sources<'_>, as_of: Timestamp, top: Option<usize>) -> Tickets {
    let mut due: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for found in diagnostics.iter().filter(|found| found.debt) {
        if let Some(flag) = found.flag.as_deref() {
            due.entry(flag).or_default().push(found);
        }
    }
    let dependents = dependents(sources.registry);
    let empty = Vec::new();
    let mut tickets: Vec<Ticket> = due
        .iter()
        .map(|(flag, found)| {
            let usage = sources.usages.iter().find(|usage| usage.key == *flag);
            ticket(flag, found, usage, dependents.get(flag).unwrap_or(&empty), sources)
        })
        .collect();
    // What goes with little risk and takes much away is worth most; the key decides among equals.
    let risk = |ticket: &Ticket| ["low", "medium", "high"].iter().position(|name| *name == ticket.risk);
    tickets.sort_by(|one, two| {
        (risk(one), std::cmp::Reverse(one.lines), &one.flag).cmp(&(risk(two), std::cmp::Reverse(two.lines), &two.flag))
    });
    let all = tickets.len();
    tickets.truncate(top.unwrap_or(all));
    Tickets {
        as_of,
        more: all - tickets.len(),
        tickets,
    }
}

/// By flag: the flags whose prerequisite it is.
fn dependents(registry: &Registry) -> BTreeMap<&str, Vec<String>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for flag in registry.flags.iter().filter(|flag| !flag.is_retired()) {
        for parent in &flag.prerequisites {
            found.entry(&parent.flag).or_default().insert(&flag.key);
        }
    }
    let owned = |keys: BTreeSet<&str>| keys.into_iter().map(str::to_owned).collect();
    found.into_iter().map(|(key, keys)| (key, owned(keys))).collect()
}

fn ticket(flag: &str, found: &[&Diagnostic], usage: Option<&Usage>, first: &[String], sources: &Sources<'_>) -> Ticket {
    let mut lints: Vec<&'static str> = found.iter().map(|found| found.lint).collect();
    lints.sort_unstable();
    lints.dedup();
    let mut why: Vec<String> = Vec::new();
    for found in found {
        for text in std::iter::once(&found.message).chain(&found.reasons) {
            if !why.contains(text) {
                why.push(text.clone());
            }
        }
    }
    let served: BTreeSet<String> = found
        .iter()
        .filter_map(|found| found.served.as_ref())
        .map(Value::to_string)
        .collect();
    let keep = found
        .iter()
        .find_map(|found| found.served.clone())
        .filter(|_| served.len() == 1);
    let uses: &[Use] = usage.map_or(&[], |usage| &usage.uses);
    let spot = |found: &Use| Spot {
        path: found.path.clone(),
        line: found.name.line,
        url: sources
            .repository_url
            .map(|url| permalink(url, &found.path, found.name.line)),
    };
    let in_test = |found: &&Use| found.role == Role::TestOverride || (found.test && found.role == Role::Evaluation);
    let in_code = |found: &&Use| !in_test(found) && found.role != Role::Mention;
    let places: Vec<Spot> = uses.iter().filter(in_code).map(spot).take(PLACES).collect();
    let tests: Vec<Spot> = uses.iter().filter(in_test).map(spot).take(PLACES).collect();
    let risks = risks(keep.as_ref(), usage, first);
    let mut steps: Vec<String> = first
        .iter()
        .map(|key| {
            format!(
                "take {} out first, or make it independent of this flag",
                evidence::shown(key)
            )
        })
        .collect();
    steps.extend(found.first().map_or(&[][..], |found| &found.help).iter().cloned());
    Ticket {
        id: format!("flagdebt-{:016x}", xxhash_rust::xxh3::xxh3_64(flag.as_bytes())),
        title: format!("Remove the feature flag {}", evidence::shown(flag)),
        flag: flag.to_owned(),
        owner: found.iter().find_map(|found| found.owner.clone()),
        lints,
        why,
        lines: uses.iter().map(|found| lines(found, keep.as_ref())).sum(),
        keep,
        places,
        tests,
        first: first.to_vec(),
        risk: match risks.len() {
            0 => "low",
            1 => "medium",
            _ => "high",
        },
        risks,
        steps,
    }
}

fn risks(keep: Option<&Value>, usage: Option<&Usage>, first: &[String]) -> Vec<String> {
    let mut risks = Vec::new();
    if keep.is_none() {
        risks.push("which value to keep is not proven".to_owned());
    }
    if let Some(usage) = usage {
        if !usage.possible.is_empty() {
            let number = evidence::count(usage.possible.len(), "computed key");
            risks.push(format!("{number} may mean this flag"));
        }
        let files: BTreeSet<&str> = usage.evaluations().map(|found| found.path.as_str()).collect();
        if files.len() > 5 {
            risks.push(format!("it is read in {} files", files.len()));
        }
        let has_tests = usage
            .uses
            .iter()
            .any(|found| found.test || found.role == Role::TestOverride);
        if !has_tests && !files.is_empty() {
            risks.push("no test names it".to_owned());
        }
    }
    if !first.is_empty() {
        risks.push(format!(
            "{} on it",
            if first.len() == 1 {
                "a flag depends"
            } else {
                "flags depend"
            }
        ));
    }
    risks
}

/// Lines that go with a use: its own, and the branch that can no longer run.
fn lines(found: &Use, keep: Option<&Value>) -> u32 {
    let dropped = found.branches.first().and_then(|branch| match keep {
        Some(Value::Bool(value)) if *value != branch.negated => branch.alternative,
        Some(Value::Bool(_)) => branch.consequence,
        _ => None,
    });
    let span = |place: crate::source::Place| place.end_line.saturating_sub(place.line) + 1;
    1 + dropped.map_or(0, span)
}

/// `URL/path#L12`, with what a URL cannot hold written as `%…`.
fn permalink(url: &str, path: &str, line: u32) -> String {
    format!("{}/{}#L{line}", url.trim_end_matches('/'), crate::escape::uri(path))
}
