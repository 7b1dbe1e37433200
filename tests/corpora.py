#!/usr/bin/env python3
"""Measures `flagdebt uses` on labelled repositories and writes the table of docs/accuracy.md.

    tests/corpora.py REPOSITORIES LABELS [--program PROGRAM]

REPOSITORIES holds checkouts at the labels' commit; LABELS holds scope.json, whose keys are their names, and score.py, which
prints precision and recall of the rows on its standard input as JSON. A repository that is not there keeps its row.
Each is scanned twice: with testdata/corpora/NAME.toml, where it needs one, and with no configuration.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
ROLES = ("evaluation", "declaration", "test-override")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", type=pathlib.Path)
    parser.add_argument("labels", type=pathlib.Path)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "target" / "release" / "flagdebt")
    settings = parser.parse_args()
    text = PAGE.read_text(encoding="utf-8")
    names = sorted(json.loads((settings.labels / "scope.json").read_text(encoding="utf-8")))
    for mode in ("configured", "plain"):
        known = re.findall(r"^\| ([a-z-]+) (\|.*)$", block(text, mode), re.M)
        rows = {name: cells for name, cells in known if name in names}
        scores = []
        for name in names:
            if (settings.repositories / name).is_dir():
                config = ROOT / "testdata" / "corpora" / f"{name}.toml"
                is_used = mode == "configured" and config.exists()
                score = measure(settings, config if is_used else None, name)
                rows[name] = row(score)
                scores.append(harmonic(score["evaluation"]))
                print(mode, name, rows[name], file=sys.stderr)
        start, end = re.search(rf"<!-- {mode} -->\n(.*?)<!-- end -->", text, re.S).span(1)
        text = text[:start] + table(rows) + text[end:]
        if scores:
            print(f"{mode}: mean F1 {sum(scores) / len(scores):.3f} over {len(scores)}", file=sys.stderr)
    PAGE.write_text(text, encoding="utf-8")


def block(text, mode):
    """What stands between the marks of a table."""
    return re.search(rf"<!-- {mode} -->\n(.*?)<!-- end -->", text, re.S).group(1)


def measure(settings, config, name):
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as empty:
        chosen = config or empty.name
        uses = subprocess.run(
            [settings.program.resolve(), "uses", "--config", chosen, "--format", "ndjson", "."],
            cwd=settings.repositories / name, capture_output=True, check=True)
    score = subprocess.run(
        [sys.executable, settings.labels / "score.py", name, "--json"],
        input=uses.stdout, capture_output=True, check=True)
    return json.loads(score.stdout)


def row(score):
    cells = [f"{harmonic(score['evaluation']):.3f}"]
    for role in ROLES:
        part = score[role]
        cells += [f"{part['precision']:.3f}", f"{part['recall']:.3f}"] if part["truth"] else ["", ""]
    return "| " + " | ".join(cells) + " |"


def harmonic(part):
    precision, recall = part["precision"], part["recall"] or 0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0


def table(rows):
    head = "| repository | F1 |" + "".join(f" {role} precision | recall |" for role in ROLES)
    lines = [head, "|---|" + "---|" * 7]
    return "\n".join(lines + [f"| {name} {cells}" for name, cells in sorted(rows.items())]) + "\n"


if __name__ == "__main__":
    main()
