use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{shown, source};
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Flags of which two exports say different things.
    ///
    /// ## Why
    /// Several exports are joined fact by fact: the first file that knows a fact is believed, later ones fill what it leaves
    /// open. Where both know it and disagree, one of them is old, or is about something else: another project, or another
    /// environment of the same name. Everything that follows from the fact is in doubt until that is settled.
    ///
    /// Compared are whether the flag is on in an environment, the type of its values, whether it is meant to stay, and where
    /// in its life it is.
    ///
    /// ## Example
    /// `flags.json` and `statuses.json` are given, in this order:
    ///
    /// ```json
    /// {"flags": [{"key": "new-cart", "environments": {"production": {"enabled": true}}}]}
    /// {"flags": [{"key": "new-cart", "environments": {"production": {"enabled": false}}}]}
    /// ```
    ///
    /// What is right: both exports made anew, at the same time.
    ///
    /// ## Fix
    /// Make both exports again. If they still disagree, leave one out, or give the one to believe first.
    ///
    /// ## When not to use it
    /// Where one export is a copy that is known to lag behind, such as a file of defaults in the repository, and stands second
    /// on purpose.
    "registry-conflict", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context.flag(usage) else { return };
    let all = &context.registry.conflicts;
    let first = all.partition_point(|conflict| conflict.key < flag.key);
    let mine = all.get(first..).unwrap_or_default();
    for conflict in mine.iter().take_while(|conflict| conflict.key == flag.key) {
        let place = match &conflict.environment {
            Some(name) => format!(" in {}", shown(name)),
            None => String::new(),
        };
        let message = format!("two exports disagree on {}: {}{place}", shown(&flag.key), conflict.fact);
        let mut diagnostic = LINT.finding(Some(&flag.key), message);
        let says = |(path, word): &(String, String)| format!("{path} says {}", shown(word));
        diagnostic.reasons = vec![says(&conflict.first), says(&conflict.second)];
        diagnostic
            .reasons
            .push(format!("the first one counts; registered in {}", source(flag)));
        diagnostic.help = vec![
            "make both exports again, at the same time".to_owned(),
            "if they still disagree: leave one out, or give the one to believe first".to_owned(),
        ];
        diagnostic.owner = flag.owner().map(str::to_owned);
        out.push(diagnostic);
    }
}
