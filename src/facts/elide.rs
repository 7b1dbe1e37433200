//! Which stretches of a file need not be parsed: blocks and statements inside functions in which nothing that is looked
//! for stands.
//!
//! Parsing is what a cold run costs, and most of a file with one evaluation has nothing to do with it. Brackets are
//! matched by a plain reader of strings and comments ([`reader`]); what has no hit is left out of what the parser sees,
//! so that `{ … }` becomes `{ }` at the same place. What a hit is connected with is kept: every name that stands around
//! a hit counts as well where it gets its value, and a name that a hit gives a value counts anywhere. Where brackets
//! don't match, nothing is left out.

mod imports;
mod lines;
mod reader;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::{Point, Range as Included};

use crate::language::Grammar;
use crate::sdk::{Accessors, Candidate, Shape};
use crate::source::Span;
use lines::Lines;
use reader::{Left, Reader};

/// How far around a hit names are taken.
const AROUND: usize = 240;
/// A name that is shorter stands everywhere.
const NAME: usize = 3;
/// And so does a variable that is named more often in its file.
const MANY: usize = 48;

/// What matters in a file.
#[derive(Debug, Clone)]
pub(crate) struct Focus {
    /// The stretches that are parsed, in order; none: all of it.
    pub(crate) ranges: Vec<Included>,
    /// What was looked for and found, and the names that get a value of it, in order of the start.
    pub(crate) hits: Vec<Range<usize>>,
    /// What of that was looked for. A file that is read again is not read for the names once more: each reading would lead to others.
    pub(crate) found: Vec<Range<usize>>,
    /// Imports in the ranges that are not parsed either, in order: nothing that is parsed needs them.
    pub(crate) imports: Vec<Range<usize>>,
    /// Calls that were passed over when it was parsed; `None`: that is not known.
    pub(crate) passed_over: Option<Vec<Span>>,
    /// Lines and how far they are indented told what can be left out: a mistake shows anywhere, where brackets show it right there.
    pub(crate) by_lines: bool,
    /// It is remembered: what is parsed was not asked for yet.
    pub(crate) is_recalled: bool,
}

impl Focus {
    /// What mattered in a file when it was parsed before, in order of the start, each with whether it was looked for.
    pub(crate) fn of_hits(all: impl Iterator<Item = (Range<usize>, bool)>) -> Self {
        let (mut hits, mut found) = (Vec::new(), Vec::new());
        for (hit, is_found) in all {
            found.extend(is_found.then(|| hit.clone()));
            hits.push(hit);
        }
        Self {
            ranges: Vec::new(),
            hits,
            found,
            imports: Vec::new(),
            passed_over: None,
            by_lines: false,
            is_recalled: false,
        }
    }

    /// What [`focus`] would give, from what it gave before: what is parsed has to be asked for.
    pub(crate) fn recall(mattered: &[(Span, bool)]) -> Self {
        Self {
            is_recalled: true,
            ..Self::of_hits(mattered.iter().map(|(span, is_found)| (span.range(), *is_found)))
        }
    }

    /// Finds out what is parsed of the text that it is of.
    pub(crate) fn ask(&mut self, text: &str, grammar: &Grammar, accessors: &Accessors) {
        if std::mem::take(&mut self.is_recalled) {
            let asked = focus(text, grammar, self.found.clone(), accessors);
            let passed_over = self.passed_over.take();
            *self = Self { passed_over, ..asked };
        }
    }

    /// Whether all of these hits are known.
    pub(crate) fn has(&self, hits: &[Range<usize>]) -> bool {
        hits.iter().all(|hit| self.knows(hit))
    }

    /// Whether the facts would be the same for another focus: the same stretches are read, and what that one found beside this one
    /// stands in no call that was passed over.
    pub(crate) fn tells_as_much_as(&self, other: &Self) -> bool {
        let Some(passed_over) = self.passed_over.as_ref().filter(|_| self.ranges == other.ranges) else {
            return false;
        };
        let is_over = |hit: &Range<usize>| {
            let start = Span::new(hit.start, hit.start).start;
            passed_over.iter().any(|call| call.start <= start && start < call.end)
        };
        !other.hits.iter().any(|hit| !self.knows(hit) && is_over(hit))
    }

    fn knows(&self, hit: &Range<usize>) -> bool {
        holds(&self.hits, hit)
    }

    /// What mattered, each with whether it was looked for.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Span, bool)> {
        let span = |hit: &Range<usize>| (Span::new(hit.start, hit.end), holds(&self.found, hit));
        self.hits.iter().map(span)
    }

    /// What is parsed of a text; none: all of it.
    pub(crate) fn parsed(&self, text: &str) -> Vec<Included> {
        if self.imports.is_empty() {
            return self.ranges.clone();
        }
        let gaps = self.ranges.iter().zip(self.ranges.get(1..).unwrap_or(&[]));
        let mut out: Vec<Range<usize>> = gaps.map(|(kept, next)| kept.end_byte..next.start_byte).collect();
        out.extend(self.imports.iter().cloned());
        out.sort_by_key(|stretch| stretch.start);
        included(text.as_bytes(), &out)
    }

    /// Whether something of a stretch is left out.
    pub(crate) fn cuts(&self, range: &Range<usize>) -> bool {
        let whole = |kept: &Included| kept.start_byte <= range.start && range.end <= kept.end_byte;
        !self.ranges.is_empty() && !self.ranges.iter().any(whole)
    }

    /// The gaps within a stretch, or right beside it: the numbers of what is kept before them.
    fn gaps_at(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let behind = self.ranges.get(1..).unwrap_or(&[]);
        let first = behind.partition_point(|kept| kept.start_byte < range.start);
        let touched = self.ranges.iter().zip(behind).enumerate().skip(first);
        touched
            .take_while(|(_, (kept, _))| kept.end_byte <= range.end)
            .map(|(at, _)| at)
    }

    /// The body of a function, with the gaps at its beginning and its end that belong to it: nothing but blanks is between them and what
    /// was parsed, and they end with the function, or with the lines that are indented further than it.
    pub(crate) fn with_gaps(&self, text: &str, body: &Range<usize>, function: &Range<usize>) -> Range<usize> {
        let is_blank = |range: Range<usize>| text.get(range).is_some_and(|between| between.trim().is_empty());
        let behind = self.ranges.partition_point(|kept| kept.end_byte < body.end);
        let gap_at = |at: usize| Some(self.ranges.get(at)?.end_byte..self.ranges.get(at + 1)?.start_byte);
        let first = self.ranges.partition_point(|kept| kept.start_byte <= body.start);
        let before = first.checked_sub(2).and_then(gap_at);
        let before = before.filter(|gap| function.start < gap.start && is_blank(gap.end..body.start));
        let after = gap_at(behind).filter(|gap| is_blank(body.end..gap.start));
        let end = match after {
            Some(gap) if gap.end <= function.end => gap.end,
            Some(gap) if self.by_lines => lines_below(text, function.start, gap),
            _ => body.end,
        };
        before.map_or(body.start, |gap| gap.start)..end.max(body.end)
    }

    /// Whether what was left out may be why the parser makes no sense of a stretch: it is within, or right beside it.
    pub(crate) fn may_break(&self, range: &Range<usize>) -> bool {
        let beside = self.imports.partition_point(|import| import.end < range.start);
        self.by_lines
            || self.gaps_at(range).next().is_some()
            || self.imports.get(beside).is_some_and(|import| import.start <= range.end)
    }

    /// The same, but with nothing left out within or right beside these stretches; `None`: that does not help, or nothing would be
    /// left out at all.
    pub(crate) fn closed_at(&self, stretches: &[Range<usize>]) -> Option<Self> {
        if self.by_lines {
            return None;
        }
        let closed: FxHashSet<usize> = stretches.iter().flat_map(|stretch| self.gaps_at(stretch)).collect();
        let mut ranges: Vec<Included> = Vec::with_capacity(self.ranges.len());
        for (at, kept) in self.ranges.iter().enumerate() {
            match ranges.last_mut() {
                Some(before) if at.checked_sub(1).is_some_and(|gap| closed.contains(&gap)) => {
                    before.end_byte = kept.end_byte;
                    before.end_point = kept.end_point;
                }
                _ => ranges.push(*kept),
            }
        }
        (ranges.len() > 1).then(|| Self {
            ranges,
            hits: self.hits.clone(),
            found: self.found.clone(),
            imports: Vec::new(),
            passed_over: None,
            by_lines: self.by_lines,
            is_recalled: false,
        })
    }

    /// Whether a hit begins within.
    pub(crate) fn hit_in(&self, range: &Range<usize>) -> bool {
        begins_in(&self.hits, range)
    }
}

/// Where the lines of a stretch end, from its beginning, that are indented further than what begins at a place.
fn lines_below(text: &str, at: usize, stretch: Range<usize>) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let head = text.get(..at).unwrap_or("");
    let column = head.len() - head.rfind('\n').map_or(0, |end| end + 1);
    let lines = text.get(stretch.clone()).unwrap_or("").split_inclusive('\n');
    let below = lines.take_while(|line| line.trim().is_empty() || indent(line) > column);
    stretch.start + below.map(str::len).sum::<usize>()
}

/// Whether one of some stretches, which are in order, begins in another.
fn begins_in(stretches: &[Range<usize>], other: &Range<usize>) -> bool {
    let first = stretches.partition_point(|stretch| stretch.start < other.start);
    stretches.get(first).is_some_and(|stretch| stretch.start < other.end)
}

/// Whether a stretch is one of these, which are in order.
fn holds(stretches: &[Range<usize>], one: &Range<usize>) -> bool {
    let key = |stretch: &Range<usize>| (stretch.start, stretch.end);
    stretches.binary_search_by_key(&key(one), key).is_ok()
}

/// The bodies of functions in which nothing begins that is looked for, without those of functions in functions; nothing where bodies
/// cannot be told so.
pub(crate) fn idle_bodies(text: &str, grammar: &Grammar, hits: &[Range<usize>]) -> Vec<Range<usize>> {
    let Some(lexis) = grammar.table.lexis.as_ref().filter(|lexis| !lexis.indented) else {
        return Vec::new();
    };
    let reader = Reader::new(text, lexis, FxHashMap::default(), hits).of_bodies();
    reader.read().map_or_else(Vec::new, |left| left.out)
}

/// The words, strings and marks of a text, comments and blanks left out; nothing where the language has no such reader.
pub(crate) fn pieces<'t>(text: &'t str, grammar: &Grammar) -> Vec<&'t str> {
    let Some(lexis) = grammar.table.lexis.as_ref().filter(|lexis| !lexis.indented) else {
        return Vec::new();
    };
    let mut reader = Reader::new(text, lexis, FxHashMap::default(), &[]);
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let end = match byte {
            byte if byte.is_ascii_whitespace() => at + 1,
            byte if is_word(byte) => at + word_at(bytes, at).len().max(1),
            _ => reader.skipped(at),
        };
        let is_code = !byte.is_ascii_whitespace() && !reader.is_comment(at);
        pieces.extend(text.get(at..end).filter(|_| is_code));
        at = end;
    }
    pieces
}

/// Words that matter in a file which is parsed.
#[derive(Debug, Default)]
pub(crate) struct Words<'a> {
    words: FxHashMap<&'a [u8], Place<'a>>,
    /// What they begin with: most words of a text are told apart by that.
    first: Bytes,
}

/// Where a word matters.
#[derive(Debug, Default)]
struct Place<'a> {
    anywhere: bool,
    called: bool,
    /// As a member of what ends in one of these names, or where one of them is taken apart.
    members_of: Vec<&'a [u8]>,
}

/// Whether an object stands somewhere in a text without a member of it, behind what may take it apart: `const { env } = process`,
/// `import { env } from 'process'`, `read(process)`. A word of a sentence is none.
fn stands_whole(bytes: &[u8], object: &[u8]) -> bool {
    let is_whole = |at: usize| {
        let behind = bytes.get(at + object.len()..).unwrap_or(&[]);
        let before = bytes.get(..at).unwrap_or(&[]);
        // `this.props`
        let chain = |byte: &&u8| is_word(**byte) || matches!(byte, b'.' | b'?' | b'!');
        let chain = match before.last() {
            Some(b'.') => before.iter().rev().take_while(chain).count(),
            _ => 0,
        };
        let before = before.get(..before.len() - chain).unwrap_or(&[]).trim_ascii_end();
        !behind.first().is_some_and(|byte| is_word(*byte) || *byte == b'.')
            && matches!(before, [.., b'=' | b'(' | b',' | b':' | b'"' | b'\'' | b'`'])
    };
    memchr::memmem::find_iter(bytes, object).any(is_whole)
}

/// A set of bytes.
#[derive(Debug, Clone, Copy)]
struct Bytes([bool; 256]);

impl Default for Bytes {
    fn default() -> Self {
        Self([false; 256])
    }
}

impl Bytes {
    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte)] = true;
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

impl<'a> Words<'a> {
    /// Names with what they mean.
    pub(crate) fn new(named: impl Iterator<Item = (&'a str, Candidate<'a>)>) -> Self {
        let mut all = Self::default();
        for (name, found) in named {
            match found.method.shape {
                Shape::Property => {
                    let (object, word) = name.rsplit_once('.').unwrap_or(("", name));
                    let object = object.rsplit('.').next().unwrap_or("");
                    all.at(word, |place| match object {
                        "" => place.anywhere = true,
                        object => place.members_of.push(object.as_bytes()),
                    });
                }
                _ if found.method.ordinary => {
                    let receivers = found.package.receivers.iter().map(String::as_bytes);
                    all.at(name, |place| place.members_of.extend(receivers.clone()));
                }
                _ => all.at(name, |place| place.called = true),
            }
        }
        all
    }

    fn at(&mut self, word: &'a str, say: impl Fn(&mut Place<'a>)) {
        // one letter says nothing
        if let [first, _, ..] = word.as_bytes() {
            self.first.add(*first);
            say(self.words.entry(word.as_bytes()).or_default());
        }
    }

    /// Where they stand.
    pub(crate) fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        let mut whole: FxHashMap<&[u8], bool> = FxHashMap::default();
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            if !is_word(byte) {
                at += 1;
                continue;
            }
            let word = word_at(bytes, at);
            let end = at + word.len();
            if self.first.has(byte)
                && let Some(place) = self.words.get(word)
            {
                let is_called = || matches!(bytes.get(end), Some(b'(' | b'<' | b'[' | b'!' | b'?' | b' '));
                let before = bytes.get(..at).unwrap_or(&[]);
                let mut is_member_of = |object: &&'a [u8]| match before.strip_suffix(b".") {
                    Some(chain) => {
                        let chain = chain.strip_suffix(b"?").or(chain.strip_suffix(b"!")).unwrap_or(chain);
                        let last = chain.get(chain.len().saturating_sub(object.len())..);
                        last.is_some_and(|last| last.eq_ignore_ascii_case(object))
                    }
                    None => *whole.entry(object).or_insert_with(|| stands_whole(bytes, object)),
                };
                if place.anywhere || (place.called && is_called()) || place.members_of.iter().any(&mut is_member_of) {
                    found.push(at..end);
                }
            }
            at = end;
        }
        found
    }
}

/// What matters in a file in which `hits` were found, in order of their start; `accessors` are the names of functions
/// whose result is an object of flags.
pub(crate) fn focus(text: &str, grammar: &Grammar, mut hits: Vec<Range<usize>>, accessors: &Accessors) -> Focus {
    let mut focus = Focus {
        ranges: Vec::new(),
        found: hits.clone(),
        hits: Vec::new(),
        imports: Vec::new(),
        passed_over: None,
        by_lines: grammar.table.lexis.as_ref().is_some_and(|lexis| lexis.indented),
        is_recalled: false,
    };
    if let Some(left) = left(text, grammar, &hits, accessors) {
        focus.imports = imports::unused(text, grammar, (&left, &hits), accessors);
        if !left.out.is_empty() {
            focus.ranges = included(text.as_bytes(), &left.out);
            hits.extend(left.bound);
            hits.sort_by_key(|hit| (hit.start, hit.end));
            hits.dedup();
        }
    }
    focus.hits = hits;
    focus
}

/// `None`: brackets mean nothing here, or don't match.
fn left(text: &str, grammar: &Grammar, hits: &[Range<usize>], accessors: &Accessors) -> Option<Left> {
    let lexis = grammar.table.lexis.as_ref()?;
    let names = names(text.as_bytes(), grammar, hits, accessors);
    match lexis.indented {
        true => Some(Lines::new(text, lexis, names, hits).read()),
        false => Reader::new(text, lexis, names, hits).read(),
    }
}

/// What a name must look like elsewhere to count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// It is what a call is called on, or an argument: where it gets its value matters.
    Source,
    /// A hit gives it its value: it matters wherever it stands.
    Bound,
}

/// The names around the hits, keywords left out.
fn names<'t>(
    bytes: &'t [u8],
    grammar: &Grammar,
    hits: &[Range<usize>],
    accessors: &Accessors,
) -> FxHashMap<&'t [u8], Relation> {
    let lexis = grammar.table.lexis.as_ref();
    let mut names = FxHashMap::default();
    for hit in hits {
        let before = bytes.get(..hit.start).unwrap_or(&[]);
        let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line = line.max(hit.start.saturating_sub(AROUND));
        let chain = chain_start(bytes, hit.start).max(line);
        let taker = taker_start(bytes, chain);
        for word in all_words(bytes, lines_start(bytes, taker), argument_end(bytes, hit.end)) {
            if !grammar.is_keyword(word) {
                names.entry(word).or_insert(Relation::Source);
            }
        }
        let common =
            |word: &&[u8]| lexis.is_some_and(|lexis| lexis.common_names.iter().any(|name| name.as_bytes() == *word));
        let text = bytes.get(hit.clone()).and_then(|hit| std::str::from_utf8(hit).ok());
        let gives_object = |text: &str| accessors.functions.contains(text) || accessors.properties.contains(text);
        let bound = match text.is_some_and(gives_object) {
            // whatever stands on the line may be taken out of the object
            true => words(bytes, line, chain).collect(),
            false => bound_names(bytes.get(line..chain).unwrap_or(&[])),
        };
        let bound = bound
            .into_iter()
            .filter(|word| !grammar.is_keyword(word) && !common(word));
        names.extend(bound.map(|word| (word, Relation::Bound)));
        // Also a short name, and one on the line before: what it holds decides branches elsewhere.
        let by_lines = lexis.is_some_and(|lexis| lexis.indented);
        let name = if by_lines { None } else { bound_name(bytes, chain) };
        if let Some(name) = name.filter(|name| !grammar.is_keyword(name) && !common(name)) {
            names.insert(name, Relation::Bound);
        }
    }
    for (name, relation) in &mut names {
        // what stands everywhere holds no flag
        let everywhere = |name: &[u8]| memchr::memmem::find_iter(bytes, name).nth(MANY).is_some();
        if *relation == Relation::Bound && name.len() >= NAME && everywhere(name) {
            *relation = Relation::Source;
        }
    }
    names
}

/// The plain name that gets the value of the expression at `at`: `on` of `on, err := client.…`.
fn bound_name(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let before = bytes.get(at.saturating_sub(AROUND)..at)?;
    let start = before.iter().rposition(|byte| matches!(byte, b';' | b'{' | b'}'));
    let statement = before.get(start.map_or(0, |at| at + 1)..)?;
    let is_operator = |byte: Option<&u8>| byte.is_some_and(|byte| b"=!<>+-*/%&|^".contains(byte));
    let mut equals = memchr::memchr_iter(b'=', statement);
    let equals = equals.find(|at| {
        let behind = statement.get(at + 1);
        !is_operator(at.checked_sub(1).and_then(|at| statement.get(at)))
            && behind != Some(&b'=')
            && behind != Some(&b'>')
    })?;
    let left = statement.get(..equals)?.trim_ascii_end();
    let left = left.strip_suffix(b":").unwrap_or(left);
    // where statements end with their lines, others stand above
    let line = left.rsplit(|byte| *byte == b'\n').next()?;
    let first = line.split(|byte| *byte == b',').next()?;
    let first = without_type(first).trim_ascii_end();
    let length = first.iter().rev().take_while(|byte| is_word(**byte)).count();
    let (around, name) = first.split_at(first.len() - length);
    let is_name = name.first().is_some_and(|byte| !byte.is_ascii_digit());
    (is_name && !around.ends_with(b".")).then_some(name)
}

/// `on` of `on: boolean`; what has no such type is as it was, `std::string on` too.
fn without_type(declared: &[u8]) -> &[u8] {
    let mut colons = memchr::memchr_iter(b':', declared);
    let is_alone = |at: &usize| {
        declared.get(at + 1) != Some(&b':') && at.checked_sub(1).and_then(|at| declared.get(at)) != Some(&b':')
    };
    colons
        .find(is_alone)
        .map_or(declared, |at| declared.get(..at).unwrap_or(declared))
}

/// The names that what follows on a line is given to: `on`, `a` and `b` in `bool on =`, `const { a, b } =`.
fn bound_names(line: &[u8]) -> Vec<&[u8]> {
    let is_assignment = |at: &usize| {
        let beside = |index: Option<usize>| index.and_then(|index| line.get(index)).copied().unwrap_or(b' ');
        !matches!(beside(at.checked_sub(1)), b'=' | b'!' | b'<' | b'>') && !matches!(beside(Some(at + 1)), b'=' | b'>')
    };
    let Some(end) = memchr::memrchr_iter(b'=', line).find(is_assignment) else {
        return Vec::new();
    };
    let mut rest = line.get(..end).unwrap_or(&[]);
    let mut names: Vec<&[u8]> = Vec::new();
    while let Some(last) = rest.iter().rposition(|byte| is_word(*byte)) {
        let between = rest.get(last + 1..).unwrap_or(&[]);
        let is_type = between.starts_with(b":") && !between.starts_with(b":=");
        if is_type {
            // `on: boolean =`: that was its type
            names.clear();
        } else if !names.is_empty() && !between.contains(&b',') {
            break;
        }
        let first = rest
            .get(..=last)
            .unwrap_or(&[])
            .iter()
            .rposition(|byte| !is_word(*byte));
        let first = first.map_or(0, |before| before + 1);
        let name = rest.get(first..=last);
        names.extend(name.filter(|word| word.len() >= NAME && !word.first().is_some_and(u8::is_ascii_digit)));
        rest = rest.get(..first).unwrap_or(&[]);
    }
    names
}

/// Names in a stretch that are long enough to mean something.
fn words(bytes: &[u8], from: usize, to: usize) -> impl Iterator<Item = &[u8]> {
    all_words(bytes, from, to).filter(|word| word.len() >= NAME)
}

/// Names in a stretch.
fn all_words(bytes: &[u8], from: usize, to: usize) -> impl Iterator<Item = &[u8]> {
    let stretch = bytes.get(from..to).unwrap_or(&[]);
    let words = stretch.split(|byte| !is_word(*byte));
    words.filter(|word| word.first().is_some_and(|first| !first.is_ascii_digit()))
}

/// Where the chain of members begins that ends at `at`: `this.flags.` before `isEnabled`.
fn chain_start(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(at.saturating_sub(AROUND)..at).unwrap_or(&[]);
    let chain =
        |byte: &u8| is_word(*byte) || matches!(byte, b'.' | b'?' | b'!' | b':' | b'-' | b'>' | b'@' | b'(' | b')');
    at - before.iter().rev().take_while(|byte| chain(byte)).count()
}

/// Where the chain begins whose call takes a function that begins with what stands at `at`: `flags.Setup(` before
/// `x => x.IsEnabled`. What it is called on is what the function asks.
fn taker_start(bytes: &[u8], at: usize) -> usize {
    let nearest = at.saturating_sub(AROUND);
    let before = bytes.get(nearest..at).unwrap_or(&[]).trim_ascii_end();
    let Some(parameter) = before.strip_suffix(b"=>").or(before.strip_suffix(b"->")) else {
        return at;
    };
    let parameter = parameter.trim_ascii_end();
    let open = match parameter.strip_suffix(b")") {
        Some(several) => memchr::memrchr(b'(', several),
        None => parameter.iter().rposition(|byte| !is_word(*byte)).map(|at| at + 1),
    };
    let call = open
        .and_then(|open| parameter.get(..open))
        .unwrap_or(&[])
        .trim_ascii_end();
    match call.ends_with(b"(") {
        true => chain_start(bytes, nearest + call.len()),
        false => at,
    }
}

/// Where the first line of a chain begins that goes over several, each with its mark first: `client⏎.scoped()⏎.isEnabled`.
fn lines_start(bytes: &[u8], chain: usize) -> usize {
    const LINES: usize = 8;
    let nearest = chain.saturating_sub(4 * AROUND);
    let mut from = chain;
    for _ in 0..LINES {
        let rest = bytes.get(from..).unwrap_or(&[]);
        let above = bytes.get(nearest..from).unwrap_or(&[]).trim_ascii_end();
        let line = memchr::memrchr(b'\n', above).map(|at| at + 1);
        let (true, Some(line)) = (rest.starts_with(b".") || rest.starts_with(b"?."), line) else {
            break;
        };
        let indented = above.get(line..).unwrap_or(&[]);
        from = nearest + line + indented.len() - indented.trim_ascii_start().len();
    }
    from
}

/// Where the arguments of a call end that begin at `at`, or the line; not far behind in any case.
fn argument_end(bytes: &[u8], at: usize) -> usize {
    let limit = bytes.len().min(at.saturating_add(AROUND));
    let mut depth = 0usize;
    for (index, byte) in bytes.get(at..limit).unwrap_or(&[]).iter().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' if depth > 0 => depth -= 1,
            b')' | b']' | b'{' | b'}' | b';' => return at + index,
            b'\n' if depth == 0 => return at + index,
            _ => {}
        }
    }
    limit
}

const fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}

/// The bytes of words.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let ascii = byte as u8;
        word[byte] = ascii.is_ascii_alphanumeric() || ascii == b'_' || ascii == b'$' || byte >= 0x80;
        byte += 1;
    }
    word
};

/// The word that begins at a place; empty: none does.
fn word_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let length = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
    rest.get(..length).unwrap_or(&[])
}

/// All but what is left out, which is in order, with lines and columns.
pub(crate) fn included(bytes: &[u8], left_out: &[Range<usize>]) -> Vec<Included> {
    let mut ranges = Vec::with_capacity(left_out.len() + 1);
    let (mut start, mut start_point) = (0, Point { row: 0, column: 0 });
    let point = |from: usize, at: Point, to: usize| {
        let between = bytes.get(from..to).unwrap_or(&[]);
        let rows = memchr::memchr_iter(b'\n', between).count();
        match memchr::memrchr(b'\n', between) {
            Some(last) => Point {
                row: at.row + rows,
                column: between.len() - last - 1,
            },
            None => Point {
                row: at.row,
                column: at.column + between.len(),
            },
        }
    };
    for gap in left_out {
        let end_point = point(start, start_point, gap.start);
        ranges.push(Included {
            start_byte: start,
            end_byte: gap.start,
            start_point,
            end_point,
        });
        start_point = point(gap.start, end_point, gap.end);
        start = gap.end;
    }
    let end_point = point(start, start_point, bytes.len());
    ranges.push(Included {
        start_byte: start,
        end_byte: bytes.len(),
        start_point,
        end_point,
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::{bound_name, stands_whole, taker_start};

    #[test]
    fn an_object_is_taken_apart_where_it_stands_for_itself() {
        let stands = |text: &str| stands_whole(text.as_bytes(), b"process");
        for text in [
            "const { env } = process;",
            "import { env } from 'process'",
            "read(process)",
            "read(1, process)",
            "const { env } = this.process;",
            "of = globalThis.process?",
        ] {
            assert!(stands(text), "{text}");
        }
        for text in ["// the process of it", "process.env", "= processing", "subprocess = 1"] {
            assert!(!stands(text), "{text}");
        }
    }

    #[test]
    fn a_function_that_a_call_takes_begins_with_the_call() {
        for (text, start) in [
            ("a(); flags.Setup(x => HERE", "flags.Setup(x => HERE"),
            ("a(); flags.Setup( (x) =>  HERE", "flags.Setup( (x) =>  HERE"),
            ("when(flags).then(it -> HERE", "when(flags).then(it -> HERE"),
            ("flags.Setup(y, x => HERE", "HERE"),
            ("var on = x => HERE", "HERE"),
            ("a > HERE", "HERE"),
            ("HERE", "HERE"),
        ] {
            let at = text.find("HERE").expect("the text names it");
            let found = taker_start(text.as_bytes(), at);
            assert_eq!(text.get(found..), Some(start), "{text}");
        }
    }

    #[test]
    fn the_name_that_gets_a_value_is_on_the_last_line_before_it() {
        let bound = |text: &str| {
            let at = text.find("client").expect("the text names it");
            bound_name(text.as_bytes(), at).map(|name| String::from_utf8_lossy(name).into_owned())
        };
        for (text, name) in [
            ("on, err := client.On()", Some("on")),
            ("assertThat(size).isEqualTo(1)\nval on = client.on()", Some("on")),
            ("val on: Map<String, Boolean> =\n  client.on()", Some("on")),
            ("std::vector<int> on = client.on()", Some("on")),
            ("const { on, other } = client.on()", None),
            ("this.on = client.on()", None),
            ("1 == client.on()", None),
            ("listOf(1, 2)\n  .map { it }\nclient.on()", None),
        ] {
            assert_eq!(bound(text).as_deref(), name, "{text}");
        }
    }
}
