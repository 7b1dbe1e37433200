//! Forms of a node: where one kind stands for many things, as in languages in which everything is a call, a word in it tells
//! them apart. A rewrite takes each form for a kind of its own.

use serde::Deserialize;

use crate::language::shapes::{Shape, kinds_of};
use crate::language::{Field, Grammar, Role};

/// `[[fix.form]]` as written.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FormTable {
    /// How the other tables name it.
    pub name: String,
    /// The node kind.
    pub kind: String,
    /// Where the word stands; without one it is the form of all nodes that have no other.
    pub word: Option<String>,
    /// What stands there.
    pub words: Vec<String>,
    /// Roles of the kind that the form has: `call`, `function`, `container`, `import`, `binding`, `negation`, `concatenation`,
    /// `parameter`. It has none of the others among these.
    pub keeps: Vec<String>,
}

/// A form by ids.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) name: String,
    kinds: Vec<u16>,
    pub(crate) word: Option<Field>,
    words: Vec<String>,
    pub(crate) role: Role,
    pub(crate) shape: Shape,
}

impl Form {
    pub(crate) fn new(table: &FormTable, parser: &tree_sitter::Language, grammar: &Grammar) -> Self {
        let kinds = kinds_of(parser, &table.kind);
        let role = kinds.first().and_then(|kind| grammar.role(*kind)).cloned();
        Self {
            name: table.name.clone(),
            kinds,
            word: table.word.as_deref().and_then(|word| Field::new(word, parser)),
            words: table.words.clone(),
            role: kept(role.unwrap_or_default(), &table.keeps),
            shape: Shape::default(),
        }
    }

    pub(crate) fn is_of(&self, kind: u16) -> bool {
        self.kinds.contains(&kind)
    }

    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word)
    }
}

fn kept(mut role: Role, keeps: &[String]) -> Role {
    let keeps = |name: &str| keeps.iter().any(|kept| kept == name);
    role.call = role.call.filter(|_| keeps("call"));
    role.function = role.function.filter(|_| keeps("function"));
    role.container = role.container.filter(|_| keeps("container"));
    role.import = role.import.filter(|_| keeps("import"));
    role.binding = role.binding.filter(|_| keeps("binding"));
    role.negation = role.negation.filter(|_| keeps("negation"));
    role.concatenation = role.concatenation.filter(|_| keeps("concatenation"));
    role.parameter = role.parameter.filter(|_| keeps("parameter"));
    role
}
