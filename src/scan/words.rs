//! The words of a text, as numbers: nearly all that is looked for stands between signs, so that one pass over the words of a file
//! finds it, and what they were says later what cannot stand in the file.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

/// All sketches of a run take so many bytes at most, which is enough for some 300,000 files; what has none is read again.
const ROOM: usize = 64 << 20;
/// After so many files it is known which words stand in many.
const LEARNT: usize = 128;
/// From so many words of each: a file made to have no two alike would take memory without end.
const HEARD: usize = 4096;
/// Those in more than one file of so many.
const OFTEN: usize = 50;
/// And no more than so many bytes of bits, one for each, in every sketch.
const COMMON: usize = 256 / 8;
/// So many words are told apart when a text repeats them.
const SLOTS: usize = 2048;
/// So many bits say which words a table may have, or more where it has many.
const BITS: usize = 1 << 16;
/// So many for each of its entries, so that few bits are set.
const EACH: usize = 16;
/// So few words are looked through to keep each once.
const FEW: usize = 512;

/// So many times 64 bits say which words a filter may have.
const FILTER: usize = 64;
/// So many bits has the number of a word: with 5,000 names to look for, one in a hundred files seems to hold one that it does not.
const WORD: u32 = 24;
/// And so many bytes.
const BYTES: usize = 3;

/// So many bytes are looked at at once.
const BLOCK: usize = 64;

/// Whether a byte is one of words: a letter, a digit, `_`, or no ASCII.
#[inline]
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Hands on where each word of a text begins, and its number. All files are read by it: it takes no branch that depends on the text but
/// one for each word.
#[inline]
pub(super) fn each(bytes: &[u8], mut take: impl FnMut(usize, u32)) {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    // Zeros behind the end, so that a word that goes to the end ends there.
    let mut last = [0; BLOCK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    // Where the word begins that goes on from the block before.
    let mut begun = None;
    let mut goes_on = 0;
    for (number_of_block, block) in blocks.iter().chain([&last]).enumerate() {
        let first = number_of_block * BLOCK;
        let mask = of_words(block);
        let before = mask << 1 | goes_on;
        goes_on = mask >> (BLOCK - 1);
        let (mut begins, mut ends) = (mask & !before, before & !mask);
        let mut next = || {
            let at = first + begins.trailing_zeros() as usize;
            begins &= begins.wrapping_sub(1);
            at
        };
        let mut start = begun.take().unwrap_or_else(&mut next);
        while ends != 0 {
            let end = first + ends.trailing_zeros() as usize;
            ends &= ends - 1;
            take(start, number(bytes, start, end));
            start = next();
        }
        begun = (goes_on == 1).then_some(start);
    }
}

/// Which bytes are of words, a bit for each, the lowest for the first one.
#[inline]
fn of_words(block: &[u8; BLOCK]) -> u64 {
    // As is_word, in a form that is compiled to instructions that take many bytes at once.
    let one = |byte: u8| {
        let letter = u8::from((byte | 0x20).wrapping_sub(b'a') < 26);
        letter | u8::from(byte.wrapping_sub(b'0') < 10) | u8::from(byte == b'_') | byte >> 7
    };
    let ones = block.map(one);
    let (eights, _) = ones.as_chunks();
    let eights = eights.iter().enumerate();
    eights.fold(0, |mask, (at, eight)| {
        // Brings the bits of eight bytes together, that of the first byte lowest.
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask | bits << (8 * at)
    })
}

/// The number of a word, never 0; others may have the same.
#[inline]
fn number(bytes: &[u8], start: usize, end: usize) -> u32 {
    let length = end - start;
    let short = length.min(8);
    let head = eight(bytes, start) & (u64::MAX >> (64 - 8 * short));
    let tail = eight(bytes, end - short);
    let tail = if length > 8 { tail } else { 0 };
    let mixed = (head ^ tail.rotate_left(29)).wrapping_add(length as u64);
    let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed >> (u64::BITS - WORD)) as u32).max(1)
}

/// The eight bytes from a place on; there are zeros behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.first_chunk()
        .map_or_else(|| few(rest), |eight| u64::from_le_bytes(*eight))
}

/// The same for fewer bytes.
#[cold]
fn few(bytes: &[u8]) -> u64 {
    let last = bytes.iter().rev();
    last.fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Something for each of some words.
pub(super) struct Table<T> {
    /// Most words of a text are told apart by these; a power of two of them.
    bits: Box<[u64]>,
    entries: FxHashMap<u32, Vec<T>>,
}

impl<T> Table<T> {
    /// For so many entries.
    pub(super) fn new(entries: usize) -> Self {
        let bits = BITS.max(entries.saturating_mul(EACH).next_power_of_two().min(1 << WORD));
        Self {
            bits: vec![0; bits / 64].into_boxed_slice(),
            entries: FxHashMap::default(),
        }
    }

    fn place(&self, word: u32) -> usize {
        (word as usize / 64) & (self.bits.len() - 1)
    }

    pub(super) fn add(&mut self, word: u32, entry: T) {
        let place = self.place(word);
        self.bits[place] |= 1 << (word % 64);
        self.entries.entry(word).or_default().push(entry);
    }

    /// Whether there may be something for a word.
    #[inline]
    pub(super) fn may_have(&self, word: u32) -> bool {
        self.bits[self.place(word)] >> (word % 64) & 1 == 1
    }

    #[inline]
    pub(super) fn get(&self, word: u32) -> &[T] {
        match self.may_have(word) {
            true => self.entries.get(&word).map_or(&[], Vec::as_slice),
            false => &[],
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[T])> {
        self.entries.iter().map(|(word, all)| (*word, all.as_slice()))
    }
}

/// The words of a text, most of them once.
pub(super) struct Seen {
    /// The last word of each slot.
    slots: Box<[u32; SLOTS]>,
    /// So many of the words behind are of the text.
    count: usize,
    all: Vec<u32>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            slots: Box::new([0; SLOTS]),
            count: 0,
            all: Vec::new(),
        }
    }
}

impl Seen {
    pub(super) fn clear(&mut self) {
        self.slots.fill(0);
        self.count = 0;
    }

    /// Adds a word. Whether it is new no branch depends on: nothing tells that beforehand.
    #[inline]
    pub(super) fn add(&mut self, word: u32) {
        if self.count == self.all.len() {
            self.grow();
        }
        let slot = &mut self.slots[word as usize % SLOTS];
        self.all[self.count] = word;
        self.count += usize::from(std::mem::replace(slot, word) != word);
    }

    #[cold]
    fn grow(&mut self) {
        self.all.resize(self.all.len() * 2 + BLOCK, 0);
    }

    fn words(&self) -> &[u32] {
        self.all.get(..self.count).unwrap_or(&[])
    }
}

/// Tells most words that are not among some from those that are.
struct Filter([u64; FILTER]);

impl Default for Filter {
    fn default() -> Self {
        Self([0; FILTER])
    }
}

impl Filter {
    fn place(word: u32) -> (usize, u64) {
        (word as usize / 64 % FILTER, 1 << (word % 64))
    }

    fn may_have(&self, word: u32) -> bool {
        let (at, bit) = Self::place(word);
        self.0[at] & bit != 0
    }

    fn add(&mut self, word: u32) {
        let (at, bit) = Self::place(word);
        self.0[at] |= bit;
    }
}

/// Words that stand in many files, with a number for each.
#[derive(Default)]
pub(super) struct Common {
    filter: Filter,
    numbers: FxHashMap<u32, u8>,
}

impl Common {
    /// Of words, each with how many of `files` it stands in.
    fn new(counts: &FxHashMap<u32, u32>, files: usize) -> Self {
        let often = counts.iter().filter(|(_, count)| **count as usize * OFTEN > files);
        let mut words: Vec<(Reverse<u32>, u32)> = often.map(|(word, count)| (Reverse(*count), *word)).collect();
        words.sort_unstable();
        let numbers: FxHashMap<u32, u8> = words.into_iter().map(|(_, word)| word).zip(0..=u8::MAX).collect();
        let mut filter = Filter::default();
        numbers.keys().for_each(|word| filter.add(*word));
        Self { filter, numbers }
    }

    pub(super) fn number(&self, word: u32) -> Option<u8> {
        let may_be = self.filter.may_have(word);
        may_be.then(|| self.numbers.get(&word).copied()).flatten()
    }
}

/// The words of a file: which common ones, a bit for each, and the numbers of the others.
pub(super) struct Sketch(Box<[u8]>);

impl Sketch {
    fn new(words: &[u32], common: Option<&Common>) -> Self {
        let mut bits = [0; COMMON];
        let mut others = Vec::with_capacity(words.len());
        let mut met = Filter::default();
        for word in words {
            match common.and_then(|common| common.number(*word)).map(usize::from) {
                Some(number) => bits[number / 8] |= 1 << (number % 8),
                // what is there twice does no harm
                None if met.may_have(*word) && others.len() < FEW && others.contains(word) => {}
                None => {
                    met.add(*word);
                    others.push(*word);
                }
            }
        }
        let mut bytes = Vec::with_capacity(COMMON + others.len() * BYTES);
        bytes.extend(bits);
        bytes.extend(
            others
                .iter()
                .flat_map(|word| word.to_le_bytes().into_iter().take(BYTES)),
        );
        Self(bytes.into_boxed_slice())
    }

    /// Those of its words that are not common.
    pub(super) fn others(&self) -> impl Iterator<Item = u32> {
        let (words, _) = self.0.get(COMMON..).unwrap_or(&[]).as_chunks();
        words
            .iter()
            .map(|[low, middle, high]| u32::from_le_bytes([*low, *middle, *high, 0]))
    }

    /// Whether it holds the common word of this number.
    pub(super) fn has_common(&self, number: u8) -> bool {
        let byte = self.0.get(usize::from(number / 8)).copied().unwrap_or(0);
        byte >> (number % 8) & 1 == 1
    }

    /// Whether it holds a word, which has this number if it is common.
    pub(super) fn has(&self, word: u32, number: Option<u8>) -> bool {
        // what was noted before it was known which words are common is among the others
        number.is_some_and(|number| self.has_common(number)) || self.others().any(|other| other == word)
    }
}

/// How much room for sketches is left, and which words are common.
pub(super) struct Room {
    left: AtomicUsize,
    common: OnceLock<Common>,
    learning: Mutex<Learning>,
}

/// In how many of some files words stand.
#[derive(Default)]
struct Learning {
    files: usize,
    counts: FxHashMap<u32, u32>,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            left: AtomicUsize::new(ROOM),
            common: OnceLock::new(),
            learning: Mutex::default(),
        }
    }
}

impl Room {
    /// Words that stand in many files; `None`: that is not known yet.
    pub(super) fn common(&self) -> Option<&Common> {
        self.common.get()
    }

    /// `None`: there is no room.
    pub(super) fn sketch(&self, seen: &Seen) -> Option<Sketch> {
        let common = self.common();
        if common.is_none() {
            self.learn(seen);
        }
        let sketch = Sketch::new(seen.words(), common);
        let bytes = size_of_val(&*sketch.0);
        let take = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Relaxed, Relaxed, take).ok()?;
        Some(sketch)
    }

    fn learn(&self, seen: &Seen) {
        let mut learning = self.learning.lock().unwrap_or_else(PoisonError::into_inner);
        learning.files += 1;
        for word in seen.words().iter().take(HEARD) {
            *learning.counts.entry(*word).or_default() += 1;
        }
        if learning.files == LEARNT {
            let learnt = std::mem::take(&mut *learning);
            let _ = self.common.set(Common::new(&learnt.counts, learnt.files));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Common, LEARNT, ROOM, Room, Seen, Sketch, each, is_word};

    fn words(text: &str) -> Vec<(usize, u32)> {
        let mut words = Vec::new();
        each(text.as_bytes(), |start, word| words.push((start, word)));
        words
    }

    #[test]
    fn a_word_has_one_number_wherever_it_stands() {
        for word in ["a", "isOn", "isEnabled", "evaluateFeatureFlag", "открыть", "_1"] {
            let alone = words(word);
            assert_eq!(alone.len(), 1, "{word}");
            for (before, behind) in [
                ("", "("),
                ("(\"", "\")"),
                ("no ", " other_word, and one more"),
                ("x.", ""),
            ] {
                let found = words(&format!("{before}{word}{behind}"));
                assert!(found.contains(&(before.len(), alone[0].1)), "{before}{word}{behind}");
            }
        }
        for length in 60..70 {
            let long = "x".repeat(length);
            assert_eq!(words(&long), words(&format!("{long}\0")), "{length}");
            assert_eq!(words(&format!("{long} y")).len(), 2, "{length}");
        }
        for byte in 0..=u8::MAX {
            let mut found = 0;
            each(&[byte], |_, _| found += 1);
            assert_eq!(found == 1, is_word(byte), "{byte}");
        }
        assert_ne!(words("isEnabled")[0].1, words("isEnable")[0].1);
        assert!(words(" -!").is_empty());
    }

    /// Long words and long gaps, so that both go over the ends of blocks in every way.
    #[test]
    fn words_begin_where_plain_reading_finds_them() {
        let mut text = Vec::new();
        let mut drawn = 1_u32;
        for step in 0..4000 {
            drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let length = if step % 7 == 0 { drawn >> 25 } else { drawn >> 29 };
            let byte = if step % 2 == 0 {
                b'a' + (drawn >> 16) as u8 % 26
            } else {
                b'.'
            };
            text.extend(std::iter::repeat_n(byte, length as usize));
        }
        for end in text.len() - 200..text.len() {
            let text = &text[..end];
            let mut found = Vec::new();
            each(text, |start, word| found.push((start, word)));
            let begins = |at: &usize| is_word(text[*at]) && (*at == 0 || !is_word(text[*at - 1]));
            let starts: Vec<usize> = (0..text.len()).filter(begins).collect();
            assert_eq!(found.iter().map(|(start, _)| *start).collect::<Vec<_>>(), starts);
            let (start, word) = found.last().expect("there are words");
            let length = text[*start..].iter().take_while(|byte| is_word(**byte)).count();
            each(&text[*start..start + length], |_, alone| assert_eq!(alone, *word));
        }
    }

    #[test]
    fn all_sketches_together_have_a_bound() {
        let mut seen = Seen::default();
        (1..=1024).for_each(|word| seen.add(word));
        let room = Room::default();
        let made = (0..ROOM).take_while(|_| room.sketch(&seen).is_some()).count();
        assert!((ROOM / 4096..=ROOM / 1024).contains(&made), "{made}");
        assert!(room.sketch(&seen).is_none());
    }

    #[test]
    fn a_sketch_has_every_word_of_its_file_however_common_it_is() {
        let room = Room::default();
        let mut sketches = Vec::new();
        let mut seen = Seen::default();
        let rare = |file: u32| 1_000_000 + file * 7;
        for file in 0..2 * u32::try_from(LEARNT).expect("it is small") {
            seen.clear();
            (1..=40).chain([rare(file)]).for_each(|word| seen.add(word));
            sketches.push((file, room.sketch(&seen).expect("there is room")));
        }
        let common = room.common().expect("it was learnt");
        assert_eq!((1..=40).filter(|word| common.number(*word).is_some()).count(), 40);
        assert_eq!(common.number(rare(3)), None);
        for (file, sketch) in &sketches {
            for word in (1..=40).chain([rare(*file)]) {
                assert!(sketch.has(word, common.number(word)), "{file}: {word}");
            }
            assert!(!sketch.has(50, common.number(50)), "{file}");
            assert!(!sketch.has(rare(file + 1), None), "{file}");
        }
        let (_, last) = sketches.last().expect("there are some");
        assert_eq!(last.others().count(), 1);
        let none = Sketch::new(&[], Some(&Common::default()));
        assert!((0..=u8::MAX).all(|number| !none.has_common(number)));
    }
}
