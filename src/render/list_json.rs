//! `--format json` of the list commands: one document with a schema name.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::{Listing, OutputFormat, Style};
use crate::escape;

pub(super) const FORMAT: OutputFormat<Listing> = OutputFormat {
    name: "json",
    whole: false,
    excerpts: false,
    write,
};

fn write(listing: &Listing, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut document = Map::new();
    document.insert(
        "schema".to_owned(),
        Value::from(format!("flagdebt.{}/1", listing.command)),
    );
    document.extend(
        listing
            .head
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    let rows = listing
        .rows
        .iter()
        .map(|row| Value::Object(row.fields.clone()))
        .collect();
    document.insert(listing.rows_name.to_owned(), Value::Array(rows));
    escape::json_pretty(&document, out)?;
    writeln!(out)
}
