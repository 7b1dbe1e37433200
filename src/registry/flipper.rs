//! Flipper (Ruby): the JSON of `flipper export`. Gates are OR-ed; actors and groups are named and counted.
//!
//! An expression is a condition. Where it asks for other features, they are prerequisites of that rule; those that must be enabled
//! in any case, alone or in `All`, are looked up. Shape after lib/flipper/exporters/json/v1.rb of flippercloud/flipper.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::parts::{environment, environment_name, part, percent_of, rule, shown, switch, targets, tree};
use super::shape::{boolean, map};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Prerequisite, PrerequisiteVia, ValueType};
use crate::serves::{Condition, Requirement, Rule};

pub(super) const FORMAT: Format = Format {
    name: "flipper",
    title: "a Flipper export",
    obtain: "bin/flipper export > flipper.json",
    lacks: "names, dates, owners, tags, tickets, archived flags, evaluations, environments",
    looks_like,
    almost,
    read,
};

const GATES: [&str; 6] = [
    "boolean",
    "groups",
    "actors",
    "expression",
    "percentage_of_actors",
    "percentage_of_time",
];

fn looks_like(root: Cursor<'_>) -> bool {
    let gates = |feature: Cursor<'_>| GATES.iter().filter(|gate| feature.has(gate)).count();
    map(root, "features")
        && root
            .get("features")
            .is_some_and(|features| features.entries().any(|(_, feature)| gates(feature) >= 4))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let features = root.get("features").filter(|features| features.is_map())?;
    let some = features
        .entries()
        .any(|(_, feature)| feature.has("percentage_of_actors") || feature.has("percentage_of_time"));
    some.then(|| "its features lack most of Flipper's gates (`boolean`, `groups`, `actors`, ...)".to_owned())
}

#[derive(Deserialize)]
struct Feature {
    boolean: Option<Value>,
    groups: Option<Vec<IgnoredAny>>,
    actors: Option<Vec<IgnoredAny>>,
    expression: Option<Raw>,
    percentage_of_actors: Option<Value>,
    percentage_of_time: Option<Value>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let Some(features) = input.root.get("features").filter(|features| features.is_map()) else {
        return Err(input.root.expected("an object with `features`"));
    };
    let mut draft = Draft::default();
    for (key, member) in features.entries() {
        draft.push(read_feature(key, member, input)?);
    }
    Ok(draft)
}

fn read_feature(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Feature = member.read()?;
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    entry.flag.value_type = Some(ValueType::Boolean);
    entry.flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    let mut plan = switch(true, false);
    let on = matches!(&from.boolean, Some(Value::Bool(true)))
        || matches!(&from.boolean, Some(Value::String(text)) if text == "true");
    if on {
        plan.rules
            .push(rule("the gate `boolean`", Condition::Always, boolean(true)));
    }
    for (name, share) in [
        ("percentage_of_time", &from.percentage_of_time),
        ("percentage_of_actors", &from.percentage_of_actors),
    ] {
        let Some(share) = share.as_ref().and_then(percent_of).filter(|share| *share > 0.0) else {
            continue;
        };
        plan.rules
            .push(part(format!("the gate `{name}`"), share, boolean(true)));
    }
    if !on
        && plan
            .rules
            .iter()
            .any(|rule| rule.share == Some(100.0) && rule.name.contains("actors"))
    {
        plan.notes.push("calls without an actor get false".to_owned());
    }
    if let Some(expression) = from
        .expression
        .map(|raw| member.document().cursor(raw))
        .filter(|each| !each.is_null())
    {
        let names = features_in(expression);
        for flag in names {
            entry.flag.prerequisites.push(Prerequisite {
                flag,
                values: Some(vec![Value::Bool(true)]),
                environment: None,
                via: PrerequisiteVia::Rule,
            });
        }
        let (wanted, others) = conjunction(expression);
        // A literal `false` is no gate at all.
        let condition = others.into_iter().map(condition).collect::<Option<Vec<_>>>();
        plan.rules.extend(condition.map(|parts| {
            Rule {
                moving: is_timed(expression),
                requirements: wanted
                    .into_iter()
                    .map(|parent| Requirement::values(parent, vec![Value::Bool(true)]))
                    .collect(),
                ..rule("its expression", Condition::all(parts), boolean(true))
            }
        }));
    }
    let named = from.actors.map_or(0, |actors| actors.len()) + from.groups.map_or(0, |groups| groups.len());
    plan.targets.extend(targets(named, boolean(true)));
    let mut place = environment(environment_name(input), Some(!plan.rules.is_empty() || named > 0));
    place.default_when_off = Some(Value::Bool(false));
    entry.environment(place, tree(plan), None);
    Ok(entry)
}

/// Nodes of an expression in the file's order, the root first.
fn nodes(expression: Cursor<'_>) -> Vec<Cursor<'_>> {
    let mut found = Vec::new();
    let mut left = vec![expression];
    while let Some(node) = left.pop() {
        found.push(node);
        let mut members: Vec<Cursor<'_>> = node.members().collect();
        members.reverse();
        left.extend(members);
    }
    found
}

/// The features that an expression asks for.
fn features_in(expression: Cursor<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for asked in nodes(expression)
        .into_iter()
        .filter_map(|node| node.get("FeatureEnabled"))
    {
        let name = asked.text().or_else(|| asked.items().next()?.text());
        if let Some(name) = name.filter(|name| !names.iter().any(|known| known == name)) {
            names.push(name.into_owned());
        }
    }
    names
}

/// The features that must be enabled in any case, and what must hold besides: of `All` its members, else the expression itself.
fn conjunction(expression: Cursor<'_>) -> (Vec<String>, Vec<Cursor<'_>>) {
    let members: Vec<Cursor<'_>> = match expression.get("All").filter(|all| all.is_list() && !all.is_empty()) {
        Some(all) => all.items().collect(),
        None => vec![expression],
    };
    let mut wanted = Vec::new();
    let mut others = Vec::new();
    for member in members {
        let asked = member.get("FeatureEnabled");
        match asked.and_then(|asked| asked.text().or_else(|| asked.items().next()?.text())) {
            Some(name) => wanted.push(name.into_owned()),
            None => others.push(member),
        }
    }
    (wanted, others)
}

fn condition(expression: Cursor<'_>) -> Option<Condition> {
    let literal = expression.boolean().or_else(|| {
        let inner = expression.get("Boolean")?;
        inner.boolean().or_else(|| inner.items().next()?.boolean())
    });
    match literal {
        Some(true) => return Some(Condition::Always),
        Some(false) => return None,
        None => {}
    }
    let mut words: Vec<String> = Vec::new();
    for node in nodes(expression) {
        let property = node
            .get("Property")
            .and_then(|name| name.text().or_else(|| name.items().next()?.text()));
        let feature = node
            .get("FeatureEnabled")
            .and_then(|name| name.text().or_else(|| name.items().next()?.text()));
        let word = property
            .map(|name| shown(&name))
            .or_else(|| feature.map(|name| format!("feature {}", shown(&name))));
        words.extend(word.filter(|word| !words.contains(word)));
    }
    let operator = expression
        .entries()
        .next()
        .and_then(|(name, _)| name.text())
        .unwrap_or_default();
    words.truncate(4);
    Some(Condition::When(if words.is_empty() {
        shown(&operator)
    } else {
        format!("{} ({})", shown(&operator), words.join(", "))
    }))
}

fn is_timed(expression: Cursor<'_>) -> bool {
    nodes(expression).iter().any(|node| node.has("Now") || node.has("Time"))
}
