//! Statsig: the list of feature gates of its Console API, and the answer for a single gate.
//!
//! The first rule whose conditions match decides; those whom its share leaves out get false, they do not go on to the next rule.
//! A rule may be limited to environments, so the environments are those that rules name, and production.
//! Shapes after console-api/capiopenapi.json of statsig-io/docs.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::shape::{boolean, list, pages, within};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Evaluated, Format, Input, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, VendorStale,
};
use crate::serves::{Condition, Plan, Requirement, Rest, Rule, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "statsig",
    title: "a Statsig list of gates",
    obtain: "curl -s -H \"STATSIG-API-KEY: $CONSOLE_KEY\" -H \"STATSIG-API-VERSION: 20240601\" \
             \"https://statsigapi.net/console/v1/gates?limit=100&page=1\" > gates.json",
    lacks: "when a gate was last checked (only whether it is checked at all); expiry dates; the gate's purpose; tickets; \
            further pages, which are files of their own",
    looks_like: |root| pages(root).into_iter().any(is_answer),
    almost: |root| {
        (root.has_all(&["data", "pagination"]) && list(root, "data"))
            .then(|| "the members of `data` have neither `isEnabled` nor `checksPerHour`".to_owned())
    },
    read,
};

fn is_answer(root: Cursor<'_>) -> bool {
    let gate =
        |gate: Cursor<'_>| gate.has_all(&["id", "isEnabled"]) && (gate.has("typeReason") || gate.has("checksPerHour"));
    let Some(data) = root.get("data") else { return false };
    let listed = root.has_all(&["message", "pagination"]) && (data.is_empty() || within(root, "data", &["isEnabled"]));
    data.is_list() && listed || data.is_map() && gate(data)
}

#[derive(Deserialize)]
struct Page {
    pagination: Option<Pagination>,
    data: Option<Raw>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    total_items: Option<usize>,
    next_page: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Gate {
    id: String,
    name: Option<String>,
    description: Option<String>,
    created_time: Option<Moment>,
    last_modified_time: Option<Moment>,
    status: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    type_reason: Option<String>,
    is_enabled: Option<bool>,
    checks_per_hour: Option<f64>,
    tags: Option<Vec<String>>,
    team: Option<String>,
    #[serde(rename = "holdoutIDs")]
    holdouts: Option<Vec<serde::de::IgnoredAny>>,
    owner: Option<Owner>,
    rules: Option<Vec<GateRule>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Owner {
    owner_name: Option<String>,
    owner_email: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GateRule {
    pass_percentage: Option<f64>,
    environments: Option<Vec<String>>,
    conditions: Option<Vec<GateCondition>>,
    pending_automated_rollouts: Option<Vec<serde::de::IgnoredAny>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GateCondition {
    #[serde(rename = "type")]
    kind: Option<String>,
    operator: Option<String>,
    field: Option<String>,
    target_value: Option<Raw>,
}

/// Conditions that say whom they mean; one of any other type is not understood.
const CONDITIONS: [&str; 29] = [
    "user_id",
    "email",
    "ip_address",
    "country",
    "browser_name",
    "browser_version",
    "os_name",
    "os_version",
    "app_version",
    "user_agent",
    "device_model",
    "device_id",
    "locale",
    "custom_field",
    "custom_unit_id",
    "unit_id",
    "stable_id",
    "time",
    "environment_tier",
    "passes_segment",
    "fails_segment",
    "experiment_group",
    "target_app",
    "javascript",
    "url",
    "referrer",
    "page_url",
    "ua_platform",
    "platform",
];

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let answers = pages(input.root);
    let mut gates = Vec::new();
    for (position, answer) in answers.iter().enumerate() {
        let page: Page = answer.read()?;
        let Some(data) = page.data.map(|data| answer.document().cursor(data)) else {
            return Err(answer.expected("an object with `data`"));
        };
        if let Some(pagination) = page.pagination {
            draft.total = draft.total.max(pagination.total_items);
            draft.more |= position + 1 == answers.len() && pagination.next_page.is_some();
        }
        if data.is_map() {
            gates.push(data);
        } else if data.is_list() {
            gates.extend(data.items());
        } else {
            return Err(data.expected("a list of gates"));
        }
    }
    let gates: Vec<(Cursor<'_>, Gate)> = gates
        .into_iter()
        .map(|gate| Ok((gate, gate.read()?)))
        .collect::<Result<_, Trouble>>()?;
    let environments = environments(&gates, input);
    for (member, gate) in gates {
        draft.push(read_gate(member, gate, &environments, input));
    }
    Ok(draft)
}

/// Those that rules name, and production, where rules without environments count too.
fn environments(gates: &[(Cursor<'_>, Gate)], input: &Input<'_>) -> Vec<String> {
    let rules = gates.iter().flat_map(|(_, gate)| gate.rules.iter().flatten());
    let mut names: BTreeSet<String> = rules
        .flat_map(|rule| rule.environments.clone().unwrap_or_default())
        .collect();
    if names.is_empty() {
        return vec![input.environment()];
    }
    names.insert("production".to_owned());
    names.into_iter().collect()
}

fn read_gate(member: Cursor<'_>, gate: Gate, environments: &[String], input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(gate.id.clone(), member.get("id").unwrap_or(member)));
    entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
    let archived = gate.status.as_deref() == Some("Archived");
    match gate.status.as_deref() {
        Some("Archived") => entry.lifecycle(Lifecycle::Archived),
        Some("Launched" | "Disabled") => entry.lifecycle(Lifecycle::Launched),
        Some(_) => entry.lifecycle(Lifecycle::Active),
        None => {}
    }
    let flag = &mut entry.flag;
    flag.name = gate.name.clone().filter(|name| !name.is_empty() && *name != gate.id);
    flag.description = gate.description.clone().filter(|text| !text.is_empty());
    flag.created = gate.created_time.map(Into::into);
    flag.changed = gate.last_modified_time.map(Into::into);
    flag.tags = gate.tags.clone().unwrap_or_default();
    if let Some(kind) = flag.tags.iter().find_map(|tag| kind_of(tag)) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    flag.permanent = match gate.kind.as_deref() {
        Some("PERMANENT") => Some(true),
        Some("TEMPORARY" | "STALE") => Some(false),
        _ => None,
    };
    let reason = gate.type_reason.clone().filter(|reason| reason != "NONE");
    let stale = gate.kind.as_deref() == Some("STALE");
    flag.stale_by_vendor = gate.kind.is_some().then_some(VendorStale {
        stale,
        reason: reason.filter(|_| stale),
    });
    let dead = gate.type_reason.as_deref() == Some("STALE_PROBABLY_DEAD_CHECK");
    if gate.checks_per_hour == Some(0.0) && dead {
        // Not once in 30 days: the nearest that a rate comes to it.
        flag.evaluated = Some(Evaluated::Never);
    }
    let person = gate
        .owner
        .as_ref()
        .and_then(|owner| owner.owner_email.clone().or(owner.owner_name.clone()));
    flag.owners = gate
        .team
        .clone()
        .into_iter()
        .chain(person)
        .filter(|owner| !owner.is_empty())
        .collect();
    flag.prerequisites = prerequisites(&gate, member);
    for name in environments {
        let mut environment = Environment::named(name.clone());
        environment.enabled = gate
            .is_enabled
            .map(|on| on && gate.status.as_deref() != Some("Disabled"));
        environment.default_when_off = Some(Value::Bool(false));
        let plan = (!archived).then(|| plan(&gate, name, member));
        entry.environment(environment, plan, None);
    }
    entry
}

fn prerequisites(gate: &Gate, member: Cursor<'_>) -> Vec<Prerequisite> {
    let conditions = gate
        .rules
        .iter()
        .flatten()
        .flat_map(|rule| rule.conditions.iter().flatten());
    let mut found: Vec<Prerequisite> = Vec::new();
    for condition in conditions {
        let Some(wanted) = condition.asks_for() else { continue };
        for flag in condition.gates(member) {
            let prerequisite = Prerequisite {
                flag,
                values: Some(vec![Value::Bool(wanted)]),
                environment: None,
                via: PrerequisiteVia::Rule,
            };
            if !found.contains(&prerequisite) {
                found.push(prerequisite);
            }
        }
    }
    found
}

fn plan(gate: &Gate, environment: &str, member: Cursor<'_>) -> Plan {
    let on = match (gate.is_enabled, gate.status.as_deref()) {
        (_, Some("Disabled")) => false,
        (Some(on), _) => on,
        (None, _) => return Plan::Unknown("the file does not say whether it is on".to_owned()),
    };
    let mut tree = Tree::new(on, boolean(false), Share::all(boolean(false)));
    tree.on_value = Some(Value::Bool(true));
    if on && gate.status.as_deref() == Some("Launched") {
        tree.otherwise = Share::all(boolean(true));
        tree.notes
            .push("it is launched: Statsig gives true to everyone".to_owned());
        return Plan::Tree(Box::new(tree));
    }
    if gate.holdouts.as_ref().is_some_and(|holdouts| !holdouts.is_empty()) {
        // How many it keeps out stands with the holdout.
        let rule = Rule::new("the holdout", Condition::Always, Share::all(boolean(false)));
        tree.rules.push(Rule { share: None, ..rule });
    }
    for (position, rule) in gate.rules.iter().flatten().enumerate() {
        let here = rule
            .environments
            .as_ref()
            .is_none_or(|names| names.is_empty() || names.iter().any(|name| name.eq_ignore_ascii_case(environment)));
        if here {
            tree.rules.push(rule.rule(position, member));
        }
    }
    Plan::Tree(Box::new(tree))
}

impl GateRule {
    fn rule(&self, position: usize, member: Cursor<'_>) -> Rule {
        let mut requirements = Vec::new();
        let mut parts = Vec::new();
        for condition in self.conditions.iter().flatten() {
            match condition.asks_for() {
                Some(wanted) => {
                    let gates = condition.gates(member);
                    match gates.as_slice() {
                        [gate] => requirements.push(Requirement::values(gate.clone(), vec![Value::Bool(wanted)])),
                        _ => parts.push(Condition::When("one of several gates".to_owned())),
                    }
                }
                None => parts.push(condition.condition()),
            }
        }
        let name = format!("rule {}", position + 1);
        let share = self.pass_percentage;
        let condition = match share {
            None => Condition::Unsure(format!("{name} has no share")),
            Some(_) => Condition::all(parts),
        };
        Rule {
            share: Some(share.unwrap_or(100.0)),
            rest: Rest::Gets(boolean(false)),
            ramps: self
                .pending_automated_rollouts
                .as_ref()
                .is_some_and(|pending| !pending.is_empty()),
            requirements,
            ..Rule::new(name, condition, Share::all(boolean(true)))
        }
    }
}

impl GateCondition {
    /// Whether it asks for other gates, and for what.
    fn asks_for(&self) -> Option<bool> {
        match self.kind.as_deref() {
            Some("passes_gate") => Some(true),
            Some("fails_gate") => Some(false),
            _ => None,
        }
    }

    fn gates(&self, member: Cursor<'_>) -> Vec<String> {
        let Some(target) = self.target_value.map(|target| member.document().cursor(target)) else {
            return Vec::new();
        };
        let one = target.text().into_iter();
        one.chain(target.items().filter_map(Cursor::text))
            .map(|name| name.into_owned())
            .collect()
    }

    fn condition(&self) -> Condition {
        let kind = self.kind.as_deref().unwrap_or("");
        if kind == "public" || kind == "everyone" {
            return Condition::Always;
        }
        if !CONDITIONS.contains(&kind) {
            return Condition::Unsure(format!("the condition `{}` is not known", kind.escape_debug()));
        }
        let what = self.field.as_deref().filter(|field| !field.is_empty()).unwrap_or(kind);
        let operator = self.operator.as_deref().unwrap_or("is");
        Condition::When(format!("{} {}", what.escape_debug(), operator.escape_debug()))
    }
}
