//! `graph --format dot`: for Graphviz.

use std::io::{self, Write};

use super::graph::{edge_label, matrix_lines, states};
use super::{OutputFormat, Style};
use crate::escape;
use crate::evidence::count;
use crate::graph::{EdgeKind, Graph};

pub(super) const FORMAT: OutputFormat<Graph> = OutputFormat {
    name: "dot",
    whole: false,
    excerpts: false,
    write,
};

fn write(graph: &Graph, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph flags {{")?;
    writeln!(out, "  rankdir=LR;\n  node [shape=box];")?;
    for (number, component) in (1..).zip(&graph.components) {
        writeln!(out, "  subgraph cluster_{number} {{")?;
        let label = format!("{}, {}", count(component.flags.len(), "flag"), states(component));
        writeln!(out, "    label=\"{}\";", escape::dot(&label))?;
        for at in &component.flags {
            let Some(node) = graph.nodes.get(*at) else { continue };
            match &node.constant {
                Some(value) => {
                    let label = escape::dot(&format!("{} = {value}", node.key));
                    writeln!(
                        out,
                        "    f{at} [label=\"{label}\", style=\"filled,dashed\", fillcolor=\"#dddddd\"];"
                    )?;
                }
                None => writeln!(out, "    f{at} [label=\"{}\"];", escape::dot(&node.key))?,
            }
        }
        writeln!(out, "  }}")?;
    }
    for at in &graph.independent {
        let key = graph.nodes.get(*at).map_or("", |node| node.key.as_str());
        writeln!(out, "  f{at} [label=\"{}\"];", escape::dot(key))?;
    }
    for edge in &graph.edges {
        let style = match (edge.kind, edge.circular) {
            (_, true) => "color=\"#cc0000\", penwidth=3",
            (EdgeKind::Prerequisite, false) => "style=solid",
            (EdgeKind::Nesting, false) => "style=dashed",
            (EdgeKind::Condition | EdgeKind::Function, false) => "style=dotted, dir=none",
        };
        let label = escape::dot(&edge_label(edge));
        writeln!(out, "  f{} -> f{} [label=\"{label}\", {style}];", edge.from, edge.to)?;
    }
    for line in matrix_lines(graph) {
        writeln!(out, "  // {}", escape::dot(&line))?;
    }
    writeln!(out, "}}")
}
