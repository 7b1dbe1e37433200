//! Questions about names that the words of a text answer, where its language has a plain reader of strings and comments:
//! no file is parsed for them. `None`: only its tree can tell.

use crate::facts::pieces;
use crate::language::Language;

/// Whether code has the name as a word of its own, or as the whole of a text.
pub(crate) fn names(text: &str, language: &Language, name: &str) -> Option<bool> {
    let pieces = some_pieces(text, language)?;
    let is_name = |piece: &&str| *piece == name || unquoted(piece) == Some(name);
    if pieces.iter().any(is_name) {
        return Some(true);
    }
    // Within a longer text or a template it may still be code.
    pieces.iter().all(|piece| !piece.contains(name)).then_some(false)
}

/// Whether code has `home.name`, where no import gives `home` another name.
pub(crate) fn qualifies(text: &str, language: &Language, home: &str, name: &str) -> Option<bool> {
    let pieces = some_pieces(text, language)?;
    let mut before = "";
    for piece in &pieces {
        let is_home = unquoted(piece).is_some_and(|path| path.rsplit('/').next() == Some(home));
        let named = before == "." || before.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        if is_home && named && !language.grammar().is_keyword(before.as_bytes()) {
            return None;
        }
        before = piece;
    }
    let qualified = |window: &[&str]| matches!(window, [object, ".", member] if *object == home && *member == name);
    Some(pieces.windows(3).any(qualified))
}

fn some_pieces<'t>(text: &'t str, language: &Language) -> Option<Vec<&'t str>> {
    Some(pieces(text, language.grammar())).filter(|pieces| !pieces.is_empty())
}

/// What a text holds, without its quotes.
fn unquoted(piece: &str) -> Option<&str> {
    let quote = piece.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
    piece.strip_prefix(quote)?.strip_suffix(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn go() -> &'static Language {
        Language::of("a.go").expect("a language")
    }

    #[test]
    fn comments_name_nothing() {
        let text = "package a\n\n// dark is gone\nfunc f() string { return \"darker\" }\n";
        assert_eq!(names(text, go(), "dark"), None, "it may be a part of a text");
        assert_eq!(names(text, go(), "gone"), Some(false));
        assert_eq!(names(text, go(), "f"), Some(true));
        assert_eq!(names(text, go(), "darker"), Some(true));
    }

    #[test]
    fn a_member_of_the_package() {
        let text = "package a\n\nimport \"x/features\"\n\nvar on = features. /* the */ Dark\n";
        assert_eq!(qualifies(text, go(), "features", "Dark"), Some(true));
        assert_eq!(qualifies(text, go(), "features", "Light"), Some(false));
        let renamed = text.replace("import ", "import flags ");
        assert_eq!(qualifies(&renamed, go(), "features", "Dark"), None);
        let merged = text.replace("import ", "import . ");
        assert_eq!(qualifies(&merged, go(), "features", "Dark"), None);
    }

    #[test]
    fn other_languages_are_parsed() {
        let python = Language::of("a.py").expect("a language");
        assert_eq!(names("x = 1", python, "y"), None);
        assert_eq!(qualifies("x = 1", python, "y", "z"), None);
    }
}
