//! The gate: counts the findings and the debt, and says whether a run may pass.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Policy;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Debt, Gate, OwnerDebt, Summary};

/// Fills in what of the summary follows from the findings: the counts per lint and severity, the debt and the gate.
pub fn summarise(diagnostics: &[Diagnostic], policy: &Policy, summary: &mut Summary) {
    summary.by_lint = BTreeMap::new();
    // Every severity is listed, so that a reader of the JSON need not guess what a missing one means.
    summary.by_severity = [Severity::Note, Severity::Warning, Severity::Error]
        .map(|severity| (severity, 0))
        .into();
    for diagnostic in diagnostics {
        *summary.by_lint.entry(diagnostic.lint).or_default() += 1;
        *summary.by_severity.entry(diagnostic.severity).or_default() += 1;
    }
    (summary.debt, summary.gate) = judge(diagnostics, policy);
}

/// The debt, counted in flags and not in findings, and the gate's answer. Findings that a baseline knows do not fail a
/// run, but their flags are still due.
pub fn judge(diagnostics: &[Diagnostic], policy: &Policy) -> (Debt, Gate) {
    let debt = debt(diagnostics, policy);
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
    if let Some(quota) = debt.quota.filter(|quota| debt.total > *quota) {
        let due = if debt.total == 1 { "flag is" } else { "flags are" };
        let excess = debt.total - quota;
        reasons.push(format!(
            "{} {due} due for removal, the quota is {quota}: remove at least {excess}",
            debt.total
        ));
    }
    (
        debt,
        Gate {
            passed: reasons.is_empty(),
            reasons,
        },
    )
}

impl Gate {
    /// 0 or 1, as the contract has it.
    pub fn exit_code(&self) -> u8 {
        u8::from(!self.passed)
    }
}

fn debt(diagnostics: &[Diagnostic], policy: &Policy) -> Debt {
    let due: BTreeSet<(&str, Option<&str>)> = diagnostics
        .iter()
        .filter(|found| found.debt)
        .filter_map(|found| Some((found.flag.as_deref()?, found.owner.as_deref())))
        .collect();
    let flags: BTreeSet<&str> = due.iter().map(|(flag, _)| *flag).collect();
    let mut owners: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (_, owner) in &due {
        *owners.entry(*owner).or_default() += 1;
    }
    let mut owners: Vec<OwnerDebt> = owners
        .into_iter()
        .map(|(owner, debt)| OwnerDebt {
            owner: owner.map(str::to_owned),
            debt,
            quota: None,
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
