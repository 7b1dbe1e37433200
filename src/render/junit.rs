//! `check --format junit`: a suite per lint, a failed case per finding; a lint without findings is a case that passed.
//!
//! Source: the schema that Jenkins' xUnit plug-in publishes (`junit-10.xsd`).

use std::io::{self, Write};

use quick_xml::escape::escape;

use super::{OutputFormat, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::terminal;
use crate::report::Report;

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "junit",
    whole: false,
    excerpts: false,
    write,
};

fn write(report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let failed = |found: &&Diagnostic| found.severity > Severity::Note;
    let failures = report.diagnostics.iter().filter(failed).count();
    let quiet = |lint: &str| !report.diagnostics.iter().any(|found| found.lint == lint);
    let lints = report
        .lints
        .iter()
        .filter(|lint| lint.level.is_some() || !quiet(&lint.name));
    let passed = lints.clone().filter(|lint| quiet(&lint.name)).count();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"flagdebt\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">",
        report.diagnostics.len() + passed
    )?;
    for lint in lints {
        let found: Vec<&Diagnostic> = report
            .diagnostics
            .iter()
            .filter(|found| found.lint == lint.name)
            .collect();
        let failures = found.iter().copied().filter(|found| failed(found)).count();
        let name = text(&lint.name);
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">",
            found.len().max(1)
        )?;
        if found.is_empty() {
            writeln!(out, "    <testcase classname=\"flagdebt.{name}\" name=\"{name}\"/>")?;
        }
        for diagnostic in found {
            case(diagnostic, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
    let place = diagnostic.label.as_ref().map_or_else(String::new, |label| {
        format!("{}:{}:{}", label.path, label.place.line, label.place.column)
    });
    let flag = diagnostic.flag.as_deref().unwrap_or_default();
    let name = format!("{flag} {place}");
    let head = format!(
        "    <testcase classname=\"flagdebt.{}\" name=\"{}\"",
        text(diagnostic.lint),
        text(name.trim())
    );
    let lines = diagnostic.reasons.iter().chain(&diagnostic.help);
    let body: Vec<String> = std::iter::once(&place)
        .filter(|place| !place.is_empty())
        .chain(lines)
        .map(|line| text(line))
        .collect();
    if diagnostic.severity == Severity::Note {
        return writeln!(
            out,
            "{head}>\n      <system-out>{}\n{}</system-out>\n    </testcase>",
            text(&diagnostic.message),
            body.join("\n")
        );
    }
    writeln!(
        out,
        "{head}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
        diagnostic.severity.name(),
        text(&diagnostic.message),
        body.join("\n")
    )
}

/// XML knows no controls, whatever the escape; what a reader can't see is made visible first.
fn text(text: &str) -> String {
    escape(terminal(text).as_ref()).into_owned()
}
