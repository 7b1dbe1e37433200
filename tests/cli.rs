//! The program from outside: exit codes, where it writes, and what it refuses. `UPDATE=1` rewrites `docs/cli.md`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const TYPESCRIPT: &str = "import { init } from \"@launchdarkly/node-server-sdk\";\nconst client = init(\"k\");\n\
    export const on = () => client.variation(\"new-home\", {}, false);\n";

#[test]
fn uses_say_why_they_are_sure() {
    let folder = folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write(
        "ld.ts",
        "import { init } from \"@launchdarkly/node-server-sdk\";\nexport const getClient = () => init(\"k\");\n",
    );
    write(
        "page.ts",
        "import { getClient } from \"./ld\";\nexport const on = () => getClient().variation(\"new-home\", {}, false);\n",
    );
    let output = text(&run(&folder, &["uses", "-v"], "").stdout);
    let chain = [
        "    proven: the client comes from `getClient()`",
        "    the client comes from `init()`",
        "    `init` is imported from `@launchdarkly/node-server-sdk` in ld.ts",
    ];
    assert!(output.contains(&chain.join("\n")), "{output}");
    assert!(!text(&run(&folder, &["uses"], "").stdout).contains("proven:"));
}

#[test]
fn init_proposes_helpers_of_a_teams_own() {
    let folder = folder();
    fs::write(
        folder.path().join("flags.json"),
        r#"{"flags": {"quay-map": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "on"},
            "pier-list": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off"}}}"#,
    )
    .expect("an export");
    fs::write(
        folder.path().join("quay.rb"),
        "open if Gates.admits?('quay-map')\nclose if Gates.admits?('pier-list')\nputs 'quay-map'\n",
    )
    .expect("a source");
    let written = text(&run(&folder, &["init", "--print"], "").stdout);
    for line in [
        "# [[sdk]] # 2 calls with 2 known keys, such as quay.rb:1",
        "# receivers = [\"Gates\"]",
        "# method = [{ names = [\"admits?\"], key = 0 }]",
    ] {
        assert!(written.contains(line), "{written}");
    }
    // without its marks it is a configuration
    let table: String = written
        .lines()
        .skip_while(|line| !line.starts_with("# [[sdk]]"))
        .take_while(|line| !line.is_empty())
        .map(|line| line.trim_start_matches("# ").to_owned() + "\n")
        .collect();
    fs::write(folder.path().join("flagdebt.toml"), table).expect("a configuration");
    let output = run(&folder, &["uses", "--format", "ndjson"], "");
    assert_eq!(
        text(&output.stdout).matches("\"sdk\":\"admits\"").count(),
        2,
        "{output:?}"
    );
}

/// What a helper is asked for is known only at run time: that is told where it reads registered flags, and else is none's concern.
#[test]
fn calls_of_own_helpers_that_cannot_be_followed_are_counted() {
    let folder = folder();
    let flags =
        r#"{"flags": [{"key": "new-home", "created": "2025-01-01"}, {"key": "old-quay", "created": "2025-01-01"}]}"#;
    fs::write(folder.path().join("flags.json"), flags).expect("an export");
    let check = |known: &str, asked: &str| {
        let source = format!(
            "export function isFeatureEnabled(config: Config, featureName: string) {{\n  \
             return config.features[featureName] === true;\n}}\n\
             export const first = (config: Config) => isFeatureEnabled(config, \"{known}\");\n\
             export const second = (config: Config, name: () => string) => isFeatureEnabled(config, {asked});\n"
        );
        fs::write(folder.path().join("home.ts"), source).expect("a source");
        let arguments = [
            "check",
            "--registry",
            "flags.json",
            "--as-of",
            "2026-01-01",
            "--format",
            "json",
        ];
        let report: serde_json::Value =
            serde_json::from_str(&text(&run(&folder, &arguments, "").stdout)).expect("JSON");
        let unused = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .find(|found| found["lint"] == "unused-flag" && found["flag"] == "old-quay");
        let message = unused.map_or(String::new(), |found| {
            found["message"].as_str().expect("a text").to_owned()
        });
        (report["summary"]["unresolved"].as_u64(), message)
    };
    let probably = "`old-quay` is in the registry, but probably no code here reads it".to_owned();
    assert_eq!(check("new-home", "name()"), (Some(1), probably.clone()));
    assert_eq!(check("new-home", "\"old-\" + name()"), (Some(0), probably));
    let surely = "`old-quay` is in the registry, but no code reads it".to_owned();
    assert_eq!(check("no-flag-of-ours", "name()"), (Some(0), surely));
}

#[test]
fn alone_it_prints_its_help() {
    let output = run(&folder(), &[], "");
    assert_eq!(code(&output), 0);
    assert!(text(&output.stdout).contains("check"), "{output:?}");
    assert_eq!(code(&run(&folder(), &["--help"], "")), 0);
    assert_eq!(
        text(&run(&folder(), &["--version"], "").stdout),
        format!("flagdebt {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_wrong_call_is_code_2_names_the_right_word_and_writes_nothing() {
    for (call, hint) in [
        ("chekc", "check"),
        ("check --formt json", "--format"),
        ("check --format jsno", "json"),
        ("uses --format sarif", "`ndjson`"),
        ("check --select stale-flga", "stale-flag"),
        ("check --registry-format launchdrkly", "launchdarkly"),
        ("check --as-of yesterday", "2026-01-31"),
        ("check --since HEAD --staged", "--staged"),
        ("explain nothing-like-it", "stale-flag"),
        ("completions bush", "bash"),
        ("check --config nowhere.toml", "flagdebt init"),
        ("check --output no/such/folder.json", "no/such/folder.json"),
        ("check - --registry -", "standard input"),
    ] {
        let folder = folder();
        let output = run(&folder, &call.split(' ').collect::<Vec<_>>(), "");
        assert_eq!(code(&output), 2, "{call}: {output:?}");
        assert!(text(&output.stderr).contains(hint), "{call}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "{call}");
    }
}

#[test]
fn an_input_that_is_missing_is_code_3_and_writes_nothing() {
    for call in [
        "check nowhere",
        "uses nowhere",
        "check --registry nowhere.json",
        "registry nowhere.json",
    ] {
        let folder = folder();
        let call: Vec<&str> = call.split(' ').chain(["--output", "out.txt"]).collect();
        let output = run(&folder, &call, "");
        assert_eq!(code(&output), 3, "{output:?}");
        assert!(text(&output.stderr).contains("nowhere"), "{output:?}");
        assert!(output.stdout.is_empty() && !folder.path().join("out.txt").exists());
    }
}

#[test]
fn a_configuration_is_found_upwards_to_the_root_of_the_repository() {
    let folder = folder();
    let inner = folder.path().join("repository/a/b");
    fs::create_dir_all(&inner).expect("a folder");
    fs::create_dir(folder.path().join("repository/.git")).expect("a folder");
    fs::write(folder.path().join("flagdebt.toml"), "wrong = 1\n").expect("a file");
    assert_eq!(
        code(&run_in(&inner, &["check"], "")),
        0,
        "the one above the repository does not count"
    );
    fs::write(folder.path().join("repository/flagdebt.toml"), "fial-on = \"note\"\n").expect("a file");
    let output = run_in(&inner, &["check"], "");
    assert_eq!(code(&output), 2);
    let message = text(&output.stderr);
    assert!(
        message.contains("../../flagdebt.toml:1:1") && message.contains("`fail-on`"),
        "{message}"
    );
}

#[test]
fn output_goes_into_the_file_as_a_whole() {
    let folder = folder();
    fs::write(folder.path().join("out.json"), "old").expect("a file");
    let output = run(&folder, &["uses", "--format", "json", "--output", "out.json"], "");
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(output.stdout.is_empty());
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("out.json")).expect("a file")).expect("JSON");
    assert_eq!(json["uses"][0]["key"], "new-home");
    let left: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .filter_map(Result::ok)
        .collect();
    assert_eq!(left.len(), 2, "no temporary file stays: {left:?}");
}

#[test]
fn two_outputs_do_not_go_to_one_file() {
    for (call, named) in [
        ("check --output x.json --report json=x.json", "x.json"),
        ("check --report sarif=x.json --report json=x.json", "x.json"),
        ("check --report sarif=x.json --report json=./x.json", "`x.json`"),
        (
            "check --report sarif=a.json --report json=x.json --output a/../x.json",
            "`x.json`",
        ),
        ("baseline --output flagdebt-baseline.json", "flagdebt-baseline.json"),
        ("init --output flagdebt.toml", "flagdebt.toml"),
    ] {
        let folder = folder();
        fs::create_dir(folder.path().join("a")).expect("a folder");
        let output = run(&folder, &call.split(' ').collect::<Vec<_>>(), "");
        assert_eq!(code(&output), 2, "{call}: {output:?}");
        let said = text(&output.stderr);
        assert!(said.contains("the same file") && said.contains(named), "{call}: {said}");
        let left = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 2, "{call} writes nothing");
    }
    let folder = folder();
    fs::create_dir(folder.path().join("a")).expect("a folder");
    let call = "check --report sarif=a/x.json --report json=x.json --output y.json";
    let output = run(&folder, &call.split(' ').collect::<Vec<_>>(), "");
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 4);
    if cfg!(unix) {
        let call = "check --report sarif=/dev/null --report json=/dev/null --output /dev/null";
        assert_eq!(code(&run(&folder, &call.split(' ').collect::<Vec<_>>(), "")), 0);
    }
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_written_and_the_link_stays() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, path(name)).expect("a link");
    fs::create_dir(path("out")).expect("a folder");
    fs::write(path("out/old"), "old").expect("a file");
    link("../out/old", "out/second");
    link("out/second", "first");
    link("out/new", "early");
    for (name, target) in [("first", "out/old"), ("early", "out/new")] {
        for call in [
            ["uses", "--output", name],
            ["check", "--report", &format!("json={name}")],
        ] {
            let output = run(&folder, &call, "");
            assert_eq!(code(&output), 0, "{output:?}");
            assert!(path(name).is_symlink(), "{call:?}");
            let written = fs::read_to_string(path(target)).expect("a file");
            assert_eq!(written.contains("flagdebt.check/1"), call[0] == "check", "{written}");
            assert!(written != "old");
            fs::write(path(target), "old").expect("a file");
        }
    }
    link("loop", "loop");
    link("nowhere/new", "lost");
    for (name, told) in [("loop", "in: loop"), ("lost", "nowhere/new")] {
        let output = run(&folder, &["uses", "--output", name], "");
        assert_eq!(code(&output), 2, "{output:?}");
        assert!(text(&output.stderr).contains(told), "{output:?}");
        assert!(path(name).is_symlink(), "{name}");
    }
    let call = "check --report json=early --output out/new";
    let output = run(&folder, &call.split(' ').collect::<Vec<_>>(), "");
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(text(&output.stderr).contains("`early`"), "{output:?}");
}

#[test]
fn paths_come_from_standard_input_too() {
    for list in ["home.ts\n", "home.ts\r\n\r\n", "home.ts\0", "./home.ts\0"] {
        let output = run(&folder(), &["uses", "-", "--format", "ndjson"], list);
        assert_eq!(text(&output.stdout).lines().count(), 1, "{output:?}");
    }
    assert_eq!(code(&run(&folder(), &["uses", "-"], "gone.ts\n")), 3);
    assert_eq!(code(&run(&folder(), &["uses", "-"], "")), 0);
}

#[test]
fn a_file_that_is_named_twice_counts_once() {
    let folder = folder();
    let here = fs::canonicalize(folder.path()).expect("a folder");
    let whole = here.join("home.ts").to_string_lossy().into_owned();
    for paths in [["home.ts", &whole], [&whole, "home.ts"], [".", &whole], [&whole, "."]] {
        let output = run(&folder, &["uses", paths[0], paths[1], "--format", "ndjson"], "");
        let uses = text(&output.stdout);
        assert_eq!(uses.lines().count(), 1, "{paths:?}: {uses}");
        assert!(uses.contains("\"path\":\"home.ts\""), "{uses}");
    }
}

#[test]
fn the_same_run_gives_the_same_bytes_whatever_the_threads() {
    let folder = folder();
    let of = |threads| {
        run(
            &folder,
            &[
                "check",
                "--as-of",
                "2026-11-23",
                "--format",
                "json",
                "--threads",
                threads,
            ],
            "",
        )
    };
    assert_eq!(of("1").stdout, of("4").stdout);
    let json: serde_json::Value = serde_json::from_slice(&of("1").stdout).expect("JSON");
    assert_eq!(json["as_of"], "2026-11-23T00:00:00Z");
}

#[test]
fn colours_are_for_terminals_or_on_request() {
    let folder = folder();
    assert!(!text(&run(&folder, &["check"], "").stdout).contains('\u{1b}'));
    assert!(text(&run(&folder, &["check", "--color", "always"], "").stdout).contains('\u{1b}'));
    assert!(!text(&run(&folder, &["check", "--color", "never"], "").stdout).contains('\u{1b}'));
    assert_eq!(text(&run(&folder, &["check", "--quiet"], "").stdout), "gate: passed\n");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder();
    let mut child = command(folder.path(), &["man"])
        .stdin(Stdio::null())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn init_writes_once_and_what_it_writes_is_read() {
    let folder = folder();
    fs::write(
        folder.path().join("package.json"),
        r#"{"dependencies": {"@openfeature/server-sdk": "1"}}"#,
    )
    .expect("a file");
    let output = run(&folder, &["init"], "");
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(
        text(&output.stdout).contains("OpenFeature (package.json)"),
        "{output:?}"
    );
    let written = fs::read_to_string(folder.path().join("flagdebt.toml")).expect("written");
    assert_eq!(text(&run(&folder, &["init", "--print"], "").stdout), written);
    assert_eq!(code(&run(&folder, &["check"], "")), 0);

    fs::write(folder.path().join("flagdebt.toml"), "# mine\n").expect("a file");
    let output = run(&folder, &["init"], "");
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("flagdebt.toml"), "{output:?}");
    assert_eq!(
        fs::read_to_string(folder.path().join("flagdebt.toml")).expect("kept"),
        "# mine\n"
    );
}

#[test]
fn every_lint_is_explained() {
    let folder = folder();
    let lints = run(&folder, &["lints", "--format", "json"], "");
    let lints: serde_json::Value = serde_json::from_slice(&lints.stdout).expect("JSON");
    let lints = lints["lints"].as_array().expect("a list");
    assert!(!lints.is_empty());
    for lint in lints {
        let name = lint["lint"].as_str().expect("a name");
        let page = run(&folder, &["explain", name], "");
        assert_eq!(code(&page), 0);
        assert!(text(&page.stdout).starts_with(&format!("# {name}\n")), "{page:?}");
    }
}

#[test]
fn completions_and_the_manual_are_made() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&folder(), &["completions", shell], "");
        assert!(text(&output.stdout).contains("fail-on"), "{shell}");
    }
    assert!(text(&run(&folder(), &["man"], "").stdout).contains("FLAGDEBT CHECK"));
}

#[test]
fn the_reference_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let reference = flagdebt::cli::reference();
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("docs")).expect("docs can be made");
        fs::write(&path, reference).expect("docs can be written");
        return;
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        reference,
        "`UPDATE=1 cargo test` rewrites docs/cli.md"
    );
}

/// A folder with one use of one flag.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("home.ts"), TYPESCRIPT).expect("a file");
    folder
}

fn run(folder: &TempDir, arguments: &[&str], input: &str) -> Output {
    run_in(folder.path(), arguments, input)
}

fn run_in(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(folder, arguments)
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // The program may end without reading it.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = crate::program::flagdebt();
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
