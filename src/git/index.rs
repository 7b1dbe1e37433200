//! Every file that the index or the last commit holds, by the name of its content: no file is opened to tell which of them
//! changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::Git;
use super::changes::changes;
use crate::source::Overlay;

/// One state of all files that git has.
#[derive(Debug)]
pub struct Listing {
    git: Git,
    /// Path and blob, sorted by path; paths are relative to the working directory.
    files: Vec<(String, String)>,
    /// Paths that differ between the two states that are compared.
    staged: BTreeSet<String>,
    differing: OnceLock<Result<Overlay, String>>,
}

impl Listing {
    /// The last commit and the index after it, told apart by changes: path, and blob of the commit.
    ///
    /// # Errors
    /// When git cannot list the index.
    pub(super) fn both(git: &Git, changes: Vec<(String, Option<String>)>) -> Result<(Self, Self), String> {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for entry in git.text(&["ls-files", "--stage", "-z"])?.split('\0') {
            // Links and submodules hold no text, and what is not merged yet is in no state.
            if let Some((meta, path)) = entry.split_once('\t')
                && let [mode, blob, "0"] = meta.split(' ').collect::<Vec<_>>().as_slice()
                && mode.starts_with("100")
            {
                files.insert(path.to_owned(), (*blob).to_owned());
            }
        }
        let staged: BTreeSet<String> = changes.iter().map(|(path, _)| path.clone()).collect();
        let listing = |files: BTreeMap<String, String>| Self {
            git: git.clone(),
            files: files.into_iter().collect(),
            staged: staged.clone(),
            differing: OnceLock::new(),
        };
        let after = listing(files.clone());
        for (path, blob) in changes {
            match blob {
                Some(blob) => files.insert(path, blob),
                None => files.remove(&path),
            };
        }
        Ok((listing(files), after))
    }

    /// Path and blob of every file, sorted by path.
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// Whether another state holds the same.
    pub fn is_like(&self, other: &Self) -> bool {
        self.files == other.files
    }

    /// What some paths hold; those that are not in this state are missing.
    ///
    /// # Errors
    /// As [`Git::blobs`].
    pub fn contents<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<BTreeMap<&'p str, Arc<[u8]>>, String> {
        let blob = |path: &str| {
            let at = self
                .files
                .binary_search_by(|(known, _)| known.as_str().cmp(path))
                .ok()?;
            self.files.get(at).map(|(_, blob)| blob.as_str())
        };
        let wanted: Vec<(&str, &str)> = paths.filter_map(|path| Some((path, blob(path)?))).collect();
        let names: BTreeSet<&str> = wanted.iter().map(|(_, blob)| *blob).collect();
        let held = self.git.blobs(&names.into_iter().collect::<Vec<_>>(), u64::MAX)?;
        let content = |(path, blob): (&'p str, &str)| Some((path, Arc::clone(held.get(blob)?)));
        Ok(wanted.into_iter().filter_map(content).collect())
    }

    /// What the files hold that are different on disk.
    ///
    /// # Errors
    /// When git cannot compare, or as [`Git::blobs`].
    pub fn differing(&self) -> Result<&Overlay, String> {
        let found = self.differing.get_or_init(|| {
            let mut paths = self.staged.clone();
            let on_disk = changes(&self.git, &["diff-files", "--raw", "-z"])?;
            paths.extend(on_disk.into_iter().map(|change| change.path));
            let held = self.contents(paths.iter().map(String::as_str))?;
            let held = held.into_iter();
            Ok(held.map(|(path, content)| (path.to_owned(), Some(content))).collect())
        });
        found.as_ref().map_err(Clone::clone)
    }
}
