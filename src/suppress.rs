//! Comments that take findings away: `flagdebt: ignore[stale-flag] until 2027-01-31 -- waits for the audit`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use globset::{Glob, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::config::{KeySuppression, Policy, lint_help};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::lints::{LINTS, bad_suppression, finish, unused_suppression};
use crate::nearest::nearest;
use crate::source::Place;

/// A comment that may be a suppression, as the scan found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// What a comment of ours says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// Accept findings.
    Ignore(Suppression),
    /// The innermost open block ends here.
    End,
}

/// What a suppression asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Lint names that exist.
    pub lints: Vec<&'static str>,
    /// How far it reaches.
    pub reach: Reach,
    /// The last day on which it holds; `None`: for good.
    pub until: Option<Date>,
    /// Why; never empty.
    pub reason: String,
}

/// How far a suppression reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// `ignore`: the line of code that it stands on or before.
    Line,
    /// `ignore-start`: from here to the `ignore-end` that belongs to it.
    Block,
    /// `ignore-file`: all of the file.
    File,
}

/// Reads one comment of any language. `None`: it is no suppression. An error says what is wrong with it.
///
/// The words must begin a line of the comment, so that prose about suppressions is none.
pub fn parse(comment: &str) -> Option<Result<Directive, String>> {
    const WORDS: [&str; 4] = ["ignore", "ignore-file", "ignore-start", "ignore-end"];
    let rest = comment
        .lines()
        .find_map(|line| line.trim_start_matches(is_marker).strip_prefix("flagdebt:"))?
        .trim_start();
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    let reach = match word {
        "ignore" => Reach::Line,
        "ignore-file" => Reach::File,
        "ignore-start" => Reach::Block,
        "ignore-end" => return Some(Ok(Directive::End)),
        _ => {
            let meant = nearest(word, WORDS)?;
            return Some(Err(format!("`{word}` is no directive; did you mean `{meant}`?")));
        }
    };
    Some(rules(rest.trim_start()).map(|(lints, until, reason)| {
        Directive::Ignore(Suppression {
            lints,
            reach,
            until,
            reason,
        })
    }))
}

/// Takes away what comments and configuration suppress, and reports suppressions that are wrong, expired or without
/// effect. `facts` are in the order of path and place.
///
/// The result is in the fixed order; fingerprints of findings do not change.
pub fn apply(diagnostics: Vec<Diagnostic>, facts: &[SuppressionFact], policy: &Policy) -> Vec<Diagnostic> {
    let today = policy.as_of.to_zoned(TimeZone::UTC).date();
    let (mut active, mut found) = comments(facts, today);
    let (mut keyed, expired) = by_key(policy, today);
    let mut fitting = Fitting::new(&keyed);
    found.extend(expired);
    let index = Index::new(&active);
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        let by = index.suppressing(&diagnostic);
        for (which, lint) in &by {
            active[*which].used[*lint] = true;
        }
        let by_key = suppressed_by_key(&mut keyed, &mut fitting, &diagnostic);
        if by.is_empty() && !by_key {
            kept.push(diagnostic);
        }
    }
    for each in &active {
        let lints = each.suppression.lints.iter().zip(&each.used);
        for (lint, _) in lints.filter(|(lint, used)| !**used && runs(lint, policy)) {
            let message = format!("nothing here is suppressed by `{lint}`");
            found.push(comment(each.fact, &unused_suppression::LINT, message));
        }
    }
    for (rule, used) in &keyed {
        let lints = rule.lints.iter().zip(used);
        for (lint, _) in lints.filter(|(lint, used)| !**used && runs(lint, policy)) {
            found.push(idle(rule, lint));
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
    /// The lines that it holds for; [`WHOLE_FILE`] alone for the file.
    lines: RangeInclusive<u32>,
    /// Per lint: it took something away.
    used: Vec<bool>,
}

/// A finding over more lines than this is matched by its first ones; calls are short, and hostile files are not.
const LINES: u32 = 100;
/// Of one lint in one file so many blocks are looked at; hostile files have more.
const BLOCKS: usize = 1000;
/// Stands for the whole file where a line is asked for; lines count from 1.
const WHOLE_FILE: u32 = 0;

/// The suppressions that hold, and what is wrong with the others.
fn comments(facts: &[SuppressionFact], today: Date) -> (Vec<Active<'_>>, Vec<Diagnostic>) {
    let (mut active, mut wrong) = (Vec::new(), Vec::new());
    // Blocks that no comment has ended yet.
    let mut open: Vec<(&SuppressionFact, Suppression)> = Vec::new();
    for fact in facts {
        let elsewhere = open.iter().position(|(start, _)| start.path != fact.path);
        if elsewhere.is_some() {
            wrong.extend(open.drain(..).map(|(start, _)| bad(start, NEVER_ENDED.to_owned())));
        }
        match parse(&fact.text) {
            None => {}
            Some(Err(message)) => wrong.push(bad(fact, message)),
            Some(Ok(Directive::End)) => match open.pop() {
                Some((start, suppression)) => {
                    let lines = start.place.line..=fact.place.line.max(start.place.line);
                    hold(start, suppression, lines, today, &mut active, &mut wrong);
                }
                None => wrong.push(bad(fact, "no `ignore-start` belongs to this `ignore-end`".to_owned())),
            },
            Some(Ok(Directive::Ignore(suppression))) => match (suppression.reach, fact.after_code) {
                (Reach::Block, _) => open.push((fact, suppression)),
                (Reach::File, _) => {
                    hold(
                        fact,
                        suppression,
                        WHOLE_FILE..=WHOLE_FILE,
                        today,
                        &mut active,
                        &mut wrong,
                    );
                }
                (Reach::Line, true) => {
                    let line = fact.place.line;
                    hold(fact, suppression, line..=line, today, &mut active, &mut wrong);
                }
                (Reach::Line, false) => {
                    // At the end of a file there is nothing to suppress.
                    let line = fact.next_code_line.unwrap_or(u32::MAX);
                    hold(fact, suppression, line..=line, today, &mut active, &mut wrong);
                }
            },
        }
    }
    wrong.extend(open.drain(..).map(|(start, _)| bad(start, NEVER_ENDED.to_owned())));
    (active, wrong)
}

const NEVER_ENDED: &str = "no `flagdebt: ignore-end` ends this block, so nothing is suppressed";

/// Keeps a suppression, unless its day is over.
fn hold<'a>(
    fact: &'a SuppressionFact,
    suppression: Suppression,
    lines: RangeInclusive<u32>,
    today: Date,
    active: &mut Vec<Active<'a>>,
    wrong: &mut Vec<Diagnostic>,
) {
    match suppression.until {
        Some(until) if until < today => wrong.push(bad(fact, format!("the suppression expired on {until}"))),
        _ => active.push(Active {
            used: vec![false; suppression.lints.len()],
            fact,
            suppression,
            lines,
        }),
    }
}

/// Where a suppression is, and which of its lints is meant.
type Which = (usize, usize);

/// The lines of a block, and whose it is.
type Block = (RangeInclusive<u32>, Which);

/// The suppressions by path, line and lint.
#[derive(Default)]
struct Index<'a> {
    lines: BTreeMap<(&'a str, u32, &'static str), Vec<Which>>,
    blocks: BTreeMap<(&'a str, &'static str), Vec<Block>>,
}

impl<'a> Index<'a> {
    fn new(active: &[Active<'a>]) -> Self {
        let mut index = Self::default();
        for (which, each) in active.iter().enumerate() {
            for (number, lint) in each.suppression.lints.iter().enumerate() {
                let path = each.fact.path.as_str();
                if each.suppression.reach == Reach::Block {
                    let blocks = index.blocks.entry((path, *lint)).or_default();
                    blocks.push((each.lines.clone(), (which, number)));
                } else {
                    // One of several equal suppressions would do; each of them is used then.
                    let line = *each.lines.start();
                    index
                        .lines
                        .entry((path, line, *lint))
                        .or_default()
                        .push((which, number));
                }
            }
        }
        index
    }

    fn suppressing(&self, diagnostic: &Diagnostic) -> Vec<Which> {
        let Some(label) = &diagnostic.label else {
            return Vec::new();
        };
        let path = label.path.as_str();
        let Place { line, end_line, .. } = label.place;
        let lines = std::iter::once(WHOLE_FILE).chain(line..=end_line.clamp(line, line.saturating_add(LINES)));
        let mut by: Vec<Which> = lines
            .filter_map(|line| self.lines.get(&(path, line, diagnostic.lint)))
            .flatten()
            .copied()
            .collect();
        let blocks = self
            .blocks
            .get(&(path, diagnostic.lint))
            .into_iter()
            .flatten()
            .take(BLOCKS);
        by.extend(
            blocks
                .filter(|(block, _)| block.contains(&line))
                .map(|(_, which)| *which),
        );
        by
    }
}

/// Rules of the configuration that hold today, with what they took away per lint; and what is to say of the others.
fn by_key(policy: &Policy, today: Date) -> (Vec<(&KeySuppression, Vec<bool>)>, Vec<Diagnostic>) {
    let (mut hold, mut expired) = (Vec::new(), Vec::new());
    for rule in &policy.suppressions {
        match rule.until {
            Some(until) if until < today => {
                let message = format!(
                    "the suppression of {} in the configuration expired on {until}",
                    of(rule)
                );
                let mut diagnostic = bad_suppression::LINT.finding(None, message);
                diagnostic.help = vec!["do what the findings ask for, or set a new date".to_owned()];
                expired.push(diagnostic);
            }
            _ => hold.push((rule, vec![false; rule.lints.len()])),
        }
    }
    (hold, expired)
}

/// So few rules are asked one after the other.
const FEW: usize = 16;

/// Which rules fit a key: very many are asked at once.
struct Fitting {
    /// All globs of all rules; `None`: there are few rules, or all together are too large.
    all: Option<GlobSet>,
    /// The rule of each glob.
    rules: Vec<usize>,
    /// By key: one flag may have many findings.
    known: FxHashMap<String, Vec<usize>>,
}

impl Fitting {
    fn new(rules: &[(&KeySuppression, Vec<bool>)]) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut of_glob = Vec::new();
        if rules.len() > FEW {
            for (at, (rule, _)) in rules.iter().enumerate() {
                for glob in rule.globs.iter().filter_map(|glob| Glob::new(glob).ok()) {
                    builder.add(glob);
                    of_glob.push(at);
                }
            }
        }
        Self {
            all: builder.build().ok().filter(|_| rules.len() > FEW),
            rules: of_glob,
            known: FxHashMap::default(),
        }
    }

    fn of(&mut self, key: &str, rules: &[(&KeySuppression, Vec<bool>)]) -> &[usize] {
        if !self.known.contains_key(key) {
            let found = match &self.all {
                Some(all) => {
                    let globs = all.matches(key).into_iter();
                    let mut found: Vec<usize> = globs.filter_map(|glob| self.rules.get(glob).copied()).collect();
                    found.dedup();
                    found
                }
                None => {
                    let rules = rules.iter().enumerate();
                    let fitting = rules.filter(|(_, (rule, _))| rule.keys.is_match(key));
                    fitting.map(|(at, _)| at).collect()
                }
            };
            self.known.insert(key.to_owned(), found);
        }
        self.known.get(key).map_or(&[], Vec::as_slice)
    }
}

fn suppressed_by_key(
    rules: &mut [(&KeySuppression, Vec<bool>)],
    fitting: &mut Fitting,
    diagnostic: &Diagnostic,
) -> bool {
    let Some(key) = &diagnostic.flag else { return false };
    let mut any = false;
    for at in fitting.of(key, rules) {
        let Some((rule, used)) = rules.get_mut(*at) else {
            continue;
        };
        for (lint, used) in rule.lints.iter().zip(used) {
            any |= *lint == diagnostic.lint;
            *used |= *lint == diagnostic.lint;
        }
    }
    any
}

fn idle(rule: &KeySuppression, lint: &str) -> Diagnostic {
    let message = format!(
        "the suppression of {} in the configuration takes away nothing of `{lint}`",
        of(rule)
    );
    let mut diagnostic = unused_suppression::LINT.finding(None, message);
    diagnostic.help = vec!["remove the lint from the `[[suppress]]` table, or the table".to_owned()];
    diagnostic
}

fn of(rule: &KeySuppression) -> String {
    let keys: Vec<String> = rule
        .globs
        .iter()
        .take(3)
        .map(|glob| crate::evidence::shown(glob))
        .collect();
    keys.join(", ")
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
    ["*/", "--}}", "-->", "--%>", "*)", "*@", "-}", "#}", "%>", "->", ">"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text)
        .trim()
}

#[cfg(test)]
mod tests {
    use super::{Directive, Reach, Suppression, parse};

    fn read(comment: &str) -> Suppression {
        match parse(comment).expect(comment).expect(comment) {
            Directive::Ignore(suppression) => suppression,
            Directive::End => panic!("{comment} ends a block"),
        }
    }

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
            let suppression = read(comment);
            assert_eq!(suppression.lints, ["stale-flag", "archived-flag"], "{comment}");
            assert_eq!(
                suppression.until.map(|date| date.to_string()).as_deref(),
                Some("2027-01-31"),
                "{comment}"
            );
            assert_eq!(suppression.reason, "waits for the audit", "{comment}");
            assert_eq!(suppression.reach, Reach::Line);
        }
        let whole = read("// flagdebt: ignore-file[unknown-flag] -- generated");
        assert!(whole.reach == Reach::File && whole.until.is_none());
        let block = read("{{-- flagdebt: ignore-start[unknown-flag] -- generated --}}");
        assert!(block.reach == Reach::Block && block.reason == "generated");
        assert_eq!(parse("@* flagdebt: ignore-end *@"), Some(Ok(Directive::End)));
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
