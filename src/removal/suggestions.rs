//! The short form of a fix that a finding comes with. Making one means reading and parsing files again, so those of an
//! earlier run are kept for as long as no file is changed, and where many flags are due only those that take least are made:
//! the others are told how to ask for theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::{Aim, Basis, Disk, due};
use crate::cache::Cache;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::evidence;
use crate::fix::{self, Plan, World};
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
    made: Made,
}

/// What came of one.
#[derive(Clone, Serialize, Deserialize)]
enum Made {
    /// Nobody made it.
    Not,
    /// More had to be read for it than it may read.
    TooDear,
    /// And so many bytes were read for it.
    Whole { read: u64, suggestion: Suggestion },
}

/// All suggestions of a run may read so many bytes, and more for each file of the tree: a mebibyte takes half a second.
const BYTES: u64 = 128 << 10;
const BYTES_OF_FILE: u64 = 16;
/// To look through the tree for the names that a flag leads to counts as so many bytes of each file.
const SEARCHED: u64 = 4;
/// The least that one counts for.
const LEAST: u64 = 4 << 10;
/// One may read so many times what it is expected to, or this share of what all may: which names a flag leads to is only known when
/// it is made.
const TIMES: u64 = 3;
const SHARE: u64 = 2;
/// So many are made at once; what they read is told behind them.
const AT_ONCE: usize = 4;

/// A flag that is due.
struct Due<'a> {
    key: &'a str,
    /// Of all that decides about its suggestion, besides the files.
    print: u128,
    aim: Aim<'a>,
}

/// The files of the tree, opened where they are needed.
struct Files<'s, O> {
    scan: &'s mut Scan,
    open: Option<O>,
    disk: Option<Disk>,
}

impl<O: FnOnce(&mut Scan) -> Option<Disk>> Files<'_, O> {
    fn opened(&mut self) -> Option<(&Scan, &Disk)> {
        if let Some(open) = self.open.take() {
            self.disk = open(self.scan);
        }
        Some((self.scan, self.disk.as_ref()?))
    }
}

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

    /// Gives the first finding of each flag that is due its fix, each as if it were the only one. `open` is asked for the files
    /// where a suggestion has to be made.
    pub(crate) fn attach(
        &mut self,
        diagnostics: &mut [Diagnostic],
        joined: &Joined,
        basis: &Basis<'_>,
        (scan, open): (&mut Scan, impl FnOnce(&mut Scan) -> Option<Disk>),
    ) {
        let context = Context::new(joined, basis.registry, basis.policy);
        let asked = joined
            .usages
            .iter()
            .filter(|usage| usage.evaluations().next().is_some());
        let asked: Vec<&str> = asked.map(|usage| usage.key.as_str()).collect();
        let asked = xxh3_128(format!("{asked:?}").as_bytes());
        let wanted = due(diagnostics);
        let aimed = wanted.iter().filter_map(|flag| {
            let aim = Aim::new(flag, joined, basis, &context).ok()?;
            let print = aim.fingerprint(asked);
            let key = flag.key.as_str();
            Some(Due { key, print, aim })
        });
        let flags: Vec<Due<'_>> = aimed.collect();
        let mut files = Files {
            scan,
            open: Some(open),
            disk: None,
        };
        self.weigh(&flags, &mut files);
        let made = self.make(&flags, &mut files);
        for flag in &flags {
            let first = diagnostics
                .iter_mut()
                .find(|finding| finding.flag.as_deref() == Some(flag.key) && finding.served.is_some());
            let Some(finding) = first else { continue };
            let known = self.known.get(&flag.print).filter(|_| made.contains(&flag.print));
            match known.map(|known| &known.made) {
                Some(Made::Whole {
                    suggestion: Some((help, fix)),
                    ..
                }) => {
                    finding.help.insert(0, help.clone());
                    finding.fix = Some(fix.clone());
                }
                Some(Made::Whole { suggestion: None, .. }) => {}
                Some(Made::Not | Made::TooDear) | None => {
                    let call = named(flag.key);
                    let help = format!("`flagdebt fix{call}` shows whether it can be taken out, and how");
                    finding.help.insert(0, help);
                }
            }
        }
    }

    /// Finds out what they are expected to cost, as far as that is not known.
    fn weigh(&mut self, flags: &[Due<'_>], files: &mut Files<'_, impl FnOnce(&mut Scan) -> Option<Disk>>) {
        let unknown = flags.iter().filter(|flag| !self.known.contains_key(&flag.print));
        let unknown: Vec<&Due<'_>> = unknown.collect();
        if unknown.is_empty() {
            return;
        }
        let Some((scan, _)) = files.opened() else { return };
        self.known.extend(unknown.into_iter().map(|flag| {
            let cost = LEAST + flag.aim.cost(scan);
            (flag.print, Known { cost, made: Made::Not })
        }));
    }

    /// Makes them until they have read what a run may, what is expected to cost least first, and one in any case; gives those that count
    /// as made. What an earlier run made costs the same, so that a run says the same with a cache and without.
    fn make(
        &mut self,
        flags: &[Due<'_>],
        files: &mut Files<'_, impl FnOnce(&mut Scan) -> Option<Disk>>,
    ) -> FxHashSet<u128> {
        let room = BYTES + BYTES_OF_FILE * files.scan.files as u64;
        let mut order: Vec<(u64, &Due<'_>)> = flags
            .iter()
            .filter_map(|flag| Some((self.known.get(&flag.print)?.cost, flag)))
            .collect();
        order.sort_by_key(|(cost, flag)| (*cost, flag.key));
        let most = |cost: u64| (cost * TIMES).max(room / SHARE);
        let mut made = FxHashSet::default();
        let (mut left, mut order) = (room, order.as_slice());
        loop {
            let mut expected = 0;
            let fitting = order.iter().take(AT_ONCE).take_while(|(cost, _)| {
                expected += cost;
                expected <= left
            });
            let count = fitting.count().max(usize::from(made.is_empty())).min(order.len());
            let (batch, rest) = order.split_at(count);
            if batch.is_empty() {
                return made;
            }
            order = rest;
            let is_made = |flag: &Due<'_>| {
                let known = self.known.get(&flag.print);
                known.is_some_and(|known| !matches!(known.made, Made::Not))
            };
            let due: Vec<_> = batch.iter().filter(|(_, flag)| !is_made(flag)).collect();
            if let Some((scan, disk)) = (!due.is_empty()).then(|| files.opened()).flatten() {
                let words = |flag: &Due<'_>| fix::words_of(flag.aim.key, &flag.aim.usage.uses);
                disk.prepare(&due.iter().flat_map(|(_, flag)| words(flag)).collect());
                let make = |(cost, flag): &&(u64, &Due<'_>)| {
                    let world = Metered::new(disk, scan.files, most(*cost));
                    let made = flag.aim.suggestion(scan, &world);
                    (flag.print, Known { cost: *cost, made })
                };
                let fresh: Vec<_> = due.par_iter().map(make).collect();
                self.known.extend(fresh);
                self.fresh = true;
            }
            for (cost, flag) in batch {
                let read = match self.known.get(&flag.print).map(|known| &known.made) {
                    Some(Made::Whole { read, .. }) => *read,
                    _ => most(*cost),
                };
                left = left.saturating_sub(read);
                made.insert(flag.print);
            }
        }
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

/// The files around one plan, of which so many bytes are read at most. Whether that is enough does not rest on the order in which
/// they are read, nor on what is known of them already.
struct Metered<'d> {
    disk: &'d Disk,
    /// What it counts for to look for words.
    search: u64,
    bound: u64,
    read: AtomicU64,
    /// The words that were looked for.
    asked: Mutex<FxHashSet<String>>,
}

impl<'d> Metered<'d> {
    fn new(disk: &'d Disk, files: usize, bound: u64) -> Self {
        Self {
            disk,
            search: SEARCHED * files as u64,
            bound,
            read: AtomicU64::new(0),
            asked: Mutex::default(),
        }
    }

    fn is_over(&self) -> bool {
        self.read.load(Relaxed) > self.bound
    }

    /// Whether so much more may be read.
    fn spend(&self, bytes: u64) -> bool {
        self.read.fetch_add(bytes, Relaxed);
        !self.is_over()
    }

    /// Whether words may be looked for: all at once cost as much as one.
    fn may_ask<'w>(&self, words: impl Iterator<Item = &'w str>) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = words.filter(|word| asked.insert((*word).to_owned())).count();
        match fresh {
            0 => !self.is_over(),
            _ => self.spend(self.search),
        }
    }
}

impl World for Metered<'_> {
    fn whole_files(&self) -> bool {
        self.disk.whole_files()
    }

    fn text(&self, path: &str) -> Option<String> {
        let text = self.disk.text(path).filter(|_| !self.is_over())?;
        self.spend(text.len() as u64).then_some(text)
    }

    fn prepare(&self, words: &BTreeSet<String>) {
        if self.may_ask(words.iter().map(String::as_str)) {
            self.disk.prepare(words);
        }
    }

    fn mentioning(&self, word: &str) -> Vec<String> {
        match self.may_ask(std::iter::once(word)) {
            true => self.disk.mentioning(word),
            false => Vec::new(),
        }
    }
}

impl Aim<'_> {
    fn suggestion(&self, scan: &Scan, world: &Metered<'_>) -> Made {
        let plan = self.plan(scan, world);
        match world.is_over() {
            true => Made::TooDear,
            false => Made::Whole {
                read: world.read.load(Relaxed),
                suggestion: plan.fix().map(|fix| (suggestion(&plan), fix)),
            },
        }
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
