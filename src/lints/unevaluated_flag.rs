use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, date, days, evaluated, label, places, shown, source};
use crate::lints::{Context, lint};
use crate::registry::{Evaluated, When};
use crate::usage::{Role, Usage};

lint! {
    /// Flags that the code reads, but of which the flag service says that nobody asks for them.
    ///
    /// ## Why
    /// Code that asks for a flag and never runs is dead code, or code that was never deployed. Both look alive to a
    /// reader, and to every search for the flag's key.
    ///
    /// The service's own record counts, in production where it is kept per environment: no request for 30 days, or none
    /// since the flag was made more than 30 days ago. Formats without such a record give no findings.
    ///
    /// ## Example
    /// The export says of `legacy-import` that it was last requested in June, and a job that no scheduler starts reads it:
    ///
    /// ```python
    /// if client.variation("legacy-import", context, False):
    ///     import_rows(old_reader)
    /// ```
    ///
    /// Better: the job is gone, and the flag with it.
    ///
    /// ## Fix
    /// Find out whether the code still runs. If not, remove it with the call, then archive the flag. If it does, the
    /// application asks another project or environment of the service than this export comes from.
    ///
    /// ## Options
    /// - `days` (default 30): how long nobody has asked.
    ///
    /// ```toml
    /// [lints]
    /// unevaluated-flag = { days = 90 }
    /// ```
    ///
    /// ## When not to use it
    /// For code that runs once a year, and where the SDK is told to send no events.
    "unevaluated-flag", Some(Severity::Note), debt = false, check
}

/// Days without a request.
const DAYS: u32 = 30;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let least = i64::from(policy.options.unevaluated_flag.days.unwrap_or(DAYS));
    let created = flag.created.as_ref().and_then(When::time);
    let old = |since| days(since, policy.as_of) >= least;
    let (message, reason) = match evaluated(flag, context) {
        Some(Evaluated::At(last)) if old(last) => (
            format!(
                "nobody has asked for {} for {}, but code reads it",
                shown(&usage.key),
                age(last, policy.as_of)
            ),
            format!("last request on {} ({})", date(last), source(flag)),
        ),
        Some(Evaluated::Never) if created.is_some_and(old) => (
            format!("nobody has ever asked for {}, but code reads it", shown(&usage.key)),
            format!("no request since it was made ({})", source(flag)),
        ),
        _ => return,
    };
    let places = places(usage);
    let mut reads = places
        .at
        .iter()
        .filter(|place| place.role == Role::Evaluation && !place.test);
    let Some(first) = reads.next() else { return };
    let mut diagnostic = LINT.finding(Some(&usage.key), message);
    diagnostic.reasons.push(reason);
    diagnostic
        .reasons
        .extend(created.map(|created| format!("made {}, {} ago", date(created), age(created, policy.as_of))));
    diagnostic.help = vec![
        "find out whether this code still runs in production".to_owned(),
        "if it does not: remove it with the call, deploy, then archive the flag".to_owned(),
        "if it does: the export is of another project or environment than the code asks".to_owned(),
    ];
    diagnostic.label = Some(label(first, "read here, but never asked for"));
    diagnostic.related = reads.take(3).map(|place| label(place, "and here")).collect();
    diagnostic.owner = flag.owner().map(str::to_owned);
    out.push(diagnostic);
}
