//! `check --format markdown`: the comment of a pull request.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{OutputFormat, Style, text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::markdown;
use crate::evidence::count;
use crate::report::{OwnerDebt, Report};

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "markdown",
    whole: false,
    excerpts: false,
    write,
};

/// Reasons of the gate at the top.
const REASONS: usize = 10;
/// GitHub cuts a comment at 65,536 characters.
const ROWS: usize = 100;

fn write(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    writeln!(out, "<!-- flagdebt -->")?;
    writeln!(
        out,
        "### Feature flags: {}\n",
        if summary.gate.passed { "passed" } else { "failed" }
    )?;
    for reason in summary.gate.reasons.iter().take(REASONS) {
        writeln!(out, "- {}", markdown(reason))?;
    }
    if summary.gate.reasons.len() > REASONS {
        writeln!(
            out,
            "- and {}",
            count(summary.gate.reasons.len() - REASONS, "more reason")
        )?;
    }
    if !summary.gate.reasons.is_empty() {
        writeln!(out)?;
    }
    if let Some(since) = &summary.since {
        writeln!(
            out,
            "Compared with {}: {}, {} that {} there before, {} paid off.\n",
            markdown(since),
            count(report.diagnostics.len(), "new finding"),
            summary.known,
            if summary.known == 1 { "was" } else { "were" },
            summary.paid
        )?;
    }
    findings(report, out)?;
    paid(report, out)?;
    debt(report, out)?;
    let plain = Style { color: false, ..*style };
    writeln!(
        out,
        "{} · {}",
        markdown(&text::looked_at(report)),
        markdown(&text::verdict(report, &plain))
    )
}

fn findings(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.diagnostics.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| | flag | where | what | what to do first |\n|---|---|---|---|---|"
    )?;
    for diagnostic in report.diagnostics.iter().take(ROWS) {
        let place = diagnostic
            .label
            .as_ref()
            .map_or_else(String::new, |label| format!("{}:{}", label.path, label.place.line));
        writeln!(
            out,
            "| {} | {} | {} | {} ({}) | {} |",
            mark(diagnostic),
            markdown(diagnostic.flag.as_deref().unwrap_or_default()),
            markdown(&place),
            markdown(&diagnostic.message),
            diagnostic.lint,
            markdown(diagnostic.help.first().map_or("", String::as_str)),
        )?;
    }
    if report.diagnostics.len() > ROWS {
        writeln!(
            out,
            "\n{} are left out.",
            count(report.diagnostics.len() - ROWS, "more finding")
        )?;
    }
    writeln!(out)
}

/// The flags that are done, which is worth saying.
fn paid(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let keys: BTreeSet<&str> = report.paid.iter().filter_map(|paid| paid.flag.as_deref()).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = keys.iter().take(ROWS).map(|key| markdown(key)).collect();
    let more = keys.len() - shown.len();
    let more = if more > 0 {
        format!(", and {more} more")
    } else {
        String::new()
    };
    writeln!(out, "Paid off: {}{more}.\n", shown.join(", "))
}

fn mark(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Note => "ℹ️ note",
    }
}

fn debt(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let debt = &report.summary.debt;
    if debt.owners.iter().all(|owner| owner.quota.is_none()) && debt.quota.is_none() {
        return Ok(());
    }
    let quota = |quota: Option<usize>| quota.map_or_else(String::new, |quota| quota.to_string());
    writeln!(out, "| owner | due | quota | to remove |\n|---|---|---|---|")?;
    writeln!(
        out,
        "| everyone | {} | {} | {} |",
        debt.total,
        quota(debt.quota),
        debt.to_remove
    )?;
    // Of a change only those are told that it concerns.
    let concerned = |owner: &&OwnerDebt| {
        let of_owner = |found: &Diagnostic| found.owner == owner.owner;
        report.summary.since.is_none() || report.diagnostics.iter().any(of_owner)
    };
    for owner in debt.owners.iter().filter(concerned) {
        let name = owner.owner.as_deref().map_or_else(|| "nobody".to_owned(), markdown);
        writeln!(
            out,
            "| {name} | {} | {} | {} |",
            owner.debt,
            quota(owner.quota),
            owner.to_remove
        )?;
    }
    writeln!(out)
}
