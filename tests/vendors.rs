//! What a vendor's document says beside units and shapes: who goes first, what time changes, what another member means.
#![expect(clippy::unwrap_used, reason = "tests")]

use flagdebt::registry::{Environment, Flag, Kind, Lifecycle, Registry, ServesState, join, read};
use serde_json::{Value, json};

/// On the same day as the samples.
fn registry(path: &str, text: &str) -> Registry {
    let export = read(path, text.as_bytes(), None).unwrap();
    join(vec![export], "2026-08-22T12:00:00Z".parse().unwrap())
}

fn flag(path: &str, text: &str) -> Flag {
    let registry = registry(path, text);
    assert_eq!(registry.flags.len(), 1, "{path}");
    registry.flags.into_iter().next().unwrap()
}

fn served(environment: &Environment) -> (ServesState, Option<Value>, bool) {
    let serves = environment.serves.clone();
    (serves.state, serves.value, serves.moving)
}

/// What the only flag serves in its only environment.
fn serves(path: &str, export: &Value) -> (ServesState, Option<Value>, bool) {
    served(&flag(path, &export.to_string()).environments[0])
}

const fn constant(value: bool, moving: bool) -> (ServesState, Option<Value>, bool) {
    (ServesState::Constant, Some(Value::Bool(value)), moving)
}

#[test]
fn statsig_steps_to_come_move_what_is_constant_now() {
    let gate = |percent: u8, pending: Value| {
        let rule = json!({"name": "r", "passPercentage": percent, "conditions": [{"type": "public"}], "pendingAutomatedRollouts": pending});
        json!({"message": "", "pagination": {}, "data": [{"id": "a", "isEnabled": true, "typeReason": "NONE", "rules": [rule]}]})
    };
    let step = json!([{"time": 1_790_000_000_000_u64, "passPercent": 50}]);
    assert_eq!(serves("gates.json", &gate(0, json!([]))), constant(false, false));
    assert_eq!(serves("gates.json", &gate(0, step.clone())), constant(false, true));
    let (state, _, moving) = serves("gates.json", &gate(30, step));
    assert_eq!((state, moving), (ServesState::Split, true));
    assert_eq!(serves("gates.json", &gate(100, json!([]))), constant(true, false));
}

#[test]
fn growthbook_ramps_move_until_they_have_reached_everybody() {
    let page = |coverage: f64| {
        let rule = json!({"type": "rollout", "enabled": true, "value": "true", "coverage": coverage, "scheduleType": "ramp",
            "rampScheduleId": "rs_1", "allEnvironments": true});
        json!({"hasMore": false, "total": 1, "features": [{"id": "a", "valueType": "boolean", "defaultValue": "false", "rules": [rule],
            "environments": {"production": {"enabled": true}}}]})
    };
    assert_eq!(serves("features.json", &page(0.0)), constant(false, true));
    assert!(serves("features.json", &page(0.4)).2);
    assert_eq!(serves("features.json", &page(1.0)), constant(true, false));
}

#[test]
fn growthbook_weights_that_do_not_sum_to_one_are_even() {
    let payload = |rule: Value| json!({"dateUpdated": "2026-08-01T00:00:00Z", "features": {"a": {"defaultValue": "a", "rules": [rule]}}});
    let experiment = |weights: Value| {
        payload(json!({"key": "e", "variations": ["a", "b"], "weights": weights, "hashAttribute": "id"}))
    };
    assert_eq!(serves("sdk.json", &experiment(json!([0, 1]))).1, Some(json!("b")));
    assert_eq!(serves("sdk.json", &experiment(json!([0.5, 0]))).0, ServesState::Split);
    assert_eq!(serves("sdk.json", &experiment(json!([1]))).0, ServesState::Split);
    // One variation is no experiment.
    let alone = payload(json!({"key": "e", "variations": ["b"], "weights": [1]}));
    assert_eq!(serves("sdk.json", &alone).1, Some(json!("a")));
    let kind = |export: &Value| flag("sdk.json", &export.to_string()).kind;
    assert_eq!(kind(&experiment(json!([0.5, 0.5]))), Kind::Experiment);
    assert_eq!(kind(&payload(json!({"force": "b"}))), Kind::Unknown);
}

#[test]
fn devcycle_verdicts_that_are_put_off_count_again_after_it() {
    let stale = |snoozed: Value| {
        let feature = json!({"_id": "f", "_project": "p", "key": "a", "controlVariation": "off", "variations": [], "configurations": [],
            "variables": [{"_id": "v", "key": "a", "type": "Boolean"}],
            "staleness": {"stale": true, "reason": "unused", "disabled": false, "snoozedUntil": snoozed}});
        flag("features.json", &json!([feature]).to_string())
            .stale_by_vendor
            .unwrap()
    };
    assert!(stale(json!(null)).stale);
    assert!(stale(json!("2026-08-01T00:00:00Z")).stale);
    let later = stale(json!("2026-09-01T00:00:00Z"));
    assert_eq!((later.stale, later.reason), (false, None));
}

#[test]
fn firebase_server_conditions_count_in_millionths_of_a_percent() {
    let rollout = |leaf: Value| {
        let condition = json!({"orCondition": {"conditions": [{"andCondition": {"conditions": [leaf]}}]}});
        let template = json!({"conditions": [{"name": "some", "condition": condition}],
            "parameters": {"a": {"valueType": "BOOLEAN", "defaultValue": {"value": "false"}, "conditionalValues": {"some": {"value": "true"}}}}});
        flag("template.json", &template.to_string()).environments[0].clone()
    };
    let percent = |operator: &str, limit: u32| {
        let leaf = json!({"percent": {"percentOperator": operator, "microPercent": limit, "seed": "s"}});
        rollout(leaf).rollout
    };
    assert_eq!(percent("LESS_OR_EQUAL", 12_500_000), Some(12.5));
    assert_eq!(percent("GREATER_THAN", 12_500_000), Some(87.5));
    let between = json!({"percent": {"percentOperator": "BETWEEN",
        "microPercentRange": {"microPercentLowerBound": 10_000_000, "microPercentUpperBound": 30_000_000}}});
    assert_eq!(rollout(between).rollout, Some(20.0));
    assert_eq!(served(&rollout(json!({"true": {}}))), constant(true, false));
    assert_eq!(served(&rollout(json!({"false": {}}))), constant(false, false));
    assert_eq!(
        rollout(json!({"customSignal": {"customSignalKey": "plan"}}))
            .serves
            .state,
        ServesState::Split
    );
    let odd = json!({"percent": {"percentOperator": "ROUGHLY", "microPercent": 5}});
    assert_eq!(rollout(odd).serves.state, ServesState::Unknown);
}

#[test]
fn appconfig_flags_with_a_planned_deprecation_are_short_term() {
    let file = json!({"version": "1", "values": {}, "flags": {
        "going": {"name": "Going", "_deprecation": {"status": "planned", "date": "2026-10-01"}}, "staying": {"name": "Staying", "_deprecation": {"status": "none"}}}});
    let registry = registry("flags.json", &file.to_string());
    let going = registry.get("going").unwrap();
    assert_eq!(
        (going.kind, going.lifecycle, going.permanent),
        (Kind::Release, Lifecycle::Deprecated, Some(false))
    );
    assert_eq!(registry.get("staying").unwrap().kind, Kind::Unknown);
    // In `flags`, but not in `values`: off.
    assert_eq!(served(&going.environments[0]), constant(false, false));
    assert_eq!(
        going.environments[0].reasons[0],
        "off in `default`: everyone gets `false`"
    );
}

#[test]
fn azure_takes_the_last_of_several_flags_with_one_id() {
    let flags = json!([{"id": "a", "enabled": false}, {"id": "a", "enabled": true}]);
    assert_eq!(
        serves(
            "appsettings.json",
            &json!({"feature_management": {"feature_flags": flags}})
        ),
        constant(true, false)
    );
    let odd = json!([{"id": "a", "enabled": true, "variants": [{"name": "Big"}], "allocation": {"default_when_enabled": "Small"}}]);
    let file = json!({"feature_management": {"feature_flags": odd}}).to_string();
    let reasons = flag("appsettings.json", &file).environments[0].reasons.clone();
    let told = "which variant is served is unknown: it names the variant `Small`, which does not exist";
    assert!(reasons.iter().any(|reason| reason == told), "{reasons:?}");
}

#[test]
fn featurevisor_files_of_version_one_have_rules_inside_environments() {
    let file = "description: d\ntags: [all]\nbucketBy: userId\nenvironments:\n  staging:\n    rules:\n      - {key: '1', segments: '*', percentage: 100}\n  production:\n    expose: false\n    rules:\n      - {key: '1', segments: '*', percentage: 100}\n  test:\n    force:\n      - {segments: qa, enabled: true}\n    rules:\n      - {key: '1', segments: '*', percentage: 0}\n";
    let flag = flag("features/a.yml", file);
    let told: Vec<_> = flag
        .environments
        .iter()
        .map(|environment| (environment.name.as_str(), served(environment), environment.overrides))
        .collect();
    assert_eq!(
        told,
        [
            ("staging", constant(true, false), 0),
            ("production", constant(false, false), 0),
            ("test", constant(false, false), 1)
        ]
    );
}

#[test]
fn powertools_flags_are_on_where_their_default_is() {
    let rules =
        json!({"r": {"when_match": true, "conditions": [{"action": "EQUALS", "key": "tier", "value": "gold"}]}});
    let file = json!({"a": {"default": false, "rules": rules}});
    let flag = flag("features.json", &file.to_string());
    assert_eq!(flag.environments[0].enabled, Some(false));
    assert_eq!(flag.environments[0].serves.state, ServesState::Split);
}

#[test]
fn grafana_entries_that_were_generated_at_once_did_not_change_then() {
    let item = |number: usize, version: &str| json!({"metadata": {"name": format!("toggle{number}"), "resourceVersion": version}, "spec": {"stage": "GA"}});
    let list = |count: usize| {
        let items: Vec<Value> = (0..count).map(|number| item(number, "1753448760331")).collect();
        let items: Vec<Value> = items.into_iter().chain([item(99, "1748736000000")]).collect();
        registry(
            "toggles_gen.json",
            &json!({"kind": "FeatureList", "items": items}).to_string(),
        )
    };
    let changed = |registry: &Registry, key: &str| registry.get(key).unwrap().changed.is_some();
    assert!(changed(&list(3), "toggle0"));
    let many = list(30);
    assert!(!changed(&many, "toggle0") && changed(&many, "toggle99"));
}

#[test]
fn flipper_features_that_must_be_enabled_are_looked_up() {
    let gates = |expression: Value| json!({"boolean": null, "groups": [], "actors": [], "expression": expression, "percentage_of_actors": null, "percentage_of_time": null});
    let on = json!({"boolean": "true", "groups": [], "actors": [], "expression": null, "percentage_of_actors": null, "percentage_of_time": null});
    let state = |expression: Value| {
        let features = json!({"on": on, "off": gates(json!(null)), "child": gates(expression)});
        let registry = registry("flipper.json", &json!({"version": 1, "features": features}).to_string());
        served(&registry.get("child").unwrap().environments[0])
    };
    assert_eq!(state(json!({"FeatureEnabled": ["on"]})), constant(true, false));
    assert_eq!(state(json!({"FeatureEnabled": ["off"]})), constant(false, false));
    let plan = json!({"Equal": [{"Property": ["plan"]}, "pro"]});
    assert_eq!(
        state(json!({"All": [{"FeatureEnabled": ["off"]}, plan]})),
        constant(false, false)
    );
    assert_eq!(
        state(json!({"All": [{"FeatureEnabled": ["on"]}, plan]})).0,
        ServesState::Split
    );
    assert_eq!(
        state(json!({"All": [{"FeatureEnabled": ["on"]}, {"Boolean": [false]}]})),
        constant(false, false)
    );
    assert_eq!(
        state(json!({"Any": [{"FeatureEnabled": ["off"]}, plan]})).0,
        ServesState::Split
    );
}

#[test]
fn togglz_features_may_be_a_boolean_in_yaml() {
    let registry = registry(
        "application-prod.yml",
        "togglz:\n  features:\n    A: true\n    B: off\n    C: {enabled: yes}\n",
    );
    let on = |key: &str| registry.get(key).unwrap().environments[0].enabled;
    assert_eq!((on("A"), on("B"), on("C")), (Some(true), Some(false), Some(true)));
}

#[test]
fn goff_metadata_may_link_the_issue() {
    let file = "a:\n  variations: {on: true, off: false}\n  defaultRule: {variation: on}\n  metadata: {issue-link: \"https://issues.example.com/PAY-412\"}\n";
    let flag = flag("flags.goff.yaml", file);
    assert_eq!(flag.ticket.as_deref(), Some("https://issues.example.com/PAY-412"));
    // `on` and `off` are names here, not truth values.
    assert_eq!(served(&flag.environments[0]), constant(true, false));
}

#[test]
fn datadog_allocations_of_a_rollout_make_a_release_flag() {
    let answer = |kind: &str| {
        let place = json!({"environment_id": "e-1", "status": "ENABLED", "allocations": {"first": {"type": kind}}});
        let attributes =
            json!({"key": "a", "value_type": "BOOLEAN", "variants": [], "feature_flag_environments": [place]});
        let flag = flag(
            "flag.json",
            &json!({"data": {"type": "feature-flags", "attributes": attributes}}).to_string(),
        );
        (flag.kind, flag.environments[0].name.clone())
    };
    assert_eq!(answer("CANARY"), (Kind::Release, "e-1".to_owned()));
    assert_eq!(answer("SOMETHING"), (Kind::Unknown, "e-1".to_owned()));
}

#[test]
fn bucketeer_writes_zero_for_a_time_that_never_was() {
    let page = json!({"features": [{"id": "a", "enabled": true, "variationType": "BOOLEAN", "offVariation": "f", "createdAt": "1783584000", "updatedAt": "0",
        "variations": [{"id": "t", "value": "true"}, {"id": "f", "value": "false"}],
        "defaultStrategy": {"type": "FIXED", "fixedStrategy": {"variation": "t"}},
        "lastUsedInfo": {"featureId": "a", "lastUsedAt": "0"}}]});
    let value = serde_json::to_value(flag("features.json", &page.to_string())).unwrap();
    assert_eq!(
        (&value["created"], &value["changed"], &value["evaluated"]),
        (&json!("2026-07-09T08:00:00Z"), &json!(null), &json!("never"))
    );
}

#[test]
fn waffle_fixtures_may_be_xml() {
    let fixture = r#"<?xml version="1.0" encoding="utf-8"?>
<django-objects version="1.0">
  <object model="waffle.flag" pk="1">
    <field name="name" type="CharField">night_tour</field>
    <field name="everyone" type="NullBooleanField"><None></None></field>
    <field name="percent" type="DecimalField">40.0</field>
    <field name="superusers" type="BooleanField">False</field>
    <field name="note" type="TextField">owner: guides</field>
    <field name="created" type="DateTimeField">2026-07-09T08:00:00+00:00</field>
    <field name="users" rel="ManyToManyRel" to="auth.user"><object pk="7"></object><object pk="8"></object></field>
  </object>
  <object model="waffle.switch" pk="1"><field name="name">renewals</field><field name="active">True</field></object>
  <object model="sites.site" pk="1"><field name="name">example.com</field></object>
</django-objects>"#;
    let registry = registry("waffle.xml", fixture);
    assert_eq!(registry.flags.len(), 2);
    let tour = registry.get("night_tour").unwrap();
    let value = serde_json::to_value(tour).unwrap();
    assert_eq!(
        (&value["created"], &value["owner"]),
        (&json!("2026-07-09T08:00:00Z"), &json!("guides"))
    );
    let environment = &tour.environments[0];
    assert_eq!((environment.rollout, environment.overrides), (Some(40.0), 2));
    assert_eq!(
        served(&registry.get("renewals").unwrap().environments[0]),
        constant(true, false)
    );
    let wrong = fixture.replace("False", "perhaps");
    let error = read("waffle.xml", wrong.as_bytes(), None).unwrap_err();
    assert_eq!(
        (error.line, error.message.as_str()),
        (Some(7), "expected a boolean, found text")
    );
}

#[test]
fn appconfig_answers_to_applications_are_read_where_the_user_says_so() {
    let flat = json!({"night_tour": {"enabled": true}, "posters": {"enabled": false, "paper": "plain"}}).to_string();
    let refused = read("retrieved.json", flat.as_bytes(), None).unwrap_err();
    assert!(
        refused.message.contains("nearest is an AWS AppConfig"),
        "{}",
        refused.message
    );
    let export = read("retrieved.json", flat.as_bytes(), Some("aws-appconfig")).unwrap();
    let registry = join(vec![export], "2026-08-22T12:00:00Z".parse().unwrap());
    let on = |key: &str| served(&registry.get(key).unwrap().environments[0]);
    assert_eq!(
        (on("night_tour"), on("posters")),
        (constant(true, false), constant(false, false))
    );
}

#[test]
fn flagd_definitions_may_be_several_documents() {
    let text = "flags:\n  a:\n    state: ENABLED\n    variants: {on: true, off: false}\n    defaultVariant: on\n---\nflags:\n  b:\n    state: DISABLED\n    variants: {on: true, off: false}\n    defaultVariant: on\n";
    let registry = registry("flags.yaml", text);
    assert_eq!(
        served(&registry.get("a").unwrap().environments[0]),
        constant(true, false)
    );
    assert_eq!(
        served(&registry.get("b").unwrap().environments[0]).0,
        ServesState::CodeDefault
    );
}

#[test]
fn an_empty_page_asks_for_its_format() {
    for page in [
        json!({"count": 0, "next": null, "results": []}),
        json!({"items": [], "totalCount": 0}),
        json!([]),
    ] {
        let error = read("page.json", page.to_string().as_bytes(), None).unwrap_err();
        assert!(error.message.contains("holds nothing"), "{page}: {}", error.message);
    }
    let page = json!({"items": [], "totalCount": 0}).to_string();
    assert_eq!(
        read("page.json", page.as_bytes(), Some("launchdarkly"))
            .unwrap()
            .source
            .flags,
        0
    );
}
