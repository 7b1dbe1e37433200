//! The plain reader of languages whose blocks show in how far their lines are indented.
//!
//! A statement is a line with what is indented below it, and with the lines beside it that go on with it (`else`, `end`).
//! As with brackets, a mistake costs time and never a row: what breaks the syntax is seen by the parser.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::reader::{Left, OWN_COMMENT, TINY, string_end};
use super::{Bytes, Relation, is_word, word_at, words};
use crate::language::Lexis;

/// A line, or several that one bracket, string or sign holds together.
#[derive(Default)]
struct Line<'t> {
    start: usize,
    /// Behind its end, and behind blank lines and comments that follow.
    end: usize,
    indent: usize,
    first: &'t [u8],
    /// It goes on with the statement above: `else`, `end`, `}`.
    joins: bool,
    /// It begins the body of a function, or a block that is one.
    opens_function: bool,
    /// A hit is the name of that function: what it gives matters.
    asked: bool,
    /// The word that it begins with says that it stays.
    kept: bool,
    /// Something that matters stands in it.
    hard: bool,
    /// A name gets a value that matters where something else in the same function does.
    soft: bool,
    /// A name around a hit stands in it.
    names: bool,
}

/// What lies below a line.
struct Block {
    indent: usize,
    in_function: bool,
    /// Something in it matters.
    matters: bool,
}

pub(super) struct Lines<'t> {
    bytes: &'t [u8],
    lexis: &'t Lexis,
    names: FxHashMap<&'t [u8], Relation>,
    hits: &'t [Range<usize>],
    next_hit: usize,
    left: Left,
    /// Lines side by side that can go, not noted yet.
    going: Range<usize>,
    /// The last string went on behind its line, or only seemed to begin on it (`/"/`).
    over_lines: bool,
    /// What comments, strings and long signs begin with.
    marks: Bytes,
    /// What the words begin with that say something of their line.
    heads: Bytes,
    /// And what those do that say it where the line begins with them.
    first_heads: Bytes,
}

impl<'t> Lines<'t> {
    pub(super) fn new(
        text: &'t str,
        lexis: &'t Lexis,
        names: FxHashMap<&'t [u8], Relation>,
        hits: &'t [Range<usize>],
    ) -> Self {
        Self {
            bytes: text.as_bytes(),
            lexis,
            names,
            hits,
            next_hit: 0,
            left: Left::default(),
            going: 0..0,
            over_lines: false,
            marks: Bytes::default(),
            heads: Bytes::default(),
            first_heads: Bytes::default(),
        }
    }

    /// Notes what those pieces begin with that have to be compared.
    fn note_firsts(&mut self) {
        let lexis = self.lexis;
        let long_ends = lexis.joining_ends.iter().filter(|sign| sign.len() > 1);
        let marks = lexis.line_comments.iter().chain(&lexis.quotes).chain(&lexis.heredocs);
        let heads = lexis.body_words.iter().chain(&lexis.body_ends);
        let first_heads = lexis.joining_words.iter().chain(&lexis.kept_words);
        let first = |text: &[u8]| text.first().copied();
        let add = |to: &mut Bytes, bytes: &mut dyn Iterator<Item = u8>| bytes.for_each(|byte| to.add(byte));
        add(
            &mut self.marks,
            &mut marks.chain(long_ends).filter_map(|text| first(text.as_bytes())),
        );
        add(&mut self.heads, &mut heads.filter_map(|text| first(text.as_bytes())));
        add(&mut self.heads, &mut self.names.keys().filter_map(|name| first(name)));
        add(
            &mut self.first_heads,
            &mut first_heads.filter_map(|text| first(text.as_bytes())),
        );
    }

    pub(super) fn read(mut self) -> Left {
        let mut lines = self.lines();
        if self.widen(&lines) {
            self.next_hit = 0;
            self.left = Left::default();
            lines = self.lines();
        }
        self.leave_out(&lines);
        self.note();
        self.left
    }

    /// Where a name gets its value from matters as well: `for name in names`. False: nothing was added.
    fn widen(&mut self, lines: &[Line<'t>]) -> bool {
        let before = self.names.len();
        let heads = lines.iter().zip(lines.iter().skip(1).map(Some).chain([None]));
        for (line, next) in heads {
            let is_head = next.is_some_and(|next| next.indent > line.indent);
            if line.names && (line.soft || is_head) {
                for word in words(self.bytes, line.start, line.end) {
                    self.names.entry(word).or_insert(Relation::Source);
                }
            }
        }
        self.names.len() > before
    }

    fn lines(&mut self) -> Vec<Line<'t>> {
        self.note_firsts();
        let mut lines: Vec<Line<'t>> = Vec::new();
        let mut at = 0;
        // A comment that speaks to us is about what stands below it.
        let mut spoken = false;
        while at < self.bytes.len() {
            let mut line = self.line(at);
            at = line.end;
            let is_code = !line.first.is_empty() || line.joins;
            line.hard |= spoken;
            spoken = line.hard && !is_code;
            match lines.last_mut() {
                // blank lines and comments belong to what stands above
                Some(last) if !is_code => {
                    last.end = line.end;
                    last.hard |= line.hard;
                }
                _ => lines.push(line),
            }
        }
        lines
    }

    /// The line that begins at a place, with what it is held together with.
    fn line(&mut self, start: usize) -> Line<'t> {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let mut line = Line {
            start,
            end: self.bytes.len(),
            indent,
            first: word_at(self.bytes, start + indent),
            ..Line::default()
        };
        let may_be_one = line.first.first().is_some_and(|byte| self.first_heads.has(*byte));
        let is_one = |words: &[String], word: &[u8]| may_be_one && words.iter().any(|other| other.as_bytes() == word);
        let mark = rest.get(indent).copied().unwrap_or(b'\n');
        line.joins = is_one(&self.lexis.joining_words, line.first) || matches!(mark, b'}' | b']' | b')' | b'.' | b'&');
        line.kept = is_one(&self.lexis.kept_words, line.first) || mark == b'@' && self.lexis.blocks_stay;
        let is_code = !matches!(mark, b'\n' | b'\r') && !self.is_comment(start + indent);
        if line.first.is_empty() && is_code {
            line.first = self.bytes.get(start + indent..start + indent + 1).unwrap_or(&[]);
        }
        let seen = self.next_hit;
        self.scan(start + indent, &mut line);
        line.hard |= self.pass(line.end) > seen;
        let hits = self.hits.get(seen..self.next_hit).unwrap_or(&[]);
        line.asked = line.opens_function && hits.iter().any(|hit| self.is_declared(start + indent..hit.start));
        line
    }

    /// Whether what stands before a name on its line declares a function of that name: `async def `, `def self.`.
    fn is_declared(&self, before: Range<usize>) -> bool {
        let before = self.bytes.get(before).unwrap_or(&[]);
        let mut words = before.split(|byte| !is_word(*byte));
        before
            .iter()
            .all(|byte| is_word(*byte) || matches!(byte, b' ' | b'\t' | b'.'))
            && words.any(|word| self.lexis.body_words.iter().any(|wanted| wanted.as_bytes() == word))
    }

    fn is_comment(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        let [code, _] = &self.lexis.interpolation;
        // `/#{name}/`: code in a regular expression
        let is_code = || !code.is_empty() && rest.starts_with(code.as_bytes());
        rest.first().is_some_and(|byte| self.marks.has(*byte))
            && !is_code()
            && self
                .lexis
                .line_comments
                .iter()
                .any(|mark| rest.starts_with(mark.as_bytes()))
    }

    /// Goes over a line to its end, and notes what stands in it.
    fn scan(&mut self, from: usize, line: &mut Line<'t>) {
        let mut at = from;
        let mut depth = 0usize;
        let mut heredocs: Vec<&'t [u8]> = Vec::new();
        // The last piece that is neither blank nor comment.
        let mut last: Range<usize> = from..from;
        while let Some(byte) = self.bytes.get(at).copied() {
            match byte {
                b'\n' => {
                    at = self.behind(at + 1, &mut heredocs);
                    if depth == 0 && !self.goes_on(&last, at) {
                        line.end = at;
                        return;
                    }
                }
                // the line goes on, or a sign stands in a regular expression
                b'\\' => at += 2,
                _ if byte.is_ascii_whitespace() => at += 1,
                _ if self.is_comment(at) => {
                    let rest = self.bytes.get(at..).unwrap_or(&[]);
                    let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    let comment = rest.get(..length).unwrap_or(&[]);
                    line.hard |= memchr::memmem::find(comment, OWN_COMMENT).is_some();
                    at += length;
                }
                _ => {
                    let end = match is_word(byte) {
                        true => self.word(at, depth, line),
                        false => self.mark(at, &mut depth, &mut heredocs),
                    };
                    // What only seemed to be a string ends where one begins, and so on: nothing of that is left out.
                    line.hard |= std::mem::take(&mut self.over_lines);
                    if self.lexis.names_in_text && matches!(byte, b'"' | b'\'') {
                        self.names_within(at..end, line);
                    }
                    last = at..end;
                    at = end;
                }
            }
        }
        line.end = self.bytes.len();
    }

    /// Behind the texts that a line began and that stand below it.
    fn behind(&self, mut at: usize, heredocs: &mut Vec<&'t [u8]>) -> usize {
        for ends in heredocs.drain(..) {
            while at < self.bytes.len() {
                let rest = self.bytes.get(at..).unwrap_or(&[]);
                let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
                at += length;
                if rest.get(..length).is_some_and(|line| line.trim_ascii() == ends) {
                    break;
                }
            }
        }
        at
    }

    /// Whether a line goes on in the next one, which begins at `next`: by its last sign, or by how that begins.
    fn goes_on(&self, last: &Range<usize>, next: usize) -> bool {
        let sign = self.bytes.get(last.clone()).unwrap_or(&[]);
        let below = self.bytes.get(next..).unwrap_or(&[]).trim_ascii_start();
        let is_sign = |signs: &[String], text: &[u8]| signs.iter().any(|sign| sign.as_bytes() == text);
        let begins = |signs: &[String]| signs.iter().any(|sign| below.starts_with(sign.as_bytes()));
        is_sign(&self.lexis.joining_ends, sign) || begins(&self.lexis.joining_starts)
    }

    fn word(&mut self, at: usize, depth: usize, line: &mut Line<'t>) -> usize {
        let word = word_at(self.bytes, at);
        let end = at + word.len().max(1);
        if !word.first().is_some_and(|byte| self.heads.has(*byte)) {
            return end;
        }
        let is_one = |words: &[String]| words.iter().any(|other| other.as_bytes() == word);
        line.opens_function |=
            is_one(&self.lexis.body_words) || (is_one(&self.lexis.body_ends) && at > line.start + line.indent);
        let relation = self.names.get(word);
        line.names |= relation.is_some();
        match relation {
            Some(Relation::Bound) => {
                line.hard = true;
                self.left.bound.push(at..end);
            }
            Some(Relation::Source) => {
                let before = at.checked_sub(1).and_then(|at| self.bytes.get(at));
                let behind = self.bytes.get(end..).unwrap_or(&[]).trim_ascii_start();
                let is_given = matches!(behind, [b'=', next, ..] if !matches!(next, b'=' | b'~' | b'>'))
                    || (self.lexis.blocks_stay && behind.starts_with(b": "));
                let given = is_given && depth == 0;
                let belongs = matches!(before, Some(b'@' | b'.'));
                // `let(:client) { … }`
                line.hard |= (given && belongs) || before == Some(&b':');
                line.soft |= given;
            }
            None => {}
        }
        end
    }

    /// Names that a hit gives a value count in a string as well: `f"{name}"`.
    fn names_within(&mut self, text: Range<usize>, line: &mut Line<'t>) {
        let mut at = text.start;
        while at < text.end {
            let word = word_at(self.bytes, at);
            if self.names.get(word) == Some(&Relation::Bound) {
                line.hard = true;
                self.left.bound.push(at..at + word.len());
            }
            at += word.len().max(1);
        }
    }

    /// Behind a string, or a sign.
    fn mark(&mut self, at: usize, depth: &mut usize, heredocs: &mut Vec<&'t [u8]>) -> usize {
        let rest = self.bytes.get(at..).unwrap_or(&[]);
        if !rest.first().is_some_and(|byte| self.marks.has(*byte)) {
            bracket(rest, depth);
            return at + 1;
        }
        if let Some(quote) = self
            .lexis
            .quotes
            .iter()
            .find(|quote| rest.starts_with(quote.as_bytes()))
        {
            let end = |over_lines| string_end(self.bytes, self.lexis, at, quote, over_lines);
            return end(false).unwrap_or_else(|_| {
                self.over_lines = true;
                end(true).unwrap_or_else(|end| end)
            });
        }
        if let Some(opens) = self
            .lexis
            .heredocs
            .iter()
            .find(|opens| rest.starts_with(opens.as_bytes()))
        {
            let quoted = rest
                .get(opens.len())
                .is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'`'));
            let name = word_at(self.bytes, at + opens.len() + usize::from(quoted));
            if name.first().is_some_and(u8::is_ascii_uppercase) {
                heredocs.push(name);
                return at + opens.len() + usize::from(quoted) * 2 + name.len();
            }
        }
        bracket(rest, depth);
        let sign = self
            .lexis
            .joining_ends
            .iter()
            .find(|sign| sign.len() > 1 && rest.starts_with(sign.as_bytes()));
        at + sign.map_or(1, String::len)
    }

    /// How many hits begin before a place.
    fn pass(&mut self, to: usize) -> usize {
        while self.hits.get(self.next_hit).is_some_and(|hit| hit.start < to) {
            self.next_hit += 1;
        }
        self.next_hit
    }

    fn leave_out(&mut self, lines: &[Line<'t>]) {
        let below = below(lines);
        let count = |of: fn(&Line<'_>) -> bool| {
            let mut sum = 0;
            let sums = lines.iter().map(|line| {
                sum += usize::from(of(line));
                sum
            });
            std::iter::once(0).chain(sums).collect::<Vec<usize>>()
        };
        let mut gone = vec![false; lines.len()];
        let hard = count(|line| line.hard);
        let either = count(|line| line.hard || line.soft);
        let has = |sums: &[usize], from: usize, to: usize| sums.get(to) > sums.get(from);
        let mut blocks: Vec<Block> = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            while blocks.pop_if(|block| block.indent >= line.indent).is_some() {}
            let inside = below.get(at).copied().unwrap_or(lines.len());
            let end = statement_end(lines, &below, at);
            if let Some(block) = blocks.last().filter(|block| block.in_function && !line.joins) {
                let is_last = lines.get(end).is_none_or(|next| next.indent < line.indent);
                let stays = line.kept
                    || has(&either, at, end)
                    || line.opens_function_by(&self.lexis.body_words)
                    || (self.lexis.last_counts && is_last && block.matters);
                if !stays {
                    set_gone(&mut gone, at..end, true);
                    at = end;
                    continue;
                }
            }
            if line.asked {
                at = inside;
                continue;
            }
            if line.opens_function && !has(&hard, at + 1, inside) {
                set_gone(&mut gone, at + 1..inside, true);
                at = inside;
                continue;
            }
            if inside > at + 1 {
                let around = blocks.last().is_some_and(|block| block.in_function);
                blocks.push(Block {
                    indent: line.indent,
                    in_function: around || line.opens_function,
                    matters: has(&either, at + 1, inside),
                });
            }
            at += 1;
        }
        if self.lexis.blocks_stay {
            keep_one(lines, &below, &mut gone);
        }
        for (line, _) in lines.iter().zip(gone).filter(|(_, gone)| *gone) {
            self.cut(line);
        }
    }

    /// Leaves a line out, with those before it that go as well.
    fn cut(&mut self, line: &Line<'t>) {
        if self.going.end != line.start {
            self.note();
            self.going.start = line.start;
        }
        self.going.end = line.end;
    }

    /// Notes what goes, if it costs more to parse than to leave out.
    fn note(&mut self) {
        if self.going.len() > TINY {
            self.left.out.push(self.going.clone());
        }
    }
}

/// Counts a bracket.
fn bracket(rest: &[u8], depth: &mut usize) {
    match rest.first() {
        Some(b'(' | b'[' | b'{') => *depth += 1,
        Some(b')' | b']' | b'}') => *depth = depth.saturating_sub(1),
        _ => {}
    }
}

impl Line<'_> {
    fn opens_function_by(&self, words: &[String]) -> bool {
        self.opens_function && words.iter().any(|word| word.as_bytes() == self.first)
    }
}

fn set_gone(gone: &mut [bool], lines: Range<usize>, goes: bool) {
    gone.get_mut(lines).unwrap_or_default().fill(goes);
}

/// A block of which nothing would be left keeps its shortest statement, or, where that would take others with it, all.
fn keep_one(lines: &[Line<'_>], below: &[usize], gone: &mut [bool]) {
    for (at, end) in below.iter().copied().enumerate() {
        let inside = at + 1..end;
        if inside.is_empty() || gone.get(at) != Some(&false) {
            continue;
        }
        let is_empty = gone
            .get(inside.clone())
            .is_some_and(|gone| gone.iter().all(|gone| *gone));
        if !is_empty {
            continue;
        }
        let indent = lines.get(at + 1).map_or(0, |line| line.indent);
        let is_simple = |at: &usize| {
            let line = lines.get(*at);
            below.get(*at) == Some(&(at + 1))
                && line.is_some_and(|line| line.indent == indent && !line.joins && line.first != b"@")
        };
        let length = |at: &usize| lines.get(*at).map_or(0, |line| line.end - line.start);
        match inside.clone().filter(is_simple).min_by_key(length) {
            Some(shortest) => set_gone(gone, shortest..shortest + 1, false),
            None => set_gone(gone, inside, false),
        }
    }
}

/// For each line the first one below it that is not indented further.
fn below(lines: &[Line<'_>]) -> Vec<usize> {
    let mut below = vec![lines.len(); lines.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        while let Some(above) = open.pop_if(|above| lines.get(*above).is_some_and(|other| other.indent >= line.indent))
        {
            if let Some(end) = below.get_mut(above) {
                *end = at;
            }
        }
        open.push(at);
    }
    below
}

/// Behind the statement that begins with a line.
fn statement_end(lines: &[Line<'_>], below: &[usize], at: usize) -> usize {
    let indent = lines.get(at).map_or(0, |line| line.indent);
    let mut end = below.get(at).copied().unwrap_or(lines.len());
    while lines.get(end).is_some_and(|line| line.joins && line.indent == indent) {
        end = below.get(end).copied().unwrap_or(lines.len());
    }
    end
}

#[cfg(test)]
mod tests {
    use crate::facts::elide;
    use crate::language::Language;
    use crate::sdk::Sdks;

    /// What is left of a text in which a word is looked for.
    fn kept(text: &str, word: &str) -> String {
        let ruby = Language::of("a.rb").expect("a language");
        let hits = text
            .match_indices(word)
            .map(|(at, found)| at..at + found.len())
            .collect();
        let focus = elide::focus(text, ruby.grammar(), hits, Sdks::new(Vec::new()).accessors("ruby"));
        match focus.ranges.is_empty() {
            true => text.to_owned(),
            false => focus
                .ranges
                .iter()
                .filter_map(|kept| text.get(kept.start_byte..kept.end_byte))
                .collect(),
        }
    }

    #[test]
    fn what_a_hit_goes_over_stays_and_the_rest_goes() {
        let text = "module Statistics\n  def stats\n    settings = {}\n    toggles = [\n      :team_distribution\n    ]\n    \
            dockets.each_key do |other|\n      toggles.push \"disable_#{other}_statistics_of_a_docket\"\n    end\n    \
            toggles.each do |sym|\n      settings[sym] = Features.enabled?(sym, user: current_user)\n    end\n    \
            note(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)\n    settings\n  end\n\n  \
            def other\n    note(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)\n    3\n  end\nend\n";
        let left = "module Statistics\n  def stats\n    settings = {}\n    toggles = [\n      :team_distribution\n    ]\n    \
            toggles.each do |sym|\n      settings[sym] = Features.enabled?(sym, user: current_user)\n    end\n    \
            settings\n  end\n\n  def other\n  end\nend\n";
        assert_eq!(kept(text, "enabled"), left);
    }

    #[test]
    fn what_stands_in_texts_is_no_code() {
        let text = "def stats\n  sql = <<~SQL\n    select 1\n  where '\nend\n  SQL\n  \
            note(sql, \"end\", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)\n  \
            Features.enabled?(:team) # flagdebt: ignore\nend\n";
        assert_eq!(
            kept(text, "enabled"),
            "def stats\n  Features.enabled?(:team) # flagdebt: ignore\nend\n"
        );
    }

    #[test]
    fn the_body_of_a_function_stays_that_is_asked_for() {
        let other = "  def other\n    note(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)\n  end\n";
        let asked = "  def self.client(domain)\n    made = Api.make(domain)\n    note(made, 1, 2, 3, 4, 5, 6, 7, 8, 9)\n    made\n  end\n";
        let text = format!("module Flags\n{asked}\n{other}end\n");
        let left = format!("module Flags\n{asked}\n  def other\n  end\nend\n");
        assert_eq!(kept(&text, "client"), left);
    }

    #[test]
    fn the_value_of_a_block_stays() {
        let text = "def stats\n  if Features.enabled?(:team)\n    1\n  end\n  \
            note(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)\nend\n";
        assert_eq!(kept(text, "enabled"), text);
    }
}
