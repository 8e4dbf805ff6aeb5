package maintenance

import (
	"context"
	"fmt"
	"time"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

var (
	jobNoun  = noun{"deleted job", "deleted jobs"}
	taskNoun = noun{"deleted task", "deleted tasks"}
	rowNoun  = noun{"row", "rows"}
)

// purgeDeleted takes away what is left of deleted jobs and tasks.
func purgeDeleted(place Place) task.Work {
	return task.Work{
		Does: "purge_deleted", Label: "Purge deleted jobs",
		Summary:       "Takes away for good what is left of deleted jobs and tasks, with their rows and runs.",
		Interruptible: true,
		Settings: []form.Field{
			number("keep_minutes", "Leave deleted ones", 10, 1, 10080, "minutes",
				"What was deleted longer ago than this is purged. Jobs mostly go sooner, ten seconds after they were deleted; this takes what was left of them."),
		},
		Schedule: task.Schedule{Kind: task.Cron, Cron: "40 * * * *"},
		Enabled:  true,
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			p := &purge{place: place, order: order, until: before(place, order.Settings.Number("keep_minutes"), time.Minute)}
			err := p.run(ctx)
			return p.result(), err
		},
	}
}

// purge is one run.
type purge struct {
	place Place
	order task.Order
	until int64

	foundJobs, foundTasks, foundRows int64
	jobs, tasks, rows                int64 // gone, or in a dry run those that would go
}

func (p *purge) run(ctx context.Context) error {
	jobs, err := p.place.Store.LeftoverJobs(ctx, p.until)
	if err != nil {
		return err
	}
	tasks, err := p.place.Store.LeftoverTasks(ctx, p.until)
	if err != nil {
		return err
	}
	p.foundJobs, p.foundTasks = int64(len(jobs)), int64(len(tasks))
	if err := p.count(ctx, jobs, tasks); err != nil {
		return err
	}
	if p.order.DryRun {
		p.jobs, p.tasks, p.rows = p.foundJobs, p.foundTasks, p.foundRows
		return nil
	}
	for _, id := range jobs {
		if err := p.purgeJob(ctx, id); err != nil {
			return err
		}
	}
	for _, id := range tasks {
		if err := p.purgeTask(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// count counts the rows that go.
func (p *purge) count(ctx context.Context, jobs []job.ID, tasks []task.ID) error {
	for _, id := range jobs {
		if err := p.countOne(ctx, func() (int64, error) { return p.place.Store.CountRows(ctx, id) }); err != nil {
			return err
		}
	}
	for _, id := range tasks {
		if err := p.countOne(ctx, func() (int64, error) { return p.place.Store.CountRuns(ctx, id) }); err != nil {
			return err
		}
	}
	return nil
}

func (p *purge) countOne(ctx context.Context, rows func() (int64, error)) error {
	if err := p.order.Step(ctx); err != nil {
		return err
	}
	n, err := rows()
	p.foundRows += n
	return err
}

func (p *purge) purgeJob(ctx context.Context, id job.ID) error {
	if err := p.order.Step(ctx); err != nil {
		return err
	}
	more, err := p.place.Store.SealDeleted(ctx, id, p.until)
	if err != nil || !more {
		return err // it was undeleted, or purged by the engine
	}
	for more {
		var gone int64
		if gone, more, err = p.place.Store.PurgeRows(ctx, id); err != nil {
			return fmt.Errorf("purge job %d: %w", id, err)
		}
		p.tell(gone)
		if err := p.order.Step(ctx); err != nil {
			return err
		}
	}
	p.jobs++
	return nil
}

func (p *purge) purgeTask(ctx context.Context, id task.ID) error {
	for more := true; more; {
		if err := p.order.Step(ctx); err != nil {
			return err
		}
		var gone int64
		var err error
		if gone, more, err = p.place.Store.PurgeTaskChunk(ctx, id, p.until); err != nil {
			return fmt.Errorf("purge task %d: %w", id, err)
		}
		p.tell(gone)
	}
	p.tasks++
	return nil
}

func (p *purge) tell(gone int64) {
	p.rows += gone
	p.order.Progress(p.rows, max(p.foundRows, p.rows))
}

func (p *purge) result() task.Result {
	message := "nothing that was deleted is left"
	if p.foundJobs+p.foundTasks > 0 {
		message = fmt.Sprintf("%s %s and %s, with %s", would(p.order.DryRun, "purged", "purge"),
			jobNoun.of(p.jobs, p.foundJobs), taskNoun.of(p.tasks, p.foundTasks), rowNoun.of(p.rows, p.foundRows))
	}
	return task.Result{Message: message, Counts: map[string]int64{"jobs": p.jobs, "tasks": p.tasks, "rows": p.rows}}
}
