package schedule

import (
	"context"
	"time"

	"jobdeck/backend/task"
)

// Look decides at once what is due, as the watch does by itself a moment later.
func (s *Scheduler) Look(ctx context.Context) { s.pass(ctx, false) }

// Times are the times of a schedule, to be tested one by one.
type Times struct{ times }

// Parse gives the times of a schedule.
func Parse(s task.Schedule) (Times, error) {
	parsed, err := parse(s, time.UTC)
	return Times{parsed}, err
}

// Next gives the first one after an instant.
func (t Times) Next(after time.Time) time.Time { return t.next(after) }

// Count counts them over a span.
func (t Times) Count(after, until time.Time) int64 { return t.count(after, until) }

// Newest gives the last ones of a span.
func (t Times) Newest(after, until time.Time, n int) []time.Time {
	return newest(t.times, after, until, n)
}
