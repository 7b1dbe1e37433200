//! Parts of rule trees that several readers build, and the names that generators make of keys.

use serde_json::Value;

use super::shape::boolean;
use crate::conventions::environment_in;
use crate::document::Cursor;
use crate::registry::{Environment, Input};
use crate::serves::{Condition, Outcome, Plan, Proof, Rule, Share, Target, Tree, Window};

/// The part of two windows in which both are open.
pub(super) fn both(left: Window, right: Window) -> Window {
    Window {
        from: left.from.max(right.from),
        until: match (left.until, right.until) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (left, right) => left.or(right),
        },
    }
}

/// The environment of a file that holds one: named by a usual word in the file's name, else `default`.
pub(super) fn environment_name(input: &Input<'_>) -> String {
    environment_in(input.path).unwrap_or_else(|| "default".to_owned())
}

/// An environment with its switch.
pub(super) fn environment(name: impl Into<String>, enabled: Option<bool>) -> Environment {
    let mut environment = Environment::named(name);
    environment.enabled = enabled;
    environment
}

/// A rule that serves one outcome to all whom its condition holds for.
pub(super) fn rule(name: impl Into<String>, condition: Condition, outcome: Outcome) -> Rule {
    Rule::new(name, condition, Share::all(outcome))
}

/// A rule that serves one outcome to a share of everybody; the others go on.
pub(super) fn part(name: impl Into<String>, share: f64, outcome: Outcome) -> Rule {
    Rule {
        share: Some(share),
        ..rule(name, Condition::Always, outcome)
    }
}

/// A switch that is on, without rules: everybody gets `otherwise`; off it is `false`.
pub(super) fn switch(on: bool, otherwise: bool) -> Tree {
    let mut tree = Tree::new(on, boolean(false), Share::all(boolean(otherwise)));
    tree.on_value = Some(Value::Bool(true));
    tree
}

/// Whether a map has one of the members.
pub(super) fn has_any(at: Cursor<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| at.has(name))
}

/// Named users or groups, if there are any.
pub(super) fn targets(count: usize, outcome: Outcome) -> Option<Target> {
    (count > 0).then_some(Target {
        count: count as u64,
        outcome,
    })
}

pub(super) fn tree(tree: Tree) -> Option<Plan> {
    Some(Plan::Tree(Box::new(tree)))
}

pub(super) fn unknown(why: impl Into<String>) -> Option<Plan> {
    Some(Plan::Unknown(why.into()))
}

/// Different contexts get different things, in a way that rules over one value do not show.
pub(super) fn split(why: impl Into<String>) -> Option<Plan> {
    let mut proof = Proof::unknown(vec![why.into()]);
    proof.serves.state = crate::registry::ServesState::Split;
    Some(Plan::Stated(proof))
}

/// A share of 100, from a number or text; `None`: it is neither.
pub(super) fn percent_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().trim_end_matches('%').trim().parse().ok(),
        _ => None,
    };
    number
        .filter(|share: &f64| share.is_finite())
        .map(|share| share.clamp(0.0, 100.0))
}

/// The first address in free text.
pub(super) fn address_in(text: &str) -> Option<String> {
    text.split(|each: char| {
        each.is_whitespace() || matches!(each, '<' | '>' | '(' | ')' | '"' | '\'' | '`' | '[' | ']')
    })
    .find(|word| word.starts_with("https://") || word.starts_with("http://"))
    .map(|word| word.trim_end_matches([',', '.', ';']).to_owned())
}

/// The word behind `name:` in free text.
pub(super) fn noted(text: &str, names: &[&str]) -> Option<String> {
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let Some((name, rest)) = word.split_once(':') else {
            continue;
        };
        if !names.iter().any(|each| each.eq_ignore_ascii_case(name)) {
            continue;
        }
        let value = if rest.is_empty() {
            words.next().unwrap_or_default()
        } else {
            rest
        };
        let value = value.trim_end_matches([',', ';']);
        return (!value.is_empty()).then(|| value.to_owned());
    }
    None
}

/// A name for a message, without what could break a line.
pub(super) fn shown(name: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = name.chars().take(LONGEST).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short.replace('`', "'").escape_debug().to_string()
}

/// How code generators write a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `NewCheckout`
    Pascal,
    /// `newCheckout`
    Camel,
    /// `new_checkout`
    Snake,
    /// `NEW_CHECKOUT`
    Upper,
}

/// A key's words, put together in another way.
pub(super) fn recased(key: &str, case: Case) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    for (count, word) in words(key).enumerate() {
        let lower = || word.to_lowercase();
        match case {
            Case::Snake | Case::Upper if count > 0 => out.push('_'),
            _ => {}
        }
        match case {
            Case::Snake => out.push_str(&lower()),
            Case::Upper => out.push_str(&word.to_uppercase()),
            Case::Camel if count == 0 => out.push_str(&lower()),
            Case::Camel | Case::Pascal => {
                let mut letters = word.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
        }
    }
    out
}

/// Adds other spellings, without what is the key itself.
pub(super) fn add_aliases(aliases: &mut Vec<String>, key: &str, spellings: impl IntoIterator<Item = String>) {
    for spelling in spellings {
        if !spelling.is_empty() && spelling != key && !aliases.contains(&spelling) {
            aliases.push(spelling);
        }
    }
}

/// Split at everything that is no letter or digit, and before a capital that follows a small letter or a digit.
fn words(key: &str) -> impl Iterator<Item = &str> {
    key.split(|each: char| !each.is_alphanumeric()).flat_map(|part| {
        let mut start = 0;
        let mut found = Vec::new();
        let mut small = false;
        for (at, letter) in part.char_indices() {
            if small && letter.is_uppercase() {
                found.extend(part.get(start..at));
                start = at;
            }
            small = letter.is_lowercase() || letter.is_ascii_digit();
        }
        found.extend(part.get(start..).filter(|rest| !rest.is_empty()));
        found
    })
}

#[cfg(test)]
mod tests {
    use super::{Case, address_in, noted, recased};

    #[test]
    fn keys_in_other_cases() {
        assert_eq!(recased("newCheckout", Case::Pascal), "NewCheckout");
        assert_eq!(recased("new-checkout_v2", Case::Camel), "newCheckoutV2");
        assert_eq!(
            recased("receiver.sample.newParser", Case::Pascal),
            "ReceiverSampleNewParser"
        );
        assert_eq!(recased("checkout_rebuilt", Case::Upper), "CHECKOUT_REBUILT");
        assert_eq!(recased("MaxCartLines", Case::Snake), "max_cart_lines");
        assert_eq!(recased("", Case::Pascal), "");
    }

    #[test]
    fn free_text() {
        let note = "owner: team-pay expires:2026-10-01, see https://issues.example.com/PAY-412.";
        assert_eq!(noted(note, &["owner"]).as_deref(), Some("team-pay"));
        assert_eq!(noted(note, &["expires"]).as_deref(), Some("2026-10-01"));
        assert_eq!(noted(note, &["ticket"]), None);
        assert_eq!(address_in(note).as_deref(), Some("https://issues.example.com/PAY-412"));
        assert_eq!(address_in("no link"), None);
    }
}
