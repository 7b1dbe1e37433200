//! Suppressions in the comment forms of every language: on the line of code, on the line before, for a block and for the
//! whole file.

use crate::build::{configured, flag, registry};
use flagdebt::join::join;
use flagdebt::language::LANGUAGES;
use flagdebt::registry::{Flag, Lifecycle};
use flagdebt::scan::{facts_of, uses_of};
use flagdebt::sdk::{Sdk, Sdks};
use flagdebt::suppress::{SuppressionFact, apply};

const SDK: &str = r#"
name = "acme"

[[method]]
names = ["isOn", "IsOn", "is_on"]
key = 0
"#;

/// How a language writes code and comments.
struct Form {
    language: &'static str,
    file: &'static str,
    /// Around the lines.
    frame: [&'static str; 2],
    /// A line that asks for the flag `old`, without its end.
    code: &'static str,
    /// Comments that may stand behind code.
    behind: &'static [[&'static str; 2]],
    /// Comments that may stand alone on their line.
    alone: &'static [[&'static str; 2]],
}

const SLASHES: &[[&str; 2]] = &[["// ", ""], ["/* ", " */"]];
const HASH: &[[&str; 2]] = &[["# ", ""]];

const FORMS: &[Form] = &[
    Form {
        language: "blade",
        file: "a.blade.php",
        frame: ["", ""],
        code: "{{ isOn('old') }}",
        behind: &[["{{-- ", " --}}"]],
        alone: &[["{{-- ", " --}}"]],
    },
    Form {
        language: "c",
        file: "a.c",
        frame: ["int a() {", "}"],
        code: "b(IsOn(\"old\"));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "cpp",
        file: "a.cc",
        frame: ["int a() {", "}"],
        code: "b(IsOn(\"old\"));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "csharp",
        file: "a.cs",
        frame: ["class A { void B() {", "} }"],
        code: "C(IsOn(\"old\"));",
        behind: SLASHES,
        alone: &[["// ", ""], ["/* ", " */"], ["/// ", ""]],
    },
    Form {
        language: "dart",
        file: "a.dart",
        frame: ["void a() {", "}"],
        code: "b(isOn('old'));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "django",
        file: "a.html",
        frame: ["", ""],
        code: "{{ is_on('old') }}",
        behind: &[["{# ", " #}"], ["<!-- ", " -->"]],
        alone: &[["{# ", " #}"], ["<!-- ", " -->"]],
    },
    Form {
        language: "eex",
        file: "a.html.heex",
        frame: ["", ""],
        code: "<%= is_on(\"old\") %>",
        behind: &[["<%# ", " %>"], ["<%!-- ", " --%>"], ["<!-- ", " -->"]],
        alone: &[["<%# ", " %>"], ["<%!-- ", " --%>"], ["<!-- ", " -->"]],
    },
    Form {
        language: "elixir",
        file: "a.ex",
        frame: ["defmodule A do\ndef b() do", "end\nend"],
        code: "c(is_on(\"old\"))",
        behind: HASH,
        alone: HASH,
    },
    Form {
        language: "erb",
        file: "a.html.erb",
        frame: ["", ""],
        code: "<%= is_on('old') %>",
        behind: &[["<%# ", " %>"], ["<!-- ", " -->"]],
        alone: &[["<%# ", " %>"], ["<!-- ", " -->"]],
    },
    Form {
        language: "go",
        file: "a.go",
        frame: ["package a\nfunc b() {", "}"],
        code: "c(IsOn(\"old\"))",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "haml",
        file: "a.html.haml",
        frame: ["", ""],
        code: "= is_on('old')",
        behind: HASH,
        alone: &[["-# ", ""]],
    },
    Form {
        language: "java",
        file: "A.java",
        frame: ["class A { void b() {", "} }"],
        code: "c(isOn(\"old\"));",
        behind: SLASHES,
        alone: &[["// ", ""], ["/* ", " */"], ["/** ", " */"]],
    },
    Form {
        language: "javascript",
        file: "a.js",
        frame: ["", ""],
        code: "b(isOn('old'));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "kotlin",
        file: "a.kt",
        frame: ["fun a() {", "}"],
        code: "b(isOn(\"old\"))",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "objective-c",
        file: "a.m",
        frame: ["void a() {", "}"],
        code: "b(IsOn(@\"old\"));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "php",
        file: "a.php",
        frame: ["<?php", ""],
        code: "b(isOn('old'));",
        behind: &[["// ", ""], ["/* ", " */"], ["# ", ""]],
        alone: &[["// ", ""], ["/* ", " */"], ["# ", ""]],
    },
    Form {
        language: "python",
        file: "a.py",
        frame: ["", ""],
        code: "b(is_on('old'))",
        behind: HASH,
        alone: HASH,
    },
    Form {
        language: "razor",
        file: "A.cshtml",
        frame: ["", ""],
        code: "<p>@IsOn(\"old\")</p>",
        behind: &[["@* ", " *@"], ["<!-- ", " -->"]],
        alone: &[["@* ", " *@"], ["<!-- ", " -->"]],
    },
    Form {
        language: "ruby",
        file: "a.rb",
        frame: ["", ""],
        code: "b(is_on('old'))",
        behind: HASH,
        alone: HASH,
    },
    Form {
        language: "rust",
        file: "a.rs",
        frame: ["fn a() {", "}"],
        code: "b(is_on(\"old\"));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "scala",
        file: "A.scala",
        frame: ["object A {\ndef b() = {", "}\n}"],
        code: "c(isOn(\"old\"))",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "slim",
        file: "a.slim",
        frame: ["", ""],
        code: "= is_on('old')",
        behind: HASH,
        alone: &[["/ ", ""], ["/! ", ""]],
    },
    Form {
        language: "svelte",
        file: "A.svelte",
        frame: ["", ""],
        code: "<p>{isOn('old')}</p>",
        behind: &[["<!-- ", " -->"]],
        alone: &[["<!-- ", " -->"]],
    },
    Form {
        language: "swift",
        file: "a.swift",
        frame: ["func a() {", "}"],
        code: "b(isOn(\"old\"))",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "tsx",
        file: "a.tsx",
        frame: ["const a = <p>", "</p>;"],
        code: "{isOn('old')}",
        behind: &[["{/* ", " */}"]],
        alone: &[["{/* ", " */}"]],
    },
    Form {
        language: "tsx",
        file: "b.tsx",
        frame: ["", ""],
        code: "b(isOn('old'));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "twig",
        file: "a.twig",
        frame: ["", ""],
        code: "{{ is_on('old') }}",
        behind: &[["{# ", " #}"], ["<!-- ", " -->"]],
        alone: &[["{# ", " #}"], ["<!-- ", " -->"]],
    },
    Form {
        language: "typescript",
        file: "a.ts",
        frame: ["", ""],
        code: "b(isOn('old'));",
        behind: SLASHES,
        alone: SLASHES,
    },
    Form {
        language: "vue",
        file: "A.vue",
        frame: ["<template>", "</template>"],
        code: "<p>{{ isOn('old') }}</p>",
        behind: &[["<!-- ", " -->"]],
        alone: &[["<!-- ", " -->"]],
    },
];

/// What `check` says of a file, as "lint:line".
fn found(form: &Form, lines: &str) -> Vec<String> {
    let sdks = Sdks::new(vec![toml::from_str::<Sdk>(SDK).expect("an SDK")]);
    let [before, after] = form.frame;
    let text = format!("{before}\n{lines}\n{after}\n");
    let path = format!("src/{}", form.file);
    let flags = registry(vec![Flag {
        lifecycle: Lifecycle::Archived,
        ..flag("old")
    }]);
    let policy = configured("[lints]\ndiscarded-evaluation = \"off\"");
    let uses = uses_of(&[(&path, &text)], &sdks, &["old"]);
    let facts = facts_of(&path, &text, &sdks).expect("facts");
    let comments = facts.comments.iter().map(|comment| SuppressionFact {
        path: path.clone(),
        place: facts.lines.place(comment.span),
        text: comment.text.to_string(),
        after_code: !comment.alone,
        next_code_line: comment.next_code_line,
    });
    let comments: Vec<_> = comments.collect();
    let findings = flagdebt::lints::check(&join(uses, &flags), &flags, &policy);
    let first = u32::try_from(before.lines().count().max(1)).expect("a few lines");
    let findings = apply(findings, &comments, &policy).into_iter().map(|finding| {
        let line = finding.label.map_or(0, |label| label.place.line - first);
        format!("{}:{line}", finding.lint)
    });
    findings.collect()
}

#[test]
fn every_language_has_comments_that_suppress() {
    let named: Vec<&str> = FORMS.iter().map(|form| form.language).collect();
    for language in &LANGUAGES {
        assert!(
            named.contains(&language.name),
            "no form of comments is given for {}",
            language.name
        );
    }
    let mut wrong = Vec::new();
    for form in FORMS {
        let code = form.code;
        let mut compare = |lines: String, wanted: &[&str]| {
            let found = found(form, &lines);
            if found != wanted {
                wrong.push(format!("{}: {lines:?}: {found:?}, wanted {wanted:?}", form.language));
            }
        };
        compare(format!("{code}\n{code}"), &["archived-flag:1", "archived-flag:2"]);
        for [open, close] in form.behind {
            let comment = format!("{open}flagdebt: ignore[archived-flag] until 2027-01-31 -- one more release{close}");
            compare(format!("{code} {comment}\n{code}"), &["archived-flag:2"]);
            let wrong_name = format!("{open}flagdebt: ignore[archived-flg] -- one more release{close}");
            compare(
                format!("{code} {wrong_name}"),
                &["archived-flag:1", "bad-suppression:1"],
            );
        }
        for [open, close] in form.alone {
            let comment = |text: &str| format!("{open}flagdebt: {text}{close}");
            let line = comment("ignore[archived-flag] until 2027-01-31 -- one more release");
            compare(format!("{line}\n{code}\n{code}"), &["archived-flag:3"]);
            compare(format!("{line}\n\n{line}\n{code}"), &[]);
            let over = comment("ignore[archived-flag] until 2026-01-31 -- one more release");
            compare(format!("{over}\n{code}"), &["bad-suppression:1", "archived-flag:2"]);
            let file = comment("ignore-file[archived-flag] -- one more release");
            compare(format!("{code}\n{code}\n{file}\n{code}"), &[]);
            let (start, end) = (
                comment("ignore-start[archived-flag] -- one more release"),
                comment("ignore-end"),
            );
            compare(
                format!("{code}\n{start}\n{code}\n{code}\n{end}\n{code}"),
                &["archived-flag:1", "archived-flag:6"],
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
