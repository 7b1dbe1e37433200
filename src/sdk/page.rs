//! The page that lists the definitions, `docs/sdks.md`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::sdk::{Package, Sdk, Shape};

/// Every definition with its languages, packages and calls.
pub fn sdk_page(sdks: &[Sdk]) -> String {
    let mut page = String::from(
        "# SDKs\n\nGenerated from `rules/`; `UPDATE=1 cargo test docs::` rewrites it. A call counts when an import, a \
         type or a name of the SDK ties it to the package; names that other libraries have as well (in *italics*) need \
         that tie or a registered key.\n\n| SDK | languages |\n|---|---|\n",
    );
    for sdk in sdks {
        let languages: BTreeSet<&str> = sdk.packages.iter().flat_map(languages).collect();
        let languages: Vec<&str> = languages.into_iter().collect();
        let _ = writeln!(page, "| [{}](#{}) | {} |", sdk.name, sdk.name, languages.join(", "));
    }
    for sdk in sdks {
        let _ = writeln!(page, "\n## {}\n\n[{}]({})\n", sdk.name, sdk.title, sdk.source);
        page.push_str("| language | package | calls |\n|---|---|---|\n");
        for package in &sdk.packages {
            let languages: Vec<&str> = languages(package).collect();
            let imports = package.imports.iter().chain(&package.symbols);
            let imports: Vec<String> = imports.map(|import| format!("`{import}`")).collect();
            let _ = writeln!(
                page,
                "| {} | {} | {} |",
                languages.join(", "),
                imports.join(" "),
                calls(package)
            );
        }
    }
    page
}

fn languages(package: &Package) -> impl Iterator<Item = &str> {
    let any = package.languages.is_empty().then_some("any");
    package.languages.iter().map(String::as_str).chain(any)
}

fn calls(package: &Package) -> String {
    let mut calls = Vec::new();
    for method in &package.methods {
        for name in &method.names {
            let name = match method.shape {
                Shape::Component => format!("`<{name}>`"),
                Shape::Decorator => format!("`@{name}`"),
                Shape::Attribute => format!("`#[{name}]`"),
                _ => format!("`{name}`"),
            };
            calls.push(if method.common { format!("*{name}*") } else { name });
        }
    }
    calls.join(" ")
}
