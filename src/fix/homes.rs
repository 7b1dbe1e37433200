//! Whose a declaration is: the flag's own, or another one that has its name by chance.
//!
//! A name alone says little: `banner` is a member of the object that holds the keys, and of every table of icons. Only what
//! stands in the place that holds the key, or says of itself that it belongs to that place, goes with the flag.

use std::collections::BTreeSet;

use super::World;
use crate::fix::names;
use crate::fix::parses::Parses;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;
use crate::language::Language;
use crate::usage::Use;
use crate::vocabulary;

/// The declarations of one name that hold the key of a flag.
#[derive(Debug, Default)]
pub(crate) struct Homes {
    name: String,
    found: Vec<Home>,
    /// Words at the heads of what holds them: types that say which members there have to be.
    heads: BTreeSet<String>,
}

#[derive(Debug)]
struct Home {
    path: String,
    /// What stands around it, innermost first; `None`: it was not found again.
    around: Option<Vec<String>>,
}

impl Homes {
    /// Where these uses declare the name; `asking` are the files that ask for the flag.
    pub(crate) fn of(
        name: &str,
        uses: &[&Use],
        asking: &BTreeSet<&str>,
        (world, parses): (&dyn World, &Parses),
    ) -> Self {
        let mut homes = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let mut units: Vec<Unit> = Vec::new();
        for found in uses {
            if !units.iter().any(|unit| unit.path == found.path) {
                let language = Language::of(found.path.rsplit('/').next().unwrap_or(&found.path));
                let text = world.text(&found.path);
                let parsed = language
                    .zip(text)
                    .and_then(|(language, text)| parses.unit(&found.path, language, &text));
                units.extend(parsed);
            }
            let unit = units.iter().find(|unit| unit.path == found.path);
            homes.add(unit, found, asking.contains(found.path.as_str()));
        }
        homes
    }

    fn add(&mut self, unit: Option<&Unit>, found: &Use, asks: bool) {
        let place = unit.and_then(|unit| unit.syntax.at(found.name.span, |_| true));
        let declared = unit.zip(place).and_then(|(unit, at)| {
            let mut above = std::iter::once(at).chain(unit.syntax.above(at));
            above.find(|id| declares(unit, *id, &self.name))
        });
        if let Some((unit, declared)) = unit.zip(declared) {
            if place.is_some_and(|place| is_one_of_several(unit, place, declared))
                || is_part_of_definition(unit, declared, &self.name)
            {
                return;
            }
            if found.is_by_value() && !is_of_flags(unit, declared, &self.name, asks) {
                return;
            }
            let heads = unit.syntax.above(declared).filter_map(|above| head(unit, above));
            self.heads.extend(heads.flat_map(words));
        }
        self.found.push(Home {
            path: found.path.clone(),
            around: unit
                .zip(declared)
                .map(|(unit, declared)| around(unit, declared, &self.name)),
        });
    }

    /// There is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// A file holds one of them.
    pub(crate) fn are_in(&self, path: &str) -> bool {
        self.found.iter().any(|home| home.path == path)
    }

    /// A declaration of the name is one of them, or says the same in another place, as a header does.
    pub(crate) fn have(&self, unit: &Unit, declared: Id) -> bool {
        let around = around(unit, declared, &self.name);
        let is_here = |home: &Home| {
            let same = home.around.as_ref().is_none_or(|known| *known == around);
            let only_says = || home.around.is_some() && !has_value(unit, declared);
            same && (home.path == unit.path || only_says())
        };
        self.found.iter().any(is_here)
    }

    /// A type of what holds one of them says that there has to be such a member: `interface Keys` of `const FLAGS: Keys`.
    pub(crate) fn are_needed_by(&self, unit: &Unit, declared: Id) -> bool {
        let around = around(unit, declared, &self.name);
        let holder = around.first().filter(|_| !has_value(unit, declared));
        holder.is_some_and(|holder| self.heads.contains(holder)) && !self.have(unit, declared)
    }

    /// Where the name is read, it means one of them; `before` is what stands before it, `Flag.` of `Flag.A`.
    pub(crate) fn are_meant(&self, unit: &Unit, before: &str) -> bool {
        let before = before.trim_end_matches(['.', ':', '?', '!']);
        let last = before.rsplit(['.', ':']).next().unwrap_or("");
        if !last.is_empty() {
            let holds = |home: &Home| {
                let around = home.around.as_ref();
                around.is_none_or(|around| around.first().is_none_or(|holder| holder == last))
            };
            return self.found.iter().any(holds);
        }
        let mut all = unit.syntax.named(&self.name, &unit.text);
        self.are_in(&unit.path)
            || all.all(|id| {
                let mut above = unit.syntax.above(id).take(3);
                above
                    .find(|above| declares(unit, *above, &self.name))
                    .is_none_or(|declared| self.have(unit, declared))
            })
    }
}

/// What holds a text that is the key, and is asked for by no code, has to be a constant of its own, or stand among flags or
/// beside what asks: a column, a class of a style sheet or a line of a table may be called as the flag is.
fn is_of_flags(unit: &Unit, declared: Id, name: &str, asks: bool) -> bool {
    let is_entry = unit.syntax.has_role(declared, |role| role.entry.is_some());
    let around = around(unit, declared, name);
    !is_entry && (asks || around.first().is_none_or(|holder| vocabulary::is_noun(holder)))
}

/// The key is one of several in what has the name, which are other flags'.
fn is_one_of_several(unit: &Unit, place: Id, declared: Id) -> bool {
    let syntax = &unit.syntax;
    let mut between = syntax.above(place).take_while(|above| *above != declared);
    between.any(|above| {
        let is_key = declared_names(unit, above).contains(&place);
        is_key || syntax.has_role(above, |role| role.list) && syntax.parts(above).count() > 1
    })
}

/// `key` of `{ beta: { key: "beta", owner: "shop" } }`: what is left of the definition would be none.
fn is_part_of_definition(unit: &Unit, declared: Id, name: &str) -> bool {
    let syntax = &unit.syntax;
    let is_entry = |id: Id| syntax.has_role(id, |role| role.entry.is_some());
    let holder = syntax
        .above(declared)
        .find(|above| !declared_names(unit, *above).is_empty());
    let others = || {
        let mut named = syntax.named(name, &unit.text).filter_map(|id| syntax.parent(id));
        named.any(|other| other != declared && is_entry(other) && declares(unit, other, name))
    };
    is_entry(declared) && holder.is_some_and(is_entry) && (vocabulary::is_plain(name) || others())
}

/// What a node declares: the names of a binding, of a member, a type or a function.
fn declared_names(unit: &Unit, id: Id) -> Vec<Id> {
    let syntax = &unit.syntax;
    let Some(role) = syntax.role(id).filter(|role| role.import.is_none()) else {
        return Vec::new();
    };
    let field = role
        .enumerator
        .as_ref()
        .map(|enumerator| enumerator.name)
        .or(role.entry.map(|(key, _)| key))
        .or(role.container.as_ref().map(|container| container.name))
        .or(role.function.as_ref().and_then(|function| function.name));
    if let Some(field) = field {
        return syntax.part(id, field).into_iter().collect();
    }
    let binding = role.binding.as_ref();
    binding.map_or_else(Vec::new, |binding| {
        let parts = syntax.all_parts(id, binding.name);
        let one = |part: Id| match syntax.has_role(part, |role| role.sequence) {
            true => syntax.parts(part).collect(),
            false => vec![names::declared_name(unit, part)],
        };
        parts.into_iter().flat_map(one).collect()
    })
}

fn bare(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`', ':', '[', ']'])
}

fn declares(unit: &Unit, id: Id, name: &str) -> bool {
    declared_names(unit, id)
        .iter()
        .any(|declared| bare(unit.slice(*declared)) == bare(name))
}

/// The names of what stands around a declaration, innermost first.
fn around(unit: &Unit, declared: Id, name: &str) -> Vec<String> {
    let above = unit.syntax.above(declared);
    // Some grammars nest what is declared and its name.
    above
        .skip_while(|above| declares(unit, *above, name))
        .filter_map(|above| declared_names(unit, above).first().copied())
        .map(|name| bare(unit.slice(name)).to_owned())
        .collect()
}

/// It says what it is; otherwise it only says that there is one.
fn has_value(unit: &Unit, declared: Id) -> bool {
    let syntax = &unit.syntax;
    let Some(role) = syntax.role(declared) else {
        return false;
    };
    let binding = || role.binding.as_ref().and_then(|binding| binding.value);
    let value = role.entry.map(|(_, value)| value).or_else(binding);
    role.enumerator.is_some() || value.is_some_and(|value| syntax.part(declared, value).is_some())
}

/// What something says of itself before its members, and behind them.
fn head(unit: &Unit, id: Id) -> Option<String> {
    let text = unit.slice(id);
    declared_names(unit, id).first()?;
    let before = text.split(['{', '\n']).next().unwrap_or("");
    let behind = text.rsplit('}').next().filter(|behind| behind.len() < text.len());
    Some(format!("{before} {}", behind.unwrap_or("")))
}

fn words(text: String) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Names whose declarations go although other files could see them, because none does.
#[derive(Debug, Default)]
pub(crate) struct Free<'h> {
    pub(crate) names: BTreeSet<String>,
    /// Which declarations of them; `None`: all.
    pub(crate) homes: Option<&'h Homes>,
}

impl<'h> Free<'h> {
    pub(crate) fn one(name: &str, homes: Option<&'h Homes>) -> Self {
        Self {
            names: std::iter::once(name.to_owned()).collect(),
            homes,
        }
    }

    /// A declaration of this name goes.
    pub(crate) fn holds(&self, unit: &Unit, declared: Id, name: &str) -> bool {
        self.names.contains(name) && self.homes.is_none_or(|homes| homes.have(unit, declared))
    }
}
