use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, date, days, keep, label, literal, may_stay, places, rollout, shown};
use crate::lints::{Context, lint};
use crate::registry::{Kind, When};
use crate::usage::Usage;

lint! {
    /// Flags that have been off for everyone in production ever since they were made.
    ///
    /// ## Why
    /// The code behind the flag was written, reviewed, and is compiled, tested and read every day. No user has ever seen
    /// it. Either the project was given up and nobody said so, or it waits for a decision that somebody has to take.
    ///
    /// Off means: in every production environment the flag is switched off and was not touched since its making. It is
    /// reported after the lifetime of its kind (90 days for release and experiment flags). Ops and permission flags, and
    /// flags marked permanent, are exempt.
    ///
    /// ## Example
    /// `voice-search` was made in January, and has been off in production since:
    ///
    /// ```go
    /// if enabled, _ := client.BoolVariation("voice-search", user, false); enabled {
    ///     listen()
    /// }
    /// ```
    ///
    /// Better, unless it is about to be released: nothing.
    ///
    /// ## Fix
    /// Ask the owner. If the project is given up: remove the call and the code that only it reaches, deploy, archive the
    /// flag. If it is not, set a date for the release.
    ///
    /// ## Options
    /// - `days` (default: the lifetime of the flag's kind): how old such a flag may be.
    ///
    /// ```toml
    /// [lints]
    /// never-rolled-out = { days = 180 }
    /// ```
    ///
    /// ## When not to use it
    /// Kill switches that were never needed look the same. Give them the kind `ops` in the registry or under
    /// `[kinds.ops] keys`.
    "never-rolled-out", Some(Severity::Warning), debt = true, check
}

/// Days that a flag may take to be built, where its kind has no lifetime.
const BUILDING_DAYS: u32 = 90;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context
        .flag(usage)
        .filter(|flag| !flag.is_retired() && !may_stay(flag, policy))
    else {
        return;
    };
    let Some(rollout) = rollout(flag, context).filter(|rollout| rollout.never_on) else {
        return;
    };
    let Some(made) = flag.created.as_ref().and_then(When::time).or(rollout.since) else {
        return;
    };
    let kind = match policy.kind_of(flag) {
        Kind::Unknown => Kind::Release,
        kind => kind,
    };
    let lifetime = policy.lifetime_days.get(&kind).copied().unwrap_or(BUILDING_DAYS);
    let least = policy
        .options
        .never_rolled_out
        .days
        .unwrap_or(lifetime.max(policy.rollout_days));
    if days(made, policy.as_of) < i64::from(least) {
        return;
    }
    let places = places(usage);
    let since = format!("since it was made on {} ({})", date(made), age(made, policy.as_of));
    for place in &places.at {
        let Some(served) = rollout.value_at(place) else {
            continue;
        };
        let gives = match &served {
            Some(value) => format!(", this call always gives {}", literal(value)),
            None => ", this call always gives its own default".to_owned(),
        };
        let message = format!("{} was never switched on {since}{gives}", shown(&usage.key));
        let mut diagnostic = LINT.finding(Some(&usage.key), message);
        diagnostic.reasons = rollout.reasons(flag, policy);
        let mut first = vec!["ask the owner whether the project goes on; if it does, set a date".to_owned()];
        first.push(format!("if it does not: {}", keep(served.as_ref(), place)));
        diagnostic.help = places.removal(flag, first);
        diagnostic.label = Some(label(place, "never on"));
        diagnostic.related = places.related();
        diagnostic.owner = flag.owner().map(str::to_owned);
        diagnostic.served = served;
        out.push(diagnostic);
    }
}
