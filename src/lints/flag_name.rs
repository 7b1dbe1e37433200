use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{kind_name, label, places, shown, source};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Role, Usage};

lint! {
    /// Flags whose key does not follow the convention for their kind.
    ///
    /// ## Why
    /// A key that says what a flag is for tells every reader of the code whether it is going to stay, and lets tools
    /// sort flags that carry no other mark.
    ///
    /// Nothing is reported until a pattern is configured. Then it holds for every flag of that kind that is in the
    /// registry and not archived, and for keys in the code whose kind `keys` gives. The finding stands at the flag's
    /// declaration or first use.
    ///
    /// ## Example
    /// With the pattern below, `checkout2` is no good name of a release flag:
    ///
    /// ```ruby
    /// if client.variation("checkout2", context, false)
    /// ```
    ///
    /// Better:
    ///
    /// ```ruby
    /// if client.variation("release-checkout-redesign", context, false)
    /// ```
    ///
    /// ## Fix
    /// A key cannot be renamed in most services: create a flag with a good key and the same rules, change the code,
    /// deploy, archive the old one. For a flag that is about to go, that is not worth it.
    ///
    /// ## Options
    /// - `prefixes` under `[kinds.release]` and the other kinds: what keys begin with, such as `EXP_`; one is enough.
    /// - `pattern` under `[kinds.release]`, `[kinds.experiment]`, `[kinds.ops]` or `[kinds.permission]`: a regular
    ///   expression.
    /// - `description` beside it: the convention in words.
    /// - `keys` beside it: globs of keys that are of this kind.
    ///
    /// ```toml
    /// [kinds.release]
    /// pattern = "^release-[a-z0-9]+(-[a-z0-9]+)*$"
    /// description = "release flags are called release-WHAT"
    ///
    /// [kinds.ops]
    /// prefixes = ["OPS_"]
    /// ```
    ///
    /// ## When not to use it
    /// For old registries with hundreds of keys, gate only what is new.
    "flag-name", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    if policy.names.is_empty() && policy.prefixes.is_empty() {
        return;
    }
    let flag = context.flag(usage);
    if flag.is_some_and(|flag| flag.is_retired()) {
        return;
    }
    let Some(kind) = flag
        .map(|flag| policy.kind_of(flag))
        .or_else(|| policy.kind_of_key(&usage.key))
    else {
        return;
    };
    let kind_name = kind_name(kind);
    let rule = policy.names.get(&kind);
    let mut reasons = Vec::new();
    if let Some(rule) = rule.filter(|rule| !rule.pattern.is_match(&usage.key)) {
        reasons.push(format!("{kind_name} flags must match {}", shown(rule.pattern.as_str())));
    }
    let prefixes = policy.prefixes.get(&kind).map(Vec::as_slice).unwrap_or_default();
    if !prefixes.is_empty() && !prefixes.iter().any(|prefix| usage.key.starts_with(prefix.as_str())) {
        let list: Vec<String> = prefixes.iter().map(|prefix| shown(prefix)).collect();
        reasons.push(format!("{kind_name} flags must begin with {}", list.join(" or ")));
    }
    if reasons.is_empty() {
        return;
    }
    let declared = usage
        .uses
        .iter()
        .find(|item| item.role == Role::Declaration && item.certainty >= Certainty::Likely && !item.test);
    let place = declared.or_else(|| places(usage).at.first().copied());
    // A key that only tests use, and that no registry knows, is made up.
    if flag.is_none() && place.is_none_or(|place| place.test) {
        return;
    }
    let message = format!(
        "{} does not follow the convention for {kind_name} flags",
        shown(&usage.key)
    );
    let mut diagnostic = LINT.finding(Some(&usage.key), message);
    diagnostic.reasons = reasons;
    diagnostic
        .reasons
        .extend(rule.and_then(|rule| rule.description.clone()));
    diagnostic
        .reasons
        .extend(flag.map(|flag| format!("registered in {}", source(flag))));
    diagnostic.help = vec![
        "create a flag with a good key and the same rules, and change the code to it".to_owned(),
        "deploy".to_owned(),
        format!(
            "then archive {}; if it is about to go anyway, leave it as it is",
            shown(&usage.key)
        ),
    ];
    diagnostic.label = place.map(|place| label(place, "named here"));
    diagnostic.owner = flag.and_then(|flag| flag.owner()).map(str::to_owned);
    out.push(diagnostic);
}
