//! What `flagdebt init` proposes for helpers that no SDK vouches for.

use flagdebt::facts::FileFacts;
use flagdebt::propose::{Proposal, proposals};
use flagdebt::registry::Registry;
use flagdebt::scan::{Scan, facts_of};
use flagdebt::sdk::Sdks;

fn proposed(files: &[(&str, &str)], keys: &[&str]) -> Vec<Proposal> {
    let sdks = Sdks::new(Vec::new());
    let index = keys.iter().enumerate().map(|(at, key)| ((*key).to_owned(), at));
    let registry = Registry {
        index: index.collect(),
        ..Registry::default()
    };
    let mut facts: Vec<FileFacts> = files
        .iter()
        .filter_map(|(path, text)| facts_of(path, text, &sdks))
        .collect();
    facts.sort_by(|one, two| one.path.cmp(&two.path));
    let scan = Scan::of(facts, &sdks, &registry);
    proposals(&scan, &|key| keys.contains(&key))
}

fn lines(found: &[Proposal]) -> Vec<String> {
    found
        .iter()
        .map(|one| {
            format!(
                "{}|{}|{}|{}|{}",
                one.receiver, one.name, one.key, one.overrides, one.calls
            )
        })
        .collect()
}

#[test]
fn calls_that_take_registered_keys() {
    let code = "import { gatekeeper, log } from '@harbour/gates';\n\
                if (gatekeeper.allows(user, 'quay-map')) open();\n\
                if (gatekeeper.allows(user, 'pier-list')) open();\n\
                log('quay-map');\nlog('tide is high');\nlog('pier-list');\nlog('done');\n";
    let found = proposed(&[("src/quay.ts", code)], &["quay-map", "pier-list"]);
    assert_eq!(lines(&found), ["gatekeeper|allows|1|false|2"]);
    assert_eq!(found[0].place, "src/quay.ts:2");
}

#[test]
fn what_an_sdk_vouches_for_is_not_proposed() {
    let code = "import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n\
                client.variation('quay-map', user, false);\nclient.variation('pier-list', user, false);\n";
    assert!(proposed(&[("src/quay.ts", code)], &["quay-map", "pier-list"]).is_empty());
}

#[test]
fn constants_that_are_used_as_keys_and_maps_in_tests() {
    let flags = "package quay\nopen class Toggle(val key: String)\n\
                 object QuayMap : Toggle(key = \"quay-map\")\nobject PierList : Toggle(key = \"pier-list\")\n";
    let page = "package quay\nimport com.launchdarkly.sdk.server.LDClient\nclass Page(private val client: LDClient, private val reader: Reader) {\n\
                fun map() = client.boolVariation(QuayMap.key, context, false)\n\
                fun list() = client.boolVariation(PierList.key, context, false)\n\
                fun both() = reader.wants(QuayMap) || reader.wants(PierList)\n}\n";
    let test = "package quay\nclass PageTest {\n  val one = FakeGates(mapOf(QuayMap to true))\n  val two = FakeGates(mapOf(PierList to false))\n}\n";
    let found = proposed(
        &[
            ("src/main/kotlin/Flags.kt", flags),
            ("src/main/kotlin/Page.kt", page),
            ("src/test/kotlin/PageTest.kt", test),
        ],
        &[],
    );
    assert_eq!(
        lines(&found),
        [
            "|FakeGates|{ argument = 0, keys = true }|true|2",
            "reader|wants|0|false|2"
        ]
    );
}

#[test]
fn one_call_or_one_key_is_no_helper() {
    let code = "allows('quay-map');\nallows('quay-map');\n";
    assert!(proposed(&[("src/quay.ts", code)], &["quay-map", "pier-list"]).is_empty());
}
