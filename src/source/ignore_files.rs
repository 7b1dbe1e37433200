//! The files that say what is not looked into. Whoever walks reads each of them whole, line by line, so a link to a device or a huge
//! file in their place would never end: folders that hold such a thing are left out.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;

use super::Skipped;
use super::chosen::IGNORE_FILE;
use super::walk::shown;

/// Bytes: far above what people write.
const LARGEST: u64 = 1 << 20;
/// What the walker reads in each folder.
const IN_FOLDER: [&str; 3] = [".gitignore", ".ignore", IGNORE_FILE];
/// Where a repository is kept.
const REPOSITORY: &str = ".git";
/// What it ignores beside.
const EXCLUDED: &str = ".git/info/exclude";
/// And where a repository begins.
const IN_REPOSITORY: [&str; 3] = [REPOSITORY, EXCLUDED, ".git/commondir"];

/// What was met on the way.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Folders that were left out.
    pub(super) left_out: Vec<Skipped>,
    /// Files that say what is ignored; where a repository has none of its own, the place of it.
    pub(super) rules: Vec<PathBuf>,
    /// A folder's repository lies elsewhere, with rules that are not among these.
    pub(super) elsewhere: bool,
}

/// For all threads of a walk.
#[derive(Debug, Clone, Default)]
pub(super) struct Noted(Arc<Mutex<Met>>);

impl Noted {
    /// Takes what was met.
    pub(super) fn take(&self) -> Met {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A walk below some paths that reads only what has an end. `wanted` is asked for every name.
///
/// # Errors
/// When an ignore file at or above one of the paths has none: the message says which.
pub(super) fn builder(paths: &[PathBuf], wanted: fn(&OsStr) -> bool) -> Result<(WalkBuilder, Noted), String> {
    let here = PathBuf::from(".");
    let first = paths.first().unwrap_or(&here);
    let mut builder = WalkBuilder::new(first);
    for other in paths.iter().skip(1) {
        builder.add(other);
    }
    for path in paths {
        let whole = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        if let Some(name) = whole.ancestors().find_map(|folder| Rules::of(folder).endless()) {
            return Err(format!("`{}` is no file, or larger than 1 MiB", shown(&name)));
        }
    }
    let noted = Noted::default();
    let notes = noted.clone();
    builder.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if !wanted(entry.file_name()) {
            return false;
        }
        if !is_folder {
            return true;
        }
        let rules = Rules::of(entry.path());
        let endless = rules.endless();
        if let (false, Ok(mut met)) = (rules.is_empty(), notes.0.lock()) {
            if let Some(name) = &endless {
                let name = name.file_name().unwrap_or_default().to_string_lossy();
                met.left_out.push(Skipped {
                    path: shown(entry.path()),
                    reason: format!("its {name} is no file, or larger than 1 MiB"),
                });
            }
            met.elsewhere |= rules.is_elsewhere();
            met.rules.extend(rules.paths());
        }
        endless.is_none()
    });
    Ok((builder, noted))
}

/// The places where files above some folders may say what is ignored in them, for the repositories that begin there too; `None`:
/// one of those repositories lies elsewhere.
pub(super) fn above(folders: &[PathBuf]) -> Option<Vec<PathBuf>> {
    let mut places = Vec::new();
    for folder in folders {
        for above in fs::canonicalize(folder).ok()?.ancestors() {
            let repository = above.join(REPOSITORY);
            match fs::metadata(&repository) {
                Ok(found) if !found.is_dir() => return None,
                Ok(_) => places.extend([repository.join("info"), above.join(EXCLUDED), repository]),
                Err(_) => places.push(repository),
            }
            places.extend(IN_FOLDER.iter().map(|name| above.join(name)));
        }
    }
    Some(places)
}

/// Whether a repository is kept in a folder of this name.
pub(super) fn is_repository(folder: &Path) -> bool {
    folder.ends_with(REPOSITORY)
}

/// What stands in the places of a folder's ignore files.
struct Rules {
    /// `None`: a link that leads nowhere.
    found: Vec<(PathBuf, Option<Metadata>)>,
    /// Where the excluded files of a repository that begins here would stand.
    excluded: Option<PathBuf>,
}

impl Rules {
    fn of(folder: &Path) -> Self {
        let mut names = IN_FOLDER.to_vec();
        let repository = folder.join(REPOSITORY);
        let is_repository = fs::symlink_metadata(&repository).is_ok();
        if is_repository {
            names.extend(IN_REPOSITORY);
        }
        let there = |name: &&str| {
            let path = folder.join(name);
            let found = fs::symlink_metadata(&path).ok()?;
            let found = if found.is_symlink() {
                fs::metadata(&path).ok()
            } else {
                Some(found)
            };
            Some((path, found))
        };
        Self {
            found: names.iter().filter_map(there).collect(),
            excluded: is_repository.then(|| folder.join(EXCLUDED)),
        }
    }

    fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What cannot be read to its end.
    fn endless(&self) -> Option<PathBuf> {
        let is_endless = |found: &Metadata| !found.is_dir() && (!found.is_file() || found.len() > LARGEST);
        let mut found = self.found.iter();
        let endless = found.find(|(_, found)| found.as_ref().is_some_and(is_endless));
        endless.map(|(path, _)| path.clone())
    }

    /// Whether a repository begins here that is kept elsewhere.
    fn is_elsewhere(&self) -> bool {
        let is_file = |(path, found): &(PathBuf, Option<Metadata>)| {
            path.ends_with(REPOSITORY) && found.as_ref().is_none_or(|found| !found.is_dir())
        };
        self.found.iter().any(is_file)
    }

    fn paths(self) -> impl Iterator<Item = PathBuf> {
        self.found.into_iter().map(|(path, _)| path).chain(self.excluded)
    }
}
