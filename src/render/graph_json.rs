//! `graph --format json`: the whole graph as one object.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{OutputFormat, Style};
use crate::escape;
use crate::graph::{Component, Edge, Graph, Node};

pub(super) const FORMAT: OutputFormat<Graph> = OutputFormat {
    name: "json",
    whole: false,
    excerpts: false,
    write,
};

fn write(graph: &Graph, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let key = |at: &usize| graph.nodes.get(*at).map_or("", |node| node.key.as_str());
    let object = json!({
        "schema": "flagdebt.graph/1",
        "version": graph.version,
        "flags": graph.nodes.iter().map(flag).collect::<Vec<_>>(),
        "edges": graph.edges.iter().map(|one| edge(graph, one)).collect::<Vec<_>>(),
        "components": graph.components.iter().map(|one| component(graph, one)).collect::<Vec<_>>(),
        "independent": graph.independent.iter().map(key).collect::<Vec<_>>(),
    });
    escape::json_pretty(&object, out)?;
    writeln!(out)
}

fn flag(node: &Node) -> Value {
    json!({
        "key": node.key, "registered": node.registered, "values": node.values, "constant": node.constant,
    })
}

fn edge(graph: &Graph, edge: &Edge) -> Value {
    let key = |at: usize| graph.nodes.get(at).map(|node| node.key.as_str());
    let (path, line) = edge
        .place
        .as_ref()
        .map_or((None, None), |(path, line)| (Some(path), Some(line)));
    json!({
        "from": key(edge.from), "to": key(edge.to), "kind": edge.kind.name(), "wants": edge.wants,
        "environment": edge.environment, "path": path, "line": line, "places": edge.places, "circular": edge.circular,
    })
}

fn component(graph: &Graph, component: &Component) -> Value {
    let key = |at: &usize| graph.nodes.get(*at).map_or("", |node| node.key.as_str());
    let mut object = Map::new();
    object.insert(
        "flags".to_owned(),
        json!(component.flags.iter().map(key).collect::<Vec<_>>()),
    );
    object.insert("states".to_owned(), json!(component.states));
    object.insert("circles".to_owned(), json!(component.circles));
    if let Some(matrix) = &component.matrix {
        let rows: Vec<Value> = matrix
            .rows
            .iter()
            .map(|row| {
                let values: Map<String, Value> = row
                    .values
                    .iter()
                    .map(|(at, value)| (key(at).to_owned(), value.clone()))
                    .collect();
                json!({"why": row.why, "values": values})
            })
            .collect();
        let matrix = json!({"rows": rows, "illegal": matrix.illegal, "without_pairs": matrix.without_pairs});
        object.insert("matrix".to_owned(), matrix);
    }
    Value::Object(object)
}
