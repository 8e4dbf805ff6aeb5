package desktop

import (
	"context"
	"fmt"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// AppWindow is the real [Window]. It is made of the context that Wails gives at startup.
type AppWindow struct{ wails context.Context }

// NewAppWindow makes it.
func NewAppWindow(wails context.Context) AppWindow { return AppWindow{wails} }

// Open implements [Window]. Addresses are made here, of numbers alone: none carries a person's text.
func (w AppWindow) Open(address string) {
	if address != "" {
		runtime.WindowExecJS(w.wails, fmt.Sprintf("location.hash = %q", address))
	}
	runtime.WindowShow(w.wails)
	runtime.WindowUnminimise(w.wails)
}

// Quit implements [Window].
func (w AppWindow) Quit() { runtime.Quit(w.wails) }
