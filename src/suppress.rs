//! Comments that take findings away: `flagdebt: ignore[stale-flag] until 2027-01-31 -- waits for the audit`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::{Policy, lint_help};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::lints::{LINTS, bad_suppression, finish, unused_suppression};
use crate::nearest::nearest;
use crate::source::Place;

/// A comment that may be a suppression, as the scan found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionFact {
    /// Relative to the working directory, with `/`.
    pub path: String,
    /// The comment.
    pub place: Place,
    /// The comment as written, with its markers.
    pub text: String,
    /// Code stands before the comment on its line: the suppression holds for that line.
    pub after_code: bool,
    /// Otherwise it holds for this line, the first after the comment that is neither blank nor only a comment; `None`
    /// where the file ends before one.
    pub next_code_line: Option<u32>,
}

/// What a suppression asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Lint names that exist.
    pub lints: Vec<&'static str>,
    /// The whole file, not one line.
    pub file: bool,
    /// The last day on which it holds; `None`: for good.
    pub until: Option<Date>,
    /// Why; never empty.
    pub reason: String,
}

/// Reads one comment of any language. `None`: it is no suppression. An error says what is wrong with it.
///
/// The words must begin a line of the comment, so that prose about suppressions is none.
pub fn parse(comment: &str) -> Option<Result<Suppression, String>> {
    let rest = comment
        .lines()
        .find_map(|line| line.trim_start_matches(is_marker).strip_prefix("flagdebt:"))?
        .trim_start();
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    let file = match word {
        "ignore" => false,
        "ignore-file" => true,
        _ => {
            let meant = nearest(word, ["ignore", "ignore-file"].iter().copied())?;
            return Some(Err(format!("`{word}` is no directive; did you mean `{meant}`?")));
        }
    };
    Some(rules(rest.trim_start()).map(|(lints, until, reason)| Suppression {
        lints,
        file,
        until,
        reason,
    }))
}

/// Takes away what the comments suppress, and reports comments that are wrong, expired or without effect.
///
/// The result is in the fixed order; fingerprints of findings do not change.
pub fn apply(diagnostics: Vec<Diagnostic>, facts: &[SuppressionFact], policy: &Policy) -> Vec<Diagnostic> {
    let today = policy.as_of.to_zoned(TimeZone::UTC).date();
    let mut found = Vec::new();
    let mut active: Vec<Active<'_>> = Vec::new();
    for fact in facts {
        match parse(&fact.text) {
            None => {}
            Some(Err(wrong)) => found.push(bad(fact, wrong)),
            Some(Ok(Suppression { until: Some(until), .. })) if until < today => {
                found.push(bad(fact, format!("the suppression expired on {until}")));
            }
            Some(Ok(suppression)) => {
                let used = vec![false; suppression.lints.len()];
                active.push(Active {
                    fact,
                    suppression,
                    used,
                });
            }
        }
    }
    let index = index(&active);
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        let by: Vec<(usize, usize)> = diagnostic.label.as_ref().map_or_else(Vec::new, |label| {
            lines(label)
                .filter_map(|line| index.get(&(label.path.as_str(), line, diagnostic.lint)))
                .flatten()
                .copied()
                .collect()
        });
        for (which, lint) in &by {
            active[*which].used[*lint] = true;
        }
        if by.is_empty() {
            kept.push(diagnostic);
        }
    }
    for Active {
        fact,
        suppression,
        used,
    } in &active
    {
        for (lint, _) in suppression
            .lints
            .iter()
            .zip(used)
            .filter(|(lint, used)| !**used && runs(lint, policy))
        {
            found.push(comment(
                fact,
                &unused_suppression::LINT,
                format!("nothing here is suppressed by `{lint}`"),
            ));
        }
    }
    kept.extend(finish(found, policy));
    crate::lints::sort(&mut kept);
    kept
}

/// A suppression that holds today.
struct Active<'a> {
    fact: &'a SuppressionFact,
    suppression: Suppression,
    /// Per lint: it took something away.
    used: Vec<bool>,
}

/// A finding over more lines than this is matched by its first ones; calls are short, and hostile files are not.
const LINES: u32 = 100;
/// Stands for the whole file where a line is asked for; lines count from 1.
const WHOLE_FILE: u32 = 0;

/// Path, line and lint to the suppressions that hold there: number of the suppression and of the lint in it.
type Index<'a> = BTreeMap<(&'a str, u32, &'static str), Vec<(usize, usize)>>;

fn index<'a>(active: &[Active<'a>]) -> Index<'a> {
    let mut index = Index::new();
    for (which, Active { fact, suppression, .. }) in active.iter().enumerate() {
        let line = match (suppression.file, fact.after_code) {
            (true, _) => WHOLE_FILE,
            (false, true) => fact.place.line,
            (false, false) => match fact.next_code_line {
                Some(line) => line,
                None => continue,
            },
        };
        for (number, lint) in suppression.lints.iter().enumerate() {
            // One of several equal suppressions would do; each of them is used then.
            index
                .entry((fact.path.as_str(), line, *lint))
                .or_default()
                .push((which, number));
        }
    }
    index
}

/// The lines on which a suppression may stand for a finding: those of the code, and the file's.
fn lines(label: &Label) -> impl Iterator<Item = u32> + use<> {
    let Place { line, end_line, .. } = label.place;
    std::iter::once(WHOLE_FILE).chain(line..=end_line.clamp(line, line.saturating_add(LINES)))
}

/// A lint that does not run leaves nothing to suppress, which is no fault of the comment.
fn runs(name: &str, policy: &Policy) -> bool {
    LINTS
        .iter()
        .find(|lint| lint.name == name)
        .is_some_and(|lint| policy.level(lint).is_some())
}

fn bad(fact: &SuppressionFact, message: String) -> Diagnostic {
    comment(fact, &bad_suppression::LINT, message)
}

fn comment(fact: &SuppressionFact, lint: &'static crate::lints::Lint, message: String) -> Diagnostic {
    let mut diagnostic = lint.finding(None, message);
    diagnostic.severity = Severity::Error;
    diagnostic.label = Some(Label {
        path: fact.path.clone(),
        place: fact.place,
        text: String::new(),
    });
    diagnostic.help = match lint.name {
        "unused-suppression" => vec!["remove the comment, or the lint's name in it".to_owned()],
        _ => vec![format!("write `{EXAMPLE}`")],
    };
    diagnostic
}

/// A right one.
const EXAMPLE: &str = "flagdebt: ignore[stale-flag] until 2027-01-31 -- why it must stay until then";

/// What comes before the first word of a comment line in any language.
fn is_marker(letter: char) -> bool {
    letter.is_whitespace() || "/*#-<!;%{('\"=|@".contains(letter)
}

/// `[lint, ...] until DATE -- reason`.
fn rules(rest: &str) -> Result<(Vec<&'static str>, Option<Date>, String), String> {
    let Some((names, rest)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return Err("expected the lints in brackets after `ignore`".to_owned());
    };
    let mut lints: Vec<&'static str> = Vec::new();
    for name in names.split(',').map(str::trim) {
        match LINTS.iter().find(|lint| lint.name == name) {
            Some(lint) if lints.contains(&lint.name) => {}
            Some(lint) => lints.push(lint.name),
            None if name.is_empty() => return Err("expected the name of a lint in the brackets".to_owned()),
            None => {
                return Err(format!(
                    "unknown lint {}; {}",
                    crate::evidence::shown(name),
                    lint_help(name)
                ));
            }
        }
    }
    let (conditions, reason) = rest.split_once("--").unwrap_or((rest, ""));
    let conditions = end_of_comment(conditions);
    let until = match conditions.strip_prefix("until ").map(str::trim) {
        Some(date) => Some(date.parse::<Date>().map_err(|_| {
            format!(
                "expected a date such as 2027-01-31 after `until`, found {}",
                crate::evidence::shown(date)
            )
        })?),
        None if conditions.is_empty() => None,
        None => {
            return Err(format!(
                "expected `until DATE` or `-- reason` after the lints, found {}",
                crate::evidence::shown(conditions)
            ));
        }
    };
    let reason = end_of_comment(reason);
    if reason.is_empty() {
        return Err("a suppression needs a reason after `--`".to_owned());
    }
    Ok((lints, until, reason.to_owned()))
}

/// The text without the marker that ends a comment.
fn end_of_comment(text: &str) -> &str {
    let text = text.trim();
    ["*/", "-->", "*)", "-}", "#}", "%>", "->", ">"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text)
        .trim()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn comments_of_any_language() {
        for comment in [
            "// flagdebt: ignore[stale-flag, archived-flag] until 2027-01-31 -- waits for the audit",
            "/* flagdebt: ignore[stale-flag,archived-flag] until 2027-01-31 -- waits for the audit */",
            "# flagdebt: ignore[stale-flag,archived-flag] until 2027-01-31 -- waits for the audit",
            "<!-- flagdebt:ignore[stale-flag,archived-flag] until 2027-01-31 -- waits for the audit -->",
            "{/* flagdebt: ignore [stale-flag,archived-flag] until 2027-01-31 -- waits for the audit */",
            "/*\n * Kept.\n * flagdebt: ignore[stale-flag,archived-flag] until 2027-01-31 -- waits for the audit\n */",
        ] {
            let suppression = parse(comment).expect(comment).expect(comment);
            assert_eq!(suppression.lints, ["stale-flag", "archived-flag"], "{comment}");
            assert_eq!(
                suppression.until.map(|date| date.to_string()).as_deref(),
                Some("2027-01-31"),
                "{comment}"
            );
            assert_eq!(suppression.reason, "waits for the audit", "{comment}");
            assert!(!suppression.file);
        }
        let whole = parse("// flagdebt: ignore-file[unknown-flag] -- generated")
            .expect("a suppression")
            .expect("right");
        assert!(whole.file && whole.until.is_none());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |comment: &str| parse(comment).expect(comment).expect_err(comment);
        assert_eq!(
            wrong("// flagdebt: ignore[stale-flag]"),
            "a suppression needs a reason after `--`"
        );
        assert_eq!(
            wrong("/* flagdebt: ignore[stale-flag] -- */"),
            "a suppression needs a reason after `--`"
        );
        assert_eq!(
            wrong("// flagdebt: ignore[stale-flg] -- x"),
            "unknown lint `stale-flg`; did you mean `stale-flag`?"
        );
        assert_eq!(
            wrong("// flagdebt: ignore[] -- x"),
            "expected the name of a lint in the brackets"
        );
        assert_eq!(
            wrong("// flagdebt: ignore -- x"),
            "expected the lints in brackets after `ignore`"
        );
        assert_eq!(
            wrong("// flagdebt: ignroe[stale-flag] -- x"),
            "`ignroe` is no directive; did you mean `ignore`?"
        );
        assert!(wrong("// flagdebt: ignore[stale-flag] until 2027-13-01 -- x").contains("2027-13-01"));
        assert!(wrong("// flagdebt: ignore[stale-flag] for ever -- x").contains("`for ever`"));
    }

    #[test]
    fn prose_is_no_suppression() {
        for comment in [
            "// plain",
            "// flagdebt: the tool that finds old flags",
            "// write `flagdebt: ignore[stale-flag]` to keep it",
            "// see flagdebt: ignore[x]",
            "//",
            "",
        ] {
            assert_eq!(parse(comment), None, "{comment}");
        }
    }
}
