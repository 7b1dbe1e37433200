//! What an earlier run parsed, kept so that a cold scan can be run again without parsing.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::looks::Outcome;
use crate::facts::FileFacts;

/// A file was not parsed, since that takes too much.
pub(super) struct Refused;

/// What an earlier run read, by [`FileFacts::reading`]: the same stretches of the same text give the same facts.
#[derive(Default)]
pub(super) struct Memo {
    known: Mutex<FxHashMap<u128, Result<FileFacts, Refused>>>,
    /// What this run did not read, since that takes too much.
    refused: Mutex<Vec<u128>>,
    /// What looks came to in an earlier run.
    outcomes: Mutex<FxHashMap<u128, Outcome>>,
    /// And in this one.
    looks: Mutex<Vec<(u128, Outcome)>>,
}

/// What is behind a lock; a thread that panicked left it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memo {
    pub(super) fn fill(&self, facts: Vec<FileFacts>, refused: Vec<u128>) {
        let mut known = lock(&self.known);
        known.extend(facts.into_iter().map(|facts| (facts.reading, Ok(facts))));
        known.extend(refused.into_iter().map(|reading| (reading, Err(Refused))));
    }

    /// What is known, once: a file is read for the same once.
    pub(super) fn take(&self, reading: u128) -> Option<Result<FileFacts, Refused>> {
        lock(&self.known).remove(&reading)
    }

    pub(super) fn refuse(&self, reading: u128) {
        lock(&self.refused).push(reading);
    }

    /// What was refused so far, in no order.
    pub(super) fn refused(&self) -> Vec<u128> {
        lock(&self.refused).clone()
    }

    /// What looks came to in an earlier run.
    pub(super) fn fill_outcomes(&self, outcomes: Vec<(u128, Outcome)>) {
        lock(&self.outcomes).extend(outcomes);
    }

    pub(super) fn outcome(&self, key: u128) -> Option<Outcome> {
        lock(&self.outcomes).get(&key).cloned()
    }

    pub(super) fn keep(&self, key: u128, outcome: Outcome) {
        lock(&self.looks).push((key, outcome));
    }

    /// What looks came to so far, in no order.
    pub(super) fn looks(&self) -> Vec<(u128, Outcome)> {
        lock(&self.looks).clone()
    }

    /// A scan begins. What one before, that came to nothing, did not read is none of its business; what that one's looks came to is
    /// known.
    pub(super) fn begin(&self) {
        lock(&self.refused).clear();
        let looks = std::mem::take(&mut *lock(&self.looks));
        self.fill_outcomes(looks);
    }
}
