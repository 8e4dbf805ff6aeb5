package schedule

import (
	"context"
	"fmt"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// Try does a dry run: it tells what the task would do now. Nothing is changed, nothing recorded.
func (s *Scheduler) Try(ctx context.Context, id task.ID) (task.Result, error) {
	s.mu.Lock()
	c := s.cards[id]
	if c == nil {
		s.mu.Unlock()
		return task.Result{}, errNoTask(id)
	}
	work, name, settings := c.work, c.task.Name, c.task.Settings
	s.mu.Unlock()
	if work == nil {
		return task.Result{}, job.Usagef("%s: %v", name, errUnknownWork)
	}
	if !work.DryRun {
		return task.Result{}, job.Usagef("%s can't tell beforehand what it would do", name)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := &runner{run: task.Run{Task: id, Name: name}, work: work, ctx: ctx, cancel: cancel}
	result, err := s.do(r, task.Order{
		Task: id, Name: name, Settings: settings, DryRun: true, Actor: itself,
		Progress: func(int64, int64) {},
		Step:     func(ctx context.Context) error { return ctx.Err() },
	})
	if err != nil {
		return result, fmt.Errorf("try %s: %w", name, err)
	}
	result.Counts = orEmpty(result.Counts)
	return result, nil
}
