use crate::diagnostic::{Diagnostic, Severity};
use crate::lints::{Context, Fact, lint, missing};
use crate::usage::Usage;

lint! {
    /// Flags of the registry that belong to nobody.
    ///
    /// ## Why
    /// When a flag is due, somebody has to decide which value stays. Without an owner the question goes round, and the
    /// flag stays because nobody may take it away.
    ///
    /// Reported where the team asks for it by naming the lint in `[lints]`, or where most flags of the same export have
    /// one, so that its absence is an oversight.
    ///
    /// ## Example
    /// ```json
    /// {"key": "new-checkout"}
    /// ```
    ///
    /// Better:
    ///
    /// ```json
    /// {"key": "new-checkout", "owner": "payments"}
    /// ```
    ///
    /// ## Fix
    /// Name a team rather than a person: people move on faster than flags.
    ///
    /// ## When not to use it
    /// Where one team owns all flags.
    "missing-owner", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let help = [
        "find out who decides about the flag, such as by the history of its code",
        "name that team as the owner in the registry",
    ];
    missing((&LINT, Fact::Owner, "owner"), usage, context, &help, out);
}
