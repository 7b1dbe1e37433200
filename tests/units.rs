//! The unit in which each vendor counts shares, worked by hand; and the pairs of files that are read together.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::path::Path;

use flagdebt::registry::{self, Environment, Flag, Registry, ServesState, join, read};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

/// On the day of [`as_of`].
fn registry_of(files: &[(&str, Vec<u8>)]) -> Registry {
    let exports = files.iter().map(|(path, bytes)| read(path, bytes, None).unwrap());
    join(exports.collect(), "2026-08-22T12:00:00Z".parse().unwrap())
}

fn samples(names: &[&str]) -> Registry {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry");
    let files: Vec<(&str, Vec<u8>)> = names
        .iter()
        .map(|name| (*name, std::fs::read(folder.join(name)).unwrap()))
        .collect();
    registry_of(&files)
}

fn environment<'a>(flag: &'a Flag, name: &str) -> &'a Environment {
    flag.environments
        .iter()
        .find(|environment| environment.name == name)
        .unwrap()
}

/// The share of everyone that gets true, of the only flag in the only environment.
fn share(path: &str, export: &Value) -> Option<f64> {
    let registry = registry_of(&[(path, export.to_string().into_bytes())]);
    assert_eq!(registry.flags.len(), 1, "{path}");
    registry.flags[0].environments[0].rollout
}

#[test]
fn thousandths_of_a_percent_whose_rest_goes_to_the_last_part() {
    let weights =
        json!({"rollout": {"variations": [{"variation": 1, "weight": 30_000}, {"variation": 0, "weight": 60_000}]}});
    let flag = json!({"key": "a", "_version": 1, "temporary": true, "kind": "boolean", "variations": [{"value": true}, {"value": false}],
        "environments": {"production": {"on": true, "offVariation": 1, "fallthrough": weights}}});
    // 100000 - 30000 - 60000 = 10000 go to true as well.
    assert_eq!(share("launchdarkly.json", &json!([flag])), Some(70.0));
}

#[test]
fn percent_as_text() {
    let strategy = json!({"name": "flexibleRollout", "parameters": {"rollout": "35", "stickiness": "default", "groupId": "a"}, "constraints": []});
    let export = json!({"version": 2, "features": [{"name": "a", "enabled": true, "strategies": [strategy]}], "query": {"environment": "production"}});
    assert_eq!(share("unleash.json", &export), Some(35.0));
}

#[test]
fn parts_of_one_and_the_rest_to_the_next_rule() {
    let rules =
        json!([{"type": "rollout", "enabled": true, "value": "true", "coverage": 0.125, "allEnvironments": true}]);
    let feature = json!({"id": "a", "valueType": "boolean", "defaultValue": "false", "rules": rules, "environments": {"production": {"enabled": true}}});
    let page = |feature: Value| json!({"features": [feature], "hasMore": false, "total": 1});
    assert_eq!(share("growthbook.json", &page(feature.clone())), Some(12.5));
    let mut again = feature;
    again["rules"] = json!([rules[0], {"type": "force", "enabled": true, "value": "true", "allEnvironments": true}]);
    assert_eq!(share("growthbook.json", &page(again)), Some(100.0));
}

#[test]
fn percent_that_sum_to_a_hundred() {
    let export = json!({"p": {"r": 0}, "f": {"a": {"t": 0, "v": {"b": false}, "p": [{"p": 5, "v": {"b": true}}, {"p": 95, "v": {"b": false}}]}}});
    assert_eq!(share("configcat.json", &export), Some(5.0));
}

#[test]
fn percent_of_groups_that_are_or_ed_and_nothing_means_all() {
    let flag = |rollout: Value| json!([{"id": 1, "key": "a", "active": true, "filters": {"groups": [{"properties": [], "rollout_percentage": rollout}]}}]);
    assert_eq!(share("posthog.json", &flag(json!(12.5))), Some(12.5));
    assert_eq!(share("posthog.json", &flag(json!(null))), Some(100.0));
}

#[test]
fn the_rest_gets_false_and_no_next_rule() {
    let rule = |percent: u8| json!({"name": "r", "passPercentage": percent, "conditions": [{"type": "public"}]});
    let gate = json!({"id": "a", "isEnabled": true, "typeReason": "NONE", "rules": [rule(40), rule(100)]});
    assert_eq!(
        share(
            "statsig.json",
            &json!({"message": "", "data": [gate], "pagination": {}})
        ),
        Some(40.0)
    );
}

#[test]
fn parts_of_one_and_the_rest_to_the_code() {
    let target = json!({"audience": {"filters": {"operator": "and", "filters": [{"type": "all"}]}},
        "rollout": {"type": "stepped", "startPercentage": 0.5, "startDate": "2026-01-01T00:00:00Z", "stages": []},
        "distribution": [{"percentage": 0.4, "_variation": "on"}, {"percentage": 0.6, "_variation": "off"}]});
    let feature = json!({"_id": "f", "_project": "p", "key": "a", "status": "active", "controlVariation": "off",
        "variables": [{"_id": "v", "key": "a", "type": "Boolean", "status": "active"}],
        "variations": [{"_id": "on", "key": "on", "variables": {"a": true}}, {"_id": "off", "key": "off", "variables": {"a": false}}],
        "configurations": [{"_environment": "e", "status": "active", "targets": [target]}]});
    // Half of all are reached, 40 % of them get true.
    assert_eq!(share("devcycle.json", &json!([feature])), Some(20.0));
}

#[test]
fn ends_of_ranges_out_of_ten_thousand() {
    let rule = |allocation: Value, on: bool| json!({"id": "e", "status": "Running", "audienceIds": [], "variations": [{"id": "v", "key": "k", "featureEnabled": on}], "trafficAllocation": allocation});
    let first = rule(
        json!([{"entityId": "", "endOfRange": 1000}, {"entityId": "v", "endOfRange": 3500}]),
        true,
    );
    let last = rule(json!([{"entityId": "v", "endOfRange": 10_000}]), false);
    let file = json!({"version": "4", "featureFlags": [{"id": "1", "key": "a", "rolloutId": "r", "experimentIds": [], "variables": []}],
        "rollouts": [{"id": "r", "experiments": [first, last]}], "experiments": []});
    assert_eq!(share("optimizely.json", &file), Some(25.0));
}

#[test]
fn thousandths_of_a_percent_of_an_audience() {
    let strategy = |audience: Value| json!({"type": "ROLLOUT", "rolloutStrategy": {"variations": [{"variation": "t", "weight": 25_000}, {"variation": "f", "weight": 75_000}], "audience": audience}});
    let page = |audience: Value| {
        json!({"features": [{"id": "a", "enabled": true, "variationType": "BOOLEAN", "offVariation": "f", "defaultStrategy": strategy(audience),
            "variations": [{"id": "t", "value": "true"}, {"id": "f", "value": "false"}]}]})
    };
    assert_eq!(share("bucketeer.json", &page(json!(null))), Some(25.0));
    assert_eq!(
        share(
            "bucketeer.json",
            &page(json!({"percentage": 20, "defaultVariation": "f"}))
        ),
        Some(5.0)
    );
    assert_eq!(
        share(
            "bucketeer.json",
            &page(json!({"percentage": 20, "defaultVariation": "t"}))
        ),
        Some(85.0)
    );
}

#[test]
fn ranges_from_zero_to_one() {
    let fallthrough = json!({"variations": [{"id": "t", "rollout": [0, 0.1]}, {"id": "f", "rollout": [0.1, 1]}]});
    let flag = json!({"key": "a", "isEnabled": true, "variationType": "boolean", "disabledVariationId": "f", "fallthrough": fallthrough,
        "variations": [{"id": "t", "value": "true"}, {"id": "f", "value": "false"}]});
    assert_eq!(
        share("featbit.json", &json!({"success": true, "data": flag})),
        Some(10.0)
    );
}

#[test]
fn parts_of_a_million() {
    let value = json!({"key": "a", "value": false, "rolloutStrategies": [{"percentage": 125_000, "attributes": [], "value": true}]});
    let export = json!({"applicationId": "x", "features": [{"key": "a", "valueType": "BOOLEAN", "whenArchived": null}],
        "environments": [{"environmentName": "live", "features": [value]}]});
    assert_eq!(share("featurehub.json", &export), Some(12.5));
}

#[test]
fn percent_whose_rest_goes_to_the_last_part() {
    let serve =
        json!({"distribution": {"variations": [{"variation": "f", "weight": 30}, {"variation": "t", "weight": 50}]}});
    let flag = json!([{"feature": "a", "state": "on", "kind": "boolean", "environment": "live", "offVariation": "f", "defaultServe": serve,
        "variations": [{"identifier": "t", "value": "true"}, {"identifier": "f", "value": "false"}]}]);
    assert_eq!(share("harness.json", &flag), Some(70.0));
}

#[test]
fn shards_of_a_total_by_salt() {
    let split = |variation: &str, shards: Value| json!({"variationKey": variation, "shards": shards});
    let range = |salt: &str, start: u32, end: u32| json!({"salt": salt, "ranges": [{"start": start, "end": end}]});
    let file = |splits: Value| {
        json!({"createdAt": "2026-01-01T00:00:00Z", "format": "SERVER", "environment": {"name": "live"}, "flags": {"a": {"enabled": true,
            "variationType": "BOOLEAN", "totalShards": 1000, "variations": {"on": {"key": "on", "value": true}, "off": {"key": "off", "value": false}},
            "allocations": [{"key": "x", "rules": [], "splits": splits}]}}})
    };
    assert_eq!(
        share("eppo.json", &file(json!([split("on", json!([range("t", 0, 400)]))]))),
        Some(40.0)
    );
    let halves = json!([
        split("on", json!([range("t", 0, 500), range("s", 0, 200)])),
        split("off", json!([range("t", 0, 500), range("s", 200, 1000)]))
    ]);
    // Half of all are in, a fifth of them get true.
    assert_eq!(share("eppo.json", &file(halves)), Some(10.0));
}

#[test]
fn weights_by_variant() {
    let fallthrough = json!({"type": "split", "weights": [3, 1], "defaultVariant": 0});
    let file = json!({"definitions": {"a": {"variants": [false, true], "environments": {"production": {"fallthrough": fallthrough}}}}});
    assert_eq!(share("vercel.json", &file), Some(25.0));
}

#[test]
fn what_is_not_allotted_gets_the_control_value() {
    let registry = samples(&["flagsmith/environment.json"]);
    let reasons = &environment(registry.get("three_ways").unwrap(), "Live").reasons;
    assert!(
        reasons
            .iter()
            .any(|reason| reason.contains("30 % `b`, 20 % `c`, 50 % `a`")),
        "{reasons:?}"
    );
}

#[test]
fn tags_named_by_id_stand_in_another_file() {
    for names in [
        ["flagsmith/features.production.json", "flagsmith/tags.json"],
        ["flagsmith/tags.json", "flagsmith/features.production.json"],
    ] {
        let registry = samples(&names);
        let flag = registry.get("dark_header").unwrap();
        assert_eq!(
            (flag.tags.as_slice(), flag.permanent),
            (["ops".to_owned(), "checkout".to_owned()].as_slice(), Some(true))
        );
        assert_eq!(flag.kind, registry::Kind::Ops);
    }
}

#[test]
fn environments_named_by_id_stand_in_another_file() {
    let registry = samples(&["devcycle/features.json", "devcycle/environments.json"]);
    let names: Vec<&str> = registry
        .get("header-dark")
        .unwrap()
        .environments
        .iter()
        .map(|environment| environment.name.as_str())
        .collect();
    assert_eq!(names, ["live", "play"]);
    assert!(registry.sources[0].environments.contains(&"live".to_owned()));
}

#[test]
fn a_list_gets_its_proofs_from_the_file_that_has_the_rules() {
    let registry = samples(&["optimizely/flags.json", "optimizely/datafile.json"]);
    let flag = registry.get("dark_header").unwrap();
    assert_eq!(flag.owner(), Some("kim@example.com"));
    assert_eq!(environment(flag, "live").serves.value, Some(json!(true)));
    let registry = samples(&["split/list.json", "split/definitions.json"]);
    let flag = registry.get("dark_header").unwrap();
    assert_eq!(environment(flag, "Live").serves.state, ServesState::Constant);
    assert!(flag.stale_by_vendor.is_none() && !flag.told_by.is_empty());
    let registry = samples(&["growthbook/features-v2.json", "growthbook/stale.json"]);
    assert!(
        registry
            .get("dark-header")
            .unwrap()
            .stale_by_vendor
            .as_ref()
            .unwrap()
            .stale
    );
    // The list knows no shares of the values, so its plan is not understood, and the document's is.
    let list = (
        "Live/features.json",
        std::fs::read(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry/flagsmith/features.production.json"),
        )
        .unwrap(),
    );
    let document = (
        "environment.json",
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry/flagsmith/environment.json"))
            .unwrap(),
    );
    let registry = registry_of(&[list, document]);
    assert_eq!(
        environment(registry.get("three_ways").unwrap(), "Live").serves.state,
        ServesState::Split
    );
}

#[test]
fn a_packed_export_is_the_export() {
    let text =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/registry/statsig/gates.json")).unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&text).unwrap();
    let packed = registry_of(&[("gates.json", packed.finish().unwrap())]);
    assert_eq!(packed, registry_of(&[("gates.json", text)]));
}

/// Featurevisor: `required` is met where the other feature is on, or serves the variation that is asked for.
#[test]
fn a_required_feature_is_asked_first() {
    let feature = |required: &str, percentage: u32| {
        format!(
            "description: F\nbucketBy: userId\n{required}variations:\n- {{value: a, weight: 100}}\n- {{value: b, weight: 0}}\nrules:\n  production:\n  - {{key: \"1\", segments: \"*\", percentage: {percentage}}}\n"
        )
        .into_bytes()
    };
    let served = |required: &str, percentage: u32| {
        let files = vec![
            ("features/sidebar.yml".to_owned(), feature("", percentage)),
            ("features/discount.yml".to_owned(), feature(required, 100)),
        ];
        let exports = registry::read_together("features", &files, None).unwrap();
        let registry = join(exports, "2026-08-22T12:00:00Z".parse().unwrap());
        let flag = registry.get("discount").unwrap().clone();
        assert_eq!(flag.prerequisites[0].flag, "sidebar");
        let serves = &environment(&flag, "production").serves;
        (serves.state, serves.value.clone())
    };
    let plain = "required: [sidebar]\n";
    assert_eq!(served(plain, 100), (ServesState::Constant, Some(json!(true))));
    assert_eq!(served(plain, 0), (ServesState::Constant, Some(json!(false))));
    assert_eq!(served(plain, 40), (ServesState::Split, None));
    let wants = |variation: &str| format!("required: [{{key: sidebar, variation: {variation}}}]\n");
    assert_eq!(served(&wants("a"), 100), (ServesState::Constant, Some(json!(true))));
    assert_eq!(served(&wants("b"), 100), (ServesState::Constant, Some(json!(false))));
}

/// Featurevisor's datafile counts in thousandths of a percent.
#[test]
fn thousandths_of_a_percent_of_traffic() {
    let traffic = json!([{"key": "1", "segments": "*", "percentage": 12_500}]);
    let file = json!({"schemaVersion": "2", "revision": "7", "segments": {}, "features": {"a": {"bucketBy": "userId", "traffic": traffic}}});
    assert_eq!(share("datafile.json", &file), Some(12.5));
}

/// flagd: who lacks the key that a split goes by gets the default variant, so that even a split with one part is no constant.
#[test]
fn a_split_by_a_key_that_may_be_missing() {
    let file = |key: Value, default: &str| {
        let targeting = json!({"fractional": [key, ["on", 100], ["off", 0]]});
        json!({"flags": {"a": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": default, "targeting": targeting}}})
    };
    let state = |file: &Value| {
        let registry = registry_of(&[("flags.flagd.json", file.to_string().into_bytes())]);
        registry.flags[0].environments[0].serves.state
    };
    assert_eq!(state(&file(json!({"var": "email"}), "off")), ServesState::Split);
    assert_eq!(state(&file(json!({"var": "email"}), "on")), ServesState::Constant);
}
