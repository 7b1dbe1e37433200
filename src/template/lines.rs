//! Templates whose lines are code by how they begin, and nest by their indentation.

use crate::source::Span;
use crate::template::branches::{self, Condition, Kind, Tag};
use crate::template::{Lines, Page, scan};

/// How far brackets of attributes are looked for.
const REACH: usize = 16 * 1024;

/// Reads the lines of a page.
pub(super) fn read(page: &mut Page<'_>, lines: &Lines) {
    let mut reader = Reader {
        lines,
        comment: None,
        goes_on: false,
        open: Vec::new(),
        tags: Vec::new(),
        behind: 0,
    };
    let mut at = 0;
    for line in page.text.split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        if reader.behind <= at {
            reader.line(page, at, end);
        }
        at += line.len();
    }
    let end = page.text.len();
    reader.leave(0, end, "");
    let found = branches::pair(&reader.tags);
    page.found.conditions.extend(found);
}

struct Reader<'a, 'l> {
    lines: &'l Lines,
    /// The indentation of a comment; what is deeper belongs to it.
    comment: Option<usize>,
    /// The code of the line before goes on.
    goes_on: bool,
    /// Conditions whose blocks are open: indentation and word.
    open: Vec<(usize, &'a str)>,
    tags: Vec<Tag<'a>>,
    /// What was read already, where brackets span lines.
    behind: usize,
}

impl<'a> Reader<'a, '_> {
    fn line(&mut self, page: &mut Page<'a>, start: usize, end: usize) {
        let text = page.text;
        let (from, to) = scan::trimmed(text, start, end);
        if from >= to {
            return;
        }
        let indentation = from - start;
        if self.goes_on {
            self.code(page, from, to, indentation);
            return;
        }
        if self.comment.is_some_and(|comment| indentation > comment) {
            return;
        }
        self.comment = None;
        let line = text.get(from..to).unwrap_or("");
        let begins = |marks: &[String]| {
            marks
                .iter()
                .find(|mark| line.starts_with(mark.as_str()))
                .map(String::len)
        };
        if begins(&self.lines.comments).is_some() {
            self.leave(indentation, start, "");
            page.found.comments.push(Span::new(from, to));
            self.comment = Some(indentation);
        } else if let Some(mark) = begins(&self.lines.code) {
            let (from, to) = scan::trimmed(text, from + mark, to);
            self.code(page, from, to, indentation);
        } else {
            self.leave(indentation, start, "");
            let from = match begins(&self.lines.texts) {
                Some(_) => from,
                None => self.element(page, from, to, indentation),
            };
            self.holes(page, from, to);
        }
    }

    /// Blocks that are no deeper than this line end before it.
    fn leave(&mut self, indentation: usize, at: usize, word: &str) {
        let goes_on = matches!(word, "else" | "elsif" | "when");
        while let Some((_, opened)) = self.open.pop_if(|(open, _)| match goes_on {
            true => *open > indentation,
            false => *open >= indentation,
        }) {
            self.tags.push(Tag {
                kind: Kind::End(opened),
                start: at,
                end: at,
            });
        }
    }

    /// A line of code: a condition decides what is indented deeper, and a block that it opens needs no end.
    fn code(&mut self, page: &mut Page<'a>, from: usize, to: usize, indentation: usize) {
        let text = page.text;
        let behind = scan::word(text, from).min(to);
        let word = text.get(from..behind).unwrap_or("");
        let template = page.template;
        let is = |words: &[String]| words.iter().any(|known| known == word);
        let continued = std::mem::replace(
            &mut self.goes_on,
            text.get(from..to).is_some_and(|code| code.ends_with(',')),
        );
        if !continued {
            self.leave(indentation, from, word);
        }
        let (rest, _) = scan::trimmed(text, behind, to);
        let condition = |negated| Condition {
            span: Span::new(rest, to),
            negated,
            tag: false,
        };
        let kind = if continued {
            None
        } else if is(&template.conditions) || is(&template.negated_conditions) {
            self.open.push((indentation, word));
            Some(Kind::Opens(word, Some(condition(is(&template.negated_conditions)))))
        } else if is(&template.other_conditions) {
            Some(Kind::Otherwise(Some(condition(false))))
        } else if is(&template.otherwise) {
            Some(Kind::Otherwise(None))
        } else {
            None
        };
        let opens = self.lines.opens.as_deref();
        let code = text.get(from..to).unwrap_or("");
        // the block's parameters stand behind what opens it
        let end = opens.and_then(|opens| code.rfind(opens)).map_or(to, |at| from + at);
        let is_word = kind.is_some() || is(&template.code);
        page.keep(if is_word { rest.min(end) } else { from }, end);
        if let Some(kind) = kind {
            self.tags.push(Tag {
                kind,
                start: from,
                end: to,
            });
        }
        if !self.goes_on {
            page.put(to, b'\n');
        }
    }

    /// `%a.b{ c: d }= code`; gives the place where text begins.
    fn element(&mut self, page: &mut Page<'a>, from: usize, to: usize, indentation: usize) -> usize {
        let text = page.text;
        let bytes = text.as_bytes();
        let is_name = |byte: u8| scan::is_word(byte) || matches!(byte, b'%' | b'.' | b'#' | b'-' | b':' | b'@');
        let mut at = from;
        while bytes.get(at).is_some_and(|byte| is_name(*byte))
            && !text.get(at..).is_some_and(|rest| rest.starts_with("#{"))
        {
            at += 1;
        }
        let mut end = to;
        while let Some(open @ (b'{' | b'(' | b'[')) = bytes.get(at).copied().filter(|_| at > from) {
            let reach = text.len().min(at.saturating_add(REACH));
            if page.budget == 0 {
                return at;
            }
            let Some(close) = scan::balanced(text, at + 1, reach) else {
                page.budget = page.budget.saturating_sub(reach - at);
                return at;
            };
            if open == b'{' {
                page.keep(at + 1, close);
                page.put(at, b'[');
                page.put(close, b']');
            } else {
                self.attributes(page, at + 1, close);
            }
            page.put(close + 1, b';');
            at = close + 1;
            end = text
                .get(at..)
                .and_then(|rest| rest.find(['\n', '\r']))
                .map_or(text.len(), |length| at + length);
            self.behind = end;
        }
        if self.lines.bare_attributes && bytes.get(at) == Some(&b' ') {
            self.attributes(page, at, end);
        }
        let rest = text.get(at..end).unwrap_or("").trim_start_matches(['<', '>']);
        let rest = if self.lines.bare_attributes {
            rest.trim_start()
        } else {
            rest
        };
        // behind an element `-` is text
        let marks = self.lines.code.iter().filter(|mark| *mark != "-");
        let mark = marks
            .filter(|mark| rest.starts_with(mark.as_str()))
            .max_by_key(|mark| mark.len());
        match mark.filter(|_| at > from) {
            Some(mark) => {
                let (code, code_end) = scan::trimmed(text, end - rest.len() + mark.len(), end);
                page.put(at, b';');
                self.code(page, code, code_end, indentation);
                code_end
            }
            None => at,
        }
    }

    /// `name=code` with white space between.
    fn attributes(&mut self, page: &mut Page<'a>, from: usize, to: usize) {
        let text = page.text;
        let bytes = text.as_bytes();
        let mut at = from;
        while at < to {
            let start = scan::skip_space(text, at);
            let is_name = |byte: &u8| scan::is_word(*byte) || matches!(byte, b'-' | b':' | b'@' | b'.');
            let length = bytes
                .get(start..to)
                .unwrap_or(&[])
                .iter()
                .take_while(|byte| is_name(byte))
                .count();
            let equals = start + length;
            if length == 0
                || bytes.get(equals) != Some(&b'=')
                || bytes.get(equals + 1).is_none_or(u8::is_ascii_whitespace)
            {
                return;
            }
            let mut end = equals + 1;
            let mut quote = None;
            let mut depth = 0usize;
            while let Some(byte) = bytes.get(end).copied().filter(|_| end < to) {
                match (quote, byte) {
                    (Some(open), close) if open == close => quote = None,
                    (Some(_), _) => {}
                    (None, b'"' | b'\'') => quote = Some(byte),
                    (None, b'(' | b'[' | b'{') => depth += 1,
                    (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
                    (None, byte) if byte.is_ascii_whitespace() && depth == 0 => break,
                    _ => {}
                }
                end += 1;
            }
            page.keep(equals + 1, end);
            page.put(equals, b';');
            page.put(end, b';');
            at = end;
        }
    }

    /// `#{code}` in text.
    fn holes(&mut self, page: &mut Page<'a>, from: usize, to: usize) {
        let text = page.text;
        let mut at = from;
        while let Some(open) = text
            .get(at..to)
            .and_then(|rest| rest.find("#{"))
            .map(|found| at + found)
        {
            let Some(close) = scan::balanced(text, open + 2, to) else {
                return;
            };
            page.keep(open + 2, close);
            page.put(open, b';');
            page.put(close, b';');
            at = close + 1;
        }
    }
}
