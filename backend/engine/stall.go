package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/trouble"
)

// errUnsaved says that the program ends with something that could not be saved: the items that it
// is about are worked again.
var errUnsaved = errors.New("it is not saved")

const (
	// lookAgain is how often it is tried again what could not be done. A database that is held is
	// waited for by the store already.
	lookAgain = time.Second
	// bearTrouble is how often in a row before the job is paused for it: a backup that holds the
	// database for some seconds is no reason for a pause.
	bearTrouble = 10
	// troubleWait is how long a job that was paused for it waits before it goes on by itself.
	troubleWait = time.Minute
)

// passes reports whether what failed may work later: the job waits for that.
func passes(err error) bool { return errors.Is(err, store.ErrFull) || trouble.Passes(err) }

// patiently does what a run can't go on without. While a full disk, a database that another program
// holds or a disk that does not answer keep it from being done no item starts, and it is tried
// again, for as long as it takes: nothing is lost, and no job fails. After a while the job is paused
// with the reason; it goes on by itself, but for a full disk, which somebody must make room on.
// An error that does not pass is given back, and errUnsaved when the program ends meanwhile.
func (r *run) patiently(waiting string, do func(context.Context) error) error {
	ctx := context.WithoutCancel(r.ctx)
	err := do(ctx)
	if !passes(err) {
		return err
	}
	r.stall(waiting, err)
	defer r.unstall()
	paused := false
	for tries := 1; ; tries++ {
		full := errors.Is(err, store.ErrFull)
		if full {
			r.engine.store.MakeRoom()
		}
		if !paused && (full || tries >= bearTrouble) {
			made := r.engine.changeBy(ctx, r.id, r.pauseFor(err))
			if made != nil && !passes(made) {
				return made
			}
			paused = made == nil
		}
		again := do(ctx)
		switch {
		case again == nil && (paused || !full):
			return nil
		case again == nil:
			do = func(context.Context) error { return nil } // only the pause is left to write down
		case !passes(again):
			return again
		default:
			err = again
		}
		if !r.waits() {
			if again == nil {
				return nil
			}
			return fmt.Errorf("%w: %w", errUnsaved, err)
		}
	}
}

// waits lets a moment pass before something is tried again; false: the run or the program ends.
func (r *run) waits() bool {
	select {
	case <-r.engine.clock.After(lookAgain):
	case <-r.engine.closing:
	case <-r.ctx.Done():
	}
	return r.ctx.Err() == nil && r.engine.isWorking()
}

// pauseFor is the pause that a trouble is the reason of.
func (r *run) pauseFor(err error) cause {
	c := cause{verb: job.Pause, actor: itself, why: err.Error(), kind: job.ByDisk}
	if !errors.Is(err, store.ErrFull) {
		c.kind, c.until = job.ByMachine, r.engine.clock.Now().Add(troubleWait).UnixMilli()
	}
	return c
}

// stall keeps items from starting, and says what is waited for. Several may have to wait at once.
func (r *run) stall(waiting string, why error) {
	r.engine.log.WithError(why).WithField("job", r.id).Warn(waiting)
	r.mu.Lock()
	r.stalls++
	r.gate.shut(stalled)
	r.board.setDoing(fmt.Sprintf("%s: %v", waiting, why))
	r.mu.Unlock()
	r.tell()
}

// unstall lets items start again when nobody waits any more.
func (r *run) unstall() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stalls--; r.stalls > 0 {
		return
	}
	r.board.setDoing("")
	r.gate.open(stalled)
	r.gate.nudge()
}

// bear does what belongs to no run. What may work a moment later is tried again, for about a minute
// at most; nobody makes room on a full disk in that time.
func (e *Engine) bear(ctx context.Context, do func(context.Context) error) error {
	for tries := 1; ; tries++ {
		err := do(ctx)
		if !trouble.Passes(err) || tries == bearTrouble {
			return err
		}
		select {
		case <-e.clock.After(lookAgain):
		case <-e.closing:
			return err
		case <-ctx.Done():
			return err
		}
	}
}
