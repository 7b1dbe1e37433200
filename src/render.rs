//! What the commands print: one table of formats for findings, one for lists, one file per entry.
//!
//! A format is a pure function over plain data. It gets a [`Style`] and knows no file, no clock and no terminal.

use std::io::{self, Write};

use crate::graph::Graph;
use crate::report::Report;

mod github;
mod graph;
mod graph_dot;
mod graph_json;
mod graph_mermaid;
mod json;
mod list_csv;
mod list_json;
mod list_ndjson;
mod list_text;
mod listing;
mod page;
mod patch;
mod sarif;
mod style;
mod text;

pub use listing::{Cell, Listing, Row, UsesFilter, flags, lints, registry, uses};
pub use page::{explanation, page};
pub use patch::{patch, report as removal_report};
pub use style::Style;
pub use text::verdict;

/// One way to print an `R`.
pub struct OutputFormat<R: 'static> {
    /// What `--format` calls it.
    pub name: &'static str,
    /// Prints. Errors are those of the writer.
    pub write: fn(&R, &Style, &mut dyn Write) -> io::Result<()>,
}

/// The formats of `check`; the first one is the default.
pub static FORMATS: &[OutputFormat<Report>] = &[
    text::FORMAT, //
    json::FORMAT,
    sarif::FORMAT,
    github::FORMAT,
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

/// The entry of a table that has this name.
pub fn find<R>(table: &'static [OutputFormat<R>], name: &str) -> Option<&'static OutputFormat<R>> {
    table.iter().find(|format| format.name == name)
}
