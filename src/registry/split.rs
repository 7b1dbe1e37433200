//! Split (Harness FME): the flags of a workspace, the definitions of one environment, and what SDKs download.
//!
//! Named keys and segments come first, then the rules in order, then the default rule. Those outside of the traffic allocation, and
//! everyone where the flag is killed or a prerequisite is not met, get the default treatment.
//! Shapes after splitapiclient of splitio/python-api and dtos/types.ts of splitio/javascript-commons.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{count_in_words, list, map, pages, value, within_list};
use crate::conventions::{Moment, kind_of, squeeze};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{
    Environment, Evaluated, Format, Input, Kind, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, When,
};
use crate::serves::{Accepts, Condition, Outcome, Plan, Requirement, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "split",
    title: "a Split export",
    obtain: "curl -s -H \"Authorization: Bearer $ADMIN_KEY\" \
             \"https://api.split.io/internal/api/v2/splits/ws/WORKSPACE/environments/ENVIRONMENT?limit=50&offset=0\" > definitions.json",
    lacks: "dates of creation, tags and rollout status (add the file of `/splits/ws/WORKSPACE`); the flag's purpose; expiry dates; \
            tickets; owners, which are only ids",
    looks_like: |root| pages(root).into_iter().any(is_page) || is_download(root),
    almost: |root| list(root, "objects").then(|| "beside `objects` there is no `totalCount`".to_owned()),
    read,
};

fn is_page(root: Cursor<'_>) -> bool {
    list(root, "objects") && root.has("totalCount")
}

fn is_download(root: Cursor<'_>) -> bool {
    let old = list(root, "splits") || within_list(root, "featureFlags", &["conditions"]);
    old && root.has("till") || map(root, "ff") && root.get("ff").is_some_and(|inner| list(inner, "d"))
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    if is_download(input.root) {
        let inner = input.root.get("ff").and_then(|inner| inner.get("d"));
        let all = inner
            .or_else(|| input.root.get("splits"))
            .or_else(|| input.root.get("featureFlags"));
        for member in all.into_iter().flat_map(Cursor::items) {
            draft.push(read_download(member, input)?);
        }
        return Ok(draft);
    }
    for page in pages(input.root) {
        let Some(objects) = page.get("objects").filter(|objects| objects.is_list()) else {
            return Err(page.expected("an object with `objects`"));
        };
        draft.total = draft.total.max(page.read::<Page>()?.total_count);
        for member in objects.items() {
            let entry = if member.has("treatments") || member.has("defaultRule") {
                read_definition(member, input)?
            } else {
                read_listed(member, input)?
            };
            draft.push(entry);
        }
    }
    Ok(draft)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    total_count: Option<usize>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    name: String,
    description: Option<String>,
    creation_time: Option<Moment>,
    rollout_status: Option<Named>,
    rollout_status_timestamp: Option<Moment>,
    tags: Option<Vec<Named>>,
}

/// Split writes 0 for a time that it does not know.
fn known(moment: Option<Moment>) -> Option<When> {
    moment.filter(|moment| moment.0.as_second() > 0).map(Into::into)
}

fn read_listed(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Listed = member.read()?;
    let mut entry = Entry::new(input.flag(from.name, member.get("name").unwrap_or(member)));
    let status = squeeze(&from.rollout_status.and_then(|status| status.name).unwrap_or_default());
    match status.as_str() {
        "100released" => entry.lifecycle(Lifecycle::Launched),
        "removedfromcode" => entry.lifecycle(Lifecycle::Deprecated),
        _ => {}
    }
    let flag = &mut entry.flag;
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.created = known(from.creation_time);
    flag.changed = known(from.rollout_status_timestamp);
    flag.tags = from.tags.into_iter().flatten().filter_map(|tag| tag.name).collect();
    // The names of statuses are the team's to edit; these are the vendor's.
    flag.permanent = (status == "permanent").then_some(true);
    let kind = if status.starts_with("experiment") {
        Some(Kind::Experiment)
    } else {
        None
    };
    if let Some(kind) = kind.or_else(|| flag.tags.iter().find_map(|tag| kind_of(tag))) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    Ok(entry)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Definition {
    name: String,
    environment: Option<Named>,
    killed: Option<bool>,
    default_treatment: Option<String>,
    traffic_allocation: Option<f64>,
    treatments: Option<Vec<Treatment>>,
    rules: Option<Vec<DefinedRule>>,
    default_rule: Option<Vec<Bucket>>,
    creation_time: Option<Moment>,
    last_update_time: Option<Moment>,
    last_traffic_received_at: Option<Moment>,
}

#[derive(Deserialize)]
struct Treatment {
    name: String,
    keys: Option<Vec<IgnoredAny>>,
    segments: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Bucket {
    treatment: String,
    size: f64,
}

#[derive(Deserialize)]
struct DefinedRule {
    condition: Option<DefinedCondition>,
    buckets: Vec<Bucket>,
}

#[derive(Deserialize)]
struct DefinedCondition {
    matchers: Option<Vec<DefinedMatcher>>,
}

#[derive(Deserialize)]
struct DefinedMatcher {
    negate: Option<bool>,
    #[serde(rename = "type")]
    kind: Option<String>,
    attribute: Option<String>,
    depends: Option<Depends>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Depends {
    split_name: String,
    treatment: Option<Value>,
}

/// The treatments of a flag in the order in which they are met.
struct Treatments(Vec<Value>);

impl Treatments {
    fn outcome(&mut self, name: &str) -> Outcome {
        let served = Value::from(name);
        let position = self.0.iter().position(|each| *each == served).unwrap_or_else(|| {
            self.0.push(served.clone());
            self.0.len() - 1
        });
        value(position, served)
    }

    fn shares(&mut self, buckets: &[Bucket]) -> Vec<Share> {
        let part = |bucket: &Bucket| Share {
            weight: Some(bucket.size),
            outcome: self.outcome(&bucket.treatment),
        };
        buckets.iter().map(part).collect()
    }
}

/// Those outside of the traffic allocation get the default treatment, before any rule.
fn outside(allocation: Option<f64>, default: &Outcome) -> Option<Rule> {
    let left = 100.0 - allocation.filter(|allocation| *allocation < 100.0)?;
    let rule = Rule::new("the traffic allocation", Condition::Always, Share::all(default.clone()));
    Some(Rule {
        share: Some(left.clamp(0.0, 100.0)),
        ..rule
    })
}

fn read_definition(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Definition = member.read()?;
    let mut entry = Entry::new(input.flag(from.name.clone(), member.get("name").unwrap_or(member)));
    let names = from
        .treatments
        .iter()
        .flatten()
        .map(|treatment| Value::from(treatment.name.as_str()));
    let mut treatments = Treatments(names.collect());
    let missing = || Outcome::Opaque("the file does not name the default treatment".to_owned());
    let default = from
        .default_treatment
        .as_deref()
        .map_or_else(missing, |name| treatments.outcome(name));
    let otherwise = match from.default_rule.as_deref() {
        Some(buckets) if !buckets.is_empty() => treatments.shares(buckets),
        _ => Share::all(default.clone()),
    };
    let mut tree = Tree::new(from.killed != Some(true), default.clone(), otherwise);
    for treatment in from.treatments.iter().flatten() {
        let outcome = treatments.outcome(&treatment.name);
        let count = treatment.keys.as_ref().map_or(0, Vec::len) as u64;
        if count > 0 {
            tree.targets.push(Target {
                count,
                outcome: outcome.clone(),
            });
        }
        if treatment.segments.as_ref().is_some_and(|segments| !segments.is_empty()) {
            let condition = Condition::When("a segment".to_owned());
            tree.rules
                .push(Rule::new("a named segment", condition, Share::all(outcome)));
        }
    }
    tree.rules.extend(outside(from.traffic_allocation, &default));
    let mut parents = Vec::new();
    for (position, rule) in from.rules.iter().flatten().enumerate() {
        tree.rules.push(rule.rule(position, &mut treatments, &mut parents));
    }
    entry.flag.created = known(from.creation_time);
    let name = from
        .environment
        .and_then(|environment| environment.name)
        .unwrap_or_else(|| input.environment());
    entry.flag.prerequisites = prerequisites(parents, &name, PrerequisiteVia::Rule);
    let mut environment = Environment::named(name);
    environment.enabled = from.killed.map(|killed| !killed);
    environment.changed = known(from.last_update_time);
    environment.evaluated = known(from.last_traffic_received_at)
        .and_then(|when| when.time())
        .map(Evaluated::At);
    environment.default_when_off = from.default_treatment.map(Value::from);
    entry.variations(treatments.0);
    entry.environment(environment, Some(Plan::Tree(Box::new(tree))), None);
    Ok(entry)
}

type Parents = Vec<(String, Option<Vec<Value>>)>;

fn prerequisites(parents: Parents, environment: &str, via: PrerequisiteVia) -> Vec<Prerequisite> {
    let prerequisite = |(flag, values)| Prerequisite {
        flag,
        values,
        environment: Some(environment.to_owned()),
        via,
    };
    let mut all: Vec<Prerequisite> = parents.into_iter().map(prerequisite).collect();
    all.dedup();
    all
}

/// One treatment or a list of them.
fn wanted(treatment: Option<&Value>) -> Option<Vec<Value>> {
    match treatment? {
        Value::String(text) => Some(vec![Value::from(text.as_str())]),
        Value::Array(all) if !all.is_empty() => Some(all.clone()),
        _ => None,
    }
}

/// A requirement of a rule, or what is not understood of it.
fn requirement(
    flag: &str,
    treatments: Option<Vec<Value>>,
    negate: bool,
    parents: &mut Parents,
) -> Result<Requirement, Condition> {
    parents.push((flag.to_owned(), treatments.clone().filter(|_| !negate)));
    match treatments {
        Some(all) if negate => Ok(Requirement::new(flag, Accepts::Except(all))),
        Some(all) => Ok(Requirement::values(flag, all)),
        None => Err(Condition::Unsure(
            "a rule needs another flag, but names no treatment of it".to_owned(),
        )),
    }
}

impl DefinedRule {
    fn rule(&self, position: usize, treatments: &mut Treatments, parents: &mut Parents) -> Rule {
        let mut parts = Vec::new();
        let mut requirements = Vec::new();
        let matchers = self
            .condition
            .iter()
            .flat_map(|condition| condition.matchers.iter().flatten());
        for matcher in matchers {
            let negate = matcher.negate == Some(true);
            if let Some(depends) = &matcher.depends {
                match requirement(&depends.split_name, wanted(depends.treatment.as_ref()), negate, parents) {
                    Ok(requirement) => requirements.push(requirement),
                    Err(condition) => parts.push(condition),
                }
                continue;
            }
            let attribute = matcher.attribute.as_deref().unwrap_or("key");
            let kind = matcher.kind.as_deref().unwrap_or("matches");
            let not = if negate { "not " } else { "" };
            parts.push(Condition::When(format!(
                "{} {not}{}",
                attribute.escape_debug(),
                kind.escape_debug()
            )));
        }
        // A rule without matchers is not documented to hold for everyone.
        if parts.is_empty() && requirements.is_empty() {
            parts.push(Condition::Unsure(format!("rule {} has no matcher", position + 1)));
        }
        let serve = treatments.shares(&self.buckets);
        Rule {
            requirements,
            ..Rule::new(format!("rule {}", position + 1), Condition::all(parts), serve)
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Download {
    name: String,
    status: Option<String>,
    killed: Option<bool>,
    default_treatment: Option<String>,
    change_number: Option<Moment>,
    traffic_allocation: Option<f64>,
    sets: Option<Vec<String>>,
    prerequisites: Option<Vec<DownloadParent>>,
    conditions: Option<Vec<DownloadCondition>>,
}

#[derive(Deserialize)]
struct DownloadParent {
    n: String,
    ts: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DownloadCondition {
    condition_type: Option<String>,
    matcher_group: Option<MatcherGroup>,
    partitions: Option<Vec<Bucket>>,
}

#[derive(Deserialize)]
struct MatcherGroup {
    matchers: Option<Vec<DownloadMatcher>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DownloadMatcher {
    matcher_type: Option<String>,
    negate: Option<bool>,
    key_selector: Option<Selector>,
    whitelist_matcher_data: Option<Whitelist>,
    dependency_matcher_data: Option<Dependency>,
}

#[derive(Deserialize)]
struct Selector {
    attribute: Option<String>,
}

#[derive(Deserialize)]
struct Whitelist {
    whitelist: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Dependency {
    split: String,
    treatments: Option<Vec<String>>,
}

fn read_download(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Download = member.read()?;
    let mut entry = Entry::new(input.flag(from.name.clone(), member.get("name").unwrap_or(member)));
    if let Some(status) = &from.status {
        entry.lifecycle(super::shape::archived(status == "ARCHIVED"));
    }
    entry.flag.changed = known(from.change_number);
    entry.flag.tags = from.sets.clone().unwrap_or_default();
    let mut treatments = Treatments(Vec::new());
    let missing = || Outcome::Opaque("the file does not name the default treatment".to_owned());
    let default = from
        .default_treatment
        .as_deref()
        .map_or_else(missing, |name| treatments.outcome(name));
    let mut tree = Tree::new(from.killed != Some(true), default.clone(), Share::all(default.clone()));
    let mut parents = Vec::new();
    for parent in from.prerequisites.iter().flatten() {
        let wanted: Vec<Value> = parent
            .ts
            .iter()
            .flatten()
            .map(|name| Value::from(name.as_str()))
            .collect();
        parents.push((parent.n.clone(), Some(wanted.clone())));
        tree.requirements.push(Requirement::values(parent.n.clone(), wanted));
    }
    let environment = input.environment();
    let mut of_flag = prerequisites(parents, &environment, PrerequisiteVia::Flag);
    let mut of_rules = Vec::new();
    let mut allocated = false;
    for (position, condition) in from.conditions.iter().flatten().enumerate() {
        // The allocation is asked before the first rule that is no list of keys.
        if condition.condition_type.as_deref() != Some("WHITELIST") && !allocated {
            allocated = true;
            tree.rules.extend(outside(from.traffic_allocation, &default));
        }
        condition.add(position, &mut tree, &mut treatments, &mut of_rules);
    }
    of_flag.extend(prerequisites(of_rules, &environment, PrerequisiteVia::Rule));
    entry.flag.prerequisites = of_flag;
    let mut here = Environment::named(environment);
    here.enabled = from.killed.map(|killed| !killed);
    here.default_when_off = from.default_treatment.map(Value::from);
    entry.variations(treatments.0);
    entry.environment(here, Some(Plan::Tree(Box::new(tree))), None);
    Ok(entry)
}

impl DownloadCondition {
    fn add(&self, position: usize, tree: &mut Tree, treatments: &mut Treatments, parents: &mut Parents) {
        let matchers: Vec<&DownloadMatcher> = self
            .matcher_group
            .iter()
            .flat_map(|group| group.matchers.iter().flatten())
            .collect();
        let serve = treatments.shares(self.partitions.as_deref().unwrap_or_default());
        if let ([only], [share]) = (matchers.as_slice(), serve.as_slice())
            && let Some(count) = only.named_keys()
        {
            tree.targets.push(Target {
                count,
                outcome: share.outcome.clone(),
            });
            return;
        }
        let name = format!("rule {}", position + 1);
        let mut parts = Vec::new();
        let mut requirements = Vec::new();
        for matcher in &matchers {
            let negate = matcher.negate == Some(true);
            let dependency = matcher.dependency_matcher_data.as_ref();
            if let Some(dependency) = dependency.filter(|_| matcher.is("IN_SPLIT_TREATMENT")) {
                let wanted = dependency
                    .treatments
                    .iter()
                    .flatten()
                    .map(|name| Value::from(name.as_str()))
                    .collect();
                match requirement(&dependency.split, Some(wanted), negate, parents) {
                    Ok(requirement) => requirements.push(requirement),
                    Err(condition) => parts.push(condition),
                }
            } else {
                parts.push(matcher.condition());
            }
        }
        if matchers.is_empty() {
            parts.push(Condition::Unsure(format!("{name} has no matcher")));
        }
        tree.rules.push(Rule {
            requirements,
            ..Rule::new(name, Condition::all(parts), serve)
        });
    }
}

impl DownloadMatcher {
    fn is(&self, kind: &str) -> bool {
        self.matcher_type.as_deref() == Some(kind)
    }

    /// How many keys it lists, where it lists keys and nothing else.
    fn named_keys(&self) -> Option<u64> {
        let attribute = self
            .key_selector
            .as_ref()
            .and_then(|selector| selector.attribute.as_ref());
        let listed = self.whitelist_matcher_data.as_ref()?.whitelist.as_ref()?;
        (self.is("WHITELIST") && attribute.is_none() && self.negate != Some(true)).then_some(listed.len() as u64)
    }

    fn condition(&self) -> Condition {
        let attribute = self
            .key_selector
            .as_ref()
            .and_then(|selector| selector.attribute.as_deref());
        let kind = self.matcher_type.as_deref().unwrap_or("");
        let negate = self.negate == Some(true);
        match kind {
            "ALL_KEYS" if !negate => Condition::Always,
            "" => Condition::Unsure("a matcher has no type".to_owned()),
            _ => {
                let not = if negate { "not " } else { "" };
                let listed = self
                    .whitelist_matcher_data
                    .as_ref()
                    .and_then(|data| data.whitelist.as_ref());
                let values =
                    listed.map_or_else(String::new, |all| format!(" ({})", count_in_words(all.len(), "value")));
                let attribute = attribute.unwrap_or("key");
                Condition::When(format!(
                    "{} {not}{}{values}",
                    attribute.escape_debug(),
                    kind.escape_debug()
                ))
            }
        }
    }
}
