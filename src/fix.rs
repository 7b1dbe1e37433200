//! Takes a flag out of the code: partial evaluation of the files that ask for it, in memory.
//!
//! Facts say where the flag is asked for; [`seeds`] marks these places with the value that stays; [`fold`], [`names`] and
//! [`helpers`] follow it until nothing new is known; [`emit`] turns what is known into edits; [`leftovers`] takes along
//! what nothing uses any more. Every new text is parsed again before it counts. What cannot be rewritten for sure stops
//! the flag as a whole.

mod block;
mod branch;
mod edits;
mod effects;
mod emit;
mod fields;
mod fold;
mod helpers;
mod leftovers;
mod lists;
mod names;
mod orphans;
mod parameters;
mod seeds;
mod switch;
mod syntax;
mod tests;
mod unit;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;
use serde_json::Value as Json;
use similar::DiffableStr;

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::facts::FileFacts;
use crate::language::Language;
use crate::usage::{Certainty, Role, Use};

use syntax::{Id, Syntax};
use unit::{Fate, Remark, Unit};
use value::Value;

/// Values lead to values; more rounds than this mean that something is odd.
const ROUNDS: usize = 32;
/// So many files are rewritten for one flag at most.
const FILES: usize = 5_000;
/// A name that more files hold is likely to mean many things.
const NAMING: usize = 60;
/// Functions that only removed functions called are looked for so often.
const ORPHANS: usize = 4;

/// What stands outside of the files that are rewritten.
pub trait World {
    /// The text of a source file; `None`: it cannot be rewritten.
    fn text(&self, path: &str) -> Option<String>;
    /// The source files that hold one of these words.
    fn mentioning(&self, words: &[String]) -> Vec<String>;
}

/// A flag, and what stays of it.
pub struct Target<'a> {
    /// The key.
    pub key: &'a str,
    /// What each evaluation always gives.
    pub value: &'a dyn Fn(&Use) -> Option<Json>,
    /// All uses of the key.
    pub uses: &'a [Use],
    /// Uses whose key is computed and may be this one.
    pub possible: &'a [Use],
    /// Whether a key is that of another flag that code asks for.
    pub others: &'a dyn Fn(&str) -> bool,
}

/// A place with what there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Relative to the working directory, with `/`.
    pub path: String,
    /// From 1.
    pub line: u32,
    /// Lower case, names in backticks.
    pub text: String,
}

/// A file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// As it is.
    pub old: String,
    /// As it becomes.
    pub new: String,
}

/// What to do about one flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The key.
    pub key: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// Empty if something stops it.
    pub files: BTreeMap<String, Rewritten>,
    /// What keeps it from being safe.
    pub remarks: Vec<Note>,
    /// What stops it.
    pub stops: Vec<Note>,
}

impl Plan {
    /// Nothing stops it, and it changes something.
    pub fn is_possible(&self) -> bool {
        self.stops.is_empty() && !self.files.is_empty()
    }

    /// The edits, as small as lines and their common ends allow.
    pub fn fix(&self) -> Option<Fix> {
        self.is_possible().then(|| Fix {
            applicability: self.applicability,
            edits: self
                .files
                .iter()
                .flat_map(|(path, file)| edits_of(path, file))
                .collect(),
        })
    }
}

/// Plans the removal of one flag. `facts` are those of the scan.
pub fn plan<'f>(target: &Target<'_>, facts: &dyn Fn(&str) -> Option<&'f FileFacts>, world: &dyn World) -> Plan {
    let mut work = Work {
        world,
        units: Vec::new(),
        stops: Vec::new(),
        remarks: Vec::new(),
        tried: FxHashSet::default(),
    };
    for found in target.possible {
        work.stops
            .push(note(found, "a key that is known only at run time may be this one"));
    }
    work.begin(target, facts);
    if work.stops.is_empty() {
        work.follow();
    }
    work.finish(target)
}

fn note(found: &Use, text: &str) -> Note {
    Note {
        path: found.path.clone(),
        line: found.name.line,
        text: text.to_owned(),
    }
}

struct Work<'w> {
    world: &'w dyn World,
    units: Vec<Unit>,
    stops: Vec<Note>,
    remarks: Vec<Note>,
    /// Functions that were looked at.
    tried: FxHashSet<(usize, Id)>,
}

impl Work<'_> {
    /// The unit of a file, read if it is not there yet.
    fn unit(&mut self, path: &str) -> Option<usize> {
        if let Some(at) = self.units.iter().position(|unit| unit.path == path) {
            return Some(at);
        }
        if self.units.len() >= FILES {
            return None;
        }
        let language = Language::of(path.rsplit('/').next().unwrap_or(path))?;
        let table = &language.grammar().table;
        if table.fix.is_empty() || table.template.is_some() {
            return None;
        }
        let text = self.world.text(path)?;
        let syntax = Syntax::parse(language, &text)?;
        self.units.push(Unit::new(path, text, syntax));
        Some(self.units.len() - 1)
    }

    fn begin<'f>(&mut self, target: &Target<'_>, facts: &dyn Fn(&str) -> Option<&'f FileFacts>) {
        let mut by_path: BTreeMap<&str, Vec<&Use>> = BTreeMap::new();
        for found in target.uses {
            if matches!(found.role, Role::Evaluation | Role::TestOverride) && found.certainty >= Certainty::Likely {
                by_path.entry(&found.path).or_default().push(found);
            }
        }
        let mut keys: Vec<String> = vec![target.key.to_owned()];
        keys.extend(
            target
                .uses
                .iter()
                .filter(|found| found.role == Role::TestOverride)
                .filter_map(|found| found.key.clone()),
        );
        keys.extend(
            target
                .uses
                .iter()
                .filter(|found| found.role == Role::Declaration)
                .filter_map(|found| Some(found.via.as_deref()?.rsplit('.').next()?.to_owned())),
        );
        for (path, uses) in by_path {
            let Some(at) = self.unit(path) else {
                let found = uses.first().copied();
                self.stops
                    .extend(found.map(|found| note(found, &format!("{} cannot be rewritten yet", found.language))));
                continue;
            };
            let facts = facts(path);
            if let Some(unit) = self.units.get_mut(at) {
                unit.words.clone_from(&keys);
            }
            for found in uses {
                self.seed(at, found, target, facts, &keys);
            }
            if let Some(unit) = self.units.get_mut(at) {
                tests::undo(unit);
            }
        }
    }

    fn seed(&mut self, at: usize, found: &Use, target: &Target<'_>, facts: Option<&FileFacts>, keys: &[String]) {
        let Some(unit) = self.units.get_mut(at) else { return };
        let Some(value) = (target.value)(found) else {
            if found.role == Role::Evaluation {
                self.stops.push(note(found, "what this always gives is not known"));
            }
            return;
        };
        let Some(value) = Value::of(&value) else {
            self.stops
                .push(note(found, "the value is an object, and code cannot be decided by it"));
            return;
        };
        match found.role {
            Role::Evaluation => seeds::evaluation(unit, found, facts, &value),
            _ => {
                tests::test_override(unit, found, &value, keys);
            }
        }
    }

    /// Follows the value until nothing new is known.
    fn follow(&mut self) {
        let mut tried: Vec<FxHashSet<Id>> = Vec::new();
        for _ in 0..ROUNDS {
            tried.resize_with(self.units.len(), FxHashSet::default);
            let mut any = false;
            let world = self.world;
            let elsewhere =
                |name: &str, path: &str| world.mentioning(&[name.to_owned()]).iter().any(|other| other != path);
            for (unit, tried) in self.units.iter_mut().zip(&mut tried) {
                fold::run(unit);
                any |= names::follow(unit, tried, &elsewhere);
                fold::run(unit);
            }
            if !any {
                any = self.helpers() || self.parameters();
            }
            if !any {
                return;
            }
        }
    }

    /// Folds functions that only give the flag into their callers.
    fn helpers(&mut self) -> bool {
        // Functions of one name are one where their callers cannot be told apart.
        let mut found: BTreeMap<(String, Option<usize>), Vec<helpers::Helper>> = BTreeMap::new();
        for (at, unit) in self.units.iter().enumerate() {
            for helper in helpers::find(unit, at, &self.tried) {
                let own = (helper.reach == helpers::Reach::File).then_some(at);
                found.entry((helper.name.clone(), own)).or_default().push(helper);
            }
        }
        let mut any = false;
        for group in found.into_values() {
            self.tried
                .extend(group.iter().map(|helper| (helper.unit, helper.function)));
            match self.helper(&group) {
                Ok(folded) => any |= folded,
                Err((at, place, why)) => {
                    if let Some(unit) = self.units.get_mut(at) {
                        unit.remark(place, why);
                    }
                }
            }
        }
        any
    }

    /// Folds functions of one name that all give the same; an error is a place that keeps them.
    fn helper(&mut self, group: &[helpers::Helper]) -> Result<bool, (usize, Id, String)> {
        let Some(first) = group.first() else { return Ok(false) };
        if let Some(other) = group.iter().find(|other| other.outcome != first.outcome) {
            let why = format!("another function is called `{}`, and gives something else", first.name);
            return Err((other.unit, other.function, why));
        }
        let mut functions: Vec<(usize, Id)> = group.iter().map(|helper| (helper.unit, helper.function)).collect();
        let mut calls: Vec<(usize, Vec<Id>)> = Vec::new();
        for at in self.reached(first) {
            let Some(unit) = self.units.get(at) else { continue };
            let own = functions.iter().filter(|(unit, _)| *unit == at);
            let known: Vec<Id> = own.map(|(_, function)| *function).collect();
            let found = helpers::calls(unit, first, &known).map_err(|(place, why)| (at, place, why))?;
            functions.extend(found.functions.into_iter().map(|function| (at, function)));
            calls.push((at, found.calls));
        }
        // Nobody here calls it, so whoever does is not seen.
        if first.reach == helpers::Reach::Tree && calls.iter().all(|(_, calls)| calls.is_empty()) {
            return Ok(false);
        }
        let mut all_override = true;
        for (at, function) in &functions {
            let Some(unit) = self.units.get(*at) else { continue };
            helpers::can_follow(unit, &first.name, *function).map_err(|why| (*at, *function, why))?;
            all_override &= helpers::overrides(unit, *function);
        }
        if all_override {
            let why = format!("`{}` overrides another function", first.name);
            return Err((first.unit, first.function, why));
        }
        self.fold(first, &functions, calls);
        Ok(true)
    }

    /// The units of the files that may call a helper.
    fn reached(&mut self, helper: &helpers::Helper) -> Vec<usize> {
        let mut within = vec![helper.unit];
        let Some(own) = self
            .units
            .get(helper.unit)
            .filter(|_| helper.reach > helpers::Reach::File)
        else {
            return within;
        };
        let family = own.syntax.language.family;
        let folder = |path: &str| {
            path.rsplit_once('/')
                .map_or(String::new(), |(folder, _)| folder.to_owned())
        };
        let home = (helper.reach == helpers::Reach::Folder).then(|| folder(&own.path));
        for path in self.world.mentioning(std::slice::from_ref(&helper.name)) {
            let is_family = Language::of(path.rsplit('/').next().unwrap_or(&path))
                .is_some_and(|language| language.family == family);
            let is_near = home.as_ref().is_none_or(|home| *home == folder(&path));
            if let Some(at) = (is_family && is_near).then(|| self.unit(&path)).flatten()
                && !within.contains(&at)
            {
                within.push(at);
            }
        }
        within
    }

    fn fold(&mut self, helper: &helpers::Helper, functions: &[(usize, Id)], calls: Vec<(usize, Vec<Id>)>) {
        for (at, found) in calls {
            let Some(unit) = self.units.get_mut(at) else { continue };
            for call in found {
                let fate = match &helper.outcome {
                    helpers::Outcome::Value(value) => Some(Fate::Known(value.clone())),
                    helpers::Outcome::Argument(index) => helpers::kept(unit, call, *index).map(Fate::Same),
                };
                if let Some(fate) = fate {
                    unit.set(call, fate);
                }
            }
        }
        for (at, function) in functions {
            if let Some(unit) = self.units.get_mut(*at) {
                let declaration = helpers::declaration(unit, *function);
                unit.gone.insert(declaration);
                unit.folded_names.insert(helper.name.clone());
            }
        }
    }

    /// Folds parameters that everybody gives the same value.
    fn parameters(&mut self) -> bool {
        let mut found: Vec<(usize, parameters::Handed)> = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            found.extend(parameters::handed(unit).into_iter().map(|handed| (at, handed)));
        }
        found.sort_by(|(_, one), (_, two)| one.cmp(two));
        found.dedup_by(|(_, two), (_, one)| one == two);
        let mut any = false;
        for (at, handed) in found {
            let Some(within) = self.naming(at, &handed.callee) else {
                continue;
            };
            // Why not is told where the value stays.
            any |= parameters::fold(&mut self.units, &within, &handed).unwrap_or(false);
        }
        any
    }

    /// The files of a language that name a function; `None`: too many to tell whose name it is.
    fn naming(&mut self, at: usize, name: &str) -> Option<Vec<usize>> {
        let own = self.units.get(at)?;
        let reach = parameters::reach(own, name);
        if reach == Some(helpers::Reach::File) {
            return Some(vec![at]);
        }
        let family = own.syntax.language.family;
        let folder = |path: &str| {
            path.rsplit_once('/')
                .map_or(String::new(), |(folder, _)| folder.to_owned())
        };
        let home = (reach == Some(helpers::Reach::Folder)).then(|| folder(&own.path));
        let mut paths = self.world.mentioning(&[name.to_owned()]);
        paths.retain(|path| {
            let language = Language::of(path.rsplit('/').next().unwrap_or(path));
            let is_near = home.as_ref().is_none_or(|home| *home == folder(path));
            is_near && language.is_some_and(|language| language.family == family)
        });
        if paths.len() > NAMING {
            return None;
        }
        paths.iter().map(|path| self.unit(path)).collect()
    }

    /// Edits, leftovers, and the proof that the result can be read.
    fn finish(mut self, target: &Target<'_>) -> Plan {
        let mut words: Vec<String> = vec![target.key.to_owned()];
        let declared = target.uses.iter().filter(|found| found.role == Role::Declaration);
        words.extend(declared.filter_map(|found| Some(found.via.as_deref()?.rsplit('.').next()?.to_owned())));
        for unit in &self.units {
            words.extend(unit.folded_names.iter().cloned());
        }
        words.sort_unstable();
        words.dedup();
        let mut texts: BTreeMap<String, Rewritten> = BTreeMap::new();
        let world = self.world;
        for unit in &mut self.units {
            unit.words.clone_from(&words);
            emit::run(unit, &words);
            self.stops.extend(unit.stops.iter().map(told));
            self.remarks.extend(unit.remarks.iter().map(told));
            if unit.edits.is_empty() {
                continue;
            }
            let new = unit.edits.apply(&unit.text);
            let names = leftovers::names_in(unit, unit.edits.spans());
            let elsewhere = |name: &str| {
                world
                    .mentioning(&[name.to_owned()])
                    .iter()
                    .any(|other| *other != unit.path)
            };
            let changes = unit.edits.resolved(&unit.text);
            let new = unit
                .syntax
                .parse_again(&unit.text, &changes, &new)
                .and_then(|syntax| leftovers::remove(&unit.path, syntax, new, names, &BTreeSet::new(), &elsewhere));
            match new {
                Some(new) => {
                    texts.insert(
                        unit.path.clone(),
                        Rewritten {
                            old: unit.text.clone(),
                            new,
                        },
                    );
                }
                None => self.stops.push(Note {
                    path: unit.path.clone(),
                    line: 1,
                    text: "the rewritten file cannot be parsed in time".to_owned(),
                }),
            }
        }
        if self.stops.is_empty() {
            self.declarations(target, &mut texts);
            self.lists(target, &mut texts);
            self.orphans(&mut texts);
        }
        if self.stops.is_empty() {
            self.verify(&texts);
        }
        self.stops.sort();
        self.stops.dedup();
        self.remarks.sort();
        self.remarks.dedup();
        let applicability = match self.remarks.is_empty() {
            true => Applicability::Safe,
            false => Applicability::Review,
        };
        if !self.stops.is_empty() {
            texts.clear();
        }
        texts.retain(|_, file| file.old != file.new);
        Plan {
            key: target.key.to_owned(),
            applicability,
            files: texts,
            remarks: self.remarks,
            stops: self.stops,
        }
    }

    /// Takes the declarations of the key away that nothing names any more.
    fn declarations(&mut self, target: &Target<'_>, texts: &mut BTreeMap<String, Rewritten>) {
        let mut named: BTreeMap<String, Vec<&Use>> = BTreeMap::new();
        for found in target.uses.iter().filter(|found| found.role == Role::Declaration) {
            let name = found.via.as_deref().and_then(|via| via.rsplit('.').next());
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                named.entry(name.to_owned()).or_default().push(found);
            }
        }
        for (name, uses) in named {
            let mut files: BTreeSet<String> = self.world.mentioning(std::slice::from_ref(&name)).into_iter().collect();
            files.extend(texts.keys().cloned());
            files.extend(uses.iter().map(|found| found.path.clone()));
            let mut declared_in = BTreeSet::new();
            let mut still = false;
            for (path, text) in &shortest_first(texts, self.world, files) {
                if !names::has_word(text, &name) {
                    continue;
                }
                let Some(language) = Language::of(path.rsplit('/').next().unwrap_or(path)) else {
                    continue;
                };
                let family = uses
                    .first()
                    .and_then(|found| Language::of(found.path.rsplit('/').next().unwrap_or(&found.path)));
                if family.is_none_or(|family| family.family != language.family) {
                    continue;
                }
                let home = uses.first().and_then(|found| home(&found.path, path, language));
                match leftovers::standing(path, language, text, &name, home) {
                    leftovers::Standing::Used => {
                        still = true;
                        break;
                    }
                    leftovers::Standing::Declared => {
                        declared_in.insert(path.clone());
                    }
                    leftovers::Standing::Nothing => {}
                }
            }
            if still {
                continue;
            }
            let free: BTreeSet<String> = std::iter::once(name.clone()).collect();
            for path in declared_in {
                let Some(text) = current(texts, self.world, &path) else {
                    continue;
                };
                let Some(language) = Language::of(path.rsplit('/').next().unwrap_or(&path)) else {
                    continue;
                };
                let syntax = Syntax::parse(language, &text);
                let new = syntax
                    .and_then(|syntax| leftovers::remove(&path, syntax, text.clone(), free.clone(), &free, &|_| false));
                if let Some(new) = new
                    && new != text
                {
                    let old = texts.get(&path).map_or(text, |file| file.old.clone());
                    texts.insert(path, Rewritten { old, new });
                }
            }
        }
    }

    /// Takes the key out of lists of flags.
    fn lists(&self, target: &Target<'_>, texts: &mut BTreeMap<String, Rewritten>) {
        let mut files: BTreeSet<String> = self.world.mentioning(&[target.key.to_owned()]).into_iter().collect();
        files.extend(texts.keys().cloned());
        let mut found = Vec::new();
        for (path, text) in shortest_first(texts, self.world, files) {
            if !text.contains(target.key) {
                continue;
            }
            let new = lists::without(&path, &text, target.key, target.others);
            // Whoever still names it needs it in the list.
            if lists::names(&path, new.as_deref().unwrap_or(&text), target.key) {
                return;
            }
            if let Some(new) = new {
                found.push((path, text, new));
            }
        }
        for (path, text, new) in found {
            let old = texts.get(&path).map_or(text, |file| file.old.clone());
            texts.insert(path, Rewritten { old, new });
        }
    }

    /// Takes functions away that other files could call, and that only the removed code called.
    fn orphans(&self, texts: &mut BTreeMap<String, Rewritten>) {
        let mut called: BTreeSet<orphans::Call> = BTreeSet::new();
        for unit in &self.units {
            called.extend(orphans::calls_in(unit));
        }
        for _ in 0..ORPHANS {
            let mut further = BTreeSet::new();
            let names: BTreeSet<&str> = called.iter().map(|call| call.name.as_str()).collect();
            for name in names {
                let files = self.world.mentioning(&[name.to_owned()]);
                let files: BTreeSet<String> = files.into_iter().chain(texts.keys().cloned()).collect();
                let read = |path: String| current(texts, self.world, &path).map(|text| (path, text));
                let holding: Vec<(String, String)> = files
                    .into_iter()
                    .filter_map(read)
                    .filter(|(_, text)| names::has_word(text, name))
                    .collect();
                for (path, found) in orphans::without(&holding, name, &called) {
                    let old = texts.get(&path).map(|file| file.old.clone());
                    let old = old.or_else(|| self.world.text(&path)).unwrap_or_default();
                    further.extend(found.called);
                    texts.insert(path, Rewritten { old, new: found.text });
                }
            }
            if further.is_empty() {
                return;
            }
            called = further;
        }
    }

    /// Parses every new text: what could be read before must still be readable.
    fn verify(&mut self, texts: &BTreeMap<String, Rewritten>) {
        for (path, file) in texts {
            let Some(language) = Language::of(path.rsplit('/').next().unwrap_or(path)) else {
                continue;
            };
            let known = self
                .units
                .iter()
                .find(|unit| unit.path == *path && unit.text == file.old);
            let before = match known {
                Some(unit) => Some(unit.syntax.errors.len()),
                None => syntax::errors(language, &file.old),
            };
            let fine = match (before, syntax::errors(language, &file.new)) {
                (Some(before), Some(after)) => after <= before,
                _ => false,
            };
            let proof = language
                .proof()
                .is_none_or(|reads| reads(&file.new) || !reads(&file.old));
            if !fine || !proof {
                self.stops.push(Note {
                    path: path.clone(),
                    line: 1,
                    text: "the rewritten file could not be parsed, which is a defect of flagdebt".to_owned(),
                });
            }
        }
    }
}

/// The name under which other packages see what a file declares, where they can only see it by that.
fn home<'p>(declared: &'p str, path: &str, language: &'static Language) -> Option<&'p str> {
    let folder = |path: &'p str| path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let own = folder(declared);
    let same = path.rsplit_once('/').map_or("", |(folder, _)| folder) == own;
    let name = own.rsplit('/').next().filter(|name| !name.is_empty())?;
    (language.grammar().table.import_alias_from_path && !same).then_some(name)
}

/// The texts of some files, short ones first: one that settles a question is found before long ones are parsed for it.
fn shortest_first(
    texts: &BTreeMap<String, Rewritten>,
    world: &dyn World,
    paths: BTreeSet<String>,
) -> Vec<(String, String)> {
    let read = |path: String| current(texts, world, &path).map(|text| (path, text));
    let mut found: Vec<(String, String)> = paths.into_iter().filter_map(read).collect();
    found.sort_by_key(|(_, text)| text.len());
    found
}

fn current(texts: &BTreeMap<String, Rewritten>, world: &dyn World, path: &str) -> Option<String> {
    match texts.get(path) {
        Some(file) => Some(file.new.clone()),
        None => world.text(path),
    }
}

fn told(remark: &Remark) -> Note {
    Note {
        path: remark.path.clone(),
        line: remark.line,
        text: remark.text.clone(),
    }
}

/// The changed lines of a file as edits, each cut to what differs.
fn edits_of(path: &str, file: &Rewritten) -> Vec<Edit> {
    let diff = similar::TextDiff::from_lines(file.old.as_str(), file.new.as_str());
    let (old, new) = (line_starts(&file.old), line_starts(&file.new));
    let at = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or(starts.last().copied().unwrap_or(0));
    let mut edits = Vec::new();
    for op in diff.ops() {
        if op.tag() == similar::DiffTag::Equal {
            continue;
        }
        let (from, to) = (at(&old, op.old_range().start), at(&old, op.old_range().end));
        let text = file
            .new
            .get(at(&new, op.new_range().start)..at(&new, op.new_range().end))
            .unwrap_or("");
        edits.push(smallest(path, &file.old, from, to, text));
    }
    edits
}

/// Where the lines begin as the differ splits them, and where the last one ends.
fn line_starts(text: &str) -> Vec<usize> {
    let mut at = 0;
    let ends = text.tokenize_lines().into_iter().map(|line| {
        at += line.len();
        at
    });
    std::iter::once(0).chain(ends).collect()
}

fn smallest(path: &str, old: &str, from: usize, to: usize, text: &str) -> Edit {
    let before = old.get(from..to).unwrap_or("");
    let mut head = before
        .bytes()
        .zip(text.bytes())
        .take_while(|(one, two)| one == two)
        .count();
    while !before.is_char_boundary(head) || !text.is_char_boundary(head) {
        head -= 1;
    }
    let (before_rest, text_rest) = (&before[head..], &text[head..]);
    let mut tail = before_rest
        .bytes()
        .rev()
        .zip(text_rest.bytes().rev())
        .take_while(|(one, two)| one == two)
        .count();
    while !before_rest.is_char_boundary(before_rest.len() - tail) || !text_rest.is_char_boundary(text_rest.len() - tail)
    {
        tail -= 1;
    }
    Edit {
        path: path.to_owned(),
        start: from + head,
        end: to - tail,
        text: text_rest[..text_rest.len() - tail].to_owned(),
    }
}
