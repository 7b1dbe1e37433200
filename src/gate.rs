//! The gate: counts the findings and the debt, and says whether a run may pass.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::label;
use crate::lints::over_quota;
use crate::owners::Owners;
use crate::registry::Registry;
use crate::report::{Debt, Gate, OwnerDebt, Summary};
use crate::usage::{Role, Usage, Use};

/// Fills in what of the summary follows from the findings: the counts per lint and severity, and the gate's answer to
/// them and to the debt.
pub fn summarise(
    diagnostics: &[Diagnostic],
    debt: Debt,
    before: Option<&Debt>,
    policy: &Policy,
    summary: &mut Summary,
) {
    summary.by_lint = BTreeMap::new();
    // Every severity is listed, so that a reader of the JSON need not guess what a missing one means.
    summary.by_severity = [Severity::Note, Severity::Warning, Severity::Error]
        .map(|severity| (severity, 0))
        .into();
    for diagnostic in diagnostics {
        *summary.by_lint.entry(diagnostic.lint).or_default() += 1;
        *summary.by_severity.entry(diagnostic.severity).or_default() += 1;
    }
    summary.gate = judge(diagnostics, &debt, before, policy);
    summary.debt = debt;
}

/// The gate's answer. With the debt `before` a change, a quota fails only a change that does not lower the debt that is
/// over it: whoever pays is never blocked.
pub fn judge(diagnostics: &[Diagnostic], debt: &Debt, before: Option<&Debt>, policy: &Policy) -> Gate {
    let mut reasons = Vec::new();
    if let Some(least) = policy.fail_on {
        let failing = diagnostics
            .iter()
            .filter(|found| found.new && found.severity >= least)
            .count();
        if failing > 0 {
            reasons.push(format!("{} at or above `{}`", count(failing, "finding"), least.name()));
        }
    }
    let grew = |now: usize, then: Option<usize>| before.is_none() || now > then.unwrap_or(0);
    if let Some(quota) = debt.quota.filter(|quota| debt.total > *quota)
        && grew(debt.total, before.map(|before| before.total))
    {
        reasons.push(over("", debt.total, debt.flags, quota, debt.to_remove));
    }
    for owner in &debt.owners {
        let then = before.and_then(|before| before.owners.iter().find(|then| then.owner == owner.owner));
        if let Some(quota) = owner.quota.filter(|quota| owner.debt > *quota)
            && grew(owner.debt, then.map(|then| then.debt))
        {
            let name = owner.owner.as_deref().unwrap_or("nobody");
            let whose = format!(" of `{name}`");
            reasons.push(over(&whose, owner.debt, owner.flags.len(), quota, owner.to_remove));
        }
    }
    Gate {
        passed: reasons.is_empty(),
        reasons,
    }
}

/// Why a quota is exceeded. With weights the debt is another number than that of the flags.
fn over(whose: &str, debt: usize, flags: usize, quota: usize, to_remove: usize) -> String {
    let (due, is) = if flags == 1 { ("flag", "is") } else { ("flags", "are") };
    let counts = match debt == flags {
        true => String::new(),
        false => format!(" and {} as {debt}", if flags == 1 { "counts" } else { "count" }),
    };
    format!("{flags} {due}{whose} {is} due for removal{counts}, the quota is {quota}: remove at least {to_remove}")
}

/// A flag that a change brings.
pub struct Brought<'u> {
    /// The flag in the code.
    pub usage: &'u Usage,
    /// The first place that names it.
    pub place: &'u Use,
    /// Its owner, as far as the registry, CODEOWNERS and the configuration say.
    pub owner: Option<String>,
}

/// The flags that the code before a change does not name.
pub fn brought<'u>(usages: &'u [Usage], before: &[Usage], owners: &Owners, registry: &Registry) -> Vec<Brought<'u>> {
    let is_used = |usage: &&Usage| usage.uses.iter().any(|found| found.role != Role::Mention);
    let known: BTreeSet<&str> = before.iter().filter(is_used).map(|usage| usage.key.as_str()).collect();
    let of = |usage: &'u Usage| {
        let place = usage.uses.iter().find(|found| found.role != Role::Mention)?;
        let registered = usage.flag.and_then(|flag| registry.flags.get(flag)?.owner());
        let owner = match registered {
            Some(owner) => Some(owner.to_owned()),
            None => owners.of(&usage.key, Some(&place.path)).map(|(owner, _)| owner),
        };
        Some(Brought { usage, place, owner })
    };
    let new = usages.iter().filter(|usage| !known.contains(usage.key.as_str()));
    new.filter_map(of).collect()
}

/// One finding for each flag that a change brings while its owner is over quota.
pub fn over_quota(brought: &[Brought<'_>], debt: &Debt, policy: &Policy) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for Brought { usage, place, owner } in brought {
        let Some(owed) = debt.owners.iter().find(|owed| owed.owner == *owner) else {
            continue;
        };
        let Some(quota) = owed.quota.filter(|quota| owed.debt > *quota) else {
            continue;
        };
        let owed = over_quota::Owed {
            owner: owed.owner.as_deref(),
            flags: owed.flags.len(),
            debt: owed.debt,
            quota,
            to_remove: owed.to_remove,
            cheapest: owed.flags.iter().map(String::as_str).take(3).collect(),
        };
        found.extend(over_quota::finding(&usage.key, label(place, "new here"), &owed, policy));
    }
    found
}

impl Gate {
    /// 0 or 1, as the contract has it.
    pub fn exit_code(&self) -> u8 {
        u8::from(!self.passed)
    }
}

/// The debt, counted in flags and not in findings; a flag counts what the heaviest of its lints says. Findings that are
/// known do not fail a run, but their flags are still due.
pub fn debt(diagnostics: &[Diagnostic], policy: &Policy) -> Debt {
    let mut due: BTreeMap<(Option<&str>, &str), Due> = BTreeMap::new();
    for found in diagnostics.iter().filter(|found| found.debt) {
        let weight = policy.weight(found.lint);
        if let (Some(flag), true) = (found.flag.as_deref(), weight > 0) {
            let due = due.entry((found.owner.as_deref(), flag)).or_default();
            due.places += 1;
            due.weight = due.weight.max(weight);
        }
    }
    // Whoever owns it: a flag with two owners counts once.
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    let mut owners: BTreeMap<Option<&str>, Vec<(Due, &str)>> = BTreeMap::new();
    for ((owner, flag), due) in due {
        owners.entry(owner).or_default().push((due, flag));
        let weight = all.entry(flag).or_default();
        *weight = due.weight.max(*weight);
    }
    let mut owners: Vec<OwnerDebt> = owners
        .into_iter()
        .map(|(owner, mut flags)| {
            flags.sort_unstable();
            let quota = policy.quota_of(owner);
            OwnerDebt {
                owner: owner.map(str::to_owned),
                debt: sum(flags.iter().map(|(due, _)| due.weight)),
                quota,
                to_remove: to_remove(flags.iter().map(|(due, _)| due.weight), quota),
                flags: flags.into_iter().map(|(_, flag)| flag.to_owned()).collect(),
            }
        })
        .collect();
    // Stable: owners with the same debt stay in the order of their names, nobody first.
    owners.sort_by_key(|owner| std::cmp::Reverse(owner.debt));
    Debt {
        total: sum(all.values().copied()),
        flags: all.len(),
        quota: policy.quota,
        to_remove: to_remove(all.values().copied(), policy.quota),
        owners,
    }
}

/// A flag that is due. Places to change come first: fewer are cheaper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    places: usize,
    weight: usize,
}

fn sum(weights: impl Iterator<Item = usize>) -> usize {
    weights.fold(0, usize::saturating_add)
}

/// The least number of flags whose removal brings the debt down to a quota: the heaviest.
fn to_remove(weights: impl Iterator<Item = usize>, quota: Option<usize>) -> usize {
    let mut weights: Vec<usize> = weights.collect();
    weights.sort_unstable_by_key(|weight| std::cmp::Reverse(*weight));
    let mut excess = quota.map_or(0, |quota| sum(weights.iter().copied()).saturating_sub(quota));
    let mut number = 0;
    for weight in weights {
        if excess == 0 {
            break;
        }
        excess = excess.saturating_sub(weight);
        number += 1;
    }
    number
}

/// "1 finding", "2 findings".
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::to_remove;

    #[test]
    fn the_heaviest_flags_are_the_fewest_to_remove() {
        let count = |weights: &[usize], quota| to_remove(weights.iter().copied(), quota);
        assert_eq!(count(&[1, 1, 1], Some(1)), 2);
        assert_eq!(count(&[1, 3, 1], Some(2)), 1);
        assert_eq!(count(&[1, 1], Some(2)), 0);
        assert_eq!(count(&[5], None), 0);
        assert_eq!(count(&[usize::MAX, usize::MAX], Some(1)), 1);
    }
}
