//! Helpers of a team's own, keys that go through collections, and the constants that belong to them.

use crate::found::{found, rows};
use flagdebt::scan::uses_of;
use flagdebt::sdk::{Sdk, Sdks};
use flagdebt::usage::Certainty;

/// What is certain or likely.
fn sure(files: &[(&str, &str)]) -> Vec<String> {
    let mut uses = found(files);
    uses.retain(|found| found.certainty > Certainty::Unresolved);
    rows(&uses)
}

#[test]
fn a_function_that_does_not_look_at_its_key_asks_for_no_flag() {
    let looks = "export class FeatureRules {\n  isFeatureEnabled(feature: string) { return this.on.has(feature); }\n}\n\
                 export const a = (rules: FeatureRules) => rules.isFeatureEnabled('bees');\n";
    let ignores = looks.replace("this.on.has(feature)", "this.site.isPaid");
    assert_eq!(sure(&[("src/rules.ts", looks)]), ["src/rules.ts:4 evaluation bees"]);
    assert!(sure(&[("src/rules.ts", &ignores)]).is_empty());
}

#[test]
fn a_method_of_the_class_that_a_class_extends() {
    let base =
        "class BaseController\n  def feature_enabled?(feature)\n    Flipper.enabled?(feature, user)\n  end\nend\n";
    let other = "class Jobs::BaseJob\n  def feature_enabled?(feature)\n    false\n  end\nend\n";
    let middle = "class ShopController < BaseController\nend\n";
    let carts = "class CartsController < ShopController\n  def show\n    feature_enabled?(:new_cart)\n  end\nend\n\
                 class Mailer\n  def show\n    feature_enabled?(:old_cart)\n  end\nend\n";
    let found = sure(&[
        ("app/base_controller.rb", base),
        ("app/carts_controller.rb", carts),
        ("app/jobs/base_job.rb", other),
        ("app/shop_controller.rb", middle),
    ]);
    assert_eq!(found, ["app/carts_controller.rb:3 evaluation new_cart"]);
}

#[test]
fn a_function_under_another_name_through_a_file_that_hands_names_on() {
    let hook = "import { Trials } from './trials';\n\
                function useReal<K extends keyof Trials>(key: K) { return window.trials[key]; }\n\
                function useFake<K extends keyof Trials>(key: K) { return window.fakes[key]; }\n\
                export const useExperiment = window.test ? useFake : useReal;\n";
    let trials = "export interface Trials { 'cart.big': boolean; plain: string }\n\
                  export const trials: Trials = { 'cart.big': false, plain: '' };\n";
    let page = "import { useExperiment } from 'core/trials';\nexport const a = () => useExperiment('cart.big');\n";
    for index in ["export { useExperiment } from './hook';\n", "export * from './hook';\n"] {
        let found = sure(&[
            ("src/core/trials/hook.ts", hook),
            ("src/core/trials/index.ts", index),
            ("src/page.ts", page),
        ]);
        assert_eq!(found, ["src/page.ts:2 evaluation cart.big"], "{index}");
    }
    let experiments = hook
        .replace("Trials", "Experiments")
        .replace("./trials", "./experiments");
    let listed = trials.replace("Trials", "Experiments").replace("trials", "experiments");
    let found = sure(&[
        ("src/core/trials/experiments.ts", &listed),
        ("src/core/trials/hook.ts", &experiments),
        (
            "src/core/trials/index.ts",
            "export { useExperiment as useExperiment } from './hook';\n",
        ),
        ("src/page.ts", page),
    ]);
    assert_eq!(
        found,
        [
            "src/core/trials/experiments.ts:1 declaration cart.big",
            "src/core/trials/experiments.ts:1 declaration plain",
            "src/core/trials/experiments.ts:2 declaration cart.big",
            "src/core/trials/experiments.ts:2 declaration plain",
            "src/page.ts:2 evaluation cart.big",
        ]
    );
}

#[test]
fn the_functions_that_the_configuration_names_show_where_keys_are_listed() {
    let sdk: Sdk =
        toml::from_str("name = \"shop\"\nmethod = [{ names = [\"wants\"], key = 0 }]\n").expect("an SDK definition");
    let flags = "export type ShopFlags = { cart: boolean; never: boolean };\n\
                 type Sizes = { small: number };\nconst pick = (size: keyof Sizes) => size;\n\
                 export function wants(name: keyof ShopFlags) { return all()[name]; }\n";
    let uses = uses_of(
        &[
            ("src/flags.ts", flags),
            ("src/page.ts", "wants('cart');\npick('small');\n"),
        ],
        &Sdks::new(vec![sdk]),
        &[],
    );
    assert_eq!(
        rows(&uses),
        [
            "src/flags.ts:1 declaration cart",
            "src/flags.ts:1 declaration never",
            "src/page.ts:1 evaluation cart",
        ]
    );
}

#[test]
fn keys_that_nobody_names_list_no_flags() {
    let code = "enum FeatureKind { case plain\n  case rich }\nclass Features {\n\
                func isOn(feature: FeatureKind) -> Bool { return store.has(feature) }\n\
                func all() { kinds.forEach { kind in isOn(feature: kind) } }\n}\n";
    assert!(sure(&[("Sources/Kind.swift", code)]).is_empty());
}

#[test]
fn constants_that_are_made_as_keys_are() {
    let flags = "package shop\nopen class Toggle<T>(val key: String, val default: T)\nopen class Label(val key: String)\n\
                 object Cart : Toggle<Boolean>(key = \"cart\", default = false)\n\
                 object Gone : Toggle<Boolean>(key = \"gone\", default = false)\n\
                 object Title : Label(key = \"title\")\n\
                 object Outer : Toggle<Boolean>(key = \"outer\", default = true) {\n\
                 object Inner : Toggle<Boolean>(key = \"inner\", default = true)\n}\n";
    let page = "package shop\nimport com.launchdarkly.sdk.server.LDClient\nclass Page(private val client: LDClient) {\n\
                fun on() = client.boolVariation(Cart.key, context, false)\n\
                fun two() = client.boolVariation(Outer.Inner.key, context, false) && client.boolVariation(Outer.key, context, false)\n}\n";
    let found = sure(&[("src/main/Flags.kt", flags), ("src/main/Page.kt", page)]);
    assert_eq!(
        found,
        [
            "src/main/Flags.kt:4 declaration cart",
            "src/main/Flags.kt:5 declaration gone",
            "src/main/Flags.kt:7 declaration outer",
            "src/main/Flags.kt:8 declaration inner",
            "src/main/Page.kt:4 evaluation cart",
            "src/main/Page.kt:5 evaluation inner",
            "src/main/Page.kt:5 evaluation outer",
        ]
    );
}

#[test]
fn what_gives_a_flag_under_another_name_is_domain_code() {
    let class = |name: &str, methods: [&str; 3]| {
        let methods = methods
            .map(|name| format!("  fun {name}(): Boolean = client.boolVariation(\"{name}-key\", context, false)\n"))
            .concat();
        format!(
            "package shop\nimport com.launchdarkly.sdk.server.LDClient\n\
             class {name}(private val client: LDClient) {{\n{methods}}}\n"
        )
    };
    let page = |name: &str, method: &str| {
        format!("package shop\nclass Page(private val it: {name}) {{\n  fun show() = it.{method}()\n}}\n")
    };
    let domain = class("LicenseProvider", ["hasExport", "hasSso", "hasAudit"]);
    let flags = class("LicenseProvider", ["isExportEnabled", "isSsoEnabled", "isAuditEnabled"]);
    let toggles = class("Toggles", ["hasExport", "hasSso", "hasAudit"]);
    let callers = |class: &str, page: &str| {
        let found = sure(&[("src/main/Licenses.kt", class), ("src/main/Page.kt", page)]);
        found
            .into_iter()
            .filter(|row| row.contains("Page.kt"))
            .collect::<Vec<_>>()
    };
    assert!(callers(&domain, &page("LicenseProvider", "hasSso")).is_empty());
    assert_eq!(
        callers(&flags, &page("LicenseProvider", "isSsoEnabled")),
        ["src/main/Page.kt:3 evaluation isSsoEnabled-key"]
    );
    assert_eq!(
        callers(&toggles, &page("Toggles", "hasSso")),
        ["src/main/Page.kt:3 evaluation hasSso-key"]
    );
}

#[test]
fn every_element_of_a_collection_that_is_gone_through() {
    let cases: [(&str, &str); 12] = [
        (
            "src/a.py",
            "import ldclient\nFLAGS = [\"one\", \"two\"]\ndef all(user):\n    for flag in FLAGS:\n        ldclient.get().variation(flag, user, False)\n",
        ),
        (
            "src/b.py",
            "import ldclient\nrows = [(\"one\", 1), (\"two\", 2)]\nfor flag, number in rows:\n    ldclient.get().variation(flag, user, False)\n",
        ),
        (
            "src/a.ts",
            "import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
             for (const flag of ['one', 'two']) {\n  client.variation(flag, user, false);\n}\n",
        ),
        (
            "src/b.ts",
            "import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
             const flags = ['one', 'two'];\nflags.forEach((flag) => client.variation(flag, user, false));\n",
        ),
        ("app/a.rb", "%i[one two].each { |flag| Flipper.enabled?(flag, user) }\n"),
        (
            "app/b.rb",
            "%w[one two].each do |flag|\n  Flipper.enabled?(flag, user)\nend\n",
        ),
        (
            "src/a.go",
            "package shop\nimport \"github.com/Unleash/unleash-go-sdk/v5\"\nfunc all() {\n\
             for _, flag := range []string{\"one\", \"two\"} {\nunleash.IsEnabled(flag)\n}\n}\n",
        ),
        (
            "src/A.java",
            "import io.getunleash.Unleash;\nclass A {\n  private Unleash unleash;\n\
             void all() { for (String flag : List.of(\"one\", \"two\")) { unleash.isEnabled(flag); } }\n}\n",
        ),
        (
            "src/A.kt",
            "import io.getunleash.Unleash\nclass A(private val unleash: Unleash) {\n\
             fun all() { for (flag in listOf(\"one\", \"two\")) { unleash.isEnabled(flag) } }\n}\n",
        ),
        (
            "src/A.cs",
            "using Unleash;\nclass A(IUnleash unleash) {\n\
             void All() { foreach (var flag in new[] { \"one\", \"two\" }) { unleash.IsEnabled(flag); } }\n}\n",
        ),
        (
            "src/a.php",
            "<?php\nuse LaunchDarkly\\LDClient;\nfunction all(LDClient $client, $user) {\n\
             foreach (['one', 'two'] as $flag) { $client->variation($flag, $user, false); }\n}\n",
        ),
        (
            "src/a.rs",
            "use launchdarkly_server_sdk::Client;\nfn all(client: &Client) {\n\
             for flag in [\"one\", \"two\"] { client.bool_variation(&context, flag, false); }\n}\n",
        ),
    ];
    for (path, code) in cases {
        let keys: Vec<_> = sure(&[(path, code)])
            .into_iter()
            .filter_map(|row| row.split_once(" evaluation ").map(|(_, key)| key.to_owned()))
            .collect();
        assert_eq!(keys, ["one", "two"], "{path}: {code}");
    }
}

#[test]
fn what_goes_through_an_unknown_collection_stays_open() {
    let code = "import ldclient\ndef all(user, flags):\n    for flag in read():\n        ldclient.get().variation(flag, user, False)\n";
    assert!(sure(&[("src/a.py", code)]).is_empty());
}

#[test]
fn a_row_that_is_added_to_the_store_declares_a_flag_and_sets_it_in_a_test() {
    let code = "from waffle import get_waffle_flag_model\ndef prepare(name):\n\
                \x20   get_waffle_flag_model().objects.get_or_create(\n        name=\"crop_report\",\n        defaults={\"note\": \"x\"},\n    )\n\
                \x20   get_waffle_flag_model().objects.get_or_create(name=name)\n\
                def elsewhere():\n    prepare(\"seed_list\")\n";
    assert_eq!(
        sure(&[("shop/flags.py", code)]),
        ["shop/flags.py:4 declaration crop_report"]
    );
    assert_eq!(
        sure(&[("shop/tests/test_flags.py", code)]),
        ["shop/tests/test_flags.py:3 test-override crop_report"]
    );
}

#[test]
fn imports_that_hold_for_the_files_around() {
    let imports = (
        "src/Views/_ViewImports.cshtml",
        "@addTagHelper *, Microsoft.FeatureManagement.AspNetCore\n",
    );
    let view = "@model Page\n<feature name=\"@(FeatureFlags.QuayMap)\"><p>new</p></feature>\n\
                <feature name=\"PierList\" negate=\"true\"><p>old</p></feature>\n";
    let flags =
        "namespace Shop { public static class FeatureFlags { public const string QuayMap = \"QuayMapPage\"; } }\n";
    let found = sure(&[
        ("other/Views/Home/Index.cshtml", view),
        ("src/FeatureFlags.cs", flags),
        imports,
        ("src/Views/Home/Index.cshtml", view),
    ]);
    assert_eq!(
        found,
        [
            "src/FeatureFlags.cs:1 declaration QuayMapPage",
            "src/Views/Home/Index.cshtml:2 evaluation QuayMapPage",
            "src/Views/Home/Index.cshtml:3 evaluation PierList",
        ]
    );
    let usings = ("src/GlobalUsings.cs", "global using Microsoft.FeatureManagement;\n");
    let code = (
        "src/Pages/Quay.cs",
        "class Quay(IFeatureManager features) { bool On() => features.IsEnabledAsync(\"QuayMap\").Result; }\n",
    );
    let mut uses = sure(&[usings, code]);
    assert_eq!(uses.pop().as_deref(), Some("src/Pages/Quay.cs:1 evaluation QuayMap"));
}

#[test]
fn questions_whose_answer_comes_later_and_methods_called_after_types() {
    let kotlin = "package quay\ninterface FlagService {\n  fun isFeatureEnabledFlow(feature: Feature): Flow<Boolean>\n}\n\
                  enum class Flags(override val key: String) : Feature { Map(\"quay.map\"), List(\"quay.list\") }\n\
                  class Page(private val flags: FlagService) {\n  fun on() = flags.isFeatureEnabledFlow(Flags.Map)\n}\n";
    assert!(sure(&[("src/main/Page.kt", kotlin)]).contains(&"src/main/Page.kt:7 evaluation quay.map".to_owned()));
    let client = "package featureflags\ntype Client interface {\n\tBoolean(flagName string, store string) bool\n}\n";
    let line = client.replace("package featureflags", "package options");
    let page = "package page\nimport \"example.org/quay/FOLDER\"\nfunc On(client FOLDER.Client) bool { return client.Boolean(\"quay-map\", \"x\") }\n";
    let found = sure(&[
        ("featureflags/client.go", client),
        ("page/page.go", &page.replace("FOLDER", "featureflags")),
    ]);
    assert_eq!(found, ["page/page.go:3 evaluation quay-map"]);
    let found = sure(&[
        ("options/client.go", &line),
        ("page/page.go", &page.replace("FOLDER", "options")),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn what_tests_set_that_no_code_asks_for_is_no_flag() {
    let page = "export class AiPage {\n  enableAdminFeature(feature: string) { this.click(feature); }\n}\n";
    let test = "import { AiPage } from './page';\nit('works', () => {\n  const ai = new AiPage();\n  ai.enableAdminFeature('text_generation');\n});\n";
    assert!(sure(&[("tests/page.ts", page), ("tests/ai.spec.ts", test)]).is_empty());
}

#[test]
fn a_member_of_what_a_function_takes_or_holds_names_no_flag() {
    let hook = "import { useFlags } from 'launchdarkly-react-client-sdk';\n\
                export function useFeatureFlag(flag: string) {\n  const all = useFlags() ?? {};\n  return all[flag];\n}\n\
                export const on = () => useFeatureFlag('quay-map');\n";
    let open = |line: &str| {
        let text = format!("{hook}{line}\n");
        let mut uses = found(&[("src/page.tsx", &text)]);
        uses.retain(|found| found.name.line > 6);
        assert!(
            uses.iter().all(|found| found.certainty == Certainty::Unresolved),
            "{uses:#?}"
        );
        rows(&uses)
    };
    for line in [
        "export const Page = (props: Props) => useFeatureFlag(props.flag);",
        "export function Page(props) { const { flag } = props; return useFeatureFlag(flag); }",
        "export function Page() { const route = useRoute(); return useFeatureFlag(route.flag); }",
        "export const pages = (all) => all.filter((page) => useFeatureFlag(page.flag));",
        "class Page { on() { return useFeatureFlag(this.props.flag); } }",
    ] {
        assert_eq!(open(line), ["src/page.tsx:7 evaluation null"], "{line}");
    }
    let named = format!(
        "{hook}import {{ Flags }} from '@quay/flags';\nexport const list = () => useFeatureFlag(Flags.quayList);\n"
    );
    assert_eq!(
        sure(&[("src/page.tsx", &named)]),
        [
            "src/page.tsx:6 evaluation quay-map",
            "src/page.tsx:8 evaluation quayList"
        ]
    );
}

#[test]
fn an_element_whose_attributes_a_component_takes_apart() {
    let flags = "import { useFlags } from 'launchdarkly-react-client-sdk';\n\
                 export function useFeatureFlag(flag: string) {\n  const all = useFlags() ?? {};\n  return all[flag];\n}\n\
                 export const FeatureFlag = ({ flag, enabled, children }: Props) => {\n  const on = useFeatureFlag(flag);\n  return on ? enabled : children;\n};\n\
                 export function Gate({ name: flag = '', children }) {\n  return useFeatureFlag(flag) ? children : null;\n}\n";
    let page = "import { FeatureFlag, Gate } from './flags';\n\
                export const Page = () => (\n  <FeatureFlag flag=\"quay-map\" enabled={<New />}>\n    <Old />\n  </FeatureFlag>\n);\n\
                export const List = () => <Gate name=\"quay-list\" title=\"a title\"><New /></Gate>;\n\
                export const Other = () => <Row name=\"quay-row\" flag=\"quay-row\" />;\n";
    assert_eq!(
        sure(&[("src/flags.tsx", flags), ("src/page.tsx", page)]),
        [
            "src/page.tsx:3 evaluation quay-map",
            "src/page.tsx:7 evaluation quay-list"
        ]
    );
    // an object whose members a function takes apart
    let ask = "import { useClient } from './client';\nimport { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
               export const ask = ({ flag, user }) => client.variation(flag, user, false);\n\
               export const on = (user) => ask({ user, flag: 'quay-map' });\nexport const off = (flag) => ask(flag);\n";
    assert_eq!(sure(&[("src/ask.ts", ask)]), ["src/ask.ts:5 evaluation quay-map"]);
}

#[test]
fn a_client_whose_type_is_that_of_a_member_or_of_what_a_function_gives() {
    let client = |types: &str| {
        format!(
            "import {{ init, LDClient, LDUser }} from '@launchdarkly/node-server-sdk';\n\
             interface Clients {{ flags: LDClient; user: LDUser; next: Clients['next'] }}\n\
             export const on = (store: {types}, user) => store.variation('quay-map', user, false);\n"
        )
    };
    for types in [
        "Clients['flags']",
        "Clients[\"flags\"]",
        "ReturnType<typeof init>",
        "Awaited<ReturnType<ReturnType<typeof init>['waitForInitialization']>>",
    ] {
        let text = client(types);
        assert_eq!(
            sure(&[("src/on.ts", &text)]),
            ["src/on.ts:3 evaluation quay-map"],
            "{types}"
        );
    }
    for types in [
        "Clients['user']",
        "Clients['next']",
        "Clients['other']",
        "Stores['flags']",
        "LDUser",
    ] {
        let text = client(types);
        assert!(sure(&[("src/on.ts", &text)]).is_empty(), "{types}");
    }
}
