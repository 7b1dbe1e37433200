//! One file on its way: its tree, and what is known of its expressions.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::fix::edits::Edits;
use crate::fix::script::Markup;
use crate::fix::syntax::{Id, Syntax};
use crate::fix::value::{Value, literal};
use crate::source::{LineIndex, Span};

/// What an expression turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Always this value.
    Known(Value),
    /// The same as this part of it.
    Same(Id),
}

/// Something to tell about a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Remark {
    pub(crate) path: String,
    pub(crate) span: Span,
    pub(crate) line: u32,
    pub(crate) text: String,
}

/// One file.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) lines: LineIndex,
    pub(crate) syntax: Syntax,
    pub(crate) fates: FxHashMap<Id, Fate>,
    /// Nodes whose parents are to be looked at.
    pub(crate) queue: Vec<Id>,
    /// Nodes that disappear, with everything in them.
    pub(crate) dead: FxHashSet<Id>,
    /// Statements that disappear because all that they did is known.
    pub(crate) gone: FxHashSet<Id>,
    pub(crate) edits: Edits,
    /// What makes the rewrite likely instead of certain.
    pub(crate) remarks: Vec<Remark>,
    /// What makes it impossible.
    pub(crate) stops: Vec<Remark>,
    /// Names that comments about the flag use: locals and helpers that were folded.
    pub(crate) folded_names: FxHashSet<String>,
    /// How texts of the file are quoted.
    pub(crate) quote: char,
    /// What comments about the flag say.
    pub(crate) words: Vec<String>,
    /// What undoes an override after a test.
    pub(crate) resets: Vec<(Id, Option<Id>)>,
    /// The markup around scripts; empty: the file is all code.
    pub(crate) markup: Markup,
    /// The overrides of tests, with the values that they set.
    pub(crate) overrides: Vec<(Id, Value)>,
    /// An override of another value stays.
    pub(crate) overridden: bool,
    /// Known expressions of which nothing need be told where they stay.
    pub(crate) quiet: FxHashSet<Id>,
    /// Functions by name, once somebody asks.
    functions: OnceLock<FxHashMap<String, Vec<Id>>>,
    /// Lines with calls that only gave what nothing reads any more, and may have done more.
    pub(crate) dropped: Vec<String>,
    /// Blocks whose statements have come to stand in the list around them.
    pub(crate) opened: Vec<Opened>,
}

/// A block whose statements have come to stand in the list around it.
#[derive(Debug)]
pub(crate) struct Opened {
    /// What held the statements.
    pub(crate) block: Id,
    /// What holds them now.
    pub(crate) list: Id,
    /// What they declare there.
    pub(crate) names: FxHashSet<String>,
}

impl Unit {
    pub(crate) fn new(path: &str, text: String, syntax: Syntax) -> Self {
        let template = syntax.grammar.table.template.as_ref();
        let markup = template.map_or_else(Markup::default, |template| Markup::of(&text, template));
        Self {
            path: path.to_owned(),
            markup,
            lines: LineIndex::new(&text),
            text,
            syntax,
            fates: FxHashMap::default(),
            queue: Vec::new(),
            dead: FxHashSet::default(),
            gone: FxHashSet::default(),
            edits: Edits::default(),
            remarks: Vec::new(),
            stops: Vec::new(),
            folded_names: FxHashSet::default(),
            quote: '"',
            words: Vec::new(),
            resets: Vec::new(),
            overrides: Vec::new(),
            overridden: false,
            quiet: FxHashSet::default(),
            functions: OnceLock::new(),
            opened: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// The functions of a name in the file.
    pub(crate) fn functions_of(&self, name: &str) -> &[Id] {
        let read = || {
            let mut all: FxHashMap<String, Vec<Id>> = FxHashMap::default();
            for id in 0..Id::try_from(self.syntax.nodes.len()).unwrap_or(0) {
                if let Some(name) = self.syntax.function_name(id) {
                    all.entry(self.slice(name).to_owned()).or_default().push(id);
                }
            }
            all
        };
        let all = self.functions.get_or_init(read);
        let found: &[Id] = all.get(name).map_or(&[], Vec::as_slice);
        if self.syntax.gaps().iter().any(|gap| found.contains(&gap.function)) {
            self.syntax.miss();
        }
        found
    }

    /// Whether the markup around may name something, or a script does in a spelling of its own: `$name`.
    pub(crate) fn in_markup(&self, name: &str) -> bool {
        !self.markup.is_empty() && (self.markup.names(name) || self.text.contains(&format!("${name}")))
    }

    pub(crate) fn slice(&self, id: Id) -> &str {
        self.syntax.text(id, &self.text)
    }

    /// A name or the like, cut to a length that fits into a message.
    pub(crate) fn shown(&self, id: Id) -> String {
        const LONGEST: usize = 60;
        let text = self.slice(id);
        let line = text.lines().next().unwrap_or("");
        match line.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("`{}…`", &line[..end]),
            None if line.len() < text.len() => format!("`{line} …`"),
            None => format!("`{line}`"),
        }
    }

    pub(crate) fn set(&mut self, id: Id, fate: Fate) {
        if self.fates.contains_key(&id) {
            return;
        }
        self.fates.insert(id, fate);
        self.queue.push(id);
    }

    /// The part that an expression is the same as.
    pub(crate) fn resolved(&self, id: Id) -> Id {
        let mut at = id;
        // Each step goes deeper, so it ends.
        while let Some(Fate::Same(inner)) = self.fates.get(&at) {
            at = *inner;
        }
        at
    }

    /// The value of an expression that the flag decides.
    pub(crate) fn known(&self, id: Id) -> Option<&Value> {
        match self.fates.get(&self.resolved(id)) {
            Some(Fate::Known(value)) => Some(value),
            _ => None,
        }
    }

    /// The value of an expression that the flag decides, or of a literal.
    pub(crate) fn constant(&self, id: Id) -> Option<Value> {
        let id = self.resolved(id);
        self.known(id)
            .cloned()
            .or_else(|| literal(&self.syntax, id, &self.text))
    }

    /// Whether an expression that the flag decides counts as true.
    pub(crate) fn truth(&self, id: Id) -> Option<bool> {
        self.truth_of(self.known(id)?)
    }

    /// Whether a value counts as true.
    pub(crate) fn truth_of(&self, value: &Value) -> Option<bool> {
        let table = &self.syntax.shapes.table;
        match value {
            Value::Number(text) if table.empty_is_false => Some(text.parse::<f64>().ok()?.abs() > 0.0),
            // In some languages it is false as well.
            Value::Text(text) if table.empty_is_false && text == "0" => None,
            Value::Text(text) if table.empty_is_false => Some(!text.is_empty()),
            Value::Number(_) | Value::Text(_) if table.only_nothing_is_false => Some(true),
            value => value.truth(),
        }
    }

    pub(crate) fn remark(&mut self, id: Id, text: impl Into<String>) {
        let remark = self.make(id, text);
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    pub(crate) fn stop(&mut self, id: Id, text: impl Into<String>) {
        let remark = self.make(id, text);
        if !self.stops.contains(&remark) {
            self.stops.push(remark);
        }
    }

    fn make(&self, id: Id, text: impl Into<String>) -> Remark {
        let span = self.syntax.span(id);
        Remark {
            path: self.path.clone(),
            span,
            line: self.lines.position(span.start).0,
            text: text.into(),
        }
    }

    /// The flag decides it, and nothing of it is written out.
    pub(crate) fn is_known(&self, id: Id) -> bool {
        matches!(self.fates.get(&id), Some(Fate::Known(_)))
    }

    /// Whether it stands in something of which all is known.
    pub(crate) fn is_gone(&self, id: Id) -> bool {
        self.gone.contains(&id) || self.syntax.above(id).any(|above| self.gone.contains(&above))
    }

    /// Whether it, or something around it, disappears.
    pub(crate) fn is_dead(&self, id: Id) -> bool {
        !self.dead.is_empty()
            && (self.dead.contains(&id) || self.syntax.above(id).any(|above| self.dead.contains(&above)))
    }
}
