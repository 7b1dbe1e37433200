//! `tickets --format csv` and `jira-csv`: a row a ticket. Jira's importer maps its own column names by itself and knows an
//! issue again by `External ID`.

use std::io::{self, Write};

use super::{OutputFormat, Style};
use crate::escape::csv_cell;
use crate::evidence::literal;
use crate::tickets::{Spot, Ticket, Tickets};

pub(super) const PLAIN: OutputFormat<Tickets> = OutputFormat {
    name: "csv",
    whole: false,
    excerpts: false,
    write: write_plain,
};
pub(super) const JIRA: OutputFormat<Tickets> = OutputFormat {
    name: "jira-csv",
    whole: false,
    excerpts: false,
    write: write_jira,
};

fn write_plain(tickets: &Tickets, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "id", "title", "flag", "owner", "lints", "keep", "lines", "risk", "places", "tests", "first", "why", "steps",
    ];
    write(tickets, &head, out, |ticket| {
        vec![
            ticket.id.clone(),
            ticket.title.clone(),
            ticket.flag.clone(),
            ticket.owner.clone().unwrap_or_default(),
            ticket.lints.join(";"),
            keep(ticket),
            ticket.lines.to_string(),
            ticket.risk.to_owned(),
            spots(&ticket.places, ";"),
            spots(&ticket.tests, ";"),
            ticket.first.join(";"),
            ticket.why.join("; "),
            ticket.steps.join("; "),
        ]
    })
}

fn write_jira(tickets: &Tickets, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "Summary",
        "Issue Type",
        "Priority",
        "Labels",
        "External ID",
        "Component",
        "Description",
    ];
    write(tickets, &head, out, |ticket| {
        vec![
            ticket.title.clone(),
            "Task".to_owned(),
            match ticket.risk {
                "low" => "High",
                "medium" => "Medium",
                _ => "Low",
            }
            .to_owned(),
            "flagdebt".to_owned(),
            ticket.id.clone(),
            ticket.owner.clone().unwrap_or_default(),
            description(ticket),
        ]
    })
}

fn write(
    tickets: &Tickets,
    head: &[&str],
    out: &mut dyn Write,
    row: impl Fn(&Ticket) -> Vec<String>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(head)?;
    for ticket in &tickets.tickets {
        for cell in row(ticket) {
            writer.write_field(csv_cell(&cell).as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn keep(ticket: &Ticket) -> String {
    ticket.keep.as_ref().map(literal).unwrap_or_default()
}

fn spots(spots: &[Spot], between: &str) -> String {
    let shown: Vec<String> = spots
        .iter()
        .map(|spot| {
            spot.url
                .clone()
                .unwrap_or_else(|| format!("{}:{}", spot.path, spot.line))
        })
        .collect();
    shown.join(between)
}

/// One line, because a cell of several lines is shown raw by some importers.
fn description(ticket: &Ticket) -> String {
    let mut parts = vec![format!("Why: {}", ticket.why.join("; "))];
    if ticket.keep.is_some() {
        parts.push(format!("Keep: {}", keep(ticket)));
    }
    parts.push(format!("About {} lines to remove, risk {}", ticket.lines, ticket.risk));
    if !ticket.places.is_empty() {
        parts.push(format!("Places: {}", spots(&ticket.places, ", ")));
    }
    if !ticket.tests.is_empty() {
        parts.push(format!("Tests: {}", spots(&ticket.tests, ", ")));
    }
    parts.push(format!("Steps: {}", ticket.steps.join("; ")));
    parts.join(" | ")
}
