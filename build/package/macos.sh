#!/usr/bin/env bash
# Packs Jobdeck for macOS, on a Mac: Jobdeck.app, for Intel and Apple processors, in a .dmg in
# build/dist. Wants Xcode's command line tools, Go and Node.
#
#   make build && VERSION=v1.2.3 build/package/macos.sh
#
# IDENTITY names a Developer ID to sign with. Without one the app is signed for this Mac alone, and
# others open it with a right click the first time.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname -s)" = Darwin ] || {
  echo 'This wants a Mac: its compiler, iconutil, codesign and hdiutil' >&2
  exit 1
}
VERSION=${VERSION:-$(git describe --tags --dirty)}
# shellcheck source=build/package/version.sh
source build/package/version.sh
mkdir -p build/dist
work=$(mktemp -d "${TMPDIR:-/tmp}/jobdeck-package-XXXXXX")
trap 'rm -rf "$work"' EXIT
app=$work/disk/Jobdeck.app
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources" "$work/jobdeck.iconset"

for architecture in amd64 arm64; do
  GOARCH=$architecture CGO_ENABLED=1 CGO_LDFLAGS='-framework UniformTypeIdentifiers -mmacosx-version-min=12.0' \
    CGO_CFLAGS='-mmacosx-version-min=12.0' go build -trimpath -buildvcs=false -tags desktop,production \
    -ldflags "-s -w -X main.version=$VERSION" -o "$work/jobdeck-$architecture" .
done
lipo -create -output "$app/Contents/MacOS/jobdeck" "$work"/jobdeck-{amd64,arm64}

for size in 16 32 128 256 512; do
  sips -z "$size" "$size" build/appicon.png --out "$work/jobdeck.iconset/icon_${size}x$size.png" >/dev/null
  sips -z $((size * 2)) $((size * 2)) build/appicon.png --out "$work/jobdeck.iconset/icon_${size}x$size@2x.png" >/dev/null
done
iconutil --convert icns --output "$app/Contents/Resources/jobdeck.icns" "$work/jobdeck.iconset"
sed -e "s|@NUMBER@|$windows_version|; s|@RELEASE@|${windows_version%.*}|" build/package/macos/Info.plist >"$app/Contents/Info.plist"
plutil -lint "$app/Contents/Info.plist"
cp LICENSE "$app/Contents/Resources/LICENSE.txt"
build/package/licences.sh "$work/jobdeck-arm64" >"$app/Contents/Resources/licences.txt"

codesign --force --options runtime --sign "${IDENTITY:--}" "$app"
codesign --verify --strict "$app"
ln -s /Applications "$work/disk/Applications"
hdiutil create -quiet -ov -format UDZO -volname "Jobdeck $version" -srcfolder "$work/disk" "build/dist/jobdeck-$version-macos.dmg"
(cd build/dist && shasum -a 256 "jobdeck-$version-macos.dmg" >"jobdeck-$version-macos.dmg.sha256")
echo "build/dist/jobdeck-$version-macos.dmg"
