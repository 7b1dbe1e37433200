use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::may_stay;
use crate::lints::{Context, Fact, lint, missing};
use crate::usage::Usage;

lint! {
    /// Temporary flags without a day on which they should be gone.
    ///
    /// ## Why
    /// A flag that must go needs a day: the cheapest moment to choose one is when it is made, and the only reminder
    /// that comes by itself is a date. Flags that may stay (ops, permission, marked permanent) need none.
    ///
    /// Reported where the team asks for it by naming the lint in `[lints]`, or where most flags of the same export have
    /// one, so that its absence is an oversight.
    ///
    /// ## Example
    /// ```json
    /// {"key": "new-checkout", "kind": "release"}
    /// ```
    ///
    /// Better:
    ///
    /// ```json
    /// {"key": "new-checkout", "kind": "release", "expires": "2027-02-28"}
    /// ```
    ///
    /// ## Fix
    /// Give it a date some weeks after the planned rollout, or mark it permanent if it is meant to stay.
    ///
    /// ## When not to use it
    /// Where the lifetime per kind, which `stale-flag` counts, is the agreement.
    "missing-expiry", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    // What is meant to stay has no day on which it should be gone.
    if context.flag(usage).is_some_and(|flag| may_stay(flag, context.policy)) {
        return;
    }
    let help = [
        "give it a date some weeks after the planned rollout",
        "or, if it is meant to stay: mark it permanent",
    ];
    missing((&LINT, Fact::Expiry, "expiry date"), usage, context, &help, out);
}
