//! `check --format html`: one page that stands alone, for a release manager. No request leaves it; it works without
//! scripts, which only filter and sort.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::escape::escape;

use super::{OutputFormat, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::terminal;
use crate::evidence::{count, literal};
use crate::report::{OwnerDebt, Report};

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "html",
    whole: true,
    write,
};

const HEAD: &str = include_str!("html/head.html");
const SCRIPT: &str = include_str!("html/page.js");
/// Places listed for a flag; the rest is counted.
const PLACES: usize = 50;

fn write(report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let summary = &report.summary;
    let date: String = report.as_of.to_string().chars().take("2026-01-01".len()).collect();
    let verdict = if summary.gate.passed { "passed" } else { "failed" };
    writeln!(
        out,
        "<h1>Feature-flag debt</h1>\n<p class=\"{verdict}\">gate: <strong>{verdict}</strong> as of {date}</p>"
    )?;
    if !summary.gate.reasons.is_empty() {
        list(&summary.gate.reasons, "ul", out)?;
    }
    writeln!(out, "<dl class=\"cards\">")?;
    for (name, number) in [
        ("flags due for removal", summary.debt.flags),
        ("findings", report.diagnostics.len()),
        ("flags in the code", summary.flags_in_code),
        ("flags in the registry", summary.flags_in_registry),
        ("keys that could not be followed", summary.unresolved),
    ] {
        writeln!(out, "<div><dt>{name}</dt><dd>{number}</dd></div>")?;
    }
    writeln!(out, "</dl>")?;
    owners(report, out)?;
    flags(report, out)?;
    writeln!(
        out,
        "<footer><p>flagdebt {}; {}, {} parsed</p></footer>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>",
        text(report.version),
        count(summary.files, "file"),
        summary.parsed
    )
}

fn owners(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let debt = &report.summary.debt;
    if debt.owners.is_empty() {
        return Ok(());
    }
    let most = debt
        .owners
        .iter()
        .map(|owner| owner.debt.max(owner.quota.unwrap_or(0)))
        .max()
        .unwrap_or(1);
    writeln!(
        out,
        "<h2 id=\"owners\">Debt by owner</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">owner</th>\
         <th scope=\"col\">due</th><th scope=\"col\">quota</th><th scope=\"col\">to remove</th><th scope=\"col\"></th></tr></thead>\n<tbody>"
    )?;
    for owner in &debt.owners {
        let OwnerDebt {
            owner: name,
            debt,
            quota,
            to_remove: excess,
            ..
        } = owner;
        writeln!(
            out,
            "<tr{}><th scope=\"row\">{}</th><td>{debt}</td><td>{}</td><td>{excess}</td>\
             <td><meter min=\"0\" max=\"{most}\" value=\"{debt}\">{debt}</meter></td></tr>",
            if *excess > 0 { " class=\"over\"" } else { "" },
            name.as_deref().map_or_else(|| "nobody".to_owned(), text),
            quota.map_or_else(|| "none".to_owned(), |quota| quota.to_string()),
        )?;
    }
    writeln!(out, "</tbody>\n</table></div>")
}

fn flags(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut by_flag: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        by_flag
            .entry(diagnostic.flag.as_deref().unwrap_or(""))
            .or_default()
            .push(diagnostic);
    }
    if by_flag.is_empty() {
        return writeln!(out, "<p>Nothing was found.</p>");
    }
    writeln!(
        out,
        "<h2 id=\"flags\">Flags</h2>\n<p class=\"controls\"><label>Filter <input id=\"filter\" type=\"search\" \
         autocomplete=\"off\"></label> <label>Sort by <select id=\"sort\"><option value=\"debt\">debt first</option>\
         <option value=\"flag\">flag</option><option value=\"owner\">owner</option><option value=\"places\">places</option>\
         </select></label> <span id=\"shown\" role=\"status\"></span></p>\n<div id=\"list\">"
    )?;
    for (flag, found) in by_flag {
        details(flag, &found, out)?;
    }
    writeln!(out, "</div>")
}

fn details(flag: &str, found: &[&Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let worst = found.iter().map(|found| found.severity).max().unwrap_or(Severity::Note);
    let debt = found.iter().any(|found| found.debt);
    let owner = found
        .iter()
        .find_map(|found| found.owner.as_deref())
        .unwrap_or("nobody");
    let served = found.iter().find_map(|found| found.served.as_ref());
    let mut lints: Vec<&str> = found.iter().map(|found| found.lint).collect();
    lints.sort_unstable();
    lints.dedup();
    let name = if flag.is_empty() { "(no flag)" } else { flag };
    writeln!(
        out,
        "<details class=\"{worst}\" data-flag=\"{0}\" data-owner=\"{1}\" data-debt=\"{2}\" data-places=\"{3}\">\n\
         <summary><code>{0}</code> <span>{4}</span> <span>{1}</span>{5}</summary>",
        text(name),
        text(owner),
        u8::from(debt),
        found.len(),
        text(&lints.join(", ")),
        if debt { " <strong>due</strong>" } else { "" },
        worst = worst.name(),
    )?;
    if let Some(value) = served {
        writeln!(out, "<p>Everyone gets <code>{}</code>.</p>", text(&literal(value)))?;
    }
    for lint in lints {
        let of_lint: Vec<&&Diagnostic> = found.iter().filter(|found| found.lint == lint).collect();
        let Some(first) = of_lint.first() else { continue };
        writeln!(out, "<h3>{}</h3>\n<p>{}</p>", text(lint), text(&first.message))?;
        list(&first.reasons, "ul", out)?;
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
    }
    writeln!(out, "</details>")
}

fn list(lines: &[String], tag: &str, out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let name = tag.split(' ').next().unwrap_or(tag);
    writeln!(out, "<{tag}>")?;
    for line in lines {
        writeln!(out, "<li>{}</li>", text(line))?;
    }
    writeln!(out, "</{name}>")
}

/// For the text of an element and for an attribute in double quotes.
fn text(text: &str) -> String {
    escape(terminal(text).as_ref()).into_owned()
}
