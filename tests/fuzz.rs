//! The functions that cargo-fuzz runs, for a moment: every sample of the repository is broken in a few ways, the same
//! ones in each run, and nothing may panic. Inputs that once did stand in `testdata/fuzz/TARGET/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use flagdebt::language::{LANGUAGES, Language};
use flagdebt::sdk::Sdk;

#[path = "../fuzz/targets.rs"]
#[expect(unreachable_pub, reason = "cargo-fuzz's targets use it too")]
mod targets;

/// Longer samples are cut: what breaks, breaks early.
const LONGEST: usize = 6_000;

const COMMENTS: [&str; 3] = [
    "// flagdebt: ignore[stale-flag, unused-flag] until 2027-01-31 -- one more release",
    "/* flagdebt: ignore-start[stale-flag] -- x */\n# flagdebt: ignore-end",
    "<%# flagdebt: ignore-file[fully-rolled-out] -- x %>",
];
const OWNERS: &str =
    "# all\n* @acme/all\n[Section][2] @acme/section\n/src/**/*.ts @a b@example.com\ndocs/ @docs\n!not @x\n";
const BASELINE: &str = r#"{"schema": "flagdebt.baseline/1", "entries": [{"lint": "stale-flag", "flag": "a", "path": "a.ts", "count": 2, "until": "2027-01-31"}]}"#;

type Target = fn(&[u8]);

/// The same numbers in each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit.max(1)
    }
}

/// Takes a piece away, doubles one, changes a byte, or cuts the rest.
fn broken(sample: &[u8], random: &mut Random) -> Vec<u8> {
    const ODD: &[&[u8]] = &[
        b"{",
        b"}",
        b"[",
        b"\"",
        b"'",
        b"(",
        b")",
        b"\0",
        b"\x0c",
        b"\xff",
        b"\\",
        b"null",
        b"-1",
        b"1e999",
        b"*",
        b"\n",
        b"/*",
        b"99999999999999999999",
        "\u{feff}".as_bytes(),
        "é".as_bytes(),
    ];
    let mut bytes = sample.get(..sample.len().min(LONGEST)).unwrap_or(sample).to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        let end = bytes.len().min(at + random.below(40));
        match random.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at..at, piece);
            }
            2 => drop(bytes.splice(at..end, ODD[random.below(ODD.len())].iter().copied())),
            3 => drop(bytes.splice(at..at, ODD[random.below(ODD.len())].iter().copied())),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// All files below a folder, sorted.
fn files_below(folder: &str) -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut paths: Vec<PathBuf> = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => open.push(path),
                path => paths.push(path),
            }
        }
    }
    paths.sort();
    paths
}

/// What they hold.
fn samples(folder: &str) -> Vec<Vec<u8>> {
    let paths = files_below(folder);
    paths.iter().map(|path| fs::read(path).expect("a sample")).collect()
}

/// `FUZZ=100 cargo test fuzz::` breaks each sample a hundred times as often, in other ways. The first bytes, which choose
/// names and values, mostly stay.
fn run(target: Target, samples: &[Vec<u8>], head: usize, times: usize, seed: u64) {
    assert!(!samples.is_empty());
    let more = std::env::var("FUZZ").ok().and_then(|text| text.parse::<usize>().ok());
    let times = times * more.unwrap_or(1);
    let other = more.and_then(|more| u64::try_from(more).ok()).unwrap_or(0);
    let mut random = Random(seed ^ (other << 32));
    for sample in samples {
        let (choices, text) = sample.split_at(head.min(sample.len()));
        for _ in 0..times {
            let mut bytes = choices.to_vec();
            if let (0, Some(choice)) = (random.below(8), bytes.last_mut()) {
                *choice = u8::try_from(random.below(256)).unwrap_or(0);
            }
            bytes.extend(broken(text, &mut random));
            target(&bytes);
        }
    }
}

#[test]
fn broken_exports_do_no_harm() {
    run(targets::export, &exports(), 2, 2, 0x5eed_0001);
}

#[test]
fn broken_sources_do_no_harm() {
    let sources = sources();
    run(targets::facts, &sources, 1, 4, 0x5eed_0002);
    run(targets::resolve, &sources, 1, 1, 0x5eed_0004);
}

#[test]
fn broken_trees_do_no_harm() {
    let sources: Vec<Vec<u8>> = sources().into_iter().step_by(4).collect();
    run(targets::scan, &sources, 1, 1, 0x5eed_000b);
}

#[test]
fn broken_sources_are_fixed_or_left_alone() {
    run(targets::fix, &removals(), 2, 2, 0x5eed_0006);
}

#[test]
fn broken_settings_do_no_harm() {
    let bytes = |text: &&str| text.as_bytes().to_vec();
    run(
        targets::config,
        &samples_called("testdata", "flagdebt.toml"),
        0,
        20,
        0x5eed_0007,
    );
    let comments: Vec<Vec<u8>> = COMMENTS.iter().map(bytes).collect();
    run(targets::suppression, &comments, 0, 300, 0x5eed_0008);
    run(targets::codeowners, &[bytes(&OWNERS)], 0, 300, 0x5eed_0009);
    run(targets::baseline, &[bytes(&BASELINE)], 0, 300, 0x5eed_000a);
}

#[test]
fn what_was_kept_may_be_broken() {
    run(targets::cache, &targets::kept(), 1, 40, 0x5eed_000c);
}

#[test]
fn inputs_that_once_did_harm_do_none() {
    for (name, target) in targets::TARGETS {
        for input in samples(&format!("testdata/fuzz/{name}")) {
            target(&input);
        }
    }
}

/// `FUZZ_SEEDS=FOLDER cargo test fuzz::seeds -- --ignored`: what cargo-fuzz begins with, from the samples of the repository and
/// the examples of the SDK definitions.
#[test]
#[ignore = "writes files for cargo-fuzz"]
fn seeds() {
    let folder = std::env::var("FUZZ_SEEDS").expect("the folder to write to");
    let all_sources = || [sources(), examples()].concat();
    for (target, seeds) in [
        ("baseline", vec![BASELINE.as_bytes().to_vec()]),
        ("cache", targets::kept()),
        ("codeowners", vec![OWNERS.as_bytes().to_vec()]),
        ("config", samples_called("testdata", "flagdebt.toml")),
        ("export", exports()),
        ("facts", all_sources()),
        ("fix", removals()),
        ("resolve", all_sources()),
        ("scan", all_sources()),
        (
            "suppression",
            COMMENTS.iter().map(|text| text.as_bytes().to_vec()).collect(),
        ),
    ] {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).expect("a folder");
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed).expect("a file");
        }
    }
}

fn samples_called(folder: &str, name: &str) -> Vec<Vec<u8>> {
    let is_called = |path: &PathBuf| path.file_name().is_some_and(|found| found == name);
    let paths = files_below(folder).into_iter().filter(is_called);
    paths.map(|path| fs::read(path).expect("a sample")).collect()
}

fn exports() -> Vec<Vec<u8>> {
    let named = |path: PathBuf| {
        let ending = path.extension()?.to_str()?;
        let name = targets::EXPORTS.iter().position(|name| name.ends_with(ending))?;
        let choice = [u8::try_from(name).ok()?, 0];
        Some([&choice[..], &fs::read(path).ok()?].concat())
    };
    files_below("testdata/registry").into_iter().filter_map(named).collect()
}

/// The byte that chooses a file's language.
fn language_of(path: &Path) -> Option<u8> {
    let language = Language::of(path.file_name()?.to_str()?)?;
    let at = LANGUAGES.iter().position(|entry| entry.name == language.name)?;
    u8::try_from(at).ok()
}

fn source(path: &Path) -> Option<Vec<u8>> {
    Some([&[language_of(path)?][..], &fs::read(path).ok()?].concat())
}

fn sources() -> Vec<Vec<u8>> {
    let folders = [
        "testdata/languages",
        "testdata/around",
        "testdata/sdks",
        "testdata/focus",
    ];
    let paths = folders.into_iter().flat_map(files_below);
    paths.filter_map(|path| source(&path)).collect()
}

/// The examples of the SDK definitions.
fn examples() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for text in samples("rules") {
        let text = String::from_utf8(text).expect("UTF-8");
        let sdk: Sdk = toml::from_str(&text).expect("a definition");
        for example in &sdk.examples {
            let at = LANGUAGES.iter().position(|entry| entry.name == example.language);
            let choice = at.and_then(|at| u8::try_from(at).ok());
            found.extend(choice.map(|choice| [&[choice], example.code.as_bytes()].concat()));
        }
    }
    found
}

/// Each case of `fix`, as one input.
fn removals() -> Vec<Vec<u8>> {
    let mut cases: BTreeMap<PathBuf, Vec<Vec<u8>>> = BTreeMap::new();
    for path in files_below("testdata/fix") {
        let case = path.ancestors().find(|folder| folder.ends_with("input"));
        if let (Some(case), Some(source)) = (case, source(&path)) {
            cases.entry(case.to_owned()).or_default().push(source);
        }
    }
    let both = |files: Vec<Vec<u8>>| [0, 1].map(|value| [&[value][..], &files.join(&0x0c)].concat());
    cases.into_values().flat_map(both).collect()
}
