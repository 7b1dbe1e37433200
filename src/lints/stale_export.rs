use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{age, date, days, shown};
use crate::lints::{Context, lint};
use crate::registry::{Evaluated, Flag, When};

lint! {
    /// Exports of the registry that are too old to judge from.
    ///
    /// ## Why
    /// Everything that is said of flags rests on the export. If it was made in spring, "on for everyone since March" may
    /// have been undone in April, and a removal would release or withdraw a feature.
    ///
    /// How old an export is can be told where the service records when flags were last asked for: in a living system
    /// some flag is asked for all the time, so the latest request is when the export was made. Without such a record the
    /// latest change of any flag is taken, after three times as many days, and only as a note.
    ///
    /// ## Example
    /// It is November, and no flag in `flags.json` was asked for after May.
    ///
    /// Better: the export is fetched in the same job that runs the check.
    ///
    /// ## Fix
    /// Export again. `flagdebt init` prints how to get the file of each service.
    ///
    /// ## Options
    /// - `days` (default 30): how old an export may be.
    ///
    /// ```toml
    /// [lints]
    /// stale-export = { level = "error", days = 7 }
    /// ```
    ///
    /// ## When not to use it
    /// For lists of flags that are kept in the repository itself and are always current.
    "stale-export", Some(Severity::Warning), debt = false, run = check
}

/// Days that an export may be old.
const DAYS: u32 = 30;
/// Fewer flags tell nothing about the whole.
const FLAGS: usize = 10;

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    let most = i64::from(policy.options.stale_export.days.unwrap_or(DAYS));
    let mut by_source: BTreeMap<&str, Vec<&Flag>> = BTreeMap::new();
    for flag in &context.registry.flags {
        by_source.entry(&flag.source.path).or_default().push(flag);
    }
    for source in &context.registry.sources {
        let flags = by_source.get(source.path.as_str()).map_or(&[][..], Vec::as_slice);
        let asked: Vec<Timestamp> = flags.iter().filter_map(|flag| last_asked(flag)).collect();
        let changed = flags.iter().flat_map(|flag| changes(flag)).max();
        let path = shown(&source.path);
        let (message, reason, sure) = match (asked.iter().max(), changed) {
            (Some(last), _) if asked.len() >= FLAGS.min(flags.len()) && asked.len() > 1 => {
                let last = (*last).max(changed.unwrap_or(*last));
                if days(last, policy.as_of) <= most {
                    continue;
                }
                (
                    format!("the export {path} is about {} old", age(last, policy.as_of)),
                    format!("no flag in it was asked for or changed after {}", date(last)),
                    true,
                )
            }
            (_, Some(last)) if flags.len() >= FLAGS && days(last, policy.as_of) > most.saturating_mul(3) => (
                format!("the export {path} may be {} old", age(last, policy.as_of)),
                format!("no flag in it was changed after {}", date(last)),
                false,
            ),
            _ => continue,
        };
        let mut diagnostic = LINT.finding(None, message);
        if !sure {
            diagnostic.severity = Severity::Note;
        }
        diagnostic.reasons = vec![reason];
        diagnostic.help = vec![
            "export the flags again, best in the job that runs the check".to_owned(),
            "what the other findings say of flags is as old as the export".to_owned(),
        ];
        out.push(diagnostic);
    }
}

fn last_asked(flag: &Flag) -> Option<Timestamp> {
    let known = flag.environments.iter().filter_map(|environment| environment.evaluated);
    let times = known.chain(flag.evaluated).filter_map(|evaluated| match evaluated {
        Evaluated::Never => None,
        Evaluated::At(time) => Some(time),
    });
    times.max()
}

fn changes(flag: &Flag) -> impl Iterator<Item = Timestamp> + '_ {
    let environments = flag
        .environments
        .iter()
        .filter_map(|environment| environment.changed.as_ref());
    let whole = flag.changed.iter().chain(&flag.created);
    environments.chain(whole).filter_map(When::time)
}
