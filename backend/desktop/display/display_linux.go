package display

// #cgo pkg-config: gtk+-3.0
// #cgo CFLAGS: -w
// #include <gtk/gtk.h>
//
// // workArea gives what panels leave of the first screen; it stays empty where nobody says it.
// static void workArea(GdkRectangle *area) {
// 	GdkDisplay *display = gdk_display_get_default();
// 	GdkMonitor *monitor = gdk_display_get_primary_monitor(display);
// 	if (monitor == NULL) monitor = gdk_display_get_monitor(display, 0);
// 	if (monitor != NULL) gdk_monitor_get_workarea(monitor, area);
// }
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Open takes the screen for the calling goroutine, which stays on its thread from then on: windows
// must be made on it. It gives the room that panels leave. Where there is no screen it fails with
// [NoneError].
func Open() (room Size, err error) {
	if os.Getenv("GDK_BACKEND") == "" {
		if err := os.Setenv("GDK_BACKEND", ways(os.Getenv)); err != nil {
			return Size{}, fmt.Errorf("prepare the window: %w", err)
		}
	}
	// WebKit's shared buffers fail with many graphics drivers, and leave the window blank.
	if err := os.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1"); err != nil {
		return Size{}, fmt.Errorf("prepare the window: %w", err)
	}
	runtime.LockOSThread()
	if C.gtk_init_check(nil, nil) == 0 {
		return Size{}, &NoneError{Because: silent(os.Getenv)}
	}
	var area C.GdkRectangle
	C.workArea(&area)
	return Size{Width: int(area.width), Height: int(area.height)}, nil
}

// ways are the two ways to a screen, in the order in which they are tried. A variable that was left
// over from another session costs one try, and not the window.
func ways(get func(string) string) string {
	if get("WAYLAND_DISPLAY") != "" && get("XDG_SESSION_TYPE") != "x11" || get("DISPLAY") == "" {
		return "wayland,x11"
	}
	return "x11,wayland"
}

// silent says which screens a session names although none of them answers.
func silent(get func(string) string) string {
	var named []string
	for _, variable := range []string{"DISPLAY", "WAYLAND_DISPLAY"} {
		if value := get(variable); value != "" {
			named = append(named, variable+"="+value)
		}
	}
	switch len(named) {
	case 0:
		return "neither DISPLAY nor WAYLAND_DISPLAY is set"
	case 1:
		return named[0] + " does not answer"
	default:
		return strings.Join(named, " and ") + " do not answer"
	}
}
