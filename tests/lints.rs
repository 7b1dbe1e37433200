//! Every lint on tiny repositories: `testdata/lints/<lint>/<case>/`.
//!
//! A case holds sources, `flags.json`, the day in `as-of`, and a `flagdebt.toml` where that is the point. A line with a
//! finding ends in a comment with `~ lint-name`, once per finding; findings without a place stand in the file
//! `placeless`, one `lint flag` a line. Both are compared exactly. `expected.txt` shows the findings in full, and is
//! rewritten by `UPDATE=1 cargo test lints::`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use flagdebt::app::{self, ExportFile, Settings};
use flagdebt::config;
use flagdebt::diagnostic::Diagnostic;
use flagdebt::lints::LINTS;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/lints");

#[test]
fn every_case_gives_its_findings() {
    let mut wrong = String::new();
    for case in cases() {
        if let Err(problem) = compare(&case) {
            let _ = writeln!(wrong, "{}:\n{problem}", case.display());
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_lint_has_a_case_that_finds_and_one_that_does_not() {
    // They judge a change, which a case of one state does not have: tests/e2e.rs plays it.
    const OF_A_CHANGE: [&str; 1] = ["over-quota"];
    let cases = cases();
    for lint in LINTS.iter().filter(|lint| !OF_A_CHANGE.contains(&lint.name)) {
        let own = cases
            .iter()
            .filter(|case| case.parent().is_some_and(|folder| folder.ends_with(lint.name)));
        let finds: BTreeSet<bool> = own
            .map(|case| {
                expected(case)
                    .iter()
                    .any(|row| row.split(' ').next() == Some(lint.name))
            })
            .collect();
        assert_eq!(
            finds.len(),
            2,
            "{}: one case must find something and one must stay silent",
            lint.name
        );
    }
}

#[test]
fn every_marker_names_a_lint() {
    for case in cases() {
        let folder = case
            .parent()
            .and_then(Path::file_name)
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let names = expected(&case)
            .into_iter()
            .map(|row| row.split(' ').next().unwrap_or_default().to_owned());
        for name in names.chain([folder]) {
            assert!(
                LINTS.iter().any(|lint| lint.name == name),
                "{}: no lint is called `{name}`",
                case.display()
            );
        }
    }
}

/// The whole pipeline, run inside a case: seen from outside, everything under `testdata` would be test code. Only one
/// test may do this, since the working directory belongs to all.
fn findings(case: &Path) -> Result<Vec<Diagnostic>, String> {
    std::env::set_current_dir(case).map_err(|error| error.to_string())?;
    let text = fs::read_to_string(case.join("flagdebt.toml")).unwrap_or_default();
    let config = config::parse("flagdebt.toml", &text).map_err(|error| error.to_string())?;
    let day = fs::read_to_string(case.join("as-of")).map_err(|error| format!("as-of: {error}"))?;
    let as_of = format!("{}T00:00:00Z", day.trim())
        .parse()
        .map_err(|error| format!("as-of: {error}"))?;
    let mut settings = Settings::new(&config, &text, "flagdebt.toml", vec![PathBuf::from(".")], as_of)
        .map_err(|failure| failure.message)?;
    settings.exports.push(ExportFile {
        path: "flags.json".to_owned(),
        format: None,
    });
    let report = app::check(&settings, &flagdebt::scan::Silent).map_err(|failure| failure.message)?;
    Ok(report.diagnostics)
}

fn compare(case: &Path) -> Result<(), String> {
    let found = findings(case)?;
    let rows: Vec<String> = sorted(found.iter().map(row).collect());
    let expected = expected(case);
    if rows != expected {
        return Err(format!("  found    {rows:#?}\n  expected {expected:#?}"));
    }
    let snapshot = case.join("expected.txt");
    let text = snapshot_of(&found);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&snapshot, &text).map_err(|error| error.to_string())?;
    }
    match fs::read_to_string(&snapshot).unwrap_or_default() == text {
        true => Ok(()),
        false => Err(format!("expected.txt is not what was found:\n{text}")),
    }
}

/// "lint path:line", or "lint flag" without a place.
fn row(found: &Diagnostic) -> String {
    match &found.label {
        Some(label) => format!("{} {}:{}", found.lint, label.path, label.place.line),
        None => format!("{} {}", found.lint, found.flag.as_deref().unwrap_or_default()),
    }
}

fn snapshot_of(found: &[Diagnostic]) -> String {
    let mut text = String::new();
    for found in found {
        let place = found.label.as_ref().map_or_else(
            || "no place".to_owned(),
            |label| {
                let place = label.place;
                let path = &label.path;
                format!(
                    "{path}:{}:{}-{}:{}",
                    place.line, place.column, place.end_line, place.end_column
                )
            },
        );
        let _ = writeln!(
            text,
            "{place} {} {}: {}",
            found.severity.name(),
            found.lint,
            found.message
        );
        let served = found.served.as_ref().map(|value| format!("served: {value}"));
        let owner = found.owner.as_ref().map(|owner| format!("owner: {owner}"));
        for line in served.iter().chain(&owner) {
            let _ = writeln!(text, "  {line}");
        }
        for reason in &found.reasons {
            let _ = writeln!(text, "  because {}", reason);
        }
        for (number, step) in found.help.iter().enumerate() {
            let _ = writeln!(text, "  {}. {}", number + 1, step);
        }
        for label in &found.related {
            let _ = writeln!(text, "  see {}:{} {}", label.path, label.place.line, label.text);
        }
    }
    text
}

/// The rows that markers and `placeless` ask for.
fn expected(case: &Path) -> Vec<String> {
    let mut rows = Vec::new();
    for path in files(case) {
        let name = path
            .strip_prefix(case)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap_or_default();
        match name.as_str() {
            "as-of" | "flags.json" | "flagdebt.toml" | "expected.txt" => {}
            "placeless" => rows.extend(text.lines().map(str::to_owned)),
            _ => {
                for (line, number) in text.lines().zip(1..) {
                    let markers = line.split(" ~ ").skip(1).map(str::trim);
                    rows.extend(markers.map(|lint| format!("{lint} {name}:{number}")));
                }
            }
        }
    }
    sorted(rows)
}

fn sorted(mut rows: Vec<String>) -> Vec<String> {
    rows.sort();
    rows
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = folders(Path::new(FOLDER))
        .iter()
        .flat_map(|lint| folders(lint))
        .collect();
    cases.sort();
    assert!(cases.len() >= 2 * LINTS.len(), "{FOLDER} is not complete");
    cases
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder of cases")
        .map(|entry| entry.expect("a readable folder").path());
    entries.filter(|path| path.is_dir()).collect()
}

fn files(case: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![case.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a case") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                open.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files
}
