package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// errUnsaved says that the program ends with results that a full disk could not take: their items
// are worked again.
var errUnsaved = errors.New("the results are not saved")

// record writes a batch. A disk that can't take it pauses the job and is waited for: the results
// are kept, and saved as soon as there is room.
func (rec *recorder) record(batch *store.Batch) error {
	r := rec.run
	full := r.engine.store.Record(context.WithoutCancel(r.ctx), batch)
	if !errors.Is(full, store.ErrFull) {
		return full
	}
	r.gate.shut(stalled)
	r.board.setDoing(fmt.Sprintf("waiting for space on the disk to save %d results", len(batch.Records)))
	defer r.board.setDoing("")
	r.engine.store.MakeRoom()
	saved, paused := false, false
	for {
		if !saved {
			err := r.engine.store.Record(context.WithoutCancel(r.ctx), batch)
			if err != nil && !errors.Is(err, store.ErrFull) {
				return err
			}
			saved = err == nil
		}
		if !paused {
			err := r.engine.changeBy(r.ctx, r.id, cause{verb: job.Pause, actor: itself, why: full.Error(), kind: job.ByDisk})
			if err != nil && !errors.Is(err, store.ErrFull) {
				return err
			}
			paused = err == nil
		}
		if saved && paused {
			r.gate.open(stalled)
			r.gate.nudge()
			return nil
		}
		select {
		case <-r.engine.clock.After(time.Second):
		case <-r.ctx.Done():
		}
		if r.ctx.Err() != nil || !r.engine.isWorking() {
			if saved {
				return nil
			}
			return fmt.Errorf("%w: %w", errUnsaved, full)
		}
	}
}
