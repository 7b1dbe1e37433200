use serde_json::Value;

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::evidence::{Around, constant_truth, label, literal, shown, source};
use crate::lints::{Context, lint};
use crate::registry::Flag;
use crate::usage::{Certainty, Role, Usage, Use};

lint! {
    /// Branches that can never run, because the flags around them exclude each other.
    ///
    /// ## Why
    /// Code that asks for a flag where it cannot have the value it needs looks like a feature and is none. It is read,
    /// tested and carried along, and whoever switches the flag waits in vain.
    ///
    /// Reported are:
    ///
    /// - a flag that is asked for where another one is off, while its prerequisite in the registry wants that one on, or
    ///   the other way round;
    /// - a flag that is asked for inside the opposite branch of itself;
    /// - a flag that is asked for where another one has a value that nobody in production gets (a note).
    ///
    /// ## Example
    /// `cart-upsell` needs `new-cart`, but stands in its `else`:
    ///
    /// ```python
    /// if client.variation("new-cart", user, False):
    ///     return new_cart()
    /// elif client.variation("cart-upsell", user, False):
    ///     return upsell()
    /// ```
    ///
    /// Better:
    ///
    /// ```python
    /// if client.variation("new-cart", user, False):
    ///     return upsell() if client.variation("cart-upsell", user, False) else new_cart()
    /// ```
    ///
    /// ## Fix
    /// Move the inner call to where it can be true, or correct the prerequisite, or remove the branch.
    ///
    /// ## When not to use it
    /// Where flags are asked for different users in nested branches.
    "contradicting-dependency", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(own) = context.index_of(usage) else { return };
    let flag = context.flag(usage);
    for (item, index) in usage.uses.iter().zip(0..) {
        if item.role != Role::Evaluation || item.test || item.certainty < Certainty::Likely {
            continue;
        }
        for decision in context.nesting().decisions(own, index) {
            let found = decision.around.iter().rev().find_map(|arm| {
                let outer = context.usages.get(arm.usage)?;
                contradiction((item, decision.branch), (usage, flag), outer, arm, context)
            });
            if let Some(mut found) = found {
                let mut place = label(item, "never reached with the right value");
                let branch = decision.branch.and_then(|at| item.branches.get(at));
                place.place = branch.map_or(place.place, |branch| branch.whole);
                found.label = Some(place);
                out.push(found);
            }
        }
    }
}

/// What one arm around a call makes impossible.
fn contradiction(
    (item, at): (&Use, Option<usize>),
    (usage, flag): (&Usage, Option<&Flag>),
    outer: &Usage,
    arm: &Around,
    context: &Context<'_>,
) -> Option<Diagnostic> {
    let value = arm.value?;
    let (inner_key, outer_key) = (shown(&usage.key), shown(&outer.key));
    let state = |on: bool| if on { "on" } else { "off" };
    let related = Label {
        path: item.path.clone(),
        place: arm.branch,
        text: format!("the branch of {outer_key}"),
    };
    if outer.key == usage.key {
        // Asked again where it is known: the opposite arm is dead. Asking again in the same sense is only idle.
        let here = item.branches.iter().zip(0..).filter(|(branch, index)| match at {
            Some(at) => *index == at,
            None => branch.whole.span.contains(item.whole.span),
        });
        let dead = here
            .into_iter()
            .any(|(branch, _)| branch.consequence_when == Some(!value) && branch.consequence.is_some());
        let message = format!("{inner_key} is asked for again where it is {}", state(value));
        return dead.then(|| {
            let mut found = LINT.about(usage, flag, message);
            found.reasons.push(format!(
                "the branch below wants it to be {}, which it cannot be here",
                state(!value)
            ));
            found.help = vec!["remove the branch, or move it out of the other one".to_owned()];
            found.related = vec![related];
            found
        });
    }
    let other = context.flag(outer)?;
    let wanted = flag
        .into_iter()
        .flat_map(|flag| &flag.prerequisites)
        .find_map(|prerequisite| {
            let names = context.registry.get(&prerequisite.flag)?;
            let values = prerequisite.values.as_ref().filter(|values| !values.is_empty())?;
            let plain = values.iter().all(Value::is_boolean);
            (names.key == other.key && plain && !values.contains(&Value::Bool(value))).then_some(values)
        });
    if let Some(wanted) = wanted {
        let message = format!(
            "{inner_key} needs {outer_key}, but is asked for where {outer_key} is {}",
            state(value)
        );
        let mut found = LINT.about(usage, flag, message);
        let values: Vec<String> = wanted.iter().map(literal).collect();
        found.reasons.push(format!(
            "the registry's prerequisite wants {outer_key} to be {}",
            values.join(" or ")
        ));
        found.help = vec![
            format!("move the call to where {outer_key} is {}", values.join(" or ")),
            "or correct the prerequisite in the registry, or remove the branch".to_owned(),
        ];
        found.related = vec![related];
        return Some(found);
    }
    let constant = constant_truth(other, context).filter(|constant| *constant != value)?;
    let message = format!(
        "{inner_key} is asked for only where {outer_key} is {}, which it is for nobody",
        state(value)
    );
    let mut found = LINT.about(usage, flag, message);
    found.severity = Severity::Note;
    found.reasons.push(format!(
        "everyone in production gets {} of {outer_key} ({})",
        literal(&Value::Bool(constant)),
        source(other)
    ));
    found.help = vec![
        format!("if {outer_key} stays as it is: remove its branch, and this call with it"),
        format!("then archive {inner_key} as well, if no other code reads it"),
    ];
    found.related = vec![related];
    Some(found)
}
