//! Imports of names that stand nowhere else in what is left of a file: nothing is said by them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::reader::Left;
use super::{Bytes, all_words, begins_in, is_word, word_at};
use crate::language::{Grammar, ImportLines, Lexis};
use crate::sdk::Accessors;

/// Longer imports are left as they are.
const LONG: usize = 2048;

/// The imports whose names stand nowhere else in what is left, in order, those in a row as one.
pub(super) fn unused(
    text: &str,
    grammar: &Grammar,
    (left, hits): (&Left, &[Range<usize>]),
    accessors: &Accessors,
) -> Vec<Range<usize>> {
    // A file that is parsed whole is not looked at again for a name that only an import of it holds.
    let Some(lexis) = grammar
        .table
        .lexis
        .as_ref()
        .filter(|_| !left.out.is_empty() && !left.imports.is_empty())
    else {
        return Vec::new();
    };
    let bytes = text.as_bytes();
    let telling = || accessors.modules.iter().chain(&grammar.table.client.imports);
    let tells = |import: &Range<usize>| {
        let text = bytes.get(import.clone()).unwrap_or(&[]);
        begins_in(hits, import) || telling().any(|module| memchr::memmem::find(text, module.as_bytes()).is_some())
    };
    let mut imports: Vec<(Range<usize>, bool)> = Vec::new();
    let mut importers: FxHashMap<&[u8], Vec<usize>> = FxHashMap::default();
    let mut first = Bytes::default();
    for start in left.imports.iter().copied() {
        let whole = import_at(bytes, start, lexis).filter(|whole| !tells(whole));
        let Some((whole, names)) = whole.and_then(|whole| Some((whole.clone(), names(bytes, &whole, &lexis.imports)?)))
        else {
            continue;
        };
        for name in all_words(bytes, names.start, names.end).filter(|name| !grammar.is_keyword(name)) {
            name.iter().take(1).for_each(|byte| first.add(*byte));
            importers.entry(name).or_default().push(imports.len());
        }
        imports.push((whole, false));
    }
    let between = |from: usize, to: usize, used: &mut Vec<usize>| {
        let mut at = from;
        while let Some(byte) = bytes.get(at).copied().filter(|_| at < to) {
            let word = word_at(bytes, at);
            if first.has(byte) {
                used.extend(importers.get(word).into_iter().flatten());
            }
            at += word.len().max(1);
        }
    };
    let mut used = Vec::new();
    let mut at = 0;
    let mut skipped: Vec<&Range<usize>> = left.out.iter().collect();
    skipped.extend(imports.iter().map(|(whole, _)| whole));
    skipped.sort_by_key(|stretch| stretch.start);
    for stretch in skipped {
        between(at, stretch.start, &mut used);
        at = at.max(stretch.end);
    }
    between(at, bytes.len(), &mut used);
    for import in used {
        if let Some((_, is_used)) = imports.get_mut(import) {
            *is_used = true;
        }
    }
    let mut unused: Vec<Range<usize>> = Vec::new();
    for (whole, _) in imports.into_iter().filter(|(_, is_used)| !is_used) {
        let is_beside = |before: &&mut Range<usize>| {
            let between = bytes.get(before.end..whole.start);
            between.is_some_and(|between| between.trim_ascii().is_empty())
        };
        match unused.last_mut().filter(is_beside) {
            Some(before) => before.end = whole.end,
            None => unused.push(whole),
        }
    }
    unused
}

/// The import that begins at a place, to the end of its line or its last sign. `None`: it is written in some other way.
fn import_at(bytes: &[u8], start: usize, lexis: &Lexis) -> Option<Range<usize>> {
    let rest = bytes.get(start..bytes.len().min(start + LONG))?;
    let mut depth = 0usize;
    let mut end = None;
    for (at, byte) in rest.iter().copied().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            // a default, a call, a comment, a line that goes on
            b'=' | b'(' | b'`' | b'\\' | b'#' => return None,
            b'/' if matches!(rest.get(at + 1), Some(b'/' | b'*')) => return None,
            b';' if depth == 0 => {
                end = Some(at + 1);
                break;
            }
            b'\n' | b'\r' if depth == 0 && lexis.newlines => {
                end = Some(at);
                break;
            }
            _ => {}
        }
    }
    Some(start..start + end?)
}

/// Where in an import the names stand that it brings. `None`: it may bring others, or has an effect of its own.
fn names(bytes: &[u8], whole: &Range<usize>, lines: &ImportLines) -> Option<Range<usize>> {
    let text = bytes.get(whole.clone())?;
    let text = text.strip_suffix(b";").unwrap_or(text).trim_ascii_end();
    let first = word_at(text, 0).len();
    let names = match lines.names_before.as_str() {
        "" => {
            let last = memchr::memmem::rfind(text, lines.names_behind.as_bytes())?;
            last + lines.names_behind.len()..text.len()
        }
        word => {
            let at = memchr::memmem::find(text, word.as_bytes())?;
            let is_whole = |at: Option<&u8>| !at.is_some_and(|byte| is_word(*byte));
            let behind = text.get(at + word.len()..)?;
            let is_text = matches!(behind.trim_ascii(), [b'"', .., b'"'] | [b'\'', .., b'\'']);
            (is_whole(at.checked_sub(1).and_then(|at| text.get(at))) && is_text).then_some(first..at)?
        }
    };
    let said = text.get(names.clone())?;
    let brings_all = said.contains(&b'*') || all_words(text, names.start, names.end).next().is_none();
    (!brings_all).then_some(whole.start + names.start..whole.start + names.end)
}

#[cfg(test)]
mod tests {
    use crate::facts::elide;
    use crate::language::Language;
    use crate::sdk::Sdks;

    /// What is parsed of a text in which a word is looked for.
    fn parsed(name: &str, text: &str, word: &str) -> String {
        let language = Language::of(name).expect("a language");
        let hits = text
            .match_indices(word)
            .map(|(at, found)| at..at + found.len())
            .collect();
        let sdks = Sdks::new(Vec::new());
        let focus = elide::focus(text, language.grammar(), hits, sdks.accessors(language.family));
        assert!(!focus.ranges.is_empty(), "nothing is left out");
        let kept = focus.parsed(text);
        kept.iter()
            .filter_map(|kept| text.get(kept.start_byte..kept.end_byte))
            .collect()
    }

    #[test]
    fn an_import_stays_where_what_is_left_names_it_or_it_may_bring_more() {
        let idle = format!("  fun idle() {{\n    render({})\n  }}\n", "Idle(), ".repeat(40));
        let text = format!(
            "package a\n\nimport a.b.Client\nimport a.b.Idle\nimport a.b.Other as Gone\nimport a.b.Long as Short\nimport a.c.*\n\n\
            class Cart(val client: Client) {{\n  fun total() = client.isEnabled(Short.KEY)\n{idle}}}\n"
        );
        let left = "package a\n\nimport a.b.Client\n\nimport a.b.Long as Short\nimport a.c.*\n\n\
            class Cart(val client: Client) {\n  fun total() = client.isEnabled(Short.KEY)\n  fun idle() {}\n}\n";
        assert_eq!(parsed("Cart.kt", &text, "isEnabled"), left);
    }

    #[test]
    fn an_import_stays_that_has_an_effect_or_tells_where_code_runs() {
        let idle = format!("function idle() {{\n  render({});\n}}\n", "gone, ".repeat(40));
        let text = format!(
            "import './polyfill';\nimport {{\n  gone,\n  alsoGone,\n}} from './gone';\nimport React from 'react';\n\
            import kept, {{ type Gone }} from \"./kept\";\nimport * as all from './all';\n\
            export const on = () => kept.isEnabled('cart');\n{idle}"
        );
        let left = "import './polyfill';\n\nimport React from 'react';\n\
            import kept, { type Gone } from \"./kept\";\nimport * as all from './all';\n\
            export const on = () => kept.isEnabled('cart');\nfunction idle() {}\n";
        assert_eq!(parsed("cart.ts", &text, "isEnabled"), left);
    }

    #[test]
    fn an_import_of_what_is_looked_for_stays() {
        let idle = format!("  void idle() {{\n    render({});\n  }}\n", "1, ".repeat(80));
        let text = format!(
            "package a;\n\nimport a.b.Gone;\nimport static a.b.Keys.CART;\n\nclass Cart {{\n  Object key() {{ return CART; }}\n{idle}}}\n"
        );
        let left = "package a;\n\n\nimport static a.b.Keys.CART;\n\nclass Cart {\n  Object key() { return CART; }\n  void idle() {}\n}\n";
        assert_eq!(parsed("Cart.java", &text, "CART"), left);
    }
}
