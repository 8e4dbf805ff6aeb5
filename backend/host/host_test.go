package host

import (
	"slices"
	"testing"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/desktop/window"
	"jobdeck/backend/logging"
)

// frame is a window in memory.
type frame struct {
	shown bool
	lists []string
}

func (f *frame) Show()                    { f.shown = true }
func (f *frame) Hide()                    { f.shown = false }
func (f *frame) Quit()                    {}
func (f *frame) Place() window.Place      { return window.Place{Width: 1280, Height: 800} }
func (f *frame) SetPlace(window.Place)    {}
func (f *frame) Screens() []window.Screen { return nil }
func (f *frame) GoTo(string)              {}

func (f *frame) Emit(event string, data any) {
	if list, ok := data.(string); ok && event == window.OpenFile {
		f.lists = append(f.lists, list)
	}
}

// A list can come before the window listens: with the start, or from a second start that was quick.
func TestNoListIsLostWhileTheWindowIsBeingDrawn(t *testing.T) {
	t.Parallel()
	f := &frame{}
	h := &Host{
		Options: Options{File: "/lists/first.csv"},
		Window:  window.New(window.Options{Frame: f, Hidden: true, Clock: clockwork.NewFakeClock(), Log: logging.Discard()}),
	}
	h.OpenList("")
	h.OpenList("/lists/second.csv")
	if !f.shown {
		t.Error("the window stays hidden")
	}
	if list := h.List(); list != "/lists/second.csv" {
		t.Errorf("the window opens with %q", list)
	}
	if list := h.List(); list != "" {
		t.Errorf("a reloaded window opens %q again", list)
	}
	h.OpenList("/lists/third.csv")
	if want := []string{"/lists/third.csv"}; !slices.Equal(f.lists, want) {
		t.Errorf("it was handed %q, want %q", f.lists, want)
	}
}
