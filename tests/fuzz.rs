//! The functions that cargo-fuzz runs, for a moment: every sample of the repository is broken in a few ways, the same
//! ones in each run, and nothing may panic. Inputs that once did stand in `testdata/fuzz/TARGET/`.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/targets.rs"]
#[expect(unreachable_pub, reason = "cargo-fuzz's targets use it too")]
mod targets;

/// Longer samples are cut: what breaks, breaks early.
const LONGEST: usize = 6_000;

type Target = fn(&[u8]);

const TARGETS: &[(&str, Target)] = &[
    ("export", targets::export),
    ("config", targets::config),
    ("codeowners", targets::codeowners),
    ("suppression", targets::suppression),
    ("baseline", targets::baseline),
    ("facts", targets::facts),
    ("resolve", targets::resolve),
    ("fix", targets::fix),
];

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
fn samples(folder: &str) -> Vec<Vec<u8>> {
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
    paths.iter().map(|path| fs::read(path).expect("a sample")).collect()
}

/// `FUZZ=100 cargo test fuzz::` breaks each sample a hundred times as often, in other ways.
fn run(target: Target, samples: &[Vec<u8>], times: usize, seed: u64) {
    assert!(!samples.is_empty());
    let more = std::env::var("FUZZ").ok().and_then(|text| text.parse::<usize>().ok());
    let times = times * more.unwrap_or(1);
    let other = more.and_then(|more| u64::try_from(more).ok()).unwrap_or(0);
    let mut random = Random(seed ^ (other << 32));
    for sample in samples {
        for _ in 0..times {
            let choice = u8::try_from(random.below(256)).unwrap_or(0);
            let mut bytes = vec![choice];
            bytes.extend(broken(sample, &mut random));
            target(&bytes);
        }
    }
}

#[test]
fn broken_exports_do_no_harm() {
    run(targets::export, &samples("testdata/registry"), 2, 0x5eed_0001);
}

#[test]
fn broken_sources_do_no_harm() {
    run(targets::facts, &samples("testdata/languages"), 8, 0x5eed_0002);
    run(targets::facts, &samples("testdata/around"), 8, 0x5eed_0003);
    run(targets::resolve, &samples("testdata/languages"), 1, 0x5eed_0004);
    run(targets::resolve, &samples("testdata/sdks"), 1, 0x5eed_0005);
}

#[test]
fn broken_sources_are_fixed_or_left_alone() {
    run(targets::fix, &samples("testdata/fix"), 1, 0x5eed_0006);
}

#[test]
fn broken_settings_do_no_harm() {
    let config = fs::read("testdata/../flagdebt.schema.json").map_or_else(|_| Vec::new(), |text| vec![text]);
    let mut texts: Vec<Vec<u8>> = samples("testdata/lints");
    texts.retain(|text| text.windows(6).any(|piece| piece == b"[lints" || piece == b"[[supp"));
    texts.extend(config);
    run(targets::config, &texts, 20, 0x5eed_0007);
    let comments = [
        "// flagdebt: ignore[stale-flag, unused-flag] until 2027-01-31 -- one more release",
        "/* flagdebt: ignore-start[stale-flag] -- x */\n# flagdebt: ignore-end",
        "<%# flagdebt: ignore-file[fully-rolled-out] -- x %>",
    ];
    run(
        targets::suppression,
        &comments.map(|text| text.as_bytes().to_vec()),
        300,
        0x5eed_0008,
    );
    let owners =
        "# all\n* @acme/all\n[Section][2] @acme/section\n/src/**/*.ts @a b@example.com\ndocs/ @docs\n!not @x\n";
    run(targets::codeowners, &[owners.as_bytes().to_vec()], 300, 0x5eed_0009);
    let baseline = r#"{"schema": "flagdebt.baseline/1", "entries": [{"lint": "stale-flag", "flag": "a", "path": "a.ts", "count": 2, "until": "2027-01-31"}]}"#;
    run(targets::baseline, &[baseline.as_bytes().to_vec()], 300, 0x5eed_000a);
}

#[test]
fn inputs_that_once_did_harm_do_none() {
    for (name, target) in TARGETS {
        for input in samples(&format!("testdata/fuzz/{name}")) {
            target(&input);
        }
    }
}
