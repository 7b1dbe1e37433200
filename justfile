# Recipes for people who change flagdebt; `just` lists them. Each is one line that works without just, too.

_list:
    @just --list

# What has to pass before a change is proposed
ready:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo test

# Accept what the program now prints: documents, expected outputs, the picture. Read the diff afterwards
update:
    UPDATE=1 cargo test
    git diff --stat

# Check the demo shop; exit code 1 is right
demo:
    -cargo run --release --quiet -- check --config testdata/demo/flagdebt.toml --as-of 2026-11-23 testdata/demo

# Measure on labelled repositories and rewrite docs/accuracy.md: a folder of checkouts, and the folder of score.py
corpora repositories labels:
    cargo build --release
    python3 tests/corpora.py {{repositories}} {{labels}}

# The real pre-commit, the script of the GitHub Action, and the ticket loops of the documentation; needs PyPI once
e2e:
    cargo build
    tests/e2e/pre_commit.sh
    tests/e2e/github_action.sh
    tests/e2e/tickets.sh

# Read every case of `fix` with the compilers that are here; a folder with node_modules/typescript checks TypeScript too
fix-compiles typescript="":
    python3 tests/fix_compiles.py {{ if typescript == "" { "" } else { "--typescript " + typescript } }}

# Runs drawn programs before and after `fix`; FIX_RUNS_TYPESCRIPT names a folder with node_modules/typescript
fix-runs count="200" seed="1" *languages:
    cargo build --release
    python3 tests/fix_runs.py target/release/flagdebt {{languages}} --count {{count}} --seed {{seed}} --shrink
    python3 tests/fix_templates.py target/release/flagdebt --count {{count}} --seed {{seed}}

# Ten times the files may take at most eleven times the time
linearity:
    cargo build --release
    python3 benches/linearity.py target/release/flagdebt

# 10,000 to 300,000 files beside ripgrep, 50,000 flags, two threads; 4 GB of disk
scale:
    cargo build --release
    python3 benches/scale.py target/release/flagdebt

# CPU against ripgrep on a folder of checked-out repositories, compared with the last figures that were committed; rewrites the table of
# docs/performance.md
bench folder *registries:
    cargo build --release
    python3 benches/compare.py target/release/flagdebt {{folder}} {{registries}} --against benches/ratios.json --page

# What the pre-commit hook costs in a repository of 20,000 files; rewrites its table of docs/performance.md
hook:
    cargo build --release
    python3 benches/hook.py target/release/flagdebt --page

# Answers with a cache beside answers without, on a copy of a real repository that is changed at random
warm repository steps="30":
    cargo build --release
    python3 tests/warm.py target/release/flagdebt {{repository}} --steps {{steps}}

# Where it should not be run: hostile trees and inputs, kills, threads; rewrites the table of docs/robustness.md
torture:
    cargo build --release
    python3 tests/torture.py target/release/flagdebt
    TORTURE=5 cargo test --test all crash::
    TORTURE=25 cargo test --test all determinism::

# Fuzz each target for so many seconds, or only those that are named; needs cargo-fuzz
fuzz seconds *targets:
    fuzz/run {{seconds}} {{targets}}

# Licenses, sources and known defects of dependencies; needs cargo-deny, and the network for the list of defects
deny:
    cargo deny check
