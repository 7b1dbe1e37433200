//! The answer for the older of two states, which is asked for as long as somebody works on the newer one: it is kept beside that of the
//! newer one, by what all of its files hold.

use serde::{Deserialize, Serialize};

use super::Scan;
use super::warm::{Memory, Uses, encode};
use crate::source::Skipped;

/// The name of its file beside that of the newer state.
const OLDER: &str = "older";

/// The numbers of the parts of that file.
const ABOUT: usize = 0;
const USES: usize = 1;

/// All that is asked of it but its uses.
#[derive(Serialize, Deserialize)]
struct About {
    /// Tells the state from all others.
    state: u128,
    count: usize,
    parsed: usize,
    skipped: Vec<Skipped>,
}

impl Memory<'_> {
    /// The kept answer of a state, without facts and the list of all files.
    pub(super) fn older(&self, state: u128) -> Option<Scan> {
        let parts = self.cache.load(&self.beside(OLDER))?;
        let about: About = postcard::from_bytes(parts.get(ABOUT)).ok()?;
        if about.state != state {
            return None;
        }
        let (uses, comments): Uses = postcard::from_bytes(parts.get(USES)).ok()?;
        let mut scan = Scan {
            files: about.count,
            parsed: about.parsed,
            skipped: about.skipped,
            comments,
            ..Scan::default()
        };
        scan.resolved.uses = uses;
        Some(scan)
    }

    /// Keeps the answer of a state.
    pub(super) fn keep_older(&self, state: u128, scan: &Scan) -> Result<(), String> {
        let uses = encode(&(&scan.resolved.uses, &scan.comments))?;
        self.keep_older_of(state, scan, &uses)
    }

    /// The same with its uses as they are kept.
    pub(super) fn keep_older_of(&self, state: u128, scan: &Scan, uses: &[u8]) -> Result<(), String> {
        let about = encode(&About {
            state,
            count: scan.files,
            parsed: scan.parsed,
            skipped: scan.skipped.clone(),
        })?;
        let stored = self.cache.store_older(&self.beside(OLDER), &[&about, uses]);
        stored.map(|_| ()).map_err(|error| error.to_string())
    }
}
