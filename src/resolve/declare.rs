//! Declarations: constants, enum members, members of types and of collections that name a flag.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::facts::{Binding, BindingKind, Expression, FILE_SCOPE, Name, ScopeKind};
use crate::resolve::draft;
use crate::resolve::helpers::Takes;
use crate::resolve::keys::Key;
use crate::resolve::names::{self, Found};
use crate::resolve::{Lead, LeadForm, Resolver};
use crate::sdk::Shape;
use crate::source::Span;
use crate::usage::{self, KeySource, Role, Use};
use crate::vocabulary;

/// How many types are followed from one to the next.
const TYPE_HOPS: u8 = 4;

/// A constant that a type makes of a text.
struct Made<'a> {
    binding: &'a Binding,
    text: String,
    /// The text's place.
    span: Span,
}

impl<'a> Resolver<'a> {
    /// A constant that a use led to, or that an SDK's type marks.
    pub(crate) fn declare(&mut self, file: usize, binding: &Binding, sdk: Option<String>, key: &Key) {
        let Some(facts) = self.names.file(file) else { return };
        let Some(text) = key.text() else { return };
        let by_name = matches!(binding.value, Expression::Other);
        let span = if by_name { binding.name_span } else { binding.value_span };
        self.literals.insert((file, span));
        self.lead_to_constant(file, binding);
        let local = facts
            .scopes
            .get(binding.scope as usize)
            .is_some_and(|scope| scope.kind == ScopeKind::Function);
        // A test's own constant holds what the test asks for; it declares no flag.
        if local || draft::is_test(facts, binding.scope) {
            return;
        }
        let source = if by_name {
            KeySource::Constant
        } else {
            KeySource::Literal
        };
        self.declared.entry((file, span)).or_insert_with(|| Use {
            key: Some(text),
            // A constant is the project's own; only a member that is a key by its name belongs to an SDK.
            sdk: sdk.clone().filter(|_| by_name),
            key_source: source,
            via: Some(binding.name.to_string()),
            reasons: vec![format!("`{}` is used as a key", binding.name)],
            ..draft::at(facts, span, span, Role::Declaration)
        });
        self.declare_siblings(file, binding, sdk.filter(|_| by_name));
    }

    /// Where names of another module are always written with the module's own, only files that name it matter.
    pub(crate) fn lead(&mut self, file: usize, name: &str, form: LeadForm, is_method: bool) {
        let Some(facts) = self.names.file(file) else { return };
        let qualified = facts.language.grammar().table.import_alias_from_path && !is_method;
        let home = names::folder(&facts.path)
            .rsplit('/')
            .next()
            .filter(|folder| qualified && !folder.is_empty());
        self.leads.insert(Lead {
            name: name.to_owned(),
            form,
            home: home.map(str::to_owned),
            // a constant may be another language's of the same platform; what is called is of the own one
            families: match form {
                LeadForm::Call | LeadForm::CallWithKey => vec![facts.language.family.to_owned()],
                _ => Vec::new(),
            },
        });
    }

    /// A constant: other files may mention it. What is local to a function they can't; a plain word (`name`), which
    /// stands everywhere, has to stand there as a member, beside the name of what holds it; and where a member of an enum may
    /// leave out its type, it is always written as a member (`.name`).
    fn lead_to_constant(&mut self, file: usize, binding: &Binding) {
        let Some(facts) = self.names.file(file) else { return };
        let name = last_part(&binding.name);
        let scope = facts.scopes.get(binding.scope as usize);
        let held = binding.name.rsplit_once('.').map(|(holder, _)| last_part(holder));
        let container = scope.filter(|scope| scope.kind == ScopeKind::Container);
        let holder = held.or(container.map(|scope| last_part(&scope.name)));
        let local = scope.is_some_and(|scope| scope.kind == ScopeKind::Function);
        let is_enumerator = binding.kind == BindingKind::Enumerator;
        let implicit = !facts.language.grammar().table.implicit_member.is_empty();
        match holder {
            None if local => {}
            Some(holder) if vocabulary::is_plain(name) || (is_enumerator && implicit) => {
                // A call that takes it is looked for itself; anything else that a plain word means is beside its type.
                let names_holder = (!implicit || vocabulary::is_plain(name)) && holder != "self";
                self.leads.insert(Lead {
                    name: name.to_owned(),
                    form: LeadForm::Member,
                    home: Some(holder.to_owned()).filter(|holder| names_holder && !holder.is_empty()),
                    families: Vec::new(),
                });
            }
            _ => {
                let is_text = is_enumerator || matches!(binding.value, Expression::Text(_));
                let form = if is_text { LeadForm::Constant } else { LeadForm::Mention };
                self.lead(file, name, form, false);
            }
        }
    }

    /// The other members of an enum whose members are keys by name or by an attribute, and the other constants of a
    /// container that is called after flags.
    fn declare_siblings(&mut self, file: usize, binding: &Binding, sdk: Option<String>) {
        let Some(facts) = self.names.file(file) else { return };
        let by_attribute = facts
            .language
            .grammar()
            .table
            .enumerator
            .iter()
            .any(|table| table.rename.is_some());
        let by_name = binding.value == Expression::Other;
        if binding.kind == BindingKind::Enumerator && (by_attribute || by_name) && sdk.is_some() {
            self.declare_members(file, binding.scope, sdk, "its enum's members are keys");
            return;
        }
        if let Some((holder, _)) = binding.name.rsplit_once('.') {
            self.declare_entries(file, binding.scope, holder);
            return;
        }
        let holder = facts
            .scopes
            .get(binding.scope as usize)
            .filter(|scope| scope.kind == ScopeKind::Container);
        if let Some(holder) = holder.filter(|scope| vocabulary::is_noun(&scope.name)) {
            let reason = format!("`{}` holds keys", holder.name);
            self.declare_members(file, binding.scope, None, &reason);
        }
    }

    /// The other members of an object that is called after flags.
    fn declare_entries(&mut self, file: usize, scope: u32, holder: &str) {
        let Some(facts) = self.names.file(file).filter(|_| vocabulary::is_noun(holder)) else {
            return;
        };
        if !self.holders.insert((file, scope, holder.to_owned())) {
            return;
        }
        let reason = format!("`{holder}` holds keys");
        for other in &facts.bindings {
            let beside = other.name.rsplit_once('.').is_some_and(|(before, _)| before == holder);
            if beside && other.scope == scope && matches!(other.value, Expression::Text(_)) {
                self.declare_member(file, other, None, KeySource::Literal, &reason);
            }
        }
    }

    /// All members of a container that have a text or, in an enum, a name.
    pub(crate) fn declare_members(&mut self, file: usize, scope: u32, sdk: Option<String>, reason: &str) {
        let Some(facts) = self.names.file(file) else { return };
        if !self.holders.insert((file, scope, String::new())) {
            return;
        }
        for other in facts.bindings.iter().filter(|other| other.scope == scope) {
            let source = match (other.kind, &other.value) {
                (_, Expression::Text(_)) => KeySource::Literal,
                (BindingKind::Enumerator, _) => KeySource::Constant,
                _ => continue,
            };
            self.declare_member(file, other, sdk.clone(), source, reason);
        }
    }

    pub(crate) fn declare_member(
        &mut self,
        file: usize,
        binding: &Binding,
        sdk: Option<String>,
        source: KeySource,
        reason: &str,
    ) {
        let (key, span) = match &binding.value {
            Expression::Text(text) => (text.to_string(), binding.value_span),
            _ => (last_part(&binding.name).to_owned(), binding.name_span),
        };
        self.literals.insert((file, span));
        self.lead_to_constant(file, binding);
        self.declare_at(file, span, key, sdk, source, Some(&binding.name), reason);
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a declaration, each once")]
    pub(crate) fn declare_at(
        &mut self,
        file: usize,
        span: Span,
        key: String,
        sdk: Option<String>,
        source: KeySource,
        via: Option<&Name>,
        reason: &str,
    ) {
        let Some(facts) = self.names.file(file) else { return };
        self.declared.entry((file, span)).or_insert_with(|| Use {
            key: Some(key),
            sdk,
            key_source: source,
            via: via.map(|name| name.to_string()),
            reasons: vec![reason.to_owned()],
            ..draft::at(facts, span, span, Role::Declaration)
        });
    }

    /// Constants and enum members whose type an SDK defines.
    pub(crate) fn typed_declarations(&mut self, file: usize) {
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

    /// Types that list the keys which a helper takes.
    pub(crate) fn key_types(&mut self) {
        self.spread_keys();
        let mut taken: Vec<(usize, u32, usize)> = self
            .helpers
            .iter()
            .filter(|helper| helper.role == Role::Evaluation && helper.keyed)
            .filter_map(|helper| match helper.takes {
                Takes::Key { position, .. } => Some((helper.file, helper.scope, position)),
                Takes::Nothing { .. } => None,
            })
            .collect();
        taken.extend(self.named_functions());
        for (file, scope, position) in taken {
            let parameter = self
                .function(file, scope)
                .and_then(|function| function.parameters.get(position));
            let types = parameter.map_or_else(Vec::new, |parameter| parameter.types.clone());
            self.key_type(file, &types, TYPE_HOPS);
        }
    }

    /// The functions of this repository that the configuration names: under their own name, or under one that stands for
    /// them.
    fn named_functions(&self) -> Vec<(usize, u32, usize)> {
        const SAME_NAME: usize = 64;
        let mut named: Vec<_> = self.named.iter().collect();
        named.sort();
        let mut found = Vec::new();
        for (family, name, position) in named {
            let by_name = self.names.functions.get(&**name).into_iter().flatten().copied();
            let by_alias = self.names.aliased(name);
            let speaks = |(file, _): &(usize, u32)| {
                self.names
                    .file(*file)
                    .is_some_and(|facts| facts.language.family == *family)
            };
            let functions = by_name.chain(by_alias).filter(speaks).take(SAME_NAME);
            found.extend(functions.map(|(file, scope)| (file, scope, *position)));
        }
        found
    }

    /// The members of the types that these words name, if they are declared here.
    fn key_type(&mut self, file: usize, types: &[Name], hops: u8) {
        for name in types.iter().filter(|_| hops > 0) {
            let found = self.names.resolve(file, FILE_SCOPE, name);
            let Some((Found::Container(owner, scope), "")) = found else {
                // the file that declares it may not have been read yet
                let elsewhere = match found {
                    Some((Found::Import(_), _)) => vocabulary::is_noun(name) || !vocabulary::is_plain(name),
                    Some(_) => false,
                    None => vocabulary::is_noun(name),
                };
                if elsewhere && name.starts_with(char::is_uppercase) {
                    self.mention(name);
                }
                continue;
            };
            let Some((facts, container)) = self
                .names
                .file(owner)
                .and_then(|facts| Some((facts, facts.scopes.get(scope as usize)?)))
            else {
                continue;
            };
            if self.key_containers.insert((owner, scope)) {
                let reason = format!("`{}` lists the keys that a helper takes", container.name);
                self.declare_members(owner, scope, None, &reason);
                self.collection_members(owner, scope);
                let aliased: Vec<Name> = container.types.clone();
                let listed = facts.bindings.iter().any(|binding| binding.scope == scope);
                if !listed {
                    self.key_type(owner, &aliased, hops - 1);
                }
            }
        }
    }

    /// The members of a type that maps flags to values: `type Flags = { newCart: boolean }`.
    pub(crate) fn collection_members(&mut self, file: usize, scope: u32) {
        let Some((facts, container)) = self
            .names
            .file(file)
            .and_then(|facts| Some((facts, facts.scopes.get(scope as usize)?)))
        else {
            return;
        };
        if !vocabulary::is_collection(&container.name) {
            return;
        }
        self.collection_types.insert(container.name.clone());
        let reason = format!("a member of `{}`, whose members are flags", container.name);
        for binding in &facts.bindings {
            if binding.scope == scope && binding.kind == BindingKind::Field {
                // A name in quotes may have dots of its own.
                let name = Name::from(binding.name.strip_prefix("self.").unwrap_or(&binding.name));
                let key = name.to_string();
                self.declare_at(
                    file,
                    binding.name_span,
                    key,
                    None,
                    KeySource::Literal,
                    Some(&name),
                    &reason,
                );
            }
        }
    }

    /// Other constants that are made by what makes keys: `object Old : Flag("old")` beside flags that code asks for. A type
    /// counts where most of what a scope makes of it is known to be keys.
    pub(crate) fn made_alike(&mut self) {
        for file in 0..self.names.files.len() {
            let Some(facts) = self.names.file(file) else { continue };
            let mut groups: BTreeMap<(u32, &Name), Vec<Made<'_>>> = BTreeMap::new();
            for binding in &facts.bindings {
                let local = facts
                    .scopes
                    .get(binding.scope as usize)
                    .is_none_or(|scope| scope.kind == ScopeKind::Function);
                if local || draft::is_test(facts, binding.scope) {
                    continue;
                }
                if let Some((maker, made)) = self.made_by_type(file, binding) {
                    groups.entry((binding.scope, maker)).or_default().push(made);
                }
            }
            for ((_, maker), made) in groups {
                self.declare_alike(file, maker, &made);
            }
        }
    }

    /// Declares the rest of what a type makes, if most of it is known.
    fn declare_alike(&mut self, file: usize, maker: &Name, made: &[Made<'_>]) {
        let is_known = |declared: &FxHashMap<(usize, Span), Use>, one: &Made<'_>| {
            declared.contains_key(&(file, one.span)) || declared.contains_key(&(file, one.binding.value_span))
        };
        let known = made.iter().filter(|one| is_known(&self.declared, one)).count();
        if known == 0 || known * 2 < made.len() {
            return;
        }
        let reason = format!("`{maker}` makes keys");
        for one in made {
            if is_known(&self.declared, one) {
                continue;
            }
            self.literals.insert((file, one.span));
            self.lead_to_constant(file, one.binding);
            let (key, via) = (one.text.clone(), Some(&one.binding.name));
            self.declare_at(file, one.span, key, None, KeySource::Literal, via, &reason);
        }
    }

    /// The type that makes a constant of a text, and the text with its place; only types of this repository, or ones that
    /// are called after flags.
    fn made_by_type(&self, file: usize, binding: &'a Binding) -> Option<(&'a Name, Made<'a>)> {
        let (maker, text, span) = match &binding.value {
            Expression::Text(text) => (binding.types.first()?, text.to_string(), binding.value_span),
            Expression::Call(span) => {
                let call = self.names.call_at(file, *span)?;
                let (text, span) = self.made_with(file, *span)?;
                (&call.name, text.to_string(), span)
            }
            _ => return None,
        };
        let ours = self.names.containers.contains_key(last_part(maker));
        (ours || vocabulary::is_noun(last_part(maker))).then_some((maker, Made { binding, text, span }))
    }

    /// Constants whose value is a registered key.
    pub(crate) fn declarations(&mut self, file: usize) {
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
                self.declare_member(file, binding, None, KeySource::Literal, usage::BY_VALUE);
            }
        }
    }
}

pub(crate) fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
