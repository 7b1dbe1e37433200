//! Mocks that name the method which they stand in for: `allow(flags).to receive(:on?).with(:key)`,
//! `sinon.stub(flags, "isOn").withArgs("key")`, `expect(flags.isOn).toHaveBeenCalledWith("key")`. Each is read as a call of
//! that method with those arguments, set up or checked by a test.

use rustc_hash::FxHashMap;

use crate::facts::{Argument, Call, CallContext, Expression, Form, Name};
use crate::language::MockTable;
use crate::source::Span;

/// How many calls of a chain are looked through.
const CHAIN: usize = 6;

/// The calls that mocks stand for.
pub(super) fn named(calls: &[Call], table: &MockTable) -> Vec<Call> {
    let is = |list: &[String], call: &Call| list.iter().any(|name| **name == *call.name);
    let any = |list: &[String]| calls.iter().any(|call| is(list, call));
    let by_name = any(&table.names);
    if !by_name && !any(&table.checks) {
        return Vec::new();
    }
    let chains = Chains {
        at: calls.iter().enumerate().map(|(at, call)| (call.span, at)).collect(),
        calls,
        table,
    };
    let mut found = Vec::new();
    for call in calls {
        if is(&table.checks, call) {
            found.extend(chains.checked(call));
        } else if by_name && is(&table.holders, call) {
            found.extend(chains.held(call));
        } else if by_name && is(&table.arguments, call) {
            found.extend(chains.with_arguments(call));
        } else if is(&table.names, call) {
            found.extend(direct(call));
        }
    }
    found
}

struct Chains<'a> {
    calls: &'a [Call],
    at: FxHashMap<Span, usize>,
    table: &'a MockTable,
}

impl<'a> Chains<'a> {
    fn call(&self, value: Option<&Expression>) -> Option<&'a Call> {
        match value {
            Some(Expression::Call(span)) => self.calls.get(*self.at.get(span)?),
            _ => None,
        }
    }

    /// The call of this chain, from its end, that has one of these names.
    fn up(&self, from: Option<&'a Call>, names: &[String]) -> Option<&'a Call> {
        let mut next = from;
        for _ in 0..CHAIN {
            let call = next?;
            if names.iter().any(|name| **name == *call.name) {
                return Some(call);
            }
            next = self.call(call.receiver.as_ref());
        }
        None
    }

    /// `allow(object).to receive(:method).with(…)`
    fn held(&self, call: &'a Call) -> Option<Call> {
        let holder = self.call(call.receiver.as_ref())?;
        let object = holder.arguments.first()?;
        let chain = self.call(Some(&call.arguments.first()?.value))?;
        let naming = self.up(Some(chain), &self.table.names)?;
        let arguments = self.up(Some(chain), &self.table.arguments);
        let (method, place) = text(naming)?;
        Some(standing(
            call,
            (method, place),
            Some(object.value.clone()),
            object.span,
            arguments.map_or_else(Vec::new, |call| call.arguments.clone()),
        ))
    }

    /// `object.expects(:method).with(…)`, `stub(object, "method").withArgs(…)`; what a holder names is its own.
    fn with_arguments(&self, call: &'a Call) -> Option<Call> {
        let naming = self.up(self.call(call.receiver.as_ref()), &self.table.names)?;
        let named = text(naming)?;
        let handed = naming
            .arguments
            .iter()
            .find(|argument| matches!(argument.value, Expression::Path(_)));
        let (object, span) = match handed {
            Some(argument) => (Some(argument.value.clone()), argument.span),
            // `mock.expects(once()).method("isOn")`
            None => {
                let mut object = (naming.receiver.clone()?, naming.receiver_span);
                if let Some(inner) = self.call(Some(&object.0)).filter(|inner| {
                    let mut names = self.table.names.iter();
                    names.any(|name| **name == *inner.name)
                }) {
                    object = (inner.receiver.clone()?, inner.receiver_span);
                }
                (Some(object.0), object.1)
            }
        };
        Some(standing(call, named, object, span, call.arguments.clone()))
    }

    /// `expect(object.method).toHaveBeenCalledWith(…)`, `object.method.assert_called_with(…)`
    fn checked(&self, call: &'a Call) -> Option<Call> {
        let (path, span) = match call.receiver.as_ref()? {
            Expression::Path(path) => (path, call.receiver_span),
            receiver => {
                // `expect(x).not.toHaveBeenCalledWith(…)`
                let inner = match receiver {
                    Expression::Member(base, _) => base,
                    other => other,
                };
                let argument = self.call(Some(inner))?.arguments.first()?;
                match &argument.value {
                    Expression::Path(path) => (path, argument.span),
                    _ => return None,
                }
            }
        };
        let (object, method) = match path.rsplit_once('.') {
            Some((object, method)) => (Some(Expression::Path(object.into())), method),
            None => (None, &**path),
        };
        Some(Call {
            name_span: call.name_span,
            ..standing(call, (method.into(), span), object, span, call.arguments.clone())
        })
    }
}

/// `object.On("method", …)`
fn direct(call: &Call) -> Option<Call> {
    let named = text(call)?;
    let first = call.arguments.first()?;
    let rest = call.arguments.get(1..).filter(|rest| !rest.is_empty())?;
    matches!(first.value, Expression::Text(_))
        .then(|| standing(call, named, call.receiver.clone(), call.receiver_span, rest.to_vec()))
}

/// The name of the method, and its place.
fn text(naming: &Call) -> Option<(Name, Span)> {
    naming.arguments.iter().find_map(|argument| match &argument.value {
        Expression::Text(text) => Some((text.clone(), argument.span)),
        _ => None,
    })
}

/// The call that a mock stands for; the method's name is its place, for every call has a place of its own.
fn standing(
    at: &Call,
    (name, span): (Name, Span),
    receiver: Option<Expression>,
    receiver_span: Span,
    arguments: Vec<Argument>,
) -> Call {
    Call {
        form: Form::Call,
        name,
        name_span: span,
        span,
        receiver,
        receiver_span,
        arguments,
        types: Vec::new(),
        scope: at.scope,
        context: CallContext {
            mocked: true,
            set: at.context.set,
            ..CallContext::default()
        },
    }
}
