//! Expressions, as far as keys and receivers need them: bounded in depth and in breadth.

use std::cell::RefCell;

use rustc_hash::FxHashSet;
use tree_sitter::Node;

use crate::facts::{Entry, Expression, Item, Name, Part};
use crate::language::{Field, Grammar, Language, Role, Words};
use crate::source::Span;

/// How deep an expression is looked into.
pub(crate) const DEPTH: u8 = 8;
/// What a level of a list or an object costs of that: tables of tables are data, not keys.
const NESTED: u8 = 2;
/// How many elements of a list, members of an object or arguments of a call are kept.
pub(crate) const BREADTH: usize = 4096;
/// So many children are asked for by their place: a cursor costs more.
const FEW: usize = 4;
/// How many members a path has at most, and how many parentheses stand around an expression.
const CHAIN: usize = 32;

/// Reads nodes of one file.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) language: &'static Language,
    pub(crate) grammar: &'static Grammar,
    names: RefCell<FxHashSet<Name>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, language: &'static Language) -> Self {
        Self {
            text,
            language,
            grammar: language.grammar(),
            names: RefCell::default(),
        }
    }

    pub(crate) fn role(&self, node: Node<'_>) -> Option<&'static Role> {
        self.grammar.role(node.kind_id())
    }

    /// The same text is stored once per file.
    pub(crate) fn name(&self, text: &str) -> Name {
        let mut names = self.names.borrow_mut();
        if let Some(name) = names.get(text) {
            return name.clone();
        }
        let name = Name::from(text);
        names.insert(name.clone());
        name
    }

    pub(crate) fn slice(&self, node: Node<'_>) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    pub(crate) fn span(node: Node<'_>) -> Span {
        Span::new(node.start_byte(), node.end_byte())
    }

    /// Named children without comments, at most [`BREADTH`] of them.
    pub(crate) fn children<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let says = |child: &Node<'t>| !self.role(*child).is_some_and(|role| role.comment);
        let count = node.named_child_count();
        if count <= FEW {
            let all = (0..count).filter_map(|at| node.named_child(u32::try_from(at).ok()?));
            return all.filter(says).collect();
        }
        let mut cursor = node.walk();
        node.named_children(&mut cursor).filter(says).take(BREADTH).collect()
    }

    pub(crate) fn first<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let says = |child: &Node<'_>| !self.role(*child).is_some_and(|role| role.comment);
        // Hardly any begins with a comment, and a cursor costs more than a child.
        let first = node.named_child(0)?;
        if says(&first) {
            return Some(first);
        }
        let mut cursor = node.walk();
        node.named_children(&mut cursor).find(says)
    }

    /// The node that a chain of parentheses, casts, `await` and the like stands for.
    pub(crate) fn unwrap<'t>(&self, mut node: Node<'t>) -> Node<'t> {
        for _ in 0..CHAIN {
            let Some(role) = self.role(node) else { break };
            let marks = self.grammar.table.reference_marks.as_deref().unwrap_or("&*");
            let looks_through =
                role.transparent || (role.reference && self.slice(node).starts_with(|mark| marks.contains(mark)));
            let single = role.sequence && node.named_child_count() == 1;
            if !looks_through && !single {
                break;
            }
            match self.inner(node) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }

    /// The child that a node stands for: the first that says anything, not a qualifier before it.
    fn inner<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let first = self.first(node)?;
        if self.role(first).is_some() {
            return Some(first);
        }
        let mut cursor = node.walk();
        let says = node
            .named_children(&mut cursor)
            .take(CHAIN)
            .find(|child| self.role(*child).is_some_and(|role| !role.comment));
        says.or(Some(first))
    }

    /// Whether a node's operator is one of these.
    pub(crate) fn has_operator(&self, node: Node<'_>, operators: &[String]) -> bool {
        let mut cursor = node.walk();
        // Some grammars give an operator a node of its own.
        let is_operator = |child: Node<'_>| {
            child.child_count() == 0 || (child.kind().ends_with("_operator") && child.named_child_count() == 0)
        };
        node.children(&mut cursor)
            .any(|child| is_operator(child) && operators.iter().any(|text| text == self.slice(child)))
    }

    /// Whether a node's child reads as it must for a role; without words it may read as anything.
    pub(crate) fn says(&self, node: Node<'_>, words: &Option<Words>) -> bool {
        words.as_ref().is_none_or(|(word, words)| {
            let word = word.of(node).map_or("", |word| self.slice(word));
            words.iter().any(|known| known == word)
        })
    }

    /// Several nodes side by side are as many children.
    pub(crate) fn flat<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let is_several = |child: &Node<'t>| self.role(*child).is_some_and(|role| role.sequence && !role.object);
        let children = self.children(node);
        if !children.iter().any(is_several) {
            return children;
        }
        let mut flat = Vec::new();
        for child in children {
            match is_several(&child) {
                true => flat.extend(self.children(child)),
                false => flat.push(child),
            }
        }
        flat
    }

    /// Reads an expression.
    pub(crate) fn expression(&self, node: Node<'_>, depth: u8) -> Expression {
        let node = self.unwrap(node);
        let Some(role) = self.role(node).filter(|_| depth > 0) else {
            return Expression::Other;
        };
        if role.joined_strings {
            let parts = self
                .children(node)
                .into_iter()
                .map(|child| self.expression(child, depth));
            return concatenate(parts, self);
        }
        if role.string {
            return self.string(node, role, depth);
        }
        if let Some(literal) = self.literal(node, role) {
            return literal;
        }
        if role.unparsed {
            let text = self.slice(node).trim().trim_start_matches('@');
            // the rest of its line is a comment
            let code = text.split_once("//").map(|(code, _)| code);
            let code = code.filter(|code| code.matches('"').count() % 2 == 0);
            return crate::template::atom(code.unwrap_or(text));
        }
        if role.implicit_member && self.slice(node).starts_with('.') {
            return Expression::Path(self.name(self.slice(node)));
        }
        // Some languages write lists and objects alike: with entries it is an object.
        let entries = (role.object || role.paired_object).then(|| self.entries(node, depth));
        if let Some(entries) = entries.filter(|entries| !role.list || !entries.is_empty()) {
            return Expression::Object(self.name(""), entries);
        }
        if role.list {
            return Expression::List(self.items(node, depth));
        }
        if let Some((declared, body)) = role.literal
            && let Some(body) = body.of(node)
        {
            let name = declared.of(node).and_then(|node| self.types(node).into_iter().last());
            let entries = self.entries(body, depth);
            let of_list = || declared.of(node).is_some_and(|node| self.slice(node).starts_with('['));
            if entries.is_empty() && (self.role(body).is_some_and(|role| role.list) || of_list()) {
                return Expression::List(self.items(body, depth));
            }
            return Expression::Object(name.unwrap_or_else(|| self.name("")), entries);
        }
        self.operation(node, role, depth)
            .unwrap_or_else(|| self.access(node, role, depth))
    }

    fn literal(&self, node: Node<'_>, role: &Role) -> Option<Expression> {
        let text = self.slice(node);
        Some(if role.yes {
            Expression::Boolean(true)
        } else if role.no {
            Expression::Boolean(false)
        } else if role.boolean {
            Expression::Boolean(text == "true")
        } else if role.null {
            Expression::Null
        } else if role.number {
            Expression::Number(self.name(text))
        } else if role.function_value {
            Expression::Function(Self::span(node))
        } else {
            return None;
        })
    }

    fn operation(&self, node: Node<'_>, role: &Role, depth: u8) -> Option<Expression> {
        if let Some((operator, left, right)) = &role.concatenation
            && self.has_operator(node, std::slice::from_ref(operator))
        {
            return Some(self.concatenation(node, *left, *right, depth));
        }
        if let Some((operators, left, _)) = &role.fallback
            && self.has_operator(node, operators)
        {
            return left.of(node).map(|left| self.expression(left, depth - 1));
        }
        let branch = role.branch.iter().find(|branch| branch.operator.is_empty())?;
        let sides = if branch.positions.is_empty() {
            [branch.consequence, branch.alternative].map(|field| field?.of(node))
        } else {
            let children = self.children(node);
            [1, 2].map(|index| branch.positions.get(index).and_then(|at| children.get(*at)).copied())
        };
        let choices = sides
            .into_iter()
            .flatten()
            .map(|side| self.expression(side, depth - 1))
            .collect();
        Some(Expression::Choice(choices))
    }

    /// `a + b + c` leans to the left: one loop instead of a recursion.
    fn concatenation(&self, node: Node<'_>, left: Field, right: Field, depth: u8) -> Expression {
        let mut reversed = Vec::new();
        let mut rest = node;
        for _ in 0..CHAIN {
            let Some(side) = right.of(rest) else {
                return Expression::Other;
            };
            reversed.push(self.expression(side, depth - 1));
            let Some(side) = left.of(rest) else {
                return Expression::Other;
            };
            rest = self.unwrap(side);
            let again = self.role(rest).and_then(|role| role.concatenation.as_ref());
            if !again.is_some_and(|(operator, ..)| self.has_operator(rest, std::slice::from_ref(operator))) {
                reversed.push(self.expression(rest, depth - 1));
                return concatenate(reversed.into_iter().rev(), self);
            }
        }
        Expression::Other
    }

    fn items(&self, node: Node<'_>, depth: u8) -> Vec<Item> {
        self.children(node)
            .into_iter()
            .map(|child| Item {
                span: Self::span(child),
                value: self.expression(child, depth.saturating_sub(NESTED)),
            })
            .collect()
    }

    /// The members of an object literal.
    pub(crate) fn entries(&self, node: Node<'_>, depth: u8) -> Vec<Entry> {
        let mut entries = Vec::new();
        let children = self.flat(node);
        let by_turns = self.role(node).is_some_and(|role| role.paired_object);
        let pairs: Vec<_> = match by_turns {
            true => children.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(),
            false => children.into_iter().filter_map(|child| self.pair(child)).collect(),
        };
        for (key, value) in pairs {
            let (name, named) = self.key(key, depth.min(2));
            let bare = self.grammar.table.entry_keys_are_expressions
                && self.role(key).is_some_and(|role| role.identifier && !role.string);
            let computed = named || bare;
            entries.push(Entry {
                key: name,
                computed,
                key_span: Self::span(key),
                value_span: Self::span(value),
                value: self.expression(value, depth.saturating_sub(NESTED)),
            });
        }
        entries
    }

    /// The name and the value of a member of an object.
    fn pair<'t>(&self, node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
        let own = |node: Node<'t>| {
            let role = self.role(node)?;
            let (key, value) = role.entry.or(role.keyword)?;
            if let Some((operator, words)) = &role.entry_operator {
                let word = operator.of(node).map_or("", |operator| self.slice(operator));
                words.iter().find(|wanted| *wanted == word)?;
            }
            Some((key.of(node)?, value.of(node)?))
        };
        own(node).or_else(|| own(self.unwrap(node)))
    }

    /// A member's name, and whether it is an expression of its own.
    pub(crate) fn key(&self, node: Node<'_>, depth: u8) -> (Name, bool) {
        let inner = self.unwrap(node);
        let role = self.role(inner);
        let bare = inner.id() == node.id() && role.is_some_and(|role| role.identifier);
        if bare {
            return (self.name(self.slice(inner)), false);
        }
        let inner = if role.is_none() {
            self.first(inner).unwrap_or(inner)
        } else {
            inner
        };
        match self.expression(inner, depth.saturating_sub(1)) {
            Expression::Text(text) => (text, false),
            Expression::Path(path) => (path, true),
            _ => (self.name(self.slice(node).get(..64).unwrap_or("")), true),
        }
    }

    /// Names, members, indexes and calls.
    fn access(&self, node: Node<'_>, role: &Role, depth: u8) -> Expression {
        let mut reversed: Vec<Name> = Vec::new();
        let mut node = node;
        let mut role = role;
        for _ in 0..CHAIN {
            let step = self.member_step(node, role, depth);
            let (object, name) = match step {
                Some(step) => step,
                None => return self.root(node, role, reversed, depth),
            };
            reversed.push(name);
            node = self.unwrap(object);
            match self.role(node) {
                Some(next) => role = next,
                None => return Expression::Other,
            }
        }
        Expression::Other
    }

    /// `object.name` or `object["name"]` as its two halves.
    pub(crate) fn member_step<'t>(&self, node: Node<'t>, role: &Role, depth: u8) -> Option<(Node<'t>, Name)> {
        if let Some((object, name)) = role.member {
            let object = match object {
                Some(field) => field.of(node)?,
                None => node.named_child(0)?,
            };
            let name = match name {
                Some(field) => field.of(node)?,
                None => node.named_child(1)?,
            };
            return Some((object, self.name(&self.slice(self.unwrap(name)).replace("::", "."))));
        }
        if let Some((object, index)) = role.subscript {
            let children = self.children(node);
            let object = object.map_or_else(|| children.first().copied(), |at| at.of(node))?;
            let index = index.map_or_else(|| children.get(1).copied(), |at| at.of(node))?;
            return match self.expression(index, depth.min(2).saturating_sub(1)) {
                Expression::Text(text) => Some((object, text)),
                _ => None,
            };
        }
        let call = role.call.as_ref()?;
        if let (Some(function), Some(list)) = (call.function, call.arguments.and_then(|list| list.of(node)))
            && self.slice(list).starts_with('[')
        {
            let index = self.first(list)?;
            return match self.expression(index, depth.min(2).saturating_sub(1)) {
                Expression::Text(text) => Some((function.of(node)?, text)),
                _ => None,
            };
        }
        if !self.grammar.table.member_without_arguments {
            return None;
        }
        let absent = |field: Option<Field>| field.is_none_or(|field| field.of(node).is_none());
        if !absent(call.arguments) || !absent(call.block) {
            return None;
        }
        let object = call.receiver?.of(node)?;
        let name = self.slice(call.name?.of(node)?);
        let plain = !self
            .grammar
            .table
            .transparent_methods
            .iter()
            .any(|method| method == name);
        plain.then(|| (object, self.name(name)))
    }

    /// The callee under a prefix operator: some grammars read `!a.b(c)` as a call of `!a.b`.
    pub(crate) fn under_prefix<'t>(&self, callee: Node<'t>) -> Option<Node<'t>> {
        let (_, operand) = self.role(callee)?.negation.as_ref()?;
        let is_member = self.slice(callee).starts_with('.');
        (*operand).filter(|_| !is_member).and_then(|operand| operand.of(callee))
    }

    /// Whether a node turns a truth value around.
    pub(crate) fn negates(&self, node: Node<'_>) -> bool {
        let negation = self.role(node).and_then(|role| role.negation.as_ref());
        negation.is_some_and(|(operators, _)| operators.is_empty() || self.has_operator(node, operators))
    }

    /// Where a call stands, without a prefix operator that its callee holds.
    pub(crate) fn call_span(&self, node: Node<'_>, call: &crate::language::Call) -> Span {
        let callee = call.function.and_then(|function| function.of(node));
        let start = callee.and_then(|callee| self.under_prefix(callee));
        Span::new(
            start.map_or(node.start_byte(), |start| start.start_byte()),
            node.end_byte(),
        )
    }

    /// What a chain of members begins with.
    fn root(&self, node: Node<'_>, role: &Role, reversed: Vec<Name>, depth: u8) -> Expression {
        let base = if role.this {
            Expression::Path(self.name("self"))
        } else if role.identifier {
            Expression::Path(self.identifier(self.slice(node)))
        } else if let Some(call) = &role.call {
            self.call(node, call, depth)
        } else if role.macros {
            self.format_macro(node).unwrap_or(Expression::Other)
        } else if reversed.is_empty() {
            return Expression::Other;
        } else {
            self.expression(node, depth - 1)
        };
        reversed.into_iter().rev().fold(base, |base, name| match base {
            Expression::Path(path) => Expression::Path(self.name(&format!("{path}.{name}"))),
            Expression::Other => Expression::Other,
            base => Expression::Member(Box::new(base), name),
        })
    }

    fn identifier(&self, text: &str) -> Name {
        let table = &self.grammar.table;
        if table.self_names.iter().any(|name| name == text) {
            return self.name("self");
        }
        match table.field_sigil.and_then(|sigil| text.strip_prefix(sigil)) {
            Some(field) => self.name(&format!("self.{}", field.trim_start_matches('@'))),
            None => self.name(text),
        }
    }

    /// Whether a call may stand for its receiver or for a formatted string.
    fn is_special(&self, node: Node<'_>, call: &crate::language::Call) -> bool {
        let callee = call.function.or(call.name).and_then(|field| field.of(node));
        let text = callee.map_or("", |callee| self.slice(callee));
        let last = text.rsplit(['.', ':']).next().unwrap_or(text);
        let table = &self.grammar.table;
        let ends = |name: &String| name.ends_with(last) && !last.is_empty();
        let lists = [
            &table.transparent_methods,
            &table.format_functions,
            &table.list_functions,
            &table.object_functions,
            &table.name_functions,
        ];
        lists.into_iter().any(|names| names.iter().any(ends))
    }

    fn call(&self, node: Node<'_>, call: &crate::language::Call, depth: u8) -> Expression {
        let table = &self.grammar.table;
        if !self.is_special(node, call) {
            return Expression::Call(self.call_span(node, call));
        }
        let field = |field: Option<Field>| field?.of(node);
        let arguments = field(call.arguments).map_or_else(Vec::new, |list| self.children(list));
        if let Some(function) = field(call.function) {
            let function = self.unwrap(function);
            if let Expression::Path(path) = self
                .role(function)
                .map_or(Expression::Other, |role| self.access(function, role, depth.min(3)))
            {
                let spelled = |name: &String| name.replace("::", ".") == *path;
                if let [argument] = arguments[..]
                    && table.transparent_methods.iter().any(spelled)
                {
                    return self.expression(argument, depth - 1);
                }
                if let [format, values @ ..] = &arguments[..]
                    && table.format_functions.iter().any(spelled)
                {
                    return self.formatted(*format, values, depth);
                }
                if let [argument] = arguments[..]
                    && table.name_functions.iter().any(spelled)
                {
                    let name = self.slice(argument);
                    return Expression::Text(self.name(name.rsplit('.').next().unwrap_or(name)));
                }
                if let Some(list) = field(call.arguments) {
                    if table.list_functions.iter().any(spelled) {
                        return Expression::List(self.items(list, depth));
                    }
                    if table.object_functions.iter().any(spelled) {
                        return Expression::Object(self.name(""), self.entries(list, depth));
                    }
                }
            }
            if let Some((object, name)) = self
                .role(function)
                .and_then(|role| self.member_step(function, role, depth))
                && arguments.is_empty()
                && table.transparent_methods.iter().any(|method| **method == *name)
            {
                return self.expression(object, depth - 1);
            }
        } else if let (Some(receiver), Some(name), Some(list)) =
            (field(call.receiver), field(call.name), field(call.arguments))
            && let spelled = format!("{}.{}", self.slice(receiver), self.slice(name))
            && table.list_functions.contains(&spelled)
        {
            return Expression::List(self.items(list, depth));
        } else if let (None, Some(name), [argument]) = (field(call.receiver), field(call.name), &arguments[..])
            && table
                .transparent_methods
                .iter()
                .any(|method| method == self.slice(name))
        {
            return self.expression(*argument, depth - 1);
        } else if let (Some(receiver), Some(name)) = (field(call.receiver), field(call.name)) {
            let name = self.slice(name);
            if arguments.is_empty() && table.transparent_methods.iter().any(|method| method == name) {
                return self.expression(receiver, depth - 1);
            }
            let path = format!("{}.{name}", self.slice(receiver));
            if let [format, values @ ..] = &arguments[..]
                && table.format_functions.contains(&path)
            {
                return self.formatted(*format, values, depth);
            }
        }
        Expression::Call(self.call_span(node, call))
    }

    /// `Sprintf("a-%s", b)` as a string with holes.
    fn formatted(&self, format: Node<'_>, values: &[Node<'_>], depth: u8) -> Expression {
        let Expression::Text(format) = self.expression(format, depth - 1) else {
            return Expression::Other;
        };
        let mut parts = Vec::new();
        let mut values = values.iter();
        let mut text = String::new();
        let mut characters = format.chars().peekable();
        while let Some(character) = characters.next() {
            if character != '%' {
                text.push(character);
            } else if characters.next_if_eq(&'%').is_some() {
                text.push('%');
            } else {
                while characters.next_if(|next| !next.is_ascii_alphabetic()).is_some() {}
                characters.next();
                parts.push(Part::Text(self.name(&std::mem::take(&mut text))));
                let value = values
                    .next()
                    .map_or(Expression::Other, |value| self.expression(*value, depth - 1));
                parts.push(Part::Hole(value));
            }
        }
        parts.push(Part::Text(self.name(&text)));
        template(parts, self)
    }

    fn format_macro(&self, node: Node<'_>) -> Option<Expression> {
        let reader = self.language.macros?;
        let read = reader(self.text, Self::span(node), &self.grammar.table, &|text| {
            self.name(text)
        });
        read.value
    }

    fn string(&self, node: Node<'_>, role: &Role, depth: u8) -> Expression {
        if node.named_child_count() == 0 {
            return Expression::Text(self.name(unquote(self.slice(node), role.symbol)));
        }
        if self.grammar.table.string_content.is_empty() {
            return self.string_by_gaps(node, depth);
        }
        let mut parts = Vec::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor).take(BREADTH) {
            let Some(role) = self.role(child) else { continue };
            if role.string_content {
                self.content(child, &mut parts);
            } else if role.escape {
                parts.push(Part::Text(self.name(&unescape(self.slice(child)))));
            } else if role.interpolation {
                let value = self.first(child).map_or_else(
                    || self.expression(child, depth - 1),
                    |inner| self.expression(inner, depth - 1),
                );
                parts.push(Part::Hole(value));
            } else {
                // `"a-{$b}"`: a hole without a node of its own
                parts.push(Part::Hole(self.expression(child, depth - 1)));
            }
        }
        template(parts, self)
    }

    /// A string whose plain text has no node: it is what stands between the holes.
    fn string_by_gaps(&self, node: Node<'_>, depth: u8) -> Expression {
        // the text itself, where an interpolator stands before it
        let inner = self
            .children(node)
            .into_iter()
            .find(|child| self.role(*child).is_some_and(|role| role.string));
        let node = inner.unwrap_or(node);
        let quote = if self.slice(node).starts_with("\"\"\"") { 3 } else { 1 };
        let mut at = node.start_byte() + quote;
        let end = node.end_byte().saturating_sub(quote);
        let mut parts = Vec::new();
        for child in self.children(node) {
            let Some(role) = self.role(child) else { continue };
            parts.push(Part::Text(
                self.name(self.text.get(at..child.start_byte()).unwrap_or("")),
            ));
            if role.escape {
                parts.push(Part::Text(self.name(&unescape(self.slice(child)))));
            } else {
                let hole = self.first(child).unwrap_or(child);
                parts.push(Part::Hole(self.expression(hole, depth - 1)));
            }
            at = child.end_byte();
        }
        parts.push(Part::Text(self.name(self.text.get(at..end).unwrap_or(""))));
        template(parts, self)
    }

    /// Some grammars put escapes into the content.
    fn content(&self, node: Node<'_>, parts: &mut Vec<Part>) {
        let mut at = node.start_byte();
        let mut cursor = node.walk();
        for escape in node.named_children(&mut cursor).take(BREADTH) {
            parts.push(Part::Text(
                self.name(self.text.get(at..escape.start_byte()).unwrap_or("")),
            ));
            parts.push(Part::Text(self.name(&unescape(self.slice(escape)))));
            at = escape.end_byte();
        }
        parts.push(Part::Text(self.name(self.text.get(at..node.end_byte()).unwrap_or(""))));
    }

    /// The words of a type, in order: `Promise<LDClient>` gives both, `*ld.LDClient` gives `ld.LDClient`.
    pub(crate) fn types(&self, node: Node<'_>) -> Vec<Name> {
        self.types_in(self.slice(node))
    }

    /// The same for a type's text.
    pub(crate) fn types_in(&self, text: &str) -> Vec<Name> {
        const WORDS: usize = 6;
        let text = text
            .char_indices()
            .nth(200)
            .map_or(text, |(at, _)| text.get(..at).unwrap_or(""));
        let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | ':' | '$');
        text.split(|character| !is_word(character))
            .map(|word| word.trim_matches(|character| matches!(character, '.' | ':')))
            .filter(|word| word.starts_with(|character: char| character.is_alphabetic() || character == '_'))
            .filter(|word| {
                !matches!(
                    *word,
                    "var" | "some" | "inout" | "mut" | "dyn" | "impl" | "const" | "readonly" | "keyof" | "typeof"
                )
            })
            .take(WORDS)
            .map(|word| self.name(&word.replace("::", ".")))
            .collect()
    }
}

/// Joins parts of which some may have holes.
fn concatenate(parts: impl Iterator<Item = Expression>, reader: &Reader<'_>) -> Expression {
    let mut joined = Vec::new();
    for part in parts {
        match part {
            Expression::Text(text) => joined.push(Part::Text(text)),
            Expression::Template(inner) => joined.extend(inner),
            Expression::Number(text) => joined.push(Part::Text(text)),
            other => joined.push(Part::Hole(other)),
        }
    }
    template(joined, reader)
}

/// A template without holes is a text; neighbouring texts are one.
pub(crate) fn template(parts: Vec<Part>, reader: &Reader<'_>) -> Expression {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        match (merged.last_mut(), part) {
            (_, Part::Text(text)) if text.is_empty() => {}
            (Some(Part::Text(before)), Part::Text(text)) => *before = reader.name(&format!("{before}{text}")),
            (_, part) => merged.push(part),
        }
    }
    match &merged[..] {
        [] => Expression::Text(reader.name("")),
        [Part::Text(text)] => Expression::Text(text.clone()),
        _ => Expression::Template(merged),
    }
}

fn unquote(text: &str, symbol: bool) -> &str {
    if symbol {
        return text.trim().trim_start_matches(':').trim_end_matches(':');
    }
    let quotes = ['"', '\'', '`'];
    // C#'s verbatim strings
    let text = text.strip_prefix('@').unwrap_or(text);
    if let Some(text) = text.strip_prefix("\"\"\"").and_then(|text| text.strip_suffix("\"\"\"")) {
        return text;
    }
    text.strip_prefix(quotes)
        .and_then(|text| text.strip_suffix(quotes))
        .unwrap_or(text)
}

/// The escapes that all our languages share; any other stays as written.
fn unescape(text: &str) -> String {
    let Some(rest) = text.strip_prefix('\\') else {
        return text.to_owned();
    };
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let decoded = match rest.chars().next() {
        Some('n') => Some('\n'),
        Some('t') => Some('\t'),
        Some('r') => Some('\r'),
        Some('0') if rest.len() == 1 => Some('\0'),
        Some('u') => code(rest[1..].trim_start_matches('{').trim_end_matches('}')),
        Some('x') => code(&rest[1..]),
        Some(character @ ('\\' | '"' | '\'' | '`' | '/' | '$')) => Some(character),
        _ => None,
    };
    decoded.map_or_else(|| text.to_owned(), String::from)
}
