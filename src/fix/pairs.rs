//! Lines that switch something off and on again: where nothing is left between them, both go.

/// A text without such pairs around what is gone; `None`: there is none. Pairs that stood next to each other before stay.
pub(crate) fn without(old: &str, new: &str, pairs: &[[String; 2]]) -> Option<String> {
    if !pairs.iter().any(|[off, _]| new.contains(off.as_str())) {
        return None;
    }
    let lines: Vec<&str> = new.split_inclusive('\n').collect();
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    let mut at = 0;
    let mut any = false;
    while let Some(line) = lines.get(at) {
        let close = lines
            .iter()
            .enumerate()
            .skip(at + 1)
            .find(|(_, line)| !line.trim().is_empty());
        let Some((end, _)) = close.filter(|(_, close)| pairs.iter().any(|pair| closes(line, close, pair))) else {
            kept.push(line);
            at += 1;
            continue;
        };
        let both = lines.get(at..=end).unwrap_or(&[]).concat();
        if old.contains(&both) {
            kept.push(line);
            at += 1;
            continue;
        }
        any = true;
        at = end + 1;
        // Of the blank lines before and behind them one is enough.
        let blank = |line: &&str| line.trim().is_empty();
        if kept.last().is_some_and(blank) && lines.get(at).is_some_and(blank) {
            at += 1;
        }
    }
    any.then(|| kept.concat())
}

/// The second line switches on again what the first one switches off.
fn closes(off: &str, on: &str, [first, second]: &[String; 2]) -> bool {
    let said = |line: &str, word: &str| {
        let rest = line.trim().strip_prefix(word)?;
        let apart = rest.is_empty() || rest.starts_with([' ', ':', '=', '*', '\t']);
        let rest = rest.split("//").next().unwrap_or(rest);
        let rest = rest.split(" -- ").next().unwrap_or(rest);
        apart.then(|| rest.trim_end_matches("*/").trim().to_owned())
    };
    match (said(off, first), said(on, second)) {
        (Some(off), Some(on)) => on.is_empty() || off == on,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    fn pairs() -> Vec<[String; 2]> {
        vec![["#off".to_owned(), "#on".to_owned()]]
    }

    #[test]
    fn a_pair_goes_with_what_stood_in_it() {
        let old = "a\n\n#off X // why\nb\n#on X\n\nc\n";
        let new = "a\n\n#off X // why\n#on X\n\nc\n";
        assert_eq!(without(old, new, &pairs()).as_deref(), Some("a\n\nc\n"));
    }

    #[test]
    fn another_pair_stays() {
        let old = "#off X\nb\n#on Y\n#off X\n#on X\n";
        assert_eq!(without(old, "#off X\n#on Y\n#off X\n#on X\n", &pairs()), None);
        assert_eq!(without("a", "#offline\n#on\n", &pairs()), None);
    }
}
