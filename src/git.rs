//! What git knows. Only this module runs the git binary, and only commands that read objects and the index: nothing that a
//! repository could bring along is run (hooks, file monitor, filters, text converters, external diff), and nothing is
//! fetched, also not what a partial clone left out.

mod blame;
mod changes;
mod compare;
mod history;
mod index;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

pub use blame::{Line, Uncommitted, blame};
pub use compare::{Comparison, Held, since, staged};
pub use history::{Past, State, past};
pub use index::{Changed, Listing};

/// Bytes of blobs that are held at the same time.
const MOST: u64 = 2 << 30;

/// git in one folder, with every filter of the repository's configuration turned off: comparing a file that was written a
/// moment ago with the index would run them.
#[derive(Debug, Clone)]
pub struct Git {
    /// `None`: the working directory, with what a hook says of its repository.
    folder: Option<PathBuf>,
    settings: Vec<String>,
    /// A filter of the repository that cannot be turned off.
    filter: Option<String>,
}

impl Git {
    /// In the working directory. What the environment says of the repository and its index counts: a hook is called so.
    pub fn here() -> Self {
        Self::new(None)
    }

    /// In the repository around a folder, whatever the environment says.
    pub fn within(folder: &Path) -> Self {
        Self::new(Some(folder.to_owned()))
    }

    fn new(folder: Option<PathBuf>) -> Self {
        let mut git = Self {
            folder,
            settings: Vec::new(),
            filter: None,
        };
        // All names, and not those that fit a pattern: in most locales a pattern passes over names that are no UTF-8.
        let names = git
            .bytes(&["config", "-z", "--name-only", "--list"])
            .unwrap_or_default();
        let runs = |name: &&[u8]| {
            let mut ends = [&b".clean"[..], b".smudge", b".process", b".required"].into_iter();
            name.starts_with(b"filter.") && ends.any(|end| name.ends_with(end))
        };
        for name in names.split(|byte| *byte == 0).filter(runs) {
            // git takes what stands behind the first `=` for the value, so that another setting would be made.
            match std::str::from_utf8(name).ok().filter(|name| !name.contains('=')) {
                Some(name) => {
                    let value = if name.ends_with(".required") { "false" } else { "" };
                    git.settings.extend(["-c".to_owned(), format!("{name}={value}")]);
                }
                None => git.filter = Some(String::from_utf8_lossy(name).into_owned()),
            }
        }
        git
    }

    /// # Errors
    /// When git would run a filter of the repository.
    fn refuse_filter(&self) -> Result<(), String> {
        match &self.filter {
            None => Ok(()),
            Some(name) => Err(format!(
                "git is not asked, because its configuration has `{name}`, which would be run and cannot be turned off by its name: rename that filter"
            )),
        }
    }

    /// git without anything that a repository could make it run.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        if let Some(folder) = &self.folder {
            command
                .current_dir(folder)
                .env_remove("GIT_DIR")
                .env_remove("GIT_WORK_TREE")
                .env_remove("GIT_INDEX_FILE");
        }
        command
            .args(["--no-pager", "--literal-pathspecs"])
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
            // Files of a tree may look like a repository without files, with a configuration of its own.
            .args(["-c", "safe.bareRepository=explicit"])
            .args(&self.settings)
            .args(arguments)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            // What a partial clone lacks would be fetched by commands of the repository's choice. The first is for git 2.44
            // and newer, the second for older ones.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env_remove("GIT_EXTERNAL_DIFF")
            .stderr(Stdio::piped());
        command
    }

    /// What a command prints.
    ///
    /// # Errors
    /// The first line of what git says of its failure.
    pub fn text(&self, arguments: &[&str]) -> Result<String, String> {
        let printed = String::from_utf8(self.bytes(arguments)?);
        Ok(printed.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        self.refuse_filter()?;
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
        Ok(done.stdout)
    }

    /// What blobs hold, all from one process. Names are those that git prints in full, without doubles; blobs of more than
    /// `largest` bytes are left out.
    ///
    /// # Errors
    /// When a blob is not here, as in a partial clone, when all together are larger than memory should hold, or git breaks
    /// off.
    pub fn blobs(&self, names: &[&str], largest: u64) -> Result<BTreeMap<String, Arc<[u8]>>, String> {
        self.refuse_filter()?;
        let mut held = BTreeMap::new();
        let mut total = 0;
        if names.is_empty() {
            return Ok(held);
        }
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("git cannot be run: {error}"))?;
        let (Some(mut input), Some(out)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("git cannot be talked to".to_owned());
        };
        let failed = |error: std::io::Error| format!("`git cat-file` broke off: {error}");
        let read = std::thread::scope(|scope| {
            let list: String = names.iter().map(|name| format!("{name}\n")).collect();
            // Written beside reading: a full pipe on both ends would wait for ever.
            scope.spawn(move || {
                let _ = input.write_all(list.as_bytes());
            });
            let mut out = BufReader::new(out);
            for name in names {
                let mut header = String::new();
                out.read_line(&mut header).map_err(failed)?;
                let size = header
                    .trim_end()
                    .rsplit(' ')
                    .next()
                    .and_then(|size| size.parse::<u64>().ok());
                let Some(size) = size else {
                    let head = name.get(..12).unwrap_or(name);
                    return Err(format!(
                        "git does not have the file content {head} here, as in a partial clone: clone without `--filter`"
                    ));
                };
                // A line feed ends what is sent.
                let mut sent = (&mut out).take(size + 1);
                if size > largest {
                    std::io::copy(&mut sent, &mut std::io::sink()).map_err(failed)?;
                    continue;
                }
                let mut bytes = Vec::new();
                sent.read_to_end(&mut bytes).map_err(failed)?;
                if bytes.pop().is_none() {
                    return Err("`git cat-file` broke off".to_owned());
                }
                total += size;
                if total > MOST {
                    return Err(format!(
                        "more than {} MiB of source text would have to be held",
                        MOST >> 20
                    ));
                }
                held.insert((*name).to_owned(), Arc::<[u8]>::from(bytes));
            }
            Ok(())
        });
        let _ = child.kill();
        let _ = child.wait();
        read.map(|()| held)
    }
}
