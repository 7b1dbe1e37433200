use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{is_on, label, lifecycle_name, literal, may_be_on, places, production, shown, source};
use crate::lints::{Context, Cycle, lint};
use crate::registry::{Environment, Flag, Prerequisite, PrerequisiteVia, Registry, Serves, ServesState};
use crate::usage::Usage;

lint! {
    /// Flags whose prerequisite is missing, archived, circular, or served so that it cannot be met.
    ///
    /// ## Why
    /// A flag with a prerequisite is served only where the other one gives the right value. Where that can never happen
    /// the flag is off for everyone, whatever its own page says. Where the flag is on for everyone while its
    /// prerequisite is not, users are in a state that nobody planned.
    ///
    /// Reported are, for each flag and prerequisite:
    ///
    /// - the prerequisite is not in the registry (a note where the export is not complete), or is archived or deleted;
    /// - flags that need each other in a circle, once a circle, with all its members;
    /// - the prerequisite gives everyone a value that does not meet the condition: the flag can never be served or, if it
    ///   is on for everyone all the same, the pair is in an illegal state;
    /// - the prerequisite gives different users different values while the flag is on for everyone.
    ///
    /// What is served is compared in each environment. Outside production the last two are notes.
    ///
    /// ## Example
    /// `new-checkout` is on for everyone, and needs `new-cart` to be `true`, which is off:
    ///
    /// ```json
    /// {"flags": [
    ///   {"key": "new-cart", "environments": {"production": {"enabled": false, "serves": false}}},
    ///   {"key": "new-checkout", "prerequisites": ["new-cart"],
    ///    "environments": {"production": {"enabled": true, "serves": true}}}
    /// ]}
    /// ```
    ///
    /// Better: roll out `new-cart` first, or drop the prerequisite:
    ///
    /// ```json
    /// {"flags": [
    ///   {"key": "new-cart", "environments": {"production": {"enabled": true, "serves": true}}},
    ///   {"key": "new-checkout", "prerequisites": ["new-cart"],
    ///    "environments": {"production": {"enabled": true, "serves": true}}}
    /// ]}
    /// ```
    ///
    /// ## Fix
    /// Change the prerequisite in the registry, or serve the other flag first. Remove prerequisites before you archive
    /// the flag that they name.
    ///
    /// ## When not to use it
    /// Where a flag is kept off by its prerequisite on purpose, before a launch: switch the flag itself off instead, or
    /// set the lint to `note` for that time.
    "conflicting-dependency", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some((index, flag)) = usage
        .flag
        .and_then(|index| Some((index, context.registry.flags.get(index)?)))
    else {
        return;
    };
    if flag.is_retired() {
        return;
    }
    let mut conflicts = Vec::new();
    for cycle in context.cycles().get(&index).into_iter().flatten() {
        conflicts.push(circle(cycle));
    }
    let mut seen = BTreeSet::new();
    for prerequisite in &flag.prerequisites {
        match context.registry.get(&prerequisite.flag) {
            None if seen.insert(prerequisite.flag.as_str()) => conflicts.push(missing(flag, prerequisite, context)),
            Some(parent) if parent.is_retired() && seen.insert(&parent.key) => conflicts.push(retired(flag, parent)),
            Some(parent) if !parent.is_retired() => conflicts.extend(served(flag, parent, prerequisite, context)),
            _ => {}
        }
    }
    // A condition that stands in several places is one conflict.
    let mut told = BTreeSet::new();
    conflicts.retain(|conflict| told.insert(conflict.message.clone()));
    let places = places(usage);
    for conflict in conflicts {
        let mut diagnostic = LINT.finding(Some(&usage.key), conflict.message);
        if conflict.minor {
            diagnostic.severity = Severity::Note;
        }
        diagnostic.reasons = conflict.reasons;
        diagnostic
            .reasons
            .push(format!("{} is registered in {}", shown(&flag.key), source(flag)));
        diagnostic.help = conflict.help;
        diagnostic.label = places.at.first().map(|place| label(place, "depends on another flag"));
        let parents = conflict.others.iter().filter_map(|key| context.usage(key));
        diagnostic.related = parents
            .filter_map(|parent| {
                crate::evidence::places(parent)
                    .at
                    .first()
                    .map(|place| label(place, "the other flag"))
            })
            .collect();
        diagnostic.owner = flag.owner().map(str::to_owned);
        out.push(diagnostic);
    }
}

/// What is wrong with one prerequisite.
struct Conflict {
    message: String,
    reasons: Vec<String>,
    help: Vec<String>,
    /// Worth a note only.
    minor: bool,
    /// The other flags, for their places.
    others: Vec<String>,
}

/// So many environments of a flag are compared; more are no real export.
const ENVIRONMENTS: usize = 64;
/// Of a long circle so many members are named.
const MEMBERS: usize = 20;

fn missing(flag: &Flag, prerequisite: &Prerequisite, context: &Context<'_>) -> Conflict {
    let near = context.nearest_key(&prerequisite.flag);
    let parent = shown(&prerequisite.flag);
    let partial = context.partial();
    let hint = near.map_or_else(String::new, |near| format!("; did you mean {}?", shown(near)));
    Conflict {
        message: format!(
            "{} needs {parent}, which is not in the registry{hint}",
            shown(&flag.key)
        ),
        minor: partial.is_some(),
        reasons: partial.map(str::to_owned).into_iter().collect(),
        help: vec![
            format!(
                "if {parent} was deleted or archived: remove the prerequisite from {}",
                shown(&flag.key)
            ),
            "if another export holds it: give that one too".to_owned(),
        ],
        others: Vec::new(),
    }
}

fn retired(flag: &Flag, parent: &Flag) -> Conflict {
    let state = lifecycle_name(parent.lifecycle);
    Conflict {
        message: format!("{} needs {}, which is {state}", shown(&flag.key), shown(&parent.key)),
        reasons: vec![format!("{} is {state} ({})", shown(&parent.key), source(parent))],
        help: vec![
            format!(
                "remove the prerequisite {} from {}",
                shown(&parent.key),
                shown(&flag.key)
            ),
            format!("or bring {} back, if it is still needed", shown(&parent.key)),
        ],
        minor: false,
        others: vec![parent.key.clone()],
    }
}

fn circle(cycle: &Cycle) -> Conflict {
    let mut members: Vec<String> = cycle.keys.iter().take(MEMBERS).map(|key| shown(key)).collect();
    if cycle.keys.len() > MEMBERS {
        members.push(format!("{} more", cycle.keys.len() - MEMBERS));
    }
    members.extend(members.first().cloned());
    let wherever = match cycle.environments.as_slice() {
        [] => String::new(),
        names => format!(" in {}", list(names.iter().map(String::as_str))),
    };
    Conflict {
        message: format!("prerequisites form a circle{wherever}: {}", members.join(" → ")),
        reasons: vec!["each of them waits for the next one, so none can be proven to be served".to_owned()],
        help: vec!["remove one of these prerequisites in the registry".to_owned()],
        minor: false,
        others: cycle.keys.iter().skip(1).take(MEMBERS).cloned().collect(),
    }
}

/// How the two flags are served together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pair {
    /// The prerequisite is never met, and the flag is on for everyone.
    Illegal,
    /// The prerequisite is met for some, and the flag is on for everyone.
    Risky,
    /// The prerequisite is never met.
    Never,
}

fn served(flag: &Flag, parent: &Flag, prerequisite: &Prerequisite, context: &Context<'_>) -> Vec<Conflict> {
    let Some(values) = &prerequisite.values else {
        return Vec::new();
    };
    let parents: BTreeMap<&str, &Environment> = parent
        .environments
        .iter()
        .map(|item| (item.name.as_str(), item))
        .collect();
    let mut pairs: BTreeMap<Pair, Vec<&str>> = BTreeMap::new();
    for environment in flag.environments.iter().take(ENVIRONMENTS) {
        let holds = prerequisite
            .environment
            .as_ref()
            .is_none_or(|name| *name == environment.name);
        let found = parents.get(environment.name.as_str()).filter(|_| holds);
        if let Some(pair) = found.and_then(|found| pair(environment, found, values, prerequisite.via)) {
            pairs.entry(pair).or_default().push(&environment.name);
        }
    }
    let real = production(flag, context.registry, context.policy).environments;
    let is_real = |name: &str| real.iter().any(|environment| environment.name == name);
    pairs
        .into_iter()
        .map(|(pair, names)| {
            let (child, other) = (shown(&flag.key), shown(&parent.key));
            let minor = !names.iter().any(|name| is_real(name));
            let wherever = list(names.iter().copied());
            let wanted = match values.as_slice() {
                [] => "no value at all".to_owned(),
                [value] => literal(value),
                values => format!(
                    "one of {}",
                    values.iter().take(MEMBERS).map(literal).collect::<Vec<_>>().join(", ")
                ),
            };
            let given = names
                .first()
                .and_then(|name| parents.get(name))
                .and_then(|found| asked_of(found, values)?.value.as_ref());
            let given = given.map_or_else(|| "another value".to_owned(), literal);
            let message = match pair {
                Pair::Illegal => format!(
                    "{child} is on for everyone in {wherever}, but {other}, which it needs, gives everyone {given}"
                ),
                Pair::Risky => format!("{child} is on for everyone in {wherever}, but {other}, which it needs, is not"),
                Pair::Never => format!(
                    "{child} can never be served in {wherever}: {other}, which it needs, gives everyone {given}"
                ),
            };
            let help = match pair {
                Pair::Illegal | Pair::Risky => vec![
                    format!("serve {wanted} of {other} to everyone first, or take {child} back"),
                    format!("if {child} no longer needs {other}: remove the prerequisite"),
                ],
                Pair::Never => vec![
                    format!("serve {wanted} of {other}, or remove the prerequisite"),
                    format!("if {child} is not to be served: switch it off itself, or remove it"),
                ],
            };
            let reasons = vec![format!(
                "the prerequisite wants {other} to be {wanted} ({})",
                source(parent)
            )];
            Conflict {
                message,
                reasons,
                help,
                minor,
                others: vec![parent.key.clone()],
            }
        })
        .collect()
}

fn pair(child: &Environment, parent: &Environment, values: &[Value], via: PrerequisiteVia) -> Option<Pair> {
    let constant = child
        .serves
        .value
        .as_ref()
        .filter(|_| child.serves.state == ServesState::Constant);
    let on = constant.is_some_and(|value| is_on(value, child.default_when_off.as_ref()));
    // Nobody wants a flag that is off to be served, and one rule that never fits leaves the others.
    let switched = child.enabled == Some(false) && may_be_on(child) == Some(false);
    let off = switched || (child.enabled.is_none() && constant.is_some() && !on);
    if off || via == PrerequisiteVia::Rule {
        return None;
    }
    let given = asked_of(parent, values)?;
    match (given.state, &given.value) {
        (ServesState::Constant, Some(value)) if !values.contains(value) && !given.moving => {
            Some(if on { Pair::Illegal } else { Pair::Never })
        }
        (ServesState::Split, _) if on => Some(Pair::Risky),
        _ => None,
    }
}

/// What the prerequisite is compared with: the variant where names of variants are wanted, else the value. `None` where
/// the wanted values are of another type than the served one, so that nothing can be said.
fn asked_of<'f>(parent: &'f Environment, values: &[Value]) -> Option<&'f Serves> {
    let names = !values.is_empty() && values.iter().all(Value::is_string);
    let given = parent.variant.as_ref().filter(|_| names).unwrap_or(&parent.serves);
    let same = |value: &Value| match &given.value {
        Some(served) => std::mem::discriminant(served) == std::mem::discriminant(value),
        None => true,
    };
    (values.is_empty() || values.iter().any(same)).then_some(given)
}

/// "`a`, `b` and 3 more".
fn list<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(3);
    let mut text = names.take(3).map(shown).collect::<Vec<_>>().join(", ");
    if more > 0 {
        text += &format!(" and {more} more");
    }
    text
}

/// The circles of prerequisites, each under the index of its first flag. Prerequisites of one environment and those of
/// another make no circle together. Linear in flags and prerequisites, times the environments of flags that are in a
/// circle, of which there are at most [`ENVIRONMENTS`].
pub(crate) fn cycles(registry: &Registry) -> BTreeMap<usize, Vec<Cycle>> {
    if registry.flags.iter().all(|flag| flag.prerequisites.is_empty()) {
        return BTreeMap::new();
    }
    let edges: Vec<Vec<(usize, Option<&str>)>> = registry
        .flags
        .iter()
        .map(|flag| {
            let parents = flag.prerequisites.iter();
            parents
                .filter_map(|item| Some((*registry.index.get(&item.flag)?, item.environment.as_deref())))
                .collect()
        })
        .collect();
    let mut cycles: BTreeMap<usize, Vec<Cycle>> = BTreeMap::new();
    let every: Vec<usize> = (0..edges.len()).collect();
    for group in components(&every, &edges, |_| true) {
        let named = group
            .iter()
            .flat_map(|node| &edges[*node])
            .filter_map(|(_, environment)| *environment);
        let environments: BTreeSet<&str> = named.collect();
        let everywhere = circles(&group, &edges, |environment| environment.is_none());
        for (first, keys) in &everywhere {
            let keys = names(keys, registry);
            cycles.entry(*first).or_default().push(Cycle {
                keys,
                environments: Vec::new(),
            });
        }
        for environment in environments.into_iter().take(ENVIRONMENTS) {
            for (first, keys) in circles(&group, &edges, |name| name.is_none_or(|name| name == environment)) {
                let keys = names(&keys, registry);
                let found = cycles.entry(first).or_default();
                match found.iter_mut().find(|cycle| cycle.keys == keys) {
                    Some(cycle) if cycle.environments.is_empty() => {}
                    Some(cycle) => cycle.environments.push(environment.to_owned()),
                    None => found.push(Cycle {
                        keys,
                        environments: vec![environment.to_owned()],
                    }),
                }
            }
        }
    }
    cycles
}

fn names(nodes: &[usize], registry: &Registry) -> Vec<String> {
    nodes
        .iter()
        .filter_map(|node| registry.flags.get(*node))
        .map(|flag| flag.key.clone())
        .collect()
}

/// Flag to parents, with the environment in which each one is needed.
type Edges<'a> = [Vec<(usize, Option<&'a str>)>];

/// One circle of each component, the shortest one through its first flag.
fn circles(
    nodes: &[usize],
    edges: &Edges<'_>,
    counts: impl Fn(Option<&str>) -> bool + Copy,
) -> Vec<(usize, Vec<usize>)> {
    components(nodes, edges, counts)
        .into_iter()
        .filter_map(|group| {
            let first = *group.iter().min()?;
            let members: BTreeSet<usize> = group.into_iter().collect();
            let mut from: BTreeMap<usize, usize> = BTreeMap::new();
            let mut queue = VecDeque::from([first]);
            while let Some(node) = queue.pop_front() {
                for (parent, _) in edges[node].iter().filter(|(_, environment)| counts(*environment)) {
                    if *parent == first {
                        let mut circle = vec![node];
                        while let Some(before) = circle.last().and_then(|last| from.get(last)) {
                            circle.push(*before);
                        }
                        circle.reverse();
                        return Some((first, circle));
                    }
                    if members.contains(parent) && !from.contains_key(parent) {
                        from.insert(*parent, node);
                        queue.push_back(*parent);
                    }
                }
            }
            None
        })
        .collect()
}

/// Groups of flags that all reach each other (Tarjan), alone standing ones left out. Without recursion: a chain of
/// prerequisites may be as long as the export.
fn components(nodes: &[usize], edges: &Edges<'_>, counts: impl Fn(Option<&str>) -> bool) -> Vec<Vec<usize>> {
    let local: BTreeMap<usize, usize> = nodes.iter().enumerate().map(|(number, node)| (*node, number)).collect();
    let parents: Vec<Vec<usize>> = nodes
        .iter()
        .map(|node| {
            let counted = edges[*node].iter().filter(|(_, environment)| counts(*environment));
            counted.filter_map(|(parent, _)| local.get(parent).copied()).collect()
        })
        .collect();
    const NEW: usize = usize::MAX;
    let (mut order, mut low) = (vec![NEW; nodes.len()], vec![0; nodes.len()]);
    let (mut open, mut is_open) = (Vec::new(), vec![false; nodes.len()]);
    let mut groups = Vec::new();
    let mut next = 0;
    for start in 0..nodes.len() {
        if order[start] != NEW {
            continue;
        }
        // A node and how many of its parents were looked at.
        let mut path = vec![(start, 0)];
        while let Some((node, looked)) = path.pop() {
            if looked == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                open.push(node);
                is_open[node] = true;
            } else {
                let seen = parents[node][looked - 1];
                if is_open[seen] {
                    low[node] = low[node].min(low[seen]);
                }
            }
            match parents[node].get(looked) {
                Some(parent) => {
                    path.push((node, looked + 1));
                    if order[*parent] == NEW {
                        path.push((*parent, 0));
                    }
                }
                None if low[node] == order[node] => {
                    let from = open.iter().rposition(|item| *item == node).unwrap_or(0);
                    let group: Vec<usize> = open.drain(from..).inspect(|item| is_open[*item] = false).collect();
                    if group.len() > 1 || parents[node].contains(&node) {
                        groups.push(group.into_iter().map(|number| nodes[number]).collect());
                    }
                }
                None => {}
            }
        }
    }
    groups
}
