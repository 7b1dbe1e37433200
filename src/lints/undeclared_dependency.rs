use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::evidence::{count, label, shown, source};
use crate::lints::{Context, lint};
use crate::registry::Flag;
use crate::usage::{Certainty, Role, Usage, Use};

lint! {
    /// Flags that the code only asks for where another flag is on or off, without the registry knowing of it.
    ///
    /// ## Why
    /// Whoever rolls out the inner flag on its own page sees its percentage and believes it. In truth only those users
    /// get it who have the outer flag as well. And whoever removes the outer flag decides about the inner one with it.
    ///
    /// Reported where every call outside tests stands inside a branch of the other flag, with a certain value: in its
    /// arm, or on the right of `&&`. Both flags must be registered. It is silent in registries that declare no
    /// prerequisites at all, unless the configuration names the lint.
    ///
    /// ## Example
    /// The registry knows of no connection:
    ///
    /// ```ts
    /// if (client.boolVariation("new-cart", context, false)) {
    ///   return client.boolVariation("cart-upsell", context, false) ? upsell() : cart();
    /// }
    /// ```
    ///
    /// Better: the same code, and in the registry
    ///
    /// ```json
    /// {"key": "cart-upsell", "prerequisites": ["new-cart"]}
    /// ```
    ///
    /// ## Fix
    /// Declare the prerequisite, or ask for the inner flag independently of the outer one.
    ///
    /// ## When not to use it
    /// Where the service cannot declare prerequisites.
    "undeclared-dependency", Some(Severity::Note), debt = false, check
}

/// So many levels of declared prerequisites are followed.
const LEVELS: usize = 32;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let asked = context.policy.levels.contains_key(LINT.name);
    if !asked && !context.has_dependencies() {
        return;
    }
    let Some((parent, value, calls)) = only_under(usage, context) else {
        return;
    };
    let Some(other) = context.flag(parent).filter(|other| !other.is_retired()) else {
        return;
    };
    if declares(flag, other, context) {
        return;
    }
    let state = if value { "on" } else { "off" };
    let message = format!(
        "code asks for {} only where {} is {state}, the registry knows nothing of it",
        shown(&usage.key),
        shown(&parent.key)
    );
    let mut diagnostic = LINT.about(usage, Some(flag), message);
    diagnostic.reasons.push(format!(
        "{} outside tests, all of them inside a branch of {}",
        count(calls.len(), "call"),
        shown(&parent.key)
    ));
    diagnostic
        .reasons
        .push(format!("{} is registered in {}", shown(&other.key), source(other)));
    diagnostic.help = vec![
        format!(
            "declare {} as a prerequisite of {} in the registry",
            shown(&parent.key),
            shown(&usage.key)
        ),
        format!(
            "or ask for {} independently of {}",
            shown(&usage.key),
            shown(&parent.key)
        ),
    ];
    if let Some((first, branch)) = calls.first() {
        diagnostic.label = Some(label(first, &format!("only where {} is {state}", shown(&parent.key))));
        diagnostic.related = vec![Label {
            path: first.path.clone(),
            place: *branch,
            text: format!("the branch of {}", shown(&parent.key)),
        }];
    }
    out.push(diagnostic);
}

/// The calls of a flag with the branch around each.
type Calls<'a> = Vec<(&'a Use, crate::evidence::Spot)>;

/// The innermost other flag that has one certain value around every call, and the calls with its branches.
fn only_under<'f>(usage: &'f Usage, context: &'f Context<'_>) -> Option<(&'f Usage, bool, Calls<'f>)> {
    let own = context.index_of(usage)?;
    let mut common: Option<Vec<(usize, bool)>> = None;
    let mut calls = Vec::new();
    for (item, index) in usage.uses.iter().zip(0..) {
        if item.role != Role::Evaluation || item.test || item.certainty < Certainty::Likely {
            continue;
        }
        let around = context.nesting().around(own, index);
        let outer: Vec<(usize, bool)> = around
            .iter()
            .rev()
            .filter(|arm| arm.usage != own)
            .filter_map(|arm| Some((arm.usage, arm.value?)))
            .collect();
        let here: BTreeSet<(usize, bool)> = outer.iter().copied().collect();
        common = Some(match common {
            None => outer,
            Some(common) => common.into_iter().filter(|pair| here.contains(pair)).collect(),
        });
        calls.push((item, around));
    }
    let (parent, value) = *common?.first()?;
    let calls = calls.into_iter().filter_map(|(item, around)| {
        let arm = around.iter().rev().find(|arm| arm.usage == parent)?;
        Some((item, arm.branch))
    });
    Some((context.usages.get(parent)?, value, calls.collect()))
}

/// Whether the registry knows that one flag depends on the other, directly or through others.
fn declares(flag: &Flag, other: &Flag, context: &Context<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![flag];
    for _ in 0..LEVELS {
        let mut parents = Vec::new();
        for flag in next {
            for prerequisite in &flag.prerequisites {
                let Some(parent) = context.registry.get(&prerequisite.flag) else {
                    continue;
                };
                if parent.key == other.key {
                    return true;
                }
                if seen.insert(parent.key.as_str()) {
                    parents.push(parent);
                }
            }
        }
        next = parents;
    }
    false
}
