//! Reading only what matters of a file finds what reading all of it finds.

use std::path::{Path, PathBuf};

use flagdebt::registry::Registry;
use flagdebt::scan::{self, Scan, Silent};
use flagdebt::sdk::Sdks;
use flagdebt::source::walk::WalkOptions;

fn scanned(path: PathBuf, whole_files: bool) -> Scan {
    let options = WalkOptions {
        paths: vec![path],
        include: Vec::new(),
        exclude: Vec::new(),
        max_file_size: 1 << 20,
        threads: 1,
        whole_files,
        overlay: Default::default(),
        listing: None,
    };
    scan::scan(&options, &Sdks::new(Vec::new()), &Registry::default(), None, &Silent)
        .expect("a folder that can be read")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/focus")
}

#[test]
fn blocks_and_statements_are_left_out_and_no_use_is_lost() {
    for name in [
        "checkout.go",
        "Basket.java",
        "Basket.cs",
        "Cart.kt",
        "cart.rb",
        "Checkout.tsx",
        "basket.py",
        "Basket.swift",
    ] {
        let focused = scanned(folder().join(name), false);
        let whole = scanned(folder().join(name), true);
        assert!(whole.resolved.uses.len() >= 5, "{name}: {:#?}", whole.resolved.uses);
        assert_eq!(focused.resolved.uses, whole.resolved.uses, "{name}");
        let comments = |scan: &Scan| scan.facts.iter().map(|facts| facts.comments.len()).sum::<usize>();
        assert_eq!(comments(&focused), comments(&whole), "{name}");
        assert!(
            focused.facts.iter().all(|facts| !facts.whole),
            "{name} was read as a whole"
        );
        let calls = |scan: &Scan| scan.facts.iter().map(|facts| facts.calls.len()).sum::<usize>();
        assert!(calls(&focused) < calls(&whole), "{name}: nothing was left out");
    }
}

#[test]
fn names_that_do_not_match_their_brackets_are_read_as_a_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(self::folder().join("checkout.go")).expect("the sample");
    let broken = text.replace("\t\tlog(name)\n", "\t\tlog(name))\n");
    assert_ne!(text, broken);
    std::fs::write(folder.path().join("broken.go"), broken).expect("a file");
    let focused = scanned(folder.path().to_path_buf(), false);
    let whole = scanned(folder.path().to_path_buf(), true);
    assert!(focused.facts.iter().all(|facts| facts.whole));
    assert_eq!(focused.resolved.uses, whole.resolved.uses);
}

#[test]
fn files_that_only_use_names_are_parsed_once_those_are_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    put(
        "keys.go",
        "package shop\n\nimport ld \"github.com/launchdarkly/go-server-sdk/v7\"\n\nvar client *ld.LDClient\n\n\
         const Basket = \"new-basket\"\n\nfunc isShown(key string) bool {\n\ton, _ := client.BoolVariation(key, user, false)\n\treturn on\n}\n",
    );
    put(
        "a.go",
        "package shop\n\nfunc a() {\n\tif isShown(Basket) {\n\t\tlog(\"new\")\n\t}\n}\n",
    );
    put(
        "b_test.go",
        "package shop\n\nfunc TestB(t *testing.T) {\n\tassert(isShown(Basket))\n}\n",
    );
    let focused = scanned(folder.path().to_path_buf(), false);
    let places: Vec<_> = focused
        .resolved
        .uses
        .iter()
        .map(|found| (found.path.rsplit('/').next(), found.name.line))
        .collect();
    assert!(places.contains(&(Some("a.go"), 4)), "{places:?}");
    assert!(places.contains(&(Some("b_test.go"), 4)), "{places:?}");
    assert_eq!(
        focused.resolved.uses,
        scanned(folder.path().to_path_buf(), true).resolved.uses
    );
    assert_eq!(focused.files, 3);
}

#[test]
fn what_a_function_gives_is_read_where_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    put(
        "own.ts",
        "import type { Payload } from 'unleash-client';\n\nexport class Evaluator {\n  isEnabled(name: string) { return name.length > 3; }\n}\n\n\
         export const makeClient = async ({ features, context }: Options): Promise<Evaluator> => {\n\
         \u{20} const client = new Evaluator({ ...context, data: features.map((feature) => feature.name), mode: 'offline' });\n\
         \u{20} await client.start('which takes a while, so that there is something to leave out here', 1, 2, 3, 4, 5, 6);\n\
         \u{20} return client;\n};\n",
    );
    put(
        "use.ts",
        "import { makeClient } from './own';\nimport { Unleash } from 'unleash-client';\n\n\
         export async function ask() {\n  const client = await makeClient({ features: [], context: {} });\n  return client.isEnabled('toggle-name');\n}\n",
    );
    let focused = scanned(folder.path().to_path_buf(), false);
    let whole = scanned(folder.path().to_path_buf(), true);
    assert_eq!(focused.resolved.uses, whole.resolved.uses);
    assert!(focused.resolved.uses.is_empty(), "{:#?}", focused.resolved.uses);
}
