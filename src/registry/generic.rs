//! The generic form, and lists of flags that projects write themselves.
//!
//! JSON, NDJSON, YAML or CSV. Strict where the file uses the names of the normalised model (what `registry --format ndjson`
//! prints is valid input), tolerant with the other names that home-grown lists use. A plain state (`enabled: true`, `KEY: true`)
//! is served to everybody unless something beside it looks like a rule; a `default` alone may be overridden: unknown.
//! Inside `environments`, and in CSV, only `serves` says what is served. A file without environments gets a single one: named in the
//! file's name, else `default`.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;

use crate::conventions::{kind_of, squeeze, time_of_number, time_of_text};
use crate::document::{Cursor, Syntax, Trouble};
use crate::export::{Draft, Entry, type_of};
use crate::registry::{
    Environment, Evaluated, Format, Input, Kind, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, Serves,
    ServesState, ValueType, VendorStale, When,
};
use crate::serves::{Plan, Proof};

pub(super) const FORMAT: Format = Format {
    name: "generic",
    title: "the generic form",
    obtain: "write or convert it: JSON, NDJSON, YAML or CSV with `key` and any other member of `flagdebt registry --format ndjson`",
    lacks: "nothing by itself: it tells what its author wrote down",
    looks_like: |root| !collections(root).is_empty(),
    almost: |_| None,
    read,
};

/// Where the members stand; of the last three only if they look like flags.
const WRAPPERS: [&str; 9] = [
    "flags",
    "features",
    "toggles",
    "featureflags",
    "featuretoggles",
    "flights",
    "resources",
    "items",
    "data",
];
const WEAK_WRAPPERS: [&str; 3] = ["resources", "items", "data"];

const KEYS: [&str; 5] = ["key", "name", "id", "flag", "slug"];
const STATES: [&str; 8] = ["serves", "serve", "enabled", "active", "on", "state", "status", "value"];
const CREATED: [&str; 6] = [
    "created",
    "createdat",
    "creationdate",
    "datecreated",
    "introduced",
    "added",
];
const CHANGED: [&str; 10] = [
    "changed",
    "updated",
    "updatedat",
    "updatedon",
    "lastupdated",
    "lastupdatedat",
    "modified",
    "modifiedat",
    "lastmodified",
    "lastchange",
];
const EXPIRES: [&str; 11] = [
    "expires",
    "expiry",
    "expiresat",
    "expireson",
    "expirationdate",
    "expirydate",
    "removeby",
    "removaldate",
    "targetremovaldate",
    "sunset",
    "timetopromote",
];
const OWNERS: [&str; 11] = [
    "owners",
    "owner",
    "team",
    "teams",
    "group",
    "maintainer",
    "maintainers",
    "codeowner",
    "codeowners",
    "contact",
    "ownedby",
];
const TICKETS: [&str; 9] = [
    "ticket",
    "issue",
    "jira",
    "issuelink",
    "issueurl",
    "rolloutissueurl",
    "referenceurl",
    "link",
    "url",
];
/// Members by which a list is known to be one of flags.
const TELLING: [&str; 17] = [
    "enabled",
    "active",
    "on",
    "serve",
    "serves",
    "default",
    "archived",
    "deprecated",
    "retired",
    "permanent",
    "temporary",
    "environments",
    "lifecycle",
    "kind",
    "owner",
    "expires",
    "createdat",
];
/// Members that mean that not everybody gets the same.
const RULES: [&str; 37] = [
    "rules",
    "rule",
    "context",
    "contexts",
    "segments",
    "segment",
    "conditions",
    "condition",
    "constraints",
    "constraint",
    "targeting",
    "targets",
    "target",
    "strategies",
    "strategy",
    "filters",
    "filter",
    "variants",
    "weights",
    "schedule",
    "overrides",
    "users",
    "groups",
    "accounts",
    "domains",
    "siteadmins",
    "audience",
    "audiences",
    "allowlist",
    "whitelist",
    "denylist",
    "blacklist",
    "cohorts",
    "tenants",
    "when",
    "experiments",
    "splits",
];
const SHARES: [&str; 3] = ["rollout", "percentage", "percent"];

/// The members of an object, found whatever their case, `_`, `-` and blanks.
pub(super) struct Members<'d> {
    all: Vec<(Cow<'d, str>, Cursor<'d>)>,
    /// A bit for each first letter: far more names are asked for than an object has.
    begins: u32,
}

impl<'d> Members<'d> {
    pub(super) fn of(map: Cursor<'d>) -> Self {
        let is_plain = |name: &str| {
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        let squeezed = |(key, value): (Cursor<'d>, Cursor<'d>)| match key.text().unwrap_or_default() {
            name if is_plain(&name) => (name, value),
            name => (Cow::Owned(squeeze(&name)), value),
        };
        let all: Vec<_> = map.entries().map(squeezed).collect();
        let begins = all.iter().fold(0, |begins, (name, _)| begins | Self::begin(name));
        Self { all, begins }
    }

    fn begin(name: &str) -> u32 {
        name.bytes().next().map_or(0, |letter| 1 << (letter % 32))
    }

    /// The first of the names that is there and not `null`.
    fn find(&self, names: &[&str]) -> Option<Cursor<'d>> {
        names.iter().find_map(|name| self.get(name))
    }

    fn get(&self, name: &str) -> Option<Cursor<'d>> {
        if self.begins & Self::begin(name) == 0 {
            return None;
        }
        let mut all = self.all.iter();
        let found = all.find(|(key, value)| key == name && !value.is_null());
        found.map(|(_, value)| *value)
    }
}

/// Facts from members whose names are only conventions: what does not fit is passed over, what is known stays.
pub(super) fn describe(entry: &mut Entry, members: Members<'_>) {
    let flag = &mut entry.flag;
    let text = |names: &[&str]| {
        members
            .find(names)
            .and_then(Cursor::word)
            .map(Cow::into_owned)
            .filter(|text| !text.is_empty())
    };
    let kind = ["kind", "type", "purpose", "category"]
        .iter()
        .filter_map(|name| text(&[*name]));
    if flag.kind == Kind::Unknown
        && let Some(kind) = kind.filter_map(|word| kind_of(&word)).next()
    {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    let boolean = |name: &str| members.get(name).and_then(state_word);
    let stage = text(&["lifecycle"])
        .or_else(|| text(&["stage"]))
        .map(|word| squeeze(&word))
        .unwrap_or_default();
    flag.permanent = flag
        .permanent
        .or(boolean("permanent"))
        .or(boolean("temporary").map(|temporary| !temporary));
    flag.permanent = flag.permanent.or((stage == "permanent").then_some(true));
    flag.description = flag.description.take().or_else(|| text(&["description"]));
    flag.ticket = flag.ticket.take().or_else(|| text(&TICKETS));
    flag.created = flag.created.take().or_else(|| members.find(&CREATED).and_then(when));
    flag.changed = flag.changed.take().or_else(|| members.find(&CHANGED).and_then(when));
    flag.expires = flag.expires.take().or_else(|| members.find(&EXPIRES).and_then(when));
    flag.evaluated = flag.evaluated.or_else(|| {
        members
            .find(&["evaluated", "lastevaluated", "lastseen", "lastseenat"])
            .and_then(evaluated)
    });
    if flag.owners.is_empty() {
        let of = |name: &&str| members.get(name).map(people).filter(|people| !people.is_empty());
        flag.owners = OWNERS.iter().find_map(of).unwrap_or_default();
    }
    if flag.tags.is_empty() {
        flag.tags = members.find(&["tags", "labels"]).map(words).unwrap_or_default();
    }
    let gone = |name: &str| {
        members
            .get(name)
            .is_some_and(|value| state_word(value) == Some(true) || when(value).is_some())
    };
    let lifecycle = lifecycle_of(&stage).or_else(|| {
        if gone("archived") || gone("archivedat") || gone("retired") {
            Some(Lifecycle::Archived)
        } else if gone("deleted") || gone("deletedat") {
            Some(Lifecycle::Deleted)
        } else if gone("deprecated") || gone("deprecatedat") {
            Some(Lifecycle::Deprecated)
        } else {
            members
                .find(&["archived", "deprecated", "retired"])
                .map(|_| Lifecycle::Active)
        }
    });
    if let (false, Some(lifecycle)) = (entry.lifecycle_said, lifecycle) {
        entry.lifecycle(lifecycle);
    }
}

/// Members that hardly anything but a flag has.
const SURE: [&str; 11] = [
    "enabled",
    "serve",
    "serves",
    "archived",
    "deprecated",
    "permanent",
    "temporary",
    "environments",
    "lifecycle",
    "expires",
    "rollout",
];
/// Other members that flags have.
const USUAL: [&str; 14] = [
    "description",
    "title",
    "notes",
    "reason",
    "tags",
    "labels",
    "links",
    "type",
    "kind",
    "default",
    "permanent",
    "archived",
    "variations",
    "prerequisites",
];
/// Pieces by which a file's name speaks of flags.
const NAMES: [&str; 5] = ["flag", "feature", "toggle", "experiment", "rollout"];
/// The same, as whole words only: a gateway is no gate.
const WORDS: [&str; 4] = ["gate", "gates", "switch", "switches"];
/// So many members of a list are looked at.
const SAMPLE: usize = 200;

/// Whether a file that can be read as a list of flags is meant as one: its list is called so, its members have what only
/// flags have, or its name speaks of flags. Other files have lists with names and states as well.
pub(super) fn is_meant(root: Cursor<'_>, path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
    // What is piped in was made for us.
    let mut words = name.split(|letter: char| !letter.is_alphanumeric());
    if path == "-" || NAMES.iter().any(|piece| name.contains(piece)) || words.any(|word| WORDS.contains(&word)) {
        return true;
    }
    // A column says what is meant, whatever of it is filled in.
    let columns: Vec<String> = root.document().columns.iter().map(|name| squeeze(name)).collect();
    if are_of_flag(columns.iter().map(String::as_str)) {
        return true;
    }
    if root.is_list() {
        let only_key = |item: Cursor<'_>| item.has("key") && item.entries().count() == 1;
        return most(root.items(), |item| {
            only_key(item) || wrapper(item).is_some() || speaks_of_flag(item)
        });
    }
    match wrapper(root) {
        Some(name) if WEAK_WRAPPERS.contains(&name) => Members::of(root)
            .get(name)
            .is_some_and(|inner| most(inner.members(), speaks_of_flag)),
        Some(name) => Members::of(root).get(name).is_some_and(|inner| {
            let fits = |body: Cursor<'_>| is_state(body) || is_telling(body);
            inner.is_list() || most(inner.members(), fits)
        }),
        None => root.has("key") && speaks_of_flag(root),
    }
}

/// Whether at least half of them are so.
fn most<'d>(bodies: impl Iterator<Item = Cursor<'d>>, is_so: impl Fn(Cursor<'d>) -> bool) -> bool {
    let (mut all, mut so) = (0, 0);
    for body in bodies.take(SAMPLE) {
        all += 1;
        so += usize::from(is_so(body));
    }
    so * 2 >= all
}

/// Whether an object has what hardly anything but a flag has, and little that no flag has.
fn speaks_of_flag(body: Cursor<'_>) -> bool {
    let members = Members::of(body);
    are_of_flag(members.all.iter().map(|(name, _)| &**name))
}

/// The same of what members or columns are called.
fn are_of_flag<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let known = |name: &str| {
        let lists: [&[&str]; 10] = [
            &KEYS, &STATES, &CREATED, &CHANGED, &EXPIRES, &OWNERS, &TICKETS, &RULES, &SHARES, &USUAL,
        ];
        lists.iter().any(|list| list.contains(&name)) || SURE.contains(&name) || TELLING.contains(&name)
    };
    let (mut all, mut familiar, mut sure) = (0, 0, false);
    for name in names {
        all += 1;
        familiar += usize::from(known(name));
        sure |= SURE.contains(&name);
    }
    sure && familiar * 2 > all
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let collections = collections(input.root);
    if collections.is_empty() {
        return Err(input.root.trouble(
            "no list of flags found: expected `flags` with a list or an object, or a list of objects with `key`",
        ));
    }
    let environment = input.environment();
    for member in collections {
        read_flag(member, input, &environment, &mut draft)?;
    }
    let pagination = input
        .root
        .get("pagination")
        .and_then(|pages| pages.get("total_results")?.number());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be a small count"
    )]
    let total = pagination
        .filter(|total| (0.0..1e9).contains(total))
        .map(|total| total as usize);
    draft.total = total;
    Ok(draft)
}

/// A flag's place in the file: the key in a map, if it stands in one, and what is said of it.
struct Member<'d> {
    key: Option<(Cow<'d, str>, Cursor<'d>)>,
    body: Cursor<'d>,
}

/// All flags of the file; empty where there is no list of flags.
fn collections(root: Cursor<'_>) -> Vec<Member<'_>> {
    if root.is_list() {
        let mut found = Vec::new();
        for item in root.items() {
            if key_of(item).is_some() {
                found.push(Member { key: None, body: item });
            } else if let Some(members) = wrapped(item) {
                found.extend(members);
            } else if item.is_map() {
                // One without a key is an error later, not another format.
                found.push(Member { key: None, body: item });
            } else {
                return Vec::new();
            }
        }
        let any = found
            .iter()
            .any(|member| member.key.is_some() || is_listed(member.body));
        return if any { found } else { Vec::new() };
    }
    if !root.is_map() {
        return Vec::new();
    }
    if let Some(members) = wrapped(root) {
        return members;
    }
    // One line of NDJSON, or a single flag.
    if root.has("key") && is_telling(root) {
        return vec![Member { key: None, body: root }];
    }
    let bodies: Vec<_> = root
        .entries()
        .filter(|(key, _)| !key.text().is_some_and(|key| key.starts_with('$')))
        .collect();
    if bodies.is_empty() {
        return Vec::new();
    }
    let shared = |name: &str| bodies.iter().all(|(_, body)| Members::of(*body).get(name).is_some());
    let plain = bodies.iter().all(|(_, body)| is_state(*body));
    if plain || TELLING.iter().any(|name| shared(name)) {
        return bodies.into_iter().map(|(key, body)| in_map(key, body)).collect();
    }
    // Groups of switches: GROUP.KEY.
    let group = |body: &Cursor<'_>| {
        body.is_map() && !body.is_empty() && body.entries().all(|(_, each)| each.boolean().is_some())
    };
    if bodies.iter().all(|(_, body)| group(body)) {
        let inner = bodies.into_iter().flat_map(|(group, body)| {
            let group = group.text().unwrap_or_default();
            body.entries().map(move |(key, each)| {
                let name = format!("{group}.{}", key.text().unwrap_or_default());
                Member {
                    key: Some((Cow::Owned(name), key)),
                    body: each,
                }
            })
        });
        return inner.collect();
    }
    Vec::new()
}

/// The first wrapper that holds something.
fn wrapper(root: Cursor<'_>) -> Option<&'static str> {
    let members = Members::of(root);
    WRAPPERS.into_iter().find(|name| holds(&members, name))
}

fn holds(members: &Members<'_>, name: &str) -> bool {
    members.get(name).is_some_and(|inner| {
        let fits = inner.is_list() && inner.items().all(Cursor::is_map)
            || inner.is_map()
                && inner
                    .entries()
                    .all(|(_, each)| each.is_map() || each.word().is_some() || each.is_null());
        fits && (!WEAK_WRAPPERS.contains(&name)
            || inner.members().any(|each| key_of(each).is_some() && is_telling(each)))
    })
}

/// The members in the first wrapper that holds some, and in `Flights` beside it.
fn wrapped(root: Cursor<'_>) -> Option<Vec<Member<'_>>> {
    let members = Members::of(root);
    let first = wrapper(root)?;
    let also = (first == "features")
        .then_some("flights")
        .filter(|name| holds(&members, name));
    let mut found = Vec::new();
    for inner in [Some(first), also]
        .into_iter()
        .flatten()
        .filter_map(|name| members.get(name))
    {
        found.extend(inner.items().map(|body| Member { key: None, body }));
        found.extend(inner.entries().map(|(key, body)| in_map(key, body)));
    }
    Some(found)
}

fn in_map<'d>(key: Cursor<'d>, body: Cursor<'d>) -> Member<'d> {
    Member {
        key: Some((key.text().unwrap_or_default(), key)),
        body,
    }
}

fn is_telling(body: Cursor<'_>) -> bool {
    let members = Members::of(body);
    TELLING
        .iter()
        .chain(&["name", "value", "state", "status", "type"])
        .any(|name| members.get(name).is_some())
}

/// A member of a bare list: it has a `key`, or another name for one and something that only flags have.
fn is_listed(body: Cursor<'_>) -> bool {
    let members = Members::of(body);
    key_of(body).is_some_and(|(name, ..)| name == "key" || TELLING.iter().any(|name| members.get(name).is_some()))
}

/// A boolean or a word for one.
fn is_state(body: Cursor<'_>) -> bool {
    state_word(body).is_some()
}

fn state_word(value: Cursor<'_>) -> Option<bool> {
    value
        .boolean()
        .or_else(|| match value.text()?.to_ascii_lowercase().as_str() {
            "on" | "enabled" | "true" | "active" | "yes" => Some(true),
            "off" | "disabled" | "false" | "inactive" | "no" => Some(false),
            _ => None,
        })
}

fn key_of(body: Cursor<'_>) -> Option<(&'static str, Cow<'_, str>, Cursor<'_>)> {
    KEYS.iter().find_map(|name| {
        let named = |key: Cursor<'_>| key.text().is_some_and(|key| same_word(&key, name));
        let (_, at) = body.entries().find(|(key, value)| named(*key) && !value.is_null())?;
        let text = at.word().filter(|text| !text.is_empty())?;
        Some((*name, text, at))
    })
}

/// Whether a member's name is `squeezed`, see [`squeeze`]; without making a new text, as lists have many members.
fn same_word(name: &str, squeezed: &str) -> bool {
    let letters = name
        .chars()
        .filter(|each| each.is_alphanumeric())
        .flat_map(char::to_lowercase);
    letters.eq(squeezed.chars())
}

/// `alone`: the environment of a file that does not name it.
fn read_flag(member: Member<'_>, input: &Input<'_>, alone: &str, draft: &mut Draft) -> Result<(), Trouble> {
    let Member { key, body } = member;
    let (key, at, named_by) = match key {
        Some((key, at)) => (key, at, "key"),
        None => match key_of(body) {
            Some((name, key, at)) => (key, at, name),
            None => return Err(body.trouble("this flag has no `key`")),
        },
    };
    let mut entry = Entry::new(input.flag(key, at));
    if !body.is_map() {
        let mut environment = Environment::named(alone.to_owned());
        environment.enabled = state_word(body);
        let plan = match environment.enabled {
            Some(value) => stated(
                constant(Value::Bool(value)),
                vec!["its value stands in the file".to_owned()],
            ),
            None => Plan::Unknown("its value in the file is no switch".to_owned()),
        };
        if environment.enabled.is_some() {
            entry.flag.value_type = Some(ValueType::Boolean);
        }
        entry.environment(environment, Some(plan), None);
        draft.push(entry);
        return Ok(());
    }
    let members = Members::of(body);
    read_model(&mut entry, &members, named_by)?;
    if let Some(environments) = members.get("environments") {
        read_environments(&mut entry, environments)?;
    } else if let Some(name) = members.find(&["environment", "env"]) {
        let Some(name) = name.word() else {
            return Err(name.expected("the environment's name (text)"));
        };
        read_environment(&mut entry, name.into_owned(), body, &members)?;
    } else if body.document().syntax == Syntax::Csv {
        if ["enabled", "serves", "rollout"]
            .iter()
            .any(|name| members.get(name).is_some())
        {
            read_environment(&mut entry, alone.to_owned(), body, &members)?;
        }
    } else {
        read_state(&mut entry, alone.to_owned(), &members);
    }
    describe(&mut entry, members);
    draft.push(entry);
    Ok(())
}

/// The names of the normalised model: a wrong type is an error.
fn read_model(entry: &mut Entry, members: &Members<'_>, named_by: &str) -> Result<(), Trouble> {
    let text = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(value) => value
            .word()
            .map(|text| Some(text.into_owned()))
            .ok_or_else(|| value.expected("text")),
    };
    let boolean = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(value) => state_word(value).map(Some).ok_or_else(|| value.expected("a boolean")),
    };
    let time = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(value) => when(value).map(Some).ok_or_else(|| {
            value.expected("a time (RFC 3339), a date, `{\"version\": \"1.33\"}` or `{\"milestone\": \"17.0\"}`")
        }),
    };
    let list = |name: &str| match members.get(name) {
        None => Ok(Vec::new()),
        Some(value) if value.is_map() => Err(value.expected("a list of texts")),
        Some(value) => Ok(words(value)),
    };
    let flag = &mut entry.flag;
    flag.name = if named_by == "name" { None } else { text("name")? };
    flag.description = text("description")?;
    flag.project = text("project")?;
    flag.aliases = list("aliases")?;
    flag.tags = list("tags")?;
    flag.permanent = boolean("permanent")?;
    flag.client_side = boolean("clientside")?;
    boolean("archived")?;
    boolean("deprecated")?;
    flag.created = time("created")?;
    flag.changed = time("changed")?;
    flag.expires = time("expires")?;
    if let Some(value) = members.get("evaluated") {
        flag.evaluated = Some(evaluated(value).ok_or_else(|| value.expected("a time (RFC 3339) or `never`"))?);
    }
    if let Some(kind) = text("kind")?.as_deref().and_then(kind_of) {
        (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
    }
    flag.kind_source = match text("kindsource")?.as_deref() {
        None => flag.kind_source,
        Some("declared") => KindSource::Declared,
        Some("name") => KindSource::Name,
        Some("config") => KindSource::Config,
        Some("none") => KindSource::None,
        Some(_) => {
            let at = members.get("kindsource");
            return Err(at.map_or_else(
                || Trouble::new(""),
                |at| at.trouble("expected `declared`, `name`, `config` or `none`"),
            ));
        }
    };
    if let Some(value) = members.get("lifecycle") {
        let word = value.text().unwrap_or_default();
        let Some(lifecycle) = lifecycle_of(&squeeze(&word)) else {
            return Err(value.trouble("expected `active`, `launched`, `deprecated`, `archived` or `deleted`"));
        };
        entry.lifecycle(lifecycle);
    }
    let flag = &mut entry.flag;
    if let Some(value) = members.get("stalebyvendor") {
        let stale = value.boolean().or_else(|| value.get("stale")?.boolean());
        let Some(stale) = stale else {
            return Err(value.expected("a boolean or `{\"stale\": true, \"reason\": \"...\"}`"));
        };
        let reason = value.filled("reason").and_then(Cursor::text).map(Cow::into_owned);
        flag.stale_by_vendor = Some(VendorStale { stale, reason });
    }
    if let Some(value) = members.get("variations") {
        if !value.is_list() {
            return Err(value.expected("a list of values"));
        }
        let variations = value.items().map(Cursor::value).collect();
        entry.variations(variations);
    }
    let value_type = text("valuetype")?;
    if let Some(word) = value_type {
        entry.flag.value_type = Some(match squeeze(&word).as_str() {
            "boolean" | "bool" => ValueType::Boolean,
            "string" | "text" => ValueType::String,
            "number" | "integer" | "double" | "float" => ValueType::Number,
            _ => ValueType::Json,
        });
    }
    if let Some(value) = members.get("prerequisites") {
        entry.flag.prerequisites = prerequisites(value)?;
    }
    Ok(())
}

/// A list of keys (which must then be on) or of objects; in CSV split at `;`.
fn prerequisites(value: Cursor<'_>) -> Result<Vec<Prerequisite>, Trouble> {
    let on = |flag: String| Prerequisite {
        flag,
        values: Some(vec![Value::Bool(true)]),
        environment: None,
        via: PrerequisiteVia::Flag,
    };
    if !value.is_list() {
        if value.is_map() {
            return Err(value.expected("a list of keys, or of objects with `flag`"));
        }
        return Ok(words(value).into_iter().map(on).collect());
    }
    let mut found = Vec::new();
    for item in value.items() {
        if let Some(flag) = item.word() {
            found.push(on(flag.into_owned()));
            continue;
        }
        let Some(flag) = ["flag", "key", "name"].iter().find_map(|name| item.get(name)?.word()) else {
            return Err(item.expected("a key, or an object with `flag`"));
        };
        let values = match item.get("values") {
            None => Some(vec![Value::Bool(true)]),
            Some(values) if values.is_null() => None,
            Some(values) if values.is_list() => Some(values.items().map(Cursor::value).collect()),
            Some(values) => return Err(values.expected("a list of values")),
        };
        let via = match item.filled("via").and_then(Cursor::text).as_deref() {
            Some("rule") => PrerequisiteVia::Rule,
            _ => PrerequisiteVia::Flag,
        };
        let environment = item.filled("environment").and_then(Cursor::word).map(Cow::into_owned);
        found.push(Prerequisite {
            flag: flag.into_owned(),
            values,
            environment,
            via,
        });
    }
    Ok(found)
}

/// A list of objects with `name`, or a map from name to object.
fn read_environments(entry: &mut Entry, environments: Cursor<'_>) -> Result<(), Trouble> {
    if !environments.is_list() && !environments.is_map() {
        return Err(environments.expected("a list or an object of environments"));
    }
    for body in environments.items() {
        let Some(name) = body
            .filled("name")
            .or_else(|| body.filled("key"))
            .and_then(Cursor::word)
        else {
            return Err(body.expected("an environment with a `name`"));
        };
        read_environment(entry, name.into_owned(), body, &Members::of(body))?;
    }
    for (name, body) in environments.entries() {
        let name = name.text().unwrap_or_default().into_owned();
        if let Some(on) = state_word(body) {
            let mut environment = Environment::named(name);
            environment.enabled = Some(on);
            let plan = stated(
                constant(Value::Bool(on)),
                vec!["its value stands in the file".to_owned()],
            );
            entry.environment(environment, Some(plan), None);
            continue;
        }
        if !body.is_map() {
            return Err(body.expected("an object with `enabled` or `serves`, or a boolean"));
        }
        read_environment(entry, name, body, &Members::of(body))?;
    }
    Ok(())
}

fn read_environment(entry: &mut Entry, name: String, body: Cursor<'_>, members: &Members<'_>) -> Result<(), Trouble> {
    let mut environment = Environment::named(name);
    if let Some(enabled) = members.get("enabled") {
        environment.enabled = Some(state_word(enabled).ok_or_else(|| enabled.expected("a boolean"))?);
    }
    let rollout = match members.get("rollout") {
        None => None,
        Some(rollout) => Some(share_of(rollout).ok_or_else(|| rollout.expected("a number from 0 to 100"))?),
    };
    environment.default_when_off = members.get("defaultwhenoff").map(Cursor::value);
    if let Some(changed) = members.get("changed") {
        environment.changed = Some(when(changed).ok_or_else(|| changed.expected("a time (RFC 3339) or a date"))?);
    }
    if let Some(value) = members.get("evaluated") {
        environment.evaluated = Some(evaluated(value).ok_or_else(|| value.expected("a time (RFC 3339) or `never`"))?);
    }
    let overrides = match members.get("overrides") {
        Some(count) => {
            let count = count
                .number()
                .filter(|count| (0.0..1e15).contains(count))
                .ok_or_else(|| count.expected("a count"))?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be a count"
            )]
            let count = count as u64;
            count
        }
        None => 0,
    };
    let given = members.get("reasons").map(words);
    let (serves, why) = match (members.get("serves"), rollout) {
        (Some(value), _) => (serves(value)?, "the file says so"),
        (None, Some(share)) if share > 0.0 && share < 100.0 => (state(ServesState::Split), "a share gets the on-value"),
        (None, _) => (
            state(ServesState::Unknown),
            "the file does not say what is served: add `serves`",
        ),
    };
    let variant = members
        .get("variant")
        .filter(|variant| variant.is_map())
        .map(serves_of_model)
        .transpose()?;
    let variant = variant.map(|serves| stated(serves, Vec::new()));
    if entry.flag.value_type.is_none() {
        entry.flag.value_type = serves.value.as_ref().map(type_of);
    }
    let reasons = given.unwrap_or_else(|| vec![why.to_owned()]);
    let _ = body;
    entry.environment(
        environment,
        Some(Plan::Stated(Proof {
            serves,
            overrides,
            reasons,
            rollout,
        })),
        variant,
    );
    Ok(())
}

/// A value that everybody gets, the name of a state, or the model's object.
fn serves(value: Cursor<'_>) -> Result<Serves, Trouble> {
    if value.is_map() {
        return serves_of_model(value);
    }
    Ok(match value.text().as_deref() {
        Some("split") => state(ServesState::Split),
        Some("unknown") => state(ServesState::Unknown),
        Some("code-default") => state(ServesState::CodeDefault),
        _ => constant(value.boolean().map_or_else(|| value.value(), Value::Bool)),
    })
}

fn serves_of_model(value: Cursor<'_>) -> Result<Serves, Trouble> {
    let word = value.get("state").and_then(Cursor::text).unwrap_or_default();
    let state = match word.as_ref() {
        "constant" => ServesState::Constant,
        "code-default" => ServesState::CodeDefault,
        "split" => ServesState::Split,
        "unknown" => ServesState::Unknown,
        _ => {
            let at = value.get("state").unwrap_or(value);
            return Err(at.trouble("expected `state` to be `constant`, `code-default`, `split` or `unknown`"));
        }
    };
    let constant = value
        .get("value")
        .filter(|_| state == ServesState::Constant)
        .map(Cursor::value);
    if state == ServesState::Constant && constant.is_none() {
        return Err(value.trouble("a constant has no `value`"));
    }
    let moving = match value.filled("moving") {
        None => false,
        Some(moving) => moving.boolean().ok_or_else(|| moving.expected("a boolean"))?,
    };
    Ok(Serves {
        state,
        value: constant,
        moving,
    })
}

/// A home-grown state beside the flag's other members.
fn read_state(entry: &mut Entry, name: String, members: &Members<'_>) {
    let everyone = members.get("all").and_then(Cursor::boolean);
    let found = members
        .find(&STATES)
        .filter(|value| !value.is_map() && !value.is_list());
    let fallback = members
        .get("default")
        .filter(|value| !value.is_map() && !value.is_list());
    if found.is_none() && fallback.is_none() && everyone.is_none() {
        return;
    }
    let mut environment = Environment::named(name);
    let value = found.and_then(|value| match state_word(value) {
        Some(on) => Some(Value::Bool(on)),
        // Only what is served may be any value; other words for a state are not understood.
        None => members
            .find(&["serves", "serve", "value"])
            .is_some()
            .then(|| value.value()),
    });
    environment.enabled = members
        .find(&["enabled", "active", "on", "state", "status"])
        .and_then(state_word);
    environment.enabled = environment
        .enabled
        .or(fallback.filter(|_| found.is_none()).and_then(state_word));
    let rule = RULES.iter().find(|name| members.get(name).is_some_and(restricts));
    let share = members.find(&SHARES).and_then(share_of);
    let plan = match (everyone, rule, share, value) {
        (Some(true), ..) => stated(constant(Value::Bool(true)), vec!["`all` is true".to_owned()]),
        (_, Some(rule), ..) => Plan::Unknown(format!("`{rule}` limits it in a way that is not understood")),
        (Some(false), None, None, None) => stated(
            constant(Value::Bool(false)),
            vec!["`all` is false and nobody is named".to_owned()],
        ),
        (_, None, Some(share), _) if share > 0.0 && share < 100.0 => Plan::Stated(Proof {
            serves: state(ServesState::Split),
            overrides: 0,
            reasons: vec![format!("a share of {share} % gets it")],
            rollout: Some(share),
        }),
        (_, None, Some(share), _) if share <= 0.0 => Plan::Unknown("its share is 0 %".to_owned()),
        (_, None, None, _) if members.find(&SHARES).is_some() => {
            Plan::Unknown("its share is not understood".to_owned())
        }
        (_, None, _, Some(value)) => stated(constant(value), vec!["its value stands in the file".to_owned()]),
        _ if found.is_none() => Plan::Unknown("the file holds only a default, which may be overridden".to_owned()),
        _ => Plan::Unknown("its state in the file is not understood".to_owned()),
    };
    if everyone.is_some() {
        environment.enabled = environment.enabled.or(everyone);
    }
    if let Plan::Stated(Proof {
        serves: Serves { value: Some(value), .. },
        ..
    }) = &plan
        && entry.flag.value_type.is_none()
    {
        entry.flag.value_type = Some(type_of(value));
    }
    entry.environment(environment, Some(plan), None);
}

/// Whether a member that may limit a flag does: empty ones and `false` do not.
fn restricts(value: Cursor<'_>) -> bool {
    !value.is_empty() && value.boolean() != Some(false) && value.number() != Some(0.0)
}

fn share_of(value: Cursor<'_>) -> Option<f64> {
    let number = value
        .number()
        .or_else(|| value.text()?.trim().trim_end_matches('%').trim().parse().ok());
    number.filter(|number| (0.0..=100.0).contains(number))
}

fn state(state: ServesState) -> Serves {
    Serves {
        state,
        value: None,
        moving: false,
    }
}

fn constant(value: Value) -> Serves {
    Serves {
        state: ServesState::Constant,
        value: Some(value),
        moving: false,
    }
}

fn stated(serves: Serves, reasons: Vec<String>) -> Plan {
    Plan::Stated(Proof {
        serves,
        overrides: 0,
        reasons,
        rollout: None,
    })
}

fn lifecycle_of(word: &str) -> Option<Lifecycle> {
    Some(match word {
        "active" | "live" => Lifecycle::Active,
        "launched" | "completed" | "released" => Lifecycle::Launched,
        "deprecated" => Lifecycle::Deprecated,
        "archived" | "retired" => Lifecycle::Archived,
        "deleted" | "removed" => Lifecycle::Deleted,
        _ => return None,
    })
}

/// A time, a date, or `{"version": ...}` and `{"milestone": ...}`.
fn when(value: Cursor<'_>) -> Option<When> {
    if value.is_map() {
        let text = |name: &str| value.get(name).and_then(Cursor::word).map(Cow::into_owned);
        return text("version")
            .map(When::Version)
            .or_else(|| text("milestone").map(When::Milestone));
    }
    moment(value).map(When::Time)
}

fn moment(value: Cursor<'_>) -> Option<Timestamp> {
    // A year alone is no time; neither are small numbers.
    const EARLIEST: f64 = 1e8;
    match value.number() {
        Some(number) => time_of_number(number).filter(|_| number >= EARLIEST),
        None => time_of_text(&value.text()?),
    }
}

fn evaluated(value: Cursor<'_>) -> Option<Evaluated> {
    if value.text().is_some_and(|text| text.eq_ignore_ascii_case("never")) {
        return Some(Evaluated::Never);
    }
    moment(value).map(Evaluated::At)
}

/// Texts of a list, or of one text; in CSV split at `;`.
fn words(value: Cursor<'_>) -> Vec<String> {
    let text = |each: Cursor<'_>| each.word().map(Cow::into_owned);
    if value.is_list() {
        return value.items().filter_map(text).collect();
    }
    let one = text(value).unwrap_or_default();
    if value.document().syntax == Syntax::Csv {
        return one
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
    }
    if one.is_empty() { Vec::new() } else { vec![one] }
}

/// Names, or the e-mail or name of objects.
fn people(value: Cursor<'_>) -> Vec<String> {
    let of_object = |each: Cursor<'_>| {
        ["email", "name", "team", "key"]
            .iter()
            .find_map(|name| each.get(name)?.text().map(Cow::into_owned))
    };
    if value.is_map() {
        return of_object(value).into_iter().collect();
    }
    let objects = value.items().filter_map(of_object);
    words(value).into_iter().chain(objects).collect()
}
