//! Templates: conditionals whose arms are markup, and values that are written out.
//!
//! No tree holds both the tags and the markup between them. So a conditional is written as a statement of the language of its
//! conditions, with a call in the place of each arm; that is rewritten as any other code is, and what is left of it tells which tags
//! and arms stay. What cannot be written so, or comes back as something else, stops the flag.

mod chains;

use std::collections::BTreeSet;

use self::chains::{Arm, Chain, Kind};
use super::edits::{self, Edits};
use super::syntax::Syntax;
use super::unit::Unit;
use super::value::Value;
use super::{Note, Rewritten, Target, Work, World, call_of, script, seeds};
use crate::facts::{Argument, Call, FileFacts, Form};
use crate::language::{LANGUAGES, Language};
use crate::source::{Place, Span};
use crate::template::{self, Embedded, Mark, Statements, Template};
use crate::usage::{Role, Use};

/// What stands for an arm, with its number.
const ARM: &str = "flagdebt_arm_";
/// What is given a value that is written out.
const WRITTEN: &str = "flagdebt_written";
/// What a flag's value looks like where it was not decided by it.
const TRUTHS: &[&str] = &["true", "false", "True", "False"];
/// Within these white space means something.
const VERBATIM: &[&str] = &["<pre", "<textarea"];

impl Work<'_> {
    /// Rewrites a template; false: it is none, or its scripts ask.
    pub(super) fn page(&mut self, path: &str, uses: &[&Use], target: &Target<'_>, facts: Option<&FileFacts>) -> bool {
        let Some(language) = Language::of(path.rsplit('/').next().unwrap_or(path)) else {
            return false;
        };
        let table = &language.grammar().table;
        let Some((template, facts)) = table.template.as_ref().zip(facts) else {
            return false;
        };
        let code = table
            .code
            .as_deref()
            .and_then(|name| LANGUAGES.iter().find(|other| other.name == name));
        let Some((statements, code)) = template.fix.as_ref().zip(code) else {
            return false;
        };
        let Some(text) = self.world.text(path) else {
            return false;
        };
        if uses
            .iter()
            .any(|found| found.role != Role::Evaluation || script::holds(&text, template, found.whole.span))
        {
            return false;
        }
        let page = Page {
            path,
            text: &text,
            template,
            statements,
            code,
            read: template::read(&text, template),
        };
        match page.without(uses, target, facts) {
            Ok((new, remarks)) => {
                self.remarks.extend(remarks);
                self.pages.insert(path.to_owned(), Rewritten { old: text, new });
            }
            Err(stop) => self.stops.push(stop),
        }
        true
    }
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

/// A use in a template.
struct Asked<'u> {
    found: &'u Use,
    /// `None`: a member is read.
    call: Option<&'u Call>,
    value: Value,
}

/// What is left of a conditional.
#[derive(Debug, PartialEq, Eq)]
enum Left {
    Nothing,
    /// This arm, always.
    Arm(usize),
    /// These arms, with how they begin.
    Arms(Vec<(Kind, String, usize)>),
}

impl Page<'_> {
    /// The text without the flag, and what is to be said of it.
    ///
    /// # Errors
    /// What stops the flag.
    fn without(&self, uses: &[&Use], target: &Target<'_>, facts: &FileFacts) -> Result<(String, Vec<Note>), Note> {
        let mut open = Vec::new();
        for found in uses.iter().copied() {
            let value = (target.value)(found).as_ref().and_then(Value::of);
            let Some(value) = value else {
                return Err(self.note(found, "what this always gives is not known"));
            };
            let call = call_of(found, facts);
            open.push(Asked { found, call, value });
        }
        let is_whole = |code: &str| {
            let syntax = Syntax::parse(self.code, &format!("{}{code}\n", self.statements.before));
            syntax.is_some_and(|syntax| syntax.errors.is_empty())
        };
        let chains = chains::chains(self.text, self.template, self.statements, &self.read, &is_whole);
        let chains = chains.ok_or_else(|| Note {
            path: self.path.to_owned(),
            line: uses.first().map_or(1, |found| found.name.line),
            text: "the tags of the template do not nest, so it cannot be rewritten".to_owned(),
        })?;
        let mut edits = Edits::default();
        let mut remarks = Vec::new();
        for chain in &chains {
            let is_in =
                |arm: &Arm, asked: &Asked<'_>| arm.condition.is_some_and(|span| span.contains(asked.found.whole.span));
            let (own, rest): (Vec<_>, Vec<_>) = open
                .into_iter()
                .partition(|asked| chain.arms.iter().any(|arm| is_in(arm, asked)));
            open = rest;
            if let Some(first) = own.first() {
                let why = "the conditional of the template cannot be rewritten";
                let left = self
                    .decided(chain, &own, &mut remarks)?
                    .ok_or_else(|| self.note(first.found, why))?;
                self.apply(chain, &left, &mut edits)
                    .ok_or_else(|| self.note(first.found, why))?;
            }
        }
        for mark in &self.read.marks {
            let (own, rest): (Vec<_>, Vec<_>) = open
                .into_iter()
                .partition(|asked| mark.word.is_none() && mark.inside.contains(asked.found.whole.span));
            open = rest;
            if let Some(first) = own.first() {
                let new = self.written(mark, &own, &mut remarks)?;
                let new = new.ok_or_else(|| {
                    self.note(
                        first.found,
                        "the value is written out or given to something, which cannot be followed",
                    )
                })?;
                edits.replace(mark.inside.start, mark.inside.end, new);
            }
        }
        let is_markup = self.text.contains("</") || self.text.contains("/>");
        if let Some(first) = uses.first().filter(|_| !is_markup) {
            remarks.push(self.note(
                first,
                "the white space around the tags goes with them, which text that is no markup may show",
            ));
        }
        match open.first() {
            Some(asked) => Err(self.note(
                asked.found,
                "the evaluation stands in markup, which cannot be rewritten yet",
            )),
            None => Ok((edits.apply(self.text), remarks)),
        }
    }

    /// The code, with calls where tags, filters and tests ask.
    fn code_with(&self, asked: &[Asked<'_>]) -> String {
        let mut code = self.read.code.clone();
        for call in asked
            .iter()
            .filter_map(|asked| asked.call)
            .filter(|call| call.form == Form::Tag)
        {
            let range = call.span.range();
            if let Some(blanks) = range.len().checked_sub("f()".len())
                && code.get(range.clone()).is_some()
            {
                code.replace_range(range, &format!("f({})", " ".repeat(blanks)));
            }
        }
        code
    }

    fn note(&self, found: &Use, text: &str) -> Note {
        Note {
            path: self.path.to_owned(),
            line: found.name.line,
            text: text.to_owned(),
        }
    }

    /// What is left of a conditional; `None`: that cannot be told.
    fn decided(&self, chain: &Chain, asked: &[Asked<'_>], remarks: &mut Vec<Note>) -> Result<Option<Left>, Note> {
        let statements = self.statements;
        let mut snippet = Snippet::new(statements);
        let code = self.code_with(asked);
        for (number, arm) in chain.arms.iter().enumerate() {
            let Some((before, behind)) = arm
                .kind
                .form(statements)
                .split_once("{}")
                .or_else(|| arm.condition.is_none().then(|| (arm.kind.form(statements), "")))
            else {
                return Ok(None);
            };
            if before.is_empty() {
                return Ok(None);
            }
            snippet.text.push_str(before);
            if let Some(condition) = arm.condition {
                snippet.take(&code, condition);
            }
            snippet.text.push_str(behind);
            snippet.text.push('\n');
            snippet
                .text
                .push_str(&statements.statement.replace("{}", &format!("{ARM}{number}()")));
            snippet.text.push('\n');
        }
        snippet.text.push_str(&statements.end);
        snippet.text.push('\n');
        let Some(new) = self.rewritten(snippet, asked, remarks)? else {
            return Ok(None);
        };
        Ok(self.left(chain, &new))
    }

    /// Reads what was made of the statement of a conditional.
    fn left(&self, chain: &Chain, new: &str) -> Option<Left> {
        let statements = self.statements;
        let new = new.strip_prefix(statements.before.as_str())?;
        let calls: Vec<String> = (0..chain.arms.len())
            .map(|number| {
                statements
                    .statement
                    .replace("{}", &format!("{ARM}{number}()"))
                    .trim()
                    .to_owned()
            })
            .collect();
        let negated = chain.arms.iter().any(|arm| arm.kind == Kind::Negated);
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
                self.dedent(edits, first, kept.body);
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
    fn dedent(&self, edits: &mut Edits, first: &Arm, body: Span) {
        let Some(lines) = self.text.get(body.range()) else {
            return;
        };
        let tag = first.mark.whole;
        let is_markup = lines
            .trim_start()
            .starts_with(|letter: char| matches!(letter, '<' | '{' | '@'));
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
            let Some((found, call)) = snippet.moved(asked.found, asked.call) else {
                return Ok(None);
            };
            seeds::evaluation(&mut unit, &found, call.as_ref(), &asked.value);
        }
        work.units.push(unit);
        work.follow();
        let words: Vec<String> = asked.iter().filter_map(|asked| asked.found.key.clone()).collect();
        let texts = work.rewrite(&words);
        let line = asked.first().map_or(1, |asked| asked.found.name.line);
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

    /// A use and its call as they stand here.
    fn moved(&self, found: &Use, call: Option<&Call>) -> Option<(Use, Option<Call>)> {
        let (part, at) = self.parts.iter().find(|(part, _)| part.contains(found.whole.span))?;
        let moved = |span: Span| Span {
            start: span.start.saturating_sub(part.start).saturating_add(*at),
            end: span.end.saturating_sub(part.start).saturating_add(*at),
        };
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
        Some((found, call))
    }
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
