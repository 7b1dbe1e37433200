//! What the words of a key or of a constant say.

use crate::config::Policy;
use crate::registry::Kind;

/// The words of a name in lower case, split at separators, at capitals, and never empty.
pub fn name_words(name: &str) -> Vec<String> {
    let mut words = super::words(name);
    words.retain(|word| !word.is_empty());
    words
}

/// Letters and digits only, in lower case: `new-checkout`, `NEW_CHECKOUT` and `newCheckout` are one name.
pub fn squeezed(name: &str) -> String {
    crate::conventions::squeeze(name)
}

/// The kind that a key's name speaks of, and the part that says so: a configured prefix, else a word that teams use.
pub fn kind_in_name(key: &str, policy: &Policy) -> Option<(Kind, String)> {
    let prefixes = policy
        .prefixes
        .iter()
        .flat_map(|(kind, list)| list.iter().map(|prefix| (*kind, prefix)));
    // Of several that fit, the longest one is meant.
    let configured = prefixes.filter(|(_, prefix)| !prefix.is_empty() && key.starts_with(prefix.as_str()));
    if let Some((kind, prefix)) = configured.max_by_key(|(_, prefix)| prefix.len()) {
        return Some((kind, prefix.clone()));
    }
    // Most names are told apart by how they begin, without their words.
    let start = key.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let begins = |word: &str| {
        let head = start.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    if !KIND_WORDS.iter().any(|(first, ..)| begins(first)) {
        return None;
    }
    let words = name_words(key);
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let says =
        |(first, second, _): &&(&str, &str, Kind)| word(0) == *first && (second.is_empty() || word(1) == *second);
    let (first, second, kind) = KIND_WORDS.iter().find(says)?;
    let said = match second.is_empty() {
        true => (*first).to_owned(),
        false => format!("{first}-{second}"),
    };
    Some((*kind, said))
}

/// The first word of a name, and the second where it takes both, that teams use for a kind.
const KIND_WORDS: [(&str, &str, Kind); 11] = [
    ("kill", "switch", Kind::Ops),
    ("circuit", "breaker", Kind::Ops),
    ("ab", "test", Kind::Experiment),
    ("ops", "", Kind::Ops),
    ("killswitch", "", Kind::Ops),
    ("exp", "", Kind::Experiment),
    ("experiment", "", Kind::Experiment),
    ("abtest", "", Kind::Experiment),
    ("perm", "", Kind::Permission),
    ("permission", "", Kind::Permission),
    ("entitlement", "", Kind::Permission),
];

#[cfg(test)]
mod tests {
    use super::{kind_in_name, name_words, squeezed};
    use crate::config::Policy;
    use crate::registry::Kind;

    #[test]
    fn names_are_words() {
        assert_eq!(name_words("newCheckout_v2"), ["new", "checkout", "v2"]);
        assert_eq!(name_words("--"), Vec::<String>::new());
        assert_eq!(squeezed("NEW_CHECKOUT"), squeezed("newCheckout"));
    }

    #[test]
    fn names_speak_of_kinds() {
        let policy = Policy::new(jiff::Timestamp::UNIX_EPOCH);
        let kind = |key| kind_in_name(key, &policy).map(|(kind, _)| kind);
        assert_eq!(kind("OPS_drain_queue"), Some(Kind::Ops));
        assert_eq!(kind("kill-switch-search"), Some(Kind::Ops));
        assert_eq!(kind("exp-button-colour"), Some(Kind::Experiment));
        assert_eq!(kind("operations"), None);
        assert_eq!(kind("kill-search"), None);
        assert_eq!(kind(""), None);
    }
}
