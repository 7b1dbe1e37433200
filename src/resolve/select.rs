//! Where in a call something stands: a selector's words turned into expressions.

use crate::facts::{Argument, Call, Expression};
use crate::resolve::Resolver;
use crate::sdk::Selection;
use crate::source::Span;

impl Resolver<'_> {
    /// The expressions of a call that a selector means.
    pub(crate) fn selected(&self, file: usize, call: &Call, selector: &Selection) -> Vec<(Expression, Span)> {
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
        if let Some(option) = &selector.option {
            let inner = call.arguments.iter().find_map(|argument| match &argument.value {
                Expression::Call(span) => self.option(file, *span, option),
                _ => None,
            });
            return inner.into_iter().collect();
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
        let mut found: Vec<(Expression, Span)> = Vec::new();
        for argument in chosen {
            let value = match (&selector.property, &argument.value) {
                (Some(property), Expression::Object(_, entries)) => {
                    let entry = entries.iter().find(|entry| *entry.key == **property);
                    entry.map(|entry| (entry.value.clone(), entry.value_span))
                }
                (Some(_), _) => None,
                (None, value) => Some((value.clone(), argument.span)),
            };
            let Some((value, span)) = value else { continue };
            match value {
                Expression::Object(_, entries) if selector.keys => found.extend(entries.into_iter().map(|entry| {
                    let key = if entry.computed {
                        Expression::Path(entry.key)
                    } else {
                        Expression::Text(entry.key)
                    };
                    (key, entry.key_span)
                })),
                Expression::List(items) if selector.each => {
                    found.extend(items.into_iter().map(|item| (item.value, item.span)));
                }
                value if selector.literal.is_none() || matches!(value, Expression::Boolean(_)) => {
                    found.push((value, span));
                }
                _ => {}
            }
        }
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

    fn option(&self, file: usize, span: Span, option: &str) -> Option<(Expression, Span)> {
        let inner = self.names.call_at(file, span).filter(|inner| *inner.name == *option)?;
        inner
            .arguments
            .first()
            .map(|argument| (argument.value.clone(), argument.span))
    }
}
