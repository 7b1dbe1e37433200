use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, shown};
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
    /// Where calls are made only for the event that they send.
    "discarded-evaluation", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let calls = usage
        .evaluations()
        .filter(|item| item.site.discarded && !item.test && item.certainty == Certainty::Proven);
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
