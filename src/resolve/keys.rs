//! From an expression to a flag key: literals, constants wherever they stand, strings with a fixed part.

use std::collections::BTreeMap;

use crate::facts::{Binding, BindingKind, Expression, Form, Item, Name, Part, ScopeKind};
use crate::resolve::Resolver;
use crate::resolve::names::{self, Found, HOPS, Names};
use crate::sdk::Selection;
use crate::source::Span;
use crate::usage::KeySource;

/// How many values one expression may have.
const VALUES: usize = 256;
/// And so many beyond the first all expressions together: what loops over a list of hundreds of keys a thousand times says less than one
/// that does once, and would be a million uses.
const SPREAD: usize = 100_000;

/// What an expression says of a key.
#[derive(Debug, Clone)]
pub(crate) enum Key {
    /// Written here.
    Literal { text: Name, file: usize, span: Span },
    /// In a constant: the file it stands in and the binding's index there.
    Constant { text: String, file: usize, binding: usize },
    /// A string with holes.
    Pattern { text: String },
    /// The caller knows.
    Parameter { file: usize, scope: u32, position: usize },
    /// Known at run time only.
    Dynamic,
    /// The name of a member of something that is not in this repository.
    Member { text: String },
    /// Given to the object that is asked, where that was made.
    Declared { text: String, file: usize, span: Span },
}

impl Key {
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Literal { text, .. } => Some(text.to_string()),
            Self::Constant { text, .. }
            | Self::Pattern { text }
            | Self::Member { text }
            | Self::Declared { text, .. } => Some(text.clone()),
            Self::Parameter { .. } | Self::Dynamic => None,
        }
    }

    pub(crate) fn source(&self) -> KeySource {
        match self {
            Self::Literal { .. } => KeySource::Literal,
            Self::Constant { .. } | Self::Member { .. } | Self::Declared { .. } => KeySource::Constant,
            Self::Pattern { .. } => KeySource::Pattern,
            Self::Parameter { .. } | Self::Dynamic => KeySource::Dynamic,
        }
    }

    pub(crate) fn literal(&self) -> Option<(usize, Span)> {
        match self {
            Self::Literal { file, span, .. } | Self::Declared { file, span, .. } => Some((*file, *span)),
            _ => None,
        }
    }

    /// Where it is written, if not here.
    pub(crate) fn via(&self, names: &Names<'_>) -> Option<String> {
        let (facts, span) = match self {
            Self::Constant { file, binding, .. } => {
                let facts = names.file(*file)?;
                (facts, facts.bindings.get(*binding)?.name_span)
            }
            Self::Declared { file, span, .. } => (names.file(*file)?, *span),
            _ => return None,
        };
        let (line, _) = facts.lines.position(span.start);
        Some(format!("{}:{line}", facts.path))
    }

    /// Gives it another text.
    fn rename(&mut self, known: &str) {
        match self {
            Self::Literal { text, .. } => *text = known.into(),
            Self::Constant { text, .. }
            | Self::Pattern { text }
            | Self::Member { text }
            | Self::Declared { text, .. } => known.clone_into(text),
            Self::Parameter { .. } | Self::Dynamic => {}
        }
    }
}

impl<'a> Resolver<'a> {
    /// The keys that an expression can be.
    pub(crate) fn keys(
        &self,
        file: usize,
        scope: u32,
        expression: &Expression,
        span: Span,
        selector: &Selection,
    ) -> Vec<Key> {
        let mut keys = Vec::new();
        self.collect(file, scope, expression, span, selector, HOPS, &mut keys);
        let spread = self.spread.get() + keys.len().saturating_sub(1);
        match spread > SPREAD && keys.len() > 1 {
            true => keys = vec![Key::Dynamic],
            false => self.spread.set(spread),
        }
        if let Some(prefix) = &selector.prefix {
            // An event name without the prefix is no key.
            keys = keys.into_iter().filter_map(|key| cut(key, prefix)).collect();
        }
        if selector.until.is_some() || selector.behind.is_some() || selector.separator.is_some() {
            keys = keys.into_iter().flat_map(|key| parts(key, selector)).collect();
        }
        if let Some(rule) = selector.transform {
            for key in &mut keys {
                let known = key.text().filter(|text| !(self.registered)(text));
                if let Some(known) = known.and_then(|text| self.transformed.key(rule, &text)) {
                    key.rename(known);
                }
            }
        }
        keys
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one expression with its place, its rule and its bound"
    )]
    fn collect(
        &self,
        file: usize,
        scope: u32,
        expression: &Expression,
        span: Span,
        selector: &Selection,
        hops: u8,
        keys: &mut Vec<Key>,
    ) {
        if hops == 0 || keys.len() >= VALUES {
            keys.push(Key::Dynamic);
            return;
        }
        match expression {
            Expression::Text(text) => keys.push(Key::Literal {
                text: text.clone(),
                file,
                span,
            }),
            Expression::Template(parts) => keys.push(self.template(file, scope, parts, hops)),
            Expression::Choice(choices) => {
                for choice in choices {
                    self.collect(file, scope, choice, span, selector, hops - 1, keys);
                }
            }
            Expression::Path(path) => self.path(file, scope, path, selector, hops, keys),
            // A list of flags handed on as one argument.
            Expression::List(items) if !selector.each => {
                for item in items {
                    self.collect(file, scope, &item.value, item.span, selector, hops - 1, keys);
                }
            }
            Expression::Boolean(_) | Expression::Number(_) | Expression::Null => {}
            Expression::Call(made) => match self.made_with(file, *made) {
                Some((text, span)) => keys.push(Key::Literal { text, file, span }),
                None => keys.push(Key::Dynamic),
            },
            Expression::Member(rows, place) => match self.column(file, scope, rows, place) {
                Some((owner, scope, items)) => {
                    for item in items {
                        self.collect(owner, scope, &item.value, item.span, selector, hops - 1, keys);
                    }
                }
                None => keys.push(Key::Dynamic),
            },
            _ => keys.push(Key::Dynamic),
        }
    }

    /// The elements at one place of each list in a list: the file and the scope that they are written in, and them.
    fn column(&self, file: usize, scope: u32, rows: &Expression, place: &str) -> Option<(usize, u32, Vec<Item>)> {
        let place: usize = place.parse().ok()?;
        let pick = |rows: &[Item]| {
            let cells = rows.iter().filter_map(|row| match &row.value {
                Expression::List(cells) => cells.get(place).cloned(),
                _ => None,
            });
            cells.take(VALUES).collect::<Vec<Item>>()
        };
        match rows {
            Expression::List(rows) => Some((file, scope, pick(rows))),
            Expression::Path(path) => match self.names.resolve(file, scope, path)? {
                (Found::Binding(owner, binding), "") => match &binding.value {
                    Expression::List(rows) => Some((owner, binding.value_scope, pick(rows))),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
        .filter(|(.., cells)| !cells.is_empty())
    }

    fn path(&self, file: usize, scope: u32, path: &Name, selector: &Selection, hops: u8, keys: &mut Vec<Key>) {
        let owner = path.rsplit_once('.').map_or("", |(owner, _)| owner);
        if selector
            .skip
            .as_deref()
            .is_some_and(|skipped| last_of(owner) == skipped)
        {
            return;
        }
        let member = |means| match path.rsplit_once('.') {
            // `props.flag` holds a key under a name that says nothing of it.
            Some(_) if self.is_held(path, means) => Key::Dynamic,
            // `Flags.NEW.value` has the text that its declaration says, which no file read so far has.
            Some((owner, last)) if !owner.is_empty() && is_value_member(last) => Key::Dynamic,
            Some((owner, last)) if selector.names_key || selector.names_member && owner.is_empty() => {
                Key::Member { text: last.to_owned() }
            }
            _ => Key::Dynamic,
        };
        // `flag.key` is the key that the object `flag` carries; of a parameter, whatever the caller's carries.
        let carrier = path.rsplit_once('.').filter(|(_, last)| is_value_member(last));
        match carrier.and_then(|(base, _)| self.names.resolve(file, scope, base)) {
            Some((Found::Parameter(file, scope, position), "")) => {
                keys.push(Key::Parameter { file, scope, position });
                return;
            }
            Some((Found::Binding(owner, binding), "")) if matches!(binding.value, Expression::Call(_)) => {
                self.bound(owner, binding, selector, hops, keys);
                return;
            }
            _ => {}
        }
        match self.names.resolve(file, scope, path) {
            Some((Found::Parameter(file, scope, position), "")) => {
                keys.push(Key::Parameter { file, scope, position });
            }
            Some((Found::Binding(owner, binding), rest)) if rest.is_empty() || is_value_member(rest) => {
                self.bound(owner, binding, selector, hops, keys);
            }
            means => keys.push(
                self.class_name(file, path)
                    .unwrap_or_else(|| member(means.map(|(found, _)| found))),
            ),
        }
    }

    /// Whether a path begins with what a function takes or holds: its members are values, where those of a type are names.
    fn is_held(&self, path: &str, means: Option<Found<'a>>) -> bool {
        let root = path.split('.').next().unwrap_or(path);
        match means {
            Some(Found::Parameter(..)) => true,
            Some(Found::Binding(owner, binding)) => {
                let facts = self.names.file(owner);
                let around = facts.into_iter().flat_map(|facts| {
                    let scopes = facts.enclosing(binding.scope);
                    scopes.filter_map(|at| facts.scopes.get(at as usize))
                });
                let is_local = || around.into_iter().any(|scope| scope.kind == ScopeKind::Function);
                !root.starts_with(char::is_uppercase) && (binding.kind == BindingKind::Element || is_local())
            }
            _ => root == "self",
        }
    }

    /// `NewCheckout::class` is the full name of the class, as the import says it.
    fn class_name(&self, file: usize, path: &str) -> Option<Key> {
        let facts = self.names.file(file)?;
        let table = &facts.language.grammar().table;
        let class = path
            .strip_suffix(table.class_name_member.as_deref()?)?
            .strip_suffix('.')?;
        let separator = table.module_separators.first().map_or(".", String::as_str);
        let text = match self.names.import(file, class) {
            Some(import) => match &import.name {
                Some(name) => format!("{}{separator}{name}", import.module),
                None => import.module.to_string(),
            },
            None => class.trim_start_matches(separator).to_owned(),
        };
        Some(Key::Member { text })
    }

    /// The value of a name; a name with several values has them all.
    fn bound(&self, file: usize, binding: &'a Binding, selector: &Selection, hops: u8, keys: &mut Vec<Key>) {
        let Some(index) = self.names.position(file, binding) else {
            return;
        };
        if binding.kind == BindingKind::Enumerator && binding.value == Expression::Other {
            keys.push(match selector.names_key || selector.names_member {
                true => Key::Constant {
                    text: binding.name.to_string(),
                    file,
                    binding: index,
                },
                false => Key::Dynamic,
            });
            return;
        }
        let mut values: Vec<&Binding> = self
            .names
            .bindings(file, binding.scope, &binding.name)
            .take(16)
            .collect();
        if !values.iter().any(|other| std::ptr::eq(*other, binding)) {
            values = vec![binding];
        }
        let left = names::left(hops, values.len());
        let mut found = BTreeMap::new();
        for value in values.into_iter().filter(|value| value.value != Expression::Null) {
            let mut inner = Vec::new();
            self.collect(
                file,
                value.value_scope,
                &value.value,
                value.value_span,
                selector,
                left,
                &mut inner,
            );
            for key in inner {
                let key = match key {
                    // A collection is no constant, nor is what goes through one: its elements are the keys.
                    literal @ Key::Literal { .. }
                        if value.kind == BindingKind::Element || matches!(value.value, Expression::List(_)) =>
                    {
                        literal
                    }
                    Key::Literal { text, .. } => Key::Constant {
                        text: text.to_string(),
                        file,
                        binding: index,
                    },
                    other => other,
                };
                found.entry(key.text()).or_insert(key);
            }
        }
        if found.is_empty() {
            keys.push(Key::Dynamic);
        }
        keys.extend(found.into_values());
    }

    /// `Flag("new-checkout", false)`: the text that an object which carries its key is made with.
    pub(crate) fn made_with(&self, file: usize, span: Span) -> Option<(Name, Span)> {
        let call = self.names.call_at(file, span)?;
        let is_type = call.form == Form::Construct || call.name.starts_with(char::is_uppercase);
        let named = |name: &Name| matches!(&**name, "key" | "name" | "id" | "Key" | "Name" | "Id");
        let texts = || {
            call.arguments.iter().filter_map(|argument| match &argument.value {
                Expression::Text(text) => Some((argument, text)),
                _ => None,
            })
        };
        let (argument, text) = texts()
            .find(|(argument, _)| argument.keyword.as_ref().is_some_and(named))
            .or_else(|| texts().next())
            .filter(|_| is_type)?;
        Some((text.clone(), argument.span))
    }

    /// Constants in the holes are filled in; what is left is `*`.
    fn template(&self, file: usize, scope: u32, parts: &[Part], hops: u8) -> Key {
        let mut text = String::new();
        let mut open = false;
        let mut fixed = false;
        let holes = parts.iter().filter(|part| matches!(part, Part::Hole(_))).count();
        let left = names::left(hops, holes);
        for part in parts {
            match part {
                Part::Text(part) => {
                    fixed |= !part.is_empty();
                    text.push_str(part);
                }
                Part::Hole(expression) => {
                    let mut values = Vec::new();
                    let plain = Selection::default();
                    self.collect(file, scope, expression, Span::default(), &plain, left, &mut values);
                    match &values[..] {
                        [Key::Literal { text: value, .. }] => {
                            fixed = true;
                            text.push_str(value);
                        }
                        [Key::Constant { text: value, .. }] => {
                            fixed = true;
                            text.push_str(value);
                        }
                        [Key::Pattern { text: value }] => {
                            (open, fixed) = (true, true);
                            text.push_str(value);
                        }
                        _ => {
                            open = true;
                            if !text.ends_with('*') {
                                text.push('*');
                            }
                        }
                    }
                }
            }
        }
        match (open, fixed) {
            (true, true) => Key::Pattern { text },
            (true, false) => Key::Dynamic,
            (false, _) => Key::Literal {
                text: text.into(),
                file,
                span: Span::default(),
            },
        }
    }
}

/// The last part of a path.
fn last_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// `Flag.X.value`, `Flag.X.key`: the member of a constant that is its text.
pub(crate) fn is_value_member(rest: &str) -> bool {
    matches!(
        rest,
        "value" | "key" | "name" | "rawValue" | "id" | "Value" | "Key" | "Name" | "Id"
    )
}

fn cut(key: Key, prefix: &str) -> Option<Key> {
    match key {
        Key::Literal { text, file, span } => text.strip_prefix(prefix).map(|text| Key::Literal {
            text: text.into(),
            file,
            span,
        }),
        Key::Constant { text, file, binding } => text.strip_prefix(prefix).map(|text| Key::Constant {
            text: text.to_owned(),
            file,
            binding,
        }),
        // What is left may have no fixed part.
        Key::Pattern { text } => text.strip_prefix(prefix).map(|text| match text.trim_matches('*') {
            "" => Key::Dynamic,
            _ => Key::Pattern { text: text.to_owned() },
        }),
        Key::Parameter { .. } | Key::Dynamic | Key::Member { .. } | Key::Declared { .. } => None,
    }
}

/// What of a key's text the selector means.
fn parts(key: Key, selector: &Selection) -> Vec<Key> {
    let Some(text) = key.text() else { return vec![key] };
    let mut text = text.as_str();
    if let Some(mark) = &selector.until {
        text = text.split_once(mark.as_str()).map_or(text, |(before, _)| before);
    }
    if let Some(mark) = &selector.behind {
        text = text.split_once(mark.as_str()).map_or(text, |(_, behind)| behind);
    }
    let pieces: Vec<&str> = match &selector.separator {
        Some(mark) => text
            .split(mark.as_str())
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect(),
        None => vec![text],
    };
    let renamed = |text: &str| {
        let mut part = key.clone();
        part.rename(text);
        part
    };
    pieces.into_iter().take(VALUES).map(renamed).collect()
}
