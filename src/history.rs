//! How debt came and went: the states of the past, each judged as if it were today. Every blob is read and parsed once,
//! however many states hold it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use crate::facts::{FileFacts, Name};
use crate::git::{Past, State};
use crate::join::Joined;
use crate::registry::Registry;
use crate::scan::{self, Progress, Scan};
use crate::sdk::Sdks;
use crate::source::Overlay;
use crate::source::walk::{self, WalkOptions};
use crate::usage::{Certainty, Role, Usage, Use};

/// What `history` prints.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// This program's version.
    pub version: &'static str,
    /// The moment of the newest point.
    pub as_of: Timestamp,
    /// Days from point to point.
    pub every: u32,
    /// Oldest first.
    pub points: Vec<Point>,
    /// What the reader must know of the answer, one thing a line.
    pub notes: Vec<String>,
}

/// The flags at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Point {
    /// The moment.
    pub at: Timestamp,
    /// The newest commit then, in full.
    pub commit: String,
    /// Flags due for removal.
    pub due: usize,
    /// The same, each with its weight.
    pub debt: usize,
    /// Debt by owner, most first; `None`: nobody.
    pub owners: Vec<(Option<String>, usize)>,
    /// Distinct keys in the code.
    pub in_code: usize,
    /// Flags in the exports.
    pub in_registry: usize,
    /// Keys that the code has and did not have at the point before, sorted; empty at the first point.
    pub added: Vec<String>,
    /// Keys that the code had at the point before and has no more, sorted.
    pub removed: Vec<String>,
}

impl History {
    /// The points' numbers of flags that are due.
    pub fn due(&self) -> Vec<usize> {
        self.points.iter().map(|point| point.due).collect()
    }

    /// The points' numbers of flags in the code.
    pub fn in_code(&self) -> Vec<usize> {
        self.points.iter().map(|point| point.in_code).collect()
    }
}

/// The facts of every version of every file that may matter.
pub(crate) struct Versions {
    /// By path and blob.
    facts: FxHashMap<(Name, String), FileFacts>,
}

impl Versions {
    /// Reads all versions at once: they are looked at as if they were files of one tree, each path with the number of the
    /// version in front. `keys` are those of all exports of the past.
    pub(crate) fn read(
        past: &Past,
        is_source: &dyn Fn(&str) -> bool,
        options: &WalkOptions,
        (sdks, keys): (&Sdks, &Registry),
        progress: &dyn Progress,
    ) -> Result<Self, String> {
        let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, blob) in past.states.iter().flat_map(|state| &state.changes) {
            if let Some(blob) = blob.as_ref().filter(|_| is_source(path)) {
                let blobs = versions.entry(path).or_default();
                if !blobs.contains(&blob.as_str()) {
                    blobs.push(blob);
                }
            }
        }
        let mut overlay = Overlay::new();
        let mut named: FxHashMap<String, (Name, &str)> = FxHashMap::default();
        for (path, blobs) in &versions {
            let path = Name::from(*path);
            for (number, blob) in blobs.iter().enumerate() {
                let name = format!("{number}/{path}");
                overlay.insert(name.clone(), past.blobs.get(*blob).cloned());
                named.insert(name, (path.clone(), blob));
            }
        }
        let scan = scan::scan(&only(options, overlay), sdks, keys, None, progress)?;
        let mut facts = FxHashMap::default();
        for mut found in scan.facts {
            if let Some((path, blob)) = named.remove(&*found.path) {
                found.path = path.clone();
                facts.insert((path, blob.to_owned()), found);
            }
        }
        let mut read = Self { facts };
        read.complete(past, options, sdks, keys)?;
        Ok(read)
    }

    /// A version may name what only another version of another file knows. The newest state is therefore looked at once
    /// more as it is, and what matters in it matters in all of its versions.
    fn complete(&mut self, past: &Past, options: &WalkOptions, sdks: &Sdks, keys: &Registry) -> Result<(), String> {
        let mut newest: BTreeMap<&str, Option<&String>> = BTreeMap::new();
        for (path, blob) in past.states.iter().flat_map(|state| &state.changes) {
            newest.insert(path, blob.as_ref());
        }
        let content = |blob: &String| past.blobs.get(blob).cloned();
        let overlay = newest
            .iter()
            .map(|(path, blob)| ((*path).to_owned(), blob.and_then(content)))
            .collect();
        let scan = scan::scan(&only(options, overlay), sdks, keys, None, &scan::Silent)?;
        let matter: BTreeSet<&str> = scan.facts.iter().map(|facts| &*facts.path).collect();
        for (path, blob) in past.states.iter().flat_map(|state| &state.changes) {
            let Some(blob) = blob.as_ref().filter(|_| matter.contains(path.as_str())) else {
                continue;
            };
            let key = (Name::from(path.as_str()), blob.clone());
            if !self.facts.contains_key(&key)
                && let Some(text) = content(blob)
                && let Ok(text) = walk::text(&text)
                && let Some(facts) = scan::facts_of(path, text, sdks)
            {
                self.facts.insert(key, facts);
            }
        }
        Ok(())
    }

    /// The code of one state: facts are lent to it, and given back by [`Versions::give_back`].
    pub(crate) fn lend(&mut self, tree: &BTreeMap<String, String>, sdks: &Sdks, registry: &Registry) -> Scan {
        let mut facts = Vec::new();
        for (path, blob) in tree {
            let key = (Name::from(path.as_str()), blob.clone());
            facts.extend(self.facts.remove(&key));
        }
        let mut scan = Scan::of(facts, sdks, registry);
        scan.files = tree.len();
        scan
    }

    /// Takes the facts of a state back.
    pub(crate) fn give_back(&mut self, scan: Scan, tree: &BTreeMap<String, String>) {
        for facts in scan.facts {
            if let Some(blob) = tree.get(&*facts.path) {
                self.facts.insert((facts.path.clone(), blob.clone()), facts);
            }
        }
    }
}

/// Follows a tree from one state to the next: path to blob.
pub(crate) fn follow(tree: &mut BTreeMap<String, String>, state: &State) {
    for (path, blob) in &state.changes {
        match blob {
            Some(blob) => tree.insert(path.clone(), blob.clone()),
            None => tree.remove(path),
        };
    }
}

/// The flags that a state of the code names.
pub(crate) fn keys_in_code(joined: &Joined) -> BTreeSet<String> {
    let in_code = |usage: &&Usage| {
        let counts = |found: &Use| found.role != Role::Mention && found.certainty >= Certainty::Likely;
        usage.uses.iter().any(counts)
    };
    joined
        .usages
        .iter()
        .filter(in_code)
        .map(|usage| usage.key.clone())
        .collect()
}

/// Options that look at an overlay and at nothing else. It was chosen before, by the real paths.
fn only(options: &WalkOptions, overlay: Overlay) -> WalkOptions {
    WalkOptions {
        paths: Vec::new(),
        include: Vec::new(),
        exclude: Vec::new(),
        overlay,
        listing: None,
        ..options.clone()
    }
}
