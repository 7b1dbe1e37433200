//! What the findings add up to, what was looked at, what was not, and the verdict.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::escape::terminal;
use crate::render::Style;
use crate::render::listing::{NO_REGISTRY, count};
use crate::report::{Debt, Report};

/// Reasons of the gate on its line.
const REASONS: usize = 4;
/// Owners listed without `-v`.
const OWNERS: usize = 15;

/// The gate's answer, on one line.
pub fn verdict(report: &Report, style: &Style) -> String {
    let gate = &report.summary.gate;
    if gate.passed {
        return format!("gate: {}", style.good("passed"));
    }
    let mut reasons: Vec<_> = gate
        .reasons
        .iter()
        .take(REASONS)
        .map(|reason| terminal(reason))
        .collect();
    if gate.reasons.len() > REASONS {
        reasons.push(count(gate.reasons.len() - REASONS, "more reason").into());
    }
    let reasons = if reasons.is_empty() {
        String::new()
    } else {
        format!(": {}", reasons.join("; "))
    };
    format!("gate: {}{reasons}", style.bad("failed"))
}

/// What was looked at, on one line.
pub(in crate::render) fn looked_at(report: &Report) -> String {
    let summary = &report.summary;
    format!(
        "{} ({} parsed), {} of {}",
        count(summary.files, "file"),
        summary.parsed,
        count(summary.uses, "use"),
        count(summary.flags_in_code, "flag"),
    )
}

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    if report.diagnostics.is_empty() {
        writeln!(out, "{}", style.good(clean(report)))?;
        writeln!(out)?;
    } else {
        write_lints(report, style, out)?;
    }
    write_debt(&summary.debt, style, out)?;

    if let Some(since) = &summary.since {
        row(style, "since", &terminal(since), out)?;
    }
    if summary.known + summary.paid > 0 {
        let text = format!("{}, {} paid off", count(summary.known, "finding"), summary.paid);
        row(style, "known", &text, out)?;
    }
    row(style, "looked at", &looked_at(report), out)?;
    for source in &report.registries {
        let partial = source
            .partial
            .as_deref()
            .map(|partial| format!("; {}", terminal(partial)))
            .unwrap_or_default();
        let flags = count(source.flags, "flag");
        row(
            style,
            "registry",
            &format!("{} ({}, {flags}){partial}", terminal(&source.path), source.format),
            out,
        )?;
    }
    if !report.environments.is_empty() {
        let names: Vec<_> = report.environments.iter().map(|name| terminal(name)).collect();
        row(style, "production", &names.join(", "), out)?;
    }
    write_skipped(report, style, out)?;
    if summary.unresolved > 0 {
        let text = format!(
            "{} with a key that could not be followed",
            count(summary.unresolved, "evaluation")
        );
        row(
            style,
            "unresolved",
            &format!("{text}: `flagdebt uses --dynamic` lists them"),
            out,
        )?;
    }
    if summary.mentions > 0 && style.verbose {
        let text = format!(
            "{} of registered keys in other strings",
            count(summary.mentions, "mention")
        );
        row(
            style,
            "mentions",
            &format!("{text}: `flagdebt uses --mentions` lists them"),
            out,
        )?;
    }
    let date: String = report.as_of.to_string().chars().take("2026-01-01".len()).collect();
    row(style, "as of", &date, out)?;
    if report.registries.is_empty() {
        writeln!(out)?;
        super::paragraph(style, "note", NO_REGISTRY, out)?;
    }
    writeln!(out)
}

fn clean(report: &Report) -> String {
    let summary = &report.summary;
    if summary.files == 0 {
        "no files to look at: is the path right, and is everything in it ignored?".to_owned()
    } else if summary.uses == 0 && summary.flags_in_registry == 0 {
        format!("nothing found: no flag is used in {}", count(summary.files, "file"))
    } else if report.registries.is_empty() {
        format!(
            "{} found in the code; whether they are debt only an export can tell",
            count(summary.flags_in_code, "flag")
        )
    } else if summary.since.is_some() || summary.known > 0 {
        "no new flag debt found".to_owned()
    } else {
        "no flag debt found".to_owned()
    }
}

fn write_lints(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut severities: BTreeMap<&str, Severity> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        let severity = severities.entry(diagnostic.lint).or_insert(diagnostic.severity);
        *severity = diagnostic.severity.max(*severity);
    }
    let by_severity = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let number = report
                .summary
                .by_severity
                .get(&severity)
                .copied()
                .filter(|number| *number > 0)?;
            Some(style.severity(severity, count(number, severity.name())))
        })
        .collect::<Vec<_>>()
        .join(", ");
    row(style, "findings", &by_severity, out)?;
    let mut lints: Vec<_> = report
        .summary
        .by_lint
        .iter()
        .filter(|(_, number)| **number > 0)
        .collect();
    lints.sort_by_key(|(name, number)| {
        (
            std::cmp::Reverse(severities.get(*name).copied()),
            std::cmp::Reverse(**number),
            **name,
        )
    });
    let widest = lints.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, number) in lints {
        let severity = severities.get(name).copied().unwrap_or(Severity::Note);
        let level = style.severity(severity, format!("{:7}", severity.name()));
        row(
            style,
            "",
            format!("{number:>5}  {level}  {name:widest$}").trim_end(),
            out,
        )?;
    }
    Ok(())
}

fn write_debt(debt: &Debt, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let amount = |debt: usize, quota: Option<usize>| match quota {
        Some(quota) if debt > quota => style.bad(format!("{debt} of {quota} allowed")),
        Some(quota) => format!("{debt} of {quota} allowed"),
        None => debt.to_string(),
    };
    if debt.total == 0 && debt.quota.is_none() && debt.owners.is_empty() {
        return Ok(());
    }
    let noun = if debt.flags == 1 { "flag is" } else { "flags are" };
    let weight = match debt.total == debt.flags {
        true => String::new(),
        false => format!(", with a weight of {}", debt.total),
    };
    let quota = debt
        .quota
        .map(|_| format!(" ({})", amount(debt.total, debt.quota)))
        .unwrap_or_default();
    row(
        style,
        "debt",
        &format!("{} {noun} due for removal{weight}{quota}", debt.flags),
        out,
    )?;
    let limit = if style.verbose { debt.owners.len() } else { OWNERS };
    let names: Vec<String> = debt
        .owners
        .iter()
        .take(limit)
        .map(|item| {
            item.owner
                .as_deref()
                .map_or_else(|| "(nobody)".to_owned(), |name| terminal(name).into_owned())
        })
        .collect();
    // A single line for nobody would only repeat the total.
    if let [only] = debt.owners.as_slice()
        && only.owner.is_none()
        && only.quota.is_none()
    {
        return Ok(());
    }
    for (item, name) in debt.owners.iter().zip(names) {
        let quota = item
            .quota
            .map(|_| format!(" ({})", amount(item.debt, item.quota)))
            .unwrap_or_default();
        row(style, "", &format!("{:>5}  {name}{quota}", item.debt), out)?;
        let excess = item.to_remove;
        if excess > 0 {
            let cheapest: Vec<_> = item
                .flags
                .iter()
                .take(excess.min(3))
                .map(|flag| terminal(flag))
                .collect();
            let text = format!("       to remove: {excess}, the cheapest {}", cheapest.join(", "));
            row(style, "", &text, out)?;
        }
    }
    if debt.owners.len() > limit {
        let rest = count(debt.owners.len() - limit, "more owner");
        row(style, "", &format!("       {rest} (`-v` lists them)"), out)?;
    }
    Ok(())
}

fn write_skipped(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let skipped = &report.summary.skipped;
    if skipped.is_empty() {
        return Ok(());
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for item in skipped {
        *reasons.entry(&item.reason).or_default() += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(reason, number)| (std::cmp::Reverse(*number), *reason));
    let parts: Vec<String> = reasons
        .iter()
        .map(|(reason, number)| format!("{number} {}", terminal(reason)))
        .collect();
    let hint = if style.verbose { "" } else { " (`-v` lists them)" };
    row(
        style,
        "skipped",
        &format!("{}: {}{hint}", count(skipped.len(), "file"), parts.join(", ")),
        out,
    )?;
    if style.verbose {
        for item in skipped {
            row(
                style,
                "",
                &style.dim(format!("{}: {}", terminal(&item.path), terminal(&item.reason))),
                out,
            )?;
        }
    }
    Ok(())
}

fn row(style: &Style, name: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {text}", style.bold(format!("{name:<11}")))
}
