//! The judgements. A lint sees usages, the registry and the policy: never a language, a vendor or a file.

use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::registry::{Flag, Registry};
use crate::usage::{Usage, Use};

/// One judgement.
pub struct Lint {
    /// Kebab-case; equals the file's name.
    pub name: &'static str,
    /// The doc comment: its page, `explain`, and SARIF's help text. Markdown, first line is the summary.
    pub docs: &'static [&'static str],
    /// The level without configuration; `None`: off.
    pub level: Option<Severity>,
    /// A flag with this finding is due for removal.
    pub debt: bool,
    /// Looks at one usage.
    pub check: fn(&Usage, &Context<'_>, &mut Vec<Diagnostic>),
}

/// What a lint may look at besides the usage at hand.
pub struct Context<'a> {
    /// The joined exports; empty without one.
    pub registry: &'a Registry,
    /// Every usage, sorted by key.
    pub usages: &'a [Usage],
    /// Evaluations whose key could not be followed, in the order of path and line.
    pub unresolved: &'a [Use],
    /// The team's rules, levels and options, and the date.
    pub policy: &'a Policy,
}

impl<'a> Context<'a> {
    /// The registry's entry for a usage.
    pub fn flag(&self, usage: &Usage) -> Option<&'a Flag> {
        usage.flag.and_then(|index| self.registry.flags.get(index))
    }
}

/// Declares `LINT` from its doc comment.
macro_rules! lint {
    ($(#[doc = $doc:literal])+ $name:literal, $level:expr, debt = $debt:literal, $check:path) => {
        $(#[doc = $doc])+
        pub(crate) static LINT: crate::lints::Lint = crate::lints::Lint {
            name: $name,
            docs: &[$($doc),+],
            level: $level,
            debt: $debt,
            check: $check,
        };
    };
}
pub(crate) use lint;
