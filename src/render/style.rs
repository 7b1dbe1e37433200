//! How text looks: decided once by the program, followed by every format that is made for people.

use std::fmt::Display;

use anstyle::{AnsiColor, Effects};

use crate::diagnostic::Severity;

/// How text for people looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// With lines and marks beyond ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Only the verdict.
    pub quiet: bool,
    /// Everything there is to say.
    pub verbose: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            unicode: true,
            width: 100,
            quiet: false,
            verbose: false,
        }
    }
}

impl Style {
    /// Emphasised.
    pub fn bold(&self, text: impl Display) -> String {
        self.paint(anstyle::Style::new().effects(Effects::BOLD), text)
    }

    /// Less important.
    pub fn dim(&self, text: impl Display) -> String {
        self.paint(anstyle::Style::new().effects(Effects::DIMMED), text)
    }

    /// A helpful word.
    pub fn hint(&self, text: impl Display) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    /// Good news.
    pub fn good(&self, text: impl Display) -> String {
        self.paint(AnsiColor::Green.on_default().effects(Effects::BOLD), text)
    }

    /// Bad news.
    pub fn bad(&self, text: impl Display) -> String {
        self.paint(AnsiColor::Red.on_default().effects(Effects::BOLD), text)
    }

    /// In the colour of a severity.
    pub fn severity(&self, severity: Severity, text: impl Display) -> String {
        let color = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        };
        self.paint(color.on_default(), text)
    }

    fn paint(&self, style: anstyle::Style, text: impl Display) -> String {
        if self.color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_string()
        }
    }
}
