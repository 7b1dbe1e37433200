#!/usr/bin/env python3
"""CPU time of `flagdebt check`, cold and warm, against ripgrep on the same trees, in the same minute.

    python3 benches/compare.py target/release/flagdebt FOLDER [NAME=REGISTRY ...]

FOLDER holds checked-out repositories. For each of them a registry of 300 flags is made in a temporary folder: the keys
that `flagdebt uses` finds there, filled up with keys that stand nowhere; `NAME=REGISTRY` names an own one, relative to the
repository. What is measured is user and system time of the child process, the median of five runs, each of ours next to one
of `rg -F -f KEYS -c -j2`. Cold runs keep nothing (`--no-cache`); warm ones come after a run that did, with nothing changed. Writes a Markdown table to standard output and the ratios as JSON to `--json FILE`; with
`--against FILE` it says how much each ratio moved, and exits with 1 where one grew by more than a fifth. `--page` puts the table into docs/performance.md. With `--ast-grep PROGRAM`
(`pip install ast-grep-cli`), one run of it stands beside them that looks for string literals which are one of the keys.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import page

RUNS = 5
FLAGS = 300
# What ast-grep calls a string, by language.
STRINGS = {
    "CSharp": "string_literal",
    "Go": "interpreted_string_literal",
    "Java": "string_literal",
    "JavaScript": "string",
    "Kotlin": "string_literal",
    "Python": "string",
    "Ruby": "string",
    "Swift": "line_string_literal",
    "Tsx": "string",
    "TypeScript": "string",
}


def cpu(command, folder):
    """Seconds of CPU, and the peak memory in MB, of one run."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} in {folder}: exit code {code}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def keys_of(program, repository):
    command = [program, "uses", "--format", "ndjson", "."]
    lines = subprocess.run(command, cwd=repository, capture_output=True, text=True).stdout.splitlines()
    keys = {json.loads(line).get("key") for line in lines}
    return sorted(key for key in keys if key and "*" not in key and len(key) > 3)


def registry_of(keys, folder):
    keys = keys[:FLAGS] + [f"flag-of-nobody-{at}" for at in range(FLAGS - min(FLAGS, len(keys)))]
    flags = [{"key": key, "kind": "release", "created": "2025-01-01"} for key in keys]
    path = Path(folder, "flags.json")
    path.write_text(json.dumps({"flags": flags}))
    return path, keys


def rules_of(keys, folder):
    """A rule for each language that finds what `rg` finds, in strings only."""
    any_key = "|".join(re.escape(key) for key in keys)
    rules = [
        {"id": f"key-{language}", "language": language, "rule": {"kind": kind, "regex": f"^.({any_key}).$"}}
        for language, kind in STRINGS.items()
    ]
    path = Path(folder, "rules.yml")
    path.write_text("\n---\n".join(json.dumps(rule) for rule in rules))
    return path


def measure(program, repository, own, folder, other):
    if own:
        registry = Path(own)
        listed = subprocess.run(
            [program, "registry", own, "--format", "json"], cwd=repository, capture_output=True, text=True
        ).stdout
        keys = [flag["key"] for flag in json.loads(listed)["flags"]]
    else:
        registry, keys = registry_of(keys_of(program, repository), folder)
    words = Path(folder, "keys")
    words.write_text("\n".join(keys) + "\n")
    check = [program, "check", "--registry", str(registry), "--format", "json", "--no-cache", "."]
    warm = [program, "check", "--registry", str(registry), "--format", "json", "--cache-dir", str(Path(folder, "cache")), "."]
    search = ["rg", "-F", "-f", str(words), "-c", "-j2", "."]
    bare = [program, "uses", "--format", "json", "--no-cache", "."]
    figures = {"check": [], "uses": [], "warm": [], "rg": [], "memory": []}
    for command in (check, search, bare, warm, warm):
        cpu(command, repository)
    for _ in range(RUNS):
        seconds, memory = cpu(check, repository)
        figures["check"].append(seconds)
        figures["memory"].append(memory)
        figures["rg"].append(cpu(search, repository)[0])
        figures["uses"].append(cpu(bare, repository)[0])
        figures["warm"].append(cpu(warm, repository)[0])
    found = {name: statistics.median(values) for name, values in figures.items()}
    if other:
        scan = [other, "scan", "--rule", str(rules_of(keys, folder)), "--json=stream", "-j", "2", "."]
        found["ast-grep"] = cpu(scan, repository)[0]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("registries", nargs="*")
    parser.add_argument("--json")
    parser.add_argument("--against")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--ast-grep")
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())
    own = dict(pair.split("=", 1) for pair in arguments.registries)
    before = json.loads(Path(arguments.against).read_text()) if arguments.against else {}
    ratios, grown = {}, []
    beside = bool(arguments.ast_grep)
    lines = []

    def say(line):
        lines.append(line)
        print(line, flush=True)

    say("| repository | `rg`, s | `check`, s | ratio | without a registry | warm | memory, MB |" + " ast-grep |" * beside)
    say("|---|---|---|---|---|---|---|" + "---|" * beside)
    for repository in sorted(path for path in Path(arguments.folder).iterdir() if path.is_dir()):
        with tempfile.TemporaryDirectory() as folder:
            found = measure(program, repository, own.get(repository.name), folder, arguments.ast_grep)
        check, bare, warm = (found[name] / found["rg"] for name in ("check", "uses", "warm"))
        ratios[repository.name] = {"check": round(check, 2), "uses": round(bare, 2), "warm": round(warm, 2)}
        say(
            f"| {repository.name} | {found['rg']:.2f} | {found['check']:.2f} | {check:.1f} | {bare:.1f} | {warm:.2f} | {found['memory']:.0f} |"
            + (f" {found['ast-grep'] / found['rg']:.0f} |" if beside else "")
        )
        for name, ratio in ratios[repository.name].items():
            known = before.get(repository.name, {}).get(name)
            if known and ratio > known * 1.2:
                grown.append(f"{repository.name}: {name} was {known} times ripgrep, now {ratio}")
    if arguments.page:
        page.put("compare", "\n".join(lines))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(ratios, indent=1, sort_keys=True) + "\n")
    for line in grown:
        print(line, file=sys.stderr)
    sys.exit(1 if grown else 0)


if __name__ == "__main__":
    main()
