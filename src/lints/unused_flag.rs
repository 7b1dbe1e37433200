use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, count, date, days, label, name_words, places, shown, source};
use crate::lints::{Context, lint};
use crate::registry::{Evaluated, When};
use crate::usage::{Usage, Use};

lint! {
    /// Flags of the registry that the code does not read.
    ///
    /// ## Why
    /// When the code of a flag is gone, the flag can go too, and seldom does. The list of flags grows until nobody dares
    /// to touch it.
    ///
    /// What the scan could not see is part of the finding, and lowers it to a note: calls whose keys are known only at
    /// run time, with their files; source files that were not looked into; a computed key that may mean it; requests that
    /// the service still answers. Where the key itself stands as a string in the code, something there reads it in a way
    /// that the scan does not know, and nothing is reported; only a key that is a plain word, such as `search`, may stand
    /// there by chance, and gives a note. Hidden files and folders, such as `.storybook/`, and what `.gitignore` or
    /// `.flagdebtignore` names are passed over and not counted: name a hidden folder as PATH where it reads flags.
    ///
    /// Archived flags are not reported, and a flag that was made less than 14 days ago may still wait for its code.
    ///
    /// ## Example
    /// `search-v2` is in `flags.json`, and no file mentions it.
    ///
    /// ## Fix
    /// Make sure that no other repository reads the flag, then archive it.
    ///
    /// ## Options
    /// - `days` (default 14): how long a new flag may wait for its code.
    /// - `ignore`: globs of keys that other repositories read.
    ///
    /// ```toml
    /// [lints]
    /// unused-flag = { level = "warning", ignore = ["mobile-*"] }
    /// ```
    ///
    /// ## When not to use it
    /// A registry usually serves more than one repository, and a flag that this one does not read is read by another.
    /// The lint is a note for that reason; raise it where one repository has all the code.
    "unused-flag", Some(Severity::Note), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let Some(flag) = context.flag(usage).filter(|flag| !flag.is_retired()) else {
        return;
    };
    let places = places(usage);
    if !places.at.is_empty() || !places.tests.is_empty() || policy.unused_ignore.is_match(&usage.key) {
        return;
    }
    let created = flag.created.as_ref().and_then(When::time);
    if created.is_some_and(|created| days(created, policy.as_of) < i64::from(policy.unused_days)) {
        return;
    }
    let named: Vec<&Use> = places.mentions.iter().copied().filter(|item| !item.test).collect();
    if !named.is_empty() && name_words(&usage.key).len() > 1 {
        return;
    }
    let mut doubts = Vec::new();
    for (uses, what, of_them) in [
        (&places.mentions, "mention", "of the key"),
        (&places.patterns, "computed key", "it may be"),
    ] {
        if let Some(first) = uses.first() {
            let number = count(uses.len(), what);
            let (path, line) = (&first.path, first.name.line);
            doubts.push(format!("{number} {of_them}, the first one in {path}:{line}"));
        }
    }
    let environments = flag.environments.iter().map(|environment| environment.evaluated);
    let evaluated = environments
        .chain([flag.evaluated])
        .flatten()
        .filter_map(|evaluated| match evaluated {
            Evaluated::Never => None,
            Evaluated::At(time) => Some(time),
        });
    if let Some(time) = evaluated.max().filter(|time| days(*time, policy.as_of) < RECENT_DAYS) {
        doubts.push(format!(
            "the service was asked for it on {}, so some code still reads it",
            date(time)
        ));
    }
    let sure = doubts.is_empty() && context.hidden().is_empty();
    let (key, source) = (shown(&usage.key), source(flag));
    let message = match sure {
        true => format!("{key} is in the registry, but no code reads it"),
        false => format!("{key} is in the registry, but probably no code here reads it"),
    };
    let mut diagnostic = LINT.finding(Some(&usage.key), message);
    if !sure {
        diagnostic.severity = Severity::Note;
    }
    diagnostic.reasons.push(format!("registered in {source}"));
    diagnostic
        .reasons
        .extend(created.map(|created| format!("made {}, {} ago", date(created), age(created, policy.as_of))));
    diagnostic.reasons.extend(doubts);
    let hidden = context.hidden();
    diagnostic.reasons.extend(hidden.iter().cloned());
    if hidden.is_empty() {
        let reason = "every key was followed, and every source file that is not hidden or ignored was looked into";
        diagnostic.reasons.push(reason.to_owned());
    }
    diagnostic.help = vec![
        "make sure that no other repository, service or configuration reads it".to_owned(),
        format!("then archive {key} in the registry ({source})"),
    ];
    diagnostic.related = places
        .mentions
        .iter()
        .take(3)
        .map(|item| label(item, "named here"))
        .collect();
    diagnostic.owner = flag.owner().map(str::to_owned);
    out.push(diagnostic);
}

/// A flag that was asked for in the last days is alive somewhere.
const RECENT_DAYS: i64 = 30;
/// Of many files so many are named.
const NAMED: usize = 3;

/// Where uses may be hidden from the scan, in words.
pub(super) fn hidden(unresolved: &[Use], unread: &[(String, String)]) -> Vec<String> {
    let mut reasons = Vec::new();
    if !unresolved.is_empty() {
        let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
        for item in unresolved {
            *calls.entry(&item.path).or_default() += 1;
        }
        let mut files: Vec<(&str, usize)> = calls.into_iter().collect();
        files.sort_by_key(|(path, calls)| (std::cmp::Reverse(*calls), *path));
        let shown: Vec<String> = files.iter().map(|(path, calls)| format!("{path} ({calls})")).collect();
        let verb = if unresolved.len() == 1 {
            "has a key"
        } else {
            "have keys"
        };
        reasons.push(format!(
            "{} {verb} known only at run time, which may mean it: {}",
            count(unresolved.len(), "call"),
            some(&shown)
        ));
    }
    if !unread.is_empty() {
        let shown: Vec<String> = unread.iter().map(|(path, why)| format!("{path} ({why})")).collect();
        let verb = if unread.len() == 1 { "was" } else { "were" };
        reasons.push(format!(
            "{} {verb} not looked into and may read it: {}",
            count(unread.len(), "source file"),
            some(&shown)
        ));
    }
    reasons
}

/// The first ones, and how many more there are.
fn some(texts: &[String]) -> String {
    let more = match texts.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", texts.get(..NAMED).unwrap_or(texts).join(", "))
}
