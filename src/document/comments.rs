//! Comments above a node: formats that have no members for owners and dates keep them there.

use super::Cursor;

impl<'d> Cursor<'d> {
    /// The comment lines directly above the node's line, from top to bottom, without their marks.
    pub(crate) fn comments(self) -> Vec<&'d str> {
        /// More lines than that describe something larger than one node.
        const MOST: usize = 40;
        let mut found = Vec::new();
        for line in self.document().lines_before(self.node().start()).take(MOST) {
            let text = line.trim();
            let Some(comment) = ["#", "!", "//"].iter().find_map(|mark| text.strip_prefix(mark)) else {
                break;
            };
            found.push(comment.trim_start_matches(['#', '!', '/']).trim());
        }
        found.reverse();
        found
    }
}
