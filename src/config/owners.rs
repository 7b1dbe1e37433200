//! The `[owners]` table: who owns what neither the registry nor CODEOWNERS gives an owner.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::GlobText;

/// The `[owners]` table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnersTable {
    /// When git is asked who wrote the calls of a flag that has no other owner.
    pub git_blame: GitBlame,
    /// Globs of keys by owner.
    pub keys: BTreeMap<String, Vec<GlobText>>,
}

/// When `git blame` is asked. Authors are told by name, never by address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GitBlame {
    /// Never.
    Off,
    /// For `tickets` and the HTML page. The gate takes no notice of it: a shallow clone would give another answer.
    #[default]
    Reports,
    /// For every `check` too: each author then has the quota of an owner.
    Always,
}

/// The key of `[owners]` that is no owner.
const GIT_BLAME: &str = "git-blame";

impl<'de> Deserialize<'de> for OwnersTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;
        impl<'de> Visitor<'de> for Table {
            type Value = OwnersTable;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a table")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OwnersTable, A::Error> {
                let mut table = OwnersTable::default();
                while let Some(name) = map.next_key::<String>()? {
                    // An owner of this name would have to be called something else.
                    if name == GIT_BLAME {
                        table.git_blame = map.next_value()?;
                    } else {
                        table.keys.insert(name, map.next_value()?);
                    }
                }
                Ok(table)
            }
        }
        deserializer.deserialize_map(Table)
    }
}

impl JsonSchema for OwnersTable {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OwnersTable".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let blame = generator.subschema_for::<GitBlame>();
        let keys = generator.subschema_for::<Vec<GlobText>>();
        json_schema!({
            "description": "Globs of keys by owner.",
            "type": "object", "properties": { "git-blame": blame }, "additionalProperties": keys
        })
    }
}
