//! Owners of flags of which only the authors of the calls are known.

use std::collections::BTreeMap;

use flagdebt::diagnostic::Severity;
use flagdebt::git::Line;
use flagdebt::owners::{assign_authors, ownerless};
use flagdebt::source::Place;
use flagdebt::usage::{Role, Usage};

use crate::sample;

#[test]
fn of_two_authors_with_as_many_calls_the_last_one_owns() {
    let at = |line: u32| Place {
        line,
        ..Place::default()
    };
    let uses = [2, 3, 5, 8].map(|line| sample::one_use(Some("old"), at(line), at(line), Role::Evaluation));
    let usages = [Usage {
        key: "old".to_owned(),
        flag: None,
        uses: uses.to_vec(),
        possible: Vec::new(),
    }];
    let severity = Severity::Warning;
    let found = || vec![sample::finding("stale-flag", severity, "old", "old", None)];
    assert_eq!(
        ownerless(&found(), &usages),
        BTreeMap::from([("src/cart.ts".to_owned(), vec![2, 3, 5, 8])])
    );
    let owner = |lines: &[(u32, &str, i64)]| {
        let lines = lines.iter().map(|(line, author, second)| {
            let written = jiff::Timestamp::from_second(*second).expect("a time");
            let author = (*author).to_owned();
            (("src/cart.ts".to_owned(), *line), Line { author, written })
        });
        let mut diagnostics = found();
        assign_authors(&mut diagnostics, &usages, &lines.collect());
        diagnostics.remove(0).owner
    };
    assert_eq!(
        owner(&[(2, "A", 9), (3, "B", 1), (5, "B", 2)]),
        Some("B".to_owned()),
        "most calls"
    );
    assert_eq!(owner(&[(2, "A", 9), (3, "B", 1)]), Some("A".to_owned()), "the last one");
    assert_eq!(
        owner(&[(2, "B", 1), (3, "A", 1)]),
        Some("A".to_owned()),
        "the name decides in the end"
    );
    assert_eq!(owner(&[]), None);
    let mut owned = found();
    owned[0].owner = Some("payments".to_owned());
    assert!(
        ownerless(&owned, &usages).is_empty(),
        "nobody is asked about a flag with an owner"
    );
}
