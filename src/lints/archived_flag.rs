use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{keep, label, lifecycle_name, literal, places, rollout, shown, source};
use crate::lints::{Context, lint};
use crate::registry::Lifecycle;
use crate::usage::Usage;

lint! {
    /// Flags that the registry has archived, deleted or deprecated and that the code still reads.
    ///
    /// ## Why
    /// Most services answer a call for an archived flag with the default at the call, so one branch is dead and nobody
    /// decided which. A deprecated flag is about to get there. Whoever looks for the flag in the registry finds nothing,
    /// and a new flag with the same key would silently switch the old code again.
    ///
    /// All kinds of flags are reported, permanent ones too.
    ///
    /// ## Example
    /// `old-cart` was archived in January:
    ///
    /// ```ts
    /// if (client.boolVariation("old-cart", context, false)) {
    ///   renderOldCart();
    /// } else {
    ///   renderCart();
    /// }
    /// ```
    ///
    /// Everyone gets the default `false`, so this is the same:
    ///
    /// ```ts
    /// renderCart();
    /// ```
    ///
    /// ## Fix
    /// Keep the code for the value that the calls get now, remove the calls, declarations and test overrides, and
    /// deploy. For a deprecated flag: only then archive it.
    ///
    /// ## When not to use it
    /// Where the code of several repositories is scanned apart, and one of them must keep a call until the other is
    /// deployed, suppress the finding with a date.
    "archived-flag", Some(Severity::Warning), debt = true, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context
        .flag(usage)
        .filter(|flag| flag.is_retired() || flag.lifecycle == Lifecycle::Deprecated)
    else {
        return;
    };
    let places = places(usage);
    let state = lifecycle_name(flag.lifecycle);
    let rollout = rollout(flag, context).filter(|_| !flag.is_retired());
    for place in &places.at {
        let served = rollout.as_ref().and_then(|rollout| rollout.value_at(place));
        let message = format!(
            "{} is {state} in the registry, but the code still reads it",
            shown(&usage.key)
        );
        let mut diagnostic = LINT.finding(Some(&usage.key), message);
        diagnostic
            .reasons
            .push(format!("{state} in the registry ({})", source(flag)));
        if let Some(rollout) = &rollout {
            diagnostic.reasons.extend(rollout.reasons(flag, context.policy));
        }
        let first = match (&served, &place.default) {
            (Some(value), _) => vec![keep(value.as_ref(), place)],
            (None, Some(default)) if flag.is_retired() => {
                diagnostic.reasons.push(format!(
                    "most services answer for {state} flags with the default of the call, here {}",
                    literal(default)
                ));
                vec![
                    "make sure that the call gets its default now".to_owned(),
                    keep(Some(default), place),
                ]
            }
            (None, _) => vec![
                match flag.is_retired() {
                    true => "find out what the call gets now: usually its default, or an error".to_owned(),
                    false => "decide which value stays, and serve it to everyone".to_owned(),
                },
                "keep the code for that value, and remove the call and the rest".to_owned(),
            ],
        };
        diagnostic.help = places.removal(flag, first);
        diagnostic.label = Some(label(place, "still read here"));
        diagnostic.related = places.related();
        diagnostic.owner = flag.owner().map(str::to_owned);
        diagnostic.served = served.flatten();
        out.push(diagnostic);
    }
}
