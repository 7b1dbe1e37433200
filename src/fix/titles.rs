//! What the name of a test and what it checks say of its purpose.

use crate::fix::owner;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;

/// The name of a test says that it is about the flag, or about what is not there.
pub(crate) fn tells(unit: &Unit, test: Id) -> bool {
    says(unit, head(unit, test))
}

/// What a test begins with, up to its body.
pub(crate) fn head(unit: &Unit, test: Id) -> &str {
    let text = unit.slice(test);
    let ends = ["{", ":\n", " do\n"];
    let end = ends.iter().filter_map(|end| text.find(end)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// A text holds a name of the flag.
fn is_about_key(unit: &Unit, text: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let named = plain(text);
    let is_key = |word: &String| plain(word).len() > 3 && named.contains(&plain(word));
    unit.words.iter().any(is_key)
}

/// The name of a test says that it is about the flag, or about something that is switched off.
pub(crate) fn tells_of_switch(unit: &Unit, test: Id) -> bool {
    const WORDS: &[&str] = &[
        "off",
        "flag",
        "toggle",
        "toggled",
        "feature",
        "gate",
        "experiment",
        "variant",
    ];
    const STARTS: &[&str] = &["disab", "deactiv"];
    let head = head(unit, test);
    let switch = |word: &String| WORDS.contains(&word.as_str()) || STARTS.iter().any(|start| word.starts_with(start));
    is_about_key(unit, head) || owner::split(head).iter().any(switch)
}

/// The name of a function that tests call tells of the flag, or of what it does to it.
pub(crate) fn names(unit: &Unit, name: &str) -> bool {
    const STARTS: &[&str] = &["enable", "turn", "activate", "with"];
    says(unit, name)
        || owner::split(name)
            .first()
            .is_some_and(|first| STARTS.contains(&first.as_str()))
}

fn says(unit: &Unit, head: &str) -> bool {
    const WORDS: &[&str] = &[
        "off",
        "no",
        "not",
        "doesn",
        "without",
        "false",
        "old",
        "legacy",
        "never",
        "none",
        "flag",
        "toggle",
        "toggled",
        "feature",
        "gate",
        "experiment",
        "variant",
        "skip",
        "skips",
        "unless",
        "absent",
        "missing",
        "inactive",
        "original",
        "previous",
        "ignores",
    ];
    const STARTS: &[&str] = &["disab", "deactiv", "hid", "exclud"];
    if is_about_key(unit, head) {
        return true;
    }
    owner::split(head)
        .iter()
        .any(|word| WORDS.contains(&word.as_str()) || STARTS.iter().any(|start| word.starts_with(start)))
}

/// What a test checks behind a place is mostly that something is there at all, which hardly depends on the flag.
pub(crate) fn only_asks_whether(unit: &Unit, test: Id, place: Id) -> bool {
    const CHECKS: &[&str] = &["assert", "asserts", "expect", "verify", "should"];
    const NOTHING: &[&str] = &["null", "nil", "none", "undefined"];
    let behind = unit.syntax.span(place).end as usize..unit.syntax.span(test).end as usize;
    let said = owner::split(unit.text.get(behind).unwrap_or(""));
    let checks = said.iter().filter(|word| CHECKS.contains(&word.as_str())).count();
    let weak = said
        .windows(2)
        .filter(|pair| matches!(pair, [one, two] if one == "not" && NOTHING.contains(&two.as_str())))
        .count();
    weak * 2 > checks
}
