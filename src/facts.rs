//! What one file says, as plain data: calls, names and their values, functions, imports, branches.
//!
//! Facts do not depend on a registry or on other files: the same content gives the same facts, which is what makes
//! them worth keeping. [`crate::resolve`] connects them.

mod elide;
mod expression;
mod extract;
mod flow;
mod imports;
pub mod macros;
mod mocks;
mod name;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::source::{LineIndex, Span};

pub(crate) use elide::{Focus, Words, focus, idle_bodies, included, pieces};
pub(crate) use extract::extract;
pub use name::Name;

/// How many scopes around a place are looked into.
const LEVELS: usize = 64;

/// Index of the file's own scope.
pub const FILE_SCOPE: u32 = 0;

/// All facts of one file. Indexes point into the vectors beside them.
#[derive(Debug, Serialize, Deserialize)]
pub struct FileFacts {
    /// Relative to the working directory, with `/`.
    pub path: Name,
    /// The language it was read as.
    #[serde(with = "crate::language::stored")]
    pub language: &'static Language,
    /// Turns bytes into lines and columns.
    pub lines: LineIndex,
    /// The path alone makes it test code.
    pub test: bool,
    /// All of it was read; otherwise blocks in which nothing was looked for were left out.
    pub whole: bool,
    /// The package or namespace that the file says it belongs to; empty: it says none.
    pub package: Name,
    /// In source order.
    pub imports: Vec<Import>,
    /// The file itself first; a scope stands after the one that holds it.
    pub scopes: Vec<Scope>,
    /// In source order.
    pub bindings: Vec<Binding>,
    /// In the order of their first byte.
    pub calls: Vec<Call>,
    /// Reads of members of an object that an SDK's accessor gave.
    pub members: Vec<Member>,
    /// Object literals that may give flags their values.
    pub tables: Vec<Table>,
    /// What is asked of a collection of flags by a key that is no literal: `flags[name]`.
    pub lookups: Vec<Lookup>,
    /// Conditionals that a call decides.
    pub branches: Vec<Branch>,
    /// What is run more than once: bodies of loops, functions handed to iterators. By first byte.
    pub loops: Vec<Loop>,
    /// Literals that could be a flag key, wherever they stand.
    pub strings: Vec<(Span, Name)>,
    /// Comments that speak to us.
    pub comments: Vec<Comment>,
    /// Where calls were left out because nothing that was looked for stands in them or around them: more that is found in the
    /// stretches that were read, but outside of these, makes no difference.
    pub passed_over: Vec<Span>,
    /// Tells what was read of which text; 0: nobody will ask.
    pub reading: u128,
    /// What mattered when it was read, each with whether it was looked for; empty: as before, or it was read as a whole.
    pub mattered: Vec<(Span, bool)>,
    /// Why it runs on a user's device, if it does, once somebody asked: each use asks.
    #[serde(skip)]
    pub(crate) device: OnceLock<Option<String>>,
}

/// One imported name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// As written: `@launchdarkly/node-server-sdk`, `ldclient`, `github.com/…/v7`, `com.launchdarkly.sdk.server`.
    pub module: Name,
    /// The name within the module; `None`: the module itself.
    pub name: Option<Name>,
    /// What the file calls it.
    pub alias: Name,
}

/// What a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScopeKind {
    /// The file.
    File,
    /// A class, interface, enum, module, or a struct and its methods.
    Container,
    /// A function, method or lambda.
    Function,
}

/// A stretch of source in which names are defined.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scope {
    /// The scope around it; the file's is itself.
    pub parent: u32,
    /// What it is.
    pub kind: ScopeKind,
    /// Its name; empty for the file and for lambdas.
    pub name: Name,
    /// Where it stands.
    pub span: Span,
    /// Inside test code.
    pub test: bool,
    /// A function's parameters, in order, without a receiver.
    pub parameters: Vec<Parameter>,
    /// What a function gives back, up to a few.
    pub returns: Vec<Expression>,
    /// What a container extends or implements; for a method outside its type, the type's name.
    pub types: Vec<Name>,
    /// Not all of a function was read.
    pub cut: bool,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name; empty for a destructured one.
    pub name: Name,
    /// What callers call it by, where they name it.
    pub label: Name,
    /// Words of its declared type, in order.
    pub types: Vec<Name>,
    /// It could be a key by its name, but the body never names it.
    pub idle: bool,
    /// It is no parameter of its own but a member of the one at this place, which is taken apart: `({ flag }) => …`.
    pub member_of: Option<u32>,
}

/// What a binding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BindingKind {
    /// A variable or constant.
    Variable,
    /// A new value for a name that may exist already.
    Assignment,
    /// A field of the container around it.
    Field,
    /// A member of an enum.
    Enumerator,
    /// A member of an object literal that has a name.
    Entry,
    /// What takes the elements of a collection one after the other; its value is the collection.
    Element,
}

/// A name with its value, its type, or both.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Binding {
    /// As code reads it: `client`, `self.client`, `Keys.oneClick`.
    pub name: Name,
    /// What it is.
    pub kind: BindingKind,
    /// Where it holds.
    pub scope: u32,
    /// Where its value is written: a field may be given one in a method.
    pub value_scope: u32,
    /// The name's place.
    pub name_span: Span,
    /// Its value, as far as we look.
    pub value: Expression,
    /// The value's place.
    pub value_span: Span,
    /// Words of its declared type, in order.
    pub types: Vec<Name>,
}

/// An expression, as far as keys and receivers need it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Expression {
    /// A string or symbol.
    Text(Name),
    /// A string with holes.
    Template(Vec<Part>),
    /// A name with its members: `a.b.c`, `self.client`.
    Path(Name),
    /// A member of something that has no name.
    Member(Box<Expression>, Name),
    /// The result of the call that stands there.
    Call(Span),
    /// A truth value.
    Boolean(bool),
    /// A number as written.
    Number(Name),
    /// Nothing.
    Null,
    /// Several values.
    List(Vec<Item>),
    /// An object, with the type's name where it has one.
    Object(Name, Vec<Entry>),
    /// One of several.
    Choice(Vec<Expression>),
    /// A function without a name.
    Function(Span),
    /// Anything else.
    Other,
}

/// A part of a string with holes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// As written.
    Text(Name),
    /// A hole, with what fills it.
    Hole(Expression),
}

/// An element of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub value: Expression,
}

/// A member of an object literal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub key: Name,
    /// The name is an expression of its own, such as a constant: `{[KEY]: true}`.
    pub computed: bool,
    /// The name's place.
    pub key_span: Span,
    /// The value's place.
    pub value_span: Span,
    /// What it is.
    pub value: Expression,
}

/// An argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// Its name, where it has one.
    pub keyword: Option<Name>,
    /// The value's place.
    pub span: Span,
    /// The value.
    pub value: Expression,
}

/// How a call is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Form {
    /// `f(x)` or `a.f(x)`.
    Call,
    /// `new A(x)`.
    Construct,
    /// `<A x="…">`.
    Component,
    /// `@a(x)`.
    Decorator,
    /// `a!(x)`.
    Macro,
    /// `#[a(x)]`.
    Attribute,
    /// `{% a x %}`, `@a(x)`: a template's tag, or its filters and tests.
    Tag,
}

/// A call, or what stands for one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// How it is written.
    pub form: Form,
    /// The last part of the callee.
    pub name: Name,
    /// Its place.
    pub name_span: Span,
    /// The whole call.
    pub span: Span,
    /// What it is called on; `None` for a plain function.
    pub receiver: Option<Expression>,
    /// The receiver's place.
    pub receiver_span: Span,
    /// In order.
    pub arguments: Vec<Argument>,
    /// Words of its type arguments, in order: `get<Client>()`.
    pub types: Vec<Name>,
    /// The scope it stands in.
    pub scope: u32,
    /// What happens to its result.
    pub context: CallContext,
}

/// What happens to a call's result.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CallContext {
    /// The condition as written holds when the result is false.
    pub negated: bool,
    /// The branches it decides, outermost first; then those that names decide which hold the result.
    pub branches: Vec<u32>,
    /// For each of them: what it says of the result.
    pub meanings: Vec<Meaning>,
    /// What the whole expression around it says of the result.
    pub whole: Meaning,
    /// Nothing takes the result.
    pub discarded: bool,
    /// The truth value that a mock's set-up gives it, or that a method called on it takes.
    pub set: Option<bool>,
    /// What stands in where it gives nothing: `?? x`, `.unwrap_or(x)`.
    pub fallback: Option<(Expression, Span)>,
    /// It is the argument of a mock's set-up or check, or has one called on it.
    pub mocked: bool,
    /// It is the whole result of the function around it.
    pub returned: bool,
    /// The plain name that gets the whole expression around it as its value.
    pub bound: Option<Name>,
}

/// What a condition says of a call inside it: the result that is certain in each arm, `None` where it may be either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// Where the condition holds.
    pub consequence: Option<bool>,
    /// Where it does not.
    pub alternative: Option<bool>,
}

/// A stretch of source that is run more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loop {
    /// Where it stands.
    pub span: Span,
    /// Index of the loop around it.
    pub around: Option<u32>,
}

/// A read of a member of an object of flags.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    /// The object: a call, a name bound to it, or a name of its own.
    pub object: Expression,
    /// The member.
    pub name: Name,
    /// Its place.
    pub span: Span,
    /// The whole expression.
    pub whole: Span,
    /// The scope it stands in.
    pub scope: u32,
    /// A default in a destructuring.
    pub fallback: Option<(Expression, Span)>,
    /// It is given a value.
    pub written: bool,
    /// It is an index: `flags["k"]`.
    pub index: bool,
    /// What happens to it.
    pub context: CallContext,
}

/// An object literal that may give flags their values: it has a type of two words or more, such as
/// `map[featuregate.Feature]bool`, or what it is given to is called after flags.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// What it is given to: a variable, a member, a named argument, or the function that takes it; may be empty.
    pub label: Name,
    /// Words of its type, in order.
    pub types: Vec<Name>,
    /// Its members.
    pub entries: Vec<TableEntry>,
    /// The scope it stands in.
    pub scope: u32,
}

/// A member of a [`Table`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TableEntry {
    /// Its name.
    pub key: Name,
    /// The name is an expression of its own, such as a constant.
    pub computed: bool,
    /// The name's place.
    pub span: Span,
    /// The member's place.
    pub whole: Span,
    /// Its value is a truth value, or an expression that may be one.
    pub boolean: bool,
}

/// A member of a collection of flags that is named by an expression: `flags[name]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lookup {
    /// The collection.
    pub object: Name,
    /// The expression, which is a name with its members; empty where the whole collection is gone through.
    pub index: Name,
    /// The index' place.
    pub index_span: Span,
    /// The whole expression.
    pub whole: Span,
    /// The scope it stands in.
    pub scope: u32,
    /// What happens to it.
    pub context: CallContext,
}

/// A conditional.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// All of it.
    pub span: Span,
    /// What runs when the condition holds.
    pub consequence: Option<Span>,
    /// What runs when it does not.
    pub alternative: Option<Span>,
    /// It runs its consequence when the condition does not hold: `unless`.
    pub negated: bool,
    /// Both arms hold the same code.
    pub same: bool,
}

/// A comment that speaks to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its place.
    pub span: Span,
    /// As written.
    pub text: Name,
    /// Nothing but white space stands before it on its line.
    pub alone: bool,
    /// The first line behind it that is neither blank nor only a comment.
    pub next_code_line: Option<u32>,
}

impl CallContext {
    /// The expression that was looked at is the denial of the result: `!f` in `!f(x)`, as some grammars read it.
    pub fn deny(&mut self) {
        self.negated = !self.negated;
        let denied = Meaning::OWN.negated();
        self.whole = self.whole.through(denied);
        for meaning in &mut self.meanings {
            *meaning = meaning.through(denied);
        }
    }

    /// What the result of the function around the call says of the call's own.
    pub fn passes(&self) -> Meaning {
        if self.returned { self.whole } else { Meaning::default() }
    }
}

impl FileFacts {
    /// Gives back room that is not used: all facts are kept to the end.
    pub(crate) fn shrink(&mut self) {
        self.imports.shrink_to_fit();
        self.scopes.shrink_to_fit();
        self.bindings.shrink_to_fit();
        self.calls.shrink_to_fit();
        self.members.shrink_to_fit();
        self.tables.shrink_to_fit();
        self.branches.shrink_to_fit();
        self.strings.shrink_to_fit();
        for scope in &mut self.scopes {
            scope.parameters.shrink_to_fit();
        }
        for call in &mut self.calls {
            call.arguments.shrink_to_fit();
        }
    }

    /// The scopes around `scope`, itself first.
    pub fn enclosing(&self, scope: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = Some(scope);
        let mut levels = 0;
        std::iter::from_fn(move || {
            levels += 1;
            let current = next?;
            // What nests deeper sees the file, not everything between.
            let current = if levels > LEVELS { FILE_SCOPE } else { current };
            next = self
                .scopes
                .get(current as usize)
                .map(|scope| scope.parent)
                .filter(|parent| *parent != current);
            Some(current)
        })
    }

    /// The function around `scope`, lambdas left out.
    pub fn function_of(&self, scope: u32) -> Option<u32> {
        self.enclosing(scope).find(|index| {
            self.scopes
                .get(*index as usize)
                .is_some_and(|scope| scope.kind == ScopeKind::Function && !scope.name.is_empty())
        })
    }

    /// The class or module around `scope`.
    pub fn container_of(&self, scope: u32) -> Option<u32> {
        self.enclosing(scope).find(|index| {
            self.scopes
                .get(*index as usize)
                .is_some_and(|scope| scope.kind == ScopeKind::Container)
        })
    }
}
