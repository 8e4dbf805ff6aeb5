package deck

import (
	"context"

	"jobdeck/backend/job"
	"jobdeck/backend/schedule"
	"jobdeck/backend/task"
)

// Tasks implements [Deck].
func (l *Local) Tasks(ctx context.Context) ([]task.View, error) { return l.scheduler.Tasks(ctx) }

// Task implements [Deck].
func (l *Local) Task(ctx context.Context, id task.ID) (task.View, error) {
	return l.scheduler.Task(ctx, id)
}

// Works implements [Deck].
func (l *Local) Works(context.Context) ([]task.Work, error) { return l.works, nil }

// SaveTask implements [Deck].
func (l *Local) SaveTask(ctx context.Context, draft task.Draft) (task.View, error) {
	return l.scheduler.Save(ctx, draft)
}

// ApplyTask implements [Deck].
func (l *Local) ApplyTask(ctx context.Context, command task.Command) (task.Report, error) {
	return l.scheduler.Apply(ctx, command)
}

// TryTask implements [Deck].
func (l *Local) TryTask(ctx context.Context, id task.ID) (task.Result, error) {
	return l.scheduler.Try(ctx, id)
}

// mostFirings bounds what [Local.Firings] gives.
const mostFirings = 100

// Firings implements [Deck].
func (l *Local) Firings(ctx context.Context, s task.Schedule, count int) (task.Firings, error) {
	if count < 1 || count > mostFirings {
		return task.Firings{}, job.Usagef("%d firings were asked for: it must be 1 to %d", count, mostFirings)
	}
	return schedule.Foretell(ctx, s, l.clock.Now(), count)
}

// Runs implements [Deck].
func (l *Local) Runs(ctx context.Context, query task.RunQuery) (task.RunPage, error) {
	return l.scheduler.Runs(ctx, query)
}
