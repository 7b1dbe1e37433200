//! Parsing within bounds that depend on the text alone: the same file is read on a fast machine and on a slow one, whatever
//! else runs there. What no file that people write needs is not given.
//!
//! The number of steps, and of what they read, is bounded by the length of the text. That does not bound memory: where a parser goes on after a
//! mistake, or cannot decide between two readings, it keeps both, and at the end of the file it puts all ways through all of
//! them together, which takes memory with the square of their number (50 kB of `x => x => …` in C: 25 GB). How often that
//! happens only its log tells, and writing one takes as long as parsing. So most of a text is parsed without; now and then the
//! log is on for a moment, and stays on where it has to say something. When, a hash of the text decides: nobody can hide
//! mistakes between two looks.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};
use xxhash_rust::xxh3::xxh3_64;

/// The parser reports after each hundred steps. A text may cost one report for so many bytes; of 22,000 files in eight
/// repositories none took more than one for 36 bytes.
const BYTES: usize = 4;
/// And a short one so many reports, but no text more than so many: a mebibyte of the same files takes 30,000, and each some nine
/// kilobytes of memory.
const REPORTS: (usize, usize) = (20_000, 60_000);
/// A parser is handed so many bytes at a time, so that it is seen how often it reads them: a step may read to the end of the file.
const PIECE: usize = 16 << 10;
/// And so often it may read the whole text, and a short one so many pieces.
const READINGS: (usize, usize) = (32, 256);
/// One of so many reports is followed by a look at the log.
const LOOKS: u64 = 64;
/// So often a parser may go on after a mistake. Of 12,000 files in eight repositories none needed more than 511, and one in a
/// hundred needed any.
const MISTAKES: usize = 5_000;
/// For so many steps in a row it may follow two readings. The same files needed 708.
const UNDECIDED: usize = 8_000;

/// Parses a text; with the tree of an older text only what changed is read. `None`: not within the bounds.
pub(crate) fn parse(parser: &mut Parser, text: &str, mut old: Option<&Tree>) -> Option<Tree> {
    let bytes = text.as_bytes();
    let read = Cell::new(0_usize);
    let most_read = READINGS.1 + bytes.len() / PIECE * READINGS.0;
    let mut input = |offset: usize, _| {
        read.set(read.get() + 1);
        let end = bytes.len().min(offset.saturating_add(PIECE));
        bytes.get(offset..end).unwrap_or(&[])
    };
    let mut left = (text.len() / BYTES).clamp(REPORTS.0, REPORTS.1);
    let mut chance = Chance(xxh3_64(bytes) | 1);
    let watch = Arc::new(Watch::default());
    let mut looking = false;
    loop {
        parser.set_logger(None);
        if looking {
            let watch = Arc::clone(&watch);
            parser.set_logger(Some(Box::new(move |_, line| watch.note(line))));
        }
        let (mut refused, mut paused) = (false, false);
        let mut progress = |_: &ParseState| {
            left = left.saturating_sub(1);
            refused = left == 0 || read.get() > most_read || watch.is_too_much();
            let turn = match looking {
                true => watch.is_quiet(),
                false => chance.is_one_in(LOOKS),
            };
            paused = refused || turn;
            match paused {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        // After a pause the parser goes on where it was.
        let tree = parser.parse_with_options(&mut input, old.take(), Some(options));
        if tree.is_some() || refused || !paused {
            parser.set_logger(None);
            parser.reset();
            return tree;
        }
        looking = !looking;
        watch.begin();
    }
}

/// What the log of a parser told.
#[derive(Default)]
struct Watch {
    /// How often it went on after a mistake.
    mistakes: AtomicUsize,
    /// How many steps it has not decided between readings.
    undecided: AtomicUsize,
    /// It had only one reading at some step since the last report.
    decided: AtomicBool,
}

impl Watch {
    fn begin(&self) {
        self.undecided.store(0, Relaxed);
        self.decided.store(false, Relaxed);
    }

    /// Reads a line; tests/hostile_tree.rs notices when tree-sitter writes them otherwise.
    fn note(&self, line: &str) {
        if line.starts_with("process ") {
            match line.contains("version_count:1,") {
                true => {
                    self.undecided.store(0, Relaxed);
                    self.decided.store(true, Relaxed);
                }
                false => drop(self.undecided.fetch_add(1, Relaxed)),
            }
        } else if line.starts_with("recover_to_previous") || line.starts_with("skip_token") {
            self.mistakes.fetch_add(1, Relaxed);
        }
    }

    fn is_too_much(&self) -> bool {
        self.mistakes.load(Relaxed) > MISTAKES || self.undecided.load(Relaxed) > UNDECIDED
    }

    /// There is nothing to look at: asked at each report.
    fn is_quiet(&self) -> bool {
        self.decided.swap(false, Relaxed) && self.mistakes.load(Relaxed) == 0
    }
}

/// Numbers that follow from the first one (xorshift).
struct Chance(u64);

impl Chance {
    fn is_one_in(&mut self, count: u64) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16).is_multiple_of(count)
    }
}
