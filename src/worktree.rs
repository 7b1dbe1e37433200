//! Which files hold changes that git does not have yet. Nothing of the repository's own configuration is run: no hooks, no
//! file monitor, no filters; blobs are compared byte by byte.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::git::Git;
use crate::source::walk;

/// Of these files, relative to the working directory, those that differ from the last commit of the repository that they are in,
/// which may be one of several: submodules have their own. What is in none is never dirty.
///
/// # Errors
/// When there is a repository that git cannot or will not read.
pub fn dirty(files: &[(&str, &[u8])]) -> Result<Vec<String>, String> {
    let mut folders: BTreeMap<PathBuf, Vec<Asked<'_>>> = BTreeMap::new();
    for (path, bytes) in files {
        let absolute = std::fs::canonicalize(path).map_err(|error| format!("{path}: {error}"))?;
        let around = absolute.ancestors().skip(1);
        let Some(root) = around.into_iter().find(|folder| folder.join(".git").exists()) else {
            continue;
        };
        let (folder, name) = named_below(root, &absolute).ok_or_else(|| format!("{path}: its name is not UTF-8"))?;
        folders
            .entry(folder.to_owned())
            .or_default()
            .push(Asked { path, name, bytes });
    }
    let mut dirty = BTreeSet::new();
    for (folder, files) in folders {
        let git = Git::within(&folder);
        // Command lines have an end.
        for files in files.chunks(200) {
            let committed = entries(&git, files)?;
            let blobs: BTreeSet<&str> = committed.values().map(String::as_str).collect();
            let blobs: Vec<&str> = blobs.into_iter().collect();
            let held = git.blobs(&blobs, u64::MAX)?;
            let is_dirty = |file: &&Asked<'_>| {
                let blob = committed.get(&file.name).and_then(|blob| held.get(blob));
                !blob.is_some_and(|held| same_text(held, file.bytes))
            };
            dirty.extend(files.iter().filter(is_dirty).map(|file| file.path));
        }
    }
    let in_order = files.iter().map(|(path, _)| *path);
    Ok(in_order
        .filter(|path| dirty.contains(path))
        .map(str::to_owned)
        .collect())
}

/// A file that git is asked about.
struct Asked<'a> {
    /// As it was given.
    path: &'a str,
    /// From the folder that git is run in, with `/`.
    name: String,
    bytes: &'a [u8],
}

/// A folder to run git in, and what the file is called from there: git is told names as text. The root of the repository does for
/// many files at once; where the way from there is no text, it is the file's own folder.
fn named_below<'a>(root: &'a Path, file: &'a Path) -> Option<(&'a Path, String)> {
    [root, file.parent()?].into_iter().find_map(|folder| {
        let name = file.strip_prefix(folder).ok()?;
        name.to_str()?;
        Some((folder, walk::shown(name)))
    })
}

/// By name the blob that the index and the last commit both have.
fn entries(git: &Git, files: &[Asked<'_>]) -> Result<BTreeMap<String, String>, String> {
    let with_names = |command: &[&str]| {
        let names = files.iter().map(|file| file.name.as_str());
        let arguments: Vec<&str> = command
            .iter()
            .copied()
            .chain(["-z"])
            .chain(["--"])
            .chain(names)
            .collect();
        git.text(&arguments)
    };
    // `mode blob stage<tab>name`, and `mode type blob<tab>name`
    let blob_of = |line: &str, at: usize| {
        let (meta, name) = line.split_once('\t')?;
        Some((name.to_owned(), meta.split(' ').nth(at)?.to_owned()))
    };
    let is_merged = |line: &&str| line.split_once('\t').is_some_and(|(meta, _)| meta.ends_with(" 0"));
    let staged = with_names(&["ls-files", "--stage"])?;
    // Without a commit everything is new.
    let committed = with_names(&["ls-tree", "HEAD"]).unwrap_or_default();
    let committed: BTreeMap<String, String> = committed.split('\0').filter_map(|line| blob_of(line, 2)).collect();
    let staged = staged.split('\0').filter(is_merged).filter_map(|line| blob_of(line, 1));
    Ok(staged
        .filter(|(name, blob)| committed.get(name) == Some(blob))
        .collect())
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
