//! Which calls of a name may mean which of the functions of that name. Where there are many of both, asking each call for each
//! function would take their product, so calls are looked up by what could tie them.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::facts::{Binding, Call, Expression, Form, Name, Scope, ScopeKind};
use crate::resolve::Resolver;
use crate::resolve::declare::last_part;
use crate::resolve::draft;
use crate::resolve::names::{Found, folder};
use crate::resolve::ties::{Level, Tie, normal};
use crate::source::Span;
use crate::usage::{Certainty, KeySource, Role, Use};

/// So many functions of one name are asked for one after the other, before their calls are sorted.
const FEW: usize = 8;
/// So many functions of a name a call may mean.
const MEANT: u16 = 64;
/// For so many functions of a name a call is asked whether it means them.
const ASKED: u16 = 1024;
/// So many names of a type are compared with that of a receiver.
const HINTS: usize = 64;

/// Calls of one name.
#[derive(Default)]
pub(crate) struct Callers {
    /// How many functions were asked for.
    asked: usize,
    sorted: Option<Rc<Sorted>>,
}

/// Calls of one name, by what may tie them to a function; each by its file and its place there.
#[derive(Default)]
struct Sorted {
    by_tie: FxHashMap<u64, Vec<(usize, usize)>>,
    /// By what they are called on, written backwards.
    by_receiver: Vec<(Box<str>, (usize, usize))>,
}

impl Sorted {
    fn add(&mut self, tie: Link<'_>, family: &str, place: (usize, usize)) {
        let places = self.by_tie.entry(tie.hash(family)).or_default();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }

    /// Those whose receiver ends in a name that is written backwards.
    fn ending(&self, name: &str) -> Range<usize> {
        let first = self.by_receiver.partition_point(|(receiver, _)| &**receiver < name);
        let rest = self.by_receiver.get(first..).unwrap_or_default();
        first..first + rest.partition_point(|(receiver, _)| receiver.starts_with(name))
    }
}

/// The bindings of a file, by the function or the call that is their value.
pub(crate) type Bound = FxHashMap<(bool, Span), Vec<usize>>;

/// Calls by the binding that they mean.
pub(crate) type Meant = FxHashMap<(usize, usize), Vec<(usize, usize)>>;

/// How many functions of a name a call was asked for, and how many it may mean.
#[derive(Default, Clone, Copy)]
pub(crate) struct Crowd {
    asked: u16,
    meant: u16,
}

impl Crowd {
    fn is_full(self) -> bool {
        self.meant >= MEANT || self.asked >= ASKED
    }
}

/// What a call and the function that it means have in common.
#[derive(Hash)]
enum Link<'n> {
    Function(usize, u32),
    /// The function stands in this one.
    Within(usize, u32),
    /// Another name of the function in its file.
    Alias(usize, &'n str),
    File(usize),
    /// A name of the type.
    Type(&'n str),
    Folder(&'n str),
    Package(&'n str),
    /// There is only one.
    Only,
}

impl Link<'_> {
    fn hash(&self, family: &str) -> u64 {
        let mut hasher = FxHasher::default();
        family.hash(&mut hasher);
        Hash::hash(self, &mut hasher);
        hasher.finish()
    }
}

/// The names under which values of a type are known: its own, and those of what it extends or implements.
pub(crate) struct Accepted {
    /// Its own first.
    hints: Vec<String>,
    names: FxHashSet<Name>,
}

impl Accepted {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    pub(crate) fn has_any(&self, types: &[Name]) -> bool {
        types.iter().any(|name| self.has(last_part(name)))
    }

    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }
}

fn backwards(name: &str) -> String {
    normal(name).rev().collect()
}

impl<'a> Resolver<'a> {
    /// The names under which values of a type of a file are known.
    pub(crate) fn accepted(&self, owner: usize, type_name: &Name) -> Rc<Accepted> {
        let place = (owner, type_name.clone());
        if let Some(known) = self.accepted.borrow().get(&place) {
            return Rc::clone(known);
        }
        let scopes = self.names.file(owner).into_iter().flat_map(|facts| &facts.scopes);
        let implemented = scopes
            .filter(|scope| scope.kind == ScopeKind::Container && scope.name == *type_name)
            .flat_map(|scope| scope.types.iter());
        let all = || std::iter::once(&**type_name).chain(implemented.clone().map(|name| last_part(name)));
        let accepted = Rc::new(Accepted {
            hints: all().take(HINTS).map(str::to_owned).collect(),
            names: all().map(Name::from).collect(),
        });
        self.accepted.borrow_mut().insert(place, Rc::clone(&accepted));
        accepted
    }

    /// The calls of a name that mean a function, with their ties; of these forms, or of any.
    pub(crate) fn callers_named(
        &mut self,
        name: &'a str,
        (owner, function): (usize, u32),
        forms: &[Form],
    ) -> Vec<(usize, &'a Call, Tie)> {
        let mut callers = Vec::new();
        for (file, at) in self.asked_for(name, owner, function) {
            let Some(call) = self.names.file(file).and_then(|facts| facts.calls.get(at)) else {
                continue;
            };
            if !forms.is_empty() && !forms.contains(&call.form) {
                continue;
            }
            // Few functions of a name crowd no call.
            let counts = self.callers.get(name).is_some_and(|callers| callers.asked > FEW);
            if counts {
                let crowd = self.crowds.entry((file, at)).or_default();
                if crowd.is_full() {
                    self.crowded.insert((file, at));
                    continue;
                }
                crowd.asked += 1;
            }
            let tie = self.wrapper_tie(file, call, owner, function);
            if tie.level >= Level::Likely {
                if counts {
                    self.crowds.entry((file, at)).or_default().meant += 1;
                }
                callers.push((file, call, tie));
            }
        }
        callers
    }

    /// The calls of a name that are asked whether they mean a function, in the order of files.
    fn asked_for(&mut self, name: &'a str, owner: usize, function: u32) -> Vec<(usize, usize)> {
        let Some(calls) = self.names.calls.get(name) else {
            return Vec::new();
        };
        let callers = self.callers.entry(name).or_default();
        callers.asked += 1;
        if callers.asked <= FEW {
            return calls.clone();
        }
        let sorted = match &callers.sorted {
            Some(sorted) => Rc::clone(sorted),
            None => {
                let sorted = Rc::new(self.sorted(calls));
                self.callers.entry(name).or_default().sorted = Some(Rc::clone(&sorted));
                sorted
            }
        };
        self.tied_to(&sorted, owner, function)
    }

    fn sorted(&self, calls: &[(usize, usize)]) -> Sorted {
        let mut sorted = Sorted::default();
        for place in calls {
            if let Some(call) = self.names.file(place.0).and_then(|facts| facts.calls.get(place.1)) {
                self.sort(&mut sorted, *place, call);
            }
        }
        sorted.by_receiver.sort_unstable();
        sorted
    }

    /// Says of a call all that [`Self::wrapper_tie`] could tie it by.
    fn sort(&self, sorted: &mut Sorted, place: (usize, usize), call: &'a Call) {
        let file = place.0;
        let Some(facts) = self.names.file(file) else { return };
        let table = &facts.language.grammar().table;
        let mut add = |tie: Link<'_>| sorted.add(tie, facts.language.family, place);
        let receiver = self.mocked(file, call).or(call.receiver.as_ref());
        let spelled = match receiver {
            None => Some(call.name.to_string()),
            Some(Expression::Path(path)) => Some(format!("{path}.{}", call.name)),
            Some(_) => None,
        };
        let meant = spelled
            .as_ref()
            .and_then(|path| self.names.resolve(file, call.scope, path))
            .filter(|(_, rest)| rest.is_empty());
        match meant {
            Some((Found::Function(at, scope), _)) => {
                add(Link::Function(at, scope));
                if let Some(base) = self.container(at, scope) {
                    add(Link::Type(&base.name));
                    base.types.iter().for_each(|name| add(Link::Type(last_part(name))));
                }
                return;
            }
            Some((Found::Import(import), _)) => {
                let modules = self.names.modules(file, &import.module);
                modules.iter().for_each(|owner| add(Link::File(*owner)));
                return;
            }
            Some((Found::Binding(at, binding), _)) => {
                add(Link::Alias(at, &binding.name));
                if let Expression::Member(base, _) = &binding.value
                    && let Expression::Call(span) = &**base
                    && let Some(maker) = self.names.call_at(at, *span)
                    && let Some((Found::Function(at, maker), "")) = self.names.resolve(at, maker.scope, &maker.name)
                {
                    add(Link::Within(at, maker));
                }
            }
            _ => {}
        }
        let own_type = || {
            let own = facts.container_of(call.scope);
            own.and_then(|at| facts.scopes.get(at as usize))
        };
        let Some(receiver) = receiver else {
            let blocks = facts
                .enclosing(call.scope)
                .filter_map(|at| facts.scopes.get(at as usize));
            for name in blocks.flat_map(|scope| &scope.types) {
                add(Link::Type(last_part(name)));
            }
            for name in self.inherited(file, call.scope) {
                add(Link::Type(last_part(name)));
            }
            add(Link::File(file));
            if table.package_scope {
                add(Link::Folder(folder(&facts.path)));
                add(Link::Package(&facts.package));
            }
            if table.global_constants && self.is_only(&call.name) {
                add(Link::Only);
            }
            return;
        };
        if let Expression::Path(path) = receiver {
            if let Some(import) = self.names.import(file, path) {
                let modules = self.names.modules(file, &import.module);
                modules.iter().for_each(|owner| add(Link::File(*owner)));
            }
            if &**path == "self" {
                if let Some(own) = own_type() {
                    add(Link::Type(&own.name));
                    own.types.iter().for_each(|name| add(Link::Type(last_part(name))));
                }
                for name in self.inherited(file, call.scope) {
                    add(Link::Type(last_part(name)));
                }
                return;
            }
            add(Link::Type(last_part(path)));
            if let Some((Found::Binding(at, binding), "")) = self.names.resolve(file, call.scope, path)
                && let Expression::Call(span) = &binding.value
                && let Some(maker) = self.names.call_at(at, *span)
            {
                add(Link::Type(&maker.name));
                if let Some(Expression::Path(of)) = &maker.receiver {
                    add(Link::Type(last_part(of)));
                }
            }
        }
        let types = self.declared_types(file, call.scope, receiver);
        types.iter().for_each(|name| add(Link::Type(last_part(name))));
        let named = match receiver {
            Expression::Path(path) if types.is_empty() => path,
            Expression::Member(_, name) => name,
            _ => return,
        };
        sorted.by_receiver.push((backwards(named).into(), place));
    }

    fn container(&self, file: usize, scope: u32) -> Option<&'a Scope> {
        let facts = self.names.file(file)?;
        facts.scopes.get(facts.container_of(scope)? as usize)
    }

    /// The calls that may mean a function.
    fn tied_to(&self, sorted: &Sorted, owner: usize, function: u32) -> Vec<(usize, usize)> {
        let (Some(facts), Some(scope)) = (self.names.file(owner), self.function(owner, function)) else {
            return Vec::new();
        };
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut add = |tie: Link<'_>| {
            let places = sorted.by_tie.get(&tie.hash(facts.language.family));
            found.extend(places.into_iter().flatten());
        };
        add(Link::Function(owner, function));
        facts
            .enclosing(function)
            .for_each(|around| add(Link::Within(owner, around)));
        for name in self.names.other_names(owner, function) {
            add(Link::Alias(owner, name));
        }
        let container = self.container(owner, function);
        let type_name = container
            .map(|scope| scope.name.clone())
            .or_else(|| scope.types.first().cloned());
        add(Link::File(owner));
        add(Link::Folder(folder(&facts.path)));
        if !facts.package.is_empty() {
            add(Link::Package(&facts.package));
        }
        add(Link::Only);
        for name in container.into_iter().flat_map(|own| &own.types) {
            add(Link::Type(last_part(name)));
        }
        if let Some(type_name) = type_name {
            let accepted = self.accepted(owner, &type_name);
            accepted.names.iter().for_each(|name| add(Link::Type(name)));
            for name in accepted.hints() {
                let name = backwards(name);
                // An interface is known by its name without the `I` as well.
                let name = name.strip_suffix('i').unwrap_or(&name);
                let places = sorted.by_receiver.get(sorted.ending(name)).unwrap_or_default();
                found.extend(places.iter().map(|(_, place)| *place));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The types that the class around a place extends, itself or through others, level by level.
    pub(crate) fn inherited(&self, file: usize, scope: u32) -> Vec<&'a Name> {
        let mut all = Vec::new();
        self.inherits_any(file, scope, &mut |name| {
            all.push(name);
            false
        });
        all
    }

    /// What is left out of calls that may mean too many functions: they may ask for more flags.
    pub(crate) fn leave_crowds(&mut self) {
        let mut crowded: Vec<(usize, usize)> = std::mem::take(&mut self.crowded).into_iter().collect();
        crowded.sort_unstable();
        for (file, at) in crowded {
            let Some(facts) = self.names.file(file) else { continue };
            let Some(call) = facts.calls.get(at) else { continue };
            let reason = format!(
                "more than {MEANT} functions called `{}` may be meant, and it was not asked for more of them",
                call.name
            );
            self.uses.push(Use {
                key: None,
                key_source: KeySource::Dynamic,
                certainty: Certainty::Unresolved,
                reasons: vec![reason],
                ..draft::of_call(facts, call, Role::Evaluation)
            });
        }
        self.crowds = FxHashMap::default();
        self.callers = FxHashMap::default();
        self.accepted.take();
    }

    /// The calls without a receiver whose name means a binding of a file; of one file or of all.
    pub(crate) fn calls_of(
        &mut self,
        owner: usize,
        binding: &'a Binding,
        within: Option<usize>,
    ) -> Vec<(usize, usize)> {
        let name = &*binding.name;
        let asked = (within, name);
        if !self.meant.contains_key(&asked) {
            let mut by_binding = Meant::default();
            let calls = self.names.calls.get(name).map_or(&[][..], Vec::as_slice);
            let calls = match within {
                Some(file) => {
                    let first = calls.partition_point(|(at, _)| *at < file);
                    let behind = calls.partition_point(|(at, _)| *at <= file);
                    calls.get(first..behind).unwrap_or_default()
                }
                None => calls,
            };
            for (at, number) in calls {
                let call = self.names.file(*at).and_then(|facts| facts.calls.get(*number));
                let Some(call) = call.filter(|call| call.receiver.is_none()) else {
                    continue;
                };
                if let Some((Found::Binding(owner, found), "")) = self.names.resolve(*at, call.scope, &call.name) {
                    let place = (owner, std::ptr::from_ref(found) as usize);
                    by_binding.entry(place).or_default().push((*at, *number));
                }
            }
            self.meant.insert(asked, by_binding);
        }
        let place = (owner, std::ptr::from_ref(binding) as usize);
        let found = self.meant.get(&asked).and_then(|by_binding| by_binding.get(&place));
        found.cloned().unwrap_or_default()
    }

    /// The names of a file that are bound to a function or to what a call gives, up to some; to a function also where a call takes it
    /// first: `useCallback((key) => …)`.
    pub(crate) fn bound_to(&mut self, file: usize, value: &Expression) -> Vec<&'a Binding> {
        const NAMES: usize = 16;
        let Some(facts) = self.names.file(file) else {
            return Vec::new();
        };
        if !self.bound.contains_key(&file) {
            let mut bound = Bound::default();
            for (at, binding) in facts.bindings.iter().enumerate() {
                match &binding.value {
                    Expression::Function(span) => bound.entry((true, *span)).or_default().push(at),
                    Expression::Call(span) => {
                        bound.entry((false, *span)).or_default().push(at);
                        let call = self.names.call_at(file, *span);
                        let first = call.and_then(|call| call.arguments.first());
                        if let Some(Expression::Function(span)) = first.map(|argument| &argument.value) {
                            bound.entry((true, *span)).or_default().push(at);
                        }
                    }
                    _ => {}
                }
            }
            self.bound.insert(file, bound);
        }
        let place = match value {
            Expression::Function(span) => (true, *span),
            Expression::Call(span) => (false, *span),
            _ => return Vec::new(),
        };
        let places = self.bound.get(&file).and_then(|bound| bound.get(&place));
        let bindings = places.into_iter().flatten().filter_map(|at| facts.bindings.get(*at));
        bindings.take(NAMES).collect()
    }
}
