//! Files → facts. Parsing is the bill, so bytes decide which files are parsed at all, in rounds: names of constants and
//! helpers that one round finds are what the next one looks for.

mod looks;
mod memo;
mod needles;
mod older;
mod quick;
mod search;
mod tree;
mod warm;
mod words;

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Parser;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use crate::cache::Cache;
use crate::facts::{self, FileFacts, Focus, Words};
use crate::registry::Registry;
use crate::resolve::{self, Resolved};
use crate::sdk::{Sdks, Transformed};
use crate::source::walk::{self, Source, WalkOptions};
use crate::source::{DiskStamp, Skipped, Stamp};
use crate::suppress::SuppressionFact;

use looks::{Asked, Outcome, spans};
use memo::{Memo, Refused};
use needles::{Needles, may_define};
pub(crate) use quick::Quick;
use quick::{Near, OtherNames};
use search::Search;
use warm::{Kept, Memory};
pub(crate) use words::is_word;
use words::{Room, Seen, Sketch};

/// Rounds end when no new name is found; this bounds them on hostile input.
const ROUNDS: usize = 16;
/// In so many of them files that only use names wait for those that define them.
const DEFINERS: usize = 6;

/// Into so many pieces the files are cut for the threads to take.
const PIECES: usize = 512;

/// Told how far the work is; called from many threads.
pub trait Progress: Sync {
    /// So many files will be looked at.
    fn total(&self, files: usize);
    /// One more was.
    fn step(&self);
    /// What was found could not be kept for the next run, and why.
    fn trouble(&self, _why: &str) {}
}

/// No one watches.
pub struct Silent;

impl Progress for Silent {
    fn total(&self, _files: usize) {}
    fn step(&self) {}
}

/// Everything known of the code.
#[derive(Debug, Default)]
pub struct Scan {
    /// Files looked at, skipped ones included.
    pub files: usize,
    /// Files that were parsed.
    pub parsed: usize,
    /// Sorted by path.
    pub skipped: Vec<Skipped>,
    /// Uses of flags.
    pub resolved: Resolved,
    /// Comments that may be suppressions, in the order of path and place.
    pub comments: Vec<SuppressionFact>,
    /// Facts of the parsed files, sorted by path; empty until [`Scan::complete`] where nothing changed since an earlier run.
    pub facts: Vec<FileFacts>,
    /// All source files that were not skipped, sorted by path.
    pub sources: Vec<Source>,
    /// Names that every file was searched for: those that hold one were parsed. As [`Scan::facts`].
    pub names: FxHashSet<String>,
    /// What an earlier run kept and nobody asked for yet.
    kept: Option<Box<Kept>>,
    /// Tells this state of all files from every other; `None` where nothing is kept.
    pub(crate) state: Option<u128>,
    /// The kept answer that this one is, where that was told without looking at all files.
    pub(crate) answer: Option<u128>,
}

/// Scans a tree. `cache`: what an earlier run knew of files that are still the same is not looked for again, and what
/// this one knows is kept. It makes no difference but in time.
///
/// # Errors
/// When a given path does not exist or a glob is malformed.
pub fn scan(
    options: &WalkOptions,
    sdks: &Sdks,
    registry: &Registry,
    cache: Option<&Cache>,
    progress: &dyn Progress,
) -> Result<Scan, String> {
    let mut work = Work::new(options, sdks, registry, progress);
    work.memo = cache.map(|_| Memo::default());
    let memory = cache.map(|cache| Memory::new(cache, &work));
    let mut is_known = true;
    if let Some(memory) = &memory {
        match memory.near(&work) {
            Some(Near::Same(quick)) => {
                if let Some(scan) = quick.scan() {
                    return Ok(scan);
                }
            }
            Some(Near::Other(touched)) => match memory.touched(&work, *touched) {
                Some(Ok(scan)) => return Ok(scan),
                Some(Err(OtherNames)) => is_known = false,
                None => {}
            },
            None => {}
        }
    }
    let walked = match cache {
        Some(cache) => tree::walk(options, cache)?,
        None => walk::walk(options)?,
    };
    progress.total(walked.sources.len());
    let files = candidates(walked.sources, memory.is_some());
    match &memory {
        Some(memory) if is_known => memory.resume(&work, files, walked.skipped),
        Some(memory) => memory.anew(&work, files, walked.skipped),
        None => {
            let families = families(&files);
            let mut rounds = work.cold(files, &families)?;
            rounds.take_sources(walked.skipped);
            Ok(rounds.scan)
        }
    }
}

/// The kept answer of a state that git lists; `None`: it takes a scan to tell.
pub(crate) fn quick(
    options: &WalkOptions,
    (sdks, registry): (&Sdks, &Registry),
    cache: Option<&Cache>,
) -> Option<Quick> {
    let work = Work::new(options, sdks, registry, &Silent);
    match Memory::new(cache?, &work).near(&work)? {
        Near::Same(quick) => Some(*quick),
        Near::Other(_) => None,
    }
}

/// Files that nobody looked at yet; `kept`: what they hold will be compared by a later run.
fn candidates(sources: Vec<Source>, kept: bool) -> Vec<Candidate> {
    let stamp = |source: &Source| match source.blob() {
        Some(blob) => Some(Stamp::Blob(blob.to_owned())),
        None if source.content().is_none() => DiskStamp::of(source.file()).map(Stamp::Disk),
        None => None,
    };
    let candidate = |source: Source| Candidate {
        print: kept.then(|| Box::new(Print::new(stamp(&source)))),
        ..Candidate::new(source)
    };
    sources.into_par_iter().map(candidate).collect()
}

/// What the rounds work on.
struct Rounds {
    /// Facts and what follows from them so far.
    scan: Scan,
    needles: Needles,
    /// All files, sorted by path. They stay where they are: with 300,000 of them, moving takes more memory than all facts.
    files: Vec<Candidate>,
    /// The bound on rounds was met: more could be found.
    cut: bool,
    /// Facts of files that were read once more since; empty where no later run will ask for them.
    earlier: Vec<FileFacts>,
}

impl Rounds {
    fn new(needles: Needles) -> Self {
        Self {
            scan: Scan::default(),
            needles,
            files: Vec::new(),
            cut: false,
            earlier: Vec::new(),
        }
    }

    /// Nothing more is looked for.
    fn finish(&mut self) {
        for file in &mut self.files {
            file.sketch = None;
        }
        self.scan.parsed = self.scan.facts.len();
        self.scan.comments = comments(&self.scan.facts);
        self.scan.names = self.needles.names();
    }
}

/// The comments of some files that may be suppressions.
pub(crate) fn comments(facts: &[FileFacts]) -> Vec<SuppressionFact> {
    let of_file = |file: &FileFacts| {
        let fact = |comment: &facts::Comment| SuppressionFact {
            path: file.path.to_string(),
            place: file.lines.place(comment.span),
            text: comment.text.to_string(),
            after_code: !comment.alone,
            next_code_line: comment.next_code_line,
        };
        file.comments.iter().map(fact).collect::<Vec<_>>()
    };
    facts.iter().flat_map(of_file).collect()
}

/// What stays the same in all rounds.
struct Work<'a> {
    options: &'a WalkOptions,
    sdks: &'a Sdks,
    registry: &'a Registry,
    progress: &'a dyn Progress,
    /// Built for the first resolution: most warm runs need none.
    transformed: OnceLock<Transformed>,
    sketches: Room,
    /// What an earlier run read; `None`: no later run will ask what this one read.
    memo: Option<Memo>,
    /// Why it could not be told what files hold.
    lost: OnceLock<String>,
}

impl<'a> Work<'a> {
    fn new(options: &'a WalkOptions, sdks: &'a Sdks, registry: &'a Registry, progress: &'a dyn Progress) -> Self {
        Self {
            options,
            sdks,
            registry,
            progress,
            transformed: OnceLock::new(),
            sketches: Room::default(),
            memo: None,
            lost: OnceLock::new(),
        }
    }
}

impl Work<'_> {
    /// Looks at files of which nothing is known, in a tree that speaks these language families.
    fn cold(&self, mut files: Vec<Candidate>, families: &FxHashSet<&str>) -> Result<Rounds, String> {
        self.fill(&mut files)?;
        Ok(self.over(files, families))
    }

    /// The same for files that have what they hold.
    fn over(&self, mut files: Vec<Candidate>, families: &FxHashSet<&str>) -> Rounds {
        let mut rounds = Rounds::new(Needles::first(self.sdks, self.registry, families));
        // Tests use names, code gives them: once all of those are known, tests are searched and parsed once.
        files.par_iter_mut().for_each(|file| {
            file.later = file.source.language.grammar().is_test_path(&file.source.path);
        });
        rounds.files = files;
        self.rounds(&mut rounds, DEFINERS);
        for file in &mut rounds.files {
            file.later = false;
        }
        self.rounds(&mut rounds, 0);
        rounds.finish();
        rounds
    }

    /// Gives files that git lists what it has of them, where that is not what is on disk.
    fn fill(&self, files: &mut [Candidate]) -> Result<(), String> {
        let Some(listing) = &self.options.listing else {
            return Ok(());
        };
        let differing = listing.differing()?;
        for file in files {
            if let Some(content) = differing.get(&file.source.path) {
                file.source.set_content(content.clone());
            }
        }
        Ok(())
    }

    /// Looks at the open files until no new name is found. In the first so many rounds only those that may define a name. Files in
    /// which nothing was found wait until the others lead to nothing more, so that each is read a few times at most.
    fn rounds(&self, rounds: &mut Rounds, mut definers: usize) {
        let mut all = false;
        for round in 0..ROUNDS {
            let fresh = self.round(rounds, round < definers, std::mem::take(&mut all));
            if !fresh.is_empty() || (round == 0 && rounds.scan.facts.is_empty()) {
                let replaced = rounds.scan.take(fresh);
                if self.memo.is_some() {
                    rounds.earlier.extend(replaced);
                }
                let present = rounds.scan.resolved.present.len();
                // Both at once would be twice the memory.
                rounds.scan.resolved = Resolved::default();
                rounds.scan.resolved = self.resolve(&rounds.scan.facts);
                let more = rounds.scan.resolved.present.len() > present;
                let named = rounds.needles.next(&rounds.scan.resolved.leads);
                if !rounds.files.iter().any(Candidate::is_open) {
                    return;
                }
                if named || more {
                    continue;
                }
            }
            all = rounds.needles.wake();
            if !all && round >= std::mem::take(&mut definers) {
                return;
            }
        }
        rounds.cut = true;
    }

    fn resolve(&self, facts: &[FileFacts]) -> Resolved {
        let registered = |key: &str| self.registry.index.contains_key(key);
        let keys = || self.registry.index.keys().map(String::as_str);
        let transformed = self.transformed.get_or_init(|| Transformed::new(keys()));
        resolve::resolve(facts, self.sdks, &registered, transformed)
    }

    /// What SDKs that are imported somewhere call, and the names of objects of flags.
    fn words(&self, files: &[Candidate], present: &FxHashSet<String>) -> FxHashMap<&'static str, Words<'_>> {
        let mut words = FxHashMap::default();
        for family in files.iter().map(|candidate| candidate.source.language.family) {
            words
                .entry(family)
                .or_insert_with(|| Words::new(self.sdks.named(family, present)));
        }
        words
    }

    /// Looks once at each open file that may tell something; `all`: only at those in which nothing was found so far.
    fn round(&self, rounds: &mut Rounds, definers: bool, all: bool) -> Vec<FileFacts> {
        let needles = &rounds.needles;
        let present = &rounds.scan.resolved.present;
        let beside = told_beside(present);
        let mut open = rounds.files.iter().filter(|file| file.is_open());
        let fresh = open
            .any(|file| !file.new)
            .then(|| needles.build(false, rounds.files.len(), self.sketches.common()));
        let fresh = fresh.flatten();
        let is_idle = |file: &Candidate| {
            if file.new || file.is_awaited(definers) {
                return false;
            }
            if file.is_untold() || all {
                return file.is_untold() != all;
            }
            let place = (file.source.language, file.source.path.as_str());
            file.sketch.as_ref().is_some_and(|sketch| {
                (file.focus().is_none() || (file.beside == beside && !needles.opens(&file.source.path)))
                    && !fresh.as_ref().is_some_and(|search| search.may_hit(sketch, place))
            })
        };
        rounds
            .files
            .par_iter_mut()
            .filter(|file| file.is_open())
            .for_each(|file| file.idle = is_idle(file));
        let is_left = |file: &Candidate| file.is_open() && file.idle && file.is_untold();
        let left = !all && rounds.files.iter().any(is_left);
        let due = || rounds.files.iter().filter(|file| file.is_due());
        let newcomers = due().filter(|file| file.new).count();
        let all = (newcomers > 0).then(|| needles.build(true, newcomers, None)).flatten();
        let words = self.words(&rounds.files, present);
        let families = || words.keys().copied().collect();
        let asked = self
            .memo
            .is_some()
            .then(|| Asked::new((all.as_ref(), fresh.as_ref()), present, &families()));
        let wanted = Wanted {
            all,
            fresh,
            words,
            beside,
            asked,
            definers,
            needles,
        };
        if self.memo.is_some() {
            let idle = rounds
                .files
                .par_iter_mut()
                .filter(|file| file.is_open() && file.idle && file.is_told());
            idle.for_each(|file| self.keep(file, self.key((file, file.trace()), &wanted, false), Outcome::Same));
        }
        let facts = self.looks(&mut rounds.files, &wanted);
        rounds.needles.searched(left);
        facts
    }

    /// The facts of those open files in which something new stands.
    fn looks(&self, files: &mut [Candidate], wanted: &Wanted<'_>) -> Vec<FileFacts> {
        let look_at = |hands: &mut Hands, candidate: &mut Candidate| {
            if candidate.new && !candidate.is_counted {
                self.progress.step();
            }
            self.look(candidate, wanted, hands).map(Box::new)
        };
        let mut due: Vec<&mut Candidate> = files.iter_mut().filter(|file| file.is_due()).collect();
        self.hold(&mut due, wanted);
        // What takes long begins first, or one thread is left with it at the end.
        due.sort_by_key(|file| Reverse(file.size()));
        let piece = due.len() / PIECES + 1;
        // In a scope, because a single file would be parsed on the caller's stack, which may be small.
        let facts: Vec<Box<FileFacts>> = rayon::scope(|_| {
            let due = due.into_par_iter().with_max_len(piece);
            due.map_init(Hands::default, look_at)
                .filter_map(std::convert::identity)
                .collect()
        });
        facts.into_iter().map(|facts| *facts).collect()
    }

    /// Reads a file, and notes what it holds while more of it may matter later.
    fn look(&self, candidate: &mut Candidate, wanted: &Wanted<'_>, hands: &mut Hands) -> Option<FileFacts> {
        let is_new = std::mem::take(&mut candidate.new);
        let search = match is_new {
            true => wanted.all.as_ref(),
            false => wanted.fresh.as_ref(),
        };
        if search.is_none() && candidate.focus().is_none() && !candidate.is_awaited(wanted.definers) {
            return None;
        }
        let trace = candidate.trace();
        let key = self.key((candidate, trace), wanted, is_new);
        if let Some(facts) = self.recall(candidate, key) {
            candidate.beside = wanted.beside;
            return facts;
        }
        if let Err(reason) = walk::read(&candidate.source, self.options.max_file_size, &mut hands.bytes) {
            return candidate.skip(reason);
        }
        candidate.set_hash(&hands.bytes);
        hands.seen.clear();
        let (facts, outcome) = look(self, candidate, (search, wanted), hands);
        if candidate.is_told() {
            let key = self.key((candidate, trace), wanted, is_new);
            self.keep(candidate, key, outcome);
        }
        candidate.beside = wanted.beside;
        if !candidate.is_open() {
            candidate.sketch = None;
        } else if candidate.sketch.is_none() && search.is_some() {
            candidate.sketch = self.sketches.sketch(&hands.seen);
        }
        facts
    }
}

/// The words that files are searched for beside needles, as a number: they follow from the SDKs that are there.
fn told_beside(present: &FxHashSet<String>) -> u32 {
    let hashes = present.iter().map(|sdk| xxh3_64(sdk.as_bytes()) as u32);
    hashes.fold(0, u32::wrapping_add)
}

/// The language families of some files.
fn families(files: &[Candidate]) -> FxHashSet<&'static str> {
    let mut families = FxHashSet::default();
    // Collected, it would have room for as many as there are files.
    for candidate in files {
        families.insert(candidate.source.language.family);
    }
    families
}

impl Scan {
    /// Fetches facts and names that an earlier run kept: most answers need neither. False: they are gone, and take a scan.
    #[must_use]
    pub fn complete(&mut self, sdks: &Sdks, registry: &Registry) -> bool {
        let Some(kept) = self.kept.take() else {
            return true;
        };
        let found = kept.complete(sdks, registry);
        let is_there = found.is_some();
        (self.facts, self.names) = found.unwrap_or_default();
        is_there
    }

    /// Adds facts; a file of which more matters than before replaces itself. Gives what was replaced.
    fn take(&mut self, fresh: Vec<FileFacts>) -> Vec<FileFacts> {
        let (mut added, mut replaced) = (Vec::new(), Vec::new());
        for facts in fresh {
            match self.facts.binary_search_by(|known| known.path.cmp(&facts.path)) {
                Ok(at) => replaced.push(std::mem::replace(&mut self.facts[at], facts)),
                Err(_) => added.push(facts),
            }
        }
        self.facts.append(&mut added);
        self.facts.sort_by(|one, two| one.path.cmp(&two.path));
        replaced
    }

    /// The code that some facts are of, sorted by path.
    pub fn of(facts: Vec<FileFacts>, sdks: &Sdks, registry: &Registry) -> Self {
        let registered = |key: &str| registry.index.contains_key(key);
        let transformed = Transformed::new(registry.index.keys().map(String::as_str));
        Self {
            parsed: facts.len(),
            resolved: resolve::resolve(&facts, sdks, &registered, &transformed),
            comments: comments(&facts),
            facts,
            ..Self::default()
        }
    }

    /// The same code with other texts in some of its files.
    pub fn again<'t>(&mut self, changed: impl Iterator<Item = (&'t str, &'t str)>, sdks: &Sdks, registry: &Registry) {
        for (path, text) in changed {
            let at = self.facts.iter().position(|facts| &*facts.path == path);
            match (at, facts_of(path, text, sdks)) {
                (Some(at), Some(facts)) => self.facts[at] = facts,
                (None, Some(facts)) => self.facts.push(facts),
                (Some(at), None) => {
                    self.facts.remove(at);
                }
                (None, None) => {}
            }
        }
        self.facts.sort_by(|one, two| one.path.cmp(&two.path));
        let registered = |key: &str| registry.index.contains_key(key);
        let transformed = Transformed::new(registry.index.keys().map(String::as_str));
        self.resolved = resolve::resolve(&self.facts, sdks, &registered, &transformed);
    }
}

/// Facts of one text, for tests and examples.
pub fn facts_of(path: &str, text: &str, sdks: &Sdks) -> Option<FileFacts> {
    let language = crate::language::Language::of(path.rsplit('/').next().unwrap_or(path))?;
    let parser = &mut Parser::new();
    facts::extract(parser, (path, text), language, sdks.accessors(language.family), None).ok()
}

/// Tells the contents of files apart; in bytes, which need no room for their alignment.
type ContentHash = [u8; 16];

fn content_hash(bytes: &[u8]) -> ContentHash {
    xxh3_128(bytes).to_le_bytes()
}

/// What tells whether a file changed.
struct Print {
    /// What the file system said of it before it was read.
    stamp: Option<Stamp>,
    /// Of what was read.
    hash: Option<ContentHash>,
}

impl Print {
    fn new(stamp: Option<Stamp>) -> Self {
        Self { stamp, hash: None }
    }
}

/// A file that may have to be parsed, or to be parsed again because more of it matters.
struct Candidate {
    source: Source,
    /// `None`: no later run will ask whether it changed.
    print: Option<Box<Print>>,
    /// In a box, because there are many files and few have one.
    note: Option<Box<Note>>,
    /// All of it was parsed.
    whole: bool,
    /// It is a test, and code is looked at first.
    later: bool,
    /// It was not searched yet.
    new: bool,
    /// Nobody waits for it: it is searched once more.
    is_counted: bool,
    /// Its words, while more of it may matter.
    sketch: Option<Sketch>,
    /// Tells what it was searched for beside needles, as [`Wanted::beside`].
    beside: u32,
    /// Nothing that this round looks for can stand in it.
    idle: bool,
}

/// What became of a file in which something was found, or which is not looked into.
#[derive(Default)]
struct Note {
    /// What mattered when it was parsed; `None`: it was not, or as a whole.
    focus: Option<Focus>,
    /// What was found in it, while it waits for the names that others define.
    waiting: Vec<Range<usize>>,
    /// Why it is not looked into.
    skipped: Option<String>,
    /// Its length in bytes.
    size: usize,
    /// Tells what came of looking at it so far; `None`: nothing, or no later run will ask.
    trace: Option<u128>,
}

impl Candidate {
    fn new(source: Source) -> Self {
        Self {
            source,
            print: None,
            note: None,
            whole: false,
            later: false,
            new: true,
            is_counted: false,
            sketch: None,
            beside: 0,
            idle: false,
        }
    }

    /// More of it may matter.
    fn is_open(&self) -> bool {
        !self.later && !self.whole && self.skipped().is_none()
    }

    /// It was searched, nothing was found in it, and only reading it again tells whether it holds a new name.
    fn is_untold(&self) -> bool {
        !self.new && self.focus().is_none() && !self.is_waiting() && self.sketch.is_none()
    }

    /// This round looks at it.
    fn is_due(&self) -> bool {
        self.is_open() && !self.idle
    }

    /// What was found in it waits no longer.
    fn is_awaited(&self, definers: bool) -> bool {
        !definers && self.is_waiting()
    }

    fn is_waiting(&self) -> bool {
        self.note.as_ref().is_some_and(|note| !note.waiting.is_empty())
    }

    fn focus(&self) -> Option<&Focus> {
        self.note.as_ref()?.focus.as_ref()
    }

    fn skipped(&self) -> Option<&str> {
        self.note.as_ref()?.skipped.as_deref()
    }

    /// Its length in bytes where something was found in it, else 0.
    fn size(&self) -> usize {
        self.note.as_ref().map_or(0, |note| note.size)
    }

    fn stamp(&self) -> Option<&Stamp> {
        self.print.as_ref()?.stamp.as_ref()
    }

    fn hash(&self) -> Option<ContentHash> {
        self.print.as_ref()?.hash
    }

    /// Tells what is read of which text, whose hash is known: what was found of what is looked for in it decides the rest; `None`: all of it
    /// is read.
    fn reading(&self, found: Option<&Vec<Range<usize>>>) -> u128 {
        let mut hash = Xxh3::new();
        hash.update(self.source.path.as_bytes());
        hash.update(&[0, u8::from(found.is_some())]);
        hash.update(&self.hash().unwrap_or_default());
        for hit in found.into_iter().flatten() {
            hash.update(&hit.start.to_le_bytes());
            hash.update(&hit.end.to_le_bytes());
        }
        hash.digest128()
    }

    fn set_hash(&mut self, content: &[u8]) {
        if let Some(print) = &mut self.print {
            print.hash = Some(content_hash(content));
        }
    }

    fn note(&mut self) -> &mut Note {
        self.note.get_or_insert_default()
    }

    fn skip(&mut self, reason: &str) -> Option<FileFacts> {
        self.note().skipped = Some(reason.to_owned());
        None
    }
}

/// What a round looks for.
struct Wanted<'a> {
    /// Names and keys that make a file a candidate, for files that were not searched yet; `None`: there are none.
    all: Option<Search>,
    /// Those that the last round found, for all others.
    fresh: Option<Search>,
    /// What matters in every file that is parsed, by language family.
    words: FxHashMap<&'static str, Words<'a>>,
    /// Tells these words from others.
    beside: u32,
    /// Tells all of it from what another round looks for; `None`: no later run will ask.
    asked: Option<Asked>,
    /// Only files that may define a name which others use; the rest waits, so that it is parsed once.
    definers: bool,
    /// Where all of these come from.
    needles: &'a Needles,
}

/// What a thread uses again for each file.
struct Hands {
    bytes: Vec<u8>,
    seen: Seen,
    parser: Parser,
}

impl Default for Hands {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            seen: Seen::default(),
            parser: Parser::new(),
        }
    }
}

/// The facts of a file in which something new stands, and what came of the look; `search` is for names that it was not searched for yet.
fn look(
    work: &Work<'_>,
    candidate: &mut Candidate,
    (search, wanted): (Option<&Search>, &Wanted<'_>),
    hands: &mut Hands,
) -> (Option<FileFacts>, Outcome) {
    let buffer = hands.bytes.as_slice();
    let skipped =
        |candidate: &mut Candidate, reason: &str| (candidate.skip(reason), Outcome::Skipped(reason.to_owned()));
    let language = candidate.source.language;
    let parsed = candidate.focus().is_some() || candidate.is_waiting();
    let place = (language, candidate.source.path.as_str());
    let hits = |search: &Search| search.hits(buffer, place, parsed, &mut hands.seen);
    let mut found = search.map_or_else(Vec::new, hits);
    if found.is_empty() && candidate.focus().is_none() && !candidate.is_awaited(wanted.definers) {
        // What is no text is told apart only when it matters.
        return match buffer
            .get(..buffer.len().min(1024))
            .is_some_and(|head| memchr::memchr(0, head).is_some())
        {
            true => skipped(candidate, "binary"),
            false => (None, Outcome::Same),
        };
    }
    let text = match walk::text(buffer) {
        Ok(text) => text,
        Err(reason) => return skipped(candidate, reason),
    };
    let defines = || found.iter().any(|hit| may_define(buffer, hit));
    let in_parts = !work.options.whole_files && language.grammar().table.lexis.is_some();
    if wanted.definers && in_parts && candidate.focus().is_none() && !defines() {
        let outcome = Outcome::Waits(spans(&found), buffer.len());
        candidate.note().waiting.append(&mut found);
        candidate.note().size = buffer.len();
        return (None, outcome);
    }
    if let Some(note) = &mut candidate.note {
        found.append(&mut note.waiting);
    }
    let accessors = work.sdks.accessors(language.family);
    if in_parts {
        let words = wanted.words.get(language.family);
        found.extend(words.map_or_else(Vec::new, |words| words.hits(text)));
        found.extend(wanted.needles.bodies(&candidate.source.path, buffer));
        if let Some(before) = candidate.focus() {
            if before.has(&found) {
                return (None, Outcome::Same);
            }
            found.extend(before.found.iter().cloned());
        }
        found.sort_by_key(|hit| (hit.start, hit.end));
        found.dedup();
    }
    let named = (candidate.source.path.as_str(), text);
    let reading = work
        .memo
        .as_ref()
        .map(|memo| (memo, candidate.reading(in_parts.then_some(&found))));
    let take = || reading.and_then(|(memo, reading)| memo.take(reading));
    let is_first = candidate.focus().is_none();
    let known = is_first.then(take).flatten();
    let grammar = language.grammar();
    let focus = in_parts.then(|| match &known {
        Some(Ok(facts)) => Focus::recall(&facts.mattered),
        _ => facts::focus(text, grammar, found, accessors),
    });
    let before = candidate.note.as_mut().and_then(|note| note.focus.as_mut());
    let focus = match (focus, before) {
        (Some(focus), Some(before)) => {
            before.ask(text, grammar, accessors);
            if before.tells_as_much_as(&focus) {
                let outcome = Outcome::Told(focus.all().collect());
                let passed_over = before.passed_over.take();
                *before = Focus { passed_over, ..focus };
                return (None, outcome);
            }
            Some(focus)
        }
        (focus, _) => focus,
    };
    let known = if is_first { known } else { take() };
    let read = known.unwrap_or_else(|| {
        facts::extract(&mut hands.parser, named, language, accessors, focus.as_ref()).map_err(|_| Refused)
    });
    match read {
        Ok(mut facts) => {
            facts.reading = reading.map_or(0, |(_, reading)| reading);
            let told = focus.as_ref().filter(|_| reading.is_some() && !facts.whole);
            facts.mattered = told.map_or_else(Vec::new, |focus| focus.all().collect());
            let passed_over = Some(facts.passed_over.clone());
            candidate.whole = facts.whole;
            candidate.note().focus = focus
                .filter(|_| !facts.whole)
                .map(|focus| Focus { passed_over, ..focus });
            candidate.note().size = text.len();
            let outcome = Outcome::Read(facts.reading, text.len());
            (Some(facts), outcome)
        }
        Err(Refused) => {
            if let Some((memo, reading)) = reading {
                memo.refuse(reading);
            }
            let reading = reading.map_or(0, |(_, reading)| reading);
            (candidate.skip("parsing takes too much"), Outcome::Refused(reading))
        }
    }
}

/// Uses in texts that are not on disk, given with their paths; for tests and examples.
pub fn uses_of(files: &[(&str, &str)], sdks: &Sdks, keys: &[&str]) -> Vec<crate::usage::Use> {
    let mut facts: Vec<FileFacts> = files
        .iter()
        .filter_map(|(path, text)| facts_of(path, text, sdks))
        .collect();
    facts.sort_by(|one, two| one.path.cmp(&two.path));
    let transformed = Transformed::new(keys.iter().copied());
    resolve::resolve(&facts, sdks, &|key| keys.contains(&key), &transformed).uses
}
