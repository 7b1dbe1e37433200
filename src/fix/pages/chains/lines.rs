//! Conditionals of templates whose blocks are told by their indentation.

use super::{Arm, Chain, Kind};
use crate::source::Span;
use crate::template::{Lines, Mark, Statements};

/// A line that is not blank: bytes of indentation, and where what stands in it begins and ends.
struct Line {
    indentation: usize,
    from: usize,
    to: usize,
}

/// The conditionals, in order of their first line.
pub(super) fn chains(text: &str, lines: &Lines, statements: &Statements) -> Vec<Chain> {
    let mut all = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let indentation = line.len() - line.trim_start().len();
        if !trimmed.is_empty() {
            all.push(Line {
                indentation,
                from: at + indentation,
                to: at + indentation + trimmed.len(),
            });
        }
        at += line.len();
    }
    let ends = ends(&all);
    let reader = Reader {
        text,
        mark: lines.code.first().map_or("", String::as_str),
        statements,
    };
    let begins = (0..all.len()).filter_map(|at| reader.chain(&all, &ends, at));
    begins.collect()
}

/// For each line the first one behind it that is no deeper.
fn ends(all: &[Line]) -> Vec<usize> {
    let mut ends = vec![all.len(); all.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, line) in all.iter().enumerate() {
        let is_over = |opened: &mut usize| {
            all.get(*opened)
                .is_some_and(|other| other.indentation >= line.indentation)
        };
        while let Some(opened) = open.pop_if(is_over) {
            if let Some(end) = ends.get_mut(opened) {
                *end = at;
            }
        }
        open.push(at);
    }
    ends
}

struct Reader<'t> {
    text: &'t str,
    /// What a line of code begins with.
    mark: &'t str,
    statements: &'t Statements,
}

impl Reader<'_> {
    /// The conditional that a line begins.
    fn chain(&self, all: &[Line], ends: &[usize], at: usize) -> Option<Chain> {
        let first = all.get(at)?;
        let (kind, ..) = self.begins(first)?;
        if !matches!(kind, Kind::Condition | Kind::Negated) {
            return None;
        }
        let mut arms = Vec::new();
        let mut at = at;
        loop {
            let line = all.get(at)?;
            let (kind, word, condition) = self.begins(line)?;
            let end = *ends.get(at)?;
            let last = all.get(end.checked_sub(1)?)?;
            arms.push(Arm {
                mark: Mark {
                    whole: Span::new(line.from, line.to),
                    inside: Span::new(line.from + self.mark.len(), line.to),
                    word: Some(word),
                    ends: false,
                },
                kind,
                condition,
                body: Span::new(line.to, last.to),
            });
            let next = all.get(end).filter(|next| next.indentation == first.indentation);
            let goes_on = next.and_then(|next| self.begins(next));
            match goes_on {
                Some((Kind::Other | Kind::Otherwise, ..)) if kind != Kind::Otherwise => at = end,
                _ => break,
            }
        }
        let end = arms.last()?.body.end;
        let behind = Span { start: end, end };
        Some(Chain {
            arms,
            end: Mark {
                whole: behind,
                inside: behind,
                word: None,
                ends: true,
            },
        })
    }

    /// How a line begins an arm: its kind, its word and its condition.
    fn begins(&self, line: &Line) -> Option<(Kind, Span, Option<Span>)> {
        let code = self.text.get(line.from..line.to)?.strip_prefix(self.mark)?;
        let from = line.from + self.mark.len() + (code.len() - code.trim_start().len());
        let code = code.trim_start();
        // What goes on in the next line is more than this reads.
        if self.mark.is_empty() || code.ends_with([',', '|', '\\']) {
            return None;
        }
        let kinds = [Kind::Condition, Kind::Negated, Kind::Other, Kind::Otherwise];
        kinds.into_iter().find_map(|kind| {
            let form = kind.form(self.statements);
            if kind == Kind::Otherwise {
                return (code == form).then(|| (kind, Span::new(from, from + code.len()), None));
            }
            let (before, behind) = form.split_once("{}")?;
            let rest = code.strip_prefix(before)?.strip_suffix(behind)?;
            let start = from + before.len() + (rest.len() - rest.trim_start().len());
            let condition = Span::new(start, start + rest.trim().len());
            let word = Span::new(from, from + before.trim_end().len());
            (!rest.trim().is_empty()).then_some((kind, word, Some(condition)))
        })
    }
}
