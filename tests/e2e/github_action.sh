#!/usr/bin/env bash
# What action.yml runs, outside of GitHub: the variables of a runner, and a `gh` that only records what is sent to it.
#
#   tests/e2e/github_action.sh [FLAGDEBT]    (default: target/debug/flagdebt)
set -euo pipefail

here="$(cd "$(dirname "$0")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/temp" "$work/shop"
ln -s "$(realpath "${1:-$here/target/debug/flagdebt}")" "$work/bin/flagdebt"
printf '#!/bin/sh\ncat > "%s"\n' "$work/sent.json" > "$work/bin/gh"
chmod +x "$work/bin/gh"
export PATH="$work/bin:$PATH" GIT_CONFIG_GLOBAL=/dev/null
export RUNNER_TEMP="$work/temp" GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary"
export GITHUB_SHA=0123456789 GITHUB_REF='refs/pull/1/merge' GITHUB_REPOSITORY=acme/shop GITHUB_BASE_REF=main

git() { command git -c user.name=a -c user.email=a@example.com "$@"; }
cd "$work/shop"
git init --quiet --initial-branch main
mkdir src
cat > flags.csv <<'CSV'
key,owner,kind,created,changed,environment,enabled,serves
old-pay,payments,release,2020-01-10,2020-02-01,production,true,true
old-cart,payments,release,2020-01-10,2020-02-01,production,true,true
CSV
start() { printf 'import { init } from "@launchdarkly/node-server-sdk";\nconst client = init(key);\n'; }
use() { printf 'if (await client.variation("%s", context, false)) {\n  pay();\n}\n' "$1"; }
{ start; use old-pay; } > src/pay.ts
git add --all && git commit --quiet --message base
git update-ref refs/remotes/origin/main HEAD
git checkout --quiet -b change
{ start; use old-cart; } > src/pay.ts
git add --all && git commit --quiet --message change

code=0
FLAGDEBT_REGISTRY=flags.csv FLAGDEBT_SARIF=true bash "$here/ci/github.sh" > "$work/log" || code=$?
[ "$code" = 1 ] || { cat "$work/log"; echo "code $code, expected 1"; exit 1; }
grep --quiet '^::warning file=src/pay.ts,line=3' "$work/log"
grep --quiet '^gate=failed$' "$work/output"
grep --quiet 'old\\-cart' "$work/summary"
grep --quiet 'Paid off: .*old\\-pay' "$work/summary"
python3 - "$work/sent.json" <<'PYTHON'
import base64, gzip, json, sys
sent = json.load(open(sys.argv[1]))
assert sent["ref"] == "refs/pull/1/merge" and sent["commit_sha"] == "0123456789", sent
log = json.loads(gzip.decompress(base64.b64decode(sent["sarif"])))
assert any("old-cart" in result["message"]["text"] for result in log["runs"][0]["results"])
PYTHON
FLAGDEBT_REGISTRY=flags.csv FLAGDEBT_FAIL=false bash "$here/ci/github.sh" > /dev/null
code=0
FLAGDEBT_REGISTRY=flags.csv FLAGDEBT_SINCE=--output=x bash "$here/ci/github.sh" > /dev/null 2>&1 || code=$?
[ "$code" = 3 ] && [ ! -e x ] || { echo "a revision that looks like an option: code $code"; exit 1; }
echo "github action: ok"
