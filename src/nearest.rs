//! "Did you mean": the one word of a short list that was probably meant.

/// The candidate closest to `word`, if it is close enough to be a slip; ties go to the first one.
///
/// Costs a comparison with every candidate, so it is for lists of names; for flag keys there is [`crate::keys`].
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if word.len() > LONGEST {
        return None;
    }
    let limit = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Longer words are no slips of a name.
const LONGEST: usize = 64;

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, ignoring case.
fn distance(word: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().take(LONGEST + 1).collect();
    if candidate.len() > LONGEST {
        return usize::MAX;
    }
    let same = |left: usize, right: usize| word[left].eq_ignore_ascii_case(&candidate[right]);
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=candidate.len()).collect();
    for row in 1..=word.len() {
        let mut current = vec![row];
        for column in 1..=candidate.len() {
            let replace = above[column - 1] + usize::from(!same(row - 1, column - 1));
            let mut best = replace.min(above[column] + 1).min(current[column - 1] + 1);
            if row > 1 && column > 1 && same(row - 1, column - 2) && same(row - 2, column - 1) {
                best = best.min(before[column - 2] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[candidate.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_mended_and_other_words_are_not() {
        let names = ["environments", "exclude", "include", "quota", "registry"];
        assert_eq!(nearest("quotas", names), Some("quota"));
        assert_eq!(nearest("regsitry", names), Some("registry"));
        assert_eq!(nearest("Enviroments", names), Some("environments"));
        assert_eq!(nearest("owners", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"q".repeat(100_000), names), None);
    }
}
