"""Runs Python programs with a stub of OpenFeature."""

import json
import signal
import sys
import types
import zlib


class TooLong(BaseException):
    """More was written down than a program needs."""


class World:
    def __init__(self, served, gone, seed):
        self.served, self.gone, self.seed, self.trace, self.counts = served, gone, seed, [], {}

    def drawn(self, label):
        self.counts[label] = self.counts.get(label, 0) + 1
        return zlib.crc32(f"{self.seed}/{label}/{self.counts[label]}".encode()) >> 8

    def note(self, text):
        self.trace.append(text)
        if len(self.trace) > 300:
            raise TooLong("too long")

    def trace_(self, label):
        self.note(label)
        return [True, False, True, False, 0, 2, "", "a", None, []][self.drawn(label) % 10]

    def ask(self, label):
        self.note(label)
        return self.drawn(label) % 2 == 0

    def number(self, label):
        self.note(label)
        return self.drawn(label) % 4

    def text(self, label):
        self.note(label)
        return ["red", "blue", "a", ""][self.drawn(label) % 4]

    def fail(self, label):
        self.note(label)
        if self.drawn(label) % 2:
            raise ValueError(label)
        return True

    def show(self, label, *values):
        self.note(f"{label} {' '.join(spelled(value) for value in values)}")

    def evaluate(self, key):
        if key in self.gone:
            self.note(f"asks for {key}")
        return self.served[key]

    def get_boolean_value(self, flag_key, default_value=False, context=None):
        return self.evaluate(flag_key) == "true"

    def get_string_value(self, flag_key, default_value="", context=None):
        return self.evaluate(flag_key)

    def get_integer_value(self, flag_key, default_value=0, context=None):
        return int(self.evaluate(flag_key))

    def get_boolean_details(self, flag_key, default_value=False, context=None):
        return types.SimpleNamespace(value=self.get_boolean_value(flag_key), reason="STATIC")


def spelled(value):
    if callable(value) or type(value).__module__ not in ("builtins",):
        return f"<{type(value).__name__}>"
    return repr(value)


def run(code, served, gone, seed):
    world = World(served, gone, seed)
    harness = types.ModuleType("harness")
    for name in ("ask", "number", "text", "fail", "show"):
        setattr(harness, name, getattr(world, name))
    harness.trace = world.trace_
    harness.manager = lambda label, value=None: Manager(world, label, value)
    api = types.ModuleType("openfeature.api")
    api.get_client = lambda *_: world
    package = types.ModuleType("openfeature")
    package.api = api
    sys.modules.update({"harness": harness, "openfeature": package, "openfeature.api": api})
    scope = {"__name__": "program"}
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.5)
    try:
        exec(code, scope)
        world.note("loaded")
        result = scope["main"](world.drawn("a") % 2 == 0, world.drawn("b") % 2 == 0, world.drawn("n") % 4, ["red", "blue", "a"][world.drawn("s") % 3])
        world.trace.append(f"gives {spelled(result)}")
    except (Exception, TooLong) as error:
        world.trace.append(f"{type(error).__name__} {error}")
    return "\n".join(world.trace)


def stop(*_):
    raise TooLong("too long")


signal.signal(signal.SIGVTALRM, stop)


class Manager:
    def __init__(self, world, label, value):
        self.world, self.label, self.value = world, label, value

    def __enter__(self):
        self.world.note("enter " + self.label)
        return self.value

    def __exit__(self, *error):
        self.world.note("exit " + self.label)
        return False


for line in sys.stdin:
    asked = json.loads(line)
    try:
        compiled = compile(asked["text"], "program.py", "exec")
        answer = {"runs": [run(compiled, asked["served"], asked["gone"], seed) for seed in range(6)]}
    except (SyntaxError, RecursionError, ValueError) as error:
        answer = {"broken": str(error)}
    print(json.dumps(answer), flush=True)
