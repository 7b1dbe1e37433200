//! Which tags of a template make up a conditional.
//!
//! Tags that nest wrongly make up none: taking out the wrong `end` is worse than leaving a flag in.

mod lines;

use rustc_hash::FxHashMap;

use crate::source::Span;
use crate::template::{Embedded, Mark, Statements, Template};

/// A conditional.
#[derive(Debug)]
pub(super) struct Chain {
    /// In order; the first begins it.
    pub(super) arms: Vec<Arm>,
    /// The tag that ends it.
    pub(super) end: Mark,
}

/// One arm of it.
#[derive(Debug)]
pub(super) struct Arm {
    pub(super) mark: Mark,
    pub(super) kind: Kind,
    /// Where its condition stands.
    pub(super) condition: Option<Span>,
    /// What it decides.
    pub(super) body: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Condition,
    Negated,
    Other,
    Otherwise,
}

impl Kind {
    /// How such an arm begins as a statement.
    pub(super) fn form(self, statements: &Statements) -> &str {
        match self {
            Self::Condition => &statements.condition,
            Self::Negated => &statements.negated_condition,
            Self::Other => &statements.other_condition,
            Self::Otherwise => &statements.otherwise,
        }
    }
}

/// What a tag does.
enum Step<'t> {
    /// Begins the block of a word; with an arm: of a conditional.
    Opens(&'t str, Option<(Kind, Span)>),
    Divides(Kind, Option<Span>),
    /// Ends the block of a word; empty: the innermost one.
    Ends(&'t str),
    Nothing,
    /// It may do any of these.
    Unclear,
}

/// The conditionals of a template, innermost first; `None`: its tags do not nest.
///
/// `is_whole` tells whether a piece of code can be read by itself.
pub(super) fn chains(
    text: &str,
    template: &Template,
    statements: &Statements,
    page: &Embedded,
    is_whole: &dyn Fn(&str) -> bool,
) -> Option<Vec<Chain>> {
    if let Some(lines) = &template.lines {
        return Some(lines::chains(text, lines, statements));
    }
    let of_tags = page.marks.iter().any(|mark| mark.word.is_some());
    let tags = Tags {
        text,
        code: &page.code,
        template,
        statements,
        is_whole,
    };
    let steps: Vec<Step<'_>> = page
        .marks
        .iter()
        .map(|mark| match (mark.word, of_tags) {
            (Some(word), _) => tags.tag(mark, word),
            (None, false) => tags.statement(mark),
            (None, true) => Step::Nothing,
        })
        .collect();
    if steps.iter().any(|step| matches!(step, Step::Unclear)) {
        return None;
    }
    let ends = match of_tags {
        true => by_word(&steps, template)?,
        false => by_nesting(&steps)?,
    };
    nested(&page.marks, &steps, &ends)
}

/// The tags that end others, where each says what it ends: what has no end is no block. `None`: some do not match.
fn by_word(steps: &[Step<'_>], template: &Template) -> Option<FxHashMap<usize, usize>> {
    let mut waiting: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut ends = FxHashMap::default();
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Opens(word, _) => waiting.entry(*word).or_default().push(at),
            Step::Ends(word) => {
                ends.insert(waiting.get_mut(word).and_then(Vec::pop)?, at);
            }
            Step::Divides(..) | Step::Nothing | Step::Unclear => {}
        }
    }
    let mut conditions = template.conditions.iter().chain(&template.negated_conditions);
    let is_closed = |word: &String| waiting.get(word.as_str()).is_none_or(Vec::is_empty);
    conditions.all(is_closed).then_some(ends)
}

/// The same where one word ends all; `None`: they do not match.
fn by_nesting(steps: &[Step<'_>]) -> Option<FxHashMap<usize, usize>> {
    let mut open = Vec::new();
    let mut ends = FxHashMap::default();
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Opens(..) => open.push(at),
            Step::Ends(_) => {
                ends.insert(open.pop()?, at);
            }
            Step::Divides(..) | Step::Nothing | Step::Unclear => {}
        }
    }
    open.is_empty().then_some(ends)
}

fn nested(marks: &[Mark], steps: &[Step<'_>], ends: &FxHashMap<usize, usize>) -> Option<Vec<Chain>> {
    let mut open: Vec<(usize, Vec<Arm>)> = Vec::new();
    let mut found = Vec::new();
    for ((at, step), mark) in steps.iter().enumerate().zip(marks) {
        let arm = |kind, condition| Arm {
            mark: *mark,
            kind,
            condition,
            body: Span {
                start: mark.whole.end,
                end: mark.whole.end,
            },
        };
        match step {
            Step::Opens(_, first) => {
                if let Some(end) = ends.get(&at) {
                    let first = first.map(|(kind, condition)| arm(kind, Some(condition)));
                    open.push((*end, first.into_iter().collect()));
                }
            }
            Step::Divides(kind, condition) => {
                if let Some((_, arms)) = open.last_mut()
                    && let Some(last) = arms.last_mut()
                {
                    last.body.end = mark.whole.start;
                    // nothing stands behind what runs otherwise
                    if last.kind == Kind::Otherwise {
                        return None;
                    }
                    arms.push(arm(*kind, *condition));
                }
            }
            Step::Ends(_) if open.iter().any(|(end, _)| *end == at) => {
                let (end, mut arms) = open.pop()?;
                if end != at {
                    return None;
                }
                if let Some(last) = arms.last_mut() {
                    last.body.end = mark.whole.start;
                    found.push(Chain { arms, end: *mark });
                }
            }
            Step::Ends(_) | Step::Nothing | Step::Unclear => {}
        }
    }
    Some(found)
}

struct Tags<'t> {
    text: &'t str,
    code: &'t str,
    template: &'t Template,
    statements: &'t Statements,
    /// Whether a piece of code can be read by itself.
    is_whole: &'t dyn Fn(&str) -> bool,
}

impl<'t> Tags<'t> {
    /// `{% word rest %}`.
    fn tag(&self, mark: &Mark, word: Span) -> Step<'t> {
        let name = self.text.get(word.range()).unwrap_or("");
        let template = self.template;
        let is = |words: &[String]| words.iter().any(|known| known == name);
        if mark.ends {
            return Step::Ends(name);
        }
        if let Some(ended) = template.ends.iter().find_map(|end| name.strip_prefix(end.as_str())) {
            return Step::Ends(ended);
        }
        let rest = self.stretch(word.end, mark);
        if is(&template.otherwise) {
            let goes_on = self.text.get(word.end as usize..).unwrap_or("").trim_start();
            let next = template
                .conditions
                .iter()
                .any(|known| goes_on.starts_with(known.as_str()));
            return match rest.filter(|_| next) {
                Some(rest) => Step::Divides(Kind::Other, Some(rest)),
                None => Step::Divides(Kind::Otherwise, None),
            };
        }
        if is(&template.other_conditions) {
            return Step::Divides(Kind::Other, rest);
        }
        let kind = match is(&template.negated_conditions) {
            true => Kind::Negated,
            false => Kind::Condition,
        };
        let first = match is(&template.conditions) || is(&template.negated_conditions) {
            true => rest,
            false if is(&template.code) || is(&template.statements) => None,
            // the tag itself may ask: `{% flag "k" %}`
            false => self.stretch(word.start, mark),
        };
        Step::Opens(name, first.map(|condition| (kind, condition)))
    }

    /// `<% if condition %>`: the code is the statement.
    fn statement(&self, mark: &Mark) -> Step<'t> {
        let Some(span) = self.stretch(mark.inside.start, mark) else {
            return Step::Nothing;
        };
        let code = self.code.get(span.range()).unwrap_or("");
        let statements = self.statements;
        let within = |form: &str| {
            let (before, behind) = form.split_once("{}")?;
            let rest = code.strip_prefix(before)?.strip_suffix(behind)?;
            let from = span.start as usize + before.len();
            (!rest.trim().is_empty()).then(|| Span::new(from, from + rest.len()))
        };
        if code == statements.end
            || code.starts_with(&format!("{} ", statements.end))
            || code.starts_with(&format!("{})", statements.end))
        {
            return Step::Ends("");
        }
        if code == statements.otherwise {
            return Step::Divides(Kind::Otherwise, None);
        }
        if let Some(condition) = within(&statements.other_condition) {
            return Step::Divides(Kind::Other, Some(condition));
        }
        let words = words(code);
        let first_of = |form: &'t str| form.split(' ').next().unwrap_or("");
        let divides = |word: &&str| {
            **word == *statements.otherwise
                || **word == *statements.end
                || *word == first_of(&statements.other_condition)
        };
        if let Some(at) = words.iter().position(divides) {
            let begins = |word: &&str| {
                let forms = [&statements.condition, &statements.negated_condition];
                let opens = statements.openers.iter().chain(&statements.opens);
                forms.iter().any(|form| first_of(form) == *word)
                    || opens.into_iter().any(|opener| first_of(opener.trim()) == *word)
            };
            // All of it stands here, or what it divides or ends stands elsewhere.
            let is_closed = words.last().is_some_and(|last| **last == *statements.end);
            let is_begun = words.iter().take(at).any(begins);
            return match is_closed && is_begun && (self.is_whole)(code) {
                true => Step::Nothing,
                false => Step::Unclear,
            };
        }
        if let Some(condition) = within(&statements.condition) {
            return Step::Opens("", Some((Kind::Condition, condition)));
        }
        if let Some(condition) = within(&statements.negated_condition) {
            return Step::Opens("", Some((Kind::Negated, condition)));
        }
        let first = code
            .split(|letter: char| !letter.is_alphanumeric())
            .next()
            .unwrap_or("");
        let opens = |end: &String| match end.split_once("{}") {
            Some((from, to)) => code.ends_with(to) && code.contains(from),
            None => code.ends_with(end.as_str()),
        };
        match statements.openers.iter().any(|opener| opener == first) || statements.opens.iter().any(opens) {
            true => Step::Opens("", None),
            false => Step::Nothing,
        }
    }

    /// The code from a place on to the end of a tag, without what stands around it.
    fn stretch(&self, from: u32, mark: &Mark) -> Option<Span> {
        let code = self.code.get(from as usize..mark.whole.end as usize)?;
        let start = code.len() - code.trim_start().len();
        let is_mark = |letter: char| letter.is_whitespace() || self.template.separator.contains(letter);
        let end = code.trim_end_matches(is_mark).len();
        let from = from as usize;
        (start < end).then(|| Span::new(from + start, from + end))
    }
}

/// The words of a statement without those that are symbols, members or labels: `:end`, `range.end`, `else: 1`.
fn words(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in code.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
        let behind = code.get(at + word.len()..).unwrap_or("");
        let is_part = code
            .get(..at)
            .is_some_and(|before| before.ends_with([':', '.', '@', '$']));
        let is_label = behind.starts_with(':') && !behind.starts_with("::");
        if !word.is_empty() && !is_part && !is_label {
            found.push(word);
        }
        at += word.len() + behind.chars().next().map_or(0, char::len_utf8);
    }
    found
}
