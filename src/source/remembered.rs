//! What a walk met, for the next one: as long as no folder changed, nor a file that says what is ignored, it would meet the same.
//! What the files hold is not told by it.

use std::path::{Path, PathBuf};

use ignore::gitignore::gitconfig_excludes_path;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::walk::{Source, WalkOptions, Walked};
use super::{DiskStamp, Skipped, ignore_files};

/// File systems that give a folder another time whenever a name in it comes, goes or gets another file (Linux, `linux/magic.h`): those
/// on local disks and in memory. What others do (over a network, made by a program) nobody can know, and of a folder in several layers
/// overlayfs tells the time of the uppermost alone.
#[cfg(target_os = "linux")]
const TRUSTED: [u32; 7] = [
    0xef53,      // ext2, ext3, ext4
    0x5846_5342, // XFS
    0x9123_683e, // Btrfs
    0x0102_1994, // tmpfs
    0x2fc1_2fc1, // ZFS
    0xf2f5_2010, // F2FS
    0xca45_1a4e, // bcachefs
];

/// What stands where a file may say what is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    Nothing,
    /// A repository that is kept here. It changes all the time, and what matters of it has places of its own.
    Repository,
    There(DiskStamp),
    /// Nothing would tell that it changed.
    Untold,
}

impl Place {
    fn of(path: &Path) -> Self {
        match std::fs::metadata(path) {
            Err(_) => Self::Nothing,
            Ok(found) if found.is_dir() && ignore_files::is_repository(path) => Self::Repository,
            Ok(found) => DiskStamp::from_metadata(&found).map_or(Self::Untold, Self::There),
        }
    }
}

/// What decides from outside of the paths of a walk what is ignored in them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Around {
    places: Vec<(PathBuf, Place)>,
    /// Where the user's git says what it ignores everywhere.
    global: Option<PathBuf>,
}

impl Around {
    /// As it is now; `None`: it cannot be told.
    pub(crate) fn new(options: &WalkOptions) -> Option<Self> {
        let global = gitconfig_excludes_path();
        let mut places = ignore_files::above(&options.paths)?;
        places.extend(global.clone());
        let place = |path: PathBuf| {
            let place = Place::of(&path);
            (path, place)
        };
        Some(Self {
            places: places.into_iter().map(place).collect(),
            global,
        })
    }
}

/// What a walk met, and what it depends on.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tree {
    /// Every folder that was listed.
    folders: Vec<(String, DiskStamp)>,
    /// Places of files that say what is ignored.
    rules: Vec<(PathBuf, Place)>,
    /// Where the user's git says what it ignores everywhere.
    global: Option<PathBuf>,
    /// Sorted.
    sources: Vec<String>,
    /// Sorted.
    skipped: Vec<Skipped>,
}

impl Tree {
    /// What was met, where a walk that meets something else can be told by stamps; `around`: what stood around the paths before the
    /// walk; `settles`: whether what has a stamp did not change since it began.
    pub(crate) fn new(
        walked: &Walked,
        options: &WalkOptions,
        around: Around,
        settles: impl Fn(&DiskStamp) -> bool,
    ) -> Option<Self> {
        let are_folders = options.paths.iter().all(|path| path.is_dir());
        if walked.depends || !are_folders || !walked.sources.iter().all(Source::is_on_disk) {
            return None;
        }
        // What is gone has no stamp that would tell when it went.
        if Around::new(options).as_ref() != Some(&around) {
            return None;
        }
        let Around { places, global } = around;
        let of_walk = walked.rules.iter().map(|path| (path.clone(), Place::of(path)));
        let mut rules: Vec<(PathBuf, Place)> = places.into_iter().chain(of_walk).collect();
        rules.sort_unstable_by(|one, two| one.0.cmp(&two.0));
        rules.dedup_by(|two, one| one.0 == two.0);
        if rules.iter().any(|(_, place)| *place == Place::Untold) {
            return None;
        }
        let folder = |path: &String| Some((path.clone(), DiskStamp::behind(Path::new(path))?));
        let tree = Self {
            folders: walked.folders.par_iter().map(folder).collect::<Option<_>>()?,
            rules,
            global,
            sources: walked.sources.iter().map(|source| source.path.clone()).collect(),
            skipped: walked.skipped.clone(),
        };
        let folders = tree.folders.iter().map(|(_, stamp)| stamp);
        let of_rules = tree.rules.iter().filter_map(|(_, place)| match place {
            Place::There(stamp) => Some(stamp),
            _ => None,
        });
        let mut stamps = folders.chain(of_rules);
        stamps.all(settles).then_some(tree)
    }

    /// What a walk would meet now; `None`: only a walk can say.
    pub(crate) fn walked(self) -> Option<Walked> {
        let is_folder_same = |(path, stamp): &(String, DiskStamp)| DiskStamp::behind(Path::new(path)) == Some(*stamp);
        let is_rule_same = |(path, place): &(PathBuf, Place)| Place::of(path) == *place;
        let is_same = gitconfig_excludes_path() == self.global
            && self.rules.par_iter().all(is_rule_same)
            && self.folders.par_iter().all(is_folder_same);
        if !is_same {
            return None;
        }
        let sources = self.sources.into_iter().map(Source::on_disk);
        Some(Walked {
            sources: sources.collect::<Option<_>>()?,
            skipped: self.skipped,
            ..Walked::default()
        })
    }
}

/// Whether all folders are of one file system, which gives them another time whenever a name in them changes.
#[cfg(target_os = "linux")]
pub(crate) fn is_trusted(walked: &Walked) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &String| std::fs::metadata(path).ok().map(|found| found.dev());
    let Some(first) = walked.folders.first() else {
        return false;
    };
    let is_trusted = rustix::fs::statfs(first)
        .is_ok_and(|system| u32::try_from(system.f_type).is_ok_and(|kind| TRUSTED.contains(&kind)));
    let device_of_first = device(first);
    is_trusted
        && walked
            .folders
            .par_iter()
            .all(|folder| device(folder) == device_of_first)
}

/// Elsewhere it is not known.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_trusted(_: &Walked) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::super::walk;
    use super::*;

    fn options(root: &Path) -> WalkOptions {
        WalkOptions {
            paths: vec![root.to_owned()],
            include: Vec::new(),
            exclude: Vec::new(),
            max_file_size: 1024,
            threads: 1,
            whole_files: false,
            overlay: Default::default(),
            listing: None,
        }
    }

    fn around(root: &Path) -> Around {
        Around::new(&options(root)).expect("what can be told")
    }

    /// Something that happens to a tree.
    type Step<'s> = &'s dyn Fn(&Path);

    /// A tree below a folder, and its walk, as if nothing had changed for an hour.
    fn tree(folder: &Path) -> (PathBuf, Option<Tree>) {
        let root = folder.join("above/root");
        for path in [
            "src/a.ts",
            "src/deep/b.py",
            "src/deep/.gitignore",
            "docs/readme.md",
            "inner/.git/HEAD",
            "inner/c.go",
        ] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x\n").expect("a file");
        }
        let an_hour_ago = SystemTime::now() - Duration::from_secs(3600);
        let paths = ["", "src", "src/deep", "src/deep/.gitignore", "docs", "inner"].map(|path| root.join(path));
        for path in paths.iter().chain([&folder.join("above")]) {
            let opened = File::open(path).expect("a folder or a file");
            opened.set_modified(an_hour_ago).expect("a time");
        }
        let walked = walk::walk(&options(&root)).expect("a walk");
        let tree = Tree::new(&walked, &options(&root), around(&root), |_| true);
        (root, tree)
    }

    fn again(tree: Tree) -> Option<Vec<String>> {
        let paths = |walked: Walked| walked.sources.into_iter().map(|source| source.path).collect();
        tree.walked().map(paths)
    }

    #[test]
    fn a_walk_would_meet_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, tree) = tree(folder.path());
        fs::write(root.join("src/a.ts"), "const other = 1;\n").expect("a file that holds something else");
        fs::write(root.join("inner/.git/index"), "").expect("a file that nobody walks to");
        let walked = walk::walk(&options(&root)).expect("a walk");
        let expected = walked.sources.into_iter().map(|source| source.path).collect::<Vec<_>>();
        assert_eq!(expected.len(), 3, "{expected:?}");
        assert_eq!(tree.and_then(again), Some(expected));
    }

    #[test]
    fn a_walk_might_meet_something_else() {
        let put = |path: &'static str| move |root: &Path| fs::write(root.join(path), "y\n").expect("a file");
        let steps: [(&str, Step<'_>); 13] = [
            ("a new file", &put("src/deep/new.ts")),
            ("a file that is not read", &put("docs/more.md")),
            ("a new folder", &|root| {
                fs::create_dir(root.join("docs/more")).expect("a folder")
            }),
            ("a file is gone", &|root| {
                fs::remove_file(root.join("src/a.ts")).expect("removed")
            }),
            ("a file has another name", &|root| {
                fs::rename(root.join("src/a.ts"), root.join("src/z.ts")).expect("renamed");
            }),
            ("a file in the place of another", &|root| {
                fs::write(root.join("../other"), "y\n").expect("a file");
                fs::rename(root.join("../other"), root.join("src/a.ts")).expect("renamed");
            }),
            ("an ignore file says something else", &put("src/deep/.gitignore")),
            ("an ignore file came", &put("src/.ignore")),
            ("one came above", &put("../.flagdebtignore")),
            ("a repository begins above", &|root| {
                fs::create_dir(root.join("../.git")).expect("a folder")
            }),
            ("a repository says what it ignores", &|root| {
                fs::create_dir(root.join("inner/.git/info")).expect("a folder");
                fs::write(root.join("inner/.git/info/exclude"), "*.go\n").expect("a file");
            }),
            ("a repository without anything is kept elsewhere now", &|root| {
                fs::remove_dir_all(root.join("inner/.git")).expect("removed");
                fs::write(root.join("inner/.git"), "gitdir: ../elsewhere\n").expect("a file");
                let an_hour_ago = SystemTime::now() - Duration::from_secs(3600);
                let inner = File::open(root.join("inner")).expect("a folder");
                inner.set_modified(an_hour_ago).expect("a time");
            }),
            ("all is gone", &|root| fs::remove_dir_all(root).expect("removed")),
        ];
        for (what, step) in steps {
            let folder = tempfile::tempdir().expect("a folder");
            let (root, tree) = tree(folder.path());
            let tree = tree.expect(what);
            step(&root);
            assert_eq!(again(tree), None, "{what}");
        }
    }

    #[test]
    fn what_changed_around_during_a_walk_is_not_remembered() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, _) = tree(folder.path());
        fs::write(root.join("../.gitignore"), "a.ts\n").expect("a file");
        let before = around(&root);
        let walked = walk::walk(&options(&root)).expect("a walk");
        fs::remove_file(root.join("../.gitignore")).expect("removed");
        assert!(Tree::new(&walked, &options(&root), before, |_| true).is_none());
    }

    #[test]
    fn what_no_stamp_tells_is_not_remembered() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, tree) = tree(folder.path());
        assert!(tree.is_some());
        let rules = File::open(root.join("src/deep/.gitignore")).expect("a file");
        let before_all = SystemTime::UNIX_EPOCH - Duration::from_secs(3600);
        rules.set_modified(before_all).expect("a time");
        let walked = walk::walk(&options(&root)).expect("a walk");
        assert!(Tree::new(&walked, &options(&root), around(&root), |_| true).is_none());
    }

    /// What a walk met there depends on more than is remembered.
    #[test]
    fn nothing_is_remembered() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, _) = tree(folder.path());
        let remembered = |options: &WalkOptions| {
            let walked = walk::walk(options).expect("a walk");
            Around::new(options).is_some_and(|around| Tree::new(&walked, options, around, |_| true).is_some())
        };
        assert!(remembered(&options(&root)));
        assert!(!remembered(&options(&root.join("src/a.ts"))), "a file");
        let walked = walk::walk(&options(&root)).expect("a walk");
        assert!(
            Tree::new(&walked, &options(&root), around(&root), |_| false).is_none(),
            "it changed a moment ago"
        );
        fs::remove_dir_all(root.join("inner/.git")).expect("removed");
        fs::write(root.join("inner/.git"), "gitdir: ../elsewhere\n").expect("a file");
        assert!(!remembered(&options(&root)), "a repository that is kept elsewhere");
        fs::remove_file(root.join("inner/.git")).expect("removed");
        assert!(remembered(&options(&root)));
        fs::write(root.join("../.git"), "gitdir: ../elsewhere\n").expect("a file");
        assert!(!remembered(&options(&root)), "one that begins above");
    }

    #[cfg(unix)]
    #[test]
    fn links_to_ignore_files_are_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, _) = tree(folder.path());
        for name in ["docs/.gitignore", "src/.ignore"] {
            std::os::unix::fs::symlink(folder.path().join("rules"), root.join(name)).expect("a link");
        }
        let walked = walk::walk(&options(&root)).expect("a walk");
        let remember = || Tree::new(&walked, &options(&root), around(&root), |_| true).expect("a tree");
        assert!(remember().walked().is_some());
        let before = remember();
        fs::write(folder.path().join("rules"), "a.ts\n").expect("a file");
        assert!(before.walked().is_none(), "a link that led nowhere");
        let before = remember();
        fs::write(folder.path().join("rules"), "other.ts\n").expect("a file");
        assert!(before.walked().is_none(), "its file says something else");
    }
}
