package desktop

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"
)

//go:embed icons/idle.png icons/running.png icons/held.png icons/attention.png
var icons embed.FS

// startSystray puts the icon on the session's bus. The library's own goroutines do the rest; its
// end is never called, for it closes a connection that others share.
func startSystray(ready func()) {
	systray.SetTitle("Jobdeck") // its name, for whoever draws it
	setSystrayIcon(Idle)        // before the panel looks for the first time
	start, _ := systray.RunWithExternalLoop(ready, nil)
	// Apart: the first call on a bus that hangs takes its time, and nobody has to wait for it.
	go start()
}

// Close implements [Tray]. The icon goes with the program's connection to the bus.
func (t *Systray) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
}

func setSystrayIcon(icon Icon) {
	if picture, err := icons.ReadFile("icons/" + string(icon) + ".png"); err == nil {
		systray.SetIcon(picture)
	}
}

// tapped is what a click on the icon itself does: it opens the window.
func tapped(open func()) func() { return open }

// menuLabel keeps an underscore from underlining the letter after it.
func menuLabel(text string) string { return strings.ReplaceAll(text, "_", "__") }

// What draws the icons of other programs, on Linux.
const (
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherPath = "/StatusNotifierWatcher"
)

// hostPatience is how long a panel may take to answer.
const hostPatience = 2 * time.Second

// Host implements [Tray]: it asks whether a panel shows icons now. Panels come and go; one that is
// too busy to answer has not gone: what it said last counts.
func (t *Systray) Host(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, hostPatience)
	defer cancel()
	shown, err := askForHost(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil && ctx.Err() != nil {
		t.log.WithError(err).WithField("shown", t.hosted).Warn("the panel does not say whether it shows the icon: what it said last counts")
		return t.hosted
	}
	t.hosted = err == nil && shown
	return t.hosted
}

func askForHost(ctx context.Context) (bool, error) {
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return false, fmt.Errorf("reach the session's bus: %w", err)
	}
	defer bus.Close()
	var shown dbus.Variant
	if err := bus.Object(watcherName, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcherName, "IsStatusNotifierHostRegistered").Store(&shown); err != nil {
		return false, fmt.Errorf("ask the panel: %w", err)
	}
	registered, ok := shown.Value().(bool)
	return ok && registered, nil
}
