//! Exports carry API keys, user ids and e-mails of people who are targeted. The samples have such things planted in them; no output
//! and no message may show one.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use flagdebt::app::{self, ExportFile, Settings};
use flagdebt::config;
use flagdebt::registry::{self, ReadError};
use flagdebt::render::{self, FORMATS, LIST_FORMATS, Style};
use flagdebt::scan::Silent;

/// What stands in the samples as a secret, or as a person: owners have addresses at example.com, people who are targeted at
/// example.org.
const PLANTED: [&str; 4] = ["planted", "example.org", "\"u-1\"", "u-2"];

fn samples() -> Vec<PathBuf> {
    let mut all = Vec::new();
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if !path.to_string_lossy().ends_with(".expected.ndjson") && path.is_file() {
                all.push(path);
            }
        }
    }
    all.sort();
    all
}

fn assert_silent(path: &Path, what: &str, text: &str) {
    for secret in PLANTED {
        let line = text.lines().find(|line| line.contains(secret));
        assert!(
            line.is_none(),
            "{}, {what}: {secret} in {}",
            path.display(),
            line.unwrap_or_default()
        );
    }
}

fn settings(exports: &[PathBuf], code: &Path) -> Settings {
    let config = config::parse("flagdebt.toml", "").unwrap();
    let as_of = "2026-11-23T00:00:00Z".parse().unwrap();
    let mut settings = Settings::new(&config, "", "flagdebt.toml", vec![code.to_owned()], as_of).unwrap();
    let file = |path: &PathBuf| ExportFile {
        path: path.to_string_lossy().into_owned(),
        format: None,
    };
    settings.exports = exports.iter().map(file).collect();
    settings
}

#[test]
fn something_is_planted() {
    let planted = |secret: &&str| {
        samples()
            .iter()
            .any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(*secret)))
    };
    assert!(PLANTED.iter().all(planted));
}

#[test]
fn no_output_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let style = Style {
        verbose: true,
        ..Style::default()
    };
    let settings = settings(&samples(), folder.path());
    let report = app::registry(&settings).unwrap();
    let mut code = String::from("import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('');\n");
    for flag in &report.registry.flags {
        let key = serde_json::Value::from(flag.key.as_str());
        let _ = writeln!(code, "client.variation({key}, context, false);");
    }
    fs::write(folder.path().join("code.js"), code).unwrap();
    let all = Path::new("all samples");
    let listings = [
        render::registry(&report),
        render::flags(&app::flags(&settings, &Silent).unwrap()),
    ];
    for listing in &listings {
        for format in LIST_FORMATS {
            let mut out = Vec::new();
            (format.write)(listing, &style, &mut out).unwrap();
            assert_silent(all, format.name, &String::from_utf8(out).unwrap());
        }
    }
    let settings = Settings {
        excerpts: true,
        ..settings
    };
    let checked = app::check(&settings, &Silent).unwrap();
    for format in FORMATS {
        let mut out = Vec::new();
        (format.write)(&checked, &style, &mut out).unwrap();
        assert_silent(all, format.name, &String::from_utf8(out).unwrap());
    }
}

#[test]
fn no_message_about_a_broken_export_shows_a_secret() {
    let told = |error: &ReadError| format!("{error} {}", error.help.as_deref().unwrap_or_default());
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let name = path.to_string_lossy();
        // Some values in turn become one of a wrong type.
        let colons: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b':').collect();
        let colons = colons.iter().step_by(colons.len() / 100 + 1).copied();
        for at in colons {
            let mut broken = bytes.clone();
            broken.splice(at + 1..at + 1, b" [7], \"x\":".iter().copied());
            if let Err(error) = registry::read(&name, &broken, None) {
                assert_silent(&path, "message", &told(&error));
            }
        }
        for format in registry::formats() {
            if let Err(error) = registry::read(&name, &bytes, Some(format)) {
                assert_silent(&path, "message", &told(&error));
            }
        }
    }
}
