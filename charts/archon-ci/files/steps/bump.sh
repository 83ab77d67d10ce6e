#!/usr/bin/env bash
# Writes the version of a chart into the environment repository, and pushes that. Lines that end with the comment
# `# archon-ci: NAME version` or `# archon-ci: NAME digest` are changed, in every YAML file; nothing else is.
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

# A run that ends late does not put back what a later commit has published.
stop_if_later() {
  local lines current
  lines=$(git grep -h --extended-regexp "[[:space:]]# archon-ci: $CHART version\$" -- '*.yaml' '*.yml') || return 0
  current=$(sed --quiet --regexp-extended '1s|^[^#]*: +"?([^"[:space:]]+)"?[[:space:]]+#.*|\1|p' <<< "$lines")
  if [[ -n $current ]] && is_after "$current" "$VERSION"; then
    printf 'The environment has %s %s, which is later than %s.\n' "$CHART" "$current" "$VERSION"
    exit 0
  fi
}

# Writes a value into the lines that are marked with a name; says whether there were any.
set_marked() {
  local mark="# archon-ci: $CHART $1" value=$2 files
  files=$(git grep --files-with-matches --extended-regexp "[[:space:]]$mark\$" -- '*.yaml' '*.yml') || return 1
  while IFS= read -r file; do
    sed --in-place --regexp-extended "s|^([^#]*: +)[^[:space:]]+([[:space:]]+$mark)\$|\1\"$value\"\2|" "$file"
    grep --quiet --fixed-strings "\"$value\"" "$file" || fail "The line in $file with \"$mark\" is not \"key: value $mark\"."
  done <<< "$files"
}

attempts=5
for ((attempt = 1; ; attempt++)); do
  stop_if_later
  found=''
  if set_marked version "$VERSION"; then found=yes; fi
  if set_marked digest "$DIGEST"; then found=yes; fi
  [[ -n $found ]] || fail "No line of the environment repository ends with \"# archon-ci: $CHART version\" or \"… digest\"." \
    'Add that comment to the line with the version.'
  if git diff --quiet; then
    printf 'The environment has %s %s already.\n' "$CHART" "$VERSION"
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
