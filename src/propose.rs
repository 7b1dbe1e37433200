//! Helpers of a team's own that a scan meets and no SDK vouches for: calls that take registered keys, or constants that are
//! used as keys. `flagdebt init` writes them down as `[[sdk]]` tables for people to confirm.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Call, Expression, FileFacts, Form};
use crate::resolve::OWN;
use crate::scan::Scan;
use crate::usage::{Certainty, Role, Use};
use crate::vocabulary;

/// So many calls with known keys make a helper.
const CALLS: usize = 2;
/// Proposals that one repository gets at most, those with most calls first.
const MOST: usize = 12;

/// A helper, as it could stand in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What is called.
    pub name: String,
    /// What it is called on, where that is always the same; empty: nothing, or many things.
    pub receiver: String,
    /// Where the key stands, as `flagdebt.toml` writes it.
    pub key: String,
    /// It sets flags for tests.
    pub overrides: bool,
    /// How many calls take a known key there.
    pub calls: usize,
    /// How many keys they take.
    pub keys: usize,
    /// Where the first one stands: path and line.
    pub place: String,
}

/// How a key stands in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// It is the argument.
    Argument,
    /// The member's name is the key: `.newCart`.
    Name,
    /// It names a member of the argument.
    Member,
}

/// What is known of the calls of one name.
#[derive(Default)]
struct Seen {
    places: BTreeMap<(usize, Shape), Hits>,
    /// Calls of the name at all.
    all: usize,
}

/// Calls with a known key at one place.
#[derive(Default)]
struct Hits {
    calls: usize,
    tests: usize,
    sets: usize,
    keys: BTreeSet<String>,
    receivers: BTreeSet<String>,
    first: String,
}

/// Helpers worth writing down; `registered` says whether a text is a key of a registry.
pub fn proposals(scan: &Scan, registered: &dyn Fn(&str) -> bool) -> Vec<Proposal> {
    let known = Known::new(&scan.resolved.uses, registered);
    let mut seen: BTreeMap<(&'static str, &str), Seen> = BTreeMap::new();
    for facts in &scan.facts {
        for call in &facts.calls {
            let entry = seen.entry((facts.language.family, &call.name)).or_default();
            entry.all += usize::from(!call.arguments.is_empty());
            let covered = known
                .uses
                .get(&(&*facts.path, facts.lines.place(call.name_span).line, &*call.name));
            if covered.is_some_and(|own| !own) || call.form == Form::Tag {
                continue;
            }
            for (at, argument) in call.arguments.iter().enumerate().take(4) {
                let line = facts.lines.place(argument.span).line;
                for (key, shape) in known.keys_in(&argument.value) {
                    // What makes a constant that holds a key declares it.
                    if !known.declared.contains(&(&*facts.path, line, key.as_str())) {
                        entry.add(facts, call, (at, shape), key);
                    }
                }
            }
        }
    }
    let mut found: Vec<Proposal> = seen
        .into_iter()
        .filter_map(|((_, name), seen)| seen.proposal(name))
        .collect();
    found.sort_by(|one, two| two.calls.cmp(&one.calls).then_with(|| one.name.cmp(&two.name)));
    found.dedup_by(|two, one| one.name == two.name && one.key == two.key);
    found.truncate(MOST);
    found
}

/// Keys, and the names of constants that hold one.
struct Known<'a> {
    registered: &'a dyn Fn(&str) -> bool,
    keys: FxHashSet<&'a str>,
    constants: FxHashMap<&'a str, &'a str>,
    /// Where a key is declared: path, line, key.
    declared: FxHashSet<(&'a str, u32, &'a str)>,
    /// Uses by path, line and callee, and whether only names speak for them.
    uses: FxHashMap<(&'a str, u32, &'a str), bool>,
}

impl<'a> Known<'a> {
    fn new(uses: &'a [Use], registered: &'a dyn Fn(&str) -> bool) -> Self {
        let mut known = Self {
            registered,
            keys: FxHashSet::default(),
            constants: FxHashMap::default(),
            declared: FxHashSet::default(),
            uses: FxHashMap::default(),
        };
        for found in uses {
            let own = found.sdk.as_deref() == Some(OWN);
            if let Some(callee) = &found.callee {
                let place = (found.path.as_str(), found.name.line, callee.as_str());
                known.uses.insert(place, own);
            }
            let Some(key) = found.key.as_deref().filter(|_| found.certainty > Certainty::Unresolved) else {
                continue;
            };
            if found.role == Role::Declaration {
                let via = found.via.as_deref().map(|via| via.rsplit('.').next().unwrap_or(via));
                known.constants.extend(via.map(|via| (via, key)));
                known.declared.insert((&found.path, found.name.line, key));
            }
            if found.role != Role::Mention {
                known.keys.insert(key);
            }
        }
        known
    }

    /// The known keys that an argument holds. A word that is a key by chance must not make a helper, so a text counts only
    /// where it is registered or looks like nothing else.
    fn keys_in(&self, value: &Expression) -> Vec<(String, Shape)> {
        match value {
            Expression::Text(text) if self.is_key(text) => vec![(text.to_string(), Shape::Argument)],
            Expression::Path(path) => {
                let last = path.rsplit('.').next().unwrap_or(path);
                match self.constants.get(last) {
                    Some(key) if *key == last => vec![((*key).to_owned(), Shape::Name)],
                    Some(key) if path.starts_with(char::is_uppercase) => vec![((*key).to_owned(), Shape::Argument)],
                    _ => Vec::new(),
                }
            }
            Expression::Object(_, entries) => entries
                .iter()
                .take(64)
                .filter_map(|entry| match entry.computed {
                    false => self.is_key(&entry.key).then(|| entry.key.to_string()),
                    true => {
                        let last = entry.key.rsplit('.').next().unwrap_or(&entry.key);
                        self.constants.get(last).map(|key| (*key).to_owned())
                    }
                })
                .map(|key| (key, Shape::Member))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn is_key(&self, text: &str) -> bool {
        (self.registered)(text) || (self.keys.contains(text) && text.contains(['-', '_', '.']))
    }
}

impl Seen {
    fn add(&mut self, facts: &FileFacts, call: &Call, place: (usize, Shape), key: String) {
        let at = self.places.entry(place).or_default();
        if at.calls == 0 {
            at.first = format!("{}:{}", facts.path, facts.lines.place(call.name_span).line);
        }
        let test = facts.test || facts.scopes.get(call.scope as usize).is_some_and(|scope| scope.test);
        at.calls += 1;
        at.tests += usize::from(test);
        let truth = |value: &Expression| matches!(value, Expression::Boolean(_));
        at.sets += usize::from(call.context.mocked || call.arguments.iter().any(|argument| truth(&argument.value)));
        at.keys.insert(key);
        let receiver = match &call.receiver {
            Some(Expression::Path(path)) => path.rsplit('.').next().unwrap_or(path).to_owned(),
            Some(_) => "?".to_owned(),
            None => String::new(),
        };
        at.receivers.insert(receiver);
    }

    /// The place with most known keys, if the name asks for flags or is hardly called with anything else.
    fn proposal(self, name: &str) -> Option<Proposal> {
        let ((argument, shape), at) = self.places.into_iter().max_by_key(|(_, at)| at.calls)?;
        let speaks = vocabulary::is_question(name)
            || vocabulary::is_force(name)
            || vocabulary::is_reading(name)
            || vocabulary::is_state(name)
            || vocabulary::is_noun(name);
        let mostly = at.calls * 2 > self.all;
        let few = at.calls < CALLS || at.keys.len() < CALLS;
        if few || !mostly || !(speaks || at.calls * 10 >= self.all * 9) {
            return None;
        }
        let mut receivers = at.receivers.into_iter();
        let receiver = match (receivers.next(), receivers.next()) {
            (Some(only), None) if only != "?" => only,
            _ => String::new(),
        };
        Some(Proposal {
            name: name.to_owned(),
            receiver,
            key: match shape {
                Shape::Argument => argument.to_string(),
                Shape::Name => format!("{{ argument = {argument}, names-key = true }}"),
                Shape::Member => format!("{{ argument = {argument}, keys = true }}"),
            },
            overrides: at.tests == at.calls
                && (vocabulary::is_force(name) || shape == Shape::Member || at.sets * 2 > at.calls),
            calls: at.calls,
            keys: at.keys.len(),
            place: at.first,
        })
    }
}
