package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/remote"
)

// waiter stays with one job to its end, shows how far it is, and passes interrupts on to it.
type waiter struct {
	*program
	c        *connection
	id       job.ID
	noun     string
	out      string
	progress progress
	// asked counts the interrupts: one pauses, two pause now, three end the program.
	asked int
	// moved says that another process works the job than at first.
	moved bool
}

func (w *waiter) close() error {
	w.progress.end()
	return w.c.close()
}

// look reads the job as it is now.
func (w *waiter) look(ctx context.Context) (job.Snapshot, error) {
	jobs, err := deck.Jobs.Ask(ctx, w.c, []job.ID{w.id})
	if err != nil {
		return job.Snapshot{}, err
	}
	if len(jobs) == 0 {
		return job.Snapshot{}, noJob(deck.ErrNotFound, w.id)
	}
	return jobs[0], nil
}

// create stores the job, and shows how far the list is read meanwhile. An interrupt stops it, and
// nothing is stored then.
func (w *waiter) create(ctx context.Context, draft deck.Draft) (job.Snapshot, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events, err := w.c.Follow(ctx)
	if err != nil {
		return job.Snapshot{}, err
	}
	type result struct {
		job job.Snapshot
		err error
	}
	results := make(chan result, 1)
	go func() {
		made, err := deck.Create.Ask(ctx, w.c, draft)
		results <- result{made, err}
	}()
	batches := pump(ctx, events)
	for {
		select {
		case made := <-results:
			if made.err != nil && w.asked > 0 {
				w.note("stopped: no job was stored")
				return job.Snapshot{}, errInterrupted
			}
			return made.job, made.err
		case signal := <-w.interrupts:
			w.interrupted(signal)
			cancel()
		case batch, more := <-batches:
			if !more {
				batches = nil
			}
			for _, event := range batch {
				if event.Topic == live.WorkProgress && event.Work != nil && w.c.alone {
					w.progress.work(*event.Work)
				}
			}
		}
	}
}

// pump makes a channel of a subscription. It is closed when the subscription ends.
func pump(ctx context.Context, events *live.Subscription) <-chan []live.Event {
	batches := make(chan []live.Event)
	go func() {
		defer close(batches)
		for {
			batch, err := events.Next(ctx)
			if err != nil || len(batch) == 0 {
				return
			}
			select {
			case batches <- batch:
			case <-ctx.Done():
				return
			}
		}
	}()
	return batches
}

// stay follows the job until it has ended, or rests and will not go on by itself, and says so.
func (w *waiter) stay(ctx context.Context) error {
	for {
		s, err := w.follow(ctx)
		if err == nil {
			w.progress.end()
			return w.finish(ctx, s)
		}
		if !lost(err) {
			return err
		}
		if err := w.reconnect(ctx); err != nil {
			return err
		}
	}
}

// reconnect goes on where the process that worked the job ended: in the one that follows it, or here.
func (w *waiter) reconnect(ctx context.Context) error {
	w.progress.note(fmt.Sprintf("the Jobdeck that worked job %d has ended: going on", w.id))
	ctx, stop := w.interruptible(ctx)
	defer stop()
	c, err := w.connectWithin(ctx, true, untilOver)
	if err != nil {
		if errors.Is(context.Cause(ctx), errInterrupted) {
			err = errInterrupted
		}
		return fmt.Errorf("job %d goes on when Jobdeck is started again: %w", w.id, err)
	}
	// What is left of the old connection leads nowhere.
	_ = w.c.close()
	w.c, w.moved = c, true
	return nil
}

// unsetAside resumes the job when the process that works it now found it at work, and made it wait for
// somebody who wants it to go on, by setting: who waits for it does.
func (w *waiter) unsetAside(ctx context.Context) error {
	s, err := w.look(ctx)
	if err != nil || s.Status != job.Paused || s.ReasonKind != job.ByRestart {
		return err
	}
	_, err = deck.Apply.Ask(ctx, w.c, job.Command{Verb: job.Resume, Why: "somebody waits for it", Jobs: []job.ID{w.id}})
	return err
}

// errLeave says that the third interrupt came: the job is left as it is.
var errLeave = fmt.Errorf("%w: the job is left as it is", errInterrupted)

// follow gives the job when there is no more to wait for.
func (w *waiter) follow(ctx context.Context) (job.Snapshot, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events, err := w.c.Follow(ctx)
	if err != nil {
		return job.Snapshot{}, err
	}
	batches := pump(ctx, events)
	overview, err := deck.Overview.Ask(ctx, w.c)
	if err != nil {
		return job.Snapshot{}, err
	}
	w.progress.held(overview.Hold)
	if w.asked > 0 {
		err = w.pause(ctx)
	} else if w.moved {
		err = w.unsetAside(ctx)
	}
	if err != nil {
		return job.Snapshot{}, err
	}
	tick := w.clock.NewTicker(time.Second)
	defer tick.Stop()
	s, err := w.look(ctx)
	for err == nil {
		if w.settled(s) {
			// An event may be a moment old: what is acted on is what is true now.
			if s, err = w.look(ctx); err != nil || w.settled(s) {
				return s, err
			}
		}
		w.progress.job(s)
		select {
		case batch, more := <-batches:
			if !more {
				if ctx.Err() != nil {
					return s, ctx.Err()
				}
				return s, fmt.Errorf("follow job %d: %w", w.id, remote.ErrLost)
			}
			s, err = w.take(ctx, s, batch)
		case <-tick.Chan():
		case signal := <-w.interrupts:
			if w.interrupted(signal); w.asked > 2 {
				return s, errLeave
			}
			err = w.pause(ctx)
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	return s, err
}

// take applies events to what is known of the job.
func (w *waiter) take(ctx context.Context, s job.Snapshot, batch []live.Event) (job.Snapshot, error) {
	key := strconv.FormatInt(int64(w.id), 10)
	for _, event := range batch {
		switch {
		case event.Topic == live.JobChanged && event.Job != nil && event.Job.ID == w.id:
			s = *event.Job
		case event.Topic == live.JobGone && event.Key == key, event.Topic == live.JobsChanged:
			now, err := w.look(ctx)
			if err != nil {
				return s, err
			}
			s = now
		case event.Topic == live.HoldChanged && event.Hold != nil:
			w.progress.held(*event.Hold)
		}
	}
	if s.Deleted != 0 {
		return s, fmt.Errorf("%s was deleted", title(s))
	}
	return s, nil
}

// settled reports whether there is nothing more to wait for.
func (w *waiter) settled(s job.Snapshot) bool {
	switch {
	case s.Status.Ended():
		return true
	case s.Status != job.Paused:
		return false
	case w.asked > 0:
		return true
	default:
		return restsForGood(s)
	}
}

// restsForGood reports whether the app paused the job by itself in a way that only a person can
// lift. What a person paused, a person will resume; the rest goes on by itself.
func restsForGood(s job.Snapshot) bool {
	return s.Standing == job.NeedsYou || s.ResumesAt == 0 && (s.ReasonKind == job.ByRestart || s.ReasonKind == job.ByRateLimit)
}

// interrupted counts an interrupt. Whoever sends SIGTERM does not wait for items to finish: it
// pauses now. So does a terminal that is closed; that is often told more than once, and is no haste.
func (w *waiter) interrupted(signal os.Signal) {
	switch signal {
	case syscall.SIGHUP:
		w.asked = max(w.asked, 2)
	case syscall.SIGTERM:
		w.asked = max(w.asked+1, 2)
	default:
		w.asked++
	}
}

// pause passes an interrupt on to the job.
func (w *waiter) pause(ctx context.Context) error {
	command := job.Command{Verb: job.Pause, Why: "interrupted", Jobs: []job.ID{w.id}}
	words := "pausing: items in flight finish and are kept (Ctrl-C again interrupts them)"
	if w.asked > 1 {
		command.Verb = job.PauseNow
		words = "pausing now: items in flight go back to pending"
	}
	w.progress.note(words)
	// What the report refuses came too late, and the next look at the job tells.
	_, err := deck.Apply.Ask(ctx, w.c, command)
	return err
}
