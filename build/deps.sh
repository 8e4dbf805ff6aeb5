#!/usr/bin/env bash
# Installs the system packages that Jobdeck needs and that aren't there. When all are there it does
# nothing, and asks nobody.
#
#   build/deps.sh make    make itself
#   build/deps.sh build   a C compiler and the libraries of the window
#   build/deps.sh test    those, and what the tests need: a screen without a monitor, browsers
#   build/deps.sh package       what builds the packages: a compiler for Windows, its installers' compiler
#   build/deps.sh test-package  what tries them: a way to lay out a fresh Debian, Wine
#
# It installs through apt when it may (as root, or where sudo asks no password). Otherwise it prints
# the one line to run, and fails.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

missing=()

# need PACKAGE TEST…: notes the package when the test fails.
need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

compiles() { echo '#include <stdlib.h>' | gcc -E -x c - -o /dev/null; }
# Where there are no Debian packages, what has no command of its own is taken to be there.
installed() { ! command -v dpkg-query || [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1")" = installed ]; }
browser() { command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome; }

need_build() {
  need gcc command -v gcc
  need libc6-dev compiles
  need pkg-config command -v pkg-config
  need libgtk-3-dev pkg-config --exists gtk+-3.0
  need libwebkit2gtk-4.1-dev pkg-config --exists webkit2gtk-4.1
}

need_test() {
  need xvfb command -v Xvfb
  need dbus-daemon command -v dbus-run-session
  need openbox command -v openbox
  need weston command -v weston
  need gnome-keyring command -v gnome-keyring-daemon
  need xdotool command -v xdotool
  need imagemagick command -v import
  need at-spi2-core installed at-spi2-core
  need python3-gi installed python3-gi
  need gir1.2-atspi-2.0 installed gir1.2-atspi-2.0
  need libglib2.0-bin command -v gdbus
  need libgl1-mesa-dri installed libgl1-mesa-dri
  need fonts-dejavu-core installed fonts-dejavu-core
  need procps command -v pgrep
  need faketime command -v faketime
  need "$(chromium_package)" browser
  need webkit2gtk-driver command -v WebKitWebDriver
}

need_package() {
  need gcc-mingw-w64-x86-64 command -v x86_64-w64-mingw32-gcc
  need nsis command -v makensis
  need librsvg2-bin command -v rsvg-convert
  need dpkg-dev command -v dpkg-shlibdeps
  need xz-utils command -v xz
}

need_test_package() {
  need gcc-mingw-w64-x86-64 command -v x86_64-w64-mingw32-gcc
  need debootstrap command -v debootstrap
  need lintian command -v lintian
  need p7zip-full command -v 7z
  need wine command -v wine
}

chromium_package() {
  if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi
}

# check_node fails when Node is missing or too old: apt has only older ones, so it's left to the user.
check_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo 'Jobdeck needs Node 20.19 or newer with npm: see https://nodejs.org/en/download' >&2
    exit 1
  fi
  if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
    echo "Jobdeck needs Node 20.19 or newer, and this is $(node --version): see https://nodejs.org/en/download" >&2
    exit 1
  fi
}

check_go() {
  if ! command -v go >/dev/null; then
    echo 'Jobdeck needs Go 1.26 or newer: see https://go.dev/doc/install' >&2
    exit 1
  fi
}

install() {
  local line="apt-get install -y --no-install-recommends ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}" >&2
    echo 'These are the names of Debian; install what they are called on this system, then try again.' >&2
    exit 1
  fi
  local as=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo 'Some system packages are missing, and installing them needs a password. Run this line, then try again:' >&2
      echo "  sudo apt-get update && sudo $line" >&2
      exit 1
    fi
    as=(sudo --preserve-env=DEBIAN_FRONTEND)
  fi
  echo "Installing ${missing[*]}"
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086 # the line is made of words without spaces
  if ! { "${as[@]}" apt-get update && "${as[@]}" $line; } </dev/null >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "Installing the system packages went wrong; the whole log is in $log" >&2
    exit 1
  fi
  rm -f "$log"
}

case "${1:-}" in
  make) need make command -v make ;;
  build | test)
    check_go
    check_node
    # Beside Linux the system brings the window; only a C compiler is asked for.
    if [ "$(uname -s)" = Linux ]; then
      need make command -v make
      need_build
      if [ "$1" = test ]; then need_test; fi
    else
      need 'a C compiler' command -v cc
    fi
    ;;
  package | test-package)
    check_go
    check_node
    if [ "$(uname -s)" != Linux ]; then
      echo 'These packages are built on Debian or Ubuntu; build/package/macos.sh builds the one for macOS' >&2
      exit 1
    fi
    need_build
    if [ "$1" = package ]; then need_package; else need_test_package; fi
    ;;
  *)
    echo 'usage: build/deps.sh make|build|test|package|test-package' >&2
    exit 2
    ;;
esac

if [ "${#missing[@]}" -gt 0 ]; then install; fi
