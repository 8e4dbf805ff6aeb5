// Package window decides what becomes of the native window: where it opens, what closing it means,
// when quitting asks, and what a second start does. It calls the window through [Frame]; how a
// frame does it stands in wails.go.
package window

import (
	"context"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/deck"
)

// Frame is the native window.
type Frame interface {
	Show()
	Hide()
	// Quit closes the window for good, without asking.
	Quit()
	Place() Place
	SetPlace(place Place)
	Screens() []Screen
	// GoTo shows an address in the window: "#/jobs/12".
	GoTo(address string)
	// Emit tells the screens something.
	Emit(event string, data any)
}

// OpenFile is the event that hands a list to the screens; it carries a path.
const OpenFile = "open-file"

// Options are what a window is made of.
type Options struct {
	Frame   Frame
	DataDir string
	// Hidden says that the window shall stay out of sight at first, when there is a tray.
	Hidden bool
	Clock  clockwork.Clock
	Log    logrus.FieldLogger
}

// Tray is what is left on the screen while the window is hidden.
type Tray interface {
	// Host tells whether it can bring the window back.
	Host(ctx context.Context) bool
	// Say tells a person something.
	Say(title, text string)
}

// Window is what is known of the native window.
type Window struct {
	Options

	mu       sync.Mutex
	deck     deck.Door // nil as long as it is not open; the tray then, too
	tray     Tray
	notes    *notes
	ready    bool
	visible  bool
	hidden   chan struct{} // closed when the window is shown again; nil while it was not hidden
	asked    bool          // a question is on the screen
	quitting bool          // nobody is asked any more
	waiting  context.CancelFunc
}

// New makes it, before the deck is open.
func New(options Options) *Window {
	w := &Window{Options: options}
	notes, err := readNotes(options.DataDir)
	if err != nil {
		w.Log.WithError(err).Warn("the window opens where the system puts it")
	}
	w.notes = notes
	return w
}

// Serve tells whom to ask for settings and jobs, and who stays when the window hides.
func (w *Window) Serve(d deck.Door, tray Tray) {
	w.mu.Lock()
	w.deck, w.tray = d, tray
	w.mu.Unlock()
}

// Ready shows the window for the first time, at its place; one that was started hidden stays so
// where a tray can bring it back.
func (w *Window) Ready() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ready || w.quitting {
		return
	}
	w.ready = true
	place, screen, known := w.notes.place(w.Frame.Screens())
	if known {
		w.Frame.SetPlace(place.fitted(screen))
	}
	if w.Hidden && w.hasTray() {
		w.putAway()
		return
	}
	w.show()
	if known {
		// What was said before it came up may be overtaken by where windows begin.
		w.Frame.SetPlace(place.fitted(screen))
	}
}

// Show brings the window forward.
func (w *Window) Show() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.show()
}

func (w *Window) show() {
	w.Frame.Show()
	w.visible, w.Hidden = true, false
	if w.hidden != nil {
		close(w.hidden)
		w.hidden = nil
	}
}

// putAway takes the window out of sight.
func (w *Window) putAway() {
	w.Frame.Hide()
	w.visible = false
	if w.hidden == nil {
		w.hidden = make(chan struct{})
	}
}

// Await waits while the window is hidden, or until ctx ends: nobody sees there what would be told.
func (w *Window) Await(ctx context.Context) {
	w.mu.Lock()
	hidden := w.hidden
	w.mu.Unlock()
	if hidden == nil {
		return
	}
	select {
	case <-hidden:
	case <-ctx.Done():
	}
}

// Open brings the window forward, at an address in it ("#/jobs/12"), or where it is with none.
func (w *Window) Open(address string) {
	if address != "" {
		w.Frame.GoTo(address)
	}
	w.Show()
}

// OpenList brings the window forward and hands over a list, when there is one.
func (w *Window) OpenList(file string) {
	w.Show()
	if file != "" {
		w.Frame.Emit(OpenFile, file)
	}
}

// rememberEvery is how often a visible window's place is looked at: whatever ends the program, it
// opens again where it was.
const rememberEvery = 5 * time.Second

// Seen says whether the window is on the screen, neither hidden nor minimised.
func (w *Window) Seen() bool {
	w.mu.Lock()
	visible := w.visible
	w.mu.Unlock()
	return visible && w.Frame.Place() != (Place{})
}

// Remember keeps the window's place until ctx ends. While the window is hidden it does not look.
func (w *Window) Remember(ctx context.Context) {
	ticker := w.Clock.NewTicker(rememberEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.Chan():
			w.mu.Lock()
			w.keepPlace()
			w.mu.Unlock()
		}
	}
}

func (w *Window) keepPlace() {
	if !w.visible || w.quitting {
		return
	}
	place := w.Frame.Place()
	if place.Width == 0 || place.Height == 0 {
		return // minimised, or not drawn yet
	}
	name, _ := arrangement(w.Frame.Screens())
	if before, known := w.notes.Places[name]; known && place.Maximised {
		// What it goes back to when it is no longer maximised.
		before.Maximised = true
		place = before
	}
	w.notes.Places[name] = place
	w.saveNotes()
}

func (w *Window) saveNotes() {
	if err := w.notes.save(); err != nil {
		w.Log.WithError(err).Warn("remember the window")
	}
}

func (w *Window) hasTray() bool { return w.tray != nil && w.tray.Host(context.Background()) }
