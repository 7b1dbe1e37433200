use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, date, days, kind_name, shown};
use crate::lints::{Context, lint};
use crate::registry::{Kind, KindSource, When};
use crate::usage::Usage;

lint! {
    /// Flags whose kind and whose lifetime contradict each other, so that one of them is probably wrong.
    ///
    /// ## Why
    /// The kind decides what is expected of a flag: a release flag must go, an ops flag may stay. A release flag that is
    /// marked permanent is never reported as stale and never goes; an ops flag that is marked temporary is chased for
    /// nothing. A flag that is ten times as old as its kind allows and is still being changed is used for something else
    /// than its kind says.
    ///
    /// Only kinds that the registry or the configuration declares count, not those guessed from a name.
    ///
    /// ## Example
    /// ```json
    /// {"key": "new-checkout", "kind": "release", "permanent": true}
    /// ```
    ///
    /// Better, if operators switch it:
    ///
    /// ```json
    /// {"key": "new-checkout", "kind": "ops", "permanent": true}
    /// ```
    ///
    /// ## Fix
    /// Decide what the flag is for. Correct the kind or the mark in the registry; if it was a release flag all along,
    /// take the mark away and let it be removed.
    ///
    /// ## Options
    /// - `factor` (default 10): how many times the lifetime of its kind a flag may be old.
    ///
    /// ```toml
    /// [lints]
    /// lifetime-mismatch = { factor = 5 }
    /// ```
    ///
    /// ## When not to use it
    /// Where the registry's kinds or marks are not kept up and nothing else depends on them.
    "lifetime-mismatch", Some(Severity::Note), debt = false, check
}

/// How many times the lifetime of its kind a flag may be old.
const FACTOR: u32 = 10;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let configured = policy.kind_of_key(&flag.key).is_some();
    if !configured && !matches!(flag.kind_source, KindSource::Declared | KindSource::Config) {
        return;
    }
    let kind = policy.kind_of(flag);
    let name = kind_name(kind);
    let key = || shown(&usage.key);
    let must_go = matches!(kind, Kind::Release | Kind::Experiment);
    let factor = policy.options.lifetime_mismatch.factor.unwrap_or(FACTOR);
    let created = flag.created.as_ref().and_then(When::time);
    let limit = policy
        .lifetime_days
        .get(&kind)
        .map(|lifetime| i64::from(*lifetime) * i64::from(factor));
    let (message, first) = match (flag.permanent, kind) {
        (Some(true), _) if must_go => (
            format!("{} is marked permanent, but {name} flags are meant to go", key()),
            "if it is to stay: give it the kind ops or permission".to_owned(),
        ),
        // A service that marks all flags of a kind alike has another idea of the kind, and nothing contradicts.
        (Some(false), Kind::Ops | Kind::Permission) if configured || context.some_stay(flag) => (
            format!("{} is marked temporary, but {name} flags are meant to stay", key()),
            "if it is to go: give it the kind release or experiment".to_owned(),
        ),
        _ => match (created, limit) {
            (Some(created), Some(limit)) if days(created, policy.as_of) > limit => (
                format!(
                    "{} is {} old, more than {factor} times what {name} flags may live",
                    key(),
                    age(created, policy.as_of)
                ),
                "if it is used for something else by now: give it the kind ops or permission".to_owned(),
            ),
            _ => return,
        },
    };
    let mut diagnostic = LINT.about(usage, Some(flag), message);
    diagnostic
        .reasons
        .extend(created.map(|created| format!("made {}, {} ago", date(created), age(created, policy.as_of))));
    diagnostic.reasons.push(match configured {
        true => format!("by the configuration its kind is {name}"),
        false => format!("by the registry its kind is {name}"),
    });
    diagnostic.help = vec![
        "decide what the flag is for".to_owned(),
        first,
        "otherwise correct the mark in the registry, and let it be removed when its time is over".to_owned(),
    ];
    out.push(diagnostic);
}
