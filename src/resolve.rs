//! From the facts of all files to uses of flags: which calls ask for a flag, for which key, and how sure that is.

mod declared;
mod keys;
mod names;
mod ties;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::facts::{
    Argument, Binding, BindingKind, Call, CallContext, Entry, Expression, FileFacts, Form, Member, Name, ScopeKind,
};
use crate::sdk::{Action, Candidate, Sdks, Selection, Shape, Transformed};
use crate::source::Span;
use crate::usage::{Branch, Certainty, KeySource, Role, Use};

use keys::Key;
pub(crate) use names::folder;
use names::{Found, Names};
use ties::{Level, Tie};

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
    /// It is called, not only mentioned.
    pub callee: bool,
    /// Every other file that means it names this module as well; `None`: it may be reached without.
    pub home: Option<String>,
}

/// A function that hands a parameter on as the key.
#[derive(Debug, Clone)]
struct Wrapper {
    file: usize,
    scope: u32,
    position: usize,
    parameter: Name,
    sdk: String,
    negated: bool,
    callee: Name,
    role: Role,
    /// The evaluation in its body, shown where no caller is found.
    body: Use,
    callers: usize,
}

struct Resolver<'a> {
    names: Names<'a>,
    sdks: &'a Sdks,
    registered: Registered<'a>,
    /// Keys by the names that SDKs give them.
    transformed: &'a Transformed,
    /// SDKs that some file of the repository imports.
    present: FxHashSet<&'a str>,
    uses: Vec<(usize, Use)>,
    wrappers: Vec<Wrapper>,
    known: FxHashSet<(usize, u32, usize)>,
    /// Places of literals that are the key of a use or a declaration.
    literals: FxHashSet<(usize, Span)>,
    /// Constants that a use led to.
    declared: FxHashMap<(usize, Span), Use>,
    leads: FxHashSet<Lead>,
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
        uses: Vec::new(),
        wrappers: Vec::new(),
        known: FxHashSet::default(),
        literals: FxHashSet::default(),
        declared: FxHashMap::default(),
        leads: FxHashSet::default(),
    };
    resolver.find_present();
    for file in 0..files.len() {
        resolver.typed_declarations(file);
    }
    for file in 0..files.len() {
        resolver.calls(file);
        resolver.members(file);
        resolver.fields(file);
        resolver.flag_objects(file);
    }
    resolver.callers();
    for file in 0..files.len() {
        resolver.declarations(file);
    }
    resolver.finish()
}

impl<'a> Resolver<'a> {
    fn find_present(&mut self) {
        let mut modules = FxHashSet::default();
        for file in self.names.files {
            let imports = file.imports.iter();
            modules.extend(imports.map(|import| (file.language.family, &*import.module, import.name.as_deref())));
        }
        let families: FxHashSet<&str> = modules.iter().map(|(family, ..)| *family).collect();
        for family in families {
            for (sdk, package) in self.sdks.packages(family) {
                let mut own = modules.iter().filter(|(other, ..)| *other == family);
                if !package.registered
                    && !self.present.contains(sdk.name.as_str())
                    && own.any(|(_, module, name)| package.imported(module, *name))
                {
                    self.present.insert(&sdk.name);
                }
            }
        }
    }

    fn calls(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for call in &facts.calls {
            if let Some((candidate, tie)) = self.choose(file, call) {
                self.call(file, call, candidate, tie);
            }
        }
    }

    /// The method that a call means: the one with the best tie, then that of an SDK which the file imports, which the
    /// repository imports, whose key is registered. Names that several SDKs share and nothing tells apart mean none.
    fn choose(&self, file: usize, call: &'a Call) -> Option<(Candidate<'a>, Tie)> {
        let family = self.names.file(file)?.language.family;
        let fitting = self
            .sdks
            .candidates(family, &call.name)
            .filter(|candidate| candidate.method.shape.fits(call.form) && candidate.method.action != Action::Accessor);
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
        let best = tied.iter().map(rank).max()?;
        tied.retain(|one| rank(one) == best);
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
        let test = self.is_test(file, call.scope);
        let role = match candidate.method.action {
            Action::Evaluation if call.context.mocked => Role::TestOverride,
            Action::Evaluation => Role::Evaluation,
            Action::Override => Role::TestOverride,
            Action::Write if test => Role::TestOverride,
            Action::Declaration => Role::Declaration,
            Action::Write | Action::Accessor => return,
        };
        for key in self.keys_of(file, call, candidate, &selector) {
            let Some(certainty) = self.judge(file, candidate, &tie, &key) else {
                continue;
            };
            let default = candidate
                .method
                .default
                .as_ref()
                .and_then(|default| self.selected(file, call, &default.place()).into_iter().next());
            let default = default.or_else(|| call.context.fallback.clone());
            let negated = call.context.negated ^ candidate.method.negated;
            let mut found = Use {
                path: facts.path.to_string(),
                name: facts.lines.place(call.name_span),
                whole: facts.lines.place(call.span),
                key: None,
                role,
                sdk: Some(candidate.sdk.name.clone()),
                callee: Some(call.name.to_string()),
                key_source: KeySource::Dynamic,
                via: None,
                certainty,
                default: default.as_ref().and_then(|(value, _)| literal(value)),
                default_text: default.as_ref().and_then(|(value, _)| source_text(value)),
                negated,
                test,
                language: facts.language.name,
                reasons: vec![tie.reason.clone()],
                branches: branches(facts, &call.context),
                plain: true,
            };
            if let Key::Parameter {
                file: owner,
                scope,
                position,
            } = key
            {
                found.certainty = Certainty::Unresolved;
                found.plain = call.context.returned && self.gives_one_result(owner, scope);
                let negated = negated && call.context.returned;
                self.wrap(owner, scope, position, negated, &call.name, found, &candidate.sdk.name);
                continue;
            }
            self.record(file, found, key, None);
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
    fn record(&mut self, file: usize, mut found: Use, key: Key, wrapper: Option<&str>) {
        let source = key.source();
        if let Some((owner, span)) = key.literal() {
            self.literals.insert((owner, span));
        }
        if let Key::Constant {
            file: owner, binding, ..
        } = &key
            && let Some(binding) = self.names.file(*owner).and_then(|facts| facts.bindings.get(*binding))
        {
            self.declare(*owner, binding, found.sdk.clone(), &key);
        }
        found.via = key.via(&self.names);
        found.key_source = source;
        found.key = key.text();
        if let Some(name) = wrapper {
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
        self.uses.push((file, found));
    }

    /// Reads of members of an object of flags.
    fn members(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for member in &facts.members {
            let Some((candidate, tie, via)) = self.object_of_flags(file, member) else {
                continue;
            };
            let test = self.is_test(file, member.scope);
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
            let fallback = member.fallback.as_ref().or(member.context.fallback.as_ref());
            self.literals.insert((file, member.span));
            self.uses.push((
                file,
                Use {
                    path: facts.path.to_string(),
                    name: facts.lines.place(member.span),
                    whole: facts.lines.place(member.whole),
                    key: Some(key),
                    role,
                    sdk: Some(candidate.sdk.name.clone()),
                    callee: None,
                    key_source: source,
                    via: Some(via),
                    certainty,
                    default: fallback.and_then(|(value, _)| literal(value)),
                    default_text: fallback.and_then(|(value, _)| source_text(value)),
                    negated: member.context.negated ^ candidate.method.negated,
                    test,
                    language: facts.language.name,
                    reasons: vec![tie.reason],
                    branches: branches(facts, &member.context),
                    plain: true,
                },
            ));
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
            let fits = candidate.method.shape == Shape::Property;
            fits.then(|| (candidate, self.property_tie(file, member.scope, path, name, candidate)))
        });
        let (candidate, tie) = tied.max_by_key(|(_, tie)| tie.level)?;
        (tie.level >= Level::Likely).then(|| (candidate, tie, path.to_string()))
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

    /// Whether a function returns at one place only, as far as is known.
    fn gives_one_result(&self, file: usize, scope: u32) -> bool {
        let facts = self.names.file(file);
        facts
            .and_then(|facts| facts.scopes.get(scope as usize))
            .is_some_and(|scope| scope.returns.len() <= 1)
    }

    /// Remembers a function that hands its parameter on as the key.
    #[expect(clippy::too_many_arguments, reason = "the parts of a wrapper, each once")]
    fn wrap(&mut self, file: usize, scope: u32, position: usize, negated: bool, callee: &Name, body: Use, sdk: &str) {
        let Some(facts) = self.names.file(file) else { return };
        let Some(function) = facts.scopes.get(scope as usize) else {
            return;
        };
        let Some(parameter) = function.parameters.get(position) else {
            return;
        };
        if function.name.is_empty() || !self.known.insert((file, scope, position)) {
            self.uses.push((file, body));
            return;
        }
        self.wrappers.push(Wrapper {
            file,
            scope,
            position,
            parameter: parameter.name.clone(),
            sdk: sdk.to_owned(),
            negated,
            callee: callee.clone(),
            role: body.role,
            body,
            callers: 0,
        });
    }

    /// Callers of wrappers, which may be wrappers themselves; each function's parameter is followed once.
    fn callers(&mut self) {
        let mut next = 0;
        while let Some(wrapper) = self.wrappers.get(next).cloned() {
            let Some(function) = self
                .names
                .file(wrapper.file)
                .and_then(|f| f.scopes.get(wrapper.scope as usize))
            else {
                next += 1;
                continue;
            };
            let is_method = !function.types.is_empty()
                || self
                    .names
                    .file(wrapper.file)
                    .is_some_and(|facts| facts.container_of(wrapper.scope).is_some());
            self.lead(wrapper.file, &function.name, true, is_method);
            let callers = self.names.calls.get(&*function.name).cloned().unwrap_or_default();
            let mut count = 0;
            for (file, at) in callers {
                let Some(call) = self.names.file(file).and_then(|facts| facts.calls.get(at)) else {
                    continue;
                };
                if !matches!(call.form, Form::Call | Form::Decorator) {
                    continue;
                }
                let tie = self.wrapper_tie(file, call, wrapper.file, wrapper.scope);
                if tie.level >= Level::Likely {
                    count += usize::from(self.caller(file, call, &wrapper, &function.name, &tie));
                }
            }
            if let Some(wrapper) = self.wrappers.get_mut(next) {
                wrapper.callers = count;
            }
            next += 1;
        }
    }

    fn caller(&mut self, file: usize, call: &'a Call, wrapper: &Wrapper, name: &Name, tie: &Tie) -> bool {
        let Some(facts) = self.names.file(file) else {
            return false;
        };
        let selector = Selection {
            argument: Some(wrapper.position),
            keyword: Some(wrapper.parameter.to_string()),
            ..Selection::default()
        };
        let mut any = false;
        for (expression, span) in self.selected(file, call, &selector) {
            for key in self.keys(file, call.scope, &expression, span, &selector) {
                any = true;
                let negated = call.context.negated ^ wrapper.negated;
                let certainty = if tie.level == Level::Proven {
                    Certainty::Proven
                } else {
                    Certainty::Likely
                };
                let role = match wrapper.role {
                    Role::Evaluation if call.context.mocked => Role::TestOverride,
                    role => role,
                };
                let found = Use {
                    path: facts.path.to_string(),
                    name: facts.lines.place(call.name_span),
                    whole: facts.lines.place(call.span),
                    key: None,
                    role,
                    sdk: Some(wrapper.sdk.clone()),
                    callee: Some(call.name.to_string()),
                    key_source: KeySource::Dynamic,
                    via: None,
                    certainty,
                    default: None,
                    default_text: None,
                    negated,
                    test: self.is_test(file, call.scope),
                    language: facts.language.name,
                    reasons: vec![
                        tie.reason.clone(),
                        format!("`{name}` passes `{}` on to `{}`", wrapper.parameter, wrapper.callee),
                    ],
                    branches: branches(facts, &call.context),
                    plain: wrapper.body.plain,
                };
                if let Key::Parameter {
                    file: owner,
                    scope,
                    position,
                } = key
                {
                    let mut body = found;
                    body.certainty = Certainty::Unresolved;
                    body.plain = wrapper.body.plain && call.context.returned && self.gives_one_result(owner, scope);
                    let negated = negated && call.context.returned;
                    self.wrap(owner, scope, position, negated, &call.name, body, &wrapper.sdk);
                    continue;
                }
                self.record(file, found, key, Some(name));
            }
        }
        any
    }

    /// A constant that a use led to, or that an SDK's type marks.
    fn declare(&mut self, file: usize, binding: &Binding, sdk: Option<String>, key: &Key) {
        let Some(facts) = self.names.file(file) else { return };
        let Some(text) = key.text() else { return };
        let by_name = matches!(binding.value, Expression::Other);
        let span = if by_name { binding.name_span } else { binding.value_span };
        self.literals.insert((file, span));
        self.lead(
            file,
            binding.name.rsplit('.').next().unwrap_or(&binding.name),
            false,
            false,
        );
        let local = facts
            .scopes
            .get(binding.scope as usize)
            .is_some_and(|scope| scope.kind == ScopeKind::Function);
        if local {
            return;
        }
        let place = facts.lines.place(span);
        self.declared.entry((file, span)).or_insert_with(|| {
            Use {
                path: facts.path.to_string(),
                name: place,
                whole: place,
                key: Some(text),
                role: Role::Declaration,
                // A constant is the project's own; only a member that is a key by its name belongs to an SDK.
                sdk: sdk.clone().filter(|_| by_name),
                callee: None,
                key_source: if by_name {
                    KeySource::Constant
                } else {
                    KeySource::Literal
                },
                via: Some(binding.name.to_string()),
                certainty: Certainty::Proven,
                default: None,
                default_text: None,
                negated: false,
                test: facts.test,
                language: facts.language.name,
                reasons: vec![format!("`{}` is used as a key", binding.name)],
                branches: Vec::new(),
                plain: true,
            }
        });
        self.declare_siblings(file, binding, sdk.filter(|_| by_name));
    }

    /// Where names of another module are always written with the module's own, only files that name it matter.
    fn lead(&mut self, file: usize, name: &str, callee: bool, is_method: bool) {
        let Some(facts) = self.names.file(file) else { return };
        let qualified = facts.language.grammar().table.import_alias_from_path && !is_method;
        let home = names::folder(&facts.path)
            .rsplit('/')
            .next()
            .filter(|folder| qualified && !folder.is_empty());
        self.leads.insert(Lead {
            name: name.to_owned(),
            callee,
            home: home.map(str::to_owned),
        });
    }

    /// The other members of an enum whose members are keys by name or by an attribute.
    fn declare_siblings(&mut self, file: usize, binding: &Binding, sdk: Option<String>) {
        let Some(facts) = self.names.file(file) else { return };
        let by_attribute = facts
            .language
            .grammar()
            .table
            .enumerator
            .iter()
            .any(|table| table.rename.is_some());
        if binding.kind != BindingKind::Enumerator || !by_attribute {
            return;
        }
        if sdk.is_none() {
            return;
        }
        for other in &facts.bindings {
            if other.kind == BindingKind::Enumerator && other.scope == binding.scope {
                let source = match other.value {
                    Expression::Text(_) => KeySource::Literal,
                    _ => KeySource::Constant,
                };
                self.declare_member(file, other, sdk.clone(), source, "its enum's members are keys");
            }
        }
    }

    fn declare_member(&mut self, file: usize, binding: &Binding, sdk: Option<String>, source: KeySource, reason: &str) {
        let Some(facts) = self.names.file(file) else { return };
        let (key, span) = match &binding.value {
            Expression::Text(text) => (text.to_string(), binding.value_span),
            _ => (binding.name.to_string(), binding.name_span),
        };
        self.literals.insert((file, span));
        self.lead(
            file,
            binding.name.rsplit('.').next().unwrap_or(&binding.name),
            false,
            false,
        );
        let place = facts.lines.place(span);
        self.declared.entry((file, span)).or_insert_with(|| Use {
            path: facts.path.to_string(),
            name: place,
            whole: place,
            key: Some(key),
            role: Role::Declaration,
            sdk,
            callee: None,
            key_source: source,
            via: Some(binding.name.to_string()),
            certainty: Certainty::Proven,
            default: None,
            default_text: None,
            negated: false,
            test: facts.test,
            language: facts.language.name,
            reasons: vec![reason.to_owned()],
            branches: Vec::new(),
            plain: true,
        });
    }

    /// Constants and enum members whose type an SDK defines.
    fn typed_declarations(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for (sdk, package) in self.sdks.packages(facts.language.family) {
            let types = package.methods.iter().filter(|method| method.shape == Shape::Type);
            for type_name in types.flat_map(|method| &method.names) {
                let imported = facts
                    .imports
                    .iter()
                    .any(|import| package.imported(&import.module, import.name.as_deref()));
                if !imported {
                    continue;
                }
                for binding in &facts.bindings {
                    let typed = binding.types.iter().any(|name| **name == **type_name)
                        && matches!(binding.value, Expression::Text(_));
                    let member = binding.kind == BindingKind::Enumerator
                        && facts
                            .scopes
                            .get(binding.scope as usize)
                            .is_some_and(|scope| scope.types.iter().any(|name| **name == **type_name));
                    if typed || member {
                        let reason = format!("its type is `{type_name}`");
                        self.declare_member(file, binding, Some(sdk.name.clone()), KeySource::Literal, &reason);
                    }
                }
            }
        }
    }

    /// Constants whose value is a registered key.
    fn declarations(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else {
            return;
        };
        for binding in &facts.bindings {
            let Expression::Text(text) = &binding.value else {
                continue;
            };
            if (self.registered)(text)
                && !self.declared.contains_key(&(file, binding.value_span))
                && names::is_constant(&self.names, file, binding)
            {
                self.declare_member(
                    file,
                    binding,
                    None,
                    KeySource::Literal,
                    "its value is a key of the registry",
                );
            }
        }
    }

    fn finish(mut self) -> Resolved {
        let wrappers = std::mem::take(&mut self.wrappers);
        for wrapper in wrappers {
            // What every caller was found for is no open question.
            if wrapper.callers == 0 {
                let mut body = wrapper.body;
                body.reasons.push(format!(
                    "the key is the parameter `{}`, and no caller was found",
                    wrapper.parameter
                ));
                self.uses.push((wrapper.file, body));
            }
        }
        let mut uses: Vec<Use> = self.uses.into_iter().map(|(_, found)| found).collect();
        for (index, file) in self.names.files.iter().enumerate() {
            for (span, text) in &file.strings {
                if (self.registered)(text) && !self.literals.contains(&(index, *span)) {
                    uses.push(mention(file, *span, text));
                }
            }
        }
        uses.extend(self.declared.into_values());
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
                    callee: true,
                    home: None,
                }));
            }
        }
        Resolved {
            uses,
            leads: self.leads,
        }
    }

    fn is_test(&self, file: usize, scope: u32) -> bool {
        self.names
            .file(file)
            .is_some_and(|facts| facts.test || facts.scopes.get(scope as usize).is_some_and(|scope| scope.test))
    }

    /// The expressions of a call that a selector means.
    fn selected(&self, file: usize, call: &Call, selector: &Selection) -> Vec<(Expression, Span)> {
        if let Some(option) = &selector.option {
            let Some(inner) = self.inner_call(file, call, option) else {
                return Vec::new();
            };
            let placed = selector.argument.is_some() || selector.keyword.is_some() || selector.last;
            let within = Selection {
                option: None,
                argument: if placed { selector.argument } else { Some(0) },
                ..selector.clone()
            };
            return self.selected(file, inner, &within);
        }
        if selector.index
            && let Some(found) = self.in_receiver(call, selector)
        {
            return vec![found];
        }
        if selector.keys && selector.argument.is_none() && selector.keyword.is_none() {
            let named = call.arguments.iter().filter_map(|argument| {
                let keyword = argument.keyword.as_ref()?;
                Some((Expression::Text(keyword.clone()), argument.span))
            });
            return named.collect();
        }
        let mut chosen: Vec<&Argument> = Vec::new();
        if let Some(keyword) = &selector.keyword {
            chosen.extend(
                call.arguments
                    .iter()
                    .filter(|argument| argument.keyword.as_deref() == Some(keyword)),
            );
        }
        if chosen.is_empty() {
            let mut positional = call.arguments.iter().filter(|argument| argument.keyword.is_none());
            match selector.argument {
                Some(at) if selector.rest => chosen.extend(positional.skip(at)),
                Some(at) => chosen.extend(positional.nth(at)),
                None if selector.last => chosen.extend(positional.next_back()),
                None => {}
            }
        }
        let values = chosen
            .into_iter()
            .map(|argument| (argument.value.clone(), argument.span));
        let mut found: Vec<(Expression, Span)> = values.flat_map(|value| expand(value, selector)).collect();
        if found.is_empty() && selector.receiver {
            found.extend(self.in_receiver(call, selector));
        }
        found
    }

    /// `Flipper[:k].enabled?`, `FLAG.isActive()`.
    fn in_receiver(&self, call: &Call, selector: &Selection) -> Option<(Expression, Span)> {
        let Some(Expression::Path(path)) = &call.receiver else {
            return None;
        };
        let (_, last) = path.rsplit_once('.')?;
        if selector.index {
            return Some((Expression::Text(last.into()), call.receiver_span));
        }
        Some((Expression::Path(path.clone()), call.receiver_span))
    }

    /// The call of this name among a call's arguments, or in the chain that makes one of them.
    fn inner_call(&self, file: usize, call: &Call, name: &str) -> Option<&'a Call> {
        call.arguments.iter().find_map(|argument| {
            let mut expression = &argument.value;
            for _ in 0..names::HOPS {
                let Expression::Call(span) = expression else {
                    return None;
                };
                let inner = self.names.call_at(file, *span)?;
                if *inner.name == *name {
                    return Some(inner);
                }
                expression = inner.receiver.as_ref()?;
            }
            None
        })
    }
}

/// The parts of an argument that a selector means.
fn expand(value: (Expression, Span), selector: &Selection) -> Vec<(Expression, Span)> {
    let mut path = selector.property.iter().flat_map(|path| path.split('.'));
    let Some((value, span)) = path.try_fold(value, |value, name| property_of(value.0, name)) else {
        return Vec::new();
    };
    match value {
        Expression::Object(_, entries) if selector.keys => {
            let key = |entry: Entry| match entry.computed {
                true => (Expression::Path(entry.key), entry.key_span),
                false => (Expression::Text(entry.key), entry.key_span),
            };
            entries.into_iter().map(key).collect()
        }
        Expression::List(items) => match &selector.item {
            Some(name) => items
                .into_iter()
                .filter_map(|item| property_of(item.value, name))
                .collect(),
            None if selector.each => items.into_iter().map(|item| (item.value, item.span)).collect(),
            None => vec![(Expression::List(items), span)],
        },
        value if selector.literal.is_none() || matches!(value, Expression::Boolean(_)) => vec![(value, span)],
        _ => Vec::new(),
    }
}

/// A member of an object literal.
fn property_of(value: Expression, name: &str) -> Option<(Expression, Span)> {
    let Expression::Object(_, entries) = value else {
        return None;
    };
    let entry = entries.into_iter().find(|entry| *entry.key == *name)?;
    Some((entry.value, entry.value_span))
}

fn mention(file: &FileFacts, span: Span, text: &Name) -> Use {
    let place = file.lines.place(span);
    Use {
        path: file.path.to_string(),
        name: place,
        whole: place,
        key: Some(text.to_string()),
        role: Role::Mention,
        sdk: None,
        callee: None,
        key_source: KeySource::Literal,
        via: None,
        certainty: Certainty::Unresolved,
        default: None,
        default_text: None,
        negated: false,
        test: file.test,
        language: file.language.name,
        reasons: vec!["a string that equals a key of the registry".to_owned()],
        branches: Vec::new(),
        plain: true,
    }
}

fn branches(facts: &FileFacts, context: &CallContext) -> Vec<Branch> {
    let found = context
        .branches
        .iter()
        .filter_map(|index| facts.branches.get(*index as usize));
    found
        .map(|branch| Branch {
            whole: facts.lines.place(branch.span),
            consequence: branch.consequence.map(|span| facts.lines.place(span)),
            alternative: branch.alternative.map(|span| facts.lines.place(span)),
            negated: context.negated,
        })
        .collect()
}

fn literal(value: &Expression) -> Option<Value> {
    match value {
        Expression::Boolean(value) => Some(Value::Bool(*value)),
        Expression::Text(text) => Some(Value::String(text.to_string())),
        Expression::Number(text) => serde_json::from_str(&text.replace('_', "")).ok(),
        _ => None,
    }
}

fn source_text(value: &Expression) -> Option<String> {
    match value {
        Expression::Boolean(value) => Some(value.to_string()),
        Expression::Text(text) => Some(format!("\"{text}\"")),
        Expression::Number(text) | Expression::Path(text) => Some(text.to_string()),
        _ => None,
    }
}
