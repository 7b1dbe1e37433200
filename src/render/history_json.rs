//! `history --format json`: the schema `flagdebt.history/1`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{OutputFormat, Style};
use crate::escape;
use crate::history::Point;
use crate::report::HistoryReport;

pub(super) const FORMAT: OutputFormat<HistoryReport> = OutputFormat {
    name: "json",
    whole: false,
    excerpts: false,
    write,
};

fn write(report: &HistoryReport, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let history = &report.history;
    let object = json!({
        "schema": "flagdebt.history/1",
        "version": history.version,
        "as_of": history.as_of.to_string(),
        "every_days": history.every,
        "points": history.points.iter().map(point).collect::<Vec<_>>(),
        "notes": history.notes,
    });
    escape::json_pretty(&object, out)?;
    writeln!(out)
}

fn point(point: &Point) -> Value {
    let owners = point.owners.iter();
    let owners: Vec<Value> = owners
        .map(|(owner, debt)| json!({"owner": owner, "debt": debt}))
        .collect();
    json!({
        "at": point.at.to_string(), "commit": point.commit, "due": point.due, "debt": point.debt, "owners": owners,
        "flags_in_code": point.in_code, "flags_in_registry": point.in_registry,
        "added": point.added, "removed": point.removed,
    })
}
