#!/usr/bin/env bash
# Installs what the tests need, runs them all, and sums up. One part after the other goes through
# make, so that each can be run alone: make help lists them.
#
# The Go tests, which keep every core busy, run alone; the rest in two lanes: what the second lane does
# mostly waits, for browsers and for programs that are killed and starved. All output is kept in
# build/test, too.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
kept=build/test
rm -rf "$kept"
mkdir -p "$kept"
results=$kept/results
: >"$results"
export MAKEFLAGS=--no-print-directory
trap 'trap - INT TERM; kill 0' INT TERM

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# part NAME COMMAND…: runs a part, shows and keeps what it says, notes how it ended.
part() {
  local name=$1 began=$SECONDS result=passed
  shift
  printf '\n=== %s\n' "$name"
  "$@" </dev/null 2>&1 | tee "$kept/$name.log" || result=FAILED
  printf '%s %s %s\n' "$name" "$result" "$(clock $((SECONDS - began)))" >>"$results"
  [ "$result" = passed ]
}

# meanwhile LANE: runs a lane beside this one; join shows what it said.
meanwhile() {
  "$1" >"$kept/$1.lane" 2>&1 &
  beside=$! lane=$1
}
join() {
  wait "$beside"
  local ended=$?
  cat "$kept/$lane.lane"
  rm -f "$kept/$lane.lane"
  return "$ended"
}

sum_up() {
  local failed
  failed=$(grep -c ' FAILED ' "$results")
  printf '\n=== summary\n'
  awk '{printf "%-22s %-7s %6s\n", $1, $2, $3}' "$results"
  printf '%-22s %-7s %6s\n' total "$([ "$failed" -eq 0 ] && echo passed || echo FAILED)" "$(clock "$SECONDS")"
  echo "parts: $(grep -c ' passed ' "$results") passed, $failed failed"
  if [ -f "$kept/window.png" ]; then echo "A screenshot of the window is in $kept/window.png"; fi
  [ "$failed" -eq 0 ]
}

# needed ends it all: without this part the others can't run.
needed() {
  "$@" || {
    sum_up
    exit 1
  }
}

packages() { part npm-packages make packages; }
tools() { part go-tools make tools && part go-modules go mod download; }
window() {
  part window-lint make lint-window
  part window-units make test-window
  part program make build
  part program-for-tests make build-dev
}
programs() {
  part program-tests make test-program
  if grep -q '^program passed' "$results"; then part screen make test-screen; fi
}

needed part system-packages build/deps.sh test

meanwhile packages
tools
prepared=$?
needed join
[ "$prepared" -eq 0 ] || needed false
needed part window-build make frontend/dist/index.html

meanwhile window
part go-lint make lint-go
join

part go-tests make test-go

meanwhile programs
if grep -q '^program-for-tests passed' "$results"; then part end-to-end make test-e2e; fi
join
sum_up
