//! From the facts of all files to uses of flags: which calls ask for a flag, for which key, and how sure that is.

mod callers;
mod declare;
mod declared;
mod draft;
mod helpers;
mod keys;
mod names;
mod own;
mod select;
mod site;
mod tables;
mod ties;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::facts::{Call, Expression, FileFacts, Import, Member, Name};
use crate::sdk::{Action, Candidate, Sdks, Selection, Shape, Transformed, module_head};
use crate::sorted::in_place;
use crate::source::Span;
use crate::usage::{Certainty, KeySource, Role, Use};
use crate::vocabulary;

use callers::{Accepted, Bound, Callers, Crowd, Meant};
use helpers::{Asked, Helper};
use keys::Key;
pub(crate) use names::folder;
use names::{Found, Names};
use ties::{Level, Several, Tie};

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
    /// SDKs that some file of the repository imports.
    pub present: FxHashSet<String>,
}

/// A name that other files may reach a flag by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lead {
    /// The name.
    pub name: String,
    /// How it stands there.
    pub form: LeadForm,
    /// Every other file that means it names this module as well; `None`: it may be reached without.
    pub home: Option<String>,
    /// Language families that it counts in; empty: all.
    pub families: Vec<String>,
}

/// How a name stands where it leads to a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LeadForm {
    /// Anyhow.
    Mention,
    /// It holds a text, so that it is never called.
    Constant,
    /// Something is read from it, or it is written out.
    Object,
    /// As a member of something: `.name`, `::name`.
    Member,
    /// It is called.
    Call,
    /// It is called with something that could be a key.
    CallWithKey,
    /// A value is given to it: `flags: …`.
    Label,
    /// It is a function of the file that the lead has as its home, and what it gives was not read.
    Body,
}

/// The import that stands for a package in a file, with the file that it stands in.
type Imports<'a> = FxHashMap<(usize, usize), Option<(&'a FileFacts, &'a Import)>>;

struct Resolver<'a> {
    names: Names<'a>,
    sdks: &'a Sdks,
    registered: Registered<'a>,
    /// Keys by the names that SDKs give them.
    transformed: &'a Transformed,
    /// SDKs that some file of the repository imports.
    present: FxHashSet<&'a str>,
    /// Their packages that some file imports: the numbers of SDK and package.
    packages: FxHashSet<(usize, usize)>,
    /// By which import a file has a package, for those asked for: the number of the file, and where the package is kept.
    imports: RefCell<Imports<'a>>,
    /// What receivers are that may be one of several: in which scope, for which package, within how many hops.
    ties: RefCell<FxHashMap<(Several, u32, usize, u8), Tie>>,
    /// The names under which values of types are known: file and type.
    accepted: RefCell<FxHashMap<(usize, Name), Rc<Accepted>>>,
    /// Calls of functions that were asked for, by name.
    callers: FxHashMap<&'a str, Callers>,
    /// How many functions calls were asked for: file and place.
    crowds: FxHashMap<(usize, usize), Crowd>,
    /// Calls that were asked for no more of them.
    crowded: FxHashSet<(usize, usize)>,
    /// Calls by the binding that they mean, for names that were asked for, in one file or in all.
    meant: FxHashMap<(Option<usize>, &'a str), Meant>,
    /// What names are bound to, for files that were asked.
    bound: FxHashMap<usize, Bound>,
    /// How many keys expressions gave beyond one each.
    spread: Cell<usize>,
    uses: Vec<Use>,
    /// Calls on something of an undeclared type, for what else may claim them: the file, and what they would mean.
    waiting: Vec<(usize, &'a Call, Candidate<'a>, Tie)>,
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
    /// Functions that the configuration says ask for a flag, by language family, with the place of the key.
    named: FxHashSet<(&'static str, Name, usize)>,
    leads: FxHashSet<Lead>,
    /// Functions whose result was asked for, which was not read: file and scope.
    unread: RefCell<FxHashSet<(usize, u32)>>,
}

/// Connects the facts of all files, which are sorted by path.
pub(crate) fn resolve(
    files: &[FileFacts],
    sdks: &Sdks,
    registered: Registered<'_>,
    transformed: &Transformed,
) -> Resolved {
    let mut resolver = Resolver {
        names: Names::new(files),
        sdks,
        registered,
        transformed,
        present: FxHashSet::default(),
        packages: FxHashSet::default(),
        imports: RefCell::default(),
        ties: RefCell::default(),
        accepted: RefCell::default(),
        callers: FxHashMap::default(),
        crowds: FxHashMap::default(),
        crowded: FxHashSet::default(),
        meant: FxHashMap::default(),
        bound: FxHashMap::default(),
        spread: Cell::new(0),
        uses: Vec::new(),
        waiting: Vec::new(),
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
        named: FxHashSet::default(),
        leads: FxHashSet::default(),
        unread: RefCell::default(),
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
            self.fields(file);
            self.flag_objects(file);
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
        self.unclaimed();
        self.key_types();
        self.find_labels();
        for file in 0..self.names.files.len() {
            self.own_members(file);
        }
        self.find_asked_keys();
        for file in 0..self.names.files.len() {
            self.own_tables(file);
        }
        self.made_alike();
        self.drop_unused_own();
    }

    fn find_present(&mut self) {
        let mut modules = FxHashSet::default();
        for file in self.names.files {
            let imports = file.imports.iter();
            modules.extend(imports.map(|import| (file.language.family, &*import.module, import.name.as_deref())));
        }
        // Only those can belong to a package that begin as one of its modules does.
        let mut by_head: FxHashMap<&str, Vec<_>> = FxHashMap::default();
        for module in modules {
            by_head.entry(module_head(module.1)).or_default().push(module);
        }
        for (s, sdk) in self.sdks.all().iter().enumerate() {
            for (p, package) in sdk
                .packages
                .iter()
                .enumerate()
                .filter(|(_, package)| !package.registered)
            {
                let mut heads = package.imports.iter().map(|import| module_head(import));
                let is_imported = heads.any(|head| {
                    let mut own = by_head.get(head).into_iter().flatten();
                    own.any(|(family, module, name)| package.speaks(family) && package.imported(module, *name))
                });
                if is_imported {
                    self.present.insert(&sdk.name);
                    self.packages.insert((s, p));
                }
            }
        }
    }

    /// Names of evaluations that other libraries have too: they matter once their SDK is there. Plain words do in the
    /// languages of packages that some file imports; the others may be called on a client that no file of ours imports.
    fn lead_to_common(&mut self) {
        for (s, sdk) in self.sdks.all().iter().enumerate() {
            if !self.present.contains(sdk.name.as_str()) {
                continue;
            }
            for (p, package) in sdk.packages.iter().enumerate() {
                let methods = package.methods.iter();
                let common =
                    methods.filter(|method| method.common && !method.ordinary && method.action == Action::Evaluation);
                let is_there = self.packages.contains(&(s, p));
                let tied = package.methods.iter().filter(|method| is_there && package.ties(method));
                for name in tied.flat_map(|method| &method.names) {
                    self.leads.insert(Lead {
                        name: name.clone(),
                        form: LeadForm::Object,
                        home: None,
                        families: package.languages.clone(),
                    });
                }
                for name in common.flat_map(|method| &method.names) {
                    if is_there || !vocabulary::is_plain(name) {
                        self.leads.insert(Lead {
                            name: name.clone(),
                            form: LeadForm::CallWithKey,
                            home: None,
                            families: package.languages.clone(),
                        });
                    }
                }
            }
        }
    }

    fn calls(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for call in &facts.calls {
            match self.choose(file, call) {
                Some((candidate, tie)) if tie.undeclared => self.waiting.push((file, call, candidate, tie)),
                Some((candidate, tie)) => self.call(file, call, candidate, tie),
                None => {}
            }
        }
    }

    /// Calls on something of an undeclared type that nothing else claimed. Its file is looked for: what a declaration says
    /// counts for more than names.
    fn unclaimed(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return;
        }
        let place = |path: &str, span: Span| (path.to_owned(), span);
        let claimed: FxHashSet<_> = self
            .uses
            .iter()
            .map(|found| place(&found.path, found.name.span))
            .collect();
        for (file, call, candidate, tie) in waiting {
            let Some(facts) = self.names.file(file) else { continue };
            if claimed.contains(&place(&facts.path, call.name_span)) {
                continue;
            }
            let known = self.uses.len();
            self.call(file, call, candidate, tie);
            if self.uses.len() > known {
                self.lead_to_type(file, call);
            }
        }
        self.callers();
    }

    /// The method that a call means: the one with the best tie, then that of an SDK which the file imports, which the
    /// repository imports, whose key is registered. Names that several SDKs share and nothing tells apart mean none.
    fn choose(&self, file: usize, call: &'a Call) -> Option<(Candidate<'a>, Tie)> {
        let family = self.names.file(file)?.language.family;
        let fitting = self
            .sdks
            .candidates(family, &call.name)
            .filter(|candidate| candidate.method.shape.fits(call.form) && candidate.method.action != Action::Accessor)
            .filter(|candidate| !candidate.method.ordinary || ties::is_called_on(call, &candidate.package.receivers));
        let mut tied: Vec<(Candidate<'a>, Tie)> = fitting
            .map(|candidate| (candidate, self.tie(file, call, candidate)))
            .filter(|(_, tie)| tie.level > Level::Contradicted)
            .collect();
        if tied.len() < 2 {
            return tied.pop();
        }
        let rank = |(candidate, tie): &(Candidate<'a>, Tie)| {
            let imported = self.imports_package(file, candidate.package).is_some();
            let (registered, readable) = self.selects(file, call, *candidate);
            let present = self.present.contains(candidate.sdk.name.as_str());
            (tie.level, imported, registered, present, readable)
        };
        let ranks: Vec<_> = tied.iter().map(rank).collect();
        let best = ranks.iter().max().copied()?;
        let mut ranks = ranks.into_iter();
        tied.retain(|_| ranks.next() == Some(best));
        let (first, _) = tied.first()?;
        let alone = tied.iter().all(|(other, _)| other.sdk.name == first.sdk.name);
        let (level, imported, registered, present, _) = best;
        (alone || level > Level::Hint || imported || registered || present).then(|| tied.swap_remove(0))
    }

    /// Whether the key that a method would read from a call is registered, and whether it can be read at all.
    fn selects(&self, file: usize, call: &Call, candidate: Candidate<'_>) -> (bool, bool) {
        let Some(selector) = candidate.method.key.as_ref().map(crate::sdk::Selector::place) else {
            return (false, false);
        };
        let texts: Vec<String> = self
            .keys_of(file, call, candidate, &selector)
            .iter()
            .filter_map(Key::text)
            .collect();
        (texts.iter().any(|text| (self.registered)(text)), !texts.is_empty())
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
            Action::Create if test => Role::TestOverride,
            Action::Declaration | Action::Create => Role::Declaration,
            Action::Write | Action::Accessor => return,
        };
        let default = candidate.method.default.as_ref();
        let default = default.and_then(|default| self.selected(file, call, &default.place()).into_iter().next());
        let default = default.or_else(|| call.context.fallback.clone());
        let made = draft::with_default(
            draft::of_call(facts, call, role),
            default.as_ref().map(|(value, _)| value),
        );
        let negated = candidate.method.is_negated(call);
        let found = Use {
            sdk: Some(candidate.sdk.name.clone()),
            negated: made.negated ^ negated,
            branches: site::branches(facts, &call.context, site::asked(negated)),
            reasons: tie.reasons.clone(),
            ..made
        };
        if candidate.package.vouched
            && role == Role::Evaluation
            && let Some(position) = selector.argument
        {
            self.named.insert((facts.language.family, call.name.clone(), position));
        }
        if tie.level > Level::Unknown {
            for (expression, _) in self.selected(file, call, &selector) {
                self.lead_to_key(file, call, &selector, &expression);
            }
        }
        let keys = self.keys_of(file, call, candidate, &selector);
        let guard = candidate.method.guard(call, keys.len());
        for key in keys {
            let Some(certainty) = self.judge(file, candidate, &tie, &key) else {
                continue;
            };
            let found = Use {
                certainty,
                guard,
                ..found.clone()
            };
            // What adds flags by a name that it is given is no question for a flag, nor does its caller declare one.
            if candidate.method.action == Action::Create && key.text().is_none() {
                continue;
            }
            if let Key::Parameter { file, scope, position } = key {
                let passes = call.context.passes().through(site::asked(negated));
                let given = (call.context.returned, self.gives_of(file, scope, call));
                self.hands_on((file, scope, position), found, given, passes);
                continue;
            }
            self.record(file, Some(call), found, key, None);
        }
    }

    /// The keys that a call names.
    fn keys_of(&self, file: usize, call: &Call, candidate: Candidate<'_>, selector: &Selection) -> Vec<Key> {
        if selector.declared {
            return self
                .declared(file, call, candidate)
                .map_or_else(Vec::new, |declared| declared.keys);
        }
        let selected = self.selected(file, call, selector).into_iter();
        selected
            .flat_map(|(expression, span)| self.keys(file, call.scope, &expression, span, selector))
            .collect()
    }

    /// Keeps a use, with its key.
    fn record(&mut self, file: usize, call: Option<&Call>, mut found: Use, key: Key, helper: Option<&str>) {
        let source = key.source();
        if found.sdk.as_deref() == Some(OWN) && key.text().is_some_and(|text| !own::could_be_key(&text)) {
            return;
        }
        if let Some((owner, span)) = key.literal() {
            self.literals.insert((owner, span));
            // A declaration stands where its key is written.
            if found.role == Role::Declaration
                && owner == file
                && span != Span::default()
                && let Some(facts) = self.names.file(file)
            {
                found.name = facts.lines.place(span);
            }
        }
        if let Key::Constant {
            file: owner, binding, ..
        } = &key
            && found.certainty > Certainty::Unresolved
            && let Some(binding) = self.names.file(*owner).and_then(|facts| facts.bindings.get(*binding))
        {
            self.declare(*owner, binding, found.sdk.clone(), &key);
        }
        if let Some(call) = call {
            let span = key.literal().map(|(_, span)| span).unwrap_or_default();
            found.site.set = site::set(found.role, call, span);
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

    /// Reads of members of an object of flags.
    fn members(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for member in &facts.members {
            let Some((candidate, tie, via)) = self.object_of_flags(file, member) else {
                continue;
            };
            let test = draft::is_test(facts, member.scope);
            let role = match member.written {
                true if test => Role::TestOverride,
                true => continue,
                false => Role::Evaluation,
            };
            let rule = candidate.method.key.as_ref().and_then(|key| key.place().transform);
            let known = rule.and_then(|rule| self.transformed.key(rule, &member.name));
            let (key, source) = match known {
                _ if (self.registered)(&member.name) => (member.name.to_string(), KeySource::Literal),
                Some(key) => (key.to_owned(), KeySource::Transformed),
                None if rule.is_some() => (member.name.to_string(), KeySource::Transformed),
                None => (member.name.to_string(), KeySource::Literal),
            };
            let certainty = match tie.level {
                Level::Proven if !candidate.package.registered => Certainty::Proven,
                _ if (self.registered)(&key) => Certainty::Proven,
                _ if candidate.method.common || candidate.package.registered => continue,
                _ => Certainty::Likely,
            };
            self.literals.insert((file, member.span));
            let read = draft::of_member(facts, member);
            self.uses.push(Use {
                key: Some(key),
                role,
                sdk: Some(candidate.sdk.name.clone()),
                key_source: source,
                via: Some(via),
                certainty,
                negated: read.negated ^ candidate.method.negated,
                reasons: tie.reasons,
                ..read
            });
        }
    }

    /// What makes the object of a member an object of flags, and how it is called.
    fn object_of_flags(&self, file: usize, member: &Member) -> Option<(Candidate<'a>, Tie, String)> {
        let family = self.names.file(file)?.language.family;
        if let Some(accessor) = self.accessor_call(file, member.scope, &member.object) {
            let calls = self.sdks.candidates(family, &accessor.name).filter(|candidate| {
                candidate.method.action == Action::Accessor && candidate.method.shape != Shape::Property
            });
            let tied = calls.map(|candidate| (candidate, self.tie(file, accessor, candidate)));
            let (candidate, tie) = tied.max_by_key(|(_, tie)| tie.level)?;
            return (tie.level >= Level::Likely).then(|| (candidate, tie, format!("{}()", accessor.name)));
        }
        let Expression::Path(path) = &member.object else {
            return None;
        };
        let own = path.strip_prefix("self.").unwrap_or(path);
        let starts = std::iter::once(0).chain(own.match_indices('.').map(|(at, _)| at + 1));
        let names = starts.take(8).filter_map(|at| own.get(at..));
        let candidates = names.flat_map(|name| self.sdks.candidates(family, name).map(move |found| (name, found)));
        let tied = candidates.filter_map(|(name, candidate)| {
            let only_indexes = candidate.method.key.as_ref().is_some_and(|key| key.place().index);
            let fits = candidate.method.shape == Shape::Property && (member.index || !only_indexes);
            fits.then(|| (candidate, self.property_tie(file, member.scope, path, name, candidate)))
        });
        let (candidate, tie) = tied.max_by_key(|(_, tie)| tie.level)?;
        (tie.level >= Level::Likely).then(|| (candidate, tie, path.to_string()))
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
        self.leave_crowds();
        self.meant = FxHashMap::default();
        self.bound = FxHashMap::default();
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
        // What only the steps before needed makes room.
        self.asked = FxHashMap::default();
        self.imports = RefCell::default();
        self.ties = RefCell::default();
        let mut uses = std::mem::take(&mut self.uses);
        for (index, file) in self.names.files.iter().enumerate() {
            for (span, text) in &file.strings {
                if (self.registered)(text) && !self.literals.contains(&(index, *span)) {
                    uses.push(draft::mention(file, *span, text));
                }
            }
        }
        uses.reserve_exact(self.declared.len());
        uses.extend(std::mem::take(&mut self.declared).into_values());
        in_place(&mut uses, |one, two| {
            let of_body = |found: &Use| found.key_source == KeySource::Wrapper;
            let before = (one.name.span, one.role).cmp(&(two.name.span, two.role));
            let before = one.path.cmp(&two.path).then(before);
            before.then_with(|| (&one.key, of_body(one)).cmp(&(&two.key, of_body(two))))
        });
        uses.dedup_by(|two, one| {
            let same =
                one.path == two.path && one.name.span == two.name.span && one.key == two.key && one.role == two.role;
            // Its name alone does not say what a helper gives, its body does.
            if same && two.key_source == KeySource::Wrapper {
                one.gives = two.gives;
            }
            same
        });
        own::drop_doubles(&mut uses);
        self.lead_to_common();
        for file in 0..self.names.files.len() {
            self.lead_to_askers(file);
        }
        self.lead_to_bodies();
        Resolved {
            uses,
            leads: self.leads,
            present: self.present.into_iter().map(str::to_owned).collect(),
        }
    }
}
