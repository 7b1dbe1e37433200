//! Reflag (before: Bucket): the list of flags of its management API. It knows the life of a flag best of all, and nothing of its rules.
//! Shapes after the management SDK of reflagcom/javascript.

use serde::Deserialize;
use serde_json::Value;

use super::shape::{boolean, pages, within_list};
use crate::conventions::Moment;
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Environment, Evaluated, Format, Input, Lifecycle, VendorStale};
use crate::serves::{Plan, Share, Tree};

pub(super) const FORMAT: Format = Format {
    name: "reflag",
    title: "a Reflag export",
    obtain: "curl -s -H \"Authorization: Bearer $REFLAG_API_KEY\" https://app.reflag.com/api/apps/APP/flags > flags.json",
    lacks: "environments, rules and shares (only since when everyone has it); when the flag was last changed; expiry dates; tags; \
            the flag's purpose; tickets; prerequisites",
    looks_like: |root| pages(root).into_iter().any(is_page),
    almost: |root| {
        within_list(root, "data", &["key", "stage"])
            .then(|| "beside `data` there is no `pageIndex`, and its members have no `codeRefsCleanedUp`".to_owned())
    },
    read,
};

fn is_page(root: Cursor<'_>) -> bool {
    within_list(root, "data", &["key", "codeRefsCleanedUp"])
        || within_list(root, "data", &["key", "stage"]) && root.has("pageIndex")
        || root.get("data").is_some_and(|data| data.is_list() && data.is_empty()) && root.has("pageIndex")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    total_count: Option<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    key: String,
    name: Option<String>,
    description: Option<String>,
    stage: Option<Stage>,
    owner: Option<Owner>,
    archived: Option<bool>,
    stale: Option<bool>,
    permanent: Option<bool>,
    created_at: Option<Moment>,
    rolled_out_to_everyone_at: Option<Moment>,
    last_check_at: Option<Moment>,
    no_recent_checks: Option<bool>,
}

#[derive(Deserialize)]
struct Stage {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Owner {
    name: Option<String>,
    email: Option<String>,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    for page in pages(input.root) {
        let Some(data) = page.get("data").filter(|data| data.is_list()) else {
            return Err(page.expected("an object with `data`"));
        };
        draft.total = draft.total.max(page.read::<Page>()?.total_count);
        for member in data.items() {
            draft.push(read_flag(member, input)?);
        }
    }
    Ok(draft)
}

fn read_flag(member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Listed = member.read()?;
    let mut entry = Entry::new(input.flag(from.key, member.get("key").unwrap_or(member)));
    entry.variations(vec![Value::Bool(true), Value::Bool(false)]);
    match (from.archived, from.rolled_out_to_everyone_at) {
        (Some(true), _) => entry.lifecycle(Lifecycle::Archived),
        (_, Some(_)) => entry.lifecycle(Lifecycle::Launched),
        (Some(false), None) => entry.lifecycle(Lifecycle::Active),
        (None, None) => {}
    }
    let flag = &mut entry.flag;
    flag.name = from.name.filter(|name| !name.is_empty());
    flag.description = from.description.filter(|text| !text.is_empty());
    flag.permanent = from.permanent;
    flag.created = from.created_at.map(Into::into);
    flag.owners = from
        .owner
        .and_then(|owner| owner.email.or(owner.name))
        .into_iter()
        .collect();
    flag.tags = from
        .stage
        .and_then(|stage| stage.name)
        .map(|name| format!("stage:{name}"))
        .into_iter()
        .collect();
    flag.evaluated = match (from.last_check_at, from.no_recent_checks) {
        (Some(at), _) => Some(Evaluated::At(at.0)),
        // The list leaves the time out where there was no check ever.
        (None, Some(true)) => Some(Evaluated::Never),
        (None, _) => None,
    };
    flag.stale_by_vendor = from.stale.map(|stale| VendorStale { stale, reason: None });
    let mut environment = Environment::named(input.environment());
    let plan = match from.rolled_out_to_everyone_at {
        Some(at) => {
            environment.enabled = Some(true);
            environment.changed = Some(at.into());
            let mut tree = Tree::new(true, boolean(false), Share::all(boolean(true)));
            tree.on_value = Some(Value::Bool(true));
            tree.opening = Some("the service says since when it is rolled out to everyone".to_owned());
            Plan::Tree(Box::new(tree))
        }
        None => Plan::Unknown("the list does not hold its rules".to_owned()),
    };
    entry.environment(environment, Some(plan), None);
    Ok(entry)
}
