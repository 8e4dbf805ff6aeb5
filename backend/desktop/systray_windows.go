package desktop

import (
	"context"
	"embed"
	"runtime"
	"strings"

	"fyne.io/systray"
)

//go:embed icons/idle.ico icons/running.ico icons/held.ico icons/attention.ico
var icons embed.FS

// startSystray runs the icon's own loop of messages. Windows hands them to the thread that made
// the icon: it is this one for good.
func startSystray(ready func()) {
	go func() {
		runtime.LockOSThread()
		systray.Run(ready, nil)
	}()
}

// Close implements [Tray]. An icon that is left stays in the bar until somebody points at it.
func (t *Systray) Close() {
	t.mu.Lock()
	started := t.entries != nil && !t.closed
	t.closed = true
	t.mu.Unlock()
	if started {
		systray.Quit()
	}
}

func setSystrayIcon(icon Icon) {
	if picture, err := icons.ReadFile("icons/" + string(icon) + ".ico"); err == nil {
		systray.SetIcon(picture)
	}
}

// tapped is what a click on the icon itself does: it opens the window. The other button opens the menu.
func tapped(open func()) func() { return open }

// menuLabel keeps an ampersand from underlining the letter after it.
func menuLabel(text string) string { return strings.ReplaceAll(text, "&", "&&") }

// Host implements [Tray]: Windows always has a tray.
func (t *Systray) Host(context.Context) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.entries != nil && !t.closed
}
