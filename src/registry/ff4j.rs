//! FF4J (Java): XML, YAML, JSON and properties, and what its REST interface lists.
//!
//! Roles restrict a feature to users who have one. An expression names other features: they are prerequisites, of the feature
//! where it is one conjunction, else of one of several rules. Shapes after the test resources of ff4j/ff4j.

use std::collections::BTreeMap;

use serde_json::Value;

use super::parts::{environment, environment_name, rule, shown, switch, tree};
use super::shape::{boolean, list, member};
use crate::conventions::{squeeze, time_of_text};
use crate::document::{Cursor, Syntax, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Prerequisite, PrerequisiteVia, ValueType, When};
use crate::serves::{Condition, Requirement, Rule, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "ff4j",
    title: "an FF4J file",
    obtain: "name the checked-in ff4j.xml, ff4j.yml or ff4j.properties, or `curl -s \"$URL/api/ff4j/store/features\" > ff4j.json`",
    lacks: "dates, evaluations, archived flags, kinds; owners, tickets and expiry dates, except as custom properties",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    match root.document().syntax {
        Syntax::Xml => xml_features(root).is_some(),
        Syntax::Properties => root
            .entries()
            .any(|(key, _)| key.text().is_some_and(|key| numbered(&key).is_some())),
        _ => root.get("ff4j").is_some_and(|inner| list(inner, "features")) || member(root, &["uid", "enable"]),
    }
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let inner = root.get("ff4j")?;
    Some(
        if inner.has("features") {
            "its `features` are no list"
        } else {
            "`ff4j` has no `features`"
        }
        .to_owned(),
    )
}

/// `<ff4j><features>`, or `<features>` at the top with features that have a `uid`.
fn xml_features(root: Cursor<'_>) -> Option<Cursor<'_>> {
    let features = root.get("ff4j").map_or(root, |inner| inner).get("features")?;
    let feature = |at: Cursor<'_>| at.get("feature").is_some_and(|feature| feature.has("uid"));
    (root.has("ff4j") || feature(features) || features.get("feature-group").is_some_and(feature)).then_some(features)
}

/// The number and the rest of `ff4j.features.N.rest`.
fn numbered(key: &str) -> Option<(usize, &str)> {
    let (number, rest) = key.strip_prefix("ff4j.features.")?.split_once('.')?;
    Some((number.parse().ok()?, rest))
}

/// A feature in whatever syntax.
#[derive(Default)]
struct Feature {
    uid: String,
    enable: bool,
    description: Option<String>,
    group: Option<String>,
    roles: usize,
    /// Class and parameters.
    strategy: Option<(String, BTreeMap<String, String>)>,
    properties: BTreeMap<String, String>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = input.root;
    let mut draft = Draft::default();
    match root.document().syntax {
        Syntax::Xml => {
            let features = xml_features(root).ok_or_else(|| root.trouble("no `features` with `feature` found"))?;
            for (name, member) in features.entries() {
                match name.text().as_deref() {
                    Some("feature") => draft.push(of_xml(member, None, input)?),
                    Some("feature-group") => {
                        let group = text(member, "name");
                        for (_, member) in member
                            .entries()
                            .filter(|(name, _)| name.text().is_some_and(|name| name == "feature"))
                        {
                            draft.push(of_xml(member, group.clone(), input)?);
                        }
                    }
                    _ => {}
                }
            }
        }
        Syntax::Properties => {
            for (feature, at) in of_properties(root) {
                draft.push(feature.entry(at, input));
            }
        }
        _ => {
            let features = root.get("ff4j").and_then(|inner| inner.get("features")).unwrap_or(root);
            if !features.is_list() {
                return Err(features.expected("a list of features"));
            }
            for member in features.items() {
                draft.push(of_object(member, input)?);
            }
        }
    }
    Ok(draft)
}

fn text(at: Cursor<'_>, name: &str) -> Option<String> {
    at.filled(name)
        .and_then(Cursor::word)
        .map(std::borrow::Cow::into_owned)
        .filter(|text| !text.is_empty())
}

fn identity(member: Cursor<'_>) -> Result<(Feature, Cursor<'_>), Trouble> {
    let Some(at) = member.filled("uid") else {
        return Err(member.trouble("this feature has no `uid`"));
    };
    let enable = match member.filled("enable") {
        None => false,
        Some(enable) => enable.boolean().ok_or_else(|| enable.expected("a boolean"))?,
    };
    let feature = Feature {
        uid: at.word().unwrap_or_default().into_owned(),
        enable,
        description: text(member, "description"),
        ..Feature::default()
    };
    Ok((feature, at))
}

/// Name and value of elements or members that are called so.
fn pairs(at: Cursor<'_>) -> impl Iterator<Item = (String, String)> {
    at.members()
        .filter_map(|each| Some((text(each, "name")?, text(each, "value").unwrap_or_default())))
}

fn of_xml(member: Cursor<'_>, group: Option<String>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let (mut feature, at) = identity(member)?;
    feature.group = group;
    if let Some(security) = member.get("security") {
        feature.roles = security
            .entries()
            .filter(|(name, _)| name.text().is_some_and(|name| name == "role"))
            .count();
    }
    feature.properties = member.get("custom-properties").into_iter().flat_map(pairs).collect();
    if let Some(strategy) = member.get("flipstrategy") {
        feature.strategy = Some((text(strategy, "class").unwrap_or_default(), pairs(strategy).collect()));
    }
    Ok(feature.entry(at, input))
}

/// As YAML and the JSON file write it, or as the REST interface does.
fn of_object(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let (mut feature, at) = identity(member)?;
    feature.group = text(member, "groupName").or_else(|| text(member, "group"));
    if let Some(roles) = member.filled("permissions") {
        if !roles.is_list() {
            return Err(roles.expected("a list of roles"));
        }
        feature.roles = roles.items().count();
    }
    feature.properties = member.get("custom-properties").into_iter().flat_map(pairs).collect();
    for (name, property) in member.get("customProperties").into_iter().flat_map(Cursor::entries) {
        let value = text(property, "value").or_else(|| property.word().map(std::borrow::Cow::into_owned));
        feature
            .properties
            .insert(name.text().unwrap_or_default().into_owned(), value.unwrap_or_default());
    }
    if let Some(strategy) = member.filled("flipstrategy") {
        feature.strategy = Some((
            text(strategy, "class").unwrap_or_default(),
            strategy.get("param").into_iter().flat_map(pairs).collect(),
        ));
    }
    if let Some(strategy) = member.filled("flippingStrategy") {
        let of =
            |(name, value): (Cursor<'_>, Cursor<'_>)| Some((name.text()?.into_owned(), value.word()?.into_owned()));
        let class = text(strategy, "type")
            .or_else(|| text(strategy, "classType"))
            .unwrap_or_default();
        feature.strategy = Some((
            class,
            strategy
                .get("initParams")
                .into_iter()
                .flat_map(Cursor::entries)
                .filter_map(of)
                .collect(),
        ));
    }
    Ok(feature.entry(at, input))
}

fn of_properties(root: Cursor<'_>) -> Vec<(Feature, Cursor<'_>)> {
    let mut members: BTreeMap<usize, BTreeMap<String, (String, Cursor<'_>)>> = BTreeMap::new();
    for (key, value) in root.entries() {
        let full = key.text().unwrap_or_default();
        if let Some((number, rest)) = numbered(&full) {
            let value = value.text().unwrap_or_default().into_owned();
            members.entry(number).or_default().insert(rest.to_owned(), (value, key));
        }
    }
    let mut found = Vec::new();
    for mut of_one in members.into_values() {
        let Some((uid, _)) = of_one.remove("uid") else { continue };
        let mut take = |name: &str| {
            of_one
                .remove(name)
                .map(|(text, _)| text)
                .filter(|text| !text.is_empty())
        };
        let mut feature = Feature {
            enable: take("enable").is_some_and(|word| word.eq_ignore_ascii_case("true")),
            description: take("description"),
            group: take("groupName"),
            roles: take("permissions").map_or(0, |roles| roles.split(',').count()),
            ..Feature::default()
        };
        if let Some(class) = take("flipstrategy.class") {
            feature.strategy = Some((class, listed(&of_one, "flipstrategy.param.")));
        }
        feature.properties = listed(&of_one, "custom-properties.");
        feature.uid = uid;
        let prefix = |key: &Cursor<'_>| {
            key.text()
                .is_some_and(|key| numbered(&key).is_some_and(|(_, rest)| rest == "uid"))
        };
        let same = |value: Cursor<'_>| value.text().is_some_and(|uid| uid == feature.uid);
        let at = root
            .entries()
            .find(|(key, value)| prefix(key) && same(*value))
            .map(|(key, _)| key);
        found.push((feature, at.unwrap_or(root)));
    }
    found
}

/// Pairs of `PREFIX.N.name` and `PREFIX.N.value`.
fn listed(members: &BTreeMap<String, (String, Cursor<'_>)>, prefix: &str) -> BTreeMap<String, String> {
    let names = members.iter().filter_map(|(key, (name, _))| {
        let number = key.strip_prefix(prefix)?.strip_suffix(".name")?;
        let value = members
            .get(&format!("{prefix}{number}.value"))
            .map(|(value, _)| value.clone());
        Some((name.clone(), value.unwrap_or_default()))
    });
    names.collect()
}

impl Feature {
    fn entry(self, at: Cursor<'_>, input: &Input<'_>) -> Entry {
        let mut entry = Entry::new(input.flag(self.uid.clone(), at));
        let property = |names: &[&str]| {
            let found = self
                .properties
                .iter()
                .find(|(name, value)| names.contains(&squeeze(name).as_str()) && !value.is_empty());
            found.map(|(_, value)| value.clone())
        };
        let time = |names: &[&str]| property(names).and_then(|text| time_of_text(&text)).map(When::Time);
        let flag = &mut entry.flag;
        flag.description.clone_from(&self.description);
        flag.value_type = Some(ValueType::Boolean);
        flag.variations = vec![Value::Bool(true), Value::Bool(false)];
        flag.tags = self.group.iter().cloned().collect();
        flag.owners = property(&["owner", "team", "maintainer"]).into_iter().collect();
        flag.ticket = property(&["ticket", "issue", "jira", "link", "url"]);
        flag.created = time(&["created", "createdat", "creationdate"]);
        flag.expires = time(&["expires", "expiry", "expirationdate", "removeby"]);
        let mut plan = switch(self.enable, true);
        self.restrict(&mut plan, flag);
        let mut place = environment(environment_name(input), Some(self.enable));
        place.default_when_off = Some(Value::Bool(false));
        entry.environment(place, tree(plan), None);
        entry
    }

    /// Roles and the strategy: what they do not let through is off.
    fn restrict(&self, plan: &mut Tree, flag: &mut crate::registry::Flag) {
        let roles = (self.roles > 0).then(|| Condition::When("role".to_owned()));
        let all = |condition: Condition| Condition::all(roles.iter().cloned().chain([condition]));
        let rule = |condition| rule("its strategy", all(condition), boolean(true));
        let Some((class, parameters)) = &self.strategy else {
            if let Some(roles) = roles {
                plan.otherwise = crate::serves::Share::all(boolean(false));
                plan.rules
                    .push(super::parts::rule("its list of roles", roles, boolean(true)));
            }
            return;
        };
        let name = class.rsplit('.').next().unwrap_or(class);
        let get = |wanted: &str| {
            parameters
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.trim())
        };
        plan.otherwise = crate::serves::Share::all(boolean(false));
        match name {
            "PonderationStrategy" => {
                let weight = get("weight").map_or(Some(0.5), |text| text.parse::<f64>().ok());
                plan.rules.push(match weight.filter(|weight| weight.is_finite()) {
                    Some(weight) => Rule {
                        share: Some((weight * 100.0).clamp(0.0, 100.0)),
                        ..rule(Condition::Always)
                    },
                    None => rule(Condition::Unsure("`weight` is no number".to_owned())),
                });
            }
            "ReleaseDateFlipStrategy" => plan.rules.push(match get("releaseDate").and_then(release_date) {
                Some(from) => Rule {
                    window: Window {
                        from: Some(from),
                        until: None,
                    },
                    ..rule(Condition::Always)
                },
                None => rule(Condition::Unsure("`releaseDate` is not understood".to_owned())),
            }),
            "OfficeHourStrategy" => plan.rules.push(Rule {
                moving: true,
                ..rule(Condition::When("office hours".to_owned()))
            }),
            "ClientFilterStrategy" | "WhiteListStrategy" => plan.rules.push(rule(Condition::When("client".to_owned()))),
            "BlackListStrategy" => plan.rules.push(rule(Condition::When("client not listed".to_owned()))),
            "ServerFilterStrategy" => plan.rules.push(rule(Condition::When("server".to_owned()))),
            "ExpressionFlipStrategy" => {
                let text = get("expression").unwrap_or_default();
                depends(text, plan, flag, rule(Condition::Always));
            }
            other => {
                let why = format!("the strategy `{}` is the team's own", shown(other));
                plan.rules.push(rule(Condition::Unsure(why)));
            }
        }
    }
}

/// `2013-07-14-14:00`, as the library writes it.
fn release_date(text: &str) -> Option<jiff::Timestamp> {
    let digits = text.get(..10)?;
    let time = text.get(10..)?.trim_start_matches(['-', 'T', ' ']);
    let time = if time.is_empty() { "00:00" } else { time };
    time_of_text(&format!("{digits}T{time}"))
}

/// An expression over other features: alternatives of conjunctions; with brackets it is only a condition.
fn depends(expression: &str, plan: &mut Tree, flag: &mut crate::registry::Flag, pattern: Rule) {
    let alternatives: Vec<Vec<(String, bool)>> = expression
        .split('|')
        .map(|part| part.split('&').filter_map(literal).collect())
        .filter(|part: &Vec<_>| !part.is_empty())
        .collect();
    let via = if alternatives.len() > 1 {
        PrerequisiteVia::Rule
    } else {
        PrerequisiteVia::Flag
    };
    let bracketed = expression.contains('(');
    for (name, on) in alternatives.iter().flatten() {
        if flag.prerequisites.iter().all(|known| known.flag != *name) {
            let values = (!bracketed).then(|| vec![Value::Bool(*on)]);
            flag.prerequisites.push(Prerequisite {
                flag: name.clone(),
                values,
                environment: None,
                via,
            });
        }
    }
    if bracketed || alternatives.is_empty() {
        plan.rules.push(Rule {
            condition: Condition::Unsure("its expression is not understood".to_owned()),
            ..pattern
        });
        return;
    }
    let several = alternatives.len() > 1;
    for (part, number) in alternatives.into_iter().zip(1..) {
        let requirements = part
            .into_iter()
            .map(|(name, on)| Requirement::values(name, vec![Value::Bool(on)]))
            .collect();
        plan.rules.push(Rule {
            name: if several {
                format!("alternative {number} of its expression")
            } else {
                "its expression".to_owned()
            },
            requirements,
            ..pattern.clone()
        });
    }
}

/// A feature's name, and whether it must be on.
fn literal(text: &str) -> Option<(String, bool)> {
    let text = text.trim().trim_matches(['(', ')']).trim();
    let (name, on) = text.strip_prefix('!').map_or((text, true), |name| (name.trim(), false));
    (!name.is_empty()).then(|| (name.trim_matches(['(', ')']).trim().to_owned(), on))
}
