//! The generated pages in `docs/` say what the tables say; `UPDATE=1 cargo test docs::` rewrites them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use flagdebt::lints::{LINTS, lint_page, lint_table};
use flagdebt::sdk::{Sdks, sdk_page};

#[test]
fn the_lints_have_current_pages() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let folder = docs.join("lints");
    let mut pages = vec![(docs.join("lints.md"), lint_table())];
    pages.extend(
        LINTS
            .iter()
            .map(|lint| (folder.join(format!("{}.md", lint.name)), lint_page(lint))),
    );
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&folder).expect("the repository can be written");
        for (path, text) in &pages {
            fs::write(path, text).expect("the repository can be written");
        }
    }
    for (path, text) in &pages {
        let found = fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            &found,
            text,
            "{} is not current: run UPDATE=1 cargo test docs::",
            path.display()
        );
    }
    let names: BTreeSet<String> = LINTS.iter().map(|lint| format!("{}.md", lint.name)).collect();
    let found: BTreeSet<String> = fs::read_dir(&folder)
        .expect("docs/lints exists")
        .map(|entry| {
            entry
                .expect("a readable folder")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(found, names, "a page of a lint that no longer exists");
}

#[test]
fn the_sdks_have_a_current_page_and_are_counted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sdks = Sdks::new(Vec::new());
    let path = root.join("docs/sdks.md");
    let page = sdk_page(sdks.all());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the repository can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/sdks.md is not current: run UPDATE=1 cargo test docs::"
    );
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let count = format!("{} SDKs", sdks.all().len());
    assert!(readme.contains(&count), "README.md says how many there are: {count}");
}
