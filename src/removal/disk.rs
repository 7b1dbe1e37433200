//! The files around a removal: those on disk, with the new texts over them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{OnceLock, PoisonError, RwLock};

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::index::{Index, Words};
use crate::fix::{Rewritten, World};
use crate::source::walk::{self, Source};

/// So few words are looked for one after the other: that is faster than an automaton.
const FEW: usize = 24;

/// Source files on disk, with the new texts over them.
pub(crate) struct Disk {
    sources: Vec<Source>,
    /// Where to look.
    pub(super) roots: Vec<PathBuf>,
    places: FxHashMap<String, usize>,
    pub(super) limit: u64,
    over: RwLock<BTreeMap<String, String>>,
    /// Files on disk by the words that were looked for.
    known: RwLock<FxHashMap<String, Vec<usize>>>,
    /// Names that stand in no file but those in `parsed`.
    names: FxHashSet<String>,
    parsed: FxHashSet<String>,
    whole_files: bool,
    /// How often all files were searched.
    searches: AtomicUsize,
    /// What the files on disk hold, once that was asked often.
    index: OnceLock<Index>,
    /// What the new texts hold, or those held that they replaced.
    fresh: RwLock<Index>,
}

/// So many files are read at a time for their words.
const READ: usize = 1024;
/// So often all files are searched before their words are read: that takes as long as some ten searches.
const SEARCHES: usize = 16;

impl Disk {
    pub(crate) fn new(sources: Vec<Source>, roots: Vec<PathBuf>, limit: u64) -> Self {
        let places = sources
            .iter()
            .enumerate()
            .map(|(at, source)| (source.path.clone(), at))
            .collect();
        Self {
            sources,
            roots,
            places,
            limit,
            over: RwLock::default(),
            known: RwLock::default(),
            names: FxHashSet::default(),
            parsed: FxHashSet::default(),
            whole_files: false,
            searches: AtomicUsize::new(0),
            index: OnceLock::new(),
            fresh: RwLock::default(),
        }
    }

    /// What the files hold, where that is known: for many flags it is less to read each file once than to read it for each of their
    /// names. Only one thread reads, and none waits for it: it may take up other work meanwhile that asks for the same.
    fn index(&self, searches_all: bool) -> Option<&Index> {
        if searches_all && self.searches.fetch_add(1, Relaxed) == SEARCHES {
            let index = self.read_words();
            self.index.get_or_init(|| index);
        }
        self.index.get()
    }

    /// Reads every file once for all that will be asked.
    fn read_words(&self) -> Index {
        {
            let over = self.over.read().unwrap_or_else(PoisonError::into_inner);
            let mut fresh = self.fresh.write().unwrap_or_else(PoisonError::into_inner);
            for (path, text) in over.iter() {
                if let Some(at) = self.index_of(path) {
                    fresh.add(at, &Words::of(text.as_bytes()));
                }
            }
        }
        let mut index = Index::default();
        let read = |buffer: &mut Vec<u8>, source: &Source| {
            let read = walk::read(source, self.limit, buffer);
            read.is_ok().then(|| Words::of(buffer))
        };
        for (at, sources) in self.sources.chunks(READ).enumerate() {
            let words: Vec<Option<Words>> = rayon::scope(|_| sources.par_iter().map_init(Vec::new, read).collect());
            for (within, words) in words.iter().enumerate() {
                if let Some(words) = words {
                    index.add(at * READ + within, words);
                }
            }
        }
        index
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
        let mut over = self.over.write().unwrap_or_else(PoisonError::into_inner);
        let mut fresh = self.fresh.write().unwrap_or_else(PoisonError::into_inner);
        for (path, text) in texts {
            if self.index.get().is_some()
                && let Some(at) = self.index_of(&path)
            {
                fresh.add(at, &Words::of(text.as_bytes()));
            }
            over.insert(path, text);
        }
    }

    fn index_of(&self, path: &str) -> Option<usize> {
        self.places.get(path).copied()
    }

    /// The new texts of a plan are those that the next one starts with.
    pub(super) fn rewrite(&self, files: &BTreeMap<String, Rewritten>) {
        self.take(files.iter().map(|(path, file)| (path.clone(), file.new.clone())));
    }

    /// Finds the files that hold words: what is known of them tells most, and the rest is read once for all of them.
    fn search(&self, words: &[&str]) {
        let is_near = words.iter().all(|word| self.names.contains(*word));
        let index = self.index(!is_near);
        let held = words.iter().map(|word| index?.holding(word));
        let (told, untold): (Vec<_>, Vec<_>) = words.iter().zip(held).partition(|(_, held)| held.is_some());
        let mut possible: Vec<(usize, usize)> = Vec::new();
        let mut found: Vec<(String, Vec<usize>)> = Vec::new();
        for (word, held) in told {
            let held = held.unwrap_or_default();
            possible.extend(held.possible.iter().map(|at| (*at, found.len())));
            found.push(((*word).to_owned(), held.sure));
        }
        possible.sort_unstable();
        let by_file: Vec<&[(usize, usize)]> = possible.chunk_by(|one, two| one.0 == two.0).collect();
        let finders: Vec<Finder<'_>> = found.iter().map(|(word, _)| Finder::new(word)).collect();
        let look = |buffer: &mut Vec<u8>, asked: &&[(usize, usize)]| -> Vec<(usize, usize)> {
            let source = asked.first().and_then(|(at, _)| self.sources.get(*at));
            if source.is_none_or(|source| walk::read(source, self.limit, buffer).is_err()) {
                return Vec::new();
            }
            let holds = |word: usize| finders.get(word).is_some_and(|finder| finder.find(buffer).is_some());
            asked.iter().copied().filter(|(_, word)| holds(*word)).collect()
        };
        let more: Vec<(usize, usize)> =
            rayon::scope(|_| by_file.par_iter().map_init(Vec::new, look).flatten_iter().collect());
        for (at, word) in more {
            if let Some((_, files)) = found.get_mut(word) {
                files.push(at);
            }
        }
        for (_, files) in &mut found {
            files.sort_unstable();
        }
        {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            known.extend(found);
        }
        let untold: Vec<&str> = untold.into_iter().map(|(word, _)| *word).collect();
        if !untold.is_empty() {
            self.search_all(&untold);
        }
    }

    /// Reads each file once for all words.
    fn search_all(&self, words: &[&str]) {
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
        let source = self.sources.get(self.index_of(path)?)?;
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
        let holds = |text: &String| finder.find(text.as_bytes()).is_some();
        let told = self.index.get().and_then(|_| {
            let fresh = self.fresh.read().unwrap_or_else(PoisonError::into_inner);
            fresh.holding(word)
        });
        match told {
            Some(told) => {
                let places = told.sure.iter().chain(&told.possible);
                let paths = places.filter_map(|at| self.sources.get(*at).map(|source| &source.path));
                let holding = paths.filter(|path| over.get(*path).is_some_and(holds));
                found.extend(holding.cloned());
            }
            None => {
                let holding = over.iter().filter(|(_, text)| holds(text));
                found.extend(holding.map(|(path, _)| path.clone()));
            }
        }
        found.sort_unstable();
        found
    }
}
