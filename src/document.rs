//! A text file of structured data (JSON, YAML, CSV, TOML, XML, properties) as a light tree with positions.
//!
//! One pass makes a flat list of 8-byte nodes that point into the text; strings stay where they are until somebody asks for
//! them. Recognising a format and reading its members both walk this list, so a 50 MB export is parsed once, and every
//! error can name the line and the JSON path of what it complains about.

mod comments;
mod csv;
mod decode;
mod json;
mod lines;
mod properties;
mod toml;
mod typed;
mod unpack;
mod xml;
mod yaml;

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use decode::{decode, is_data};
pub(crate) use typed::Raw;
pub(crate) use unpack::unpack;

/// Nothing may be nested deeper: keeps every recursive reader within the stack.
pub(crate) const MAX_DEPTH: usize = 128;

/// How the file is written, for messages only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Json,
    JsonLines,
    Yaml,
    Csv,
    Toml,
    Properties,
    Xml,
    /// A list of lines of text.
    Lines,
}

/// What is wrong with a file and where, before the file has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Byte in the text.
    pub(crate) offset: Option<usize>,
    /// Such as `items[3].archived`.
    pub(crate) at: Option<String>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Trouble {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            offset: None,
            at: None,
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn offset(mut self, offset: usize) -> Self {
        self.offset = Some(offset);
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What a node is; everything but lists and maps is a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    True,
    False,
    /// A JSON number; `start..end` is its text.
    Number,
    /// Quoted text without escapes.
    Text,
    /// Quoted JSON text with escapes, still to be replaced.
    Escaped,
    /// Quoted text that is not in the file as such; `end` counts in [`Document::owned`].
    Owned,
    /// A scalar without quotes: what it means depends on what is wanted. `start..end` is its text.
    Plain,
    /// The same, where the text is not in the file as such.
    PlainOwned,
    /// The key `<<` of YAML: not a member, see [`Cursor::entries`].
    Merge,
    List,
    Map,
}

/// All kinds, by their numbers.
const KINDS: [Kind; 12] = [
    Kind::Null,
    Kind::True,
    Kind::False,
    Kind::Number,
    Kind::Text,
    Kind::Escaped,
    Kind::Owned,
    Kind::Plain,
    Kind::PlainOwned,
    Kind::Merge,
    Kind::List,
    Kind::Map,
];

/// Bytes that the nodes of a file may take: those of 25 million numbers. The largest exports that we know of have two million
/// values.
const MOST: usize = 192 << 20;

/// No text may be longer: nodes count bytes in 30 bits.
pub(crate) const LONGEST_TEXT: usize = 1 << 30;

/// One node, packed because a large file has millions: four bits of kind, then 30 of start and 30 of size. The nodes of a list or
/// map follow it.
#[derive(Clone, Copy)]
struct Node(u64);

impl Node {
    const BITS: u32 = 30;
    const LARGEST: u64 = (1 << Self::BITS) - 1;

    /// `size`: of a text in the file how many bytes it has, of one that is not in the file its index in [`Document::owned`], of a
    /// list or map how many nodes it is with all that follow.
    fn new(kind: Kind, start: usize, size: usize) -> Self {
        let bits = |number: usize| u64::try_from(number).unwrap_or(u64::MAX).min(Self::LARGEST);
        Self(u64::from(kind as u8) << (2 * Self::BITS) | bits(start) << Self::BITS | bits(size))
    }

    fn kind(self) -> Kind {
        let number = usize::try_from(self.0 >> (2 * Self::BITS)).unwrap_or(0);
        KINDS.get(number).copied().unwrap_or(Kind::Null)
    }

    fn start(self) -> usize {
        usize::try_from(self.0 >> Self::BITS & Self::LARGEST).unwrap_or(0)
    }

    fn size(self) -> usize {
        usize::try_from(self.0 & Self::LARGEST).unwrap_or(0)
    }

    /// The bytes of a scalar in the file.
    fn range(self) -> std::ops::Range<usize> {
        self.start()..self.start() + self.size()
    }

    /// The index of the node behind it and all that is in it.
    fn next(self, index: u32) -> u32 {
        let size = match self.kind() {
            Kind::List | Kind::Map => u32::try_from(self.size()).unwrap_or(u32::MAX).max(1),
            _ => 1,
        };
        index.saturating_add(size)
    }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?} at {} of {}", self.kind(), self.start(), self.size())
    }
}

/// A decoded file.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    text: &'t str,
    nodes: Vec<Node>,
    owned: Vec<Box<str>>,
    root: u32,
    lines: LineIndex,
    pub(crate) syntax: Syntax,
    /// What a table's columns are called, those without a cell as well; empty for other files.
    pub(crate) columns: Vec<Box<str>>,
}

impl<'t> Document<'t> {
    pub(crate) fn root(&self) -> Cursor<'_> {
        Cursor {
            document: self,
            index: self.root,
        }
    }

    /// The lines before the one in which a byte stands, the nearest first, without their ends.
    fn lines_before(&self, offset: usize) -> impl Iterator<Item = &'t str> {
        let before = self.text.get(..offset).unwrap_or(self.text);
        before.rsplit('\n').skip(1)
    }

    /// The node that a [`Raw`] stands for.
    pub(crate) fn cursor(&self, raw: Raw) -> Cursor<'_> {
        let last = self.nodes.len().saturating_sub(1);
        Cursor {
            document: self,
            index: raw.0.min(u32::try_from(last).unwrap_or(0)),
        }
    }
}

/// Turns an offset into a line and a column: knows how many lines end before each block, and counts within it.
#[derive(Debug, Default)]
pub(crate) struct LineIndex {
    before: Vec<u32>,
}

impl LineIndex {
    /// Bytes of a block.
    const BLOCK: usize = 4096;

    pub(crate) fn new(text: &str) -> Self {
        let mut total = 0_u32;
        let before = text.as_bytes().chunks(Self::BLOCK).map(|block| {
            let before = total;
            let ended = memchr::memchr_iter(b'\n', block).count();
            total = total.saturating_add(u32::try_from(ended).unwrap_or(u32::MAX));
            before
        });
        Self {
            before: before.collect(),
        }
    }

    /// Counted from 1; `text` is the one that it was made of.
    pub(crate) fn line(&self, text: &str, offset: usize) -> u32 {
        let offset = offset.min(text.len());
        let block = (offset / Self::BLOCK).min(self.before.len().saturating_sub(1));
        let before = self.before.get(block).copied().unwrap_or(0);
        let rest = text.as_bytes().get(block * Self::BLOCK..offset).unwrap_or(&[]);
        let ended = u32::try_from(memchr::memchr_iter(b'\n', rest).count()).unwrap_or(u32::MAX);
        before.saturating_add(ended).saturating_add(1)
    }

    /// Line and column, both counted from 1; the column counts characters.
    pub(crate) fn place(&self, text: &str, offset: usize) -> (u32, u32) {
        let offset = offset.min(text.len());
        let bytes = text.as_bytes().get(..offset).unwrap_or(&[]);
        let start = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
        let before = text.get(start..offset).unwrap_or("");
        let column = u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX);
        (self.line(text, offset), column)
    }
}

/// A place in a [`Document`]: cheap to copy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'d> {
    document: &'d Document<'d>,
    index: u32,
}

impl<'d> Cursor<'d> {
    fn node(self) -> Node {
        let node = self.document.nodes.get(self.index as usize).copied();
        node.unwrap_or_else(|| Node::new(Kind::Null, 0, 0))
    }

    /// The index of the node behind it.
    fn next(self) -> u32 {
        self.node().next(self.index)
    }

    pub(crate) fn is_map(self) -> bool {
        self.node().kind() == Kind::Map
    }

    pub(crate) fn is_list(self) -> bool {
        self.node().kind() == Kind::List
    }

    /// `null`, and in YAML nothing at all.
    pub(crate) fn is_null(self) -> bool {
        match self.node().kind() {
            Kind::Null => true,
            Kind::Plain | Kind::PlainOwned => matches!(self.slice(), "" | "~" | "null" | "Null" | "NULL"),
            _ => false,
        }
    }

    /// No member, or none at all (`null`).
    pub(crate) fn is_empty(self) -> bool {
        let node = self.node();
        match node.kind() {
            Kind::List | Kind::Map => node.size() <= 1,
            _ => self.is_null(),
        }
    }

    fn slice(self) -> &'d str {
        let node = self.node();
        match node.kind() {
            Kind::Owned | Kind::PlainOwned => self.document.owned.get(node.size()).map_or("", |text| text),
            _ => self.document.text.get(node.range()).unwrap_or(""),
        }
    }

    /// The text of a quoted or plain scalar; `None` for anything else, `null` included.
    pub(crate) fn text(self) -> Option<Cow<'d, str>> {
        match self.node().kind() {
            Kind::Plain | Kind::PlainOwned if self.is_null() => None,
            Kind::Text | Kind::Owned | Kind::Plain | Kind::PlainOwned | Kind::Merge => {
                Some(Cow::Borrowed(self.slice()))
            }
            Kind::Escaped => Some(Cow::Owned(json::unescape(self.slice()))),
            Kind::Null | Kind::True | Kind::False | Kind::Number | Kind::List | Kind::Map => None,
        }
    }

    /// A boolean; of unquoted YAML and CSV scalars also the words of YAML 1.1.
    pub(crate) fn boolean(self) -> Option<bool> {
        match self.node().kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            Kind::Plain | Kind::PlainOwned => match self.slice().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "y" => Some(true),
                "false" | "no" | "off" | "n" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A finite number.
    pub(crate) fn number(self) -> Option<f64> {
        match self.node().kind() {
            Kind::Number | Kind::Plain | Kind::PlainOwned => {
                parse_number(self.slice()).and_then(|number| number.as_f64())
            }
            _ => None,
        }
    }

    /// The value as `serde_json` has it; unquoted scalars by the rules of YAML 1.2.
    pub(crate) fn value(self) -> Value {
        serde::Deserialize::deserialize(self).unwrap_or(Value::Null)
    }

    /// A scalar as people would write it, numbers and booleans included.
    pub(crate) fn word(self) -> Option<Cow<'d, str>> {
        match self.node().kind() {
            Kind::Number | Kind::True | Kind::False => Some(Cow::Borrowed(self.slice())),
            _ => self.text(),
        }
    }

    /// Members of a list; nothing for anything else.
    pub(crate) fn items(self) -> impl Iterator<Item = Cursor<'d>> {
        self.children(Kind::List)
    }

    /// Members of a map as key and value, in the file's order; nothing for anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (Cursor<'d>, Cursor<'d>)> {
        let mut children = self.children(Kind::Map);
        std::iter::from_fn(move || {
            loop {
                let pair = (children.next()?, children.next()?);
                if pair.0.node().kind() != Kind::Merge {
                    return Some(pair);
                }
            }
        })
    }

    /// A map's member.
    pub(crate) fn get(self, name: &str) -> Option<Cursor<'d>> {
        self.entries()
            .find(|(key, _)| key.text().is_some_and(|text| text == name))
            .map(|(_, value)| value)
    }

    /// A map's member, unless it is `null`.
    pub(crate) fn filled(self, name: &str) -> Option<Cursor<'d>> {
        self.get(name).filter(|value| !value.is_null())
    }

    /// Whether a map has the member, be it `null`.
    pub(crate) fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether a map has all of the members.
    pub(crate) fn has_all(self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    /// Members of a list, or the values of a map.
    pub(crate) fn members(self) -> impl Iterator<Item = Cursor<'d>> {
        self.items().chain(self.entries().map(|(_, value)| value))
    }

    /// Counted from 1.
    pub(crate) fn line(self) -> u32 {
        self.document.lines.line(self.document.text, self.node().start())
    }

    pub(crate) fn document(self) -> &'d Document<'d> {
        self.document
    }

    /// What the node is, for messages: never its content.
    pub(crate) fn describe(self) -> &'static str {
        match self.node().kind() {
            Kind::List => "a list",
            Kind::Map => "an object",
            Kind::True | Kind::False => "a boolean",
            Kind::Number => "a number",
            Kind::Null => "null",
            _ if self.is_null() => "nothing",
            _ => "text",
        }
    }

    /// An error about this node.
    pub(crate) fn trouble(self, message: impl Into<String>) -> Trouble {
        Trouble {
            at: self.path(),
            ..Trouble::new(message).offset(self.node().start())
        }
    }

    /// An error about this node's type.
    pub(crate) fn expected(self, what: &str) -> Trouble {
        self.trouble(format!("expected {what}, found {}", self.describe()))
    }

    /// Reads a vendor's private structure; a wrong type of a member is an error with its place.
    pub(crate) fn read<T: serde::Deserialize<'d>>(self) -> Result<T, Trouble> {
        T::deserialize(self).map_err(|error| error.trouble(self))
    }

    fn children(self, kind: Kind) -> impl Iterator<Item = Cursor<'d>> {
        let end = if self.node().kind() == kind { self.next() } else { 0 };
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            let child = Cursor { index, ..self };
            if index >= end {
                return None;
            }
            index = child.next();
            Some(child)
        })
    }

    /// Such as `items[3].environments.production.on`; `None` for the root.
    fn path(self) -> Option<String> {
        let mut path = String::new();
        let mut at = self.document.root();
        while at.index != self.index {
            let holds = |child: &Cursor<'_>| child.index <= self.index && self.index < child.next();
            let next = if at.is_list() {
                at.items()
                    .enumerate()
                    .find(|(_, child)| holds(child))
                    .map(|(count, child)| {
                        path.push_str(&format!("[{count}]"));
                        child
                    })
            } else {
                at.entries()
                    .find(|(key, value)| key.index == self.index || holds(value))
                    .map(|(key, value)| {
                        push_key(&mut path, &key.text().unwrap_or_default());
                        if key.index == self.index { key } else { value }
                    })
            };
            match next {
                Some(child) => at = child,
                None => break,
            }
        }
        (!path.is_empty()).then_some(path)
    }
}

/// Adds a member's name to a JSON path.
fn push_key(path: &mut String, key: &str) {
    let plain = !key.is_empty()
        && key
            .chars()
            .all(|each| each.is_alphanumeric() || matches!(each, '_' | '-' | '$'));
    if !plain {
        path.push_str(&format!("[{}]", Value::from(key)));
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// A number as JSON and YAML 1.2 write it in the decimal system.
fn parse_number(text: &str) -> Option<serde_json::Number> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(number.into());
    }
    if let Ok(number) = text.parse::<u64>() {
        return Some(number.into());
    }
    let numeric = |each: char| each.is_ascii_digit() || matches!(each, '.' | '-' | '+' | 'e' | 'E');
    if !text.contains(|each: char| each.is_ascii_digit()) || !text.chars().all(numeric) {
        return None;
    }
    text.parse::<f64>().ok().and_then(serde_json::Number::from_f64)
}

/// Collects nodes while a file is parsed; shared by all syntaxes.
struct Builder<'t> {
    nodes: Vec<Node>,
    owned: Vec<Box<str>>,
    /// Bytes that both take.
    taken: usize,
    /// Indexes of the open lists and maps.
    open: Vec<u32>,
    text: &'t str,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self::with_room(text, 0)
    }

    /// Node 0 is a list for files that hold several documents; it is dropped where there is only one.
    fn with_room(text: &'t str, nodes: usize) -> Self {
        let mut all = Vec::with_capacity(nodes + 1);
        all.push(Node::new(Kind::List, 0, 1));
        Self {
            nodes: all,
            owned: Vec::new(),
            taken: 0,
            open: Vec::new(),
            text,
        }
    }

    fn next_index(&self) -> u32 {
        // The text is shorter than 1 GiB and every node takes at least a byte of it or is bounded by a budget.
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    fn scalar(&mut self, kind: Kind, start: usize, end: usize) -> Result<u32, Trouble> {
        self.push(Node::new(kind, start, end.saturating_sub(start)))
    }

    /// A scalar whose text is not in the file as such.
    fn owned(&mut self, kind: Kind, start: usize, text: &str) -> Result<u32, Trouble> {
        let index = self.push(Node::new(kind, start, self.owned.len()))?;
        self.owned.push(text.into());
        // A pointer with its length, and what an allocator takes for each text.
        self.taken += text.len() + 32;
        Ok(index)
    }

    fn push(&mut self, node: Node) -> Result<u32, Trouble> {
        self.taken += size_of::<Node>();
        if self.taken > MOST {
            let message = format!("its values take more than {} MiB of memory", MOST >> 20);
            return Err(Trouble::new(message).offset(node.start()).help("split it"));
        }
        let index = self.next_index();
        self.nodes.push(node);
        Ok(index)
    }

    fn open(&mut self, kind: Kind, start: usize) -> Result<u32, Trouble> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Trouble::new(format!("nested deeper than {MAX_DEPTH} levels")).offset(start));
        }
        let index = self.scalar(kind, start, start + 1)?;
        self.open.push(index);
        Ok(index)
    }

    fn close(&mut self) -> Option<u32> {
        let index = self.open.pop()?;
        let size = (self.next_index() - index) as usize;
        if let Some(node) = self.nodes.get_mut(index as usize) {
            *node = Node::new(node.kind(), node.start(), size);
        }
        Some(index)
    }

    /// Whether the innermost open node is a map.
    fn in_map(&self) -> bool {
        self.open.last().is_some_and(|index| {
            self.nodes
                .get(*index as usize)
                .is_some_and(|node| node.kind() == Kind::Map)
        })
    }

    /// `documents`: how many values stand in the file.
    fn finish(mut self, documents: usize, syntax: Syntax) -> Document<'t> {
        let root = u32::from(documents == 1);
        let size = self.nodes.len();
        if let Some(node) = self.nodes.first_mut() {
            *node = Node::new(Kind::List, 0, size);
        }
        let lines = LineIndex::new(self.text);
        Document {
            text: self.text,
            nodes: self.nodes,
            owned: self.owned,
            root,
            lines,
            syntax,
            columns: Vec::new(),
        }
    }
}
