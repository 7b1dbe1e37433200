//! `history --format text`: two lines that show the way, and a table of the points at which something happened.

use std::io::{self, Write};

use super::{OutputFormat, Style};
use crate::escape::terminal;
use crate::evidence::{count, date};
use crate::history::{History, Point};
use crate::report::HistoryReport;

pub(super) const FORMAT: OutputFormat<HistoryReport> = OutputFormat {
    name: "text",
    whole: false,
    excerpts: false,
    write,
};

/// From nothing to the most.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same for terminals that know no other signs.
const ASCII: [char; 8] = ['_', '.', ',', '-', '=', '+', '*', '#'];
/// Keys named in a row without `-v`.
const KEYS: usize = 3;

fn write(report: &HistoryReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let history = &report.history;
    let (Some(first), Some(last)) = (history.points.first(), history.points.last()) else {
        return writeln!(out, "no commit is as old as that");
    };
    let line = |name: &str, values: &[usize], from: usize, to: usize, what: &str| {
        format!("{name}  {}  {from} -> {to} {what}", sparkline(values, style))
    };
    writeln!(
        out,
        "{}",
        line("due    ", &history.due(), first.due, last.due, "flags due for removal")
    )?;
    writeln!(
        out,
        "{}",
        line(
            "in code",
            &history.in_code(),
            first.in_code,
            last.in_code,
            "flags in the code"
        )
    )?;
    if !style.quiet {
        let (added, removed) = moved(history);
        writeln!(
            out,
            "         {} to {}, {} added, {} removed\n",
            date(first.at),
            date(last.at),
            count(added, "flag"),
            removed
        )?;
        table(history, style, out)?;
    }
    for note in &history.notes {
        writeln!(out, "note: {}", terminal(note))?;
    }
    Ok(())
}

/// How many flags came and went in all.
fn moved(history: &History) -> (usize, usize) {
    let points = history.points.iter();
    points.fold((0, 0), |(added, removed), point| {
        (added + point.added.len(), removed + point.removed.len())
    })
}

/// One sign for each value, in proportion to the largest.
fn sparkline(values: &[usize], style: &Style) -> String {
    let signs = if style.unicode { BLOCKS } else { ASCII };
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    let sign = |value: &usize| {
        // Something is never shown as nothing.
        let level = (value * (signs.len() - 1)).div_ceil(most);
        signs.get(level).copied().unwrap_or(' ')
    };
    values.iter().map(sign).collect()
}

fn table(history: &History, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let head = format!("{:10}  {:7}  {:>5}  {:>7}  changes", "date", "commit", "due", "in code");
    writeln!(out, "{}", style.bold(head))?;
    let last = history.points.len().saturating_sub(1);
    let mut due = None;
    for (at, point) in history.points.iter().enumerate() {
        let quiet = due == Some(point.due) && point.added.is_empty() && point.removed.is_empty();
        due = Some(point.due);
        if quiet && at != last && !style.verbose {
            continue;
        }
        let commit = point.commit.get(..7).unwrap_or(&point.commit);
        let row = format!(
            "{:10}  {commit:7}  {:>5}  {:>7}  {}",
            date(point.at),
            point.due,
            point.in_code,
            changes(point, style)
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

fn changes(point: &Point, style: &Style) -> String {
    let of = |sign: char, keys: &[String]| {
        let shown = if style.verbose { keys.len() } else { KEYS };
        let mut words: Vec<String> = keys
            .iter()
            .take(shown)
            .map(|key| format!("{sign}{}", terminal(key)))
            .collect();
        if keys.len() > shown {
            words.push(format!("{sign}{} more", keys.len() - shown));
        }
        words
    };
    let words = [of('+', &point.added), of('-', &point.removed)].concat();
    words.join(" ")
}
