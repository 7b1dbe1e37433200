use jiff::Timestamp;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, date, days, keep, kind_name, label, may_stay, places, rollout, shown, source};
use crate::lints::{Context, lint};
use crate::registry::{Flag, Kind, When};
use crate::usage::{Role, Usage};

lint! {
    /// Release and experiment flags whose state nobody has changed for the lifetime of their kind.
    ///
    /// ## Why
    /// A release flag lives for weeks, an experiment until it has its answer. One that nobody touches for months is
    /// forgotten: the rollout stopped half-way, the experiment has no owner any more. Both branches have to be kept
    /// working for it.
    ///
    /// The age counts from the last change of state in any environment or, where the registry does not know it, from
    /// the flag's making. A flag without either date is not reported. Ops and permission flags, and flags marked
    /// permanent, are exempt.
    ///
    /// A flag of unknown kind counts as a release flag if the registry calls it temporary, or if its export knows no
    /// kinds at all. Where an export gives kinds to some flags, those without one are left alone (see `unknown-kinds`).
    ///
    /// A flag that gives everyone the same value is reported as `fully-rolled-out` instead.
    ///
    /// ## Example
    /// `search-ranker` is an experiment that has split its users in halves since January:
    ///
    /// ```python
    /// ranker = client.string_value("search-ranker", "bm25")
    /// results = rank_learned(query) if ranker == "learned" else rank_bm25(query)
    /// ```
    ///
    /// After the decision:
    ///
    /// ```python
    /// results = rank_learned(query)
    /// ```
    ///
    /// ## Fix
    /// Decide which value stays and serve it to everyone; keep its code; remove the calls, declarations and test
    /// overrides; deploy; then archive the flag. If it is meant to stay, say so in the registry.
    ///
    /// ## Options
    /// - `lifetime-days` under `[kinds.release]` or `[kinds.experiment]` (default 90), or `"never"`. A lifetime under
    ///   `[kinds.ops]` or `[kinds.permission]` ends the exemption of that kind.
    /// - `unknown-kinds` (default `false`): treat every flag of unknown kind as a release flag.
    ///
    /// ```toml
    /// [kinds.experiment]
    /// lifetime-days = 40
    ///
    /// [lints]
    /// stale-flag = { level = "error", unknown-kinds = true }
    /// ```
    ///
    /// ## When not to use it
    /// Where the registry's dates are those of an import, all flags look equally old; set the lint to `note` until
    /// they are true again.
    "stale-flag", Some(Severity::Warning), debt = true, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context
        .flag(usage)
        .filter(|flag| !flag.is_retired() && !may_stay(flag, policy))
    else {
        return;
    };
    let Some((kind, assumed)) = counted_kind(flag, context) else {
        return;
    };
    let Some(lifetime) = policy.lifetime_days.get(&kind).copied() else {
        return;
    };
    let Some((since, changed)) = last_change(flag) else {
        return;
    };
    if days(since, policy.as_of) < i64::from(lifetime) {
        return;
    }
    let old = age(since, policy.as_of);
    let kind_name = kind_name(kind);
    let places = places(usage);
    let rollout = rollout(flag, context);
    for place in &places.at {
        let message = format!(
            "{} has not changed for {old}, {lifetime} are allowed for {kind_name} flags",
            shown(&usage.key)
        );
        let served = rollout.as_ref().and_then(|rollout| rollout.value_at(place));
        let mut diagnostic = LINT.finding(Some(&usage.key), message);
        diagnostic.reasons.push(match changed {
            true => format!("last change {}, {old} ago ({})", date(since), source(flag)),
            false => format!(
                "made {}, {old} ago, no later change is known ({})",
                date(since),
                source(flag)
            ),
        });
        diagnostic.reasons.extend(assumed.map(str::to_owned));
        if let Some(rollout) = &rollout {
            diagnostic.reasons.extend(rollout.reasons(flag, policy));
        }
        let first = match &served {
            Some(value) => vec![keep(value.as_ref(), place)],
            None => vec![
                "decide which value stays, and serve it to everyone".to_owned(),
                "keep the code for that value, and remove the call and the rest".to_owned(),
            ],
        };
        diagnostic.help = places.removal(flag, first);
        diagnostic
            .help
            .push("or, if it is meant to stay: mark it permanent, or of kind ops or permission".to_owned());
        diagnostic.label = Some(label(
            place,
            match place.role {
                Role::Evaluation => "read here",
                Role::TestOverride => "set here",
                Role::Declaration | Role::Mention => "declared here",
            },
        ));
        diagnostic.related = places.related();
        diagnostic.owner = flag.owner().map(str::to_owned);
        diagnostic.served = served.flatten();
        out.push(diagnostic);
    }
}

/// The kind that sets the lifetime, and why it is assumed where nobody says it.
fn counted_kind(flag: &Flag, context: &Context<'_>) -> Option<(Kind, Option<&'static str>)> {
    match context.policy.kind_of(flag) {
        Kind::Unknown if flag.permanent == Some(false) => Some((
            Kind::Release,
            Some("the registry calls it temporary: counted as a release flag"),
        )),
        Kind::Unknown if context.policy.unknown_kinds => Some((
            Kind::Release,
            Some("of unknown kind: counted as a release flag, as configured"),
        )),
        Kind::Unknown if !context.source_has_kinds(flag) => Some((
            Kind::Release,
            Some("the export knows no kinds: counted as a release flag"),
        )),
        Kind::Unknown => None,
        kind => Some((kind, None)),
    }
}

/// The last change of state in any environment or, without one, the making; and which of the two it is.
fn last_change(flag: &Flag) -> Option<(Timestamp, bool)> {
    let by_environment = flag.environments.iter().map(|environment| &environment.changed);
    let changed = by_environment
        .chain([&flag.changed])
        .flatten()
        .filter_map(When::time)
        .max();
    let created = flag.created.as_ref().and_then(When::time);
    match (changed, created) {
        (Some(changed), Some(created)) => Some((changed.max(created), changed > created)),
        (Some(changed), None) => Some((changed, true)),
        (None, created) => created.map(|created| (created, false)),
    }
}
