//! Flags that are objects: made once with their key, read through the object. `gate.IsEnabled()`, `await banner()`.
//! And fields that hold a key because an SDK's class reads them: `waffle_flag = "new-checkout"`.

use crate::facts::{Binding, BindingKind, Call, Expression};
use crate::resolve::keys::Key;
use crate::resolve::names::Found;
use crate::resolve::select::expand;
use crate::resolve::ties::{Level, Tie};
use crate::resolve::{LeadForm, Resolver, draft};
use crate::sdk::{Action, Candidate, Package, Sdk, Selector, Shape};
use crate::source::Span;
use crate::usage::{Certainty, Role, Use};

/// A flag object: its keys, and what ties it to the SDK.
pub(crate) struct Declared {
    pub(crate) keys: Vec<Key>,
    pub(crate) tie: Tie,
}

impl<'a> Resolver<'a> {
    /// The flag object that a call asks: its receiver, or the argument that the method names.
    pub(crate) fn declared(&self, file: usize, call: &Call, candidate: Candidate<'_>) -> Option<Declared> {
        let mut selector = candidate.method.key.as_ref().map(Selector::place)?;
        selector.declared = false;
        let asked: Vec<Expression> = match selector.argument.is_some() || selector.keyword.is_some() {
            true => {
                let selected = self.selected(file, call, &selector).into_iter();
                selected.map(|(expression, _)| expression).collect()
            }
            false => vec![call.receiver.clone()?],
        };
        let mut found = asked
            .iter()
            .filter_map(|asked| self.flag_object(file, call.scope, asked, candidate.sdk));
        let first = found.next()?;
        Some(found.fold(first, |mut all, one| {
            all.keys.extend(one.keys);
            all
        }))
    }

    /// What an expression was declared as.
    fn flag_object(&self, file: usize, scope: u32, asked: &Expression, sdk: &Sdk) -> Option<Declared> {
        match asked {
            Expression::Call(span) => self.declaration_at(file, *span, sdk),
            Expression::Path(path) => match self.names.resolve(file, scope, path)? {
                (Found::Binding(owner, binding), "") => match binding.value {
                    Expression::Call(span) => self.declaration_at(owner, span, sdk),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// The keys that the call at a place declares for an SDK.
    fn declaration_at(&self, file: usize, span: Span, sdk: &Sdk) -> Option<Declared> {
        let call = self.names.call_at(file, span)?;
        let (candidate, tie) = self.declaration_of(file, call)?;
        let selector = candidate.method.key.as_ref().map(Selector::place)?;
        if candidate.sdk.name != sdk.name || tie.level < Level::Likely {
            return None;
        }
        let selected = self.selected(file, call, &selector).into_iter();
        let keys = selected
            .flat_map(|(expression, span)| {
                let keys = self.keys(file, call.scope, &expression, span, &selector).into_iter();
                keys.filter_map(move |key| {
                    let text = key.text()?;
                    Some(Key::Declared { text, file, span })
                })
            })
            .collect();
        Some(Declared { keys, tie })
    }

    /// The declaration that a call is.
    fn declaration_of(&self, file: usize, call: &Call) -> Option<(Candidate<'a>, Tie)> {
        let family = self.names.file(file)?.language.family;
        let declarations = self.sdks.candidates(family, &call.name).filter(|candidate| {
            let method = candidate.method;
            // what is declared by another declaration could go round in circles
            let ends = !method.key.as_ref().is_some_and(|key| key.place().declared);
            ends && method.action == Action::Declaration && method.shape.fits(call.form)
        });
        declarations
            .map(|candidate| (candidate, self.tie(file, call, candidate)))
            .max_by_key(|(_, tie)| tie.level)
    }

    /// Names of flag objects: other files may read them, and some are called themselves.
    pub(crate) fn flag_objects(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for binding in &facts.bindings {
            let Expression::Call(span) = binding.value else {
                continue;
            };
            let Some(call) = self.names.call_at(file, span) else {
                continue;
            };
            let Some((candidate, tie)) = self.declaration_of(file, call) else {
                continue;
            };
            if tie.level < Level::Likely {
                continue;
            }
            let name = binding.name.rsplit('.').next().unwrap_or(&binding.name);
            self.lead(file, name, LeadForm::Mention, false);
            if candidate.method.callable
                && let Some(declared) = self.declaration_at(file, span, candidate.sdk)
            {
                self.called_objects(file, binding, candidate.sdk, &declared);
            }
        }
    }

    /// Calls of a flag object.
    fn called_objects(&mut self, owner: usize, object: &'a Binding, sdk: &Sdk, declared: &Declared) {
        for (file, at) in self.calls_of(owner, object, None) {
            let Some(call) = self.names.file(file).and_then(|facts| facts.calls.get(at)) else {
                continue;
            };
            for key in &declared.keys {
                if let Some(found) = self.asked_object(file, call, sdk, &declared.tie) {
                    self.record(file, Some(call), found, key.clone(), None);
                }
            }
        }
    }

    /// A use by a call of a flag object.
    fn asked_object(&self, file: usize, call: &Call, sdk: &Sdk, tie: &Tie) -> Option<Use> {
        let draft = draft::of_call(self.names.file(file)?, call, Role::Evaluation);
        Some(tied(draft, sdk, tie))
    }

    /// Fields and attributes that hold a key.
    pub(crate) fn fields(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        let fields = facts
            .bindings
            .iter()
            .filter(|binding| binding.kind != BindingKind::Enumerator);
        for binding in fields {
            let last = binding.name.rsplit('.').next().unwrap_or(&binding.name);
            let candidates = self.sdks.candidates(facts.language.family, last);
            let fields: Vec<_> = candidates
                .filter(|candidate| candidate.method.shape == Shape::Field)
                .collect();
            for candidate in fields {
                let Some(tie) = self.field_tie(file, binding, candidate.package) else {
                    continue;
                };
                let Some(selector) = candidate.method.key.as_ref().map(Selector::place) else {
                    continue;
                };
                let value = (binding.value.clone(), binding.value_span);
                for (expression, span) in expand(value, &selector) {
                    for key in self.keys(file, binding.scope, &expression, span, &selector) {
                        let draft = draft::at(facts, binding.name_span, binding.name_span, Role::Evaluation);
                        let mut found = tied(draft, candidate.sdk, &tie);
                        found.role = match candidate.method.action {
                            Action::Declaration => Role::Declaration,
                            Action::Override => Role::TestOverride,
                            Action::Write | Action::Create if found.test => Role::TestOverride,
                            Action::Create => Role::Declaration,
                            Action::Write | Action::Accessor => continue,
                            Action::Evaluation => Role::Evaluation,
                        };
                        found.callee = Some(last.to_owned());
                        self.record(file, None, found, key, None);
                    }
                }
            }
        }
    }

    /// Whether a field is the SDK's: it stands in a class that extends one of its types, or on one of its objects.
    fn field_tie(&self, file: usize, binding: &Binding, package: &Package) -> Option<Tie> {
        let facts = self.names.file(file)?;
        if package.vouched {
            let reason = format!("`{}` is named in the configuration", binding.name);
            return Some(Tie::new(Level::Proven, reason));
        }
        let import = self.imports_package(file, package)?;
        let container = facts.scopes.get(binding.scope as usize)?;
        let extends = container.types.iter().any(|name| {
            let last = name.rsplit('.').next().unwrap_or(name);
            package.types.iter().any(|wanted| wanted == last)
        });
        if extends {
            return Some(Tie::new(Level::Proven, import));
        }
        let (object, _) = binding.name.rsplit_once('.')?;
        let tie = self.receiver(file, binding.scope, &Expression::Path(object.into()), package, 8);
        (tie.level >= Level::Likely).then_some(tie)
    }
}

/// A use as sure as what ties it to an SDK.
fn tied(draft: Use, sdk: &Sdk, tie: &Tie) -> Use {
    Use {
        sdk: Some(sdk.name.clone()),
        certainty: match tie.level {
            Level::Proven => Certainty::Proven,
            _ => Certainty::Likely,
        },
        reasons: tie.reasons.clone(),
        ..draft
    }
}
