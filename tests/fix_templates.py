#!/usr/bin/env python3
"""Renders templates before and after `flagdebt fix`: what they say must be the same.

    python3 tests/fix_templates.py PROGRAM [--count 60] [--seed 1]

Templates of ERB are drawn at random: conditionals in each other, loops, cases, values that are written out, each with conditions
that ask a stub of Flipper for the flag, methods that answer with drawn values, or both. Each is rendered by Ruby's own `erb` with
the flag on and off and with all answers, `flagdebt fix --write` takes the flag out, and it is rendered again. White space
does not count. The same seed gives the same templates. Without Ruby nothing is done.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ASKS = ["Flipper.enabled?(:k)", "Flipper.enabled?(:k, user)", "!Flipper.enabled?(:k)"]
OTHERS = ["a?(1)", "b?(2)", "!a?(3)"]
JOINS = ["{} && {}", "{} || {}", "({} && {})", "!({} || {})"]

RENDER = r"""
require "erb"
module Flipper; def self.enabled?(*) = $on; end
def user = 1
def a?(at) = $bits[at % 5]
def b?(at) = $bits[(at + 2) % 5]
def number = $number
ARGV.each do |file|
  template = File.read(file)
  6.times do |drawn|
    $bits = [drawn[0] == 1, drawn[1] == 1, drawn[2] == 1, drawn[0] == 0, drawn[1] == 0]
    $number = drawn % 4
    $on = file.include?("true")
    begin
      said = ERB.new(template, trim_mode: "-").result(binding)
      puts [File.basename(file), drawn, said.gsub(/\s+/, "")].inspect
    rescue SyntaxError, StandardError => error
      puts [File.basename(file), drawn, error.class].inspect
    end
  end
end
"""


class Templates:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = 0

    def condition(self, depth=0):
        drawn = self.random.random()
        if drawn < 0.35:
            return self.random.choice(ASKS)
        if drawn < 0.55 or depth == 2:
            return self.random.choice(OTHERS)
        return self.random.choice(JOINS).format(self.condition(depth + 1), self.condition(depth + 1))

    def text(self):
        self.count += 1
        return self.random.choice(["<p>t{}</p>", "<b>t{}</b>\n", "t{}"]).format(self.count)

    def block(self, depth=0):
        return "".join(self.part(depth) for _ in range(self.random.randint(1, 3)))

    def part(self, depth):
        drawn = self.random.random()
        margin, line = "  " * depth, self.random.choice(["\n", "\n", ""])

        def tag(code, dash=""):
            return f"{margin}<% {code} {dash}%>{line}"

        def body():
            return f"{self.block(depth + 1)}{line}"

        if drawn < 0.3 or depth > 3:
            return f"{margin}{self.text()}{line}"
        if drawn < 0.75:
            word = self.random.choice(["if", "if", "unless"])
            out = tag(f"{word} {self.condition()}", self.random.choice(["", "", "-"])) + body()
            others = self.random.choice([0, 0, 1, 2]) if word == "if" else 0
            out += "".join(tag(f"elsif {self.condition()}") + body() for _ in range(others))
            if self.random.random() < 0.6:
                out += tag("else") + body()
            return out + tag("end")
        if drawn < 0.85:
            return tag("[1, 2].each do |item|") + body() + tag("end")
        if drawn < 0.93:
            return f'{margin}<%= {self.condition()} ? "x{self.count}" : "y{self.count}" %>{line}'
        return tag("case number when 1") + body() + tag("when 2") + "q" + line + tag("else") + body() + tag("end")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    ruby = shutil.which("ruby")
    if not ruby:
        print("ruby is not here: left out")
        return 0
    program = str(Path(arguments.program).resolve())
    templates = Templates(arguments.seed)
    outcomes = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {"old": [], "new": []}
        for number in range(arguments.count):
            text = "<div></div>\n" + templates.block()
            for value in ("true", "false"):
                for state in files:
                    file = folder / state / f"{number}-{value}" / f"{number}_{value}.html.erb"
                    file.parent.mkdir(parents=True)
                    file.write_text(text)
                    files[state].append(str(file))
                command = [program, "fix", "--no-cache", "--write", "--flag", f"k={value}", "."]
                done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True)
                reasons = re.findall(r"\.erb:\d+: (.*)", done.stdout + done.stderr)
                left = "Flipper" in file.read_text()
                outcomes[f"refused: {reasons[0] if reasons else '?'}" if left else "taken out"] += 1

        def rendered(state):
            return subprocess.run([ruby, "-e", RENDER, *files[state]], capture_output=True, text=True).stdout.splitlines()

        pairs = list(zip(rendered("old"), rendered("new"), strict=True))
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    for old, new in wrong[:5]:
        print(f"before {old}\nafter  {new}")
    for outcome, count in outcomes.most_common():
        print(f"{count:6} {outcome}")
    print(f"{len(pairs)} renderings, {len(wrong)} differ")
    return 1 if wrong or not pairs else 0


if __name__ == "__main__":
    sys.exit(main())
