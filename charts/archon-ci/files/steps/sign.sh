#!/usr/bin/env bash
# Signs a package: writes the provenance file that `helm verify` reads, next to it.
#
#   DIST, CHART     the folder of the package and the name of the chart
#   RESULT_VERSION  file with the version
#   KEY             a folder with private.asc, an OpenPGP key as `gpg --export-secret-keys` writes it, and, where that is
#                   protected, passphrase
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

[[ -s $KEY/private.asc ]] || fail 'The Secret with the signing key has no private.asc.'
GNUPGHOME=$(mktemp -d)
export GNUPGHOME
trap 'gpgconf --kill gpg-agent || true; rm -rf "$GNUPGHOME"' EXIT
gpg --batch --quiet --import "$KEY/private.asc" || fail 'private.asc is not an OpenPGP key.'
[[ -n $(gpg --batch --with-colons --list-secret-keys) ]] || fail 'private.asc has a public key only.'
unlock=()
if [[ -e $KEY/passphrase ]]; then unlock=(--pinentry-mode loopback --passphrase-file "$KEY/passphrase"); fi

cd "$DIST"
archive=$CHART-$(cat "$RESULT_VERSION").tgz
sum=$(sha256sum "$archive" | cut -d ' ' -f 1)
rm -f "$archive.prov"
# The form that Helm gives its own: the chart's metadata, and the sum of the package.
{
  helm show chart "$archive"
  printf '\n...\nfiles:\n  %s: sha256:%s\n' "$archive" "$sum"
} | gpg --batch --quiet "${unlock[@]}" --digest-algo SHA512 --output "$archive.prov" --clear-sign ||
  fail 'gpg could not sign. Is the passphrase right, and may the key sign?'
printf 'Signed %s by %s.\n' "$archive" "$(gpg --with-colons --list-secret-keys | awk -F: '$1 == "fpr" { print $10; exit }')"
