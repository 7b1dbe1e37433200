//! Every example of every SDK definition: the keys that must be found, and nothing else.

use std::fs;
use std::path::Path;

use flagdebt::language::LANGUAGES;
use flagdebt::sdk::{Sdk, Sdks};
use flagdebt::usage::{Role, Use};

/// Each definition that comes with the program, by its file's name.
fn definitions() -> Vec<(String, Sdk)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut definitions: Vec<(String, Sdk)> = fs::read_dir(folder)
        .expect("rules/ exists")
        .map(|entry| {
            let path = entry.expect("a readable folder").path();
            let text = fs::read_to_string(&path).expect("a readable file");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let sdk = toml::from_str(&text).unwrap_or_else(|error| panic!("rules/{name}: {error}"));
            (name, sdk)
        })
        .collect();
    definitions.sort_by(|(one, _), (two, _)| one.cmp(two));
    definitions
}

fn uses(sdks: &Sdks, language: &str, code: &str) -> Vec<Use> {
    let ending = LANGUAGES
        .iter()
        .find(|entry| entry.name == language)
        .and_then(|entry| entry.extensions.first())
        .unwrap_or_else(|| panic!("`{language}` is a language"));
    flagdebt::scan::uses_of(&[(&format!("example.{ending}"), code)], sdks, &[])
}

#[test]
fn every_definition_finds_what_its_examples_say() {
    let sdks = Sdks::new(Vec::new());
    let definitions = definitions();
    assert_eq!(
        sdks.all().len(),
        definitions.len(),
        "the program has read every definition"
    );
    let mut wrong = Vec::new();
    for (file, sdk) in definitions {
        assert_eq!(format!("{}.toml", sdk.name), file, "the name is the file's");
        let readable = |language: &String| LANGUAGES.iter().any(|entry| entry.family == language);
        let spoken = sdk.packages.iter().flat_map(|package| &package.languages).any(readable);
        assert!(!spoken || !sdk.examples.is_empty(), "rules/{file} has examples");
        for example in &sdk.examples {
            let found = uses(&sdks, &example.language, &example.code);
            for (role, wanted) in [
                (Role::Evaluation, &example.finds),
                (Role::TestOverride, &example.overrides),
                (Role::Declaration, &example.declares),
            ] {
                let keys: Vec<String> = found
                    .iter()
                    .filter(|item| item.role == role && (role != Role::Declaration || !wanted.is_empty()))
                    .map(|item| item.key.clone().unwrap_or_else(|| "null".to_owned()))
                    .collect();
                let foreign = found
                    .iter()
                    .any(|item| item.sdk.as_deref().is_some_and(|name| name != sdk.name));
                if keys != *wanted || foreign {
                    wrong.push(format!(
                        "rules/{file}, {}: {role:?} {keys:?}, wanted {wanted:?}\n{}",
                        example.language, example.code
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_language_table_can_be_read() {
    for language in &flagdebt::language::LANGUAGES {
        assert_eq!(language.table_error(), None, "grammars/{}.toml", language.name);
        let table = language.table();
        assert_eq!(table.name, language.name);
        assert_eq!(table.family, language.family);
        assert_eq!(table.extensions, language.extensions, "grammars/{}.toml", language.name);
    }
}
