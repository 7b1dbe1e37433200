//! What the flag service exported, in one model for all vendors. `None` always means "the format does not say".
//!
//! [`read`] turns one file into an [`Export`], [`join`] makes the [`Registry`] of several and proves what each flag serves.
//! A format is one file below and one line in [`REGISTRIES`].

mod flagd;
mod generic;
mod kubernetes;
mod launchdarkly;
mod unleash;
mod unread;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::conventions::is_production;
use crate::document::{Cursor, LineIndex, Trouble, decode};
use crate::export::Draft;
pub use crate::export::{Export, join};
use crate::nearest::nearest;

/// The formats that are read. The order matters only to the last one, which takes what no other format claims.
pub const REGISTRIES: &[Format] = &[
    launchdarkly::FORMAT,
    unleash::FORMAT,
    flagd::FORMAT,
    kubernetes::FORMAT,
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

/// Reads one export. `path` is only a name, for messages and for the environment it may speak of; `format` is the user's choice.
///
/// # Errors
/// The file is empty, broken, of another format, or has a member of the wrong type: with line, column and JSON path.
pub fn read(path: &str, bytes: &[u8], format: Option<&str>) -> Result<Export, ReadError> {
    try_read(path, bytes, format).map_err(|trouble| ReadError::new(path, bytes, trouble))
}

/// The names of all formats that claim a file, the generic form only where no other does: one at most, or the table is at fault.
///
/// # Errors
/// The file cannot be decoded.
pub fn claims(path: &str, bytes: &[u8]) -> Result<Vec<&'static str>, ReadError> {
    let document = decode(path, bytes).map_err(|trouble| ReadError::new(path, bytes, trouble))?;
    let claiming = |format: &&Format| (format.looks_like)(document.root());
    let mut names: Vec<&'static str> = REGISTRIES.iter().filter(claiming).map(|format| format.name).collect();
    if names.len() > 1 {
        names.retain(|name| Some(*name) != REGISTRIES.last().map(|format| format.name));
    }
    Ok(names)
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

/// The environments that count as production: those that `names` name (ignoring case; `*` and `?` match as in file names), else those
/// called production, prod or live, also as a part (`prod-eu`), else all.
pub fn production<'a>(flag: &'a Flag, names: &[String]) -> Vec<&'a Environment> {
    let by = |wanted: &dyn Fn(&str) -> bool| -> Vec<&'a Environment> {
        flag.environments
            .iter()
            .filter(|environment| wanted(&environment.name))
            .collect()
    };
    if !names.is_empty() {
        return by(&|name| names.iter().any(|pattern| matches(pattern, name)));
    }
    let named = by(&is_production);
    if named.is_empty() { by(&|_| true) } else { named }
}

fn try_read(path: &str, bytes: &[u8], format: Option<&str>) -> Result<Export, Trouble> {
    let chosen = format.map(format_named).transpose().map_err(Trouble::new)?;
    let document = decode(path, bytes)?;
    let root = document.root();
    let format = match chosen {
        Some(format) => format,
        None => recognise(root)?,
    };
    let draft = (format.read)(&Input {
        path,
        root,
        format: format.name,
    })?;
    Ok(draft.finish(path, format.name))
}

/// The format that claims the file.
fn recognise(root: Cursor<'_>) -> Result<&'static Format, Trouble> {
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
    if let Some(title) = unread::title(root) {
        let message = format!("this looks like {title}, which this version does not read");
        let help = "convert it to the generic form (JSON, YAML or CSV), or export from another registry that is read";
        return Err(root.trouble(message).help(help));
    }
    if claims(&last) {
        return Ok(last);
    }
    if root.is_map() && ["error", "errors", "message"].iter().any(|name| root.has(name)) {
        let message = "this looks like an error answer of a service, not an export";
        return Err(root
            .trouble(message)
            .help("check the address and the token of the request that made it"));
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

/// A pattern with `*` and `?`, ignoring case.
fn matches(pattern: &str, name: &str) -> bool {
    if pattern.eq_ignore_ascii_case(name) {
        return true;
    }
    globset::GlobBuilder::new(pattern)
        .case_insensitive(true)
        .build()
        .is_ok_and(|glob| glob.compile_matcher().is_match(name))
}

/// What a flag is for; only release and experiment flags must go.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Separates deploying from releasing; lives for weeks.
    Release,
    /// Compares variants; lives until the answer is known.
    Experiment,
    /// A switch for operators; may stay.
    Ops,
    /// Who may do what; may stay.
    Permission,
    /// Nobody said.
    Unknown,
}

/// Where the kind comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KindSource {
    /// The registry says so.
    Declared,
    /// By naming convention.
    Name,
    /// The configuration says so.
    Config,
    /// Nobody says.
    None,
}

/// Where in its life the registry puts a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lifecycle {
    /// In use.
    Active,
    /// Rolled out for good, kept in the registry.
    Launched,
    /// Marked as going away.
    Deprecated,
    /// Put away; most services then give the call's default value.
    Archived,
    /// Gone from the service.
    Deleted,
}

/// A point in a flag's life: a time, or a release where the format counts so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// A time.
    Time(Timestamp),
    /// A milestone such as `17.0`.
    Milestone(String),
    /// A version such as `1.33`.
    Version(String),
}

impl When {
    /// The time, where it is one.
    pub fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Time(time) => Some(*time),
            Self::Milestone(_) | Self::Version(_) => None,
        }
    }
}

impl Serialize for When {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let (name, text) = match self {
            Self::Time(time) => return serializer.collect_str(time),
            Self::Milestone(text) => ("milestone", text),
            Self::Version(text) => ("version", text),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(name, text)?;
        map.end()
    }
}

/// When somebody last asked for the flag's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evaluated {
    /// The service says that nobody ever has.
    Never,
    /// Last time.
    At(Timestamp),
}

impl Serialize for Evaluated {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Never => serializer.serialize_str("never"),
            Self::At(time) => serializer.collect_str(time),
        }
    }
}

/// What one environment serves, proven or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServesState {
    /// Proven: everyone gets `value`.
    Constant,
    /// Proven: everyone gets the default value at the call.
    CodeDefault,
    /// Different contexts get different values.
    Split,
    /// Not decidable from this file; the environment's reasons say why.
    Unknown,
}

/// The served value of one environment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Serves {
    /// How the question ended.
    pub state: ServesState,
    /// The value everyone gets; only with [`ServesState::Constant`].
    pub value: Option<Value>,
    /// Time alone will change it: a ramp, a schedule.
    pub moving: bool,
}

/// A flag in one environment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Environment {
    /// As the export names it.
    pub name: String,
    /// Switched on.
    pub enabled: Option<bool>,
    /// The proof.
    pub serves: Serves,
    /// Individually named users who may get something else.
    pub overrides: u64,
    /// The proof in words, or why there is none.
    pub reasons: Vec<String>,
    /// The share of everyone else that gets the on-value, in percent.
    pub rollout: Option<f64>,
    /// The value served while the flag is off.
    pub default_when_off: Option<Value>,
    /// When the flag's state in this environment last changed.
    pub changed: Option<When>,
    /// When it was last asked for here.
    pub evaluated: Option<Evaluated>,
    /// What asking for the variant gives, where that is another question than on or off (Unleash: `getVariant`, with the variant's
    /// name as value); `None`: it is not, or the flag has no variants.
    pub variant: Option<Serves>,
}

impl Environment {
    /// An environment of which nothing else is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            enabled: None,
            serves: Serves {
                state: ServesState::Unknown,
                value: None,
                moving: false,
            },
            overrides: 0,
            reasons: Vec::new(),
            rollout: None,
            default_when_off: None,
            changed: None,
            evaluated: None,
            variant: None,
        }
    }
}

/// A flag that must be served so that another one can be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prerequisite {
    /// The parent's key.
    pub flag: String,
    /// The parent's values that satisfy it; `None` where the condition is no list of values.
    pub values: Option<Vec<Value>>,
    /// Where it holds; `None`: everywhere.
    pub environment: Option<String>,
    /// On the flag as a whole, or on one of its rules.
    pub via: PrerequisiteVia,
}

/// What a prerequisite is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrerequisiteVia {
    /// Without it the flag serves its off value.
    Flag,
    /// It is a condition of one rule only.
    Rule,
}

/// The vendor's own verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VendorStale {
    /// The verdict.
    pub stale: bool,
    /// In the vendor's words.
    pub reason: Option<String>,
}

/// The type of a flag's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// true or false.
    Boolean,
    /// Text.
    String,
    /// Any number.
    Number,
    /// An object, a list, or anything else.
    Json,
}

/// Where in an export a flag stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlagSource {
    /// As given by the user, relative to the working directory, with `/`.
    pub path: String,
    /// The format's name, such as `launchdarkly`.
    pub format: &'static str,
    /// Counted from 1.
    pub line: Option<u32>,
}

/// One flag of the registry.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// What the code passes to the SDK.
    pub key: String,
    /// Other names that code may use for it.
    pub aliases: Vec<String>,
    /// For people.
    pub name: Option<String>,
    /// For people.
    pub description: Option<String>,
    /// Project, workspace or namespace.
    pub project: Option<String>,
    /// What it is for.
    pub kind: Kind,
    /// Who says so.
    pub kind_source: KindSource,
    /// Meant to stay.
    pub permanent: Option<bool>,
    /// Where in its life it is.
    pub lifecycle: Lifecycle,
    /// Made.
    pub created: Option<When>,
    /// Last change of state in any environment.
    pub changed: Option<When>,
    /// Last asked for in any environment.
    pub evaluated: Option<Evaluated>,
    /// Its own expiry date.
    pub expires: Option<When>,
    /// Teams or people; the first one is the owner.
    pub owners: Vec<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// An issue's id or address.
    pub ticket: Option<String>,
    /// Offered to browsers or phones.
    pub client_side: Option<bool>,
    /// The vendor's own verdict.
    pub stale_by_vendor: Option<VendorStale>,
    /// The type of its values.
    pub value_type: Option<ValueType>,
    /// All values it can have.
    pub variations: Vec<Value>,
    /// In the export's order.
    pub environments: Vec<Environment>,
    /// Flags it depends on.
    pub prerequisites: Vec<Prerequisite>,
    /// Where it was read.
    pub source: FlagSource,
}

impl Flag {
    /// A flag of which nothing else is known.
    pub fn new(key: impl Into<String>, source: FlagSource) -> Self {
        Self {
            key: key.into(),
            aliases: Vec::new(),
            name: None,
            description: None,
            project: None,
            kind: Kind::Unknown,
            kind_source: KindSource::None,
            permanent: None,
            lifecycle: Lifecycle::Active,
            created: None,
            changed: None,
            evaluated: None,
            expires: None,
            owners: Vec::new(),
            tags: Vec::new(),
            ticket: None,
            client_side: None,
            stale_by_vendor: None,
            value_type: None,
            variations: Vec::new(),
            environments: Vec::new(),
            prerequisites: Vec::new(),
            source,
        }
    }

    /// The first owner.
    pub fn owner(&self) -> Option<&str> {
        self.owners.first().map(String::as_str)
    }

    /// Archived or deleted in the registry.
    pub fn is_retired(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::Archived | Lifecycle::Deleted)
    }
}

/// The normalised model of the contract: what `registry --format ndjson` prints, one flag a line.
impl Serialize for Flag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("Flag", 24)?;
        object.serialize_field("key", &self.key)?;
        object.serialize_field("aliases", &self.aliases)?;
        object.serialize_field("name", &self.name)?;
        object.serialize_field("description", &self.description)?;
        object.serialize_field("project", &self.project)?;
        object.serialize_field("kind", &self.kind)?;
        object.serialize_field("kind_source", &self.kind_source)?;
        object.serialize_field("permanent", &self.permanent)?;
        object.serialize_field("lifecycle", &self.lifecycle)?;
        object.serialize_field("created", &self.created)?;
        object.serialize_field("changed", &self.changed)?;
        object.serialize_field("evaluated", &self.evaluated)?;
        object.serialize_field("expires", &self.expires)?;
        object.serialize_field("owner", &self.owner())?;
        object.serialize_field("owners", &self.owners)?;
        object.serialize_field("tags", &self.tags)?;
        object.serialize_field("ticket", &self.ticket)?;
        object.serialize_field("client_side", &self.client_side)?;
        object.serialize_field("stale_by_vendor", &self.stale_by_vendor)?;
        object.serialize_field("value_type", &self.value_type)?;
        object.serialize_field("variations", &self.variations)?;
        object.serialize_field("environments", &self.environments)?;
        object.serialize_field("prerequisites", &self.prerequisites)?;
        object.serialize_field("source", &self.source)?;
        object.end()
    }
}

/// One export that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistrySource {
    /// As given by the user.
    pub path: String,
    /// The format's name.
    pub format: &'static str,
    /// How many flags it holds.
    pub flags: usize,
    /// The environments it speaks of, sorted.
    pub environments: Vec<String>,
    /// Says that more flags exist than this file holds, and how many.
    pub partial: Option<String>,
}

/// All exports, joined by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registry {
    /// Sorted by key; keys are unique.
    pub flags: Vec<Flag>,
    /// In the order given.
    pub sources: Vec<RegistrySource>,
    /// Key or alias to index in `flags`; a key wins over an alias.
    pub index: BTreeMap<String, usize>,
}

impl Registry {
    /// The flag that code means by `key`.
    pub fn get(&self, key: &str) -> Option<&Flag> {
        self.index.get(key).and_then(|index| self.flags.get(*index))
    }
}
