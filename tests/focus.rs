//! Reading only what matters of a file finds what reading all of it finds.

use std::path::{Path, PathBuf};

use flagdebt::registry::Registry;
use flagdebt::scan::{self, Scan, Silent};
use flagdebt::sdk::Sdks;
use flagdebt::source::walk::WalkOptions;
use flagdebt::usage::{Certainty, Role, Use};

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

#[test]
fn what_a_function_gives_is_read_where_lines_are_indented() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    put(
        "flags_client.py",
        "import openfeature.api as openfeature_api\nfrom openfeature.client import OpenFeatureClient\n\n\n\
         def get_openfeature_client(\n    domain: str = \"shop\",\n) -> OpenFeatureClient:\n\
         \u{20}   made = openfeature_api.get_client(domain=domain)\n\
         \u{20}   log(\"what it was made for, which takes a line that is worth being left out\")\n    return made\n\n\n\
         def other():\n    log(\"nothing of interest, nothing of interest, nothing of interest\")\n    return 3\n",
    );
    put(
        "basket.py",
        "from flags_client import get_openfeature_client\n\n\ndef total():\n    client = get_openfeature_client()\n\
         \u{20}   if client.get_boolean_value(\"new-basket\", False):\n        return 1\n    return 2\n",
    );
    let focused = scanned(folder.path().to_path_buf(), false);
    let whole = scanned(folder.path().to_path_buf(), true);
    assert_eq!(focused.resolved.uses, whole.resolved.uses);
    let certainty: Vec<_> = focused.resolved.uses.iter().map(|found| found.certainty).collect();
    assert_eq!(certainty, [Certainty::Proven], "{:#?}", focused.resolved.uses);
}

/// The uses in some files, which are the same whether they are read in parts or as a whole: the file, the key, the role.
fn rows(files: &[(&str, &str)]) -> Vec<(String, Option<String>, Role)> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let focused = scanned(folder.path().to_path_buf(), false);
    let whole = scanned(folder.path().to_path_buf(), true);
    assert_eq!(focused.resolved.uses, whole.resolved.uses);
    let uses = focused.resolved.uses.into_iter();
    let row = |found: Use| {
        let name = found.path.rsplit('/').next().unwrap_or("").to_owned();
        (name, found.key, found.role)
    };
    uses.map(row).collect()
}

#[test]
fn a_parameter_that_only_what_is_left_out_looks_at_is_looked_at() {
    // lines that are worth being left out, at the beginning and at the end of a body
    let first = "        flag = self.values.get(flag_member.value, None) if flag_member else None\n        \
        return flag.enabled if flag else False\n";
    let last = "        flag = None\n        for value in self.values_of_this_shop_and_of_all_the_others_beside_it:\n            \
        flag = value.get(flag_member.value, None) if flag_member else flag\n";
    for body in [first, last] {
        let flags = format!(
            "import enum\n\nclass AdminFlagValue(enum.Enum):\n    READ_ONLY = \"read-only\"\n\n\
             class Flags:\n    def enabled(self, flag_member):\n{body}\n    def other(self):\n        pass\n"
        );
        let view = "from flags import AdminFlagValue\n\ndef view(request):\n    \
            if request.flags.enabled(AdminFlagValue.READ_ONLY):\n        return 1\n    return 2\n";
        let found = rows(&[("flags.py", &flags), ("views.py", view)]);
        let key = || Some("read-only".to_owned());
        assert_eq!(
            found,
            [
                ("flags.py".to_owned(), key(), Role::Declaration),
                ("views.py".to_owned(), key(), Role::Evaluation)
            ],
            "{body}"
        );
    }
}

#[test]
fn a_parameter_that_nothing_of_a_body_looks_at_is_not_looked_at_where_all_of_that_is_left_out() {
    for (read, count) in [("name", 0), ("flag", 1)] {
        let flags = format!(
            "class Flags\n  def enabled?(flag)\n    of_this_shop_and_of_all_the_others_beside_it.include?({read})\n  end\nend\n\n\
             def other(flags)\n  return 1 if flags.enabled?(:new_cart)\n  2\nend\n"
        );
        let found = rows(&[("flags.rb", &flags)]);
        assert_eq!(found.len(), count, "{found:?}");
    }
}

#[test]
fn what_only_the_next_function_looks_at_is_not_looked_at() {
    let flags = "class Flags:\n    def enabled(self, flag):\n        return True\n\n    def other(self, other):\n        \
        return self.of_this_shop_and_of_all_the_others_beside_it.get(other.flag.value)\n";
    let view = "def view(request):\n    if request.flags.enabled(\"read-only\"):\n        return 1\n    return 2\n";
    assert!(rows(&[("flags.py", flags), ("views.py", view)]).is_empty());
}

#[test]
fn the_text_of_an_imported_enum_is_looked_for_where_that_is_declared() {
    let asks = "package t\ninterface FeatureToggle {\n    fun isFeatureEnabled(featureName: String, fallback: Boolean = true): Boolean\n}\n";
    let made = "class RealFeatureToggle : FeatureToggle {\n    override fun isFeatureEnabled(featureName: String, fallback: Boolean): Boolean {\n        \
        return plugins.first().isEnabled(featureName, fallback)\n    }\n}\n";
    let both = format!("{asks}{made}");
    // a name of its own, and an ordinary word
    for (holder, member) in [("PFN", "Drm"), ("Cookies", "Cookie"), ("Cookies", "NEW_COOKIE")] {
        let names = format!("package a\nenum class {holder}(val value: String) {{\n    {member}(\"eme\"),\n}}\n");
        for asks in [asks, &both] {
            let view = format!(
                "package b\nimport a.{holder}\nimport t.FeatureToggle\nclass Drm(private val toggle: FeatureToggle) {{\n    \
                fun x() = toggle.isFeatureEnabled({holder}.{member}.value)\n}}\n"
            );
            let found = rows(&[("A.kt", &names), ("B.kt", &view), ("T.kt", asks)]);
            let key = || Some("eme".to_owned());
            assert_eq!(
                found,
                [
                    ("A.kt".to_owned(), key(), Role::Declaration),
                    ("B.kt".to_owned(), key(), Role::Evaluation)
                ],
                "{holder}.{member}"
            );
            // what no file declares is unknown, and not called after the member that has its text
            let found = rows(&[("B.kt", &view), ("T.kt", asks)]);
            assert!(found.iter().all(|(_, key, _)| key.is_none()), "{found:?}");
        }
    }
}

/// The facts of one file in its parts and as a whole, whose uses are the same and not none.
fn both(name: &str, text: &str) -> (Scan, Scan) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), text).expect("a file");
    let focused = scanned(folder.path().to_path_buf(), false);
    let whole = scanned(folder.path().to_path_buf(), true);
    assert!(!whole.resolved.uses.is_empty(), "{name}: {text}");
    assert_eq!(focused.resolved.uses, whole.resolved.uses, "{name}: {text}");
    (focused, whole)
}

fn calls(scan: &Scan) -> usize {
    scan.facts.iter().map(|facts| facts.calls.len()).sum()
}

/// At least so many calls of a file are not parsed, and its uses are the same.
fn spares(name: &str, text: &str, least: usize) {
    let (focused, whole) = both(name, text);
    let (left, all) = (calls(&focused), calls(&whole));
    assert!(left + least <= all, "{name}: {left} of {all}");
}

/// What looks like an element is none where no markup can stand.
#[test]
fn elements_are_looked_for_where_there_are_some() {
    let text = |body: &str| format!("import {{ Feature }} from \"./feature\";\nexport const page = () => {body};\n");
    for (name, body, parsed) in [
        ("page.tsx", "<Feature name=\"new-page\">new</Feature>", 1),
        ("page.ts", "read<Feature>(\"new-page\")", 0),
        ("page.jsx", "<Feature name=\"new-page\" />", 1),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(name), text(body)).expect("a file");
        let scan = scanned(folder.path().to_path_buf(), false);
        assert_eq!(scan.parsed, parsed, "{name}");
    }
}

#[test]
fn a_string_over_several_lines_is_not_cut() {
    let ask = |name: &str, key: &str| {
        format!("  it {name} do\n    expect(Flipper.enabled?(:{key})).to eq \"a #{{1}}\"\n  end\n\n")
    };
    let idle =
        "  it \"idles\" do\n    first = other.map { |one| one.name }\n    first.each { |one| log(one) }\n  end\n\n";
    // The last one only seems to begin a string.
    for name in ["\"asks\n    twice\"", "'asks\n\n    twice #{1}'", "\"asks\", tag: /\"/"] {
        let text = format!(
            "describe \"all\" do\n{idle}{}{idle}{}{idle}{}{idle}end\n",
            ask("\"first\"", "new_basket"),
            ask(name, "new_pay"),
            ask("\"last\"", "new_end")
        );
        let (focused, whole) = both("basket_spec.rb", &text);
        assert_eq!(whole.resolved.uses.len(), 3, "{name}");
        assert!(focused.facts.iter().all(|facts| !facts.whole), "{name}");
    }
}

#[test]
fn code_in_a_regular_expression_begins_no_comment() {
    let idle =
        "  it \"idles\" do\n    first = other.map { |one| one.name }\n    first.each { |one| log(one) }\n  end\n\n";
    let text = format!(
        "describe \"all\" do\n  it \"asks\" do\n    expect(Flipper.enabled?(:new_basket)).to eq true\n    \
         expect(text).to match(/#{{LABEL.upcase}}\\n\\(#{{name}}/i)\n  end\n\n{}end\n",
        idle.repeat(5)
    );
    spares("basket_spec.rb", &text, 10);
}

#[test]
fn a_function_whose_value_is_a_block_on_the_next_line_is_read_in_part() {
    let other = "    every { store.write(any(), any()) } returns listOf(1, 2, 3)\n".repeat(6);
    let text = format!(
        "import com.launchdarkly.sdk.server.LDClient\n\nclass BasketTest {{\n  val client = LDClient(\"k\")\n\n  fun asks() =\n    runTest {{\n{other}      client.boolVariation(\"new-basket\", user, false)\n    }}\n\n  fun idles() =\n    runTest {{\n{other}    }}\n}}\n"
    );
    spares("BasketTest.kt", &text, 30);
}

#[test]
fn long_members_of_literals_go_outside_of_functions_too() {
    let row = "{ id: 1, name: 'one', kinds: [kind('a'), kind('b')], note: 'nothing of interest' },\n    ";
    let text = format!(
        "import LaunchDarkly from '@launchdarkly/node-server-sdk';\n\nconst client = LaunchDarkly.init('k');\n\n\
         export const rows = {{\n  first: [\n    {}],\n  second: () => client.variation('new-basket', user, false),\n}};\n",
        row.repeat(8)
    );
    spares("rows.js", &text, 10);
}

#[test]
fn an_operator_at_the_end_of_a_line_is_not_cut_from_what_follows() {
    let other = "    every { store.write(any(), any()) } returns\n      listOf(1, 2, 3)\n".repeat(3);
    let text = format!(
        "import com.launchdarkly.sdk.server.LDClient\n\nclass BasketTest {{\n  val client = LDClient(\"k\")\n\n  fun test() {{\n    val user = find(1)\n{other}    every {{ users.read(named(user), other) }} returns\n      Result(first = 1, second = true)\n\n    log(1)\n    if (client.boolVariation(\"new-basket\", user, false)) {{\n      show()\n    }}\n{other}  }}\n}}\n"
    );
    let (focused, _) = both("BasketTest.kt", &text);
    assert!(focused.facts.iter().all(|facts| !facts.whole), "it was read as a whole");
}

#[test]
fn what_the_parser_cannot_read_in_the_file_itself_costs_no_second_reading() {
    // Go 1.26 has `new(3)`, the grammar does not.
    let other = "func other() {\n\tfor at := range all {\n\t\tlog(at)\n\t}\n\tlog(1)\n}\n\n".repeat(4);
    let text = format!(
        "package shop\n\nimport ld \"github.com/launchdarkly/go-server-sdk/v7\"\n\n{other}func show(client *ld.LDClient) {{\n\tfor at := range all {{\n\t\tlog(at)\n\t}}\n\tlimit.Count = new(int32(3))\n\tlimit.Most = new(int32(3))\n\tlog(2)\n\tif on, _ := client.BoolVariation(\"new-basket\", user, false); on {{\n\t\tlog(limit)\n\t}}\n}}\n\n{other}"
    );
    let (focused, whole) = both("basket.go", &text);
    assert!(focused.facts.iter().all(|facts| !facts.whole), "it was read as a whole");
    let calls = |scan: &Scan| scan.facts.iter().map(|facts| facts.calls.len()).sum::<usize>();
    assert!(calls(&focused) < calls(&whole), "nothing was left out");
}

/// Both ways of reading find these, and no other.
fn same(files: &[(&str, &str)], expected: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let focused = scanned(folder.path().to_path_buf(), false).resolved.uses;
    let whole = scanned(folder.path().to_path_buf(), true).resolved.uses;
    assert_eq!(focused, whole);
    let rows = crate::found::rows(&focused);
    let short: Vec<_> = rows.iter().filter_map(|row| row.rsplit('/').next()).collect();
    assert_eq!(short, expected);
}

const SERVICE: (&str, &str) = (
    "FeatureFlagService.cs",
    "using LaunchDarkly.Sdk.Server;\nclass FeatureFlagService : IFeatureFlagService {\n  private readonly LdClient _client;\n\
     \u{20} public bool IsMapEnabled(User user) { return _client.BoolVariation(\"quay-map\", user, false); }\n\
     \u{20} public bool IsListEnabled(User user) { return _client.BoolVariation(\"quay-list\", user, false); }\n\
     \u{20} public bool IsPierEnabled(User user) { return _client.BoolVariation(\"quay-pier\", user, false); }\n}\n\
     interface IFeatureFlagService {\n  bool IsMapEnabled(User user);\n  bool IsListEnabled(User user);\n  bool IsPierEnabled(User user);\n}\n",
);

#[test]
fn what_a_mock_is_made_of_is_read_where_a_function_sets_it_up() {
    let facts = "class Facts {\n  [Fact]\n  public void On() {\n    var flags = new Mock<IFeatureFlagService>();\n\
                 \u{20}   flags.Setup(x => x.IsMapEnabled(user)).Returns(true);\n    Assert.Equal(1, new Page(flags.Object).Open(user));\n  }\n\
                 \u{20} [Fact]\n  public void Off() {\n    Mock<IFeatureFlagService> flags = new Mock<IFeatureFlagService>();\n\
                 \u{20}   flags.Setup(x => x.IsMapEnabled(user)).Returns(false);\n    Assert.Equal(2, new Page(flags.Object).Open(user));\n  }\n\
                 \u{20} private static Page Make(Mock<IOther> other = null, Mock<IFeatureFlagService> flagService = null) {\n\
                 \u{20}   if (flagService == null) {\n      flagService = new Mock<IFeatureFlagService>();\n      flagService.SetReturnsDefault<bool>(true);\n\
                 \u{20}     flagService\n        .Setup(f => f.IsListEnabled(user))\n        .Returns(false);\n    }\n    return new Page(flagService.Object);\n  }\n}\n";
    same(
        &[SERVICE, ("PageFacts.cs", facts)],
        &[
            "FeatureFlagService.cs:4 evaluation quay-map",
            "FeatureFlagService.cs:5 evaluation quay-list",
            "FeatureFlagService.cs:6 evaluation quay-pier",
            "PageFacts.cs:5 test-override quay-map",
            "PageFacts.cs:11 test-override quay-map",
            "PageFacts.cs:19 test-override quay-list",
        ],
    );
}

#[test]
fn a_mock_that_is_checked_by_an_ordinary_word_is_read() {
    let service = "import ldclient\n\n\nclass FlagService:\n    def enabled(self, flag):\n        return ldclient.get().variation(flag, self.user, False)\n";
    let test = "from unittest import mock\n\nfrom shop.flag_service import FlagService\n\n\ndef test_asks():\n    flag_service = mock.create_autospec(FlagService)\n    open_page(flag_service)\n    flag_service.enabled(\"quay-map\")\n\n\n\
                def test_checks():\n    flag_service = mock.create_autospec(FlagService)\n    open_page(flag_service)\n    flag_service.enabled.assert_called_once_with(\"quay-list\")\n    assert flag_service.name\n";
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("flag_service.py"), service).expect("a file");
    std::fs::write(folder.path().join("page_test.py"), test).expect("a file");
    let focused = scanned(folder.path().to_path_buf(), false).resolved.uses;
    let whole = scanned(folder.path().to_path_buf(), true).resolved.uses;
    assert_eq!(focused, whole);
    let keys: Vec<_> = focused.iter().filter_map(|found| found.key.as_deref()).collect();
    assert_eq!(keys, ["quay-map", "quay-list"], "{focused:#?}");
}

#[test]
fn a_file_that_only_hands_a_flag_on_to_a_helper_is_read() {
    let flags = "import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
                 export const checkOne = async (key: string) => client.variation(key, {}, false);\n";
    let allowed = "import { checkOne } from './flags';\n\
                   export async function allowed(user: User, flag: string) {\n  const on = await checkOne(flag);\n  return on || user.isPilot;\n}\n";
    let page = "import { allowed } from './allowed';\nexport const open = async (user) => (await allowed(user, 'quay-map')) && show(user);\n";
    same(
        &[("flags.ts", flags), ("allowed.ts", allowed), ("page.ts", page)],
        &["page.ts:2 evaluation quay-map"],
    );
    let other = allowed
        .replace("checkOne(flag)", "checkOne(row)")
        .replace("flag: string", "row: string");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("flags.ts"), flags).expect("a file");
    std::fs::write(folder.path().join("allowed.ts"), other).expect("a file");
    assert_eq!(scanned(folder.path().to_path_buf(), false).parsed, 1);
}
