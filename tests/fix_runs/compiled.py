"""Languages whose compiler takes many programs at once: what does not compile is left out, and the rest is compiled again."""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from language import Language

HERE = Path(__file__).resolve().parent
JAVA_STUBS = HERE / "java"
# Rounds of leaving out what does not compile.
ROUNDS = 12


def quoted(texts):
    return ", ".join(json.dumps(text) for text in texts)


class Batch(Language):
    """`P` and its number is what each program is called in the whole: its namespace, its package, its prefix."""

    batch, snake, end = 60, False, ";"
    unfit = r"too long"
    # File of a program, and the file that runs them all.
    source, runner = "P%d", "Runner"

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix=f"fix-runs-{self.name}-"))
        self.prepare()

    def prepare(self):
        """Compiles what does not change."""

    def tool(self, *command, **options):
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **options)

    def run(self, programs):
        whys, fit, out = {}, [], ""
        for at, (text, _, _) in enumerate(programs):
            (self.folder / (self.source % at)).write_text(self.placed(text, at))
        for _ in range(ROUNDS):
            fit = [at for at in range(len(programs)) if at not in whys]
            if not fit:
                break
            calls = [(at, *programs[at][1:]) for at in fit]
            (self.folder / self.runner).write_text(self.running(calls))
            wrong = self.wrong(self.compiled(fit))
            if not wrong:
                out = self.started()
                break
            whys.update(wrong)
        found = dict(zip(fit, (runs.split("\x01") for runs in out.split("\x02")))) if out else {}
        results = []
        for at, (_, _, gone) in enumerate(programs):
            runs = found.get(at, [])
            answer = {"runs": runs} if len(runs) == 6 else {"broken": whys.get(at, "it ended before")}
            results.append(self.usable(answer, bool(gone)))
            (self.folder / (self.source % at)).unlink()
        return results

    def wrong(self, said):
        """The programs that the compiler names, with what it says."""
        found = {}
        for line in said.splitlines():
            hit = self.mistake.search(line)
            if hit:
                found.setdefault(int(hit.group(1)), line)
        return found

    def started(self):
        try:
            return self.tool(*self.start_command, timeout=60).stdout
        except subprocess.TimeoutExpired:
            return ""

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class CSharp(Batch):
    """With mono's compiler, which knows C# 7."""

    name, file, other, shapes = "csharp", "Program.cs", "Other.cs", "csharp"
    tools, shadows, source, runner = ["mcs", "mono"], 0.0, "P%d.cs", "Runner.cs"
    bystander = "namespace Shop\n{\n    class Other\n    {\n    }\n}\n"
    mistake = re.compile(r"P(\d+)\.cs\(.*: error ")
    start_command = ["mono", "runner.exe"]
    literals = r"\b(?:if|while) \((?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\||\?)|(?:&&|\|\|) (?:true|false)\b"

    def prepare(self):
        done = self.tool("mcs", "-target:library", "-out:World.dll", str(HERE / "csharp/World.cs"))
        if done.returncode:
            raise SystemExit(done.stderr + done.stdout)

    def placed(self, text, at):
        return text.replace("namespace Shop\n", f"namespace P{at}\n")

    def running(self, calls):
        lines = "".join(
            "        Harness.World.Run(new[] {" + quoted(word for pair in served.items() for word in pair) + "}, "
            "new string[] {" + quoted(gone) + "}, (a, b, n, s) => "
            f"new P{at}.Program(client, new LaunchDarkly.Sdk.Context()).Run(a, b, n, s));\n"
            for at, served, gone in calls
        )
        return (
            "static class Runner\n{\n    static void Main()\n    {\n"
            "        var client = new LaunchDarkly.Sdk.Server.LdClient();\n" + lines + "    }\n}\n"
        )

    def compiled(self, fit):
        files = [self.source % at for at in fit]
        done = self.tool("mcs", "-nowarn:1717,0162,0219,0168,0414,0649,0169,0429", "-r:World.dll", "-out:runner.exe", "Runner.cs", *files)
        return done.stderr + done.stdout


class Kotlin(Batch):
    """The compiler takes half a minute to begin with, so many programs go into one run."""

    name, file, other, shapes = "kotlin", "Program.kt", "Other.kt", "kotlin"
    tools, batch, end, source, runner = ["kotlinc", "java", "javac"], 150, "", "P%d.kt", "Runner.kt"
    bystander = "package shop\n\nfun other(): Int {\n    return 1\n}\n"
    mistake = re.compile(r"P(\d+)\.kt:\d+:\d+: error:")
    start_command = ["java", "-XX:+UseSerialGC", "-cp", "out:stubs:/usr/share/java/kotlin-stdlib.jar", "RunnerKt"]
    literals = r"\b(?:if|while) \((?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\|)|(?:&&|\|\|) (?:true|false)\b"

    def prepare(self):
        sources = [str(path) for path in JAVA_STUBS.rglob("*.java") if path.name != "Driver.java"]
        self.tool("javac", "-proc:none", "-d", "stubs", *sources)

    def placed(self, text, at):
        return text.replace("package shop\n", f"package p{at}\n", 1)

    def running(self, calls):
        lines = "".join(
            "    run(mapOf(" + ", ".join(f"{json.dumps(key)} to {json.dumps(value)}" for key, value in served.items()) + "), "
            f"setOf<String>({quoted(gone)})) {{ a, b, n, s -> p{at}.Program(client).main(a, b, n, s) }}\n"
            for at, served, gone in calls
        )
        return KOTLIN_RUNNER + "fun main() {\n    val client = dev.openfeature.sdk.Client()\n" + lines + "}\n"

    def compiled(self, fit):
        files = [self.source % at for at in fit]
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        done = self.tool("kotlinc", "-nowarn", "-cp", "stubs", "-d", "out", "Runner.kt", *files)
        return done.stderr + done.stdout


KOTLIN_RUNNER = """import harness.Harness

fun run(served: Map<String, String>, gone: Set<String>, program: (Boolean, Boolean, Int, String) -> Int) {
    for (seed in 0..5) {
        Harness.begin(seed, served, gone)
        val end = try {
            val name = listOf("red", "blue", "a")[Harness.drawn("s") % 3]
            "gives " + program(Harness.drawn("a") % 2 == 0, Harness.drawn("b") % 2 == 0, Harness.drawn("n") % 4, name)
        } catch (failed: Throwable) {
            "fails " + failed
        }
        print((if (seed > 0) "\\u0001" else "") + Harness.trace.joinToString("\\n") + "\\n" + end)
    }
    print("\\u0002")
}

"""


class Scala(Batch):
    """With a compiler for Scala 2, on Java's harness."""

    name, file, other, shapes = "scala", "Program.scala", "Other.scala", "scala"
    tools, batch, end, shadows, source, runner = ["scalac", "scala", "javac"], 100, "", 0.1, "P%d.scala", "Runner.scala"
    bystander = "package shop\n\nobject Other {\n  def other: Int = 1\n}\n"
    mistake = re.compile(r"P(\d+)\.scala:\d+: error:")
    start_command = ["scala", "-cp", "out:stubs", "Runner"]
    literals = r"\b(?:if|while) \((?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\|)|(?:&&|\|\|) (?:true|false)\b"

    prepare, placed = Kotlin.prepare, Kotlin.placed

    def running(self, calls):
        lines = "".join(
            "    run(Map(" + ", ".join(f"{json.dumps(key)} -> {json.dumps(value)}" for key, value in served.items()) + "), "
            f"Set[String]({quoted(gone)}))((a, b, n, s) => new p{at}.Program(client).main(a, b, n, s))\n"
            for at, served, gone in calls
        )
        return SCALA_RUNNER.replace("CALLS", lines)

    def compiled(self, fit):
        files = [self.source % at for at in fit]
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        (self.folder / "out").mkdir()
        done = self.tool("scalac", "-nowarn", "-cp", "stubs", "-d", "out", "Runner.scala", *files)
        return done.stderr + done.stdout


SCALA_RUNNER = """package harness {
  object Told {
    def show(label: String, values: Any*): Unit = Harness.note(label + " " + values.mkString(", "))
  }
}

object Runner {
  import harness.Harness
  import scala.collection.JavaConverters._

  def run(served: Map[String, String], gone: Set[String])(program: (Boolean, Boolean, Int, String) => Int): Unit = {
    for (seed <- 0 to 5) {
      Harness.begin(seed, served.asJava, gone.asJava)
      val end = try {
        val name = List("red", "blue", "a")(Harness.drawn("s") % 3)
        "gives " + program(Harness.drawn("a") % 2 == 0, Harness.drawn("b") % 2 == 0, Harness.drawn("n") % 4, name)
      } catch {
        case failed: Throwable => "fails " + failed
      }
      print((if (seed > 0) "\\u0001" else "") + Harness.trace.asScala.mkString("\\n") + "\\n" + end)
    }
    print("\\u0002")
  }

  def main(arguments: Array[String]): Unit = {
    val client = new dev.openfeature.sdk.Client()
CALLS  }
}
"""


class Cpp(Batch):
    """All programs are one translation unit, each in a namespace of its own."""

    name, file, other, shapes = "cpp", "program.cpp", "other.cpp", "cpp"
    tools, source, runner = ["g++"], "P%d.cpp", "runner.cpp"
    bystander = "int other() {\n    return 1;\n}\n"
    mistake = re.compile(r"P(\d+)\.cpp:\d+:\d+: error:")
    start_command = ["./runner"]
    literals = r"\b(?:if|while) \((?:true|false)\b|!(?:true|false)\b|\b(?:true|false) (?:&&|\|\||\?)|(?:&&|\|\|) (?:true|false)\b"
    flags = ["-std=c++17", "-O0", "-Werror=return-type", "-fmax-errors=0", "-I", str(HERE / "cpp")]

    def prepare(self):
        done = self.tool("g++", *self.flags, "-c", "-o", "harness.o", str(HERE / "cpp/harness.cpp"))
        if done.returncode:
            raise SystemExit(done.stderr)

    def placed(self, text, at):
        return text.replace("namespace shop {", f"namespace p{at} {{", 1)

    def running(self, calls):
        includes = "".join(f'#include "P{at}.cpp"\n' for at, _, _ in calls)
        lines = "".join(
            "    harness::run({" + ", ".join("{" + quoted(pair) + "}" for pair in served.items()) + "}, {" + quoted(gone) + "}, "
            f"[&](bool a, bool b, int n, const std::string &s) {{ return p{at}::run(client, user, a, b, n, s); }});\n"
            for at, served, gone in calls
        )
        head = "#include <launchdarkly/server_side/client.hpp>\n"
        body = "    launchdarkly::server_side::Client client;\n    launchdarkly::Context user;\n"
        return head + includes + "int main() {\n" + body + lines + "}\n"

    def compiled(self, fit):
        return self.tool("g++", *self.flags, "-o", "runner", "runner.cpp", "harness.o").stderr


class C(Batch):
    """Each program is a unit of its own, with its entry under another name."""

    name, file, other, shapes = "c", "program.c", "other.c", "c"
    tools, source, runner = ["gcc"], "P%d.c", "runner.c"
    bystander = "int other(void) {\n    return 1;\n}\n"
    mistake = re.compile(r"P(\d+)\.c:\d+:\d+: error:")
    start_command = ["./runner"]
    literals = Cpp.literals
    flags = ["-std=gnu11", "-O0", "-Werror=return-type", "-I", str(HERE / "c")]

    def prepare(self):
        done = self.tool("gcc", *self.flags, "-c", "-o", "harness.o", str(HERE / "c/harness.c"))
        if done.returncode:
            raise SystemExit(done.stderr)

    def placed(self, text, at):
        return re.sub(r"^int program_main\(", f"int p{at}_main(", text, flags=re.M)

    def running(self, calls):
        heads = "".join(f"int p{at}_main(void *, void *, bool, bool, int, const char *);\n" for at, _, _ in calls)
        lines = "".join(
            "    run((const char *[]){" + quoted(word for pair in served.items() for word in pair) + ", 0}, "
            "(const char *[]){" + "".join(json.dumps(key) + ", " for key in gone) + f"0}}, p{at}_main);\n"
            for at, served, gone in calls
        )
        return '#include "harness.h"\n' + heads + "int main(void) {\n" + lines + "    return 0;\n}\n"

    def compiled(self, fit):
        files = [self.source % at for at in fit]
        return self.tool("gcc", *self.flags, "-o", "runner", "runner.c", "harness.o", *files).stderr
