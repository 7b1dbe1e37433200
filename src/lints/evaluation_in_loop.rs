use crate::diagnostic::{Diagnostic, Label};
use crate::evidence::{label, shown};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Usage};

lint! {
    /// Calls that ask for a flag inside a loop.
    ///
    /// ## Why
    /// A call per element costs time and, with most services, an event each. If the flag is switched while the loop
    /// runs, one half of the list is handled in the old way and the rest in the new.
    ///
    /// Loops are statements that repeat a body, and functions handed to iterators such as `map` or `each`. Off by
    /// default: a loop over users has to ask for each of them, and a worker's endless loop should ask again.
    ///
    /// ## Example
    /// ```ruby
    /// orders.each do |order|
    ///   ship(order) if client.variation("new-shipping", context, false)
    /// end
    /// ```
    ///
    /// Better:
    ///
    /// ```ruby
    /// new_shipping = client.variation("new-shipping", context, false)
    /// orders.each do |order|
    ///   ship(order) if new_shipping
    /// end
    /// ```
    ///
    /// ## Fix
    /// Ask before the loop, and use the result inside.
    ///
    /// ## When not to use it
    /// Where the loop goes over the users or tenants that the flag is asked for.
    "evaluation-in-loop", None, debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for item in usage
        .evaluations()
        .filter(|item| !item.test && item.certainty >= Certainty::Likely)
    {
        let Some(body) = item.site.repeated else { continue };
        let message = format!("{} is asked for inside a loop", shown(&usage.key));
        let mut diagnostic = LINT.about(usage, context.flag(usage), message);
        diagnostic
            .reasons
            .push("each round asks again, and the flag may be switched between two rounds".to_owned());
        diagnostic.help = vec![
            "ask before the loop, and use the result inside".to_owned(),
            "if each round asks for another user: leave it".to_owned(),
        ];
        diagnostic.label = Some(label(item, "asked in each round"));
        diagnostic.related = vec![Label {
            path: item.path.clone(),
            place: body,
            text: "the body of the loop".to_owned(),
        }];
        out.push(diagnostic);
    }
}
