//! Which tags belong together, and what they decide: one pass over the tags in order.

use rustc_hash::FxHashMap;

use crate::facts::Branch;
use crate::source::Span;

/// A tag that opens, divides or ends a block.
pub(super) struct Tag<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) enum Kind<'a> {
    /// A word, and what it decides by.
    Opens(&'a str, Option<Condition>),
    /// The alternative, which may have a condition of its own.
    Otherwise(Option<Condition>),
    /// Ends the block of a word; empty: of any.
    End(&'a str),
}

/// Code that decides a branch.
#[derive(Clone, Copy)]
pub(super) struct Condition {
    pub(super) span: Span,
    pub(super) negated: bool,
    /// The tag itself is a call; only with a block does it decide anything.
    pub(super) tag: bool,
}

/// A stretch of a block up to its next tag.
struct Arm {
    condition: Option<Condition>,
    start: usize,
    body: usize,
    end: usize,
}

/// The branches of conditions.
pub(super) fn pair(tags: &[Tag<'_>]) -> Vec<(Span, Branch)> {
    let ends = ends(tags);
    let mut found = Vec::new();
    let mut open: Vec<(usize, Vec<Arm>)> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        match &tag.kind {
            Kind::Opens(_, condition) => match ends.get(&index) {
                Some(end) => open.push((*end, vec![arm(*condition, tag)])),
                None => found.extend(condition.filter(|condition| !condition.tag).map(|condition| {
                    let branch = Branch {
                        span: Span::new(tag.start, tag.end),
                        consequence: None,
                        alternative: None,
                        negated: condition.negated,
                    };
                    (condition.span, branch)
                })),
            },
            Kind::Otherwise(condition) => {
                if let Some((_, arms)) = open.last_mut() {
                    if let Some(last) = arms.last_mut() {
                        last.end = tag.start;
                    }
                    arms.push(arm(*condition, tag));
                }
            }
            Kind::End(_) => {
                while let Some((_, arms)) = open.pop_if(|(end, _)| *end <= index) {
                    close(arms, tag, &mut found);
                }
            }
        }
    }
    found
}

fn arm(condition: Option<Condition>, tag: &Tag<'_>) -> Arm {
    Arm {
        condition,
        start: tag.start,
        body: tag.end,
        end: tag.end,
    }
}

/// The end of each tag that has one: the last open one of a word is ended first.
fn ends(tags: &[Tag<'_>]) -> FxHashMap<usize, usize> {
    let mut waiting: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut any: Vec<usize> = Vec::new();
    let mut ends = FxHashMap::default();
    for (index, tag) in tags.iter().enumerate() {
        match tag.kind {
            Kind::Opens(word, condition) => {
                waiting.entry(word).or_default().push(index);
                if condition.is_some_and(|condition| !condition.tag) {
                    any.push(index);
                }
            }
            Kind::Otherwise(_) => {}
            Kind::End("") => {
                while any.pop_if(|opened| ends.contains_key(opened)).is_some() {}
                if let Some(opened) = any.pop() {
                    ends.insert(opened, index);
                }
            }
            Kind::End(word) => {
                if let Some(opened) = waiting.get_mut(word).and_then(Vec::pop) {
                    ends.insert(opened, index);
                }
            }
        }
    }
    ends
}

fn close(mut arms: Vec<Arm>, tag: &Tag<'_>, found: &mut Vec<(Span, Branch)>) {
    if let Some(last) = arms.last_mut() {
        last.end = tag.start;
    }
    for (index, arm) in arms.iter().enumerate() {
        let Some(condition) = arm.condition else { continue };
        let alternative = arms.get(index + 1).map(|next| match next.condition {
            Some(_) => Span::new(next.start, tag.start),
            None => Span::new(next.body, next.end),
        });
        let branch = Branch {
            span: Span::new(arm.start, tag.end),
            consequence: Some(Span::new(arm.body, arm.end)),
            alternative,
            negated: condition.negated,
        };
        found.push((condition.span, branch));
    }
}
