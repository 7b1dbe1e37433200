#!/usr/bin/env python3
"""Measures `flagdebt fix`: against PolyglotPiranha on one tree, and against `flagdebt check` on a large one.

    python3 benches/compare_fix.py BINARY [--piranha PYTHON] [--runs 5] [--only piranha|check] [--every]

`--every`: against Piranha, every file reads the flag instead of 5 %.
PYTHON is an interpreter that has `polyglot-piranha` (0.4.9). Trees are made up, the same ones each time. Both tools only plan
(`fix` prints its diff, Piranha runs dry), so the same tree serves every run. CPU is user and system time of the process
and its children; the median of the runs counts. What Piranha needs to know of the call is written below, as its users write it: the key is a hole of the rule, by which it passes
over files without it.
"""

import argparse
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KEY = "new-pay"

JAVA_CALL = f'client.boolVariation("{KEY}", user, false)'
GO_CALL = f'client.Boolean(ctx, "{KEY}", false, user)'

PIRANHA = r'''
import sys
from polyglot_piranha import PiranhaArguments, Rule, RuleGraph, execute_piranha
language, folder, key = sys.argv[1:]
queries = {
    "java": """((method_invocation object: (_) name: (identifier) @name arguments: (argument_list . (string_literal) @key)) @call
        (#eq? @name "boolVariation") (#eq? @key "\\"@key_of_flag\\""))""",
    "go": """((call_expression function: (selector_expression field: (field_identifier) @name)
          arguments: (argument_list (_) . (interpreted_string_literal) @key)) @call
        (#eq? @name "Boolean") (#eq? @key "\\"@key_of_flag\\""))""",
}
# The key is a hole, so that only files with it are parsed.
rule = Rule(name="flag", query=queries[language], replace_node="call", replace="@treated",
            groups={"replace_expression_with_boolean_literal"}, holes={"key_of_flag", "treated"})
arguments = PiranhaArguments(language=language, paths_to_codebase=[folder],
                             substitutions={"key_of_flag": key, "treated": "true"}, dry_run=True,
                             rule_graph=RuleGraph(rules=[rule], edges=[]))
print(len(execute_piranha(arguments)))
'''


def java_reads(shape, method):
    """What a method does with the flag before and behind its loops."""
    either = ["            sum += pay(items);", "        } else {", "            sum += hold(items);", "        }"]
    match shape, method % 3:
        case "calls", _ if method == 3:
            return [f"        if ({JAVA_CALL}) {{", *either], []
        case "calls", _ if method == 7:
            return [f"        int extra = {JAVA_CALL} && items.length > 2 ? 1 : 0;", "        sum += extra;"], []
        case "variables", 0:
            head = [f"        boolean fresh = {JAVA_CALL};", "        if (fresh && items.length > 2) {", *either]
            return head, ["        sum += fresh ? pay(items) : hold(items);"]
        case "variables", 1:
            return [f"        if (!{JAVA_CALL}) {{", "            return hold(items);", "        }"], []
    return [], []


def java(number, shape, random_source):
    lines = [f"package shop.p{number % 40};", "", "import com.launchdarkly.sdk.server.LDClient;" if shape else "import java.util.List;", ""]
    lines += [f"public class Page{number} {{"]
    if shape:
        lines += ["    private final LDClient client;", ""]
    for method in range(12):
        head, tail = java_reads(shape, method)
        lines += [f"    public int count{method}(Context user, int[] items) {{", "        int sum = 0;", *head]
        for at in range(random_source.randint(4, 9)):
            lines += [f"        for (int at = {at}; at < items.length; at++) {{", f"            if (items[at] > {at * 7}) {{", f"                sum += items[at] * {at + 2};", "            }", "        }"]
        lines += [*tail, "        return sum;", "    }", ""]
    return "\n".join([*lines, "}", ""])


def go_reads(shape, method):
    """The same in Go."""
    either = ["\t\tsum += pay(items)", "\t} else {", "\t\tsum += hold(items)", "\t}"]
    match shape, method % 3:
        case "calls", _ if method == 3:
            return [f"\tif {GO_CALL} {{", *either], []
        case "calls", _ if method == 7:
            return [f"\tif !{GO_CALL} && len(items) > 2 {{", "\t\tsum++", "\t}"], []
        case "variables", 0:
            head = [f"\tfresh := {GO_CALL}", "\tif fresh && len(items) > 2 {", *either]
            return head, ["\tif !fresh {", "\t\tsum++", "\t}"]
        case "variables", 1:
            return [f"\tif !{GO_CALL} {{", "\t\treturn hold(items)", "\t}"], []
    return [], []


def go(number, shape, random_source):
    lines = [f"package p{number % 40}", ""]
    if shape:
        lines += ["import (", '\t"github.com/open-feature/go-sdk/openfeature"', ")", ""]
    for method in range(12):
        head, tail = go_reads(shape, method)
        lines += [f"func count{number}x{method}(user Context, items []int{', client *openfeature.Client' if shape else ''}) int {{", "\tsum := 0", *head]
        for at in range(random_source.randint(4, 9)):
            lines += [f"\tfor at := {at}; at < len(items); at++ {{", f"\t\tif items[at] > {at * 7} {{", f"\t\t\tsum += items[at] * {at + 2}", "\t\t}", "\t}"]
        lines += [*tail, "\treturn sum", "}", ""]
    return "\n".join(lines)


MAKERS = {"java": java, "go": go}
# Two calls in conditions a file, or eight reads, half of them through a variable or with an early return.
SHAPES = ("calls", "variables")


def tree(folder, language, shape, files, reading):
    """`files` files, `reading` of them, spread over the tree, read the flag."""
    random_source = random.Random(7)
    step = files // reading
    for number in range(files):
        path = folder / f"src/p{number % 40}/d{number // 40 % 25}/Page{number}.{language}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MAKERS[language](number, shape if number % step == 0 else None, random_source))


def measured(command, folder, runs):
    """Median of CPU and wall seconds and of megabytes, and the output of the last run."""
    cpu, wall, memory = [], [], []
    for _ in range(runs):
        with tempfile.TemporaryFile() as output:
            began = time.perf_counter()
            process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            wall.append(time.perf_counter() - began)
            cpu.append(usage.ru_utime + usage.ru_stime)
            memory.append(usage.ru_maxrss / 1024)
            output.seek(0)
            said = output.read()
    return statistics.median(cpu), statistics.median(wall), statistics.median(memory), said


def row(name, result):
    cpu, wall, memory, _ = result
    print(f"| {name} | {cpu:.2f} s | {wall:.2f} s | {memory:.0f} MB |", flush=True)


def against_piranha(binary, python, runs, reading):
    for language, shape in itertools.product(MAKERS, SHAPES):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            tree(folder, language, shape, 2000, reading)
            print(f"\n2,000 {language} files, {reading:,} read the flag ({shape}), median of {runs} runs\n\n| tool | CPU | wall | peak memory |\n|---|---|---|---|")
            own = measured([binary, "fix", "--flag", f"{KEY}=true", "."], folder, runs)
            row("flagdebt fix", own)
            changed = own[3].count(b"diff --git")
            theirs = measured([python, "-c", PIRANHA, language, str(folder), KEY], folder, runs)
            row("PolyglotPiranha", theirs)
            print(f"\nfiles changed: {changed} and {theirs[3].decode().strip().splitlines()[-1:]}; CPU {theirs[0] / own[0]:.1f} times, memory {theirs[2] / own[2]:.1f} times")


def against_check(binary, runs):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tree(folder, "java", "calls", 20000, 40)
        (folder / "flags.csv").write_text(
            f"key,owner,kind,created,changed,environment,enabled,serves\n{KEY},pay,release,2025-01-10,2025-02-01,production,true,\n"
        )
        print(f"\n20,000 java files, 40 read the flag, median of {runs} runs\n\n| command | CPU | wall | peak memory |\n|---|---|---|---|")
        check = measured([binary, "check", "--no-cache", "--registry", "flags.csv", "--format", "json", "."], folder, runs)
        row("flagdebt check", check)
        fix = measured([binary, "fix", "--no-cache", "--registry", "flags.csv", "--flag", f"{KEY}=true", "."], folder, runs)
        row("flagdebt fix", fix)
        print(f"\nfiles changed: {fix[3].count(b'diff --git')}; CPU {fix[0] / check[0]:.2f} times that of check, wall {fix[1] / check[1]:.2f} times")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--piranha")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--only", choices=["piranha", "check"])
    arguments = parser.parse_args()
    binary = str(Path(arguments.binary).resolve())
    if arguments.only != "check":
        if arguments.piranha:
            against_piranha(binary, arguments.piranha, arguments.runs, 2000 if arguments.every else 100)
        else:
            print("PolyglotPiranha is left out: --piranha names no interpreter", file=sys.stderr)
    if arguments.only != "piranha":
        against_check(binary, arguments.runs)


if __name__ == "__main__":
    main()
