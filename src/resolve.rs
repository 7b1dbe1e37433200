//! From the facts of all files to uses of flags: which calls ask for a flag, for which key, and how sure that is.

mod declare;
mod draft;
mod helpers;
mod keys;
mod names;
mod own;
mod select;
mod tables;
mod ties;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Call, Expression, FileFacts, Name};
use crate::sdk::{Action, Candidate, Sdks};
use crate::source::Span;
use crate::usage::{Certainty, KeySource, Role, Use};

use helpers::{Asked, Helper};
use keys::Key;
pub(crate) use keys::camel_cases;
pub(crate) use names::folder;
use names::{Found, Names};
use ties::{Level, Tie};

/// The definition of helpers that no SDK ties down.
pub(crate) const OWN: &str = "in-house";

/// Whether a text is a key of the registry; without a registry nothing is.
pub(crate) type Registered<'a> = &'a dyn Fn(&str) -> bool;

/// What the scan found.
#[derive(Debug, Default)]
pub struct Resolved {
    /// In the order of path and place.
    pub uses: Vec<Use>,
    /// Names that other files may call or mention to reach a flag: the next round's needles.
    pub leads: FxHashSet<Lead>,
}

/// A name that other files may reach a flag by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lead {
    /// The name.
    pub name: String,
    /// How it stands there.
    pub form: LeadForm,
    /// Every other file that means it names this module as well; `None`: it may be reached without.
    pub home: Option<String>,
}

/// How a name stands where it leads to a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeadForm {
    /// Anyhow.
    Mention,
    /// It is called.
    Call,
    /// It is called with something that could be a key.
    CallWithKey,
    /// A value is given to it: `flags: …`.
    Label,
}

struct Resolver<'a> {
    names: Names<'a>,
    sdks: &'a Sdks,
    registered: Registered<'a>,
    /// Keys by the name that an SDK's camel case gives them.
    transformed: &'a FxHashMap<String, String>,
    /// SDKs that some file of the repository imports.
    present: FxHashSet<&'a str>,
    uses: Vec<Use>,
    helpers: Vec<Helper>,
    /// How many of them had their callers looked for.
    followed: usize,
    /// Parameters that are followed: file, function, position.
    known: FxHashSet<(usize, u32, usize)>,
    /// Functions that are known to ask for one flag.
    known_getters: FxHashSet<(usize, u32)>,
    /// What functions ask for, for those that may ask for one flag.
    asked: FxHashMap<(usize, u32), Vec<Asked>>,
    /// Places of literals that are the key of a use or a declaration.
    literals: FxHashSet<(usize, Span)>,
    /// Constants that a use led to.
    declared: FxHashMap<(usize, Span), Use>,
    /// Containers and objects whose members were declared together.
    holders: FxHashSet<(usize, u32, String)>,
    /// Types that list keys.
    key_containers: FxHashSet<(usize, u32)>,
    /// Names of types whose members are flags.
    collection_types: FxHashSet<Name>,
    /// Collections of flags, by language family and the last two parts of their path.
    collections: FxHashSet<(&'static str, Name)>,
    /// What collections of flags are called where they are written out, by language family.
    labels: FxHashSet<(&'static str, Name)>,
    /// Keys that code asks for or declares.
    asked_keys: FxHashSet<String>,
    leads: FxHashSet<Lead>,
}

/// Connects the facts of all files, which are sorted by path.
pub(crate) fn resolve(
    files: &[FileFacts],
    sdks: &Sdks,
    registered: Registered<'_>,
    transformed: &FxHashMap<String, String>,
) -> Resolved {
    let mut resolver = Resolver {
        names: Names::new(files),
        sdks,
        registered,
        transformed,
        present: FxHashSet::default(),
        uses: Vec::new(),
        helpers: Vec::new(),
        followed: 0,
        known: FxHashSet::default(),
        known_getters: FxHashSet::default(),
        asked: FxHashMap::default(),
        literals: FxHashSet::default(),
        declared: FxHashMap::default(),
        holders: FxHashSet::default(),
        key_containers: FxHashSet::default(),
        collection_types: FxHashSet::default(),
        collections: FxHashSet::default(),
        labels: FxHashSet::default(),
        asked_keys: FxHashSet::default(),
        leads: FxHashSet::default(),
    };
    resolver.by_definition();
    resolver.by_name();
    for file in 0..files.len() {
        resolver.declarations(file);
    }
    resolver.finish()
}

impl<'a> Resolver<'a> {
    /// What SDK definitions say, and the helpers that end in an SDK.
    fn by_definition(&mut self) {
        self.find_present();
        for file in 0..self.names.files.len() {
            self.typed_declarations(file);
            self.sdk_tables(file);
        }
        for file in 0..self.names.files.len() {
            self.calls(file);
            self.members(file);
        }
        self.callers();
    }

    /// What only the repository's own names say, after what is certain.
    fn by_name(&mut self) {
        self.own_helpers();
        self.own_collections();
        for file in 0..self.names.files.len() {
            self.own_lookups(file);
        }
        self.callers();
        self.key_types();
        self.find_labels();
        for file in 0..self.names.files.len() {
            self.own_members(file);
        }
        self.find_asked_keys();
        for file in 0..self.names.files.len() {
            self.own_tables(file);
        }
        self.drop_unused_own();
    }

    fn find_present(&mut self) {
        for file in self.names.files {
            for (sdk, package) in self.sdks.packages(file.language.family) {
                if file
                    .imports
                    .iter()
                    .any(|import| package.imported(&import.module, import.name.as_deref()))
                {
                    self.present.insert(&sdk.name);
                }
            }
        }
    }

    fn calls(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for call in &facts.calls {
            let mut best: Option<(Candidate<'a>, Tie)> = None;
            for candidate in self.sdks.candidates(facts.language.family, &call.name) {
                if !candidate.method.shape.fits(call.form) || candidate.method.action == Action::Accessor {
                    continue;
                }
                let tie = self.tie(file, call, candidate);
                if best.as_ref().is_none_or(|(_, known)| tie.level > known.level) {
                    best = Some((candidate, tie));
                }
            }
            if let Some((candidate, tie)) = best.filter(|(_, tie)| tie.level > Level::Contradicted) {
                self.call(file, call, candidate, tie);
            }
        }
    }

    /// A call that has an SDK's name: its keys, and whether the tie is enough.
    fn call(&mut self, file: usize, call: &'a Call, candidate: Candidate<'a>, tie: Tie) {
        let Some(facts) = self.names.file(file) else { return };
        let Some(selector) = candidate.method.key.as_ref().map(crate::sdk::Selector::place) else {
            return;
        };
        let test = draft::is_test(facts, call.scope);
        let role = match candidate.method.action {
            Action::Evaluation if call.context.mocked || tie.mocked => Role::TestOverride,
            Action::Evaluation => Role::Evaluation,
            Action::Override => Role::TestOverride,
            Action::Write if test => Role::TestOverride,
            Action::Declaration => Role::Declaration,
            Action::Write | Action::Accessor => return,
        };
        let default = candidate.method.default.as_ref();
        let default = default.and_then(|default| self.selected(file, call, &default.place()).into_iter().next());
        let default = default.or_else(|| call.context.fallback.clone());
        let made = draft::with_default(
            draft::of_call(facts, call, role),
            default.as_ref().map(|(value, _)| value),
        );
        let found = Use {
            sdk: Some(candidate.sdk.name.clone()),
            negated: made.negated ^ candidate.method.negated,
            reasons: tie.reasons.clone(),
            ..made
        };
        for (expression, span) in self.selected(file, call, &selector) {
            for key in self.keys(file, call.scope, &expression, span, &selector) {
                let Some(certainty) = self.judge(file, candidate, &tie, &key) else {
                    continue;
                };
                let found = Use {
                    certainty,
                    ..found.clone()
                };
                if let Key::Parameter { file, scope, position } = key {
                    self.hands_on(file, scope, position, found, call.context.returned);
                    continue;
                }
                self.record(file, Some(call), found, key, None);
            }
        }
    }

    /// Keeps a use, with its key.
    fn record(&mut self, file: usize, call: Option<&Call>, mut found: Use, key: Key, helper: Option<&str>) {
        let source = key.source();
        if found.sdk.as_deref() == Some(OWN) && key.text().is_some_and(|text| !own::could_be_key(&text)) {
            return;
        }
        if let Some((owner, span)) = key.literal() {
            self.literals.insert((owner, span));
        }
        if let Key::Constant {
            file: owner, binding, ..
        } = &key
            && found.certainty > Certainty::Unresolved
            && let Some(binding) = self.names.file(*owner).and_then(|facts| facts.bindings.get(*binding))
        {
            self.declare(*owner, binding, found.sdk.clone(), &key);
        }
        found.via = key.via(&self.names);
        found.key_source = source;
        found.key = key.text();
        if let Some(name) = helper {
            found.key_source = if source == KeySource::Pattern || source == KeySource::Dynamic {
                source
            } else {
                KeySource::Wrapper
            };
            found.via = Some(name.to_owned());
        }
        match &found.key {
            None => found.certainty = Certainty::Unresolved,
            Some(text) if (self.registered)(text) && found.certainty == Certainty::Likely => {
                found.certainty = Certainty::Proven;
                found.reasons.push("the key is in the registry".to_owned());
            }
            Some(_) => {}
        }
        if let Some(call) = call {
            self.asks(file, call, &found);
        }
        self.uses.push(found);
    }

    /// Reads of members of an object that an accessor gave.
    fn members(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for member in &facts.members {
            let Some(accessor) = self.accessor_call(file, member.scope, &member.object) else {
                continue;
            };
            let best = self
                .sdks
                .candidates(facts.language.family, &accessor.name)
                .filter(|candidate| candidate.method.action == Action::Accessor)
                .map(|candidate| (candidate, self.tie(file, accessor, candidate)))
                .filter(|(_, tie)| tie.level >= Level::Likely)
                .max_by_key(|(_, tie)| tie.level);
            let Some((candidate, tie)) = best else { continue };
            let registered = self.transformed.get(&*member.name).cloned();
            let (key, source) = match registered {
                _ if (self.registered)(&member.name) => (member.name.to_string(), KeySource::Literal),
                Some(key) => (key, KeySource::Transformed),
                None => (member.name.to_string(), KeySource::Transformed),
            };
            self.literals.insert((file, member.span));
            self.uses.push(Use {
                key: Some(key),
                sdk: Some(candidate.sdk.name.clone()),
                key_source: source,
                via: Some(format!("{}()", accessor.name)),
                certainty: match tie.level {
                    Level::Proven => Certainty::Proven,
                    _ => Certainty::Likely,
                },
                reasons: tie.reasons,
                ..draft::of_member(facts, member)
            });
        }
    }

    /// Reads of members of a collection of the repository's own.
    fn own_members(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for member in &facts.members {
            if let Expression::Path(path) = &member.object {
                self.own_member(file, facts, member, path);
            }
        }
    }

    fn accessor_call(&self, file: usize, scope: u32, object: &Expression) -> Option<&'a Call> {
        match object {
            Expression::Call(span) => self.names.call_at(file, *span),
            Expression::Path(path) => match self.names.resolve(file, scope, path)? {
                (Found::Binding(owner, binding), "") => match &binding.value {
                    Expression::Call(span) => self.names.call_at(owner, *span),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    fn finish(mut self) -> Resolved {
        for helper in std::mem::take(&mut self.helpers) {
            // What every caller was found for is no open question.
            let helpers::Takes::Key { parameter, .. } = &helper.takes else {
                continue;
            };
            if let Some(mut body) = helper.body.filter(|_| helper.callers == 0) {
                body.reasons.push(format!(
                    "the key is the parameter `{parameter}`, and no caller was found"
                ));
                self.uses.push(body);
            }
        }
        let mut uses = std::mem::take(&mut self.uses);
        for (index, file) in self.names.files.iter().enumerate() {
            for (span, text) in &file.strings {
                if (self.registered)(text) && !self.literals.contains(&(index, *span)) {
                    uses.push(draft::mention(file, *span, text));
                }
            }
        }
        uses.extend(std::mem::take(&mut self.declared).into_values());
        uses.sort_by(|one, two| {
            let order = |found: &Use| (found.name.span, found.role, found.key.clone());
            one.path.cmp(&two.path).then_with(|| order(one).cmp(&order(two)))
        });
        uses.dedup_by(|two, one| {
            one.path == two.path && one.name.span == two.name.span && one.key == two.key && one.role == two.role
        });
        for (sdk, package) in self
            .sdks
            .all()
            .iter()
            .flat_map(|sdk| sdk.packages.iter().map(move |p| (sdk, p)))
        {
            if self.present.contains(sdk.name.as_str()) {
                let evaluations = package
                    .methods
                    .iter()
                    .filter(|method| method.common && method.action == Action::Evaluation);
                let names = evaluations.flat_map(|method| &method.names);
                self.leads.extend(names.map(|name| Lead {
                    name: name.clone(),
                    form: LeadForm::CallWithKey,
                    home: None,
                }));
            }
        }
        Resolved {
            uses,
            leads: self.leads,
        }
    }
}
