//! The configuration file as written, and what is left of it when nothing is left to decide.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use globset::GlobSet;
use jiff::Timestamp;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Severity;
use crate::lints::LINTS;
use crate::nearest::nearest;
use crate::registry::{Flag, Kind, KindSource, Registry};

mod lints;
mod owners;

pub use lints::*;
pub use owners::{GitBlame, OwnersTable};

/// `flagdebt.toml` as written: how this team works with flags. Every key is optional.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// What the flag service exported: a list of files, or `[[registry]]` tables with `path` and `format`.
    /// Paths are relative to this file.
    pub registry: Vec<RegistryFile>,
    /// Names of the environments that count as production. Without it: those whose name says so (`production`,
    /// `prod`, `live`), else all that do not look like test environments.
    pub environments: Vec<String>,
    /// Only files that match one of these globs are scanned.
    pub include: Vec<GlobText>,
    /// Files that match one of these globs are not scanned.
    pub exclude: Vec<GlobText>,
    /// Larger files are skipped and counted: bytes, or a text such as `"1MiB"`. Default: 1 MiB, at most 64 MiB.
    pub max_file_size: Option<FileSize>,
    /// The least severity that fails a run. Default: `warning`.
    pub fail_on: Option<FailOn>,
    /// How much debt is allowed before a run fails.
    pub quota: Quota,
    /// Owners of flags that neither the registry nor CODEOWNERS gives one: an owner's name, and globs of keys. `git-blame`
    /// says when the authors of the calls count as owners of what is left.
    pub owners: OwnersTable,
    /// Findings that are known, as `flagdebt baseline` writes them; relative to this file. Default:
    /// `flagdebt-baseline.json` beside it, where there is one.
    pub baseline: Option<String>,
    /// What is agreed per kind of flag.
    pub kinds: Kinds,
    /// Level and options per lint.
    pub lints: Lints,
    /// Findings that are accepted, by the keys of their flags.
    #[serde(rename = "suppress")]
    pub suppressions: Vec<SuppressionRule>,
    /// The team's own helpers around an SDK, written like the definitions in `rules/`.
    #[serde(rename = "sdk")]
    #[schemars(with = "Vec<BTreeMap<String, serde_json::Value>>")]
    pub sdks: Vec<Spanned<toml::Table>>,
}

/// One export to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryFile {
    /// Relative to the configuration file.
    pub path: String,
    /// The format's name; `None`: recognised. With its place, since only the table of formats can judge it.
    pub format: Option<Spanned<String>>,
}

/// How much debt is allowed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quota {
    /// Flags that may be due for removal at the same time, over all owners.
    pub total: Option<usize>,
    /// The same for each owner that `owners` does not name.
    pub default: Option<usize>,
    /// The same by owner, as the findings name them.
    pub owners: BTreeMap<String, usize>,
    /// What a flag counts that is due by one of these lints; by several, the most. 0: it does not count. Default: 1.
    pub weights: BTreeMap<LintName, usize>,
}

/// What is agreed per kind of flag.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Kinds {
    /// Separates deploying from releasing. Lifetime: 90 days.
    pub release: KindRules,
    /// Compares variants. Lifetime: 90 days.
    pub experiment: KindRules,
    /// A switch for operators. No lifetime.
    pub ops: KindRules,
    /// Who may do what. No lifetime.
    pub permission: KindRules,
}

/// What is agreed for one kind of flag.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindRules {
    /// Days without a change of state after which a flag is stale, or `"never"`.
    pub lifetime_days: Option<Lifetime>,
    /// A regular expression that keys of this kind must match somewhere; anchor it with `^` and `$`.
    pub pattern: Option<Pattern>,
    /// What keys of this kind must begin with; one of them is enough, upper and lower case differ.
    pub prefixes: Vec<String>,
    /// The convention in words, told in the finding.
    pub description: Option<String>,
    /// Globs: flags with these keys are of this kind, whatever the registry says.
    pub keys: Vec<GlobText>,
}

/// A `[[suppress]]` table: what a comment says for a line, said for flags by their keys.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SuppressionRule {
    /// The lints whose findings are accepted.
    pub lints: Vec<LintName>,
    /// Globs of the flags' keys.
    pub keys: Vec<GlobText>,
    /// The last day on which it holds, such as `"2027-01-31"`. Default: for good.
    pub until: Option<Day>,
    /// Why; told to nobody but the reader of this file, and therefore not empty.
    pub reason: Reason,
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub Date);

/// A text that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(pub String);

/// How long flags of a kind may stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Days without a change of state.
    Days(u32),
    /// For good.
    Never,
}

/// Whether a lint runs, and how much its findings matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Does not run.
    Off,
    /// Worth knowing.
    Note,
    /// Debt to pay.
    Warning,
    /// Wrong now.
    Error,
}

impl Level {
    /// The severity of the findings; `None`: off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The least severity that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Warnings and errors.
    Warning,
    /// Every finding.
    Note,
    /// No finding; quotas still count.
    Never,
}

impl FailOn {
    /// As a threshold; `None`: no finding fails the run.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSize(pub u64);

/// A glob that was checked; `*` and `**` as in `.gitignore`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlobText(pub String);

/// A regular expression that was checked; it runs in linear time.
#[derive(Debug, Clone)]
pub struct Pattern(pub regex::Regex);

/// What is wrong with a configuration, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}:{column}: {message}")]
pub struct ConfigError {
    /// The file, as given.
    pub path: String,
    /// Counted from 1.
    pub line: u32,
    /// In characters, counted from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl ConfigError {
    /// An error at the bytes `span` of the text of `path`.
    pub fn new(path: &str, text: &str, span: Range<usize>, message: String, help: Option<String>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |index| index + 1);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX - 1) + 1;
        Self {
            path: path.to_owned(),
            line: count(before.matches('\n').count()),
            column: count(before[line_start..].chars().count()),
            message,
            help,
        }
    }
}

/// Reads the text of a `flagdebt.toml`; `path` is only for messages.
pub fn parse(path: &str, text: &str) -> Result<Config, ConfigError> {
    // A byte-order mark is one character that an editor left, not a key.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    toml::from_str(body).map_err(|error| explain(path, body, &error))
}

/// The JSON Schema of `flagdebt.toml`, as checked in for editors. Draft 7, which all TOML plug-ins understand.
pub fn schema() -> serde_json::Value {
    let generator = schemars::generate::SchemaSettings::draft07()
        .for_deserialize()
        .into_generator();
    let mut schema = generator.into_root_schema_for::<Config>();
    schema.insert("title".into(), "flagdebt.toml".into());
    schema.to_value()
}

/// What the lints and the gate need to know: the team's rules and the date.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Ages are counted to this moment.
    pub as_of: Timestamp,
    /// Names of the environments that count as production; empty: the default choice.
    pub environments: Vec<String>,
    /// Level per lint name where it differs from the lint's own; `None`: off.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// Days without a change of state after which a flag of this kind is stale; kinds that are not here may stay.
    pub lifetime_days: BTreeMap<Kind, u32>,
    /// Days that one value must have been served to everyone before it counts as rolled out.
    pub rollout_days: u32,
    /// What keys of a kind must look like.
    pub names: BTreeMap<Kind, NameRule>,
    /// What keys of a kind begin with.
    pub prefixes: BTreeMap<Kind, Vec<String>>,
    /// The options of the lints as written; those that need to be prepared stand beside them.
    pub options: Lints,
    /// Keys that look alike on purpose.
    pub confusable_ignore: KeySet,
    /// Keys of flags whose states must all be tested.
    pub critical: KeySet,
    /// Findings that are accepted by the keys of their flags.
    pub suppressions: Vec<KeySuppression>,
    /// The owners that the repository's CODEOWNERS names; filled in by whoever reads files.
    pub codeowners: Vec<String>,
    /// Keys whose kind the configuration knows, the kinds that may stay first.
    pub kind_keys: Vec<(Kind, KeySet)>,
    /// Every flag of unknown kind counts as a release flag.
    pub unknown_kinds: bool,
    /// Keys that are in no registry on purpose.
    pub unknown_ignore: KeySet,
    /// Keys that other repositories read.
    pub unused_ignore: KeySet,
    /// Days that a new flag may wait for its code.
    pub unused_days: u32,
    /// The least severity that fails a run; `None`: no finding does.
    pub fail_on: Option<Severity>,
    /// Flags that may be due for removal at the same time.
    pub quota: Option<usize>,
    /// The same for each owner that has no quota of its own.
    pub owner_quota: Option<usize>,
    /// The same by owner.
    pub owner_quotas: BTreeMap<String, usize>,
    /// What a flag counts that is due by a lint, where that is not 1.
    pub weights: BTreeMap<&'static str, usize>,
    /// When the authors of its calls count as owners of a flag that has no other.
    pub git_blame: GitBlame,
}

/// Findings that are accepted by the keys of their flags.
#[derive(Debug, Clone)]
pub struct KeySuppression {
    /// The lints.
    pub lints: Vec<&'static str>,
    /// The keys.
    pub keys: KeySet,
    /// The keys as written.
    pub globs: Vec<String>,
    /// The last day on which it holds; `None`: for good.
    pub until: Option<Date>,
}

/// What keys of a kind must look like.
#[derive(Debug, Clone)]
pub struct NameRule {
    /// Must match somewhere in the key.
    pub pattern: regex::Regex,
    /// The convention in words.
    pub description: Option<String>,
}

/// A lint name that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown lint `{name}`")]
pub struct UnknownLint {
    /// As given.
    pub name: String,
    /// What would be right.
    pub help: String,
}

impl Policy {
    /// The rules of a team that configured nothing.
    pub fn new(as_of: Timestamp) -> Self {
        Self::of(&Config::default(), as_of)
    }

    /// What a configuration leaves to the lints and the gate.
    pub fn of(config: &Config, as_of: Timestamp) -> Self {
        let lints = &config.lints;
        let mut lifetime_days = BTreeMap::from([(Kind::Release, LIFETIME_DAYS), (Kind::Experiment, LIFETIME_DAYS)]);
        let mut names = BTreeMap::new();
        let mut prefixes = BTreeMap::new();
        for (kind, rules) in config.kinds.all() {
            if !rules.prefixes.is_empty() {
                prefixes.insert(kind, rules.prefixes.clone());
            }
            match rules.lifetime_days {
                Some(Lifetime::Days(days)) => lifetime_days.insert(kind, days),
                Some(Lifetime::Never) => lifetime_days.remove(&kind),
                None => None,
            };
            if let Some(Pattern(pattern)) = rules.pattern.clone() {
                names.insert(
                    kind,
                    NameRule {
                        pattern,
                        description: rules.description.clone(),
                    },
                );
            }
        }
        Self {
            as_of,
            environments: config.environments.clone(),
            levels: lints
                .levels
                .iter()
                .map(|(name, level)| (name.clone(), level.severity()))
                .collect(),
            lifetime_days,
            rollout_days: lints.fully_rolled_out.days.unwrap_or(ROLLOUT_DAYS),
            names,
            prefixes,
            options: lints.clone(),
            confusable_ignore: key_set(&lints.confusable_names.ignore),
            critical: key_set(&lints.untested_state.keys),
            suppressions: config.suppressions.iter().map(SuppressionRule::prepared).collect(),
            codeowners: Vec::new(),
            kind_keys: config
                .kinds
                .all()
                .map(|(kind, rules)| (kind, key_set(&rules.keys)))
                .to_vec(),
            unknown_kinds: lints.stale_flag.unknown_kinds,
            unknown_ignore: key_set(&lints.unknown_flag.ignore),
            unused_ignore: key_set(&lints.unused_flag.ignore),
            unused_days: lints.unused_flag.days.unwrap_or(UNUSED_DAYS),
            fail_on: config.fail_on.unwrap_or(FailOn::Warning).severity(),
            quota: config.quota.total,
            owner_quota: config.quota.default,
            owner_quotas: config.quota.owners.clone(),
            weights: config
                .quota
                .weights
                .iter()
                .map(|(LintName(lint), weight)| (*lint, *weight))
                .collect(),
            git_blame: config.owners.git_blame,
        }
    }

    /// How many flags of an owner may be due; `None`: any number.
    pub fn quota_of(&self, owner: Option<&str>) -> Option<usize> {
        let own = owner.and_then(|owner| self.owner_quotas.get(owner)).copied();
        own.or(self.owner_quota)
    }

    /// What a flag counts that is due by a lint.
    pub fn weight(&self, lint: &str) -> usize {
        self.weights.get(lint).copied().unwrap_or(1)
    }

    /// The level of a lint; `None`: it does not run.
    pub fn level(&self, lint: &crate::lints::Lint) -> Option<Severity> {
        self.levels.get(lint.name).copied().unwrap_or(lint.level)
    }

    /// `--select` and `--ignore`: with a selection only the selected lints run, and a selected lint runs even where it
    /// is off; an ignored lint never runs.
    pub fn choose(&mut self, select: &[String], ignore: &[String]) -> Result<(), UnknownLint> {
        for name in select.iter().chain(ignore) {
            if !LINTS.iter().any(|lint| lint.name == name) {
                return Err(UnknownLint {
                    name: name.clone(),
                    help: lint_help(name),
                });
            }
        }
        for lint in LINTS {
            let named = |list: &[String]| list.iter().any(|name| name == lint.name);
            if named(ignore) || (!select.is_empty() && !named(select)) {
                self.levels.insert(lint.name.to_owned(), None);
            } else if named(select) && self.level(lint).is_none() {
                self.levels
                    .insert(lint.name.to_owned(), Some(lint.level.unwrap_or(Severity::Warning)));
            }
        }
        Ok(())
    }

    /// The kind that the configuration gives to a key.
    pub fn kind_of_key(&self, key: &str) -> Option<Kind> {
        self.kind_keys
            .iter()
            .find(|(_, keys)| keys.is_match(key))
            .map(|(kind, _)| *kind)
    }

    /// The kind of a registered flag: the configuration's word before the registry's.
    pub fn kind_of(&self, flag: &Flag) -> Kind {
        self.kind_of_key(&flag.key).unwrap_or(flag.kind)
    }

    /// Writes the kinds that the configuration knows into the registry, for the outputs that list flags.
    pub fn assign_kinds(&self, registry: &mut Registry) {
        for flag in &mut registry.flags {
            if let Some(kind) = self.kind_of_key(&flag.key) {
                flag.kind = kind;
                flag.kind_source = KindSource::Config;
            }
        }
    }
}

impl SuppressionRule {
    fn prepared(&self) -> KeySuppression {
        KeySuppression {
            lints: self.lints.iter().map(|LintName(name)| *name).collect(),
            keys: key_set(&self.keys),
            globs: self.keys.iter().map(|glob| glob.0.clone()).collect(),
            until: self.until.map(|Day(day)| day),
        }
    }
}

impl Kinds {
    /// Those that may stay first: where the globs of two kinds fit a key, nothing must be called due by mistake.
    fn all(&self) -> [(Kind, &KindRules); 4] {
        [
            (Kind::Permission, &self.permission),
            (Kind::Ops, &self.ops),
            (Kind::Experiment, &self.experiment),
            (Kind::Release, &self.release),
        ]
    }
}

/// Days after which a release or experiment flag is stale.
const LIFETIME_DAYS: u32 = 90;
/// Days after which one value for everyone is a rollout.
const ROLLOUT_DAYS: u32 = 14;
/// Days that a new flag may wait for its code.
const UNUSED_DAYS: u32 = 14;

/// What each key takes, in words and as an example: the help of every error. `*` stands for a name.
pub const KEYS: &[(&str, &str)] = &[
    (
        "registry",
        "a list of files, such as `registry = [\"flags.json\"]`, or `[[registry]]` tables with a `path`",
    ),
    ("registry.path", "a file, such as `path = \"flags.json\"`"),
    (
        "registry.format",
        "the name of a format, such as `format = \"launchdarkly\"`",
    ),
    (
        "environments",
        "a list of names, such as `environments = [\"production\"]`",
    ),
    ("include", "a list of globs, such as `include = [\"src/**\"]`"),
    (
        "exclude",
        "a list of globs, such as `exclude = [\"vendor/**\", \"*.min.js\"]`",
    ),
    (
        "max-file-size",
        "bytes or a size, such as `max-file-size = 1048576` or `max-file-size = \"1MiB\"`",
    ),
    (
        "fail-on",
        "one of `error`, `warning`, `note`, `never`, such as `fail-on = \"error\"`",
    ),
    ("quota", "a table, such as `[quota]` with `total = 10`"),
    ("quota.total", "a whole number, such as `total = 10`"),
    ("quota.default", "a whole number, such as `default = 3`"),
    ("quota.owners", "a table of owners, such as `owners = { payments = 5 }`"),
    ("quota.owners.*", "a whole number, such as `payments = 5`"),
    (
        "owners",
        "a table of globs by owner, such as `[owners]` with `payments = [\"pay-*\"]`",
    ),
    (
        "quota.weights",
        "a table of whole numbers by lint, such as `weights = { archived-flag = 2 }`",
    ),
    ("quota.weights.*", "a whole number, such as `archived-flag = 2`"),
    (
        "owners.git-blame",
        "one of `off`, `reports`, `always`, such as `git-blame = \"off\"`",
    ),
    ("owners.*", "a list of globs, such as `payments = [\"pay-*\"]`"),
    ("baseline", "a path, such as `baseline = \"flagdebt-baseline.json\"`"),
    ("kinds", "a table per kind, such as `[kinds.release]`"),
    (
        "kinds.*",
        "a table, such as `[kinds.release]` with `lifetime-days = 60`",
    ),
    (
        "kinds.*.lifetime-days",
        "a number of days or `\"never\"`, such as `lifetime-days = 90`",
    ),
    (
        "kinds.*.pattern",
        "a regular expression, such as `pattern = '^release-'`",
    ),
    (
        "kinds.*.description",
        "a text, such as `description = \"release flags start with release-\"`",
    ),
    ("kinds.*.prefixes", "a list of texts, such as `prefixes = [\"EXP_\"]`"),
    ("kinds.*.keys", "a list of globs, such as `keys = [\"ops-*\"]`"),
    (
        "lints",
        "a level per lint, such as `stale-flag = \"error\"` in `[lints]`",
    ),
    (
        "lints.*",
        "`\"off\"`, `\"note\"`, `\"warning\"` or `\"error\"`, or a table such as `{ level = \"note\" }`",
    ),
    (
        "lints.*.level",
        "one of `off`, `note`, `warning`, `error`, such as `level = \"note\"`",
    ),
    ("lints.*.days", "a number of days, such as `days = 30`"),
    ("lints.*.ahead-days", "a number of days, such as `ahead-days = 14`"),
    ("lints.*.factor", "a whole number, such as `factor = 10`"),
    ("lints.*.most", "a whole number, such as `most = 4`"),
    ("lints.*.nesting", "a whole number, such as `nesting = 2`"),
    ("lints.*.keys", "a list of key globs, such as `keys = [\"payment-*\"]`"),
    ("lints.*.tags", "a list of tags, such as `tags = [\"critical\"]`"),
    (
        "lints.*.teams",
        "a list of teams, such as `teams = [\"payments\", \"search\"]`",
    ),
    ("lints.*.codeowners", "`true` or `false`, such as `codeowners = true`"),
    (
        "lints.*.groups",
        "a list of lists of keys, such as `groups = [[\"old-cart\", \"new-cart\"]]`",
    ),
    (
        "lints.*.ignore",
        "a list of key globs, such as `ignore = [\"legacy-*\"]`",
    ),
    (
        "lints.*.unknown-kinds",
        "`true` or `false`, such as `unknown-kinds = true`",
    ),
    ("suppress", "`[[suppress]]` tables with `lints`, `keys` and `reason`"),
    ("suppress.lints", "a list of lints, such as `lints = [\"stale-flag\"]`"),
    (
        "suppress.keys",
        "a list of key globs, such as `keys = [\"checkout-*\"]`",
    ),
    ("suppress.until", "a date, such as `until = \"2027-01-31\"`"),
    ("suppress.reason", "a text, such as `reason = \"waits for the audit\"`"),
    ("sdk", "tables, each beginning with `[[sdk]]`"),
];

/// Turns the parser's error into one that names the key, what it takes and the nearest right word.
fn explain(path: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    let span = error.span().unwrap_or(0..0);
    let said = error.message().lines().next().unwrap_or_default();
    let key = key_at(text, &span);
    let names = quoted(said);
    let (message, help) = if said.starts_with("unknown field") {
        let (wrong, right) = names
            .split_first()
            .map_or(("", &names[..]), |(wrong, right)| (*wrong, right));
        (
            format!("unknown key `{wrong}`{}", inside(&key, wrong)),
            Some(alternatives(wrong, right)),
        )
    } else if said.starts_with("unknown variant") {
        let (wrong, right) = names
            .split_first()
            .map_or(("", &names[..]), |(wrong, right)| (*wrong, right));
        (
            format!("bad value for `{key}`: `{wrong}`"),
            Some(alternatives(wrong, right)),
        )
    } else if let Some(name) = said.strip_prefix(UNKNOWN_LINT) {
        (format!("unknown lint `{name}` in `lints`"), Some(lint_help(name)))
    } else if let Some(rest) = said.strip_prefix("missing field ") {
        (
            format!("{rest} is missing in `{key}`"),
            expected(&format!("{key}.{}", rest.trim_matches('`'))),
        )
    } else if let Some(what) = said
        .strip_prefix("invalid type: ")
        .or_else(|| said.strip_prefix("invalid value: "))
    {
        let found = what.rsplit_once(", expected ").map_or(what, |(found, _)| found);
        (format!("bad value for `{key}`: found {found}"), expected(&key))
    } else if DeTable::parse(text).is_err() {
        (format!("not valid TOML: {said}"), None)
    } else {
        (format!("bad value for `{key}`: {said}"), expected(&key))
    };
    ConfigError::new(path, text, span, message, help)
}

/// " in `quota`" for a key of a table, nothing for one of the first level.
fn inside(key: &str, wrong: &str) -> String {
    match key.strip_suffix(wrong).and_then(|table| table.strip_suffix('.')) {
        Some(table) if !table.is_empty() => format!(" in `{table}`"),
        _ => String::new(),
    }
}

/// What [`KEYS`] says of a dotted key; list positions are not part of it.
fn expected(key: &str) -> Option<String> {
    let fits = |pattern: &str| {
        let (pattern, key): (Vec<_>, Vec<_>) = (pattern.split('.').collect(), key.split('.').collect());
        pattern.len() == key.len()
            && pattern
                .iter()
                .zip(key)
                .all(|(part, name)| *part == "*" || *part == name)
    };
    KEYS.iter()
        .find(|(pattern, _)| fits(pattern))
        .map(|(_, what)| format!("expected {what}"))
}

/// "did you mean `quota`?", or all there is.
fn alternatives(wrong: &str, right: &[&str]) -> String {
    match nearest(wrong, right.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if right.is_empty() => "nothing can stand here".to_owned(),
        None => format!(
            "expected one of {}",
            right
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// What to say of a lint name that does not exist.
pub(crate) fn lint_help(name: &str) -> String {
    alternatives(name, &LINTS.iter().map(|lint| lint.name).collect::<Vec<_>>())
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The dotted key whose name or value stands at `span`: the innermost one.
fn key_at(text: &str, span: &Range<usize>) -> String {
    let Ok(table) = DeTable::parse(text) else {
        return String::new();
    };
    let holds = |outer: &Range<usize>| outer.start <= span.start && span.end <= outer.end;
    let mut best: (usize, String) = (usize::MAX, String::new());
    let mut tables = vec![(String::new(), table.get_ref())];
    while let Some((prefix, table)) = tables.pop() {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{prefix}.{}", name.get_ref())
            };
            for outer in [name.span(), value.span()].into_iter().filter(holds) {
                // On a tie the deeper key is the better answer: `registry.path` before `registry`.
                if outer.len() < best.0 || (outer.len() == best.0 && key.len() > best.1.len()) {
                    best = (outer.len(), key.clone());
                }
            }
            match value.get_ref() {
                DeValue::Table(inner) => tables.push((key, inner)),
                DeValue::Array(items) => {
                    tables.extend(
                        items
                            .iter()
                            .filter_map(|item| Some((key.clone(), item.get_ref().as_table()?))),
                    );
                }
                _ => {}
            }
        }
    }
    best.1
}

/// Starts the message of an unknown lint, so that the help can name the nearest one.
const UNKNOWN_LINT: &str = "unknown lint ";

/// Globs over flag keys, in which `*` also spans `/` and `.`.
#[derive(Debug, Clone, Default)]
pub struct KeySet(GlobSet);

impl KeySet {
    /// Whether one of them fits a key.
    pub fn is_match(&self, key: &str) -> bool {
        // Most sets are empty, and with 50,000 flags even preparing a key costs.
        !self.0.is_empty() && self.0.is_match(key)
    }
}

/// One set of globs over flag keys.
pub(crate) fn key_set(globs: &[GlobText]) -> KeySet {
    let mut builder = globset::GlobSetBuilder::new();
    for GlobText(text) in globs {
        // A `GlobText` was checked when it was read, so there is nothing to report here.
        if let Ok(glob) = globset::Glob::new(text) {
            builder.add(glob);
        }
    }
    KeySet(builder.build().unwrap_or_default())
}

impl<'de> Deserialize<'de> for GlobText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Checks inside the visit, so that an error points at the member of a list and not at the list.
        struct Checked;
        impl Visitor<'_> for Checked {
            type Value = GlobText;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a glob")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<GlobText, E> {
                match globset::Glob::new(text) {
                    Ok(_) => Ok(GlobText(text.to_owned())),
                    Err(error) => Err(E::custom(format!("bad glob `{text}`: {}", error.kind()))),
                }
            }
        }
        deserializer.deserialize_any(Checked)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // The parser's message spans several lines and ends with the reason.
        regex::Regex::new(&text).map(Self).map_err(|error| {
            let error = error.to_string();
            let reason = error
                .lines()
                .last()
                .unwrap_or_default()
                .trim()
                .trim_start_matches("error: ");
            D::Error::custom(format!("bad regular expression `{text}`: {reason}"))
        })
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<Date>()
            .map(Self)
            .map_err(|_| D::Error::custom(format!("`{text}` is no date")))
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.trim().is_empty() {
            true => Err(D::Error::custom("a reason says why")),
            false => Ok(Self(text)),
        }
    }
}

impl<'de> Deserialize<'de> for FileSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Size;
        impl Visitor<'_> for Size {
            type Value = FileSize;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a size")
            }
            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<FileSize, E> {
                u64::try_from(number)
                    .map(FileSize)
                    .map_err(|_| E::custom("a size is not negative"))
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<FileSize, E> {
                Ok(FileSize(number))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FileSize, E> {
                size(text)
                    .map(FileSize)
                    .ok_or_else(|| E::custom(format!("`{text}` is no size")))
            }
        }
        deserializer.deserialize_any(Size)
    }
}

/// The number of bytes that a text such as `512KiB` or `2 MB` means.
fn size(text: &str) -> Option<u64> {
    let digits = text
        .trim()
        .trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit: u64 = match text.trim()[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        _ => return None,
    };
    digits.trim().replace('_', "").parse::<u64>().ok()?.checked_mul(unit)
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Days;
        impl Visitor<'_> for Days {
            type Value = Lifetime;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("days")
            }
            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Lifetime, E> {
                u32::try_from(number)
                    .map(Lifetime::Days)
                    .map_err(|_| E::custom(format!("{number} is no number of days")))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Lifetime, E> {
                match text {
                    "never" => Ok(Lifetime::Never),
                    _ => Err(E::custom(format!("`{text}` is no number of days"))),
                }
            }
        }
        deserializer.deserialize_any(Days)
    }
}

impl<'de> Deserialize<'de> for RegistryFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct File;
        impl<'de> Visitor<'de> for File {
            type Value = RegistryFile;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a file")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<RegistryFile, E> {
                Ok(RegistryFile {
                    path: text.to_owned(),
                    format: None,
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RegistryFile, A::Error> {
                let table = RegistryTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(RegistryFile {
                    path: table.path,
                    format: table.format,
                })
            }
        }
        deserializer.deserialize_any(File)
    }
}

/// A `[[registry]]` table.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RegistryTable {
    /// The export, relative to this file.
    path: String,
    /// The format's name, where it is not recognised.
    #[schemars(with = "Option<String>")]
    format: Option<Spanned<String>>,
}

/// A schema written by hand, for the types that read themselves.
macro_rules! schema {
    ($name:ident, $generator:ident => $schema:expr) => {
        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

schema!(GlobText, _generator => json_schema!({ "type": "string", "description": "A glob such as `src/**`." }));
schema!(Pattern, _generator => json_schema!({
    "type": "string", "format": "regex", "description": "A regular expression such as `^release-`."
}));
schema!(Day, _generator => json_schema!({ "type": "string", "format": "date" }));
schema!(Reason, _generator => json_schema!({ "type": "string", "minLength": 1 }));
schema!(FileSize, _generator => json_schema!({
    "description": "A number of bytes, or a text such as `1MiB`.",
    "anyOf": [{ "type": "integer", "minimum": 0 },
        { "type": "string", "pattern": "^ *[0-9_]+ *([kKmMgG]([iI]?[bB])?|[bB])? *$" }]
}));
schema!(Lifetime, _generator => json_schema!({
    "description": "A number of days, or `never`.",
    "anyOf": [{ "type": "integer", "minimum": 0 }, { "const": "never" }]
}));
schema!(RegistryFile, generator => {
    let table = generator.subschema_for::<RegistryTable>();
    json_schema!({ "description": "An export, relative to this file.", "anyOf": [{ "type": "string" }, table] })
});
