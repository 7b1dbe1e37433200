//! From what is known to new texts: edits, leftovers, declarations and lists, and the proof that the result can be read.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::homes::{Free, Homes};
use super::parses::Parses;
use super::syntax::Id;
use super::unit::{Remark, Unit};
use super::{
    Note, Plan, Rewritten, Target, Work, World, emit, leftovers, lists, names, note, open_blocks, orphans, pages,
    pairs, parts, script, woven,
};
use crate::diagnostic::Applicability;
use crate::language::Language;
use crate::usage::{Certainty, Role, Use};

/// Functions that only removed functions called are looked for so often.
const ORPHANS: usize = 4;

/// Members of one name are told apart in so many files.
const MEMBERS: usize = 40;

/// A file that was tidied up.
struct Tidied {
    text: String,
    /// How many stretches of it cannot be read.
    errors: usize,
    /// What stops it after all.
    stops: Vec<Remark>,
    /// Calls that are gone.
    dropped: Vec<String>,
    /// More of the file would have to be read.
    missed: bool,
}

/// A file as the edits leave it, with the names in what they cut.
struct Fresh {
    unit: Unit,
    names: BTreeSet<String>,
}

/// A file that is being tidied up.
enum Tidying {
    /// As far as it goes; `None`: it could not be parsed in time.
    Done(Option<Tidied>),
    /// Other files may hold these names.
    Asks(Box<Fresh>, BTreeSet<String>),
}

/// Turns what is known of a file into edits; `words` are what comments about the flag say.
fn emit_edits(unit: &mut Unit, words: &[String]) {
    unit.words = words.to_vec();
    emit::run(unit, words);
    if !woven::mend(unit) {
        unit.stop(
            0,
            "code and markup stand in each other in a way that cannot be rewritten",
        );
    }
}

fn fresh(unit: &Unit) -> Option<Fresh> {
    let new = unit.edits.apply(&unit.text);
    let mut names = leftovers::names_in(unit, unit.edits.spans());
    names.extend(pages::words_cut(unit));
    let changes = unit.edits.resolved(&unit.text);
    let syntax = unit.syntax.parse_again(&unit.text, &changes, &new)?;
    let unit = Unit::new(&unit.path, new, syntax);
    Some(Fresh { unit, names })
}

impl Work<'_> {
    /// Edits, leftovers, and the proof that the result can be read.
    ///
    /// # Errors
    /// The files of which more has to be read.
    pub(super) fn finish(mut self, target: &Target<'_>) -> Result<Plan, BTreeSet<String>> {
        let mut words: Vec<String> = vec![target.key.to_owned()];
        let declared = target.uses.iter().filter(|found| found.role == Role::Declaration);
        words.extend(declared.filter_map(|found| Some(found.via.as_deref()?.rsplit('.').next()?.to_owned())));
        for unit in &self.units {
            words.extend(unit.folded_names.iter().cloned());
        }
        words.sort_unstable();
        words.dedup();
        let mut texts = self.rewrite(&words);
        self.read_enough()?;
        texts.append(&mut self.pages);
        if self.stops.is_empty() {
            self.declarations(target, &mut texts);
            self.lists(target, &mut texts);
            self.orphans(&mut texts);
        }
        if self.stops.is_empty() {
            self.verify(&texts);
            self.tests_left(target, &texts);
            self.only_tests(target, &texts);
        }
        self.read_enough()?;
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
        Ok(Plan {
            key: target.key.to_owned(),
            applicability,
            files: texts,
            remarks: self.remarks,
            stops: self.stops,
        })
    }

    /// # Errors
    /// The files of which more has to be read: something in the rest matters, or may be why the flag stays.
    fn read_enough(&self) -> Result<(), BTreeSet<String>> {
        let is_short = |unit: &&Unit| {
            let in_part = !unit.syntax.gaps().is_empty();
            in_part && (unit.syntax.has_missed() || !self.stops.is_empty())
        };
        let short: BTreeSet<String> = self
            .units
            .iter()
            .filter(is_short)
            .map(|unit| unit.path.clone())
            .collect();
        if short.is_empty() { Ok(()) } else { Err(short) }
    }

    /// The new texts, and what keeps them from counting.
    pub(super) fn rewrite(&mut self, words: &[String]) -> BTreeMap<String, Rewritten> {
        rayon::scope(|_| self.units.par_iter_mut().for_each(|unit| emit_edits(unit, words)));
        for unit in &self.units {
            self.stops.extend(unit.stops.iter().map(told));
            self.remarks.extend(unit.remarks.iter().map(told));
        }
        // Nothing will be written, so nothing need be tidied up.
        if !self.stops.is_empty() {
            return BTreeMap::new();
        }
        let world = self.world;
        let tidy = |fresh: Fresh, first: Option<Vec<Id>>| {
            let path = fresh.unit.path.clone();
            let elsewhere = |name: &str| world.mentioning(name).iter().any(|other| *other != path);
            let unit = leftovers::remove_from(fresh.unit, fresh.names, &Free::default(), &elsewhere, first)?;
            Some(Tidied {
                errors: unit.syntax.errors.len(),
                missed: unit.syntax.has_missed(),
                text: unit.text,
                stops: unit.stops,
                dropped: unit.dropped,
            })
        };
        // Most ask for no other file, and are tidied at once, so that few trees are kept at a time.
        let begin = |unit: &mut Unit| {
            if unit.edits.is_empty() {
                return None;
            }
            let fresh = fresh(unit);
            unit.syntax.forget_tree();
            let Some(fresh) = fresh else {
                return Some(Tidying::Done(None));
            };
            let (asked, unused) = leftovers::asked(&fresh.unit, &fresh.names);
            Some(match asked.is_empty() {
                true => Tidying::Done(tidy(fresh, Some(unused))),
                false => Tidying::Asks(Box::new(fresh), asked),
            })
        };
        let begun: Vec<Option<Tidying>> = rayon::scope(|_| self.units.par_iter_mut().map(begin).collect());
        let asked = begun.iter().filter_map(|tidying| match tidying {
            Some(Tidying::Asks(_, asked)) => Some(asked),
            _ => None,
        });
        world.prepare(&asked.flatten().cloned().collect());
        let end = |(unit, tidying): (&Unit, Option<Tidying>)| {
            let tidied = tidying.map(|tidying| match tidying {
                Tidying::Done(tidied) => tidied,
                Tidying::Asks(fresh, _) => tidy(*fresh, None),
            });
            let misses = tidied
                .as_ref()
                .and_then(Option::as_ref)
                .is_some_and(|tidied| tidied.missed);
            if misses || !parts::suffice(unit) {
                unit.syntax.miss();
            }
            tidied
        };
        let tidied: Vec<Option<Option<Tidied>>> = rayon::scope(|_| self.units.par_iter().zip(begun).map(end).collect());
        let mut texts = BTreeMap::new();
        for (unit, new) in self.units.iter().zip(tidied) {
            match new {
                None => {}
                Some(Some(Tidied {
                    text: new,
                    errors,
                    stops,
                    dropped,
                    ..
                })) => {
                    self.stops.extend(stops.iter().map(told));
                    let lines = dropped.iter().map(|line| no_longer_run(unit, line));
                    self.remarks.extend(lines);
                    let old = unit.text.clone();
                    let tidier = pairs::without(&old, &new, &unit.syntax.shapes.table.pairs);
                    let template = unit.syntax.grammar.table.template.as_ref();
                    let tidier = tidier.or_else(|| script::without_empty(&old, &new, template?));
                    let closed = open_blocks::closed(unit.syntax.language, tidier.as_ref().unwrap_or(&new));
                    let tidier = match closed {
                        Ok(closed) => closed.or(tidier),
                        Err(line) => {
                            self.stops.push(Note {
                                path: unit.path.clone(),
                                line: 1,
                                text: format!("the `else` behind `{line}` would belong to it"),
                            });
                            tidier
                        }
                    };
                    if tidier.is_none() {
                        self.parsed.insert(unit.path.clone(), (new.clone(), errors));
                    }
                    let new = tidier.unwrap_or(new);
                    texts.insert(unit.path.clone(), Rewritten { old, new });
                }
                Some(None) => self.stops.push(Note {
                    path: unit.path.clone(),
                    line: 1,
                    text: "the rewritten file cannot be parsed in time".to_owned(),
                }),
            }
        }
        texts
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
        let asking = target.uses.iter().filter(|found| found.role == Role::Evaluation);
        let asking: BTreeSet<&str> = asking.map(|found| found.path.as_str()).collect();
        for (name, uses) in named {
            let homes = Homes::of(&name, &uses, &asking, (self.world, &self.parses));
            if homes.is_empty() {
                continue;
            }
            let mut files: BTreeSet<String> = self.world.mentioning(&name).into_iter().collect();
            files.extend(texts.keys().cloned());
            files.extend(uses.iter().map(|found| found.path.clone()));
            let mut declared_in = BTreeSet::new();
            let mut shorter: Vec<(String, String)> = Vec::new();
            let mut still = false;
            let files = shortest_first(texts, self.world, files);
            let types = types_of(&name, &uses, &files, (self.world, &self.parses));
            for (path, text) in &files {
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
                let unlisted = lists::without_name((path, text), &name, (&types, &homes), &self.parses);
                let left = unlisted.as_deref().unwrap_or(text);
                let standing = leftovers::standing((path, language, left), &name, home, (&types, &homes), &self.parses);
                shorter.extend(unlisted.map(|unlisted| (path.clone(), unlisted)));
                match standing {
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
            // Where one file has ours and another type's, both would go.
            let mixed = |path: &String| {
                let language = Language::of(path.rsplit('/').next().unwrap_or(path));
                let text = current(texts, self.world, path);
                let unit = language
                    .zip(text)
                    .and_then(|(language, text)| self.parses.unit(path, language, &text));
                unit.is_some_and(|unit| !types.are_dotted(&unit) && types.means_others(&unit, &name))
            };
            if still || !types.others.is_empty() && declared_in.iter().any(mixed) {
                continue;
            }
            for (path, new) in shorter {
                let old = texts.get(&path).map(|file| file.old.clone());
                let old = old.or_else(|| self.world.text(&path)).unwrap_or_default();
                texts.insert(path, Rewritten { old, new });
            }
            let free = Free::one(&name, Some(&homes));
            for path in declared_in {
                let Some(text) = current(texts, self.world, &path) else {
                    continue;
                };
                let Some(language) = Language::of(path.rsplit('/').next().unwrap_or(&path)) else {
                    continue;
                };
                let unit = self.parses.unit(&path, language, &text).map(|mut unit| {
                    unit.words.push(target.key.to_owned());
                    unit
                });
                let new = unit.and_then(|unit| match types.are_dotted(&unit) {
                    true => leftovers::remove_member(unit, &name, &types),
                    false => {
                        // Elsewhere nothing of the name goes that only that file can see.
                        let names = match homes.are_in(&path) {
                            true => free.names.clone(),
                            false => BTreeSet::new(),
                        };
                        leftovers::remove(unit, names, &free, &|_| false)
                    }
                });
                if let Some(new) = new.map(|unit| unit.text)
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
        let mut files: BTreeSet<String> = self.world.mentioning(target.key).into_iter().collect();
        files.extend(texts.keys().cloned());
        let mut found = Vec::new();
        for (path, text) in shortest_first(texts, self.world, files) {
            if !text.contains(target.key) {
                continue;
            }
            let new = lists::without((&path, &text), target.key, target.others, &self.parses);
            // Whoever still names it needs it in the list.
            if lists::names(&path, new.as_deref().unwrap_or(&text), target.key, &self.parses) {
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
            let names: BTreeSet<String> = called.iter().map(|call| call.name.clone()).collect();
            self.world.prepare(&names);
            for name in names.iter().map(String::as_str) {
                let files = self.world.mentioning(name);
                // Many files are not read for a name that many files hold.
                if files.iter().filter(|path| !texts.contains_key(*path)).count() > orphans::FILES {
                    continue;
                }
                let files: BTreeSet<String> = files.into_iter().chain(texts.keys().cloned()).collect();
                let read = |path: String| current(texts, self.world, &path).map(|text| (path, text));
                let holding: Vec<(String, String)> = files
                    .into_iter()
                    .filter_map(read)
                    .filter(|(_, text)| names::has_word(text, name))
                    .collect();
                for (path, found) in orphans::without(&holding, name, &called, &self.parses) {
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

    /// Says which tests still name the flag: what they set for it is not known, and may be another value.
    fn tests_left(&mut self, target: &Target<'_>, texts: &BTreeMap<String, Rewritten>) {
        let is_quote = |letter: Option<char>| letter.is_some_and(|letter| matches!(letter, '"' | '\'' | '`'));
        for path in self.world.mentioning(target.key) {
            let language = Language::of(path.rsplit('/').next().unwrap_or(&path));
            let is_test = language.is_some_and(|language| language.grammar().is_test_path(&path));
            if !is_test || self.remarks.iter().any(|note| note.path == path) {
                continue;
            }
            let Some(text) = current(texts, self.world, &path) else {
                continue;
            };
            let quoted = text.match_indices(target.key).find(|(at, key)| {
                let before = text.get(..*at).and_then(|text| text.chars().next_back());
                let behind = text.get(at + key.len()..).and_then(|text| text.chars().next());
                is_quote(before) && before == behind
            });
            if let Some((at, _)) = quoted {
                let line = text.get(..at).unwrap_or("").matches('\n').count() + 1;
                self.remarks.push(Note {
                    path,
                    line: u32::try_from(line).unwrap_or(u32::MAX),
                    text: "a test still names the flag, and what it sets is not known".to_owned(),
                });
            }
        }
    }

    /// Says where nothing but tests and set-ups would change: they set the flag for code that was not found, and that still asks
    /// for it.
    fn only_tests(&mut self, target: &Target<'_>, texts: &BTreeMap<String, Rewritten>) {
        let asks = |found: &Use| found.role == Role::Evaluation && found.certainty >= Certainty::Likely && !found.test;
        if target.uses.iter().any(asks) {
            return;
        }
        let changes = |found: &&Use| {
            let file = texts.get(&found.path);
            let sets = found.role == Role::TestOverride || found.test;
            sets && file.is_some_and(|file| file.old != file.new)
        };
        if let Some(found) = target.uses.iter().find(changes) {
            let text =
                "only tests and what sets the flag for them would go: code that asks for it was not found, or stays";
            self.remarks.push(note(found, text));
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
                None => self.parses.errors(language, &file.old),
            };
            // What was parsed piece by piece and could be read can be read as a whole.
            let parsed = self
                .parsed
                .get(path)
                .filter(|(text, errors)| *text == file.new && *errors == 0);
            let after = parsed.map_or_else(|| self.parses.errors(language, &file.new), |_| Some(0));
            let fine = match (before, after) {
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

/// What to tell of a call that goes, since nothing reads what it gives any more.
fn no_longer_run(unit: &Unit, hook: &str) -> Note {
    let at = unit.text.find(hook).unwrap_or(0);
    let line = memchr::memchr_iter(b'\n', unit.text.as_bytes().get(..at).unwrap_or(&[])).count();
    Note {
        path: unit.path.clone(),
        line: u32::try_from(line).map_or(u32::MAX, |line| line.saturating_add(1)),
        text: format!("`{hook}` would no longer run"),
    }
}

/// The types that have a member of the name, where it is a type's.
fn types_of(
    name: &str,
    uses: &[&Use],
    files: &[(String, String)],
    (world, parses): (&dyn World, &Parses),
) -> leftovers::Types {
    let mut types = leftovers::Types::default();
    for found in uses {
        let language = Language::of(found.path.rsplit('/').next().unwrap_or(&found.path));
        let text = world.text(&found.path);
        if let Some((language, text)) = language.zip(text)
            && !language.grammar().table.enumerator.is_empty()
            && let Some(unit) = parses.unit(&found.path, language, &text)
        {
            types.begin(&unit, name, found.name.line);
        }
    }
    let listing = |(path, text): &(String, String)| {
        let language = Language::of(path.rsplit('/').next().unwrap_or(path))?;
        (!language.grammar().table.enumerator.is_empty() && names::has_word(text, name)).then_some(language)
    };
    let found: Vec<(&'static Language, &(String, String))> =
        files.iter().filter_map(|file| Some((listing(file)?, file))).collect();
    if types.own.is_empty() || found.len() > MEMBERS {
        return types;
    }
    for (language, (path, text)) in found {
        if let Some(unit) = parses.unit(path, language, text) {
            types.add(&unit, name);
        }
    }
    types
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
