//! What is left of a conditional or of a value that is written out: its code is rewritten on its own.

use std::collections::BTreeSet;

use super::chains::Kind;
use super::{Asked, Begun, Left, Page, UNREAD};
use crate::facts::{Argument, Call, Expression, Form};
use crate::fix::syntax::Syntax;
use crate::fix::unit::{Fate, Unit};
use crate::fix::{Note, Whole, Work, World, seeds};
use crate::source::{Place, Span};
use crate::template::{self, Mark, Statements};
use crate::usage::Use;

/// What stands for an arm, with its number.
const ARM: &str = "flagdebt_arm_";
/// What is given a value that is written out.
const WRITTEN: &str = "flagdebt_written";
/// What a flag's value looks like where it was not decided by it.
const TRUTHS: &[&str] = &["true", "false", "True", "False"];

impl Page<'_> {
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

    /// What is left of a conditional; `None`: it does not ask.
    ///
    /// # Errors
    /// What stops the flag.
    pub(super) fn decided(
        &self,
        arms: &[Begun],
        asked: &[Asked<'_>],
        remarks: &mut Vec<Note>,
    ) -> Result<Option<Left>, Note> {
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

    /// What is written out instead of the value of a stretch of code, and where; `None`: that cannot be told.
    pub(super) fn written(
        &self,
        mark: &Mark,
        asked: &[Asked<'_>],
        remarks: &mut Vec<Note>,
    ) -> Result<Option<(Span, String)>, Note> {
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
        // What is handed on or shown is the same as before, and a reader will want to know of it.
        let first = asked
            .first()
            .filter(|asked| asked.found.is_some() && truths(left) > truths(inner));
        if let Some(first) = first {
            remarks.push(self.note(first.line, "the value is written out or given to something here"));
        }
        if let Some(shown) = self.shown(mark, left) {
            return Ok(Some((mark.whole, shown)));
        }
        let (before, behind) = (inner.len() - inner.trim_start().len(), inner.trim_end().len());
        let left = in_lines(inner.trim(), left);
        Ok(Some((
            mark.inside,
            format!("{}{left}{}", &inner[..before], &inner[behind..]),
        )))
    }

    /// The text that a literal shows, where it can stand in the markup itself.
    fn shown(&self, mark: &Mark, literal: &str) -> Option<String> {
        if mark.whole == mark.inside {
            return None;
        }
        if literal == self.code.shapes().table.null() {
            return Some(String::new());
        }
        let Expression::Text(text) = template::atom(literal) else {
            return None;
        };
        let plain = !text.contains(['<', '>', '&', '"', '\'', '{', '}', '\\', '#', '$', '%', '@', '`', '\n']);
        let before = self.text.get(..mark.whole.start as usize)?;
        let quote = if before.ends_with('=') { "\"" } else { "" };
        (plain && literal.starts_with(['"', '\''])).then(|| format!("{quote}{text}{quote}"))
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
        let mut work = Work::new(&Alone, &Whole::All);
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
        // Of what stands for a template's own doing the template tells itself.
        let ours = |note: &Note| note.text.contains(WRITTEN);
        remarks.extend(work.remarks.into_iter().filter(|note| !ours(note)).map(here));
        let new = texts.into_values().next().map_or(snippet.text, |file| file.new);
        let is_readable = Syntax::parse(self.code, &new).is_some_and(|syntax| syntax.errors.is_empty());
        Ok(Some(new).filter(|_| is_readable))
    }
}

/// What was rewritten on one line, with the line breaks of what stays at its beginning and its end.
fn in_lines(old: &str, new: &str) -> String {
    let is_same = |(one, two): &(char, char)| one == two || one.is_whitespace() && *two == ' ';
    let lengths = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        let same = pairs.take_while(is_same);
        same.fold((0, 0), |(one, two), (old, new)| {
            (one + old.len_utf8(), two + new.len_utf8())
        })
    };
    let (head, new_head) = lengths(&mut old.chars().zip(new.chars()));
    let (old_rest, new_rest) = (&old[head..], &new[new_head..]);
    let (tail, new_tail) = lengths(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
    let middle = &new_rest[..new_rest.len() - new_tail];
    format!("{}{middle}{}", &old[..head], &old_rest[old_rest.len() - tail..])
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
