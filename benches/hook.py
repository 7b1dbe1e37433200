#!/usr/bin/env python3
"""What a pre-commit hook costs: `flagdebt check --staged` in a repository of 20,000 files, five of them staged.

    python3 benches/hook.py PROGRAM [--files 20000] [--runs 9] [--page]

Makes a git repository in a temporary folder: files in four languages, of which 3 % ask for one of 300 flags, and an export.
Prints the median processor time, that of git's processes included, of `--version`, of `git diff --cached --name-only`, of
the cold hook, and of the warm one: with five files staged that have nothing to do with flags, and with one of them that
brings a new use of a flag, from what the hook of the commit before kept, and once more without a commit. `--page` puts the table into docs/performance.md.
"""

import argparse
import json
import os
import pathlib
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

import page

FLAGS = 300
SHARE = 0.03
WORDS = [f"{verb}{noun}" for verb in "load save parse render order price".split() for noun in "Item List Page Row".split()]
BODIES = {
    "go": "func {name}(a int, b string) (int, error) {{\n\tif a > {at} {{\n\t\treturn a * {at}, nil\n\t}}\n\treturn len(b), nil\n}}\n",
    "ts": "export function {name}(a: number, b: string): number {{\n  if (a > {at}) {{\n    return a * {at};\n  }}\n  return b.length;\n}}\n",
    "py": "def {name}(a, b):\n    if a > {at}:\n        return a * {at}\n    return len(b)\n",
    "java": "    public int {name}(int a, String b) {{\n        if (a > {at}) {{\n            return a * {at};\n        }}\n        return b.length();\n    }}\n",
}
CALLS = {
    "go": ("package area\n\nimport ld \"github.com/launchdarkly/go-server-sdk/v7\"\n", "func Flag(c *ld.LDClient) bool {{\n\ton, _ := c.BoolVariation(\"{key}\", user, false)\n\treturn on\n}}\n"),
    "ts": ("import {{ init }} from '@launchdarkly/node-server-sdk';\nconst client = init('k');\n", "export const flag = () => client.variation('{key}', user, false);\n"),
    "py": ("import ldclient\n", "def flag(user):\n    return ldclient.get().variation('{key}', user, False)\n"),
    "java": ("package area;\n\nimport com.launchdarkly.sdk.server.LDClient;\n", "    boolean flag(LDClient c) {{\n        return c.boolVariation(\"{key}\", user, false);\n    }}\n"),
}


def text(language, rng, key):
    body = [BODIES[language].format(name=f"{rng.choice(WORDS)}{at}", at=at) for at in range(rng.randrange(4, 30))]
    head, call = CALLS[language]
    head = head.format() if key else "package area;\n" if language == "java" else "package area\n" if language == "go" else ""
    if key:
        body.append(call.format(key=key))
    code = "\n".join(body)
    return f"{head}\npublic class File {{\n{code}}}\n" if language == "java" else f"{head}\n{code}"


def make(folder, files):
    rng = random.Random(1)
    keys = [f"team-{at % 20}-feature-{at}" for at in range(FLAGS)]
    for at in range(files):
        area = at // 20
        language = list(BODIES)[area % 4]
        path = folder / f"src/mod{area % 40}/area{area}/file{at % 20}.{language}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(language, rng, rng.choice(keys) if rng.random() < SHARE else None))
    flags = [{"key": key, "kind": "release", "created": "2025-01-01"} for key in keys]
    (folder / "flags.json").write_text(json.dumps({"flags": flags}))
    (folder / "flagdebt.toml").write_text('registry = ["flags.json"]\nfail-on = "never"\n')
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one")


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def cpu(command, folder):
    """Milliseconds of processor time, that of children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, cwd=folder, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)}: {run.stderr.decode()}")
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--page", action="store_true")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as top:
        folder, cache = pathlib.Path(top, "tree"), str(pathlib.Path(top, "cache"))
        folder.mkdir()
        make(folder, options.files)
        hook = [program, "check", "--staged", "--cache-dir", cache]
        sources = sorted(path for path in folder.glob("src/**/*") if path.is_file())
        staged = [path for path in sources if "variation" not in path.read_text().lower()][:: options.files // 6][:5]
        for path in staged:
            comment = "#" if path.suffix == ".py" else "//"
            path.write_text(path.read_text() + f"{comment} one more line\n")
        git(folder, "add", "-A")
        cold = []
        for _ in range(3):
            shutil.rmtree(cache, ignore_errors=True)
            cold.append(cpu(hook, folder))
        figures = {}

        def measure(name, command, before=lambda: None):
            found = []
            for _ in range(options.runs):
                before()
                found.append(cpu(command, folder))
            figures[name] = statistics.median(found)

        def restore():
            shutil.rmtree(cache)
            shutil.copytree(kept, cache)

        measure("`flagdebt --version`", [program, "--version"])
        measure("`git diff --cached --name-only`", ["git", "diff", "--cached", "--name-only"])
        measure("warm hook, no flag touched", hook)
        kept = str(pathlib.Path(top, "kept"))
        git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "two")
        cpu(hook, folder)
        shutil.copytree(cache, kept)
        for path in staged:
            comment = "#" if path.suffix == ".py" else "//"
            path.write_text(path.read_text() + f"{comment} and one more\n")
        new = next(path for path in staged if path.suffix == ".ts")
        new.write_text(text("ts", random.Random(2), "team-1-feature-1"))
        git(folder, "add", "-A")
        measure("warm hook, a new use", hook, restore)
        measure("the same once more", hook)
        figures["cold hook"] = statistics.median(cold)
        rows = [f"| {name} | {value:.0f} |" for name, value in figures.items()]
        table = "\n".join(["| | ms of CPU |", "|---|---|", *rows])
        print(table)
        if options.page:
            page.put("hook", table)


if __name__ == "__main__":
    main()
