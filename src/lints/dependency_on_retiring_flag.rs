use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{date, label, lifecycle_name, places, shown, source};
use crate::lints::{Context, fully_rolled_out, lint};
use crate::registry::{Flag, Lifecycle, When};
use crate::usage::Usage;

lint! {
    /// Flags that depend on a flag which is due for removal.
    ///
    /// ## Why
    /// Archive the outer flag first, and every flag that needs it is off for everyone in the same second. Flags that
    /// depend on each other come apart in one order only: from the inside out.
    ///
    /// A flag is due where the registry calls it deprecated, launched or stale, where its expiry date has passed, or
    /// where everyone in production has been given one value for a while.
    ///
    /// ## Example
    /// `new-cart` is on for everyone since May, and `cart-upsell` still needs it:
    ///
    /// ```json
    /// {"key": "cart-upsell", "prerequisites": ["new-cart"]}
    /// ```
    ///
    /// Better, before `new-cart` is removed:
    ///
    /// ```json
    /// {"key": "cart-upsell", "prerequisites": []}
    /// ```
    ///
    /// ## Fix
    /// Take the prerequisite away from the inner flag, then remove the outer flag from the code, deploy, and archive it
    /// last.
    ///
    /// ## When not to use it
    /// Where the service refuses to archive a flag that others need.
    "dependency-on-retiring-flag", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let mut seen = BTreeSet::new();
    for prerequisite in &flag.prerequisites {
        let Some(parent) = context
            .registry
            .get(&prerequisite.flag)
            .filter(|parent| !parent.is_retired())
        else {
            continue;
        };
        if parent.key == flag.key || !seen.insert(parent.key.as_str()) {
            continue;
        }
        let Some(why) = due(parent, context) else { continue };
        let (child, other) = (shown(&flag.key), shown(&parent.key));
        let mut diagnostic = LINT.about(
            usage,
            Some(flag),
            format!("{child} needs {other}, which is due for removal: {why}"),
        );
        diagnostic
            .reasons
            .push(format!("{other} is registered in {}", source(parent)));
        diagnostic.help = order(flag, parent, context);
        let place = context
            .usage(&parent.key)
            .and_then(|usage| places(usage).at.first().copied());
        diagnostic
            .related
            .extend(place.map(|place| label(place, "the flag that is due")));
        out.push(diagnostic);
    }
}

/// Why a flag is due for removal.
fn due(flag: &Flag, context: &Context<'_>) -> Option<String> {
    if matches!(flag.lifecycle, Lifecycle::Deprecated | Lifecycle::Launched) {
        return Some(format!("the registry calls it {}", lifecycle_name(flag.lifecycle)));
    }
    if flag.stale_by_vendor.as_ref().is_some_and(|verdict| verdict.stale) {
        return Some("the registry calls it stale".to_owned());
    }
    let expires = flag.expires.as_ref().and_then(When::time);
    if let Some(expired) = expires.filter(|expires| *expires <= context.policy.as_of) {
        return Some(format!("it expired on {}", date(expired)));
    }
    fully_rolled_out::since(flag, context).map(|since| format!("everyone gets one value{since}"))
}

/// In which order the two come apart.
fn order(flag: &Flag, parent: &Flag, context: &Context<'_>) -> Vec<String> {
    let (child, other) = (shown(&flag.key), shown(&parent.key));
    let mut steps = Vec::new();
    if due(flag, context).is_some() {
        steps.push(format!(
            "first remove {child}, which is due as well, from the code, deploy, and archive it"
        ));
    } else {
        steps.push(format!("first take the prerequisite {other} away from {child}"));
    }
    let others = context
        .dependents(&parent.key)
        .iter()
        .filter(|key| **key != flag.key)
        .count();
    if others > 0 {
        steps.push(format!("do the same for the other flags that need {other}: {others}"));
    }
    steps.push(format!("then remove {other} from the code, and deploy"));
    steps.push(format!("archive {other} last"));
    steps
}
