//! The search for needles in the bytes of a file.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use super::needles::{Needle, Scope, fits, may_fit};
use super::words::{self, Common, Seen, Sketch, Table};
use crate::language::Language;
use crate::resolve;

/// So few files are searched without preparation.
const FEW: usize = 64;
/// So many texts are looked for by the compact form, where there are not enough files for the fast one to pay.
const MANY: usize = 20_000;
/// The fast form of so many texts is built in the time that it saves in one file.
const EACH: usize = 4;
/// At each of its places in a file, a word may lead to so many texts.
const LED: usize = 32;
/// A plain word that is called more often in a file is no flag's.
const SOME: usize = 16;
/// What may stand right before a tag without a sign between.
const BEFORE_TAGS: [&str; 3] = ["", "is", "not"];

/// How some needles are found.
pub(super) struct Search {
    needles: Vec<(String, Needle, Scope)>,
    /// Those that count only where one of their words is one of the file.
    by_word: Table<Place>,
    /// Those that stand within words; none holds or meets another.
    stems: Option<Automaton>,
    /// Names of elements: they stand behind `<`.
    elements: Option<Automaton>,
    /// All others.
    others: Option<Automaton>,
    told: Told,
}

/// What says by the words of a file whether needles may stand in it.
#[derive(Default)]
struct Told {
    /// Needles by the number of a common word.
    by_common: Vec<(u8, usize)>,
    /// A word of each home, with its number if it is common.
    homes: FxHashMap<String, (u32, Option<u8>)>,
}

impl Told {
    fn new(needles: &[(String, Needle, Scope)], by_word: &Table<Place>, common: Option<&Common>) -> Self {
        let mut told = Self::default();
        for (word, places) in by_word.iter() {
            let number = common.and_then(|common| common.number(word));
            for place in places {
                match needles.get(place.needle) {
                    // alone it means nothing
                    Some((home, Needle::Home, _)) => {
                        told.homes.insert(home.clone(), (word, number));
                    }
                    _ => told.by_common.extend(number.map(|number| (number, place.needle))),
                }
            }
        }
        told
    }
}

/// Where a text stands when a word of it stands at some place.
struct Place {
    needle: usize,
    /// How far behind the text's begin the word begins; negative: before it.
    word_at: isize,
}

struct Automaton {
    automaton: AhoCorasick,
    /// The needles that its patterns are.
    needles: Vec<usize>,
}

impl Automaton {
    fn needle(&self, found: &aho_corasick::Match) -> Option<usize> {
        self.needles.get(found.pattern().as_usize()).copied()
    }
}

impl Search {
    /// The search for some needles in so many files. `common`: words that sketches tell by their number.
    pub(super) fn new(needles: Vec<(String, Needle, Scope)>, files: usize, common: Option<&Common>) -> Self {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let mut by_word = Table::new(needles.len());
        let (mut stems, mut elements, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (text, needle, _)) in needles.iter().enumerate() {
            match needle {
                Needle::Question => stems.push(at),
                Needle::Element if text.bytes().all(is_of_name) => elements.push(at),
                _ => match rarest(text, *needle, &mut counts) {
                    Some(led) => led.into_iter().for_each(|(word, word_at)| {
                        by_word.add(word, Place { needle: at, word_at });
                    }),
                    None => others.push(at),
                },
            }
        }
        let automaton = |of: Vec<usize>, kind: AhoCorasickKind, matches: MatchKind| {
            let texts: Vec<&str> = of.iter().filter_map(|at| Some(needles.get(*at)?.0.as_str())).collect();
            let build = |kind| AhoCorasick::builder().match_kind(matches).kind(kind).build(&texts);
            // Too many texts for the fast form: the compact one has no such bound.
            let automaton = build(Some(kind)).or_else(|_| build(None)).ok();
            automaton
                .filter(|_| !of.is_empty())
                .map(|automaton| Automaton { automaton, needles: of })
        };
        // The fast form takes longer to build than few files take to search, and with many texts far more memory.
        let kind = match others.len() {
            _ if files < FEW => AhoCorasickKind::NoncontiguousNFA,
            MANY.. if files < others.len() / EACH => AhoCorasickKind::ContiguousNFA,
            _ => AhoCorasickKind::DFA,
        };
        Self {
            stems: automaton(stems, AhoCorasickKind::DFA, MatchKind::LeftmostFirst),
            elements: automaton(elements, AhoCorasickKind::NoncontiguousNFA, MatchKind::Standard),
            others: automaton(others, kind, MatchKind::Standard),
            told: Told::new(&needles, &by_word, common),
            by_word,
            needles,
        }
    }

    /// Tells what is looked for in files of a language family from all else.
    pub(super) fn number(&self, family: &str) -> u128 {
        let counting = self.needles.iter().filter(|(_, _, scope)| scope.speaks(family));
        let number = |(text, needle, scope): &(String, Needle, Scope)| {
            let mut hash = Xxh3::new();
            hash.update(text.as_bytes());
            hash.update(&[0, *needle as u8]);
            hash.update(&scope.number_of_homes().to_le_bytes());
            hash.digest128()
        };
        counting.map(number).fold(1, u128::wrapping_add)
    }

    /// Whether a needle may count in a file of some words.
    pub(super) fn may_hit(&self, sketch: &Sketch, (language, path): (&Language, &str)) -> bool {
        let may_hold_elements = self.elements.is_some() && language.has_elements();
        if self.stems.is_some() || may_hold_elements || self.others.is_some() {
            return true;
        }
        let family = language.family;
        let is_home = |home: &String| match self.told.homes.get(home) {
            Some((word, number)) => home == own_folder(path) || sketch.has(*word, *number),
            None => true,
        };
        let counts = |needle: usize| {
            self.needles.get(needle).is_some_and(|(_, needle, scope)| {
                *needle != Needle::Home
                    && scope.speaks(family)
                    && (scope.homes.is_empty() || scope.homes.iter().any(is_home))
            })
        };
        let mut common = self.told.by_common.iter();
        let mut others = sketch.others().flat_map(|word| self.by_word.get(word));
        common.any(|(number, needle)| sketch.has_common(*number) && counts(*needle))
            || others.any(|place| counts(place.needle))
    }

    /// Where in a file something stands that is looked for, in no order. `parsed`: the file is parsed anyway, so that calls
    /// count whatever they take. `seen` takes the words of the file.
    pub(super) fn hits(
        &self,
        bytes: &[u8],
        (language, path): (&Language, &str),
        parsed: bool,
        seen: &mut Seen,
    ) -> Vec<Range<usize>> {
        let mut found = Found {
            bytes,
            family: language.family,
            homes: FxHashSet::default(),
            hits: Vec::new(),
            waiting: Vec::new(),
            weak: Vec::new(),
            plain: Vec::new(),
        };
        let mut take = |needle: Option<usize>, start: usize| {
            if let Some(needle) = needle.and_then(|needle| self.needles.get(needle)) {
                found.take(needle, start);
            }
        };
        let mut leading = Vec::new();
        words::each(bytes, |at, word| {
            seen.add(word);
            if self.by_word.may_have(word) {
                leading.push((at, word));
            }
        });
        for (at, word) in leading {
            for place in self.by_word.get(word) {
                if let Some(start) = at.checked_add_signed(-place.word_at) {
                    take(Some(place.needle), start);
                }
            }
        }
        if let Some(stems) = &self.stems {
            for hit in stems.automaton.find_iter(bytes) {
                take(stems.needle(&hit), hit.start());
            }
        }
        if let Some(elements) = self.elements.as_ref().filter(|_| language.has_elements()) {
            for at in memchr::memchr_iter(b'<', bytes) {
                let rest = bytes.get(at + 1..).unwrap_or(&[]);
                let length = rest.iter().take_while(|byte| is_of_name(**byte)).count();
                let name = rest.get(..length).unwrap_or(&[]);
                for hit in elements.automaton.find_overlapping_iter(name) {
                    take(elements.needle(&hit), at + 1 + hit.start());
                }
            }
        }
        if let Some(others) = &self.others {
            for hit in others.automaton.find_overlapping_iter(bytes) {
                take(others.needle(&hit), hit.start());
            }
        }
        found.all(path, parsed)
    }
}

/// The name of the folder that a file lies in.
fn own_folder(path: &str) -> &str {
    resolve::folder(path).rsplit('/').next().unwrap_or("")
}

/// The bytes of the name of an element.
fn is_of_name(byte: u8) -> bool {
    words::is_word(byte) || matches!(byte, b'.' | b'-' | b':')
}

/// The words by which a text is found, and where they begin in it: one that few others are found by, with what may stand before it.
/// `None`: no word of it is one wherever it counts, or they lead to too many texts already.
fn rarest(text: &str, needle: Needle, counts: &mut FxHashMap<u32, usize>) -> Option<Vec<(u32, isize)>> {
    let mut all = Vec::new();
    words::each(text.as_bytes(), |at, word| all.push((word, at)));
    if needle == Needle::Element {
        // it may begin within a word
        all.retain(|(_, at)| *at > 0);
    }
    let count = |word: &u32| counts.get(word).copied().unwrap_or(0);
    let (word, at) = all
        .into_iter()
        .min_by_key(|(word, at)| (count(word), std::cmp::Reverse(*at)))?;
    if count(&word) >= LED {
        return None;
    }
    *counts.entry(word).or_default() += 1;
    let mut led = vec![(word, isize::try_from(at).ok()?)];
    if needle == Needle::Tag && at == 0 {
        led.clear();
        for before in BEFORE_TAGS {
            let longer = format!("{before}{text}");
            let mut first = None;
            words::each(longer.as_bytes(), |_, word| first = first.or(Some(word)));
            led.push((first?, -isize::try_from(before.len()).ok()?));
        }
    }
    Some(led)
}

/// What was found in a file so far.
struct Found<'a> {
    bytes: &'a [u8],
    family: &'a str,
    homes: FxHashSet<&'a str>,
    hits: Vec<Range<usize>>,
    /// What counts at home only.
    waiting: Vec<(Range<usize>, &'a Scope)>,
    /// What counts in a file that is parsed anyway.
    weak: Vec<(Range<usize>, &'a Scope)>,
    /// What does where it is not called too often.
    plain: Vec<(Range<usize>, &'a Scope)>,
}

impl<'a> Found<'a> {
    /// Takes a needle that may stand at a place.
    fn take(&mut self, (text, needle, scope): &'a (String, Needle, Scope), start: usize) {
        let (bytes, hit) = (self.bytes, start..start + text.len());
        if !scope.speaks(self.family) || bytes.get(hit.clone()) != Some(text.as_bytes()) {
            return;
        }
        if !fits(bytes, hit.start, hit.end, *needle) {
            if may_fit(bytes, &hit, text, *needle) {
                self.weak.push((hit, scope));
            } else if *needle == Needle::CommonCallee && fits(bytes, hit.start, hit.end, Needle::Callee) {
                self.plain.push((hit, scope));
            }
            return;
        }
        match needle {
            Needle::Home => {
                self.homes.insert(text);
            }
            _ if scope.homes.is_empty() => self.hits.push(hit),
            _ => self.waiting.push((hit, scope)),
        }
    }

    fn all(mut self, path: &str, parsed: bool) -> Vec<Range<usize>> {
        let bytes = self.bytes;
        let calls = |name: &Range<usize>| {
            let name = bytes.get(name.clone());
            self.plain
                .iter()
                .filter(|(other, _)| bytes.get(other.clone()) == name)
                .take(SOME + 1)
                .count()
        };
        let some = self.plain.iter().filter(|(hit, _)| calls(hit) <= SOME);
        self.weak.extend(some.cloned());
        let own_folder = own_folder(path);
        let homes = self.homes;
        let at_home = |scope: &Scope| {
            let mut wanted = scope.homes.iter();
            wanted.any(|home| homes.contains(home.as_str()) || home == own_folder)
        };
        let mut take = |found: Vec<(Range<usize>, &Scope)>| {
            let found = found
                .into_iter()
                .filter(|(_, scope)| scope.homes.is_empty() || at_home(scope));
            self.hits.extend(found.map(|(hit, _)| hit));
            !self.hits.is_empty()
        };
        if take(self.waiting) || parsed {
            take(self.weak);
        }
        self.hits
    }
}
