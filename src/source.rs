//! Files: where they are, what they hold, where in them something stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub mod beside;
pub mod chosen;
mod ignore_files;
pub(crate) mod remembered;
mod stamp;
pub mod walk;

pub use stamp::{DiskStamp, Stamp};

/// Bytes `start..end` of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

impl Span {
    /// From byte offsets; files are far smaller than 4 GiB, larger offsets saturate.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// Whether `other` lies within.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Nothing stands in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A span with its lines and columns, both counted from 1; a column counts Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line after the last character.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
    /// The same in bytes.
    pub span: Span,
}

/// A state of the tree, told by how it differs from the files on disk: what a path holds, or `None` where it is not there.
/// Paths are relative to the working directory, with `/`.
pub type Overlay = BTreeMap<String, Option<Arc<[u8]>>>;

/// A file that was not looked into, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skipped {
    /// Relative to the working directory, with `/`.
    pub path: String,
    /// In a few words, such as "not UTF-8".
    pub reason: String,
}

impl Skipped {
    /// Whether it may be code of the repository's own that reads flags.
    pub fn may_read_flags(&self) -> bool {
        !["vendored code", "not a regular file", "minified", "binary"].contains(&self.reason.as_str())
    }
}

/// Where the lines of a text begin, and which characters take more than a byte: enough to turn bytes into columns
/// after the text is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Offset of each character outside ASCII, with the bytes beyond the first that all of them up to it take.
    wide: Vec<(u32, u32)>,
    /// A byte-order mark is no column.
    mark: u32,
}

impl LineIndex {
    /// Where the last line begins: about as many bytes has the text.
    pub(crate) fn last_line_start(&self) -> u32 {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Reads a text; lines end at LF, CRLF or CR.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let mut starts = Vec::with_capacity(memchr::memchr_iter(b'\n', bytes).count() + 1);
        starts.push(0);
        match memchr::memchr(b'\r', bytes) {
            None => starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| clamp(at + 1))),
            Some(_) => {
                let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
                let ends = ends.filter(|at| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'));
                starts.extend(ends.map(|at| clamp(at + 1)));
            }
        }
        let wide = if text.is_ascii() {
            Vec::new()
        } else {
            let mut extra = 0;
            text.char_indices()
                .filter(|(_, character)| character.len_utf8() > 1)
                .map(|(at, character)| {
                    extra += character.len_utf8() - 1;
                    (clamp(at), clamp(extra))
                })
                .collect()
        };
        Self {
            starts,
            wide,
            mark: if text.starts_with('\u{feff}') { 1 } else { 0 },
        }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = |offset| match self.wide.partition_point(|(at, _)| *at < offset) {
            0 => 0,
            count => self.wide.get(count - 1).map_or(0, |(_, extra)| *extra),
        };
        let extra: u32 = before(offset).saturating_sub(before(start));
        let mark = if line == 1 && offset > 0 { self.mark } else { 0 };
        let column = offset.saturating_sub(start).saturating_sub(extra).saturating_sub(mark) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), column)
    }

    /// A span with its lines and columns.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.position(span.start);
        let (end_line, end_column) = self.position(span.end);
        Place {
            line,
            column,
            end_line,
            end_column,
            span,
        }
    }
}
