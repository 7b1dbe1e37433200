//! The proof: does a flag serve one value to everybody?
//!
//! Readers translate a vendor's rules into a [`Tree`]; one algorithm walks it for all vendors. What a reader or the walk does not
//! understand makes the answer unknown, with the reason: nothing is guessed. Conditions are never evaluated: one that is not known
//! to hold for everybody may hold or not. Named people do not turn a constant into a split; they are counted.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::registry::{Serves, ServesState};

/// What one call can get.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A registered value.
    Value {
        /// Tells variations with equal values apart; prerequisites may name them.
        variation: u32,
        /// What the call gets.
        value: Value,
    },
    /// The default value at the call.
    CodeDefault,
    /// Not understood; the text says what.
    Opaque(String),
}

/// One part of a split.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Relative to the other parts; `None`: computed while serving, so it may be anything.
    pub weight: Option<f64>,
    /// What this part gets.
    pub outcome: Outcome,
}

impl Share {
    /// Everything goes to one outcome.
    pub fn all(outcome: Outcome) -> Vec<Self> {
        vec![Self {
            weight: Some(1.0),
            outcome,
        }]
    }

    fn is_reachable(&self) -> bool {
        self.weight.is_none_or(|weight| weight > 0.0)
    }
}

/// Whom a rule holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Everybody.
    Always,
    /// Some contexts; the words name attribute and operator, never the values.
    When(String),
    /// Nobody knows: everybody, some or none; the words say why.
    Unsure(String),
}

/// What those get whom a rule holds for but its share leaves out.
#[derive(Debug, Clone, PartialEq)]
pub enum Rest {
    /// They go on to the next rule.
    Next,
    /// They get this.
    Gets(Outcome),
}

/// One rule; rules are tried in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Such as "rule 2".
    pub name: String,
    /// Whom it holds for.
    pub condition: Condition,
    /// How many of them it serves, in percent; `None`: computed while serving.
    pub share: Option<f64>,
    /// What those get.
    pub serve: Vec<Share>,
    /// What the others get.
    pub rest: Rest,
    /// Time alone changes whom it holds for or what it serves.
    pub moving: bool,
}

/// Individually named users.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// How many.
    pub count: u64,
    /// What they get.
    pub outcome: Outcome,
}

/// What is asked of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Its value; on or off for services that know variants apart.
    Value,
    /// Its variant, where that is another question.
    Variant,
}

/// Another flag must serve something first.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The parent's key.
    pub flag: String,
    /// What of the parent counts.
    pub question: Question,
    /// What satisfies it.
    pub accepts: Accepts,
    /// Asked for a variant, a parent that has none satisfies it.
    pub met_without_variants: bool,
    /// What satisfies it, for people, where `accepts` does not hold the values.
    pub words: Option<String>,
}

/// What satisfies a requirement.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepts {
    /// These variations of the parent.
    Variations(Vec<u32>),
    /// These values of the parent.
    Values(Vec<Value>),
}

/// What one flag does in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Switched on.
    pub on: bool,
    /// Served while off, and where a requirement is not met.
    pub off: Outcome,
    /// Whether the flag can satisfy another's requirement while off.
    pub off_satisfies: bool,
    /// Whether the flag can satisfy another's requirement while it has requirements of its own.
    pub dependent_satisfies: bool,
    /// All must be met.
    pub requirements: Vec<Requirement>,
    /// Requirements that the file counts but does not name.
    pub unnamed_requirements: Option<String>,
    /// Tried before the rules.
    pub targets: Vec<Target>,
    /// Tried in order.
    pub rules: Vec<Rule>,
    /// For those whom no rule served.
    pub otherwise: Vec<Share>,
    /// The value whose share is the rollout.
    pub on_value: Option<Value>,
    /// Further facts for the reasons.
    pub notes: Vec<String>,
}

impl Tree {
    /// A flag without rules.
    pub fn new(on: bool, off: Outcome, otherwise: Vec<Share>) -> Self {
        Self {
            on,
            off,
            off_satisfies: true,
            dependent_satisfies: true,
            requirements: Vec::new(),
            unnamed_requirements: None,
            targets: Vec::new(),
            rules: Vec::new(),
            otherwise,
            on_value: None,
            notes: Vec::new(),
        }
    }
}

/// What a file says about serving.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// Its rules.
    Tree(Box<Tree>),
    /// The answer itself.
    Stated(Proof),
    /// Nothing that proves anything, and why.
    Unknown(String),
}

/// The answer for one flag in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// How the question ended.
    pub serves: Serves,
    /// Individually named users who may get something else.
    pub overrides: u64,
    /// In words.
    pub reasons: Vec<String>,
    /// The share of everyone else that gets the on-value, in percent.
    pub rollout: Option<f64>,
}

impl Proof {
    /// No answer, and why.
    pub fn unknown(reasons: Vec<String>) -> Self {
        let serves = Serves {
            state: ServesState::Unknown,
            value: None,
            moving: false,
        };
        Self {
            serves,
            overrides: 0,
            reasons,
            rollout: None,
        }
    }
}

/// One question to prove.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The flag's key.
    pub flag: &'a str,
    /// The environment's name.
    pub environment: &'a str,
    /// What of the flag.
    pub question: Question,
    /// What is known.
    pub plan: &'a Plan,
}

/// Answers all questions, each from its plan and the answers for its parents in the same environment.
pub fn prove(asked: &[Asked<'_>]) -> Vec<Proof> {
    let mut prover = Prover {
        asked,
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

/// Whether two values are the same to the code that gets them: numbers by size, not by how they are written.
pub fn same_value(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        // The depth of both is bounded where they are read.
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same_value(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, value)| right.get(key).is_some_and(|other| same_value(value, other)))
        }
        _ => left == right,
    }
}

/// A value in words: short ones in backticks, long ones cut, objects only named.
pub fn show(value: &Value) -> String {
    const LONGEST: usize = 40;
    match value {
        Value::Object(_) => "a JSON object".to_owned(),
        Value::Array(_) => "a JSON list".to_owned(),
        Value::String(text) if text.is_empty() => "the empty text".to_owned(),
        Value::String(text) => {
            let mut short: String = text.chars().take(LONGEST).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            format!("`{}`", short.replace('`', "'").escape_debug())
        }
        other => format!("`{other}`"),
    }
}

impl Outcome {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value { value: left, .. }, Self::Value { value: right, .. }) => same_value(left, right),
            _ => self == other,
        }
    }

    fn show(&self) -> String {
        match self {
            Self::Value { value, .. } => show(value),
            Self::CodeDefault => "the default value at the call".to_owned(),
            Self::Opaque(reason) => format!("something not understood ({reason})"),
        }
    }
}

/// What a split gives whose parts all have a weight of 0: vendors differ.
static WEIGHTLESS: LazyLock<Outcome> =
    LazyLock::new(|| Outcome::Opaque("all parts of a split have a weight of 0".to_owned()));

/// At most so many rules are told one by one.
const RULES_TOLD: usize = 12;

/// An answer, and what children need to know of it.
struct Answer {
    proof: Proof,
    /// Everything that people who are not named can get; empty: unknown.
    outcomes: Vec<Outcome>,
    on: bool,
    off_satisfies: bool,
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
    index: HashMap<(&'a str, &'a str, Question), usize>,
    answers: Vec<Option<Answer>>,
}

impl<'a> Prover<'a> {
    /// Depth first without recursion: a chain of prerequisites may be as long as the file.
    fn resolve(&mut self, start: usize) {
        // An entry is a question and how many of its parents have been looked at.
        let mut stack: Vec<(usize, usize)> = vec![(start, 0)];
        let mut on_stack = HashMap::from([(start, 0)]);
        while let Some((question, looked_at)) = stack.last_mut() {
            let question = *question;
            if self.answers.get(question).is_none_or(Option::is_some) {
                on_stack.remove(&question);
                stack.pop();
                continue;
            }
            let parent = self
                .requirements(question)
                .get(*looked_at)
                .map(|each| self.parent(question, each));
            *looked_at += 1;
            match parent {
                None => {
                    let answer = self.answer(question);
                    self.settle(question, answer);
                }
                Some(Some(parent)) if self.answers.get(parent).is_some_and(Option::is_none) => {
                    if let Some(position) = on_stack.get(&parent) {
                        let members: Vec<usize> = stack.iter().skip(*position).map(|(each, _)| *each).collect();
                        self.settle_cycle(&members);
                    } else {
                        on_stack.insert(parent, stack.len());
                        stack.push((parent, 0));
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// The requirements that matter: none while the flag is off.
    fn requirements(&self, question: usize) -> &'a [Requirement] {
        match self.asked.get(question).map(|each| each.plan) {
            Some(Plan::Tree(tree)) if tree.on => &tree.requirements,
            _ => &[],
        }
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
        for member in members {
            let reason = format!("its prerequisites form a cycle: {}", names.join(" → "));
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
        let mut reasons = vec![format!("on in `{}`", asked.environment)];
        let mut gate = Met::Always;
        let mut overrides = 0;
        for requirement in &tree.requirements {
            let parent = self.parent(question, requirement);
            let (met, named) = self.met(parent, requirement);
            let needs = format!(
                "needs `{}` to serve {}",
                requirement.flag,
                requirement.accepts_in_words()
            );
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
        let mut reach = Reach::of(tree);
        reach.reasons.splice(0..0, reasons);
        if matches!(gate, Met::Sometimes) || tree.unnamed_requirements.is_some() {
            reach.rollout = None;
            reach.outcomes.push(&tree.off);
        }
        if let Some(reason) = &tree.unnamed_requirements {
            reach.unsure.get_or_insert((reach.outcomes.len() - 1, reason.clone()));
        }
        reach.conclude(tree, overrides)
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
                Met::Unknown(why.map_or("what it serves is unknown".to_owned(), |why| format!("{why} (there)"))),
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
        if answer
            .outcomes
            .iter()
            .any(|outcome| matches!(outcome, Outcome::Opaque(_)))
        {
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
        }
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

/// What the rules of a flag that is on can lead to.
struct Reach<'t> {
    outcomes: Vec<&'t Outcome>,
    /// How many outcomes stand before the first thing that is not understood, and what that is.
    unsure: Option<(usize, String)>,
    moving: bool,
    rollout: Option<f64>,
    reasons: Vec<String>,
}

impl<'t> Reach<'t> {
    fn of(tree: &'t Tree) -> Self {
        let mut reach = Self {
            outcomes: Vec::new(),
            unsure: None,
            moving: false,
            rollout: None,
            reasons: Vec::new(),
        };
        let mut rollout = Rollout::new(tree.on_value.as_ref());
        let mut ended = false;
        for (count, rule) in tree.rules.iter().enumerate() {
            if rule.share.is_some_and(|share| share <= 0.0) && rule.rest == Rest::Next {
                if count < RULES_TOLD {
                    reach
                        .reasons
                        .push(format!("{} serves nobody: its share is 0 %", rule.name));
                }
                continue;
            }
            if count < RULES_TOLD {
                reach.reasons.push(rule.in_words(count));
            } else if count == RULES_TOLD {
                reach
                    .reasons
                    .push(format!("and {} more rules", tree.rules.len() - RULES_TOLD));
            }
            reach.moving |= rule.moving;
            if let Condition::Unsure(why) = &rule.condition {
                reach.unsure.get_or_insert_with(|| (reach.outcomes.len(), why.clone()));
            }
            if rule.share.is_none_or(|share| share > 0.0) {
                reach.add(&rule.serve);
            }
            let whole = rule.share.is_some_and(|share| share >= 100.0);
            if let (false, Rest::Gets(rest)) = (whole, &rule.rest) {
                reach.outcomes.push(rest);
            }
            if rule.condition == Condition::Always {
                rollout.add(rule);
                if whole || rule.rest != Rest::Next {
                    ended = true;
                    break;
                }
            }
        }
        if !ended {
            rollout.add_shares(&tree.otherwise, 1.0);
            reach.add(&tree.otherwise);
            let who = if tree.rules.is_empty() {
                "everyone"
            } else {
                "everyone else"
            };
            reach.reasons.push(format!(
                "{who} {}",
                serve_in_words(&tree.otherwise, "gets", "is split by weight")
            ));
        }
        reach.rollout = rollout.percent();
        reach
    }

    /// Everything that a split can give.
    fn add(&mut self, serve: &'t [Share]) {
        let before = self.outcomes.len();
        self.outcomes.extend(
            serve
                .iter()
                .filter(|share| share.is_reachable())
                .map(|share| &share.outcome),
        );
        if self.outcomes.len() == before {
            self.outcomes.push(&WEIGHTLESS);
        }
    }

    fn conclude(self, tree: &Tree, parent_overrides: u64) -> Answer {
        let Self {
            outcomes,
            unsure,
            moving,
            rollout,
            mut reasons,
        } = self;
        let opaque = outcomes.iter().position(|each| matches!(each, Outcome::Opaque(_)));
        let distinct = |outcomes: &[&Outcome]| {
            outcomes
                .first()
                .is_some_and(|first| outcomes.iter().any(|each| !each.same(first)))
        };
        let understood = [unsure.as_ref().map(|(count, _)| *count), opaque]
            .into_iter()
            .flatten()
            .min();
        let known = understood.map_or(outcomes.as_slice(), |count| outcomes.get(..count).unwrap_or(&[]));
        let (state, value) = match outcomes.first() {
            None => (ServesState::Unknown, None),
            Some(_) if distinct(known) => (ServesState::Split, None),
            Some(_) if opaque.is_some() || distinct(&outcomes) && unsure.is_some() => {
                let not_understood = opaque
                    .and_then(|index| outcomes.get(index))
                    .and_then(|outcome| match outcome {
                        Outcome::Opaque(reason) => Some(reason.clone()),
                        _ => None,
                    });
                let why = not_understood.or(unsure.map(|(_, why)| why));
                reasons.splice(0..0, why);
                (ServesState::Unknown, None)
            }
            Some(_) if distinct(&outcomes) => (ServesState::Split, None),
            Some(Outcome::Value { value, .. }) => (ServesState::Constant, Some(value.clone())),
            Some(_) => (ServesState::CodeDefault, None),
        };
        let settled = matches!(state, ServesState::Constant | ServesState::CodeDefault);
        let differs = |target: &&Target| !settled || outcomes.first().is_none_or(|first| !target.outcome.same(first));
        let named: u64 = tree.targets.iter().filter(differs).map(|target| target.count).sum();
        let overrides = named + if settled { parent_overrides } else { 0 };
        if named > 0 {
            let users = if named == 1 {
                "1 user".to_owned()
            } else {
                format!("{named} users")
            };
            reasons.push(format!("individual targets: {users} may get something else"));
        }
        reasons.extend(tree.notes.iter().cloned());
        let serves = Serves {
            state,
            value,
            moving: moving && !settled,
        };
        let rollout = if state == ServesState::Unknown { None } else { rollout };
        let outcomes = if state == ServesState::Unknown {
            Vec::new()
        } else {
            outcomes.into_iter().cloned().collect()
        };
        let proof = Proof {
            serves,
            overrides,
            reasons,
            rollout,
        };
        Answer {
            proof,
            outcomes,
            on: true,
            off_satisfies: tree.off_satisfies,
        }
    }
}

impl Rule {
    fn in_words(&self, position: usize) -> String {
        let whom = match &self.condition {
            Condition::Always if position > 0 => "everyone else".to_owned(),
            Condition::Always => "everyone".to_owned(),
            Condition::When(what) => format!("contexts that match `{}`", what.replace('`', "'")),
            Condition::Unsure(_) => "an unknown part of the contexts".to_owned(),
        };
        let serves = serve_in_words(&self.serve, "serves", "splits by weight");
        match self.share {
            Some(share) if share >= 100.0 => format!("{} {serves} to {whom}", self.name),
            Some(share) => format!("{} {serves} to {} % of {whom}", self.name, percent(share)),
            None => format!("{} {serves} to a computed share of {whom}", self.name),
        }
    }
}

fn serve_in_words(serve: &[Share], one: &str, many: &str) -> String {
    let reachable: Vec<&Share> = serve.iter().filter(|share| share.is_reachable()).collect();
    if let [only] = reachable.as_slice() {
        return format!("{one} {}", only.outcome.show());
    }
    if reachable.is_empty() {
        return "is split into parts without weight".to_owned();
    }
    let total: f64 = reachable.iter().filter_map(|share| share.weight).sum();
    let computed = reachable.iter().any(|share| share.weight.is_none());
    let part = |share: &&Share| match share.weight {
        Some(weight) if total > 0.0 && !computed => {
            format!("{} % {}", percent(weight * 100.0 / total), share.outcome.show())
        }
        _ => share.outcome.show(),
    };
    let parts: Vec<String> = reachable.iter().take(RULES_TOLD).map(part).collect();
    format!(
        "{many}{}: {}",
        if computed { " that time changes" } else { "" },
        parts.join(", ")
    )
}

/// With at most two decimals.
fn percent(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// The share of those whom no condition singles out that gets the on-value.
struct Rollout<'t> {
    on: Option<&'t Value>,
    gets_on: f64,
    left: f64,
    partial: usize,
    known: bool,
}

impl<'t> Rollout<'t> {
    fn new(on: Option<&'t Value>) -> Self {
        Self {
            on,
            gets_on: 0.0,
            left: 1.0,
            partial: 0,
            known: true,
        }
    }

    fn add(&mut self, rule: &Rule) {
        let Some(share) = rule.share.map(|share| (share / 100.0).clamp(0.0, 1.0)) else {
            self.known = false;
            return;
        };
        self.partial += usize::from(share < 1.0);
        self.add_shares(&rule.serve, share);
        if let Rest::Gets(rest) = &rule.rest {
            self.add_shares(&Share::all(rest.clone()), 1.0);
        }
    }

    /// Gives `part` of those who are left to the shares.
    fn add_shares(&mut self, shares: &[Share], part: f64) {
        let Some(on) = self.on else { return };
        let total: f64 = shares.iter().filter_map(|share| share.weight).sum();
        if total <= 0.0 || shares.iter().any(|share| share.weight.is_none()) {
            self.known = false;
            return;
        }
        let is_on = |share: &&Share| matches!(&share.outcome, Outcome::Value { value, .. } if same_value(value, on));
        let on: f64 = shares.iter().filter(is_on).filter_map(|share| share.weight).sum();
        self.gets_on += self.left * part * on / total;
        self.left *= 1.0 - part;
    }

    /// Two shares may hold the same people, so of several no sum is known, unless they leave nobody out.
    fn percent(&self) -> Option<f64> {
        let known = self.known && self.on.is_some() && (self.partial < 2 || self.gets_on >= 1.0);
        known.then(|| percent(self.gets_on * 100.0))
    }
}
