//! Follows the value through names, fields, functions and parameters, from file to file.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::owner::{self, Owners};
use super::syntax::Id;
use super::tests::{self, Mock};
use super::unit::{Fate, Unit};
use super::value::Value;
use super::{Work, fold, given, helpers, members, names, parameters, props, stand_ins};
use crate::language::Language;

/// Values lead to values; more rounds than this mean that something is odd.
const ROUNDS: usize = 32;
/// A name that more files hold is likely to mean many things.
const NAMING: usize = 60;

impl Work<'_> {
    /// Follows the value until nothing new is known.
    pub(super) fn follow(&mut self) {
        let mut tried: Vec<FxHashSet<Id>> = Vec::new();
        for _ in 0..ROUNDS {
            tried.resize_with(self.units.len(), FxHashSet::default);
            let mut any = false;
            let world = self.world;
            let elsewhere = |name: &str, path: &str| world.mentioning(name).iter().any(|other| other != path);
            let step = |(unit, tried): (&mut Unit, &mut FxHashSet<Id>)| {
                fold::run(unit);
                let any = names::follow(unit, tried, &elsewhere);
                fold::run(unit);
                any
            };
            any |= rayon::scope(|_| {
                let all = self.units.par_iter_mut().zip(tried.par_iter_mut());
                all.map(step).reduce(|| false, |one, two| one | two)
            });
            if !any {
                any = self.helpers() || self.parameters() || self.props() || self.members() || self.given();
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
            let constants = helpers::constants(unit, at, &self.tried);
            for helper in helpers::find(unit, at, &self.tried).into_iter().chain(constants) {
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
        let mut mocks: Vec<(usize, Id, Mock)> = Vec::new();
        let mut keeps: Vec<(usize, Id, String)> = Vec::new();
        let mut has_folded = false;
        let reached = self.reached(first);
        let wanted = helpers::Wanted {
            helper: first,
            owners: self.owners(&reached, &functions, &first.name),
            distinctive: owner::is_distinctive(&first.name, &self.words),
        };
        for at in reached {
            let Some(unit) = self.units.get(at) else { continue };
            let own = functions.iter().filter(|(unit, _)| *unit == at);
            let known: Vec<Id> = own.map(|(_, function)| *function).collect();
            let found = helpers::calls(unit, &wanted, &known).map_err(|(place, why)| (at, place, why))?;
            has_folded |= found.has_folded;
            functions.extend(found.functions.into_iter().map(|function| (at, function)));
            mocks.extend(found.mocks.into_iter().map(|(call, mock)| (at, call, mock)));
            keeps.extend(found.keeps.into_iter().map(|(place, why)| (at, place, why)));
            calls.push((at, found.calls));
        }
        if let Some(path) = self.unread(first) {
            let why = format!("`{}` is named in {path}, which cannot be rewritten", first.name);
            keeps.push((first.unit, first.function, why));
        }
        // Nobody here calls it, so whoever does is not seen.
        if calls.iter().all(|(_, calls)| calls.is_empty())
            && let Some((at, place, why)) = keeps.first()
        {
            return Err((*at, *place, why.clone()));
        }
        if first.reach == helpers::Reach::Tree && !has_folded && calls.iter().all(|(_, calls)| calls.is_empty()) {
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
        if keeps.is_empty() {
            self.mocks(mocks);
            self.fold(first, &functions, calls);
            return Ok(true);
        }
        // Whoever needs the function still has it.
        let any = mocks.is_empty() && calls.iter().any(|(_, calls)| !calls.is_empty());
        for (at, place, why) in keeps {
            if let Some(unit) = self.units.get_mut(at) {
                unit.remark(place, why);
            }
        }
        if any {
            self.fold(first, &[], calls);
        }
        Ok(any)
    }

    /// Set-ups of mocks go with what they stand in for.
    fn mocks(&mut self, mocks: Vec<(usize, Id, Mock)>) {
        for (at, call, mock) in mocks {
            if let Some(unit) = self.units.get_mut(at) {
                tests::take_mock(unit, call, mock);
            }
        }
    }

    /// Where the functions of a name are declared, those included that only announce it.
    fn owners(&self, within: &[usize], functions: &[(usize, Id)], name: &str) -> Owners {
        let mut owners = Owners::default();
        for (at, function) in functions {
            if let Some(unit) = self.units.get(*at) {
                owners.add(unit, *function);
            }
        }
        for unit in within.iter().filter_map(|at| self.units.get(*at)) {
            for id in unit.syntax.named(name, &unit.text) {
                if let Some(function) = helpers::named_function(unit, id) {
                    owners.add(unit, function);
                }
            }
        }
        owners
    }

    /// A file that may call a helper and cannot be rewritten, such as a template.
    fn unread(&self, helper: &helpers::Helper) -> Option<String> {
        if helper.reach == helpers::Reach::File {
            return None;
        }
        let own = self.units.get(helper.unit)?;
        let family = own.syntax.language.family;
        let word = helper.name.trim_end_matches(['?', '!']);
        self.world.mentioning(&helper.name).into_iter().find(|path| {
            let language = Language::of(path.rsplit('/').next().unwrap_or(path));
            let is_template = |language: &Language| language.grammar().table.template.is_some();
            language.is_some_and(|language| language.family == family || is_template(language))
                && self.units.iter().all(|unit| unit.path != *path)
                && self.world.text(path).is_none_or(|text| names::has_word(&text, word))
        })
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
        for path in self.world.mentioning(&helper.name) {
            let is_family = Language::of(path.rsplit('/').next().unwrap_or(&path))
                .is_some_and(|language| language.family == family);
            let is_near = home.as_ref().is_none_or(|home| *home == folder(&path));
            if let Some(at) = (is_family && is_near)
                .then(|| self.unit(&path, &[&helper.name]))
                .flatten()
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
        let names: BTreeSet<String> = found.iter().map(|(_, handed)| handed.callee.clone()).collect();
        self.world.prepare(&names);
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

    /// Folds properties of components that every element gives the same value.
    fn props(&mut self) -> bool {
        let mut found: Vec<(usize, props::Handed)> = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            found.extend(props::handed(unit).into_iter().map(|handed| (at, handed)));
        }
        found.sort_by(|(_, one), (_, two)| one.cmp(two));
        found.dedup_by(|(_, two), (_, one)| one == two);
        let mut any = false;
        for (at, handed) in found {
            if let Some(within) = self.naming(at, &handed.component) {
                any |= props::fold(&mut self.units, &within, &handed).is_some();
            }
        }
        any
    }

    /// Folds fields that every object of a type is made with.
    fn members(&mut self) -> bool {
        let mut found: Vec<(usize, members::Handed)> = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            found.extend(members::handed(unit).into_iter().map(|handed| (at, handed)));
        }
        found.sort_by(|(_, one), (_, two)| one.cmp(two));
        found.dedup_by(|(_, two), (_, one)| one == two);
        let mut any = false;
        for (at, handed) in found {
            if let Some(within) = self.naming_member(at, &handed) {
                any |= members::fold(&mut self.units, &within, &handed).is_some();
            }
        }
        any
    }

    /// What stands in for a provider in tests gives the value that stays; `members` name the flag in an enum.
    pub(super) fn stand_ins(&mut self, members: &BTreeSet<String>, family: &str, value: &Value) {
        for member in members {
            let mut paths = self.world.mentioning(member);
            paths.retain(|path| {
                let language = Language::of(path.rsplit('/').next().unwrap_or(path));
                language.is_some_and(|language| language.family == family && language.grammar().is_test_path(path))
            });
            if paths.len() > NAMING {
                continue;
            }
            for path in paths {
                let Some(at) = self.unit(&path, &[member]) else {
                    continue;
                };
                let found = self
                    .units
                    .get(at)
                    .map_or_else(Vec::new, |unit| stand_ins::find(unit, member));
                if let Some(unit) = self.units.get_mut(at) {
                    for case in stand_ins::open(unit, member, &found) {
                        unit.remark(case, stand_ins::OPEN);
                    }
                }
                for found in found {
                    self.stand_in(at, &found, value);
                }
            }
        }
    }

    fn stand_in(&mut self, at: usize, found: &stand_ins::StandIn, value: &Value) {
        let Some(within) = self.naming_type(at, &found.of) else {
            return;
        };
        let named = (found.of.as_str(), found.label.as_str());
        if parameters::fold_stand_in(&mut self.units, &within, named, value).unwrap_or(false)
            && let Some(unit) = self.units.get_mut(at)
        {
            stand_ins::know(unit, found, value);
        }
    }

    /// The files of a language that name a type; a mock of flags is named by many.
    fn naming_type(&mut self, at: usize, name: &str) -> Option<Vec<usize>> {
        const MOST: usize = 250;
        let family = self.units.get(at)?.syntax.language.family;
        let mut paths = self.world.mentioning(name);
        paths.retain(|path| {
            let language = Language::of(path.rsplit('/').next().unwrap_or(path));
            let is_template = |language: &Language| language.grammar().table.template.is_some();
            language.is_some_and(|language| language.family == family || is_template(language))
        });
        if paths.len() > MOST {
            return None;
        }
        paths.iter().map(|path| self.unit(path, &[name])).collect()
    }

    /// Folds calls that give their object back for the value that they get.
    fn given(&mut self) -> bool {
        let mut found: Vec<(usize, given::Call)> = Vec::new();
        for (at, unit) in self.units.iter().enumerate() {
            found.extend(given::calls(unit).into_iter().map(|call| (at, call)));
        }
        let names: BTreeSet<String> = found.iter().map(|(_, call)| call.name.clone()).collect();
        self.world.prepare(&names);
        let mut any = false;
        for (at, call) in found {
            if !self.tried.insert((at, call.call)) {
                continue;
            }
            let within = self.declaring(at, &call.name);
            let units: Vec<&Unit> = within.iter().filter_map(|at| self.units.get(*at)).collect();
            let gives = given::gives_back(&units, &call);
            if let Some(unit) = self.units.get_mut(at).filter(|_| gives) {
                unit.set(call.call, Fate::Same(call.receiver));
                any = true;
            }
        }
        any
    }

    /// The files of a language that may declare a function.
    fn declaring(&mut self, at: usize, name: &str) -> Vec<usize> {
        const WORDS: &[&str] = &["func", "fun", "def", "fn", "function"];
        let Some(own) = self.units.get(at) else {
            return Vec::new();
        };
        let family = own.syntax.language.family;
        let mut paths = self.world.mentioning(name);
        paths.retain(|path| {
            let language = Language::of(path.rsplit('/').next().unwrap_or(path));
            let declares =
                |line: &str| names::has_word(line, name) && WORDS.iter().any(|word| names::has_word(line, word));
            let is_template = |language: &Language| language.grammar().table.template.is_some();
            language.is_some_and(|language| language.family == family || is_template(language))
                && self.world.text(path).is_some_and(|text| text.lines().any(declares))
        });
        match paths.len() > NAMING {
            true => Vec::new(),
            false => paths.iter().filter_map(|path| self.unit(path, &[name])).collect(),
        }
    }

    /// The files that may name a field, or make an object of its type.
    fn naming_member(&mut self, at: usize, handed: &members::Handed) -> Option<Vec<usize>> {
        let own = self.units.get(at)?;
        let language = own.syntax.language;
        let by_name = own.syntax.shapes.public_names.as_ref();
        // In a package that only sees itself the folder is all there is.
        let hidden = by_name.is_some_and(|names| !names.is_match(&handed.field));
        let home = hidden.then(|| folder(&own.path).to_owned());
        let mut paths: BTreeSet<String> = self.world.mentioning(&handed.field).into_iter().collect();
        paths.extend(self.world.mentioning(&handed.of));
        paths.retain(|path| {
            let is_near = home.as_ref().is_none_or(|home| home == folder(path));
            let other = Language::of(path.rsplit('/').next().unwrap_or(path));
            is_near && other.is_some_and(|other| other.family == language.family)
        });
        if paths.len() > NAMING {
            return None;
        }
        let names = [handed.field.as_str(), handed.of.as_str()];
        paths.iter().map(|path| self.unit(path, &names)).collect()
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
        let mut paths = self.world.mentioning(name);
        paths.retain(|path| {
            let language = Language::of(path.rsplit('/').next().unwrap_or(path));
            let is_near = home.as_ref().is_none_or(|home| *home == folder(path));
            is_near && language.is_some_and(|language| language.family == family)
        });
        if paths.len() > NAMING {
            return None;
        }
        paths.iter().map(|path| self.unit(path, &[name])).collect()
    }
}

/// The folder of a file.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
