use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, date, days, evaluated_anywhere, shown, source};
use crate::lints::{Context, lint};
use crate::registry::{Evaluated, When};
use crate::usage::Usage;

lint! {
    /// Flags whose code is gone and that nobody asks for any more, but that are still alive in the registry.
    ///
    /// ## Why
    /// The hard part is done: the code was cleaned up. What is left is one click, and until then the flag stands in
    /// every list and somebody may switch it in the belief that it does something.
    ///
    /// Two facts are needed: no file of the scan holds the key, not even in a string or as a computed one, and the
    /// service says that nobody asked for it for 30 days in any environment. Where the format keeps no record of
    /// requests, `unused-flag` is all that can be said.
    ///
    /// ## Example
    /// `new-cart` stands in no file, and its last request was in July.
    ///
    /// Better: archived.
    ///
    /// ## Fix
    /// Archive the flag. Most services keep archived flags and can bring them back.
    ///
    /// ## Options
    /// - `days` (default 30): how long nobody has asked.
    ///
    /// ```toml
    /// [lints]
    /// ready-to-archive = { days = 60 }
    ///
    /// [lints.unused-flag]
    /// ignore = ["mobile-*"] # keys that other repositories read are no business of either lint
    /// ```
    ///
    /// ## When not to use it
    /// Where code that runs less than once a month reads flags.
    "ready-to-archive", Some(Severity::Warning), debt = false, check
}

/// Days without a request.
const DAYS: u32 = 30;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    if !usage.uses.is_empty() || !usage.possible.is_empty() || policy.unused_ignore.is_match(&usage.key) {
        return;
    }
    let least = i64::from(policy.options.ready_to_archive.days.unwrap_or(DAYS));
    let old = |since| days(since, policy.as_of) >= least;
    let created = flag.created.as_ref().and_then(When::time);
    let asked = match evaluated_anywhere(flag) {
        Some(Evaluated::At(last)) if old(last) => {
            format!("last request on {}, {} ago", date(last), age(last, policy.as_of))
        }
        Some(Evaluated::Never) if created.is_some_and(old) => "no request since it was made".to_owned(),
        _ => return,
    };
    let message = format!(
        "the code of {} is gone and nobody asks for it: archive it",
        shown(&usage.key)
    );
    let mut diagnostic = LINT.finding(Some(&usage.key), message);
    diagnostic.reasons = vec![
        "no file that was scanned holds the key".to_owned(),
        format!("{asked} ({})", source(flag)),
    ];
    let dependents = context.dependents(&flag.key);
    diagnostic.help = dependents
        .iter()
        .take(3)
        .map(|key| format!("remove it from the prerequisites of {}", shown(key)))
        .collect();
    diagnostic.help.push(format!(
        "archive {} in the registry ({})",
        shown(&usage.key),
        source(flag)
    ));
    diagnostic.owner = flag.owner().map(str::to_owned);
    out.push(diagnostic);
}
