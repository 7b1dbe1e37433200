//! `flagdebt init`: from what a repository holds to a first configuration and snippets. Pure: the caller reads and writes.

use std::collections::BTreeMap;

use crate::escape::terminal;
use crate::propose::Proposal;

mod snippets;

/// What was found in a repository.
#[derive(Debug, Clone, Default)]
pub struct Repository {
    /// All files that are not ignored, relative to the root, with `/`, sorted.
    pub files: Vec<String>,
    /// The texts of those that [`is_manifest`] asks for, by path.
    pub manifests: BTreeMap<String, String>,
    /// Those of [`is_candidate`] that a reader of exports recognises, by path.
    pub exports: BTreeMap<String, Recognised>,
    /// Helpers that no SDK vouches for.
    pub helpers: Vec<Proposal>,
}

/// An export that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// The format's name.
    pub format: String,
    /// How many flags it holds.
    pub flags: usize,
}

/// What `init` answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The text of `flagdebt.toml`.
    pub config: String,
    /// What was found, and the snippets: for the terminal.
    pub advice: String,
}

/// Larger files are neither manifests nor looked at as exports.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// Whether the file names the packages that a project uses.
pub fn is_manifest(path: &str) -> bool {
    let name = file_name(path);
    MANIFESTS.contains(&name)
        || (name.starts_with("requirements") && name.ends_with(".txt"))
        || name.ends_with(".gemspec")
        || name.ends_with(".csproj")
}

/// Whether the file may be a registry, judging by its name and place.
pub fn is_candidate(path: &str) -> bool {
    let lives_here = crate::registry::formats_at(path).next().is_some();
    (says_flags(path) || lives_here) && file_name(path) != "flagdebt.toml" && !is_manifest(path) && !is_test(path)
}

/// Whether a file of this format may be a registry here: its name speaks of flags, or files of the format live in such places.
/// What else looks like a registry is some other file by chance.
pub fn is_plausible(path: &str, format: &str) -> bool {
    says_flags(path) || crate::registry::formats_at(path).any(|here| here == format)
}

/// A data file whose name or folder speaks of flags.
fn says_flags(path: &str) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    let data = [".json", ".yaml", ".yml", ".toml", ".csv"]
        .iter()
        .any(|end| name.ends_with(end));
    let words: Vec<&str> = name.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let says = [
        "flag",
        "flags",
        "flagd",
        "toggle",
        "toggles",
        "featureflags",
        "featuretoggles",
        "unleash",
        "launchdarkly",
    ];
    let named = words.iter().any(|word| says.contains(word))
        || words.windows(2).any(|pair| pair == ["feature", "list"])
        || words.windows(2).any(|pair| pair == ["feature", "gates"]);
    let foldered = path
        .split('/')
        .rev()
        .skip(1)
        .any(|folder| [".unleash", ".flagd", "feature_flags"].contains(&folder));
    // Workflows about flags are no flags.
    data && (named || foldered) && !path.starts_with(".github/")
}

/// The first configuration and the snippets of a repository.
pub fn plan(repository: &Repository) -> Plan {
    let languages = languages(&repository.files);
    let sdks = sdks(&repository.manifests);
    Plan {
        config: config(repository, &languages, &sdks),
        advice: advice(repository, &languages, &sdks),
    }
}

const MANIFESTS: &[&str] = &[
    "Cargo.toml",
    "Gemfile",
    "Pipfile",
    "build.gradle",
    "build.gradle.kts",
    "go.mod",
    "libs.versions.toml",
    "package.json",
    "pom.xml",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
];

/// Languages that are scanned, by the ends of file names.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("C", &["c"]),
    ("C#", &["cs"]),
    ("C++", &["cc", "cpp", "cxx", "hpp", "hh"]),
    ("Dart", &["dart"]),
    ("Django and Jinja templates", &["djhtml", "jinja", "jinja2", "j2"]),
    ("Elixir", &["ex", "exs", "eex", "heex"]),
    ("ERB", &["erb", "rhtml"]),
    ("Go", &["go"]),
    ("Haml", &["haml"]),
    ("Java", &["java"]),
    ("JavaScript", &["js", "jsx", "mjs", "cjs"]),
    ("Kotlin", &["kt", "kts"]),
    ("Objective-C", &["m", "mm"]),
    ("PHP", &["php", "phtml"]),
    ("Python", &["py", "pyi"]),
    ("Razor", &["cshtml", "razor"]),
    ("Ruby", &["rb", "rake"]),
    ("Rust", &["rs"]),
    ("Slim", &["slim"]),
    ("Svelte", &["svelte"]),
    ("Scala", &["scala", "sc"]),
    ("Swift", &["swift"]),
    ("Twig", &["twig"]),
    ("TypeScript", &["ts", "tsx", "mts", "cts"]),
    ("Vue", &["vue"]),
];

/// SDKs by what a manifest says when a project uses them.
const SDKS: &[(&str, &[&str])] = &[
    ("ConfigCat", &["configcat"]),
    ("Flipper", &["flipper"]),
    ("GrowthBook", &["growthbook"]),
    (
        "LaunchDarkly",
        &[
            "launchdarkly",
            "@launchdarkly/",
            "gopkg.in/launchdarkly",
            "com.launchdarkly",
            "ldclient",
        ],
    ),
    (
        "OpenFeature",
        &[
            "openfeature",
            "open-feature",
            "@openfeature/",
            "dev.openfeature",
            "github.com/open-feature/go-sdk",
        ],
    ),
    ("PostHog", &["posthog"]),
    ("Split", &["splitio", "@splitsoftware/", "split-io"]),
    ("Statsig", &["statsig"]),
    ("Togglz", &["togglz"]),
    ("Unleash", &["unleash", "@unleash/", "unleashclient", "io.getunleash"]),
    ("Django Waffle", &["django-waffle"]),
];

/// Folders whose content nobody maintains by hand.
const FOREIGN: &[&str] = &["vendor", "third_party", "node_modules", "generated", "testdata"];

struct Found {
    name: &'static str,
    /// Files of a language, or the manifest that names an SDK.
    evidence: String,
}

fn languages(files: &[String]) -> Vec<Found> {
    let mut counts: Vec<(usize, &'static str)> = LANGUAGES
        .iter()
        .map(|(name, ends)| {
            let end = |path: &&String| {
                file_name(path)
                    .rsplit_once('.')
                    .is_some_and(|(_, end)| ends.contains(&end))
            };
            (files.iter().filter(end).count(), *name)
        })
        .filter(|(count, _)| *count > 0)
        .collect();
    counts.sort_unstable_by_key(|(count, name)| (std::cmp::Reverse(*count), *name));
    counts
        .into_iter()
        .map(|(count, name)| Found {
            name,
            evidence: crate::evidence::count(count, "file"),
        })
        .collect()
}

fn sdks(manifests: &BTreeMap<String, String>) -> Vec<Found> {
    let mut found = Vec::new();
    for (name, words) in SDKS {
        let names = |text: &str| {
            let text = text.to_ascii_lowercase();
            words.iter().any(|word| mentions(&text, word))
        };
        if let Some((path, _)) = manifests.iter().find(|(_, text)| names(text)) {
            found.push(Found {
                name,
                evidence: path.clone(),
            });
        }
    }
    found
}

/// Whether a manifest names a package that starts with `word`: a letter before it would make it another word.
fn mentions(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(char::is_alphanumeric)
    })
}

fn config(repository: &Repository, languages: &[Found], sdks: &[Found]) -> String {
    let mut out =
        String::from("# How flagdebt works in this repository. Every key is optional; `#` switches one off.\n");
    for (what, list) in [("languages", languages), ("flag SDKs", sdks)] {
        if !list.is_empty() {
            let list: Vec<String> = list
                .iter()
                .map(|found| format!("{} ({})", found.name, comment(&found.evidence)))
                .collect();
            out += &format!("# Found {what}: {}\n", list.join(", "));
        }
    }
    out +=
        "\n# What the flag service exported, relative to this file. Without it nothing tells what is served to whom.\n";
    out += &registry(repository);
    out += "\n# Environments that count as production. Without it: those whose name says so.\n\
        # environments = [\"production\"]\n";
    let foreign: Vec<String> = FOREIGN
        .iter()
        .filter(|folder| {
            repository
                .files
                .iter()
                .any(|path| path.split('/').rev().skip(1).any(|one| one == **folder))
        })
        .map(|folder| string(&format!("**/{folder}/**")))
        .collect();
    let example = if foreign.is_empty() {
        string("**/generated/**")
    } else {
        foreign.join(", ")
    };
    out += &format!(
        "\n# What is not scanned, besides what `.gitignore` and `.flagdebtignore` name.\n# exclude = [{example}]\n"
    );
    out += &helpers(&repository.helpers);
    out += "\n# The least severity that fails a run: \"error\", \"warning\", \"note\" or \"never\".\n\
        # fail-on = \"warning\"\n\
        \n[quota]\n\
        # Flags that may be due for removal at the same time. Start with what `flagdebt check` counts today.\n\
        # total = 10\n\
        \n[kinds.release]\n\
        # Days without a change of state after which a release flag is stale.\n\
        # lifetime-days = 90\n\
        # What the keys of release flags look like.\n\
        # pattern = \"^release-\"\n\
        \n[lints]\n\
        # Levels: \"off\", \"note\", \"warning\", \"error\"; `flagdebt lints` lists them all.\n\
        # stale-flag = \"note\"\n";
    out
}

/// The exports with flags; a folder that holds a registry in several files is one of them.
fn registries(repository: &Repository) -> Vec<(String, Recognised)> {
    let mut found: Vec<(String, Recognised)> = Vec::new();
    for (path, export) in repository.exports.iter().filter(|(_, export)| export.flags > 0) {
        let folder = crate::registry::folder_of(&export.format, path);
        let place = folder.unwrap_or_else(|| path.clone());
        match found
            .iter_mut()
            .find(|(known, of)| *known == place && of.format == export.format)
        {
            Some((_, known)) => known.flags += export.flags,
            None => found.push((place, export.clone())),
        }
    }
    found
}

/// The line for the exports: switched on only where there is no doubt.
fn registry(repository: &Repository) -> String {
    let recognised = registries(repository);
    if let [(path, export)] = recognised.as_slice() {
        let flags = crate::evidence::count(export.flags, "flag");
        return format!(
            "# {flags}, read as `{}`\nregistry = [{}]\n",
            comment(&export.format),
            string(path)
        );
    }
    let mut out = String::new();
    for (path, export) in &recognised {
        let flags = crate::evidence::count(export.flags, "flag");
        out += &format!(
            "# registry = [{}] # {flags}, read as `{}`\n",
            string(path),
            comment(&export.format)
        );
    }
    let unread = repository
        .files
        .iter()
        .filter(|path| says_flags(path) && is_candidate(path) && !repository.exports.contains_key(*path));
    for path in unread.take(5) {
        out += &format!("# registry = [{}] # by its name only\n", string(path));
    }
    if out.is_empty() {
        out += "# registry = [\"flags.json\"]\n";
    }
    out
}

/// `[[sdk]]` tables for people to confirm; commented out, because they rest on what calls look like.
fn helpers(found: &[Proposal]) -> String {
    if found.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "\n# Helpers of your own that take flags, as far as calls show it. Remove the marks of those that are right: then their\n\
         # calls are certain, and flags are looked for in calls with other keys, too.\n",
    );
    for helper in found {
        let method = format!(
            "# method = [{{ names = [{}], {}key = {} }}]\n",
            string(&helper.name),
            if helper.overrides {
                "action = \"override\", "
            } else {
                ""
            },
            helper.key
        );
        out += &format!(
            "#\n# [[sdk]] # {} with {}, such as {}\n# name = {}\n",
            crate::evidence::count(helper.calls, "call"),
            crate::evidence::count(helper.keys, "known key"),
            comment(&helper.place),
            string(&kebab(&helper.name))
        );
        if !helper.receiver.is_empty() {
            out += &format!("# receivers = [{}]\n", string(&helper.receiver));
        }
        out += &method;
    }
    out
}

/// A name for a table of the configuration.
fn kebab(name: &str) -> String {
    let words = crate::vocabulary::words(name).join("-");
    let plain: String = words
        .chars()
        .filter(|each| each.is_ascii_alphanumeric() || *each == '-')
        .collect();
    match plain.trim_matches('-') {
        "" => "helper".to_owned(),
        plain => plain.to_owned(),
    }
}

fn advice(repository: &Repository, languages: &[Found], sdks: &[Found]) -> String {
    let list = |found: &[Found]| {
        let names: Vec<String> = found
            .iter()
            .map(|found| format!("{} ({})", found.name, terminal(&found.evidence)))
            .collect();
        if names.is_empty() {
            "none that flagdebt knows".to_owned()
        } else {
            names.join(", ")
        }
    };
    let mut out = format!("languages  {}\nflag SDKs  {}\n", list(languages), list(sdks));
    let exports: Vec<String> = registries(repository)
        .iter()
        .map(|(path, export)| {
            format!(
                "{} ({}, {})",
                terminal(path),
                terminal(&export.format),
                crate::evidence::count(export.flags, "flag")
            )
        })
        .collect();
    out += &format!(
        "exports    {}\n",
        if exports.is_empty() {
            "none found".to_owned()
        } else {
            exports.join(", ")
        }
    );
    if exports.is_empty() {
        // A format is called like its service.
        let is_used = |name: &str| sdks.iter().any(|found| found.name.to_lowercase() == name);
        for format in crate::registry::REGISTRIES.iter().filter(|format| is_used(format.name)) {
            out += &format!("\nHow to get {}:\n\n    {}\n", format.title, format.obtain);
        }
    }
    if !repository.helpers.is_empty() {
        let names: Vec<String> = repository
            .helpers
            .iter()
            .map(|helper| terminal(&helper.name).into_owned())
            .collect();
        out += &format!("helpers    {}: confirm them in the configuration\n", names.join(", "));
    }
    out += &snippets::fitting(&repository.files);
    out += "\nNext: `flagdebt check`, and `flagdebt uses` to see what it reasons from.\n";
    out
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| {
        let part = part.to_ascii_lowercase();
        let words = [
            "test",
            "tests",
            "testdata",
            "fixture",
            "fixtures",
            "__tests__",
            "spec",
            "specs",
            "example",
            "examples",
        ];
        words.contains(&part.as_str()) || part.contains(".test.") || part.contains("_test.")
    })
}

/// A TOML string of any text.
fn string(text: &str) -> String {
    toml::Value::String(terminal(text).into_owned()).to_string()
}

/// Any text inside a TOML comment.
fn comment(text: &str) -> String {
    terminal(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn repository(files: &[&str], manifests: &[(&str, &str)], exports: &[(&str, &str, usize)]) -> Repository {
        Repository {
            helpers: Vec::new(),
            files: files.iter().map(ToString::to_string).collect(),
            manifests: manifests
                .iter()
                .map(|(path, text)| (path.to_string(), text.to_string()))
                .collect(),
            exports: exports
                .iter()
                .map(|(path, format, flags)| {
                    (
                        path.to_string(),
                        Recognised {
                            format: format.to_string(),
                            flags: *flags,
                        },
                    )
                })
                .collect(),
        }
    }

    #[test]
    fn one_recognised_export_is_switched_on() {
        let shop = repository(
            &[
                "src/a.ts",
                "src/b.tsx",
                "main.go",
                "ops/flags.json",
                ".github/workflows/ci.yml",
                "vendor/x/y.go",
            ],
            &[(
                "package.json",
                r#"{"dependencies": {"@launchdarkly/node-server-sdk": "9"}}"#,
            )],
            &[("ops/flags.json", "launchdarkly", 3)],
        );
        let plan = plan(&shop);
        let config = config::parse("flagdebt.toml", &plan.config).expect("a valid configuration");
        assert_eq!(
            config
                .registry
                .iter()
                .map(|file| file.path.as_str())
                .collect::<Vec<_>>(),
            ["ops/flags.json"]
        );
        assert!(
            plan.config.contains("Go (2 files), TypeScript (2 files)"),
            "{}",
            plan.config
        );
        assert!(plan.config.contains("LaunchDarkly (package.json)"), "{}", plan.config);
        assert!(
            plan.config.contains("# exclude = [\"**/vendor/**\"]"),
            "{}",
            plan.config
        );
        assert!(
            plan.advice
                .contains("check --since \"origin/$GITHUB_BASE_REF\" --format github"),
            "{}",
            plan.advice
        );
        assert!(!plan.advice.contains(".gitlab-ci.yml"), "{}", plan.advice);
    }

    #[test]
    fn the_snippets_are_those_of_the_tools_in_use() {
        let heads = |files: &[&str]| -> Vec<String> {
            let advice = plan(&repository(files, &[], &[])).advice;
            let heads = advice.lines().filter_map(|line| line.strip_prefix("In "));
            heads.map(|line| line.trim_end_matches(':').to_owned()).collect()
        };
        assert_eq!(
            heads(&[]),
            [
                ".pre-commit-config.yaml",
                ".github/workflows/flagdebt.yml",
                ".gitlab-ci.yml"
            ]
        );
        assert_eq!(
            heads(&[".husky/pre-push", "Jenkinsfile"]),
            [".husky/pre-commit", "the Jenkinsfile"]
        );
        assert_eq!(
            heads(&["lefthook.yaml", ".buildkite/pipeline.yml", ".gitlab-ci.yml"]),
            ["lefthook.yml", ".gitlab-ci.yml", ".buildkite/pipeline.yml"]
        );
    }

    #[test]
    fn what_is_not_sure_stays_switched_off() {
        let two = repository(
            &["a/flags.json", "b/flags.yaml"],
            &[],
            &[("a/flags.json", "unleash", 3), ("b/flags.yaml", "generic", 9)],
        );
        let named = repository(&["conf/toggles.yml"], &[], &[]);
        for repository in [two, named, Repository::default()] {
            let plan = plan(&repository);
            let config = config::parse("flagdebt.toml", &plan.config).expect("a valid configuration");
            assert!(config.registry.is_empty(), "{}", plan.config);
            assert!(plan.config.contains("# registry = ["), "{}", plan.config);
        }
    }

    #[test]
    fn every_line_that_is_switched_off_is_right_when_switched_on() {
        let plan = plan(&repository(&["vendor/a.go"], &[], &[]));
        let on: String = plan
            .config
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(setting) if setting.contains(" = ") => setting,
                _ => line,
            })
            .map(|line| format!("{line}\n"))
            .collect();
        let config = config::parse("flagdebt.toml", &on).unwrap_or_else(|error| panic!("{error:?} in {on}"));
        assert_eq!(config.quota.total, Some(10));
        assert_eq!(config.exclude.len(), 1);
        assert_eq!(config.lints.levels.len(), 1);
    }

    #[test]
    fn hostile_names_stay_in_their_strings_and_comments() {
        let evil = "x\"]\nregistry = [\"evil\u{1b}[2J/flags.json";
        for exports in [
            vec![(evil, "generic\nfail-on = 1", 1)],
            vec![(evil, "a", 1), ("flags.json", "b\nc", 1)],
            vec![],
        ] {
            let plan = plan(&repository(&[evil, "flags.json"], &[(evil, "unleash")], &exports));
            let config = config::parse("flagdebt.toml", &plan.config).expect("a valid configuration");
            assert!(
                config.registry.len() <= 1 && config.fail_on.is_none(),
                "{}",
                plan.config
            );
            assert!(!plan.config.contains('\u{1b}') && !plan.advice.contains('\u{1b}'));
        }
    }

    #[test]
    fn candidates_are_told_by_name_and_tests_are_left_out() {
        for path in [
            "flags.json",
            "ops/shop.flagd.json",
            "config/feature-flags.yaml",
            "versioned_feature_list.yaml",
            "test_data/versioned_feature_list.yaml",
            ".unleash/state.json",
            "featureToggles.json",
            "src/Web/appsettings.Production.json",
            "ee/config/feature_flags/ops/read_only.yml",
            "remoteconfig.template.json",
        ] {
            assert!(is_candidate(path), "{path}");
        }
        for path in [
            "package.json",
            "src/flags.ts",
            "tests/flags.json",
            "a/fixtures/flags.yml",
            "flagdebt.toml",
            ".github/workflows/flag-cleanup.yml",
            "x.json",
        ] {
            assert!(!is_candidate(path), "{path}");
        }
    }

    #[test]
    fn an_sdk_is_told_by_a_package_and_not_by_a_part_of_a_word() {
        let found = |text: &str| {
            let manifests = BTreeMap::from([("go.mod".to_owned(), text.to_owned())]);
            sdks(&manifests).iter().map(|found| found.name).collect::<Vec<_>>()
        };
        assert_eq!(
            found("require github.com/Unleash/unleash-go-sdk/v5 v5.0.0"),
            ["Unleash"]
        );
        assert_eq!(found("require github.com/open-feature/go-sdk v1.0.0"), ["OpenFeature"]);
        assert!(found("require example.com/backflipper v1").is_empty());
    }
}
