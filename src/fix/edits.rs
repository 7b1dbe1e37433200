//! Changes of one text that may lie in each other: what an outer one cuts takes the inner ones along.

use std::collections::BTreeMap;

use crate::source::Span;

/// Cuts, with what stands there instead, and lines that move to the left.
#[derive(Debug, Default, Clone)]
pub(crate) struct Edits {
    cuts: Vec<(Span, String)>,
    /// Start of a line → bytes of white space to take away.
    dedents: BTreeMap<u32, usize>,
}

impl Edits {
    pub(crate) fn is_empty(&self) -> bool {
        self.cuts.is_empty() && self.dedents.is_empty()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.cuts.len() + self.dedents.len()
    }

    pub(crate) fn cut(&mut self, start: u32, end: u32) {
        self.replace(start, end, String::new());
    }

    pub(crate) fn replace(&mut self, start: u32, end: u32, text: impl Into<String>) {
        if start <= end {
            self.cuts.push((Span { start, end }, text.into()));
        }
    }

    pub(crate) fn dedent(&mut self, line: u32, bytes: usize) {
        *self.dedents.entry(line).or_default() += bytes;
    }

    /// Takes over the changes of other stretches; false: some lie in each other, and nothing was taken.
    pub(crate) fn join(&mut self, other: Self) -> bool {
        let meets = |one: &Span, two: &Span| one.start < two.end && two.start < one.end;
        if other.spans().any(|new| self.spans().any(|known| meets(&new, &known))) {
            return false;
        }
        self.extend(other);
        true
    }

    /// Takes over all changes of another.
    pub(crate) fn extend(&mut self, other: Self) {
        self.cuts.extend(other.cuts);
        for (line, bytes) in other.dedents {
            self.dedent(line, bytes);
        }
    }

    /// Lets lines that begin in these stretches stay where they are.
    pub(crate) fn keep_lines(&mut self, stretches: &[Span]) {
        let stays = |line: &u32| stretches.iter().any(|span| span.start < *line && *line <= span.end);
        self.dedents.retain(|line, _| !stays(line));
    }

    /// The cut stretches.
    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.cuts.iter().map(|(span, _)| *span)
    }

    /// The text afterwards.
    pub(crate) fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (span, new) in self.resolved(text) {
            out.push_str(text.get(at..span.start as usize).unwrap_or(""));
            out.push_str(&new);
            at = span.end as usize;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        out
    }

    /// What is cut and what stands there instead, side by side.
    pub(crate) fn resolved(&self, text: &str) -> Vec<(Span, String)> {
        let mut cuts = self.cuts.clone();
        for (line, bytes) in &self.dedents {
            let rest = text.get(*line as usize..).unwrap_or("");
            let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let end = line.saturating_add(u32::try_from(white.min(*bytes)).unwrap_or(0));
            cuts.push((Span { start: *line, end }, String::new()));
        }
        // Of two that begin together the longer one holds the other.
        cuts.sort_by_key(|(span, _)| (span.start, span.start < span.end, std::cmp::Reverse(span.end)));
        let mut resolved: Vec<(Span, String)> = Vec::with_capacity(cuts.len());
        let mut at = 0_u32;
        for (span, new) in cuts {
            if span.end < at || (span.end == at && span.start < at) || (span.start == span.end && span.start < at) {
                continue;
            }
            if span.start < at {
                // Partly cut already; what it brings would stand in the middle of that.
                resolved.push((
                    Span {
                        start: at,
                        end: span.end,
                    },
                    String::new(),
                ));
                at = span.end;
                continue;
            }
            at = span.end;
            resolved.push((span, new));
        }
        without_blanks_between(text, &mut resolved);
        resolved
    }
}

/// Where lines disappear on both sides of blank lines, no more of those stay than keep the rest apart.
fn without_blanks_between(text: &str, cuts: &mut [(Span, String)]) {
    let begins = |at: u32| line_start(text, at) == at;
    let gap = |one: &(Span, String), two: &(Span, String)| {
        let between = text.get(one.0.end as usize..two.0.start as usize)?;
        let whole = one.1.is_empty() && two.1.is_empty() && begins(one.0.end) && begins(two.0.start);
        (whole && between.trim().is_empty()).then_some(!between.is_empty())
    };
    let mut first = 0;
    while first < cuts.len() {
        let mut last = first;
        while let (Some(one), Some(two)) = (cuts.get(last), cuts.get(last + 1))
            && gap(one, two).is_some()
        {
            last += 1;
        }
        if let (Some((from, _)), Some((to, _))) = (cuts.get(first), cuts.get(last)) {
            let behind = text.get(to.end as usize..line_end(text, to.end) as usize);
            let blank_behind = begins(to.end) && behind.is_some_and(|line| line.trim().is_empty());
            let mut apart = blank_behind || !begins(from.start) || blank_lines_before(text, from.start) > 0;
            for at in first..last {
                let next = cuts.get(at + 1).map(|(span, _)| span.start);
                if let (Some(next), Some((span, _))) = (next, cuts.get_mut(at))
                    && span.end < next
                    && std::mem::replace(&mut apart, true)
                {
                    span.end = next;
                }
            }
            if first < last {
                without_blanks_at_end(text, cuts, first, last);
            }
        }
        first = last + 1;
    }
}

/// Where several cuts are the end of what a bracket closes, the blank lines before them go too.
fn without_blanks_at_end(text: &str, cuts: &mut [(Span, String)], first: usize, last: usize) {
    let begins = |at: u32| line_start(text, at) == at;
    let floor = first.checked_sub(1).and_then(|before| cuts.get(before));
    let floor = floor.map_or(0, |(span, _)| span.end);
    let (Some(from), Some(to)) = (
        cuts.get(first).map(|(span, _)| span.start),
        cuts.get(last).map(|(span, _)| span.end),
    ) else {
        return;
    };
    let closes = text
        .get(to as usize..)
        .is_some_and(|behind| behind.trim_start_matches([' ', '\t']).starts_with(['}', ')', ']']));
    if !closes || !begins(from) || !begins(to) {
        return;
    }
    let mut start = from;
    for _ in 0..blank_lines_before(text, from) {
        start = blank_start(text, start);
    }
    if let Some((span, _)) = cuts.get_mut(first) {
        span.start = start.max(floor);
    }
}

/// The start of the line that a byte stands in.
pub(crate) fn line_start(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |found| found + 1);
    u32::try_from(start).unwrap_or(at)
}

/// The end of the line that a byte stands in, before its line break.
pub(crate) fn line_end(text: &str, at: u32) -> u32 {
    let behind = text.get(at as usize..).unwrap_or("");
    let length = behind.find(['\n', '\r']).unwrap_or(behind.len());
    at.saturating_add(u32::try_from(length).unwrap_or(0))
}

/// The first byte of the next line.
pub(crate) fn next_line(text: &str, at: u32) -> u32 {
    let end = line_end(text, at);
    let rest = text.get(end as usize..).unwrap_or("");
    let length = if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(!rest.is_empty())
    };
    end.saturating_add(u32::try_from(length).unwrap_or(0))
}

/// The white space that a line begins with.
pub(crate) fn indentation(text: &str, at: u32) -> &str {
    let start = line_start(text, at) as usize;
    let line = text.get(start..).unwrap_or("");
    let white = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..white).unwrap_or("")
}

/// Nothing but white space stands before it on its line, or the mark of a template right before it.
pub(crate) fn begins_line(text: &str, at: u32) -> bool {
    let before = text.get(line_start(text, at) as usize..at as usize);
    let before = before.map(|before| before.strip_suffix('@').unwrap_or(before));
    before.is_some_and(|before| before.trim_matches([' ', '\t', '\u{feff}']).is_empty())
}

/// Nothing but white space, or what ends a statement, stands behind it on its line.
pub(crate) fn ends_line(text: &str, at: u32) -> bool {
    text.get(at as usize..line_end(text, at) as usize)
        .is_some_and(|behind| behind.trim().is_empty())
}

/// Moves the lines that begin within `body` to the indentation of the line of `at`; false: they stay.
pub(crate) fn move_to(text: &str, edits: &mut Edits, at: u32, body: Span) -> bool {
    let Some(lines) = text.get(body.range()) else {
        return false;
    };
    let starts = lines.match_indices('\n').map(|(at, _)| body.start as usize + at + 1);
    let starts: Vec<u32> = starts
        .filter_map(|start| u32::try_from(start).ok())
        .filter(|start| !ends_line(text, *start))
        // the line of the next tag is none of its own
        .filter(|start| (text.get(*start as usize..body.end as usize)).is_some_and(|rest| !rest.trim().is_empty()))
        .collect();
    let own = indentation(text, at);
    let deeper = |start: &u32| Some(indentation(text, *start).strip_prefix(own)?.len());
    let Some(depths) = starts.iter().map(deeper).collect::<Option<Vec<usize>>>() else {
        return false;
    };
    let Some(depth) = depths.into_iter().min().filter(|depth| *depth > 0) else {
        return false;
    };
    starts.into_iter().for_each(|start| edits.dedent(start, depth));
    true
}

/// What to cut so that `start..end` disappears with its lines, and no second blank line stays behind.
pub(crate) fn whole_lines(text: &str, start: u32, end: u32) -> Span {
    lines_of(text, start, end, false)
}

/// The same; `first`: nothing stands before it in its block.
pub(crate) fn lines_of(text: &str, start: u32, end: u32, first: bool) -> Span {
    if !begins_line(text, start) || !ends_line(text, end) {
        return inline(text, start, end);
    }
    let mut from = line_start(text, start);
    let mut to = next_line(text, end);
    let before = text.get(..from as usize).unwrap_or("");
    let line_before = before.trim_end_matches(['\n', '\r']);
    let line_before = line_before.rsplit(['\n', '\r']).next().unwrap_or("").trim();
    let blanks_before = if from > 0 { blank_lines_before(text, from) } else { 0 };
    let behind = text.get(to as usize..).unwrap_or("");
    let at_end = behind.trim().is_empty();
    let opens = first || from == 0 || line_before.ends_with(['{', '(', '[', ':']) || line_before.ends_with("=>");
    let blanks_behind = if at_end { 0 } else { blank_lines(behind) };
    let next = behind.trim_start();
    let closes = at_end || next.starts_with(['}', ')', ']']) || next.starts_with("end") || next.starts_with("else");
    let take = if opens && blanks_before == 0 {
        blanks_behind
    } else {
        blanks_before.min(blanks_behind)
    };
    for _ in 0..take {
        to = next_line(text, to);
    }
    if closes && take == 0 && blanks_behind == 0 {
        for _ in 0..blanks_before {
            from = blank_start(text, from);
        }
    }
    Span { start: from, end: to }
}

/// How many blank lines a text begins with.
fn blank_lines(text: &str) -> usize {
    text.lines().take_while(|line| line.trim().is_empty()).count()
}

/// How many blank lines stand right before this line.
fn blank_lines_before(text: &str, line: u32) -> usize {
    let before = text.get(..line as usize).unwrap_or("");
    let rest = before
        .strip_suffix("\r\n")
        .or_else(|| before.strip_suffix(['\n', '\r']))
        .unwrap_or("");
    rest.rsplit('\n').take_while(|line| line.trim().is_empty()).count()
}

/// The start of the blank line right before this line.
fn blank_start(text: &str, line: u32) -> u32 {
    let before = text.get(..line as usize).unwrap_or("");
    let rest = before
        .strip_suffix("\r\n")
        .or_else(|| before.strip_suffix(['\n', '\r']))
        .unwrap_or(before);
    line_start(text, u32::try_from(rest.len()).unwrap_or(line))
}

/// Within a line: one of the blanks around it goes too.
fn inline(text: &str, start: u32, end: u32) -> Span {
    let before = text.get(..start as usize).unwrap_or("");
    let behind = text.get(end as usize..).unwrap_or("");
    if behind.starts_with(' ') && (before.ends_with([' ', '\n', '(', '{', '[']) || before.is_empty()) {
        return Span { start, end: end + 1 };
    }
    if before.ends_with(' ') && (behind.is_empty() || behind.starts_with(['\n', '\r', ')', '}', ']', ','])) {
        let white = before.len() - before.trim_end_matches(' ').len();
        let line = before.trim_end_matches(' ');
        // Not the indentation of a line.
        if !line.ends_with(['\n', '\r']) {
            return Span {
                start: start.saturating_sub(u32::try_from(white).unwrap_or(0)),
                end,
            };
        }
    }
    Span { start, end }
}

#[cfg(test)]
mod tests {
    use super::{Edits, whole_lines};

    fn without(text: &str, part: &str) -> String {
        let start = text.find(part).expect("the part");
        let span = whole_lines(
            text,
            u32::try_from(start).expect("small"),
            u32::try_from(start + part.len()).expect("small"),
        );
        let mut edits = Edits::default();
        edits.cut(span.start, span.end);
        edits.apply(text)
    }

    #[test]
    fn a_removed_line_takes_its_break_and_a_second_blank_line_along() {
        assert_eq!(without("a\nb\nc\n", "b"), "a\nc\n");
        assert_eq!(without("a\n\nb\n\nc\n", "b"), "a\n\nc\n");
        assert_eq!(without("f {\n  b\n\n  c\n}\n", "b"), "f {\n  c\n}\n");
        assert_eq!(without("f {\n  a\n\n  b\n}\n", "b"), "f {\n  a\n}\n");
        assert_eq!(without("a\r\n\r\nb\r\n\r\nc\r\n", "b"), "a\r\n\r\nc\r\n");
        assert_eq!(without("f(a, b)", " b"), "f(a,)");
    }

    #[test]
    fn no_blank_lines_stay_between_what_disappears() {
        let all = |text: &str, parts: &[&str]| {
            let mut edits = Edits::default();
            for part in parts {
                let start = text.find(part).expect("the part");
                let at = |place: usize| u32::try_from(place).expect("small");
                let span = whole_lines(text, at(start), at(start + part.len()));
                edits.cut(span.start, span.end);
            }
            edits.apply(text)
        };
        assert_eq!(all("a\n\nb\nc\n\nd\n\ne\n", &["b", "c", "d"]), "a\n\ne\n");
        assert_eq!(all("a\nb\n\nc\nd\n", &["b", "c"]), "a\n\nd\n");
        assert_eq!(all("a\n\nb\n\nc\nd\n", &["b"]), "a\n\nc\nd\n");
    }

    #[test]
    fn an_outer_cut_takes_the_inner_ones_along() {
        let mut edits = Edits::default();
        edits.cut(0, 2);
        edits.replace(4, 6, "x");
        edits.replace(3, 7, "outer");
        assert_eq!(edits.apply("0123456789"), "2outer789");
    }
}
