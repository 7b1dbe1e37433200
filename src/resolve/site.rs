//! What stands around a use: its function, the loop, the device it runs on, what happens to its result.

use crate::facts::{Call, CallContext, Expression, FileFacts, Meaning};
use crate::source::Span;
use crate::usage::{Branch, Function, Role, Site};

/// What stands around the expression at `whole`.
pub(super) fn site(facts: &FileFacts, scope: u32, whole: Span, context: &CallContext) -> Site {
    let function = facts.function_of(scope).and_then(|at| facts.scopes.get(at as usize));
    Site {
        function: function.map(|function| Function {
            name: function.name.to_string(),
            place: facts.lines.place(function.span),
        }),
        repeated: facts.loop_around(whole, scope).map(|span| facts.lines.place(span)),
        discarded: context.discarded,
        client: facts.device.get_or_init(|| client(facts)).clone(),
        set: None,
    }
}

/// The truth value that a test gives a flag: in the entry or the argument that names it at `key`, in another argument,
/// by a method of the result, or by the name of what is called.
pub(super) fn set(role: Role, call: &Call, key: Span) -> Option<bool> {
    if role != Role::TestOverride {
        return None;
    }
    let truth = |value: &Expression| match value {
        Expression::Boolean(value) => Some(*value),
        _ => None,
    };
    let named = call.arguments.iter().find_map(|argument| match &argument.value {
        Expression::Object(_, entries) => {
            let entry = entries.iter().find(|entry| entry.key_span == key)?;
            Some(truth(&entry.value))
        }
        value if argument.keyword.is_some() && argument.span == key => Some(truth(value)),
        _ => None,
    });
    if let Some(found) = named {
        return found;
    }
    let argument = call.arguments.iter().find_map(|argument| truth(&argument.value));
    argument
        .or(call.context.set)
        .or_else(|| match call.name.to_lowercase() {
            name if name.starts_with("enable") || name.starts_with("activate") => Some(true),
            name if name.starts_with("disable") || name.starts_with("deactivate") => Some(false),
            _ => None,
        })
}

/// Why the file runs on a user's device, if it does.
fn client(facts: &FileFacts) -> Option<String> {
    let grammar = facts.language.grammar();
    let client = &grammar.table.client;
    if client.always {
        return Some(format!("{} runs on the user's device", facts.language.name));
    }
    let within = |module: &str, wanted: &str| {
        let rest = module.strip_prefix(wanted);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', '\\', ':']))
    };
    let imported = facts.imports.iter().find(|import| {
        let mut wanted = client.imports.iter();
        wanted.any(|wanted| within(&import.module, wanted))
    });
    if let Some(import) = imported {
        return Some(format!("the file imports `{}`", import.module));
    }
    let by_path = grammar.is_client_path(&facts.path);
    by_path.then(|| format!("`{}` is code for the user's device", facts.path))
}

/// The branches that a call decides; `through`: what the result of the call says of the flag.
pub(super) fn branches(facts: &FileFacts, context: &CallContext, through: Meaning) -> Vec<Branch> {
    let found = context
        .branches
        .iter()
        .zip(&context.meanings)
        .filter_map(|(index, meaning)| Some((facts.branches.get(*index as usize)?, meaning.through(through))));
    found
        .map(|(branch, meaning)| Branch {
            whole: facts.lines.place(branch.span),
            consequence: branch.consequence.map(|span| facts.lines.place(span)),
            alternative: branch.alternative.map(|span| facts.lines.place(span)),
            negated: context.negated,
            consequence_when: meaning.consequence,
            alternative_when: meaning.alternative,
            same: branch.same,
        })
        .collect()
}

/// What the result of a call says of the flag that an SDK's method asks for.
pub(super) fn asked(negated: bool) -> Meaning {
    if negated { Meaning::OWN.negated() } else { Meaning::OWN }
}
