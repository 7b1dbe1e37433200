//! What the commands print: one table of formats for findings, one for lists, one file per entry.
//!
//! A format is a pure function over plain data. It gets a [`Style`] and knows no file, no clock and no terminal.

use std::io::{self, Write};

use crate::baseline::{Baseline, Paid};
use crate::escape::terminal;
use crate::evidence::count;
use crate::graph::Graph;
use crate::report::{HistoryReport, Report};
use crate::tickets::Tickets;

mod github;
mod gitlab;
mod graph;
mod graph_dot;
mod graph_json;
mod graph_mermaid;
mod history_json;
mod history_text;
mod html;
mod json;
mod junit;
mod list_csv;
mod list_json;
mod list_ndjson;
mod list_text;
mod listing;
mod markdown;
mod page;
mod patch;
mod sarif;
mod style;
mod text;
mod ticket_csv;
mod ticket_json;
mod ticket_markdown;
mod ticket_ndjson;

pub use listing::{Cell, Listing, Row, UsesFilter, flags, lints, registry, uses};
pub use page::{explanation, page};
pub use patch::{patch, report as removal_report};
pub use style::Style;
pub use text::verdict;

/// One way to print an `R`.
pub struct OutputFormat<R: 'static> {
    /// What `--format` calls it.
    pub name: &'static str,
    /// It shows everything there is to know, also what costs time and no other format says.
    pub whole: bool,
    /// It shows code that findings point into, or needs the text around an edit.
    pub excerpts: bool,
    /// Prints. Errors are those of the writer.
    pub write: fn(&R, &Style, &mut dyn Write) -> io::Result<()>,
}

/// The formats of `check`; the first one is the default.
pub static FORMATS: &[OutputFormat<Report>] = &[
    text::FORMAT, //
    json::FORMAT,
    sarif::FORMAT,
    github::FORMAT,
    gitlab::FORMAT,
    junit::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
];

/// The formats of `uses`, `flags` and `registry`; the first one is the default.
pub static LIST_FORMATS: &[OutputFormat<Listing>] = &[
    list_text::FORMAT, //
    list_json::FORMAT,
    list_ndjson::FORMAT,
    list_csv::FORMAT,
];

/// The formats of `graph`; the first one is the default.
pub static GRAPH_FORMATS: &[OutputFormat<Graph>] = &[
    graph_mermaid::FORMAT, //
    graph_dot::FORMAT,
    graph_json::FORMAT,
];

/// The formats of `tickets`; the first one is the default.
pub static TICKET_FORMATS: &[OutputFormat<Tickets>] = &[
    ticket_markdown::FORMAT, //
    ticket_csv::PLAIN,
    ticket_json::FORMAT,
    ticket_ndjson::FORMAT,
    ticket_csv::JIRA,
];

/// The formats of `history`; the first one is the default.
pub static HISTORY_FORMATS: &[OutputFormat<HistoryReport>] = &[
    history_text::FORMAT, //
    history_json::FORMAT,
    html::HISTORY,
];

/// The entry of a table that has this name.
pub fn find<R>(table: &'static [OutputFormat<R>], name: &str) -> Option<&'static OutputFormat<R>> {
    table.iter().find(|format| format.name == name)
}

/// What `baseline` says: where it wrote what, and what was paid off.
pub fn baseline(path: &str, baseline: &Baseline, paid: &[Paid]) -> String {
    let findings: usize = baseline.entries.iter().map(|entry| entry.count).sum();
    let mut out = format!("wrote {}: {}\n", terminal(path), count(findings, "known finding"));
    for Paid {
        lint,
        flag,
        count: number,
    } in paid
    {
        let flag = flag
            .as_deref()
            .map_or_else(String::new, |flag| format!(" about {}", terminal(flag)));
        out += &format!("paid off: {} of {}{flag}\n", count(*number, "finding"), terminal(lint));
    }
    out
}
