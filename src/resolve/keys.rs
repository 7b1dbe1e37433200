//! From an expression to a flag key: literals, constants wherever they stand, strings with a fixed part.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::facts::{Binding, BindingKind, Expression, Name, Part};
use crate::resolve::Resolver;
use crate::resolve::names::{self, Found, HOPS, Names};
use crate::sdk::Selection;
use crate::source::Span;
use crate::usage::KeySource;

/// How many values one expression may have.
const VALUES: usize = 256;

/// What an expression says of a key.
#[derive(Debug, Clone)]
pub(crate) enum Key {
    /// Written here.
    Literal { text: Name, file: usize, span: Span },
    /// In a constant: the file it stands in and the binding's index there.
    Constant { text: String, file: usize, binding: usize },
    /// A string with holes.
    Pattern { text: String },
    /// The caller knows.
    Parameter { file: usize, scope: u32, position: usize },
    /// Known at run time only.
    Dynamic,
    /// The name of a member of something that is not in this repository.
    Member { text: String },
}

impl Key {
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Literal { text, .. } => Some(text.to_string()),
            Self::Constant { text, .. } | Self::Pattern { text } | Self::Member { text } => Some(text.clone()),
            Self::Parameter { .. } | Self::Dynamic => None,
        }
    }

    pub(crate) fn source(&self) -> KeySource {
        match self {
            Self::Literal { .. } => KeySource::Literal,
            Self::Constant { .. } | Self::Member { .. } => KeySource::Constant,
            Self::Pattern { .. } => KeySource::Pattern,
            Self::Parameter { .. } | Self::Dynamic => KeySource::Dynamic,
        }
    }

    pub(crate) fn literal(&self) -> Option<(usize, Span)> {
        match self {
            Self::Literal { file, span, .. } => Some((*file, *span)),
            _ => None,
        }
    }

    pub(crate) fn via(&self, names: &Names<'_>) -> Option<String> {
        let Self::Constant { file, binding, .. } = self else {
            return None;
        };
        let facts = names.file(*file)?;
        let binding = facts.bindings.get(*binding)?;
        let (line, _) = facts.lines.position(binding.name_span.start);
        Some(format!("{}:{line}", facts.path))
    }
}

impl<'a> Resolver<'a> {
    /// The keys that an expression can be.
    pub(crate) fn keys(
        &self,
        file: usize,
        scope: u32,
        expression: &Expression,
        span: Span,
        selector: &Selection,
    ) -> Vec<Key> {
        let mut keys = Vec::new();
        self.collect(file, scope, expression, span, selector, HOPS, &mut keys);
        if let Some(prefix) = &selector.prefix {
            // An event name without the prefix is no key.
            keys = keys.into_iter().filter_map(|key| cut(key, prefix)).collect();
        }
        if selector.transform.is_some() {
            for key in &mut keys {
                if let Key::Literal { text, .. } = key
                    && !(self.registered)(text)
                    && let Some(known) = self.transformed.get(&**text)
                {
                    *text = known.as_str().into();
                }
            }
        }
        keys
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one expression with its place, its rule and its bound"
    )]
    fn collect(
        &self,
        file: usize,
        scope: u32,
        expression: &Expression,
        span: Span,
        selector: &Selection,
        hops: u8,
        keys: &mut Vec<Key>,
    ) {
        if hops == 0 || keys.len() >= VALUES {
            keys.push(Key::Dynamic);
            return;
        }
        match expression {
            Expression::Text(text) => keys.push(Key::Literal {
                text: text.clone(),
                file,
                span,
            }),
            Expression::Template(parts) => keys.push(self.template(file, scope, parts, hops)),
            Expression::Choice(choices) => {
                for choice in choices {
                    self.collect(file, scope, choice, span, selector, hops - 1, keys);
                }
            }
            Expression::Path(path) => self.path(file, scope, path, selector, hops, keys),
            // A list of flags handed on as one argument.
            Expression::List(items) if !selector.each => {
                for item in items {
                    self.collect(file, scope, &item.value, item.span, selector, hops - 1, keys);
                }
            }
            Expression::Boolean(_) | Expression::Number(_) | Expression::Null => {}
            _ => keys.push(Key::Dynamic),
        }
    }

    fn path(&self, file: usize, scope: u32, path: &Name, selector: &Selection, hops: u8, keys: &mut Vec<Key>) {
        let member = || match path.rsplit_once('.') {
            Some((_, last)) if selector.names_key => Key::Member { text: last.to_owned() },
            _ => Key::Dynamic,
        };
        match self.names.resolve(file, scope, path) {
            Some((Found::Parameter(file, scope, position), "")) => {
                keys.push(Key::Parameter { file, scope, position });
            }
            Some((Found::Binding(owner, binding), rest)) if rest.is_empty() || is_value_member(rest) => {
                self.bound(owner, binding, selector, hops, keys);
            }
            _ => keys.push(self.class_name(file, path).unwrap_or_else(member)),
        }
    }

    /// `NewCheckout::class` is the full name of the class, as the import says it.
    fn class_name(&self, file: usize, path: &str) -> Option<Key> {
        let facts = self.names.file(file)?;
        let table = &facts.language.grammar().table;
        let class = path
            .strip_suffix(table.class_name_member.as_deref()?)?
            .strip_suffix('.')?;
        let separator = table.module_separators.first().map_or(".", String::as_str);
        let text = match self.names.import(file, class) {
            Some(import) => match &import.name {
                Some(name) => format!("{}{separator}{name}", import.module),
                None => import.module.to_string(),
            },
            None => class.trim_start_matches(separator).to_owned(),
        };
        Some(Key::Member { text })
    }

    /// The value of a name; a name with several values has them all.
    fn bound(&self, file: usize, binding: &'a Binding, selector: &Selection, hops: u8, keys: &mut Vec<Key>) {
        let Some(index) = self.names.position(file, binding) else {
            return;
        };
        if binding.kind == BindingKind::Enumerator && binding.value == Expression::Other {
            keys.push(match selector.names_key {
                true => Key::Constant {
                    text: binding.name.to_string(),
                    file,
                    binding: index,
                },
                false => Key::Dynamic,
            });
            return;
        }
        let mut values: Vec<&Binding> = self
            .names
            .bindings(file, binding.scope, &binding.name)
            .take(16)
            .collect();
        if !values.iter().any(|other| std::ptr::eq(*other, binding)) {
            values = vec![binding];
        }
        let left = names::left(hops, values.len());
        let mut found = BTreeMap::new();
        for value in values.into_iter().filter(|value| value.value != Expression::Null) {
            let mut inner = Vec::new();
            self.collect(
                file,
                value.scope,
                &value.value,
                value.value_span,
                selector,
                left,
                &mut inner,
            );
            for key in inner {
                let key = match key {
                    Key::Literal { text, .. } => Key::Constant {
                        text: text.to_string(),
                        file,
                        binding: index,
                    },
                    other => other,
                };
                found.entry(key.text()).or_insert(key);
            }
        }
        if found.is_empty() {
            keys.push(Key::Dynamic);
        }
        keys.extend(found.into_values());
    }

    /// Constants in the holes are filled in; what is left is `*`.
    fn template(&self, file: usize, scope: u32, parts: &[Part], hops: u8) -> Key {
        let mut text = String::new();
        let mut open = false;
        let mut fixed = false;
        let holes = parts.iter().filter(|part| matches!(part, Part::Hole(_))).count();
        let left = names::left(hops, holes);
        for part in parts {
            match part {
                Part::Text(part) => {
                    fixed |= !part.is_empty();
                    text.push_str(part);
                }
                Part::Hole(expression) => {
                    let mut values = Vec::new();
                    let plain = Selection::default();
                    self.collect(file, scope, expression, Span::default(), &plain, left, &mut values);
                    match &values[..] {
                        [Key::Literal { text: value, .. }] => {
                            fixed = true;
                            text.push_str(value);
                        }
                        [Key::Constant { text: value, .. }] => {
                            fixed = true;
                            text.push_str(value);
                        }
                        [Key::Pattern { text: value }] => {
                            (open, fixed) = (true, true);
                            text.push_str(value);
                        }
                        _ => {
                            open = true;
                            if !text.ends_with('*') {
                                text.push('*');
                            }
                        }
                    }
                }
            }
        }
        match (open, fixed) {
            (true, true) => Key::Pattern { text },
            (true, false) => Key::Dynamic,
            (false, _) => Key::Literal {
                text: text.into(),
                file,
                span: Span::default(),
            },
        }
    }
}

/// `Flag.X.value`, `Flag.X.key`: the member of a constant that is its text.
fn is_value_member(rest: &str) -> bool {
    matches!(rest, "value" | "key" | "name" | "rawValue" | "id")
}

fn cut(key: Key, prefix: &str) -> Option<Key> {
    match key {
        Key::Literal { text, file, span } => text.strip_prefix(prefix).map(|text| Key::Literal {
            text: text.into(),
            file,
            span,
        }),
        Key::Constant { text, file, binding } => text.strip_prefix(prefix).map(|text| Key::Constant {
            text: text.to_owned(),
            file,
            binding,
        }),
        Key::Pattern { text } => text
            .strip_prefix(prefix)
            .map(|text| Key::Pattern { text: text.to_owned() }),
        Key::Parameter { .. } | Key::Dynamic | Key::Member { .. } => None,
    }
}

/// The names that camel-casing SDKs give to keys: computed forward, never undone, because two keys may share a name.
///
/// Sources: lodash 4.3.0 `camelCase`, used by launchdarkly-react-client-sdk; `toCamelCase` of @launchdarkly/react-sdk.
pub(crate) fn camel_cases<'k>(keys: impl Iterator<Item = &'k str>) -> FxHashMap<String, String> {
    let mut names = FxHashMap::default();
    for key in keys {
        for digits_split in [true, false] {
            let name = camel_case(key, digits_split);
            if name != key {
                names.entry(name).or_insert_with(|| key.to_owned());
            }
        }
    }
    names
}

fn camel_case(key: &str, digits_split: bool) -> String {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Lower,
        Upper,
        Digit,
        Other,
    }
    let class = |character: char| match character {
        character if character.is_ascii_digit() => Class::Digit,
        character if character.is_uppercase() => Class::Upper,
        character if character.is_alphabetic() => Class::Lower,
        _ => Class::Other,
    };
    let characters: Vec<char> = key
        .chars()
        .filter(|character| *character != '\'' || !digits_split)
        .collect();
    let separates = |character: char| match digits_split {
        true => class(character) == Class::Other,
        false => matches!(character, '-' | '.' | '_') || character.is_whitespace(),
    };
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for (at, character) in characters.iter().copied().enumerate() {
        if separates(character) {
            before = None;
            continue;
        }
        let next = characters.get(at + 1).copied();
        let breaks = match before {
            None => true,
            Some(before) => match (class(before), class(character)) {
                (Class::Lower, Class::Upper) => true,
                (Class::Upper, Class::Upper) => next.is_some_and(|next| class(next) == Class::Lower),
                (Class::Digit, Class::Upper) => true,
                (Class::Digit, Class::Lower) | (Class::Lower | Class::Upper, Class::Digit) => digits_split,
                _ => false,
            },
        };
        if breaks {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
        before = Some(character);
    }
    let mut name = String::new();
    for (at, word) in words.iter().enumerate() {
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if at > 0 => name.extend(first.to_uppercase()),
            Some(first) => name.push(first),
            None => {}
        }
        name.extend(characters);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::camel_case;

    #[test]
    fn camel_case_follows_lodash_and_the_newer_sdk() {
        for (key, lodash, newer) in [
            ("my-flag-key", "myFlagKey", "myFlagKey"),
            ("my.flag_key", "myFlagKey", "myFlagKey"),
            ("MY_FLAG", "myFlag", "myFlag"),
            ("HTMLParser", "htmlParser", "htmlParser"),
            ("new-ui-2", "newUi2", "newUi2"),
            ("v2beta", "v2Beta", "v2beta"),
            ("enable-2fa", "enable2Fa", "enable2fa"),
            ("a/b-test", "aBTest", "a/bTest"),
            ("can't-stop", "cantStop", "can'tStop"),
        ] {
            assert_eq!(camel_case(key, true), lodash, "{key} in lodash");
            assert_eq!(camel_case(key, false), newer, "{key} in the newer SDK");
        }
    }
}
