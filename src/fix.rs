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
mod fold;
mod helpers;
mod leftovers;
mod lists;
mod names;
mod seeds;
mod switch;
mod syntax;
mod tests;
mod unit;
mod value;
mod words;

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
                any = self.helpers();
            }
            if !any {
                return;
            }
        }
    }

    /// Folds functions that only give the flag into their callers.
    fn helpers(&mut self) -> bool {
        let mut found = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            found.extend(helpers::find(unit, at, &self.tried));
        }
        let mut any = false;
        for helper in found {
            self.tried.insert((helper.unit, helper.function));
            any |= self.helper(&helper);
        }
        any
    }

    fn helper(&mut self, helper: &helpers::Helper) -> bool {
        let Some(own) = self.units.get(helper.unit) else {
            return false;
        };
        if let Err(why) = helpers::can_follow(own, helper) {
            if let Some(own) = self.units.get_mut(helper.unit) {
                own.remark(helper.function, why);
            }
            return false;
        }
        let family = own.syntax.language.family;
        let mut within = vec![helper.unit];
        if helper.public {
            let paths = self.world.mentioning(std::slice::from_ref(&helper.name));
            for path in paths {
                let is_family = Language::of(path.rsplit('/').next().unwrap_or(&path))
                    .is_some_and(|language| language.family == family);
                if let Some(at) = is_family.then(|| self.unit(&path)).flatten()
                    && !within.contains(&at)
                {
                    within.push(at);
                }
            }
        }
        let mut calls: Vec<(usize, Vec<Id>)> = Vec::new();
        for at in within {
            let Some(unit) = self.units.get(at) else { continue };
            match helpers::calls(unit, helper, at == helper.unit) {
                Ok(found) => calls.push((at, found)),
                Err((place, why)) => {
                    if let Some(unit) = self.units.get_mut(at) {
                        unit.remark(place, why);
                    }
                    return false;
                }
            }
        }
        let callers: usize = calls.iter().map(|(_, calls)| calls.len()).sum();
        // Nobody here calls it, so whoever does is not seen.
        if helper.public && callers == 0 {
            return false;
        }
        for (at, found) in calls {
            if let Some(unit) = self.units.get_mut(at) {
                for call in found {
                    unit.set(call, Fate::Known(helper.value.clone()));
                }
            }
        }
        if let Some(own) = self.units.get_mut(helper.unit) {
            let declaration = helpers::declaration(own, helper.function);
            own.gone.insert(declaration);
            own.folded_names.insert(helper.name.clone());
        }
        true
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
