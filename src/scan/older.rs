//! The answer for the older of two states, which is asked for as long as somebody works on the newer one: it is kept beside that of the
//! newer one, by what all of its files hold.

use serde::{Deserialize, Serialize};

use super::Scan;
use super::warm::{Memory, encode};
use crate::source::Skipped;
use crate::suppress::SuppressionFact;
use crate::usage::Use;

/// The name of its file beside that of the newer state.
const OLDER: &str = "older";

/// All that is asked of it.
#[derive(Serialize, Deserialize)]
struct Older {
    /// Tells the state from all others.
    state: u128,
    count: usize,
    parsed: usize,
    skipped: Vec<Skipped>,
    uses: Vec<Use>,
    comments: Vec<SuppressionFact>,
}

impl Memory<'_> {
    /// The kept answer of a state, without facts and the list of all files.
    pub(super) fn older(&self, state: u128) -> Option<Scan> {
        let parts = self.cache.load(&self.beside(OLDER))?;
        let older: Older = postcard::from_bytes(parts.get(0)).ok()?;
        let mut scan = Scan {
            files: older.count,
            parsed: older.parsed,
            skipped: older.skipped,
            comments: older.comments,
            ..Scan::default()
        };
        scan.resolved.uses = older.uses;
        (older.state == state).then_some(scan)
    }

    /// Keeps the answer of a state.
    pub(super) fn keep_older(&self, state: u128, scan: &Scan) -> Result<(), String> {
        let older = encode(&(
            state,
            scan.files,
            scan.parsed,
            &scan.skipped,
            &scan.resolved.uses,
            &scan.comments,
        ))?;
        let stored = self.cache.store_older(&self.beside(OLDER), &[&older]);
        stored.map(|_| ()).map_err(|error| error.to_string())
    }
}
