//! `check --format text`: for people. One block per flag and lint, then what it adds up to, then the verdict.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};

use super::listing::count;
use super::{OutputFormat, Style};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::escape::terminal;
use crate::report::Report;

mod excerpt;
mod summary;

pub(super) use summary::looked_at;
pub use summary::verdict;

pub(super) const FORMAT: OutputFormat<Report> = OutputFormat {
    name: "text",
    whole: false,
    excerpts: true,
    write,
};

/// Above this many blocks each shows one place with its source instead of [`EXCERPTS`].
const MANY: usize = 10;
/// Above this many blocks the rest takes two lines each.
const TOO_MANY: usize = 40;
/// Places shown with their source in one block.
const EXCERPTS: usize = 3;
/// Facts shown in one block.
const FACTS: usize = 8;
/// Other places listed in one block.
const PLACES: usize = 20;

fn write(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if !style.quiet {
        let blocks = blocks(&report.diagnostics);
        let full = if style.verbose {
            blocks.len()
        } else {
            blocks.len().min(TOO_MANY)
        };
        let excerpts = if blocks.len() > MANY && !style.verbose {
            1
        } else {
            EXCERPTS
        };
        let (long, short) = blocks.split_at(full);
        let mut shown = BTreeSet::new();
        for block in long {
            write_block(report, block, excerpts, &mut shown, style, out)?;
            writeln!(out)?;
        }
        if !short.is_empty() {
            let more = count(short.len(), "more finding");
            writeln!(
                out,
                "{}",
                style.bold(format!("{more} in short (`-v` shows each in full)"))
            )?;
            short
                .iter()
                .try_for_each(|block| write_short(report, block, style, out))?;
            writeln!(out)?;
        }
        summary::write(report, style, out)?;
    }
    writeln!(out, "{}", verdict(report, style))
}

/// All findings of one lint about one flag: told once, with all their places.
struct Block<'a> {
    severity: Severity,
    lint: &'a str,
    flag: Option<&'a str>,
    findings: Vec<&'a Diagnostic>,
}

/// The blocks: flags with the worst finding first, then by key; a flag's blocks stand together, the worst first.
fn blocks(diagnostics: &[Diagnostic]) -> Vec<Block<'_>> {
    let mut groups: std::collections::BTreeMap<(Option<&str>, &str, &str), Vec<&Diagnostic>> = Default::default();
    let mut worst: std::collections::BTreeMap<&str, Severity> = Default::default();
    for diagnostic in diagnostics {
        let flag = diagnostic.flag.as_deref();
        // Without a flag only the same words are the same finding.
        let words = if flag.is_none() {
            diagnostic.message.as_str()
        } else {
            ""
        };
        groups
            .entry((flag, diagnostic.lint, words))
            .or_default()
            .push(diagnostic);
        if let Some(key) = flag {
            let severity = worst.entry(key).or_insert(diagnostic.severity);
            *severity = diagnostic.severity.max(*severity);
        }
    }
    let mut blocks: Vec<Block<'_>> = groups
        .into_iter()
        .map(|((flag, lint, _), findings)| Block {
            severity: findings
                .iter()
                .map(|finding| finding.severity)
                .max()
                .unwrap_or(Severity::Note),
            lint,
            flag,
            findings,
        })
        .collect();
    blocks.sort_by_key(|block| {
        let worst = block
            .flag
            .and_then(|key| worst.get(key).copied())
            .unwrap_or(block.severity);
        (
            Reverse(worst),
            block.flag.is_none(),
            block.flag,
            Reverse(block.severity),
            block.lint,
        )
    });
    blocks
}

fn write_block<'a>(
    report: &Report,
    block: &Block<'a>,
    excerpts: usize,
    shown: &mut BTreeSet<(&'a str, u32, u32)>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(first) = block.findings.first() else {
        return Ok(());
    };
    let place = |label: &&'a Label| (label.path.as_str(), label.place.line, label.place.column);
    let labels: Vec<&Label> = block
        .findings
        .iter()
        .filter_map(|finding| finding.label.as_ref())
        .collect();
    // What another lint has just shown of the same flag need not be shown again.
    let mut with_source: Vec<&Label> = labels
        .iter()
        .filter(|label| !shown.contains(&place(label)))
        .take(excerpts)
        .copied()
        .collect();
    let mut others: Vec<&Label> = labels
        .iter()
        .filter(|label| !with_source.iter().any(|one| place(one) == place(label)))
        .copied()
        .collect();
    let related: Vec<&Label> = block.findings.iter().flat_map(|finding| &finding.related).collect();
    let mut notes: Vec<&Label> = Vec::new();
    for label in related {
        if with_source.len() < excerpts && !labels.is_empty() {
            with_source.push(label);
        } else if !notes.contains(&label) {
            notes.push(label);
        }
    }
    // A place whose source is not at hand is at least named.
    let (with_source, missing): (Vec<_>, Vec<_>) = with_source
        .into_iter()
        .partition(|label| excerpt::is_readable(label, &report.sources));
    others.splice(0..0, missing);
    shown.extend(with_source.iter().map(place));

    out.write_all(excerpt::render(block.lint, block.severity, &first.message, &with_source, report, style).as_bytes())?;
    if !others.is_empty() {
        let listed: Vec<String> = others.iter().take(PLACES).map(|label| place_text(label)).collect();
        let rest = others.len() - listed.len();
        let more = if rest > 0 {
            format!(" and {rest} more")
        } else {
            String::new()
        };
        let words = if with_source.is_empty() { "at" } else { "also at" };
        paragraph(style, words, &format!("{}{more}", listed.join(", ")), out)?;
    }
    for label in notes.iter().take(PLACES) {
        let words = if label.text.is_empty() {
            "related"
        } else {
            label.text.as_str()
        };
        paragraph(
            style,
            "see",
            &format!("{}: {}", place_text(label), terminal(words)),
            out,
        )?;
    }
    if labels.is_empty()
        && let Some(source) = block.flag.and_then(|key| report.registry_places.get(key))
    {
        let line = source.line.map(|line| format!(":{line}")).unwrap_or_default();
        paragraph(
            style,
            "in",
            &format!("{}{line} ({})", terminal(&source.path), source.format),
            out,
        )?;
    }
    write_facts(block, style, out)
}

fn write_facts(block: &Block<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let facts = distinct(block.findings.iter().flat_map(|finding| &finding.reasons));
    let limit = if style.verbose { facts.len() } else { FACTS };
    for fact in facts.iter().take(limit) {
        paragraph(style, "note", &terminal(fact), out)?;
    }
    if facts.len() > limit {
        paragraph(
            style,
            "note",
            &format!("{} (`-v`)", count(facts.len() - limit, "more fact")),
            out,
        )?;
    }
    let owners: BTreeSet<&str> = block
        .findings
        .iter()
        .filter_map(|finding| finding.owner.as_deref())
        .collect();
    if !owners.is_empty() {
        let owners: Vec<_> = owners.into_iter().map(terminal).collect();
        paragraph(style, "owner", &owners.join(", "), out)?;
    }
    let steps = distinct(block.findings.iter().flat_map(|finding| &finding.help));
    for (index, step) in steps.iter().enumerate() {
        let words = if index == 0 { "help" } else { "" };
        let number = if steps.len() > 1 {
            format!("{}. ", index + 1)
        } else {
            String::new()
        };
        hanging(style, words, &number, &terminal(step), out)?;
    }
    Ok(())
}

fn write_short(report: &Report, block: &Block<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = block.findings.first() else {
        return Ok(());
    };
    let name = style.severity(block.severity, format!("{}[{}]", block.severity.name(), block.lint));
    writeln!(out, "{name} {}", terminal(&first.message))?;
    let labels: Vec<&Label> = block
        .findings
        .iter()
        .filter_map(|finding| finding.label.as_ref())
        .collect();
    let places = match (
        labels.first(),
        block.flag.and_then(|key| report.registry_places.get(key)),
    ) {
        (Some(label), _) if labels.len() > 1 => format!("{} and {} more", place_text(label), labels.len() - 1),
        (Some(label), _) => place_text(label),
        (None, Some(source)) => match source.line {
            Some(line) => format!("{}:{line}", terminal(&source.path)),
            None => terminal(&source.path).into_owned(),
        },
        (None, None) => return Ok(()),
    };
    writeln!(out, "    {}", style.dim(places))
}

fn place_text(label: &Label) -> String {
    format!("{}:{}:{}", terminal(&label.path), label.place.line, label.place.column)
}

fn distinct<'a>(lines: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    lines.map(String::as_str).filter(|line| seen.insert(*line)).collect()
}

/// A word on the left, and text that breaks at blanks and stays right of it.
fn paragraph(style: &Style, word: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    hanging(style, word, "", text, out)
}

/// The same with a mark before the text, which stays right of that too.
fn hanging(style: &Style, word: &str, mark: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: usize = 11;
    let lines = wrap(text, style.width.saturating_sub(INDENT + mark.len()).max(20));
    for (index, line) in lines.iter().enumerate() {
        match (index, word) {
            (0, "") => writeln!(out, "{}{mark}{line}", " ".repeat(INDENT))?,
            (0, word) => {
                let blanks = " ".repeat(INDENT.saturating_sub(word.len() + 4));
                writeln!(out, "  {}{blanks}{mark}{line}", style.hint(format!("{word}: ")))?;
            }
            _ => writeln!(out, "{}{line}", " ".repeat(INDENT + mark.len()))?,
        }
    }
    Ok(())
}

/// Breaks text at blanks so that no line is longer than `width` characters, except for words that are.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_breaks_at_blanks_only() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("averylongword x", 5), ["averylongword", "x"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
