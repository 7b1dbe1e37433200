//! The walk over the tree: which files are ours to look into, and why the others are not.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use globset::GlobSet;
use ignore::WalkState;
use rayon::slice::ParallelSliceMut;
use rustc_hash::FxHashMap;

use super::chosen::{Chosen, IGNORE_FILE, IgnoreFiles, Ignored, VENDORED, is_minified};
use super::{beside, chosen, ignore_files};
use crate::git::Listing;
use crate::language::Language;
use crate::source::{Overlay, Skipped};

/// Source code that no entry of the language table reads: counted, so that a flag read only there is no surprise.
const UNREAD: &[&str] = &[
    "clj", "cljc", "cljs", "coffee", "erl", "fs", "groovy", "hs", "jl", "lua", "pl", "pm", "vb",
];
/// Why a folder is not looked into.
pub(crate) const VENDORED_CODE: &str = "vendored code";
/// Why something else than a file is not.
const NOT_REGULAR: &str = "not a regular file";
/// Why a file is not that would be known under another name than its own.
const NO_TEXT: &str = "its name is not UTF-8";
/// Where a generated file says so.
const HEADER: usize = 2048;
/// A line that no person wrote, unless it is one long text.
const MINIFIED_LINE: usize = 20_000;
/// A text in code that is no longer than that.
const LONG_TEXT: usize = 1 << 20;
/// A line that a person may well have written.
const PLAIN_LINE: usize = 500;
/// With so many of those for each other one, a person wrote the file.
const PLAIN_LINES: usize = 20;

/// What the walk is told.
#[derive(Debug, Clone)]
pub struct WalkOptions {
    /// Files and folders as given; the working directory is `.`. Without any, only the overlay is looked into.
    pub paths: Vec<PathBuf>,
    /// Only these, where there are any; globs relative to the working directory.
    pub include: Vec<String>,
    /// Never these.
    pub exclude: Vec<String>,
    /// Bytes; larger files are skipped.
    pub max_file_size: u64,
    /// Workers; 0: as many as the machine has cores.
    pub threads: usize,
    /// Parse all of a file, even where nothing stands that is looked for: to compare with.
    pub whole_files: bool,
    /// What the tree is taken to hold instead of what is on disk.
    pub overlay: Overlay,
    /// The files are those that git lists, with the contents that it has.
    pub listing: Option<Arc<Listing>>,
}

/// A file to look into.
#[derive(Debug)]
pub struct Source {
    /// For people: relative to the working directory, with `/`.
    pub path: String,
    /// What it is written in.
    pub language: &'static Language,
    /// Where it comes from, if that is not the file of this path; in a box, because there are many sources and hardly any has one.
    origin: Option<Box<Origin>>,
}

/// Where a source comes from.
#[derive(Debug, Default)]
struct Origin {
    /// For opening.
    file: Option<Box<Path>>,
    /// What it holds, where that is not what is on disk.
    content: Option<Arc<[u8]>>,
    /// git's name of what it holds.
    blob: Option<String>,
}

impl Source {
    /// The file of this path; `None`: it is of no language that is read.
    pub(super) fn on_disk(path: String) -> Option<Self> {
        let language = Language::of(path.rsplit('/').next().unwrap_or(&path))?;
        Some(Self::new(path, language))
    }

    /// Whether it is no more than the file of its path.
    pub(super) fn is_on_disk(&self) -> bool {
        self.origin.is_none()
    }

    fn new(path: String, language: &'static Language) -> Self {
        Self {
            path,
            language,
            origin: None,
        }
    }

    /// For opening.
    pub fn file(&self) -> &Path {
        let other = self.origin.as_ref().and_then(|origin| origin.file.as_deref());
        other.unwrap_or(Path::new(&self.path))
    }

    /// What it holds, where that is not what is on disk.
    pub fn content(&self) -> Option<&Arc<[u8]>> {
        self.origin.as_ref()?.content.as_ref()
    }

    /// Says what it holds instead of what is on disk; `None`: it holds that.
    pub fn set_content(&mut self, content: Option<Arc<[u8]>>) {
        if content.is_some() || self.origin.is_some() {
            self.origin.get_or_insert_default().content = content;
        }
    }

    /// git's name of what it holds, where it comes from there.
    pub fn blob(&self) -> Option<&str> {
        self.origin.as_ref()?.blob.as_deref()
    }
}

/// Everything the walk met.
#[derive(Debug, Default)]
pub struct Walked {
    /// Sorted by path.
    pub sources: Vec<Source>,
    /// Not looked into, sorted by path.
    pub skipped: Vec<Skipped>,
    /// Folders that were listed, for people.
    pub(super) folders: Vec<String>,
    /// Files that said what is ignored.
    pub(super) rules: Vec<PathBuf>,
    /// Something else was met that a walk depends on.
    pub(super) depends: bool,
}

/// Walks the tree.
///
/// # Errors
/// When a given path does not exist, or a glob is malformed: the message says which.
pub fn walk(options: &WalkOptions) -> Result<Walked, String> {
    let chosen = Chosen::new(options)?;
    let mut walked = match (&options.listing, options.paths.first()) {
        (Some(listing), _) => {
            let paths = listing
                .files()
                .iter()
                .map(|(path, blob)| (path.as_str(), blob.as_str()));
            listed(paths, ignore_texts(listing)?, &chosen)
        }
        (None, Some(_)) => on_disk(options, &chosen)?,
        (None, None) => Walked::default(),
    };
    once_each(&mut walked, &options.paths);
    lay_over(&mut walked, options, &chosen);
    walked.sources.par_sort_by(|one, two| one.path.cmp(&two.path));
    let mut same_name = Vec::new();
    walked.sources.dedup_by(|two, one| {
        let is_double = one.path == two.path;
        // What stands for bytes that are no text is the same for all of them.
        if is_double && one.file() != two.file() {
            same_name.push(Skipped {
                path: two.path.clone(),
                reason: NO_TEXT.to_owned(),
            });
        }
        is_double
    });
    walked.skipped.append(&mut same_name);
    walked.skipped.sort();
    walked.skipped.dedup();
    Ok(walked)
}

fn on_disk(options: &WalkOptions, chosen: &Chosen) -> Result<Walked, String> {
    for path in &options.paths {
        if fs::symlink_metadata(path).is_err() {
            return Err(format!("`{}` does not exist or cannot be read", path.display()));
        }
    }
    let found = Mutex::new(Walked::default());
    let (mut builder, noted) = ignore_files::builder(&options.paths, |_| true)?;
    builder
        .add_custom_ignore_filename(IGNORE_FILE)
        .follow_links(false)
        .require_git(false)
        .threads(options.threads);
    let (include, exclude) = (chosen.include.as_ref(), chosen.exclude.as_ref());
    builder
        .build_parallel()
        .run(|| Box::new(|entry| visit(entry, include, exclude, &found)));
    let mut walked = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let met = noted.take();
    walked.depends |= met.elsewhere || !met.left_out.is_empty();
    walked.skipped.extend(met.left_out);
    walked.rules = met.rules;
    Ok(walked)
}

/// Takes away what was met on a second way too: `a.ts` and `/shop/a.ts`, or a folder and a link to it. Of several ways the one that
/// reads best stays.
fn once_each(walked: &mut Walked, roots: &[PathBuf]) {
    let mut places = Places::default();
    if !overlap(roots, &mut places) {
        return;
    }
    // Ordered by how well they read: from the working directory, then short.
    let rank = |path: &str| (Path::new(path).is_absolute(), path.split('/').count(), path.to_owned());
    let sources: Vec<(PathBuf, String)> = walked
        .sources
        .iter()
        .map(|source| (places.of(source.file()), source.path.clone()))
        .collect();
    let skipped: Vec<(PathBuf, String)> = walked
        .skipped
        .iter()
        .map(|skipped| (places.of(Path::new(&skipped.path)), skipped.path.clone()))
        .collect();
    let mut best: FxHashMap<&Path, &str> = FxHashMap::default();
    for (place, path) in sources.iter().chain(&skipped) {
        let known = best.entry(place).or_insert(path);
        if rank(path) < rank(known) {
            *known = path;
        }
    }
    let is_best = |(place, path): &(PathBuf, String)| best.get(place.as_path()).is_some_and(|known| known == path);
    let mut kept = sources.iter().map(is_best);
    walked.sources.retain(|_| kept.next().unwrap_or(true));
    let mut kept = skipped.iter().map(is_best);
    walked.skipped.retain(|_| kept.next().unwrap_or(true));
}

/// Whether something can be met on two ways: one of the given paths leads to another, or into it.
fn overlap(roots: &[PathBuf], places: &mut Places) -> bool {
    if roots.len() < 2 {
        return false;
    }
    let mut whole: Vec<PathBuf> = roots
        .iter()
        .map(|root| match root.is_dir() {
            true => fs::canonicalize(root).unwrap_or_else(|_| root.clone()),
            false => places.of(root),
        })
        .collect();
    // Everything in a folder is sorted right behind it.
    whole.par_sort_unstable();
    whole
        .windows(2)
        .any(|pair| matches!(pair, [one, two] if two.starts_with(one)))
}

/// Where files are, whatever links lead there; each folder is looked up once.
#[derive(Default)]
pub struct Places {
    folders: FxHashMap<PathBuf, PathBuf>,
}

impl Places {
    /// What a path is called from the working directory, without links and `..`: so git and its states call it. `None`: it is not in
    /// there.
    pub fn from_here(&mut self, path: &Path, here: &Path) -> Option<PathBuf> {
        let place = match path.is_dir() {
            true => fs::canonicalize(path).ok()?,
            false => self.of(path),
        };
        // Its folder is gone: only git may know it.
        if place.is_relative() {
            return Some(path.to_owned());
        }
        let way = place.strip_prefix(here).ok()?;
        Some(match way.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => way.to_owned(),
        })
    }

    /// The place of what is no link itself: a walk follows none.
    fn of(&mut self, path: &Path) -> PathBuf {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        };
        if let Some(known) = self.folders.get(folder) {
            return known.join(name);
        }
        let here = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        let whole = fs::canonicalize(here).unwrap_or_else(|_| folder.to_owned());
        let place = whole.join(name);
        self.folders.insert(folder.to_owned(), whole);
        place
    }
}

/// The names of ignore files; the first decides first.
const IGNORE_FILES: &[&str] = &[IGNORE_FILE, ".ignore", ".gitignore"];

/// The ignore files that git lists, with what it has of them.
///
/// # Errors
/// When git does not have that.
pub(crate) fn ignore_texts(listing: &Listing) -> Result<BTreeMap<String, String>, String> {
    let paths = listing.files().iter().map(|(path, _)| path.as_str());
    let held = listing.contents(paths.filter(|path| is_ignore_file(path)))?;
    let text = |(path, content): (&str, Arc<[u8]>)| (path.to_owned(), String::from_utf8_lossy(&content).into_owned());
    Ok(held.into_iter().map(text).collect())
}

/// Whether a file says what is ignored.
pub(crate) fn is_ignore_file(path: &str) -> bool {
    IGNORE_FILES.contains(&path.rsplit('/').next().unwrap_or(path))
}

/// What the walk would meet if these paths, with their blobs, were on disk and nothing else.
pub(crate) fn listed<'p>(
    paths: impl Iterator<Item = (&'p str, &'p str)>,
    ignore_texts: BTreeMap<String, String>,
    chosen: &Chosen,
) -> Walked {
    let mut ignored = Ignored::new(IGNORE_FILES, IgnoreFiles::Texts(ignore_texts));
    let mut walked = Walked::default();
    let matches = |globs: &Option<GlobSet>, path: &str| globs.as_ref().is_some_and(|globs| globs.is_match(path));
    for (path, blob) in paths {
        if !chosen.is_within(path) || chosen.is_hidden(path) || matches(&chosen.exclude, path) || ignored.has(path) {
            continue;
        }
        let mut skip = |path: &str, reason: &str| {
            walked.skipped.push(Skipped {
                path: path.to_owned(),
                reason: reason.to_owned(),
            });
        };
        if let Some(folder) = vendored(path).filter(|folder| !matches(&chosen.include, folder)) {
            skip(folder, VENDORED_CODE);
            continue;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let Some(language) = Language::of(name) else {
            if name.rsplit_once('.').is_some_and(|(_, ending)| is_unread(ending)) {
                skip(path, "a language that is not read yet");
            }
            continue;
        };
        if chosen.include.is_some() && !matches(&chosen.include, path) {
            continue;
        }
        if is_minified(path) {
            skip(path, "minified");
            continue;
        }
        let mut source = Source::new(path.to_owned(), language);
        source.origin.get_or_insert_default().blob = Some(blob.to_owned());
        walked.sources.push(source);
    }
    walked
}

/// The folder of other people's code that a path is in.
fn vendored(path: &str) -> Option<&str> {
    let mut start = 0;
    for (end, _) in path.match_indices('/') {
        if path.get(start..end).is_some_and(|name| VENDORED.contains(&name)) {
            return path.get(..end);
        }
        start = end + 1;
    }
    None
}

/// Puts what the overlay says in the place of what was met on disk.
fn lay_over(walked: &mut Walked, options: &WalkOptions, chosen: &Chosen) {
    if options.overlay.is_empty() {
        return;
    }
    walked
        .sources
        .retain(|source| !options.overlay.contains_key(&source.path));
    walked
        .skipped
        .retain(|skipped| !options.overlay.contains_key(&skipped.path));
    for (path, content) in &options.overlay {
        let name = path.rsplit('/').next().unwrap_or(path);
        if let (Some(content), Some(language)) = (content, Language::of(name))
            && chosen.admits(path)
        {
            let mut source = Source::new(path.clone(), language);
            source.set_content(Some(Arc::clone(content)));
            walked.sources.push(source);
        }
    }
}

/// A path for people: relative, with `/`, without `./`.
pub fn shown(path: &Path) -> String {
    let mut text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR != '/' {
        text = text.replace('\\', "/").into();
    }
    let trimmed = text.strip_prefix("./").unwrap_or(&text);
    if trimmed.is_empty() {
        ".".to_owned()
    } else {
        trimmed.to_owned()
    }
}

fn visit(
    entry: Result<ignore::DirEntry, ignore::Error>,
    include: Option<&GlobSet>,
    exclude: Option<&GlobSet>,
    found: &Mutex<Walked>,
) -> WalkState {
    let skip = |path: String, reason: &str| {
        if let Ok(mut walked) = found.lock() {
            walked.skipped.push(Skipped {
                path,
                reason: reason.to_owned(),
            });
        }
    };
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let path = error_path(&error).map_or_else(|| ".".to_owned(), |path| shown(&path));
            let reason = error
                .io_error()
                .map_or_else(|| error.to_string(), |io| io_reason(io.kind()).to_owned());
            skip(path, &reason);
            if let Ok(mut walked) = found.lock() {
                walked.depends = true;
            }
            return WalkState::Continue;
        }
    };
    let path = shown(entry.path());
    let Some(kind) = entry.file_type() else {
        return WalkState::Continue;
    };
    if exclude.is_some_and(|globs| globs.is_match(&path)) {
        return WalkState::Skip;
    }
    if kind.is_dir() {
        let vendored = entry.depth() > 0
            && entry.file_name().to_str().is_some_and(|name| VENDORED.contains(&name))
            && !include.is_some_and(|globs| globs.is_match(&path));
        if vendored {
            skip(path, VENDORED_CODE);
            return WalkState::Skip;
        }
        if let Ok(mut walked) = found.lock() {
            walked.depends |= entry.path().to_str().is_none();
            walked.folders.push(path);
        }
        return WalkState::Continue;
    }
    if kind.is_symlink() {
        return WalkState::Continue;
    }
    let name = entry.file_name().to_string_lossy();
    let Some(language) = Language::of(&name) else {
        let ending = entry.path().extension().and_then(|ending| ending.to_str());
        if !kind.is_file() {
            skip(path, NOT_REGULAR);
        } else if ending.is_some_and(is_unread) {
            skip(path, "a language that is not read yet");
        }
        return WalkState::Continue;
    };
    if !kind.is_file() {
        skip(path, NOT_REGULAR);
        return WalkState::Continue;
    }
    if include.is_some_and(|globs| !globs.is_match(&path)) {
        return WalkState::Continue;
    }
    if is_minified(&path) {
        skip(path, "minified");
        return WalkState::Continue;
    }
    if matches!(name, Cow::Owned(_)) {
        skip(path, NO_TEXT);
        return WalkState::Continue;
    }
    if let Ok(mut walked) = found.lock() {
        let other = opened_otherwise(entry.path(), &path).then(|| entry.path().into());
        let mut source = Source::new(path, language);
        if other.is_some() {
            source.origin.get_or_insert_default().file = other;
        }
        walked.sources.push(source);
    }
    WalkState::Continue
}

/// Whether files of an ending are source code that is not read.
fn is_unread(ending: &str) -> bool {
    UNREAD.iter().any(|unread| unread.eq_ignore_ascii_case(ending))
}

/// Whether a file is not the one that is opened by its path for people: that one is only a text.
fn opened_otherwise(file: &Path, shown: &str) -> bool {
    let bytes = file.as_os_str().as_encoded_bytes();
    bytes.strip_prefix(b"./").unwrap_or(bytes) != shown.as_bytes()
}

fn error_path(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(error_path),
        _ => None,
    }
}

fn io_reason(kind: std::io::ErrorKind) -> &'static str {
    match kind {
        std::io::ErrorKind::PermissionDenied => "permission denied",
        std::io::ErrorKind::NotFound => "vanished while being read",
        _ => "could not be read",
    }
}

/// Reads a source into a buffer that is used again and again.
///
/// # Errors
/// Why the file is not looked into, in a few words.
pub fn read(source: &Source, limit: u64, buffer: &mut Vec<u8>) -> Result<(), &'static str> {
    if let Some(content) = source.content() {
        if content.len() as u64 > limit {
            return Err("larger than the limit");
        }
        buffer.clear();
        buffer.extend_from_slice(content);
        return Ok(());
    }
    let reason = |error: std::io::Error| io_reason(error.kind());
    // A file may have become something else since it was met.
    let is_none = || fs::symlink_metadata(source.file()).is_ok_and(|found| !found.is_file());
    let opened =
        beside::open(source.file(), false).map_err(|error| if is_none() { NOT_REGULAR } else { reason(error) });
    let (mut file, length) = opened?.ok_or(NOT_REGULAR)?;
    if length > limit {
        return Err("larger than the limit");
    }
    // Its length is known: no call is needed to see that it ends, and what is in the buffer need not be cleared.
    buffer.resize(usize::try_from(length).unwrap_or(usize::MAX), 0);
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(reason(error)),
        }
    }
    buffer.truncate(filled);
    Ok(())
}

/// An export may be in so many files.
const MOST_EXPORT_FILES: usize = 20_000;

/// The files of a folder, or those that a pattern with `*`, `?`, `[…]` or `{…}` names, sorted; `None`: the path is a single file.
/// Hidden files and those that `.gitignore` names are left out.
///
/// # Errors
/// The pattern is malformed, or there are no files, or too many: the message says so.
pub fn files_of(path: &str) -> Result<Option<Vec<String>>, String> {
    let on_disk = fs::metadata(path).ok();
    let is_pattern = on_disk.is_none() && beside::is_pattern(path);
    if !is_pattern && !on_disk.is_some_and(|found| found.is_dir()) {
        return Ok(None);
    }
    let root = match is_pattern {
        true => beside::fixed_part(path),
        false => PathBuf::from(path),
    };
    let wanted = is_pattern
        .then(|| globset::GlobBuilder::new(path).literal_separator(true).build())
        .map(|glob| glob.and_then(chosen::glob_set))
        .transpose()
        .map_err(|error| format!("the pattern `{path}` is malformed: {}", error.kind()))?;
    let mut files = Vec::new();
    for entry in ignore_files::builder(&[root], |_| true)?.0.build().flatten() {
        let name = entry.path().strip_prefix("./").unwrap_or(entry.path());
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if !is_file || wanted.as_ref().is_some_and(|wanted| !wanted.is_match(name)) {
            continue;
        }
        files.push(name.to_string_lossy().replace('\\', "/"));
        if files.len() > MOST_EXPORT_FILES {
            return Err(format!("`{path}` holds more than {MOST_EXPORT_FILES} files"));
        }
    }
    if files.is_empty() {
        return Err(format!("`{path}` names no files"));
    }
    files.sort();
    Ok(Some(files))
}

/// A walk over everything in a repository, hidden files too, but for what version control keeps for itself or ignores.
///
/// # Errors
/// When an ignore file at or above the folder is none: the message says which.
pub fn everything(root: &Path) -> Result<ignore::WalkBuilder, String> {
    let (mut builder, _) = ignore_files::builder(&[root.to_owned()], |name| name != ".git")?;
    builder.hidden(false);
    Ok(builder)
}

/// Every text file below some paths, sources or not, with its bytes, in the order of their names; what version control
/// ignores is left out.
pub fn texts(roots: &[PathBuf], limit: u64) -> impl Iterator<Item = (String, Vec<u8>)> {
    let mut entries = Vec::new();
    // Roots that cannot be walked were an error of the scan already.
    for mut walk in roots.iter().filter_map(|root| everything(root).ok()) {
        walk.sort_by_file_name(std::ffi::OsStr::cmp);
        entries.extend(
            walk.build()
                .filter_map(Result::ok)
                .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())),
        );
    }
    entries.into_iter().filter_map(move |entry| {
        let bytes = beside::regular(entry.path(), limit).ok()?;
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or(&bytes);
        memchr::memchr(0, head).is_none().then(|| (shown(entry.path()), bytes))
    })
}

/// Whether a file's bytes are ours to parse, as text.
///
/// # Errors
/// Why not, in a few words.
pub fn text(bytes: &[u8]) -> Result<&str, &'static str> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("not UTF-8 but UTF-16");
    }
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or(bytes);
    if memchr::memchr(0, head).is_some() {
        return Err("binary");
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8")?;
    let head = bytes.get(..bytes.len().min(HEADER)).unwrap_or(bytes);
    let says = |words: &[u8]| memchr::memmem::find(head, words).is_some();
    if says(b"@generated") || says(b"Code generated") && says(b"DO NOT EDIT") || says(b"<auto-generated") {
        return Err("generated");
    }
    match lines(bytes).any(|line| line.len() > MINIFIED_LINE) && has_minified_lines(bytes) {
        true => Err("minified"),
        false => Ok(text),
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).chain([bytes.len()]);
    ends.filter_map(move |end| bytes.get(std::mem::replace(&mut start, end + 1)..end))
}

/// Whether a file has long lines of code, and few lines that a person wrote: an image or a table of data is one long line in
/// the midst of code that matters, where a bundle has a licence around its own.
fn has_minified_lines(bytes: &[u8]) -> bool {
    let is_plain = |line: &&[u8]| {
        let line = line.trim_ascii();
        line.len() <= PLAIN_LINE && line.first().is_some_and(|first| !matches!(first, b'/' | b'*' | b'#'))
    };
    let minified = lines(bytes).filter(|line| is_minified_line(line)).count();
    minified > 0 && lines(bytes).filter(is_plain).count() < PLAIN_LINES * minified
}

/// Whether a line is long even without the longest text in it.
fn is_minified_line(line: &[u8]) -> bool {
    if line.len() <= MINIFIED_LINE {
        return false;
    }
    let quotes = memchr::memchr3_iter(b'"', b'\'', b'`', line);
    let mut before = None;
    let texts = quotes.filter_map(|at| Some(at - before.replace(at)?));
    let longest = texts.max().unwrap_or(0);
    line.len() - longest > MINIFIED_LINE || longest > LONG_TEXT
}
