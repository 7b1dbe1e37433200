use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{label, name_words, places, shown, source, squeezed};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Role, Usage};

lint! {
    /// Flags whose keys are easily taken for each other.
    ///
    /// ## Why
    /// Two keys that differ in one letter, in a separator or in a leading `new` look like one key in a review, in a
    /// search and at three in the morning. Sooner or later somebody switches the wrong one, and often one of the two was
    /// a slip in the first place.
    ///
    /// Alike are keys that differ only in case and separators, only in a leading `enable`, `disable`, `new` or `old`, or
    /// by one slip (a letter too many, missing, wrong, or two swapped) in one word of at least five letters. Numbers are
    /// not slips: `checkout-v2` and `checkout-v3` are told apart.
    ///
    /// ## Example
    /// Both are registered, and both are read:
    ///
    /// ```go
    /// client.BoolVariation("newCheckout", user, false)
    /// client.BoolVariation("new-checkout", user, false)
    /// ```
    ///
    /// Better:
    ///
    /// ```go
    /// client.BoolVariation("new-checkout", user, false)
    /// client.BoolVariation("checkout-one-page", user, false)
    /// ```
    ///
    /// ## Fix
    /// If they are one flag, move all code to one key and archive the other. If they are two, rename the younger one
    /// while it has few uses.
    ///
    /// ## Options
    /// - `ignore`: globs of keys that look alike on purpose.
    ///
    /// ```toml
    /// [lints]
    /// confusable-names = { level = "warning", ignore = ["eu-*", "us-*"] }
    /// ```
    ///
    /// ## When not to use it
    /// Where keys are generated.
    "confusable-names", Some(Severity::Note), debt = false, check
}

/// The other key, and in what the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair<'a> {
    other: &'a str,
    differs: String,
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(pair) = context.confusable(&usage.key) else {
        return;
    };
    let message = format!(
        "{} is easily taken for {}: they differ only in {}",
        shown(&usage.key),
        shown(pair.other),
        pair.differs
    );
    let mut diagnostic = LINT.about(usage, context.flag(usage), message);
    if let Some(other) = context.usage(pair.other) {
        let flag = context.flag(other);
        let registered = flag.map(|flag| format!("{} is registered in {}", shown(&flag.key), source(flag)));
        diagnostic.reasons.extend(registered);
        let place = places(other).at.first().copied();
        diagnostic
            .related
            .extend(place.map(|place| label(place, "the other one")));
    }
    diagnostic.help = vec![
        "if they are meant to be one flag: move all code to one key, deploy, archive the other".to_owned(),
        "if they are two: replace the younger one by a flag with a telling name".to_owned(),
    ];
    out.push(diagnostic);
}

/// In shorter words a letter is half the meaning.
const SHORTEST: usize = 5;
/// Longer keys are not looked at.
const LONGEST: usize = 100;
/// Of the keys with one form so many are compared.
const CLOSE: usize = 8;
/// Words in front that turn a flag round or date it.
const LEADS: &[&str] = &["enable", "enabled", "disable", "disabled", "new", "old"];

/// The pairs by the later key of each. Costs time and memory in proportion to the letters of all keys: what is left of a
/// key when a difference is taken away is kept as a number, and keys with the same number are compared.
pub(crate) fn pairs<'a>(context: &Context<'a>) -> BTreeMap<&'a str, Pair<'a>> {
    let ignore = &context.policy.confusable_ignore;
    let keys: Vec<&str> = context
        .usages
        .iter()
        .filter(|usage| is_live(usage, context) && usage.key.len() <= LONGEST && !ignore.is_match(&usage.key))
        .map(|usage| usage.key.as_str())
        .collect();
    let mut forms: Vec<(u64, usize)> = Vec::new();
    for (key, at) in keys.iter().zip(0..) {
        forms.extend(forms_of(&name_words(key)).into_iter().map(|form| (form, at)));
    }
    keep_shared(&mut forms);
    forms.sort_unstable();
    forms.dedup();
    // The closest earlier key wins, so that of `a-b`, `a_b`, `a.b` each points at the one before it.
    let mut pairs: BTreeMap<&str, Pair<'_>> = BTreeMap::new();
    for group in forms.chunk_by(|one, two| one.0 == two.0) {
        for (later, (_, at)) in group.iter().enumerate().skip(1) {
            let Some(key) = keys.get(*at).filter(|key| !pairs.contains_key(*key)) else {
                continue;
            };
            let close = group.get(..later).unwrap_or_default().iter().rev().take(CLOSE);
            let mut others = close.filter_map(|(_, other)| keys.get(*other));
            if let Some((other, differs)) = others.find_map(|other| Some((*other, difference(other, key)?))) {
                pairs.insert(key, Pair { other, differs });
            }
        }
    }
    pairs
}

/// Leaves out most forms that only one key has: sorting is what costs.
fn keep_shared(forms: &mut Vec<(u64, usize)>) {
    const EACH: usize = 8;
    let words = (forms.len() * EACH).div_ceil(64).next_power_of_two();
    let (mut once, mut again) = (vec![0_u64; words], vec![0_u64; words]);
    let place = |form: u64| {
        let mixed = form.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
        (mixed as usize / 64 % words, 1_u64 << (mixed % 64))
    };
    for (form, _) in forms.iter() {
        let (word, bit) = place(*form);
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    forms.retain(|(form, _)| {
        let (word, bit) = place(*form);
        again[word] & bit != 0
    });
}

/// With a registry its live flags count, without one what the code asks for; keys that only the code knows are
/// compared with the registry by `unknown-flag`.
fn is_live(usage: &Usage, context: &Context<'_>) -> bool {
    match context.flag(usage) {
        Some(flag) => !flag.is_retired(),
        None => {
            !context.has_registry()
                && usage
                    .uses
                    .iter()
                    .any(|item| item.role == Role::Evaluation && item.certainty == Certainty::Proven && !item.test)
        }
    }
}

/// What is left of a key when a difference is taken away, as numbers: separators and case, the lead, any letter of a long
/// word. Digits are no slips.
fn forms_of(words: &[String]) -> Vec<u64> {
    let whole = words.concat();
    let without_lead = match words.split_first() {
        Some((first, rest)) if LEADS.contains(&first.as_str()) && !rest.is_empty() => rest.concat(),
        _ => whole.clone(),
    };
    let mut forms = vec![
        joined(b'=', Number::of(&whole)),
        joined(b'+', Number::of(&without_lead)),
    ];
    let may_slip = |word: &String| word.chars().count() >= SHORTEST && word.chars().any(char::is_alphabetic);
    if !words.iter().any(may_slip) {
        return forms;
    }
    let text = words.join("-");
    let mut start = 0;
    let (heads, tails) = around(text.as_bytes());
    for word in words {
        if word.chars().count() >= SHORTEST {
            for (at, letter) in word.char_indices().filter(|(_, letter)| letter.is_alphabetic()) {
                let at = start + at;
                if let (Some(head), Some(tail)) = (heads.get(at), tails.get(at + letter.len_utf8())) {
                    forms.push(joined(b'-', head.followed_by(*tail)));
                }
            }
        }
        start += word.len() + 1;
    }
    // A letter too many in the other key leaves this one whole.
    forms.push(joined(b'-', Number::of(&text)));
    forms
}

/// A text as a number that two parts give as well as the whole, so that what is left without a letter takes no walk over all
/// others. Texts with one number are compared once more: a collision costs time and nothing else.
#[derive(Clone, Copy)]
struct Number {
    value: u64,
    /// The base to the power of the length.
    power: u64,
}

impl Number {
    const EMPTY: Self = Self { value: 0, power: 1 };
    /// Odd, and of no pattern.
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

    fn byte(byte: u8) -> Self {
        Self {
            value: u64::from(byte) + 1,
            power: Self::BASE,
        }
    }

    fn of(text: &str) -> Self {
        text.bytes()
            .fold(Self::EMPTY, |number, byte| number.followed_by(Self::byte(byte)))
    }

    fn followed_by(self, other: Self) -> Self {
        Self {
            value: self.value.wrapping_mul(other.power).wrapping_add(other.value),
            power: self.power.wrapping_mul(other.power),
        }
    }
}

/// Numbers of one kind of form.
fn joined(kind: u8, number: Number) -> u64 {
    Number::byte(kind).followed_by(number).value
}

/// Of each place in a text what stands before it, and what stands from it on.
fn around(text: &[u8]) -> (Vec<Number>, Vec<Number>) {
    let mut heads = vec![Number::EMPTY];
    heads.extend(text.iter().scan(Number::EMPTY, |head, byte| {
        *head = head.followed_by(Number::byte(*byte));
        Some(*head)
    }));
    let mut tails = vec![Number::EMPTY];
    tails.extend(text.iter().rev().scan(Number::EMPTY, |tail, byte| {
        *tail = Number::byte(*byte).followed_by(*tail);
        Some(*tail)
    }));
    tails.reverse();
    (heads, tails)
}

/// In what two keys of one bucket differ; `None`: in more than one thing.
fn difference(one: &str, two: &str) -> Option<String> {
    if one == two {
        return None;
    }
    if squeezed(one) == squeezed(two) {
        return Some("case and separators".to_owned());
    }
    let (first, second) = (name_words(one), name_words(two));
    let lead = |words: &[String]| words.first().filter(|word| LEADS.contains(&word.as_str())).cloned();
    let rest = |words: &[String]| match lead(words) {
        Some(_) => words.get(1..).unwrap_or_default().concat(),
        None => words.concat(),
    };
    let leads: Vec<String> = lead(&first).into_iter().chain(lead(&second)).collect();
    if !leads.is_empty() && rest(&first) == rest(&second) {
        return Some(format!("the leading `{}`", leads.join("` and `")));
    }
    if first.len() != second.len() {
        return None;
    }
    let mut different = first.iter().zip(&second).filter(|(one, two)| one != two);
    let (one, two) = different.next()?;
    let slip = different.next().is_none() && is_slip(one, two);
    slip.then(|| format!("`{one}` and `{two}`"))
}

/// Whether one slip of letters turns one long word into the other.
fn is_slip(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    if one.len().min(two.len()) < SHORTEST || one.len().abs_diff(two.len()) > 1 {
        return false;
    }
    let before = one.iter().zip(&two).take_while(|(left, right)| left == right).count();
    let after = |one: &[char], two: &[char]| {
        let pairs = one.iter().rev().zip(two.iter().rev());
        pairs.take_while(|(left, right)| left == right).count()
    };
    let same = after(&one[before..], &two[before..]);
    let (left, right) = (&one[before..one.len() - same], &two[before..two.len() - same]);
    let letters = left.iter().chain(right).all(|letter| letter.is_alphabetic());
    let swapped = matches!((left, right), ([a, b], [c, d]) if a == d && b == c);
    letters && (swapped || left.len().max(right.len()) <= 1)
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn keys_that_differ_in_one_thing() {
        let alike = |one: &str, two: &str| difference(one, two).is_some();
        assert!(alike("newCheckout", "new-checkout"));
        assert!(alike("new-checkout", "checkout") && alike("enable-search", "disable-search"));
        assert!(alike("cart-button", "cart-buttons") && alike("cart-buttno", "cart-button"));
        assert!(!alike("checkout-v2", "checkout-v3") && !alike("checkout2024", "checkout2025"));
        assert!(!alike("eu-prices", "us-prices") && !alike("cart", "card") && !alike("new-cart", "new-card"));
        assert!(!alike("sort-ascending", "sort-descending"));
    }
}
