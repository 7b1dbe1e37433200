//! Which files hold changes that git does not have yet. Nothing of the repository's own configuration is run: no hooks, no
//! file monitor, no filters; blobs are compared byte by byte.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use crate::git::Git;

/// Of these files, relative to the working directory, those that differ from the last commit; empty outside of a
/// repository.
///
/// # Errors
/// When there is a repository that git cannot or will not read.
pub fn dirty(files: &[(&str, &[u8])]) -> Result<Vec<String>, String> {
    let Some(first) = files.first() else {
        return Ok(Vec::new());
    };
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    let beginning = std::fs::canonicalize(first.0).unwrap_or(here);
    if !beginning.ancestors().any(|folder| folder.join(".git").exists()) {
        return Ok(Vec::new());
    }
    let git = Git::within(beginning.parent().unwrap_or(Path::new(".")));
    let mut dirty = Vec::new();
    // Command lines have an end.
    for files in files.chunks(200) {
        let committed = entries(&git, files)?;
        let mut staged = Vec::new();
        for (path, _) in files {
            let absolute = std::fs::canonicalize(path).map_err(|error| format!("{path}: {error}"))?;
            let entry = committed.get(absolute.to_string_lossy().as_ref());
            staged.push(
                entry
                    .filter(|(index, head)| index == head)
                    .map(|(index, _)| index.as_str()),
            );
        }
        let blobs: BTreeSet<&str> = staged.iter().copied().flatten().collect();
        let blobs: Vec<&str> = blobs.into_iter().collect();
        let held = git.blobs(&blobs, u64::MAX)?;
        for ((path, bytes), blob) in files.iter().zip(staged) {
            let same = blob
                .and_then(|blob| held.get(blob))
                .is_some_and(|held| same_text(held, bytes));
            if !same {
                dirty.push((*path).to_owned());
            }
        }
    }
    Ok(dirty)
}

/// Blob in the index and in the last commit by absolute path.
fn entries(git: &Git, files: &[(&str, &[u8])]) -> Result<BTreeMap<String, (String, String)>, String> {
    let root = git.text(&["rev-parse", "--show-toplevel"])?;
    let root = root.trim_end_matches(['\n', '\r']).to_owned();
    let absolute: Vec<String> = files
        .iter()
        .filter_map(|(path, _)| Some(std::fs::canonicalize(path).ok()?.to_string_lossy().into_owned()))
        .collect();
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut arguments = vec!["ls-files", "-z", "--stage", "--full-name", "--"];
    arguments.extend(absolute.iter().map(String::as_str));
    for line in git.text(&arguments)?.split('\0') {
        if let Some((meta, path)) = line.split_once('\t')
            && let Some(blob) = meta.split(' ').nth(1)
        {
            found.insert(format!("{root}/{path}"), (blob.to_owned(), String::new()));
        }
    }
    let prefix = format!("{root}/");
    let mut arguments = vec!["ls-tree", "-z", "--full-tree", "HEAD", "--"];
    arguments.extend(absolute.iter().filter_map(|path| path.strip_prefix(&prefix)));
    // Without a commit everything is new.
    for line in git.text(&arguments).unwrap_or_default().split('\0') {
        if let Some((meta, path)) = line.split_once('\t')
            && let (Some(blob), Some(entry)) = (meta.split(' ').nth(2), found.get_mut(&format!("{root}/{path}")))
        {
            blob.clone_into(&mut entry.1);
        }
    }
    Ok(found)
}

/// Whether a file holds what a blob holds; line ends may have been turned on checkout.
fn same_text(blob: &[u8], file: &[u8]) -> bool {
    let plain = |bytes: &[u8]| bytes.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
    blob == file || plain(blob) == plain(file)
}

/// Writes new texts over old ones: each file whole or not at all, with its permissions. All texts are on disk before the
/// first file is replaced.
///
/// # Errors
/// With the file that cannot be written, or that changed since it was read; no file is replaced then, unless the disk
/// fails in the last step.
pub fn write(files: &[(&str, &str, &str)]) -> Result<(), (String, String)> {
    let mut ready = Vec::new();
    for (path, old, new) in files {
        let failed = |error: std::io::Error| ((*path).to_owned(), error.to_string());
        // A link stays a link.
        let target = std::fs::canonicalize(path).map_err(failed)?;
        if std::fs::read(&target).map_err(failed)? != old.as_bytes() {
            return Err(((*path).to_owned(), "it changed while flagdebt was reading".to_owned()));
        }
        let permissions = std::fs::metadata(&target).map_err(failed)?.permissions();
        if permissions.readonly() {
            return Err(((*path).to_owned(), "it is read-only".to_owned()));
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new()
            .prefix(".flagdebt-")
            .tempfile_in(folder)
            .map_err(failed)?;
        file.write_all(new.as_bytes())
            .and_then(|()| file.as_file().set_permissions(permissions))
            .and_then(|()| file.as_file().sync_all())
            .map_err(failed)?;
        ready.push((path, target, file));
    }
    for (path, target, file) in ready {
        file.persist(target)
            .map_err(|error| ((*path).to_owned(), error.error.to_string()))?;
    }
    Ok(())
}
