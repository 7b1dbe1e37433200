//! Order among things that are large and many.

use std::cmp::Ordering;

/// Sorts where things stand, each moved once, and keeps the order of equal ones.
pub(crate) fn in_place<T>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    let mut from: Vec<usize> = (0..items.len()).collect();
    from.sort_by(|one, two| match (items.get(*one), items.get(*two)) {
        (Some(one), Some(two)) => order(one, two),
        _ => Ordering::Equal,
    });
    for start in 0..items.len() {
        let mut at = start;
        while let Some(source) = from.get_mut(at).map(|source| std::mem::replace(source, at)) {
            if source == start || source == at {
                break;
            }
            items.swap(at, source);
            at = source;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_place;

    #[test]
    fn what_is_equal_keeps_its_order() {
        for seed in 0..200_u64 {
            let number = |at: u64| (at * 7919 + seed * seed * 31) % (seed % 13 + 2);
            let mut items: Vec<(u64, u64)> = (0..seed).map(|at| (number(at), at)).collect();
            let mut wanted = items.clone();
            wanted.sort();
            in_place(&mut items, |one, two| one.0.cmp(&two.0));
            assert_eq!(items, wanted, "{seed}");
        }
    }
}
