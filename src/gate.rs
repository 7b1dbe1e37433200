//! The gate: counts the findings and the debt, and says whether a run may pass.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::label;
use crate::lints::over_quota;
use crate::owners::Owners;
use crate::registry::Registry;
use crate::report::{Debt, Gate, OwnerDebt, Summary};
use crate::usage::{Role, Usage};

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
        reasons.push(over("", debt.total, quota));
    }
    for owner in &debt.owners {
        let then = before.and_then(|before| before.owners.iter().find(|then| then.owner == owner.owner));
        if let Some(quota) = owner.quota.filter(|quota| owner.debt > *quota)
            && grew(owner.debt, then.map(|then| then.debt))
        {
            let name = owner.owner.as_deref().unwrap_or("nobody");
            reasons.push(over(&format!(" of `{name}`"), owner.debt, quota));
        }
    }
    Gate {
        passed: reasons.is_empty(),
        reasons,
    }
}

fn over(whose: &str, debt: usize, quota: usize) -> String {
    let due = if debt == 1 { "flag" } else { "flags" };
    let is = if debt == 1 { "is" } else { "are" };
    format!(
        "{debt} {due}{whose} {is} due for removal, the quota is {quota}: remove at least {}",
        debt - quota
    )
}

/// What a change brings while its owner is over quota: one finding for each flag that the code before it does not name.
pub fn over_quota(
    usages: &[Usage],
    before: &[Usage],
    debt: &Debt,
    owners: &Owners,
    context: (&Registry, &Policy),
) -> Vec<Diagnostic> {
    let (registry, policy) = context;
    let is_used = |usage: &&Usage| usage.uses.iter().any(|found| found.role != Role::Mention);
    let known: BTreeSet<&str> = before.iter().filter(is_used).map(|usage| usage.key.as_str()).collect();
    let mut found = Vec::new();
    for usage in usages
        .iter()
        .filter(is_used)
        .filter(|usage| !known.contains(usage.key.as_str()))
    {
        let Some(place) = usage.uses.iter().find(|found| found.role != Role::Mention) else {
            continue;
        };
        let registered = usage.flag.and_then(|flag| registry.flags.get(flag)?.owner());
        let owner = match registered {
            Some(owner) => Some(owner.to_owned()),
            None => owners.of(&usage.key, Some(&place.path)).map(|(owner, _)| owner),
        };
        let Some(owed) = debt.owners.iter().find(|owed| owed.owner == owner) else {
            continue;
        };
        let Some(quota) = owed.quota.filter(|quota| owed.debt > *quota) else {
            continue;
        };
        let owed = over_quota::Owed {
            owner: owed.owner.as_deref(),
            debt: owed.debt,
            quota,
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

/// The debt, counted in flags and not in findings. Findings that are known do not fail a run, but their flags are still
/// due.
pub fn debt(diagnostics: &[Diagnostic], policy: &Policy) -> Debt {
    // Places to change, per flag: fewer are cheaper.
    let mut due: BTreeMap<(Option<&str>, &str), usize> = BTreeMap::new();
    for found in diagnostics.iter().filter(|found| found.debt) {
        if let Some(flag) = found.flag.as_deref() {
            *due.entry((found.owner.as_deref(), flag)).or_default() += 1;
        }
    }
    let flags: BTreeSet<&str> = due.keys().map(|(_, flag)| *flag).collect();
    let mut owners: BTreeMap<Option<&str>, Vec<(usize, &str)>> = BTreeMap::new();
    for ((owner, flag), places) in &due {
        owners.entry(*owner).or_default().push((*places, flag));
    }
    let mut owners: Vec<OwnerDebt> = owners
        .into_iter()
        .map(|(owner, mut flags)| {
            flags.sort_unstable();
            OwnerDebt {
                owner: owner.map(str::to_owned),
                debt: flags.len(),
                quota: policy.quota_of(owner),
                flags: flags.into_iter().map(|(_, flag)| flag.to_owned()).collect(),
            }
        })
        .collect();
    // Stable: owners with the same debt stay in the order of their names, nobody first.
    owners.sort_by_key(|owner| std::cmp::Reverse(owner.debt));
    Debt {
        total: flags.len(),
        quota: policy.quota,
        owners,
    }
}

/// "1 finding", "2 findings".
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
