use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{count, label, lifecycle_name, places, shown, source};
use crate::lints::{Context, lint};
use crate::usage::{Role, Usage, Use};

lint! {
    /// Keys that the code reads and no registry knows.
    ///
    /// ## Why
    /// A call for a flag that does not exist always gives its default. A misspelt key is a feature that never goes on;
    /// a deleted one is a branch that never runs. Neither fails, so only a comparison with the registry shows it.
    ///
    /// Reported are calls outside tests; tests may invent keys, and a constant that no code asks for does no harm. Without
    /// a registry nothing is reported. Where the export says that it is not complete, findings are notes.
    ///
    /// ## Example
    /// The registry has `new-checkout`:
    ///
    /// ```go
    /// enabled, _ := client.BoolVariation("new-chekout", context, false)
    /// ```
    ///
    /// What was meant:
    ///
    /// ```go
    /// enabled, _ := client.BoolVariation("new-checkout", context, false)
    /// ```
    ///
    /// ## Fix
    /// Correct the key, or create the flag. If it was deleted on purpose, keep the code for the default at the call and
    /// remove the rest.
    ///
    /// ## Options
    /// - `ignore`: globs of keys that are in no registry on purpose.
    ///
    /// ```toml
    /// [lints]
    /// unknown-flag = { level = "error", ignore = ["legacy-*"] }
    /// ```
    ///
    /// ## When not to use it
    /// Where code reads the flags of several projects and only one of them is exported: give all exports, or ignore the
    /// other's keys. Most services leave archived flags out of an export; add them to learn more about such keys.
    "unknown-flag", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let ignored = || context.policy.unknown_ignore.is_match(&usage.key);
    if usage.flag.is_some() || !context.has_registry() || ignored() {
        return;
    }
    let places = places(usage);
    let is_read = |place: &&&Use| !place.test && place.role == Role::Evaluation;
    if !places.at.iter().any(|place| is_read(&place)) {
        return;
    }
    let near = context.nearest_key(&usage.key);
    let partial = context.partial();
    let message = match near {
        Some(near) => format!(
            "{} is not in the registry; did you mean {}?",
            shown(&usage.key),
            shown(near)
        ),
        None => format!("{} is not in the registry", shown(&usage.key)),
    };
    let sources = &context.registry.sources;
    let read: Vec<&str> = sources.iter().take(3).map(|source| source.path.as_str()).collect();
    let more = if sources.len() > read.len() { " and more" } else { "" };
    let mut reasons = vec![format!(
        "none of {} in {}{more}",
        count(context.registry.flags.len(), "flag"),
        read.join(", ")
    )];
    reasons.extend(partial.map(str::to_owned));
    if let Some(near) = near.and_then(|near| context.registry.get(near)) {
        reasons.push(format!(
            "{} is {} ({})",
            shown(&near.key),
            lifecycle_name(near.lifecycle),
            source(near)
        ));
    }
    for place in places.at.iter().filter(is_read) {
        let mut diagnostic = LINT.finding(Some(&usage.key), message.clone());
        if partial.is_some() {
            diagnostic.severity = Severity::Note;
        }
        diagnostic.reasons = reasons.clone();
        diagnostic.reasons.extend(
            place
                .via
                .iter()
                .map(|via| format!("the key comes through {}", shown(via))),
        );
        diagnostic.help = vec![
            match near {
                Some(near) => format!("write {}, if that flag is meant", shown(near)),
                None => "correct the key, or create the flag in the registry".to_owned(),
            },
            "if the flag is gone on purpose: keep the code for the call's default, and remove the call".to_owned(),
            "if another registry has it: give that export too".to_owned(),
        ];
        diagnostic.label = Some(label(place, "no such flag"));
        diagnostic.related = places.related();
        out.push(diagnostic);
    }
}
