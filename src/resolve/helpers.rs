//! Helpers of the repository's own: functions that hand a parameter on as the key, functions that ask for one flag, and
//! functions that give such functions. Their callers are uses.

use rustc_hash::FxHashMap;

use crate::facts::{Call, Expression, FILE_SCOPE, FileFacts, Form, Lookup, Meaning, Name, Scope, ScopeKind};
use crate::resolve::declare::last_part;
use crate::resolve::draft;
use crate::resolve::keys::Key;
use crate::resolve::names::{self, Found};
use crate::resolve::ties::{Level, Tie};
use crate::resolve::{LeadForm, OWN, Resolver, site};
use crate::sdk::Selection;
use crate::source::Span;
use crate::usage::{Certainty, Gives, KeySource, Role, Use};
use crate::vocabulary;

/// How often helpers are made of what helpers led to.
const GENERATIONS: usize = 8;
/// A class with so many methods that each give one flag's value is made for flags.
const DEDICATED: usize = 3;
/// So many steps of a way through helpers are told, and its end.
const STEPS: usize = 16;

/// What a helper takes.
#[derive(Debug, Clone)]
pub(crate) enum Takes {
    /// The key.
    Key { position: usize, parameter: Name },
    /// Nothing that matters: it asks for one flag.
    Nothing { key: String },
}

/// A function whose callers ask for a flag, or set one.
#[derive(Debug, Clone)]
pub(crate) struct Helper {
    pub(crate) file: usize,
    pub(crate) scope: u32,
    pub(crate) takes: Takes,
    pub(crate) sdk: Option<String>,
    pub(crate) negated: bool,
    /// What its result says of the flag.
    pub(crate) passes: Meaning,
    /// What it gives of the flag's value.
    pub(crate) gives: Gives,
    pub(crate) role: Role,
    pub(crate) certainty: Certainty,
    /// Why it is one.
    pub(crate) reasons: Vec<String>,
    /// The evaluation in its body, shown where no caller is found.
    pub(crate) body: Option<Use>,
    pub(crate) callers: usize,
    /// A caller names a key, or the caller of a helper that hands its own parameter on to this one does.
    pub(crate) keyed: bool,
    /// The helper that this one hands its parameter on to.
    pub(crate) within: Option<usize>,
}

/// An evaluation of a known key inside a function.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    key: String,
    /// The function gives this value and no other.
    given: bool,
    negated: bool,
    passes: Meaning,
    /// What it gives of the flag's value.
    gives: Gives,
    sdk: Option<String>,
    certainty: Certainty,
    reasons: Vec<String>,
}

impl<'a> Resolver<'a> {
    /// Remembers a function that hands its parameter on as the key.
    pub(crate) fn hands_on(
        &mut self,
        (file, scope, position): (usize, u32, usize),
        body: Use,
        (returned, gives): (bool, Gives),
        passes: Meaning,
    ) {
        let Some(function) = self.function(file, scope) else {
            return;
        };
        let Some(parameter) = function.parameters.get(position) else {
            return;
        };
        let parameter = parameter.label.clone();
        if !self.known.insert((file, scope, position)) {
            self.uses.push(Use {
                certainty: Certainty::Unresolved,
                ..body
            });
            return;
        }
        let callee = body.callee.clone().unwrap_or_else(|| "it".to_owned());
        let mut reasons = vec![format!("{} passes `{parameter}` on to `{callee}`", named(function))];
        // Of a long way the first steps and the end: a chain of thousands would hold all the ways of its parts.
        let steps = body.reasons.iter().take(STEPS);
        let end = body.reasons.iter().skip(STEPS).next_back();
        reasons.extend(steps.chain(end).cloned());
        self.helpers.push(Helper {
            file,
            scope,
            takes: Takes::Key { position, parameter },
            sdk: body.sdk.clone(),
            negated: body.negated && returned,
            passes,
            gives: body.gives.max(gives),
            role: body.role,
            certainty: body.certainty,
            reasons,
            body: Some(Use {
                certainty: Certainty::Unresolved,
                ..body
            }),
            callers: 0,
            keyed: false,
            within: None,
        });
    }

    /// Remembers that a function asks for a flag.
    pub(crate) fn asks(&mut self, file: usize, call: &Call, found: &Use) {
        let (Some(facts), Some(key)) = (self.names.file(file), &found.key) else {
            return;
        };
        if found.role != Role::Evaluation || found.key_source == KeySource::Pattern || found.test {
            return;
        }
        let Some(function) = facts.function_of(call.scope) else {
            return;
        };
        let asked = Asked {
            key: key.clone(),
            given: self.gives(file, function, call),
            gives: found.gives.max(match self.gives_of(file, function, call) {
                Gives::Part => Gives::Within,
                gives => gives,
            }),
            negated: found.negated,
            passes: call
                .context
                .passes()
                .through(site::asked(found.negated ^ call.context.negated)),
            sdk: found.sdk.clone(),
            certainty: found.certainty,
            reasons: found.reasons.clone(),
        };
        self.asked.entry((file, function)).or_default().push(asked);
    }

    /// What a function gives of a call's result.
    pub(crate) fn gives_of(&self, file: usize, function: u32, call: &Call) -> Gives {
        let is_it = |value: &Expression| self.is_result(file, function, value, call.span);
        let direct = call.context.returned && call.context.passes().is_whole();
        // A variable that holds it at times, and what a condition on it says.
        let may_be_it = |value: &Expression| match value {
            Expression::Path(path) => call.context.bound.as_ref() == Some(path),
            // A pair, what a wrapper makes of it: nobody knows.
            Expression::Boolean(_) | Expression::Other => !call.context.returned,
            _ => false,
        };
        let returns = self.returns(file, function);
        match self.given(file, function, direct, &is_it) {
            Gives::Part if !returns.is_empty() && returns.iter().all(may_be_it) => Gives::Unsure,
            gives => gives,
        }
    }

    fn returns(&self, file: usize, function: u32) -> &[Expression] {
        self.function(file, function).map_or(&[], |scope| &scope.returns)
    }

    /// The same of a value that is read.
    pub(crate) fn gives_lookup(&self, file: usize, function: u32, lookup: &Lookup) -> Gives {
        let is_it = |value: &Expression| self.is_result(file, function, value, lookup.whole);
        let direct = lookup.context.returned && lookup.context.passes().is_whole();
        match self.given(file, function, direct, &is_it) {
            // What is read may be held and asked for more.
            Gives::Part if !lookup.context.returned => Gives::Unsure,
            gives => gives,
        }
    }

    /// `direct`: the result as a whole is returned, or what a negation makes of it.
    fn given(&self, file: usize, function: u32, direct: bool, is_it: &dyn Fn(&Expression) -> bool) -> Gives {
        let returns = self.returns(file, function);
        let is_literal = |value: &Expression| {
            matches!(
                value,
                Expression::Boolean(_)
                    | Expression::Text(_)
                    | Expression::Number(_)
                    | Expression::Path(_)
                    | Expression::Choice(_)
            )
        };
        match returns {
            [] if direct => Gives::Value,
            // `!client.isEnabled(…)` is an expression of its own.
            [only] if direct && !is_literal(only) => Gives::Value,
            [_, ..] if returns.iter().all(is_it) => Gives::Value,
            _ if direct || returns.iter().any(is_it) => Gives::Unsure,
            _ => Gives::Part,
        }
    }

    /// Whether a value is the result of the expression at a place, or a local that holds it.
    fn is_result(&self, file: usize, function: u32, value: &Expression, span: Span) -> bool {
        match value {
            Expression::Call(at) => *at == span,
            Expression::Path(path) => matches!(
                self.names.resolve(file, function, path),
                Some((Found::Binding(at, binding), "")) if at == file && binding.value == Expression::Call(span)
            ),
            _ => false,
        }
    }

    /// Whether a function gives a call's result and nothing else.
    fn gives(&self, file: usize, function: u32, call: &Call) -> bool {
        let Some(scope) = self.function(file, function) else {
            return false;
        };
        let is_it = |value: &Expression| self.is_result(file, function, value, call.span);
        // `!client.isEnabled(…)` is an expression of its own, and the call knows that it is the whole result.
        match &scope.returns[..] {
            [] => false,
            [_] if call.context.returned => call.scope == function,
            returns => returns.iter().all(is_it),
        }
    }

    pub(crate) fn function(&self, file: usize, scope: u32) -> Option<&'a Scope> {
        self.names.file(file)?.scopes.get(scope as usize)
    }

    /// Callers of helpers, which may be helpers themselves; each function's parameter is followed once.
    pub(crate) fn callers(&mut self) {
        for _ in 0..GENERATIONS {
            while self.followed < self.helpers.len() {
                self.callers_of(self.followed);
                self.followed += 1;
            }
            self.add_getters();
            if self.followed == self.helpers.len() {
                break;
            }
        }
    }

    /// Functions of a class or a file that is made for flags: each gives one flag's value. Elsewhere a function that gives a
    /// flag's value is code that uses the flag, and its evaluation is found there.
    fn add_getters(&mut self) {
        let mut dedicated: FxHashMap<(usize, u32), usize> = FxHashMap::default();
        for (place, asked) in &self.asked {
            if let [Asked { given: true, .. }] = &asked[..] {
                *dedicated.entry(self.class_of(*place)).or_default() += 1;
            }
        }
        // A class may have very many functions, so they are counted once.
        dedicated.retain(|class, getters| *getters >= DEDICATED && *getters * 2 >= self.functions_in(*class));
        let is_made_for_flags =
            |place: (usize, u32)| dedicated.contains_key(&self.class_of(place)) && self.speaks_of_flags(place);
        let mut made: Vec<((usize, u32), Asked)> = self
            .asked
            .iter()
            .filter(|(place, asked)| {
                asked.len() == 1 && !self.known_getters.contains(*place) && is_made_for_flags(**place)
            })
            .filter_map(|(place, asked)| Some((*place, asked.first()?.clone())))
            .collect();
        made.sort_by_key(|(place, _)| *place);
        for ((file, scope), asked) in made {
            self.add_getter(file, scope, asked);
        }
    }

    fn add_getter(&mut self, file: usize, scope: u32, asked: Asked) {
        let Some(function) = self.function(file, scope) else {
            return;
        };
        self.known_getters.insert((file, scope));
        let how = if asked.given { "gives" } else { "asks for" };
        let mut reasons = vec![format!("{} {how} the value of one flag", named(function))];
        reasons.extend(asked.reasons);
        self.helpers.push(Helper {
            file,
            scope,
            takes: Takes::Nothing { key: asked.key },
            sdk: asked.sdk,
            negated: asked.negated && asked.given,
            passes: asked.passes,
            gives: if asked.given {
                asked.gives
            } else {
                asked.gives.max(Gives::Unsure)
            },
            role: Role::Evaluation,
            // What it gives may depend on more than the flag.
            certainty: if asked.given {
                asked.certainty
            } else {
                Certainty::Likely
            },
            reasons,
            body: None,
            callers: 0,
            keyed: false,
            within: None,
        });
    }

    /// Whether a function, its class or its file says that it is about flags. What gives a flag's value under another name
    /// (`hasPremium` of a `LicenseProvider`) is asked for something that a flag happens to decide for now.
    fn speaks_of_flags(&self, place: (usize, u32)) -> bool {
        let (file, class) = self.class_of(place);
        let Some(facts) = self.names.file(file) else {
            return false;
        };
        let class = facts.scopes.get(class as usize);
        let names = class
            .into_iter()
            .flat_map(|class| std::iter::once(&class.name).chain(&class.types));
        let of_flags = |name: &str| vocabulary::is_noun(last_part(name));
        names.into_iter().any(|name| of_flags(name))
            || of_flags(names::stem(&facts.path))
            || self
                .function(file, place.1)
                .is_some_and(|function| vocabulary::has_state(&function.name) || of_flags(&function.name))
    }

    /// How many functions a class or a file has; constructors and helpers of the class count.
    fn functions_in(&self, (file, class): (usize, u32)) -> usize {
        self.names.file(file).map_or(0, |facts| {
            let functions = facts.scopes.iter().filter(|scope| scope.kind == ScopeKind::Function);
            functions
                .filter(|scope| scope.parent == class && !scope.name.is_empty())
                .count()
        })
    }

    /// The class around a function, or its file.
    fn class_of(&self, (file, scope): (usize, u32)) -> (usize, u32) {
        let class = self.names.file(file).and_then(|facts| facts.container_of(scope));
        (file, class.unwrap_or(FILE_SCOPE))
    }

    fn callers_of(&mut self, at: usize) {
        let Some(helper) = self.helpers.get(at).cloned() else {
            return;
        };
        let Some(function) = self.function(helper.file, helper.scope) else {
            return;
        };
        let callers = match function.name.is_empty() {
            true => self.callers_of_value(&helper),
            false => self.callers_by_name(&helper, function),
        };
        let mut count = 0;
        let mut keyed = false;
        for (file, call, tie) in callers {
            let known = self.helpers.len();
            let (found, names_key) = self.caller(file, call, &helper, &tie);
            count += usize::from(found);
            keyed |= names_key;
            for outer in self.helpers.iter_mut().skip(known) {
                outer.within = Some(at);
            }
        }
        if let Some(helper) = self.helpers.get_mut(at) {
            helper.callers = count;
            helper.keyed = keyed;
        }
    }

    /// Which parameter of a helper has the key as a member.
    fn member_of(&self, helper: &Helper) -> Option<u32> {
        let Takes::Key { position, .. } = helper.takes else {
            return None;
        };
        self.function(helper.file, helper.scope)?
            .parameters
            .get(position)?
            .member_of
    }

    fn callers_by_name(&mut self, helper: &Helper, function: &'a Scope) -> Vec<(usize, &'a Call, Tie)> {
        let is_method = !function.types.is_empty() || self.class_of((helper.file, helper.scope)).1 != FILE_SCOPE;
        let member_of = self.member_of(helper);
        let form = match helper.takes {
            // it stands as an element, or with an object of members
            Takes::Key { .. } if member_of.is_some() => LeadForm::Mention,
            Takes::Key { .. } => LeadForm::CallWithKey,
            _ => LeadForm::Call,
        };
        let mut names: Vec<&'a str> = vec![&function.name];
        names.extend(self.names.other_names(helper.file, helper.scope));
        for name in &names {
            self.lead(helper.file, name, form, is_method);
        }
        let forms: &[Form] = match member_of {
            Some(0) => &[Form::Call, Form::Decorator, Form::Component],
            _ => &[Form::Call, Form::Decorator],
        };
        names
            .into_iter()
            .flat_map(|name| self.callers_named(name, (helper.file, helper.scope), forms))
            .collect()
    }

    /// A function without a name: what it is bound to in its file, or what a function that gives it is bound to.
    fn callers_of_value(&mut self, helper: &Helper) -> Vec<(usize, &'a Call, Tie)> {
        let (Some(facts), Some(lambda)) = (self.names.file(helper.file), self.function(helper.file, helper.scope))
        else {
            return Vec::new();
        };
        let mut callers = self.callers_of_bound(helper.file, &Expression::Function(lambda.span));
        let around = facts.enclosing(helper.scope).skip(1);
        let Some(maker) = around.into_iter().find(|at| {
            facts
                .scopes
                .get(*at as usize)
                .is_some_and(|scope| !scope.name.is_empty() && self.hands_out(helper.file, scope, lambda))
        }) else {
            return callers;
        };
        let Some(function) = self.function(helper.file, maker) else {
            return callers;
        };
        self.lead(helper.file, &function.name, LeadForm::Call, false);
        for (file, call, _) in self.callers_named(&function.name, (helper.file, maker), &[]) {
            callers.extend(self.callers_of_bound(file, &Expression::Call(call.span)));
        }
        callers
    }

    /// Whether a function gives a function that stands in it.
    fn hands_out(&self, file: usize, maker: &Scope, lambda: &Scope) -> bool {
        maker.returns.iter().any(|value| match value {
            Expression::Function(span) => *span == lambda.span,
            // `useCallback((key) => …)`
            Expression::Call(span) => self.takes_function(file, *span, lambda),
            _ => false,
        })
    }

    fn takes_function(&self, file: usize, call: crate::source::Span, lambda: &Scope) -> bool {
        self.names.call_at(file, call).is_some_and(|call| {
            call.arguments
                .first()
                .is_some_and(|argument| argument.value == Expression::Function(lambda.span))
        })
    }

    /// The calls of names that are bound to a value, in the value's file.
    fn callers_of_bound(&mut self, file: usize, value: &Expression) -> Vec<(usize, &'a Call, Tie)> {
        let Some(facts) = self.names.file(file) else {
            return Vec::new();
        };
        let mut callers = Vec::new();
        for binding in self.bound_to(file, value) {
            for (_, at) in self.calls_of(file, binding, Some(file)) {
                let Some(call) = facts.calls.get(at) else { continue };
                let (line, _) = facts.lines.position(binding.name_span.start);
                let reason = format!("`{}` is bound at {}:{line}", binding.name, facts.path);
                callers.push((file, call, Tie::new(Level::Proven, reason)));
            }
        }
        callers
    }

    /// Whether a call is one of a helper, and whether it names a key.
    fn caller(&mut self, file: usize, call: &'a Call, helper: &Helper, tie: &Tie) -> (bool, bool) {
        let Some(facts) = self.names.file(file) else {
            return (false, false);
        };
        let found = self.called(facts, call, helper, tie);
        let name = self.helper_name(helper);
        let Takes::Key { position, parameter } = &helper.takes else {
            // A method beside it makes something of its own of the value.
            let beside = file == helper.file
                && facts.function_of(call.scope).map(|at| self.class_of((file, at)))
                    == Some(self.class_of((helper.file, helper.scope)));
            if let (Takes::Nothing { key }, false) = (&helper.takes, beside) {
                self.record_key(file, call, found, key, &name);
            }
            return (true, true);
        };
        let name_of_member = || Some(parameter.to_string());
        let (argument, keyword, property) = match self.member_of(helper) {
            // the attributes of an element are the members of what it takes
            Some(_) if call.form == Form::Component => (None, name_of_member(), None),
            Some(whole) => (Some(whole as usize), None, name_of_member()),
            None => (Some(*position), name_of_member(), None),
        };
        let selector = Selection {
            argument,
            keyword,
            property,
            names_key: helper.sdk.as_deref() == Some(OWN),
            ..Selection::default()
        };
        let (mut any, mut names_key) = (false, false);
        for (expression, span) in self.selected(file, call, &selector) {
            for key in self.keys(file, call.scope, &expression, span, &selector) {
                any = true;
                let found = found.clone();
                if let Key::Parameter {
                    file: owner,
                    scope,
                    position,
                } = key
                {
                    let passes = call.context.passes().through(helper.passes);
                    let given = (call.context.returned, self.gives_of(owner, scope, call));
                    self.hands_on((owner, scope, position), found, given, passes);
                    continue;
                }
                if key.text().is_none() {
                    self.lead_to_key(file, call, &selector, &expression);
                }
                names_key |= key.text().is_some();
                self.record(file, Some(call), found, key, Some(&name));
            }
        }
        (any, names_key)
    }

    /// Passes on what callers of outer helpers name to the helpers within, which were made before them.
    pub(crate) fn spread_keys(&mut self) {
        for at in (0..self.helpers.len()).rev() {
            let Some(within) = self
                .helpers
                .get(at)
                .filter(|helper| helper.keyed)
                .and_then(|helper| helper.within)
            else {
                continue;
            };
            if let Some(inner) = self.helpers.get_mut(within) {
                inner.keyed = true;
            }
        }
    }

    /// The use that a helper's caller is.
    fn called(&self, facts: &FileFacts, call: &Call, helper: &Helper, tie: &Tie) -> Use {
        let role = match helper.role {
            Role::Evaluation if call.context.mocked || tie.mocked => Role::TestOverride,
            role => role,
        };
        let draft = draft::of_call(facts, call, role);
        let tied = match tie.level {
            Level::Proven => Certainty::Proven,
            _ => Certainty::Likely,
        };
        let mut reasons = tie.reasons.clone();
        reasons.extend(helper.reasons.iter().cloned());
        let own_test = draft.test && matches!(helper.takes, Takes::Nothing { .. }) && self.tests_helper(facts, helper);
        if own_test {
            reasons.insert(0, "the file tests the helper itself".to_owned());
        }
        let certainty = match own_test {
            true => Certainty::Unresolved,
            false => tied.min(helper.certainty),
        };
        Use {
            sdk: helper.sdk.clone(),
            negated: draft.negated ^ helper.negated,
            branches: site::branches(facts, &call.context, helper.passes),
            gives: match call.form {
                // what is made of it is shown
                Form::Component => helper.gives.max(Gives::Part),
                _ => helper.gives,
            },
            certainty,
            reasons,
            ..draft
        }
    }

    /// Whether a test file is named after the file of a helper.
    fn tests_helper(&self, facts: &FileFacts, helper: &Helper) -> bool {
        let plain = |path: &str| {
            let stem = names::stem(path).to_ascii_lowercase().replace(['-', '_'], "");
            stem.trim_start_matches("test")
                .trim_end_matches("tests")
                .trim_end_matches("test")
                .trim_end_matches("spec")
                .to_owned()
        };
        let helper = self.names.file(helper.file);
        helper.is_some_and(|helper| helper.path != facts.path && plain(&helper.path) == plain(&facts.path))
    }

    fn record_key(&mut self, file: usize, call: &Call, found: Use, key: &str, name: &str) {
        let found = Use {
            key: Some(key.to_owned()),
            key_source: KeySource::Wrapper,
            via: Some(name.to_owned()),
            ..found
        };
        self.asks(file, call, &found);
        self.uses.push(found);
    }

    fn helper_name(&self, helper: &Helper) -> String {
        let function = self.function(helper.file, helper.scope);
        let named = function
            .map(|function| function.name.to_string())
            .filter(|name| !name.is_empty());
        named.unwrap_or_else(|| {
            let facts = self.names.file(helper.file);
            let around = facts.and_then(|facts| facts.scopes.get(facts.function_of(helper.scope)? as usize));
            around.map_or_else(|| "a function".to_owned(), |scope| format!("{}()", scope.name))
        })
    }
}

fn named(function: &Scope) -> String {
    match function.name.is_empty() {
        true => "a function".to_owned(),
        false => format!("`{}`", function.name),
    }
}
