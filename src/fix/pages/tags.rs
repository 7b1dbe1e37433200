//! The tags of a conditional as they are when some of its arms are gone.

use super::chains::{Arm, Chain, Kind};
use super::{Left, Page};
use crate::fix::edits::{self, Edits};
use crate::source::Span;

/// Within these white space means something.
const VERBATIM: &[&str] = &["<pre", "<textarea"];

impl Page<'_> {
    /// Turns what is left of a conditional into edits of its tags.
    pub(super) fn apply(&self, chain: &Chain, left: &Left, edits: &mut Edits) -> Option<()> {
        let first = chain.arms.first()?;
        let end = chain.end.whole.end;
        match left {
            Left::Nothing => self.cut(edits, first.mark.whole.start, end),
            Left::Arm(number) => {
                let kept = chain.arms.get(*number)?;
                self.cut(edits, first.mark.whole.start, kept.body.start);
                if self.template.lines.is_some() {
                    // Where lines nest by their indentation, they stand where their tag stood or mean something else.
                    if !self.dedent(edits, first.mark.whole, kept.body) {
                        return None;
                    }
                    edits.cut(kept.body.end, end);
                } else {
                    self.dedent(edits, first.mark.whole, kept.body);
                    self.cut(edits, kept.body.end, end);
                }
            }
            Left::Arms(arms) => {
                let mut arms = arms.iter().peekable();
                for (number, arm) in chain.arms.iter().enumerate() {
                    match arms.next_if(|(_, _, kept)| *kept == number) {
                        Some((kind, condition, _)) => {
                            let new = self.tag(first, arm, *kind, condition)?;
                            if self.text.get(arm.mark.whole.range()) != Some(new.as_str()) {
                                edits.replace(arm.mark.whole.start, arm.mark.whole.end, new);
                            }
                        }
                        None => self.cut(edits, arm.mark.whole.start, arm.body.end),
                    }
                }
                // they come in another order
                if arms.peek().is_some() {
                    return None;
                }
            }
        }
        Some(())
    }

    /// A tag that begins an arm in another way than before.
    fn tag(&self, first: &Arm, arm: &Arm, kind: Kind, condition: &str) -> Option<String> {
        let between = |from: u32, to: u32| self.text.get(from as usize..to as usize);
        let whole = arm.mark.whole;
        let Some(span) = arm.condition else {
            return (kind == Kind::Otherwise).then(|| self.text.get(whole.range()).map(str::to_owned))?;
        };
        if kind == arm.kind {
            let (before, behind) = (between(whole.start, span.start)?, between(span.end, whole.end)?);
            let old = self.read.code.get(span.range())?;
            let condition = if old == condition {
                between(span.start, span.end)?
            } else {
                condition
            };
            return Some(format!("{before}{condition}{behind}"));
        }
        let behind = between(span.end, whole.end)?;
        if kind == Kind::Otherwise {
            return self.otherwise(first, arm, behind);
        }
        let Some(word) = first.mark.word else {
            let form = kind.form(self.statements);
            let (open, close) = form.split_once("{}")?;
            let behind = behind.strip_prefix(arm.kind.form(self.statements).split_once("{}")?.1)?;
            let mark = between(first.mark.whole.start, first.mark.inside.start)?;
            return Some(format!("{mark} {open}{condition}{close}{behind}"));
        };
        let named = match kind {
            Kind::Condition => self.template.conditions.first()?,
            Kind::Negated => self.template.negated_conditions.first()?,
            Kind::Other | Kind::Otherwise => return None,
        };
        let mark = between(first.mark.whole.start, word.start)?;
        let gap = between(word.end, first.condition?.start)?;
        Some(format!("{mark}{named}{gap}{condition}{behind}"))
    }

    /// The tag of an arm whose condition always holds; `behind` stood behind the condition.
    fn otherwise(&self, first: &Arm, arm: &Arm, behind: &str) -> Option<String> {
        let between = |from: u32, to: u32| self.text.get(from as usize..to as usize);
        let whole = arm.mark.whole;
        let Some(word) = arm.mark.word else {
            let behind = behind.strip_prefix(arm.kind.form(self.statements).split_once("{}")?.1)?;
            let mark = between(whole.start, arm.mark.inside.start)?;
            return Some(format!("{mark} {}{behind}", self.statements.otherwise));
        };
        let named = self.template.otherwise.first()?;
        let mark = between(whole.start, word.start)?;
        let is_in_brackets = between(first.mark.word?.end, first.condition?.start)?.contains('(');
        let behind = if is_in_brackets {
            behind.trim_start().strip_prefix(')')?
        } else {
            behind
        };
        Some(format!("{mark}{named}{behind}"))
    }

    pub(super) fn cut(&self, edits: &mut Edits, start: u32, end: u32) {
        let span = edits::whole_lines(self.text, start, end);
        edits.cut(span.start, span.end);
    }

    /// Moves an arm to where its tag stood, if it is markup of lines of its own; false: it stays.
    pub(super) fn dedent(&self, edits: &mut Edits, tag: Span, body: Span) -> bool {
        let Some(lines) = self.text.get(body.range()) else {
            return false;
        };
        let is_markup = lines.trim_start().starts_with(['<', '{', '@']);
        let own_line = edits::begins_line(self.text, tag.start) && edits::ends_line(self.text, tag.end);
        let is_verbatim = || VERBATIM.iter().any(|element| lines.contains(element));
        if self.template.lines.is_none() && (!is_markup || !own_line || is_verbatim()) {
            return false;
        }
        edits::move_to(self.text, edits, tag.start, body)
    }
}
