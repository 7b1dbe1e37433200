//! The registered key that a misspelt one probably means, without comparing it with all of them.

use rustc_hash::FxHashSet;

/// Flag keys by what is left of them when a letter is dropped, case and separators ignored. Two keys that share such a
/// form are one slip apart (a letter too many, missing, wrong or swapped), so a look-up touches only keys that are close.
#[derive(Debug, Default)]
pub struct KeyIndex<'a> {
    /// Hash of a form, whether the form is the key's own, and the key's number; sorted.
    forms: Vec<(u64, bool, u32)>,
    keys: Vec<&'a str>,
}

impl<'a> KeyIndex<'a> {
    /// Costs time in proportion to the letters of all keys. `words`: those that will be asked for; only keys that are close to one of
    /// them are kept, as sorting all would take most of the time.
    pub fn new<'w>(keys: impl IntoIterator<Item = &'a str>, words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut letters = Vec::new();
        let mut asked = FxHashSet::default();
        for word in words {
            plain(word, &mut letters);
            asked.extend(forms(&letters).map(|(form, _)| form));
        }
        let mut index = Self::default();
        for key in keys {
            plain(key, &mut letters);
            let number = u32::try_from(index.keys.len()).unwrap_or(u32::MAX);
            let before = index.forms.len();
            let close = forms(&letters).filter(|(form, _)| asked.contains(form));
            index.forms.extend(close.map(|(form, whole)| (form, whole, number)));
            if index.forms.len() > before {
                index.keys.push(key);
            }
        }
        index.forms.sort_unstable();
        index.forms.dedup();
        index
    }

    /// The closest key other than `word` itself, which is one of those that the index was made for; ties go to the first in the order
    /// of the keys given.
    pub fn nearest(&self, word: &str) -> Option<&'a str> {
        let mut letters = Vec::new();
        plain(word, &mut letters);
        let own = hash(&letters);
        let forms: Vec<u64> = shorter(&letters).collect();
        // 0: the same but for case and separators; 1: one letter more or less; 2: one letter differs or two are swapped.
        let mut best: Option<(u8, u32)> = None;
        let mut offer = |rank: u8, number: u32| {
            if best.is_none_or(|found| (rank, number) < found) && self.key(number) != Some(word) {
                best = Some((rank, number));
            }
        };
        for (_, whole, number) in self.with(own) {
            offer(if *whole { 0 } else { 1 }, *number);
        }
        for form in forms {
            for (_, whole, number) in self.with(form) {
                offer(if *whole { 1 } else { 2 }, *number);
            }
        }
        best.and_then(|(_, number)| self.key(number))
    }

    fn key(&self, number: u32) -> Option<&'a str> {
        self.keys.get(usize::try_from(number).ok()?).copied()
    }

    /// The entries of a form, bounded so that keys made to collide cost nothing.
    fn with(&self, form: u64) -> impl Iterator<Item = &(u64, bool, u32)> {
        let from = self.forms.partition_point(|entry| entry.0 < form);
        self.forms[from..]
            .iter()
            .take_while(move |entry| entry.0 == form)
            .take(CLOSE)
    }
}

/// At most so many keys of the same form are looked at.
const CLOSE: usize = 64;
/// In shorter keys a letter is half the meaning.
const SHORTEST: usize = 5;
/// Longer keys are only compared whole.
const LONGEST: usize = 64;

/// The letters and digits of a key, in lower case, instead of those that `letters` holds.
fn plain(key: &str, letters: &mut Vec<char>) {
    letters.clear();
    for letter in key.chars().filter(|letter| letter.is_alphanumeric()) {
        match letter.is_ascii() {
            true => letters.push(letter.to_ascii_lowercase()),
            false => letters.extend(letter.to_lowercase()),
        }
    }
}

/// All forms of a key, and whether each is the key's own.
fn forms(letters: &[char]) -> impl Iterator<Item = (u64, bool)> {
    let shorter = shorter(letters).map(|form| (form, false));
    std::iter::once((hash(letters), true)).chain(shorter)
}

/// The forms with one letter dropped. Each takes a step, not as many as there are letters.
fn shorter(letters: &[char]) -> impl Iterator<Item = u64> {
    let letters = match letters.len() {
        SHORTEST..=LONGEST => letters,
        _ => &[],
    };
    // From the last letter to the first: what stands before it, what stands behind it, and how much a letter before that counts.
    let mut before = hash(letters);
    let (mut behind, mut weight) = (0_u64, 1_u64);
    letters.iter().rev().map(move |letter| {
        before = before.wrapping_sub(worth(*letter)).wrapping_mul(INVERSE);
        let form = before.wrapping_mul(weight).wrapping_add(behind);
        behind = behind.wrapping_add(worth(*letter).wrapping_mul(weight));
        weight = weight.wrapping_mul(BASE);
        form
    })
}

/// The letters as the digits of one number: what differs in a letter or two differs in that, and it is known without one of them at
/// once. Only who means to finds two texts with one number, and gets a bad hint.
fn hash(letters: &[char]) -> u64 {
    letters.iter().fold(0, |sum, letter| longer(sum, *letter))
}

/// The number of a text with one more letter.
fn longer(sum: u64, letter: char) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(worth(letter))
}

/// What a letter counts; none counts nothing.
fn worth(letter: char) -> u64 {
    u64::from(u32::from(letter)) + 1
}

/// Odd, so that it can be divided by.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
/// By which one divides by it: the product of both is 1.
const INVERSE: u64 = inverse(BASE);

/// Newton's way: each step doubles the digits that are right.
const fn inverse(odd: u64) -> u64 {
    let mut found = odd;
    let mut steps = 0;
    while steps < 6 {
        found = found.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(found)));
        steps += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{KeyIndex, hash, shorter};

    #[test]
    fn one_slip_is_found() {
        let nearest = |word: &str| {
            let keys = ["checkout-v2", "new-checkout", "search", "theme"];
            KeyIndex::new(keys, ["something-else", word]).nearest(word)
        };
        assert_eq!(nearest("newCheckout"), Some("new-checkout"));
        assert_eq!(nearest("new-chekout"), Some("new-checkout"));
        assert_eq!(nearest("new-chceckout"), Some("new-checkout"));
        assert_eq!(nearest("new-cehckout"), Some("new-checkout"));
        assert_eq!(nearest("checkout-v3"), Some("checkout-v2"));
        assert_eq!(nearest("old-checkout"), None);
        assert_eq!(nearest("thing"), None);
        assert_eq!(nearest(""), None);
    }

    #[test]
    fn a_form_without_a_letter_is_that_of_the_text_without_it() {
        let letters: Vec<char> = "newcheckoutß".chars().collect();
        let mut forms: Vec<u64> = shorter(&letters).collect();
        forms.reverse();
        for (dropped, form) in forms.iter().enumerate() {
            let mut left = letters.clone();
            left.remove(dropped);
            assert_eq!(*form, hash(&left), "without letter {dropped}");
        }
        assert_eq!(forms.len(), letters.len());
    }

    #[test]
    fn many_keys_that_look_alike_cost_little() {
        let keys: Vec<String> = (0..20_000)
            .map(|number| format!("release-checkout-{number:05}"))
            .collect();
        let words: Vec<String> = (0..20_000)
            .map(|number| format!("release-chekout-{number:05}"))
            .collect();
        let index = KeyIndex::new(keys.iter().map(String::as_str), words.iter().map(String::as_str));
        for (key, word) in keys.iter().zip(&words) {
            assert_eq!(index.nearest(word), Some(key.as_str()));
        }
    }
}
