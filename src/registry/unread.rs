//! Formats that are recognised but not read: their files are refused by name instead of being taken for a plain list of flags.
//! When a reader is written, its line here goes.

use super::shape::{any_value, every, list, map, member, text, within, within_list};
use crate::document::Cursor;

/// Whose export this is, if it is one of these.
pub(super) fn title(root: Cursor<'_>) -> Option<&'static str> {
    UNREAD
        .iter()
        .find(|(_, looks_like)| looks_like(root))
        .map(|(title, _)| *title)
}

type Test = fn(Cursor<'_>) -> bool;

/// In this order: single telling names first, then what the members of a list have.
const UNREAD: &[(&str, Test)] = &[
    ("Grafana's list of feature toggles", |root| {
        text(root, "kind") == "FeatureList"
    }),
    ("an Azure App Configuration settings file", |root| {
        root.get("feature_management")
            .is_some_and(|inner| inner.has("feature_flags"))
            || map(root, "FeatureManagement")
    }),
    ("an Optimizely datafile", |root| {
        root.has_all(&["featureFlags", "rollouts"])
    }),
    ("OpenTelemetry Collector metadata", |root| {
        within(root, "feature_gates", &["id", "stage"])
    }),
    ("a Shopware feature file", |root| {
        root.get("shopware").is_some_and(|inner| inner.has("feature"))
    }),
    ("an FF4J file", |root| {
        root.has("ff4j") || member(root, &["uid", "enable"])
    }),
    ("a Togglz file", |root| {
        root.get("togglz").is_some_and(|inner| inner.has("features"))
            || member(root, &["name", "enabled", "strategy", "metadata"])
    }),
    ("a Flagpole file", |root| {
        let options = root.get("options").into_iter().flat_map(Cursor::entries);
        options
            .into_iter()
            .any(|(key, _)| key.text().is_some_and(|key| key.starts_with("feature.")))
            || within(root, "features", &["owner", "segments"])
            || every(root, &["owner", "segments", "created_at"])
    }),
    ("a Flagr export", |root| {
        list(root, "Flags") || member(root, &["key", "dataRecordsEnabled"])
    }),
    ("a Firebase Remote Config template", |root| {
        root.has("parameterGroups")
            || within(root, "parameters", &["defaultValue"])
            || within(root, "parameters", &["conditionalValues"])
    }),
    ("a Vercel Flags export", |root| {
        within(root, "definitions", &["environments", "variants"])
            || within(root, "definitions", &["options"])
            || within(root, "definitions", &["declaredInCode"])
    }),
    ("a DevCycle export", |root| {
        root.has_all(&["project", "environment", "features", "variables"])
            || member(root, &["_project", "controlVariation"])
    }),
    ("a FeatureHub export", |root| {
        root.has_all(&["applicationId", "environments", "features"]) || member(root, &["valueType", "whenArchived"])
    }),
    ("a FeatBit export", |root| {
        root.has("success") && root.get("data").is_some_and(|data| list(data, "items"))
    }),
    ("a Datadog list of feature flags", |root| {
        root.get("data")
            .is_some_and(|data| data.items().any(|each| text(each, "type") == "feature-flags"))
    }),
    ("a Reflag export", |root| {
        list(root, "data") && root.has("pageIndex") || within(root, "data", &["codeRefsCleanedUp"])
    }),
    ("an Amplitude export", |root| {
        within(root, "data", &["evaluation_mode"]) || within(root, "flags", &["evaluationMode"])
    }),
    ("an Optimizely export", |root| {
        list(root, "items") && root.has("total_pages") || within(root, "items", &["urn"])
    }),
    ("an Azure App Configuration key-value set", |root| {
        let key = |each: Cursor<'_>| text(each, "key").starts_with(".appconfig.featureflag/");
        root.get("items").is_some_and(|items| items.items().any(key)) || member(root, &["name", "state", "conditions"])
    }),
    ("an OpenFeature manifest", |root| {
        within(root, "flags", &["flagType"])
            || within_list(root, "flags", &["key", "type", "defaultValue"])
            || member(root, &["key", "type", "defaultValue"])
    }),
    ("a Thunderbird feature flag catalog", |root| {
        within_list(root, "flags", &["key", "default"]) && root.has("overrides")
    }),
    ("a Flipt features file", |root| {
        list(root, "flags")
            && (root.has("namespace") || within_list(root, "flags", &["key", "enabled", "variants"]))
            && !within(root, "flags", &["environments"])
    }),
    ("an Eppo configuration", |root| {
        within(root, "flags", &["variationType", "allocations"])
    }),
    ("an AWS AppConfig feature flag file", |root| {
        let plain = root.entries().all(|(key, _)| {
            key.text()
                .is_some_and(|key| matches!(key.as_ref(), "version" | "flags" | "values"))
        });
        text(root, "version") == "1" && plain && (map(root, "values") || map(root, "flags"))
    }),
    ("a Bucketeer export", |root| {
        within(root, "features", &["defaultStrategy"])
    }),
    ("a Flipper export", |root| {
        within(root, "features", &["percentage_of_actors"])
    }),
    ("a Featurevisor file", |root| {
        map(root, "features") && (root.has("schemaVersion") || within(root, "features", &["traffic"]))
            || root.has_all(&["bucketBy", "rules"])
            || member(root, &["bucketBy", "rules"])
    }),
    ("a GitLab feature flag", |root| {
        root.has_all(&["name", "default_enabled"]) || member(root, &["name", "active", "strategies"])
    }),
    ("a Django Waffle fixture", |root| {
        root.items()
            .any(|each| text(each, "model").starts_with("waffle.") && each.has_all(&["pk", "fields"]))
    }),
    ("Chromium's flag-metadata.json", |root| {
        member(root, &["name", "owners", "expiry_milestone"])
    }),
    ("a Harness FF export", |root| member(root, &["feature", "defaultServe"])),
    ("Mozilla's StaticPrefList", |root| {
        member(root, &["name", "type", "mirror"])
    }),
    ("a GO Feature Flag file", |root| {
        root.is_map()
            && (any_value(root, &["variations", "defaultRule"]) || any_value(root, &["percentage", "true", "false"]))
    }),
    ("an AWS Lambda Powertools feature file", |root| {
        root.is_map()
            && root.entries().any(|(_, flag)| {
                flag.get("rules")
                    .is_some_and(|rules| rules.is_map() && any_value(rules, &["when_match"]))
            })
    }),
];
