//! Collections of flags: object literals that give flags their values, reads of their members, types that list keys.

use tree_sitter::Node;

use super::Walker;
use crate::facts::expression::{BREADTH, Reader};
use crate::facts::{Binding, BindingKind, Expression, Lookup, Member, Name, ScopeKind, Table, TableEntry};
use crate::language::Role;
use crate::vocabulary;

/// How many nodes above an object literal may stand between it and what it is given to.
const ABOVE: usize = 4;

impl<'t> Walker<'_, 't> {
    /// An object literal that may give flags their values.
    pub(super) fn table(&mut self, node: Node<'t>, role: &Role) {
        let parent = self.stack.iter().rev().nth(1).and_then(|frame| frame.role);
        // The body of a typed literal was read with it.
        if role.object && parent.is_some_and(|parent| parent.literal.is_some()) {
            return;
        }
        let (types, body) = match role.literal {
            Some((declared, body)) => {
                let types = declared.of(node).map_or_else(Vec::new, |node| self.reader.types(node));
                (types, body.of(node))
            }
            None => (self.type_around(), Some(node)),
        };
        let typed = types.len() > 1;
        let (label, declared) = self.label(node);
        if !typed && !vocabulary::is_noun(&label) {
            return;
        }
        let Some(body) = body else { return };
        let entries = self.table_entries(body);
        if !entries.is_empty() {
            self.facts.tables.push(Table {
                label,
                types: if typed { types } else { declared },
                entries,
                scope: self.scope,
            });
        }
    }

    /// The type of a literal that leaves it out, because the literal around it says it: an element of a list has the rest
    /// of the list's type, a value of a map what stands behind the key's.
    fn type_around(&self) -> Vec<Name> {
        let mut values = 0;
        for frame in self.stack.iter().rev().skip(1).take(3 * ABOVE) {
            let Some(role) = frame.role else { return Vec::new() };
            if let Some((declared, _)) = role.literal {
                let types = declared
                    .of(frame.node)
                    .map_or_else(Vec::new, |node| self.reader.types(node));
                return types.into_iter().skip(2 * values).collect();
            }
            values += usize::from(role.entry.is_some());
            if !role.transparent && !role.object && role.entry.is_none() {
                return Vec::new();
            }
        }
        Vec::new()
    }

    /// `["newCart", true]` pairs in a list that is called after flags.
    pub(super) fn pairs(&mut self, node: Node<'t>) {
        let (label, types) = self.label(node);
        if !vocabulary::is_collection(&label) {
            return;
        }
        let mut entries = Vec::new();
        for child in self.reader.children(node) {
            if !self.reader.role(child).is_some_and(|role| role.list) {
                continue;
            }
            if let [key, value] = self.reader.children(child)[..]
                && let Expression::Text(text) = self.reader.expression(key, 2)
                && self.is_boolean(value)
            {
                entries.push(TableEntry {
                    key: text,
                    computed: false,
                    span: Reader::span(key),
                    whole: Reader::span(child),
                    boolean: true,
                });
            }
        }
        if !entries.is_empty() {
            let scope = self.scope;
            self.facts.tables.push(Table {
                label,
                types,
                entries,
                scope,
            });
        }
    }

    fn table_entries(&self, body: Node<'t>) -> Vec<TableEntry> {
        let mut entries = Vec::new();
        for child in self.reader.children(body).into_iter().take(BREADTH) {
            let role = self.reader.role(child);
            let (key, value) = match role.and_then(|role| role.entry.or(role.keyword)) {
                Some((key, value)) => (key.of(child), value.of(child)),
                // `{ newCart }`
                None if role.is_some_and(|role| role.identifier) => (Some(child), None),
                None => continue,
            };
            let Some(key) = key else { continue };
            let (mut name, computed) = self.reader.key(key, 2);
            if computed && let Expression::Path(path) = self.reader.expression(key, 4) {
                name = path;
            }
            entries.push(TableEntry {
                key: name,
                computed,
                span: Reader::span(key),
                whole: Reader::span(child),
                boolean: value.is_none_or(|value| self.is_boolean(value)),
            });
        }
        entries
    }

    /// A truth value, or a name for one; a text or a number is none, and what a call gives is a copy.
    fn is_boolean(&self, node: Node<'t>) -> bool {
        let node = self.reader.unwrap(node);
        self.reader
            .role(node)
            .is_none_or(|role| !(role.string || role.number || role.list || role.function_value || role.call.is_some()))
    }

    /// What an expression is given to, and the type that is declared there.
    fn label(&self, node: Node<'t>) -> (Name, Vec<Name>) {
        let none = || (self.reader.name(""), Vec::new());
        let mut child = node;
        for frame in self.stack.iter().rev().skip(1).take(ABOVE) {
            let parent = frame.node;
            let Some(role) = frame.role else {
                child = parent;
                continue;
            };
            let is_value = |value: crate::language::Field| value.of(parent).is_some_and(|part| part.id() == child.id());
            if let Some((key, value)) = role.entry.or(role.keyword) {
                let label = key.of(parent).filter(|_| is_value(value));
                return (
                    label.map_or_else(|| self.reader.name(""), |key| self.reader.key(key, 2).0),
                    Vec::new(),
                );
            }
            if let Some(binding) = &role.binding {
                let Some(name) = binding.name.of(parent).filter(|_| binding.value.is_some_and(is_value)) else {
                    return none();
                };
                let types = binding.declared_type.and_then(|field| field.of(parent));
                let text = self.reader.slice(name);
                let label = self.reader.name(text.rsplit('.').next().unwrap_or(text));
                return (label, types.map_or_else(Vec::new, |node| self.reader.types(node)));
            }
            if let Some(call) = &role.call {
                let callee = call.function.or(call.name).and_then(|field| field.of(parent));
                let callee = callee.filter(|callee| callee.id() != child.id());
                let text = callee.map_or("", |callee| self.reader.slice(callee));
                let last = text.rsplit(['.', ':']).next().unwrap_or(text);
                return (
                    self.reader.name(last.get(..last.len().min(80)).unwrap_or("")),
                    Vec::new(),
                );
            }
            if !role.transparent && !role.sequence {
                return none();
            }
            child = parent;
        }
        none()
    }

    /// `config.flags.newCart`, `flags[name]`.
    pub(super) fn collection(&mut self, node: Node<'t>, role: &Role) {
        let field = |at: Option<crate::language::Field>| at.and_then(|at| at.of(node));
        let object = match (role.member, role.subscript) {
            (Some((object, _)), _) | (None, Some((object, _))) => field(object).or_else(|| node.named_child(0)),
            (None, None) => None,
        };
        let Some(object) = object.map(|object| self.reader.unwrap(object)) else {
            return;
        };
        let text = self.reader.slice(object);
        let last = text
            .rsplit(['.', ':', '>', '@', '$', '"', '\''])
            .find(|part| !part.is_empty());
        if text.len() > 120 || !last.is_some_and(vocabulary::is_collection) {
            self.collection_in_question(node, role);
            return;
        }
        if self.is_called_or_longer() {
            return;
        }
        let Expression::Path(path) = self.reader.expression(object, 4) else {
            return;
        };
        if let Some((_, name)) = self.reader.member_step(node, role, 3) {
            self.collection_member(node, role, path, name);
            return;
        }
        let Some((_, index)) = role.subscript else { return };
        let Some(index) = field(index).or_else(|| node.named_child(1)) else {
            return;
        };
        if let Expression::Path(name) = self.reader.expression(index, 3) {
            let lookup = Lookup {
                object: path,
                index: name,
                index_span: Reader::span(index),
                whole: Reader::span(node),
                scope: self.scope,
                context: self.context(node),
            };
            self.facts.lookups.push(lookup);
        }
    }

    /// The collection itself, in a function that goes through it for a flag.
    fn collection_in_question(&mut self, node: Node<'t>, role: &Role) {
        let name = role.member.and_then(|(_, name)| name?.of(node));
        if !name.is_some_and(|name| vocabulary::is_collection(self.reader.slice(name))) {
            return;
        }
        let function = self
            .facts
            .function_of(self.scope)
            .and_then(|at| self.facts.scopes.get(at as usize));
        let is_asked = function.is_some_and(|function| vocabulary::is_question(&function.name));
        if let Expression::Path(object) = self.reader.expression(node, 4)
            && is_asked
        {
            self.facts.lookups.push(Lookup {
                object,
                index: self.reader.name(""),
                index_span: Reader::span(node),
                whole: Reader::span(node),
                scope: self.scope,
                context: crate::facts::CallContext::default(),
            });
        }
    }

    fn collection_member(&mut self, node: Node<'t>, role: &Role, path: Name, name: Name) {
        // A name of one part is a variable or a module; what is a module, imports say.
        let root = path.split('.').next().unwrap_or(&path);
        if self.facts.imports.iter().any(|import| *import.alias == *root) {
            return;
        }
        let part = role.member.and_then(|(_, name)| name?.of(node));
        let span = part.map_or_else(|| Reader::span(node), Reader::span);
        // Already known from an accessor.
        if self
            .facts
            .members
            .last()
            .is_some_and(|last| last.whole == Reader::span(node))
        {
            return;
        }
        let written = self.stack.iter().rev().nth(1).is_some_and(|frame| {
            let target = frame.role.and_then(|role| role.binding.as_ref()?.name.of(frame.node));
            target.is_some_and(|target| target.id() == node.id())
        });
        let member = Member {
            written,
            index: role.subscript.is_some(),
            object: Expression::Path(path),
            name,
            span,
            whole: Reader::span(node),
            scope: self.scope,
            fallback: None,
            context: self.context(node),
        };
        self.facts.members.push(member);
    }

    /// `flags.forEach(…)`: a method of the collection; `features.a.b`: only the innermost read counts, which is `.a`.
    fn is_called_or_longer(&self) -> bool {
        let [.., parent, own] = &self.stack[..] else {
            return false;
        };
        let Some(call) = parent.role.and_then(|role| role.call.as_ref()) else {
            return false;
        };
        call.function
            .or(call.receiver)
            .is_some_and(|field| field.holds(parent.node, own.node, own.field))
            && call.function.is_some()
    }

    /// `"a"` in `type Key = "a" | "b"`.
    pub(super) fn type_member(&mut self, node: Node<'t>) {
        let in_type = self
            .facts
            .scopes
            .get(self.scope as usize)
            .is_some_and(|scope| scope.kind == ScopeKind::Container);
        let above = self.stack.iter().rev().nth(1).and_then(|frame| frame.role);
        let looked_up = above.is_some_and(|role| role.type_lookup);
        let Some(inner) = self.reader.first(node).filter(|_| in_type && !looked_up) else {
            return;
        };
        if let Expression::Text(text) = self.reader.expression(inner, 2) {
            self.facts.bindings.push(Binding {
                name: text.clone(),
                kind: BindingKind::Enumerator,
                scope: self.scope,
                value_scope: self.scope,
                name_span: Reader::span(inner),
                value: Expression::Text(text),
                value_span: Reader::span(inner),
                types: Vec::new(),
            });
        }
    }
}
