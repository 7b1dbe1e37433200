//! `check --format github`: workflow commands that GitHub Actions turns into annotations.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{OutputFormat, Style, text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::{terminal, workflow_message, workflow_property};
use crate::report::Report;

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "github",
    whole: false,
    excerpts: false,
    write,
};

fn write(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &report.diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let title = workflow_property(&format!("flagdebt: {}", diagnostic.lint));
        let place = place(report, diagnostic);
        writeln!(
            out,
            "::{command} {place}title={title}::{}",
            workflow_message(&message(diagnostic))
        )?;
    }
    // No command can start here: the line begins with our own words and foreign names are on one line.
    writeln!(out, "flagdebt: {}", text::looked_at(report))?;
    writeln!(
        out,
        "flagdebt: {}",
        text::verdict(report, &Style { color: false, ..*style })
    )
}

fn place(report: &Report, diagnostic: &Diagnostic) -> String {
    let mut out = String::new();
    if let Some(label) = &diagnostic.label {
        let place = label.place;
        let _ = write!(out, "file={},line={}", workflow_property(&label.path), place.line);
        // The runner refuses columns where the lines differ.
        if place.line == place.end_line {
            let _ = write!(
                out,
                ",col={},endLine={},endColumn={},",
                place.column, place.end_line, place.end_column
            );
        } else {
            let _ = write!(out, ",endLine={},", place.end_line);
        }
    } else if let Some(source) = diagnostic.flag.as_ref().and_then(|key| report.registry_places.get(key)) {
        let _ = write!(
            out,
            "file={},line={},",
            workflow_property(&source.path),
            source.line.unwrap_or(1)
        );
    }
    out
}

fn message(diagnostic: &Diagnostic) -> String {
    let steps = diagnostic
        .help
        .iter()
        .enumerate()
        .map(|(index, step)| format!("{}. {}", index + 1, terminal(step)));
    std::iter::once(terminal(&diagnostic.message).into_owned())
        .chain(
            diagnostic
                .reasons
                .iter()
                .map(|reason| format!("- {}", terminal(reason))),
        )
        .chain(steps)
        .collect::<Vec<_>>()
        .join("\n")
}
