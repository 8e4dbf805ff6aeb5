package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
)

// leftovers are jobs that nobody sees any more, or never did, and whose rows are still to be taken
// away: what is left of imports that failed or that a crash ended, and of purges that a quit did.
type leftovers struct {
	mu   sync.Mutex
	jobs []leftover
	news chan struct{} // holds a token when there are new ones
}

type leftover struct {
	job  job.ID
	work live.Work // how taking it away is told
}

func (l *leftovers) add(id job.ID, work live.Work) {
	l.mu.Lock()
	l.jobs = append(l.jobs, leftover{id, work})
	l.mu.Unlock()
	token(l.news)
}

func (l *leftovers) all() []leftover {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.jobs)
}

func (l *leftovers) done(id job.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs = slices.DeleteFunc(l.jobs, func(other leftover) bool { return other.job == id })
}

// clearing is how it is told that something that never became a job is taken away.
func clearing(id job.ID) live.Work {
	return live.Work{ID: "clear-" + key(id), Label: "Clearing what an import left"}
}

// discard takes away what was stored of a job that could not be made: in the background, for it can
// be much, and whoever waits for the error shall have it. Without a background it is done at once.
// What can't be taken away the next start does.
func (e *Engine) discard(id job.ID) {
	if e.isWorking() {
		e.left.add(id, clearing(id))
		return
	}
	discard := func(ctx context.Context) error { return e.store.Discard(ctx, id) }
	err := e.bear(context.Background(), discard)
	if errors.Is(err, store.ErrFull) && e.store.MakeRoom() {
		err = discard(context.Background())
	}
	if err != nil {
		e.log.WithError(err).Warn("take away an unfinished import")
	}
}

// clear takes the rows of all leftovers away, in small steps, and tells how far it is. One that
// can't be is tried again when the purger looks next.
func (e *Engine) clear(ctx context.Context) error {
	for _, left := range e.left.all() {
		err := e.clearJob(ctx, left)
		if errors.Is(err, store.ErrFull) && e.store.MakeRoom() {
			err = e.clearJob(ctx, left)
		}
		if err != nil {
			return fmt.Errorf("clear what is left of job %d: %w", left.job, err)
		}
		e.left.done(left.job)
	}
	return nil
}

func (e *Engine) clearJob(ctx context.Context, left leftover) error {
	work := left.work
	var err error
	if work.Total, err = e.store.CountRows(ctx, left.job); err != nil {
		return err
	}
	for more := true; more; {
		var gone int64
		gone, more, err = e.store.PurgeRows(ctx, left.job)
		work.Done += gone
		if work.Ended = !more; err != nil {
			work.Error = err.Error()
		}
		e.tellWork(work)
	}
	return err
}
