use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::evidence::{label, shown};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Usage, Use};

lint! {
    /// Functions that ask for the same flag more than once.
    ///
    /// ## Why
    /// The flag may be switched between two calls: the function then runs one half of the old way and one half of the
    /// new. Each call also costs, and is one more place to clean up.
    ///
    /// Off by default: many functions ask for different users or branches, and only a reader can tell.
    ///
    /// ## Example
    /// ```python
    /// def place(order):
    ///     if client.variation("new-stock", order.user, False):
    ///         reserve(order)
    ///     pay(order)
    ///     if client.variation("new-stock", order.user, False):
    ///         confirm(order)
    /// ```
    ///
    /// Better:
    ///
    /// ```python
    /// def place(order):
    ///     new_stock = client.variation("new-stock", order.user, False)
    ///     if new_stock:
    ///         reserve(order)
    ///     pay(order)
    ///     if new_stock:
    ///         confirm(order)
    /// ```
    ///
    /// ## Fix
    /// Ask once, at the top, and use the result.
    ///
    /// ## Options
    /// - `most` (default 1): how often one function may ask for the same flag.
    ///
    /// ```toml
    /// [lints]
    /// repeated-evaluation = { level = "note", most = 2 }
    /// ```
    ///
    /// ## When not to use it
    /// Where a function asks for several users, or waits between its calls on purpose.
    "repeated-evaluation", None, debt = false, check
}

/// How often one function may ask for the same flag.
const MOST: u32 = 1;

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let most = context.policy.options.repeated_evaluation.most.unwrap_or(MOST);
    let most = usize::try_from(most).unwrap_or(usize::MAX).max(1);
    let mut functions: BTreeMap<(&str, u32), Vec<&Use>> = BTreeMap::new();
    for item in usage
        .evaluations()
        .filter(|item| !item.test && item.certainty >= Certainty::Likely)
    {
        if let Some(function) = &item.site.function {
            let uses = functions
                .entry((item.path.as_str(), function.place.span.start))
                .or_default();
            uses.push(item);
        }
    }
    for uses in functions.values().filter(|uses| uses.len() > most) {
        let [first, second, ..] = uses.as_slice() else { continue };
        let name = first
            .site
            .function
            .as_ref()
            .map_or("", |function| function.name.as_str());
        let message = format!("{} asks for {} {} times", shown(name), shown(&usage.key), uses.len());
        let mut diagnostic = LINT.about(usage, context.flag(usage), message);
        diagnostic
            .reasons
            .push("the flag may be switched between two calls".to_owned());
        diagnostic.help = vec!["ask once at the top of the function, and use the result".to_owned()];
        diagnostic.label = Some(label(second, "asked again"));
        diagnostic.related = vec![label(first, "asked first")];
        out.push(diagnostic);
    }
}
