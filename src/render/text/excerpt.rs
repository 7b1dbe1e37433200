//! Source around a finding, drawn by miette.
//!
//! miette reads a whole file for each label, which costs time in proportion to the file. Here it gets windows of a few
//! lines instead, cut out by us, made harmless, and laid one after the other as if they were one text.

use std::collections::BTreeMap;
use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use crate::diagnostic::{Label, Severity};
use crate::escape::{is_log_command, is_unseen, source_line, terminal};
use crate::render::Style;
use crate::report::Report;

/// Lines shown above and below a label.
const CONTEXT: u32 = 1;
/// Lines of an expression that are shown at most.
const TALLEST: u32 = 4;
/// Characters of a line that are shown at most: files are not only written by people.
const WIDEST: usize = 200;
/// Characters shown left of a label in a line that is cut.
const BEFORE: usize = 60;

/// Whether the label's place lies in a source that is at hand.
pub(super) fn is_readable(label: &Label, sources: &BTreeMap<String, String>) -> bool {
    let (start, end) = (label.place.span.start as usize, label.place.span.end as usize);
    // Each line above takes at least its line feed.
    let possible = (1..=start.saturating_add(1)).contains(&(label.place.line as usize));
    sources
        .get(&label.path)
        .is_some_and(|text| possible && start <= end && text.is_char_boundary(start) && end <= text.len())
}

/// The head of a block and its excerpts; every label must be readable.
pub(super) fn render(
    lint: &str,
    severity: Severity,
    message: &str,
    labels: &[&Label],
    report: &Report,
    style: &Style,
) -> String {
    let (windows, labels) = windows(labels, &report.sources, style);
    let finding = Finding {
        lint: terminal(lint).into_owned(),
        severity,
        message: terminal(message).into_owned(),
        windows,
        labels,
    };
    let mut out = String::new();
    if handler(style, severity).render_report(&mut out, &finding).is_err() {
        // Writing to a String never fails, and every label lies in a window: this is only the way to end quietly.
        out = format!("{}\n\n  {}\n", finding.lint, finding.message);
    }
    out
}

fn handler(style: &Style, severity: Severity) -> GraphicalReportHandler {
    let mut theme = match (style.color, style.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::ascii(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (false, false) => GraphicalTheme::none(),
    };
    theme.styles.highlights = vec![match severity {
        Severity::Error => theme.styles.error,
        Severity::Warning => theme.styles.warning,
        Severity::Note => theme.styles.advice,
    }];
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.max(40))
        .with_context_lines(CONTEXT as usize)
        .with_links(false)
        .without_syntax_highlighting()
}

#[derive(Debug)]
struct Finding {
    lint: String,
    severity: Severity,
    message: String,
    windows: Windows,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Finding {}

impl miette::Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.lint))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.windows)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A few lines of a file.
#[derive(Debug)]
struct Window {
    name: String,
    /// Where it starts in the text that miette believes in.
    start: usize,
    /// Harmless, each line with a line feed at its end.
    text: String,
    /// Number of the first line, from 0.
    first: usize,
    lines: usize,
    /// Of each label: where it starts, its line and column, both from 0.
    starts: Vec<(usize, usize, usize)>,
}

#[derive(Debug)]
struct Windows(Vec<Window>);

impl SourceCode for Windows {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inside = |window: &&Window| window.start <= span.offset() && span.offset() + span.len() <= window.end();
        let window = self.0.iter().find(inside).ok_or(MietteError::OutOfBounds)?;
        // Without context miette asks for the line and column that it writes above the excerpt: those of the real file.
        let head = (before == 0 && after == 0)
            .then(|| window.starts.iter().find(|(start, ..)| *start == span.offset()))
            .flatten();
        let (line, column) = head.map_or((window.first, 0), |(_, line, column)| (*line, *column));
        Ok(Box::new(MietteSpanContents::new_named(
            window.name.clone(),
            window.text.as_bytes(),
            SourceSpan::from((window.start, window.text.len())),
            line,
            column,
            window.lines,
        )))
    }
}

impl Window {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Lines `first..=last` of a file, counted from 1, and the labels in them.
struct Range<'a> {
    path: &'a str,
    source: &'a str,
    first: u32,
    last: u32,
    labels: Vec<&'a Label>,
}

fn windows<'a>(
    labels: &[&'a Label],
    sources: &'a BTreeMap<String, String>,
    style: &Style,
) -> (Windows, Vec<LabeledSpan>) {
    let mut sorted: Vec<&Label> = labels.to_vec();
    sorted.sort_by_key(|label| (label.path.as_str(), label.place.span));
    sorted.dedup_by_key(|label| (label.path.as_str(), label.place.span));
    let mut ranges: Vec<Range<'a>> = Vec::new();
    for label in sorted {
        let Some(source) = sources.get(&label.path) else {
            continue;
        };
        let first = label.place.line.saturating_sub(CONTEXT).max(1);
        let tallest = label.place.line.saturating_add(TALLEST - 1);
        let last = label
            .place
            .end_line
            .clamp(label.place.line, tallest)
            .saturating_add(CONTEXT);
        match ranges.last_mut() {
            Some(range) if range.path == label.path && first <= range.last.saturating_add(1) => {
                range.last = range.last.max(last);
                range.labels.push(label);
            }
            _ => ranges.push(Range {
                path: &label.path,
                source,
                first,
                last,
                labels: vec![label],
            }),
        }
    }

    let mut spans = Vec::new();
    let mut start = 0;
    let windows = ranges
        .iter()
        .map(|range| {
            let window = window(range, start, style, &mut spans);
            // One byte between two windows, so that no span can lie in both.
            start = window.end() + 1;
            window
        })
        .collect();
    (Windows(windows), spans)
}

fn window(range: &Range<'_>, start: usize, style: &Style, spans: &mut Vec<LabeledSpan>) -> Window {
    let mut window = Window {
        name: terminal(range.path).into_owned(),
        start,
        text: String::new(),
        first: range.first as usize - 1,
        lines: 0,
        starts: Vec::new(),
    };
    let Some(anchor) = range.labels.first() else {
        return window;
    };
    let mut at = line_start(
        range.source,
        anchor.place.span.start as usize,
        anchor.place.line - range.first,
    );
    for number in range.first..=range.last {
        if number > range.first && at >= range.source.len() {
            break;
        }
        let end = memchr::memchr(b'\n', &range.source.as_bytes()[at..]).map_or(range.source.len(), |end| at + end);
        let raw = &range.source[at..end];
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let here: Vec<&&Label> = range.labels.iter().filter(|label| label.place.line == number).collect();
        let marks: Vec<(usize, usize)> = here
            .iter()
            .map(|label| {
                let from = (label.place.span.start as usize).saturating_sub(at).min(raw.len());
                // Of an expression of several lines the first one is underlined: miette's brackets for it take a gutter.
                (
                    from,
                    (label.place.span.end as usize)
                        .saturating_sub(at)
                        .min(raw.len())
                        .max(from),
                )
            })
            .collect();
        let (line, marks) = shown(raw, &marks, style);
        let offset = window.end();
        for (label, (from, to)) in here.iter().zip(marks) {
            let text = (!label.text.is_empty()).then(|| terminal(&label.text).into_owned());
            spans.push(LabeledSpan::new(text, offset + from, to - from));
            window.starts.push((
                offset + from,
                number as usize - 1,
                label.place.column.max(1) as usize - 1,
            ));
        }
        window.text.push_str(&line);
        window.text.push('\n');
        window.lines += 1;
        at = end + 1;
    }
    window
}

/// The start of the line that is `up` lines above the one that holds `at`.
fn line_start(source: &str, at: usize, up: u32) -> usize {
    let before = |end: usize| memchr::memrchr(b'\n', &source.as_bytes()[..end]);
    let mut start = before(at).map_or(0, |feed| feed + 1);
    for _ in 0..up {
        start = match start {
            0 => 0,
            // The line feed at `start - 1` ends the line above.
            _ => before(start - 1).map_or(0, |feed| feed + 1),
        };
    }
    start
}

/// A line as it is shown, and where its marks are then.
fn shown(raw: &str, marks: &[(usize, usize)], style: &Style) -> (String, Vec<(usize, usize)>) {
    let dots = if style.unicode { "…" } else { "..." };
    let focus = marks.iter().map(|(from, _)| *from).min().unwrap_or(0);
    let (from, to) = cut(raw, focus);
    let mut line = String::with_capacity(to - from + 8);
    if from > 0 {
        line.push_str(dots);
    }
    let mut moved = vec![(line.len(), None); marks.len()];
    for (at, character) in raw[from..to]
        .char_indices()
        .map(|(at, character)| (from + at, character))
    {
        for ((start, end), (new_start, new_end)) in marks.iter().zip(&mut moved) {
            if at <= *start {
                *new_start = line.len();
            }
            if at >= *end && new_end.is_none() {
                *new_end = Some(line.len());
            }
        }
        let written = &raw[at..at + character.len_utf8()];
        if is_log_command(raw, at) {
            line.push_str("\\u{23}");
        } else if is_unseen(character) {
            line.push_str(&source_line(written))
        } else {
            line.push_str(written)
        }
    }
    let end = line.len();
    for ((start, _), (new_start, _)) in marks.iter().zip(&mut moved) {
        if *start >= to {
            *new_start = end;
        }
    }
    if to < raw.len() {
        line.push_str(dots);
    }
    let moved = moved
        .into_iter()
        .map(|(start, stop)| (start, stop.unwrap_or(end).max(start)))
        .collect();
    (line, moved)
}

/// The bytes of a line that are shown: all of a usual one, the surroundings of `focus` of a very long one.
fn cut(raw: &str, focus: usize) -> (usize, usize) {
    let end_from = |from: usize| {
        raw[from..]
            .char_indices()
            .nth(WIDEST)
            .map_or(raw.len(), |(at, _)| from + at)
    };
    if end_from(0) == raw.len() {
        return (0, raw.len());
    }
    let focus = (0..=focus.min(raw.len()))
        .rev()
        .find(|at| raw.is_char_boundary(*at))
        .unwrap_or(0);
    let from = raw[..focus].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    (from, end_from(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_move_the_marks() {
        let style = Style::default();
        let raw = "a\u{1b}b(\u{202e})";
        let from = raw.find('b').expect("in the text");
        let (line, marks) = shown(raw, &[(from, raw.len()), (0, 1)], &style);
        assert_eq!(line, "a\\u{1b}b(\\u{202e})");
        assert_eq!(
            marks.iter().map(|(from, to)| &line[*from..*to]).collect::<Vec<_>>(),
            ["b(\\u{202e})", "a"]
        );
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_mark() {
        let raw = format!("{}variation('ü'){}", "é".repeat(5_000), "x".repeat(5_000));
        let from = raw.find('v').expect("in the text");
        let (line, marks) = shown(&raw, &[(from, from + 15)], &Style::default());
        assert!(
            line.starts_with('…') && line.ends_with('…') && line.chars().count() <= WIDEST + 2,
            "{line}"
        );
        assert_eq!(&line[marks[0].0..marks[0].1], "variation('ü')");
    }

    #[test]
    fn a_mark_beyond_the_cut_ends_with_the_line() {
        let raw = "y".repeat(1_000);
        let (line, marks) = shown(&raw, &[(0, 1_000), (990, 1_000), (400, 400)], &Style::default());
        assert!(
            marks.iter().all(|(from, to)| from <= to && *to <= line.len()),
            "{marks:?}"
        );
    }

    #[test]
    fn a_line_starts_after_a_line_feed() {
        let text = "a\nbc\n\nd";
        assert_eq!(
            [line_start(text, 6, 0), line_start(text, 6, 1), line_start(text, 6, 2)],
            [6, 5, 2]
        );
        assert_eq!(
            [line_start(text, 3, 0), line_start(text, 3, 9), line_start(text, 0, 0)],
            [2, 0, 0]
        );
    }
}
