//! Templates: a file that holds stretches of another language, and tags of its own.
//!
//! A template becomes a text of the same length in which only the code is left, each stretch ended as a statement, and
//! everything else is blank. The other language's grammar parses that text once, so positions stay those of the file
//! and a block that begins in one stretch may end in another. Included ranges would keep positions too, but they join
//! neighbouring stretches without anything between: `<%= a %><%= b %>` would be the call `a b`.
//!
//! What a template looks like is data: the `[template]` of `grammars/<name>.toml`. Reading is linear, and what cannot
//! be read is left blank.

mod blocks;
mod branches;
mod lines;
mod markup;
mod scan;
mod statements;
mod woven;

pub(crate) use markup::pascal;
pub(crate) use scan::{atom, balanced};
pub(crate) use woven::{Frame, Hole, Statement, Woven, read as weave};

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::facts::{Branch, Call, Import};
use crate::source::Span;

/// How a kind of template is written: `[template]` in a language's table.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Template {
    /// Ends a stretch of code.
    pub separator: String,
    /// The language ends statements at line breaks that a template may have anywhere.
    pub one_line: bool,
    /// Stretches between two marks; the first that fits is taken.
    pub block: Vec<Block>,
    /// The first character of a directive: `@if(…)`.
    pub directive: Option<char>,
    /// Directives without parentheses are expressions: `@Model.Name`.
    pub expressions: bool,
    /// What a condition decides stands in braces behind it, not before a tag that ends it.
    pub braces: bool,
    /// Directives whose line is no code.
    pub skipped: Vec<String>,
    /// Words of tags and directives whose rest is a condition.
    pub conditions: Vec<String>,
    /// The same, for conditions that run their block when they do not hold.
    pub negated_conditions: Vec<String>,
    /// Conditions that go on with another one's alternative.
    pub other_conditions: Vec<String>,
    /// Words that begin the alternative.
    pub otherwise: Vec<String>,
    /// What stands before the word that ends a block: `end` in `endif`, or alone.
    pub ends: Vec<String>,
    /// Words whose rest is code but decides nothing.
    pub code: Vec<String>,
    /// The same, for words that are code themselves.
    pub statements: Vec<String>,
    /// Words whose block holds text only.
    pub literals: Vec<String>,
    /// Words whose rest names modules.
    pub imports: Vec<String>,
    /// What ends the code of a word: `items as item`.
    pub until: Option<String>,
    /// `'k'|filter` and `'k' is test` call the filter and the test.
    pub filters: bool,
    /// Elements.
    pub markup: Option<Markup>,
    /// Lines that are code by how they begin.
    pub lines: Option<Lines>,
    /// Markup within code within markup.
    pub woven: Option<Weave>,
    /// How tags are written as statements of the code's language: what a rewrite needs.
    pub fix: Option<Statements>,
}

/// Tags as statements of the code's language; `{}` stands for what differs.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Statements {
    /// What stands before the first statement of a file.
    pub before: String,
    /// Begins a conditional.
    pub condition: String,
    /// The same, for a condition that runs its block when it does not hold.
    pub negated_condition: String,
    /// The alternative with a condition of its own.
    pub other_condition: String,
    /// The alternative.
    pub otherwise: String,
    /// Ends a conditional.
    pub end: String,
    /// A statement.
    pub statement: String,
    /// Where the tags are statements themselves: words that begin another block, and what code that begins one ends in.
    pub openers: Vec<String>,
    /// The same: what code that begins a block ends in, or what stands around something at its end.
    pub opens: Vec<String>,
    /// What stretches of code begin with, behind their mark, whose value is written out.
    pub output: String,
    /// Attributes that decide whether their element is there: the first begins a row, the second goes on with it, the third ends it.
    pub attributes: Vec<String>,
    /// Beginnings of attributes whose value declares names.
    pub binds: Vec<String>,
    /// An element that is not there itself, only what is in it.
    pub group: String,
}

/// A stretch between two marks.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Block {
    /// Begins it.
    pub open: String,
    /// Ends the opening mark, where that goes on: `>` of `<script lang="ts">`.
    pub open_end: Option<String>,
    /// Ends it.
    pub close: String,
    /// Characters at both ends that belong to the marks: `-` of `<%- … -%>`.
    pub trim: String,
    /// White space follows the opening mark.
    pub spaced: bool,
    /// Brackets and strings within it are balanced.
    pub balanced: bool,
    /// What stands in it.
    pub content: Content,
}

/// What a block holds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Code.
    #[default]
    Code,
    /// A comment.
    Comment,
    /// A comment around other blocks: only what it says to us counts.
    Remark,
    /// Text.
    Literal,
    /// A word, and what belongs to it.
    Tag,
    /// The word of a block that ends.
    End,
}

/// Elements and their attributes.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Markup {
    /// Beginnings of attributes whose value is code.
    pub code: Vec<String>,
    /// Beginnings of attributes that are cut from their name: `:name` is `name`.
    pub bound: Vec<String>,
    /// `<new-menu>` is the component `NewMenu`.
    pub pascal: bool,
    /// Around a value that is code: `{` or `@`.
    pub marks: Vec<String>,
    /// Attributes that decide whether their element is there.
    pub conditions: Vec<String>,
    /// The same, for the opposite.
    pub negated_conditions: Vec<String>,
    /// Attributes that make their element the alternative of the one before.
    pub otherwise: Vec<String>,
}

/// Words of a template whose code holds markup, which holds code again; they follow the mark of a directive.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Weave {
    /// Begin a statement with a block.
    pub statements: Vec<String>,
    /// Go on with one: `else`.
    pub followers: Vec<String>,
    /// Begin a label, which ends in a colon: `case`.
    pub labels: Vec<String>,
    /// Their block is markup.
    pub sections: Vec<String>,
    /// Their block holds members of the page's class.
    pub members: Vec<String>,
    /// What follows them on the line is a declaration.
    pub declarations: Vec<String>,
    /// An element that is not there itself, only what is in it.
    pub group: String,
}

/// Lines that are code by how they begin, and nest by their indentation.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Lines {
    /// Beginnings of lines that are code.
    pub code: Vec<String>,
    /// Beginnings of comments, which take what is indented deeper with them.
    pub comments: Vec<String>,
    /// Beginnings of text, which may hold `#{code}`.
    pub texts: Vec<String>,
    /// Attributes without brackets may be code: `href=path`.
    pub bare_attributes: bool,
    /// Opens a block at the end of a line: ` do`.
    pub opens: Option<String>,
}

impl Template {
    /// Whether a line begins with a comment of the template.
    pub(crate) fn comments(&self, line: &str) -> bool {
        let is_comment = |block: &&Block| matches!(block.content, Content::Comment | Content::Remark);
        let blocks = self.block.iter().filter(is_comment).map(|block| &block.open);
        let lines = self.lines.iter().flat_map(|lines| &lines.comments);
        blocks.chain(lines).any(|mark| line.starts_with(mark.as_str()))
    }
}

/// What a template holds.
#[derive(Debug, Default)]
pub(crate) struct Embedded {
    /// The code, as long as the template.
    pub(crate) code: String,
    /// Stretches of code that decide a branch, sorted by place.
    pub(crate) conditions: Vec<(Span, Branch)>,
    /// Where the names of calls stand that are tags.
    pub(crate) tags: FxHashSet<u32>,
    /// Calls that the code does not show: elements, filters, tests.
    pub(crate) calls: Vec<Call>,
    /// Comments that may speak to us.
    pub(crate) comments: Vec<Span>,
    /// Modules that tags load.
    pub(crate) imports: Vec<Import>,
    /// Tags and stretches of code, in order.
    pub(crate) marks: Vec<Mark>,
    /// Elements that an attribute decides.
    pub(crate) elements: Vec<Element>,
}

/// An element that is there only where a condition holds, or where that of the one before does not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// All of it.
    pub(crate) whole: Span,
    /// The tag that opens it.
    pub(crate) tag: Span,
    /// Its name.
    pub(crate) name: Span,
    /// The attribute that decides, with its value.
    pub(crate) attribute: Span,
    /// The condition.
    pub(crate) condition: Option<Span>,
    /// The element whose alternative it is.
    pub(crate) otherwise: Option<usize>,
    /// It has no other attribute.
    pub(crate) bare: bool,
    /// Its end is known.
    pub(crate) closed: bool,
}

/// A tag or a stretch of code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    /// With its marks.
    pub(crate) whole: Span,
    /// Where what stands in it begins and ends.
    pub(crate) inside: Span,
    /// The tag's word; `None`: it is code.
    pub(crate) word: Option<Span>,
    /// It ends the block of its word.
    pub(crate) ends: bool,
}

/// Reads a template.
pub(crate) fn read(text: &str, template: &Template) -> Embedded {
    let mut page = Page::new(text, template);
    if let Some(lines) = &template.lines {
        lines::read(&mut page, lines);
    } else if let Some(woven) = woven::read(text, template) {
        page.take(woven);
        if let Some(markup) = &template.markup {
            markup::read(&mut page, markup);
        }
    } else {
        blocks::read(&mut page);
        if let Some(markup) = &template.markup {
            markup::read(&mut page, markup);
        }
    }
    page.finish()
}

/// A template on its way to code.
struct Page<'a> {
    text: &'a str,
    template: &'a Template,
    mask: Vec<u8>,
    found: Embedded,
    /// Stretches that are text or code of their own, sorted: elements are not looked for in them.
    taken: Vec<Span>,
    /// What searching in vain may still cost.
    budget: usize,
}

impl<'a> Page<'a> {
    fn new(text: &'a str, template: &'a Template) -> Self {
        Self {
            text,
            template,
            mask: vec![b' '; text.len()],
            found: Embedded::default(),
            taken: Vec::new(),
            budget: text.len().saturating_mul(8) + 4096,
        }
    }

    /// Takes over what was read of code and markup in each other.
    fn take(&mut self, woven: Woven) {
        self.mask = woven.code.into_bytes();
        self.found.comments = woven.comments;
        self.found.imports = woven.imports;
        self.taken = woven.taken;
    }

    /// Leaves a stretch as it is.
    fn keep(&mut self, from: usize, to: usize) {
        let Some(code) = self.text.as_bytes().get(from..to) else {
            return;
        };
        if let Some(mask) = self.mask.get_mut(from..to) {
            mask.copy_from_slice(code);
            if self.template.one_line {
                for byte in mask.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')) {
                    *byte = b' ';
                }
            }
        }
    }

    /// Writes a character over a mark; only ASCII gives way, so that what is left stays text.
    fn put(&mut self, at: usize, byte: u8) {
        if self.text.as_bytes().get(at).is_some_and(u8::is_ascii)
            && let Some(mask) = self.mask.get_mut(at)
        {
            *mask = byte;
        }
    }

    /// Ends a stretch of code with the marks behind it.
    fn end(&mut self, at: usize, marks: usize) {
        let separator = self.template.separator.bytes().next().unwrap_or(b';');
        self.put(at, separator);
        // A comment at the end of the code must not reach further.
        if marks > 1 && !self.template.one_line {
            self.put(at + 1, b'\n');
        }
    }

    fn finish(mut self) -> Embedded {
        self.found.code = String::from_utf8(self.mask).unwrap_or_default();
        self.found
            .conditions
            .sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        self.found
    }
}
