#!/usr/bin/env bash
# Checks out one commit of a repository into a new folder.
#
#   URL            the repository
#   REVISION       a branch, a tag or a commit
#   FOLDER         where to
#   CREDENTIALS    optional: a folder with username and password, or with ssh-privatekey and known_hosts, as Secrets of the
#                  types kubernetes.io/basic-auth and kubernetes.io/ssh-auth have them
#   RESULT_COMMIT  file for the commit
#   RESULT_TIME    file for its time, in seconds since 1970
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# git would read these as options.
if [[ $URL == -* || $REVISION == -* || -z $REVISION ]]; then
  fail "\"$REVISION\" of \"$URL\" is not a revision of a repository."
fi

# Not in a folder that the volume brings: that one is root's, and git refuses a work tree of another user. A retry finds
# what the attempt before it left.
rm -rf "$FOLDER"
mkdir -p "$(dirname "$FOLDER")"
git init --quiet "$FOLDER"
cd "$FOLDER"
git remote add origin "$URL"

# Only paths are written down: what is secret stays in the Secret, and steps after this one push with it.
if [[ -e ${CREDENTIALS:+$CREDENTIALS/ssh-privatekey} ]]; then
  git config core.sshCommand "ssh -i '$CREDENTIALS/ssh-privatekey' -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes \
-o UserKnownHostsFile='$CREDENTIALS/known_hosts'"
elif [[ -n ${CREDENTIALS:-} ]]; then
  [[ -e $CREDENTIALS/username && -e $CREDENTIALS/password ]] ||
    fail "The Secret with the credentials for $URL has neither username and password, nor ssh-privatekey and known_hosts."
  [[ $URL =~ ^https?://[^/]+ ]] || fail "username and password are for https://, not for $URL."
  # No other host gets them, wherever the server redirects to.
  git config "credential.${BASH_REMATCH[0]}.helper" \
    "!f() { printf 'username=%s\npassword=%s\n' \"\$(cat '$CREDENTIALS/username')\" \"\$(cat '$CREDENTIALS/password')\"; }; f"
fi

export GIT_TERMINAL_PROMPT=0
git fetch --quiet --depth=1 origin "$REVISION" || fail "git could not fetch $REVISION from $URL."
git checkout --quiet --detach FETCH_HEAD
git rev-parse HEAD | tr -d '\n' > "$RESULT_COMMIT"
git show --no-patch --format=%ct HEAD | tr -d '\n' > "$RESULT_TIME"
printf 'Checked out %s of %s.\n' "$(cat "$RESULT_COMMIT")" "$URL"
