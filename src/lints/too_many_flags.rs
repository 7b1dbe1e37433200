use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{Around, label, shown};
use crate::lints::{Context, lint};
use crate::usage::{Certainty, Function, Role, Use};

lint! {
    /// Functions that decide on many flags, or nest the branches of several.
    ///
    /// ## Why
    /// A function that decides on five flags has 32 states, and somebody tested three of them. Which of them users are in
    /// depends on who switches what when, and a failure in one of them can hardly be reproduced.
    ///
    /// Flags count whose value decides a branch in the function; a function that only collects values is none. Calls in
    /// tests are left out.
    ///
    /// ## Example
    /// With `most = 2`:
    ///
    /// ```go
    /// func total(c Cart) int {
    ///     if on("new-tax") { c = newTax(c) }
    ///     if on("coupons") { c = coupons(c) }
    ///     if on("loyalty") { c = loyalty(c) }
    ///     return c.sum()
    /// }
    /// ```
    ///
    /// Better: each decision in a place of its own, where its two states can be tested:
    ///
    /// ```go
    /// func total(c Cart) int { return withLoyalty(withCoupons(withTax(c))).sum() }
    /// ```
    ///
    /// ## Fix
    /// Remove flags that are due first. Then move each decision into a function of its own, or decide once at the edge
    /// and hand the result in.
    ///
    /// ## Options
    /// - `most` (default 4): flags that one function may decide on.
    /// - `nesting` (default 2): flags whose branches may stand inside each other.
    ///
    /// ```toml
    /// [lints]
    /// too-many-flags = { level = "warning", most = 3, nesting = 2 }
    /// ```
    ///
    /// ## When not to use it
    /// For functions that wire up an application once, where flags choose between parts independently.
    "too-many-flags", Some(Severity::Note), debt = false, run = check
}

/// Flags that one function may decide on.
const MOST: u32 = 4;
/// Flags whose branches may stand inside each other.
const NESTING: u32 = 2;

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let options = &context.policy.options.too_many_flags;
    let most = usize::try_from(options.most.unwrap_or(MOST)).unwrap_or(usize::MAX);
    let nesting = usize::try_from(options.nesting.unwrap_or(NESTING)).unwrap_or(usize::MAX);
    for (function, uses) in functions(context) {
        let keys: BTreeSet<usize> = uses.iter().map(|(usage, ..)| *usage).collect();
        let deepest = uses
            .iter()
            .map(|(usage, index, item)| (chain(context, *usage, *index), *item))
            .max_by_key(|(chain, item)| (chain.len(), std::cmp::Reverse(item.name.span)));
        let name = shown(&function.name);
        if keys.len() > most {
            let states = match u32::try_from(keys.len()).ok().and_then(|flags| 2u64.checked_pow(flags)) {
                Some(states) => format!("{states} states"),
                None => "more states than can be counted".to_owned(),
            };
            let message = format!(
                "{name} decides on {} flags: {states}, {most} flags are allowed",
                keys.len()
            );
            let first = uses.iter().map(|(.., item)| *item).min_by_key(|item| item.name.span);
            out.extend(first.map(|first| finding(message, first, &keys, context)));
        } else if let Some((chain, item)) = deepest.filter(|(chain, _)| chain.len() > nesting) {
            let message = format!(
                "{name} nests the branches of {} flags, {nesting} are allowed",
                chain.len()
            );
            out.push(finding(message, item, &chain, context));
        }
    }
}

/// What decides in one function: usage, use, and the use itself.
type Deciding<'a> = Vec<(usize, usize, &'a Use)>;

/// The functions that decide on flags, by path and place.
fn functions<'a>(context: &Context<'a>) -> Vec<(&'a Function, Deciding<'a>)> {
    let mut functions: BTreeMap<(&str, u32), (&Function, Deciding<'a>)> = BTreeMap::new();
    for (usage, at) in context.usages.iter().zip(0..) {
        for (item, index) in usage.uses.iter().zip(0..) {
            let counts = item.role == Role::Evaluation && item.certainty >= Certainty::Likely && !item.test;
            if let (true, false, Some(function)) = (counts, item.branches.is_empty(), &item.site.function) {
                let key = (item.path.as_str(), function.place.span.start);
                let (_, uses) = functions.entry(key).or_insert_with(|| (function, Vec::new()));
                uses.push((at, index, item));
            }
        }
    }
    functions.into_values().collect()
}

/// The most flags whose branches stand around one place where a use decides, its own with them.
fn chain(context: &Context<'_>, usage: usize, index: usize) -> BTreeSet<usize> {
    let own = context.usages.get(usage).and_then(|found| found.uses.get(index));
    // `a && b` is one condition, not a branch inside another.
    let is_same_condition = |arm: &Around| {
        let mut branches = own.into_iter().flat_map(|own| &own.branches);
        branches.any(|branch| branch.whole.span.contains(arm.branch.span))
    };
    let chains = context.nesting().decisions(usage, index).map(|decision| {
        let nested = decision.around.iter().filter(|arm| !is_same_condition(arm));
        nested.map(|arm| arm.usage).chain([usage]).collect::<BTreeSet<usize>>()
    });
    chains.max_by_key(BTreeSet::len).unwrap_or_default()
}

fn finding(message: String, place: &Use, flags: &BTreeSet<usize>, context: &Context<'_>) -> Diagnostic {
    const NAMED: usize = 8;
    let mut diagnostic = LINT.finding(None, message);
    let named = flags
        .iter()
        .filter_map(|at| context.usages.get(*at))
        .map(|usage| shown(&usage.key));
    let mut names: Vec<String> = named.take(NAMED).collect();
    if flags.len() > NAMED {
        names.push(format!("{} more", flags.len() - NAMED));
    }
    diagnostic.reasons = vec![format!("the flags are {}", names.join(", "))];
    diagnostic.help = vec![
        "remove the flags that are due for removal first".to_owned(),
        "move each of the other decisions into a function of its own, or decide once and hand the result in".to_owned(),
    ];
    diagnostic.label = Some(label(place, "one of them is asked for here"));
    diagnostic
}
