#!/usr/bin/env bash
# Pulls the chart as its users do, and compares: the digest, the bytes, and the signature where there is a key.
#
#   DIST            the folder of the package that was pushed
#   CHART, VERSION  which package
#   URL, DIGEST     where it was pushed to, and the digest of its manifest
#   PLAIN_HTTP      "true" for a registry without TLS
#   HELM_REGISTRY_CONFIG  optional: the login, a Docker configuration
#   KEY             optional: a folder with public.asc, the OpenPGP key of the signature
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

work=$(mktemp -d)
trap 'gpgconf --kill gpg-agent || true; rm -rf "$work"' EXIT
options=(--version "$VERSION" --destination "$work")
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

helm pull "oci://$URL" "${options[@]}" > "$work/log" 2>&1 || fail "$(cat "$work/log")" "$URL $VERSION does not pass verification."
# With --verify Helm prints it twice.
pulled=$(sed -n 's/^Digest: *//p' "$work/log" | head -n 1)
[[ $pulled == "$DIGEST" ]] || fail "$URL $VERSION is $pulled, not $DIGEST, which was pushed."
cmp --silent "$work/$CHART-$VERSION.tgz" "$DIST/$CHART-$VERSION.tgz" || fail "$URL $VERSION has other bytes than were pushed."
printf 'Verified %s %s, %s.\n' "$URL" "$VERSION" "$DIGEST"
