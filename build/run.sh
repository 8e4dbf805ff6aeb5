#!/usr/bin/env bash
# Opens the built Jobdeck with a list ready to start. Where there is no display, it cleans the list
# in the terminal instead, and says so.
#
#   build/run.sh [FILE]    the list; by default the sample list
set -euo pipefail
cd "$(dirname "$0")/.."
list=${1:-samples/companies.csv}
jobdeck=build/bin/jobdeck

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Opening Jobdeck with $list"
  exec "$jobdeck" "$list"
fi

out=cleaned-$(basename "${list%.*}").csv
# A folder of its own: a try must not count as earlier work. It stays, to look at single rows.
data=$(mktemp -d "${TMPDIR:-/tmp}/jobdeck-run-XXXXXX")
echo "There is no display here, so Jobdeck cleans $list in the terminal."
echo
ended=0
"$jobdeck" run "$list" --recipe preprocess --out "$out" --data-dir "$data" || ended=$?
case $ended in
  # 4: it is done, and some rows failed. The sample list has such rows on purpose.
  0 | 4)
    echo
    echo "The cleaned list is in $PWD/$out"
    echo 'With a display, make run opens the window. build/bin/jobdeck --help shows what the terminal can do.'
    ;;
  *)
    exit "$ended"
    ;;
esac
