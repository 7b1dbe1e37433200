//! The short form of a fix that a finding comes with. Making one means reading and parsing files again, so those of an
//! earlier run are kept for as long as no file is changed.

use std::collections::BTreeMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::{Aim, Basis, Disk, Wanted, due};
use crate::cache::Cache;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::evidence;
use crate::fix::Plan;
use crate::join::Joined;
use crate::lints::Context;
use crate::scan::Scan;

/// What findings are given: a line of help, and the edits; `None`: the flag cannot be taken out.
type Suggestion = Option<(String, Fix)>;

/// The suggestions for flags that are due.
pub(crate) struct Suggestions<'a> {
    /// Where they are kept, and under which name; `None`: nowhere.
    place: Option<(&'a Cache, String)>,
    /// By all that decides about them.
    known: BTreeMap<u128, Suggestion>,
    /// Some are not kept yet.
    fresh: bool,
}

impl<'a> Suggestions<'a> {
    /// Those that an earlier run made of the same files; `state` tells what all of them hold.
    pub(crate) fn load(cache: Option<&'a Cache>, state: Option<u128>) -> Self {
        let place = cache.zip(state).map(|(cache, state)| {
            let name = cache.name([b"suggestions".as_slice(), &state.to_le_bytes()]);
            (cache, name)
        });
        let parts = place.as_ref().and_then(|(cache, name)| cache.load(name));
        let known = parts.and_then(|parts| postcard::from_bytes(parts.get(0)).ok());
        Self {
            place,
            known: known.unwrap_or_default(),
            fresh: false,
        }
    }

    /// Gives the first finding of each flag that is due its fix, each as if it were the only one. `disk` is asked for
    /// where a suggestion has to be made.
    pub(crate) fn attach(
        &mut self,
        diagnostics: &mut [Diagnostic],
        joined: &Joined,
        basis: &Basis<'_>,
        (scan, disk): (&mut Scan, impl FnOnce(&mut Scan) -> Option<Disk>),
    ) {
        let context = Context::new(joined, basis.registry, basis.policy);
        let wanted = due(diagnostics);
        let aims: Vec<(&Wanted, Aim<'_>)> = wanted
            .iter()
            .filter_map(|flag| Some((flag, Aim::new(flag, joined, basis, &context).ok()?)))
            .collect();
        let aims: Vec<_> = aims
            .into_iter()
            .map(|(flag, aim)| (flag, aim.fingerprint(), aim))
            .collect();
        let missing = |print: &u128| !self.known.contains_key(print);
        let disk = aims
            .iter()
            .any(|(_, print, _)| missing(print))
            .then(|| disk(scan))
            .flatten();
        if let Some(disk) = &disk {
            let scan = &*scan;
            let made = aims.par_iter().filter(|(_, print, _)| missing(print));
            let made: Vec<_> = made
                .map(|(_, print, aim)| (*print, aim.suggestion(scan, disk)))
                .collect();
            self.fresh |= !made.is_empty();
            self.known.extend(made);
        }
        for (flag, print, _) in aims {
            let suggestion = self.known.get(&print).cloned().flatten();
            let first = diagnostics
                .iter_mut()
                .find(|finding| finding.flag.as_deref() == Some(&flag.key) && finding.served.is_some());
            if let (Some(finding), Some((help, fix))) = (first, suggestion) {
                finding.help.insert(0, help);
                finding.fix = Some(fix);
            }
        }
    }

    /// Keeps them.
    ///
    /// # Errors
    /// Why they cannot be kept.
    pub(crate) fn store(&self) -> Result<(), String> {
        let Some((cache, name)) = self.place.as_ref().filter(|_| self.fresh) else {
            return Ok(());
        };
        let bytes = postcard::to_stdvec(&self.known).map_err(|error| error.to_string())?;
        cache.store(name, &[&bytes]).map_err(|error| error.to_string())?;
        Ok(())
    }
}

impl Aim<'_> {
    fn suggestion(&self, scan: &Scan, disk: &Disk) -> Suggestion {
        let plan = self.plan(scan, disk);
        Some((suggestion(&plan), plan.fix()?))
    }

    /// Of all that the plan rests on besides the files.
    fn fingerprint(&self) -> u128 {
        let values: Vec<_> = self.usage.uses.iter().map(|found| self.value(found)).collect();
        let others = self.joined.usages.iter().map(|usage| usage.key.as_str());
        let others: Vec<&str> = others.filter(|other| self.is_other(other)).collect();
        // Written out in full: what differs in anything at all has another text.
        let text = format!(
            "{:?} {:?} {values:?} {:?} {others:?}",
            self.key, self.usage.uses, self.possible
        );
        xxh3_128(text.as_bytes())
    }
}

/// What to call, and what it would do.
fn suggestion(plan: &Plan) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/' | ':');
    // A key that a shell could read as more than a word is not put into a command.
    let flag = match plan.key.chars().all(plain) && !plan.key.starts_with('-') {
        true => format!(" --flag {}", plan.key),
        false => String::new(),
    };
    let files = evidence::count(plan.files.len(), "file");
    match plan.applicability {
        Applicability::Safe => format!("`flagdebt fix{flag} --write` does it, in {files}"),
        Applicability::Review => {
            let places = evidence::count(plan.remarks.len(), "place");
            format!("`flagdebt fix{flag} --review` shows how, in {files}; look at {places}")
        }
    }
}
