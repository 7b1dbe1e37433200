//! Which flags interact: what the registry declares, what the code implies, and what follows for testing.

mod matrix;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::config::Policy;
use crate::evidence::{constant_value, name_words};
use crate::join::Joined;
use crate::lints::Context;
use crate::registry::{Flag, Registry};
use crate::usage::{Certainty, Role, Use};

pub use matrix::{Combination, Matrix};

/// What `graph` prints.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// This program's version.
    pub version: &'static str,
    /// Live flags of the registry, and flags that code asks for; sorted by key.
    pub nodes: Vec<Node>,
    /// Sorted by the flags they connect.
    pub edges: Vec<Edge>,
    /// Flags that are connected, the largest component first.
    pub components: Vec<Component>,
    /// Flags that interact with no other one, as indexes of `nodes`.
    pub independent: Vec<usize>,
}

/// A flag.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its key.
    pub key: String,
    /// A registry knows it.
    pub registered: bool,
    /// The values it can have.
    pub values: Vec<Value>,
    /// The one value that everyone in production gets, if that is proven.
    pub constant: Option<Value>,
    /// The value while it is off.
    pub off: Option<Value>,
}

/// Why two flags interact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// The registry declares it.
    Prerequisite,
    /// Code asks for the one only inside a branch of the other.
    Nesting,
    /// One condition asks for both.
    Condition,
    /// One function decides on both.
    Function,
}

impl EdgeKind {
    /// The word in the outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prerequisite => "prerequisite",
            Self::Nesting => "nesting",
            Self::Condition => "condition",
            Self::Function => "function",
        }
    }
}

/// Two flags that interact.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The flag that depends on the other one; where both are alike, the first by key. An index of `nodes`.
    pub from: usize,
    /// The other one.
    pub to: usize,
    /// Why.
    pub kind: EdgeKind,
    /// The values of the other one that are wanted, where they are known.
    pub wants: Option<Vec<Value>>,
    /// Where the prerequisite holds; `None`: everywhere.
    pub environment: Option<String>,
    /// Where in the code, for what code implies: path and line of the first such place.
    pub place: Option<(String, u32)>,
    /// How many such places there are.
    pub places: usize,
    /// Part of a circle of prerequisites.
    pub circular: bool,
}

/// Flags that are connected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Component {
    /// Sorted indexes of `nodes`.
    pub flags: Vec<usize>,
    /// How many combinations of values there are, constant flags counted once; `None`: more than can be counted.
    pub states: Option<u64>,
    /// The circles of prerequisites, by key.
    pub circles: Vec<Vec<String>>,
    /// The combinations worth testing, if they were asked for.
    pub matrix: Option<Matrix>,
}

/// In functions that decide on more flags not every pair is an edge, only neighbours by key.
const PAIRS: usize = 8;

/// Builds the graph; with `matrix` also the combinations that are worth testing.
pub fn graph(joined: &Joined, registry: &Registry, policy: &Policy, version: &'static str, matrix: bool) -> Graph {
    let context = Context::new(joined, registry, policy);
    let nodes = nodes(&context);
    let index: BTreeMap<&str, usize> = nodes
        .iter()
        .enumerate()
        .map(|(at, node)| (node.key.as_str(), at))
        .collect();
    let mut edges = Edges::default();
    declared(&context, &index, &mut edges);
    implied(&context, &index, &mut edges);
    let edges = edges.finish();
    let mut graph = Graph {
        version,
        components: components(&nodes, &edges),
        edges,
        nodes,
        independent: Vec::new(),
    };
    graph.independent = independent(&graph);
    graph.find_circles(&context);
    if matrix {
        let groups = &policy.options.exclusive_flags.groups;
        let production = crate::evidence::production_names(registry, policy);
        let matrices: Vec<Matrix> = graph
            .components
            .iter()
            .map(|component| matrix::of(&graph, component, groups, &production))
            .collect();
        for (component, matrix) in graph.components.iter_mut().zip(matrices) {
            component.matrix = Some(matrix);
        }
    }
    graph
}

fn nodes(context: &Context<'_>) -> Vec<Node> {
    let asked = |uses: &[Use]| uses.iter().any(|item| item.role == Role::Evaluation && counts(item));
    let wanted = context.usages.iter().filter_map(|usage| {
        let flag = context.flag(usage);
        let live = flag.is_some_and(|flag| !flag.is_retired());
        (live || asked(&usage.uses)).then(|| {
            let constant = flag.and_then(|flag| constant_value(flag, context));
            Node {
                key: usage.key.clone(),
                registered: flag.is_some(),
                values: values(flag, constant.as_ref()),
                off: flag.and_then(off_value),
                constant,
            }
        })
    });
    wanted.collect()
}

/// The values of a flag; a flag of unknown values is one that is on or off.
fn values(flag: Option<&Flag>, constant: Option<&Value>) -> Vec<Value> {
    let known = flag.map(|flag| flag.variations.clone()).unwrap_or_default();
    let mut values: Vec<Value> = match known.len() {
        0 | 1 => vec![Value::Bool(false), Value::Bool(true)],
        _ => known,
    };
    if let Some(value) = constant.filter(|value| !values.contains(value)) {
        values.push(value.clone());
    }
    values
}

fn off_value(flag: &Flag) -> Option<Value> {
    flag.environments
        .iter()
        .find_map(|environment| environment.default_when_off.clone())
}

fn counts(item: &Use) -> bool {
    item.certainty >= Certainty::Likely && !item.test
}

/// Edges by what they connect and why.
#[derive(Default)]
struct Edges {
    found: BTreeMap<(usize, usize, EdgeKind, Option<String>), Edge>,
}

impl Edges {
    fn add(&mut self, edge: Edge) {
        // Code may ask twice for one flag; a flag that the registry lets need itself is a circle.
        if edge.from == edge.to && edge.kind != EdgeKind::Prerequisite {
            return;
        }
        let key = (edge.from, edge.to, edge.kind, edge.environment.clone());
        self.found
            .entry(key)
            .and_modify(|known| known.places += 1)
            .or_insert(edge);
    }

    /// Of the weaker kinds those go that a stronger one says already.
    fn finish(self) -> Vec<Edge> {
        let strongest: BTreeMap<(usize, usize), EdgeKind> =
            self.found.values().fold(BTreeMap::new(), |mut strongest, edge| {
                let pair = (edge.from.min(edge.to), edge.from.max(edge.to));
                let kind = strongest.entry(pair).or_insert(edge.kind);
                *kind = edge.kind.min(*kind);
                strongest
            });
        let says_more = |edge: &Edge| {
            let pair = (edge.from.min(edge.to), edge.from.max(edge.to));
            edge.kind <= EdgeKind::Nesting || strongest.get(&pair) == Some(&edge.kind)
        };
        self.found.into_values().filter(says_more).collect()
    }
}

fn declared(context: &Context<'_>, index: &BTreeMap<&str, usize>, edges: &mut Edges) {
    for flag in context.registry.flags.iter().filter(|flag| !flag.is_retired()) {
        for prerequisite in &flag.prerequisites {
            let parent = context
                .registry
                .get(&prerequisite.flag)
                .map_or(&prerequisite.flag, |parent| &parent.key);
            let (Some(from), Some(to)) = (index.get(flag.key.as_str()), index.get(parent.as_str())) else {
                continue;
            };
            edges.add(Edge {
                from: *from,
                to: *to,
                kind: EdgeKind::Prerequisite,
                wants: prerequisite.values.clone(),
                environment: prerequisite.environment.clone(),
                place: None,
                places: 0,
                circular: false,
            });
        }
    }
}

/// What code says of flags together.
fn implied(context: &Context<'_>, index: &BTreeMap<&str, usize>, edges: &mut Edges) {
    let mut conditions: BTreeMap<(&str, u32, u32), BTreeMap<usize, &Use>> = BTreeMap::new();
    let mut functions: BTreeMap<(&str, u32), BTreeMap<usize, &Use>> = BTreeMap::new();
    for (usage, at) in context.usages.iter().zip(0..) {
        let Some(node) = index.get(usage.key.as_str()) else {
            continue;
        };
        for (item, number) in usage.uses.iter().zip(0..) {
            if item.role != Role::Evaluation || !counts(item) {
                continue;
            }
            let decisions = context.nesting().decisions(at, number);
            for arm in decisions.flat_map(|decision| decision.around) {
                let outer = context
                    .usages
                    .get(arm.usage)
                    .and_then(|outer| index.get(outer.key.as_str()));
                let Some(outer) = outer else { continue };
                let mut edge = between(*node, *outer, EdgeKind::Nesting, item);
                edge.wants = arm.value.map(|value| vec![Value::Bool(value)]);
                edges.add(edge);
            }
            let path = item.path.as_str();
            for branch in &item.branches {
                let span = branch.whole.span;
                conditions
                    .entry((path, span.start, span.end))
                    .or_default()
                    .insert(*node, item);
            }
            if let (Some(function), false) = (&item.site.function, item.branches.is_empty()) {
                functions
                    .entry((path, function.place.span.start))
                    .or_default()
                    .insert(*node, item);
            }
        }
    }
    for group in conditions.values() {
        pairs(group, EdgeKind::Condition, edges);
    }
    for group in functions.values() {
        pairs(group, EdgeKind::Function, edges);
    }
}

fn between(from: usize, to: usize, kind: EdgeKind, item: &Use) -> Edge {
    Edge {
        from,
        to,
        kind,
        wants: None,
        environment: None,
        place: Some((item.path.clone(), item.name.line)),
        places: 1,
        circular: false,
    }
}

/// Every pair of a small group, neighbours of a large one.
fn pairs(group: &BTreeMap<usize, &Use>, kind: EdgeKind, edges: &mut Edges) {
    let flags: Vec<(usize, &Use)> = group.iter().map(|(node, item)| (*node, *item)).collect();
    let reach = if flags.len() > PAIRS { 1 } else { PAIRS };
    for (at, (first, _)) in flags.iter().enumerate() {
        for (second, item) in flags.iter().skip(at + 1).take(reach) {
            edges.add(between(*first, *second, kind, item));
        }
    }
}

/// Connected flags, the largest component first, then by the first key.
fn components(nodes: &[Node], edges: &[Edge]) -> Vec<Component> {
    let mut parents: Vec<usize> = (0..nodes.len()).collect();
    for edge in edges {
        let (one, two) = (root(&mut parents, edge.from), root(&mut parents, edge.to));
        if let Some(parent) = parents.get_mut(one.max(two)) {
            *parent = one.min(two);
        }
    }
    let alone = edges.iter().filter(|edge| edge.from == edge.to);
    let needs_itself: BTreeSet<usize> = alone.map(|edge| edge.from).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..nodes.len() {
        groups.entry(root(&mut parents, at)).or_default().push(at);
    }
    let mut components: Vec<Component> = groups
        .into_values()
        .filter(|flags| flags.len() > 1 || flags.iter().any(|at| needs_itself.contains(at)))
        .map(|flags| Component {
            states: states(nodes, &flags),
            flags,
            circles: Vec::new(),
            matrix: None,
        })
        .collect();
    components.sort_by_key(|component| {
        (
            std::cmp::Reverse(component.flags.len()),
            component.flags.first().copied(),
        )
    });
    components
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(parent) = parents.get(at).copied().filter(|parent| *parent != at) {
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(own) = parents.get_mut(at) {
            *own = above;
        }
        at = parent;
    }
    at
}

fn states(nodes: &[Node], flags: &[usize]) -> Option<u64> {
    flags
        .iter()
        .filter_map(|at| nodes.get(*at))
        .try_fold(1u64, |states, node| match node.constant {
            Some(_) => Some(states),
            None => states.checked_mul(u64::try_from(node.values.len()).ok()?),
        })
}

fn independent(graph: &Graph) -> Vec<usize> {
    let connected: BTreeSet<usize> = graph
        .components
        .iter()
        .flat_map(|component| component.flags.iter().copied())
        .collect();
    (0..graph.nodes.len()).filter(|at| !connected.contains(at)).collect()
}

impl Graph {
    /// The node of a key.
    pub fn node(&self, key: &str) -> Option<usize> {
        self.nodes.binary_search_by(|node| node.key.as_str().cmp(key)).ok()
    }

    fn find_circles(&mut self, context: &Context<'_>) {
        let circles: Vec<Vec<String>> = context
            .cycles()
            .values()
            .flatten()
            .map(|cycle| cycle.keys.clone())
            .collect();
        let mut steps: BTreeSet<(usize, usize)> = BTreeSet::new();
        for circle in &circles {
            let followers = circle.iter().skip(1).chain(circle.first());
            for (key, next) in circle.iter().zip(followers) {
                steps.extend(self.node(key).zip(self.node(next)));
            }
        }
        for edge in self.edges.iter_mut().filter(|edge| edge.kind == EdgeKind::Prerequisite) {
            edge.circular = steps.contains(&(edge.from, edge.to));
        }
        let mut component_of: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, component) in self.components.iter().enumerate() {
            component_of.extend(component.flags.iter().map(|at| (*at, number)));
        }
        for circle in circles {
            let at = circle.first().and_then(|key| self.node(key));
            let number = at.and_then(|at| component_of.get(&at));
            if let Some(component) = number.and_then(|number| self.components.get_mut(*number)) {
                component.circles.push(circle);
            }
        }
    }
}

impl Node {
    /// Whether a value is another one than while the flag is off.
    pub fn is_on(&self, value: &Value) -> bool {
        match (value, &self.off) {
            (Value::Bool(value), _) => *value,
            (value, Some(off)) => value != off,
            (value, None) => !reads_off(value),
        }
    }
}

/// A value that says of itself that it is off.
fn reads_off(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        let words = name_words(text);
        matches!(words.first().map(String::as_str), Some("off" | "none" | "disabled"))
    })
}
