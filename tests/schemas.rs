//! The outputs that other programs read, held against what these publish. What cannot be included here is restated in our own
//! words, with its source.

use std::collections::{BTreeMap, BTreeSet};

use flagdebt::render::{self, FORMATS, Style};
use flagdebt::report::Report;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json};

use crate::sample::{self, EVILS};

fn reports() -> Vec<Report> {
    let mut reports = vec![
        sample::report(),
        sample::clean(),
        sample::without_registry(),
        sample::many(60),
    ];
    reports.extend(EVILS.iter().map(|text| sample::hostile_with(text)));
    reports
}

fn check(format: &str, report: &Report) -> String {
    let mut out = Vec::new();
    let format = render::find(FORMATS, format).expect("a format of the table");
    (format.write)(report, &Style::default(), &mut out).expect("a Vec takes everything");
    String::from_utf8(out).expect("UTF-8")
}

/// Sources: GitLab documentation, "Code Quality report format" (what is required, the five severities, one of `lines` and
/// `positions`); gitlab-org/gitlab, `app/validators/json_schemas/codeclimate.json` (types).
fn gitlab_schema() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": { "type": "string", "minLength": 1 },
                "check_name": { "type": "string", "minLength": 1 },
                "fingerprint": { "type": "string", "minLength": 1 },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object",
                    "required": ["path"],
                    "properties": {
                        // relative to the repository, without `./`
                        "path": { "type": "string", "minLength": 1, "not": { "pattern": "^\\./" } },
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {
                                "begin": { "type": "integer", "minimum": 1 },
                                "end": { "type": "integer", "minimum": 1 }
                            }
                        },
                        "positions": { "type": "object", "required": ["begin"] }
                    },
                    "oneOf": [{ "required": ["lines"] }, { "required": ["positions"] }]
                }
            }
        }
    })
}

#[test]
fn gitlab_takes_the_code_quality_report() {
    let validator = jsonschema::validator_for(&gitlab_schema()).expect("a schema");
    for report in reports() {
        let issues: Value = serde_json::from_str(&check("gitlab", &report)).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&issues).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?} in {issues}");
    }
    let mut issues: Value = serde_json::from_str(&check("gitlab", &sample::report())).expect("JSON");
    let prints: BTreeSet<String> = issues
        .as_array()
        .expect("a list")
        .iter()
        .map(|issue| issue["fingerprint"].to_string())
        .collect();
    assert_eq!(
        prints.len(),
        sample::report().diagnostics.len(),
        "each issue has a fingerprint of its own"
    );
    issues[0]["severity"] = "warning".into();
    assert!(!validator.is_valid(&issues), "the schema finds a wrong word");
}

/// What an element of a JUnit report may hold.
struct Element {
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [&'static str],
    text: bool,
}

/// Source: jenkinsci/xunit-plugin, `junit-10.xsd`, which Jenkins checks reports against. Elements that we never write are
/// left out, so that writing one fails here.
fn junit_elements() -> BTreeMap<&'static str, Element> {
    let message = || Element {
        required: &[],
        optional: &["type", "message"],
        children: &[],
        text: true,
    };
    let output = Element {
        required: &[],
        optional: &[],
        children: &[],
        text: true,
    };
    BTreeMap::from([
        (
            "testsuites",
            Element {
                required: &[],
                optional: &["name", "time", "tests", "failures", "errors"],
                children: &["testsuite"],
                text: false,
            },
        ),
        (
            "testsuite",
            Element {
                required: &["name", "tests", "failures", "errors"],
                optional: &[
                    "group",
                    "time",
                    "skipped",
                    "timestamp",
                    "hostname",
                    "id",
                    "package",
                    "file",
                    "log",
                    "url",
                ],
                children: &["testsuite", "properties", "testcase", "system-out", "system-err"],
                text: false,
            },
        ),
        (
            "testcase",
            Element {
                required: &["name"],
                optional: &["time", "classname", "group"],
                children: &["skipped", "error", "failure", "system-out", "system-err"],
                text: false,
            },
        ),
        ("failure", message()),
        ("error", message()),
        ("skipped", message()),
        ("system-out", output),
    ])
}

fn name(element: &BytesStart<'_>) -> String {
    element.name().as_ref().to_owned()
}

/// What is wrong with a report; nothing: it is valid.
fn junit_errors(text: &str) -> Vec<String> {
    let elements = junit_elements();
    let mut reader = Reader::from_str(text);
    let mut open: Vec<String> = Vec::new();
    let mut errors = Vec::new();
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return vec![error.to_string()],
        };
        match &event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                let name = name(element);
                let Some(rule) = elements.get(name.as_str()) else {
                    errors.push(format!("unknown element {name}"));
                    break;
                };
                match open.last() {
                    None if name != "testsuites" => errors.push(format!("{name} is no root")),
                    Some(parent) if !elements[parent.as_str()].children.contains(&name.as_str()) => {
                        errors.push(format!("{name} in {parent}"));
                    }
                    _ => {}
                }
                let attributes: Vec<String> = element
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.expect("an attribute, once");
                        attribute.key.as_ref().to_owned()
                    })
                    .collect();
                for wanted in rule
                    .required
                    .iter()
                    .filter(|wanted| !attributes.iter().any(|name| name == *wanted))
                {
                    errors.push(format!("{name} without {wanted}"));
                }
                for attribute in attributes {
                    let known = rule
                        .required
                        .iter()
                        .chain(rule.optional)
                        .any(|known| *known == attribute);
                    if !known {
                        errors.push(format!("{name} with {attribute}"));
                    }
                }
                if matches!(event, Event::Start(_)) {
                    open.push(name);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                let blank = text.as_ref().trim().is_empty();
                let allowed = open.last().is_some_and(|name| elements[name.as_str()].text);
                if !blank && !allowed {
                    errors.push(format!("text in {:?}", open.last()));
                }
            }
            _ => {}
        }
    }
    errors
}

#[test]
fn jenkins_takes_the_junit_report() {
    for report in reports() {
        let text = check("junit", &report);
        assert_eq!(junit_errors(&text), Vec::<String>::new(), "{text}");
    }
    for (wrong, what) in [
        ("<testsuite/>", "testsuite is no root"),
        (
            "<testsuites><testcase name=\"a\"/></testsuites>",
            "testcase in testsuites",
        ),
        ("<testsuites name=\"a\" id=\"b\"></testsuites>", "testsuites with id"),
        (
            "<testsuites><testsuite name=\"a\" tests=\"1\" errors=\"0\"/></testsuites>",
            "testsuite without failures",
        ),
        ("<testsuites>x</testsuites>", "text in Some(\"testsuites\")"),
    ] {
        assert!(
            junit_errors(wrong).iter().any(|error| error == what),
            "{wrong}: {:?}",
            junit_errors(wrong)
        );
    }
}

#[test]
fn the_counts_of_the_junit_report_are_those_of_its_cases() {
    let text = check("junit", &sample::report());
    let count = |text: &str, what: &str| -> usize {
        let (_, rest) = text.split_once(&format!("{what}=\"")).expect("a count");
        rest.split('"')
            .next()
            .and_then(|number| number.parse().ok())
            .expect("a number")
    };
    assert_eq!(count(&text, "tests"), text.matches("<testcase ").count());
    assert_eq!(count(&text, "failures"), text.matches("<failure ").count());
    for suite in text.split("<testsuite ").skip(1) {
        assert_eq!(count(suite, "tests"), suite.matches("<testcase ").count(), "{suite}");
        assert_eq!(count(suite, "failures"), suite.matches("<failure ").count(), "{suite}");
    }
}

/// A command as GitHub's runner reads it. Source: actions/runner, `ActionCommand.TryParseV2`: the head ends at the next `::`,
/// properties are divided by commas, and only then escapes are undone.
fn workflow_command(line: &str) -> Option<(String, BTreeMap<String, String>, String)> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |text: &str| plain(text).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    let properties = properties
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), property(value)))
        .collect();
    Some((name.to_owned(), properties, plain(data).replace("%25", "%")))
}

#[test]
fn github_reads_every_annotation_as_it_was_meant() {
    for report in reports() {
        let text = check("github", &report);
        let commands: Vec<_> = text.lines().filter_map(workflow_command).collect();
        assert_eq!(commands.len(), report.diagnostics.len(), "{text}");
        for ((name, properties, data), found) in commands.iter().zip(&report.diagnostics) {
            assert!(["error", "warning", "notice"].contains(&name.as_str()), "{name}");
            let known = ["title", "file", "line", "endLine", "col", "endColumn"];
            assert!(
                properties.keys().all(|name| known.contains(&name.as_str())),
                "{properties:?}"
            );
            assert_eq!(properties["title"], format!("flagdebt: {}", found.lint));
            let number = |name: &str| properties.get(name).map(|text| text.parse::<u32>().expect("a number"));
            if let Some(label) = &found.label {
                assert_eq!(properties["file"], flagdebt::escape::terminal(&label.path));
                assert_eq!(number("line"), Some(label.place.line));
                assert_eq!(number("endLine"), Some(label.place.end_line));
                // Columns where the lines differ make the runner drop all places.
                assert_eq!(number("col").is_some(), label.place.line == label.place.end_line);
                assert_eq!(number("endColumn").is_some(), number("col").is_some());
            }
            assert!(data.starts_with(&*flagdebt::escape::terminal(&found.message)), "{data}");
        }
    }
}
