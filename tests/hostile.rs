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
    let out = run(&folder, &["uses", "--format", "ndjson"]);
    let rows: Vec<Value> = String::from_utf8_lossy(&out.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
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
    fs::write(folder.path().join(name), text).expect("a file");
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
