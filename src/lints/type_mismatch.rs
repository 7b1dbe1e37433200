use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{asked_type, label, shown, type_name};
use crate::lints::{Context, lint};
use crate::registry::ValueType;
use crate::usage::{Certainty, Usage};

lint! {
    /// Calls that ask for another type of value than the flag has.
    ///
    /// ## Why
    /// An SDK that is asked for a boolean and finds a text gives the default of the call, every time and for everyone,
    /// and logs an error at best. The flag looks served, and does nothing.
    ///
    /// What a call asks for is told by the SDK's method (`boolVariation`, `getStringValue`), or by a literal default.
    /// A call that asks for JSON takes any value.
    ///
    /// ## Example
    /// `cart-theme` has the values `"light"` and `"dark"`:
    ///
    /// ```go
    /// dark, _ := client.BoolVariation("cart-theme", user, false)
    /// ```
    ///
    /// Better:
    ///
    /// ```go
    /// theme, _ := client.StringVariation("cart-theme", user, "light")
    /// ```
    ///
    /// ## Fix
    /// Ask for the type that the registry has, and compare the value.
    ///
    /// ## When not to use it
    /// Where a layer of your own converts values.
    "type-mismatch", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let Some(registered) = flag.value_type else { return };
    let calls = usage
        .evaluations()
        .filter(|item| !item.test && item.certainty >= Certainty::Likely);
    for item in calls {
        let Some(asked) = asked_type(item) else { continue };
        // A text may hold JSON, and whoever asks for JSON takes what comes.
        if asked == registered
            || asked == ValueType::Json
            || (registered == ValueType::Json && asked == ValueType::String)
        {
            continue;
        }
        let message = format!(
            "{} is read as {}, but its values are {}",
            shown(&usage.key),
            type_name(asked),
            type_name(registered)
        );
        let mut diagnostic = LINT.about(usage, Some(flag), message);
        let values: Vec<String> = flag.variations.iter().take(3).map(crate::evidence::literal).collect();
        if !values.is_empty() {
            diagnostic.reasons.push(format!("its values are {}", values.join(", ")));
        }
        let callee = item.callee.as_deref().unwrap_or("the call");
        diagnostic
            .reasons
            .push(format!("{} asks for {}", shown(callee), type_name(asked)));
        diagnostic.help = vec![
            format!("ask for a {} value, and compare it", type_name(registered)),
            "deploy; until then everyone gets the default of the call".to_owned(),
        ];
        diagnostic.label = Some(label(item, &format!("asks for {}", type_name(asked))));
        out.push(diagnostic);
    }
}
