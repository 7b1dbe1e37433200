"""A language of fix_runs.py: how a name is read, and who runs a text.

A driver is a process that reads one JSON object a line (`text`, `served`, `gone`) and answers with one: `runs`, one text
for each set of drawn values, or `broken` with the reason.
"""

import json
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Language:
    """A language whose driver reads programs one after the other."""

    empty, variable, end, bystander = "", "%", "", "\n"
    # Assigning in a function makes a name of its own.
    closed = False
    snake, batch, shadows = True, 40, 0.25
    # What a run says when the program is none: it is not used.
    unfit = r"(?!)"

    def __init__(self):
        self.why = ""
        self.driver = None

    def start(self):
        return subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE, stderr=subprocess.DEVNULL
        )

    def ask(self, text, served, gone):
        if self.driver is None or self.driver.poll() is not None:
            self.driver = self.start()
        self.driver.stdin.write(json.dumps({"text": text, "served": served, "gone": gone}) + "\n")
        self.driver.stdin.flush()
        line = self.driver.stdout.readline()
        return json.loads(line) if line else {"broken": "the driver ended"}

    def run(self, programs):
        return [self.usable(self.ask(text, served, list(gone)), bool(gone)) for text, served, gone in programs]

    def usable(self, answer, is_after):
        if "broken" in answer:
            self.why = answer["broken"]
            return None
        hit = next((found for found in (re.search(self.unfit, run) for run in answer["runs"]) if found), None)
        if hit and not is_after:
            self.why = hit.group()
            return None
        return answer["runs"]

    def adapted(self, text):
        """A program as its language wants it."""
        return text

    def close(self):
        if self.driver:
            self.driver.stdin.close()
            self.driver.wait()

    def left(self, before, after):
        """What nothing uses any more, in words."""
        literal = re.compile(self.literals)
        more = len(literal.findall(after)) - len(literal.findall(before))
        return "; ".join(([f"{more} conditions that are literals"] if more > 0 else []) + self.unused(before, after))

    literals = r"(?!)"

    def unused(self, before, after):
        """Names that stand once now, and stood more often."""

        def once(text):
            words = re.findall(r"[A-Za-z_]\w+", text)
            return {word for word in words if words.count(word) == 1}

        words = re.findall(r"[A-Za-z_]\w+", before)
        return sorted(word for word in once(after) - once(before) if words.count(word) > 1 and word not in self.known)

    known = ()


class Lines(Language):
    """A driver that reads lines instead: how many flags, `key=value` of each, the keys that are gone, the number of lines, the
    text; it answers with one line, `runs` and what each run did, with tabs between, or why there is none."""

    def ask(self, text, served, gone):
        if self.driver is None or self.driver.poll() is not None:
            self.driver = self.start()
        lines = text.splitlines()
        head = [str(len(served)), *(f"{key}={value}" for key, value in served.items()), ",".join(gone or ["-"]), str(len(lines))]
        self.driver.stdin.write("\n".join(head + lines) + "\n")
        self.driver.stdin.flush()
        kind, *runs = self.driver.stdout.readline().rstrip("\n").split("\t")
        unquoted = [run.replace("\\n", "\n") for run in runs]
        return {"runs": unquoted} if kind == "runs" else {"broken": kind or "the driver ended"}
