//! YAML: every document of a stream, anchors and merge keys expanded within a budget, scalars left as written.

use std::collections::{BTreeMap, BTreeSet};

use granit_parser::{Event, Parser, ScalarStyle};

use super::{Builder, Document, Kind, MAX_DEPTH, Node, Syntax, Trouble};

/// Nodes that aliases and merge keys may add: far more than any flag file needs, far less than a bomb makes.
const MAX_COPIED: usize = 1_000_000;

/// Parses all documents; empty ones are left out.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Trouble> {
    let mut reader = Reader {
        builder: Builder::new(text),
        frames: Vec::new(),
        anchors: BTreeMap::new(),
        copied: 0,
    };
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let offset = error.marker().byte_offset().unwrap_or(text.len());
            Trouble::new(format!("not valid YAML: {}", first_line(&error.to_string()))).offset(offset)
        })?;
        let start = span.start.byte_offset().unwrap_or(0);
        let top = reader.builder.open.is_empty();
        match event {
            Event::Scalar(scalar, style, anchor, tag) => {
                let tagged = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                // An empty document is one empty scalar.
                if top && scalar.is_empty() && style == ScalarStyle::Plain {
                    continue;
                }
                let index = reader.scalar(&scalar, start, style == ScalarStyle::Plain && !tagged)?;
                reader.anchor(anchor, index);
                reader.child_ended();
            }
            Event::SequenceStart(_, anchor, _) => reader.open(Kind::List, start, anchor)?,
            Event::MappingStart(_, anchor, _) => reader.open(Kind::Map, start, anchor)?,
            Event::SequenceEnd | Event::MappingEnd => reader.close(start)?,
            Event::Alias(anchor) => {
                let Some(target) = reader.anchors.get(&anchor).copied() else {
                    return Err(Trouble::new("this alias has no anchor").offset(start));
                };
                reader.copy(target, start)?;
                reader.child_ended();
            }
            Event::DocumentStart(..) => reader.anchors.clear(),
            _ => {}
        }
        if reader.builder.open.is_empty() {
            documents = usize::max(documents, reader.count());
        }
    }
    Ok(reader.builder.finish(documents, Syntax::Yaml))
}

/// What is known of an open list or map.
struct Frame {
    map: bool,
    /// In a map: the next node is a key.
    key_due: bool,
    /// Has a merge key.
    merge: bool,
}

struct Reader<'t> {
    builder: Builder<'t>,
    /// One for every open node.
    frames: Vec<Frame>,
    /// Index of the node that an anchor names.
    anchors: BTreeMap<usize, u32>,
    copied: usize,
}

impl Reader<'_> {
    fn anchor(&mut self, anchor: usize, index: u32) {
        if anchor > 0 {
            self.anchors.insert(anchor, index);
        }
    }

    /// Values at the top of the file so far.
    fn count(&self) -> usize {
        let end = self.builder.next_index();
        std::iter::successors(Some(1), |at| Some(self.next_of(*at)))
            .take_while(|at| *at < end)
            .take(2)
            .count()
    }

    fn node(&self, index: u32) -> Option<Node> {
        self.builder.nodes.get(index as usize).copied()
    }

    fn next_of(&self, index: u32) -> u32 {
        self.node(index).map_or(u32::MAX, |node| node.next(index))
    }

    /// Indexes of the direct children of a closed or open node.
    fn children(&self, index: u32) -> Vec<u32> {
        let open = self.builder.open.contains(&index);
        let end = if open {
            self.builder.next_index()
        } else {
            self.next_of(index)
        };
        std::iter::successors(Some(index + 1), |at| Some(self.next_of(*at)))
            .take_while(|at| *at < end)
            .collect()
    }

    /// A scalar points into the text where it stands there as it is, else it is kept.
    fn scalar(&mut self, scalar: &str, start: usize, plain: bool) -> Result<u32, Trouble> {
        let content = if plain { start } else { start + 1 };
        let here = self.builder.text.get(content..content + scalar.len()) == Some(scalar);
        let key = self.key_is_due();
        if plain && key && scalar == "<<" {
            if let Some(frame) = self.frames.last_mut() {
                frame.merge = true;
            }
            return self.builder.scalar(Kind::Merge, start, start + 2);
        }
        match (plain, here) {
            // A plain key is its text: `on`, `null` and `1.10` name members.
            (true, true) if key => self.builder.scalar(Kind::Text, content, content + scalar.len()),
            (true, true) => self.builder.scalar(Kind::Plain, content, content + scalar.len()),
            (false, true) => self.builder.scalar(Kind::Text, content, content + scalar.len()),
            (true, false) if !key => self.builder.owned(Kind::PlainOwned, start, scalar),
            (_, false) => self.builder.owned(Kind::Owned, start, scalar),
        }
    }

    /// Whether the next node is a key of the innermost open map.
    fn key_is_due(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.map && frame.key_due)
    }

    fn child_ended(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.key_due = !frame.key_due;
        }
    }

    fn open(&mut self, kind: Kind, start: usize, anchor: usize) -> Result<(), Trouble> {
        if self.key_is_due() {
            return Err(Trouble::new("expected text as a member's name, found a list or an object").offset(start));
        }
        let index = self.builder.open(kind, start)?;
        self.frames.push(Frame {
            map: kind == Kind::Map,
            key_due: true,
            merge: false,
        });
        self.anchor(anchor, index);
        Ok(())
    }

    fn close(&mut self, start: usize) -> Result<(), Trouble> {
        if self.frames.pop().is_some_and(|frame| frame.merge) {
            self.merge(start)?;
        }
        self.builder.close();
        self.child_ended();
        Ok(())
    }

    /// Writes the nodes of `target` once more.
    fn copy(&mut self, target: u32, start: usize) -> Result<(), Trouble> {
        if self.builder.open.contains(&target) {
            return Err(Trouble::new("this alias stands inside its own anchor").offset(start));
        }
        let end = self.next_of(target);
        self.budget((end - target) as usize, start)?;
        let mut ends: Vec<u32> = Vec::new();
        for index in target..end {
            let Some(node) = self.node(index) else { break };
            ends.retain(|end| *end > index);
            if matches!(node.kind(), Kind::List | Kind::Map) {
                ends.push(node.next(index));
                if self.builder.open.len() + ends.len() > MAX_DEPTH {
                    return Err(Trouble::new(format!("nested deeper than {MAX_DEPTH} levels")).offset(start));
                }
            }
            self.builder.nodes.push(node);
        }
        Ok(())
    }

    fn budget(&mut self, more: usize, start: usize) -> Result<(), Trouble> {
        self.copied += more;
        match self.copied > MAX_COPIED {
            true => Err(Trouble::new(format!("its aliases expand to more than {MAX_COPIED} values")).offset(start)),
            false => Ok(()),
        }
    }

    /// Adds the members that `<<` brings, unless the map has them itself.
    fn merge(&mut self, start: usize) -> Result<(), Trouble> {
        let Some(map) = self.builder.open.last().copied() else {
            return Ok(());
        };
        let children = self.children(map);
        let merges: Vec<u32> = children
            .chunks_exact(2)
            .filter(|pair| self.node(pair[0]).is_some_and(|node| node.kind() == Kind::Merge))
            .map(|pair| pair[1])
            .collect();
        let mut names: BTreeSet<String> = children.chunks_exact(2).map(|pair| self.name(pair[0])).collect();
        for source in merges {
            let maps = match self.node(source).map(Node::kind) {
                Some(Kind::Map) => vec![source],
                Some(Kind::List) => self.children(source),
                _ => Vec::new(),
            };
            let is_map = |index: &u32| self.node(*index).is_some_and(|node| node.kind() == Kind::Map);
            let members = maps
                .into_iter()
                .filter(is_map)
                .flat_map(|map| self.children(map))
                .collect::<Vec<_>>();
            // Members that are there already are copied by nobody, and looked at all the same.
            self.budget(members.len(), start)?;
            for pair in members.chunks_exact(2) {
                if names.insert(self.name(pair[0])) {
                    self.copy(pair[0], start)?;
                    self.copy(pair[1], start)?;
                }
            }
        }
        Ok(())
    }

    fn name(&self, index: u32) -> String {
        match self.node(index) {
            Some(node) if matches!(node.kind(), Kind::Owned | Kind::PlainOwned) => self
                .builder
                .owned
                .get(node.size())
                .map_or_else(String::new, |text| text.to_string()),
            Some(node) => self.builder.text.get(node.range()).unwrap_or("").to_owned(),
            None => String::new(),
        }
    }
}

/// The parser's message without its own position.
fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or("");
    let end = [" at byte ", " at char ", " at line "]
        .iter()
        .filter_map(|at| line.find(at))
        .min();
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}
