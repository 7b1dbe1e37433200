//! The proof against an independent evaluator: whatever it calls constant must be what every drawn context gets.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;

use flagdebt::registry::ServesState;
use flagdebt::serves::{
    Accepts, Asked, Condition, Outcome, Plan, Question, Requirement, Rest, Rule, Share, Target, Tree, Window, prove,
    same_value,
};
use jiff::Timestamp;
use serde_json::{Value, json};

struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count.max(1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn outcome(random: &mut Random) -> Outcome {
    match random.below(12) {
        0 => Outcome::CodeDefault,
        1 => Outcome::Opaque("odd".to_owned()),
        // Variations 0 and 2 have equal values.
        number => {
            let variation = u32::try_from(number % 4).unwrap();
            Outcome::Value {
                variation,
                value: [json!(1), json!(2), json!(1.0), json!(3)][variation as usize].clone(),
            }
        }
    }
}

fn shares(random: &mut Random) -> Vec<Share> {
    let weights = [Some(0.0), Some(1.0), Some(3.0), None];
    (0..=random.below(3))
        .map(|_| Share {
            weight: weights[random.below(4)],
            outcome: outcome(random),
        })
        .collect()
}

fn requirement(flag: String, accepts: Accepts) -> Requirement {
    Requirement {
        flag,
        question: Question::Value,
        accepts,
        met_without_variants: false,
        words: None,
    }
}

/// A day of the month in which all proofs are made, on its 10th.
fn day(day: i8) -> Timestamp {
    let civil = jiff::civil::date(2026, 8, day).at(0, 0, 0, 0);
    jiff::tz::TimeZone::UTC.to_timestamp(civil).unwrap()
}

fn tree(random: &mut Random, flags: usize) -> Tree {
    let mut tree = Tree::new(random.chance(80), outcome(random), shares(random));
    tree.off_satisfies = random.chance(50);
    tree.dependent_satisfies = random.chance(80);
    for _ in 0..random.below(3) {
        let accepts = if random.chance(50) {
            Accepts::Variations(vec![u32::try_from(random.below(4)).unwrap()])
        } else {
            Accepts::Values(vec![json!(1 + random.below(3))])
        };
        tree.requirements
            .push(requirement(format!("flag-{}", random.below(flags + 1)), accepts));
    }
    for _ in 0..random.below(2) {
        tree.targets.push(Target {
            count: 2,
            outcome: outcome(random),
        });
    }
    for number in 0..random.below(4) {
        let condition = match random.below(3) {
            0 => Condition::Always,
            1 => Condition::When("x".to_owned()),
            _ => Condition::Unsure("y".to_owned()),
        };
        let rest = if random.chance(30) {
            Rest::Gets(outcome(random))
        } else {
            Rest::Next
        };
        let share = [Some(0.0), Some(40.0), Some(100.0), None][random.below(4)];
        let serve = if random.chance(60) {
            Share::all(outcome(random))
        } else {
            shares(random)
        };
        let mut rule = Rule {
            share,
            rest,
            ..Rule::new(format!("rule {number}"), condition, serve)
        };
        if random.chance(15) {
            let parent = format!("flag-{}", random.below(flags + 1));
            let values = vec![json!(1 + random.below(3))];
            let accepts = [Accepts::Values(values.clone()), Accepts::Except(values)][random.below(2)].clone();
            rule.requirements.push(requirement(parent, accepts));
        }
        if random.chance(25) {
            let moments = [None, Some(day(1)), Some(day(20))];
            rule.window = Window {
                from: moments[random.below(3)],
                until: moments[random.below(3)],
            };
        }
        tree.rules.push(rule);
    }
    tree
}

/// One drawn context: what each flag has given it so far.
struct Context<'a> {
    trees: &'a HashMap<String, Tree>,
    drawn: HashMap<String, Option<Outcome>>,
}

impl Context<'_> {
    /// What the context gets; `None` for a cycle, a missing parent or a value nobody knows.
    fn evaluate(&mut self, flag: &str, random: &mut Random, depth: usize) -> Option<Outcome> {
        if let Some(known) = self.drawn.get(flag) {
            return known.clone();
        }
        let tree = self.trees.get(flag)?;
        if depth > self.trees.len() {
            return None;
        }
        let mut met = true;
        for requirement in tree.requirements.iter().filter(|_| tree.on) {
            // One that is never met decides, as it does where all are looked at.
            match self.met(requirement, random, depth) {
                Some(true) => {}
                Some(false) => met = false,
                None if met => return None,
                None => {}
            }
        }
        let served = if tree.on && met {
            self.walk(tree, random, depth)
        } else {
            Some(tree.off.clone())
        };
        let served = served.filter(|outcome| !matches!(outcome, Outcome::Opaque(_)));
        self.drawn.insert(flag.to_owned(), served.clone());
        served
    }

    fn met(&mut self, requirement: &Requirement, random: &mut Random, depth: usize) -> Option<bool> {
        let parent = self.trees.get(&requirement.flag)?;
        if !parent.on && !parent.off_satisfies || !parent.dependent_satisfies && !parent.requirements.is_empty() {
            return Some(false);
        }
        let served = self.evaluate(&requirement.flag, random, depth + 1)?;
        Some(match (&served, &requirement.accepts) {
            (Outcome::Value { variation, .. }, Accepts::Variations(wanted)) => wanted.contains(variation),
            (Outcome::Value { value, .. }, Accepts::Values(wanted)) => {
                wanted.iter().any(|each| same_value(each, value))
            }
            (Outcome::Value { value, .. }, Accepts::Except(wanted)) => {
                !wanted.iter().any(|each| same_value(each, value))
            }
            // What the code's default is, nobody knows here.
            (Outcome::CodeDefault, Accepts::Except(_)) => return None,
            _ => false,
        })
    }

    fn walk(&mut self, tree: &Tree, random: &mut Random, depth: usize) -> Option<Outcome> {
        for rule in &tree.rules {
            let Window { from, until } = rule.window;
            if from.is_some_and(|from| from > day(10)) || until.is_some_and(|until| until <= day(10)) {
                continue;
            }
            // A requirement that nobody can decide may be met or not.
            let mut met = |each: &Requirement| self.met(each, random, depth).unwrap_or_else(|| random.chance(50));
            if !rule.requirements.iter().all(&mut met) {
                continue;
            }
            if rule.condition != Condition::Always && random.chance(50) {
                continue;
            }
            let share = rule.share.unwrap_or([0.0, 50.0, 100.0][random.below(3)]);
            if f64::from(u32::try_from(random.below(100)).unwrap()) < share {
                return draw(&rule.serve, random);
            }
            if let Rest::Gets(rest) = &rule.rest {
                return Some(rest.clone());
            }
        }
        draw(&tree.otherwise, random)
    }
}

fn draw(shares: &[Share], random: &mut Random) -> Option<Outcome> {
    let open: Vec<&Share> = shares.iter().filter(|share| share.weight != Some(0.0)).collect();
    (!open.is_empty()).then(|| open[random.below(open.len())].outcome.clone())
}

fn asked(plans: &[(String, Plan)]) -> Vec<Asked<'_>> {
    plans
        .iter()
        .map(|(flag, plan)| Asked {
            flag,
            environment: "production",
            question: Question::Value,
            plan,
        })
        .collect()
}

#[test]
fn never_contradicted_by_a_drawn_context() {
    let mut random = Random(7);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for _ in 0..4_000 {
        let count = 1 + random.below(5);
        let trees: HashMap<String, Tree> = (0..count)
            .map(|number| (format!("flag-{number}"), tree(&mut random, count)))
            .collect();
        let mut plans: Vec<(String, Plan)> = trees
            .iter()
            .map(|(key, tree)| (key.clone(), Plan::Tree(Box::new(tree.clone()))))
            .collect();
        plans.sort_by(|left, right| left.0.cmp(&right.0));
        let asked = asked(&plans);
        let proofs = prove(&asked, day(10));
        for _ in 0..25 {
            let mut context = Context {
                trees: &trees,
                drawn: HashMap::new(),
            };
            for (asked, proof) in asked.iter().zip(&proofs) {
                let served = context.evaluate(asked.flag, &mut random, 0);
                match (proof.serves.state, &proof.serves.value) {
                    (ServesState::Constant, Some(constant)) => {
                        let same = matches!(&served, Some(Outcome::Value { value, .. }) if same_value(value, constant));
                        assert!(same, "{}: {proof:?} but {served:?}\n{trees:#?}", asked.flag);
                    }
                    (ServesState::Constant, None) => panic!("a constant without a value"),
                    (ServesState::CodeDefault, _) => {
                        assert_eq!(served, Some(Outcome::CodeDefault), "{proof:?}\n{trees:#?}")
                    }
                    (ServesState::Split | ServesState::Unknown, _) => {}
                }
            }
        }
        for proof in &proofs {
            assert!(!proof.reasons.is_empty());
            *seen.entry(format!("{:?}", proof.serves.state)).or_default() += 1;
        }
    }
    assert!(seen.len() == 4 && seen.values().all(|count| *count > 200), "{seen:?}");
}

fn served(tree: Tree) -> (ServesState, Option<Value>, u64, Option<f64>) {
    let plans = [("a".to_owned(), Plan::Tree(Box::new(tree)))];
    let proof = prove(&asked(&plans), day(10)).remove(0);
    (proof.serves.state, proof.serves.value, proof.overrides, proof.rollout)
}

fn value(variation: u32, value: bool) -> Outcome {
    Outcome::Value {
        variation,
        value: json!(value),
    }
}

fn rule(condition: Condition, share: f64, outcome: Outcome) -> Rule {
    Rule {
        share: Some(share),
        ..Rule::new("rule", condition, Share::all(outcome))
    }
}

#[test]
fn named_people_are_counted_only_where_they_get_something_else() {
    let mut tree = Tree::new(true, value(1, false), Share::all(value(0, true)));
    tree.targets = vec![
        Target {
            count: 3,
            outcome: value(1, false),
        },
        Target {
            count: 5,
            outcome: value(0, true),
        },
    ];
    assert_eq!(
        served(tree.clone()),
        (ServesState::Constant, Some(json!(true)), 3, None)
    );
    tree.on = false;
    assert_eq!(served(tree), (ServesState::Constant, Some(json!(false)), 0, None));
}

#[test]
fn what_is_not_understood_matters_only_where_values_differ() {
    let unsure = || Condition::Unsure("odd".to_owned());
    let mut tree = Tree::new(true, value(1, false), Share::all(value(0, true)));
    tree.rules = vec![rule(unsure(), 100.0, value(0, true))];
    assert_eq!(served(tree.clone()).0, ServesState::Constant);
    tree.rules = vec![rule(unsure(), 100.0, value(1, false))];
    assert_eq!(served(tree.clone()).0, ServesState::Unknown);
    tree.rules
        .insert(0, rule(Condition::When("x".to_owned()), 100.0, value(1, false)));
    tree.rules
        .insert(1, rule(Condition::When("y".to_owned()), 100.0, value(0, true)));
    assert_eq!(served(tree).0, ServesState::Split);
}

#[test]
fn the_rollout_is_the_share_of_those_no_condition_singles_out() {
    let mut tree = Tree::new(true, value(1, false), Share::all(value(1, false)));
    tree.on_value = Some(json!(true));
    let conditional = rule(Condition::When("x".to_owned()), 100.0, value(0, true));
    tree.rules = vec![conditional, rule(Condition::Always, 25.0, value(0, true))];
    assert_eq!(served(tree.clone()).3, Some(25.0));
    // Two shares may hold the same people.
    tree.rules.push(rule(Condition::Always, 25.0, value(0, true)));
    assert_eq!(served(tree).3, None);
}

#[test]
fn time_moves_a_split_but_not_a_constant() {
    let moving = |outcome: Outcome| {
        let mut tree = Tree::new(true, value(1, false), Share::all(value(0, true)));
        tree.rules = vec![Rule {
            moving: true,
            ..rule(Condition::When("time".to_owned()), 100.0, outcome)
        }];
        let plans = [("a".to_owned(), Plan::Tree(Box::new(tree)))];
        prove(&asked(&plans), day(10)).remove(0).serves.moving
    };
    assert!(moving(value(1, false)));
    assert!(!moving(value(0, true)));
}

#[test]
fn windows_count_at_their_time_and_tell_that_time_will_change_the_answer() {
    let proof = |from: Option<i8>, until: Option<i8>, outcome: Outcome| {
        let mut tree = Tree::new(true, value(1, false), Share::all(value(1, false)));
        tree.rules = vec![Rule {
            window: Window {
                from: from.map(day),
                until: until.map(day),
            },
            ..rule(Condition::Always, 100.0, outcome)
        }];
        let plans = [("a".to_owned(), Plan::Tree(Box::new(tree)))];
        let serves = prove(&asked(&plans), day(10)).remove(0).serves;
        (serves.value, serves.moving)
    };
    let (on, off) = (|| value(0, true), || value(1, false));
    assert_eq!(proof(Some(1), None, on()), (Some(json!(true)), false));
    assert_eq!(proof(Some(1), Some(20), on()), (Some(json!(true)), true));
    assert_eq!(proof(None, Some(5), on()), (Some(json!(false)), false));
    assert_eq!(proof(Some(20), None, on()), (Some(json!(false)), true));
    // The same value at any time.
    assert_eq!(proof(Some(20), None, off()), (Some(json!(false)), false));
}

#[test]
fn a_rule_whose_prerequisite_is_never_met_serves_nobody() {
    let parent = Tree::new(false, value(1, false), Share::all(value(0, true)));
    let child = |accepts: Accepts| {
        let mut tree = Tree::new(true, value(1, false), Share::all(value(1, false)));
        let mut rule = rule(Condition::Always, 100.0, value(0, true));
        rule.requirements = vec![requirement("parent".to_owned(), accepts)];
        tree.rules = vec![rule];
        let plans = [
            ("parent".to_owned(), Plan::Tree(Box::new(parent.clone()))),
            ("child".to_owned(), Plan::Tree(Box::new(tree))),
        ];
        prove(&asked(&plans), day(10)).remove(1).serves.value
    };
    assert_eq!(child(Accepts::Values(vec![json!(true)])), Some(json!(false)));
    assert_eq!(child(Accepts::Values(vec![json!(false)])), Some(json!(true)));
    assert_eq!(child(Accepts::Except(vec![json!(true)])), Some(json!(true)));
}

#[test]
fn a_chain_of_prerequisites_as_long_as_a_file_is_no_recursion() {
    let count = 50_000;
    let plan = |number: usize| {
        let mut tree = Tree::new(true, value(1, false), Share::all(value(0, true)));
        if number + 1 < count {
            tree.requirements = vec![requirement(
                format!("flag-{}", number + 1),
                Accepts::Values(vec![json!(true)]),
            )];
        }
        (format!("flag-{number}"), Plan::Tree(Box::new(tree)))
    };
    let plans: Vec<(String, Plan)> = (0..count).map(plan).collect();
    assert!(
        prove(&asked(&plans), day(10))
            .iter()
            .all(|proof| proof.serves.state == ServesState::Constant)
    );
}
