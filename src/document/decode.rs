//! Which syntax a file has: decided by its first characters, by its name only where they leave it open.

use super::{Document, Trouble, csv, json, yaml};

/// Bytes of a file to its tree.
pub(crate) fn decode<'t>(path: &str, bytes: &'t [u8]) -> Result<Document<'t>, Trouble> {
    let text = text_of(bytes)?;
    let extension = extension(path);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Trouble::new("the file is empty").help("expected an export of a flag service"));
    }
    if u32::try_from(text.len()).is_err() {
        return Err(Trouble::new("the file is larger than 4 GiB"));
    }
    refuse_markup(start)?;
    if let "toml" | "properties" | "xml" | "graphql" | "ini" | "env" = extension.as_str() {
        let message = format!("`.{extension}` files are not read by this version");
        return Err(Trouble::new(message).help("export as JSON, YAML or CSV"));
    }
    let document = if start.starts_with(['{', '[']) || start.starts_with("//") || start.starts_with("/*") {
        match json::parse(text) {
            Ok(document) => document,
            // Braces also begin YAML in its short style.
            Err(_) if matches!(extension.as_str(), "yaml" | "yml") => yaml::parse(text)?,
            Err(trouble) => return Err(trouble),
        }
    } else if extension == "csv" || (extension.is_empty() || extension == "txt") && has_csv_header(start) {
        csv::parse(text)?
    } else if matches!(extension.as_str(), "json" | "ndjson" | "jsonl") {
        json::parse(text)?
    } else {
        yaml::parse(text)?
    };
    let root = document.root();
    if !root.is_list() && !root.is_map() {
        return Err(Trouble::new("expected a list or an object, found a single value").offset(0));
    }
    Ok(document)
}

/// The text without its byte-order mark.
fn text_of(bytes: &[u8]) -> Result<&str, Trouble> {
    let known: [(&[u8], &str, &str); 4] = [
        (b"\xFF\xFE", "the file is UTF-16 text", "save it as UTF-8"),
        (b"\xFE\xFF", "the file is UTF-16 text", "save it as UTF-8"),
        (b"\x1F\x8B", "the file is compressed with gzip", "unpack it first"),
        (b"PK\x03\x04", "the file is a zip archive", "unpack it first"),
    ];
    if let Some((_, message, help)) = known.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Trouble::new(*message).help(*help));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let lines = memchr::memchr_iter(b'\n', bytes.get(..error.valid_up_to()).unwrap_or(bytes)).count() + 1;
            Err(Trouble::new(format!("line {lines} is not UTF-8")).help("save it as UTF-8"))
        }
    }
}

fn refuse_markup(start: &str) -> Result<(), Trouble> {
    if !start.starts_with('<') {
        return Ok(());
    }
    let head = start.get(..start.len().min(400)).unwrap_or(start).to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.contains("<html") || head.contains("<head") {
        let help = "a login or error page answered the request; check the address and the token";
        return Err(Trouble::new("this is an HTML page, not an export").offset(0).help(help));
    }
    Err(Trouble::new("this is XML, which this version does not read")
        .offset(0)
        .help("export as JSON, YAML or CSV"))
}

fn has_csv_header(start: &str) -> bool {
    let line = start.lines().next().unwrap_or("");
    line.contains(',')
        && line
            .split(',')
            .any(|cell| cell.trim().trim_matches('"').eq_ignore_ascii_case("key"))
}

/// Lower case, without the dot; empty without one.
fn extension(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}
