//! Components: a file of markup with scripts in it. Only the scripts are rewritten; what the markup names stays.

use crate::fix::names;
use crate::source::Span;
use crate::template::{self, Content, Template};

/// The text with nothing but its scripts, everything else blank, so that places stay what they are; `None`: it has none.
pub(crate) fn only(text: &str, template: &Template) -> Option<String> {
    if template.woven.is_some() {
        return template::weave(text, template).map(|woven| woven.code);
    }
    let scripts = scripts(text, template);
    (!scripts.is_empty()).then(|| masked(text, &scripts, true))
}

/// The text without the script in which nothing is left; `None`: there is none such, or there was one before.
pub(crate) fn without_empty(old: &str, new: &str, template: &Template) -> Option<String> {
    let empty = |text: &str| -> Vec<(usize, usize)> {
        let is_blank = |(from, to): &(usize, usize)| text.get(*from..*to).is_some_and(|code| code.trim().is_empty());
        scripts(text, template).into_iter().filter(is_blank).collect()
    };
    let [(from, to)] = empty(new)[..] else { return None };
    if template.woven.is_some() || !empty(old).is_empty() || scripts(new, template).len() != 1 {
        return None;
    }
    let start = new.get(..from)?.rfind('<')?;
    let end = to + new.get(to..)?.find('>')? + 1;
    let rest = new.get(end..)?.trim_start_matches(['\n', '\r']);
    let head = new.get(..start)?;
    // At the end of a file no blank line stays before it.
    let head = match rest.is_empty() {
        true => format!("{}\n", head.trim_end()),
        false => head.to_owned(),
    };
    Some(format!("{head}{rest}")).filter(|left| !left.trim().is_empty())
}

/// Whether a stretch lies in a script.
pub(crate) fn holds(text: &str, template: &Template, span: Span) -> bool {
    let range = span.range();
    let holds = |(from, to): &(usize, usize)| *from <= range.start && range.end <= *to;
    scripts(text, template).iter().any(holds)
}

/// What stands around scripts.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    /// Elements, attributes and texts.
    text: String,
    /// The code in it.
    code: String,
}

impl Markup {
    pub(crate) fn of(text: &str, template: &Template) -> Self {
        if template.woven.is_some() {
            return Self::around_members(text, template);
        }
        let scripts = scripts(text, template);
        let code = template::read(text, template).code;
        Self {
            text: masked(text, &scripts, false),
            code: masked(&code, &scripts, false),
        }
    }

    /// Where markup and code are one, only members are told apart: all of the page may name them.
    fn around_members(text: &str, template: &Template) -> Self {
        let woven = template::weave(text, template).unwrap_or_default();
        if woven.members.is_empty() {
            return Self::default();
        }
        // What declares a name does not read it.
        let declarations = woven.blocks.iter().map(|(whole, _)| whole);
        let declarations =
            declarations.filter(|whole| !text.get(whole.range()).is_some_and(|code| code.ends_with('}')));
        let mut left_out: Vec<(usize, usize)> = (woven.members.iter().chain(declarations))
            .map(|span| (span.start as usize, span.end as usize))
            .collect();
        left_out.sort_unstable();
        Self {
            text: masked(text, &left_out, false),
            code: masked(&woven.written, &left_out, false),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether it names something of the script: in code as it is spelled, as an element in a spelling of its own as well.
    pub(crate) fn names(&self, name: &str) -> bool {
        let name = name.trim_end_matches(['?', '!']);
        let dashed = dashed(name);
        names::has_word(&self.code, name)
            || dashed.contains('-') && self.text.contains(&dashed)
            || name.starts_with(char::is_uppercase) && names::has_word(&self.text, name)
    }
}

/// `OldBanner` → `old-banner`.
fn dashed(name: &str) -> String {
    let mut dashed = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !dashed.is_empty() {
            dashed.push('-');
        }
        dashed.extend(letter.to_lowercase());
    }
    dashed
}

/// From where to where the scripts reach.
fn scripts(text: &str, template: &Template) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let blocks = template.block.iter().filter(|block| block.open.starts_with('<'));
        let next = blocks
            .filter_map(|block| Some((rest.find(&block.open)?, block)))
            .min_by_key(|(place, _)| *place);
        let Some((place, block)) = next else { break };
        let opened = at + place + block.open.len();
        let begins = match &block.open_end {
            Some(end) => text
                .get(opened..)
                .and_then(|rest| rest.find(end.as_str()))
                .map(|to| opened + to + end.len()),
            None => Some(opened),
        };
        let Some(begins) = begins else { break };
        let ends = text
            .get(begins..)
            .and_then(|rest| rest.find(&block.close))
            .map(|to| begins + to);
        let Some(ends) = ends else { break };
        if block.open_end.is_some() && block.content == Content::Code {
            found.push((begins, ends));
        }
        at = ends + block.close.len();
    }
    found
}

/// The text with only these stretches, or without them; line breaks stay.
fn masked(text: &str, stretches: &[(usize, usize)], keep: bool) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut next = stretches.iter().peekable();
    for (at, letter) in text.char_indices() {
        while next.peek().is_some_and(|(_, end)| *end <= at) {
            next.next();
        }
        let inside = next.peek().is_some_and(|(start, end)| (*start..*end).contains(&at));
        match inside == keep || matches!(letter, '\n' | '\r') {
            true => masked.push(letter),
            false => masked.extend(std::iter::repeat_n(' ', letter.len_utf8())),
        }
    }
    masked
}
