//! Runs that are ended in the middle, that meet each other, or that find the disk full: every file is whole, old or new.
//! `TORTURE=20 cargo test crash::` takes twenty times as many turns.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::hostile::{folder, write};

/// Files that a run rewrites.
const FILES: usize = 24;
/// Turns of each kind, in a plain test run.
const TURNS: usize = 10;

fn turns() -> usize {
    let more = std::env::var("TORTURE")
        .ok()
        .and_then(|text| text.parse::<usize>().ok());
    TURNS * more.unwrap_or(1)
}

/// The same numbers in each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % limit.max(1)
    }
}

fn source(number: usize) -> String {
    let padding = format!("// line {number} of many\n").repeat(400 + 20 * number);
    format!(
        "import {{ init }} from \"@launchdarkly/node-server-sdk\";\nconst client = init(\"k\");\n{padding}\
         export function f{number}() {{\n  if (client.variation(\"old-flag\", {{}}, false)) {{\n    return 1;\n  }}\n  return 2;\n}}\n"
    )
}

/// A shop with one flag in many files, and one that is due.
fn shop() -> TempDir {
    let folder = folder();
    for number in 0..FILES {
        write(&folder, &format!("f{number}.ts"), &source(number));
    }
    let rows = "key,kind,created,changed,environment,enabled,serves\n\
                old-flag,release,2026-01-10,2026-02-01,production,true,true\n";
    write(&folder, "flags.csv", rows);
    write(&folder, "flagdebt.toml", "registry = [\"flags.csv\"]\n");
    // Pages are read as templates.
    write(&folder, ".flagdebtignore", "report.*\n");
    folder
}

/// All files but those that a run had not finished, which nobody looks into.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let finished = named.filter(|(name, path)| path.is_file() && !name.starts_with(".flagdebt-"));
    finished
        .map(|(name, path)| (name, fs::read_to_string(path).expect("a text")))
        .collect()
}

fn unfinished(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(".flagdebt-"))
        .count()
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_flagdebt"))
        .args(arguments)
        .args(["--as-of", "2026-11-23", "--threads", "1"])
        .env("XDG_CACHE_HOME", folder.join(".cache"))
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program")
}

fn finish(child: Child) -> Output {
    child.wait_with_output().expect("its end")
}

/// The commands that write, and what they leave when nothing gets in their way.
const WRITERS: [&[&str]; 4] = [
    &["fix", "--write", "--flag", "old-flag=true"],
    &["baseline"],
    &["check", "--output", "report.json", "--format", "json"],
    &[
        "check",
        "--report",
        "sarif=report.sarif",
        "--report",
        "html=report.html",
        "--quiet",
    ],
];

/// What the files are before and after, where a report stands from another day.
fn before_and_after(arguments: &[&str]) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let folder = shop();
    prepare(&folder);
    let before = texts(folder.path());
    let done = finish(start(folder.path(), arguments));
    assert!(matches!(done.status.code(), Some(0 | 1)), "{arguments:?}: {done:?}");
    let after = texts(folder.path());
    assert_ne!(before, after, "{arguments:?}");
    (before, after)
}

/// Old versions of what is written.
fn prepare(folder: &TempDir) {
    for name in ["report.json", "report.sarif", "report.html"] {
        write(folder, name, "from another day\n");
    }
    let baseline = r#"{"schema": "flagdebt.baseline/1", "entries": []}"#;
    write(folder, "flagdebt-baseline.json", baseline);
}

fn assert_whole(
    what: &str,
    now: &BTreeMap<String, String>,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) {
    for (name, text) in now {
        let whole = Some(text) == before.get(name) || Some(text) == after.get(name);
        assert!(whole, "{what}: {name} is neither old nor new: {} bytes", text.len());
    }
    let missing: Vec<_> = before.keys().filter(|name| !now.contains_key(*name)).collect();
    assert!(missing.is_empty(), "{what}: {missing:?}");
}

/// Ended at any time, and most often while it writes.
#[test]
fn a_run_that_is_killed_leaves_whole_files() {
    let mut random = Random(0x5eed_0020);
    for arguments in WRITERS {
        let (before, after) = before_and_after(arguments);
        for turn in 0..turns() {
            let folder = shop();
            prepare(&folder);
            let mut child = start(folder.path(), arguments);
            let begin = Instant::now();
            let any_time = Duration::from_millis(random.below(400));
            let while_writing = Duration::from_micros(random.below(30_000));
            loop {
                let ended = child.try_wait().expect("a status").is_some();
                if ended || turn % 4 == 0 && begin.elapsed() > any_time {
                    break;
                }
                if turn % 4 != 0 && unfinished(folder.path()) > 0 {
                    thread::sleep(while_writing);
                    break;
                }
                thread::sleep(Duration::from_micros(200));
            }
            let _ = child.kill();
            let _ = child.wait();
            let now = texts(folder.path());
            assert_whole(&format!("{arguments:?}, turn {turn}"), &now, &before, &after);
            // What was left behind stands in nobody's way.
            if turn == 1 {
                let done = finish(start(folder.path(), arguments));
                let said = String::from_utf8_lossy(&done.stderr).into_owned();
                let nothing_left = arguments[0] == "fix" && now == after;
                assert!(matches!(done.status.code(), Some(0 | 1)), "{said}");
                assert!(texts(folder.path()) == after || nothing_left, "{arguments:?}: {said}");
            }
        }
    }
}

/// The system ends a run that writes more than it may: in the middle of a file, whatever the machine's speed.
#[test]
fn a_run_that_is_ended_within_a_file_leaves_whole_files() {
    const SCRIPT: &str = "ulimit -c 0 && ulimit -f \"$BLOCKS\" && exec \"$PROGRAM\" \"$@\"";
    for arguments in WRITERS {
        let (before, after) = before_and_after(arguments);
        let mut partly = 0;
        for blocks in [0, 1, 16, 20, 24, 28, 32] {
            let folder = shop();
            prepare(&folder);
            let done = Command::new("sh")
                .args(["-c", SCRIPT, "sh"])
                .args(arguments)
                .args(["--as-of", "2026-11-23", "--threads", "1", "--no-cache"])
                .env("BLOCKS", blocks.to_string())
                .env("PROGRAM", env!("CARGO_BIN_EXE_flagdebt"))
                .current_dir(folder.path())
                .output()
                .expect("a shell");
            let now = texts(folder.path());
            let what = format!("{arguments:?}, {blocks} blocks");
            assert_whole(&what, &now, &before, &after);
            let ended = done.status.code().is_none();
            assert!(ended || now == after, "{what}: {done:?}");
            assert!(ended || blocks > 0, "{what}: {done:?}");
            partly += usize::from(now != before && now != after || unfinished(folder.path()) > 0);
        }
        assert!(partly > 0, "{arguments:?}: no run was ended in the middle");
    }
}

#[test]
fn two_runs_at_once_do_no_harm() {
    for arguments in WRITERS {
        let (before, after) = before_and_after(arguments);
        for turn in 0..turns() / 5 {
            let folder = shop();
            prepare(&folder);
            let both = [start(folder.path(), arguments), start(folder.path(), arguments)].map(finish);
            let now = texts(folder.path());
            assert_whole(&format!("{arguments:?}, turn {turn}"), &now, &before, &after);
            assert_eq!(unfinished(folder.path()), 0, "{arguments:?}");
            let codes = both.each_ref().map(|done| done.status.code());
            // One of them may have seen that the other was faster.
            let told = codes.iter().all(|code| matches!(code, Some(0 | 1 | 3)));
            assert!(
                told && codes.iter().any(|code| *code != Some(3)),
                "{arguments:?}: {both:?}"
            );
            assert_eq!(now, after, "{arguments:?}: {both:?}");
        }
    }
}

/// What is kept from run to run may be half written, of two runs, or cut: the answer is the one without.
#[test]
fn a_cache_that_something_happened_to_changes_no_answer() {
    let mut random = Random(0x5eed_0021);
    let folder = shop();
    let cache = folder.path().join(".cache/flagdebt");
    let kept = || -> Vec<PathBuf> {
        let entries = fs::read_dir(&cache).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let ask = |more: &[&str]| {
        let arguments = [&["uses", "--format", "json"], more].concat();
        Command::new(env!("CARGO_BIN_EXE_flagdebt"))
            .args(arguments)
            .env("XDG_CACHE_HOME", folder.path().join(".cache"))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program")
    };
    let expected = finish(ask(&["--no-cache"])).stdout;
    // A file that changed a moment ago is not taken from the cache.
    thread::sleep(Duration::from_millis(200));
    for turn in 0..turns() {
        let mut child = ask(&[]);
        let begin = Instant::now();
        let patience = Duration::from_millis(random.below(300));
        while child.try_wait().expect("a status").is_none() && begin.elapsed() < patience {
            thread::sleep(Duration::from_micros(200));
        }
        let _ = child.kill();
        let _ = child.wait();
        let both = [ask(&[]), ask(&[])].map(finish);
        assert!(both.iter().all(|done| done.stdout == expected), "turn {turn}");
        for path in kept() {
            let mut bytes = fs::read(&path).expect("a file");
            let at = usize::try_from(random.below(bytes.len() as u64)).unwrap_or(0);
            match (turn % 3, bytes.get_mut(at)) {
                (0, _) => bytes.truncate(at),
                (1, Some(byte)) => *byte ^= 1 << random.below(8),
                _ => bytes.extend_from_slice(b"more"),
            }
            fs::write(&path, bytes).expect("a file");
        }
        assert!(finish(ask(&[])).stdout == expected, "turn {turn}, broken");
    }
    assert!(!kept().is_empty(), "nothing is kept");
    // Nothing can be kept where a file is in the way.
    fs::remove_dir_all(folder.path().join(".cache")).expect("removed");
    fs::write(folder.path().join(".cache"), "in the way").expect("a file");
    assert!(finish(ask(&[])).stdout == expected);
}

/// Standard output may have no room either.
#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return; // not every system has one
    };
    let shop = shop();
    let done = Command::new(env!("CARGO_BIN_EXE_flagdebt"))
        .args(["check", "--format", "json", "--no-cache"])
        .current_dir(shop.path())
        .stdout(full)
        .output()
        .expect("the program");
    assert_eq!(done.status.code(), Some(3), "{done:?}");
}

/// In a mount namespace of its own, so that the small disk is gone with the run.
#[test]
fn a_full_disk_is_an_error_and_the_old_files_stay() {
    const SCRIPT: &str = "mount -t tmpfs -o size=1m none \"$DISK\" || exit 77\n\
        cp -a \"$SHOP\"/. \"$DISK\" && cd \"$DISK\" || exit 77\n\
        cat /dev/zero > full 2> /dev/null\n\
        \"$PROGRAM\" \"$@\"; code=$?\n\
        rm full; cp -a . \"$OUT\"; exit $code\n";
    let disk = folder();
    for arguments in WRITERS {
        let (shop, out) = (shop(), folder());
        prepare(&shop);
        let before = texts(shop.path());
        let done = Command::new("unshare")
            .args(["-rm", "sh", "-c", SCRIPT, "sh"])
            .args(arguments)
            .args(["--as-of", "2026-11-23"])
            .env("XDG_CACHE_HOME", disk.path().join(".cache"))
            .env("DISK", disk.path())
            .env("SHOP", shop.path())
            .env("OUT", out.path())
            .env("PROGRAM", env!("CARGO_BIN_EXE_flagdebt"))
            .output();
        let Ok(done) = done else {
            return; // there is no `unshare` here
        };
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        if done.status.code() == Some(77) || said.contains("unshare") {
            return; // no mount is allowed here
        }
        assert!(matches!(done.status.code(), Some(2 | 3)), "{arguments:?}: {done:?}");
        assert!(said.contains("No space left"), "{arguments:?}: {said}");
        let mut now = texts(out.path());
        now.remove("full");
        assert_eq!(
            now.keys().collect::<Vec<_>>(),
            before.keys().collect::<Vec<_>>(),
            "{arguments:?}"
        );
        assert_whole(&format!("{arguments:?}"), &now, &before, &before);
        assert_eq!(unfinished(out.path()), 0, "{arguments:?}: {said}");
    }
}
