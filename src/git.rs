//! What git knows that a check needs: which files a change touches, and what they held before. Only this file runs the
//! git binary for it, and only commands that read objects and the index: nothing of the repository's own configuration
//! is run, no hooks, no file monitor, no filters, no external diff.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::source::Overlay;

/// The tree without files, which every repository knows: what a first commit is compared with.
const EMPTY_TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// Two states of the tree, each told by how it differs from the files on disk.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// What a message calls the older state: `the merge base with origin/main (1a2b3c4)`.
    pub since: String,
    /// The older state.
    pub before: Overlay,
    /// The state that is judged.
    pub after: Overlay,
}

/// git in the working directory, with every filter of the repository's configuration turned off: comparing a file that was
/// written a moment ago with the index would run them.
struct Git {
    settings: Vec<String>,
}

impl Git {
    fn new() -> Self {
        let mut git = Self { settings: Vec::new() };
        // Outside of a repository, or without filters, it ends with an error: then there is nothing to turn off.
        let names = git.text(&[
            "config",
            "-z",
            "--name-only",
            "--get-regexp",
            r"^filter\..*\.(clean|smudge|process|required)$",
        ]);
        for name in names.unwrap_or_default().split('\0').filter(|name| !name.is_empty()) {
            let value = if name.ends_with(".required") { "false" } else { "" };
            git.settings.extend(["-c".to_owned(), format!("{name}={value}")]);
        }
        git
    }

    /// git without anything that a repository could make it run.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["--no-pager", "--literal-pathspecs"])
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
            .args(&self.settings)
            .args(arguments)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env_remove("GIT_EXTERNAL_DIFF")
            .stderr(Stdio::piped());
        command
    }

    fn text(&self, arguments: &[&str]) -> Result<String, String> {
        let done = self
            .command(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("git cannot be run: {error}"))?;
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr);
            let said = said
                .lines()
                .next()
                .unwrap_or("git failed")
                .trim_start_matches("fatal: ");
            return Err(said.to_owned());
        }
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }
}

/// From the merge base with a revision to the files on disk. `wanted` says which paths matter, relative to the working
/// directory.
///
/// # Errors
/// Outside of a repository, with an unknown revision, or without a common ancestor: the message says which.
pub fn since(revision: &str, wanted: &dyn Fn(&str) -> bool) -> Result<Comparison, String> {
    let git = Git::new();
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
        before,
        after: Overlay::default(),
    })
}

/// From the last commit to what the index holds.
///
/// # Errors
/// Outside of a repository.
pub fn staged(wanted: &dyn Fn(&str) -> bool) -> Result<Comparison, String> {
    let git = Git::new();
    git.text(&["rev-parse", "--git-dir"])?;
    let head = commit(&git, "HEAD").unwrap_or_else(|_| EMPTY_TREE.to_owned());
    let mut in_index = Vec::new();
    for change in changes(&git, &["diff-files", "--raw", "-z"])? {
        if wanted(&change.path) {
            in_index.push((change.path, change.before));
        }
    }
    let mut wants = Vec::new();
    for change in changes(&git, &["diff-index", "--cached", "--raw", "-z", &head])? {
        if wanted(&change.path) {
            wants.push((change.path, change.before));
        }
    }
    let mut after = contents(&git, in_index)?;
    after.extend(untracked(&git, wanted)?);
    let mut before = after.clone();
    before.extend(contents(&git, wants)?);
    Ok(Comparison {
        since: "the last commit".to_owned(),
        before,
        after,
    })
}

/// The commit that a revision names.
fn commit(git: &Git, revision: &str) -> Result<String, String> {
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

struct Change {
    path: String,
    /// The blob on the older side; `None`: the file was not there.
    before: Option<String>,
}

/// Reads `:mode mode blob blob status NUL path NUL`, paths relative to the working directory.
fn changes(git: &Git, arguments: &[&str]) -> Result<Vec<Change>, String> {
    let (command, rest) = arguments.split_first().ok_or("no git command")?;
    let mut all = vec![
        *command,
        "--no-renames",
        "--ignore-submodules",
        "--no-abbrev",
        "--relative",
    ];
    all.extend(rest);
    let out = git.text(&all)?;
    let mut fields = out.split('\0');
    let mut found = Vec::new();
    while let (Some(meta), Some(path)) = (fields.next(), fields.next()) {
        let mut parts = meta.split(' ');
        let before = parts.nth(2).filter(|blob| blob.bytes().any(|digit| digit != b'0'));
        found.push(Change {
            path: path.to_owned(),
            before: before.map(str::to_owned),
        });
    }
    Ok(found)
}

/// Files that git does not have: they are in neither state of the past.
fn untracked(git: &Git, wanted: &dyn Fn(&str) -> bool) -> Result<Overlay, String> {
    let out = git.text(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    let paths = out.split('\0').filter(|path| !path.is_empty() && wanted(path));
    Ok(paths.map(|path| (path.to_owned(), None)).collect())
}

/// What blobs hold, all from one process.
fn contents(git: &Git, wants: Vec<(String, Option<String>)>) -> Result<Overlay, String> {
    let blobs: BTreeSet<&str> = wants.iter().filter_map(|(_, blob)| blob.as_deref()).collect();
    if blobs.is_empty() {
        return Ok(wants.into_iter().map(|(path, _)| (path, None)).collect());
    }
    let mut child = git
        .command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    let (Some(mut input), Some(out)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("git cannot be talked to".to_owned());
    };
    let mut held = std::collections::BTreeMap::new();
    let failed = |error: std::io::Error| format!("`git cat-file` broke off: {error}");
    std::thread::scope(|scope| {
        let list: String = blobs.iter().map(|blob| format!("{blob}\n")).collect();
        // Written beside reading: a full pipe on both ends would wait for ever.
        scope.spawn(move || {
            let _ = input.write_all(list.as_bytes());
        });
        let mut out = BufReader::new(out);
        for blob in &blobs {
            let mut header = String::new();
            out.read_line(&mut header).map_err(failed)?;
            let Some(size) = header.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok()) else {
                continue;
            };
            let mut bytes = Vec::new();
            (&mut out).take(size).read_to_end(&mut bytes).map_err(failed)?;
            let mut end = [0];
            out.read_exact(&mut end).map_err(failed)?;
            held.insert((*blob).to_owned(), Arc::<[u8]>::from(bytes));
        }
        Ok::<(), String>(())
    })?;
    let _ = child.wait();
    let content = |blob: Option<String>| blob.and_then(|blob| held.get(&blob).cloned());
    Ok(wants.into_iter().map(|(path, blob)| (path, content(blob))).collect())
}
