//! The one place that makes hostile text harmless, once per place where it can land.
//!
//! Flag keys, paths, owners and source lines come from other people. None of them may move a cursor, hide or reorder
//! what stands on a line, start a workflow command, become a formula, or turn into a link.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

/// For a terminal or a log, on one line: every character that a reader can't see, or that acts instead of standing for
/// itself, becomes visible (`\n`, `\t`, `\u{1b}`); the commands of CI systems that read logs are broken.
pub fn terminal(text: &str) -> Cow<'_, str> {
    visible(text, is_unseen)
}

/// The same for a line of source code, where a tab may stay: the caller aligns it.
pub fn source_line(line: &str) -> Cow<'_, str> {
    visible(line, |character| character != '\t' && is_unseen(character))
}

/// The same for text of several lines that is our own in shape, such as a page of help.
pub fn paragraphs(text: &str) -> Cow<'_, str> {
    visible(text, |character| character != '\n' && is_unseen(character))
}

/// Controls (C0, DEL, C1), marks that change the direction of writing, and characters without a width.
pub fn is_unseen(character: char) -> bool {
    // Most of what is printed: told apart without going through the list.
    if matches!(character, ' '..='~') {
        return false;
    }
    matches!(
        character,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The message of a GitHub workflow command: what stands after the second `::`.
///
/// Line breaks survive as `%0A`: make foreign text visible with [`terminal`] first.
pub fn workflow_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a GitHub workflow command, such as `file=` or `title=`.
pub fn workflow_property(text: &str) -> String {
    workflow_message(&terminal(text))
        .replace(':', "%3A")
        .replace(',', "%2C")
}

/// The text of a CSV cell: no formula for a spreadsheet, no control for a terminal. Quoting is the writer's work.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    // Spreadsheets trim blanks and some take the full-width forms, so what counts is the first character that they see.
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']).chars().next();
    let formula = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    );
    match (formula, terminal(text)) {
        (true, cell) => Cow::Owned(format!("'{cell}")),
        (false, cell) => cell,
    }
}

/// Text inside a line of Markdown: no markup, no link, no HTML, no end of a table cell, no mention of a user.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in terminal(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '-' | '.' | '!' | '|' | '~' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// Text inside the quotes of a Mermaid label, or in a comment: what has a meaning there becomes an entity.
pub fn mermaid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            ';' => out.push_str("#59;"),
            '{' => out.push_str("#123;"),
            '}' => out.push_str("#125;"),
            '%' => out.push_str("#37;"),
            unseen if unseen.is_control() || is_unseen(unseen) => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Text inside the quotes of a Graphviz label, or in a comment.
pub fn dot(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '#' if is_log_command(text, at) => out.push_str("&#35;"),
            unseen if unseen.is_control() || is_unseen(unseen) => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// A plain text message of SARIF: no embedded link, no placeholder (sections 3.11.5 and 3.11.6 of the standard).
pub fn sarif_message(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '[' | ']' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '{' => out.push_str("{{"),
            '}' => out.push_str("}}"),
            other => out.push(other),
        }
    }
    out
}

/// A path as a URI reference: relative where the path is relative, `file:` where it is not.
pub fn uri(path: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let encoded = utf8_percent_encode(path, KEPT).to_string();
    match path.as_bytes() {
        [b'/', ..] => format!("file://{encoded}"),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => format!("file:///{encoded}"),
        _ => encoded,
    }
}

/// JSON on one line, with everything that a terminal could act on written as `\u….`: the same value to a parser.
///
/// # Errors
/// Those of the writer.
pub fn json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    written(value, Visible(serde_json::ser::CompactFormatter), out)
}

/// The same over several lines, indented by two blanks.
///
/// # Errors
/// Those of the writer.
pub fn json_pretty(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    written(value, Visible(PrettyFormatter::new()), out)
}

/// Gathered here, since most of what is written at once is a byte or two, for which a call through `dyn` takes long.
fn written(value: &impl Serialize, formatter: impl Formatter, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.into_inner().map(drop).map_err(io::IntoInnerError::into_error)
}

/// Whether the `#` at a byte makes a log's command of what follows: `##[name …]` (GitHub Actions) and `##vso[name …]`
/// (Azure Pipelines) act wherever they stand in a line.
///
/// Sources: actions/runner, `ActionCommand.TryParse`; microsoft/azure-pipelines-agent, `Command.TryParse`.
pub fn is_log_command(text: &str, at: usize) -> bool {
    const LONGEST: usize = 32;
    let (Some(before), Some(behind)) = (text.get(..at), text.get(at + 1..)) else {
        return false;
    };
    let name = behind.bytes().take(LONGEST).take_while(u8::is_ascii_alphabetic).count();
    text.as_bytes().get(at) == Some(&b'#') && before.ends_with('#') && behind.as_bytes().get(name) == Some(&b'[')
}

/// Whether a word begins at a byte that GitHub's runner would take for a command, if it came to stand at the beginning of a
/// line: by itself, or because a line was wrapped.
fn is_line_command(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(char::is_whitespace) && text.get(at..).is_some_and(|rest| rest.starts_with("::"))
}

fn visible(text: &str, hide: impl Fn(char) -> bool) -> Cow<'_, str> {
    let acts = |at: usize, character: char| match character {
        '#' => is_log_command(text, at),
        ':' => is_line_command(text, at),
        other => hide(other),
    };
    // Most texts: no byte of these acts, whatever stands around it.
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'#' | b':'))
    {
        return Cow::Borrowed(text);
    }
    let Some((first, _)) = text.char_indices().find(|(at, character)| acts(*at, *character)) else {
        return Cow::Borrowed(text);
    };
    let (clean, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(clean);
    for (at, character) in rest.char_indices() {
        match character {
            kept if !acts(first + at, kept) => out.push(kept),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => {
                // Writing to a String never fails.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(other));
            }
        }
    }
    Cow::Owned(out)
}

/// Wraps a formatter of serde_json and escapes what it leaves as it is.
struct Visible<F>(F);

impl<F: Formatter> Formatter for Visible<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // Nearly every text. Without an early end, so that many bytes are looked at at once.
        let acts = |byte: u8| u8::from(!matches!(byte, b' '..=b'~')) | u8::from(byte == b'#');
        if fragment.bytes().fold(0, |any, byte| any | acts(byte)) == 0 {
            return writer.write_all(fragment.as_bytes());
        }
        let mut clean = 0;
        let acts = |(at, character): &(usize, char)| is_unseen(*character) || is_log_command(fragment, *at);
        for (at, character) in fragment.char_indices().filter(acts) {
            writer.write_all(&fragment.as_bytes()[clean..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            clean = at + character.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[clean..])
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed_and_kept() {
        for text in ["", "new-checkout", "ключ", "旗標", "naïve é", "a b"] {
            assert!(matches!(terminal(text), Cow::Borrowed(kept) if kept == text), "{text}");
        }
    }

    #[test]
    fn a_terminal_sees_no_control_no_direction_mark_and_no_hidden_character() {
        assert_eq!(terminal("a\u{1b}[31mb\u{7}"), "a\\u{1b}[31mb\\u{7}");
        assert_eq!(terminal("a\nb\r\tc"), "a\\nb\\r\\tc");
        assert_eq!(terminal("\u{9b}2J\u{7f}"), "\\u{9b}2J\\u{7f}");
        assert_eq!(
            terminal("\u{202e}x\u{2069}\u{200f}\u{200b}\u{feff}\u{2028}\u{e0041}")
                .matches("\\u{")
                .count(),
            7
        );
        assert_eq!(source_line("\tif\u{1b}c"), "\tif\\u{1b}c");
        assert_eq!(paragraphs("a\nb\tc"), "a\nb\\tc");
    }

    #[test]
    fn a_log_takes_nothing_for_a_command() {
        for (text, shown) in [
            ("a ##[error]b", "a #\\u{23}[error]b"),
            ("##vso[task.setvariable x]", "#\\u{23}vso[task.setvariable x]"),
            ("###[x", "##\\u{23}[x"),
            ("::error::x", "\\u{3a}:error::x"),
            ("a ::x", "a \\u{3a}:x"),
            ("## [x] a::b ##x#[", "## [x] a::b ##x#["),
        ] {
            assert_eq!(terminal(text), shown);
        }
        let mut out = Vec::new();
        json(&"##[x] #", &mut out).expect("a Vec takes everything");
        assert_eq!(out, b"\"#\\u0023[x] #\"");
        assert_eq!(dot("##[x]"), "#&#35;[x]");
    }

    #[test]
    fn a_workflow_command_cannot_be_ended_or_started() {
        assert_eq!(workflow_message("50%\r\n::set-output"), "50%25%0D%0A::set-output");
        assert_eq!(workflow_property("a,b:c%\n"), "a%2Cb%3Ac%25\\n");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\\t=1"),
            ("\r=1", "'\\r=1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("new-checkout", "new-checkout"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }

    #[test]
    fn markdown_has_no_markup() {
        assert_eq!(
            markdown("[x](http://y) <b>|`@me"),
            "\\[x\\]\\(http://y\\) &lt;b&gt;\\|\\`&#64;me"
        );
        assert_eq!(markdown("a\n# b"), "a\\\\n\\# b");
    }

    #[test]
    fn a_sarif_message_has_no_link_and_no_placeholder() {
        assert_eq!(sarif_message("[x](1) {0}"), "\\[x\\](1) {{0}}");
    }

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("src/a b#c?.ts"), "src/a%20b%23c%3F.ts");
        assert_eq!(uri("100%/ü.ts"), "100%25/%C3%BC.ts");
        assert_eq!(uri("a:b.ts"), "a%3Ab.ts");
        assert_eq!(uri("/tmp/x\ny"), "file:///tmp/x%0Ay");
        assert_eq!(uri("C:/x"), "file:///C%3A/x");
    }

    #[test]
    fn json_is_the_same_value_with_nothing_hidden() {
        let value = serde_json::json!({"k\u{9b}": "a\u{202e}b\u{e0041}\u{1b}\n\u{7f}\"é"});
        for write in [json, json_pretty] {
            let mut out = Vec::new();
            write(&value, &mut out).expect("a Vec takes everything");
            let text = String::from_utf8(out).expect("JSON is UTF-8");
            assert!(
                !text.chars().any(|character| character != '\n' && is_unseen(character)),
                "{text:?}"
            );
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("valid"), value);
        }
    }
}
