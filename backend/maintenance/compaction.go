package maintenance

import (
	"context"
	"fmt"

	"jobdeck/backend/english"
	"jobdeck/backend/form"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// spare is room on the disk that a compaction leaves to others.
const spare = 64 << 20

// compaction gives what is unused in the database back to the disk.
func compaction(place Place) task.Work {
	return task.Work{
		Does: "compaction", Label: "Database compaction",
		Summary: "Rewrites the database without what is unused in it. Jobs wait meanwhile: some seconds for a gigabyte on a fast disk.",
		Because: "the database is rewritten as a whole; stopping half-way would only waste the time",
		Settings: []form.Field{
			number("unused_percent", "Only when unused", 10, 0, 99, "percent", "The database is left as it is when less than this share of it is unused. 0: always rewrite it."),
		},
		Schedule: task.Schedule{Kind: task.Cron, Cron: "0 4 1 * *"},
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			return compact(ctx, place, order)
		},
	}
}

func compact(ctx context.Context, place Place, order task.Order) (task.Result, error) {
	untouched := task.Result{Message: "the database is as it was", Counts: map[string]int64{"freed": 0}}
	if err := order.Step(ctx); err != nil {
		return untouched, err
	}
	size, unused, err := place.Store.Size(ctx)
	if err != nil {
		return untouched, err
	}
	untouched.Counts["before"], untouched.Counts["after"] = size, size
	if unused*100 < order.Settings.Number("unused_percent")*size {
		untouched.Message = fmt.Sprintf("nothing to do: %s of %s are unused", english.Size(unused), english.Size(size))
		return untouched, nil
	}
	// It is written twice: to a temporary file, and from there to the log that is folded back.
	needs := 2*(size-unused) + spare
	enough, free, err := store.RoomFor(place.Store.Dir(), needs)
	if err != nil {
		return untouched, err
	}
	if !enough {
		return untouched, fmt.Errorf("%w: to rewrite the database needs %s in %s, and %s are free", store.ErrFull, english.Size(needs), place.Store.Dir(), english.Size(free))
	}
	if order.DryRun {
		return task.Result{
			Message: fmt.Sprintf("would rewrite the database: %s, and %s of it are unused", english.Size(size), english.Size(unused)),
			Counts:  map[string]int64{"before": size, "after": size - unused, "freed": unused},
		}, nil
	}
	if err := place.Store.Compact(ctx); err != nil {
		return untouched, err
	}
	after, _, err := place.Store.Size(ctx)
	if err != nil {
		return untouched, err
	}
	order.Progress(1, 1)
	return task.Result{
		Message: fmt.Sprintf("the database had %s and has %s now: %s are free again", english.Size(size), english.Size(after), english.Size(max(0, size-after))),
		Counts:  map[string]int64{"before": size, "after": after, "freed": max(0, size-after)},
	}, nil
}
