//! `.properties`: one map of keys to plain scalars, after java.util.Properties.

use super::{Builder, Document, Kind, Syntax, Trouble};

/// Parses a file; every text that is not too large is some map of properties.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Trouble> {
    let mut builder = Builder::new(text);
    builder.open(Kind::Map, 0)?;
    let mut offset = 0;
    let mut logical = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let here = offset + (line.len() - line.trim_start().len());
        offset += line.len();
        let content = line.trim_end_matches(['\n', '\r']).trim_start();
        if logical.is_empty() {
            if content.is_empty() || content.starts_with(['#', '!']) {
                continue;
            }
            start = here;
        }
        let slashes = content.chars().rev().take_while(|each| *each == '\\').count();
        if slashes % 2 == 1 {
            logical.push_str(content.get(..content.len() - 1).unwrap_or(""));
            continue;
        }
        logical.push_str(content);
        add(&logical, start, &mut builder)?;
        logical.clear();
    }
    if !logical.is_empty() {
        add(&logical, start, &mut builder)?;
    }
    builder.close();
    Ok(builder.finish(1, Syntax::Properties))
}

fn add(line: &str, start: usize, builder: &mut Builder<'_>) -> Result<(), Trouble> {
    let mut escaped = false;
    let end = line.char_indices().find(|(_, each)| {
        let ends = !escaped && (matches!(each, '=' | ':') || each.is_whitespace());
        escaped = *each == '\\' && !escaped;
        ends
    });
    let end = end.map_or(line.len(), |(at, _)| at);
    let (key, rest) = (
        line.get(..end).unwrap_or(line),
        line.get(end..).unwrap_or("").trim_start(),
    );
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start();
    builder.owned(Kind::Owned, start, &unescape(key))?;
    builder.owned(Kind::PlainOwned, start, &unescape(value))?;
    Ok(())
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(each) = chars.next() {
        if each != '\\' {
            out.push(each);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let digits = chars.as_str().get(..4).unwrap_or("");
                let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                out.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
                chars = chars.as_str().get(digits.len()..).unwrap_or("").chars();
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn keys_values_comments_and_continued_lines() {
        let text = "# comment\n! too\na.b = true\nc:d\\\n   e\nkey\\ x 1\n\\u0041=2\nempty\n";
        let value = parse(text).map(|document| document.root().value().to_string());
        let expected = r#"{"a.b":true,"c":"de","key x":1,"A":2,"empty":null}"#;
        assert_eq!(value.map_err(|trouble| trouble.message), Ok(expected.to_owned()));
    }
}
