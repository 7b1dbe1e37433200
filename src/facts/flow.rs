//! What the truth of a condition says of a call inside it, and what repeats a stretch of source.

use tree_sitter::Node;

use crate::facts::{FileFacts, Loop, Meaning, pieces};
use crate::language::{Grammar, Role};
use crate::source::Span;

/// How many loops around a place are looked into.
const LEVELS: usize = 64;
/// Longer arms are not compared.
const LONGEST_ARM: usize = 4096;
/// Bytes that brackets and keywords around an arm may take.
const FRAME: usize = 32;

impl Meaning {
    /// A call's own result.
    pub const OWN: Self = Self {
        consequence: Some(true),
        alternative: Some(false),
    };

    /// Both results say something: it is the call's own, or the opposite.
    pub fn is_whole(self) -> bool {
        self.consequence.is_some() && self.alternative.is_some()
    }

    /// Behind a negation.
    pub fn negated(self) -> Self {
        Self {
            consequence: self.alternative,
            alternative: self.consequence,
        }
    }

    /// As one side of `a && b`: only a true result says something.
    pub fn and(self) -> Self {
        Self {
            alternative: None,
            ..self
        }
    }

    /// As one side of `a || b`: only a false result says something.
    pub fn or(self) -> Self {
        Self {
            consequence: None,
            ..self
        }
    }

    /// What this says of the flag behind a helper whose result says `inner` of it.
    pub fn through(self, inner: Self) -> Self {
        let of = |result: Option<bool>| match result {
            Some(true) => inner.consequence,
            Some(false) => inner.alternative,
            None => None,
        };
        Self {
            consequence: of(self.consequence),
            alternative: of(self.alternative),
        }
    }
}

/// Sorts loops and finds the loop around each.
pub(super) fn nest(mut spans: Vec<Span>) -> Vec<Loop> {
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans.dedup();
    let mut open: Vec<(u32, Span)> = Vec::new();
    let mut loops = Vec::with_capacity(spans.len());
    for (index, span) in (0u32..).zip(spans) {
        while open.last().is_some_and(|(_, outer)| !outer.contains(span)) {
            open.pop();
        }
        let around = open.last().map(|(outer, _)| *outer);
        loops.push(Loop { span, around });
        open.push((index, span));
    }
    loops
}

impl FileFacts {
    /// The innermost loop that repeats a place, within the named function of `scope`.
    pub fn loop_around(&self, place: Span, scope: u32) -> Option<Span> {
        let function = self.function_of(scope).and_then(|at| self.scopes.get(at as usize));
        let after = self
            .loops
            .partition_point(|repeated| repeated.span.start <= place.start);
        let mut next = after.checked_sub(1);
        for _ in 0..LEVELS {
            let repeated = self.loops.get(next?)?;
            if repeated.span.contains(place) {
                let inside = function.is_none_or(|function| function.span.contains(repeated.span));
                return inside.then_some(repeated.span);
            }
            next = repeated.around.map(|around| around as usize);
        }
        None
    }
}

/// An arm of a branch.
#[derive(Clone, Copy)]
pub(super) struct Arm<'t> {
    pub(super) node: Node<'t>,
    pub(super) role: Option<&'static Role>,
    /// Where it ends: before the other arm, where that stands in the same node.
    pub(super) end: usize,
}

impl Arm<'_> {
    pub(super) fn span(&self) -> Span {
        Span::new(self.node.start_byte(), self.end)
    }
}

/// Whether two arms hold the same tokens, brackets and keywords around them aside. Long arms are not compared.
pub(super) fn alike(text: &str, one: Arm<'_>, two: Arm<'_>) -> bool {
    let size = |arm: Arm<'_>| arm.end.saturating_sub(arm.node.start_byte());
    let (less, more) = (size(one).min(size(two)), size(one).max(size(two)));
    // Equal arms are about equally long. Of nested branches that leaves so few that each byte is read a few times only.
    if more > LONGEST_ARM || more > 2 * less + FRAME {
        return false;
    }
    let first = tokens(text, one);
    !first.is_empty() && first == tokens(text, two)
}

/// The same for arms of which the parser did not see all, by their text.
pub(super) fn alike_in_text(grammar: &Grammar, one: &str, two: &str) -> bool {
    if one.len().max(two.len()) > LONGEST_ARM {
        return false;
    }
    let bare = |text| without_frame(&pieces(text, grammar), &["else", "{"], &["}"]).join(" ");
    let first = bare(one);
    !first.is_empty() && first == bare(two)
}

/// The texts of the leaves, without the frame that a block or an `else` puts around its content. A language writes
/// one and the same content with different frames on the two sides.
fn tokens<'a>(text: &'a str, arm: Arm<'_>) -> Vec<&'a str> {
    const BEFORE: &[&str] = &["else", "then", ":", "{", "do"];
    const AFTER: &[&str] = &["}", "end", ";"];
    let mut leaves = Vec::new();
    let mut cursor = arm.node.walk();
    loop {
        let here = cursor.node();
        if here.start_byte() >= arm.end {
            return without_frame(&leaves, BEFORE, AFTER).to_vec();
        }
        // Comments are extras, and may have parts of their own.
        if !here.is_extra() && cursor.goto_first_child() {
            continue;
        }
        if !here.is_extra() {
            leaves.push(text.get(here.byte_range()).unwrap_or_default());
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return match arm.role.is_some_and(|role| role.object || role.list) {
                    true => leaves,
                    false => without_frame(&leaves, BEFORE, AFTER).to_vec(),
                };
            }
        }
    }
}

fn without_frame<'s, 'a>(mut leaves: &'s [&'a str], before: &[&str], after: &[&str]) -> &'s [&'a str] {
    while let [first, rest @ ..] = leaves
        && (before.contains(first) || first.trim().is_empty())
    {
        leaves = rest;
    }
    while let [rest @ .., last] = leaves
        && (after.contains(last) || last.trim().is_empty())
    {
        leaves = rest;
    }
    leaves
}

#[cfg(test)]
mod tests {
    use super::nest;
    use crate::facts::Meaning;
    use crate::source::Span;

    #[test]
    fn loops_know_the_loop_around() {
        let loops = nest(vec![
            Span::new(30, 40),
            Span::new(0, 100),
            Span::new(50, 60),
            Span::new(120, 130),
        ]);
        let around: Vec<_> = loops.iter().map(|each| each.around).collect();
        assert_eq!(around, [None, Some(0), Some(0), None]);
    }

    #[test]
    fn conditions_say_only_what_is_certain() {
        let own = Meaning::OWN;
        assert_eq!(own.negated().negated(), own);
        assert_eq!(
            own.and(),
            Meaning {
                consequence: Some(true),
                alternative: None
            }
        );
        // `!(a && b)`
        assert_eq!(
            own.and().negated(),
            Meaning {
                consequence: None,
                alternative: Some(true)
            }
        );
        assert_eq!(
            own.or(),
            Meaning {
                consequence: None,
                alternative: Some(false)
            }
        );
        assert_eq!(own.through(own.negated()), own.negated());
    }
}
