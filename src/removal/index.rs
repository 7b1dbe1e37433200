//! The words of many files, so that those which hold a name are told without reading all of them again for each name.

use std::collections::BTreeSet;

use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::scan::is_word;

/// Longer words are not kept: of files that hold one nothing is told.
const LONGEST: usize = 128;
/// So many bytes of words are kept.
const BYTES: usize = 8 << 20;
/// So often it is kept that a file holds a word.
const PLACES: usize = 16 << 20;
/// Words are told by pieces of this length.
const PIECE: usize = 3;

/// Which files hold which words.
#[derive(Default)]
pub(super) struct Index {
    numbers: FxHashMap<Box<[u8]>, u32>,
    words: Vec<Word>,
    /// Words by what stands in them.
    pieces: FxHashMap<[u8; PIECE], Vec<u32>>,
    bytes: usize,
    places: usize,
    /// Files of which nothing is told.
    untold: BTreeSet<usize>,
}

struct Word {
    text: Box<[u8]>,
    files: Vec<usize>,
}

/// Files by what is told of a text in them; both in order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Holding {
    /// They hold it.
    pub(super) sure: Vec<usize>,
    /// They may hold it.
    pub(super) possible: Vec<usize>,
}

/// The words of a text, in order.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let words = text.split(|byte| !is_word(*byte));
    words.filter(|word| !word.is_empty())
}

fn pieces(word: &[u8]) -> impl Iterator<Item = [u8; PIECE]> {
    word.windows(PIECE).filter_map(|piece| piece.try_into().ok())
}

/// The words of a file, each once.
pub(super) struct Words {
    packed: Vec<u8>,
    /// There are words that are too long to be kept.
    more: bool,
}

impl Words {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut seen: FxHashSet<&[u8]> = FxHashSet::default();
        let mut all = Self {
            packed: Vec::new(),
            more: false,
        };
        for word in words(text) {
            if word.len() > LONGEST {
                all.more = true;
            } else if seen.insert(word) {
                all.packed.extend_from_slice(word);
                all.packed.push(b' ');
            }
        }
        all
    }
}

impl Index {
    /// Notes what a file holds, beside what is known of it.
    pub(super) fn add(&mut self, file: usize, found: &Words) {
        if found.more {
            self.untold.insert(file);
        }
        for word in words(&found.packed) {
            if self.bytes >= BYTES || self.places >= PLACES {
                self.untold.insert(file);
                return;
            }
            let number = self.number(word);
            let Some(known) = self.words.get_mut(number) else {
                continue;
            };
            // Nearly always it comes last.
            if let Err(at) = known.files.binary_search(&file) {
                known.files.insert(at, file);
                self.places += 1;
            }
        }
    }

    fn number(&mut self, word: &[u8]) -> usize {
        if let Some(number) = self.numbers.get(word) {
            return *number as usize;
        }
        let number = self.words.len();
        let short = u32::try_from(number).unwrap_or(u32::MAX);
        self.numbers.insert(word.into(), short);
        self.words.push(Word {
            text: word.into(),
            files: Vec::new(),
        });
        for piece in pieces(word) {
            let within = self.pieces.entry(piece).or_default();
            if within.last() != Some(&short) {
                within.push(short);
            }
        }
        self.bytes += word.len();
        number
    }

    /// The files that hold a text; `None`: nothing is told of such a text.
    pub(super) fn holding(&self, text: &str) -> Option<Holding> {
        let longest = words(text.as_bytes()).max_by_key(|word| word.len())?;
        let mut files = BTreeSet::new();
        let finder = Finder::new(longest);
        let mut look = |word: &Word| {
            if finder.find(&word.text).is_some() {
                files.extend(&word.files);
            }
        };
        let none = Vec::new();
        let rarest = pieces(longest)
            .map(|piece| self.pieces.get(&piece).unwrap_or(&none))
            .min_by_key(|within| within.len());
        match rarest {
            Some(within) => within
                .iter()
                .filter_map(|number| self.words.get(*number as usize))
                .for_each(&mut look),
            None => self.words.iter().for_each(&mut look),
        }
        let is_word = longest.len() == text.len();
        let (sure, mut possible) = match is_word {
            true => (files, BTreeSet::new()),
            false => (BTreeSet::new(), files),
        };
        possible.extend(&self.untold);
        Some(Holding {
            possible: possible.into_iter().filter(|file| !sure.contains(file)).collect(),
            sure: sure.into_iter().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[&str]) -> Index {
        let mut index = Index::default();
        for (at, text) in texts.iter().enumerate() {
            index.add(at, &Words::of(text.as_bytes()));
        }
        index
    }

    fn holding(index: &Index, text: &str) -> (Vec<usize>, Vec<usize>) {
        let found = index.holding(text).unwrap_or_default();
        (found.sure, found.possible)
    }

    #[test]
    fn words_and_their_parts_are_found() {
        let index = index(&["isNew() || a", "let isNewer = 1;", "nothing", "ab äöü"]);
        assert_eq!(holding(&index, "isNew"), (vec![0, 1], vec![]));
        assert_eq!(holding(&index, "sNe"), (vec![0, 1], vec![]));
        assert_eq!(holding(&index, "isNewer"), (vec![1], vec![]));
        assert_eq!(holding(&index, "a"), (vec![0, 3], vec![]));
        assert_eq!(holding(&index, "öü"), (vec![3], vec![]));
        assert_eq!(holding(&index, "absent"), (vec![], vec![]));
    }

    #[test]
    fn a_text_of_several_words_is_possible_where_its_longest_stands() {
        let index = index(&["'new-checkout'", "checkout", "new"]);
        assert_eq!(holding(&index, "new-checkout"), (vec![], vec![0, 1]));
        assert_eq!(index.holding("--"), None);
    }

    #[test]
    fn of_a_file_with_an_endless_word_nothing_is_told() {
        let long = format!("let a = '{}';", "x".repeat(LONGEST + 1));
        let index = index(&["let a", &long]);
        assert_eq!(holding(&index, "a"), (vec![0, 1], vec![]));
        assert_eq!(holding(&index, "xxxx"), (vec![], vec![1]));
    }

    #[test]
    fn a_file_is_added_again() {
        let mut index = index(&["old", "other"]);
        index.add(0, &Words::of(b"fresh old"));
        assert_eq!(holding(&index, "fresh"), (vec![0], vec![]));
        assert_eq!(holding(&index, "old"), (vec![0], vec![]));
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut index = Index::default();
        let mut added = 0;
        while index.untold.is_empty() {
            let words: String = (0..10_000)
                .map(|at| format!("word_{added}_{at}_{} ", "y".repeat(60)))
                .collect();
            index.add(added, &Words::of(words.as_bytes()));
            added += 1;
        }
        assert!(index.bytes < BYTES + 2 * LONGEST);
        let (sure, possible) = holding(&index, "word_0_0_");
        assert_eq!((sure.first(), possible), (Some(&0), vec![added - 1]));
    }
}
