package engine

import (
	"context"
	"fmt"
	"strings"

	"jobdeck/backend/job"
)

// Adjust changes options of a job, while it runs too; what is nil in changes stays as it is.
func (e *Engine) Adjust(ctx context.Context, id job.ID, changes job.Changes, actor job.Actor) (job.Snapshot, error) {
	e.changing.Lock()
	defer e.changing.Unlock()
	j, err := e.store.Job(ctx, id)
	if err != nil {
		return job.Snapshot{}, err
	}
	if j.Deleted > 0 {
		return job.Snapshot{}, &job.RefusedError{Verb: "change", Status: j.Status, Because: deletedWords}
	}
	before := describe(&j)
	changes.Make(&j)
	if strings.TrimSpace(j.Name) == "" {
		return job.Snapshot{}, job.Usagef("a job needs a name")
	}
	if err := j.Options.Check(); err != nil {
		return job.Snapshot{}, job.Usagef("%v", err)
	}
	if after := describe(&j); after != before {
		entry := job.Entry{
			At: e.now(), Job: id, Who: actor.Who, Origin: actor.From, What: "change options", Before: before, After: after,
		}
		made, err := e.store.UpdateOptions(ctx, j, entry)
		if err == nil && !made {
			err = errMoved
		}
		if err != nil {
			return job.Snapshot{}, fmt.Errorf("change job %d: %w", id, err)
		}
		j.Epoch++
	}
	r := e.runs[id]
	if r != nil {
		r.adjust(j)
	}
	e.tell(&j)
	e.look()
	return e.snapshot(&j, r), nil
}

// describe puts what Adjust can change into words, for the audit log.
func describe(j *job.Job) string {
	window := "any time"
	if j.Options.Window != nil {
		window = j.Options.Window.String()
	}
	return fmt.Sprintf("%q, %d at once, %g a minute, %d retries, priority %d, %s",
		j.Name, j.Options.Concurrency, j.Options.RatePerMinute, j.Options.Retries, j.Priority, window)
}
