//! `[lints]`: a level per lint, and the options of those that have some.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{GlobText, Level, UNKNOWN_LINT};
use crate::lints::LINTS;

/// The options of one lint: a table of them, or its level alone.
trait Options: Default + for<'de> Deserialize<'de> {
    /// The level among them.
    fn level(&mut self) -> &mut Option<Level>;
}

/// Declares the options of lints: a type each, the field in [`Lints`], how `[lints]` is read, and its schema.
macro_rules! options {
    ($($lint:literal $member:ident: $name:ident { $($(#[doc = $doc:literal])+ $field:ident: $type:ty,)* })*) => {
        $(
            #[doc = concat!("Options of `", $lint, "`.")]
            #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
            #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
            pub struct $name {
                /// The level of its findings.
                pub level: Option<Level>,
                $($(#[doc = $doc])+ pub $field: $type,)*
            }

            impl Options for $name {
                fn level(&mut self) -> &mut Option<Level> {
                    &mut self.level
                }
            }
        )*

        /// `[lints]`: levels by lint name, and the options of the lints that have some.
        #[derive(Debug, Clone, Default)]
        pub struct Lints {
            /// Only those that the file names.
            pub levels: BTreeMap<String, Level>,
            $(#[doc = concat!("Options of `", $lint, "`.")] pub $member: $name,)*
        }

        impl Lints {
            /// Reads the value of one lint; the level, if it gives one.
            fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<Option<Level>, A::Error> {
                match name {
                    $($lint => read(map, &mut self.$member),)*
                    _ => read(map, &mut LevelOnly::default()),
                }
            }

            /// The schema of the options of one lint.
            fn schema(name: &str, generator: &mut SchemaGenerator) -> Schema {
                match name {
                    $($lint => generator.subschema_for::<$name>(),)*
                    _ => generator.subschema_for::<LevelOnly>(),
                }
            }
        }
    };
}

options! {
    "confusable-names" confusable_names: ConfusableNames {
        /// Globs of keys that look alike on purpose.
        ignore: Vec<GlobText>,
    }
    "exclusive-flags" exclusive_flags: ExclusiveFlags {
        /// Groups of keys of which only one may be on at a time.
        groups: Vec<Vec<String>>,
    }
    "expired-flag" expired_flag: ExpiredFlag {
        /// Days before its expiry date from which a flag is reported as a note. Default: 14.
        ahead_days: Option<u32>,
    }
    "fully-rolled-out" fully_rolled_out: FullyRolledOut {
        /// Days that one value must have been served to everyone. Default: 14.
        days: Option<u32>,
    }
    "lifetime-mismatch" lifetime_mismatch: LifetimeMismatch {
        /// How many times the lifetime of its kind a flag may be old. Default: 10.
        factor: Option<u32>,
    }
    "never-rolled-out" never_rolled_out: NeverRolledOut {
        /// Days since its making after which a flag that was never switched on is reported. Default: the lifetime of
        /// its kind.
        days: Option<u32>,
    }
    "orphaned-flag" orphaned_flag: OrphanedFlag {
        /// The teams and people that exist, as the registry writes them.
        teams: Vec<String>,
        /// Also accept the owners that CODEOWNERS names.
        codeowners: bool,
    }
    "ready-to-archive" ready_to_archive: ReadyToArchive {
        /// Days without a request after which nobody reads a flag. Default: 30.
        days: Option<u32>,
    }
    "repeated-evaluation" repeated_evaluation: RepeatedEvaluation {
        /// How often one function may ask for the same flag. Default: 1.
        most: Option<u32>,
    }
    "stale-export" stale_export: StaleExport {
        /// Days after which an export is too old to judge from. Default: 30.
        days: Option<u32>,
    }
    "stale-flag" stale_flag: StaleFlag {
        /// Treat every flag of unknown kind as a release flag. Default: only those that the registry calls temporary,
        /// and those of a registry that knows no kinds at all.
        unknown_kinds: bool,
    }
    "too-many-flags" too_many_flags: TooManyFlags {
        /// Flags that one function may decide on. Default: 4.
        most: Option<u32>,
        /// Levels to which branches of different flags may nest. Default: 2.
        nesting: Option<u32>,
    }
    "unevaluated-flag" unevaluated_flag: UnevaluatedFlag {
        /// Days without a request. Default: 30.
        days: Option<u32>,
    }
    "unknown-flag" unknown_flag: UnknownFlag {
        /// Globs of keys that are in no registry on purpose.
        ignore: Vec<GlobText>,
    }
    "untested-state" untested_state: UntestedState {
        /// Globs of the keys of critical flags. Default: none.
        keys: Vec<GlobText>,
        /// Flags with one of these tags are critical too.
        tags: Vec<String>,
    }
    "unused-flag" unused_flag: UnusedFlag {
        /// Flags made fewer days ago are not reported: the code may be on its way. Default: 14.
        days: Option<u32>,
        /// Globs of keys that other repositories read.
        ignore: Vec<GlobText>,
    }
}

/// The options of a lint that has none of its own.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LevelOnly {
    /// The level of its findings.
    pub level: Option<Level>,
}

impl Options for LevelOnly {
    fn level(&mut self) -> &mut Option<Level> {
        &mut self.level
    }
}

/// Reads `"note"` and `{ level = "note", .. }` alike.
struct LevelOr<O>(O);

impl<'de, O: Options> Deserialize<'de> for LevelOr<O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<O>(std::marker::PhantomData<O>);
        impl<'de, O: Options> Visitor<'de> for Either<O> {
            type Value = LevelOr<O>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a level")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<LevelOr<O>, E> {
                let mut options = O::default();
                *options.level() = Some(Level::deserialize(serde::de::value::StrDeserializer::new(text))?);
                Ok(LevelOr(options))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LevelOr<O>, A::Error> {
                O::deserialize(MapAccessDeserializer::new(map)).map(LevelOr)
            }
        }
        deserializer.deserialize_any(Either(std::marker::PhantomData))
    }
}

fn read<'de, A: MapAccess<'de>, O: Options>(map: &mut A, into: &mut O) -> Result<Option<Level>, A::Error> {
    let LevelOr(mut options) = map.next_value::<LevelOr<O>>()?;
    let level = *options.level();
    *into = options;
    Ok(level)
}

/// The name of a lint that exists. Checked as a key, so that an error points at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LintName(pub &'static str);

impl<'de> Deserialize<'de> for LintName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        match LINTS.iter().find(|lint| lint.name == name) {
            Some(lint) => Ok(Self(lint.name)),
            None => Err(D::Error::custom(format!("{UNKNOWN_LINT}{name}"))),
        }
    }
}

impl JsonSchema for LintName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LintName".into()
    }
    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
        json_schema!({ "description": "The name of a lint.", "enum": names })
    }
}

impl<'de> Deserialize<'de> for Lints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByName;
        impl<'de> Visitor<'de> for ByName {
            type Value = Lints;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a table")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Lints, A::Error> {
                let mut lints = Lints::default();
                while let Some(LintName(name)) = map.next_key()? {
                    if let Some(level) = lints.read(name, &mut map)? {
                        lints.levels.insert(name.to_owned(), level);
                    }
                }
                Ok(lints)
            }
        }
        deserializer.deserialize_map(ByName)
    }
}

impl JsonSchema for Lints {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lints".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = serde_json::Map::new();
        for lint in LINTS {
            let (options, level) = (Self::schema(lint.name, generator), generator.subschema_for::<Level>());
            let either = json_schema!({ "description": lint.summary(), "anyOf": [level, options] });
            properties.insert(lint.name.to_owned(), either.to_value());
        }
        json_schema!({
            "description": "Level and options per lint.", "type": "object", "properties": properties,
            "additionalProperties": false
        })
    }
}
