use crate::diagnostic::Diagnostic;
use crate::evidence::label;
use crate::lints::{Context, lint};
use crate::usage::{KeySource, Role};

lint! {
    /// Calls whose key is known only at run time, so that nobody can tell which flags they read.
    ///
    /// ## Why
    /// A key that is put together or read from a table hides from every search: no tool and no reader can say whether a
    /// flag is still used. Each such call is a doubt about every flag that nobody seems to read.
    ///
    /// Off by default: `flagdebt uses --dynamic` lists the calls, and every finding that they put in doubt says so.
    ///
    /// ## Example
    /// ```ts
    /// export function on(key: string, user: User) {
    ///   return client.boolVariation(config.prefix + key, user, false);
    /// }
    /// ```
    ///
    /// Better: keys are constants, and the function takes one of them:
    ///
    /// ```ts
    /// export function on(key: typeof FLAGS[keyof typeof FLAGS], user: User) {
    ///   return client.boolVariation(key, user, false);
    /// }
    /// ```
    ///
    /// ## Fix
    /// Write the key at the call, or in a constant. Where a helper of your own hides the call, describe it in an
    /// `[[sdk]]` table, so that its callers are found.
    ///
    /// ## When not to use it
    /// In an application that shows or manages flags, all keys are data.
    "dynamic-key", None, debt = false, run = check
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let calls = context
        .unresolved
        .iter()
        .filter(|item| item.role == Role::Evaluation && !item.test);
    for item in calls {
        let message = match (&item.key, item.key_source) {
            (Some(pattern), KeySource::Pattern) => {
                format!(
                    "the key of this call is put together at run time: {}",
                    crate::evidence::shown(pattern)
                )
            }
            _ => "the key of this call is known only at run time".to_owned(),
        };
        let mut diagnostic = LINT.finding(None, message);
        diagnostic.reasons = item.reasons.clone();
        diagnostic.help = vec![
            "write the key at the call, or in a constant".to_owned(),
            "or describe the helper around the call in an `[[sdk]]` table, so that its callers are found".to_owned(),
        ];
        diagnostic.label = Some(label(item, "which flag is this?"));
        out.push(diagnostic);
    }
}
