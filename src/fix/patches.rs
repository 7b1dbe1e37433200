//! Tests that put something else in the place of what asks for the flag, and name it in a text: `patch("cart.is_enabled")`.
//! Nothing asks it any more, so people have to look at them.

use std::collections::BTreeSet;

use super::syntax::Id;
use super::unit::Unit;
use super::value::{Value, literal};
use super::{Note, Target, Work, effects, leftovers, names};
use crate::language::Language;
use crate::usage::{Role, Use};

/// A name that more test files hold is not looked for.
const FILES: usize = 200;

/// The names that tests may replace by a text, of evaluations in languages that do so.
pub(super) fn replaceable(uses: &[Use]) -> BTreeSet<String> {
    let asked = uses
        .iter()
        .filter(|found| found.role == Role::Evaluation && !found.test);
    let replaces = |found: &&Use| language_of(&found.path).is_some_and(|language| !replacing(language).is_empty());
    asked
        .filter(replaces)
        .filter_map(|found| found.callee.clone())
        .collect()
}

fn language_of(path: &str) -> Option<&'static Language> {
    Language::of(path.rsplit('/').next().unwrap_or(path))
}

/// The functions that put something in the place of what a text names.
fn replacing(language: &'static Language) -> &'static [String] {
    &language.grammar().table.test.replacing_calls
}

impl Work<'_> {
    /// Tells of tests that replace what asked for the flag.
    pub(super) fn replaced(&mut self, target: &Target<'_>) {
        let mut names = replaceable(target.uses);
        let code: Vec<&Unit> = self.units.iter().filter(|unit| !is_test(&unit.path)).collect();
        let replaces = |unit: &&&Unit| !replacing(unit.syntax.language).is_empty();
        names.extend(
            code.iter()
                .filter(replaces)
                .flat_map(|unit| unit.folded_names.iter().cloned()),
        );
        let homes: BTreeSet<String> = code.iter().map(|unit| stem(&unit.path).to_owned()).collect();
        self.world.prepare(&names);
        let mut found = Vec::new();
        for name in &names {
            let mut paths = self.world.mentioning(name);
            paths.retain(|path| {
                is_test(path) && language_of(path).is_some_and(|language| !replacing(language).is_empty())
            });
            if paths.len() <= FILES {
                found.extend(paths.iter().flat_map(|path| self.replaced_in(path, name, &homes)));
            }
        }
        self.remarks.extend(found);
    }

    /// The places of a file that replace a name of one of these modules.
    fn replaced_in(&self, path: &str, name: &str, homes: &BTreeSet<String>) -> Vec<Note> {
        if let Some(unit) = self.units.iter().find(|unit| unit.path == path) {
            return places(unit, name, homes);
        }
        let text = self.world.text(path).filter(|text| names::has_word(text, name));
        let unit = text
            .zip(language_of(path))
            .and_then(|(text, language)| self.parses.unit(path, language, &text));
        unit.map_or_else(Vec::new, |unit| places(&unit, name, homes))
    }
}

fn is_test(path: &str) -> bool {
    language_of(path).is_some_and(|language| language.grammar().is_test_path(path))
}

/// A file's name without its ending, or that of its folder where it stands for the folder.
fn stem(path: &str) -> &str {
    let stem = |name: &'_ str| name.split('.').next().map_or(0, str::len);
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let own = file.get(..stem(file)).unwrap_or(file);
    match own.starts_with("__") {
        true => folder.rsplit('/').next().unwrap_or(own),
        false => own,
    }
}

fn places(unit: &Unit, name: &str, homes: &BTreeSet<String>) -> Vec<Note> {
    let replaces = |id: &Id| {
        let Some(parts) = effects::called(unit, *id) else {
            return false;
        };
        let text = unit.slice(*id);
        replacing(unit.syntax.language).contains(&parts.name)
            && homes.iter().any(|home| names::has_word(text, home))
            && parts
                .arguments
                .iter()
                .take(2)
                .any(|argument| is_name(unit, *argument, name))
    };
    let note = |id: Id| Note {
        path: unit.path.clone(),
        line: unit.lines.position(unit.syntax.span(id).start).0,
        text: format!("this test replaces `{name}`, by which nothing asks for the flag any more"),
    };
    let found = leftovers::whole(unit).filter(|id| !unit.is_dead(*id));
    found.filter(replaces).map(note).collect()
}

/// A text that is the name, or a path that ends with it.
fn is_name(unit: &Unit, argument: Id, name: &str) -> bool {
    match literal(&unit.syntax, argument, &unit.text) {
        Some(Value::Text(text)) => text.rsplit('.').next() == Some(name),
        _ => false,
    }
}
