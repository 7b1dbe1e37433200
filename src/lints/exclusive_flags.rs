use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, may_be_on, places, production, shown, source};
use crate::lints::{Context, lint};
use crate::registry::Flag;

lint! {
    /// Flags of a group of which only one may be on, but two are.
    ///
    /// ## Why
    /// Two checkouts at once, two pricing engines at once: some pairs of flags are a state that must not exist, and no
    /// flag service knows it. Whoever switches one of them sees only its own page.
    ///
    /// Nothing is reported until groups are configured. Two flags of a group are in conflict where both may be on in the
    /// same production environment: on for everyone, or for some. What is unknown is not reported.
    ///
    /// ## Example
    /// With `groups = [["checkout-a", "checkout-b"]]`:
    ///
    /// ```json
    /// {"flags": [
    ///   {"key": "checkout-a", "environments": {"production": {"enabled": true, "serves": true}}},
    ///   {"key": "checkout-b", "environments": {"production": {"enabled": true, "serves": true}}}
    /// ]}
    /// ```
    ///
    /// Better:
    ///
    /// ```json
    /// {"flags": [
    ///   {"key": "checkout-a", "environments": {"production": {"enabled": true, "serves": true}}},
    ///   {"key": "checkout-b", "environments": {"production": {"enabled": false, "serves": false}}}
    /// ]}
    /// ```
    ///
    /// ## Fix
    /// Switch one of them off. If the group is a choice between several, one flag with several values says it better.
    ///
    /// ## Options
    /// - `groups` (default none): lists of keys of which only one may be on at a time.
    ///
    /// ```toml
    /// [lints]
    /// exclusive-flags = { level = "error", groups = [["checkout-a", "checkout-b"]] }
    /// ```
    ///
    /// ## When not to use it
    /// Where the rules of both flags are written so that no user gets both; the lint does not compare rules.
    "exclusive-flags", Some(Severity::Warning), debt = false, run = check
}

/// Larger groups are cut; every pair is compared.
const LARGEST: usize = 50;

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for group in &context.policy.options.exclusive_flags.groups {
        let known = group.iter().take(LARGEST).filter_map(|key| context.registry.get(key));
        let flags: Vec<&Flag> = known.filter(|flag| !flag.is_retired()).collect();
        for (at, second) in flags.iter().enumerate() {
            let mut earlier = flags.iter().take(at).filter(|first| first.key != second.key);
            if let Some((first, environment)) =
                earlier.find_map(|first| Some((first, both_on(first, second, context)?)))
            {
                out.extend(finding(first, second, environment, context));
            }
        }
    }
}

/// The first production environment in which both may be on.
fn both_on<'a>(first: &Flag, second: &'a Flag, context: &Context<'_>) -> Option<&'a str> {
    let on = |flag: &Flag, name: &str| {
        let production = production(flag, context.registry, context.policy).environments;
        let mut here = production.into_iter().filter(|environment| environment.name == name);
        here.any(|environment| may_be_on(environment) == Some(true))
    };
    let names = second.environments.iter().map(|environment| environment.name.as_str());
    names.into_iter().find(|name| on(first, name) && on(second, name))
}

fn finding(first: &Flag, second: &Flag, environment: &str, context: &Context<'_>) -> Option<Diagnostic> {
    let usage = context.usage(&second.key)?;
    let message = format!(
        "{} and {} may both be on in {}, but they exclude each other",
        shown(&first.key),
        shown(&second.key),
        shown(environment)
    );
    let mut diagnostic = LINT.about(usage, Some(second), message);
    diagnostic
        .reasons
        .push(format!("{} is registered in {}", shown(&first.key), source(first)));
    diagnostic
        .reasons
        .push("the configuration puts both into a group of which only one may be on".to_owned());
    diagnostic.help = vec![
        format!("switch one of them off in {}", shown(environment)),
        "if no user can get both by their rules: take them out of the group".to_owned(),
    ];
    let place = context
        .usage(&first.key)
        .and_then(|usage| places(usage).at.first().copied());
    diagnostic
        .related
        .extend(place.map(|place| label(place, "the other flag")));
    Some(diagnostic)
}
