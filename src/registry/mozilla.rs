//! Mozilla: feature gates (`Features.toml`) and the boolean preferences of `StaticPrefList.yaml`.
//!
//! A gate's key is its preference, the table's name an alias. The list of preferences is YAML for a preprocessor and read by lines:
//! a value below `#if`, or a word between `@`, is that of some builds only. Preferences that are no booleans are passed over.
//! Shapes after toolkit/components/featuregates/Features.toml and modules/libpref/init of mozilla-firefox/firefox.

use serde::Deserialize;
use serde_json::Value;

use super::parts::{Case, add_aliases, environment, recased, rule, shown, switch, tree, unknown};
use super::shape::{boolean, every, member};
use crate::document::{Cursor, Syntax, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, ValueType};
use crate::serves::{Condition, Plan};

pub(super) const FORMAT: Format = Format {
    name: "mozilla",
    title: "Mozilla's Features.toml or StaticPrefList.yaml",
    obtain: "nothing to export: name toolkit/components/featuregates/Features.toml or modules/libpref/init/StaticPrefList.yaml",
    lacks: "dates, owners, expiry dates, evaluations, tags, prerequisites; what users set",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    is_gates(root) || member(root, &["name", "type", "value", "mirror"]) || is_lines(root)
}

fn is_gates(root: Cursor<'_>) -> bool {
    every(root, &["title", "preference", "type"])
}

/// The list of preferences as lines.
fn is_lines(root: Cursor<'_>) -> bool {
    if root.document().syntax != Syntax::Lines {
        return false;
    }
    let mut lines = root.items().filter_map(Cursor::text);
    lines.any(|line| line.starts_with("- name:")) && lines.any(|line| line.trim_start().starts_with("mirror:"))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    if every(root, &["preference", "type"]) {
        return Some("its tables have no `title`".to_owned());
    }
    member(root, &["name", "type", "value"]).then(|| "its members have no `mirror`".to_owned())
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Gate {
    preference: String,
    title: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    bug_numbers: Option<Vec<u64>>,
    default_value_jexl: Option<String>,
    default_value: Option<Value>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = input.root;
    let mut draft = Draft::default();
    if root.document().syntax == Syntax::Lines {
        for preference in of_lines(root) {
            draft.extend(preference.entry(input));
        }
        return Ok(draft);
    }
    for member in root.items() {
        let Some(at) = member.filled("name") else {
            return Err(member.trouble("this preference has no `name`"));
        };
        let text = |name: &str| member.get(name).and_then(Cursor::word).unwrap_or_default().into_owned();
        let values = vec![(Vec::new(), text("value"))];
        let preference = Preference {
            name: text("name"),
            at,
            kind: text("type"),
            values,
        };
        draft.extend(preference.entry(input));
    }
    for (name, member) in root.entries() {
        draft.push(read_gate(name, member, input)?);
    }
    Ok(draft)
}

fn read_gate(name: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Gate = member.read()?;
    let at = member.get("preference").unwrap_or(name);
    let mut entry = Entry::new(input.flag(from.preference.clone(), at));
    let flag = &mut entry.flag;
    (flag.kind, flag.kind_source) = (Kind::Release, KindSource::Declared);
    flag.name = from.title.filter(|title| !title.is_empty());
    let name = name.text().unwrap_or_default().into_owned();
    add_aliases(
        &mut flag.aliases,
        &from.preference,
        [name, recased(&from.preference, Case::Snake)],
    );
    let bug = from.bug_numbers.iter().flatten().next();
    flag.ticket = bug.map(|number| format!("https://bugzilla.mozilla.org/show_bug.cgi?id={number}"));
    if from.kind == "boolean" {
        flag.value_type = Some(ValueType::Boolean);
        flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    }
    let text = from
        .default_value_jexl
        .or_else(|| Some(from.default_value?.as_bool()?.to_string()))
        .unwrap_or_default();
    let literal = match text.trim() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let plan = match literal {
        Some(on) => fixed(
            on,
            "its default is the same in all builds; users may still set the preference",
        ),
        None => {
            let mut plan = switch(true, false);
            plan.rules
                .push(rule("its default", Condition::When(in_words(&text)), boolean(true)));
            tree(plan)
        }
    };
    entry.environment(environment("default", literal), plan, None);
    Ok(entry)
}

fn fixed(on: bool, note: &str) -> Option<Plan> {
    let mut plan = switch(true, on);
    plan.notes.push(note.to_owned());
    tree(plan)
}

fn in_words(expression: &str) -> String {
    shown(expression.trim())
}

/// A preference with its values, each with the builds that it is for.
struct Preference<'d> {
    name: String,
    at: Cursor<'d>,
    kind: String,
    values: Vec<(Vec<String>, String)>,
}

/// Members start at `- name:`; the conditions that a line stands below are kept with its value.
fn of_lines(root: Cursor<'_>) -> Vec<Preference<'_>> {
    let mut found: Vec<Preference<'_>> = Vec::new();
    let mut builds: Vec<String> = Vec::new();
    for at in root.items() {
        let text = at.text().unwrap_or_default();
        let line = text.trim();
        if let Some(condition) = ["#if ", "#ifdef "].iter().find_map(|word| line.strip_prefix(word)) {
            builds.push(condition.trim().to_owned());
        } else if let Some(condition) = line.strip_prefix("#ifndef ") {
            builds.push(format!("not {}", condition.trim()));
        } else if line == "#else" {
            if let Some(last) = builds.last_mut() {
                *last = format!("not {last}");
            }
        } else if let Some(condition) = line.strip_prefix("#elif ") {
            if let Some(last) = builds.last_mut() {
                condition.trim().clone_into(last);
            }
        } else if line == "#endif" {
            builds.pop();
        } else if let Some(name) = line.strip_prefix("- name:") {
            found.push(Preference {
                name: bare(name),
                at,
                kind: String::new(),
                values: Vec::new(),
            });
        } else if let Some(preference) = found.last_mut() {
            if let Some(kind) = line.strip_prefix("type:") {
                preference.kind = bare(kind);
            } else if let Some(value) = line.strip_prefix("value:") {
                preference.values.push((builds.clone(), bare(value)));
            }
        }
    }
    found
}

/// Without a trailing comment and quotes.
fn bare(text: &str) -> String {
    let text = text.split(" #").next().unwrap_or(text);
    text.trim().trim_matches(['"', '\'']).to_owned()
}

impl Preference<'_> {
    /// Nothing for a preference that is no boolean.
    fn entry(&self, input: &Input<'_>) -> Option<Entry> {
        if !self.kind.to_ascii_lowercase().contains("bool") || self.name.is_empty() {
            return None;
        }
        let mut entry = Entry::new(input.flag(self.name.clone(), self.at));
        entry.flag.value_type = Some(ValueType::Boolean);
        entry.flag.variations = vec![Value::Bool(true), Value::Bool(false)];
        // Dots and dashes are underscores in C++.
        let generated = self.name.replace(['.', '-'], "_");
        add_aliases(&mut entry.flag.aliases, &self.name, [generated]);
        let literals: Vec<Option<bool>> = self.values.iter().map(|(_, value)| value.parse().ok()).collect();
        let first = literals.first().copied().flatten();
        let same = first.is_some() && literals.iter().all(|literal| *literal == first);
        let plan = match (same, first) {
            (true, Some(on)) => fixed(
                on,
                "its value is the same in all builds; users may still set the preference",
            ),
            _ => self.by_build(),
        };
        entry.environment(environment("default", first.filter(|_| same)), plan, None);
        Some(entry)
    }

    /// Each value for its builds; a word between `@` is a build in which it is true.
    fn by_build(&self) -> Option<Plan> {
        let mut plan = switch(true, false);
        for (builds, value) in &self.values {
            let when = |word: &str| Condition::When(shown(word));
            let own = if builds.is_empty() {
                Condition::Always
            } else {
                when(&builds.join(" and "))
            };
            match value.as_str() {
                "true" | "false" => plan.rules.push(rule("its value", own, boolean(value == "true"))),
                word if word.starts_with('@') && word.ends_with('@') && word.len() > 2 => {
                    let condition = Condition::all([own, when(word.trim_matches('@'))]);
                    plan.rules.push(rule("its value", condition, boolean(true)));
                }
                _ => return unknown("its value is an expression of the build"),
            }
        }
        if self.values.is_empty() {
            return unknown("it has no value");
        }
        tree(plan)
    }
}
