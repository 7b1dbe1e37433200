//! The judgements, on hand-made uses and flags. Cases on real files are in `testdata/lints/`, run by `lints.rs`.

use crate::build::*;
use flagdebt::diagnostic::Severity;
use flagdebt::gate;
use flagdebt::join::join;
use flagdebt::registry::{Evaluated, Flag, Kind, Lifecycle, PrerequisiteVia, ServesState, VendorStale};
use flagdebt::report::Summary;
use flagdebt::suppress::{SuppressionFact, apply};
use flagdebt::usage::{Certainty, Role, Use};
use serde_json::json;

/// One flag, read once in `a.ts:1`; the findings of the default policy but those of unused flags.
fn judge(flag: Flag) -> Vec<String> {
    let registry = registry(vec![flag]);
    let uses = registry
        .flags
        .iter()
        .map(|flag| evaluation(&flag.key, "a.ts", 1))
        .collect();
    rows(&check(uses, &registry, &policy()))
}

fn only(flag: Flag) -> flagdebt::diagnostic::Diagnostic {
    let registry = registry(vec![flag]);
    let uses = registry
        .flags
        .iter()
        .map(|flag| evaluation(&flag.key, "a.ts", 1))
        .collect();
    let mut found = check(uses, &registry, &policy());
    assert_eq!(found.len(), 1, "{:?}", rows(&found));
    found.remove(0)
}

// fully-rolled-out

#[test]
fn one_value_for_everyone_is_reported_with_its_value_and_its_date() {
    let found = only(Flag {
        environments: constant(json!(true), "2026-05-02"),
        ..flag("new-checkout")
    });
    assert_eq!(
        rows(std::slice::from_ref(&found)),
        ["fully-rolled-out new-checkout a.ts:1 warning"]
    );
    assert_eq!(
        found.message,
        "`new-checkout` gives `true` to everyone since 2026-05-02 (205 days)"
    );
    assert_eq!(found.served, Some(json!(true)));
    assert_eq!(found.owner.as_deref(), Some("payments"));
    assert!(found.debt && found.new);
    assert_eq!(
        found.reasons,
        [
            "on in `production`",
            "`true` served to everyone since 2026-05-02, 205 days (launchdarkly, flags.json:12)"
        ]
    );
    assert_eq!(
        found.help,
        [
            "keep the code for `true`, and remove the call and the other branch",
            "deploy, and wait until no running version asks for the flag",
            "then archive `new-checkout` in the registry (launchdarkly, flags.json:12), never before",
        ]
    );
}

#[test]
fn it_waits_for_the_configured_days() {
    let due = |changed: &str| {
        judge(Flag {
            environments: constant(json!(true), changed),
            ..flag("a-flag")
        })
    };
    assert_eq!(due("2026-11-09").len(), 1, "14 days");
    assert_eq!(due("2026-11-10"), Vec::<String>::new(), "13 days");
    assert_eq!(due("2027-01-01"), Vec::<String>::new(), "a change in the future");
    let flags = registry(vec![Flag {
        environments: constant(json!(true), "2026-11-09"),
        ..flag("a-flag")
    }]);
    let patient = configured("[lints]\nfully-rolled-out = { days = 15 }");
    assert!(check(vec![evaluation("a-flag", "a.ts", 1)], &flags, &patient).is_empty());
}

#[test]
fn every_production_environment_must_be_proven() {
    let with = |more: Vec<_>| {
        let mut environments = constant(json!(true), "2026-05-02");
        environments.extend(more);
        Flag {
            environments,
            changed: when("2026-11-20"),
            ..flag("a-flag")
        }
    };
    let eu = |state, value| environment("production-eu", state, value, Some("2026-05-02"));
    assert_eq!(judge(with(vec![eu(ServesState::Constant, Some(json!(true)))])).len(), 1);
    assert!(
        judge(with(vec![eu(ServesState::Constant, Some(json!(false)))])).is_empty(),
        "two values"
    );
    assert!(judge(with(vec![eu(ServesState::Split, None)])).is_empty());
    assert!(judge(with(vec![eu(ServesState::Unknown, None)])).is_empty());
    assert!(
        judge(with(vec![eu(ServesState::CodeDefault, None)])).is_empty(),
        "the call's default is false"
    );
    let staging = environment("staging", ServesState::Split, None, Some("2026-11-22"));
    assert_eq!(judge(with(vec![staging])).len(), 1, "staging is not production");
    let mut moving = with(Vec::new());
    moving.environments[0].serves.moving = true;
    assert!(judge(moving).is_empty(), "a ramp goes on");
}

#[test]
fn production_is_chosen_carefully() {
    let named = |name: &str| {
        let environments = vec![environment(
            name,
            ServesState::Constant,
            Some(json!(true)),
            Some("2026-10-01"),
        )];
        Flag {
            environments,
            changed: when("2026-10-01"),
            ..flag("a-flag")
        }
    };
    for name in ["production", "Prod", "live-eu", "default"] {
        assert_eq!(judge(named(name)).len(), 1, "{name}");
    }
    for name in ["staging", "dev", "pre-production"] {
        assert!(judge(named(name)).is_empty(), "{name}");
    }
    let named_in_config = configured("environments = [\"staging\"]");
    let flags = registry(vec![named("staging")]);
    assert_eq!(
        check(vec![evaluation("a-flag", "a.ts", 1)], &flags, &named_in_config).len(),
        1
    );
    // An environment that no export speaks of may serve anything.
    let missing = configured("environments = [\"production\", \"production-us\"]");
    let flags = registry(vec![named("production")]);
    assert!(check(vec![evaluation("a-flag", "a.ts", 1)], &flags, &missing).is_empty());
}

#[test]
fn flags_that_may_stay_are_exempt() {
    let rolled = || Flag {
        environments: constant(json!(true), "2026-05-02"),
        ..flag("a-flag")
    };
    assert!(
        judge(Flag {
            kind: Kind::Ops,
            ..rolled()
        })
        .is_empty()
    );
    assert!(
        judge(Flag {
            kind: Kind::Permission,
            ..rolled()
        })
        .is_empty()
    );
    assert!(
        judge(Flag {
            permanent: Some(true),
            ..rolled()
        })
        .is_empty()
    );
    assert_eq!(
        judge(Flag {
            kind: Kind::Experiment,
            ..rolled()
        })
        .len(),
        1
    );
    assert_eq!(
        judge(Flag {
            kind: Kind::Unknown,
            ..rolled()
        })
        .len(),
        1
    );
    let flags = registry(vec![rolled()]);
    let exempt = configured("[kinds.ops]\nkeys = [\"a-*\"]");
    assert!(
        check(vec![evaluation("a-flag", "a.ts", 1)], &flags, &exempt).is_empty(),
        "the configuration's kind wins"
    );
}

#[test]
fn a_flag_that_was_never_on_may_still_be_built() {
    let off = |created: &str, changed: &str| {
        let mut environments = constant(json!(false), changed);
        environments[0].enabled = Some(false);
        judge(Flag {
            created: when(created),
            environments,
            ..flag("a-flag")
        })
    };
    assert!(off("2026-10-01", "2026-10-01").is_empty(), "53 days");
    assert_eq!(
        off("2026-08-25", "2026-08-25"),
        ["never-rolled-out a-flag a.ts:1 warning"],
        "90 days"
    );
    assert_eq!(off("2026-08-01", "2026-10-01").len(), 1, "it was on and was taken back");
}

#[test]
fn without_a_date_it_is_a_note_and_no_debt() {
    let undated = |created: Option<&str>| Flag {
        created: created.and_then(when),
        environments: vec![environment(
            "production",
            ServesState::Constant,
            Some(json!(true)),
            None,
        )],
        ..flag("a-flag")
    };
    let found = only(undated(None));
    assert_eq!((found.severity, found.debt), (Severity::Note, false));
    assert_eq!(
        found.message,
        "`a-flag` gives `true` to everyone, since when is unknown"
    );
    assert_eq!(only(undated(Some("2026-10-01"))).severity, Severity::Note);
    assert!(judge(undated(Some("2026-11-20"))).is_empty(), "three days old");
    let old = only(undated(Some("2026-01-10")));
    assert_eq!(
        (old.lint, old.severity, old.debt),
        ("fully-rolled-out", Severity::Warning, true)
    );
    let launched = only(Flag {
        lifecycle: Lifecycle::Launched,
        ..undated(None)
    });
    assert_eq!(launched.severity, Severity::Warning);
    assert!(launched.reasons.contains(&"the registry calls it launched".to_owned()));
    let verdict = Some(VendorStale {
        stale: true,
        reason: Some("one variation for weeks".to_owned()),
    });
    let stale = only(Flag {
        stale_by_vendor: verdict,
        ..undated(None)
    });
    assert!(
        stale.debt
            && stale
                .reasons
                .contains(&"the registry calls it stale: one variation for weeks".to_owned())
    );
}

#[test]
fn a_flag_without_a_value_of_its_own_gives_each_calls_default() {
    let environments = vec![environment(
        "production",
        ServesState::CodeDefault,
        None,
        Some("2026-05-02"),
    )];
    let flags = registry(vec![Flag {
        environments,
        ..flag("a-flag")
    }]);
    let literal = evaluation("a-flag", "a.ts", 1);
    let computed = Use {
        default: None,
        default_text: Some("DEFAULT_THEME".to_owned()),
        ..evaluation("a-flag", "b.ts", 1)
    };
    let found = check(vec![literal, computed], &flags, &policy());
    assert_eq!(found[0].served, Some(json!(false)));
    assert!(
        found[0]
            .message
            .starts_with("`a-flag` is off for everyone: this call always gives its default `false`")
    );
    assert_eq!(found[1].served, None);
    assert_eq!(
        found[1].help[0],
        "put its own default `DEFAULT_THEME` in place of the call, and remove the code that can no longer run"
    );
}

#[test]
fn the_steps_name_all_that_has_to_go() {
    let flags = registry(vec![Flag {
        environments: constant(json!("learned"), "2026-05-02"),
        ..flag("ranker")
    }]);
    let uses = vec![
        evaluation("ranker", "src/a.ts", 3),
        evaluation("ranker", "src/b.ts", 9),
        with_role(Role::Declaration, "ranker", "src/flags.ts", 2),
        with_role(Role::TestOverride, "ranker", "test/a.ts", 7),
        Use {
            test: true,
            ..evaluation("ranker", "test/a.ts", 8)
        },
        with_role(Role::Mention, "ranker", "docs/b.md", 1),
        pattern("rank*", "src/c.ts", 4),
    ];
    let found = check(uses, &flags, &policy());
    assert_eq!(
        rows(&found),
        [
            "fully-rolled-out ranker src/a.ts:3 warning",
            "fully-rolled-out ranker src/b.ts:9 warning"
        ]
    );
    assert_eq!(
        found[0].help,
        [
            "put `\"learned\"` in place of the call, and remove the code that can no longer run",
            "do the same at 1 other place",
            "remove 1 declaration: src/flags.ts:2",
            "remove 2 uses in tests: test/a.ts:7, test/a.ts:8",
            "look at 1 mention of the key: docs/b.md:1",
            "make sure that no computed key means it: src/c.ts:4",
            "deploy, and wait until no running version asks for the flag",
            "then archive `ranker` in the registry (launchdarkly, flags.json:12), never before",
        ]
    );
    assert_eq!(found[0].related.len(), 4);
}

#[test]
fn users_named_one_by_one_are_counted() {
    let mut environments = constant(json!(true), "2026-05-02");
    environments[0].overrides = 2;
    let reasons = only(Flag {
        environments: environments.clone(),
        ..flag("a-flag")
    })
    .reasons;
    assert_eq!(
        reasons[..2],
        ["on in `production`", "`production`: 2 named users may differ"]
    );
    // What the reader of the export says is enough.
    environments[0].reasons = vec!["on in `production`, and its only rule is switched off".to_owned()];
    let reasons = only(Flag {
        environments,
        ..flag("a-flag")
    })
    .reasons;
    assert_eq!(reasons[0], "on in `production`, and its only rule is switched off");
    assert_eq!(reasons.len(), 2, "{reasons:?}");
}

// stale-flag

#[test]
fn a_flag_that_nobody_touches_is_stale() {
    let stale = |changed: &str| {
        judge(Flag {
            environments: split(changed),
            ..flag("a-flag")
        })
    };
    assert_eq!(stale("2026-08-25"), ["stale-flag a-flag a.ts:1 warning"], "90 days");
    assert!(stale("2026-08-26").is_empty(), "89 days");
    let found = only(Flag {
        environments: split("2026-05-02"),
        kind: Kind::Experiment,
        ..flag("a-flag")
    });
    assert_eq!(
        found.message,
        "`a-flag` has not changed for 205 days, 90 are allowed for experiment flags"
    );
    assert_eq!(
        found.reasons[0],
        "last change 2026-05-02, 205 days ago (launchdarkly, flags.json:12)"
    );
    let found = only(flag("a-flag"));
    assert_eq!(
        found.reasons[0],
        "made 2026-01-10, 317 days ago, no later change is known (launchdarkly, flags.json:12)"
    );
    assert!(
        judge(Flag {
            created: None,
            ..flag("a-flag")
        })
        .is_empty(),
        "no date, no age"
    );
    assert!(
        judge(Flag {
            changed: when("2026-11-01"),
            ..flag("a-flag")
        })
        .is_empty()
    );
}

#[test]
fn lifetimes_follow_the_kind() {
    for (kind, expected) in [
        (Kind::Release, 1),
        (Kind::Experiment, 1),
        (Kind::Ops, 0),
        (Kind::Permission, 0),
    ] {
        assert_eq!(judge(Flag { kind, ..flag("a-flag") }).len(), expected, "{kind:?}");
    }
    assert!(
        judge(Flag {
            permanent: Some(true),
            ..flag("a-flag")
        })
        .is_empty()
    );
    let with = |text: &str, kind: Kind| {
        let flags = registry(vec![Flag { kind, ..flag("a-flag") }]);
        check(vec![evaluation("a-flag", "a.ts", 1)], &flags, &configured(text)).len()
    };
    assert_eq!(with("[kinds.release]\nlifetime-days = 400", Kind::Release), 0);
    assert_eq!(with("[kinds.release]\nlifetime-days = \"never\"", Kind::Release), 0);
    assert_eq!(with("[kinds.ops]\nlifetime-days = 300", Kind::Ops), 1);
    assert_eq!(with("[kinds.permission]\nkeys = [\"a-*\"]", Kind::Release), 0);
}

#[test]
fn an_unknown_kind_is_a_release_only_where_that_is_fair() {
    let unknown = || Flag {
        kind: Kind::Unknown,
        ..flag("a-flag")
    };
    assert_eq!(judge(unknown()).len(), 1, "the export knows no kinds");
    let beside = |text: &str, unknown: Flag| {
        let flags = registry(vec![
            unknown,
            Flag {
                kind: Kind::Ops,
                ..flag("b-flag")
            },
        ]);
        check(
            vec![evaluation("a-flag", "a.ts", 1), evaluation("b-flag", "a.ts", 2)],
            &flags,
            &configured(text),
        )
        .len()
    };
    assert_eq!(beside("", unknown()), 0, "the export gives others a kind");
    assert_eq!(
        beside(
            "",
            Flag {
                permanent: Some(false),
                ..unknown()
            }
        ),
        1,
        "it is called temporary"
    );
    assert_eq!(beside("[lints]\nstale-flag = { unknown-kinds = true }", unknown()), 1);
}

// archived-flag

#[test]
fn archived_flags_are_reported_whatever_their_kind() {
    for (lifecycle, word) in [
        (Lifecycle::Archived, "archived"),
        (Lifecycle::Deleted, "deleted"),
        (Lifecycle::Deprecated, "deprecated"),
    ] {
        let found = only(Flag {
            lifecycle,
            kind: Kind::Ops,
            permanent: Some(true),
            ..flag("old-cart")
        });
        assert_eq!(found.lint, "archived-flag");
        assert_eq!(
            found.message,
            format!("`old-cart` is {word} in the registry, but the code still reads it")
        );
        assert!(found.debt);
    }
    let found = only(Flag {
        lifecycle: Lifecycle::Archived,
        ..flag("old-cart")
    });
    assert_eq!(found.served, None, "what an archived flag gives is not proven");
    assert!(found.reasons[1].ends_with("with the default of the call, here `false`"));
    assert!(found.help.iter().any(|step| step.starts_with("then delete `old-cart`")));
}

#[test]
fn a_constant_that_is_left_over_is_alive() {
    let flags = registry(vec![Flag {
        lifecycle: Lifecycle::Archived,
        ..flag("old-cart")
    }]);
    let declared = with_role(Role::Declaration, "old-cart", "flags.ts", 4);
    assert_eq!(
        rows(&check(vec![declared], &flags, &policy())),
        ["archived-flag old-cart flags.ts:4 warning"]
    );
    let mention = with_role(Role::Mention, "old-cart", "docs.ts", 4);
    assert!(check(vec![mention], &flags, &policy()).is_empty());
}

#[test]
fn the_strongest_finding_wins() {
    let all = |lifecycle| Flag {
        lifecycle,
        environments: constant(json!(true), "2026-01-10"),
        ..flag("a-flag")
    };
    assert_eq!(
        judge(all(Lifecycle::Deprecated)),
        ["archived-flag a-flag a.ts:1 warning"]
    );
    assert_eq!(
        judge(all(Lifecycle::Active)),
        ["fully-rolled-out a-flag a.ts:1 warning"]
    );
    let flags = registry(vec![all(Lifecycle::Active)]);
    let off = configured("[lints]\nfully-rolled-out = \"off\"");
    let found = check(vec![evaluation("a-flag", "a.ts", 1)], &flags, &off);
    assert_eq!(rows(&found), ["stale-flag a-flag a.ts:1 warning"]);
    assert_eq!(
        found[0].served,
        Some(json!(true)),
        "what is proven is said all the same"
    );
}

// unknown-flag

#[test]
fn a_key_that_no_registry_knows_is_reported_with_the_nearest() {
    let flags = registry(vec![Flag {
        permanent: Some(true),
        ..flag("new-checkout")
    }]);
    let found = check(
        vec![
            evaluation("new-chekout", "a.ts", 1),
            evaluation("new-checkout", "a.ts", 2),
        ],
        &flags,
        &policy(),
    );
    assert_eq!(rows(&found), ["unknown-flag new-chekout a.ts:1 warning"]);
    assert_eq!(
        found[0].message,
        "`new-chekout` is not in the registry; did you mean `new-checkout`?"
    );
    assert_eq!(
        found[0].reasons,
        [
            "none of 1 flag in flags.json",
            "`new-checkout` is active (launchdarkly, flags.json:12)"
        ]
    );
    assert!(!found[0].debt);
}

#[test]
fn only_real_reads_of_unknown_flags_count() {
    let flags = registry(vec![Flag {
        aliases: vec!["newCheckout".to_owned()],
        changed: when(TODAY),
        ..flag("n-c")
    }]);
    let read = evaluation("mystery", "a.ts", 1);
    let silent = [
        Use {
            certainty: Certainty::Unresolved,
            ..read.clone()
        },
        Use {
            test: true,
            ..read.clone()
        },
        Use {
            role: Role::TestOverride,
            ..read.clone()
        },
        Use {
            role: Role::Mention,
            ..read.clone()
        },
        evaluation("newCheckout", "a.ts", 1),
        dynamic("a.ts", 1),
        pattern("mystery-*", "a.ts", 1),
    ];
    for item in silent {
        let found = check(vec![item.clone()], &flags, &policy());
        assert!(!found.iter().any(|found| found.lint == "unknown-flag"), "{item:?}");
    }
    let declared = with_role(Role::Declaration, "mystery", "a.ts", 1);
    let found = check(
        vec![
            declared,
            Use {
                certainty: Certainty::Likely,
                ..read.clone()
            },
        ],
        &flags,
        &policy(),
    );
    let unknown: Vec<_> = found.iter().filter(|found| found.lint == "unknown-flag").collect();
    let [unknown] = unknown.as_slice() else {
        panic!("{:?}", rows(&found))
    };
    assert_eq!(
        unknown.label.as_ref().map(|label| label.text.as_str()),
        Some("no such flag")
    );
    // A constant that nothing asks for misses no flag.
    let declared = with_role(Role::Declaration, "mystery", "a.ts", 1);
    let found = check(vec![declared], &flags, &policy());
    assert!(!found.iter().any(|found| found.lint == "unknown-flag"));
    let ignore = configured("[lints]\nunknown-flag = { ignore = [\"myst*\"] }\nunused-flag = \"off\"");
    assert!(check(vec![read.clone()], &flags, &ignore).is_empty());
    assert!(
        check(vec![read], &flagdebt::registry::Registry::default(), &policy()).is_empty(),
        "no registry given"
    );
}

#[test]
fn an_incomplete_registry_makes_it_a_note() {
    let mut flags = registry(Vec::new());
    flags.sources[0].partial = Some("20 of 312 flags".to_owned());
    let found = check(vec![evaluation("mystery", "a.ts", 1)], &flags, &policy());
    assert_eq!(
        rows(&found),
        ["unknown-flag mystery a.ts:1 note", "partial-registry - - warning"]
    );
    assert!(
        found[0]
            .reasons
            .contains(&"flags.json is not the whole registry: 20 of 312 flags".to_owned())
    );
}

// unused-flag

#[test]
fn a_flag_that_no_code_reads_has_no_place() {
    let flags = registry(vec![flag("search-v2")]);
    let found = check(Vec::new(), &flags, &policy());
    assert_eq!(rows(&found), ["unused-flag search-v2 - note"]);
    assert_eq!(found[0].message, "`search-v2` is in the registry, but no code reads it");
    assert_eq!(
        found[0].reasons,
        [
            "registered in launchdarkly, flags.json:12",
            "made 2026-01-10, 317 days ago",
            "every key was followed, and every source file that is not hidden or ignored was looked into"
        ]
    );
    assert!(
        check(
            Vec::new(),
            &registry(vec![Flag {
                lifecycle: Lifecycle::Archived,
                ..flag("a")
            }]),
            &policy()
        )
        .is_empty()
    );
    assert!(
        check(
            Vec::new(),
            &registry(vec![Flag {
                created: when("2026-11-20"),
                ..flag("a")
            }]),
            &policy()
        )
        .is_empty()
    );
    for role in [Role::Evaluation, Role::Declaration, Role::TestOverride] {
        let found = check(vec![with_role(role, "search-v2", "a.ts", 1)], &flags, &policy());
        assert!(!found.iter().any(|found| found.lint == "unused-flag"), "{role:?}");
    }
}

#[test]
fn a_doubt_lowers_unused_flag() {
    let strict = configured("[lints]\nunused-flag = \"error\"\nstale-flag = \"off\"");
    let flags = registry(vec![flag("search-v2")]);
    assert_eq!(
        rows(&check(Vec::new(), &flags, &strict)),
        ["unused-flag search-v2 - error"]
    );
    let probably = "`search-v2` is in the registry, but probably no code here reads it";
    let found = check(vec![pattern("search-*", "a.ts", 1)], &flags, &strict);
    assert_eq!(rows(&found), ["unused-flag search-v2 - note"]);
    assert_eq!(found[0].message, probably);
    // What the scan could not see is named.
    let calls = [("a.ts", 3), ("b.ts", 1), ("b.ts", 2), ("c.ts", 1), ("d.ts", 1)];
    let found = check(calls.map(|(path, line)| dynamic(path, line)).to_vec(), &flags, &strict);
    assert_eq!(rows(&found), ["unused-flag search-v2 - note"]);
    assert_eq!(found[0].message, probably);
    assert_eq!(
        found[0].reasons[2],
        "5 calls have keys known only at run time, which may mean it: b.ts (2), a.ts (1), c.ts (1) and 1 more"
    );
    let joined = flagdebt::join::Joined {
        unread: vec![(
            "jobs/Ship.groovy".to_owned(),
            "a language that is not read yet".to_owned(),
        )],
        ..join(Vec::new(), &flags)
    };
    let found = flagdebt::lints::check(&joined, &flags, &strict);
    assert_eq!(rows(&found), ["unused-flag search-v2 - note"]);
    assert_eq!(
        found[0].reasons[2],
        "1 source file was not looked into and may read it: jobs/Ship.groovy (a language that is not read yet)"
    );
    // A string that holds the key is read by something; a plain word may stand anywhere.
    let mention = with_role(Role::Mention, "search-v2", "docs.ts", 1);
    assert!(check(vec![mention], &flags, &strict).is_empty());
    let word = registry(vec![flag("search")]);
    let mention = with_role(Role::Mention, "search", "docs.ts", 1);
    assert_eq!(
        rows(&check(vec![mention], &word, &strict)),
        ["unused-flag search - note"]
    );
    let asked = Some(Evaluated::At(time("2026-11-20")));
    let flags = registry(vec![Flag {
        evaluated: asked,
        ..flag("search-v2")
    }]);
    let found = check(Vec::new(), &flags, &strict);
    assert!(
        found[0]
            .reasons
            .iter()
            .any(|reason| reason.contains("asked for it on 2026-11-20"))
    );
    let ignore = configured("[lints]\nunused-flag = { ignore = [\"search*\"] }");
    assert!(check(Vec::new(), &flags, &ignore).is_empty());
}

// flag-name

#[test]
fn names_are_judged_only_by_a_configured_pattern() {
    let named = "[kinds.release]\npattern = '^release-'\ndescription = 'begin with release-'\n[lints]\nunused-flag = 'off'\nstale-flag = 'off'";
    let flags = registry(vec![
        flag("checkout"),
        flag("release-cart"),
        Flag {
            kind: Kind::Ops,
            ..flag("mail")
        },
    ]);
    let uses = || {
        vec![
            evaluation("checkout", "a.ts", 2),
            with_role(Role::Declaration, "checkout", "flags.ts", 1),
            evaluation("release-cart", "a.ts", 3),
            evaluation("mail", "a.ts", 4),
        ]
    };
    let found = check(uses(), &flags, &configured(named));
    assert_eq!(rows(&found), ["flag-name checkout flags.ts:1 warning"]);
    assert_eq!(
        found[0].reasons[..2],
        ["release flags must match `^release-`", "begin with release-"]
    );
    assert_eq!(
        rows(&check(Vec::new(), &flags, &configured(named))),
        ["flag-name checkout - warning"]
    );
    assert!(
        !rows(&check(uses(), &flags, &policy()))
            .iter()
            .any(|row| row.starts_with("flag-name"))
    );
    let retired = registry(vec![Flag {
        lifecycle: Lifecycle::Archived,
        ..flag("checkout")
    }]);
    assert!(check(Vec::new(), &retired, &configured(named)).is_empty());
}

// conflicting-dependency

#[test]
fn a_prerequisite_must_exist_and_be_alive() {
    let child = |parent: &str| Flag {
        prerequisites: vec![needs(parent, None, None)],
        ..flag("child")
    };
    let messages = |flags: Vec<Flag>| -> Vec<String> {
        let found = check(Vec::new(), &registry(flags), &policy());
        found
            .into_iter()
            .filter(|found| found.lint == "conflicting-dependency")
            .map(|found| found.message)
            .collect()
    };
    assert_eq!(
        messages(vec![child("new-chekout"), flag("new-checkout")]),
        ["`child` needs `new-chekout`, which is not in the registry; did you mean `new-checkout`?"]
    );
    assert_eq!(
        messages(vec![
            child("parent"),
            Flag {
                lifecycle: Lifecycle::Archived,
                ..flag("parent")
            }
        ]),
        ["`child` needs `parent`, which is archived"]
    );
    assert!(messages(vec![child("parent"), flag("parent")]).is_empty());
    let retired = Flag {
        lifecycle: Lifecycle::Archived,
        ..child("gone")
    };
    assert!(messages(vec![retired]).is_empty(), "an archived child is no concern");
}

#[test]
fn a_circle_is_told_once_with_all_its_members() {
    let link = |key: &str, parent: &str, environment: Option<&str>| Flag {
        prerequisites: vec![needs(parent, None, environment)],
        ..flag(key)
    };
    let circles = |flags: Vec<Flag>| -> Vec<String> {
        let found = check(Vec::new(), &registry(flags), &policy());
        found
            .into_iter()
            .filter(|found| found.lint == "conflicting-dependency")
            .map(|found| found.message)
            .collect()
    };
    assert_eq!(
        circles(vec![
            link("b", "c", None),
            link("c", "a", None),
            link("a", "b", None),
            link("d", "a", None)
        ]),
        ["prerequisites form a circle: `a` → `b` → `c` → `a`"]
    );
    assert_eq!(
        circles(vec![link("a", "a", None)]),
        ["prerequisites form a circle: `a` → `a`"]
    );
    assert_eq!(
        circles(vec![link("a", "b", Some("production")), link("b", "a", None)]),
        ["prerequisites form a circle in `production`: `a` → `b` → `a`"]
    );
    assert!(
        circles(vec![
            link("a", "b", Some("production")),
            link("b", "a", Some("staging"))
        ])
        .is_empty()
    );
    assert!(circles(vec![link("a", "b", None), link("b", "c", None), flag("c")]).is_empty());
}

#[test]
fn a_long_chain_of_prerequisites_is_no_danger() {
    let number = 20_000;
    let mut flags: Vec<Flag> = (0..number)
        .map(|index| Flag {
            prerequisites: vec![needs(&format!("flag-{:06}", (index + 1) % number), None, None)],
            ..flag(&format!("flag-{index:06}"))
        })
        .collect();
    let found = check(Vec::new(), &registry(flags.clone()), &policy());
    let circles = found.iter().filter(|found| found.lint == "conflicting-dependency");
    assert_eq!(
        circles.map(|found| found.flag.as_deref()).collect::<Vec<_>>(),
        [Some("flag-000000")]
    );
    flags[number - 1].prerequisites.clear();
    let found = check(Vec::new(), &registry(flags), &policy());
    assert!(!found.iter().any(|found| found.lint == "conflicting-dependency"));
}

/// Unleash: a child may want a variant of its parent, which is another question than whether the parent is on.
#[test]
fn a_variant_that_is_wanted_is_compared_with_the_variant_that_is_served() {
    let found = |served: Option<&str>| {
        let on = |name: &str| environment(name, ServesState::Constant, Some(json!(true)), Some("2026-11-20"));
        let mut parent = on("production");
        parent.variant = served.map(|name| flagdebt::registry::Serves {
            state: ServesState::Constant,
            value: Some(json!(name)),
            moving: false,
        });
        let flags = vec![
            Flag {
                prerequisites: vec![needs("parent", Some(vec![json!("blue")]), None)],
                environments: vec![on("production")],
                ..flag("child")
            },
            Flag {
                environments: vec![parent],
                ..flag("parent")
            },
        ];
        let found = check(Vec::new(), &registry(flags), &policy());
        found
            .iter()
            .filter(|found| found.lint == "conflicting-dependency")
            .count()
    };
    assert_eq!(found(Some("blue")), 0, "it is served");
    assert_eq!(found(Some("red")), 1, "another one is served");
    assert_eq!(found(None), 0, "no variant is known: a truth value says nothing of one");
}

#[test]
fn pairs_that_cannot_be_served_together_are_found() {
    let serve = |name: &str, state, value| environment(name, state, value, Some("2026-11-20"));
    let pair = |name: &str,
                child: (ServesState, Option<serde_json::Value>),
                parent: (ServesState, Option<serde_json::Value>)| {
        let child = Flag {
            prerequisites: vec![needs("parent", Some(vec![json!(true)]), None)],
            environments: vec![serve(name, child.0, child.1)],
            ..flag("child")
        };
        let parent = Flag {
            environments: vec![serve(name, parent.0, parent.1)],
            ..flag("parent")
        };
        let found = check(Vec::new(), &registry(vec![child, parent]), &policy());
        found
            .into_iter()
            .filter(|found| found.lint == "conflicting-dependency")
            .map(|found| format!("{}: {}", found.severity.name(), found.message))
            .collect::<Vec<_>>()
    };
    let (on, off) = (
        (ServesState::Constant, Some(json!(true))),
        (ServesState::Constant, Some(json!(false))),
    );
    let split = (ServesState::Split, None);
    assert_eq!(
        pair("production", on.clone(), off.clone()),
        ["warning: `child` is on for everyone in `production`, but `parent`, which it needs, gives everyone `false`"]
    );
    assert_eq!(
        pair("production", on.clone(), split.clone()),
        ["warning: `child` is on for everyone in `production`, but `parent`, which it needs, is not"]
    );
    assert_eq!(
        pair("production", off.clone(), off.clone()),
        ["warning: `child` can never be served in `production`: `parent`, which it needs, gives everyone `false`"]
    );
    assert_eq!(
        pair("staging", on.clone(), split.clone())[0].split(':').next(),
        Some("note")
    );
    assert!(pair("production", on.clone(), on.clone()).is_empty());
    assert!(pair("production", split.clone(), split.clone()).is_empty());
    assert!(pair("production", split, on).is_empty());
}

#[test]
fn a_rule_or_a_flag_that_is_off_makes_no_conflict() {
    let parent = Flag {
        environments: constant(json!(false), "2026-11-20"),
        ..flag("parent")
    };
    let child = |enabled, via| {
        let mut environments = constant(json!(false), "2026-11-20");
        environments[0].enabled = enabled;
        let prerequisite = flagdebt::registry::Prerequisite {
            via,
            ..needs("parent", Some(vec![json!(true)]), Some("production"))
        };
        Flag {
            prerequisites: vec![prerequisite],
            environments,
            ..flag("child")
        }
    };
    let count = |child: Flag| {
        let found = check(Vec::new(), &registry(vec![child, parent.clone()]), &policy());
        found
            .iter()
            .filter(|found| found.lint == "conflicting-dependency")
            .count()
    };
    assert_eq!(count(child(Some(true), PrerequisiteVia::Flag)), 1);
    assert_eq!(count(child(Some(false), PrerequisiteVia::Flag)), 0);
    assert_eq!(count(child(None, PrerequisiteVia::Flag)), 0);
    assert_eq!(count(child(Some(true), PrerequisiteVia::Rule)), 0);
}

// join

#[test]
fn aliases_patterns_and_computed_keys_find_their_flags() {
    let flags = registry(vec![
        Flag {
            aliases: vec!["checkoutV2".to_owned()],
            ..flag("checkout-v2")
        },
        flag("checkout-v3"),
        flag("search"),
    ]);
    let uses = vec![
        evaluation("checkoutV2", "b.ts", 9),
        evaluation("checkout-v2", "a.ts", 2),
        evaluation("wild", "a.ts", 1),
        pattern("checkout-*", "c.ts", 1),
        pattern("cart-*", "c.ts", 2),
        pattern("*", "c.ts", 3),
        dynamic("a.ts", 5),
        with_role(Role::Mention, "search", "d.ts", 1),
        with_role(Role::Mention, "no-flag", "d.ts", 2),
    ];
    let joined = join(uses, &flags);
    let keys: Vec<&str> = joined.usages.iter().map(|usage| usage.key.as_str()).collect();
    assert_eq!(keys, ["checkout-v2", "checkout-v3", "search", "wild"]);
    let places: Vec<&str> = joined.usages[0].uses.iter().map(|item| item.path.as_str()).collect();
    assert_eq!(places, ["a.ts", "b.ts"]);
    assert_eq!(
        joined
            .usages
            .iter()
            .map(|usage| usage.possible.len())
            .collect::<Vec<_>>(),
        [1, 1, 0, 0]
    );
    assert_eq!(
        joined.unresolved.len(),
        3,
        "the computed key, and the patterns that fit nothing or everything"
    );
    assert_eq!((joined.mentions, joined.flags_in_code), (1, 2));
    assert_eq!(joined.usages[3].flag, None);
}

/// Each comparison of all with all would be 400 million here and take minutes.
#[test]
fn many_flags_and_many_unknown_keys_are_no_danger() {
    let number = 20_000;
    let flags: Vec<Flag> = (0..number)
        .map(|index| Flag {
            environments: constant(json!(true), "2026-05-02"),
            ..flag(&format!("release-{index:06}"))
        })
        .collect();
    let uses: Vec<Use> = (0..number)
        .flat_map(|index| {
            [
                evaluation(&format!("release-{index:06}"), "a.ts", index + 1),
                evaluation(&format!("relaese-{index:06}"), "b.ts", index + 1),
                pattern(&format!("*-{index:06}"), "c.ts", index + 1),
            ]
        })
        .collect();
    let found = check(uses, &registry(flags), &policy());
    assert_eq!(found.len(), 2 * usize::try_from(number).expect("a small number"));
}

// order, levels, fingerprints

#[test]
fn findings_come_in_the_fixed_order_whatever_the_uses_came_in() {
    let flags = registry(vec![
        Flag {
            lifecycle: Lifecycle::Archived,
            ..flag("old")
        },
        flag("unused"),
        Flag {
            environments: constant(json!(true), "2026-05-02"),
            ..flag("rolled")
        },
    ]);
    let mut uses = vec![
        evaluation("old", "b.ts", 10),
        evaluation("old", "b.ts", 9),
        evaluation("rolled", "a.ts", 100),
        evaluation("mystery", "b.ts", 9),
    ];
    let expected = [
        "fully-rolled-out rolled a.ts:100 warning",
        "archived-flag old b.ts:9 warning",
        "unknown-flag mystery b.ts:9 warning",
        "archived-flag old b.ts:10 warning",
        "unused-flag unused - note",
    ];
    let forward = check(uses.clone(), &flags, &policy());
    assert_eq!(rows(&forward), expected);
    uses.reverse();
    assert_eq!(check(uses, &flags, &policy()), forward);
}

#[test]
fn a_fingerprint_survives_moved_lines_and_tells_occurrences_apart() {
    let flags = registry(vec![Flag {
        lifecycle: Lifecycle::Archived,
        ..flag("old")
    }]);
    let prints = |lines: &[u32]| -> Vec<String> {
        let uses = lines.iter().map(|line| evaluation("old", "a.ts", *line)).collect();
        check(uses, &flags, &policy())
            .into_iter()
            .map(|found| found.fingerprint)
            .collect()
    };
    let before = prints(&[10, 20]);
    assert_eq!(before, prints(&[110, 220]));
    assert_ne!(before[0], before[1]);
    assert_eq!(before[0].len(), 16);
    assert_eq!(prints(&[20])[0], before[0]);
}

#[test]
fn levels_apply_and_lowered_findings_stay_low() {
    let flags = registry(vec![Flag {
        lifecycle: Lifecycle::Archived,
        ..flag("old")
    }]);
    let level = |text: &str| rows(&check(vec![evaluation("old", "a.ts", 1)], &flags, &configured(text)));
    assert_eq!(
        level("[lints]\narchived-flag = \"error\""),
        ["archived-flag old a.ts:1 error"]
    );
    assert_eq!(
        level("[lints]\narchived-flag = \"note\""),
        ["archived-flag old a.ts:1 note"]
    );
    assert!(level("[lints]\narchived-flag = \"off\"").is_empty());
}

// suppressions

fn comment(text: &str, line: u32, after_code: bool) -> SuppressionFact {
    SuppressionFact {
        path: "a.ts".to_owned(),
        place: place(line),
        text: text.to_owned(),
        after_code,
        next_code_line: Some(line + 1),
    }
}

/// Archived flags in `a.ts:1`, `a.ts:5` and `b.ts:1`, and these comments.
fn suppressed(comments: &[SuppressionFact]) -> Vec<String> {
    let flags = registry(vec![Flag {
        lifecycle: Lifecycle::Archived,
        ..flag("old")
    }]);
    let uses = vec![
        evaluation("old", "a.ts", 1),
        evaluation("old", "a.ts", 5),
        evaluation("old", "b.ts", 1),
    ];
    rows(&apply(check(uses, &flags, &policy()), comments, &policy()))
}

#[test]
fn a_suppression_holds_for_its_line_or_the_next() {
    let first = "archived-flag old a.ts:1 warning";
    let fifth = "archived-flag old a.ts:5 warning";
    let other = "archived-flag old b.ts:1 warning";
    assert_eq!(suppressed(&[]), [first, fifth, other]);
    let text = "// flagdebt: ignore[archived-flag] -- one more release";
    assert_eq!(suppressed(&[comment(text, 1, true)]), [fifth, other]);
    assert_eq!(suppressed(&[comment(text, 4, false)]), [first, other]);
    let file = "// flagdebt: ignore-file[archived-flag] -- one more release";
    assert_eq!(suppressed(&[comment(file, 9, false)]), [other]);
    let dated = "// flagdebt: ignore[archived-flag] until 2026-11-23 -- one more release";
    assert_eq!(
        suppressed(&[comment(dated, 1, true)]),
        [fifth, other],
        "the last day counts"
    );
}

#[test]
fn wrong_expired_and_idle_suppressions_are_reported() {
    let all = [
        "archived-flag old a.ts:1 warning",
        "archived-flag old a.ts:5 warning",
        "archived-flag old b.ts:1 warning",
    ];
    let with = |text: &str, line| {
        let rows = suppressed(&[comment(text, line, true)]);
        rows.into_iter()
            .filter(|row| !all.contains(&row.as_str()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        with("// flagdebt: ignore[archived-flag]", 1),
        ["bad-suppression - a.ts:1 warning"]
    );
    assert_eq!(
        with("// flagdebt: ignore[archived-flag] until 2026-11-22 -- x", 1),
        ["bad-suppression - a.ts:1 warning"]
    );
    assert_eq!(
        with("// flagdebt: ignore[archived-flag] -- x", 2),
        ["unused-suppression - a.ts:2 note"]
    );
    assert_eq!(
        with("// flagdebt: ignore[archived-flag, stale-flag] -- x", 1),
        ["unused-suppression - a.ts:1 note"]
    );
    assert_eq!(
        suppressed(&[comment("// flagdebt: ignore[archived-flag]", 1, true)]).len(),
        4,
        "nothing is suppressed"
    );
    let flags = registry(Vec::new());
    let quiet = configured("[lints]\nstale-flag = \"off\"");
    let idle = [comment("// flagdebt: ignore[stale-flag] -- x", 1, true)];
    assert!(
        apply(check(Vec::new(), &flags, &quiet), &idle, &quiet).is_empty(),
        "a lint that is off is not judged"
    );
    let mut last = comment("// flagdebt: ignore[archived-flag] -- x", 7, false);
    last.next_code_line = None;
    assert_eq!(
        suppressed(&[last]).len(),
        4,
        "at the end of a file there is nothing to suppress"
    );
}

// gate

#[test]
fn the_gate_counts_flags_and_not_findings() {
    let flags = registry(vec![
        Flag {
            lifecycle: Lifecycle::Archived,
            ..flag("a")
        },
        Flag {
            lifecycle: Lifecycle::Archived,
            owners: vec!["search".to_owned()],
            ..flag("b")
        },
        Flag {
            lifecycle: Lifecycle::Archived,
            owners: Vec::new(),
            ..flag("c")
        },
        Flag {
            lifecycle: Lifecycle::Archived,
            ..flag("d")
        },
    ]);
    let uses = || {
        ["a", "a", "b", "c", "d"]
            .iter()
            .zip(1..)
            .map(|(key, line)| evaluation(key, "a.ts", line))
            .collect()
    };
    let judge = |text: &str| {
        let policy = configured(text);
        let mut summary = Summary::default();
        let found = check(uses(), &flags, &policy);
        let debt = gate::debt(&found, &policy);
        gate::summarise(&found, debt, None, &policy, &mut summary);
        summary
    };
    let summary = judge("fail-on = \"never\"\n[quota]\ntotal = 2");
    assert_eq!(summary.debt.total, 4);
    let owners: Vec<_> = summary
        .debt
        .owners
        .iter()
        .map(|owner| (owner.owner.as_deref(), owner.debt))
        .collect();
    assert_eq!(owners, [(Some("payments"), 2), (None, 1), (Some("search"), 1)]);
    assert_eq!(
        summary.gate.reasons,
        ["4 flags are due for removal, the quota is 2: remove at least 2"]
    );
    assert_eq!(summary.gate.exit_code(), 1);
    assert_eq!(summary.by_lint["archived-flag"], 5);
    assert_eq!(summary.by_severity[&Severity::Warning], 5);
    assert_eq!(summary.by_severity[&Severity::Error], 0);
    assert_eq!(judge("").gate.reasons, ["5 findings at or above `warning`"]);
    assert_eq!(judge("fail-on = \"error\"\n[quota]\ntotal = 4").gate.exit_code(), 0);
    assert_eq!(
        judge("fail-on = \"note\"\n[lints]\narchived-flag = \"off\"\nstale-flag = \"off\"")
            .gate
            .exit_code(),
        0
    );
}
