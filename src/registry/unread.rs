//! Formats that are recognised but not read: their files are refused by name instead of being taken for a plain list of flags.
//! When a reader is written, its line here goes.

use super::shape::{list, member, text, within};
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
    ("an Optimizely datafile", |root| {
        root.has_all(&["featureFlags", "rollouts"])
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
    ("an Eppo configuration", |root| {
        within(root, "flags", &["variationType", "allocations"])
    }),
    ("a Bucketeer export", |root| {
        within(root, "features", &["defaultStrategy"])
    }),
    ("a Harness FF export", |root| member(root, &["feature", "defaultServe"])),
];
