//! Amplitude Experiment: the lists of its management API and of its developer API.
//!
//! The members that say whom segments single out are not documented, so what is served is known only while the flag is off, or
//! rolled out to 100 % with one variant and no segments named. Shapes after amplitude.com/docs.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::shape::{list, pages, value, within_list};
use crate::conventions::{Moment, kind_of};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Format, Input, KindSource, Lifecycle};
use crate::serves::{Outcome, Plan, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "amplitude",
    title: "an Amplitude export",
    obtain: "curl -s -H \"Authorization: Bearer $KEY\" \"https://experiment.amplitude.com/api/1/flags?limit=1000\" > flags.json",
    lacks: "whom segments single out; when a flag was last evaluated; owners; expiry dates; the flag's purpose; tickets; which \
            environment it is about, which is taken from the file's name",
    looks_like: |root| pages(root).into_iter().any(is_page),
    almost: |root| {
        within_list(root, "flags", &["key", "bucketingKey"])
            .then(|| "the members of `flags` have no `evaluationMode`".to_owned())
    },
    read,
};

fn is_page(root: Cursor<'_>) -> bool {
    within_list(root, "data", &["key", "evaluation_mode"]) || within_list(root, "flags", &["key", "evaluationMode"])
}

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "nextCursor")]
    next_cursor: Option<IgnoredAny>,
    pagination: Option<Pagination>,
}

#[derive(Deserialize)]
struct Pagination {
    next_cursor: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Listed {
    key: String,
    name: Option<String>,
    description: Option<String>,
    enabled: Option<bool>,
    variants: Option<Vec<Variant>>,
    tags: Option<Vec<String>>,
    deleted: Option<bool>,
    #[serde(rename = "evaluationMode", alias = "evaluation_mode")]
    mode: Option<String>,
    #[serde(rename = "rolloutPercentage", alias = "rollout_percentage")]
    rollout: Option<f64>,
    #[serde(rename = "createdAt", alias = "created_at")]
    created: Option<Moment>,
    #[serde(rename = "lastModifiedAt", alias = "last_modified_at")]
    changed: Option<Moment>,
    #[serde(rename = "targetSegments", alias = "target_segments")]
    segments: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Variant {
    key: String,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let pages = pages(input.root);
    for (position, page) in pages.iter().enumerate() {
        let name = if list(*page, "flags") { "flags" } else { "data" };
        let Some(members) = page.get(name).filter(|members| members.is_list()) else {
            return Err(page.expected("an object with `flags` or `data`"));
        };
        let envelope: Page = page.read()?;
        let next = envelope
            .next_cursor
            .or(envelope.pagination.and_then(|pages| pages.next_cursor));
        draft.more |= position + 1 == pages.len() && next.is_some();
        for member in members.items() {
            draft.push(read_flag(member, input)?);
        }
    }
    Ok(draft)
}

fn read_flag(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Listed = member.read()?;
    let mut entry = Entry::new(input.flag(from.key, member.get("key").unwrap_or(member)));
    let variants: Vec<Value> = from
        .variants
        .into_iter()
        .flatten()
        .map(|variant| Value::from(variant.key))
        .collect();
    entry.variations(variants.clone());
    if let Some(deleted) = from.deleted {
        entry.lifecycle(if deleted { Lifecycle::Deleted } else { Lifecycle::Active });
    }
    let flag = &mut entry.flag;
    flag.name = from.name.filter(|name| !name.is_empty());
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.created = from.created.map(Into::into);
    flag.changed = from.changed.map(Into::into);
    flag.tags = from.tags.unwrap_or_default();
    if let Some(kind) = flag.tags.iter().find_map(|tag| kind_of(tag)) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    // Evaluated in the process of a server, so never in a browser.
    flag.client_side = (from.mode.as_deref() == Some("local")).then_some(false);
    let mut environment = Environment::named(input.environment());
    environment.enabled = from.enabled;
    let single = match variants.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let no_segments = from.segments.as_ref().is_none_or(Vec::is_empty);
    let plan =
        match (from.enabled, from.rollout, single) {
            (Some(false), ..) => {
                let off = Tree::new(false, Outcome::CodeDefault, Share::all(Outcome::CodeDefault));
                Plan::Tree(Box::new(off))
            }
            (Some(true), Some(rollout), Some(only)) if rollout >= 100.0 && no_segments => Plan::Tree(Box::new(
                Tree::new(true, Outcome::CodeDefault, Share::all(value(0, only))),
            )),
            (Some(true), ..) => {
                Plan::Unknown("the list does not hold its segments and the weights of its variants".to_owned())
            }
            (None, ..) => Plan::Unknown("the file does not say whether it is enabled".to_owned()),
        };
    entry.environment(environment, Some(plan), None);
    Ok(entry)
}
