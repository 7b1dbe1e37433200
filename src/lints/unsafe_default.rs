use serde_json::Value;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, literal, may_be_on, may_stay, places, production, rollout, shown};
use crate::lints::{Context, lint};
use crate::registry::{Flag, Kind};
use crate::usage::{Role, Usage, Use};

lint! {
    /// Calls whose default is not what users get, so that behaviour flips when the flag service cannot be reached.
    ///
    /// ## Why
    /// The default at the call is what everybody gets while the service is down, while the SDK starts, and when somebody
    /// archives the flag before the code is gone. If it is another value than the one served, each of these switches the
    /// feature for everyone at once.
    ///
    /// Two cases are reported: a flag that is meant to stay gives everyone in production one value and the call's default
    /// is another one; and a release or experiment flag is not on for everyone while the call's default is `true`, which
    /// would release it. For a release flag that is on for everyone the answer is not another default but its removal,
    /// which `fully-rolled-out` asks for.
    ///
    /// ## Example
    /// `search-suggestions`, an ops flag, is on for everyone:
    ///
    /// ```ts
    /// const on = client.boolVariation("search-suggestions", context, false);
    /// ```
    ///
    /// Better, if the search can carry it also while the service is down:
    ///
    /// ```ts
    /// const on = client.boolVariation("search-suggestions", context, true);
    /// ```
    ///
    /// ## Fix
    /// Ask what should happen when nobody can be asked. For what is on for good that is usually the served value; for
    /// what is not released yet it is off.
    ///
    /// ## When not to use it
    /// Where off is meant as the safe state, such as for costly features that should go away with the flag service.
    "unsafe-default", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let rollout = rollout(flag, context);
    let stays = may_stay(flag, context.policy);
    let places = places(usage);
    for place in places
        .at
        .iter()
        .filter(|place| place.role == Role::Evaluation && !place.test)
    {
        let Some(default) = &place.default else { continue };
        let served = rollout
            .as_ref()
            .filter(|rollout| !rollout.is_code_default())
            .and_then(|rollout| rollout.value_at(place).flatten());
        let (message, reasons) = match served {
            Some(value) if stays && value != *default && same_type(&value, default) => (
                format!(
                    "without the flag service, this call of {} gives {} instead of {}",
                    shown(&usage.key),
                    literal(default),
                    literal(&value)
                ),
                rollout
                    .as_ref()
                    .map(|rollout| rollout.reasons(flag, context.policy))
                    .unwrap_or_default(),
            ),
            Some(value) if value == *default => continue,
            _ if *default == Value::Bool(true) && is_unreleased(flag, place, context) => (
                format!(
                    "without the flag service, this call of {} turns it on for everyone",
                    shown(&usage.key)
                ),
                vec!["in production it is not on for everyone".to_owned()],
            ),
            _ => continue,
        };
        let mut diagnostic = LINT.about(usage, Some(flag), message);
        diagnostic.reasons.extend(reasons);
        diagnostic.help = vec![
            "decide what should happen while the flag service cannot be reached".to_owned(),
            format!(
                "if {} is not it: change the default at the call, and deploy",
                literal(default)
            ),
        ];
        diagnostic.label = Some(label(place, &format!("default {}", literal(default))));
        out.push(diagnostic);
    }
}

fn same_type(one: &Value, two: &Value) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(two)
}

/// A feature that some users must not see yet.
fn is_unreleased(flag: &Flag, place: &Use, context: &Context<'_>) -> bool {
    let kind = context.policy.kind_of(flag);
    let must_go = matches!(kind, Kind::Release | Kind::Experiment) || flag.permanent == Some(false);
    let production = production(flag, context.registry, context.policy);
    let split = |environment: &&crate::registry::Environment| {
        environment.serves.state == crate::registry::ServesState::Split || may_be_on(environment) == Some(false)
    };
    must_go && !may_stay(flag, context.policy) && !place.negated && production.environments.iter().any(split)
}
