//! Every node kind and field that a language's table names exists in its grammar: a typing error would find nothing,
//! quietly.

use flagdebt::language::LANGUAGES;

/// Lists of node kinds.
const KINDS: &[&str] = &[
    "transparent",
    "reference",
    "identifier",
    "self",
    "string",
    "string-content",
    "escape",
    "interpolation",
    "symbol",
    "joined-strings",
    "true",
    "false",
    "boolean",
    "null",
    "number",
    "list",
    "object",
    "sequence",
    "paired-object",
    "implicit-member",
    "comment",
    "return",
    "statement",
    "statement-list",
    "function-value",
    "type-member",
    "macro",
    "cfg-attribute",
];
/// Members of a shape that are no field and no node kind.
const PLAIN: &[&str] = &["words", "operator", "operators", "rename"];

/// Members of `[fix]` that hold words of the language, not of its grammar.
fn is_word(member: &str) -> bool {
    let ends = [
        "-word",
        "-words",
        "-operators",
        "-methods",
        "-functions",
        "-names",
        "-macros",
    ];
    ends.iter().any(|end| member.ends_with(end))
        || [
            "empty-statement",
            "short-declaration",
            "bare-block",
            "value-block",
            "statement-end",
            "clause",
            "positions",
            "text-prefix",
            "endless-loop",
            "words",
            "keeps",
            "name",
            "pairs",
            "settled",
            "unchecked",
            "untyped-values",
            "typeless-values",
            "projections",
            "decorator-adapters",
            "empty-case",
            "kinds",
        ]
        .contains(&member)
}

#[test]
fn every_name_of_a_fix_table_exists_in_its_grammar() {
    let mut wrong = Vec::new();
    for language in &LANGUAGES {
        let parser = language.parser();
        let exists = |name: &str| {
            let token = ["after ", "before ", "token "]
                .iter()
                .find_map(|word| name.strip_prefix(word));
            let name = token.unwrap_or(name);
            let kind = [true, false]
                .iter()
                .any(|named| parser.id_for_node_kind(name, *named) != 0);
            kind || parser.field_id_for_name(name).is_some() || name.starts_with('#')
        };
        let table: toml::Table = toml::from_str(language.table_text()).expect("a table");
        let forms: Vec<&str> = table
            .get("fix")
            .and_then(|fix| fix.get("form")?.as_array())
            .map_or_else(Vec::new, |forms| {
                forms.iter().filter_map(|form| form.get("name")?.as_str()).collect()
            });
        let exists = |name: &str| forms.contains(&name) || name.split(['|', '/']).all(exists);
        let mut open: Vec<(&str, &toml::Value)> = table.get("fix").into_iter().map(|value| ("fix", value)).collect();
        while let Some((member, value)) = open.pop() {
            match value {
                toml::Value::Table(table) => {
                    open.extend(
                        table
                            .iter()
                            .filter(|(name, _)| !is_word(name))
                            .map(|(name, value)| (name.as_str(), value)),
                    );
                }
                toml::Value::Array(values) => open.extend(values.iter().map(|value| (member, value))),
                toml::Value::String(name) if !exists(name) => {
                    wrong.push(format!("{}: [fix] {member} names `{name}`", language.name));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_name_of_a_table_exists_in_its_grammar() {
    let mut wrong = Vec::new();
    for language in &LANGUAGES {
        let parser = language.parser();
        let is_kind = |name: &str| {
            [true, false]
                .iter()
                .any(|named| parser.id_for_node_kind(name, *named) != 0)
        };
        let is_field = |name: &str| parser.field_id_for_name(name).is_some();
        let table: toml::Table = toml::from_str(language.table_text()).expect("a table");
        for (role, value) in table.iter().filter(|(role, _)| *role != "fix") {
            if KINDS.contains(&role.as_str()) {
                for kind in value.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                    if !is_kind(kind) {
                        wrong.push(format!("{}: {role} names the node kind `{kind}`", language.name));
                    }
                }
                continue;
            }
            let shapes = value.as_array().into_iter().flatten().filter_map(toml::Value::as_table);
            for (member, value) in shapes.flatten().filter(|_| role != "require") {
                let one = value.as_str().into_iter();
                let names = one.chain(value.as_array().into_iter().flatten().filter_map(toml::Value::as_str));
                for name in names.filter(|_| !PLAIN.contains(&member.as_str())) {
                    let is_step = |step: &str| {
                        let step = step.strip_prefix("kind ").unwrap_or(step);
                        let token = ["after ", "before ", "token "]
                            .iter()
                            .find_map(|word| step.strip_prefix(word));
                        match (step.strip_prefix('#'), token) {
                            (Some(place), _) => place.parse::<i8>().is_ok(),
                            (_, Some(token)) => is_kind(token),
                            (None, None) => is_field(step) || is_kind(step),
                        }
                    };
                    let known = match member == "kind" {
                        true => is_kind(name),
                        false => name.split(['|', '/']).all(is_step),
                    };
                    if !known {
                        wrong.push(format!("{}: [[{role}]] {member} names `{name}`", language.name));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
