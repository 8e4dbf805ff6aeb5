package maintenance

import (
	"context"
	"fmt"
	"time"

	"jobdeck/backend/form"
	"jobdeck/backend/task"
)

var (
	visitNoun     = noun{"visit", "visits"}
	candidateNoun = noun{"candidate", "candidates"}
)

// visitCleanup ends visits that nobody ended, and drops old candidates.
func visitCleanup(place Place) task.Work {
	return task.Work{
		Does: "visit_cleanup", Label: "Visit cleanup",
		Summary:       "Ends visits that were left open, at the time they were last seen, and drops old visit candidates.",
		Interruptible: true,
		Settings: []form.Field{
			number("unseen_minutes", "End visits unseen for", 45, 1, 10080, "minutes", "Open visits that were last seen this long ago or longer are ended."),
			number("candidate_minutes", "Keep candidates", 60, 1, 10080, "minutes", "Visit candidates found longer ago than this are dropped."),
		},
		Schedule: task.Schedule{Kind: task.Every, EveryMS: (15 * time.Minute).Milliseconds()},
		Enabled:  true,
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			seen := before(place, order.Settings.Number("unseen_minutes"), time.Minute)
			found := before(place, order.Settings.Number("candidate_minutes"), time.Minute)
			return twoSweeps(ctx, order,
				part{
					key: "ended", noun: visitNoun,
					count: func(ctx context.Context) (int64, error) { return place.Store.CountStaleVisits(ctx, seen) },
					chunk: func(ctx context.Context) (int64, error) { return place.Store.EndStaleVisits(ctx, seen) },
				},
				part{
					key: "dropped", noun: candidateNoun,
					count: func(ctx context.Context) (int64, error) { return place.Store.CountOldCandidates(ctx, found) },
					chunk: func(ctx context.Context) (int64, error) { return place.Store.DeleteOldCandidates(ctx, found) },
				},
				func(first, second string) string {
					if order.DryRun {
						return fmt.Sprintf("would end %s and drop %s", first, second)
					}
					return fmt.Sprintf("ended %s and dropped %s", first, second)
				})
		},
	}
}
