//! What a finding is: plain data that every output format can render.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::source::Place;

/// How much a finding matters; ordered, so that `>=` reads as "at least".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    Note,
    /// Debt to pay; fails a run by default.
    Warning,
    /// Wrong now.
    Error,
}

impl Severity {
    /// The word used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding. It never holds a parse tree, a terminal style or a path that is not relative to the working directory.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The lint's name, such as `fully-rolled-out`.
    pub lint: &'static str,
    /// After the configuration's levels.
    pub severity: Severity,
    /// The flag key that the finding is about.
    pub flag: Option<String>,
    /// What is wrong: lower case, no full stop, one line, names in backticks.
    pub message: String,
    /// How we know: one fact a line, with its source.
    pub reasons: Vec<String>,
    /// What to do, in order: one step a line.
    pub help: Vec<String>,
    /// Where in the code; `None` for a registered flag that no code reads.
    pub label: Option<Label>,
    /// Further places that explain the finding.
    pub related: Vec<Label>,
    /// The team or person that owns the flag.
    pub owner: Option<String>,
    /// The value proven to be served to everyone, where the finding rests on it.
    pub served: Option<Value>,
    /// Whether the finding makes its flag count as debt (due for removal).
    pub debt: bool,
    /// An edit of the code, if the lint offers one.
    pub fix: Option<Fix>,
    /// Stable identity: lint, key, path and occurrence, never the line. Filled in by [`crate::lints::check`].
    pub fingerprint: String,
    /// False where a baseline already knows the finding.
    pub new: bool,
}

/// A place in a file with a few words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Relative to the working directory, with `/`.
    pub path: String,
    /// Where in the file.
    pub place: Place,
    /// What stands there, such as "evaluated here"; may be empty.
    pub text: String,
}

/// How far an edit can be trusted, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Likely right; applied only on request.
    Review,
    /// Keeps the exact behaviour that is served now.
    Safe,
}

/// A set of edits that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// Never overlapping within one file.
    pub edits: Vec<Edit>,
}

/// A replacement of bytes `start..end` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Relative to the working directory, with `/`.
    pub path: String,
    /// First byte replaced.
    pub start: usize,
    /// First byte kept after it.
    pub end: usize,
    /// What stands there afterwards.
    pub text: String,
}
