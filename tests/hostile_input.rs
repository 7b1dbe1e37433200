//! Configuration and exports that nobody should write: an answer or a message, and nothing is read or written where it should not be.

use std::fs::{self, File};
use std::path::Path;

use flagdebt::config;
use flagdebt::registry::{self, ServesState};
use flagdebt::render::{self, LIST_FORMATS, Style};
use tempfile::TempDir;

use crate::hostile::{TYPESCRIPT, folder, run, write};

/// Exit code, and what was said.
fn told(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String) {
    let done = run(folder, arguments);
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

/// A repository in a folder of its own, so that there is something beside it.
fn repository() -> TempDir {
    let folder = folder();
    fs::create_dir_all(folder.path().join("shop/.git")).expect("a repository");
    write(&folder, "shop/a.ts", TYPESCRIPT);
    write(&folder, "flags.csv", "key,enabled\nprobe-flag,true\n");
    folder
}

fn in_shop(folder: &TempDir, arguments: &[&str], config: &str) -> (Option<i32>, String) {
    write(folder, "shop/flagdebt.toml", config);
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_flagdebt"))
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(arguments)
        .current_dir(folder.path().join("shop"))
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program");
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn a_configuration_reads_no_trees_outside_of_the_repository() {
    let folder = repository();
    let root = folder.path().display();
    let mut wrong = vec![
        "..".to_owned(),
        "../*.csv".to_owned(),
        format!("{root}"),
        format!("{root}/**/*.csv"),
        "/**/flags.csv".to_owned(),
        "-".to_owned(),
        "/dev/zero".to_owned(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("..", folder.path().join("shop/up")).expect("a link");
        wrong.extend(["up".to_owned(), "up/*.csv".to_owned()]);
    }
    for path in wrong {
        let (code, said) = in_shop(&folder, &["check"], &format!("registry = [{path:?}]\n"));
        assert_eq!(code, Some(2), "{path}: {said}");
        assert!(
            said.contains("flagdebt.toml") && said.contains("is not read"),
            "{path}: {said}"
        );
    }
    // A file is named on purpose, and so is everything on the command line.
    assert_eq!(
        in_shop(&folder, &["check"], "registry = [\"../flags.csv\"]\n").0,
        Some(0)
    );
    assert_eq!(in_shop(&folder, &["check", "--registry", "../*.csv"], "").0, Some(0));
}

#[test]
fn a_configuration_writes_nothing_outside_of_the_repository() {
    let folder = repository();
    let outside = folder.path().join("profile");
    fs::write(&outside, "mine").expect("a file");
    let mut wrong = vec!["../profile".to_owned(), format!("{}", outside.display())];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("..", folder.path().join("shop/up")).expect("a link");
        wrong.push("up/profile".to_owned());
    }
    for path in wrong {
        for command in ["baseline", "check"] {
            let (code, said) = in_shop(&folder, &[command], &format!("baseline = {path:?}\n"));
            assert_eq!(code, Some(2), "{path}: {said}");
            assert!(said.contains("outside of the repository"), "{said}");
        }
    }
    assert_eq!(fs::read_to_string(&outside).expect("the file"), "mine");
    // Below the configuration, or above it in the same repository, is fine; a link is replaced and not followed.
    fs::create_dir_all(folder.path().join("shop/ci")).expect("a folder");
    assert_eq!(
        in_shop(&folder, &["baseline"], "baseline = \"ci/debt.json\"\n").0,
        Some(0)
    );
    #[cfg(unix)]
    {
        let link = folder.path().join("shop/debt.json");
        std::os::unix::fs::symlink("../new", &link).expect("a link");
        assert_eq!(in_shop(&folder, &["baseline"], "baseline = \"debt.json\"\n").0, Some(0));
        assert!(!folder.path().join("new").exists() && link.is_file());
    }
}

#[test]
fn globs_that_leave_the_tree_bring_nothing_in() {
    let folder = repository();
    write(&folder, "b.ts", TYPESCRIPT);
    for globs in ["[\"../**\"]", "[\"/**\"]", "[\"**/../**\"]", "[\"../*.ts\", \"*.ts\"]"] {
        write(&folder, "shop/flagdebt.toml", &format!("include = {globs}\n"));
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_flagdebt"))
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .args(["uses", "--format", "ndjson"])
            .current_dir(folder.path().join("shop"))
            .output()
            .expect("the program");
        let text = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success() && !text.contains("b.ts"), "{globs}: {done:?}");
    }
}

#[test]
fn expressions_and_globs_that_could_explode_are_refused_or_quick() {
    let nested = "a{1000}".to_owned();
    let nested = (0..4).fold(nested, |inner, _| format!("({inner}){{1000}}"));
    let wide = "*".repeat(5_000);
    let choices = format!("{{{}}}", vec!["a*b?c*"; 20_000].join(","));
    for (text, fine) in [
        ("[kinds.release]\npattern = \"(a+)+(a|aa)*$\"\n".to_owned(), true),
        (format!("[kinds.release]\npattern = \"{nested}\"\n"), false),
        (
            format!("[kinds.release]\npattern = \"{}\"\n", "(".repeat(100_000)),
            false,
        ),
        (format!("exclude = [\"{wide}\"]\n"), true),
    ] {
        assert_eq!(config::parse("flagdebt.toml", &text).is_ok(), fine, "{}", &text[..60]);
    }
    let folder = folder();
    write(&folder, "a.ts", TYPESCRIPT);
    let long = "a".repeat(200);
    write(&folder, &format!("{long}.ts"), TYPESCRIPT);
    let config = format!("exclude = [\"{wide}b\", \"{}\", {choices:?}]\n", "**/a*".repeat(300));
    write(&folder, "flagdebt.toml", &config);
    let (code, said) = told(&folder, &["check"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("too large"), "{said}");
    // What an export calls its environments, and what the configuration calls its exports.
    let choices = choices.replace('/', "");
    write(&folder, "flagdebt.toml", &format!("registry = [{choices:?}]\n"));
    let (code, said) = told(&folder, &["check"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    write(&folder, "flagdebt.toml", "");
    write(&folder, "flags.csv", "key,environment,enabled\na,production,true\n");
    let (code, said) = told(
        &folder,
        &["check", "--registry", "flags.csv", "--environment", &choices[..100_000]],
    );
    assert!(matches!(code, Some(0 | 2)), "{code:?} {said}");
}

#[test]
fn a_gigabyte_is_more_than_is_read() {
    let folder = folder();
    write(&folder, "a.ts", TYPESCRIPT);
    // Holes: nothing of it is on the disk.
    let sparse = |name: &str, start: &str| {
        let path = folder.path().join(name);
        fs::write(&path, start).expect("a file");
        File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_len(1 << 30))
            .expect("a file with a hole");
    };
    sparse("flags.json", "{\"flags\": {\"a\": \"");
    let (code, said) = told(&folder, &["check", "--registry", "flags.json"]);
    assert_eq!(code, Some(3));
    assert!(
        said.contains("flags.json") && said.contains("larger than 256 MiB"),
        "{said}"
    );
    sparse("debt.json", "{\"schema\": \"");
    let (code, said) = told(&folder, &["check", "--baseline", "debt.json"]);
    assert_eq!(code, Some(3));
    assert!(
        said.contains("debt.json") && said.contains("larger than 16 MiB"),
        "{said}"
    );
    sparse("flagdebt.toml", "baseline = \"");
    let (code, said) = told(&folder, &["check"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("flagdebt.toml") && said.contains("larger than 2 MiB"),
        "{said}"
    );
}

fn samples() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry");
    let mut open = vec![root];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy().into_owned();
            match path.is_dir() {
                true => open.push(path),
                false if name.ends_with(".expected.ndjson") => {}
                false => found.extend(fs::read_to_string(&path).ok().map(|text| (name, text))),
            }
        }
    }
    found.sort();
    found
}

fn as_of() -> jiff::Timestamp {
    "2026-11-23T00:00:00Z".parse().expect("a day")
}

/// Reads, proves and prints an export, if it is one.
fn printed(path: &str, text: &str) -> bool {
    let Ok(export) = registry::read(path, text.as_bytes(), None) else {
        return false;
    };
    let report = flagdebt::report::RegistryReport {
        version: "0",
        registry: registry::join(vec![export], as_of()),
    };
    for format in LIST_FORMATS {
        let mut out = Vec::new();
        (format.write)(&render::registry(&report), &Style::default(), &mut out).expect("a format");
        let text = String::from_utf8(out).expect("UTF-8");
        if format.name == "json" {
            serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
    true
}

/// Every number of every sample becomes one that no sum, share or date can take.
#[test]
fn numbers_of_any_size_do_no_harm() {
    let mut read = 0;
    for (path, text) in samples() {
        for number in [
            "1e308",
            "-1e308",
            "5e-324",
            "-0.0",
            "18446744073709551615",
            "-9223372036854775808",
            "1e999",
        ] {
            let mut out = String::new();
            let mut before = ' ';
            let mut rest = text.as_str();
            while let Some(letter) = rest.chars().next() {
                let digits = rest.len()
                    - rest
                        .trim_start_matches(|each: char| each.is_ascii_digit() || each == '.')
                        .len();
                let value = letter.is_ascii_digit() && matches!(before, ' ' | ':' | '[' | ',' | '\t');
                match value && rest[digits..].starts_with([',', '\n', '\r', '}', ']', ' ']) {
                    true => {
                        out.push_str(number);
                        rest = &rest[digits..];
                        before = '0';
                    }
                    false => {
                        out.push(letter);
                        rest = &rest[letter.len_utf8()..];
                        before = letter;
                    }
                }
            }
            read += usize::from(printed(&path, &out));
        }
    }
    assert!(read > 200, "{read}");
}

/// What the same flag says twice in one file is not proven by either.
#[test]
fn a_flag_that_stands_twice_with_two_states_proves_nothing() {
    let on = r#"{"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "on"}"#;
    let off = r#"{"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off"}"#;
    for (path, text) in [
        ("flags.json", format!("{{\"flags\": {{\"a\": {on}, \"a\": {off}}}}}")),
        ("flags.json", format!("{{\"flags\": {{\"a\": {off}, \"a\": {on}}}}}")),
        ("flags.yaml", format!("flags:\n  a: {on}\n  a: {off}\n")),
        ("flags.csv", "key,enabled\na,true\na,false\n".to_owned()),
        (
            "flags.json",
            r#"{"flags": [{"key": "a", "enabled": true}, {"key": "a", "enabled": false}]}"#.to_owned(),
        ),
    ] {
        let Ok(export) = registry::read(path, text.as_bytes(), None) else {
            continue; // refused as a whole
        };
        let registry = registry::join(vec![export], as_of());
        let states: Vec<&ServesState> = registry
            .flags
            .iter()
            .flat_map(|flag| &flag.environments)
            .map(|environment| &environment.serves.state)
            .collect();
        let proven = states
            .iter()
            .any(|state| matches!(state, ServesState::Constant | ServesState::CodeDefault));
        assert!(!proven, "{path}: {text}\n{:#?}", registry.flags);
    }
}

/// The same member twice in an object of any sample: an error, or a reading.
#[test]
fn members_that_stand_twice_do_no_harm() {
    for (path, text) in samples() {
        let lines: Vec<&str> = text.lines().collect();
        for at in (0..lines.len()).step_by(lines.len() / 40 + 1) {
            let mut twice = lines.clone();
            twice.insert(at, lines[at]);
            printed(&path, &twice.join("\n"));
        }
    }
}
