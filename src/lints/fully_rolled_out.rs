use jiff::Timestamp;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{Rollout, age, date, days, keep, label, literal, may_stay, places, rollout, shown};
use crate::lints::{Context, lint};
use crate::registry::{Flag, Kind, Lifecycle, When};
use crate::usage::{Role, Usage, Use};

lint! {
    /// Flags that give everyone in production the same value, and have done so for a while.
    ///
    /// ## Why
    /// The decision is made, and only the code does not know it. Every reader still has to think of both branches,
    /// tests run both, and the day somebody switches the flag back nobody will know whether the old branch works.
    ///
    /// The value is *proven* from the registry, never guessed: in every production environment all rules, shares and
    /// prerequisites lead to the same value, and no schedule will change it. Individually named users who may get
    /// something else are counted in the reasons.
    ///
    /// It is reported when nothing changed in production for 14 days. A flag that was never switched on is
    /// `never-rolled-out`'s. Where the export has no date of the last change, a flag that is older than the lifetime of
    /// its kind (90 days), or that the registry calls launched or stale, is reported as usual; otherwise the finding is
    /// a note and no debt, and says that the date is unknown.
    ///
    /// Ops and permission flags, and flags marked permanent, are exempt.
    ///
    /// ## Example
    /// `new-checkout` serves `true` to everyone since May:
    ///
    /// ```ts
    /// if (client.boolVariation("new-checkout", context, false)) {
    ///   renderNewCheckout();
    /// } else {
    ///   renderCheckout();
    /// }
    /// ```
    ///
    /// Nobody will notice that this is all:
    ///
    /// ```ts
    /// renderNewCheckout();
    /// ```
    ///
    /// ## Fix
    /// Keep the code for the value that the finding names; remove the call, the other branch and what only it used;
    /// remove declarations and test overrides; deploy; wait until no running version asks for the flag; then archive
    /// it. Archived first, a version that still runs would fall back to the default at its call, which is often the
    /// other value.
    ///
    /// ## Options
    /// - `days` (default 14): how long one value must have been served.
    /// - `environments`, at the first level of `flagdebt.toml`: which environments are production. A flag must be proven
    ///   in all of them.
    ///
    /// ```toml
    /// environments = ["production-eu", "production-us"]
    ///
    /// [lints]
    /// fully-rolled-out = { level = "error", days = 30 }
    /// ```
    ///
    /// ## When not to use it
    /// A kill switch that is on for everyone looks the same as a finished rollout. Give it the kind `ops` in the
    /// registry or under `[kinds.ops] keys`, or mark it permanent.
    "fully-rolled-out", Some(Severity::Warning), debt = true, check
}

/// Days that a flag which was never on may take to be built, where its kind has no lifetime.
const BUILDING_DAYS: u32 = 90;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context
        .flag(usage)
        .filter(|flag| !flag.is_retired() && !may_stay(flag, context.policy))
    else {
        return;
    };
    let Some(rollout) = rollout(flag, context) else {
        return;
    };
    let Some(due) = due(flag, &rollout, context) else {
        return;
    };
    let places = places(usage);
    for place in &places.at {
        let Some(served) = rollout.value_at(place) else {
            continue;
        };
        let what = match (&served, rollout.is_code_default()) {
            (Some(value), false) => format!("gives {} to everyone", literal(value)),
            (Some(value), true) => format!(
                "is off for everyone: this call always gives its default {}",
                literal(value)
            ),
            (None, _) => "is off for everyone: this call always gives its own default".to_owned(),
        };
        let mut diagnostic = LINT.finding(Some(&usage.key), format!("{} {what}{}", shown(&usage.key), due.since));
        if !due.sure {
            diagnostic.severity = Severity::Note;
            diagnostic.debt = false;
        }
        diagnostic.reasons = rollout.reasons(flag, context.policy);
        diagnostic.reasons.extend(due.reasons.iter().cloned());
        diagnostic.help = places.removal(flag, vec![keep(served.as_ref(), place)]);
        diagnostic.label = Some(label(place, &always(served.as_ref(), place)));
        diagnostic.related = places.related();
        diagnostic.owner = flag.owner().map(str::to_owned);
        diagnostic.served = served;
        out.push(diagnostic);
    }
}

/// Since when everyone gets one value of a flag that is due for that reason, as the end of a sentence.
pub(super) fn since(flag: &Flag, context: &Context<'_>) -> Option<String> {
    let flag = Some(flag).filter(|flag| !flag.is_retired() && !may_stay(flag, context.policy))?;
    let due = due(flag, &rollout(flag, context)?, context).filter(|due| due.sure)?;
    Some(due.since)
}

/// Why a flag is due.
struct Due {
    /// A date, or the registry's own word, says that it waited long enough.
    sure: bool,
    /// Ends the message.
    since: String,
    reasons: Vec<String>,
}

fn due(flag: &Flag, rollout: &Rollout<'_>, context: &Context<'_>) -> Option<Due> {
    let policy = context.policy;
    let created = flag.created.as_ref().and_then(When::time);
    let kind = match policy.kind_of(flag) {
        Kind::Unknown => Kind::Release,
        kind => kind,
    };
    let building = policy
        .lifetime_days
        .get(&kind)
        .copied()
        .unwrap_or(BUILDING_DAYS)
        .max(policy.rollout_days);
    let aged = |since: Timestamp, least: u32| days(since, policy.as_of) >= i64::from(least);
    let mut reasons: Vec<String> = Vec::new();
    if flag.lifecycle == Lifecycle::Launched {
        reasons.push("the registry calls it launched".to_owned());
    }
    if let Some(verdict) = flag.stale_by_vendor.as_ref().filter(|verdict| verdict.stale) {
        let why = verdict
            .reason
            .as_ref()
            .map_or_else(String::new, |reason| format!(": {reason}"));
        reasons.push(format!("the registry calls it stale{why}"));
    }
    if let Some(When::Version(version) | When::Milestone(version)) = &flag.expires {
        reasons.push(format!("the registry lets it expire with {}", shown(version)));
    }
    let said = flag.lifecycle == Lifecycle::Launched || flag.stale_by_vendor.as_ref().is_some_and(|said| said.stale);
    if rollout.never_on && created.or(rollout.since).is_some() {
        // `never-rolled-out` says it better.
        return None;
    }
    if let Some(since) = rollout.since {
        let text = format!(" since {} ({})", date(since), age(since, policy.as_of));
        return aged(since, policy.rollout_days).then_some(Due {
            sure: true,
            since: text,
            reasons,
        });
    }
    if created.is_some_and(|created| !aged(created, policy.rollout_days)) {
        return None;
    }
    if let Some(created) = created {
        reasons.push(format!("made {}, {} ago", date(created), age(created, policy.as_of)));
    }
    let sure = said || created.is_some_and(|created| aged(created, building));
    Some(Due {
        sure,
        since: ", since when is unknown".to_owned(),
        reasons,
    })
}

/// What stands at the call, or where no call was found.
fn always(served: Option<&serde_json::Value>, place: &Use) -> String {
    match place.role {
        Role::Evaluation => {}
        Role::TestOverride => return "set here".to_owned(),
        Role::Declaration | Role::Mention => return "declared here".to_owned(),
    }
    match (served, &place.default_text) {
        (Some(value), _) => format!("always {}", literal(value)),
        (None, Some(text)) => format!("always {}", shown(text)),
        (None, None) => "always the default".to_owned(),
    }
}
