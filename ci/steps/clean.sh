#!/usr/bin/env bash
# Removes the folder of a run from a workspace that other runs use as well.
#
#   FOLDER  the folder
set -euo pipefail

rm -rf "${FOLDER:?}"
printf 'Removed %s.\n' "$FOLDER"
