#!/usr/bin/env bash
# Runs what turns on a calendar at each of the instants of backend/instants/instants.tsv: the Go tests
# that go over the table by fake clocks, and the window's units by libfaketime, which sets the clock of
# Node. First it shows that a test that turns on the hour is caught.
set -euo pipefail
cd "$(dirname "$0")/.."
instants=backend/instants/instants.tsv

# at ZONE TIME COMMAND…: runs a command in the window's folder, in a zone and from a time on.
at() {
  local zone=$1 seconds=$(($(date -d "$2" +%s) - $(date +%s)))
  shift 2
  (cd frontend && TZ=$zone faketime --exclude-monotonic -f "$(printf '%+ds' "$seconds")" "$@" </dev/null)
}

# canary ZONE TIME: runs the test that is wrong late in the evening.
canary() { at "$1" "$2" npx vitest run --config canary/vitest.config.ts >build/test/canary.log 2>&1; }

# The first of them is at half past eleven in the evening.
mkdir -p build/test
IFS=$'\t' read -r name zone time <"$instants"
if ! canary "$zone" "${time/T23:30/T12:00}"; then
  cat build/test/canary.log
  echo 'The test that holds at noon does not: the clock is not set as it should be' >&2
  exit 1
fi
if canary "$zone" "$time"; then
  echo "A test that turns on the hour was not caught ($name, $zone): the clock is not set" >&2
  exit 1
fi
echo "A test that turns on the hour is caught: $name, $zone"

failed=0
mapfile -t files < <(grep -rl --include=*_test.go 'instants\.All(' backend)
names=$(grep -hoE '^func Test\w+' "${files[@]}" | sed 's/^func //' | paste -sd '|')
mapfile -t packages < <(printf './%s\n' "${files[@]%/*}" | sort -u)
go test -count 1 -run "^($names)\$" "${packages[@]}" || failed=1

# The units that name a date or a schedule: others ask no clock.
mapfile -t units < <(cd frontend && grep -rlE --include=*.test.ts '\bDate\b|[Ss]chedule' src)
while IFS=$'\t' read -r name zone time; do
  printf '\n--- %s, %s, %s\n' "$name" "$zone" "$time"
  at "$zone" "$time" npx vitest run --reporter=dot --experimental.fsModuleCache "${units[@]}" || failed=1
done <"$instants"
exit "$failed"
