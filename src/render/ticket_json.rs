//! `tickets --format json`: the schema `flagdebt.tickets/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{OutputFormat, Style, ticket_markdown};
use crate::escape;
use crate::tickets::{Ticket, Tickets};

pub(super) const FORMAT: OutputFormat<Tickets> = OutputFormat {
    name: "json",
    whole: false,
    excerpts: false,
    write,
};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    tickets: Vec<Record<'a>>,
    more: usize,
}

/// A ticket with the text of an issue about it.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    #[serde(flatten)]
    ticket: &'a Ticket,
    body: String,
}

impl<'a> Record<'a> {
    pub(super) fn new(ticket: &'a Ticket) -> Self {
        Self {
            ticket,
            body: ticket_markdown::body(ticket),
        }
    }
}

fn write(tickets: &Tickets, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "flagdebt.tickets/1",
        as_of: tickets.as_of.to_string(),
        tickets: tickets.tickets.iter().map(Record::new).collect(),
        more: tickets.more,
    };
    escape::json_pretty(&document, out)?;
    writeln!(out)
}
