//! What ends a run without an answer: exit codes 2 and 3 of the contract.

use std::fmt::Write as _;

use crate::escape::{source_line, terminal};
use crate::render::Style;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Whose fault it is, and with it the exit code.
    pub code: FailureCode,
    /// Lower case, no full stop, names in backticks.
    pub message: String,
    /// The file that is wrong, as the user wrote it.
    pub path: Option<String>,
    /// Where in it, counted from 1.
    pub line: Option<u32>,
    /// Where in the line, counted from 1 in characters.
    pub column: Option<u32>,
    /// The text of that line, to be shown.
    pub excerpt: Option<String>,
    /// What would be right: one advice a line.
    pub help: Vec<String>,
}

/// The exit codes of runs without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureCode {
    /// 2: the call or the configuration is wrong.
    Usage,
    /// 3: an input could not be read.
    Input,
}

impl FailureCode {
    /// The number that the process ends with.
    pub fn number(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Input => 3,
        }
    }
}

impl Failure {
    /// The call or the configuration is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(FailureCode::Usage, message.into())
    }

    /// An input could not be read.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(FailureCode::Input, message.into())
    }

    /// In this file.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// At this line and column, counted from 1.
    #[must_use]
    pub fn at(mut self, line: u32, column: Option<u32>) -> Self {
        self.line = Some(line);
        self.column = column;
        self
    }

    /// With the line that the text has there.
    #[must_use]
    pub fn showing(mut self, text: &str) -> Self {
        self.excerpt = self
            .line
            .and_then(|line| text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?))
            .filter(|line| line.len() <= 200)
            .map(str::to_owned);
        self
    }

    /// With an advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    fn new(code: FailureCode, message: String) -> Self {
        Self {
            code,
            message,
            path: None,
            line: None,
            column: None,
            excerpt: None,
            help: Vec::new(),
        }
    }
}

/// The failure for a terminal, with a line feed at its end.
pub fn render(failure: &Failure, style: &Style) -> String {
    let mut out = format!("{} {}\n", style.bad("error:"), terminal(&failure.message));
    // Writing to a String never fails.
    if let Some(path) = &failure.path {
        let _ = write!(out, "  {} {}", style.hint("in:"), terminal(path));
        for number in [failure.line, failure.column].into_iter().flatten() {
            let _ = write!(out, ":{number}");
        }
        out.push('\n');
    }
    if let (Some(excerpt), Some(line)) = (&failure.excerpt, failure.line) {
        let number = line.to_string();
        let _ = writeln!(
            out,
            "    {} {}",
            style.dim(format!("{number} |")),
            source_line(&excerpt.replace('\t', " "))
        );
        if let Some(before) = failure
            .column
            .and_then(|column| usize::try_from(column).ok()?.checked_sub(1))
        {
            let shown: String = excerpt.replace('\t', " ").chars().take(before).collect();
            let blanks = " ".repeat(source_line(&shown).chars().count());
            let _ = writeln!(
                out,
                "    {} {blanks}{}",
                style.dim(format!("{:1$} |", "", number.len())),
                style.bad("^")
            );
        }
    }
    for help in &failure.help {
        let _ = writeln!(out, "  {} {}", style.hint("help:"), terminal(help));
    }
    out
}

/// The names nearest to a wrong one, nearest first: at most three, and none that is too far to be meant.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong = wrong.to_lowercase();
    // No name of ours comes near this length, and the distance costs the product of both.
    if wrong.len() > 100 {
        return Vec::new();
    }
    let limit = (wrong.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .map(|name| (distance(&wrong, name), name))
        .filter(|(distance, name)| *distance <= limit || (wrong.len() > 2 && name.starts_with(&wrong)))
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// A wrong name of something, with the nearest right ones, or all where none is near.
pub fn unknown_name<'a>(what: &str, wrong: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Failure {
    let near = nearest(wrong, names.clone());
    let quote = |names: Vec<&str>| {
        names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let help = match near.is_empty() {
        false => format!("did you mean {}?", quote(near).replace(", ", " or ")),
        true => format!("known: {}", quote(names.into_iter().collect())),
    };
    Failure::usage(format!("unknown {what} `{wrong}`")).help(help)
}

/// Insertions, deletions, replacements and swaps of neighbours that make one text of another.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (i, left) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in other.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(left != right);
            let mut best = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *left == other[j - 1] && one[i - 1] == *right {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_where_and_what_would_be_right() {
        let failure = Failure::usage("unknown key `lintz`")
            .in_file("flag\u{1b}debt.toml")
            .at(2, Some(3))
            .showing("a = 1\n\t\u{7}lintz = 2\n")
            .help("did you mean `lints`?");
        assert_eq!(
            render(&failure, &Style::default()),
            "error: unknown key `lintz`\n  in: flag\\u{1b}debt.toml:2:3\n    2 |  \\u{7}lintz = 2\n      |       ^\n  \
             help: did you mean `lints`?\n"
        );
    }

    #[test]
    fn a_line_that_does_not_exist_is_not_shown() {
        assert_eq!(Failure::input("x").at(9, None).showing("a\n").excerpt, None);
        assert_eq!(Failure::input("x").at(0, None).showing("a\n").excerpt, None);
    }

    #[test]
    fn the_nearest_name_is_found_and_nonsense_is_not() {
        let names = ["text", "json", "sarif", "github"];
        assert_eq!(nearest("jsno", names), ["json"]);
        assert_eq!(nearest("SARIF", names), ["sarif"]);
        assert_eq!(nearest("git", names), ["github"]);
        assert!(nearest("xml", names).is_empty());
        assert!(nearest(&"x".repeat(100_000), names).is_empty());
        assert_eq!(
            unknown_name("format", "xml", names).help,
            ["known: `text`, `json`, `sarif`, `github`"]
        );
    }
}
