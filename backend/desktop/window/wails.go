package window

import (
	"context"
	"fmt"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Wails is the window that Wails made; its context is known from startup on.
type Wails struct{ Context context.Context } //nolint:containedctx // Wails hands everything over in it

// Show brings the window forward, out of the dock or taskbar too.
func (w *Wails) Show() {
	runtime.WindowShow(w.Context)
	runtime.WindowUnminimise(w.Context)
}

// Hide takes the window out of sight.
func (w *Wails) Hide() { runtime.WindowHide(w.Context) }

// Quit ends the program.
func (w *Wails) Quit() { runtime.Quit(w.Context) }

// Place tells where the window is; a minimised one is nowhere.
func (w *Wails) Place() Place {
	if runtime.WindowIsMinimised(w.Context) {
		return Place{}
	}
	x, y := runtime.WindowGetPosition(w.Context)
	width, height := runtime.WindowGetSize(w.Context)
	return Place{X: x, Y: y, Width: width, Height: height, Maximised: runtime.WindowIsMaximised(w.Context)}
}

// SetPlace moves the window.
func (w *Wails) SetPlace(place Place) {
	runtime.WindowSetSize(w.Context, place.Width, place.Height)
	runtime.WindowSetPosition(w.Context, place.X, place.Y)
	if place.Maximised {
		runtime.WindowMaximise(w.Context)
	}
}

// Screens tells the screens there are; none when the system does not say.
func (w *Wails) Screens() []Screen {
	all, err := runtime.ScreenGetAll(w.Context)
	if err != nil {
		return nil
	}
	screens := make([]Screen, len(all))
	for i, screen := range all {
		screens[i] = Screen{Width: screen.Size.Width, Height: screen.Size.Height, Current: screen.IsCurrent}
	}
	return screens
}

// GoTo shows an address in the window. Addresses are made by the program, of numbers alone.
func (w *Wails) GoTo(address string) {
	runtime.WindowExecJS(w.Context, fmt.Sprintf("location.hash = %q", address))
}

// Emit tells the screens something.
func (w *Wails) Emit(event string, data any) { runtime.EventsEmit(w.Context, event, data) }
