//! `check --format html`: one page that stands alone, for a release manager. No request leaves it; it works without
//! scripts, which only filter and sort.

mod chart;
mod drawing;
mod flags;
mod numbers;

use std::io::{self, Write};

use quick_xml::escape::escape;

use super::{OutputFormat, Style};
use crate::escape::terminal;
use crate::evidence::{count, date};
use crate::history::History;
use crate::report::{HistoryReport, Report};

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "html",
    whole: true,
    excerpts: false,
    write,
};

/// The same page with the past.
pub(super) const HISTORY: OutputFormat<HistoryReport> = OutputFormat {
    name: "html",
    whole: true,
    excerpts: false,
    write: write_history,
};

const HEAD: &str = include_str!("html/head.html");
/// Reasons of the gate that stand at the top; the table of owners has the others.
const REASONS: usize = 5;
const SCRIPT: &str = include_str!("html/page.js");

fn write(report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    page(report, None, out)
}

fn write_history(report: &HistoryReport, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    if let Some(present) = &report.report {
        return page(present, Some(&report.history), out);
    }
    out.write_all(HEAD.as_bytes())?;
    writeln!(out, "<h1>Feature-flag debt</h1>")?;
    chart::trend(&report.history, out)?;
    writeln!(out, "</main>\n</body>\n</html>")
}

fn page(report: &Report, trend: Option<&History>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    verdict(report, out)?;
    contents(report, trend, out)?;
    numbers::cards(report, out)?;
    if let Some(history) = trend {
        chart::trend(history, out)?;
    }
    numbers::owners(&report.summary.debt, out)?;
    let rows = flags::rows(report);
    numbers::ages(&rows, out)?;
    numbers::kinds(&rows, out)?;
    flags::section(report, &rows, out)?;
    if let Some(page) = &report.page {
        drawing::graph(&page.graph, out)?;
    }
    writeln!(
        out,
        "<footer><p>flagdebt {}; {}, {} parsed</p></footer>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>",
        text(report.version),
        count(report.summary.files, "file"),
        report.summary.parsed
    )
}

fn verdict(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let gate = &report.summary.gate;
    let verdict = if gate.passed { "passed" } else { "failed" };
    writeln!(
        out,
        "<h1>Feature-flag debt</h1>\n<p class=\"{verdict}\">gate: <strong>{verdict}</strong> as of {}</p>",
        date(report.as_of)
    )?;
    if let Some(since) = &report.summary.since {
        writeln!(out, "<p>Findings are those that are new since {}.</p>", text(since))?;
    }
    let reasons = gate.reasons.get(..REASONS).unwrap_or(&gate.reasons);
    list(reasons, "ul", out)?;
    match gate.reasons.len().saturating_sub(REASONS) {
        0 => Ok(()),
        more => writeln!(out, "<p>and <a href=\"#owners\">{}</a></p>", count(more, "more reason")),
    }
}

/// Links to the parts that there are.
fn contents(report: &Report, trend: Option<&History>, out: &mut dyn Write) -> io::Result<()> {
    let has_graph = report.page.as_ref().is_some_and(|page| !page.graph.edges.is_empty());
    let has_owners = numbers::has_owners(&report.summary.debt);
    let parts = [
        (
            "trend",
            "Trend",
            trend.is_some_and(|history| !history.points.is_empty()),
        ),
        ("owners", "Debt by owner", has_owners),
        ("ages", "Ages", report.page.is_some()),
        ("kinds", "Kinds", report.page.is_some()),
        ("flags", "Flags", true),
        ("graph", "Flags that interact", has_graph),
    ];
    writeln!(out, "<nav aria-label=\"Contents\"><ul>")?;
    for (id, title, _) in parts.iter().filter(|(.., is_there)| *is_there) {
        writeln!(out, "<li><a href=\"#{id}\">{title}</a></li>")?;
    }
    writeln!(out, "</ul></nav>")
}

/// A list, where there is something to list; `tag` may carry attributes.
fn list(lines: &[String], tag: &str, out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let name = tag.split(' ').next().unwrap_or(tag);
    writeln!(out, "<{tag}>")?;
    for line in lines {
        writeln!(out, "<li>{}</li>", prose(line))?;
    }
    writeln!(out, "</{name}>")
}

/// The beginning of a table with a caption and the heads of its columns.
fn table(caption: &str, heads: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let heads: Vec<String> = heads
        .iter()
        .map(|head| format!("<th scope=\"col\">{head}</th>"))
        .collect();
    writeln!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table>\n\
         <caption>{caption}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>",
        heads.concat()
    )
}

fn end_table(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</tbody>\n</table></div>")
}

/// A sentence, in which names stand in backticks.
fn prose(sentence: &str) -> String {
    let mut out = String::new();
    for (at, part) in text(sentence).split('`').enumerate() {
        // The last one may be alone.
        out.push_str(match at % 2 {
            _ if at == 0 => "",
            1 => "<code>",
            _ => "</code>",
        });
        out.push_str(part);
    }
    if sentence.matches('`').count() % 2 == 1 {
        out.push_str("</code>");
    }
    out
}

/// For the text of an element and for an attribute in double quotes.
fn text(text: &str) -> String {
    escape(terminal(text).as_ref()).into_owned()
}
