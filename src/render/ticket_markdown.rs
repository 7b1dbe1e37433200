//! `tickets --format markdown`: a checklist by owner that can be pasted into an issue.

use std::io::{self, Write};

use super::{OutputFormat, Style};
use crate::escape::markdown;
use crate::evidence::{count, literal};
use crate::tickets::{Spot, Ticket, Tickets};

pub(super) const FORMAT: OutputFormat<Tickets> = OutputFormat {
    name: "markdown",
    whole: false,
    excerpts: false,
    write,
};

fn write(tickets: &Tickets, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    if tickets.tickets.is_empty() {
        return writeln!(out, "No flag is due for removal.");
    }
    let mut owners: Vec<Option<&str>> = Vec::new();
    for ticket in &tickets.tickets {
        if !owners.contains(&ticket.owner.as_deref()) {
            owners.push(ticket.owner.as_deref());
        }
    }
    owners.sort_unstable();
    for owner in owners {
        writeln!(out, "## {}\n", owner.map_or_else(|| "Nobody's".to_owned(), markdown))?;
        for ticket in tickets.tickets.iter().filter(|ticket| ticket.owner.as_deref() == owner) {
            write_ticket(ticket, out)?;
        }
    }
    if tickets.more > 0 {
        writeln!(out, "{} due are left out.", count(tickets.more, "more flag"))?;
    }
    Ok(())
}

fn write_ticket(ticket: &Ticket, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "- [ ] **{}** <!-- {} -->", markdown(&ticket.title), ticket.id)?;
    details(ticket, "  ", out)?;
    writeln!(out)
}

/// The text of an issue about one flag, with its id in a comment that nobody sees: scripts find it again by that.
pub(super) fn body(ticket: &Ticket) -> String {
    let mut out = Vec::new();
    // Writing to memory never fails.
    let _ = details(ticket, "", &mut out);
    let _ = writeln!(out, "\n<!-- {} -->", ticket.id);
    String::from_utf8_lossy(&out).into_owned()
}

fn details(ticket: &Ticket, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let keep = ticket
        .keep
        .as_ref()
        .map_or_else(String::new, |value| format!(", keep {}", markdown(&literal(value))));
    writeln!(
        out,
        "{indent}- about {} to remove, risk {}{keep}",
        count(ticket.lines as usize, "line"),
        ticket.risk
    )?;
    for text in ticket.why.iter().chain(&ticket.risks) {
        writeln!(out, "{indent}- {}", markdown(text))?;
    }
    spots("places", &ticket.places, indent, out)?;
    spots("tests", &ticket.tests, indent, out)?;
    for step in &ticket.steps {
        writeln!(out, "{indent}- [ ] {}", markdown(step))?;
    }
    Ok(())
}

fn spots(title: &str, spots: &[Spot], indent: &str, out: &mut dyn Write) -> io::Result<()> {
    if spots.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = spots
        .iter()
        .map(|spot| {
            let text = markdown(&format!("{}:{}", spot.path, spot.line));
            spot.url.as_ref().map_or(text.clone(), |url| {
                format!("[{text}](<{}>)", url.replace(['<', '>', '\n'], ""))
            })
        })
        .collect();
    writeln!(out, "{indent}- {title}: {}", shown.join(", "))
}
