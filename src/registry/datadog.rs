//! Datadog Feature Flags: the list, and a single flag.
//!
//! What the list knows of serving are the state, the variant that overrides all others and the one for flags that are off. How
//! allocations stand inside an environment is not documented, so a flag that is enabled without an override is unknown.
//! Shapes after datadogV2 of DataDog/datadog-api-client-go.

use serde::Deserialize;
use serde_json::Value;

use super::shape::{pages, text, typed, value};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, Kind, KindSource, ValueType, VendorStale};
use crate::serves::{Outcome, Plan, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "datadog",
    title: "a Datadog list of feature flags",
    obtain: "curl -s -H \"DD-API-KEY: $DD_API_KEY\" -H \"DD-APPLICATION-KEY: $DD_APPLICATION_KEY\" \
             \"https://api.datadoghq.com/api/v2/feature-flags?limit=100&offset=0\" > flags.json",
    lacks: "rules and shares of enabled flags; when a flag was last evaluated (only whether it counts as stale); owners, except by tags; \
            expiry dates; the flag's purpose; tickets; prerequisites",
    looks_like: |root| pages(root).into_iter().any(is_answer),
    almost: |root| {
        root.get("data")
            .is_some_and(|data| {
                data.items()
                    .take(10)
                    .any(|each| each.get("attributes").is_some_and(|inner| inner.has("key")))
            })
            .then(|| "the members of `data` are not of type `feature-flags`".to_owned())
    },
    read,
};

fn is_answer(root: Cursor<'_>) -> bool {
    let flag = |each: Cursor<'_>| text(each, "type") == "feature-flags";
    root.get("data")
        .is_some_and(|data| data.items().take(10).any(flag) || flag(data))
}

#[derive(Deserialize)]
struct Answer {
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    page: Option<Counts>,
}

#[derive(Deserialize)]
struct Counts {
    total_count: Option<usize>,
    total_filtered_count: Option<usize>,
}

#[derive(Deserialize)]
struct Member {
    attributes: Attributes,
}

#[derive(Deserialize)]
struct Attributes {
    key: String,
    name: Option<String>,
    description: Option<String>,
    value_type: Option<String>,
    variants: Option<Vec<Variant>>,
    archived_at: Option<Moment>,
    created_at: Option<Moment>,
    updated_at: Option<Moment>,
    tags: Option<Vec<String>>,
    distribution_channel: Option<String>,
    staleness_status: Option<String>,
    feature_flag_environments: Option<Vec<Place>>,
}

#[derive(Deserialize)]
struct Variant {
    id: String,
    value: String,
}

#[derive(Deserialize)]
struct Place {
    environment_id: Option<String>,
    environment_name: Option<String>,
    status: Option<String>,
    default_variant_id: Option<String>,
    override_variant_id: Option<String>,
    allocations: Option<Raw>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    for answer in pages(input.root) {
        let Some(data) = answer.get("data") else {
            return Err(answer.expected("an object with `data`"));
        };
        let counts = answer.read::<Answer>()?.meta.and_then(|meta| meta.page);
        let total = counts.and_then(|counts| counts.total_filtered_count.or(counts.total_count));
        draft.total = draft.total.max(total);
        if data.is_map() {
            draft.push(read_flag(data, input)?);
        } else if !data.is_list() {
            return Err(data.expected("a list of flags"));
        }
        for member in data.items() {
            draft.push(read_flag(member, input)?);
        }
    }
    Ok(draft)
}

fn read_flag(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from = member.read::<Member>()?.attributes;
    let at = member
        .get("attributes")
        .and_then(|inner| inner.get("key"))
        .unwrap_or(member);
    let mut entry = Entry::new(input.flag(from.key.clone(), at));
    entry.variations(
        from.variants
            .iter()
            .flatten()
            .map(|variant| from.typed(variant))
            .collect(),
    );
    entry.lifecycle(super::shape::archived(from.archived_at.is_some()));
    let flag = &mut entry.flag;
    flag.value_type = match from.value_type.as_deref() {
        Some("BOOLEAN") => Some(ValueType::Boolean),
        Some("STRING") => Some(ValueType::String),
        Some("INTEGER" | "NUMERIC") => Some(ValueType::Number),
        Some("JSON") => Some(ValueType::Json),
        _ => flag.value_type,
    };
    flag.name = from.name.clone().filter(|name| !name.is_empty());
    flag.description = from.description.clone().filter(|text| !text.is_empty());
    flag.created = from.created_at.map(Into::into);
    flag.changed = from.updated_at.map(Into::into);
    flag.tags = from.tags.clone().unwrap_or_default();
    let owner = |tag: &String| {
        ["team:", "owner:"]
            .iter()
            .find_map(|name| tag.strip_prefix(name))
            .map(str::to_owned)
    };
    flag.owners = flag.tags.iter().filter_map(owner).collect();
    if let Some(kind) = flag.tags.iter().find_map(|tag| kind_of(tag)) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    flag.client_side = match from.distribution_channel.as_deref() {
        Some("ALL" | "CLIENT") => Some(true),
        Some("SERVER") => Some(false),
        _ => None,
    };
    if let Some(status) = from.staleness_status.as_deref() {
        flag.permanent = (status == "PERMANENT").then_some(true);
        let stale = status == "STALE";
        flag.stale_by_vendor = Some(VendorStale {
            stale,
            reason: stale.then(|| "status STALE".to_owned()),
        });
    }
    let places = from.feature_flag_environments.iter().flatten();
    let allocations = places.filter_map(|place| Some(member.document().cursor(place.allocations?)));
    if flag.kind == Kind::Unknown && allocations.flat_map(Cursor::members).any(is_rollout) {
        (flag.kind, flag.kind_source) = (Kind::Release, KindSource::Declared);
    }
    let is_boolean = flag.value_type == Some(ValueType::Boolean);
    for place in from.feature_flag_environments.iter().flatten() {
        let name = place.environment_name.clone().or_else(|| place.environment_id.clone());
        let mut environment = Environment::named(name.unwrap_or_else(|| input.environment()));
        environment.enabled = match place.status.as_deref() {
            Some("ENABLED") => Some(true),
            Some("DISABLED") => Some(false),
            _ => None,
        };
        let off = place.default_variant_id.as_deref().map(|id| from.outcome(id));
        if let Some(Outcome::Value { value, .. }) = &off {
            environment.default_when_off = Some(value.clone());
        }
        let plan = from.plan(place, off, environment.enabled, is_boolean);
        entry.environment(environment, Some(plan), None);
    }
    Ok(entry)
}

/// An allocation that opens something step by step, as the service's own types say.
fn is_rollout(allocation: Cursor<'_>) -> bool {
    matches!(text(allocation, "type").as_str(), "FEATURE_GATE" | "CANARY")
}

impl Attributes {
    fn typed(&self, variant: &Variant) -> Value {
        typed(&variant.value, self.value_type.as_deref().unwrap_or(""))
    }

    fn outcome(&self, id: &str) -> Outcome {
        let mut all = self.variants.iter().flatten().enumerate();
        match all.find(|(_, variant)| variant.id == id) {
            Some((position, variant)) => value(position, self.typed(variant)),
            None => Outcome::Opaque("it names a variant that it does not have".to_owned()),
        }
    }

    fn plan(&self, place: &Place, off: Option<Outcome>, on: Option<bool>, is_boolean: bool) -> Plan {
        let overriding = place.override_variant_id.as_deref().map(|id| self.outcome(id));
        let off = off.unwrap_or(Outcome::CodeDefault);
        let mut tree = match (overriding, on) {
            (Some(all), _) => {
                let mut tree = Tree::new(true, off, Share::all(all));
                tree.opening = Some("one variant overrides all others".to_owned());
                tree
            }
            (None, Some(false)) => Tree::new(false, off, Vec::new()),
            (None, Some(true)) if place.allocations.is_some() => {
                return Plan::Unknown("enabled, and its allocations are not understood".to_owned());
            }
            (None, Some(true)) => {
                return Plan::Unknown("enabled, and the list does not hold its allocations".to_owned());
            }
            (None, None) => return Plan::Unknown("the file does not say whether it is enabled".to_owned()),
        };
        tree.on_value = is_boolean.then_some(Value::Bool(true));
        Plan::Tree(Box::new(tree))
    }
}
