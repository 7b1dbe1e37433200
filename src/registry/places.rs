//! Where files of a format live in repositories: `init` takes a file there for a registry if it is of that format, and no other.
//!
//! `.properties` files that only a convention tells from settings are never guessed. Case does not matter.

use std::sync::LazyLock;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Formats with patterns of paths. A folder between `**/` and `/**` holds one registry in many files.
const PLACES: &[(&str, &[&str])] = &[
    ("unleash", &["**/.unleash/*.json"]),
    (
        "flagd",
        &["**/*.flagd.{json,yaml,yml}", "**/{.flagd,flagd}/*.{json,yaml,yml}"],
    ),
    ("kubernetes", &["**/*versioned_feature_list.{yaml,yml}"]),
    (
        "goff",
        &[
            "**/*.goff.{yaml,yml,json,toml}",
            "**/flag-config.{yaml,yml,json,toml}",
            "**/{goff,go-feature-flag}/*.{yaml,yml,json,toml}",
        ],
    ),
    (
        "flipt",
        &[
            "**/features.{yaml,yml}",
            "**/*.features.{yaml,yml}",
            "**/flipt/*.{yaml,yml,json}",
        ],
    ),
    ("azure", &["**/appsettings*.{json,yaml,yml}"]),
    ("aws-appconfig", &["**/*appconfig*.json", "**/appconfig/*.json"]),
    ("powertools", &["**/*feature*.json"]),
    ("django-waffle", &["**/*waffle*.{json,yaml,yml}"]),
    ("flipper", &["**/*flipper*.json"]),
    ("gitlab", &["**/feature_flags/**/*.{yml,yaml}"]),
    ("firebase", &["**/*remote{config,-config,_config}*.json"]),
    ("openfeature-manifest", &["**/*manifest*.json"]),
    (
        "featurevisor",
        &["**/features/**/*.{yml,yaml,json,toml}", "**/datafiles/**/*.json"],
    ),
    ("flagr", &["**/*flagr*.json"]),
    ("togglz", &["**/application*.{yml,yaml}", "**/*togglz*.{yml,yaml,json}"]),
    ("ff4j", &["**/*ff4j*.{xml,yml,yaml,json,properties}"]),
    ("chromium", &["**/flag-metadata.json"]),
    ("grafana", &["**/toggles_gen.json"]),
    ("otel-collector", &["**/metadata.{yaml,yml}"]),
    ("mozilla", &["**/features.toml", "**/staticpreflist.{yaml,yml}"]),
    ("openedx-annotations", &["**/{toggles,waffle}.py"]),
    ("shopware", &["**/packages/{feature,shopware}.{yaml,yml}"]),
    (
        "flagpole",
        &["**/*flagpole*.{yml,yaml,json}", "**/options/*.{yml,yaml}"],
    ),
    ("thunderbird-catalog", &["**/*.catalog.json"]),
];

static PATTERNS: LazyLock<Vec<(&str, GlobSet)>> = LazyLock::new(|| {
    let set = |patterns: &[&str]| {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            // Every pattern of the table is valid: a test builds them all.
            if let Ok(glob) = GlobBuilder::new(pattern)
                .case_insensitive(true)
                .literal_separator(true)
                .build()
            {
                builder.add(glob);
            }
        }
        builder.build().unwrap_or_default()
    };
    PLACES
        .iter()
        .map(|(format, patterns)| (*format, set(patterns)))
        .collect()
});

/// The formats whose files live at this path, relative to the repository's root, with `/`.
pub fn formats_at(path: &str) -> impl Iterator<Item = &'static str> + '_ {
    PATTERNS
        .iter()
        .filter(move |(_, patterns)| patterns.is_match(path))
        .map(|(format, _)| *format)
}

/// The folder that holds a whole registry of the format, if the path stands in one.
pub fn folder_of(format: &str, path: &str) -> Option<String> {
    let (_, patterns) = PLACES.iter().find(|(name, _)| *name == format)?;
    let folders = patterns.iter().filter_map(|pattern| {
        pattern
            .strip_prefix("**/")?
            .split_once("/**/")
            .map(|(folder, _)| folder)
    });
    for folder in folders {
        let mut end = 0;
        for part in path.split('/') {
            end += part.len();
            if part.eq_ignore_ascii_case(folder) && end < path.len() {
                return path.get(..end).map(str::to_owned);
            }
            end += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{PATTERNS, PLACES, folder_of, formats_at};
    use crate::registry::formats;

    #[test]
    fn every_place_is_of_a_format_and_every_pattern_counts() {
        for ((format, patterns), (_, set)) in PLACES.iter().zip(PATTERNS.iter()) {
            assert!(formats().any(|known| known == *format), "{format}");
            assert_eq!(set.len(), patterns.len(), "{format}");
        }
    }

    #[test]
    fn paths_tell_formats() {
        let at = |path: &str| formats_at(path).collect::<Vec<_>>();
        assert_eq!(at("src/Web/appsettings.Production.json"), ["azure"]);
        assert_eq!(at("ee/config/feature_flags/ops/read_only.yml"), ["gitlab"]);
        assert_eq!(at("toolkit/components/featuregates/Features.toml"), ["mozilla"]);
        assert_eq!(at("remoteconfig.template.json"), ["firebase"]);
        assert_eq!(at("features.yml"), ["flipt"]);
        for path in [
            "package.json",
            "config/application.properties",
            ".github/workflows/ci.yml",
            "values.yaml",
        ] {
            assert_eq!(at(path), [""; 0], "{path}");
        }
    }

    #[test]
    fn folders_are_those_of_the_patterns() {
        assert_eq!(
            folder_of("gitlab", "ee/config/feature_flags/ops/a.yml").as_deref(),
            Some("ee/config/feature_flags")
        );
        assert_eq!(
            folder_of("featurevisor", "features/a/b.yml").as_deref(),
            Some("features")
        );
        assert_eq!(folder_of("flipt", "production/features.yml"), None);
    }
}
