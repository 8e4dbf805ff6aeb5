package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"jobdeck/backend/job"
)

// applyChunk is how many jobs one transaction changes: some ten milliseconds, so that verbs on
// thousands of jobs don't hold up the recording of outcomes.
const applyChunk = 500

// fewJobs is up to how many jobs a command may be about for each to be told by itself. Of more it is
// told once, at the end, that jobs changed: whoever shows some of them asks again.
const fewJobs = 50

// Apply does a verb on jobs and reports what it did and what it left out, and why. An error means
// that the command itself made no sense, or that the store failed half-way; the report then holds
// what was done until then.
func (e *Engine) Apply(ctx context.Context, command job.Command) (job.Report, error) {
	report := job.Report{Verb: command.Verb, Done: []job.ID{}, LeftOut: []job.LeftOut{}}
	ids, err := e.chosen(ctx, command)
	if err != nil {
		return report, err
	}
	each := len(ids) <= fewJobs
	for chunk := range slices.Chunk(ids, applyChunk) {
		if err = e.applyTo(ctx, command, chunk, each, &report); err != nil {
			break
		}
	}
	// What was done before an error is done as well.
	if len(report.Done) > 0 && (!each || command.Verb.Row().Lists) {
		e.tellList()
	}
	return report, err
}

// chosen gives the jobs that a command means, each once.
func (e *Engine) chosen(ctx context.Context, command job.Command) ([]job.ID, error) {
	if !slices.Contains(job.UserVerbs, command.Verb) {
		return nil, job.Usagef("no verb is called %q", command.Verb)
	}
	if !command.All {
		seen := make(map[job.ID]bool, len(command.Jobs))
		ids := make([]job.ID, 0, len(command.Jobs))
		for _, id := range command.Jobs {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		return ids, nil
	}
	filter, err := job.ParseFilter(command.Verb.Row().Among + " " + command.Filter)
	if err != nil {
		return nil, job.Usagef("%v", err)
	}
	return e.store.JobIDs(ctx, filter)
}

// applyTo does a verb on some jobs, in one transaction, and tells of each of them if it shall.
func (e *Engine) applyTo(ctx context.Context, command job.Command, ids []job.ID, each bool, report *job.Report) error {
	if command.Verb.Row().Makes != nil {
		return e.copyJobs(ctx, command, ids, report)
	}
	e.changing.Lock()
	defer e.changing.Unlock()
	jobs, err := e.store.Jobs(ctx, ids)
	if err != nil {
		return err
	}
	leaveMissing(report, ids, jobs)

	c := cause{verb: command.Verb, actor: command.Actor, why: command.Why, until: command.Until, quiet: !each}
	left, err := e.change(ctx, jobs, c)
	if err != nil {
		return fmt.Errorf("%s: %w", command.Verb.Words(), err)
	}
	for i, why := range left {
		if why != nil {
			leave(report, jobs[i].ID, why)
			continue
		}
		report.Done = append(report.Done, jobs[i].ID)
	}
	return nil
}

// leave notes a job that a command did not change.
func leave(report *job.Report, id job.ID, why error) {
	left := job.LeftOut{Job: id, Why: why.Error(), Reason: why.Error(), Refused: isRefusal(why)}
	if refused, is := errors.AsType[*job.RefusedError](why); is {
		left.Reason = refused.Reason()
	}
	report.LeftOut = append(report.LeftOut, left)
}

// leaveMissing notes the jobs that were asked for and not found.
func leaveMissing(report *job.Report, ids []job.ID, found []job.Job) {
	if len(found) == len(ids) {
		return
	}
	have := make(map[job.ID]bool, len(found))
	for _, j := range found {
		have[j.ID] = true
	}
	for _, id := range ids {
		if !have[id] {
			report.LeftOut = append(report.LeftOut, job.LeftOut{Job: id, Why: fmt.Sprintf("there is no job %d", id)})
		}
	}
}
