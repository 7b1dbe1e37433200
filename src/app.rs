//! The commands as functions: settings in, reports out. The whole flow is on this page.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::baseline::{Baseline, Known, Paid};
use crate::cache::Cache;
use crate::config::{Config, ConfigError, Policy};
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::git::{Comparison, Held};
use crate::graph::{self, Graph};
use crate::join::Joined;
use crate::lints::{self, LINTS};
use crate::owners::{self, Owners};
use crate::propose::Proposal;
use crate::registry::{self, Export, ReadError, Registry};
use crate::removal::{self, Basis, Disk, Removals, Suggestions, Wanted};
use crate::report::{Inventory, LintInfo, Page, RegistryReport, Report, Summary, UsesReport};
use crate::scan::{self, Progress, Scan};
use crate::sdk::{Sdk, Sdks};
use crate::source::walk::{self, WalkOptions};
use crate::source::{Overlay, beside};
use crate::suppress;
use crate::tickets::{self, Tickets};
use crate::usage::{KeySource, Role, Usage, Use};
use crate::{evidence, gate, git, join, nearest, propose};

mod history;

pub use history::history;

/// This program's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Bytes; larger source files are skipped unless the configuration says otherwise.
pub const MAX_FILE_SIZE: u64 = 1024 * 1024;
/// No configuration makes it look into larger ones: a repository brings its own.
const LARGEST_FILE: u64 = 64 << 20;

const WHICH_EXPORT: &str =
    "give the file that the flag service exported with `--registry FILE`, or name it in flagdebt.toml";

/// Nothing is left to decide.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to look.
    pub walk: WalkOptions,
    /// The exports, in the order of precedence.
    pub exports: Vec<ExportFile>,
    /// What lints and gate need.
    pub policy: Policy,
    /// The team's own helpers.
    pub sdks: Vec<Sdk>,
    /// Who owns what the registry gives no owner.
    pub owners: Owners,
    /// The authors of its calls own a flag that has no other owner.
    pub blame: bool,
    /// The page is wanted: the report holds everything there is to know.
    pub whole: bool,
    /// The report holds the texts that findings point into.
    pub excerpts: bool,
    /// Only what this change brings is reported.
    pub comparison: Option<Comparison>,
    /// Findings that are known.
    pub baseline: Option<Baseline>,
    /// Where those are kept; relative to the working directory.
    pub baseline_file: String,
    /// The configuration names that file: it has to exist.
    pub baseline_named: bool,
    /// Where facts are kept from run to run.
    pub cache: Option<Cache>,
}

/// An export to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Relative to the working directory; `-` is standard input.
    pub path: String,
    /// The format, where the user names it.
    pub format: Option<String>,
}

impl Settings {
    /// The settings of a configuration, for these paths and this date.
    ///
    /// # Errors
    /// When an `[[sdk]]` table of the configuration is malformed.
    pub fn new(
        config: &Config,
        text: &str,
        path: &str,
        paths: Vec<PathBuf>,
        as_of: Timestamp,
    ) -> Result<Self, Failure> {
        let mut sdks = Vec::new();
        for table in &config.sdks {
            let sdk = toml::Value::Table(table.get_ref().clone())
                .try_into::<Sdk>()
                .map_err(|error| {
                    let message = format!("`[[sdk]]` cannot be read: {}", error.message());
                    let help = Some("the README shows one; the definitions in rules/ have the same form".to_owned());
                    config_failure(ConfigError::new(path, text, table.span(), message, help), text)
                })?;
            sdks.push(sdk);
        }
        let mut policy = Policy::of(config, as_of);
        if config.lints.orphaned_flag.codeowners {
            policy.codeowners = codeowners(Path::new(path).parent().unwrap_or(Path::new("")))?;
        }
        let globs = |list: &[crate::config::GlobText]| list.iter().map(|glob| glob.0.clone()).collect();
        Ok(Self {
            walk: WalkOptions {
                paths,
                include: globs(&config.include),
                exclude: globs(&config.exclude),
                max_file_size: (config.max_file_size.as_ref()).map_or(MAX_FILE_SIZE, |size| size.0.min(LARGEST_FILE)),
                threads: 0,
                whole_files: false,
                overlay: Overlay::default(),
                listing: None,
            },
            exports: config
                .registry
                .iter()
                .map(|file| ExportFile {
                    path: file.path.clone(),
                    format: file.format.as_ref().map(|format| format.get_ref().clone()),
                })
                .collect(),
            policy,
            sdks,
            owners: Owners {
                code: None,
                keys: config
                    .owners
                    .keys
                    .iter()
                    .map(|(owner, keys)| (owner.clone(), crate::config::key_set(keys)))
                    .collect(),
            },
            blame: false,
            whole: false,
            excerpts: false,
            comparison: None,
            baseline: None,
            baseline_file: config
                .baseline
                .clone()
                .unwrap_or_else(|| crate::baseline::FILE.to_owned()),
            baseline_named: config.baseline.is_some(),
            cache: None,
        })
    }
}

/// Of a CODEOWNERS that stands there and cannot be read: without it flags would have other owners, or none.
pub fn unreadable_owners(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::input(format!("the list of owners cannot be read: {error}")).in_file(walk::shown(path));
    failure.help("make it a text file, or remove it")
}

/// The owners that the CODEOWNERS of a repository names, where GitHub and GitLab look for it; empty without one.
fn codeowners(root: &Path) -> Result<Vec<String>, Failure> {
    let places = [
        "CODEOWNERS",
        ".github/CODEOWNERS",
        ".gitlab/CODEOWNERS",
        "docs/CODEOWNERS",
    ];
    let read = beside::first(root, &places, beside::SETTINGS);
    let text = read
        .map_err(|(path, error)| unreadable_owners(&path, &error))?
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let rules = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    // The first word is the pattern; GitLab's sections name their owners behind a bracket.
    let owners = rules.flat_map(|rule| rule.split_whitespace().skip(1));
    Ok(owners.filter(|word| word.contains('@')).map(str::to_owned).collect())
}

/// What the user sees of a broken configuration.
pub fn config_failure(error: ConfigError, text: &str) -> Failure {
    let line = usize::try_from(error.line).unwrap_or(1).saturating_sub(1);
    let failure = Failure::usage(error.message)
        .in_file(error.path)
        .at(error.line, Some(error.column))
        .showing(text.lines().nth(line).unwrap_or(""));
    match error.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// One state of the code, joined with the registry and judged.
struct Judged {
    sdks: Sdks,
    scan: Scan,
    joined: Joined,
    uses: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Judged {
    /// Makes the authors of its calls the owner of a flag that has none, where the settings want it.
    fn ask_authors(&mut self, settings: &Settings) -> Result<(), Failure> {
        if settings.blame {
            let asked = owners::ownerless(&self.diagnostics, &self.joined.usages);
            let lines = git::blame(&asked, git::Uncommitted::Nobody)?;
            owners::assign_authors(&mut self.diagnostics, &self.joined.usages, &lines);
        }
        Ok(())
    }
}

/// Makes those who wrote the calls the owners of new flags that have none; what is not committed belongs to whoever commits now.
fn own_by_author(brought: &mut [gate::Brought<'_>]) -> Result<(), Failure> {
    let ownerless: Vec<&Usage> = brought
        .iter()
        .filter(|new| new.owner.is_none())
        .map(|new| new.usage)
        .collect();
    let lines = git::blame(&owners::lines_of(&ownerless), git::Uncommitted::Committer)?;
    let authors = owners::authors(&ownerless, &lines);
    for new in brought.iter_mut().filter(|new| new.owner.is_none()) {
        new.owner = authors.get(new.usage.key.as_str()).map(|(author, _)| author.clone());
    }
    Ok(())
}

/// Scans, joins and judges; `held` is what the tree is taken to hold.
fn judge(
    settings: &Settings,
    held: Option<&Held>,
    registry: &Registry,
    progress: &dyn Progress,
) -> Result<Judged, Failure> {
    let sdks = Sdks::new(settings.sdks.clone());
    let mut walk = settings.walk.clone();
    if let Some(held) = held {
        held.lend(&mut walk);
    }
    let cache = settings.cache.as_ref();
    let scan = scan::scan(&walk, &sdks, registry, cache, progress).map_err(Failure::input)?;
    Ok(judge_scan(settings, sdks, registry, scan))
}

/// Joins and judges what was scanned.
fn judge_scan(settings: &Settings, sdks: Sdks, registry: &Registry, mut scan: Scan) -> Judged {
    let (mut joined, uses) = joined(std::mem::take(&mut scan.resolved.uses), &sdks, registry);
    let unread = scan.skipped.iter().filter(|skipped| skipped.may_read_flags());
    joined.unread = unread.map(|file| (file.path.clone(), file.reason.clone())).collect();
    let mut diagnostics = judged(&scan, &joined, registry, &settings.policy);
    settings.owners.assign(&mut diagnostics);
    Judged {
        sdks,
        scan,
        joined,
        uses,
        diagnostics,
    }
}

/// The older of two states where its answer is kept, asked before the newer one takes its place.
fn kept_before(settings: &Settings, comparison: &Comparison, registry: &Registry) -> Option<scan::Quick> {
    let mut walk = settings.walk.clone();
    let is_listed = comparison.before.lend(&mut walk) && !comparison.before.is_like(&comparison.after);
    let sdks = is_listed.then(|| Sdks::new(settings.sdks.clone()))?;
    scan::quick(&walk, (&sdks, registry), settings.cache.as_ref())
}

/// `flagdebt check`.
///
/// # Errors
/// When an input cannot be read, so that the answer would be incomplete.
pub fn check(settings: &Settings, progress: &dyn Progress) -> Result<Report, Failure> {
    let registry = load(settings)?;
    let policy = &settings.policy;
    let comparison = settings.comparison.as_ref();
    let after = comparison.map(|comparison| &comparison.after);
    let before = comparison.and_then(|comparison| kept_before(settings, comparison, &registry));
    let mut judged = judge(settings, after, &registry, progress)?;
    judged.ask_authors(settings)?;
    let Judged {
        sdks,
        mut scan,
        joined,
        uses,
        mut diagnostics,
    } = judged;
    // What is staged, or was there before, is not what is on disk to be edited.
    if comparison.is_none() && !removal::due(&diagnostics).is_empty() {
        let basis = Basis {
            registry: &registry,
            policy,
            sdks: &sdks,
        };
        let mut suggestions = Suggestions::load(settings.cache.as_ref(), scan.state);
        let files = |scan: &mut Scan| {
            complete(settings, scan, &sdks, &registry).ok()?;
            Some(disk(settings, scan))
        };
        suggestions.attach(&mut diagnostics, &joined, &basis, (&mut scan, files));
        if let Err(why) = suggestions.store() {
            progress.trouble(&why);
        }
    }
    let debt = gate::debt(&diagnostics, policy);
    let answer = scan.answer;
    let mut summary = Summary {
        files: scan.files,
        parsed: scan.parsed,
        skipped: scan.skipped,
        uses,
        unresolved: joined.unresolved.len(),
        mentions: joined.mentions,
        flags_in_code: joined.flags_in_code,
        flags_in_registry: registry.flags.len(),
        since: comparison.map(|comparison| comparison.since.clone()),
        ..Summary::default()
    };
    let page = settings.whole.then(|| page(&joined, &diagnostics, &registry, policy));
    let before_change = diagnostics.len();
    let due: BTreeSet<String> = diagnostics
        .iter()
        .filter(|found| found.debt)
        .filter_map(|found| found.flag.clone())
        .collect();
    let mut debt_before = None;
    let mut paid = Vec::new();
    let mut over_quota = Vec::new();
    // Each counts all findings, so that neither forgives what only the other knows.
    let mut fresh = vec![true; diagnostics.len()];
    let mut mark = |known: Known, diagnostics: &mut [Diagnostic]| {
        let paid = known.mark(diagnostics);
        fresh
            .iter_mut()
            .zip(diagnostics)
            .for_each(|(fresh, found)| *fresh &= found.new);
        paid
    };
    if let Some(baseline) = &settings.baseline {
        let today = policy.as_of.to_zoned(jiff::tz::TimeZone::UTC).date();
        paid = mark(baseline.known(today), &mut diagnostics);
    }
    let untouched = |comparison: &Comparison| {
        let is_answer = |before: &scan::Quick| before.is_answer_of(answer, &summary.skipped);
        comparison.before.is_like(&comparison.after) || before.as_ref().is_some_and(is_answer)
    };
    if comparison.is_some_and(untouched) {
        // No source that matters is touched: what there is was there before.
        let known = Known::of(&diagnostics);
        paid = mark(known, &mut diagnostics);
        debt_before = Some(debt.clone());
    } else if let Some(comparison) = comparison {
        // What is kept is the newer state: the next change begins there.
        let cache = settings.cache.as_ref().map(Cache::of_older);
        let settings = &Settings {
            cache,
            ..settings.clone()
        };
        let mut before = match before.and_then(|quick| quick.scan_older(comparison.before.state())) {
            Some((scan, kept)) => {
                if let Err(why) = kept {
                    progress.trouble(&why);
                }
                judge_scan(settings, sdks, &registry, scan)
            }
            None => judge(settings, Some(&comparison.before), &registry, &scan::Silent)?,
        };
        // Its lines have moved since, so git could not say who wrote them.
        owners::inherit(&mut before.diagnostics, &diagnostics);
        paid = mark(Known::of(&before.diagnostics), &mut diagnostics);
        let mut brought = gate::brought(&joined.usages, &before.joined.usages, &settings.owners, &registry);
        if settings.blame {
            own_by_author(&mut brought)?;
        }
        over_quota = gate::over_quota(&brought, &debt, policy);
        debt_before = Some(gate::debt(&before.diagnostics, policy));
    }
    for (found, fresh) in diagnostics.iter_mut().zip(fresh) {
        found.new = fresh;
    }
    diagnostics.retain(|found| found.new);
    summary.known = before_change - diagnostics.len();
    diagnostics.append(&mut over_quota);
    lints::sort(&mut diagnostics);
    summary.paid = paid.iter().map(|paid| paid.count).sum();
    gate::summarise(&diagnostics, debt, debt_before.as_ref(), policy, &mut summary);
    // Worth telling are the flags that are done: another lint may still call one due.
    let is_debt = |name: &str| LINTS.iter().any(|lint| lint.name == name && lint.debt);
    paid.retain(|paid| is_debt(&paid.lint) && paid.flag.as_ref().is_none_or(|flag| !due.contains(flag)));
    let named = diagnostics.iter().filter_map(|diagnostic| diagnostic.flag.as_deref());
    let places = named
        .filter_map(|key| Some((key.to_owned(), registry.get(key)?.source.clone())))
        .collect();
    Ok(Report {
        version: VERSION,
        as_of: policy.as_of,
        environments: evidence::production_names(&registry, policy),
        sources: match settings.excerpts {
            true => sources(&diagnostics, after),
            false => BTreeMap::new(),
        },
        diagnostics,
        paid,
        summary,
        registry_places: places,
        lints: lint_infos(),
        registries: registry.sources,
        page,
    })
}

/// What the page shows besides the findings.
fn page(joined: &Joined, diagnostics: &[Diagnostic], registry: &Registry, policy: &Policy) -> Page {
    let sources = tickets::Sources {
        registry,
        usages: &joined.usages,
        repository_url: None,
    };
    Page {
        tickets: tickets::tickets(diagnostics, &sources, policy.as_of, None).tickets,
        graph: graph::graph(joined, registry, policy, VERSION, false),
        inventory: Inventory {
            version: VERSION,
            as_of: policy.as_of,
            environments: evidence::production_names(registry, policy),
            usages: joined.usages.clone(),
            diagnostics: diagnostics.to_vec(),
            registry: registry.clone(),
        },
    }
}

/// `flagdebt fix`: takes out the flags that are wanted; without any those that are due. `review`: also where that is
/// only likely right.
///
/// # Errors
/// When an input cannot be read.
pub fn fix(settings: &Settings, wanted: &[Wanted], review: bool, progress: &dyn Progress) -> Result<Removals, Failure> {
    let mut registry = load(settings)?;
    for flag in wanted {
        // Named by the user, so it is a key also where no export knows it. It leads to no entry.
        registry.index.entry(flag.key.clone()).or_insert(usize::MAX);
    }
    let sdks = Sdks::new(settings.sdks.clone());
    let mut scan = scan(settings, &sdks, &registry, progress)?;
    complete(settings, &mut scan, &sdks, &registry)?;
    let joined = join::join(scan.resolved.uses.clone(), &registry);
    let due = match wanted.is_empty() {
        true => removal::due(&judged(&scan, &joined, &registry, &settings.policy)),
        false => wanted.to_vec(),
    };
    let disk = disk(settings, &mut scan);
    let basis = Basis {
        registry: &registry,
        policy: &settings.policy,
        sdks: &sdks,
    };
    Ok(removal::plan(&due, &mut scan, joined, &disk, &basis, review))
}

/// Gives a scan its facts where it has only an answer.
fn complete(settings: &Settings, scan: &mut Scan, sdks: &Sdks, registry: &Registry) -> Result<(), Failure> {
    if !scan.complete(sdks, registry) {
        // Another run threw them away in between.
        *scan = scan::scan(&settings.walk, sdks, registry, None, &scan::Silent).map_err(Failure::input)?;
    }
    Ok(())
}

/// The source files that were scanned, as they are on disk.
fn disk(settings: &Settings, scan: &mut Scan) -> Disk {
    let parsed = scan.facts.iter().map(|facts| facts.path.to_string()).collect();
    Disk::new(
        std::mem::take(&mut scan.sources),
        settings.walk.paths.clone(),
        settings.walk.max_file_size,
    )
    .searched(std::mem::take(&mut scan.names), parsed)
    .of_whole_files(settings.walk.whole_files)
}

/// `flagdebt baseline`: the present findings, known ones included.
///
/// # Errors
/// When an input cannot be read.
pub fn baseline(settings: &Settings, progress: &dyn Progress) -> Result<(Baseline, Vec<Paid>), Failure> {
    let registry = load(settings)?;
    let mut diagnostics = judge(settings, None, &registry, progress)?.diagnostics;
    let earlier = settings.baseline.as_ref();
    let baseline = Baseline::of(&diagnostics, earlier);
    let today = settings.policy.as_of.to_zoned(jiff::tz::TimeZone::UTC).date();
    let paid = earlier.map_or_else(Vec::new, |earlier| earlier.known(today).mark(&mut diagnostics));
    Ok((baseline, paid))
}

/// `flagdebt tickets`.
///
/// # Errors
/// When an input cannot be read.
pub fn tickets(
    settings: &Settings,
    repository_url: Option<&str>,
    top: Option<usize>,
    progress: &dyn Progress,
) -> Result<Tickets, Failure> {
    let registry = load(settings)?;
    let mut judged = judge(settings, None, &registry, progress)?;
    judged.ask_authors(settings)?;
    let Judged {
        joined, diagnostics, ..
    } = judged;
    let sources = tickets::Sources {
        registry: &registry,
        usages: &joined.usages,
        repository_url,
    };
    Ok(tickets::tickets(&diagnostics, &sources, settings.policy.as_of, top))
}

/// `flagdebt uses`.
///
/// # Errors
/// When an input cannot be read.
pub fn uses(settings: &Settings, progress: &dyn Progress) -> Result<UsesReport, Failure> {
    let registry = load(settings)?;
    let scan = scan(settings, &Sdks::new(settings.sdks.clone()), &registry, progress)?;
    Ok(UsesReport {
        version: VERSION,
        uses: scan.resolved.uses,
        files: scan.files,
        parsed: scan.parsed,
        skipped: scan.skipped,
    })
}

/// `flagdebt flags`.
///
/// # Errors
/// When an input cannot be read.
pub fn flags(settings: &Settings, progress: &dyn Progress) -> Result<Inventory, Failure> {
    let registry = load(settings)?;
    let Judged {
        joined, diagnostics, ..
    } = judge(settings, None, &registry, progress)?;
    Ok(Inventory {
        version: VERSION,
        as_of: settings.policy.as_of,
        environments: evidence::production_names(&registry, &settings.policy),
        usages: joined.usages,
        diagnostics,
        registry,
    })
}

/// `flagdebt graph`.
///
/// # Errors
/// When an input cannot be read.
pub fn graph(settings: &Settings, matrix: bool, progress: &dyn Progress) -> Result<Graph, Failure> {
    let registry = load(settings)?;
    let sdks = Sdks::new(settings.sdks.clone());
    let mut scan = scan(settings, &sdks, &registry, progress)?;
    let (joined, _) = joined(std::mem::take(&mut scan.resolved.uses), &sdks, &registry);
    Ok(graph::graph(&joined, &registry, &settings.policy, VERSION, matrix))
}

/// `flagdebt registry`.
///
/// # Errors
/// When an export cannot be read.
pub fn registry(settings: &Settings) -> Result<RegistryReport, Failure> {
    Ok(RegistryReport {
        version: VERSION,
        registry: load(settings)?,
    })
}

/// Every lint as the outputs show it.
pub fn lint_infos() -> Vec<LintInfo> {
    let info = |lint: &&lints::Lint| LintInfo {
        name: lint.name.to_owned(),
        summary: lint.summary().to_owned(),
        docs: lint.body(),
        level: lint.level,
        debt: lint.debt,
        fixable: removal::FIXABLE.contains(&lint.name),
    };
    LINTS.iter().map(info).collect()
}

/// The names for `--registry-format`.
pub fn registry_formats() -> Vec<&'static str> {
    registry::formats().collect()
}

/// Helpers of a team's own under `root`, with the exports that were found there.
///
/// # Errors
/// When the tree cannot be read.
pub fn helpers(root: &Path, exports: &[(String, Vec<u8>)]) -> Result<Vec<Proposal>, Failure> {
    let read = exports
        .iter()
        .filter_map(|(path, bytes)| registry::read(path, bytes, None).ok());
    let registry = registry::join(read.collect(), Timestamp::UNIX_EPOCH);
    let walk = WalkOptions {
        paths: vec![root.to_path_buf()],
        include: Vec::new(),
        exclude: Vec::new(),
        max_file_size: MAX_FILE_SIZE,
        threads: 0,
        whole_files: false,
        overlay: Overlay::default(),
        listing: None,
    };
    let sdks = Sdks::new(Vec::new());
    let scan = scan::scan(&walk, &sdks, &registry, None, &scan::Silent).map_err(Failure::input)?;
    let mut found = propose::proposals(&scan, &|key| registry.index.contains_key(key));
    let prefix = format!("{}/", walk::shown(root));
    for helper in &mut found {
        if let Some(inner) = helper.place.strip_prefix(&prefix) {
            helper.place = inner.to_owned();
        }
    }
    Ok(found)
}

/// What an export is, if it is one: its format's name and how many flags it holds.
pub fn recognise(path: &str, bytes: &[u8]) -> Option<(&'static str, usize)> {
    let joined = registry::join(vec![registry::read(path, bytes, None).ok()?], Timestamp::UNIX_EPOCH);
    let source = joined.sources.first()?;
    Some((source.format, source.flags))
}

fn load(settings: &Settings) -> Result<Registry, Failure> {
    let mut exports = Vec::new();
    for file in &settings.exports {
        exports.extend(exports_of(file)?);
    }
    let mut registry = registry::join(exports, settings.policy.as_of);
    settings.policy.assign_kinds(&mut registry);
    known_environments(&registry, &settings.policy)?;
    Ok(registry)
}

/// Reads what one entry names: a file, or the files of a folder or a pattern together.
fn exports_of(file: &ExportFile) -> Result<Vec<Export>, Failure> {
    let format = file.format.as_deref();
    let Some(paths) = walk::files_of(&file.path).map_err(|message| Failure::input(message).help(WHICH_EXPORT))? else {
        let bytes = beside::named(&file.path, beside::EXPORT).map_err(|error| unreadable(&file.path, &error))?;
        return Ok(vec![
            registry::read(&file.path, &bytes, format).map_err(export_failure)?,
        ]);
    };
    let mut files = Vec::with_capacity(paths.len());
    let mut room = beside::EXPORT;
    for path in paths {
        let bytes = beside::regular(Path::new(&path), room).map_err(|error| unreadable(&path, &error))?;
        room -= bytes.len() as u64;
        files.push((path, bytes));
    }
    registry::read_together(&file.path, &files, format).map_err(export_failure)
}

/// A misspelt environment must not pass as "nothing is proven".
fn known_environments(registry: &Registry, policy: &Policy) -> Result<(), Failure> {
    let mut names: Vec<&str> = registry
        .sources
        .iter()
        .flat_map(|source| source.environments.iter().map(String::as_str))
        .collect();
    names.sort_unstable();
    names.dedup();
    if policy.environments.is_empty() || names.is_empty() || !evidence::production_names(registry, policy).is_empty() {
        return Ok(());
    }
    let wanted = policy.environments.join("`, `");
    let failure = Failure::usage(format!("no export has an environment `{wanted}`"));
    let near = policy
        .environments
        .iter()
        .find_map(|name| nearest::nearest(name, names.iter().copied()));
    Err(match near {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("the exports have `{}`", names.join("`, `"))),
    })
}

fn export_failure(error: ReadError) -> Failure {
    let place = error.at.map(|at| format!(" (at `{at}`)")).unwrap_or_default();
    let mut failure = Failure::input(format!("{}{place}", error.message)).in_file(error.path);
    if let Some(line) = error.line {
        failure = failure.at(line, error.column);
    }
    match error.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => format!("the registry export `{path}` does not exist"),
        std::io::ErrorKind::FileTooLarge => {
            let largest = beside::EXPORT >> 20;
            format!("the registry export `{path}` is larger than {largest} MiB, or with the other files of its folder")
        }
        std::io::ErrorKind::IsADirectory => format!("the registry export `{path}` is a folder, not a file"),
        _ => format!("the registry export `{path}` cannot be read: {error}"),
    };
    Failure::input(message).help(WHICH_EXPORT)
}

fn scan(settings: &Settings, sdks: &Sdks, registry: &Registry, progress: &dyn Progress) -> Result<Scan, Failure> {
    let cache = settings.cache.as_ref();
    scan::scan(&settings.walk, sdks, registry, cache, progress).map_err(Failure::input)
}

/// The join, and how many uses it is about.
fn joined(uses: Vec<Use>, sdks: &Sdks, registry: &Registry) -> (Joined, usize) {
    let local = sdks.local();
    let is_local = |found: &Use| found.sdk.as_deref().is_some_and(|sdk| local.contains(&sdk));
    let is_registered = |found: &Use| found.key.as_deref().is_some_and(|key| registry.get(key).is_some());
    let asks = |found: &Use| (found.sdk.clone(), found.callee.clone());
    let registered = uses.iter().filter(|found| is_local(found) && is_registered(found));
    let readers: BTreeSet<_> = registered.map(asks).collect();
    // Flags that the code base declares itself are in no registry, and none is missed there. But what asks for a registered flag
    // at one place may do so where its key is known only at run time.
    let is_open = |found: &Use| found.key.is_none() || found.key_source == KeySource::Pattern;
    let matters =
        |found: &Use| !is_local(found) || is_registered(found) || is_open(found) && readers.contains(&asks(found));
    let uses: Vec<Use> = uses.into_iter().filter(matters).collect();
    let count = uses.iter().filter(|found| found.role != Role::Mention).count();
    (join::join(uses, registry), count)
}

fn judged(scan: &Scan, joined: &Joined, registry: &Registry, policy: &Policy) -> Vec<Diagnostic> {
    suppress::apply(lints::check(joined, registry, policy), &scan.comments, policy)
}

/// The texts that the findings point into.
fn sources(diagnostics: &[Diagnostic], held: Option<&Held>) -> BTreeMap<String, String> {
    let labels = diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic.label.iter().chain(&diagnostic.related));
    let paths: BTreeSet<&str> = labels.map(|label| label.path.as_str()).collect();
    let listed = match held {
        // Without it there is no excerpt, which is no reason to give no answer.
        Some(Held::Listed(listing)) => listing.contents(paths.iter().copied()).unwrap_or_default(),
        _ => BTreeMap::new(),
    };
    let content = |path: &str| match held {
        Some(Held::Listed(_)) => listed.get(path).map(|content| content.to_vec()),
        Some(Held::Disk(overlay)) if overlay.contains_key(path) => {
            overlay.get(path)?.as_ref().map(|content| content.to_vec())
        }
        _ => beside::regular(Path::new(path), beside::EXPORT).ok(),
    };
    let text = |path: &str| Some((path.to_owned(), String::from_utf8(content(path)?).ok()?));
    paths.into_iter().filter_map(text).collect()
}
