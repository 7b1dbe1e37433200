//! What the rules of a flag that is on can lead to, and in which words.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::Value;

use super::prover::Answer;
use super::{Condition, Outcome, Proof, RULES_TOLD, Rest, Rule, Share, Target, Tree, Window, same_value};
use crate::registry::{Serves, ServesState};

/// What a split gives whose parts all have a weight of 0: vendors differ.
static WEIGHTLESS: LazyLock<Outcome> =
    LazyLock::new(|| Outcome::Opaque("all parts of a split have a weight of 0".to_owned()));

/// What the rules of a flag that is on can lead to.
pub(super) struct Reach<'t> {
    outcomes: Vec<&'t Outcome>,
    /// How many outcomes stand before the first thing that is not understood, and what that is.
    unsure: Option<(usize, String)>,
    moving: bool,
    /// Time alone will bring something that nobody gets now.
    changes: bool,
    rollout: Option<f64>,
    pub(super) reasons: Vec<String>,
}

impl<'t> Reach<'t> {
    pub(super) fn of(tree: &'t Tree, rules: &[Due<'t>]) -> Self {
        let mut reach = Self {
            outcomes: Vec::new(),
            unsure: None,
            moving: false,
            changes: false,
            rollout: None,
            reasons: Vec::new(),
        };
        reach.tell(tree, rules);
        let mut rollout = Rollout::new(tree.on_value.as_ref());
        let mut ended = false;
        for due in rules.iter().filter(|due| due.counts()) {
            reach.moving |= due.rule.moving || due.rule.ramps;
            if let Condition::Unsure(why) = due.condition.as_ref() {
                reach.unsure.get_or_insert_with(|| (reach.outcomes.len(), why.clone()));
            }
            reach.add_rule(due.rule, tree);
            if *due.condition == Condition::Always {
                rollout.add(due.rule, tree);
                if due.ends() {
                    ended = true;
                    break;
                }
            }
        }
        if !ended {
            rollout.add_shares(&tree.otherwise, 1.0);
            reach.add(&tree.otherwise);
        }
        reach.rollout = rollout.percent();
        if rules.iter().any(Due::will_change) {
            reach.look_ahead(tree, rules);
        }
        reach
    }

    /// The rules in words, up to the one that ends the walk.
    fn tell(&mut self, tree: &'t Tree, rules: &[Due<'t>]) {
        for (count, due) in rules.iter().enumerate() {
            if count == RULES_TOLD {
                self.reasons
                    .push(format!("and {} more rules", rules.len() - RULES_TOLD));
            }
            if count < RULES_TOLD {
                self.reasons.push(due.in_words(count));
            }
            if due.counts() && *due.condition == Condition::Always && due.ends() {
                if due.rule.rest == Rest::Otherwise && !due.rule.is_whole() {
                    break;
                }
                return;
            }
        }
        let who = if rules.is_empty() { "everyone" } else { "everyone else" };
        self.reasons.push(format!(
            "{who} {}",
            serve_in_words(&tree.otherwise, "gets", "is split by weight")
        ));
    }

    /// Whether something else than now will be reached, once windows open and close and ramps go on.
    fn look_ahead(&mut self, tree: &'t Tree, rules: &[Due<'t>]) {
        let mut later = Self {
            outcomes: Vec::new(),
            unsure: None,
            moving: false,
            changes: false,
            rollout: None,
            reasons: Vec::new(),
        };
        let mut ended = false;
        for due in rules.iter().filter(|due| due.counts() || due.will_change()) {
            if due.rule.ramps {
                later.add(&due.rule.serve);
                later.add_rest(due.rule, tree);
            } else {
                later.add_rule(due.rule, tree);
            }
            later.moving |= due.will_change();
            if *due.condition == Condition::Always && due.ends() && !due.will_change() {
                ended = true;
                break;
            }
        }
        if !ended {
            later.add(&tree.otherwise);
        }
        self.moving |= later.moving;
        self.changes = later.moving && distinct(&later.outcomes);
    }

    /// Everything that a rule can give.
    fn add_rule(&mut self, rule: &'t Rule, tree: &'t Tree) {
        if rule.share.is_none_or(|share| share > 0.0) {
            self.add(&rule.serve);
        }
        if !rule.is_whole() {
            self.add_rest(rule, tree);
        }
    }

    /// What those get whom a rule's share leaves out.
    fn add_rest(&mut self, rule: &'t Rule, tree: &'t Tree) {
        match &rule.rest {
            Rest::Next => {}
            Rest::Otherwise => self.add(&tree.otherwise),
            Rest::Gets(rest) => self.outcomes.push(rest),
        }
    }

    /// Some or all get the off value instead, as a requirement is not always met; `unknown`: nobody knows whether.
    pub(super) fn blocked(&mut self, off: &'t Outcome, unknown: Option<&str>) {
        self.rollout = None;
        self.outcomes.push(off);
        if let Some(reason) = unknown {
            let before = self.outcomes.len() - 1;
            self.unsure.get_or_insert((before, reason.to_owned()));
        }
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

    pub(super) fn conclude(self, tree: &Tree, parent_overrides: u64) -> Answer {
        let Self {
            outcomes,
            unsure,
            moving,
            changes,
            rollout,
            mut reasons,
        } = self;
        let opaque = outcomes.iter().position(|each| matches!(each, Outcome::Opaque(_)));
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
            moving: moving && !settled || changes,
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

fn distinct(outcomes: &[&Outcome]) -> bool {
    outcomes
        .first()
        .is_some_and(|first| outcomes.iter().any(|each| !each.same(first)))
}

/// How a rule's window stands to the moment of the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Over,
    /// And whether it will end.
    Open(bool),
    ToCome,
}

/// A rule at one moment, with its requirements looked up.
pub(super) struct Due<'t> {
    rule: &'t Rule,
    /// The rule's own and what its requirements add.
    pub(super) condition: Cow<'t, Condition>,
    phase: Phase,
    /// Why it serves nobody at any time.
    skipped: Option<String>,
}

impl<'t> Due<'t> {
    pub(super) fn new(rule: &'t Rule, as_of: Timestamp) -> Self {
        let Window { from, until } = rule.window;
        let phase = if until.is_some_and(|until| until <= as_of) {
            Phase::Over
        } else if from.is_some_and(|from| as_of < from) {
            Phase::ToCome
        } else {
            Phase::Open(until.is_some())
        };
        Self {
            rule,
            condition: Cow::Borrowed(&rule.condition),
            phase,
            skipped: None,
        }
    }

    /// It serves nobody.
    pub(super) fn skip(&mut self, why: String) {
        self.skipped.get_or_insert(why);
    }

    /// Whether it changes nothing, whenever.
    fn is_void(&self) -> bool {
        self.skipped.is_some() || self.rule.share.is_some_and(|share| share <= 0.0) && self.rule.rest == Rest::Next
    }

    /// Whether it serves somebody now.
    fn counts(&self) -> bool {
        !self.is_void() && matches!(self.phase, Phase::Open(_))
    }

    /// Whether its window is yet to open or to close, or its share to change.
    fn will_change(&self) -> bool {
        let ramps = self.rule.ramps && self.phase != Phase::Over;
        let opens = !self.is_void() && matches!(self.phase, Phase::ToCome | Phase::Open(true));
        self.skipped.is_none() && (ramps || opens)
    }

    /// Nobody whom it holds for goes on to the next rule.
    fn ends(&self) -> bool {
        self.rule.is_whole() || self.rule.rest != Rest::Next
    }

    fn in_words(&self, position: usize) -> String {
        let rule = self.rule;
        if let Some(why) = &self.skipped {
            return why.clone();
        }
        if self.is_void() {
            return format!("{} serves nobody: its share is 0 %", rule.name);
        }
        let whom = match self.condition.as_ref() {
            Condition::Always if position > 0 => "everyone else".to_owned(),
            Condition::Always => "everyone".to_owned(),
            Condition::When(what) => format!("contexts that match `{}`", what.replace('`', "'")),
            Condition::Unsure(_) => "an unknown part of the contexts".to_owned(),
        };
        let serves = serve_in_words(&rule.serve, "serves", "splits by weight");
        let what = match rule.share {
            Some(share) if share >= 100.0 => format!("{} {serves} to {whom}", rule.name),
            Some(share) => format!("{} {serves} to {} % of {whom}", rule.name, percent(share)),
            None => format!("{} {serves} to a computed share of {whom}", rule.name),
        };
        let what = match &rule.rest {
            Rest::Gets(rest) if !rule.is_whole() => format!("{what}, {} to the others", rest.show()),
            _ => what,
        };
        let day = |time: Option<Timestamp>| {
            time.map(|time| time.strftime("%Y-%m-%d").to_string())
                .unwrap_or_default()
        };
        match self.phase {
            Phase::Over => format!("{} is over since {}", rule.name, day(rule.window.until)),
            Phase::ToCome => format!("{what}, from {} on", day(rule.window.from)),
            Phase::Open(true) => format!("{what}, until {}", day(rule.window.until)),
            Phase::Open(false) => what,
        }
    }
}

impl Rule {
    /// Serves everybody whom it holds for.
    fn is_whole(&self) -> bool {
        self.share.is_some_and(|share| share >= 100.0)
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
        if computed { " that the file does not give" } else { "" },
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

    fn add(&mut self, rule: &Rule, tree: &Tree) {
        let Some(share) = rule.share.map(|share| (share / 100.0).clamp(0.0, 1.0)) else {
            self.known = false;
            return;
        };
        self.partial += usize::from(share < 1.0);
        self.add_shares(&rule.serve, share);
        match &rule.rest {
            Rest::Next => {}
            Rest::Otherwise => self.add_shares(&tree.otherwise, 1.0),
            Rest::Gets(rest) => self.add_shares(&Share::all(rest.clone()), 1.0),
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
