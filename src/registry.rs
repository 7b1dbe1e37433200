//! What the flag service exported, in one model for all vendors. `None` always means "the format does not say".
//!
//! [`read`] turns one file into an [`Export`], [`join`] makes the [`Registry`] of several and proves what each flag serves.
//! A format is one file below and one line in [`REGISTRIES`].

mod amplitude;
mod aws_appconfig;
mod azure;
mod bucketeer;
mod chromium;
mod configcat;
mod datadog;
mod devcycle;
mod django_waffle;
mod eppo;
mod featbit;
mod featurehub;
mod featurevisor;
mod ff4j;
mod firebase;
mod flagd;
mod flagpole;
mod flagr;
mod flagsmith;
mod flipper;
mod flipt;
mod generic;
mod gitlab;
mod goff;
mod grafana;
mod growthbook;
mod harness_ff;
mod kubernetes;
mod launchdarkly;
mod model;
mod mozilla;
mod openedx_annotations;
mod openfeature_manifest;
mod optimizely;
mod otel_collector;
mod parts;
mod places;
mod posthog;
mod powertools;
mod properties;
mod reflag;
mod shape;
mod shopware;
mod split;
mod statsig;
mod thunderbird_catalog;
mod togglz;
mod unleash;
mod vercel_flags;

use std::borrow::Cow;
use std::fmt;

use crate::conventions::environment_in;
use crate::document::{self, Cursor, LineIndex, Trouble, decode};
use crate::export::Draft;
pub use crate::export::{Export, join};
use crate::nearest::nearest;
use crate::source::chosen;
pub use model::{
    Conflict, Environment, Evaluated, Flag, FlagSource, Kind, KindSource, Lifecycle, Prerequisite, PrerequisiteVia,
    Registry, RegistrySource, Serves, ServesState, ValueType, VendorStale, When,
};
pub use places::{folder_of, formats_at};

/// The formats that are read. The order matters only to the last one, which takes what no other format claims.
pub const REGISTRIES: &[Format] = &[
    launchdarkly::FORMAT,
    unleash::FORMAT,
    flagsmith::FORMAT,
    growthbook::FORMAT,
    configcat::FORMAT,
    posthog::FORMAT,
    statsig::FORMAT,
    split::FORMAT,
    devcycle::FORMAT,
    optimizely::FORMAT,
    datadog::FORMAT,
    reflag::FORMAT,
    amplitude::FORMAT,
    bucketeer::FORMAT,
    featbit::FORMAT,
    featurehub::FORMAT,
    harness_ff::FORMAT,
    eppo::FORMAT,
    vercel_flags::FORMAT,
    flagd::FORMAT,
    kubernetes::FORMAT,
    goff::FORMAT,
    flipt::FORMAT,
    azure::FORMAT,
    aws_appconfig::FORMAT,
    django_waffle::FORMAT,
    flipper::FORMAT,
    gitlab::FORMAT,
    firebase::FORMAT,
    openfeature_manifest::FORMAT,
    featurevisor::FORMAT,
    flagr::FORMAT,
    togglz::FORMAT,
    ff4j::FORMAT,
    chromium::FORMAT,
    grafana::FORMAT,
    otel_collector::FORMAT,
    mozilla::FORMAT,
    openedx_annotations::FORMAT,
    shopware::FORMAT,
    flagpole::FORMAT,
    powertools::FORMAT,
    thunderbird_catalog::FORMAT,
    properties::FORMAT,
    generic::FORMAT,
];

/// One export format: how to get it, how to tell it, how to read it.
pub struct Format {
    /// As in `--registry-format`.
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    /// One command or sentence that makes the file.
    pub obtain: &'static str,
    /// What no file of this format can tell.
    pub lacks: &'static str,
    /// Whether a decoded file is of this format; exactly one format claims a file.
    pub(crate) looks_like: fn(Cursor<'_>) -> bool,
    /// What is missing, where a file comes close.
    pub(crate) almost: fn(Cursor<'_>) -> Option<String>,
    /// Reads a file that was claimed, or that the user says is of this format.
    pub(crate) read: fn(&Input<'_>) -> Result<Draft, Trouble>,
}

impl fmt::Debug for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Format").field(&self.name).finish()
    }
}

/// A decoded file for a reader.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'d> {
    /// As given by the user.
    pub(crate) path: &'d str,
    /// The whole file.
    pub(crate) root: Cursor<'d>,
    /// The name of the format that reads it.
    pub(crate) format: &'static str,
}

impl Input<'_> {
    /// The environment of a file that does not name it: from the file's name, else `default`.
    pub(crate) fn environment(&self) -> String {
        environment_in(self.path).unwrap_or_else(|| "default".to_owned())
    }

    /// A flag of this file that nothing is known of yet; `at` is where its key stands.
    pub(crate) fn flag(&self, key: impl Into<String>, at: Cursor<'_>) -> Flag {
        Flag::new(
            key,
            FlagSource {
                path: self.path.to_owned(),
                format: self.format,
                line: Some(at.line()),
            },
        )
    }
}

/// Why a file is no registry, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// As given by the user.
    pub path: String,
    /// Counted from 1.
    pub line: Option<u32>,
    /// Counted from 1, in characters.
    pub column: Option<u32>,
    /// Such as `items[3].archived`.
    pub at: Option<String>,
    /// Lower case, no full stop, one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl ReadError {
    /// The file could not be opened or read at all.
    pub fn unreadable(path: &str, kind: std::io::ErrorKind) -> Self {
        use std::io::ErrorKind;
        let (message, help) = match kind {
            ErrorKind::NotFound => (
                "no such file",
                "name the export that `--registry` or `flagdebt.toml` should read",
            ),
            ErrorKind::PermissionDenied => ("permission denied", "make the file readable"),
            ErrorKind::IsADirectory => (
                "this is a directory",
                "name the export files in it, one `--registry` each",
            ),
            _ => ("the file cannot be read", "check the path"),
        };
        let (message, help) = (message.to_owned(), Some(help.to_owned()));
        Self {
            path: path.to_owned(),
            line: None,
            column: None,
            at: None,
            message,
            help,
        }
    }

    fn new(path: &str, bytes: &[u8], trouble: Trouble) -> Self {
        let place = trouble.offset.map(|offset| {
            let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
            LineIndex::new(&text).place(&text, offset)
        });
        Self {
            path: path.to_owned(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            at: trouble.at,
            message: trouble.message,
            help: trouble.help,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        if let (Some(_), Some(column)) = (self.line, self.column) {
            write!(formatter, ":{column}")?;
        }
        if let Some(at) = &self.at {
            write!(formatter, ": `{at}`")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

impl std::error::Error for ReadError {}

/// Reads one export, packed with gzip or not. `path` is only a name, for messages and for the environment it may speak of;
/// `format` is the user's choice.
///
/// # Errors
/// The file is empty, broken, of another format, or has a member of the wrong type: with line, column and JSON path.
pub fn read(path: &str, bytes: &[u8], format: Option<&str>) -> Result<Export, ReadError> {
    let bytes = unpacked(path, bytes)?;
    try_read(path, &bytes, format).map_err(|trouble| ReadError::new(path, &bytes, trouble))
}

/// Reads the files of a folder or pattern, called `name`, as one export for each format among them. Files that are no export are
/// passed over, as folders hold other things too.
///
/// # Errors
/// A file of an export is broken, or none is one.
pub fn read_together(name: &str, files: &[(String, Vec<u8>)], format: Option<&str>) -> Result<Vec<Export>, ReadError> {
    let mut exports: Vec<Export> = Vec::new();
    let mut first_refusal = None;
    for (path, bytes) in files {
        let export = match read(path, bytes, format) {
            Ok(export) => export,
            Err(error) if format.is_some() || is_export(path, bytes) => return Err(error),
            Err(error) => {
                first_refusal.get_or_insert(error);
                continue;
            }
        };
        match exports
            .iter_mut()
            .find(|known| known.source.format == export.source.format)
        {
            Some(known) => known.append(export),
            None => exports.push(export.named(name)),
        }
    }
    if exports.is_empty() {
        let none = || ReadError::new(name, &[], Trouble::new("no file of a flag registry was found here"));
        return Err(first_refusal.unwrap_or_else(none));
    }
    Ok(exports)
}

/// The names of all formats that claim a file, the generic form only where no other does: one at most, or the table is at fault.
///
/// # Errors
/// The file cannot be decoded.
pub fn claims(path: &str, bytes: &[u8]) -> Result<Vec<&'static str>, ReadError> {
    let bytes = unpacked(path, bytes)?;
    let document = decode(path, &bytes).map_err(|trouble| ReadError::new(path, &bytes, trouble))?;
    let claiming = |format: &&Format| (format.looks_like)(document.root());
    let mut names: Vec<&'static str> = REGISTRIES.iter().filter(claiming).map(|format| format.name).collect();
    if names.len() > 1 || !generic::is_meant(document.root(), path) {
        names.retain(|name| Some(*name) != REGISTRIES.last().map(|format| format.name));
    }
    Ok(names)
}

/// Whether some format claims the file, or would if it were not broken: nobody but a person writes broken data.
fn is_export(path: &str, bytes: &[u8]) -> bool {
    claims(path, bytes).map_or_else(|_| document::is_data(path), |names| !names.is_empty())
}

fn unpacked<'b>(path: &str, bytes: &'b [u8]) -> Result<Cow<'b, [u8]>, ReadError> {
    document::unpack(bytes).map_err(|trouble| ReadError::new(path, &[], trouble))
}

/// The names for `--registry-format`, in the table's order.
pub fn formats() -> impl Iterator<Item = &'static str> {
    REGISTRIES.iter().map(|format| format.name)
}

/// The format of that name.
///
/// # Errors
/// There is none; the text names the nearest one, or all.
pub fn format_named(name: &str) -> Result<&'static Format, String> {
    if let Some(format) = REGISTRIES.iter().find(|format| format.name == name) {
        return Ok(format);
    }
    let all: Vec<String> = formats().map(|format| format!("`{format}`")).collect();
    let name = name.escape_debug();
    Err(match nearest(&name.to_string(), formats()) {
        Some(close) => format!("unknown registry format `{name}`; did you mean `{close}`?"),
        None => format!("unknown registry format `{name}`; known are {}", all.join(", ")),
    })
}

/// Whether a name that the user gives means an environment: equal but for case, or as a pattern with `*` and `?`. Where two
/// projects share a key, the environment's name begins with the project's, which may be left out.
pub fn is_named(pattern: &str, environment: &str) -> bool {
    let short = environment.rsplit_once('/').map_or(environment, |(_, name)| name);
    matches(pattern, environment) || matches(pattern, short)
}

fn try_read(path: &str, bytes: &[u8], format: Option<&str>) -> Result<Export, Trouble> {
    let chosen = format.map(format_named).transpose().map_err(Trouble::new)?;
    let document = decode(path, bytes)?;
    let root = document.root();
    let format = match chosen {
        Some(format) => format,
        None => recognise(root, path)?,
    };
    let draft = (format.read)(&Input {
        path,
        root,
        format: format.name,
    })?;
    Ok(draft.finish(path, format.name))
}

/// The format that claims the file.
fn recognise(root: Cursor<'_>, path: &str) -> Result<&'static Format, Trouble> {
    let schema = root.get("$schema").and_then(Cursor::text).unwrap_or_default();
    if schema.contains("json-schema.org") && (root.has("properties") || root.has("type") || root.has("definitions")) {
        let message = "this is a JSON Schema: it describes exports, it is none";
        return Err(root.trouble(message).help("name the file that the schema describes"));
    }
    let claims = |format: &&Format| (format.looks_like)(root);
    let (last, vendors) = REGISTRIES
        .split_last()
        .ok_or_else(|| Trouble::new("no format is known"))?;
    if let Some(format) = vendors.iter().find(claims) {
        return Ok(format);
    }
    if claims(&last) && generic::is_meant(root, path) {
        return Ok(last);
    }
    if root.is_map() && ["error", "errors", "message"].iter().any(|name| root.has(name)) {
        let message = "this looks like an error answer of a service, not an export";
        return Err(root
            .trouble(message)
            .help("check the address and the token of the request that made it"));
    }
    if is_empty_page(root) {
        let message = "this page holds nothing, so that its format cannot be told";
        return Err(root
            .trouble(message)
            .help("if the project has no flags, say its format with `--registry-format`"));
    }
    let all: Vec<&str> = formats().collect();
    let close = REGISTRIES
        .iter()
        .find_map(|format| (format.almost)(root).map(|what| (format, what)));
    Err(match close {
        Some((format, what)) => root
            .trouble(format!(
                "not recognised as an export; nearest is {}, but {what}",
                format.title
            ))
            .help(format!(
                "if it is one, say `--registry-format {}` to see what does not fit",
                format.name
            )),
        None => root
            .trouble("not recognised as an export of a flag registry")
            .help(format!("formats that are read: {}", all.join(", "))),
    })
}

/// Whether a file is a page of a service's answer with an empty list.
fn is_empty_page(root: Cursor<'_>) -> bool {
    const LISTS: [&str; 6] = ["items", "results", "data", "flags", "features", "objects"];
    let empty = |list: &Cursor<'_>| list.is_list() && list.is_empty();
    let any = LISTS.iter().any(|name| root.get(name).filter(empty).is_some());
    root.is_list() && root.is_empty() || any
}

/// A pattern with `*` and `?`, ignoring case.
fn matches(pattern: &str, name: &str) -> bool {
    if pattern.eq_ignore_ascii_case(name) {
        return true;
    }
    globset::GlobBuilder::new(pattern)
        .case_insensitive(true)
        .build()
        .is_ok_and(|glob| chosen::glob_set(glob).is_ok_and(|set| set.is_match(name)))
}
