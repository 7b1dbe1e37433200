//! The normalised model: what is known of a flag, whatever the vendor. `None` always means "the format does not say".

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

/// What a flag is for; only release and experiment flags must go.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Separates deploying from releasing; lives for weeks.
    Release,
    /// Compares variants; lives until the answer is known.
    Experiment,
    /// A switch for operators; may stay.
    Ops,
    /// Who may do what; may stay.
    Permission,
    /// Nobody said.
    Unknown,
}

/// Where the kind comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KindSource {
    /// The registry says so.
    Declared,
    /// By naming convention.
    Name,
    /// The configuration says so.
    Config,
    /// Nobody says.
    None,
}

/// Where in its life the registry puts a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lifecycle {
    /// In use.
    Active,
    /// Rolled out for good, kept in the registry.
    Launched,
    /// Marked as going away.
    Deprecated,
    /// Put away; most services then give the call's default value.
    Archived,
    /// Gone from the service.
    Deleted,
}

/// A point in a flag's life: a time, or a release where the format counts so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// A time.
    Time(Timestamp),
    /// A milestone such as `17.0`.
    Milestone(String),
    /// A version such as `1.33`.
    Version(String),
}

impl When {
    /// The time, where it is one.
    pub fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Time(time) => Some(*time),
            Self::Milestone(_) | Self::Version(_) => None,
        }
    }
}

impl Serialize for When {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let (name, text) = match self {
            Self::Time(time) => return serializer.collect_str(time),
            Self::Milestone(text) => ("milestone", text),
            Self::Version(text) => ("version", text),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(name, text)?;
        map.end()
    }
}

/// When somebody last asked for the flag's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evaluated {
    /// The service says that nobody ever has.
    Never,
    /// Last time.
    At(Timestamp),
}

impl Serialize for Evaluated {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Never => serializer.serialize_str("never"),
            Self::At(time) => serializer.collect_str(time),
        }
    }
}

/// What one environment serves, proven or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServesState {
    /// Proven: everyone gets `value`.
    Constant,
    /// Proven: everyone gets the default value at the call.
    CodeDefault,
    /// Different contexts get different values.
    Split,
    /// Not decidable from this file; the environment's reasons say why.
    Unknown,
}

/// The served value of one environment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Serves {
    /// How the question ended.
    pub state: ServesState,
    /// The value everyone gets; only with [`ServesState::Constant`].
    pub value: Option<Value>,
    /// Time alone will change it: a ramp, a schedule.
    pub moving: bool,
}

/// A flag in one environment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Environment {
    /// As the export names it.
    pub name: String,
    /// Switched on.
    pub enabled: Option<bool>,
    /// The proof.
    pub serves: Serves,
    /// Individually named users who may get something else.
    pub overrides: u64,
    /// The proof in words, or why there is none.
    pub reasons: Vec<String>,
    /// The share of everyone else that gets the on-value, in percent.
    pub rollout: Option<f64>,
    /// The value served while the flag is off.
    pub default_when_off: Option<Value>,
    /// When the flag's state in this environment last changed.
    pub changed: Option<When>,
    /// When it was last asked for here.
    pub evaluated: Option<Evaluated>,
    /// What asking for the variant gives, where that is another question than on or off (Unleash: `getVariant`, with the variant's
    /// name as value); `None`: it is not, or the flag has no variants.
    pub variant: Option<Serves>,
}

impl Environment {
    /// An environment of which nothing else is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            enabled: None,
            serves: Serves {
                state: ServesState::Unknown,
                value: None,
                moving: false,
            },
            overrides: 0,
            reasons: Vec::new(),
            rollout: None,
            default_when_off: None,
            changed: None,
            evaluated: None,
            variant: None,
        }
    }
}

/// A flag that must be served so that another one can be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prerequisite {
    /// The parent's key.
    pub flag: String,
    /// The parent's values that satisfy it; `None` where the condition is no list of values.
    pub values: Option<Vec<Value>>,
    /// Where it holds; `None`: everywhere.
    pub environment: Option<String>,
    /// On the flag as a whole, or on one of its rules.
    pub via: PrerequisiteVia,
}

/// What a prerequisite is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrerequisiteVia {
    /// Without it the flag serves its off value.
    Flag,
    /// It is a condition of one rule only.
    Rule,
}

/// The vendor's own verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VendorStale {
    /// The verdict.
    pub stale: bool,
    /// In the vendor's words.
    pub reason: Option<String>,
}

/// The type of a flag's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// true or false.
    Boolean,
    /// Text.
    String,
    /// Any number.
    Number,
    /// An object, a list, or anything else.
    Json,
}

/// Where in an export a flag stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlagSource {
    /// As given by the user, relative to the working directory, with `/`.
    pub path: String,
    /// The format's name, such as `launchdarkly`.
    pub format: &'static str,
    /// Counted from 1.
    pub line: Option<u32>,
}

/// One flag of the registry.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// What the code passes to the SDK.
    pub key: String,
    /// Other names that code may use for it.
    pub aliases: Vec<String>,
    /// For people.
    pub name: Option<String>,
    /// For people.
    pub description: Option<String>,
    /// Project, workspace or namespace.
    pub project: Option<String>,
    /// What it is for.
    pub kind: Kind,
    /// Who says so.
    pub kind_source: KindSource,
    /// Meant to stay.
    pub permanent: Option<bool>,
    /// Where in its life it is.
    pub lifecycle: Lifecycle,
    /// Made.
    pub created: Option<When>,
    /// Last change of state in any environment.
    pub changed: Option<When>,
    /// Last asked for in any environment.
    pub evaluated: Option<Evaluated>,
    /// Its own expiry date.
    pub expires: Option<When>,
    /// Teams or people; the first one is the owner.
    pub owners: Vec<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// An issue's id or address.
    pub ticket: Option<String>,
    /// Offered to browsers or phones.
    pub client_side: Option<bool>,
    /// The vendor's own verdict.
    pub stale_by_vendor: Option<VendorStale>,
    /// The type of its values.
    pub value_type: Option<ValueType>,
    /// All values it can have.
    pub variations: Vec<Value>,
    /// In the export's order.
    pub environments: Vec<Environment>,
    /// Flags it depends on.
    pub prerequisites: Vec<Prerequisite>,
    /// Where it was read.
    pub source: FlagSource,
}

impl Flag {
    /// A flag of which nothing else is known.
    pub fn new(key: impl Into<String>, source: FlagSource) -> Self {
        Self {
            key: key.into(),
            aliases: Vec::new(),
            name: None,
            description: None,
            project: None,
            kind: Kind::Unknown,
            kind_source: KindSource::None,
            permanent: None,
            lifecycle: Lifecycle::Active,
            created: None,
            changed: None,
            evaluated: None,
            expires: None,
            owners: Vec::new(),
            tags: Vec::new(),
            ticket: None,
            client_side: None,
            stale_by_vendor: None,
            value_type: None,
            variations: Vec::new(),
            environments: Vec::new(),
            prerequisites: Vec::new(),
            source,
        }
    }

    /// The first owner.
    pub fn owner(&self) -> Option<&str> {
        self.owners.first().map(String::as_str)
    }

    /// Archived or deleted in the registry.
    pub fn is_retired(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::Archived | Lifecycle::Deleted)
    }
}

/// The normalised model of the contract: what `registry --format ndjson` prints, one flag a line.
impl Serialize for Flag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("Flag", 24)?;
        object.serialize_field("key", &self.key)?;
        object.serialize_field("aliases", &self.aliases)?;
        object.serialize_field("name", &self.name)?;
        object.serialize_field("description", &self.description)?;
        object.serialize_field("project", &self.project)?;
        object.serialize_field("kind", &self.kind)?;
        object.serialize_field("kind_source", &self.kind_source)?;
        object.serialize_field("permanent", &self.permanent)?;
        object.serialize_field("lifecycle", &self.lifecycle)?;
        object.serialize_field("created", &self.created)?;
        object.serialize_field("changed", &self.changed)?;
        object.serialize_field("evaluated", &self.evaluated)?;
        object.serialize_field("expires", &self.expires)?;
        object.serialize_field("owner", &self.owner())?;
        object.serialize_field("owners", &self.owners)?;
        object.serialize_field("tags", &self.tags)?;
        object.serialize_field("ticket", &self.ticket)?;
        object.serialize_field("client_side", &self.client_side)?;
        object.serialize_field("stale_by_vendor", &self.stale_by_vendor)?;
        object.serialize_field("value_type", &self.value_type)?;
        object.serialize_field("variations", &self.variations)?;
        object.serialize_field("environments", &self.environments)?;
        object.serialize_field("prerequisites", &self.prerequisites)?;
        object.serialize_field("source", &self.source)?;
        object.end()
    }
}

/// One export that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistrySource {
    /// As given by the user.
    pub path: String,
    /// The format's name.
    pub format: &'static str,
    /// How many flags it holds.
    pub flags: usize,
    /// The environments it speaks of, sorted.
    pub environments: Vec<String>,
    /// Says that more flags exist than this file holds, and how many.
    pub partial: Option<String>,
}

/// All exports, joined by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registry {
    /// Sorted by key; keys are unique.
    pub flags: Vec<Flag>,
    /// In the order given.
    pub sources: Vec<RegistrySource>,
    /// Key or alias to index in `flags`; a key wins over an alias.
    pub index: BTreeMap<String, usize>,
}

impl Registry {
    /// The flag that code means by `key`.
    pub fn get(&self, key: &str) -> Option<&Flag> {
        self.index.get(key).and_then(|index| self.flags.get(*index))
    }
}
