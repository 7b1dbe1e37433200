//! Which files differ between two states, as git's raw format tells it.

use super::Git;

/// A file that differs.
pub(super) struct Change {
    /// Relative to the working directory, with `/`.
    pub(super) path: String,
    /// The blob on the older side; `None`: the file was not there.
    pub(super) before: Option<String>,
    /// The blob on the newer side; `None`: the file is not there, or it is on disk and git has not hashed it.
    pub(super) after: Option<String>,
}

/// Reads `:mode mode blob blob status NUL path NUL`. Links and submodules hold no text.
pub(super) fn changes(git: &Git, arguments: &[&str]) -> Result<Vec<Change>, String> {
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
        let parts: Vec<&str> = meta.trim_start_matches(':').split(' ').collect();
        let [mode_before, mode_after, before, after, ..] = parts.as_slice() else {
            continue;
        };
        let blob = |mode: &str, blob: &str| {
            let is_there = mode.starts_with("100") && blob.bytes().any(|digit| digit != b'0');
            is_there.then(|| blob.to_owned())
        };
        found.push(Change {
            path: path.to_owned(),
            before: blob(mode_before, before),
            after: blob(mode_after, after),
        });
    }
    Ok(found)
}
