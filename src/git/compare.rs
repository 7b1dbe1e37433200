//! Which files a change touches, and what they held before.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::changes::changes;
use super::{Git, Listing};
use crate::source::Overlay;
use crate::source::walk::WalkOptions;

/// Two states of the tree.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// What a message calls the older state: `the merge base with origin/main (1a2b3c4)`.
    pub since: String,
    /// The older state.
    pub before: Held,
    /// The state that is judged.
    pub after: Held,
}

/// What a state of the tree holds.
#[derive(Debug, Clone)]
pub enum Held {
    /// It is told by how it differs from the files on disk.
    Disk(Overlay),
    /// git lists all of it.
    Listed(Arc<Listing>),
}

impl Default for Held {
    fn default() -> Self {
        Self::Disk(Overlay::default())
    }
}

impl Held {
    /// Has a walk meet this state; whether git lists it.
    pub(crate) fn lend(&self, options: &mut WalkOptions) -> bool {
        match self {
            Self::Disk(overlay) => options.overlay.clone_from(overlay),
            Self::Listed(listing) => options.listing = Some(Arc::clone(listing)),
        }
        options.listing.is_some()
    }

    /// Tells what all files hold from every other state, where git lists them.
    pub(crate) fn state(&self) -> Option<u128> {
        match self {
            Self::Disk(_) => None,
            Self::Listed(listing) => Some(listing.state()),
        }
    }

    /// Whether another state holds the same.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Disk(one), Self::Disk(two)) => one == two,
            (Self::Listed(one), Self::Listed(two)) => one.is_like(two),
            _ => false,
        }
    }
}

/// From the merge base with a revision to the files on disk. `wanted` says which paths matter, relative to the working
/// directory.
///
/// # Errors
/// Outside of a repository, with an unknown revision, or without a common ancestor: the message says which.
pub fn since(revision: &str, wanted: &dyn Fn(&str) -> bool) -> Result<Comparison, String> {
    let git = Git::here();
    let commit = commit(&git, revision)?;
    let base = git.text(&["merge-base", &commit, "HEAD"]).map_err(|_| {
        format!("`{revision}` and the present commit have no common ancestor here; a shallow clone needs more of its history (`git fetch --unshallow`)")
    })?;
    let base = base.trim();
    let mut wants = Vec::new();
    for change in changes(&git, &["diff-index", "--raw", "-z", base])? {
        if wanted(&change.path) {
            wants.push((change.path, change.before));
        }
    }
    let mut before = contents(&git, wants)?;
    before.extend(untracked(&git, wanted)?);
    Ok(Comparison {
        since: format!("the merge base with {revision} ({})", base.get(..7).unwrap_or(base)),
        before: Held::Disk(before),
        after: Held::default(),
    })
}

/// From the last commit to what the index holds.
///
/// # Errors
/// Outside of a repository.
pub fn staged() -> Result<Comparison, String> {
    let git = Git::here();
    let from = |commit: &str| changes(&git, &["diff-index", "--cached", "--raw", "-z", commit, "--"]);
    let changed = match from("HEAD") {
        Ok(changed) => changed,
        // There is no commit yet, or git says once more what is wrong.
        Err(_) => match commit(&git, "HEAD") {
            Ok(head) => from(&head)?,
            Err(_) => from(&empty_tree(&git)?)?,
        },
    };
    let changed = changed.into_iter().map(|change| (change.path, change.before));
    let (before, after) = Listing::both(&git, changed.collect())?;
    Ok(Comparison {
        since: "the last commit".to_owned(),
        before: Held::Listed(Arc::new(before)),
        after: Held::Listed(Arc::new(after)),
    })
}

/// The commit that a revision names.
pub(super) fn commit(git: &Git, revision: &str) -> Result<String, String> {
    let wanted = format!("{revision}^{{commit}}");
    let found = git.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
    match found {
        Ok(found) if !found.trim().is_empty() => Ok(found.trim().to_owned()),
        _ => {
            // Which of the two it is decides what helps.
            git.text(&["rev-parse", "--git-dir"])?;
            Err(format!("git knows no revision `{revision}` here"))
        }
    }
}

/// The tree without files, which every repository knows: what a first commit is compared with.
pub(super) fn empty_tree(git: &Git) -> Result<String, String> {
    let name = git.text(&["hash-object", "-t", "tree", "--stdin"])?;
    Ok(name.trim().to_owned())
}

/// Files that git does not have: they are in neither state of the past.
fn untracked(git: &Git, wanted: &dyn Fn(&str) -> bool) -> Result<Overlay, String> {
    let out = git.text(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    let paths = out.split('\0').filter(|path| !path.is_empty() && wanted(path));
    Ok(paths.map(|path| (path.to_owned(), None)).collect())
}

/// What the blobs of some paths hold.
fn contents(git: &Git, wants: Vec<(String, Option<String>)>) -> Result<Overlay, String> {
    let names: BTreeSet<&str> = wants.iter().filter_map(|(_, blob)| blob.as_deref()).collect();
    let held = git.blobs(&names.into_iter().collect::<Vec<_>>(), u64::MAX)?;
    let content = |blob: Option<String>| blob.and_then(|blob| held.get(&blob).cloned());
    Ok(wants.into_iter().map(|(path, blob)| (path, content(blob))).collect())
}
