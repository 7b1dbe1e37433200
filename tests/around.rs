//! What stands around an evaluation, in every language: one sample each, with helpers of one and the same name.
//!
//! A line says behind ` ~ ` what must be found in it: the key, then after colons the branches that the flag decides,
//! outermost first (`on/off`: on where the condition holds, off where it does not; `?`: it may be either; `-`: there is
//! no such arm that could be read; `=`: both arms hold the same), and `discarded`, `loop`, `client`.

use std::fs;
use std::path::Path;

use flagdebt::language::LANGUAGES;
use flagdebt::scan::uses_of;
use flagdebt::sdk::{Sdk, Sdks};
use flagdebt::usage::{Branch, Role, Use};

const SDK: &str = r#"
name = "acme"

[[method]]
names = ["isOn", "IsOn", "is_on"]
key = 0
"#;

fn shown(found: &Use) -> String {
    let mut text = found.key.clone().unwrap_or_default();
    for branch in &found.branches {
        text += &format!(":{}", arms(branch));
    }
    let site = &found.site;
    for (holds, word) in [
        (site.discarded, "discarded"),
        (site.repeated.is_some(), "loop"),
        (site.client.is_some(), "client"),
    ] {
        if holds {
            text += &format!(":{word}");
        }
    }
    text
}

fn arms(branch: &Branch) -> String {
    let state = |value: Option<bool>| match value {
        Some(true) => "on",
        Some(false) => "off",
        None => "?",
    };
    let mut text = match branch.consequence {
        Some(_) => state(branch.consequence_when).to_owned(),
        None => "-".to_owned(),
    };
    if branch.alternative.is_some() {
        text += &format!("/{}", state(branch.alternative_when));
    }
    if branch.same {
        text.push('=');
    }
    text
}

#[test]
fn every_sample_gives_what_its_lines_say() {
    let sdk: Sdk = toml::from_str(SDK).expect("an SDK");
    let sdks = Sdks::new(vec![sdk]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/around");
    let mut wrong = Vec::new();
    let mut read = Vec::new();
    for entry in fs::read_dir(folder).expect("samples") {
        let path = entry.expect("a file").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let text = fs::read_to_string(&path).expect("a sample");
        let uses = uses_of(&[(&format!("src/{name}"), &text)], &sdks, &[]);
        read.extend(uses.first().map(|found| found.language));
        let found = uses.iter().filter(|found| found.role == Role::Evaluation);
        let found: Vec<_> = found.map(|found| (found.name.line, shown(found))).collect();
        let wanted: Vec<_> = (1..).zip(text.lines()).filter_map(wanted).collect();
        for row in found.iter().filter(|row| !wanted.contains(row)) {
            wrong.push(format!("{name}:{}: found {}", row.0, row.1));
        }
        for row in wanted.iter().filter(|row| !found.contains(row)) {
            wrong.push(format!("{name}:{}: wanted {}", row.0, row.1));
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    for language in LANGUAGES
        .iter()
        .filter(|language| language.grammar().table.template.is_none())
    {
        assert!(
            read.contains(&language.name),
            "no sample is written in {}",
            language.name
        );
    }
}

fn wanted((line, text): (u32, &str)) -> Option<(u32, String)> {
    let (_, row) = text.rsplit_once(" ~ ")?;
    Some((line, row.trim_end_matches("*/").trim().to_owned()))
}
