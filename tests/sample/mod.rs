//! Hand-built results: the same small shop in every test of the outputs, and one made by an enemy.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;

use flagdebt::baseline::Paid;
use flagdebt::diagnostic::{Applicability, Diagnostic, Edit, Fix, Label, Severity};
use flagdebt::graph::{Component, Edge as Connection, EdgeKind, Graph, Node};
use flagdebt::history::{History, Point};
use flagdebt::registry::{
    Environment, Evaluated, Flag, FlagSource, Kind, KindSource, Lifecycle, Prerequisite, PrerequisiteVia, Registry,
    RegistrySource, Serves, ServesState, ValueType, VendorStale, When,
};
use flagdebt::report::{Debt, Gate, Inventory, LintInfo, OwnerDebt, Page, RegistryReport, Report, Summary, UsesReport};
use flagdebt::source::{Place, Skipped, Span};
use flagdebt::tickets::{self, Spot, Ticket, Tickets};
use flagdebt::usage::{Certainty, Gives, KeySource, Role, Site, Usage, Use};
use jiff::Timestamp;
use serde_json::{Value, json};

pub(crate) const CART: &str = r#"import { client } from "./flags";

export function total(cart: Cart, user: User): number {
  if (client.variation("express-checkout", user, false)) {
    return expressTotal(cart);
  }
  return classicTotal(cart);
}

export const label = client.variation("express-checkout", user, false) ? "Pay" : "Continue";
"#;

pub(crate) const ORDERS: &str = "class Orders\r\n\tdef ship(order)\r\n\t\treturn legacy(order) unless \
    @flags.is_enabled?(\r\n\t\t\t'ship-früh',\r\n\t\t\torder.context\r\n\t\t)\r\n\t\tearly(order)\r\n\tend\r\nend\r\n";

/// Where the occurrence number `nth` (from 0) of `needle` stands in `source`.
pub(crate) fn place(source: &str, needle: &str, nth: usize) -> Place {
    let (start, _) = source.match_indices(needle).nth(nth).expect("the sample holds it");
    let end = start + needle.len();
    let position = |at: usize| {
        let before = &source[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (
            u32::try_from(line).expect("small"),
            u32::try_from(column).expect("small"),
        )
    };
    let ((line, column), (end_line, end_column)) = (position(start), position(end));
    let span = Span {
        start: u32::try_from(start).expect("small"),
        end: u32::try_from(end).expect("small"),
    };
    Place {
        line,
        column,
        end_line,
        end_column,
        span,
    }
}

pub(crate) fn label(path: &str, source: &str, needle: &str, nth: usize, text: &str) -> Label {
    Label {
        path: path.to_owned(),
        place: place(source, needle, nth),
        text: text.to_owned(),
    }
}

pub(crate) fn finding(
    lint: &'static str,
    severity: Severity,
    flag: &str,
    message: &str,
    label: Option<Label>,
) -> Diagnostic {
    let path = label.as_ref().map_or("", |label| label.path.as_str());
    Diagnostic {
        lint,
        severity,
        flag: Some(flag.to_owned()),
        message: message.to_owned(),
        reasons: Vec::new(),
        help: Vec::new(),
        related: Vec::new(),
        owner: None,
        served: None,
        debt: false,
        fix: None,
        fingerprint: format!("{lint}:{flag}:{path}:0"),
        label,
        new: true,
    }
}

pub(crate) fn lints() -> Vec<LintInfo> {
    let lint = |name: &str, summary: &str, level, debt| LintInfo {
        name: name.to_owned(),
        summary: summary.to_owned(),
        docs: format!("## Why\nBecause `{name}` costs.\n\n## Example\n```js\nif (on) {{}}\n```\n"),
        level,
        debt,
        fixable: false,
    };
    vec![
        lint(
            "archived-flag",
            "Flags put away in the registry but still read",
            Some(Severity::Error),
            true,
        ),
        lint(
            "fully-rolled-out",
            "Flags that serve one value to everyone",
            Some(Severity::Warning),
            true,
        ),
        lint(
            "stale-flag",
            "Flags whose state has not changed for long",
            Some(Severity::Note),
            true,
        ),
        lint("unused-flag", "Registered flags that no code reads", None, true),
    ]
}

/// A run with something of everything.
pub(crate) fn report() -> Report {
    let call = r#"client.variation("express-checkout", user, false)"#;
    let rolled = |nth: usize| {
        let mut item = finding(
            "fully-rolled-out",
            Severity::Warning,
            "express-checkout",
            "flag `express-checkout` is fully rolled out: everyone in production gets `true`",
            Some(label("src/cart.ts", CART, call, nth, "always `true`")),
        );
        item.reasons = vec![
            "on in `production`, no rule, no individual target".to_owned(),
            "one variation served to everyone since 2026-05-02 (shop-flags.json:12)".to_owned(),
        ];
        item.help = vec![
            "keep the code that runs when the flag is `true`, remove the other branch and the call".to_owned(),
            "deploy that everywhere".to_owned(),
            "archive `express-checkout` in the registry".to_owned(),
        ];
        item.owner = Some("payments".to_owned());
        item.served = Some(json!(true));
        item.debt = true;
        item
    };
    let mut fixed = rolled(1);
    fixed.fingerprint = "fully-rolled-out:express-checkout:src/cart.ts:1".to_owned();
    let expression = place(CART, &format!(r#"{call} ? "Pay" : "Continue""#), 0);
    fixed.fix = Some(Fix {
        applicability: Applicability::Safe,
        edits: vec![Edit {
            path: "src/cart.ts".to_owned(),
            start: expression.span.start as usize,
            end: expression.span.end as usize,
            text: "\"Pay\"".to_owned(),
        }],
    });
    let mut stale = finding(
        "stale-flag",
        Severity::Note,
        "express-checkout",
        "flag `express-checkout` has not changed for 205 days",
        Some(label("src/cart.ts", CART, call, 0, "")),
    );
    stale.reasons = vec!["last change of state on 2026-05-02, a release flag may stay 90 days".to_owned()];
    stale.new = false;
    let mut archived = finding(
        "archived-flag",
        Severity::Error,
        "ship-früh",
        "flag `ship-früh` is archived but still evaluated",
        Some(label(
            "app/orders.rb",
            ORDERS,
            "@flags.is_enabled?(\r\n\t\t\t'ship-früh',\r\n\t\t\torder.context\r\n\t\t)",
            0,
            "gives its default value",
        )),
    );
    archived.reasons = vec!["archived in the registry (shop-flags.json:40)".to_owned()];
    archived.help = vec!["remove the call".to_owned()];
    archived.related = vec![label("src/cart.ts", CART, "classicTotal", 0, "runs because of it")];
    archived.debt = true;
    let mut unused = finding(
        "unused-flag",
        Severity::Note,
        "old-banner",
        "flag `old-banner` is registered, but no use was found",
        None,
    );
    unused.reasons = vec!["2 evaluations could not be followed and may read it".to_owned()];
    unused.owner = Some("web".to_owned());
    unused.debt = true;

    Report {
        version: "0.1.0",
        as_of: as_of(),
        registries: registry().sources,
        environments: vec!["production".to_owned()],
        diagnostics: vec![unused, archived, rolled(0), stale, fixed],
        paid: vec![Paid {
            lint: "stale-flag".to_owned(),
            flag: Some("old-menu".to_owned()),
            count: 2,
        }],
        summary: Summary {
            files: 1200,
            parsed: 40,
            skipped: vec![
                Skipped {
                    path: "a.bin".to_owned(),
                    reason: "not UTF-8".to_owned(),
                },
                Skipped {
                    path: "b.bin".to_owned(),
                    reason: "not UTF-8".to_owned(),
                },
                Skipped {
                    path: "dist/app.min.js".to_owned(),
                    reason: "minified".to_owned(),
                },
            ],
            uses: 130,
            unresolved: 2,
            mentions: 1,
            flags_in_code: 41,
            flags_in_registry: 3,
            by_lint: BTreeMap::from([
                ("archived-flag", 1),
                ("fully-rolled-out", 2),
                ("stale-flag", 1),
                ("unused-flag", 1),
            ]),
            by_severity: BTreeMap::from([(Severity::Error, 1), (Severity::Warning, 2), (Severity::Note, 2)]),
            known: 0,
            paid: 2,
            since: None,
            debt: Debt {
                total: 3,
                flags: 3,
                quota: Some(2),
                to_remove: 1,
                owners: vec![
                    OwnerDebt {
                        owner: Some("payments".to_owned()),
                        debt: 1,
                        quota: Some(0),
                        to_remove: 1,
                        flags: vec!["new-checkout".to_owned()],
                    },
                    OwnerDebt {
                        owner: Some("web".to_owned()),
                        debt: 1,
                        quota: None,
                        to_remove: 0,
                        flags: Vec::new(),
                    },
                    OwnerDebt {
                        owner: None,
                        debt: 1,
                        quota: None,
                        to_remove: 0,
                        flags: Vec::new(),
                    },
                ],
            },
            gate: Gate {
                passed: false,
                reasons: vec![
                    "3 findings at or above `warning`".to_owned(),
                    "3 flags are due for removal, 2 are allowed".to_owned(),
                ],
            },
        },
        sources: BTreeMap::from([
            ("src/cart.ts".to_owned(), CART.to_owned()),
            ("app/orders.rb".to_owned(), ORDERS.to_owned()),
        ]),
        registry_places: registry()
            .flags
            .iter()
            .map(|flag| (flag.key.clone(), flag.source.clone()))
            .collect(),
        lints: lints(),
        page: None,
    }
}

/// A run that looked at the same and found nothing.
pub(crate) fn clean() -> Report {
    let mut report = report();
    report.diagnostics.clear();
    report.paid.clear();
    report.summary.paid = 0;
    report.summary.by_lint.clear();
    report.summary.by_severity.clear();
    report.summary.debt = Debt::default();
    report.summary.gate = Gate {
        passed: true,
        reasons: Vec::new(),
    };
    report
}

/// A run without an export.
pub(crate) fn without_registry() -> Report {
    let mut report = clean();
    report.registries.clear();
    report.registry_places.clear();
    report.environments.clear();
    report.summary.flags_in_registry = 0;
    report
}

/// A run with as many flags to talk about as asked for.
pub(crate) fn many(flags: usize) -> Report {
    let call = r#"client.variation("express-checkout", user, false)"#;
    let mut report = report();
    report.diagnostics = (0..flags)
        .map(|index| {
            let key = format!("flag-{index:03}");
            let mut item = finding(
                "stale-flag",
                Severity::Warning,
                &key,
                &format!("flag `{key}` has not changed for {} days", 100 + index),
                Some(label("src/cart.ts", CART, call, index % 2, "evaluated here")),
            );
            item.reasons = vec!["a release flag may stay 90 days".to_owned()];
            item.help = vec!["remove it".to_owned()];
            item
        })
        .collect();
    report.summary.by_lint = BTreeMap::from([("stale-flag", flags)]);
    report.summary.by_severity = BTreeMap::from([(Severity::Warning, flags)]);
    report
}

/// Tickets in which every text that others can write is `text`.
pub(crate) fn hostile_tickets(text: &str) -> Tickets {
    let some = || vec![text.to_owned(), text.to_owned()];
    let spot = Spot {
        path: text.to_owned(),
        line: 3,
        url: Some(format!("https://example.com/{}#L3", flagdebt::escape::uri(text))),
    };
    let ticket = Ticket {
        id: "flagdebt-0123456789abcdef".to_owned(),
        title: format!("Remove the feature flag `{text}`"),
        flag: text.to_owned(),
        owner: Some(text.to_owned()),
        lints: vec!["stale-flag"],
        why: some(),
        keep: Some(json!(text)),
        places: vec![spot.clone()],
        tests: vec![spot],
        first: some(),
        lines: 12,
        risk: "medium",
        risks: some(),
        steps: some(),
    };
    Tickets {
        as_of: as_of(),
        tickets: vec![ticket],
        more: 1,
    }
}

/// Everything that foreign text can try, as one text.
pub(crate) const EVIL: &str = "=cmd|'/c calc'!A1\n::set-output name=x::y\r::error::z\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}31m\t%0A,:\u{202e}\
    \u{2066}\u{200b}<b>[l](http://e)|`{0}##[error]v ##vso[task.setvariable variable=p]x<script>alert(1)</script>\" onload=\"x' -->";

/// The same, each at the beginning, where some of it only acts.
pub(crate) const EVILS: &[&str] = &[
    EVIL,
    "::set-output name=x::y",
    " ::stop-commands::x",
    "##[set-env name=x;]y",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-->",
    "]]>",
    "</script><script>alert(1)</script>",
    "\u{202e}flag",
    "a\nb\r\nc",
    "\u{1b}[31mred",
    "javascript:alert(1)",
    "../../etc/passwd",
];

/// A run in which every text that others can write is [`EVIL`].
pub(crate) fn hostile() -> Report {
    hostile_with(EVIL)
}

/// A run in which every text that others can write is `text`.
pub(crate) fn hostile_with(text: &str) -> Report {
    let evil = || text.to_owned();
    let mut report = report();
    let mut sources = BTreeMap::new();
    let line = format!("flags.on('k\u{1b}[2J\u{202e}'); {}", text.replace(['\n', '\r'], " "));
    for diagnostic in &mut report.diagnostics {
        diagnostic.flag = Some(evil());
        diagnostic.message = format!("flag `{text}` is old");
        diagnostic.reasons = vec![evil()];
        diagnostic.help = vec![evil(), evil()];
        diagnostic.owner = Some(evil());
        diagnostic.served = Some(json!(text));
        diagnostic.fingerprint = evil();
        for label in diagnostic.label.iter_mut().chain(&mut diagnostic.related) {
            *label = self::label(text, &line, "flags.on('k\u{1b}[2J\u{202e}')", 0, text);
        }
        if let Some(fix) = &mut diagnostic.fix {
            fix.edits = vec![Edit {
                path: evil(),
                start: 0,
                end: 5,
                text: evil(),
            }];
        }
    }
    sources.insert(evil(), line);
    report.sources = sources;
    report.registry_places = BTreeMap::from([(evil(), source(text, Some(3)))]);
    for registry in &mut report.registries {
        registry.path = evil();
        registry.environments = vec![evil()];
        registry.partial = Some(evil());
    }
    report.environments = vec![evil()];
    for skipped in &mut report.summary.skipped {
        *skipped = Skipped {
            path: evil(),
            reason: evil(),
        };
    }
    for owner in &mut report.summary.debt.owners {
        owner.owner = Some(evil());
    }
    report.summary.gate.reasons = vec![evil()];
    report.summary.since = Some(evil());
    for paid in &mut report.paid {
        paid.flag = Some(evil());
    }
    report
}

/// The report as the page wants it, with everything that is known of every flag.
pub(crate) fn whole(report: Report) -> Report {
    let inventory = match report.environments.iter().any(|name| name == EVIL) {
        true => hostile_inventory(),
        false => inventory(),
    };
    let sources = tickets::Sources {
        registry: &inventory.registry,
        usages: &inventory.usages,
        repository_url: Some("https://example.com/acme/shop/blob/main"),
    };
    let tickets = tickets::tickets(&inventory.diagnostics, &sources, as_of(), None).tickets;
    Report {
        page: Some(Page {
            tickets,
            graph: interactions(&inventory.registry.flags[0].key),
            inventory,
        }),
        ..report
    }
}

/// Two flags that need each other, and two that one condition asks for.
pub(crate) fn interactions(key: &str) -> Graph {
    let node = |name: &str, constant: Option<Value>| Node {
        key: format!("{key}{name}"),
        registered: true,
        values: vec![json!(true), json!(key)],
        constant,
        off: None,
    };
    let edge = |from, to, kind| Connection {
        from,
        to,
        kind,
        wants: Some(vec![json!(key)]),
        environment: Some(key.to_owned()),
        place: (kind != EdgeKind::Prerequisite).then(|| (key.to_owned(), 3)),
        places: 1,
        circular: kind == EdgeKind::Prerequisite,
    };
    Graph {
        version: "0.1.0",
        nodes: vec![
            node("", Some(json!(key))),
            node("b", None),
            node("c", None),
            node("d", None),
        ],
        edges: vec![
            edge(0, 1, EdgeKind::Prerequisite),
            edge(1, 0, EdgeKind::Prerequisite),
            edge(1, 2, EdgeKind::Condition),
        ],
        components: vec![Component {
            flags: vec![0, 1, 2],
            states: Some(4),
            circles: vec![vec![key.to_owned(), format!("{key}b")]],
            matrix: None,
        }],
        independent: vec![3],
    }
}

/// A year in four points.
pub(crate) fn history(key: &str) -> History {
    let at = |day: &str| format!("{day}T00:00:00Z").parse().expect("a date");
    let point = |day: &str, due, in_code, added: &[String], removed: &[String]| Point {
        at: at(day),
        commit: "0123456789abcdef".to_owned(),
        due,
        debt: due,
        owners: vec![(Some(key.to_owned()), due)],
        in_code,
        in_registry: 9,
        added: added.to_vec(),
        removed: removed.to_vec(),
    };
    let keys = |number: usize| (0..number).map(|at| format!("{key}{at}")).collect::<Vec<_>>();
    History {
        version: "0.1.0",
        as_of: as_of(),
        every: 91,
        points: vec![
            point("2026-02-23", 0, 4, &[], &[]),
            point("2026-05-25", 2, 9, &keys(5), &[]),
            point("2026-08-24", 2, 9, &[], &[]),
            point("2026-11-23", 1, 8, &[], &keys(1)),
        ],
        notes: vec![format!("`{key}` is not in every state, and is read there as it is now")],
    }
}

pub(crate) fn as_of() -> Timestamp {
    "2026-11-23T00:00:00Z".parse().expect("a date")
}

fn source(path: &str, line: Option<u32>) -> FlagSource {
    FlagSource {
        path: path.to_owned(),
        format: "launchdarkly",
        line,
    }
}

fn time(text: &str) -> Option<When> {
    Some(When::Time(text.parse().expect("a date")))
}

fn environment(name: &str, state: ServesState, value: Option<Value>) -> Environment {
    Environment {
        variant: None,
        name: name.to_owned(),
        enabled: Some(state != ServesState::CodeDefault),
        serves: Serves {
            state,
            value,
            moving: false,
        },
        overrides: 0,
        reasons: vec!["one variation for everyone else".to_owned()],
        rollout: Some(100.0),
        default_when_off: Some(json!(false)),
        changed: time("2026-05-02T08:00:00Z"),
        evaluated: Some(Evaluated::Never),
    }
}

fn flag(key: &str, kind: Kind, line: u32) -> Flag {
    Flag {
        key: key.to_owned(),
        aliases: Vec::new(),
        name: None,
        description: None,
        project: None,
        kind,
        kind_source: KindSource::Declared,
        permanent: Some(false),
        lifecycle: Lifecycle::Active,
        created: time("2026-01-10T00:00:00Z"),
        changed: time("2026-05-02T08:00:00Z"),
        evaluated: None,
        expires: None,
        owners: Vec::new(),
        tags: Vec::new(),
        ticket: None,
        client_side: None,
        stale_by_vendor: None,
        value_type: Some(ValueType::Boolean),
        variations: vec![json!(true), json!(false)],
        environments: Vec::new(),
        prerequisites: Vec::new(),
        source: source("shop-flags.json", Some(line)),
        told_by: std::collections::BTreeMap::new(),
    }
}

pub(crate) fn registry() -> Registry {
    let mut checkout = flag("express-checkout", Kind::Release, 12);
    checkout.name = Some("Express checkout".to_owned());
    checkout.owners = vec!["payments".to_owned()];
    checkout.tags = vec!["checkout".to_owned()];
    checkout.environments = vec![
        environment("production", ServesState::Constant, Some(json!(true))),
        environment("test", ServesState::Split, None),
    ];
    checkout.prerequisites = vec![Prerequisite {
        flag: "new-cart".to_owned(),
        values: Some(vec![json!(true)]),
        environment: Some("production".to_owned()),
        via: PrerequisiteVia::Flag,
    }];
    let mut banner = flag("old-banner", Kind::Ops, 30);
    banner.owners = vec!["web".to_owned()];
    banner.permanent = None;
    banner.created = Some(When::Milestone("17.0".to_owned()));
    banner.evaluated = Some(Evaluated::Never);
    banner.stale_by_vendor = Some(VendorStale {
        stale: true,
        reason: Some("no evaluation in 30 days".to_owned()),
    });
    banner.environments = vec![environment("production", ServesState::CodeDefault, None)];
    let mut ship = flag("ship-früh", Kind::Release, 40);
    ship.lifecycle = Lifecycle::Archived;
    registry_of(vec![checkout, banner, ship])
}

fn registry_of(flags: Vec<Flag>) -> Registry {
    Registry {
        index: flags
            .iter()
            .enumerate()
            .map(|(index, flag)| (flag.key.clone(), index))
            .collect(),
        sources: vec![RegistrySource {
            path: "shop-flags.json".to_owned(),
            format: "launchdarkly",
            flags: flags.len(),
            environments: vec!["production".to_owned(), "test".to_owned()],
            partial: None,
        }],
        flags,
        conflicts: Vec::new(),
    }
}

pub(crate) fn one_use(key: Option<&str>, name: Place, whole: Place, role: Role) -> Use {
    Use {
        path: "src/cart.ts".to_owned(),
        name,
        whole,
        key: key.map(str::to_owned),
        role,
        sdk: Some("launchdarkly".to_owned()),
        callee: Some("variation".to_owned()),
        key_source: KeySource::Literal,
        via: None,
        certainty: Certainty::Proven,
        default: Some(json!(false)),
        default_text: Some("false".to_owned()),
        negated: false,
        test: false,
        language: "typescript",
        reasons: vec!["`client` comes from `launchdarkly-node-server-sdk`".to_owned()],
        branches: Vec::new(),
        site: Site::default(),
        gives: Gives::Value,
        guard: flagdebt::usage::Guard::Plain,
    }
}

fn all_uses() -> Vec<Use> {
    let call = r#"client.variation("express-checkout", user, false)"#;
    let at = |nth| {
        one_use(
            Some("express-checkout"),
            place(CART, "variation", nth),
            place(CART, call, nth),
            Role::Evaluation,
        )
    };
    let mut constant = at(1);
    constant.key_source = KeySource::Constant;
    constant.via = Some("src/flags.ts:3".to_owned());
    let mut dynamic = at(1);
    (dynamic.key, dynamic.key_source, dynamic.certainty) = (None, KeySource::Dynamic, Certainty::Unresolved);
    dynamic.path = "src/dynamic.ts".to_owned();
    dynamic.reasons = vec!["the key is a parameter that no caller gives".to_owned()];
    let mut declared = at(0);
    (declared.role, declared.path) = (Role::Declaration, "src/flags.ts".to_owned());
    (declared.callee, declared.default, declared.default_text) = (None, None, None);
    let mut test = at(0);
    (test.role, test.test, test.path) = (Role::TestOverride, true, "test/cart.test.ts".to_owned());
    let mut mention = at(0);
    (mention.role, mention.key, mention.path) = (Role::Mention, Some("old-banner".to_owned()), "ui.ts".to_owned());
    (mention.sdk, mention.callee, mention.certainty) = (None, None, Certainty::Likely);
    vec![at(0), constant, dynamic, declared, test, mention]
}

pub(crate) fn uses() -> UsesReport {
    UsesReport {
        version: "0.1.0",
        uses: all_uses(),
        files: 1200,
        parsed: 40,
        skipped: vec![Skipped {
            path: "a.bin".to_owned(),
            reason: "not UTF-8".to_owned(),
        }],
    }
}

pub(crate) fn inventory() -> Inventory {
    let uses: Vec<Use> = all_uses()
        .into_iter()
        .filter(|item| item.key.as_deref() == Some("express-checkout"))
        .collect();
    let unknown = one_use(Some("typo-flag"), Place::default(), Place::default(), Role::Evaluation);
    Inventory {
        version: "0.1.0",
        as_of: as_of(),
        environments: vec!["production".to_owned()],
        registry: registry(),
        usages: vec![
            Usage {
                key: "express-checkout".to_owned(),
                flag: Some(0),
                uses,
                possible: Vec::new(),
            },
            Usage {
                key: "typo-flag".to_owned(),
                flag: None,
                uses: vec![unknown],
                possible: Vec::new(),
            },
        ],
        diagnostics: report().diagnostics,
    }
}

pub(crate) fn registry_report() -> RegistryReport {
    RegistryReport {
        version: "0.1.0",
        registry: registry(),
    }
}

/// The lists of a repository in which every text that others can write is [`EVIL`].
pub(crate) fn hostile_uses() -> UsesReport {
    let evil = || EVIL.to_owned();
    let mut report = uses();
    for item in &mut report.uses {
        item.path = evil();
        item.key = Some(evil());
        item.via = Some(evil());
        item.callee = Some(evil());
        item.sdk = Some(evil());
        item.default = Some(json!(EVIL));
        item.default_text = Some(evil());
        item.reasons = vec![evil()];
    }
    report
}

pub(crate) fn hostile_registry() -> RegistryReport {
    let evil = || EVIL.to_owned();
    let mut report = registry_report();
    for flag in &mut report.registry.flags {
        flag.key = evil();
        flag.name = Some(evil());
        flag.description = Some(evil());
        flag.project = Some(evil());
        flag.ticket = Some(evil());
        flag.owners = vec![evil()];
        flag.aliases = vec![evil()];
        flag.tags = vec![evil()];
        flag.created = Some(When::Version(evil()));
        flag.variations = vec![json!(EVIL), json!({EVIL: EVIL})];
        flag.source.path = evil();
        for environment in &mut flag.environments {
            environment.name = evil();
            environment.reasons = vec![evil()];
            environment.serves.value = Some(json!(EVIL));
        }
    }
    for source in &mut report.registry.sources {
        source.path = evil();
        source.partial = Some(evil());
    }
    report
}

pub(crate) fn hostile_inventory() -> Inventory {
    let mut inventory = inventory();
    inventory.registry = hostile_registry().registry;
    inventory.environments = vec![EVIL.to_owned()];
    inventory.usages[0].uses = hostile_uses().uses;
    for usage in &mut inventory.usages {
        usage.key = EVIL.to_owned();
    }
    inventory.diagnostics = hostile().diagnostics;
    inventory
}
