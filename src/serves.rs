//! The proof: does a flag serve one value to everybody?
//!
//! Readers translate a vendor's rules into a [`Tree`]; one algorithm walks it for all vendors. What a reader or the walk does not
//! understand makes the answer unknown, with the reason: nothing is guessed. Conditions are never evaluated: one that is not known
//! to hold for everybody may hold or not. Named people do not turn a constant into a split; they are counted.

mod prover;
mod reach;

use jiff::Timestamp;
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
    /// They skip the rules and get what those get whom no rule served.
    Otherwise,
    /// They get this.
    Gets(Outcome),
}

/// When a rule counts; open ends are `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Until just before this moment.
    pub until: Option<Timestamp>,
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
    /// Time alone changes its share, which is that of now.
    pub ramps: bool,
    /// When it counts at all.
    pub window: Window,
    /// Other flags that must serve something for it to hold; all of them.
    pub requirements: Vec<Requirement>,
}

impl Rule {
    /// A rule that serves everybody whom it holds for, at any time.
    pub fn new(name: impl Into<String>, condition: Condition, serve: Vec<Share>) -> Self {
        Self {
            name: name.into(),
            condition,
            share: Some(100.0),
            serve,
            rest: Rest::Next,
            moving: false,
            ramps: false,
            window: Window::default(),
            requirements: Vec::new(),
        }
    }
}

impl Condition {
    /// All of these parts must hold: unsure if one is, for everybody if there is none.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut words = Vec::new();
        let mut unsure = None;
        for part in parts {
            match part {
                Self::Always => {}
                Self::When(what) => words.push(what),
                Self::Unsure(why) => drop(unsure.get_or_insert(why)),
            }
        }
        match unsure {
            Some(why) => Self::Unsure(why),
            None if words.is_empty() => Self::Always,
            None => Self::When(words.join(" and ")),
        }
    }
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

impl Requirement {
    /// The parent's value must be one of these.
    pub fn values(flag: impl Into<String>, values: Vec<Value>) -> Self {
        Self::new(flag, Accepts::Values(values))
    }

    /// The parent's value must satisfy this.
    pub fn new(flag: impl Into<String>, accepts: Accepts) -> Self {
        Self {
            flag: flag.into(),
            question: Question::Value,
            accepts,
            met_without_variants: false,
            words: None,
        }
    }
}

/// What satisfies a requirement.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepts {
    /// These variations of the parent.
    Variations(Vec<u32>),
    /// These values of the parent.
    Values(Vec<Value>),
    /// Any value of the parent but these.
    Except(Vec<Value>),
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
    /// How the reasons begin, where "on in ..." would be wrong.
    pub opening: Option<String>,
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
            opening: None,
        }
    }

    /// A flag that cannot be switched off: only its rules decide.
    pub fn without_switch(otherwise: Vec<Share>) -> Self {
        Self {
            opening: Some("it has no switch, only values".to_owned()),
            ..Self::new(true, Outcome::CodeDefault, otherwise)
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

impl Plan {
    /// Nothing in it is unknown; what it leads to may still be, by other flags.
    pub fn is_understood(&self) -> bool {
        let tree = match self {
            Self::Unknown(_) => return false,
            Self::Stated(proof) => return proof.serves.state != ServesState::Unknown,
            Self::Tree(tree) => tree,
        };
        let clear = |outcome: &Outcome| !matches!(outcome, Outcome::Opaque(_));
        let all_clear = |shares: &[Share]| shares.iter().all(|share| clear(&share.outcome));
        let rule = |rule: &Rule| {
            let rest = match &rule.rest {
                Rest::Gets(outcome) => clear(outcome),
                Rest::Next | Rest::Otherwise => true,
            };
            rest && !matches!(rule.condition, Condition::Unsure(_)) && all_clear(&rule.serve)
        };
        let rules = !tree.on || tree.rules.iter().all(rule) && all_clear(&tree.otherwise);
        rules && clear(&tree.off) && tree.unnamed_requirements.is_none()
    }
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

/// Answers all questions as of a moment, each from its plan and the answers for its parents in the same environment.
pub fn prove(asked: &[Asked<'_>], as_of: Timestamp) -> Vec<Proof> {
    prover::answers(asked, as_of)
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

/// At most so many rules are told one by one.
const RULES_TOLD: usize = 12;
