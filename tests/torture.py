#!/usr/bin/env python3
"""Runs flagdebt where it should not be run, and writes what it cost into docs/robustness.md.

    python3 tests/torture.py BINARY [--only WORD] [--keep]

Every case makes its tree in a folder of its own, runs one command there, and checks how it ended. Time and memory are
measured and told, and judged by nobody but the reader. What needs many turns (kills, two runs at once, threads) is
asked of the Rust tests with TORTURE set; see the recipe in the justfile.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "robustness.md"
BEGIN, END = "<!-- measured by tests/torture.py -->", "<!-- end -->"
DAY = ["--as-of", "2026-11-23"]
MEMORY = 6 << 30
CODE = (
    'import { init } from "@launchdarkly/node-server-sdk";\nconst client = init("k");\n'
    'export const on = () => client.variation("probe-flag", {}, false);\n'
)
# What makes a file of a language worth parsing, with the flag in it.
HEADS = {
    "c": '#include <launchdarkly/server_side/bindings/c/sdk.h>\nbool on(LDServerSDK c, LDContext u) { return LDServerSDK_BoolVariation(c, u, "probe-flag", false); }\n',
    "cc": '#include <launchdarkly/client.hpp>\nbool on() { return client.BoolVariation("probe-flag", false); }\n',
    "cs": 'using LaunchDarkly.Sdk.Server;\nclass A { bool on(LdClient client) { return client.BoolVariation("probe-flag", u, false); } }\n',
    "dart": "import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';\nbool on(LDClient c) => c.boolVariation('probe-flag', false);\n",
    "ex": 'defmodule A do\n  def on, do: FunWithFlags.enabled?(:probe_flag)\nend\n',
    "go": 'package a\n\nimport ld "github.com/launchdarkly/go-server-sdk/v7"\n\nfunc on(c *ld.LDClient) bool { v, _ := c.BoolVariation("probe-flag", u, false); return v }\n',
    "java": 'import com.launchdarkly.sdk.server.LDClient;\nclass A { boolean on(LDClient c) { return c.boolVariation("probe-flag", u, false); } }\n',
    "js": CODE,
    "kt": 'import com.launchdarkly.sdk.server.LDClient\nfun on(c: LDClient) = c.boolVariation("probe-flag", u, false)\n',
    "m": '#import <LaunchDarkly/LaunchDarkly.h>\nBOOL on(LDClient *c) { return [c boolVariationForKey:@"probe-flag" defaultValue:NO]; }\n',
    "php": "<?php\nuse LaunchDarkly\\LDClient;\nfunction on(LDClient $c) { return $c->variation('probe-flag', $u, false); }\n",
    "py": 'import ldclient\non = ldclient.get().variation("probe-flag", user, False)\n',
    "rb": 'def on = Flipper.enabled?("probe-flag")\n',
    "rs": 'use launchdarkly_server_sdk::Client;\nfn on(c: &Client) -> bool { c.bool_variation(&x, "probe-flag", false) }\n',
    "scala": 'import com.launchdarkly.sdk.server.LDClient\nobject A { def on(c: LDClient) = c.boolVariation("probe-flag", u, false) }\n',
    "swift": 'import LaunchDarkly\nlet on = LDClient.get()!.boolVariation(forKey: "probe-flag", defaultValue: false)\n',
    "ts": CODE,
    "tsx": CODE,
    "vue": "<script>\n" + CODE + "</script>\n",
    "svelte": "<script>\n" + CODE + "</script>\n",
    "erb": '<% Flipper.enabled?("probe-flag") %>\n',
}
# Shapes that a parser could follow down one level at a time: opened, and opened and closed.
SHAPES = {
    "parentheses": ("(", "1", ")", 100_000),
    "brackets": ("[", "1", "]", 100_000),
    "braces": ("{", "", "}", 100_000),
    "elements": ("<div>", "", "</div>", 100_000),
    "calls": ("f(", "1", ")", 10_000),
    "chain": ("", "client", ".b()", 10_000),
    "negations": ("!", "a", "", 100_000),
    "sums": ("", "a", " + a", 100_000),
    "conditionals": ("if (a) {", "", "}", 10_000),
    "functions": ("function f() {", "", "}", 10_000),
    "ternaries": ("a ? b : (", "c", ")", 10_000),
    "strings": ('"', "", "", 100_000),
    "comments": ("/*", "", "*/", 100_000),
    "generics": ("A<", "B", ">", 100_000),
    "lambdas": ("x => ", "x", "", 10_000),
}


def broken_lines(text, count):
    """So many of it, in lines that nobody would take for minified code."""
    return (text * 100 + "\n") * (count // 100)


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(text, encoding="utf-8")


def bounded():
    """A run that wants more memory than this ends: the machine has other things to do."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(binary, folder, arguments, limit=1800):
    """Ends with its code, what it wrote, and what it cost: wall and CPU seconds, MB."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.monotonic()
        child = subprocess.Popen([binary, *arguments, *DAY], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                 preexec_fn=bounded)
        timer = threading.Timer(limit, child.kill)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        wall = time.monotonic() - begin
        out.seek(0)
        err.seek(0)
        code = os.waitstatus_to_exitcode(status)
        child.returncode = code
        return code, out.read(), err.read().decode(errors="replace"), (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def uses(binary, folder, *more):
    code, out, err, cost = run(binary, folder, ["uses", "--format", "json", *more])
    assert code == 0, (code, err[:500])
    result = json.loads(out)
    found = sum(1 for use in result["uses"] if use["key"] in ("probe-flag", "probe_flag"))
    skipped = {}
    for entry in result["summary"]["skipped"]:
        skipped[entry["reason"]] = skipped.get(entry["reason"], 0) + 1
    said = ", ".join(f"{count} {reason}" for reason, count in sorted(skipped.items())) or "nothing skipped"
    return f"{found} uses; {said}", cost


def tiny(binary, folder):
    for number in range(100_000):
        put(folder, f"d{number // 1000}/f{number}.ts", CODE if number % 1000 == 0 else f"export const a = {number};\n")
    return uses(binary, folder)


def nested(ending):
    """Each shape alone, so that the worst is seen."""
    def case(binary, folder):
        wrong, ended, worst = [], 0, (0.0, 0.0, 0.0)
        for name, (opening, middle, closing, count) in SHAPES.items():
            for end in (broken_lines(closing, count), ""):
                put(folder, f"a.{ending}", HEADS[ending] + broken_lines(opening, count) + middle + end + "\n")
                code, out, _, cost = run(binary, folder, ["uses", "--format", "json", "--threads", "1"])
                worst = tuple(max(pair) for pair in zip(worst, cost))
                if code != 0:
                    wrong.append(f"{name}{'' if end else ', open'}")
                ended += code == 0 and b"probe" in out
        said = f"{ended} of {2 * len(SHAPES)} with the use that stands before"
        return said + (f"; **more than {MEMORY >> 30} GiB: {', '.join(wrong)}**" if wrong else ""), worst

    return case


def sparse(binary, folder):
    put(folder, "a.ts", CODE)
    with open(folder / "sparse.ts", "wb") as file:
        file.truncate(2 << 30)
    return uses(binary, folder)


def long_line(binary, folder):
    put(folder, "flagdebt.toml", 'max-file-size = "64MiB"\n')
    put(folder, "a.ts", CODE + "const a = \"" + "a" * (20 << 20) + "\";\n")
    put(folder, "b.ts", CODE + "const a = 1;\n" * (1 << 20))
    return uses(binary, folder)


def deep(binary, folder):
    put(folder, "a.ts", CODE)
    here = os.getcwd()
    os.chdir(folder)
    try:
        # Longer than any path may be: the rest cannot be named.
        for level in range(3_000):
            os.mkdir("deep")
            os.chdir("deep")
            if level % 500 == 0:
                pathlib.Path("a.ts").write_text(CODE)
    finally:
        os.chdir(here)
    return uses(binary, folder)


def moving(binary, folder):
    over = threading.Event()
    for number in range(2_000):
        put(folder, f"{number}.ts", CODE * 50)

    def change():
        turn = 0
        while not over.is_set():
            path = folder / f"{turn % 2_000}.ts"
            turn += 1
            kind = turn // 2_000 % 4
            if kind == 0:
                path.unlink(missing_ok=True)
            elif kind == 1:
                path.write_text(CODE * 50)
            elif kind == 2:
                path.write_bytes(b"\xff" * 10_000)
            else:
                path.write_text("x")

    thread = threading.Thread(target=change)
    thread.start()
    codes, total = [], (0.0, 0.0, 0.0)
    try:
        for turn in range(20):
            format = ("json", "sarif", "html", "text")[turn % 4]
            code, _, err, cost = run(binary, folder, ["check", "--format", format])
            assert code in (0, 1), (code, err[:500])
            codes.append(code)
            total = (total[0] + cost[0], total[1] + cost[1], max(total[2], cost[2]))
    finally:
        over.set()
        thread.join()
    return f"{len(codes)} runs, each with an answer", total


def ignored(binary, folder):
    put(folder, "a.ts", CODE)
    put(folder, ".gitignore", "".join(f"*a{number}?b[c-d]*\n" for number in range(60_000)))
    return uses(binary, folder)


def refused(name, text, arguments, expected):
    def case(binary, folder):
        put(folder, "a.ts", CODE)
        put(folder, name, text() if callable(text) else text)
        code, _, err, cost = run(binary, folder, arguments)
        assert code == expected, (code, err[:500])
        return f"exit code {code}: {told(err)}", cost

    return case


def bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 20):
        lines.append(f"a{level}: &a{level} [" + f"*a{level - 1}, " * 10 + "]")
    return "\n".join(lines) + "\n"


def gigabyte(binary, folder):
    put(folder, "a.ts", CODE)
    with open(folder / "flags.json", "wb") as file:
        file.write(b'{"flags": {"a": "')
        file.truncate(1 << 30)
    code, _, err, cost = run(binary, folder, ["check", "--registry", "flags.json"])
    assert code == 3, (code, err[:500])
    return f"exit code {code}: {told(err)}", cost


# Short values of each syntax, as many as an export may have.
FILLINGS = {
    "json": ("[", "1,", "1]"),
    "csv": ("key,a\n", "b,1\n", ""),
    "properties": ("", "a=1\n", ""),
    "xml": ("<a>", "<b/>", "</a>"),
    "yaml": ("", "- 1\n", ""),
    "toml": ("a = [", "1,", "1]\n"),
    "ndjson": ("", "{}\n", ""),
    "py": ("", "\n", "a = 1\n"),
}


def large(ending):
    """240 MiB of values as short as the syntax allows."""
    def case(binary, folder):
        put(folder, "a.ts", CODE)
        head, value, tail = FILLINGS[ending]
        with open(folder / f"flags.{ending}", "w", encoding="utf-8") as file:
            file.write(head)
            for _ in range(240):
                file.write(value * ((1 << 20) // len(value)))
            file.write(tail)
        code, _, err, cost = run(binary, folder, ["check", "--registry", f"flags.{ending}"])
        assert code == 3, (code, err[:500])
        return f"exit code {code}: {told(err)}", cost

    return case


def told(err):
    """The first line of an error."""
    return next((line.strip() for line in err.splitlines() if line.strip()), "")[:140].replace("|", "\\|")


def flag_rows(count, key):
    """An export of our own format."""
    yield '{"flags": ['
    for at in range(count):
        yield f'{"," if at else ""}{{"key": "{key(at)}", "kind": "release", "created": "2026-01-10"}}\n'
    yield "]}"


def many_flags(key):
    def case(binary, folder):
        put(folder, "a.ts", CODE)
        with open(folder / "flags.json", "w", encoding="utf-8") as file:
            file.writelines(flag_rows(1_000_000, key))
        code, out, err, cost = run(binary, folder, ["check", "--registry", "flags.json", "--format", "json"])
        assert code in (0, 1), (code, err[:500])
        return f"exit code {code}, {json.loads(out)['summary']['flags_in_registry']:,} flags", cost

    return case


def merges():
    """A map that takes the members of another one in again and again."""
    members = "".join(f"  k{number}: 1\n" for number in range(20_000))
    return f"a: &a\n{members}b:\n" + "  <<: *a\n" * 20_000


def expressions():
    """What another engine would try in every order, and what another one would unfold."""
    tries = ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){30}", "(x+x+)+y"]
    kinds = "".join(f"[kinds.{kind}]\npattern = '{text}'\n" for kind, text in zip(("release", "ops", "experiment", "permission"), tries))
    globs = ", ".join(f'"{"**/" * 500}{"*a" * 100}"' for _ in range(20))
    return f'exclude = [{globs}]\n{kinds}'


def settings(text, expected):
    """A configuration that is hostile, and a tree that gives it work."""
    def case(binary, folder):
        for number in range(200):
            put(folder, f"{'a' * 100}/{'a' * 150}{number}.ts", CODE.replace("probe-flag", "a" * 5_000 + str(number)))
        put(folder, "a.ts", CODE)
        put(folder, "flagdebt.toml", text())
        code, out, err, cost = run(binary, folder, ["check", "--format", "json", "--fail-on", "never"])
        assert code in expected, (code, err[:500])
        return f"exit code {code}" + (f": {told(err)}" if code else ""), cost

    return case


def traced(binary, folder):
    """What is started and which sockets are opened, in a repository that would like more to be started."""
    if not shutil.which("strace"):
        return "not run: there is no strace here", (0, 0, 0)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    put(folder, "a.ts", CODE)
    put(folder, "flags.csv", "key,kind,created,changed,environment,enabled,serves\nprobe-flag,release,2026-01-10,2026-02-01,production,true,true\n")
    put(folder, "flagdebt.toml", 'registry = ["flags.csv"]\nfail-on = "never"\n')
    put(folder, ".gitattributes", "*.ts filter=bait diff=bait\n")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    bait = f"touch {folder}/trap"
    for name in ("core.fsmonitor", "diff.external", "filter.bait.clean", "filter.bait.smudge", "filter.bait.process",
                 "diff.bait.textconv", "gpg.program", "core.sshCommand", "core.pager", "core.editor", "credential.helper",
                 "core.hooksPath", "uploadpack.packObjectsHook", "core.askPass", "sequence.editor", "diff.bait.command"):
        subprocess.run(["git", "config", name, bait], cwd=folder, check=True)
    hook = folder / ".git" / "hooks" / "post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{bait}\n")
    hook.chmod(0o755)
    put(folder, "a.ts", CODE + CODE)
    total, started = (0.0, 0.0, 0.0), set()
    commands = (["check"], ["check", "--since", "HEAD"], ["check", "--staged"], ["tickets"], ["history", "--weeks", "1"],
                ["flags"], ["graph"], ["init", "--print"], ["baseline"], ["fix", "--flag", "probe-flag=true", "--write", "--allow-dirty"])
    for command in commands:
        trace = folder.parent / "trace"
        arguments = ["-f", "-qq", "-o", str(trace), "-e", "trace=execve,socket,connect", binary, *command]
        code, _, err, cost = run("strace", folder, arguments)
        assert code in (0, 1), (command, code, err[:500])
        for line in trace.read_text().splitlines():
            assert "socket(" not in line and "connect(" not in line, (command, line)
            if "execve(" in line and line.rstrip().endswith("= 0"):
                started.add(os.path.basename(line.split('"')[1]))
        total = (total[0] + cost[0], total[1] + cost[1], max(total[2], cost[2]))
    assert not (folder / "trap").exists(), "a command of the repository was run"
    assert started <= {os.path.basename(binary), "git"}, started
    return f"{len(commands)} commands start only {' and '.join(sorted(started))}, and open no socket", total


def cases():
    yield "100,000 tiny files", tiny
    for ending in HEADS:
        yield f"{2 * len(SHAPES)} shapes nested 10,000 or 100,000 deep, `.{ending}`, the worst of each", nested(ending)
    yield "a sparse file of 2 GiB", sparse
    yield "lines of 20 MiB, a million lines, limit raised to 64 MiB", long_line
    yield "folders 3,000 deep, longer than a path may be", deep
    yield "2,000 files that vanish and change in 20 runs", moving
    yield "a `.gitignore` of 1 MB of patterns", ignored
    yield "an export of 1 GiB, one value", gigabyte
    for ending in FILLINGS:
        yield f"an export of 240 MiB of the shortest values, `.{ending}`", large(ending)
    yield "a million flags, 80 MB", many_flags(lambda at: f"flag-{at}")
    yield "one flag a million times, 80 MB", many_flags(lambda at: "flag")
    yield "YAML that merges 20,000 members 20,000 times", refused("flags.yaml", merges, ["check", "--registry", "flags.yaml"], 3)
    yield "a configuration of 15 MB of numbers", refused("flagdebt.toml", lambda: "environments = [" + "1," * (7 << 20) + "]", ["check"], 2)
    yield "expressions and globs that could explode", settings(expressions, (0, 2))
    yield "a YAML bomb, 10^20 values", refused("flags.yaml", bomb, ["check", "--registry", "flags.yaml"], 3)
    yield "an export nested 10,000,000 deep", refused("flags.json", "[" * 10_000_000, ["check", "--registry", "flags.json"], 3)
    yield "a configuration nested 1,000,000 deep", refused("flagdebt.toml", "environments = " + "[" * 1_000_000, ["check"], 2)
    yield "nothing is run, nothing is asked of the network", traced


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--only", default="", help="cases whose name holds this; the page stays as it is")
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    rows = []
    for name, case in cases():
        if options.only not in name:
            continue
        top = tempfile.mkdtemp()
        try:
            folder = pathlib.Path(top) / "tree"
            folder.mkdir()
            said, (wall, cpu, memory) = case(binary, folder)
        finally:
            # Python's own way follows folders down by calling itself.
            subprocess.run(["rm", "-rf", top], check=False)
        row = f"| {name} | {said} | {wall:.1f} | {cpu:.1f} | {memory:.0f} |".replace("  ", " ")
        print(row, flush=True)
        rows.append(row)
    if options.only:
        return
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    _, tail = rest.split(END)
    table = "| case | how it ends | wall, s | CPU, s | memory, MB |\n|---|---|---|---|---|\n" + "\n".join(rows)
    PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
