//! A syntax tree as plain data: nodes in the order of their first byte, each with the end of its subtree. Going up is one
//! step (tree-sitter's own `parent` searches from the root), and nothing recurses.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tree_sitter::{InputEdit, Parser, Point, Tree};

use crate::facts;
use crate::fix::{names, script};
use crate::language::field::Step;
use crate::language::shapes::{Shape, Shapes};
use crate::language::{Field, Grammar, Language, Role};
use crate::parsing;
use crate::source::Span;
use crate::template;

/// Index of a node.
pub(crate) type Id = u32;

/// The node around the root.
pub(crate) const NONE: Id = u32::MAX;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) kind: u16,
    /// The field of its parent that it fills; 0: none.
    pub(crate) field: u16,
    pub(crate) named: bool,
    /// Which form of its kind it is, from 1; 0: its kind says all.
    pub(crate) form: u8,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) parent: Id,
    /// The first node behind its subtree.
    pub(crate) behind: Id,
}

/// The tree of one text.
#[derive(Debug)]
pub(crate) struct Syntax {
    pub(crate) language: &'static Language,
    pub(crate) grammar: &'static Grammar,
    pub(crate) shapes: &'static Shapes,
    pub(crate) nodes: Vec<Node>,
    /// Stretches that the parser could not read, or that it made up.
    pub(crate) errors: Vec<Span>,
    /// What makes parsing the text again cheap; half of what a syntax takes.
    tree: Option<Tree>,
    /// The stretches that were not read, in order.
    gaps: Vec<Gap>,
    /// Something was asked that only what was not read could tell.
    missed: AtomicBool,
}

impl Clone for Syntax {
    fn clone(&self) -> Self {
        Self {
            nodes: self.nodes.clone(),
            errors: self.errors.clone(),
            tree: self.tree.clone(),
            gaps: self.gaps.clone(),
            missed: self.missed.load(Relaxed).into(),
            ..*self
        }
    }
}

/// The body of a function that was not read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    pub(crate) span: Span,
    pub(crate) function: Id,
}

/// tree-sitter's tree of a text; with the tree of an older text only what changed is read.
fn tree(language: &'static Language, text: &str, gaps: &[Span], old: Option<&Tree>) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&language.parser()).ok()?;
    if !gaps.is_empty() {
        let gaps: Vec<_> = gaps.iter().map(|gap| gap.range()).collect();
        parser
            .set_included_ranges(&facts::included(text.as_bytes(), &gaps))
            .ok()?;
    }
    match &language.grammar().table.template {
        Some(template) => parsing::parse(&mut parser, &script::only(text, template)?, None),
        None => parsing::parse(&mut parser, text, old),
    }
}

/// The place behind a text.
fn advanced(from: Point, text: &str) -> Point {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    match text.rfind('\n') {
        Some(last) => Point::new(from.row + breaks, text.len() - last - 1),
        None => Point::new(from.row, from.column + text.len()),
    }
}

/// How many stretches of a text cannot be read; `None`: not in time.
pub(crate) fn errors(language: &'static Language, text: &str) -> Option<usize> {
    let page = language.grammar().table.template.as_ref();
    if let Some(template) = page.filter(|template| script::only(text, template).is_none()) {
        let mut parser = Parser::new();
        parser.set_language(&language.parser()).ok()?;
        let code = template::read(text, template).code;
        let tree = parsing::parse(&mut parser, &code, None)?;
        return Some(Syntax::of(language, &code, tree).errors.len());
    }
    let tree = tree(language, text, &[], None)?;
    if !tree.root_node().has_error() {
        return Some(0);
    }
    Some(Syntax::of(language, text, tree).errors.len())
}

impl Syntax {
    /// Parses a text; `None`: not in time.
    pub(crate) fn parse(language: &'static Language, text: &str) -> Option<Self> {
        Some(Self::of(language, text, tree(language, text, &[], None)?))
    }

    /// Parses a text without these bodies of functions, in order; all of it, where that cannot be read or they are none. `None`: not in
    /// time.
    pub(crate) fn parse_without(language: &'static Language, text: &str, bodies: &[Span]) -> Option<Self> {
        let syntax = Self::of(language, text, tree(language, text, bodies, None)?);
        syntax.with_gaps(bodies).or_else(|| Self::parse(language, text))
    }

    /// Notes what was not read; `None`: it is no function's body, or something makes no sense without it.
    fn with_gaps(mut self, bodies: &[Span]) -> Option<Self> {
        if !bodies.is_empty() && !self.errors.is_empty() {
            return None;
        }
        let gaps = bodies.iter().map(|span| {
            let function = self.function_of_body(*span)?;
            Some(Gap { span: *span, function })
        });
        self.gaps = gaps.collect::<Option<_>>()?;
        Some(self)
    }

    /// The function whose body these bytes are, without its braces.
    fn function_of_body(&self, inner: Span) -> Option<Id> {
        let behind = self.nodes.partition_point(|node| node.start < inner.start);
        let brace = Id::try_from(behind.checked_sub(1)?).ok()?;
        let block = self.parent(brace)?;
        let holds = self.node(block).start < inner.start && inner.end < self.node(block).end;
        let function = self.function(brace).filter(|_| holds)?;
        let body = self.part(function, self.role(function)?.function.as_ref()?.body?)?;
        (body == block).then_some(function)
    }

    /// What names a function.
    pub(crate) fn function_name(&self, id: Id) -> Option<Id> {
        self.part(id, self.role(id)?.function.as_ref()?.name?)
    }

    /// The bodies that were not read.
    pub(crate) fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Notes that what was not read matters.
    pub(crate) fn miss(&self) {
        self.missed.store(true, Relaxed);
    }

    /// Whether something was asked that only what was not read could tell.
    pub(crate) fn has_missed(&self) -> bool {
        self.missed.load(Relaxed)
    }

    /// How often a name stands in what was not read within a stretch, or a text that is the name.
    pub(crate) fn in_gaps(&self, within: Span, name: &str, text: &str) -> usize {
        let inside = |gap: &&Gap| within.start < gap.span.end && gap.span.start < within.end;
        let bodies = self
            .gaps
            .iter()
            .filter(inside)
            .filter_map(|gap| text.get(gap.span.range()));
        let holding = bodies.filter(|body| !name.is_empty() && body.contains(name));
        let is_text = |piece: &str| piece.len() == name.len() + 2 && piece.get(1..=name.len()) == Some(name);
        let weaves = !self.grammar.table.interpolation.is_empty();
        let mut count = 0;
        for piece in holding.flat_map(|body| facts::pieces(body, self.grammar)) {
            if piece == name || is_text(piece) {
                count += 1;
            } else if weaves && names::has_word(piece, name) {
                // Code may stand in a text.
                self.miss();
            }
        }
        count
    }

    /// The places of a name are asked for.
    pub(crate) fn ask(&self, name: &str, text: &str) {
        if self.in_gaps(Span::new(0, text.len()), name, text) > 0 {
            self.miss();
        }
    }

    /// Gives up what only makes parsing again cheap.
    pub(crate) fn forget_tree(&mut self) {
        self.tree = None;
    }

    /// Parses what these changes make of the text; `None`: not in time.
    pub(crate) fn parse_again(&self, old: &str, changes: &[(Span, String)], new: &str) -> Option<Self> {
        let bodies = self.moved_gaps(changes);
        let again = match &bodies {
            Some(bodies) => self.parse_changed(old, changes, (new, bodies))?.with_gaps(bodies),
            None => None,
        };
        let misses = again.is_none() || self.has_missed();
        let again = again.or_else(|| Self::parse(self.language, new))?;
        again.missed.store(misses, Relaxed);
        Some(again)
    }

    /// Where the bodies stand after some changes; `None`: one of those reaches into one of them.
    fn moved_gaps(&self, changes: &[(Span, String)]) -> Option<Vec<Span>> {
        let mut changes = changes.iter().peekable();
        let mut shift = 0_i64;
        let moved = |at: u32, shift: i64| u32::try_from(i64::from(at) + shift).ok();
        let move_gap = |gap: &Gap| {
            while let Some((span, text)) = changes.next_if(|(span, _)| span.end <= gap.span.start) {
                shift += i64::try_from(text.len()).ok()? - i64::from(span.end - span.start);
            }
            let touches = changes.peek().is_some_and(|(span, _)| span.start < gap.span.end);
            let span = Span {
                start: moved(gap.span.start, shift)?,
                end: moved(gap.span.end, shift)?,
            };
            (!touches).then_some(span)
        };
        self.gaps.iter().map(move_gap).collect()
    }

    fn parse_changed(&self, old: &str, changes: &[(Span, String)], (new, bodies): (&str, &[Span])) -> Option<Self> {
        let Some(mut known) = self.tree.clone() else {
            return Some(Self::of(self.language, new, tree(self.language, new, bodies, None)?));
        };
        let mut shift = 0_isize;
        let mut at = (0_usize, Point::new(0, 0));
        for (span, text) in changes {
            let start = (span.start as usize).checked_add_signed(shift)?;
            let start_position = advanced(at.1, new.get(at.0..start)?);
            let removed = old.get(span.range())?;
            known.edit(&InputEdit {
                start_byte: start,
                old_end_byte: start + removed.len(),
                new_end_byte: start + text.len(),
                start_position,
                old_end_position: advanced(start_position, removed),
                new_end_position: advanced(start_position, text),
            });
            at = (start + text.len(), advanced(start_position, text));
            shift += isize::try_from(text.len()).ok()? - isize::try_from(removed.len()).ok()?;
        }
        Some(Self::of(
            self.language,
            new,
            tree(self.language, new, bodies, Some(&known))?,
        ))
    }

    fn of(language: &'static Language, text: &str, tree: Tree) -> Self {
        let mut syntax = Self {
            language,
            grammar: language.grammar(),
            shapes: language.shapes(),
            nodes: Vec::with_capacity(tree.root_node().descendant_count()),
            errors: Vec::new(),
            tree: None,
            gaps: Vec::new(),
            missed: AtomicBool::new(false),
        };
        syntax.read(&tree);
        syntax.tree = Some(tree);
        let table = &syntax.shapes.table;
        syntax.recognise(text);
        if !table.expelled.is_empty() {
            syntax.expel();
        }
        if !table.adopted.is_empty() {
            syntax.adopt();
        }
        syntax.lift_negations(text);
        if !table.narrow.is_empty() {
            syntax.lift_operators();
        }
        if !table.loose.is_empty() {
            syntax.lift_loose();
        }
        syntax
    }

    fn read(&mut self, tree: &Tree) {
        let broken = tree.root_node().has_error();
        let mut cursor = tree.walk();
        // What is open, and whether it is a node here.
        let mut parents: Vec<(Id, bool)> = Vec::new();
        loop {
            let node = cursor.node();
            let shape = self.shapes.shape(node.kind_id(), 0);
            if shape.is_some_and(|shape| shape.transparent)
                && let Some((parent, _)) = parents.last().copied()
                && cursor.goto_first_child()
            {
                parents.push((parent, false));
                continue;
            }
            let id = self.id();
            let span = Span::new(node.start_byte(), node.end_byte());
            if broken && (node.is_error() || node.is_missing()) {
                self.errors.push(span);
            }
            self.nodes.push(Node {
                kind: node.kind_id(),
                field: cursor.field_id().map_or(0, std::num::NonZeroU16::get),
                named: node.is_named(),
                form: 0,
                start: span.start,
                end: span.end,
                parent: parents.last().map_or(NONE, |(parent, _)| *parent),
                behind: NONE,
            });
            if cursor.goto_first_child() {
                parents.push((id, true));
                continue;
            }
            self.close(id);
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                if let Some((parent, true)) = parents.pop() {
                    self.close(parent);
                }
            }
        }
    }

    /// Tells the forms of a kind apart.
    fn recognise(&mut self, text: &str) {
        let forms = &self.shapes.forms;
        for id in 0..if forms.is_empty() { 0 } else { self.id() } {
            let node = self.node(id);
            let form = forms.iter().position(|form| {
                let word = form.word.and_then(|word| self.part(id, word));
                let is = || word.is_some_and(|word| form.has_word(self.text(word, text)));
                node.named && form.is_of(node.kind) && (form.word.is_none() || is())
            });
            if let (Some(form), Some(node)) = (form, self.nodes.get_mut(id as usize)) {
                node.form = u8::try_from(form + 1).unwrap_or(0);
            }
        }
    }

    /// Some grammars put into a block what belongs beside it.
    fn expel(&mut self) {
        for id in 1..self.id() {
            if !self.is(id, |shape| shape.expelled) {
                continue;
            }
            let Some(block) = self.parent(id) else { continue };
            let Some(around) = self.parent(block) else { continue };
            let last = self.children(block).take_while(|child| *child < id).last();
            let behind: Vec<Id> = self.children(block).filter(|child| *child >= id).collect();
            let end = last.map_or(self.node(block).start, |last| self.node(last).end);
            for child in behind {
                if let Some(node) = self.nodes.get_mut(child as usize) {
                    node.parent = around;
                }
            }
            if let Some(node) = self.nodes.get_mut(block as usize) {
                node.behind = id;
                node.end = end;
            }
        }
    }

    /// Some grammars let stand beside a node what belongs into it.
    fn adopt(&mut self) {
        for id in 1..self.id() {
            if !self.is(id, |shape| shape.adopted) {
                continue;
            }
            let Some(parent) = self.parent(id) else { continue };
            let before = self.children(parent).take_while(|child| *child < id).last();
            let Some(before) = before.filter(|before| self.is_declared(*before)) else {
                continue;
            };
            let (behind, end) = (self.node(id).behind, self.node(id).end);
            if let Some(node) = self.nodes.get_mut(before as usize) {
                node.behind = behind;
                node.end = end;
            }
            if let Some(node) = self.nodes.get_mut(id as usize) {
                node.parent = before;
            }
        }
    }

    fn is_declared(&self, id: Id) -> bool {
        self.has_role(id, |role| role.binding.is_some())
    }

    fn id(&self) -> Id {
        Id::try_from(self.nodes.len()).unwrap_or(NONE)
    }

    fn close(&mut self, id: Id) {
        let behind = self.id();
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.behind = behind;
        }
    }

    pub(crate) fn node(&self, id: Id) -> Node {
        self.nodes.get(id as usize).copied().unwrap_or(Node {
            kind: u16::MAX,
            field: 0,
            named: false,
            form: 0,
            start: 0,
            end: 0,
            parent: NONE,
            behind: 0,
        })
    }

    pub(crate) fn span(&self, id: Id) -> Span {
        let node = self.node(id);
        Span {
            start: node.start,
            end: node.end,
        }
    }

    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        Some(self.node(id).parent).filter(|parent| *parent != NONE)
    }

    /// The nodes around `id`, innermost first.
    pub(crate) fn above(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut next = self.parent(id);
        std::iter::from_fn(move || {
            let current = next?;
            next = self.parent(current);
            Some(current)
        })
    }

    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.node(id).behind;
        let mut next = id.saturating_add(1);
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let current = next;
            next = self.node(current).behind.max(current + 1);
            Some(current)
        })
    }

    /// Named children that are neither comments nor mere words.
    pub(crate) fn parts(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.children(id)
            .filter(|child| self.node(*child).named && !self.is_comment(*child) && !self.is(*child, |shape| shape.word))
    }

    /// The first node in a node that holds no other.
    pub(crate) fn leaf(&self, id: Id) -> Id {
        let mut at = id;
        while self.node(at).behind > at + 1 {
            at += 1;
        }
        at
    }

    pub(crate) fn only_part(&self, id: Id) -> Option<Id> {
        let mut parts = self.parts(id);
        let first = parts.next()?;
        parts.next().is_none().then_some(first)
    }

    /// The node itself and everything in it.
    pub(crate) fn subtree(&self, id: Id) -> std::ops::Range<Id> {
        id..self.node(id).behind
    }

    /// The part of a node that a table means.
    pub(crate) fn part(&self, id: Id, field: Field) -> Option<Id> {
        field.alternatives().find_map(|steps| {
            let mut steps = steps.iter();
            let first = self.step(id, *steps.next()?)?;
            steps.try_fold(first, |at, step| self.step(at, *step))
        })
    }

    fn step(&self, id: Id, step: Step) -> Option<Id> {
        let mut parts = self.parts(id);
        // A word may be a node of its own.
        let is_token = |child: &Id, token: u16| self.node(*child).kind == token;
        match step {
            Step::End | Step::Or => None,
            Step::Field(field) => self.children(id).find(|child| self.node(*child).field == field.get()),
            Step::Kind(kind) => parts.find(|child| self.node(*child).kind == kind),
            Step::At(at @ 0..) => parts.nth(usize::from(at.unsigned_abs())),
            Step::At(at) => {
                let all: Vec<Id> = parts.collect();
                all.len()
                    .checked_sub(usize::from(at.unsigned_abs()))
                    .and_then(|at| all.get(at))
                    .copied()
            }
            Step::Token(token) => self.children(id).find(|child| is_token(child, token)),
            Step::After(token) => {
                let token = self.children(id).find(|child| is_token(child, token))?;
                parts.find(|part| *part > token)
            }
            Step::Before(token) => {
                let token = self.children(id).find(|child| is_token(child, token))?;
                parts.take_while(|part| *part < token).last()
            }
        }
    }

    /// All parts of a node that a table means, where it names a field or a kind.
    pub(crate) fn all_parts(&self, id: Id, field: Field) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        for steps in field.alternatives() {
            match steps {
                [Step::Field(wanted)] => {
                    found.extend(
                        self.children(id)
                            .filter(|child| self.node(*child).field == wanted.get()),
                    );
                }
                [Step::Kind(kind)] => found.extend(self.parts(id).filter(|part| self.node(*part).kind == *kind)),
                [first, rest @ ..] => found.extend(
                    self.step(id, *first)
                        .and_then(|at| rest.iter().try_fold(at, |at, step| self.step(at, *step))),
                ),
                [] => {}
            }
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    /// Whether a child is the part of its parent that a table means, or holds it.
    pub(crate) fn fills(&self, child: Id, field: Field) -> bool {
        let Some(parent) = self.parent(child) else { return false };
        let same_field = |wanted: std::num::NonZeroU16| self.node(child).field == wanted.get();
        field.alternatives().any(|steps| match steps.first() {
            Some(Step::Field(wanted)) => same_field(*wanted),
            Some(step) => self.step(parent, *step) == Some(child),
            None => false,
        })
    }

    pub(crate) fn shape(&self, id: Id) -> Option<&'static Shape> {
        let node = self.node(id);
        self.shapes.shape(node.kind, node.form)
    }

    pub(crate) fn is(&self, id: Id, test: impl FnOnce(&Shape) -> bool) -> bool {
        self.shape(id).is_some_and(test)
    }

    pub(crate) fn role(&self, id: Id) -> Option<&'static Role> {
        let node = self.node(id);
        match node.form {
            0 => self.grammar.role(node.kind),
            form => self.shapes.role(form),
        }
    }

    pub(crate) fn has_role(&self, id: Id, test: impl FnOnce(&Role) -> bool) -> bool {
        self.role(id).is_some_and(test)
    }

    pub(crate) fn is_comment(&self, id: Id) -> bool {
        self.has_role(id, |role| role.comment)
    }

    pub(crate) fn is_identifier(&self, id: Id) -> bool {
        let in_variable = self
            .parent(id)
            .is_some_and(|parent| self.is(parent, |shape| shape.variable));
        !in_variable && (self.has_role(id, |role| role.identifier) || self.is(id, |shape| shape.variable))
    }

    /// Some grammars read `a is b && c` as `a is (b && c)`: the operators are lifted over the comparison.
    fn lift_operators(&mut self) {
        let mut at = 0;
        while at < self.id() {
            let id = at;
            at += 1;
            if self.is(id, |shape| shape.narrow)
                && let Some(first) = self.only_part(id).filter(|first| *first == id + 1)
                && let Some(comparison) = self.comparison_ended_by(id)
            {
                let mut last = first;
                while self.is(last, |shape| shape.logic.is_some()) && self.parts(last).next() == Some(last + 1) {
                    last += 1;
                }
                if last > first {
                    self.lift_over(comparison, first, last);
                }
            }
        }
    }

    /// Some grammars read `a != b && c` as `a != (b && c)`, and `d && a != b || c` as `d && (a != b || c)`.
    fn lift_loose(&mut self) {
        let mut at = 0;
        while at < self.id() {
            let id = at;
            at += 1;
            if !self.is(id, |shape| shape.loose) {
                continue;
            }
            let logic = |syntax: &Self, id: Id| syntax.is(id, |shape| shape.logic.is_some());
            let end = self.node(id).end;
            let last_part = self.parts(id).last();
            let Some(first) = last_part.filter(|first| logic(self, *first) && self.node(*first).end == end) else {
                continue;
            };
            let last = self.leftmost(first, logic);
            self.lift_over(id, first, last);
            self.lift_or(id);
        }
    }

    /// The first operand of operators that stand in the first operand of each other.
    fn leftmost(&self, first: Id, is: impl Fn(&Self, Id) -> bool) -> Id {
        let mut last = first;
        while is(self, last) && self.parts(last).next() == Some(last + 1) {
            last += 1;
        }
        last
    }

    /// "Or" as the last operand of "and" belongs around it.
    fn lift_or(&mut self, id: Id) {
        let is_or = |syntax: &Self, id: Id| {
            syntax.is(id, |shape| {
                let logic = shape.logic.as_ref();
                logic.is_some_and(|logic| logic.and_operators.is_empty() && !logic.or_operators.is_empty())
            })
        };
        let mut first = id;
        // Each step goes up.
        while is_or(self, first)
            && let Some(parent) = self.parent(first)
            && self.is(parent, |shape| {
                let logic = shape.logic.as_ref();
                logic.is_some_and(|logic| !logic.and_operators.is_empty() && logic.or_operators.is_empty())
            })
            && self.parts(parent).last() == Some(first)
        {
            let last = self.leftmost(first, is_or);
            self.lift_over(parent, first, last);
            first = parent;
        }
    }

    /// The comparison that ends where this node ends.
    fn comparison_ended_by(&self, id: Id) -> Option<Id> {
        let end = self.node(id).end;
        self.above(id)
            .take_while(|above| self.node(*above).end == end)
            .find(|above| self.is(*above, |shape| shape.comparison.is_some()))
    }

    /// `[from … , first … last), operand` → `[first … last), [from …), operand`: `from` ends with the operand then, and is the
    /// first operand itself.
    fn lift_over(&mut self, from: Id, first: Id, last: Id) {
        let (moved, lifted) = (first - from, last - first);
        let (Some(old), Some(outer), Some(operand)) = (
            self.nodes.get(from as usize).copied(),
            self.nodes.get(first as usize).copied(),
            self.nodes.get(last as usize).copied(),
        ) else {
            return;
        };
        let shifted = |parent: Id| match parent {
            parent if (from..first).contains(&parent) => parent + lifted,
            parent if (first..last).contains(&parent) => parent - moved,
            parent => parent,
        };
        for node in self.nodes.iter_mut().take(old.behind as usize).skip(from as usize) {
            node.parent = shifted(node.parent);
        }
        for at in from..first {
            if let Some(node) = self.nodes.get_mut(at as usize) {
                if node.behind == outer.behind {
                    node.end = operand.end;
                    node.behind = operand.behind;
                } else {
                    node.behind += lifted;
                }
            }
        }
        for at in first..last {
            if let Some(node) = self.nodes.get_mut(at as usize) {
                node.start = old.start;
            }
        }
        if let Some(stretch) = self.nodes.get_mut(from as usize..last as usize) {
            stretch.rotate_left(moved as usize);
        }
        let set = |nodes: &mut Vec<Node>, at: Id, parent: Id, field: u16| {
            if let Some(node) = nodes.get_mut(at as usize) {
                node.parent = parent;
                node.field = field;
            }
        };
        set(&mut self.nodes, from, old.parent, old.field);
        set(&mut self.nodes, from + lifted, from + lifted - 1, operand.field);
        set(&mut self.nodes, last, from + lifted + moved - 1, outer.field);
    }

    /// Some grammars read `!a.b(c)` as a call of `!a.b`: the negation is lifted over what binds more tightly.
    fn lift_negations(&mut self, text: &str) {
        let mut at = 0;
        while at < self.id() {
            let id = at;
            at += 1;
            let Some(first) = self.tight_around(id, text) else {
                continue;
            };
            self.lift(first, id);
        }
    }

    /// The outermost call or member that begins with this negation.
    fn tight_around(&self, negation: Id, text: &str) -> Option<Id> {
        let (operators, _) = self.role(negation)?.negation.as_ref()?;
        let word = self.children(negation).next()?;
        let is_operator =
            self.node(word).behind == word + 1 && operators.iter().any(|one| one == self.text(word, text));
        let mut outer = negation;
        while let Some(parent) = self.parent(outer).filter(|parent| {
            parent + 1 == outer
                && self.has_role(*parent, |role| {
                    role.call.is_some() || role.member.is_some() || role.subscript.is_some()
                })
                && !self.has_role(*parent, |role| role.negation.is_some())
        }) {
            outer = parent;
        }
        (is_operator && outer != negation).then_some(outer)
    }

    /// `[outer …, negation, operator], operand` → `negation, operator, [outer …], operand`. Each is the first child of the one
    /// before, so they stand side by side.
    fn lift(&mut self, outer: Id, negation: Id) {
        let (from, to) = (outer as usize, negation as usize);
        let Some((around, whole)) = self.nodes.get(from).map(|node| (*node, node.behind)) else {
            return;
        };
        let Some(start) = self.nodes.get(to + 2).map(|operand| operand.start) else {
            return;
        };
        let operand_field = self.nodes.get(to + 2).map_or(0, |operand| operand.field);
        for node in self.nodes.iter_mut().take(whole as usize).skip(to + 2) {
            if (outer..negation).contains(&node.parent) {
                node.parent += 2;
            }
        }
        if let Some(operand) = self.nodes.get_mut(to + 2) {
            operand.parent = negation + 1;
            operand.field = 0;
        }
        if let Some(stretch) = self.nodes.get_mut(from..to + 2) {
            stretch.rotate_right(2);
            for (offset, node) in stretch.iter_mut().enumerate() {
                match offset {
                    0 => {
                        node.parent = around.parent;
                        node.field = around.field;
                        node.end = around.end;
                        node.behind = whole;
                    }
                    1 => {
                        node.parent = outer;
                        node.behind = outer + 2;
                    }
                    2 => {
                        node.parent = outer;
                        node.field = operand_field;
                        node.start = start;
                    }
                    _ => {
                        node.parent += 2;
                        node.start = start;
                    }
                }
            }
        }
    }

    /// The braces that a block stands in, its own or those of the node that holds it.
    pub(crate) fn braces(&self, block: Id, text: &str) -> Option<(Id, Id)> {
        let is = |id: &Id, brace: &str| !self.node(*id).named && self.text(*id, text) == brace;
        if let Some(open) = self.children(block).next().filter(|first| is(first, "{")) {
            let close = self.children(block).filter(|child| is(child, "}")).last()?;
            return Some((open, close));
        }
        let parent = self.parent(block)?;
        let open = self
            .children(parent)
            .take_while(|child| *child < block)
            .filter(|child| !self.is_comment(*child))
            .last()
            .filter(|open| is(open, "{"))?;
        let close = self
            .children(parent)
            .find(|child| *child > block && !self.is_comment(*child))
            .filter(|close| is(close, "}"))?;
        Some((open, close))
    }

    /// What a node that only wraps holds; a block in braces does not only wrap.
    pub(crate) fn unwrapped(&self, id: Id, text: &str) -> Option<Id> {
        let braced = self
            .children(id)
            .next()
            .is_some_and(|first| !self.node(first).named && matches!(self.text(first, text), "{" | ":"));
        (self.is(id, |shape| shape.wrapper) && !braced)
            .then(|| self.only_part(id))
            .flatten()
    }

    pub(crate) fn text<'t>(&self, id: Id, text: &'t str) -> &'t str {
        text.get(self.span(id).range()).unwrap_or("")
    }

    /// The identifiers that spell a name.
    pub(crate) fn named<'s>(&'s self, name: &'s str, text: &'s str) -> impl Iterator<Item = Id> + 's {
        let all = 0..self.id();
        self.ask(name, text);
        all.filter(move |id| self.text(*id, text) == name && self.is_identifier(*id))
    }

    /// The innermost node over exactly these bytes that satisfies `test`, else the innermost one.
    pub(crate) fn at(&self, span: Span, test: impl Fn(Id) -> bool) -> Option<Id> {
        // Nodes are sorted by their start, and among those with one start the outer ones stand first.
        let from = self.nodes.partition_point(|node| node.start < span.start);
        let mut any = None;
        let mut fitting = None;
        for (at, node) in self.nodes.iter().enumerate().skip(from) {
            if node.start > span.start {
                break;
            }
            if node.end != span.end {
                continue;
            }
            let id = Id::try_from(at).ok()?;
            any = Some(id);
            if test(id) {
                fitting = Some(id);
            }
        }
        fitting.or(any)
    }

    /// The operator of a node; in some grammars it is a node of its own.
    pub(crate) fn has_operator(&self, id: Id, text: &str, wanted: &[String]) -> bool {
        self.children(id)
            .any(|child| wanted.iter().any(|operator| operator == self.text(child, text)))
    }

    /// The first and the last part.
    pub(crate) fn operands(&self, id: Id) -> Option<(Id, Id)> {
        let mut parts = self.parts(id);
        let first = parts.next()?;
        Some((first, parts.last()?))
    }

    /// The statement that a node belongs to, and the list around it.
    pub(crate) fn statement(&self, id: Id) -> Option<(Id, Id)> {
        let mut below = id;
        for above in self.above(id) {
            if self.is(above, |shape| shape.statements) {
                return Some((below, above));
            }
            below = above;
        }
        None
    }

    /// The function around a node.
    pub(crate) fn function(&self, id: Id) -> Option<Id> {
        self.above(id)
            .find(|above| self.has_role(*above, |role| role.function.is_some()))
    }
}
