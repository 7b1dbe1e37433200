use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, name_words, shown, squeezed};
use crate::lints::{Context, lint};
use crate::usage::{KeySource, Role, Usage};

lint! {
    /// Constants whose name says another flag than the key that they hold.
    ///
    /// ## Why
    /// Code reads `Flags.NEW_CHECKOUT` and nobody looks up that it holds `old-checkout`. Whoever switches the flag that
    /// the code names switches nothing, and whoever removes it removes the wrong branch.
    ///
    /// Reported are constants whose name is, case and separators aside, another known key, and constants that differ
    /// from their key only in a number or in a word and its opposite (`new` and `old`, `enable` and `disable`). A constant
    /// that is merely called something else is not reported.
    ///
    /// ## Example
    /// ```java
    /// static final String NEW_CHECKOUT = "old-checkout";
    /// ```
    ///
    /// Better:
    ///
    /// ```java
    /// static final String OLD_CHECKOUT = "old-checkout";
    /// ```
    ///
    /// ## Fix
    /// Find out which flag the code should ask for. If the key is right, rename the constant; if the name is right,
    /// change the key, which changes what users get.
    ///
    /// ## When not to use it
    /// Where constants keep their names while flags are replaced below them on purpose.
    "constant-drift", Some(Severity::Warning), debt = false, check
}

/// Words that say the opposite of each other.
const OPPOSITES: &[(&str, &str)] = &[
    ("new", "old"),
    ("enable", "disable"),
    ("enabled", "disabled"),
    ("show", "hide"),
    ("on", "off"),
    ("allow", "deny"),
    ("start", "stop"),
];
/// Words around a constant's name that are not part of the key.
const AROUND: &[&str] = &["flag", "feature", "key", "toggle", "name", "ff", "k"];

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let declarations = usage
        .uses
        .iter()
        .filter(|item| item.role == Role::Declaration && item.key_source == KeySource::Literal && !item.test);
    for item in declarations {
        let Some(constant) = item.via.as_deref().and_then(|name| name.rsplit('.').next()) else {
            continue;
        };
        // What lists several keys is called after all of them.
        if context.keys_held_by(item) > 1 {
            continue;
        }
        let Some((why, meant)) = drift(constant, &usage.key, context) else {
            continue;
        };
        let message = format!("the constant {} holds {}, {why}", shown(constant), shown(&usage.key));
        let mut diagnostic = LINT.about(usage, context.flag(usage), message);
        diagnostic.label = Some(label(item, "holds another flag than it says"));
        diagnostic.help = vec![
            "find out which flag the code that uses the constant should ask for".to_owned(),
            format!("if {} is right: rename the constant", shown(&usage.key)),
            match meant {
                Some(key) => format!("if the name is right: let it hold {}", shown(key)),
                None => "if the name is right: correct the key, which changes what users get".to_owned(),
            },
        ];
        out.push(diagnostic);
    }
}

/// Why a constant does not say what it holds, and the key that its name is.
fn drift<'a>(constant: &str, key: &str, context: &Context<'a>) -> Option<(String, Option<&'a str>)> {
    let name = core(name_words(constant));
    let words = core(name_words(key));
    if name.is_empty() || name.concat() == words.concat() || squeezed(constant) == squeezed(key) {
        return None;
    }
    let known = context
        .key_of_name(&name.concat())
        .or_else(|| context.key_of_name(constant))
        .filter(|known| *known != key && squeezed(known) != squeezed(key));
    if let Some(other) = known {
        return Some((format!("although {} is a flag of its own", shown(other)), Some(other)));
    }
    if name.len() != words.len() {
        return None;
    }
    let mut different = name.iter().zip(&words).filter(|(one, two)| one != two);
    let (one, two) = different.next()?;
    let opposite = OPPOSITES
        .iter()
        .any(|(left, right)| (one == left && two == right) || (one == right && two == left));
    let number = |word: &str| {
        let digits = word.trim_start_matches(|letter: char| letter.is_alphabetic());
        (!digits.is_empty()).then(|| (word[..word.len() - digits.len()].to_owned(), digits.to_owned()))
    };
    let numbers = matches!((number(one), number(two)), (Some((left, _)), Some((right, _))) if left == right);
    let alone = different.next().is_none();
    (alone && (opposite || numbers)).then(|| (format!("but its name says `{one}` where the key says `{two}`"), None))
}

fn core(mut words: Vec<String>) -> Vec<String> {
    let around = |word: Option<&String>| word.is_some_and(|word| AROUND.contains(&word.as_str()));
    while words.len() > 1 && around(words.last()) {
        words.pop();
    }
    while words.len() > 1 && around(words.first()) {
        words.remove(0);
    }
    words
}
