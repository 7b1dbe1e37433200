//! `check --format sarif`: SARIF 2.1.0, as code scanning services read it.
//!
//! Sections in comments are those of the standard: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::{OutputFormat, Style, page};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Label, Severity};
use crate::escape;
use crate::report::{LintInfo, Report};

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "sarif",
    whole: false,
    excerpts: true,
    write,
};

/// The name of the folder that relative paths start from (3.14.14).
const ROOT: &str = "SRCROOT";

fn write(report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let lints = lints(report);
    let index: BTreeMap<&str, usize> = lints
        .iter()
        .enumerate()
        .map(|(index, lint)| (lint.name.as_str(), index))
        .collect();
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "flagdebt",
                    semantic_version: report.version,
                    rules: lints.iter().map(Rule::new).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: report.summary.skipped.iter().map(notification).collect(),
            }],
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                Base {
                    description: Message::plain("the working directory of the run"),
                },
            )]),
            column_kind: "unicodeCodePoints",
            results: report
                .diagnostics
                .iter()
                .map(|diagnostic| Finding::new(report, diagnostic, &index))
                .collect(),
            properties: RunProperties {
                as_of: report.as_of.to_string(),
                environments: &report.environments,
                gate: if report.summary.gate.passed { "passed" } else { "failed" },
            },
        }],
    };
    escape::json_pretty(&log, out)?;
    writeln!(out)
}

/// All lints of the report, also those that only a finding names.
fn lints(report: &Report) -> Vec<LintInfo> {
    let mut lints = report.lints.clone();
    for diagnostic in &report.diagnostics {
        if !lints.iter().any(|lint| lint.name == diagnostic.lint) {
            lints.push(LintInfo {
                name: diagnostic.lint.to_owned(),
                summary: diagnostic.lint.to_owned(),
                docs: diagnostic.lint.to_owned(),
                level: Some(diagnostic.severity),
                debt: diagnostic.debt,
                fixable: diagnostic.fix.is_some(),
            });
        }
    }
    lints
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
    properties: RunProperties<'a>,
}

#[derive(Serialize)]
struct RunProperties<'a> {
    as_of: String,
    environments: &'a [String],
    gate: &'static str,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'a str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Message,
    full_description: Message,
    help: Help<'a>,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<&'static str>,
}

#[derive(Serialize)]
struct Help<'a> {
    text: String,
    markdown: &'a str,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: [Location; 1],
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'a>>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Properties<'a> {
    flag: Option<&'a str>,
    owner: Option<&'a str>,
    served: Option<&'a Value>,
    debt: bool,
    reasons: &'a [String],
    help: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Region {
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_length: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'a> {
    description: Message,
    artifact_changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

impl Message {
    fn plain(text: &str) -> Self {
        Self {
            text: escape::sarif_message(text),
        }
    }
}

impl<'a> Rule<'a> {
    fn new(lint: &'a LintInfo) -> Self {
        let mut tags = vec!["feature-flags", "maintainability"];
        if lint.debt {
            tags.push("technical-debt");
        }
        Self {
            id: &lint.name,
            short_description: Message::plain(&lint.summary),
            full_description: Message::plain(&lint.summary),
            help: Help {
                text: escape::sarif_message(&page(&lint.docs, &Style::default())),
                markdown: &lint.docs,
            },
            default_configuration: Configuration {
                enabled: lint.level.is_some(),
                level: level(lint.level.unwrap_or(Severity::Warning)),
            },
            properties: RuleProperties { tags },
        }
    }
}

impl<'a> Finding<'a> {
    fn new(report: &'a Report, diagnostic: &'a Diagnostic, index: &BTreeMap<&str, usize>) -> Self {
        Self {
            rule_id: diagnostic.lint,
            rule_index: index.get(diagnostic.lint).copied(),
            level: level(diagnostic.severity),
            message: Message::plain(&diagnostic.message),
            locations: location(report, diagnostic).into_iter().collect(),
            related_locations: diagnostic.related.iter().map(label_location).collect(),
            partial_fingerprints: BTreeMap::from([("flagdebt/v1", diagnostic.fingerprint.as_str())]),
            // Only a baseline can tell, and only about what it knows.
            baseline_state: (!diagnostic.new).then_some("unchanged"),
            fixes: diagnostic.fix.iter().map(|fix| fix_object(report, fix)).collect(),
            properties: Properties {
                flag: diagnostic.flag.as_deref(),
                owner: diagnostic.owner.as_deref(),
                served: diagnostic.served.as_ref(),
                debt: diagnostic.debt,
                reasons: &diagnostic.reasons,
                help: &diagnostic.help,
            },
        }
    }
}

fn level(severity: Severity) -> &'static str {
    // SARIF has the same three words (3.27.10).
    severity.name()
}

/// Where the finding is; for a flag that no code reads, where the registry names it.
fn location(report: &Report, diagnostic: &Diagnostic) -> Option<Location> {
    if let Some(label) = &diagnostic.label {
        return Some(label_location(label));
    }
    let source = report.registry_places.get(diagnostic.flag.as_ref()?)?;
    Some(Location {
        physical_location: Physical {
            artifact_location: artifact(&source.path),
            region: source.line.filter(|line| *line > 0).map(|line| Region {
                start_line: Some(line),
                ..Region::default()
            }),
        },
        message: None,
    })
}

fn label_location(label: &Label) -> Location {
    let place = label.place;
    Location {
        physical_location: Physical {
            artifact_location: artifact(&label.path),
            region: Some(Region {
                start_line: Some(place.line.max(1)),
                start_column: Some(place.column.max(1)),
                end_line: Some(place.end_line.max(1)),
                end_column: Some(place.end_column.max(1)),
                byte_offset: Some(place.span.start as usize),
                byte_length: Some(place.span.end.saturating_sub(place.span.start) as usize),
            }),
        },
        message: (!label.text.is_empty()).then(|| Message::plain(&label.text)),
    }
}

fn artifact(path: &str) -> Artifact {
    let uri = escape::uri(path);
    let uri_base_id = (!uri.starts_with("file:")).then_some(ROOT);
    Artifact { uri, uri_base_id }
}

fn notification(skipped: &crate::source::Skipped) -> Notification {
    Notification {
        level: "note",
        message: Message::plain(&format!("skipped: {}", skipped.reason)),
        locations: [Location {
            physical_location: Physical {
                artifact_location: artifact(&skipped.path),
                region: None,
            },
            message: None,
        }],
    }
}

fn fix_object<'a>(report: &Report, fix: &'a Fix) -> FixObject<'a> {
    let mut changes: BTreeMap<&str, Vec<Replacement<'a>>> = BTreeMap::new();
    for edit in &fix.edits {
        changes.entry(&edit.path).or_default().push(Replacement {
            deleted_region: edit_region(report.sources.get(&edit.path).map(String::as_str), edit),
            inserted_content: Content { text: &edit.text },
        });
    }
    let description = match fix.applicability {
        Applicability::Safe => "keeps the behaviour that is served now",
        Applicability::Review => "likely right: review it",
    };
    FixObject {
        description: Message::plain(description),
        artifact_changes: changes
            .into_iter()
            .map(|(path, replacements)| Change {
                artifact_location: artifact(path),
                replacements,
            })
            .collect(),
    }
}

/// The bytes as lines and columns too, where the text is at hand: not every viewer takes bytes.
fn edit_region(source: Option<&str>, edit: &Edit) -> Region {
    let before = |end: usize| source.and_then(|text| text.get(..end));
    let line = |end: usize| {
        before(end)
            .map(|text| memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1)
            .and_then(|line| u32::try_from(line).ok())
    };
    let column = |end: usize| {
        before(end)
            .map(|text| text.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
            .and_then(|column| u32::try_from(column).ok())
    };
    Region {
        start_line: line(edit.start),
        start_column: column(edit.start),
        end_line: line(edit.end),
        end_column: column(edit.end),
        byte_offset: Some(edit.start),
        byte_length: Some(edit.end.saturating_sub(edit.start)),
    }
}
