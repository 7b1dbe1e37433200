//! `tickets --format ndjson`: one ticket a line, for scripts.

use std::io::{self, Write};

use super::ticket_json::Record;
use super::{OutputFormat, Style};
use crate::escape;
use crate::tickets::Tickets;

pub(super) const FORMAT: OutputFormat<Tickets> = OutputFormat {
    name: "ndjson",
    whole: false,
    excerpts: false,
    write,
};

fn write(tickets: &Tickets, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    for ticket in &tickets.tickets {
        escape::json(&Record::new(ticket), out)?;
        writeln!(out)?;
    }
    Ok(())
}
