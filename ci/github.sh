#!/usr/bin/env bash
# The check of action.yml: annotations to the log, and beside them SARIF, Markdown and JSON from the same run.
set -euo pipefail

lines() { # the lines of a text that are not empty, into the array `list`
  list=()
  while IFS= read -r line; do
    [ -z "$line" ] || list+=("$line")
  done <<< "$1"
}

# Only the upload has a use for the token.
token="${GH_TOKEN:-}"
unset GH_TOKEN

folder="$RUNNER_TEMP/flagdebt-reports"
mkdir -p "$folder"
call=(flagdebt check --format github --color never)
for format in sarif=flagdebt.sarif markdown=comment.md json=flagdebt.json; do
  call+=(--report "${format%%=*}=$folder/${format#*=}")
done
since="${FLAGDEBT_SINCE:-}"
if [ -z "$since" ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
  since="origin/$GITHUB_BASE_REF"
fi
[ -z "$since" ] || call+=(--since="$since")
lines "${FLAGDEBT_REGISTRY:-}"
for export in ${list[@]+"${list[@]}"}; do call+=(--registry="$export"); done
read -r -a more <<< "${FLAGDEBT_ARGUMENTS:-}"
call+=(${more[@]+"${more[@]}"})
lines "${FLAGDEBT_PATHS:-.}"
call+=(-- ${list[@]+"${list[@]}"})

code=0
"${call[@]}" || code=$?
# 2 and 3 are not about flags: there is no answer, and nothing was written.
[ "$code" -le 1 ] || exit "$code"

{
  if [ "$code" = 0 ]; then echo "gate=passed"; else echo "gate=failed"; fi
  echo "comment=$folder/comment.md"
  echo "sarif=$folder/flagdebt.sarif"
  echo "json=$folder/flagdebt.json"
} >> "$GITHUB_OUTPUT"
if [ "${FLAGDEBT_SUMMARY:-true}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$folder/comment.md" >> "$GITHUB_STEP_SUMMARY"
fi
if [ "${FLAGDEBT_SARIF:-false}" = true ]; then
  gzip -c "$folder/flagdebt.sarif" | base64 | tr -d '\n' > "$folder/upload.txt"
  # A pull request from a fork has a token that may not write; the check itself still counts.
  jq -n --arg commit "$GITHUB_SHA" --arg ref "$GITHUB_REF" --rawfile sarif "$folder/upload.txt" \
    '{commit_sha: $commit, ref: $ref, sarif: $sarif, tool_name: "flagdebt"}' |
    GH_TOKEN="$token" gh api --method POST "repos/$GITHUB_REPOSITORY/code-scanning/sarifs" --input - > /dev/null ||
    echo "::warning title=flagdebt::the findings could not be uploaded to code scanning"
fi
if [ "${FLAGDEBT_FAIL:-true}" = true ]; then
  exit "$code"
fi
