//! Where in a call something stands: a selector's words turned into expressions.

use crate::facts::{Argument, Call, Entry, Expression};
use crate::resolve::{Resolver, names};
use crate::sdk::Selection;
use crate::source::Span;

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
        found
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
