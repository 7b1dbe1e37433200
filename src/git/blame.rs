//! Who wrote a line, as `git blame` says it.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Git;

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
pub fn blame(wanted: &BTreeMap<String, Vec<u32>>, uncommitted: Uncommitted) -> FxHashMap<(String, u32), Line> {
    let git = Git::here();
    let Ok(asked) = git.text(&["rev-parse", "--is-shallow-repository", "--show-toplevel"]) else {
        return FxHashMap::default();
    };
    let (shallow, root) = asked.trim_end().split_once('\n').unwrap_or((&asked, "."));
    let mut common = vec!["-c", "blame.ignoreRevsFile=", "blame", "--porcelain", "--no-textconv"];
    let ignored = Path::new(root).join(IGNORED).to_string_lossy().into_owned();
    if Path::new(&ignored).is_file() {
        common.extend(["--ignore-revs-file", &ignored]);
    }
    // A clone's oldest commit did not write everything that is in it; a repository's first one did.
    if shallow == "false" {
        common.push("--root");
    }
    let committer = match uncommitted {
        Uncommitted::Committer if !wanted.is_empty() => committer(&git),
        _ => None,
    };
    let files: Vec<(&String, &Vec<u32>)> = wanted.iter().take(FILES).collect();
    let found: Vec<Vec<((String, u32), Line)>> = files
        .into_par_iter()
        .map(|(path, lines)| {
            let ranges: Vec<String> = lines
                .iter()
                .take(LINES)
                .map(|line| format!("-L{line},{line}"))
                .collect();
            let mut arguments = common.clone();
            arguments.extend(ranges.iter().map(String::as_str));
            arguments.extend(["--", path.as_str()]);
            let told = match (git.text(&arguments), &committer) {
                (Ok(out), committer) => lines_of(&out, committer.as_deref()),
                // Lines that are only in the index, or a file that git does not know yet.
                (Err(_), Some(name)) => lines.iter().map(|line| (*line, new_line(name))).collect(),
                (Err(_), None) => Vec::new(),
            };
            let told = told.into_iter();
            told.map(|(number, line)| ((path.clone(), number), line)).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
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
struct Told {
    author: String,
    written: Option<Timestamp>,
    boundary: bool,
}

/// Reads the porcelain form: `commit line-then line-now [lines]`, then, once per commit, `name value` lines, then the text
/// of the line behind a tab.
fn lines_of(out: &str, committer: Option<&str>) -> Vec<(u32, Line)> {
    let mut commits: FxHashMap<&str, Told> = FxHashMap::default();
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
