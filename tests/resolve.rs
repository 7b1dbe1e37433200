//! Keys, helpers and clients that come from other files, in the shapes that real repositories have.

use flagdebt::scan::uses_of;
use flagdebt::sdk::Sdks;
use flagdebt::usage::{Certainty, KeySource, Role, Use};

fn evaluations(files: &[(&str, &str)]) -> Vec<Use> {
    let sdks = Sdks::new(Vec::new());
    uses_of(files, &sdks, &[])
        .into_iter()
        .filter(|found| found.role == Role::Evaluation)
        .collect()
}

fn only(files: &[(&str, &str)], key: &str, source: KeySource) {
    let found = evaluations(files);
    let keys: Vec<_> = found
        .iter()
        .map(|found| (found.key.as_deref(), found.key_source))
        .collect();
    assert_eq!(keys, [(Some(key), source)], "{files:#?}");
}

#[test]
fn a_constant_and_a_client_of_other_typescript_files() {
    only(
        &[
            (
                "src/flags/keys.ts",
                "export const Keys = { cart: \"new-cart\", page: \"new-page\" } as const;\n",
            ),
            (
                "src/flags/client.ts",
                "import { init } from \"@launchdarkly/node-server-sdk\";\nexport const client = init(\"key\");\n",
            ),
            (
                "src/cart.ts",
                "import { Keys } from \"./flags/keys\";\nimport { client } from \"./flags/client\";\n\
                 export const on = (user) => client.variation(Keys.cart, user, false);\n",
            ),
        ],
        "new-cart",
        KeySource::Constant,
    );
}

/// Angular names files so; a file's first word alone names another one, and a test stands beside each.
#[test]
fn constants_and_helpers_of_files_with_dots_in_their_names() {
    let import = "import { LDClient } from 'launchdarkly-node-server-sdk';\n";
    let asks = |module: &str, key: &str| {
        format!(
            "{import}import {{ CART }} from '{module}';\nexport const on = (c: LDClient) => c.variation({key}, u, false);\n"
        )
    };
    let keys = ("src/app/app.constants.ts", "export const CART = 'new-cart';\n");
    let others = [
        ("src/app/app.ts", "export const CART = 'of-app';\n"),
        ("src/app/app.constants.spec.ts", "export const CART = 'of-test';\n"),
        ("src/app/app.keys.ts", "export const CART = 'of-keys';\n"),
    ];
    for (module, key) in [
        ("./app.constants", "new-cart"),
        ("../app/app.constants", "new-cart"),
        ("./app.constants.js", "new-cart"),
        ("./app", "of-app"),
        ("./app.keys", "of-keys"),
    ] {
        let page = asks(module, "CART");
        let files = [&[keys, ("src/app/page.ts", &*page)][..], &others].concat();
        only(&files, key, KeySource::Constant);
    }
    let service =
        format!("{import}export function isOn(c: LDClient, key: string) {{ return c.variation(key, u, false); }}\n");
    let page = "import { isOn } from './flag.service';\nexport const on = (c) => isOn(c, 'new-page');\n";
    let found = evaluations(&[("src/flag.service.ts", &service), ("src/page.ts", page)]);
    let keys: Vec<_> = found.iter().filter_map(|found| found.key.as_deref()).collect();
    assert_eq!(keys, ["new-page"]);
}

#[test]
fn a_constant_of_another_python_module() {
    let keys = ("shop/keys.py", "NEW_CART = \"new-cart\"\n");
    let view = "from shop.keys import NEW_CART as CART\nimport ldclient\n\
                def view(user):\n    return ldclient.get().variation(CART, user, False)\n";
    only(&[keys, ("shop/view.py", view)], "new-cart", KeySource::Constant);
    let view = "from . import keys\nimport ldclient\n\
                def view(user):\n    return ldclient.get().variation(keys.NEW_CART, user, False)\n";
    only(&[keys, ("shop/view.py", view)], "new-cart", KeySource::Constant);
}

#[test]
fn a_constant_of_another_go_package_and_a_helper_there() {
    let flags = "package flags\nimport \"github.com/Unleash/unleash-go-sdk/v5\"\nconst NewCart = \"new-cart\"\n\
                 func Enabled(key string) bool { return unleash.IsEnabled(key) }\n";
    let cart = "package cart\nimport \"example.org/shop/internal/flags\"\n\
                func On() bool { return flags.Enabled(flags.NewCart) }\nfunc Log(l Logger) bool { return l.Enabled(\"x\") }\n";
    only(
        &[("internal/flags/flags.go", flags), ("internal/cart/cart.go", cart)],
        "new-cart",
        KeySource::Wrapper,
    );
}

#[test]
fn constants_of_the_same_name_are_told_apart_by_import() {
    let one = (
        "a/Keys.java",
        "package a;\npublic class Keys { public static final String CART = \"cart-a\"; }\n",
    );
    let two = (
        "b/Keys.java",
        "package b;\npublic class Keys { public static final String CART = \"cart-b\"; }\n",
    );
    let shop = "package shop;\nimport b.Keys;\nimport dev.openfeature.sdk.Client;\nclass Shop {\n  private Client client;\n\
                boolean on() { return client.getBooleanValue(Keys.CART, false); }\n}\n";
    only(&[one, two, ("shop/Shop.java", shop)], "cart-b", KeySource::Constant);
}

#[test]
fn a_ruby_constant_and_a_rust_module() {
    only(
        &[
            ("lib/flags.rb", "module Flags\n  CART = :new_cart\nend\n"),
            ("app/cart.rb", "Flipper.enabled?(Flags::CART)\n"),
        ],
        "new_cart",
        KeySource::Constant,
    );
    only(
        &[
            ("src/flags.rs", "pub const CART: &str = \"new-cart\";\n"),
            (
                "src/cart.rs",
                "use crate::flags::CART;\nuse launchdarkly_server_sdk::Client;\n\
                 fn on(client: &Client) -> bool { client.bool_variation(user(), CART, false) }\n",
            ),
        ],
        "new-cart",
        KeySource::Constant,
    );
}

#[test]
fn a_helper_of_a_helper_that_negates() {
    let found = evaluations(&[
        (
            "src/flags.ts",
            "import { useFlag } from \"@unleash/proxy-client-react\";\n\
             export function useOff(key: string) { return !useFlag(key); }\n\
             export const useQuiet = (name: string) => useOff(name);\n",
        ),
        (
            "src/page.ts",
            "import { useQuiet } from \"./flags\";\nif (useQuiet(\"loud\")) hush();\n",
        ),
    ]);
    let rows: Vec<_> = found
        .iter()
        .map(|found| (found.path.as_str(), found.key.as_deref(), found.negated))
        .collect();
    assert_eq!(rows, [("src/page.ts", Some("loud"), true)]);
}

#[test]
fn a_helper_that_nobody_calls_stays_an_open_question() {
    let found = evaluations(&[(
        "src/flags.ts",
        "import { useFlag } from \"@unleash/proxy-client-react\";\nexport function useIt(key: string) { return useFlag(key); }\n",
    )]);
    let rows: Vec<_> = found
        .iter()
        .map(|found| (found.key.as_deref(), found.key_source))
        .collect();
    assert_eq!(rows, [(None, KeySource::Dynamic)]);
}

fn rows(files: &[(&str, &str)]) -> Vec<String> {
    let uses = uses_of(files, &Sdks::new(Vec::new()), &[]);
    let shown = uses.iter().filter(|found| found.certainty > Certainty::Unresolved);
    shown
        .map(|found| {
            let key = found.key.as_deref().unwrap_or("null");
            format!("{}:{} {} {key}", found.path, found.name.line, found.role.name())
        })
        .collect()
}

const TOGGLES: &str = "package shop;\nimport com.launchdarkly.sdk.server.LDClient;\nclass Toggles {\n\
    private final LDClient client;\n\
    boolean isCartOpen() { return client.boolVariation(\"cart-open\", user(), false); }\n\
    boolean isMailOff() { return !client.boolVariation(\"mail\", user(), true); }\n\
    String banner(String who) { return client.stringVariation(\"banner\", user(who), \"\"); }\n\
    Plan plan() { LDValue plan = client.jsonValueVariation(\"plan\", user(), null); return new Plan(plan); }\n\
    boolean both() { return isCartOpen() && client.boolVariation(\"mail\", user(), true); }\n}\n";

#[test]
fn methods_of_a_class_that_is_made_for_flags() {
    let page = "package shop;\nclass Page {\n  private final Toggles toggles;\n\
        void show() { if (toggles.isMailOff()) hide(); plan(toggles.plan()); }\n\
        boolean isCartOpen() { return true; }\n  void mine() { isCartOpen(); }\n}\n";
    let test = "package shop;\nclass PageTest {\n  @Mock private Toggles toggles;\n\
        void test() { when(toggles.isCartOpen()).thenReturn(true);\n verify(toggles).isMailOff(); }\n}\n";
    let files = [
        ("src/main/shop/Page.java", page),
        ("src/main/shop/Toggles.java", TOGGLES),
        ("src/test/shop/PageTest.java", test),
    ];
    let found = rows(&files);
    assert_eq!(
        found.iter().filter(|row| !row.contains("Toggles")).collect::<Vec<_>>(),
        [
            "src/main/shop/Page.java:4 evaluation mail",
            "src/main/shop/Page.java:4 evaluation plan",
            "src/test/shop/PageTest.java:4 test-override cart-open",
            "src/test/shop/PageTest.java:5 test-override mail",
        ]
    );
    let evaluations = evaluations(&files);
    let off = evaluations
        .iter()
        .find(|found| found.path.ends_with("Page.java") && found.key.as_deref() == Some("mail"))
        .expect("the negated method's caller");
    assert!(off.negated && off.key_source == KeySource::Wrapper && off.via.as_deref() == Some("isMailOff"));
}

#[test]
fn a_function_that_gives_a_flag_elsewhere_is_a_use_like_any_other() {
    let found = rows(&[(
        "src/cart.ts",
        "import { useFlag } from \"@unleash/proxy-client-react\";\n\
         const useOpen = () => useFlag(\"cart-open\");\nexport const page = () => (useOpen() ? 1 : 2);\n",
    )]);
    assert_eq!(found, ["src/cart.ts:2 evaluation cart-open"]);
}

#[test]
fn functions_that_give_an_evaluating_function() {
    let hooks = "export const useFlagEvaluator = () => {\n  const { config } = useConfig();\n\
        return (flag: Key) => config?.flags?.[flag];\n};\n\
        export const useUiFlag = (flag: Key) => {\n  const evaluate = useFlagEvaluator();\n  return evaluate(flag);\n};\n\
        export type Key = 'new-page' | 'old-page';\n";
    let page = "import { useFlagEvaluator, useUiFlag } from './hooks.ts';\n\
        const evaluateFlag = useFlagEvaluator();\nexport const a = evaluateFlag('new-page') || useUiFlag('old-page');\n\
        export const b = config.flags.third;\n";
    assert_eq!(
        rows(&[("src/hooks.ts", hooks), ("src/page.tsx", page)]),
        [
            "src/hooks.ts:9 declaration new-page",
            "src/hooks.ts:9 declaration old-page",
            "src/page.tsx:3 evaluation new-page",
            "src/page.tsx:3 evaluation old-page",
            "src/page.tsx:4 evaluation third",
        ]
    );
}

#[test]
fn maps_of_gates_in_go() {
    let features = "package features\nimport (\n\t\"k8s.io/component-base/featuregate\"\n\
        utilfeature \"k8s.io/apiserver/pkg/util/feature\"\n)\nconst Late featuregate.Feature = \"Late\"\n\
        var all = map[featuregate.Feature]featuregate.FeatureSpec{\n\tLate: {Default: false},\n}\n\
        func Enabled(f featuregate.Feature) bool { return utilfeature.DefaultFeatureGate.Enabled(f) }\n";
    let test = "package shop\nimport (\n\t\"example.org/shop/internal/features\"\n\t\"k8s.io/component-base/featuregate\"\n)\n\
        func TestShop(t *testing.T) {\n\
        cases := []map[featuregate.Feature]bool{{features.Late: true}}\n\
        names := map[string]bool{string(features.Late): false}\n\
        counts := map[string]int{\"Late\": 3}\n}\n";
    assert_eq!(
        rows(&[("internal/features/features.go", features), ("shop/shop_test.go", test)]),
        [
            "internal/features/features.go:6 declaration Late",
            "internal/features/features.go:8 declaration Late",
            "shop/shop_test.go:7 test-override Late",
            "shop/shop_test.go:8 test-override Late",
        ]
    );
}

#[test]
fn an_interface_of_the_repository_and_the_objects_that_set_its_flags() {
    let flags = "export type FlagKey = 'late' | 'early';\n\
        export type Flags = Partial<Record<FlagKey, boolean>>;\n\
        export interface FlagResolver { isEnabled: (name: FlagKey) => boolean }\n\
        export class DefaultResolver implements FlagResolver {\n  constructor(private flags: Flags) {}\n\
        isEnabled(flagName: FlagKey): boolean { return this.flags[flagName] ?? false; }\n}\n\
        export class Button { isEnabled(name: string) { return name; } }\n";
    let shop = "import { FlagResolver, Button } from './flags';\nexport class Shop {\n  private flagResolver: FlagResolver;\n\
        open() { return this.flagResolver.isEnabled('late'); }\n\
        press(button: Button) { return button.isEnabled('early'); }\n}\n";
    let test = "const app = createShop({ experimental: { flags: { late: true, gone: false } } });\n\
        const schema = { flags: { type: 'object', description: 'x' } };\n";
    assert_eq!(
        rows(&[
            ("src/flags.ts", flags),
            ("src/shop.test.ts", test),
            ("src/shop.ts", shop)
        ]),
        [
            "src/flags.ts:1 declaration late",
            "src/flags.ts:1 declaration early",
            "src/shop.test.ts:1 test-override late",
            "src/shop.test.ts:1 test-override gone",
            "src/shop.ts:4 evaluation late",
        ]
    );
}
