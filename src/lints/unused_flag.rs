use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, count, date, days, label, places, shown, source};
use crate::lints::{Context, lint};
use crate::registry::{Evaluated, When};
use crate::usage::Usage;

lint! {
    /// Flags of the registry that the code does not read.
    ///
    /// ## Why
    /// When the code of a flag is gone, the flag can go too, and seldom does. The list of flags grows until nobody dares
    /// to touch it.
    ///
    /// What the scan could not see is part of the finding: how many calls have keys that could not be followed, whether
    /// the key stands in a string, whether a computed key may mean it, and whether the service still answers calls for it.
    /// The last three lower the finding to a note.
    ///
    /// Archived flags are not reported, and a flag that was made less than 14 days ago may still wait for its code.
    ///
    /// ## Example
    /// `search-v2` is in `flags.json`, and no file mentions it.
    ///
    /// ## Fix
    /// Make sure that no other repository reads the flag, then archive it.
    ///
    /// ## Options
    /// - `days` (default 14): how long a new flag may wait for its code.
    /// - `ignore`: globs of keys that other repositories read.
    ///
    /// ```toml
    /// [lints]
    /// unused-flag = { level = "warning", ignore = ["mobile-*"] }
    /// ```
    ///
    /// ## When not to use it
    /// A registry usually serves more than one repository, and a flag that this one does not read is read by another.
    /// The lint is a note for that reason; raise it where one repository has all the code.
    "unused-flag", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let places = places(usage);
    if !places.at.is_empty() || !places.tests.is_empty() || policy.unused_ignore.is_match(&usage.key) {
        return;
    }
    let created = flag.created.as_ref().and_then(When::time);
    if created.is_some_and(|created| days(created, policy.as_of) < i64::from(policy.unused_days)) {
        return;
    }
    let mut doubts = Vec::new();
    for (uses, what) in [
        (&places.mentions, "mention of the key"),
        (&places.patterns, "computed key that fits"),
    ] {
        if let Some(first) = uses.first() {
            doubts.push(format!(
                "{}, the first one in {}:{}",
                count(uses.len(), what),
                first.path,
                first.name.line
            ));
        }
    }
    let environments = flag.environments.iter().map(|environment| environment.evaluated);
    let evaluated = environments
        .chain([flag.evaluated])
        .flatten()
        .filter_map(|evaluated| match evaluated {
            Evaluated::Never => None,
            Evaluated::At(time) => Some(time),
        });
    if let Some(time) = evaluated.max().filter(|time| days(*time, policy.as_of) < RECENT_DAYS) {
        doubts.push(format!(
            "the service was asked for it on {}, so some code still reads it",
            date(time)
        ));
    }
    let message = match doubts.is_empty() {
        true => format!("{} is in the registry, but no code reads it", shown(&usage.key)),
        false => format!(
            "{} is in the registry, but probably no code here reads it",
            shown(&usage.key)
        ),
    };
    let mut diagnostic = LINT.finding(Some(&usage.key), message);
    if !doubts.is_empty() {
        diagnostic.severity = Severity::Note;
    }
    diagnostic.reasons.push(format!("registered in {}", source(flag)));
    diagnostic
        .reasons
        .extend(created.map(|created| format!("made {}, {} ago", date(created), age(created, policy.as_of))));
    diagnostic.reasons.extend(doubts);
    let unresolved = context.unresolved.len();
    diagnostic.reasons.push(match unresolved {
        0 => "no call was found whose key is known only at run time".to_owned(),
        _ => format!(
            "the keys of {} could not be followed and may mean it",
            count(unresolved, "call")
        ),
    });
    diagnostic.help = vec![
        "make sure that no other repository, service or configuration reads it".to_owned(),
        format!("then archive {} in the registry ({})", shown(&usage.key), source(flag)),
    ];
    diagnostic.related = places
        .mentions
        .iter()
        .take(3)
        .map(|item| label(item, "named here"))
        .collect();
    diagnostic.owner = flag.owner().map(str::to_owned);
    out.push(diagnostic);
}

/// A flag that was asked for in the last days is alive somewhere.
const RECENT_DAYS: i64 = 30;
