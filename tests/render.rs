//! Every output format, on the same results. `UPDATE=1` rewrites what is expected in `testdata/render/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use flagdebt::diagnostic::Label;
use flagdebt::escape::is_unseen;
use flagdebt::render::{self, FORMATS, HISTORY_FORMATS, LIST_FORMATS, Listing, Style, UsesFilter};
use flagdebt::report::{HistoryReport, Report};
use flagdebt::source::{Place, Span};
use serde_json::Value;

use crate::sample;

const PLAIN: Style = Style {
    color: false,
    unicode: true,
    width: 100,
    quiet: false,
    verbose: false,
};

#[test]
fn the_sample_reads_as_expected_in_every_format() {
    for format in FORMATS {
        expect(
            &format!("check.{}", format.name),
            &check(format.name, &sample::report(), &PLAIN),
        );
        for (name, listing) in listings() {
            for format in LIST_FORMATS {
                expect(&format!("{name}.{}", format.name), &list(format.name, &listing, &PLAIN));
            }
        }
    }
}

#[test]
fn text_follows_the_style() {
    for (name, style) in [
        (
            "check.ascii.text",
            Style {
                unicode: false,
                ..PLAIN
            },
        ),
        ("check.color.text", Style { color: true, ..PLAIN }),
        ("check.verbose.text", Style { verbose: true, ..PLAIN }),
        ("check.quiet.text", Style { quiet: true, ..PLAIN }),
        ("check.narrow.text", Style { width: 60, ..PLAIN }),
    ] {
        expect(name, &check("text", &sample::report(), &style));
    }
    let ascii = check(
        "text",
        &sample::many(60),
        &Style {
            unicode: false,
            ..PLAIN
        },
    );
    assert!(ascii.is_ascii(), "{ascii}");
    assert!(!check("text", &sample::report(), &PLAIN).contains('\u{1b}'));
    assert_eq!(
        check("text", &sample::report(), &Style { quiet: true, ..PLAIN })
            .lines()
            .count(),
        1
    );
}

#[test]
fn a_clean_run_and_a_run_without_an_export_say_what_they_know() {
    expect("clean.text", &check("text", &sample::clean(), &PLAIN));
    expect(
        "without-registry.text",
        &check("text", &sample::without_registry(), &PLAIN),
    );
    for format in FORMATS {
        assert!(
            !check(format.name, &sample::clean(), &PLAIN).is_empty(),
            "{}",
            format.name
        );
    }
}

#[test]
fn two_hundred_findings_stay_readable() {
    let text = check("text", &sample::many(200), &PLAIN);
    assert!(text.lines().count() < 1_000, "{} lines", text.lines().count());
    assert!(
        (0..200).all(|index| text.contains(&format!("`flag-{index:03}`"))),
        "{text}"
    );
    assert!(text.contains("160 more findings in short"), "{text}");
    let verbose = check("text", &sample::many(200), &Style { verbose: true, ..PLAIN });
    assert_eq!(verbose.matches("help: ").count(), 200);
}

#[test]
fn a_flag_with_many_places_is_told_once() {
    let mut report = sample::many(7);
    for diagnostic in &mut report.diagnostics {
        diagnostic.flag = Some("flag-000".to_owned());
    }
    let source = (0..400)
        .map(|index| format!("line {index} is on(flag)\n"))
        .collect::<String>();
    for (index, diagnostic) in report.diagnostics.iter_mut().enumerate() {
        diagnostic.label = Some(sample::label("long.ts", &source, "on(flag)", index * 50, "here"));
    }
    report.sources.insert("long.ts".to_owned(), source);
    let text = check("text", &report, &PLAIN);
    assert_eq!(
        text.matches("stale-flag").count(),
        2,
        "once in the block, once in the summary: {text}"
    );
    assert_eq!(text.matches("[long.ts:").count(), 3, "{text}");
    assert!(text.contains("long.ts:151:"), "{text}");
    assert_eq!(text.matches("a release flag may stay").count(), 1, "{text}");
}

#[test]
fn foreign_text_is_harmless_in_every_format_of_check() {
    for style in [
        PLAIN,
        Style { verbose: true, ..PLAIN },
        Style { width: 20, ..PLAIN },
        Style { quiet: true, ..PLAIN },
    ] {
        for format in FORMATS {
            let out = check(format.name, &sample::hostile(), &style);
            no_hidden_characters(format.name, &out);
            if format.name == "github" {
                let commands = out.lines().filter(|line| line.starts_with("::")).count();
                assert_eq!(commands, sample::report().diagnostics.len(), "{out}");
                let others = out
                    .lines()
                    .filter(|line| !line.starts_with("::") && !line.starts_with("flagdebt: "));
                assert_eq!(others.count(), 0, "{out}");
                assert!(!out.contains("::set-output name=x::y\n"), "{out}");
            }
            if format.name == "text" {
                let starts = out
                    .lines()
                    .filter(|line| line.starts_with("::") || line.starts_with('='));
                assert_eq!(starts.count(), 0, "{out}");
            }
        }
    }
    // Data formats keep what they carry.
    let json: Value = serde_json::from_str(&check("json", &sample::hostile(), &PLAIN)).expect("JSON");
    assert_eq!(json["findings"][0]["flag"], sample::EVIL);
    assert_eq!(json["findings"][1]["path"], sample::EVIL);
}

#[test]
fn foreign_text_is_harmless_in_every_format_of_every_list() {
    for (name, listing) in hostile_listings() {
        for format in LIST_FORMATS {
            for style in [PLAIN, Style { verbose: true, ..PLAIN }] {
                let out = list(format.name, &listing, &style);
                no_hidden_characters(&format!("{name} {}", format.name), &out);
                match format.name {
                    "csv" => {
                        let mut reader = csv::Reader::from_reader(out.as_bytes());
                        let records: Vec<_> = reader.records().collect::<Result<_, _>>().expect("CSV");
                        assert_eq!(records.len(), listing.rows.len());
                        for cell in records.iter().flatten() {
                            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
                        }
                    }
                    "ndjson" => assert_eq!(out.lines().count(), listing.rows.len(), "{name}: {out}"),
                    "text" => assert!(out.lines().count() < 60, "{name}: {out}"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn a_hostile_source_line_keeps_the_label_under_the_call() {
    let source = "a\u{1b}[1m\u{202e}; flags.on('k'); b\n";
    let mut report = sample::report();
    report.diagnostics.truncate(2);
    report.diagnostics.remove(0);
    report.diagnostics[0].related.clear();
    report.diagnostics[0].label = Some(sample::label("x.js", source, "flags.on('k')", 0, "here"));
    report.sources.insert("x.js".to_owned(), source.to_owned());
    let text = check("text", &report, &PLAIN);
    let lines: Vec<&str> = text.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("flags.on('k')"))
        .expect("the line is shown");
    let column = |line: &str, what: &str| line.find(what).map(|byte| line[..byte].chars().count());
    assert_eq!(column(lines[at], "flags.on"), column(lines[at + 1], "─"), "{text}");
    assert!(text.contains("[x.js:1:9]"), "{text}");
}

#[test]
fn places_that_do_not_fit_their_source_are_named_and_nothing_panics() {
    let spans = [(0, 0), (3, 2), (5, 9_000), (9_000, 9_001), (1, 2), (0, 1_000), (4, 4)];
    for source in [
        "",
        "\n",
        "ü",
        "üü\r\nü",
        "\u{feff}a\n\nb",
        "\t\u{200b}\u{301}e\u{301}\n",
    ] {
        for (start, end) in spans {
            for (line, end_line) in [(1, 1), (0, 0), (7, 2), (2, 9_000), (u32::MAX, u32::MAX)] {
                let place = Place {
                    line,
                    column: 0,
                    end_line,
                    end_column: 0,
                    span: Span { start, end },
                };
                let mut report = sample::report();
                report.sources.insert("x".to_owned(), source.to_owned());
                for diagnostic in &mut report.diagnostics {
                    diagnostic.label = Some(Label {
                        path: "x".to_owned(),
                        place,
                        text: "here".to_owned(),
                    });
                }
                for format in FORMATS {
                    let out = check(format.name, &report, &PLAIN);
                    assert!(out.contains('x'), "{}", format.name);
                    assert!(!out.contains("Failed to read"), "{out}");
                }
            }
        }
    }
}

#[test]
fn drawing_does_not_cost_in_proportion_to_the_file() {
    let tail = "x = 1;\n".repeat(2_000_000);
    let mut report = sample::many(200);
    report
        .sources
        .insert("src/cart.ts".to_owned(), format!("{}{tail}", sample::CART));
    let start = std::time::Instant::now();
    check("text", &report, &Style { verbose: true, ..PLAIN });
    // Reading the 14 MB once per label takes minutes in a debug build; the margin is for slow machines.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn sarif_is_valid_by_the_official_schema() {
    // One pattern has a bracket too many, which the errata of the standard take away and a strict reader refuses.
    let schema = include_str!("schemas/sarif-schema-2.1.0.json").replace(
        "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$",
        "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$",
    );
    let schema = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for report in [
        sample::report(),
        sample::clean(),
        sample::without_registry(),
        sample::hostile(),
        sample::many(3),
    ] {
        let log: Value = serde_json::from_str(&check("sarif", &report, &PLAIN)).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    // The schema is the strict one: a wrong word is found.
    let mut log: Value = serde_json::from_str(&check("sarif", &sample::report(), &PLAIN)).expect("JSON");
    log["runs"][0]["results"][0]["level"] = Value::from("fatal");
    assert!(!validator.is_valid(&log));
}

#[test]
fn sarif_places_what_has_no_place_in_code_at_the_registry() {
    let log: Value = serde_json::from_str(&check("sarif", &sample::report(), &PLAIN)).expect("JSON");
    let unused = &log["runs"][0]["results"][0];
    assert_eq!(
        unused["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "shop-flags.json"
    );
    assert_eq!(unused["locations"][0]["physicalLocation"]["region"]["startLine"], 30);
    let fixed = &log["runs"][0]["results"][4]["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"];
    assert_eq!(
        (&fixed["startLine"], &fixed["startColumn"]),
        (&Value::from(10), &Value::from(22))
    );
}

#[test]
fn json_has_the_fields_of_the_contract() {
    let json: Value = serde_json::from_str(&check("json", &sample::report(), &PLAIN)).expect("JSON");
    has(
        &json,
        &["schema", "version", "as_of", "registries", "findings", "summary"],
    );
    let finding =
        "lint severity flag message reasons path line column end_line end_column owner served fix fingerprint new";
    for item in json["findings"].as_array().expect("a list") {
        has(item, &finding.split(' ').collect::<Vec<_>>());
    }
    let summary =
        "files parsed skipped uses unresolved flags_in_code flags_in_registry by_lint by_severity debt gate exit_code";
    has(&json["summary"], &summary.split(' ').collect::<Vec<_>>());
    has(&json["summary"]["debt"], &["total", "quota", "owners"]);
    assert_eq!(json["findings"][0]["line"], Value::Null);
    assert_eq!(
        (&json["summary"]["gate"], &json["summary"]["exit_code"]),
        (&Value::from("failed"), &Value::from(1))
    );
}

#[test]
fn the_fields_of_a_list_are_the_same_in_every_row_and_in_its_csv_head() {
    for (name, listing) in listings() {
        for row in &listing.rows {
            assert_eq!(
                row.fields.keys().map(String::as_str).collect::<Vec<_>>(),
                listing.fields,
                "{name}"
            );
            assert_eq!(row.cells.len(), listing.columns.len(), "{name}");
        }
        assert!(!listing.rows.is_empty(), "{name}");
    }
    let uses = "path line column key role sdk callee key_source certainty default test language via";
    let [(_, listing), ..] = &listings()[..] else {
        panic!("there are lists")
    };
    assert!(uses.split(' ').all(|field| listing.fields.contains(&field)));
}

#[test]
fn uses_are_filtered_as_asked() {
    let roles = |mentions, unresolved_only| {
        let listing = render::uses(
            &sample::uses(),
            UsesFilter {
                mentions,
                unresolved_only,
            },
        );
        listing
            .rows
            .iter()
            .map(|row| row.fields["role"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(roles(false, false).len(), 5);
    assert_eq!(roles(true, false).last().map(String::as_str), Some("mention"));
    assert_eq!(roles(true, true), ["evaluation"]);
}

#[test]
fn format_names_are_unique_and_found() {
    let names: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(names.len(), FORMATS.len());
    assert!(
        FORMATS
            .iter()
            .all(|format| render::find(FORMATS, format.name).is_some())
    );
    assert!(render::find(LIST_FORMATS, "sarif").is_none());
}

#[test]
fn the_past_reads_as_expected() {
    let report = HistoryReport {
        history: sample::history("flag-"),
        report: None,
    };
    for name in ["text", "json"] {
        let mut out = Vec::new();
        let format = render::find(HISTORY_FORMATS, name).expect("a format of the table");
        (format.write)(&report, &PLAIN, &mut out).expect("a Vec takes everything");
        expect(&format!("history.{name}"), &String::from_utf8(out).expect("UTF-8"));
    }
}

/// What the page shows beyond the findings, and that its own links lead somewhere.
#[test]
fn the_page_tells_everything_of_every_flag() {
    let mut out = Vec::new();
    let report = HistoryReport {
        history: sample::history("flag-"),
        report: Some(sample::whole(sample::report())),
    };
    let format = render::find(HISTORY_FORMATS, "html").expect("a format of the table");
    (format.write)(&report, &PLAIN, &mut out).expect("a Vec takes everything");
    let page = String::from_utf8(out).expect("UTF-8");
    for wanted in [
        "<h2 id=\"trend\">",
        "<h2 id=\"owners\">",
        "<h2 id=\"ages\">",
        "<h2 id=\"kinds\">",
        "<h2 id=\"flags\">",
        "<h2 id=\"graph\">",
        "<dt>served to everyone</dt><dd>true</dd>",
        "<dt>registered in</dt><dd>shop-flags.json:12</dd>",
        "<h4>What to do, in order</h4>",
        "<h4>Tests to change</h4>",
        "risk <strong>",
        "class=\"edge prerequisite circular\"",
        "<td>needs, in a circle</td>",
        "id=\"show\"",
    ] {
        assert!(page.contains(wanted), "{wanted} is missing in {page}");
    }
    let ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&link), "#{link} leads nowhere");
    }
}

#[test]
fn a_page_of_two_thousand_flags_is_made_at_once() {
    let mut report = sample::whole(sample::many(2_000));
    if let Some(page) = &mut report.page {
        page.inventory.diagnostics = report.diagnostics.clone();
    }
    let start = std::time::Instant::now();
    let page = check("html", &report, &PLAIN);
    // Anything that is more than linear takes minutes; the margin is for slow machines.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert!(page.len() < 6_000_000, "{}", page.len());
    assert!((0..2_000).all(|index| page.contains(&format!("data-flag=\"flag-{index:03}\""))));
}

fn check(format: &str, report: &Report, style: &Style) -> String {
    let mut out = Vec::new();
    let format = render::find(FORMATS, format).expect("a format of the table");
    (format.write)(report, style, &mut out).expect("a Vec takes everything");
    String::from_utf8(out).expect("UTF-8")
}

fn list(format: &str, listing: &Listing, style: &Style) -> String {
    let mut out = Vec::new();
    let format = render::find(LIST_FORMATS, format).expect("a format of the table");
    (format.write)(listing, style, &mut out).expect("a Vec takes everything");
    String::from_utf8(out).expect("UTF-8")
}

fn listings() -> Vec<(&'static str, Listing)> {
    vec![
        ("uses", render::uses(&sample::uses(), UsesFilter::default())),
        ("flags", render::flags(&sample::inventory())),
        ("registry", render::registry(&sample::registry_report())),
        ("lints", render::lints(&sample::lints())),
    ]
}

fn hostile_listings() -> Vec<(&'static str, Listing)> {
    let filter = UsesFilter {
        mentions: true,
        unresolved_only: false,
    };
    vec![
        ("uses", render::uses(&sample::hostile_uses(), filter)),
        ("flags", render::flags(&sample::hostile_inventory())),
        ("registry", render::registry(&sample::hostile_registry())),
    ]
}

fn no_hidden_characters(name: &str, out: &str) {
    let found: Vec<char> = out
        .chars()
        .filter(|character| *character != '\n' && is_unseen(*character))
        .collect();
    assert!(found.is_empty(), "{name}: {found:?} in {out}");
}

fn has(value: &Value, names: &[&str]) {
    for name in names {
        assert!(value.get(name).is_some(), "`{name}` is missing in {value}");
    }
}

fn expect(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/render").join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, actual).expect("testdata can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        actual, expected,
        "{name} differs; `UPDATE=1 cargo test render::` accepts it"
    );
}
