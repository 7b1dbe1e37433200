//! One sample a language: an invented SDK's calls in the shapes that the language has.
//!
//! A line of a sample says behind ` ~ ` what must be found in it, in the order of place: `key`, `!key` for a negated
//! evaluation, `override:key`, and `declares key` for a constant. What stands in no such list must not be found.

use std::fs;
use std::path::{Path, PathBuf};

use flagdebt::scan::uses_of;
use flagdebt::sdk::{Sdk, Sdks};
use flagdebt::usage::{Role, Use};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/languages")
}

fn sdks() -> Sdks {
    let text = fs::read_to_string(folder().join("sdk.toml")).expect("the SDK");
    let sdk: Sdk = toml::from_str(&text).expect("an SDK");
    Sdks::new(vec![sdk])
}

/// Line and what is found there, as a sample writes it.
fn shown(found: &Use) -> Option<(u32, String)> {
    let key = found.key.as_deref()?;
    let text = match found.role {
        Role::Evaluation if found.negated => format!("!{key}"),
        Role::Evaluation => key.to_owned(),
        Role::TestOverride => format!("override:{key}"),
        Role::Declaration => format!("declares:{key}"),
        Role::Mention => return None,
    };
    Some((found.name.line, text))
}

fn wanted(text: &str) -> Vec<(u32, String)> {
    let mut rows = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let Some((_, list)) = text.rsplit_once(" ~ ") else {
            continue;
        };
        let list = list.replace("declares ", "declares:");
        let words = list
            .split_whitespace()
            .filter(|word| word.starts_with(|first: char| first.is_alphanumeric() || first == '!'));
        rows.extend(words.map(|word| (line, word.to_owned())));
    }
    rows
}

#[test]
fn every_sample_gives_what_its_lines_say() {
    let mut wrong = Vec::new();
    let mut samples = 0;
    let mut paths: Vec<_> = fs::read_dir(folder())
        .expect("samples")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_none_or(|ending| ending != "toml"))
        .collect();
    paths.sort();
    for path in paths {
        samples += 1;
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        let text = fs::read_to_string(&path).expect("a sample");
        let found = uses_of(&[(&format!("src/{name}"), &text)], &sdks(), &[]);
        let mut found: Vec<_> = found.iter().filter_map(shown).collect();
        found.sort_by_key(|(line, _)| *line);
        let wanted = wanted(&text);
        assert!(!wanted.is_empty(), "{name} says what must be found");
        let missing: Vec<_> = wanted.iter().filter(|row| !found.contains(row)).collect();
        let extra: Vec<_> = found.iter().filter(|row| !wanted.contains(row)).collect();
        if !missing.is_empty() || !extra.is_empty() || found.len() != wanted.len() {
            wrong.push(format!("{name}: missing {missing:?}, not wanted {extra:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(samples > 0);
}
