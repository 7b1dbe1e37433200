#!/usr/bin/env python3
"""Ten times the files may take eleven times the time, and no more.

    benches/linearity.py PROGRAM [--files 2000] [--times 10] [--most 11]

Writes a tree of so many modules, in several languages, that declare flags, wrap an SDK and ask for flags through constants
and helpers of other modules, and a second tree of so many times as many. Both are scanned three times; the least processor
time of each counts. Exit code 1: the larger tree took more than `--most` times the time of the smaller one.
"""
import argparse
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

TYPESCRIPT = """import {{ init }} from "@launchdarkly/node-server-sdk";
import {{ Keys{before} }} from "../m{before}/keys";
import {{ isOn{before} }} from "../m{before}/flags";
const client = init("key");
export const isOn{at} = (key: string, user: User) => client.variation(key, user, false);
export function page{at}(user: User) {{
  if (!isOn{before}(Keys{before}.cart, user) && isOn{at}("page-{at}", user)) {{
    return client.variation(Keys{before}.mail, user, false) ? "new" : "old";
  }}
  return ["a", "b"].map((name) => label(name, {at})).join(" ");
}}
"""
KEYS = """export const Keys{at} = {{ cart: "cart-{at}", mail: "mail-{at}" }} as const;
export interface Config{at} {{ flags: {{ "cart-{at}": boolean }} }}
"""
PYTHON = """import ldclient
from shop.m{before}.flags import is_on_{before}

NEW = "new-{at}"


def is_on_{at}(key, user):
    return ldclient.get().variation(key, user, False)


def view(user, items):
    total = sum(item.price * {at} for item in items)
    return is_on_{before}(NEW, user) or is_on_{at}("old-{at}", user) or total
"""
KOTLIN = """package shop.m{at}

import com.launchdarkly.sdk.server.LDClient
import shop.m{before}.Late{before}

open class Toggle{at}(val key: String)
object Late{at} : Toggle{at}(key = "late-{at}")

class Page{at}(private val client: LDClient) {{
    fun show(user: User) = client.boolVariation(Late{before}.key, context(user), false)
    fun size(items: List<Item>) = items.filter {{ it.price > {at} }}.size
}}
"""


def write(root, modules):
    for at in range(modules):
        write_module(root, at)


def write_module(root, at):
    """Four files that name those of the module before."""
    before = max(at - 1, 0)
    for folder, name, text in (
        (f"web/m{at}", "flags.ts", TYPESCRIPT), (f"web/m{at}", "keys.ts", KEYS),
        (f"shop/m{at}", "flags.py", PYTHON), (f"app/src/main/kotlin/shop/m{at}", "Page.kt", KOTLIN)):
        place = root / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text.format(at=at, before=before), encoding="utf-8")


def spent():
    """Processor time of all that was run so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds(program, root):
    """The least processor time of three runs, what was found in the last, and the most memory of any run so far in MB."""
    least, rows = float("inf"), 0
    for _ in range(3):
        before = spent()
        command = [program, "uses", "--no-cache", "--format", "ndjson", "."]
        done = subprocess.run(command, cwd=root, capture_output=True, check=True)
        least = min(least, spent() - before)
        rows = done.stdout.count(b"\n")
    return least, rows, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--most", type=float, default=11)
    settings = parser.parse_args()
    found = []
    for size in (settings.files, settings.files * settings.times):
        with tempfile.TemporaryDirectory() as folder:
            write(pathlib.Path(folder), size // 4)
            found.append(seconds(settings.program.resolve(), folder))
            print(f"{size} files: {found[-1][0]:.2f} s, {found[-1][2]:.0f} MB, {found[-1][1]} uses")
    (small, *_), (large, *_) = found
    print(f"{settings.times} times the files, {large / small:.1f} times the time")
    sys.exit(large > settings.most * small)


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    main()
