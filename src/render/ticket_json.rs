//! `tickets --format json`: the schema `flagdebt.tickets/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{OutputFormat, Style};
use crate::escape;
use crate::tickets::{Ticket, Tickets};

pub(super) const FORMAT: OutputFormat<Tickets> = OutputFormat {
    name: "json",
    whole: false,
    write,
};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    tickets: &'a [Ticket],
    more: usize,
}

fn write(tickets: &Tickets, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "flagdebt.tickets/1",
        as_of: tickets.as_of.to_string(),
        tickets: &tickets.tickets,
        more: tickets.more,
    };
    escape::json_pretty(&document, out)?;
    writeln!(out)
}
