//! The words that people name feature flags by, so that helpers of a team's own can be told from other code.
//!
//! A name is only ever a part of the evidence: [`crate::resolve`] asks for a declaration of this repository as well, and
//! what rests on names stays `likely`.

/// What flags are called.
const NOUNS: &[&str] = &[
    "experiment",
    "experiments",
    "feature",
    "features",
    "featureflag",
    "featureflags",
    "featuretoggle",
    "featuretoggles",
    "flag",
    "flags",
    "killswitch",
    "toggle",
    "toggles",
];

/// Nouns that mean flags and little else.
const STRONG: &[&str] = &["experiment", "featureflag", "featuretoggle", "flag", "killswitch"];

/// What a flag is asked for; words that code has for bits and options (`set`, `has`) are left out.
const STATES: &[&str] = &["active", "disabled", "enabled", "inactive", "off", "on"];

/// What flags with more than two values are asked for.
const VALUES: &[&str] = &["treatment", "value", "variant", "variation"];

/// How a question may begin; anything else changes something.
const ASKING: &[&str] = &["are", "check", "evaluate", "get", "is", "use"];

/// What a method of a class made for flags may be called besides.
const PLAIN: &[&str] = &[
    "all", "bool", "boolean", "by", "double", "float", "for", "int", "json", "key", "number", "string",
];

/// States that a true answer denies.
const DENIALS: &[&str] = &["disabled", "inactive", "off"];

/// What tests do to flags.
const FORCES: &[&str] = &[
    "disable",
    "enable",
    "fake",
    "force",
    "mock",
    "mocked",
    "override",
    "overrides",
    "set",
    "setup",
    "stub",
    "use",
    "with",
];

/// What a parameter that takes a key is called, besides the nouns.
const KEYS: &[&str] = &["exp", "gate", "key", "name"];

/// How an answer may come: not what is asked, and so not a part of the question.
const CARRIERS: &[&str] = &["async", "flow", "observable", "publisher", "stream", "sync"];

/// The types of flags' values, by which a method of a class made for flags may be called.
const TYPES: &[&str] = &[
    "bool",
    "boolean",
    "double",
    "float",
    "int",
    "integer",
    "json",
    "number",
    "string",
    "value",
    "variation",
];

/// The words of a name, in lower case: `isFeatureEnabled`, `is_feature_enabled?`, `IsFeature2Enabled`.
pub fn words(name: &str) -> Vec<String> {
    Words::of(name).iter().map(str::to_owned).collect()
}

/// The words of a name, one behind the other in one text: names are taken apart by the hundred thousand.
struct Words {
    text: String,
    /// Where each word ends.
    ends: Vec<usize>,
}

impl Words {
    fn of(name: &str) -> Self {
        const LONGEST: usize = 80;
        /// Of most names.
        const MOST: usize = 8;
        let mut words = Self {
            text: String::with_capacity(name.len().min(LONGEST)),
            ends: Vec::with_capacity(MOST),
        };
        let mut before = ' ';
        let mut characters = name.chars().take(LONGEST).peekable();
        while let Some(character) = characters.next() {
            if !character.is_alphabetic() {
                before = ' ';
                continue;
            }
            let starts = !before.is_alphabetic()
                || (character.is_uppercase()
                    && (before.is_lowercase()
                        || (before.is_uppercase() && characters.peek().is_some_and(|next| next.is_lowercase()))));
            if starts {
                words.ends.push(words.text.len());
            }
            match character.is_ascii() {
                true => words.text.push(character.to_ascii_lowercase()),
                false => words.text.extend(character.to_lowercase()),
            }
            if let Some(end) = words.ends.last_mut() {
                *end = words.text.len();
            }
            before = character;
        }
        words
    }

    /// Those of a question, without how its answer comes: `isFeatureEnabledFlow`.
    fn of_question(name: &str) -> Self {
        let mut words = Self::of(name);
        while words.ends.len() > 1 && CARRIERS.contains(&words.last()) {
            words.ends.pop();
        }
        words
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let word = self.text.get(start..*end).unwrap_or("");
            start = *end;
            word
        })
    }

    /// Words side by side.
    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.iter().zip(self.iter().skip(1))
    }

    fn first(&self) -> &str {
        self.iter().next().unwrap_or("")
    }

    fn last(&self) -> &str {
        self.iter().last().unwrap_or("")
    }

    fn any(&self, of: &[&str]) -> bool {
        self.iter().any(|word| of.contains(&word))
    }
}

/// Whether a name is one ordinary word, as stands everywhere in code: `name`, `Read`; not `newCart`, `DEMO`, `flag_2`.
pub(crate) fn is_plain(name: &str) -> bool {
    name.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
}

/// Whether one of [`NOUNS`] may be among the words of a name: most names are told by it without being taken apart.
fn may_be_of_flags(name: &str) -> bool {
    const BEGINNINGS: [u32; 5] = [
        u32::from_le_bytes(*b"expe"),
        u32::from_le_bytes(*b"feat"),
        u32::from_le_bytes(*b"flag"),
        u32::from_le_bytes(*b"kill"),
        u32::from_le_bytes(*b"togg"),
    ];
    // Where a letter is, the bit is that of lower case; letters that are no ASCII may become some.
    let lower = |four: &[u8; 4]| u32::from_le_bytes(*four) | 0x2020_2020;
    let mut fours = name.as_bytes().windows(4).filter_map(<[u8]>::first_chunk);
    !name.is_ascii() || fours.any(|four| BEGINNINGS.contains(&lower(four)))
}

/// Whether a name says that it is of flags: `FlagResolver`, `featureToggles`.
pub fn is_noun(name: &str) -> bool {
    may_be_of_flags(name) && Words::of(name).any(NOUNS)
}

/// Whether a name says that it holds flags, in the plural: `flags`, `featureToggles`, `UiFlags`.
pub fn is_collection(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "Flags",
        "Toggles",
        "Features",
        "Experiments",
        "flags",
        "toggles",
        "features",
        "experiments",
        "FLAGS",
    ];
    ENDS.iter().any(|end| name.ends_with(end)) && NOUNS.contains(&Words::of(name).last())
}

/// Whether a method of a class that is made for flags asks for one: `isEnabled`, `enabled?`, `getVariant`.
pub fn is_state(name: &str) -> bool {
    let words = Words::of_question(name);
    let fits = |word: &str| {
        [NOUNS, STATES, VALUES, ASKING, PLAIN]
            .iter()
            .any(|list| list.contains(&word))
    };
    (words.any(STATES) || words.any(VALUES)) && words.iter().all(fits) && begins(&words)
}

/// Whether a function of this name asks for a flag: `isFeatureEnabled`, `flag_is_active`, `useFlag`, `getFlagValue`.
pub fn is_question(name: &str) -> bool {
    if !may_be_of_flags(name) {
        return false;
    }
    let words = Words::of_question(name);
    if !words.any(NOUNS) || !begins(&words) {
        return false;
    }
    let last = words.last();
    let toggle = ("feature", "toggle");
    let strong = words.any(STRONG) || words.pairs().any(|pair| pair == toggle);
    let hook = words.ends.len() > 1
        && words.first() == "use"
        && (STRONG.contains(&last) || words.pairs().last() == Some(toggle));
    let is = words.pairs().any(|(word, next)| word == "is" && STATES.contains(&next));
    hook || is || STATES.contains(&last) || (strong && VALUES.contains(&last))
}

/// Whether a name is of feature flags, and not of those that programs take on their command line: `featureflags`,
/// `FeatureFlagClient`, `toggles`.
pub fn is_feature(name: &str) -> bool {
    const FEATURES: &[&str] = &[
        "experiment",
        "experiments",
        "featureflag",
        "featureflags",
        "featuretoggle",
        "featuretoggles",
        "toggle",
        "toggles",
    ];
    if !may_be_of_flags(name) {
        return false;
    }
    let words = Words::of(name);
    words.any(FEATURES)
        || words
            .pairs()
            .any(|(word, next)| word == "feature" && (next == "flag" || next == "flags"))
}

/// Whether a method is called after the type of a flag's value: `Boolean`, `getStringValue`.
pub fn is_typed(name: &str) -> bool {
    let words = Words::of_question(name);
    let fits = |word: &str| {
        [NOUNS, VALUES, ASKING, PLAIN, TYPES]
            .iter()
            .any(|list| list.contains(&word))
    };
    words.any(TYPES) && words.iter().all(fits)
}

/// Whether a name speaks of a state that flags have: `isNewCartEnabled`.
pub fn has_state(name: &str) -> bool {
    Words::of(name).any(STATES)
}

fn begins(words: &Words) -> bool {
    let first = words.first();
    first != "on" && [ASKING, NOUNS, STATES, VALUES].iter().any(|list| list.contains(&first))
}

/// Whether a method asks for what it is given: `read`, `evaluate`.
pub fn is_reading(name: &str) -> bool {
    matches!(
        name,
        "read" | "evaluate" | "resolve" | "check" | "Read" | "Evaluate" | "Resolve" | "Check"
    )
}

/// Parts that every noun has one of, as they stand in code: what a search looks for.
pub const STEMS: &[&str] = &["lag", "oggle", "eature", "xperiment", "illSwitch", "ill_switch"];

/// The part of a word, as text.
fn part(text: &[u8], from: usize, to: usize) -> &str {
    let bytes = text.get(from..to).unwrap_or(&[]);
    std::str::from_utf8(bytes).unwrap_or("")
}

/// Where the name around a stem begins, and where one ends that goes on from a place.
fn name_around(text: &[u8], start: usize) -> (usize, impl Fn(usize) -> usize) {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let word_end = move |from: usize| {
        let behind = text.get(from..).unwrap_or(&[]).iter().take(64);
        from + behind.take_while(|byte| is_word(byte)).count()
    };
    let before = text.get(..start).unwrap_or(&[]);
    let length = before.iter().rev().take(64).take_while(|byte| is_word(byte)).count();
    (start - length, word_end)
}

/// Whether the name around a stem, in a text, sets flags or holds some that are written out: a call of a function that forces
/// them, a collection that is given what `is_given` takes for one.
pub fn sets(text: &[u8], start: usize, end: usize, is_given: impl Fn(&[u8]) -> bool) -> bool {
    let (begin, word_end) = name_around(text, start);
    let stop = word_end(end);
    let behind = text.get(stop..).unwrap_or(&[]);
    let name = || part(text, begin, stop);
    (behind.first() == Some(&b'(') && is_force(name())) || (is_given(behind) && is_collection(name()))
}

/// Whether the name around a stem, in a text, asks for a flag: by itself, or with the method that is called on it.
pub fn asks(text: &[u8], start: usize, end: usize) -> bool {
    let (begin, word_end) = name_around(text, start);
    let stop = word_end(end);
    let as_text = |from: usize, to: usize| part(text, from, to);
    let behind = text.get(stop..).unwrap_or(&[]);
    let is_called = |behind: &[u8]| match behind {
        [b'(' | b'<', ..] | [b'?' | b'!', b'(', ..] => true,
        [b' ', b'=', given @ ..] | [b':', b' ', given @ ..] => {
            let given = given.trim_ascii_start();
            !given.starts_with(text.get(begin..stop).unwrap_or(&[])) && may_be_function(given)
        }
        _ => false,
    };
    if is_called(behind) && is_question(as_text(begin, stop)) {
        return true;
    }
    let link = ["?.", ".", "->", "::", "!!.", "!."]
        .iter()
        .find(|link| behind.starts_with(link.as_bytes()));
    let Some(from) = link.map(|link| stop + link.len()) else {
        return false;
    };
    let to = word_end(from);
    let method = as_text(from, to);
    let called = text
        .get(to..)
        .is_some_and(|behind| matches!(behind, [b'(' | b'<', ..] | [b'?' | b'!', b'(', ..]));
    let object = as_text(begin, stop);
    called && ((is_state(method) && is_noun(object)) || (is_typed(method) && is_feature(object)))
}

/// Whether what a name is given may be a function: no literal, no type of a truth value, no member that leaves its type out.
fn may_be_function(given: &[u8]) -> bool {
    const NEVER: &[&[u8]] = &[
        b"true", b"false", b"True", b"False", b"null", b"nil", b"None", b"bool", b"Bool", b"await", b"try",
    ];
    let is_other = given.first().is_some_and(|byte| {
        byte.is_ascii_digit() || matches!(byte, b'"' | b'\'' | b'`' | b'.' | b'!' | b'=' | b',' | b')')
    });
    !is_other && !NEVER.iter().any(|word| given.starts_with(word))
}

/// Whether a true answer means that the flag is off: `isFeatureDisabled`.
pub fn denies(name: &str) -> bool {
    Words::of(name).any(DENIALS)
}

/// Whether a function of this name sets flags for a test: `mockExperiments`, `setFeatureFlags`, `withFlag`.
pub fn is_force(name: &str) -> bool {
    if !may_be_of_flags(name) {
        return false;
    }
    let words = Words::of(name);
    words.ends.len() > 1 && FORCES.contains(&words.first()) && NOUNS.contains(&words.last())
}

/// How well a parameter's name fits a key: 0 is not at all.
pub fn key_weight(parameter: &str) -> u8 {
    let words = Words::of(parameter);
    match (words.any(NOUNS), words.any(KEYS)) {
        (true, true) => 3,
        (true, false) => 2,
        (false, true) => 1,
        (false, false) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        NOUNS, asks, is_collection, is_feature, is_force, is_noun, is_question, is_state, is_typed, key_weight,
        may_be_of_flags, words,
    };

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("isHTTPFeature2Enabled?"), ["is", "http", "feature", "enabled"]);
        assert_eq!(words("FLAG_IS_ACTIVE"), ["flag", "is", "active"]);
        assert!(words("").is_empty());
    }

    #[test]
    fn questions_are_told_from_bits_and_options() {
        for name in [
            "isFeatureEnabled",
            "flag_is_active_in_task",
            "feature_enabled?",
            "useUiFlag",
            "IsToggleOn",
            "getFlagValue",
            "isFeatureEnabledFlow",
            "isToggleOnAsync",
        ] {
            assert!(is_question(name), "{name}");
        }
        for name in [
            "hasFlag",
            "setFlag",
            "useFlags",
            "isEnabled",
            "getFeature",
            "features",
            "useFeature",
            "onToggleEnvironment",
            "createFeatureStrategyValue",
        ] {
            assert!(!is_question(name), "{name}");
        }
        assert!(is_collection("featureFlags") && !is_collection("flag") && !is_collection("featuresById"));
        assert!(is_typed("Boolean") && is_typed("getStringValue") && !is_typed("BoolVar") && !is_typed("isOn"));
        assert!(is_feature("featureflags") && is_feature("FeatureFlagClient") && !is_feature("flags"));
        assert!(is_state("isEnabled") && is_state("enabled?") && !is_state("updateEnabled"));
        assert!(is_force("mockExperiments") && !is_force("listFeatures"));
        assert!(key_weight("flagName") > key_weight("feature") && key_weight("user") == 0);
    }

    #[test]
    fn no_noun_is_passed_over() {
        for noun in NOUNS {
            let capital = noun[..1].to_uppercase() + &noun[1..];
            for name in [
                (*noun).to_owned(),
                noun.to_uppercase(),
                format!("use{capital}2"),
                format!("a_{noun}_b"),
            ] {
                assert!(is_noun(&name), "{name}");
            }
        }
        assert!(is_noun("\u{212a}illswitch"), "the sign of Kelvin is a k in lower case");
        assert!(!may_be_of_flags("fla") && !may_be_of_flags("isEnabled") && !is_noun("flagged"));
    }

    #[test]
    fn a_name_in_a_text_asks() {
        let found = |text: &str| {
            let hit = text.find("lag").or_else(|| text.find("eature"));
            hit.is_some_and(|at| asks(text.as_bytes(), at, at + 3))
        };
        for text in [
            "if (isFlagActive(data, x))",
            "FeatureToggle.enabled?(:a)",
            "this.flagResolver?.isEnabled('a')",
            "const useUiFlag = <K>",
            "isFeatureEnabled: (name) => known[name],",
            "isFlagOn = lambda name: name in known",
        ] {
            assert!(found(text), "{text}");
        }
        for text in [
            "feature.",
            "flags.forEach(x)",
            "a flag (here)",
            "isFlagActive",
            "features.List()",
            "let isFeatureActive: Bool",
            "Site(isFeatureActive: .fake())",
            "isFeatureEnabled = true",
            "isFlagEnabled == other",
            "isFlagEnabled = isFlagEnabled ?? self.isFlagEnabled",
        ] {
            assert!(!found(text), "{text}");
        }
    }
}
