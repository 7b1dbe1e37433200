//! `flagdebt history`: the past of the code, judged state by state.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;

use super::{Settings, VERSION, exports_of, joined, judged};
use crate::failure::Failure;
use crate::git::{self, Past};
use crate::history::{self, History, Point, Versions};
use crate::language::Language;
use crate::registry::{self, Export, Registry};
use crate::scan::Progress;
use crate::sdk::Sdks;
use crate::source::chosen::Chosen;
use crate::source::walk;
use crate::{evidence, gate};

/// Bytes; larger exports of the past are not read.
const MAX_EXPORT_SIZE: u64 = 64 * 1024 * 1024;

/// The states at some moments, the newest moment first, judged as of then. Exports that the repository
/// holds are read as they were.
///
/// # Errors
/// When an input cannot be read, or the history does not reach back.
pub fn history(
    settings: &Settings,
    moments: &[Timestamp],
    every: u32,
    progress: &dyn Progress,
) -> Result<History, Failure> {
    let chosen = Chosen::new(&settings.walk).map_err(Failure::input)?;
    let named: BTreeSet<String> = settings.exports.iter().map(|file| in_tree(&file.path)).collect();
    let is_source = |path: &str| Language::of(path.rsplit('/').next().unwrap_or(path)).is_some() && chosen.admits(path);
    let wanted = |path: &str| named.contains(path) || is_source(path);
    let past = git::past(moments, &wanted, MAX_EXPORT_SIZE).map_err(Failure::input)?;
    let mut found = History {
        version: VERSION,
        as_of: settings.policy.as_of,
        every,
        points: Vec::with_capacity(past.states.len()),
        notes: Vec::new(),
    };
    let mut registries = Vec::with_capacity(past.states.len());
    let mut keys = Registry::default();
    let mut tree = BTreeMap::new();
    let mut exports = PastExports::new(settings, &past);
    for state in &past.states {
        history::follow(&mut tree, state);
        let mut registry = registry::join(exports.at(&tree)?, state.at);
        settings.policy.assign_kinds(&mut registry);
        // It leads to no entry: the registries of several moments are no registry.
        let names = registry.index.keys().map(|key| (key.clone(), usize::MAX));
        keys.index.extend(names);
        registries.push(registry);
    }
    found.notes.extend(exports.notes);
    let sdks = Sdks::new(settings.sdks.clone());
    let mut versions =
        Versions::read(&past, &is_source, &settings.walk, (&sdks, &keys), progress).map_err(Failure::input)?;
    let mut tree = BTreeMap::new();
    let mut before: Option<BTreeSet<String>> = None;
    for (state, registry) in past.states.iter().zip(&registries) {
        history::follow(&mut tree, state);
        let mut scan = versions.lend(&tree, &sdks, registry);
        let mut policy = settings.policy.clone();
        policy.as_of = state.at;
        let (joined, _) = joined(std::mem::take(&mut scan.resolved.uses), &sdks, registry);
        let mut diagnostics = judged(&scan, &joined, registry, &policy);
        settings.owners.assign(&mut diagnostics);
        let debt = gate::debt(&diagnostics, &policy);
        let now = history::keys_in_code(&joined);
        let (added, removed) = match &before {
            Some(before) => (
                now.difference(before).cloned().collect(),
                before.difference(&now).cloned().collect(),
            ),
            None => (Vec::new(), Vec::new()),
        };
        found.points.push(Point {
            at: state.at,
            commit: state.commit.clone(),
            due: debt.flags,
            debt: debt.total,
            owners: debt.owners.into_iter().map(|owner| (owner.owner, owner.debt)).collect(),
            in_code: joined.flags_in_code,
            in_registry: registry.flags.len(),
            added,
            removed,
        });
        before = Some(now);
        versions.give_back(scan, &tree);
    }
    Ok(found)
}

/// A path as git has it.
fn in_tree(path: &str) -> String {
    walk::shown(Path::new(path))
}

/// The exports of the past. What is not in the repository, or was not yet, is read as it is now, and once.
struct PastExports<'a> {
    settings: &'a Settings,
    past: &'a Past,
    now: BTreeMap<&'a str, Vec<Export>>,
    notes: BTreeSet<String>,
}

impl<'a> PastExports<'a> {
    fn new(settings: &'a Settings, past: &'a Past) -> Self {
        Self {
            settings,
            past,
            now: BTreeMap::new(),
            notes: BTreeSet::new(),
        }
    }

    fn at(&mut self, tree: &BTreeMap<String, String>) -> Result<Vec<Export>, Failure> {
        let mut all = Vec::new();
        for file in &self.settings.exports {
            let then = tree
                .get(&in_tree(&file.path))
                .and_then(|blob| self.past.blobs.get(blob));
            let read = then.map(|bytes| registry::read(&file.path, bytes, file.format.as_deref()));
            let why = match read {
                Some(Ok(export)) => {
                    all.push(export);
                    continue;
                }
                Some(Err(_)) => "could not be read in every state",
                None => "is not in every state",
            };
            self.notes.insert(format!(
                "{} {why}, and is read there as it is now",
                evidence::shown(&file.path)
            ));
            if !self.now.contains_key(file.path.as_str()) {
                self.now.insert(&file.path, exports_of(file)?);
            }
            all.extend(self.now.get(file.path.as_str()).into_iter().flatten().cloned());
        }
        Ok(all)
    }
}
