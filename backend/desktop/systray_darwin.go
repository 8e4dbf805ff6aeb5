package desktop

/*
#include <dispatch/dispatch.h>

extern void jobdeckStartSystray(void *nothing);

static void jobdeckOnMain(void) {
	dispatch_async_f(dispatch_get_main_queue(), NULL, jobdeckStartSystray);
}
*/
import "C"

import (
	"context"
	"embed"
	"unsafe"

	"fyne.io/systray"
)

//go:embed icons/idle-template.png icons/running-template.png icons/held-template.png icons/attention-template.png
var icons embed.FS

// startOnMain is what the main thread runs, once.
var startOnMain func()

// startSystray puts the icon up on the main thread, where macOS wants everything that is seen. The
// library's end is never called: it would end the window's program.
func startSystray(ready func()) {
	startOnMain, _ = systray.RunWithExternalLoop(ready, nil)
	C.jobdeckOnMain()
}

//export jobdeckStartSystray
func jobdeckStartSystray(unsafe.Pointer) { startOnMain() }

// Close implements [Tray]. The icon goes with the program.
func (t *Systray) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
}

// setSystrayIcon hands over the shape alone: macOS colours it to fit its bar.
func setSystrayIcon(icon Icon) {
	if picture, err := icons.ReadFile("icons/" + string(icon) + "-template.png"); err == nil {
		systray.SetTemplateIcon(picture, picture)
	}
}

// tapped is what a click on the icon itself does: on macOS it opens the menu, by custom.
func tapped(func()) func() { return nil }

func menuLabel(text string) string { return text }

// Host implements [Tray]: macOS always has a menu bar.
func (t *Systray) Host(context.Context) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.entries != nil && !t.closed
}
