//! CSV with a header row: a list of maps whose cells are unquoted scalars; empty cells are left out.

use super::{Builder, Document, Kind, Syntax, Trouble};

/// Parses a table; header names are kept as written.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Trouble> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| trouble(&error))?.clone();
    let mut builder = Builder::new(text);
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    while reader.read_record(&mut record).map_err(|error| trouble(&error))? {
        let start = record
            .position()
            .map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        builder.open(Kind::Map, start)?;
        for (header, cell) in headers.iter().zip(&record).filter(|(_, cell)| !cell.is_empty()) {
            builder.owned(Kind::Owned, start, header)?;
            builder.owned(Kind::PlainOwned, start, cell)?;
        }
        builder.close();
        rows += 1;
    }
    // Never a single document: one row is still a list of rows.
    Ok(Document {
        columns: headers.iter().map(Box::from).collect(),
        ..builder.finish(if rows == 1 { 2 } else { rows }, Syntax::Csv)
    })
}

fn trouble(error: &csv::Error) -> Trouble {
    let offset = error
        .position()
        .map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("expected {expected_len} cells as in the header row, found {len}")
        }
        _ => "not a CSV table".to_owned(),
    };
    Trouble::new(message).offset(offset)
}
