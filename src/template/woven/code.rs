//! One step after the other through code.

use super::{Behind, Kind, Statement, Weaver, Words};
use crate::source::Span;
use crate::template::scan;

/// How far what fills a text is looked for.
const FILLED: usize = 4096;

impl Weaver<'_> {
    /// Where a statement may begin.
    pub(super) fn statement(&mut self) -> Option<()> {
        let at = self.at;
        let byte = self.byte(at)?;
        let rest = self.rest(at);
        if byte.is_ascii_whitespace() {
            self.keep(at, at + 1);
            self.at += 1;
            return Some(());
        }
        if let Some(end) = self.code_comment() {
            self.keep(at, end);
            self.at = end;
            return Some(());
        }
        if rest.starts_with("@*") {
            return self.comment();
        }
        // What goes on with a statement in markup.
        if matches!(self.open.last()?.kind, Kind::Single) {
            return self.begin_statement(false);
        }
        let inside = rest.get(1..).unwrap_or("");
        match byte {
            b'}' => self.end_braces(),
            b'<' if inside.starts_with(|first: char| first.is_ascii_alphabetic()) || inside.starts_with("!--") => {
                self.begin_element()
            }
            b'@' if inside.starts_with(':') => {
                self.push(Kind::Line, (at, at + 2), true)?;
                self.at += 2;
                Some(())
            }
            b'@' if !inside.starts_with(['"', '$']) => self.marked(),
            _ => self.begin_statement(false),
        }
    }

    /// `@` where a statement may begin: it is not needed before one, and writes out what is none.
    fn marked(&mut self) -> Option<()> {
        let woven = self.template.woven.as_ref()?;
        let behind = scan::word(self.text, self.at + 1);
        let word = self.text.get(self.at + 1..behind)?;
        match self.byte(self.at + 1)? {
            b'(' => self.explicit(),
            b'{' => self.transition(),
            b'<' => None,
            _ if woven.statements.iter().any(|known| known == word) => {
                self.at += 1;
                self.begin_statement(true)
            }
            _ => {
                self.implicit(behind);
                Some(())
            }
        }
    }

    /// A statement begins here.
    pub(super) fn begin_statement(&mut self, marked: bool) -> Option<()> {
        let template = self.template;
        let woven = template.woven.as_ref()?;
        let behind = scan::word(self.text, self.at);
        let word = self.text.get(self.at..behind)?;
        let is = |words: &[String]| words.iter().any(|known| known == word);
        let (goes_on, is_label) = (is(&woven.followers), is(&woven.labels));
        let in_brackets = self.byte(scan::skip_space(self.text, behind)) == Some(b'(');
        let is_code = behind > self.at || matches!(self.byte(self.at), Some(b'(' | b'+' | b'-'));
        let start = u32::try_from(self.at).ok()?;
        let statement = if goes_on {
            self.found
                .statements
                .iter()
                .rposition(|statement| statement.frame == self.frame())
        } else if is_code && !is_label {
            self.found.statements.push(Statement {
                start,
                end: start,
                frame: self.frame(),
                marked,
                markable: is(&woven.statements) || is(&template.statements) && in_brackets,
            });
            Some(self.found.statements.len() - 1)
        } else {
            None
        };
        self.push_within(Kind::Rest {
            depth: 0,
            words: Words {
                start: self.at,
                is_label,
                statement,
            },
        })
    }

    /// The end of a comment that begins here.
    fn code_comment(&self) -> Option<usize> {
        let rest = self.rest(self.at);
        if rest.starts_with("//") {
            return Some(self.line_end(self.at));
        }
        let inside = rest.strip_prefix("/*")?;
        Some(self.at + 2 + inside.find("*/").map_or(inside.len(), |end| end + 2))
    }

    /// At a closing brace of code.
    fn end_braces(&mut self) -> Option<()> {
        let at = self.at;
        let frame = self.frame();
        let Kind::Braces { kept, behind } = self.pop((at, at + 1))? else {
            return None;
        };
        self.at += 1;
        if kept {
            self.keep(at, at + 1);
            if behind == Behind::Statement {
                self.end_statement();
            }
            return Some(());
        }
        let opens = self.found.frames.get(frame)?.opens;
        let inside = Span::new(opens.end as usize, at);
        let mut members = self.found.members.iter_mut();
        match members.find(|members| members.is_empty() && members.start as usize == frame) {
            Some(members) => *members = inside,
            None => self
                .found
                .blocks
                .push((Span::new(opens.start as usize, at + 1), inside)),
        }
        Some(())
    }

    /// The statement that was read ends before here; what stood alone leads back to markup, unless another word goes on with it.
    fn end_statement(&mut self) {
        let Some(Kind::Rest { words, .. }) = self.open.last().map(|open| &open.kind) else {
            return;
        };
        let end = u32::try_from(self.at).unwrap_or(u32::MAX);
        if let Some(statement) = words.statement.and_then(|at| self.found.statements.get_mut(at)) {
            statement.end = end;
        }
        self.open.pop();
        let next = scan::skip_space(self.text, self.at);
        let word = self.text.get(next..scan::word(self.text, next)).unwrap_or("");
        let woven = self.template.woven.as_ref();
        let goes_on = woven.is_some_and(|woven| woven.followers.iter().any(|known| known == word));
        if matches!(self.open.last().map(|open| &open.kind), Some(Kind::Single)) && !goes_on {
            self.open.pop();
        }
    }

    /// Reads on in a statement.
    pub(super) fn rest_of_statement(&mut self) -> Option<()> {
        let at = self.at;
        let byte = self.byte(at)?;
        if let Some(end) = self.code_comment().or_else(|| self.string()) {
            self.keep(at, end);
            self.at = end;
            return Some(());
        }
        match self.rest(at) {
            rest if rest.starts_with("@*") => return self.comment(),
            // markup as a value
            rest if rest.starts_with("@<") => return None,
            _ => {}
        }
        let begins_block = byte == b'{' && self.begins_block();
        let end = at + self.letter();
        let Kind::Rest { depth, words } = &mut self.open.last_mut()?.kind else {
            return None;
        };
        let (is_outside, is_label) = (*depth == 0, words.is_label);
        match byte {
            b'(' | b'[' => *depth += 1,
            b')' | b']' => *depth = depth.checked_sub(1)?,
            // What has no end of its own: the last entry of a list.
            b'}' if is_outside => {
                self.end_statement();
                return Some(());
            }
            _ => {}
        }
        self.keep(at, end);
        self.at = end;
        match byte {
            b';' if is_outside => self.end_statement(),
            b':' if is_outside && is_label => {
                self.open.pop();
            }
            b'{' => {
                let behind = match is_outside && begins_block {
                    true => Behind::Statement,
                    false => Behind::Rest,
                };
                self.push(Kind::Braces { kept: true, behind }, (at, end), false)?;
            }
            _ => {}
        }
        Some(())
    }

    /// Whether a brace here begins the statements of a statement, not the members of a value.
    fn begins_block(&self) -> bool {
        let Some(Kind::Rest { words, .. }) = self.open.last().map(|open| &open.kind) else {
            return false;
        };
        let code = self.text.get(words.start..self.at).unwrap_or("").trim_end();
        let first = code
            .split(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap_or("");
        let is_known = self.template.woven.as_ref().is_some_and(|woven| {
            let words = woven
                .statements
                .iter()
                .chain(&woven.followers)
                .chain(&self.template.statements);
            words.into_iter().any(|known| known == first)
        });
        is_known || code.is_empty() || code.ends_with(')') && !code.contains('=') && !code.contains("new ")
    }

    /// The end of a text or a character that begins here.
    fn string(&self) -> Option<usize> {
        let rest = self.rest(self.at);
        let bytes = rest.as_bytes();
        if let Some(inside) = rest.strip_prefix('\'') {
            let skipped = if inside.starts_with('\\') { 2 } else { 0 };
            let end = inside.get(skipped..)?.find('\'')?;
            return Some(self.at + 1 + skipped + end + 1);
        }
        let marks = bytes.iter().take_while(|byte| matches!(byte, b'$' | b'@')).count();
        let is = |mark: u8| bytes.iter().take(marks).any(|byte| *byte == mark);
        let (is_verbatim, is_filled) = (is(b'@'), is(b'$'));
        let quotes = bytes.iter().skip(marks).take_while(|byte| **byte == b'"').count();
        if quotes >= 3 {
            let from = marks + quotes;
            let end = rest.get(from..)?.find(rest.get(marks..from)?)?;
            return Some(self.at + from + end + quotes);
        }
        if quotes == 0 {
            return None;
        }
        let mut at = marks + 1;
        while let Some(byte) = bytes.get(at) {
            let doubled = bytes.get(at + 1) == Some(byte);
            match byte {
                b'"' if is_verbatim && doubled => at += 1,
                b'"' => return Some(self.at + at + 1),
                b'\\' if !is_verbatim => at += 1,
                b'{' if is_filled && doubled => at += 1,
                b'{' if is_filled => at = scan::balanced(rest, at + 1, rest.len().min(at + FILLED))?,
                _ => {}
            }
            at += 1;
        }
        None
    }
}
