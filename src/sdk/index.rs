//! All definitions, by what a file calls: each language family's names are put in order when the first file needs them.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::language::LANGUAGES;
use crate::sdk::{Action, Method, Package, Sdk, Selection, Selector, Shape};

/// The definitions that come with the program, without their examples, as JSON: build.rs reads `rules/*.toml`, because
/// reading them takes ten times as long at run time.
static RULES: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));
/// The names of those whose flags are declared in the code base itself, one on each line: all that a run asks of which nothing changed.
static LOCAL: &str = include_str!(concat!(env!("OUT_DIR"), "/local.txt"));

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

/// What gives objects whose members are flags, in one language family.
#[derive(Debug, Default)]
pub struct Accessors {
    /// Names of functions: `useFlags`.
    pub functions: FxHashSet<String>,
    /// Last parts of the names of objects: `featureToggles`.
    pub properties: FxHashSet<String>,
    /// Modules of packages that tell something where they are imported, although files are not searched for their names alone.
    pub modules: Vec<String>,
}

/// One language family's part of the definitions.
#[derive(Debug, Default)]
struct Family {
    /// A name to the indexes of SDK, package and method.
    names: FxHashMap<String, Vec<(usize, usize, usize)>>,
    accessors: Accessors,
}

/// All definitions, by what a file calls.
#[derive(Debug)]
pub struct Sdks {
    /// The user's own.
    own: Vec<Sdk>,
    /// All of them, the user's own first; built when the first file is looked at.
    list: OnceLock<Vec<Sdk>>,
    families: FxHashMap<&'static str, OnceLock<Family>>,
}

impl Sdks {
    /// The user's own definitions.
    pub(crate) fn own(&self) -> &[Sdk] {
        &self.own
    }

    /// The names of SDKs whose flags are declared in the code base itself.
    pub(crate) fn local(&self) -> Vec<&str> {
        let own = self.own.iter().filter(|sdk| sdk.local).map(|sdk| sdk.name.as_str());
        own.chain(LOCAL.lines()).collect()
    }

    /// The definitions that come with the program, and the user's own before them.
    pub fn new(own: Vec<Sdk>) -> Self {
        let mut own = own;
        for sdk in &mut own {
            if !sdk.methods.is_empty() {
                let mut methods = std::mem::take(&mut sdk.methods);
                for key in methods.iter_mut().filter_map(|method| method.key.as_mut()) {
                    *key = Selector::Place(Box::new(Selection {
                        names_member: true,
                        ..key.place()
                    }));
                }
                let receivers = sdk.receivers.clone();
                sdk.packages.push(Package {
                    methods,
                    receivers,
                    vouched: true,
                    ..Package::default()
                });
            }
        }
        let families = LANGUAGES.iter().map(|language| (language.family, OnceLock::new()));
        Self {
            own,
            list: OnceLock::new(),
            families: families.collect(),
        }
    }

    /// All SDKs, the user's own first.
    pub fn all(&self) -> &[Sdk] {
        self.list.get_or_init(|| {
            // A broken one would be a defect of ours: tests/examples.rs reads each.
            let rules = serde_json::from_str::<Vec<Sdk>>(RULES).unwrap_or_default();
            self.own.iter().cloned().chain(rules).collect()
        })
    }

    fn family(&self, family: &str) -> Option<&Family> {
        let entry = self.families.get(family)?;
        Some(entry.get_or_init(|| Family::new(self.all(), family)))
    }

    /// Names that mean something in a language family in every file that is parsed, with what they mean: those of SDKs in `present`,
    /// and those that need no import.
    pub(crate) fn named<'s>(
        &'s self,
        family: &str,
        present: &FxHashSet<String>,
    ) -> impl Iterator<Item = (&'s str, Candidate<'s>)> {
        let names = self.family(family).into_iter().flat_map(|family| &family.names);
        let all = names.flat_map(|(name, places)| places.iter().map(move |place| (name.as_str(), *place)));
        all.filter_map(|(name, place)| Some((name, self.candidate(place)?)))
            .filter(|(_, found)| {
                let package = found.package;
                let is_own = match found.method.shape {
                    Shape::Property => !package.ties(found.method),
                    _ => package.vouched || (package.imports.is_empty() && !package.registered),
                };
                is_own || present.contains(&found.sdk.name)
            })
    }

    fn candidate(&self, (s, p, m): (usize, usize, usize)) -> Option<Candidate<'_>> {
        let sdk = self.all().get(s)?;
        let package = sdk.packages.get(p)?;
        Some(Candidate {
            sdk,
            package,
            method: package.methods.get(m)?,
        })
    }

    /// The methods of this name in a language family.
    pub fn candidates(&self, family: &str, name: &str) -> impl Iterator<Item = Candidate<'_>> {
        let found = self
            .family(family)
            .and_then(|family| family.names.get(name))
            .map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|place| self.candidate(*place))
    }

    /// What gives objects of flags in a language family.
    pub fn accessors(&self, family: &str) -> &Accessors {
        static NONE: OnceLock<Accessors> = OnceLock::new();
        match self.family(family) {
            Some(family) => &family.accessors,
            None => NONE.get_or_init(Accessors::default),
        }
    }

    /// The packages that exist in a language family, with their SDK.
    pub fn packages(&self, family: &str) -> impl Iterator<Item = (&Sdk, &Package)> {
        self.all().iter().flat_map(move |sdk| {
            let fits = sdk.packages.iter().filter(move |package| package.speaks(family));
            fits.map(move |package| (sdk, package))
        })
    }
}

impl Family {
    fn new(list: &[Sdk], family: &str) -> Self {
        let mut own = Self::default();
        for (s, sdk) in list.iter().enumerate() {
            for (p, package) in sdk.packages.iter().enumerate() {
                if !package.speaks(family) {
                    continue;
                }
                if package.registered || !package.needs.is_empty() {
                    own.accessors.modules.extend(package.imports.iter().cloned());
                }
                for (m, method) in package.methods.iter().enumerate() {
                    for name in &method.names {
                        own.names.entry(name.clone()).or_default().push((s, p, m));
                        own.accessor(method, name);
                    }
                }
            }
        }
        own
    }

    fn accessor(&mut self, method: &Method, name: &str) {
        if method.action != Action::Accessor && method.shape != Shape::Property {
            return;
        }
        if method.shape == Shape::Property {
            let last = name.rsplit('.').next().unwrap_or(name);
            self.accessors.properties.insert(last.to_owned());
        } else {
            self.accessors.functions.insert(name.to_owned());
        }
    }
}

impl Package {
    /// Whether a property counts only where an import tells what it is read from: its name is not the SDK's own, and begins with
    /// none that is.
    pub(crate) fn ties(&self, method: &Method) -> bool {
        let is_own = |name: &String| {
            let root = name.split('.').next().unwrap_or(name);
            self.symbols.iter().any(|symbol| symbol == root)
        };
        let accessor = method.action == Action::Accessor && method.shape == Shape::Property;
        accessor && !method.global && self.receivers.is_empty() && !method.names.iter().any(is_own)
    }

    /// Whether the package exists in a language family.
    pub(crate) fn speaks(&self, family: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|language| language == family)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sdk(name: &str, local: bool) -> Sdk {
        let text = format!(r#"{{ "name": "{name}", "local": {local} }}"#);
        serde_json::from_str(&text).expect("a definition")
    }

    #[test]
    fn local_definitions_are_known_without_reading_all() {
        let sdks = Sdks::new(vec![sdk("own", true), sdk("other", false)]);
        let local = sdks.all().iter().filter(|sdk| sdk.local);
        let expected: Vec<&str> = local.map(|sdk| sdk.name.as_str()).collect();
        assert!(expected.len() > 5 && expected.first() == Some(&"own"), "{expected:?}");
        assert_eq!(sdks.local(), expected);
    }
}
