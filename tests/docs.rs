//! The generated pages in `docs/` say what the tables say; `UPDATE=1 cargo test docs::` rewrites them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use flagdebt::lints::{LINTS, lint_page, lint_table};
use flagdebt::registry::REGISTRIES;
use flagdebt::sdk::{Sdks, sdk_page};
use serde_json::Value;

#[test]
fn the_lints_have_current_pages() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let folder = docs.join("lints");
    let mut pages = vec![(docs.join("lints.md"), lint_table())];
    pages.extend(
        LINTS
            .iter()
            .map(|lint| (folder.join(format!("{}.md", lint.name)), lint_page(lint))),
    );
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&folder).expect("the repository can be written");
        for (path, text) in &pages {
            fs::write(path, text).expect("the repository can be written");
        }
    }
    for (path, text) in &pages {
        let found = fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            &found,
            text,
            "{} is not current: run UPDATE=1 cargo test docs::",
            path.display()
        );
    }
    let names: BTreeSet<String> = LINTS.iter().map(|lint| format!("{}.md", lint.name)).collect();
    let found: BTreeSet<String> = fs::read_dir(&folder)
        .expect("docs/lints exists")
        .map(|entry| {
            entry
                .expect("a readable folder")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(found, names, "a page of a lint that no longer exists");
}

/// The facts of the table, and whether a flag of the normalised model has one.
type Fact = (&'static str, fn(&Value) -> bool);

fn filled(value: &Value) -> bool {
    !(value.is_null() || value.as_array().is_some_and(Vec::is_empty))
}

fn somewhere(flag: &Value, fits: fn(&Value) -> bool) -> bool {
    flag["environments"].as_array().is_some_and(|all| all.iter().any(fits))
}

const FACTS: &[Fact] = &[
    ("name", |flag| filled(&flag["name"])),
    ("kind", |flag| flag["kind_source"] == "declared"),
    ("permanent", |flag| filled(&flag["permanent"])),
    ("created", |flag| filled(&flag["created"])),
    ("changed", |flag| filled(&flag["changed"])),
    ("evaluated", |flag| filled(&flag["evaluated"])),
    ("expires", |flag| filled(&flag["expires"])),
    ("owner", |flag| filled(&flag["owners"])),
    ("tags", |flag| filled(&flag["tags"])),
    ("archived", |flag| {
        flag["lifecycle"] == "archived" || flag["lifecycle"] == "deleted"
    }),
    ("stale", |flag| filled(&flag["stale_by_vendor"])),
    ("type", |flag| filled(&flag["value_type"])),
    ("ticket", |flag| filled(&flag["ticket"])),
    ("client", |flag| filled(&flag["client_side"])),
    ("on or off", |flag| {
        somewhere(flag, |environment| filled(&environment["enabled"]))
    }),
    ("served", |flag| {
        somewhere(flag, |environment| environment["serves"]["state"] != "unknown")
    }),
    ("share", |flag| {
        somewhere(flag, |environment| filled(&environment["rollout"]))
    }),
    ("needs", |flag| filled(&flag["prerequisites"])),
];

/// The facts that the samples of every format show.
fn facts_of_samples() -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut facts: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry")).expect("the samples") {
        let folder = folder.expect("a readable folder").path();
        let format = folder.file_name().expect("a name").to_string_lossy().into_owned();
        for file in fs::read_dir(&folder).expect("the samples of a format") {
            let path = file.expect("a readable folder").path();
            if !path.to_string_lossy().ends_with(".expected.ndjson") {
                continue;
            }
            let text = fs::read_to_string(path).expect("what is expected of a sample");
            for flag in text
                .lines()
                .skip(1)
                .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            {
                let known = FACTS.iter().filter(|(_, known)| known(&flag)).map(|(name, _)| *name);
                facts.entry(format.clone()).or_default().extend(known);
            }
        }
    }
    facts
}

fn registries_page() -> String {
    let facts = facts_of_samples();
    let mut formats: Vec<_> = REGISTRIES.iter().collect();
    formats.sort_by_key(|format| format.name);
    let mut page = String::from(
        "# Registries\n\nThe exports that are read, how to make each of them, and what they cannot tell. A file may be JSON, JSON with \
         comments, NDJSON,\nYAML, TOML, CSV, XML or `.properties`, whatever its format has; it may be packed with gzip. A folder or a \
         glob of files is one\nregistry, `-` is standard input. The format is recognised; `--registry-format NAME` overrides that.\n\n\
         Several exports are joined by key, fact by fact: the first file that knows a fact is believed, later ones fill what it\n\
         leaves open. What no file says stays unknown, which never means no.\n\n## What each format can tell\n\n",
    );
    let _ = writeln!(
        page,
        "| format | {} |",
        FACTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" | ")
    );
    let _ = writeln!(page, "|---|{}", "---|".repeat(FACTS.len()));
    let none = BTreeSet::new();
    for format in &formats {
        let known = facts.get(format.name).unwrap_or(&none);
        let cells: Vec<&str> = FACTS
            .iter()
            .map(|(name, _)| if known.contains(name) { "yes" } else { "" })
            .collect();
        let _ = writeln!(page, "| [{0}](#{0}) | {1} |", format.name, cells.join(" | "));
    }
    page.push_str(
        "\n`changed`: when the flag's state last changed. `evaluated`: when it was last asked for. `stale`: the vendor's own verdict.\n\
         `served`: whether one value for everyone can be proven. `share`: how many get the on-value. `needs`: prerequisites. A cell says\n\
         that some form of the format can tell it, not that each file does.\n",
    );
    for format in formats {
        let commands = [
            "curl ",
            "dvc ",
            "flipt ",
            "configcat ",
            "az ",
            "aws ",
            "python ",
            "firebase ",
        ];
        let is_command = commands.iter().any(|command| format.obtain.starts_with(command));
        let obtain = if is_command {
            format!("```sh\n{}\n```", format.obtain)
        } else {
            format!("To get it: {}.", format.obtain)
        };
        let title = format.title.trim_start_matches("an ").trim_start_matches("a ");
        let _ = write!(
            page,
            "\n## {}\n\n{title}\n\n{obtain}\n\nIt lacks: {}.\n",
            format.name, format.lacks
        );
    }
    page
}

#[test]
fn the_registries_have_a_current_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/registries.md");
    let page = registries_page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the repository can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found, page,
        "docs/registries.md is not current: run UPDATE=1 cargo test docs::"
    );
}

#[test]
fn the_sdks_have_a_current_page_and_are_counted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sdks = Sdks::new(Vec::new());
    let path = root.join("docs/sdks.md");
    let page = sdk_page(sdks.all());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the repository can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/sdks.md is not current: run UPDATE=1 cargo test docs::"
    );
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let count = format!("{} SDKs", sdks.all().len());
    assert!(readme.contains(&count), "README.md says how many there are: {count}");
}

/// Whoever copies a command from a page, a hook or a snippet gets one that the program takes.
#[test]
fn the_commands_on_the_pages_are_taken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let calls = regex::Regex::new(
        "flagdebt ((?:check|fix|baseline|flags|uses|tickets|history|graph|registry|init)\\b[^\\n|;`)#<>'&\\[]*)",
    )
    .expect("a pattern");
    let mut seen = 0;
    for page in [
        "README.md",
        "docs/ci.md",
        "docs/tickets.md",
        ".pre-commit-hooks.yaml",
        "ci/gitlab.yml",
        "src/init/snippets.rs",
    ] {
        let text = fs::read_to_string(root.join(page)).expect(page);
        for call in calls.captures_iter(&text) {
            let call = call[1].replace(['"', '\\'], "");
            let words = std::iter::once("flagdebt").chain(call.split_whitespace());
            if let Err(error) = <flagdebt::cli::Cli as clap::Parser>::try_parse_from(words) {
                panic!("{page}: flagdebt {call}\n{error}");
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn files_for_other_tools_are_yaml() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [".pre-commit-hooks.yaml", "action.yml", "ci/gitlab.yml"] {
        let text = fs::read_to_string(root.join(file)).expect(file);
        let wrong = granit_parser::Parser::new_from_str(&text).find_map(Result::err);
        assert!(wrong.is_none(), "{file}: {wrong:?}");
    }
    let hooks = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).expect("hooks");
    let entries: Vec<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("entry: "))
        .collect();
    assert_eq!(entries, ["flagdebt check --staged"; 2]);
}
