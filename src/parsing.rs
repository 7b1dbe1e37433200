//! Parsing within bounds that depend on the text: the same file is read on a fast machine and on a slow one, whatever else runs
//! there. What no file that people write needs is not given.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

/// The parser reports after so many steps (`OP_COUNT_PER_PARSER_CALLBACK_CHECK`); a text may cost one report for so many bytes, …
const BYTES: usize = 4;
/// … and a short one so many reports.
const REPORTS: usize = 20_000;
/// Bytes of memory that one parse may add. On some broken texts every error makes the parser keep what it had read once more,
/// so that a file of 50 kB takes gigabytes.
const MEMORY: u64 = 1 << 30;
/// So many reports pass before memory is asked for, and it is asked for again.
const BETWEEN: usize = 64;
/// The last resort, where the system does not tell how much memory is used.
const PATIENCE: Duration = Duration::from_secs(120);

/// Parses a text; with the tree of an older text only what changed is read. `None`: not within the bounds.
pub(crate) fn parse(parser: &mut Parser, text: &str, old: Option<&Tree>) -> Option<Tree> {
    let mut spent = Spent {
        reports: 0,
        most: REPORTS.max(text.len() / BYTES),
        held: None,
        started: Instant::now(),
    };
    let mut progress = |state: &ParseState| match spent.is_too_much(state.has_error()) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let bytes = text.as_bytes();
    let mut input = |offset: usize, _| bytes.get(offset..).unwrap_or(&[]);
    parser.parse_with_options(&mut input, old, Some(options))
}

/// What a parse has cost so far.
struct Spent {
    reports: usize,
    most: usize,
    /// Memory of the process when it was asked for first.
    held: Option<u64>,
    started: Instant,
}

impl Spent {
    fn is_too_much(&mut self, has_error: bool) -> bool {
        self.reports += 1;
        if self.reports > self.most {
            return true;
        }
        // A text without an error takes memory in proportion to its length.
        if !has_error || !self.reports.is_multiple_of(BETWEEN) {
            return false;
        }
        let now = memory().unwrap_or(0);
        let held = *self.held.get_or_insert(now);
        now.saturating_sub(held) > MEMORY || self.started.elapsed() > PATIENCE
    }
}

/// Bytes of memory that the process holds; `None` where the system does not say.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok()?.checked_mul(1024)
}
