//! `check --format json`: the schema `flagdebt.check/1` of the contract.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::{OutputFormat, Style};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::escape;
use crate::registry::RegistrySource;
use crate::report::Report;
use crate::source::Skipped;

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "json",
    whole: false,
    excerpts: false,
    write,
};

fn write(report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "flagdebt.check/1",
        version: report.version,
        as_of: report.as_of.to_string(),
        registries: &report.registries,
        environments: &report.environments,
        findings: report
            .diagnostics
            .iter()
            .map(|diagnostic| Finding::new(report, diagnostic))
            .collect(),
        summary: Counts::new(report),
    };
    escape::json_pretty(&document, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    version: &'a str,
    as_of: String,
    registries: &'a [RegistrySource],
    environments: &'a [String],
    findings: Vec<Finding<'a>>,
    summary: Counts<'a>,
}

#[derive(Serialize)]
struct Finding<'a> {
    lint: &'a str,
    severity: Severity,
    flag: Option<&'a str>,
    message: &'a str,
    reasons: &'a [String],
    help: &'a [String],
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    related: Vec<Related<'a>>,
    registry: Option<InRegistry<'a>>,
    owner: Option<&'a str>,
    served: Option<&'a Value>,
    debt: bool,
    fix: Option<&'a Fix>,
    fingerprint: &'a str,
    new: bool,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct InRegistry<'a> {
    path: &'a str,
    line: Option<u32>,
}

#[derive(Serialize)]
struct Counts<'a> {
    files: usize,
    parsed: usize,
    skipped: &'a [Skipped],
    uses: usize,
    unresolved: usize,
    mentions: usize,
    flags_in_code: usize,
    flags_in_registry: usize,
    by_lint: &'a BTreeMap<&'static str, usize>,
    by_severity: BySeverity,
    known: usize,
    paid: usize,
    paid_flags: BTreeSet<&'a str>,
    since: Option<&'a str>,
    debt: Debt<'a>,
    gate: &'static str,
    gate_reasons: &'a [String],
    exit_code: u8,
}

#[derive(Serialize)]
struct BySeverity {
    error: usize,
    warning: usize,
    note: usize,
}

#[derive(Serialize)]
struct Debt<'a> {
    total: usize,
    flags: usize,
    quota: Option<usize>,
    to_remove: usize,
    owners: Vec<Owner<'a>>,
}

#[derive(Serialize)]
struct Owner<'a> {
    owner: Option<&'a str>,
    debt: usize,
    quota: Option<usize>,
    to_remove: usize,
    cheapest: &'a [String],
}

impl<'a> Finding<'a> {
    fn new(report: &'a Report, diagnostic: &'a Diagnostic) -> Self {
        let label = diagnostic.label.as_ref();
        let place = label.map(|label| label.place);
        Self {
            lint: diagnostic.lint,
            severity: diagnostic.severity,
            flag: diagnostic.flag.as_deref(),
            message: &diagnostic.message,
            reasons: &diagnostic.reasons,
            help: &diagnostic.help,
            path: label.map(|label| label.path.as_str()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            end_line: place.map(|place| place.end_line),
            end_column: place.map(|place| place.end_column),
            related: diagnostic
                .related
                .iter()
                .map(|label| Related {
                    path: &label.path,
                    line: label.place.line,
                    column: label.place.column,
                    end_line: label.place.end_line,
                    end_column: label.place.end_column,
                    text: &label.text,
                })
                .collect(),
            registry: diagnostic
                .flag
                .as_ref()
                .and_then(|key| report.registry_places.get(key))
                .map(|place| InRegistry {
                    path: &place.path,
                    line: place.line,
                }),
            owner: diagnostic.owner.as_deref(),
            served: diagnostic.served.as_ref(),
            debt: diagnostic.debt,
            fix: diagnostic.fix.as_ref(),
            fingerprint: &diagnostic.fingerprint,
            new: diagnostic.new,
        }
    }
}

impl<'a> Counts<'a> {
    fn new(report: &'a Report) -> Self {
        let summary = &report.summary;
        let count = |severity| summary.by_severity.get(&severity).copied().unwrap_or(0);
        Self {
            files: summary.files,
            parsed: summary.parsed,
            skipped: &summary.skipped,
            uses: summary.uses,
            unresolved: summary.unresolved,
            mentions: summary.mentions,
            flags_in_code: summary.flags_in_code,
            flags_in_registry: summary.flags_in_registry,
            by_lint: &summary.by_lint,
            by_severity: BySeverity {
                error: count(Severity::Error),
                warning: count(Severity::Warning),
                note: count(Severity::Note),
            },
            known: summary.known,
            paid: summary.paid,
            paid_flags: report.paid.iter().filter_map(|paid| paid.flag.as_deref()).collect(),
            since: summary.since.as_deref(),
            debt: Debt {
                total: summary.debt.total,
                flags: summary.debt.flags,
                quota: summary.debt.quota,
                to_remove: summary.debt.to_remove,
                owners: summary
                    .debt
                    .owners
                    .iter()
                    .map(|item| Owner {
                        owner: item.owner.as_deref(),
                        debt: item.debt,
                        quota: item.quota,
                        to_remove: item.to_remove,
                        cheapest: item.flags.get(..3).unwrap_or(&item.flags),
                    })
                    .collect(),
            },
            gate: if summary.gate.passed { "passed" } else { "failed" },
            gate_reasons: &summary.gate.reasons,
            exit_code: u8::from(!summary.gate.passed),
        }
    }
}
