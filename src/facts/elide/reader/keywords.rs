//! The words of a language that say how code around them is built.

use rustc_hash::FxHashMap;

use crate::facts::elide::{Bytes, is_word};
use crate::language::Lexis;

/// What a word of the language says.
#[derive(Clone, Copy, Default)]
pub(super) struct Says {
    /// It stands on the line of the brace that opens a function's body.
    pub(super) body: bool,
    /// It declares a type.
    pub(super) container: bool,
    /// A statement that it begins stays.
    pub(super) kept: bool,
    /// A statement follows, on its line or the next.
    pub(super) head: bool,
    /// A value follows.
    pub(super) prefix: bool,
    /// It begins an import.
    pub(super) import: bool,
}

/// The words of the language that say something.
pub(super) struct Keywords<'t> {
    words: FxHashMap<&'t [u8], Says>,
    first: Bytes,
}

impl<'t> Keywords<'t> {
    pub(super) fn new(lexis: &'t Lexis) -> Self {
        let mut keywords = Self {
            words: FxHashMap::default(),
            first: Bytes::default(),
        };
        keywords.add(&lexis.body_words, |says| says.body = true);
        keywords.add(&lexis.container_words, |says| says.container = true);
        keywords.add(&lexis.kept_words, |says| says.kept = true);
        keywords.add(&lexis.head_words, |says| says.head = true);
        keywords.add(&lexis.imports.words, |says| says.import = true);
        keywords.add(&lexis.prefix_words, |says| says.prefix = true);
        keywords
    }

    fn add(&mut self, words: &'t [String], say: impl Fn(&mut Says)) {
        for word in words {
            word.bytes().take(1).for_each(|byte| self.first.add(byte));
            say(self.words.entry(word.as_bytes()).or_default());
        }
    }

    pub(super) fn of(&self, word: &[u8]) -> Says {
        match word.first().is_some_and(|byte| self.first.has(*byte)) {
            true => self.words.get(word).copied().unwrap_or_default(),
            false => Says::default(),
        }
    }
}

/// Whether a text ends with one of some words or signs.
pub(super) fn ends_with_word(text: &[u8], words: &[String]) -> bool {
    words.iter().any(|word| {
        let head = text.strip_suffix(word.as_bytes());
        let is_whole = |head: &[u8]| {
            !word.starts_with(|c: char| c.is_alphanumeric()) || !head.last().is_some_and(|byte| is_word(*byte))
        };
        head.is_some_and(is_whole)
    })
}
