//! The life of a flag in a real git repository: introduced, rolled out, stale, refused, cleaned up; exit codes at each step.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

pub(crate) struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    pub(crate) fn new() -> Self {
        let shop = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        shop.git(&["init", "-q", "-b", "main"]);
        shop.write(
            "flagdebt.toml",
            "registry = [\"flags.csv\"]\nfail-on = \"never\"\n[quota]\ndefault = 0\n",
        );
        shop
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let out = Command::new("git")
            .current_dir(self.path())
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.com",
                "-c",
                "commit.gpgsign=false",
            ])
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

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    pub(crate) fn run(&self, as_of: &str, arguments: &str) -> Output {
        crate::program::flagdebt()
            .current_dir(self.path())
            .args(arguments.split(' '))
            .args(["--as-of", as_of, "--color", "never"])
            .output()
            .expect("the program runs")
    }

    fn json(&self, as_of: &str, arguments: &str) -> (i32, serde_json::Value) {
        let out = self.run(as_of, &format!("{arguments} --format json"));
        let code = out.status.code().expect("a code");
        let text = String::from_utf8_lossy(&out.stdout);
        let value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{arguments}: {error}\n{text}\n{}", String::from_utf8_lossy(&out.stderr)));
        (code, value)
    }
}

pub(crate) const HEAD: &str = "key,owner,kind,created,changed,environment,enabled,serves\n";

fn call(key: &str) -> String {
    format!("if (await client.variation(\"{key}\", context, false)) {{\n  pay();\n}} else {{\n  wait();\n}}\n")
}

pub(crate) fn page(keys: &[&str]) -> String {
    let mut text = "import { init } from \"@launchdarkly/node-server-sdk\";\nconst client = init(key);\n".to_owned();
    for key in keys {
        text += &call(key);
    }
    text
}

fn flags(findings: &serde_json::Value) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = findings["findings"].as_array().expect("findings");
    findings
        .iter()
        .map(|found| (text(&found["lint"]), text(&found["flag"])))
        .collect()
}

#[test]
fn the_life_of_a_flag() {
    let shop = Shop::new();
    // introduced: off, and nothing is due
    let registered = |changed: &str, enabled: &str, serves: &str| {
        let row = format!("new-pay,payments,release,2026-01-10,{changed},production,{enabled},{serves}\n");
        shop.write("flags.csv", &format!("{HEAD}{row}"));
    };
    registered("2026-01-10", "false", "false");
    shop.write("src/pay.ts", &page(&["new-pay"]));
    shop.commit("introduce");
    let (code, report) = shop.json("2026-01-12", "check");
    assert_eq!((code, &report["summary"]["debt"]["total"]), (0, &0.into()), "{report}");
    assert_eq!(report["summary"]["gate"], "passed");

    // ramped: some get it, and nothing is due
    registered("2026-01-20", "true", "");
    shop.commit("ramp");
    let (code, report) = shop.json("2026-01-25", "check");
    assert_eq!((code, &report["summary"]["debt"]["total"]), (0, &0.into()), "{report}");

    // everyone gets it, and then it is left alone
    registered("2026-02-01", "true", "true");
    shop.commit("100 %");
    let (code, report) = shop.json("2026-02-05", "check");
    assert_eq!((code, &report["summary"]["debt"]["total"]), (0, &0.into()), "{report}");
    let (code, report) = shop.json("2026-06-01", "check");
    assert_eq!(code, 1, "over the quota of the owner");
    assert_eq!(report["summary"]["exit_code"], 1);
    assert_eq!(report["summary"]["debt"]["owners"][0]["owner"], "payments");
    assert_eq!(report["summary"]["debt"]["owners"][0]["quota"], 0);
    assert_eq!(report["summary"]["debt"]["owners"][0]["to_remove"], 1);

    // known from now on; a line that moves and a file that is renamed are not new
    let out = shop.run("2026-06-01", "baseline");
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    shop.commit("baseline");
    let (code, report) = shop.json("2026-06-01", "check");
    assert_eq!(
        (code, flags(&report)),
        (1, vec![]),
        "nothing is new, and the quota is still exceeded"
    );
    shop.git(&["mv", "src/pay.ts", "src/till.ts"]);
    shop.write("src/till.ts", &format!("// moved\n\n{}", page(&["new-pay"])));
    let (_, report) = shop.json("2026-06-01", "check");
    assert_eq!(flags(&report), [], "renamed and moved");
    let (code, report) = shop.json("2026-06-01", "check --since HEAD");
    assert_eq!((code, flags(&report)), (0, vec![]), "renamed and moved");
    shop.commit("rename");

    // a copied use is new
    shop.write("src/till.ts", &page(&["new-pay", "new-pay"]));
    let (_, report) = shop.json("2026-06-01", "check");
    assert_eq!(flags(&report), [("fully-rolled-out".to_owned(), "new-pay".to_owned())]);
    let (_, report) = shop.json("2026-06-01", "check --since HEAD");
    assert_eq!(
        flags(&report).len(),
        1,
        "neither the baseline nor the commit forgives the copy"
    );
    assert_eq!(report["summary"]["paid"], 0, "what the baseline knows is not paid off");
    shop.git(&["checkout", "-q", "."]);

    // a second flag of a team that owes is refused by name
    let both = format!(
        "{HEAD}new-pay,payments,release,2026-01-10,2026-02-01,production,true,true\n\
         pay-link,payments,release,2026-05-30,2026-05-30,production,true,\n"
    );
    shop.write("flags.csv", &both);
    shop.commit("register the second flag");
    shop.git(&["checkout", "-q", "-b", "second"]);
    shop.write("src/link.ts", &page(&["pay-link"]));
    shop.write(
        "flagdebt.toml",
        "registry = [\"flags.csv\"]\nfail-on = \"warning\"\n[quota]\ndefault = 0\n",
    );
    let (code, report) = shop.json("2026-06-01", "check --since main");
    assert_eq!(
        (code, flags(&report)),
        (1, vec![("over-quota".to_owned(), "pay-link".to_owned())])
    );
    // only what is staged counts in a hook
    let (code, report) = shop.json("2026-06-01", "check --staged");
    assert_eq!((code, flags(&report)), (0, vec![]), "nothing is staged");
    shop.git(&["add", "src/link.ts"]);
    shop.write("src/link.ts", "export {};\n");
    let (code, report) = shop.json("2026-06-01", "check --staged");
    assert_eq!((code, flags(&report).len()), (1, 1), "the index is read, not the file");
    shop.commit("second");

    // whoever pays is never blocked
    shop.git(&["checkout", "-q", "main"]);
    shop.git(&["checkout", "-q", "-b", "clean"]);
    shop.write("src/till.ts", "pay();\n");
    shop.write(
        "flagdebt.toml",
        "registry = [\"flags.csv\"]\n[quota]\ndefault = 0\n[lints]\nunused-flag = \"off\"\n",
    );
    let (code, report) = shop.json("2026-06-01", "check --since main");
    assert_eq!((code, flags(&report)), (0, vec![]));
    assert_eq!(report["summary"]["paid"], 1, "{report}");
    assert_eq!(report["summary"]["paid_flags"], serde_json::json!(["new-pay"]));
    shop.commit("clean up");
    let (code, report) = shop.json("2026-06-01", "check");
    assert_eq!((code, &report["summary"]["debt"]["total"]), (0, &0.into()), "{report}");

    // the baseline shrinks
    let out = shop.run("2026-06-01", "baseline");
    assert_eq!(out.status.code(), Some(0));
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(said.contains("paid off") && said.contains("new-pay"), "{said}");
    let text = fs::read_to_string(shop.path().join("flagdebt-baseline.json")).expect("a baseline");
    assert!(!text.contains("new-pay"), "{text}");
}

#[test]
fn an_unknown_revision_is_an_input_that_cannot_be_read() {
    let shop = Shop::new();
    shop.write("flags.csv", HEAD);
    shop.write("a.ts", "");
    shop.commit("first");
    for wrong in ["check --since no-such-branch", "check --since --output"] {
        let code = shop.run("2026-06-01", wrong).status.code();
        assert!(matches!(code, Some(2 | 3)), "{wrong}: {code:?}");
    }
    let nowhere = tempfile::tempdir().expect("a folder");
    let out = crate::program::flagdebt()
        .current_dir(nowhere.path())
        .env("GIT_CEILING_DIRECTORIES", nowhere.path().parent().expect("a parent"))
        .args(["check", "--staged"])
        .output()
        .expect("the program runs");
    assert_eq!(out.status.code(), Some(3), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn tickets_keep_their_ids_and_name_what_to_do() {
    let shop = Shop::new();
    shop.write(
        "flags.csv",
        &format!("{HEAD}new-pay,,release,2026-01-10,2026-02-01,production,true,true\n"),
    );
    shop.write("CODEOWNERS", "* @shop\n/src/ @payments # the till\n");
    shop.write("src/pay.ts", &page(&["new-pay"]));
    shop.commit("first");
    let url = "tickets --repository-url https://example.com/acme/shop/blob/main";
    let (code, tickets) = shop.json("2026-06-01", url);
    assert_eq!(code, 0);
    let ticket = &tickets["tickets"][0];
    assert_eq!(ticket["flag"], "new-pay");
    assert_eq!(ticket["owner"], "@payments");
    assert_eq!(ticket["keep"], true);
    assert_eq!(
        ticket["places"][0]["url"],
        "https://example.com/acme/shop/blob/main/src/pay.ts#L3"
    );
    assert!(ticket["lines"].as_u64() >= Some(2), "{ticket}");
    shop.write("src/pay.ts", &format!("// moved\n{}", page(&["new-pay"])));
    let (_, again) = shop.json("2026-07-01", "tickets");
    assert_eq!(again["tickets"][0]["id"], ticket["id"]);
    for format in ["markdown", "csv", "ndjson", "jira-csv"] {
        let out = shop.run("2026-06-01", &format!("tickets --format {format}"));
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(
            text.contains("new") && text.contains(ticket["id"].as_str().expect("an id")),
            "{format}: {text}"
        );
    }
}

#[test]
fn authors_own_what_nobody_else_does() {
    let shop = Shop::new();
    let row = |key: &str, owner: &str| format!("{key},{owner},release,2026-01-10,2026-02-01,production,true,true\n");
    let rows = [row("by-ada", ""), row("by-bob", ""), row("by-team", "payments")];
    shop.write("flags.csv", &format!("{HEAD}{}", rows.concat()));
    let by = |author: &str, path: &str, keys: &[&str]| {
        shop.write(path, &page(keys));
        shop.git(&["add", "-A"]);
        let author = format!("--author={author} <secret@example.com>");
        shop.git(&["commit", "-q", "-m", "a call", &author]);
    };
    by("Ada", "src/a.ts", &["by-ada", "by-ada", "by-team"]);
    by("Bob", "src/b.ts", &["by-bob", "by-ada"]);
    by("robot[bot]", "src/c.ts", &["by-bob"]);
    // what is not committed has no author
    shop.write(
        "src/a.ts",
        &format!("// moved\n{}", page(&["by-ada", "by-ada", "by-team"])),
    );
    let owners = |tickets: &serde_json::Value| {
        let tickets = tickets["tickets"].as_array().expect("tickets").clone();
        let mut owners: Vec<(String, String)> = tickets
            .iter()
            .map(|ticket| (ticket["flag"].to_string(), ticket["owner"].to_string()))
            .collect();
        owners.sort();
        owners
    };
    let expect = |pairs: [(&str, &str); 3]| pairs.map(|(flag, owner)| (format!("\"{flag}\""), owner.to_owned()));
    let (_, tickets) = shop.json("2026-06-01", "tickets");
    let by_git = expect([
        ("by-ada", "\"Ada\""),
        ("by-bob", "\"Bob\""),
        ("by-team", "\"payments\""),
    ]);
    assert_eq!(owners(&tickets), by_git);
    let why = tickets.to_string();
    assert!(
        why.contains("by `git blame` the author of 2 of 3 calls, last on "),
        "{why}"
    );
    assert!(!why.contains("secret@example.com"), "{why}");
    // the gate is not told unless the configuration says so
    let (_, report) = shop.json("2026-06-01", "check");
    assert_eq!(report["summary"]["debt"]["owners"][0]["owner"], serde_json::Value::Null);
    let config = |text: &str| {
        let head = "registry = [\"flags.csv\"]\nfail-on = \"never\"\n[quota]\ndefault = 0\n";
        shop.write("flagdebt.toml", &format!("{head}{text}"));
    };
    config("[owners]\ngit-blame = \"always\"\n");
    let (_, report) = shop.json("2026-06-01", "check");
    let names: Vec<String> = report["summary"]["debt"]["owners"]
        .as_array()
        .expect("owners")
        .iter()
        .map(|owner| owner["owner"].to_string())
        .collect();
    assert_eq!(names, ["\"Ada\"", "\"Bob\"", "\"payments\""]);
    config("[owners]\ngit-blame = \"off\"\nshop = [\"by-b*\"]\n");
    let (_, tickets) = shop.json("2026-06-01", "tickets");
    let by_config = expect([("by-ada", "null"), ("by-bob", "\"shop\""), ("by-team", "\"payments\"")]);
    assert_eq!(owners(&tickets), by_config);
}

#[test]
fn a_new_flag_of_an_author_who_is_over_quota_is_refused() {
    let shop = Shop::new();
    let rows = "old,,release,2026-01-10,2026-02-01,production,true,true\nfresh,,release,2026-05-30,2026-05-30,production,true,\n";
    shop.write("flags.csv", &format!("{HEAD}{rows}"));
    shop.write(
        "flagdebt.toml",
        "registry = [\"flags.csv\"]\n[quota]\ndefault = 0\n[owners]\ngit-blame = \"always\"\n",
    );
    shop.write("src/a.ts", &page(&["old"]));
    shop.git(&["add", "-A"]);
    shop.git(&["commit", "-q", "-m", "a call", "--author=Ada <secret@example.com>"]);
    shop.write("src/b.ts", &page(&["fresh"]));
    shop.git(&["add", "-A"]);
    let refused = |name: &str, arguments: &str| {
        shop.git(&["config", "user.name", name]);
        shop.git(&["config", "user.email", "secret@example.com"]);
        let (_, report) = shop.json("2026-06-01", arguments);
        let findings = report["findings"].as_array().expect("findings").clone();
        let mut quota = findings.into_iter().filter(|found| found["lint"] == "over-quota");
        quota.next().map(|found| found["owner"].to_string())
    };
    // What is staged belongs to whoever commits it.
    assert_eq!(refused("Ada", "check --staged").as_deref(), Some("\"Ada\""));
    assert_eq!(refused("Carl", "check --staged"), None);
    // Also where the file on disk has another text than the index.
    shop.write("src/b.ts", "export {};\n");
    assert_eq!(refused("Ada", "check --staged").as_deref(), Some("\"Ada\""));
    shop.write("src/b.ts", &page(&["fresh"]));
    shop.git(&["checkout", "-q", "-b", "change"]);
    shop.git(&[
        "commit",
        "-q",
        "-m",
        "another call",
        "--author=Ada <secret@example.com>",
    ]);
    assert_eq!(refused("Carl", "check --since main").as_deref(), Some("\"Ada\""));
}

/// A quota that nobody is asked about any more would be kept by everyone.
#[test]
fn a_list_of_commits_that_git_cannot_read_takes_no_owner_away() {
    let shop = Shop::new();
    let rows = "old,,release,2026-01-10,2026-02-01,production,true,true\nfresh,,release,2026-05-30,2026-05-30,production,true,\n";
    shop.write("flags.csv", &format!("{HEAD}{rows}"));
    shop.write(
        "flagdebt.toml",
        "registry = [\"flags.csv\"]\n[quota]\ndefault = 0\n[owners]\ngit-blame = \"always\"\n",
    );
    shop.write("src/a.ts", &page(&["old"]));
    shop.commit("a call");
    shop.git(&["checkout", "-q", "-b", "change"]);
    shop.write("src/b.ts", &page(&["fresh"]));
    shop.commit("another call");
    // A file that git does not know is no trouble of the list's.
    shop.write("src/new.ts", &page(&["old"]));
    let commit = shop.git(&["rev-parse", "HEAD"]);
    let lists = [
        (String::new(), Ok("\"a\"")),
        (format!("# formatted\n\n{} # once\n", "0".repeat(40)), Ok("\"a\"")),
        (
            format!("{commit}\ndeadbeef # reformat\n"),
            Err("in: .git-blame-ignore-revs:2"),
        ),
        ("abc".to_owned(), Err("invalid object name: abc")),
    ];
    for (list, expected) in lists {
        shop.write(".git-blame-ignore-revs", &list);
        for arguments in ["check --since main", "check --staged", "tickets"] {
            let out = shop.run("2026-06-01", &format!("{arguments} --format json"));
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            match expected {
                Ok(owner) => {
                    assert!(matches!(out.status.code(), Some(0 | 1)), "{said}");
                    let report = String::from_utf8_lossy(&out.stdout).replace(": ", ":");
                    assert!(report.contains(&format!("\"owner\":{owner}")), "{arguments}: {report}");
                    assert_eq!(
                        report.contains("over-quota"),
                        arguments.contains("main"),
                        "{arguments}: {report}"
                    );
                }
                Err(why) => {
                    assert_eq!(out.status.code(), Some(3), "{arguments}: {said}");
                    assert!(
                        said.contains("in: .git-blame-ignore-revs") && said.contains(why),
                        "{said}"
                    );
                    assert!(said.contains("40 hexadecimal digits"), "{said}");
                }
            }
        }
    }
    #[cfg(unix)]
    for target in ["gone", "/dev/zero"] {
        let list = shop.path().join(".git-blame-ignore-revs");
        fs::remove_file(&list).expect("removed");
        std::os::unix::fs::symlink(target, &list).expect("a link");
        let out = shop.run("2026-06-01", "check --since main");
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(3), "{said}");
        assert!(said.contains("in: .git-blame-ignore-revs"), "{said}");
    }
}

/// Changes are known by names from the working directory: of files that are called otherwise nothing was ever new.
#[test]
fn a_change_is_found_whatever_its_path_is_called() {
    let shop = Shop::new();
    let rows = "old,,release,2026-01-10,2026-02-01,production,true,true\n";
    shop.write("flags.csv", &format!("{HEAD}{rows}"));
    shop.write("src/a.ts", &page(&["old"]));
    shop.commit("a call");
    shop.git(&["checkout", "-q", "-b", "change"]);
    shop.write("src/new/b.ts", &page(&["mistyped"]));
    shop.commit("another call");
    shop.write("src/new/c.ts", &page(&["misread"]));
    shop.git(&["add", "-A"]);
    let whole = fs::canonicalize(shop.path()).expect("a folder");
    let whole = whole.display();
    let mut paths = vec![
        ".".to_owned(),
        "src".to_owned(),
        format!("{whole}"),
        format!("{whole}/src/new"),
        "src/../src".to_owned(),
        format!("{whole}/src/new/b.ts {whole}/src/new/c.ts"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("src", shop.path().join("link")).expect("a link");
        paths.extend(["link".to_owned(), "link/new/b.ts link/new/c.ts".to_owned()]);
    }
    for path in paths {
        let unknown = |against: &str| {
            let (_, report) = shop.json("2026-06-01", &format!("check {path} {against}"));
            let found = report["findings"].as_array().expect("findings").clone();
            let found = found.into_iter().filter(|found| found["lint"] == "unknown-flag");
            found.map(|found| found["path"].to_string()).collect::<Vec<_>>()
        };
        assert_eq!(unknown("--staged"), ["\"src/new/c.ts\""], "{path}");
        assert_eq!(
            unknown("--since main"),
            ["\"src/new/b.ts\"", "\"src/new/c.ts\""],
            "{path}"
        );
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    for against in ["--since main", "--staged"] {
        for path in ["..", &elsewhere.path().display().to_string()] {
            let out = shop.run("2026-06-01", &format!("check {path} {against}"));
            let said = String::from_utf8_lossy(&out.stderr);
            assert_eq!(out.status.code(), Some(2), "{said}");
            assert!(said.contains(path) && said.contains("working directory"), "{said}");
        }
    }
}

/// A hidden folder is looked into where it is named, in the state before a change as well: else all of it would be new.
#[test]
fn what_is_hidden_is_the_same_before_and_after() {
    let shop = Shop::new();
    let rows = "old,,release,2026-01-10,2026-02-01,production,true,true\n";
    shop.write("flags.csv", &format!("{HEAD}{rows}"));
    shop.write(".storybook/a.ts", &page(&["old"]));
    shop.write(".storybook/b.ts", &page(&["old"]));
    shop.write("src/c.ts", "export {};\n");
    shop.commit("hidden calls");
    shop.git(&["checkout", "-q", "-b", "change"]);
    shop.write(".storybook/a.ts", &format!("// moved\n{}", page(&["old"])));
    shop.git(&["rm", "-q", ".storybook/b.ts"]);
    shop.commit("a change");
    for (arguments, files) in [("check .", 1), ("check . .storybook", 2), ("check .storybook", 1)] {
        for against in ["--since main", "--staged"] {
            let (_, report) = shop.json("2026-06-01", &format!("{arguments} {against}"));
            let found = flags(&report);
            assert!(
                found.iter().all(|(lint, _)| lint == "unused-flag"),
                "{arguments}: {report}"
            );
            assert_eq!(report["summary"]["files"], files, "{arguments} {against}: {report}");
            // What goes is paid only where it counted.
            let is_paid = arguments.contains(".storybook") && against == "--since main";
            assert_eq!(
                report["summary"]["paid"],
                u64::from(is_paid),
                "{arguments} {against}: {report}"
            );
        }
    }
}

#[test]
fn a_flag_counts_what_the_heaviest_of_its_lints_says() {
    let shop = Shop::new();
    let rows = "a,payments,release,2026-01-10,2026-02-01,production,true,true\n\
                b,payments,release,2026-01-10,2026-02-01,production,true,\n";
    shop.write("flags.csv", &format!("{HEAD}{rows}"));
    shop.write("src/a.ts", &page(&["a", "b"]));
    let debt = |weights: &str| {
        let head = "registry = [\"flags.csv\"]\nfail-on = \"never\"\n[quota]\ntotal = 3\n";
        shop.write("flagdebt.toml", &format!("{head}{weights}"));
        let (code, report) = shop.json("2026-06-01", "check");
        (code, report["summary"].clone())
    };
    let (code, summary) = debt("");
    assert_eq!((code, &summary["debt"]["total"]), (0, &2.into()), "{summary}");
    let (code, summary) = debt("weights = { fully-rolled-out = 4, stale-flag = 1 }\n");
    assert_eq!((code, &summary["debt"]["total"]), (1, &5.into()), "{summary}");
    assert_eq!(
        summary["gate_reasons"][0],
        "2 flags are due for removal and count as 5, the quota is 3: remove at least 1"
    );
    let (code, summary) = debt("weights = { stale-flag = 0 }\n");
    assert_eq!((code, &summary["debt"]["total"]), (0, &1.into()), "{summary}");
}

#[test]
fn the_history_shows_how_debt_came_and_went() {
    let shop = Shop::new();
    let commit_at = |day: &str, message: &str| {
        shop.git(&["add", "-A"]);
        let date = format!("{day}T12:00:00Z");
        let out = Command::new("git")
            .current_dir(shop.path())
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.com",
                "commit",
                "-q",
                "-m",
                message,
            ])
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_COMMITTER_DATE", &date)
            .env("GIT_AUTHOR_DATE", &date)
            .output()
            .expect("git runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    };
    let row =
        |serves: &str, changed: &str| format!("pay,payments,release,2026-01-05,{changed},production,true,{serves}\n");
    // a constant in another file, of which only the value changes later
    shop.write("src/keys.ts", "export const PAY = \"pay\";\n");
    let reads = "import { init } from \"@launchdarkly/node-server-sdk\";\nimport { PAY } from \"./keys\";\n\
                 const client = init(key);\nif (await client.variation(PAY, context, false)) {\n  pay();\n}\n";
    shop.write("flags.csv", &format!("{HEAD}{}", row("", "2026-01-05")));
    commit_at("2026-01-06", "register");
    shop.write("src/pay.ts", reads);
    commit_at("2026-01-13", "introduce");
    shop.write("flags.csv", &format!("{HEAD}{}", row("true", "2026-01-20")));
    commit_at("2026-01-20", "roll out");
    // a commit on another branch is no point of the main line
    shop.git(&["checkout", "-q", "-b", "side"]);
    shop.write("src/side.ts", &page(&["aside"]));
    commit_at("2026-01-25", "aside");
    shop.git(&["checkout", "-q", "main"]);
    shop.write("src/pay.ts", &format!("// a second version\n{reads}"));
    commit_at("2026-02-10", "touch");
    let (code, before) = shop.json("2026-02-18", "check");
    assert_eq!(code, 1, "over the quota of the owner");
    let (_, history) = shop.json("2026-02-18", "history --every 7d --weeks 6");
    let column = |history: &serde_json::Value, name: &str| -> Vec<String> {
        let points = history["points"].as_array().expect("points").clone();
        points.iter().map(|point| point[name].to_string()).collect()
    };
    // 2026-01-07, 14, 21, 28, 02-04, 11, 18: due two weeks after everyone got it
    assert_eq!(column(&history, "flags_in_code"), ["1", "1", "1", "1", "1", "1", "1"]);
    assert_eq!(column(&history, "due"), ["0", "0", "0", "0", "1", "1", "1"]);
    assert_eq!(
        history["points"][6]["debt"], before["summary"]["debt"]["total"],
        "the last point is what `check` says"
    );
    assert_eq!(history["points"][6]["owners"][0]["owner"], "payments");
    assert_eq!(history["notes"], serde_json::json!([]), "the export is read as it was");

    shop.write("src/pay.ts", "pay();\n");
    fs::remove_file(shop.path().join("src/keys.ts")).expect("removed");
    commit_at("2026-02-20", "clean up");
    let (code, history) = shop.json("2026-02-25", "history --every 1w --weeks 7");
    assert_eq!(code, 0);
    assert_eq!(column(&history, "due"), ["0", "0", "0", "0", "1", "1", "1", "0"]);
    assert_eq!(history["points"][7]["removed"], serde_json::json!(["pay"]));
    assert_eq!(history["points"][7]["flags_in_code"], 0);
    let again = shop.json("2026-02-25", "history --registry ./flags.csv --weeks 7").1;
    assert_eq!(history, again, "the same commit, export and date give the same answer");
    // nothing is older than the first commit
    let (_, all) = shop.json("2026-02-25", "history --every 1w --weeks 100");
    assert_eq!(all["points"].as_array().map(Vec::len), Some(8));

    let text = String::from_utf8_lossy(&shop.run("2026-02-25", "history --weeks 7").stdout).into_owned();
    assert!(text.contains("▁▁▁▁███▁  0 -> 0 flags due for removal"), "{text}");
    assert!(text.contains("-pay"), "{text}");
    let html = String::from_utf8_lossy(&shop.run("2026-02-25", "history --weeks 7 --format html").stdout).into_owned();
    assert!(
        html.contains("<h2 id=\"trend\">") && html.contains("<h2 id=\"flags\">"),
        "{html}"
    );
    let shallow = shop.path().join("shallow");
    let url = format!("file://{}", shop.path().display());
    shop.git(&["clone", "-q", "--depth", "1", &url, "shallow"]);
    let out = crate::program::flagdebt()
        .current_dir(&shallow)
        .args(["history", "--as-of", "2026-02-25", "--weeks", "7"])
        .output()
        .expect("the program runs");
    assert_eq!(out.status.code(), Some(3), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8_lossy(&out.stderr).contains("unshallow"));
}

/// Fetching would run what the configuration of the repository says, and use the network.
#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let shop = Shop::new();
    let row = "x,payments,release,2026-01-10,2026-02-01,production,true,\n";
    shop.write("flags.csv", &format!("{HEAD}{row}"));
    shop.write("src/a.ts", &page(&["x"]));
    shop.commit("first");
    shop.write("src/a.ts", &page(&["y"]));
    shop.commit("second");
    shop.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", shop.path().display());
    shop.git(&["clone", "-q", "--filter=blob:none", &url, "partial"]);
    let missing = || {
        let list = ["-C", "partial", "rev-list", "--objects", "--missing=print", "--all"];
        shop.git(&list).lines().filter(|line| line.starts_with('?')).count()
    };
    let before = missing();
    assert!(before > 0);
    for command in ["check --since HEAD~1", "history --weeks 1 --as-of 2100-01-01"] {
        let out = crate::program::flagdebt()
            .current_dir(shop.path().join("partial"))
            .args(command.split(' '))
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&out.stderr);
        // The newest state is there, and the history looks no further back.
        let expected = if command.starts_with("check") { Some(3) } else { Some(0) };
        assert_eq!(out.status.code(), expected, "{command}: {said}");
        assert_eq!(missing(), before, "{command}");
        assert!(expected == Some(0) || said.contains("partial clone"), "{said}");
    }
}

#[test]
fn what_the_ignore_file_names_is_not_read_from_git_either() {
    let shop = Shop::new();
    let row = "old,payments,release,2026-01-10,2026-02-01,production,true,true\n";
    shop.write("flags.csv", &format!("{HEAD}{row}"));
    shop.write(".flagdebtignore", "/legacy/\n");
    shop.write("legacy/a.ts", "export {};\n");
    shop.commit("first");
    shop.write("legacy/a.ts", &page(&["old"]));
    shop.git(&["add", "legacy"]);
    shop.write("legacy/a.ts", "export {};\n");
    let (code, report) = shop.json("2026-06-01", "check --staged --fail-on warning");
    assert_eq!((code, flags(&report)), (0, vec![]), "{report}");
    shop.git(&["checkout", "-q", "--", "legacy/a.ts"]);
    shop.commit("second");
    let (_, history) = shop.json("2100-06-01", "history --weeks 1");
    assert_eq!(history["points"][0]["flags_in_code"], 0, "{history}");
}

/// The hook answers as without a cache, from what the commit before kept and once more.
fn the_hook_is_the_same(shop: &Shop, what: &str) {
    a_comparison_is_the_same(shop, "check --staged", what);
}

fn a_comparison_is_the_same(shop: &Shop, command: &str, what: &str) {
    let kept = shop.path().join(".git/kept");
    let (cold_code, cold) = shop.json("2026-06-01", &format!("{command} --no-cache"));
    for round in ["first", "second"] {
        let (code, warm) = shop.json("2026-06-01", &format!("{command} --cache-dir {}", kept.display()));
        assert_eq!(code, cold_code, "{what}, {round}");
        assert_eq!(warm, cold, "{what}, {round}");
    }
}

/// Where files that have to do with flags are staged, the others are not read: neither what is on disk instead, nor that names which led
/// to them are gone, may make a difference.
#[test]
fn the_hook_where_names_lead_from_file_to_file() {
    let shop = Shop::new();
    let row = |key: &str| format!("{key},payments,release,2025-01-10,2025-01-20,production,true,true\n");
    shop.write("flags.csv", &format!("{HEAD}{}{}", row("new-pay"), row("old-pay")));
    let keys = |more: &str| format!("export const Keys = {{ NEW_PAY: 'new-pay', OLD_PAY: 'old-pay'{more} }};\n");
    let asks = |name: &str, key: &str| {
        format!(
            "import {{ isOn }} from './is-on';\nimport {{ Keys }} from './keys';\nexport const {name} = () => isOn(Keys.{key});\n"
        )
    };
    let wrapper = "import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
                   export const isOn = (key: string) => client.variation(key, {}, false);\n";
    shop.write("src/keys.ts", &keys(""));
    shop.write("src/is-on.ts", wrapper);
    shop.write("src/pay.ts", &asks("hasNewPay", "NEW_PAY"));
    shop.write(
        "src/menu.ts",
        "import { hasNewPay } from './pay';\nexport const menu = hasNewPay() ? 'new' : 'old';\n",
    );
    shop.write("src/old.ts", &asks("hasOldPay", "OLD_PAY"));
    shop.write("src/large.ts", &"// nothing\n".repeat(100_000));
    shop.commit("one");
    the_hook_is_the_same(&shop, "nothing staged");
    let steps: [(&str, &dyn Fn()); 7] = [
        ("one more use", &|| {
            shop.write("src/pay.ts", &asks("hasNewPay", "NEW_PAY").repeat(2))
        }),
        ("a use of another flag", &|| {
            shop.write("src/pay.ts", &asks("hasNewPay", "OLD_PAY"))
        }),
        ("one more key", &|| {
            shop.write("src/keys.ts", &keys(", THIRD: 'third-pay'"))
        }),
        ("a use is gone", &|| {
            shop.write("src/pay.ts", "export const hasNewPay = () => true;\n")
        }),
        ("a helper of another name", &|| {
            shop.write("src/is-on.ts", &wrapper.replace("isOn", "isOff"))
        }),
        ("the helper is gone", &|| {
            shop.write("src/is-on.ts", "export const isOn = (key: string) => true;\n")
        }),
        ("all is back", &|| {
            shop.write("src/is-on.ts", wrapper);
            shop.write("src/pay.ts", &asks("hasNewPay", "NEW_PAY"));
        }),
    ];
    for (what, step) in steps {
        step();
        shop.git(&["add", "-A"]);
        // Neither is staged.
        shop.write("src/old.ts", "export const hasOldPay = () => false;\n");
        shop.write("src/menu.ts", &asks("menu", "OLD_PAY"));
        the_hook_is_the_same(&shop, what);
        shop.git(&["checkout", "-q", "--", "src/old.ts", "src/menu.ts"]);
        the_hook_is_the_same(&shop, what);
        shop.commit(what);
        the_hook_is_the_same(&shop, &format!("{what}, committed"));
        a_comparison_is_the_same(
            &shop,
            "check --since HEAD~1",
            &format!("{what}, since the commit before"),
        );
    }
}

/// The hook's answer comes from what earlier runs kept, and is the one without.
#[test]
fn the_hook_with_and_without_a_cache() {
    let shop = Shop::new();
    let row = |key: &str| format!("{key},payments,release,2025-01-10,2025-01-20,production,true,true\n");
    shop.write(
        "flags.csv",
        &format!("{HEAD}{}{}{}", row("new-pay"), row("old-pay"), row("third-pay")),
    );
    shop.write("src/pay.ts", &page(&["new-pay"]));
    shop.write("src/plain.ts", "export const one = 1;\n");
    shop.write("src/other.py", "ONE = 1\n");
    shop.write("src/odd.lua", "one = 1\n");
    shop.write("notes/read.md", "# one\n");
    shop.write("vendor/them/a.ts", &page(&["old-pay"]));
    shop.commit("one");
    let same = |what: &str| the_hook_is_the_same(&shop, what);
    same("nothing staged");
    let steps: [(&str, &dyn Fn()); 16] = [
        ("a line without flags", &|| {
            shop.write("src/plain.ts", "export const one = 1;\nexport const two = 2;\n")
        }),
        ("a file without flags", &|| {
            shop.write("src/more.ts", "export const three = 3;\n")
        }),
        ("what is no source", &|| shop.write("notes/read.md", "# two\n")),
        ("a language that is not read", &|| {
            shop.write("src/more.lua", "two = 2\n")
        }),
        ("a flag's file moves a line", &|| {
            shop.write("src/pay.ts", &format!("\n{}", page(&["new-pay"])))
        }),
        ("a second use", &|| shop.write("src/again.ts", &page(&["new-pay"]))),
        ("another flag", &|| shop.write("src/plain.ts", &page(&["old-pay"]))),
        ("a file goes", &|| {
            fs::remove_file(shop.path().join("src/again.ts")).expect("removed")
        }),
        ("a plain file goes", &|| {
            fs::remove_file(shop.path().join("src/more.ts")).expect("removed")
        }),
        ("an unread file goes", &|| {
            fs::remove_file(shop.path().join("src/odd.lua")).expect("removed")
        }),
        ("no text", &|| {
            fs::write(shop.path().join("src/other.py"), [0xff, 0xfe, 0, 0]).expect("written")
        }),
        ("text again", &|| shop.write("src/other.py", "ONE = 2\n")),
        ("another language", &|| shop.write("src/main.go", "package main\n")),
        ("vendored code", &|| {
            shop.write("vendor/them/b.ts", &page(&["third-pay"]))
        }),
        ("ignored", &|| shop.write(".flagdebtignore", "src/plain.ts\n")),
        ("git ignores it, and has it", &|| {
            shop.write(".gitignore", "src/pay.ts\n")
        }),
    ];
    for (what, step) in steps {
        step();
        shop.git(&["add", "-A"]);
        // What is not staged does not count.
        shop.write("src/loose.ts", &page(&["third-pay"]));
        same(what);
        fs::remove_file(shop.path().join("src/loose.ts")).expect("removed");
        shop.commit(what);
        same(&format!("{what}, committed"));
    }
}
