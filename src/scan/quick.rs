//! The answer for a state that git lists, where a few files changed that have nothing to do with flags: told from the list
//! alone, without going over all files.

use super::warm::{Answer, INDEX, Kept, Memory, RESTAMPED, look_again, needles};
use super::{Candidate, Print, Scan, Work};
use crate::git::Listing;
use crate::source::chosen::Chosen;
use crate::source::walk::{self, VENDORED_CODE};
use crate::source::{Skipped, Stamp};

/// A kept answer that still holds.
pub(super) struct Quick {
    answer: Answer,
    kept: Kept,
}

impl Quick {
    /// Tells the kept answer from all others.
    pub(super) fn sum(&self) -> u128 {
        self.kept.parts.sum()
    }

    /// The files that are not looked into, sorted.
    pub(super) fn skipped(&self) -> &[Skipped] {
        &self.answer.skipped
    }

    /// All of it, but for the list of all files.
    pub(super) fn scan(self) -> Option<Scan> {
        let (uses, comments) = self.kept.uses()?;
        let mut scan = Scan {
            files: self.answer.count,
            parsed: self.answer.parsed,
            answer: Some(self.sum()),
            skipped: self.answer.skipped,
            comments,
            ..Scan::default()
        };
        scan.resolved.uses = uses;
        scan.kept = Some(Box::new(self.kept));
        Some(scan)
    }
}

impl Memory<'_> {
    /// `None`: all files have to be gone over.
    pub(super) fn quick(&self, work: &Work<'_>) -> Option<Quick> {
        let listing = work.options.listing.as_ref()?;
        let (mut answer, kept) = self.load()?;
        let index = std::str::from_utf8(kept.parts.get(INDEX)).ok()?;
        let changed = listing.since(index, RESTAMPED)?;
        let matters = |path: &String| walk::is_ignore_file(path) || answer.with_facts.binary_search(path).is_ok();
        if changed.keys().any(matters) {
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
        let files = walked.sources.into_iter().map(Candidate::new);
        let files = files.filter(|file| is_there(&file.source.path)).collect();
        skipped.extend(self.without_facts(work, listing, files, &answer, &kept)?);
        answer.skipped.retain(|skipped| !changed.contains_key(&skipped.path));
        answer.skipped.extend(skipped);
        answer.skipped.sort();
        for path in &counted {
            let changed = changed.get(path)?;
            answer.count += usize::from(changed.now.is_some());
            answer.count -= usize::from(changed.then.is_some()).min(answer.count);
        }
        Some(Quick { answer, kept })
    }

    /// Looks at files; those that are skipped, or `None` where one has facts.
    fn without_facts(
        &self,
        work: &Work<'_>,
        listing: &Listing,
        mut files: Vec<Candidate>,
        answer: &Answer,
        kept: &Kept,
    ) -> Option<Vec<Skipped>> {
        if files.is_empty() {
            return Some(Vec::new());
        }
        let blobs = listing.blobs(files.iter().filter_map(|file| file.source.blob())).ok()?;
        for file in &mut files {
            let blob = file.source.blob()?.to_owned();
            file.source.set_content(Some(blobs.get(&blob)?.clone()));
            file.print = Some(Box::new(Print::new(Some(Stamp::Blob(blob)))));
        }
        let names = kept.names()?;
        let needles = needles(&names, &answer.families, work.sdks, work.registry);
        let (files, facts) = look_again(work, &names, &needles, files);
        let skipped = files.into_iter().filter_map(|file| {
            Some(Skipped {
                reason: file.note?.skipped?,
                path: file.source.path,
            })
        });
        facts.is_empty().then(|| skipped.collect())
    }
}
