//! Templates: conditionals whose arms are markup, and values that are written out.
//!
//! No tree holds both the tags and the markup between them. So a conditional is written as a statement of the language of its
//! conditions, with a call in the place of each arm; that is rewritten as any other code is, and what is left of it tells which tags
//! and arms stay. What cannot be written so, or comes back as something else, stops the flag.

mod chains;
mod decide;
mod elements;
mod tags;

use std::collections::BTreeSet;

use self::chains::Kind;
use super::edits::Edits;
use super::script::Markup;
use super::syntax::Syntax;
use super::unit::Unit;
use super::value::Value;
use super::{Note, Rewritten, Target, Work, call_of, names, script};
use crate::facts::{Call, FileFacts};
use crate::language::{LANGUAGES, Language};
use crate::source::Span;
use crate::template::{self, Content, Embedded, Statements, Template};
use crate::usage::{Role, Use};

/// What is said of a conditional that comes back as something else.
const UNREAD: &str = "the conditional of the template cannot be rewritten";
/// So far before a name its attribute begins, in characters.
const NEAR: usize = 400;

impl Work<'_> {
    /// Rewrites a template without scripts; false: it is none.
    pub(super) fn page(&mut self, path: &str, uses: &[&Use], target: &Target<'_>, facts: Option<&FileFacts>) -> bool {
        let language = Language::of(path.rsplit('/').next().unwrap_or(path));
        let Some((language, text)) = language.zip(self.world.text(path)) else {
            return false;
        };
        let Some(page) = Page::new(path, &text, language).filter(|page| script::only(&text, page.template).is_none())
        else {
            return false;
        };
        match page.asked(uses, target, facts).and_then(|asked| page.without(asked)) {
            Ok((edits, remarks)) => {
                self.remarks.extend(remarks);
                let new = edits.apply(&text);
                self.pages.insert(path.to_owned(), Rewritten { old: text, new });
            }
            Err(stop) => self.stops.push(stop),
        }
        true
    }
}

/// Whether a use stands in the markup around scripts, and can be rewritten there.
pub(super) fn holds(unit: &Unit, found: &Use) -> bool {
    let template = unit.syntax.grammar.table.template.as_ref();
    template.is_some_and(|template| template.fix.is_some() && !script::holds(&unit.text, template, found.whole.span))
}

/// Rewrites what the markup around scripts asks.
///
/// # Errors
/// What stops the flag.
pub(super) fn ask(
    unit: &mut Unit,
    uses: &[&Use],
    target: &Target<'_>,
    facts: Option<&FileFacts>,
) -> Result<Vec<Note>, Note> {
    let Some(page) = Page::new(&unit.path, &unit.text, unit.syntax.language) else {
        return Ok(Vec::new());
    };
    let (edits, remarks) = page.without(page.asked(uses, target, facts)?)?;
    take(unit, edits);
    Ok(remarks)
}

/// What becomes of the markup around scripts where a name always has this value; `None`: that cannot be told.
pub(super) fn named(unit: &Unit, name: &str, value: &Value) -> Option<Edits> {
    let page = Page::new(&unit.path, &unit.text, unit.syntax.language)?;
    let asked = page.reads(name, value)?;
    let (edits, remarks) = page.without(asked).ok()?;
    let mut all = unit.edits.clone();
    (remarks.is_empty() && all.join(edits.clone())).then_some(edits)
}

/// Adds edits of the markup around scripts.
pub(super) fn take(unit: &mut Unit, edits: Edits) {
    if unit.edits.join(edits) {
        let new = unit.edits.apply(&unit.text);
        let template = unit.syntax.grammar.table.template.as_ref();
        unit.markup = template.map_or_else(Markup::default, |template| Markup::of(&new, template));
    }
}

/// The words in what edits cut of the markup around scripts, elements as scripts name them.
pub(super) fn words_cut(unit: &Unit) -> BTreeSet<String> {
    let Some(template) = unit.syntax.grammar.table.template.as_ref() else {
        return BTreeSet::new();
    };
    let mut found = BTreeSet::new();
    for span in unit
        .edits
        .spans()
        .filter(|span| !script::holds(&unit.text, template, *span))
    {
        let cut = unit.text.get(span.range()).unwrap_or("");
        for word in cut.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '-')) {
            found.extend(word.split('-').map(str::to_owned));
            found.insert(template::pascal(word));
        }
    }
    found.remove("");
    found
}

/// A template.
struct Page<'p> {
    path: &'p str,
    text: &'p str,
    template: &'p Template,
    statements: &'p Statements,
    /// The language of its code.
    code: &'static Language,
    read: Embedded,
}

/// Where a template asks.
struct Asked<'u> {
    span: Span,
    line: u32,
    value: Value,
    /// `None`: a name is read that always has the value.
    found: Option<&'u Use>,
    /// `None`: it is a member or a name.
    call: Option<&'u Call>,
}

/// How an arm begins, with its condition.
type Begun = (Kind, Option<Span>);

/// What is left of a conditional.
#[derive(Debug, PartialEq, Eq)]
enum Left {
    Nothing,
    /// This arm, always.
    Arm(usize),
    /// These arms, with how they begin.
    Arms(Vec<(Kind, String, usize)>),
}
impl<'p> Page<'p> {
    fn new(path: &'p str, text: &'p str, language: &'static Language) -> Option<Self> {
        let table = &language.grammar().table;
        let template = table.template.as_ref()?;
        let code = table.code.as_deref()?;
        Some(Self {
            path,
            text,
            template,
            statements: template.fix.as_ref()?,
            code: LANGUAGES.iter().find(|language| language.name == code)?,
            read: template::read(text, template),
        })
    }

    /// The uses with what they give.
    ///
    /// # Errors
    /// One of them gives what is not known.
    fn asked<'u>(
        &self,
        uses: &[&'u Use],
        target: &Target<'_>,
        facts: Option<&'u FileFacts>,
    ) -> Result<Vec<Asked<'u>>, Note> {
        let asked = |found: &&'u Use| {
            let value = (target.value)(found).as_ref().and_then(Value::of);
            let value = value.filter(|_| found.role == Role::Evaluation);
            let value = value.ok_or_else(|| self.note(found.name.line, "what this always gives is not known"))?;
            Ok(Asked {
                span: found.whole.span,
                line: found.name.line,
                value,
                found: Some(*found),
                call: facts.and_then(|facts| call_of(found, facts)),
            })
        };
        uses.iter().map(asked).collect()
    }

    /// The reads of a name of the scripts; `None`: some may mean another one.
    fn reads(&self, name: &str, value: &Value) -> Option<Vec<Asked<'static>>> {
        let bytes = self.read.code.as_bytes();
        let outside = |at: &usize| !script::holds(self.text, self.template, Span::new(*at, *at + name.len()));
        let places = |text: &str| -> Vec<usize> { names::places(text, name).filter(outside).collect() };
        let read = places(&self.read.code);
        // Prose may name it as well, and so may what declares it anew.
        if read != places(&self.without_comments()) || self.text.contains(&format!("${name}")) {
            return None;
        }
        let mut asked = Vec::new();
        for at in read {
            let before = bytes.get(..at).unwrap_or(&[]).trim_ascii_end();
            let behind = bytes.get(at + name.len()..).unwrap_or(&[]).trim_ascii_start();
            let is_key = behind.first() == Some(&b':') && matches!(before.last(), Some(b'{' | b','));
            let is_given = behind.first() == Some(&b'=') && behind.get(1) != Some(&b'=');
            let before_it = self.text.get(..at)?;
            let near = before_it.char_indices().rev().nth(NEAR).map_or(0, |(from, _)| from);
            let attribute = before_it
                .get(near..)?
                .rsplit(|letter: char| letter.is_whitespace() || letter == '<')
                .find(|part| part.contains('='));
            let binds = attribute.is_some_and(|attribute| {
                self.statements
                    .binds
                    .iter()
                    .any(|start| attribute.starts_with(start.as_str()))
            });
            if before.last() == Some(&b'.') || is_key || is_given || binds {
                return None;
            }
            let line = memchr::memchr_iter(b'\n', self.text.as_bytes().get(..at)?).count();
            asked.push(Asked {
                span: Span::new(at, at + name.len()),
                line: u32::try_from(line).map_or(u32::MAX, |line| line.saturating_add(1)),
                value: value.clone(),
                found: None,
                call: None,
            });
        }
        Some(asked)
    }

    /// The text with blanks in the place of comments.
    fn without_comments(&self) -> String {
        let mut bare = self.text.to_owned();
        let is_comment = |block: &&template::Block| matches!(block.content, Content::Comment | Content::Remark);
        for block in self.template.block.iter().filter(is_comment) {
            let mut at = 0;
            while let Some(from) = bare
                .get(at..)
                .and_then(|rest| rest.find(&block.open))
                .map(|from| at + from)
            {
                let inside = from + block.open.len();
                let close = bare.get(inside..).and_then(|rest| rest.find(&block.close));
                let Some(to) = close.map(|close| inside + close) else {
                    break;
                };
                bare.replace_range(from..to, &" ".repeat(to - from));
                at = to;
            }
        }
        bare
    }

    /// What takes the flag out, and what is to be said of it.
    ///
    /// # Errors
    /// What stops the flag.
    fn without(&self, asked: Vec<Asked<'_>>) -> Result<(Edits, Vec<Note>), Note> {
        let Some(line) = asked.first().map(|asked| asked.line) else {
            return Ok((Edits::default(), Vec::new()));
        };
        let is_whole = |code: &str| {
            let syntax = Syntax::parse(self.code, &format!("{}{code}\n", self.statements.before));
            syntax.is_some_and(|syntax| syntax.errors.is_empty())
        };
        let chains = chains::chains(self.text, self.template, self.statements, &self.read, &is_whole);
        let chains =
            chains.ok_or_else(|| self.note(line, "the tags of the template do not nest, so it cannot be rewritten"))?;
        let mut open = asked;
        let mut edits = Edits::default();
        let mut remarks = Vec::new();
        let mut cuts = false;
        for chain in &chains {
            let begun: Vec<Begun> = chain.arms.iter().map(|arm| (arm.kind, arm.condition)).collect();
            let (own, rest) = within(open, &begun);
            open = rest;
            if let Some(left) = self.decided(&begun, &own, &mut remarks)? {
                cuts = true;
                let applied = self.apply(chain, &left, &mut edits);
                applied.ok_or_else(|| self.note(own.first().map_or(line, |asked| asked.line), UNREAD))?;
            }
        }
        for row in self.rows() {
            let begun: Vec<Begun> = row.iter().map(|(_, begun)| *begun).collect();
            let (own, rest) = within(open, &begun);
            open = rest;
            if let Some(left) = self.decided(&begun, &own, &mut remarks)? {
                cuts = true;
                let applied = self.apply_row(&row, &left, &mut edits);
                applied.ok_or_else(|| self.note(own.first().map_or(line, |asked| asked.line), UNREAD))?;
            }
        }
        for mark in &self.read.marks {
            if open.is_empty() {
                break;
            }
            let is_script = script::holds(self.text, self.template, mark.inside);
            let (own, rest): (Vec<_>, Vec<_>) = open
                .into_iter()
                .partition(|asked| mark.word.is_none() && !is_script && mark.inside.contains(asked.span));
            open = rest;
            if let Some(first) = own.first() {
                let new = self.written(mark, &own, &mut remarks)?;
                let (span, new) = new.ok_or_else(|| {
                    let why = "the value is written out or given to something, which cannot be followed";
                    self.note(first.line, why)
                })?;
                cuts |= new.is_empty();
                match new.is_empty() {
                    true => self.cut(&mut edits, span.start, span.end),
                    false => edits.replace(span.start, span.end, new),
                }
            }
        }
        let is_markup = self.text.contains("</") || self.text.contains("/>");
        if cuts && !is_markup && self.template.lines.is_none() {
            let text = "the white space around the tags goes with them, which text that is no markup may show";
            remarks.push(self.note(line, text));
        }
        match open.first() {
            Some(asked) => Err(self.note(
                asked.line,
                "the evaluation stands in markup, which cannot be rewritten yet",
            )),
            None => Ok((edits, remarks)),
        }
    }

    fn note(&self, line: u32, text: &str) -> Note {
        Note {
            path: self.path.to_owned(),
            line,
            text: text.to_owned(),
        }
    }
}

/// What is asked within the conditions of some arms, and the rest.
fn within<'u>(asked: Vec<Asked<'u>>, arms: &[Begun]) -> (Vec<Asked<'u>>, Vec<Asked<'u>>) {
    let is_within = |asked: &Asked<'_>| {
        let mut conditions = arms.iter().filter_map(|(_, condition)| *condition);
        conditions.any(|condition| condition.contains(asked.span))
    };
    asked.into_iter().partition(is_within)
}
