#!/usr/bin/env bash
# Runs a command of the repository.
#
#   FOLDER   the checkout
#   COMMAND  the command, as bash reads it
set -euo pipefail

cd "$FOLDER"
printf '$ %s\n' "$COMMAND"
exec bash -euo pipefail -c "$COMMAND"
