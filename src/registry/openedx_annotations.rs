//! Comments above feature toggles, as Open edX writes them: `# .. toggle_name: shop.new_checkout` and the lines below it.
//!
//! They say what a toggle is for and when it should go, not what it serves; join them with a Waffle fixture.
//! Shape after code_annotations/contrib/config/feature_toggle_annotations.yaml of openedx/code-annotations.

use std::collections::BTreeMap;

use serde_json::Value;

use super::parts::{environment, unknown};
use crate::conventions::{kind_of, time_of_text};
use crate::document::{Cursor, Syntax, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::{Format, Input, Kind, KindSource, ValueType, When};

pub(super) const FORMAT: Format = Format {
    name: "openedx-annotations",
    title: "Open edX toggle annotations",
    obtain: "nothing to export: name the source file or folder whose comments begin with `.. toggle_name:`",
    lacks: "what is served, owners, changes, evaluations, archived flags, tags, prerequisites; join it with a Waffle fixture",
    looks_like,
    almost,
    read,
};

fn looks_like(root: Cursor<'_>) -> bool {
    lines(root).any(|(line, _)| annotation(&line).is_some_and(|(name, _)| name == "name"))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let near = lines(root).any(|(line, _)| annotation(&line).is_some());
    near.then(|| "its annotations have no `.. toggle_name:`".to_owned())
}

/// The lines of source code; nothing for another syntax.
fn lines(root: Cursor<'_>) -> impl Iterator<Item = (String, Cursor<'_>)> {
    let code = root.document().syntax == Syntax::Lines;
    root.items()
        .filter(move |_| code)
        .filter_map(|line| Some((line.text()?.into_owned(), line)))
}

/// What stands behind the mark of a comment.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    ["#", "//", "*"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map(|rest| rest.trim_start_matches(['#', '/', '*']).trim())
}

/// Name and text of a line `.. toggle_NAME: TEXT`.
fn annotation(line: &str) -> Option<(&str, &str)> {
    let (name, text) = comment(line)?
        .strip_prefix("..")?
        .trim_start()
        .strip_prefix("toggle_")?
        .split_once(':')?;
    Some((name, text.trim()))
}

/// A block of annotations: texts by name.
struct Block<'d> {
    at: Cursor<'d>,
    texts: BTreeMap<String, String>,
    /// The annotation that the next line may continue.
    last: String,
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    let mut draft = Draft::default();
    let mut open: Option<Block<'_>> = None;
    for (line, at) in lines(input.root) {
        match (annotation(&line), comment(&line)) {
            (Some(("name", key)), _) => {
                draft.extend(open.take().and_then(|block| block.entry(input)));
                let texts = BTreeMap::from([("name".to_owned(), key.to_owned())]);
                open = Some(Block {
                    at,
                    texts,
                    last: "name".to_owned(),
                });
            }
            (Some((name, text)), _) => {
                if let Some(block) = &mut open {
                    block.texts.insert(name.to_owned(), text.to_owned());
                    name.clone_into(&mut block.last);
                }
            }
            // Only what people write is continued, not keys and dates.
            (None, Some(more)) => {
                if let Some(block) = &mut open
                    && !more.is_empty()
                    && matches!(
                        block.last.as_str(),
                        "description" | "warning" | "permanent_justification"
                    )
                    && let Some(text) = block.texts.get_mut(&block.last)
                {
                    text.push(' ');
                    text.push_str(more);
                }
            }
            _ => draft.extend(open.take().and_then(|block| block.entry(input))),
        }
    }
    draft.extend(open.and_then(|block| block.entry(input)));
    Ok(draft)
}

impl Block<'_> {
    /// A text, unless it says that there is none.
    fn get(&self, name: &str) -> Option<&str> {
        let text = self.texts.get(name)?.trim();
        (!matches!(text.to_ascii_lowercase().as_str(), "" | "none" | "n/a" | "na")).then_some(text)
    }

    fn entry(&self, input: &Input<'_>) -> Option<Entry> {
        let key = self.get("name")?.trim_matches(['"', '\'', '`']);
        let mut entry = Entry::new(input.flag(key, self.at));
        let time = |name: &str| self.get(name).and_then(time_of_text).map(When::Time);
        let uses: Vec<&str> = self
            .get("use_cases")
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|each| !each.is_empty())
            .collect();
        let flag = &mut entry.flag;
        // What a toggle guards against weighs more than that it is temporary.
        let kind = uses
            .iter()
            .filter_map(|word| of_use(word))
            .max_by_key(|kind| *kind != Kind::Release);
        if let Some(kind) = kind {
            (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
        }
        let temporary = uses.contains(&"temporary");
        flag.permanent = match self.get("life_expectancy") {
            Some("permanent") => Some(true),
            Some("temporary") => Some(false),
            _ if uses.is_empty() => None,
            _ => Some(!temporary),
        };
        flag.description = self.get("description").map(str::to_owned);
        flag.created = time("creation_date");
        flag.expires = time("target_removal_date");
        flag.ticket = self.get("tickets").or(self.get("removal_ticket")).map(str::to_owned);
        let default = match self.get("default").map(str::to_ascii_lowercase).as_deref() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        if default.is_some() {
            flag.value_type = Some(ValueType::Boolean);
            flag.variations = vec![Value::Bool(true), Value::Bool(false)];
        }
        if let Some(on) = default {
            let mut place = environment("default", Some(on));
            place.default_when_off = Some(Value::Bool(on));
            entry.environment(
                place,
                unknown(format!("the default is `{on}`; the comments do not say what is set")),
                None,
            );
        }
        Some(entry)
    }
}

fn of_use(word: &str) -> Option<Kind> {
    match word {
        "opt_out" => Some(Kind::Permission),
        word => kind_of(word),
    }
}
