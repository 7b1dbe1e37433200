//! Comments above a node: formats that have no members for owners and dates keep them there.

use super::Cursor;

impl<'d> Cursor<'d> {
    /// The comment lines directly above the node's line, from top to bottom, without their marks.
    pub(crate) fn comments(self) -> Vec<&'d str> {
        /// More lines than that describe something larger than one node.
        const MOST: usize = 40;
        let document = self.document();
        let mut line = self.line() as usize - 1;
        let mut found = Vec::new();
        while line > 0 && found.len() < MOST {
            line -= 1;
            let text = document.line_text(line).trim();
            let Some(comment) = ["#", "!", "//"].iter().find_map(|mark| text.strip_prefix(mark)) else {
                break;
            };
            found.push(comment.trim_start_matches(['#', '!', '/']).trim());
        }
        found.reverse();
        found
    }
}
