#!/usr/bin/env bash
# Packages a chart: the same commit always becomes the same bytes.
#
#   FOLDER          the checkout
#   CHART           the chart's name
#   CHARTS          the folder of the charts in the checkout
#   COMMIT, TIME    the commit and its time, in seconds since 1970
#   DIST            the folder for the package
#   RESULT_VERSION  file for the version
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

cd "$FOLDER"
path=$CHARTS/$CHART
git cat-file -e "$COMMIT:$path/Chart.yaml" 2> /dev/null || fail "There is no chart in $path."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# From the commit, not from the checkout: files that git ignores, and what a step has changed, stay out.
mkdir "$work/source"
git archive "$COMMIT" "$path" | tar --extract --directory "$work/source"
source=$work/source/$path
field() { helm show chart "$source" | sed -n "s/^$1: *//p" | tr -d "\"'"; }
[[ $(field name) == "$CHART" ]] || fail "The chart in $path is named $(field name), not $CHART."
version=$(field version)
# A version of development is not published twice: each commit has its own, and later ones are greater.
if [[ $version == *-* ]]; then
  version+=.$(date --utc --date="@$TIME" +%Y%m%d%H%M%S).g${COMMIT:0:7}
fi

helm package "$source" --version "$version" --destination "$work" > /dev/null
archive=$CHART-$version.tgz
# Helm writes the time of the files, or the current time. The commit's time, one order and one owner instead.
tar --extract --gzip --file "$work/$archive" --directory "$work"
mkdir -p "$DIST"
tar --create --directory "$work" --sort=name --mtime="@$TIME" --owner=0 --group=0 --numeric-owner \
  --mode='u=rwX,go=rX' --format=gnu "$CHART" | gzip --no-name --best > "$DIST/$archive"
helm show chart "$DIST/$archive" > /dev/null
printf '%s' "$version" > "$RESULT_VERSION"
printf 'Packaged %s, sha256 %s.\n' "$archive" "$(sha256sum "$DIST/$archive" | cut -d ' ' -f 1)"
