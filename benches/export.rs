//! Reads LaunchDarkly-shaped exports of growing size and prints time and peak memory beside the size: both must grow with it and no
//! faster. `cargo bench --bench export`, or with sizes in megabytes: `cargo bench --bench export -- 5 50`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark")]

use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;

use flagdebt::registry::{join, read};

const SIZES: [&str; 4] = ["5", "10", "25", "50"];

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if let [mode, size] = arguments.as_slice()
        && mode == "one"
    {
        one(size.parse().unwrap());
        return;
    }
    println!(
        "{:>8} {:>9} {:>9} {:>11} {:>13}",
        "MB", "flags", "seconds", "MB/second", "memory/size"
    );
    let sizes: Vec<&str> = if arguments.is_empty() {
        SIZES.to_vec()
    } else {
        arguments.iter().map(String::as_str).collect()
    };
    for size in sizes {
        // A process for each, as the peak of memory is one of the process.
        Command::new(std::env::current_exe().unwrap())
            .args(["one", size])
            .status()
            .unwrap();
    }
}

fn one(megabytes: usize) {
    let text = export(megabytes * 1_000_000);
    let before = memory();
    let start = Instant::now();
    let registry = join(
        vec![read("flags.json", text.as_bytes(), None).unwrap()],
        "2026-08-22T12:00:00Z".parse().unwrap(),
    );
    let seconds = start.elapsed().as_secs_f64();
    let size = text.len() as f64 / 1e6;
    let grown = (memory() - before) / size;
    println!(
        "{size:>8.1} {:>9} {seconds:>9.2} {:>11.1} {grown:>13.2}",
        registry.flags.len(),
        size / seconds
    );
}

/// The peak of this process in megabytes; 0 where the system does not tell.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1e3
}

/// A list of flags with rules, targets and prerequisites, as large as asked for.
fn export(size: usize) -> String {
    let mut text = String::with_capacity(size + 10_000);
    text.push_str("{\"items\": [");
    let mut count = 0_u64;
    while text.len() < size {
        if count > 0 {
            text.push(',');
        }
        flag(&mut text, count);
        count += 1;
    }
    write!(text, "], \"totalCount\": {count}}}").unwrap();
    text
}

fn flag(text: &mut String, number: u64) {
    let created = 1_700_000_000_000 + number * 1000;
    write!(
        text,
        r#"{{"key": "flag-{number}", "name": "Flag {number}", "kind": "boolean", "description": "The {number}th flag of a long list", "creationDate": {created}, "temporary": true, "archived": false, "tags": ["team-{}"], "_version": 3, "variations": [{{"_id": "a", "value": true}}, {{"_id": "b", "value": false}}], "clientSideAvailability": {{"usingEnvironmentId": false, "usingMobileKey": false}}, "_maintainer": {{"email": "team@example.net"}}, "environments": {{"#,
        number % 40
    )
    .unwrap();
    for (place, name) in ["production", "staging"].iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        write!(
            text,
            r#""{name}": {{"on": {}, "archived": false, "lastModified": {created}, "offVariation": 1, "targets": [{{"variation": 0, "values": ["u1", "u2", "u3"]}}], "rules": ["#,
            !number.is_multiple_of(3)
        )
        .unwrap();
        for rule in 0..6 {
            if rule > 0 {
                text.push(',');
            }
            write!(
                text,
                r#"{{"_id": "r{rule}", "variation": 0, "clauses": [{{"attribute": "country", "op": "in", "values": ["NZ", "EE", "FI"], "negate": false}}], "trackEvents": false}}"#
            )
            .unwrap();
        }
        write!(
            text,
            r#"], "fallthrough": {{"rollout": {{"variations": [{{"variation": 0, "weight": 25000}}, {{"variation": 1, "weight": 75000}}]}}}}, "prerequisites": [{}]}}"#,
            if number.is_multiple_of(10) { format!(r#"{{"key": "flag-{}", "variation": 0}}"#, number + 1) } else { String::new() }
        )
        .unwrap();
    }
    text.push_str("}}");
}
