//! Words that teams and vendors share: kinds of flags, names of environments, ways to write a date.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::de::{self, Deserialize, Deserializer, Visitor};

use crate::registry::{Kind, When};

/// The kind that a vendor's or a team's word means.
pub(crate) fn kind_of(word: &str) -> Option<Kind> {
    Some(match squeeze(word).as_str() {
        "release" | "rollout" | "gitlabcomderisk" | "wip" | "beta" | "temporary" | "migration" | "sunset" => {
            Kind::Release
        }
        "experiment" | "experimentation" | "abtest" | "holdout" => Kind::Experiment,
        "operational" | "operations" | "ops" | "killswitch" | "circuitbreaker" | "worker" => Kind::Ops,
        "permission" | "permissions" | "licensed" | "entitlement" | "vip" | "optin" => Kind::Permission,
        _ => return None,
    })
}

/// Letters and digits only, lower case: `kill-switch`, `KILL_SWITCH` and `killSwitch` are one word.
pub(crate) fn squeeze(word: &str) -> String {
    let mut squeezed = String::with_capacity(word.len());
    for letter in word.chars().filter(|letter| letter.is_alphanumeric()) {
        match letter.is_ascii() {
            true => squeezed.push(letter.to_ascii_lowercase()),
            false => squeezed.extend(letter.to_lowercase()),
        }
    }
    squeezed
}

/// The environment that a file's path or a set's name speaks of, such as `production` in `flags/production.json`.
pub(crate) fn environment_in(name: &str) -> Option<String> {
    const WORDS: [&str; 18] = [
        "prod",
        "production",
        "live",
        "stage",
        "staging",
        "preprod",
        "test",
        "testing",
        "qa",
        "uat",
        "dev",
        "develop",
        "development",
        "local",
        "sandbox",
        "preview",
        "canary",
        "integration",
    ];
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let folder = name
        .strip_suffix(last)
        .map(|rest| rest.trim_end_matches(['/', '\\']))
        .unwrap_or("");
    let folder = folder.rsplit(['/', '\\']).next().unwrap_or("");
    let named = |text: &str| {
        parts(text)
            .find(|part| WORDS.contains(&part.to_ascii_lowercase().as_str()))
            .map(str::to_owned)
    };
    named(last).or_else(|| named(folder))
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(['-', '_', ' ', '.', ':', '/'])
}

/// A time in any form that exports have: RFC 3339, a date (midnight UTC), without a zone (UTC), RFC 1123
/// (`Tue, 15 Jul 2025 08:00:00 GMT`), as Go prints it (`2025-03-27 08:00:00 +0000 UTC`), or seconds or milliseconds since 1970.
pub(crate) fn time_of_text(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    // How services with numbers as text write that there is no time.
    if text == "0" {
        return Some(Timestamp::UNIX_EPOCH);
    }
    if text.len() >= 9 && text.bytes().all(|each| each.is_ascii_digit()) {
        return time_of_number(text.parse().ok()?);
    }
    // A date alone is what nothing else below is.
    const DATE: &str = "2025-01-01";
    if text.len() == DATE.len()
        && let Ok(civil) = text.parse::<DateTime>()
    {
        return TimeZone::UTC.to_timestamp(civil).ok();
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    if let Ok(time) = jiff::fmt::rfc2822::parse(text) {
        return Some(time.timestamp());
    }
    if let Some(time) = time_of_go(text) {
        return Some(time);
    }
    let civil = text.parse::<DateTime>().ok()?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

/// `2025-03-27 08:00:00.5 +0200 CEST m=+0.1`: date, time, offset, and words that say no more.
fn time_of_go(text: &str) -> Option<Timestamp> {
    let mut parts = text.split(' ');
    let (date, time, offset) = (parts.next()?, parts.next()?, parts.next()?);
    let (hours, minutes) = (offset.get(..3)?, offset.get(3..)?.trim_start_matches(':'));
    if !offset.starts_with(['+', '-']) || minutes.len() != 2 {
        return None;
    }
    format!("{date}T{time}{hours}:{minutes}").parse().ok()
}

/// A time in milliseconds or, if too small for that, in seconds since 1970.
pub(crate) fn time_of_number(number: f64) -> Option<Timestamp> {
    const FIRST_MILLISECONDS: f64 = 1e11;
    const LARGEST: f64 = 1e15;
    if !number.is_finite() || number.abs() > LARGEST {
        return None;
    }
    let milliseconds = if number.abs() >= FIRST_MILLISECONDS {
        number
    } else {
        number * 1000.0
    };
    #[expect(clippy::cast_possible_truncation, reason = "at most 1e18, which an i64 holds")]
    Timestamp::from_millisecond(milliseconds.round() as i64).ok()
}

/// A time in any of these forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl From<Moment> for When {
    fn from(moment: Moment) -> Self {
        Self::Time(moment.0)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Moment;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a time (RFC 3339 text, or milliseconds since 1970)")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
                let found = de::Unexpected::Str(text);
                time_of_text(text)
                    .map(Moment)
                    .ok_or_else(|| E::invalid_value(found, &self))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Moment, E> {
                #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
                self.visit_f64(number as f64)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Moment, E> {
                #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
                self.visit_f64(number as f64)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Moment, E> {
                time_of_number(number)
                    .map(Moment)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Float(number), &self))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::{environment_in, kind_of, time_of_number, time_of_text};
    use crate::registry::Kind;

    #[test]
    fn kinds() {
        assert_eq!(kind_of("KILL_SWITCH"), Some(Kind::Ops));
        assert_eq!(kind_of("gitlab_com_derisk"), Some(Kind::Release));
        assert_eq!(kind_of("boolean"), None);
    }

    #[test]
    fn environments() {
        assert_eq!(environment_in("config/flags.staging.yaml").as_deref(), Some("staging"));
        assert_eq!(
            environment_in("config/production/flags.json").as_deref(),
            Some("production")
        );
        assert_eq!(environment_in("flags.json"), None);
    }

    #[test]
    fn times() {
        let text = |text: &str| time_of_text(text).map(|time| time.to_string());
        assert_eq!(text("2026-07-09").as_deref(), Some("2026-07-09T00:00:00Z"));
        assert_eq!(
            text("2026-07-09T10:00:00+02:00").as_deref(),
            Some("2026-07-09T08:00:00Z")
        );
        assert_eq!(text("2026-07-09 10:00:00").as_deref(), Some("2026-07-09T10:00:00Z"));
        assert_eq!(
            text("Tue, 15 Jul 2025 08:00:00 GMT").as_deref(),
            Some("2025-07-15T08:00:00Z")
        );
        assert_eq!(
            text("2025-03-27 08:00:00.5 +0200 CEST").as_deref(),
            Some("2025-03-27T06:00:00.5Z")
        );
        assert_eq!(
            text("2026-07-09 10:00:00+00:00").as_deref(),
            Some("2026-07-09T10:00:00Z")
        );
        assert_eq!(text("1783584000").as_deref(), Some("2026-07-09T08:00:00Z"));
        assert_eq!(text("1783584000000").as_deref(), Some("2026-07-09T08:00:00Z"));
        assert_eq!(text("soon"), None);
        assert_eq!(text("17"), None);
        let number = |number| time_of_number(number).map(|time| time.to_string());
        assert_eq!(number(1_783_584_000_000.0).as_deref(), Some("2026-07-09T08:00:00Z"));
        assert_eq!(number(1_783_584_000.0).as_deref(), Some("2026-07-09T08:00:00Z"));
        assert_eq!(number(f64::NAN), None);
    }
}
