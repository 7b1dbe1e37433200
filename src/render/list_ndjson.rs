//! `--format ndjson` of the list commands: one object a line.

use std::io::{self, Write};

use super::{Listing, OutputFormat, Style};
use crate::escape;

pub(super) const FORMAT: OutputFormat<Listing> = OutputFormat {
    name: "ndjson",
    whole: false,
    excerpts: false,
    write,
};

fn write(listing: &Listing, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    for row in &listing.rows {
        escape::json(&row.fields, out)?;
        writeln!(out)?;
    }
    Ok(())
}
