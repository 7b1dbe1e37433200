//! What the drawn forms of the graph say alike.

use crate::graph::{Component, Edge, EdgeKind, Graph};

/// Why two flags are connected, in a few words.
pub(super) fn edge_label(edge: &Edge) -> String {
    let wanted: Vec<String> = edge.wants.iter().flatten().take(4).map(ToString::to_string).collect();
    let wanted = wanted.join(" or ");
    let mut label = match (edge.kind, wanted.is_empty()) {
        (EdgeKind::Prerequisite, true) => "needs".to_owned(),
        (EdgeKind::Prerequisite, false) => format!("needs {wanted}"),
        (EdgeKind::Nesting, true) => "inside its branch".to_owned(),
        (EdgeKind::Nesting, false) => format!("only where {wanted}"),
        (EdgeKind::Condition, _) => "same condition".to_owned(),
        (EdgeKind::Function, _) => "same function".to_owned(),
    };
    if let Some(environment) = &edge.environment {
        label += &format!(" in {environment}");
    }
    if edge.circular {
        label += " (circle)";
    }
    label
}

/// "8 states".
pub(super) fn states(component: &Component) -> String {
    match component.states {
        Some(1) => "1 state".to_owned(),
        Some(states) => format!("{states} states"),
        None => "more states than can be counted".to_owned(),
    }
}

/// The combinations worth testing, one a line; nothing where they were not asked for.
pub(super) fn matrix_lines(graph: &Graph) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, component) in (1..).zip(&graph.components) {
        let Some(matrix) = &component.matrix else { continue };
        lines.push(format!(
            "component {number}: {} of {} worth testing, {} illegal ones left out{}",
            matrix.rows.len(),
            states(component),
            matrix.illegal,
            if matrix.without_pairs {
                ", too large for pairs"
            } else {
                ""
            }
        ));
        for row in &matrix.rows {
            let values = row
                .values
                .iter()
                .filter_map(|(at, value)| Some(format!("{}={value}", graph.nodes.get(*at)?.key)));
            lines.push(format!("  {}: {}", row.why, values.collect::<Vec<_>>().join(" ")));
        }
    }
    lines
}
