//! What is looked for in the bytes of files, and what it must look like there to count.

use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::search::Search;
use super::words::{Common, is_word};
use crate::registry::Registry;
use crate::resolve::{Lead, LeadForm};
use crate::sdk::{Package, Sdks, Shape};
use crate::vocabulary;

/// Names shorter than this stand everywhere.
const SHORT: usize = 3;

/// Whether a name may be defined where something was found: it is given to something, it is a function's result, or a
/// call is handed on what it is asked. A guess that decides the order of parsing, and nothing else.
pub(super) fn may_define(bytes: &[u8], hit: &Range<usize>) -> bool {
    let before = bytes.get(..hit.start).unwrap_or(&[]);
    let line = memchr::memrchr(b'\n', before).map_or(before, |end| before.get(end + 1..).unwrap_or(&[]));
    let given =
        memchr::memrchr(b'=', line).is_some_and(|at| at.checked_sub(1).is_none_or(|at| line.get(at) != Some(&b':')));
    let behind = bytes.get(hit.end..).unwrap_or(&[]);
    let called = matches!(behind.first(), Some(b'(' | b'<' | b'['));
    given || memchr::memmem::find(line, b"return").is_some() || (called && !takes_key(behind)) || is_given(behind)
}

/// What a hit must look like to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Needle {
    /// The name of a function: something is called with it.
    Callee,
    /// The name of a function that other libraries have too: it is called with what could be a key.
    CommonCallee,
    /// A part of a word that flags are called by: the name around it asks for one.
    Question,
    /// The name of a template's tag, filter or test, with what stands before those.
    Tag,
    /// A flag key: in quotes, or as a symbol.
    Key,
    /// A name on its own: an import, a constant.
    Word,
    /// The name of a module that is an ordinary word: something is imported on its line.
    Module,
    /// The name of a text: nothing is called by it.
    Constant,
    /// The name of an object of flags: something is read from it, or it is given on whole.
    Object,
    /// A name that a value is given to.
    Label,
    /// A name behind what it is a member of.
    Member,
    /// The name of an element of markup.
    Element,
    /// The name of a module: counts only together with a name from it.
    Home,
}

/// In which files a needle counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// Language families; empty: all.
    families: Vec<String>,
    /// One of these modules must be named as well; empty: none.
    pub(super) homes: Vec<String>,
}

impl Scope {
    pub(super) fn speaks(&self, family: &str) -> bool {
        self.families.is_empty() || self.families.iter().any(|wanted| wanted == family)
    }

    /// Tells the modules from others, in any order.
    pub(super) fn number_of_homes(&self) -> u128 {
        let hashes = self.homes.iter().map(|home| xxh3_128(home.as_bytes()));
        hashes.fold(0, u128::wrapping_add)
    }

    /// What counts in one of two scopes; no condition is the widest.
    fn widen(&mut self, other: Self) {
        let both = |own: &mut Vec<String>, other: Vec<String>| match own.is_empty() || other.is_empty() {
            true => own.clear(),
            false => own.extend(other),
        };
        both(&mut self.families, other.families);
        both(&mut self.homes, other.homes);
    }
}

/// Adds a needle, or widens where it counts.
fn put(needles: &mut FxHashMap<(String, Needle), Scope>, needle: (String, Needle), scope: Scope) {
    match needles.entry(needle) {
        Entry::Vacant(entry) => {
            entry.insert(scope);
        }
        Entry::Occupied(mut entry) => entry.get_mut().widen(scope),
    }
}

/// The texts to look for, and those already looked for.
#[derive(Default)]
pub(super) struct Needles {
    /// Those that were found last.
    fresh: FxHashMap<(String, Needle), Scope>,
    /// Those that files in which nothing was found were not searched for yet.
    pending: FxHashMap<(String, Needle), Scope>,
    /// Those before.
    known: FxHashMap<(String, Needle), Scope>,
    seen: FxHashSet<Lead>,
    /// Functions of which all matters, by file.
    bodies: FxHashMap<String, Vec<String>>,
    /// Files of those that were found last.
    opened: FxHashSet<String>,
}

impl Needles {
    pub(super) fn first(sdks: &Sdks, registry: &Registry, families: &FxHashSet<&str>) -> Self {
        let mut needles = Self {
            fresh: FxHashMap::default(),
            pending: FxHashMap::default(),
            known: FxHashMap::default(),
            seen: FxHashSet::default(),
            bodies: FxHashMap::default(),
            opened: FxHashSet::default(),
        };
        let packages = sdks.all().iter().flat_map(|sdk| &sdk.packages);
        let speaks = |package: &&Package| {
            let mut languages = package.languages.iter();
            package.languages.is_empty() || languages.any(|language| families.contains(language.as_str()))
        };
        // where only registered keys count, those are looked for already
        for package in packages.filter(speaks).filter(|package| !package.registered) {
            for import in &package.imports {
                let needle = match vocabulary::is_plain(import) {
                    true => Needle::Module,
                    false => Needle::Word,
                };
                needles.add(import, needle, package, &package.needs);
            }
            for symbol in &package.symbols {
                needles.add(symbol, Needle::Word, package, &package.needs);
            }
            for method in package.methods.iter().filter(|method| !method.common) {
                let needle = match method.shape {
                    // only of use in a file that imports the package
                    Shape::Type | Shape::Map | Shape::Field => continue,
                    // read only where some file imports the package: a lead, then; but tests write it out
                    Shape::Property if package.ties(method) => Needle::Label,
                    Shape::Property => Needle::Object,
                    Shape::Tag => Needle::Tag,
                    Shape::Component => Needle::Element,
                    _ => Needle::Callee,
                };
                for name in &method.names {
                    needles.add(name.trim_end_matches('!'), needle, package, &[]);
                }
            }
        }
        for stem in vocabulary::STEMS {
            needles.fresh.entry(((*stem).to_owned(), Needle::Question)).or_default();
        }
        for key in registry.index.keys().filter(|key| !key.is_empty()) {
            needles.fresh.entry((key.clone(), Needle::Key)).or_default();
        }
        needles
    }

    /// Adds a text of a package, which counts only where one of `homes` stands too.
    fn add(&mut self, text: &str, needle: Needle, package: &Package, homes: &[String]) {
        let known = self.fresh.contains_key(&(text.to_owned(), needle));
        let scope = self.fresh.entry((text.to_owned(), needle)).or_default();
        // a package without a language speaks all of them
        match package.languages.is_empty() || (known && scope.families.is_empty()) {
            true => scope.families.clear(),
            false => scope.families.extend(package.languages.iter().cloned()),
        }
        // one package that always matters is enough
        match homes.is_empty() || (known && scope.homes.is_empty()) {
            true => scope.homes.clear(),
            false => scope.homes.extend(homes.iter().cloned()),
        }
    }

    /// Takes the names that a round found; false: none is new.
    pub(super) fn next(&mut self, leads: &FxHashSet<Lead>) -> bool {
        for lead in leads {
            if lead.name.len() < SHORT || !self.seen.insert(lead.clone()) {
                continue;
            }
            let needle = match lead.form {
                LeadForm::Mention => Needle::Word,
                LeadForm::Constant => Needle::Constant,
                LeadForm::Object => Needle::Object,
                LeadForm::Call => Needle::Callee,
                LeadForm::CallWithKey => Needle::CommonCallee,
                LeadForm::Label => Needle::Label,
                LeadForm::Member => Needle::Member,
                LeadForm::Body => {
                    let file = lead.home.clone().unwrap_or_default();
                    self.opened.insert(file.clone());
                    self.bodies.entry(file).or_default().push(lead.name.clone());
                    continue;
                }
            };
            let scope = Scope {
                families: lead.families.clone(),
                homes: lead.home.iter().cloned().collect(),
            };
            put(&mut self.fresh, (lead.name.clone(), needle), scope);
        }
        !self.opened.is_empty() || !self.fresh.is_empty()
    }

    /// Whether the last round found that more of a file matters.
    pub(super) fn opens(&self, path: &str) -> bool {
        self.opened.contains(path)
    }

    /// The functions of a file of which all matters, in the order in which that was found.
    pub(super) fn bodies_of(&self, path: &str) -> &[String] {
        self.bodies.get(path).map_or(&[], Vec::as_slice)
    }

    /// Where functions of which all matters are named in a file that is parsed.
    pub(super) fn bodies(&self, path: &str, bytes: &[u8]) -> Vec<Range<usize>> {
        let places = self.bodies_of(path).iter().flat_map(|name| {
            let found = memchr::memmem::find_iter(bytes, name.as_bytes());
            found.map(|at| at..at + name.len())
        });
        places
            .filter(|place| fits(bytes, place.start, place.end, Needle::Word))
            .collect()
    }

    /// Looks for what some files were not searched for yet; false: there is nothing.
    pub(super) fn wake(&mut self) -> bool {
        self.fresh = std::mem::take(&mut self.pending);
        !self.fresh.is_empty()
    }

    /// Every file was searched for the fresh ones, `left`: but those in which nothing was found before.
    pub(super) fn searched(&mut self, left: bool) {
        self.opened.clear();
        for (needle, scope) in self.fresh.drain() {
            if left {
                put(&mut self.pending, needle.clone(), scope.clone());
            }
            put(&mut self.known, needle, scope);
        }
    }

    /// All names that were found so far, in no order.
    pub(super) fn leads(&self) -> impl Iterator<Item = &Lead> {
        self.seen.iter()
    }

    /// Words that every file was searched for, whatever else stands in it.
    pub(super) fn names(&self) -> FxHashSet<String> {
        let anywhere = |scope: &Scope| scope.families.is_empty() && scope.homes.is_empty();
        let needles = self.known.iter();
        let words = needles.filter(|((_, needle), scope)| *needle == Needle::Word && anywhere(scope));
        words.map(|((name, _), _)| name.clone()).collect()
    }

    /// The search for the fresh ones, or for all of them, in so many files, as [`Search::new`].
    pub(super) fn build(&self, all: bool, files: usize, common: Option<&Common>) -> Option<Search> {
        let mut wanted = self.fresh.clone();
        if all {
            for (needle, scope) in &self.known {
                put(&mut wanted, needle.clone(), scope.clone());
            }
        }
        let homes: FxHashSet<&String> = wanted.values().flat_map(|scope| &scope.homes).collect();
        let anywhere = Scope::default();
        let mut needles: Vec<_> = wanted
            .iter()
            .map(|((text, needle), scope)| (text, *needle, scope))
            .collect();
        needles.extend(homes.into_iter().map(|home| (home, Needle::Home, &anywhere)));
        needles.sort_by(|one, two| (one.0, one.1).cmp(&(two.0, two.1)));
        if needles.is_empty() {
            return None;
        }
        let needles = needles
            .into_iter()
            .map(|(text, needle, scope)| (text.clone(), needle, scope.clone()));
        Some(Search::new(needles.collect(), files, common))
    }
}

/// Whether a hit counts in a file that is parsed for another one: a call that takes a plain name, a name that is not called
/// (`expect(client.isOn).toHaveBeenCalled()`), flags that are set or written out. Plain words stand everywhere: of those,
/// what a mock is checked by counts.
pub(super) fn may_fit(bytes: &[u8], hit: &Range<usize>, text: &str, needle: Needle) -> bool {
    match needle {
        Needle::CommonCallee if takes_name(bytes, hit.end) => true,
        Needle::CommonCallee | Needle::Callee => {
            fits(bytes, hit.start, hit.end, Needle::Word)
                && (!vocabulary::is_plain(text) || is_asked_as_member(bytes, hit))
        }
        Needle::Question => vocabulary::sets(bytes, hit.start, hit.end, is_written_out),
        _ => false,
    }
}

/// `client.on.assert_called_once_with("k")`, `expect(client.on).toHaveBeenCalledWith("k")`: a member of which something is asked.
fn is_asked_as_member(bytes: &[u8], hit: &Range<usize>) -> bool {
    let behind = bytes.get(hit.end..).unwrap_or(&[]);
    let before = hit.start.checked_sub(1).and_then(|at| bytes.get(at));
    before == Some(&b'.') && (behind.starts_with(b".") || behind.starts_with(b")."))
}

pub(super) fn fits(bytes: &[u8], start: usize, end: usize, needle: Needle) -> bool {
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    // A text that does not end in a word needs no boundary behind it.
    let open = end
        .checked_sub(1)
        .and_then(|at| bytes.get(at))
        .is_some_and(|byte| !is_word(*byte));
    let after = bytes.get(end).copied().filter(|_| !open);
    match needle {
        Needle::Word | Needle::Home => !before.is_some_and(is_word) && !after.is_some_and(is_word),
        Needle::Module => fits(bytes, start, end, Needle::Word) && is_imported(bytes, start, end),
        Needle::Constant => !before.is_some_and(is_word) && !after.is_some_and(|byte| is_word(byte) || byte == b'('),
        Needle::Object => {
            !before.is_some_and(is_word)
                && !after.is_some_and(is_word)
                && (is_read_from(bytes.get(end..).unwrap_or(&[])) || is_result(bytes.get(..start).unwrap_or(&[])))
        }
        Needle::Tag => {
            let head = bytes.get(..start).unwrap_or(&[]).trim_ascii_end();
            let marks: [&[u8]; 6] = [b"@", b"{%", b"{%-", b"|", b" is", b" not"];
            !after.is_some_and(is_word) && marks.iter().any(|mark| head.ends_with(mark))
        }
        Needle::Callee => {
            !before.is_some_and(is_word)
                && bytes.get(end).is_some_and(|byte| {
                    matches!(
                        byte,
                        b'(' | b'<' | b'[' | b'!' | b' ' | b'\n' | b'\r' | b'\t' | b'?' | b':' | b',' | b'}'
                    )
                })
        }
        Needle::Label => !before.is_some_and(is_word) && is_given_object(bytes.get(end..).unwrap_or(&[])),
        Needle::Member => {
            let head = bytes.get(..start).unwrap_or(&[]);
            let marks: [&[u8]; 6] = [b".", b"::", b"->", b"['", b"[\"", b"{ "];
            !after.is_some_and(|byte| is_word(byte) || byte == b'(') && marks.iter().any(|mark| head.ends_with(mark))
        }
        Needle::Element => {
            let head = bytes.get(..start).unwrap_or(&[]);
            let name = |byte: &u8| is_word(*byte) || matches!(byte, b'.' | b'-' | b':');
            let around = head.iter().rev().find(|byte| !name(byte));
            around == Some(&b'<') && !after.is_some_and(is_word)
        }
        Needle::CommonCallee => {
            !before.is_some_and(is_word)
                && !after.is_some_and(is_word)
                && (takes_key(bytes.get(end..).unwrap_or(&[]))
                    || is_passed_on(bytes.get(..start).unwrap_or(&[]))
                    || (!is_plain(bytes.get(start..end).unwrap_or(&[])) && takes_flag(bytes, end)))
        }
        Needle::Question => vocabulary::asks(bytes, start, end),
        Needle::Key => {
            let behind = bytes.get(end).copied();
            match before {
                // a text that goes on is another one
                Some(quote @ (b'"' | b'\'' | b'`')) => behind == Some(quote),
                Some(b':' | b'@') => !after.is_some_and(|byte| is_word(byte) || byte == b'-'),
                _ => false,
            }
        }
    }
}

/// Whether something is imported on the line of a word, in any language, or the line is one of a list of imports.
fn is_imported(bytes: &[u8], start: usize, end: usize) -> bool {
    const NEAR: usize = 160;
    const WORDS: [&[u8]; 5] = [b"from", b"use", b"using", b"alias", b"extern"];
    /// In any place of a word: `require_relative`, `requireActual`, `doMock`.
    const STEMS: [&[u8]; 4] = [b"import", b"require", b"include", b"mock"];
    let before = bytes.get(start.saturating_sub(NEAR)..start).unwrap_or(&[]);
    let behind = bytes.get(end..bytes.len().min(end + NEAR)).unwrap_or(&[]);
    let line = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let before = before.rsplit(line).next().unwrap_or(before);
    let behind = behind.split(line).next().unwrap_or(behind);
    let imports = |text: &'_ [u8]| {
        let text = text.to_ascii_lowercase();
        let stands = |stem: &&[u8]| memchr::memmem::find(&text, stem).is_some();
        STEMS.iter().any(stands) || text.split(|byte| !is_word(*byte)).any(|word| WORDS.contains(&word))
    };
    // a line of Go's list of imports
    let is_listed = matches!(behind.trim_ascii(), b"\"") && before.trim_ascii() == b"\"";
    is_listed || imports(before) || imports(behind)
}

/// Whether a call takes a plain name that could hold a key: one that is given a text in this file, or is called as a
/// parameter for keys is.
fn takes_name(bytes: &[u8], at: usize) -> bool {
    const PARAMETERS: [&[u8]; 5] = [b"key", b"flag", b"feature", b"toggle", b"name"];
    names_taken(bytes, at).any(|name| {
        has_one(name, &PARAMETERS)
            || memchr::memmem::find_iter(bytes, name)
                .any(|at| is_given_text(bytes.get(at + name.len()..).unwrap_or(&[])))
    })
}

/// As [`vocabulary::is_plain`].
fn is_plain(name: &[u8]) -> bool {
    name.iter().skip(1).all(u8::is_ascii_lowercase)
}

/// Whether a call takes a plain name that is one of a flag: what takes a key by that name is a helper of its own.
fn takes_flag(bytes: &[u8], at: usize) -> bool {
    const FLAGS: [&[u8]; 3] = [b"flag", b"feature", b"toggle"];
    names_taken(bytes, at).any(|name| has_one(name, &FLAGS))
}

/// Whether a name has one of some words in lower case.
fn has_one(name: &[u8], words: &[&[u8]]) -> bool {
    let lower = name.to_ascii_lowercase();
    words.iter().any(|word| memchr::memmem::find(&lower, word).is_some())
}

/// The names that a call takes, as far as they stand near.
fn names_taken(bytes: &[u8], at: usize) -> impl Iterator<Item = &[u8]> {
    const NEAR: usize = 160;
    let near = bytes.get(at..bytes.len().min(at + NEAR)).unwrap_or(&[]);
    let arguments = near.strip_prefix(b"(").unwrap_or(&[]);
    let end = memchr::memchr3(b')', b'{', b';', arguments).unwrap_or(arguments.len());
    let arguments = arguments.get(..end).unwrap_or(&[]).split(|byte| *byte == b',');
    let is_plain = |name: &&[u8]| {
        let mut bytes = name.iter();
        name.len() >= SHORT && bytes.all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    arguments.map(<[u8]>::trim_ascii).filter(is_plain)
}

/// `= "k"`, `: "k"`, `string = "k"`: what follows a name gives it a text.
fn is_given_text(behind: &[u8]) -> bool {
    const NEAR: usize = 40;
    let near = behind.get(..behind.len().min(NEAR)).unwrap_or(behind);
    let Some(at) = near.iter().position(|byte| matches!(byte, b'=' | b'\n' | b'(' | b'"')) else {
        return false;
    };
    let given = near.get(at + 1..).unwrap_or(&[]).trim_ascii_start();
    near.get(at) == Some(&b'=') && matches!(given.first(), Some(b'"' | b'\'' | b'`'))
}

/// Whether what follows a name gives it a value.
fn is_given(behind: &[u8]) -> bool {
    let behind = behind
        .strip_prefix(b"\"")
        .or(behind.strip_prefix(b"'"))
        .unwrap_or(behind);
    matches!(behind.trim_ascii_start(), [b':', next, ..] if *next != b':')
        || matches!(behind.trim_ascii_start(), [b'=', next, ..] if !matches!(next, b'=' | b'>'))
}

/// Whether what follows a name gives it an object or a list that is written out there.
fn is_written_out(behind: &[u8]) -> bool {
    let behind = behind
        .strip_prefix(b"\"")
        .or(behind.strip_prefix(b"'"))
        .unwrap_or(behind);
    let given = match behind.trim_ascii_start() {
        [b':' | b'=', given @ ..] => given.strip_prefix(b">").unwrap_or(given).trim_ascii_start(),
        _ => return false,
    };
    matches!(given, [b'{' | b'[', next, ..] if !matches!(next, b'}' | b']'))
}

/// Whether what follows a name gives it what may be an object of flags or the type of one: no literal, no list but one
/// of pairs, nothing empty.
fn is_given_object(behind: &[u8]) -> bool {
    const NEAR: usize = 120;
    let behind = behind
        .strip_prefix(b"\"")
        .or(behind.strip_prefix(b"'"))
        .unwrap_or(behind);
    // `flags={flags}` hands it on
    let handed_on = matches!(behind, [b'=', b'{', next, ..] if *next != b'{');
    if handed_on || !is_given(behind) {
        return false;
    }
    let given = behind.trim_ascii_start().get(1..).unwrap_or(&[]).trim_ascii_start();
    let near = given.get(..given.len().min(NEAR)).unwrap_or(given);
    let line = near.split(|byte| *byte == b'\n').next().unwrap_or(near);
    match given.first() {
        None | Some(b'"' | b'\'' | b'`' | b'0'..=b'9') => false,
        Some(b'[') => matches!(
            given.get(1..).unwrap_or(&[]).trim_ascii_start().first(),
            Some(b'[' | b'(')
        ),
        Some(b'{' | b'(') => given.get(1..).unwrap_or(&[]).trim_ascii_start().first() != Some(&b'}'),
        // a variable's value stands elsewhere
        Some(byte) if byte.is_ascii_lowercase() => line.iter().any(|byte| matches!(byte, b'{' | b'(' | b'<' | b' ')),
        // `PropTypes.object` is a value
        Some(_) => {
            let name = given
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
                .count();
            !matches!(given.get(name..), Some([b'.', next, ..]) if next.is_ascii_lowercase())
        }
    }
}

/// Whether something is read from what ends before this, or it is written out: a member, names that are taken out of it,
/// `flags = { … }`, `flags={{ … }}`.
fn is_read_from(behind: &[u8]) -> bool {
    match behind.trim_ascii_start() {
        [b'.' | b'[', ..] | [b'?' | b'!', b'.', ..] | [b'=', b'{', b'{', ..] => true,
        // `flags={flags}` hands it on
        [b'=', b'{', ..] => false,
        [b':' | b'=', rest @ ..] => rest.trim_ascii_start().first() == Some(&b'{'),
        _ => false,
    }
}

/// Whether what follows is all that a variable is given or that a function gives: `= this.props.flags`, `return config.flags`,
/// `=> config.flags`. A property of markup (`flags={flags}`) hands it on, and nobody asks.
fn is_result(before: &[u8]) -> bool {
    const NEAR: usize = 200;
    let near = before.get(before.len().saturating_sub(NEAR)..).unwrap_or(before);
    let chain =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'?' | b'!' | b'(' | b')');
    let chain = near.iter().rev().take_while(chain).count();
    let head = near.get(..near.len() - chain).unwrap_or(near);
    let text = head.trim_ascii_end();
    text.len() < head.len() && (text.ends_with(b"=") || text.ends_with(b"=>") || text.ends_with(b"return"))
}

/// Whether a file hands a name of another file on: `export { name } from "…"`, on one line or on several.
fn is_passed_on(before: &[u8]) -> bool {
    const NEAR: usize = 1024;
    let near = before.get(before.len().saturating_sub(NEAR)..).unwrap_or(before);
    let Some(at) = near.iter().rposition(|byte| matches!(byte, b'{' | b'}' | b'(' | b';')) else {
        return false;
    };
    let (head, open) = near.split_at(at);
    open.first() == Some(&b'{') && head.trim_ascii_end().ends_with(b"export")
}

/// Whether what follows a name is a call with something that could be a key: a string, a symbol, a constant.
fn takes_key(behind: &[u8]) -> bool {
    const NEAR: usize = 160;
    let near = behind.get(..behind.len().min(NEAR)).unwrap_or(behind);
    let near = match near.first() {
        Some(b'(' | b'[' | b'<' | b'?' | b'!') => near,
        // without brackets, the key comes first: `feature :x`
        Some(b' ') => {
            let first = near.trim_ascii_start().first();
            return first
                .is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'`' | b':' | b'(') || byte.is_ascii_uppercase());
        }
        _ => return false,
    };
    let mut before = b'(';
    for byte in near.iter().copied() {
        match byte {
            b'"' | b'\'' | b'`' => return true,
            // a symbol, or a constant of a namespace
            b':' if matches!(before, b' ' | b'(' | b':') => return true,
            byte if byte.is_ascii_uppercase() && !before.is_ascii_alphanumeric() => return true,
            b')' | b';' | b'{' | b'}' => return false,
            _ => {}
        }
        before = byte;
    }
    // a long argument list that goes on
    near.len() == NEAR
}

#[cfg(test)]
mod tests {
    use super::{Needle, fits};

    #[test]
    fn a_module_that_is_an_ordinary_word_counts_where_something_is_imported() {
        let counts = |text: &str| {
            let start = text.find("plit").expect("the text names it") - 1;
            fits(text.as_bytes(), start, start + "split".len(), Needle::Module)
        };
        for text in [
            "import Split\n",
            "@testable import Split",
            "require \"split\"",
            "from split import Client",
            "import os, split",
            "use split::Client;",
            "global using Split;",
            "} from 'split/react';",
            "const { on } = require('split')",
            "jest.doMock('split', () => ({}))",
            "import (\n\t\"fmt\"\n\t\"split\"\n)",
        ] {
            assert!(counts(text), "{text}");
        }
        for text in [
            "// MARK: - Split view",
            "import os\nline.split(1)",
            "split(1)\nimport os",
            "import Splitter",
        ] {
            assert!(!counts(text), "{text}");
        }
    }

    #[test]
    fn an_object_of_flags_counts_where_it_is_read_given_or_written_out() {
        let counts = |text: &str| {
            let start = text.find("flags").expect("the text names it");
            fits(text.as_bytes(), start, start + "flags".len(), Needle::Object)
        };
        for text in [
            "if (flags.newCart) {",
            "this.props.flags?.newCart",
            "flags[name]",
            "const { newCart } = config.flags;",
            "return config.flags;",
            "() => config.flags",
            "({ flags: { newCart } }) =>",
            "const flags = { newCart: true };",
            "<Cart flags={{ newCart: true }} />",
        ] {
            assert!(counts(text), "{text}");
        }
        for text in [
            "<Cart flags={props.all} />",
            "flags: PropTypes.object,",
            "send(flags)",
            "flagship.x",
        ] {
            assert!(!counts(text), "{text}");
        }
    }
}
