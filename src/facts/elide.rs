//! Which stretches of a file need not be parsed: blocks inside functions in which nothing that is looked for stands.
//!
//! Parsing is what a cold run costs, and most of a file with one evaluation has nothing to do with it. Braces are matched
//! by a plain reader of strings and comments; blocks of functions without a hit are left out of what the parser sees, so
//! that `{ … }` becomes `{ }` at the same place. What a hit is connected with is kept: every name that stands around a
//! hit counts as well where it gets its value. Where braces don't match, nothing is left out.

use std::ops::Range;

use rustc_hash::FxHashMap;
use tree_sitter::{Point, Range as Included};

use crate::language::{Grammar, Lexis};
use crate::sdk::Accessors;

/// Shorter bodies of functions are kept: they hold what getters return.
const SHORT: usize = 160;
/// Shorter blocks within a function cost less to parse than to leave out.
const TINY: usize = 64;
/// How far around a hit names are taken.
const AROUND: usize = 240;
/// A name that is shorter stands everywhere.
const NAME: usize = 3;
/// Deeper blocks are left as they are.
const DEPTH: usize = 512;
/// Comments that speak to us are kept.
const OWN_COMMENT: &[u8] = b"flagdebt:";

/// What matters in a file.
#[derive(Debug, Clone)]
pub(crate) struct Focus {
    /// The stretches that are parsed, in order; none: all of it.
    pub(crate) ranges: Vec<Included>,
    /// What was looked for and found, in order of the start.
    pub(crate) hits: Vec<Range<usize>>,
}

impl Focus {
    /// Whether all of these hits are known.
    pub(crate) fn has(&self, hits: &[Range<usize>]) -> bool {
        let key = |hit: &Range<usize>| (hit.start, hit.end);
        hits.iter()
            .all(|hit| self.hits.binary_search_by_key(&key(hit), key).is_ok())
    }

    /// Whether something of a stretch is left out.
    pub(crate) fn cuts(&self, range: &Range<usize>) -> bool {
        let whole = |kept: &Included| kept.start_byte <= range.start && range.end <= kept.end_byte;
        !self.ranges.is_empty() && !self.ranges.iter().any(whole)
    }

    /// Whether a hit begins within.
    pub(crate) fn hit_in(&self, range: &Range<usize>) -> bool {
        let first = self.hits.partition_point(|hit| hit.start < range.start);
        self.hits.get(first).is_some_and(|hit| hit.start < range.end)
    }
}

/// The words, strings and marks of a text, comments and blanks left out; nothing where the language has no such reader.
pub(crate) fn pieces<'t>(text: &'t str, grammar: &Grammar) -> Vec<&'t str> {
    let Some(lexis) = grammar.table.lexis.as_ref() else {
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

/// The words of a file that matter, wherever they stand; `matters` gets a word and what stands behind it.
pub(crate) fn words_that(text: &str, matters: &dyn Fn(&str, &[u8]) -> bool) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = word_at(bytes, at).len();
        let end = at + length;
        if length > 1
            && let (Some(word), Some(behind)) = (text.get(at..end), bytes.get(end..))
            && matters(word, behind)
        {
            found.push(at..end);
        }
        at = end + usize::from(length == 0);
    }
    found
}

/// What matters in a file in which `hits` were found, in order of their start; `accessors` are the names of functions
/// whose result is an object of flags.
pub(crate) fn focus(text: &str, grammar: &Grammar, hits: Vec<Range<usize>>, accessors: &Accessors) -> Focus {
    let ranges = left_out(text, grammar, &hits, accessors)
        .filter(|left_out| !left_out.is_empty())
        .map_or_else(Vec::new, |left_out| included(text.as_bytes(), &left_out));
    Focus { ranges, hits }
}

/// `None`: braces mean nothing here, or don't match.
fn left_out(text: &str, grammar: &Grammar, hits: &[Range<usize>], accessors: &Accessors) -> Option<Vec<Range<usize>>> {
    let lexis = grammar.table.lexis.as_ref()?;
    let names = names(text.as_bytes(), grammar, hits, accessors);
    let mut reader = Reader::new(text, lexis, names, hits);
    reader.read()?;
    Some(reader.left_out)
}

/// What a name must look like elsewhere to count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// It is what a call is called on, or an argument: where it gets its value matters.
    Source,
    /// An object of flags, or a flag's value, is bound to it: each read of it says something.
    Object,
}

/// The names around the hits, keywords left out.
fn names<'t>(
    bytes: &'t [u8],
    grammar: &Grammar,
    hits: &[Range<usize>],
    accessors: &Accessors,
) -> FxHashMap<&'t [u8], Relation> {
    let mut names = FxHashMap::default();
    for hit in hits {
        let before = bytes.get(..hit.start).unwrap_or(&[]);
        let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line = line.max(hit.start.saturating_sub(AROUND));
        let chain = chain_start(bytes, hit.start).max(line);
        for word in words(bytes, chain, argument_end(bytes, hit.end)) {
            if !grammar.is_keyword(word) {
                names.entry(word).or_insert(Relation::Source);
            }
        }
        if let Some(name) = bound_name(bytes, chain).filter(|name| !grammar.is_keyword(name)) {
            names.insert(name, Relation::Object);
        }
        let hit = bytes.get(hit.clone()).and_then(|hit| std::str::from_utf8(hit).ok());
        if hit.is_some_and(|hit| accessors.functions.contains(hit) || accessors.properties.contains(hit)) {
            let bound = words(bytes, line, chain).filter(|word| !grammar.is_keyword(word));
            names.extend(bound.map(|word| (word, Relation::Object)));
        }
    }
    names
}

/// Names in a stretch that are long enough to mean something.
fn words(bytes: &[u8], from: usize, to: usize) -> impl Iterator<Item = &[u8]> {
    let stretch = bytes.get(from..to).unwrap_or(&[]);
    let words = stretch.split(|byte| !is_word(*byte));
    words.filter(|word| word.len() >= NAME && !word.first().is_some_and(u8::is_ascii_digit))
}

/// Where the chain of members begins that ends at `at`: `this.flags.` before `isEnabled`.
fn chain_start(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(at.saturating_sub(AROUND)..at).unwrap_or(&[]);
    let chain =
        |byte: &u8| is_word(*byte) || matches!(byte, b'.' | b'?' | b'!' | b':' | b'-' | b'>' | b'@' | b'(' | b')');
    at - before.iter().rev().take_while(|byte| chain(byte)).count()
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
    let first = left.split(|byte| *byte == b',').next()?.trim_ascii_end();
    let length = first.iter().rev().take_while(|byte| is_word(**byte)).count();
    let (around, name) = first.split_at(first.len() - length);
    (!name.is_empty() && !around.ends_with(b".")).then_some(name)
}

/// Whether a name that ends at `at` gets a value there: `name =`, `name :=`, `name: value`.
fn is_bound(bytes: &[u8], at: usize) -> bool {
    let behind = bytes.get(at..bytes.len().min(at + 8)).unwrap_or(&[]).trim_ascii_start();
    match behind {
        [b'=', next, ..] => !matches!(next, b'=' | b'>'),
        [b':' | b'=', ..] => true,
        _ => false,
    }
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

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// The word that begins at a place; empty: none does.
fn word_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let length = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
    rest.get(..length).unwrap_or(&[])
}

/// An open brace.
struct Open {
    at: usize,
    /// Hits before it.
    seen: usize,
    /// It is the body of a function, or lies in one.
    in_function: bool,
    /// How much was left out before it.
    left_out: usize,
}

struct Reader<'t> {
    bytes: &'t [u8],
    lexis: &'t Lexis,
    names: FxHashMap<&'t [u8], Relation>,
    hits: &'t [Range<usize>],
    next_hit: usize,
    /// Hits and names around them, up to here.
    seen: usize,
    open: Vec<Open>,
    left_out: Vec<Range<usize>>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, lexis: &'t Lexis, names: FxHashMap<&'t [u8], Relation>, hits: &'t [Range<usize>]) -> Self {
        Self {
            bytes: text.as_bytes(),
            lexis,
            names,
            hits,
            next_hit: 0,
            seen: 0,
            open: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn is_comment(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        let mut marks = self
            .lexis
            .line_comments
            .iter()
            .chain(self.lexis.block_comments.iter().map(|[open, _]| open));
        marks.any(|mark| rest.starts_with(mark.as_bytes()))
    }

    /// `None`: the braces don't match.
    fn read(&mut self) -> Option<()> {
        let mut at = 0;
        while let Some(byte) = self.bytes.get(at).copied() {
            while self.hits.get(self.next_hit).is_some_and(|hit| hit.start <= at) {
                self.next_hit += 1;
                self.seen += 1;
            }
            at = match byte {
                b'{' => {
                    self.opened(at)?;
                    at + 1
                }
                b'}' => {
                    self.closed(at)?;
                    at + 1
                }
                byte if is_word(byte) => {
                    let word = word_at(self.bytes, at);
                    let end = at + word.len().max(1);
                    let matters = match self.names.get(word) {
                        Some(Relation::Object) => true,
                        Some(Relation::Source) => is_bound(self.bytes, end),
                        None => false,
                    };
                    self.seen += usize::from(matters);
                    end
                }
                byte if byte.is_ascii_whitespace() => at + 1,
                _ => self.skipped(at),
            };
        }
        self.open.is_empty().then_some(())
    }

    /// Behind a comment or a string that begins here, or behind the one character.
    fn skipped(&mut self, at: usize) -> usize {
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
        let multiline = self.lexis.multiline_quotes.contains(quote);
        let mut end = at + quote.len();
        while let Some(byte) = self.bytes.get(end).copied() {
            match byte {
                b'\\' if !self.lexis.raw_quotes.contains(quote) => end += 2,
                b'\n' | b'\r' if !multiline => break,
                _ if self
                    .bytes
                    .get(end..)
                    .is_some_and(|rest| rest.starts_with(quote.as_bytes())) =>
                {
                    end += quote.len();
                    break;
                }
                _ => end += 1,
            }
        }
        self.pass(end)
    }

    /// Hits within what is passed over count.
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

    fn opened(&mut self, at: usize) -> Option<()> {
        let inside = self.open.last().is_some_and(|open| open.in_function);
        let in_function = inside || self.is_body(at);
        let left_out = self.left_out.len();
        self.open.push(Open {
            at,
            seen: self.seen,
            in_function,
            left_out,
        });
        (self.open.len() <= DEPTH).then_some(())
    }

    /// Whether the brace opens a block of statements: by what stands before it on its line.
    fn is_body(&self, at: usize) -> bool {
        let before = self.bytes.get(at.saturating_sub(AROUND)..at).unwrap_or(&[]);
        let line = memchr::memrchr2(b'\n', b'\r', before).map_or(before, |end| before.get(end + 1..).unwrap_or(&[]));
        let line = line.trim_ascii();
        self.lexis.body_ends.iter().any(|end| line.ends_with(end.as_bytes()))
            || (!self.lexis.body_words.is_empty() && line.starts_with(b")"))
            || line
                .split(|byte| !is_word(*byte))
                .any(|word| self.lexis.body_words.iter().any(|wanted| wanted.as_bytes() == word))
    }

    fn closed(&mut self, at: usize) -> Option<()> {
        let open = self.open.pop()?;
        let nested = self.open.last().is_some_and(|outer| outer.in_function);
        let least = if nested { TINY } else { SHORT };
        if open.in_function && open.seen == self.seen && at - open.at > least && !self.is_pattern(at) {
            self.left_out.truncate(open.left_out);
            self.left_out.push(open.at + 1..at);
        }
        Some(())
    }

    /// `{ a, b } = …` takes an object apart: its names are what a hit behind it gives.
    fn is_pattern(&self, at: usize) -> bool {
        let behind = self.bytes.get(at + 1..).unwrap_or(&[]).trim_ascii_start();
        matches!(behind, [b'=', next, ..] if !matches!(next, b'=' | b'>'))
    }
}

/// All but what is left out, with lines and columns.
fn included(bytes: &[u8], left_out: &[Range<usize>]) -> Vec<Included> {
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
