//! Small steps over a text: words, strings, balanced brackets. All of them are bounded by what they are given.

use crate::facts::{Expression, Name};

/// A word may have these characters besides letters and digits.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The end of the word that begins at `at`.
pub(super) fn word(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|byte| is_word(**byte)).count()
}

/// The first place at or behind `at` that is no white space.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// `from..to` without white space at its ends.
pub(super) fn trimmed(text: &str, from: usize, to: usize) -> (usize, usize) {
    let slice = text.get(from..to).unwrap_or("");
    let start = from + (slice.len() - slice.trim_start().len());
    (start, (start + slice.trim().len()).max(start))
}

/// Where the bracket that was opened before `at` is closed, before `end`; strings are left out.
pub(crate) fn balanced(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut quote, mut at) = (0usize, None, at);
    while at < end {
        let byte = *bytes.get(at)?;
        match (quote, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') if !is_apostrophe(bytes, at) => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            },
            _ => {}
        }
        at += 1;
    }
    None
}

/// `don't`: no string begins there.
fn is_apostrophe(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    bytes.get(at) == Some(&b'\'') && before.is_some_and(u8::is_ascii_alphanumeric)
}

/// A literal or a name, where the whole text is one.
pub(crate) fn atom(text: &str) -> Expression {
    let text = text.trim();
    if let Some(literal) = literal(text) {
        return Expression::Text(literal.into());
    }
    let is_path = text
        .split('.')
        .all(|part| part.starts_with(|first: char| first.is_alphabetic() || first == '_') && part.bytes().all(is_word));
    match text {
        "true" => Expression::Boolean(true),
        "false" => Expression::Boolean(false),
        _ if is_path => Expression::Path(Name::from(text)),
        _ => Expression::Other,
    }
}

/// What stands between the quotes, where the text is one string.
pub(super) fn literal(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(quote) && !inner.contains('\\')).then_some(inner)
}
