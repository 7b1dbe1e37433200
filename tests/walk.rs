//! The walk: what is looked into, what is not, and that each skip has a reason.

use std::fs;
use std::path::{Path, PathBuf};

use flagdebt::source::walk::{WalkOptions, text, walk};

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn options(root: PathBuf) -> WalkOptions {
    WalkOptions {
        paths: vec![root],
        include: Vec::new(),
        exclude: Vec::new(),
        max_file_size: 1024,
        threads: 2,
        whole_files: false,
        overlay: Default::default(),
        listing: None,
    }
}

fn ends(paths: impl Iterator<Item = String>, root: &Path) -> Vec<String> {
    let root = format!("{}/", root.display());
    paths
        .map(|path| path.strip_prefix(&root).unwrap_or(&path).to_owned())
        .collect()
}

#[test]
fn ignore_files_hidden_files_and_other_peoples_code_are_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_path_buf();
    for path in [
        "src/a.ts",
        "src/skip.ts",
        "src/old/b.py",
        "node_modules/x/y.js",
        ".hidden/c.rb",
        "lib/d.min.js",
    ] {
        put(&root, path, "x\n");
    }
    put(&root, "app/Shop.groovy", "class Shop\n");
    put(&root, ".gitignore", "skip.ts\n");
    put(&root, ".flagdebtignore", "src/old/\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.join("src/a.ts"), root.join("src/link.ts")).expect("a link");
    let walked = walk(&options(root.clone())).expect("a walk");
    assert_eq!(
        ends(walked.sources.iter().map(|source| source.path.clone()), &root),
        ["src/a.ts"]
    );
    let skipped: Vec<_> = walked
        .skipped
        .iter()
        .map(|skipped| (skipped.path.clone(), skipped.reason.as_str()))
        .collect();
    let names = ends(skipped.iter().map(|(path, _)| path.clone()), &root);
    let reasons: Vec<_> = skipped.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(names, ["app/Shop.groovy", "lib/d.min.js", "node_modules"]);
    assert_eq!(
        reasons,
        ["a language that is not read yet", "minified", "vendored code"]
    );
}

#[test]
fn include_and_exclude_are_globs_and_a_broken_one_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_path_buf();
    for path in ["src/a.ts", "src/b.py", "docs/c.ts"] {
        put(&root, path, "x\n");
    }
    let mut chosen = options(root.clone());
    chosen.include = vec!["**/*.ts".to_owned()];
    chosen.exclude = vec!["**/docs".to_owned()];
    let walked = walk(&chosen).expect("a walk");
    assert_eq!(
        ends(walked.sources.iter().map(|source| source.path.clone()), &root),
        ["src/a.ts"]
    );
    chosen.exclude = vec!["[".to_owned()];
    assert!(walk(&chosen).expect_err("a broken glob").contains("`[`"));
    chosen.paths = vec![root.join("nowhere")];
    chosen.exclude = Vec::new();
    assert!(walk(&chosen).expect_err("no such folder").contains("nowhere"));
}

#[cfg(unix)]
#[test]
fn what_is_named_twice_is_met_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = fs::canonicalize(folder.path()).expect("a folder");
    for path in ["src/a.ts", "src/b.lua", "node_modules/x/y.js", "other/a.ts"] {
        put(&root, path, "x\n");
    }
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, root.join(name)).expect("a link");
    link(".", "self");
    let met = |paths: &[&str]| {
        let mut chosen = options(root.clone());
        chosen.paths = paths.iter().map(|path| root.join(path)).collect();
        let walked = walk(&chosen).expect("a walk");
        let sources = ends(walked.sources.iter().map(|source| source.path.clone()), &root);
        let skipped = ends(walked.skipped.iter().map(|skipped| skipped.path.clone()), &root);
        (sources.join(" "), skipped.join(" "))
    };
    let of = |sources: &str, skipped: &str| (sources.to_owned(), skipped.to_owned());
    assert_eq!(met(&["src/a.ts", "self/src/a.ts"]), of("src/a.ts", ""));
    assert_eq!(met(&["self/src/a.ts", "src/a.ts", "src"]), of("src/a.ts", "src/b.lua"));
    assert_eq!(
        met(&["self/src", "src/../src/a.ts"]),
        of("self/src/a.ts", "self/src/b.lua")
    );
    let all = "other/a.ts src/a.ts";
    assert_eq!(met(&["self", ""]), of(all, "node_modules src/b.lua"));
    // What is named is looked into, also where a walk around it would not.
    assert_eq!(
        met(&["", "node_modules/x"]),
        of(&format!("node_modules/x/y.js {all}"), "node_modules src/b.lua")
    );
    assert_eq!(met(&["src/a.ts", "other/a.ts"]), of(all, ""));
}

#[test]
fn endings_in_capitals_are_the_same_endings() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_path_buf();
    for path in [
        "A.TS",
        "B.Py",
        "C.C",
        "small/c.c",
        "D.Blade.PHP",
        "E.TXT",
        "F.LUA",
        "G.MIN.JS",
        "Makefile.AM",
        "TS",
    ] {
        put(&root, path, "x\n");
    }
    let walked = walk(&options(root.clone())).expect("a walk");
    let met = walked.sources.iter().map(|source| {
        let name = ends([source.path.clone()].into_iter(), &root).remove(0);
        format!("{name} {}", source.language.name)
    });
    let met: Vec<String> = met.collect();
    assert_eq!(
        met,
        [
            "A.TS typescript",
            "B.Py python",
            "C.C cpp",
            "D.Blade.PHP blade",
            "small/c.c c"
        ]
    );
    let skipped = ends(walked.skipped.iter().map(|skipped| skipped.path.clone()), &root);
    assert_eq!(skipped, ["F.LUA", "G.MIN.JS"]);
}

#[test]
fn a_long_line_is_minified_code_unless_it_is_one_text_or_stands_in_code_that_a_person_wrote() {
    let code = "on(\"quay-map\");".repeat(2_000);
    let numbers = format!("const table = [{}];", "1, ".repeat(10_000));
    let image = format!("const image = 'data:image/png;base64,{}';", "a".repeat(50_000));
    let lines = |count: usize| "if (isOn(\"quay-map\")) { open(); }\n".repeat(count);
    let licence = format!("/*!\n{}*/\n", " * A line of a licence.\n".repeat(50));
    for written in [
        image.clone(),
        format!("{}{image}\n{image}\n", lines(3)),
        format!("{}{numbers}\n{}", lines(15), lines(15)),
        format!("{}{code}\r\n", lines(30)),
    ] {
        assert_eq!(text(written.as_bytes()), Ok(written.as_str()));
    }
    for bundle in [
        code.clone(),
        numbers.clone(),
        format!("{licence}{code}\n//# sourceMappingURL=a.js.map\n"),
        format!("{}{code}\n{code}\n", lines(30)),
        format!("{}{code}\n", "a(\"b\");".repeat(500) + "\n"),
        format!("{code}{image}"),
        format!("const image = \"{}\";", "a".repeat(2 << 20)),
    ] {
        assert_eq!(text(bundle.as_bytes()), Err("minified"), "{}", &bundle[..40]);
    }
}
