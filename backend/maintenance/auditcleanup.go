package maintenance

import (
	"context"
	"fmt"

	"jobdeck/backend/form"
	"jobdeck/backend/task"
)

var (
	entryNoun = noun{"entry", "entries"}
	runNoun   = noun{"run", "runs"}
)

// auditCleanup deletes old lines of the audit log, and old runs.
func auditCleanup(place Place) task.Work {
	return task.Work{
		Does: "audit_cleanup", Label: "Audit log cleanup",
		Summary:       "Deletes old entries of the audit log and old runs of tasks, and those beyond a number. Each task keeps its last run.",
		Interruptible: true,
		Settings: []form.Field{
			number("keep_days", "Keep entries", 730, 1, 36500, "days", "Entries of the audit log older than this are deleted."),
			number("keep_runs_days", "Keep runs", 180, 1, 36500, "days", "Runs that ended longer ago than this are deleted, but for each task's last one."),
			number("most_entries", "Entries at most", 1_000_000, 1000, 1_000_000_000, "entries", "Of more entries of the audit log the oldest are deleted, however young they are."),
			number("most_runs", "Runs at most", 10_000, 10, 100_000_000, "runs of each task", "Of more runs of a task the oldest are deleted: one that fires every second has 86,400 a day."),
		},
		Schedule: task.Schedule{Kind: task.Cron, Cron: "20 3 * * *"},
		Enabled:  true,
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			entries, runs := before(place, order.Settings.Number("keep_days"), day), before(place, order.Settings.Number("keep_runs_days"), day)
			mostEntries, mostRuns := order.Settings.Number("most_entries"), order.Settings.Number("most_runs")
			leapt, err := place.clockLeapt(ctx)
			if err != nil {
				return task.Result{}, err
			}
			if leapt {
				entries, runs = 0, 0 // what is beyond a number goes all the same
			}
			return twoSweeps(ctx, order,
				part{
					key: "entries", noun: entryNoun,
					count: func(ctx context.Context) (int64, error) {
						return place.Store.CountOldEntries(ctx, entries, mostEntries)
					},
					chunk: func(ctx context.Context) (int64, error) {
						return place.Store.DeleteOldEntries(ctx, entries, mostEntries)
					},
				},
				part{
					key: "runs", noun: runNoun,
					count: func(ctx context.Context) (int64, error) { return place.Store.CountOldRuns(ctx, runs, mostRuns) },
					chunk: func(ctx context.Context) (int64, error) { return place.Store.DeleteOldRuns(ctx, runs, mostRuns) },
				},
				func(first, second string) string {
					return fmt.Sprintf("%s %s and %s", would(order.DryRun, "deleted", "delete"), first, second) + leaptWords(leapt)
				})
		},
	}
}

// part is one of the two kinds of rows that a cleanup looks after.
type part struct {
	key   string
	noun  noun
	count func(context.Context) (int64, error)
	chunk func(context.Context) (int64, error)
}

// twoSweeps cleans one part and then the other, or counts them in a dry run. say puts how much of
// each was done into a sentence.
func twoSweeps(ctx context.Context, order task.Order, first, second part, say func(first, second string) string) (task.Result, error) {
	parts := []part{first, second}
	var done, found [2]int64
	result := func() task.Result {
		return task.Result{
			Message: say(first.noun.of(done[0], found[0]), second.noun.of(done[1], found[1])),
			Counts:  map[string]int64{first.key: done[0], second.key: done[1]},
		}
	}
	for i, p := range parts {
		if err := order.Step(ctx); err != nil {
			return result(), err
		}
		n, err := p.count(ctx)
		if err != nil {
			return result(), err
		}
		found[i] = n
	}
	if order.DryRun {
		done = found
		return result(), nil
	}
	for i, p := range parts {
		earlier := done[0] * int64(i)
		within := order
		within.Progress = func(n, _ int64) { order.Progress(earlier+n, max(found[0]+found[1], earlier+n)) }
		if err := sweep(ctx, within, &done[i], found[i], p.chunk); err != nil {
			return result(), err
		}
	}
	return result(), nil
}
