//! Which format claims a file: the smallest files of each, files that come close, and other files of a repository, which are none.
#![expect(clippy::unwrap_used, reason = "tests")]

use flagdebt::registry::{ReadError, claims, read};

fn error(path: &str, text: &str) -> ReadError {
    read(path, text.as_bytes(), None).unwrap_err()
}

#[test]
fn the_smallest_files_are_told_apart() {
    let cases = [
        (
            "f.yaml",
            "f:\n  variations: {a: 1}\n  defaultRule: {variation: a}\n",
            "goff",
        ),
        (
            "f.toml",
            "[f.variations]\na = 1\n[f.defaultRule]\nvariation = \"a\"\n",
            "goff",
        ),
        (
            "f.json",
            r#"{"f": {"true": 1, "false": 2, "default": 2, "percentage": 5}}"#,
            "goff",
        ),
        (
            "features.yaml",
            "namespace: default\nflags:\n- {key: f, enabled: true}\n",
            "flipt",
        ),
        (
            "f.json",
            r#"{"flags": [{"key": "f", "type": "BOOLEAN_FLAG_TYPE"}]}"#,
            "flipt",
        ),
        ("a.json", r#"{"feature_management": {"feature_flags": []}}"#, "azure"),
        (
            "a.json",
            r#"{"Logging": {}, "FeatureManagement": {"F": true}}"#,
            "azure",
        ),
        (
            "a.json",
            r#"{"items": [{"key": ".appconfig.featureflag/F", "value": "{\"id\": \"F\"}"}]}"#,
            "azure",
        ),
        (
            "a.json",
            r#"{"version": "1", "flags": {"f": {"name": "F"}}, "values": {"f": {"enabled": true}}}"#,
            "aws-appconfig",
        ),
        (
            "a.json",
            r#"{"version": "1", "values": {"f": {"enabled": true}}}"#,
            "aws-appconfig",
        ),
        (
            "w.json",
            r#"[{"model": "waffle.switch", "pk": 1, "fields": {"name": "f", "active": true}}]"#,
            "django-waffle",
        ),
        (
            "f.json",
            r#"{"version": 1, "features": {"f": {"boolean": null, "groups": [], "actors": [], "expression": null}}}"#,
            "flipper",
        ),
        ("f.yml", "name: f\ndefault_enabled: false\ntype: ops\n", "gitlab"),
        (
            "f.json",
            r#"[{"name": "f", "active": true, "strategies": []}]"#,
            "gitlab",
        ),
        (
            "t.json",
            r#"{"parameters": {"f": {"defaultValue": {"value": "a"}}}}"#,
            "firebase",
        ),
        (
            "m.json",
            r#"{"flags": {"f": {"flagType": "boolean", "defaultValue": true}}}"#,
            "openfeature-manifest",
        ),
        (
            "features/f.yml",
            "description: F\nbucketBy: userId\nrules: []\n",
            "featurevisor",
        ),
        ("f.json", r#"{"Flags": [{"Key": "f", "Enabled": false}]}"#, "flagr"),
        (
            "t.json",
            r#"[{"name": "F", "enabled": true, "strategy": null, "metadata": {}}]"#,
            "togglz",
        ),
        (
            "application.yml",
            "togglz:\n  features:\n    F:\n      enabled: true\n",
            "togglz",
        ),
        ("features.properties", "NIGHT_TOUR = true\n", "togglz"),
        (
            "ff4j.xml",
            "<ff4j><features><feature uid=\"f\" enable=\"true\"/></features></ff4j>",
            "ff4j",
        ),
        ("ff4j.yml", "ff4j:\n  features:\n  - {uid: f, enable: true}\n", "ff4j"),
        (
            "m.json",
            "// flags\n[{\"name\": \"f\", \"owners\": [\"a\"], \"expiry_milestone\": 140},]",
            "chromium",
        ),
        (
            "t.json",
            r#"{"kind": "FeatureList", "items": [{"metadata": {"name": "f"}, "spec": {}}]}"#,
            "grafana",
        ),
        (
            "metadata.yaml",
            "feature_gates:\n- {id: f, stage: beta}\n",
            "otel-collector",
        ),
        (
            "Features.toml",
            "[f]\ntitle = \"t\"\npreference = \"p.f\"\ntype = \"boolean\"\n",
            "mozilla",
        ),
        (
            "p.yaml",
            "- name: a.b\n  type: bool\n  value: @X@\n  mirror: always\n",
            "mozilla",
        ),
        ("t.py", "# .. toggle_name: a.b\nX = 1\n", "openedx-annotations"),
        (
            "list.csv",
            "key,owner,changed,serves\na,b,2026-01-01,\nc,,,\n",
            "generic",
        ),
        ("feature.yaml", "shopware:\n  feature:\n    flags: [F]\n", "shopware"),
        (
            "o.yml",
            "options:\n  feature.a:b: {owner: t, created_at: 2026-01-01, segments: []}\n",
            "flagpole",
        ),
        (
            "p.json",
            r#"{"f": {"default": false, "rules": {"r": {"when_match": true, "conditions": []}}}}"#,
            "powertools",
        ),
        (
            "c.json",
            r#"{"version": "x", "flags": [{"key": "f", "default": true}], "overrides": {}}"#,
            "thunderbird-catalog",
        ),
        ("app-prod.properties", "feature.tour.enabled = true\n", "properties"),
        (
            "gates.yaml",
            "- name: F\n  versionedSpecs: [{default: true, preRelease: GA, version: ''}]\n",
            "kubernetes",
        ),
    ];
    for (path, text, format) in cases {
        let claiming = claims(path, text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(claiming, [format], "{text}");
        assert_eq!(
            read(path, text.as_bytes(), None).unwrap().source.format,
            format,
            "{text}"
        );
    }
}

#[test]
fn what_comes_close_is_named_with_what_is_missing() {
    let cases = [
        (
            "f.json",
            r#"{"tour": {"variations": {"a": 1}}}"#,
            "GO Feature Flag",
            "no `defaultRule`",
        ),
        (
            "w.json",
            r#"[{"model": "auth.user", "pk": 1, "fields": {"username": "u"}}]"#,
            "Django Waffle",
            "none of its rows",
        ),
        (
            "m.yaml",
            "feature_gates:\n- {name: f, validation: x}\n",
            "OpenTelemetry",
            "`id` and `stage`",
        ),
        (
            "f.yml",
            "bucketBy: userId\ndescription: F\n",
            "Featurevisor",
            "no `rules`",
        ),
        ("a.properties", "db.pool.size = 3\n", "properties", "none of its names"),
        (
            "t.py",
            "# .. toggle_default: True\n",
            "Open edX",
            "no `.. toggle_name:`",
        ),
    ];
    for (path, text, title, missing) in cases {
        let error = error(path, text);
        assert!(
            error.message.contains(title) && error.message.contains(missing),
            "{text}: {error}"
        );
    }
}

/// Files that stand in many repositories; their shapes have something of a format.
#[test]
fn other_files_of_a_repository_are_no_registries() {
    let cases = [
        (
            "package.json",
            r#"{"name": "a", "version": "1.0.0", "scripts": {"x": "y"}, "dependencies": {"b": "^1"}, "private": true}"#,
        ),
        (
            "tsconfig.json",
            "{ // options\n \"compilerOptions\": {\"strict\": true, \"noEmit\": true}, \"include\": [\"src\"] }",
        ),
        (
            "composer.lock",
            r#"{"packages": [{"name": "a/b", "version": "1.0", "type": "library"}], "aliases": []}"#,
        ),
        (
            "docker-compose.yml",
            "version: '3'\nservices:\n  web:\n    image: x\n    environment: {A: 'true'}\n",
        ),
        (
            ".github/workflows/ci.yml",
            "name: ci\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - {name: s, uses: a/b@v1}\n",
        ),
        (
            "Cargo.toml",
            "[package]\nname = \"a\"\nversion = \"1.0.0\"\n[features]\ndefault = [\"x\"]\nx = []\n",
        ),
        (
            "pom.xml",
            "<project><modelVersion>4.0.0</modelVersion><properties><java.version>21</java.version></properties></project>",
        ),
        (
            "values.yaml",
            "replicas: 2\nimage: {tag: x}\ningress: {enabled: true, hosts: []}\nautoscaling: {enabled: false}\n",
        ),
        (
            "application.properties",
            "server.port = 8080\nspring.datasource.url = jdbc:x\nlogging.level.root = INFO\n",
        ),
        (
            "application.yml",
            "spring:\n  datasource: {url: x}\nmanagement:\n  endpoint: {health: {enabled: true}}\n",
        ),
        (
            "messages/en.json",
            r#"{"title": "Hello", "features": {"one": "First", "two": "Second"}}"#,
        ),
        (
            "locales/de.yml",
            "de:\n  flags:\n    title: Flaggen\n    empty: keine\n",
        ),
        (
            "openapi.json",
            r#"{"openapi": "3.0.0", "parameters": {"p": {"name": "p", "in": "query"}}, "paths": {}}"#,
        ),
        (
            "template.yaml",
            "AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  Size: {Type: String, Default: small}\nConditions: {}\n",
        ),
        (
            "azuredeploy.json",
            r#"{"$schema": "x", "contentVersion": "1.0.0.0", "parameters": {"size": {"type": "string", "defaultValue": "small"}}, "resources": []}"#,
        ),
        (
            "fixtures/users.json",
            r#"[{"model": "auth.user", "pk": 1, "fields": {"username": "u", "is_active": true}}]"#,
        ),
        (
            "deployment.yaml",
            "kind: Deployment\nmetadata: {name: a}\nspec:\n  strategy: {type: Recreate}\n  template: {spec: {containers: []}}\n",
        ),
        (
            "dependabot.yml",
            "version: 2\nupdates:\n- {package-ecosystem: cargo, directory: /}\n",
        ),
        (
            "renovate.json",
            r#"{"extends": ["config:base"], "packageRules": [{"matchPackageNames": ["a"], "enabled": false}]}"#,
        ),
        (
            "places.geojson",
            r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "a"}, "geometry": null}]}"#,
        ),
        (
            "cucumber.json",
            r#"[{"name": "Login", "id": "login", "elements": [], "tags": []}]"#,
        ),
        ("routes.json", r#"[{"path": "/", "name": "home", "component": "Home"}]"#),
        (
            "web.xml",
            "<web-app><filter><filter-name>a</filter-name></filter></web-app>",
        ),
        ("features/step.py", "def step():\n    return 'toggle_name'\n"),
        (
            "metrics.toml",
            "[a]\ntype = \"counter\"\ntitle = \"A\"\n[b]\ntype = \"gauge\"\ntitle = \"B\"\n",
        ),
    ];
    for (path, text) in cases {
        let claiming = claims(path, text.as_bytes()).unwrap_or_default();
        let foreign: Vec<&str> = claiming.into_iter().filter(|name| *name != "generic").collect();
        assert!(foreign.is_empty(), "{path} is taken for {foreign:?}");
    }
}

/// A bare list needs more than names to be one of flags.
#[test]
fn lists_of_other_things_are_no_generic_form() {
    for text in [
        r#"[{"name": "Tartu", "id": 3}, {"name": "Narva", "id": 4}]"#,
        r#"[{"id": "judge", "url": "https://example.net", "type": "Text"}]"#,
        "- name: example\n  link: https://example.net\n",
        r#"{"data": [{"id": 7, "name": "Socks", "status": "publish", "enabled": true, "price": "3", "stock": 2, "sku": "", "weight": 1}]}"#,
        r#"{"data": {"id": "cod", "title": "Cash", "enabled": true, "settings": {}}}"#,
        r#"{"features": {"ghcr.io/devcontainers/features/node:1": {}}, "name": "dev"}"#,
        r#"{"strict": true, "semi": false}"#,
        r#"{"active": "active", "inactive": "inactive"}"#,
        "- key: kueue.x-k8s.io/name\n  type: Label\n  used_on: Jobs\n",
    ] {
        assert!(claims("x.yaml", text.as_bytes()).unwrap().is_empty(), "{text}");
    }
    for text in [
        "name,city,size,serves\nTartu,a,3,\nNarva,b,4,\n",
        "name,link,type\na,b,c\n",
    ] {
        assert!(claims("x.csv", text.as_bytes()).unwrap().is_empty(), "{text}");
    }
    for text in [
        r#"[{"key": "a"}]"#,
        r#"[{"name": "a", "enabled": true}]"#,
        r#"{"flags": [{"name": "a"}]}"#,
    ] {
        assert_eq!(claims("x.json", text.as_bytes()).unwrap(), ["generic"], "{text}");
    }
}

#[test]
fn a_wrong_type_of_a_known_member_says_where() {
    let cases = [
        (
            "f.yaml",
            "f:\n  variations: {a: 1}\n  defaultRule: {variation: [a]}\n",
            "f.defaultRule.variation",
            3,
        ),
        (
            "f.json",
            "{\"namespace\": \"n\", \"flags\": [\n{\"key\": \"f\", \"enabled\": 1}]}",
            "flags[0].enabled",
            2,
        ),
        (
            "w.json",
            "[{\"model\": \"waffle.switch\", \"pk\": 1,\n \"fields\": {\"name\": \"f\", \"active\": \"yes\"}}]",
            "[0].fields.active",
            2,
        ),
        (
            "f.yml",
            "name: f\ntype: ops\ndefault_enabled: maybe\n",
            "default_enabled",
            3,
        ),
        (
            "m.yaml",
            "feature_gates:\n- id: f\n  stage: gamma\n",
            "feature_gates[0].stage",
            3,
        ),
        (
            "ff4j.yml",
            "ff4j:\n  features:\n  - uid: f\n    enable: 3\n",
            "ff4j.features[0].enable",
            4,
        ),
        (
            "k.json",
            "{\"items\": [{\"key\": \".appconfig.featureflag/F\",\n\"value\": \"{\\\"id\\\": 3}\"}]}",
            "items[0].value",
            2,
        ),
    ];
    for (path, text, at, line) in cases {
        let error = error(path, text);
        assert_eq!(
            (error.at.as_deref(), error.line),
            (Some(at), Some(line)),
            "{text}: {error}"
        );
    }
}

#[test]
fn secrets_of_properties_never_leave_the_file() {
    let text = "feature.api.token = s3cr3t-value\nfeature.exportKey = true\nfeature.motif = s3cr3t-value\nfeature.a.enabled = true\n";
    let export = read("app-prod.properties", text.as_bytes(), None).unwrap();
    let registry = flagdebt::registry::join(vec![export], "2026-08-22T12:00:00Z".parse().unwrap());
    let printed = serde_json::to_string(&registry.flags).unwrap();
    assert!(
        !printed.contains("s3cr3t") && !printed.contains("exportKey") && printed.contains("feature.a.enabled"),
        "{printed}"
    );
}
