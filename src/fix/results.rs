//! Further results of a call that is gone: `on, err := client.BoolVariation(…)`. Such a name often is another call's as well, so it is
//! followed only until it gets its next value.

use crate::fix::names;
use crate::fix::syntax::Id;
use crate::fix::unit::Unit;

/// What reads a further result of the call before the name gets another value; `None`: that cannot be told.
pub(crate) fn reads(unit: &Unit, binding: Id, name: Id) -> Option<Vec<Id>> {
    let syntax = &unit.syntax;
    let is_declared = |binding: Id| {
        let shape = syntax.role(binding).and_then(|role| role.binding.as_ref());
        shape.is_some_and(|shape| !shape.assignment)
    };
    let (statement, list) = syntax.statement(binding).filter(|_| is_declared(binding))?;
    let function = syntax.function(binding);
    let text = unit.slice(name);
    let named = |within: Id| {
        let all = syntax.subtree(within);
        all.filter(|id| unit.slice(*id) == text && names::is_variable(unit, *id))
            .collect::<Vec<Id>>()
    };
    let writes = |within: Id| -> Vec<Id> {
        let all = named(within).into_iter();
        all.filter(|id| names::is_written(unit, *id)).collect()
    };
    let mut found = Vec::new();
    for next in syntax.parts(list).filter(|next| *next > statement) {
        let written = writes(next);
        let is_own = |id: &Id| {
            begun(unit, *id).is_none()
                && syntax
                    .statement(*id)
                    .is_some_and(|(around, of)| around == next && of == list)
        };
        let ends = written.iter().copied().find(is_own);
        // Further inside it is another variable, or the same one that may have another value from then on.
        let mut others = Vec::new();
        for id in written.iter().copied().filter(|id| Some(*id) != ends) {
            let around = begun(unit, id).or_else(|| names::another(unit, id));
            others.push(syntax.subtree(around.filter(|other| *other > statement)?));
        }
        for read in named(next).into_iter().filter(|id| !written.contains(id)) {
            if others.iter().any(|other| other.contains(&read)) {
                continue;
            }
            if syntax.function(read) != function {
                return None;
            }
            found.push(read);
        }
        if let Some(ends) = ends {
            let before = || {
                let mut earlier = syntax.parts(list).take_while(|part| *part < statement);
                earlier.any(|part| {
                    writes(part)
                        .iter()
                        .any(|id| syntax.statement(*id) == Some((part, list)))
                })
            };
            let declares = syntax.above(ends).take(4).any(is_declared);
            return (declares || before()).then_some(found);
        }
    }
    Some(found)
}

/// The statement that declares the name before its condition: `if err := f(); err != nil`.
fn begun(unit: &Unit, name: Id) -> Option<Id> {
    let syntax = &unit.syntax;
    let begins = |above: &Id| {
        let field = syntax.shape(*above).and_then(|shape| shape.initializer());
        let initializer = field.and_then(|field| syntax.part(*above, field));
        initializer.is_some_and(|initializer| syntax.subtree(initializer).contains(&name))
    };
    let whole = syntax.above(name).take(6).find(begins)?;
    // An assignment there is of the variable around.
    let is_declared = |above: Id| {
        let shape = syntax.role(above).and_then(|role| role.binding.as_ref());
        shape.is_some_and(|shape| !shape.assignment)
    };
    syntax.above(name).take(4).any(is_declared).then_some(whole)
}
