//! Azure App Configuration and Microsoft Feature Management: a settings file, what `az appconfig` exports and lists, a set of
//! key-values, and the old .NET form.
//!
//! Served is what `IsEnabledAsync` gives; what `GetVariantAsync` gives stands in [`Environment::variant`]. Named users and groups
//! are counted. The environment is the label, else what the file's name says (`appsettings.Production.json`).
//! Shapes after the JSON schemas of microsoft/FeatureManagement and the exports of Azure/azure-cli.
//!
//! [`Environment::variant`]: crate::registry::Environment::variant

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::parts::{both, environment_name, percent_of, shown, targets, tree};
use super::shape::{boolean, list, member, text, value};
use crate::conventions::{Moment, time_of_text};
use crate::document::{Cursor, Trouble, decode};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, ValueType, When};
use crate::serves::{Condition, Outcome, Rule, Share, Target, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "azure",
    title: "an Azure App Configuration or .NET feature management file",
    obtain: "name the checked-in settings file, or `az appconfig feature list -n STORE --label production --all -o json > flags.json`",
    lacks: "when flags were made (and, but for `feature list`, changed); evaluations, owners, archived flags, kinds, prerequisites",
    looks_like,
    almost,
    read,
};

/// What the keys of flags begin with in a set of key-values.
const PREFIX: &str = ".appconfig.featureflag/";
/// Where settings files keep flags; the last two only as a map.
const SECTIONS: [&str; 3] = ["FeatureManagement", "feature-management", "feature_management"];

fn looks_like(root: Cursor<'_>) -> bool {
    settings(root).is_some()
        || sections(root).next().is_some()
        || root.get("items").is_some_and(|items| items.items().any(is_key_value))
        || root.items().any(is_key_value)
        || is_cli_list(root)
}

fn is_key_value(item: Cursor<'_>) -> bool {
    text(item, "key").starts_with(PREFIX) && !item.has("state")
}

fn is_cli_list(root: Cursor<'_>) -> bool {
    member(root, &["name", "state", "conditions"])
        && root
            .items()
            .any(|each| text(each, "key").starts_with(PREFIX) || each.has("locked"))
}

fn settings(root: Cursor<'_>) -> Option<Cursor<'_>> {
    root.get("feature_management")?
        .get("feature_flags")
        .filter(|flags| flags.is_list())
}

/// The old form's sections: a map of booleans and filters.
fn sections(root: Cursor<'_>) -> impl Iterator<Item = Cursor<'_>> {
    let flags = |section: &Cursor<'_>| {
        section.is_map()
            && !section.is_empty()
            && section.entries().all(|(_, each)| {
                each.boolean().is_some()
                    || each.has("EnabledFor")
                    || text(each, "$schema").is_empty() && each.has("requirement_type")
            })
    };
    SECTIONS
        .iter()
        .filter_map(move |name| root.get(name))
        .filter(move |section| flags(section))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let section = SECTIONS.iter().find(|name| root.has(name))?;
    Some(format!(
        "`{section}` has neither a list `feature_flags` nor flags that are `true`, `false` or have `EnabledFor`"
    ))
}

#[derive(Deserialize)]
struct Flag {
    id: String,
    description: Option<String>,
    display_name: Option<String>,
    enabled: Option<bool>,
    conditions: Option<Conditions>,
    variants: Option<Vec<Variant>>,
    allocation: Option<Allocation>,
}

#[derive(Deserialize, Default)]
struct Conditions {
    requirement_type: Option<String>,
    client_filters: Option<Vec<Filter>>,
}

#[derive(Deserialize)]
struct Filter {
    #[serde(alias = "Name")]
    name: String,
    #[serde(alias = "Parameters")]
    parameters: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
struct Variant {
    name: String,
    configuration_value: Option<Value>,
    status_override: Option<String>,
}

#[derive(Deserialize, Default)]
struct Allocation {
    default_when_disabled: Option<String>,
    default_when_enabled: Option<String>,
    user: Option<Vec<Users>>,
    group: Option<Vec<Groups>>,
    percentile: Option<Vec<Percentile>>,
}

#[derive(Deserialize)]
struct Users {
    variant: String,
    users: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Groups {
    variant: String,
    groups: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Percentile {
    variant: String,
    from: Value,
    to: Value,
}

/// One line of `az appconfig feature list`.
#[derive(Deserialize)]
struct Listed {
    name: String,
    label: Option<String>,
    state: String,
    description: Option<String>,
    conditions: Option<Conditions>,
    #[serde(alias = "lastModified")]
    last_modified: Option<Moment>,
}

#[derive(Deserialize)]
struct KeyValue {
    key: String,
    value: Option<String>,
    label: Option<String>,
    tags: Option<Map<String, Value>>,
    #[serde(alias = "lastModified")]
    last_modified: Option<Moment>,
}

/// A flag of the old form.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Old {
    enabled_for: Option<Vec<Filter>>,
    #[serde(alias = "requirement_type")]
    requirement_type: Option<String>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let root = input.root;
    let mut draft = Draft::default();
    // The library takes the last one of several flags with one id.
    let mut flags: Vec<(Flag, Cursor<'_>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for member in settings(root).into_iter().flat_map(Cursor::items) {
        let flag: Flag = member.read()?;
        let at = member.get("id").unwrap_or(member);
        match places.get(&flag.id).and_then(|place| flags.get_mut(*place)) {
            Some(earlier) => *earlier = (flag, at),
            None => {
                places.insert(flag.id.clone(), flags.len());
                flags.push((flag, at));
            }
        }
    }
    draft.extend(flags.into_iter().map(|(flag, at)| entry(flag, at, None, None, input)));
    for (key, member) in sections(root).flat_map(Cursor::entries) {
        draft.push(read_old(key, member, input)?);
    }
    let key_values = if list(root, "items") {
        root.get("items")
    } else {
        Some(root)
    };
    for item in key_values.into_iter().flat_map(Cursor::items) {
        if is_key_value(item) {
            draft.extend(read_key_value(item, input)?);
        } else if root.is_list() && item.has("state") {
            draft.push(read_listed(item, input)?);
        }
    }
    Ok(draft)
}

fn read_old(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let id = key.text().unwrap_or_default().into_owned();
    let mut flag = Flag {
        id,
        description: None,
        display_name: None,
        enabled: member.boolean(),
        conditions: None,
        variants: None,
        allocation: None,
    };
    if flag.enabled.is_none() {
        let old: Old = member.read()?;
        let filters = old.enabled_for.unwrap_or_default();
        // A list without filters is a flag that nothing switches on.
        flag.enabled = Some(!filters.is_empty());
        flag.conditions = Some(Conditions {
            requirement_type: old.requirement_type,
            client_filters: Some(filters),
        });
    }
    Ok(entry(flag, key, None, None, input))
}

fn read_listed(item: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Listed = item.read()?;
    let enabled = match from.state.as_str() {
        "on" | "conditional" => true,
        "off" => false,
        _ => {
            return Err(item
                .get("state")
                .unwrap_or(item)
                .trouble("expected `on`, `off` or `conditional`"));
        }
    };
    let flag = Flag {
        id: from.name,
        description: from.description,
        display_name: None,
        enabled: Some(enabled),
        conditions: from.conditions,
        variants: None,
        allocation: None,
    };
    Ok(entry(
        flag,
        item.get("name").unwrap_or(item),
        from.label,
        from.last_modified,
        input,
    ))
}

/// The flag stands as JSON text in the value; without one the key-value says nothing.
fn read_key_value(item: Cursor<'_>, input: &Input<'_>) -> Result<Option<Entry>, Trouble> {
    let from: KeyValue = item.read()?;
    let at = item.get("key").unwrap_or(item);
    let Some(inner) = from.value.filter(|inner| !inner.trim().is_empty()) else {
        return Ok(None);
    };
    let misfit = |trouble: Trouble| {
        let inner = trouble.at.map_or_else(String::new, |at| format!("`{at}`: "));
        item.get("value")
            .unwrap_or(item)
            .trouble(format!("the flag in this text: {inner}{}", trouble.message))
    };
    let document = decode("value.json", inner.as_bytes()).map_err(misfit)?;
    let mut flag: Flag = document.root().read().map_err(misfit)?;
    // The key counts, whatever the text says.
    flag.id = from.key.strip_prefix(PREFIX).unwrap_or(&from.key).to_owned();
    let mut entry = entry(flag, at, from.label, from.last_modified, input);
    entry.flag.tags = from
        .tags
        .into_iter()
        .flatten()
        .map(|(name, value)| tag(&name, &value))
        .collect();
    Ok(Some(entry))
}

fn tag(name: &str, value: &Value) -> String {
    match value.as_str() {
        Some("") | None => name.to_owned(),
        Some(text) => format!("{name}:{text}"),
    }
}

fn entry(from: Flag, at: Cursor<'_>, label: Option<String>, changed: Option<Moment>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.id.clone(), at));
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    entry.flag.name = filled(&from.display_name);
    entry.flag.description = filled(&from.description);
    let variants = from.variants.as_deref().unwrap_or_default();
    if variants.is_empty() {
        entry.flag.value_type = Some(ValueType::Boolean);
        entry.flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    } else {
        entry.variations(variants.iter().map(Variant::value).collect());
    }
    let conditions = from.conditions.as_ref();
    let filters: Vec<Passes> = conditions
        .and_then(|conditions| conditions.client_filters.as_ref())
        .into_iter()
        .flatten()
        .map(Filter::passes)
        .collect();
    let end = filters.iter().filter_map(|filter| filter.window.until).max();
    entry.flag.expires = end.map(When::Time);
    let all = conditions
        .and_then(|conditions| conditions.requirement_type.as_deref())
        .is_some_and(|word| word.eq_ignore_ascii_case("all"));
    let enabled = from.enabled.unwrap_or(false);
    let allocation = from.allocation.unwrap_or_default();
    let mut place = Environment::named(filled(&label).unwrap_or_else(|| environment_name(input)));
    place.enabled = Some(enabled);
    place.default_when_off = Some(Value::Bool(false));
    place.changed = changed.map(When::from);
    let picks = Picks {
        variants,
        allocation: &allocation,
    };
    let value = gated(enabled, all, &filters, &picks.switches());
    let variant = (!variants.is_empty()).then(|| gated(enabled, all, &filters, &picks.values()));
    entry.environment(place, tree(value), variant.and_then(tree));
    entry
}

impl Variant {
    fn value(&self) -> Value {
        self.configuration_value
            .clone()
            .unwrap_or_else(|| Value::from(self.name.as_str()))
    }
}

/// Whom a filter lets through.
struct Passes {
    name: String,
    condition: Option<Condition>,
    share: f64,
    /// Named users and groups that it lets through, and those that it never does.
    included: usize,
    excluded: usize,
    window: Window,
    recurs: bool,
}

impl Passes {
    fn always(&self) -> bool {
        let open = self.window == Window::default();
        self.condition == Some(Condition::Always) && open && self.share >= 100.0 && self.excluded == 0
    }

    fn never(&self) -> bool {
        (self.condition.is_none() || self.condition == Some(Condition::Always) && self.share <= 0.0)
            && self.included == 0
    }

    fn in_words(&self) -> String {
        match &self.condition {
            Some(Condition::When(words)) => words.clone(),
            Some(Condition::Always) if self.share < 100.0 => format!("{} at {} %", self.name, self.share),
            _ => self.name.clone(),
        }
    }
}

impl Filter {
    fn passes(&self) -> Passes {
        let name = format!("filter `{}`", shown(&self.name));
        let mut passes = Passes {
            name,
            condition: Some(Condition::Always),
            share: 100.0,
            included: 0,
            excluded: 0,
            window: Window::default(),
            recurs: false,
        };
        let get = |name: &str| {
            self.parameters
                .as_ref()?
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        };
        match self.name.strip_prefix("Microsoft.").unwrap_or(&self.name) {
            "AlwaysOn" => {}
            "Percentage" => match get("Value").and_then(percent_of) {
                Some(share) => passes.share = share,
                None => {
                    passes.condition = Some(Condition::Unsure(
                        "the filter `Percentage` has no `Value` that is a number".to_owned(),
                    ))
                }
            },
            "TimeWindow" => passes.within(get("Start"), get("End"), get("Recurrence").is_some()),
            "Targeting" => match get("Audience").and_then(Value::as_object) {
                Some(audience) => passes.audience(audience),
                None => {
                    passes.condition = Some(Condition::Unsure("the filter `Targeting` has no `Audience`".to_owned()))
                }
            },
            _ => {
                passes.condition = Some(Condition::Unsure(format!(
                    "the filter `{}` is the team's own",
                    shown(&self.name)
                )))
            }
        }
        passes
    }
}

impl Passes {
    fn within(&mut self, start: Option<&Value>, end: Option<&Value>, recurs: bool) {
        let time = |value: Option<&Value>| {
            let text = value.and_then(Value::as_str).filter(|text| !text.is_empty());
            text.map(time_of_text)
        };
        let (start, end) = (time(start), time(end));
        if start == Some(None) || end == Some(None) {
            let why = "a date of the filter `TimeWindow` is not understood";
            self.condition = Some(Condition::Unsure(why.to_owned()));
            return;
        }
        self.recurs = recurs;
        self.window = Window {
            from: start.flatten(),
            until: end.flatten(),
        };
        if recurs {
            // The dates are those of its first time.
            self.window = Window::default();
            self.condition = Some(Condition::When("a time window that recurs".to_owned()));
        } else if self.window == Window::default() {
            // The library logs a warning and lets nobody through.
            self.condition = None;
        }
    }

    fn audience(&mut self, audience: &Map<String, Value>) {
        let get = |map: &Map<String, Value>, name: &str| -> Option<Value> {
            map.iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
        };
        let count = |map: &Map<String, Value>, name: &str| {
            get(map, name)
                .and_then(|list| list.as_array().map(Vec::len))
                .unwrap_or(0)
        };
        let open = |group: &Value| {
            group
                .as_object()
                .and_then(|group| get(group, "RolloutPercentage"))
                .as_ref()
                .and_then(percent_of)
                != Some(0.0)
        };
        let groups = get(audience, "Groups").and_then(|groups| {
            groups
                .as_array()
                .map(|groups| groups.iter().filter(|group| open(group)).count())
        });
        self.included = count(audience, "Users") + groups.unwrap_or(0);
        if let Some(exclusion) = get(audience, "Exclusion").as_ref().and_then(Value::as_object) {
            self.excluded = count(exclusion, "Users") + count(exclusion, "Groups");
        }
        self.share = get(audience, "DefaultRolloutPercentage")
            .as_ref()
            .and_then(percent_of)
            .unwrap_or(0.0);
    }
}

/// What those get who pass the filters, those who do not, and named ones.
struct Gets {
    passed: Vec<Share>,
    targets: Vec<Target>,
    failed: Outcome,
    on_value: Option<Value>,
}

/// The tree of a flag whose filters decide who gets what.
fn gated(enabled: bool, all: bool, filters: &[Passes], gets: &Gets) -> Tree {
    let passed = || gets.passed.clone();
    let mut tree = Tree::new(enabled, gets.failed.clone(), passed());
    tree.on_value = gets.on_value.clone();
    tree.targets = gets.targets.clone();
    if filters.is_empty() {
        return tree;
    }
    let first = gets
        .passed
        .first()
        .map_or(Outcome::CodeDefault, |share| share.outcome.clone());
    let named = |filter: &Passes| {
        let included = targets(filter.included, first.clone());
        included
            .into_iter()
            .chain(targets(filter.excluded, gets.failed.clone()))
            .collect::<Vec<_>>()
    };
    if all {
        if filters.iter().any(Passes::never) {
            tree.otherwise = Share::all(gets.failed.clone());
            tree.notes
                .push("one of its filters lets nobody through, and all must".to_owned());
            return tree;
        }
        let open: Vec<&Passes> = filters.iter().filter(|filter| !filter.always()).collect();
        match open.as_slice() {
            [] => return tree,
            [only] => {
                tree.rules.push(only.rule(passed()));
                tree.targets.extend(named(only));
            }
            several => tree.rules.push(together(several, passed())),
        }
    } else {
        for filter in filters {
            if filter.condition.is_some() {
                tree.rules.push(filter.rule(passed()));
            }
            tree.targets.extend(named(filter));
        }
    }
    tree.otherwise = Share::all(gets.failed.clone());
    tree
}

/// A rule for those whom several filters let through.
fn together(filters: &[&Passes], serve: Vec<Share>) -> Rule {
    let unsure = filters.iter().find_map(|filter| match &filter.condition {
        Some(Condition::Unsure(why)) => Some(why.clone()),
        _ => None,
    });
    let words: Vec<String> = filters.iter().map(|filter| filter.in_words()).collect();
    let condition = unsure.map_or_else(|| Condition::When(words.join(" and ")), Condition::Unsure);
    Rule {
        moving: filters.iter().any(|filter| filter.recurs),
        window: filters
            .iter()
            .fold(Window::default(), |window, filter| both(window, filter.window)),
        ..Rule::new("the set of its filters", condition, serve)
    }
}

impl Passes {
    fn rule(&self, serve: Vec<Share>) -> Rule {
        Rule {
            share: Some(if self.condition.is_some() { self.share } else { 0.0 }),
            moving: self.recurs,
            window: self.window,
            ..Rule::new(
                self.name.clone(),
                self.condition.clone().unwrap_or(Condition::Always),
                serve,
            )
        }
    }
}

/// Which variant a context gets.
struct Picks<'f> {
    variants: &'f [Variant],
    allocation: &'f Allocation,
}

impl Picks<'_> {
    /// On or off, which a variant may turn around.
    fn switches(&self) -> Gets {
        let status = |variant: Option<&str>, otherwise: bool| {
            let named = variant.and_then(|name| self.variants.iter().find(|variant| variant.name == name));
            boolean(match named.and_then(|variant| variant.status_override.as_deref()) {
                Some("Enabled") => true,
                Some("Disabled") => false,
                _ => otherwise,
            })
        };
        let mut gets = self.gets(
            |variant| status(variant, true),
            status(self.allocation.default_when_disabled.as_deref(), false),
            Some(Value::Bool(true)),
        );
        // Variants matter only where one turns the switch around.
        if let Some(first) = gets.passed.first().map(|share| share.outcome.clone())
            && gets.passed.iter().all(|share| share.outcome == first)
        {
            gets.passed = Share::all(first);
        }
        gets
    }

    fn values(&self) -> Gets {
        let outcome = |variant: Option<&str>| match variant {
            None => Outcome::CodeDefault,
            Some(name) => match self.variants.iter().position(|variant| variant.name == name) {
                Some(at) => value(at, self.variants.get(at).map_or(Value::Null, Variant::value)),
                None => Outcome::Opaque(format!("it names the variant `{}`, which does not exist", shown(name))),
            },
        };
        self.gets(outcome, outcome(self.allocation.default_when_disabled.as_deref()), None)
    }

    fn gets(&self, outcome: impl Fn(Option<&str>) -> Outcome, failed: Outcome, on_value: Option<Value>) -> Gets {
        let allocation = self.allocation;
        let otherwise = outcome(allocation.default_when_enabled.as_deref());
        let mut left = 100.0;
        let mut passed = Vec::new();
        for part in allocation.percentile.iter().flatten() {
            // Settings may hold numbers as text.
            let (Some(from), Some(to)) = (percent_of(&part.from), percent_of(&part.to)) else {
                let why = Outcome::Opaque("a percentile is no number".to_owned());
                passed.push(Share {
                    weight: None,
                    outcome: why,
                });
                continue;
            };
            let weight = (to - from).clamp(0.0, left);
            left -= weight;
            passed.push(Share {
                weight: Some(weight),
                outcome: outcome(Some(&part.variant)),
            });
        }
        passed.push(Share {
            weight: Some(left),
            outcome: otherwise,
        });
        let users = allocation
            .user
            .iter()
            .flatten()
            .map(|each| (each.users.len(), &each.variant));
        let groups = allocation
            .group
            .iter()
            .flatten()
            .map(|each| (each.groups.len(), &each.variant));
        let targets = users
            .chain(groups)
            .filter_map(|(count, variant)| targets(count, outcome(Some(variant))))
            .collect();
        Gets {
            passed,
            targets,
            failed,
            on_value,
        }
    }
}
