#!/usr/bin/env bash
# Pulls the chart as its users do, and compares: the digest, the bytes, and the signature where there is a key.
#
#   DIST, CHART     the folder of the package that was pushed, and the name of the chart
#   RESULT_VERSION, RESULT_URL, RESULT_DIGEST  files with its version, its address and the digest of its manifest
#   PLAIN_HTTP      "true" for a registry without TLS
#   HELM_REGISTRY_CONFIG  optional: the login, a Docker configuration
#   KEY             optional: a folder with public.asc, the OpenPGP key of the signature
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

version=$(cat "$RESULT_VERSION")
url=$(cat "$RESULT_URL")
digest=$(cat "$RESULT_DIGEST")
work=$(mktemp -d)
trap 'gpgconf --kill gpg-agent || true; rm -rf "$work"' EXIT
options=(--version "$version" --destination "$work")
if [[ $PLAIN_HTTP == true ]]; then options+=(--plain-http); fi
if [[ -n ${KEY:-} ]]; then
  [[ -s $KEY/public.asc ]] || fail 'The Secret with the signing key has no public.asc.'
  export GNUPGHOME=$work/gnupg
  mkdir --mode=700 "$GNUPGHOME"
  gpg --batch --quiet --import "$KEY/public.asc" || fail 'public.asc is not an OpenPGP key.'
  # The form of keyring that Helm reads.
  gpg --batch --export > "$work/pubring.gpg"
  options+=(--verify --keyring "$work/pubring.gpg")
fi

helm pull "oci://$url" "${options[@]}" > "$work/log" 2>&1 || fail "$(cat "$work/log")" "$url $version does not pass verification."
# With --verify Helm prints it twice.
pulled=$(sed -n 's/^Digest: *//p' "$work/log" | head -n 1)
[[ $pulled == "$digest" ]] || fail "$url $version is $pulled, not $digest, which was pushed."
cmp --silent "$work/$CHART-$version.tgz" "$DIST/$CHART-$version.tgz" || fail "$url $version has other bytes than were pushed."
printf 'Verified %s %s, %s.\n' "$url" "$version" "$digest"
