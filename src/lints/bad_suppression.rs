use crate::diagnostic::{Diagnostic, Severity};
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Suppression comments that suppress nothing because they are wrong, have no reason or have expired.
    ///
    /// ## Why
    /// A suppression is a decision, and a decision without a reason cannot be reviewed. With a date it comes back by
    /// itself. A comment that is misspelt looks like a decision and is none.
    ///
    /// A suppression at the end of a line holds for that line. Alone on a line it holds for the next line of code.
    /// `ignore-start` holds up to the `ignore-end` that belongs to it, `ignore-file` for the whole file. The lints are
    /// named in brackets, the date is the last day on which the suppression holds and may be left out, the reason may
    /// not. A `[[suppress]]` table of the configuration says the same for flags by their keys.
    ///
    /// ## Example
    /// No reason:
    ///
    /// ```java
    /// // flagdebt: ignore[stale-flag]
    /// boolean audit = client.boolVariation("audit-trail", context, false);
    /// ```
    ///
    /// Better:
    ///
    /// ```java
    /// // flagdebt: ignore[stale-flag] until 2027-01-31 -- the auditors want both trails this year
    /// boolean audit = client.boolVariation("audit-trail", context, false);
    /// ```
    ///
    /// For a block:
    ///
    /// ```java
    /// // flagdebt: ignore-start[stale-flag] -- generated from the price list
    /// boolean audit = client.boolVariation("audit-trail", context, false);
    /// // flagdebt: ignore-end
    /// ```
    ///
    /// By key, in `flagdebt.toml`:
    ///
    /// ```toml
    /// [[suppress]]
    /// lints = ["stale-flag"]
    /// keys = ["audit-*"]
    /// until = "2027-01-31"
    /// reason = "the auditors want both trails this year"
    /// ```
    ///
    /// ## Fix
    /// Write the comment as above; after its date, do what the finding asks for, or set a new date.
    ///
    /// ## When not to use it
    /// There is no reason to turn it off: what a wrong comment was meant to suppress is reported anyway.
    "bad-suppression", Some(Severity::Warning), debt = false, check
}

/// Found by [`crate::suppress`], which alone sees comments.
fn check(_: &Usage, _: &Context<'_>, _: &mut Vec<Diagnostic>) {}
