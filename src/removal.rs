//! Which flags are taken out, with which value, in which order; and the files around them.
//!
//! Flags go one after the other, sorted by key, each on the texts that the ones before left: all at once is the same as one
//! run each.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use serde_json::Value;

use crate::config::Policy;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::evidence::{self, Rollout};
use crate::facts::FileFacts;
use crate::fix::{self, Note, Plan, Rewritten, Target, World};
use crate::join::{self, Joined};
use crate::language::Language;
use crate::lints::Context;
use crate::registry::{Flag, Registry, ValueType};
use crate::scan::{self, Scan};
use crate::sdk::Sdks;
use crate::source::{Span, walk};
use crate::usage::{Role, Usage, Use};

mod disk;
mod index;
mod suggestions;

pub(crate) use disk::Disk;
pub(crate) use suggestions::Suggestions;

/// The lints whose findings can tell a proven value, and so a fix.
pub const FIXABLE: &[&str] = &["archived-flag", "fully-rolled-out"];

/// A flag to take out.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Its key.
    pub key: String,
    /// What stays; `None`: what it is proven to serve.
    pub value: Option<Value>,
}

impl Wanted {
    /// From `KEY` or `KEY=VALUE`; a value that is no JSON is a text, but `True` is true in any case of its letters.
    pub fn read(text: &str) -> Self {
        let lower = |value: &str| match value.to_ascii_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::String(value.to_owned()),
        };
        match text.split_once('=') {
            Some((key, value)) => Self {
                key: key.to_owned(),
                value: Some(serde_json::from_str(value).unwrap_or_else(|_| lower(value))),
            },
            None => Self {
                key: text.to_owned(),
                value: None,
            },
        }
    }
}

/// What can be done about the flags.
#[derive(Debug, Clone, Default)]
pub struct Removals {
    /// One per flag, sorted by key.
    pub plans: Vec<Plan>,
    /// All plans that were taken, together: the files that change.
    pub files: BTreeMap<String, Rewritten>,
    /// What stays of each flag, in words.
    pub values: BTreeMap<String, String>,
    /// Flags that were named and for which nothing is proven, or that no code asks for.
    pub unknown: Vec<(String, String)>,
    /// Where files still name the flags whose plans were taken, by key.
    pub mentions: BTreeMap<String, Vec<(String, u32)>>,
}

/// Everything that a removal rests on.
pub(crate) struct Basis<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) policy: &'a Policy,
    pub(crate) sdks: &'a Sdks,
}

/// The flags that are due, and whose value is proven.
pub(crate) fn due(diagnostics: &[Diagnostic]) -> Vec<Wanted> {
    let keys: BTreeSet<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.debt && diagnostic.served.is_some())
        .filter_map(|diagnostic| diagnostic.flag.as_deref())
        .collect();
    let wanted = |key: &str| Wanted {
        key: key.to_owned(),
        value: None,
    };
    keys.into_iter().map(wanted).collect()
}

/// Plans the removals, one after the other. `review`: plans that are only likely right are taken as well.
pub(crate) fn plan(
    wanted: &[Wanted],
    scan: &mut Scan,
    joined: Joined,
    disk: &Disk,
    basis: &Basis<'_>,
    review: bool,
) -> Removals {
    let mut removals = Removals::default();
    let mut joined = joined;
    let mut order: Vec<&Wanted> = wanted.iter().collect();
    order.sort_by(|one, two| one.key.cmp(&two.key));
    order.dedup_by(|two, one| one.key == two.key);
    let usages = order.iter().filter_map(|flag| usage_of(&joined, &flag.key));
    disk.prepare(
        &usages
            .flat_map(|usage| fix::words_of(&usage.key, &usage.uses))
            .collect(),
    );
    let mut stale: BTreeSet<String> = BTreeSet::new();
    for flag in order {
        let touches = |joined: &Joined, stale: &BTreeSet<String>| {
            usage_of(joined, &flag.key).is_some_and(|usage| usage.uses.iter().any(|found| stale.contains(&found.path)))
        };
        if touches(&joined, &stale) {
            let changed: Vec<(&str, &str)> = removals
                .files
                .iter()
                .filter(|(path, _)| stale.contains(*path))
                .map(|(path, file)| (path.as_str(), file.new.as_str()))
                .collect();
            scan.again(changed.into_iter(), basis.sdks, basis.registry);
            joined = join::join(scan.resolved.uses.clone(), basis.registry);
            stale.clear();
        }
        let context = Context::new(&joined, basis.registry, basis.policy);
        let plan = match Aim::new(flag, &joined, basis, &context) {
            Ok(aim) => {
                let mut plan = aim.plan(scan, disk);
                let left = plan
                    .files
                    .iter()
                    .filter_map(|(path, file)| aim.left_over(path, file, basis));
                let left: Vec<Note> = left.collect();
                plan.stop(left);
                if let Some(note) = aim.contradiction().filter(|_| plan.is_possible()) {
                    plan.remarks.push(note);
                    plan.applicability = Applicability::Review;
                }
                removals.values.insert(plan.key.clone(), aim.shown());
                plan
            }
            Err(why) => {
                removals.unknown.push((flag.key.clone(), why));
                continue;
            }
        };
        if plan.is_possible() && (review || plan.applicability == Applicability::Safe) {
            disk.rewrite(&plan.files);
            stale.extend(plan.files.keys().cloned());
            for (path, file) in &plan.files {
                removals
                    .files
                    .entry(path.clone())
                    .and_modify(|known| known.new.clone_from(&file.new))
                    .or_insert_with(|| file.clone());
            }
        }
        removals.plans.push(plan);
    }
    removals.files.retain(|_, file| file.old != file.new);
    removals.mentions = mentions(&removals, disk);
    removals
}

/// The same for texts that are not on disk, given with their paths; for tests.
pub fn of_texts(files: &[(String, String)], wanted: &[Wanted], sdks: &Sdks, policy: &Policy) -> Removals {
    let mut registry = Registry::default();
    for flag in wanted {
        registry.index.insert(flag.key.clone(), usize::MAX);
    }
    let mut scan = Scan::default();
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    scan.again(texts, sdks, &registry);
    let joined = join::join(scan.resolved.uses.clone(), &registry);
    let disk = Disk::new(Vec::new(), Vec::new(), 0);
    disk.take(files.iter().cloned());
    let basis = Basis {
        registry: &registry,
        policy,
        sdks,
    };
    plan(wanted, &mut scan, joined, &disk, &basis, true)
}

/// Where files still name the flags that were taken.
fn mentions(removals: &Removals, disk: &Disk) -> BTreeMap<String, Vec<(String, u32)>> {
    let taken: Vec<&str> = removals
        .plans
        .iter()
        .filter(|plan| plan.is_possible() && plan.files.keys().all(|path| removals.files.contains_key(path)))
        .map(|plan| plan.key.as_str())
        .collect();
    let mut found: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
    let Ok(automaton) = AhoCorasick::new(&taken) else {
        return found;
    };
    if taken.is_empty() {
        return found;
    }
    for (path, bytes) in walk::texts(&disk.roots, disk.limit) {
        let bytes = removals
            .files
            .get(&path)
            .map_or(bytes, |file| file.new.clone().into_bytes());
        let mut line = 1;
        let mut counted = 0;
        for hit in automaton.find_iter(&bytes) {
            let is_word =
                |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            let before = hit.start().checked_sub(1).and_then(|at| bytes.get(at));
            if is_word(before) || is_word(bytes.get(hit.end())) {
                continue;
            }
            line += memchr::memchr_iter(b'\n', bytes.get(counted..hit.start()).unwrap_or(&[])).count();
            counted = hit.start();
            let Some(key) = taken.get(hit.pattern().as_usize()) else {
                continue;
            };
            let places = found.entry((*key).to_owned()).or_default();
            let place = (path.clone(), u32::try_from(line).unwrap_or(u32::MAX));
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    found
}

fn usage_of<'j>(joined: &'j Joined, key: &str) -> Option<&'j Usage> {
    let at = joined
        .usages
        .binary_search_by(|usage| usage.key.as_str().cmp(key))
        .ok()?;
    joined.usages.get(at)
}

/// Whether a value that somebody states can be one of a flag: else it would decide code that asks for another kind of value.
///
/// # Errors
/// Why it cannot be.
fn fits(stated: &Wanted, flag: &Flag, served: Option<&Value>) -> Result<(), String> {
    let is_truth = flag.value_type == Some(ValueType::Boolean) || matches!(served, Some(Value::Bool(_)));
    match &stated.value {
        Some(value) if is_truth && !value.is_boolean() => {
            let (file, key) = (&flag.source.path, &stated.key);
            Err(format!(
                "by {file} it is true or false, and {value} is neither; `--flag {key}=true` or `--flag {key}=false` states it"
            ))
        }
        _ => Ok(()),
    }
}

/// A flag to take out, with all that decides how.
struct Aim<'a> {
    key: &'a str,
    usage: &'a Usage,
    /// Uses whose key may be this one.
    possible: Vec<Use>,
    /// What stays, as the user states it.
    stated: Option<&'a Value>,
    /// What everybody gets, where that is proven.
    served: Option<Value>,
    /// What stays, as it is proven.
    rollout: Option<Rollout<'a>>,
    joined: &'a Joined,
}

impl<'a> Aim<'a> {
    /// # Errors
    /// Why the flag cannot be taken out.
    fn new(flag: &'a Wanted, joined: &'a Joined, basis: &Basis<'a>, context: &'a Context<'a>) -> Result<Self, String> {
        let known = basis.registry.get(&flag.key);
        let key = known.map_or(flag.key.as_str(), |known| known.key.as_str());
        let usage = usage_of(joined, key).ok_or("no code asks for it")?;
        if usage.uses.iter().all(|found| found.role == Role::Mention) && usage.possible.is_empty() {
            return Err("no code asks for it".to_owned());
        }
        let proven = known.and_then(|known| evidence::rollout(known, context));
        if let Some(known) = known {
            fits(flag, known, proven.as_ref().and_then(Rollout::constant))?;
        }
        let served = proven.as_ref().and_then(Rollout::constant).cloned();
        let rollout = proven.filter(|_| flag.value.is_none());
        if flag.value.is_none() && rollout.is_none() {
            return Err("what it serves is not proven; `--flag KEY=VALUE` states it".to_owned());
        }
        let mut possible = usage.possible.clone();
        // Of a key that no export knows nobody asked whether a pattern fits it.
        let patterns = joined.unresolved.iter().filter(|_| known.is_none());
        possible.extend(
            patterns
                .filter(|found| found.key.as_deref().is_some_and(|pattern| join::fits(pattern, key)))
                .cloned(),
        );
        Ok(Self {
            key,
            usage,
            possible,
            stated: flag.value.as_ref(),
            served,
            rollout,
            joined,
        })
    }

    /// What to tell where the value that the user states is not the one that everybody gets.
    fn contradiction(&self) -> Option<Note> {
        let (stated, served) = (self.stated?, self.served.as_ref()?);
        let first = self.usage.evaluations().next().filter(|_| stated != served)?;
        Some(Note {
            path: first.path.clone(),
            line: first.name.line,
            text: format!("{stated} is asked for, and the registry serves {served} to everyone"),
        })
    }

    /// What stays of one use.
    fn value(&self, found: &Use) -> Option<Value> {
        match self.stated {
            Some(value) => Some(value.clone()),
            None => self
                .rollout
                .as_ref()
                .and_then(|rollout| rollout.value_at(found))
                .flatten(),
        }
    }

    /// What stays, in words.
    fn shown(&self) -> String {
        let value = self.usage.evaluations().find_map(|found| self.value(found));
        value
            .or_else(|| self.stated.cloned())
            .map_or_else(|| "its default".to_owned(), |value| value.to_string())
    }

    /// Whether code asks for another flag of that key.
    fn is_other(&self, other: &str) -> bool {
        other != self.key && usage_of(self.joined, other).is_some_and(|usage| usage.evaluations().next().is_some())
    }

    /// The evaluations that ask for another flag as well.
    fn shared(&self) -> BTreeSet<(&str, Span)> {
        let own: BTreeSet<(u32, &str, Span)> = self
            .usage
            .evaluations()
            .map(|found| (found.whole.span.start, found.path.as_str(), found.whole.span))
            .collect();
        let others = self.joined.usages.iter().filter(|usage| usage.key != self.key);
        others
            .flat_map(Usage::evaluations)
            .map(|found| (found.whole.span.start, found.path.as_str(), found.whole.span))
            .filter(|place| own.contains(place))
            .map(|(_, path, span)| (path, span))
            .collect()
    }

    /// The first place that still asks for the flag in a file that could not be read as a whole: taking lines out of such a file may let
    /// the parser see what it did not see before.
    fn left_over(&self, path: &str, file: &Rewritten, basis: &Basis<'_>) -> Option<Note> {
        let language = Language::of(path.rsplit('/').next().unwrap_or(path))?;
        if !file.new.contains(self.key) || fix::errors(language, &file.old) == Some(0) {
            return None;
        }
        let facts = scan::facts_of(path, &file.new, basis.sdks)?;
        let uses = Scan::of(vec![facts], basis.sdks, basis.registry).resolved.uses;
        let asks = |found: &&Use| found.role == Role::Evaluation && found.key.as_deref() == Some(self.key);
        uses.iter().find(asks).map(|found| Note {
            path: path.to_owned(),
            line: found.name.line,
            text: "the file has a syntax error, and the flag would still be asked for".to_owned(),
        })
    }

    fn plan(&self, scan: &Scan, world: &dyn World) -> Plan {
        let shared = self.shared();
        let target = Target {
            key: self.key,
            value: &|found| self.value(found),
            uses: &self.usage.uses,
            possible: &self.possible,
            others: &|other| self.is_other(other),
            shared: &|found| shared.contains(&(found.path.as_str(), found.whole.span)),
        };
        let facts = |path: &str| -> Option<&FileFacts> {
            let at = scan.facts.binary_search_by(|facts| (*facts.path).cmp(path)).ok()?;
            scan.facts.get(at)
        };
        fix::plan(&target, &facts, world)
    }
}
