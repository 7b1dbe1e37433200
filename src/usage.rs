//! The join: everything known of one flag key, from the code and from the registry.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::source::Place;

/// What a use does with the flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Code asks for the flag's value.
    Evaluation,
    /// A constant, enum member, struct field or definition that names the key.
    Declaration,
    /// A test sets the value.
    TestOverride,
    /// The key stands in a string that the scan cannot place.
    Mention,
}

/// How the key of a use was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeySource {
    /// Written at the call.
    Literal,
    /// Through a constant, enum member or object property.
    Constant,
    /// At the call of a helper that passes its parameter on as the key.
    Wrapper,
    /// Through an SDK's own rewriting of the key, such as camel case.
    Transformed,
    /// A template with a fixed part: the key then holds `*`.
    Pattern,
    /// Known only at run time.
    Dynamic,
}

/// What an expression gives of a flag's value: an evaluation all of it, a helper what its body makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Gives {
    /// The value, and it does nothing else.
    Value,
    /// The value, in some cases something else; or its body is not known.
    Unsure,
    /// Something that depends on the value and on more.
    Part,
    /// The same, by a helper that names the flag itself: what it gives is known once its body is rewritten.
    Within,
}

/// How sure a use is; ordered, so that `>=` reads as "at least".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The key or the receiver could not be followed.
    Unresolved,
    /// The name fits and nothing contradicts.
    Likely,
    /// Tied to an SDK by import, type or a resolved helper, or its key is in the registry.
    Proven,
}

/// A value as its JSON text, for a form that does not say what it holds.
mod as_text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    pub(super) fn serialize<S: Serializer>(value: &Option<Value>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Value::to_string).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        let value = text.map(|text| serde_json::from_str(&text));
        value.transpose().map_err(D::Error::custom)
    }
}

impl Role {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Evaluation => "evaluation",
            Self::Declaration => "declaration",
            Self::TestOverride => "test-override",
            Self::Mention => "mention",
        }
    }
}

impl KeySource {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Constant => "constant",
            Self::Wrapper => "wrapper",
            Self::Transformed => "transformed",
            Self::Pattern => "pattern",
            Self::Dynamic => "dynamic",
        }
    }
}

impl Certainty {
    /// The word of the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unresolved => "unresolved",
            Self::Likely => "likely",
            Self::Proven => "proven",
        }
    }
}

/// A name of the language table.
pub type LanguageName = &'static str;

/// Why something is a declaration that nothing else ties to flags.
pub(crate) const BY_VALUE: &str = "its value is a key of the registry";

/// One use of a flag in the code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Use {
    /// Relative to the working directory, with `/`.
    pub path: String,
    /// The callee's name or, for a declaration, the key's literal.
    pub name: Place,
    /// The whole expression: what a finding underlines and a fix replaces.
    pub whole: Place,
    /// The flag key; holds `*` for a pattern, `None` where it is known only at run time.
    pub key: Option<String>,
    /// What the use does.
    pub role: Role,
    /// The SDK definition's name, such as `launchdarkly`.
    pub sdk: Option<String>,
    /// The name that was called, as written.
    pub callee: Option<String>,
    /// How the key was found.
    pub key_source: KeySource,
    /// Where the constant stands, or the helper's name.
    pub via: Option<String>,
    /// How sure the use is.
    pub certainty: Certainty,
    /// The default value at the call, where it is a literal.
    #[serde(with = "as_text")]
    pub default: Option<Value>,
    /// The default value's source text.
    pub default_text: Option<String>,
    /// The condition as written holds when the flag is off.
    pub negated: bool,
    /// In test code.
    pub test: bool,
    /// The grammar's name, such as `typescript`.
    #[serde(with = "crate::language::stored::name")]
    pub language: LanguageName,
    /// Why we believe it, one fact a line.
    pub reasons: Vec<String>,
    /// The branches that the value decides, outermost first.
    pub branches: Vec<Branch>,
    /// What the expression gives of the flag's value.
    pub gives: Gives,
    /// What it is where it gives no value.
    pub guard: Guard,
    /// What stands around it.
    pub site: Site,
}

impl Use {
    /// A declaration that nothing but its value ties to flags.
    pub(crate) fn is_by_value(&self) -> bool {
        self.role == Role::Declaration && self.reasons.iter().any(|reason| reason == BY_VALUE)
    }
}

/// What a use is that gives no value but decides whether code runs: a decorator, a route.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Guard {
    /// It gives the value, or takes nothing but the key and what matters only while the flag is off.
    #[default]
    Plain,
    /// It asks for several keys, all of which are needed.
    All,
    /// It asks for several keys, one of which is enough.
    Any,
    /// It takes more than the SDK's definition explains.
    More,
    /// It is a call whose result guards code: a decorator that is handed on, a route.
    Made,
}

/// What stands around a use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// The named function around it; `None`: the file itself.
    pub function: Option<Function>,
    /// The body of the innermost loop around it within that function.
    pub repeated: Option<Place>,
    /// Nothing takes the value.
    pub discarded: bool,
    /// Why the code runs on a user's device; `None`: nothing says so.
    pub client: Option<String>,
    /// The truth value that a test gives the flag here.
    pub set: Option<bool>,
}

/// A function with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// As written.
    pub name: String,
    /// All of it.
    pub place: Place,
}

/// A conditional whose condition contains an evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// The whole conditional.
    pub whole: Place,
    /// What runs when the condition holds.
    pub consequence: Option<Place>,
    /// What runs when it does not.
    pub alternative: Option<Place>,
    /// The condition as written holds when the flag is off.
    pub negated: bool,
    /// The flag's truth value that is certain where the condition holds.
    pub consequence_when: Option<bool>,
    /// The flag's truth value that is certain where it does not.
    pub alternative_when: Option<bool>,
    /// Both arms hold the same code.
    pub same: bool,
}

/// All that is known of one flag key.
#[derive(Debug, Clone, PartialEq)]
pub struct Usage {
    /// The flag key as the flag service knows it, or as the code writes it where no registry knows it.
    pub key: String,
    /// Index into [`crate::registry::Registry::flags`].
    pub flag: Option<usize>,
    /// In the order of path and line.
    pub uses: Vec<Use>,
    /// Uses whose key is a pattern that matches this key: they may keep the flag alive.
    pub possible: Vec<Use>,
}

impl Usage {
    /// The places where code asks for the value.
    pub fn evaluations(&self) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(|item| item.role == Role::Evaluation)
    }
}
