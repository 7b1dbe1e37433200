//! Files → facts. Parsing is the bill, so bytes decide which files are parsed at all, in rounds: names of constants and
//! helpers that one round finds are what the next one looks for.

use std::collections::hash_map::Entry;
use std::ops::Range;
use std::time::Duration;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{self, FileFacts, Focus, Words};
use crate::registry::Registry;
use crate::resolve::{self, Lead, LeadForm, Resolved};
use crate::sdk::{Package, Sdks, Shape, Transformed};
use crate::source::Skipped;
use crate::source::walk::{self, Source, WalkOptions};
use crate::vocabulary;

/// A file that takes longer is skipped and reported; far above what a file of the largest size needs.
const PARSE_LIMIT: Duration = Duration::from_secs(10);
/// Rounds end when no new name is found; this bounds them on hostile input.
const ROUNDS: usize = 8;
/// In so many of them files that only use names wait for those that define them.
const DEFINERS: usize = 3;
/// So few files are searched without preparation.
const FEW: usize = 64;
/// Names shorter than this stand everywhere.
const SHORT: usize = 3;

/// Told how far the work is; called from many threads.
pub trait Progress: Sync {
    /// So many files will be looked at.
    fn total(&self, files: usize);
    /// One more was.
    fn step(&self);
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
    /// Facts of the parsed files, sorted by path.
    pub facts: Vec<FileFacts>,
    /// All source files, sorted by path.
    pub sources: Vec<Source>,
    /// Names that every file was searched for: those that hold one were parsed.
    pub names: FxHashSet<String>,
}

/// Scans a tree.
///
/// # Errors
/// When a given path does not exist or a glob is malformed.
pub fn scan(options: &WalkOptions, sdks: &Sdks, registry: &Registry, progress: &dyn Progress) -> Result<Scan, String> {
    let walked = walk::walk(options)?;
    progress.total(walked.sources.len());
    let mut scan = Scan {
        files: walked.sources.len() + walked.skipped.len(),
        skipped: walked.skipped,
        ..Scan::default()
    };
    let registered = |key: &str| registry.index.contains_key(key);
    let transformed = Transformed::new(registry.index.keys().map(String::as_str));
    let families: FxHashSet<&str> = walked.sources.iter().map(|source| source.language.family).collect();
    let mut needles = Needles::first(sdks, registry, &families);
    let is_test = |source: &Source| source.language.grammar().is_test_path(&source.path);
    let (tests, code): (Vec<Source>, Vec<Source>) = walked.sources.into_iter().partition(is_test);
    let work = Work {
        options,
        sdks,
        progress,
        registered: &registered,
        transformed: &transformed,
    };
    let mut rest = Vec::new();
    let mut done = Vec::new();
    // Tests use names, code gives them: once all of those are known, tests are searched and parsed once.
    for (files, definers) in [(code, DEFINERS), (tests, 0)] {
        rest.extend(files.into_iter().map(Candidate::new));
        work.rounds(&mut scan, &mut needles, &mut rest, &mut done, definers);
    }
    done.extend(rest.into_iter().map(|candidate| candidate.source));
    done.sort_by(|one, two| one.path.cmp(&two.path));
    scan.sources = done;
    scan.names = needles.names();
    scan.parsed = scan.facts.len();
    scan.skipped.sort();
    Ok(scan)
}

/// What stays the same in all rounds.
struct Work<'a> {
    options: &'a WalkOptions,
    sdks: &'a Sdks,
    progress: &'a dyn Progress,
    registered: &'a (dyn Fn(&str) -> bool + Sync),
    transformed: &'a Transformed,
}

impl Work<'_> {
    /// Looks at the files in `rest` until no new name is found; those stay in it of which more may matter later.
    /// In the first so many rounds only those that may define a name.
    fn rounds(
        &self,
        scan: &mut Scan,
        needles: &mut Needles,
        rest: &mut Vec<Candidate>,
        done: &mut Vec<Source>,
        mut definers: usize,
    ) {
        for round in 0..ROUNDS {
            let fresh = self.round(scan, needles, rest, done, round < definers);
            needles.searched();
            if fresh.is_empty() && (round > 0 || !scan.facts.is_empty()) {
                match round < std::mem::take(&mut definers) {
                    true => continue,
                    false => break,
                }
            }
            scan.take(fresh);
            let resolved = resolve::resolve(&scan.facts, self.sdks, self.registered, self.transformed);
            let more = resolved.present.len() > scan.resolved.present.len();
            scan.resolved = resolved;
            if rest.is_empty() || !(needles.next(&scan.resolved.leads) || more || round < std::mem::take(&mut definers))
            {
                break;
            }
        }
    }

    /// What SDKs that are imported somewhere call, and the names of objects of flags.
    fn words(&self, files: &[Candidate], present: &FxHashSet<String>) -> FxHashMap<&'static str, Words<'_>> {
        let mut words = FxHashMap::default();
        for family in files.iter().map(|candidate| candidate.source.language.family) {
            words.entry(family).or_insert_with(|| {
                let properties = self.sdks.accessors(family).properties.iter().map(String::as_str);
                Words::new(self.sdks.called(family, present), properties)
            });
        }
        words
    }

    /// Looks at each file once.
    fn round(
        &self,
        scan: &mut Scan,
        needles: &Needles,
        rest: &mut Vec<Candidate>,
        done: &mut Vec<Source>,
        definers: bool,
    ) -> Vec<FileFacts> {
        let newcomers = rest.iter().filter(|candidate| candidate.new).count();
        let wanted = Wanted {
            all: (newcomers > 0).then(|| needles.build(true, newcomers)).flatten(),
            fresh: needles.build(false, rest.len() - newcomers),
            words: self.words(rest, &scan.resolved.present),
            definers,
        };
        let look_at = |buffer: &mut Vec<u8>, candidate: Candidate| {
            if candidate.new {
                self.progress.step();
            }
            look(candidate, self.options, &wanted, self.sdks, buffer)
        };
        let files = std::mem::take(rest);
        // In a scope, because a single file would be parsed on the caller's stack, which may be small.
        let looked: Vec<Look> = rayon::scope(|_| files.into_par_iter().map_init(Vec::new, look_at).collect());
        let mut fresh = Vec::new();
        for look in looked {
            match look {
                Look::Nothing(candidate) => rest.push(candidate),
                Look::Facts(facts, candidate, whole) => {
                    rest.extend(candidate);
                    done.extend(whole);
                    fresh.push(*facts);
                }
                Look::Skip(skipped) => scan.skipped.push(skipped),
            }
        }
        fresh
    }
}

impl Scan {
    /// Adds facts; a file of which more matters than before replaces itself.
    fn take(&mut self, fresh: Vec<FileFacts>) {
        let mut added = Vec::new();
        for facts in fresh {
            match self.facts.binary_search_by(|known| known.path.cmp(&facts.path)) {
                Ok(at) => self.facts[at] = facts,
                Err(_) => added.push(facts),
            }
        }
        self.facts.append(&mut added);
        self.facts.sort_by(|one, two| one.path.cmp(&two.path));
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
    facts::extract(path, text, language, sdks.accessors(language.family), None, PARSE_LIMIT).ok()
}

/// A file that may have to be parsed, or to be parsed again because more of it matters.
struct Candidate {
    source: Source,
    /// What mattered when it was parsed; `None`: it was not.
    focus: Option<Focus>,
    /// It was not searched yet.
    new: bool,
    /// What was found in it, while it waits for the names that others define.
    waiting: Vec<Range<usize>>,
}

impl Candidate {
    fn new(source: Source) -> Self {
        Self {
            source,
            focus: None,
            new: true,
            waiting: Vec::new(),
        }
    }
}

enum Look {
    /// Nothing new stands in it.
    Nothing(Candidate),
    /// Parsed: in part, so that it stays a candidate, or as a whole.
    Facts(Box<FileFacts>, Option<Candidate>, Option<Source>),
    /// Not looked into.
    Skip(Skipped),
}

/// What a round looks for.
struct Wanted<'a> {
    /// Names and keys that make a file a candidate, for files that were not searched yet; `None`: there are none.
    all: Option<Search>,
    /// Those that the last round found, for all others.
    fresh: Option<Search>,
    /// What matters in every file that is parsed, by language family.
    words: FxHashMap<&'static str, Words<'a>>,
    /// Only files that may define a name which others use; the rest waits, so that it is parsed once.
    definers: bool,
}

fn look(
    mut candidate: Candidate,
    options: &WalkOptions,
    wanted: &Wanted<'_>,
    sdks: &Sdks,
    buffer: &mut Vec<u8>,
) -> Look {
    let skip = |source: Source, reason: &str| {
        Look::Skip(Skipped {
            path: source.path,
            reason: reason.to_owned(),
        })
    };
    let search = match std::mem::take(&mut candidate.new) {
        true => &wanted.all,
        false => &wanted.fresh,
    };
    let is_due = !wanted.definers && !candidate.waiting.is_empty();
    if search.is_none() && candidate.focus.is_none() && !is_due {
        return Look::Nothing(candidate);
    }
    if let Err(reason) = walk::read(&candidate.source, options.max_file_size, buffer) {
        return skip(candidate.source, reason);
    }
    let buffer = buffer.as_slice();
    let language = candidate.source.language;
    let parsed = candidate.focus.is_some() || !candidate.waiting.is_empty();
    let hits = |search: &Search| search.hits(buffer, language.family, &candidate.source.path, parsed);
    let mut found = search.as_ref().map_or_else(Vec::new, hits);
    if found.is_empty() && candidate.focus.is_none() && !is_due {
        // What is no text is told apart only when it matters.
        return match buffer
            .get(..buffer.len().min(1024))
            .is_some_and(|head| memchr::memchr(0, head).is_some())
        {
            true => skip(candidate.source, "binary"),
            false => Look::Nothing(candidate),
        };
    }
    let text = match walk::text(buffer) {
        Ok(text) => text,
        Err(reason) => return skip(candidate.source, reason),
    };
    let defines = || found.iter().any(|hit| may_define(buffer, hit));
    let in_parts = !options.whole_files && language.grammar().table.lexis.is_some();
    if wanted.definers && in_parts && candidate.focus.is_none() && !defines() {
        candidate.waiting.append(&mut found);
        return Look::Nothing(candidate);
    }
    found.append(&mut candidate.waiting);
    let accessors = sdks.accessors(language.family);
    let focus = match options.whole_files {
        true => None,
        false => {
            found.extend(
                wanted
                    .words
                    .get(language.family)
                    .map_or_else(Vec::new, |words| words.hits(text)),
            );
            if let Some(focus) = candidate.focus.take() {
                if focus.has(&found) {
                    candidate.focus = Some(focus);
                    return Look::Nothing(candidate);
                }
                found.extend(focus.hits);
            }
            found.sort_by_key(|hit| (hit.start, hit.end));
            found.dedup();
            Some(facts::focus(text, language.grammar(), found, accessors))
        }
    };
    match facts::extract(
        &candidate.source.path,
        text,
        language,
        accessors,
        focus.as_ref(),
        PARSE_LIMIT,
    ) {
        Ok(facts) if facts.whole => Look::Facts(Box::new(facts), None, Some(candidate.source)),
        Ok(facts) => {
            candidate.focus = focus;
            Look::Facts(Box::new(facts), Some(candidate), None)
        }
        Err(_) => skip(candidate.source, "parsing took too long"),
    }
}

/// Whether a name may be defined where something was found: it is given to something, it is a function's result, or a
/// call is handed on what it is asked. A guess that decides the order of parsing, and nothing else.
fn may_define(bytes: &[u8], hit: &Range<usize>) -> bool {
    let before = bytes.get(..hit.start).unwrap_or(&[]);
    let line = memchr::memrchr(b'\n', before).map_or(before, |end| before.get(end + 1..).unwrap_or(&[]));
    let given =
        memchr::memrchr(b'=', line).is_some_and(|at| at.checked_sub(1).is_none_or(|at| line.get(at) != Some(&b':')));
    let behind = bytes.get(hit.end..).unwrap_or(&[]);
    let called = matches!(behind.first(), Some(b'(' | b'<' | b'['));
    given || memchr::memmem::find(line, b"return").is_some() || (called && !takes_key(behind)) || is_given(behind)
}

/// What a hit must look like to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Needle {
    /// The name of a function: something is called with it.
    Callee,
    /// The name of a function that other libraries have too: it is called with what could be a key.
    CommonCallee,
    /// A part of a word that flags are called by: the name around it asks for one.
    Question,
    /// The name of a template's tag, filter or test, with what stands before those.
    Tag,
    /// A flag key: in quotes, or as a symbol.
    Key,
    /// A name on its own: an import, a constant.
    Word,
    /// A name that a value is given to.
    Label,
    /// The name of a module: counts only together with a name from it.
    Home,
}

/// In which files a needle counts.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// Language families; empty: all.
    families: Vec<String>,
    /// One of these modules must be named as well; empty: none.
    homes: Vec<String>,
}

impl Scope {
    /// What counts in one of two scopes; no condition is the widest.
    fn widen(&mut self, other: Self) {
        let both = |own: &mut Vec<String>, other: Vec<String>| match own.is_empty() || other.is_empty() {
            true => own.clear(),
            false => own.extend(other),
        };
        both(&mut self.families, other.families);
        both(&mut self.homes, other.homes);
    }
}

/// The texts to look for, and those already looked for.
struct Needles {
    /// Those that were found last.
    fresh: FxHashMap<(String, Needle), Scope>,
    /// Those before.
    known: FxHashMap<(String, Needle), Scope>,
    seen: FxHashSet<Lead>,
}

impl Needles {
    fn first(sdks: &Sdks, registry: &Registry, families: &FxHashSet<&str>) -> Self {
        let mut needles = Self {
            fresh: FxHashMap::default(),
            known: FxHashMap::default(),
            seen: FxHashSet::default(),
        };
        let packages = sdks.all().iter().flat_map(|sdk| &sdk.packages);
        let speaks = |package: &&Package| {
            let mut languages = package.languages.iter();
            package.languages.is_empty() || languages.any(|language| families.contains(language.as_str()))
        };
        // where only registered keys count, those are looked for already
        for package in packages.filter(speaks).filter(|package| !package.registered) {
            for import in package.imports.iter().chain(&package.symbols) {
                needles.add(import, Needle::Word, package, &package.needs);
            }
            for method in package.methods.iter().filter(|method| !method.common) {
                let needle = match method.shape {
                    // only of use in a file that imports the package
                    Shape::Type | Shape::Map | Shape::Field => continue,
                    Shape::Property => Needle::Word,
                    Shape::Tag => Needle::Tag,
                    _ => Needle::Callee,
                };
                for name in &method.names {
                    needles.add(name.trim_end_matches('!'), needle, package, &[]);
                }
            }
        }
        for stem in vocabulary::STEMS {
            needles.fresh.entry(((*stem).to_owned(), Needle::Question)).or_default();
        }
        for key in registry.index.keys().filter(|key| !key.is_empty()) {
            needles.fresh.entry((key.clone(), Needle::Key)).or_default();
        }
        needles
    }

    /// Adds a text of a package, which counts only where one of `homes` stands too.
    fn add(&mut self, text: &str, needle: Needle, package: &Package, homes: &[String]) {
        let known = self.fresh.contains_key(&(text.to_owned(), needle));
        let scope = self.fresh.entry((text.to_owned(), needle)).or_default();
        // a package without a language speaks all of them
        match package.languages.is_empty() || (known && scope.families.is_empty()) {
            true => scope.families.clear(),
            false => scope.families.extend(package.languages.iter().cloned()),
        }
        // one package that always matters is enough
        match homes.is_empty() || (known && scope.homes.is_empty()) {
            true => scope.homes.clear(),
            false => scope.homes.extend(homes.iter().cloned()),
        }
    }

    /// Takes the names that a round found; false: none is new.
    fn next(&mut self, leads: &FxHashSet<Lead>) -> bool {
        for lead in leads {
            if lead.name.len() < SHORT || !self.seen.insert(lead.clone()) {
                continue;
            }
            let needle = match lead.form {
                LeadForm::Mention => Needle::Word,
                LeadForm::Call => Needle::Callee,
                LeadForm::CallWithKey => Needle::CommonCallee,
                LeadForm::Label => Needle::Label,
            };
            let known = self.fresh.contains_key(&(lead.name.clone(), needle));
            let scope = self.fresh.entry((lead.name.clone(), needle)).or_default();
            match &lead.home {
                // a name that is reached without its module is looked for everywhere
                _ if known && scope.homes.is_empty() => {}
                Some(home) => scope.homes.push(home.clone()),
                None => scope.homes.clear(),
            }
        }
        !self.fresh.is_empty()
    }

    /// Every file was searched for the fresh ones.
    fn searched(&mut self) {
        for (needle, scope) in self.fresh.drain() {
            match self.known.entry(needle) {
                Entry::Vacant(entry) => {
                    entry.insert(scope);
                }
                Entry::Occupied(mut entry) => entry.get_mut().widen(scope),
            }
        }
    }

    /// Words that every file was searched for, whatever else stands in it.
    fn names(self) -> FxHashSet<String> {
        let anywhere = |scope: &Scope| scope.families.is_empty() && scope.homes.is_empty();
        let needles = self.known.into_iter();
        let words = needles.filter(|((_, needle), scope)| *needle == Needle::Word && anywhere(scope));
        words.map(|((name, _), _)| name).collect()
    }

    /// The search for the fresh ones, or for all of them, in so many files.
    fn build(&self, all: bool, files: usize) -> Option<Search> {
        let mut wanted = self.fresh.clone();
        if all {
            for (needle, scope) in &self.known {
                match wanted.entry(needle.clone()) {
                    Entry::Vacant(entry) => {
                        entry.insert(scope.clone());
                    }
                    Entry::Occupied(mut entry) => entry.get_mut().widen(scope.clone()),
                }
            }
        }
        let homes: FxHashSet<&String> = wanted.values().flat_map(|scope| &scope.homes).collect();
        let anywhere = Scope::default();
        let mut needles: Vec<_> = wanted
            .iter()
            .map(|((text, needle), scope)| (text, *needle, scope))
            .collect();
        needles.extend(homes.into_iter().map(|home| (home, Needle::Home, &anywhere)));
        needles.sort_by(|one, two| (one.0, one.1).cmp(&(two.0, two.1)));
        if needles.is_empty() {
            return None;
        }
        let texts: Vec<&str> = needles.iter().map(|(text, ..)| text.as_str()).collect();
        // The fast form takes longer to build than few files take to search.
        let kind = if files < FEW {
            AhoCorasickKind::NoncontiguousNFA
        } else {
            AhoCorasickKind::DFA
        };
        let automaton = AhoCorasick::builder().kind(Some(kind)).build(&texts);
        // Too many keys for the fast form: the compact one has no such bound.
        let automaton = automaton.or_else(|_| AhoCorasick::new(&texts)).ok()?;
        let needles = needles
            .into_iter()
            .map(|(text, needle, scope)| (text.clone(), needle, scope.clone()))
            .collect();
        Some(Search { automaton, needles })
    }
}

struct Search {
    automaton: AhoCorasick,
    needles: Vec<(String, Needle, Scope)>,
}

impl Search {
    /// Where in a file something stands that is looked for. `parsed`: the file is parsed anyway, so that calls count
    /// whatever they take.
    fn hits(&self, bytes: &[u8], family: &str, path: &str, parsed: bool) -> Vec<Range<usize>> {
        let mut homes: FxHashSet<&str> = FxHashSet::default();
        let mut hits = Vec::new();
        let mut waiting = Vec::new();
        let mut weak = Vec::new();
        for hit in self.automaton.find_overlapping_iter(bytes) {
            let Some((text, needle, scope)) = self.needles.get(hit.pattern().as_usize()) else {
                continue;
            };
            let speaks = scope.families.is_empty() || scope.families.iter().any(|wanted| wanted == family);
            if !speaks {
                continue;
            }
            if !fits(bytes, hit.start(), hit.end(), *needle) {
                if *needle == Needle::CommonCallee && takes_name(bytes, hit.end()) {
                    weak.push((hit.range(), scope));
                }
                continue;
            }
            match needle {
                Needle::Home => {
                    homes.insert(text);
                }
                _ if scope.homes.is_empty() => hits.push(hit.range()),
                _ => waiting.push((hit.range(), scope)),
            }
        }
        let own_folder = resolve::folder(path).rsplit('/').next().unwrap_or("");
        let at_home = |scope: &Scope| {
            let mut wanted = scope.homes.iter();
            wanted.any(|home| homes.contains(home.as_str()) || home == own_folder)
        };
        let mut take = |found: Vec<(Range<usize>, &Scope)>| {
            let found = found
                .into_iter()
                .filter(|(_, scope)| scope.homes.is_empty() || at_home(scope));
            hits.extend(found.map(|(hit, _)| hit));
            !hits.is_empty()
        };
        if take(waiting) || parsed {
            take(weak);
        }
        hits
    }
}

fn fits(bytes: &[u8], start: usize, end: usize, needle: Needle) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    // A text that does not end in a word needs no boundary behind it.
    let open = end
        .checked_sub(1)
        .and_then(|at| bytes.get(at))
        .is_some_and(|byte| !is_word(*byte));
    let after = bytes.get(end).copied().filter(|_| !open);
    match needle {
        Needle::Word | Needle::Home => !before.is_some_and(is_word) && !after.is_some_and(is_word),
        Needle::Tag => {
            let head = bytes.get(..start).unwrap_or(&[]).trim_ascii_end();
            let marks: [&[u8]; 6] = [b"@", b"{%", b"{%-", b"|", b" is", b" not"];
            !after.is_some_and(is_word) && marks.iter().any(|mark| head.ends_with(mark))
        }
        Needle::Callee => {
            !before.is_some_and(is_word)
                && bytes.get(end).is_some_and(|byte| {
                    matches!(
                        byte,
                        b'(' | b'<' | b'[' | b'!' | b' ' | b'\n' | b'\r' | b'\t' | b'?' | b':' | b',' | b'}'
                    )
                })
        }
        Needle::Label => !before.is_some_and(is_word) && is_given(bytes.get(end..).unwrap_or(&[])),
        Needle::CommonCallee => {
            !before.is_some_and(is_word)
                && !after.is_some_and(is_word)
                && (takes_key(bytes.get(end..).unwrap_or(&[])) || is_passed_on(bytes.get(..start).unwrap_or(&[])))
        }
        Needle::Question => vocabulary::asks(bytes, start, end),
        Needle::Key => {
            before.is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'`' | b':' | b'@'))
                && !after.is_some_and(|byte| is_word(byte) || byte == b'-')
        }
    }
}

/// Whether a call takes a plain name that could hold a key: one that is given a text in this file, or is called as a
/// parameter for keys is.
fn takes_name(bytes: &[u8], at: usize) -> bool {
    const NEAR: usize = 160;
    const PARAMETERS: [&[u8]; 5] = [b"key", b"flag", b"feature", b"toggle", b"name"];
    let near = bytes.get(at..bytes.len().min(at + NEAR)).unwrap_or(&[]);
    let Some(arguments) = near.strip_prefix(b"(") else {
        return false;
    };
    let end = memchr::memchr3(b')', b'{', b';', arguments).unwrap_or(arguments.len());
    let arguments = arguments.get(..end).unwrap_or(&[]).split(|byte| *byte == b',');
    let is_plain = |name: &&[u8]| {
        let mut bytes = name.iter();
        name.len() >= SHORT && bytes.all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    let mut names = arguments.map(<[u8]>::trim_ascii).filter(is_plain);
    names.any(|name| {
        let lower = name.to_ascii_lowercase();
        let asks = PARAMETERS
            .iter()
            .any(|word| memchr::memmem::find(&lower, word).is_some());
        asks || memchr::memmem::find_iter(bytes, name)
            .any(|at| is_given_text(bytes.get(at + name.len()..).unwrap_or(&[])))
    })
}

/// `= "k"`, `: "k"`, `string = "k"`: what follows a name gives it a text.
fn is_given_text(behind: &[u8]) -> bool {
    const NEAR: usize = 40;
    let near = behind.get(..behind.len().min(NEAR)).unwrap_or(behind);
    let Some(at) = near.iter().position(|byte| matches!(byte, b'=' | b'\n' | b'(' | b'"')) else {
        return false;
    };
    let given = near.get(at + 1..).unwrap_or(&[]).trim_ascii_start();
    near.get(at) == Some(&b'=') && matches!(given.first(), Some(b'"' | b'\'' | b'`'))
}

/// Whether what follows a name gives it a value.
fn is_given(behind: &[u8]) -> bool {
    let behind = behind
        .strip_prefix(b"\"")
        .or(behind.strip_prefix(b"'"))
        .unwrap_or(behind);
    matches!(behind.trim_ascii_start(), [b':', next, ..] if *next != b':')
        || matches!(behind.trim_ascii_start(), [b'=', next, ..] if !matches!(next, b'=' | b'>'))
}

/// Whether a file hands a name of another file on: `export { name } from "…"`, on one line or on several.
fn is_passed_on(before: &[u8]) -> bool {
    const NEAR: usize = 1024;
    let near = before.get(before.len().saturating_sub(NEAR)..).unwrap_or(before);
    let Some(at) = near.iter().rposition(|byte| matches!(byte, b'{' | b'}' | b'(' | b';')) else {
        return false;
    };
    let (head, open) = near.split_at(at);
    open.first() == Some(&b'{') && head.trim_ascii_end().ends_with(b"export")
}

/// Whether what follows a name is a call with something that could be a key: a string, a symbol, a constant.
fn takes_key(behind: &[u8]) -> bool {
    const NEAR: usize = 160;
    let near = behind.get(..behind.len().min(NEAR)).unwrap_or(behind);
    let near = match near.first() {
        Some(b'(' | b' ' | b'[' | b'<' | b'?' | b'!') => near,
        _ => return false,
    };
    let mut before = b'(';
    for byte in near.iter().copied() {
        match byte {
            b'"' | b'\'' | b'`' => return true,
            // a symbol, or a constant of a namespace
            b':' if matches!(before, b' ' | b'(' | b':') => return true,
            byte if byte.is_ascii_uppercase() && !before.is_ascii_alphanumeric() => return true,
            b')' | b';' | b'{' | b'}' => return false,
            _ => {}
        }
        before = byte;
    }
    // a long argument list that goes on
    near.len() == NEAR
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
