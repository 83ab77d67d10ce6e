#!/bin/sh
# Copies a program out of this step's image, for the steps after it, whose image does not have it.
#
#   PROGRAM  helm or go
#   TOOLS    a folder that the steps of the task share
set -eu

if [ "$PROGRAM" = go ]; then
  cp -R "$(go env GOROOT)" "$TOOLS/go"
else
  cp "$(command -v "$PROGRAM")" "$TOOLS/$PROGRAM"
fi
