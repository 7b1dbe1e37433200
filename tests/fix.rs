//! `flagdebt fix` on small repositories: `testdata/fix/LANGUAGE/CASE/` with `case.toml`, `input/` and `expected/`, which a
//! reviewer would have written. A case without `expected/` is refused. Every result is fixed again, which must change
//! nothing. Other tests change the working folder, so all paths on disk are absolute.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use flagdebt::config::{Config, Policy};
use flagdebt::diagnostic::Applicability;
use flagdebt::removal::{Removals, Wanted, of_texts};
use flagdebt::sdk::Sdks;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    flag: BTreeMap<String, toml::Value>,
    /// `safe`, `review` or `refused`.
    outcome: String,
    /// What the reasons say, a piece of each.
    #[serde(default)]
    says: Vec<String>,
}

#[test]
fn every_case_comes_out_as_a_reviewer_would_write_it() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let sdks = Sdks::new(Vec::new());
    for language in folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fix")) {
        for case in folders(&language) {
            count += 1;
            if let Err(error) = check(&case, &sdks) {
                wrong.push(format!("== {}\n{error}", case.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} cases\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn check(folder: &Path, sdks: &Sdks) -> Result<(), String> {
    let text = fs::read_to_string(folder.join("case.toml")).map_err(|error| error.to_string())?;
    let case: Case = toml::from_str(&text).map_err(|error| error.to_string())?;
    let wanted: Vec<Wanted> = case
        .flag
        .iter()
        .map(|(key, value)| Wanted {
            key: key.clone(),
            value: serde_json::to_value(value).ok(),
        })
        .collect();
    let input = read(&folder.join("input"));
    let removals = run(&input, &wanted, sdks)?;
    let plan = removals
        .plans
        .first()
        .ok_or_else(|| format!("no plan: {:?}", removals.unknown))?;
    let outcome = match (plan.is_possible(), plan.applicability) {
        (false, _) => "refused",
        (true, Applicability::Safe) => "safe",
        (true, Applicability::Review) => "review",
    };
    let notes: Vec<String> = plan
        .stops
        .iter()
        .chain(&plan.remarks)
        .map(|note| format!("{}:{} {}", note.path, note.line, note.text))
        .collect();
    let after = texts(&input, &removals);
    let expected = match folder.join("expected").exists() {
        true => read(&folder.join("expected")),
        false => input,
    };
    let mut problems = String::new();
    if outcome != case.outcome {
        problems += &format!("outcome {outcome}, not {}\n", case.outcome);
    }
    for said in &case.says {
        if !notes.iter().any(|note| note.contains(said.as_str())) {
            problems += &format!("nothing says `{said}`\n");
        }
    }
    for path in expected
        .keys()
        .chain(after.keys())
        .collect::<std::collections::BTreeSet<_>>()
    {
        let empty = String::new();
        let (want, have) = (expected.get(path).unwrap_or(&empty), after.get(path).unwrap_or(&empty));
        if want != have {
            let diff = similar::TextDiff::from_lines(want.as_str(), have.as_str());
            problems += &format!("{path}\n{}", diff.unified_diff().header("expected", "is"));
        }
    }
    if !problems.is_empty() {
        return Err(format!("{problems}notes: {notes:#?}"));
    }
    twice(&after, &wanted, sdks)
}

/// Fixed again nothing changes.
fn twice(after: &BTreeMap<String, String>, wanted: &[Wanted], sdks: &Sdks) -> Result<(), String> {
    let removals = run(after, wanted, sdks)?;
    match removals.files.is_empty() {
        true => Ok(()),
        false => Err(format!("fixed twice it changes again: {:#?}", removals.files)),
    }
}

fn run(files: &BTreeMap<String, String>, wanted: &[Wanted], sdks: &Sdks) -> Result<Removals, String> {
    let as_of = "2026-11-23T00:00:00Z".parse().map_err(|error| format!("{error}"))?;
    let policy = Policy::of(&Config::default(), as_of);
    let files: Vec<(String, String)> = files.clone().into_iter().collect();
    Ok(of_texts(&files, wanted, sdks, &policy))
}

fn texts(input: &BTreeMap<String, String>, removals: &Removals) -> BTreeMap<String, String> {
    let mut texts = input.clone();
    for (path, file) in &removals.files {
        texts.insert(path.clone(), file.new.clone());
    }
    texts
}

fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).expect("a folder of a case") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let relative = path
                    .strip_prefix(folder)
                    .expect("below the folder")
                    .to_string_lossy()
                    .into_owned();
                found.insert(relative, fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    found
}

fn folders(at: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(at)
        .expect("the folder of the cases")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}
