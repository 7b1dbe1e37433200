//! LaunchDarkly: flag lists of its REST API, flag statuses, and the data that SDKs get.
//!
//! The forms: a page (`items`), several pages in a list, the members alone in a list, a single flag; a page of statuses of one
//! environment, the statuses of one flag; SDK data (`flags`, `flagValues`), also as YAML. SDK data does not name its
//! environment: it is taken from the file's name, else it is `default`.
//! Shapes after api/openapi.yaml of launchdarkly/api-client-go and ldmodel of go-server-sdk-evaluation.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{count_in_words, is_issue, is_tracker};
use crate::conventions::{Moment, environment_in, kind_of};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Evaluated, Format, Input, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, Serves, ServesState,
    ValueType, VendorStale,
};
use crate::serves::{Accepts, Condition, Outcome, Plan, Proof, Question, Requirement, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "launchdarkly",
    title: "a LaunchDarkly export",
    obtain: "curl -s -H \"Authorization: $LD_TOKEN\" -H \"LD-API-Version: 20240415\" \
             \"https://app.launchdarkly.com/api/v2/flags/PROJECT?summary=0&env=production&limit=100\" > flags.json",
    lacks: "expiry dates; the flag's purpose, except by tags; when it was last evaluated (add the file of \
            `/api/v2/flag-statuses/PROJECT/production`); archived flags, unless asked for with `filter=state:archived`",
    looks_like,
    almost,
    read,
};

/// What LaunchDarkly's operators are called; a clause with any other is not understood.
const OPERATORS: [&str; 16] = [
    "in",
    "endsWith",
    "startsWith",
    "matches",
    "contains",
    "lessThan",
    "lessThanOrEqual",
    "greaterThan",
    "greaterThanOrEqual",
    "before",
    "after",
    "segmentMatch",
    "semVerEqual",
    "semVerLessThan",
    "semVerGreaterThan",
    "exists",
];

fn looks_like(root: Cursor<'_>) -> bool {
    let page = |page: Cursor<'_>| {
        let Some(items) = page.get("items").filter(|items| items.is_list()) else {
            return false;
        };
        let address = page
            .get("_links")
            .and_then(|links| links.get("self")?.get("href")?.text())
            .unwrap_or_default();
        items.items().any(|item| is_flag(item) || is_status(item))
            || items.is_empty() && (address.contains("/api/v2/flags/") || address.contains("/api/v2/flag-statuses/"))
    };
    if root.is_list() {
        return root
            .items()
            .any(|item| page(item) || is_flag(item) || is_status(item) || is_flag_status(item));
    }
    page(root) || is_flag(root) || is_flag_status(root) || is_sdk_data(root)
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let members = |list: Cursor<'_>| list.items().any(|item| item.has("key") && item.has("variations"));
    match root.get("items") {
        Some(items) if members(items) => {
            Some("the members of `items` have neither `_version` nor `temporary`".to_owned())
        }
        _ if root.is_list() && members(root) => Some("its members have neither `_version` nor `temporary`".to_owned()),
        _ => None,
    }
}

fn is_flag(flag: Cursor<'_>) -> bool {
    flag.has_all(&["key", "variations"]) && (flag.has("_version") || flag.has("temporary"))
}

fn is_status_name(status: Cursor<'_>) -> bool {
    let name = status.get("name").and_then(Cursor::text).unwrap_or_default();
    matches!(name.as_ref(), "new" | "inactive" | "active" | "launched")
}

fn is_status(status: Cursor<'_>) -> bool {
    is_status_name(status) && status.get("_links").is_some_and(|links| links.has("parent"))
}

fn is_flag_status(status: Cursor<'_>) -> bool {
    let environments = status
        .get("environments")
        .filter(|_| status.has("key") && !status.has("variations"));
    environments.is_some_and(|all| {
        all.is_map()
            && all
                .entries()
                .any(|(_, each)| is_status_name(each) && !each.has("enabled"))
    })
}

fn is_sdk_data(root: Cursor<'_>) -> bool {
    let values = root.get("flagValues").is_some_and(Cursor::is_map);
    let Some(flags) = root.get("flags").filter(|flags| flags.is_map()) else {
        return values;
    };
    let member = |flag: Cursor<'_>| {
        flag.get("variations").is_some_and(Cursor::is_list)
            && (flag.has("on") || flag.has("fallthrough") || flag.has("salt"))
    };
    values || flags.entries().any(|(_, flag)| member(flag)) || flags.is_empty() && root.has("segments")
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let members: Vec<Cursor<'_>> = if input.root.is_list() {
        input.root.items().collect()
    } else {
        vec![input.root]
    };
    for (position, member) in members.iter().enumerate() {
        // The link to the next page counts on the last one only.
        read_member(*member, position + 1 == members.len(), input, &mut draft)?;
    }
    Ok(draft)
}

fn read_member(member: Cursor<'_>, last: bool, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    if !member.is_map() {
        return Err(member.expected("a flag, a page of flags or a status (an object)"));
    }
    if let Some(items) = member.get("items") {
        if !items.is_list() {
            return Err(items.expected("a list of flags or statuses"));
        }
        let page: Page = member.read()?;
        draft.total = draft.total.max(page.total_count);
        draft.more |= last && page.links.is_some_and(|links| links.next.is_some());
        let environment = page_environment(member);
        for item in items.items() {
            if is_status(item) || !item.has("key") && item.has("_links") {
                read_status(item, environment.as_deref(), input, draft)?;
            } else {
                read_flag(item, input, draft)?;
            }
        }
        return Ok(());
    }
    if is_flag_status(member) {
        return read_flag_status(member, input, draft);
    }
    if is_status(member) {
        return read_status(member, None, input, draft);
    }
    if member.has("flags") || member.has("flagValues") {
        return read_sdk_data(member, input, draft);
    }
    read_flag(member, input, draft)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    total_count: Option<usize>,
    #[serde(rename = "_links")]
    links: Option<PageLinks>,
}

#[derive(Deserialize)]
struct PageLinks {
    next: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListFlag {
    key: String,
    name: Option<String>,
    description: Option<String>,
    kind: Option<String>,
    creation_date: Option<Moment>,
    temporary: Option<bool>,
    tags: Option<Vec<String>>,
    archived: Option<bool>,
    deprecated: Option<bool>,
    #[serde(rename = "_purpose")]
    purpose: Option<String>,
    client_side_availability: Option<ClientSide>,
    variations: Option<Vec<ListVariation>>,
    #[serde(rename = "_maintainer")]
    maintainer: Option<Maintainer>,
    maintainer_id: Option<String>,
    maintainer_team_key: Option<String>,
    custom_properties: Option<BTreeMap<String, CustomProperty>>,
    environments: Option<Raw>,
    #[serde(rename = "_links")]
    links: Option<Links>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientSide {
    using_mobile_key: Option<bool>,
    using_environment_id: Option<bool>,
}

impl ClientSide {
    fn any(&self) -> bool {
        self.using_mobile_key == Some(true) || self.using_environment_id == Some(true)
    }
}

#[derive(Deserialize)]
struct ListVariation {
    value: Value,
}

#[derive(Deserialize)]
struct Maintainer {
    email: Option<String>,
}

#[derive(Deserialize)]
struct CustomProperty {
    name: Option<String>,
    value: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Links {
    parent: Option<Link>,
    #[serde(rename = "self")]
    own: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    href: Option<String>,
}

/// A flag in one environment; SDK data has the same members at the flag itself.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    on: Option<bool>,
    last_modified: Option<Moment>,
    off_variation: Option<u32>,
    fallthrough: Option<Fallthrough>,
    rules: Option<Vec<StateRule>>,
    targets: Option<Vec<StateTarget>>,
    context_targets: Option<Vec<StateTarget>>,
    prerequisites: Option<Vec<StatePrerequisite>>,
    #[serde(rename = "_summary")]
    summary: Option<Summary>,
}

#[derive(Deserialize)]
struct Fallthrough {
    variation: Option<u32>,
    rollout: Option<Rollout>,
}

#[derive(Deserialize)]
struct Rollout {
    variations: Vec<Weight>,
}

#[derive(Deserialize)]
struct Weight {
    variation: u32,
    weight: f64,
}

#[derive(Deserialize)]
struct StateRule {
    variation: Option<u32>,
    rollout: Option<Rollout>,
    clauses: Option<Vec<Clause>>,
    disabled: Option<bool>,
}

#[derive(Deserialize)]
struct Clause {
    attribute: Option<String>,
    op: Option<String>,
    values: Option<Vec<IgnoredAny>>,
    negate: Option<bool>,
}

#[derive(Deserialize)]
struct StateTarget {
    values: Option<Vec<IgnoredAny>>,
    variation: u32,
}

#[derive(Deserialize)]
struct StatePrerequisite {
    key: String,
    variation: u32,
}

#[derive(Deserialize)]
struct Summary {
    prerequisites: Option<u64>,
    variations: Option<BTreeMap<String, SummaryVariation>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SummaryVariation {
    rules: Option<u64>,
    null_rules: Option<u64>,
    targets: Option<u64>,
    context_targets: Option<u64>,
    is_fallthrough: Option<bool>,
    is_off: Option<bool>,
    rollout: Option<f64>,
}

fn read_flag(member: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let from: ListFlag = member.read()?;
    let at = member.get("key").unwrap_or(member);
    let mut entry = Entry::new(input.flag(from.key, at));
    let variations: Vec<Value> = from
        .variations
        .into_iter()
        .flatten()
        .map(|variation| variation.value)
        .collect();
    entry.variations(variations);
    entry.lifecycle_said = from.archived.is_some() || from.deprecated.is_some();
    let flag = &mut entry.flag;
    if from.kind.as_deref() == Some("boolean") {
        flag.value_type = Some(ValueType::Boolean);
    }
    flag.lifecycle = match (from.archived, from.deprecated) {
        (Some(true), _) => Lifecycle::Archived,
        (_, Some(true)) => Lifecycle::Deprecated,
        _ => Lifecycle::Active,
    };
    flag.name = from.name.filter(|name| !name.is_empty());
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.permanent = from.temporary.map(|temporary| !temporary);
    flag.created = from.creation_date.map(Into::into);
    flag.client_side = from.client_side_availability.map(|client_side| client_side.any());
    flag.tags = from.tags.unwrap_or_default();
    let kind = from.purpose.iter().chain(&flag.tags).find_map(|word| kind_of(word));
    if let Some(kind) = kind {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    let person = from
        .maintainer
        .and_then(|maintainer| maintainer.email)
        .or(from.maintainer_id);
    flag.owners = from.maintainer_team_key.into_iter().chain(person).collect();
    flag.ticket = from.custom_properties.and_then(|properties| ticket(&properties));
    let parent = from.links.and_then(|links| links.parent?.href);
    flag.project = parent.and_then(|address| last_part(&address));
    if let Some(environments) = from.environments {
        let environments = member.document().cursor(environments);
        if !environments.is_map() {
            return Err(environments.expected("an object of environments"));
        }
        for (name, state) in environments.entries() {
            let name = name.text().unwrap_or_default().into_owned();
            add_environment(&mut entry, name, &state.read()?);
        }
    }
    draft.push(entry);
    Ok(())
}

/// The property that smells of an issue tracker, else one whose value looks like an issue.
fn ticket(properties: &BTreeMap<String, CustomProperty>) -> Option<String> {
    let first = |property: &CustomProperty| match property.value.as_ref()?.first()? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let named = |(id, property): (&String, &CustomProperty)| {
        (is_tracker(id) || property.name.as_deref().is_some_and(is_tracker))
            .then(|| first(property))
            .flatten()
    };
    properties
        .iter()
        .find_map(named)
        .or_else(|| properties.values().filter_map(first).find(|value| is_issue(value)))
}

fn last_part(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.trim_end_matches('/')
        .rsplit('/')
        .next()
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
}

fn add_environment(entry: &mut Entry, name: String, state: &State) {
    let values = Values(&entry.flag.variations);
    let plan = plan(state, &values, entry.flag.value_type == Some(ValueType::Boolean));
    let mut environment = Environment::named(name);
    environment.enabled = state.on;
    environment.changed = state.last_modified.map(Into::into);
    if let Some(Outcome::Value { value, .. }) = state.off(&values) {
        environment.default_when_off = Some(value);
    }
    for prerequisite in state.prerequisites.iter().flatten() {
        entry.flag.prerequisites.push(Prerequisite {
            flag: prerequisite.key.clone(),
            // The parent's variation becomes a value when the files are joined.
            values: None,
            environment: Some(environment.name.clone()),
            via: PrerequisiteVia::Flag,
        });
    }
    entry.environment(environment, Some(plan), None);
}

/// The flag's values by the number of their variation.
struct Values<'a>(&'a [Value]);

impl Values<'_> {
    fn outcome(&self, variation: u32) -> Outcome {
        match self.0.get(variation as usize) {
            Some(value) => Outcome::Value {
                variation,
                value: value.clone(),
            },
            None => Outcome::Opaque(format!(
                "it names variation {variation}, but the flag has {}",
                self.0.len()
            )),
        }
    }

    /// Weights are thousandths of a percent; what is missing to 100000 goes to the last part.
    fn rollout(&self, rollout: &Rollout) -> Vec<Share> {
        const WHOLE: f64 = 100_000.0;
        let missing = WHOLE - rollout.variations.iter().map(|part| part.weight).sum::<f64>();
        let last = rollout.variations.len().saturating_sub(1);
        let share = |(position, part): (usize, &Weight)| {
            let rest = if position == last { missing.max(0.0) } else { 0.0 };
            Share {
                weight: Some(part.weight + rest),
                outcome: self.outcome(part.variation),
            }
        };
        rollout.variations.iter().enumerate().map(share).collect()
    }

    fn serve(&self, variation: Option<u32>, rollout: Option<&Rollout>) -> Vec<Share> {
        match (variation, rollout) {
            (Some(variation), _) => Share::all(self.outcome(variation)),
            (None, Some(rollout)) if !rollout.variations.is_empty() => self.rollout(rollout),
            _ => Share::all(Outcome::Opaque(
                "it has a rule with neither a variation nor a rollout".to_owned(),
            )),
        }
    }
}

impl State {
    /// What is served while the flag is off; `None` where the file does not say.
    fn off(&self, values: &Values<'_>) -> Option<Outcome> {
        if let Some(variation) = self.off_variation {
            return Some(values.outcome(variation));
        }
        if self.fallthrough.is_some() {
            return Some(Outcome::CodeDefault);
        }
        let summary = self.summary.as_ref()?.variations.as_ref()?;
        let off = summary.iter().find(|(_, each)| each.is_off == Some(true));
        Some(match off.and_then(|(number, _)| number.parse().ok()) {
            Some(variation) => values.outcome(variation),
            None => Outcome::CodeDefault,
        })
    }
}

fn plan(state: &State, values: &Values<'_>, boolean: bool) -> Plan {
    let Some(on) = state.on else {
        return Plan::Unknown("the file does not say whether it is on".to_owned());
    };
    let missing = "the file has no rules for it: fetch the list with `summary=0`";
    let off = state.off(values).unwrap_or_else(|| Outcome::Opaque(missing.to_owned()));
    let otherwise = match (&state.fallthrough, &state.summary) {
        (Some(fallthrough), _) => values.serve(fallthrough.variation, fallthrough.rollout.as_ref()),
        (None, Some(_)) => Vec::new(),
        (None, None) => Share::all(Outcome::Opaque(missing.to_owned())),
    };
    let mut tree = Tree::new(on, off, otherwise);
    tree.off_satisfies = false;
    tree.on_value = boolean.then_some(Value::Bool(true));
    let targets = state
        .targets
        .iter()
        .flatten()
        .chain(state.context_targets.iter().flatten());
    for target in targets {
        let count = target.values.as_ref().map_or(0, Vec::len) as u64;
        tree.targets.push(Target {
            count,
            outcome: values.outcome(target.variation),
        });
    }
    tree.requirements = state.prerequisites.iter().flatten().map(requirement).collect();
    let rules = state.rules.iter().flatten().enumerate();
    tree.rules = rules
        .filter(|(_, rule)| rule.disabled != Some(true))
        .map(|(at, each)| rule(at, each, values))
        .collect();
    if let (None, Some(summary)) = (&state.fallthrough, &state.summary) {
        summarise(summary, values, &mut tree);
    }
    Plan::Tree(Box::new(tree))
}

fn requirement(prerequisite: &StatePrerequisite) -> Requirement {
    Requirement {
        flag: prerequisite.key.clone(),
        question: Question::Value,
        accepts: Accepts::Variations(vec![prerequisite.variation]),
        met_without_variants: false,
        words: None,
    }
}

fn rule(position: usize, rule: &StateRule, values: &Values<'_>) -> Rule {
    let clauses = rule.clauses.as_deref().unwrap_or_default();
    let unknown = clauses.iter().find_map(|clause| match clause.op.as_deref() {
        Some(operator) if OPERATORS.contains(&operator) => None,
        Some(operator) => Some(format!("the operator `{}` is not known", operator.escape_debug())),
        None => Some("a clause has no operator".to_owned()),
    });
    let condition = match unknown {
        Some(why) => Condition::Unsure(why),
        None if clauses.is_empty() => Condition::Always,
        None => Condition::When(clauses.iter().map(Clause::in_words).collect::<Vec<_>>().join(" and ")),
    };
    Rule::new(
        format!("rule {}", position + 1),
        condition,
        values.serve(rule.variation, rule.rollout.as_ref()),
    )
}

impl Clause {
    /// Attribute, operator and the number of values; never the values, which may name people.
    fn in_words(&self) -> String {
        if self.op.as_deref() == Some("segmentMatch") {
            let segments = if self.count() == 1 {
                "a segment"
            } else {
                "one of several segments"
            };
            return format!("{}in {segments}", if self.negate == Some(true) { "not " } else { "" });
        }
        // Pieces, as an export has tens of thousands of clauses.
        let mut words = String::with_capacity(40);
        words.extend(self.attribute.as_deref().unwrap_or("context").escape_debug());
        words.push_str(if self.negate == Some(true) { " not " } else { " " });
        words.push_str(self.op.as_deref().unwrap_or(""));
        words.push_str(" (");
        words.push_str(&count_in_words(self.count(), "value"));
        words.push(')');
        words
    }

    fn count(&self) -> usize {
        self.values.as_ref().map_or(0, Vec::len)
    }
}

/// The short form of the list counts who gets which variation, without the rules.
fn summarise(summary: &Summary, values: &Values<'_>, tree: &mut Tree) {
    for (number, each) in summary.variations.iter().flatten() {
        let outcome = match number.parse() {
            Ok(variation) => values.outcome(variation),
            Err(_) => Outcome::Opaque("its summary names a variation that is no number".to_owned()),
        };
        let named = each.targets.unwrap_or(0) + each.context_targets.unwrap_or(0);
        if named > 0 {
            tree.targets.push(Target {
                count: named,
                outcome: outcome.clone(),
            });
        }
        let condition = match (each.rules.unwrap_or(0), each.null_rules.unwrap_or(0)) {
            (0, 0) => None,
            (_, 0) => Some(Condition::When("rules that the short list only counts".to_owned())),
            // Such a rule hides those behind it, but the summary has no order.
            _ => Some(Condition::Unsure(
                "the short list counts a rule for everyone, but not where it stands".to_owned(),
            )),
        };
        let serve = || Share::all(outcome.clone());
        let name = format!("a rule for variation {number}");
        tree.rules
            .extend(condition.map(|condition| Rule::new(name, condition, serve())));
        if each.is_fallthrough == Some(true) {
            tree.otherwise.push(Share {
                weight: Some(1.0),
                outcome,
            });
        } else if let Some(weight) = each.rollout {
            tree.otherwise.push(Share {
                weight: Some(weight),
                outcome,
            });
        }
    }
    let count = summary.prerequisites.unwrap_or(0);
    if count > 0 && tree.on {
        let noun = if count == 1 { "prerequisite" } else { "prerequisites" };
        let why = format!("it has {count} {noun} that the short list only counts: fetch the list with `summary=0`");
        tree.unnamed_requirements = Some(why);
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    name: Option<String>,
    last_requested: Option<Moment>,
    #[serde(rename = "_links")]
    links: Option<Links>,
}

impl Status {
    /// LaunchDarkly's own rule calls inactive and launched flags stale.
    fn verdict(&self, environment: &str) -> Option<VendorStale> {
        let (stale, what) = match self.name.as_deref()? {
            "inactive" => (true, "not requested for 7 days"),
            "launched" => (true, "one variation served, unchanged for 7 days"),
            "new" | "active" => (false, ""),
            _ => return None,
        };
        let reason = format!(
            "{} in `{environment}`: {what}",
            self.name.as_deref().unwrap_or_default()
        );
        Some(VendorStale {
            stale,
            reason: stale.then_some(reason),
        })
    }

    fn evaluated(&self) -> Evaluated {
        self.last_requested
            .map_or(Evaluated::Never, |moment| Evaluated::At(moment.0))
    }
}

/// The environment of a page of statuses: `/api/v2/flag-statuses/PROJECT/ENVIRONMENT`.
fn page_environment(page: Cursor<'_>) -> Option<String> {
    let address = page.get("_links")?.get("self")?.get("href")?.text()?;
    address
        .contains("/flag-statuses/")
        .then(|| last_part(&address))
        .flatten()
}

fn read_status(
    member: Cursor<'_>,
    environment: Option<&str>,
    input: &Input<'_>,
    draft: &mut Draft,
) -> Result<(), Trouble> {
    let status: Status = member.read()?;
    let address = |link: Option<&Link>| link.and_then(|link| link.href.clone());
    let parent = status.links.as_ref().and_then(|links| address(links.parent.as_ref()));
    let Some(key) = parent.as_deref().and_then(last_part) else {
        return Err(member.trouble("this status does not name its flag: expected `_links.parent.href`"));
    };
    // `/api/v2/flag-statuses/PROJECT/ENVIRONMENT/KEY`
    let own = status
        .links
        .as_ref()
        .and_then(|links| address(links.own.as_ref()))
        .unwrap_or_default();
    let of_own = own
        .contains("/flag-statuses/")
        .then(|| own.rsplit('/').nth(1).map(str::to_owned))
        .flatten();
    let name = of_own
        .or_else(|| environment.map(str::to_owned))
        .or_else(|| environment_in(input.path));
    let name = name.unwrap_or_else(|| "default".to_owned());
    let mut entry = Entry::new(input.flag(key, member));
    entry.flag.project = parent
        .as_deref()
        .and_then(|address| address.rsplit('/').nth(1))
        .map(str::to_owned);
    entry.flag.stale_by_vendor = status.verdict(&name);
    add_status(&mut entry, name, &status);
    draft.push(entry);
    Ok(())
}

fn add_status(entry: &mut Entry, name: String, status: &Status) {
    let mut environment = Environment::named(name);
    environment.evaluated = Some(status.evaluated());
    entry.environment(environment, None, None);
}

/// All environments of one flag; stale only where all of them say so.
fn read_flag_status(member: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let Some((at, key)) = member.get("key").and_then(|key| Some((key, key.text()?))) else {
        return Err(member.trouble("this object has no `key`"));
    };
    let mut entry = Entry::new(input.flag(key, at));
    let mut verdict: Option<VendorStale> = None;
    for (name, status) in member.get("environments").into_iter().flat_map(Cursor::entries) {
        let name = name.text().unwrap_or_default().into_owned();
        let status: Status = status.read()?;
        let here = status.verdict(&name);
        if verdict.as_ref().is_none_or(|verdict| verdict.stale) {
            verdict = here.or(verdict);
        }
        add_status(&mut entry, name, &status);
    }
    entry.flag.stale_by_vendor = verdict;
    draft.push(entry);
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SdkFlag {
    key: Option<String>,
    variations: Option<Vec<Value>>,
    deleted: Option<bool>,
    client_side: Option<bool>,
    client_side_availability: Option<ClientSide>,
}

fn read_sdk_data(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let environment = input.environment();
    let member = |name: &str| match root.get(name) {
        Some(map) if !map.is_map() && !map.is_null() => Err(map.expected("an object of flags")),
        other => Ok(other),
    };
    for (key, member) in member("flags")?.into_iter().flat_map(Cursor::entries) {
        let from: SdkFlag = member.read()?;
        let state: State = member.read()?;
        let mut entry = Entry::new(input.flag(from.key.unwrap_or_else(|| text_of(key)), key));
        entry.variations(from.variations.unwrap_or_default());
        entry.flag.client_side = from
            .client_side_availability
            .map(|each| each.any())
            .or(from.client_side);
        if from.deleted == Some(true) {
            entry.lifecycle(Lifecycle::Deleted);
        }
        add_environment(&mut entry, environment.clone(), &state);
        draft.push(entry);
    }
    for (key, value) in member("flagValues")?.into_iter().flat_map(Cursor::entries) {
        let mut entry = Entry::new(input.flag(text_of(key), key));
        entry.variations(vec![value.value()]);
        let mut here = Environment::named(environment.clone());
        here.enabled = Some(true);
        let serves = Serves {
            state: ServesState::Constant,
            value: Some(value.value()),
            moving: false,
        };
        let reasons = vec!["its value stands in `flagValues`".to_owned()];
        entry.environment(
            here,
            Some(Plan::Stated(Proof {
                serves,
                overrides: 0,
                reasons,
                rollout: None,
            })),
            None,
        );
        draft.push(entry);
    }
    Ok(())
}

fn text_of(key: Cursor<'_>) -> String {
    key.text().unwrap_or_default().into_owned()
}
