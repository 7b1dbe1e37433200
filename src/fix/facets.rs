//! Flags that are on or off and have a value besides: what one call gives says nothing of the other.

use serde_json::Value as Json;

use crate::usage::{Role, Use};
use crate::vocabulary;

/// Words of functions that say whether a flag is on.
const WHETHER: &[&str] = &["is", "has", "enabled", "active", "on"];
/// Last words of functions that give the value of a flag.
const WHAT: &[&str] = &["value", "payload", "variant"];

/// The evaluations that ask for the value of a flag of which others ask whether it is on.
pub(crate) fn valued(uses: &[Use]) -> Vec<&Use> {
    let evaluations = || uses.iter().filter(|found| found.role == Role::Evaluation);
    let words = |found: &Use| vocabulary::words(found.callee.as_deref().unwrap_or(""));
    let asks_whether = |found: &Use| words(found).iter().any(|word| WHETHER.contains(&word.as_str()));
    let asks_what = |found: &&Use| {
        let last = words(found).pop();
        let truth = matches!(found.default, Some(Json::Bool(_)));
        !truth && !asks_whether(found) && last.is_some_and(|last| WHAT.contains(&last.as_str()))
    };
    match evaluations().any(asks_whether) {
        true => evaluations().filter(asks_what).collect(),
        false => Vec::new(),
    }
}
