//! What came of looking at files, kept so that a cold scan can be run again without reading them: what a look comes to follows from
//! what the file holds, what came of the looks before, and what is looked for.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::memo::Memo;
use super::search::Search;
use super::{Candidate, Wanted, Work, content_hash};
use crate::facts::{FileFacts, Focus};
use crate::git::Listing;
use crate::source::Span;
use crate::source::walk;

/// What a look came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Outcome {
    /// Nothing more of the file matters.
    Same,
    /// This was found, and waits for the names that others define; with the length of the file in bytes.
    Waits(Vec<Span>, usize),
    /// What matters now, each with whether it was looked for, tells as much as what mattered before.
    Told(Vec<(Span, bool)>),
    /// It was parsed: what tells its facts, and its length in bytes.
    Read(u128, usize),
    /// It would have been, which takes too much.
    Refused(u128),
    /// Why it is not looked into.
    Skipped(String),
}

/// What is looked for in one round, as numbers.
pub(super) struct Asked {
    /// By language family, in files that were not searched yet.
    all: FxHashMap<&'static str, u128>,
    /// In the others.
    fresh: FxHashMap<&'static str, u128>,
    /// The SDKs that are there.
    present: u128,
}

impl Asked {
    pub(super) fn new(
        (all, fresh): (Option<&Search>, Option<&Search>),
        present: &FxHashSet<String>,
        families: &FxHashSet<&'static str>,
    ) -> Self {
        let number = |search: Option<&Search>| {
            let of_family = |family: &&'static str| (*family, search.map_or(0, |search| search.number(family)));
            families.iter().map(of_family).collect()
        };
        let hashes = present.iter().map(|sdk| xxh3_128(sdk.as_bytes()));
        Self {
            all: number(all),
            fresh: number(fresh),
            present: hashes.fold(0, u128::wrapping_add),
        }
    }
}

impl Work<'_> {
    /// Tells a look at a file from all others; `None`: nobody will ask, or it is not known yet what the file holds. `trace`: what came
    /// of the looks before.
    pub(super) fn key(
        &self,
        (candidate, trace): (&Candidate, Option<u128>),
        wanted: &Wanted<'_>,
        is_new: bool,
    ) -> Option<u128> {
        let asked = wanted.asked.as_ref()?;
        let search = match is_new {
            true => &asked.all,
            false => &asked.fresh,
        };
        let mut hash = Xxh3::new();
        hash.update(&candidate.hash()?);
        match trace {
            Some(trace) => hash.update(&trace.to_le_bytes()),
            None => hash.update(candidate.source.path.as_bytes()),
        }
        hash.update(&search.get(candidate.source.language.family)?.to_le_bytes());
        hash.update(&asked.present.to_le_bytes());
        hash.update(&[u8::from(is_new), u8::from(wanted.definers)]);
        for name in wanted.needles.bodies_of(&candidate.source.path) {
            hash.update(name.as_bytes());
            hash.update(&[0]);
        }
        Some(hash.digest128())
    }

    /// Notes what a look came to, where a later run will ask.
    pub(super) fn keep(&self, candidate: &mut Candidate, key: Option<u128>, outcome: Outcome) {
        let (Some(memo), Some(key)) = (&self.memo, key) else {
            return;
        };
        if outcome != Outcome::Same {
            candidate.note().trace = Some(key);
        }
        memo.keep(key, outcome);
    }

    /// Does what an earlier look came to; `None`: it is not known.
    pub(super) fn recall(&self, candidate: &mut Candidate, key: Option<u128>) -> Option<Option<FileFacts>> {
        let memo = self.memo.as_ref()?;
        let outcome = memo.outcome(key?)?;
        let facts = candidate.take(&outcome, memo)?;
        self.keep(candidate, key, outcome);
        Some(facts)
    }

    /// Gives files that git lists what they hold, where they have to be read and that may not be what is on disk.
    pub(super) fn hold(&self, files: &mut [&mut Candidate], wanted: &Wanted<'_>) {
        let (Some(listing), Some(memo)) = (&self.options.listing, &self.memo) else {
            return;
        };
        let is_open = |file: &&&mut Candidate| {
            let is_untold = file.hash().is_some() && file.source.content().is_none();
            let is_known = || {
                self.key((file, file.trace()), wanted, file.new)
                    .is_some_and(|key| memo.outcome(key).is_some())
            };
            is_untold && !is_known()
        };
        let open: Vec<&mut Candidate> = files
            .iter_mut()
            .filter(|file| is_open(&&**file))
            .map(|file| &mut **file)
            .collect();
        if let Err(why) = hold(listing, self.options.max_file_size, open) {
            let _ = self.lost.set(why);
        }
    }
}

/// Gives files that git lists what they hold: what is on disk where that is what was looked at before, else what git has.
///
/// # Errors
/// When git does not have it.
pub(super) fn hold(listing: &Listing, limit: u64, mut files: Vec<&mut Candidate>) -> Result<(), String> {
    files.par_iter_mut().for_each_init(Vec::new, |buffer, file| {
        let is_read = file.hash().is_some() && walk::read(&file.source, limit, buffer).is_ok();
        if is_read && file.hash() == Some(content_hash(buffer)) {
            file.source.set_content(Some(Arc::from(buffer.as_slice())));
        }
    });
    files.retain(|file| file.source.content().is_none());
    let blobs = listing.blobs(files.iter().filter_map(|file| file.source.blob()))?;
    for file in files {
        let content = file.source.blob().and_then(|blob| blobs.get(blob)).cloned();
        file.source.set_content(content);
    }
    Ok(())
}

impl Candidate {
    /// Tells what came of the looks so far; `None`: nothing.
    pub(super) fn trace(&self) -> Option<u128> {
        self.note.as_ref()?.trace
    }

    /// Becomes what it became in an earlier look; `None`: what was read then is gone.
    fn take(&mut self, outcome: &Outcome, memo: &Memo) -> Option<Option<FileFacts>> {
        match outcome {
            Outcome::Same => {}
            Outcome::Waits(found, size) => {
                let note = self.note();
                note.waiting.extend(found.iter().map(|span| span.range()));
                note.size = *size;
            }
            Outcome::Told(mattered) => {
                let note = self.note();
                let passed_over = note.focus.take().and_then(|focus| focus.passed_over);
                note.focus = Some(Focus {
                    passed_over,
                    ..Focus::recall(mattered)
                });
            }
            Outcome::Read(reading, size) => {
                let Ok(facts) = memo.take(*reading)? else { return None };
                self.whole = facts.whole;
                let note = self.note();
                note.waiting.clear();
                note.size = *size;
                note.focus = (!facts.whole).then(|| Focus {
                    passed_over: Some(facts.passed_over.clone()),
                    ..Focus::recall(&facts.mattered)
                });
                return Some(Some(facts));
            }
            Outcome::Refused(reading) => {
                memo.refuse(*reading);
                self.note().waiting.clear();
                self.skip("parsing takes too much");
            }
            Outcome::Skipped(reason) => {
                self.skip(reason);
            }
        }
        Some(None)
    }
}

/// Hits as they are kept.
pub(super) fn spans(found: &[Range<usize>]) -> Vec<Span> {
    found.iter().map(|hit| Span::new(hit.start, hit.end)).collect()
}
