//! One step after the other through markup.

use super::{Behind, Element, Hole, Kind, Piece, Tag, Weaver};
use crate::source::Span;
use crate::template::{markup, scan};

/// How many members an expression may have.
const CHAIN: usize = 64;
/// What stands in these is no markup.
const RAW: &[(&str, &str)] = &[("script", "</script"), ("style", "</style")];
/// The same.
const REMARK: (&str, &str) = ("<!--", "-->");

impl Weaver<'_> {
    /// Reads on; `None`: it cannot be read.
    pub(super) fn step(&mut self) -> Option<()> {
        match self.open.last()?.kind {
            Kind::Page | Kind::Section(_) | Kind::Element(_) | Kind::Line => self.markup(),
            Kind::Braces { .. } | Kind::Single => self.statement(),
            Kind::Rest { .. } => self.rest_of_statement(),
        }
    }

    fn markup(&mut self) -> Option<()> {
        let byte = self.byte(self.at)?;
        if byte == b'@' {
            return self.transition();
        }
        let (at, next) = (self.at, self.at + self.letter());
        match &mut self.open.last_mut()?.kind {
            Kind::Section(depth) => match (byte, *depth) {
                (b'{', _) => *depth += 1,
                (b'}', 0) => {
                    self.pop((at, at + 1));
                }
                (b'}', _) => *depth -= 1,
                _ => {}
            },
            Kind::Line if matches!(byte, b'\n' | b'\r') => return self.end_line(at),
            Kind::Element(_) => return self.element(byte),
            Kind::Page => {
                let rest = self.rest(at);
                self.at += rest.find('@').unwrap_or(rest.len());
                return Some(());
            }
            _ => {}
        }
        self.at = next;
        Some(())
    }

    /// How long the character here is.
    pub(super) fn letter(&self) -> usize {
        self.rest(self.at).chars().next().map_or(1, char::len_utf8)
    }

    /// Ends `@: …` where its line ends.
    pub(super) fn end_line(&mut self, end: usize) -> Option<()> {
        let start = self.found.frames.get(self.frame())?.opens.start as usize;
        self.pop((end, end));
        self.pieces.push(Piece { start, end });
        Some(())
    }

    /// An element begins here, within code.
    pub(super) fn begin_element(&mut self) -> Option<()> {
        let at = self.at;
        let group = &self.template.woven.as_ref()?.group;
        let name = self.rest(at + 1).strip_prefix(group.as_str());
        let element = Element {
            start: at,
            ..Element::default()
        };
        self.push(
            Kind::Element(element),
            (at, at),
            name.is_some_and(|rest| rest.starts_with('>')),
        )?;
        self.begin_tag()
    }

    /// Reads on in an element within code.
    fn element(&mut self, byte: u8) -> Option<()> {
        let (rest, next) = (self.rest(self.at), self.at + self.letter());
        let Kind::Element(element) = &mut self.open.last_mut()?.kind else {
            return None;
        };
        if let Some(end) = element.raw {
            let ends = rest.starts_with(end);
            self.at = next;
            if ends {
                element.raw = None;
                let is_remark = end == REMARK.1;
                self.at = next - 1 + if is_remark { end.len() } else { 0 };
                if is_remark && element.names.is_empty() {
                    return self.end_element((self.at, self.at));
                }
            }
            return Some(());
        }
        if let Some(tag) = &mut element.tag {
            match (tag.quote, byte) {
                (Some(quote), _) if quote == byte => tag.quote = None,
                (None, b'"' | b'\'') => tag.quote = Some(byte),
                (None, b'>') => return self.end_tag(),
                _ => {}
            }
        } else if byte == b'<' {
            return self.begin_tag();
        }
        self.at = next;
        Some(())
    }

    fn begin_tag(&mut self) -> Option<()> {
        let (text, at) = (self.text, self.at);
        let bytes = text.as_bytes();
        let closes = bytes.get(at + 1) == Some(&b'/');
        let from = at + 1 + usize::from(closes);
        let is_name = |byte: &u8| scan::is_word(*byte) || matches!(byte, b'-' | b'.' | b':');
        let length = bytes.get(from..)?.iter().take_while(|byte| is_name(byte)).count();
        let is_remark = self.rest(at).starts_with(REMARK.0);
        let Kind::Element(element) = &mut self.open.last_mut()?.kind else {
            return None;
        };
        if is_remark {
            element.raw = Some(REMARK.1);
            self.at += REMARK.0.len();
            return Some(());
        }
        self.at = from + length;
        if bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
            element.tag = Some(Tag {
                name: (from, from + length),
                closes,
                quote: None,
            });
        } else {
            self.at = at + 1;
        }
        Some(())
    }

    /// At the `>` of a tag.
    fn end_tag(&mut self) -> Option<()> {
        let (text, at) = (self.text, self.at);
        let frame = self.frame();
        let Kind::Element(element) = &mut self.open.last_mut()?.kind else {
            return None;
        };
        let tag = element.tag.take()?;
        let name = text.get(tag.name.0..tag.name.1)?;
        let is_alone = text.as_bytes().get(at.checked_sub(1)?) == Some(&b'/') || markup::is_void(name);
        if tag.closes {
            let (from, to) = element.names.pop()?;
            if text.get(from..to) != Some(name) {
                return None;
            }
        } else if !is_alone {
            element.names.push(tag.name);
            element.raw = RAW.iter().find(|(known, _)| *known == name).map(|(_, end)| *end);
        }
        let is_done = element.names.is_empty();
        self.at += 1;
        // The first tag is what begins the element.
        if let Some(frame) = self.found.frames.get_mut(frame).filter(|frame| frame.opens.is_empty()) {
            frame.opens.end = u32::try_from(at + 1).ok()?;
        }
        match is_done {
            true => self.end_element((if tag.closes { tag.name.0 - 2 } else { at + 1 }, at + 1)),
            false => Some(()),
        }
    }

    fn end_element(&mut self, closes: (usize, usize)) -> Option<()> {
        let Kind::Element(element) = self.pop(closes)? else {
            return None;
        };
        self.pieces.push(Piece {
            start: element.start,
            end: self.at,
        });
        Some(())
    }

    /// `@` in markup.
    pub(super) fn transition(&mut self) -> Option<()> {
        let (at, from) = (self.at, self.at + 1);
        match self.byte(from) {
            Some(b'@') => {
                self.at += 2;
                return Some(());
            }
            Some(b'*') => return self.comment(),
            Some(b'{') => return self.begin_block((at, from + 1)),
            Some(b'(') => return self.explicit(),
            _ => {}
        }
        let behind = scan::word(self.text, from);
        let before = at.checked_sub(1).and_then(|at| self.byte(at));
        let word = self.text.get(from..behind)?;
        if before.is_some_and(scan::is_word) || behind == from || word.starts_with(|first: char| first.is_ascii_digit())
        {
            self.at += 1;
            return Some(());
        }
        self.directive(word, behind)
    }

    /// `@word`; `behind` stands behind it.
    fn directive(&mut self, word: &str, behind: usize) -> Option<()> {
        let (at, from) = (self.at, self.at + 1);
        let template = self.template;
        let woven = template.woven.as_ref()?;
        let is = |words: &[String]| words.iter().any(|known| known == word);
        let next = scan::skip_space(self.text, behind);
        let line_end = self.line_end(at);
        let opens = matches!(self.byte(next), Some(b'(' | b'{'));
        if is(&template.imports) {
            self.import(behind, line_end);
            self.at = line_end;
        } else if is(&template.skipped) {
            self.at = line_end;
        } else if is(&woven.sections) {
            let open = at + self.rest(at).find('{')?;
            self.push(Kind::Section(0), (at, open + 1), false)?;
            self.at = open + 1;
        } else if is(&woven.members) && self.byte(next) == Some(b'{') {
            let members = self.found.frames.len();
            self.begin_block((at, next + 1))?;
            self.found.members.push(Span::new(members, members));
        } else if is(&woven.declarations) {
            self.declaration(next, line_end);
        } else if is(&template.statements) && !opens {
            self.declaration(from, line_end);
        } else if is(&woven.statements) || is(&template.statements) {
            self.at = from;
            self.push_within(Kind::Single)?;
            self.begin_statement(true)?;
        } else {
            self.implicit(behind);
        }
        Some(())
    }

    /// `@{`, `@code {`.
    fn begin_block(&mut self, opens: (usize, usize)) -> Option<()> {
        let kind = Kind::Braces {
            kept: false,
            behind: Behind::Statement,
        };
        self.push(kind, opens, false)?;
        self.at = opens.1;
        Some(())
    }

    /// `@inject Type name`, `@using Name`: a statement up to the end of the line.
    fn declaration(&mut self, from: usize, line_end: usize) {
        let line = self.text.get(from..line_end).unwrap_or("");
        let end = from + line.trim_end_matches([';', ' ', '\t']).len();
        self.keep(from, end);
        if self.is_free(end) {
            self.put(end, b';');
        }
        let whole = Span::new(self.at, line_end);
        self.found.blocks.push((whole, Span::new(from, end)));
        self.at = line_end;
    }

    pub(super) fn comment(&mut self) -> Option<()> {
        let end = self.at + 4 + self.rest(self.at + 2).find("*@")?;
        self.found.comments.push(Span::new(self.at, end));
        self.found.taken.push(Span::new(self.at, end));
        self.at = end;
        Some(())
    }

    /// `@(expression)`.
    pub(super) fn explicit(&mut self) -> Option<()> {
        let open = self.at + 1;
        let close = self.balanced(open + 1)?;
        self.hole((open + 1, close), close + 1, true);
        Some(())
    }

    /// `@await a.b(c)`, as far as it goes without white space; `behind` stands behind its first word.
    pub(super) fn implicit(&mut self, behind: usize) {
        let text = self.text;
        let from = self.at + 1;
        let mut at = behind;
        if text.get(from..behind) == Some("await") {
            let next = scan::skip_space(text, behind);
            at = scan::word(text, next);
            if at == next {
                self.at = behind;
                return;
            }
        }
        for _ in 0..CHAIN {
            let name = match (self.byte(at), self.byte(at + 1)) {
                (Some(b'.'), _) => Some(at + 1),
                (Some(b'?'), Some(b'.')) => Some(at + 2),
                _ => None,
            };
            let next = match (self.byte(at), self.byte(at + 1)) {
                _ if name.is_some() => name.map(|name| scan::word(text, name)).filter(|end| Some(*end) != name),
                (Some(b'(' | b'['), _) => self.balanced(at + 1).map(|close| close + 1),
                (Some(b'!'), Some(b'.' | b'[')) => Some(at + 1),
                _ => None,
            };
            let Some(next) = next else { break };
            at = next;
        }
        self.hole((from, at), at, false);
    }

    fn hole(&mut self, inside: (usize, usize), end: usize, explicit: bool) {
        self.keep(inside.0, inside.1);
        let whole = Span::new(self.at, end);
        self.found.taken.push(whole);
        self.found.holes.push(Hole {
            whole,
            inside: Span::new(inside.0, inside.1),
            explicit,
            frame: self.frame(),
        });
        self.at = end;
    }
}
