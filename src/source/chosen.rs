//! Which files are looked into, told by their paths alone: for files that are not met on disk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

use super::walk::{WalkOptions, shown};

/// Names what is not looked into, as a `.gitignore` does.
pub(super) const IGNORE_FILE: &str = ".flagdebtignore";
/// Folders of other people's code.
pub(super) const VENDORED: &[&str] = &[
    "node_modules",
    "bower_components",
    "vendor",
    "third_party",
    "Pods",
    "site-packages",
];
/// The choice of a configuration.
pub struct Chosen {
    pub(super) include: Option<GlobSet>,
    pub(super) exclude: Option<GlobSet>,
    /// Empty: everything is within.
    roots: Vec<String>,
    ignored: RefCell<Ignored>,
}

impl Chosen {
    /// The choice of some options.
    ///
    /// # Errors
    /// When a glob is malformed: the message says which.
    pub fn new(options: &WalkOptions) -> Result<Self, String> {
        Ok(Self {
            include: globs(&options.include)?,
            exclude: globs(&options.exclude)?,
            roots: options.paths.iter().map(|path| shown(path)).collect(),
            ignored: RefCell::new(Ignored::new(&[IGNORE_FILE], IgnoreFiles::Disk)),
        })
    }

    /// Whether a file would be looked into, if it were of a language that is read. What is generated only its content says.
    pub fn admits(&self, path: &str) -> bool {
        self.is_within(path)
            && !self.is_hidden(path)
            && self.include.as_ref().is_none_or(|globs| globs.is_match(path))
            && !self.exclude.as_ref().is_some_and(|globs| globs.is_match(path))
            && !path.split('/').any(|part| VENDORED.contains(&part))
            && !is_minified(path)
            && !self.ignored.borrow_mut().has(path)
    }

    /// Whether a path lies below what is looked into.
    pub(super) fn is_within(&self, path: &str) -> bool {
        self.roots.is_empty() || self.ways(path).next().is_some()
    }

    /// Whether a path is hidden from a walk: what is named itself is not.
    pub(super) fn is_hidden(&self, path: &str) -> bool {
        let is_hidden = |way: &str| way.split('/').any(|part| part.starts_with('.'));
        match self.roots.is_empty() {
            true => is_hidden(path),
            false => self.ways(path).all(is_hidden),
        }
    }

    /// The ways to a path from what is looked into.
    fn ways<'p>(&'p self, path: &'p str) -> impl Iterator<Item = &'p str> {
        self.roots.iter().filter_map(move |root| {
            if root == "." {
                return Some(path);
            }
            let way = path.strip_prefix(root.trim_end_matches('/'))?;
            match way.is_empty() {
                true => Some(way),
                false => way.strip_prefix('/'),
            }
        })
    }
}

/// Where ignore files are.
pub(super) enum IgnoreFiles {
    /// On disk, each read when it is asked for.
    Disk,
    /// Here, by path.
    Texts(BTreeMap<String, String>),
}

impl IgnoreFiles {
    /// The rules of one file. What is malformed in it holds for nothing, as in git.
    fn read(&self, folder: &str, name: &str) -> Option<Gitignore> {
        let path = Path::new(folder).join(name);
        match self {
            Self::Disk => path.is_file().then(|| Gitignore::new(path).0),
            Self::Texts(texts) => {
                let text = texts.get(path.to_str()?)?;
                let mut builder = GitignoreBuilder::new(folder);
                for line in text.lines() {
                    let _ = builder.add_line(None, line);
                }
                builder.build().ok()
            }
        }
    }
}

/// What ignore files of some names say.
pub(super) struct Ignored {
    files: IgnoreFiles,
    /// The one that decides first.
    names: &'static [&'static str],
    /// By folder: for each name the rules from there up to the root.
    known: FxHashMap<String, Rc<Vec<Vec<Rc<Gitignore>>>>>,
}

impl Ignored {
    pub(super) fn new(names: &'static [&'static str], files: IgnoreFiles) -> Self {
        Self {
            files,
            names,
            known: FxHashMap::default(),
        }
    }

    /// Whether the files of its folder, or of one around it, name the path; the nearest one decides.
    pub(super) fn has(&mut self, path: &str) -> bool {
        let rules = self.rules(path.rsplit_once('/').map_or("", |(folder, _)| folder));
        for rules in rules.iter().flatten() {
            match rules.matched_path_or_any_parents(path, false) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    /// The rules that hold in a folder.
    fn rules(&mut self, folder: &str) -> Rc<Vec<Vec<Rc<Gitignore>>>> {
        if let Some(known) = self.known.get(folder) {
            return Rc::clone(known);
        }
        let mut found = Rc::new(vec![Vec::new(); self.names.len()]);
        // From the root down, so that each folder adds its own to those around it.
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for end in std::iter::once(0).chain(ends) {
            let inner = folder.get(..end).unwrap_or(folder);
            if let Some(known) = self.known.get(inner) {
                found = Rc::clone(known);
                continue;
            }
            let mut all = (*found).clone();
            for (name, rules) in self.names.iter().zip(&mut all) {
                if let Some(own) = self.files.read(inner, name) {
                    rules.insert(0, Rc::new(own));
                }
            }
            found = Rc::new(all);
            self.known.insert(inner.to_owned(), Rc::clone(&found));
        }
        found
    }
}

pub(super) fn is_minified(path: &str) -> bool {
    let is_second = |stem: &str, ending: &str| {
        let end = stem.len().checked_sub(ending.len()).and_then(|at| stem.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    path.rsplit_once('.')
        .is_some_and(|(stem, _)| is_second(stem, ".min") || is_second(stem, ".bundle"))
}

/// A set of one glob. A matcher of its own would panic on a glob that is too large to compile.
pub(crate) fn glob_set(glob: Glob) -> Result<GlobSet, globset::Error> {
    GlobSet::builder().add(glob).build()
}

fn globs(patterns: &[String]) -> Result<Option<GlobSet>, String> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        builder.add(Glob::new(pattern).map_err(|error| format!("`{pattern}` is not a glob: {}", error.kind()))?);
        // a folder means what is in it
        if let Ok(inner) = Glob::new(&format!("{}/**", pattern.trim_end_matches('/'))) {
            builder.add(inner);
        }
    }
    builder
        .build()
        .map(Some)
        .map_err(|_| "the globs of `include` or `exclude` are too large together".to_owned())
}
