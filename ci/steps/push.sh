#!/usr/bin/env bash
# Pushes a package, and its signature where there is one, to an OCI registry. A version is published once.
#
#   DIST, CHART     the folder of the package and the name of the chart
#   RESULT_VERSION  file with the version
#   REPOSITORY      where to, such as ghcr.io/example/charts: the chart's name is added
#   PLAIN_HTTP      "true" for a registry without TLS
#   HELM_REGISTRY_CONFIG  optional: the login, a Docker configuration
#   RESULT_URL, RESULT_DIGEST  files for the address of the chart and the digest of its manifest
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

plain=()
if [[ $PLAIN_HTTP == true ]]; then plain=(--plain-http); fi
version=$(cat "$RESULT_VERSION")
url=$REPOSITORY/$CHART
archive=$DIST/$CHART-$version.tgz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

digest() { sed -n 's/^Digest: *//p' "$1" | head -n 1 | tr -d '\n'; }

# Helm prints the digest on stdout or stderr, by its major version.
if helm pull "oci://$url" --version "$version" --destination "$work" "${plain[@]}" > "$work/log" 2>&1; then
  cmp --silent "$work/$CHART-$version.tgz" "$archive" ||
    fail "$url has version $version already, with other content. Raise the version in Chart.yaml."
  printf '%s has version %s already, with the same content.\n' "$url" "$version"
elif grep --quiet --ignore-case --extended-regexp 'not found|name_?unknown|manifest_?unknown|name unknown' "$work/log"; then
  helm push "$archive" "oci://$REPOSITORY" "${plain[@]}" > "$work/log" 2>&1 || fail "$(cat "$work/log")" "$REPOSITORY refuses the chart."
  printf 'Pushed %s, version %s.\n' "$url" "$version"
else
  fail "$(cat "$work/log")" "$REPOSITORY does not say whether it has version $version."
fi
[[ -n $(digest "$work/log") ]] || fail "$(cat "$work/log")" 'Helm printed no digest.'
printf '%s' "$url" > "$RESULT_URL"
digest "$work/log" > "$RESULT_DIGEST"
printf 'Digest: %s\n' "$(cat "$RESULT_DIGEST")"
