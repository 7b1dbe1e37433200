//! The command line: what can be said, and what it means. A field's comment is its help text.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Command as ClapCommand, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app;
use crate::config::FailOn;
use crate::lints::LINTS;
use crate::render::{FORMATS, GRAPH_FORMATS, HISTORY_FORMATS, LIST_FORMATS, TICKET_FORMATS};

/// Finds feature-flag debt and gets it removed.
///
/// Reads the code and what the flag service exported, and tells which flags are due: rolled out to everyone, stale,
/// archived but still read, unknown to the registry, or read by nobody.
#[derive(Debug, Parser)]
#[command(name = "flagdebt", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do; nothing: print the help.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "Exit codes:\n  \
    0  nothing at or above `--fail-on`, and no quota exceeded\n  \
    1  the gate says no\n  \
    2  the call or the configuration is wrong\n  \
    3  an input could not be read, so that the answer would be incomplete";

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The configuration; default: `flagdebt.toml` here or in the nearest parent folder up to the root of the
    /// repository
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What the flag service exported; may be given several times, and replaces what the configuration names
    #[arg(long, global = true, value_name = "FILE")]
    pub registry: Vec<String>,
    /// The format of the exports, where it is not to be recognised
    #[arg(long, global = true, value_name = "NAME", value_parser = registry_formats())]
    pub registry_format: Option<String>,
    /// An environment that counts as production; may be given several times
    #[arg(long, global = true, value_name = "NAME")]
    pub environment: Vec<String>,
    /// Ages are counted to this date or time (RFC 3339); default: now. The same commit, export and date give the same
    /// answer
    #[arg(long, global = true, value_name = "DATE", value_parser = as_of)]
    pub as_of: Option<Timestamp>,
    /// How to print; default: text, also where the output is no terminal. `check` and `uses`, for instance, know
    /// different formats: see the help of the command
    #[arg(long, global = true, value_name = "NAME", value_parser = formats(), hide_possible_values = true)]
    pub format: Option<String>,
    /// Write to a file, all of it or nothing, instead of to standard output
    #[arg(long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Colours; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
    /// Only what matters most: of a check the verdict, of a list the rows
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Everything there is to say: each skipped file, every fact, every finding in full
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// How many threads work; default: one for each processor
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Look at every file anew, and keep nothing for the next run
    #[arg(long, global = true)]
    pub no_cache: bool,
    /// Where facts of unchanged files are kept; default: `flagdebt` in the user's folder for caches
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "no_cache")]
    pub cache_dir: Option<PathBuf>,

    /// Parse all of each file that is parsed at all; slower, and must not change any answer
    #[arg(long, global = true, hide = true)]
    pub whole_files: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that knows them
    Auto,
    /// Also where the output is no terminal
    Always,
    /// Not at all
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find flags that are due for removal, and say whether the gate lets this pass
    ///
    /// Scans the code, joins it with what the flag service exported, and reports what is due. Formats: text, json,
    /// sarif (2.1.0), github (annotations of a workflow), gitlab (code quality), junit, markdown (a comment of a pull
    /// request), html (one page that stands alone).
    Check(Check),
    /// Take flags out of the code whose value is proven: print a unified diff, or write it
    ///
    /// Without `--flag` it takes the flags that `check` reports with a proven value. What cannot be removed for sure is
    /// left alone, and told with the places that stop it. The diff goes to standard output, the words about it to
    /// standard error.
    Fix(Fix),
    /// Write the present findings to a baseline, so that `check` reports only what is new
    ///
    /// Entries that are paid off go; a day that an entry holds `until` stays.
    Baseline(BaselineOptions),
    /// List every flag, one row each: kind, owner, state, served value, age, uses, debt
    ///
    /// Formats: text, json, ndjson, csv.
    Flags(Paths),
    /// List every use of a flag that the scan found, and how sure it is
    ///
    /// Formats: text, json, ndjson, csv.
    Uses(Uses),
    /// Draw which flags depend on or interact with each other, declared and found in code
    ///
    /// Formats: mermaid, dot, json.
    Graph(Graph),
    /// Print one cleanup ticket per flag that is due, most worth first
    ///
    /// Each ticket has the same id in every run, so that a script can update instead of filing it again. Formats:
    /// markdown (a checklist), csv, json, ndjson, jira-csv.
    Tickets(TicketOptions),
    /// Show how debt came and went: how many flags were due, added and removed over the git history
    ///
    /// Reads the commits of the main line (first parents) without a checkout, each version of a file once. Exports that the
    /// repository holds are read as they were; others as they are now. Formats: text, json, html (the page of `check` with
    /// a chart).
    History(HistoryOptions),
    /// Read exports alone and print their flags in one model for all services
    ///
    /// Formats: text, json, ndjson, csv.
    Registry(Registry),
    /// Look at the repository, write a commented `flagdebt.toml`, print snippets for the hook and CI
    Init(Init),
    /// Print the page of a lint
    Explain(Explain),
    /// List all lints with their default level
    ///
    /// Formats: text, json, ndjson, csv.
    Lints,
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page, for `man -l -`
    Man,
}

/// Where to look.
#[derive(Debug, Args)]
pub struct Paths {
    /// Files and folders, or `-` for a list on standard input, one path a line or ended by NUL
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Where to look.
    #[command(flatten)]
    pub paths: Paths,
    /// The least severity that fails the run; default: what the configuration says, else warning
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailLevel>,
    /// How many flags may be due for removal before the run fails
    #[arg(long, value_name = "N")]
    pub quota: Option<usize>,
    /// Report only what is new since the merge base with this revision, judged with the whole repository
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    pub since: Option<String>,
    /// Report only what the index brings, and read what it holds: for a hook before a commit
    #[arg(long)]
    pub staged: bool,
    /// Findings that are known; default: what the configuration names, else `flagdebt-baseline.json` beside it
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Also write the same answer to a file, in a format of its own; may be given several times
    #[arg(long, value_name = "NAME=FILE", value_parser = report)]
    pub report: Vec<ReportFile>,
    /// Run only these lints, also those that are off; `flagdebt lints` names them
    #[arg(long, value_name = "LINT,...", value_delimiter = ',', value_parser = lints(), hide_possible_values = true)]
    pub select: Vec<String>,
    /// Do not run these lints
    #[arg(long, value_name = "LINT,...", value_delimiter = ',', value_parser = lints(), hide_possible_values = true)]
    pub ignore: Vec<String>,
}

/// A file that `check` writes besides its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// The name of a format of `check`.
    pub format: String,
    /// Where to.
    pub path: PathBuf,
}

/// Options of `fix`.
#[derive(Debug, Args)]
pub struct Fix {
    /// Where to look.
    #[command(flatten)]
    pub paths: Paths,
    /// A flag to take out, with the value that stays where none is proven; may be given several times
    #[arg(long, value_name = "KEY[=VALUE]")]
    pub flag: Vec<String>,
    /// Write the files instead of printing a diff
    #[arg(long)]
    pub write: bool,
    /// Also take what is likely right, but needs a look: values that are handed on, helpers that may do more
    #[arg(long)]
    pub review: bool,
    /// Write over files with changes that git does not have yet
    #[arg(long, requires = "write")]
    pub allow_dirty: bool,
}

/// Options of `baseline`.
#[derive(Debug, Args)]
pub struct BaselineOptions {
    /// Where to look.
    #[command(flatten)]
    pub paths: Paths,
    /// The file to write; default: what the configuration names, else `flagdebt-baseline.json` beside it
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// Options of `tickets`.
#[derive(Debug, Args)]
pub struct TicketOptions {
    /// Where to look.
    #[command(flatten)]
    pub paths: Paths,
    /// Begins the links to places: `https://github.com/acme/shop/blob/main`
    #[arg(long, value_name = "URL")]
    pub repository_url: Option<String>,
    /// So many tickets at the most
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
}

/// Options of `history`.
#[derive(Debug, Args)]
pub struct HistoryOptions {
    /// Where to look.
    #[command(flatten)]
    pub paths: Paths,
    /// From point to point: days or weeks, such as `10d` or `2w`
    #[arg(long, value_name = "TIME", default_value = "1w", value_parser = interval)]
    pub every: u32,
    /// How far to look back
    #[arg(long, value_name = "N", default_value_t = 52, value_parser = clap::value_parser!(u32).range(1..=1040))]
    pub weeks: u32,
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailLevel {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Every finding
    Note,
    /// No finding; a quota still counts
    Never,
}

impl From<FailLevel> for FailOn {
    fn from(level: FailLevel) -> Self {
        match level {
            FailLevel::Error => Self::Error,
            FailLevel::Warning => Self::Warning,
            FailLevel::Note => Self::Note,
            FailLevel::Never => Self::Never,
        }
    }
}

/// Options of `uses`.
#[derive(Debug, Args)]
pub struct Uses {
    /// Where to look.
    #[command(flatten)]
    pub paths: Paths,
    /// Also list strings that hold a key and that the scan can't place
    #[arg(long)]
    pub mentions: bool,
    /// Only list what the scan could not follow, such as keys known at run time
    #[arg(long, conflicts_with = "mentions")]
    pub dynamic: bool,
}

/// Options of `graph`.
#[derive(Debug, Args)]
pub struct Graph {
    /// Where to look.
    #[command(flatten)]
    pub paths: Paths,
    /// Also list the combinations that are worth testing: production today, each flag's next state, all pairs
    #[arg(long)]
    pub matrix: bool,
}

/// Options of `registry`.
#[derive(Debug, Args)]
pub struct Registry {
    /// What the flag service exported; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Print the configuration instead of writing it
    #[arg(long)]
    pub print: bool,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The lint's name, as the findings say it
    #[arg(value_name = "LINT", value_parser = lints(), hide_possible_values = true)]
    pub lint: String,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// The help of the program, for a terminal.
pub fn help() -> clap::builder::StyledStr {
    Cli::command().render_long_help()
}

/// The completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "flagdebt", &mut out);
    out
}

/// The manual page: the program, then each command as a section.
///
/// # Errors
/// Never: it writes to memory.
pub fn man() -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let command = built();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    for sub in commands(&command) {
        let own = without_globals(sub);
        let page = clap_mangen::Man::new(own.clone());
        let mut section = Vec::new();
        page.render_synopsis_section(&mut section)?;
        page.render_description_section(&mut section)?;
        if own.get_arguments().any(|argument| !argument.is_hide_set()) {
            page.render_options_section(&mut section)?;
        }
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        let name = sub.get_name().to_uppercase();
        // Only the first preamble counts; troff reads the others again without harm.
        out.extend_from_slice(format!(".SH \"FLAGDEBT {name}\"\n{section}").as_bytes());
    }
    page.render_extra_section(&mut out)?;
    page.render_version_section(&mut out)?;
    Ok(out)
}

/// All commands and options, Markdown: what `docs/cli.md` holds.
pub fn reference() -> String {
    let command = built();
    let mut out = String::from("# Command line\n\nGenerated from `src/cli.rs`; `UPDATE=1 cargo test` rewrites it.\n\n");
    out += &format!("{}\n\n", sentence(&command));
    out += "`flagdebt` alone prints the help. Output is text unless `--format` says otherwise, also in a pipe.\n\n";
    out += "| command | what it does |\n|---|---|\n";
    for sub in commands(&command) {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        out += &format!(
            "| [`flagdebt {name}`](#flagdebt-{name}) | {} |\n",
            cell(&about),
            name = sub.get_name()
        );
    }
    out += "\n## Global options\n\n";
    out += &options(command.get_arguments());
    for sub in commands(&command) {
        let own = without_globals(sub);
        out += &format!("\n## flagdebt {}\n\n{}\n\n", own.get_name(), sentence(&own));
        let usage = own.clone().render_usage().to_string();
        out += &format!("```text\n{}\n```\n", usage.trim_start_matches("Usage: ").trim());
        if own.get_arguments().any(|argument| !argument.is_hide_set()) {
            out += &format!("\n{}", options(own.get_arguments()));
        }
    }
    out += &format!(
        "\n## Exit codes\n\n```text\n{}\n```\n",
        EXIT_CODES.trim_start_matches("Exit codes:\n")
    );
    out
}

fn built() -> ClapCommand {
    let mut command = Cli::command();
    command.build();
    command
}

/// The commands that are ours: clap adds one for help.
fn commands(command: &ClapCommand) -> impl Iterator<Item = &ClapCommand> {
    command.get_subcommands().filter(|sub| sub.get_name() != "help")
}

/// A command with what only it takes: the global options are told once.
fn without_globals(command: &ClapCommand) -> ClapCommand {
    command.clone().mut_args(|argument| {
        let is_global = argument.is_global_set() || argument.get_id() == "help";
        argument.hide(is_global)
    })
}

fn options<'a>(arguments: impl Iterator<Item = &'a clap::Arg>) -> String {
    let mut out = String::from("| option | what it does |\n|---|---|\n");
    for argument in arguments.filter(|argument| !argument.is_hide_set()) {
        let value = argument
            .get_value_names()
            .and_then(|names| names.first())
            .map(ToString::to_string);
        let takes_value = argument.get_action().takes_values();
        let value = value.filter(|_| takes_value).unwrap_or_default();
        let mut names = Vec::new();
        names.extend(argument.get_short().map(|short| format!("-{short}")));
        names.extend(argument.get_long().map(|long| format!("--{long}")));
        let name = match names.is_empty() {
            true => value,
            false => format!("{} {value}", names.join(", ")).trim().to_owned(),
        };
        let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let values: Vec<String> = argument
            .get_possible_values()
            .iter()
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        if takes_value && !values.is_empty() && !argument.is_hide_possible_values_set() {
            help += &format!(" ({})", values.join(", "));
        }
        out += &format!("| `{}` | {} |\n", cell(&name), cell(&help));
    }
    out
}

fn sentence(command: &ClapCommand) -> String {
    let about = command.get_long_about().or_else(|| command.get_about());
    about.map(ToString::to_string).unwrap_or_default()
}

fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// Names of all formats, so that a slip is caught at once; which command knows which is judged later.
fn formats() -> PossibleValuesParser {
    let mut names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    names.extend(LIST_FORMATS.iter().map(|format| format.name));
    names.extend(GRAPH_FORMATS.iter().map(|format| format.name));
    names.extend(TICKET_FORMATS.iter().map(|format| format.name));
    names.extend(HISTORY_FORMATS.iter().map(|format| format.name));
    names.sort_unstable();
    names.dedup();
    PossibleValuesParser::new(names)
}

fn registry_formats() -> PossibleValuesParser {
    PossibleValuesParser::new(app::registry_formats())
}

fn lints() -> PossibleValuesParser {
    PossibleValuesParser::new(LINTS.iter().map(|lint| lint.name))
}

/// A time in days.
fn interval(text: &str) -> Result<u32, String> {
    let days = |number: &str, unit: u32| number.parse::<u32>().ok()?.checked_mul(unit);
    let found = match text.strip_suffix('w') {
        Some(weeks) => days(weeks, 7),
        None => text.strip_suffix('d').and_then(|number| days(number, 1)),
    };
    found
        .filter(|days| (1..=3650).contains(days))
        .ok_or_else(|| "not a time such as `10d` or `2w`".to_owned())
}

fn report(text: &str) -> Result<ReportFile, String> {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    match text.split_once('=') {
        Some((format, path)) if names.contains(&format) && !path.is_empty() => Ok(ReportFile {
            format: format.to_owned(),
            path: PathBuf::from(path),
        }),
        _ => Err(format!("expected `NAME=FILE`, with a name of {}", names.join(", "))),
    }
}

fn as_of(text: &str) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    // A date alone is its first moment in UTC.
    text.parse::<Date>()
        .ok()
        .filter(|_| text.len() == "2026-01-31".len())
        .and_then(|date| date.to_zoned(TimeZone::UTC).ok())
        .map(|zoned| zoned.timestamp())
        .ok_or_else(|| "not a date such as `2026-01-31` or a time such as `2026-01-31T12:00:00Z`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_date_is_its_first_moment() {
        assert_eq!(
            as_of("2026-01-31").map(|time| time.to_string()),
            Ok("2026-01-31T00:00:00Z".to_owned())
        );
        assert_eq!(
            as_of("2026-01-31T12:00:00+02:00").map(|time| time.to_string()),
            Ok("2026-01-31T10:00:00Z".to_owned())
        );
        for wrong in ["", "yesterday", "2026-13-01", "2026-02-30", "20260131", "31.01.2026"] {
            assert!(as_of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn options_of_later_versions_are_refused() {
        for wrong in [
            "check --no-cache",
            "check --since",
            "check --since HEAD --staged",
            "tickets --format sarif --top many",
            "check --select no-such-lint",
            "check --format xml",
            "history --every week",
            "history --every 0d",
            "history --weeks 0",
            "check --report sarif",
            "check --report xml=a.xml",
            "explain stale-flga",
            "check -q -v",
            "registry",
        ] {
            let call = std::iter::once("flagdebt").chain(wrong.split(' '));
            assert_eq!(
                Cli::try_parse_from(call).map_err(|error| error.exit_code()).err(),
                Some(2),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_slip_is_answered_with_the_right_name() {
        for (wrong, right) in [
            ("explain stale-flga", "stale-flag"),
            ("chekc", "check"),
            ("check --format sarfi", "sarif"),
        ] {
            let call = std::iter::once("flagdebt").chain(wrong.split(' '));
            let message = Cli::try_parse_from(call).map(|_| ()).expect_err("refused").to_string();
            assert!(message.contains(&format!("'{right}'")), "{message}");
        }
    }

    #[test]
    fn manual_and_reference_name_every_command() {
        let man = String::from_utf8(man().expect("written to memory")).expect("UTF-8");
        let reference = reference();
        for command in [
            "check",
            "baseline",
            "tickets",
            "history",
            "flags",
            "uses",
            "graph",
            "registry",
            "init",
            "explain",
            "lints",
            "completions",
            "man",
        ] {
            assert!(
                man.contains(&format!("FLAGDEBT {}", command.to_uppercase())),
                "{command}"
            );
            assert!(reference.contains(&format!("\n## flagdebt {command}\n")), "{command}");
        }
        assert!(man.starts_with(".ie"), "{}", &man[..200]);
        assert_eq!(man.matches(".TH ").count(), 1);
    }
}
