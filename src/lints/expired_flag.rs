use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, date, days, label, places, shown, source};
use crate::lints::{Context, lint};
use crate::registry::When;
use crate::usage::Usage;

lint! {
    /// Flags that are past the expiry date that the registry gives them.
    ///
    /// ## Why
    /// Whoever made the flag said when it should be gone. The day has come, and nobody was reminded: that is how a
    /// temporary flag becomes a permanent one without a decision.
    ///
    /// Ahead of the date, from 14 days before, the finding is a note and no debt. Expiry in versions or milestones has
    /// no date and is not judged here.
    ///
    /// ## Example
    /// `flags.json` says `{"key": "winter-sale", "expires": "2026-03-01"}`, it is November, and the code still asks:
    ///
    /// ```ts
    /// const banner = client.boolVariation("winter-sale", context, false) ? sale() : null;
    /// ```
    ///
    /// Better: the decision is taken, and the flag is gone, in the code first and then in the registry:
    ///
    /// ```ts
    /// const banner = null;
    /// ```
    ///
    /// ## Fix
    /// Decide which value stays, keep its code, remove the rest, deploy, archive the flag. If it is still needed, give
    /// it a new date, or mark it permanent.
    ///
    /// ## Options
    /// - `ahead-days` (default 14): from how many days before the date a note is given.
    ///
    /// ```toml
    /// [lints]
    /// expired-flag = { level = "error", ahead-days = 30 }
    /// ```
    ///
    /// ## When not to use it
    /// Where expiry dates are filled in by a template and mean nothing.
    "expired-flag", Some(Severity::Warning), debt = true, check
}

/// Days before the date from which a note is given.
const AHEAD_DAYS: u32 = 14;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let Some(expires) = flag.expires.as_ref().and_then(When::time) else {
        return;
    };
    let ahead = policy.options.expired_flag.ahead_days.unwrap_or(AHEAD_DAYS);
    let past = days(expires, policy.as_of);
    let places = places(usage);
    let Some(first) = places.at.first() else { return };
    if past < -i64::from(ahead) {
        return;
    }
    let expired = expires <= policy.as_of;
    let message = match expired {
        true => format!(
            "{} expired on {}, {} ago",
            shown(&usage.key),
            date(expires),
            age(expires, policy.as_of)
        ),
        false => format!(
            "{} expires on {}, in {}",
            shown(&usage.key),
            date(expires),
            age(policy.as_of, expires)
        ),
    };
    let mut diagnostic = LINT.finding(Some(&usage.key), message);
    if !expired {
        diagnostic.severity = Severity::Note;
        diagnostic.debt = false;
    }
    diagnostic.reasons.push(format!(
        "the registry lets it expire on {} ({})",
        date(expires),
        source(flag)
    ));
    let decide = vec![
        "decide which value stays, and serve it to everyone".to_owned(),
        "keep the code for that value, and remove the call and the rest".to_owned(),
    ];
    diagnostic.help = places.removal(flag, decide);
    diagnostic
        .help
        .push("or, if it is still needed: give it a new date in the registry".to_owned());
    diagnostic.label = Some(label(first, "still used here"));
    diagnostic.related = places.related();
    diagnostic.owner = flag.owner().map(str::to_owned);
    out.push(diagnostic);
}
