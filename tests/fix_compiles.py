#!/usr/bin/env python3
"""Checks that the cases of `flagdebt fix` are code: each file of `input/` and `expected/` in testdata/fix is read by the
compiler or interpreter of its language, as far as one is on this machine; what is missing is named and left out.

Nothing is run: the tools only parse, and where they tell names that exist nowhere, `expected/` may have none that `input/`
has not. Packages are not there, so types are checked only as far as they do not depend on them.

    python3 tests/fix_compiles.py [TESTDATA] [--typescript FOLDER_WITH_NODE_MODULES]
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TYPESCRIPT = r"""
const ts = require("typescript");
const unresolved = new Set([2304, 2552, 18004, 2503]);
for (const file of process.argv.slice(1)) {
  const program = ts.createProgram([file], { noResolve: true, noEmit: true, allowJs: true, checkJs: true, jsx: 1, target: 9 });
  const source = program.getSourceFile(file);
  for (const found of program.getSyntacticDiagnostics(source)) {
    console.log(file + "\tsyntax\t" + ts.flattenDiagnosticMessageText(found.messageText, " "));
  }
  for (const found of program.getSemanticDiagnostics(source)) {
    if (unresolved.has(found.code)) {
      console.log(file + "\tname\t" + ts.flattenDiagnosticMessageText(found.messageText, " "));
    }
  }
}
"""


def run(*command, **options):
    """Output of a tool, and whether it was content."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)
    return done.returncode == 0, done.stdout + done.stderr


def python(files):
    for path in files:
        try:
            ast.parse(path.read_text())
        except SyntaxError as error:
            yield path, "syntax", str(error)


def each(*command):
    """A tool that takes one file and fails where it cannot be read."""

    def check(files):
        for path in files:
            fine, said = run(*command, str(path))
            if not fine:
                yield path, "syntax", said.strip()

    return check


def go(files):
    """gofmt reads it; what was formatted has to stay so, apart from the alignment of what stands side by side."""
    for path in files:
        fine, said = run("gofmt", "-e", "-l", str(path))
        if not fine:
            yield path, "syntax", said.strip()


def java(files):
    """javac reads it, and no name is missing that was there before."""
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            _, said = run("javac", "-proc:none", "-Xmaxerrs", "10000", "-d", folder, str(path))
            lines = said.splitlines()
            for at, line in enumerate(lines):
                if ": error: " not in line:
                    continue
                text = line.split(": error: ", 1)[1]
                about = [more.strip() for more in lines[at + 1 : at + 5] if "symbol:" in more]
                if text.startswith(("package", "static import", "cannot find symbol", "incompatible types", "non-static")):
                    for symbol in about:
                        yield path, "name", symbol
                elif "should be declared in a file named" in text or "might not have been initialized" in text:
                    continue
                elif "does not override" in text or "cannot be dereferenced" in text:
                    continue
                else:
                    yield path, "syntax", text


def javascript(files):
    """As modules, unless they say otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            text = path.read_text()
            is_module = re.search(r"^\s*(import|export)\b", text, re.M)
            copy = Path(folder) / (path.stem + (".mjs" if is_module else ".cjs"))
            copy.write_text(text)
            fine, said = run("node", "--check", str(copy))
            if not fine:
                yield path, "syntax", said.strip()


def typescript(folder):
    def check(files):
        environment = dict(os.environ, NODE_PATH=str(Path(folder) / "node_modules"))
        paths = [str(path) for path in files]
        fine, said = run("node", "-e", TYPESCRIPT, *paths, env=environment)
        if not fine:
            raise SystemExit(f"typescript cannot be run: {said}")
        for line in said.splitlines():
            path, kind, text = line.split("\t", 2)
            yield Path(path), kind, text

    return check


def rust(files):
    """rustfmt reads it."""
    for path in files:
        fine, said = run("rustfmt", "--edition", "2024", "--emit", "stdout", str(path))
        if not fine:
            yield path, "syntax", said.strip()


def checkers(typescript_folder):
    """Ending -> tool, and what reads it; only tools that are here."""
    has_typescript = typescript_folder and (Path(typescript_folder) / "node_modules/typescript").exists()
    table = {
        ".py": ("python3", python),
        ".rb": ("ruby", each("ruby", "-c")),
        ".php": ("php", each("php", "-l")),
        ".go": ("gofmt", go),
        ".rs": ("rustfmt", rust),
        ".java": ("javac", java),
        ".js": ("node", javascript),
        ".kt": ("kotlinc", None),
        ".cs": ("dotnet", None),
        ".swift": ("swiftc", each("swiftc", "-frontend", "-parse")),
        ".scala": ("scalac", each("scalac", "-Ystop-after:parser")),
        ".dart": ("dart", each("dart", "format", "--output=none")),
        ".cc": ("clang with Chromium's headers", None),
    }
    for ending in (".ts", ".tsx", ".jsx"):
        table[ending] = ("node" if has_typescript else "typescript", typescript(typescript_folder) if has_typescript else None)
    return {
        ending: (tool, check if check and shutil.which(tool.split()[0]) else None)
        for ending, (tool, check) in table.items()
    }


def main():
    arguments = sys.argv[1:]
    folder = None
    if "--typescript" in arguments:
        at = arguments.index("--typescript")
        folder = arguments[at + 1]
        del arguments[at : at + 2]
    cases = Path(arguments[0]) if arguments else ROOT / "testdata/fix"
    tools = checkers(folder)
    files = sorted(path for path in cases.glob("*/*/*/**/*") if path.is_file())
    by_ending = {}
    for path in files:
        by_ending.setdefault(path.suffix, []).append(path)
    problems, checked, left_out = [], {}, {}
    for ending, paths in sorted(by_ending.items()):
        tool, check = tools.get(ending, ("no tool known", None))
        if check is None:
            left_out[ending] = (tool, len(paths))
            continue
        checked[ending] = (tool, len(paths))
        names, unread = {}, {}
        for path, kind, text in check(paths):
            if kind == "syntax":
                unread.setdefault(path, []).append(text)
            else:
                names.setdefault(path, set()).add(text)
        # What the compiler that is here cannot read before cannot be judged: it may know an older language.
        sides = {path: path.relative_to(cases).parts for path in unread}
        before_too = {(*side[:2], *side[3:]) for side in sides.values() if side[2] == "input"}
        for path, texts in sorted(unread.items()):
            side = sides[path]
            if (*side[:2], *side[3:]) in before_too:
                print(f"{path}: not judged, {tool} cannot read the input of this case")
            else:
                problems.extend(f"{path}: {text}" for text in texts)
        for path, missing in sorted(names.items()):
            case, side = path.relative_to(cases).parts[:2], path.relative_to(cases).parts[2]
            if side != "expected":
                continue
            before = cases.joinpath(*case, "input", *path.relative_to(cases).parts[3:])
            for name in sorted(missing - names.get(before, set())):
                problems.append(f"{path}: {name} The input has it.")
    for ending, (tool, count) in checked.items():
        print(f"{ending}: {count} files read by {tool}")
    for ending, (tool, count) in left_out.items():
        print(f"{ending}: {count} files left out, {tool} is not here")
    print("\n".join(problems) or "no problem")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
