//! Which flags interact, drawn as SVG: a flag stands to the right of those that it depends on. A table says the same.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{end_table, prose, table, text};
use crate::evidence::{count, literal};
use crate::graph::{Component, Edge, EdgeKind, Graph};

/// Components with more flags are told in the table only: nobody could read them.
const LARGEST: usize = 40;
/// Components drawn at the most.
const DRAWN: usize = 20;
/// Edges in the table at the most.
const EDGES: usize = 500;
/// Columns at the most; also where prerequisites go round in a circle.
const COLUMNS: usize = 8;
/// Characters of a key that fit into a box.
const LETTERS: usize = 26;

/// The size of a box, and the room between two.
const WIDTH: usize = 210;
const HEIGHT: usize = 28;
const ACROSS: usize = 90;
const DOWN: usize = 12;
const MARGIN: usize = 8;

pub(super) fn graph(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    if graph.edges.is_empty() {
        return Ok(());
    }
    let connected: usize = graph.components.iter().map(|component| component.flags.len()).sum();
    writeln!(
        out,
        "<h2 id=\"graph\">Flags that interact</h2>\n<p>{} in {}; {} on their own.</p>",
        count(connected, "flag"),
        count(graph.components.len(), "group"),
        graph.independent.len()
    )?;
    writeln!(out, "{LEGEND}")?;
    let readable = |component: &&Component| component.flags.len() <= LARGEST;
    for component in graph.components.iter().filter(readable).take(DRAWN) {
        draw(graph, component, out)?;
    }
    edges(graph, out)
}

const LEGEND: &str = "<p class=\"legend\"><span class=\"prerequisite\">needs</span> \
    <span class=\"nesting\">is asked for inside of</span> <span class=\"condition\">is asked for together with</span> \
    <span class=\"one\">everyone gets one value</span></p>\
    <svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" \
    refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\"/></marker></defs></svg>";

/// Where each flag of a component stands: its upper left corner.
struct Layout {
    at: BTreeMap<usize, (usize, usize)>,
    width: usize,
    height: usize,
}

fn layout(component: &Component, edges: &[&Edge]) -> Layout {
    let mut columns: BTreeMap<usize, usize> = component.flags.iter().map(|flag| (*flag, 0)).collect();
    for _ in 0..COLUMNS {
        for edge in edges.iter().filter(|edge| edge.kind <= EdgeKind::Nesting) {
            let wanted = columns.get(&edge.to).map_or(0, |column| column + 1);
            if let Some(column) = columns.get_mut(&edge.from)
                && *column < wanted
                && wanted < COLUMNS
            {
                *column = wanted;
            }
        }
    }
    // A circle pushes its flags to the right: columns without a flag go.
    let mut used: Vec<usize> = columns.values().copied().collect();
    used.sort_unstable();
    used.dedup();
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut at = BTreeMap::new();
    for (flag, column) in columns {
        let column = used.iter().position(|used| *used == column).unwrap_or(0);
        let row = rows.entry(column).or_default();
        at.insert(
            flag,
            (MARGIN + column * (WIDTH + ACROSS), MARGIN + *row * (HEIGHT + DOWN)),
        );
        *row += 1;
    }
    let most = rows.values().copied().max().unwrap_or(1);
    Layout {
        at,
        // Arcs within a column need room at its right.
        width: 2 * MARGIN + used.len() * (WIDTH + ACROSS) - ACROSS / 2,
        height: 2 * MARGIN + most * (HEIGHT + DOWN) - DOWN,
    }
}

fn draw(graph: &Graph, component: &Component, out: &mut dyn Write) -> io::Result<()> {
    let inside = |edge: &&Edge| component.flags.contains(&edge.from);
    let edges: Vec<&Edge> = graph.edges.iter().filter(inside).collect();
    let layout = layout(component, &edges);
    let title = format!(
        "{}, {}",
        count(component.flags.len(), "flag"),
        count(edges.len(), "connection")
    );
    writeln!(
        out,
        "<div class=\"scroll graph\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><svg width=\"{0}\" height=\"{1}\" \
         viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{title}; the table below says which\">",
        layout.width, layout.height
    )?;
    for edge in edges {
        connect(edge, &layout, out)?;
    }
    for flag in &component.flags {
        let (Some((x, y)), Some(node)) = (layout.at.get(flag), graph.nodes.get(*flag)) else {
            continue;
        };
        let shown: String = node.key.chars().take(LETTERS).collect();
        let cut = if shown.len() < node.key.len() { "…" } else { "" };
        let constant = node
            .constant
            .as_ref()
            .map_or_else(String::new, |value| format!(" is {}", literal(value)));
        let class = if constant.is_empty() { "node" } else { "node constant" };
        writeln!(
            out,
            "<g><title>{}{}</title><rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"5\"/>\
             <text x=\"{}\" y=\"{}\">{}{cut}</text></g>",
            text(&node.key),
            text(&constant),
            x + 8,
            y + 19,
            text(&shown)
        )?;
    }
    writeln!(out, "</svg></div>")
}

fn connect(edge: &Edge, layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    let (Some((from_x, from_y)), Some((to_x, to_y))) = (layout.at.get(&edge.from), layout.at.get(&edge.to)) else {
        return Ok(());
    };
    let (from_y, to_y) = (from_y + HEIGHT / 2, to_y + HEIGHT / 2);
    let half = ACROSS / 2;
    let path = if from_x == to_x {
        // An arc at the right of the column.
        let x = from_x + WIDTH;
        format!("M{x} {from_y}C{0} {from_y} {0} {to_y} {x} {to_y}", x + half)
    } else if from_x > to_x {
        let (start, end) = (*from_x, to_x + WIDTH);
        format!(
            "M{start} {from_y}C{} {from_y} {} {to_y} {end} {to_y}",
            start - half,
            end + half
        )
    } else {
        let (start, end) = (from_x + WIDTH, *to_x);
        format!(
            "M{start} {from_y}C{} {from_y} {} {to_y} {end} {to_y}",
            start + half,
            end.saturating_sub(half)
        )
    };
    let circular = if edge.circular { " circular" } else { "" };
    let arrow = if edge.kind <= EdgeKind::Nesting {
        " marker-end=\"url(#arrow)\""
    } else {
        ""
    };
    let class = edge.kind.name();
    writeln!(out, "<path class=\"edge {class}{circular}\" d=\"{path}\"{arrow}/>")
}

fn edges(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let many = if graph.edges.len() > 12 { "" } else { " open" };
    writeln!(out, "<details class=\"quiet\"{many}><summary>The connections</summary>")?;
    table("Flags that interact", &["flag", "how", "other flag", "where"], out)?;
    let key = |at: usize| graph.nodes.get(at).map_or_else(String::new, |node| text(&node.key));
    for edge in graph.edges.iter().take(EDGES) {
        let how = match edge.kind {
            EdgeKind::Prerequisite => "needs",
            EdgeKind::Nesting => "is asked for inside of",
            EdgeKind::Condition => "stands in one condition with",
            EdgeKind::Function => "is decided in one function with",
        };
        let wants: Vec<String> = edge
            .wants
            .iter()
            .flatten()
            .map(|value| prose(&literal(value)))
            .collect();
        let wants = match wants.is_empty() {
            true => String::new(),
            false => format!(" = {}", wants.join(" or ")),
        };
        let place = match (&edge.place, &edge.environment) {
            (Some((path, line)), _) => format!("<code>{}:{line}</code>", text(path)),
            (None, Some(environment)) => text(environment),
            (None, None) => String::new(),
        };
        let circle = if edge.circular { ", in a circle" } else { "" };
        writeln!(
            out,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{how}{circle}</td><td><code>{}</code>{wants}</td><td>{place}</td></tr>",
            key(edge.from),
            key(edge.to)
        )?;
    }
    end_table(out)?;
    if graph.edges.len() > EDGES {
        writeln!(
            out,
            "<p>and {}</p>",
            count(graph.edges.len() - EDGES, "more connection")
        )?;
    }
    writeln!(out, "</details>")
}
