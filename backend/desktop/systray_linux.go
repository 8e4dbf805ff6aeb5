package desktop

import (
	"context"
	"embed"
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

// Host implements [Tray]: it asks whether a panel shows icons now. Panels come and go.
func (t *Systray) Host(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, hostPatience)
	defer cancel()
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer bus.Close()
	return hasHost(ctx, bus)
}

func hasHost(ctx context.Context, bus *dbus.Conn) bool {
	var shown dbus.Variant
	err := bus.Object(watcherName, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcherName, "IsStatusNotifierHostRegistered").Store(&shown)
	if err != nil {
		return false
	}
	registered, ok := shown.Value().(bool)
	return ok && registered
}
