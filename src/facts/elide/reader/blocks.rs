//! Brackets: what they hold, by what stands before them, and what of it can go.

use super::keywords::ends_with_word;
use super::{DEPTH, Item, Kind, LARGE, Open, Reader, SHORT, TINY};
use crate::facts::elide::{AROUND, is_word};

impl Reader<'_> {
    pub(super) fn opened(&mut self, at: usize, bracket: u8) -> Option<()> {
        let inside = self.open.last().is_some_and(|open| open.in_function);
        let of_type = self.open.last().map_or(self.outer, |open| open.item).of_type;
        let body = bracket == b'{' && !of_type && self.is_body(at);
        let kind = match bracket {
            b'{' if !self.is_in(Kind::Tag) && !self.is_in(Kind::Markup) => self.kind(at),
            _ => Kind::Plain,
        };
        let asked = match body || kind == Kind::Statements {
            // the body of a function that is one of the hits
            true => body && std::mem::take(&mut self.current().names_hit),
            false => self.is_asked(at, bracket),
        };
        if bracket == b'(' && !self.current().heads && self.is_behind_hit(at, b"<>!?=: ") {
            self.current().names_hit = true;
        }
        self.follows(bracket);
        let (seen, left_out) = (self.seen, self.left.out.len());
        self.open.push(Open {
            at,
            bracket,
            kind,
            in_function: inside || body,
            seen,
            left_out,
            soft: self.soft,
            named: self.named,
            asked,
            item: Item::new(at + 1, seen, left_out),
        });
        (self.open.len() <= DEPTH).then_some(())
    }

    /// Whether a bracket belongs to what a hit is given: it opens the arguments of a call that is one, or lies in them.
    fn is_asked(&self, at: usize, bracket: u8) -> bool {
        if self.open.last().is_some_and(|open| open.asked) {
            return true;
        }
        // `flags: { … }`, `flags={{ … }}`, `flags: Flags = [ … ]`: what a hit is
        self.is_behind_hit(at, if bracket == b'(' { b"<>!?" } else { b"<>?:={( " })
    }

    /// Whether nothing but words and some marks stands between the last hit and a place.
    fn is_behind_hit(&self, at: usize, marks: &[u8]) -> bool {
        let hit = self.next_hit.checked_sub(1).and_then(|last| self.hits.get(last));
        let Some((hit, between)) = hit.and_then(|hit| Some((hit, self.bytes.get(hit.end.min(at)..at)?))) else {
            return false;
        };
        // a label in quotes is one word
        let between = match between.first() {
            Some(quote @ (b'"' | b'\'')) if self.bytes.get(hit.start.saturating_sub(1)) == Some(quote) => {
                between.get(1..).unwrap_or(&[])
            }
            _ => between,
        };
        between.len() < AROUND && between.iter().all(|byte| is_word(*byte) || marks.contains(byte))
    }

    /// What a brace holds, by what stands before it.
    fn kind(&self, at: usize) -> Kind {
        let before = self.bytes.get(at.saturating_sub(AROUND)..at).unwrap_or(&[]);
        let head = before.trim_ascii_end();
        let spaced = head.len() < before.len();
        let is_element = self.open.last().is_some_and(|open| open.kind == Kind::Elements);
        let last = head.last().copied().unwrap_or(0);
        let ends = |words: &[String]| ends_with_word(head, words);
        if ends(&self.lexis.type_words) {
            Kind::Plain
        } else if self.lexis.blocks_only {
            Kind::Statements
        } else if is_element && matches!(last, b'{' | b':') || matches!(last, b'=' | b'(' | b'[' | b',') {
            Kind::Elements
        } else if ends(&self.lexis.body_ends) || (self.lexis.spaced_blocks && spaced) || self.is_body(at) {
            Kind::Statements
        } else if self.lexis.spaced_blocks && (is_word(last) || matches!(last, b']' | b'}')) {
            Kind::Elements
        } else {
            Kind::Plain
        }
    }

    /// Whether the brace opens the body of a function: by what stands before it on its line, or on the line above.
    fn is_body(&self, at: usize) -> bool {
        let before = self
            .bytes
            .get(at.saturating_sub(AROUND)..at)
            .unwrap_or(&[])
            .trim_ascii_end();
        let last_line = |text: &'_ [u8]| memchr::memrchr2(b'\n', b'\r', text).map_or(0, |end| end + 1);
        let mut line = before.get(last_line(before)..).unwrap_or(&[]);
        // `fun total() =⏎ locked {`
        let above = before.get(..before.len() - line.len()).unwrap_or(&[]).trim_ascii_end();
        if above.ends_with(b"=") {
            line = before.get(last_line(above)..).unwrap_or(&[]);
        }
        let line = line.trim_ascii();
        self.lexis.body_ends.iter().any(|end| line.ends_with(end.as_bytes()))
            || (!self.lexis.body_words.is_empty() && line.starts_with(b")"))
            || self.has_result(line)
            || line
                .split(|byte| !is_word(*byte))
                .any(|word| self.lexis.body_words.iter().any(|wanted| wanted.as_bytes() == word))
    }

    /// `f(): Type {`, `f() -> Type {`: what stands behind the parameters is a type.
    fn has_result(&self, line: &[u8]) -> bool {
        let Some(end) = memchr::memrchr(b')', line) else {
            return false;
        };
        let tail = line.get(end + 1..).unwrap_or(&[]).trim_ascii_start();
        let marks = self.lexis.result_marks.iter();
        let result = marks.filter_map(|mark| tail.strip_prefix(mark.as_bytes())).next();
        let of_type = |byte: &u8| {
            is_word(*byte)
                || matches!(
                    byte,
                    b' ' | b'<' | b'>' | b'[' | b']' | b'|' | b'.' | b',' | b'?' | b'&'
                )
        };
        result.is_some_and(|result| !result.is_empty() && result.iter().all(of_type))
    }

    pub(super) fn closed(&mut self, at: usize, bracket: u8) -> Option<()> {
        self.follows(bracket);
        if let Some(open) = self.open.last().filter(|open| open.kind == Kind::Statements) {
            // where the last statement is the value of a block, it stays with what is before it
            match self.lexis.last_counts && open.seen != self.seen {
                true => self.left.out.truncate(open.item.left_out),
                false => self.item_ended(at),
            }
        }
        let open = self.open.pop()?;
        // `const { a, b } = …` takes an object apart
        if bracket != b')' && self.named > open.named && self.is_pattern(at) {
            self.seen += 1;
        }
        if !matches!((open.bracket, bracket), (b'{', b'}') | (b'(', b')') | (b'[', b']')) {
            return None;
        }
        match bracket {
            b'}' if self.is_in(Kind::Tag) => self.attribute_closed(at, &open),
            b'}' if self.is_in(Kind::Markup) => self.part_closed(at + 1, &open),
            b'}' => self.brace_closed(at, &open),
            _ => {}
        }
        Some(())
    }

    fn brace_closed(&mut self, at: usize, open: &Open) {
        self.current().names_hit = false;
        let nested = self.open.last().is_some_and(|outer| outer.in_function);
        let least = if nested { TINY } else { SHORT };
        let soft = self.soft - open.soft;
        let unseen = open.seen + soft == self.seen;
        let is_large = open.kind == Kind::Elements && at - open.at > LARGE && !self.only_bodies;
        let may_go = open.in_function || is_large;
        if unseen && may_go && matches!(open.kind, Kind::Statements | Kind::Elements) {
            (self.seen, self.soft) = (open.seen, open.soft);
        }
        let stays = nested && (self.lexis.blocks_stay || self.only_bodies);
        if self.is_pattern(at) || open.asked || (unseen && (at - open.at <= least || stays)) {
            self.left.out.truncate(open.left_out);
        } else if may_go && unseen {
            self.left.out.truncate(open.left_out);
            self.left.out.push(open.at + 1..at);
        }
        // `} next();`: where lines mean nothing, a block ends its statement
        if !self.lexis.newlines
            && open.kind == Kind::Statements
            && self.open.last().is_none_or(|outer| outer.kind == Kind::Statements)
            && !self.is_joined(at + 1)
        {
            self.item_ended(at + 1);
        }
    }

    /// `{ a, b } = …` takes an object apart: its names are what a hit behind it gives.
    fn is_pattern(&self, at: usize) -> bool {
        let behind = self.bytes.get(at + 1..).unwrap_or(&[]).trim_ascii_start();
        matches!(behind, [b'=', next, ..] if !matches!(next, b'=' | b'>'))
    }
}
