//! SDK definitions: how a vendor's calls look, as data in `rules/*.toml` and in the user's own `[[sdk]]` tables.

mod index;
mod page;
mod transform;

use serde::Deserialize;

use crate::facts::{Argument, Call, Expression, Form};
use crate::usage::Guard;

pub use index::{Accessors, Candidate, Sdks};
pub use page::sdk_page;
pub use transform::Transform;
pub(crate) use transform::Transformed;

/// One vendor's SDKs, or a team's own helpers.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sdk {
    /// Kebab-case; equals the file's name.
    pub name: String,
    /// For people.
    #[serde(default)]
    pub title: String,
    /// Where the vendor documents the calls.
    #[serde(default)]
    pub source: String,
    /// Its flags are declared in the code base itself: no registry knows them, and none is missed.
    #[serde(default)]
    pub local: bool,
    /// One per language or framework.
    #[serde(default, rename = "package")]
    pub packages: Vec<Package>,
    /// A team's own helpers, in every language and without an import: short for a package.
    #[serde(default, rename = "method")]
    pub methods: Vec<Method>,
    /// What those helpers are called on; empty: anything.
    #[serde(default)]
    pub receivers: Vec<String>,
    /// Code, and the keys that must be found in it.
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
}

/// One SDK in one language or framework.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Package {
    /// Language families: `javascript` means TypeScript too; empty: every language.
    pub languages: Vec<String>,
    /// What an import says, exactly or up to a separator. Identity comes from here, never from a variable's name.
    pub imports: Vec<String>,
    /// A file that imports the package matters only if one of these texts stands in it too; empty: always. For packages
    /// that many files import only for their types.
    pub needs: Vec<String>,
    /// Names that identify the SDK where the language needs no import.
    pub symbols: Vec<String>,
    /// Declared types of the receiver.
    pub types: Vec<String>,
    /// Variable names seen in documentation and public code: a hint, never proof.
    pub receivers: Vec<String>,
    /// The names are a platform's, or ones that teams like: only keys that the registry has count.
    pub registered: bool,
    /// What can be called.
    #[serde(rename = "method")]
    pub methods: Vec<Method>,
    /// The configuration vouches for the names: no import is asked for.
    #[serde(skip)]
    pub vouched: bool,
}

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Asks for the value.
    #[default]
    Evaluation,
    /// Gives an object whose members are flags.
    Accessor,
    /// Names a flag.
    Declaration,
    /// Sets the value in a test.
    Override,
    /// Sets the value; counts in tests only.
    Write,
    /// Adds the flag to the store that the SDK reads: names it, and in a test sets it.
    Create,
}

/// How a call is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// `client.name(…)`.
    #[default]
    Method,
    /// `name(…)`, or `package.name(…)`.
    Function,
    /// `new Name(…)`.
    Constructor,
    /// `<Name …>`.
    Component,
    /// `@name(…)`.
    Decorator,
    /// `name!(…)`.
    Macro,
    /// `#[name(…)]`.
    Attribute,
    /// `{% name … %}`, `@name(…)`, `'k'|name`, `'k' is name`: a template's tag, filter or test.
    Tag,
    /// `enum X: Name`, or a constant of the type `Name`: every member is a flag.
    Type,
    /// A map from the type `Name` to one of `values`: every key is a flag.
    Map,
    /// `a.name.member`: the members of an object that needs no call. The name may have several parts.
    Property,
    /// `name = …` in a class that extends one of the package's types, or on an object of the SDK.
    Field,
}

/// Calls that share their arguments' places.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Method {
    /// As called.
    pub names: Vec<String>,
    /// What they do.
    pub action: Action,
    /// How they are written.
    pub shape: Shape,
    /// Where the key is.
    pub key: Option<Selector>,
    /// Where the default value is.
    pub default: Option<Selector>,
    /// Other libraries use the names too: a tie or a registered key is needed.
    pub common: bool,
    /// So common that they count only where they are called on one of the package's receivers, and lead to no other file:
    /// `migration.read`.
    pub ordinary: bool,
    /// A true result means that the flag is off.
    pub negated: bool,
    /// An argument that turns the result around where it is `true`.
    pub negates: Option<String>,
    /// Callable without an import or a receiver.
    pub global: bool,
    /// With `shape = "map"`: the types that the map gives the keys.
    pub values: Vec<String>,
    /// The declared object is itself called: `const banner = flag({ … })`, then `banner()`.
    pub callable: bool,
    /// It gives no value but guards the code that it is given, or gives what guards code: `path`, `middleware`.
    pub guards: bool,
    /// Arguments of a guard that matter only while the flag is off: where to go instead.
    pub otherwise: Vec<Selector>,
    /// An argument of a guard with which one of its keys is enough, as written.
    pub either: Option<String>,
}

impl Method {
    /// What a call is that names `keys` keys, where it gives no value.
    pub(crate) fn guard(&self, call: &Call, keys: usize) -> Guard {
        let is_mark = matches!(call.form, Form::Decorator | Form::Attribute);
        if self.guards || self.shape == Shape::Decorator && !is_mark {
            return Guard::Made;
        }
        if !is_mark || self.action != Action::Evaluation {
            return Guard::Plain;
        }
        let said = |argument: &Argument| match &argument.value {
            Expression::Path(path) => path.to_string(),
            _ => String::new(),
        };
        let either = self
            .either
            .as_ref()
            .is_some_and(|word| call.arguments.iter().any(|argument| said(argument) == *word));
        let mut places = 0..call.arguments.len();
        let explained = call.arguments.iter().all(|argument| {
            let place = match argument.keyword {
                Some(_) => None,
                None => places.next(),
            };
            self.explains(argument, place, &said(argument))
        });
        match (explained, keys > 1, either) {
            (false, ..) => Guard::More,
            (true, false, _) => Guard::Plain,
            (true, true, true) => Guard::Any,
            (true, true, false) => Guard::All,
        }
    }

    /// Whether the definition says what an argument is, which is at `place` among those without a name.
    fn explains(&self, argument: &Argument, place: Option<usize>, said: &str) -> bool {
        let selectors = self.key.iter().chain(&self.default).chain(&self.otherwise);
        let mut selections = selectors.map(Selector::place);
        selections.any(|selection| {
            let named =
                argument.keyword.as_deref().is_some() && argument.keyword.as_deref() == selection.keyword.as_deref();
            let placed = place.zip(selection.argument);
            let placed = placed.is_some_and(|(place, first)| place == first || selection.rest && place > first);
            let skipped = selection.skip.as_deref().is_some_and(|skipped| {
                let owner = said.rsplit_once('.').map_or("", |(owner, _)| owner);
                owner.rsplit('.').next() == Some(skipped)
            });
            let names = selection.keys || place == Some(0) && selection.argument.is_none();
            named || placed || skipped || names
        })
    }

    /// Whether a true result of this call means that the flag is off.
    pub(crate) fn is_negated(&self, call: &Call) -> bool {
        let is_true = |value: &Expression| match value {
            Expression::Boolean(value) => *value,
            Expression::Text(text) => text.eq_ignore_ascii_case("true"),
            _ => false,
        };
        let turns = |name: &String| {
            let mut arguments = call.arguments.iter();
            arguments.any(|argument| argument.keyword.as_deref() == Some(name) && is_true(&argument.value))
        };
        self.negated ^ self.negates.as_ref().is_some_and(turns)
    }
}

/// Where in a call something stands.
#[derive(Debug, Clone, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Selector {
    /// A positional argument, from 0; the receiver does not count.
    Position(usize),
    /// Anything else.
    Place(Box<Selection>),
}

/// Where in a call something stands; the members combine.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Selection {
    /// A positional argument, from 0.
    pub argument: Option<usize>,
    /// A named argument or attribute; with `argument` both spellings occur.
    pub keyword: Option<String>,
    /// The last positional argument.
    pub last: bool,
    /// A property of the argument, which is an object.
    pub property: Option<String>,
    /// Every element of the argument, which is a list.
    pub each: bool,
    /// This property of every element of the argument, which is a list of objects.
    pub item: Option<String>,
    /// This argument and all behind it.
    pub rest: bool,
    /// The names of the argument's members, or of the named arguments.
    pub keys: bool,
    /// The receiver itself: `FLAG.isActive()`.
    pub receiver: bool,
    /// The receiver's index: `Flipper[:k].enabled?`; of a property only indexes: `config["k"]`.
    pub index: bool,
    /// The members read from the result.
    pub members: bool,
    /// What the SDK makes of keys.
    pub transform: Option<Transform>,
    /// Cut from the front of the text; without it the text is no key.
    pub prefix: Option<String>,
    /// What stands in front of this is the key: `checkout.colour` names a value of the flag `checkout`.
    pub until: Option<String>,
    /// What stands behind this is the key; without it all of the text.
    pub behind: Option<String>,
    /// The text lists several keys, with this between them.
    pub separator: Option<String>,
    /// A member of an enum without a value stands for its own name: what the configuration says of a team's own helpers.
    #[serde(skip)]
    pub names_member: bool,
    /// A member without a value stands for its own name.
    pub names_key: bool,
    /// Members of this type stand between the keys and are none: `RequirementType.Any`.
    pub skip: Option<String>,
    /// The receiver, or the argument, is an object made by a declaration of the same SDK, whose key is meant.
    pub declared: bool,
    /// In a call of this name among the arguments, its first argument if no place in it is given:
    /// `WithFallback(true)`, `EvaluationRequest(flag_key="k")`, `request().flagKey("k").build()`.
    pub option: Option<String>,
    /// A literal of this type: `boolean`.
    pub literal: Option<String>,
}

/// Code, and the keys that must be found in it.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// A language's name.
    pub language: String,
    /// A whole file.
    pub code: String,
    /// The keys of its evaluations, in order; `null` where the key is known only at run time.
    pub finds: Vec<String>,
    /// The keys of its test overrides.
    #[serde(default)]
    pub overrides: Vec<String>,
    /// The keys of its declarations.
    #[serde(default)]
    pub declares: Vec<String>,
}

impl Selector {
    /// As the general form.
    pub fn place(&self) -> Selection {
        match self {
            Self::Position(argument) => Selection {
                argument: Some(*argument),
                ..Selection::default()
            },
            Self::Place(place) => (**place).clone(),
        }
    }
}

impl Shape {
    /// Whether a call of this form can be meant.
    pub fn fits(self, form: Form) -> bool {
        match self {
            Self::Method | Self::Function => matches!(form, Form::Call | Form::Decorator),
            Self::Constructor => matches!(form, Form::Construct | Form::Call),
            Self::Component => form == Form::Component,
            Self::Decorator => matches!(form, Form::Decorator | Form::Attribute | Form::Call),
            Self::Macro => form == Form::Macro,
            Self::Attribute => form == Form::Attribute,
            Self::Tag => form == Form::Tag,
            Self::Type | Self::Map | Self::Property | Self::Field => false,
        }
    }
}

impl Package {
    /// Whether an imported module, or a name within it, belongs to this package.
    pub fn imported(&self, module: &str, name: Option<&str>) -> bool {
        let first = |text: &str| text.bytes().next().filter(|byte| byte.is_ascii_alphanumeric());
        let own = first(module);
        let is = |wanted: &String| {
            // most are told apart by that
            if let (Some(own), Some(other)) = (own, first(wanted))
                && own != other
            {
                return false;
            }
            begins(separated(module), wanted)
                || name.is_some_and(|name| begins(separated(module).chain([b'.']).chain(separated(name)), wanted))
        };
        self.imports.iter().any(is)
    }

    /// Whether a name in code carries one of this package's modules in full, so that no import is needed.
    pub fn named_in_full(&self, path: &str) -> bool {
        let has_parts = |name: &str| separated(name).skip(1).any(|byte| byte == b'.');
        let path = path.trim_start_matches([':', '\\', '.']);
        has_parts(path)
            && self
                .imports
                .iter()
                .any(|wanted| has_parts(wanted) && begins(separated(path), wanted))
    }
}

/// The first part of a module's name: the same in every name within that module.
pub(crate) fn module_head(module: &str) -> &str {
    module.split(['/', '.', ':', '\\']).next().unwrap_or(module)
}

/// Whether a module's name is the wanted one, or one within it.
fn begins(mut module: impl Iterator<Item = u8>, wanted: &str) -> bool {
    separated(wanted).all(|byte| module.next() == Some(byte))
        && matches!(module.next(), None | Some(b'/' | b'.' | b':'))
}

/// A module's name with one separator for `a::b`, `a\b` and `a.b`.
fn separated(module: &str) -> impl Iterator<Item = u8> + '_ {
    let bytes = module.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        at += 1;
        Some(match byte {
            b':' if bytes.get(at) == Some(&b':') => {
                at += 1;
                b'.'
            }
            b'\\' => b'.',
            byte => byte,
        })
    })
}
