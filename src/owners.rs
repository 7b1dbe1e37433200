//! Who owns a flag that the registry gives no owner: what CODEOWNERS says of the file that reads it, the configuration of the
//! key, or, where they are asked, the authors of the calls.
//!
//! Sources: GitHub, "About code owners" (gitignore patterns without `!` and `[…]`, the last match wins, no owner means
//! nobody); GitLab, "Code Owners syntax" (sections `[Name]`, optional with `^`, with owners that hold where a line names
//! none).

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::evidence::count;
use crate::git::Line;
use crate::usage::{Role, Usage, Use};

/// Where the file stands, in the order in which the services look.
pub const CODEOWNERS: [&str; 4] = [
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitlab/CODEOWNERS",
];
/// Calls of a flag whose authors are asked about.
const CALLS: usize = 50;
/// Longer files are read up to here.
const LINES: usize = 100_000;

/// What a CODEOWNERS file says.
#[derive(Debug, Clone)]
pub struct CodeOwners {
    /// For people.
    path: String,
    /// From the root of the repository to the working directory; empty, or with a `/` at the end.
    prefix: String,
    patterns: Gitignore,
    /// Owners and line by pattern; the last line of the same pattern.
    lines: FxHashMap<String, (Vec<String>, u32)>,
}

impl CodeOwners {
    /// Reads the text of a file. Lines that make no sense are left out, as the services do.
    pub fn parse(path: &str, prefix: &str, text: &str) -> Self {
        let mut builder = GitignoreBuilder::new("");
        let mut lines = FxHashMap::default();
        let mut section: Vec<String> = Vec::new();
        for (index, line) in text.lines().enumerate().take(LINES) {
            let line = line.split(" #").next().unwrap_or(line).trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with('!') {
                continue;
            }
            if let Some(owners) = section_owners(line) {
                section = owners;
                continue;
            }
            let mut words = words(line).into_iter();
            let Some(pattern) = words.next() else { continue };
            let named: Vec<String> = words.collect();
            let owners = if named.is_empty() { section.clone() } else { named };
            if builder.add_line(None, &pattern).is_ok() {
                let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                lines.insert(pattern, (owners, number));
            }
        }
        Self {
            path: path.to_owned(),
            prefix: prefix.to_owned(),
            patterns: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            lines,
        }
    }

    /// The first owner of a file, and the line that says so.
    pub fn owner(&self, file: &str) -> Option<(&str, u32)> {
        let file = format!("{}{file}", self.prefix);
        // The last line counts that matches the file or a folder around it.
        let around = std::path::Path::new(&file).ancestors().enumerate();
        let lines = around.filter_map(|(level, path)| {
            let found = self.patterns.matched(path, level > 0);
            self.lines.get(found.inner()?.original())
        });
        let (owners, line) = lines.max_by_key(|(_, line)| *line)?;
        Some((owners.first()?, *line))
    }
}

/// `[Name]`, `^[Name]`, `[Name][2] @team`: the owners behind it; `None`: it is no head of a section.
fn section_owners(line: &str) -> Option<Vec<String>> {
    let rest = line.strip_prefix('^').unwrap_or(line).strip_prefix('[')?;
    let (_, mut rest) = rest.split_once(']')?;
    if let Some(approvals) = rest.strip_prefix('[') {
        rest = approvals.split_once(']')?.1;
    }
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.split_whitespace().map(str::to_owned).collect())
}

/// Words of a line; a blank behind a backslash belongs to the word.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match (character, words.last_mut()) {
            ('\\', Some(word)) => {
                word.push('\\');
                word.extend(characters.next());
            }
            (blank, Some(word)) if blank.is_whitespace() => {
                if !word.is_empty() {
                    words.push(String::new());
                }
            }
            (other, Some(word)) => word.push(other),
            (_, None) => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Owners of flags that the registry gives none.
#[derive(Debug, Clone, Default)]
pub struct Owners {
    /// What the repository says.
    pub code: Option<CodeOwners>,
    /// Keys to owners, as the configuration says; the first match wins.
    pub keys: Vec<(String, crate::config::KeySet)>,
}

impl Owners {
    /// Gives each finding about a flag an owner where the registry names none, and says where it comes from.
    pub fn assign(&self, diagnostics: &mut [Diagnostic]) {
        let mut known: FxHashMap<String, Option<(String, String)>> = FxHashMap::default();
        for found in diagnostics.iter_mut().filter(|found| found.owner.is_none()) {
            let Some(flag) = &found.flag else { continue };
            // All findings about a flag have one owner: that of its first place.
            let place = found.label.as_ref().map(|label| label.path.as_str());
            let entry = known.entry(flag.clone()).or_insert_with(|| self.of(flag, place));
            if entry.is_none() && place.is_some() {
                *entry = self.of(flag, place);
            }
            if let Some((owner, source)) = entry {
                found.owner = Some(owner.clone());
                found.reasons.push(format!("`{owner}` owns it: {source}"));
            }
        }
    }

    /// The owner of a flag that is read in a file, and who says so.
    pub fn of(&self, key: &str, path: Option<&str>) -> Option<(String, String)> {
        if let Some((code, path)) = self.code.as_ref().zip(path)
            && let Some((owner, line)) = code.owner(path)
        {
            return Some((owner.to_owned(), format!("{}:{line} says so of {path}", code.path)));
        }
        let (owner, _) = self.keys.iter().find(|(_, keys)| keys.is_match(key))?;
        Some((owner.clone(), "the configuration says so of its key".to_owned()))
    }
}

/// The lines whose authors may own a flag of which nothing else tells the owner: by path, sorted.
pub fn ownerless(diagnostics: &[Diagnostic], usages: &[Usage]) -> BTreeMap<String, Vec<u32>> {
    lines_of(&without_owner(diagnostics, usages))
}

/// The lines whose authors may own these flags: by path, sorted.
pub fn lines_of(usages: &[&Usage]) -> BTreeMap<String, Vec<u32>> {
    let mut lines: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for usage in usages {
        for call in calls(usage) {
            lines.entry(call.path.clone()).or_default().push(call.name.line);
        }
    }
    for lines in lines.values_mut() {
        lines.sort_unstable();
        lines.dedup();
    }
    lines
}

/// Gives each finding about a flag without an owner the author of most of its calls.
pub fn assign_authors(diagnostics: &mut [Diagnostic], usages: &[Usage], lines: &FxHashMap<(String, u32), Line>) {
    let owners = authors(&without_owner(diagnostics, usages), lines);
    for found in diagnostics.iter_mut().filter(|found| found.owner.is_none()) {
        if let Some((owner, source)) = found.flag.as_deref().and_then(|flag| owners.get(flag)) {
            found.owner = Some(owner.clone());
            found.reasons.push(format!("`{owner}` owns it: {source}"));
        }
    }
}

/// The author of most of a flag's calls, of two the one who wrote last, and who says so; by key.
pub fn authors<'u>(
    usages: &[&'u Usage],
    lines: &FxHashMap<(String, u32), Line>,
) -> FxHashMap<&'u str, (String, String)> {
    let mut owners: FxHashMap<&str, (String, String)> = FxHashMap::default();
    for usage in usages {
        let asked: Vec<&Line> = calls(usage)
            .filter_map(|call| lines.get(&(call.path.clone(), call.name.line)))
            .collect();
        let mut authors: BTreeMap<&str, (usize, jiff::Timestamp)> = BTreeMap::new();
        for line in &asked {
            let (calls, last) = authors.entry(&line.author).or_insert((0, line.written));
            *calls += 1;
            *last = line.written.max(*last);
        }
        // The name decides among equals: the first one is kept.
        let most = authors.into_iter().rev().max_by_key(|(_, wrote)| *wrote);
        if let Some((author, (wrote, last))) = most {
            let date: String = last.to_string().chars().take("2026-01-01".len()).collect();
            let all = count(asked.len(), "call");
            let source = format!("by `git blame` the author of {wrote} of {all}, last on {date}");
            owners.insert(&usage.key, (author.to_owned(), source));
        }
    }
    owners
}

/// Gives findings without an owner that of other findings about the same flag.
pub fn inherit(diagnostics: &mut [Diagnostic], others: &[Diagnostic]) {
    let mut owners: FxHashMap<&str, &String> = FxHashMap::default();
    for other in others {
        if let (Some(flag), Some(owner)) = (&other.flag, &other.owner) {
            owners.entry(flag).or_insert(owner);
        }
    }
    for found in diagnostics.iter_mut().filter(|found| found.owner.is_none()) {
        found.owner = found
            .flag
            .as_deref()
            .and_then(|flag| owners.get(flag))
            .map(ToString::to_string);
    }
}

/// The flags without an owner that findings speak of. Usages are sorted by key.
fn without_owner<'u>(diagnostics: &[Diagnostic], usages: &'u [Usage]) -> Vec<&'u Usage> {
    let mut keys: Vec<&str> = diagnostics
        .iter()
        .filter(|found| found.owner.is_none())
        .filter_map(|found| found.flag.as_deref())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let of = |key: &str| {
        let at = usages.binary_search_by(|usage| usage.key.as_str().cmp(key)).ok()?;
        usages.get(at)
    };
    keys.into_iter().filter_map(of).collect()
}

/// The first calls outside of tests; where there is none, the declarations.
fn calls(usage: &Usage) -> impl Iterator<Item = &Use> {
    let is_call = |found: &&Use| found.role == Role::Evaluation && !found.test;
    let role = match usage.uses.iter().any(|found| is_call(&found)) {
        true => Role::Evaluation,
        false => Role::Declaration,
    };
    let of_role = move |found: &&Use| found.role == role && !found.test;
    usage.uses.iter().filter(of_role).take(CALLS)
}

#[cfg(test)]
mod tests {
    use super::CodeOwners;

    #[test]
    fn the_last_match_wins_and_sections_have_owners() {
        let text = "* @everyone\n/web/ @web @other\n# a comment\n*.go   @go # and why\n/web/legacy/\n\
                    [Payments][2] @payments\n/pay/\n^[Docs]\n/docs/ @writers\n/two\\ words/ @blank\n";
        let owners = CodeOwners::parse("CODEOWNERS", "", text);
        let of = |path: &str| owners.owner(path).map(|(owner, line)| (owner.to_owned(), line));
        assert_eq!(of("src/a.ts"), Some(("@everyone".to_owned(), 1)));
        assert_eq!(of("web/a.ts"), Some(("@web".to_owned(), 2)));
        assert_eq!(of("web/a.go"), Some(("@go".to_owned(), 4)));
        assert_eq!(of("web/legacy/a.ts"), None, "a line without owners means nobody");
        assert_eq!(of("pay/x/y.java"), Some(("@payments".to_owned(), 7)));
        assert_eq!(of("docs/a.md"), Some(("@writers".to_owned(), 9)));
        assert_eq!(of("two words/a.ts"), Some(("@blank".to_owned(), 10)));
        let below = CodeOwners::parse("CODEOWNERS", "web/", text);
        assert_eq!(below.owner("a.ts").map(|(owner, _)| owner), Some("@web"));
    }

    #[test]
    fn nonsense_is_left_out() {
        for text in [
            "",
            "[",
            "^[",
            "\\",
            "! @a",
            "[x",
            "a[ @b",
            "\u{0} @c",
            "** @d\n**/ @e\n[s] [t] @u",
        ] {
            let _ = CodeOwners::parse("CODEOWNERS", "", text).owner("a/b.ts");
        }
    }
}
