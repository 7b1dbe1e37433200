//! What one scan knew, for the next one: files that are still the same are not looked at again.
//!
//! A changed file is looked at as the last round of a cold scan would, for all that was looked for then. As long as nothing is found in
//! it, and nothing was, all answers stand. Else the cold scan is run again, over the files in which something is or was found:
//! which names lead on depends on the order in which they are met, and two that lead to each other would stay for good. The others hold no
//! name that it looked for, so that they could not make a difference as long as it looks for no new one; where it does, it begins anew with
//! all files. What was parsed of a text is kept, and not parsed again. So the answer is always that of a cold scan.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::looks::Outcome;
use super::memo::Memo;
use super::needles::Needles;
use super::{Candidate, ContentHash, Print, Rounds, Scan, Wanted, Work, families, told_beside};
use crate::cache::{Cache, Parts};
use crate::facts::{FileFacts, Focus};
use crate::registry::Registry;
use crate::resolve::Lead;
use crate::sdk::Sdks;
use crate::source::walk::{self, Source};
use crate::source::{Skipped, Span, Stamp};
use crate::suppress::SuppressionFact;
use crate::usage::Use;

/// So many files may have other stamps than those that are kept, with the same content, before they are kept anew.
pub(super) const RESTAMPED: usize = 16;

/// So many files that git lists are read from git, and more from disk where they are the same there.
const FETCHED: usize = 256;

/// The numbers of the parts that are kept.
const ANSWER: usize = 0;
const NAMES: usize = 1;
pub(super) const USES: usize = 2;
const TOLD: usize = 3;
pub(super) const INDEX: usize = 4;
const PARTS: usize = 5;

/// The files beside it.
const FACTS_FILE: &str = "facts";
const OTHERS: &str = "others";

/// What a run without changes needs: its answer.
#[derive(Serialize, Deserialize)]
pub(super) struct Answer {
    /// How many files there are, with those that are skipped.
    pub(super) count: usize,
    /// Sorted.
    pub(super) skipped: Vec<Skipped>,
    pub(super) parsed: usize,
    /// Language families of all files, sorted.
    pub(super) families: Vec<String>,
    /// Paths of the files that have facts, sorted.
    pub(super) with_facts: Vec<String>,
    /// Tells the facts, which lie in a file of their own because most answers do without.
    facts: u128,
    /// Tells what is known of the files in which nothing was found, which does as well.
    others: u128,
    /// What ignore files say that git lists, by path.
    pub(super) ignore_texts: BTreeMap<String, String>,
}

/// The numbers of the parts that the facts are kept in.
const FACTS: usize = 0;
const EARLIER: usize = 1;

/// Facts of files that were read once more since, what was not read since that takes too much, and what looks came to.
type Earlier = (Vec<FileFacts>, Vec<u128>, Vec<(u128, Outcome)>);

/// The uses, and comments that may be suppressions.
pub(super) type Uses = (Vec<Use>, Vec<SuppressionFact>);

/// What is known of one file.
#[derive(Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) path: String,
    /// `None`: it was changed a moment before the scan, or did not come from the disk.
    pub(super) stamp: Option<Stamp>,
    /// Of its content; `None`: look at it again.
    pub(super) hash: Option<ContentHash>,
    verdict: Verdict,
}

#[derive(Serialize, Deserialize)]
enum Verdict {
    /// Nothing stands in it that is looked for.
    Nothing,
    /// It is not looked into, and why.
    Skipped(String),
    /// It has facts; the hits are those that mattered where it was parsed in part, each with whether it was looked for.
    Facts(Option<Vec<(Span, bool)>>),
}

/// The names that all files were searched for.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Names {
    /// All that any round found, sorted.
    seen: Vec<Lead>,
    /// SDKs that are imported somewhere, sorted.
    pub(super) present: Vec<String>,
}

/// Where the scans with these options, definitions and keys are kept.
pub(super) struct Memory<'a> {
    pub(super) cache: &'a Cache,
    pub(super) name: String,
}

/// Facts and names that are fetched when they are asked for.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) parts: Arc<Parts>,
    families: Vec<String>,
    /// Where the rest of it is.
    cache: Cache,
    name: String,
    facts_sum: u128,
    others_sum: u128,
}

/// The name of a file beside another one.
fn beside(name: &str, what: &str) -> String {
    format!("{name}-{what}")
}

impl Memory<'_> {
    pub(super) fn beside(&self, what: &str) -> String {
        beside(&self.name, what)
    }
}

impl Kept {
    /// With its answer; `None`: it cannot be read.
    fn new(parts: Arc<Parts>, memory: &Memory<'_>) -> Option<(Answer, Self)> {
        let answer: Answer = postcard::from_bytes(parts.get(ANSWER)).ok()?;
        let kept = Self {
            parts,
            families: answer.families.clone(),
            cache: memory.cache.clone(),
            name: memory.name.clone(),
            facts_sum: answer.facts,
            others_sum: answer.others,
        };
        Some((answer, kept))
    }

    pub(super) fn uses(&self) -> Option<Uses> {
        postcard::from_bytes(self.parts.get(USES)).ok()
    }

    /// What is known of the files in which something was found, or which are not looked into, sorted by path.
    pub(super) fn told(&self) -> Option<Vec<Known>> {
        postcard::from_bytes(self.parts.get(TOLD)).ok()
    }

    /// What is known of all files, sorted by path.
    fn files(&self) -> Option<Vec<Known>> {
        let mut files = self.told()?;
        let others = self.beside(OTHERS, self.others_sum)?;
        let others: Vec<Known> = postcard::from_bytes(others.get(0)).ok()?;
        // What was found in some of the others since is told.
        files.extend(others);
        files.sort_by(|one, two| one.path.cmp(&two.path));
        files.dedup_by(|later, first| later.path == first.path);
        Some(files)
    }

    /// Facts, and the names that were looked for; `None`: they are gone.
    pub(super) fn complete(&self, sdks: &Sdks, registry: &Registry) -> Option<(Vec<FileFacts>, FxHashSet<String>)> {
        let names = self.names()?;
        let needles = needles(&names, &self.families, sdks, registry);
        Some((self.facts()?, needles.names()))
    }

    /// Where it is kept.
    pub(super) fn place(&self) -> (Cache, String) {
        (self.cache.clone(), self.name.clone())
    }

    fn facts(&self) -> Option<Vec<FileFacts>> {
        postcard::from_bytes(self.facts_file()?.get(FACTS)).ok()
    }

    fn facts_file(&self) -> Option<Arc<Parts>> {
        self.beside(FACTS_FILE, self.facts_sum)
    }

    /// What lies in a file of its own; `None`: it is gone, or another run put another one there.
    fn beside(&self, what: &str, sum: u128) -> Option<Arc<Parts>> {
        let parts = self.cache.load(&beside(&self.name, what))?;
        (parts.sum() == sum).then_some(parts)
    }

    /// Hands on what was read; `None`: it is gone.
    fn lend(&self, memo: &Memo) -> Option<()> {
        let parts = self.facts_file()?;
        let (earlier, refused, outcomes): Earlier = postcard::from_bytes(parts.get(EARLIER)).ok()?;
        memo.fill(postcard::from_bytes(parts.get(FACTS)).ok()?, Vec::new());
        memo.fill(earlier, refused);
        memo.fill_outcomes(outcomes);
        Some(())
    }

    pub(super) fn names(&self) -> Option<Names> {
        postcard::from_bytes(self.parts.get(NAMES)).ok()
    }
}

/// The needles of a scan that searched for all these names.
pub(super) fn needles(names: &Names, families: &[String], sdks: &Sdks, registry: &Registry) -> Needles {
    let families = families.iter().map(String::as_str).collect();
    let mut needles = Needles::first(sdks, registry, &families);
    needles.searched(false);
    needles.next(&names.seen.iter().cloned().collect());
    needles.searched(false);
    needles
}

/// What a look at the changed files came to.
enum Resumed {
    /// The answer is the one that is kept.
    Same(Box<Answered>),
    /// Something was found in changed files, or was before.
    Other(Box<Rounds>),
    /// It is the older of two states, whose answer is kept.
    Older(Box<Scan>),
    /// What is kept is of no use.
    Useless(Vec<Candidate>),
}

/// The kept answer for files that may have changed where it does not matter.
struct Answered {
    answer: Answer,
    uses: Uses,
    kept: Kept,
    /// All files, sorted by path.
    files: Vec<Candidate>,
    /// So many of them are kept with another stamp or content.
    stale: usize,
}

impl<'a> Memory<'a> {
    pub(super) fn new(cache: &'a Cache, work: &Work<'_>) -> Self {
        let options = work.options;
        let mut keys: Vec<&str> = work.registry.index.keys().map(String::as_str).collect();
        keys.sort_unstable();
        // Written out in full: two choices that differ in anything at all have different texts.
        let choice = format!(
            "{} {:?} {:?} {:?} {} {} {:?}",
            options.listing.is_some(),
            options.paths,
            options.include,
            options.exclude,
            options.max_file_size,
            options.whole_files,
            work.sdks.own(),
        );
        let texts = std::iter::once(choice.as_str()).chain(keys);
        Self {
            cache,
            name: cache.name(texts.map(str::as_bytes)),
        }
    }

    /// Scans these files, sorted by path, with what is known of them.
    /// `outside`: what the walk skipped.
    ///
    /// # Errors
    /// When git cannot say what it has of files.
    pub(super) fn resume(&self, work: &Work<'_>, files: Vec<Candidate>, outside: Vec<Skipped>) -> Result<Scan, String> {
        let kept = self.load();
        let resumed = match kept.and_then(|(answer, kept)| Some((answer, kept.files()?, kept.uses()?, kept))) {
            Some((answer, known, uses, kept)) => {
                let answered = (answer, uses, kept);
                resume((self, work), answered, known, (files, &outside))?
            }
            None => Resumed::Useless(files),
        };
        match resumed {
            Resumed::Same(answered) => self.same(work, *answered, outside),
            Resumed::Other(rounds) => Ok(self.done(work, *rounds, outside)),
            Resumed::Older(scan) => Ok(*scan),
            Resumed::Useless(files) => self.anew(work, files, outside),
        }
    }

    /// Scans files of which nothing is known.
    ///
    /// # Errors
    /// As [`Memory::resume`].
    pub(super) fn anew(&self, work: &Work<'_>, files: Vec<Candidate>, outside: Vec<Skipped>) -> Result<Scan, String> {
        let families = families(&files);
        let rounds = work.cold(files, &families)?;
        Ok(self.done(work, rounds, outside))
    }

    fn done(&self, work: &Work<'_>, mut rounds: Rounds, outside: Vec<Skipped>) -> Scan {
        let state = state(&self.name, &rounds.files);
        let older = self.cache.is_of_older().then(|| older_state(work, state, &outside));
        if !rounds.cut && older.is_none() {
            self.tell(work, self.store(work, &rounds, &outside));
        }
        rounds.take_sources(outside);
        rounds.scan.state = Some(state);
        if let Some(older) = older.filter(|_| !rounds.cut) {
            self.tell(work, self.keep_older(older, &rounds.scan));
        }
        rounds.scan
    }

    pub(super) fn load(&self) -> Option<(Answer, Kept)> {
        Kept::new(self.cache.load(&self.name)?, self)
    }

    /// The kept answer as a scan.
    fn same(&self, work: &Work<'_>, answered: Answered, outside: Vec<Skipped>) -> Result<Scan, String> {
        let Answered {
            answer,
            uses: (uses, comments),
            kept,
            files,
            stale,
        } = answered;
        let mut rounds = Rounds::new(Needles::default());
        rounds.scan.state = Some(state(&self.name, &files));
        rounds.scan.parsed = answer.parsed;
        if stale > RESTAMPED {
            let answer = self.answer(work, &files, &outside, (answer.parsed, answer.facts))?;
            self.tell(work, self.restamp(work, (answer, &files), &kept));
        }
        rounds.scan.comments = comments;
        rounds.scan.resolved.uses = uses;
        rounds.scan.kept = Some(Box::new(kept));
        rounds.files = files;
        rounds.take_sources(outside);
        Ok(rounds.scan)
    }

    fn answer(
        &self,
        work: &Work<'_>,
        files: &[Candidate],
        outside: &[Skipped],
        (parsed, facts): (usize, u128),
    ) -> Result<Answer, String> {
        let of_files = files.iter().filter_map(Candidate::as_skipped);
        let mut skipped: Vec<Skipped> = of_files.chain(outside.iter().cloned()).collect();
        skipped.sort();
        Ok(Answer {
            count: files.len() + outside.len(),
            skipped,
            parsed,
            families: spoken(files, &[]),
            facts,
            others: 0,
            with_facts: with_facts(files),
            ignore_texts: match &work.options.listing {
                Some(listing) => walk::ignore_texts(listing)?,
                None => BTreeMap::new(),
            },
        })
    }

    pub(super) fn tell(&self, work: &Work<'_>, stored: Result<(), String>) {
        if let Err(why) = stored {
            work.progress.trouble(&why);
        }
    }

    /// Keeps another answer with the same uses, names and facts.
    fn restamp(&self, work: &Work<'_>, (mut answer, files): (Answer, &[Candidate]), kept: &Kept) -> Result<(), String> {
        answer.others = self.store_others(files)?;
        let told = encode(&AllKnown::new(self, files, true))?;
        let part = |number: usize| kept.parts.get(number);
        self.keep([&encode(&answer)?, part(NAMES), part(USES), &told, index(work)])
    }

    /// Keeps what is known of all files.
    fn store(&self, work: &Work<'_>, rounds: &Rounds, outside: &[Skipped]) -> Result<(), String> {
        let facts = self.store_facts(work, rounds)?;
        let mut answer = self.answer(work, &rounds.files, outside, (rounds.scan.parsed, facts))?;
        answer.others = self.store_others(&rounds.files)?;
        let told = encode(&AllKnown::new(self, &rounds.files, true))?;
        let (names, uses) = found(rounds)?;
        self.keep([&encode(&answer)?, &names, &uses, &told, index(work)])
    }

    /// The same where only the files that matter were gone over: what is known of the others is left as it was, and the few that
    /// changed are looked at again by a run that goes over all files.
    pub(super) fn store_again(&self, work: &Work<'_>, rounds: &Rounds, answer: &mut Answer) -> Result<(), String> {
        answer.facts = self.store_facts(work, rounds)?;
        let told = encode(&AllKnown::new(self, &rounds.files, true))?;
        let (names, uses) = found(rounds)?;
        self.keep([&encode(answer)?, &names, &uses, &told, index(work)])
    }

    /// Keeps the facts, and tells them from others.
    fn store_facts(&self, work: &Work<'_>, rounds: &Rounds) -> Result<u128, String> {
        let refused = work.memo.as_ref().map(Memo::refused).unwrap_or_default();
        let looks = work.memo.as_ref().map(Memo::looks).unwrap_or_default();
        let earlier = encode(&(&rounds.earlier, refused, looks))?;
        let facts = encode(&rounds.scan.facts)?;
        self.store_beside(FACTS_FILE, &[&facts, &earlier])
    }

    /// Keeps what is known of the files in which nothing was found, and tells it from others.
    fn store_others(&self, files: &[Candidate]) -> Result<u128, String> {
        self.store_beside(OTHERS, &[&encode(&AllKnown::new(self, files, false))?])
    }

    fn store_beside(&self, what: &str, parts: &[&[u8]]) -> Result<u128, String> {
        let stored = self.cache.store(&self.beside(what), parts);
        stored.map_err(|error| error.to_string())
    }

    /// In the order of the parts' numbers.
    fn keep(&self, parts: [&[u8]; PARTS]) -> Result<(), String> {
        let stored = self.cache.store(&self.name, &parts);
        stored.map(|_| ()).map_err(|error| error.to_string())
    }

    fn known(&self, file: &Candidate) -> Known {
        let verdict = match (file.skipped(), file.focus()) {
            (Some(reason), _) => Verdict::Skipped(reason.to_string()),
            (None, Some(focus)) => Verdict::Facts(Some(focus.all().collect())),
            (None, None) if file.whole => Verdict::Facts(None),
            (None, None) => Verdict::Nothing,
        };
        Known {
            path: file.source.path.clone(),
            stamp: file
                .stamp()
                .filter(|stamp| file.hash().is_some() && self.cache.settles(stamp))
                .cloned(),
            hash: file.hash(),
            verdict,
        }
    }
}

/// What is known of some files, each told when it is written.
struct AllKnown<'a> {
    memory: &'a Memory<'a>,
    files: &'a [Candidate],
    /// Of those alone that are told, or of all others.
    is_told: bool,
    count: usize,
}

impl<'a> AllKnown<'a> {
    fn new(memory: &'a Memory<'a>, files: &'a [Candidate], is_told: bool) -> Self {
        let count = files.iter().filter(|file| file.is_told() == is_told).count();
        Self {
            memory,
            files,
            is_told,
            count,
        }
    }
}

impl Serialize for AllKnown<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(Some(self.count))?;
        for file in self.files.iter().filter(|file| file.is_told() == self.is_told) {
            all.serialize_element(&self.memory.known(file))?;
        }
        all.end()
    }
}

/// Names that were looked for and what was found, as they are kept.
fn found(rounds: &Rounds) -> Result<(Vec<u8>, Vec<u8>), String> {
    let scan = &rounds.scan;
    let mut names = Names {
        seen: rounds.needles.leads().cloned().collect(),
        present: scan.resolved.present.iter().cloned().collect(),
    };
    names.seen.sort_unstable();
    names.present.sort_unstable();
    Ok((encode(&names)?, encode(&(&scan.resolved.uses, &scan.comments))?))
}

/// Paths of those files that have facts.
pub(super) fn with_facts(files: &[Candidate]) -> Vec<String> {
    let with_facts = files.iter().filter(|file| file.whole || file.focus().is_some());
    with_facts.map(|file| file.source.path.clone()).collect()
}

/// The index that git listed.
fn index<'w>(work: &Work<'w>) -> &'w [u8] {
    let listing = work.options.listing.as_ref();
    listing.map_or(&[], |listing| listing.index().as_bytes())
}

pub(super) fn encode<T: Serialize>(part: &T) -> Result<Vec<u8>, String> {
    postcard::to_stdvec(part).map_err(|error| error.to_string())
}

/// Tells the contents of some files, and how they are looked at, from all others.
fn state<'c>(name: &str, files: impl IntoIterator<Item = &'c Candidate>) -> u128 {
    let mut hash = Xxh3::new();
    hash.update(name.as_bytes());
    for file in files {
        hash.update(file.source.path.as_bytes());
        hash.update(&[0, u8::from(file.hash().is_some())]);
        hash.update(&file.hash().unwrap_or_default());
    }
    hash.digest128()
}

/// Tells the older of two states from others: by what git says, else by what files hold and what the walk skipped.
fn older_state(work: &Work<'_>, state: u128, outside: &[Skipped]) -> u128 {
    if let Some(listing) = &work.options.listing {
        return listing.state();
    }
    let mut hash = Xxh3::new();
    hash.update(&state.to_le_bytes());
    for text in outside.iter().flat_map(|skipped| [&skipped.path, &skipped.reason]) {
        hash.update(text.as_bytes());
        hash.update(&[0]);
    }
    hash.digest128()
}

/// A file beside what is known of it.
struct Pair {
    file: Candidate,
    known: Option<Known>,
}

impl Pair {
    fn is_stamped_alike(&self) -> bool {
        let known = self.known.as_ref().and_then(|known| known.stamp.as_ref());
        known.is_some() && known == self.file.stamp()
    }

    /// Takes over what is known where the file is the same: by its stamp, or by what it holds.
    fn compare(&mut self, limit: u64, buffer: &mut Vec<u8>) {
        let Some(known) = &self.known else { return };
        if known.hash.is_none() {
            return;
        }
        if self.is_stamped_alike() {
            if let Some(print) = &mut self.file.print {
                print.hash = known.hash;
            }
        } else if walk::read(&self.file.source, limit, buffer).is_ok() {
            self.file.set_hash(buffer);
        }
    }
}

impl Known {
    fn has_facts(&self) -> bool {
        matches!(self.verdict, Verdict::Facts(_))
    }

    pub(super) fn is_skipped(&self) -> bool {
        matches!(self.verdict, Verdict::Skipped(_))
    }
}

impl Candidate {
    /// Something was found in it, or it is not looked into.
    pub(super) fn is_told(&self) -> bool {
        self.whole || self.note.is_some()
    }

    pub(super) fn as_skipped(&self) -> Option<Skipped> {
        Some(Skipped {
            path: self.source.path.clone(),
            reason: self.skipped()?.to_owned(),
        })
    }

    /// With what is known of it.
    fn remember(mut self, verdict: Verdict) -> Self {
        self.new = false;
        match verdict {
            Verdict::Nothing => {}
            Verdict::Skipped(reason) => self.note().skipped = Some(reason),
            Verdict::Facts(None) => self.whole = true,
            Verdict::Facts(Some(spans)) => {
                self.note().focus = Some(Focus::of_hits(
                    spans.into_iter().map(|(span, found)| (span.range(), found)),
                ));
            }
        }
        self
    }
}

/// Goes on where a scan ended; files are sorted by path.
fn resume(
    (memory, work): (&Memory<'_>, &Work<'_>),
    (answer, uses, kept): (Answer, Uses, Kept),
    known: Vec<Known>,
    (files, outside): (Vec<Candidate>, &[Skipped]),
) -> Result<Resumed, String> {
    let (mut pairs, gone) = pair(files, known);
    let limit = work.options.max_file_size;
    fetch(work, &mut pairs)?;
    pairs
        .par_iter_mut()
        .for_each_init(Vec::new, |buffer, pair| pair.compare(limit, buffer));
    let mut stale = gone.len();
    let mut dirty = gone.iter().any(Known::has_facts);
    let mut same = Vec::with_capacity(pairs.len());
    let mut changed = Vec::new();
    for mut pair in pairs {
        let restamped = pair
            .known
            .as_ref()
            .is_some_and(|known| known.stamp.as_ref() != pair.file.stamp());
        let is_same = |known: &mut Known| known.hash.is_some() && known.hash == pair.file.hash();
        match pair.known.take_if(is_same) {
            Some(known) => {
                stale += usize::from(restamped);
                same.push(pair.file.remember(known.verdict));
            }
            None => {
                stale += 1;
                dirty |= pair.known.as_ref().is_some_and(Known::has_facts);
                changed.push(pair.file);
            }
        }
    }
    if spoken(&same, &changed) != answer.families {
        return Ok(Resumed::Useless(forget(same, changed)));
    }
    if memory.cache.is_of_older() && (dirty || !changed.is_empty()) {
        let unread = changed.par_iter_mut().filter(|file| file.hash().is_none());
        unread.for_each_init(Vec::new, |buffer, file| {
            if walk::read(&file.source, limit, buffer).is_ok() {
                file.set_hash(buffer);
            }
        });
        let mut all: Vec<&Candidate> = same.iter().chain(&changed).collect();
        all.sort_by(|one, two| one.source.path.cmp(&two.source.path));
        if let Some(scan) = memory.older(older_state(work, state(&memory.name, all), outside)) {
            return Ok(Resumed::Older(Box::new(scan)));
        }
    }
    let names = match changed.is_empty() && !dirty {
        true => None,
        false => match kept.names() {
            Some(names) => Some(names),
            None => return Ok(Resumed::Useless(forget(same, changed))),
        },
    };
    if let Some(names) = &names {
        let needles = needles(names, &answer.families, work.sdks, work.registry);
        let (looked, fresh) = look_again(work, names, &needles, changed);
        same.extend(looked);
        same.sort_by(|one, two| one.source.path.cmp(&two.source.path));
        if !fresh.is_empty() || dirty {
            return replay(work, names, &answer.families, &kept, same);
        }
    }
    Ok(Resumed::Same(Box::new(Answered {
        answer,
        uses,
        kept,
        files: same,
        stale,
    })))
}

/// Runs the cold scan again, over the files in which something was found or which are not looked into, and those that changed.
fn replay(
    work: &Work<'_>,
    names: &Names,
    families: &[String],
    kept: &Kept,
    files: Vec<Candidate>,
) -> Result<Resumed, String> {
    let (mut told, mut others): (Vec<Candidate>, Vec<Candidate>) = files.into_iter().partition(Candidate::is_told);
    work.fill(&mut told)?;
    Ok(match run_again(work, names, families, kept, told) {
        Ok(mut rounds) => {
            rounds.files.append(&mut others);
            rounds.files.sort_by(|one, two| one.source.path.cmp(&two.source.path));
            Resumed::Other(Box::new(rounds))
        }
        Err(told) => Resumed::Useless(forget(told, others)),
    })
}

/// Runs the cold scan over some files, which stands for one over all of them as long as it looks for nothing that the others were not
/// searched for. Else they come back: what was read of them is remembered.
pub(super) fn run_again(
    work: &Work<'_>,
    names: &Names,
    families: &[String],
    kept: &Kept,
    files: Vec<Candidate>,
) -> Result<Rounds, Vec<Candidate>> {
    let Some(memo) = work.memo.as_ref().filter(|memo| kept.lend(memo).is_some()) else {
        return Err(files);
    };
    memo.begin();
    let again = |file: Candidate| Candidate {
        // what it holds is known
        print: file.print,
        is_counted: true,
        ..Candidate::new(file.source)
    };
    let files = files.into_iter().map(again).collect();
    let families = families.iter().map(String::as_str).collect();
    let mut rounds = work.over(files, &families);
    let is_old = |lead: &Lead| names.seen.binary_search(lead).is_ok();
    if !rounds.cut && work.lost.get().is_none() && rounds.needles.leads().all(is_old) {
        return Ok(rounds);
    }
    let facts = std::mem::take(&mut rounds.scan.facts);
    memo.fill(facts, memo.refused());
    memo.fill(std::mem::take(&mut rounds.earlier), Vec::new());
    memo.begin();
    Err(rounds.files)
}

/// Looks at changed files as the last round of a cold scan would: the files, and the facts of those that have some.
pub(super) fn look_again(
    work: &Work<'_>,
    names: &Names,
    needles: &Needles,
    mut changed: Vec<Candidate>,
) -> (Vec<Candidate>, Vec<FileFacts>) {
    let present: FxHashSet<String> = names.present.iter().cloned().collect();
    let wanted = Wanted {
        all: needles.build(true, changed.len(), None),
        fresh: None,
        words: work.words(&changed, &present),
        beside: told_beside(&present),
        asked: None,
        definers: false,
        needles,
    };
    let fresh = work.looks(&mut changed, &wanted);
    (changed, fresh)
}

/// Gives files that git lists under another name than before what it has of them.
fn fetch(work: &Work<'_>, pairs: &mut [Pair]) -> Result<(), String> {
    let Some(listing) = &work.options.listing else {
        return Ok(());
    };
    let other = pairs.iter_mut().filter(|pair| !pair.is_stamped_alike());
    let mut other: Vec<&mut Candidate> = other.map(|pair| &mut pair.file).collect();
    if other.len() > FETCHED {
        // Most of many are on disk as well.
        let differing = listing.differing()?;
        for file in other {
            if let Some(content) = differing.get(&file.source.path) {
                file.source.set_content(content.clone());
            }
        }
        return Ok(());
    }
    let paths: Vec<String> = other.iter().map(|file| file.source.path.clone()).collect();
    let contents = listing.contents(paths.iter().map(String::as_str))?;
    for file in &mut other {
        let content = contents.get(file.source.path.as_str()).cloned();
        file.source.set_content(content);
    }
    Ok(())
}

/// Puts files beside what is known of them, and says which are gone; both are sorted by path.
fn pair(files: Vec<Candidate>, known: Vec<Known>) -> (Vec<Pair>, Vec<Known>) {
    let mut gone = Vec::new();
    let mut known = known.into_iter().peekable();
    let mut beside = |file: Candidate| {
        while let Some(other) = known.next_if(|other| other.path < file.source.path) {
            gone.push(other);
        }
        let known = known.next_if(|other| other.path == file.source.path);
        Pair { file, known }
    };
    let pairs = files.into_iter().map(&mut beside).collect();
    gone.extend(known);
    (pairs, gone)
}

/// The language families of files, sorted.
fn spoken(one: &[Candidate], two: &[Candidate]) -> Vec<String> {
    let mut all = families(one);
    all.extend(families(two));
    let mut all: Vec<String> = all.into_iter().map(str::to_owned).collect();
    all.sort_unstable();
    all
}

/// Files as if nobody had looked at them, sorted by path.
fn forget(one: Vec<Candidate>, two: Vec<Candidate>) -> Vec<Candidate> {
    let anew = |file: Candidate| Candidate {
        print: file.print.map(|print| Box::new(Print::new(print.stamp))),
        ..Candidate::new(file.source)
    };
    let mut all: Vec<Candidate> = one.into_iter().chain(two).map(anew).collect();
    all.sort_by(|one, two| one.source.path.cmp(&two.source.path));
    all
}

impl Rounds {
    /// Gives the scan its files; `outside`: what the walk skipped.
    pub(super) fn take_sources(&mut self, outside: Vec<Skipped>) {
        let mut sources: Vec<Source> = Vec::with_capacity(self.files.len());
        self.scan.files = self.files.len() + outside.len();
        self.scan.skipped = outside;
        for file in std::mem::take(&mut self.files) {
            match file.note.and_then(|note| note.skipped) {
                Some(reason) => self.scan.skipped.push(Skipped {
                    path: file.source.path,
                    reason,
                }),
                None => sources.push(file.source),
            }
        }
        self.scan.skipped.sort();
        self.scan.sources = sources;
    }
}
