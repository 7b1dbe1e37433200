//! The command line program: arguments → settings → run → write → exit code.
//!
//! This file alone reads the clock, the environment and the arguments, and prints.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anstream::{AutoStream, ColorChoice};
use clap::Parser;
use flagdebt::app::{self, ExportFile, Settings};
use flagdebt::baseline::Baseline;
use flagdebt::cache::Cache;
use flagdebt::cli::{self, Cli, Color, Command, Global, HistoryOptions};
use flagdebt::config::{self, Config, FailOn, GitBlame};
use flagdebt::escape::terminal;
use flagdebt::failure::{self, Failure};
use flagdebt::git;
use flagdebt::init;
use flagdebt::language::Language;
use flagdebt::owners::{self, CodeOwners};
use flagdebt::removal::{Removals, Wanted};
use flagdebt::render::{
    self, FORMATS, GRAPH_FORMATS, HISTORY_FORMATS, LIST_FORMATS, OutputFormat, Style, TICKET_FORMATS, UsesFilter,
};
use flagdebt::report::HistoryReport;
use flagdebt::scan::{Progress, Silent};
use flagdebt::source::walk::Places;
use flagdebt::source::{beside, walk};
use flagdebt::worktree;
use jiff::Timestamp;

/// The name of the configuration file.
const CONFIG: &str = "flagdebt.toml";
/// What every colour begins with.
const ESCAPE: u8 = 0x1b;
/// Of the threads that parse: a parser of deeply nested code needs more than the usual.
const STACK: usize = 16 * 1024 * 1024;
/// Files that `init` looks at.
const FILES: usize = 200_000;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too, with code 0.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    // It fails only if it was built before, which nothing does.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(cli.global.threads.map_or(0, usize::from))
        .stack_size(STACK)
        .build_global();
    match run(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            let style = Style {
                color: choice(&cli.global, &io::stderr()) != ColorChoice::Never,
                ..Style::default()
            };
            let mut stderr = AutoStream::new(io::stderr(), choice(&cli.global, &io::stderr()));
            let _ = stderr.write_all(failure::render(&failure, &style).as_bytes());
            ExitCode::from(failure.code.number())
        }
    }
}

/// Does what was asked; 0 or 1.
fn run(cli: &Cli) -> Result<u8, Failure> {
    let global = &cli.global;
    let style = style(global);
    match &cli.command {
        None => write(global, cli::help().ansi().to_string().as_bytes()).map(|()| 0),
        Some(Command::Check(check)) => {
            let format = format(FORMATS, global, "check")?;
            let outputs = check.report.iter().map(|report| report.path.as_path());
            each_its_own_file(outputs.chain(global.output.as_deref()))?;
            let reports: Vec<_> = check
                .report
                .iter()
                .filter_map(|report| Some((render::find(FORMATS, &report.format)?, &report.path)))
                .collect();
            let whole = format.whole || reports.iter().any(|(format, _)| format.whole);
            let mut settings = settings(global, paths(&check.paths.paths, global)?)?;
            if let Some(level) = check.fail_on {
                settings.policy.fail_on = FailOn::from(level).severity();
            }
            settings.policy.quota = check.quota.or(settings.policy.quota);
            settings
                .policy
                .choose(&check.select, &check.ignore)
                .map_err(|error| Failure::usage(error.to_string()).help(error.help))?;
            settings.baseline = read_baseline(check.baseline.as_deref(), &settings)?;
            settings.owners.code = code_owners()?;
            settings.whole = whole;
            settings.excerpts = format.excerpts || reports.iter().any(|(format, _)| format.excerpts);
            settings.blame = match settings.policy.git_blame {
                GitBlame::Off => false,
                GitBlame::Reports => whole,
                GitBlame::Always => true,
            };
            if check.since.is_some() || check.staged {
                all_are_here(&settings.walk.paths)?;
            }
            let wanted = |path: &str| Language::of(path.rsplit('/').next().unwrap_or(path)).is_some();
            settings.comparison = match &check.since {
                Some(revision) => Some(git::since(revision, &wanted)),
                None => check.staged.then(git::staged),
            }
            .transpose()
            .map_err(Failure::input)?;
            let report = watched(global, |progress| app::check(&settings, progress))?;
            for (format, path) in reports {
                let plain = Style { color: false, ..style };
                save_parts(&followed(path)?, &printed(&plain, format, &report)?.parts(), true)?;
            }
            print(global, &style, format, &report)?;
            if global.output.is_some() && !global.quiet {
                // A failed run with nothing to read would puzzle whoever looks at the log.
                let verdict = render::verdict(&report, &Style { color: false, ..style });
                let _ = io::stderr().write_all(format!("{verdict}\n").as_bytes());
            }
            let code = report.summary.gate.exit_code();
            // The program ends: giving its memory back piece by piece takes longer than that.
            std::mem::forget(report);
            Ok(code)
        }
        Some(Command::Fix(fix)) => self::fix(global, &style, fix).map(|()| 0),
        Some(Command::Baseline(options)) => {
            let mut settings = settings(global, paths(&options.paths.paths, global)?)?;
            settings.owners.code = code_owners()?;
            let file = options
                .baseline
                .clone()
                .unwrap_or_else(|| PathBuf::from(&settings.baseline_file));
            each_its_own_file([file.as_path()].into_iter().chain(global.output.as_deref()))?;
            settings.baseline = match file.exists() {
                true => read_baseline(options.baseline.as_deref(), &settings)?,
                false => None,
            };
            let (baseline, paid) = watched(global, |progress| app::baseline(&settings, progress))?;
            save(&file, baseline.text().as_bytes(), true)?;
            write(
                global,
                render::baseline(&walk::shown(&file), &baseline, &paid).as_bytes(),
            )
            .map(|()| 0)
        }
        Some(Command::Tickets(options)) => {
            let format = format(TICKET_FORMATS, global, "tickets")?;
            let mut settings = settings(global, paths(&options.paths.paths, global)?)?;
            settings.owners.code = code_owners()?;
            settings.blame = settings.policy.git_blame != GitBlame::Off;
            let url = options.repository_url.as_deref();
            let tickets = watched(global, |progress| app::tickets(&settings, url, options.top, progress))?;
            print(global, &style, format, &tickets).map(|()| 0)
        }
        Some(Command::History(options)) => history(global, &style, options).map(|()| 0),
        Some(Command::Uses(uses)) => {
            let format = format(LIST_FORMATS, global, "uses")?;
            let settings = settings(global, paths(&uses.paths.paths, global)?)?;
            let report = watched(global, |progress| app::uses(&settings, progress))?;
            let filter = UsesFilter {
                mentions: uses.mentions,
                unresolved_only: uses.dynamic,
            };
            print(global, &style, format, &render::uses(&report, filter)).map(|()| 0)
        }
        Some(Command::Flags(flags)) => {
            let format = format(LIST_FORMATS, global, "flags")?;
            let settings = settings(global, paths(&flags.paths, global)?)?;
            let inventory = watched(global, |progress| app::flags(&settings, progress))?;
            print(global, &style, format, &render::flags(&inventory)).map(|()| 0)
        }
        Some(Command::Graph(graph)) => {
            let format = format(GRAPH_FORMATS, global, "graph")?;
            let settings = settings(global, paths(&graph.paths.paths, global)?)?;
            let drawn = watched(global, |progress| app::graph(&settings, graph.matrix, progress))?;
            print(global, &style, format, &drawn).map(|()| 0)
        }
        Some(Command::Registry(registry)) => {
            let format = format(LIST_FORMATS, global, "registry")?;
            let mut settings = settings(global, Vec::new())?;
            settings.exports = registry.files.iter().map(|path| export(path, global)).collect();
            print(global, &style, format, &render::registry(&app::registry(&settings)?)).map(|()| 0)
        }
        Some(Command::Lints) => {
            let format = format(LIST_FORMATS, global, "lints")?;
            print(global, &style, format, &render::lints(&app::lint_infos())).map(|()| 0)
        }
        Some(Command::Explain(explain)) => {
            let lints = app::lint_infos();
            let lint = lints.iter().find(|lint| lint.name == explain.lint).ok_or_else(|| {
                failure::unknown_name("lint", &explain.lint, lints.iter().map(|lint| lint.name.as_str()))
            })?;
            write(global, render::explanation(lint, &style).as_bytes()).map(|()| 0)
        }
        Some(Command::Init(init)) => initialise(global, init.print).map(|()| 0),
        Some(Command::Completions(completions)) => write(global, &cli::completions(completions.shell)).map(|()| 0),
        Some(Command::Man) => {
            let page = cli::man().map_err(|error| Failure::input(format!("the manual cannot be made: {error}")))?;
            write(global, &page).map(|()| 0)
        }
    }
}

/// Takes flags out: prints the diff, or writes the files.
fn fix(global: &Global, style: &Style, fix: &cli::Fix) -> Result<(), Failure> {
    if let Some(format) = &global.format {
        return Err(failure::unknown_name(
            "format of `fix`",
            format,
            std::iter::once("diff"),
        ));
    }
    let settings = settings(global, paths(&fix.paths.paths, global)?)?;
    let wanted: Vec<Wanted> = fix.flag.iter().map(|text| Wanted::read(text)).collect();
    let removals = watched(global, |progress| app::fix(&settings, &wanted, fix.review, progress))?;
    if !fix.write {
        write(global, render::patch(&removals).as_bytes())?;
        if !global.quiet {
            let report = render::removal_report(&removals, false, fix.review, style);
            let _ = io::stderr().write_all(report.as_bytes());
        }
        return Ok(());
    }
    if !fix.allow_dirty {
        clean(&removals)?;
    }
    let files: Vec<(&str, &str, &str)> = removals
        .files
        .iter()
        .map(|(path, file)| (path.as_str(), file.old.as_str(), file.new.as_str()))
        .collect();
    worktree::write(&files)
        .map_err(|(path, why)| Failure::input(format!("the file cannot be written: {why}")).in_file(path))?;
    write(
        global,
        render::removal_report(&removals, true, fix.review, style).as_bytes(),
    )
}

/// Shows how debt came and went.
fn history(global: &Global, style: &Style, options: &HistoryOptions) -> Result<(), Failure> {
    let format = format(HISTORY_FORMATS, global, "history")?;
    let mut settings = settings(global, paths(&options.paths.paths, global)?)?;
    all_are_here(&settings.walk.paths)?;
    settings.owners.code = code_owners()?;
    let steps = i64::from(options.weeks) * 7 / i64::from(options.every);
    let moments: Vec<Timestamp> = (0..=steps)
        .map_while(|step| {
            let back = jiff::SignedDuration::from_hours(24 * i64::from(options.every) * step);
            settings.policy.as_of.checked_sub(back).ok()
        })
        .collect();
    let history = watched(global, |progress| {
        app::history(&settings, &moments, options.every, progress)
    })?;
    let report = match format.whole {
        true => {
            settings.whole = true;
            settings.blame = settings.policy.git_blame != GitBlame::Off;
            Some(app::check(&settings, &Silent)?)
        }
        false => None,
    };
    print(global, style, format, &HistoryReport { history, report })
}

/// No file that would be written has changes of its own.
fn clean(removals: &Removals) -> Result<(), Failure> {
    let files: Vec<(&str, &[u8])> = removals
        .files
        .iter()
        .map(|(path, file)| (path.as_str(), file.old.as_bytes()))
        .collect();
    let help = "commit or stash them first; `--allow-dirty` writes over them";
    let dirty = worktree::dirty(&files)
        .map_err(|error| Failure::usage(format!("git does not say which files have changes: {error}")).help(help))?;
    let Some(first) = dirty.first() else { return Ok(()) };
    let more = match dirty.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    Err(Failure::usage(format!("files have changes that are not committed: `{first}`{more}")).help(help))
}

/// The format that was asked for, or the first one of the command.
fn format<R>(
    table: &'static [OutputFormat<R>],
    global: &Global,
    command: &str,
) -> Result<&'static OutputFormat<R>, Failure> {
    let Some(name) = &global.format else {
        return table
            .first()
            .ok_or_else(|| Failure::usage(format!("`{command}` knows no format")));
    };
    render::find(table, name).ok_or_else(|| {
        failure::unknown_name(
            &format!("format of `{command}`"),
            name,
            table.iter().map(|format| format.name),
        )
    })
}

/// Configuration and command line together; the command line wins.
fn settings(global: &Global, paths: Vec<PathBuf>) -> Result<Settings, Failure> {
    let as_of = global.as_of.unwrap_or_else(Timestamp::now);
    let mut settings = match config_file(global)? {
        None => Settings::new(&Config::default(), "", CONFIG, paths, as_of)?,
        Some(path) => {
            let shown = walk::shown(&path);
            let text = beside::regular(&path, beside::CONFIGURATION).map_err(|error| {
                let failure = Failure::usage(format!("the configuration cannot be read: {error}")).in_file(&shown);
                failure.help("make it a text file or remove it; `--config FILE` names another one")
            })?;
            let text = String::from_utf8(text)
                .map_err(|_| Failure::usage("the configuration is not UTF-8").in_file(&shown))?;
            let config = config::parse(&shown, &text).map_err(|error| app::config_failure(error, &text))?;
            let mut settings = Settings::new(&config, &text, &shown, paths, as_of)?;
            // The configuration names its exports from where it stands.
            let folder = path.parent().unwrap_or(Path::new(""));
            for file in &mut settings.exports {
                file.path = walk::shown(&folder.join(&file.path));
            }
            settings.baseline_file = walk::shown(&folder.join(&settings.baseline_file));
            within_reason(&settings, folder).map_err(|failure| failure.in_file(&shown))?;
            settings
        }
    };
    if !global.registry.is_empty() {
        settings.exports = global.registry.iter().map(|path| export(path, global)).collect();
    } else if let Some(format) = &global.registry_format {
        settings
            .exports
            .iter_mut()
            .for_each(|file| file.format = Some(format.clone()));
    }
    if !global.environment.is_empty() {
        settings.policy.environments.clone_from(&global.environment);
    }
    settings.walk.threads = global.threads.map_or(0, usize::from);
    settings.walk.whole_files = global.whole_files;
    settings.cache = cache(global);
    Ok(settings)
}

/// Where facts are kept; `None`: nowhere.
fn cache(global: &Global) -> Option<Cache> {
    if global.no_cache {
        return None;
    }
    let folder = match &global.cache_dir {
        Some(folder) => folder.clone(),
        None => caches()?.join("flagdebt"),
    };
    Some(Cache::new(folder, std::env::current_dir().ok()?, SystemTime::now()))
}

/// The user's folder for what may be thrown away, as each system has it.
fn caches() -> Option<PathBuf> {
    let named = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    if cfg!(windows) {
        return named("LOCALAPPDATA");
    }
    let at_home = if cfg!(target_os = "macos") {
        "Library/Caches"
    } else {
        ".cache"
    };
    named("XDG_CACHE_HOME").or_else(|| named("HOME").map(|home| home.join(at_home)))
}

/// A repository's own configuration reads no devices and no trees outside of the repository, and writes nothing there.
fn within_reason(settings: &Settings, folder: &Path) -> Result<(), Failure> {
    let root = beside::root_around(folder);
    for file in &settings.exports {
        beside::may_be_export(&file.path, &root).map_err(|why| {
            let failure = Failure::usage(format!("the registry `{}` is not read: {why}", file.path));
            failure.help("name a file; what `--registry` names is read wherever it is")
        })?;
    }
    match beside::may_be_written(&settings.baseline_file, &root) {
        true => Ok(()),
        false => {
            let failure = Failure::usage(format!(
                "the baseline `{}` is outside of the repository",
                settings.baseline_file
            ));
            Err(failure.help("`--baseline FILE` names one that is"))
        }
    }
}

fn export(path: &str, global: &Global) -> ExportFile {
    ExportFile {
        path: path.to_owned(),
        format: global.registry_format.clone(),
    }
}

/// The configuration that was named, or the nearest one from here up to the root of the repository.
fn config_file(global: &Global) -> Result<Option<PathBuf>, Failure> {
    if let Some(path) = &global.config {
        if path.is_file() {
            return Ok(Some(path.clone()));
        }
        let failure = Failure::usage("the configuration does not exist, or is no file").in_file(walk::shown(path));
        return Err(failure.help("`flagdebt init` writes one"));
    }
    let Ok(here) = std::env::current_dir() else {
        return Ok(None);
    };
    // Outside of a repository a file further up belongs to something else.
    let levels = here
        .ancestors()
        .position(|folder| folder.join(".git").exists())
        .unwrap_or(0);
    let up = (0..=levels).map(|level| (0..level).fold(PathBuf::new(), |path, _| path.join("..")).join(CONFIG));
    // Passed over, what cannot be read would leave a gate without its rules.
    Ok(up.into_iter().find(|path| beside::stands(path)))
}

/// Changes are told of what is in the working directory: nothing elsewhere would ever be new, and the gate would let all of it pass.
fn all_are_here(paths: &[PathBuf]) -> Result<(), Failure> {
    let Some(here) = here() else { return Ok(()) };
    let mut places = Places::default();
    match paths.iter().find(|path| places.from_here(path, &here).is_none()) {
        None => Ok(()),
        Some(path) => {
            let path = walk::shown(path);
            let message = format!("`{path}` is not in the working directory, so its changes are not known");
            Err(Failure::usage(message).help("run it in the root of the repository"))
        }
    }
}

/// The working directory, whatever links lead there.
fn here() -> Option<PathBuf> {
    std::env::current_dir().and_then(fs::canonicalize).ok()
}

/// The paths that were given, as they are called from the working directory where they are in it; `-` stands for a list on standard
/// input.
fn paths(given: &[PathBuf], global: &Global) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in given {
        if path.as_os_str() != "-" {
            paths.push(path.clone());
            continue;
        }
        if global.registry.iter().any(|path| path == "-") {
            return Err(Failure::usage(
                "both the paths and the registry are to be read from standard input",
            ));
        }
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::input(format!("the list of paths on standard input cannot be read: {error}")))?;
        let text =
            String::from_utf8(bytes).map_err(|_| Failure::input("the list of paths on standard input is not UTF-8"))?;
        let end = if text.contains('\0') { '\0' } else { '\n' };
        let listed = text
            .split(end)
            .map(|path| if end == '\n' { path.trim_end_matches('\r') } else { path });
        paths.extend(listed.filter(|path| !path.is_empty()).map(PathBuf::from));
    }
    if let Some(here) = here() {
        let mut places = Places::default();
        for path in &mut paths {
            if let Some(called) = places.from_here(path, &here) {
                *path = called;
            }
        }
    }
    Ok(paths)
}

/// The baseline that was named, or the one beside the configuration where there is one.
fn read_baseline(named: Option<&Path>, settings: &Settings) -> Result<Option<Baseline>, Failure> {
    let file = match named {
        Some(named) => named.to_owned(),
        None => PathBuf::from(&settings.baseline_file),
    };
    let shown = walk::shown(&file);
    let read = match named {
        Some(_) => beside::named(&file.to_string_lossy(), beside::SETTINGS),
        None => beside::regular(&file, beside::SETTINGS),
    };
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() && !settings.baseline_named => {
            return Ok(None);
        }
        Err(error) => {
            let failure = Failure::input(format!("the baseline cannot be read: {error}")).in_file(shown);
            return Err(failure.help("`flagdebt baseline` writes one"));
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| Failure::input("the baseline is not UTF-8").in_file(&shown))?;
    Baseline::parse(&text).map(Some).map_err(|(message, line, column)| {
        Failure::input(format!("this is no baseline: {message}"))
            .in_file(shown)
            .at(line, Some(column))
            .help("`flagdebt baseline` writes a new one")
    })
}

/// What CODEOWNERS says, from the root of the repository.
fn code_owners() -> Result<Option<CodeOwners>, Failure> {
    let Ok(here) = std::env::current_dir() else {
        return Ok(None);
    };
    let root = here
        .ancestors()
        .find(|folder| folder.join(".git").exists())
        .unwrap_or(&here);
    let below = here.strip_prefix(root).map(walk::shown).unwrap_or_default();
    let prefix = if below.is_empty() || below == "." {
        String::new()
    } else {
        format!("{below}/")
    };
    match beside::first(root, &owners::CODEOWNERS, beside::SETTINGS) {
        Ok(read) => Ok(read.map(|(path, bytes)| CodeOwners::parse(path, &prefix, &String::from_utf8_lossy(&bytes)))),
        Err((path, error)) => {
            let path = path.strip_prefix(root).unwrap_or(&path);
            Err(app::unreadable_owners(path, &error))
        }
    }
}

/// Looks at the repository, writes the configuration, prints the advice.
fn initialise(global: &Global, print_only: bool) -> Result<(), Failure> {
    let here = std::env::current_dir()
        .map_err(|error| Failure::input(format!("the working directory cannot be read: {error}")))?;
    let root = here
        .ancestors()
        .find(|folder| folder.join(".git").exists())
        .unwrap_or(&here);
    let file = root.join(CONFIG);
    // A link counts, also one that leads nowhere.
    if !print_only && fs::symlink_metadata(&file).is_ok() {
        let failure = Failure::usage("there is a configuration already, and it stays as it is");
        return Err(failure
            .in_file(file.to_string_lossy())
            .help("`flagdebt init --print` prints a new one"));
    }
    if !print_only {
        each_its_own_file([file.as_path()].into_iter().chain(global.output.as_deref()))?;
    }
    let plan = init::plan(&repository(root, &here)?);
    if print_only {
        return write(global, plan.config.as_bytes());
    }
    save(&file, plan.config.as_bytes(), false)?;
    write(
        global,
        format!("wrote {}\n\n{}", terminal(&file.to_string_lossy()), plan.advice).as_bytes(),
    )
}

fn repository(root: &Path, here: &Path) -> Result<init::Repository, Failure> {
    let mut repository = init::Repository::default();
    let mut exports = Vec::new();
    let mut walk = walk::everything(root).map_err(Failure::input)?;
    let walk = walk.add_custom_ignore_filename(".flagdebtignore").build();
    for entry in walk.filter_map(Result::ok).take(FILES) {
        let relative = entry.path().strip_prefix(root).map(walk::shown);
        let (Ok(path), true) = (relative, entry.file_type().is_some_and(|kind| kind.is_file())) else {
            continue;
        };
        let small = entry.metadata().is_ok_and(|metadata| metadata.len() <= init::LARGEST);
        let (manifest, candidate) = (init::is_manifest(&path), init::is_candidate(&path));
        if small
            && (manifest || candidate)
            && let Ok(bytes) = beside::regular(entry.path(), init::LARGEST)
        {
            if manifest {
                repository
                    .manifests
                    .insert(path.clone(), String::from_utf8_lossy(&bytes).into_owned());
            } else if let Some((format, flags)) = app::recognise(&path, &bytes)
                && init::is_plausible(&path, format)
            {
                let format = format.to_owned();
                repository
                    .exports
                    .insert(path.clone(), init::Recognised { format, flags });
                exports.push((path.clone(), bytes));
            }
        }
        repository.files.push(path);
    }
    repository.files.sort_unstable();
    let scanned = if root == here { Path::new(".") } else { root };
    repository.helpers = app::helpers(scanned, &exports)?;
    Ok(repository)
}

/// Prints a result in its format.
fn print<R>(global: &Global, style: &Style, format: &OutputFormat<R>, result: &R) -> Result<(), Failure> {
    write_parts(global, &printed(style, format, result)?.parts())
}

/// Bytes in parts: one long text would need new memory, parts take what was freed.
#[derive(Default)]
struct Printed(Vec<Vec<u8>>);

impl Printed {
    /// So long is a part.
    const PART: usize = 1 << 15;

    fn parts(&self) -> Vec<&[u8]> {
        self.0.iter().map(Vec::as_slice).collect()
    }
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.last_mut() {
            Some(last) if last.len() + bytes.len() <= Self::PART => last.extend_from_slice(bytes),
            _ => {
                let mut part = Vec::with_capacity(Self::PART.max(bytes.len()));
                part.extend_from_slice(bytes);
                self.0.push(part);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn printed<R>(style: &Style, format: &OutputFormat<R>, result: &R) -> Result<Printed, Failure> {
    let failed = |error: io::Error| Failure::input(format!("the output cannot be made: {error}"));
    // Most of what is written at once is a few bytes.
    let mut out = BufWriter::new(Printed::default());
    (format.write)(result, style, &mut out).map_err(failed)?;
    out.into_inner().map_err(|error| failed(error.into_error()))
}

/// To the file that was named, or to standard output. A reader that has gone away is no error.
fn write(global: &Global, bytes: &[u8]) -> Result<(), Failure> {
    write_parts(global, &[bytes])
}

fn write_parts(global: &Global, parts: &[&[u8]]) -> Result<(), Failure> {
    if let Some(path) = &global.output {
        return save_parts(&followed(path)?, parts, true);
    }
    let stdout = io::stdout().lock();
    // A text without an escape has no colours that would have to be taken out.
    let has_escape = parts.iter().any(|part| memchr::memchr(ESCAPE, part).is_some());
    let choice = match has_escape {
        true => choice(global, &io::stdout()),
        false => ColorChoice::AlwaysAnsi,
    };
    let mut stdout = AutoStream::new(stdout, choice);
    let mut parts = parts.iter();
    match parts
        .try_for_each(|part| stdout.write_all(part))
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::input(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// No two outputs go to the same file: the second would silently replace the first. Devices and pipes take all of them.
fn each_its_own_file<'p>(outputs: impl Iterator<Item = &'p Path>) -> Result<(), Failure> {
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for path in outputs.filter(|path| !is_written_through(path)) {
        let target = followed(path)?;
        let folder = fs::canonicalize(folder_of(&target)).unwrap_or_else(|_| folder_of(&target).to_owned());
        let place = folder.join(target.file_name().unwrap_or_default());
        if let Some(other) = seen.insert(place, path) {
            let also = match other == path {
                true => String::new(),
                false => format!(", which is also `{}`", walk::shown(other)),
            };
            let failure = Failure::usage(format!("two outputs would go to the same file{also}"));
            return Err(failure
                .in_file(walk::shown(path))
                .help("name another file for one of them"));
        }
    }
    Ok(())
}

/// A pipe or a device, such as /dev/stdout, is written to and not replaced.
fn is_written_through(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Where a file is that the command line names: a link stays a link, and what it leads to is written, also where that does not
/// exist yet. What a repository's own configuration names is not asked: it is written in its place, wherever a link there leads.
fn followed(path: &Path) -> Result<PathBuf, Failure> {
    /// As many links as Linux follows.
    const LINKS: usize = 40;
    let mut place = path.to_owned();
    if is_written_through(path) {
        return Ok(place);
    }
    for _ in 0..=LINKS {
        match fs::read_link(&place) {
            Ok(target) => place = folder_of(&place).join(target),
            Err(_) => return Ok(place),
        }
    }
    let failure = Failure::usage("the file cannot be written: it is a link that leads to itself");
    Err(failure
        .in_file(walk::shown(path))
        .help("remove the link, or name another file"))
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// All of the file or nothing: a reader never sees half of it.
fn save(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Failure> {
    save_parts(path, &[bytes], replace)
}

fn save_parts(path: &Path, parts: &[&[u8]], replace: bool) -> Result<(), Failure> {
    let failed = |error: io::Error| {
        Failure::usage(format!("the file cannot be written: {error}")).in_file(path.to_string_lossy())
    };
    if replace && is_written_through(path) {
        return fs::OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut file| parts.iter().try_for_each(|part| file.write_all(part)))
            .map_err(failed);
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".flagdebt-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: what the umask leaves of this, not the privacy of a temporary one.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder_of(path)).map_err(failed)?;
    parts
        .iter()
        .try_for_each(|part| file.write_all(part))
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    let kept = if replace {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    kept.map(|_| ()).map_err(|error| failed(error.error))
}

/// How text looks on standard output, or in the file that was named.
fn style(global: &Global) -> Style {
    let to_terminal = global.output.is_none() && io::stdout().is_terminal();
    let color = match (global.color, global.output.is_some()) {
        (Color::Always, _) => true,
        (_, true) => false,
        (_, false) => choice(global, &io::stdout()) != ColorChoice::Never,
    };
    Style {
        color,
        unicode: !to_terminal || is_unicode(),
        width: width().unwrap_or(Style::default().width),
        quiet: global.quiet,
        verbose: global.verbose,
    }
}

fn choice(global: &Global, stream: &impl anstream::stream::RawStream) -> ColorChoice {
    match global.color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        Color::Auto => AutoStream::choice(stream),
    }
}

fn width() -> Option<usize> {
    let set = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse::<usize>().ok());
    let asked = || terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width));
    set.or_else(asked).map(|width| width.clamp(40, 300))
}

/// Whether the terminal shows more than ASCII, as far as its environment says.
fn is_unicode() -> bool {
    if cfg!(windows) {
        return ["WT_SESSION", "TERM_PROGRAM", "ConEmuTask"]
            .iter()
            .any(|name| std::env::var_os(name).is_some());
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|it| !it.is_empty());
    let locale = locale.unwrap_or_default().to_ascii_lowercase();
    (locale.contains("utf-8") || locale.contains("utf8")) && std::env::var("TERM").as_deref() != Ok("linux")
}

/// How far a run is; drawn by another thread, so that the work pays for two counters only.
#[derive(Default)]
struct Counter {
    total: AtomicUsize,
    done: AtomicUsize,
    over: AtomicBool,
    trouble: OnceLock<String>,
}

impl Counter {
    /// Says once that the next run will be as slow as this one.
    fn warn(&self, global: &Global) {
        if let Some(why) = self.trouble.get().filter(|_| !global.quiet) {
            let text = format!(
                "note: nothing could be kept to make the next run faster: {}\n  help: name another folder with `--cache-dir`, or turn this off with `--no-cache`\n",
                terminal(why)
            );
            let _ = io::stderr().write_all(text.as_bytes());
        }
    }
}

impl Progress for Counter {
    fn total(&self, files: usize) {
        self.total.store(files, Ordering::Relaxed);
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn trouble(&self, why: &str) {
        // The first says it.
        let _ = self.trouble.set(why.to_owned());
    }
}

/// Runs with a progress bar, where somebody watches and it takes long enough to wonder.
fn watched<R>(global: &Global, work: impl FnOnce(&dyn Progress) -> R) -> R {
    let counter = Arc::new(Counter::default());
    let watched = !global.quiet && io::stderr().is_terminal();
    let drawer = watched.then(|| {
        let counter = Arc::clone(&counter);
        thread::spawn(move || draw(&counter))
    });
    let result = work(counter.as_ref());
    counter.over.store(true, Ordering::Relaxed);
    if let Some(drawer) = drawer {
        drawer.thread().unpark();
        // It ends with an error only if drawing panicked, and then there is nothing to erase.
        let _ = drawer.join();
    }
    counter.warn(global);
    result
}

fn draw(counter: &Counter) {
    const PATIENCE: Duration = Duration::from_secs(1);
    const WIDTH: usize = 30;
    let start = Instant::now();
    let mut drawn = false;
    while !counter.over.load(Ordering::Relaxed) {
        thread::park_timeout(Duration::from_millis(100));
        if start.elapsed() < PATIENCE {
            continue;
        }
        let total = counter.total.load(Ordering::Relaxed);
        let done = counter.done.load(Ordering::Relaxed).min(total);
        let filled = (done * WIDTH).checked_div(total).unwrap_or(0);
        let bar = format!("{}{}", "#".repeat(filled), ".".repeat(WIDTH - filled));
        let text = if total == 0 {
            "looking for files".to_owned()
        } else {
            format!("[{bar}] {done}/{total} files")
        };
        drawn = io::stderr().write_all(format!("\r\u{1b}[2K{text}").as_bytes()).is_ok();
    }
    if drawn {
        let _ = io::stderr().write_all(b"\r\x1b[2K");
    }
}
