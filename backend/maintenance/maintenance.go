// Package maintenance is what Jobdeck does to keep itself in order: the tasks that ship. Each works
// in small steps, looks at its context in every loop, tells how far it is, and can say beforehand
// what it would do. What a cancelled one had done stays done.
package maintenance

import (
	"context"
	"errors"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// Place is what the tasks work on.
type Place struct {
	Store *store.Store
	Clock clockwork.Clock
	// LogDir holds the log files, BackupDir gets the backups unless a setting names another folder.
	LogDir    string
	BackupDir string
}

// Works describes all of them.
func Works(place Place) []task.Work {
	works := []task.Work{
		logCleanup(place), auditCleanup(place), visitCleanup(place), locationImport(place),
		purgeDeleted(place), backup(place), compaction(place),
	}
	for i := range works {
		works[i] = guarded(works[i])
	}
	return works
}

// guarded is a work that ends with its context's error when that has ended, whatever the database called it.
func guarded(work task.Work) task.Work {
	run := work.Run
	work.Shipped = true
	work.DryRun = true
	work.Run = func(ctx context.Context, order task.Order) (task.Result, error) {
		result, err := run(ctx, order)
		if err != nil && ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
			err = errors.Join(ctx.Err(), err)
		}
		return result, err
	}
	return work
}

// sweep changes rows a chunk at a time until none are left, and counts them in done.
func sweep(ctx context.Context, order task.Order, done *int64, total int64, chunk func(context.Context) (int64, error)) error {
	for {
		if err := order.Step(ctx); err != nil {
			return err
		}
		n, err := chunk(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
		*done += n
		order.Progress(*done, max(total, *done))
	}
}
