//! With a cache the answer is the one without, whatever happened to the files between two runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use flagdebt::app::MAX_FILE_SIZE;
use flagdebt::cache::Cache;
use flagdebt::registry::Registry;
use flagdebt::scan::{self, Progress, Scan, Silent};
use flagdebt::sdk::Sdks;
use flagdebt::source::Overlay;
use flagdebt::source::walk::WalkOptions;

/// A tree with a cache beside it.
struct Tree {
    folder: tempfile::TempDir,
    sdks: Sdks,
    registry: Registry,
}

/// Counts the files that were looked at, and keeps what it is told.
#[derive(Default)]
struct Told {
    looked: Mutex<usize>,
    trouble: Mutex<Vec<String>>,
}

impl Progress for Told {
    fn total(&self, _files: usize) {}
    fn step(&self) {
        *self.looked.lock().expect("no thread panicked") += 1;
    }
    fn trouble(&self, why: &str) {
        self.trouble.lock().expect("no thread panicked").push(why.to_owned());
    }
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy_tree(&entry.path(), &target),
            false => fs::write(target, fs::read(entry.path()).expect("a file")).expect("written"),
        }
    }
}

impl Tree {
    /// The demo and the sample repository of partly parsed files.
    fn new(keys: &[&str]) -> Self {
        let tree = Self::empty(keys);
        copy_tree(Path::new("testdata/demo"), &tree.path("demo"));
        copy_tree(Path::new("testdata/focus"), &tree.path("focus"));
        tree
    }

    fn empty(keys: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("tree")).expect("a folder");
        let index = keys.iter().enumerate().map(|(at, key)| ((*key).to_owned(), at));
        Self {
            folder,
            sdks: Sdks::new(Vec::new()),
            registry: Registry {
                index: index.collect(),
                ..Registry::default()
            },
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("tree").join(name)
    }

    fn cache(&self) -> Cache {
        // As if the run began later: then the files' times are no longer those of a moment ago.
        let later = SystemTime::now() + std::time::Duration::from_secs(60);
        Cache::new(self.folder.path().join("cache"), PathBuf::from("/"), later)
    }

    fn scan(&self, cache: Option<&Cache>, overlay: &Overlay, progress: &dyn Progress) -> Scan {
        let options = WalkOptions {
            paths: vec![self.folder.path().join("tree")],
            include: Vec::new(),
            exclude: Vec::new(),
            max_file_size: MAX_FILE_SIZE,
            threads: 0,
            whole_files: false,
            overlay: overlay.clone(),
            listing: None,
        };
        scan::scan(&options, &self.sdks, &self.registry, cache, progress).expect("a tree that can be read")
    }

    /// Scans with the cache, compares that with a scan without, and says how many files were looked at.
    fn compare(&self, overlay: &Overlay, what: &str) -> usize {
        let told = Told::default();
        let cache = self.cache();
        let mut warm = self.scan(Some(&cache), overlay, &told);
        let cold = self.scan(None, overlay, &Silent);
        assert_eq!(warm.resolved.uses, cold.resolved.uses, "{what}");
        assert_eq!(warm.skipped, cold.skipped, "{what}");
        assert_eq!(warm.comments, cold.comments, "{what}");
        assert_eq!((warm.files, warm.parsed), (cold.files, cold.parsed), "{what}");
        let paths = |scan: &Scan| -> Vec<String> { scan.sources.iter().map(|source| source.path.clone()).collect() };
        assert_eq!(paths(&warm), paths(&cold), "{what}");
        assert!(warm.complete(&self.sdks, &self.registry), "{what}");
        assert_eq!(warm.names, cold.names, "{what}");
        let paths = |scan: &Scan| -> Vec<String> { scan.facts.iter().map(|facts| facts.path.to_string()).collect() };
        assert_eq!(paths(&warm), paths(&cold), "{what}");
        assert_eq!(*told.trouble.lock().expect("no thread panicked"), [""; 0], "{what}");
        *told.looked.lock().expect("no thread panicked")
    }

    fn write(&self, name: &str, lines: &[&str]) {
        fs::write(self.path(name), lines.join("\n") + "\n").expect("written");
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let path = self.path(name);
        let text = fs::read_to_string(&path).expect("a text");
        assert!(text.contains(from), "{name} holds `{from}`");
        fs::write(path, text.replace(from, to)).expect("a file that can be written");
    }
}

#[test]
fn nothing_is_looked_at_twice() {
    let tree = Tree::new(&[]);
    let none = Overlay::new();
    let all = tree.compare(&none, "cold");
    assert!(all > 10, "{all} files");
    assert_eq!(tree.compare(&none, "warm"), 0);
    tree.change("demo/web/cart.ts", "\n", "\n\n");
    assert_eq!(tree.compare(&none, "one changed"), 1);
    assert_eq!(tree.compare(&none, "it is known"), 0);
    let text = fs::read(tree.path("demo/web/cart.ts")).expect("a text");
    fs::write(tree.path("demo/web/cart.ts"), text).expect("a file that can be written");
    assert_eq!(tree.compare(&none, "written again"), 0);
}

#[test]
fn changes_are_seen() {
    let tree = Tree::new(&["gift-wrap"]);
    let none = Overlay::new();
    tree.compare(&none, "cold");
    let steps: [(&str, &dyn Fn()); 12] = [
        ("a key that no one reads yet", &|| {
            fs::write(tree.path("demo/web/more.ts"), "export const MORE = 'more-gifts';\n").expect("written");
        }),
        ("its name is read elsewhere", &|| {
            tree.change("demo/web/cart.ts", "\n", "\nimport { MORE } from './more';\n");
            let path = tree.path("demo/web/cart.ts");
            let text = fs::read_to_string(&path).expect("a text");
            fs::write(
                path,
                text + "\nexport const more = (visitor: LDContext) => isOn(MORE, visitor);\n",
            )
            .expect("written");
        }),
        ("another value", &|| {
            tree.change("demo/web/more.ts", "more-gifts", "most-gifts")
        }),
        ("a helper of one's own", &|| {
            let code = "import { isOn } from './flags';\nexport function isLive(key: string, visitor: any) {\n  return isOn(key, visitor);\n}\n";
            fs::write(tree.path("demo/web/live.ts"), code).expect("written");
        }),
        ("its caller", &|| {
            let code = "import { isLive } from './live';\nif (isLive('late-night', visitor)) { open(); }\n";
            fs::write(tree.path("demo/web/night.ts"), code).expect("written");
        }),
        ("no helper", &|| {
            fs::remove_file(tree.path("demo/web/live.ts")).expect("removed")
        }),
        ("another language", &|| {
            let code = "from ldclient import get\nget().variation('gift-wrap', user, False)\n";
            fs::write(tree.path("demo/job.py"), code).expect("written");
        }),
        ("a folder moves", &|| {
            fs::rename(tree.path("demo/web"), tree.path("demo/site")).expect("moved")
        }),
        ("a suppression", &|| {
            let path = tree.path("demo/site/cart.ts");
            let text = fs::read_to_string(&path).expect("a text");
            fs::write(path, format!("// flagdebt: ignore-file[stale-flag] -- later\n{text}")).expect("written");
        }),
        ("no text any more", &|| {
            fs::write(tree.path("demo/site/night.ts"), [0xff, 0xfe, 0, 1]).expect("written")
        }),
        ("ignored", &|| {
            fs::write(tree.path(".flagdebtignore"), "site/\n").expect("written")
        }),
        ("not ignored", &|| {
            fs::remove_file(tree.path(".flagdebtignore")).expect("removed")
        }),
    ];
    for (what, step) in steps {
        step();
        tree.compare(&none, what);
        tree.compare(&none, &format!("{what}, once more"));
    }
}

/// Names that lead to each other go with the name that led to them first.
#[test]
fn what_holds_itself_up_goes_with_what_held_it() {
    let tree = Tree::empty(&[]);
    let none = Overlay::new();
    let rest = [
        "import { Keys } from './keys';",
        "export function dark(c: LDClient, u: any) { return c.variation(Keys.darkMode, u, false); }",
    ];
    tree.write(
        "keys.ts",
        &["export class Keys { static readonly darkMode = 'app-mode'; }"],
    );
    tree.write(
        "use.ts",
        &[&rest[..], &["const { newCheckout } = useFlags();"]].concat(),
    );
    tree.compare(&none, "before");
    tree.write("use.ts", &rest);
    tree.compare(&none, "nothing leads there any more");
    tree.compare(&none, "once more");
}

/// In which form a name is looked for depends on which files were read before.
#[test]
fn names_are_looked_for_in_the_forms_of_a_first_run() {
    let tree = Tree::empty(&[]);
    let none = Overlay::new();
    let import = "import { Unleash } from 'unleash-client';";
    let key = "export const NEW_CHECKOUT = 'new-checkout';";
    tree.write(
        "use.ts",
        &[
            import,
            "import { NEW_CHECKOUT } from './keys';",
            "export function f(unleash: Unleash) { return unleash.getVariant(NEW_CHECKOUT); }",
        ],
    );
    tree.write(
        "call.ts",
        &[
            "import { unleash } from './client';",
            "NEW_CHECKOUT();",
            "export function g(id: string) { return unleash.getVariant(id); }",
        ],
    );
    for (keys, what) in [
        (&[key][..], "before"),
        (
            &[import, key, "export let unleash: Unleash;"],
            "it imports the package too",
        ),
        (&[key], "it does no more"),
    ] {
        tree.write("keys.ts", keys);
        tree.compare(&none, what);
        tree.compare(&none, what);
    }
}

/// Code is searched before tests, and what is found last in it is looked for in them too, also where no code is left to be searched.
#[test]
fn tests_are_searched_for_what_the_last_code_leads_to() {
    let tree = Tree::empty(&[]);
    let none = Overlay::new();
    let call = "client.variation('my-key', false);";
    tree.write("code.ts", &["import { LDClient } from 'launchdarkly-node-server-sdk';"]);
    tree.write(
        "code.test.ts",
        &["import { useFlags } from 'launchdarkly-react-client-sdk';", call],
    );
    tree.compare(&none, "before");
    tree.write("code.test.ts", &[call]);
    tree.compare(&none, "a test without an import");
    assert_eq!(tree.scan(None, &none, &Silent).resolved.uses.len(), 1);
}

/// Which languages there are decides what is looked for.
#[test]
fn the_last_file_of_a_language_may_go_and_come_back() {
    let tree = Tree::empty(&["new-checkout"]);
    let none = Overlay::new();
    tree.write(
        "use.ts",
        &[
            "import { LDClient } from 'launchdarkly-node-server-sdk';",
            "export function f(client: LDClient) { return client.variation('new-checkout', {}, false); }",
        ],
    );
    let python = [
        "import ldclient",
        "def flag(user):",
        "    return ldclient.get().variation('new-checkout', user, False)",
    ];
    for what in ["both", "both again"] {
        tree.write("use.py", &python);
        assert!(tree.compare(&none, what) > 0, "{what}");
        assert_eq!(tree.compare(&none, what), 0, "{what}, unchanged");
        fs::remove_file(tree.path("use.py")).expect("removed");
        tree.compare(&none, "one left");
        assert_eq!(tree.scan(None, &none, &Silent).resolved.uses.len(), 1);
    }
    fs::remove_file(tree.path("use.ts")).expect("removed");
    tree.compare(&none, "none left");
}

/// A commit's state is laid over the files: it starts where the files' own state was left.
#[test]
fn an_overlay_is_a_change() {
    let tree = Tree::new(&[]);
    let none = Overlay::new();
    tree.compare(&none, "cold");
    let path = flagdebt::source::walk::shown(&tree.path("demo/web/cart.ts"));
    // What the file led to stays in it: without the last use of a name, other files would be looked into.
    let mut text = fs::read(tree.path("demo/web/cart.ts")).expect("a text");
    text.extend_from_slice(b"export const a = (v: LDContext) => isOn('over-laid', v);\n");
    let other = Overlay::from([(path, Some(text.into()))]);
    assert_eq!(tree.compare(&other, "with an overlay"), 1);
    assert_eq!(tree.compare(&other, "once more"), 0);
    assert_eq!(tree.compare(&none, "without"), 1);
}

#[test]
fn what_is_kept_may_be_broken_or_gone() {
    let tree = Tree::new(&[]);
    let none = Overlay::new();
    let all = tree.compare(&none, "cold");
    let folder = tree.folder.path().join("cache");
    let kept = || -> Vec<PathBuf> {
        let files = fs::read_dir(&folder)
            .expect("a folder")
            .flatten()
            .map(|entry| entry.path());
        files
            .filter(|path| path.extension().is_some_and(|ending| ending == "facts"))
            .collect()
    };
    for path in kept() {
        let bytes = fs::read(&path).expect("a file");
        fs::write(&path, &bytes[..bytes.len() / 2]).expect("written");
    }
    assert_eq!(tree.compare(&none, "cut off"), all);
    assert_eq!(tree.compare(&none, "whole again"), 0);
    fs::remove_dir_all(&folder).expect("removed");
    assert_eq!(tree.compare(&none, "gone"), all);
    // A walk is kept where the file system lets it be told later.
    let kept = kept().len();
    assert!(
        kept == 3 || kept == 4,
        "an answer, what lies beside it, and a walk: {kept}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_said_and_no_error() {
    let tree = Tree::new(&[]);
    fs::write(tree.folder.path().join("file"), "").expect("written");
    let cache = Cache::new(
        tree.folder.path().join("file/cache"),
        PathBuf::from("/"),
        SystemTime::now(),
    );
    let told = Told::default();
    let scan = tree.scan(Some(&cache), &Overlay::new(), &told);
    assert!(!scan.resolved.uses.is_empty());
    assert_eq!(told.trouble.lock().expect("no thread panicked").len(), 1);
}
