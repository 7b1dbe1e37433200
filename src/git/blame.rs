//! Who wrote a line, as `git blame` says it.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Git;
use crate::failure::Failure;
use crate::source::{beside, walk};

/// Files asked about at the most: a bound on the time, far above what a team can work through.
const FILES: usize = 2_000;
/// Lines of one file asked about at the most: a command line has an end.
const LINES: usize = 400;
/// The commits that only moved or formatted code, where the services look for the list.
const IGNORED: &str = ".git-blame-ignore-revs";

/// Who wrote a line, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The author's name, after `.mailmap`; never the address, which is nobody's business here.
    pub author: String,
    /// When it was written.
    pub written: Timestamp,
}

/// A line by path and number, and who wrote it.
type Told = ((String, u32), Line);

/// Whose the lines are that are not committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncommitted {
    /// Nobody's yet.
    Nobody,
    /// His or hers who would commit them now, as git knows the name.
    Committer,
}

/// Who wrote lines of files, by path and line: one process per file, several at a time. Paths are relative to the working
/// directory. Lines without an answer are left out: those that are not committed, unless `uncommitted` says whose they are, those
/// of a robot, and in a shallow clone those that are older than what was fetched. Outside of a repository there are no answers.
///
/// # Errors
/// When the list of commits that do not count cannot be read, or git says nothing of a file that it has: the lines would have
/// other owners, or none, and nobody would know.
pub fn blame(
    wanted: &BTreeMap<String, Vec<u32>>,
    uncommitted: Uncommitted,
) -> Result<FxHashMap<(String, u32), Line>, Failure> {
    let git = Git::here();
    git.refuse_filter().map_err(Failure::input)?;
    let Ok(asked) = git.text(&["rev-parse", "--is-shallow-repository", "--show-cdup"]) else {
        return Ok(FxHashMap::default());
    };
    let (shallow, up) = asked.split_once('\n').unwrap_or((&asked, ""));
    let mut options = vec!["-c", "blame.ignoreRevsFile=", "blame", "--porcelain", "--no-textconv"];
    // A clone's oldest commit did not write everything that is in it; a repository's first one did.
    if shallow == "false" {
        options.push("--root");
    }
    let committer = match uncommitted {
        Uncommitted::Committer if !wanted.is_empty() => committer(&git),
        _ => None,
    };
    let blame = Blame {
        list: List::read(&Path::new(up.trim_end_matches(['\n', '\r'])).join(IGNORED))?,
        git,
        options,
        committer,
    };
    let files: Vec<(&String, &Vec<u32>)> = wanted.iter().take(FILES).collect();
    let found: Vec<Result<Vec<Told>, Failure>> = files
        .into_par_iter()
        .map(|(path, lines)| {
            let lines = lines.get(..lines.len().min(LINES)).unwrap_or(lines);
            let told = blame.file(path, lines)?.into_iter();
            Ok(told.map(|(number, line)| ((path.clone(), number), line)).collect())
        })
        .collect();
    // Of several troubles the first is told, whichever came to an end first.
    let found: Vec<_> = found.into_iter().collect::<Result<_, Failure>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// What all files are asked with.
struct Blame<'a> {
    git: Git,
    options: Vec<&'a str>,
    /// Commits that do not count, where a list of them stands.
    list: Option<List>,
    /// Whose the lines are that are not committed.
    committer: Option<String>,
}

impl Blame<'_> {
    /// Who wrote lines of a file.
    fn file(&self, path: &str, lines: &[u32]) -> Result<Vec<(u32, Line)>, Failure> {
        let committer = self.committer.as_deref();
        let ranges: Vec<String> = lines.iter().map(|line| format!("-L{line},{line}")).collect();
        let ranges: Vec<&str> = ranges.iter().map(String::as_str).collect();
        if let Ok(out) = self.ask(path, &ranges)? {
            return Ok(lines_of(&out, committer));
        }
        let new_behind = |end: usize| {
            let is_behind = move |line: &&u32| usize::try_from(**line).is_ok_and(|line| line > end);
            let named = |name| lines.iter().filter(is_behind).map(move |line| (*line, new_line(name)));
            committer.into_iter().flat_map(named).collect::<Vec<_>>()
        };
        match self.ask(path, &[])? {
            // The file on disk is shorter: the lines behind its end are only in the index.
            Ok(out) => {
                let mut found = lines_of(&out, committer);
                let end = out.split('\n').filter(|line| line.starts_with('\t')).count();
                found.retain(|(line, _)| lines.contains(line));
                found.extend(new_behind(end));
                Ok(found)
            }
            Err(why) if self.has(path) => {
                let failure = Failure::input(format!("`git blame` does not say who wrote this file: {why}"));
                Err(failure
                    .in_file(path)
                    .help("a clone that is not partial has what git needs; `[owners] git-blame = \"off\"` asks nobody"))
            }
            // A file that git does not know yet, or one of another repository.
            Err(_) => Ok(new_behind(0)),
        }
    }

    /// What git says of a file, or why it says nothing. That git cannot read the list is a failure.
    fn ask(&self, path: &str, ranges: &[&str]) -> Result<Result<String, String>, Failure> {
        let ask = |list: &[&str]| {
            let arguments = [self.options.as_slice(), list, ranges, &["--", path]].concat();
            self.git.text(&arguments)
        };
        let Some(list) = &self.list else { return Ok(ask(&[])) };
        // git takes the name from the root of the repository.
        match ask(&["--ignore-revs-file", IGNORED]) {
            Err(why) if ask(&[]).is_ok() => Err(list.failure(&why)),
            answer => Ok(answer),
        }
    }

    /// Whether a file is on disk and in the last commit.
    fn has(&self, path: &str) -> bool {
        let listed = self.git.text(&["ls-tree", "--name-only", "HEAD", "--", path]);
        Path::new(path).is_file() && listed.is_ok_and(|listed| !listed.is_empty())
    }
}

/// The list of commits that do not count.
struct List {
    /// For people.
    path: String,
    text: String,
}

impl List {
    /// Reads the list; `None`: there is none.
    fn read(path: &Path) -> Result<Option<Self>, Failure> {
        if !beside::stands(path) {
            return Ok(None);
        }
        let shown = walk::shown(path);
        match beside::regular(path, beside::SETTINGS) {
            Ok(bytes) => Ok(Some(Self {
                path: shown,
                text: String::from_utf8_lossy(&bytes).into_owned(),
            })),
            Err(error) => Err(unreadable_list(&shown, &error.to_string())),
        }
    }

    /// What git could not read in it. It names no line, so the first one that is wrong is looked for.
    fn failure(&self, why: &str) -> Failure {
        let failure = unreadable_list(&self.path, why);
        let is_wrong = |line: &str| {
            let name = line.split('#').next().unwrap_or_default().trim();
            let is_hexadecimal = name.bytes().all(|byte| byte.is_ascii_hexdigit());
            !(name.is_empty() || is_hexadecimal && [40, 64].contains(&name.len()))
        };
        let wrong = (1..).zip(self.text.lines()).find(|(_, line)| is_wrong(line));
        match wrong {
            Some((number, line)) => failure.at(number, None).showing(line),
            None => failure,
        }
    }
}

fn unreadable_list(path: &str, why: &str) -> Failure {
    let failure = Failure::input(format!("the list of commits that do not count cannot be read: {why}"));
    failure
        .in_file(path)
        .help("a line is the whole name of a commit, 40 hexadecimal digits; what follows a `#` is a note")
}

/// The name under which git would commit now, after `.mailmap`; `None` where nobody has told git a name.
fn committer(git: &Git) -> Option<String> {
    // `Name <address> seconds zone`
    let identity = git.text(&["var", "GIT_AUTHOR_IDENT"]).ok()?;
    let (identity, _) = identity.rsplit_once('>')?;
    let identity = format!("{identity}>");
    let mapped = git.text(&["check-mailmap", &identity]).unwrap_or(identity);
    let name = mapped.split('<').next().unwrap_or_default().trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A line of which nothing is known but who would commit it.
fn new_line(committer: &str) -> Line {
    Line {
        author: committer.to_owned(),
        written: Timestamp::UNIX_EPOCH,
    }
}

/// What is told of a commit, once, at its first line.
#[derive(Default, Clone)]
struct Commit {
    author: String,
    written: Option<Timestamp>,
    boundary: bool,
}

/// Reads the porcelain form: `commit line-then line-now [lines]`, then, once per commit, `name value` lines, then the text
/// of the line behind a tab.
fn lines_of(out: &str, committer: Option<&str>) -> Vec<(u32, Line)> {
    let mut commits: FxHashMap<&str, Commit> = FxHashMap::default();
    let mut found = Vec::new();
    let mut commit = "";
    let mut number = 0;
    for line in out.split('\n') {
        if line.starts_with('\t') {
            let told = commits.get(commit).cloned().unwrap_or_default();
            let is_committed = commit.bytes().any(|digit| digit != b'0');
            let author = match committer {
                Some(name) if !is_committed => name.to_owned(),
                _ if !is_committed => String::new(),
                _ => told.author,
            };
            let is_person = !author.is_empty() && !author.ends_with("[bot]");
            if let (Some(written), true, false) = (told.written, is_person, told.boundary) {
                found.push((number, Line { author, written }));
            }
            commit = "";
        } else if commit.is_empty() {
            let mut words = line.split(' ');
            commit = words.next().unwrap_or_default();
            number = words.nth(1).and_then(|line| line.parse().ok()).unwrap_or(0);
        } else {
            let told = commits.entry(commit).or_default();
            match line.split_once(' ').unwrap_or((line, "")) {
                ("author", name) => name.trim().clone_into(&mut told.author),
                ("author-time", time) => {
                    told.written = time
                        .parse()
                        .ok()
                        .and_then(|seconds| Timestamp::from_second(seconds).ok());
                }
                ("boundary", _) => told.boundary = true,
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn each_line_has_the_author_of_its_commit() {
        let out = "aa 1 3 2\nauthor Ada L.\nauthor-mail <ada@example.com>\nauthor-time 1767225600\nsummary x\n\tif on {\n\
                   aa 2 4\n\tauthor Mallory\nbb 9 9 1\nauthor bump[bot]\nauthor-time 1\n\ty\n\
                   00 7 7 1\nauthor Not Committed Yet\nauthor-time 1\n\tz\ncc 8 8 1\nauthor Old\nauthor-time 1\nboundary\n\tw\n";
        let found = lines_of(out, None);
        let authors: Vec<(u32, &str)> = found.iter().map(|(line, by)| (*line, by.author.as_str())).collect();
        assert_eq!(authors, [(3, "Ada L."), (4, "Ada L.")]);
        assert_eq!(found[0].1.written.to_string(), "2026-01-01T00:00:00Z");
        let mine = lines_of(out, Some("Me"));
        assert!(mine.iter().any(|(line, by)| (*line, by.author.as_str()) == (7, "Me")));
        assert_eq!(mine.len(), 3);
    }

    #[test]
    fn nonsense_gives_no_answer() {
        for out in [
            "",
            "\n\n",
            "\t",
            "aa\n\tx",
            "aa 1\nauthor A\nauthor-time x\n\ty",
            "\u{0}",
        ] {
            assert!(lines_of(out, None).is_empty(), "{out:?}");
        }
    }
}
