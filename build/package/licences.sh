#!/usr/bin/env bash
# Prints the licences of everything that is built into a program: its Go modules, and what the
# window is made of. Most of them ask to be handed on with every copy.
#
#   build/package/licences.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/../.."

# part NAME FOLDER: prints what the part says about its licence. Some packages only name theirs; a
# part that says nothing at all ends it.
part() {
  local texts
  texts=$(find "$2" -maxdepth 1 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'unlicense*' \) \
    ! -name '*.go' | LC_ALL=C sort)
  printf '\n%s\n%s\n\n' "$(printf '=%.0s' {1..72})" "$1"
  if [ -n "$texts" ]; then
    # shellcheck disable=SC2086 # neither module caches nor licences have spaces in their names
    cat $texts
  elif ! grep -s '"\(license\|author\)":' "$2/package.json"; then
    echo "$1 comes without a licence: look at $2" >&2
    return 1
  fi
}

modules() {
  # The program itself says what is linked in: less than what go.mod names.
  go version -m "$program" | awk '$1 == "dep" {print $2 "@" $3}' | sort -u | while read -r module; do
    part "$module" "$(go list -m -f '{{.Dir}}' "${module%@*}")"
  done
}

window() {
  (cd frontend && npm ls --omit=dev --all --parseable --long 2>/dev/null) | tail -n +2 | sort -u -t : -k 2 |
    while IFS=: read -r folder name _; do
      part "$name" "$folder"
    done
}

echo 'Jobdeck is built with the parts below. Each is followed by its licence.'
part "Go $(go env GOVERSION), its run time and library" "$(go env GOROOT)"
modules
window
