//! What is true of every entry of a table, and of every file.

use std::fs;
use std::path::Path;

use flagdebt::lints::LINTS;

#[test]
fn lints_are_sorted_and_named_like_their_files() {
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted, "the table is sorted by name, without doubles");
    for name in names {
        assert!(
            name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'),
            "{name} is not kebab-case"
        );
        let path = format!("src/lints/{}.rs", name.replace('-', "_"));
        assert!(Path::new(&path).exists(), "{path} is missing");
    }
    let files = fs::read_dir("src/lints").expect("the folder of the lints").count();
    assert_eq!(files, LINTS.len(), "one file per lint");
}

#[test]
fn every_lint_has_a_whole_page() {
    for lint in LINTS {
        let body = lint.body();
        let heads: Vec<&str> = body.lines().filter(|line| line.starts_with("## ")).collect();
        let mut expected = vec!["## Why", "## Example", "## Fix", "## Options", "## When not to use it"];
        if !heads.contains(&"## Options") {
            expected.retain(|head| *head != "## Options");
        }
        assert_eq!(heads, expected, "{}", lint.name);
        assert!(
            (20..=120).contains(&lint.summary().len()),
            "{}: {}",
            lint.name,
            lint.summary()
        );
        assert!(
            !lint.summary().ends_with('.') && lint.docs[0].trim_end().ends_with('.'),
            "{}",
            lint.name
        );
    }
}

/// A lint knows usages, flags and rules; never a language, a vendor, a file or a clock.
#[test]
fn lints_look_only_at_plain_data() {
    let allowed = ["config", "diagnostic", "evidence", "lints", "registry", "usage"];
    for entry in fs::read_dir("src/lints").expect("the folder of the lints") {
        let path = entry.expect("a readable folder").path();
        let text = fs::read_to_string(&path).expect("a source file");
        for line in text.lines().filter(|line| line.starts_with("use ")) {
            let name = line.trim_start_matches("use ").split("::").collect::<Vec<_>>();
            let fine = match name[0] {
                "crate" => allowed.contains(&name[1].trim_end_matches(';')),
                "std" => !["fs", "env", "io", "process", "time"].contains(&name[1]),
                other => ["jiff", "serde_json"].contains(&other),
            };
            assert!(fine, "{}: {line}", path.display());
        }
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("///"))
            .collect();
        for vendor in ["launchdarkly", "unleash", "flagd", "openfeature", "kubernetes"] {
            assert!(
                !code.to_lowercase().contains(&format!("\"{vendor}\"")),
                "{} names {vendor}",
                path.display()
            );
        }
    }
}

/// The configuration examples on the pages are right.
#[test]
fn the_toml_on_the_pages_is_read() {
    let mut read = 0;
    for lint in LINTS {
        let body = lint.body();
        for block in body.split("```toml\n").skip(1) {
            let text = block.split("```").next().unwrap_or_default();
            if let Err(error) = flagdebt::config::parse(lint.name, text) {
                panic!("{error}\n{text}");
            }
            read += 1;
        }
    }
    assert!(read >= 5);
}
