//! `check --format gitlab`: a code quality report.
//!
//! Source: GitLab documentation, "Code Quality report format" (description, check_name, fingerprint, severity, location
//! with path and lines.begin are required).

use std::io::{self, Write};

use serde::Serialize;

use super::{OutputFormat, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::{self, terminal};
use crate::report::Report;

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "gitlab",
    whole: false,
    excerpts: false,
    write,
};

#[derive(Serialize)]
struct Issue<'a> {
    r#type: &'static str,
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn write(report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = report
        .diagnostics
        .iter()
        .map(|diagnostic| Issue {
            r#type: "issue",
            description: terminal(&diagnostic.message).into_owned(),
            check_name: diagnostic.lint,
            fingerprint: &diagnostic.fingerprint,
            severity: match diagnostic.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Note => "info",
            },
            location: location(report, diagnostic),
        })
        .collect();
    escape::json_pretty(&issues, out)?;
    writeln!(out)
}

/// A place is required: a finding without one stands at its flag in the export, or at the configuration.
fn location<'a>(report: &'a Report, diagnostic: &'a Diagnostic) -> Location<'a> {
    let (path, begin, end) = match &diagnostic.label {
        Some(label) => (label.path.as_str(), label.place.line, label.place.end_line),
        None => diagnostic
            .flag
            .as_ref()
            .and_then(|key| report.registry_places.get(key))
            .map_or(("flagdebt.toml", 1, 1), |source| {
                let line = source.line.unwrap_or(1);
                (source.path.as_str(), line, line)
            }),
    };
    Location {
        path,
        lines: Lines { begin, end },
    }
}
