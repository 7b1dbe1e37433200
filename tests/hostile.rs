//! Bad input: broken, huge and hostile files end in a result or in a message, never in a panic, an abort or a hang.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// Only a hang takes this long.
const WATCHDOG: Duration = Duration::from_secs(300);
pub(crate) const TYPESCRIPT: &str = "import { init } from \"@launchdarkly/node-server-sdk\";\nconst client = init(\"k\");\n\
    export const on = () => client.variation(\"probe-flag\", {}, false);\n";
const RUST: &str = "use launchdarkly_server_sdk::Client;\n\
    fn f(client: &Client) { client.bool_variation(&c, \"probe-flag\", false); }\n";

#[test]
fn deep_macro_bodies_do_not_overflow_the_stack() {
    let n = 20_000;
    let folder = folder();
    for (index, body) in [
        nest("(", 100_000, "1", ")"),
        nest("! ", n, "true", ""),
        nest("!-", n, "1", ""),
        nest("&mut ", n, "x", ""),
        nest("|x| ", n, "1", ""),
        nest("return ", n, "1", ""),
        nest("*const ", n, "u8", "").replacen("*const", "1 as *const", 1),
        nest("", n, "a", ".b"),
        nest("", n, "a", ".b()"),
        nest("", n, "a", "?"),
        nest("", n, "1", " + 1"),
        nest("", n, "a", " = a"),
        nest("Vec<", n, "u8", ">"),
        nest("Map<u8, ", n, "u8", ">"),
    ]
    .into_iter()
    .enumerate()
    {
        let text = format!("{RUST}fn g() {{ println!(\"x\", {body}); }}\n");
        write(&folder, &format!("m{index}.rs"), &text);
    }
    let result = json(&folder);
    assert_eq!(found(&result), 14, "{result}");
}

#[test]
fn what_repeats_takes_time_in_proportion() {
    let n = 10_000;
    let folder = folder();
    let call = "client.variation(x, {}, false);\n";
    for (name, text) in [
        (
            "bindings",
            format!("let x = \"a\";\n{}{}", "x = \"b\";\n".repeat(n), call.repeat(200)),
        ),
        (
            "values",
            format!(
                "let x = \"a\";\n{}",
                "x = x + x + client.variation(x, {}, false);\n".repeat(300)
            ),
        ),
        ("comments", "// flagdebt: ignore\n".repeat(20_000)),
        ("functions", nest(&format!("function f() {{ {call}"), 2_000, "", "}")),
        (
            "parentheses",
            format!("const a = {};\n", nest("(", 100_000, call.trim_end_matches(";\n"), ")")),
        ),
        ("arrays", format!("const a = {};\n", nest("[", 100_000, "1", "]"))),
        ("not", format!("const a = {};\n", nest("!", 100_000, "1", ""))),
        ("sum", format!("const a = {};\n", nest("", 50_000, "\"a\"", " + \"b\""))),
        ("chain", format!("const a = {};\n", nest("", n, "client", ".b()"))),
        ("calls", format!("const a = {};\n", nest("f(", 20_000, "1", ")"))),
        ("objects", format!("const a = {};\n", nest("{ a: ", 20_000, "1", "}"))),
    ] {
        write(&folder, &format!("{name}.ts"), &format!("{TYPESCRIPT}{text}"));
    }
    write(
        &folder,
        "macros.rs",
        &format!("{RUST}fn g() {{\n{}}}\n", "println!(\"a {}\", x);\n".repeat(5_000)),
    );
    assert!(found(&json(&folder)) >= 12);
}

/// A long way through helpers is told by its ends, and keys that each of many loops could ask for are not told one by one.
#[test]
fn what_multiplies_has_a_bound() {
    let folder = folder();
    let helpers: String = (1..3_000)
        .map(|at| format!("function w{at}(k) {{ return w{}(k) }}\n", at - 1))
        .collect();
    let first = "function w0(k) { return client.variation(k, {}, false) }\n";
    write(
        &folder,
        "helpers.ts",
        &format!("{TYPESCRIPT}{first}{helpers}w2999(\"far-flag\");\n"),
    );
    let keys: String = (0..600).map(|at| format!("\"flag-{at}\",\n")).collect();
    let loops: String = (0..600)
        .map(|at| format!("for (const k{at} of all) client.variation(k{at}, {{}}, false);\n"))
        .collect();
    write(
        &folder,
        "loops.ts",
        &format!("{TYPESCRIPT}const all = [{keys}];\n{loops}"),
    );
    let rows = rows(&folder);
    assert!(rows.len() < 150_000, "{}", rows.len());
    let of_loops = rows.iter().filter(|row| row["path"] == "loops.ts");
    assert!(of_loops.filter(|row| row["certainty"] == "unresolved").count() > 100);
    let far = rows
        .iter()
        .find(|row| row["key"] == "far-flag")
        .expect("a way of any length is followed");
    let reasons = far["reasons"].as_array().expect("reasons").len();
    assert!((5..30).contains(&reasons), "{reasons}");
}

/// Many functions of one name, and calls of it on what nobody knows: each call is asked for the few that it could mean.
#[test]
fn many_functions_of_one_name_are_told_apart() {
    let n = 3_000;
    let folder = folder();
    let classes: String = (0..n)
        .map(|at| {
            format!(
                "class Flags{at}X {{ LDClient c; boolean isFlagOn(String key) {{ return c.boolVariation(key, u, false); }} }}\n"
            )
        })
        .collect();
    let calls: String = (0..n)
        .map(|at| format!("  other{at}.isFlagOn(\"no-flag-{at}\");\n"))
        .collect();
    let own: String = (0..n)
        .map(|at| format!("  flags{at}X.isFlagOn(\"flag-{at}\");\n"))
        .collect();
    write(
        &folder,
        "A.java",
        &format!(
            "import com.launchdarkly.sdk.server.LDClient;\n{classes}class Z {{ void run() {{\n{calls}{own}}} }}\n"
        ),
    );
    let rows = rows(&folder);
    let with = |key: &str| {
        rows.iter()
            .filter(|row| row["key"].as_str().is_some_and(|own| own.starts_with(key)))
            .count()
    };
    assert_eq!((with("flag-"), with("no-flag-")), (n, 0));
}

/// Where each of many calls could mean each of many functions, some are asked for, and the rest is said.
#[test]
fn what_may_mean_too_much_is_left_open() {
    let n = 400;
    let folder = folder();
    for at in 0..n {
        let method = "isFlagOn(key) { return client.variation(key, {}, false); }";
        write(
            &folder,
            &format!("client{at}.ts"),
            &format!("{TYPESCRIPT}export class FlagClient {{ {method} }}\n"),
        );
    }
    let calls: String = (0..n)
        .map(|at| format!("flagClient.isFlagOn(\"flag-{at}\");\n"))
        .collect();
    write(&folder, "calls.ts", &calls);
    let rows = rows(&folder);
    let of_calls: Vec<&Value> = rows.iter().filter(|row| row["path"] == "calls.ts").collect();
    assert_eq!(of_calls.iter().filter(|row| row["certainty"] == "likely").count(), n);
    let open = of_calls.iter().filter(|row| row["certainty"] == "unresolved");
    let said = open.filter(|row| {
        row["reasons"][0]
            .as_str()
            .is_some_and(|reason| reason.contains("`isFlagOn` may be meant"))
    });
    assert_eq!(said.count(), n);
}

/// A client that goes from name to name, and names that get each other's values: every way is asked once.
#[test]
fn clients_under_many_names_take_time_in_proportion() {
    let n = 4_000;
    let folder = folder();
    let names: String = (1..n).map(|at| format!("const a{at} = a{};\n", at - 1)).collect();
    let turns = "a = b;\nb = a;\n".repeat(n);
    let choices: String = (1..12)
        .map(|at| format!("const c{at} = {} c0;\n", format!("x ? c{} :", at - 1).repeat(8)))
        .collect();
    let makers: String = (1..8)
        .map(|at| {
            format!(
                "function g{at}() {{ {} }}\n",
                format!("if (x) {{ return g{}(); }}", at - 1).repeat(8)
            )
        })
        .collect();
    let calls: String = (0..n)
        .map(|at| {
            let asks = ["a3", "b", "c5", "g2()", &format!("a{at}")]
                .map(|name| format!("{name}.variation(\"flag-{at}\", {{}}, false);\n"));
            asks.concat()
        })
        .collect();
    write(
        &folder,
        "names.ts",
        &format!(
            "{TYPESCRIPT}const a0 = client;\nconst c0 = client;\nlet a = b;\nlet b = a;\n{names}{turns}{choices}\
             function g0() {{ return client; }}\n{makers}{calls}"
        ),
    );
    let rows = rows(&folder);
    let proven = rows.iter().filter(|row| row["certainty"] == "proven").count();
    assert!(proven >= n, "{proven}");
}

/// A class in many pieces, functions in many functions, and many packages that a file imports whole.
#[test]
fn pieces_bindings_and_imports_take_time_in_proportion() {
    let n = 1_500;
    let folder = folder();
    for at in 0..n {
        let next = (at * 7) % n;
        write(
            &folder,
            &format!("pieces/P{at}.cs"),
            &format!(
                "using LaunchDarkly.Sdk.Server;\nnamespace A;\npartial class Flags {{ LdClient c; const string Key{at} = \"piece-{at}\";\n\
                 bool On{at}() {{ return c.BoolVariation(this.Key{next}, u, false); }} }}\n"
            ),
        );
        write(
            &folder,
            &format!("beside/F{at}.java"),
            &format!(
                "package beside;\nimport com.launchdarkly.sdk.server.LDClient;\nclass F{at} {{ static final String KEY = \"beside-{at}\";\n\
                 LDClient c; boolean on() {{ return c.boolVariation(F{next}.KEY, u, false); }} }}\n"
            ),
        );
        write(
            &folder,
            &format!("keys/k{at}/Keys{at}.java"),
            &format!("package k{at};\npublic class Keys{at} {{ public static final String KEY = \"import-{at}\"; }}\n"),
        );
    }
    let imports: String = (0..n).map(|at| format!("import k{at}.*;\n")).collect();
    let calls: String = (0..n)
        .map(|at| format!("c.boolVariation(Keys{at}.KEY, u, false);\n"))
        .collect();
    write(
        &folder,
        "A.java",
        &format!(
            "package a;\nimport com.launchdarkly.sdk.server.LDClient;\n{imports}class A {{ LDClient c; void m() {{\n{calls}}} }}\n"
        ),
    );
    let bound: String = (0..n)
        .map(|at| {
            format!(
                "function outer{at}() {{ const isFlagOn = (key) => client.variation(key, {{}}, false);\nisFlagOn(\"bound-{at}\"); }}\n"
            )
        })
        .collect();
    write(&folder, "bound.ts", &format!("{TYPESCRIPT}{bound}"));
    let rows = rows(&folder);
    for kind in ["piece-", "beside-", "import-", "bound-"] {
        let keys = rows.iter().filter(|row| row["role"] == "evaluation");
        let keys = keys
            .filter_map(|row| row["key"].as_str())
            .filter(|key| key.starts_with(kind));
        assert_eq!(keys.collect::<std::collections::BTreeSet<_>>().len(), n, "{kind}");
    }
}

/// Each flag of a long circle, or before one, tells why nothing is known of it: not the whole way.
#[test]
fn long_ways_of_prerequisites_are_told_in_part() {
    let n = 3_000_usize;
    let folder = folder();
    let export = |next: &dyn Fn(usize) -> usize| {
        let flag = |at: usize| {
            serde_json::json!({
                "key": format!("flag-{at}"), "name": "x", "kind": "boolean", "creationDate": 1_500_000_000_000_u64,
                "temporary": true, "variations": [{"value": true}, {"value": false}],
                "environments": {"production": {
                    "on": true, "archived": false, "lastModified": 1_500_000_000_000_u64, "version": 1,
                    "fallthrough": {"variation": 0}, "offVariation": 1, "targets": [], "contextTargets": [], "rules": [],
                    "prerequisites": [{"key": format!("flag-{}", next(at)), "variation": 0}],
                }},
            })
        };
        serde_json::json!({"items": (0..n).map(flag).collect::<Vec<_>>()}).to_string()
    };
    for (name, next) in [
        ("circle", &(|at: usize| (at + 1) % n) as &dyn Fn(usize) -> usize),
        ("chain", &|at: usize| at + 1),
    ] {
        write(&folder, "flags.json", &export(next));
        let out = run(&folder, &["registry", "flags.json", "--format", "ndjson"]);
        let text = String::from_utf8_lossy(&out.stdout);
        assert_eq!(
            text.lines().count(),
            n,
            "{name}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        let longest = text.lines().map(str::len).max().unwrap_or(0);
        assert!(longest < 3_000, "{name}: {longest}");
    }
}

/// Very many rules of the configuration are asked at once, and take away what each would.
#[test]
fn many_rules_take_away_what_few_do() {
    let n = 3_000;
    let folder = folder();
    let calls: String = (0..n)
        .map(|at| format!("client.variation(\"flag-{at}-x\", {{}}, false);\n"))
        .collect();
    write(&folder, "a.ts", &format!("{TYPESCRIPT}{calls}"));
    write(
        &folder,
        "flags.json",
        r#"{"flags": {"probe-flag": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"}}}"#,
    );
    let rules = |count: usize| -> String {
        let rule = |at| format!("[[suppress]]\nlints = [\"unknown-flag\"]\nkeys = [\"flag-{at}-?\"]\nreason = \"a\"\n");
        (0..count).map(rule).collect()
    };
    for (count, idle) in [(8, 0), (n, 0), (n + 1, 1)] {
        write(&folder, "flagdebt.toml", &rules(count));
        let out = run(&folder, &["check", "--registry", "flags.json", "--format", "json"]);
        let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
        let of = |lint: &str| {
            let findings = told["findings"].as_array().expect("findings");
            findings.iter().filter(|finding| finding["lint"] == lint).count()
        };
        assert_eq!(
            (of("unknown-flag"), of("unused-suppression")),
            (n - count.min(n), idle),
            "{count}"
        );
    }
}

fn rows(folder: &TempDir) -> Vec<Value> {
    let out = run(folder, &["uses", "--format", "ndjson"]);
    let text = String::from_utf8_lossy(&out.stdout);
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn what_is_no_text_is_skipped_with_its_reason() {
    let folder = folder();
    fs::write(folder.path().join("nul.ts"), format!("{TYPESCRIPT}\0")).expect("a file");
    fs::write(
        folder.path().join("latin.ts"),
        [TYPESCRIPT.as_bytes(), b"// \xe9\n"].concat(),
    )
    .expect("a file");
    write(
        &folder,
        "line.ts",
        &format!("{TYPESCRIPT}{}", "a(\"b\");".repeat(3_000)),
    );
    write(&folder, "large.ts", &"a".repeat(20 << 20));
    write(&folder, "empty.ts", "");
    let result = json(&folder);
    for (path, reason) in [
        ("nul.ts", "binary"),
        ("latin.ts", "not UTF-8"),
        ("line.ts", "minified"),
        ("large.ts", "larger than the limit"),
    ] {
        let skipped = result["summary"]["skipped"].as_array().expect("a list");
        let entry = skipped.iter().find(|entry| entry["path"] == path);
        assert_eq!(
            entry.map(|entry| &entry["reason"]),
            Some(&Value::from(reason)),
            "{path}: {result}"
        );
    }
}

#[cfg(unix)]
#[test]
fn pipes_loops_and_names_that_are_not_utf8_do_no_harm() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder();
    let made = Command::new("mkfifo").arg(folder.path().join("x.ts")).status();
    assert!(made.expect("mkfifo").success());
    std::os::unix::fs::symlink(".", folder.path().join("loop")).expect("a link");
    let name = std::ffi::OsStr::from_bytes(b"bad\xff.ts");
    // Some file systems refuse such a name.
    let has_odd_names = fs::write(folder.path().join(name), TYPESCRIPT).is_ok();
    for (name, at) in [(b"odd\xfe", "a.ts"), (b"odd\xff", "a.ts"), (b"odd\xff", "a.txt")] {
        let inner = folder.path().join(std::ffi::OsStr::from_bytes(name));
        let _ = fs::create_dir(&inner);
        let _ = fs::write(inner.join(at), TYPESCRIPT);
    }
    write(&folder, "good.ts", TYPESCRIPT);
    let result = json(&folder);
    if has_odd_names {
        let skipped = result["summary"]["skipped"].as_array().expect("a list");
        // Of two folders that look the same one is read.
        for path in ["bad\u{fffd}.ts", "odd\u{fffd}/a.ts"] {
            let told = serde_json::json!({ "path": path, "reason": "its name is not UTF-8" });
            assert!(skipped.contains(&told), "{result}");
        }
        assert_eq!((skipped.len(), found(&result)), (3, 2), "{result}");
    }
    let fifo = serde_json::json!({ "path": "x.ts", "reason": "not a regular file" });
    assert!(
        result["summary"]["skipped"].as_array().expect("a list").contains(&fifo),
        "{result}"
    );
    assert!(found(&result) >= 1, "{result}");
}

#[test]
fn a_registry_that_is_none_is_code_3_and_names_the_file() {
    for text in [
        "",
        "{",
        "<!doctype html><html></html>",
        "[1, 2]",
        "\0\0",
        "{\"items\": 3}",
    ] {
        let folder = folder();
        write(&folder, "flags.json", text);
        let output = run(&folder, &["check", "--registry", "flags.json"]);
        assert_eq!(output.status.code(), Some(3), "{text:?}: {output:?}");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(
            message.contains("flags.json") && output.stdout.is_empty(),
            "{text:?}: {output:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn keys_and_names_of_files_reach_no_output_raw() {
    let folder = folder();
    let key = "\\u001b[31m\\n::set-output name=x::y\\u202e";
    let code = format!("{TYPESCRIPT}client.variation(\"a{key}\", {{}}, false);\n");
    write(&folder, "b\u{1b}[1m\n::set-output\u{202e}.ts", &code);
    let flag = r#"{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"on"}"#;
    write(&folder, "flags.json", &format!("{{\"flags\":{{\"c{key}\":{flag}}}}}"));
    for format in ["text", "github", "sarif", "json"] {
        let output = run(&folder, &["check", "--registry", "flags.json", "--format", format]);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(text.contains("set-output"), "{format}: {text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}: {text:?}");
        assert!(
            !text.lines().any(|line| line.starts_with("::set-output")),
            "{format}: {text:?}"
        );
    }
}

/// `open`, `middle`, `close`, with line breaks: a very long line would be skipped as minified.
fn nest(open: &str, times: usize, middle: &str, close: &str) -> String {
    let many = |text: &str| format!("{}\n", text.repeat(100)).repeat(times / 100);
    format!("{}{middle}{}", many(open), many(close))
}

/// Uses of the flag that every file asks for.
pub(crate) fn found(result: &Value) -> usize {
    result.to_string().matches("\"key\":\"probe-flag\"").count()
}

pub(crate) fn json(folder: &TempDir) -> Value {
    let output = run(folder, &["uses", "--format", "json"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{:?}: {message}",
        output.status
    );
    assert!(!message.contains("panicked"), "{message}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

pub(crate) fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let (out, err) = (tempfile::NamedTempFile::new(), tempfile::NamedTempFile::new());
    let (out, err) = (out.expect("a file"), err.expect("a file"));
    let mut child = crate::program::flagdebt()
        .args(arguments)
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(out.reopen().expect("a file"))
        .stderr(err.reopen().expect("a file"))
        .spawn()
        .expect("the program");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a status") {
            break status;
        }
        if start.elapsed() > WATCHDOG {
            let _ = child.kill();
            let _ = child.wait();
            panic!("it hangs");
        }
        thread::sleep(Duration::from_millis(20));
    };
    let read = |path: &Path| fs::read(path).expect("what it wrote");
    Output {
        status,
        stdout: read(out.path()),
        stderr: read(err.path()),
    }
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

pub(crate) fn write(folder: &TempDir, name: &str, text: &str) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("a file");
}

#[test]
fn broken_templates_take_time_in_proportion() {
    let n = 100_000;
    // what the code's grammar has to parse: enough to see a square
    let some = 10_000;
    let folder = folder();
    for (name, first, broken) in [
        ("a.vue", "<script>TS</script>\n", nest("<div v-if=\"a\">", some, "", "")),
        ("b.vue", "<script>TS</script>\n", nest("{{ ", n, "", "")),
        ("c.vue", "<script>TS</script>\n", nest("<a :b=\"", n, "", "")),
        ("d.vue", "<script>TS</script>\n", nest("<script>", n, "", "")),
        ("e.vue", "<script>TS</script>\n", nest("<a b='", n, "", "")),
        ("f.vue", "<script>TS</script>\n", nest("<div>", some, "", "</div>")),
        ("g.vue", "<script>TS</script>\n", nest("</div>", n, "", "")),
        ("a.svelte", "<script>TS</script>\n", nest("{#if a}", some, "", "")),
        ("b.svelte", "<script>TS</script>\n", nest("{", n, "", "")),
        ("c.svelte", "<script>TS</script>\n", nest("{#if a}", some, "", "{/if}")),
        ("d.svelte", "<script>TS</script>\n", nest("{@html '", n, "", "")),
        ("e.svelte", "<script>TS</script>\n", nest("<!--", n, "", "")),
        ("a.erb", "<% RUBY %>\n", nest("<% ", n, "", "")),
        ("b.erb", "<% RUBY %>\n", nest("<% if a %>", some, "", "")),
        ("c.erb", "<% RUBY %>\n", nest("<!-- ", n, "", "-->")),
        ("a.html", "PYTHON\n", nest("{% flag 'a' %}", some, "", "")),
        ("b.html", "PYTHON\n", nest("{% if a %}", some, "", "{% endif %}")),
        ("c.html", "PYTHON\n", nest("{% raw %}", n, "", "")),
        ("d.html", "PYTHON\n", nest("{% else %}", some, "", "{% endif %}")),
        ("e.html", "PYTHON\n", nest("{{ 'a'|b ", n, "", "")),
        ("a.blade.php", "@php PHP @endphp\n", nest("@if(", n, "", "")),
        ("b.blade.php", "@php PHP @endphp\n", nest("@if(a)", some, "", "")),
        ("c.blade.php", "@php PHP @endphp\n", nest("@a('", n, "", "")),
        ("d.blade.php", "@php PHP @endphp\n", nest("@a([", n, "", "])")),
        ("a.haml", "- RUBY\n", nest("%a{", n, "", "").replace('%', "\n%")),
        ("b.haml", "- RUBY\n", "- if a\n".repeat(some)),
        ("c.haml", "- RUBY\n", nest("#{", some, "", "")),
        (
            "d.haml",
            "- RUBY\n",
            (0..500).map(|depth| format!("{}- if a\n", " ".repeat(depth))).collect(),
        ),
        (
            "a.slim",
            "- RUBY\n",
            nest("a b=(", some, "", "").replace("a b", "\na b"),
        ),
    ] {
        let first = first
            .replace("TS", TYPESCRIPT)
            .replace("RUBY", "Flipper.enabled?(:\"probe-flag\")")
            .replace(
                "PYTHON",
                "{% load waffle_tags %}{% if flag_is_active(request, 'probe-flag') %}{% endif %}",
            )
            .replace(
                "PHP",
                "use LaunchDarkly\\LDClient; LDClient::x()->variation('probe-flag');",
            );
        write(&folder, name, &format!("{first}{broken}"));
    }
    let result = json(&folder);
    assert_eq!(result["summary"]["skipped"], serde_json::json!([]));
    let uses = result["uses"].as_array().expect("a list");
    for name in ["a.erb", "a.haml", "a.svelte", "a.vue", "c.vue", "d.haml"] {
        let keeps = |found: &Value| found["path"] == name && found["key"] == "probe-flag";
        assert!(uses.iter().any(keeps), "{name}");
    }
}
