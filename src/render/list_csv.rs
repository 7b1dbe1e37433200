//! `--format csv` of the list commands: a header, one row a line; what is no plain value stands as JSON.

use std::io::{self, Write};

use serde_json::Value;

use super::{Listing, OutputFormat, Style};
use crate::escape;

pub(super) const FORMAT: OutputFormat<Listing> = OutputFormat {
    name: "csv",
    whole: false,
    excerpts: false,
    write,
};

fn write(listing: &Listing, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(listing.fields)?;
    for row in &listing.rows {
        for field in listing.fields {
            writer.write_field(cell(row.fields.get(*field)))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        // A number stays one, also a negative one; JSON text never starts with a formula's character otherwise.
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::String(text)) => escape::csv_cell(text).into_owned(),
        Some(nested @ (Value::Array(_) | Value::Object(_))) => {
            let mut out = Vec::new();
            // Writing to a Vec never fails, and a Value always serialises.
            let _ = escape::json(nested, &mut out);
            String::from_utf8_lossy(&out).into_owned()
        }
    }
}
