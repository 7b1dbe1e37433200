//! Brings the uses in the code and the flags of the registry together, by key.

use std::collections::BTreeMap;

use crate::registry::Registry;
use crate::usage::{Certainty, KeySource, Role, Usage, Use};

/// Everything known of every flag key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Joined {
    /// One per key of the registry or of the code, sorted by key.
    pub usages: Vec<Usage>,
    /// Evaluations whose key could not be followed, patterns that fit no registered key included; by path and line.
    pub unresolved: Vec<Use>,
    /// Source files that were not looked into, with the reason; by path.
    pub unread: Vec<(String, String)>,
    /// Strings that hold the key of a registered flag and that the scan could not place.
    pub mentions: usize,
    /// Distinct keys that the code evaluates, declares or overrides.
    pub flags_in_code: usize,
}

/// Sorts the uses under the keys that they mean. An alias counts as the flag's own key; a pattern such as `checkout-*`
/// is a possible use of every registered key that it fits, and no flag of its own.
pub fn join(uses: Vec<Use>, registry: &Registry) -> Joined {
    let mut usages = Usages::of(registry);
    let mut joined = Joined::default();
    let mut mentions = Vec::new();
    let mut patterns: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    for item in uses {
        match &item.key {
            None => joined.unresolved.push(item),
            Some(pattern) if item.key_source == KeySource::Pattern => {
                patterns.entry(pattern.clone()).or_default().push(item);
            }
            Some(_) if item.role == Role::Mention => mentions.push(item),
            Some(key) => usages.get_or_add(key).uses.push(item),
        }
    }
    for item in mentions {
        // A string that no registry and no call calls a flag is not one.
        if let Some(usage) = usages.get(item.key.as_deref().unwrap_or_default()) {
            joined.mentions += usize::from(usage.flag.is_some());
            usage.uses.push(item);
        }
    }
    attach_patterns(patterns, registry, &mut usages, &mut joined.unresolved);
    joined.usages = usages.into_sorted();
    for usage in &mut joined.usages {
        sort(&mut usage.uses);
    }
    sort(&mut joined.unresolved);
    joined.flags_in_code = joined.usages.iter().filter(|usage| in_code(usage)).count();
    joined
}

/// At most so many uses are kept as possible ones of a key: enough to show, and a bound on what hostile code costs.
const POSSIBLE: usize = 4;
/// A pattern that fits more keys says as little as a key known only at run time.
const BROAD: usize = 1_000;
/// So many comparisons of a key with a pattern are made in total before further patterns count as unresolved.
const COMPARISONS: usize = 5_000_000;

/// The usages while uses are sorted under them.
struct Usages<'a> {
    registry: &'a Registry,
    /// One for each flag of the registry, in its order.
    registered: Vec<Usage>,
    /// Of keys that only the code knows.
    others: BTreeMap<String, Usage>,
}

impl<'a> Usages<'a> {
    fn of(registry: &'a Registry) -> Self {
        let flags = registry.flags.iter().enumerate();
        Self {
            registry,
            registered: flags.map(|(index, flag)| empty(&flag.key, Some(index))).collect(),
            others: BTreeMap::new(),
        }
    }

    /// That of the flag which a name in the code means, be it an alias; else that of the name.
    fn get(&mut self, name: &str) -> Option<&mut Usage> {
        let index = self.registry.index.get(name);
        let registered = index.and_then(|index| self.registered.get_mut(*index));
        registered.or_else(|| self.others.get_mut(name))
    }

    fn get_or_add(&mut self, name: &str) -> &mut Usage {
        let index = self.registry.index.get(name);
        let registered = index.and_then(|index| self.registered.get_mut(*index));
        registered.unwrap_or_else(|| {
            let others = self.others.entry(name.to_owned());
            others.or_insert_with(|| empty(name, None))
        })
    }

    fn into_sorted(self) -> Vec<Usage> {
        let mut all = self.registered;
        all.extend(self.others.into_values());
        all.sort_by(|one, two| one.key.cmp(&two.key));
        all
    }
}

fn empty(key: &str, flag: Option<usize>) -> Usage {
    Usage {
        key: key.to_owned(),
        flag,
        uses: Vec::new(),
        possible: Vec::new(),
    }
}

fn in_code(usage: &Usage) -> bool {
    usage
        .uses
        .iter()
        .any(|item| item.role != Role::Mention && item.certainty >= Certainty::Likely)
}

fn sort(uses: &mut [Use]) {
    uses.sort_by(|left, right| {
        (&left.path, left.name.span.start, left.role).cmp(&(&right.path, right.name.span.start, right.role))
    });
}

/// Finds the keys of each distinct pattern once; keys are sorted, so a fixed beginning leaves only a stretch of them.
fn attach_patterns(
    patterns: BTreeMap<String, Vec<Use>>,
    registry: &Registry,
    usages: &mut Usages<'_>,
    unresolved: &mut Vec<Use>,
) {
    let names: Vec<(&str, &str)> = registry
        .index
        .iter()
        .filter_map(|(name, index)| Some((name.as_str(), registry.flags.get(*index)?.key.as_str())))
        .collect();
    let mut budget = COMPARISONS;
    for (pattern, uses) in patterns {
        let keys = matching(&pattern, &names, &mut budget);
        if keys.is_empty() || keys.len() > BROAD {
            unresolved.extend(uses);
            continue;
        }
        for key in keys {
            if let Some(usage) = usages.get(key) {
                let room = POSSIBLE.saturating_sub(usage.possible.len());
                usage.possible.extend(uses.iter().take(room).cloned());
            }
        }
    }
}

/// The flags whose key or alias fits; nothing once the budget is spent.
fn matching<'a>(pattern: &str, names: &[(&'a str, &'a str)], budget: &mut usize) -> Vec<&'a str> {
    let beginning = pattern.split('*').next().unwrap_or_default();
    // One fixed letter is no sign that this flag is meant.
    if pattern.chars().filter(|letter| *letter != '*').count() < 2 {
        return Vec::new();
    }
    let from = names.partition_point(|(name, _)| *name < beginning);
    let mut keys = Vec::new();
    for (name, key) in names[from..].iter().take_while(|(name, _)| name.starts_with(beginning)) {
        if *budget == 0 || keys.len() > BROAD {
            break;
        }
        *budget -= 1;
        if fits(pattern, name) {
            keys.push(*key);
        }
    }
    // A key and its alias may both fit.
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether `*` in the pattern can stand for something in the name. Linear: each part is looked for once, leftmost first.
pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_fit_as_a_reader_expects() {
        assert!(fits("checkout-*", "checkout-v2"));
        assert!(fits("*-v2", "checkout-v2"));
        assert!(fits("a*b*c", "a-b-b-c"));
        assert!(fits("checkout-*-eu", "checkout-new-eu"));
        assert!(!fits("checkout-*", "cart-v2"));
        assert!(!fits("checkout-*-out", "checkout-out"));
        assert!(!fits("plain", "plainer"));
    }
}
