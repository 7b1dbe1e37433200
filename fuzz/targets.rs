//! What is fuzzed: each function takes any bytes and must come back, without a panic. cargo-fuzz runs them for hours
//! (`fuzz_targets/`), `cargo test` for a moment on broken samples (`tests/fuzz.rs`).

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use flagdebt::baseline::Baseline;
use flagdebt::cache::Cache;
use flagdebt::config::{self, Policy};
use flagdebt::join::join;
use flagdebt::language::{LANGUAGES, Language};
use flagdebt::lints;
use flagdebt::owners::CodeOwners;
use flagdebt::registry::{self, Registry};
use flagdebt::removal::{Removals, Wanted, of_texts};
use flagdebt::scan::{Silent, facts_of, scan as scan_tree, uses_of};
use flagdebt::sdk::Sdks;
use flagdebt::source::walk::WalkOptions;
use flagdebt::source::{Overlay, Place, Span};
use flagdebt::suppress::{self, SuppressionFact};

/// What is done with an input.
pub type Target = fn(&[u8]);

/// All of them, by name.
#[allow(dead_code)]
pub const TARGETS: &[(&str, Target)] = &[
    ("baseline", baseline),
    ("cache", cache),
    ("codeowners", codeowners),
    ("config", config),
    ("export", export),
    ("facts", facts),
    ("fix", fix),
    ("resolve", resolve),
    ("scan", scan),
    ("suppression", suppression),
];

static SDKS: LazyLock<Sdks> = LazyLock::new(|| Sdks::new(Vec::new()));

/// Names of exports; the first byte of an input chooses one.
pub const EXPORTS: [&str; 8] = [
    "flags.json",
    "flags.yaml",
    "flags.toml",
    "flags.xml",
    "flags.properties",
    "flags.csv",
    "features/flag.yml",
    "toggles.py",
];

/// The flags of the samples for `fix`.
const FLAGS: [&str; 7] = [
    "NewCart", "beta", "betaMenu", "new-cart", "new-home", "new_home", "plan",
];

/// The day of all runs.
fn as_of() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_795_000_000).unwrap_or_default()
}

/// The first byte, which chooses something, and the rest.
fn choice(data: &[u8]) -> (usize, &[u8]) {
    match data {
        [first, rest @ ..] => (usize::from(*first), rest),
        [] => (0, data),
    }
}

/// An export: recognised, and read as one format, whatever it is.
pub fn export(data: &[u8]) {
    let (name, rest) = choice(data);
    let (format, bytes) = choice(rest);
    let path = EXPORTS[name % EXPORTS.len()];
    let _ = registry::claims(path, bytes);
    let mut exports: Vec<_> = registry::read(path, bytes, None).into_iter().collect();
    // Every format gets its turn, those that would refuse the file as well.
    let formats: Vec<&str> = registry::formats().collect();
    exports.extend(registry::read(path, bytes, Some(formats[format % formats.len()])));
    let joined = registry::join(exports, as_of());
    let _ = lints::check(&join(Vec::new(), &joined), &joined, &Policy::new(as_of()));
}

/// `flagdebt.toml`.
pub fn config(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(config) = config::parse("flagdebt.toml", text)
    {
        let policy = Policy::of(&config, as_of());
        let _ = policy.kind_of_key("a-flag");
        let _ = policy.quota_of(Some("payments"));
    }
}

/// CODEOWNERS.
pub fn codeowners(data: &[u8]) {
    let owners = CodeOwners::parse("CODEOWNERS", "shop/", &String::from_utf8_lossy(data));
    for file in ["src/a.ts", "a", "docs/b/c.md", ""] {
        let _ = owners.owner(file);
    }
}

/// A comment that may be a suppression.
pub fn suppression(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = suppress::parse(&text);
    let place = Place {
        span: Span::new(0, 1),
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 2,
    };
    let facts: Vec<SuppressionFact> = text
        .lines()
        .take(100)
        .map(|line| SuppressionFact {
            path: "a.ts".to_owned(),
            place,
            text: line.to_owned(),
            after_code: line.len() % 2 == 0,
            next_code_line: Some(1),
        })
        .collect();
    let _ = suppress::apply(Vec::new(), &facts, &Policy::new(as_of()));
}

/// A baseline.
pub fn baseline(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(baseline) = Baseline::parse(text)
    {
        let day = as_of().to_zoned(jiff::tz::TimeZone::UTC).date();
        let _ = baseline.known(day).mark(&mut []);
        let _ = Baseline::parse(&baseline.text());
    }
}

/// A source file of any language.
pub fn facts(data: &[u8]) {
    let (choice, bytes) = choice(data);
    let text = String::from_utf8_lossy(bytes);
    let _ = facts_of(&name(choice), &text, &SDKS);
}

/// A few files of any languages, up to the findings.
pub fn resolve(data: &[u8]) {
    let files = files(data);
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let keys = ["new-checkout", "search-v2", "beta", "a"];
    let uses = uses_of(&files, &SDKS, &keys);
    let registry = Registry::default();
    let policy = Policy::new(as_of());
    let joined = join(uses, &registry);
    let _ = lints::check(&joined, &registry, &policy);
    let _ = flagdebt::graph::graph(&joined, &registry, &policy, "0", true);
}

/// The same files as a tree, as `check` reads it: searched for names first, and parsed only where something stands.
pub fn scan(data: &[u8]) {
    let options = tree(files(data).into_iter());
    let _ = scan_tree(&options, &SDKS, &Registry::default(), None, &Silent);
}

/// These files and no others.
fn tree(files: impl Iterator<Item = (String, String)>) -> WalkOptions {
    let overlay: Overlay = files
        .map(|(path, text)| (path, Some(text.into_bytes().into())))
        .collect();
    WalkOptions {
        paths: Vec::new(),
        include: Vec::new(),
        exclude: Vec::new(),
        max_file_size: 1 << 20,
        threads: 1,
        whole_files: false,
        overlay,
        listing: None,
    }
}

/// What an earlier run kept. The first byte says which part the others stand for, or that they are a whole file.
pub fn cache(data: &[u8]) {
    let (part, bytes) = choice(data);
    let Ok(folder) = tempfile::tempdir() else { return };
    for changed in [false, true] {
        let cache = cache_in(folder.path());
        KEPT.write(&cache, folder.path(), (part % KEPT.count(), bytes));
        let scan = scan_tree(&shop(changed), &SDKS, &Registry::default(), Some(&cache), &Silent);
        if let Ok(mut scan) = scan {
            let _ = scan.complete(&SDKS, &Registry::default());
        }
    }
}

/// What is kept of the shop, each part alone.
pub fn kept() -> Vec<Vec<u8>> {
    let parts = KEPT.files.iter().flat_map(|file| &file.parts).zip(0..);
    parts.map(|(part, number)| [&[number][..], part].concat()).collect()
}

/// What lies beside an answer.
const BESIDE: [&str; 2] = ["facts", "others"];

/// A shop of a few files, one of which may have been changed.
fn shop(changed: bool) -> WalkOptions {
    const FILES: [(&str, &str); 3] = [
        (
            "keys.ts",
            "export const Keys = { cart: \"new-cart\", menu: `menu-${\"beta\"}` };\n",
        ),
        (
            "page.ts",
            "import { init } from \"@launchdarkly/node-server-sdk\";\nimport { Keys } from \"./keys\";\n\
             const client = init(\"k\");\nexport const isOn = (key: string) => client.variation(key, {}, false);\n\
             // flagdebt: ignore[stale-flag] -- soon\nif (!isOn(Keys.cart)) { for (const a of [1]) show(a); }\n",
        ),
        (
            "shop/shop.go",
            "package shop\n\nimport ld \"github.com/launchdarkly/go-server-sdk/v7\"\n\n\
             func On(c *ld.LDClient) bool {\n\tv, _ := c.BoolVariation(\"beta\", u, false)\n\treturn v\n}\n",
        ),
    ];
    tree(FILES.iter().map(|(path, text)| {
        let more = if changed && *path == "page.ts" {
            "export const isOff = () => !isOn(\"plan\");\n"
        } else {
            ""
        };
        ((*path).to_owned(), format!("{text}{more}"))
    }))
}

fn cache_in(folder: &Path) -> Cache {
    Cache::new(folder.to_owned(), PathBuf::from("/"), SystemTime::UNIX_EPOCH)
}

/// What a run keeps of the shop.
struct Kept {
    /// The answer, and what lies beside it.
    files: Vec<KeptFile>,
}

struct KeptFile {
    name: String,
    parts: Vec<Vec<u8>>,
    /// Tells it from others; it stands in the first part of the answer.
    sum: Vec<u8>,
}

static KEPT: LazyLock<Kept> = LazyLock::new(|| Kept::new().expect("a shop that is kept"));

impl Kept {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let cache = cache_in(folder.path());
        scan_tree(&shop(false), &SDKS, &Registry::default(), Some(&cache), &Silent).ok()?;
        let entries = std::fs::read_dir(folder.path()).ok()?.flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let answer = names
            .filter_map(|name| Some(name.strip_suffix("-facts.facts")?.to_owned()))
            .next()?;
        let beside = BESIDE.map(|what| format!("{answer}-{what}"));
        let file = |name: String| {
            let kept = cache.load(&name)?;
            Some(KeptFile {
                parts: (0..kept.count()).map(|part| kept.get(part).to_vec()).collect(),
                sum: postcard::to_stdvec(&kept.sum()).ok()?,
                name,
            })
        };
        let files = std::iter::once(answer).chain(beside).map(file);
        Some(Self {
            files: files.collect::<Option<_>>()?,
        })
    }

    /// All parts, and the files as a whole.
    fn count(&self) -> usize {
        self.files.iter().map(|file| file.parts.len() + 1).sum()
    }

    /// Puts other bytes in the place of a part, or of a whole file.
    fn write(&self, cache: &Cache, folder: &Path, (changed, bytes): (usize, &[u8])) {
        let mut number = 0..;
        let mut files: Vec<Vec<Vec<u8>>> = self.files.iter().map(|file| file.parts.clone()).collect();
        for part in files.iter_mut().flatten() {
            if number.next() == Some(changed) {
                *part = bytes.to_vec();
            }
        }
        // What lies beside the answer is written first: what is another than the answer's is not even decoded.
        for at in (0..files.len()).rev() {
            let slices: Vec<&[u8]> = files[at].iter().map(Vec::as_slice).collect();
            let stored = cache.store(&self.files[at].name, &slices);
            let sum = postcard::to_stdvec(&stored.expect("a folder that can be written to"));
            let known = &self.files[at].sum;
            let place = files[0][0].windows(known.len()).position(|window| window == known);
            if let (Some(place), Ok(sum)) = (place, sum) {
                files[0][0].splice(place..place + known.len(), sum);
            }
        }
        for file in &self.files {
            if number.next() == Some(changed) {
                let path = folder.join(format!("{}.facts", file.name));
                std::fs::write(path, bytes).expect("a folder that can be written to");
            }
        }
    }
}

/// A few files of any languages, from which flags are taken; the first byte chooses their value.
pub fn fix(data: &[u8]) {
    let (value, data) = choice(data);
    let files = files(data);
    let wanted = FLAGS.map(|key| Wanted {
        key: key.to_owned(),
        value: Some(match key {
            "plan" => "pro".into(),
            _ => (value % 2 == 0).into(),
        }),
    });
    let policy = Policy::new(as_of());
    let removals = of_texts(&files, &wanted, &SDKS, &policy);
    for (path, file) in &removals.files {
        let given = files.iter().find(|(given, _)| given == path);
        assert_eq!(
            given.map(|(_, text)| text),
            Some(&file.old),
            "it is a file that was given"
        );
        assert!(
            is_broken(path, &file.old) || !is_broken(path, &file.new),
            "what could be parsed still can\n{}\n---\n{}",
            file.old,
            file.new
        );
    }
    edits_are_the_difference(&removals);
    // Those that went are gone.
    let gone = |wanted: &&Wanted| {
        let mut plans = removals.plans.iter();
        plans.any(|plan| plan.key == wanted.key && plan.is_possible())
    };
    let wanted: Vec<Wanted> = wanted.iter().filter(gone).cloned().collect();
    let after = |(path, text): &(String, String)| {
        let file = removals.files.get(path);
        (path.clone(), file.map_or_else(|| text.clone(), |file| file.new.clone()))
    };
    let after: Vec<(String, String)> = files.iter().map(after).collect();
    let again = of_texts(&after, &wanted, &SDKS, &policy).files;
    assert!(again.is_empty(), "fixed twice it changes again: {files:#?} {again:#?}");
}

/// What is told of a flag as edits turns the old texts into the new ones; nothing else of a file changes.
fn edits_are_the_difference(removals: &Removals) {
    for plan in &removals.plans {
        let edits = plan.fix().map_or_else(Vec::new, |fix| fix.edits);
        for (path, file) in &plan.files {
            let (mut text, mut at) = (String::new(), 0);
            for edit in edits.iter().filter(|edit| edit.path == *path) {
                assert!(at <= edit.start && edit.start <= edit.end, "edits are in order");
                text.push_str(&file.old[at..edit.start]);
                text.push_str(&edit.text);
                at = edit.end;
            }
            text.push_str(&file.old[at..]);
            assert_eq!(text, file.new, "{path} of {}", plan.key);
        }
    }
}

/// Whether a text has errors, or cannot be parsed at all.
fn is_broken(path: &str, text: &str) -> bool {
    let language = Language::of(path.rsplit('/').next().unwrap_or(path));
    let mut parser = tree_sitter::Parser::new();
    let tree = language
        .filter(|language| parser.set_language(&language.parser()).is_ok())
        .and_then(|_| parser.parse(text, None));
    tree.is_none_or(|tree| tree.root_node().has_error())
}

/// A file name of one of the languages.
fn name(choice: usize) -> String {
    let language = &LANGUAGES[choice % LANGUAGES.len()];
    format!("src/a.{}", language.extensions.first().unwrap_or(&"ts"))
}

/// The text behind each form feed is a file; its first byte chooses the language.
fn files(data: &[u8]) -> Vec<(String, String)> {
    let parts = data.split(|byte| *byte == 0x0c).take(4).zip(0..);
    let mut files: Vec<(String, String)> = parts
        .map(|(part, number)| {
            let (choice, bytes) = choice(part);
            let path = name(choice).replace("/a.", &format!("/a{number}."));
            (path, String::from_utf8_lossy(bytes).into_owned())
        })
        .collect();
    files.sort();
    files
}
