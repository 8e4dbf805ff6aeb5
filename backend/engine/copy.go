package engine

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
)

// copyJobs makes new jobs of jobs: duplicates, or the rest that cancelled ones left. Short lists
// share a transaction, as many as have about as many rows as a chunk of a long one.
func (e *Engine) copyJobs(ctx context.Context, command job.Command, ids []job.ID, report *job.Report) error {
	jobs, err := e.store.Jobs(ctx, ids)
	if err != nil {
		return err
	}
	leaveMissing(report, ids, jobs)
	var short []store.Copy
	var rows int64
	for i := range jobs {
		source := &jobs[i]
		if err := refuse(source, cause{verb: command.Verb}); err != nil {
			leave(report, source.ID, err)
			continue
		}
		long := source.Counts.Total > importChunk
		if rows += source.Counts.Total; long || rows > importChunk {
			if err := e.copyShort(ctx, short, report); err != nil {
				return err
			}
			short, rows = nil, source.Counts.Total
		}
		if !long {
			short = append(short, e.copyOf(source, command))
			continue
		}
		rows = 0
		if err := e.copyLong(ctx, e.copyOf(source, command), source, report); err != nil {
			return err
		}
	}
	return e.copyShort(ctx, short, report)
}

// copyOf describes a copy. A duplicate waits, paused, so that it can be changed before it starts;
// the rest of a cancelled job is queued at once.
func (e *Engine) copyOf(source *job.Job, command job.Command) store.Copy {
	rest := command.Verb == job.RunRest
	j := job.Job{
		Name: copyName(source.Name), Recipe: source.Recipe, Options: source.Options, List: source.List,
		Priority: source.Priority, Status: job.First(!rest), Created: e.now(),
	}
	if rest {
		j.Name = source.Name + " (rest)"
	}
	return store.Copy{Job: j, Source: source.ID, Epoch: source.Epoch, PendingOnly: rest, Entry: job.Entry{
		At: e.now(), Who: command.Actor.Who, Origin: command.Actor.From,
		What: string(command.Verb), After: string(j.Status), Why: fmt.Sprintf("made of job %d", source.ID),
	}}
}

// copyShort makes copies of short lists, in one transaction.
func (e *Engine) copyShort(ctx context.Context, copies []store.Copy, report *job.Report) error {
	if len(copies) == 0 {
		return nil
	}
	ids, err := e.store.CopyJobs(ctx, copies)
	if err != nil {
		return fmt.Errorf("copy %d jobs: %w", len(copies), err)
	}
	made := make([]job.ID, 0, len(ids))
	for i, id := range ids {
		if id == 0 {
			leave(report, copies[i].Source, e.overtaken(ctx, copies[i].Source))
			continue
		}
		made = append(made, id)
	}
	return e.copied(ctx, made, report)
}

// copyLong makes a copy of a long list, in chunks, so that running jobs record in between.
func (e *Engine) copyLong(ctx context.Context, c store.Copy, source *job.Job, report *job.Report) error {
	id, err := e.store.BeginJob(ctx, c.Job)
	if err != nil {
		return fmt.Errorf("copy job %d: %w", source.ID, err)
	}
	total, err := e.copyRows(ctx, id, source, c.PendingOnly)
	whole := false
	if err == nil {
		whole, err = e.store.FinishCopy(ctx, id, c, total)
	}
	if err != nil {
		e.discard(id)
		return fmt.Errorf("copy job %d: %w", source.ID, err)
	}
	if !whole {
		e.discard(id)
		leave(report, source.ID, e.overtaken(ctx, source.ID))
		return nil
	}
	return e.copied(ctx, []job.ID{id}, report)
}

// copied reports copies, and tells everybody of them; of many the list's change, told later, says enough.
func (e *Engine) copied(ctx context.Context, ids []job.ID, report *job.Report) error {
	report.Done = append(report.Done, ids...)
	e.look()
	if len(ids) > fewJobs {
		return nil
	}
	return e.tellNew(ctx, ids)
}

// copyEnding finds how a copy's name ends: "(copy)", "(copy 2)".
var copyEnding = regexp.MustCompile(` \(copy(?: (\d+))?\)$`)

// copyName names a copy; a copy of a copy is numbered.
func copyName(name string) string {
	place := copyEnding.FindStringSubmatchIndex(name)
	if place == nil {
		return name + " (copy)"
	}
	number := 1
	if place[2] >= 0 {
		if n, err := strconv.Atoi(name[place[2]:place[3]]); err == nil {
			number = n
		}
	}
	return fmt.Sprintf("%s (copy %d)", name[:place[0]], number+1)
}

// copyRows copies a list in chunks, so that running jobs record in between.
func (e *Engine) copyRows(ctx context.Context, id job.ID, source *job.Job, pendingOnly bool) (int64, error) {
	work := live.Work{ID: "import-" + key(id), Label: "Copying " + source.Name, Total: source.Counts.Total}
	defer func() {
		work.Ended = true
		e.tellWork(work)
	}()
	var copied int64
	for from := int64(1); from <= source.Counts.Total; from += importChunk {
		n, err := e.store.CopyRows(ctx, id, source.ID, from, from+importChunk, copied, pendingOnly)
		if err != nil {
			return 0, err
		}
		copied += n
		work.Done = min(from+importChunk, work.Total)
		e.tellWork(work)
	}
	return copied, nil
}
