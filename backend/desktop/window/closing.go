package window

import (
	"context"

	"jobdeck/backend/deck"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/settings"
)

// AskQuit is the event that asks what shall become of the jobs at work; it carries a [Question].
const AskQuit = "ask-quit"

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

// QuitNow quits and asks nobody: the system wants the program to end. What is at work goes on at the
// next start.
func (w *Window) QuitNow() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.quit()
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
	values, err := deck.ValuesOf(ctx, w.deck)
	if err != nil {
		w.Log.WithError(err).Warn("read the settings")
	}
	return values[settings.OnClose] != settings.Quit
}

// atWork counts the jobs that would have to stop.
func (w *Window) atWork(ctx context.Context) int64 {
	overview, err := deck.Overview.Ask(ctx, w.deck)
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
