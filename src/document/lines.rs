//! Source code and other text whose lines are what is read: a list of texts, one for each line.

use super::{Builder, Document, Kind, Syntax, Trouble};

/// Every text that is not too large has lines.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Trouble> {
    let mut builder = Builder::new(text);
    let (mut offset, mut count) = (0, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        builder.scalar(Kind::Text, offset, offset + content.len())?;
        offset += line.len();
        count += 1;
    }
    // Never a single document: one line is still a list of lines.
    Ok(builder.finish(usize::max(count, 2), Syntax::Lines))
}
