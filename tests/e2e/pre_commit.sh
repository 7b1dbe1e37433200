#!/usr/bin/env bash
# The real pre-commit on a real repository: clean commits pass, a new use of a flag that is due is refused, only what is
# staged counts, and a change that pays off passes.
#
#   tests/e2e/pre_commit.sh [FLAGDEBT]    with a flagdebt that is built (default: target/debug/flagdebt)
#   tests/e2e/pre_commit.sh --build       pre-commit builds flagdebt itself, from the last commit of this repository
#
# Needs git, python3 and, once, PyPI. Writes only to a temporary folder.
set -euo pipefail

here="$(cd "$(dirname "$0")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_GLOBAL="$work/gitconfig" GIT_CONFIG_NOSYSTEM=1 PRE_COMMIT_HOME="$work/cache"
git config --global user.name flagdebt
git config --global user.email flagdebt@example.com
git config --global init.defaultBranch main
git config --global protocol.file.allow always

python3 -m venv "$work/venv"
"$work/venv/bin/pip" --quiet --disable-pip-version-check install pre-commit==4.7.0
pre_commit="$work/venv/bin/pre-commit"

if [ "${1:-}" = --build ]; then
  hook=flagdebt
  hooks="$here"
else
  hook=flagdebt-system
  binary="$(realpath "${1:-$here/target/debug/flagdebt}")"
  mkdir "$work/bin"
  ln -s "$binary" "$work/bin/flagdebt"
  export PATH="$work/bin:$PATH"
  hooks="$work/hooks"
  git init --quiet "$hooks"
  cp "$here/.pre-commit-hooks.yaml" "$hooks"
  git -C "$hooks" add --all
  git -C "$hooks" commit --quiet --message hooks
fi
revision="$(git -C "$hooks" rev-parse HEAD)"

shop="$work/shop"
git init --quiet "$shop"
cd "$shop"
mkdir src
cat > flags.csv <<'CSV'
key,owner,kind,created,changed,environment,enabled,serves
old-pay,payments,release,2020-01-10,2020-02-01,production,true,true
new-pay,payments,release,2020-01-10,2020-02-01,production,true,
CSV
cat > flagdebt.toml <<'TOML'
registry = ["flags.csv"]
[lints]
stale-flag = "off"
TOML
cat > .pre-commit-config.yaml <<YAML
repos:
  - repo: $hooks
    rev: $revision
    hooks:
      - id: $hook
YAML
use() { printf 'if (await client.variation("%s", context, false)) {\n  pay();\n}\n' "$1"; }
start() { printf 'import { init } from "@launchdarkly/node-server-sdk";\nconst client = init(key);\n'; }
{ start; use old-pay; } > src/pay.ts
git add --all
# The debt that is there is there; the hook is installed afterwards.
git commit --quiet --message "old debt"
"$pre_commit" install > /dev/null

passes() { git commit --quiet --message "$1" > "$work/log" 2>&1 || { cat "$work/log"; echo "refused: $1"; exit 1; }; }
refused() {
  if git commit --quiet --message "$1" > "$work/log" 2>&1; then echo "passed: $1"; exit 1; fi
  grep --quiet "$2" "$work/log" || { cat "$work/log"; echo "the reason is missing: $1"; exit 1; }
}

{ start; use old-pay; use new-pay; } > src/pay.ts
git add --all
passes "a flag that is not due"

{ start; echo "// moved"; use old-pay; use new-pay; } > src/pay.ts
git add --all
passes "a line that moves"

{ start; use old-pay; } > src/link.ts
git add --all
refused "a new use of a flag that is due" fully-rolled-out

# what is staged counts, not what is on disk
echo 'export {};' > src/link.ts
refused "the file on disk is clean, the index is not" fully-rolled-out
git add --all
passes "the index is clean"
{ start; use old-pay; } > src/link.ts
echo 'export const text = 1;' > src/text.ts
git add src/text.ts
passes "what is not staged is nobody's business"
git checkout --quiet src/link.ts

{ start; use new-pay; } > src/pay.ts
git add --all
passes "paid off"
echo "pre-commit $("$pre_commit" --version | cut -d ' ' -f 2), hook $hook: ok"
