//! Which flags decide whether the evaluation of another one is reached.

use std::collections::BTreeMap;

use crate::source::{Place, Span};
use crate::usage::{Certainty, Role, Usage, Use};

/// An arm of a branch around an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Index of the usage of the flag that decides the branch.
    pub usage: usize,
    /// The flag's value that is certain within; `None`: other conditions decide as well.
    pub value: Option<bool>,
    /// The whole conditional.
    pub branch: Place,
}

/// A branch by its index, with the arms around it.
type Decided = (usize, Vec<Around>);

/// The arms around every evaluation that has some.
#[derive(Debug, Clone, Default)]
pub struct Nesting {
    /// By the indexes of usage and use; outermost arm first.
    around: BTreeMap<(usize, usize), Vec<Around>>,
    /// The same for branches that a flag decides elsewhere, through a name that holds its value: with the branch's index.
    decided: BTreeMap<(usize, usize), Vec<Decided>>,
}

/// Where a flag decides, with what stands around it.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Index of the one branch that is decided through a name; `None`: the evaluation itself, with its own branches.
    pub branch: Option<usize>,
    /// The arms around, outermost first.
    pub around: &'a [Around],
}

/// So many arms around one place are kept, the innermost ones.
const DEPTH: usize = 64;

impl Nesting {
    /// Sorts the arms and the evaluations of each file and goes over them once.
    pub fn new(usages: &[Usage]) -> Self {
        let mut files: BTreeMap<&str, File> = BTreeMap::new();
        for (usage, at) in usages.iter().zip(0..) {
            for (item, index) in usage.uses.iter().zip(0..) {
                if item.role == Role::Evaluation && item.certainty >= Certainty::Likely {
                    files.entry(&item.path).or_default().add(item, at, index);
                }
            }
        }
        let mut nesting = Self::default();
        for file in files.into_values() {
            file.nest(&mut nesting);
        }
        nesting
    }

    /// The arms around an evaluation, outermost first.
    pub fn around(&self, usage: usize, index: usize) -> &[Around] {
        self.around.get(&(usage, index)).map_or(&[], Vec::as_slice)
    }

    /// The evaluation, and the branches elsewhere that it decides and that have arms around.
    pub fn decisions(&self, usage: usize, index: usize) -> impl Iterator<Item = Decision<'_>> {
        let own = Decision {
            branch: None,
            around: self.around(usage, index),
        };
        let decided = self.decided.get(&(usage, index)).into_iter().flatten();
        std::iter::once(own).chain(decided.map(|(branch, around)| Decision {
            branch: Some(*branch),
            around,
        }))
    }
}

#[derive(Default)]
struct File {
    /// Place, usage, use, and the branch where it is one elsewhere.
    places: Vec<(Span, usize, usize, Option<usize>)>,
    arms: Vec<(Span, Around)>,
}

impl File {
    fn add(&mut self, item: &Use, usage: usize, index: usize) {
        let own = item.whole.span;
        self.places.push((own, usage, index, None));
        for (branch, at) in item.branches.iter().zip(0..) {
            if !branch.whole.span.contains(own) {
                self.places.push((branch.whole.span, usage, index, Some(at)));
            }
            let arms = [
                (branch.consequence, branch.consequence_when),
                (branch.alternative, branch.alternative_when),
            ];
            for (place, value) in arms {
                let around = Around {
                    usage,
                    value,
                    branch: branch.whole,
                };
                self.arms.extend(place.map(|place| (place.span, around)));
            }
        }
    }

    fn nest(mut self, into: &mut Nesting) {
        self.places.sort_unstable();
        self.arms
            .sort_by_key(|(span, around)| (span.start, std::cmp::Reverse(span.end), around.usage));
        let mut arms = self.arms.into_iter().peekable();
        let mut open: Vec<(Span, Around)> = Vec::new();
        for (span, usage, index, branch) in self.places {
            while let Some(arm) = arms.next_if(|(arm, _)| arm.start <= span.start) {
                while open.last().is_some_and(|(outer, _)| outer.end <= arm.0.start) {
                    open.pop();
                }
                open.push(arm);
            }
            while open.last().is_some_and(|(outer, _)| outer.end <= span.start) {
                open.pop();
            }
            let from = open.len().saturating_sub(DEPTH);
            let around = open[from..].iter().filter(|(arm, _)| arm.contains(span));
            let around: Vec<Around> = around.map(|(_, around)| *around).collect();
            match branch {
                _ if around.is_empty() => {}
                None => {
                    into.around.insert((usage, index), around);
                }
                Some(branch) => into.decided.entry((usage, index)).or_default().push((branch, around)),
            }
        }
    }
}
