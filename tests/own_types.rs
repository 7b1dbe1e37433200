//! Receivers of a type that a team called after flags: what the type's file says counts, and names where no file declares it.

use std::fs;
use std::path::Path;

use flagdebt::registry;
use flagdebt::scan::{self, Silent, uses_of};
use flagdebt::sdk::Sdks;
use flagdebt::source::walk::WalkOptions;
use flagdebt::usage::Use;

use crate::found::rows;

/// What is found, and whose it is.
fn owned(uses: &[Use]) -> Vec<String> {
    let sdk = |found: &Use| found.sdk.clone().unwrap_or_default();
    let rows = rows(uses).into_iter().zip(uses);
    rows.map(|(row, found)| format!("{row} {}", sdk(found)).trim_end().to_owned())
        .collect()
}

fn registered(files: &[(&str, &str)]) -> Vec<String> {
    owned(&uses_of(files, &Sdks::new(Vec::new()), &["quay.map"]))
}

const KOTLIN: &str = "package quay\nclass Map(private val featureToggleService: FeatureToggleService) {\n  \
    fun open() = featureToggleService.isEnabled(\"quay.map\")\n}\n";

#[test]
fn a_type_that_no_file_declares() {
    let java = "package quay;\nclass Map {\n  private final FeatureToggleService featureToggleService;\n  \
                boolean open() { return this.featureToggleService.isEnabled(\"quay.map\"); }\n}\n";
    let csharp = "class Map {\n  private readonly IFeatureFlagService _featureFlagService;\n  \
                  bool Open() => _featureFlagService.IsEnabled(\"quay.map\");\n}\n";
    let typescript = "import { FeatureFlags } from './flags';\nexport function open(featureFlags: FeatureFlags) {\n  \
                      return featureFlags.isEnabled('quay.map');\n}\n";
    for (path, text, row) in [
        (
            "src/Map.kt",
            KOTLIN,
            "src/Map.kt:3 evaluation quay.map inhouse-wrappers",
        ),
        (
            "src/Map.java",
            java,
            "src/Map.java:4 evaluation quay.map inhouse-wrappers",
        ),
        (
            "src/Map.cs",
            csharp,
            "src/Map.cs:3 evaluation quay.map inhouse-wrappers",
        ),
        (
            "src/map.ts",
            typescript,
            "src/map.ts:3 evaluation quay.map inhouse-wrappers",
        ),
    ] {
        assert_eq!(registered(&[(path, text)]), [row]);
        assert!(
            uses_of(&[(path, text)], &Sdks::new(Vec::new()), &[]).is_empty(),
            "{path}"
        );
        let other = text.replace("quay.map", "quay.list");
        assert!(registered(&[(path, &other)]).is_empty(), "{path}: no registered key");
    }
    let geometry = KOTLIN.replace(": FeatureToggleService", ": GeometryService");
    assert_eq!(
        registered(&[("src/Map.kt", &geometry)]),
        ["src/Map.kt:3 mention quay.map"],
        "the type is about something else"
    );
}

#[test]
fn a_type_whose_file_says_what_it_is() {
    let service = "package quay\nclass FeatureToggleService(private val other: OtherService) {\n  \
                   fun isEnabled(toggle: String): Boolean = other.isEnabled(toggle)\n}\n";
    let files = [("src/Map.kt", KOTLIN), ("src/FeatureToggleService.kt", service)];
    assert_eq!(registered(&files), ["src/Map.kt:3 evaluation quay.map in-house"]);
    // what does not look at its parameter asks for no flag
    let idle = service.replace("(toggle)", "()");
    let files = [("src/Map.kt", KOTLIN), ("src/FeatureToggleService.kt", &idle)];
    assert_eq!(registered(&files), ["src/Map.kt:3 mention quay.map"]);
}

#[test]
fn the_file_of_a_type_is_looked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write(
        "FeatureToggle.kt",
        "package quay\nenum class FeatureToggle(val navn: String) {\n  MAP(\"quay.map\"),\n  LIST(\"quay.list\"),\n}\n",
    );
    write(
        "FeatureToggleService.kt",
        "package quay\nimport own.unleash.UnleashService\nclass FeatureToggleService(private val unleashService: UnleashService) {\n  \
         fun isEnabled(toggle: FeatureToggle): Boolean = unleashService.isEnabled(toggle.navn)\n}\n",
    );
    write("Map.kt", &KOTLIN.replace("\"quay.map\"", "FeatureToggle.MAP"));
    let found = |whole_files| {
        let options = WalkOptions {
            paths: vec![folder.path().to_path_buf()],
            include: Vec::new(),
            exclude: Vec::new(),
            max_file_size: 1 << 20,
            threads: 1,
            whole_files,
            overlay: Default::default(),
            listing: None,
        };
        let flags = registry::read("flags.csv", b"key,serves\nquay.map,true\n", None).expect("an export");
        let registry = registry::join(vec![flags], "2026-08-22T12:00:00Z".parse().expect("a time"));
        let scan = scan::scan(&options, &Sdks::new(Vec::new()), &registry, None, &Silent).expect("a scan");
        let mut uses = scan.resolved.uses;
        for found in &mut uses {
            let name = Path::new(&found.path).file_name().and_then(|name| name.to_str());
            found.path = name.unwrap_or_default().to_owned();
        }
        owned(&uses)
    };
    let expected = [
        "FeatureToggle.kt:3 declaration quay.map",
        "FeatureToggle.kt:4 declaration quay.list",
        "Map.kt:3 evaluation quay.map in-house",
    ];
    assert_eq!(found(false), expected);
    assert_eq!(found(true), expected);
}
