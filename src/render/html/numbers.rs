//! The numbers at the top of the page: how much, whose, how old, of what kind.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::flags::Row;
use super::{end_table, table, text};
use crate::report::{Debt, Report};

pub(super) fn cards(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    writeln!(out, "<dl class=\"cards\">")?;
    let mut cards = vec![("flags due for removal", summary.debt.flags)];
    if summary.debt.total != summary.debt.flags {
        cards.push(("the same with their weights", summary.debt.total));
    }
    cards.extend([
        ("findings", report.diagnostics.len()),
        ("flags in the code", summary.flags_in_code),
        ("flags in the registry", summary.flags_in_registry),
        ("keys that could not be followed", summary.unresolved),
    ]);
    for (name, number) in cards {
        writeln!(out, "<div><dt>{name}</dt><dd>{number}</dd></div>")?;
    }
    writeln!(out, "</dl>")
}

/// Whether there is something to say of owners.
pub(super) fn has_owners(debt: &Debt) -> bool {
    !debt.owners.is_empty() || debt.quota.is_some()
}

pub(super) fn owners(debt: &Debt, out: &mut dyn Write) -> io::Result<()> {
    if !has_owners(debt) {
        return Ok(());
    }
    let most = debt.owners.iter().map(|owner| owner.debt).max().unwrap_or(0).max(1);
    writeln!(out, "<h2 id=\"owners\">Debt by owner</h2>")?;
    let heads = ["owner", "due", "quota", "to remove", "debt", "cheapest to remove"];
    table("Debt by owner, with quotas", &heads, out)?;
    let quota = |quota: Option<usize>| quota.map_or_else(|| "none".to_owned(), |quota| quota.to_string());
    let over = |to_remove: usize| if to_remove > 0 { " class=\"over\"" } else { "" };
    writeln!(
        out,
        "<tr{}><th scope=\"row\">everyone</th><td>{}</td><td>{}</td><td>{}</td><td></td><td></td></tr>",
        over(debt.to_remove),
        debt.total,
        quota(debt.quota),
        debt.to_remove
    )?;
    for owner in &debt.owners {
        let cheapest: Vec<String> = owner
            .flags
            .iter()
            .take(3)
            .map(|key| format!("<code>{}</code>", text(key)))
            .collect();
        writeln!(
            out,
            "<tr{}><th scope=\"row\">{}</th><td>{2}</td><td>{3}</td><td>{4}</td>\
             <td><span class=\"bar\" aria-hidden=\"true\"><i style=\"width:{6}%\"></i></span></td><td>{5}</td></tr>",
            over(owner.to_remove),
            owner.owner.as_deref().map_or_else(|| "nobody".to_owned(), text),
            owner.debt,
            quota(owner.quota),
            owner.to_remove,
            cheapest.join(", "),
            owner.debt.saturating_mul(100) / most
        )?;
    }
    end_table(out)
}

/// Days up to which an age belongs to a group, and what the group is called.
const AGES: &[(i64, &str)] = &[
    (30, "up to 30 days"),
    (90, "31 to 90 days"),
    (180, "91 to 180 days"),
    (365, "181 days to a year"),
    (730, "one to two years"),
    (i64::MAX, "more than two years"),
];

pub(super) fn ages(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut groups = vec![(0, 0); AGES.len() + 1];
    for row in rows.iter().filter(|row| row.is_flag()) {
        let group = match row.age {
            Some(age) => AGES.iter().position(|(until, _)| age <= *until).unwrap_or(AGES.len()),
            None => AGES.len(),
        };
        if let Some((all, due)) = groups.get_mut(group) {
            *all += 1;
            *due += usize::from(row.due);
        }
    }
    let names = AGES.iter().map(|(_, name)| *name).chain(["not known"]);
    let rows: Vec<(&str, (usize, usize))> = names.zip(groups).collect();
    bars("ages", "Age of the flags", "age", &rows, out)
}

pub(super) fn kinds(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.kind.is_empty()) {
        let (all, due) = groups.entry(&row.kind).or_default();
        *all += 1;
        *due += usize::from(row.due);
    }
    let rows: Vec<(&str, (usize, usize))> = groups.into_iter().collect();
    bars("kinds", "Kinds of flags", "kind", &rows, out)
}

/// A table of groups: all flags, those that are due, and both as a bar.
fn bars(id: &str, title: &str, what: &str, rows: &[(&str, (usize, usize))], out: &mut dyn Write) -> io::Result<()> {
    let most = rows.iter().map(|(_, (all, _))| *all).max().unwrap_or(0);
    if most == 0 {
        return Ok(());
    }
    writeln!(out, "<h2 id=\"{id}\">{title}</h2>")?;
    table(title, &[what, "flags", "due", "share"], out)?;
    for (name, (all, due)) in rows.iter().filter(|(_, (all, _))| *all > 0) {
        let percent = |number: usize| number * 100 / most;
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{all}</td><td>{due}</td><td><span class=\"bar\" aria-hidden=\"true\">\
             <i style=\"width:{}%\"></i><i style=\"width:{}%\"></i></span></td></tr>",
            text(name),
            percent(*due),
            percent(all - due)
        )?;
    }
    end_table(out)
}
