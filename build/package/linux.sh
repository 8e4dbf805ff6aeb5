#!/usr/bin/env bash
# Packs build/bin/jobdeck for Linux: a .deb and a .tar.gz in build/dist.
#
# Everything is laid out once, as below /usr, by the program itself where it can say it: man pages
# and completions come from its own commands. The .deb depends on what the program is linked to.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=build/package/version.sh
source build/package/version.sh
# Who answers for the package: no address is public yet.
MAINTAINER=${MAINTAINER:-The Jobdeck authors <jobdeck@packages.invalid>}
architecture=$(dpkg --print-architecture)
program=build/bin/jobdeck
here=build/package/linux
mkdir -p build/dist
work=$(mktemp -d "${TMPDIR:-/tmp}/jobdeck-package-XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 022

# lay_out USR: everything that both packages have, as below /usr.
lay_out() {
  local usr=$1 size
  install -D "$program" "$usr/bin/jobdeck"
  install -Dm 644 "$here/jobdeck.desktop" "$usr/share/applications/jobdeck.desktop"
  install -Dm 644 "$here/jobdeck-mime.xml" "$usr/share/mime/packages/jobdeck.xml"

  local icons=$usr/share/icons/hicolor
  install -Dm 644 build/icons/appicon.svg "$icons/scalable/apps/jobdeck.svg"
  for size in 16 22 24 32 48 64 128 256 512; do
    local source=appicon.svg
    # The small ones are drawn with fewer lines.
    if [ "$size" -le 24 ]; then source=appicon-small.svg; fi
    mkdir -p "$icons/${size}x$size/apps"
    rsvg-convert --width "$size" --height "$size" "build/icons/$source" --output "$icons/${size}x$size/apps/jobdeck.png"
  done

  mkdir -p "$usr/share/man/man1"
  go run ./build/package/manual -version "$version" "$usr/share/man/man1"
  gzip -9n "$usr"/share/man/man1/*.1

  completion bash "$usr/share/bash-completion/completions/jobdeck"
  completion zsh "$usr/share/zsh/vendor-completions/_jobdeck"
  completion fish "$usr/share/fish/vendor_completions.d/jobdeck.fish"
}

completion() {
  mkdir -p "$(dirname "$2")"
  "$program" completion "$1" >"$2"
}

# depends says which packages hold the libraries that the program is linked to, and from which version on.
depends() {
  mkdir -p "$work/depends/debian"
  printf 'Source: jobdeck\n\nPackage: jobdeck\nArchitecture: any\n' >"$work/depends/debian/control"
  (cd "$work/depends" && dpkg-shlibdeps -O -e"$1" 2>"$work/shlibdeps.log") | sed 's/^shlibs:Depends=//' || {
    cat "$work/shlibdeps.log" >&2
    return 1
  }
}

# documents DOC: what Debian wants to read in every package.
documents() {
  local doc=$1 when
  when=$(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
  mkdir -p "$doc"
  {
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n'
    printf 'Upstream-Name: Jobdeck\n\nFiles: *\n'
    sed -n 's/^Copyright (c) /Copyright: /p' LICENSE
    printf 'License: Expat\n'
    sed '1,/^Copyright/d' LICENSE | sed '1{/^$/d}; s/^$/./; s/^/ /'
    printf '\nFiles: usr/bin/jobdeck\nCopyright: the authors of the parts that are built in\nLicense: parts\n'
    printf ' See licences.txt.gz beside this file.\n'
  } >"$doc/copyright"
  cp "$work/licences.txt" "$doc/licences.txt"
  cp CHANGELOG.md "$doc/changelog"
  printf 'jobdeck (%s) unstable; urgency=medium\n\n  * See changelog.gz beside this file.\n\n -- %s  %s\n' \
    "$debian_version" "$MAINTAINER" "$when" >"$doc/changelog.Debian"
  gzip -9n "$doc/licences.txt" "$doc/changelog" "$doc/changelog.Debian"
}

# in_time sets all files to the time of the sources.
in_time() { find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +; }

pack_deb() {
  local root=$work/deb depends
  cp -a "$work/usr" "$work/tree"
  mkdir -p "$root/DEBIAN"
  mv "$work/tree" "$root/usr"
  documents "$root/usr/share/doc/jobdeck"
  depends=$(depends "$root/usr/bin/jobdeck")
  sed -e "s|@VERSION@|$debian_version|; s|@ARCHITECTURE@|$architecture|; s|@MAINTAINER@|$MAINTAINER|" \
    -e "s|@DEPENDS@|$depends|; s|@SIZE@|$(du -sk --apparent-size "$root/usr" | cut -f 1)|" "$here/control.in" >"$root/DEBIAN/control"
  (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  in_time "$root"
  dpkg-deb --root-owner-group -Zxz --build "$root" "build/dist/jobdeck_${debian_version}_$architecture.deb" >/dev/null
  printf '%s' "$depends" >"$work/depends.txt"
}

pack_tar() {
  local name=jobdeck-$version-linux-$architecture glibc
  local root=$work/$name
  cp -a "$work/usr" "$root"
  # Beside Debian, these two have other places.
  mv "$root/share/zsh/vendor-completions" "$root/share/zsh/site-functions"
  mv "$root/share/fish/vendor_completions.d" "$work/fish"
  mkdir -p "$root/share/fish/completions"
  mv "$work/fish/jobdeck.fish" "$root/share/fish/completions/"
  glibc=$(sed -n 's/.*libc6 (>= \([0-9.]*\)).*/\1/p' "$work/depends.txt")
  sed "s|@VERSION@|$version|; s|@GLIBC@|$glibc|" "$here/INSTALL.md" >"$root/INSTALL.md"
  cp LICENSE CHANGELOG.md "$root/"
  cp "$work/licences.txt" "$root/licences.txt"
  (cd "$root" && find bin share -type f | LC_ALL=C sort >manifest.txt)
  tar --create --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --directory="$work" "$name" | gzip -9n >"build/dist/$name.tar.gz"
}

build/package/licences.sh "$program" >"$work/licences.txt"
lay_out "$work/usr"
pack_deb
pack_tar
