//! Something of its own for each thread of the pool, so that none waits for another.

use std::sync::{Mutex, PoisonError};

/// One for each thread of the pool, and one for all others.
#[derive(Debug)]
pub(crate) struct PerThread<T>(Box<[Mutex<T>]>);

impl<T: Default> Default for PerThread<T> {
    fn default() -> Self {
        let threads = rayon::current_num_threads();
        Self((0..=threads).map(|_| Mutex::default()).collect())
    }
}

impl<T> PerThread<T> {
    /// Hands out what the calling thread has. It is not to ask again meanwhile.
    pub(crate) fn with<R>(&self, take: impl FnOnce(&mut T) -> R) -> Option<R> {
        let at = rayon::current_thread_index().map_or(0, |at| at + 1);
        // A pool that is larger than the one at the start shares.
        let own = self.0.get(at % self.0.len().max(1))?;
        Some(take(&mut own.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// What all threads have.
    pub(crate) fn all(self) -> impl Iterator<Item = T> {
        let own = |one: Mutex<T>| one.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.0.into_iter().map(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn nothing_is_lost_whichever_thread_it_comes_from() {
        let all: PerThread<Vec<usize>> = PerThread::default();
        (0..1000).into_par_iter().for_each(|number| {
            all.with(|own| own.push(number));
        });
        all.with(|own| own.push(1000));
        let mut numbers: Vec<usize> = all.all().flatten().collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..=1000));
    }
}
