//! `fix`: the unified diff that `git apply` accepts, and the words about it.

use super::Style;
use crate::diagnostic::Applicability;
use crate::escape::terminal;
use crate::fix::{self, Note, Plan};
use crate::removal::Removals;

/// Of long lists so many are shown, unless everything is asked for.
const SHOWN: usize = 6;

/// The changes of all files, as git writes them.
pub fn patch(removals: &Removals) -> String {
    let mut out = String::new();
    for (path, file) in &removals.files {
        let (old, new) = (quoted("a", path), quoted("b", path));
        out += &format!("diff --git {old} {new}\n");
        let diff = fix::diff(file);
        out += &diff
            .unified_diff()
            .context_radius(3)
            .missing_newline_hint(true)
            .header(&old, &new)
            .to_string();
    }
    out
}

/// A path as git reads it: quoted where it holds what could end it.
fn quoted(side: &str, path: &str) -> String {
    let plain = path
        .chars()
        .all(|letter| !letter.is_control() && !matches!(letter, '"' | '\\') && letter.is_ascii());
    if plain {
        return format!("{side}/{path}");
    }
    let mut out = format!("\"{side}/");
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            byte if byte.is_ascii_graphic() || byte == b' ' => out.push(char::from(byte)),
            byte => out += &format!("\\{byte:03o}"),
        }
    }
    out.push('"');
    out
}

/// What was or can be done, flag by flag. `written`: the files were changed; `review`: likely fixes were taken too.
pub fn report(removals: &Removals, written: bool, review: bool, style: &Style) -> String {
    let mut out = String::new();
    for plan in &removals.plans {
        out += &about(plan, removals, written, review, style);
    }
    for (key, why) in &removals.unknown {
        out += &format!("`{}`: nothing to do: {}\n", terminal(key), terminal(why));
    }
    if removals.plans.is_empty() && removals.unknown.is_empty() {
        out += "no flag is due with a proven value; `--flag KEY=VALUE` names one\n";
    }
    out
}

fn about(plan: &Plan, removals: &Removals, written: bool, review: bool, style: &Style) -> String {
    let key = terminal(&plan.key);
    let value = removals.values.get(&plan.key).map_or("", String::as_str);
    let head = format!("`{key}` = {}", terminal(value));
    let limit = if style.verbose { usize::MAX } else { SHOWN };
    if !plan.stops.is_empty() {
        return format!("{head}: not removed, because of\n{}", list(&plan.stops, limit));
    }
    if plan.files.is_empty() {
        return format!("{head}: nothing to change\n{}", list(&plan.remarks, limit));
    }
    let (mut less, mut more) = (0, 0);
    for file in plan.files.values() {
        for change in fix::diff(file).iter_all_changes() {
            match change.tag() {
                similar::ChangeTag::Delete => less += 1,
                similar::ChangeTag::Insert => more += 1,
                similar::ChangeTag::Equal => {}
            }
        }
    }
    let files = crate::evidence::count(plan.files.len(), "file");
    let safe = plan.applicability == Applicability::Safe;
    let taken = safe || review;
    let what = match (taken, written) {
        (true, true) => "removed",
        (true, false) => "can be removed",
        (false, _) => "likely right, taken only with `--review`",
    };
    let mut out = format!("{head}: {what}: {files}, -{less} +{more} lines");
    out += if safe { "\n" } else { "; look at\n" };
    out += &list(&plan.remarks, limit);
    let places = removals.mentions.get(&plan.key).map_or(&[][..], Vec::as_slice);
    if taken && !places.is_empty() {
        let shown: Vec<String> = places
            .iter()
            .take(limit)
            .map(|(path, line)| format!("{}:{line}", terminal(path)))
            .collect();
        let rest = places.len() - shown.len();
        let and = if rest > 0 {
            format!(" and {rest} more")
        } else {
            String::new()
        };
        out += &format!("  still named in {}{and}\n", shown.join(", "));
    }
    if taken && written {
        out += "  next: run the tests, deploy, wait until no running version asks for the flag, then archive it in the registry\n";
    }
    out
}

fn list(notes: &[Note], limit: usize) -> String {
    let mut out = String::new();
    for note in notes.iter().take(limit) {
        out += &format!("  {}:{}: {}\n", terminal(&note.path), note.line, terminal(&note.text));
    }
    if notes.len() > limit {
        out += &format!("  and {} more (`-v`)\n", notes.len() - limit);
    }
    out
}
