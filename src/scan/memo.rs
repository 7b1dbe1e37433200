//! What an earlier run parsed, kept so that a cold scan can be run again without parsing.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::facts::FileFacts;

/// A file was not parsed, since that takes too much.
pub(super) struct Refused;

/// What an earlier run read, by [`FileFacts::reading`]: the same stretches of the same text give the same facts.
#[derive(Default)]
pub(super) struct Memo {
    known: Mutex<FxHashMap<u128, Result<FileFacts, Refused>>>,
    /// What this run did not read, since that takes too much.
    refused: Mutex<Vec<u128>>,
}

impl Memo {
    pub(super) fn fill(&self, facts: Vec<FileFacts>, refused: Vec<u128>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(facts.into_iter().map(|facts| (facts.reading, Ok(facts))));
        known.extend(refused.into_iter().map(|reading| (reading, Err(Refused))));
    }

    /// What is known, once: a file is read for the same once.
    pub(super) fn take(&self, reading: u128) -> Option<Result<FileFacts, Refused>> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&reading)
    }

    pub(super) fn refuse(&self, reading: u128) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.push(reading);
    }

    /// What was refused so far, in no order.
    pub(super) fn refused(&self) -> Vec<u128> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a scan that came to nothing did not read is none of the next one's business.
    pub(super) fn forget_refused(&self) {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
