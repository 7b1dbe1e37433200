//! The plain reader: brackets, strings, comments and ends of statements, without a grammar.
//!
//! A mistake here must cost time, never a row: what is joined by mistake is parsed, and a cut that breaks the syntax
//! is seen by the parser, which then reads the whole file.

mod blocks;
mod keywords;
mod markup;
mod strings;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::facts::elide::{Bytes, Relation, is_word, word_at};
use crate::language::Lexis;
use keywords::Keywords;
pub(super) use strings::string_end;

/// Shorter bodies of functions are kept: they hold what getters return.
const SHORT: usize = 160;
/// Shorter blocks within a function cost less to parse than to leave out.
pub(super) const TINY: usize = 64;
/// Outside of functions only longer members of literals go: shorter ones may be what a constant's members are.
const LARGE: usize = 200;
/// Longer regular expressions are none.
const PATTERN: usize = 1024;
/// Deeper brackets are left as they are.
const DEPTH: usize = 512;
/// Comments that speak to us are kept.
pub(super) const OWN_COMMENT: &[u8] = b"flagdebt:";

/// What a file can do without, and what may be of that kind.
#[derive(Default)]
pub(super) struct Left {
    /// What is left out, in order.
    pub(super) out: Vec<Range<usize>>,
    /// Where names stand that a hit gives a value.
    pub(super) bound: Vec<Range<usize>>,
    /// Where imports begin, in order.
    pub(super) imports: Vec<usize>,
}

/// What stands between two brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Statements: each can be left out.
    Statements,
    /// Members of a literal: those that are named, or hold braces themselves, can be left out.
    Elements,
    /// Attributes of an element of markup, behind its name: each can be left out.
    Tag,
    /// What stands in an element of markup: text, elements, code in braces.
    Markup,
    /// Anything else.
    Plain,
}

/// Where it matters that a name gets a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// In its block.
    Here,
    /// Everywhere: it was declared elsewhere.
    Anywhere,
}

/// A statement, or a member of a literal.
#[derive(Clone, Copy)]
struct Item {
    start: usize,
    /// Hits before it.
    seen: usize,
    /// How much was left out before it.
    left_out: usize,
    /// Something stands in it already.
    started: bool,
    /// It is a label, or gives the function's result: it stays.
    kept: bool,
    /// It is the first behind a label.
    labelled: bool,
    /// It is a member with a name.
    named: bool,
    /// It begins with a word that a statement follows, or brackets and a statement: `if`.
    heads: bool,
    /// A hit in it stands before brackets: it may be the function that is declared.
    names_hit: bool,
    /// It declares a type: its braces hold members, whatever stands before them.
    of_type: bool,
}

/// An open bracket.
struct Open {
    at: usize,
    bracket: u8,
    kind: Kind,
    /// It is the body of a function, or lies in one.
    in_function: bool,
    /// Hits before it.
    seen: usize,
    /// How much was left out before it.
    left_out: usize,
    /// As [`Reader::soft`], before it.
    soft: usize,
    /// Names around hits before it.
    named: usize,
    /// It belongs to what a hit is given, and stays.
    asked: bool,
    item: Item,
}

pub(super) struct Reader<'t> {
    bytes: &'t [u8],
    lexis: &'t Lexis,
    names: FxHashMap<&'t [u8], Relation>,
    words: Keywords<'t>,
    /// What the names begin with, and comments and strings.
    first: Bytes,
    marks: Bytes,
    hits: &'t [Range<usize>],
    /// Only whole bodies of functions are left out, and those of functions in functions stay.
    only_bodies: bool,
    next_hit: usize,
    /// Hits and names around them, up to here.
    seen: usize,
    /// Those of them that matter only in a block that has another one: names that are declared there.
    soft: usize,
    /// Names around hits, whether they get a value or not, up to here.
    named: usize,
    /// The last byte that is neither blank nor comment, and the one before it.
    last: [u8; 2],
    /// A value ends there: what follows is an operator, and no literal.
    operand: bool,
    open: Vec<Open>,
    /// The statement outside of all brackets.
    outer: Item,
    left: Left,
}

impl<'t> Reader<'t> {
    pub(super) fn new(
        text: &'t str,
        lexis: &'t Lexis,
        names: FxHashMap<&'t [u8], Relation>,
        hits: &'t [Range<usize>],
    ) -> Self {
        let (mut first, mut marks) = (Bytes::default(), Bytes::default());
        for name in names.keys() {
            name.iter().take(1).for_each(|byte| first.add(*byte));
        }
        let comments = lexis.block_comments.iter().map(|[open, _]| open);
        for mark in comments.chain(&lexis.line_comments).chain(&lexis.quotes) {
            mark.bytes().take(1).for_each(|byte| marks.add(byte));
        }
        Self {
            bytes: text.as_bytes(),
            lexis,
            names,
            words: Keywords::new(lexis),
            first,
            marks,
            hits,
            only_bodies: false,
            next_hit: 0,
            seen: 0,
            soft: 0,
            named: 0,
            last: [0; 2],
            operand: false,
            open: Vec::new(),
            outer: Item::new(0, 0, 0),
            left: Left::default(),
        }
    }

    /// Reads bodies of functions as a whole.
    pub(super) fn of_bodies(mut self) -> Self {
        self.only_bodies = true;
        self
    }

    pub(super) fn is_comment(&self, at: usize) -> bool {
        if !self.bytes.get(at).is_some_and(|byte| self.marks.has(*byte)) {
            return false;
        }
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        let mut marks = self
            .lexis
            .line_comments
            .iter()
            .chain(self.lexis.block_comments.iter().map(|[open, _]| open));
        marks.any(|mark| rest.starts_with(mark.as_bytes()))
    }

    /// `None`: the brackets don't match.
    pub(super) fn read(mut self) -> Option<Left> {
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at).copied() {
            self.pass(at + 1);
            at = match byte {
                _ if self.is_in(Kind::Markup) => self.content(at, byte)?,
                b'>' | b'/' | b'<' | b'"' | b'\'' if self.is_in(Kind::Tag) => self.tag(at, byte)?,
                b'<' if self.opens_element(at) => self.element(at)?,
                b'\n' | b'\r' => {
                    self.line_ended(at);
                    at + 1
                }
                byte if byte.is_ascii_whitespace() => at + 1,
                b'{' | b'(' | b'[' => {
                    self.started();
                    self.opened(at, byte)?;
                    at + 1
                }
                b'}' | b')' | b']' => {
                    self.closed(at, byte)?;
                    at + 1
                }
                byte if is_word(byte) => self.word(at),
                _ => self.mark(at, byte),
            };
        }
        self.open.is_empty().then_some(self.left)
    }

    fn item(&mut self) -> Option<&mut Item> {
        self.open.last_mut().map(|open| &mut open.item)
    }

    /// The statement or member that is being read.
    fn current(&mut self) -> &mut Item {
        match self.open.last_mut() {
            Some(open) => &mut open.item,
            None => &mut self.outer,
        }
    }

    fn started(&mut self) {
        if let Some(item) = self.item() {
            item.started = true;
        }
    }

    fn follows(&mut self, byte: u8) {
        self.last = [byte, self.last[0]];
        self.operand = is_word(byte) || matches!(byte, b')' | b']' | b'}' | b'"' | b'\'' | b'`');
    }

    fn is_in(&self, kind: Kind) -> bool {
        self.open.last().is_some_and(|open| open.kind == kind)
    }

    fn word(&mut self, at: usize) -> usize {
        let word = word_at(self.bytes, at);
        let end = at + word.len().max(1);
        let begins = word.first().is_some_and(|byte| self.first.has(*byte));
        let relation = if begins { self.names.get(word) } else { None };
        match relation {
            Some(Relation::Bound) => {
                self.seen += 1;
                self.left.bound.push(at..end);
            }
            Some(Relation::Source) => {
                let bound = self.bound(at, end);
                self.seen += usize::from(bound.is_some());
                self.soft += usize::from(bound == Some(Bound::Here));
                self.named += 1;
            }
            None => {}
        }
        let says = self.words.of(word);
        if says.import && self.open.is_empty() && self.begins_line(at) {
            self.left.imports.push(at);
        }
        let item = self.current();
        item.of_type = match item.of_type {
            true => !says.body,
            false => says.container,
        };
        if !std::mem::replace(&mut item.started, true) {
            item.kept = says.kept;
            item.heads = says.head;
        }
        self.follows(word.last().copied().unwrap_or(b'a'));
        self.operand = !says.prefix;
        end
    }

    fn begins_line(&self, at: usize) -> bool {
        let before = self.bytes.get(..at).unwrap_or(&[]);
        let blanks = before.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        blanks.is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    }

    /// How a name gets a value or a type, if it does: `name =`, `name :=`, `name: value`, `Type name`.
    fn bound(&self, at: usize, end: usize) -> Option<Bound> {
        let behind = self.bytes.get(end..self.bytes.len().min(end + 8)).unwrap_or(&[]);
        let before = self.bytes.get(..at).unwrap_or(&[]);
        let declared = before.last().is_some_and(|byte| matches!(byte, b' ' | b'\t'))
            && (is_word(self.last[0]) || self.last[0] == b'>');
        let inside = self.open.last();
        // what a call is given by name is no variable
        let is_argument = inside.is_some_and(|open| open.bracket == b'(');
        let in_function = inside.is_some_and(|open| open.in_function);
        match behind.trim_ascii_start() {
            _ if declared => Some(if in_function { Bound::Here } else { Bound::Anywhere }),
            [b'=', b'=' | b'>', ..] => None,
            [b':' | b'=', ..] if is_argument => None,
            [b':', b'=', ..] | [b':', ..] if in_function => Some(Bound::Here),
            [b':' | b'=', ..] => Some(Bound::Anywhere),
            _ => None,
        }
    }

    fn mark(&mut self, at: usize, byte: u8) -> usize {
        if self.is_comment(at) {
            return self.skipped(at);
        }
        self.started();
        if let Some(end) = self.pattern_end(at, byte) {
            self.follows(b')');
            return self.pass(end);
        }
        let end = self.skipped(at);
        self.names_within(at, end);
        self.follows(byte);
        let Some(kind) = self.open.last().map(|open| open.kind) else {
            if byte == b';' {
                self.item_ended(end);
            }
            return end;
        };
        match (kind, byte) {
            // where a blank opens blocks, `if x := f(); x {` has it in its head
            (Kind::Statements, b';') if !self.lexis.spaced_blocks && !self.is_joined(end) => self.item_ended(end),
            (Kind::Plain, b';') => self.current().names_hit = false,
            (Kind::Elements, b',') => self.item_ended(end),
            (Kind::Elements, b':') if self.bytes.get(end) != Some(&b'=') => {
                if let Some(item) = self.item() {
                    item.named = true;
                }
            }
            _ => {}
        }
        end
    }

    /// Behind a regular expression that begins here: `/['"]/`.
    fn pattern_end(&self, at: usize, byte: u8) -> Option<usize> {
        if byte != b'/' || !self.lexis.patterns || self.operand {
            return None;
        }
        let line = self.bytes.get(at + 1..self.bytes.len().min(at + PATTERN))?;
        let line = line.get(..memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len()))?;
        let (mut escaped, mut in_class) = (false, false);
        for (length, byte) in line.iter().enumerate() {
            match byte {
                _ if std::mem::take(&mut escaped) => {}
                b'\\' => escaped = true,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => return Some(at + 1 + length + 1),
                _ => {}
            }
        }
        None
    }

    /// Names count that stand in the code of a string.
    fn names_within(&mut self, at: usize, end: usize) {
        let [opens, _] = &self.lexis.interpolation;
        let text = self.bytes.get(at..end).unwrap_or(&[]);
        if opens.is_empty() || text.len() < opens.len() + 2 || memchr::memmem::find(text, opens.as_bytes()).is_none() {
            return;
        }
        let mut at = at;
        while at < end {
            let word = word_at(self.bytes, at);
            if self.names.get(word) == Some(&Relation::Bound) {
                self.seen += 1;
                self.left.bound.push(at..at + word.len());
            }
            at += word.len().max(1);
        }
    }

    fn line_ended(&mut self, at: usize) {
        let [last, before] = self.last;
        let Some(open) = self.open.last() else { return };
        if !(self.lexis.newlines && open.kind == Kind::Statements && open.item.started) {
            return;
        }
        let complete = is_word(last)
            || matches!(last, b')' | b']' | b'}' | b'"' | b'\'' | b'`')
            || (matches!(last, b'+' | b'-') && before == last)
            || (open.item.kept && last == b':');
        // `if (a)`, `else`: what they are asked for stands on the next line
        let heads = open.item.heads && (last == b')' || is_word(last));
        if complete && !heads && !self.is_joined(at) {
            self.item_ended(at);
        }
    }

    /// Whether what stands behind belongs to what stands before.
    fn is_joined(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or(&[]).trim_ascii_start();
        let Some(next) = rest.first() else { return true };
        let word = word_at(rest, 0);
        match is_word(*next) {
            true => self
                .lexis
                .joining_words
                .iter()
                .any(|joining| joining.as_bytes() == word),
            // a comment may stand between
            false if *next == b'/' => !matches!(rest.get(1), Some(b'/' | b'*')),
            false => !matches!(next, b'}' | b'@' | b'#' | b'"' | b'\'' | b'$' | b'!' | b';' | b'~'),
        }
    }

    fn item_ended(&mut self, end: usize) {
        let Some(open) = self.open.last_mut() else {
            self.outer = Item::new(end, self.seen, 0);
            return;
        };
        let item = open.item;
        let may_go = match open.kind {
            _ if self.only_bodies => false,
            // `case .a:` needs a statement where blocks do
            Kind::Statements => !(self.lexis.blocks_stay && item.labelled),
            Kind::Elements => item.named || self.last[1] == b'}' || self.last[0] == b'}',
            Kind::Tag => end - item.start > TINY,
            Kind::Markup | Kind::Plain => false,
        };
        let is_large = open.kind == Kind::Elements && end - item.start > LARGE;
        if (open.in_function || open.kind == Kind::Tag || is_large)
            && item.started
            && !item.kept
            && may_go
            && item.seen == self.seen
        {
            let out = &mut self.left.out;
            out.truncate(item.left_out);
            match out.last_mut().filter(|last| last.end == item.start) {
                Some(last) => last.end = end,
                None => out.push(item.start..end),
            }
        }
        open.item = Item::new(end, self.seen, self.left.out.len());
        open.item.labelled = item.kept && self.last[0] == b':' || item.labelled && !item.started;
    }

    /// Behind a comment or a string that begins here, or behind the one character.
    pub(super) fn skipped(&mut self, at: usize) -> usize {
        if !self.bytes.get(at).is_some_and(|byte| self.marks.has(*byte)) {
            return at + 1;
        }
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        let starts = |mark: &String| rest.starts_with(mark.as_bytes());
        if let Some([open, close]) = self.lexis.block_comments.iter().find(|[open, _]| starts(open)) {
            let end = memchr::memmem::find(rest.get(open.len()..).unwrap_or(&[]), close.as_bytes());
            let length = end.map_or(rest.len(), |end| open.len() + end + close.len());
            return self.comment(at, length);
        }
        if self.lexis.line_comments.iter().any(starts) {
            let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            return self.comment(at, length);
        }
        let Some(quote) = self.lexis.quotes.iter().find(|quote| starts(quote)) else {
            return at + 1;
        };
        let end = string_end(self.bytes, self.lexis, at, quote, false).unwrap_or_else(|end| end);
        self.pass(end)
    }

    /// Hits that begin before a place count.
    fn pass(&mut self, to: usize) -> usize {
        while self.hits.get(self.next_hit).is_some_and(|hit| hit.start < to) {
            self.next_hit += 1;
            self.seen += 1;
        }
        to
    }

    fn comment(&mut self, at: usize, length: usize) -> usize {
        let text = self.bytes.get(at..at + length).unwrap_or(&[]);
        self.seen += usize::from(memchr::memmem::find(text, OWN_COMMENT).is_some());
        self.pass(at + length)
    }
}

impl Item {
    fn new(start: usize, seen: usize, left_out: usize) -> Self {
        Self {
            start,
            seen,
            left_out,
            started: false,
            kept: false,
            labelled: false,
            named: false,
            heads: false,
            names_hit: false,
            of_type: false,
        }
    }
}
