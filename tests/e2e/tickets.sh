#!/usr/bin/env bash
# The loops of docs/tickets.md, as they stand there, against stand-ins for gh, glab, Jira and Linear: run twice, each of them
# files every flag once, and the second run updates.
#
#   tests/e2e/tickets.sh [FLAGDEBT]    (default: target/debug/flagdebt); needs jq and python3
set -euo pipefail

here="$(cd "$(dirname "$0")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/shop"
ln -s "$(realpath "${1:-$here/target/debug/flagdebt}")" "$work/bin/flagdebt"
cat > "$work/bin/service" <<'PYTHON'
#!/usr/bin/env python3
"""Stands in for gh, glab, and for curl to Jira and Linear: issues are kept in a file."""
import json, os, sys

file = os.environ["ISSUES"]
issues = json.load(open(file)) if os.path.exists(file) else []
name, words = os.path.basename(sys.argv[0]), sys.argv[1:]

def option(name):
    return words[words.index(name) + 1] if name in words else None

def issue(number):
    return next(issue for issue in issues if str(issue["number"]) == str(number))

def add(**fields):
    issues.append({"number": len(issues) + 1, "updates": 0, "state": "OPEN", **fields})

def update(found, **fields):
    found.update(fields)
    found["updates"] += 1

if name in ("gh", "glab"):
    key = "body" if name == "gh" else "description"
    if words[:2] == ["issue", "list"]:
        print(json.dumps([{**issue, "iid": issue["number"]} for issue in issues]))
    elif words[:2] == ["issue", "create"]:
        add(title=option("--title"), **{key: sys.stdin.read() if name == "gh" else option("--description")})
    elif words[:2] in (["issue", "edit"], ["issue", "update"]):
        text = sys.stdin.read() if name == "gh" else option("--description")
        update(issue(words[2]), title=option("--title"), **{key: text})
    elif words[:2] == ["issue", "close"]:
        issue(words[2])["state"] = "CLOSED"
elif "-G" in words:
    label = next(word for word in words if word.startswith("jql=")).split('"')[1]
    print(json.dumps({"issues": [{"key": issue["number"]} for issue in issues if label in issue["labels"]]}))
elif "linear" in " ".join(words):
    sent = json.load(sys.stdin)
    values = sent["variables"]
    if "issueUpdate" in sent["query"]:
        found = [issue for issue in issues if issue["id"] == values["id"]]
        for one in found:
            update(one, **values["input"])
        print(json.dumps({"data": {"issueUpdate": {"success": bool(found)}}}))
    else:
        add(**values["input"])
else:
    fields = json.load(sys.stdin)["fields"]
    if "PUT" in words:
        url = next(word for word in words if "/issue/" in word)
        update(issue(url.rsplit("/", 1)[1]), **fields)
    else:
        add(**fields)
json.dump(issues, open(file, "w"))
PYTHON
chmod +x "$work/bin/service"
for tool in gh glab curl; do ln -s service "$work/bin/$tool"; done
export PATH="$work/bin:$PATH" JIRA_URL=https://jira.example.com JIRA_USER=a JIRA_TOKEN=b JIRA_PROJECT=SHOP LINEAR_KEY=c LINEAR_TEAM=d

cd "$work/shop"
cat > flags.csv <<'CSV'
key,owner,kind,created,changed,environment,enabled,serves
old-pay,payments,release,2020-01-10,2020-02-01,production,true,true
old-cart,payments,release,2020-01-10,2020-02-01,production,true,true
"$(touch evil)`touch evil`; touch evil",payments,release,2020-01-10,2020-02-01,production,true,true
CSV
printf 'registry = ["flags.csv"]\n' > flagdebt.toml
{
  printf 'import { init } from "@launchdarkly/node-server-sdk";\nconst client = init(key);\n'
  for key in old-pay old-cart '$(touch evil)`touch evil`; touch evil'; do
    printf "if (await client.variation('%s', context, false)) {\n  pay();\n}\n" "$key"
  done
} > pay.ts

loop() { # the first block of a section
  sed -n "/^## $1/,\$p" "$here/docs/tickets.md" | sed -n '/^```sh$/,/^```$/p' | sed '1d' | sed '/^```$/,$d'
}
for service in GitHub GitLab Jira Linear; do
  export ISSUES="$work/$service.json"
  loop "$service" > "$work/loop.sh"
  [ -s "$work/loop.sh" ] || { echo "no loop for $service"; exit 1; }
  for run in first second; do
    bash -euo pipefail "$work/loop.sh" > /dev/null || { echo "$service: the $run run failed"; exit 1; }
  done
  python3 - "$ISSUES" "$service" <<'PYTHON'
import json, sys
issues = json.load(open(sys.argv[1]))
updates = [issue["updates"] for issue in issues]
assert len(issues) == 3 and updates == [1, 1, 1], f"{sys.argv[2]}: {len(issues)} issues, updates {updates}"
PYTHON
  [ ! -e evil ] || { echo "$service: a key was run"; exit 1; }
done

# a flag that is gone is closed, and only that
export ISSUES="$work/GitHub.json"
sed -i '/old-cart/d' flags.csv
sed -i '/old-cart/,/^}/d' pay.ts
loop GitHub > "$work/loop.sh"
bash -euo pipefail "$work/loop.sh" > /dev/null
sed -n '/^Flags that are gone/,$p' "$here/docs/tickets.md" | sed -n '/^```sh$/,/^```$/p' | sed '1d' | sed '/^```$/,$d' > "$work/close.sh"
bash -euo pipefail "$work/close.sh" > /dev/null
python3 - "$ISSUES" <<'PYTHON'
import json, sys
closed = [issue["title"] for issue in json.load(open(sys.argv[1])) if issue["state"] == "CLOSED"]
assert len(closed) == 1 and "old-cart" in closed[0], closed
PYTHON
echo "ticket loops: ok"
