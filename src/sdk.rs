//! SDK definitions: how a vendor's calls look, as data in `rules/*.toml` and in the user's own `[[sdk]]` tables.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::facts::Form;
use crate::language::LANGUAGES;

/// The definitions that come with the program: file name and text.
static RULES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

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
    /// `enum X: Name`, or a constant of the type `Name`: every member is a flag.
    Type,
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
    /// A true result means that the flag is off.
    pub negated: bool,
    /// Callable without an import or a receiver.
    pub global: bool,
}

/// Where in a call something stands.
#[derive(Debug, Clone, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Selector {
    /// A positional argument, from 0; the receiver does not count.
    Position(usize),
    /// Anything else.
    Place(Selection),
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
    /// This argument and all behind it.
    pub rest: bool,
    /// The names of the argument's members, or of the named arguments.
    pub keys: bool,
    /// The receiver itself: `FLAG.isActive()`.
    pub receiver: bool,
    /// The receiver's index: `Flipper[:k].enabled?`.
    pub index: bool,
    /// The members read from the result.
    pub members: bool,
    /// The key is rewritten so: `camel-case`.
    pub transform: Option<String>,
    /// Cut from the front of the text; without it the text is no key.
    pub prefix: Option<String>,
    /// A member without a value stands for its own name.
    pub names_key: bool,
    /// The argument of the function of this name among the arguments: `WithFallback(true)`.
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
            Self::Place(place) => place.clone(),
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
            Self::Decorator => form == Form::Decorator || form == Form::Call,
            Self::Macro => form == Form::Macro,
            Self::Attribute => form == Form::Attribute,
            Self::Type => false,
        }
    }
}

/// A method with its package and SDK.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The SDK.
    pub sdk: &'a Sdk,
    /// The package.
    pub package: &'a Package,
    /// The method.
    pub method: &'a Method,
}

/// A name to the indexes of SDK, package and method.
type ByName = FxHashMap<String, Vec<(usize, usize, usize)>>;

/// All definitions, by what a file calls.
#[derive(Debug)]
pub struct Sdks {
    list: Vec<Sdk>,
    /// By language family.
    by_name: FxHashMap<&'static str, ByName>,
    /// Names of functions whose result is an object of flags.
    pub accessors: FxHashSet<String>,
}

impl Sdks {
    /// The definitions that come with the program, and the user's own before them.
    pub fn new(own: Vec<Sdk>) -> Self {
        let mut list = own;
        for sdk in &mut list {
            if !sdk.methods.is_empty() {
                let methods = std::mem::take(&mut sdk.methods);
                let receivers = sdk.receivers.clone();
                sdk.packages.push(Package {
                    methods,
                    receivers,
                    vouched: true,
                    ..Package::default()
                });
            }
        }
        list.extend(builtin().iter().cloned());
        let families: FxHashSet<_> = LANGUAGES.iter().map(|language| language.family).collect();
        let mut by_name: FxHashMap<&'static str, ByName> = FxHashMap::default();
        let mut accessors = FxHashSet::default();
        for (s, sdk) in list.iter().enumerate() {
            for (p, package) in sdk.packages.iter().enumerate() {
                let wanted =
                    |family: &&&str| package.languages.is_empty() || package.languages.iter().any(|l| l == **family);
                for family in families.iter().filter(wanted) {
                    for (m, method) in package.methods.iter().enumerate() {
                        for name in &method.names {
                            let names = by_name.entry(*family).or_default();
                            names.entry(name.clone()).or_default().push((s, p, m));
                        }
                    }
                }
                let gives = package
                    .methods
                    .iter()
                    .filter(|method| method.action == Action::Accessor);
                accessors.extend(gives.flat_map(|method| method.names.iter().cloned()));
            }
        }
        Self {
            list,
            by_name,
            accessors,
        }
    }

    /// All SDKs, the user's own first.
    pub fn all(&self) -> &[Sdk] {
        &self.list
    }

    /// The methods of this name in a language family.
    pub fn candidates(&self, family: &str, name: &str) -> impl Iterator<Item = Candidate<'_>> {
        let found = self
            .by_name
            .get(family)
            .and_then(|names| names.get(name))
            .map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|(s, p, m)| {
            let sdk = self.list.get(*s)?;
            let package = sdk.packages.get(*p)?;
            Some(Candidate {
                sdk,
                package,
                method: package.methods.get(*m)?,
            })
        })
    }

    /// The packages that exist in a language family, with their SDK.
    pub fn packages(&self, family: &str) -> impl Iterator<Item = (&Sdk, &Package)> {
        let fits = move |package: &&Package| {
            package.languages.is_empty() || package.languages.iter().any(|language| language == family)
        };
        self.list
            .iter()
            .flat_map(move |sdk| sdk.packages.iter().filter(fits).map(move |package| (sdk, package)))
    }
}

impl Package {
    /// Whether an imported module, or a name within it, belongs to this package.
    pub fn imported(&self, module: &str, name: Option<&str>) -> bool {
        let module = with_dots(module);
        let named = name.map(|name| format!("{module}.{name}"));
        self.imports.iter().any(|wanted| {
            let wanted = with_dots(wanted);
            is_within(&module, &wanted) || named.as_ref().is_some_and(|named| is_within(named, &wanted))
        })
    }

    /// Whether a name in code carries one of this package's modules in full, so that no import is needed.
    pub fn named_in_full(&self, path: &str) -> bool {
        let path = with_dots(path);
        let path = path.trim_start_matches('.');
        let has_parts = path.contains('.');
        has_parts
            && self.imports.iter().any(|wanted| {
                let wanted = with_dots(wanted);
                wanted.contains('.') && is_within(path, &wanted)
            })
    }
}

/// A module's name with one separator for all languages.
fn with_dots(name: &str) -> String {
    name.replace("::", ".").replace('\\', ".")
}

/// Whether a module is another, or within it.
fn is_within(module: &str, outer: &str) -> bool {
    module
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', ':']))
}

/// The definitions that come with the program. A broken one would be a defect of ours: tests/examples.rs reads each.
fn builtin() -> &'static [Sdk] {
    static BUILTIN: OnceLock<Vec<Sdk>> = OnceLock::new();
    BUILTIN.get_or_init(|| RULES.iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect())
}

/// Each definition that comes with the program, by file name, or why it cannot be read.
pub fn definitions() -> Vec<(&'static str, Result<Sdk, String>)> {
    RULES
        .iter()
        .map(|(file, text)| (*file, toml::from_str(text).map_err(|error| error.to_string())))
        .collect()
}
