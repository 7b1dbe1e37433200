//! Takes a flag out of the code: partial evaluation of the files that ask for it, in memory.
//!
//! Facts say where the flag is asked for; [`seeds`] marks these places with the value that stays; [`fold`], [`names`] and
//! [`helpers`] follow it until nothing new is known; [`emit`] turns what is known into edits; [`leftovers`] takes along
//! what nothing uses any more. Every new text is parsed again before it counts. What cannot be rewritten for sure stops
//! the flag as a whole.

mod blanks;
mod block;
mod branch;
mod cases;
mod edits;
mod effects;
mod emit;
mod facets;
mod fields;
mod finish;
mod fold;
mod follow;
mod given;
mod guards;
mod helpers;
mod homes;
mod join;
mod kinds;
mod last;
mod leftovers;
mod lists;
mod makers;
mod members;
mod names;
mod open_blocks;
mod orphans;
mod owner;
mod pages;
mod pairs;
mod parameters;
mod parses;
mod parts;
mod patches;
mod promises;
mod props;
mod reach;
mod results;
mod script;
mod seeds;
mod settled;
mod stand_ins;
mod switch;
mod syntax;
mod tests;
mod texts;
mod titles;
mod turned;
mod unit;
mod unreached;
mod unread;
mod value;
mod words;
mod woven;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::Value as Json;
use similar::DiffableStr;

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::facts::{Call, FileFacts, Form};
use crate::language::Language;
use crate::source::Span;
use crate::usage::{Certainty, Role, Use};

use parses::Parses;
pub(crate) use syntax::errors;
use syntax::{Id, Syntax};
use unit::Unit;
use value::Value;

/// So many files are rewritten for one flag at most.
const FILES: usize = 5_000;

/// Old and new text together may have so many lines before their difference is told by the lines that stand in them once.
const LONG: usize = 20_000;

/// Where more files are rewritten at once, each is parsed as a whole again instead of keeping its tree.
const TREES: usize = 256;

/// What stands outside of the files that are rewritten.
pub trait World: Sync {
    /// Whether each file is to be read as a whole, even where a part of it would do.
    fn whole_files(&self) -> bool {
        false
    }
    /// The text of a source file; `None`: it cannot be rewritten.
    fn text(&self, path: &str) -> Option<String>;
    /// Looks for words that will be asked for, all at once.
    fn prepare(&self, words: &BTreeSet<String>);
    /// The source files that hold a word.
    fn mentioning(&self, word: &str) -> Vec<String>;
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
    /// Whether the same evaluation asks for other flags as well.
    pub shared: &'a dyn Fn(&Use) -> bool,
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

    /// Stops it, where there is a reason: nothing is changed.
    pub(crate) fn stop(&mut self, reasons: Vec<Note>) {
        if !reasons.is_empty() {
            self.stops.extend(reasons);
            self.files.clear();
        }
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

/// A key, and the names that are declared for it.
fn names_of(key: &str, uses: &[Use]) -> Vec<String> {
    let mut names = vec![key.to_owned()];
    let of_role = |role: Role| uses.iter().filter(move |found| found.role == role);
    names.extend(of_role(Role::TestOverride).filter_map(|found| found.key.clone()));
    names.extend(of_role(Role::Declaration).filter_map(|found| {
        let name = found.via.as_deref()?.rsplit('.').next()?;
        Some(name.to_owned())
    }));
    names
}

/// The words that any plan for a key asks for: those of many plans are best looked for at once ([`World::prepare`]).
pub(crate) fn words_of(key: &str, uses: &[Use]) -> BTreeSet<String> {
    let mut words = patches::replaceable(uses);
    words.extend(names_of(key, uses));
    words
}

/// Plans the removal of one flag. `facts` are those of the scan.
pub fn plan<'f>(target: &Target<'_>, facts: &dyn Fn(&str) -> Option<&'f FileFacts>, world: &dyn World) -> Plan {
    let mut whole = match world.whole_files() {
        true => Whole::All,
        false => Whole::Some(BTreeSet::new()),
    };
    loop {
        match attempt(target, facts, world, &whole) {
            Ok(plan) => return plan,
            Err(more) => whole = whole.and(more),
        }
    }
}

/// The files that are read as a whole.
enum Whole {
    Some(BTreeSet<String>),
    All,
}

impl Whole {
    fn has(&self, path: &str) -> bool {
        match self {
            Self::Some(paths) => paths.contains(path),
            Self::All => true,
        }
    }

    /// These too; where that was said before, all.
    fn and(self, more: BTreeSet<String>) -> Self {
        match self {
            Self::Some(paths) if paths.is_empty() && !more.is_empty() => Self::Some(more),
            _ => Self::All,
        }
    }
}

/// Plans with these files read as a whole, and of others only what the flag has to do with.
///
/// # Errors
/// The files of which more has to be read.
fn attempt<'f>(
    target: &Target<'_>,
    facts: &dyn Fn(&str) -> Option<&'f FileFacts>,
    world: &dyn World,
    whole: &Whole,
) -> Result<Plan, BTreeSet<String>> {
    let mut work = Work::new(world, whole);
    for found in target.possible {
        work.stops
            .push(note(found, "a key that is known only at run time may be this one"));
    }
    for found in facets::valued(target.uses) {
        if matches!((target.value)(found), Some(Json::Bool(_))) {
            let text = "this gives the value of the flag, and other code asks whether it is on";
            work.stops.push(note(found, text));
        }
    }
    work.begin(target, facts);
    if work.stops.is_empty() {
        work.provided(target);
        work.follow();
        work.replaced(target);
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
    whole: &'w Whole,
    units: Vec<Unit>,
    stops: Vec<Note>,
    remarks: Vec<Note>,
    /// Functions that were looked at.
    tried: FxHashSet<(usize, Id)>,
    /// New texts as they were parsed last, with how many stretches could not be read.
    parsed: BTreeMap<String, (String, usize)>,
    /// Templates without the flag.
    pages: BTreeMap<String, Rewritten>,
    /// The key, and the names that are declared for it.
    words: Vec<String>,
    parses: Parses,
}

impl<'w> Work<'w> {
    fn new(world: &'w dyn World, whole: &'w Whole) -> Self {
        Self {
            world,
            whole,
            units: Vec::new(),
            stops: Vec::new(),
            remarks: Vec::new(),
            tried: FxHashSet::default(),
            parsed: BTreeMap::new(),
            pages: BTreeMap::new(),
            words: Vec::new(),
            parses: Parses::default(),
        }
    }
}

impl Work<'_> {
    /// The unit of a file, read if it is not there yet; these names are looked for in it.
    fn unit(&mut self, path: &str, names: &[&str]) -> Option<usize> {
        if let Some(at) = self.known(path) {
            if let Some(unit) = self.units.get(at) {
                names.iter().for_each(|name| parts::ask(unit, name));
            }
            return Some(at);
        }
        if self.units.len() >= FILES {
            return None;
        }
        self.units.push(self.read(path, None)?);
        Some(self.units.len() - 1)
    }

    fn known(&self, path: &str) -> Option<usize> {
        self.units.iter().position(|unit| unit.path == path)
    }

    /// Reads the files of some uses, all at once.
    fn read_all(&mut self, by_path: &BTreeMap<&str, Vec<&Use>>) {
        let fresh = by_path.iter().filter(|(path, _)| self.known(path).is_none());
        let fresh: Vec<(&str, &[&Use])> = fresh
            .map(|(path, uses)| (*path, uses.as_slice()))
            .take(FILES.saturating_sub(self.units.len()))
            .collect();
        let work = &*self;
        let keeps_trees = self.units.len() + fresh.len() <= TREES;
        let read = |(path, uses): &(&str, &[&Use])| {
            let mut unit = work.read(path, Some(uses))?;
            if !keeps_trees {
                unit.syntax.forget_tree();
            }
            Some(unit)
        };
        let read: Vec<Option<Unit>> = rayon::scope(|_| fresh.par_iter().map(read).collect());
        self.units.extend(read.into_iter().flatten());
    }

    /// A file as it can be rewritten; `uses` are all that there is to do with it, where that is known.
    fn read(&self, path: &str, uses: Option<&[&Use]>) -> Option<Unit> {
        let language = Language::of(path.rsplit('/').next().unwrap_or(path))?;
        let table = &language.grammar().table;
        if table.fix.is_empty() {
            return None;
        }
        let text = self.world.text(path)?;
        if let Some(template) = &table.template {
            script::only(&text, template)?;
        }
        // What a test sets and sets back stands in several functions.
        let uses = uses.filter(|uses| uses.iter().all(|found| found.role == Role::Evaluation && !found.test));
        let bodies = match uses.filter(|_| !self.whole.has(path)) {
            Some(uses) => {
                let places: Vec<Span> = uses.iter().map(|found| found.whole.span).collect();
                parts::idle_bodies(language, &text, &places, &self.words)
            }
            None => Vec::new(),
        };
        let syntax = Syntax::parse_without(language, &text, &bodies)?;
        Some(Unit::new(path, text, syntax))
    }

    fn begin<'f>(&mut self, target: &Target<'_>, facts: &dyn Fn(&str) -> Option<&'f FileFacts>) {
        let mut by_path: BTreeMap<&str, Vec<&Use>> = BTreeMap::new();
        for found in target.uses {
            if matches!(found.role, Role::Evaluation | Role::TestOverride) && found.certainty >= Certainty::Likely {
                by_path.entry(&found.path).or_default().push(found);
            }
        }
        let keys = names_of(target.key, target.uses);
        self.words.clone_from(&keys);
        self.world.prepare(&words_of(target.key, target.uses));
        by_path.retain(|path, uses| !self.page(path, uses, target, facts(path)));
        self.read_all(&by_path);
        for (path, uses) in by_path {
            let Some(at) = self.known(path) else {
                let found = uses.first().copied();
                let why = |found: &Use| match is_woven(path) {
                    true => "code and markup stand in each other in a way that cannot be read".to_owned(),
                    false => format!("{} cannot be rewritten yet", found.language),
                };
                self.stops.extend(found.map(|found| note(found, &why(found))));
                continue;
            };
            let facts = facts(path);
            if let Some(unit) = self.units.get_mut(at) {
                unit.words.clone_from(&keys);
            }
            let (asked, uses): (Vec<&Use>, Vec<&Use>) = match self.units.get(at) {
                Some(unit) => uses.into_iter().partition(|found| pages::holds(unit, found)),
                None => (Vec::new(), Vec::new()),
            };
            if let Some(unit) = self.units.get_mut(at) {
                match pages::ask(unit, &asked, target, facts) {
                    Ok(remarks) => self.remarks.extend(remarks),
                    Err(stop) => self.stops.push(stop),
                }
            }
            if let Some(unit) = self.units.get_mut(at) {
                tests::note(unit, &uses, &keys);
            }
            for found in uses {
                self.seed(at, found, target, facts, &keys);
            }
            if let Some(unit) = self.units.get_mut(at) {
                tests::undo(unit);
            }
        }
    }

    /// Follows the value into what stands in for its provider.
    fn provided(&mut self, target: &Target<'_>) {
        let asked = target.uses.iter().find(|found| found.role == Role::Evaluation);
        let value = asked.and_then(|found| Value::of(&(target.value)(found)?));
        let declared = |found: &&Use| found.role == Role::Declaration && found.via.is_some();
        let mut members: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for found in target.uses.iter().filter(declared) {
            let language = Language::of(found.path.rsplit('/').next().unwrap_or(&found.path));
            let name = found.via.as_deref().and_then(|via| via.rsplit('.').next());
            if let Some((language, name)) = language.zip(name)
                && !language.grammar().table.implicit_member.is_empty()
            {
                members.entry(language.family).or_default().insert(name.to_owned());
            }
        }
        for (family, members) in members {
            if let Some(value @ Value::Bool(_)) = &value {
                self.stand_ins(&members, family, value);
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
        let call = facts.and_then(|facts| call_of(found, facts));
        // A guard lists the flags that have to be on; any other list is one of cases.
        let is_guard = call.is_some_and(|call| call.form == Form::Decorator);
        if found.role == Role::Evaluation && !is_guard && (target.shared)(found) {
            let text = "the same evaluation asks for other flags as well, so what it gives is not known";
            self.stops.push(note(found, text));
            return;
        }
        let element = call.filter(|call| call.form == Form::Component && is_woven(&found.path));
        match found.role {
            Role::Evaluation if element.is_some() => {
                let stop = element.and_then(|call| woven::element(unit, found, call, &value).err());
                self.stops.extend(stop.map(|why| note(found, why)));
            }
            Role::Evaluation => seeds::evaluation(unit, found, call, &value),
            // Of a file that ends in the middle nobody knows what stands around.
            _ if ends_early(unit) => {
                self.remarks.push(note(
                    found,
                    "the file ends in the middle of something, so what is set here stays",
                ));
            }
            _ => {
                tests::test_override(unit, found, &value, keys);
            }
        }
    }
}

/// Whether the code of a file holds markup, which holds code again.
fn is_woven(path: &str) -> bool {
    let language = Language::of(path.rsplit('/').next().unwrap_or(path));
    let template = language.and_then(|language| language.grammar().table.template.as_ref());
    template.is_some_and(|template| template.woven.is_some())
}

/// The parser misses something at the end of the file.
fn ends_early(unit: &Unit) -> bool {
    let end = unit.text.trim_end().len();
    unit.syntax.errors.iter().any(|error| error.end as usize >= end)
}

/// The call that a use is.
fn call_of<'f>(found: &Use, facts: &'f FileFacts) -> Option<&'f Call> {
    facts.calls.iter().find(|call| call.span == found.whole.span)
}

/// The lines that a file loses and gets.
pub(crate) fn diff(file: &Rewritten) -> similar::TextDiff<'_, '_, '_, str> {
    let lines = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let mut diff = similar::TextDiff::configure();
    // The shortest way takes the product of length and changes, so long files are cut at lines that stand in them once.
    if lines(&file.old) + lines(&file.new) > LONG {
        diff.algorithm(similar::Algorithm::Patience);
    }
    diff.diff_lines(file.old.as_str(), file.new.as_str())
}

/// The changed lines of a file as edits, each cut to what differs.
fn edits_of(path: &str, file: &Rewritten) -> Vec<Edit> {
    let diff = diff(file);
    let (old, new) = (line_starts(&file.old), line_starts(&file.new));
    let at = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or(starts.last().copied().unwrap_or(0));
    let mut edits = Vec::new();
    // The differ moves what it found up and down; the lengths are right then, and the places may be old ones.
    let (mut old_line, mut new_line) = (0, 0);
    for op in diff.ops() {
        let (from, start) = (at(&old, old_line), at(&new, new_line));
        old_line += op.old_range().len();
        new_line += op.new_range().len();
        if op.tag() == similar::DiffTag::Equal {
            continue;
        }
        let text = file.new.get(start..at(&new, new_line)).unwrap_or("");
        edits.push(smallest(path, &file.old, from, at(&old, old_line), text));
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
