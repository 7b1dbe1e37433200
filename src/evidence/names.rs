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
    // What the first word of those below begins with: most names are told apart by that.
    let first = key.chars().find(|letter| letter.is_alphanumeric());
    if !first.is_some_and(|first| "kcaoep".contains(first.to_ascii_lowercase()) || !first.is_ascii()) {
        return None;
    }
    let words = name_words(key);
    let first = words.first().map_or("", String::as_str);
    let second = words.get(1).map_or("", String::as_str);
    let kind = match (first, second) {
        ("kill", "switch") | ("circuit", "breaker") => return Some((Kind::Ops, format!("{first}-{second}"))),
        ("ab", "test") => return Some((Kind::Experiment, "ab-test".to_owned())),
        ("ops" | "killswitch", _) => Kind::Ops,
        ("exp" | "experiment" | "abtest", _) => Kind::Experiment,
        ("perm" | "permission" | "entitlement", _) => Kind::Permission,
        _ => return None,
    };
    Some((kind, first.to_owned()))
}

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
