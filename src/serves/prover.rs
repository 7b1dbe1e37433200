//! From plans to answers: parents before children, cycles told, requirements looked up.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::reach::{Due, Reach};
use super::{
    Accepts, Asked, Condition, Outcome, Plan, Proof, Question, RULES_TOLD, Requirement, Rule, Tree, same_value, show,
};
use crate::registry::{Serves, ServesState};

/// So many flags of a cycle are told, and the last one.
const STEPS: usize = 16;
/// Of a reason that a parent gives so many bytes are told: it may be that of its own parent, and so on.
const REASON: usize = 600;

/// A reason, or its beginning.
fn cut(reason: &str) -> Cow<'_, str> {
    let fits = |end: &usize| reason.is_char_boundary(*end);
    match reason.len() > REASON {
        true => {
            let end = (0..=REASON).rev().find(fits).unwrap_or(0);
            Cow::Owned(format!("{}…", reason.get(..end).unwrap_or("")))
        }
        false => Cow::Borrowed(reason),
    }
}

/// Answers all questions.
pub(super) fn answers(asked: &[Asked<'_>], as_of: Timestamp) -> Vec<Proof> {
    let mut prover = Prover {
        asked,
        as_of,
        index: asked
            .iter()
            .enumerate()
            .map(|(index, each)| ((each.flag, each.environment, each.question), index))
            .collect(),
        answers: asked.iter().map(|_| None).collect(),
    };
    for index in 0..asked.len() {
        prover.resolve(index);
    }
    let lost = || Proof::unknown(vec!["not reached".to_owned()]);
    prover
        .answers
        .into_iter()
        .map(|answer| answer.map_or_else(lost, |answer| answer.proof))
        .collect()
}

/// An answer, and what children need to know of it.
pub(super) struct Answer {
    pub(super) proof: Proof,
    /// Everything that people who are not named can get; empty: unknown.
    pub(super) outcomes: Vec<Outcome>,
    pub(super) on: bool,
    pub(super) off_satisfies: bool,
}

/// How a requirement ends.
enum Met {
    Always,
    /// And why.
    Never(&'static str),
    Sometimes,
    Unknown(String),
}

struct Prover<'a> {
    asked: &'a [Asked<'a>],
    as_of: Timestamp,
    index: HashMap<(&'a str, &'a str, Question), usize>,
    answers: Vec<Option<Answer>>,
}

impl<'a> Prover<'a> {
    /// Depth first without recursion: a chain of prerequisites may be as long as the file.
    fn resolve(&mut self, start: usize) {
        // An entry is a question and its parents that have not been looked at.
        let mut stack = vec![(start, self.parents(start))];
        let mut on_stack = HashMap::from([(start, 0)]);
        while let Some((question, parents)) = stack.last_mut() {
            let question = *question;
            if self.answers.get(question).is_none_or(Option::is_some) {
                on_stack.remove(&question);
                stack.pop();
                continue;
            }
            match parents.pop() {
                None => {
                    let answer = self.answer(question);
                    self.settle(question, answer);
                }
                Some(parent) if self.answers.get(parent).is_some_and(Option::is_none) => {
                    if let Some(position) = on_stack.get(&parent) {
                        let members: Vec<usize> = stack.iter().skip(*position).map(|(each, _)| *each).collect();
                        self.settle_cycle(&members);
                    } else {
                        on_stack.insert(parent, stack.len());
                        stack.push((parent, self.parents(parent)));
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// The parents that matter, the first one last: none while the flag is off.
    fn parents(&self, question: usize) -> Vec<usize> {
        let Some(Plan::Tree(tree)) = self.asked.get(question).map(|each| each.plan) else {
            return Vec::new();
        };
        if !tree.on {
            return Vec::new();
        }
        let of_rules = tree.rules.iter().flat_map(|rule| &rule.requirements);
        let all = tree.requirements.iter().chain(of_rules);
        let mut parents: Vec<usize> = all.filter_map(|each| self.parent(question, each)).collect();
        parents.reverse();
        parents
    }

    fn parent(&self, question: usize, requirement: &Requirement) -> Option<usize> {
        let environment = self.asked.get(question)?.environment;
        let of = |question| {
            self.index
                .get(&(requirement.flag.as_str(), environment, question))
                .copied()
        };
        of(requirement.question).or_else(|| of(Question::Value))
    }

    fn settle(&mut self, question: usize, answer: Answer) {
        if let Some(place) = self.answers.get_mut(question) {
            *place = Some(answer);
        }
    }

    fn settle_cycle(&mut self, members: &[usize]) {
        let mut names: Vec<String> = Vec::new();
        for member in members.iter().chain(members.first()) {
            let name = self
                .asked
                .get(*member)
                .map_or(String::new(), |each| format!("`{}`", each.flag));
            if names.last() != Some(&name) || members.len() == 1 {
                names.push(name);
            }
        }
        // Each of them gets the reason, so the whole of a long way would take the square of its length.
        let way = match names.split_at_checked(STEPS) {
            Some((first, rest)) if rest.len() > 1 => {
                let last = rest.last().map_or("", String::as_str);
                format!("{} → … ({} more) → {last}", first.join(" → "), rest.len() - 1)
            }
            _ => names.join(" → "),
        };
        for member in members {
            let reason = format!("its prerequisites form a cycle: {way}");
            self.settle(*member, Answer::unknown(vec![reason]));
        }
    }

    fn answer(&self, question: usize) -> Answer {
        let Some(asked) = self.asked.get(question) else {
            return Answer::unknown(Vec::new());
        };
        let tree = match asked.plan {
            Plan::Unknown(reason) => return Answer::unknown(vec![reason.clone()]),
            Plan::Stated(proof) => return Answer::stated(proof),
            Plan::Tree(tree) => tree,
        };
        if !tree.on {
            let reason = format!("off in `{}`: everyone gets {}", asked.environment, tree.off.show());
            return Answer::off(tree, vec![reason], 0);
        }
        let on = || format!("on in `{}`", asked.environment);
        let mut reasons = vec![tree.opening.clone().unwrap_or_else(on)];
        let mut gate = Met::Always;
        let mut overrides = 0;
        for requirement in &tree.requirements {
            let (met, named) = self.met(self.parent(question, requirement), requirement);
            let needs = requirement.in_words();
            match met {
                Met::Always => reasons.push(format!("{needs}, which it does for everyone")),
                Met::Sometimes => reasons.push(format!("{needs}, which it does only for some")),
                Met::Never(why) => reasons.push(format!("{needs}, which {why}: everyone gets {}", tree.off.show())),
                Met::Unknown(ref why) => reasons.push(format!("{needs}: {why}")),
            }
            overrides += named;
            gate = gate.and(met);
        }
        match gate {
            Met::Never(_) => return Answer::off(tree, reasons, overrides),
            Met::Unknown(_) => {
                return Answer {
                    on: true,
                    ..Answer::unknown(reasons)
                };
            }
            Met::Always | Met::Sometimes => {}
        }
        let mut due = Vec::with_capacity(tree.rules.len());
        for rule in &tree.rules {
            let (rule, named) = self.due(question, rule);
            overrides += named;
            due.push(rule);
        }
        let mut reach = Reach::of(tree, &due);
        reach.reasons.splice(0..0, reasons);
        if matches!(gate, Met::Sometimes) || tree.unnamed_requirements.is_some() {
            reach.blocked(&tree.off, tree.unnamed_requirements.as_deref());
        }
        reach.conclude(tree, overrides)
    }

    /// A rule with its requirements looked up, and how many named people of the parents may be served otherwise.
    fn due<'t>(&self, question: usize, rule: &'t Rule) -> (Due<'t>, u64) {
        let mut due = Due::new(rule, self.as_of);
        let mut overrides = 0;
        let mut parts = Vec::new();
        for requirement in &rule.requirements {
            let (met, named) = self.met(self.parent(question, requirement), requirement);
            overrides += named;
            let needs = requirement.in_words();
            match met {
                Met::Always => {}
                Met::Never(why) => due.skip(format!("{} serves nobody: it {needs}, which {why}", rule.name)),
                Met::Sometimes => {
                    let wanted = requirement.accepts_in_words();
                    parts.push(Condition::When(format!("flag {} serving {wanted}", requirement.flag)));
                }
                Met::Unknown(why) => parts.push(Condition::Unsure(format!("{} {needs}: {why}", rule.name))),
            }
        }
        if !parts.is_empty() {
            parts.insert(0, rule.condition.clone());
            due.condition = Cow::Owned(Condition::all(parts));
        }
        (due, overrides)
    }

    /// Whether a requirement is met, and by how many named people of the parent it may be decided otherwise.
    fn met(&self, parent: Option<usize>, requirement: &Requirement) -> (Met, u64) {
        let answer = parent
            .and_then(|parent| self.answers.get(parent))
            .and_then(Option::as_ref);
        let (Some(parent), Some(answer)) = (parent, answer) else {
            return (
                Met::Unknown("that flag is not in this environment of the export".to_owned()),
                0,
            );
        };
        if let Some(Plan::Tree(tree)) = self.asked.get(parent).map(|each| each.plan)
            && !tree.dependent_satisfies
            && !tree.requirements.is_empty()
        {
            return (Met::Never("does not count: it has prerequisites of its own"), 0);
        }
        if answer.proof.serves.state == ServesState::Unknown {
            let why = answer.proof.reasons.iter().find(|reason| !reason.starts_with("on in "));
            return (
                Met::Unknown(why.map_or("what it serves is unknown".to_owned(), |why| {
                    format!("{} (there)", cut(why))
                })),
                0,
            );
        }
        if !answer.on && !answer.off_satisfies {
            return (Met::Never("does not count while it is off"), answer.proof.overrides);
        }
        if self
            .asked
            .get(parent)
            .is_some_and(|each| each.question != requirement.question)
        {
            return (
                if requirement.met_without_variants {
                    Met::Always
                } else {
                    Met::Never("has no variants")
                },
                0,
            );
        }
        let unclear = |outcome: &Outcome| match outcome {
            Outcome::Opaque(_) => true,
            Outcome::CodeDefault => matches!(requirement.accepts, Accepts::Except(_)),
            Outcome::Value { .. } => false,
        };
        if answer.outcomes.iter().any(unclear) {
            return (Met::Unknown("part of what it serves is not understood".to_owned()), 0);
        }
        let accepted = answer
            .outcomes
            .iter()
            .filter(|outcome| requirement.accepts(outcome))
            .count();
        match accepted {
            _ if answer.outcomes.is_empty() => (Met::Sometimes, 0),
            0 => (Met::Never("it never does"), answer.proof.overrides),
            _ if accepted == answer.outcomes.len() => (Met::Always, answer.proof.overrides),
            _ => (Met::Sometimes, 0),
        }
    }
}

impl Requirement {
    fn accepts(&self, outcome: &Outcome) -> bool {
        let Outcome::Value { variation, value } = outcome else {
            return false;
        };
        match &self.accepts {
            Accepts::Variations(variations) => variations.contains(variation),
            Accepts::Values(values) => values.iter().any(|each| same_value(each, value)),
            Accepts::Except(values) => !values.iter().any(|each| same_value(each, value)),
        }
    }

    /// Such as "needs `other` to serve `true`".
    fn in_words(&self) -> String {
        format!("needs `{}` to serve {}", self.flag, self.accepts_in_words())
    }

    fn accepts_in_words(&self) -> String {
        if let Some(words) = &self.words {
            return words.clone();
        }
        match &self.accepts {
            Accepts::Variations(variations) => {
                let names: Vec<String> = variations.iter().map(u32::to_string).collect();
                format!("variation {}", names.join(" or "))
            }
            Accepts::Except(values) => {
                let values: Vec<String> = values.iter().take(RULES_TOLD).map(show).collect();
                format!("anything but {}", values.join(" or "))
            }
            Accepts::Values(values) => {
                let values: Vec<String> = values.iter().take(RULES_TOLD).map(show).collect();
                let noun = if self.question == Question::Variant {
                    "the variant "
                } else {
                    ""
                };
                format!("{noun}{}", values.join(" or "))
            }
        }
    }
}

impl Met {
    /// Both must hold. One that is unknown comes first: it may be in a cycle, which SDKs answer with an error.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown(why), _) | (_, Self::Unknown(why)) => Self::Unknown(why),
            (Self::Never(why), _) | (_, Self::Never(why)) => Self::Never(why),
            (Self::Sometimes, _) | (_, Self::Sometimes) => Self::Sometimes,
            (Self::Always, Self::Always) => Self::Always,
        }
    }
}

impl Answer {
    fn unknown(reasons: Vec<String>) -> Self {
        Self {
            proof: Proof::unknown(reasons),
            outcomes: Vec::new(),
            on: true,
            off_satisfies: true,
        }
    }

    fn stated(proof: &Proof) -> Self {
        let outcomes = match (proof.serves.state, &proof.serves.value) {
            (ServesState::Constant, Some(value)) => vec![Outcome::Value {
                variation: u32::MAX,
                value: value.clone(),
            }],
            (ServesState::CodeDefault, _) => vec![Outcome::CodeDefault],
            _ => Vec::new(),
        };
        Self {
            proof: proof.clone(),
            outcomes,
            on: true,
            off_satisfies: true,
        }
    }

    /// Everyone gets the off value.
    fn off(tree: &Tree, mut reasons: Vec<String>, overrides: u64) -> Self {
        let serves = match &tree.off {
            Outcome::Value { value, .. } => Serves {
                state: ServesState::Constant,
                value: Some(value.clone()),
                moving: false,
            },
            Outcome::CodeDefault => Serves {
                state: ServesState::CodeDefault,
                value: None,
                moving: false,
            },
            Outcome::Opaque(reason) => {
                reasons.insert(0, reason.clone());
                let on = tree.on;
                return Self {
                    on,
                    off_satisfies: tree.off_satisfies,
                    ..Self::unknown(reasons)
                };
            }
        };
        let gets_on = |on: &Value| matches!(&tree.off, Outcome::Value { value, .. } if same_value(value, on));
        let rollout = tree.on_value.as_ref().map(|on| if gets_on(on) { 100.0 } else { 0.0 });
        let proof = Proof {
            serves,
            overrides,
            reasons,
            rollout,
        };
        Self {
            proof,
            outcomes: vec![tree.off.clone()],
            on: tree.on,
            off_satisfies: tree.off_satisfies,
        }
    }
}
