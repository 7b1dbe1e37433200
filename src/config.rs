//! The configuration file as written, and what is left of it when nothing is left to decide.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::diagnostic::Severity;
use crate::registry::Kind;

/// What the lints and the gate need to know: the team's rules and the date.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Ages are counted to this moment.
    pub as_of: Timestamp,
    /// Names of the environments that count as production; empty: the default choice.
    pub environments: Vec<String>,
    /// Level per lint name where it differs from the lint's own; `None`: off.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// Days without a change of state after which a flag of this kind is stale.
    pub lifetime_days: BTreeMap<Kind, u32>,
    /// Days that one value must have been served to everyone before it counts as rolled out.
    pub rollout_days: u32,
}
