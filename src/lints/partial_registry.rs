use crate::diagnostic::{Diagnostic, Severity};
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Exports that say themselves that they are not complete.
    ///
    /// ## Why
    /// Services answer in pages. The first page looks like the whole registry, but flags that it leaves out seem unknown, and
    /// prerequisites on them cannot be looked up, so that little is proven. A file tells it by its count, or by a link to the
    /// next page.
    ///
    /// ## Example
    /// `flags.json` holds 100 of 312 flags:
    ///
    /// ```json
    /// {"items": [], "totalCount": 312, "_links": {"next": {"href": "/api/v2/flags/shop?offset=100"}}}
    /// ```
    ///
    /// What is right: all pages, as several files or as a list of pages in one.
    ///
    /// ## Fix
    /// Fetch the other pages, and give each file with `--registry`, or all of them as a glob: `--registry 'flags-*.json'`.
    ///
    /// ## When not to use it
    /// Where only some flags are exported on purpose.
    "partial-registry", Some(Severity::Warning), debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    // It is about files, not flags: told once.
    if !context.usages.first().is_some_and(|first| std::ptr::eq(first, usage)) {
        return;
    }
    for source in &context.registry.sources {
        let Some(partial) = &source.partial else { continue };
        let mut diagnostic = LINT.finding(None, format!("{} is not the whole registry", source.path));
        diagnostic.reasons = vec![partial.clone()];
        diagnostic.help = vec![
            "fetch the other pages too".to_owned(),
            "give each of them with `--registry`, or all as a glob such as `--registry 'flags-*.json'`".to_owned(),
        ];
        out.push(diagnostic);
    }
}
