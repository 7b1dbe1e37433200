//! `flagdebt fix` from outside, in real git repositories: the diff, what is written and what is not, and how other formats
//! tell the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const IMPORT: &str = "import { init } from \"@launchdarkly/node-server-sdk\";\nconst client = init(\"sdk\");\n";

struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    fn new() -> Self {
        let shop = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        shop.git(&["init", "-q", "-b", "main"]);
        shop
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a text")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let out = Command::new("git")
            .current_dir(self.folder.path())
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.com",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(["-c", "core.autocrlf=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git runs");
        assert!(
            out.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "a"]);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        crate::program::flagdebt()
            .current_dir(self.folder.path())
            .args(arguments)
            .args(["--as-of", "2026-11-23", "--color", "never"])
            .output()
            .expect("the program runs")
    }

    fn fix(&self, flags: &[&str], further: &[&str]) -> Output {
        let mut arguments = vec!["fix"];
        for flag in flags {
            arguments.extend(["--flag", flag]);
        }
        arguments.extend(further);
        self.run(&arguments)
    }

    /// Every file that is not git's.
    fn files(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.folder.path().to_path_buf()];
        while let Some(at) = open.pop() {
            for entry in fs::read_dir(&at).expect("a folder") {
                let path = entry.expect("readable").path();
                if path.is_dir() && !path.ends_with(".git") {
                    open.push(path);
                } else if path.is_file() {
                    let relative = path.strip_prefix(self.folder.path()).expect("below");
                    found.insert(
                        relative.to_string_lossy().into_owned(),
                        fs::read_to_string(&path).expect("a text"),
                    );
                }
            }
        }
        found
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn page(key: &str) -> String {
    format!(
        "{IMPORT}export function show(user) {{\n  if (client.variation(\"{key}\", user, false)) {{\n    pay();\n  }} else {{\n    wait();\n  }}\n}}\n"
    )
}

/// Files with everything that a diff can stumble over.
fn odd() -> Shop {
    let shop = Shop::new();
    shop.write("a b/with space.ts", &page("beta"));
    shop.write("windows.ts", &page("beta").replace('\n', "\r\n"));
    shop.write("ends.ts", page("beta").trim_end());
    shop.write(
        "last.ts",
        &format!("{IMPORT}export const on = () => client.variation(\"beta\", user, false) ? 1 : 2;"),
    );
    shop.write(
        "ümlaut.py",
        "import ldclient\n\nclient = ldclient.get()\nif client.variation(\"beta\", {}, False):\n    print(\"ü\")\n",
    );
    shop.write("other.ts", &page("other"));
    shop.commit();
    shop
}

#[test]
fn git_applies_the_diff_and_gets_what_would_be_written() {
    let applied = odd();
    let out = applied.fix(&["beta=true"], &[]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert_eq!(applied.git(&["status", "--porcelain"]), "", "only the diff is printed");
    let outside = tempfile::tempdir().expect("a folder");
    let patch = outside.path().join("fix.patch");
    fs::write(&patch, &out.stdout).expect("written");
    let patch = patch.to_string_lossy().into_owned();
    applied.git(&["apply", "--check", &patch]);
    applied.git(&["apply", &patch]);
    let written = odd();
    let out = written.fix(&["beta=true"], &["--write"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert_eq!(applied.files(), written.files());
    assert!(written.read("windows.ts").ends_with("  pay();\r\n}\r\n"));
    assert!(written.read("last.ts").ends_with("=> 1;"));
    assert_eq!(written.read("other.ts"), page("other"));
}

#[test]
fn fixed_twice_it_changes_nothing_again() {
    let shop = odd();
    shop.fix(&["beta=true"], &["--write"]);
    shop.commit();
    let out = shop.fix(&["beta=true"], &["--write"]);
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(shop.git(&["status", "--porcelain"]), "");
    assert!(text(&shop.fix(&["beta=true"], &[]).stdout).is_empty());
}

#[test]
fn a_file_with_changes_is_not_written_over_and_nothing_else_is_written() {
    let shop = odd();
    let changed = format!("{}// mine\n", page("beta"));
    shop.write("ends.ts", &changed);
    let before = shop.files();
    let out = shop.fix(&["beta=true"], &["--write"]);
    assert_ne!(out.status.code(), Some(0));
    assert!(text(&out.stderr).contains("ends.ts"), "{}", text(&out.stderr));
    assert!(text(&out.stderr).contains("--allow-dirty"), "{}", text(&out.stderr));
    assert_eq!(shop.files(), before);
    // staged only is not committed either
    shop.git(&["add", "ends.ts"]);
    assert_ne!(shop.fix(&["beta=true"], &["--write"]).status.code(), Some(0));
    let out = shop.fix(&["beta=true"], &["--write", "--allow-dirty"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(shop.read("ends.ts").ends_with("// mine\n") && !shop.read("ends.ts").contains("beta"));
}

#[test]
fn changes_in_other_files_do_not_matter() {
    let shop = odd();
    shop.write("other.ts", "// mine\n");
    shop.write("new.txt", "new\n");
    let out = shop.fix(&["beta=true"], &["--write"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert_eq!(shop.read("other.ts"), "// mine\n");
}

/// Another repository than that of the first file knows what is committed in a submodule.
#[test]
fn each_file_is_asked_of_its_own_repository() {
    let shop = Shop::new();
    shop.write("a.ts", &page("beta"));
    for inner in ["libs/inner", "libs/module"] {
        shop.write(&format!("{inner}/src/b.ts"), &page("beta"));
        shop.git(&["-C", inner, "init", "-q", "-b", "main"]);
        shop.git(&["-C", inner, "add", "-A"]);
        shop.git(&["-C", inner, "commit", "-q", "-m", "inner"]);
    }
    shop.git(&["submodule", "--quiet", "add", "./libs/module", "libs/module"]);
    shop.commit();
    shop.write("libs/inner/src/b.ts", &format!("{}// mine\n", page("beta")));
    let before = shop.files();
    for paths in [&[][..], &["libs", "a.ts"]] {
        let out = shop.fix(&["beta=true"], &[&["--write"], paths].concat());
        assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
        assert!(
            text(&out.stderr).contains(": `libs/inner/src/b.ts`\n"),
            "{}",
            text(&out.stderr)
        );
        assert_eq!(shop.files(), before);
    }
    shop.git(&["-C", "libs/inner", "commit", "-q", "-a", "-m", "mine"]);
    let out = shop.fix(&["beta=true"], &["--write"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    for file in ["a.ts", "libs/inner/src/b.ts", "libs/module/src/b.ts"] {
        assert!(!shop.read(file).contains("beta"), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn a_repository_whose_path_is_no_text_has_no_changes_either() {
    use std::os::unix::ffi::OsStrExt;
    for outside in [true, false] {
        let shop = Shop::new();
        let odd = std::ffi::OsStr::from_bytes(b"odd\xff");
        let root = shop.path("").join(odd);
        // Some file systems refuse such a name.
        if fs::create_dir(&root).is_err() {
            return;
        }
        fs::write(root.join("a.ts"), page("beta")).expect("a file");
        let git = |arguments: &[&str]| {
            let mut command = Command::new("git");
            command.args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.com",
                "-c",
                "commit.gpgsign=false",
            ]);
            let done = command.args(arguments).current_dir(&root).output().expect("git runs");
            assert!(done.status.success(), "{done:?}");
        };
        if outside {
            git(&["init", "-q"]);
        }
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", "a"]);
        let run = || {
            crate::program::flagdebt()
                .current_dir(&root)
                .args(["fix", "--write", "--flag", "beta=true"])
                .output()
                .expect("the program runs")
        };
        let source = format!("{}// mine\n", page("beta"));
        fs::write(root.join("a.ts"), &source).expect("a file");
        let out = run();
        assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
        assert!(text(&out.stderr).contains("`a.ts`"), "{}", text(&out.stderr));
        git(&["commit", "-q", "-a", "-m", "mine"]);
        let out = run();
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        let written = fs::read_to_string(root.join("a.ts")).expect("a file");
        assert!(!written.contains("beta"), "{written}");
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_nothing_is_left_behind() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let shop = Shop::new();
    shop.write("run.py", "#!/usr/bin/env python3\nimport ldclient\n\nclient = ldclient.get()\nif client.variation(\"beta\", {}, False):\n    print(1)\n");
    fs::set_permissions(shop.path("run.py"), fs::Permissions::from_mode(0o750)).expect("set");
    shop.write("real/page.ts", &page("beta"));
    symlink("real/page.ts", shop.path("page.ts")).expect("linked");
    shop.commit();
    let out = shop.fix(&["beta=true"], &["--write"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let mode = fs::metadata(shop.path("run.py")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
    assert!(
        fs::symlink_metadata(shop.path("page.ts"))
            .expect("there")
            .file_type()
            .is_symlink()
    );
    assert!(!shop.read("real/page.ts").contains("beta"));
    let left: Vec<String> = shop
        .files()
        .into_keys()
        .filter(|path| path.contains(".flagdebt-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_flag_that_one_place_stops_is_left_alone_everywhere() {
    let shop = Shop::new();
    shop.write("a.ts", &page("beta"));
    shop.write(
        "b.ts",
        &format!("{IMPORT}if (save() || client.variation(\"beta\", user, false)) {{\n  pay();\n}}\n"),
    );
    shop.write("c.ts", &page("other"));
    shop.commit();
    let out = shop.fix(&["beta=true", "other=true"], &["--write"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let said = text(&out.stdout);
    assert!(said.contains("b.ts:3: `save()` would no longer run"), "{said}");
    assert_eq!(shop.git(&["status", "--porcelain"]), "M c.ts");
}

#[test]
fn what_is_only_likely_right_needs_to_be_asked_for() {
    let shop = Shop::new();
    shop.write(
        "a.ts",
        &format!("{IMPORT}send(client.variation(\"beta\", user, false));\n"),
    );
    shop.commit();
    let out = shop.fix(&["beta=true"], &["--write"]);
    assert_eq!(shop.git(&["status", "--porcelain"]), "");
    assert!(text(&out.stdout).contains("--review"), "{}", text(&out.stdout));
    let out = shop.fix(&["beta=true"], &["--write", "--review"]);
    assert!(
        text(&out.stdout).contains("a.ts:3: `true` is handed on to `send`"),
        "{}",
        text(&out.stdout)
    );
    assert!(shop.read("a.ts").ends_with("send(true);\n"));
}

/// Ten flags in files that they share.
fn ten() -> (Shop, Vec<String>) {
    let shop = Shop::new();
    let keys: Vec<String> = (0..10).map(|number| format!("flag-{number}")).collect();
    for file in 0..4 {
        let mut text = IMPORT.to_owned();
        for (number, key) in keys.iter().enumerate().filter(|(number, _)| number % 4 != file) {
            let next = &keys[(number + 1) % keys.len()];
            text += &format!(
                "export function f{number}(user) {{\n  const on = client.variation(\"{key}\", user, false);\n  if (on && client.variation(\"{next}\", user, false)) {{\n    pay({number});\n  }} else if (!on) {{\n    wait({number});\n  }}\n  return client.variation(\"{next}\", user, false) ? 1 : on ? 2 : 3;\n}}\n"
            );
        }
        shop.write(&format!("file{file}.ts"), &text);
    }
    shop.commit();
    let values = keys
        .iter()
        .enumerate()
        .map(|(number, key)| format!("{key}={}", number % 3 != 0))
        .collect();
    (shop, values)
}

#[test]
fn ten_flags_at_once_are_the_same_as_one_after_the_other() {
    let (at_once, flags) = ten();
    let all: Vec<&str> = flags.iter().map(String::as_str).collect();
    let out = at_once.fix(&all, &["--write", "--review"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let (single, _) = ten();
    for flag in &all {
        let out = single.fix(&[flag], &["--write", "--review", "--allow-dirty"]);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    }
    assert_eq!(at_once.files(), single.files());
    let left = at_once.files();
    assert!(left.values().all(|text| !text.contains("flag-")), "{left:#?}");
}

#[test]
fn it_tells_what_still_names_the_flag_and_what_to_do_next() {
    let shop = Shop::new();
    shop.write("a.ts", &page("new-pay"));
    shop.write(
        "README.md",
        "# Shop\n\n`new-pay` shows the new till; new-payment is something else.\n",
    );
    shop.write("config/flags.yaml", "flags:\n  new-pay: true\n");
    shop.commit();
    let out = shop.fix(&["new-pay=true"], &["--write"]);
    let said = text(&out.stdout);
    assert!(
        said.contains("README.md:3") && said.contains("config/flags.yaml:2"),
        "{said}"
    );
    assert!(!said.contains("README.md:3, README.md:3"), "{said}");
    assert!(said.contains("archive it"), "{said}");
}

/// A repository whose registry proves that everyone gets `true`.
fn proven() -> Shop {
    let shop = Shop::new();
    shop.write("flagdebt.toml", "registry = [\"flags.csv\"]\n");
    shop.write(
        "flags.csv",
        "key,owner,kind,created,changed,environment,enabled,serves\nnew-pay,pay,release,2025-01-10,2025-02-01,production,true,true\n",
    );
    shop.write("src/till.ts", &format!("// ünï\n{}", page("new-pay")));
    shop.write("src/windows.ts", &page("new-pay").replace('\n', "\r\n"));
    shop.commit();
    shop
}

/// Applies edits given as path, start, end and text.
fn applied(shop: &Shop, edits: &[(String, usize, usize, String)]) -> BTreeMap<String, String> {
    let mut files = shop.files();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|(path, start, ..)| (path.clone(), std::cmp::Reverse(*start)));
    for (path, start, end, text) in edits {
        files
            .get_mut(&path)
            .expect("a known file")
            .replace_range(start..end, &text);
    }
    files
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("small")
}

fn words(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[test]
fn json_and_sarif_carry_the_edits_that_are_written() {
    let shop = proven();
    let json: Value = serde_json::from_slice(&shop.run(&["check", "--format", "json"]).stdout).expect("json");
    let findings = json["findings"].as_array().expect("findings");
    let fix = findings
        .iter()
        .map(|found| &found["fix"])
        .find(|fix| !fix.is_null())
        .expect("a fix");
    assert_eq!(fix["applicability"], "safe");
    let edits: Vec<_> = fix["edits"]
        .as_array()
        .expect("edits")
        .iter()
        .map(|edit| {
            (
                words(&edit["path"]),
                number(&edit["start"]),
                number(&edit["end"]),
                words(&edit["text"]),
            )
        })
        .collect();
    let sarif: Value = serde_json::from_slice(&shop.run(&["check", "--format", "sarif"]).stdout).expect("sarif");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let fixes = results
        .iter()
        .filter_map(|result| result["fixes"].as_array())
        .find(|fixes| !fixes.is_empty());
    let mut same = Vec::new();
    for change in fixes.expect("a fix")[0]["artifactChanges"].as_array().expect("changes") {
        for replacement in change["replacements"].as_array().expect("replacements") {
            let region = &replacement["deletedRegion"];
            let start = number(&region["byteOffset"]);
            let text = replacement["insertedContent"]["text"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            same.push((
                words(&change["artifactLocation"]["uri"]),
                start,
                start + number(&region["byteLength"]),
                text,
            ));
        }
    }
    assert_eq!(edits, same);
    let wanted = applied(&shop, &edits);
    let out = shop.run(&["fix", "--write"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert_eq!(shop.files(), wanted);
}

/// `off` is no value of a flag that is true or false: as a text it would be true in JavaScript.
#[test]
fn a_value_that_the_flag_cannot_have_is_refused_and_another_than_the_proven_one_told() {
    let shop = proven();
    let out = shop.fix(&["new-pay=off"], &["--review"]);
    let said = text(&out.stdout) + &text(&out.stderr);
    assert!(
        said.contains("`--flag new-pay=true` or `--flag new-pay=false`") && !said.contains("diff --git"),
        "{said}"
    );
    let said = text(&shop.fix(&["new-pay=false"], &[]).stderr);
    assert!(said.contains("the registry serves true to everyone"), "{said}");
    assert!(text(&shop.fix(&["new-pay=false"], &[]).stdout).is_empty());
    assert!(text(&shop.fix(&["new-pay=false"], &["--review"]).stdout).contains("wait();"));
    assert!(text(&shop.fix(&["new-pay=true"], &[]).stdout).contains("diff --git"));
    // Nothing is known of it but what the call says.
    shop.write(
        "flags.csv",
        "key,owner,kind,created,changed,environment,enabled,serves\nother,,release,,,production,true,\n",
    );
    let said = text(&shop.fix(&["new-pay=off"], &["--review"]).stderr);
    assert!(
        said.contains("the default of the call is true or false, and \"off\" is neither"),
        "{said}"
    );
}

/// Ten flags in one large file: each suggestion takes reading it, and all together have a bound.
#[test]
fn suggestions_have_a_bound_and_are_the_same_with_a_cache() {
    let shop = Shop::new();
    let keys: Vec<String> = (0..10).map(|at| format!("new-pay-{at}")).collect();
    let rows = keys
        .iter()
        .map(|key| format!("{key},pay,release,2025-01-10,2025-02-01,production,true,true\n"));
    let head = "key,owner,kind,created,changed,environment,enabled,serves\n";
    shop.write("flags.csv", &(head.to_owned() + &rows.collect::<String>()));
    let calls = keys.iter().enumerate().map(|(at, key)| {
        format!("export const f{at} = (user) => client.variation(\"{key}\", user, false) ? pay() : wait();\n")
    });
    let filler = "// Nothing but words that take their place in a long file.\n".repeat(4_000);
    shop.write("src/till.ts", &format!("{IMPORT}{filler}{}", calls.collect::<String>()));
    let cache = tempfile::tempdir().expect("a folder");
    let folder = cache.path().to_string_lossy().into_owned();
    let check = |further: &[&str]| {
        let arguments = ["check", "--registry", "flags.csv", "--format", "json"];
        text(&shop.run(&[&arguments, further].concat()).stdout)
    };
    let cold = check(&["--no-cache"]);
    let report: Value = serde_json::from_str(&cold).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let made = findings.iter().filter(|found| found["fix"].is_object()).count();
    let told = cold.matches("shows whether it can be taken out, and how").count();
    assert!((1..10).contains(&made) && made + told == 10, "{made} made, {told} told");
    for turn in ["fills the cache", "finds it filled"] {
        assert!(check(&["--cache-dir", &folder]) == cold, "{turn}");
    }
}

/// What asks for the flag is called in many long files: which they are is only known when the suggestion is made.
#[test]
fn a_suggestion_that_leads_to_much_is_told_how_to_ask_for() {
    let shop = Shop::new();
    shop.write(
        "src/till.ts",
        &format!("{IMPORT}export const tillIsOpen = (user) => client.variation(\"new-pay\", user, false);\n"),
    );
    let filler = "// Nothing but words that take their place in a long file.\n".repeat(200);
    for at in 0..20 {
        let call = format!(
            "import {{ tillIsOpen }} from \"./till\";\nexport const f{at} = (user) => tillIsOpen(user) ? pay() : wait();\n"
        );
        shop.write(&format!("src/page{at}.ts"), &(call + &filler));
    }
    shop.write(
        "flags.csv",
        "key,owner,kind,created,changed,environment,enabled,serves\nnew-pay,pay,release,2025-01-10,2025-02-01,production,true,true\n",
    );
    let cache = tempfile::tempdir().expect("a folder");
    let folder = cache.path().to_string_lossy().into_owned();
    let check = |further: &[&str]| {
        let arguments = ["check", "--registry", "flags.csv", "--format", "json"];
        text(&shop.run(&[&arguments, further].concat()).stdout)
    };
    let cold = check(&["--no-cache"]);
    let told = "`flagdebt fix --flag new-pay` shows whether it can be taken out, and how";
    assert!(cold.contains(told) && !cold.contains("\"edits\""), "{cold}");
    for turn in ["fills the cache", "finds it filled"] {
        assert!(check(&["--cache-dir", &folder]) == cold, "{turn}");
    }
    let diff = text(
        &shop
            .run(&["fix", "--registry", "flags.csv", "--flag", "new-pay", "--review"])
            .stdout,
    );
    assert!(
        diff.contains("src/page19.ts") && diff.contains("-export const tillIsOpen"),
        "{diff}"
    );
}

#[test]
fn check_suggests_the_call_that_does_it() {
    let shop = proven();
    let said = text(&shop.run(&["check", "--format", "text"]).stdout);
    assert!(said.contains("flagdebt fix --flag new-pay --write"), "{said}");
    assert!(said.contains("2 files"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_replaced_leaves_all_others_as_they_were() {
    use std::os::unix::fs::PermissionsExt;
    let shop = odd();
    fs::set_permissions(shop.path("windows.ts"), fs::Permissions::from_mode(0o444)).expect("set");
    let before = shop.files();
    let out = shop.fix(&["beta=true"], &["--write", "--allow-dirty"]);
    assert_ne!(out.status.code(), Some(0));
    assert!(text(&out.stderr).contains("windows.ts"), "{}", text(&out.stderr));
    assert_eq!(shop.files(), before);
    assert!(Path::new(&shop.path("windows.ts")).exists());
}

#[test]
fn bodies_that_are_passed_over_change_nothing() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fix");
    let shop = Shop::new();
    let mut count = 0;
    for language in ["csharp", "go", "java", "kotlin"] {
        for case in fs::read_dir(cases.join(language)).expect("cases") {
            let case = case.expect("readable").path();
            let name = case.file_name().expect("a name").to_string_lossy().into_owned();
            if !name.starts_with("long-function-") {
                continue;
            }
            count += 1;
            for file in fs::read_dir(case.join("input")).expect("an input") {
                let file = file.expect("readable");
                let text = fs::read_to_string(file.path()).expect("a text");
                let path = format!("{language}/{name}/{}", file.file_name().to_string_lossy());
                shop.write(&path, &text);
            }
        }
    }
    assert!(count >= 6, "{count} cases");
    for flag in ["new-cart=true", "new-cart=false"] {
        let parts = shop.fix(&[flag], &["--review", "."]);
        let whole = shop.fix(&[flag], &["--review", "--whole-files", "."]);
        assert!(text(&parts.stdout).contains("diff --git"), "{}", text(&parts.stderr));
        assert_eq!(text(&parts.stdout), text(&whole.stdout));
        assert_eq!(text(&parts.stderr), text(&whole.stderr));
    }
}

/// For many flags the words of all files are read once; the texts must be those that one run for each flag leaves.
#[test]
fn many_flags_at_once_leave_what_one_after_the_other_does() {
    let flags: Vec<String> = (0..12).map(|at| format!("flag-{at}")).collect();
    let make = || {
        let shop = Shop::new();
        let keys: String = (0..12)
            .map(|at| format!("export const FLAG_{at} = \"flag-{at}\";\n"))
            .collect();
        shop.write("keys.ts", &keys);
        shop.write(
            "shared.ts",
            "export function shared() {\n  return 1;\n}\nexport function sharedNever() {\n  return 2;\n}\n",
        );
        for at in 0..12 {
            let text = format!(
                "{IMPORT}import {{ FLAG_{at} }} from \"./keys\";\nimport {{ shared }} from \"./shared\";\n\
                 export function isNew{at}(user) {{\n  return client.variation(FLAG_{at}, user, false);\n}}\n\
                 export function show{at}(user) {{\n  if (isNew{at}(user)) {{\n    pay();\n  }} else {{\n    shared();\n  }}\n}}\n"
            );
            shop.write(&format!("page{at}.ts"), &text);
            let next = (at + 1) % 12;
            let text = format!(
                "import {{ isNew{at} }} from \"./page{at}\";\nimport {{ isNew{next} }} from \"./page{next}\";\n\
                 export const both{at} = (user) => isNew{at}(user) && isNew{next}(user) && other();\n"
            );
            shop.write(&format!("both{at}.ts"), &text);
            shop.write(
                &format!("notes{at}.ts"),
                &format!("// flag-{at} {}\nexport {{}};\n", "x".repeat(200)),
            );
        }
        shop.commit();
        shop
    };
    let (once, each) = (make(), make());
    let stated: Vec<String> = flags.iter().map(|flag| format!("{flag}=true")).collect();
    let stated: Vec<&str> = stated.iter().map(String::as_str).collect();
    let told = once.fix(&stated, &["--review", "--write"]);
    assert_eq!(told.status.code(), Some(0), "{}", text(&told.stderr));
    let mut order = stated.clone();
    order.sort_unstable();
    for flag in order {
        let told = each.fix(&[flag], &["--review", "--write"]);
        assert_eq!(told.status.code(), Some(0), "{}", text(&told.stderr));
        each.commit();
    }
    assert_eq!(once.files(), each.files());
    assert!(!once.read("keys.ts").contains("flag-3"), "{}", once.read("keys.ts"));
    assert!(!once.read("page3.ts").contains("isNew3"), "{}", once.read("page3.ts"));
}
