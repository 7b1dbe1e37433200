//! Elements that attributes decide: `v-if`, and what is there otherwise.

use rustc_hash::FxHashMap;

use super::chains::Kind;
use super::{Begun, Left, Page};
use crate::fix::edits::Edits;
use crate::source::Span;
use crate::template::Element;

impl Page<'_> {
    /// The elements that attributes decide, each with those that are there otherwise.
    pub(super) fn rows(&self) -> Vec<Vec<(Element, Begun)>> {
        let elements = &self.read.elements;
        let written = |element: &Element| self.text.get(element.attribute.range()).unwrap_or("");
        let named = |element: &Element, at: usize| {
            let name = written(element)
                .split(|letter: char| letter == '=' || letter.is_whitespace())
                .next();
            name.is_some() && name == self.statements.attributes.get(at).map(String::as_str)
        };
        let others = elements.iter().enumerate();
        let next: FxHashMap<usize, usize> = others
            .filter_map(|(at, element)| Some((element.otherwise?, at)))
            .collect();
        let mut rows = Vec::new();
        for (at, first) in elements.iter().enumerate().filter(|(_, element)| named(element, 0)) {
            let mut row = vec![(*first, (Kind::Condition, first.condition))];
            let mut last = at;
            while let Some(next) = next.get(&last).copied().filter(|next| *next > last) {
                let Some(other) = elements.get(next) else { break };
                let kind = if named(other, 1) { Kind::Other } else { Kind::Otherwise };
                row.push((*other, (kind, other.condition.filter(|_| kind == Kind::Other))));
                last = next;
            }
            rows.push(row);
        }
        rows
    }

    /// The same for elements that attributes decide.
    pub(super) fn apply_row(&self, row: &[(Element, Begun)], left: &Left, edits: &mut Edits) -> Option<()> {
        let number_of = |number: &usize| row.get(*number);
        // Of what is not closed nobody knows how far it reaches.
        if row.iter().any(|(element, _)| !element.closed) {
            return None;
        }
        match left {
            Left::Nothing => row
                .iter()
                .for_each(|(element, _)| self.cut(edits, element.whole.start, element.whole.end)),
            Left::Arm(number) => {
                let (kept, _) = number_of(number)?;
                for (element, _) in row.iter().filter(|(element, _)| element.whole != kept.whole) {
                    self.cut(edits, element.whole.start, element.whole.end);
                }
                self.always(kept, edits)?;
            }
            Left::Arms(arms) => {
                for (number, (element, (kind, condition))) in row.iter().enumerate() {
                    let Some((new_kind, new, _)) = arms.iter().find(|(_, _, kept)| *kept == number) else {
                        self.cut(edits, element.whole.start, element.whole.end);
                        continue;
                    };
                    let old = condition
                        .and_then(|condition| self.read.code.get(condition.range()))
                        .unwrap_or("");
                    if new_kind == kind && new == old {
                        continue;
                    }
                    if *new_kind == Kind::Otherwise {
                        let name = self.statements.attributes.get(2)?;
                        edits.replace(element.attribute.start, element.attribute.end, name.clone());
                        continue;
                    }
                    let name = match new_kind {
                        Kind::Condition => self.statements.attributes.first()?,
                        Kind::Other => self.statements.attributes.get(1)?,
                        Kind::Negated | Kind::Otherwise => return None,
                    };
                    let written = self.text.get(element.attribute.range())?;
                    let quote = written.chars().last().filter(|quote| matches!(quote, '"' | '\''))?;
                    let new = if new == old {
                        self.text.get(condition.as_ref()?.range())?
                    } else {
                        new
                    };
                    if new.contains(quote) {
                        return None;
                    }
                    let attribute = format!("{name}={quote}{new}{quote}");
                    edits.replace(element.attribute.start, element.attribute.end, attribute);
                }
            }
        }
        Some(())
    }

    /// An element that is always there.
    fn always(&self, element: &Element, edits: &mut Edits) -> Option<()> {
        let name = self.text.get(element.name.range())?;
        let closing = format!("</{name}>");
        let whole = self.text.get(element.whole.range())?;
        if element.bare && name == self.statements.group && whole.ends_with(&closing) {
            let close = element.whole.end - u32::try_from(closing.len()).ok()?;
            let body = Span {
                start: element.tag.end,
                end: close,
            };
            self.dedent(edits, element.tag, body);
            self.cut(edits, element.whole.start, element.tag.end);
            self.cut(edits, close, element.whole.end);
            return Some(());
        }
        let before = self.text.get(..element.attribute.start as usize)?;
        let from = u32::try_from(before.trim_end().len()).ok()?;
        edits.cut(from, element.attribute.end);
        Some(())
    }
}
