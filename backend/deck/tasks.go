package deck

import (
	"context"

	"jobdeck/backend/job"
	"jobdeck/backend/schedule"
	"jobdeck/backend/task"
)

// Tasks answers the question of its name.
func (l *Local) Tasks(ctx context.Context) ([]task.View, error) { return l.scheduler.Tasks(ctx) }

// Task answers the question of its name.
func (l *Local) Task(ctx context.Context, id task.ID) (task.View, error) {
	return l.scheduler.Task(ctx, id)
}

// Works answers the question of its name.
func (l *Local) Works(context.Context) ([]task.Work, error) { return l.works, nil }

// SaveTask answers the question of its name.
func (l *Local) SaveTask(ctx context.Context, draft task.Draft) (task.View, error) {
	draft.Actor = job.ActorOf(ctx)
	return l.scheduler.Save(ctx, draft)
}

// ApplyTask answers the question of its name.
func (l *Local) ApplyTask(ctx context.Context, command task.Command) (task.Report, error) {
	command.Actor = job.ActorOf(ctx)
	return l.scheduler.Apply(ctx, command)
}

// TryTask answers the question of its name.
func (l *Local) TryTask(ctx context.Context, id task.ID) (task.Result, error) {
	return l.scheduler.Try(ctx, id)
}

// mostFirings bounds what [Local.Firings] gives.
const mostFirings = 100

// Firings answers the question of its name.
func (l *Local) Firings(ctx context.Context, request FiringsRequest) (task.Firings, error) {
	if count := request.Count; count < 1 || count > mostFirings {
		return task.Firings{}, job.Usagef("%d firings were asked for: it must be 1 to %d", count, mostFirings)
	}
	return schedule.Foretell(ctx, request.Schedule, l.clock.Now(), request.Count)
}

// Runs answers the question of its name.
func (l *Local) Runs(ctx context.Context, query task.RunQuery) (task.RunPage, error) {
	return l.scheduler.Runs(ctx, query)
}
