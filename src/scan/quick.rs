//! The answer for a state that git lists, where a few files changed since one that is kept: told from the list, without going over all
//! files. Where the changed files have nothing to do with flags, it is the answer that is kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::looks::hold;
use super::warm::{Answer, INDEX, Kept, Known, Memory, RESTAMPED, USES, look_again, needles, run_again, with_facts};
use super::{Candidate, ContentHash, Print, Scan, Work};
use crate::git::Listing;
use crate::source::chosen::Chosen;
use crate::source::walk::{self, Source, VENDORED_CODE};
use crate::source::{Skipped, Stamp};

/// So many files that could not be read are read from git.
const FETCHED: usize = 32;

/// A kept answer that still holds.
pub(crate) struct Quick {
    answer: Answer,
    kept: Kept,
}

impl Quick {
    /// Whether a scan came to this answer.
    pub(crate) fn is_answer_of(&self, answer: Option<u128>, skipped: &[Skipped]) -> bool {
        Some(self.kept.parts.sum()) == answer && self.answer.skipped == skipped
    }

    /// All of it, but for the list of all files.
    pub(crate) fn scan(self) -> Option<Scan> {
        let (uses, comments) = self.kept.uses()?;
        let mut scan = Scan {
            files: self.answer.count,
            parsed: self.answer.parsed,
            answer: Some(self.kept.parts.sum()),
            skipped: self.answer.skipped,
            comments,
            ..Scan::default()
        };
        scan.resolved.uses = uses;
        scan.kept = Some(Box::new(self.kept));
        Some(scan)
    }

    /// The same for the older of two states, whose answer is kept for the next run: that of the newer one took its place. `state` tells it
    /// from others. Whether it is kept comes with it.
    pub(crate) fn scan_older(self, state: Option<u128>) -> Option<(Scan, Result<(), String>)> {
        let (cache, name) = self.kept.place();
        let parts = Arc::clone(&self.kept.parts);
        let scan = self.scan()?;
        let memory = Memory { cache: &cache, name };
        let kept = state.map_or(Ok(()), |state| memory.keep_older_of(state, &scan, parts.get(USES)));
        Some((scan, kept))
    }
}

/// What a kept answer says of a state that git lists now.
pub(super) enum Near {
    /// It holds.
    Same(Box<Quick>),
    /// Files changed that have to do with flags.
    Other(Box<Touched>),
}

/// The scan came to look for names that the other files were not searched for.
pub(super) struct OtherNames;

/// A kept answer, and a few files that changed since.
pub(super) struct Touched {
    /// With the count of files as it is now, and without the changed ones among those that are skipped.
    answer: Answer,
    kept: Kept,
    /// Which changed.
    paths: BTreeSet<String>,
    /// Those that are source files now, with what they hold.
    files: Vec<Candidate>,
    /// Those that are not looked into, for what their names say.
    skipped: Vec<Skipped>,
}

impl Memory<'_> {
    /// `None`: all files have to be gone over.
    pub(super) fn near(&self, work: &Work<'_>) -> Option<Near> {
        let listing = work.options.listing.as_ref()?;
        let (mut answer, kept) = self.load()?;
        let index = std::str::from_utf8(kept.parts.get(INDEX)).ok()?;
        let changed = listing.since(index, RESTAMPED)?;
        if changed.keys().any(|path| walk::is_ignore_file(path)) {
            return None;
        }
        let chosen = Chosen::new(work.options).ok()?;
        // What a path is looked into for, only its name says.
        let either = changed.iter().filter_map(|(path, changed)| {
            let blob = changed.now.as_ref().or(changed.then.as_ref())?;
            Some((path.as_str(), blob.as_str()))
        });
        let walked = walk::listed(either, answer.ignore_texts.clone(), &chosen);
        let is_known = |family: &str| answer.families.iter().any(|known| known == family);
        if walked.skipped.iter().any(|skipped| skipped.reason == VENDORED_CODE)
            || !walked.sources.iter().all(|source| is_known(source.language.family))
        {
            return None;
        }
        let is_there = |path: &str| changed.get(path).is_some_and(|changed| changed.now.is_some());
        let of_sources = walked.sources.iter().map(|source| &source.path);
        let of_skipped = walked.skipped.iter().map(|skipped| &skipped.path);
        let counted: Vec<String> = of_sources.chain(of_skipped).cloned().collect();
        let mut skipped = walked.skipped;
        skipped.retain(|skipped| is_there(&skipped.path));
        let files = walked.sources.into_iter().filter(|source| is_there(&source.path));
        let mut files: Vec<Candidate> = files.map(|source| listed(source, None)).collect();
        hold(listing, work.options.max_file_size, files.iter_mut().collect()).ok()?;
        answer.skipped.retain(|skipped| !changed.contains_key(&skipped.path));
        for path in &counted {
            let changed = changed.get(path)?;
            answer.count += usize::from(changed.now.is_some());
            answer.count -= usize::from(changed.then.is_some()).min(answer.count);
        }
        let had_facts = |path: &String| answer.with_facts.binary_search(path).is_ok();
        if !changed.keys().any(had_facts) {
            let (looked, has_facts) = self.look(work, files, &answer, &kept)?;
            if !has_facts {
                answer.skipped.extend(skipped);
                answer.skipped.extend(looked.iter().filter_map(Candidate::as_skipped));
                answer.skipped.sort();
                return Some(Near::Same(Box::new(Quick { answer, kept })));
            }
            files = looked;
        }
        // A family whose last file went leaves less to look for.
        changed.values().all(|changed| changed.now.is_some()).then(|| {
            Near::Other(Box::new(Touched {
                answer,
                kept,
                paths: changed.into_keys().collect(),
                files,
                skipped,
            }))
        })
    }

    /// Looks at files, and says whether one has facts.
    fn look(
        &self,
        work: &Work<'_>,
        files: Vec<Candidate>,
        answer: &Answer,
        kept: &Kept,
    ) -> Option<(Vec<Candidate>, bool)> {
        if files.is_empty() {
            return Some((files, false));
        }
        let names = kept.names()?;
        let needles = needles(&names, &answer.families, work.sdks, work.registry);
        let (files, facts) = look_again(work, &names, &needles, files);
        Some((files, !facts.is_empty()))
    }

    /// Runs the scan again over the files that matter, and keeps what it comes to. `None`: all files have to be gone over.
    pub(super) fn touched(&self, work: &Work<'_>, touched: Touched) -> Option<Result<Scan, OtherNames>> {
        let Touched {
            mut answer,
            kept,
            paths,
            files,
            skipped,
        } = touched;
        let listing = work.options.listing.as_ref()?;
        let state = self.cache.is_of_older().then(|| listing.state());
        if let Some(scan) = state.and_then(|state| self.older(state)) {
            return Some(Ok(scan));
        }
        let told = kept.told()?;
        let was_skipped: BTreeSet<String> = told
            .iter()
            .filter(|known| known.is_skipped())
            .map(|known| known.path.clone())
            .collect();
        let told = told.into_iter().filter(|known| !paths.contains(&known.path)).collect();
        let mut all = unchanged(work, listing, told, &answer)?;
        all.extend(files);
        all.sort_by(|one, two| one.source.path.cmp(&two.source.path));
        let names = kept.names()?;
        let Ok(mut rounds) = run_again(work, &names, &answer.families, &kept, all) else {
            return Some(Err(OtherNames));
        };
        answer.skipped.retain(|skipped| !was_skipped.contains(&skipped.path));
        answer.skipped.extend(skipped);
        answer
            .skipped
            .extend(rounds.files.iter().filter_map(Candidate::as_skipped));
        answer.skipped.sort();
        answer.with_facts = with_facts(&rounds.files);
        answer.parsed = rounds.scan.parsed;
        if state.is_none() {
            self.tell(work, self.store_again(work, &rounds, &mut answer));
        }
        rounds.scan.files = answer.count;
        rounds.scan.skipped = answer.skipped;
        if let Some(state) = state {
            self.tell(work, self.keep_older(state, &rounds.scan));
        }
        Some(Ok(rounds.scan))
    }
}

/// A file that git lists; `hash`: of what it holds, where that is known.
fn listed(source: Source, hash: Option<ContentHash>) -> Candidate {
    let stamp = source.blob().map(|blob| Stamp::Blob(blob.to_owned()));
    Candidate {
        print: Some(Box::new(Print { stamp, hash })),
        ..Candidate::new(source)
    }
}

/// Files that did not change; `None`: they are not there any more.
fn unchanged(work: &Work<'_>, listing: &Listing, told: Vec<Known>, answer: &Answer) -> Option<Vec<Candidate>> {
    let blob = |known: &Known| match &known.stamp {
        Some(Stamp::Blob(blob)) => Some(blob.clone()),
        _ => listing.blob(&known.path),
    };
    let blobs: Vec<String> = told.iter().map(blob).collect::<Option<_>>()?;
    let chosen = Chosen::new(work.options).ok()?;
    let paths = told.iter().zip(&blobs);
    let paths = paths.map(|(known, blob)| (known.path.as_str(), blob.as_str()));
    let walked = walk::listed(paths, answer.ignore_texts.clone(), &chosen);
    if walked.sources.len() != told.len() {
        return None;
    }
    let sources = walked.sources.into_iter().zip(&told);
    let mut files: Vec<Candidate> = sources.map(|(source, known)| listed(source, known.hash)).collect();
    // What could not be read is read from git.
    let unread: Vec<&mut Candidate> = files.iter_mut().filter(|file| file.hash().is_none()).collect();
    if unread.len() > FETCHED {
        return None;
    }
    hold(listing, work.options.max_file_size, unread).ok()?;
    Some(files)
}
