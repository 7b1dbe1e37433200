//! What is fuzzed: each function takes any bytes and must come back, without a panic. cargo-fuzz runs them for hours
//! (`fuzz_targets/`), `cargo test` for a moment on broken samples (`tests/fuzz.rs`).

use std::sync::LazyLock;

use flagdebt::baseline::Baseline;
use flagdebt::config::{self, Policy};
use flagdebt::join::join;
use flagdebt::language::LANGUAGES;
use flagdebt::lints;
use flagdebt::owners::CodeOwners;
use flagdebt::registry::{self, Registry};
use flagdebt::removal::{Wanted, of_texts};
use flagdebt::scan::{facts_of, uses_of};
use flagdebt::sdk::Sdks;
use flagdebt::source::{Place, Span};
use flagdebt::suppress::{self, SuppressionFact};

static SDKS: LazyLock<Sdks> = LazyLock::new(|| Sdks::new(Vec::new()));

/// The day of all runs.
fn as_of() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_795_000_000).unwrap_or_default()
}

/// The first byte, which chooses something, and the rest.
fn choice(data: &[u8]) -> (usize, &[u8]) {
    match data {
        [first, rest @ ..] => (usize::from(*first), rest),
        [] => (0, data),
    }
}

/// An export: recognised, and read as one format, whatever it is.
pub fn export(data: &[u8]) {
    const NAMES: [&str; 8] = [
        "flags.json",
        "flags.yaml",
        "flags.toml",
        "flags.xml",
        "flags.properties",
        "flags.csv",
        "features/flag.yml",
        "toggles.py",
    ];
    let (choice, bytes) = choice(data);
    let path = NAMES[choice % NAMES.len()];
    let _ = registry::claims(path, bytes);
    let mut exports: Vec<_> = registry::read(path, bytes, None).into_iter().collect();
    // Every format gets its turn, those that would refuse the file as well.
    let formats: Vec<&str> = registry::formats().collect();
    exports.extend(registry::read(
        path,
        bytes,
        Some(formats[choice / NAMES.len() % formats.len()]),
    ));
    let joined = registry::join(exports, as_of());
    let _ = lints::check(&join(Vec::new(), &joined), &joined, &Policy::new(as_of()));
}

/// `flagdebt.toml`.
pub fn config(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(config) = config::parse("flagdebt.toml", text)
    {
        let policy = Policy::of(&config, as_of());
        let _ = policy.kind_of_key("a-flag");
        let _ = policy.quota_of(Some("payments"));
    }
}

/// CODEOWNERS.
pub fn codeowners(data: &[u8]) {
    let owners = CodeOwners::parse("CODEOWNERS", "shop/", &String::from_utf8_lossy(data));
    for file in ["src/a.ts", "a", "docs/b/c.md", ""] {
        let _ = owners.owner(file);
    }
}

/// A comment that may be a suppression.
pub fn suppression(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = suppress::parse(&text);
    let place = Place {
        span: Span::new(0, 1),
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 2,
    };
    let facts: Vec<SuppressionFact> = text
        .lines()
        .take(100)
        .map(|line| SuppressionFact {
            path: "a.ts".to_owned(),
            place,
            text: line.to_owned(),
            after_code: line.len() % 2 == 0,
            next_code_line: Some(1),
        })
        .collect();
    let _ = suppress::apply(Vec::new(), &facts, &Policy::new(as_of()));
}

/// A baseline.
pub fn baseline(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(baseline) = Baseline::parse(text)
    {
        let day = as_of().to_zoned(jiff::tz::TimeZone::UTC).date();
        let _ = baseline.known(day).mark(&mut []);
        let _ = Baseline::parse(&baseline.text());
    }
}

/// A source file of any language.
pub fn facts(data: &[u8]) {
    let (choice, bytes) = choice(data);
    let text = String::from_utf8_lossy(bytes);
    let _ = facts_of(&name(choice), &text, &SDKS);
}

/// A few files of any languages, up to the findings.
pub fn resolve(data: &[u8]) {
    let files = files(data);
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let keys = ["new-checkout", "search-v2", "a"];
    let uses = uses_of(&files, &SDKS, &keys);
    let registry = Registry::default();
    let policy = Policy::new(as_of());
    let joined = join(uses, &registry);
    let _ = lints::check(&joined, &registry, &policy);
    let _ = flagdebt::graph::graph(&joined, &registry, &policy, "0", true);
}

/// A few files of any languages, from which flags are taken.
pub fn fix(data: &[u8]) {
    let files = files(data);
    let wanted = [("new-checkout", true), ("search-v2", false)].map(|(key, value)| Wanted {
        key: key.to_owned(),
        value: Some(serde_json::Value::Bool(value)),
    });
    let _ = of_texts(&files, &wanted, &SDKS, &Policy::new(as_of()));
}

/// A file name of one of the languages.
fn name(choice: usize) -> String {
    let language = &LANGUAGES[choice % LANGUAGES.len()];
    format!("src/a.{}", language.extensions.first().unwrap_or(&"ts"))
}

/// The text behind each form feed is a file; its first byte chooses the language.
fn files(data: &[u8]) -> Vec<(String, String)> {
    let parts = data.split(|byte| *byte == 0x0c).take(4).zip(0..);
    let mut files: Vec<(String, String)> = parts
        .map(|(part, number)| {
            let (choice, bytes) = choice(part);
            let path = name(choice).replace("/a.", &format!("/a{number}."));
            (path, String::from_utf8_lossy(bytes).into_owned())
        })
        .collect();
    files.sort();
    files
}
