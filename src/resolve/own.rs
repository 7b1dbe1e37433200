//! Helpers that no SDK ties down: functions of the repository that ask for a flag by their name and take what looks like
//! a key, and the collections that they look it up in. What rests on names alone is likely, never proven.

use rustc_hash::FxHashSet;

use crate::facts::{BindingKind, Expression, FILE_SCOPE, FileFacts, Lookup, Member, Name, Parameter, Scope, ScopeKind};
use crate::resolve::declare::last_part;
use crate::resolve::draft;
use crate::resolve::helpers::{Helper, Takes};
use crate::resolve::keys::Key;
use crate::resolve::names::Found;
use crate::resolve::{Lead, LeadForm, OWN, Resolver, folder, site};
use crate::sdk::Selection;
use crate::usage::{Certainty, Gives, KeySource, Role, Use};
use crate::vocabulary;

impl<'a> Resolver<'a> {
    /// Functions whose name and parameters say that they ask for a flag, or that they set one for tests.
    pub(crate) fn own_helpers(&mut self) {
        for (file, facts) in self.names.files.iter().enumerate() {
            for (at, scope) in facts.scopes.iter().enumerate() {
                let Ok(at) = u32::try_from(at) else { break };
                let is_known = || {
                    self.asked.contains_key(&(file, at))
                        || (0..scope.parameters.len()).any(|other| self.known.contains(&(file, at, other)))
                };
                let takes = scope.kind == ScopeKind::Function && !scope.parameters.is_empty();
                if !takes || scope.name.is_empty() || is_known() {
                    continue;
                }
                let position = match scope.test {
                    false => self
                        .takes_key(facts, at, scope)
                        .or_else(|| self.takes_key_by_alias(file, at, scope))
                        .map(|position| (position, Role::Evaluation)),
                    true if vocabulary::is_force(&scope.name) => {
                        key_position(scope).map(|position| (position, Role::TestOverride))
                    }
                    true => None,
                };
                if let Some((position, role)) = position {
                    self.own_helper(file, at, scope, position, role);
                }
            }
        }
    }

    fn own_helper(&mut self, file: usize, at: u32, scope: &Scope, position: usize, role: Role) {
        let Some(parameter) = scope.parameters.get(position) else {
            return;
        };
        self.known.insert((file, at, position));
        let does = if role == Role::Evaluation { "asks for" } else { "sets" };
        let reason = format!(
            "`{}` {does} the flag that `{}` names, by their names",
            scope.name, parameter.name
        );
        self.helpers.push(Helper {
            file,
            scope: at,
            takes: Takes::Key {
                position,
                parameter: parameter.label.clone(),
            },
            sdk: Some(OWN.to_owned()),
            negated: role == Role::Evaluation && vocabulary::denies(&scope.name),
            // a name does not say what else the body does
            gives: Gives::Unsure,
            passes: site::asked(role == Role::Evaluation && vocabulary::denies(&scope.name)),
            role,
            certainty: Certainty::Likely,
            reasons: vec![reason],
            body: None,
            callers: 0,
            keyed: false,
            within: None,
        });
    }

    /// Which parameter of a function is a key, if the function asks for a flag.
    fn takes_key(&self, facts: &FileFacts, at: u32, scope: &Scope) -> Option<usize> {
        let class = facts
            .container_of(at)
            .and_then(|class| facts.scopes.get(class as usize));
        // what implements an interface made for flags is made for them too
        let names = class
            .into_iter()
            .flat_map(|class| std::iter::once(&class.name).chain(&class.types));
        let of_flags = names
            .chain(&scope.types)
            .any(|name| vocabulary::is_noun(last_part(name)));
        let asks = vocabulary::is_question(&scope.name) || (of_flags && vocabulary::is_state(&scope.name));
        if asks {
            // What does not look at its parameter looks no flag up.
            let used = |at: &usize| scope.parameters.get(*at).is_some_and(|parameter| !parameter.idle);
            return key_position(scope).filter(used);
        }
        // `Boolean(flagName string)` in the package `featureflags`
        let package = facts
            .language
            .grammar()
            .table
            .package_scope
            .then(|| folder(&facts.path));
        let of_features = class
            .into_iter()
            .flat_map(|class| std::iter::once(&*class.name).chain(class.types.iter().map(|name| last_part(name))))
            .chain(scope.types.iter().map(|name| last_part(name)))
            .chain(package.and_then(|path| path.rsplit('/').next()))
            .any(vocabulary::is_feature);
        if of_features && vocabulary::is_typed(&scope.name) {
            let is_key = |parameter: &Parameter| {
                !parameter.idle && parameter.member_of.is_none() && vocabulary::key_weight(&parameter.name) > 1
            };
            return scope.parameters.iter().position(is_key);
        }
        // `read(flag: Flag)`: the parameter's type says what is read
        let reads = of_flags && vocabulary::is_reading(&scope.name);
        let typed = scope
            .parameters
            .iter()
            .position(|parameter| parameter.types.first().is_some_and(|name| vocabulary::is_noun(name)));
        typed.filter(|_| reads)
    }

    /// The same for a function that only its other name says it of.
    fn takes_key_by_alias(&self, file: usize, at: u32, scope: &Scope) -> Option<usize> {
        let mut names = self.names.other_names(file, at).iter();
        if !names.any(|name| vocabulary::is_question(name)) {
            return None;
        }
        let used = |at: &usize| scope.parameters.get(*at).is_some_and(|parameter| !parameter.idle);
        key_position(scope).filter(used)
    }

    /// `flags[name]` in a function that asks for a flag: the collection is one of flags.
    pub(crate) fn own_collections(&mut self) {
        for (file, facts) in self.names.files.iter().enumerate() {
            for lookup in facts.lookups.iter().filter(|lookup| lookup.object.contains('.')) {
                if lookup.index.is_empty() {
                    self.collections.insert((facts.language.family, ending(&lookup.object)));
                    continue;
                }
                let by_parameter = self.lookup_keys(file, lookup).into_iter().any(|key| match key {
                    Key::Parameter { file, scope, position } => self.asks_by(file, scope, position),
                    _ => false,
                });
                if by_parameter && !draft::is_test(facts, lookup.scope) {
                    self.collections.insert((facts.language.family, ending(&lookup.object)));
                }
            }
        }
    }

    fn lookup_keys(&self, file: usize, lookup: &Lookup) -> Vec<Key> {
        let index = Expression::Path(lookup.index.clone());
        self.keys(file, lookup.scope, &index, lookup.index_span, &Selection::default())
    }

    /// Whether a function asks for the flag that its parameter names, judging by their names.
    fn asks_by(&self, file: usize, scope: u32, position: usize) -> bool {
        let (Some(facts), Some(function)) = (self.names.file(file), self.function(file, scope)) else {
            return false;
        };
        let weight = function
            .parameters
            .get(position)
            .map_or(0, |parameter| vocabulary::key_weight(&parameter.name));
        let around = facts.function_of(scope).and_then(|at| facts.scopes.get(at as usize));
        let hook =
            |name: &str| vocabulary::is_noun(name) && vocabulary::words(name).first().is_some_and(|word| word == "use");
        let named = |scope: &Scope| vocabulary::is_question(&scope.name) || hook(&scope.name);
        weight > 0 && (self.takes_key(facts, scope, function) == Some(position) || around.is_some_and(named))
    }

    /// Reads of collections by an expression.
    pub(crate) fn own_lookups(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for lookup in facts.lookups.iter().filter(|lookup| !lookup.index.is_empty()) {
            let known = self.is_collection(facts, &lookup.object);
            for key in self.lookup_keys(file, lookup) {
                let found = self.own_lookup(facts, lookup);
                match key {
                    Key::Parameter { file, scope, position } => {
                        // `flags[i]` in any other function is data at work.
                        let asks = self.asks_by(file, scope, position);
                        if asks && !self.known.contains(&(file, scope, position)) {
                            let passes = lookup.context.passes();
                            let gives = self.gives_lookup(file, scope, lookup);
                            self.hands_on((file, scope, position), found, (lookup.context.returned, gives), passes);
                        }
                    }
                    Key::Constant { .. } if known => self.record(file, None, found, key, None),
                    // The constant's file may not have been read yet.
                    Key::Dynamic if known => self.lead_elsewhere(file, lookup.scope, &lookup.index),
                    _ => {}
                }
            }
        }
    }

    fn own_lookup(&self, facts: &FileFacts, lookup: &Lookup) -> Use {
        Use {
            sdk: Some(OWN.to_owned()),
            callee: Some(lookup.object.to_string()),
            certainty: Certainty::Likely,
            reasons: vec![format!("`{}` is a collection of flags", lookup.object)],
            ..draft::of_lookup(facts, lookup)
        }
    }

    /// A read of a named member of a collection.
    pub(crate) fn own_member(&mut self, file: usize, facts: &FileFacts, member: &Member, object: &str) {
        const OF_LISTS: &[&str] = &["length", "size", "count", "keys", "values", "entries"];
        let bound = match self.names.resolve(file, member.scope, object) {
            Some((Found::Binding(_, binding), "")) if !object.contains('.') => match &binding.value {
                Expression::Path(path) => Some(path.clone()),
                _ => None,
            },
            _ => None,
        };
        if !self.is_collection(facts, bound.as_deref().unwrap_or(object)) || OF_LISTS.contains(&&*member.name) {
            return;
        }
        let read = draft::of_member(facts, member);
        let is_known = !self.literals.insert((file, member.span));
        if is_known || (member.written && !read.test) {
            return;
        }
        self.uses.push(Use {
            role: match member.written {
                true => Role::TestOverride,
                false => Role::Evaluation,
            },
            key: Some(member.name.to_string()),
            sdk: Some(OWN.to_owned()),
            key_source: KeySource::Literal,
            via: Some(object.to_owned()),
            certainty: Certainty::Likely,
            reasons: vec![format!("`{object}` is a collection of flags")],
            ..read
        });
    }

    /// What collections of flags are called where they are written out: what a type of flags is given to.
    pub(crate) fn find_labels(&mut self) {
        let by_lookup: Vec<_> = self
            .collections
            .iter()
            .map(|(family, path)| (*family, Name::from(last_part(path))))
            .collect();
        for facts in self.names.files {
            let typed = facts
                .bindings
                .iter()
                .filter(|binding| binding.kind == BindingKind::Field);
            for binding in typed {
                let name = Name::from(last_part(&binding.name));
                let of_flags = binding
                    .types
                    .iter()
                    .any(|name| self.collection_types.contains(last_part(name)));
                if of_flags && vocabulary::is_collection(&name) {
                    self.labels.insert((facts.language.family, name));
                }
            }
        }
        self.labels.extend(by_lookup);
        self.types_of_labels();
        for (family, label) in &self.labels {
            self.leads.insert(Lead {
                name: label.to_string(),
                form: LeadForm::Label,
                home: None,
                families: vec![(*family).to_owned()],
            });
        }
        for (_, path) in &self.collections {
            let (holder, label) = path.split_once('.').unwrap_or(("", path));
            let holder = Some(holder).filter(|holder| !holder.is_empty() && *holder != "self");
            self.leads.extend(holder.map(|holder| Lead {
                name: label.to_owned(),
                form: LeadForm::Mention,
                home: Some(holder.to_owned()),
                families: Vec::new(),
            }));
        }
    }

    /// Keys that code asks for or declares, as far as they are known by now.
    pub(crate) fn find_asked_keys(&mut self) {
        let asked = self.uses.iter().filter(|found| found.role == Role::Evaluation);
        let keys = asked
            .chain(self.declared.values())
            .filter_map(|found| found.key.clone());
        self.asked_keys = keys.collect();
    }

    /// The types of fields that hold flags: their members are declarations.
    fn types_of_labels(&mut self) {
        for (file, facts) in self.names.files.iter().enumerate() {
            for binding in &facts.bindings {
                let label = Name::from(last_part(&binding.name));
                if binding.kind != BindingKind::Field || !self.labels.contains(&(facts.language.family, label)) {
                    continue;
                }
                for name in &binding.types {
                    if let Some((Found::Container(owner, scope), "")) = self.names.resolve(file, FILE_SCOPE, name) {
                        self.collection_members(owner, scope);
                    }
                }
            }
        }
    }

    fn is_collection(&self, facts: &FileFacts, object: &str) -> bool {
        self.collections.contains(&(facts.language.family, ending(object)))
    }

    /// Drops what only looked like a helper: nobody calls it with a key.
    pub(crate) fn drop_unused_own(&mut self) {
        let asked: FxHashSet<String> = self
            .uses
            .iter()
            .filter(|found| found.sdk.as_deref() == Some(OWN) && found.key.is_some())
            .filter_map(|found| found.callee.clone())
            .collect();
        self.find_asked_keys();
        let is_set = |found: &Use| found.role == Role::TestOverride && found.sdk.as_deref() == Some(OWN);
        // What tests do to things of the name of a flag, none of which code asks for, is about something else.
        let set: FxHashSet<String> = self
            .uses
            .iter()
            .filter(|found| is_set(found) && found.key.as_ref().is_some_and(|key| self.asked_keys.contains(key)))
            .filter_map(|found| found.callee.clone())
            .collect();
        self.uses.retain(|found| {
            if is_set(found) && found.callee.as_ref().is_some_and(|callee| !set.contains(callee)) {
                return false;
            }
            let open = found.sdk.as_deref() == Some(OWN) && found.key.is_none();
            !open || found.callee.as_ref().is_some_and(|callee| asked.contains(callee))
        });
    }
}

/// The parameter whose name fits a key best.
fn key_position(scope: &Scope) -> Option<usize> {
    let weights = scope
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.member_of.is_none())
        .map(|(at, parameter)| (vocabulary::key_weight(&parameter.name), at));
    let best = weights.min_by_key(|(weight, at)| (std::cmp::Reverse(*weight), *at));
    best.filter(|(weight, _)| *weight > 0).map(|(_, at)| at)
}

/// The last two parts of a path: a collection of flags is known by its name and by what it belongs to.
fn ending(path: &str) -> Name {
    let last = last_part(path);
    let before = path
        .strip_suffix(last)
        .map_or("", |before| last_part(before.trim_end_matches('.')));
    Name::from(format!("{before}.{last}"))
}

/// Whether a text can be a key of a flag: what has blanks is a sentence.
pub(crate) fn could_be_key(text: &str) -> bool {
    const LONGEST: usize = 100;
    !text.is_empty()
        && text.len() <= LONGEST
        && !text.contains(char::is_whitespace)
        && text.contains(char::is_alphabetic)
}

/// A map of flags that an SDK's call takes is that call's, not a collection of its own.
pub(crate) fn drop_doubles(uses: &mut Vec<Use>) {
    let is_own = |found: &Use| found.role == Role::TestOverride && found.sdk.as_deref() == Some(OWN);
    let place = |found: &Use| (found.path.clone(), found.name.line, found.key.clone());
    if !uses.iter().any(is_own) {
        return;
    }
    let known: FxHashSet<_> = uses
        .iter()
        .filter(|found| found.role == Role::TestOverride && !is_own(found))
        .flat_map(|found| {
            (found.whole.line..=found.whole.end_line).map(move |line| (found.path.clone(), line, found.key.clone()))
        })
        .collect();
    uses.retain(|found| !is_own(found) || !known.contains(&place(found)));
}
