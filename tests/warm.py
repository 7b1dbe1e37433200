#!/usr/bin/env python3
"""Compares runs with a cache with runs without, on a copy of a real repository that is changed at random in between.

    python3 tests/warm.py PROGRAM REPOSITORY [--steps 30] [--seed 1] [--staged | --since] [-- ARGUMENTS of `flagdebt uses`]

`--staged`: the changes are staged, `flagdebt check --staged` answers, twice with the cache, and most are committed then. `--since`: the
same for a tag, which moves now and then. Each step changes a few files as people do: lines are copied from one file to another, taken out, words are renamed,
files are moved, deleted, restored, touched. Every answer must be the same byte for byte; the first that is not is shown,
and the exit code is 1. Prints how many steps were answered from the cache alone, by what was written to it.
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{3,}")


def git(tree, *arguments):
    settings = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *settings, *arguments], cwd=tree, check=True, capture_output=True)


def answer(program, tree, arguments, cache):
    extra = ["--cache-dir", cache] if cache else ["--no-cache"]
    command = [program, *arguments, "--format", "json", *extra, "."]
    run = subprocess.run(command, cwd=tree, capture_output=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: {run.stderr.decode()}")
    return run.stdout


def change(tree, files, chosen, original, rng):
    """Changes one file, most often one that matters; says how."""
    path = rng.choice(chosen if chosen and rng.random() < 0.8 else files)
    full = tree / path
    kind = rng.choice(["copy", "copy", "drop", "rename", "move", "delete", "restore", "touch", "append"])
    if not full.exists():
        kind = "restore"
    if kind == "restore":
        full.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original / path, full)
    elif kind == "touch":
        full.write_bytes(full.read_bytes())
    elif kind == "delete":
        full.unlink()
    elif kind == "move":
        full.rename(full.with_name("moved_" + full.name))
    else:
        lines = full.read_text(errors="surrogateescape").split("\n")
        at = rng.randrange(len(lines))
        if kind == "append":
            lines.append("// flagdebt: ignore-file[stale-flag] -- a test")
        elif kind == "drop":
            del lines[at : at + rng.randrange(1, 6)]
        elif kind == "copy":
            donor = tree / rng.choice(chosen or files)
            if donor.exists():
                other = donor.read_text(errors="surrogateescape").split("\n")
                start = rng.randrange(len(other))
                lines[at:at] = other[start : start + rng.randrange(1, 30)]
        elif kind == "rename":
            words = WORD.findall(lines[at])
            if words:
                word = rng.choice(words)
                lines = [line.replace(word, word + "Xy") for line in lines]
        full.write_text("\n".join(lines), errors="surrogateescape")
    return f"{kind} {path}"


def main():
    arguments = sys.argv[1:]
    rest = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, rest = arguments[:at], arguments[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("repository")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--staged", action="store_true")
    parser.add_argument("--since", action="store_true")
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    program = os.path.abspath(options.program)
    original = pathlib.Path(options.repository).resolve()
    with tempfile.TemporaryDirectory() as folder:
        tree, cache = pathlib.Path(folder) / "tree", str(pathlib.Path(folder) / "cache")
        ignored = shutil.ignore_patterns(".git", "node_modules")
        shutil.copytree(original, tree, symlinks=True, ignore=ignored)
        first = answer(program, tree, ["uses", *rest], cache)
        compares = options.staged or options.since
        against = ["--staged"] if options.staged else ["--since", "base"]
        rest = ["check", *against, "--as-of", "2026-01-01", *rest] if compares else ["uses", *rest]
        if compares:
            git(tree, "init", "-q")
            git(tree, "add", "-A")
            git(tree, "commit", "-qm", "one")
            git(tree, "tag", "base")
            answer(program, tree, rest, cache)
        used = sorted(set(re.findall(rb'"path":\s*"([^"]+)"', first)))
        chosen = [path.decode() for path in used if (tree / path.decode()).is_file()]
        endings = {pathlib.Path(path).suffix for path in chosen}
        files = [str(path.relative_to(tree)) for path in sorted(tree.rglob("*")) if path.is_file() and path.suffix in endings]
        kept = 0
        for step in range(options.steps):
            done = [change(tree, files, chosen, original, rng) for _ in range(rng.choice([1, 1, 2, 5]))]
            if options.staged:
                git(tree, "add", "-A")
            if options.since and rng.random() < 0.3:
                git(tree, "tag", "-f", "base")
            before = sorted((entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(cache))
            warm = answer(program, tree, rest, cache)
            again = answer(program, tree, rest, cache) if compares else warm
            kept += before == sorted((entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(cache))
            cold = answer(program, tree, rest, None)
            if compares and rng.random() < 0.7:
                git(tree, "add", "-A")
                git(tree, "commit", "--allow-empty", "-qm", "more")
            if warm != cold or again != cold:
                print(f"step {step}, seed {options.seed}: another answer with the cache after: {'; '.join(done)}")
                for name, text in [("warm", warm), ("again", again), ("cold", cold)]:
                    pathlib.Path(f"{name}.json").write_bytes(text)
                print("see warm.json, again.json and cold.json")
                return 1
        print(f"{options.steps} steps, all answers the same; {kept} from the cache alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
