//! Templates whose code holds markup, which holds code again: what edits of the code mean for the marks between the two.
//!
//! The engine sees the code alone. Where it takes a block away and keeps what is in it, statements may come to stand in markup,
//! where they need a mark, or markup in markup, where it needs none. The new text is read again: its code has to be the old code
//! with the same edits, or the flag stays.

use crate::facts::{Call, Expression};
use crate::fix::edits::{self, Edits};
use crate::fix::unit::Unit;
use crate::fix::value::Value;
use crate::source::Span;
use crate::template::{self, Frame, Hole, Statement, Woven};
use crate::usage::Use;

/// Within these white space means something.
const VERBATIM: &[(&str, &str)] = &[("<pre", "</pre"), ("<textarea", "</textarea")];

/// Adds what edits need where code and markup meet; false: they cannot be made.
pub(crate) fn mend(unit: &mut Unit) -> bool {
    let template = unit.syntax.grammar.table.template.as_ref();
    let Some(template) = template.filter(|template| template.woven.is_some()) else {
        return true;
    };
    if unit.edits.is_empty() {
        return true;
    }
    let Some(old) = template::weave(&unit.text, template) else {
        return false;
    };
    let mut code = unit.edits.clone();
    let mut seam = Seam {
        text: &unit.text,
        cuts: unit.edits.resolved(&unit.text),
        woven: &old,
        edits: Edits::default(),
    };
    old.statements.iter().for_each(|statement| seam.statement(statement));
    for (at, frame) in old
        .frames
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, frame)| frame.is_group)
    {
        seam.group(at, frame);
    }
    old.blocks
        .iter()
        .for_each(|(whole, inside)| seam.block(*whole, *inside));
    for hole in &old.holes {
        if seam.hole(hole) {
            code.cut(hole.inside.start, hole.inside.end);
        }
    }
    let seams = seam.edits;
    unit.edits.extend(seams);
    unit.edits.keep_lines(&verbatim(&unit.text));
    let new = unit.edits.apply(&unit.text);
    let dense = |text: &str| -> String { text.split_whitespace().collect() };
    template::weave(&new, template).is_some_and(|new| dense(&new.written) == dense(&code.apply(&old.written)))
}

/// `<feature name="x">…</feature>`: what it holds stays, or nothing does.
///
/// # Errors
/// What stops the flag.
pub(crate) fn element(unit: &mut Unit, found: &Use, call: &Call, value: &Value) -> Result<(), &'static str> {
    let inverted = found.negated != call.context.negated;
    let on = inverted ^ value.truth().ok_or("which part of the element stays is not known")?;
    if call.arguments.len() > 1 + usize::from(inverted) {
        return Err("the element takes more than the key, and what that does is not known");
    }
    let closing = (!unit.text.get(call.span.range()).unwrap_or("").ends_with("/>"))
        .then(|| closing(&unit.text, call.span.end as usize, &call.name).ok_or("the end of the element is not known"));
    let closing = closing.transpose()?.unwrap_or(Span {
        start: call.span.end,
        end: call.span.end,
    });
    let lines = |start, end| edits::whole_lines(&unit.text, start, end);
    if !on {
        let all = lines(call.span.start, closing.end);
        unit.edits.cut(all.start, all.end);
        return Ok(());
    }
    let body = Span {
        start: call.span.end,
        end: closing.start,
    };
    let (open, close) = (lines(call.span.start, call.span.end), lines(closing.start, closing.end));
    edits::move_to(&unit.text, &mut unit.edits, call.span.start, body);
    unit.edits.cut(open.start, open.end);
    unit.edits.cut(close.start, close.end);
    Ok(())
}

/// The tag that closes an element of the name, behind the tag that opens it.
fn closing(text: &str, from: usize, name: &str) -> Option<Span> {
    let (opens, closes) = (format!("<{name}"), format!("</{name}"));
    let mut depth = 0_usize;
    let mut at = from;
    loop {
        at += text.get(at..)?.find('<')?;
        let rest = text.get(at..)?;
        let ends_name = |tag: &str| {
            !rest
                .get(tag.len()..)
                .is_some_and(|rest| rest.starts_with(|next: char| next.is_alphanumeric() || next == '-'))
        };
        if rest.starts_with(&closes) && ends_name(&closes) {
            let end = at + rest.find('>')? + 1;
            if depth == 0 {
                return Some(Span::new(at, end));
            }
            depth -= 1;
        } else if rest.starts_with(&opens) && ends_name(&opens) && !rest.get(..rest.find('>')?)?.ends_with('/') {
            depth += 1;
        }
        at += 1;
    }
}

/// What may follow a mark without brackets: `a.b`, `a.b(c)`.
fn is_plain(code: &str) -> bool {
    let path = code.split('(').next().unwrap_or("");
    let is_path = matches!(template::atom(path), Expression::Path(_) | Expression::Boolean(_));
    let brackets = code.get(path.len()..).unwrap_or("");
    is_path && (brackets.is_empty() || template::balanced(brackets, 1, brackets.len()) == Some(brackets.len() - 1))
}

/// Where lines stay as they are.
fn verbatim(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for (open, close) in VERBATIM {
        for (at, _) in text.match_indices(open) {
            let length = text.get(at..).and_then(|rest| rest.find(close)).unwrap_or(0);
            found.push(Span::new(at, at + length));
        }
    }
    found
}

/// Where code and markup meet.
struct Seam<'w> {
    text: &'w str,
    cuts: Vec<(Span, String)>,
    woven: &'w Woven,
    edits: Edits,
}

impl Seam<'_> {
    /// What is cut around a place, with what stands there instead.
    fn cut_at(&self, at: u32) -> Option<&(Span, String)> {
        let behind = self.cuts.partition_point(|(span, _)| span.start <= at);
        self.cuts.get(behind.checked_sub(1)?).filter(|(span, _)| at < span.end)
    }

    fn is_cut(&self, at: u32) -> bool {
        self.cut_at(at).is_some()
    }

    /// The first place that stays, from here on, and is no white space.
    fn kept_from(&self, at: u32, end: u32) -> Option<u32> {
        let mut at = at;
        while at < end {
            if let Some((span, _)) = self.cut_at(at) {
                at = span.end;
                continue;
            }
            let letter = self.text.get(at as usize..)?.chars().next()?;
            if !letter.is_whitespace() {
                return Some(at);
            }
            at += u32::try_from(letter.len_utf8()).ok()?;
        }
        None
    }

    /// Whether what stands in a frame stands in code afterwards.
    fn is_in_code(&self, frame: usize) -> bool {
        let mut at = frame;
        // Each step goes out.
        while let Some(frame) = self.woven.frames.get(at).filter(|_| at > 0) {
            if !self.is_cut(frame.opens.start) && !frame.is_group {
                return frame.is_code;
            }
            at = frame.parent;
        }
        false
    }

    /// The innermost frame around a place.
    fn frame_at(&self, at: u32) -> usize {
        let holds = |frame: &Frame| frame.opens.end <= at && at < frame.closes.start;
        self.woven.frames.iter().rposition(holds).unwrap_or(0)
    }

    fn statement(&mut self, statement: &Statement) {
        let mark = statement.start.saturating_sub(1);
        let is_marked = statement.marked && !self.is_cut(mark);
        if !self.is_cut(statement.start) {
            if !is_marked && !self.is_in_code(statement.frame) {
                self.mark(statement.start, statement.end, statement.markable);
            }
            return;
        }
        let is_new = self
            .cut_at(statement.start)
            .is_some_and(|(_, new)| !new.trim().is_empty());
        if !is_marked || is_new {
            return;
        }
        self.edits.cut(mark, statement.start);
        // What is left of the statement itself is code as before.
        let kept = self.kept_from(statement.start, statement.end);
        if let Some(kept) = kept.filter(|kept| self.frame_at(*kept) == statement.frame)
            && !self.is_in_code(statement.frame)
        {
            self.mark(kept, statement.end, statement.markable);
        }
    }

    /// Marks a statement that comes to stand in markup.
    fn mark(&mut self, start: u32, end: u32, markable: bool) {
        match markable {
            true => self.edits.replace(start, start, "@"),
            false => {
                self.edits.replace(start, start, "@{ ");
                self.edits.replace(end, end, " }");
            }
        }
    }

    /// What only says that markup follows is not needed in markup.
    fn group(&mut self, at: usize, frame: &Frame) {
        if self.is_cut(frame.opens.start) || self.is_in_code(at) || !self.is_in_code_now(frame.parent) {
            return;
        }
        for part in [frame.opens, frame.closes].into_iter().filter(|part| !part.is_empty()) {
            let span = edits::whole_lines(self.text, part.start, part.end);
            self.edits.cut(span.start, span.end);
        }
    }

    fn is_in_code_now(&self, frame: usize) -> bool {
        self.woven.frames.get(frame).is_some_and(|frame| frame.is_code)
    }

    /// A block or a declaration of which nothing is left goes.
    fn block(&mut self, whole: Span, inside: Span) {
        let was_full = self
            .text
            .get(inside.range())
            .is_some_and(|code| !code.trim().is_empty());
        let is_new = |(span, new): &(Span, String)| inside.contains(*span) && !new.trim().is_empty();
        if was_full && self.kept_from(inside.start, inside.end).is_none() && !self.cuts.iter().any(is_new) {
            let span = edits::whole_lines(self.text, whole.start, whole.end);
            self.edits.cut(span.start, span.end);
        }
    }

    /// What is written out, where it changes; true: it is text now.
    fn hole(&mut self, hole: &Hole) -> bool {
        let changes = |(span, _): &&(Span, String)| hole.inside.contains(*span);
        let Some(old) = self.text.get(hole.inside.range()) else {
            return false;
        };
        if self.is_cut(hole.whole.start) || !self.cuts.iter().any(|cut| changes(&cut)) {
            return false;
        }
        let mut within = Edits::default();
        for (span, new) in self.cuts.iter().filter(changes) {
            within.replace(
                span.start - hole.inside.start,
                span.end - hole.inside.start,
                new.clone(),
            );
        }
        let new = within.apply(old);
        let new = new.trim();
        if let Expression::Text(text) = template::atom(new)
            && !text.contains(['<', '>', '&', '"', '\'', '@', '{', '}', '\\'])
            && new.starts_with('"')
        {
            self.edits.replace(hole.whole.start, hole.whole.end, text.to_string());
            return true;
        }
        let behind = self
            .text
            .get(hole.whole.end as usize..)
            .and_then(|rest| rest.chars().next());
        let goes_on =
            behind.is_some_and(|next| next.is_alphanumeric() || matches!(next, '_' | '.' | '(' | '[' | '?' | '!'));
        let written = match is_plain(new) && !goes_on {
            true => format!("@{new}"),
            false => format!("@({new})"),
        };
        self.edits.replace(hole.whole.start, hole.whole.end, written);
        false
    }
}
