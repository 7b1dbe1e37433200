use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, name_words, shown};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Usage};

lint! {
    /// Calls that ask for a flag and take no notice of the answer.
    ///
    /// ## Why
    /// The flag decides nothing here. Usually a clean-up took the branch away and left the call, which keeps the flag
    /// alive in the code and in the service's statistics.
    ///
    /// ## Example
    /// ```rust
    /// client.bool_variation(&context, "new-quotes", false);
    /// quote_v2(&request)
    /// ```
    ///
    /// Better:
    ///
    /// ```rust
    /// quote_v2(&request)
    /// ```
    ///
    /// ## Fix
    /// Remove the call. If it is there to record that a user took part in an experiment, say so in a comment and suppress
    /// the finding.
    ///
    /// ## When not to use it
    /// Where calls are made only for the event that they send. Calls whose name says that they act on the flag by
    /// themselves, such as `requireFeature` or `ensureEnabled`, are left out.
    "discarded-evaluation", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let calls = usage
        .evaluations()
        .filter(|item| item.site.discarded && !item.test && item.certainty == Certainty::Proven)
        .filter(|item| !acts(item.callee.as_deref().unwrap_or_default()));
    for item in calls {
        let message = format!("nothing takes the value of {} here", shown(&usage.key));
        let mut diagnostic = LINT.about(usage, context.flag(usage), message);
        diagnostic.help = vec![
            "remove the call".to_owned(),
            "if it records that a user takes part in an experiment: say so in a comment, and suppress the finding"
                .to_owned(),
        ];
        diagnostic.label = Some(label(item, "asked, but not used"));
        out.push(diagnostic);
    }
}

/// Whether a name says that the call does something with the flag, and not only tells it.
fn acts(callee: &str) -> bool {
    const ACTIONS: &[&str] = &[
        "abort",
        "activate",
        "assert",
        "authorize",
        "enforce",
        "ensure",
        "expose",
        "gate",
        "guard",
        "must",
        "need",
        "only",
        "register",
        "require",
        "requires",
        "run",
        "show",
        "track",
        "unless",
        "use",
        "when",
        "with",
    ];
    let words = name_words(callee);
    words.first().is_some_and(|first| ACTIONS.contains(&first.as_str()))
}
