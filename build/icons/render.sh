#!/usr/bin/env bash
# Draws the program's icons from their sources: build/appicon.png and build/windows/icon.ico.
# Only needed after a change of the sources; wants librsvg2-bin and imagemagick.
set -euo pipefail
cd "$(dirname "$0")"
drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT

rsvg-convert --width 1024 --height 1024 appicon.svg --output ../appicon.png
for size in 16 20 24; do
  rsvg-convert --width "$size" --height "$size" appicon-small.svg --output "$drawn/$size.png"
done
for size in 32 40 48 64 128 256; do
  rsvg-convert --width "$size" --height "$size" appicon.svg --output "$drawn/$size.png"
done
convert "$drawn"/{16,20,24,32,40,48,64,128,256}.png ../windows/icon.ico
