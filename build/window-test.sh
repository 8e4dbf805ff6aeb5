#!/usr/bin/env bash
# Starts the production program in a real window on a screen without a monitor, and looks at it:
# the window is there, its first screen is drawn, it goes on living and ends when asked. Then keys
# open all its pages, dialogs, drawers and menus, in light and dark. The pictures are kept in
# build/test/window.png and build/test/screens/production, what the program said in
# build/test/window-program.log.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/test

if [ "${1:-}" != inside ]; then
  rm -f build/test/window.png
  home=$(mktemp -d "${TMPDIR:-/tmp}/jobdeck-window-XXXXXX")
  mkfifo "$home/display"
  # Xvfb takes a free display by itself, and says which one.
  Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp 3>"$home/display" 2>"$home/xvfb.log" &
  screen=$!
  trap 'kill "$screen" 2>/dev/null || true; wait "$screen" 2>/dev/null || true; rm -rf "$home"' EXIT
  if ! read -r -t 30 number <"$home/display"; then
    echo 'The screen did not start:' >&2
    cat "$home/xvfb.log" >&2
    exit 1
  fi
  # Nothing of the user's own session takes part. What the session's own programs say stays apart.
  env -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS -u JOBDECK_DATA_DIR \
    DISPLAY=":$number" HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" \
    XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state" XDG_RUNTIME_DIR="$home" \
    GSETTINGS_BACKEND=memory LC_ALL=C.UTF-8 \
    dbus-run-session -- "$0" inside 3>&2 2>build/test/window-session.log
  exit
fi
exec 2>&3 3>&-

fail() {
  echo "window: $*" >&2
  echo 'What the program said:' >&2
  tail -n 40 build/test/window-program.log >&2 || true
  exit 1
}

openbox >/dev/null 2>&1 &
manager=$!
trap 'kill "$manager" "$program" 2>/dev/null || true' EXIT
# Out of the picture: a pointer over the page shows tooltips.
xdotool mousemove 1399 999
build/bin/jobdeck --data-dir "$HOME/deck" samples/companies.csv >build/test/window-program.log 2>&1 &
program=$!

alive() { kill -0 "$program" 2>/dev/null || fail 'the program ended by itself'; }

# until_true SECONDS COMMAND…: tries until the command succeeds.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    alive
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

shown() {
  window=$(xdotool search --onlyvisible --name '^Jobdeck' 2>/dev/null | head -n 1)
  [ -n "$window" ]
}

# colours counts them in the window's picture. A blank page has one; an error page of the browser,
# or a page whose styles are missing, a few dozens.
colours() { import -silent -window "$window" png:- | identify -format '%k' -; }
drawn() { [ "$(colours)" -ge 200 ]; }

until_true 60 shown || fail 'no window came up'
until_true 60 drawn || {
  import -window root build/test/window.png
  fail "the first screen is not drawn: $(colours) colours, see build/test/window.png"
}
# A first screen that falls over right after is none.
sleep 1
alive
drawn || fail 'the first screen went away again'
import -window root build/test/window.png

size=$(xdotool getwindowgeometry --shell "$window" | sed -n 's/^WIDTH=//p; s/^HEIGHT=//p' | paste -sd x)
echo "The window is there ($size), its first screen is drawn ($(colours) colours): build/test/window.png"

kill -TERM "$program"
ended() { ! kill -0 "$program" 2>/dev/null; }
deadline=$((SECONDS + 15))
until ended; do
  if [ "$SECONDS" -ge "$deadline" ]; then
    kill -KILL "$program"
    fail 'the program did not end within 15 seconds of being asked to'
  fi
  sleep 0.2
done
if grep -Eq '^(panic:|fatal error:|SIGSEGV)' build/test/window-program.log; then fail 'the program broke while it ended'; fi
echo 'It ended when it was asked to.'

# The tour asks the window as a screen reader does, which has to be there for it to answer.
gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
  --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled '<true>' >/dev/null
# What is looked at is how things end up, not their way there.
mkdir -p "$XDG_CONFIG_HOME/gtk-3.0"
printf '[Settings]\ngtk-enable-animations=0\n' >"$XDG_CONFIG_HOME/gtk-3.0/settings.ini"
screens=$PWD/build/test/screens/production
rm -rf "$screens"
cd frontend
JOBDECK_PROGRAM=$PWD/../build/bin/jobdeck JOBDECK_PAGES=$PWD/dist JOBDECK_SCREENS=$screens \
  npx vitest run --config e2e/production.config.ts
echo "Keys open all its screens: $screens"
