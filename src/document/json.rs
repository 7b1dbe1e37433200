//! JSON as people and tools write it: with `//` and `/* */` comments, trailing commas, and several values in one file.

use super::{Builder, Document, Kind, Syntax, Trouble};

/// Parses one or more values.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Trouble> {
    // Where members are short there are more, so the list may still grow.
    let mut parser = Parser {
        builder: Builder::with_room(text, text.len() / 16),
        bytes: text.as_bytes(),
        text,
        at: 0,
    };
    let mut documents = 0;
    parser.skip_blank()?;
    while parser.at < parser.bytes.len() {
        if documents > 0 && !matches!(parser.peek(), Some(b'{' | b'[')) {
            return Err(Trouble::new("unexpected text after the end of the JSON value").offset(parser.at));
        }
        parser.value()?;
        documents += 1;
        parser.skip_blank()?;
    }
    let syntax = if documents > 1 { Syntax::JsonLines } else { Syntax::Json };
    Ok(parser.builder.finish(documents, syntax))
}

/// Replaces the escapes of a JSON string whose escapes have been checked.
pub(super) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(position) = rest.find('\\') {
        out.push_str(rest.get(..position).unwrap_or(""));
        let mut chars = rest.get(position + 1..).unwrap_or("").chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let (character, after) = unicode(chars.as_str());
                out.push(character);
                rest = after;
                continue;
            }
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// The character of `XXXX` or `XXXX\uXXXX`, and the text after it; half a pair becomes the replacement character.
fn unicode(rest: &str) -> (char, &str) {
    let digits = |text: &str| text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let after = rest.get(4..).unwrap_or("");
    let Some(first) = digits(rest) else {
        return (char::REPLACEMENT_CHARACTER, after);
    };
    if (0xD800..0xDC00).contains(&first)
        && let Some(second) = after.strip_prefix("\\u").and_then(digits)
        && (0xDC00..0xE000).contains(&second)
    {
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
            after.get(6..).unwrap_or(""),
        );
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), after)
}

/// How many bytes stand before the first one that ends or escapes text, or ends a line. Names and most texts are short, so eight
/// bytes at once are faster than a search made for long ones.
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // The lowest bit that is set stands in the first byte that is zero.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut count = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = [b'"', b'\\', b'\n']
            .iter()
            .fold(0, |found, mark| found | zeros(word ^ (ONES * u64::from(*mark))));
        if found != 0 {
            return count + found.trailing_zeros() as usize / 8;
        }
        count += 8;
    }
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\' | b'\n');
    count + rest.iter().position(is_mark).unwrap_or(rest.len())
}

struct Parser<'t> {
    builder: Builder<'t>,
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// One value with everything in it, without recursion.
    fn value(&mut self) -> Result<(), Trouble> {
        let floor = self.builder.open.len();
        loop {
            // Here a value is due.
            self.skip_blank()?;
            let opened = self.scalar_or_open()?;
            if opened && !self.next_member(true)? {
                self.builder.close();
            } else if opened {
                continue;
            }
            // Here a value has ended: close what ends with it.
            loop {
                if self.builder.open.len() == floor {
                    return Ok(());
                }
                if self.next_member(false)? {
                    break;
                }
                self.builder.close();
            }
        }
    }

    /// Moves to the next member's value in the open list or map; false at its end, which is then behind `at`.
    fn next_member(&mut self, first: bool) -> Result<bool, Trouble> {
        self.skip_blank()?;
        let map = self.builder.in_map();
        let end = if map { b'}' } else { b']' };
        if !first {
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == end => {
                    self.at += 1;
                    return Ok(false);
                }
                _ => return Err(self.unexpected(if map { "`,` or `}`" } else { "`,` or `]`" })),
            }
            self.skip_blank()?;
        }
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(false);
        }
        if map {
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a member's name in double quotes"));
            }
            self.string()?;
            self.skip_blank()?;
            if self.peek() != Some(b':') {
                return Err(self.unexpected("`:`"));
            }
            self.at += 1;
        }
        Ok(true)
    }

    /// Reads a scalar, or the opening bracket of a list or map: then true.
    fn scalar_or_open(&mut self) -> Result<bool, Trouble> {
        let start = self.at;
        match self.peek() {
            Some(b'{' | b'[') => {
                let kind = if self.peek() == Some(b'{') {
                    Kind::Map
                } else {
                    Kind::List
                };
                self.builder
                    .open(kind, start)
                    .map_err(|trouble| self.with_path(trouble))?;
                self.at += 1;
                return Ok(true);
            }
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => {
                let words = [("true", Kind::True), ("false", Kind::False), ("null", Kind::Null)];
                let rest = self.text.get(start..).unwrap_or("");
                let Some((word, kind)) = words.into_iter().find(|(word, _)| rest.starts_with(word)) else {
                    return Err(self.unexpected("a value"));
                };
                self.at += word.len();
                self.builder.scalar(kind, start, self.at)?;
            }
        }
        Ok(false)
    }

    fn number(&mut self) -> Result<(), Trouble> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let text = self.text.get(start..self.at).unwrap_or("");
        if text.parse::<f64>().is_err() {
            self.at = start;
            return Err(self.unexpected("a number"));
        }
        self.builder.scalar(Kind::Number, start, self.at)?;
        Ok(())
    }

    fn string(&mut self) -> Result<(), Trouble> {
        let quote = self.at;
        let start = quote + 1;
        let mut escaped = false;
        self.at = start;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            self.at += plain(rest);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                None => return Err(self.truncated()),
                Some(_) => {
                    return Err(
                        self.with_path(Trouble::new("text is not closed before the end of its line").offset(quote))
                    );
                }
            }
        }
        self.builder
            .scalar(if escaped { Kind::Escaped } else { Kind::Text }, start, self.at)?;
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Trouble> {
        let length = match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6).unwrap_or(&[]);
                if digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit) {
                    6
                } else {
                    0
                }
            }
            None => {
                self.at = self.bytes.len();
                return Err(self.truncated());
            }
            Some(_) => 0,
        };
        if length == 0 {
            return Err(self.with_path(Trouble::new("this escape is not known in JSON").offset(self.at)));
        }
        self.at += length;
        Ok(())
    }

    fn skip_blank(&mut self) -> Result<(), Trouble> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b'/') if self.comment()? => {}
                _ => return Ok(()),
            }
        }
    }

    /// Moves behind a comment; false where none begins.
    fn comment(&mut self) -> Result<bool, Trouble> {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        if rest.starts_with(b"//") {
            self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        } else if rest.starts_with(b"/*") {
            let Some(end) = memchr::memmem::find(rest, b"*/") else {
                return Err(self.with_path(Trouble::new("this comment is not closed").offset(self.at)));
            };
            self.at += end + 2;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn unexpected(&self, wanted: &str) -> Trouble {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None => self.truncated(),
            Some(found) => {
                let message = format!("expected {wanted}, found `{}`", found.escape_debug());
                self.with_path(Trouble::new(message).offset(self.at))
            }
        }
    }

    fn truncated(&self) -> Trouble {
        let open = self
            .builder
            .open
            .last()
            .and_then(|index| self.builder.nodes.get(*index as usize));
        let message = match open {
            Some(node) if node.kind() == Kind::Map => "the file ends inside an object: it looks truncated",
            Some(_) => "the file ends inside a list: it looks truncated",
            None => "the file ends inside a value: it looks truncated",
        };
        self.with_path(Trouble::new(message).offset(self.bytes.len()))
            .help("fetch the export again; a download that stopped half-way looks like this")
    }

    /// Adds the JSON path of the innermost open member.
    fn with_path(&self, trouble: Trouble) -> Trouble {
        let mut path = String::new();
        for index in &self.builder.open {
            let Some(node) = self.builder.nodes.get(*index as usize) else {
                continue;
            };
            let (count, last) = self.direct_children(*index);
            if node.kind() == Kind::List {
                path.push_str(&format!("[{}]", count.saturating_sub(1)));
            } else if let Some(key) = last {
                super::push_key(&mut path, &key);
            }
        }
        Trouble {
            at: (!path.is_empty()).then_some(path),
            ..trouble
        }
    }

    /// How many children an open node has so far, and the last key if it is a map.
    fn direct_children(&self, index: u32) -> (usize, Option<String>) {
        let mut count = 0;
        let mut key = None;
        let mut at = index + 1;
        while let Some(node) = self.builder.nodes.get(at as usize) {
            if count % 2 == 0 {
                key = Some(node);
            }
            count += 1;
            let open = self.builder.open.contains(&at);
            if open {
                break;
            }
            at = node.next(at);
        }
        let text = key.and_then(|node| self.text.get(node.range()));
        (count, text.map(unescape))
    }
}
