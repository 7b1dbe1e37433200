//! `--format text` of the list commands: aligned columns, then a few lines about the whole.

use std::io::{self, Write};

use super::text::wrap;
use super::{Listing, OutputFormat, Style};
use crate::escape::terminal;

pub(super) const FORMAT: OutputFormat<Listing> = OutputFormat {
    name: "text",
    whole: false,
    excerpts: false,
    write,
};

/// A column never grows wider than this; longer cells push their line, and are never cut.
const WIDEST: usize = 60;

fn write(listing: &Listing, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let titles: Vec<String> = listing.columns.iter().map(|title| title.to_uppercase()).collect();
    let rows: Vec<Vec<String>> = listing
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| terminal(&cell.text).into_owned()).collect())
        .collect();
    let widths: Vec<usize> = (0..titles.len())
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .chain(titles.get(column))
                .map(|cell| width(cell))
                .filter(|width| *width <= WIDEST)
                .max()
                .unwrap_or(0)
        })
        .collect();

    if !rows.is_empty() && !style.quiet {
        writeln!(out, "{}", style.bold(line(&titles, &widths, |_| false)))?;
    }
    for (row, cells) in listing.rows.iter().zip(&rows) {
        let right = |column: usize| row.cells.get(column).is_some_and(|cell| cell.number);
        writeln!(out, "{}", line(cells, &widths, right))?;
        if style.verbose {
            for detail in &row.details {
                writeln!(out, "    {}", style.dim(terminal(detail)))?;
            }
        }
    }
    if style.quiet {
        return Ok(());
    }
    if !rows.is_empty() && !listing.footer.is_empty() {
        writeln!(out)?;
    }
    for text in &listing.footer {
        wrap(&terminal(text), style.width)
            .iter()
            .try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn line(cells: &[String], widths: &[usize], right: impl Fn(usize) -> bool) -> String {
    let mut out = String::new();
    for (column, (cell, wanted)) in cells.iter().zip(widths).enumerate() {
        let blanks = " ".repeat(wanted.saturating_sub(width(cell)));
        match right(column) {
            true => out.extend([blanks.as_str(), cell]),
            false => out.extend([cell, blanks.as_str()]),
        }
        out.push_str("  ");
    }
    out.truncate(out.trim_end().len());
    out
}

fn width(text: &str) -> usize {
    text.chars().count()
}
