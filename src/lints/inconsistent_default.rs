use serde_json::Value;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, literal, shown};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Usage, Use};

lint! {
    /// Flags whose calls give different defaults.
    ///
    /// ## Why
    /// While the flag service cannot be reached, one part of the application behaves as if the flag were on and another
    /// as if it were off: a state that nobody planned and no test covers.
    ///
    /// Literal defaults of calls outside tests are compared. The finding stands at each call that differs from the
    /// default that most calls have; where there is no majority, from the first one.
    ///
    /// ## Example
    /// ```python
    /// def total(cart):
    ///     return new_total(cart) if client.variation("new-prices", cart.user, True) else old_total(cart)
    ///
    /// def label(item):
    ///     return new_label(item) if client.variation("new-prices", item.user, False) else old_label(item)
    /// ```
    ///
    /// Better: one default, and one function that asks:
    ///
    /// ```python
    /// def new_prices(user):
    ///     return client.variation("new-prices", user, False)
    /// ```
    ///
    /// ## Fix
    /// Decide on one default, and put the call into one function.
    ///
    /// ## When not to use it
    /// Where parts of one repository are applications of their own that may fail differently.
    "inconsistent-default", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let calls: Vec<(&Use, &Value)> = usage
        .evaluations()
        .filter(|item| !item.test && item.certainty >= Certainty::Likely)
        .filter_map(|item| Some((item, item.default.as_ref()?)))
        .collect();
    let count = |value: &Value| calls.iter().filter(|(_, other)| *other == value).count();
    let Some((first, _)) = calls.first() else { return };
    let mut distinct: Vec<&Value> = Vec::new();
    for (_, value) in &calls {
        if !distinct.contains(value) && distinct.len() < DISTINCT {
            distinct.push(value);
        }
    }
    if distinct.len() < 2 {
        return;
    }
    // Of equally frequent ones the first stands.
    let Some(usual) = distinct.iter().rev().max_by_key(|value| count(value)).copied() else {
        return;
    };
    let example = calls
        .iter()
        .find(|(_, value)| *value == usual)
        .map_or(*first, |(item, _)| *item);
    for (item, value) in calls.iter().filter(|(_, value)| *value != usual) {
        let message = format!(
            "this call of {} defaults to {}, others to {}",
            shown(&usage.key),
            literal(value),
            literal(usual)
        );
        let mut diagnostic = LINT.about(usage, context.flag(usage), message);
        diagnostic.reasons.push(format!(
            "{} of {} calls default to {}",
            count(usual),
            calls.len(),
            literal(usual)
        ));
        diagnostic.help = vec![
            "decide what should happen while the flag service cannot be reached".to_owned(),
            "give every call that default, best through one function that all of them use".to_owned(),
        ];
        diagnostic.label = Some(label(item, &format!("defaults to {}", literal(value))));
        diagnostic.related = vec![label(example, &format!("defaults to {}", literal(usual)))];
        out.push(diagnostic);
    }
}

/// So many different defaults of one flag are told apart.
const DISTINCT: usize = 16;
