#!/usr/bin/env bash
# Cross-builds Jobdeck for 64-bit Windows and packs the installer: build/dist/jobdeck-…-setup.exe.
#
# On Windows a program is either for the terminal or for the desktop. The same sources are linked
# twice: Jobdeck.exe opens without a terminal, bin\jobdeck.exe is the command line.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=build/package/version.sh
source build/package/version.sh
: "${TOOLS:?is set by make}"
here=build/package/windows
payload=build/bin/windows
mkdir -p build/dist "$payload"
payload=$(realpath "$payload")
work=$(mktemp -d "${TMPDIR:-/tmp}/jobdeck-package-XXXXXX")
trap 'rm -rf "$work"' EXIT

# about NAME: what wails.json says about the product.
about() { node -p "require('./wails.json').info.$1"; }

# filled FILE: the file with the product's words in it.
filled() {
  sed -e "s|@WINDOWS_VERSION@|$windows_version|g; s|@VERSION@|$version|g; s|@COMPANY@|$(about companyName)|" \
    -e "s|@PRODUCT@|$(about productName)|; s|@COMMENTS@|$(about comments)|; s|@COPYRIGHT@|$(about copyright)|" \
    -e "s|{{.Info.ProductVersion}}.0|$windows_version|" "$1"
}

# link PROGRAM FLAGS: builds one of the two, and gives it its icon, version and manifest.
link() {
  GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++ go build -trimpath -tags desktop,production \
    -ldflags "-s -w $2 -X main.version=$VERSION" -o "$payload/$1" .
  "$TOOLS/go-winres" patch --in "$work/winres.json" --no-backup "$payload/$1"
}

filled "$here/winres.json" >"$work/winres.json"
cp build/windows/icon.ico "$work/"
filled build/windows/wails.exe.manifest >"$work/jobdeck.exe.manifest"
link jobdeck-window.exe '-H windowsgui'
link jobdeck-terminal.exe ''

build/package/licences.sh "$payload/jobdeck-window.exe" >"$payload/licences.txt"
cp LICENSE "$payload/LICENSE.txt"
# Microsoft's small installer of the runtime that draws the window comes with Wails.
install -m 644 "$(go list -m -f '{{.Dir}}' github.com/wailsapp/wails/v2)/internal/webview2runtime/MicrosoftEdgeWebview2Setup.exe" "$payload/"
find "$payload" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +

# 64-bit, as everything in it.
makensis -V2 -WX -XTarget\ amd64-unicode -DVERSION="$version" -DWINDOWS_VERSION="$windows_version" -DPAYLOAD="$payload" \
  -DICON="$PWD/build/windows/icon.ico" -DCOMPANY="$(about companyName)" -DCOPYRIGHT="$(about copyright)" \
  -DOUT="$PWD/build/dist/jobdeck-$version-windows-amd64-setup.exe" "$here/installer.nsi"
