//! Directives that are statements or expressions of the code's language: what Razor puts behind its `@`.

use crate::facts::{Branch, Import, Name};
use crate::source::Span;
use crate::template::{Page, scan};

/// How far brackets and braces are looked for.
const REACH: usize = 64 * 1024;
/// How many members an expression may have.
const CHAIN: usize = 32;
/// How many alternatives of alternatives are followed.
const ARMS: usize = 64;

/// `@word rest of the line`, `@word.member(…)`; gives the place behind it.
pub(super) fn without_brackets(page: &mut Page<'_>, from: usize, behind: usize) -> usize {
    let template = page.template;
    let word = page.text.get(from..behind).unwrap_or("");
    let is = |words: &[String]| words.iter().any(|known| known == word);
    let rest = page.text.get(behind..).unwrap_or("");
    let line_end = behind + rest.find(['\n', '\r']).unwrap_or(rest.len());
    if is(&template.imports) {
        let modules = page.text.get(behind..line_end).unwrap_or("").split([' ', ',']);
        let modules = modules.filter(|module| !matches!(module.trim(), "" | "*")).take(8);
        page.found.imports.extend(modules.map(|module| Import {
            module: Name::from(module.trim()),
            name: None,
            alias: Name::from(""),
        }));
        return line_end;
    }
    if is(&template.skipped) {
        return line_end;
    }
    if is(&template.code) || is(&template.statements) {
        let start = if is(&template.code) { behind } else { from };
        let (_, end) = scan::trimmed(page.text, start, line_end);
        page.keep(start, end);
        page.end(end, 1);
        return line_end;
    }
    expression(page, from, behind)
}

/// `await client.IsOnAsync("k")`, as far as it goes without white space.
pub(super) fn expression(page: &mut Page<'_>, from: usize, behind: usize) -> usize {
    let text = page.text;
    let bytes = text.as_bytes();
    let mut at = behind;
    if text.get(from..behind) == Some("await") {
        let next = scan::skip_space(text, behind);
        at = scan::word(text, next);
        if at == next {
            return behind;
        }
    }
    for _ in 0..CHAIN {
        let next = match bytes.get(at) {
            Some(b'(' | b'[') if page.budget > 0 => {
                let end = text.len().min(at.saturating_add(REACH));
                let close = scan::balanced(text, at + 1, end);
                if close.is_none() {
                    page.budget = page.budget.saturating_sub(end - at);
                }
                close.map(|close| close + 1)
            }
            Some(b'.' | b'?' | b'!') => {
                let name = at
                    + if text.get(at..).is_some_and(|rest| rest.starts_with("?.")) {
                        2
                    } else {
                        1
                    };
                Some(scan::word(text, name)).filter(|end| *end > name)
            }
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    page.keep(from, at);
    page.end(at, 1);
    at
}

/// `{ … } else if (…) { … } else { … }` behind the condition that was just read.
pub(super) fn braces(page: &mut Page<'_>, condition: Span, start: usize, behind: usize) {
    let mut arms: Vec<(Span, Span)> = Vec::new();
    let mut condition = condition;
    let mut at = behind;
    let mut otherwise = None;
    while arms.len() < ARMS {
        let Some((open, close)) = block(page, at) else { break };
        arms.push((condition, Span::new(open, close)));
        let Some(next) = after_word(page.text, close, "else") else {
            break;
        };
        let Some(brackets) = after_word(page.text, next, "if").map(|at| scan::skip_space(page.text, at)) else {
            otherwise = block(page, next).map(|(open, close)| Span::new(open, close));
            break;
        };
        if page.text.as_bytes().get(brackets) != Some(&b'(') {
            break;
        }
        let end = page.text.len().min(brackets.saturating_add(REACH));
        let Some(behind) = scan::balanced(page.text, brackets + 1, end) else {
            break;
        };
        page.keep(brackets + 1, behind);
        page.end(behind, 1);
        condition = Span::new(brackets + 1, behind);
        at = behind + 1;
    }
    let last = otherwise.or(arms.last().map(|(_, body)| *body));
    for index in 0..arms.len() {
        let Some((span, body)) = arms.get(index).copied() else {
            break;
        };
        let next = arms.get(index + 1).map(|(_, body)| *body);
        let branch = Branch {
            span: Span::new(start, last.map_or(body.end as usize, |last| last.end as usize)),
            consequence: Some(body),
            alternative: next.or(otherwise),
            negated: false,
            same: false,
        };
        page.found.conditions.push((span, branch));
    }
    if arms.is_empty() {
        let branch = Branch {
            span: condition,
            consequence: None,
            alternative: None,
            negated: false,
            same: false,
        };
        page.found.conditions.push((condition, branch));
    }
}

/// The braces that open at or right behind a place, and the place behind them.
fn block(page: &mut Page<'_>, at: usize) -> Option<(usize, usize)> {
    let open = scan::skip_space(page.text, at);
    if page.text.as_bytes().get(open) != Some(&b'{') || page.budget == 0 {
        return None;
    }
    let end = page.text.len().min(open.saturating_add(REACH));
    let close = scan::balanced(page.text, open + 1, end);
    page.budget = page.budget.saturating_sub(close.unwrap_or(end) - open);
    close.map(|close| (open, close + 1))
}

fn after_word(text: &str, at: usize, word: &str) -> Option<usize> {
    let from = scan::skip_space(text, at);
    let behind = scan::word(text, from);
    (text.get(from..behind) == Some(word)).then_some(behind)
}
