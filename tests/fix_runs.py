#!/usr/bin/env python3
"""Runs programs before and after `flagdebt fix`: what they do must be the same.

    python3 tests/fix_runs.py PROGRAM [LANGUAGE…] [--count 200] [--seed 1] [--shrink] [--reasons] [--keep FOLDER]

Programs are drawn from the shapes in tests/fix_runs/LANGUAGE.shapes. Each asks a stub of a real SDK for flags and calls
functions that write down what they are asked and answer with drawn values. A program runs with the stub serving the value
that stays, `flagdebt fix --write` takes the flags out, and it runs again. It is a finding when

- what was written down, returned or thrown differs, or the flag is asked for, or the program is no longer one (`differs`, `broken`);
- a second run of `fix` changes more, or another file was changed (`twice`, `elsewhere`);
- all flags at once give another text than one after the other (`order`);
- the key or something that nothing uses is left, or a condition that is a literal (`left`, told and no failure).

Where only `--review` takes a flag out the same is asked of that (`review-…`), unless the remark says what may change.
Languages whose interpreter is not here are named and left out. The same seed gives the same programs.

    == KIND [WEIGHT] | ONE LINE          a shape; without `|` the following lines up to the next `==`
    «b» «i» «s» «x»                      an expression that is a truth value, a number, a text, anything
    «B» «L» «D b»                        statements, of a loop, of a function that returns a truth value
    «new b», «new b %()»                 declares a name, and what reads it in what follows («in b»: in the shape, «both b»)
    «1» «2»                              the names that the shape declared so far
    «set b»                              a name in reach that can be assigned
    «t» «same»                           a label of its own; the first one of the shape again
"""

import argparse
import collections
import concurrent.futures
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "fix_runs"))
from languages import LANGUAGES  # noqa: E402

FOLDER = Path(__file__).resolve().parent / "fix_runs"
HOLE = re.compile(r"«([^»]*)»")
DEPTH = 5
NAMES = ["active", "allowed", "current", "enabled", "found", "mode", "on", "result", "shown", "state", "total", "value"]
# Flag and what it may serve.
SERVED = {"flag-a": ["true", "false"], "flag-b": ["red", "blue", "green"], "flag-c": ["1", "2", "0"], "flag-d": ["true", "false"]}


class Shape:
    """One way to write a statement, an expression or a program."""

    def __init__(self, kind, weight, text):
        self.kind, self.weight, self.text = kind, weight, text
        self.parts = HOLE.split(text)
        kinds = [hole.split() for hole in self.parts[1::2]]
        self.is_leaf = all(words[0] in ("new", "in", "both", "set", "t", "same") or words[0].isdigit() for words in kinds)
        self.name = f"{kind}: {' ⏎ '.join(line.strip() for line in text.splitlines()[:2])}"


def program_of(piece, language):
    return language.adapted(piece.render(language)) + "\n"


def read_shapes(names):
    """The shapes of some files, by kind."""
    shapes = collections.defaultdict(list)
    kind, weight, lines = None, 1.0, []

    def close():
        if kind:
            shapes[kind].append(Shape(kind, weight, "\n".join(lines).rstrip("\n")))

    text = "\n".join((FOLDER / f"{name}.shapes").read_text() for name in names.split())
    for line in text.splitlines():
        if not line.startswith("== "):
            lines.append(line)
            continue
        close()
        head, bar, text = line[3:].partition(" | ")
        words = head.split()
        kind, weight, lines = words[0], float(words[1]) if len(words) > 1 else 1.0, [text] if bar else []
    close()
    return shapes


class Piece:
    """A shape with what fills its holes: names, other pieces, or lists of them."""

    def __init__(self, shape, filled):
        self.shape, self.filled = shape, filled

    def render(self, language):
        out = []
        for at, part in enumerate(self.shape.parts):
            if at % 2 == 0:
                out.append(part)
                continue
            fill = self.filled[at // 2]
            line = "".join(out).rpartition("\n")[2]
            indent = re.match(r"[ \t]*", line).group()
            out.append(rendered(fill, language).replace("\n", "\n" + indent))
        return "".join(out)

    def pieces(self):
        yield self
        for fill in self.filled:
            for piece in fill if isinstance(fill, list) else [fill]:
                if isinstance(piece, Piece):
                    yield from piece.pieces()


def rendered(fill, language):
    if isinstance(fill, str):
        return fill
    if isinstance(fill, list):
        return "\n".join(piece.render(language) for piece in fill) or language.empty
    return fill.render(language)


class Maker:
    """Draws one program."""

    def __init__(self, shapes, language, seed):
        self.shapes, self.language = shapes, language
        self.random = random.Random(seed)
        self.scopes, self.labels, self.taken = [[]], 0, set()
        self.loop, self.result = False, "i"

    def program(self):
        return self.piece("P", 0)

    def choose(self, kind, depth):
        shapes = self.shapes[kind]
        if depth >= DEPTH:
            shapes = [shape for shape in shapes if shape.is_leaf] or shapes
        return self.random.choices(shapes, [shape.weight for shape in shapes])[0]

    def readable(self, kind):
        return [entry[1] for scope in self.scopes for entry in scope if entry and entry[0] == kind]

    def piece(self, kind, depth):
        if len(kind) == 1 and kind in "bisx":
            known = self.readable(kind)
            if known and self.random.random() < 0.45:
                text = self.random.choice(known[-6:])
                return Piece(Shape(kind, 1, text.replace("«", "")), [])
        for _ in range(8):
            shape = self.choose(kind, depth)
            filled = self.fill(shape, depth)
            if filled is not None:
                return Piece(shape, filled)
        first = next(shape for shape in self.shapes[kind] if shape.is_leaf)
        return Piece(first, self.fill(first, depth))

    def fill(self, shape, depth):
        names, after, inner, filled, label = [], [], [], [], ""
        for hole in shape.parts[1::2]:
            word, _, rest = hole.partition(" ")
            if word.isdigit():
                filled.append(names[int(word) - 1])
            elif word == "t":
                self.labels += 1
                filled.append(f"t{self.labels}")
                label = label or filled[-1]
            elif word == "same":
                filled.append(label)
            elif word in ("new", "in", "both"):
                kind, _, text = rest.partition(" ")
                name = self.fresh(kind == "_")
                names.append(name)
                spelled = text or self.language.variable
                for at, one in enumerate(names, 1):
                    spelled = spelled.replace(f"%{at}", one)
                entry = (kind, spelled.replace("%", name), name if not text else None)
                if kind != "_" and word != "in":
                    after.append(entry)
                if kind != "_" and word != "new":
                    inner.append(entry)
                filled.append(name)
            elif word == "set":
                options = [name for scope in self.settable() for (of, _, name) in scope if of == rest and name]
                if not options:
                    return None
                filled.append(self.random.choice(options[-5:]))
            elif word in ("B", "L"):
                loop, self.loop = self.loop, self.loop or word == "L"
                filled.append(self.block(depth + 1, inner))
                self.loop = loop
            elif word == "D":
                kept = self.loop, self.result
                self.loop, self.result = False, rest or "v"
                self.scopes.append([None] if self.language.closed else [])
                statements = self.block(depth + 2, inner)
                if self.result != "v" and statements[-1].shape.kind != "return":
                    statements.append(self.returning())
                self.scopes.pop()
                self.loop, self.result = kept
                filled.append(statements)
            elif word == "H":
                filled.append(self.helpers())
            else:
                self.scopes.append(list(inner))
                filled.append(self.piece(word, depth + 1))
                self.scopes.pop()
        self.scopes[-1].extend(after)
        return filled

    def settable(self):
        """Scopes whose names may be assigned here: in some languages not those around the function."""
        scopes = []
        for scope in reversed(self.scopes):
            scopes.insert(0, [entry for entry in scope if entry])
            if None in scope:
                break
        return scopes

    def returning(self):
        shape = next(shape for shape in self.shapes["return"] if shape.text.endswith(f"«{self.result}»{self.language.end}"))
        return Piece(shape, self.fill(shape, DEPTH - 2))

    def fresh(self, unique):
        """Sometimes a name that stands around already."""
        around = {name for scope in self.scopes for entry in scope if entry for name in [entry[2]] if name}
        here = {entry[2] for entry in self.scopes[-1] if entry}
        if not unique and around - here and self.random.random() < self.language.shadows:
            return self.random.choice(sorted(around - here))
        name = self.random.choice(NAMES)
        while name in self.taken:
            name += self.random.choice(["_too", "_now", "_here"]) if self.language.snake else self.random.choice(["Too", "Now", "Here"])
        self.taken.add(name)
        return name

    def block(self, depth, inner):
        self.scopes.append(list(inner))
        statements = []
        for _ in range(self.random.choice([1, 1, 1, 2, 2] if depth > 2 else [1, 2, 2, 3, 4])):
            statements.append(self.piece("st", depth))
        if self.random.random() < 0.25 and depth > 2:
            if self.loop and self.random.random() < 0.6:
                statements.append(self.piece("jump", depth))
            elif self.result != "v":
                statements.append(self.returning())
        self.scopes.pop()
        return statements

    def helpers(self):
        return [self.piece("h", 1) for _ in range(self.random.choice([0, 1, 1, 1, 2]))]


class Verdict:
    """What came of one program."""

    def __init__(self, kind, detail="", after="", said=""):
        self.kind, self.detail, self.after, self.said = kind, detail, after, said


class Bench:
    """Fixes texts with the program under test, and runs them with the languages' drivers."""

    def __init__(self, program, language):
        self.program, self.language = program, language
        self.folder = Path(tempfile.mkdtemp(prefix="fix-runs-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
        self.next = 0

    def close(self):
        self.language.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def fixed(self, text, flags, *more):
        """New text, what was said, and whether something else was changed."""
        self.next += 1
        folder = self.folder / f"{self.next}"
        folder.mkdir()
        path, other = folder / self.language.file, folder / self.language.other
        path.write_text(text)
        other.write_text(self.language.bystander)
        arguments = [word for flag in flags for word in ("--flag", flag)]
        done = subprocess.run(
            [self.program, "fix", *arguments, "--no-cache", "--allow-dirty", "--write", *more, "."],
            cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        )
        after = path.read_text() if path.exists() else ""
        elsewhere = other.read_text() != self.language.bystander or len(list(folder.iterdir())) != 2
        shutil.rmtree(folder)
        return after, done.stdout + done.stderr, elsewhere or done.returncode not in (0, 1)

    def fix(self, text, flags):
        """How it was taken out, the verdict so far."""
        review = ""
        after, said, wrong = self.fixed(text, flags)
        if after == text and not wrong:
            review = "review-"
            after, said, wrong = self.fixed(text, flags, "--review")
        if wrong:
            return review, Verdict(review + "elsewhere", said, after, said)
        if after == text:
            return review, Verdict("refused", "", after, said)
        more = ["--review"] if review else []
        if len(flags) > 1 and REST.search(said):
            # What another flag's removal made possible may follow.
            return review, Verdict("", "", after, said)
        again, _, _ = self.fixed(after, flags, *more)
        if again != after:
            return review, Verdict(review + "twice", again, after, said)
        if len(flags) > 1:
            one = text
            for flag in sorted(flags):
                one, _, _ = self.fixed(one, [flag], *more)
            if one != after:
                return review, Verdict(review + "order", one, after, said)
        return review, Verdict("", "", after, said)

    def judge(self, programs):
        """(text, flags) of each → verdict."""
        befores = self.language.run([(text, served(flags), ()) for text, flags in programs])
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            fixes = list(pool.map(lambda one: self.fix(*one[0]) if one[1] else ("", Verdict("unfit")), zip(programs, befores)))
        to_run = [(verdict.after, served(flags), keys(flags)) for (_, flags), (_, verdict) in zip(programs, fixes) if not verdict.kind]
        afters = iter(self.language.run(to_run))
        verdicts = []
        for (text, flags), before, (review, verdict) in zip(programs, befores, fixes):
            if not verdict.kind:
                self.compare(text, flags, before, next(afters), review, verdict)
            elif verdict.kind == "unfit":
                verdict.detail = self.language.why
            verdicts.append(verdict)
        return verdicts

    def compare(self, text, flags, before, after, review, verdict):
        refused = [key for key in keys(flags) if key in text and re.search(f"`{key}`[^\n]*(cannot|can not|review|not removed)", verdict.said)]
        if after is None:
            is_told = review and TOLD.search(verdict.said)
            verdict.kind, verdict.detail = review + ("told" if is_told else "broken"), self.language.why
        elif before != after and not refused:
            is_told = review and TOLD.search(verdict.said)
            verdict.kind, verdict.detail = review + ("told" if is_told else "differs"), difference(before, after)
        else:
            verdict.kind = review + "right"
            named = [key for key in keys(flags) if key in verdict.after and not refused]
            verdict.detail = "; ".join(named + [self.language.left(text, verdict.after)]).strip("; ")


def keys(flags):
    return [flag.partition("=")[0] for flag in flags]


def served(flags):
    values = {"flag-a": "true", "flag-b": "red", "flag-c": "1", "flag-d": "false"}
    values.update(flag.split("=") for flag in flags)
    return values


def difference(before, after):
    for at, (one, two) in enumerate(zip(before, after)):
        if one != two:
            return f"run {at}:\n  before {one}\n  after  {two}"
    return f"{before}\n{after}"


def smaller(piece, shapes):
    """Programs with one thing less: (undo, …) is done on the tree itself."""
    for one in list(piece.pieces()):
        for at, fill in enumerate(one.filled):
            if isinstance(fill, list):
                for index, statement in enumerate(fill):
                    yield one, at, fill[:index] + fill[index + 1 :]
                    for inner in statement.filled:
                        if isinstance(inner, list):
                            yield one, at, fill[:index] + inner + fill[index + 1 :]
            elif isinstance(fill, Piece) and fill.shape.kind != "P":
                kind = fill.shape.kind
                for below in list(fill.pieces())[1:]:
                    if below.shape.kind == kind:
                        yield one, at, below
                if fill.filled:
                    for shape in shapes[kind]:
                        if len(shape.parts) == 1:
                            yield one, at, Piece(shape, [])
                            break


def shrink(bench, piece, flags, kind, shapes, rounds=60):
    """Takes away what the finding does not need."""
    for _ in range(rounds):
        changes = list(smaller(piece, shapes))
        for start in range(0, len(changes), bench.language.batch):
            texts = []
            batch = changes[start : start + bench.language.batch]
            for one, at, fill in batch:
                kept, one.filled[at] = one.filled[at], fill
                texts.append((program_of(piece, bench.language), flags))
                one.filled[at] = kept
            verdicts = bench.judge(texts)
            hit = next((at for at, verdict in enumerate(verdicts) if verdict.kind == kind), None)
            if hit is not None:
                one, at, fill = batch[hit]
                one.filled[at] = fill
                break
        else:
            return


def choose_flags(chooser, text):
    """Flags that the program asks for, mostly one."""
    asked = [key for key in SERVED if key in text]
    if not asked:
        return None
    chosen = asked if chooser.random() < 0.25 else [chooser.choice(asked)]
    return [f"{key}={chooser.choice(SERVED[key])}" for key in chosen]


def drawn(shapes, language, seed, count):
    """So many programs with their flags."""
    number = 0
    while count:
        number += 1
        chooser = random.Random(f"{seed}/{language.name}/{number}")
        piece = Maker(shapes, language, f"{seed}/{language.name}/{number}/program").program()
        flags = choose_flags(chooser, piece.render(language))
        if flags:
            count -= 1
            yield number, piece, flags


# Remarks that announce a change of what the program does.
TOLD = re.compile(r"may be no truth value|gives a value, which may be used|tells the type of this")
# Words of a flag that was not taken out.
REST = re.compile(r"not removed|taken only with")
QUIET = ("unfit", "refused", "right", "review-right", "review-told")
STOP = re.compile(r"`[^`]*`")


def told(piece, flags, verdict, language):
    print(f"==== {language.name} {verdict.kind} {' '.join(flags)}")
    print(program_of(piece, language) + "---- after")
    print(verdict.after + "\n---- " + verdict.detail)
    print("---- said: " + verdict.said)


def check(program, language, options):
    shapes = read_shapes(language.shapes)
    bench = Bench(program, language)
    counts, by_shape, reasons, shown = collections.Counter(), collections.defaultdict(collections.Counter), collections.Counter(), collections.Counter()
    batch = []

    def settle():
        verdicts = bench.judge([(program_of(piece, language), flags) for _, piece, flags in batch])
        for (number, piece, flags), verdict in zip(batch, verdicts):
            counts[verdict.kind] += 1
            for shape in {one.shape.name for one in piece.pieces() if len(one.shape.parts) > 1}:
                by_shape[shape][verdict.kind] += 1
            if verdict.kind in ("refused",) or verdict.kind.startswith("review"):
                for line in set(STOP.sub("`…`", re.sub(r"^\S*:\d+:?(\d+:?)?", "", line.strip())) for line in verdict.said.splitlines()[1:]):
                    reasons[f"{verdict.kind}: {line}"] += 1
            if options.unfit and verdict.kind == "unfit" and shown["unfit"] < options.unfit:
                shown["unfit"] += 1
                print(program_of(piece, language), "---- unfit:", bench.judge([(program_of(piece, language), flags)])[0].detail)
            if verdict.kind in QUIET and not (options.left and verdict.kind.endswith("right") and verdict.detail):
                continue
            shown[verdict.kind] += 1
            if shown[verdict.kind] <= options.show:
                print(f"#### {number}", flush=True)
                if options.shrink and verdict.kind != "right":
                    shrink(bench, piece, flags, verdict.kind, shapes)
                    verdict = bench.judge([(program_of(piece, language), flags)])[0]
                told(piece, flags, verdict, language)
                sys.stdout.flush()
        batch.clear()

    for one in drawn(shapes, language, options.seed, options.count):
        if options.only and one[0] not in options.only:
            continue
        batch.append(one)
        if len(batch) == language.batch:
            settle()
    settle()
    bench.close()
    print(f"{language.name}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))
    if options.reasons:
        for reason, count in reasons.most_common(60):
            print(f"{count:6} {reason}")
        for shape, kinds in sorted(by_shape.items(), key=lambda one: -one[1]["refused"] / (sum(one[1].values()) - one[1]["unfit"] + 1)):
            fit = sum(kinds.values()) - kinds["unfit"]
            print(f"{kinds['refused'] * 100 // max(fit, 1):4} % of {fit:5} refused, {kinds['unfit']:4} unfit  {shape}")
    return sum(count for kind, count in counts.items() if kind not in QUIET)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", type=int, default=5, help="findings of each kind that are shown")
    parser.add_argument("--only", type=int, nargs="*", help="numbers of programs")
    parser.add_argument("--unfit", type=int, default=0, help="programs that cannot be used, shown")
    parser.add_argument("--shrink", action="store_true")
    parser.add_argument("--left", action="store_true", help="show what is left that nothing uses")
    parser.add_argument("--reasons", action="store_true", help="why flags are refused, and in which shapes")
    options = parser.parse_args()
    found = 0
    for name, language in LANGUAGES.items():
        if options.languages and name not in options.languages:
            continue
        missing = [tool for tool in language.tools if not shutil.which(tool)]
        if missing:
            print(f"{name}: left out, no {missing[0]}")
            continue
        found += check(os.path.abspath(options.program), language(), options)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
