//! Vercel Flags: the definitions bundled for the SDK, and what an application tells at its discovery endpoint.
//!
//! A number stands for a variant. An environment that is a number is paused and gives that variant to everyone. Rollouts go from
//! one variant to another in slots of time. Shapes after vercel-flags-core/src/types.ts of vercel/flags.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::shape::{count_in_words, pages, value, within_map};
use crate::conventions::{Moment, time_of_number};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, ValueType};
use crate::serves::{Condition, Outcome, Plan, Rule, Share, Target, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "vercel-flags",
    title: "a Vercel Flags export",
    obtain: "curl -s -H \"Authorization: Bearer $FLAGS_SECRET\" https://HOST/.well-known/vercel/flags > flags.json",
    lacks: "owners; tags; when a flag was last evaluated; archived flags; expiry dates; the flag's purpose; prerequisites; at the \
            discovery endpoint also what is served, which only the definitions of the build hold",
    looks_like: |root| pages(root).into_iter().any(is_definitions),
    almost: |_| None,
    read,
};

fn is_definitions(root: Cursor<'_>) -> bool {
    let members: [&[&str]; 3] = [&["environments", "variants"], &["options"], &["declaredInCode"]];
    members.iter().any(|names| within_map(root, "definitions", names))
        && !root
            .get("$schema")
            .and_then(Cursor::text)
            .is_some_and(|schema| schema.contains("json-schema.org"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Definition {
    description: Option<String>,
    origin: Option<Value>,
    options: Option<Vec<Labelled>>,
    created_at: Option<Moment>,
    updated_at: Option<Moment>,
    variants: Option<Vec<Value>>,
    environments: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
struct Labelled {
    value: Value,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    for page in pages(input.root) {
        let Some(definitions) = page.get("definitions").filter(|definitions| definitions.is_map()) else {
            return Err(page.expected("an object with `definitions`"));
        };
        for (key, member) in definitions.entries() {
            draft.push(read_definition(key, member, input)?);
        }
    }
    Ok(draft)
}

fn read_definition(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Definition = member.read()?;
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    let options = from.options.into_iter().flatten().map(|option| option.value);
    let variants = from.variants.unwrap_or_default();
    entry.variations(if variants.is_empty() {
        options.collect()
    } else {
        variants.clone()
    });
    let flag = &mut entry.flag;
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.ticket = from.origin.and_then(|origin| origin.as_str().map(str::to_owned));
    flag.created = from.created_at.map(Into::into);
    flag.changed = from.updated_at.map(Into::into);
    let boolean = flag.value_type == Some(ValueType::Boolean);
    let environments = from.environments.unwrap_or_default();
    for name in environments.keys() {
        let mut environment = Environment::named(name.clone());
        let (plan, paused) = plan(name, &environments, &variants, boolean);
        environment.enabled = paused.map(|paused| !paused);
        entry.environment(environment, Some(plan), None);
    }
    Ok(entry)
}

/// What an environment serves, and whether it is paused there.
fn plan(name: &str, all: &BTreeMap<String, Value>, variants: &[Value], boolean: bool) -> (Plan, Option<bool>) {
    let mut name = name;
    let mut looked_at = 0;
    loop {
        let Some(here) = all.get(name) else {
            let why = format!(
                "it repeats the environment `{}`, which the file does not hold",
                name.escape_debug()
            );
            return (Plan::Unknown(why), None);
        };
        match here.get("reuse").and_then(Value::as_str) {
            Some(_) if looked_at > all.len() => {
                return (
                    Plan::Unknown("its environments repeat each other in a circle".to_owned()),
                    None,
                );
            }
            Some(other) => name = other,
            None => return own_plan(here, variants, boolean),
        }
        looked_at += 1;
    }
}

fn own_plan(here: &Value, variants: &[Value], boolean: bool) -> (Plan, Option<bool>) {
    if here.is_u64() {
        let mut tree = Tree::new(false, variant(here, variants), Vec::new());
        tree.on_value = boolean.then_some(Value::Bool(true));
        return (Plan::Tree(Box::new(tree)), Some(true));
    }
    let Some(members) = here.as_object() else {
        return (
            Plan::Unknown("what stands for this environment is not understood".to_owned()),
            None,
        );
    };
    let mut tree = Tree::new(true, Outcome::CodeDefault, Vec::new());
    tree.on_value = boolean.then_some(Value::Bool(true));
    for (number, named) in members
        .get("targets")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let count = named_in(named);
        if count > 0 {
            tree.targets.push(Target {
                count,
                outcome: variant(&Value::from(number), variants),
            });
        }
    }
    for (position, rule) in members
        .get("rules")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let conditions = rule.get("conditions").and_then(Value::as_array).map_or(0, Vec::len);
        let condition = match conditions {
            0 => Condition::Always,
            count => Condition::When(count_in_words(count, "condition")),
        };
        let outcome = rule.get("outcome").unwrap_or(&Value::Null);
        tree.rules
            .extend(rules(&format!("rule {}", position + 1), &condition, outcome, variants));
    }
    let mut last = rules(
        "the fallthrough",
        &Condition::Always,
        members.get("fallthrough").unwrap_or(&Value::Null),
        variants,
    );
    match last.pop() {
        Some(only) if last.is_empty() => tree.otherwise = only.serve,
        other => tree.rules.extend(last.into_iter().chain(other)),
    }
    (Plan::Tree(Box::new(tree)), Some(false))
}

/// How many entities a target names: `{kind: {attribute: [values]}}`.
fn named_in(target: &Value) -> u64 {
    let kinds = target.as_object().into_iter().flat_map(|kinds| kinds.values());
    let lists = kinds.flat_map(|kind| kind.as_object().into_iter().flat_map(|attributes| attributes.values()));
    lists.filter_map(Value::as_array).map(|list| list.len() as u64).sum()
}

fn variant(number: &Value, variants: &[Value]) -> Outcome {
    let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
    match number.and_then(|number| Some((number, variants.get(number)?))) {
        Some((number, served)) => value(number, served.clone()),
        None => Outcome::Opaque("it names a variant that it does not have".to_owned()),
    }
}

/// An outcome is one rule; a rollout is one before, one while and one after it.
fn rules(name: &str, condition: &Condition, outcome: &Value, variants: &[Value]) -> Vec<Rule> {
    let rule = |serve| Rule::new(name, condition.clone(), serve);
    if outcome.is_u64() {
        return vec![rule(Share::all(variant(outcome, variants)))];
    }
    match outcome.get("type").and_then(Value::as_str) {
        Some("split") => {
            let weights = outcome.get("weights").and_then(Value::as_array).into_iter().flatten();
            let share = |(number, weight): (usize, &Value)| Share {
                weight: weight.as_f64(),
                outcome: variant(&Value::from(number), variants),
            };
            vec![rule(weights.enumerate().map(share).collect())]
        }
        Some("rollout") => rollout(outcome, variants, &rule),
        _ => vec![rule(Share::all(Outcome::Opaque(
            "an outcome that is not understood".to_owned(),
        )))],
    }
}

fn rollout(outcome: &Value, variants: &[Value], rule: &dyn Fn(Vec<Share>) -> Rule) -> Vec<Rule> {
    let side = |name: &str| variant(outcome.get(name).unwrap_or(&Value::Null), variants);
    let (from, to) = (side("rollFromVariant"), side("rollToVariant"));
    let start = outcome
        .get("startTimestamp")
        .and_then(Value::as_f64)
        .and_then(time_of_number);
    let slots = outcome.get("slots").and_then(Value::as_array);
    let end = start.zip(slots).and_then(|(start, slots)| end(start, slots));
    let share = |outcome: &Outcome| Share {
        weight: None,
        outcome: outcome.clone(),
    };
    let Some((start, end)) = start.zip(end) else {
        let both = vec![share(&from), share(&to)];
        return vec![Rule {
            moving: true,
            ..rule(both)
        }];
    };
    let within = |from: Option<Timestamp>, until: Option<Timestamp>, serve| Rule {
        window: Window { from, until },
        ..rule(serve)
    };
    vec![
        within(None, Some(start), Share::all(from.clone())),
        within(Some(start), Some(end), vec![share(&from), share(&to)]),
        within(Some(end), None, Share::all(to)),
    ]
}

/// The start and all slots: `[promille, milliseconds]`.
fn end(start: Timestamp, slots: &[Value]) -> Option<Timestamp> {
    let mut end = start;
    for slot in slots {
        let duration = slot.get(1)?.as_i64().filter(|duration| *duration >= 0)?;
        end = end.checked_add(SignedDuration::from_millis(duration)).ok()?;
    }
    Some(end)
}
