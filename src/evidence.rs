//! What several lints need alike: which environments are production, what they prove, how old something is, where a
//! flag is used, and the steps of its removal.

use jiff::Timestamp;
use serde_json::Value;

use crate::config::Policy;
use crate::diagnostic::Label;
use crate::lints::Context;
use crate::registry::{
    Environment, Evaluated, Flag, Kind, Lifecycle, Registry, ServesState, ValueType, When, is_named,
};
use crate::usage::{Certainty, Role, Usage, Use};

mod names;
mod nesting;

pub use crate::source::Place as Spot;
pub use names::{kind_in_name, name_words, squeezed};
pub use nesting::{Around, Decision, Nesting};

/// The production environments of one flag.
#[derive(Debug, Default)]
pub struct Production<'a> {
    /// Those that the export speaks of.
    pub environments: Vec<&'a Environment>,
    /// Environments that the team calls production and that the flag should be in, but is not: nothing is proven then.
    pub missing: Vec<&'a str>,
}

/// The production environments of a flag. With names in the policy: these. Without: those whose name says so, and where
/// none does, all that do not look like test environments.
pub fn production<'a>(flag: &'a Flag, registry: &Registry, policy: &'a Policy) -> Production<'a> {
    if policy.environments.is_empty() {
        let pick = |fits: fn(&str) -> bool| -> Vec<&Environment> {
            flag.environments
                .iter()
                .filter(|environment| fits(&environment.name))
                .collect()
        };
        let named = pick(names_production);
        let environments = if named.is_empty() {
            pick(|name| !names_a_test(name))
        } else {
            named
        };
        return Production {
            environments,
            missing: Vec::new(),
        };
    }
    let mut production = Production::default();
    for name in &policy.environments {
        let found = production.environments.len();
        for environment in flag
            .environments
            .iter()
            .filter(|environment| is_named(name, &environment.name))
        {
            if !production
                .environments
                .iter()
                .any(|known| known.name == environment.name)
            {
                production.environments.push(environment);
            }
        }
        let none = !flag
            .environments
            .iter()
            .any(|environment| is_named(name, &environment.name));
        if none && found == production.environments.len() && is_expected(name, flag, registry) {
            production.missing.push(name);
        }
    }
    production
}

/// The environments that count as production for at least one flag, sorted: for the report.
pub fn production_names(registry: &Registry, policy: &Policy) -> Vec<String> {
    let mut names: Vec<String> = registry
        .flags
        .iter()
        .flat_map(|flag| production(flag, registry, policy).environments)
        .map(|environment| environment.name.clone())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What production gives to everyone.
#[derive(Debug)]
pub struct Rollout<'a> {
    /// The production environments; at least one.
    pub environments: Vec<&'a Environment>,
    /// The one value of the environments that serve a registered value.
    constant: Option<&'a Value>,
    /// In some environment everyone gets the default of the call.
    code_default: bool,
    /// Since when nothing changed there, if known.
    pub since: Option<Timestamp>,
    /// Off everywhere, and not touched since it was made.
    pub never_on: bool,
}

/// The proof that everyone in production gets one value, which time alone will not change; `None` without one.
pub fn rollout<'f>(flag: &'f Flag, context: &'f Context<'_>) -> Option<Rollout<'f>> {
    let Production { environments, missing } = production(flag, context.registry, context.policy);
    if environments.is_empty() || !missing.is_empty() {
        return None;
    }
    let mut constant = None;
    let mut code_default = false;
    for environment in &environments {
        let serves = &environment.serves;
        match (serves.state, &serves.value) {
            _ if serves.moving => return None,
            // On for everyone, but not with one variant for everyone.
            _ if environment.variant.as_ref().is_some_and(|asked| {
                asked.moving || asked.state == ServesState::Split || asked.state == ServesState::Unknown
            }) =>
            {
                return None;
            }
            (ServesState::Constant, Some(value)) if constant.is_none_or(|other| other == value) => {
                constant = Some(value)
            }
            (ServesState::CodeDefault, _) => code_default = true,
            _ => return None,
        }
    }
    // The last change of any environment bounds that of each one from above.
    let changes: Option<Vec<Timestamp>> = environments
        .iter()
        .map(|environment| {
            environment
                .changed
                .as_ref()
                .or(flag.changed.as_ref())
                .and_then(When::time)
        })
        .collect();
    let since = changes.and_then(|changes| changes.into_iter().max());
    let created = flag.created.as_ref().and_then(When::time);
    let untouched = match (since, created) {
        (Some(since), Some(created)) => days(created, since) < 1,
        (None, _) => true,
        (Some(_), None) => false,
    };
    let never_on = untouched
        && environments
            .iter()
            .all(|environment| environment.enabled == Some(false) && may_be_on(environment) == Some(false));
    Some(Rollout {
        environments,
        constant,
        code_default,
        since,
        never_on,
    })
}

impl Rollout<'_> {
    /// What a call gets: `None` where that is not one value, `Some(None)` where it is the call's own default, which is
    /// no literal.
    pub fn value_at(&self, place: &Use) -> Option<Option<Value>> {
        match (self.constant, self.code_default) {
            (Some(value), false) => Some(Some(value.clone())),
            (None, true) => Some(place.default.clone()),
            (Some(value), true) if place.default.as_ref() == Some(value) => Some(Some(value.clone())),
            _ => None,
        }
    }

    /// The one registered value that is served.
    pub fn constant(&self) -> Option<&Value> {
        self.constant
    }

    /// The calls get their own defaults.
    pub fn is_code_default(&self) -> bool {
        self.code_default
    }

    /// The proof in words: state, value and exceptions per environment, with the reader's own reasons.
    pub fn reasons(&self, flag: &Flag, policy: &Policy) -> Vec<String> {
        let mut reasons = Vec::new();
        for environment in self.environments.iter().take(SHOWN) {
            let name = shown(&environment.name);
            if environment.reasons.is_empty() {
                reasons.extend(
                    environment
                        .enabled
                        .map(|on| format!("{} in {name}", if on { "on" } else { "off" })),
                );
                let named = usize::try_from(environment.overrides).unwrap_or(usize::MAX);
                reasons.extend((named > 0).then(|| format!("{name}: {} may differ", count(named, "named user"))));
            }
            for reason in environment.reasons.iter().take(SHOWN) {
                // With one environment there is no doubt where the reason holds, and some name it themselves.
                let plain = self.environments.len() == 1 || reason.contains(&name);
                reasons.push(if plain {
                    reason.clone()
                } else {
                    format!("{name}: {reason}")
                });
            }
        }
        if self.environments.len() > SHOWN {
            reasons.push(format!(
                "the same in {} more",
                count(self.environments.len() - SHOWN, "environment")
            ));
        }
        let what = match self.constant {
            Some(value) => format!("{} served to everyone", literal(value)),
            None => "everyone gets the default of the call".to_owned(),
        };
        reasons.push(match self.since {
            Some(since) => {
                format!(
                    "{what} since {}, {} ({})",
                    date(since),
                    age(since, policy.as_of),
                    source(flag)
                )
            }
            None => format!("{what}, since when is unknown ({})", source(flag)),
        });
        reasons
    }
}

/// Where a flag is alive in the code.
#[derive(Debug, Default)]
pub struct Places<'a> {
    /// What a finding points at: the evaluations outside tests; without any those in tests; without any the declarations.
    pub at: Vec<&'a Use>,
    /// Declarations that are not among them.
    pub declarations: Vec<&'a Use>,
    /// Overrides by tests, and evaluations in tests that are not among them.
    pub tests: Vec<&'a Use>,
    /// Strings that hold the key.
    pub mentions: Vec<&'a Use>,
    /// Uses whose key is a pattern that fits.
    pub patterns: Vec<&'a Use>,
}

/// Sorts the uses of a flag.
pub fn places(usage: &Usage) -> Places<'_> {
    let mut places = Places {
        patterns: usage.possible.iter().collect(),
        ..Places::default()
    };
    let mut in_tests = Vec::new();
    for item in usage
        .uses
        .iter()
        .filter(|item| item.certainty >= Certainty::Likely || item.role == Role::Mention)
    {
        match item.role {
            Role::Evaluation if item.test => in_tests.push(item),
            Role::Evaluation => places.at.push(item),
            Role::Declaration => places.declarations.push(item),
            Role::TestOverride => places.tests.push(item),
            Role::Mention => places.mentions.push(item),
        }
    }
    if places.at.is_empty() {
        places.at = std::mem::take(&mut in_tests);
    }
    if places.at.is_empty() {
        places.at = std::mem::take(&mut places.declarations);
    }
    places.tests.extend(in_tests);
    places
}

impl Places<'_> {
    /// Places that a reader of the finding also wants to see.
    pub fn related(&self) -> Vec<Label> {
        let groups = [
            (&self.declarations, "declared here"),
            (&self.tests, "used by a test"),
            (&self.mentions, "named here"),
        ];
        groups
            .into_iter()
            .flat_map(|(uses, text)| uses.iter().take(SHOWN).map(move |item| label(item, text)))
            .collect()
    }

    /// The steps that take a flag out of the code, in order, after the `first` ones, which settle what stays.
    pub fn removal(&self, flag: &Flag, first: Vec<String>) -> Vec<String> {
        let mut steps = first;
        let others = self.at.len().saturating_sub(1);
        if others > 0 {
            steps.push(format!("do the same at {}", count(others, "other place")));
        }
        if !self.declarations.is_empty() {
            steps.push(format!(
                "remove {}: {}",
                count(self.declarations.len(), "declaration"),
                spots(&self.declarations)
            ));
        }
        if !self.tests.is_empty() {
            steps.push(format!(
                "remove {} in tests: {}",
                count(self.tests.len(), "use"),
                spots(&self.tests)
            ));
        }
        if !self.mentions.is_empty() {
            steps.push(format!(
                "look at {} of the key: {}",
                count(self.mentions.len(), "mention"),
                spots(&self.mentions)
            ));
        }
        if !self.patterns.is_empty() {
            steps.push(format!(
                "make sure that no computed key means it: {}",
                spots(&self.patterns)
            ));
        }
        steps.push("deploy, and wait until no running version asks for the flag".to_owned());
        steps.push(match flag.is_retired() {
            false => format!(
                "then archive {} in the registry ({}), never before",
                shown(&flag.key),
                source(flag)
            ),
            true => format!(
                "then delete {} from the registry ({}) for good",
                shown(&flag.key),
                source(flag)
            ),
        });
        steps
    }
}

/// Whether anybody may get another value than the one while the flag is off; `None`: unknown.
pub fn may_be_on(environment: &Environment) -> Option<bool> {
    let serves = &environment.serves;
    match (serves.state, &serves.value) {
        // Also where the switch is the value of those whom no rule fits.
        (ServesState::Split, _) => Some(true),
        // A switch may also be only the value of those whom no rule serves, and a rule may serve everybody.
        (ServesState::Constant, Some(value)) => match (environment.enabled, &environment.default_when_off) {
            (Some(false), Some(off)) => Some(value != off),
            (_, off) => Some(is_on(value, off.as_ref())),
        },
        _ if environment.enabled == Some(false) => Some(false),
        _ => None,
    }
}

/// Whether a value is that of a flag that is on: a truth value says so itself, others differ from the one that is given
/// while it is off.
pub fn is_on(value: &Value, when_off: Option<&Value>) -> bool {
    match (value, when_off) {
        (Value::Bool(value), _) => *value,
        (value, Some(off)) => value != off,
        (_, None) => false,
    }
}

/// The one value that everyone in production gets.
pub fn constant_value(flag: &Flag, context: &Context<'_>) -> Option<Value> {
    let rollout = rollout(flag, context)?;
    rollout.constant.filter(|_| !rollout.code_default).cloned()
}

/// The same, where it is a truth value.
pub fn constant_truth(flag: &Flag, context: &Context<'_>) -> Option<bool> {
    constant_value(flag, context)?.as_bool()
}

/// When a flag was last asked for in production; where the export does not say it per environment, anywhere.
pub fn evaluated(flag: &Flag, context: &Context<'_>) -> Option<Evaluated> {
    let environments = production(flag, context.registry, context.policy).environments;
    let known = environments.iter().filter_map(|environment| environment.evaluated);
    known.max_by_key(|evaluated| time_of(*evaluated)).or(flag.evaluated)
}

/// When a flag was last asked for in any environment.
pub fn evaluated_anywhere(flag: &Flag) -> Option<Evaluated> {
    let known = flag.environments.iter().filter_map(|environment| environment.evaluated);
    known.chain(flag.evaluated).max_by_key(|evaluated| time_of(*evaluated))
}

fn time_of(evaluated: Evaluated) -> Option<Timestamp> {
    match evaluated {
        Evaluated::Never => None,
        Evaluated::At(time) => Some(time),
    }
}

/// The type of value that a call asks for: by the words of the SDK's method, else by its default.
pub fn asked_type(place: &Use) -> Option<ValueType> {
    let by_default = match &place.default {
        Some(Value::Bool(_)) => Some(ValueType::Boolean),
        Some(Value::String(_)) => Some(ValueType::String),
        Some(Value::Number(_)) => Some(ValueType::Number),
        _ => None,
    };
    // The name of a helper is the team's own and says nothing.
    if place.key_source == crate::usage::KeySource::Wrapper {
        return by_default;
    }
    let words = place.callee.as_deref().map(name_words).unwrap_or_default();
    let by_name = words.iter().find_map(|word| match word.as_str() {
        "bool" | "boolean" => Some(ValueType::Boolean),
        "string" | "str" => Some(ValueType::String),
        "int" | "integer" | "number" | "float" | "float64" | "double" | "long" => Some(ValueType::Number),
        "json" | "object" => Some(ValueType::Json),
        _ => None,
    });
    by_name.or(by_default)
}

/// The word for a type of values.
pub fn type_name(value: ValueType) -> &'static str {
    match value {
        ValueType::Boolean => "boolean",
        ValueType::String => "string",
        ValueType::Number => "number",
        ValueType::Json => "JSON",
    }
}

/// What stays in the place of a call, as a first step.
pub fn keep(value: Option<&Value>, place: &Use) -> String {
    if place.role != Role::Evaluation {
        return "find the code that reads it: no call for it was found here".to_owned();
    }
    let value = match (value, &place.default_text) {
        (Some(Value::Bool(value)), _) => {
            return format!("keep the code for `{value}`, and remove the call and the other branch");
        }
        (Some(value), _) => literal(value),
        (None, Some(text)) => format!("its own default {}", shown(text)),
        (None, None) => "its own default".to_owned(),
    };
    format!("put {value} in place of the call, and remove the code that can no longer run")
}

/// Whether flags of this kind and mark may stay, whatever their age.
pub fn may_stay(flag: &Flag, policy: &Policy) -> bool {
    let kind = policy.kind_of(flag);
    let stays = matches!(kind, Kind::Ops | Kind::Permission) && !policy.lifetime_days.contains_key(&kind);
    stays || flag.permanent == Some(true)
}

/// A label over the whole of a use.
pub fn label(item: &Use, text: &str) -> Label {
    Label {
        path: item.path.clone(),
        place: item.whole,
        text: text.to_owned(),
    }
}

/// "launchdarkly, flags.json:12".
pub fn source(flag: &Flag) -> String {
    match flag.source.line {
        Some(line) => format!("{}, {}:{line}", flag.source.format, flag.source.path),
        None => format!("{}, {}", flag.source.format, flag.source.path),
    }
}

/// The day, in UTC.
pub fn date(time: Timestamp) -> String {
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// "1 day", "205 days".
pub fn age(since: Timestamp, as_of: Timestamp) -> String {
    count(usize::try_from(days(since, as_of)).unwrap_or(0), "day")
}

/// Whole days from one moment to another; negative if the first one is later.
pub fn days(since: Timestamp, until: Timestamp) -> i64 {
    until
        .as_second()
        .saturating_sub(since.as_second())
        .div_euclid(24 * 60 * 60)
}

/// A name in backticks, cut where it is unreasonably long.
pub fn shown(name: &str) -> String {
    const LONGEST: usize = 120;
    // Most have fewer bytes than that, and their letters need not be counted.
    let cut = (name.len() > LONGEST)
        .then(|| name.char_indices().nth(LONGEST))
        .flatten();
    match cut {
        Some((end, _)) => ["`", &name[..end], "…`"].concat(),
        None => ["`", name, "`"].concat(),
    }
}

/// A value as JSON, in backticks.
pub fn literal(value: &Value) -> String {
    shown(&value.to_string())
}

/// "1 flag", "2 flags".
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The word for a kind.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Release => "release",
        Kind::Experiment => "experiment",
        Kind::Ops => "ops",
        Kind::Permission => "permission",
        Kind::Unknown => "unknown",
    }
}

/// The word for a state of life that is not the normal one.
pub fn lifecycle_name(lifecycle: Lifecycle) -> &'static str {
    match lifecycle {
        Lifecycle::Active => "active",
        Lifecycle::Launched => "launched",
        Lifecycle::Deprecated => "deprecated",
        Lifecycle::Archived => "archived",
        Lifecycle::Deleted => "deleted",
    }
}

/// Of long lists so many are shown.
const SHOWN: usize = 3;

/// "src/a.ts:4, src/b.ts:9 and 2 more".
fn spots(uses: &[&Use]) -> String {
    let mut text: Vec<String> = uses
        .iter()
        .take(SHOWN)
        .map(|item| format!("{}:{}", item.path, item.name.line))
        .collect();
    if uses.len() > SHOWN {
        text.push(format!("and {} more", uses.len() - SHOWN));
    }
    text.join(", ")
}

/// Whether an environment that the flag is not in is one it should be in: its own export has it for other flags, or no
/// export has it at all, so that nobody knows what is served there.
fn is_expected(name: &str, flag: &Flag, registry: &Registry) -> bool {
    let speaks = |path: Option<&str>| {
        registry
            .sources
            .iter()
            .filter(|source| path.is_none_or(|path| source.path == path))
            .any(|source| {
                source
                    .environments
                    .iter()
                    .any(|environment| is_named(name, environment))
            })
    };
    speaks(Some(&flag.source.path)) || !speaks(None)
}

fn names_production(name: &str) -> bool {
    let words = words(name);
    let says = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    says(&["production", "prod", "prd", "live"]) && !says(TEST)
}

fn names_a_test(name: &str) -> bool {
    words(name).iter().any(|word| TEST.contains(&word.as_str()))
}

/// Words of environments in which nobody is served for real.
const TEST: &[&str] = &[
    "ci",
    "demo",
    "dev",
    "develop",
    "development",
    "integration",
    "int",
    "local",
    "non",
    "nonprod",
    "pre",
    "preprod",
    "preproduction",
    "preview",
    "qa",
    "sandbox",
    "stage",
    "staging",
    "stg",
    "test",
    "testing",
    "tests",
    "uat",
];

/// The words of a name in lower case, split at separators and at capitals.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && after_lower) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            match letter.is_ascii() {
                true => word.push(letter.to_ascii_lowercase()),
                false => word.extend(letter.to_lowercase()),
            }
        }
        after_lower = letter.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{names_a_test, names_production};

    #[test]
    fn environments_are_known_by_their_words() {
        for name in ["production", "Prod", "prod-eu", "liveUs", "acme_prd"] {
            assert!(names_production(name), "{name}");
        }
        for name in [
            "staging",
            "pre-production",
            "nonProd",
            "product-demo",
            "delivery",
            "default",
        ] {
            assert!(!names_production(name), "{name}");
        }
        assert!(names_a_test("qa-2") && names_a_test("Development") && !names_a_test("default"));
    }
}
