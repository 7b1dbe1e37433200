//! Import statements: one walk for all languages, over a subtree that is small and bounded.

use tree_sitter::Node;

use crate::facts::expression::Reader;
use crate::facts::{Expression, Import, Name};
use crate::language::{self, Field};

/// How deep a nested import list is followed.
const DEPTH: u8 = 8;
/// How many names one statement may bring in.
const ITEMS: usize = 1024;

/// The names that an import statement brings in.
pub(crate) fn read(reader: &Reader<'_>, node: Node<'_>) -> Vec<Import> {
    match reader.role(node).and_then(|role| role.import) {
        Some(import) => read_as(reader, node, import),
        None => Vec::new(),
    }
}

/// The names that a statement hands on from another module, as if it brought them in.
pub(crate) fn handed_on(reader: &Reader<'_>, node: Node<'_>, module: Field) -> Vec<Import> {
    let import = language::Import {
        module: Some(module),
        alias: None,
        wildcard: None,
        joined: false,
    };
    read_as(reader, node, import)
}

fn read_as(reader: &Reader<'_>, node: Node<'_>, import: language::Import) -> Vec<Import> {
    let mut imports = Vec::new();
    let (module, alias) = (import.module, import.alias);
    let wildcard = import.wildcard.is_some_and(|field| field.of(node).is_some());
    let parts = module.map_or_else(Vec::new, |field| match import.joined {
        true => field.all(node),
        false => field.of(node).into_iter().collect(),
    });
    let alias = alias.and_then(|field| field.of(node));
    let prefix = match &parts[..] {
        [] => String::new(),
        [module] => module_name(reader, *module),
        [first, .., last] => compact(reader.text.get(first.start_byte()..last.end_byte()).unwrap_or("")),
    };
    let word = reader.role(node).and_then(|role| role.import_words.as_ref());
    let word = word.and_then(|(word, _)| word.of(node));
    for child in reader.children(node) {
        let holds = |part: &Node<'_>| child.start_byte() <= part.start_byte() && part.end_byte() <= child.end_byte();
        if parts.iter().any(holds) || alias.as_ref().is_some_and(holds) || word.as_ref().is_some_and(holds) {
            continue;
        }
        items(reader, child, &prefix, DEPTH, &mut imports);
    }
    let names_symbol = reader.grammar.table.import_names_symbol && !wildcard;
    if imports.is_empty() && !prefix.is_empty() && names_symbol {
        push(
            reader,
            "",
            &prefix,
            alias.map(|alias| reader.slice(alias)),
            &mut imports,
        );
    } else if imports.is_empty() && !prefix.is_empty() {
        let alias = match alias {
            Some(alias) => reader.name(reader.slice(alias)),
            None => whole_alias(reader, &prefix),
        };
        imports.push(Import {
            module: reader.name(&prefix),
            name: None,
            alias,
        });
    }
    imports
}

/// What a file calls a module that it imports whole and without an alias.
fn whole_alias(reader: &Reader<'_>, module: &str) -> Name {
    if !reader.grammar.table.import_alias_from_path {
        return reader.name("");
    }
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let part = module.rsplit('/').find(|part| !is_version(part)).unwrap_or(module);
    // `gopkg.in/launchdarkly/go-server-sdk.v5`
    let part = part
        .rsplit_once('.')
        .filter(|(_, version)| is_version(version))
        .map_or(part, |(name, _)| name);
    reader.name(part)
}

fn module_name(reader: &Reader<'_>, node: Node<'_>) -> String {
    let node = reader.unwrap(node);
    match reader.role(node) {
        Some(role) if role.string || role.joined_strings => match reader.expression(node, 2) {
            Expression::Text(text) => text.to_string(),
            _ => String::new(),
        },
        _ => compact(reader.slice(node)).trim_matches(['<', '>']).to_owned(),
    }
}

fn compact(text: &str) -> String {
    // Hardly any holds blanks.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_owned();
    }
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn items(reader: &Reader<'_>, node: Node<'_>, prefix: &str, depth: u8, imports: &mut Vec<Import>) {
    if depth == 0 || imports.len() >= ITEMS {
        return;
    }
    let Some(role) = reader.role(node) else {
        for child in reader.children(node) {
            items(reader, child, prefix, depth - 1, imports);
        }
        return;
    };
    if let Some((path, list)) = role.import_scope {
        let path = path
            .of(node)
            .map(|path| compact(reader.slice(path)))
            .unwrap_or_default();
        if let Some(list) = list.of(node) {
            items(reader, list, &join(reader, prefix, &path), depth - 1, imports);
        }
    } else if let Some((name, alias, whole)) = role.import_item {
        let name = name.map_or(Some(node), |field| field.of(node));
        let alias = alias.and_then(|field| field.of(node));
        if whole {
            // `* as name`: the last child is the name
            let alias = reader.children(node).last().map_or("", |child| reader.slice(*child));
            imports.push(Import {
                module: reader.name(prefix),
                name: None,
                alias: reader.name(alias),
            });
        } else if let Some(name) = name {
            push(
                reader,
                prefix,
                &compact(reader.slice(name)),
                alias.map(|alias| reader.slice(alias)),
                imports,
            );
        }
    } else if role.identifier || role.this {
        let name = reader.slice(node);
        // `import Statsig from "x"`: the module's default export is the module as far as we look
        if prefix.is_empty() || is_list_item(node) {
            push(reader, prefix, name, None, imports);
        } else {
            imports.push(Import {
                module: reader.name(prefix),
                name: Some("default".into()),
                alias: reader.name(name),
            });
        }
    } else {
        for child in reader.children(node) {
            items(reader, child, prefix, depth - 1, imports);
        }
    }
}

/// `use a::{b}`: the name is a member of the module, not its default export.
fn is_list_item(node: Node<'_>) -> bool {
    node.parent()
        .is_some_and(|parent| parent.kind().ends_with("list") || parent.kind().ends_with("selectors"))
}

/// One name; without a prefix its own last part is the name and the rest is the module.
fn push(reader: &Reader<'_>, prefix: &str, name: &str, alias: Option<&str>, imports: &mut Vec<Import>) {
    let table = &reader.grammar.table;
    let split = table
        .module_separators
        .iter()
        .filter_map(|separator| name.rfind(separator.as_str()).map(|at| (at, at + separator.len())))
        .max();
    let (module, member) = match split {
        Some((end, start)) => (
            join(reader, prefix, name.get(..end).unwrap_or("")),
            name.get(start..).unwrap_or(""),
        ),
        None => (prefix.to_owned(), name),
    };
    // `import a.b` names a module; `import a.b.C` and `use a::b::C` name a member of one.
    let names_member = !prefix.is_empty() || table.import_names_symbol;
    let import = if names_member && !module.is_empty() {
        let alias = reader.name(alias.unwrap_or(member));
        Import {
            module: reader.name(&module),
            name: Some(reader.name(member)),
            alias,
        }
    } else {
        Import {
            module: reader.name(name),
            name: None,
            alias: reader.name(alias.unwrap_or(name)),
        }
    };
    imports.push(import);
}

fn join(reader: &Reader<'_>, prefix: &str, name: &str) -> String {
    let separator = reader
        .grammar
        .table
        .module_separators
        .first()
        .map_or(".", String::as_str);
    match prefix {
        "" => name.to_owned(),
        _ if prefix.ends_with(separator) => format!("{prefix}{name}"),
        _ => format!("{prefix}{separator}{name}"),
    }
}
