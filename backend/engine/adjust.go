package engine

import (
	"context"
	"errors"
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
	if err := e.heedWindow(ctx, &j); err != nil {
		return job.Snapshot{}, err
	}
	e.tell(&j)
	e.look()
	return e.snapshot(&j, r), nil
}

// heedWindow makes a changed time window true at once: a job outside it pauses, one that waits for it
// goes on, or learns when it opens now. Callers hold e.changing.
func (e *Engine) heedWindow(ctx context.Context, j *job.Job) error {
	c, closed := e.outside(j)
	waits := j.ReasonKind == job.ByWindow && (j.Status == job.Paused || j.Status == job.Pausing)
	switch {
	case closed && j.Status != job.Running && !waits:
		return nil
	case !closed && !waits:
		return nil
	case !closed:
		c = cause{verb: job.Resume, actor: itself, why: "its time window is open"}
	}
	err := e.changeOne(ctx, j, c)
	if _, refused := errors.AsType[*job.RefusedError](err); refused {
		return nil // it opens when it did
	}
	return err
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
