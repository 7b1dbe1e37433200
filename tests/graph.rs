//! The graph of flags that interact, from real shapes of code and registries.

use flagdebt::config::{self, Policy};
use flagdebt::graph::{self, EdgeKind, Graph};
use flagdebt::join::join;
use flagdebt::registry::{self, Registry};
use flagdebt::render::{GRAPH_FORMATS, Style};
use flagdebt::scan::uses_of;
use flagdebt::sdk::Sdks;

const SHOP: &str = "import { init } from \"@launchdarkly/node-server-sdk\";\nconst client = init(\"key\");\n\
    export async function cart(context) {\n\
      if (await client.boolVariation(\"new-cart\", context, false)) {\n\
        return (await client.boolVariation(\"upsell\", context, false)) ? 2 : 1;\n\
      }\n\
      return (await client.boolVariation(\"old-a\", context, false)) || (await client.boolVariation(\"old-b\", context, false)) ? 3 : 4;\n\
    }\n\
    export const alone = (context) => client.boolVariation(\"alone\", context, false);\n";

fn today() -> jiff::Timestamp {
    "2026-11-23T00:00:00Z".parse().expect("a time")
}

fn exported(flags: &str) -> Registry {
    let export = registry::read("flags.json", flags.as_bytes(), None).expect("a registry");
    registry::join(vec![export], today())
}

fn drawn(source: &str, flags: &str, toml: &str) -> Graph {
    let registry = exported(flags);
    let keys: Vec<&str> = registry.index.keys().map(String::as_str).collect();
    let uses = uses_of(&[("src/cart.ts", source)], &Sdks::new(Vec::new()), &keys);
    let config = config::parse("flagdebt.toml", toml).expect("a configuration");
    graph::graph(
        &join(uses, &registry),
        &registry,
        &Policy::of(&config, today()),
        "0",
        true,
    )
}

fn rows(graph: &Graph) -> Vec<String> {
    let key = |at: usize| graph.nodes[at].key.as_str();
    let edges = graph.edges.iter();
    edges
        .map(|edge| format!("{} {} {}", key(edge.from), edge.kind.name(), key(edge.to)))
        .collect()
}

fn text(graph: &Graph, format: &str) -> String {
    let mut out = Vec::new();
    let format = flagdebt::render::find(GRAPH_FORMATS, format).expect("a format");
    (format.write)(graph, &Style::default(), &mut out).expect("written to memory");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn code_tells_which_flags_interact() {
    let graph = drawn(SHOP, r#"{"flags": [{"key": "new-cart", "enabled": true}]}"#, "");
    assert_eq!(
        rows(&graph),
        [
            "new-cart function old-a",
            "new-cart function old-b",
            "old-a condition old-b",
            "upsell function old-a",
            "upsell function old-b",
            "upsell nesting new-cart",
        ]
        .map(|row| if row.starts_with("upsell function") {
            reversed(row)
        } else {
            row.to_owned()
        })
        .into_iter()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
    let alone: Vec<&str> = graph
        .independent
        .iter()
        .map(|at| graph.nodes[*at].key.as_str())
        .collect();
    assert_eq!(alone, ["alone"]);
    let component = &graph.components[0];
    assert_eq!(
        (component.flags.len(), component.states),
        (4, Some(8)),
        "`new-cart` is constant"
    );
    let nesting = graph
        .edges
        .iter()
        .find(|edge| edge.kind == EdgeKind::Nesting)
        .expect("one");
    assert_eq!(nesting.place, Some(("src/cart.ts".to_owned(), 5)));
}

fn reversed(row: &str) -> String {
    let words: Vec<&str> = row.split(' ').collect();
    format!("{} {} {}", words[2], words[1], words[0])
}

const CIRCLE: &str = r#"{"flags": [
  {"key": "a", "prerequisites": [{"flag": "b", "values": [true]}]},
  {"key": "b", "prerequisites": [{"flag": "c", "values": [true]}]},
  {"key": "c", "prerequisites": [{"flag": "a", "values": [true]}]},
  {"key": "d", "prerequisites": [{"flag": "a", "values": [true]}]}
]}"#;

#[test]
fn circles_are_marked() {
    let graph = drawn("", CIRCLE, "");
    let circular: Vec<bool> = graph.edges.iter().map(|edge| edge.circular).collect();
    assert_eq!(
        rows(&graph),
        [
            "a prerequisite b",
            "b prerequisite c",
            "c prerequisite a",
            "d prerequisite a"
        ]
    );
    assert_eq!(circular, [true, true, true, false]);
    assert_eq!(graph.components[0].circles, [["a", "b", "c"]]);
    assert!(text(&graph, "mermaid").contains("linkStyle 0,1,2 stroke:#c00"));
    assert!(text(&graph, "dot").contains("color=\"#cc0000\""));
}

#[test]
fn a_flag_that_needs_itself_is_a_circle() {
    let graph = drawn(
        "",
        r#"{"flags": [{"key": "a", "prerequisites": ["a"]}, {"key": "b"}]}"#,
        "",
    );
    assert_eq!(rows(&graph), ["a prerequisite a"]);
    assert!(graph.edges[0].circular && graph.components[0].circles == [["a"]]);
    assert_eq!(graph.independent.len(), 1);
}

#[test]
fn the_matrix_leaves_out_what_a_prerequisite_forbids() {
    let flags = r#"{"flags": [
      {"key": "cart", "environments": [{"name": "production", "enabled": true, "serves": {"state": "split", "value": null, "moving": false}}]},
      {"key": "upsell", "prerequisites": [{"flag": "cart", "values": [true]}]},
      {"key": "hint", "prerequisites": [{"flag": "upsell", "values": [true]}]}
    ]}"#;
    let graph = drawn("", flags, "");
    let matrix = graph.components[0].matrix.as_ref().expect("a matrix");
    let value = |row: &graph::Combination, key: &str| {
        let at = graph.node(key).expect("a node");
        row.values
            .iter()
            .any(|(node, value)| *node == at && *value == serde_json::json!(true))
    };
    for row in &matrix.rows {
        assert!(!value(row, "upsell") || value(row, "cart"), "{row:?}");
        assert!(!value(row, "hint") || value(row, "upsell"), "{row:?}");
    }
    assert_eq!(matrix.rows[0].why, "production today, what is not proven taken as off");
    assert!(
        matrix.rows.iter().any(|row| value(row, "hint")),
        "all three on is legal"
    );
    assert!(matrix.illegal >= 2);
}

#[test]
fn all_legal_pairs_are_covered_by_few_rows() {
    let keys: Vec<String> = (0..12).map(|number| format!("flag-{number:02}")).collect();
    let flags: Vec<String> = keys
        .iter()
        .zip(keys.iter().skip(1).map(Some).chain([None]))
        .map(|(key, next)| {
            let needs = next.map_or(String::new(), |next| format!("\"{next}\""));
            format!("{{\"key\": \"{key}\", \"enabled\": null, \"prerequisites\": [{needs}]}}")
        })
        .collect();
    let graph = drawn("", &format!("{{\"flags\": [{}]}}", flags.join(",")), "");
    let component = &graph.components[0];
    assert_eq!(component.states, Some(4096));
    let matrix = component.matrix.as_ref().expect("a matrix");
    assert!(matrix.rows.len() < 40, "{}", matrix.rows.len());
}

#[test]
fn exclusive_flags_are_never_on_together() {
    let flags =
        r#"{"flags": [{"key": "a", "prerequisites": ["c"]}, {"key": "b", "prerequisites": ["c"]}, {"key": "c"}]}"#;
    let toml = "[lints]\nexclusive-flags = { groups = [[\"a\", \"b\"]] }\n";
    let graph = drawn("", flags, toml);
    let (a, b) = (graph.node("a").expect("a"), graph.node("b").expect("b"));
    let on = |row: &graph::Combination, at: usize| {
        row.values
            .iter()
            .any(|(node, value)| *node == at && value.as_bool() == Some(true))
    };
    let matrix = graph.components[0].matrix.as_ref().expect("a matrix");
    assert!(matrix.rows.iter().all(|row| !(on(row, a) && on(row, b))));
    assert!(matrix.rows.iter().any(|row| on(row, a)) && matrix.rows.iter().any(|row| on(row, b)));
}

#[test]
fn keys_cannot_break_out_of_a_drawing() {
    let evil = r#"{"flags": [
      {"key": "a\"]\nclick a href \"javascript:x\"", "prerequisites": ["b<script>`%%{init}%%`"]},
      {"key": "b<script>`%%{init}%%`"}, {"key": "lonely\n\";}"}
    ]}"#;
    let graph = drawn("", evil, "");
    let mermaid = text(&graph, "mermaid");
    assert!(
        !mermaid.contains("\nclick") && !mermaid.contains("<script") && !mermaid.contains("%%{"),
        "{mermaid}"
    );
    let dot = text(&graph, "dot");
    assert!(!dot.contains("\nclick") && dot.contains("a\\\"]"), "{dot}");
    let json: serde_json::Value = serde_json::from_str(&text(&graph, "json")).expect("JSON");
    assert_eq!(json["schema"], "flagdebt.graph/1");
    assert_eq!(json["components"][0]["flags"].as_array().map(Vec::len), Some(2));
}

#[test]
fn large_graphs_cost_little() {
    let flags: Vec<String> = (0..20_000)
        .map(|number| {
            format!(
                "{{\"key\": \"f{number:05}\", \"prerequisites\": [\"f{:05}\"]}}",
                (number + 1) % 20_000
            )
        })
        .collect();
    let graph = drawn("", &format!("{{\"flags\": [{}]}}", flags.join(",")), "");
    assert_eq!(graph.components.len(), 1);
    assert_eq!(graph.components[0].states, None);
    assert!(
        graph.components[0]
            .matrix
            .as_ref()
            .is_some_and(|matrix| matrix.without_pairs)
    );
}

/// LaunchDarkly and others declare prerequisites per environment: those of production forbid, those of staging do not.
#[test]
fn prerequisites_of_production_forbid() {
    let flags = r#"{"flags": [
      {"key": "cart", "environments": [{"name": "production", "enabled": true}, {"name": "staging", "enabled": true}]},
      {"key": "upsell", "prerequisites": [{"flag": "cart", "values": [true], "environment": "production"}]},
      {"key": "hint", "prerequisites": [{"flag": "cart", "values": [true], "environment": "staging"}]}
    ]}"#;
    let graph = drawn("", flags, "");
    let matrix = graph.components[0].matrix.as_ref().expect("a matrix");
    let on = |row: &graph::Combination, key: &str| {
        let at = graph.node(key).expect("a node");
        let mut values = row.values.iter();
        values.any(|(node, value)| *node == at && value.as_bool() == Some(true))
    };
    assert!(matrix.rows.iter().all(|row| !on(row, "upsell") || on(row, "cart")));
    assert!(matrix.rows.iter().any(|row| on(row, "hint") && !on(row, "cart")));
    assert!(matrix.illegal > 0);
}
