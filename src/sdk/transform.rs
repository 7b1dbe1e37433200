//! What SDKs make of keys: `my-flag` is read as `flags.myFlag`. Each is computed forward from the registry's keys and
//! never undone, because two keys may share a name.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// What an SDK makes of a key.
///
/// Sources: lodash 4.3.0 `camelCase`, used by launchdarkly-react-client-sdk and flopflip; `toCamelCase` of
/// @launchdarkly/react-sdk; `String#camelize(:lower)` of ActiveSupport, used by GitLab; the generated constants of
/// Grafana's featuremgmt; two-argument `BASE_FEATURE` of Chromium; `RUNTIME_GUARD` of Envoy and static preferences of
/// Firefox; `CARGO_FEATURE_` of cargo; `initialize` of the Flagsmith client; the generators of the OpenFeature CLI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Transform {
    /// `my-flag` → `myFlag`.
    CamelCase,
    /// `myFlag` → `FlagMyFlag`.
    FlagConstant,
    /// `MyFlag` → `kMyFlag`.
    KConstant,
    /// `My Flag` → `my_flag`.
    LowerCase,
    /// `myFlag` → `useMyFlag`, `MyFlagAsync`, `MyFlag`, `my_flag`, `MY_FLAG`: as generated code spells it.
    Spelled,
    /// `my.flag-key` → `my_flag_key`.
    Underscores,
    /// `my-flag` → `MY_FLAG`.
    UpperSnake,
}

impl Transform {
    /// All of them.
    const ALL: [Self; 7] = [
        Self::CamelCase,
        Self::FlagConstant,
        Self::KConstant,
        Self::LowerCase,
        Self::Spelled,
        Self::Underscores,
        Self::UpperSnake,
    ];

    /// The names that it gives a key.
    fn names(self, key: &str) -> Vec<String> {
        match self {
            Self::CamelCase => vec![camel_case(key, true), camel_case(key, false)],
            Self::FlagConstant => vec![format!("Flag{}", capital(key))],
            Self::KConstant => vec![format!("k{key}")],
            Self::LowerCase => vec![key.to_lowercase().replace(' ', "_")],
            Self::Spelled => spelled(key),
            Self::Underscores => vec![key.replace(['.', '-'], "_")],
            Self::UpperSnake => vec![key.to_uppercase().replace(['-', '.', ' '], "_")],
        }
    }
}

/// The registry's keys by the names that each transform gives them. Those of a transform are made when they are asked for: most
/// code asks for none.
#[derive(Debug, Default)]
pub(crate) struct Transformed {
    keys: Vec<String>,
    names: [OnceLock<FxHashMap<String, usize>>; Transform::ALL.len()],
}

impl Transformed {
    pub(crate) fn new<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        Self {
            keys: keys.map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// The key that a transform gives this name.
    pub(crate) fn key(&self, transform: Transform, name: &str) -> Option<&str> {
        let at = Transform::ALL.iter().position(|other| *other == transform)?;
        let names = self.names.get(at)?.get_or_init(|| self.names(transform));
        self.keys.get(*names.get(name)?).map(String::as_str)
    }

    fn names(&self, transform: Transform) -> FxHashMap<String, usize> {
        let mut table = FxHashMap::default();
        for (at, key) in self.keys.iter().enumerate() {
            for name in transform.names(key).into_iter().filter(|name| name != key) {
                table.entry(name).or_insert(at);
            }
        }
        table
    }
}

/// As generated code spells a key: method, type, hook, constant.
fn spelled(key: &str) -> Vec<String> {
    let camel = camel_case(key, false);
    let pascal = capital(&camel);
    let snake = camel.chars().fold(String::new(), |mut text, character| {
        if character.is_uppercase() {
            text.push('_');
        }
        text.extend(character.to_lowercase());
        text
    });
    let upper = snake.to_uppercase();
    vec![
        format!("use{pascal}"),
        format!("{pascal}Async"),
        camel,
        pascal,
        snake,
        upper,
    ]
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + characters.as_str()
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
    use super::{Transform, Transformed, camel_case};

    #[test]
    fn every_rule_is_computed_forward() {
        for (transform, key, name) in [
            (Transform::CamelCase, "ci_v2_pipelines", "ciV2Pipelines"),
            (Transform::FlagConstant, "panelTitleSearch", "FlagPanelTitleSearch"),
            (Transform::KConstant, "SplitViewLink", "kSplitViewLink"),
            (Transform::LowerCase, "My Flag", "my_flag"),
            (Transform::Spelled, "enableFeatureA", "enable_feature_a"),
            (Transform::Spelled, "enableFeatureA", "useEnableFeatureA"),
            (
                Transform::Underscores,
                "envoy.restart_features.x",
                "envoy_restart_features_x",
            ),
            (Transform::UpperSnake, "my-flag", "MY_FLAG"),
        ] {
            let table = Transformed::new([key].into_iter());
            assert_eq!(table.key(transform, name), Some(key), "{transform:?} of {key}");
        }
    }

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
