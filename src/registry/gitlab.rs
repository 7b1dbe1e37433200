//! GitLab: the definition files of `config/feature_flags/`, one flag each, and the list of its Feature Flags product.
//!
//! A definition knows only the default: the live state is in a database, so what is served is unknown. It is `launched` where a
//! flag that should go is on by default. In the product a strategy names environments; `*` is all of them, also those that no flag
//! of the file names, and stands beside the named ones. Shapes after lib/feature/shared.rb and the API's documentation.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::parts::{
    address_in, environment, environment_name, part, percent_of, rule, shown, switch, targets, tree, unknown,
};
use super::shape::{boolean, list};
use crate::conventions::{Moment, kind_of, time_of_text};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, Lifecycle, ValueType, When};
use crate::serves::{Condition, Tree};

pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    title: "GitLab feature flags (definition files or the product's list)",
    obtain: "name the folder config/feature_flags, or `curl -s -H \"PRIVATE-TOKEN: $TOKEN\" \
             \"$URL/api/v4/projects/$ID/feature_flags?per_page=100\" > flags.json`",
    lacks: "evaluations, tags, prerequisites; of definitions also every date but the milestone, and the live state; of the product's \
            list owners and kinds",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    is_definition(root)
        || root
            .items()
            .any(|member| is_definition(member) || is_product_flag(member))
}

fn is_definition(root: Cursor<'_>) -> bool {
    // A Flagsmith export has values beside the same names.
    root.has_all(&["name", "default_enabled"])
        && !root.has("initial_value")
        && ["type", "milestone", "introduced_by_url"]
            .iter()
            .any(|name| root.has(name))
}

fn is_product_flag(member: Cursor<'_>) -> bool {
    member.has_all(&["name", "active"]) && list(member, "strategies") && !member.has("environments")
}

fn almost(root: Cursor<'_>) -> Option<String> {
    if root.has_all(&["name", "default_enabled"]) {
        return Some("it has none of `type`, `milestone` and `introduced_by_url`".to_owned());
    }
    let near = root.items().any(|flag| flag.has("name") && flag.has("strategies"));
    near.then(|| "its members have `strategies`, but no `active`".to_owned())
}

#[derive(Deserialize)]
struct Definition {
    name: String,
    description: Option<String>,
    feature_issue_url: Option<String>,
    introduced_by_url: Option<String>,
    rollout_issue_url: Option<String>,
    milestone: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    group: Option<String>,
    default_enabled: bool,
    intended_to_rollout_by: Option<String>,
}

#[derive(Deserialize)]
struct Product {
    name: String,
    description: Option<String>,
    active: bool,
    created_at: Option<Moment>,
    updated_at: Option<Moment>,
    strategies: Vec<Strategy>,
}

#[derive(Deserialize)]
struct Strategy {
    name: String,
    parameters: Option<Map<String, Value>>,
    scopes: Option<Vec<Scope>>,
    user_list: Option<UserList>,
}

#[derive(Deserialize)]
struct Scope {
    environment_scope: String,
}

#[derive(Deserialize)]
struct UserList {
    user_xids: Option<String>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    if input.root.is_map() {
        draft.push(read_definition(input.root, input)?);
        return Ok(draft);
    }
    // A stream of definitions, or the product's list.
    let mut flags = Vec::new();
    for member in input.root.items() {
        if is_definition(member) {
            draft.push(read_definition(member, input)?);
        } else {
            let flag: Product = member.read()?;
            flags.push((member.get("name").unwrap_or(member), flag));
        }
    }
    let scopes = flags
        .iter()
        .flat_map(|(_, flag)| flag.strategies.iter().flat_map(Strategy::scopes));
    let mut scopes: BTreeSet<String> = scopes.map(str::to_owned).collect();
    if scopes.is_empty() && !flags.is_empty() {
        scopes.insert("*".to_owned());
    }
    for (at, flag) in flags {
        draft.push(read_product(&flag, at, &scopes, input));
    }
    Ok(draft)
}

fn read_definition(root: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Definition = root.read()?;
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let mut entry = Entry::new(input.flag(from.name.clone(), root.get("name").unwrap_or(root)));
    let kind = from.kind.as_deref().and_then(kind_of_type);
    // Only the long-lived types may stay.
    let permanent = kind.map(|kind| matches!(kind, Kind::Ops | Kind::Permission));
    let flag = &mut entry.flag;
    if let Some(kind) = kind {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    flag.permanent = permanent;
    flag.description = filled(from.description);
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    flag.owners = filled(from.group).into_iter().collect();
    flag.ticket = filled(from.rollout_issue_url)
        .or(filled(from.feature_issue_url))
        .or(filled(from.introduced_by_url));
    flag.created = filled(from.milestone).map(When::Milestone);
    flag.expires =
        filled(from.intended_to_rollout_by).map(|text| time_of_text(&text).map_or(When::Milestone(text), When::Time));
    let launched = from.default_enabled && permanent == Some(false);
    entry.lifecycle(if launched {
        Lifecycle::Launched
    } else {
        Lifecycle::Active
    });
    let mut place = environment(environment_name(input), Some(from.default_enabled));
    place.default_when_off = Some(Value::Bool(false));
    let why = format!(
        "the default is `{}`, but the live state is in the instance's database",
        from.default_enabled
    );
    entry.environment(place, unknown(why), None);
    Ok(entry)
}

fn kind_of_type(word: &str) -> Option<Kind> {
    match word {
        "development" => Some(Kind::Release),
        "undefined" => None,
        word => kind_of(word),
    }
}

impl Strategy {
    fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scopes
            .iter()
            .flatten()
            .map(|scope| scope.environment_scope.as_str())
    }

    fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.as_ref()?.get(name)
    }

    /// How many users a parameter or list names.
    fn named(&self) -> usize {
        let listed = self.user_list.as_ref().and_then(|list| list.user_xids.as_deref());
        let text = self
            .parameter("userIds")
            .and_then(Value::as_str)
            .or(listed)
            .unwrap_or_default();
        text.split(',').filter(|user| !user.trim().is_empty()).count()
    }

    fn add(&self, number: usize, plan: &mut Tree) {
        let name = format!("strategy {number}");
        let share = match self.name.as_str() {
            "default" => Some(100.0),
            "gradualRolloutUserId" => self.parameter("percentage").and_then(percent_of),
            "flexibleRollout" => self.parameter("rollout").and_then(percent_of),
            "userWithId" | "gitlabUserList" => {
                plan.targets.extend(targets(self.named(), boolean(true)));
                return;
            }
            other => {
                let why = format!("the strategy `{}` is not known", shown(other));
                plan.rules.push(rule(name, Condition::Unsure(why), boolean(true)));
                return;
            }
        };
        plan.rules.push(share.map_or_else(
            || {
                rule(
                    &*name,
                    Condition::Unsure("a rollout has no share that is a number".to_owned()),
                    boolean(true),
                )
            },
            |share| part(&*name, share, boolean(true)),
        ));
    }
}

fn read_product(from: &Product, at: Cursor<'_>, scopes: &BTreeSet<String>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.name.clone(), at));
    let flag = &mut entry.flag;
    flag.description = from.description.clone().filter(|text| !text.is_empty());
    flag.ticket = flag.description.as_deref().and_then(address_in);
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    flag.created = from.created_at.map(When::from);
    flag.changed = from.updated_at.map(When::from);
    for scope in scopes {
        let mut plan = switch(from.active, false);
        let mut number = 0;
        for strategy in &from.strategies {
            if strategy.scopes().any(|own| covers(own, scope)) {
                number += 1;
                strategy.add(number, &mut plan);
            }
        }
        let mut place = environment(scope, Some(from.active && number > 0));
        place.default_when_off = Some(Value::Bool(false));
        entry.environment(place, tree(plan), None);
    }
    entry
}

/// Whether a strategy's scope holds for an environment; only `*` is a wildcard.
fn covers(scope: &str, environment: &str) -> bool {
    scope == environment
        || globset::GlobBuilder::new(scope)
            .build()
            .is_ok_and(|glob| crate::source::chosen::glob_set(glob).is_ok_and(|set| set.is_match(environment)))
}
