//! Every example of every SDK definition: the keys that must be found, and nothing else.

use flagdebt::sdk::{Sdks, definitions};
use flagdebt::usage::{Role, Use};

fn uses(language: &str, code: &str) -> Vec<Use> {
    let ending = flagdebt::language::LANGUAGES
        .iter()
        .find(|entry| entry.name == language)
        .and_then(|entry| entry.extensions.first())
        .unwrap_or_else(|| panic!("`{language}` is a language"));
    flagdebt::scan::uses_of(&[(&format!("example.{ending}"), code)], &Sdks::new(Vec::new()), &[])
}

#[test]
fn every_definition_finds_what_its_examples_say() {
    let mut wrong = Vec::new();
    for (file, definition) in definitions() {
        let sdk = definition.unwrap_or_else(|error| panic!("rules/{file}: {error}"));
        assert_eq!(format!("{}.toml", sdk.name), file, "the name is the file's");
        assert!(!sdk.examples.is_empty(), "rules/{file} has examples");
        for example in &sdk.examples {
            let mut found = uses(&example.language, &example.code);
            // What only looks like a team's own helper is no vendor's.
            found.retain(|item| sdk.name == "in-house" || item.sdk.as_deref() != Some("in-house"));
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
