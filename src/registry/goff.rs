//! GO Feature Flag: a map of flags in YAML, JSON or TOML; also the form before 1.0.
//!
//! What changes with time becomes rules with windows: one set of rules for each step of a scheduled rollout, three rules for a
//! progressive one, nothing but the code's default outside of an experiment. One file is one environment.
//! Shape after .schema/flag-schema.json and modules/core/flag of thomaspoignant/go-feature-flag.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::parts::{both, environment, environment_name, rule, shown, tree, unknown};
use super::shape::value;
use crate::conventions::Moment;
use crate::document::{Cursor, Raw, Trouble};
use crate::export::{Draft, Entry};
use crate::registry::generic::{Members, describe};
use crate::registry::{Format, Input, Kind, KindSource, ValueType, When};
use crate::serves::{Condition, Outcome, Plan, Rule as TreeRule, Share, Tree, Window};

pub(super) const FORMAT: Format = Format {
    name: "goff",
    title: "a GO Feature Flag file",
    obtain: "nothing to export: name the file that the retriever reads, such as flags.goff.yaml",
    lacks: "every date but those of rollouts and experiments; evaluations; owners and tickets, except as `metadata` of a flag",
    looks_like,
    almost,
    read,
};

/// More steps are a mistake: each of them repeats the flag's rules.
const MAX_STEPS: usize = 100;

fn looks_like(root: Cursor<'_>) -> bool {
    is_file(root, is_flag) || is_file(root, is_legacy)
}

/// Most members of the map are flags.
fn is_file(root: Cursor<'_>, fits: fn(Cursor<'_>) -> bool) -> bool {
    const LOOKED_AT: usize = 100;
    let (mut flags, mut others) = (0, 0);
    for (_, member) in root.entries().take(LOOKED_AT) {
        if fits(member) {
            flags += 1;
        } else {
            others += 1;
        }
    }
    flags > others
}

fn is_flag(member: Cursor<'_>) -> bool {
    let map = |name: &str| member.get(name).is_some_and(Cursor::is_map);
    map("variations") && map("defaultRule")
}

/// Before 1.0 a flag was a pair of values and a percentage.
fn is_legacy(member: Cursor<'_>) -> bool {
    member.has_all(&["true", "false"]) && ["default", "percentage", "rule"].iter().any(|name| member.has(name))
}

fn almost(root: Cursor<'_>) -> Option<String> {
    let variations = root
        .entries()
        .any(|(_, each)| each.get("variations").is_some_and(Cursor::is_map));
    let rule = root.entries().any(|(_, each)| each.has("defaultRule"));
    match (variations, rule) {
        (true, false) => Some("its members have `variations`, but no `defaultRule`".to_owned()),
        (false, true) => Some("its members have `defaultRule`, but no `variations`".to_owned()),
        (true, true) => Some("most of its members are no flags".to_owned()),
        (false, false) => None,
    }
}

fn read(input: &Input<'_>) -> Result<Draft, Trouble> {
    if !input.root.is_map() {
        return Err(input.root.expected("an object of flags"));
    }
    let mut draft = Draft::default();
    for (key, member) in input.root.entries() {
        let entry = if is_legacy(member) {
            read_legacy(key, member, input)?
        } else {
            read_flag(key, member, input)?
        };
        draft.push(entry);
    }
    Ok(draft)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flag {
    variations: Raw,
    default_rule: Option<Rule>,
    targeting: Option<Vec<Rule>>,
    disable: Option<bool>,
    scheduled_rollout: Option<Vec<Step>>,
    experimentation: Option<Experiment>,
    metadata: Option<Raw>,
}

#[derive(Deserialize, Clone, Default)]
#[serde(rename_all = "camelCase")]
struct Rule {
    name: Option<String>,
    query: Option<String>,
    variation: Option<String>,
    percentage: Option<BTreeMap<String, f64>>,
    progressive_rollout: Option<Progressive>,
    disable: Option<bool>,
}

#[derive(Deserialize, Clone)]
struct Progressive {
    initial: Stage,
    end: Stage,
}

#[derive(Deserialize, Clone)]
struct Stage {
    variation: String,
    percentage: Option<f64>,
    date: Moment,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    date: Moment,
    variations: Option<Raw>,
    default_rule: Option<Rule>,
    targeting: Option<Vec<Rule>>,
    disable: Option<bool>,
    experimentation: Option<Experiment>,
}

#[derive(Deserialize, Clone, Default)]
struct Experiment {
    start: Option<Moment>,
    end: Option<Moment>,
}

/// A flag as it is between two steps.
#[derive(Clone)]
struct State {
    variations: Vec<(String, Value)>,
    default_rule: Rule,
    targeting: Vec<Rule>,
    disable: bool,
    experimentation: Option<Experiment>,
}

fn read_flag(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Flag = member.read()?;
    let document = member.document();
    let variations = document.cursor(from.variations);
    if !variations.is_map() {
        return Err(variations.expected("an object of variations"));
    }
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    let mut steps = from.scheduled_rollout.unwrap_or_default();
    steps.sort_by_key(|step| step.date);
    if steps.len() > MAX_STEPS {
        return Err(member.trouble(format!("its scheduled rollout has more than {MAX_STEPS} steps")));
    }
    let mut state = State {
        variations: named(variations),
        default_rule: from.default_rule.unwrap_or_default(),
        targeting: from.targeting.unwrap_or_default(),
        disable: from.disable.unwrap_or(false),
        experimentation: from.experimentation,
    };
    let toggled = steps
        .iter()
        .any(|step| step.disable.is_some_and(|disable| disable != state.disable));
    let enabled = (!toggled).then_some(!state.disable);
    let last = steps.last().map(|step| step.date);
    let experiment = state.experimentation.is_some() || steps.iter().any(|step| step.experimentation.is_some());
    if experiment {
        (entry.flag.kind, entry.flag.kind_source) = (Kind::Experiment, KindSource::Declared);
    }
    let mut tree = Tree::new(true, Outcome::CodeDefault, Share::all(Outcome::CodeDefault));
    let plain = steps.is_empty() && state.experimentation.is_none();
    let mut begin = None;
    for step in steps {
        let window = Window {
            from: begin,
            until: Some(step.date.0),
        };
        tree.rules.extend(state.rules(window));
        begin = window.until;
        state.apply(step, |raw| named(document.cursor(raw)));
    }
    let ramp = state.ramp_end();
    if plain && state.default_rule.progressive_rollout.is_none() {
        tree.on = !state.disable;
        tree.rules = state.targeted(Window::default());
        tree.otherwise = state.serve(&state.default_rule);
    } else {
        tree.rules.extend(state.rules(Window {
            from: begin,
            until: None,
        }));
    }
    let end = state.experimentation.as_ref().and_then(|experiment| experiment.end);
    entry.flag.expires = end.or(last).or(ramp).map(When::from);
    if let Some(metadata) = from.metadata {
        describe(&mut entry, Members::of(document.cursor(metadata)));
    }
    entry.variations(state.variations.iter().map(|(_, value)| value.clone()).collect());
    tree.on_value = (entry.flag.value_type == Some(ValueType::Boolean)).then_some(Value::Bool(true));
    entry.environment(
        environment(environment_name(input), enabled),
        Some(Plan::Tree(Box::new(tree))),
        None,
    );
    Ok(entry)
}

/// Values by name, in the file's order.
fn named(map: Cursor<'_>) -> Vec<(String, Value)> {
    let text = |name: Cursor<'_>| name.text().unwrap_or_default().into_owned();
    map.entries().map(|(name, value)| (text(name), value.value())).collect()
}

impl State {
    /// Lays a step over the flag: rules by name, members one by one.
    fn apply(&mut self, step: Step, named: impl Fn(Raw) -> Vec<(String, Value)>) {
        for (name, value) in step.variations.map(named).unwrap_or_default() {
            match self.variations.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = value,
                None => self.variations.push((name, value)),
            }
        }
        for rule in step.targeting.unwrap_or_default() {
            match self
                .targeting
                .iter_mut()
                .find(|known| known.name.is_some() && known.name == rule.name)
            {
                Some(known) => known.merge(rule),
                None => self.targeting.push(rule),
            }
        }
        if let Some(rule) = step.default_rule {
            self.default_rule.merge(rule);
        }
        self.disable = step.disable.unwrap_or(self.disable);
        if step.experimentation.is_some() {
            self.experimentation = step.experimentation;
        }
    }

    /// When the last ramp ends.
    fn ramp_end(&self) -> Option<Moment> {
        let rules = self.targeting.iter().chain([&self.default_rule]);
        rules
            .filter_map(|rule| rule.progressive_rollout.as_ref())
            .map(|ramp| ramp.end.date)
            .max()
    }

    /// Everything that the flag does while the window is open; outside of its experiment that is the code's default.
    fn rules(&self, window: Window) -> Vec<TreeRule> {
        if self.disable {
            return vec![TreeRule {
                window,
                ..rule("`disable`", Condition::Always, Outcome::CodeDefault)
            }];
        }
        let experiment = self.experimentation.clone().unwrap_or_default();
        let running = Window {
            from: experiment.start.map(|at| at.0),
            until: experiment.end.map(|at| at.0),
        };
        let inner = both(window, running);
        let mut rules = self.targeted(inner);
        rules.extend(self.windowed("the default rule", Condition::Always, &self.default_rule, inner));
        if self.experimentation.is_some() {
            let name = "outside of its experiment the flag";
            rules.push(TreeRule {
                window,
                ..rule(name, Condition::Always, Outcome::CodeDefault)
            });
        }
        rules
    }

    fn targeted(&self, window: Window) -> Vec<TreeRule> {
        let mut rules = Vec::new();
        for (from, number) in self
            .targeting
            .iter()
            .zip(1..)
            .filter(|(rule, _)| rule.disable != Some(true))
        {
            let condition = match from.query.as_deref().map(str::trim) {
                None | Some("") => Condition::Always,
                Some(query) => Condition::When(in_words(query)),
            };
            let name = from.name.as_deref().map_or_else(
                || format!("targeting rule {number}"),
                |name| format!("targeting rule `{}`", shown(name)),
            );
            rules.extend(self.windowed(&name, condition, from, window));
        }
        rules
    }

    /// One rule, or three where it ramps from one variation to another.
    fn windowed(&self, name: &str, condition: Condition, from: &Rule, window: Window) -> Vec<TreeRule> {
        let rule = |serve, part| TreeRule {
            window: both(window, part),
            ..TreeRule::new(name, condition.clone(), serve)
        };
        let Some(ramp) = &from.progressive_rollout else {
            return vec![rule(self.serve(from), Window::default())];
        };
        let (first, last) = (self.outcome(&ramp.initial.variation), self.outcome(&ramp.end.variation));
        let (begin, end) = (Some(ramp.initial.date.0), Some(ramp.end.date.0));
        let share = |weight, outcome: &Outcome| Share {
            weight,
            outcome: outcome.clone(),
        };
        // A ramp without a percentage at its end, or with 0, goes to all.
        let part = ramp
            .end
            .percentage
            .filter(|part| *part > 0.0)
            .unwrap_or(100.0)
            .min(100.0);
        vec![
            rule(
                Share::all(first.clone()),
                Window {
                    from: None,
                    until: begin,
                },
            ),
            TreeRule {
                moving: true,
                ..rule(
                    vec![share(None, &first), share(None, &last)],
                    Window {
                        from: begin,
                        until: end,
                    },
                )
            },
            rule(
                vec![share(Some(100.0 - part), &first), share(Some(part), &last)],
                Window { from: end, until: None },
            ),
        ]
    }

    /// What a rule serves that does not ramp.
    fn serve(&self, rule: &Rule) -> Vec<Share> {
        if let Some(percentage) = rule.percentage.as_ref().filter(|shares| !shares.is_empty()) {
            let share = |(name, weight): (&String, &f64)| Share {
                weight: Some(weight.max(0.0)),
                outcome: self.outcome(name),
            };
            return percentage.iter().map(share).collect();
        }
        Share::all(rule.variation.as_deref().map_or_else(
            || Outcome::Opaque("a rule names no variation".to_owned()),
            |name| self.outcome(name),
        ))
    }

    fn outcome(&self, name: &str) -> Outcome {
        let found = self.variations.iter().position(|(known, _)| known == name);
        match found.and_then(|at| self.variations.get(at).map(|(_, value)| (at, value))) {
            Some((at, found)) => value(at, found.clone()),
            None => Outcome::Opaque(format!(
                "it names the variation `{}`, which does not exist",
                shown(name)
            )),
        }
    }
}

impl Rule {
    fn merge(&mut self, later: Self) {
        self.query = later.query.or(self.query.take());
        self.variation = later.variation.or(self.variation.take());
        self.progressive_rollout = later.progressive_rollout.or(self.progressive_rollout.take());
        self.disable = later.disable.or(self.disable);
        if let Some(shares) = later.percentage {
            let known = self.percentage.get_or_insert_default();
            for (name, share) in shares {
                // A negative share takes the variation out.
                if share < 0.0 {
                    known.remove(&name);
                } else {
                    known.insert(name, share);
                }
            }
        }
    }
}

/// Attribute and operator of a query's first comparison; never its values, which may name people.
fn in_words(query: &str) -> String {
    let mut words = query.split_whitespace().map(|word| word.trim_matches(['(', ')']));
    let plain = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|each| each.is_alphanumeric() || matches!(each, '_' | '.' | '-'))
    };
    let attribute = words
        .find(|word| !word.is_empty() && *word != "not")
        .filter(|word| plain(word));
    let operator = words
        .next()
        .filter(|word| word.len() <= 3 && word.chars().all(|each| each.is_alphabetic() || "=!<>".contains(each)));
    match (attribute, operator) {
        (Some(attribute), Some(operator)) => format!("{} {operator}", shown(attribute)),
        (Some(attribute), None) => shown(attribute),
        _ => "its query".to_owned(),
    }
}

#[derive(Deserialize)]
struct Legacy {
    #[serde(rename = "true")]
    yes: Raw,
    #[serde(rename = "false")]
    no: Raw,
    default: Option<Raw>,
    percentage: Option<f64>,
    rule: Option<String>,
    disable: Option<bool>,
    rollout: Option<Raw>,
}

/// `percentage` of those whom `rule` holds for get `true`, the others of them `false`; everybody else gets `default`.
fn read_legacy(key: Cursor<'_>, member: Cursor<'_>, input: &Input<'_>) -> Result<Entry, Trouble> {
    let from: Legacy = member.read()?;
    let of = |raw: Raw| member.document().cursor(raw).value();
    let mut entry = Entry::new(input.flag(key.text().unwrap_or_default(), key));
    let (yes, no) = (of(from.yes), of(from.no));
    entry.variations(vec![yes.clone(), no.clone()]);
    let place = environment(environment_name(input), Some(from.disable != Some(true)));
    if from.rollout.is_some() {
        entry.environment(
            place,
            unknown("its rollout in the form before 1.0 is not understood"),
            None,
        );
        return Ok(entry);
    }
    let share = from.percentage.unwrap_or(0.0).clamp(0.0, 100.0);
    let parts = vec![
        Share {
            weight: Some(share),
            outcome: value(0, yes.clone()),
        },
        Share {
            weight: Some(100.0 - share),
            outcome: value(1, no),
        },
    ];
    let mut plan = Tree::new(from.disable != Some(true), Outcome::CodeDefault, parts.clone());
    plan.on_value = (yes == Value::Bool(true)).then_some(yes);
    if let Some(query) = from.rule.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
        plan.rules
            .push(TreeRule::new("its rule", Condition::When(in_words(query)), parts));
        let fallback = from.default.map_or(Outcome::CodeDefault, |raw| value(2, of(raw)));
        plan.otherwise = Share::all(fallback);
    }
    entry.environment(place, tree(plan), None);
    Ok(entry)
}
