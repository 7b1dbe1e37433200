use crate::diagnostic::{Diagnostic, Severity};
use crate::lints::{Context, Fact, lint, missing};
use crate::usage::Usage;

lint! {
    /// Flags of the registry that nobody has described.
    ///
    /// ## Why
    /// The key says what the author thought of; what happens when the flag is switched, and for whom, stands nowhere
    /// else. Whoever is on call needs to know before the click, not after it.
    ///
    /// Reported where the team asks for it by naming the lint in `[lints]`, or where most flags of the same export have
    /// one, so that its absence is an oversight.
    ///
    /// ## Example
    /// ```json
    /// {"key": "psp-fallback"}
    /// ```
    ///
    /// Better:
    ///
    /// ```json
    /// {"key": "psp-fallback", "description": "On: card payments go to the second provider."}
    /// ```
    ///
    /// ## Fix
    /// One sentence: what happens when it is on, and what when it is off.
    ///
    /// ## When not to use it
    /// Where flags live for days and keys say enough.
    "missing-description", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let help = ["write one sentence: what happens when it is on, and what when it is off"];
    missing((&LINT, Fact::Description, "description"), usage, context, &help, out);
}
