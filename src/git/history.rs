//! States of the tree in the past: the first parents of a commit at regular intervals, told by what changed between them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::changes::changes;
use super::compare::{commit, empty_tree};
use super::{Git, MOST};

/// The past, oldest state first.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// At most as many as were asked for: fewer where the history begins later.
    pub states: Vec<State>,
    /// What the blobs hold that the states name. Larger ones than were asked for are missing.
    pub blobs: BTreeMap<String, Arc<[u8]>>,
}

/// The tree at one moment.
#[derive(Debug, Clone)]
pub struct State {
    /// The moment.
    pub at: Timestamp,
    /// The newest commit then, in full.
    pub commit: String,
    /// What is different from the state before: path and blob; `None`: the file is gone. Paths are relative to the working
    /// directory.
    pub changes: Vec<(String, Option<String>)>,
}

/// The states at these moments, the newest moment first. `wanted` says which paths matter; blobs of more than `largest`
/// bytes are not read. Each blob is read once, however many states hold it.
///
/// # Errors
/// Outside of a repository, without a commit, in a shallow clone that does not reach back, or where it is too much to hold.
pub fn past(moments: &[Timestamp], wanted: &dyn Fn(&str) -> bool, largest: u64) -> Result<Past, String> {
    let git = Git::here();
    let head = commit(&git, "HEAD")?;
    // Not `git log`, which may check signatures with a program of the repository's choice.
    let log = git.text(&["rev-list", "--first-parent", "--timestamp", &head, "--"])?;
    let commits: Vec<(&str, Timestamp)> = log.lines().filter_map(commit_of).collect();
    let shallow = git.text(&["rev-parse", "--is-shallow-repository"])?.trim() == "true";
    let mut states = Vec::new();
    let mut rest = commits.as_slice();
    for moment in moments {
        let Some(at) = rest.iter().position(|(_, time)| time <= moment) else {
            break;
        };
        rest = &rest[at..];
        if let [(commit, _), ..] = rest {
            states.push((*moment, *commit));
        }
    }
    if shallow && states.len() < moments.len() {
        return Err("this shallow clone does not reach back so far: `git fetch --unshallow`".to_owned());
    }
    states.reverse();
    let mut past = Past::default();
    let mut before = empty_tree(&git)?;
    for (at, commit) in states {
        let mut found = Vec::new();
        if before != commit {
            for change in changes(&git, &["diff-tree", "-r", "--raw", "-z", &before, commit])? {
                if wanted(&change.path) {
                    found.push((change.path, change.after));
                }
            }
        }
        commit.clone_into(&mut before);
        past.states.push(State {
            at,
            commit: commit.to_owned(),
            changes: found,
        });
    }
    let names: BTreeSet<&str> = past
        .states
        .iter()
        .flat_map(|state| &state.changes)
        .filter_map(|(_, blob)| blob.as_deref())
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    past.blobs = git.blobs(&names, largest.min(MOST))?;
    Ok(past)
}

/// `seconds hash`.
fn commit_of(line: &str) -> Option<(&str, Timestamp)> {
    let (seconds, name) = line.split_once(' ')?;
    Some((name, Timestamp::from_second(seconds.parse().ok()?).ok()?))
}
