//! The past as charts, drawn as SVG, with the same numbers as a table for whoever cannot see them.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{end_table, list, table, text};
use crate::evidence::date;
use crate::history::{History, Point};

/// The size of a chart, without its margins.
const WIDTH: usize = 640;
const HEIGHT: usize = 120;
/// Room for the numbers at the left, and for the dates below.
const LEFT: usize = 48;
const TOP: usize = 16;
const BOTTOM: usize = 24;

pub(super) fn trend(history: &History, out: &mut dyn Write) -> io::Result<()> {
    let (Some(first), Some(last)) = (history.points.first(), history.points.last()) else {
        return Ok(());
    };
    writeln!(out, "<h2 id=\"trend\">Trend</h2>")?;
    writeln!(
        out,
        "<p>From {} flags due for removal on {} to {} on {}.</p>",
        first.due,
        date(first.at),
        last.due,
        date(last.at)
    )?;
    writeln!(out, "<div class=\"charts\">")?;
    line("Flags due for removal", "due", &history.due(), history, out)?;
    line("Flags in the code", "code", &history.in_code(), history, out)?;
    moves(history, out)?;
    writeln!(out, "</div>")?;
    numbers(history, out)?;
    list(&history.notes, "ul class=\"notes\"", out)
}

/// The beginning of a chart: frame, the numbers at its top and bottom, first and last date.
fn open(title: &str, (most, least): (&str, &str), history: &History, out: &mut dyn Write) -> io::Result<()> {
    let (width, height) = (LEFT + WIDTH + 8, TOP + HEIGHT + BOTTOM);
    let day = |point: Option<&Point>| point.map_or_else(String::new, |point| date(point.at));
    let base = TOP + HEIGHT;
    writeln!(
        out,
        "<figure><figcaption>{title}</figcaption><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\
         <svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-label=\"{title}, from {} to {}\">",
        day(history.points.first()),
        day(history.points.last())
    )?;
    writeln!(
        out,
        "<path class=\"axis\" d=\"M{LEFT} {TOP}H{0}M{LEFT} {base}H{0}\"/>\
         <text class=\"end\" x=\"{1}\" y=\"{2}\">{most}</text><text class=\"end\" x=\"{1}\" y=\"{3}\">{least}</text>\
         <text x=\"{LEFT}\" y=\"{4}\">{5}</text><text class=\"end\" x=\"{0}\" y=\"{4}\">{6}</text>",
        LEFT + WIDTH,
        LEFT - 6,
        TOP + 5,
        base + 4,
        base + 18,
        day(history.points.first()),
        day(history.points.last())
    )
}

fn close(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</svg></div></figure>")
}

/// Where the point number `at` of `all` stands.
fn across(at: usize, all: usize) -> usize {
    LEFT + at * WIDTH / all.saturating_sub(1).max(1)
}

fn line(title: &str, class: &str, values: &[usize], history: &History, out: &mut dyn Write) -> io::Result<()> {
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    open(title, (&most.to_string(), "0"), history, out)?;
    let mut path = String::new();
    for (at, value) in values.iter().enumerate() {
        let up = value.saturating_mul(HEIGHT) / most;
        let step = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{step}{} {}", across(at, values.len()), TOP + HEIGHT - up);
    }
    let (base, end) = (TOP + HEIGHT, across(values.len().saturating_sub(1), values.len()));
    writeln!(
        out,
        "<path class=\"area {class}\" d=\"{path}L{end} {base}L{LEFT} {base}Z\"/><path class=\"line {class}\" d=\"{path}\"/>"
    )?;
    close(out)
}

/// What came as bars upwards from the middle, what went downwards.
fn moves(history: &History, out: &mut dyn Write) -> io::Result<()> {
    let points = &history.points;
    let most = points.iter().map(|point| point.added.len().max(point.removed.len()));
    let most = most.max().unwrap_or(0);
    if most == 0 {
        return Ok(());
    }
    let ends = (format!("+{most}"), format!("-{most}"));
    open("Flags added (up) and removed (down)", (&ends.0, &ends.1), history, out)?;
    let middle = TOP + HEIGHT / 2;
    let width = (WIDTH / points.len().max(1)).clamp(2, 10);
    for (at, point) in points.iter().enumerate() {
        let x = across(at, points.len()).saturating_sub(width / 2);
        let high = |number: usize| number * (HEIGHT / 2) / most;
        let (added, removed) = (high(point.added.len()), high(point.removed.len()));
        if added > 0 {
            let y = middle - added;
            writeln!(
                out,
                "<rect class=\"added\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{added}\"/>"
            )?;
        }
        if removed > 0 {
            writeln!(
                out,
                "<rect class=\"removed\" x=\"{x}\" y=\"{middle}\" width=\"{width}\" height=\"{removed}\"/>"
            )?;
        }
    }
    writeln!(out, "<path class=\"axis\" d=\"M{LEFT} {middle}H{}\"/>", LEFT + WIDTH)?;
    close(out)
}

fn numbers(history: &History, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<details class=\"quiet\"><summary>The numbers</summary>")?;
    table(
        "Trend",
        &["date", "commit", "due", "in the code", "added", "removed"],
        out,
    )?;
    let keys = |keys: &[String]| keys.iter().map(|key| text(key)).collect::<Vec<_>>().join(", ");
    for point in history.points.iter().rev() {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            date(point.at),
            text(point.commit.get(..7).unwrap_or(&point.commit)),
            point.due,
            point.in_code,
            keys(&point.added),
            keys(&point.removed)
        )?;
    }
    end_table(out)?;
    writeln!(out, "</details>")
}
