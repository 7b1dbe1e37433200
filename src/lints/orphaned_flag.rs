use std::collections::BTreeSet;

use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::shown;
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Flags whose owner is no team or person that exists.
    ///
    /// ## Why
    /// Teams are renamed and people leave; the flag's page keeps the old name. The ticket for its removal lands nowhere,
    /// and a quota per owner counts against nobody.
    ///
    /// Nothing is reported until the teams are given. Names are compared without case, a leading `@` and an organisation
    /// in front; of several owners one that exists is enough.
    ///
    /// ## Example
    /// With `teams = ["payments", "search"]`:
    ///
    /// ```json
    /// {"key": "new-checkout", "owner": "checkout-taskforce-2024"}
    /// ```
    ///
    /// Better:
    ///
    /// ```json
    /// {"key": "new-checkout", "owner": "payments"}
    /// ```
    ///
    /// ## Fix
    /// Ask who took over the code that reads the flag, and name them in the registry.
    ///
    /// ## Options
    /// - `teams` (default none): the teams and people that exist, as the registry writes them.
    /// - `codeowners` (default false): also accept the owners that the repository's CODEOWNERS names.
    ///
    /// ```toml
    /// [lints]
    /// orphaned-flag = { teams = ["payments", "search"], codeowners = true }
    /// ```
    ///
    /// ## When not to use it
    /// Where the registry's owners are people and the list of people is kept elsewhere.
    "orphaned-flag", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let options = &context.policy.options.orphaned_flag;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let known = context.teams();
    if known.is_empty() || flag.owners.is_empty() || flag.owners.iter().any(|owner| known.contains(&plain(owner))) {
        return;
    }
    let owners: Vec<String> = flag.owners.iter().take(3).map(|owner| shown(owner)).collect();
    let message = format!(
        "{} belongs to {}, which does not exist",
        shown(&usage.key),
        owners.join(", ")
    );
    let mut diagnostic = LINT.about(usage, Some(flag), message);
    diagnostic.reasons.push(match options.codeowners {
        true => "neither the configured teams nor CODEOWNERS name it".to_owned(),
        false => "the configured teams do not name it".to_owned(),
    });
    diagnostic.help = vec![
        "ask who took over the code that reads the flag".to_owned(),
        "name them as the owner in the registry".to_owned(),
        "if the owner does exist: add it to `teams` in the configuration".to_owned(),
    ];
    out.push(diagnostic);
}

/// The names of all teams that exist.
pub(super) fn teams(policy: &Policy) -> BTreeSet<String> {
    let options = &policy.options.orphaned_flag;
    let codeowners = policy.codeowners.iter().filter(|_| options.codeowners);
    options.teams.iter().chain(codeowners).map(|name| plain(name)).collect()
}

/// `@acme/Payments` and `payments` are one team.
fn plain(name: &str) -> String {
    let name = name.trim().trim_start_matches('@').to_lowercase();
    name.rsplit('/').next().unwrap_or_default().to_owned()
}
