use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, places, shown};
use crate::lints::{Context, lint};
use crate::registry::ValueType;
use crate::usage::{Role, Usage};

lint! {
    /// Critical flags of which the tests set only one state, or none.
    ///
    /// ## Why
    /// A flag is switched in seconds and usually back as well, in the worst moment of the week. The state that no test
    /// has ever run is the one that fails then.
    ///
    /// Nothing is reported until the critical flags are named. A state counts as tested where a test sets it: with the
    /// SDK's test helpers, a mock, or a helper that the scan follows. Where a test sets a value that cannot be read, the
    /// flag is not reported.
    ///
    /// ## Example
    /// With `keys = ["payment-*"]`, and tests that only know it as on:
    ///
    /// ```ruby
    /// before { Flipper.enable(:payment_retry) }
    /// ```
    ///
    /// Better:
    ///
    /// ```ruby
    /// context("with retries") { before { Flipper.enable(:payment_retry) } }
    /// context("without") { before { Flipper.disable(:payment_retry) } }
    /// ```
    ///
    /// ## Fix
    /// Run the tests of the code behind the flag in both states.
    ///
    /// ## Options
    /// - `keys` (default none): globs of the keys of critical flags.
    /// - `tags` (default none): tags of the registry that make a flag critical.
    ///
    /// ```toml
    /// [lints]
    /// untested-state = { keys = ["payment-*"], tags = ["critical"] }
    /// ```
    ///
    /// ## When not to use it
    /// Where the tests run as a whole with each set of flags.
    "untested-state", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let flag = context.flag(usage);
    let tagged = flag.is_some_and(|flag| {
        let tags = &policy.options.untested_state.tags;
        flag.tags.iter().any(|tag| tags.contains(tag))
    });
    if !tagged && !policy.critical.is_match(&usage.key) {
        return;
    }
    let retired = flag.is_some_and(|flag| flag.is_retired());
    let other_type = flag
        .and_then(|flag| flag.value_type)
        .is_some_and(|value| value != ValueType::Boolean);
    let places = places(usage);
    let evaluated = places
        .at
        .iter()
        .any(|place| place.role == Role::Evaluation && !place.test);
    if retired || other_type || !evaluated {
        return;
    }
    let overrides: Vec<_> = usage
        .uses
        .iter()
        .filter(|item| item.role == Role::TestOverride)
        .collect();
    let states: BTreeSet<Option<bool>> = overrides.iter().map(|item| item.site.set).collect();
    let message = match (states.contains(&None), states.len()) {
        (true, _) => return,
        (false, 0) => format!("{} is critical, and no test sets it", shown(&usage.key)),
        (false, 1) if states.contains(&Some(true)) => {
            format!("{} is critical, and tests only set it to `true`", shown(&usage.key))
        }
        (false, 1) => format!("{} is critical, and tests only set it to `false`", shown(&usage.key)),
        _ => return,
    };
    let mut diagnostic = LINT.about(usage, flag, message);
    diagnostic.reasons.push(match tagged {
        true => "a tag of the registry makes it critical".to_owned(),
        false => "the configuration calls it critical".to_owned(),
    });
    diagnostic.help = vec!["run the tests of the code behind the flag in both states".to_owned()];
    diagnostic.related = overrides.iter().take(3).map(|item| label(item, "set here")).collect();
    out.push(diagnostic);
}
