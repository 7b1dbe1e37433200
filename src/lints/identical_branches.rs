use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::evidence::{label, shown};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Usage};

lint! {
    /// Branches of a flag that hold the same code on both sides.
    ///
    /// ## Why
    /// The flag decides nothing. Either somebody copied a branch and forgot to change it, so that the feature is not
    /// behind its flag at all, or a clean-up stopped halfway.
    ///
    /// White space and comments are ignored; everything else must be equal.
    ///
    /// ## Example
    /// ```java
    /// if (client.boolVariation("new-invoice", context, false)) {
    ///     return renderer.render(invoice);
    /// } else {
    ///     return renderer.render(invoice);
    /// }
    /// ```
    ///
    /// Better:
    ///
    /// ```java
    /// return renderer.render(invoice);
    /// ```
    ///
    /// ## Fix
    /// Look into the history for what the branches were meant to do. If nothing is missing, keep one of them and remove
    /// the call.
    ///
    /// ## When not to use it
    /// There is no good reason to keep such a branch.
    "identical-branches", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for item in usage.evaluations().filter(|item| item.certainty >= Certainty::Likely) {
        let Some(branch) = item.branches.iter().find(|branch| branch.same) else {
            continue;
        };
        let message = format!(
            "both branches of {} hold the same code: the flag decides nothing",
            shown(&usage.key)
        );
        let mut diagnostic = LINT.about(usage, context.flag(usage), message);
        diagnostic.help = vec![
            "look into the history for what the branches were meant to do".to_owned(),
            "if nothing is missing: keep one of them, and remove the call and the other one".to_owned(),
            "deploy, then archive the flag if no other call is left".to_owned(),
        ];
        diagnostic.label = Some(label(item, "decides nothing"));
        let arms = [(branch.consequence, "one side"), (branch.alternative, "the other side")];
        diagnostic.related = arms
            .into_iter()
            .filter_map(|(place, text)| {
                let (path, place) = (item.path.clone(), place?);
                Some(Label {
                    path,
                    place,
                    text: text.to_owned(),
                })
            })
            .collect();
        out.push(diagnostic);
    }
}
