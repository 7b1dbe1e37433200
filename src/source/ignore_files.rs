//! The files that say what is not looked into. Whoever walks reads each of them whole, line by line, so a link to a device or a huge
//! file in their place would never end: folders that hold such a thing are left out.

use std::ffi::OsStr;
use std::fs;
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
/// And where a repository begins.
const IN_REPOSITORY: [&str; 3] = [".git", ".git/info/exclude", ".git/commondir"];

/// Folders that were left out.
#[derive(Debug, Clone, Default)]
pub(super) struct LeftOut(Arc<Mutex<Vec<Skipped>>>);

impl LeftOut {
    /// Takes them.
    pub(super) fn take(&self) -> Vec<Skipped> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A walk below some paths that reads only what has an end. `wanted` is asked for every name.
///
/// # Errors
/// When an ignore file at or above one of the paths has none: the message says which.
pub(super) fn builder(paths: &[PathBuf], wanted: fn(&OsStr) -> bool) -> Result<(WalkBuilder, LeftOut), String> {
    let here = PathBuf::from(".");
    let first = paths.first().unwrap_or(&here);
    let mut builder = WalkBuilder::new(first);
    for other in paths.iter().skip(1) {
        builder.add(other);
    }
    for path in paths {
        let whole = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        if let Some(name) = whole.ancestors().find_map(endless) {
            return Err(format!("`{}` is no file, or larger than 1 MiB", shown(&name)));
        }
    }
    let left_out = LeftOut::default();
    let found = left_out.clone();
    builder.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if !wanted(entry.file_name()) {
            return false;
        }
        let endless = is_folder.then(|| endless(entry.path())).flatten();
        if let (Some(name), Ok(mut found)) = (&endless, found.0.lock()) {
            let name = name.file_name().unwrap_or_default().to_string_lossy();
            found.push(Skipped {
                path: shown(entry.path()),
                reason: format!("its {name} is no file, or larger than 1 MiB"),
            });
        }
        endless.is_none()
    });
    Ok((builder, left_out))
}

/// What a folder holds in the place of an ignore file that cannot be read to its end.
fn endless(folder: &Path) -> Option<PathBuf> {
    let mut names = IN_FOLDER.to_vec();
    if fs::symlink_metadata(folder.join(".git")).is_ok() {
        names.extend(IN_REPOSITORY);
    }
    let mut paths = names.iter().map(|name| folder.join(name));
    paths.find(|path| {
        fs::metadata(path).is_ok_and(|found| !found.is_dir() && (!found.is_file() || found.len() > LARGEST))
    })
}
