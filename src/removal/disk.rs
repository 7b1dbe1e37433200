//! The files around a removal: those on disk, with the new texts over them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::fix::{Rewritten, World};
use crate::source::walk::{self, Source};

/// So few words are looked for one after the other: that is faster than an automaton.
const FEW: usize = 24;

/// Source files on disk, with the new texts over them.
pub(crate) struct Disk {
    sources: Vec<Source>,
    /// Where to look.
    pub(super) roots: Vec<PathBuf>,
    index: FxHashMap<String, usize>,
    pub(super) limit: u64,
    over: RwLock<BTreeMap<String, String>>,
    /// Files on disk by the words that were looked for.
    known: RwLock<FxHashMap<String, Vec<usize>>>,
    /// Names that stand in no file but those in `parsed`.
    names: FxHashSet<String>,
    parsed: FxHashSet<String>,
    whole_files: bool,
}

impl Disk {
    pub(crate) fn new(sources: Vec<Source>, roots: Vec<PathBuf>, limit: u64) -> Self {
        let index = sources
            .iter()
            .enumerate()
            .map(|(at, source)| (source.path.clone(), at))
            .collect();
        Self {
            sources,
            roots,
            index,
            limit,
            over: RwLock::default(),
            known: RwLock::default(),
            names: FxHashSet::default(),
            parsed: FxHashSet::default(),
            whole_files: false,
        }
    }

    /// Each file is read as a whole: to compare with.
    pub(crate) fn of_whole_files(mut self, whole: bool) -> Self {
        self.whole_files = whole;
        self
    }

    /// The scan knows already where these names may stand.
    pub(crate) fn searched(mut self, names: FxHashSet<String>, parsed: FxHashSet<String>) -> Self {
        (self.names, self.parsed) = (names, parsed);
        self
    }

    /// From now on these are the texts.
    pub(super) fn take(&self, texts: impl Iterator<Item = (String, String)>) {
        self.over.write().unwrap_or_else(PoisonError::into_inner).extend(texts);
    }

    /// The new texts of a plan are those that the next one starts with.
    pub(super) fn rewrite(&self, files: &BTreeMap<String, Rewritten>) {
        self.take(files.iter().map(|(path, file)| (path.clone(), file.new.clone())));
    }

    /// Reads each file once for all words.
    fn search(&self, words: &[&str]) {
        let searcher = Searcher::new(words);
        let all_parsed = words.iter().all(|word| self.names.contains(*word));
        let may_hold = |source: &Source| !all_parsed || self.parsed.contains(&source.path);
        let look = |buffer: &mut Vec<u8>, (at, source): (usize, &Source)| -> Vec<(usize, usize)> {
            if !may_hold(source) || walk::read(source, self.limit, buffer).is_err() {
                return Vec::new();
            }
            searcher.held_by(buffer).into_iter().map(|word| (word, at)).collect()
        };
        let hits: Vec<(usize, usize)> = rayon::scope(|_| {
            let sources = self.sources.par_iter().enumerate();
            sources.map_init(Vec::new, look).flatten_iter().collect()
        });
        let mut found: Vec<Vec<usize>> = vec![Vec::new(); words.len()];
        for (word, at) in hits {
            if let Some(places) = found.get_mut(word) {
                places.push(at);
            }
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.extend(words.iter().map(|word| (*word).to_owned()).zip(found));
    }
}

/// Looks for several words at once.
enum Searcher<'w> {
    One(Vec<Finder<'w>>),
    Many(AhoCorasick, usize),
}

impl<'w> Searcher<'w> {
    fn new(words: &[&'w str]) -> Self {
        match AhoCorasick::new(words) {
            Ok(automaton) if words.len() > FEW => Self::Many(automaton, words.len()),
            _ => Self::One(words.iter().map(|word| Finder::new(word.as_bytes())).collect()),
        }
    }

    /// The words that a text holds.
    fn held_by(&self, text: &[u8]) -> Vec<usize> {
        match self {
            Self::One(finders) => {
                let held = finders.iter().enumerate();
                held.filter(|(_, finder)| finder.find(text).is_some())
                    .map(|(at, _)| at)
                    .collect()
            }
            Self::Many(automaton, count) => {
                let mut held = BTreeSet::new();
                for hit in automaton.find_overlapping_iter(text) {
                    held.insert(hit.pattern().as_usize());
                    if held.len() == *count {
                        break;
                    }
                }
                held.into_iter().collect()
            }
        }
    }
}

impl World for Disk {
    fn whole_files(&self) -> bool {
        self.whole_files
    }

    fn text(&self, path: &str) -> Option<String> {
        if let Some(text) = self.over.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Some(text.clone());
        }
        let source = self.sources.get(*self.index.get(path)?)?;
        let mut buffer = Vec::new();
        walk::read(source, self.limit, &mut buffer).ok()?;
        walk::text(&buffer).ok().map(str::to_owned)
    }

    fn prepare(&self, words: &BTreeSet<String>) {
        let fresh: Vec<&str> = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let fresh = words.iter().filter(|word| !known.contains_key(*word));
            fresh.map(String::as_str).collect()
        };
        if !fresh.is_empty() {
            self.search(&fresh);
        }
    }

    fn mentioning(&self, word: &str) -> Vec<String> {
        let known = || {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            known.get(word).cloned()
        };
        let on_disk = known().unwrap_or_else(|| {
            self.search(&[word]);
            known().unwrap_or_default()
        });
        let over = self.over.read().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<String> = on_disk
            .into_iter()
            .filter_map(|at| Some(self.sources.get(at)?.path.clone()))
            .filter(|path| !over.contains_key(path))
            .collect();
        let finder = Finder::new(word);
        let holding = over.iter().filter(|(_, text)| finder.find(text.as_bytes()).is_some());
        found.extend(holding.map(|(path, _)| path.clone()));
        found.sort_unstable();
        found
    }
}
