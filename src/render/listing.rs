//! What the list commands print, before it has a format: rows with the promised fields, and how they read as a table.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Severity};
use crate::registry::{
    Environment, Evaluated, Flag, FlagSource, Kind, KindSource, Lifecycle, Prerequisite, Serves, ServesState,
    ValueType, VendorStale, When,
};
use crate::report::{Inventory, LintInfo, RegistryReport, UsesReport};
use crate::usage::{Certainty, KeySource, Role, Usage, Use};

/// What a list command prints, ready for each of [`super::LIST_FORMATS`].
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The command's name, and with it the schema's: `flagdebt.<command>/1`.
    pub command: &'static str,
    /// What the JSON document calls the rows.
    pub rows_name: &'static str,
    /// The other fields of the JSON document.
    pub head: Vec<(&'static str, Value)>,
    /// The fields of every row, in order: the header of a CSV file.
    pub fields: &'static [&'static str],
    /// The titles of the text table.
    pub columns: &'static [&'static str],
    /// In the order to print.
    pub rows: Vec<Row>,
    /// Said below the text table, and instead of it where there are no rows.
    pub footer: Vec<String>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The promised fields.
    pub fields: Map<String, Value>,
    /// One for each column of the text table.
    pub cells: Vec<Cell>,
    /// More about it, shown on request.
    pub details: Vec<String>,
}

/// One cell of the text table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// As it reads.
    pub text: String,
    /// Aligned to the right.
    pub number: bool,
}

/// Which uses are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UsesFilter {
    /// Also the strings that hold a key and that the scan can't place.
    pub mentions: bool,
    /// Only those that the scan could not follow.
    pub unresolved_only: bool,
}

/// The listing of `uses`.
pub fn uses(report: &UsesReport, filter: UsesFilter) -> Listing {
    let unresolved = report.uses.iter().filter(|item| is_unresolved(item)).count();
    let mentions = report.uses.iter().filter(|item| item.role == Role::Mention).count();
    let rows: Vec<Row> = report
        .uses
        .iter()
        .filter(|item| match item.role {
            Role::Mention => filter.mentions && !filter.unresolved_only,
            Role::Evaluation | Role::Declaration | Role::TestOverride => !filter.unresolved_only || is_unresolved(item),
        })
        .map(use_row)
        .collect();

    let keys = report
        .uses
        .iter()
        .filter(|item| item.role != Role::Mention)
        .filter_map(|item| item.key.as_deref());
    let keys = keys.filter(|key| !key.contains('*')).collect::<BTreeSet<_>>().len();
    let mut footer = vec![format!(
        "{} of {} in {} ({} parsed)",
        count(rows.len(), "use"),
        count(keys, "flag"),
        count(report.files, "file"),
        report.parsed
    )];
    if rows.is_empty() {
        footer[0] = format!(
            "no uses found in {} ({} parsed)",
            count(report.files, "file"),
            report.parsed
        );
    }
    if unresolved > 0 && !filter.unresolved_only {
        footer.push(format!(
            "{unresolved} unresolved: `--dynamic` lists them alone, `-v` says why"
        ));
    }
    if mentions > 0 && !filter.mentions {
        footer.push(format!(
            "{} of keys in other strings: `--mentions` lists them too",
            count(mentions, "mention")
        ));
    }
    if !report.skipped.is_empty() {
        footer.push(format!(
            "{} skipped: `flagdebt check -v` says why",
            count(report.skipped.len(), "file")
        ));
    }
    Listing {
        command: "uses",
        rows_name: "uses",
        head: vec![
            ("version", Value::from(report.version)),
            (
                "summary",
                json!({
                    "files": report.files, "parsed": report.parsed, "skipped": report.skipped,
                    "unresolved": unresolved, "mentions": mentions,
                }),
            ),
        ],
        fields: USE_FIELDS,
        columns: &["place", "key", "role", "call", "certainty", "key source"],
        rows,
        footer,
    }
}

/// The listing of `flags`.
pub fn flags(inventory: &Inventory) -> Listing {
    let used: BTreeSet<usize> = inventory.usages.iter().filter_map(|usage| usage.flag).collect();
    let unused = inventory
        .registry
        .flags
        .iter()
        .enumerate()
        .filter(|(index, _)| !used.contains(index));
    let mut findings: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &inventory.diagnostics {
        if let Some(key) = &finding.flag {
            findings.entry(key).or_default().push(finding);
        }
    }
    let row = |key, flag, usage| {
        FlagRow::new(
            inventory,
            key,
            flag,
            usage,
            findings.get(key).map(Vec::as_slice).unwrap_or_default(),
        )
    };
    let mut rows: Vec<FlagRow<'_>> = inventory
        .usages
        .iter()
        .map(|usage| {
            let flag = usage.flag.and_then(|index| inventory.registry.flags.get(index));
            row(usage.key.as_str(), flag, Some(usage))
        })
        .chain(unused.map(|(_, flag)| row(flag.key.as_str(), Some(flag), None)))
        .collect();
    rows.sort_by(|one, other| one.key.cmp(other.key));

    let debt = rows.iter().filter(|row| row.debt).count();
    let missing = rows.iter().filter(|row| !row.registered).count();
    let idle = rows.iter().filter(|row| row.uses == 0).count();
    let mut footer = vec![format!(
        "{}: {debt} due for removal, {idle} without an evaluation, {missing} not in a registry",
        count(rows.len(), "flag")
    )];
    if inventory.registry.sources.is_empty() {
        footer = vec![format!("{}: {idle} without an evaluation", count(rows.len(), "flag"))];
    }
    if rows.is_empty() {
        footer = vec!["no flags found, neither in the code nor in a registry".to_owned()];
    }
    if inventory.registry.sources.is_empty() {
        footer.push(NO_REGISTRY.to_owned());
    } else if !inventory.environments.is_empty() {
        footer.push(format!("production: {}", inventory.environments.join(", ")));
    }
    Listing {
        command: "flags",
        rows_name: "flags",
        head: vec![
            ("version", Value::from(inventory.version)),
            ("as_of", Value::from(inventory.as_of.to_string())),
            ("environments", json!(inventory.environments)),
        ],
        fields: FLAG_FIELDS,
        columns: &["key", "kind", "owner", "state", "served", "age", "uses", "debt"],
        rows: rows.iter().map(FlagRow::row).collect(),
        footer,
    }
}

/// The listing of `registry`.
pub fn registry(report: &RegistryReport) -> Listing {
    let sources = &report.registry.sources;
    let rows: Vec<Row> = report.registry.flags.iter().map(registry_row).collect();
    let mut footer: Vec<String> = sources
        .iter()
        .map(|source| {
            let partial = source
                .partial
                .as_deref()
                .map(|partial| format!("; {partial}"))
                .unwrap_or_default();
            format!(
                "{}: {} ({}){partial}",
                source.path,
                count(source.flags, "flag"),
                source.format
            )
        })
        .collect();
    if rows.is_empty() {
        footer.push("no flags in it".to_owned());
    }
    Listing {
        command: "registry",
        rows_name: "flags",
        head: vec![("version", Value::from(report.version)), ("registries", json!(sources))],
        fields: REGISTRY_FIELDS,
        columns: &["key", "kind", "lifecycle", "owner", "created", "environments"],
        rows,
        footer,
    }
}

/// The listing of `lints`.
pub fn lints(lints: &[LintInfo]) -> Listing {
    let row = |lint: &LintInfo| {
        let level = lint.level.map_or("off", Severity::name);
        let row = LintRow {
            lint: &lint.name,
            level,
            debt: lint.debt,
            fixable: lint.fixable,
            summary: &lint.summary,
        };
        Row {
            fields: fields(&row),
            cells: vec![
                text(&lint.name),
                text(level),
                text(if lint.debt { "yes" } else { "no" }),
                text(if lint.fixable { "yes" } else { "no" }),
                text(&lint.summary),
            ],
            details: Vec::new(),
        }
    };
    Listing {
        command: "lints",
        rows_name: "lints",
        head: Vec::new(),
        fields: &["lint", "level", "debt", "fixable", "summary"],
        columns: &["lint", "level", "debt", "fixable", "what it finds"],
        rows: lints.iter().map(row).collect(),
        footer: vec!["`flagdebt explain LINT` prints a lint's page".to_owned()],
    }
}

/// Said wherever an answer would need an export and none was given.
pub(super) const NO_REGISTRY: &str = "no registry export was given: what is served to whom, how old a flag is and \
    whether it still exists can't be judged without one; name it with `--registry FILE` or with `registry = [\"FILE\"]` \
    in `flagdebt.toml` (`flagdebt init` looks for candidates)";

/// A number with its noun, such as "1 flag" or "3 flags".
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

const USE_FIELDS: &[&str] = &[
    "path",
    "line",
    "column",
    "key",
    "role",
    "sdk",
    "callee",
    "key_source",
    "via",
    "certainty",
    "default",
    "default_text",
    "negated",
    "test",
    "language",
    "start_line",
    "start_column",
    "end_line",
    "end_column",
    "reasons",
];

/// The contract's fields; `start_*` and `end_*` are those of the whole expression.
#[derive(Serialize)]
struct UseRow<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    key: Option<&'a str>,
    role: Role,
    sdk: Option<&'a str>,
    callee: Option<&'a str>,
    key_source: KeySource,
    via: Option<&'a str>,
    certainty: Certainty,
    default: Option<&'a Value>,
    default_text: Option<&'a str>,
    negated: bool,
    test: bool,
    language: &'a str,
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    reasons: &'a [String],
}

fn use_row(item: &Use) -> Row {
    let row = UseRow {
        path: &item.path,
        line: item.name.line,
        column: item.name.column,
        key: item.key.as_deref(),
        role: item.role,
        sdk: item.sdk.as_deref(),
        callee: item.callee.as_deref(),
        key_source: item.key_source,
        via: item.via.as_deref(),
        certainty: item.certainty,
        default: item.default.as_ref(),
        default_text: item.default_text.as_deref(),
        negated: item.negated,
        test: item.test,
        language: item.language,
        start_line: item.whole.line,
        start_column: item.whole.column,
        end_line: item.whole.end_line,
        end_column: item.whole.end_column,
        reasons: &item.reasons,
    };
    let call = match (&item.sdk, &item.callee) {
        (Some(sdk), Some(callee)) => format!("{sdk} {callee}"),
        (Some(name), None) | (None, Some(name)) => name.clone(),
        (None, None) => "-".to_owned(),
    };
    let source = match &item.via {
        Some(via) => format!("{} via {via}", item.key_source.name()),
        None => item.key_source.name().to_owned(),
    };
    let role = if item.test && item.role == Role::Evaluation {
        "evaluation (test)"
    } else {
        item.role.name()
    };
    Row {
        fields: fields(&row),
        cells: vec![
            text(format!("{}:{}:{}", item.path, item.name.line, item.name.column)),
            text(item.key.as_deref().unwrap_or("-")),
            text(role),
            text(call),
            text(item.certainty.name()),
            text(source),
        ],
        details: chain(item),
    }
}

fn is_unresolved(item: &Use) -> bool {
    item.role != Role::Mention && item.certainty == Certainty::Unresolved
}

const FLAG_FIELDS: &[&str] = &[
    "key",
    "registered",
    "kind",
    "kind_source",
    "permanent",
    "owner",
    "lifecycle",
    "state",
    "served",
    "moving",
    "created",
    "changed",
    "age_days",
    "uses",
    "declarations",
    "test_uses",
    "possible_uses",
    "files",
    "debt",
    "lints",
    "source",
];

/// `state` and `served` speak of all production environments together; `uses` counts evaluations outside of tests.
#[derive(Serialize)]
struct FlagRow<'a> {
    key: &'a str,
    registered: bool,
    kind: Kind,
    kind_source: KindSource,
    permanent: Option<bool>,
    owner: Option<&'a str>,
    lifecycle: Option<Lifecycle>,
    state: Option<ServesState>,
    served: Option<&'a Value>,
    moving: bool,
    created: Option<&'a When>,
    changed: Option<&'a When>,
    age_days: Option<i64>,
    uses: usize,
    declarations: usize,
    test_uses: usize,
    possible_uses: usize,
    files: usize,
    debt: bool,
    lints: BTreeSet<&'static str>,
    source: Option<&'a FlagSource>,
}

impl<'a> FlagRow<'a> {
    fn new(
        inventory: &'a Inventory,
        key: &'a str,
        flag: Option<&'a Flag>,
        usage: Option<&'a Usage>,
        findings: &[&Diagnostic],
    ) -> Self {
        let (state, served, moving) =
            flag.map_or((None, None, false), |flag| production(flag, &inventory.environments));
        let uses = usage.map(|usage| usage.uses.as_slice()).unwrap_or_default();
        let counted = |role, test| {
            uses.iter()
                .filter(|item| item.role == role && item.test == test)
                .count()
        };
        Self {
            key,
            registered: flag.is_some(),
            kind: flag.map_or(Kind::Unknown, |flag| flag.kind),
            kind_source: flag.map_or(KindSource::None, |flag| flag.kind_source),
            permanent: flag.and_then(|flag| flag.permanent),
            owner: flag.and_then(Flag::owner),
            lifecycle: flag.map(|flag| flag.lifecycle),
            state,
            served,
            moving,
            created: flag.and_then(|flag| flag.created.as_ref()),
            changed: flag.and_then(|flag| flag.changed.as_ref()),
            age_days: flag
                .and_then(|flag| flag.created.as_ref())
                .and_then(When::time)
                .map(|created| days(created, inventory.as_of)),
            uses: counted(Role::Evaluation, false),
            declarations: counted(Role::Declaration, false) + counted(Role::Declaration, true),
            test_uses: uses
                .iter()
                .filter(|item| item.test || item.role == Role::TestOverride)
                .count(),
            possible_uses: usage.map_or(0, |usage| usage.possible.len()),
            files: uses
                .iter()
                .map(|item| item.path.as_str())
                .collect::<BTreeSet<_>>()
                .len(),
            debt: findings.iter().any(|finding| finding.debt),
            lints: findings.iter().map(|finding| finding.lint).collect(),
            source: flag.map(|flag| &flag.source),
        }
    }

    fn row(&self) -> Row {
        let lifecycle = self.lifecycle.map_or_else(|| "not in a registry".to_owned(), word);
        let state = match self.state {
            Some(state) => format!(
                "{lifecycle}, {}{}",
                word(state),
                if self.moving { ", moving" } else { "" }
            ),
            None => lifecycle,
        };
        let age = match self.age_days {
            Some(days) => number(format!("{days} d")),
            None => number("-"),
        };
        Row {
            fields: fields(self),
            cells: vec![
                text(self.key),
                text(word(self.kind)),
                text(self.owner.unwrap_or("-")),
                text(state),
                text(self.served.map_or_else(|| "-".to_owned(), Value::to_string)),
                age,
                number(self.uses.to_string()),
                text(if self.debt { "yes" } else { "-" }),
            ],
            details: self.lints.iter().map(|lint| (*lint).to_owned()).collect(),
        }
    }
}

/// What all production environments serve, taken together.
fn production<'a>(flag: &'a Flag, names: &[String]) -> (Option<ServesState>, Option<&'a Value>, bool) {
    let serves = || {
        flag.environments
            .iter()
            .filter(|item| names.contains(&item.name))
            .map(|item| &item.serves)
    };
    let moving = serves().any(|serves| serves.moving);
    let Some(first) = serves().next() else {
        return (None, None, false);
    };
    let all = |state| serves().all(|serves| serves.state == state);
    let state = if all(ServesState::Constant) && serves().all(|serves| serves.value == first.value) {
        return (Some(ServesState::Constant), first.value.as_ref(), moving);
    } else if all(ServesState::CodeDefault) {
        ServesState::CodeDefault
    } else if serves().any(|serves| serves.state == ServesState::Unknown) {
        ServesState::Unknown
    } else {
        ServesState::Split
    };
    (Some(state), None, moving)
}

/// Whole days from one moment to a later one; 0 where it is not later.
fn days(from: Timestamp, to: Timestamp) -> i64 {
    (to.duration_since(from).as_secs() / 86_400).max(0)
}

const REGISTRY_FIELDS: &[&str] = &[
    "key",
    "aliases",
    "name",
    "description",
    "project",
    "kind",
    "kind_source",
    "permanent",
    "lifecycle",
    "created",
    "changed",
    "evaluated",
    "expires",
    "owner",
    "owners",
    "tags",
    "ticket",
    "client_side",
    "stale_by_vendor",
    "value_type",
    "variations",
    "environments",
    "prerequisites",
    "source",
];

#[derive(Serialize)]
struct RegistryRow<'a> {
    key: &'a str,
    aliases: &'a [String],
    name: Option<&'a str>,
    description: Option<&'a str>,
    project: Option<&'a str>,
    kind: Kind,
    kind_source: KindSource,
    permanent: Option<bool>,
    lifecycle: Lifecycle,
    created: Option<&'a When>,
    changed: Option<&'a When>,
    evaluated: Option<&'a Evaluated>,
    expires: Option<&'a When>,
    owner: Option<&'a str>,
    owners: &'a [String],
    tags: &'a [String],
    ticket: Option<&'a str>,
    client_side: Option<bool>,
    stale_by_vendor: Option<&'a VendorStale>,
    value_type: Option<ValueType>,
    variations: &'a [Value],
    environments: &'a [Environment],
    prerequisites: &'a [Prerequisite],
    source: &'a FlagSource,
}

fn registry_row(flag: &Flag) -> Row {
    let row = RegistryRow {
        key: &flag.key,
        aliases: &flag.aliases,
        name: flag.name.as_deref(),
        description: flag.description.as_deref(),
        project: flag.project.as_deref(),
        kind: flag.kind,
        kind_source: flag.kind_source,
        permanent: flag.permanent,
        lifecycle: flag.lifecycle,
        created: flag.created.as_ref(),
        changed: flag.changed.as_ref(),
        evaluated: flag.evaluated.as_ref(),
        expires: flag.expires.as_ref(),
        owner: flag.owner(),
        owners: &flag.owners,
        tags: &flag.tags,
        ticket: flag.ticket.as_deref(),
        client_side: flag.client_side,
        stale_by_vendor: flag.stale_by_vendor.as_ref(),
        value_type: flag.value_type,
        variations: &flag.variations,
        environments: &flag.environments,
        prerequisites: &flag.prerequisites,
        source: &flag.source,
    };
    let served = |serves: &Serves| match &serves.value {
        Some(value) => value.to_string(),
        None => word(serves.state),
    };
    let environments: Vec<String> = flag
        .environments
        .iter()
        .map(|item| format!("{}: {}", item.name, served(&item.serves)))
        .collect();
    let created = flag.created.as_ref().map_or_else(
        || "-".to_owned(),
        |when| match when {
            When::Time(time) => time.to_string().chars().take("2026-01-01".len()).collect(),
            When::Milestone(name) | When::Version(name) => name.clone(),
        },
    );
    Row {
        fields: fields(&row),
        cells: vec![
            text(&flag.key),
            text(word(flag.kind)),
            text(word(flag.lifecycle)),
            text(flag.owner().unwrap_or("-")),
            text(created),
            text(if environments.is_empty() {
                "-".to_owned()
            } else {
                environments.join(", ")
            }),
        ],
        details: flag
            .environments
            .iter()
            .flat_map(|item| {
                item.reasons
                    .iter()
                    .map(move |reason| format!("{}: {reason}", item.name))
            })
            .collect(),
    }
}

/// Why a use is as sure as it is, the nearest fact first: `proven: the client comes from …`.
fn chain(item: &Use) -> Vec<String> {
    let mut reasons = item.reasons.clone();
    match reasons.first_mut() {
        Some(first) => *first = format!("{}: {first}", word(item.certainty)),
        None => reasons.push(word(item.certainty).to_owned()),
    }
    reasons
}

#[derive(Serialize)]
struct LintRow<'a> {
    lint: &'a str,
    level: &'a str,
    debt: bool,
    fixable: bool,
    summary: &'a str,
}

fn text(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        number: false,
    }
}

fn number(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        number: true,
    }
}

/// The row's fields in the order of its struct.
fn fields(row: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => fields,
        // A row is a struct of plain values with text for names, which always becomes an object.
        Ok(_) | Err(_) => Map::new(),
    }
}

/// The word that the outputs use for a value of an enum.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        // Only used on enums without data, which serialise as their name.
        Ok(_) | Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_and_never_negative() {
        let (early, late) = (
            Timestamp::UNIX_EPOCH,
            Timestamp::from_second(86_400 * 2 + 5).expect("in range"),
        );
        assert_eq!(days(early, late), 2);
        assert_eq!(days(late, early), 0);
    }

    #[test]
    fn a_number_has_its_noun() {
        assert_eq!(
            [count(0, "flag"), count(1, "flag"), count(2, "flag")],
            ["0 flags", "1 flag", "2 flags"]
        );
    }
}
