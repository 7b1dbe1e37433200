//! What a name means: scopes, then imports, then the files they lead to. Nothing here knows a language.

use std::cell::{OnceCell, RefCell};
use std::collections::hash_map::Entry;
use std::rc::Rc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::facts::{Binding, BindingKind, Call, Expression, FILE_SCOPE, FileFacts, Import, Name, ScopeKind};
use crate::language::LANGUAGES;
use crate::source::Span;

/// How many names in a row are followed.
pub(crate) const HOPS: u8 = 12;

/// So few pieces of a type are looked through one after the other.
const PIECES: usize = 8;
/// So few files of a folder are asked for a name one after the other.
const NEIGHBOURS: usize = 16;
/// So few packages that a file imports whole are asked for a name one after the other.
const PACKAGES: usize = 64;

/// The hops that are left behind a name: several values at every hop would multiply, so they are followed less far.
pub(crate) fn left(hops: u8, values: usize) -> u8 {
    let left = hops.saturating_sub(1);
    match values {
        0 | 1 => left,
        2..=4 => left.min(4),
        _ => left.min(2),
    }
}

/// What a name leads to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found<'a> {
    /// A name with a value or a type.
    Binding(usize, &'a Binding),
    /// A function's parameter: file, scope, position.
    Parameter(usize, u32, usize),
    /// Something from a module that is not in this repository, or that we could not find there.
    Import(&'a Import),
    /// A function of this repository: file, scope.
    Function(usize, u32),
    /// A class, enum, module of this repository: file, scope.
    Container(usize, u32),
}

/// The files that each name of a module can mean.
type Modules = FxHashMap<Box<str>, Rc<[usize]>>;

/// All facts, by name.
pub(crate) struct Names<'a> {
    pub(crate) files: &'a [FileFacts],
    local: Vec<Local<'a>>,
    folders: FxHashMap<&'a str, Vec<usize>>,
    stems: FxHashMap<&'a str, Vec<usize>>,
    /// The same, with the folder around: many files of a repository are called `index`.
    nested: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    pub(crate) containers: FxHashMap<&'a str, Vec<(usize, u32)>>,
    /// The files that declare a name at their top level, by package and name.
    packages: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    pub(crate) functions: FxHashMap<&'a str, Vec<(usize, u32)>>,
    pub(crate) calls: FxHashMap<&'a str, Vec<(usize, usize)>>,
    /// Files whose imports hold for others, by folder.
    shared: FxHashMap<&'a str, Vec<usize>>,
    /// Functions by the other names that their files give them: `export const useFlag = test ? useFake : useReal`.
    aliases: FxHashMap<&'a str, Vec<(usize, u32)>>,
    /// The other names of a function.
    alias_names: FxHashMap<(usize, u32), Vec<&'a str>>,
    /// What was asked of modules so far, see [`Self::modules`]: every name that is followed asks again.
    modules: RefCell<FxHashMap<(usize, &'static str), Modules>>,
    /// The pieces of types that have many, by folder and name, and then by what they have.
    pieces: RefCell<FxHashMap<(&'a str, &'a str), Pieces<'a>>>,
    /// The files of a folder by what they declare at their top level, for folders of many files.
    declared_beside: RefCell<FxHashMap<&'a str, DeclaredBeside<'a>>>,
    /// The packages that declare a name, once a file asks that imports very many whole.
    declaring: OnceCell<FxHashMap<&'a str, Vec<&'a str>>>,
    /// What such files import whole.
    whole: RefCell<FxHashMap<usize, Rc<Whole<'a>>>>,
}

/// Files by a name that they declare.
type DeclaredBeside<'a> = Rc<FxHashMap<&'a str, Vec<usize>>>;

/// What a file imports whole, each with the place of its import.
#[derive(Default)]
struct Whole<'a> {
    order: FxHashMap<&'a str, usize>,
    /// Those that are types of a package.
    types: Vec<(usize, &'a str)>,
}

/// Pieces of a type, by the names of their members: file and scope.
type Pieces<'a> = Rc<FxHashMap<&'a str, Vec<(usize, u32)>>>;

/// What the names of one file mean in it.
struct Local<'a> {
    bindings: FxHashMap<(u32, &'a str), Bindings>,
    imports: FxHashMap<&'a str, usize>,
    /// Its imports of whole modules, in order.
    whole: Vec<&'a str>,
    calls: FxHashMap<Span, usize>,
    scopes: FxHashMap<(u32, &'a str), u32>,
}

impl<'a> Local<'a> {
    fn new(file: &'a FileFacts) -> Self {
        fn room<K, V>(size: usize) -> FxHashMap<K, V> {
            FxHashMap::with_capacity_and_hasher(size, FxBuildHasher)
        }
        let mut local = Self {
            bindings: room(file.bindings.len()),
            imports: room(file.imports.len()),
            whole: Vec::new(),
            calls: room(file.calls.len()),
            scopes: room(file.scopes.len()),
        };
        for (at, binding) in file.bindings.iter().enumerate() {
            match local.bindings.entry((binding.scope, &binding.name)) {
                Entry::Vacant(entry) => {
                    entry.insert(Bindings {
                        best: at,
                        first: at,
                        others: Vec::new(),
                    });
                }
                Entry::Occupied(mut entry) => {
                    let same = entry.get_mut();
                    same.others.push(at);
                    let best = file.bindings.get(same.best);
                    if best.is_some_and(|best| weight(best) < weight(binding)) {
                        same.best = at;
                    }
                }
            }
        }
        for (at, import) in file.imports.iter().enumerate() {
            local.imports.entry(&import.alias).or_insert(at);
            if import.name.is_none() {
                local.whole.push(&import.module);
            }
        }
        for (at, call) in file.calls.iter().enumerate() {
            local.calls.insert(call.span, at);
        }
        for (at, scope) in file.scopes.iter().enumerate().skip(1) {
            let Ok(at) = u32::try_from(at) else { break };
            if !scope.name.is_empty() {
                local.scopes.entry((scope.parent, &scope.name)).or_insert(at);
            }
        }
        local
    }
}

/// The bindings of one name in one scope.
struct Bindings {
    /// The first of those that say most about the name.
    best: usize,
    first: usize,
    /// Most names have one only.
    others: Vec<usize>,
}

impl Bindings {
    fn all(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// How much a binding says about its name.
fn weight(binding: &Binding) -> (bool, bool) {
    let valued = binding.value != Expression::Other && binding.value != Expression::Null;
    (!binding.types.is_empty(), valued)
}

/// The folder of a path; empty at the root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of a file up to its first dot.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// The name of a file up to its last dot: `app.constants` of `app.constants.ts`.
fn whole_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl<'a> Names<'a> {
    pub(crate) fn new(files: &'a [FileFacts]) -> Self {
        let mut names = Self {
            files,
            local: Vec::new(),
            folders: FxHashMap::default(),
            stems: FxHashMap::default(),
            nested: FxHashMap::default(),
            containers: FxHashMap::default(),
            packages: FxHashMap::default(),
            functions: FxHashMap::default(),
            calls: FxHashMap::default(),
            shared: FxHashMap::default(),
            aliases: FxHashMap::default(),
            alias_names: FxHashMap::default(),
            modules: RefCell::default(),
            pieces: RefCell::default(),
            declared_beside: RefCell::default(),
            declaring: OnceCell::new(),
            whole: RefCell::default(),
        };
        // Half of the time that names take goes into what each file says of its own.
        let local: Vec<Local<'a>> = files.par_iter().map(Local::new).collect();
        for (index, (file, local)) in files.iter().zip(&local).enumerate() {
            names.add(index, file, local);
        }
        names.local = local;
        names
    }

    fn add(&mut self, index: usize, file: &'a FileFacts, local: &Local<'a>) {
        for (at, call) in file.calls.iter().enumerate() {
            self.calls.entry(&call.name).or_default().push((index, at));
        }
        for (at, scope) in file.scopes.iter().enumerate().skip(1) {
            let Ok(at) = u32::try_from(at) else { break };
            if scope.name.is_empty() {
                continue;
            }
            match scope.kind {
                ScopeKind::Container => self.containers.entry(&scope.name).or_default().push((index, at)),
                ScopeKind::Function => self.functions.entry(&scope.name).or_default().push((index, at)),
                ScopeKind::File => {}
            }
        }
        self.add_package(index, file);
        let folder_path = folder(&file.path);
        self.folders.entry(folder_path).or_default().push(index);
        let table = &file.language.grammar().table;
        let own = stem(&file.path);
        let last_folder = folder_path.rsplit('/').next().unwrap_or("");
        if table.package_scope || table.module_index.iter().any(|name| name == own) {
            let around = folder(folder_path).rsplit('/').next().unwrap_or("");
            self.stems.entry(last_folder).or_default().push(index);
            self.nested.entry((around, last_folder)).or_default().push(index);
        }
        for own in std::iter::once(own).chain(Some(whole_stem(&file.path)).filter(|whole| *whole != own)) {
            self.stems.entry(own).or_default().push(index);
            self.nested.entry((last_folder, own)).or_default().push(index);
        }
        if table.shared_imports.iter().any(|name| name == own) {
            self.shared.entry(folder_path).or_default().push(index);
        }
        self.add_aliases(index, file, local);
    }

    fn add_aliases(&mut self, index: usize, file: &'a FileFacts, local: &Local<'a>) {
        let bindings = file.bindings.iter().filter(|binding| binding.scope == FILE_SCOPE);
        for binding in bindings.filter(|binding| binding.kind == BindingKind::Variable) {
            let choices = match &binding.value {
                Expression::Choice(choices) => &choices[..],
                value => std::slice::from_ref(value),
            };
            for choice in choices {
                let Expression::Path(path) = choice else { continue };
                let scope = local.scopes.get(&(FILE_SCOPE, &**path)).copied();
                let is_function = |at: &u32| {
                    let scope = file.scopes.get(*at as usize);
                    scope.is_some_and(|scope| scope.kind == ScopeKind::Function)
                };
                if let Some(scope) = scope.filter(is_function) {
                    self.aliases.entry(&binding.name).or_default().push((index, scope));
                    self.alias_names.entry((index, scope)).or_default().push(&binding.name);
                }
            }
        }
    }

    /// The files around a file whose imports hold for it as well: those of its folder, and of the folders around.
    pub(crate) fn shared_imports(&self, file: usize) -> impl Iterator<Item = usize> {
        let facts = self.file(file).filter(|_| !self.shared.is_empty());
        let family = facts.map_or("", |facts| facts.language.family);
        let own = facts.map(|facts| folder(&facts.path));
        std::iter::successors(own, |path| (!path.is_empty()).then(|| folder(path)))
            .take(HOPS.into())
            .filter_map(|path| self.shared.get(path))
            .flatten()
            .copied()
            .filter(move |at| self.file(*at).is_some_and(|facts| facts.language.family == family))
    }

    /// The functions that have this name besides their own.
    pub(crate) fn aliased(&self, name: &str) -> impl Iterator<Item = (usize, u32)> {
        self.aliases.get(name).into_iter().flatten().copied()
    }

    /// The names of a function besides its own.
    pub(crate) fn other_names(&self, file: usize, scope: u32) -> &[&'a str] {
        self.alias_names.get(&(file, scope)).map_or(&[], Vec::as_slice)
    }

    fn add_package(&mut self, index: usize, file: &'a FileFacts) {
        if file.package.is_empty() {
            return;
        }
        let scopes = file.scopes.iter().skip(1).filter(|scope| scope.parent == FILE_SCOPE);
        let bindings = file.bindings.iter().filter(|binding| binding.scope == FILE_SCOPE);
        for name in scopes
            .map(|scope| &scope.name)
            .chain(bindings.map(|binding| &binding.name))
        {
            let files = self.packages.entry((&file.package, name)).or_default();
            if files.last() != Some(&index) {
                files.push(index);
            }
        }
    }

    /// The files whose top level declares a name that `facts` sees without naming it in an import: those of its package,
    /// of the packages around it where the language looks there, and of packages that it imports whole.
    fn visible<'s>(&'s self, file: usize, facts: &'a FileFacts, name: &'s str) -> impl Iterator<Item = usize> + 's {
        let table = &facts.language.grammar().table;
        let separator = table.module_separators.first().map_or(".", String::as_str);
        let around = std::iter::successors(Some(&*facts.package).filter(|own| !own.is_empty()), move |package| {
            table
                .nested_packages
                .then(|| package.rsplit_once(separator).map(|(outer, _)| outer))?
        });
        let many = self.whole_among_many(file, name, false);
        let few = match many {
            Some(_) => &[][..],
            None => self.whole_of(file),
        };
        around
            .chain(few.iter().copied())
            .chain(many.into_iter().flatten())
            .filter_map(move |package| self.packages.get(&(package, name)))
            .flatten()
            .copied()
    }

    fn whole_of(&self, file: usize) -> &[&'a str] {
        self.local.get(file).map_or(&[], |local| &local.whole)
    }

    /// Of very many packages that a file imports whole those that declare a name, in the order of the imports, with `types` also
    /// types of packages; `None`: it imports few.
    fn whole_among_many(&self, file: usize, name: &str, types: bool) -> Option<Vec<&'a str>> {
        let whole = self.whole_of(file);
        if whole.len() <= PACKAGES {
            return None;
        }
        let declaring = self.declaring.get_or_init(|| {
            let mut declaring: FxHashMap<&'a str, Vec<&'a str>> = FxHashMap::default();
            for (package, name) in self.packages.keys() {
                declaring.entry(name).or_default().push(package);
            }
            declaring
        });
        let known = self.whole.borrow().get(&file).cloned();
        let known = known.unwrap_or_else(|| {
            let mut found = Whole::default();
            for (at, module) in whole.iter().copied().enumerate() {
                found.order.entry(module).or_insert(at);
                let class = module.rsplit_once('.');
                if class.is_some_and(|class| self.packages.contains_key(&class)) {
                    found.types.push((at, module));
                }
            }
            let found = Rc::new(found);
            self.whole.borrow_mut().insert(file, Rc::clone(&found));
            found
        });
        let declaring = declaring.get(name).into_iter().flatten();
        let mut found: Vec<(usize, &'a str)> = declaring
            .filter_map(|package| Some((*known.order.get(*package)?, *package)))
            .collect();
        if types {
            found.extend(&known.types);
        }
        found.sort_unstable();
        found.dedup();
        Some(found.into_iter().map(|(_, package)| package).collect())
    }

    /// A member of a package, or of a type in one, that an import names.
    fn packaged<'p>(&self, module: &str, path: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        let root = path.split('.').next().unwrap_or(path);
        let files = self.packages.get(&(module, root));
        let direct = files
            .into_iter()
            .flatten()
            .find_map(|at| self.exported(*at, path, hops));
        direct.or_else(|| {
            let (package, class) = module.rsplit_once('.')?;
            let declared = self.packages.get(&(package, class))?;
            let full = format!("{class}.{path}");
            let (found, left) = declared.iter().find_map(|at| self.exported(*at, &full, hops))?;
            let rest = path.get(path.len().checked_sub(left.len())?..)?;
            Some((found, rest))
        })
    }

    pub(crate) fn file(&self, index: usize) -> Option<&'a FileFacts> {
        self.files.get(index)
    }

    /// The call that stands at a span.
    pub(crate) fn call_at(&self, file: usize, span: Span) -> Option<&'a Call> {
        let at = self.local.get(file)?.calls.get(&span)?;
        self.files.get(file)?.calls.get(*at)
    }

    pub(crate) fn bindings<'s>(&'s self, file: usize, scope: u32, name: &'s str) -> impl Iterator<Item = &'a Binding> {
        let same = self.same_name(file, scope, name).into_iter().flat_map(Bindings::all);
        let bindings = self.files.get(file).map_or(&[][..], |file| &file.bindings);
        same.filter_map(|at| bindings.get(at))
    }

    fn same_name<'s>(&'s self, file: usize, scope: u32, name: &'s str) -> Option<&'s Bindings> {
        self.local.get(file)?.bindings.get(&(scope, name))
    }

    /// The binding that says most about a name in one scope.
    fn binding(&self, file: usize, scope: u32, name: &str) -> Option<&'a Binding> {
        let best = self.same_name(file, scope, name)?.best;
        self.files.get(file)?.bindings.get(best)
    }

    /// The place of a binding among those of its file.
    pub(crate) fn position(&self, file: usize, binding: &Binding) -> Option<usize> {
        let same = self.same_name(file, binding.scope, &binding.name)?;
        let bindings = &self.files.get(file)?.bindings;
        let is_it = |at: &usize| bindings.get(*at).is_some_and(|other| std::ptr::eq(other, binding));
        // Nearly always it is the best one, and there may be very many.
        Some(same.best).filter(is_it).or_else(|| same.all().find(is_it))
    }

    pub(crate) fn import(&self, file: usize, alias: &str) -> Option<&'a Import> {
        let at = self.local.get(file)?.imports.get(alias)?;
        self.files.get(file)?.imports.get(*at)
    }

    /// What a path means where it stands, with the members that were left over.
    pub(crate) fn resolve<'p>(&self, file: usize, scope: u32, path: &'p str) -> Option<(Found<'a>, &'p str)> {
        self.follow(file, scope, path, HOPS)
    }

    fn follow<'p>(&self, file: usize, scope: u32, path: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        let facts = self.file(file)?;
        if hops == 0 {
            return None;
        }
        if let Some(member) = path.strip_prefix("self.") {
            return self.own_member(file, scope, path, member, hops);
        }
        let (root, rest) = path.split_once('.').unwrap_or((path, ""));
        for current in facts.enclosing(scope) {
            if !rest.is_empty()
                && let Some(binding) = self.binding(file, current, path)
            {
                return Some((Found::Binding(file, binding), ""));
            }
            if let Some(binding) = self.binding(file, current, root) {
                return self.through(file, binding, rest, hops);
            }
            let parameters = facts
                .scopes
                .get(current as usize)
                .map_or(&[][..], |scope| &scope.parameters);
            if let Some(at) = parameters.iter().position(|parameter| *parameter.name == *root) {
                return self.through_parameter(file, current, at, rest, hops);
            }
            if let Some(inner) = self.local.get(file)?.scopes.get(&(current, root)) {
                return self.within(file, *inner, rest, hops);
            }
        }
        if let Some(found) = self.member_of_owner(file, scope, path, hops) {
            return Some(found);
        }
        if let Some(import) = self.import(file, root) {
            return self
                .imported(file, import, rest, hops)
                .or(Some((Found::Import(import), rest)));
        }
        // A constructor's parameters and fields are declared as `self.x` and read as `x` in some languages.
        if let Some(container) = facts.container_of(scope)
            && let Some(binding) = self.binding(file, container, &format!("self.{root}"))
        {
            return self.through(file, binding, rest, hops);
        }
        let table = &facts.language.grammar().table;
        if table.package_scope {
            let mut neighbours = self.neighbours(file, facts, path).into_iter();
            if let Some(found) = neighbours.find_map(|other| {
                let same = self
                    .file(other)
                    .is_some_and(|other| other.language.family == facts.language.family);
                same.then(|| self.exported(other, path, hops - 1)).flatten()
            }) {
                return Some(found);
            }
        }
        let mut visible = self.visible(file, facts, root).filter(|other| *other != file);
        if let Some(found) = visible.find_map(|other| self.exported(other, path, hops - 1)) {
            return Some(found);
        }
        // the members of a type that is imported whole
        let many = self.whole_among_many(file, root, true);
        let mut whole = many.as_deref().unwrap_or(self.whole_of(file)).iter();
        let found = whole.find_map(|module| self.packaged(module, path, hops - 1));
        if let Some(found) = found {
            return Some(found);
        }
        // `com.shop.Keys.NEW`: a package is named in full
        let dots = path.match_indices('.').take(6);
        if let Some(found) = dots
            .filter_map(|(at, _)| Some((path.get(..at)?, path.get(at + 1..)?)))
            .find_map(|(package, member)| {
                let root = member.split('.').next().unwrap_or(member);
                let files = self.packages.get(&(package, root))?;
                files.iter().find_map(|at| self.exported(*at, member, hops - 1))
            })
        {
            return Some(found);
        }
        if table.import_brings_names
            && let Some(found) = self.brought(file, path, hops - 1)
        {
            return Some(found);
        }
        if table.global_constants || !rest.is_empty() {
            return self.global_part(root, rest, facts.language.family, hops);
        }
        None
    }

    /// The other files of a file's folder that declare the first part of a path.
    fn neighbours(&self, file: usize, facts: &'a FileFacts, path: &str) -> Vec<usize> {
        let here = folder(&facts.path);
        let all = self.folders.get(here).map_or(&[][..], Vec::as_slice);
        if all.len() <= NEIGHBOURS {
            let own = |other: &usize| *other != file && self.declares(*other, path);
            return all.iter().copied().filter(own).collect();
        }
        let known = self.declared_beside.borrow().get(here).cloned();
        let known = known.unwrap_or_else(|| {
            let mut by_name: FxHashMap<&'a str, Vec<usize>> = FxHashMap::default();
            for at in all {
                let Some(facts) = self.file(*at) else { continue };
                let bindings = facts.bindings.iter().filter(|binding| binding.scope == FILE_SCOPE);
                let scopes = facts.scopes.iter().skip(1).filter(|scope| scope.parent == FILE_SCOPE);
                let names = bindings
                    .map(|binding| &binding.name)
                    .chain(scopes.map(|scope| &scope.name));
                for name in names {
                    let files = by_name.entry(name).or_default();
                    if files.last() != Some(at) {
                        files.push(*at);
                    }
                }
            }
            let by_name = Rc::new(by_name);
            self.declared_beside.borrow_mut().insert(here, Rc::clone(&by_name));
            by_name
        });
        let root = path.split('.').next().unwrap_or(path);
        let named = [path, root].into_iter().filter_map(|name| known.get(name)).flatten();
        // A whole path may be the name of a binding, and then of nothing else.
        let mut found: Vec<usize> = named
            .copied()
            .filter(|other| *other != file && self.declares(*other, path))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A file declares the first part of a path at its top level; what it imports is its own affair.
    fn declares(&self, file: usize, path: &str) -> bool {
        let root = path.split('.').next().unwrap_or(path);
        let named = [path, root]
            .iter()
            .any(|name| self.binding(file, FILE_SCOPE, name).is_some());
        let local = self.local.get(file);
        named || local.is_some_and(|local| local.scopes.contains_key(&(FILE_SCOPE, root)))
    }

    /// A method that stands outside of its type sees the type's members.
    fn member_of_owner<'p>(&self, file: usize, scope: u32, path: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        let facts = self.file(file)?;
        if !facts.language.grammar().table.import_brings_names {
            return None;
        }
        let function = facts.scopes.get(facts.function_of(scope)? as usize)?;
        let owner = function.types.first()?;
        match self.follow(file, function.parent, owner, hops - 1)? {
            (Found::Container(file, owner), "") => {
                let found = self.within(file, owner, path, hops - 1)?;
                Some(found).filter(|(found, _)| !matches!(found, Found::Container(..)))
            }
            _ => None,
        }
    }

    /// A name from a file that this one imports whole.
    fn brought<'p>(&self, file: usize, path: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        const WHOLE: usize = 64;
        let whole = self.file(file)?.imports.iter().filter(|import| import.name.is_none());
        whole
            .take(WHOLE)
            .flat_map(|import| self.modules(file, &import.module).to_vec())
            .filter(|other| *other != file)
            .find_map(|other| {
                let scopes = 0..u32::try_from(self.file(other)?.scopes.len()).ok()?.min(64);
                let containers = scopes.filter(|scope| {
                    let scope = self.file(other).and_then(|facts| facts.scopes.get(*scope as usize));
                    scope.is_some_and(|scope| scope.kind == ScopeKind::Container)
                });
                // what stands in a namespace of the same file is meant as well
                let found = self.exported(other, path, hops);
                let (root, rest) = path.split_once('.').unwrap_or((path, ""));
                found.or_else(|| {
                    containers.into_iter().find_map(|scope| {
                        if let Some(binding) = self.binding(other, scope, path) {
                            return Some((Found::Binding(other, binding), ""));
                        }
                        let inner = self.local.get(other)?.scopes.get(&(scope, root))?;
                        self.within(other, *inner, rest, hops)
                    })
                })
            })
    }

    /// The same as `global`, and for paths whose first parts are packages.
    fn global_part<'p>(&self, root: &str, rest: &'p str, family: &str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        const PARTS: usize = 6;
        let (mut root, mut rest) = (root, rest);
        for _ in 0..PARTS {
            let found = self.global(root, rest, family, hops);
            if found.is_some() || rest.is_empty() {
                return found;
            }
            (root, rest) = rest.split_once('.').unwrap_or((rest, ""));
            if rest.is_empty() {
                return None;
            }
        }
        None
    }

    /// A container that only one place of the repository declares, or whose declarations agree.
    fn global<'p>(&self, root: &str, rest: &'p str, family: &str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        let declared = self.containers.get(root)?;
        let mut found = declared
            .iter()
            .filter(|(file, _)| self.file(*file).is_some_and(|file| file.language.family == family))
            .filter_map(|(file, scope)| self.within(*file, *scope, rest, hops - 1));
        let first = found.next()?;
        let agrees = |other: (Found<'a>, &str)| match (first.0, other.0) {
            (Found::Binding(_, one), Found::Binding(_, two)) => one.value == two.value,
            (Found::Container(..), Found::Container(..)) => true,
            _ => false,
        };
        found.take(8).all(agrees).then_some(first)
    }

    fn own_member<'p>(
        &self,
        file: usize,
        scope: u32,
        path: &str,
        member: &'p str,
        hops: u8,
    ) -> Option<(Found<'a>, &'p str)> {
        let facts = self.file(file)?;
        let container = facts.container_of(scope)?;
        let (name, rest) = member.split_once('.').unwrap_or((member, ""));
        let own = path.split('.').take(2).collect::<Vec<_>>().join(".");
        for (file, container) in self.same_container(file, container, &[member, &own, name]) {
            for spelled in [member, own.as_str(), name] {
                if let Some(binding) = self.binding(file, container, spelled) {
                    let rest = if spelled == member { "" } else { rest };
                    return self.through(file, binding, rest, hops);
                }
            }
            if let Some(inner) = self
                .local
                .get(file)
                .and_then(|local| local.scopes.get(&(container, name)))
            {
                return self.within(file, *inner, rest, hops);
            }
        }
        None
    }

    /// A type may be declared in pieces: a struct and its `impl`s, a class that is opened again. Of many pieces those that have one of
    /// these members; the given one first.
    fn same_container(&self, file: usize, container: u32, members: &[&str]) -> Vec<(usize, u32)> {
        let mut pieces = vec![(file, container)];
        let name = self
            .file(file)
            .and_then(|facts| facts.scopes.get(container as usize))
            .map(|scope| &*scope.name);
        let Some((name, others)) = name.and_then(|name| Some((name, self.containers.get(name)?))) else {
            return pieces;
        };
        let here = folder(self.file(file).map_or("", |facts| &facts.path));
        let is_beside = |other: &usize| self.file(*other).is_some_and(|facts| folder(&facts.path) == here);
        if others.len() <= PIECES {
            let others = others.iter().copied().filter(|place| *place != (file, container));
            pieces.extend(others.filter(|(other, _)| is_beside(other)));
            return pieces;
        }
        let known = self.pieces.borrow().get(&(here, name)).cloned();
        let known = known.unwrap_or_else(|| {
            let mut by_member: FxHashMap<&'a str, Vec<(usize, u32)>> = FxHashMap::default();
            let mut of_file: FxHashMap<usize, FxHashSet<u32>> = FxHashMap::default();
            for (other, scope) in others.iter().filter(|(other, _)| is_beside(other)) {
                of_file.entry(*other).or_default().insert(*scope);
            }
            for (other, pieces) in of_file {
                let Some(facts) = self.file(other) else { continue };
                let bindings = facts.bindings.iter().map(|binding| (binding.scope, &*binding.name));
                let scopes = facts.scopes.iter().skip(1).map(|scope| (scope.parent, &*scope.name));
                for (scope, member) in bindings.chain(scopes) {
                    if pieces.contains(&scope) {
                        by_member.entry(member).or_default().push((other, scope));
                    }
                }
            }
            let by_member = Rc::new(by_member);
            let mut known = self.pieces.borrow_mut();
            known.insert((here, name), Rc::clone(&by_member));
            by_member
        });
        let having = members.iter().filter_map(|member| known.get(member)).flatten();
        let mut having: Vec<(usize, u32)> = having.copied().filter(|place| *place != (file, container)).collect();
        having.sort_unstable();
        having.dedup();
        pieces.extend(having);
        pieces
    }

    /// The rest of a path, seen from what its beginning is bound to.
    fn through<'p>(&self, file: usize, binding: &'a Binding, rest: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        let here = Some((Found::Binding(file, binding), rest));
        if hops <= 1 {
            return here;
        }
        // `const f = (…) => …` is a function with a name.
        if matches!(binding.value, Expression::Function(_))
            && let Some(inner) = self
                .local
                .get(file)
                .and_then(|local| local.scopes.get(&(binding.scope, &*binding.name)))
        {
            return self.within(file, *inner, rest, hops - 1);
        }
        if rest.is_empty() {
            return here;
        }
        // An object that is declared and made at once has members of its own.
        if let Some(inner) = self
            .local
            .get(file)
            .and_then(|local| local.scopes.get(&(binding.scope, &*binding.name)))
            && let Some(found) = self.within(file, *inner, rest, hops - 1)
        {
            return Some(found);
        }
        // What is a text is its own value and key.
        if matches!(binding.value, Expression::Text(_)) {
            return here;
        }
        if let Expression::Path(path) = &binding.value {
            let full = format!("{path}.{rest}");
            if let Some((found, left)) = self.follow(file, binding.value_scope, &full, hops - 1) {
                let left = rest.get(rest.len().saturating_sub(left.len())..).unwrap_or("");
                return Some((found, left));
            }
        }
        self.through_types(file, &binding.types, rest, hops).or(here)
    }

    fn through_parameter<'p>(
        &self,
        file: usize,
        scope: u32,
        at: usize,
        rest: &'p str,
        hops: u8,
    ) -> Option<(Found<'a>, &'p str)> {
        let here = Some((Found::Parameter(file, scope, at), rest));
        let parameter = self.file(file)?.scopes.get(scope as usize)?.parameters.get(at)?;
        if rest.is_empty() {
            here
        } else {
            self.through_types(file, &parameter.types, rest, hops).or(here)
        }
    }

    /// A member of a value whose type this repository declares.
    fn through_types<'p>(&self, file: usize, types: &[Name], rest: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        types.iter().take(3).find_map(|name| {
            let (found, left) = self.follow(file, FILE_SCOPE, name, hops.saturating_sub(1))?;
            match found {
                Found::Container(file, scope) if left.is_empty() => {
                    let member = rest.split('.').next().unwrap_or(rest);
                    let own = format!("self.{member}");
                    let pieces = self.same_container(file, scope, &[rest, member, &own]);
                    pieces.into_iter().find_map(|(file, scope)| {
                        self.within(file, scope, rest, hops - 1)
                            .filter(|(found, _)| !matches!(found, Found::Container(..)))
                    })
                }
                _ => None,
            }
        })
    }

    /// A member of a container.
    fn within<'p>(&self, file: usize, scope: u32, rest: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        let kind = self.file(file)?.scopes.get(scope as usize)?.kind;
        let own = match kind {
            ScopeKind::Function => Found::Function(file, scope),
            _ => Found::Container(file, scope),
        };
        if rest.is_empty() || hops == 0 {
            return Some((own, rest));
        }
        let (name, left) = rest.split_once('.').unwrap_or((rest, ""));
        for spelled in [rest, name] {
            let left = if spelled == rest { "" } else { left };
            if let Some(binding) = self.binding(file, scope, spelled) {
                return self.through(file, binding, left, hops - 1);
            }
        }
        if let Some(binding) = self.binding(file, scope, &format!("self.{name}")) {
            return self.through(file, binding, left, hops - 1);
        }
        match self.local.get(file)?.scopes.get(&(scope, name)) {
            Some(inner) => self.within(file, *inner, left, hops - 1),
            None => (kind == ScopeKind::Function).then_some((own, rest)),
        }
    }

    /// What a file offers under a name.
    pub(crate) fn exported<'p>(&self, file: usize, path: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        let (root, rest) = path.split_once('.').unwrap_or((path, ""));
        if hops == 0 {
            return None;
        }
        if let Some(binding) = self.binding(file, FILE_SCOPE, path) {
            return self.through(file, binding, "", hops);
        }
        if let Some(binding) = self.binding(file, FILE_SCOPE, root) {
            return self.through(file, binding, rest, hops);
        }
        let pieces: Vec<u32> = self
            .file(file)?
            .scopes
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, scope)| *scope.name == *root && scope.parent == FILE_SCOPE)
            .filter_map(|(at, _)| u32::try_from(at).ok())
            .take(8)
            .collect();
        if let Some(found) = pieces
            .into_iter()
            .find_map(|scope| self.within(file, scope, rest, hops - 1))
        {
            return Some(found);
        }
        let Some(import) = self.import(file, root) else {
            return self.handed_on(file, path, hops);
        };
        self.imported(file, import, rest, hops - 1)
            .or(Some((Found::Import(import), rest)))
    }

    /// `export * from "./flags"`: what a file takes in whole and does not name, it offers as well.
    fn handed_on<'p>(&self, file: usize, path: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        const WHOLE: usize = 16;
        let facts = self.file(file)?;
        if facts.language.grammar().table.reexport.is_empty() {
            return None;
        }
        let whole: Vec<&Import> = facts
            .imports
            .iter()
            .filter(|import| import.name.is_none() && import.alias.is_empty())
            .take(WHOLE)
            .collect();
        let left = left(hops, whole.len());
        whole
            .into_iter()
            .flat_map(|import| self.modules(file, &import.module).to_vec())
            .filter(|other| *other != file)
            .find_map(|other| self.exported(other, path, left))
    }

    /// Into the file that an import means, if it is one of ours.
    fn imported<'p>(&self, file: usize, import: &'a Import, rest: &'p str, hops: u8) -> Option<(Found<'a>, &'p str)> {
        if hops == 0 {
            return None;
        }
        let Some(name) = &import.name else {
            if rest.is_empty() {
                return None;
            }
            let packaged = self.packaged(&import.module, rest, hops - 1);
            let modules = self.modules(file, &import.module);
            return packaged.or_else(|| modules.iter().find_map(|at| self.exported(*at, rest, hops - 1)));
        };
        let full = if rest.is_empty() {
            name.to_string()
        } else {
            format!("{name}.{rest}")
        };
        let cut = |(found, left): (Found<'a>, &str)| {
            let kept = rest
                .len()
                .checked_sub(left.len())
                .and_then(|at| rest.get(at..))
                .unwrap_or("");
            (found, kept)
        };
        if let Some(found) = self.packaged(&import.module, &full, hops - 1) {
            return Some(cut(found));
        }
        for at in self.modules(file, &import.module).iter().copied() {
            if let Some(found) = self.exported(at, &full, hops - 1) {
                return Some(cut(found));
            }
            // a default export has no name of its own
            if &**name == "default"
                && !rest.is_empty()
                && let Some(found) = self.exported(at, rest, hops - 1)
            {
                return Some(found);
            }
        }
        // The name may be a module itself.
        let separator = self
            .file(file)?
            .language
            .grammar()
            .table
            .module_separators
            .first()
            .cloned()?;
        let inner = format!("{}{separator}{name}", import.module);
        for at in self.modules(file, &inner).iter().copied() {
            if let Some(found) = self.exported(at, rest, hops - 1).filter(|_| !rest.is_empty()) {
                return Some(found);
            }
            // a class in a file of its own name
            if let Some(found) = self.exported(at, &full, hops - 1) {
                return Some(cut(found));
            }
        }
        None
    }

    /// The files that a module's name can mean: those that share most of its path.
    pub(crate) fn modules(&self, file: usize, module: &str) -> Rc<[usize]> {
        let Some(facts) = self.file(file) else {
            return Rc::default();
        };
        // A module that is not told from the file on is the same for all files of a language.
        let prefix = facts.language.grammar().table.relative_prefix.unwrap_or('.');
        let from = if module.starts_with([prefix, '.']) {
            file
        } else {
            usize::MAX
        };
        let asker = (from, facts.language.name);
        let known = self
            .modules
            .borrow()
            .get(&asker)
            .and_then(|known| known.get(module).cloned());
        if let Some(known) = known {
            return known;
        }
        let found: Rc<[usize]> = self.find_modules(facts, module).into();
        let mut known = self.modules.borrow_mut();
        known.entry(asker).or_default().insert(module.into(), Rc::clone(&found));
        found
    }

    fn find_modules(&self, facts: &FileFacts, module: &str) -> Vec<usize> {
        let table = &facts.language.grammar().table;
        let (parts, exact) = module_parts(&facts.path, module, table, facts.language.family);
        let wanted = parts.len();
        // A module of several parts shares two of them at least.
        let candidates = match &parts[..] {
            [] => return Vec::new(),
            [last] => self.stems.get(last.as_str()),
            [.., around, last] => self.nested.get(&(around.as_str(), last.as_str())),
        };
        let mut best = (0, Vec::new());
        for candidate in candidates.map_or(&[][..], Vec::as_slice) {
            let Some(other) = self.file(*candidate) else { continue };
            if other.language.family != facts.language.family {
                continue;
            }
            let score = shared_parts(&other.path, &parts);
            let enough = score == wanted || (!exact && score >= 2);
            if !enough || score < best.0 {
                continue;
            }
            if score > best.0 {
                best = (score, Vec::new());
            }
            best.1.push(*candidate);
        }
        // A folder at the root of the repository has no other around it that could be shared.
        if best.1.is_empty()
            && !exact
            && let [.., last] = &parts[..]
        {
            let at_root = |at: &usize| {
                let path = self.file(*at).map_or("", |other| &other.path);
                let same = self
                    .file(*at)
                    .is_some_and(|other| other.language.family == facts.language.family);
                same && folder(path) == last
            };
            let named = self.stems.get(last.as_str()).map_or(&[][..], Vec::as_slice);
            best.1 = named.iter().copied().filter(at_root).collect();
        }
        // `flags.test.ts` stands beside `flags.ts` and is not meant
        let plain = |at: &usize| {
            let path = self.file(*at).map_or("", |facts| &facts.path);
            path.rsplit('/')
                .next()
                .is_some_and(|name| name.matches('.').count() == 1)
        };
        if best.1.iter().any(plain) {
            best.1.retain(plain);
        }
        best.1
    }
}

/// A module's name as path parts, and whether all of them must match.
fn module_parts(path: &str, module: &str, table: &crate::language::Table, family: &str) -> (Vec<String>, bool) {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = module;
    let mut exact = false;
    if let Some(prefix) = table.relative_prefix.filter(|prefix| rest.starts_with(*prefix)) {
        let dots = rest.chars().take_while(|character| *character == prefix).count();
        let mut base: Vec<_> = folder(path)
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        base.truncate(base.len().saturating_sub(dots - 1));
        parts = base;
        rest = rest.trim_start_matches(prefix);
        exact = true;
    } else if rest.starts_with("./") || rest.starts_with("../") || rest == "." || rest == ".." {
        parts = folder(path)
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        exact = true;
    }
    let separated = table
        .module_separators
        .iter()
        .fold(rest.to_owned(), |text, separator| text.replace(separator.as_str(), "/"));
    for part in separated.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            "@" | "~" | "src" if parts.is_empty() => {}
            part if table.module_prefixes.iter().any(|prefix| prefix == part) => {}
            part => parts.push(part.to_owned()),
        }
    }
    // `./flags.js` may mean `flags.ts`
    if let Some(last) = parts.last_mut()
        && table.module_separators.iter().any(|separator| separator == "/")
        && let Some((name, ending)) = last.rsplit_once('.')
        && LANGUAGES
            .iter()
            .filter(|language| language.family == family)
            .any(|language| language.extensions.contains(&ending))
    {
        *last = name.to_owned();
    }
    (parts, exact)
}

/// How many parts a file's path and a module share, counted from the end.
fn shared_parts(path: &str, parts: &[String]) -> usize {
    let folders = || folder(path).rsplit('/');
    let count = |have: &mut dyn Iterator<Item = &str>| {
        let pairs = parts.iter().rev().zip(have);
        pairs.take_while(|(part, have)| part.as_str() == *have).count()
    };
    // The folder stands for its files, or the file for itself.
    let files = [stem(path), whole_stem(path)];
    let of_file = files.map(|own| count(&mut std::iter::once(own).chain(folders())));
    of_file.into_iter().fold(count(&mut folders()), usize::max)
}

/// Whether a binding can be a constant: not a local of a function, unless it is never given another value.
pub(crate) fn is_constant(names: &Names<'_>, file: usize, binding: &Binding) -> bool {
    let Some(facts) = names.file(file) else { return false };
    let scope = facts.scopes.get(binding.scope as usize).map(|scope| scope.kind);
    match binding.kind {
        BindingKind::Element => false,
        BindingKind::Enumerator | BindingKind::Entry => scope != Some(ScopeKind::Function),
        BindingKind::Variable | BindingKind::Assignment | BindingKind::Field => {
            scope != Some(ScopeKind::Function) && names.bindings(file, binding.scope, &binding.name).nth(1).is_none()
        }
    }
}
