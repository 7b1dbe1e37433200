//! What is put between the code so that its grammar can read it.

use super::{Hole, Kind, Piece, Weaver, Woven};
use crate::source::Span;
use crate::template::blocks::OWN_COMMENT;
use crate::template::{Block, Content};

/// A call of nothing.
const CALL: &[u8] = b"_();";

impl Weaver<'_> {
    /// The template as code; `None`: something is open, or there is no room for what the grammar needs.
    pub(super) fn finish(mut self) -> Option<Woven> {
        let end = self.text.len();
        while let Some(kind) = self.open.last().map(|open| &open.kind) {
            match kind {
                Kind::Page if self.open.len() == 1 => break,
                Kind::Line => self.end_line(end)?,
                _ => return None,
            }
        }
        self.found.holes.sort_by_key(|hole| hole.whole.start);
        self.holes();
        // The inner ones end first.
        for piece in std::mem::take(&mut self.pieces) {
            self.piece(piece)?;
        }
        self.remarks();
        self.found.taken.sort_unstable();
        self.found.code = String::from_utf8(self.mask).ok()?;
        self.found.written = String::from_utf8(self.written).ok()?;
        Some(self.found)
    }

    /// Comments of the markup that speak to us.
    fn remarks(&mut self) {
        let is_remark = |block: &&Block| block.content == Content::Remark;
        for block in self.template.block.iter().filter(is_remark) {
            let mut close = 0;
            for (at, _) in self.text.match_indices(block.open.as_str()) {
                if close < at {
                    let Some(length) = self.rest(at).find(&block.close) else {
                        break;
                    };
                    close = at + length + block.close.len();
                    if self
                        .text
                        .get(at..close)
                        .is_some_and(|inside| inside.contains(OWN_COMMENT))
                    {
                        let span = Span::new(at, close);
                        self.found.comments.push(span);
                        self.found.taken.push(span);
                    }
                }
            }
        }
    }

    /// What is written out is given to a call; what stands too close to have calls of its own shares one.
    fn holes(&mut self) {
        let holes = std::mem::take(&mut self.found.holes);
        let behind = |hole: &Hole| hole.inside.end as usize;
        let needs = |hole: &Hole| (hole.whole.start as usize).checked_sub(usize::from(!hole.explicit));
        let is_close =
            |one: &Hole, two: &Hole| one.frame == two.frame && needs(two).is_some_and(|start| start < behind(one) + 2);
        for row in holes.chunk_by(is_close) {
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                continue;
            };
            let begins = needs(first).filter(|start| self.is_free(*start) && self.is_free(start + 1));
            match begins.filter(|_| row.iter().all(|hole| self.is_free(behind(hole)))) {
                Some(start) => {
                    self.put(start, b'_');
                    self.put(start + 1, b'(');
                    row.iter().for_each(|hole| self.put(behind(hole), b','));
                    self.put(behind(last), b')');
                    if self.is_free(behind(last) + 1) {
                        self.put(behind(last) + 1, b';');
                    }
                }
                // Code that nothing takes would be a statement that does nothing.
                None => row.iter().for_each(|hole| {
                    if let Some(mask) = self.mask.get_mut(hole.inside.range()) {
                        mask.fill(b' ');
                    }
                }),
            }
        }
        self.found.holes = holes;
    }

    /// An element is a call, or a block with what stands in it.
    fn piece(&mut self, piece: Piece) -> Option<()> {
        let Piece { start, end } = piece;
        let is_empty = self.mask.get(start..end)?.iter().all(|byte| *byte == b' ');
        if is_empty && end - start >= CALL.len() {
            let ends = CALL.len() / 2;
            CALL.iter()
                .take(ends)
                .enumerate()
                .for_each(|(at, byte)| self.put(start + at, *byte));
            CALL.iter()
                .skip(ends)
                .enumerate()
                .for_each(|(at, byte)| self.put(end - ends + at, *byte));
            return Some(());
        }
        if !self.is_free(start) || !self.is_free(end - 1) || end - start < 2 {
            return None;
        }
        self.put(start, b'{');
        self.put(end - 1, b'}');
        let mut free = 0;
        for at in start + 1..end - 1 {
            free = if self.is_free(at) { free + 1 } else { 0 };
            if free == CALL.len() {
                let from = at + 1 - free;
                CALL.iter()
                    .enumerate()
                    .for_each(|(offset, byte)| self.put(from + offset, *byte));
                return Some(());
            }
        }
        // What is written out does something as well.
        let inside = |hole: &Hole| start < hole.whole.start as usize && (hole.whole.end as usize) < end;
        self.found.holes.iter().any(inside).then_some(())
    }
}
