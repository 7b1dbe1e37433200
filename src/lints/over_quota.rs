use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::evidence::{count, shown};
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Changes that bring a new flag while its owner has more debt than agreed.
    ///
    /// ## Why
    /// A quota that only counts is ignored. Whoever owes more removals than agreed pays one off before the next flag
    /// comes: the debt stays bounded, and nobody has to nag.
    ///
    /// ## Example
    /// `payments` may have two flags that are due, and has three. A pull request reads a flag that was not in the code
    /// before:
    ///
    /// ```ts
    /// if (features.enabled("pay-by-link", false)) { … }
    /// ```
    ///
    /// ## Fix
    /// Remove as many flags that are due as the finding says, here or in a change before this one: `flagdebt tickets`
    /// lists them, the cheapest first. A change that removes flags is never refused, whatever the debt.
    ///
    /// ## When not to use it
    /// It speaks only where a quota is set and a change is looked at (`--since`, `--staged`).
    "over-quota", Some(Severity::Warning), debt = false, check
}

/// Found by [`crate::gate`], which alone knows the debt and the change.
fn check(_: &Usage, _: &Context<'_>, _: &mut Vec<Diagnostic>) {}

/// What is known of the owner of a flag that a change brings.
pub(crate) struct Owed<'a> {
    /// `None`: nobody.
    pub(crate) owner: Option<&'a str>,
    /// Flags due for removal.
    pub(crate) flags: usize,
    /// The same, each with its weight.
    pub(crate) debt: usize,
    /// How much is agreed.
    pub(crate) quota: usize,
    /// The least number of flags to remove for that.
    pub(crate) to_remove: usize,
    /// Keys of those that are due, the cheapest first.
    pub(crate) cheapest: Vec<&'a str>,
}

/// The finding about a flag that a change brings.
pub(crate) fn finding(key: &str, label: Label, owed: &Owed<'_>, policy: &Policy) -> Option<Diagnostic> {
    let severity = policy.level(&LINT)?;
    let name = owed.owner.map_or_else(|| "nobody".to_owned(), shown);
    let mut found = LINT.finding(
        Some(key),
        format!("{} is new, and {name} is over the quota already", shown(key)),
    );
    found.severity = severity;
    found.reasons = vec![
        "the code before this change does not name it".to_owned(),
        format!(
            "{} of {name} {} due for removal{}, the quota is {}",
            count(owed.flags, "flag"),
            if owed.flags == 1 { "is" } else { "are" },
            if owed.debt == owed.flags {
                String::new()
            } else {
                format!(" with a weight of {}", owed.debt)
            },
            owed.quota
        ),
    ];
    let least = count(owed.to_remove, "flag");
    found.help.push(format!(
        "remove {least} of {name} that {} due",
        if owed.to_remove == 1 { "is" } else { "are" }
    ));
    if !owed.cheapest.is_empty() {
        let keys: Vec<String> = owed.cheapest.iter().map(|key| shown(key)).collect();
        found.help.push(format!("the cheapest to remove: {}", keys.join(", ")));
    }
    found.owner = owed.owner.map(str::to_owned);
    found.label = Some(label);
    Some(found)
}
