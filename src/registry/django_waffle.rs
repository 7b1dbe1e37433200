//! Django Waffle: fixtures of `dumpdata` as JSON, JSON lines, YAML or XML. Flags, switches and samples have name spaces of their own; the kind is the project.
//!
//! Named users and groups are counted; tests, superusers, staff, languages and signed-in users are conditions.
//! Shape after waffle/models.py.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::parts::{address_in, environment, environment_name, noted, part, percent_of, rule, switch, targets, tree};
use super::shape::{boolean, text};
use crate::conventions::{Moment, time_of_text};
use crate::document::{Cursor, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, ValueType, When};
use crate::serves::{Condition, Tree};

pub(super) const FORMAT: Format = Format {
    name: "django-waffle",
    title: "a Django Waffle fixture",
    obtain: "python manage.py dumpdata waffle --indent 2 > waffle.json",
    lacks: "evaluations, archived flags, tags, prerequisites, kinds; owners, tickets and expiry dates, except as words in `note`",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    root.items().any(|row| model(row).is_some()) || objects(root).any(|object| xml_model(object).is_some())
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let fixture = root.items().any(|row| row.has_all(&["model", "fields"]));
    fixture.then(|| "none of its rows is a `waffle.flag`, `waffle.switch` or `waffle.sample`".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Model {
    Flag,
    Switch,
    Sample,
}

impl Model {
    fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Switch => "switch",
            Self::Sample => "sample",
        }
    }
}

/// What a row is; a flag model may be the project's own.
fn model(row: Cursor<'_>) -> Option<Model> {
    let fields = row.get("fields")?;
    named(&text(row, "model"), |names| fields.has_all(names))
}

fn named(model: &str, has_all: impl Fn(&[&str]) -> bool) -> Option<Model> {
    match model {
        "waffle.flag" => Some(Model::Flag),
        "waffle.switch" => Some(Model::Switch),
        "waffle.sample" => Some(Model::Sample),
        "" => None,
        _ => has_all(&["name", "everyone", "percent", "superusers"]).then_some(Model::Flag),
    }
}

/// The rows of a fixture in XML.
fn objects(root: Cursor<'_>) -> impl Iterator<Item = Cursor<'_>> {
    elements(root.get("django-objects"), "object")
}

fn elements<'d>(at: Option<Cursor<'d>>, name: &'static str) -> impl Iterator<Item = Cursor<'d>> {
    let all = at.into_iter().flat_map(Cursor::entries);
    all.filter(move |(key, _)| key.text().is_some_and(|key| key == name))
        .map(|(_, element)| element)
}

fn xml_field<'d>(object: Cursor<'d>, name: &str) -> Option<Cursor<'d>> {
    elements(Some(object), "field").find(|field| text(*field, "name") == name)
}

fn xml_model(object: Cursor<'_>) -> Option<Model> {
    named(&text(object, "model"), |names| {
        names.iter().all(|name| xml_field(object, name).is_some())
    })
}

#[derive(Deserialize)]
struct Fields {
    name: String,
    note: Option<String>,
    created: Option<Moment>,
    modified: Option<Moment>,
    active: Option<bool>,
    everyone: Option<bool>,
    percent: Option<Value>,
    testing: Option<bool>,
    superusers: Option<bool>,
    staff: Option<bool>,
    authenticated: Option<bool>,
    languages: Option<String>,
    groups: Option<Vec<IgnoredAny>>,
    users: Option<Vec<IgnoredAny>>,
}

impl Fields {
    /// The same from elements: `<field name="percent">25.0</field>`, where one without text is `null`.
    fn of_xml(object: Cursor<'_>) -> Result<Self, Trouble> {
        let content = |name: &str| xml_field(object, name)?.filled("#text");
        let words = |name: &str| content(name).and_then(Cursor::word).map(std::borrow::Cow::into_owned);
        let boolean = |name: &str| match content(name) {
            Some(content) => content.boolean().map(Some).ok_or_else(|| content.expected("a boolean")),
            None => Ok(None),
        };
        let time = |name: &str| content(name).map(Cursor::read::<Moment>).transpose();
        let people = |name: &str| {
            let members = xml_field(object, name).into_iter().flat_map(Cursor::entries);
            Some(
                members
                    .filter(|(_, member)| member.is_map())
                    .map(|_| IgnoredAny)
                    .collect(),
            )
        };
        let Some(name) = words("name") else {
            return Err(object.trouble("this row has no `name`"));
        };
        Ok(Self {
            name,
            note: words("note"),
            created: time("created")?,
            modified: time("modified")?,
            active: boolean("active")?,
            everyone: boolean("everyone")?,
            percent: words("percent").map(Value::from),
            testing: boolean("testing")?,
            superusers: boolean("superusers")?,
            staff: boolean("staff")?,
            authenticated: boolean("authenticated")?,
            languages: words("languages"),
            groups: people("groups"),
            users: people("users"),
        })
    }
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    if input.root.has("django-objects") {
        let mut draft = Draft::default();
        for object in objects(input.root) {
            let Some(model) = xml_model(object) else { continue };
            let at = xml_field(object, "name").unwrap_or(object);
            draft.push(entry(model, &Fields::of_xml(object)?, at, input));
        }
        return Ok(draft);
    }
    if !input.root.is_list() {
        return Err(input.root.expected("a list of rows with `model`, `pk` and `fields`"));
    }
    let mut draft = Draft::default();
    for row in input.root.items() {
        let Some((model, fields)) = model(row).zip(row.get("fields")) else {
            continue;
        };
        let from: Fields = fields.read()?;
        draft.push(entry(model, &from, fields.get("name").unwrap_or(fields), input));
    }
    Ok(draft)
}

fn entry(model: Model, from: &Fields, at: Cursor<'_>, input: &Input<'_>) -> Entry {
    let mut entry = Entry::new(input.flag(from.name.clone(), at));
    let note = from.note.as_deref().unwrap_or_default();
    let flag = &mut entry.flag;
    flag.project = Some(model.name().to_owned());
    flag.description = (!note.is_empty()).then(|| note.to_owned());
    flag.value_type = Some(ValueType::Boolean);
    flag.variations = vec![Value::Bool(true), Value::Bool(false)];
    flag.created = from.created.map(When::from);
    flag.changed = from.modified.map(When::from);
    flag.owners = noted(note, &["owner", "owners", "team"]).into_iter().collect();
    let expires = noted(note, &["expires", "expiry", "remove-by"]);
    flag.expires = expires.and_then(|text| time_of_text(&text)).map(When::Time);
    flag.ticket = noted(note, &["ticket", "issue", "jira"]).or_else(|| address_in(note));
    let (enabled, plan) = match model {
        Model::Switch => (from.active, switch(from.active == Some(true), true)),
        Model::Sample => sample(from),
        Model::Flag => flag_plan(from),
    };
    let mut place = environment(environment_name(input), enabled);
    place.default_when_off = Some(Value::Bool(false));
    place.changed = from.modified.map(When::from);
    entry.environment(place, tree(plan), None);
    entry
}

/// A share of calls, not of people.
fn sample(from: &Fields) -> (Option<bool>, Tree) {
    let share = from.percent.as_ref().and_then(percent_of).unwrap_or(0.0);
    let mut plan = switch(true, false);
    plan.rules.push(part("the sample", share, boolean(true)));
    (Some(share > 0.0), plan)
}

/// `everyone` decides where it is set; else any one of the others switches it on.
fn flag_plan(from: &Fields) -> (Option<bool>, Tree) {
    if let Some(everyone) = from.everyone {
        let mut plan = switch(everyone, true);
        plan.notes.push(format!("`everyone` is {everyone}"));
        return (Some(everyone), plan);
    }
    let mut plan = switch(true, false);
    let set = |value: Option<bool>| value == Some(true);
    let languages = from
        .languages
        .as_deref()
        .is_some_and(|languages| !languages.trim().is_empty());
    let gates = [
        (set(from.testing), "testing", "the testing parameter of a request"),
        (set(from.authenticated), "authenticated", "signed-in users"),
        (set(from.staff), "staff", "staff"),
        (from.superusers.unwrap_or(true), "superusers", "superusers"),
        (languages, "languages", "language"),
    ];
    for (on, name, whom) in gates {
        if on {
            plan.rules.push(rule(
                format!("`{name}`"),
                Condition::When(whom.to_owned()),
                boolean(true),
            ));
        }
    }
    if let Some(share) = from.percent.as_ref().and_then(percent_of).filter(|share| *share > 0.0) {
        plan.rules.push(part("`percent`", share, boolean(true)));
    }
    let named = from.users.as_ref().map_or(0, Vec::len) + from.groups.as_ref().map_or(0, Vec::len);
    plan.targets.extend(targets(named, boolean(true)));
    let on = !plan.rules.is_empty() || named > 0;
    (Some(on), plan)
}
