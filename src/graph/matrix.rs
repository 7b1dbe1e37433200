//! The few combinations of a component's flags that are worth testing.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::graph::{Component, Edge, EdgeKind, Graph, Node};

/// The combinations of one component.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matrix {
    /// In the order of worth: production today, each flag's next state, then what covers the remaining pairs.
    pub rows: Vec<Combination>,
    /// Combinations that were left out because a prerequisite or an exclusive group forbids them.
    pub illegal: usize,
    /// The component is too large for its pairs.
    pub without_pairs: bool,
}

/// One value for each flag of a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Combination {
    /// Why it is worth testing.
    pub why: String,
    /// Index of the node and value, in the component's order.
    pub values: Vec<(usize, Value)>,
}

/// Of larger components the pairs are left out.
const LARGEST: usize = 40;
/// Of larger components the next states are left out as well: each of them names every flag.
const LARGEST_AT_ALL: usize = 400;
/// So many values of one flag are told apart.
const VALUES: usize = 8;

/// One row: the index of a value for each flag of the component.
type Row = Vec<usize>;

/// A flag with its value, both as places in the component.
type Choice = (usize, usize);

struct Space<'g> {
    flags: Vec<(usize, &'g Node)>,
    /// The values of each flag; of a constant one only that.
    values: Vec<Vec<&'g Value>>,
    /// Child, parent, and the parent's values that the child wants.
    wants: Vec<(usize, usize, &'g [Value])>,
    /// Flags of which only one may be on.
    exclusive: Vec<Vec<usize>>,
}

/// The combinations of a component; `groups` are flags of which only one may be on, `production` the environments that count.
pub(super) fn of(graph: &Graph, component: &Component, groups: &[Vec<String>], production: &[String]) -> Matrix {
    let own = Space::new(graph, component, groups, production);
    let mut matrix = Matrix::default();
    let mut seen: BTreeSet<Row> = BTreeSet::new();
    let today = own.today();
    let add = |row: &Row, why: String, matrix: &mut Matrix, seen: &mut BTreeSet<Row>| {
        if !seen.insert(row.clone()) {
            return;
        }
        let values = own.flags.iter().zip(&own.values).zip(row);
        let values = values.filter_map(|(((at, _), values), value)| Some((*at, (*values.get(*value)?).clone())));
        matrix.rows.push(Combination {
            why,
            values: values.collect(),
        });
    };
    // What production serves is real, also where it should not be.
    let why = match own.flags.iter().all(|(_, node)| node.constant.is_some()) {
        true => "production today",
        false => "production today, what is not proven taken as off",
    };
    add(&today, why.to_owned(), &mut matrix, &mut seen);
    let changed = own
        .flags
        .iter()
        .enumerate()
        .filter(|_| own.flags.len() <= LARGEST_AT_ALL);
    for (at, (_, node)) in changed {
        for value in 0..own.values.get(at).map_or(0, Vec::len) {
            let mut row = today.clone();
            if row.get(at) == Some(&value) {
                continue;
            }
            row[at] = value;
            let shown = own
                .values
                .get(at)
                .and_then(|values| values.get(value))
                .map(ToString::to_string);
            if own.is_legal(&row) {
                let why = format!("next state of {}: {}", node.key, shown.unwrap_or_default());
                add(&row, why, &mut matrix, &mut seen);
            } else {
                matrix.illegal += 1;
            }
        }
    }
    if own.flags.len() > LARGEST {
        matrix.without_pairs = true;
        return matrix;
    }
    let mut open = own.pairs();
    let before = open.len();
    open.retain(|(one, two)| own.allows(*one, *two));
    matrix.illegal += before - open.len();
    for row in &seen {
        open.retain(|pair| !covers(row, *pair));
    }
    while let Some(first) = open.iter().next().copied() {
        match own.completed(first, &open) {
            Some(row) => {
                open.retain(|pair| !covers(&row, *pair));
                add(&row, "remaining pairs".to_owned(), &mut matrix, &mut seen);
            }
            None => {
                open.remove(&first);
                matrix.illegal += 1;
            }
        }
    }
    matrix
}

fn covers(row: &Row, (one, two): (Choice, Choice)) -> bool {
    row.get(one.0) == Some(&one.1) && row.get(two.0) == Some(&two.1)
}

impl<'g> Space<'g> {
    fn new(graph: &'g Graph, component: &Component, groups: &[Vec<String>], production: &[String]) -> Self {
        let flags: Vec<(usize, &Node)> = component
            .flags
            .iter()
            .filter_map(|at| Some((*at, graph.nodes.get(*at)?)))
            .collect();
        let values = flags.iter().map(|(_, node)| match &node.constant {
            Some(value) => vec![value],
            None => node.values.iter().take(VALUES).collect(),
        });
        let values = values.collect();
        let place = |node: usize| component.flags.binary_search(&node).ok();
        let counts = |name: &Option<String>| name.as_ref().is_none_or(|name| production.contains(name));
        let declared = |edge: &&Edge| edge.kind == EdgeKind::Prerequisite && counts(&edge.environment);
        let wants = graph
            .edges
            .iter()
            .filter(declared)
            .filter_map(|edge| Some((place(edge.from)?, place(edge.to)?, edge.wants.as_deref()?)));
        let wants = wants.collect();
        let members = |group: &Vec<String>| {
            let places = group.iter().filter_map(|key| place(graph.node(key)?));
            places.collect::<Vec<usize>>()
        };
        Self {
            flags,
            values,
            wants,
            exclusive: groups.iter().map(members).collect(),
        }
    }

    /// What production serves: the constant value, else the one while the flag is off.
    fn today(&self) -> Row {
        let off = |(at, (_, node)): (usize, &(usize, &Node))| {
            let values = self.values.get(at).map_or(&[][..], Vec::as_slice);
            values.iter().position(|value| !node.is_on(value)).unwrap_or(0)
        };
        self.flags.iter().enumerate().map(off).collect()
    }

    fn value(&self, (at, value): Choice) -> Option<&'g Value> {
        self.values.get(at)?.get(value).copied()
    }

    fn is_on(&self, choice: Choice) -> bool {
        let node = self.flags.get(choice.0).map(|(_, node)| node);
        node.zip(self.value(choice))
            .is_some_and(|(node, value)| node.is_on(value))
    }

    /// Whether two flags may have these values together.
    fn allows(&self, one: Choice, two: Choice) -> bool {
        let broken = |child: Choice, parent: Choice| {
            self.wants.iter().any(|(from, to, wanted)| {
                (*from, *to) == (child.0, parent.0)
                    && self.is_on(child)
                    && self.value(parent).is_some_and(|value| !wanted.contains(value))
            })
        };
        let both_on = self.is_on(one) && self.is_on(two);
        let excluded = |group: &Vec<usize>| group.contains(&one.0) && group.contains(&two.0);
        let excluded = both_on && self.exclusive.iter().any(excluded);
        !(broken(one, two) || broken(two, one) || excluded)
    }

    fn is_legal(&self, row: &Row) -> bool {
        let related = self.wants.iter().map(|(from, to, _)| (*from, *to));
        let grouped = self.exclusive.iter().flat_map(|group| {
            let pairs = group.iter().enumerate();
            pairs.flat_map(|(at, one)| group.iter().skip(at + 1).map(|two| (*one, *two)))
        });
        related
            .chain(grouped)
            .all(|(one, two)| match (row.get(one), row.get(two)) {
                (Some(first), Some(second)) => self.allows((one, *first), (two, *second)),
                _ => true,
            })
    }

    /// Every pair of values of two flags.
    fn pairs(&self) -> BTreeSet<(Choice, Choice)> {
        let mut pairs = BTreeSet::new();
        for (one, first) in self.values.iter().enumerate() {
            for (two, second) in self.values.iter().enumerate().skip(one + 1) {
                for left in 0..first.len() {
                    pairs.extend((0..second.len()).map(|right| ((one, left), (two, right))));
                }
            }
        }
        pairs
    }

    /// A legal row that covers a pair and as many of the open ones as a greedy choice finds.
    fn completed(&self, (one, two): (Choice, Choice), open: &BTreeSet<(Choice, Choice)>) -> Option<Row> {
        let mut chosen: Vec<Option<usize>> = vec![None; self.flags.len()];
        chosen[one.0] = Some(one.1);
        chosen[two.0] = Some(two.1);
        for at in 0..chosen.len() {
            if chosen[at].is_some() {
                continue;
            }
            let fixed: Vec<Choice> = chosen
                .iter()
                .enumerate()
                .filter_map(|(at, value)| Some((at, (*value)?)))
                .collect();
            let values = 0..self.values.get(at).map_or(0, Vec::len);
            let legal = values.filter(|value| fixed.iter().all(|other| self.allows((at, *value), *other)));
            let gain = |value: &usize| {
                let choice = (at, *value);
                let pair = |other: &&Choice| open.contains(&(choice.min(**other), choice.max(**other)));
                (fixed.iter().filter(pair).count(), std::cmp::Reverse(*value))
            };
            chosen[at] = Some(legal.max_by_key(gain)?);
        }
        let row: Row = chosen.into_iter().flatten().collect();
        self.is_legal(&row).then_some(row)
    }
}
