//! `graph --format mermaid`: a flow chart that GitHub and GitLab draw.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::graph::{edge_label, matrix_lines, states};
use super::{OutputFormat, Style};
use crate::escape;
use crate::evidence::count;
use crate::graph::{EdgeKind, Graph};

pub(super) const FORMAT: OutputFormat<Graph> = OutputFormat {
    name: "mermaid",
    whole: false,
    excerpts: false,
    write,
};

fn write(graph: &Graph, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    let mut constants = Vec::new();
    for (number, component) in (1..).zip(&graph.components) {
        writeln!(
            out,
            "  subgraph c{number}[\"{}\"]",
            escape::mermaid(&format!(
                "{}, {}",
                count(component.flags.len(), "flag"),
                states(component)
            ))
        )?;
        for at in &component.flags {
            let Some(node) = graph.nodes.get(*at) else { continue };
            let label = match &node.constant {
                Some(value) => format!("{} = {value}", node.key),
                None => node.key.clone(),
            };
            writeln!(out, "    f{at}[\"{}\"]", escape::mermaid(&label))?;
            constants.extend(node.constant.as_ref().map(|_| format!("f{at}")));
        }
        writeln!(out, "  end")?;
    }
    let mut circular = Vec::new();
    for (number, edge) in graph.edges.iter().enumerate() {
        let arrow = match edge.kind {
            EdgeKind::Prerequisite => "-->",
            EdgeKind::Nesting => "-.->",
            EdgeKind::Condition | EdgeKind::Function => "-.-",
        };
        let label = escape::mermaid(&edge_label(edge));
        writeln!(out, "  f{} {arrow}|\"{label}\"| f{}", edge.from, edge.to)?;
        circular.extend(edge.circular.then(|| number.to_string()));
    }
    if !constants.is_empty() {
        writeln!(out, "  classDef constant fill:#ddd,stroke-dasharray:4")?;
        writeln!(out, "  class {} constant", constants.join(","))?;
    }
    if !circular.is_empty() {
        writeln!(out, "  linkStyle {} stroke:#c00,stroke-width:3px", circular.join(","))?;
    }
    let names: BTreeMap<usize, &str> = graph.nodes.iter().map(|node| node.key.as_str()).enumerate().collect();
    writeln!(out, "  %% {} interact with no other one", graph.independent.len())?;
    for at in &graph.independent {
        writeln!(
            out,
            "  %%   {}",
            escape::mermaid(names.get(at).copied().unwrap_or_default())
        )?;
    }
    for line in matrix_lines(graph) {
        writeln!(out, "  %% {}", escape::mermaid(&line))?;
    }
    Ok(())
}
