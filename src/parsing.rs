//! Parsing within bounds that depend on the text: the same file is read on a fast machine and on a slow one, whatever else runs
//! there. What no file that people write needs is not given.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

/// The parser reports after each hundred steps. A text may cost one report for so many bytes; of 22,000 files in eight
/// repositories none took more than one for 36 bytes.
const BYTES: usize = 4;
/// And a short one so many reports.
const REPORTS: usize = 20_000;
/// The last resort, where single steps take long: far above what a file of the largest size needs on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Parses a text; with the tree of an older text only what changed is read. `None`: not within the bounds.
pub(crate) fn parse(parser: &mut Parser, text: &str, old: Option<&Tree>) -> Option<Tree> {
    let mut left = REPORTS.max(text.len() / BYTES);
    let started = Instant::now();
    let mut progress = |_: &ParseState| {
        left = left.saturating_sub(1);
        match left == 0 || started.elapsed() > PATIENCE {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let bytes = text.as_bytes();
    let mut input = |offset: usize, _| bytes.get(offset..).unwrap_or(&[]);
    parser.parse_with_options(&mut input, old, Some(options))
}
