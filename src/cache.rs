//! What is kept from run to run, in files that may vanish at any time: nothing depends on them but time.
//!
//! A file is named by all that decides what is in it (see [`Cache::name`]), checked as a whole when it is read, and replaced
//! as a whole when it is written: two runs at once, a full disk or a broken file cost a run its head start, and nothing else.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::source::Stamp;

/// Of this program's code, definitions and grammars, made when it is built.
const BUILD: &str = env!("FLAGDEBT_BUILD");
/// What every file begins with.
const MAGIC: &[u8] = b"flagdebt cache\n";
/// The ending of the files.
const ENDING: &str = "facts";
/// What files that are being written begin with.
const TEMPORARY: &str = ".tmp";
/// Nobody writes for so long.
const LEFT: Duration = Duration::from_secs(3600);
/// So many of them are kept, the newest: a repository has some nine.
const MOST: usize = 144;
/// And so many bytes of them, but for what a run has just written.
const BYTES: u64 = 256 << 20;
/// A file system tells apart what was written in so much time.
const TICK: Duration = Duration::from_millis(50);
/// And one that knows only whole seconds.
const SECONDS: Duration = Duration::from_secs(2);

/// Where things are kept.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    /// The working directory: paths are relative to it.
    place: PathBuf,
    /// When the run began, before any source was read.
    started: SystemTime,
    /// It serves the older of two states.
    older: bool,
    /// So many bytes are kept.
    bytes: u64,
    /// What was read last, as long as somebody holds it: two states of a tree begin with the same.
    last: Arc<Mutex<(String, Weak<Parts>)>>,
}

/// Who reads: others may not read the same files.
fn reader() -> String {
    #[cfg(unix)]
    {
        use rustix::process::{getegid, geteuid, getgroups};
        format!("{:?} {:?} {:?}", geteuid(), getegid(), getgroups().unwrap_or_default())
    }
    #[cfg(not(unix))]
    String::new()
}

impl Cache {
    /// A cache in a folder, which need not exist yet.
    pub fn new(folder: PathBuf, place: PathBuf, started: SystemTime) -> Self {
        Self {
            folder,
            place,
            started,
            older: false,
            bytes: BYTES,
            last: Arc::default(),
        }
    }

    /// The same for the older of two states: what is kept stays that of the newer one, where the next run begins.
    #[must_use]
    pub fn of_older(&self) -> Self {
        Self {
            older: true,
            ..self.clone()
        }
    }

    /// The name of what depends on these texts, on the working directory and on this build of the program.
    pub(crate) fn name<'t>(&self, texts: impl IntoIterator<Item = &'t [u8]>) -> String {
        let mut hash = Xxh3::new();
        let place = self.place.as_os_str().as_encoded_bytes();
        let mut add = |text: &[u8]| {
            // The length says where a text ends.
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        add(BUILD.as_bytes());
        add(place);
        add(reader().as_bytes());
        texts.into_iter().for_each(add);
        format!("{:032x}", hash.digest128())
    }

    /// The parts that were stored under a name; `None`: there is nothing, or nothing whole.
    pub fn load(&self, name: &str) -> Option<Arc<Parts>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.1.upgrade().filter(|_| last.0 == name);
        if known.is_some() {
            return known;
        }
        let bytes = fs::read(self.file(name)).ok()?;
        let parts = Arc::new(Parts::read(bytes)?);
        *last = (name.to_owned(), Arc::downgrade(&parts));
        Some(parts)
    }

    /// Stores parts under a name, and says what [`Parts::sum`] will be.
    ///
    /// # Errors
    /// When the folder cannot be written to; what was stored before is still there.
    pub fn store(&self, name: &str, parts: &[&[u8]]) -> io::Result<u128> {
        match self.older {
            true => Ok(0),
            false => self.store_older(name, parts),
        }
    }

    /// Whether it serves the older of two states.
    pub(crate) fn is_of_older(&self) -> bool {
        self.older
    }

    /// Stores parts for the older of two states too.
    ///
    /// # Errors
    /// As [`Cache::store`].
    pub(crate) fn store_older(&self, name: &str, parts: &[&[u8]]) -> io::Result<u128> {
        self.prepare()?;
        let mut sum = Xxh3::new();
        let lengths: Vec<u8> = parts
            .iter()
            .flat_map(|part| (part.len() as u64).to_le_bytes())
            .collect();
        sum.update(&lengths);
        parts.iter().for_each(|part| sum.update(part));
        let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.folder)?;
        file.write_all(MAGIC)?;
        let sum = sum.digest128();
        file.write_all(&sum.to_le_bytes())?;
        file.write_all(&(parts.len() as u64).to_le_bytes())?;
        file.write_all(&lengths)?;
        for part in parts {
            file.write_all(part)?;
        }
        file.persist(self.file(name)).map_err(|error| error.error)?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = <(String, Weak<Parts>)>::default();
        self.prune(name);
        Ok(sum)
    }

    /// Whether a file that has this stamp now can be told from one that is changed later: not when it was changed a moment
    /// ago.
    pub(crate) fn settles(&self, stamp: &Stamp) -> bool {
        let stamp = match stamp {
            Stamp::Disk(stamp) => stamp,
            Stamp::Blob(_) => return true,
        };
        let margin = if stamp.is_coarse() { SECONDS } else { TICK };
        stamp.changed().is_some_and(|changed| changed + margin < self.started)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension(ENDING)
    }

    /// Makes the folder: for its owner only, since sources are quoted in it, and told apart from what is worth a backup or a
    /// commit.
    fn prepare(&self) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)?;
        fs::write(
            self.folder.join("CACHEDIR.TAG"),
            "Signature: 8a477f597d28d172789f06886806bc55\n# made by flagdebt; see https://bford.info/cachedir/\n",
        )?;
        fs::write(self.folder.join(".gitignore"), "*\n")
    }

    /// Throws away what was not written for longest, and never what belongs to the name that was just written. Trouble with
    /// that is nobody's business.
    fn prune(&self, written: &str) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let mut ours = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            let Ok(known) = fs::metadata(&path) else { continue };
            let Ok(modified) = known.modified() else { continue };
            if path.extension().is_some_and(|ending| ending == ENDING) {
                ours.push((belongs(&path, written), modified, path, known.len()));
            } else if is_temporary(&path) && self.started.duration_since(modified).is_ok_and(|age| age > LEFT) {
                // What a run that was killed left behind.
                let _ = fs::remove_file(path);
            }
        }
        ours.sort();
        let mut total = 0_u64;
        for (at, (belongs, _, path, length)) in ours.iter().rev().enumerate() {
            total = total.saturating_add(*length);
            if !belongs && (at >= MOST || total > self.bytes) {
                let _ = fs::remove_file(path);
            }
        }
    }
}

/// Whether a file is one of those that are kept under a name, of which there may be several: `NAME`, `NAME-facts`.
fn belongs(path: &Path, name: &str) -> bool {
    let first = |name: &str| name.split('-').next().map(str::to_owned);
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.and_then(first) == first(name)
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name();
    name.is_some_and(|name| name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes()))
}

/// What stood in one file.
#[derive(Debug, Default)]
pub struct Parts {
    bytes: Vec<u8>,
    /// Tells them from all others.
    sum: u128,
    /// Where each part begins and ends.
    places: Vec<(usize, usize)>,
}

impl Parts {
    fn read(bytes: Vec<u8>) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (sum, rest) = rest.split_first_chunk::<16>()?;
        let (count, rest) = rest.split_first_chunk::<8>()?;
        let sum = u128::from_le_bytes(*sum);
        if xxh3_128(rest) != sum {
            return None;
        }
        let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
        let mut at = bytes.len() - rest.len() + count.checked_mul(8)?;
        let mut places = Vec::new();
        for length in rest.get(..count * 8)?.chunks_exact(8) {
            let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
            let end = at.checked_add(length)?;
            bytes.get(at..end)?;
            places.push((at, end));
            at = end;
        }
        Some(Self { bytes, sum, places })
    }

    /// What tells them from all others.
    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// A part by its number; empty where there is none.
    pub fn get(&self, number: usize) -> &[u8] {
        let place = self.places.get(number);
        place
            .and_then(|(start, end)| self.bytes.get(*start..*end))
            .unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(folder: &Path) -> Cache {
        Cache::new(folder.join("deep/er"), PathBuf::from("/somewhere"), SystemTime::now())
    }

    #[test]
    fn parts_come_back_as_they_were() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let cache = cache(folder.path());
        assert!(cache.load("a").is_none());
        cache.store("a", &[b"one", b"", &[0; 70_000]])?;
        let parts = cache.load("a").ok_or(io::ErrorKind::NotFound)?;
        assert_eq!(parts.get(0), b"one");
        assert_eq!(parts.get(1), b"");
        assert_eq!(parts.get(2).len(), 70_000);
        assert_eq!(parts.get(3), b"");
        Ok(())
    }

    #[test]
    fn a_broken_file_is_no_file() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let cache = cache(folder.path());
        cache.store("a", &[b"one", b"two"])?;
        let whole = fs::read(cache.file("a"))?;
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 1;
            fs::write(cache.file("a"), &broken)?;
            assert!(cache.load("a").is_none(), "a changed byte at {at}");
            fs::write(cache.file("a"), &whole[..at])?;
            assert!(cache.load("a").is_none(), "cut off at {at}");
        }
        Ok(())
    }

    #[test]
    fn old_files_go() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let cache = cache(folder.path());
        for number in 0..MOST + 5 {
            cache.store(&format!("{number:03}"), &[])?;
        }
        let left = fs::read_dir(&cache.folder)?.flatten();
        let left = left.filter(|entry| entry.path().extension().is_some_and(|ending| ending == ENDING));
        assert_eq!(left.count(), MOST);
        Ok(())
    }

    /// The names of what is kept, sorted.
    fn kept(cache: &Cache) -> io::Result<Vec<String>> {
        let mut names: Vec<String> = fs::read_dir(&cache.folder)?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        Ok(names)
    }

    #[test]
    fn many_bytes_go_oldest_first() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut cache = cache(folder.path());
        cache.bytes = 3_000;
        for (age, name) in ["a", "b", "b-facts", "c", "d"].into_iter().enumerate() {
            cache.store(name, &[&[0; 900]])?;
            let file = fs::File::options().append(true).open(cache.file(name))?;
            let age = Duration::from_secs(60 * (10 - u64::try_from(age).unwrap_or(0)));
            file.set_modified(cache.started - age)?;
        }
        assert_eq!(kept(&cache)?, ["b-facts", "c", "d"]);
        // However large it is and however old the rest of it, what was just written stays.
        cache.store("b", &[&[0; 5_000]])?;
        assert_eq!(kept(&cache)?, ["b", "b-facts"]);
        cache.store("b-facts", &[&[0; 5_000]])?;
        assert_eq!(kept(&cache)?, ["b", "b-facts"]);
        cache.store("e", &[])?;
        assert_eq!(kept(&cache)?, ["e"]);
        Ok(())
    }

    #[test]
    fn names_tell_texts_apart() {
        let cache = cache(Path::new("/x"));
        let name = |texts: &[&str]| cache.name(texts.iter().map(|text| text.as_bytes()));
        assert_ne!(name(&["ab", "c"]), name(&["a", "bc"]));
        assert_eq!(name(&["ab", "c"]), name(&["ab", "c"]));
    }
}
