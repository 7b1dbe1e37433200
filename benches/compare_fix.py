#!/usr/bin/env python3
"""Measures `flagdebt fix`: against PolyglotPiranha on one tree, and against `flagdebt check` on a large one.

    python3 benches/compare_fix.py BINARY [--piranha PYTHON] [--runs 5] [--only piranha|check] [--every]

`--every`: against Piranha, every file reads the flag instead of 5 %.
PYTHON is an interpreter that has `polyglot-piranha` (0.4.9). Trees are made up, the same ones each time. Both tools only plan
(`fix` prints its diff, Piranha runs dry), so the same tree serves every run. CPU is user and system time of the process
and its children; the median of the runs counts. What Piranha needs to know of the call is written below, as its users write it.
"""

import argparse
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
language, folder = sys.argv[1:]
queries = {
    "java": """((method_invocation object: (_) name: (identifier) @name arguments: (argument_list . (string_literal) @key)) @call
        (#eq? @name "boolVariation") (#eq? @key "\\"KEY\\""))""",
    "go": """((call_expression function: (selector_expression field: (field_identifier) @name)
          arguments: (argument_list (_) . (interpreted_string_literal) @key)) @call
        (#eq? @name "Boolean") (#eq? @key "\\"KEY\\""))""",
}
rule = Rule(name="flag", query=queries[language].replace("KEY", "new-pay"), replace_node="call", replace="true",
            groups={"replace_expression_with_boolean_literal"})
arguments = PiranhaArguments(language=language, paths_to_codebase=[folder], substitutions={}, dry_run=True,
                             rule_graph=RuleGraph(rules=[rule], edges=[]))
print(len(execute_piranha(arguments)))
'''


def java(number, reads, random_source):
    lines = [f"package shop.p{number % 40};", "", "import com.launchdarkly.sdk.server.LDClient;" if reads else "import java.util.List;", ""]
    lines += [f"public class Page{number} {{"]
    if reads:
        lines += ["    private final LDClient client;", ""]
    for method in range(12):
        lines += [f"    public int count{method}(Context user, int[] items) {{", "        int sum = 0;"]
        if reads and method == 3:
            lines += [f"        if ({JAVA_CALL}) {{", "            sum += pay(items);", "        } else {", "            sum += wait(items);", "        }"]
        if reads and method == 7:
            lines += [f"        int extra = {JAVA_CALL} && items.length > 2 ? 1 : 0;", "        sum += extra;"]
        for at in range(random_source.randint(4, 9)):
            lines += [f"        for (int at = {at}; at < items.length; at++) {{", f"            if (items[at] > {at * 7}) {{", f"                sum += items[at] * {at + 2};", "            }", "        }"]
        lines += ["        return sum;", "    }", ""]
    return "\n".join([*lines, "}", ""])


def go(number, reads, random_source):
    lines = [f"package p{number % 40}", ""]
    if reads:
        lines += ["import (", '\t"github.com/open-feature/go-sdk/openfeature"', ")", ""]
    for method in range(12):
        lines += [f"func count{number}x{method}(user Context, items []int{', client *openfeature.Client' if reads else ''}) int {{", "\tsum := 0"]
        if reads and method == 3:
            lines += [f"\tif {GO_CALL} {{", "\t\tsum += pay(items)", "\t} else {", "\t\tsum += wait(items)", "\t}"]
        if reads and method == 7:
            lines += [f"\tif !{GO_CALL} && len(items) > 2 {{", "\t\tsum++", "\t}"]
        for at in range(random_source.randint(4, 9)):
            lines += [f"\tfor at := {at}; at < len(items); at++ {{", f"\t\tif items[at] > {at * 7} {{", f"\t\t\tsum += items[at] * {at + 2}", "\t\t}", "\t}"]
        lines += ["\treturn sum", "}", ""]
    return "\n".join(lines)


MAKERS = {"java": java, "go": go}


def tree(folder, language, files, reading):
    """`files` files, `reading` of them spread over the tree."""
    random_source = random.Random(7)
    step = files // reading
    for number in range(files):
        path = folder / f"src/p{number % 40}/d{number // 40 % 25}/Page{number}.{language}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MAKERS[language](number, number % step == 0, random_source))


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
    for language in MAKERS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            tree(folder, language, 2000, reading)
            print(f"\n2,000 {language} files, {reading:,} read the flag, median of {runs} runs\n\n| tool | CPU | wall | peak memory |\n|---|---|---|---|")
            own = measured([binary, "fix", "--flag", f"{KEY}=true", "."], folder, runs)
            row("flagdebt fix", own)
            changed = own[3].count(b"diff --git")
            theirs = measured([python, "-c", PIRANHA, language, str(folder)], folder, runs)
            row("PolyglotPiranha", theirs)
            print(f"\nfiles changed: {changed} and {theirs[3].decode().strip().splitlines()[-1:]}; CPU {theirs[0] / own[0]:.1f} times, memory {theirs[2] / own[2]:.1f} times")


def against_check(binary, runs):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tree(folder, "java", 20000, 40)
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
