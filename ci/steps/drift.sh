#!/usr/bin/env bash
# Regenerates, and fails where that changes a file: what is committed is not what the sources say.
#
#   FOLDER   the checkout
#   COMMAND  the command that regenerates, as bash reads it
set -euo pipefail

cd "$FOLDER"
# Checked before, so that it does not count as drift.
before=$(git status --porcelain)
if [[ -n $before ]]; then
  printf 'The steps before this one changed files:\n%s\n' "$before" >&2
  exit 1
fi
printf '$ %s\n' "$COMMAND"
bash -euo pipefail -c "$COMMAND"
changed=$(git status --porcelain)
if [[ -n $changed ]]; then
  git --no-pager diff
  printf '%s\n' "These files are not what \`$COMMAND\` writes:" "$changed" 'Run it, and commit what it changes.' >&2
  exit 1
fi
printf 'Nothing changed.\n'
