//! A lint's page on a terminal: the few signs of Markdown that our pages use, in colours instead.

use super::Style;
use crate::diagnostic::Severity;
use crate::escape::paragraphs;
use crate::report::LintInfo;

/// The page of a lint, as `explain` prints it.
pub fn explanation(lint: &LintInfo, style: &Style) -> String {
    let level = lint.level.map_or("off", Severity::name);
    let debt = if lint.debt {
        "yes: the flag counts as due for removal"
    } else {
        "no"
    };
    let head = format!(
        "# {}\n\n{}.\n\nDefault level: `{level}`. Debt: {debt}.\n\n",
        lint.name, lint.summary
    );
    let mut page = page(&(head + lint.docs.trim()), style);
    if !page.ends_with('\n') {
        page.push('\n');
    }
    page
}

/// A page of Markdown as it reads in a terminal; without colours the Markdown itself, which reads well as it is.
pub fn page(markdown: &str, style: &Style) -> String {
    let mut out = String::new();
    let mut code = false;
    for line in paragraphs(markdown).lines() {
        if !style.color {
            out.push_str(line);
        } else if line.trim_start().starts_with("```") {
            code = !code;
            // The colour says it; the fence would only repeat it.
            continue;
        } else if code {
            out.push_str("    ");
            out.push_str(&style.hint(line));
        } else if let Some(title) = line.strip_prefix('#') {
            out.push_str(&style.bold(title.trim_start_matches('#').trim()));
        } else {
            out.push_str(&inline(line, style));
        }
        out.push('\n');
    }
    out
}

/// `code` and **strong** words.
fn inline(line: &str, style: &Style) -> String {
    line.split('`')
        .enumerate()
        .map(|(index, part)| match index % 2 {
            1 => style.hint(part),
            _ => part
                .split("**")
                .enumerate()
                .map(|(index, part)| {
                    if index % 2 == 1 {
                        style.bold(part)
                    } else {
                        part.to_owned()
                    }
                })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Summary with `code`.\n\n## Why\nA **bold** word\u{1b}[2J.\n```js\na();\n```\n";

    #[test]
    fn without_colours_a_page_stays_markdown() {
        assert_eq!(page(PAGE, &Style::default()), PAGE.replace('\u{1b}', "\\u{1b}"));
    }

    #[test]
    fn with_colours_the_signs_go() {
        let text = page(
            PAGE,
            &Style {
                color: true,
                ..Style::default()
            },
        );
        assert_eq!(
            text,
            "Summary with \u{1b}[36mcode\u{1b}[0m.\n\n\u{1b}[1mWhy\u{1b}[0m\nA \u{1b}[1mbold\u{1b}[0m word\\u{1b}[2J.\n    \
             \u{1b}[36ma();\u{1b}[0m\n"
        );
    }
}
