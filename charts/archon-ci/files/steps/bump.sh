#!/usr/bin/env bash
# Writes the version of a chart into the environment repository, and pushes that. Lines that end with the comment
# `# archon-ci: NAME version` or `# archon-ci: NAME digest` are changed, in every YAML file; nothing else is. Behind
# `digest` the version of the digest is kept.
#
#   FOLDER                   the checkout, which clone.sh has made
#   BRANCH                   the branch to push to
#   CHART, VERSION, DIGEST   what was published
#   AUTHOR_NAME, AUTHOR_EMAIL
set -euo pipefail

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

cd "$FOLDER"
export GIT_TERMINAL_PROMPT=0
git config user.name "$AUTHOR_NAME"
git config user.email "$AUTHOR_EMAIL"

# Whether a version comes after another; one of development comes before its release.
is_after() {
  [[ $1 != "$2" && $(printf '%s\n' "${1/-/\~}" "${2/-/\~}" | sort --version-sort | tail -n 1) == "${1/-/\~}" ]]
}

mark="# archon-ci: $CHART"

# The value of a line "key: value # comment".
version_in() { sed --regexp-extended 's|^[^#]*: +"?([^"[:space:]]+).*|\1|' <<< "$1"; }

# Writes what was published into a marked line, unless that has a later version: a run that ends late does not put back
# what a later commit has published.
set_line() {
  local file=$1 number=$2 line=$3 what current value=$VERSION behind=''
  [[ $line =~ ^[^#]*:\ +[^[:space:]]+[[:space:]]+"$mark "(version|digest) ]] ||
    fail "The line in $file with \"$mark${line##*"$mark"}\" is not \"key: value $mark${line##*"$mark"}\"."
  what=${BASH_REMATCH[1]}
  if [[ $what == version ]]; then
    current=$(version_in "$line")
  else
    value=$DIGEST behind=" $VERSION"
    current=$(sed --quiet --regexp-extended "s|.*$mark digest (.+)|\1|p" <<< "$line")
    # Without its own version the digest belongs to the version that is marked in the same file.
    [[ -n $current ]] || current=$(version_in "$(grep --max-count=1 "$mark version\$" "$file" || true)")
  fi
  if [[ -n $current ]] && is_after "$current" "$VERSION"; then
    printf 'The environment has %s %s, which is later than %s.\n' "$CHART" "$current" "$VERSION"
    return
  fi
  sed --in-place --regexp-extended \
    "${number}s|^([^#]*: +)[^[:space:]]+([[:space:]]+$mark $what).*|\1\"$value\"\2$behind|" "$file"
}

attempts=5
for ((attempt = 1; ; attempt++)); do
  lines=$(git grep --line-number --extended-regexp "[[:space:]]$mark (version|digest)( [^[:space:]]+)?\$" -- '*.yaml' '*.yml') ||
    fail "No line of the environment repository ends with \"$mark version\" or \"… digest\"." \
      'Add that comment to the line with the version.'
  while IFS=: read -r file number line; do set_line "$file" "$number" "$line"; done <<< "$lines"
  if git diff --quiet; then
    printf 'Nothing to change for %s %s.\n' "$CHART" "$VERSION"
    exit 0
  fi
  git --no-pager diff --unified=0
  git commit --quiet --all --message="$CHART $VERSION" --message="$DIGEST"
  if git push --quiet origin "HEAD:refs/heads/$BRANCH"; then break; fi
  ((attempt < attempts)) || fail "git could not push to $BRANCH."
  # Somebody else has pushed: once more, on top of that.
  git fetch --quiet --depth=1 origin "$BRANCH"
  git reset --quiet --hard FETCH_HEAD
done
printf 'Pushed %s %s to %s.\n' "$CHART" "$VERSION" "$BRANCH"
