//! Every file that the index or the last commit holds, by the name of its content: no file is opened to tell which of them
//! changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use xxhash_rust::xxh3::Xxh3;

use super::Git;
use super::changes::changes;
use crate::source::Overlay;

/// So few files are looked for in what git printed, and so few blobs are held.
const FEW: usize = 64;

/// One state of all files that git has.
#[derive(Debug)]
pub struct Listing {
    git: Git,
    /// What the index holds, as git prints it: entries that end in NUL, in the order of their paths.
    index: Arc<String>,
    /// What is staged: paths with the blobs that they had before.
    staged: Arc<BTreeMap<String, Option<String>>>,
    /// It is the state before that.
    older: bool,
    files: OnceLock<Vec<(String, String)>>,
    differing: OnceLock<Result<Overlay, String>>,
    /// What a few blobs hold, which were asked for in either state.
    held: Arc<Mutex<BTreeMap<String, Arc<[u8]>>>>,
}

impl Listing {
    /// The last commit, and the index after it; `staged` tells them apart: path, and blob of the commit.
    ///
    /// # Errors
    /// When git cannot list the index.
    pub(super) fn both(git: &Git, staged: BTreeMap<String, Option<String>>) -> Result<(Self, Self), String> {
        let index = Arc::new(git.text(&["ls-files", "--stage", "-z"])?);
        let staged = Arc::new(staged);
        let held = Arc::default();
        let state = |older: bool| Self {
            git: git.clone(),
            index: Arc::clone(&index),
            staged: Arc::clone(&staged),
            older,
            files: OnceLock::new(),
            differing: OnceLock::new(),
            held: Arc::clone(&held),
        };
        Ok((state(true), state(false)))
    }

    /// Tells what all files hold from every other state, whatever the order.
    pub fn state(&self) -> u128 {
        let number = |path: &str, blob: &str| {
            let mut hash = Xxh3::new();
            hash.update(blob.as_bytes());
            hash.update(path.as_bytes());
            hash.digest128()
        };
        let staged = self.staged.iter().filter(|_| self.older);
        let before = staged.filter_map(|(path, blob)| Some(number(path, blob.as_ref()?)));
        let is_staged = |path: &str| self.older && self.staged.contains_key(path);
        let entries = self.index.split('\0').filter_map(entry);
        let others = entries
            .filter(|(path, _)| !is_staged(path))
            .filter_map(|(path, blob)| Some(number(path, blob?)));
        before.chain(others).fold(0, u128::wrapping_add)
    }

    /// The index as git prints it.
    pub fn index(&self) -> &str {
        &self.index
    }

    /// Path and blob of every file, sorted by path.
    pub fn files(&self) -> &[(String, String)] {
        self.files.get_or_init(|| {
            let entries = self.index.split('\0').filter_map(entry);
            let mut files: Vec<(String, String)> = entries
                .filter_map(|(path, blob)| Some((path.to_owned(), blob?.to_owned())))
                .collect();
            if self.older {
                files.retain(|(path, _)| !self.staged.contains_key(path));
                let staged = self.staged.iter();
                files.extend(staged.filter_map(|(path, blob)| Some((path.clone(), blob.clone()?))));
            }
            files.sort_unstable();
            files
        })
    }

    /// Whether another state holds the same.
    pub fn is_like(&self, other: &Self) -> bool {
        let same_index = Arc::ptr_eq(&self.index, &other.index) || self.index == other.index;
        let same = same_index && self.staged == other.staged;
        same && (self.older == other.older || self.staged.is_empty())
    }

    /// What is different from an index that was printed earlier: paths, with the blobs that they have then and now; `None`:
    /// more than so many.
    pub fn since(&self, earlier: &str, most: usize) -> Option<BTreeMap<String, Changed>> {
        let mut found: BTreeMap<String, Changed> = BTreeMap::new();
        let path = |line: &str| line.split_once('\t').map_or("", |(_, path)| path).to_owned();
        let (mut then, mut now) = (earlier, self.index.as_str());
        loop {
            let same = same_lines(then.as_bytes(), now.as_bytes());
            (then, now) = (then.get(same..).unwrap_or(""), now.get(same..).unwrap_or(""));
            let (old, new) = match (first_line(then), first_line(now)) {
                (None, None) => break,
                (Some(old), Some(new)) => match path(old).cmp(&path(new)) {
                    std::cmp::Ordering::Less => (Some(old), None),
                    std::cmp::Ordering::Greater => (None, Some(new)),
                    std::cmp::Ordering::Equal => (Some(old), Some(new)),
                },
                one => one,
            };
            then = then.get(old.map_or(0, |line| line.len() + 1)..).unwrap_or("");
            now = now.get(new.map_or(0, |line| line.len() + 1)..).unwrap_or("");
            for (line, is_old) in [(old, true), (new, false)] {
                let Some((path, blob)) = line.and_then(entry) else {
                    continue;
                };
                let changed = found.entry(path.to_owned()).or_default();
                let side = if is_old { &mut changed.then } else { &mut changed.now };
                *side = blob.map(str::to_owned);
            }
            if found.len() > most {
                return None;
            }
        }
        if self.older {
            for (path, blob) in self.staged.iter() {
                match found.get_mut(path) {
                    Some(changed) => changed.now.clone_from(blob),
                    None => {
                        // The index did not change since, so that it says what was there.
                        let then = self.indexed(path);
                        let now = blob.clone();
                        found.insert(path.clone(), Changed { then, now });
                    }
                }
            }
        }
        // What is staged may be what was there then.
        found.retain(|_, changed| changed.then != changed.now);
        (found.len() <= most).then_some(found)
    }

    /// The blob of a path, without a list of all files.
    pub fn blob(&self, path: &str) -> Option<String> {
        match self.staged.get(path).filter(|_| self.older) {
            Some(before) => before.clone(),
            None => self.indexed(path),
        }
    }

    /// The blob that the index has for a path.
    fn indexed(&self, path: &str) -> Option<String> {
        let wanted = format!("\t{path}\0");
        let end = memchr::memmem::find(self.index.as_bytes(), wanted.as_bytes())?;
        let start = self.index.get(..end)?.rfind('\0').map_or(0, |at| at + 1);
        let line = self.index.get(start..end + wanted.len() - 1)?;
        entry(line)?.1.map(str::to_owned)
    }

    /// What some paths hold; those that are not in this state are missing.
    ///
    /// # Errors
    /// As [`Git::blobs`].
    pub fn contents<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<BTreeMap<&'p str, Arc<[u8]>>, String> {
        let mut paths = paths.peekable();
        if paths.peek().is_none() {
            return Ok(BTreeMap::new());
        }
        let paths: Vec<&str> = paths.collect();
        let wanted: Vec<(&str, String)> = match paths.len() <= FEW && self.files.get().is_none() {
            true => paths
                .into_iter()
                .filter_map(|path| Some((path, self.blob(path)?)))
                .collect(),
            false => {
                let files = self.files();
                let blob = |path: &str| {
                    let at = files.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
                    files.get(at).map(|(_, blob)| blob.clone())
                };
                paths.into_iter().filter_map(|path| Some((path, blob(path)?))).collect()
            }
        };
        let held = self.blobs(wanted.iter().map(|(_, blob)| blob.as_str()))?;
        let content = |(path, blob): (&'p str, String)| Some((path, Arc::clone(held.get(&blob)?)));
        Ok(wanted.into_iter().filter_map(content).collect())
    }

    /// What blobs hold.
    ///
    /// # Errors
    /// As [`Git::blobs`].
    pub fn blobs<'b>(&self, names: impl Iterator<Item = &'b str>) -> Result<BTreeMap<String, Arc<[u8]>>, String> {
        let mut known = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let names: BTreeSet<&str> = names.collect();
        let missing: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| !known.contains_key(*name))
            .collect();
        let mut held = self.git.blobs(&missing, u64::MAX)?;
        // What changed is asked for once more where findings are shown.
        if known.len() + held.len() <= FEW {
            known.extend(held.clone());
        }
        let again = names.iter().filter_map(|name| known.get_key_value(*name));
        held.extend(again.map(|(name, content)| (name.clone(), Arc::clone(content))));
        Ok(held)
    }

    /// What the files hold that are different on disk.
    ///
    /// # Errors
    /// When git cannot compare, or as [`Git::blobs`].
    pub fn differing(&self) -> Result<&Overlay, String> {
        let found = self.differing.get_or_init(|| {
            let mut paths: BTreeSet<String> = self.staged.keys().cloned().collect();
            let on_disk = changes(&self.git, &["diff-files", "--raw", "-z"])?;
            paths.extend(on_disk.into_iter().map(|change| change.path));
            let held = self.contents(paths.iter().map(String::as_str))?;
            let held = held.into_iter();
            Ok(held.map(|(path, content)| (path.to_owned(), Some(content))).collect())
        });
        found.as_ref().map_err(Clone::clone)
    }
}

/// A path whose content changed; `None`: there is no file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The blob before.
    pub then: Option<String>,
    /// The blob after.
    pub now: Option<String>,
}

/// What stands before the first NUL; `None`: there is nothing more.
fn first_line(text: &str) -> Option<&str> {
    let line = text.split('\0').next();
    line.filter(|_| !text.is_empty())
}

/// How many bytes two texts begin with that are the same, up to the end of a line.
fn same_lines(one: &[u8], two: &[u8]) -> usize {
    const BLOCK: usize = 64;
    let blocks = one.as_chunks::<BLOCK>().0.iter().zip(two.as_chunks::<BLOCK>().0);
    let start = BLOCK * blocks.take_while(|(one, two)| one == two).count();
    let rests = one.iter().skip(start).zip(two.iter().skip(start));
    let same = rests.take_while(|(one, two)| one == two).count();
    let alike = one.get(..start + same).unwrap_or(&[]);
    memchr::memrchr(0, alike).map_or(0, |at| at + 1)
}

/// `mode blob stage TAB path`; links and submodules hold no text, and what is not merged yet has no one content.
fn entry(line: &str) -> Option<(&str, Option<&str>)> {
    let (meta, path) = line.split_once('\t')?;
    let mut words = meta.split(' ');
    let (mode, blob, stage) = (words.next()?, words.next()?, words.next()?);
    Some((path, Some(blob).filter(|_| mode.starts_with("100") && stage == "0")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(index: &str) -> Listing {
        Listing {
            git: Git::here(),
            index: Arc::new(index.to_owned()),
            staged: Arc::default(),
            older: false,
            files: OnceLock::new(),
            differing: OnceLock::new(),
            held: Arc::default(),
        }
    }

    fn index(files: &[(&str, u32)]) -> String {
        let line = |(path, blob): &(&str, u32)| format!("100644 {blob:040x} 0\t{path}\0");
        files.iter().map(line).collect()
    }

    #[test]
    fn what_two_indexes_differ_by_is_told() {
        let one = [("a", 1), ("b/c", 2), ("b/d", 3), ("e", 4), ("é", 5)];
        let changed = |now: &[(&str, u32)]| {
            let found = listing(&index(now)).since(&index(&one), 9).expect("they are few");
            let number = |blob: Option<String>| blob.map(|blob| u32::from_str_radix(&blob, 16).expect("a number"));
            let found = found.into_iter();
            found
                .map(|(path, changed)| (path, number(changed.then), number(changed.now)))
                .collect::<Vec<_>>()
        };
        let told = |path: &str, then, now| (path.to_owned(), then, now);
        assert_eq!(changed(&one), []);
        assert_eq!(changed(&[]).len(), 5);
        let other = [("a", 1), ("b/c", 7), ("b/d", 3), ("e", 4), ("é", 6)];
        assert_eq!(
            changed(&other),
            [told("b/c", Some(2), Some(7)), told("é", Some(5), Some(6))]
        );
        let other = [("A", 1), ("a", 1), ("b/d", 3), ("e", 4), ("f", 8), ("é", 5)];
        let all = [
            told("A", None, Some(1)),
            told("b/c", Some(2), None),
            told("f", None, Some(8)),
        ];
        assert_eq!(changed(&other), all);
        assert!(listing(&index(&other)).since(&index(&one), 2).is_none());
    }
}
