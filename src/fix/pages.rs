//! Templates: conditionals whose arms are markup, and values that are written out.
//!
//! No tree holds both the tags and the markup between them. So a conditional is written as a statement of the language of its
//! conditions, with a call in the place of each arm; that is rewritten as any other code is, and what is left of it tells which tags
//! and arms stay. What cannot be written so, or comes back as something else, stops the flag.

mod chains;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use self::chains::{Arm, Chain, Kind};
use super::edits::{self, Edits};
use super::script::Markup;
use super::syntax::Syntax;
use super::unit::{Fate, Unit};
use super::value::Value;
use super::{Note, Rewritten, Target, Work, World, call_of, names, script, seeds};
use crate::facts::{Argument, Call, FileFacts, Form};
use crate::language::{LANGUAGES, Language};
use crate::source::{Place, Span};
use crate::template::{self, Element, Embedded, Mark, Statements, Template};
use crate::usage::{Role, Use};

/// What stands for an arm, with its number.
const ARM: &str = "flagdebt_arm_";
/// What is given a value that is written out.
const WRITTEN: &str = "flagdebt_written";
/// What a flag's value looks like where it was not decided by it.
const TRUTHS: &[&str] = &["true", "false", "True", "False"];
/// What is said of a conditional that comes back as something else.
const UNREAD: &str = "the conditional of the template cannot be rewritten";
/// So far before a name its attribute begins, in characters.
const NEAR: usize = 400;
/// Within these white space means something.
const VERBATIM: &[&str] = &["<pre", "<textarea"];

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
        if read != places(self.text) || self.text.contains(&format!("${name}")) {
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
        for chain in &chains {
            let begun: Vec<Begun> = chain.arms.iter().map(|arm| (arm.kind, arm.condition)).collect();
            let (own, rest) = within(open, &begun);
            open = rest;
            if let Some(left) = self.decided(&begun, &own, &mut remarks)? {
                let applied = self.apply(chain, &left, &mut edits);
                applied.ok_or_else(|| self.note(own.first().map_or(line, |asked| asked.line), UNREAD))?;
            }
        }
        for row in self.rows() {
            let begun: Vec<Begun> = row.iter().map(|(_, begun)| *begun).collect();
            let (own, rest) = within(open, &begun);
            open = rest;
            if let Some(left) = self.decided(&begun, &own, &mut remarks)? {
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
                let new = new.ok_or_else(|| {
                    let why = "the value is written out or given to something, which cannot be followed";
                    self.note(first.line, why)
                })?;
                edits.replace(mark.inside.start, mark.inside.end, new);
            }
        }
        let is_markup = self.text.contains("</") || self.text.contains("/>");
        if !is_markup {
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

    /// The code, with calls where tags, filters and tests ask.
    fn code_with(&self, asked: &[Asked<'_>]) -> String {
        let mut code = self.read.code.clone();
        let is_no_call =
            |asked: &&Asked<'_>| asked.found.is_none() || asked.call.is_some_and(|call| call.form == Form::Tag);
        for asked in asked.iter().filter(is_no_call) {
            let range = asked.span.range();
            if let Some(blanks) = range.len().checked_sub("f()".len())
                && code.get(range.clone()).is_some()
            {
                code.replace_range(range, &format!("f({})", " ".repeat(blanks)));
            }
        }
        code
    }

    fn note(&self, line: u32, text: &str) -> Note {
        Note {
            path: self.path.to_owned(),
            line,
            text: text.to_owned(),
        }
    }

    /// What is left of a conditional; `None`: it does not ask.
    ///
    /// # Errors
    /// What stops the flag.
    fn decided(&self, arms: &[Begun], asked: &[Asked<'_>], remarks: &mut Vec<Note>) -> Result<Option<Left>, Note> {
        let Some(first) = asked.first() else { return Ok(None) };
        let unread = || self.note(first.line, UNREAD);
        let statements = self.statements;
        let mut snippet = Snippet::new(statements);
        let code = self.code_with(asked);
        for (number, (kind, condition)) in arms.iter().enumerate() {
            let form = kind.form(statements);
            let (before, behind) = match condition {
                Some(_) => form.split_once("{}").ok_or_else(unread)?,
                None => (form, ""),
            };
            if before.is_empty() || condition.is_none() != (*kind == Kind::Otherwise) {
                return Err(unread());
            }
            snippet.text.push_str(before);
            if let Some(condition) = condition {
                snippet.take(&code, *condition);
            }
            snippet.text.push_str(behind);
            snippet.text.push('\n');
            snippet.text.push_str(&self.statement(number));
            snippet.text.push('\n');
        }
        snippet.text.push_str(&statements.end);
        snippet.text.push('\n');
        let new = self.rewritten(snippet, asked, remarks)?.ok_or_else(unread)?;
        self.left(arms, &new).map(Some).ok_or_else(unread)
    }

    /// What stands for an arm.
    fn statement(&self, number: usize) -> String {
        self.statements.statement.replace("{}", &format!("{ARM}{number}()"))
    }

    /// Reads what was made of the statement of a conditional.
    fn left(&self, arms: &[Begun], new: &str) -> Option<Left> {
        let statements = self.statements;
        let new = new.strip_prefix(statements.before.as_str())?;
        let calls: Vec<String> = (0..arms.len())
            .map(|number| self.statement(number).trim().to_owned())
            .collect();
        let negated = arms.iter().any(|(kind, _)| *kind == Kind::Negated);
        let kinds: &[Kind] = match negated {
            true => &[Kind::Otherwise, Kind::Other, Kind::Negated, Kind::Condition],
            false => &[Kind::Otherwise, Kind::Other, Kind::Condition],
        };
        let begins = |line: &str| {
            kinds.iter().find_map(|kind| {
                let form = kind.form(statements);
                if *kind == Kind::Otherwise {
                    return (line == form).then(|| (*kind, String::new()));
                }
                let (before, behind) = form.split_once("{}")?;
                let condition = line.strip_prefix(before)?.strip_suffix(behind)?;
                (!before.is_empty()).then(|| (*kind, condition.trim().to_owned()))
            })
        };
        // what a block that must not be empty is left with
        let empty = self.code.shapes().table.empty_statement.as_deref();
        let mut arms = Vec::new();
        let mut always = None;
        let mut header: Option<(Kind, String)> = None;
        for line in new.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(number) = calls.iter().position(|call| call == line) {
                match header.take() {
                    Some((kind, condition)) => arms.push((kind, condition, number)),
                    None if always.is_none() && arms.is_empty() => always = Some(number),
                    None => return None,
                }
            } else if let Some(found) = begins(line) {
                if header.is_some() || always.is_some() {
                    return None;
                }
                header = Some(found);
            } else if line != statements.end && Some(line) != empty {
                return None;
            }
        }
        match (always, header, arms.is_empty()) {
            (Some(number), None, true) => Some(Left::Arm(number)),
            (None, None, true) => Some(Left::Nothing),
            (None, None, false) => Some(Left::Arms(arms)),
            _ => None,
        }
    }

    /// Turns what is left of a conditional into edits of its tags.
    fn apply(&self, chain: &Chain, left: &Left, edits: &mut Edits) -> Option<()> {
        let first = chain.arms.first()?;
        let end = chain.end.whole.end;
        match left {
            Left::Nothing => self.cut(edits, first.mark.whole.start, end),
            Left::Arm(number) => {
                let kept = chain.arms.get(*number)?;
                self.dedent(edits, first.mark.whole, kept.body);
                self.cut(edits, first.mark.whole.start, kept.body.start);
                self.cut(edits, kept.body.end, end);
            }
            Left::Arms(arms) => {
                let mut arms = arms.iter().peekable();
                for (number, arm) in chain.arms.iter().enumerate() {
                    match arms.next_if(|(_, _, kept)| *kept == number) {
                        Some((kind, condition, _)) => {
                            let new = self.tag(first, arm, *kind, condition)?;
                            if self.text.get(arm.mark.whole.range()) != Some(new.as_str()) {
                                edits.replace(arm.mark.whole.start, arm.mark.whole.end, new);
                            }
                        }
                        None => self.cut(edits, arm.mark.whole.start, arm.body.end),
                    }
                }
                // they come in another order
                if arms.peek().is_some() {
                    return None;
                }
            }
        }
        Some(())
    }

    /// The elements that attributes decide, each with those that are there otherwise.
    fn rows(&self) -> Vec<Vec<(Element, Begun)>> {
        let elements = &self.read.elements;
        let written = |element: &Element| self.text.get(element.attribute.range()).unwrap_or("");
        let named = |element: &Element, at: usize| {
            let name = written(element)
                .split(|letter: char| letter == '=' || letter.is_whitespace())
                .next();
            name.is_some() && name == self.statements.attributes.get(at).map(String::as_str)
        };
        let others = elements.iter().enumerate();
        let next: FxHashMap<usize, usize> = others
            .filter_map(|(at, element)| Some((element.otherwise?, at)))
            .collect();
        let mut rows = Vec::new();
        for (at, first) in elements.iter().enumerate().filter(|(_, element)| named(element, 0)) {
            let mut row = vec![(*first, (Kind::Condition, first.condition))];
            let mut last = at;
            while let Some(next) = next.get(&last).copied().filter(|next| *next > last) {
                let Some(other) = elements.get(next) else { break };
                let kind = if named(other, 1) { Kind::Other } else { Kind::Otherwise };
                row.push((*other, (kind, other.condition.filter(|_| kind == Kind::Other))));
                last = next;
            }
            rows.push(row);
        }
        rows
    }

    /// The same for elements that attributes decide.
    fn apply_row(&self, row: &[(Element, Begun)], left: &Left, edits: &mut Edits) -> Option<()> {
        let number_of = |number: &usize| row.get(*number);
        // Of what is not closed nobody knows how far it reaches.
        if row.iter().any(|(element, _)| !element.closed) {
            return None;
        }
        match left {
            Left::Nothing => row
                .iter()
                .for_each(|(element, _)| self.cut(edits, element.whole.start, element.whole.end)),
            Left::Arm(number) => {
                let (kept, _) = number_of(number)?;
                for (element, _) in row.iter().filter(|(element, _)| element.whole != kept.whole) {
                    self.cut(edits, element.whole.start, element.whole.end);
                }
                self.always(kept, edits)?;
            }
            Left::Arms(arms) => {
                for (number, (element, (kind, condition))) in row.iter().enumerate() {
                    let Some((new_kind, new, _)) = arms.iter().find(|(_, _, kept)| *kept == number) else {
                        self.cut(edits, element.whole.start, element.whole.end);
                        continue;
                    };
                    let old = condition
                        .and_then(|condition| self.read.code.get(condition.range()))
                        .unwrap_or("");
                    if new_kind == kind && new == old {
                        continue;
                    }
                    let name = match new_kind {
                        Kind::Condition => self.statements.attributes.first()?,
                        Kind::Other => self.statements.attributes.get(1)?,
                        Kind::Negated | Kind::Otherwise => return None,
                    };
                    let written = self.text.get(element.attribute.range())?;
                    let quote = written.chars().last().filter(|quote| matches!(quote, '"' | '\''))?;
                    let new = if new == old {
                        self.text.get(condition.as_ref()?.range())?
                    } else {
                        new
                    };
                    if new.contains(quote) {
                        return None;
                    }
                    let attribute = format!("{name}={quote}{new}{quote}");
                    edits.replace(element.attribute.start, element.attribute.end, attribute);
                }
            }
        }
        Some(())
    }

    /// An element that is always there.
    fn always(&self, element: &Element, edits: &mut Edits) -> Option<()> {
        let name = self.text.get(element.name.range())?;
        let closing = format!("</{name}>");
        let whole = self.text.get(element.whole.range())?;
        if element.bare && name == self.statements.group && whole.ends_with(&closing) {
            let close = element.whole.end - u32::try_from(closing.len()).ok()?;
            let body = Span {
                start: element.tag.end,
                end: close,
            };
            self.dedent(edits, element.tag, body);
            self.cut(edits, element.whole.start, element.tag.end);
            self.cut(edits, close, element.whole.end);
            return Some(());
        }
        let before = self.text.get(..element.attribute.start as usize)?;
        let from = u32::try_from(before.trim_end().len()).ok()?;
        edits.cut(from, element.attribute.end);
        Some(())
    }

    /// A tag that begins an arm in another way than before.
    fn tag(&self, first: &Arm, arm: &Arm, kind: Kind, condition: &str) -> Option<String> {
        let between = |from: u32, to: u32| self.text.get(from as usize..to as usize);
        let whole = arm.mark.whole;
        let Some(span) = arm.condition else {
            return (kind == Kind::Otherwise).then(|| self.text.get(whole.range()).map(str::to_owned))?;
        };
        if kind == arm.kind {
            let (before, behind) = (between(whole.start, span.start)?, between(span.end, whole.end)?);
            let old = self.read.code.get(span.range())?;
            let condition = if old == condition {
                between(span.start, span.end)?
            } else {
                condition
            };
            return Some(format!("{before}{condition}{behind}"));
        }
        let behind = between(span.end, whole.end)?;
        let Some(word) = first.mark.word else {
            let form = kind.form(self.statements);
            let (open, close) = form.split_once("{}")?;
            let behind = behind.strip_prefix(arm.kind.form(self.statements).split_once("{}")?.1)?;
            let mark = between(first.mark.whole.start, first.mark.inside.start)?;
            return Some(format!("{mark} {open}{condition}{close}{behind}"));
        };
        let named = match kind {
            Kind::Condition => self.template.conditions.first()?,
            Kind::Negated => self.template.negated_conditions.first()?,
            Kind::Other | Kind::Otherwise => return None,
        };
        let mark = between(first.mark.whole.start, word.start)?;
        let gap = between(word.end, first.condition?.start)?;
        Some(format!("{mark}{named}{gap}{condition}{behind}"))
    }

    fn cut(&self, edits: &mut Edits, start: u32, end: u32) {
        let span = edits::whole_lines(self.text, start, end);
        edits.cut(span.start, span.end);
    }

    /// Moves an arm to where its tag stood, if it is markup of lines of its own.
    fn dedent(&self, edits: &mut Edits, tag: Span, body: Span) {
        let Some(lines) = self.text.get(body.range()) else {
            return;
        };
        let is_markup = lines.trim_start().starts_with(['<', '{', '@']);
        let own_line = edits::begins_line(self.text, tag.start) && edits::ends_line(self.text, tag.end);
        if !is_markup || !own_line || VERBATIM.iter().any(|element| lines.contains(element)) {
            return;
        }
        let starts = lines.match_indices('\n').map(|(at, _)| body.start as usize + at + 1);
        let starts: Vec<u32> = starts
            .filter_map(|start| u32::try_from(start).ok())
            .filter(|start| !edits::ends_line(self.text, *start))
            // the line of the next tag is none of its own
            .filter(|start| {
                (self.text.get(*start as usize..body.end as usize)).is_some_and(|rest| !rest.trim().is_empty())
            })
            .collect();
        let own = edits::indentation(self.text, tag.start);
        let deeper = |start: &u32| Some(edits::indentation(self.text, *start).strip_prefix(own)?.len());
        let Some(depths) = starts.iter().map(deeper).collect::<Option<Vec<usize>>>() else {
            return;
        };
        if let Some(depth) = depths.into_iter().min().filter(|depth| *depth > 0) {
            starts.into_iter().for_each(|start| edits.dedent(start, depth));
        }
    }

    /// What is written out instead of the value of a stretch of code; `None`: that cannot be told.
    fn written(&self, mark: &Mark, asked: &[Asked<'_>], remarks: &mut Vec<Note>) -> Result<Option<String>, Note> {
        let statements = self.statements;
        let text = |from: u32, to: u32| self.text.get(from as usize..to as usize).unwrap_or("");
        let inner = text(mark.inside.start, mark.inside.end);
        let is_output = text(mark.whole.start, mark.inside.start).ends_with(statements.output.as_str());
        let start = mark.inside.start as usize + (inner.len() - inner.trim_start().len());
        let code = Span::new(start, start + inner.trim().len());
        if !is_output || statements.statement.is_empty() || code.start >= code.end {
            return Ok(None);
        }
        let call = statements.statement.replace("{}", &format!("{WRITTEN}(({{}}))"));
        let Some((before, behind)) = call.split_once("{}") else {
            return Ok(None);
        };
        let mut snippet = Snippet::new(statements);
        snippet.text.push_str(before.trim_start());
        snippet.take(&self.code_with(asked), code);
        snippet.text.push_str(behind);
        snippet.text.push('\n');
        let Some(new) = self.rewritten(snippet, asked, remarks)? else {
            return Ok(None);
        };
        let new = new.strip_prefix(statements.before.as_str()).unwrap_or(&new).trim();
        let open = [
            before.trim_start(),
            before.trim_start().strip_suffix('(').unwrap_or(before),
        ];
        let close = [behind.trim_end(), behind.strip_prefix(')').unwrap_or(behind).trim_end()];
        let left = open
            .iter()
            .zip(close)
            .find_map(|(open, close)| new.strip_prefix(open)?.strip_suffix(close));
        let Some(left) = left.map(str::trim).filter(|left| !left.is_empty()) else {
            return Ok(None);
        };
        let truths = |text: &str| {
            let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            words.filter(|word| TRUTHS.contains(word)).count()
        };
        if truths(left) > truths(inner) {
            return Ok(None);
        }
        let (before, behind) = (inner.len() - inner.trim_start().len(), inner.trim_end().len());
        Ok(Some(format!("{}{left}{}", &inner[..before], &inner[behind..])))
    }

    /// Rewrites a snippet; `None`: it cannot be read.
    fn rewritten(
        &self,
        snippet: Snippet,
        asked: &[Asked<'_>],
        remarks: &mut Vec<Note>,
    ) -> Result<Option<String>, Note> {
        let Some(syntax) = Syntax::parse(self.code, &snippet.text).filter(|syntax| syntax.errors.is_empty()) else {
            return Ok(None);
        };
        let mut work = Work::new(&Alone);
        let mut unit = Unit::new(self.path, snippet.text.clone(), syntax);
        for asked in asked {
            let Some(span) = snippet.moved(asked.span) else {
                return Ok(None);
            };
            match asked.found {
                Some(found) => {
                    let (found, call) = snippet.moved_use(found, asked.call, span);
                    seeds::evaluation(&mut unit, &found, call.as_ref(), &asked.value);
                }
                None => {
                    let is_call = |id| unit.syntax.has_role(id, |role| role.call.is_some());
                    let Some(node) = unit.syntax.at(span, is_call).filter(|node| is_call(*node)) else {
                        return Ok(None);
                    };
                    unit.set(node, Fate::Known(asked.value.clone()));
                }
            }
        }
        work.units.push(unit);
        work.follow();
        let words: Vec<String> = asked.iter().filter_map(|asked| asked.found?.key.clone()).collect();
        let texts = work.rewrite(&words);
        let line = asked.first().map_or(1, |asked| asked.line);
        let here = |note: Note| Note { line, ..note };
        if let Some(stop) = work.stops.into_iter().next() {
            return Err(here(stop));
        }
        remarks.extend(work.remarks.into_iter().map(here));
        let new = texts.into_values().next().map_or(snippet.text, |file| file.new);
        let is_readable = Syntax::parse(self.code, &new).is_some_and(|syntax| syntax.errors.is_empty());
        Ok(Some(new).filter(|_| is_readable))
    }
}

/// Code on its own, with where its parts come from.
struct Snippet {
    text: String,
    /// Where they stood, and where they stand.
    parts: Vec<(Span, u32)>,
}

impl Snippet {
    fn new(statements: &Statements) -> Self {
        Self {
            text: statements.before.clone(),
            parts: Vec::new(),
        }
    }

    fn take(&mut self, code: &str, span: Span) {
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.parts.push((span, at));
        let one_line = |letter: char| if matches!(letter, '\n' | '\r') { ' ' } else { letter };
        self.text
            .extend(code.get(span.range()).unwrap_or("").chars().map(one_line));
    }

    /// Where a stretch stands here.
    fn moved(&self, span: Span) -> Option<Span> {
        let (part, at) = self.parts.iter().find(|(part, _)| part.contains(span))?;
        let moved = |place: u32| place.saturating_sub(part.start).saturating_add(*at);
        Some(Span {
            start: moved(span.start),
            end: moved(span.end),
        })
    }

    /// A use and its call as they stand here, all of it in `whole`.
    fn moved_use(&self, found: &Use, call: Option<&Call>, whole: Span) -> (Use, Option<Call>) {
        let moved = |span: Span| self.moved(span).unwrap_or(whole);
        let place = |place: Place| Place {
            span: moved(place.span),
            ..place
        };
        let argument = |argument: &Argument| Argument {
            span: moved(argument.span),
            ..argument.clone()
        };
        let call = call.map(|call| Call {
            span: moved(call.span),
            name_span: moved(call.name_span),
            receiver_span: moved(call.receiver_span),
            arguments: call.arguments.iter().map(argument).collect(),
            ..call.clone()
        });
        let found = Use {
            name: place(found.name),
            whole: place(found.whole),
            ..found.clone()
        };
        (found, call)
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

/// No other file: a snippet is read for itself.
struct Alone;

impl World for Alone {
    fn text(&self, _: &str) -> Option<String> {
        None
    }

    fn prepare(&self, _: &BTreeSet<String>) {}

    fn mentioning(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
