//! What the file system says of a file without reading it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Tells whether what a path holds may have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stamp {
    /// Of a file on disk.
    Disk(DiskStamp),
    /// git's name of the content.
    Blob(String),
}

/// Tells whether a file may have changed. Equal stamps mean equal content, unless the file was changed twice in one tick of
/// the file system's clock (see [`crate::cache::Cache`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiskStamp {
    /// Bytes.
    size: u64,
    /// Seconds and nanoseconds since 1970 of the last change of the content.
    modified: (u64, u32),
    /// The same for its name, owner or content, which no program can set; where the system has none, as above.
    changed: (u64, u32),
    /// The file's number, where the system has one.
    number: u64,
}

impl DiskStamp {
    /// Of a regular file; `None`: it is none, or not there.
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::symlink_metadata(path).ok()?;
        metadata.is_file().then(|| Self::from_metadata(&metadata)).flatten()
    }

    /// Of whatever a path leads to, folders and links to files too; `None`: nothing is there.
    pub(crate) fn behind(path: &Path) -> Option<Self> {
        Self::from_metadata(&std::fs::metadata(path).ok()?)
    }

    pub(super) fn from_metadata(metadata: &Metadata) -> Option<Self> {
        let since = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let modified = (since.as_secs(), since.subsec_nanos());
        #[cfg(unix)]
        let (changed, number) = {
            use std::os::unix::fs::MetadataExt;
            let seconds = u64::try_from(metadata.ctime()).ok()?;
            ((seconds, u32::try_from(metadata.ctime_nsec()).ok()?), metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed, number) = (modified, 0);
        Some(Self {
            size: metadata.len(),
            modified,
            changed,
            number,
        })
    }

    /// When it was last changed.
    pub(crate) fn changed(&self) -> Option<SystemTime> {
        let (seconds, nanoseconds) = self.changed.max(self.modified);
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
    }

    /// The file system seems to know whole seconds only.
    pub(crate) fn is_coarse(&self) -> bool {
        self.changed.1 == 0
    }
}
