//! From what single files say to one registry: facts are joined by key, then every flag's served value is proven.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use serde_json::Value;

use crate::conventions::kind_of;
use crate::registry::{
    Environment, Evaluated, Flag, Kind, KindSource, Lifecycle, Registry, RegistrySource, Serves, ServesState,
    ValueType, VendorStale, When,
};
use crate::serves::{Accepts, Asked, Plan, Proof, Question, prove, show};

/// One file that was read, not yet joined: what its flags serve is known only after [`join`].
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The file and what it holds.
    pub source: RegistrySource,
    entries: Vec<Entry>,
    total: Option<usize>,
    labels: Vec<Label>,
}

/// A tag that flags name by its id, often in another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) id: String,
    pub(crate) text: String,
    /// Flags with it are meant to stay.
    pub(crate) permanent: bool,
    /// The vendor puts it on flags that it calls stale.
    pub(crate) stale: bool,
}

/// What a reader makes of a file.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) entries: Vec<Entry>,
    /// How many flags the service has, where the file says so.
    pub(crate) total: Option<usize>,
    /// The file says that more flags exist, but not how many.
    pub(crate) more: bool,
    /// Tags that flags name by their ids.
    pub(crate) labels: Vec<Label>,
}

/// A flag as one file tells it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) flag: Flag,
    /// The file says where in its life the flag is.
    pub(crate) lifecycle_said: bool,
    /// Tags that only their ids name.
    pub(crate) label_ids: Vec<String>,
    /// One for each of the flag's environments.
    plans: Vec<Plans>,
}

/// What a file says about serving in one environment.
#[derive(Debug, Clone, Default, PartialEq)]
struct Plans {
    value: Option<Plan>,
    variant: Option<Plan>,
    /// Where files disagree.
    notes: Vec<String>,
}

/// Joins exports by key, fact by fact: a later file only fills what earlier ones leave open. Then proves what is served as of a
/// moment.
pub fn join(exports: Vec<Export>, as_of: Timestamp) -> Registry {
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut sources = sources(&exports);
    // Ids count within one service's files only.
    let mut labels: HashMap<(&'static str, String), Label> = HashMap::new();
    for export in &exports {
        let of = export.labels.iter().cloned();
        labels.extend(of.map(|label| ((export.source.format, label.id.clone()), label)));
    }
    for export in exports {
        let path = export.source.path;
        for entry in export.entries {
            match places.get(&entry.flag.key).and_then(|place| entries.get_mut(*place)) {
                Some(known) => known.fill(entry, &path),
                None => {
                    places.insert(entry.flag.key.clone(), entries.len());
                    entries.push(entry);
                }
            }
        }
    }
    entries.sort_by(|left, right| left.flag.key.cmp(&right.flag.key));
    name_variations(&mut entries);
    for entry in &mut entries {
        entry.read_labels(&labels);
        entry.settle();
    }
    prove_all(&mut entries, as_of);
    let flags: Vec<Flag> = entries.into_iter().map(|entry| entry.flag).collect();
    let aliases = flags
        .iter()
        .enumerate()
        .flat_map(|(index, flag)| flag.aliases.iter().map(move |alias| (alias, index)));
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (alias, place) in aliases {
        index.entry(alias.clone()).or_insert(place);
    }
    index.extend(flags.iter().enumerate().map(|(place, flag)| (flag.key.clone(), place)));
    for source in &mut sources {
        source.environments.sort();
    }
    Registry { flags, sources, index }
}

impl Export {
    /// Adds what another file of the same folder holds.
    pub(crate) fn append(&mut self, other: Self) {
        self.source.flags += other.source.flags;
        self.source.environments.extend(other.source.environments);
        self.source.environments.sort();
        self.source.environments.dedup();
        self.source.partial = self.source.partial.take().or(other.source.partial);
        self.total = None;
        self.entries.extend(other.entries);
        self.labels.extend(other.labels);
    }

    /// Names the folder or pattern that the files were found by.
    pub(crate) fn named(mut self, path: &str) -> Self {
        path.clone_into(&mut self.source.path);
        self
    }
}

impl Draft {
    /// Adds a flag.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Gives the file its name.
    pub(crate) fn finish(self, path: &str, format: &'static str) -> Export {
        let keys: BTreeSet<&str> = self.entries.iter().map(|entry| entry.flag.key.as_str()).collect();
        let count = keys.len();
        let flags = if count == 1 { "flag" } else { "flags" };
        let partial = match self.total {
            Some(total) if total > count => {
                Some(format!("{count} of {total} flags: read the export's other pages too"))
            }
            _ if self.more => Some(format!(
                "{count} {flags}, and the file says that more exist: read its other pages too"
            )),
            _ => None,
        };
        let environments: BTreeSet<&String> = self
            .entries
            .iter()
            .flat_map(|entry| &entry.flag.environments)
            .map(|environment| &environment.name)
            .collect();
        let environments = environments.into_iter().cloned().collect();
        let source = RegistrySource {
            path: path.to_owned(),
            format,
            flags: count,
            environments,
            partial,
        };
        Export {
            source,
            entries: self.entries,
            total: self.total,
            labels: self.labels,
        }
    }
}

impl Entry {
    pub(crate) fn new(flag: Flag) -> Self {
        Self {
            flag,
            lifecycle_said: false,
            label_ids: Vec::new(),
            plans: Vec::new(),
        }
    }

    /// Says where in its life the flag is.
    pub(crate) fn lifecycle(&mut self, lifecycle: Lifecycle) {
        self.flag.lifecycle = lifecycle;
        self.lifecycle_said = true;
    }

    /// Adds an environment and what is known of serving there.
    pub(crate) fn environment(&mut self, environment: Environment, value: Option<Plan>, variant: Option<Plan>) {
        self.flag.environments.push(environment);
        self.plans.push(Plans {
            value,
            variant,
            notes: Vec::new(),
        });
    }

    /// The type of the values and the values themselves.
    pub(crate) fn variations(&mut self, variations: Vec<Value>) {
        self.flag.value_type = variations.first().map(type_of);
        self.flag.variations = variations;
    }

    /// Takes from a later file what this one leaves open.
    fn fill(&mut self, other: Self, path: &str) {
        let (flag, later) = (&mut self.flag, other.flag);
        fill(&mut flag.name, later.name);
        fill(&mut flag.description, later.description);
        fill(&mut flag.project, later.project);
        fill(&mut flag.permanent, later.permanent);
        fill(&mut flag.created, later.created);
        fill(&mut flag.changed, later.changed);
        fill(&mut flag.evaluated, later.evaluated);
        fill(&mut flag.expires, later.expires);
        fill(&mut flag.ticket, later.ticket);
        fill(&mut flag.client_side, later.client_side);
        fill(&mut flag.stale_by_vendor, later.stale_by_vendor);
        fill(&mut flag.value_type, later.value_type);
        fill_list(&mut self.label_ids, other.label_ids);
        fill_list(&mut flag.owners, later.owners);
        fill_list(&mut flag.tags, later.tags);
        fill_list(&mut flag.variations, later.variations);
        fill_list(&mut flag.prerequisites, later.prerequisites);
        for alias in later.aliases {
            if !flag.aliases.contains(&alias) {
                flag.aliases.push(alias);
            }
        }
        if flag.kind == Kind::Unknown {
            (flag.kind, flag.kind_source) = (later.kind, later.kind_source);
        }
        if !self.lifecycle_said && other.lifecycle_said {
            flag.lifecycle = later.lifecycle;
            self.lifecycle_said = true;
        }
        for (environment, plans) in later.environments.into_iter().zip(other.plans) {
            self.fill_environment(environment, plans, path);
        }
    }

    fn fill_environment(&mut self, later: Environment, plans: Plans, path: &str) {
        let position = self
            .flag
            .environments
            .iter()
            .position(|environment| environment.name == later.name);
        let known = position.and_then(|at| self.flag.environments.get_mut(at).zip(self.plans.get_mut(at)));
        let Some((environment, known)) = known else {
            self.flag.environments.push(later);
            self.plans.push(plans);
            return;
        };
        if let (Some(first), Some(second)) = (environment.enabled, later.enabled)
            && first != second
        {
            known.notes.push(format!(
                "`{path}` disagrees: there it is {}",
                if second { "on" } else { "off" }
            ));
        }
        fill(&mut environment.enabled, later.enabled);
        fill(&mut environment.default_when_off, later.default_when_off);
        fill(&mut environment.changed, later.changed);
        fill(&mut environment.evaluated, later.evaluated);
        fill_plan(&mut known.value, plans.value);
        fill_plan(&mut known.variant, plans.variant);
        known.notes.extend(plans.notes);
    }

    /// Tags that only their ids name get their texts, and what they say of the flag.
    fn read_labels(&mut self, labels: &HashMap<(&'static str, String), Label>) {
        let flag = &mut self.flag;
        for id in std::mem::take(&mut self.label_ids) {
            let Some(label) = labels.get(&(flag.source.format, id)) else {
                continue;
            };
            if label.permanent {
                flag.permanent = Some(true);
            }
            if label.stale && flag.stale_by_vendor.as_ref().is_none_or(|verdict| !verdict.stale) {
                let reason = Some(format!("tagged `{}`", label.text.escape_debug()));
                flag.stale_by_vendor = Some(VendorStale { stale: true, reason });
            }
            if let (Kind::Unknown, Some(kind)) = (flag.kind, kind_of(&label.text)) {
                (flag.kind, flag.kind_source) = (kind, KindSource::Declared);
            }
            if !flag.tags.contains(&label.text) {
                flag.tags.push(label.text.clone());
            }
        }
    }

    /// Facts about the flag as a whole that follow from its environments.
    fn settle(&mut self) {
        let flag = &mut self.flag;
        let changed = flag
            .environments
            .iter()
            .filter_map(|environment| environment.changed.as_ref()?.time())
            .max();
        let own = flag.changed.as_ref().map(When::time);
        if let Some(changed) = changed
            && own.is_none_or(|own| own.is_some_and(|own| own < changed))
        {
            flag.changed = Some(When::Time(changed));
        }
        let last = |evaluated: &Evaluated| match evaluated {
            Evaluated::At(time) => Some(*time),
            Evaluated::Never => None,
        };
        let here = flag.environments.iter().filter_map(|environment| environment.evaluated);
        let newest = here.chain(flag.evaluated).filter_map(|each| last(&each)).max();
        let never = |environment: &Environment| environment.evaluated == Some(Evaluated::Never);
        match newest {
            Some(time) => flag.evaluated = Some(Evaluated::At(time)),
            None if !flag.environments.is_empty() && flag.environments.iter().all(never) => {
                flag.evaluated = Some(Evaluated::Never);
            }
            None => {}
        }
    }
}

/// The type of a value.
pub(crate) fn type_of(value: &Value) -> ValueType {
    match value {
        Value::Bool(_) => ValueType::Boolean,
        Value::String(_) => ValueType::String,
        Value::Number(_) => ValueType::Number,
        Value::Null | Value::Array(_) | Value::Object(_) => ValueType::Json,
    }
}

fn fill<T>(known: &mut Option<T>, later: Option<T>) {
    if known.is_none() {
        *known = later;
    }
}

fn fill_list<T>(known: &mut Vec<T>, later: Vec<T>) {
    if known.is_empty() {
        *known = later;
    }
}

/// An answer from a later file counts where the earlier one has none.
fn fill_plan(known: &mut Option<Plan>, later: Option<Plan>) {
    let open = match known {
        None | Some(Plan::Unknown(_)) => true,
        Some(Plan::Stated(proof)) => proof.serves.state == ServesState::Unknown,
        Some(Plan::Tree(_)) => false,
    };
    let says_more = match &later {
        None => false,
        Some(Plan::Unknown(_)) => known.is_none(),
        Some(_) => true,
    };
    if open && says_more {
        *known = later;
    }
}

/// The files, without the warning that pages are missing where the other files are these pages.
fn sources(exports: &[Export]) -> Vec<RegistrySource> {
    let mut sources = Vec::with_capacity(exports.len());
    for export in exports {
        let mut source = export.source.clone();
        if let (Some(_), Some(total)) = (&source.partial, export.total) {
            let pages = exports
                .iter()
                .filter(|other| other.total == export.total && other.source.format == source.format);
            let keys: BTreeSet<&str> = pages
                .flat_map(|page| &page.entries)
                .map(|entry| entry.flag.key.as_str())
                .collect();
            if keys.len() >= total {
                source.partial = None;
            }
        }
        sources.push(source);
    }
    sources
}

/// Prerequisites that name a variation by its number get the parent's value, which may stand in another file.
fn name_variations(entries: &mut [Entry]) {
    let values: HashMap<String, Vec<Value>> = entries
        .iter()
        .map(|entry| (entry.flag.key.clone(), entry.flag.variations.clone()))
        .collect();
    for entry in entries {
        let (environments, prerequisites) = (&entry.flag.environments, &mut entry.flag.prerequisites);
        for (environment, plans) in environments.iter().zip(&mut entry.plans) {
            let Some(Plan::Tree(tree)) = &mut plans.value else {
                continue;
            };
            for requirement in &mut tree.requirements {
                let Accepts::Variations(variations) = &requirement.accepts else {
                    continue;
                };
                let Some(parent) = values.get(&requirement.flag) else {
                    continue;
                };
                let named: Option<Vec<Value>> = variations
                    .iter()
                    .map(|variation| parent.get(*variation as usize).cloned())
                    .collect();
                let Some(named) = named else { continue };
                requirement.words = Some(named.iter().map(show).collect::<Vec<_>>().join(" or "));
                for prerequisite in prerequisites.iter_mut() {
                    let here = prerequisite
                        .environment
                        .as_ref()
                        .is_none_or(|name| *name == environment.name);
                    if here && prerequisite.flag == requirement.flag && prerequisite.values.is_none() {
                        prerequisite.values = Some(named.clone());
                    }
                }
            }
        }
    }
}

fn prove_all(entries: &mut [Entry], as_of: Timestamp) {
    let retired = Plan::Unknown("retired: most SDKs then give the default value at the call".to_owned());
    let silent = Plan::Unknown("the file does not say what is served".to_owned());
    let mut asked = Vec::new();
    let mut places = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        for (position, (environment, plans)) in entry.flag.environments.iter().zip(&entry.plans).enumerate() {
            let value = plans.value.as_ref().unwrap_or(&silent);
            for (question, plan) in [
                (Question::Value, Some(value)),
                (Question::Variant, plans.variant.as_ref()),
            ] {
                let Some(plan) = plan else { continue };
                let plan = if entry.flag.is_retired() { &retired } else { plan };
                asked.push(Asked {
                    flag: &entry.flag.key,
                    environment: &environment.name,
                    question,
                    plan,
                });
                places.push((number, position, question));
            }
        }
    }
    let proofs = prove(&asked, as_of);
    for ((number, position, question), proof) in places.into_iter().zip(proofs) {
        let Some(entry) = entries.get_mut(number) else { continue };
        let Some(plans) = entry.plans.get_mut(position) else {
            continue;
        };
        let notes = std::mem::take(&mut plans.notes);
        // A file that states the answer has its own words for it.
        let stated = matches!(plans.variant, Some(Plan::Stated(_))) && !entry.flag.is_retired();
        let Some(environment) = entry.flag.environments.get_mut(position) else {
            continue;
        };
        match question {
            Question::Value => {
                let Proof {
                    serves,
                    overrides,
                    reasons,
                    rollout,
                } = proof;
                (environment.serves, environment.overrides) = (serves, overrides);
                (environment.reasons, environment.rollout) = (reasons, rollout);
            }
            Question::Variant => {
                if !stated {
                    environment.reasons.push(variant_in_words(&proof.serves));
                }
                environment.variant = Some(proof.serves);
            }
        }
        environment.reasons.extend(notes);
    }
}

fn variant_in_words(serves: &Serves) -> String {
    match (serves.state, &serves.value) {
        (ServesState::Constant, Some(value)) => format!("everyone gets the variant {}", show(value)),
        (ServesState::Split, _) => "different contexts get different variants".to_owned(),
        _ => "which variant is served is unknown".to_owned(),
    }
}
