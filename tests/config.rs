//! The configuration file: what it means, and what is said when it is wrong.

use flagdebt::config::{Config, ConfigError, FileSize, KEYS, Lifetime, Policy, parse, schema};
use flagdebt::diagnostic::Severity;
use flagdebt::lints::LINTS;
use flagdebt::registry::Kind;

fn read(text: &str) -> Config {
    parse("flagdebt.toml", text).unwrap_or_else(|error| panic!("{error} ({:?})\n{text}", error.help))
}

fn wrong(text: &str) -> ConfigError {
    parse("flagdebt.toml", text)
        .err()
        .unwrap_or_else(|| panic!("this was accepted:\n{text}"))
}

/// "line:column message / help".
fn said(text: &str) -> String {
    let ConfigError {
        line,
        column,
        message,
        help,
        ..
    } = wrong(text);
    format!("{line}:{column} {message} / {}", help.unwrap_or_default())
}

fn policy(config: &Config) -> Policy {
    Policy::of(config, "2026-11-23T00:00:00Z".parse().expect("a time"))
}

#[test]
fn everything_can_be_configured() {
    let config = read(
        r#"
registry = ["flags.json", { path = "more.yaml", format = "flagd" }]
environments = ["production-eu", "production-us"]
include = ["src/**"]
exclude = ["**/generated/**", "*.min.js"]
max-file-size = "2 MiB"
fail-on = "error"

[quota]
total = 12

[kinds.release]
lifetime-days = 60
pattern = "^release-"
description = "release flags start with release-"
keys = ["release-*"]

[kinds.experiment]
lifetime-days = "never"

[kinds.ops]
keys = ["ops-*", "release-kill-*"]

[lints]
archived-flag = "error"
stale-flag = { level = "note", unknown-kinds = true }
fully-rolled-out = { days = 30 }
unknown-flag = { level = "off", ignore = ["legacy-*"] }
unused-flag = { days = 3, ignore = ["mobile/*"] }

[[sdk]]
name = "our-flags"

[[sdk.method]]
names = ["isOn"]
key = 0
"#,
    );
    assert_eq!(config.registry[0].path, "flags.json");
    assert_eq!(
        config.registry[1]
            .format
            .as_ref()
            .map(|format| format.get_ref().as_str()),
        Some("flagd")
    );
    assert_eq!(config.max_file_size, Some(FileSize(2 << 20)));
    assert_eq!(config.kinds.experiment.lifetime_days, Some(Lifetime::Never));
    assert_eq!(config.sdks.len(), 1);
    assert_eq!(config.sdks[0].get_ref()["name"].as_str(), Some("our-flags"));

    let policy = policy(&config);
    assert_eq!(policy.environments, ["production-eu", "production-us"]);
    assert_eq!(policy.levels["archived-flag"], Some(Severity::Error));
    assert_eq!(policy.levels["stale-flag"], Some(Severity::Note));
    assert_eq!(policy.levels["unknown-flag"], None);
    assert!(
        !policy.levels.contains_key("fully-rolled-out"),
        "options alone leave the level as it is"
    );
    assert_eq!(policy.lifetime_days.get(&Kind::Release), Some(&60));
    assert_eq!(policy.lifetime_days.get(&Kind::Experiment), None);
    assert_eq!(
        (policy.rollout_days, policy.unused_days, policy.quota),
        (30, 3, Some(12))
    );
    assert!(policy.unknown_kinds && policy.unknown_ignore.is_match("legacy-cart"));
    assert!(
        policy.unused_ignore.is_match("mobile/ios/cart"),
        "a star also spans the separators of keys"
    );
    assert_eq!(policy.fail_on, Some(Severity::Error));
    assert_eq!(policy.kind_of_key("release-x"), Some(Kind::Release));
    assert_eq!(
        policy.kind_of_key("release-kill-mail"),
        Some(Kind::Ops),
        "the kind that may stay wins"
    );
    assert_eq!(policy.kind_of_key("other"), None);
}

#[test]
fn nothing_configured_means_the_documented_defaults() {
    let config = read("");
    let policy = policy(&config);
    assert_eq!(
        policy.lifetime_days.into_iter().collect::<Vec<_>>(),
        [(Kind::Release, 90), (Kind::Experiment, 90)]
    );
    assert_eq!(
        (policy.rollout_days, policy.quota, policy.fail_on),
        (14, None, Some(Severity::Warning))
    );
    assert!(config.registry.is_empty() && config.sdks.is_empty() && policy.levels.is_empty());
    let tables = read("[[registry]]\npath = \"a.json\"\n[[registry]]\npath = \"b.json\"\nformat = \"unleash\"\n");
    assert_eq!(tables.registry.len(), 2);
    assert!(
        read("\u{feff}fail-on = \"never\"\n").fail_on.is_some(),
        "a byte-order mark is no error"
    );
    assert_eq!(read("max-file-size = 4096").max_file_size, Some(FileSize(4096)));
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    assert_eq!(
        said("\nquotas = 3\n"),
        "2:1 unknown key `quotas` / did you mean `quota`?"
    );
    assert_eq!(
        said("[quota]\ntotl = 3\n"),
        "2:1 unknown key `totl` in `quota` / did you mean `total`?"
    );
    assert_eq!(
        said("[kinds.release]\nlifetime = 3\n"),
        "2:1 unknown key `lifetime` in `kinds.release` / expected one of `lifetime-days`, `pattern`, `prefixes`, `description`, `keys`"
    );
    assert_eq!(
        said("[kinds.relase]\nlifetime-days = 3\n"),
        "1:8 unknown key `relase` in `kinds` / did you mean `release`?"
    );
    assert_eq!(
        said("[[registry]]\npath = \"a\"\nfromat = \"flagd\"\n"),
        "3:1 unknown key `fromat` in `registry` / did you mean `format`?"
    );
    assert_eq!(
        said("[lints]\nfully-rolled-out = { dais = 3 }\n"),
        "2:22 unknown key `dais` in `lints.fully-rolled-out` / did you mean `days`?"
    );
    assert_eq!(
        said("[quota.teams]\na = 1\n"),
        "1:8 unknown key `teams` in `quota` / expected one of `total`, `default`, `owners`, `weights`"
    );
}

#[test]
fn an_unknown_lint_names_the_nearest_one() {
    assert_eq!(
        said("[lints]\nstale-flags = \"error\"\n"),
        "2:1 unknown lint `stale-flags` in `lints` / did you mean `stale-flag`?"
    );
}

#[test]
fn a_bad_value_says_what_was_expected() {
    for (text, expected) in [
        (
            "[quota]\ntotal = \"many\"\n",
            "2:9 bad value for `quota.total`: found string \"many\" / expected a whole number, such as `total = 10`",
        ),
        (
            "[quota]\ntotal = -1\n",
            "2:9 bad value for `quota.total`: found integer `-1` / expected a whole number, such as `total = 10`",
        ),
        (
            "[owners]\ngit-blame = true\n",
            "2:13 bad value for `owners.git-blame`: wanted string or table / expected one of `off`, `reports`, `always`, such as `git-blame = \"off\"`",
        ),
        (
            "[owners]\ngit-blame = \"alway\"\n",
            "2:13 bad value for `owners.git-blame`: `alway` / did you mean `always`?",
        ),
        (
            "[owners]\npayments = \"pay-*\"\n",
            "2:12 bad value for `owners.payments`: found string \"pay-*\" / expected a list of globs, such as `payments = [\"pay-*\"]`",
        ),
        (
            "[quota]\nweights = { stale-flag = \"x\" }\n",
            "2:26 bad value for `quota.weights.stale-flag`: found string \"x\" / expected a whole number, such as `archived-flag = 2`",
        ),
        (
            "registry = \"flags.json\"\n",
            "1:12 bad value for `registry`: found string \"flags.json\" / expected a list of files, such as `registry = [\"flags.json\"]`, or `[[registry]]` tables with a `path`",
        ),
        (
            "[[registry]]\nformat = \"flagd\"\n",
            "1:1 `path` is missing in `registry` / expected a file, such as `path = \"flags.json\"`",
        ),
        (
            "fail-on = \"warnings\"\n",
            "1:11 bad value for `fail-on`: `warnings` / did you mean `warning`?",
        ),
        (
            "[lints]\nstale-flag = \"fatal\"\n",
            "2:14 bad value for `lints.stale-flag`: `fatal` / expected one of `off`, `note`, `warning`, `error`",
        ),
        (
            "[lints]\nstale-flag = { level = \"wrning\" }\n",
            "2:24 bad value for `lints.stale-flag.level`: `wrning` / did you mean `warning`?",
        ),
        (
            "[lints]\nstale-flag = 3\n",
            "2:14 bad value for `lints.stale-flag`: found integer `3` / expected `\"off\"`, `\"note\"`, `\"warning\"` or `\"error\"`, or a table such as `{ level = \"note\" }`",
        ),
        (
            "max-file-size = \"huge\"\n",
            "1:17 bad value for `max-file-size`: `huge` is no size / expected bytes or a size, such as `max-file-size = 1048576` or `max-file-size = \"1MiB\"`",
        ),
        (
            "[kinds.ops]\nlifetime-days = \"soon\"\n",
            "2:17 bad value for `kinds.ops.lifetime-days`: `soon` is no number of days / expected a number of days or `\"never\"`, such as `lifetime-days = 90`",
        ),
        (
            "[kinds.release]\npattern = \"release-(\"\n",
            "2:11 bad value for `kinds.release.pattern`: bad regular expression `release-(`: unclosed group / expected a regular expression, such as `pattern = '^release-'`",
        ),
        (
            "exclude = [\"ok/**\", \"a[\"]\n",
            "1:21 bad value for `exclude`: bad glob `a[`: unclosed character class; missing ']' / expected a list of globs, such as `exclude = [\"vendor/**\", \"*.min.js\"]`",
        ),
        (
            "environments = [\"a\", 2]\n",
            "1:22 bad value for `environments`: found integer `2` / expected a list of names, such as `environments = [\"production\"]`",
        ),
        (
            "sdk = 3\n",
            "1:7 bad value for `sdk`: found integer `3` / expected tables, each beginning with `[[sdk]]`",
        ),
    ] {
        assert_eq!(said(text), expected, "\n{text}");
    }
    assert!(said("[[sdk]\n").contains("not valid TOML"), "{}", said("[[sdk]\n"));
}

#[test]
fn a_column_counts_characters() {
    assert_eq!(said("environments = [\"größe\", 2]\n").split(' ').next(), Some("1:26"));
}

#[test]
fn hostile_files_are_errors() {
    let values = String::from("environments = ") + &"[".repeat(100_000);
    let tables = format!("[{}]\n", vec!["a"; 50_000].join("."));
    for text in [
        values,
        tables,
        "\0".to_owned(),
        "registry = [\"a\"".to_owned(),
        "\u{202e} = 1".to_owned(),
    ] {
        let error = wrong(&text);
        assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty());
    }
}

#[test]
fn lints_are_chosen_by_name() {
    let policy = policy(&read("[lints]\nunused-flag = \"off\"\nstale-flag = \"error\"\n"));
    let on = |policy: &Policy| -> Vec<(&str, Severity)> {
        LINTS
            .iter()
            .filter_map(|lint| Some((lint.name, policy.level(lint)?)))
            .collect()
    };
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();

    let mut selected = policy.clone();
    selected
        .choose(&names(&["unused-flag", "stale-flag"]), &[])
        .expect("both exist");
    assert_eq!(
        on(&selected),
        [("stale-flag", Severity::Error), ("unused-flag", Severity::Note)]
    );

    let mut ignored = policy.clone();
    ignored.choose(&[], &names(&["stale-flag"])).expect("it exists");
    assert_eq!(on(&ignored).len(), on(&policy).len() - 1);

    let error = policy
        .clone()
        .choose(&names(&["stale"]), &[])
        .expect_err("no such lint");
    assert_eq!(error.to_string(), "unknown lint `stale`");
    let error = policy
        .clone()
        .choose(&[], &names(&["stale-flagg"]))
        .expect_err("no such lint");
    assert_eq!(error.help, "did you mean `stale-flag`?");
}

#[test]
fn the_checked_in_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/flagdebt.schema.json");
    let text = serde_json::to_string_pretty(&schema()).expect("a JSON value can be written") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).expect("the repository can be written");
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        text,
        "run UPDATE=1 cargo test config::"
    );
}

/// Every key of the schema has its line in the table that errors take their help from.
#[test]
fn every_key_has_its_help() {
    let schema = schema();
    let mut missing = Vec::new();
    let mut known = 0;
    let mut open = vec![(String::new(), &schema)];
    while let Some((prefix, at)) = open.pop() {
        let reference = at["$ref"]
            .as_str()
            .and_then(|path| schema.pointer(path.trim_start_matches('#')));
        open.extend(reference.map(|target| (prefix.clone(), target)));
        for key in ["anyOf", "allOf", "oneOf"] {
            open.extend(
                at[key]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|item| (prefix.clone(), item)),
            );
        }
        if let Some(items) = at.get("items") {
            open.push((prefix.clone(), items));
        }
        for (name, inner) in at["properties"].as_object().into_iter().flatten() {
            let name = match prefix.as_str() {
                "kinds" | "lints" => "*",
                _ => name.as_str(),
            };
            let key = if prefix.is_empty() {
                name.to_owned()
            } else {
                format!("{prefix}.{name}")
            };
            match KEYS.iter().any(|(known, _)| *known == key) {
                true => known += 1,
                false => missing.push(key.clone()),
            }
            open.push((key, inner));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(known >= KEYS.len(), "the walk over the schema missed keys");
}
