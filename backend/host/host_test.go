package host

import (
	"context"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/desktop/window"
	"jobdeck/backend/logging"
)

// frame is a window in memory.
type frame struct {
	shown bool
	lists []string
	quits chan struct{} // where quitting is told; nil: nowhere
}

func (f *frame) Show()                    { f.shown = true }
func (f *frame) Hide()                    { f.shown = false }
func (f *frame) Place() window.Place      { return window.Place{Width: 1280, Height: 800} }
func (f *frame) SetPlace(window.Place)    {}
func (f *frame) Screens() []window.Screen { return nil }
func (f *frame) GoTo(string)              {}

func (f *frame) Quit() {
	if f.quits != nil {
		f.quits <- struct{}{}
	}
}

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

// A terminal that closes, the end of a session and the system ask more than once, each in its own way.
func TestTheWindowQuitsOnceHoweverOftenItIsAsked(t *testing.T) {
	t.Parallel()
	for _, first := range []os.Signal{syscall.SIGHUP, syscall.SIGTERM, os.Interrupt} {
		f := &frame{quits: make(chan struct{})}
		h := &Host{Window: window.New(window.Options{Frame: f, Hidden: true, Clock: clockwork.NewFakeClock(), Log: logging.Discard()})}
		ctx, cancel := context.WithCancel(t.Context())
		asked, obeyed := make(chan os.Signal), make(chan struct{})
		go func() {
			defer close(obeyed)
			h.obey(ctx, asked)
		}()
		asked <- first
		<-f.quits
		asked <- syscall.SIGHUP // taken, and no reason to end at once
		asked <- syscall.SIGTERM
		cancel()
		<-obeyed
		select {
		case <-f.quits:
			t.Errorf("%v: it quits again", first)
		default:
		}
	}
}
