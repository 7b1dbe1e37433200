use crate::diagnostic::Diagnostic;
use crate::evidence::{label, name_words, places, shown};
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Flags whose name says what is not, so that code which asks for them says "not" twice.
    ///
    /// ## Why
    /// `if !disabled("no-captcha")` takes three attempts to read, and its tests are written the wrong way round. "Off" is
    /// also what a flag gives when the service cannot be reached: for a flag that disables something, that is "on".
    ///
    /// Off by default, since a key cannot be renamed; turn it on for what is new.
    ///
    /// ## Example
    /// ```ruby
    /// charge(order) unless Flipper.enabled?(:disable_payments)
    /// ```
    ///
    /// Better:
    ///
    /// ```ruby
    /// charge(order) if Flipper.enabled?(:payments)
    /// ```
    ///
    /// ## Fix
    /// For a new flag, take the positive name. For an old one, wait until it is replaced, or create a flag with the
    /// opposite values, change the code, deploy, and archive the old one.
    ///
    /// ## When not to use it
    /// Kill switches are often called by what they turn off, and operators like it so.
    "negative-name", None, debt = false, check
}

/// First words that deny what follows.
const FIRST: &[&str] = &[
    "disable", "disabled", "deny", "dont", "hide", "no", "not", "prevent", "skip", "suppress", "without",
];
/// Last words that deny what came before.
const LAST: &[&str] = &["disabled", "hidden", "off"];

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let flag = context.flag(usage);
    let places = places(usage);
    let known = flag.is_some() || places.at.iter().any(|place| !place.test);
    if !known || flag.is_some_and(|flag| flag.is_retired()) {
        return;
    }
    let words = name_words(&usage.key);
    let is = |word: Option<&String>, list: &[&str]| word.filter(|word| list.contains(&word.as_str())).cloned();
    let found = match words.as_slice() {
        [] | [_] => None,
        [first, .., last] => is(Some(first), FIRST).or_else(|| is(Some(last), LAST)),
    };
    let Some(word) = found else { return };
    let message = format!("the name of {} denies something: `{word}`", shown(&usage.key));
    let mut diagnostic = LINT.about(usage, flag, message);
    let negated = places.at.iter().filter(|place| place.negated);
    diagnostic.related = negated
        .take(3)
        .map(|place| label(place, "denied once more here"))
        .collect();
    diagnostic.help = vec![
        "for a new flag: choose the positive name and turn the conditions round".to_owned(),
        "for an old one: leave it until it is replaced".to_owned(),
    ];
    out.push(diagnostic);
}
