//! One pass over a syntax tree, without recursion: what a node is comes from the language's table.

mod collections;
mod held;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::{Node, Parser, Tree, TreeCursor};

use crate::facts::expression::{BREADTH, DEPTH, Reader};
use crate::facts::{
    Argument, Binding, BindingKind, Branch, Call, CallContext, Comment, Expression, FILE_SCOPE, FileFacts, Form,
    Import, Meaning, Member, Name, Parameter, Scope, ScopeKind,
};
use crate::facts::{Focus, flow, imports, mocks};
use crate::language::{Field, Language, Pattern, Role};
use crate::parsing;
use crate::sdk::Accessors;
use crate::source::{LineIndex, Span};
use crate::template::{self, Embedded};
use crate::vocabulary;

/// How many nodes above a call are asked what they do with its result.
const CLIMB: usize = 64;
/// What a comment that speaks to us says.
const OWN_COMMENT: &str = "flagdebt:";

/// Why a file has no facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExtractError {
    /// Parsing took more than allowed.
    Bounds,
    /// The parser gave nothing.
    Parser,
}

/// Reads a file's facts; a parser may be used again for each file. `focus` says which stretches matter, `accessors` are the names of objects of flags, and of
/// functions that give one.
///
/// # Errors
/// When the parser does not finish within its bounds; broken source is not an error.
pub(crate) fn extract(
    parser: &mut Parser,
    (path, text): (&str, &str),
    language: &'static Language,
    accessors: &Accessors,
    focus: Option<&Focus>,
) -> Result<FileFacts, ExtractError> {
    parser
        .set_language(&language.parser())
        .map_err(|_| ExtractError::Parser)?;
    let embedded = language.grammar().table.template.as_ref();
    let embedded = embedded.map(|kind| template::read(text, kind));
    let code = embedded.as_ref().map_or(text, |embedded| &embedded.code);
    let mut tree = None;
    let mut closed = None;
    if let Some(focus) = focus.filter(|focus| !focus.ranges.is_empty()) {
        let mut parse = |focus: &Focus| match parser.set_included_ranges(&focus.parsed(code)) {
            Ok(()) => parsing::parse(parser, code, None).ok_or(ExtractError::Bounds).map(Some),
            Err(_) => Ok(None),
        };
        tree = parse(focus)?;
        // An error beside a gap may come from what was left out: then that is read too, and if it does not help, the whole file.
        let broken = tree.as_ref().map_or_else(Vec::new, |tree| broken(tree, code, focus));
        if !broken.is_empty() {
            closed = focus.closed_at(&broken);
            tree = match &closed {
                Some(closed) => parse(closed)?.filter(|tree| self::broken(tree, code, closed).is_empty()),
                None => None,
            };
        }
    }
    let focus = closed.as_ref().or(focus);
    let whole = tree.is_none();
    let tree = match tree {
        Some(tree) => tree,
        None => {
            parser.set_included_ranges(&[]).map_err(|_| ExtractError::Parser)?;
            parsing::parse(parser, code, None).ok_or(ExtractError::Bounds)?
        }
    };
    let mut walker = Walker::new(path, text, code, language, accessors);
    if let Some(embedded) = &embedded {
        walker.embed(embedded);
    }
    walker.facts.whole = whole;
    walker.focus = focus.filter(|_| !whole);
    walker.walk(&mut tree.walk());
    Ok(walker.finish())
}

/// What the parser could not make sense of, with the blanks around it, where that may come from what was left out.
fn broken(tree: &Tree, code: &str, focus: &Focus) -> Vec<Range<usize>> {
    let with_blanks = |range: Range<usize>| {
        let before = code.as_bytes().get(..range.start).unwrap_or(&[]);
        let behind = code.as_bytes().get(range.end..).unwrap_or(&[]);
        before.trim_ascii_end().len()..code.len() - behind.trim_ascii_start().len()
    };
    let mut broken = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            let range = with_blanks(node.byte_range());
            if focus.may_break(&range) {
                broken.push(range);
            }
        } else if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return broken;
            }
        }
    }
}

/// A node on the way from the root to the current one.
struct Frame<'t> {
    node: Node<'t>,
    role: Option<&'static Role>,
    /// The field of its parent that it fills.
    field: Option<u16>,
    /// The scope to return to behind it.
    scope_before: u32,
}

struct Walker<'a, 't> {
    reader: Reader<'a>,
    /// What matters; `None`: everything.
    focus: Option<&'a Focus>,
    accessors: &'a Accessors,
    facts: FileFacts,
    stack: Vec<Frame<'t>>,
    scope: u32,
    /// Names bound to the result of an accessor.
    tracked: FxHashSet<Name>,
    /// Branches by their node.
    branches: FxHashMap<usize, u32>,
    /// What a block ends with, both by node.
    last: FxHashMap<usize, Option<usize>>,
    /// What is run more than once.
    loops: Vec<Span>,
    /// An attribute marked the next function as a test.
    next_is_test: bool,
    /// The text names an accessor at all.
    has_accessors: bool,
    /// The file as it is; the reader's text is what of it is code.
    source: &'a str,
    /// Code that decides a branch of the template around it, with the branch; sorted by place.
    conditions: Vec<(Span, u32)>,
    /// Where the names of calls stand that are tags.
    tags: FxHashSet<u32>,
    /// Names that hold the result of a call.
    held: FxHashSet<Name>,
    /// Those that get another value from an operator.
    changed: FxHashSet<Name>,
    /// Where those names may decide a branch.
    reads: Vec<held::Read>,
}

impl<'a, 't> Walker<'a, 't> {
    fn new(path: &str, source: &'a str, code: &'a str, language: &'static Language, accessors: &'a Accessors) -> Self {
        let reader = Reader::new(code, language);
        let test = reader.grammar.is_test_path(path);
        let file = Scope {
            parent: FILE_SCOPE,
            kind: ScopeKind::File,
            name: reader.name(""),
            span: Span::new(0, source.len()),
            test,
            parameters: Vec::new(),
            returns: Vec::new(),
            types: Vec::new(),
            cut: false,
        };
        let facts = FileFacts {
            path: path.into(),
            language,
            lines: LineIndex::new(source),
            test,
            whole: true,
            package: reader.name(""),
            imports: Vec::new(),
            scopes: vec![file],
            bindings: Vec::new(),
            calls: Vec::new(),
            members: Vec::new(),
            tables: Vec::new(),
            lookups: Vec::new(),
            branches: Vec::new(),
            loops: Vec::new(),
            strings: Vec::new(),
            comments: Vec::new(),
            passed_over: Vec::new(),
            reading: 0,
            mattered: Vec::new(),
            device: OnceLock::new(),
        };
        Self {
            reader,
            focus: None,
            accessors,
            facts,
            stack: Vec::new(),
            scope: FILE_SCOPE,
            tracked: FxHashSet::default(),
            branches: FxHashMap::default(),
            last: FxHashMap::default(),
            loops: Vec::new(),
            next_is_test: false,
            has_accessors: accessors
                .functions
                .iter()
                .chain(&accessors.properties)
                .any(|name| code.contains(name.as_str())),
            source,
            conditions: Vec::new(),
            tags: FxHashSet::default(),
            held: FxHashSet::default(),
            changed: FxHashSet::default(),
            reads: Vec::new(),
        }
    }

    /// Takes what a template says beside its code.
    fn embed(&mut self, embedded: &Embedded) {
        self.facts.imports.extend(embedded.imports.iter().cloned());
        self.tags.clone_from(&embedded.tags);
        for (span, branch) in &embedded.conditions {
            let index = u32::try_from(self.facts.branches.len()).unwrap_or(u32::MAX);
            self.facts.branches.push(branch.clone());
            self.conditions.push((*span, index));
        }
        for span in &embedded.comments {
            self.comment(*span, *span);
        }
        for call in &embedded.calls {
            let mut call = call.clone();
            if let Some((index, negated)) = self.template_branch(call.span) {
                call.context.branches.push(index);
                call.context.meanings.push(Meaning::default());
                call.context.negated ^= negated;
            }
            self.facts.calls.push(call);
        }
    }

    /// The template's branch that the code at a place decides, and whether it runs when the code is false.
    fn template_branch(&self, span: Span) -> Option<(u32, bool)> {
        let behind = self
            .conditions
            .partition_point(|(condition, _)| condition.start <= span.start);
        let (condition, index) = self.conditions.get(behind.checked_sub(1)?)?;
        let negated = self.facts.branches.get(*index as usize)?.negated;
        (condition.end >= span.end).then_some((*index, negated))
    }

    fn walk(&mut self, cursor: &mut TreeCursor<'t>) {
        loop {
            let node = cursor.node();
            let role = self.reader.role(node);
            // What a node is to its parent matters only where that does something with its value.
            let parent = self.stack.last().and_then(|parent| parent.role);
            let matters = parent.is_some_and(|role| {
                role.call.is_some() || role.binding.is_some() || role.fallback.is_some() || !role.branch.is_empty()
            });
            let field = matters
                .then(|| cursor.field_id())
                .flatten()
                .map(std::num::NonZeroU16::get);
            self.stack.push(Frame {
                node,
                role,
                field,
                scope_before: self.scope,
            });
            let descend = role.is_none_or(|role| self.enter(node, role)) && node.child_count() > 0;
            if descend && cursor.goto_first_child() {
                continue;
            }
            loop {
                if let Some(frame) = self.stack.pop() {
                    self.scope = frame.scope_before;
                }
                if cursor.goto_next_sibling() {
                    break;
                }
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    fn finish(mut self) -> FileFacts {
        if self.reader.grammar.table.implicit_this {
            self.assigned_fields();
        }
        let named = mocks::named(&self.facts.calls, &self.reader.grammar.table.test.mock);
        self.facts.calls.extend(named);
        self.facts
            .calls
            .sort_by_key(|call| (call.span.start, std::cmp::Reverse(call.span.end)));
        self.hold();
        self.facts.loops = flow::nest(self.loops);
        self.facts.shrink();
        self.facts
    }

    /// An assignment to a plain name that only the type around declares is one to its field.
    fn assigned_fields(&mut self) {
        let scopes = &self.facts.scopes;
        let kind = |scope: u32| scopes.get(scope as usize).map(|scope| scope.kind);
        let mut declared: FxHashMap<(u32, Name), BindingKind> = FxHashMap::default();
        for binding in &self.facts.bindings {
            if binding.kind != BindingKind::Assignment {
                declared.insert((binding.scope, binding.name.clone()), binding.kind);
            }
        }
        let mut moved = Vec::new();
        for (at, binding) in self.facts.bindings.iter().enumerate() {
            if binding.kind != BindingKind::Assignment || binding.name.contains('.') {
                continue;
            }
            let is_parameter = |scope: u32| {
                let scope = scopes.get(scope as usize);
                scope.is_some_and(|scope| scope.parameters.iter().any(|known| known.name == binding.name))
            };
            let owner = self
                .facts
                .enclosing(binding.scope)
                .find(|scope| is_parameter(*scope) || declared.contains_key(&(*scope, binding.name.clone())));
            if let Some(owner) = owner.filter(|owner| kind(*owner) == Some(ScopeKind::Container)) {
                moved.push((at, owner));
            }
        }
        for (at, owner) in moved {
            if let Some(binding) = self.facts.bindings.get_mut(at) {
                (binding.scope, binding.kind) = (owner, BindingKind::Field);
            }
        }
    }

    /// Takes what a node says; false: nothing inside it matters.
    fn enter(&mut self, node: Node<'t>, role: &'static Role) -> bool {
        if role.comment {
            let around = self.comment_frame(node);
            self.comment(Reader::span(node), around);
            return false;
        }
        if role.import.is_some() && self.reader.says(node, &role.import_words) {
            let imported = imports::read(&self.reader, node);
            self.facts.imports.extend(imported);
            return false;
        }
        if let Some(module) = role.reexport.filter(|module| module.of(node).is_some()) {
            let imported = imports::handed_on(&self.reader, node, module);
            self.facts.imports.extend(imported);
            return false;
        }
        if let Some(name) = role.package.and_then(|name| name.of(node))
            && self.facts.package.is_empty()
        {
            self.facts.package = self.reader.name(self.reader.slice(name));
        }
        if role.call.is_some()
            && let Some(within) = self.passes_over(node)
        {
            self.facts.passed_over.push(Reader::span(within));
            return false;
        }
        if role.cfg_attribute || role.macros {
            self.tokens(node);
            return false;
        }
        if role.string {
            self.string(node, role);
            if self.is_plain_text(node) {
                return false;
            }
        }
        if role.identifier {
            self.read(node);
        }
        if role.container.is_some() && self.reader.says(node, &role.container_words) {
            self.container(node, role);
        }
        if self.is_function(node, role) {
            self.function(node, role);
        }
        if role.enumerator.is_some() {
            self.enumerator(node, role);
        }
        if role.binding.is_some() {
            self.binding(node, role);
        }
        if role.arm.is_some() {
            self.arm(node, role);
        }
        if let Some((name, collection)) = role.each
            && let (Some(name), Some(collection)) = (name.of(node), collection.of(node))
        {
            self.elements(name, collection);
        }
        if role.parameter.is_some() {
            self.typed_parameter(node, role);
        }
        if role.call.is_some() {
            self.call(node, role);
        }
        if role.element.is_some() {
            self.element(node, role);
        }
        if role.decorator.is_some() {
            self.decorator(node, role);
        }
        if role.member.is_some() || role.subscript.is_some() {
            if self.has_accessors {
                self.member(node, role);
            }
            self.collection(node, role);
        }
        if role.object || role.literal.is_some() {
            self.table(node, role);
        }
        if role.list {
            self.pairs(node);
        }
        if role.type_member {
            self.type_member(node);
        }
        if role.returns {
            self.returned(node);
        }
        if let Some(body) = role.repeated.and_then(|field| field.of(node)) {
            self.loops.push(Reader::span(body));
        }
        true
    }

    /// Where a hit would have to stand for a call to say something; `None`: it may say something, because what is looked for
    /// stands in it, or its result may be what a name is bound to.
    fn passes_over(&self, call: Node<'t>) -> Option<Node<'t>> {
        let focus = self.focus?;
        if focus.hit_in(&call.byte_range()) {
            return None;
        }
        // The current node is on top of the stack.
        let above = self.stack.iter().rev().skip(1).take(CLIMB);
        let mut below = None;
        for (levels, frame) in above.enumerate() {
            match frame.role {
                Some(role) if role.call.is_some() => {
                    let is_argument = frame.node.start_byte() != call.start_byte();
                    if is_argument {
                        // what a hit is given: `isOn(Flag("k"))`
                        let given = frame.node.start_byte()..call.start_byte();
                        return (!focus.hit_in(&given)).then_some(frame.node);
                    }
                    // `verify(client).isOn("k")`: what a hit is called on
                    if focus.hit_in(&frame.node.byte_range()) {
                        return None;
                    }
                }
                // The body of a function that is one expression is its result.
                Some(role) if role.function.is_some() => {
                    let is_result = levels == 0 || self.reader.grammar.table.implicit_return;
                    return (!is_result).then(|| below.unwrap_or(call));
                }
                Some(role) if role.gives() => return None,
                _ => {}
            }
            below = Some(frame.node);
        }
        None
    }

    fn is_function(&self, node: Node<'t>, role: &Role) -> bool {
        role.function.is_some() && self.reader.says(node, &role.function_words)
    }

    /// What stands for a comment where code stands otherwise: `{/* … */}` between elements.
    fn comment_frame(&self, comment: Node<'t>) -> Span {
        let parent = self.stack.iter().rev().nth(1).map(|frame| frame.node);
        let only = parent.filter(|parent| parent.named_child_count() == 1 && parent.child_count() == 3);
        Reader::span(only.unwrap_or(comment))
    }

    /// Keeps a comment that speaks to us; `around` is it with the brackets that it needs.
    fn comment(&mut self, span: Span, around: Span) {
        let text = self.source.get(span.range()).unwrap_or("");
        if text.contains(OWN_COMMENT) {
            let before = self.source.get(..around.start as usize).unwrap_or("");
            let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
            self.facts.comments.push(Comment {
                span,
                text: self.reader.name(text),
                alone: line.trim_start_matches('\u{feff}').trim().is_empty(),
                next_code_line: self.next_code_line(around),
            });
        }
    }

    fn next_code_line(&self, span: Span) -> Option<u32> {
        let behind = self.source.get(span.end as usize..)?;
        let (first, column) = self.facts.lines.position(span.end);
        // A comment that takes its line's end with it already stands at the next line's start.
        let skipped = usize::from(column > 1);
        // Comments in a row share it: a thousand of them are not read a thousand times.
        if let Some(before) = self
            .facts
            .comments
            .last()
            .filter(|before| before.span.end <= span.start)
            && before
                .next_code_line
                .is_none_or(|line| line >= first + u32::from(column > 1))
        {
            return before.next_code_line;
        }
        let template = self.reader.grammar.table.template.as_ref();
        let is_code = |line: &str| {
            let line = line.trim();
            let comment = ["//", "/*", "{/*", "*", "--"].iter().any(|mark| line.starts_with(mark))
                || template.is_some_and(|template| template.comments(line));
            let hash = line.starts_with('#') && !line.starts_with("#[");
            !line.is_empty() && !comment && !hash
        };
        let at = behind
            .lines()
            .enumerate()
            .skip(skipped)
            .find(|(_, line)| is_code(line))
            .map(|(at, _)| at)?;
        Some(first + u32::try_from(at).ok()?)
    }

    fn string(&mut self, node: Node<'t>, role: &Role) {
        let content = self.reader.slice(node);
        if content.len() > 130 || role.interpolation {
            return;
        }
        if let Expression::Text(text) = self.reader.expression(node, 1)
            && could_be_key(&text)
        {
            self.facts.strings.push((Reader::span(node), text));
        }
    }

    /// Whether nothing but text stands in a string.
    fn is_plain_text(&self, string: Node<'t>) -> bool {
        match string.named_child_count() {
            0 => true,
            1 => string.named_child(0).is_some_and(|content| {
                content.named_child_count() == 0 && self.reader.role(content).is_some_and(|role| role.string_content)
            }),
            _ => false,
        }
    }

    /// What the language's macro reader finds in tokens.
    fn tokens(&mut self, node: Node<'t>) {
        let Some(read) = self.reader.language.macros else {
            return;
        };
        let found = read(
            self.reader.text,
            Reader::span(node),
            &self.reader.grammar.table,
            &|text| self.reader.name(text),
        );
        if found.marks_test {
            self.next_is_test = true;
        }
        self.facts
            .strings
            .extend(found.strings.into_iter().filter(|(_, text)| could_be_key(text)));
        let outer = self.context(node);
        for mut call in found.calls {
            call.scope = self.scope;
            call.context.negated ^= outer.negated;
            call.context.branches.clone_from(&outer.branches);
            call.context.meanings = vec![Meaning::default(); outer.branches.len()];
            self.facts.calls.push(call);
        }
    }

    fn push_scope(&mut self, scope: Scope) {
        self.scope = u32::try_from(self.facts.scopes.len()).unwrap_or(u32::MAX);
        self.facts.scopes.push(scope);
    }

    fn in_test(&self) -> bool {
        self.facts
            .scopes
            .get(self.scope as usize)
            .is_some_and(|scope| scope.test)
    }

    fn container(&mut self, node: Node<'t>, role: &Role) {
        let Some(container) = &role.container else { return };
        let Some(name) = container.name.of(node) else {
            return;
        };
        let name = self
            .reader
            .types(name)
            .into_iter()
            .next()
            .unwrap_or_else(|| self.reader.name(""));
        let name = self.within_package(name);
        let mut types = Vec::new();
        for field in &container.supertypes {
            for part in field.all(node) {
                types.extend(self.reader.types(part));
            }
        }
        let test = self.in_test() || self.reader.grammar.is_test_container(&name);
        let span = Reader::span(node);
        let kind = ScopeKind::Container;
        if let Some(made) = container.value.and_then(|value| value.of(node)) {
            self.made_object(&name, node, made, &types);
        }
        let mut parameters = Vec::new();
        if let Some(list) = container.parameters.and_then(|list| list.of(node)) {
            for child in self.reader.children(list).into_iter().take(64) {
                if self.reader.role(child).is_some_and(|role| role.parameter.is_some()) {
                    self.parameters(child, &mut parameters);
                }
            }
        }
        self.push_scope(Scope {
            parent: self.scope,
            kind,
            name,
            span,
            test,
            parameters,
            returns: Vec::new(),
            types,
            cut: false,
        });
    }

    /// `defmodule Shop.Orders`, `namespace shop::orders`: the last part is the name, and the rest is a package.
    fn within_package(&mut self, name: Name) -> Name {
        let Some((package, last)) = name.rsplit_once('.') else {
            return name;
        };
        if self.facts.package.is_empty() && self.scope == FILE_SCOPE {
            self.facts.package = self.reader.name(package);
        }
        self.reader.name(last)
    }

    /// `object NewCheckout : Flag(key = "new-checkout")`: an object that is declared and made at once carries its key.
    fn made_object(&mut self, name: &Name, node: Node<'t>, made: Node<'t>, types: &[Name]) {
        let Some(call) = self.reader.role(made).and_then(|role| role.call.as_ref()) else {
            return;
        };
        let list = call.arguments.and_then(|list| list.of(made));
        if let Some((value, value_span)) = list.and_then(|list| self.key_argument(list)) {
            self.facts.bindings.push(Binding {
                name: name.clone(),
                kind: BindingKind::Variable,
                scope: self.scope,
                value_scope: self.scope,
                name_span: Reader::span(node),
                value,
                value_span,
                types: types.to_vec(),
            });
        }
    }

    /// The text that an object is made with: the argument that is named as a key, or the first one.
    fn key_argument(&self, list: Node<'t>) -> Option<(Expression, Span)> {
        const NAMED: [&str; 3] = ["key", "name", "id"];
        let texts = self.arguments(list).into_iter();
        let mut texts: Vec<_> = texts
            .filter(|argument| matches!(argument.value, Expression::Text(_)))
            .collect();
        let is_named = |argument: &Argument| argument.keyword.as_ref().is_some_and(|name| NAMED.contains(&&**name));
        let at = texts.iter().position(is_named).unwrap_or(0);
        let found = (at < texts.len()).then(|| texts.swap_remove(at))?;
        Some((found.value, found.span))
    }

    fn function(&mut self, node: Node<'t>, role: &Role) {
        let Some(function) = &role.function else { return };
        let field = |field: Option<Field>| field?.of(node);
        let name = match field(function.name) {
            Some(_) if function.selector => self.reader.name(&self.selector(node, function.name)),
            Some(name) => self.reader.name(self.reader.slice(self.reader.unwrap(name))),
            None => self.bound_name().unwrap_or_else(|| self.reader.name("")),
        };
        // `bool Flags::on(…)`: a method outside of its type
        let (owner, name) = match name.rsplit_once("::") {
            Some((owner, name)) => (self.reader.types_in(owner).pop(), self.reader.name(name)),
            None => (None, name),
        };
        let marked = std::mem::take(&mut self.next_is_test);
        let test = self.in_test() || marked || self.reader.grammar.is_test_function(&name) || self.is_test_block();
        let parent = self.scope;
        self.push_scope(Scope {
            parent,
            kind: ScopeKind::Function,
            name,
            span: Reader::span(node),
            test,
            parameters: Vec::new(),
            returns: Vec::new(),
            types: owner.into_iter().collect(),
            cut: self.focus.is_some_and(|focus| focus.cuts(&node.byte_range())),
        });
        if let Some(receiver) = field(function.receiver) {
            self.receiver(receiver);
        }
        let (mut parameters, mut members) = (Vec::new(), Vec::new());
        if let Some(single) = field(function.parameter) {
            parameters.push(Parameter {
                name: self.reader.name(self.reader.slice(single)),
                label: self.reader.name(self.reader.slice(single)),
                types: Vec::new(),
                idle: false,
                member_of: None,
            });
        } else if function.selector {
            for child in self.reader.children(node).into_iter().take(64) {
                if self.reader.role(child).is_some_and(|role| role.parameter.is_some()) {
                    self.parameters(child, &mut parameters);
                }
            }
        } else {
            let lists = function.parameters.map_or_else(Vec::new, |lists| lists.all(node));
            for list in lists.into_iter().take(64) {
                // a list of parameters, or a parameter without a list around it
                match self.reader.role(list).is_some_and(|role| role.parameter.is_some()) {
                    true => self.parameters(list, &mut parameters),
                    false => {
                        for child in self.reader.children(list).into_iter().take(64) {
                            self.parameters(child, &mut parameters);
                            self.parameter_members(child, parameters.len(), &mut members);
                        }
                    }
                }
            }
        }
        if let [Parameter { name, .. }] = &parameters[..] {
            self.bind_mock(name.clone());
        }
        if function.name.is_none() {
            self.block_types();
            self.bind_element(parameters.first().map(|parameter| parameter.name.clone()));
        }
        if let Some(list) = field(function.type_parameters) {
            self.fill_in(list, &mut parameters);
        }
        parameters.append(&mut members);
        if let Some(body) = field(function.body) {
            let read = self.body_text(node, body);
            self.find_idle(&mut parameters, read);
        }
        let implicit = self.reader.grammar.table.implicit_return;
        let result = field(function.body).and_then(|body| match self.reader.role(body) {
            Some(role) if !role.transparent || role.function.is_none() => Some(body),
            None if implicit => self.last_expression(body),
            _ => None,
        });
        let returns = result.map(|result| self.reader.expression(result, DEPTH)).into_iter();
        let returns: Vec<_> = returns.collect();
        if let Some(scope) = self.facts.scopes.get_mut(self.scope as usize) {
            scope.parameters = parameters;
            scope.returns = returns;
        }
    }

    /// `<K extends keyof Flags>(key: K)`: a parameter whose type is a type parameter has what bounds that.
    fn fill_in(&self, list: Node<'t>, parameters: &mut [Parameter]) {
        for declared in self.reader.children(list).into_iter().take(8) {
            let words = self.reader.types(declared);
            let mut words = words.into_iter().filter(|word| &**word != "extends");
            let Some(name) = words.next() else { continue };
            let bound: Vec<Name> = words.collect();
            for parameter in parameters.iter_mut().filter(|_| !bound.is_empty()) {
                if parameter.types[..] == [name.clone()] {
                    parameter.types.clone_from(&bound);
                }
            }
        }
    }

    /// The text of a function's body, with what was not parsed of it at its beginning and its end: without brackets around it, the
    /// body that the parser saw is what was left.
    fn body_text(&self, function: Node<'t>, body: Node<'t>) -> &'a str {
        let seen = body.byte_range();
        let range = match self.focus {
            Some(focus) => focus.with_gaps(self.reader.text, &seen, &function.byte_range()),
            None => seen,
        };
        self.reader.text.get(range).unwrap_or("").trim()
    }

    /// Marks the parameters that could be keys by their names and are not looked at.
    fn find_idle(&self, parameters: &mut [Parameter], body: &str) {
        // A longer body is looked at no further; `super` hands everything on.
        const LONGEST: usize = 4096;
        if body.len() > LONGEST || body.contains("super") {
            return;
        }
        for parameter in parameters {
            parameter.idle = vocabulary::key_weight(&parameter.name) > 0 && !body.contains(&*parameter.name);
        }
    }

    /// `flags.forEach((flag) => …)`: the function's parameter takes the elements of what the method is called on.
    fn bind_element(&mut self, parameter: Option<Name>) {
        let Some(name) = parameter.filter(|name| !name.is_empty()) else {
            return;
        };
        let methods = &self.reader.grammar.table.iterator_methods;
        let top = self.stack.len().saturating_sub(1);
        let above = self.stack.get(..top).unwrap_or(&[]).iter().rev().take(3);
        let Some((node, call)) = above
            .filter_map(|frame| Some((frame.node, frame.role?.call.as_ref()?)))
            .next()
        else {
            return;
        };
        let (receiver, method) = match call.function.and_then(|function| function.of(node)) {
            Some(function) => match self.callee(function) {
                Some((receiver, name)) => (receiver, Some(name)),
                None => return,
            },
            None => (
                call.receiver.and_then(|receiver| receiver.of(node)),
                call.name.and_then(|name| name.of(node)),
            ),
        };
        let method = method.map_or("", |method| self.reader.slice(method));
        if let Some(collection) = receiver.filter(|_| methods.iter().any(|known| known == method)) {
            self.bind_elements(name, Reader::span(node), collection);
        }
    }

    /// `for flag in flags`, `for name, note in flags`.
    fn elements(&mut self, name: Node<'t>, collection: Node<'t>) {
        let name = self.reader.unwrap(name);
        if let Expression::Path(path) = self.reader.expression(name, 2) {
            self.bind_elements(path, Reader::span(name), collection);
            return;
        }
        let object = self.reader.expression(collection, DEPTH);
        if !matches!(object, Expression::Path(_) | Expression::List(_)) {
            return;
        }
        let parts = self.reader.children(name);
        if parts.len() < 2 {
            return;
        }
        for (at, part) in parts.into_iter().take(16).enumerate() {
            if let Expression::Path(path) = self.reader.expression(part, 2) {
                let place = self.reader.name(&at.to_string());
                let value = Expression::Member(Box::new(object.clone()), place);
                self.bind_element_to(path, Reader::span(part), value, Reader::span(collection));
            }
        }
    }

    fn bind_elements(&mut self, name: Name, name_span: Span, collection: Node<'t>) {
        let value = self.reader.expression(collection, DEPTH);
        if matches!(value, Expression::Path(_) | Expression::List(_) | Expression::Choice(_)) {
            self.bind_element_to(name, name_span, value, Reader::span(collection));
        }
    }

    fn bind_element_to(&mut self, name: Name, name_span: Span, value: Expression, value_span: Span) {
        self.facts.bindings.push(Binding {
            name,
            kind: BindingKind::Element,
            scope: self.scope,
            value_scope: self.scope,
            name_span,
            value,
            value_span,
            types: Vec::new(),
        });
    }

    /// `mockk<Client> { every { isOn(…) } }`: in the block of a call with type arguments these types' methods need no
    /// receiver.
    fn block_types(&mut self) {
        let top = self.stack.len().saturating_sub(1);
        let above = self.stack.get(..top).unwrap_or(&[]).iter().rev().take(3);
        let types = above
            .filter_map(|frame| Some((frame.node, frame.role?.call.as_ref()?)))
            .next()
            .and_then(|(node, call)| call.type_arguments?.of(node))
            .map_or_else(Vec::new, |list| self.reader.types(list));
        if let Some(scope) = self.facts.scopes.get_mut(self.scope as usize) {
            scope.types = types;
        }
    }

    /// `mock.Setup(m => m.IsOn(…))`: the parameter stands for the mock.
    fn bind_mock(&mut self, parameter: Name) {
        let Some((node, call)) = self.setup_call(self.stack.len().saturating_sub(1)) else {
            return;
        };
        let receiver = match call.function.and_then(|function| function.of(node)) {
            Some(function) => self.callee(function).and_then(|(receiver, _)| receiver),
            None => call.receiver.and_then(|receiver| receiver.of(node)),
        };
        let Some(receiver) = receiver else { return };
        self.facts.bindings.push(Binding {
            name: parameter,
            kind: BindingKind::Variable,
            scope: self.scope,
            value_scope: self.scope,
            name_span: Reader::span(receiver),
            value: self.reader.expression(receiver, DEPTH),
            value_span: Reader::span(receiver),
            types: Vec::new(),
        });
    }

    /// The last expression of a block whose value is the function's. An `else` or `rescue` that stands in the block that it
    /// belongs to is none.
    fn last_expression(&self, body: Node<'t>) -> Option<Node<'t>> {
        let mut children = self.reader.children(body);
        let is_list = |node: &Node<'t>| self.reader.role(*node).is_some_and(|role| role.statement_list);
        while children.len() > 1 && children.last().is_some_and(is_list) {
            children.pop();
        }
        children.pop()
    }

    /// `func (s *Service) …`: the receiver is a name with a type, and the method belongs to the type.
    fn receiver(&mut self, node: Node<'t>) {
        let Some(parameter) = self.reader.first(node) else {
            return;
        };
        let mut parameters = Vec::new();
        self.parameters(parameter, &mut parameters);
        let Some(receiver) = parameters.pop() else { return };
        let types = receiver.types;
        if let Some(scope) = self.facts.scopes.get_mut(self.scope as usize) {
            scope.types.clone_from(&types);
        }
        if !receiver.name.is_empty() {
            self.bind(
                receiver.name,
                BindingKind::Variable,
                self.scope,
                Reader::span(node),
                types,
            );
        }
    }

    fn parameters(&self, node: Node<'t>, parameters: &mut Vec<Parameter>) {
        let Some(role) = self.reader.role(node) else { return };
        if role.this {
            return;
        }
        if role.sequence && role.parameter.is_none() {
            for child in self.reader.children(node).into_iter().take(64) {
                self.parameters(child, parameters);
            }
            return;
        }
        let Some(parameter) = &role.parameter else {
            parameters.push(Parameter {
                name: self.reader.name(""),
                label: self.reader.name(""),
                types: Vec::new(),
                idle: false,
                member_of: None,
            });
            return;
        };
        let types = parameter
            .declared_type
            .and_then(|field| field.of(node))
            .map_or_else(Vec::new, |node| self.reader.types(node));
        let mut names = Vec::new();
        match parameter.name {
            // `a, b string` declares two
            Some(field) => {
                names.extend(field.all(node));
            }
            None if role.identifier => names.push(node),
            None => names.extend(self.reader.first(node)),
        }
        for name in &names {
            let name = self.reader.unwrap(*name);
            let plain = self.reader.role(name).is_some_and(|role| role.identifier);
            let text = if plain { self.reader.slice(name) } else { "" };
            if plain && parameters.is_empty() && self.reader.grammar.table.self_names.iter().any(|own| own == text) {
                continue;
            }
            let label = parameter.label.and_then(|label| label.of(node));
            let label = label
                .map(|label| self.reader.slice(label))
                .filter(|label| *label != "_");
            parameters.push(Parameter {
                name: self.reader.name(text),
                label: self.reader.name(label.unwrap_or(text)),
                types: types.clone(),
                idle: false,
                member_of: None,
            });
        }
        if names.is_empty() {
            parameters.push(Parameter {
                name: self.reader.name(""),
                label: self.reader.name(""),
                types,
                idle: false,
                member_of: None,
            });
        }
    }

    /// `({ flag, key: name = "" }) => …`: the members by which the last of so many parameters is taken apart.
    fn parameter_members(&self, node: Node<'t>, count: usize, members: &mut Vec<Parameter>) {
        let of_parameter = |node| self.reader.role(node)?.parameter.as_ref()?.name?.of(node);
        let node = of_parameter(node).unwrap_or(node);
        let Some(pattern) = self.reader.role(node).and_then(|role| role.pattern.as_ref()) else {
            return;
        };
        let Some(at) = count.checked_sub(1).and_then(|at| u32::try_from(at).ok()) else {
            return;
        };
        for child in self.reader.children(node).into_iter().take(64) {
            if child.kind_id() == pattern.rest {
                continue;
            }
            let (key, target) = self.taken_apart(child, pattern);
            let target = match self.reader.role(target).and_then(|role| role.pattern_default) {
                Some((name, _)) => name.of(target).unwrap_or(target),
                None => target,
            };
            if !self.reader.role(target).is_some_and(|role| role.identifier) {
                continue;
            }
            members.push(Parameter {
                name: self.reader.name(self.reader.slice(target)),
                label: self.reader.key(key.unwrap_or(target), 2).0,
                types: Vec::new(),
                idle: false,
                member_of: Some(at),
            });
        }
    }

    /// The name of a member and what it is bound to, where the two are told apart.
    fn taken_apart(&self, child: Node<'t>, pattern: &Pattern) -> (Option<Node<'t>>, Node<'t>) {
        match pattern.key.of(child).filter(|_| child.kind_id() == pattern.pair) {
            Some(key) => (Some(key), pattern.value.of(child).unwrap_or(child)),
            None => (None, child),
        }
    }

    /// `constructor(private flags: Client)` declares a field.
    fn typed_parameter(&mut self, node: Node<'t>, role: &Role) {
        let Some(parameter) = &role.parameter else { return };
        if parameter.field {
            self.primary_parameter(node);
        }
        if parameter.field_modifier.is_empty() {
            return;
        }
        let mut cursor = node.walk();
        let is_field = node
            .children(&mut cursor)
            .any(|child| parameter.field_modifier.iter().any(|kind| kind == child.kind()));
        let mut parameters = Vec::new();
        self.parameters(node, &mut parameters);
        if let (true, Some(declared), Some(container)) =
            (is_field, parameters.pop(), self.facts.container_of(self.scope))
        {
            let name = self.reader.name(&format!("self.{}", declared.name));
            self.bind(name, BindingKind::Field, container, Reader::span(node), declared.types);
        }
    }

    /// A parameter that stands in no function is its type's own.
    fn primary_parameter(&mut self, node: Node<'t>) {
        let scope = self.facts.scopes.get(self.scope as usize);
        if scope.is_none_or(|scope| scope.kind != ScopeKind::Container) {
            return;
        }
        let mut parameters = Vec::new();
        self.parameters(node, &mut parameters);
        for Parameter { name, types, .. } in parameters.into_iter().filter(|parameter| !parameter.name.is_empty()) {
            self.bind(name, BindingKind::Field, self.scope, Reader::span(node), types);
        }
    }

    fn bind(&mut self, name: Name, kind: BindingKind, scope: u32, name_span: Span, types: Vec<Name>) {
        let value = Expression::Other;
        self.facts.bindings.push(Binding {
            name,
            kind,
            scope,
            value_scope: scope,
            name_span,
            value,
            value_span: Span::default(),
            types,
        });
    }

    /// `const f = () => …`, `f: () => …`: what a function without a name is called.
    fn bound_name(&self) -> Option<Name> {
        let parent = self
            .stack
            .len()
            .checked_sub(2)
            .and_then(|index| self.stack.get(index))?;
        let role = parent.role?;
        let field = role
            .binding
            .as_ref()
            .map(|binding| binding.name)
            .or(role.entry.map(|(key, _)| key))?;
        let name = field.of(parent.node)?;
        let plain = self.reader.role(name).is_some_and(|role| role.identifier);
        plain.then(|| self.reader.name(self.reader.slice(name)))
    }

    /// The function is the block of `describe`, `it` and the like.
    fn is_test_block(&self) -> bool {
        let calls = &self.reader.grammar.table.test.calls;
        let above = self.stack.iter().rev().skip(1).take(3);
        above
            .filter_map(|frame| Some((frame.node, frame.role?.call.as_ref()?)))
            .next()
            .is_some_and(|(node, call)| {
                let callee = call.function.or(call.name).and_then(|field| field.of(node));
                callee.is_some_and(|callee| {
                    let text = self.reader.slice(callee);
                    calls
                        .iter()
                        .any(|name| text == name || text.split('.').next() == Some(name))
                })
            })
    }

    fn enumerator(&mut self, node: Node<'t>, role: &Role) {
        let Some(enumerator) = &role.enumerator else { return };
        let names = enumerator.name.all(node);
        let values = enumerator.value.map_or_else(Vec::new, |value| value.all(node));
        for (at, name) in names.iter().enumerate().take(BREADTH) {
            // `case a = "x", b = "y"`: a value stands between its name and the next
            let end = names.get(at + 1).map_or(node.end_byte(), |next| next.start_byte());
            let own = values
                .iter()
                .find(|value| name.start_byte() <= value.start_byte() && value.end_byte() <= end);
            let mut value = own.map(|node| (self.reader.expression(*node, DEPTH), Reader::span(*node)));
            if let Some(list) = enumerator.arguments.and_then(|list| list.of(node)) {
                value = self.key_argument(list);
            }
            if let (Some(kind), Some(rename)) = (enumerator.attribute, &enumerator.rename) {
                value = value.or_else(|| self.renamed(node, kind, rename));
            }
            let (value, value_span) = value.unwrap_or((Expression::Other, Reader::span(*name)));
            self.facts.bindings.push(Binding {
                name: self.reader.name(self.reader.slice(*name)),
                kind: BindingKind::Enumerator,
                scope: self.scope,
                value_scope: self.scope,
                name_span: Reader::span(*name),
                value,
                value_span,
                types: Vec::new(),
            });
        }
    }

    /// `#[serde(rename = "x")]` right before a member.
    fn renamed(&self, node: Node<'t>, kind: u16, rename: &str) -> Option<(Expression, Span)> {
        let read = self.reader.language.macros?;
        let mut before = node.prev_named_sibling();
        for _ in 0..8 {
            if let Some(comment) = before.filter(|node| self.reader.role(*node).is_some_and(|role| role.comment)) {
                before = comment.prev_named_sibling();
                continue;
            }
            let attribute = before.filter(|node| node.kind_id() == kind)?;
            let found = read(
                self.reader.text,
                Reader::span(attribute),
                &self.reader.grammar.table,
                &|text| self.reader.name(text),
            );
            let arguments = found.calls.into_iter().flat_map(|call| call.arguments);
            for argument in arguments {
                if argument.keyword.as_deref() == Some(rename) {
                    return Some((argument.value, argument.span));
                }
            }
            before = attribute.prev_named_sibling();
        }
        None
    }

    /// `Flag::Search => "search"`: what a method gives for a member is the member's text.
    fn arm(&mut self, node: Node<'t>, role: &Role) {
        let Some((pattern, value)) = role.arm else { return };
        let part = |field: Field| field.of(node);
        let (Some(pattern), Some(value)) = (part(pattern), part(value)) else {
            return;
        };
        let (Expression::Path(path), value_expression @ Expression::Text(_)) =
            (self.reader.expression(pattern, 3), self.reader.expression(value, 2))
        else {
            return;
        };
        let own = self.reader.grammar.table.self_type.as_deref();
        let container = self
            .facts
            .container_of(self.scope)
            .and_then(|at| self.facts.scopes.get(at as usize));
        let name = match (path.split_once('.'), container) {
            (Some((root, member)), Some(container)) if Some(root) == own => format!("{}.{member}", container.name),
            (Some(_), _) => path.to_string(),
            (None, _) => return,
        };
        self.facts.bindings.push(Binding {
            name: self.reader.name(&name),
            kind: BindingKind::Entry,
            scope: FILE_SCOPE,
            value_scope: FILE_SCOPE,
            name_span: Reader::span(pattern),
            value: value_expression,
            value_span: Reader::span(value),
            types: Vec::new(),
        });
    }

    fn binding(&mut self, node: Node<'t>, role: &Role) {
        let Some(binding) = &role.binding else { return };
        let operator = binding.operator.as_ref().map(std::slice::from_ref);
        if operator.is_some_and(|operator| !self.reader.has_operator(node, operator)) {
            return;
        }
        // `new Options { Key = "k" }` gives a member of the object a value.
        let above = self.stack.iter().rev().nth(1).and_then(|frame| frame.role);
        if binding.assignment && above.is_some_and(|role| role.object) {
            return;
        }
        let Some(name) = binding.name.of(node) else {
            return;
        };
        let value = binding.value.and_then(|field| field.of(node));
        let declared = match (binding.declared_type, binding.outer_type) {
            (Some(field), _) => field.of(node),
            (None, Some(field)) => self.stack.iter().rev().nth(1).and_then(|frame| field.of(frame.node)),
            (None, None) => None,
        };
        let types = declared.map_or_else(Vec::new, |node| self.reader.types(node));
        let in_container = self
            .facts
            .scopes
            .get(self.scope as usize)
            .is_some_and(|s| s.kind == ScopeKind::Container);
        if let Some(pattern) = self.reader.role(name).filter(|role| role.pattern.is_some()) {
            if let Some(value) = value {
                self.destructure(name, pattern, value);
            }
            return;
        }
        let kind = match binding {
            _ if binding.field || (in_container && !binding.constant) => BindingKind::Field,
            _ if binding.assignment => BindingKind::Assignment,
            _ => BindingKind::Variable,
        };
        for (index, name) in self.names(name).into_iter().enumerate() {
            self.bind_name(name, value.filter(|_| index == 0), kind, types.clone());
        }
    }

    /// `a, b` on the left of an assignment, or the one name there.
    fn names(&self, node: Node<'t>) -> Vec<Node<'t>> {
        match self.reader.role(node) {
            Some(role) if role.sequence => self.reader.children(node).into_iter().take(16).collect(),
            _ => vec![node],
        }
    }

    fn bind_name(&mut self, name: Node<'t>, value: Option<Node<'t>>, kind: BindingKind, types: Vec<Name>) {
        let path = match self.reader.expression(name, 3) {
            Expression::Path(path) => path,
            // `"new-cart": boolean` in a type
            Expression::Text(text) if kind == BindingKind::Field && value.is_none() => text,
            _ => return,
        };
        let value_node = value.map(|node| self.first_of(node));
        if let Some(value) = value_node
            && self.is_accessor_call(value)
        {
            self.tracked.insert(path.clone());
        }
        let value_node = value_node.map(|value| self.made_by_list(name, value));
        let value = value_node.map_or(Expression::Other, |node| self.reader.expression(node, DEPTH));
        let value_span = value_node.map_or_else(Span::default, |node| Reader::span(self.reader.unwrap(node)));
        let name_span = Reader::span(name);
        // `self.x = …` in a method declares a field of the class.
        let own_field = path.strip_prefix("self.").is_some_and(|field| !field.contains('.'));
        let scope = match self.facts.container_of(self.scope) {
            Some(container) if own_field => container,
            _ => self.scope,
        };
        let kind = if own_field { BindingKind::Field } else { kind };
        self.entries(&path, &value, scope, 3);
        self.facts.bindings.push(Binding {
            name: path,
            kind,
            scope,
            value_scope: self.scope,
            name_span,
            value,
            value_span,
            types,
        });
    }

    /// `Feature kOld{"Old", …}`, `string kOld("old")`: the text that a name is made with; a name with brackets of its own
    /// is a list.
    fn made_by_list(&self, name: Node<'t>, value: Node<'t>) -> Node<'t> {
        let is_array = self.reader.slice(name).ends_with(']');
        if !self.reader.grammar.table.made_by_list || is_array || !self.reader.slice(value).starts_with(['{', '(']) {
            return value;
        }
        let is_string = |node: &Node<'t>| {
            self.reader
                .role(*node)
                .is_some_and(|role| role.string || role.joined_strings)
        };
        self.reader.first(value).filter(is_string).unwrap_or(value)
    }

    fn first_of(&self, node: Node<'t>) -> Node<'t> {
        match self.reader.role(node) {
            Some(role) if role.sequence => self.reader.first(node).unwrap_or(node),
            _ => node,
        }
    }

    /// Members of a named object literal are names of their own.
    fn entries(&mut self, path: &str, value: &Expression, scope: u32, depth: u8) {
        let Expression::Object(_, entries) = value else { return };
        if depth == 0 {
            return;
        }
        for entry in entries.iter().filter(|entry| !entry.computed) {
            let name = self.reader.name(&format!("{path}.{}", entry.key));
            self.entries(&name, &entry.value, scope, depth - 1);
            if matches!(
                entry.value,
                Expression::Text(_) | Expression::Path(_) | Expression::Template(_) | Expression::List(_)
            ) {
                self.facts.bindings.push(Binding {
                    name,
                    kind: BindingKind::Entry,
                    scope,
                    value_scope: scope,
                    name_span: entry.key_span,
                    value: entry.value.clone(),
                    value_span: entry.value_span,
                    types: Vec::new(),
                });
            }
        }
    }

    /// `const { a, b: c = false } = value`.
    fn destructure(&mut self, pattern_node: Node<'t>, role: &Role, value: Node<'t>) {
        let Some(pattern) = &role.pattern else { return };
        let object = self.reader.expression(value, DEPTH);
        let tracked = self.is_accessor_call(value) || self.is_tracked(&object);
        for child in self.reader.children(pattern_node) {
            let kind = child.kind_id();
            let mut fallback = None;
            let mut target = child;
            let key = if kind == pattern.pair {
                let Some(key) = pattern.key.of(child) else {
                    continue;
                };
                if let Some(value) = pattern.value.of(child) {
                    target = value;
                }
                key
            } else {
                child
            };
            if let Some((name, value)) = self.reader.role(target).and_then(|role| role.pattern_default) {
                fallback = value
                    .of(target)
                    .map(|node| (self.reader.expression(node, DEPTH), Reader::span(node)));
                target = name.of(target).unwrap_or(target);
            }
            if kind == pattern.rest {
                continue;
            }
            let key = if key.id() == child.id() { target } else { key };
            let (member, _) = self.reader.key(key, 2);
            if tracked {
                let span = Reader::span(key);
                let context = self.destructured(target);
                self.facts.members.push(Member {
                    object: object.clone(),
                    name: member.clone(),
                    span,
                    whole: span,
                    scope: self.scope,
                    fallback,
                    written: false,
                    index: false,
                    context,
                });
            }
            let value = match &object {
                Expression::Path(path) => Expression::Path(self.reader.name(&format!("{path}.{member}"))),
                Expression::Other => Expression::Other,
                object => Expression::Member(Box::new(object.clone()), member),
            };
            self.facts.bindings.push(Binding {
                name: self.reader.name(self.reader.slice(target)),
                kind: BindingKind::Variable,
                scope: self.scope,
                value_scope: self.scope,
                name_span: Reader::span(target),
                value,
                value_span: Span::default(),
                types: Vec::new(),
            });
        }
    }

    fn is_accessor_call(&self, node: Node<'t>) -> bool {
        let node = self.reader.unwrap(node);
        let Some(call) = self.reader.role(node).and_then(|role| role.call.as_ref()) else {
            return false;
        };
        let callee = call.function.or(call.name).and_then(|field| field.of(node));
        callee.is_some_and(|callee| {
            let text = self.reader.slice(callee);
            self.accessors
                .functions
                .contains(text.rsplit('.').next().unwrap_or(text))
        })
    }

    /// Whether a member may be one of an object of flags, by the word before its name: where something else stands between the
    /// two, as a bracket, it may.
    fn may_be_of_accessor(&self, member: &'a str) -> bool {
        let is_sigil = |byte: u8| matches!(byte, b'$' | b'@' | b'#');
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || is_sigil(byte) || !byte.is_ascii();
        let is_between =
            |byte: u8| matches!(byte, b'.' | b'?' | b'!' | b':' | b'-' | b'>') || byte.is_ascii_whitespace();
        let without = |text: &'a str, is: &dyn Fn(u8) -> bool| {
            let length = text.bytes().rev().take_while(|byte| is(*byte)).count();
            text.split_at_checked(text.len() - length).unwrap_or((text, ""))
        };
        let (before, _) = without(member, &is_word);
        let (before, _) = without(before, &is_between);
        let (_, word) = without(before, &is_word);
        let is_one = |word: &str| self.accessors.functions.contains(word) || self.accessors.properties.contains(word);
        word.is_empty()
            || !word.is_ascii()
            || !self.tracked.is_empty()
            || is_one(word)
            || is_one(word.trim_start_matches(['$', '@', '#']))
    }

    fn member(&mut self, node: Node<'t>, role: &Role) {
        if role.subscript.is_none() && !self.may_be_of_accessor(self.reader.slice(node)) {
            return;
        }
        let Some((object, name)) = self.reader.member_step(node, role, 3) else {
            return;
        };
        let object = self.reader.unwrap(object);
        let of_accessor = match self.reader.expression(object, 3) {
            Expression::Call(_) => self.is_accessor_call(object),
            expression => self.is_tracked(&expression),
        };
        let parent = self.stack.iter().rev().nth(1);
        let is = |part: &dyn Fn(&Role) -> Option<Field>| {
            let part = parent.and_then(|frame| part(frame.role?)?.of(frame.node));
            part.is_some_and(|part| part.id() == node.id())
        };
        // `flags.map(…)` calls a method of the object
        if !of_accessor || is(&|role| role.call.as_ref()?.function) {
            return;
        }
        let written = is(&|role| role.binding.as_ref().map(|binding| binding.name));
        let name_span = match (role.member, role.subscript) {
            (Some((_, Some(field))), _) | (_, Some((_, Some(field)))) => field.of(node).map(Reader::span),
            _ => self.reader.children(node).get(1).map(|child| Reader::span(*child)),
        };
        let member = Member {
            object: self.reader.expression(object, DEPTH),
            name,
            span: name_span.unwrap_or_else(|| Reader::span(node)),
            whole: Reader::span(node),
            scope: self.scope,
            fallback: None,
            written,
            index: role.subscript.is_some(),
            context: self.context(node),
        };
        self.facts.members.push(member);
    }

    /// Whether an expression is a name for an object of flags.
    fn is_tracked(&self, object: &Expression) -> bool {
        match object {
            Expression::Path(path) => {
                let last = path.rsplit('.').next().unwrap_or(path);
                self.tracked.contains(path) || self.accessors.properties.contains(last)
            }
            Expression::Member(_, last) => self.accessors.properties.contains(&**last),
            _ => false,
        }
    }

    fn call(&mut self, node: Node<'t>, role: &Role) {
        let Some(call) = &role.call else { return };
        let field = |field: Option<Field>| field?.of(node);
        let (receiver, name) = if let Some(function) = field(call.function) {
            let Some(callee) = self.callee(function) else { return };
            callee
        } else if let Some(name) = field(call.name) {
            (field(call.receiver), name)
        } else {
            return;
        };
        let by_word = self
            .reader
            .slice(name)
            .starts_with(|first: char| first.is_alphabetic() || first == '_');
        if !call.operands.is_empty() && call.arguments.is_none() && !by_word {
            return;
        }
        let list = field(call.arguments);
        // some grammars read `a[b]` as a call
        if list.is_some_and(|list| self.reader.slice(list).starts_with('[')) {
            return;
        }
        let (receiver, name_node) = (receiver, name);
        let (prefix, name) = self.qualified(name_node);
        let mut arguments = list.map_or_else(Vec::new, |list| self.arguments(list));
        if call.selector {
            arguments = self.between(node, call);
        }
        if let Some(piped) = self.piped() {
            arguments.insert(0, piped);
        }
        for operand in &call.operands {
            if let Some(operand) = operand.of(node) {
                arguments.push(self.argument(operand));
            }
        }
        let table = &self.reader.grammar.table;
        if table
            .require
            .iter()
            .any(|require| require.function == self.reader.slice(name))
            && let [
                Argument {
                    value: Expression::Text(module),
                    ..
                },
            ] = &arguments[..]
        {
            self.required(module.clone());
        }
        self.repeated(name, field(call.block), &arguments);
        if table
            .define_functions
            .iter()
            .any(|name_of| name_of == self.reader.slice(name))
        {
            self.define(&arguments);
        }
        if table.defining_macros && receiver.is_none() {
            self.defined_by_macro(&arguments);
        }
        let decorated = self
            .stack
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|frame| frame.role.is_some_and(|role| role.decorator.is_some()));
        let is_tag = self.tags.contains(&Reader::span(name).start);
        let form = match (decorated, call.construct) {
            _ if is_tag => Form::Tag,
            (true, _) => Form::Decorator,
            (_, true) => Form::Construct,
            _ => Form::Call,
        };
        let type_arguments = field(call.type_arguments).map_or_else(Vec::new, |list| self.reader.types(list));
        let mut context = self.context(node);
        let (receiver, checked) = self.checked_receiver(receiver);
        context.mocked |= checked;
        if field(call.function).is_some_and(|callee| self.reader.negates(callee)) {
            context.deny();
        }
        let name_text = match call.selector {
            true => self.selector(node, call.name),
            false => self.reader.slice(name).to_owned(),
        };
        let mut receiver_value = receiver.map(|node| match self.reader.expression(node, DEPTH) {
            // `:module.function(…)`: a symbol that something is called on is a module's name
            Expression::Text(text) if self.reader.role(node).is_some_and(|role| role.symbol) => Expression::Path(text),
            value => value,
        });
        if let (Some(Expression::Path(path)), Some(prefix)) = (&receiver_value, prefix) {
            receiver_value = Some(Expression::Path(self.reader.name(&format!("{path}.{prefix}"))));
        }
        self.facts.calls.push(Call {
            form,
            name: self.reader.name(&name_text),
            name_span: Reader::span(name),
            span: self.reader.call_span(node, call),
            receiver: receiver_value,
            receiver_span: receiver.map_or_else(Span::default, Reader::span),
            arguments,
            types: type_arguments,
            scope: self.scope,
            context,
        });
    }

    /// `list.map(f)` runs its function, or its block, once for each element.
    fn repeated(&mut self, name: Node<'t>, block: Option<Node<'t>>, arguments: &[Argument]) {
        let methods = &self.reader.grammar.table.iterator_methods;
        if methods.iter().any(|method| method == self.reader.slice(name)) {
            let functions = arguments.iter().filter_map(|argument| match argument.value {
                Expression::Function(span) => Some(span),
                _ => None,
            });
            self.loops.extend(functions.chain(block.map(Reader::span)));
        }
    }

    /// `b::c` behind `a::`: what goes before the last name, and the last name.
    fn qualified(&self, name: Node<'t>) -> (Option<String>, Node<'t>) {
        let mut node = self.reader.unwrap(name);
        let start = node.start_byte();
        for _ in 0..8 {
            let Some((_, Some(last))) = self.reader.role(node).and_then(|role| role.member) else {
                break;
            };
            let Some(last) = last.of(node) else { break };
            node = self.reader.unwrap(last);
        }
        let before = self.reader.text.get(start..node.start_byte()).unwrap_or("");
        let before = before.trim_end_matches(':').replace("::", ".");
        (Some(before).filter(|before| !before.is_empty()), node)
    }

    /// `isOn:forUser:`: the pieces of a name between arguments.
    fn selector(&self, node: Node<'t>, pieces: Option<Field>) -> String {
        let pieces = pieces.map_or_else(Vec::new, |pieces| pieces.all(node));
        let mut cursor = node.walk();
        let takes = node
            .children(&mut cursor)
            .any(|child| self.reader.slice(child).starts_with(':'));
        pieces
            .iter()
            .map(|piece| self.reader.slice(*piece))
            .fold(String::new(), |name, piece| match takes {
                true => format!("{name}{piece}:"),
                false => format!("{name}{piece}"),
            })
    }

    /// The arguments between the pieces of a name.
    fn between(&self, node: Node<'t>, call: &crate::language::Call) -> Vec<Argument> {
        let receiver = call.receiver.and_then(|receiver| receiver.of(node));
        let pieces = call.name.map_or_else(Vec::new, |pieces| pieces.all(node));
        let is_argument = |child: &Node<'t>| {
            receiver.is_none_or(|receiver| receiver.id() != child.id())
                && !pieces.iter().any(|piece| piece.id() == child.id())
        };
        let children = self.reader.children(node).into_iter().filter(is_argument);
        children.take(64).map(|child| self.argument(child)).collect()
    }

    /// `:k |> enabled?()`: what stands on the left of a pipe to the current node.
    fn piped(&self) -> Option<Argument> {
        let [.., parent, own] = &self.stack[..] else {
            return None;
        };
        let (operator, left, right) = parent.role?.pipe.as_ref()?;
        let is_right = right.of(parent.node).is_some_and(|right| right.id() == own.node.id());
        if !is_right || !self.reader.has_operator(parent.node, std::slice::from_ref(operator)) {
            return None;
        }
        left.of(parent.node).map(|left| self.argument(left))
    }

    /// `BASE_FEATURE(kNewTab, "NewTab", …)` outside of functions gives the name its text.
    fn defined_by_macro(&mut self, arguments: &[Argument]) {
        let [name, value, ..] = arguments else { return };
        let (Expression::Path(path), Expression::Text(_)) = (&name.value, &value.value) else {
            return;
        };
        let inside = self.facts.enclosing(self.scope).any(|index| {
            let scope = self.facts.scopes.get(index as usize);
            scope.is_some_and(|scope| scope.kind == ScopeKind::Function)
        });
        if inside || path.contains('.') {
            return;
        }
        self.facts.bindings.push(Binding {
            name: path.clone(),
            kind: BindingKind::Variable,
            scope: self.scope,
            value_scope: self.scope,
            name_span: name.span,
            value: value.value.clone(),
            value_span: value.span,
            types: Vec::new(),
        });
    }

    /// `verify(client).isOn(…)`, `client.Received().IsOn(…)`: the mock that is set up or checked, and whether it is.
    fn checked_receiver(&self, receiver: Option<Node<'t>>) -> (Option<Node<'t>>, bool) {
        let names = &self.reader.grammar.table.test.setup_receivers;
        let checked = receiver.filter(|_| !names.is_empty()).and_then(|receiver| {
            let node = self.reader.unwrap(receiver);
            let call = self.reader.role(node)?.call.as_ref()?;
            let (of, name) = match call.function.and_then(|function| function.of(node)) {
                Some(function) => self.callee(function)?,
                None => (call.receiver.and_then(|of| of.of(node)), call.name?.of(node)?),
            };
            let text = self.reader.slice(name);
            names.iter().find(|name| *name == text)?;
            let list = call.arguments.and_then(|list| list.of(node));
            let argument = list.and_then(|list| self.reader.first(list));
            let is_name = |node: &Node<'t>| matches!(self.reader.expression(*node, 3), Expression::Path(_));
            argument.filter(is_name).or(of)
        });
        (checked.or(receiver), checked.is_some())
    }

    /// `define('KEY', 'k')`: a constant of the whole file.
    fn define(&mut self, arguments: &[Argument]) {
        let [name, value, ..] = arguments else { return };
        let Expression::Text(text) = &name.value else { return };
        self.facts.bindings.push(Binding {
            name: text.clone(),
            kind: BindingKind::Variable,
            scope: FILE_SCOPE,
            value_scope: FILE_SCOPE,
            name_span: name.span,
            value: value.value.clone(),
            value_span: value.span,
            types: Vec::new(),
        });
    }

    /// `const x = require("m")`: the name is an import.
    fn required(&mut self, module: Name) {
        let parent = self.stack.iter().rev().nth(1);
        let bound = parent.and_then(|frame| Some((frame.node, frame.role?.binding.as_ref()?)));
        let name = bound.and_then(|(node, binding)| binding.name.of(node));
        let Some(name) = name else {
            self.facts.imports.push(Import {
                module,
                name: None,
                alias: self.reader.name(""),
            });
            return;
        };
        let Some(pattern) = self.reader.role(name).and_then(|role| role.pattern.as_ref()) else {
            let alias = self.reader.name(self.reader.slice(name));
            self.facts.imports.push(Import {
                module,
                name: None,
                alias,
            });
            return;
        };
        for child in self.reader.children(name) {
            let part = |field: Field| field.of(child).unwrap_or(child);
            let (key, value) = match child.kind_id() == pattern.pair {
                true => (part(pattern.key), part(pattern.value)),
                false => (child, child),
            };
            let (key, alias) = (
                self.reader.name(self.reader.slice(key)),
                self.reader.name(self.reader.slice(value)),
            );
            self.facts.imports.push(Import {
                module: module.clone(),
                name: Some(key),
                alias,
            });
        }
    }

    /// The receiver and the name of a callee.
    fn callee(&self, function: Node<'t>) -> Option<(Option<Node<'t>>, Node<'t>)> {
        let mut node = self.reader.unwrap(function);
        for _ in 0..3 {
            let Some(role) = self.reader.role(node) else {
                // `f::<T>`, `f[T]`: the name is the first child
                node = self.reader.first(node)?;
                continue;
            };
            if let Some((object, name)) = role.member {
                let part = |field: Option<Field>, at: u32| match field {
                    Some(field) => field.of(node),
                    None => node.named_child(at),
                };
                return Some((part(object, 0), part(name, 1)?));
            }
            if role.identifier {
                return Some((None, node));
            }
            if let Some(callee) = self.reader.under_prefix(node) {
                node = callee;
                continue;
            }
            if let Some((object, _)) = role.subscript {
                node = object.and_then(|field| field.of(node))?;
                continue;
            }
            return None;
        }
        None
    }

    fn arguments(&self, list: Node<'t>) -> Vec<Argument> {
        self.reader
            .flat(list)
            .into_iter()
            .take(BREADTH)
            .map(|child| self.argument(child))
            .collect()
    }

    fn argument(&self, node: Node<'t>) -> Argument {
        if let Some((name, value)) = self.reader.role(node).and_then(|role| role.keyword)
            && let (Some(name), Some(value)) = (name.of(node), value.of(node))
        {
            return Argument {
                keyword: Some(self.reader.key(name, 2).0),
                span: Reader::span(value),
                value: self.reader.expression(value, DEPTH),
            };
        }
        Argument {
            keyword: None,
            span: Reader::span(node),
            value: self.reader.expression(node, DEPTH),
        }
    }

    fn element(&mut self, node: Node<'t>, role: &Role) {
        let Some(name) = role.element.and_then(|field| field.of(node)) else {
            return;
        };
        let Some((receiver, name)) = self.callee(name) else {
            return;
        };
        let mut arguments = Vec::new();
        for attribute in self.reader.children(node) {
            if !self.reader.role(attribute).is_some_and(|role| role.attribute) {
                continue;
            }
            let parts = self.reader.children(attribute);
            let Some(key) = parts.first() else { continue };
            let value = parts.get(1).map(|node| self.reader.unwrap(*node));
            arguments.push(Argument {
                keyword: Some(self.reader.name(self.reader.slice(*key))),
                span: value.map_or_else(|| Reader::span(*key), Reader::span),
                value: value.map_or(Expression::Boolean(true), |node| self.reader.expression(node, DEPTH)),
            });
        }
        let context = self.context(node);
        self.facts.calls.push(Call {
            form: Form::Component,
            name: self.reader.name(self.reader.slice(name)),
            name_span: Reader::span(name),
            span: Reader::span(node),
            receiver: receiver.map(|node| self.reader.expression(node, DEPTH)),
            receiver_span: receiver.map_or_else(Span::default, Reader::span),
            arguments,
            types: Vec::new(),
            scope: self.scope,
            context,
        });
    }

    /// `@Name(arguments)` where the decorator is no call of its own.
    fn decorator(&mut self, node: Node<'t>, role: &Role) {
        let Some((Some(name), arguments)) = role.decorator else {
            return;
        };
        let Some(name) = name.of(node) else {
            return;
        };
        let name = self.callee(name).map_or(name, |(_, name)| name);
        let text = self.reader.slice(name);
        if self
            .reader
            .grammar
            .table
            .test
            .decorators
            .iter()
            .any(|test| test == text)
            && let Some(scope) = self.facts.scopes.get_mut(self.scope as usize)
        {
            scope.test = true;
        }
        let list = arguments.and_then(|field| field.of(node));
        let arguments = match role.flat_decorator {
            true => self.flat_arguments(node),
            false => list.map_or_else(Vec::new, |list| self.arguments(list)),
        };
        self.facts.calls.push(Call {
            form: Form::Decorator,
            name: self.reader.name(text),
            name_span: Reader::span(name),
            span: Reader::span(node),
            receiver: None,
            receiver_span: Span::default(),
            arguments,
            types: Vec::new(),
            scope: self.scope,
            context: CallContext::default(),
        });
    }

    /// `@Name(label: value, value)` whose labels and values stand side by side behind the name.
    fn flat_arguments(&self, node: Node<'t>) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let mut label = None;
        let mut cursor = node.walk();
        let children = node.children(&mut cursor).skip_while(|child| child.kind() != "(");
        for child in children.filter(Node::is_named).take(BREADTH) {
            if label.is_none() && child.next_sibling().is_some_and(|next| next.kind() == ":") {
                label = Some(self.reader.name(self.reader.slice(child)));
                continue;
            }
            arguments.push(Argument {
                keyword: label.take(),
                span: Reader::span(child),
                value: self.reader.expression(child, DEPTH),
            });
        }
        arguments
    }

    fn returned(&mut self, node: Node<'t>) {
        const KEPT: usize = 4;
        let Some(value) = self.reader.first(node) else { return };
        let value = self.reader.expression(self.first_of(value), DEPTH);
        // A lambda's return is its own; the scope is the innermost function.
        let function = self.facts.enclosing(self.scope).find(|index| {
            self.facts
                .scopes
                .get(*index as usize)
                .is_some_and(|s| s.kind == ScopeKind::Function)
        });
        if let Some(scope) = function.and_then(|index| self.facts.scopes.get_mut(index as usize))
            && scope.returns.len() < KEPT
        {
            scope.returns.push(value);
        }
    }

    /// What the nodes above do with a result. The current node is on top of the stack.
    fn context(&mut self, node: Node<'t>) -> CallContext {
        let mut context = CallContext {
            whole: Meaning::OWN,
            ..CallContext::default()
        };
        let mut branches = Vec::new();
        let (mut below, mut child) = (node, node);
        let top = self.stack.len().saturating_sub(1);
        let mut field = self.stack.get(top).and_then(|frame| frame.field);
        // Behind a comparison or another call the value is no longer the flag's own.
        let mut own = true;
        // Nothing was done with the result yet.
        let mut bare = true;
        for index in (0..top).rev().take(CLIMB) {
            let Some(Frame {
                node: parent,
                role,
                field: parent_field,
                ..
            }) = self.stack.get(index)
            else {
                break;
            };
            let (parent, role, parent_field) = (*parent, *role, *parent_field);
            let Some(role) = role else {
                // A comparison, or whatever else has several parts.
                if parent.named_child_count() > 1 {
                    context.whole = Meaning::default();
                }
                bare = false;
                (below, child, field) = (child, parent, parent_field);
                continue;
            };
            context.discarded |= bare && self.drops(parent, role, child);
            bare &= role.transparent;
            if let Some((operators, _)) = &role.negation
                && (operators.is_empty() || self.reader.has_operator(parent, operators))
            {
                context.negated ^= own;
                context.whole = context.whole.negated();
            } else if role.transparent || role.reference || role.sequence {
            } else if let Some((_, left, right)) = role
                .fallback
                .as_ref()
                .filter(|(operators, ..)| self.reader.has_operator(parent, operators))
            {
                if left.holds(parent, child, field) && own && context.fallback.is_none() && is_nullish(parent) {
                    context.fallback = right
                        .of(parent)
                        .map(|right| (self.reader.expression(right, DEPTH), Reader::span(right)));
                }
                // `a || false` is `a`
                let right_side = right.of(parent).map(|right| self.reader.expression(right, DEPTH));
                let adds = right_side != Some(Expression::Boolean(false));
                if !is_nullish(parent) && adds {
                    context.whole = context.whole.or();
                }
            } else if let Some(branch) = self.decided(parent, role, (below, child), field) {
                let (record, negated) = branch;
                context.negated ^= negated && own;
                let meaning = if negated {
                    context.whole.negated()
                } else {
                    context.whole
                };
                branches.push((record, meaning));
                if !self.continues(role) {
                    break;
                }
                context.whole = context.whole.and();
            } else if let Some(name) = self.held_by(parent, role, child, field) {
                context.bound = Some(name);
                break;
            } else if self.continues(role) || !role.disjunction.is_empty() {
                context.whole = self.combined(parent, role, context.whole);
            } else if role.member.is_some() || role.subscript.is_some() || role.pipe.is_some() {
                // `.value` of a detail, or the callee of the next call
            } else if self.is_function(parent, role) {
                context.returned = own && self.is_result(parent, role, child, below, node);
                context.mocked = self.setup_call(index).is_some();
                break;
            } else if let Some(call) = &role.call {
                match self.chained(parent, call, child, field) {
                    Chained::Setup => {
                        context.mocked = true;
                        context.set = self.set_above(index);
                    }
                    Chained::Default(value) if own => context.fallback = context.fallback.or(value),
                    Chained::Default(_) => {}
                    Chained::Method => {
                        own = false;
                        context.whole = Meaning::default();
                        context.set = context.set.or_else(|| self.first_truth(parent, call));
                    }
                    Chained::Argument => break,
                }
                if context.mocked {
                    break;
                }
            } else if role.returns {
                context.returned = own;
                break;
            } else if role.interpolation
                || role.list
                || role.entry.is_some()
                || role.keyword.is_some()
                || role.each.is_some()
            {
                own = false;
                context.whole = Meaning::default();
            } else if role.container.is_some() || role.binding.is_some() || role.comment {
                break;
            }
            (below, child, field) = (child, parent, parent_field);
        }
        let at_top = self.stack.first().is_some_and(|root| root.node.id() == child.id());
        // What code in a template gives is printed, or decides.
        context.discarded &= self.reader.grammar.table.template.is_none();
        if at_top && let Some((index, negated)) = self.template_branch(Reader::span(node)) {
            context.negated ^= negated && own;
            let meaning = if negated {
                context.whole.negated()
            } else {
                context.whole
            };
            branches.push((index, meaning));
        }
        branches.reverse();
        (context.branches, context.meanings) = branches.into_iter().unzip();
        context
    }

    /// Whether a statement takes no notice of the expression that it holds.
    fn drops(&mut self, parent: Node<'t>, role: &Role, child: Node<'t>) -> bool {
        if role.statement {
            return true;
        }
        role.statement_list && self.last_of(parent) != Some(child.id())
    }

    /// What `a && b` or `a || b` says of one side; any other operator says nothing.
    fn combined(&self, node: Node<'t>, role: &Role, side: Meaning) -> Meaning {
        let mut ands = role.branch.iter().filter(|branch| !branch.operator.is_empty());
        if ands.any(|branch| self.reader.has_operator(node, &branch.operator)) {
            side.and()
        } else if self.reader.has_operator(node, &role.disjunction) {
            side.or()
        } else {
            Meaning::default()
        }
    }

    /// The first truth value among a call's arguments.
    fn first_truth(&self, node: Node<'t>, call: &crate::language::Call) -> Option<bool> {
        let list = call.arguments?.of(node)?;
        let few = u32::try_from(list.named_child_count().min(4)).ok()?;
        let mut arguments = (0..few).filter_map(|at| list.named_child(at));
        arguments.find_map(|argument| match self.reader.expression(argument, 2) {
            Expression::Boolean(value) => Some(value),
            _ => None,
        })
    }

    /// `when(client.isOn(k)).thenReturn(true)`: the truth value that a mock's set-up gives, in the calls from `index` up.
    fn set_above(&self, index: usize) -> Option<bool> {
        let above = (0..=index).rev().take(5).filter_map(|at| self.stack.get(at));
        let calls = above.filter_map(|frame| Some((frame.node, frame.role?.call.as_ref()?)));
        calls.into_iter().find_map(|(node, call)| self.first_truth(node, call))
    }

    /// The mock's set-up that the function at `index` is handed to: `every { client.isOn(…) }`, `mock.Setup(m => m.IsOn(…))`.
    fn setup_call(&self, index: usize) -> Option<(Node<'t>, &'static crate::language::Call)> {
        let above = self.stack.get(..index).unwrap_or(&[]).iter().rev().take(3);
        let (node, call) = above
            .filter_map(|frame| Some((frame.node, frame.role?.call.as_ref()?)))
            .next()?;
        let name = match call.function.and_then(|function| function.of(node)) {
            Some(function) => self.callee(function)?.1,
            None => call.name?.of(node)?,
        };
        let text = self.reader.slice(name);
        let setups = &self.reader.grammar.table.test.setup_calls;
        setups.iter().any(|wanted| wanted == text).then_some((node, call))
    }

    /// Whether an expression is the whole result of a function: its body, or the last one of it.
    fn is_result(
        &mut self,
        function: Node<'t>,
        role: &Role,
        child: Node<'t>,
        expression: Node<'t>,
        call: Node<'t>,
    ) -> bool {
        let field = role.function.as_ref().and_then(|function| function.body);
        let Some(body) = field.and_then(|field| field.of(function)) else {
            return false;
        };
        let implicit = self.reader.grammar.table.implicit_return;
        if body.id() != child.id() {
            // The body stands deeper: its last expression, or nothing of it.
            let last = self.last_expression(body).filter(|_| implicit);
            return last
                .is_some_and(|last| last.start_byte() <= call.start_byte() && call.end_byte() <= last.end_byte());
        }
        expression.id() == body.id()
            || self.reader.role(body).is_some_and(|role| role.transparent)
            || (implicit && self.last_of(body) == Some(expression.id()))
    }

    /// The node that a block ends with; asked by every call of the block, so it is looked up once.
    fn last_of(&mut self, body: Node<'t>) -> Option<usize> {
        if let Some(known) = self.last.get(&body.id()) {
            return *known;
        }
        let last = self.last_expression(body).map(|node| node.id());
        self.last.insert(body.id(), last);
        last
    }

    /// `&&` is a branch and goes on upwards.
    fn continues(&self, role: &Role) -> bool {
        role.branch.iter().any(|branch| !branch.operator.is_empty())
    }

    /// The branch that the child is the condition of.
    fn decided(
        &mut self,
        parent: Node<'t>,
        role: &Role,
        path: (Node<'t>, Node<'t>),
        field: Option<u16>,
    ) -> Option<(u32, bool)> {
        let (below, child) = path;
        for branch in &role.branch {
            if !branch.operator.is_empty() && !self.reader.has_operator(parent, &branch.operator) {
                continue;
            }
            if !self.reader.says(parent, &branch.words) {
                continue;
            }
            let by_position = || {
                let children = self.reader.children(parent);
                let part = |at: usize| branch.positions.get(at).and_then(|at| children.get(*at)).copied();
                (part(0), part(1), part(2))
            };
            let by_field = || {
                let part = |field: Option<Field>| field?.of(parent);
                (None, part(branch.consequence), part(branch.alternative))
            };
            let (condition, consequence, alternative) = if branch.positions.is_empty() {
                by_field()
            } else {
                by_position()
            };
            let is_condition = match (branch.condition, condition) {
                // among other arguments only the condition itself decides
                (Some(condition), _) if branch.words.is_some() => {
                    condition.of(parent).is_some_and(|part| part.id() == below.id())
                }
                (Some(condition), _) => condition.holds(parent, child, field),
                (None, Some(condition)) => condition.id() == child.id(),
                (None, None) => false,
            };
            if !is_condition {
                continue;
            }
            let next = u32::try_from(self.facts.branches.len()).unwrap_or(u32::MAX);
            let index = *self.branches.entry(parent.id()).or_insert(next);
            if index == next {
                let cut = |node: Node<'_>| self.focus.is_some_and(|focus| focus.cuts(&node.byte_range()));
                let arm = |node: Node<'t>, end: usize| flow::Arm {
                    node,
                    role: self.reader.role(node),
                    end: end.min(node.end_byte()),
                };
                let alternative = alternative.map(|node| arm(node, usize::MAX));
                let before = alternative.map(|arm| arm.node.start_byte());
                let consequence = consequence.map(|node| {
                    let within = before.filter(|start| *start > node.start_byte());
                    arm(node, within.unwrap_or(usize::MAX))
                });
                let same = consequence.zip(alternative).is_some_and(|(one, two)| {
                    if cut(one.node) || cut(two.node) {
                        let (one, two) = (self.reader.slice(one.node), self.reader.slice(two.node));
                        return flow::alike_in_text(self.reader.grammar, one, two);
                    }
                    flow::alike(self.reader.text, one, two)
                });
                self.facts.branches.push(Branch {
                    span: Reader::span(parent),
                    consequence: consequence.map(|arm| arm.span()),
                    alternative: alternative.map(|arm| arm.span()),
                    negated: branch.negated,
                    same,
                });
            }
            return Some((index, branch.negated));
        }
        None
    }

    fn chained(&self, parent: Node<'t>, call: &crate::language::Call, child: Node<'t>, field: Option<u16>) -> Chained {
        let test = &self.reader.grammar.table.test;
        let part = |field: Option<Field>| field?.of(parent);
        let is = |wanted: Option<Field>| wanted.is_some_and(|wanted| wanted.holds(parent, child, field));
        let callee = part(call.function)
            .and_then(|node| self.callee(node))
            .map(|(_, name)| name)
            .or(part(call.name));
        let name = callee.map_or("", |node| self.reader.slice(node));
        if is(call.function) || is(call.receiver) {
            if test.setup_chain.iter().any(|method| method == name) {
                return Chained::Setup;
            }
            if self
                .reader
                .grammar
                .table
                .default_methods
                .iter()
                .any(|method| method == name)
            {
                let argument = part(call.arguments).and_then(|list| self.reader.first(list));
                return Chained::Default(
                    argument.map(|node| (self.reader.expression(node, DEPTH), Reader::span(node))),
                );
            }
            return Chained::Method;
        }
        if test.setup_calls.iter().any(|method| method == name) {
            Chained::Setup
        } else {
            Chained::Argument
        }
    }
}

enum Chained {
    /// A mock's set-up or check.
    Setup,
    /// A method that gives a default.
    Default(Option<(Expression, Span)>),
    /// Another method of the result.
    Method,
    /// The result is handed on.
    Argument,
}

/// `??` gives a default; `||` may be a condition as well, so it does not.
fn is_nullish(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .any(|child| matches!(child.kind(), "??" | "?:"))
}

/// Short, without blanks, and at least one letter: worth comparing with a registry's keys.
fn could_be_key(text: &str) -> bool {
    (2..=100).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':' | b'/'))
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}
