use crate::diagnostic::{Diagnostic, Severity};
use crate::lints::{Context, Fact, lint, missing};
use crate::usage::Usage;

lint! {
    /// Flags of the registry that no ticket belongs to.
    ///
    /// ## Why
    /// The ticket says why the flag exists, and its state says whether the work is done. A closed ticket with a living
    /// flag is the easiest debt to find, but only if the two know each other.
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
    /// {"key": "new-checkout", "ticket": "SHOP-1841"}
    /// ```
    ///
    /// ## Fix
    /// Put the ticket of the rollout, or better that of the removal, into the registry.
    ///
    /// ## When not to use it
    /// Where work is not tracked in tickets.
    "missing-ticket", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let help = ["put the ticket of the rollout or of the removal into the registry"];
    missing((&LINT, Fact::Ticket, "ticket"), usage, context, &help, out);
}
