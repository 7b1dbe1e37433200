//! Which syntax a file has: decided by its first characters, by its name only where they leave it open.

use super::{Document, LONGEST_TEXT, Trouble, csv, json, lines, properties, toml, xml, yaml};

/// Source code whose comments may describe flags.
const CODE: [&str; 11] = ["py", "js", "jsx", "ts", "tsx", "rb", "java", "kt", "go", "cs", "php"];

/// Whether a file's name says that it holds structured data.
pub(crate) fn is_data(path: &str) -> bool {
    let data = ["json", "ndjson", "jsonl", "yaml", "yml", "toml", "xml", "csv"];
    data.contains(&extension(path).as_str())
}

/// Bytes of a file to its tree.
pub(crate) fn decode<'t>(path: &str, bytes: &'t [u8]) -> Result<Document<'t>, Trouble> {
    let text = text_of(bytes)?;
    let extension = extension(path);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Trouble::new("the file is empty").help("expected an export of a flag service"));
    }
    if text.len() >= LONGEST_TEXT {
        return Err(Trouble::new("the file is larger than 1 GiB").help("split it"));
    }
    refuse_markup(start)?;
    if let "graphql" | "ini" | "env" = extension.as_str() {
        let message = format!("`.{extension}` files hold no flags that can be read");
        return Err(Trouble::new(message).help("export as JSON, YAML, TOML or CSV"));
    }
    if CODE.contains(&extension.as_str()) {
        return lines::parse(text);
    }
    let document = if start.starts_with('<') {
        xml::parse(text)?
    } else if extension == "toml" {
        toml::parse(text)?
    } else if extension == "properties" {
        properties::parse(text)?
    } else if start.starts_with(['{', '[']) || start.starts_with("//") || start.starts_with("/*") {
        match json::parse(text) {
            Ok(document) => document,
            // Braces also begin YAML in its short style.
            Err(_) if matches!(extension.as_str(), "yaml" | "yml") => yaml::parse(text)?,
            Err(trouble) => return Err(trouble),
        }
    } else if is_preprocessed(text) {
        return lines::parse(text);
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
    let known: [(&[u8], &str, &str); 3] = [
        (b"\xFF\xFE", "the file is UTF-16 text", "save it as UTF-8"),
        (b"\xFE\xFF", "the file is UTF-16 text", "save it as UTF-8"),
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
    Ok(())
}

fn has_csv_header(start: &str) -> bool {
    let line = start.lines().next().unwrap_or("");
    line.contains(',')
        && line
            .split(',')
            .any(|cell| cell.trim().trim_matches('"').eq_ignore_ascii_case("key"))
}

/// YAML for a preprocessor: `#if` lines, and values such as `@IS_NIGHTLY_BUILD@`, which YAML itself does not allow.
fn is_preprocessed(text: &str) -> bool {
    let condition =
        |line: &str| line.starts_with("#if ") || line.starts_with("#ifdef ") || line.starts_with("#ifndef ");
    let word = |line: &str| {
        line.rsplit_once(": @")
            .is_some_and(|(_, rest)| rest.trim_end().ends_with('@'))
    };
    text.lines().any(|line| line.starts_with("- name:")) && text.lines().any(|line| condition(line) || word(line))
}

/// Lower case, without the dot; empty without one. What was packed counts by what it was before.
fn extension(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}
