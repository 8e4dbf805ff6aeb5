#!/usr/bin/env bash
# Tries the Windows installer and the command line under Wine: what is inside, installing, a job that
# is killed in the middle and resumed, removing. Wine is no Windows: the window is not opened, and
# docs/release.md says what is left to try by hand.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=build/package/version.sh
source build/package/version.sh
setup=build/dist/jobdeck-$version-windows-amd64-setup.exe
work=$(mktemp -d "${TMPDIR:-/tmp}/jobdeck-wine-XXXXXX")
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d' LC_ALL=C.UTF-8
cleanup() {
  wineserver --kill >/dev/null 2>&1 || /usr/lib/wine/wineserver64 --kill >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
fail() {
  echo "windows: $*" >&2
  exit 1
}
# Wine says at each start that it runs 64-bit programs only.
run() { timeout 300 wine "$@" 2> >(grep -v -e wine32 -e 'multiarch' -e '^execute' -e '^apt-get' >&2) | tr -d '\r'; }
path() { run reg query 'HKCU\Environment' /v Path 2>/dev/null | sed -n 's/.*REG_[A-Z_]* *//p'; }

[ -f "$setup" ] || fail "there is no $setup: make package builds it"
for inside in Jobdeck.exe bin/jobdeck.exe WebView2Setup.exe LICENSE.txt licences.txt uninstall.exe; do
  # p7zip calls what it only makes out by its ending an archive with errors: the names are what counts.
  7z l "$setup" 2>/dev/null | grep -q "$inside\$" || fail "$inside is not in the installer"
done
wanted=$(x86_64-w64-mingw32-objdump -p build/bin/windows/jobdeck-window.exe | sed -n 's/.*DLL Name: //p' | sort | paste -sd ' ')
[ "$wanted" = 'KERNEL32.dll msvcrt.dll' ] || fail "the program wants libraries that not every Windows has: $wanted"

run wineboot --init >/dev/null
run winecfg -v win10
x86_64-w64-mingw32-gcc -O2 -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" build/package/windows/random.c -ladvapi32
x86_64-w64-mingw32-gcc -O2 -o "$work/slow.exe" build/package/windows/slow.c
run reg add 'HKCU\Environment' /v Path /t REG_EXPAND_SZ /d '%USERPROFILE%\own' /f >/dev/null

echo 'Installing it'
run "$setup" /S /NOWEBVIEW
folder=$(cd "$WINEPREFIX"/drive_c/users/*/AppData/Local/Programs/Jobdeck && pwd)
jobdeck=$folder/bin/jobdeck.exe
[ -f "$folder/Jobdeck.exe" ] || fail 'the program is not there'
# shellcheck disable=SC1003 # backslashes of Windows
case $(path) in '%USERPROFILE%\own;C:\users\'*'\Jobdeck\bin') ;; *) fail "the PATH is $(path)" ;; esac
run reg query 'HKCU\Software\Classes\.csv\OpenWithProgids' | grep -q Jobdeck.List || fail 'lists are not offered to it'
said=$(run "$jobdeck" version)
case $said in *"$VERSION"*windows/amd64*) echo "$said" ;; *) fail "it says $said" ;; esac

echo 'Cleaning the sample list'
cp samples/companies.csv "$work/"
(cd "$work" && run "$jobdeck" run companies.csv --recipe preprocess --out cleaned.csv --data-dir 'C:\cleaned' --quiet) || true
[ "$(wc -l <"$work/cleaned.csv")" -gt 100 ] || fail 'the cleaned list is short'

echo 'Killing a job in the middle, and resuming it'
{
  echo company_name,domain
  for row in $(seq 240); do echo "Company $row,company$row.example"; done
} >"$work/list.csv"
data='C:\killed'
of() { run "$jobdeck" jobs --json --data-dir "$data" 2>/dev/null | node -p "
  try { JSON.parse(require('fs').readFileSync(0, 'utf8')).jobs[0].$1 } catch { '' }"; }
(cd "$work" && run "$jobdeck" run list.csv --recipe command --set command="Z:${work}/slow.exe" --concurrency 2 --data-dir "$data" --quiet) >"$work/run.log" 2>&1 &
# The first who connects may get no answer from Wine's pipes: it asks again.
deadline=$((SECONDS + 120))
until succeeded=$(of succeeded) && [ "${succeeded:-0}" -ge 3 ]; do
  [ "$SECONDS" -lt "$deadline" ] || fail "the job does not get on: $(cat "$work/run.log")"
done
# Beside it there are the scripts that started it.
program=$(pgrep -f 'jobdeck[.]exe run list[.]csv .*killed' | while read -r id; do
  case $(readlink "/proc/$id/exe") in */wine*) echo "$id" ;; esac
done)
[ -n "$program" ] || fail 'the program that works is not found'
# shellcheck disable=SC2086 # numbers
kill -KILL $program
wait
left=$(of pending)
[ "${left:-0}" -gt 0 ] || fail 'it was killed too late: nothing was left to do'
echo "killed with $left rows to do, status $(of status)"
run "$jobdeck" resume 1 --wait --data-dir "$data" >"$work/resume.log" 2>&1 || true
[ "$(of status)" = completed ] || fail "the job is $(of status): $(cat "$work/resume.log")"
(cd "$work" && run "$jobdeck" export 1 --out killed.csv --data-dir "$data")
(cd "$work" && run "$jobdeck" run list.csv --recipe command --set command="Z:${work}/slow.exe" --concurrency 8 --out whole.csv \
  --data-dir 'C:\whole' --quiet)
(cd "$work" && run "$jobdeck" export 1 --out undisturbed.csv --data-dir 'C:\whole')
cmp "$work/killed.csv" "$work/undisturbed.csv" || fail 'the killed job gives another list than an undisturbed one'

echo 'Removing it'
run "$folder/uninstall.exe" /S "_?=$(run winepath -w "$folder")"
rm -f "$folder/uninstall.exe" # with _? it stays where it is, and can't remove itself
if [ -e "$folder/Jobdeck.exe" ] || [ -e "$jobdeck" ]; then fail 'programs are left'; fi
[ "$(path)" = '%USERPROFILE%\own' ] || fail "the PATH is $(path)"
if run reg query 'HKCU\Software' /s 2>/dev/null | grep -i '\\Jobdeck'; then fail 'the registry still knows it'; fi
[ -s "$WINEPREFIX/drive_c/killed/jobdeck.db" ] || fail "the user's data is gone"
echo 'The Windows package installs, works, resumes and goes away under Wine.'
