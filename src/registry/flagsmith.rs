//! Flagsmith: the feature list, the tags it names by id, the environment document, the export of its user interface, and the flags
//! as an SDK sees them.
//!
//! A flag is on or off and may have a value besides. One without a value is read as a boolean; one with a value gives it while it
//! is on, else the code's default. Shares that are not allotted get the control value. Only the environment document knows what
//! segments get; the list counts their overrides; the two others leave them out and prove nothing.
//! Shapes after openapi.yaml and the serializers of Flagsmith/flagsmith.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{boolean, list, map, member, pages, value, within};
use crate::conventions::Moment;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry, Label};
use crate::registry::{Environment, Format, Input, Lifecycle, ValueType, VendorStale};
use crate::serves::{Condition, Outcome, Plan, Rule, Share, Target, Tree};

pub(super) const FORMAT: Format = Format {
    name: "flagsmith",
    title: "a Flagsmith export",
    obtain: "curl -s -H \"Authorization: Api-Key $KEY\" \
             \"https://api.flagsmith.com/api/v1/projects/PROJECT/features/?environment=ENVIRONMENT_ID&page_size=100\" \
             > features.production.json",
    lacks: "expiry dates; the flag's purpose; when it was last evaluated; names of tags (add the file of `/projects/PROJECT/tags/`); \
            what segments and shares get (add `/api/v1/environment-document/`); tickets",
    looks_like: |root| pages(root).into_iter().any(is_list) || is_document(root) || is_export(root) || is_flags(root),
    almost: |root| {
        within(root, "results", &["name", "uuid"])
            .then(|| "the members of `results` have neither `default_enabled` nor `is_system_tag`".to_owned())
    },
    read,
};

fn is_list(root: Cursor<'_>) -> bool {
    within(root, "results", &["name", "default_enabled"]) || within(root, "results", &["label", "is_system_tag"])
}

fn is_document(root: Cursor<'_>) -> bool {
    list(root, "feature_states") && map(root, "project")
}

fn is_export(root: Cursor<'_>) -> bool {
    member(root, &["name", "initial_value", "is_server_key_only"])
}

fn is_flags(root: Cursor<'_>) -> bool {
    member(root, &["feature", "feature_state_value", "enabled"])
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let root = input.root;
    if is_document(root) {
        read_document(root, input, &mut draft)?;
        return Ok(draft);
    }
    if root.is_list() && (is_export(root) || is_flags(root)) {
        for item in root.items() {
            read_plain(item, input, &mut draft)?;
        }
        return Ok(draft);
    }
    let pages = pages(root);
    for (position, page) in pages.iter().enumerate() {
        let Some(results) = page.get("results").filter(|results| results.is_list()) else {
            return Err(page.expected("a page with `results`, an environment document or a list of features"));
        };
        let envelope: Page = page.read()?;
        let tags = within(*page, "results", &["label"]);
        if !tags {
            draft.total = draft.total.max(envelope.count);
            draft.more |= position + 1 == pages.len() && envelope.next.is_some();
        }
        for item in results.items() {
            if tags {
                draft.labels.push(item.read::<Tag>()?.label());
            } else {
                read_feature(item, input, &mut draft)?;
            }
        }
    }
    Ok(draft)
}

#[derive(Deserialize)]
struct Page {
    count: Option<usize>,
    next: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Tag {
    id: i64,
    label: String,
    is_permanent: Option<bool>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl Tag {
    fn label(self) -> Label {
        Label {
            id: self.id.to_string(),
            permanent: self.is_permanent == Some(true),
            stale: self.kind.as_deref() == Some("STALE"),
            text: self.label,
        }
    }
}

#[derive(Deserialize)]
struct Feature {
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    initial_value: Option<Value>,
    created_date: Option<Moment>,
    description: Option<String>,
    tags: Option<Vec<Value>>,
    is_archived: Option<bool>,
    is_server_key_only: Option<bool>,
    owners: Option<Vec<Value>>,
    group_owners: Option<Vec<Value>>,
    multivariate_options: Option<Vec<ListedOption>>,
    environment_feature_state: Option<ListedState>,
    num_segment_overrides: Option<u64>,
    num_identity_overrides: Option<u64>,
    last_modified_in_any_environment: Option<Moment>,
    last_modified_in_current_environment: Option<Moment>,
    lifecycle_stage: Option<String>,
}

#[derive(Deserialize)]
struct ListedOption {
    integer_value: Option<f64>,
    string_value: Option<String>,
    boolean_value: Option<bool>,
}

#[derive(Deserialize)]
struct ListedState {
    enabled: Option<bool>,
    feature_state_value: Option<Value>,
}

impl ListedOption {
    fn value(&self) -> Value {
        let number = self.integer_value.map(|number| {
            #[expect(clippy::cast_possible_truncation, reason = "the API says integer")]
            Value::from(number as i64)
        });
        let text = || self.string_value.clone().map(Value::from);
        number
            .or_else(text)
            .or(self.boolean_value.map(Value::from))
            .unwrap_or(Value::Null)
    }
}

/// Nothing, or the empty text of a form that was left empty.
fn is_nothing(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_str() == Some(""))
}

fn read_feature(member: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let from: Feature = member.read()?;
    let mut entry = Entry::new(input.flag(from.name.clone(), member.get("name").unwrap_or(member)));
    let multivariate = matches!(from.kind.as_deref(), Some("MULTIVARIATE"))
        || from
            .multivariate_options
            .as_ref()
            .is_some_and(|options| !options.is_empty());
    let control = from
        .environment_feature_state
        .as_ref()
        .and_then(|state| state.feature_state_value.clone());
    let control = control.or(from.initial_value.clone());
    let options = from.multivariate_options.iter().flatten().map(ListedOption::value);
    let reads = Reads::new(
        &mut entry,
        !multivariate && is_nothing(control.as_ref()),
        control.as_ref(),
        options,
    );
    describe(&mut entry, &from);
    let mut environment = Environment::named(input.environment());
    let plan = match &from.environment_feature_state {
        None => Plan::Unknown("the list was fetched without `environment=`".to_owned()),
        Some(state) => {
            environment.enabled = state.enabled;
            environment.default_when_off = reads.off_value();
            listed_plan(&from, state, multivariate, &reads)
        }
    };
    environment.changed = from.last_modified_in_current_environment.map(Into::into);
    entry.environment(environment, Some(plan), None);
    draft.push(entry);
    Ok(())
}

fn describe(entry: &mut Entry, from: &Feature) {
    entry.label_ids = from
        .tags
        .iter()
        .flatten()
        .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned))
        .collect();
    match (from.is_archived, from.lifecycle_stage.as_deref()) {
        (Some(true), _) => entry.lifecycle(Lifecycle::Archived),
        (_, Some("to_remove")) => entry.lifecycle(Lifecycle::Deprecated),
        (Some(false), _) => entry.lifecycle(Lifecycle::Active),
        (None, _) => {}
    }
    let flag = &mut entry.flag;
    flag.description = from.description.clone().filter(|text| !text.is_empty());
    flag.created = from.created_date.map(Into::into);
    flag.changed = from.last_modified_in_any_environment.map(Into::into);
    flag.client_side = from.is_server_key_only.map(|only| !only);
    let of = |list: &Option<Vec<Value>>, name: &str| -> Vec<String> {
        let member = |each: &Value| each.get(name).and_then(Value::as_str).map(str::to_owned);
        list.iter().flatten().filter_map(member).collect()
    };
    flag.owners = of(&from.owners, "email");
    flag.owners.extend(of(&from.group_owners, "name"));
    if let Some(stage) = from.lifecycle_stage.as_deref() {
        flag.permanent = (stage == "permanent").then_some(true);
        let stale = matches!(stage, "stale" | "to_remove" | "needs_monitoring");
        let reason = stale.then(|| format!("lifecycle stage `{stage}`"));
        flag.stale_by_vendor = Some(VendorStale { stale, reason });
    }
}

fn listed_plan(from: &Feature, state: &ListedState, multivariate: bool, reads: &Reads) -> Plan {
    let Some(on) = state.enabled else {
        return Plan::Unknown("the file does not say whether it is on".to_owned());
    };
    let segments = from.num_segment_overrides;
    let mut otherwise = reads.state(on, state.feature_state_value.as_ref(), &[]);
    if multivariate && on {
        let why = "the list does not know the shares of its values: read the environment document too";
        otherwise = Share::all(Outcome::Opaque(why.to_owned()));
    }
    let mut tree = reads.tree(on, otherwise);
    match segments {
        Some(0) => {}
        Some(count) => {
            let noun = if count == 1 {
                "segment override"
            } else {
                "segment overrides"
            };
            let why = format!("the list counts {count} {noun}, but not what they give");
            let rule = Rule::new(
                "a segment override",
                Condition::When("a segment".to_owned()),
                Share::all(Outcome::Opaque(why)),
            );
            tree.rules.push(rule);
        }
        None => {
            let why = "the list does not say whether segments get something else".to_owned();
            let condition = Condition::Unsure(why.clone());
            tree.rules.push(Rule::new(
                "a segment override",
                condition,
                Share::all(Outcome::Opaque(why)),
            ));
        }
    }
    reads.keep_rules(&mut tree, on);
    if let Some(count) = from.num_identity_overrides.filter(|count| *count > 0) {
        let outcome = Outcome::Opaque("identities get something of their own".to_owned());
        tree.targets.push(Target { count, outcome });
    }
    Plan::Tree(Box::new(tree))
}

/// What code reads of a flag.
struct Reads {
    /// Only whether it is on.
    boolean: bool,
    variations: Vec<Value>,
}

impl Reads {
    fn new(entry: &mut Entry, is_boolean: bool, control: Option<&Value>, options: impl Iterator<Item = Value>) -> Self {
        let mut variations = Vec::new();
        if is_boolean {
            variations.extend([Value::Bool(true), Value::Bool(false)]);
        } else {
            for each in control.cloned().into_iter().chain(options) {
                if !variations.contains(&each) && !each.is_null() {
                    variations.push(each);
                }
            }
        }
        entry.variations(variations.clone());
        if is_boolean {
            entry.flag.value_type = Some(ValueType::Boolean);
        }
        Self {
            boolean: is_boolean,
            variations,
        }
    }

    fn off(&self) -> Outcome {
        if self.boolean {
            boolean(false)
        } else {
            Outcome::CodeDefault
        }
    }

    fn off_value(&self) -> Option<Value> {
        self.boolean.then_some(Value::Bool(false))
    }

    fn outcome(&self, served: Option<&Value>) -> Outcome {
        if self.boolean {
            return boolean(true);
        }
        let served = served.cloned().unwrap_or(Value::Null);
        let position = self.variations.iter().position(|each| *each == served);
        value(position.unwrap_or(self.variations.len()), served)
    }

    /// What a state gives: values by their shares, the control value for the rest.
    fn state(&self, on: bool, control: Option<&Value>, options: &[(f64, Value)]) -> Vec<Share> {
        if !on || self.boolean {
            return Share::all(if on { boolean(true) } else { self.off() });
        }
        let allotted: f64 = options.iter().map(|(share, _)| share.max(0.0)).sum();
        let mut shares: Vec<Share> = options
            .iter()
            .map(|(share, option)| Share {
                weight: Some(share.max(0.0)),
                outcome: self.outcome(Some(option)),
            })
            .collect();
        shares.push(Share {
            weight: Some((100.0 - allotted).max(0.0)),
            outcome: self.outcome(control),
        });
        shares
    }

    fn tree(&self, on: bool, otherwise: Vec<Share>) -> Tree {
        let mut tree = Tree::new(on, self.off(), otherwise);
        tree.on_value = self.boolean.then_some(Value::Bool(true));
        tree
    }

    /// A flag that is off may be on for segments: then its rules count.
    fn keep_rules(&self, tree: &mut Tree, on: bool) {
        if !on && !tree.rules.is_empty() {
            tree.on = true;
            tree.opening = Some("off for those in no segment".to_owned());
        }
    }
}

#[derive(Deserialize)]
struct EnvironmentDocument {
    name: Option<String>,
    feature_states: Vec<FeatureState>,
    project: Project,
    identity_overrides: Option<Vec<Identity>>,
}

#[derive(Deserialize)]
struct Project {
    name: Option<String>,
    segments: Option<Vec<Segment>>,
}

#[derive(Deserialize)]
struct Segment {
    feature_states: Option<Vec<FeatureState>>,
}

#[derive(Deserialize)]
struct Identity {
    identity_features: Option<Vec<FeatureState>>,
}

#[derive(Deserialize)]
struct FeatureState {
    feature: FeatureName,
    enabled: bool,
    feature_state_value: Option<Value>,
    feature_segment: Option<FeatureSegment>,
    multivariate_feature_state_values: Option<Vec<Allocation>>,
}

#[derive(Deserialize)]
struct FeatureName {
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct FeatureSegment {
    priority: Option<f64>,
}

#[derive(Deserialize)]
struct Allocation {
    percentage_allocation: f64,
    multivariate_feature_option: Choice,
}

#[derive(Deserialize)]
struct Choice {
    value: Option<Value>,
}

impl FeatureState {
    fn options(&self) -> Vec<(f64, Value)> {
        let of = |each: &Allocation| {
            let option = each.multivariate_feature_option.value.clone();
            (each.percentage_allocation, option.unwrap_or(Value::Null))
        };
        self.multivariate_feature_state_values
            .iter()
            .flatten()
            .map(of)
            .collect()
    }
}

fn read_document(root: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let document: EnvironmentDocument = root.read()?;
    let environment = document.name.unwrap_or_else(|| input.environment());
    let mut segments: HashMap<&str, Vec<&FeatureState>> = HashMap::new();
    let mut identities: HashMap<&str, Vec<&FeatureState>> = HashMap::new();
    for state in document
        .project
        .segments
        .iter()
        .flatten()
        .flat_map(|segment| segment.feature_states.iter().flatten())
    {
        segments.entry(&state.feature.name).or_default().push(state);
    }
    let overrides = document.identity_overrides.iter().flatten();
    for state in overrides.flat_map(|identity| identity.identity_features.iter().flatten()) {
        identities.entry(&state.feature.name).or_default().push(state);
    }
    let members = root.get("feature_states").into_iter().flat_map(Cursor::items);
    for (state, member) in document.feature_states.iter().zip(members) {
        let at = member
            .get("feature")
            .and_then(|feature| feature.get("name"))
            .unwrap_or(member);
        let mut entry = Entry::new(input.flag(state.feature.name.clone(), at));
        entry.flag.project = document.project.name.clone();
        let name = state.feature.name.as_str();
        let mut of_segments = segments.remove(name).unwrap_or_default();
        of_segments.sort_by(|left, right| priority(left).total_cmp(&priority(right)));
        let of_identities = identities.remove(name).unwrap_or_default();
        let every = || std::iter::once(state).chain(of_segments.iter().copied());
        let is_boolean = state.feature.kind.as_deref() != Some("MULTIVARIATE")
            && every().all(|each| is_nothing(each.feature_state_value.as_ref()) && each.options().is_empty());
        let others = every().skip(1).filter_map(|each| each.feature_state_value.clone());
        let options: Vec<Value> = every()
            .flat_map(FeatureState::options)
            .map(|(_, option)| option)
            .chain(others)
            .collect();
        let reads = Reads::new(
            &mut entry,
            is_boolean,
            state.feature_state_value.as_ref(),
            options.into_iter(),
        );
        let mut tree = reads.tree(
            state.enabled,
            reads.state(state.enabled, state.feature_state_value.as_ref(), &state.options()),
        );
        for (position, each) in of_segments.iter().enumerate() {
            let serve = reads.state(each.enabled, each.feature_state_value.as_ref(), &each.options());
            let condition = Condition::When("a segment".to_owned());
            tree.rules.push(Rule::new(
                format!("segment override {}", position + 1),
                condition,
                serve,
            ));
        }
        reads.keep_rules(&mut tree, state.enabled);
        for each in of_identities {
            let outcome = if each.enabled {
                reads.outcome(each.feature_state_value.as_ref())
            } else {
                reads.off()
            };
            tree.targets.push(Target { count: 1, outcome });
        }
        let mut here = Environment::named(environment.clone());
        here.enabled = Some(state.enabled);
        here.default_when_off = reads.off_value();
        entry.environment(here, Some(Plan::Tree(Box::new(tree))), None);
        draft.push(entry);
    }
    Ok(())
}

/// Lower numbers come first; without one it is last.
fn priority(state: &FeatureState) -> f64 {
    state
        .feature_segment
        .as_ref()
        .and_then(|segment| segment.priority)
        .unwrap_or(f64::MAX)
}

#[derive(Deserialize)]
struct Plain {
    name: Option<String>,
    feature: Option<FeatureName>,
    enabled: Option<bool>,
    #[serde(alias = "feature_state_value")]
    value: Option<Value>,
    is_server_key_only: Option<bool>,
    multivariate: Option<Vec<PlainOption>>,
}

#[derive(Deserialize)]
struct PlainOption {
    value: Option<Value>,
}

/// A feature as the user interface exports it, or as an SDK sees it: without segments.
fn read_plain(member: Cursor<'_>, input: &Input<'_>, draft: &mut Draft) -> Result<(), Trouble> {
    let from: Plain = member.read()?;
    let at = member.get("feature").unwrap_or(member);
    let at = at.get("name").unwrap_or(at);
    let kind = from.feature.as_ref().and_then(|feature| feature.kind.clone());
    let Some(name) = from.name.or(from.feature.map(|feature| feature.name)) else {
        return Err(member.trouble("this object has no `name`"));
    };
    let mut entry = Entry::new(input.flag(name, at));
    let options: Vec<Value> = from
        .multivariate
        .into_iter()
        .flatten()
        .filter_map(|option| option.value)
        .collect();
    let is_boolean = options.is_empty() && kind.as_deref() != Some("MULTIVARIATE") && is_nothing(from.value.as_ref());
    let reads = Reads::new(&mut entry, is_boolean, from.value.as_ref(), options.into_iter());
    entry.flag.client_side = from.is_server_key_only.map(|only| !only);
    let mut environment = Environment::named(input.environment());
    environment.enabled = from.enabled;
    environment.default_when_off = reads.off_value();
    let why = "this export leaves out what segments get: read the environment document too";
    entry.environment(environment, Some(Plan::Unknown(why.to_owned())), None);
    draft.push(entry);
    Ok(())
}
