package engine

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// copyJobs makes new jobs of jobs: duplicates, or the rest that cancelled ones left.
func (e *Engine) copyJobs(ctx context.Context, command job.Command, ids []job.ID, report *job.Report) error {
	jobs, err := e.store.Jobs(ctx, ids)
	if err != nil {
		return err
	}
	leaveMissing(report, ids, jobs)
	for i := range jobs {
		if err := refuse(&jobs[i], command.Verb); err != nil {
			leave(report, jobs[i].ID, err)
			continue
		}
		made, err := e.copyJob(ctx, &jobs[i], command)
		if err != nil {
			return fmt.Errorf("%s job %d: %w", command.Verb.Words(), jobs[i].ID, err)
		}
		report.Done = append(report.Done, made)
	}
	return nil
}

// copyJob makes one. A duplicate waits, paused, so that it can be changed before it starts; the
// rest of a cancelled job is queued at once.
func (e *Engine) copyJob(ctx context.Context, source *job.Job, command job.Command) (job.ID, error) {
	rest := command.Verb == job.RunRest
	j := job.Job{
		Name: copyName(source.Name), Recipe: source.Recipe, Options: source.Options, List: source.List,
		Priority: source.Priority, Status: job.First(!rest), Created: e.now(),
	}
	if rest {
		j.Name = source.Name + " (rest)"
	}
	id, err := e.store.BeginJob(ctx, j)
	if err != nil {
		return 0, err
	}
	total, err := e.copyRows(ctx, id, source, rest)
	if err == nil {
		err = e.store.FinishJob(ctx, id, j.List, total, nil, job.Entry{
			At: e.now(), Job: id, Who: command.Actor.Who, Origin: command.Actor.From,
			What: string(command.Verb), After: string(j.Status), Why: fmt.Sprintf("made of job %d", source.ID),
		})
	}
	if err != nil {
		e.discard(id)
		return 0, err
	}
	_, err = e.created(ctx, id)
	return id, err
}

// copied finds how a copy's name ends: "(copy)", "(copy 2)".
var copied = regexp.MustCompile(` \(copy(?: (\d+))?\)$`)

// copyName names a copy; a copy of a copy is numbered.
func copyName(name string) string {
	place := copied.FindStringSubmatchIndex(name)
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
	work.Ended = true
	e.tellWork(work)
	return copied, nil
}
