#!/usr/bin/env bash
# Installs the .deb in a fresh Debian that has nothing but its base, as a user would: first an older
# version, with which a list is cleaned, then this one over it. Its data goes on, and when the package
# is purged, nothing of it is left but the user's data.
#
#   build/package/test.sh [OLDER.deb]    by default, this version's files under a lower number
#
# It needs root: the fresh Debian is a folder of its own, which this changes into.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=build/package/version.sh
source build/package/version.sh
architecture=$(dpkg --print-architecture)
newer=build/dist/jobdeck_${debian_version}_$architecture.deb
suite=${SUITE:-bookworm}
kept=${XDG_CACHE_HOME:-$HOME/.cache}/jobdeck/roots
base=$kept/$suite-$architecture.tar

if [ "$(id -u)" -ne 0 ]; then
  echo 'Testing the package needs root: sudo make test-package' >&2
  exit 1
fi
[ -f "$newer" ] || {
  echo "There is no $newer: make package builds it" >&2
  exit 1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/jobdeck-package-test-XXXXXX")
root=$work/root
cleanup() {
  # Never remove a folder that something of this machine's is still mounted in.
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

fail() {
  echo "package: $*" >&2
  exit 1
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# ana is the user. She has no rights, and her own data.
ana() { inside runuser -u ana -- env HOME=/home/ana "$@"; }
quietly() { "$@" >"$work/log" 2>&1 || {
  tail -n 30 "$work/log" >&2
  fail "this went wrong: $*"
}; }

# older makes a package of the same files under a lower number, as a stand-in for a release that is not there yet.
older() {
  dpkg-deb --raw-extract "$newer" "$work/older"
  sed -i 's/^Version: .*/Version: 0.0.0~older-1/' "$work/older/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone --build "$work/older" "$work/older.deb" >/dev/null
}

# everything lists all files but those where the packaging tools keep their own notes.
everything() {
  (cd "$root" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./home/ana -o -path ./var/lib/dpkg -o -path ./var/lib/apt \
    -o -path ./var/cache/apt -o -path ./var/log -o -path ./var/cache/man -o -path ./var/cache/debconf \) -prune -o -print) | LC_ALL=C sort
}

if [ ! -f "$base" ]; then
  echo "Fetching a fresh Debian ($suite), once on this machine"
  mkdir -p "$kept" "$work/fresh"
  quietly debootstrap --variant=minbase "$suite" "$work/fresh"
  tar --create --file "$base.new" --directory "$work/fresh" --numeric-owner --one-file-system .
  mv "$base.new" "$base"
  rm -rf --one-file-system "$work/fresh"
fi
mkdir "$root"
tar --extract --file "$base" --directory "$root" --numeric-owner
mount -t proc proc "$root/proc"
cp /etc/resolv.conf "$root/etc/resolv.conf"
# Documents are installed, too: a minimal Debian leaves man pages out.
rm -f "$root/etc/dpkg/dpkg.cfg.d/docker" "$root/etc/dpkg/dpkg.cfg.d/excludes"
inside useradd --create-home ana

if [ -n "${1:-}" ]; then cp "$1" "$work/older.deb"; else older; fi
cp "$work/older.deb" "$newer" "$root/tmp/"
echo 'Installing what the package says it needs'
quietly inside apt-get update
quietly inside apt-get satisfy -y --no-install-recommends "$(dpkg-deb --field "$newer" Depends)"
# These two are on every desktop, and keep its menu.
quietly inside apt-get install -y --no-install-recommends desktop-file-utils shared-mime-info man-db
everything >"$work/before"

echo 'Installing the older version, and cleaning a list with it'
quietly inside apt-get install -y --no-install-recommends /tmp/older.deb
missing=$(inside ldd /usr/bin/jobdeck | grep 'not found' || true)
[ -z "$missing" ] || fail "libraries are missing: $missing"
cp samples/companies.csv "$root/home/ana/companies.csv"
ana /usr/bin/jobdeck version
ended=0
ana /usr/bin/jobdeck run /home/ana/companies.csv --recipe preprocess --out /home/ana/first.csv --quiet >"$work/log" 2>&1 || ended=$?
# 4: some rows of the sample list fail, on purpose.
[ "$ended" -eq 4 ] || fail "cleaning the list ended with $ended: $(cat "$work/log")"
ana /usr/bin/jobdeck jobs --json >"$work/jobs-before"

echo 'Upgrading it'
quietly inside apt-get install -y --no-install-recommends "/tmp/$(basename "$newer")"
# shellcheck disable=SC2016 # dpkg's own variable
[ "$(inside dpkg-query --show --showformat '${Version}' jobdeck)" = "$debian_version" ] || fail 'the older version is still there'
said=$(ana /usr/bin/jobdeck version)
case $said in *"$VERSION"*) echo "$said" ;; *) fail "it says $said, and not $VERSION" ;; esac
ana /usr/bin/jobdeck jobs --json >"$work/jobs-after"
cmp -s "$work/jobs-before" "$work/jobs-after" || fail "the jobs are others after the upgrade: $(diff "$work/jobs-before" "$work/jobs-after")"
ana /usr/bin/jobdeck export 1 --out /home/ana/second.csv >"$work/log" 2>&1 || fail "the older version's job can't be exported: $(cat "$work/log")"
[ -s "$root/home/ana/second.csv" ] || fail 'the export is empty'

echo 'Looking at what the desktop sees'
for offered in text/csv application/x-ndjson; do
  inside grep -qs "^$offered=.*jobdeck.desktop" /usr/share/applications/mimeinfo.cache || fail "jobdeck is not offered for $offered"
done
[ "$(inside man --where jobdeck-run)" = /usr/share/man/man1/jobdeck-run.1.gz ] || fail 'there is no man page of jobdeck run'
completed=$(inside bash -c 'source /usr/share/bash-completion/completions/jobdeck && type -t __start_jobdeck')
[ "$completed" = function ] || fail 'bash completes nothing'
inside desktop-file-validate /usr/share/applications/jobdeck.desktop || fail 'the entry of the menu is wrong'

echo 'Removing it, and purging it'
quietly inside apt-get remove -y jobdeck
[ ! -e "$root/usr/bin/jobdeck" ] || fail 'the program is still there'
quietly inside apt-get install -y --no-install-recommends "/tmp/$(basename "$newer")"
quietly inside apt-get purge -y jobdeck
everything >"$work/after"
if ! diff "$work/before" "$work/after" >"$work/left"; then fail "the purge left other files than before: $(cat "$work/left")"; fi
for own in first.csv second.csv .local/share/jobdeck/jobdeck.db; do
  [ -s "$root/home/ana/$own" ] || fail "the user's $own is gone"
done
echo "The package installs, upgrades and goes away in a fresh Debian ($suite); the user's data stays."
