package engine

import (
	"context"
	"fmt"
	"time"

	"jobdeck/backend/job"
)

// upkeepEvery is how often the engine looks at the wall clock: at jobs that are due, time windows,
// and the end of a hold. A machine that slept is at most this late.
const upkeepEvery = time.Second

// dispatch gives free slots to queued jobs, and keeps what depends on the time, until ctx ends.
func (e *Engine) dispatch(ctx context.Context) {
	ticker := e.clock.NewTicker(upkeepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.wake:
		case <-ticker.Chan():
			if err := e.upkeep(ctx); err != nil && ctx.Err() == nil {
				e.log.WithError(err).Error("look at the clock")
			}
		}
		if err := e.fillSlots(ctx); err != nil && ctx.Err() == nil {
			e.log.WithError(err).Error("start a queued job")
		}
	}
}

// upkeep does what has become due.
func (e *Engine) upkeep(ctx context.Context) error {
	if err := e.liftHold(ctx); err != nil {
		return err
	}
	due, err := e.store.Due(ctx, e.now())
	if err != nil {
		return err
	}
	for _, id := range due {
		if err := e.resumeDue(ctx, id); err != nil {
			return err
		}
	}
	if err := e.pauseRunning(ctx, e.outside); err != nil {
		return err
	}
	return e.watchDisk(ctx)
}

// resumeDue resumes a job whose time has come, unless somebody gave it another time, or made it stay,
// since it was listed.
func (e *Engine) resumeDue(ctx context.Context, id job.ID) error {
	e.changing.Lock()
	defer e.changing.Unlock()
	j, err := e.store.Job(ctx, id)
	if err != nil {
		return err
	}
	if j.ResumesAt == 0 || j.ResumesAt > e.now() {
		return nil
	}
	return e.changeLocked(ctx, id, cause{verb: job.Resume, actor: itself, why: "it is time"})
}

// pauseRunning pauses the running jobs for which there is a cause.
func (e *Engine) pauseRunning(ctx context.Context, because func(*job.Job) (cause, bool)) error {
	e.changing.Lock()
	defer e.changing.Unlock()
	for id, r := range e.runs {
		j := r.seen()
		if j.Status != job.Running {
			continue
		}
		if pause, found := because(&j); found {
			if err := e.changeLocked(ctx, id, pause); err != nil {
				return err
			}
		}
	}
	return nil
}

// outside tells whether a job is outside its time window, and the pause that follows.
func (e *Engine) outside(j *job.Job) (cause, bool) {
	window := j.Options.Window
	if window == nil {
		return cause{}, false
	}
	open, changes := window.Open(e.clock.Now())
	return cause{verb: job.Pause, actor: itself, kind: job.ByWindow, why: "outside its time window", until: changes.UnixMilli()}, !open
}

// dispatchPage is how many queued jobs are looked at in one go.
const dispatchPage = 100

// fillSlots starts queued jobs while slots are free and nothing is held.
func (e *Engine) fillSlots(ctx context.Context) error {
	e.changing.Lock()
	defer e.changing.Unlock()
	for e.freeSlots() > 0 {
		queue, err := e.store.Queue(ctx, dispatchPage)
		if err != nil {
			return fmt.Errorf("read the queue: %w", err)
		}
		if len(queue) == 0 {
			return nil
		}
		for _, id := range queue {
			if e.freeSlots() <= 0 {
				return nil
			}
			if err := e.startOne(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// freeSlots is how many more jobs may run now.
func (e *Engine) freeSlots() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.working || e.hold.Held {
		return 0
	}
	return e.slots - len(e.runs)
}

// startOne gives a slot to a queued job, or pauses it until its time window opens.
func (e *Engine) startOne(ctx context.Context, id job.ID) error {
	j, err := e.store.Job(ctx, id)
	if err != nil {
		return err
	}
	if pause, closed := e.outside(&j); closed {
		return e.changeOne(ctx, &j, pause)
	}
	if err := e.changeOne(ctx, &j, cause{verb: job.TakeSlot, actor: itself}); err != nil {
		return err
	}
	e.begin(j)
	return nil
}
