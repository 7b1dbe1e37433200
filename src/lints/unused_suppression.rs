use crate::diagnostic::{Diagnostic, Severity};
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Suppression comments that have nothing to suppress.
    ///
    /// ## Why
    /// The finding is gone, so the comment is in the way: it tells a reader of debt that does not exist, and would hide
    /// the next finding on that line.
    ///
    /// A comment that names several lints is reported for those that found nothing. Lints that are off are not counted.
    ///
    /// ## Example
    /// `audit-trail` was changed last week and is not stale:
    ///
    /// ```rust
    /// // flagdebt: ignore[stale-flag] -- waits for the auditors
    /// if client.bool_variation(&context, "audit-trail", false) {
    /// ```
    ///
    /// Better:
    ///
    /// ```rust
    /// if client.bool_variation(&context, "audit-trail", false) {
    /// ```
    ///
    /// ## Fix
    /// Remove the comment, or the lint's name in it.
    ///
    /// ## When not to use it
    /// Where the same code is checked against several registries in separate runs, a comment may be needed in one of
    /// them only.
    "unused-suppression", Some(Severity::Note), debt = false, check
}

/// Found by [`crate::suppress`], which alone sees comments.
fn check(_: &Usage, _: &Context<'_>, _: &mut Vec<Diagnostic>) {}
