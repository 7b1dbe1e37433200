//! Files that stand beside the sources: exports, configuration, baselines, owners. Everything that is read whole has a bound,
//! and what a repository brings along must be a file: a link to a device has no end, a pipe may have no beginning.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Bytes of an export, or of all files of one: five times the largest that we know of.
pub const EXPORT: u64 = 256 << 20;
/// Bytes of a configuration, whose parser takes a hundred for each.
pub const CONFIGURATION: u64 = 2 << 20;
/// Bytes of a baseline, or a list of owners.
pub const SETTINGS: u64 = 16 << 20;

/// Reads what the user named on the command line, which may be a pipe; `-` is standard input.
///
/// # Errors
/// Why it cannot be read, or that it is larger than the bound.
pub fn named(path: &str, largest: u64) -> io::Result<Vec<u8>> {
    match path {
        "-" => bounded(io::stdin().lock(), 0, largest),
        _ => bounded(File::open(path)?, 0, largest),
    }
}

/// Reads what a repository brings along.
///
/// # Errors
/// Why it cannot be read, that it is no file, or that it is larger than the bound.
pub fn regular(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let other = || io::Error::new(ErrorKind::InvalidInput, "it is no regular file");
    // To open a device may do something.
    let metadata = fs::metadata(path).map_err(|error| match fs::read_link(path) {
        // Else it would look as if nothing stood there.
        Ok(target) if error.kind() == ErrorKind::NotFound => {
            let target = target.to_string_lossy();
            let message = format!("it is a link to `{target}`, which does not exist");
            io::Error::new(ErrorKind::InvalidInput, message)
        }
        _ => error,
    })?;
    if !metadata.is_file() {
        return Err(other());
    }
    let (file, length) = open(path, true)?.ok_or_else(other)?;
    bounded(file, length, largest)
}

/// Whether something stands at a path, also a link that leads nowhere: what is looked for by its name must not be passed over
/// because it cannot be read.
pub fn stands(path: &Path) -> bool {
    let found = fs::symlink_metadata(path).map_err(|error| error.kind());
    !matches!(found, Err(ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// A file that was looked for by its name, and what it holds.
pub type Found<'p> = (&'p str, Vec<u8>);

/// Reads the first of some files that stands below a folder, and says which. A folder of such a name is something else.
///
/// # Errors
/// The file that stands there, and why it cannot be read.
pub fn first<'p>(root: &Path, places: &[&'p str], largest: u64) -> Result<Option<Found<'p>>, (PathBuf, io::Error)> {
    let found = places.iter().find(|place| {
        let path = root.join(place);
        stands(&path) && !path.is_dir()
    });
    let Some(place) = found else { return Ok(None) };
    let path = root.join(place);
    match regular(&path, largest) {
        Ok(bytes) => Ok(Some((place, bytes))),
        Err(error) => Err((path, error)),
    }
}

/// Opens a regular file and says how many bytes it has, without waiting for whatever else stands there; `None`: it is none. `links`:
/// those are followed, else they are an error.
#[cfg(unix)]
pub(super) fn open(path: &Path, links: bool) -> io::Result<Option<(File, u64)>> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let mut flags = OFlags::NONBLOCK;
    flags.set(OFlags::NOFOLLOW, !links);
    let mut options = File::options();
    let file = options.read(true).custom_flags(flags.bits().cast_signed()).open(path)?;
    let metadata = file.metadata()?;
    Ok(metadata.is_file().then_some((file, metadata.len())))
}

/// The same where nothing that is opened makes one wait.
#[cfg(not(unix))]
pub(super) fn open(path: &Path, links: bool) -> io::Result<Option<(File, u64)>> {
    let metadata = if links {
        fs::metadata(path)?
    } else {
        fs::symlink_metadata(path)?
    };
    metadata
        .is_file()
        .then(|| Ok((File::open(path)?, metadata.len())))
        .transpose()
}

/// `expected`: so many bytes are likely to come; they are read in one call.
fn bounded(from: impl Read, expected: u64, largest: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if expected <= largest {
        bytes.reserve_exact(usize::try_from(expected).unwrap_or(0).saturating_add(1));
    }
    from.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest {
        let message = format!("it is larger than {} MiB", largest >> 20);
        return Err(io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The root of the repository around a folder; outside of one the folder itself.
pub fn root_around(folder: &Path) -> PathBuf {
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let root = whole.ancestors().find(|folder| folder.join(".git").exists());
    root.map_or_else(|| whole.clone(), Path::to_owned)
}

/// Whether a configuration may name an export: a file, or a folder or pattern within the repository. Of other places it could make
/// a run read for ever, or wait for ever.
///
/// # Errors
/// What is wrong with it, in a few words.
pub fn may_be_export(path: &str, root: &Path) -> Result<(), &'static str> {
    if path == "-" {
        return Err("standard input is named on the command line only");
    }
    if let Ok(found) = fs::metadata(path) {
        return match (found.is_file(), found.is_dir()) {
            (true, _) => Ok(()),
            (_, true) if is_within(Path::new(path), root) => Ok(()),
            (_, true) => Err("the folder is outside of the repository"),
            _ => Err("it is no regular file"),
        };
    }
    let fixed = fixed_part(path);
    match is_pattern(path) && fixed.exists() && !is_within(&fixed, root) {
        true => Err("the pattern looks outside of the repository"),
        false => Ok(()),
    }
}

/// Whether a configuration may name a file that is written: within the repository, whatever links lead there.
pub fn may_be_written(path: &str, root: &Path) -> bool {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    // Where there is no such folder nothing is written.
    !folder.exists() || is_within(folder, root)
}

fn is_within(path: &Path, root: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|whole| whole.starts_with(root))
}

/// Whether a path that does not exist is meant as a pattern.
pub(super) fn is_pattern(path: &str) -> bool {
    path != "-" && path.contains(MARKS)
}

const MARKS: [char; 4] = ['*', '?', '[', '{'];

/// The folder that everything a pattern names is in.
pub(super) fn fixed_part(path: &str) -> PathBuf {
    let parts = Path::new(path).components();
    let fixed: PathBuf = parts
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(MARKS))
        .collect();
    match fixed.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => fixed,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Whether something is opened as a file, or why not; it must not wait for a writer, who never comes.
    #[test]
    fn what_is_no_file_is_not_waited_for() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status()?;
        assert!(made.success());
        assert!(open(&pipe, false)?.is_none());
        assert!(open(folder.path(), true)?.is_none());
        let file = folder.path().join("file");
        fs::write(&file, "four")?;
        assert_eq!(open(&file, false)?.map(|(_, length)| length), Some(4));
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&file, &link)?;
        assert_eq!(open(&link, true)?.map(|(_, length)| length), Some(4));
        assert!(open(&link, false).is_err());
        Ok(())
    }
}
