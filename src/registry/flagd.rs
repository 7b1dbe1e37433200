//! flagd flag definitions: JSON or YAML, flags as a map or a list, and `FeatureFlag` resources of Kubernetes.
//!
//! One file is one environment: named in `metadata.flagSetId` or the file's name where these hold a usual word such as
//! `production`, else `default`. Owner, dates and the like are only conventions in `metadata`; the names of the generic form
//! are understood. Shape after the JSON schemas of open-feature/flagd-schemas.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::conventions::environment_in;
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::generic::{Members, describe};
use crate::registry::{Environment, Format, Input, ValueType};
use crate::serves::{Condition, Outcome, Plan, Rule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "flagd",
    title: "a flagd definition",
    obtain: "nothing to export: name the file that flagd reads (`flagd start --uri file:flags.json`)",
    lacks: "dates, owners, kinds and tickets, except as `metadata` of a flag; evaluations; prerequisites",
    looks_like,
    almost,
    read,
};

/// `$ref` may lead to `$ref`, but no further than this.
const MAX_REFERENCES: usize = 16;

fn looks_like(root: Cursor<'_>) -> bool {
    if root.is_list() {
        return root
            .items()
            .any(|document| resource(document).is_some() || is_definition(document));
    }
    resource(root).is_some() || is_definition(root)
}

fn is_definition(root: Cursor<'_>) -> bool {
    let Some(flags) = root.get("flags") else { return false };
    let ours = root
        .get("$schema")
        .and_then(Cursor::text)
        .is_some_and(|schema| schema.contains("flagd.dev/schema"));
    ours || flags.members().any(|flag| {
        let state = flag.get("state").and_then(Cursor::text).unwrap_or_default();
        matches!(state.as_ref(), "ENABLED" | "DISABLED") && flag.get("variants").is_some_and(Cursor::is_map)
    })
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let flags = root.get("flags")?;
    let variants = flags
        .members()
        .any(|flag| flag.get("variants").is_some_and(Cursor::is_map));
    let state = flags.members().any(|flag| flag.has("state"));
    match (variants, state) {
        (true, true) => Some("`state` of its flags is neither `ENABLED` nor `DISABLED`".to_owned()),
        (true, false) => Some("it has `flags` as in flagd, but its members have no `state`".to_owned()),
        _ => None,
    }
}

/// The definition inside a Kubernetes resource.
fn resource(document: Cursor<'_>) -> Option<Cursor<'_>> {
    document.get("spec")?.get("flagSpec").filter(|_| document.has("kind"))
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let documents: Vec<Cursor<'_>> = if input.root.is_list() {
        input.root.items().collect()
    } else {
        vec![input.root]
    };
    let resources: Vec<Cursor<'_>> = documents.iter().copied().filter_map(resource).collect();
    // Beside resources stand documents of other kinds.
    for definition in if resources.is_empty() { documents } else { resources } {
        read_definition(definition, input, &mut draft)?;
    }
    Ok(draft)
}

fn read_definition(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let Some(flags) = root.get("flags") else {
        return Err(root.trouble("this object has no `flags`"));
    };
    let set = root
        .filled("metadata")
        .and_then(|metadata| metadata.get("flagSetId")?.text());
    let environment = set
        .and_then(|set| environment_in(&set))
        .or_else(|| environment_in(input.path));
    let definition = Definition {
        environment: environment.unwrap_or_else(|| "default".to_owned()),
        evaluators: root.get("$evaluators"),
        metadata: root.filled("metadata"),
    };
    if flags.is_list() {
        for member in flags.items() {
            let Some((at, key)) = member.get("key").and_then(|key| Some((key, key.text()?))) else {
                return Err(member.trouble("this flag has no `key`"));
            };
            draft.push(definition.flag(at, &key, member, input)?);
        }
        return Ok(());
    }
    if !flags.is_map() && !flags.is_null() {
        return Err(flags.expected("an object or a list of flags"));
    }
    for (key, member) in flags.entries() {
        draft.push(definition.flag(key, &key.text().unwrap_or_default(), member, input)?);
    }
    Ok(())
}

/// What the flags of one definition share.
struct Definition<'d> {
    environment: String,
    evaluators: Option<Cursor<'d>>,
    metadata: Option<Cursor<'d>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flag {
    state: String,
    variants: Raw,
    default_variant: Option<String>,
    targeting: Option<Raw>,
    metadata: Option<Raw>,
}

impl Definition<'_> {
    fn flag(&self, at: Cursor<'_>, key: &str, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
        let from: Flag = member.read()?;
        let document = member.document();
        let enabled = match from.state.as_str() {
            "ENABLED" => true,
            "DISABLED" => false,
            _ => {
                return Err(member
                    .get("state")
                    .unwrap_or(member)
                    .trouble("expected `ENABLED` or `DISABLED`"));
            }
        };
        let variants = document.cursor(from.variants);
        if !variants.is_map() {
            return Err(variants.expected("an object of variants"));
        }
        let mut entry = Entry::new(input.flag(key, at));
        let names: Vec<(String, Value)> = variants
            .entries()
            .map(|(name, value)| (name.text().unwrap_or_default().into_owned(), value.value()))
            .collect();
        entry.variations(names.iter().map(|(_, value)| value.clone()).collect());
        let variants = Variants(
            names
                .into_iter()
                .zip(0..)
                .map(|((name, value), number)| (name, (number, value)))
                .collect(),
        );
        for metadata in [from.metadata.map(|metadata| document.cursor(metadata)), self.metadata]
            .into_iter()
            .flatten()
        {
            describe(&mut entry, Members::of(metadata));
        }
        let otherwise = from
            .default_variant
            .as_deref()
            .map_or(Outcome::CodeDefault, |name| variants.outcome(name));
        let mut tree = Tree::new(enabled, Outcome::CodeDefault, Share::all(otherwise.clone()));
        tree.on_value = (entry.flag.value_type == Some(ValueType::Boolean)).then_some(Value::Bool(true));
        if let Some(targeting) = from
            .targeting
            .map(|targeting| document.cursor(targeting))
            .filter(|each| !each.is_empty())
        {
            let mut walk = Targeting {
                variants: &variants,
                otherwise: &otherwise,
                evaluators: self.evaluators,
                rules: Vec::new(),
            };
            walk.result(targeting, &Condition::Always, 0);
            if walk.rules.iter().any(|rule| rule.serve.len() > 1) {
                tree.notes
                    .push("contexts without the key that the split goes by get the default variant".to_owned());
            }
            tree.rules = walk.rules;
        }
        let mut environment = Environment::named(self.environment.clone());
        environment.enabled = Some(enabled);
        entry.environment(environment, Some(Plan::Tree(Box::new(tree))), None);
        Ok(entry)
    }
}

/// Number and value by name.
struct Variants(BTreeMap<String, (u32, Value)>);

impl Variants {
    fn outcome(&self, name: &str) -> Outcome {
        match self.0.get(name) {
            Some((variation, value)) => Outcome::Value {
                variation: *variation,
                value: value.clone(),
            },
            None => Outcome::Opaque(format!(
                "it names the variant `{}`, which does not exist",
                name.escape_debug()
            )),
        }
    }
}

/// Turns targeting, a tree of JSONLogic, into a list of rules: one for each result that it can have.
struct Targeting<'a, 'd> {
    variants: &'a Variants,
    otherwise: &'a Outcome,
    evaluators: Option<Cursor<'d>>,
    rules: Vec<Rule>,
}

impl<'d> Targeting<'_, 'd> {
    /// A node in result position: a variant's name, a split, or another decision.
    fn result(&mut self, node: Cursor<'d>, condition: &Condition, references: usize) {
        if node.is_null() {
            return self.serve(condition, Share::all(self.otherwise.clone()), false);
        }
        // flagd turns booleans into the names `true` and `false`.
        if let Some(name) = node
            .text()
            .map(|text| text.into_owned())
            .or(node.boolean().map(|value| value.to_string()))
        {
            let outcome = self.variants.outcome(&name);
            return self.serve(condition, Share::all(outcome), false);
        }
        let mut operations = node.entries();
        let (Some((operator, arguments)), None) = (operations.next(), operations.next()) else {
            return self.opaque(condition, "its targeting gives neither a variant nor a decision");
        };
        match operator.text().unwrap_or_default().as_ref() {
            "if" | "?:" => self.decision(arguments, condition, references),
            "fractional" => self.split(arguments, condition),
            "$ref" => {
                let name = arguments.text().unwrap_or_default();
                match self.evaluators.and_then(|evaluators| evaluators.get(&name)) {
                    Some(target) if references < MAX_REFERENCES => self.result(target, condition, references + 1),
                    _ => self.opaque(
                        condition,
                        "its targeting refers to an evaluator that is not in the file",
                    ),
                }
            }
            _ => self.opaque(condition, "its targeting computes the variant's name"),
        }
    }

    fn decision(&mut self, arguments: Cursor<'d>, outer: &Condition, references: usize) {
        let parts: Vec<Cursor<'d>> = arguments.items().collect();
        if parts.is_empty() {
            return self.opaque(outer, "its targeting has an empty decision");
        }
        for pair in parts.chunks(2) {
            match pair {
                [test, then] if test.text().is_none() && test.boolean() == Some(true) => {
                    return self.result(*then, outer, references);
                }
                [test, _] if test.text().is_none() && test.boolean() == Some(false) => {}
                [test, then] => {
                    let condition = match outer {
                        Condition::Always => Condition::When(in_words(*test, self.evaluators)),
                        other => other.clone(),
                    };
                    self.result_of(
                        *then,
                        &condition,
                        references,
                        is_timed(dereference(*test, self.evaluators)),
                    );
                }
                [otherwise] => return self.result(*otherwise, outer, references),
                _ => {}
            }
        }
        // Without an `else` the result is null: the default variant.
        self.serve(outer, Share::all(self.otherwise.clone()), false);
    }

    fn result_of(&mut self, node: Cursor<'d>, condition: &Condition, references: usize, moving: bool) {
        let before = self.rules.len();
        self.result(node, condition, references);
        for rule in self.rules.iter_mut().skip(before) {
            rule.moving |= moving;
        }
    }

    /// `[bucketBy?, ["name", weight], ...]`; weights are relative, a missing one is 1, a computed one follows the time.
    fn split(&mut self, arguments: Cursor<'d>, condition: &Condition) {
        let mut parts = Vec::new();
        let mut moving = false;
        for part in arguments.items().filter(|part| part.is_list()) {
            let mut part = part.items();
            let Some(name) = part.next().and_then(|name| name.text()) else {
                return self.opaque(condition, "its targeting computes the variants of a split");
            };
            let weight = match part.next() {
                None => Some(1.0),
                Some(weight) if weight.is_map() => None,
                Some(weight) => match weight.number() {
                    Some(number) => Some(number.max(0.0)),
                    None => return self.opaque(condition, "a weight in its targeting is no number"),
                },
            };
            moving |= weight.is_none();
            parts.push(Share {
                weight,
                outcome: self.variants.outcome(&name),
            });
        }
        if parts.is_empty() || parts.iter().all(|part| part.weight == Some(0.0)) {
            parts = Share::all(self.otherwise.clone());
        }
        // One variant for all who have the key that the split goes by; the others get the default variant.
        let by_key = arguments.items().next().is_some_and(Cursor::is_map);
        let mut live = parts.iter().filter(|part| part.weight != Some(0.0));
        let one = live
            .next()
            .filter(|first| live.all(|part| part.outcome == first.outcome));
        let others_differ = one.is_some_and(|one| one.outcome != *self.otherwise);
        match condition {
            Condition::Always if by_key && others_differ => {
                let keyed = Condition::When("the key of the split, which they have".to_owned());
                self.serve(&keyed, parts, moving);
            }
            _ => self.serve(condition, parts, moving),
        }
    }

    fn serve(&mut self, condition: &Condition, serve: Vec<Share>, moving: bool) {
        let name = format!("targeting result {}", self.rules.len() + 1);
        self.rules.push(Rule {
            moving,
            ..Rule::new(name, condition.clone(), serve)
        });
    }

    fn opaque(&mut self, condition: &Condition, why: &str) {
        self.serve(condition, Share::all(Outcome::Opaque(why.to_owned())), false);
    }
}

/// Operator and attributes of a condition; never its values, which may name people.
fn in_words(test: Cursor<'_>, evaluators: Option<Cursor<'_>>) -> String {
    let target = dereference(test, evaluators);
    let operator = target.entries().next().and_then(|(operator, _)| operator.text());
    let mut attributes = Vec::new();
    visit(target, &mut |node| {
        if let Some(name) = node
            .get("var")
            .and_then(|var| var.text().or_else(|| var.items().next()?.text()))
            && !attributes.contains(&name)
        {
            attributes.push(name);
        }
    });
    let attributes = attributes
        .iter()
        .take(4)
        .map(|name| name.escape_debug().to_string())
        .collect::<Vec<_>>()
        .join(", ");
    match operator {
        Some(operator) if !attributes.is_empty() => format!("{attributes} {}", operator.escape_debug()),
        Some(operator) => operator.escape_debug().to_string(),
        None => "a condition".to_owned(),
    }
}

/// The evaluator that a condition refers to, or the condition itself.
fn dereference<'d>(test: Cursor<'d>, evaluators: Option<Cursor<'d>>) -> Cursor<'d> {
    let reference = test.get("$ref").and_then(Cursor::text);
    reference.and_then(|name| evaluators?.get(&name)).unwrap_or(test)
}

/// Whether a condition looks at the clock.
fn is_timed(test: Cursor<'_>) -> bool {
    let mut timed = false;
    visit(test, &mut |node| {
        let var = node
            .get("var")
            .and_then(|var| var.text().or_else(|| var.items().next()?.text()));
        timed |= var.is_some_and(|var| var == "$flagd.timestamp");
    });
    timed
}

/// Calls `see` for the node and everything in it.
fn visit<'d>(node: Cursor<'d>, see: &mut dyn FnMut(Cursor<'d>)) {
    let mut left = vec![node];
    while let Some(node) = left.pop() {
        see(node);
        left.extend(node.members());
    }
}
