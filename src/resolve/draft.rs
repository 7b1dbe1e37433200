//! Uses before their key is known: what a call, a member or a declaration says by itself.

use serde_json::Value;

use crate::facts::{Call, Expression, FileFacts, Lookup, Meaning, Member, Name};
use crate::resolve::site::{branches, site};
use crate::source::Span;
use crate::usage::{Certainty, Gives, Guard, KeySource, Role, Site, Use};

/// A use of which only the place is known.
pub(crate) fn at(facts: &FileFacts, name: Span, whole: Span, role: Role) -> Use {
    Use {
        path: facts.path.to_string(),
        name: facts.lines.place(name),
        whole: facts.lines.place(whole),
        key: None,
        role,
        sdk: None,
        callee: None,
        key_source: KeySource::Dynamic,
        via: None,
        certainty: Certainty::Proven,
        default: None,
        default_text: None,
        negated: false,
        test: facts.test,
        language: facts.language.name,
        reasons: Vec::new(),
        branches: Vec::new(),
        site: Site::default(),
        gives: Gives::Value,
        guard: Guard::Plain,
    }
}

/// A call's use.
pub(crate) fn of_call(facts: &FileFacts, call: &Call, role: Role) -> Use {
    Use {
        callee: Some(call.name.to_string()),
        negated: call.context.negated,
        test: is_test(facts, call.scope),
        branches: branches(facts, &call.context, Meaning::OWN),
        site: site(facts, call.scope, call.span, &call.context),
        ..at(facts, call.name_span, call.span, role)
    }
}

/// The use of a member that is read.
pub(crate) fn of_member(facts: &FileFacts, member: &Member) -> Use {
    let fallback = member.fallback.as_ref().or(member.context.fallback.as_ref());
    let read = Use {
        negated: member.context.negated,
        test: is_test(facts, member.scope),
        branches: branches(facts, &member.context, Meaning::OWN),
        site: site(facts, member.scope, member.whole, &member.context),
        ..at(facts, member.span, member.whole, Role::Evaluation)
    };
    with_default(read, fallback.map(|(value, _)| value))
}

/// The use of a member that an expression names.
pub(crate) fn of_lookup(facts: &FileFacts, lookup: &Lookup) -> Use {
    Use {
        negated: lookup.context.negated,
        test: is_test(facts, lookup.scope),
        branches: branches(facts, &lookup.context, Meaning::OWN),
        site: site(facts, lookup.scope, lookup.whole, &lookup.context),
        ..at(facts, lookup.index_span, lookup.whole, Role::Evaluation)
    }
}

/// A string that equals a key of the registry.
pub(crate) fn mention(facts: &FileFacts, span: Span, text: &Name) -> Use {
    Use {
        key: Some(text.to_string()),
        key_source: KeySource::Literal,
        certainty: Certainty::Unresolved,
        reasons: vec!["a string that equals a key of the registry".to_owned()],
        ..at(facts, span, span, Role::Mention)
    }
}

/// The same use with a default value.
pub(crate) fn with_default(found: Use, value: Option<&Expression>) -> Use {
    Use {
        default: value.and_then(literal),
        default_text: value.and_then(source_text),
        ..found
    }
}

/// Whether a scope of a file is test code.
pub(crate) fn is_test(facts: &FileFacts, scope: u32) -> bool {
    facts.test || facts.scopes.get(scope as usize).is_some_and(|scope| scope.test)
}

fn literal(value: &Expression) -> Option<Value> {
    match value {
        Expression::Boolean(value) => Some(Value::Bool(*value)),
        Expression::Text(text) => Some(Value::String(text.to_string())),
        Expression::Number(text) => serde_json::from_str(&text.replace('_', "")).ok(),
        _ => None,
    }
}

fn source_text(value: &Expression) -> Option<String> {
    match value {
        Expression::Boolean(value) => Some(value.to_string()),
        Expression::Text(text) => Some(format!("\"{text}\"")),
        Expression::Number(text) | Expression::Path(text) => Some(text.to_string()),
        _ => None,
    }
}
