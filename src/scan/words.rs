//! The words of a text, as numbers: nearly all that is looked for stands between signs, so that one pass over the words of a file
//! finds it, and what they were says later what cannot stand in the file.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rustc_hash::FxHashMap;

/// All sketches of a run take so many bytes at most; what has none is read again.
const ROOM: usize = 8 << 20;
/// So many words are told apart when a text repeats them.
const SLOTS: usize = 1024;
/// So many bits say which words a table may have.
const BITS: usize = 1 << 16;

pub(super) const fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}

/// The bytes of words.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let ascii = byte as u8;
        word[byte] = ascii.is_ascii_alphanumeric() || ascii == b'_' || byte >= 0x80;
        byte += 1;
    }
    word
};

/// Hands on where each word of a text begins, and its number.
pub(super) fn each(bytes: &[u8], mut take: impl FnMut(usize, u32)) {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !is_word(*byte) {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(|byte| is_word(*byte)) {
            at += 1;
        }
        take(start, number(bytes, start, at));
    }
}

/// The number of a word, never 0; others may have the same.
fn number(bytes: &[u8], start: usize, end: usize) -> u32 {
    let length = end - start;
    let head = match length {
        8.. => eight(bytes, start),
        short => eight(bytes, start) & !(u64::MAX << (8 * short)),
    };
    let tail = if length > 8 { eight(bytes, end - 8) } else { 0 };
    let mixed = (head ^ tail.rotate_left(29)).wrapping_add(length as u64);
    let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed >> 32) as u32).max(1)
}

/// The eight bytes from a place on; there are zeros behind the end.
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or(&[]);
    if let Some(eight) = rest.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    let last = rest.iter().rev();
    last.fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Something for each of some words.
pub(super) struct Table<T> {
    /// Most words of a text are told apart by these.
    bits: Vec<u64>,
    entries: FxHashMap<u32, Vec<T>>,
}

impl<T> Table<T> {
    pub(super) fn new() -> Self {
        Self {
            bits: vec![0; BITS / 64],
            entries: FxHashMap::default(),
        }
    }

    pub(super) fn add(&mut self, word: u32, entry: T) {
        let at = Self::bit(word);
        if let Some(bits) = self.bits.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
        self.entries.entry(word).or_default().push(entry);
    }

    pub(super) fn get(&self, word: u32) -> &[T] {
        let at = Self::bit(word);
        match self.bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1) {
            true => self.entries.get(&word).map_or(&[], Vec::as_slice),
            false => &[],
        }
    }

    fn bit(word: u32) -> usize {
        word as usize % BITS
    }
}

/// The words of a text, most of them once.
pub(super) struct Seen {
    /// The last word of each slot.
    slots: Box<[u32; SLOTS]>,
    all: Vec<u32>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            slots: Box::new([0; SLOTS]),
            all: Vec::new(),
        }
    }
}

impl Seen {
    pub(super) fn clear(&mut self) {
        self.slots.fill(0);
        self.all.clear();
    }

    pub(super) fn add(&mut self, word: u32) {
        if let Some(slot) = self.slots.get_mut(word as usize % SLOTS)
            && *slot != word
        {
            *slot = word;
            self.all.push(word);
        }
    }
}

/// The words of a file.
pub(super) struct Sketch {
    words: Box<[u32]>,
    /// Tells what the file was searched for beside needles, as [`super::Wanted::beside`].
    pub(super) beside: u64,
}

impl Sketch {
    pub(super) fn words(&self) -> &[u32] {
        &self.words
    }
}

/// How much room for sketches is left.
pub(super) struct Room(AtomicUsize);

impl Default for Room {
    fn default() -> Self {
        Self(AtomicUsize::new(ROOM))
    }
}

impl Room {
    /// `None`: there is no room.
    pub(super) fn sketch(&self, seen: &Seen, beside: u64) -> Option<Box<Sketch>> {
        let bytes = size_of_val(seen.all.as_slice());
        let take = |left: usize| left.checked_sub(bytes);
        self.0.fetch_update(Relaxed, Relaxed, take).ok()?;
        let words = seen.all.as_slice().into();
        Some(Box::new(Sketch { words, beside }))
    }
}

#[cfg(test)]
mod tests {
    use super::{ROOM, Room, Seen, each};

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
        assert_ne!(words("isEnabled")[0].1, words("isEnable")[0].1);
        assert!(words(" -!").is_empty());
    }

    #[test]
    fn all_sketches_together_have_a_bound() {
        let mut seen = Seen::default();
        (1..=1024).for_each(|word| seen.add(word));
        let room = Room::default();
        let made = (0..ROOM).take_while(|_| room.sketch(&seen, 0).is_some()).count();
        assert_eq!(made, ROOM / 4096);
    }
}
