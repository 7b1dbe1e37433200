//! Flags held in variables: `const on = flag("a"); if (on) …`. A branch that a name decides is decided by the call whose
//! result the name holds.

use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::Walker;
use crate::facts::{BindingKind, CallContext, FileFacts, Meaning, Name};
use crate::language::Role;

/// How many names may stand between a call and the branch: `const a = flag("k"); const b = a && c; if (b) …`.
const HOPS: usize = 4;
/// So many branches one call may decide through names.
const BRANCHES: usize = 256;
/// How far behind a name an operator is looked for that changes it.
const OPERATOR: usize = 8;

/// A name that is read where it may decide a branch.
pub(super) struct Read {
    name: Name,
    scope: u32,
    context: CallContext,
}

/// Calls, members and lookups, by their index.
#[derive(Debug, Clone, Copy)]
enum Source {
    Call(usize),
    Member(usize),
    Lookup(usize),
    Read(usize),
}

impl<'t> Walker<'_, 't> {
    /// The plain name that `binding` gives the value `child` to; kept, so that reads of it are looked at.
    pub(super) fn held_by(
        &mut self,
        binding: Node<'t>,
        role: &Role,
        child: Node<'t>,
        field: Option<u16>,
    ) -> Option<Name> {
        let shape = role.binding.as_ref()?;
        let operator = shape.operator.as_ref().map(std::slice::from_ref);
        if !shape.value?.holds(binding, child, field)
            || operator.is_some_and(|operator| !self.reader.has_operator(binding, operator))
        {
            return None;
        }
        let name = self.names(shape.name.of(binding)?).into_iter().next()?;
        let name = self.reader.unwrap(name);
        if !self.reader.role(name)?.identifier {
            return None;
        }
        let name = self.reader.name(self.reader.slice(name));
        self.held.insert(name.clone());
        Some(name)
    }

    /// What happens to a member that a destructuring gives the name `target`.
    pub(super) fn destructured(&mut self, target: Node<'t>) -> CallContext {
        let plain = self.reader.role(target).is_some_and(|role| role.identifier);
        let name = plain.then(|| self.reader.name(self.reader.slice(target)));
        self.held.extend(name.clone());
        CallContext {
            bound: name,
            whole: Meaning::OWN,
            ..CallContext::default()
        }
    }

    /// Keeps a name that holds a result, where it stands in a condition.
    pub(super) fn read(&mut self, node: Node<'t>) {
        if self.held.is_empty() {
            return;
        }
        // Anything but an operand or a condition says so at once.
        let above = self.stack.iter().rev().nth(1).and_then(|frame| frame.role);
        let may_decide = above.is_none_or(|role| {
            let operator = role.negation.is_some() || role.fallback.is_some() || !role.disjunction.is_empty();
            operator || role.transparent || role.sequence || !role.branch.is_empty()
        });
        let Some(name) = self.held.get(self.reader.slice(node)).filter(|_| may_decide).cloned() else {
            return;
        };
        let behind = self.source.get(node.end_byte()..).unwrap_or("");
        if changes(behind.as_bytes()) {
            self.changed.insert(name);
            return;
        }
        let context = self.context(node);
        if !context.branches.is_empty() || context.bound.is_some() {
            self.reads.push(Read {
                name,
                scope: self.scope,
                context,
            });
        }
    }

    /// Gives calls the branches that they decide through names.
    pub(super) fn hold(&mut self) {
        let reads = std::mem::take(&mut self.reads);
        if reads.is_empty() {
            return;
        }
        let names = Names::new(&self.facts, reads.iter().map(|read| &read.name));
        let mut by_owner: FxHashMap<(u32, &Name), Vec<usize>> = FxHashMap::default();
        for (at, read) in reads.iter().enumerate() {
            let owner = names.owner(&self.facts, read.scope, &read.name);
            let settled =
                owner.filter(|owner| names.is_settled(*owner, &read.name) && !self.changed.contains(&read.name));
            if let Some(owner) = settled {
                by_owner.entry((owner, &read.name)).or_default().push(at);
            }
        }
        let mut found: Vec<(Source, Vec<(u32, Meaning)>)> = Vec::new();
        for source in sources(&self.facts) {
            let mut branches = Vec::new();
            let mut next = vec![(source, Meaning::OWN)];
            for _ in 0..HOPS {
                let mut further = Vec::new();
                for (source, says) in next {
                    let Some((name, scope, whole)) = bound(&self.facts, &reads, source) else {
                        continue;
                    };
                    let says = whole.through(says);
                    let owner = names.owner(&self.facts, scope, name);
                    let known = owner.and_then(|owner| by_owner.get(&(owner, name)));
                    for at in known.into_iter().flatten().take(BRANCHES) {
                        let Some(read) = reads.get(*at) else { continue };
                        let decided = read.context.branches.iter().zip(&read.context.meanings);
                        branches.extend(decided.map(|(branch, meaning)| (*branch, meaning.through(says))));
                        further.push((Source::Read(*at), says));
                    }
                }
                next = further;
                if next.is_empty() || branches.len() > BRANCHES {
                    break;
                }
            }
            if !branches.is_empty() {
                branches.truncate(BRANCHES);
                found.push((source, branches));
            }
        }
        for (source, branches) in found {
            if let Some(context) = context(&mut self.facts, source) {
                for (branch, meaning) in branches {
                    context.branches.push(branch);
                    context.meanings.push(meaning);
                }
            }
        }
    }
}

/// Everything whose result a name holds.
fn sources(facts: &FileFacts) -> Vec<Source> {
    let held = |context: &CallContext| context.bound.is_some();
    let calls = facts.calls.iter().enumerate().filter(|(_, call)| held(&call.context));
    let members = facts
        .members
        .iter()
        .enumerate()
        .filter(|(_, member)| held(&member.context));
    let lookups = facts
        .lookups
        .iter()
        .enumerate()
        .filter(|(_, lookup)| held(&lookup.context));
    let calls = calls.map(|(at, _)| Source::Call(at));
    let members = members.map(|(at, _)| Source::Member(at));
    calls
        .chain(members)
        .chain(lookups.map(|(at, _)| Source::Lookup(at)))
        .collect()
}

/// The name that holds a result, its scope, and what the value of the name says of the result.
fn bound<'f>(facts: &'f FileFacts, reads: &'f [Read], source: Source) -> Option<(&'f Name, u32, Meaning)> {
    let (context, scope) = match source {
        Source::Call(at) => facts.calls.get(at).map(|call| (&call.context, call.scope))?,
        Source::Member(at) => facts.members.get(at).map(|member| (&member.context, member.scope))?,
        Source::Lookup(at) => facts.lookups.get(at).map(|lookup| (&lookup.context, lookup.scope))?,
        Source::Read(at) => reads.get(at).map(|read| (&read.context, read.scope))?,
    };
    Some((context.bound.as_ref()?, scope, context.whole))
}

fn context(facts: &mut FileFacts, source: Source) -> Option<&mut CallContext> {
    match source {
        Source::Call(at) => facts.calls.get_mut(at).map(|call| &mut call.context),
        Source::Member(at) => facts.members.get_mut(at).map(|member| &mut member.context),
        Source::Lookup(at) => facts.lookups.get_mut(at).map(|lookup| &mut lookup.context),
        Source::Read(_) => None,
    }
}

/// Where names are declared, and how often they get a value there.
struct Names {
    values: FxHashMap<(u32, Name), usize>,
    parameters: FxHashMap<Name, Vec<u32>>,
}

impl Names {
    fn new<'f>(facts: &FileFacts, wanted: impl Iterator<Item = &'f Name>) -> Self {
        let mut names = Self {
            values: FxHashMap::default(),
            parameters: wanted.map(|name| (name.clone(), Vec::new())).collect(),
        };
        for (scope, at) in facts.scopes.iter().zip(0..) {
            for parameter in &scope.parameters {
                if let Some(scopes) = names.parameters.get_mut(&parameter.name) {
                    scopes.push(at);
                }
            }
        }
        // Declarations come first, so that an assignment finds what it changes.
        let wanted: Vec<_> = facts
            .bindings
            .iter()
            .filter(|binding| names.parameters.contains_key(&binding.name))
            .collect();
        let (assigned, declared): (Vec<_>, Vec<_>) = wanted
            .into_iter()
            .partition(|binding| binding.kind == BindingKind::Assignment);
        for binding in declared {
            *names.values.entry((binding.scope, binding.name.clone())).or_default() += 1;
        }
        for binding in assigned {
            let owner = names
                .owner(facts, binding.scope, &binding.name)
                .unwrap_or(binding.scope);
            *names.values.entry((owner, binding.name.clone())).or_default() += 1;
        }
        names
    }

    /// The scope that a name means where it stands in `scope`.
    fn owner(&self, facts: &FileFacts, scope: u32, name: &Name) -> Option<u32> {
        facts.enclosing(scope).find(|at| {
            let is_parameter = self.parameters.get(name).is_some_and(|scopes| scopes.contains(at));
            is_parameter || self.values.contains_key(&(*at, name.clone()))
        })
    }

    /// Whether a name has one value, and always the same.
    fn is_settled(&self, owner: u32, name: &Name) -> bool {
        let is_parameter = self.parameters.get(name).is_some_and(|scopes| scopes.contains(&owner));
        !is_parameter && self.values.get(&(owner, name.clone())) == Some(&1)
    }
}

/// Whether what stands behind a name gives it a value that depends on the old one: `on &= x`, `on ||= y`.
fn changes(behind: &[u8]) -> bool {
    let behind = behind.trim_ascii_start();
    let near = behind.get(..behind.len().min(OPERATOR)).unwrap_or(behind);
    let marks = near.iter().take_while(|byte| b"&|^?+-*/%<>".contains(byte)).count();
    let comparison = marks == 1 && matches!(near.first(), Some(b'<' | b'>'));
    marks > 0 && !comparison && near.get(marks) == Some(&b'=') && near.get(marks + 1) != Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn operators_that_change_a_name() {
        assert!(changes(b" &= x") && changes(b"||= y") && changes(b" ??= z"));
        assert!(!changes(b" && x") && !changes(b" == x") && !changes(b" <= x") && !changes(b") {") && !changes(b""));
    }
}
