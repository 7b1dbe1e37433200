//! Markup in code: elements that are values, with code in braces.

use std::ops::Range;

use super::{DEPTH, Item, Kind, Open, Reader, TINY};
use crate::facts::elide::word_at;

/// Longer types are none of an element.
const TYPES: usize = 1024;

/// How long the types are that stand right behind the name of an element: `<Form<Values>`. `None`: they do not end.
fn type_arguments(behind: &[u8]) -> Option<usize> {
    if behind.first() != Some(&b'<') {
        return Some(0);
    }
    let mut depth = 0_usize;
    let mut before = 0;
    for (at, byte) in behind.iter().copied().take(TYPES).enumerate() {
        match byte {
            b'<' => depth += 1,
            // `=>` of a function's type closes nothing
            b'>' if before != b'=' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
        before = byte;
    }
    None
}

impl Reader<'_> {
    /// Whether an element begins here: where a value is expected, and no parameter of a type follows (`<T,>(…) => …`).
    pub(super) fn opens_element(&self, at: usize) -> bool {
        if !self.lexis.markup || self.operand {
            return false;
        }
        let rest = self.bytes.get(at + 1..).unwrap_or(&[]);
        let name = word_at(rest, 0);
        let behind = rest.get(name.len()..).unwrap_or(&[]).trim_ascii_start();
        match rest.first() {
            Some(b'>') => true,
            Some(first) if first.is_ascii_alphabetic() => {
                !behind.starts_with(b",") && !behind.starts_with(b"extends ") && !behind.starts_with(b"=")
            }
            _ => false,
        }
    }

    /// An element begins; behind its name.
    pub(super) fn element(&mut self, at: usize) -> Option<usize> {
        self.started();
        let rest = self.bytes.get(at + 1..).unwrap_or(&[]);
        let is_name = |byte: &u8| super::is_word(*byte) || matches!(byte, b'.' | b'-' | b':');
        let name = rest.iter().take_while(|byte| is_name(byte)).count();
        let (seen, left_out) = (self.seen, self.left.out.len());
        // the hit that is its name counts for it
        let end = at + 1 + name;
        let end = self.pass(end + type_arguments(self.bytes.get(end..).unwrap_or(&[]))?);
        self.open.push(Open {
            at,
            bracket: b'<',
            kind: Kind::Tag,
            in_function: self.open.last().is_some_and(|open| open.in_function),
            seen,
            left_out,
            soft: self.soft,
            named: self.named,
            asked: self.open.last().is_some_and(|open| open.asked),
            item: Item::new(end, self.seen, left_out),
        });
        (self.open.len() <= DEPTH).then_some(end)
    }

    /// A mark between the attributes of an element.
    pub(super) fn tag(&mut self, at: usize, byte: u8) -> Option<usize> {
        let behind = self.bytes.get(at + 1..)?;
        match byte {
            b'>' => {
                let open = self.open.last_mut()?;
                open.kind = Kind::Markup;
                Some(at + 1)
            }
            b'/' if behind.first() == Some(&b'>') => self.element_closed(at + 2),
            b'/' if self.is_comment(at) => Some(self.skipped(at)),
            b'"' | b'\'' => {
                let end = at + 1 + memchr::memchr(byte, behind)? + 1;
                self.pass(end);
                self.started();
                self.follows(byte);
                self.item_ended(end);
                Some(end)
            }
            // parameters of a type, or no element at all
            _ => None,
        }
    }

    /// What stands in an element.
    pub(super) fn content(&mut self, at: usize, byte: u8) -> Option<usize> {
        match byte {
            b'{' => {
                self.opened(at, byte)?;
                Some(at + 1)
            }
            b'<' if self.bytes.get(at + 1) == Some(&b'/') => {
                let end = at + memchr::memchr(b'>', self.bytes.get(at..)?)? + 1;
                self.pass(end);
                self.element_closed(end)
            }
            b'<' => self.element(at),
            b'}' => None,
            _ => {
                let rest = self.bytes.get(at..)?;
                let end = at + memchr::memchr3(b'{', b'<', b'}', rest)?;
                Some(self.pass(end))
            }
        }
    }

    fn element_closed(&mut self, end: usize) -> Option<usize> {
        let open = self.open.pop().filter(|open| open.bracket == b'<')?;
        self.follows(b')');
        if self.is_in(Kind::Markup) {
            self.part_closed(end, &open);
        }
        Some(end)
    }

    /// A part of an element ends, which can do without it.
    pub(super) fn part_closed(&mut self, end: usize, part: &Open) {
        let soft = self.soft - part.soft;
        let unseen = part.seen + soft == self.seen;
        if !unseen || part.asked || end - part.at <= TINY {
            if part.asked {
                self.left.out.truncate(part.left_out);
            }
            return;
        }
        (self.seen, self.soft) = (part.seen, part.soft);
        let bytes = self.bytes;
        let out = &mut self.left.out;
        out.truncate(part.left_out);
        let between = |last: &Range<usize>| bytes.get(last.end..part.at).unwrap_or(&[]);
        match out.last_mut().filter(|last| between(last).trim_ascii().is_empty()) {
            Some(last) => last.end = end,
            None => out.push(part.at..end),
        }
    }

    /// The value of an attribute ends.
    pub(super) fn attribute_closed(&mut self, at: usize, value: &Open) {
        if value.asked {
            self.left.out.truncate(value.left_out);
        }
        self.started();
        self.item_ended(at + 1);
    }
}
