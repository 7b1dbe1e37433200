//! A language as the cache keeps it: by its name.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use super::{LANGUAGES, Language};

/// Its name.
pub(crate) fn serialize<S: Serializer>(language: &&'static Language, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(language.name)
}

/// The language of that name.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Language, D::Error> {
    let name = <&str>::deserialize(deserializer)?;
    let found = LANGUAGES.iter().find(|language| language.name == name);
    found.ok_or_else(|| D::Error::custom("a language that is not read"))
}

/// The name alone, as the table has it.
pub(crate) mod name {
    use serde::{Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(name)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
        super::deserialize(deserializer).map(|language| language.name)
    }
}
