//! The list of flags: one line each, that opens to everything that is known of it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value};

use super::{list, prose, text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{count, literal};
use crate::render::listing;
use crate::report::Report;
use crate::tickets::{Spot, Ticket};

/// Places listed for a flag; the rest is counted.
const PLACES: usize = 50;

/// All that the page shows of one flag.
pub(super) struct Row<'a> {
    /// Empty for findings about no flag.
    key: String,
    owner: Option<String>,
    /// Empty where nobody says.
    pub(super) kind: String,
    /// Days since it was made.
    pub(super) age: Option<i64>,
    pub(super) due: bool,
    /// Name and value, in the order of the page.
    facts: Vec<(&'static str, String)>,
    findings: Vec<&'a Diagnostic>,
    ticket: Option<&'a Ticket>,
}

impl Row<'_> {
    /// Findings about no flag have a row too.
    pub(super) fn is_flag(&self) -> bool {
        !self.key.is_empty()
    }
}

/// Every flag with its findings; without the whole inventory those with findings.
pub(super) fn rows(report: &Report) -> Vec<Row<'_>> {
    let page = report.page.as_ref();
    // In a change only what is new is a finding; that a flag is due it says all the same.
    let mut by_flag: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for found in &report.diagnostics {
        by_flag
            .entry(found.flag.as_deref().unwrap_or(""))
            .or_default()
            .push(found);
    }
    let tickets: BTreeMap<&str, &Ticket> = page
        .iter()
        .flat_map(|page| &page.tickets)
        .map(|ticket| (ticket.flag.as_str(), ticket))
        .collect();
    let mut rows = Vec::new();
    for listed in page.iter().flat_map(|page| listing::flags(&page.inventory).rows) {
        let key = word(&listed.fields, "key");
        let findings = by_flag.remove(key.as_str()).unwrap_or_default();
        let ticket = tickets.get(key.as_str()).copied();
        rows.push(Row {
            owner: owner(&findings)
                .or(ticket.and_then(|ticket| ticket.owner.clone()))
                .or(named(&listed.fields, "owner")),
            kind: word(&listed.fields, "kind"),
            age: listed.fields.get("age_days").and_then(Value::as_i64),
            due: ticket.is_some(),
            facts: facts(&listed.fields),
            findings,
            ticket,
            key,
        });
    }
    for (key, findings) in by_flag {
        rows.push(Row {
            key: key.to_owned(),
            owner: owner(&findings),
            kind: String::new(),
            age: None,
            due: findings.iter().any(|found| found.debt),
            facts: Vec::new(),
            findings,
            ticket: tickets.get(key).copied(),
        });
    }
    rows
}

fn owner(findings: &[&Diagnostic]) -> Option<String> {
    findings.iter().find_map(|found| found.owner.clone())
}

/// A field as a reader sees it; empty where it says nothing.
fn word(fields: &Map<String, Value>, name: &str) -> String {
    match fields.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn named(fields: &Map<String, Value>, name: &str) -> Option<String> {
    Some(word(fields, name)).filter(|word| !word.is_empty())
}

fn facts(fields: &Map<String, Value>) -> Vec<(&'static str, String)> {
    let day = |name: &str| match fields.get(name) {
        // A time says more than anybody wants to read; a milestone has one entry.
        Some(Value::String(time)) => time.chars().take("2026-01-01".len()).collect(),
        Some(Value::Object(other)) => other.values().filter_map(Value::as_str).collect(),
        _ => String::new(),
    };
    let source = fields.get("source").and_then(Value::as_object);
    let place = source.map_or_else(String::new, |source| match source.get("line").and_then(Value::as_u64) {
        Some(line) => format!("{}:{line}", word(source, "path")),
        None => word(source, "path"),
    });
    let all = [
        ("kind", word(fields, "kind")),
        (
            "state",
            [word(fields, "lifecycle"), word(fields, "state")]
                .join(" ")
                .trim()
                .to_owned(),
        ),
        ("served to everyone", word(fields, "served")),
        ("made", day("created")),
        ("last change", day("changed")),
        ("calls", word(fields, "uses")),
        ("in tests", word(fields, "test_uses")),
        ("files", word(fields, "files")),
        ("computed keys that may mean it", word(fields, "possible_uses")),
        ("registered in", place),
    ];
    let says_something = |(_, value): &(&str, String)| !value.is_empty() && value != "0";
    all.into_iter().filter(says_something).collect()
}

/// The list, with what narrows it down.
pub(super) fn section(report: &Report, rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "<h2 id=\"flags\">Flags</h2>\n<p>Nothing was found.</p>");
    }
    writeln!(out, "<h2 id=\"flags\">Flags</h2>")?;
    let narrow = if report.page.is_some() { CHOICE } else { "" };
    writeln!(out, "{}", CONTROLS.replace("CHOICE", narrow))?;
    writeln!(out, "<div id=\"list\">")?;
    for row in rows {
        details(row, out)?;
    }
    writeln!(out, "</div>")
}

/// Hidden until the script is there to serve it.
const CONTROLS: &str = "<form class=\"controls\" id=\"controls\" hidden>\
    <label>Filter <input id=\"filter\" type=\"search\" autocomplete=\"off\"></label> CHOICE\
    <label>Sort by <select id=\"sort\"><option value=\"debt\">due first</option><option value=\"flag\">flag</option>\
    <option value=\"owner\">owner</option><option value=\"kind\">kind</option><option value=\"age\">age</option>\
    <option value=\"places\">places</option></select></label> \
    <span id=\"shown\" role=\"status\"></span></form>";
const CHOICE: &str = "<label>Show <select id=\"show\"><option value=\"found\">with findings</option>\
    <option value=\"debt\">due for removal</option><option value=\"all\">all flags</option></select></label> ";

fn details(row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    let worst = row.findings.iter().map(|found| found.severity).max();
    let name = if row.key.is_empty() { "(no flag)" } else { &row.key };
    let owner = row.owner.as_deref().unwrap_or("nobody");
    let places = row.findings.iter().filter(|found| found.label.is_some()).count();
    let age = row.age.map_or_else(String::new, |age| format!("{age} d"));
    writeln!(
        out,
        "<details class=\"{}\" data-flag=\"{1}\" data-owner=\"{2}\" data-kind=\"{3}\" data-age=\"{4}\" data-debt=\"{5}\" \
         data-found=\"{6}\" data-places=\"{places}\">\n\
         <summary><code>{1}</code> <span>{2}</span> <span>{3}</span> <span>{7}</span> <span>{8}</span>{9}</summary>",
        worst.map_or("quiet", Severity::name),
        text(name),
        text(owner),
        text(&row.kind),
        row.age.unwrap_or(-1),
        u8::from(row.due),
        u8::from(!row.findings.is_empty() || row.due),
        age,
        lints(row).join(", "),
        if row.due { " <strong>due</strong>" } else { "" },
    )?;
    known(row, out)?;
    for lint in lints(row) {
        findings(row, lint, out)?;
    }
    if let Some(ticket) = row.ticket {
        removal(ticket, out)?;
    }
    writeln!(out, "</details>")
}

fn lints<'a>(row: &Row<'a>) -> Vec<&'a str> {
    let mut lints: Vec<&str> = row.findings.iter().map(|found| found.lint).collect();
    lints.sort_unstable();
    lints.dedup();
    lints
}

fn known(row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !row.facts.is_empty() {
        writeln!(out, "<dl class=\"facts\">")?;
        for (name, value) in &row.facts {
            writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", text(value))?;
        }
        writeln!(out, "</dl>")?;
    }
    match row.findings.iter().find_map(|found| found.served.as_ref()) {
        Some(value) if row.facts.is_empty() => {
            writeln!(out, "<p>{}</p>", prose(&format!("Everyone gets {}.", literal(value))))
        }
        _ => Ok(()),
    }
}

fn findings(row: &Row<'_>, lint: &str, out: &mut dyn Write) -> io::Result<()> {
    let of_lint: Vec<&&Diagnostic> = row.findings.iter().filter(|found| found.lint == lint).collect();
    let Some(first) = of_lint.first() else { return Ok(()) };
    writeln!(out, "<h3>{}</h3>\n<p>{}</p>", text(lint), prose(&first.message))?;
    list(&first.reasons, "ul", out)?;
    // The removal has the places and steps of what is due.
    if row.ticket.is_some() {
        return Ok(());
    }
    let places: Vec<String> = of_lint
        .iter()
        .filter_map(|found| found.label.as_ref())
        .take(PLACES)
        .map(|label| format!("{}:{}:{}", label.path, label.place.line, label.place.column))
        .collect();
    if !places.is_empty() {
        writeln!(out, "<h4>Places</h4>")?;
        list(&places, "ul class=\"places\"", out)?;
    }
    if of_lint.len() > PLACES {
        writeln!(out, "<p>and {}</p>", count(of_lint.len() - PLACES, "more place"))?;
    }
    if !first.help.is_empty() {
        writeln!(out, "<h4>What to do, in order</h4>")?;
        list(&first.help, "ol", out)?;
    }
    Ok(())
}

fn removal(ticket: &Ticket, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<h3>Removal</h3>\n<p>About {} to remove, risk <strong>{}</strong>.</p>",
        count(ticket.lines as usize, "line"),
        ticket.risk
    )?;
    list(&ticket.risks, "ul", out)?;
    writeln!(out, "<h4>What to do, in order</h4>")?;
    list(&ticket.steps, "ol", out)?;
    for (title, spots) in [
        ("Places in the code", &ticket.places),
        ("Tests to change", &ticket.tests),
    ] {
        if spots.is_empty() {
            continue;
        }
        let shown = |spot: &Spot| format!("{}:{}", spot.path, spot.line);
        writeln!(out, "<h4>{title}</h4>")?;
        list(
            &spots.iter().take(PLACES).map(shown).collect::<Vec<_>>(),
            "ul class=\"places\"",
            out,
        )?;
        if spots.len() > PLACES {
            writeln!(out, "<p>and {}</p>", count(spots.len() - PLACES, "more place"))?;
        }
    }
    Ok(())
}
