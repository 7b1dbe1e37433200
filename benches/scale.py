#!/usr/bin/env python3
"""What more files, more flags and more threads cost, on generated trees; rewrites the table of docs/performance.md.

    python3 benches/scale.py PROGRAM [--sizes 10000,30000,100000,300000] [--print]

Four of a hundred files declare flags, wrap an SDK and ask for flags through constants and helpers of other modules (as
linearity.py writes them); the others are ten kilobytes of code in four languages that has nothing to do with flags, none like
another. 300,000 files take 4 GB of disk. A tree is made only once and grows from size to size. Time is that of the processor, the
least of three runs, each beside one of `rg -F -f KEYS -c -j2`; threads are compared by the wall clock, which only says something
while nothing else runs.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import linearity
import page

RUNS = 3
FLAGS = 300
WORDS = """account address amount balance basket batch billing buffer carrier charge column count courier currency
customer delivery discount document entry estimate event export field filter folder group header history image import index invoice
item journal label ledger letter limit line locale margin member message method month note notice number offer order owner package
page parcel payment period permit place price process product profile project quantity query quote rate reason record refund region
report request reserve result return review route row rule sale sample schedule score section segment shipment size source stage
state station status stock store street subject supplier supply table target tariff tax team term ticket total track transfer trip
type unit update value vendor version view visit voucher weight window worker year zone""".split()
# A function of each language; `0` to `7` in braces are words, `n` is a number.
BODIES = {
    "ts": """
export function {0}{1}{n}({2}: {3}Type, {4}: number): {5}Result {{
  const {6} = {2}.{7}.filter((entry) => entry.{1} > {n}).map((entry) => entry.{0} * {4});
  if ({6}.length === 0 || {2}.{5} === "{7} {3}") {{
    throw new Error(`no {1} for ${{{2}.{0}}} in {6}`);
  }}
  return {{ {0}: {6}[0], {1}: {6}.reduce((sum, each) => sum + each, {n}), {7}: "{0}-{2}" }};
}}
""",
    "py": """
def {0}_{1}_{n}({2}, {3}=None):
    \"\"\"The {4} of a {5}, with its {6}.\"\"\"
    {7} = [entry.{1} * {n} for entry in {2}.{4}s if entry.{5} is not None]
    if not {7} or {3} == "{6} {0}":
        raise ValueError("no {1} for %s in %s" % ({2}.{0}, {3}))
    return {{"{4}": sum({7}), "{5}": max({7}), "{6}": {2}.{6} + {n}}}
""",
    "go": """
func {0}{1}{n}({2} *{3}, {4} int) ({5} string, err error) {{
	{6} := make([]int, 0, len({2}.{7}))
	for at, entry := range {2}.{7} {{
		if entry.{1} > {n} && at < {4} {{
			{6} = append({6}, entry.{0}*{4})
		}}
	}}
	if len({6}) == 0 {{
		return "", fmt.Errorf("no {1} for %q in {6}", {2}.{0})
	}}
	return "{0} {2}", nil
}}
""",
    "java": """
    public {3} {0}{1}{n}({5} {2}, int {4}) {{
        List<Integer> {6} = new ArrayList<>();
        for ({7} entry : {2}.get{7}()) {{
            if (entry.{1}() > {n} && !"{3} {0}".equals(entry.{5})) {{
                {6}.add(entry.{0}() * {4});
            }}
        }}
        return {6}.isEmpty() ? null : new {3}({2}, {6}.get(0), "{1}-{6}");
    }}
""",
}
FRAMES = {
    "ts": ('import {{ {0}Type, {1}Result }} from "../{2}/{3}";\n', ""),
    "py": ("from shop.{0} import {1}\nfrom shop.{2} import {3}\n", ""),
    "go": ('package {0}\n\nimport (\n\t"fmt"\n\n\t"example.com/shop/{1}"\n)\n\nvar _ = {1}.{2}\n', ""),
    "java": ("package shop.{0};\n\nimport shop.{1}.{2};\n\nclass {3} {{\n", "}}\n"),
}
FILE = 10_000


def plain(chance, ending):
    """Code of about so many bytes that has nothing to do with flags; `@` stands for what tells a file from others."""
    words = chance.sample(WORDS, 8)
    head, tail = (text.format(*words) for text in FRAMES[ending])
    parts, size = [head], len(head)
    while size < FILE:
        part = BODIES[ending].format(*chance.sample(WORDS, 8), n=f"{chance.randrange(1_000)}@")
        parts.append(part)
        size += len(part)
    return "".join(parts) + tail


def texts():
    """Forty texts for each ending."""
    chance = random.Random(1)
    return {ending: [plain(chance, ending) for _ in range(40)] for ending in BODIES}


def grow(root, before, after):
    """Adds the files from one number to another; a hundred make a package."""
    kinds = texts()
    for package in range(before // 100, after // 100):
        linearity.write_module(root, package)
        place = root / f"code/p{package // 100}/q{package % 100}"
        place.mkdir(parents=True, exist_ok=True)
        for at in range(96):
            ending = ("ts", "py", "go", "java")[at % 4]
            text = kinds[ending][(package + at) % 40].replace("@", str(package * 96 + at))
            (place / f"file{at}.{ending}").write_text(text, encoding="utf-8")


def registry(folder, flags):
    """An export with so many flags, the first ones those of the tree, and the keys as a list for ripgrep."""
    kinds = ("cart", "mail", "page", "new", "old", "late")
    # `new-7` and `old-7` are easily confused, which is a finding
    others = ("cart", "mail", "page", "desk", "ship", "late")
    keys = [f"{(kinds if at < FLAGS else others)[at % len(kinds)]}-{at // len(kinds)}" for at in range(flags)]
    rows = [{"key": key, "kind": "release", "created": "2025-01-01"} for key in keys]
    export, words = folder / f"flags-{flags}.json", folder / f"keys-{flags}"
    export.write_text(json.dumps({"flags": rows}))
    words.write_text("\n".join(keys) + "\n")
    return export, words


def run(command, folder):
    """Processor and wall seconds, and the most memory in MB."""
    begin = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode in (0, 1), (command, child.returncode)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024


def least(commands, folder):
    """The least of three turns of commands one after the other, for each of them and each figure alone."""
    turns = [[run(command, folder) for command in commands] for _ in range(RUNS)]
    return [tuple(min(turn[at][figure] for turn in turns) for figure in range(3)) for at in range(len(commands))]


def load():
    """How busy the machine is, as a share of its processors."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder, self.tree = program, folder, folder / "tree"
        self.export, self.words = registry(folder, FLAGS)
        self.tree.mkdir()
        self.count = 0
        self.first = None

    def check(self, *more, export=None):
        return [self.program, "check", "--registry", str(export or self.export), "--format", "json", "--fail-on", "never", *more, "."]

    def size(self, files):
        grow(self.tree, self.count, files)
        self.count = files
        search = ["rg", "-F", "-f", str(self.words), "-c", "-j2", "."]
        warm = self.check("--cache-dir", str(self.folder / "cache"))
        run(search, self.tree)
        run(warm, self.tree)
        found = least([self.check("--no-cache"), search, warm], self.tree)
        (cold, _, memory), (rg, *_), (again, *_) = found
        self.first = self.first or (files, cold)
        growth = cold / self.first[1] / (files / self.first[0])
        return (f"| {files:,} | {rg:.2f} | {cold:.2f} | {cold / rg:.1f} | {again / rg:.2f} | {memory:.0f} | {growth:.2f} |")

    def flags(self):
        """Five hundred flags and fifty thousand, so new that none of them is a finding: those are printed one by one."""
        few, many = (registry(self.folder, count)[0] for count in (500, 50_000))
        (one, _, small), (two, _, large) = least(
            [self.check("--no-cache", "--as-of", "2025-01-05", export=export) for export in (few, many)], self.tree)
        return (f"With 500 registered flags the tree of {self.count:,} files takes {one:.2f} s and {small:.0f} MB, with 50,000 it "
                f"takes {two:.2f} s and {large:.0f} MB: {two / one:.2f} times the time.")

    def threads(self):
        busy = load()
        (_, one, _), (_, two, _) = least([self.check("--no-cache", "--threads", str(count)) for count in (1, 2)], self.tree)
        return (f"One thread takes {one:.2f} s by the wall clock, two take {two:.2f} s, {one / two:.2f} times as fast; "
                f"before, the load of the machine was {busy:.1f} for each processor.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--sizes", default="10000,30000,100000,300000")
    parser.add_argument("--print", action="store_true", help="leave the page as it is")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    lines = ["| files | `rg`, s | `check`, s | ratio | warm | memory, MB | time per file, of the first row |",
             "|---|---|---|---|---|---|---|"]
    told = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(str(options.program.resolve()), pathlib.Path(folder))
        for size in sizes:
            lines.append(bench.size(size))
            print(lines[-1], flush=True)
            if size == sizes[0]:
                told = [bench.flags(), bench.threads()]
                print("\n".join(told), flush=True)
    if options.print:
        return
    page.put("scale", "\n".join([*lines, "", *told]))


if __name__ == "__main__":
    sys.exit(main())
