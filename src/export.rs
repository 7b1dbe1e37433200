//! From what single files say to one registry: facts are joined by key, then every flag's served value is proven.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use serde_json::Value;

use crate::conventions::kind_of;
use crate::registry::{
    Conflict, Environment, Evaluated, Flag, Kind, KindSource, Lifecycle, Registry, RegistrySource, ServesState,
    ValueType, VendorStale, When,
};
use crate::serves::{Accepts, Asked, Plan, Proof, Question, Requirement, prove, same_value, show};
use crate::sorted::in_place;

/// One file that was read, not yet joined: what its flags serve is known only after [`join`].
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The file and what it holds.
    pub source: RegistrySource,
    entries: Vec<Entry>,
    total: Option<usize>,
    labels: Vec<Label>,
    environment_names: Vec<(String, String)>,
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
    /// Ids of environments and what people call them.
    pub(crate) environment_names: Vec<(String, String)>,
}

/// A flag as one file tells it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) flag: Flag,
    /// The file says where in its life the flag is.
    pub(crate) lifecycle_said: bool,
    /// Tags that only their ids name.
    pub(crate) label_ids: Vec<String>,
    /// Somebody has put off the vendor's verdict until then.
    pub(crate) snoozed_until: Option<Timestamp>,
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
    /// One file says it twice, and differently.
    contested: bool,
}

/// Joins exports by key, fact by fact: a later file only fills what earlier ones leave open. Then proves what is served as of a
/// moment.
pub fn join(mut exports: Vec<Export>, as_of: Timestamp) -> Registry {
    rename_environments(&mut exports);
    let count = exports.iter().map(|export| export.entries.len()).sum();
    let mut entries: Vec<Entry> = Vec::with_capacity(count);
    let mut places: HashMap<String, usize> = HashMap::with_capacity(count);
    let mut sources = sources(&exports);
    // Ids count within one service's files only.
    let mut labels: HashMap<(&'static str, String), Label> = HashMap::new();
    for export in &exports {
        let of = export.labels.iter().cloned();
        labels.extend(of.map(|label| ((export.source.format, label.id.clone()), label)));
    }
    let projects = shared_by_projects(&exports);
    let mut conflicts = Vec::new();
    for export in exports {
        let path = export.source.path;
        for mut entry in export.entries {
            if projects {
                entry.name_project();
            }
            match places.get(&entry.flag.key).and_then(|place| entries.get_mut(*place)) {
                Some(known) if projects && known.is_elsewhere(&entry) => known.adopt(entry),
                Some(known) => known.fill(entry, &path, &mut conflicts),
                None => {
                    places.insert(entry.flag.key.clone(), entries.len());
                    entries.push(entry);
                }
            }
        }
    }
    in_place(&mut entries, |left, right| left.flag.key.cmp(&right.flag.key));
    name_variations(&mut entries);
    for entry in &mut entries {
        entry.read_labels(&labels);
        entry.settle(as_of);
    }
    prove_all(&mut entries, as_of);
    let flags: Vec<Flag> = entries.into_iter().map(|entry| entry.flag).collect();
    let keys = flags.iter().enumerate().map(|(place, flag)| (flag.key.clone(), place));
    let mut index: BTreeMap<String, usize> = keys.collect();
    for (place, flag) in flags.iter().enumerate() {
        for alias in &flag.aliases {
            index.entry(alias.clone()).or_insert(place);
        }
    }
    for source in &mut sources {
        source.environments.sort();
    }
    conflicts.sort_by(|left, right| left.key.cmp(&right.key));
    Registry {
        flags,
        sources,
        index,
        conflicts,
    }
}

/// Whether some key stands in two projects: then environments are told apart by their project's name.
fn shared_by_projects(exports: &[Export]) -> bool {
    let mut projects: HashMap<&str, &str> = HashMap::new();
    let mut entries = exports.iter().flat_map(|export| &export.entries);
    entries.any(|entry| {
        let Some(project) = entry.flag.project.as_deref() else {
            return false;
        };
        *projects.entry(entry.flag.key.as_str()).or_insert(project) != project
    })
}

fn rename_environments(exports: &mut [Export]) {
    let mut names: HashMap<(&'static str, String), String> = HashMap::new();
    for export in exports.iter() {
        let of = export.environment_names.iter().cloned();
        names.extend(of.map(|(id, name)| ((export.source.format, id), name)));
    }
    if !names.is_empty() {
        exports.iter_mut().for_each(|export| export.rename_environments(&names));
    }
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
        self.environment_names.extend(other.environment_names);
    }

    /// Calls environments by their names, where the file knows only their ids.
    fn rename_environments(&mut self, names: &HashMap<(&'static str, String), String>) {
        let format = self.source.format;
        let rename = |id: &mut String| {
            if let Some(name) = names.get(&(format, id.clone())) {
                id.clone_from(name);
            }
        };
        self.source.environments.iter_mut().for_each(rename);
        for entry in &mut self.entries {
            entry
                .flag
                .environments
                .iter_mut()
                .for_each(|environment| rename(&mut environment.name));
            let named = entry
                .flag
                .prerequisites
                .iter_mut()
                .filter_map(|each| each.environment.as_mut());
            named.for_each(rename);
        }
    }

    /// Names the folder or pattern that the files were found by.
    pub(crate) fn named(mut self, path: &str) -> Self {
        path.clone_into(&mut self.source.path);
        self
    }
}

impl Draft {
    /// Adds a flag.
    pub(crate) fn push(&mut self, mut entry: Entry) {
        entry.shrink();
        self.entries.push(entry);
    }

    /// Adds flags.
    pub(crate) fn extend(&mut self, entries: impl IntoIterator<Item = Entry>) {
        entries.into_iter().for_each(|entry| self.push(entry));
    }

    /// Gives the file its name.
    pub(crate) fn finish(self, path: &str, format: &'static str) -> Export {
        let keys: HashSet<&str> = self.entries.iter().map(|entry| entry.flag.key.as_str()).collect();
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
            environment_names: self.environment_names,
        }
    }
}

impl Entry {
    pub(crate) fn new(flag: Flag) -> Self {
        Self {
            flag,
            lifecycle_said: false,
            label_ids: Vec::new(),
            snoozed_until: None,
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
            contested: false,
        });
    }

    /// Gives back what its lists have room for: a large export has tens of thousands of short ones.
    fn shrink(&mut self) {
        self.flag.environments.shrink_to_fit();
        self.plans.shrink_to_fit();
        for plan in self
            .plans
            .iter_mut()
            .flat_map(|plans| [&mut plans.value, &mut plans.variant])
        {
            if let Some(Plan::Tree(tree)) = plan {
                tree.rules.shrink_to_fit();
                tree.targets.shrink_to_fit();
            }
        }
    }

    /// The type of the values and the values themselves.
    pub(crate) fn variations(&mut self, variations: Vec<Value>) {
        self.flag.value_type = variations.first().map(type_of);
        self.flag.variations = variations;
    }

    /// Begins the names of its environments with its project's.
    fn name_project(&mut self) {
        let flag = &mut self.flag;
        let Some(project) = flag.project.as_deref() else { return };
        let of_flags = flag.environments.iter_mut().map(|environment| &mut environment.name);
        let named = flag
            .prerequisites
            .iter_mut()
            .filter_map(|each| each.environment.as_mut());
        for name in of_flags.chain(named) {
            *name = format!("{project}/{name}");
        }
    }

    /// The same key in another project.
    fn is_elsewhere(&self, other: &Self) -> bool {
        match (self.flag.project.as_deref(), other.flag.project.as_deref()) {
            (Some(projects), Some(project)) => projects.split(", ").all(|known| known != project),
            _ => false,
        }
    }

    /// Code that reads the key may mean either project's flag, so both must agree before anything follows.
    fn adopt(&mut self, other: Self) {
        let (flag, later) = (&mut self.flag, other.flag);
        let projects = [flag.project.take(), later.project].into_iter().flatten();
        flag.project = Some(projects.collect::<Vec<_>>().join(", "));
        let alive = |lifecycle: Lifecycle| !matches!(lifecycle, Lifecycle::Archived | Lifecycle::Deleted);
        if !alive(flag.lifecycle) && alive(later.lifecycle) {
            flag.lifecycle = later.lifecycle;
        }
        if later.permanent == Some(true) {
            flag.permanent = later.permanent;
        }
        if flag.value_type != later.value_type {
            flag.value_type = None;
        }
        let newer = match (&flag.changed, &later.changed) {
            (Some(When::Time(first)), Some(When::Time(second))) => first < second,
            (known, _) => known.is_none(),
        };
        if newer {
            flag.changed = later.changed;
        }
        for value in later.variations {
            if !flag.variations.contains(&value) {
                flag.variations.push(value);
            }
        }
        flag.environments.extend(later.environments);
        flag.prerequisites.extend(later.prerequisites);
        self.plans.extend(other.plans);
    }

    /// Takes from a later file what this one leaves open.
    fn fill(&mut self, other: Self, path: &str, conflicts: &mut Vec<Conflict>) {
        let disagree = self.disagreements(&other, path);
        conflicts.extend(disagree);
        let (flag, later) = (&mut self.flag, other.flag);
        let mut told: Vec<&'static str> = Vec::new();
        let mut note = |name: &'static str, filled: bool| told.extend(filled.then_some(name));
        note("name", fill(&mut flag.name, later.name));
        note("description", fill(&mut flag.description, later.description));
        note("project", fill(&mut flag.project, later.project));
        note("permanent", fill(&mut flag.permanent, later.permanent));
        note("created", fill(&mut flag.created, later.created));
        note("changed", fill(&mut flag.changed, later.changed));
        note("evaluated", fill(&mut flag.evaluated, later.evaluated));
        note("expires", fill(&mut flag.expires, later.expires));
        note("ticket", fill(&mut flag.ticket, later.ticket));
        note("client_side", fill(&mut flag.client_side, later.client_side));
        note(
            "stale_by_vendor",
            fill(&mut flag.stale_by_vendor, later.stale_by_vendor),
        );
        note("value_type", fill(&mut flag.value_type, later.value_type));
        note("owners", fill_list(&mut flag.owners, later.owners));
        note("tags", fill_list(&mut flag.tags, later.tags));
        note("tags", fill_list(&mut self.label_ids, other.label_ids));
        fill(&mut self.snoozed_until, other.snoozed_until);
        note("variations", fill_list(&mut flag.variations, later.variations));
        note("prerequisites", fill_list(&mut flag.prerequisites, later.prerequisites));
        for alias in later.aliases {
            if !flag.aliases.contains(&alias) {
                flag.aliases.push(alias);
            }
        }
        if flag.kind == Kind::Unknown && later.kind != Kind::Unknown {
            (flag.kind, flag.kind_source) = (later.kind, later.kind_source);
            told.push("kind");
        }
        if !self.lifecycle_said && other.lifecycle_said {
            flag.lifecycle = later.lifecycle;
            self.lifecycle_said = true;
            told.push("lifecycle");
        }
        // Pages and folders that were given as one are one file.
        if path != flag.source.path {
            for name in told {
                flag.told_by.entry(name).or_insert_with(|| path.to_owned());
            }
        }
        for (environment, plans) in later.environments.into_iter().zip(other.plans) {
            self.fill_environment(environment, plans, path);
        }
    }

    /// Facts of which both files speak, differently.
    fn disagreements(&self, other: &Self, path: &str) -> Vec<Conflict> {
        let (flag, later) = (&self.flag, &other.flag);
        let mut found = Vec::new();
        let mut compare = |fact: &'static str, environment: Option<&str>, words: Option<(String, String)>| {
            let Some((first, second)) = words.filter(|(first, second)| first != second) else {
                return;
            };
            found.push(Conflict {
                key: flag.key.clone(),
                environment: environment.map(str::to_owned),
                fact,
                first: (flag.source.path.clone(), first),
                second: (path.to_owned(), second),
            });
        };
        let kinds = [flag.value_type, later.value_type].map(|kind| kind.map(word_of));
        compare("the type of its values", None, both(kinds));
        let stays =
            |permanent: Option<bool>| permanent.map(|stays| if stays { "permanent" } else { "temporary" }.to_owned());
        compare(
            "whether it is meant to stay",
            None,
            both([stays(flag.permanent), stays(later.permanent)]),
        );
        let said = |entry: &Self| entry.lifecycle_said.then(|| word_of(entry.flag.lifecycle));
        compare("where in its life it is", None, both([said(self), said(other)]));
        for environment in &later.environments {
            let Some(known) = flag
                .environments
                .iter()
                .find(|known| known.name.eq_ignore_ascii_case(&environment.name))
            else {
                continue;
            };
            let on = |enabled: Option<bool>| enabled.map(|on| if on { "on" } else { "off" }.to_owned());
            let words = both([on(known.enabled), on(environment.enabled)]);
            compare("whether it is on", Some(&environment.name), words);
        }
        found
    }

    fn fill_environment(&mut self, later: Environment, plans: Plans, path: &str) {
        let same_file = path == self.flag.source.path;
        let position = self
            .flag
            .environments
            .iter()
            .position(|environment| environment.name.eq_ignore_ascii_case(&later.name));
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
        known.contested |= plans.contested
            || same_file && (differs(&known.value, &plans.value) || differs(&known.variant, &plans.variant));
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

    /// Facts about the flag as a whole that follow from its environments and the moment.
    fn settle(&mut self, as_of: Timestamp) {
        for plans in self.plans.iter_mut().filter(|plans| plans.contested) {
            let why = || Plan::Unknown("the file speaks of it twice, and differently".to_owned());
            plans.value = plans.value.is_some().then(why);
            plans.variant = plans.variant.is_some().then(why);
        }
        let flag = &mut self.flag;
        if let Some(verdict) = &mut flag.stale_by_vendor
            && self.snoozed_until.is_some_and(|until| as_of < until)
        {
            (verdict.stale, verdict.reason) = (false, None);
        }
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

/// Whether something was open and is known now.
fn fill<T>(known: &mut Option<T>, later: Option<T>) -> bool {
    let open = known.is_none() && later.is_some();
    if open {
        *known = later;
    }
    open
}

/// The same for a list.
fn fill_list<T>(known: &mut Vec<T>, later: Vec<T>) -> bool {
    let open = known.is_empty() && !later.is_empty();
    if open {
        *known = later;
    }
    open
}

/// The word by which the outputs name a type or a stage.
fn word_of<T: serde::Serialize>(value: T) -> String {
    let value = serde_json::to_value(value).unwrap_or(Value::Null);
    value.as_str().unwrap_or_default().to_owned()
}

/// Both, if both speak.
fn both([first, second]: [Option<String>; 2]) -> Option<(String, String)> {
    Some((first?, second?))
}

/// Two answers that are both understood, and not the same.
fn differs(known: &Option<Plan>, later: &Option<Plan>) -> bool {
    let understood = |plan: &Option<Plan>| plan.as_ref().is_some_and(Plan::is_understood);
    known != later && understood(known) && understood(later)
}

/// An answer from a later file counts where the earlier one has none, or holds something that is not understood and the later
/// one does not.
fn fill_plan(known: &mut Option<Plan>, later: Option<Plan>) {
    let says_more = match (known.as_ref(), &later) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(Plan::Unknown(_)), Some(later)) => !matches!(later, Plan::Unknown(_)),
        (Some(known), Some(later)) => !known.is_understood() && later.is_understood(),
    };
    if says_more {
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

/// Prerequisites that name a variation by its number, or say which values do not satisfy them, get the parent's values, which
/// may stand in another file.
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
            let of_rules = tree.rules.iter_mut().flat_map(|rule| &mut rule.requirements);
            for requirement in tree.requirements.iter_mut().chain(of_rules) {
                let Some(parent) = values.get(&requirement.flag) else {
                    continue;
                };
                let Some(named) = named_values(requirement, parent) else {
                    continue;
                };
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

/// The parent's values that satisfy a requirement which does not list them itself.
fn named_values(requirement: &mut Requirement, parent: &[Value]) -> Option<Vec<Value>> {
    match &requirement.accepts {
        Accepts::Values(_) => None,
        Accepts::Variations(variations) => {
            let named: Option<Vec<Value>> = variations
                .iter()
                .map(|variation| parent.get(*variation as usize).cloned())
                .collect();
            let words = |named: &Vec<Value>| named.iter().map(show).collect::<Vec<_>>().join(" or ");
            requirement.words = named.as_ref().map(words);
            named
        }
        Accepts::Except(excepted) => {
            let accepted = |each: &&Value| !excepted.iter().any(|other| same_value(other, each));
            let named: Vec<Value> = parent.iter().filter(accepted).cloned().collect();
            (!named.is_empty()).then_some(named)
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
                    environment.reasons.push(variant_in_words(&proof));
                }
                environment.variant = Some(proof.serves);
            }
        }
        environment.reasons.extend(notes);
    }
}

fn variant_in_words(proof: &Proof) -> String {
    match (proof.serves.state, &proof.serves.value) {
        (ServesState::Constant, Some(value)) => format!("everyone gets the variant {}", show(value)),
        (ServesState::CodeDefault, _) => "nobody gets a variant: the default at the call counts".to_owned(),
        (ServesState::Split, _) => "different contexts get different variants".to_owned(),
        _ => match proof.reasons.first() {
            Some(why) => format!("which variant is served is unknown: {why}"),
            None => "which variant is served is unknown".to_owned(),
        },
    }
}
