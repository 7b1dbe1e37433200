//! Where in a call something stands: a selector's words turned into expressions.

use crate::facts::{Argument, Call, Entry, Expression, Form, Name};
use crate::resolve::declare::last_part;
use crate::resolve::keys::is_value_member;
use crate::resolve::names::Found;
use crate::resolve::{Lead, LeadForm, Resolver, names};
use crate::sdk::Selection;
use crate::source::Span;
use crate::vocabulary;

impl<'a> Resolver<'a> {
    /// The expressions of a call that a selector means.
    pub(crate) fn selected(&self, file: usize, call: &Call, selector: &Selection) -> Vec<(Expression, Span)> {
        if let Some(option) = &selector.option {
            let Some(inner) = self.inner_call(file, call, option) else {
                return Vec::new();
            };
            let placed = selector.argument.is_some() || selector.keyword.is_some() || selector.last;
            let within = Selection {
                option: None,
                argument: if placed { selector.argument } else { Some(0) },
                ..selector.clone()
            };
            return self.selected(file, inner, &within);
        }
        if selector.index
            && let Some(found) = self.in_receiver(call, selector)
        {
            return vec![found];
        }
        if selector.keys && selector.argument.is_none() && selector.keyword.is_none() {
            let named = call.arguments.iter().filter_map(|argument| {
                let keyword = argument.keyword.as_ref()?;
                Some((Expression::Text(keyword.clone()), argument.span))
            });
            return named.collect();
        }
        let mut chosen: Vec<&Argument> = Vec::new();
        if let Some(keyword) = &selector.keyword {
            chosen.extend(
                call.arguments
                    .iter()
                    .filter(|argument| argument.keyword.as_deref() == Some(keyword)),
            );
        }
        if chosen.is_empty() {
            let mut positional = call.arguments.iter().filter(|argument| argument.keyword.is_none());
            match selector.argument {
                Some(at) if selector.rest => chosen.extend(positional.skip(at)),
                Some(at) => chosen.extend(positional.nth(at)),
                None if selector.last => chosen.extend(positional.next_back()),
                None => {}
            }
        }
        let values = chosen
            .into_iter()
            .map(|argument| (argument.value.clone(), argument.span));
        let mut found: Vec<(Expression, Span)> = values.flat_map(|value| expand(value, selector)).collect();
        if found.is_empty() && selector.receiver {
            found.extend(self.in_receiver(call, selector));
        }
        for (expression, _) in &mut found {
            self.name_type(call, selector, expression);
        }
        found
    }

    /// Leads to functions whose result was asked for, which was not read.
    pub(crate) fn lead_to_bodies(&mut self) {
        let unread = std::mem::take(&mut *self.unread.borrow_mut());
        for (file, function) in unread {
            let Some(facts) = self.names.file(file) else { continue };
            let Some(scope) = facts.scopes.get(function as usize) else {
                continue;
            };
            self.leads.insert(Lead {
                name: scope.name.to_string(),
                form: LeadForm::Body,
                home: Some(facts.path.to_string()),
                families: Vec::new(),
            });
        }
    }

    /// A key is a constant, or a member of a type, that no file so far declares: other files may.
    pub(crate) fn lead_to_key(&mut self, file: usize, call: &Call, selector: &Selection, expression: &Expression) {
        let Expression::Path(path) = expression else { return };
        if path.starts_with('.') {
            let declared = self.names.functions.get(&*call.name).into_iter().flatten();
            let types = declared.take(8).filter_map(|(file, scope)| {
                let function = self.names.file(*file)?.scopes.get(*scope as usize)?;
                function.parameters.get(selector.argument?)?.types.first().cloned()
            });
            let types: Vec<Name> = types.collect();
            types.iter().for_each(|name| self.mention(name));
            return;
        }
        self.lead_elsewhere(file, call.scope, path);
    }

    /// A name that no file so far declares: other files may. What a function calls its own they can't, and a plain word stands
    /// everywhere.
    pub(crate) fn lead_elsewhere(&mut self, file: usize, scope: u32, path: &str) {
        // `Flags.NEW.value`: the text of `Flags.NEW`
        let constant = path.rsplit_once('.').filter(|(_, last)| is_value_member(last));
        let path = constant.map_or(path, |(constant, _)| constant);
        let (root, rest) = path.split_once('.').unwrap_or((path, ""));
        let found = self.names.resolve(file, scope, path);
        let holder = match found {
            None if root.starts_with(char::is_uppercase) => root,
            Some((Found::Import(import), _)) => import.name.as_deref().unwrap_or(root),
            _ => return,
        };
        if !vocabulary::is_plain(holder) || (found.is_none() && constant.is_none()) {
            self.mention(holder);
            return;
        }
        let name = last_part(rest);
        match constant {
            _ if rest.is_empty() => {}
            // where it is declared, what holds it is named as well
            Some(_) => {
                self.leads.insert(Lead {
                    name: name.to_owned(),
                    form: LeadForm::Mention,
                    home: Some(holder.to_owned()),
                    families: Vec::new(),
                });
            }
            None if vocabulary::is_plain(name) => {}
            None => self.mention(name),
        }
    }

    /// The type of a call's receiver, which no file so far declares: another may. A plain word stands everywhere.
    pub(crate) fn lead_to_type(&mut self, file: usize, call: &Call) {
        let Some(receiver) = &call.receiver else { return };
        let named = self.declared_types(file, call.scope, receiver).first();
        if let Some(name) = named
            .map(|name| last_part(name))
            .filter(|name| !vocabulary::is_plain(name))
        {
            self.mention(name);
        }
    }

    pub(crate) fn mention(&mut self, name: &str) {
        self.leads.insert(Lead {
            name: name.to_owned(),
            form: LeadForm::Mention,
            home: None,
            families: Vec::new(),
        });
    }

    /// Functions that are called after flags and take a registered key, declared in no file so far.
    pub(crate) fn lead_to_askers(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for call in facts.calls.iter().filter(|call| call.form == Form::Call) {
            let takes_key =
                |argument: &Argument| matches!(&argument.value, Expression::Text(text) if (self.registered)(text));
            if call.arguments.iter().take(2).any(takes_key)
                && vocabulary::is_noun(&call.name)
                && !vocabulary::is_plain(&call.name)
                && !self.names.functions.contains_key(&*call.name)
            {
                self.leads.insert(Lead {
                    name: call.name.to_string(),
                    form: LeadForm::Call,
                    home: None,
                    families: vec![facts.language.family.to_owned()],
                });
            }
        }
    }

    /// `.newCheckout`: the type that the member leaves out is the one that functions of this name declare.
    fn name_type(&self, call: &Call, selector: &Selection, expression: &mut Expression) {
        const DECLARED: usize = 8;
        let Expression::Path(path) = expression else { return };
        let (Some(member), Some(position)) = (path.strip_prefix('.'), selector.argument) else {
            return;
        };
        let declared = self.names.functions.get(&*call.name).into_iter().flatten();
        let type_name = declared.take(DECLARED).find_map(|(file, scope)| {
            let function = self.names.file(*file)?.scopes.get(*scope as usize)?;
            let parameter = function.parameters.get(position)?;
            parameter.types.iter().find_map(|name| {
                let spelled = format!("{name}.{member}");
                let (found, rest) = self.names.resolve(*file, *scope, &spelled)?;
                (matches!(found, Found::Binding(..)) && rest.is_empty()).then_some(spelled)
            })
        });
        if let Some(spelled) = type_name {
            *path = spelled.into();
        }
    }

    /// `Flipper[:k].enabled?`, `FLAG.isActive()`.
    fn in_receiver(&self, call: &Call, selector: &Selection) -> Option<(Expression, Span)> {
        let Some(Expression::Path(path)) = &call.receiver else {
            return None;
        };
        let (_, last) = path.rsplit_once('.')?;
        if selector.index {
            return Some((Expression::Text(last.into()), call.receiver_span));
        }
        Some((Expression::Path(path.clone()), call.receiver_span))
    }

    /// The call of this name among a call's arguments, or in the chain that makes one of them.
    fn inner_call(&self, file: usize, call: &Call, name: &str) -> Option<&'a Call> {
        call.arguments.iter().find_map(|argument| {
            let mut expression = &argument.value;
            for _ in 0..names::HOPS {
                let Expression::Call(span) = expression else {
                    return None;
                };
                let inner = self.names.call_at(file, *span)?;
                if *inner.name == *name {
                    return Some(inner);
                }
                expression = inner.receiver.as_ref()?;
            }
            None
        })
    }
}

/// The parts of an argument that a selector means.
pub(crate) fn expand(value: (Expression, Span), selector: &Selection) -> Vec<(Expression, Span)> {
    let mut path = selector.property.iter().flat_map(|path| path.split('.'));
    let Some((value, span)) = path.try_fold(value, |value, name| property_of(value.0, name)) else {
        return Vec::new();
    };
    match value {
        Expression::Object(_, entries) if selector.keys => {
            let key = |entry: Entry| match entry.computed {
                true => (Expression::Path(entry.key), entry.key_span),
                false => (Expression::Text(entry.key), entry.key_span),
            };
            entries.into_iter().map(key).collect()
        }
        Expression::List(items) => match &selector.item {
            Some(name) => items
                .into_iter()
                .filter_map(|item| property_of(item.value, name))
                .collect(),
            None if selector.each => items.into_iter().map(|item| (item.value, item.span)).collect(),
            None => vec![(Expression::List(items), span)],
        },
        value if selector.literal.is_none() || matches!(value, Expression::Boolean(_)) => vec![(value, span)],
        _ => Vec::new(),
    }
}

/// A member of an object literal.
fn property_of(value: Expression, name: &str) -> Option<(Expression, Span)> {
    let Expression::Object(_, entries) = value else {
        return None;
    };
    let entry = entries.into_iter().find(|entry| *entry.key == *name)?;
    Some((entry.value, entry.value_span))
}
