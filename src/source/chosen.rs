//! Which files are looked into, told by their paths alone: for files that are not met on disk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::Match;
use ignore::gitignore::Gitignore;

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
    /// What the ignore file of a folder says; read when it is asked for.
    ignored: RefCell<BTreeMap<PathBuf, Option<Gitignore>>>,
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
            ignored: RefCell::default(),
        })
    }

    /// Whether a file would be looked into, if it were of a language that is read. What is generated only its content says.
    pub fn admits(&self, path: &str) -> bool {
        let within = |root: &String| {
            let rest = path.strip_prefix(root.trim_end_matches('/'));
            root == "." || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        (self.roots.is_empty() || self.roots.iter().any(within))
            && self.include.as_ref().is_none_or(|globs| globs.is_match(path))
            && !self.exclude.as_ref().is_some_and(|globs| globs.is_match(path))
            && !path.split('/').any(|part| VENDORED.contains(&part))
            && !is_minified(path)
            && !self.is_ignored(Path::new(path))
    }

    /// Whether the ignore file of the folder, or of one around it, names the path; the nearest one decides.
    fn is_ignored(&self, path: &Path) -> bool {
        let mut known = self.ignored.borrow_mut();
        for folder in path.ancestors().skip(1) {
            let rules = known.entry(folder.to_owned()).or_insert_with(|| {
                let file = folder.join(IGNORE_FILE);
                file.is_file().then(|| Gitignore::new(file).0)
            });
            if let Some(rules) = rules {
                match rules.matched_path_or_any_parents(path, false) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
        }
        false
    }
}

pub(super) fn is_minified(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(stem, _)| stem.ends_with(".min") || stem.ends_with(".bundle"))
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
