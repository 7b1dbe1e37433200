"""What fix_runs.py has to know of each language."""

import ast
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from compiled import C, Cpp, CSharp, Kotlin, Scala
from language import Language, Lines

HERE = Path(__file__).resolve().parent


class Python(Language):
    name, file, other, shapes = "python", "program.py", "other.py", "python"
    tools, command = ["python3"], ["python3", "driver.py"]
    bystander = "def other():\n    return 1\n"
    empty, closed = "pass", True
    unfit = r"NameError|UnboundLocalError|too long"
    literals = r"\b(?:if|not|and|or|while|elif) (?:True|False)\b|\b(?:True|False) (?:and|or|if)\b"

    def unused(self, before, after):
        def names(text):
            tree = ast.parse(text)
            stored, loaded = set(), set()
            for node in ast.walk(tree):
                if isinstance(node, ast.Name):
                    (loaded if isinstance(node.ctx, ast.Load) else stored).add(node.id)
                elif isinstance(node, ast.Attribute):
                    loaded.add(node.attr)
                elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    stored.add(node.name)
                elif isinstance(node, (ast.Import, ast.ImportFrom)):
                    stored.update((name.asname or name.name) for name in node.names)
                elif isinstance(node, (ast.Global, ast.Nonlocal)):
                    loaded.update(node.names)
            return stored - loaded

        return sorted(names(after) - names(before) - {"main", "__init__", "api"})


class JavaScript(Language):
    name, file, other, shapes = "javascript", "program.js", "other.js", "javascript"
    tools, command = ["node"], ["node", "--stack-size=4000", "driver.js"]
    bystander = "module.exports = () => 1;\n"
    end, snake = ";", False
    unfit = r"ReferenceError|too long|Script execution timed out"
    literals = r"\b(?:if|while) \((?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\||\?)|(?:&&|\|\|) (?:true|false)\b"


class TypeScript(JavaScript):
    """The shapes of JavaScript and some with types, as modules; needs FIX_RUNS_TYPESCRIPT, a folder with node_modules."""

    name, file, other, shapes = "typescript", "program.ts", "other.ts", "javascript typescript"
    folder = Path(os.environ.get("FIX_RUNS_TYPESCRIPT", "")) / "node_modules/typescript"
    tools = ["node"] if folder.exists() else ["typescript"]
    command = ["node", "--stack-size=4000", "driver.js", str(folder)]
    bystander = "export const other = 1;\n"

    def adapted(self, text):
        text = re.sub(r"const (\{[^}]*\}) = require\((.*)\);", r"import \1 from \2;", text)
        return text.replace("function main(a, b, n, s)", "function main(a: boolean, b: boolean, n: number, s: string)").replace(
            "module.exports = { main };", "export { main };"
        )


class Php(Language):
    name, file, other, shapes = "php", "Program.php", "Other.php", "php"
    tools, command = ["php"], ["php", "driver.php"]
    bystander = "<?php\n\nfunction other()\n{\n    return 1;\n}\n"
    closed, snake, end = True, False, ";"
    variable = "$%"
    unfit = r"Undefined variable|undefined function|too long|Maximum execution"
    literals = r"\b(?:if|while|elseif) \((?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\||\?)|(?:&&|\|\|) (?:true|false)\b"


class Ruby(Language):
    name, file, other, shapes = "ruby", "program.rb", "other.rb", "ruby"
    tools, command = ["ruby"], ["ruby", "driver.rb"]
    bystander = "def other\n  1\nend\n"
    closed = True
    unfit = r"NameError|NoMethodError undefined (?:local|method)|too long"
    literals = r"\b(?:if|unless|while|until|elsif|not|and|or) (?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\||\?)"


class Go(Language):
    """All programs are packages of one module, built at once; what cannot be built is left out."""

    name, file, other, shapes = "go", "program.go", "other.go", "go"
    tools, batch, snake = ["go"], 80, False
    bystander = "package program\n\nfunc other() int {\n\treturn 1\n}\n"
    unfit = r"too long"
    literals = r"\b(?:if|for) (?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\|)|(?:&&|\|\|) (?:true|false)\b"

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="fix-runs-go-"))
        shutil.copytree(HERE / "go", self.folder, dirs_exist_ok=True)
        (self.folder / "go.mod.txt").rename(self.folder / "go.mod")
        (self.folder / "sdk/go.mod").write_text("module github.com/open-feature/go-sdk\n\ngo 1.18\n")
        self.environment = dict(os.environ, GOFLAGS="-mod=mod", GOPROXY="off", GONOSUMDB="*", GONOSUMCHECK="1")

    def go(self, *arguments):
        return subprocess.run(
            ["go", *arguments], cwd=self.folder, capture_output=True, text=True, check=False, env=self.environment
        )

    def run(self, programs):
        packages = self.folder / "programs"
        shutil.rmtree(packages, ignore_errors=True)
        for at, (text, _, _) in enumerate(programs):
            (packages / f"p{at}").mkdir(parents=True)
            (packages / f"p{at}/program.go").write_text(text)
        built = self.go("build", "-gcflags=-e", "./programs/...") if programs else None
        whys = {}
        for part in (built.stderr if built else "").split("# fixruns/programs/p")[1:]:
            number, _, said = part.partition("\n")
            whys[int(number)] = said
        fit = [at for at in range(len(programs)) if at not in whys]
        lines = self.outputs(programs, fit) if fit else {}
        results = []
        for at, (_, _, gone) in enumerate(programs):
            answer = {"runs": lines[at]} if at in lines else {"broken": whys.get(at, "it ended before")}
            results.append(self.usable(answer, bool(gone)))
        self.whys = whys
        return results

    def outputs(self, programs, fit):
        """What each program does for each seed."""
        imports = "".join(f'\tp{at} "fixruns/programs/p{at}"\n' for at in fit)
        calls = ""
        for at in fit:
            _, served, gone = programs[at]
            flags = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in served.items())
            removed = ", ".join(json.dumps(key) for key in gone)
            calls += f"\trun({at}, map[string]string{{{flags}}}, []string{{{removed}}}, p{at}.Main)\n"
        (self.folder / "main.go").write_text(GO_MAIN.replace("IMPORTS", imports).replace("CALLS", calls))
        done = self.go("run", "main.go")
        found = {}
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            found[answer["at"]] = answer["runs"]
        return found

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


GO_MAIN = """package main

import (
\t"context"
\t"encoding/json"
\t"os"

\t"fixruns/harness"
\t"github.com/open-feature/go-sdk/openfeature"
IMPORTS)

func run(at int, served map[string]string, gone []string, program func(context.Context, bool, bool, int, string) int) {
\truns := []string{}
\tfor seed := 0; seed < 6; seed++ {
\t\truns = append(runs, harness.Run(seed, served, gone, func(a, b bool, n int, s string) int {
\t\t\treturn program(context.Background(), a, b, n, s)
\t\t}))
\t}
\t_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"at": at, "runs": runs})
}

func main() {
\topenfeature.Served = harness.Served
CALLS}
"""

class Java(Lines):
    name, file, other, shapes = "java", "Program.java", "Other.java", "java"
    tools, snake, shadows = ["java", "javac"], False, 0.0
    bystander = "package shop;\n\nclass Other {\n    int other() {\n        return 1;\n    }\n}\n"
    end = ";"
    unfit = r"too long|StackOverflowError"
    literals = r"\b(?:if|while) \((?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\||\?)|(?:&&|\|\|) (?:true|false)\b"

    def start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="fix-runs-java-"))
        sources = [str(path) for path in (HERE / "java").rglob("*.java")]
        subprocess.run(["javac", "-proc:none", "-d", str(self.folder), *sources], check=True)
        command = ["java", "-cp", str(self.folder), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "Driver"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)

    def close(self):
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Rust(Language):
    """All programs are modules of one crate; what does not compile is left out, and the rest is compiled again."""

    name, file, other, shapes = "rust", "program.rs", "other.rs", "rust"
    tools, batch = ["rustc"], 80
    bystander = "pub fn other() -> i64 {\n    1\n}\n"
    end = ";"
    unfit = r"too long"
    literals = r"\b(?:if|while) (?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\|)|(?:&&|\|\|) (?:true|false)\b"

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="fix-runs-rust-"))
        for library in ("harness", "launchdarkly_server_sdk"):
            done = self.rustc(str(HERE / f"rust/{library}.rs"), "--crate-type", "rlib")
            if done.returncode:
                raise SystemExit(done.stderr)

    def rustc(self, *arguments):
        command = ["rustc", "--edition", "2021", "-L", str(self.folder), "--out-dir", str(self.folder), "-Cdebuginfo=0"]
        for library in self.folder.glob("lib*.rlib"):
            command += ["--extern", f"{library.stem[3:]}={library}"]
        return subprocess.run([*command, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)

    def run(self, programs):
        whys = {}
        for at, (text, _, _) in enumerate(programs):
            (self.folder / f"p{at}.rs").write_text(text)
        # The compiler stops at the first kind of mistake that it finds.
        for _ in range(12):
            fit = [at for at in range(len(programs)) if at not in whys]
            self.write_main(programs, fit)
            done = self.rustc("main.rs", "--error-format=json", "-Awarnings")
            wrong = {}
            for line in done.stderr.splitlines():
                said = json.loads(line) if line.startswith("{") else {}
                for span in said.get("spans", []) if said.get("level") == "error" else []:
                    if span["file_name"].startswith("p"):
                        wrong.setdefault(int(span["file_name"][1:-3]), said["rendered"])
            whys.update(wrong)
            if not wrong:
                break
        ran = subprocess.run([str(self.folder / "main")], capture_output=True, text=True, check=False).stdout if fit else ""
        (self.folder / "main").unlink(missing_ok=True)
        found = {at: runs.split("\x01") for at, runs in zip(fit, ran.split("\x02"))} if ran else {}
        return [
            self.usable({"runs": found[at]} if at in found else {"broken": whys.get(at, "it ended before")}, bool(gone))
            for at, (_, _, gone) in enumerate(programs)
        ]

    def write_main(self, programs, fit):
        lines = [f"mod p{at};" for at in fit] + ["fn main() {", "    std::panic::set_hook(Box::new(|_| {}));"]
        for at in fit:
            _, served, gone = programs[at]
            flags = ", ".join(f"({json.dumps(key)}, {json.dumps(value)})" for key, value in served.items())
            removed = ", ".join(json.dumps(key) for key in gone)
            lines.append("    let runs: Vec<String> = (0..6).map(|seed| harness::run(seed, &[" + flags + "], &[" + removed + "],")
            lines.append(
                "        |a, b, n, s| p" + str(at) + "::main(&launchdarkly_server_sdk::Client, &launchdarkly_server_sdk::Context, a, b, n, s))).collect();"
            )
            lines.append('    print!("{}\\x02", runs.join("\\x01"));')
        (self.folder / "main.rs").write_text("\n".join(lines + ["}"]) + "\n")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Elixir(Lines):
    name, file, other, shapes = "elixir", "program.ex", "other.ex", "elixir"
    tools, command = ["elixir"], ["elixir", "driver.exs"]
    bystander = "defmodule Other do\n  def other, do: 1\nend\n"
    empty, shadows = "nil", 0.1
    unfit = r"too long"
    literals = r"\b(?:if|unless|not|and|or) (?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\|)|(?:&&|\|\|) (?:true|false)\b"


LANGUAGES = {language.name: language for language in (Python, JavaScript, TypeScript, Ruby, Php, Go, Java, Rust, CSharp, Kotlin, Scala, C, Cpp, Elixir)}
