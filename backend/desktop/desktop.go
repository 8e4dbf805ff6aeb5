package desktop

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// Window is what can be done to the program's window from outside.
type Window interface {
	// Open brings it forward and goes to an address in it ("#/jobs/12"); with an empty one it stays
	// where it is.
	Open(address string)
	// Quit ends the program as a person does: it may ask.
	Quit()
}

// Options are what a [Desktop] is made of.
type Options struct {
	Deck     deck.Door
	Tray     Tray
	Notifier Notifier
	Window   Window
	// Who is the person in front of the screen.
	Who string
	// Focused says whether she looks at the window now: then notifications are quiet.
	Focused func() bool
	// Since is when the deck was about to be opened, in milliseconds UTC: news since then are told.
	Since int64
	Clock clockwork.Clock
	Log   *logrus.Logger
}

// Desktop keeps tray and notifications in step with the deck.
type Desktop struct {
	Options

	end     context.CancelFunc
	works   sync.WaitGroup
	verbs   chan func(context.Context)
	notices chan Notice
	told    told
}

// How many choices and notices can wait. A person does not choose faster than that, and whoever
// gets more notices than that at once reads the inbox.
const (
	waitingVerbs   = 16
	waitingNotices = 64
)

// Start puts up the tray and follows the deck until Close.
func Start(ctx context.Context, options Options) (*Desktop, error) {
	ctx, end := context.WithCancel(ctx)
	d := &Desktop{
		Options: options, end: end,
		verbs: make(chan func(context.Context), waitingVerbs), notices: make(chan Notice, waitingNotices),
	}
	// Followed before it is asked: what changes in between is told twice rather than never.
	events, err := d.Deck.Follow(ctx)
	if err != nil {
		end()
		return nil, fmt.Errorf("follow what happens: %w", err)
	}
	d.Notifier.OnAction(d.chosenInNotice)
	d.Tray.Start(d.chosenInTray)
	d.works.Go(func() { d.follow(ctx, events) })
	d.works.Go(func() { d.work(ctx) })
	d.works.Go(func() { d.notify(ctx) })
	return d, nil
}

// patience is how long Close waits for a system that does not answer. On macOS it can't: the
// tray waits for the main thread, which may be the one that closes.
const patience = 2 * time.Second

// Close takes the icon away and lets go of the deck.
func (d *Desktop) Close() error {
	d.end()
	d.Tray.Close()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.works.Wait()
	}()
	late := d.Clock.NewTimer(patience)
	defer late.Stop()
	select {
	case <-ended:
		d.Notifier.Close()
	case <-late.Chan():
		d.Log.Warn("the desktop does not answer: not waiting for it any longer")
	}
	return nil
}

// Host says whether the tray's icon is shown now: whether a closed window can be found again.
func (d *Desktop) Host(ctx context.Context) bool { return d.Tray.Host(ctx) }

// drawAtMost bounds how often the tray changes.
const drawAtMost = 500 * time.Millisecond

// follow draws what happens. It wakes only when something does.
func (d *Desktop) follow(ctx context.Context, events *live.Subscription) {
	view := view{deck: d.Deck, stale: true, unread: true}
	var seats seating
	var shown Menu
	for first := true; ctx.Err() == nil; first = false {
		if err := view.refresh(ctx); err != nil && ctx.Err() == nil {
			d.Log.WithError(err).Warn("the tray can't be brought up to date")
		}
		if first {
			d.tellSince(view.inbox)
		}
		menu, again := seats.menu(view.state, d.Clock.Now())
		if menu != shown {
			d.Tray.Show(menu)
			shown = menu
		}
		select {
		case <-d.Clock.After(drawAtMost):
		case <-ctx.Done():
			return
		}
		batch, open := d.next(ctx, events, again)
		if !open {
			return
		}
		for i := range batch {
			view.take(&batch[i])
			if batch[i].News != nil {
				d.tell(*batch[i].News)
			}
		}
	}
}

// next waits for events, or for so long when that is not 0.
func (d *Desktop) next(ctx context.Context, events *live.Subscription, wait time.Duration) (batch []live.Event, open bool) {
	within := ctx
	if wait > 0 {
		var cancel context.CancelFunc
		within, cancel = clockwork.WithTimeout(ctx, d.Clock, wait)
		defer cancel()
	}
	batch, err := events.Next(within)
	if err != nil {
		return nil, ctx.Err() == nil
	}
	return batch, len(batch) > 0
}

// chosenInTray does what was chosen in the tray's menu.
func (d *Desktop) chosenInTray(choice Choice) {
	switch choice.What {
	case OpenWindow:
		d.Window.Open("")
	case OpenJob:
		d.Window.Open(jobAddress(choice.Job))
	case OpenJobs:
		d.Window.Open(jobsAddress)
	case QuitProgram:
		d.Window.Quit()
	case HoldAll:
		d.later(job.FromTray, func(ctx context.Context) {
			_, err := deck.Hold.Ask(ctx, d.Deck, deck.HoldRequest{})
			d.complain("Can't hold everything", err)
		})
	case ReleaseAll:
		d.later(job.FromTray, func(ctx context.Context) {
			_, err := deck.Release.Ask(ctx, d.Deck)
			d.complain("Can't lift the hold", err)
		})
	case PauseJob:
		d.later(job.FromTray, func(ctx context.Context) { d.apply(ctx, job.Pause, choice.Job) })
	case ResumeJob:
		d.later(job.FromTray, func(ctx context.Context) { d.apply(ctx, job.Resume, choice.Job) })
	}
}

// later has a verb done by the one goroutine that does them, in the order in which they came. From is where it was chosen.
func (d *Desktop) later(from job.Origin, do func(context.Context)) {
	actor := job.Actor{Who: d.Who, From: from}
	verb := func(ctx context.Context) { do(job.WithActor(ctx, actor)) }
	select {
	case d.verbs <- verb:
	default:
		d.complain("Jobdeck is busy", fmt.Errorf("%d things that you chose are still to be done", waitingVerbs))
	}
}

func (d *Desktop) work(ctx context.Context) {
	for {
		select {
		case verb := <-d.verbs:
			verb(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// apply does a verb on a job, and says so when it can't.
func (d *Desktop) apply(ctx context.Context, verb job.Verb, id job.ID) {
	report, err := deck.Apply.Ask(ctx, d.Deck, job.Command{Verb: verb, Jobs: []job.ID{id}})
	for _, left := range report.LeftOut {
		if err == nil {
			err = leftOut(left.Why)
		}
	}
	if err == nil {
		return
	}
	name := fmt.Sprintf("job %d", id)
	if jobs, err := deck.Jobs.Ask(ctx, d.Deck, []job.ID{id}); err == nil && len(jobs) > 0 {
		name = short(jobs[0].Name)
	}
	d.complain(fmt.Sprintf("Can't %s %s", verb.Words(), name), err)
}

// leftOut is why a verb did nothing to a job.
type leftOut string

func (l leftOut) Error() string { return string(l) }

// Addresses in the window.
const jobsAddress = "#/jobs"

func jobAddress(id job.ID) string { return fmt.Sprintf("#/jobs/%d", id) }
