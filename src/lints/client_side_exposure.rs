use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, shown};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Usage};

lint! {
    /// Flags that are not offered to browsers and phones, but are asked for there.
    ///
    /// ## Why
    /// The service does not send such a flag to client-side SDKs: the call gives its default, for everyone and for ever.
    /// And if somebody then opens the flag to clients without thought, its rules, with the names of customers in them,
    /// may become visible to every visitor.
    ///
    /// Reported only where the registry says so, and where the language, an import or the path shows that the file runs
    /// on the user's device.
    ///
    /// ## Example
    /// `internal-pricing` is for servers only:
    ///
    /// ```ts
    /// import { useState } from "react";
    /// const pricing = useBoolVariation("internal-pricing", false);
    /// ```
    ///
    /// Better: the server decides and sends what follows from it:
    ///
    /// ```ts
    /// const pricing = props.pricing;
    /// ```
    ///
    /// ## Fix
    /// Decide on the server. If the client has to know, make sure that the flag's rules may be seen, then offer it to
    /// client-side SDKs in the registry.
    ///
    /// ## When not to use it
    /// For applications that render on a server alone with a framework that is made for browsers.
    "client-side-exposure", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    if flag.client_side != Some(false) {
        return;
    }
    for item in usage
        .evaluations()
        .filter(|item| !item.test && item.certainty >= Certainty::Likely)
    {
        let Some(why) = &item.site.client else { continue };
        let message = format!(
            "{} is not offered to clients, but is asked for in one",
            shown(&usage.key)
        );
        let mut diagnostic = LINT.about(usage, Some(flag), message);
        diagnostic
            .reasons
            .push("the registry offers it to servers only".to_owned());
        diagnostic.reasons.push(why.clone());
        diagnostic.help = vec![
            "decide on the server, and send the client what follows from it".to_owned(),
            "or, if its rules may be seen by everyone: offer the flag to client-side SDKs in the registry".to_owned(),
        ];
        diagnostic.label = Some(label(item, "always gives its default"));
        out.push(diagnostic);
    }
}
