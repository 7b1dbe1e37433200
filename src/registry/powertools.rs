//! Feature flags of AWS Lambda Powertools: a map of flags, also below an envelope such as `features`.
//!
//! Rules are tried in the file's order; one with no conditions never matches. Dates of a schedule are read as UTC,
//! whatever zone they name: half a day is nothing to a flag's age. Shape after utilities/feature_flags/schema.py of powertools-lambda-python.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::parts::{both, environment, environment_name, shown};
use super::shape::value;
use crate::conventions::time_of_text;
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry, type_of};
use crate::registry::{Format, Input, ValueType, When};
use crate::serves::{Condition, Plan, Rule as TreeRule, Share, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "powertools",
    title: "an AWS Lambda Powertools feature file",
    obtain: "name the checked-in file, or `aws appconfig get-hosted-configuration-version --application-id APP \
             --configuration-profile-id PROFILE --version-number N features.json`",
    lacks: "names, owners, dates, tags, tickets, evaluations, archived flags, environments, prerequisites",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    features(root).is_some()
}

/// The map of flags: the file, or what the first member that holds one does.
fn features(root: Cursor<'_>) -> Option<Cursor<'_>> {
    if is_features(root) {
        return Some(root);
    }
    root.entries().map(|(_, inner)| inner).find(|inner| is_features(*inner))
}

fn is_features(root: Cursor<'_>) -> bool {
    let rule = |rule: Cursor<'_>| rule.has_all(&["when_match", "conditions"]);
    let ruled = |flag: Cursor<'_>| {
        flag.get("rules")
            .is_some_and(|rules| rules.is_map() && rules.entries().any(|(_, each)| rule(each)))
    };
    root.is_map() && root.entries().all(|(_, flag)| flag.has("default")) && root.entries().any(|(_, flag)| ruled(flag))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let near = root.entries().any(|(_, flag)| {
        flag.get("rules")
            .is_some_and(|rules| rules.entries().any(|(_, rule)| rule.has("when_match")))
    });
    near.then(|| "not all of its members have `default`".to_owned())
}

#[derive(Deserialize)]
struct Flag {
    default: Raw,
    boolean_type: Option<bool>,
    rules: Option<Raw>,
}

#[derive(Deserialize)]
struct Rule {
    when_match: Raw,
    conditions: Vec<Clause>,
}

#[derive(Deserialize)]
struct Clause {
    action: String,
    key: Option<String>,
    value: Option<Value>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let features = features(input.root).unwrap_or(input.root);
    if !features.is_map() {
        return Err(features.expected("an object of flags"));
    }
    let mut draft = Draft::default();
    for (key, member) in features.entries() {
        draft.push(read_flag(key, member, input)?);
    }
    Ok(draft)
}

fn read_flag(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Flag = member.read()?;
    let document = member.document();
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    let default = document.cursor(from.default).value();
    let mut values = vec![default.clone()];
    let mut plan = Tree::new(true, value(0, default.clone()), Share::all(value(0, default.clone())));
    let mut ends: Option<Timestamp> = None;
    for (name, rule) in from
        .rules
        .map(|raw| document.cursor(raw))
        .into_iter()
        .flat_map(Cursor::entries)
    {
        let from: Rule = rule.read()?;
        let served = document.cursor(from.when_match).value();
        let at = values.iter().position(|known| *known == served).unwrap_or_else(|| {
            values.push(served.clone());
            values.len() - 1
        });
        let rule = from.in_tree(&name.text().unwrap_or_default(), Share::all(value(at, served)));
        ends = ends.max(rule.window.until);
        // Without conditions a rule never matches.
        if !from.conditions.is_empty() {
            plan.rules.push(rule);
        }
    }
    let boolean = from.boolean_type.unwrap_or(true) && default.is_boolean();
    entry.flag.value_type = Some(if boolean { ValueType::Boolean } else { type_of(&default) });
    entry.flag.variations = values;
    entry.flag.expires = ends.map(When::Time);
    plan.on_value = boolean.then_some(Value::Bool(true));
    entry.environment(
        environment(environment_name(input), default.as_bool()),
        Some(Plan::Tree(Box::new(plan))),
        None,
    );
    Ok(entry)
}

impl Rule {
    fn in_tree(&self, name: &str, serve: Vec<Share>) -> TreeRule {
        let mut rule = TreeRule::new(format!("rule `{}`", shown(name)), Condition::Always, serve);
        let mut parts = Vec::new();
        let mut share = None;
        for clause in &self.conditions {
            match clause.action.as_str() {
                "SCHEDULE_BETWEEN_DATETIME_RANGE" => match clause.window() {
                    Some(window) => rule.window = both(rule.window, window),
                    None => parts.push(Condition::Unsure("a date of its schedule is not understood".to_owned())),
                },
                "SCHEDULE_BETWEEN_TIME_RANGE" | "SCHEDULE_BETWEEN_DAYS_OF_WEEK" => {
                    rule.moving = true;
                    parts.push(Condition::When("time of the day or week".to_owned()));
                }
                "MODULO_RANGE" if share.is_none() => share = clause.modulo(),
                _ => parts.push(clause.condition()),
            }
        }
        rule.share = Some(share.unwrap_or(100.0));
        rule.condition = Condition::all(parts);
        rule
    }
}

impl Clause {
    fn number(&self, name: &str) -> Option<f64> {
        self.value.as_ref()?.get(name)?.as_f64()
    }

    /// START to END of BASE, both included, in percent.
    fn modulo(&self) -> Option<f64> {
        let (base, start, end) = (self.number("BASE")?, self.number("START")?, self.number("END")?);
        (base > 0.0).then(|| ((end - start + 1.0) / base * 100.0).clamp(0.0, 100.0))
    }

    /// The end is included.
    fn window(&self) -> Option<Window> {
        let text = |name: &str| self.value.as_ref()?.get(name)?.as_str();
        let time = |name: &str| time_of_text(text(name)?);
        Some(Window {
            from: Some(time("START")?),
            until: Some(time("END")?),
        })
    }

    /// Key and action; never the values.
    fn condition(&self) -> Condition {
        const KNOWN: [&str; 17] = [
            "EQUALS",
            "NOT_EQUALS",
            "KEY_GREATER_THAN_VALUE",
            "KEY_GREATER_THAN_OR_EQUAL_VALUE",
            "KEY_LESS_THAN_VALUE",
            "KEY_LESS_THAN_OR_EQUAL_VALUE",
            "STARTSWITH",
            "ENDSWITH",
            "IN",
            "NOT_IN",
            "KEY_IN_VALUE",
            "KEY_NOT_IN_VALUE",
            "VALUE_IN_KEY",
            "VALUE_NOT_IN_KEY",
            "ALL_IN_VALUE",
            "ANY_IN_VALUE",
            "NONE_IN_VALUE",
        ];
        if !KNOWN.contains(&self.action.as_str()) {
            return Condition::Unsure(format!("the action `{}` is not known", shown(&self.action)));
        }
        Condition::When(format!(
            "{} {}",
            shown(self.key.as_deref().unwrap_or("context")),
            self.action
        ))
    }
}
