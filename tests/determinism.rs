//! The same tree gives the same bytes, whatever the number of threads and the order in which folders list their files.
//! `TORTURE=25 cargo test determinism::` takes 25 times as many turns.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// In a plain test run.
const TURNS: usize = 4;

/// What is compared.
const COMMANDS: [&str; 5] = [
    "check --config demo/flagdebt.toml --format json",
    "check --config demo/flagdebt.toml --format sarif",
    "uses --mentions --format ndjson",
    "graph --format json",
    "fix --config demo/flagdebt.toml --review",
];

/// The samples of all languages and SDKs, with a registry that knows some of their keys.
fn files() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut open: Vec<PathBuf> = ["languages", "demo", "focus"].map(|name| root.join(name)).to_vec();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    let name = path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
                    found.push((name, fs::read(&path).expect("a file")));
                }
            }
        }
    }
    found.sort();
    found
}

/// A memory file system lists what was made last first, so there the order is ours.
fn folder() -> tempfile::TempDir {
    let made = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    made.expect("a folder")
}

#[test]
fn neither_threads_nor_the_order_of_folders_change_a_byte() {
    let more = std::env::var("TORTURE")
        .ok()
        .and_then(|text| text.parse::<usize>().ok());
    let mut files = files();
    assert!(files.len() > 30);
    let mut random = 0x5eed_0030_u64;
    let mut first: Vec<Vec<u8>> = Vec::new();
    for turn in 0..TURNS * more.unwrap_or(1) {
        for last in (1..files.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            files.swap(last, usize::try_from(random >> 16).unwrap_or(0) % (last + 1));
        }
        let folder = folder();
        for (name, bytes) in &files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        // All numbers from 1 to 8, the last one early.
        let threads = (7 * turn % 8 + 1).to_string();
        let cache = folder.path().join(".cache");
        let run = |arguments: &str, more: &str| {
            let done = Command::new(env!("CARGO_BIN_EXE_flagdebt"))
                .args(arguments.split(' '))
                .args(["--as-of", "2026-11-23", "--threads", &threads])
                .args(more.split(' ').filter(|word| !word.is_empty()))
                .env("XDG_CACHE_HOME", &cache)
                .current_dir(folder.path())
                .output()
                .expect("the program");
            assert!(matches!(done.status.code(), Some(0 | 1)), "{arguments}: {done:?}");
            done.stdout
        };
        // Nothing is kept, something is kept, something was kept.
        let three = |arguments: &str| {
            let cold = run(arguments, "--no-cache");
            for what in ["cold", "warm"] {
                let kept = run(arguments, "");
                assert!(
                    kept == cold,
                    "{arguments}: {what} with {threads} threads differs, turn {turn}"
                );
            }
            cold
        };
        let mut outputs = COMMANDS.map(three).to_vec();
        for arguments in [["init", "-q"].as_slice(), &["add", "demo", "languages", "focus"]] {
            let git = Command::new("git").args(arguments).current_dir(folder.path()).output();
            assert!(git.is_ok_and(|git| git.status.success()), "git {arguments:?}");
        }
        outputs.push(three("check --staged --config demo/flagdebt.toml --format json"));
        match first.is_empty() {
            true => first = outputs,
            false => assert!(first == outputs, "turn {turn} with {threads} threads differs"),
        }
    }
    assert!(
        first.iter().all(|output| output.len() > 500),
        "{:?}",
        first.iter().map(Vec::len)
    );
}
