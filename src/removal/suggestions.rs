//! The short form of a fix that a finding comes with. Making one means reading and parsing files again, so those of an
//! earlier run are kept for as long as no file is changed, and where many flags are due only those that take least are made:
//! the others are told how to ask for theirs.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::{Aim, Basis, Disk, Wanted, due};
use crate::cache::Cache;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::evidence;
use crate::fix::Plan;
use crate::join::Joined;
use crate::lints::Context;
use crate::scan::Scan;

/// What findings are given: a line of help, and the edits; `None`: the flag cannot be taken out.
type Suggestion = Option<(String, Fix)>;

/// What is known of one.
#[derive(Clone, Serialize, Deserialize)]
struct Known {
    /// Bytes that are read to make it, as far as that is told beforehand.
    cost: u64,
    /// `None`: nobody made it.
    made: Option<Suggestion>,
}

/// All suggestions of a run may cost so many bytes, and more for each file of the tree: a mebibyte takes half a second to a second.
const BYTES: u64 = 1 << 20;
const BYTES_OF_FILE: u64 = 256;
/// The whole tree is searched for the names that may go with a flag, which costs as much as so many bytes of each file do that are parsed.
const SEARCHED: u64 = 32;

/// The suggestions for flags that are due.
pub(crate) struct Suggestions<'a> {
    /// Where they are kept, and under which name; `None`: nowhere.
    place: Option<(&'a Cache, String)>,
    /// By all that decides about them.
    known: BTreeMap<u128, Known>,
    /// Some are not kept yet.
    fresh: bool,
}

impl<'a> Suggestions<'a> {
    /// Those that an earlier run made of the same files; `state` tells what all of them hold.
    pub(crate) fn load(cache: Option<&'a Cache>, state: Option<u128>) -> Self {
        let place = cache.zip(state).map(|(cache, state)| {
            let name = cache.name([b"suggestions".as_slice(), &state.to_le_bytes()]);
            (cache, name)
        });
        let parts = place.as_ref().and_then(|(cache, name)| cache.load(name));
        let known = parts.and_then(|parts| postcard::from_bytes(parts.get(0)).ok());
        Self {
            place,
            known: known.unwrap_or_default(),
            fresh: false,
        }
    }

    /// Gives the first finding of each flag that is due its fix, each as if it were the only one. `disk` is asked for
    /// where a suggestion has to be made.
    pub(crate) fn attach(
        &mut self,
        diagnostics: &mut [Diagnostic],
        joined: &Joined,
        basis: &Basis<'_>,
        (scan, disk): (&mut Scan, impl FnOnce(&mut Scan) -> Option<Disk>),
    ) {
        let context = Context::new(joined, basis.registry, basis.policy);
        let wanted = due(diagnostics);
        let asked = joined
            .usages
            .iter()
            .filter(|usage| usage.evaluations().next().is_some());
        let asked: Vec<&str> = asked.map(|usage| usage.key.as_str()).collect();
        let asked = xxh3_128(format!("{asked:?}").as_bytes());
        let aims: Vec<(&Wanted, Aim<'_>)> = wanted
            .iter()
            .filter_map(|flag| Some((flag, Aim::new(flag, joined, basis, &context).ok()?)))
            .collect();
        let aims: Vec<_> = aims
            .into_iter()
            .map(|(flag, aim)| (flag, aim.fingerprint(asked), aim))
            .collect();
        let missing = |known: &BTreeMap<u128, Known>, print: &u128| !known.contains_key(print);
        let mut disk = Some(disk);
        let mut opened = None;
        let mut open = |scan: &mut Scan| match disk.take() {
            Some(disk) => disk(scan),
            None => None,
        };
        if aims.iter().any(|(_, print, _)| missing(&self.known, print)) {
            opened = open(scan);
            for (_, print, aim) in &aims {
                let cost = || aim.cost(scan);
                self.known.entry(*print).or_insert_with(|| Known {
                    cost: cost(),
                    made: None,
                });
            }
        }
        let wanted = self.within_bounds(&aims, scan.files);
        let unmade = |known: &BTreeMap<u128, Known>, print: &u128| {
            wanted.contains(print) && known.get(print).is_none_or(|known| known.made.is_none())
        };
        if aims.iter().any(|(_, print, _)| unmade(&self.known, print)) {
            opened = opened.or_else(|| open(scan));
        }
        if let Some(disk) = &opened {
            let scan = &*scan;
            let due = aims.par_iter().filter(|(_, print, _)| unmade(&self.known, print));
            let made: Vec<_> = due
                .map(|(_, print, aim)| (*print, aim.suggestion(scan, disk)))
                .collect();
            self.fresh |= !made.is_empty();
            for (print, suggestion) in made {
                if let Some(known) = self.known.get_mut(&print) {
                    known.made = Some(suggestion);
                }
            }
        }
        for (flag, print, _) in aims {
            let first = diagnostics
                .iter_mut()
                .find(|finding| finding.flag.as_deref() == Some(&flag.key) && finding.served.is_some());
            let Some(finding) = first else { continue };
            if !wanted.contains(&print) {
                finding.help.insert(
                    0,
                    format!(
                        "`flagdebt fix{}` shows whether it can be taken out, and how",
                        named(&flag.key)
                    ),
                );
                continue;
            }
            let made = self.known.get(&print).and_then(|known| known.made.clone());
            if let Some((help, fix)) = made.flatten() {
                finding.help.insert(0, help);
                finding.fix = Some(fix);
            }
        }
    }

    /// Those that are made for a tree of so many files: what costs least first, and one in any case. What is known already counts as
    /// well, so that a run says the same with a cache and without.
    fn within_bounds(&self, aims: &[(&Wanted, u128, Aim<'_>)], files: usize) -> FxHashSet<u128> {
        let bound = BYTES + BYTES_OF_FILE * files as u64;
        let cost = |print: &u128| self.known.get(print).map_or(0, |known| known.cost);
        let mut order: Vec<(u64, &str, u128)> = aims
            .iter()
            .map(|(flag, print, _)| (cost(print) + SEARCHED * files as u64, flag.key.as_str(), *print))
            .collect();
        order.sort_unstable();
        let mut total = 0;
        let mut within = FxHashSet::default();
        for (cost, _, print) in order {
            total += cost;
            if total > bound && !within.is_empty() {
                break;
            }
            within.insert(print);
        }
        within
    }

    /// Keeps them.
    ///
    /// # Errors
    /// Why they cannot be kept.
    pub(crate) fn store(&self) -> Result<(), String> {
        let Some((cache, name)) = self.place.as_ref().filter(|_| self.fresh) else {
            return Ok(());
        };
        let bytes = postcard::to_stdvec(&self.known).map_err(|error| error.to_string())?;
        cache.store(name, &[&bytes]).map_err(|error| error.to_string())?;
        Ok(())
    }
}

impl Aim<'_> {
    fn suggestion(&self, scan: &Scan, disk: &Disk) -> Suggestion {
        let plan = self.plan(scan, disk);
        Some((suggestion(&plan), plan.fix()?))
    }

    /// The bytes of the files that hold its uses.
    fn cost(&self, scan: &Scan) -> u64 {
        let paths: BTreeSet<&str> = self.usage.uses.iter().map(|found| found.path.as_str()).collect();
        let size = |path: &str| {
            let at = scan.facts.binary_search_by(|facts| (*facts.path).cmp(path)).ok()?;
            Some(u64::from(scan.facts.get(at)?.lines.last_line_start()))
        };
        paths.into_iter().filter_map(size).sum()
    }

    /// Of all that the plan rests on besides the files; `asked` tells the keys that code asks for.
    fn fingerprint(&self, asked: u128) -> u128 {
        let values: Vec<_> = self.usage.uses.iter().map(|found| self.value(found)).collect();
        // Written out in full: what differs in anything at all has another text.
        let text = format!(
            "{:?} {:?} {values:?} {:?} {asked}",
            self.key, self.usage.uses, self.possible
        );
        xxh3_128(text.as_bytes())
    }
}

/// What names a flag in a command. A key that a shell could read as more than a word is not put into one.
fn named(key: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/' | ':');
    match key.chars().all(plain) && !key.starts_with('-') {
        true => format!(" --flag {key}"),
        false => String::new(),
    }
}

/// What to call, and what it would do.
fn suggestion(plan: &Plan) -> String {
    let flag = named(&plan.key);
    let files = evidence::count(plan.files.len(), "file");
    match plan.applicability {
        Applicability::Safe => format!("`flagdebt fix{flag} --write` does it, in {files}"),
        Applicability::Review => {
            let places = evidence::count(plan.remarks.len(), "place");
            format!("`flagdebt fix{flag} --review` shows how, in {files}; look at {places}")
        }
    }
}
