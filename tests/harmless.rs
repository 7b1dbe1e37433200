//! Hostile keys, paths, owners and source lines in every output of every command: nothing acts.

use flagdebt::escape::is_unseen;
use flagdebt::render::{
    self, FORMATS, GRAPH_FORMATS, HISTORY_FORMATS, LIST_FORMATS, OutputFormat, Style, TICKET_FORMATS, UsesFilter,
};
use flagdebt::report::HistoryReport;

use crate::sample::{self, EVIL, EVILS};

/// One output: whose, in which format, and its text.
type Output = (String, &'static str, String);

fn rendered<R>(command: &str, table: &'static [OutputFormat<R>], result: &R, outputs: &mut Vec<Output>) {
    let verbose = Style {
        verbose: true,
        ..Style::default()
    };
    let ascii = Style {
        unicode: false,
        width: 40,
        ..Style::default()
    };
    for format in table {
        for style in [Style::default(), verbose, ascii] {
            let mut out = Vec::new();
            (format.write)(result, &style, &mut out).expect("a Vec takes everything");
            let text = String::from_utf8(out).expect("UTF-8");
            outputs.push((command.to_owned(), format.name, text));
        }
    }
}

/// Everything that any command prints about hostile text.
fn outputs() -> Vec<Output> {
    let mut outputs = Vec::new();
    for text in EVILS {
        rendered("check", FORMATS, &sample::hostile_with(text), &mut outputs);
        rendered("graph", GRAPH_FORMATS, &sample::interactions(text), &mut outputs);
        rendered("tickets", TICKET_FORMATS, &sample::hostile_tickets(text), &mut outputs);
        let history = HistoryReport {
            history: sample::history(text),
            report: None,
        };
        rendered("history", HISTORY_FORMATS, &history, &mut outputs);
    }
    let whole = sample::whole(sample::hostile());
    rendered("check", FORMATS, &whole, &mut outputs);
    let history = HistoryReport {
        history: sample::history(EVIL),
        report: Some(whole),
    };
    rendered("history", HISTORY_FORMATS, &history, &mut outputs);
    let filter = UsesFilter {
        mentions: true,
        unresolved_only: false,
    };
    let listings = [
        render::uses(&sample::hostile_uses(), filter),
        render::flags(&sample::hostile_inventory()),
        render::registry(&sample::hostile_registry()),
    ];
    for listing in &listings {
        rendered(listing.command, LIST_FORMATS, listing, &mut outputs);
    }
    outputs
}

/// What must hold of an output, by format; `None`: of every one.
type Rule = (Option<&'static str>, &'static str, fn(&str) -> bool);

const RULES: &[Rule] = &[
    (
        None,
        "no character is hidden, moves the cursor or turns the direction",
        |out| !out.chars().any(|character| character != '\n' && is_unseen(character)),
    ),
    (None, "no log takes a part of a line for a command", |out| {
        let lower = out.to_lowercase();
        !lower.contains("##[") && !lower.contains("##vso[")
    }),
    (None, "no line begins with a command of others", |out| {
        let ours = ["::error ", "::warning ", "::notice "];
        out.lines()
            .map(str::trim_start)
            .all(|line| !line.starts_with("::") || ours.iter().any(|start| line.starts_with(start)))
    }),
    (Some("json"), "it is one value", |out| {
        serde_json::from_str::<serde_json::Value>(out).is_ok()
    }),
    (Some("sarif"), "it is one value", |out| {
        serde_json::from_str::<serde_json::Value>(out).is_ok()
    }),
    (Some("gitlab"), "it is one value", |out| {
        serde_json::from_str::<serde_json::Value>(out).is_ok()
    }),
    (Some("ndjson"), "every line is one value", |out| {
        out.lines()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    }),
    (Some("csv"), "no cell is a formula", no_formula),
    (Some("jira-csv"), "no cell is a formula", no_formula),
    (Some("html"), "there is one script, and it is ours", |out| {
        out.matches("<script").count() <= 1 && !out.contains("<script>alert") && !out.contains("alert(1)</script>")
    }),
    (Some("html"), "no attribute ends early", |out| {
        !out.contains("\" onload=\"") && !out.contains("<b>")
    }),
    (
        Some("html"),
        "nothing is loaded, and nothing is linked but its own parts",
        |out| {
            !out.contains("src=")
                && !out.contains("url(http")
                && out.matches("href=\"").count() == out.matches("href=\"#").count()
        },
    ),
    (Some("junit"), "it is well-formed", |out| {
        let mut reader = quick_xml::Reader::from_str(out);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break true,
                Ok(_) => {}
                Err(_) => break false,
            }
        }
    }),
    (
        Some("markdown"),
        "no HTML, no link of others, no mention, no end of our comment",
        |out| {
            let ours = out
                .replace("<!-- flagdebt -->", "")
                .replace("<!-- flagdebt-0123456789abcdef -->", "");
            let links = ours.matches("](").count() == ours.matches("](<https://example.com/").count();
            !ours.contains("<b>") && !ours.contains("<script") && !ours.contains("-->") && !ours.contains('@') && links
        },
    ),
    (Some("dot"), "every line is a statement of ours", |out| {
        out.lines().all(|line| {
            let line = line.trim();
            let starts = [
                "digraph", "}", "rankdir", "subgraph", "label", "f", "//", "node", "edge",
            ];
            line.is_empty() || starts.iter().any(|start| line.starts_with(start))
        })
    }),
    (Some("mermaid"), "no quote ends early, and no markup is left", |out| {
        out.lines()
            .all(|line| line.matches('"').count() % 2 == 0 && !line.contains("<script"))
    }),
];

fn no_formula(out: &str) -> bool {
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let records: Result<Vec<_>, _> = reader.records().collect();
    let safe = |cell: &str| !cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    records.is_ok_and(|records| records.iter().flatten().all(safe))
}

#[test]
fn no_output_of_any_command_acts() {
    let outputs = outputs();
    let mut seen = std::collections::BTreeSet::new();
    for (command, format, out) in &outputs {
        for (of, says, holds) in RULES {
            if of.is_none_or(|of| of == *format) {
                assert!(holds(out), "{command} --format {format}: {says}\n{out}");
                seen.extend(*of);
            }
        }
    }
    // Every rule was asked, so none is about a format that is called otherwise by now.
    let wanted: std::collections::BTreeSet<&str> = RULES.iter().filter_map(|(of, ..)| *of).collect();
    assert_eq!(seen, wanted);
}

#[test]
fn the_rules_find_what_acts() {
    let broken: &[(&str, &str)] = &[
        ("text", "a\u{202e}b"),
        ("text", "x ##[error]y"),
        ("text", "  ::set-output name=a::b"),
        ("json", "{\"a\": \"\n"),
        ("ndjson", "{}\n{"),
        ("csv", "a\n=1+1\n"),
        ("html", "<script>ours()</script><script>alert(1)</script>"),
        ("html", "<a href=\"http://e\">"),
        ("junit", "<a></b>"),
        ("markdown", "[x](http://e)"),
        ("markdown", "hi @team"),
        ("dot", "digraph {\n=cmd\n}"),
        ("mermaid", "a[\"x\"y\"]"),
    ];
    for (format, out) in broken {
        let found = RULES
            .iter()
            .any(|(of, _, holds)| of.is_none_or(|of| of == *format) && !holds(out));
        assert!(found, "{format}: {out}");
    }
}
