//! What ends a run without an answer: exit codes 2 and 3 of the contract.

use std::fmt::Write as _;

use crate::escape::{source_line, terminal};
use crate::nearest::nearest;
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

    /// With the line as the file has it.
    #[must_use]
    pub fn showing(mut self, line: &str) -> Self {
        self.excerpt = (!line.is_empty() && line.len() <= 200).then(|| line.to_owned());
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

/// A wrong name of something, with the nearest right one, or all where none is near.
pub fn unknown_name<'a>(what: &str, wrong: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Failure {
    let help = match nearest(wrong, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let known: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
            format!("known: {}", known.join(", "))
        }
    };
    Failure::usage(format!("unknown {what} `{wrong}`")).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_where_and_what_would_be_right() {
        let failure = Failure::usage("unknown key `lintz`")
            .in_file("flag\u{1b}debt.toml")
            .at(2, Some(3))
            .showing("\t\u{7}lintz = 2")
            .help("did you mean `lints`?");
        assert_eq!(
            render(&failure, &Style::default()),
            "error: unknown key `lintz`\n  in: flag\\u{1b}debt.toml:2:3\n    2 |  \\u{7}lintz = 2\n      |       ^\n  \
             help: did you mean `lints`?\n"
        );
    }

    #[test]
    fn an_endless_line_is_not_shown() {
        assert_eq!(
            Failure::input("x").at(1, None).showing(&"x".repeat(9_999)).excerpt,
            None
        );
    }

    #[test]
    fn a_wrong_name_comes_with_the_right_one() {
        let names = ["text", "json", "sarif"];
        assert_eq!(unknown_name("format", "jsno", names).help, ["did you mean `json`?"]);
        assert_eq!(
            unknown_name("format", "xml", names).help,
            ["known: `text`, `json`, `sarif`"]
        );
    }
}
