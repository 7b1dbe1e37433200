//! TOML: tables and arrays with the places of their keys and values.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Builder, Document, Kind, Syntax, Trouble};

/// No file may be longer: its parser takes a hundred bytes for each.
const LONGEST: usize = 4 << 20;

/// Parses a file; the parser bounds nesting itself.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Trouble> {
    if text.len() > LONGEST {
        let message = format!("a TOML file may have {} MiB at most", LONGEST >> 20);
        return Err(Trouble::new(message).help("split it, or export as JSON"));
    }
    let table = DeTable::parse(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        Trouble::new(format!("not valid TOML: {message}")).offset(offset)
    })?;
    let mut builder = Builder::new(text);
    add_table(table.get_ref(), 0, &mut builder)?;
    Ok(builder.finish(1, Syntax::Toml))
}

/// Recursion ends with [`super::MAX_DEPTH`], which the builder counts.
fn add_table(table: &DeTable<'_>, start: usize, builder: &mut Builder<'_>) -> Result<(), Trouble> {
    builder.open(Kind::Map, start)?;
    // By place, as the parser sorts by name.
    let mut members: Vec<_> = table.iter().collect();
    members.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in members {
        builder.owned(Kind::Owned, key.span().start, key.get_ref())?;
        add(value, builder)?;
    }
    builder.close();
    Ok(())
}

fn add(value: &Spanned<DeValue<'_>>, builder: &mut Builder<'_>) -> Result<(), Trouble> {
    let start = value.span().start;
    match value.get_ref() {
        DeValue::String(text) => drop(builder.owned(Kind::Owned, start, text)?),
        DeValue::Integer(number) => {
            let radix = number.radix();
            let text =
                i64::from_str_radix(number.as_str(), radix).map_or_else(|_| number.to_string(), |n| n.to_string());
            builder.owned(Kind::PlainOwned, start, &text)?;
        }
        DeValue::Float(number) => drop(builder.owned(Kind::PlainOwned, start, number.as_str())?),
        DeValue::Boolean(truth) => {
            builder.owned(Kind::PlainOwned, start, if *truth { "true" } else { "false" })?;
        }
        DeValue::Datetime(time) => drop(builder.owned(Kind::Owned, start, &time.to_string())?),
        DeValue::Array(items) => {
            builder.open(Kind::List, start)?;
            for item in items.iter() {
                add(item, builder)?;
            }
            builder.close();
        }
        DeValue::Table(table) => add_table(table, start, builder)?,
    }
    Ok(())
}
