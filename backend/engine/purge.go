package engine

import (
	"context"
	"time"

	"jobdeck/backend/live"
)

const (
	// UndoFor is how long a deleted job can be brought back before its rows are purged.
	UndoFor = 10 * time.Second
	// purgeEvery is how often the purger looks for deleted jobs.
	purgeEvery = 2 * time.Second
)

// purge takes the rows of deleted jobs away, and what imports left, in small steps, until ctx ends.
// What a quit leaves of it the next start goes on with.
func (e *Engine) purge(ctx context.Context) {
	ticker := e.clock.NewTicker(purgeEvery)
	defer ticker.Stop()
	for {
		if err := e.purgeDeleted(ctx); err != nil && ctx.Err() == nil {
			e.log.WithError(err).Error("purge deleted jobs")
		}
		if err := e.clear(ctx); err != nil && ctx.Err() == nil {
			e.log.WithError(err).Error("clear what is left: it is tried again")
		}
		select {
		case <-ctx.Done():
			return
		case <-e.left.news:
		case <-ticker.Chan():
		}
	}
}

func (e *Engine) purgeDeleted(ctx context.Context) error {
	until := e.clock.Now().Add(-UndoFor).UnixMilli()
	ids, err := e.store.Deleted(ctx, until)
	if err != nil {
		return err
	}
	for _, id := range ids {
		j, err := e.store.Job(ctx, id)
		if err != nil {
			return err
		}
		sealed, err := e.store.SealDeleted(ctx, id, until)
		if err != nil {
			return err
		}
		if !sealed {
			continue
		}
		e.left.add(id, live.Work{ID: "purge-" + key(id), Label: "Purging " + j.Name})
		// One after the other: what waits can still be brought back.
		if err := e.clear(ctx); err != nil {
			return err
		}
	}
	return nil
}
