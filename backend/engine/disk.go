package engine

import (
	"context"
	"fmt"

	"jobdeck/backend/job"
)

// A disk is nearly full when less than a twentieth of it is free, and less than nearlyFull: jobs
// are paused while there is still room to write down where they stand.
const (
	nearlyFull  = 256 << 20
	nearlyShare = 20
)

// roomAgain is how much must be free before the space is reserved again that a full disk was given:
// much more than it is, or it would be given and taken every second.
const roomAgain = 16 << 20

// watchDisk pauses running jobs when the disk is nearly full.
func (e *Engine) watchDisk(ctx context.Context) error {
	free, total, err := e.space()
	if err != nil {
		return fmt.Errorf("look how full the disk is: %w", err)
	}
	if free >= min(nearlyFull, total/nearlyShare) {
		if free < roomAgain {
			return nil
		}
		return e.store.TakeBackRoom(ctx)
	}
	why := fmt.Sprintf("the disk is nearly full: %d MB are left; free some space, then resume", free>>20)
	return e.pauseRunning(ctx, func(*job.Job) (cause, bool) {
		return cause{verb: job.Pause, actor: itself, kind: job.ByDisk, why: why}, true
	})
}
