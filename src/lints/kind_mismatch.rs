use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{kind_in_name, kind_name, shown};
use crate::lints::{Context, lint};
use crate::registry::{Kind, KindSource};
use crate::usage::Usage;

lint! {
    /// Flags whose name speaks of another kind than the registry.
    ///
    /// ## Why
    /// Readers of the code go by the name, tools go by the registry. `ops-drain-queue` registered as a release flag will
    /// be reported as stale and removed one day, and the operators find out during the next incident.
    ///
    /// A name speaks of a kind through a configured prefix, or through a first word that teams use: `exp`, `experiment`,
    /// `ops`, `kill-switch`, `circuit-breaker`, `perm`, `permission`, `entitlement`. Kinds that were themselves read from
    /// the name do not count; neither does `release`, which names things as well: release notes, release templates.
    ///
    /// ## Example
    /// ```json
    /// {"key": "ops-drain-queue", "kind": "release"}
    /// ```
    ///
    /// Better:
    ///
    /// ```json
    /// {"key": "ops-drain-queue", "kind": "ops"}
    /// ```
    ///
    /// ## Fix
    /// Correct the kind in the registry; it is easier to change than the name.
    ///
    /// ## Options
    /// - `prefixes`, under `[kinds.release]` and the other kinds: what keys of the kind begin with.
    ///
    /// ```toml
    /// [kinds.experiment]
    /// prefixes = ["EXP_", "AB_"]
    /// ```
    ///
    /// ## When not to use it
    /// Where these words have another meaning in your product, such as `permission` for a forest office.
    "kind-mismatch", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    if !matches!(flag.kind_source, KindSource::Declared | KindSource::Config) {
        return;
    }
    let kind = policy.kind_of(flag);
    let Some((said, word)) = kind_in_name(&flag.key, policy) else {
        return;
    };
    if kind == Kind::Unknown || said == kind {
        return;
    }
    let message = format!(
        "the name of {} says {}, the registry says {}",
        shown(&usage.key),
        kind_name(said),
        kind_name(kind)
    );
    let mut diagnostic = LINT.about(usage, Some(flag), message);
    diagnostic
        .reasons
        .push(format!("the name begins with {}", shown(&word)));
    diagnostic.help = vec![
        "decide which of the two is true".to_owned(),
        format!("if the name is: set the kind to {} in the registry", kind_name(said)),
        "if the registry is: give the flag a better name when it is replaced".to_owned(),
    ];
    out.push(diagnostic);
}
