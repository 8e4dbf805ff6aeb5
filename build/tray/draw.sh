#!/usr/bin/env bash
# Draws the tray's icons into backend/desktop/icons, from the one drawing below: the tape of the
# program's icon, with what happens now in the place of its second reel. Only needed after a change
# here; wants librsvg2-bin and imagemagick.
#
# One set does for light and dark bars: each tile's colour stands out from both, and no state is
# told by colour alone. macOS colours icons by itself and gets the shape only.
set -euo pipefail
cd "$(dirname "$0")"
icons=../../backend/desktop/icons
drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT

# sign STATE COLOUR: what stands where the second reel is.
sign() {
  case $1 in
    idle) echo "<circle cx='15.25' cy='11' r='2.3' fill='none' stroke='$2' stroke-width='2'/>" ;;
    running) echo "<path d='M 12.75 7.25 L 18.5 11 L 12.75 14.75 Z' fill='$2' stroke='$2' stroke-width='.7' stroke-linejoin='round'/>" ;;
    held) echo "<path d='M 12.4 7.25 h 2.2 v 7.5 h -2.2 Z M 16.2 7.25 h 2.2 v 7.5 h -2.2 Z' fill='$2'/>" ;;
    attention) echo "<path d='M 13.9 6 h 3 l -.5 6 h -2 Z' fill='$2'/><circle cx='15.4' cy='14.4' r='1.5' fill='$2'/>" ;;
  esac
}

# tile STATE COLOUR: the icon in colour.
tile() {
  cat <<SVG
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">
  <rect width="22" height="22" rx="5" fill="$2"/>
  <rect x="1.5" y="4" width="19" height="14" rx="2.5" fill="#fff"/>
  <circle cx="6.75" cy="11" r="2.3" fill="none" stroke="$2" stroke-width="2"/>
  $(sign "$1" "$2")
</svg>
SVG
}

# template STATE: the shape, black on nothing: the tape's outline, a reel, the sign.
template() {
  cat <<SVG
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">
  <rect x="1" y="4" width="20" height="14" rx="3" fill="none" stroke="#000" stroke-width="1.75"/>
  <circle cx="6.75" cy="11" r="2.3" fill="none" stroke="#000" stroke-width="1.8"/>
  $(sign "$1" '#000')
</svg>
SVG
}

while read -r state colour; do
  tile "$state" "$colour" >"$drawn/tile.svg"
  # 44 is twice what panels on Linux show: halved it is sharp, and on fine screens it is whole.
  rsvg-convert --width 44 --height 44 "$drawn/tile.svg" --output "$icons/$state.png"
  for size in 16 20 24 32 40 48; do
    rsvg-convert --width "$size" --height "$size" "$drawn/tile.svg" --output "$drawn/$size.png"
  done
  convert "$drawn"/{16,20,24,32,40,48}.png "$icons/$state.ico"
  template "$state" >"$drawn/template.svg"
  rsvg-convert --width 44 --height 44 "$drawn/template.svg" --output "$icons/$state-template.png"
done <<'STATES'
idle #64748b
running #3b6ef5
held #b45309
attention #dc2626
STATES
