//! Whether a call belongs to an SDK, or to a helper of ours: by import, by declared type, by what its receiver was made
//! of. A variable's name alone is a hint and never proof.

use crate::facts::{Binding, BindingKind, Call, Expression, FILE_SCOPE, FileFacts, Form, Import, Name, ScopeKind};
use crate::resolve::Resolver;
use crate::resolve::keys::Key;
use crate::resolve::names::{self, Found, HOPS, folder};
use crate::sdk::{Candidate, Package, Shape};
use crate::usage::Certainty;
use crate::vocabulary;

/// How many values of one name are looked at.
const OTHERS: usize = 16;

/// How strong a tie is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// It is known to be something else.
    Contradicted,
    /// Nothing is known.
    Unknown,
    /// The receiver's name is one that the SDK's users choose.
    Hint,
    /// Most likely.
    Likely,
    /// Certain.
    Proven,
}

/// What may be one of several, by where it is kept: facts stay where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Several {
    /// An expression.
    Choice(usize),
    /// What is given to a name.
    Values(usize),
    /// What a function gives.
    Results(usize),
}

/// A tie and its reason, in words.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    pub(crate) level: Level,
    /// The nearest fact first.
    pub(crate) reasons: Vec<String>,
    /// The receiver stands for a mock: `verify(client).isEnabled(…)`.
    pub(crate) mocked: bool,
    /// It rests on names alone: the receiver's type is called after flags, and no file so far declares it.
    pub(crate) undeclared: bool,
}

impl Tie {
    pub(crate) fn new(level: Level, reason: impl Into<String>) -> Self {
        Self {
            level,
            reasons: vec![reason.into()],
            mocked: false,
            undeclared: false,
        }
    }

    /// The same tie, with a fact that leads to it.
    fn through(mut self, reason: impl Into<String>) -> Self {
        self.reasons.insert(0, reason.into());
        self
    }

    fn no(reason: impl Into<String>) -> Self {
        Self::new(Level::Contradicted, reason)
    }

    fn unknown() -> Self {
        Self::new(Level::Unknown, "the receiver could not be followed")
    }
}

fn import_reason(import: &Import, path: &str) -> String {
    match &import.name {
        Some(name) if &**name != "default" => format!("`{name}` is imported from `{}` in {path}", import.module),
        _ => format!("`{}` is imported in {path}", import.module),
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn imports(package: &Package, import: &Import) -> bool {
    package.imported(&import.module, import.name.as_deref())
}

/// Whether a type's name is a single word.
fn is_plain(name: &str) -> bool {
    !name.chars().skip(1).any(char::is_uppercase)
}

/// Case and separators do not matter for a hint.
pub(crate) fn normal(name: &str) -> impl DoubleEndedIterator<Item = char> {
    let characters = name.chars().filter(|character| character.is_alphanumeric());
    characters.flat_map(char::to_lowercase)
}

impl<'a> Resolver<'a> {
    /// The tie of a call to an SDK's method.
    pub(crate) fn tie(&self, file: usize, call: &Call, candidate: Candidate<'_>) -> Tie {
        match self.mocked(file, call) {
            Some(receiver) => Tie {
                mocked: true,
                ..self.tie_on(file, call, Some(receiver), candidate)
            },
            None => self.tie_on(file, call, call.receiver.as_ref(), candidate),
        }
    }

    /// What a mock's check or set-up is of: the client in `verify(client).isEnabled(…)` and in `client.EXPECT().…`.
    pub(crate) fn mocked(&self, file: usize, call: &Call) -> Option<&'a Expression> {
        let Some(Expression::Call(span)) = &call.receiver else {
            return None;
        };
        let facts = self.names.file(file)?;
        let set_up = self.names.call_at(file, *span)?;
        let names = &facts.language.grammar().table.test.setup_calls;
        if !names.iter().any(|name| **name == *set_up.name) {
            return None;
        }
        match set_up.arguments.first() {
            Some(argument) => Some(&argument.value),
            None => set_up.receiver.as_ref(),
        }
    }

    fn tie_on(&self, file: usize, call: &Call, receiver: Option<&Expression>, candidate: Candidate<'_>) -> Tie {
        let package = candidate.package;
        if package.vouched {
            let fits = package.receivers.is_empty()
                || match receiver {
                    Some(receiver) => {
                        let types = self.declared_types(file, call.scope, receiver);
                        hinted(receiver, &package.receivers)
                            || types
                                .iter()
                                .any(|name| package.receivers.iter().any(|wanted| wanted == last_part(name)))
                    }
                    None => self.in_block_of(file, call.scope, |name| {
                        package.receivers.iter().any(|wanted| wanted == name)
                    }),
                };
            return match fits {
                true => Tie::new(
                    Level::Proven,
                    format!("`{}` is a helper named in the configuration", call.name),
                ),
                false => Tie::no("the receiver is not one that the configuration names"),
            };
        }
        if candidate.method.key.as_ref().is_some_and(|key| key.place().declared) {
            return match self.declared(file, call, candidate) {
                Some(declared) => declared.tie,
                None => Tie::no("what it is called on was not made by the SDK"),
            };
        }
        let Some(receiver) = receiver else {
            return self.function_tie(file, call, candidate);
        };
        let takes_receiver = candidate.method.key.as_ref().is_some_and(|key| key.place().receiver);
        let tie = self.receiver(file, call.scope, receiver, package, HOPS);
        if takes_receiver && tie.level < Level::Proven && call.arguments.is_empty() {
            return self.flag_receiver(file, call.scope, receiver, package);
        }
        if tie.level == Level::Unknown && hinted(receiver, &package.receivers) {
            return Tie {
                undeclared: tie.undeclared,
                ..Tie::new(Level::Hint, "the receiver has a name that is usual for the SDK")
            };
        }
        // a function is called by itself or on its module
        if tie.level == Level::Unknown && candidate.method.shape == Shape::Function && !candidate.method.global {
            return Tie::no("the receiver is no module of the SDK");
        }
        tie
    }

    /// `FLAG.isActive()`: the receiver is a member of a type that the SDK defines.
    fn flag_receiver(&self, file: usize, scope: u32, receiver: &Expression, package: &Package) -> Tie {
        let Expression::Path(path) = receiver else {
            return Tie::no("the receiver is no constant");
        };
        let Some((Found::Binding(owner, binding), "")) = self.names.resolve(file, scope, path) else {
            return Tie::no("the receiver is no constant of this repository");
        };
        let container = self
            .names
            .file(owner)
            .and_then(|facts| facts.scopes.get(binding.scope as usize));
        let marked = container.is_some_and(|scope| {
            scope
                .types
                .iter()
                .any(|name| package.types.iter().any(|wanted| last_part(name) == wanted))
        });
        let imports = self.imports_package(owner, package);
        match (marked, imports) {
            (true, Some(import)) => Tie::new(Level::Proven, import),
            _ => Tie::no("the receiver's type is not the SDK's"),
        }
    }

    /// A call without a receiver: the name itself must come from the SDK.
    fn function_tie(&self, file: usize, call: &Call, candidate: Candidate<'_>) -> Tie {
        let package = candidate.package;
        let Some(facts) = self.names.file(file) else {
            return Tie::unknown();
        };
        if call.form == Form::Tag {
            // Tags are named for all templates of a project, and code cannot define one by calling a function so.
            return match self.imports_package(file, package) {
                Some(import) => Tie::new(Level::Proven, import),
                None => Tie::new(Level::Likely, format!("`{}` is a tag of the SDK's own", call.name)),
            };
        }
        if candidate.method.global || call.form == Form::Macro {
            let defined_here = self.names.functions.contains_key(&*call.name);
            let foreign = self
                .names
                .import(file, &call.name)
                .filter(|import| !imports(package, import));
            return match defined_here {
                _ if foreign.is_some() => Tie::no("the name is imported from elsewhere"),
                true => Tie::no("the repository defines a function of this name"),
                false => Tie::new(Level::Likely, format!("`{}` is a name of the SDK's own", call.name)),
            };
        }
        if candidate.method.shape == Shape::Method
            && let Some((Found::Binding(owner, binding), "")) = self.names.resolve(file, call.scope, &call.name)
        {
            return self.taken_out_tie(owner, binding, candidate);
        }
        if let Some(import) = self.names.import(file, &call.name) {
            if package.imported(&import.module, import.name.as_deref()) {
                return Tie::new(Level::Proven, import_reason(import, &facts.path));
            }
            let tie = self.forwarded_import(file, import, package);
            return match package.registered && self.is_ours(file, import) {
                true => Tie::new(Level::Hint, "it has a name that is usual for a helper"),
                false => tie,
            };
        }
        if package.registered && package.imports.is_empty() && candidate.method.shape == Shape::Function {
            return Tie::new(Level::Hint, "it has a name that is usual for a helper");
        }
        if let Some(import) = facts.imports.iter().find(|import| {
            let whole = import.name.is_none() && import.alias.is_empty();
            whole && package.imported(&import.module, None)
        }) {
            return match self.names.resolve(file, call.scope, &call.name) {
                None => Tie::new(Level::Proven, import_reason(import, &facts.path)),
                Some(_) => Tie::no("the repository declares the name"),
            };
        }
        // elements, too, are named without an import of their own where a file takes in the whole package
        if (facts.language.grammar().table.import_brings_names || call.form == Form::Component)
            && !self.names.functions.contains_key(&*call.name)
            && let Some(import) = self.imports_package(file, package)
        {
            return Tie::new(Level::Proven, import);
        }
        let is_name = matches!(candidate.method.shape, Shape::Constructor)
            && package.symbols.iter().any(|symbol| *symbol == *call.name);
        if is_name {
            Tie::new(Level::Proven, "the SDK's own name")
        } else {
            Tie::no("the name is not the SDK's")
        }
    }

    /// `const { checkGate } = useStatsigClient()`: a method that was taken out of the client.
    fn taken_out_tie(&self, file: usize, binding: &Binding, candidate: Candidate<'_>) -> Tie {
        let object;
        let taken_from = match &binding.value {
            Expression::Member(base, name) if *name == binding.name => &**base,
            Expression::Path(path) => match path.rsplit_once('.') {
                Some((base, name)) if name == &*binding.name => {
                    object = Expression::Path(base.into());
                    &object
                }
                _ => return Tie::no("the name is not the SDK's"),
            },
            _ => return Tie::no("the name is not the SDK's"),
        };
        let tie = self.receiver(file, binding.scope, taken_from, candidate.package, HOPS);
        match tie.level {
            Level::Proven | Level::Likely => tie,
            _ => Tie::no("the name is not the SDK's"),
        }
    }

    /// An object of flags that needs no call: what it is read by, and the end of that which is the SDK's name.
    pub(crate) fn property_tie(
        &self,
        file: usize,
        scope: u32,
        path: &str,
        name: &str,
        candidate: Candidate<'_>,
    ) -> Tie {
        let package = candidate.package;
        let root = name.split('.').next().unwrap_or(name);
        if package.symbols.iter().any(|symbol| symbol == root) {
            return Tie::new(Level::Proven, format!("`{root}` is the SDK's own name"));
        }
        let tie = self.receiver(file, scope, &Expression::Path(path.into()), package, HOPS);
        match tie.level {
            Level::Unknown if candidate.method.global => {
                Tie::new(Level::Likely, format!("`{path}` is a name of the SDK's own"))
            }
            _ => tie,
        }
    }

    /// A name imported from one of our files may have come from the SDK there.
    fn forwarded_import(&self, file: usize, import: &Import, package: &Package) -> Tie {
        let Some(name) = &import.name else {
            return Tie::no("imported from elsewhere");
        };
        for module in self.names.modules(file, &import.module).iter().copied() {
            if let Some(forwarded) = self.names.import(module, name)
                && package.imported(&forwarded.module, forwarded.name.as_deref())
            {
                let path = self.names.file(module).map_or("", |facts| &facts.path);
                return Tie::new(Level::Proven, import_reason(forwarded, path));
            }
        }
        Tie::no(format!("`{name}` is imported from `{}`", import.module))
    }

    /// Whether a file imports a package, and how.
    pub(crate) fn imports_package(&self, file: usize, package: &Package) -> Option<String> {
        // Asked for every call that has a name of the package's.
        let place = (file, std::ptr::from_ref(package) as usize);
        let known = self.imports.borrow().get(&place).copied();
        let found = known.unwrap_or_else(|| {
            let found = self.import_of(file, package);
            self.imports.borrow_mut().insert(place, found);
            found
        });
        let (facts, import) = found?;
        Some(import_reason(import, &facts.path))
    }

    fn import_of(&self, file: usize, package: &Package) -> Option<(&'a FileFacts, &'a Import)> {
        let of = |facts: &'a FileFacts| {
            let mut imports = facts.imports.iter();
            let import = imports.find(|import| package.imported(&import.module, import.name.as_deref()))?;
            Some((facts, import))
        };
        of(self.names.file(file)?).or_else(|| {
            let mut shared = self.names.shared_imports(file);
            shared.find_map(|at| of(self.names.file(at)?))
        })
    }

    /// What a receiver is.
    pub(crate) fn receiver(&self, file: usize, scope: u32, receiver: &Expression, package: &Package, hops: u8) -> Tie {
        if hops == 0 {
            return Tie::unknown();
        }
        match receiver {
            Expression::Path(path) => self.path_tie(file, scope, path, package, hops),
            Expression::Call(span) => match self.names.call_at(file, *span) {
                Some(call) => self.made_by(file, call, package, hops - 1),
                None => Tie::unknown(),
            },
            Expression::Member(base, _) => self.receiver(file, scope, base, package, hops - 1),
            Expression::Object(name, _) if !name.is_empty() => self
                .types_tie(file, std::slice::from_ref(name), package)
                .unwrap_or_else(|| Tie::no(format!("the receiver is a `{name}`"))),
            Expression::Choice(choices) => {
                let ties = || {
                    let ties = choices
                        .iter()
                        .map(|choice| self.receiver(file, scope, choice, package, hops - 1));
                    ties.max_by_key(|tie| tie.level).unwrap_or_else(Tie::unknown)
                };
                self.tied_once(
                    (Several::Choice(std::ptr::from_ref(receiver) as usize), scope),
                    package,
                    hops,
                    ties,
                )
            }
            Expression::Other | Expression::Null => Tie::unknown(),
            _ => Tie::no("the receiver is a literal"),
        }
    }

    /// A tie that rests on several values, each of which may rest on several: all ways through them would multiply.
    fn tied_once(&self, (asked, scope): (Several, u32), package: &Package, hops: u8, tie: impl FnOnce() -> Tie) -> Tie {
        let place = (asked, scope, std::ptr::from_ref(package) as usize, hops);
        let known = self.ties.borrow().get(&place).cloned();
        known.unwrap_or_else(|| {
            let tie = tie();
            self.ties.borrow_mut().insert(place, tie.clone());
            tie
        })
    }

    fn path_tie(&self, file: usize, scope: u32, path: &Name, package: &Package, hops: u8) -> Tie {
        let Some(facts) = self.names.file(file) else {
            return Tie::unknown();
        };
        let root = path.split('.').next().unwrap_or(path);
        let own = package.symbols.iter().any(|symbol| symbol == root);
        // unless the file has the name from elsewhere
        if own
            && self
                .names
                .import(file, root)
                .is_none_or(|import| imports(package, import))
        {
            return Tie::new(Level::Proven, format!("`{root}` is the SDK's own name"));
        }
        if package.named_in_full(path) {
            return Tie::new(Level::Proven, format!("`{path}` is the package's full name"));
        }
        let resolved = self.names.resolve(file, scope, path);
        // a type that an import brought in without naming it
        if resolved.is_none()
            && package.types.iter().any(|wanted| wanted == root)
            && let Some(import) = self.imports_package(file, package)
        {
            return Tie::new(Level::Proven, import);
        }
        match resolved {
            Some((Found::Import(import), _)) => match package.imported(&import.module, import.name.as_deref()) {
                true => Tie::new(Level::Proven, import_reason(import, &facts.path)),
                false if self.is_ours(file, import) => Tie::unknown(),
                false => self.foreign(import, package),
            },
            Some((Found::Binding(owner, binding), rest)) => {
                if rest.is_empty()
                    && let Some(tie) = self.types_tie(owner, &binding.types, package)
                {
                    return tie;
                }
                let made = self.receiver(owner, binding.value_scope, &binding.value, package, hops - 1);
                if made.level != Level::Unknown || !rest.is_empty() {
                    return made;
                }
                // A field without a value of its own may get one in another place.
                let others = self.names.bindings(owner, binding.scope, &binding.name);
                let others: Vec<_> = others.take(OTHERS).collect();
                // The value alone was asked just now.
                let best = match others.len() {
                    0 | 1 => made,
                    count => {
                        let left = names::left(hops, count);
                        let ties = || {
                            let ties = others
                                .iter()
                                .map(|other| self.receiver(owner, other.value_scope, &other.value, package, left));
                            ties.max_by_key(|tie| tie.level).unwrap_or(made)
                        };
                        self.tied_once(
                            (Several::Values(std::ptr::from_ref(binding) as usize), FILE_SCOPE),
                            package,
                            left,
                            ties,
                        )
                    }
                };
                match binding.types.is_empty() || best.level > Level::Unknown {
                    true => best,
                    false => self.unknown_type(owner, &binding.types, package),
                }
            }
            Some((Found::Parameter(owner, function, position), rest)) => {
                let parameter = self
                    .names
                    .file(owner)
                    .and_then(|facts| facts.scopes.get(function as usize)?.parameters.get(position));
                match parameter {
                    Some(parameter) if rest.is_empty() && !parameter.types.is_empty() => self
                        .types_tie(owner, &parameter.types, package)
                        .unwrap_or_else(|| self.unknown_type(owner, &parameter.types, package)),
                    _ => Tie::unknown(),
                }
            }
            // A method that gives the client, called without parentheses.
            Some((Found::Function(owner, function), _)) => self.returned_by(owner, function, package, hops - 1),
            Some((Found::Container(..), _)) => Tie::no("the receiver is a class of this repository"),
            // A type of a package that is imported whole, called itself.
            None if package.types.iter().any(|name| name == root) => match self.imports_package(file, package) {
                Some(import) => Tie::new(Level::Proven, format!("`{root}` is the SDK's; {import}")),
                None => Tie::unknown(),
            },
            None => Tie::unknown(),
        }
    }

    /// A package name that is not a vendor's: it may hand out the client.
    fn is_ours(&self, file: usize, import: &Import) -> bool {
        let prefixes = &self
            .names
            .file(file)
            .map(|facts| &facts.language.grammar().table.own_modules);
        let begins = |prefix: &String| import.module.starts_with(prefix.as_str());
        import.module.is_empty() || prefixes.is_some_and(|prefixes| prefixes.iter().any(begins))
    }

    fn foreign(&self, import: &Import, package: &Package) -> Tie {
        match hinted(&Expression::Path(import.alias.clone()), &package.receivers) {
            true => Tie::unknown(),
            false => Tie::no(format!("`{}` is imported from `{}`", import.alias, import.module)),
        }
    }

    /// What the declared type of a receiver says; `None`: nothing either way.
    fn types_tie(&self, file: usize, types: &[Name], package: &Package) -> Option<Tie> {
        const MEMBERS: u8 = 4;
        self.tie_of_types(file, types, package, MEMBERS)
    }

    fn tie_of_types(&self, file: usize, types: &[Name], package: &Package, hops: u8) -> Option<Tie> {
        let facts = self.names.file(file)?;
        for name in types {
            let root = name.split('.').next().unwrap_or(name);
            if let Some(import) = self.names.import(file, root)
                && package.imported(&import.module, import.name.as_deref())
            {
                let imported = import.name.as_deref().unwrap_or(last_part(&import.module));
                let is_client = package.types.is_empty()
                    || package
                        .types
                        .iter()
                        .any(|wanted| wanted == imported || last_part(name) == wanted);
                // `ReturnType<typeof init>`: what a function of the SDK gives
                let is_value = import.name.is_some() && root == &**name && imported.starts_with(char::is_lowercase);
                if is_client || is_value {
                    return Some(Tie::new(Level::Proven, import_reason(import, &facts.path)));
                }
            }
        }
        let is_wanted = |name: &&Name| package.types.iter().any(|wanted| last_part(name) == wanted);
        let Some(named) = types.iter().find(is_wanted) else {
            return self.tie_of_member(file, types, package, hops);
        };
        if let Some(import) = self.imports_package(file, package) {
            return Some(Tie::new(Level::Proven, import).through(format!("the client is declared as `{named}`")));
        }
        match self.names.resolve(file, FILE_SCOPE, named) {
            Some((Found::Container(..), _)) | Some((Found::Import(_), _)) => None,
            // `Client`, `Flags`: any library may have a type of that name
            _ if is_plain(last_part(named)) => None,
            _ => Some(Tie::new(Level::Likely, format!("declared as `{named}`"))),
        }
    }

    /// `Clients["flags"]`: the type is that of a member of one of ours.
    fn tie_of_member(&self, file: usize, types: &[Name], package: &Package, hops: u8) -> Option<Tie> {
        let hops = hops.checked_sub(1)?;
        let named = |pair: &&[Name]| {
            let starts = |name: &Name, is: fn(char) -> bool| name.starts_with(is);
            matches!(pair, [of, member] if starts(of, char::is_uppercase) && starts(member, char::is_lowercase))
        };
        types.windows(2).filter(named).find_map(|pair| {
            let path = pair.join(".");
            match self.names.resolve(file, FILE_SCOPE, &path)? {
                (Found::Binding(owner, binding), "") if binding.kind == BindingKind::Field => {
                    let tie = self.tie_of_types(owner, &binding.types, package, hops)?;
                    Some(tie.through(format!("its type is that of `{path}`")))
                }
                _ => None,
            }
        })
    }

    /// A declared type that is not the SDK's.
    fn unknown_type(&self, file: usize, types: &[Name], package: &Package) -> Tie {
        let generic = types
            .iter()
            .all(|name| matches!(&**name, "any" | "Any" | "object" | "Object" | "unknown"));
        match types.first() {
            Some(name) if package.registered && self.is_undeclared(file, name) => Tie {
                undeclared: true,
                ..Tie::unknown()
            },
            Some(name) if !generic => Tie::no(format!("the receiver is declared as `{name}`")),
            _ => Tie::unknown(),
        }
    }

    /// Whether a type is called after flags, and no file so far says what it is.
    pub(crate) fn is_undeclared(&self, file: usize, name: &str) -> bool {
        let Some(family) = self.names.file(file).map(|facts| facts.language.family) else {
            return false;
        };
        let is_declared = || {
            let places = self.names.containers.get(last_part(name)).into_iter().flatten();
            let mut families = places.filter_map(|(at, _)| Some(self.names.file(*at)?.language.family));
            families.any(|other| other == family)
                || matches!(
                    self.names.resolve(file, FILE_SCOPE, name),
                    Some((Found::Binding(..) | Found::Container(..), _))
                )
        };
        vocabulary::is_noun(last_part(name)) && !is_declared()
    }

    /// What a call gives.
    fn made_by(&self, file: usize, call: &Call, package: &Package, hops: u8) -> Tie {
        let Some(facts) = self.names.file(file).filter(|_| hops > 0) else {
            return Tie::unknown();
        };
        if let Some(tie) = self.types_tie(file, &call.types, package) {
            return tie;
        }
        let Some(receiver) = &call.receiver else {
            if let Some(import) = self.names.import(file, &call.name)
                && package.imported(&import.module, import.name.as_deref())
            {
                return Tie::new(Level::Proven, import_reason(import, &facts.path))
                    .through(format!("the client comes from `{}()`", call.name));
            }
            let is_type = package.types.iter().any(|name| *name == *call.name);
            if is_type && let Some(import) = self.imports_package(file, package) {
                return Tie::new(Level::Proven, import).through(format!("the client comes from `{}()`", call.name));
            }
            return match self.names.resolve(file, call.scope, &call.name) {
                Some((Found::Function(owner, function), _)) => {
                    given_by(self.returned_by(owner, function, package, hops - 1), &call.name)
                }
                Some((Found::Container(..), _)) => Tie::no(format!("the receiver is a `{}`", call.name)),
                _ if call.form == Form::Construct => Tie::no(format!("the receiver is a `{}`", call.name)),
                _ => Tie::unknown(),
            };
        };
        let tie = self.receiver(file, call.scope, receiver, package, hops - 1);
        if tie.level == Level::Proven {
            return tie.through(format!("the client comes from `{}()`", call.name));
        }
        let path = match receiver {
            Expression::Path(path) => format!("{path}.{}", call.name),
            _ => return tie,
        };
        match self.names.resolve(file, call.scope, &path) {
            Some((Found::Function(owner, function), "")) => {
                given_by(self.returned_by(owner, function, package, hops - 1), &call.name)
            }
            _ if hinted(&Expression::Path(call.name.clone()), &package.receivers) => Tie::unknown(),
            _ => tie,
        }
    }

    fn returned_by(&self, file: usize, function: u32, package: &Package, hops: u8) -> Tie {
        let Some(scope) = self
            .names
            .file(file)
            .and_then(|facts| facts.scopes.get(function as usize))
        else {
            return Tie::unknown();
        };
        let ties = || {
            let ties = scope
                .returns
                .iter()
                .map(|value| self.receiver(file, function, value, package, hops));
            ties.max_by_key(|tie| tie.level).unwrap_or_else(Tie::unknown)
        };
        let best = match scope.returns.len() {
            0 | 1 => ties(),
            _ => self.tied_once(
                (Several::Results(std::ptr::from_ref(scope) as usize), function),
                package,
                hops,
                ties,
            ),
        };
        if best.level == Level::Unknown && scope.cut {
            self.unread.borrow_mut().insert((file, function));
        }
        if best.level == Level::Unknown && scope.returns.iter().any(|value| hinted(value, &package.receivers)) {
            return Tie::unknown();
        }
        best
    }

    /// Whether a tie is enough for a use, and how sure that use is.
    pub(crate) fn judge(&self, file: usize, candidate: Candidate<'_>, tie: &Tie, key: &Key) -> Option<Certainty> {
        let registered = key.text().is_some_and(|text| (self.registered)(&text));
        let imported = self.imports_package(file, candidate.package).is_some();
        let present = self.present.contains(candidate.sdk.name.as_str());
        let common = candidate.method.common;
        if candidate.package.registered && !registered {
            return None;
        }
        match tie.level {
            Level::Contradicted => None,
            Level::Proven => Some(Certainty::Proven),
            Level::Likely if registered => Some(Certainty::Proven),
            Level::Likely => Some(Certainty::Likely),
            Level::Hint if registered || imported => Some(Certainty::Proven),
            Level::Hint if present || !common => Some(Certainty::Likely),
            Level::Unknown if !common && registered => Some(Certainty::Proven),
            Level::Unknown if !common && (imported || present) => Some(Certainty::Likely),
            Level::Hint | Level::Unknown => None,
        }
    }

    /// The tie of a call to a function of ours.
    pub(crate) fn wrapper_tie(&self, file: usize, call: &Call, owner: usize, function: u32) -> Tie {
        match self.mocked(file, call) {
            Some(receiver) => Tie {
                mocked: true,
                ..self.function_of_ours(file, call, Some(receiver), owner, function)
            },
            None => self.function_of_ours(file, call, call.receiver.as_ref(), owner, function),
        }
    }

    fn function_of_ours(
        &self,
        file: usize,
        call: &Call,
        receiver: Option<&Expression>,
        owner: usize,
        function: u32,
    ) -> Tie {
        let (Some(facts), Some(other)) = (self.names.file(file), self.names.file(owner)) else {
            return Tie::unknown();
        };
        if facts.language.family != other.language.family {
            return Tie::no("another language");
        }
        let Some(scope) = other.scopes.get(function as usize) else {
            return Tie::unknown();
        };
        let container = other
            .container_of(function)
            .and_then(|at| other.scopes.get(at as usize));
        let type_name = container
            .map(|scope| scope.name.clone())
            .or_else(|| scope.types.first().cloned());
        let (line, _) = other.lines.position(scope.span.start);
        let proven = |how: &str| Tie::new(Level::Proven, format!("`{}` {how} at {}:{line}", call.name, other.path));
        let spelled = match receiver {
            None => Some(call.name.to_string()),
            Some(Expression::Path(path)) => Some(format!("{path}.{}", call.name)),
            Some(_) => None,
        };
        if let Some(path) = &spelled {
            match self.names.resolve(file, call.scope, path) {
                Some((Found::Function(at, scope), "")) => {
                    return match (at, scope) == (owner, function) {
                        true => proven("is defined"),
                        false if self.implements(owner, function, at, scope) => proven("is implemented"),
                        false => Tie::no("another function of this name"),
                    };
                }
                Some((Found::Binding(at, binding), "")) if self.gives_function(at, binding, owner, function) => {
                    return proven("comes from a function that gives it; defined");
                }
                Some((Found::Binding(at, binding), ""))
                    if at == owner && self.names.other_names(owner, function).contains(&&*binding.name) =>
                {
                    return proven("stands for a function that is defined");
                }
                Some((Found::Import(import), "")) => {
                    let leads_here = self.names.modules(file, &import.module).contains(&owner);
                    return match leads_here {
                        true => proven("is imported; defined"),
                        false => Tie::no("imported from elsewhere"),
                    };
                }
                _ => {}
            }
        }
        let same_folder = folder(&facts.path) == folder(&other.path);
        let same_package = facts.package == other.package && !facts.package.is_empty();
        let package_scope = facts.language.grammar().table.package_scope;
        match receiver {
            None if container.is_some_and(|own| {
                let is_own = |name: &str| *own.name == *name || own.types.iter().any(|base| last_part(base) == name);
                self.in_block_of(file, call.scope, is_own)
            }) =>
            {
                proven("is a method of the block's type")
            }
            None if file == owner => proven("is defined"),
            None if container.is_some_and(|own| self.inherits(file, call.scope, &own.name)) => {
                proven("is inherited; defined")
            }
            None if container.is_none() && package_scope && (same_folder || same_package) => {
                proven("is defined in this package")
            }
            None if facts.language.grammar().table.global_constants && self.is_only(&call.name) => Tie::new(
                Level::Likely,
                format!("the only `{}` is at {}:{line}", call.name, other.path),
            ),
            None => Tie::no("not imported"),
            Some(receiver) => match type_name {
                Some(type_name) => self.method_tie(file, call, receiver, owner, &type_name, &proven),
                None => self.module_tie(file, receiver, owner, &proven),
            },
        }
    }

    /// `const { isEnabled } = useFlags()`: the name is bound to a function that stands in the function called.
    fn gives_function(&self, file: usize, binding: &Binding, owner: usize, function: u32) -> bool {
        let Some(name) = self.function(owner, function).map(|scope| &scope.name) else {
            return false;
        };
        let call = match &binding.value {
            Expression::Member(base, member) if member == name => match &**base {
                Expression::Call(span) => self.names.call_at(file, *span),
                _ => None,
            },
            _ => None,
        };
        let maker = call.and_then(|call| match &call.receiver {
            None => self.names.resolve(file, call.scope, &call.name),
            Some(_) => None,
        });
        let Some(facts) = self.names.file(owner) else {
            return false;
        };
        match maker {
            Some((Found::Function(at, maker), "")) => {
                at == owner && facts.enclosing(function).any(|around| around == maker)
            }
            _ => false,
        }
    }

    /// Whether a method stands in a type that extends or implements the type of another method of this name.
    fn implements(&self, file: usize, function: u32, base_file: usize, base: u32) -> bool {
        let container = |file: usize, scope: u32| {
            let facts = self.names.file(file)?;
            facts.scopes.get(facts.container_of(scope)? as usize)
        };
        let (Some(own), Some(base)) = (container(file, function), container(base_file, base)) else {
            return false;
        };
        let is_shared = |name: &&Name| base.types.contains(*name);
        own.types.iter().any(|name| last_part(name) == &*base.name)
            || own.types.iter().filter(is_shared).any(|shared| {
                let Some(name) = self
                    .names
                    .file(file)
                    .and_then(|facts| facts.scopes.get(function as usize))
                    .map(|scope| &scope.name)
                else {
                    return false;
                };
                self.names
                    .resolve(file, FILE_SCOPE, &format!("{shared}.{name}"))
                    .is_some_and(|(found, rest)| matches!(found, Found::Function(..)) && rest.is_empty())
            })
    }

    /// Words of a receiver's type: as declared, or as the call that makes it asks for: `get<Client>()`.
    pub(crate) fn declared_types(&self, file: usize, scope: u32, receiver: &Expression) -> &'a [Name] {
        let made = |file: usize, span| self.names.call_at(file, span).map_or(&[][..], |call| &call.types);
        let path = match receiver {
            Expression::Path(path) => path,
            Expression::Call(span) => return made(file, *span),
            _ => return &[],
        };
        match self.names.resolve(file, scope, path) {
            Some((Found::Binding(owner, binding), "")) => match &binding.value {
                _ if !binding.types.is_empty() => &binding.types,
                Expression::Call(span) => made(owner, *span),
                Expression::Path(alias) if alias != path => self
                    .names
                    .resolve(owner, binding.value_scope, alias)
                    .map_or(&[][..], |(found, rest)| self.types_of(found, rest)),
                _ => &[],
            },
            Some((found, rest)) => self.types_of(found, rest),
            None => &[],
        }
    }

    fn types_of(&self, found: Found<'a>, rest: &str) -> &'a [Name] {
        match found {
            Found::Binding(at, binding) if rest.is_empty() && binding.types.is_empty() => match binding.value {
                Expression::Call(span) => self.names.call_at(at, span).map_or(&[][..], |call| &call.types),
                _ => &[],
            },
            Found::Binding(_, binding) if rest.is_empty() => &binding.types,
            Found::Parameter(at, scope, position) if rest.is_empty() => self
                .names
                .file(at)
                .and_then(|facts| facts.scopes.get(scope as usize)?.parameters.get(position))
                .map_or(&[][..], |parameter| &parameter.types),
            _ => &[],
        }
    }

    /// Whether a place is in the block of a call that asks for one of these types, whose methods need no receiver there.
    fn in_block_of(&self, file: usize, scope: u32, is_wanted: impl Fn(&str) -> bool) -> bool {
        let Some(facts) = self.names.file(file) else {
            return false;
        };
        let blocks = facts.enclosing(scope).filter_map(|at| facts.scopes.get(at as usize));
        blocks
            .filter(|scope| scope.kind == ScopeKind::Function && scope.name.is_empty())
            .flat_map(|scope| &scope.types)
            .any(|name| is_wanted(last_part(name)))
    }

    /// Whether the class around a place extends a type, itself or through others.
    fn inherits(&self, file: usize, scope: u32, wanted: &str) -> bool {
        self.inherits_any(file, scope, &mut |name| last_part(name) == wanted)
    }

    /// The same for a type that is told.
    pub(crate) fn inherits_any(&self, file: usize, scope: u32, is_wanted: &mut dyn FnMut(&'a Name) -> bool) -> bool {
        const LEVELS: usize = 8;
        let Some(facts) = self.names.file(file) else {
            return false;
        };
        let family = facts.language.family;
        let own = facts.container_of(scope).and_then(|at| facts.scopes.get(at as usize));
        let mut level: Vec<&'a Name> = own.into_iter().flat_map(|own| own.types.iter().take(LEVELS)).collect();
        for _ in 0..LEVELS {
            if level.iter().any(|name| is_wanted(name)) {
                return true;
            }
            let declared = level
                .iter()
                .filter_map(|name| self.names.containers.get(last_part(name)));
            let places = declared.flat_map(|places| places.iter().take(LEVELS));
            let above = places.filter_map(|(file, scope)| {
                let facts = self.names.file(*file).filter(|facts| facts.language.family == family)?;
                facts.scopes.get(*scope as usize)
            });
            level = above
                .flat_map(|scope| scope.types.iter().take(LEVELS))
                .take(4 * LEVELS)
                .collect();
        }
        false
    }

    pub(crate) fn is_only(&self, name: &str) -> bool {
        self.names
            .functions
            .get(name)
            .is_some_and(|functions| functions.len() == 1)
    }

    /// `flags.Enabled(…)`: the receiver is the module that defines the function.
    fn module_tie(&self, file: usize, receiver: &Expression, owner: usize, proven: &dyn Fn(&str) -> Tie) -> Tie {
        let Expression::Path(path) = receiver else {
            return Tie::no("the receiver is no module");
        };
        match self.names.import(file, path) {
            Some(import) if self.names.modules(file, &import.module).contains(&owner) => proven("is defined"),
            _ => Tie::no("the receiver is no module that defines it"),
        }
    }

    /// A method: the receiver must be of its type, or of one that the type implements.
    fn method_tie(
        &self,
        file: usize,
        call: &Call,
        receiver: &Expression,
        owner: usize,
        type_name: &Name,
        proven: &dyn Fn(&str) -> Tie,
    ) -> Tie {
        let accepted = self.accepted(owner, type_name);
        if let Expression::Path(path) = receiver {
            if &**path == "self" {
                let own = self
                    .names
                    .file(file)
                    .and_then(|facts| facts.scopes.get(facts.container_of(call.scope)? as usize));
                let fits = own.is_some_and(|own| own.name == *type_name || accepted.has_any(&own.types))
                    || self.inherits(file, call.scope, type_name);
                return if fits {
                    proven("is a method of the same type")
                } else {
                    Tie::no("another type")
                };
            }
            if accepted.has(last_part(path)) {
                return proven("is called on its type");
            }
            match self.declared_types(file, call.scope, receiver) {
                types if accepted.has_any(types) => return proven("is a method of the receiver's type"),
                [first, ..] => return Tie::no(format!("the receiver is a `{first}`")),
                [] => {}
            }
            if let Some((Found::Binding(at, binding), "")) = self.names.resolve(file, call.scope, path)
                && let Expression::Call(span) = &binding.value
                && let Some(maker) = self.names.call_at(at, *span)
                && (accepted.has(&maker.name)
                    || matches!(&maker.receiver, Some(Expression::Path(of)) if accepted.has(last_part(of))))
            {
                return proven("is called on a value made by its type");
            }
        }
        if accepted.has_any(self.declared_types(file, call.scope, receiver)) {
            return proven("is a method of the receiver's type");
        }
        match hinted(receiver, accepted.hints()) {
            true => Tie::new(Level::Likely, format!("the receiver is named like `{type_name}`")),
            false => Tie::no("the receiver could not be followed"),
        }
    }
}

/// A tie of what a function of this repository gives.
fn given_by(tie: Tie, function: &str) -> Tie {
    match tie.level > Level::Unknown {
        true => tie.through(format!("the client comes from `{function}()`")),
        false => tie,
    }
}

/// Whether a call is one on something of these names.
pub(crate) fn is_called_on(call: &Call, receivers: &[String]) -> bool {
    call.receiver
        .as_ref()
        .is_some_and(|receiver| hinted(receiver, receivers))
}

/// Whether the last part of a receiver is one of these names, or ends in one.
fn hinted(receiver: &Expression, names: &[String]) -> bool {
    let path: &str = match receiver {
        Expression::Path(path) => path,
        Expression::Member(_, name) => name,
        _ => return false,
    };
    names.iter().any(|wanted| {
        // `Flag.objects` means the last two parts
        let parts = wanted.matches('.').count();
        let start = path.rmatch_indices('.').nth(parts).map_or(0, |(at, _)| at + 1);
        let last = path.get(start..).unwrap_or(path);
        is_hint(last, wanted)
    })
}

/// Whether a name is the one that is wanted, ends in it, or is it without the `I` of an interface. From behind, since most differ there.
fn is_hint(name: &str, wanted: &str) -> bool {
    const SHORT: usize = 4;
    let is_long = || normal(wanted).map(char::len_utf8).sum::<usize>() > SHORT;
    let (mut own, mut other) = (normal(name).rev(), normal(wanted).rev());
    loop {
        match (own.next(), other.next()) {
            (None, None) => return true,
            (Some(_), None) => return is_long(),
            (None, first) => return first == Some('i') && other.next().is_none() && is_long(),
            (one, two) if one != two => return false,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_hint;

    #[test]
    fn a_name_hints_at_the_one_that_is_wanted() {
        for (name, wanted) in [
            ("flags", "flags"),
            ("feature_flags", "featureFlags"),
            ("myLdClient", "ldClient"),
            ("LDCLIENT", "ldClient"),
            ("featureService", "IFeatureService"),
            ("", ""),
        ] {
            assert!(is_hint(name, wanted), "{name} {wanted}");
        }
        for (name, wanted) in [
            ("myFlag", "flag"),
            ("os", "ios"),
            ("client", "ldClient"),
            ("serviceFeature", "IFeatureService"),
            ("featureService", "XFeatureService"),
            ("featureService", "iiFeatureService"),
            ("", "flags"),
        ] {
            assert!(!is_hint(name, wanted), "{name} {wanted}");
        }
    }
}
