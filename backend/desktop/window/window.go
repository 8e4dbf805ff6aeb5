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
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/settings"
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

// The events that screens answer.
const (
	// AskQuit carries a [Question].
	AskQuit = "ask-quit"
	// OpenFile carries a path.
	OpenFile = "open-file"
)

// Question asks what shall become of the jobs that are at work.
type Question struct {
	// Jobs is how many are at work or queued.
	Jobs int64 `json:"jobs"`
	// NoTray says that the window was closed and can't hide: there is no tray to bring it back.
	NoTray bool `json:"no_tray"`
}

// Answer is what a person wants.
type Answer string

// The answers.
const (
	QuitNow  Answer = "now"       // pauses what is at work; it goes on at the next start
	QuitDone Answer = "when_done" // waits, out of sight where there is a tray, and quits then
	Stay     Answer = "stay"
)

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
	deck     deck.Deck // nil as long as it is not open; the tray then, too
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
func (w *Window) Serve(d deck.Deck, tray Tray) {
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
	name, screen := arrangement(w.Frame.Screens())
	if place, known := w.notes.Places[name]; known {
		w.Frame.SetPlace(place.fitted(screen))
	}
	if w.Hidden && w.hasTray() {
		w.putAway()
		return
	}
	w.show()
}

// Show brings the window forward.
func (w *Window) Show() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.show()
}

func (w *Window) show() {
	w.Frame.Show()
	w.visible = true
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

// BeforeClose decides what closing the window means, and tells whether it is kept open: it hides
// where work shall go on in the tray, asks where jobs are at work, and else lets the program end.
func (w *Window) BeforeClose(ctx context.Context) (kept bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keepPlace()
	if w.quitting || w.deck == nil {
		return false
	}
	keep := w.keepsWorking(ctx)
	if keep && w.hasTray() {
		w.hide()
		return true
	}
	return !w.mayQuit(ctx, keep)
}

// hide hides the window, and says once that the work goes on.
func (w *Window) hide() {
	w.putAway()
	if w.notes.ToldClose {
		return
	}
	w.tray.Say("Jobdeck keeps working", "Its icon in the tray brings the window back, and quits. What closing the window does is a setting.")
	w.notes.ToldClose = true
	w.saveNotes()
}

// Quit quits, after asking where jobs are at work.
func (w *Window) Quit() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.quitting || w.deck == nil || w.mayQuit(context.Background(), false) {
		w.quit()
	}
}

// mayQuit tells whether nobody needs to be asked, and asks otherwise. Who asks again while the
// question is on the screen wants to quit.
func (w *Window) mayQuit(ctx context.Context, noTray bool) bool {
	jobs := w.atWork(ctx)
	if jobs == 0 && !noTray || w.asked {
		return true
	}
	w.asked = true
	w.show()
	w.Frame.Emit(AskQuit, Question{Jobs: jobs, NoTray: noTray})
	return false
}

// Answer takes what a person answered.
func (w *Window) Answer(ctx context.Context, answer Answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = false
	if w.waiting != nil {
		w.waiting()
		w.waiting = nil
	}
	switch answer {
	case QuitNow:
		w.quit()
	case QuitDone:
		w.quitWhenDone(ctx)
	case Stay:
	}
}

func (w *Window) quit() {
	w.keepPlace()
	w.quitting = true
	// Quitting asks BeforeClose, which waits for the lock that is held here.
	go w.Frame.Quit()
}

// quitWhenDone quits as soon as no job is at work any more.
func (w *Window) quitWhenDone(ctx context.Context) {
	ctx, w.waiting = context.WithCancel(ctx)
	events, err := w.deck.Follow(ctx)
	if err != nil {
		w.Log.WithError(err).Warn("wait for the jobs")
		return
	}
	if w.hasTray() {
		w.putAway()
	}
	go w.waitForJobs(ctx, events)
}

func (w *Window) waitForJobs(ctx context.Context, events *live.Subscription) {
	for {
		w.mu.Lock()
		done := ctx.Err() == nil && w.atWork(ctx) == 0
		if done {
			w.quit()
		}
		w.mu.Unlock()
		if done {
			return
		}
		if batch, err := events.Next(ctx); err != nil || len(batch) == 0 {
			return
		}
	}
}

// keepsWorking tells whether closing the window shall leave the work going. When nobody can say,
// it does: nothing is lost by that.
func (w *Window) keepsWorking(ctx context.Context) bool {
	list, err := w.deck.Settings(ctx)
	if err != nil {
		w.Log.WithError(err).Warn("read the settings")
		return true
	}
	for _, setting := range list {
		if setting.Key == settings.OnClose {
			return setting.Value == settings.KeepWorking
		}
	}
	return true
}

// atWork counts the jobs that would have to stop.
func (w *Window) atWork(ctx context.Context) int64 {
	overview, err := w.deck.Overview(ctx)
	if err != nil {
		w.Log.WithError(err).Warn("count the jobs")
		return 0
	}
	var jobs int64
	for _, status := range []job.Status{job.Queued, job.Running, job.Pausing, job.Cancelling} {
		jobs += overview.Counts[status]
	}
	return jobs
}
