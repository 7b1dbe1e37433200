//! Old against new: which findings a change brings. What was known is counted by lint, flag and file, so that a line that
//! moves, a file that is renamed or a formatter says nothing, and a second use that was copied is new.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// The name of the file that `flagdebt baseline` writes and `flagdebt check` looks for.
pub const FILE: &str = "flagdebt-baseline.json";
const SCHEMA: &str = "flagdebt.baseline/1";

/// A baseline file: the debt that was there when it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// `flagdebt.baseline/1`.
    pub schema: String,
    /// In the order of lint, flag and path.
    pub entries: Vec<Entry>,
}

/// Findings of one lint about one flag in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The lint's name.
    pub lint: String,
    /// The flag key; `null` for a finding about no flag.
    pub flag: Option<String>,
    /// Relative to the working directory, with `/`; `null` for a finding without a place.
    pub path: Option<String>,
    /// How many.
    pub count: usize,
    /// The last day on which they are forgiven; without it: for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Findings that are known, by lint and flag, then by file.
#[derive(Debug, Clone, Default)]
pub struct Known(BTreeMap<(String, Option<String>), BTreeMap<Option<String>, usize>>);

/// Known findings that are gone: debt that was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The lint's name.
    pub lint: String,
    /// The flag key.
    pub flag: Option<String>,
    /// How many.
    pub count: usize,
}

impl Baseline {
    /// The present findings; days until which earlier entries hold are kept.
    pub fn of(diagnostics: &[Diagnostic], earlier: Option<&Self>) -> Self {
        let mut counts: BTreeMap<(String, Option<String>, Option<String>), usize> = BTreeMap::new();
        for found in diagnostics {
            let key = (found.lint.to_owned(), found.flag.clone(), path(found));
            *counts.entry(key).or_default() += 1;
        }
        let until = |entry: &(String, Option<String>, Option<String>)| {
            let same = |known: &&Entry| known.lint == entry.0 && known.flag == entry.1 && known.path == entry.2;
            earlier.and_then(|earlier| earlier.entries.iter().find(same)?.until)
        };
        let entries = counts.into_iter().map(|(key, count)| Entry {
            until: until(&key),
            lint: key.0,
            flag: key.1,
            path: key.2,
            count,
        });
        Self {
            schema: SCHEMA.to_owned(),
            entries: entries.collect(),
        }
    }

    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// With line and column, when it is no baseline.
    pub fn parse(text: &str) -> Result<Self, (String, u32, u32)> {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let baseline: Self = serde_json::from_str(text)
            .map_err(|error| (error.to_string(), number(error.line()), number(error.column())))?;
        match baseline.schema == SCHEMA {
            true => Ok(baseline),
            false => Err((
                format!("the schema is `{}`, expected `{SCHEMA}`", baseline.schema),
                1,
                1,
            )),
        }
    }

    /// The text to be written, with a line feed at its end.
    pub fn text(&self) -> String {
        // Plain data with text keys always has a JSON form.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// What is forgiven on a day.
    pub fn known(&self, day: Date) -> Known {
        let mut known = Known::default();
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.until.is_none_or(|until| day <= until))
        {
            known.add(&entry.lint, entry.flag.as_deref(), entry.path.as_deref(), entry.count);
        }
        known
    }
}

impl Known {
    /// What an earlier state of the code already had.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut known = Self::default();
        for found in diagnostics {
            known.add(found.lint, found.flag.as_deref(), path(found).as_deref(), 1);
        }
        known
    }

    fn add(&mut self, lint: &str, flag: Option<&str>, path: Option<&str>, count: usize) {
        let places = self.0.entry((lint.to_owned(), flag.map(str::to_owned))).or_default();
        *places.entry(path.map(str::to_owned)).or_default() += count;
    }

    /// Findings that are known are not new any more. In a file the first ones are taken for those that were there; what
    /// a file has lost may have moved to another.
    pub fn mark(mut self, diagnostics: &mut [Diagnostic]) -> Vec<Paid> {
        for found in diagnostics.iter_mut() {
            found.new = true;
        }
        for elsewhere in [false, true] {
            for found in diagnostics.iter_mut().filter(|found| found.new) {
                let key = (found.lint.to_owned(), found.flag.clone());
                let Some(places) = self.0.get_mut(&key) else { continue };
                let here = path(found);
                let left = match elsewhere {
                    false => places.get_mut(&here).filter(|left| **left > 0),
                    true => places.values_mut().find(|left| **left > 0),
                };
                if let Some(left) = left {
                    *left -= 1;
                    found.new = false;
                }
            }
        }
        let paid = self.0.into_iter().filter_map(|((lint, flag), places)| {
            let left: usize = places.values().sum();
            (left > 0).then_some(Paid {
                lint,
                flag,
                count: left,
            })
        });
        paid.collect()
    }
}

fn path(found: &Diagnostic) -> Option<String> {
    found.label.as_ref().map(|label| label.path.clone())
}
