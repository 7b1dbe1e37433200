//! Keys, helpers and clients that come from other files, in the shapes that real repositories have.

use flagdebt::scan::uses_of;
use flagdebt::sdk::Sdks;
use flagdebt::usage::{KeySource, Role, Use};

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
