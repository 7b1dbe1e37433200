//! Which child of a node is meant: by field or, where a grammar has none, by kind, by place or by a token beside it.
//!
//! Written as in `call_suffix/value_arguments|#1`: steps down are separated by `/`, alternatives by `|`. A step is
//! a field, a node kind (`kind type` where a field has the same name), a place among the named children (`#0`, `#-1`), the
//! child right `after =` or `before =` a token, or a `token new` itself.

use std::num::NonZeroU16;

use tree_sitter::{Language, Node, TreeCursor};

/// How many steps, alternatives included, one child may take to reach.
const STEPS: usize = 12;
/// So many children of a node are asked for by their place.
const FEW: usize = 4;

/// A child of a node, as a table names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field([Step; STEPS]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// No further step.
    End,
    /// What stands before it, if that is there; else what stands behind it.
    Or,
    Field(NonZeroU16),
    /// The first named child of this kind.
    Kind(u16),
    /// A place among the named children without comments; negative: from the end.
    At(i8),
    /// The token itself.
    Token(u16),
    /// The named child right behind this token.
    After(u16),
    /// The named child right before this token.
    Before(u16),
}

impl Field {
    /// As a table names it; `None`: the grammar has no such field, kind or token, or there are too many steps.
    pub(crate) fn new(text: &str, parser: &Language) -> Option<Self> {
        let mut steps = [Step::End; STEPS];
        let mut free = steps.iter_mut();
        for (at, alternative) in text.split('|').enumerate() {
            if at > 0 {
                *free.next()? = Step::Or;
            }
            for step in alternative.split('/') {
                *free.next()? = Step::new(step, parser)?;
            }
        }
        Some(Self(steps))
    }

    /// The steps of each alternative.
    pub(crate) fn alternatives(&self) -> impl Iterator<Item = &[Step]> {
        let end = self.0.iter().position(|step| *step == Step::End).unwrap_or(STEPS);
        self.0.get(..end).unwrap_or(&[]).split(|step| *step == Step::Or)
    }

    /// The child itself.
    pub(crate) fn of<'t>(self, node: Node<'t>) -> Option<Node<'t>> {
        let mut found = Some(node);
        for step in self.0 {
            match step {
                Step::End => break,
                Step::Or if found.is_some() => break,
                Step::Or => found = Some(node),
                step => found = found.and_then(|node| step.of(node)),
            }
        }
        found
    }

    /// All children that stand there.
    pub(crate) fn all<'t>(self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut cursor = node.walk();
        match self.0 {
            [Step::Field(field), Step::End, ..] => node.children_by_field_id(field, &mut cursor).collect(),
            [Step::Kind(kind), Step::End, ..] => node
                .children(&mut cursor)
                .filter(|child| child.kind_id() == kind)
                .collect(),
            _ => self.of(node).into_iter().collect(),
        }
    }

    /// Whether a direct child, which fills `field`, is the one meant or holds it.
    pub(crate) fn holds(self, node: Node<'_>, child: Node<'_>, field: Option<u16>) -> bool {
        if let [Step::Field(wanted), ..] = self.0
            && field == Some(wanted.get())
        {
            return true;
        }
        let mut first = true;
        self.0.into_iter().take_while(|step| *step != Step::End).any(|step| {
            let begins = std::mem::replace(&mut first, step == Step::Or);
            let other = !matches!(step, Step::Field(_) | Step::Or);
            begins && other && step.of(node).is_some_and(|found| found.id() == child.id())
        })
    }
}

impl Step {
    fn new(text: &str, parser: &Language) -> Option<Self> {
        let token = |name: &str| Some(parser.id_for_node_kind(name, false)).filter(|id| *id != 0);
        if let Some(name) = text.strip_prefix("after ") {
            // a word may be a node of its own
            let word = || Some(parser.id_for_node_kind(name, true)).filter(|id| *id != 0);
            return token(name).or_else(word).map(Self::After);
        }
        if let Some(name) = text.strip_prefix("token ") {
            return token(name).map(Self::Token);
        }
        if let Some(name) = text.strip_prefix("before ") {
            return token(name).map(Self::Before);
        }
        if let Some(at) = text.strip_prefix('#') {
            return at.parse().ok().map(Self::At);
        }
        if let Some(kind) = text.strip_prefix("kind ") {
            let kind = parser.id_for_node_kind(kind, true);
            return Some(Self::Kind(kind)).filter(|_| kind != 0);
        }
        let kind = || Some(parser.id_for_node_kind(text, true)).filter(|id| *id != 0);
        match parser.field_id_for_name(text) {
            Some(field) => Some(Self::Field(field)),
            None => kind().map(Self::Kind),
        }
    }

    fn of<'t>(self, node: Node<'t>) -> Option<Node<'t>> {
        // By far the most common step needs no walk over the children.
        if let Self::Field(field) = self {
            return node.child_by_field_id(field.get());
        }
        let is_token = |child: &Node<'_>, token: u16| !child.is_named() && child.kind_id() == token;
        match self {
            Self::End | Self::Or | Self::Field(_) => None,
            Self::Kind(kind) => Children::new(node, true).find(|child| child.kind_id() == kind),
            Self::At(at @ 0..) => Children::new(node, true).nth(usize::from(at.unsigned_abs())),
            Self::At(at) => from_end(node, usize::from(at.unsigned_abs())),
            Self::Token(token) => Children::new(node, false).find(|child| is_token(child, token)),
            Self::After(token) => {
                let mut children = Children::new(node, false);
                children.find(|child| child.kind_id() == token)?;
                children.find(Node::is_named)
            }
            Self::Before(token) => {
                let mut before = None;
                for child in Children::new(node, false) {
                    if is_token(&child, token) {
                        return before;
                    }
                    before = child.is_named().then_some(child).or(before);
                }
                None
            }
        }
    }
}

/// The named child so many places from the end, comments left out.
fn from_end(node: Node<'_>, places: usize) -> Option<Node<'_>> {
    let count = u32::try_from(node.named_child_count()).unwrap_or(u32::MAX);
    let last = (0..count).rev().take(FEW).filter_map(|at| node.named_child(at));
    let found = last.filter(|child| !child.is_extra()).nth(places.checked_sub(1)?);
    found.or_else(|| {
        let all: Vec<_> = Children::new(node, true).collect();
        all.len().checked_sub(places).and_then(|at| all.get(at).copied())
    })
}

/// The children of a node in their order, comments left out.
struct Children<'t> {
    node: Node<'t>,
    named: bool,
    /// How many of the first ones were asked for by their place: that costs less than a cursor, but for each place more.
    asked: usize,
    /// Where the walk over the others is, and how many of those asked for it passed.
    rest: Option<(TreeCursor<'t>, usize)>,
}

impl<'t> Children<'t> {
    fn new(node: Node<'t>, named: bool) -> Self {
        Self {
            node,
            named,
            asked: 0,
            rest: None,
        }
    }

    fn next_of_all(&mut self) -> Option<Node<'t>> {
        if self.asked < FEW {
            let at = u32::try_from(self.asked).ok()?;
            self.asked += 1;
            return match self.named {
                true => self.node.named_child(at),
                false => self.node.child(at),
            };
        }
        loop {
            let is_first = self.rest.is_none();
            let (cursor, passed) = self.rest.get_or_insert_with(|| (self.node.walk(), 0));
            let is_there = match is_first {
                true => cursor.goto_first_child(),
                false => cursor.goto_next_sibling(),
            };
            is_there.then_some(())?;
            let child = cursor.node();
            if !self.named || child.is_named() {
                *passed += 1;
                if *passed > FEW {
                    return Some(child);
                }
            }
        }
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        loop {
            let child = self.next_of_all()?;
            if !child.is_extra() {
                return Some(child);
            }
        }
    }
}
