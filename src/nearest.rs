//! The closest known word, for "did you mean".

/// The candidate that takes the fewest edits from `word` (at most a third of its length, at most 3); the first one among equals.
/// Costs at most the words' lengths times the edits allowed per candidate, and next to nothing where the lengths differ much.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 200;
    let letters: Vec<char> = word.chars().map(fold).take(LONGEST + 1).collect();
    if letters.len() > LONGEST {
        return None;
    }
    let mut limit = (letters.len() / 3).clamp(1, 3);
    let mut best = None;
    let mut row = Vec::new();
    for candidate in candidates {
        // Bytes bound the letters: at most 4 bytes make one.
        if candidate.len() / 4 > letters.len() + limit || candidate.len() + limit < letters.len() {
            continue;
        }
        if let Some(edits) = distance(&letters, candidate, limit, &mut row) {
            best = Some(candidate);
            if edits == 0 {
                break;
            }
            limit = edits - 1;
        }
    }
    best
}

/// Case and the usual separators do not count as edits.
fn fold(letter: char) -> char {
    match letter {
        '_' | '.' | ' ' => '-',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Edits between the two (insert, delete, replace, swap of neighbours as two), or `None` above `limit`.
fn distance(word: &[char], candidate: &str, limit: usize, row: &mut Vec<usize>) -> Option<usize> {
    row.clear();
    row.extend(0..=word.len());
    for (line, letter) in candidate.chars().map(fold).enumerate() {
        let first = line.saturating_sub(limit);
        let last = (line + limit + 1).min(word.len());
        if first > last {
            return None;
        }
        // `row` holds the line above; outside of the band around the diagonal every cell is beyond the limit.
        let mut diagonal = row.get(first).copied().unwrap_or(usize::MAX);
        let mut left = if first == 0 { line + 1 } else { limit + 1 };
        let mut smallest = left;
        if let Some(cell) = row.get_mut(first) {
            *cell = left;
        }
        for column in first..last {
            let above = if column == line + limit {
                limit + 1
            } else {
                row.get(column + 1).copied().unwrap_or(limit + 1)
            };
            let replaced = diagonal + usize::from(word.get(column) != Some(&letter));
            left = replaced.min(above + 1).min(left + 1);
            smallest = smallest.min(left);
            diagonal = above;
            if let Some(cell) = row.get_mut(column + 1) {
                *cell = left;
            }
        }
        if smallest > limit {
            return None;
        }
    }
    let length = candidate.chars().count();
    if length.abs_diff(word.len()) > limit {
        return None;
    }
    row.get(word.len()).copied().filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn finds_the_closest() {
        let words = ["new-checkout", "new-cart", "launchdarkly", "unleash"];
        assert_eq!(nearest("new-chekout", words.into_iter()), Some("new-checkout"));
        assert_eq!(nearest("newCart", words.into_iter()), Some("new-cart"));
        assert_eq!(nearest("lanchdarkly", words.into_iter()), Some("launchdarkly"));
        assert_eq!(nearest("NEW_CART", words.into_iter()), Some("new-cart"));
        assert_eq!(nearest("something-else", words.into_iter()), None);
        assert_eq!(nearest("", words.into_iter()), None);
    }

    #[test]
    fn the_band_agrees_with_the_full_table() {
        let mut seed = 7_u64;
        let mut next = |count: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % count
        };
        let word = |next: &mut dyn FnMut(u64) -> u64| -> String {
            (0..next(9))
                .map(|_| char::from(b'a' + u8::try_from(next(3)).unwrap_or(0)))
                .collect()
        };
        for _ in 0..20_000 {
            let (left, right) = (word(&mut next), word(&mut next));
            let letters: Vec<char> = left.chars().collect();
            let limit = usize::try_from(next(4)).unwrap_or(0);
            let full = full(&letters, &right.chars().collect::<Vec<_>>());
            let expected = (full <= limit).then_some(full);
            assert_eq!(
                distance(&letters, &right, limit, &mut Vec::new()),
                expected,
                "{left} {right} {limit}"
            );
        }
    }

    fn full(left: &[char], right: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=left.len()).collect();
        for (line, letter) in right.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = line + 1;
            for column in 0..left.len() {
                let cost = diagonal + usize::from(left[column] != *letter);
                diagonal = row[column + 1];
                row[column + 1] = cost.min(diagonal + 1).min(row[column] + 1);
            }
        }
        row[left.len()]
    }
}
