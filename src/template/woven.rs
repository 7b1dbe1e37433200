//! Templates whose code holds markup, which holds code again: Razor.
//!
//! `@` leads from markup to code, and a tag where a statement may begin leads back. So that the code's grammar can read all of
//! it, an element within code becomes a statement of the same length: a call, or a block with what stands in it; what is
//! written out becomes an argument of a call. Reading keeps a list of what is open instead of calling itself.
//!
//! Source: <https://learn.microsoft.com/aspnet/core/mvc/views/razor>.

mod code;
mod fill;
mod step;

use crate::facts::{Import, Name};
use crate::source::Span;
use crate::template::{Template, scan};

/// So many frames may be open at once.
const DEPTH: usize = 256;
/// How far a bracket is looked for.
const REACH: usize = 64 * 1024;

/// What stands in a template that weaves code and markup.
#[derive(Debug, Default)]
pub(crate) struct Woven {
    /// What the code's grammar reads: as long as the template.
    pub(crate) code: String,
    /// The same, without what was put there for the grammar.
    pub(crate) written: String,
    /// In the order in which they begin; the first is the page.
    pub(crate) frames: Vec<Frame>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) holes: Vec<Hole>,
    /// `@{ … }` and what declares something for the whole page: all of it, and its code.
    pub(crate) blocks: Vec<(Span, Span)>,
    /// Members of the page's class.
    pub(crate) members: Vec<Span>,
    pub(super) comments: Vec<Span>,
    pub(super) imports: Vec<Import>,
    /// Stretches that are no markup, sorted.
    pub(super) taken: Vec<Span>,
}

/// What other things stand in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) is_code: bool,
    /// What begins it: a brace, a tag, `@:`.
    pub(crate) opens: Span,
    /// What ends it.
    pub(crate) closes: Span,
    pub(crate) parent: usize,
    /// It is not there itself, only what is in it: `<text>`, `@:`.
    pub(crate) is_group: bool,
}

/// Where a statement begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) start: u32,
    /// Behind it.
    pub(crate) end: u32,
    /// What it stands in.
    pub(crate) frame: usize,
    /// A mark stands right before it.
    pub(crate) marked: bool,
    /// It may follow a mark: `if`, not `x = 1`.
    pub(crate) markable: bool,
}

/// What is written out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hole {
    /// With its mark and brackets.
    pub(crate) whole: Span,
    pub(crate) inside: Span,
    /// It stands in brackets.
    pub(crate) explicit: bool,
    /// What it stands in.
    pub(crate) frame: usize,
}

/// Reads a template; `None`: it cannot be read so.
pub(crate) fn read(text: &str, template: &Template) -> Option<Woven> {
    let mut weaver = Weaver::new(text, template)?;
    while weaver.at < text.len() {
        weaver.step()?;
    }
    weaver.finish()
}

/// What is open.
#[derive(Debug)]
struct Open {
    kind: Kind,
    frame: usize,
}

#[derive(Debug)]
enum Kind {
    /// Markup up to the end of the text.
    Page,
    /// Markup up to a brace, with so many open ones in it.
    Section(usize),
    /// Markup up to the end of an element.
    Element(Element),
    /// Markup up to the end of a line.
    Line,
    /// Code up to a brace, which is code itself or not, and what goes on behind it.
    Braces { kept: bool, behind: Behind },
    /// One statement.
    Single,
    /// The rest of a statement, with so many open brackets.
    Rest { depth: usize, words: Words },
}

/// What follows on a closed brace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Another statement, or the end of the only one.
    Statement,
    /// The rest of the one that it stands in.
    Rest,
}

/// How a statement begins, and where.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    start: usize,
    /// `case x:` ends in a colon.
    is_label: bool,
    /// Its place among the statements.
    statement: Option<usize>,
}

#[derive(Debug, Default)]
struct Element {
    start: usize,
    /// Names of open elements.
    names: Vec<(usize, usize)>,
    tag: Option<Tag>,
    /// What is no markup up to this: `</script`, `-->`.
    raw: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
struct Tag {
    name: (usize, usize),
    closes: bool,
    quote: Option<u8>,
}

/// An element or a line that is a statement.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
}

struct Weaver<'a> {
    text: &'a str,
    template: &'a Template,
    at: usize,
    open: Vec<Open>,
    mask: Vec<u8>,
    written: Vec<u8>,
    pieces: Vec<Piece>,
    found: Woven,
    /// What searching in vain may still cost.
    budget: usize,
}

impl<'a> Weaver<'a> {
    fn new(text: &'a str, template: &'a Template) -> Option<Self> {
        template.woven.as_ref()?;
        let page = Frame {
            is_code: false,
            opens: Span::new(0, 0),
            closes: Span::new(text.len(), text.len()),
            parent: 0,
            is_group: false,
        };
        let found = Woven {
            frames: vec![page],
            ..Woven::default()
        };
        Some(Self {
            text,
            template,
            at: 0,
            open: vec![Open {
                kind: Kind::Page,
                frame: 0,
            }],
            mask: vec![b' '; text.len()],
            written: vec![b' '; text.len()],
            pieces: Vec::new(),
            found,
            budget: text.len().saturating_mul(8) + 4096,
        })
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    /// Takes a stretch of code as it is.
    fn keep(&mut self, from: usize, to: usize) {
        let Some(code) = self.text.as_bytes().get(from..to) else {
            return;
        };
        for buffer in [&mut self.mask, &mut self.written] {
            if let Some(buffer) = buffer.get_mut(from..to) {
                buffer.copy_from_slice(code);
            }
        }
        match self.found.taken.last_mut().filter(|last| last.end as usize == from) {
            Some(last) => *last = Span::new(last.start as usize, to),
            None => self.found.taken.push(Span::new(from, to)),
        }
    }

    /// Puts something there for the grammar.
    fn put(&mut self, at: usize, byte: u8) {
        if let Some(mask) = self.mask.get_mut(at) {
            *mask = byte;
        }
    }

    /// Nothing stands there yet, and something may.
    fn is_free(&self, at: usize) -> bool {
        self.mask.get(at) == Some(&b' ') && self.byte(at).is_some_and(|byte| byte.is_ascii())
    }

    /// Where the bracket that was opened before `at` is closed.
    fn balanced(&mut self, at: usize) -> Option<usize> {
        if self.budget == 0 {
            return None;
        }
        let end = self.text.len().min(at.saturating_add(REACH));
        let close = scan::balanced(self.text, at, end);
        if close.is_none() {
            self.budget = self.budget.saturating_sub(end - at);
        }
        close
    }

    fn line_end(&self, at: usize) -> usize {
        at + self.rest(at).find(['\n', '\r']).unwrap_or(self.rest(at).len())
    }

    fn frame(&self) -> usize {
        self.open.last().map_or(0, |open| open.frame)
    }

    fn push(&mut self, kind: Kind, opens: (usize, usize), is_group: bool) -> Option<()> {
        if self.open.len() >= DEPTH {
            return None;
        }
        let frame = Frame {
            is_code: matches!(kind, Kind::Braces { .. }),
            opens: Span::new(opens.0, opens.1),
            closes: Span::new(self.text.len(), self.text.len()),
            parent: self.frame(),
            is_group,
        };
        self.found.frames.push(frame);
        let frame = self.found.frames.len() - 1;
        self.open.push(Open { kind, frame });
        Some(())
    }

    /// Opens what has no frame of its own.
    fn push_within(&mut self, kind: Kind) -> Option<()> {
        let frame = self.frame();
        (self.open.len() < DEPTH).then(|| self.open.push(Open { kind, frame }))
    }

    /// Ends what was opened last.
    fn pop(&mut self, closes: (usize, usize)) -> Option<Kind> {
        let open = self.open.pop()?;
        let is_own = !matches!(open.kind, Kind::Single | Kind::Rest { .. });
        if is_own && let Some(frame) = self.found.frames.get_mut(open.frame) {
            frame.closes = Span::new(closes.0, closes.1);
        }
        Some(open.kind)
    }

    fn import(&mut self, from: usize, to: usize) {
        let modules = self.text.get(from..to).unwrap_or("").split([' ', ',']);
        let modules = modules.filter(|module| !matches!(module.trim(), "" | "*")).take(8);
        self.found.imports.extend(modules.map(|module| Import {
            module: Name::from(module.trim()),
            name: None,
            alias: Name::from(""),
        }));
    }
}
