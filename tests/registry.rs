//! Every sample under `testdata/registry/<format>` is claimed by its format and reads to its `.expected.ndjson` (rewritten under
//! `UPDATE=1`); then errors, joining, round trips, and a run of broken inputs that must not panic.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use flagdebt::registry::{
    self, Export, Flag, Lifecycle, REGISTRIES, ReadError, Registry, ServesState, format_named, formats, production,
    read,
};
use serde_json::{Value, json};

/// Format, path as a test names it, and content of every sample.
fn samples() -> Vec<(String, String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry");
    let list = |folder: &Path| -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        paths
    };
    let mut samples = Vec::new();
    for folder in list(&root) {
        let format = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for path in list(&folder)
            .into_iter()
            .filter(|path| !path.to_str().unwrap().ends_with(".expected.ndjson"))
        {
            let name = format!(
                "testdata/registry/{format}/{}",
                path.file_name().unwrap().to_str().unwrap()
            );
            samples.push((format.clone(), name, fs::read(&path).unwrap()));
        }
    }
    samples
}

/// Joined as of a day on which nothing in the samples depends but their time windows.
fn join(exports: Vec<Export>) -> Registry {
    registry::join(exports, "2026-08-22T12:00:00Z".parse().unwrap())
}

fn sample(name: &str) -> (String, Vec<u8>) {
    let (_, path, bytes) = samples().into_iter().find(|(_, path, _)| path.ends_with(name)).unwrap();
    (path, bytes)
}

fn registry_of(names: &[&str]) -> Registry {
    join(
        names
            .iter()
            .map(|name| sample(name))
            .map(|(path, bytes)| read(&path, &bytes, None).unwrap())
            .collect(),
    )
}

fn read_text(path: &str, text: &str) -> Registry {
    join(vec![read(path, text.as_bytes(), None).unwrap()])
}

fn error(path: &str, text: &str) -> ReadError {
    read(path, text.as_bytes(), None).unwrap_err()
}

fn line_of(flag: &Flag) -> String {
    serde_json::to_string(flag).unwrap()
}

#[test]
fn every_sample_reads_to_what_is_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    for (format, path, bytes) in samples() {
        let export = read(&path, &bytes, None).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(export.source.format, format, "{path}");
        let registry = join(vec![export]);
        let text: String = registry.flags.iter().map(|flag| line_of(flag) + "\n").collect();
        let head = serde_json::to_string(&registry.sources).unwrap();
        let actual = format!("{head}\n{text}");
        let snapshot = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{path}.expected.ndjson"));
        if update {
            fs::write(&snapshot, &actual).unwrap();
        }
        let expected = fs::read_to_string(&snapshot).unwrap_or_default();
        assert_eq!(actual, expected, "{path}: run with UPDATE=1 and read the difference");
    }
}

#[test]
fn every_format_has_samples_and_one_claim_for_each() {
    for format in REGISTRIES {
        assert!(
            samples().iter().any(|(name, ..)| name == format.name),
            "{} has no sample",
            format.name
        );
        for text in [format.title, format.obtain, format.lacks] {
            assert!(
                !text.is_empty() && !text.ends_with('.') && !text.contains('\n'),
                "{}: {text}",
                format.name
            );
        }
    }
    for (_, path, bytes) in samples() {
        let claims = registry::claims(&path, &bytes).unwrap();
        assert_eq!(claims.len(), 1, "{path} is claimed by {claims:?}");
    }
}

#[test]
fn lines_are_those_of_the_keys() {
    let samples = samples()
        .into_iter()
        .filter(|(_, path, _)| !path.ends_with(".csv") && !path.contains("groups"));
    for (_, path, bytes) in samples {
        let text = String::from_utf8(bytes.clone()).unwrap();
        for flag in join(vec![read(&path, &bytes, None).unwrap()]).flags {
            let line = text.lines().nth(flag.source.line.unwrap() as usize - 1).unwrap();
            // A status names its flag in an address, some lines below.
            assert!(
                line.contains(&flag.key) || path.ends_with("statuses.json"),
                "{path}: {} is not in {line}",
                flag.key
            );
        }
    }
}

#[test]
fn the_printed_model_reads_back_to_itself() {
    for (_, path, bytes) in samples() {
        let first = join(vec![read(&path, &bytes, None).unwrap()]);
        // A file of tags has no flags.
        if first.flags.is_empty() {
            continue;
        }
        let printed: String = first.flags.iter().map(|flag| line_of(flag) + "\n").collect();
        let bare = |registry: &Registry| -> Vec<Value> {
            let without = |flag: &Flag| {
                let mut value = serde_json::to_value(flag).unwrap();
                value.as_object_mut().unwrap().remove("source");
                value
            };
            registry.flags.iter().map(without).collect()
        };
        assert_eq!(bare(&read_text("printed.ndjson", &printed)), bare(&first), "{path}");
        let listed = json!({"flags": first.flags}).to_string();
        assert_eq!(bare(&read_text("flags.json", &listed)), bare(&first), "{path}");
    }
}

#[test]
fn reasons_hold_no_values_of_user_targeting() {
    for (_, path, bytes) in samples() {
        for flag in join(vec![read(&path, &bytes, None).unwrap()]).flags {
            for reason in flag.environments.iter().flat_map(|environment| &environment.reasons) {
                for secret in ["example.org", "example.com", "u-1", "u1", "10.0.0", "NZ"] {
                    assert!(!reason.contains(secret), "{path}: {reason}");
                }
                assert!(!reason.ends_with('.') && !reason.contains('\n'), "{path}: {reason}");
            }
        }
    }
}

#[test]
fn list_and_statuses_join_by_key() {
    for names in [
        ["launchdarkly/list.json", "statuses.json"],
        ["statuses.json", "launchdarkly/list.json"],
    ] {
        let registry = registry_of(&names);
        let value = serde_json::to_value(registry.get("gift-cards").unwrap()).unwrap();
        assert_eq!(value["evaluated"], "2026-06-01T10:00:00.5Z");
        assert_eq!(value["stale_by_vendor"]["stale"], true);
        assert_eq!(value["owner"], "kim@example.com");
        let environments = value["environments"].as_array().unwrap();
        assert_eq!(
            environments
                .iter()
                .map(|each| each["name"].as_str().unwrap())
                .collect::<Vec<_>>(),
            ["production", "staging"]
        );
        assert_eq!(environments[0]["serves"]["value"], true);
        // Never asked for in its only environment.
        assert_eq!(
            serde_json::to_value(registry.get("no-off-value").unwrap()).unwrap()["evaluated"],
            "never"
        );
        assert!(registry.get("only-here").is_some());
        assert_eq!(registry.sources.len(), 2);
    }
}

#[test]
fn export_and_search_list_join_in_any_order() {
    for names in [
        ["unleash/export.json", "search.json"],
        ["search.json", "unleash/export.json"],
    ] {
        let registry = registry_of(&names);
        let value = serde_json::to_value(registry.get("all-on").unwrap()).unwrap();
        assert_eq!(value["created"], "2026-01-02T03:04:05.678Z");
        assert_eq!(value["lifecycle"], "launched");
        let production = value["environments"]
            .as_array()
            .unwrap()
            .iter()
            .find(|each| each["name"] == "production")
            .unwrap();
        assert_eq!(
            production["serves"],
            json!({"state": "constant", "value": true, "moving": false})
        );
        assert_eq!(registry.get("gone").unwrap().lifecycle, Lifecycle::Archived);
    }
}

#[test]
fn pages_as_separate_files_are_whole_and_parents_are_found_across_them() {
    let page = |flags: Value, next: bool| {
        let links = if next {
            json!({"next": {"href": "/api/v2/flags/p?offset=1"}})
        } else {
            json!({})
        };
        json!({"items": flags, "totalCount": 2, "_links": links}).to_string()
    };
    let flag = |key: &str, prerequisites: Value| {
        json!([{"key": key, "_version": 1, "temporary": true, "kind": "boolean", "variations": [{"value": true}, {"value": false}],
            "environments": {"production": {"on": true, "fallthrough": {"variation": 0}, "offVariation": 1,
                "prerequisites": prerequisites}}}])
    };
    let first = page(flag("child", json!([{"key": "parent", "variation": 0}])), true);
    let second = page(flag("parent", json!([])), false);
    let first = read("1.json", first.as_bytes(), None).unwrap();
    assert_eq!(
        first.source.partial.as_deref(),
        Some("1 of 2 flags: read the export's other pages too")
    );
    let alone = join(vec![first.clone()]);
    assert_eq!(alone.flags[0].environments[0].serves.state, ServesState::Unknown);
    let both = join(vec![first, read("2.json", second.as_bytes(), None).unwrap()]);
    assert_eq!(both.sources.iter().filter(|source| source.partial.is_some()).count(), 0);
    let child = both.get("child").unwrap();
    assert_eq!(child.environments[0].serves.value, Some(json!(true)));
    assert_eq!(child.prerequisites[0].values, Some(vec![json!(true)]));
}

#[test]
fn earlier_files_win_and_disagreement_is_told() {
    let first = r#"{"flags": [{"key": "a", "owner": "one", "environments": {"production": {"enabled": true, "serves": true}}}]}"#;
    let second = r#"{"flags": [{"key": "a", "owner": "two", "ticket": "T-1", "aliases": ["A"],
        "environments": {"production": {"enabled": false}, "staging": {"enabled": false}}}]}"#;
    let exports = [("1.json", first), ("2.json", second)];
    let registry = join(
        exports
            .iter()
            .map(|(path, text)| read(path, text.as_bytes(), None).unwrap())
            .collect(),
    );
    let flag = registry.get("A").unwrap();
    assert_eq!((flag.owner(), flag.ticket.as_deref()), (Some("one"), Some("T-1")));
    assert_eq!(flag.environments[0].enabled, Some(true));
    assert!(
        flag.environments[0]
            .reasons
            .iter()
            .any(|reason| reason == "`2.json` disagrees: there it is off")
    );
    assert_eq!(flag.environments.len(), 2);
    assert_eq!(flag.source.path, "1.json");
}

#[test]
fn toml_and_json_with_comments_read_like_json() {
    let toml =
        "[flags.a]\nenabled = true\ncreated = 2026-01-02T03:04:05Z\n[flags.b]\nenabled = false\ntags = [\"x\"]\n";
    let json = r#"{ // flags
        "flags": {"a": {"enabled": true, "created": "2026-01-02T03:04:05Z",}, /* two */ "b": {"enabled": false, "tags": ["x",]}}}"#;
    let bare = |registry: Registry| -> Vec<Value> {
        let without = |flag: &Flag| {
            let mut value = serde_json::to_value(flag).unwrap();
            value.as_object_mut().unwrap().remove("source");
            value
        };
        registry.flags.iter().map(without).collect()
    };
    let toml = read_text("f.toml", toml);
    assert_eq!(toml.flags[1].source.line, Some(4));
    assert_eq!(bare(toml), bare(read_text("f.json", json)));
}

#[test]
fn a_folder_is_one_registry_and_other_files_in_it_are_passed_over() {
    let file = |name: &str, text: &str| (format!("flags/{name}"), text.as_bytes().to_vec());
    let files = [
        file("README.md", "# Flags\n"),
        file("a.json", r#"{"flags": [{"key": "a", "enabled": true}]}"#),
        file("b.yaml", "flags:\n  - key: b\n    enabled: false\n"),
        file(
            "package.json",
            r#"{"name": "left-pad", "version": "1.0.0", "files": []}"#,
        ),
    ];
    let exports = registry::read_together("flags/", &files, None).unwrap();
    assert_eq!(exports.len(), 1);
    assert_eq!(
        (exports[0].source.path.as_str(), exports[0].source.flags),
        ("flags/", 2)
    );
    let registry = join(exports);
    assert_eq!(registry.get("b").unwrap().source.path, "flags/b.yaml");
    let broken = [files[1].clone(), file("c.json", "{\"flags\": [")];
    assert_eq!(
        registry::read_together("flags/", &broken, None).unwrap_err().path,
        "flags/c.json"
    );
    assert!(registry::read_together("flags/", &files[..1], None).is_err());
}

#[test]
fn a_key_wins_over_an_alias() {
    let registry = read_text(
        "f.json",
        r#"[{"key": "a", "aliases": ["b", "c"]}, {"key": "b", "enabled": true}]"#,
    );
    assert_eq!(registry.get("b").unwrap().key, "b");
    assert_eq!(registry.get("c").unwrap().key, "a");
}

#[test]
fn production_is_found_by_name() {
    let environments = |names: &[&str]| {
        let map: BTreeMap<&str, Value> = names.iter().map(|name| (*name, json!({"serves": true}))).collect();
        read_text(
            "f.json",
            &json!({"flags": [{"key": "a", "environments": map}]}).to_string(),
        )
        .flags
        .remove(0)
    };
    let names = |flag: &Flag, wanted: &[&str]| -> Vec<String> {
        let wanted: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
        production(flag, &wanted)
            .iter()
            .map(|environment| environment.name.clone())
            .collect()
    };
    let flag = environments(&["Production", "prod-eu", "pre-prod", "staging"]);
    assert_eq!(names(&flag, &[]), ["Production", "prod-eu"]);
    assert_eq!(names(&flag, &["PROD-*"]), ["prod-eu"]);
    assert_eq!(names(&flag, &["STAGING"]), ["staging"]);
    assert_eq!(names(&flag, &["elsewhere"]), Vec::<String>::new());
    assert_eq!(names(&environments(&["blue", "green"]), &[]), ["blue", "green"]);
}

#[test]
fn unread_formats_are_refused_by_name() {
    let cases = [
        (
            r#"{"flags": {"f": {"flagType": "boolean", "defaultValue": true}}}"#,
            "OpenFeature manifest",
        ),
        (
            r#"{"flags": {"f": {"enabled": true, "variationType": "BOOLEAN", "allocations": []}}}"#,
            "Eppo",
        ),
        (
            r#"{"f": {"variations": {"on": true}, "defaultRule": {"variation": "on"}}}"#,
            "GO Feature Flag",
        ),
        ("name: f\ndefault_enabled: false\ntype: ops\n", "GitLab"),
        (
            r#"[{"name": "f", "owners": ["a"], "expiry_milestone": 140}]"#,
            "Chromium",
        ),
        (
            r#"{"version": "1", "flags": {"f": {"name": "f"}}, "values": {"f": {"enabled": true}}}"#,
            "AWS AppConfig",
        ),
    ];
    for (text, name) in cases {
        let error = error("export", text);
        assert!(
            error.message.contains(name) && error.message.contains("does not read"),
            "{error}"
        );
    }
}

#[test]
fn what_is_no_export_is_refused_with_a_reason() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.json", b"", "the file is empty"),
        ("a.json", b"\xEF\xBB\xBF \n", "the file is empty"),
        (
            "a.json",
            b"<!DOCTYPE html><html><body>Log in</body></html>",
            "an HTML page",
        ),
        ("a.xml", b"<flags>", "ends before its elements do"),
        ("a.json", b"\xFF\xFE{\x00", "UTF-16"),
        ("a.json", b"\x1F\x8B\x08", "compressed with gzip, but broken"),
        ("a.json", b"{\n\"flags\": \"\xFF\"}", "line 2 is not UTF-8"),
        ("a.json", b"42", "found a single value"),
        ("a.yaml", b"just words", "found a single value"),
        (
            "a.json",
            br#"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}"#,
            "a JSON Schema",
        ),
        (
            "a.json",
            br#"{"message": "Unauthorized", "code": 401}"#,
            "an error answer",
        ),
        (
            "a.json",
            br#"{"name": "left-pad", "version": "1.0.0", "files": []}"#,
            "not recognised as an export",
        ),
        ("a.toml", b"[flags]\na = ", "not valid TOML"),
        (
            "a.csv",
            b"key,kind\na,b,c\n",
            "expected 2 cells as in the header row, found 3",
        ),
    ];
    for (path, bytes, message) in cases {
        let error = read(path, bytes, None).unwrap_err();
        assert!(error.message.contains(message), "{error}");
    }
    assert!(
        ReadError::unreadable("flags", std::io::ErrorKind::IsADirectory)
            .message
            .contains("directory")
    );
}

#[test]
fn errors_say_where_and_what_was_expected() {
    let flag = |member: &str| {
        let start = "{\n \"items\": [\n  {\"key\": \"a\", \"_version\": 1, \"variations\": [],\n   ";
        format!("{start}{member}}}\n ],\n \"totalCount\": 1\n}}")
    };
    let time = "expected a time (RFC 3339 text, or milliseconds since 1970), found an object";
    let cases = [
        (
            flag("\"archived\": \"yes\""),
            4,
            17,
            "items[0].archived",
            "expected a boolean, found text",
        ),
        (flag("\"creationDate\": {}"), 4, 20, "items[0].creationDate", time),
        (
            flag("\"tags\": \"one\""),
            4,
            13,
            "items[0].tags",
            "expected a list, found text",
        ),
        (
            flag("\"environments\": []"),
            4,
            20,
            "items[0].environments",
            "expected an object of environments, found a list",
        ),
        (
            flag("\"environments\": {\"prod.eu\": {\"on\": 1}}"),
            4,
            39,
            "items[0].environments[\"prod.eu\"].on",
            "expected a boolean, found a number",
        ),
    ];
    for (text, line, column, at, message) in cases {
        let error = error("list.json", &text);
        let place = (error.line, error.column, error.at.as_deref(), error.message.as_str());
        assert_eq!(place, (Some(line), Some(column), Some(at), message), "{error}");
    }
    let yaml = "- name: A\n  versionedSpecs:\n  - default: maybe\n    version: \"1.2\"\n";
    let error = error("k.yaml", yaml);
    assert_eq!(
        (error.line, error.column, error.at.as_deref()),
        (Some(3), Some(14), Some("[0].versionedSpecs[0].default"))
    );
    assert_eq!(
        error.to_string(),
        "k.yaml:3:14: `[0].versionedSpecs[0].default`: expected a boolean, found text"
    );
}

#[test]
fn broken_syntax_says_where() {
    let cases = [
        (
            "{\"items\": [\n {\"key\": \"a\"",
            2,
            Some("items[0].key"),
            "the file ends inside an object: it looks truncated",
        ),
        (
            "{\"items\": [\n {\"key\": \"a",
            2,
            Some("items[0].key"),
            "the file ends inside an object: it looks truncated",
        ),
        (
            "{\"a\": 1\n \"b\": 2}",
            2,
            Some("a"),
            "expected `,` or `}`, found `\\\"`",
        ),
        ("{\"a\": nope}", 1, Some("a"), "expected a value, found `n`"),
        (
            "{\"a\": \"x\ny\"}",
            1,
            Some("a"),
            "text is not closed before the end of its line",
        ),
        (
            "[1, 2] tail",
            1,
            None,
            "unexpected text after the end of the JSON value",
        ),
    ];
    for (text, line, at, message) in cases {
        let error = error("a.json", text);
        assert_eq!(
            (error.line, error.at.as_deref(), error.message.as_str()),
            (Some(line), at, message)
        );
    }
    let error = error("a.yaml", "flags:\n  a: [1, 2\nb: }\n");
    assert!(
        error.message.starts_with("not valid YAML") && error.line.is_some(),
        "{error}"
    );
}

#[test]
fn bombs_and_deep_nesting_are_errors() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        bomb += &format!("a{level}: &a{level} [{before}]\n");
    }
    assert!(error("bomb.yaml", &bomb).message.contains("aliases expand"));
    for (path, open) in [
        ("deep.json", "["),
        ("deep.json", "{\"a\":"),
        ("deep.yaml", "- "),
        ("deep.yml", "["),
    ] {
        let message = error(path, &open.repeat(100_000)).message;
        assert!(
            ["nested", "nesting", "recursion"]
                .iter()
                .any(|word| message.contains(word)),
            "{path}: {message}"
        );
    }
    assert!(
        error("self.yaml", "a: &a [*a]\n")
            .message
            .contains("inside its own anchor")
    );
}

#[test]
fn the_chosen_format_is_taken_and_checked() {
    let text = r#"{"flags": [{"key": "a", "enabled": true}]}"#;
    let wrong = read("f.json", text.as_bytes(), Some("flagd")).unwrap_err();
    assert_eq!(wrong.message, "this object has no `state`");
    assert_eq!(
        read("f.json", text.as_bytes(), Some("generic")).unwrap().source.flags,
        1
    );
    let unknown = read("f.json", text.as_bytes(), Some("lanchdarkly")).unwrap_err();
    assert_eq!(
        unknown.message,
        "unknown registry format `lanchdarkly`; did you mean `launchdarkly`?"
    );
    assert!(format_named("nothing-like-it").unwrap_err().contains("known are"));
    assert_eq!(formats().count(), REGISTRIES.len());
}

#[test]
fn nearly_flagd_is_named() {
    let error = error(
        "f.json",
        r#"{"flags": {"a": {"variants": {"on": true}}, "b": [], "c": []}}"#,
    );
    assert!(
        error
            .message
            .ends_with("but it has `flags` as in flagd, but its members have no `state`"),
        "{error}"
    );
}

/// A small generator of numbers that is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count.max(1)
    }
}

/// The sample with some bytes cut, flipped, repeated, or a value replaced by one of another type.
fn broken(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    const SPICES: &[u8] = b"{}[]\",:&*!|>-#\\0\n\t\xff\xe2 ";
    const VALUES: [&[u8]; 6] = [b" null,", b" [],", b" {},", b" 7,", b" \"x\",", b" -1e999,"];
    let mut broken = bytes.to_vec();
    match random.below(4) {
        0 => broken.truncate(random.below(bytes.len())),
        1 => {
            for _ in 0..=random.below(4) {
                let at = random.below(broken.len());
                broken[at] = SPICES[random.below(SPICES.len())];
            }
        }
        2 => {
            let (from, length) = (random.below(broken.len()), random.below(60));
            let piece = broken[from..(from + length).min(broken.len())].to_vec();
            let at = random.below(broken.len());
            broken.splice(at..at, piece);
        }
        _ => {
            let values: Vec<usize> = (0..broken.len()).filter(|at| broken[*at] == b':').collect();
            if !values.is_empty() {
                let at = values[random.below(values.len())] + 1;
                let end = (at + random.below(12)).min(broken.len());
                broken.splice(at..end, VALUES[random.below(VALUES.len())].to_vec());
            }
        }
    }
    broken
}

#[test]
fn broken_samples_never_panic() {
    let mut random = Random(20_261_123);
    for (_, path, bytes) in samples() {
        for _ in 0..150 {
            let broken = broken(&bytes, &mut random);
            let forced = [None, Some(REGISTRIES[random.below(REGISTRIES.len())].name)][random.below(2)];
            match read(&path, &broken, forced) {
                Ok(export) => drop(join(vec![export])),
                Err(error) => assert!(
                    !error.message.is_empty() && !error.message.contains('\n'),
                    "{path}: {error:?}"
                ),
            }
        }
    }
}
