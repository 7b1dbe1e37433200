//! What was parsed as a whole for one plan: of a file that declares the key a dozen questions are asked, each of the same text.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::syntax::{self, Syntax};
use super::unit::Unit;
use crate::language::Language;

/// Of so many bytes of text what was parsed is kept: it takes some thirty times as much.
const BYTES: usize = 1 << 20;

/// Texts that were parsed, by their language and hash.
#[derive(Default)]
pub(crate) struct Parses {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    by_text: FxHashMap<(&'static str, u128), Syntax>,
    bytes: usize,
}

impl Parses {
    /// As [`Syntax::parse`].
    pub(crate) fn parse(&self, language: &'static Language, text: &str) -> Option<Syntax> {
        let key = (language.name, xxh3_128(text.as_bytes()));
        if let Some(known) = self.known(key) {
            return Some(known);
        }
        let parsed = Syntax::parse(language, text)?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + text.len() > BYTES {
            *kept = Kept::default();
        }
        if text.len() <= BYTES && kept.by_text.insert(key, parsed.clone()).is_none() {
            kept.bytes += text.len();
        }
        Some(parsed)
    }

    fn known(&self, key: (&'static str, u128)) -> Option<Syntax> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_text.get(&key).cloned()
    }

    /// A file with its syntax; `None`: it could not be parsed in time.
    pub(crate) fn unit(&self, path: &str, language: &'static Language, text: &str) -> Option<Unit> {
        Some(Unit::new(path, text.to_owned(), self.parse(language, text)?))
    }

    /// As [`syntax::errors`].
    pub(crate) fn errors(&self, language: &'static Language, text: &str) -> Option<usize> {
        let known = self.known((language.name, xxh3_128(text.as_bytes())));
        known.map_or_else(|| syntax::errors(language, text), |known| Some(known.errors.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_parsed_again_is_the_same() {
        let parses = Parses::default();
        let language = Language::of("a.ts").expect("a language");
        for text in ["const a = 1;", "const a = ;", "const a = 1;"] {
            let parsed = parses.parse(language, text).expect("in time");
            let plain = Syntax::parse(language, text).expect("in time");
            assert_eq!(parsed.nodes.len(), plain.nodes.len());
            assert_eq!(parsed.errors, plain.errors);
            assert_eq!(parses.errors(language, text), syntax::errors(language, text));
        }
        assert_eq!(parses.errors(language, "never seen )"), Some(1));
        assert!(parses.known((language.name, xxh3_128(b"const a = 1;"))).is_some());
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let parses = Parses::default();
        let language = Language::of("a.ts").expect("a language");
        for at in 0..4 {
            let text = format!("const a{at} = 1;{}", " ".repeat(BYTES / 3));
            assert!(parses.parse(language, &text).is_some());
            let kept = parses.kept.lock().expect("no thread panicked");
            assert!(kept.bytes <= BYTES && (1..3).contains(&kept.by_text.len()));
        }
    }
}
