//! Object literals that give flags their values: an SDK's own map types, and collections that are known to hold flags.

use crate::facts::{Expression, FILE_SCOPE, FileFacts, Meaning, Name, Table, TableEntry};
use crate::resolve::declare::last_part;
use crate::resolve::draft;
use crate::resolve::keys::Key;
use crate::resolve::names::Found;
use crate::resolve::{OWN, Resolver};
use crate::sdk::{Action, Method, Package, Sdk, Selection, Shape};
use crate::usage::{Certainty, Gives, KeySource, Role, Use};
use crate::vocabulary;

/// Words of a path that say that a file sets flags for work on the code, not for production.
const WORKSHOP: &[&str] = &[
    "dev",
    "development",
    "fixture",
    "fixtures",
    "local",
    "mock",
    "mocks",
    "test",
    "tests",
];

impl<'a> Resolver<'a> {
    /// Maps whose keys have a type that an SDK defines.
    pub(crate) fn sdk_tables(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        if facts.tables.is_empty() {
            return;
        }
        for (sdk, package) in self.sdks.packages(facts.language.family) {
            let maps: Vec<&Method> = package
                .methods
                .iter()
                .filter(|method| method.shape == Shape::Map)
                .collect();
            if maps.is_empty() || self.imports_package(file, package).is_none() {
                continue;
            }
            for table in &facts.tables {
                if let Some(method) = maps.iter().find(|method| is_map_of(table, method)) {
                    self.sdk_table(file, table, sdk, package, method);
                }
            }
        }
    }

    fn sdk_table(&mut self, file: usize, table: &'a Table, sdk: &Sdk, package: &Package, method: &Method) {
        let Some(facts) = self.names.file(file) else { return };
        let role = match method.action {
            Action::Declaration => Role::Declaration,
            _ => Role::TestOverride,
        };
        let reason = self.imports_package(file, package).unwrap_or_default();
        for entry in &table.entries {
            let found = Use {
                sdk: Some(sdk.name.clone()),
                reasons: vec![
                    format!("a key of a map of `{}`", method.names.join("` or `")),
                    reason.clone(),
                ],
                ..entry_use(facts, table, entry, role)
            };
            let expression = entry_key(entry);
            for key in self.keys(file, table.scope, &expression, entry.span, &Selection::default()) {
                match key {
                    Key::Parameter { file, scope, position } if role == Role::TestOverride => {
                        self.hands_on(
                            (file, scope, position),
                            found.clone(),
                            (false, Gives::Unsure),
                            Meaning::default(),
                        );
                    }
                    Key::Literal { .. } | Key::Constant { .. } | Key::Member { .. } => {
                        self.record(file, None, found.clone(), key, None);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Collections of the repository's own: `flags: { newCart: true }`.
    pub(crate) fn own_tables(&mut self, file: usize) {
        let Some(facts) = self.names.file(file) else { return };
        for table in &facts.tables {
            let booleans = table.entries.iter().filter(|entry| entry.boolean).count();
            if self.is_own_table(file, table) || (booleans * 2 > table.entries.len() && self.holds_flags(file, table)) {
                self.own_table(file, facts, table);
            }
        }
    }

    /// A collection by what it is called or by what is in it.
    fn holds_flags(&self, file: usize, table: &Table) -> bool {
        let Some(facts) = self.names.file(file) else {
            return false;
        };
        let named = vocabulary::is_collection(&table.label);
        let test = draft::is_test(facts, table.scope);
        let forced = vocabulary::is_force(&table.label) && self.names.functions.contains_key(&*table.label);
        if named && ((test && forced) || self.labels.contains(&(facts.language.family, table.label.clone()))) {
            return true;
        }
        // What has no name of its own is a table of a test.
        let is_table_of_test = test && table.types.len() > 1;
        if !(named || is_table_of_test) {
            return false;
        }
        let known = |entry: &&TableEntry| {
            self.entry_keys(file, table, entry)
                .iter()
                .any(|key| self.asked_keys.contains(key))
        };
        let known = table.entries.iter().filter(known).count();
        known > 0 && known * 3 >= table.entries.len() * 2
    }

    fn entry_keys(&self, file: usize, table: &Table, entry: &TableEntry) -> Vec<String> {
        if !entry.computed {
            return vec![entry.key.to_string()];
        }
        self.keys(file, table.scope, &entry_key(entry), entry.span, &Selection::default())
            .into_iter()
            .filter(|key| matches!(key, Key::Constant { .. } | Key::Literal { .. }))
            .filter_map(|key| key.text())
            .collect()
    }

    fn is_own_table(&self, file: usize, table: &Table) -> bool {
        table.types.iter().any(|name| {
            self.collection_types.contains(last_part(name))
                || matches!(
                    self.names.resolve(file, FILE_SCOPE, name),
                    Some((Found::Container(owner, scope), "")) if self.lists_keys(owner, scope)
                )
        })
    }

    /// Whether a type maps the keys that helpers take: `type Flags = Partial<Record<Key, boolean>>`.
    fn lists_keys(&self, file: usize, scope: u32) -> bool {
        let types = self.function(file, scope).map_or(&[][..], |scope| &scope.types);
        types.iter().any(|name| {
            matches!(
                self.names.resolve(file, FILE_SCOPE, name),
                Some((Found::Container(owner, scope), "")) if self.key_containers.contains(&(owner, scope))
            )
        })
    }

    fn own_table(&mut self, file: usize, facts: &'a FileFacts, table: &'a Table) {
        let test = draft::is_test(facts, table.scope);
        let stem = facts.path.rsplit('/').next().unwrap_or("");
        let workshop = vocabulary::words(stem)
            .iter()
            .any(|word| WORKSHOP.contains(&word.as_str()));
        for entry in &table.entries {
            let Some(key) = self.entry_keys(file, table, entry).into_iter().next() else {
                continue;
            };
            // What an SDK's own call takes is known already, and better.
            if !self.literals.insert((file, entry.span)) {
                continue;
            }
            if test || workshop {
                self.uses.push(Use {
                    key: Some(key),
                    key_source: KeySource::Literal,
                    sdk: Some(OWN.to_owned()),
                    certainty: Certainty::Likely,
                    reasons: vec![format!("a member of `{}`, which holds flags", table.label)],
                    ..entry_use(facts, table, entry, Role::TestOverride)
                });
            } else {
                let reason = format!("a member of `{}`, which holds flags", table.label);
                self.declare_at(
                    file,
                    entry.span,
                    key,
                    None,
                    KeySource::Literal,
                    Some(&table.label),
                    &reason,
                );
            }
        }
    }
}

/// Whether a table's type maps keys of the method's type to its values.
fn is_map_of(table: &Table, method: &Method) -> bool {
    let is = |name: &Name, wanted: &[String]| wanted.iter().any(|wanted| **wanted == **name);
    match &table.types[..] {
        [_, key, value] => is(key, &method.names) && is(value, &method.values),
        _ => false,
    }
}

fn entry_key(entry: &TableEntry) -> Expression {
    match entry.computed {
        true => Expression::Path(entry.key.clone()),
        false => Expression::Text(entry.key.clone()),
    }
}

fn entry_use(facts: &FileFacts, table: &Table, entry: &TableEntry, role: Role) -> Use {
    Use {
        test: draft::is_test(facts, table.scope),
        ..draft::at(facts, entry.span, entry.whole, role)
    }
}
