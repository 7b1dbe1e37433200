//! Values that are known before the program runs, and how a language spells them.

use crate::fix::syntax::{Id, Syntax};

/// A known value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Bool(bool),
    Text(String),
    /// As written.
    Number(String),
    /// Nothing: no error, no object.
    Null,
}

impl Value {
    /// From what a registry serves or a user states; objects and lists are none that code compares with.
    pub(crate) fn of(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::Bool(value) => Some(Self::Bool(*value)),
            serde_json::Value::String(text) => Some(Self::Text(text.clone())),
            serde_json::Value::Number(number) => Some(Self::Number(number.to_string())),
            _ => None,
        }
    }

    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether two values are equal, where they are of one kind.
    pub(crate) fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Bool(one), Self::Bool(two)) => Some(one == two),
            (Self::Text(one), Self::Text(two)) => Some(one == two),
            (Self::Number(one), Self::Number(two)) => {
                let (one, two) = (one.parse::<f64>().ok()?, two.parse::<f64>().ok()?);
                Some(one.total_cmp(&two).is_eq())
            }
            (Self::Null, Self::Null) => Some(true),
            (Self::Null, _) | (_, Self::Null) => Some(false),
            _ => None,
        }
    }

    /// Which of two numbers is larger.
    pub(crate) fn compared(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Number(one), Self::Number(two)) => one.parse::<f64>().ok()?.partial_cmp(&two.parse::<f64>().ok()?),
            _ => None,
        }
    }

    /// As the language spells it; `quote` is how the text around spells texts.
    pub(crate) fn spelled(&self, syntax: &Syntax, quote: char) -> String {
        let table = &syntax.shapes.table;
        match self {
            Self::Bool(value) => table.truth(*value).to_owned(),
            Self::Number(text) => text.clone(),
            Self::Null => table.null().to_owned(),
            Self::Text(text) => {
                let mut spelled = table.text_prefix.clone().unwrap_or_default();
                spelled.push(quote);
                for letter in text.chars() {
                    match letter {
                        '\n' => spelled.push_str("\\n"),
                        letter if letter == quote || letter == '\\' => {
                            spelled.push('\\');
                            spelled.push(letter);
                        }
                        letter => spelled.push(letter),
                    }
                }
                spelled.push(quote);
                spelled
            }
        }
    }
}

/// The value of a literal.
pub(crate) fn literal(syntax: &Syntax, id: Id, text: &str) -> Option<Value> {
    let written = syntax.text(id, text);
    let table = &syntax.shapes.table;
    if table.true_words.iter().any(|word| word == written) {
        return Some(Value::Bool(true));
    }
    if table.false_words.iter().any(|word| word == written) {
        return Some(Value::Bool(false));
    }
    let Some(role) = syntax.role(id).filter(|role| !is_joined(syntax, id, role)) else {
        // Some grammars wrap a literal once more.
        let inner = syntax
            .only_part(id)
            .filter(|inner| syntax.span(*inner) == syntax.span(id))?;
        return literal(syntax, inner, text);
    };
    if role.yes || (role.boolean && written == table.truth(true)) {
        return Some(Value::Bool(true));
    }
    if role.no || (role.boolean && written == table.truth(false)) {
        return Some(Value::Bool(false));
    }
    if role.null {
        return Some(Value::Null);
    }
    if role.number {
        return Some(Value::Number(written.to_owned()));
    }
    if role.string {
        let holes = syntax
            .subtree(id)
            .any(|inner| syntax.has_role(inner, |role| role.interpolation || role.escape));
        let prefix = table.text_prefix.as_deref().unwrap_or("");
        let written = written.strip_prefix(prefix).unwrap_or(written);
        return (!holes).then(|| Value::Text(unquoted(written).to_owned()));
    }
    None
}

/// A node around texts side by side, of which there is one.
fn is_joined(syntax: &Syntax, id: Id, role: &crate::language::Role) -> bool {
    !role.string && !role.yes && !role.no && !role.boolean && !role.null && !role.number && {
        let inner = syntax.only_part(id);
        inner.is_some_and(|inner| syntax.span(inner) == syntax.span(id) && syntax.has_role(inner, |role| role.string))
    }
}

fn unquoted(text: &str) -> &str {
    if let Some(symbol) = text.strip_prefix(':').filter(|symbol| !symbol.starts_with(['"', '\''])) {
        return symbol;
    }
    let text = text.trim_start_matches(':');
    for quotes in ["\"\"\"", "'''", "\"", "'", "`"] {
        if let Some(inner) = text.strip_prefix(quotes).and_then(|text| text.strip_suffix(quotes)) {
            return inner;
        }
    }
    text
}
