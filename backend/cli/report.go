package cli

import (
	"context"
	"fmt"
	"strings"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"

	"jobdeck/backend/job"
)

// fewJobs is up to how many jobs are listed one by one.
const fewJobs = 5

// report says what a verb did, what it left out, and why.
func (p *program) report(ctx context.Context, c *connection, v verb, command job.Command, report job.Report) error {
	if len(report.Done) > 0 {
		if err := p.reportDone(ctx, c, v, report.Done); err != nil {
			return err
		}
	}
	if !p.json {
		p.reportLeftOut(report.LeftOut)
		if len(report.Done)+len(report.LeftOut) == 0 {
			p.say("no job matches")
		}
	} else {
		p.document(job.Report{Verb: command.Verb, Done: list(report.Done), LeftOut: list(report.LeftOut)})
	}
	if code := reportCode(command, report); code != exitDone {
		return &exit{code: code}
	}
	return nil
}

// reportCode is the exit code for a report. Jobs that were named must all be done; of those that
// --all or --filter chose, the ones that the verb does not fit are expected to be left out, as
// long as there is one that it does fit.
func reportCode(command job.Command, report job.Report) int {
	code := exitDone
	for _, left := range report.LeftOut {
		switch {
		case !left.Refused:
			return exitError
		case !command.All || len(report.Done) == 0:
			code = exitRefused
		}
	}
	return code
}

// reportDone says what was done: a few jobs one by one with their status, many in numbers.
func (p *program) reportDone(ctx context.Context, c *connection, v verb, ids []job.ID) error {
	jobs, err := deck.Jobs.Ask(ctx, c, ids)
	if err != nil {
		return err
	}
	byID := make(map[job.ID]job.Snapshot, len(jobs))
	var waiting []job.ID
	for _, s := range jobs {
		byID[s.ID] = s
		if s.Status == job.Queued {
			waiting = append(waiting, s.ID)
		}
	}
	if !p.json {
		p.listDone(v, ids, byID)
	}
	if v.Verb == job.Delete && !p.json {
		p.note("jobdeck undelete brings them back until they are purged")
	}
	if c.alone && len(waiting) > 0 {
		p.note("No window and no \"jobdeck serve\" is open: %s goes on when one is, or with: %s",
			jobWord(waiting), p.again("resume", waiting[0], "--wait"))
	}
	return nil
}

func (p *program) listDone(v verb, ids []job.ID, byID map[job.ID]job.Snapshot) {
	if len(ids) > fewJobs {
		p.say("%s %s", v.done(), english.Count(len(ids), "job"))
		return
	}
	for _, id := range ids {
		s, found := byID[id]
		switch {
		case !found:
			p.say("%s job %d", v.done(), id)
		case v.Verb == job.Delete || v.Verb == job.Archive || v.Verb == job.Unarchive:
			p.say("%s %s", v.done(), title(s))
		default:
			p.say("%s %s: %s, %s of %s done", v.done(), title(s), status(s, p.now()), english.Number(done(s)), english.Number(s.Total))
		}
	}
}

// reportLeftOut groups the jobs that were left out by why.
func (p *program) reportLeftOut(leftOut []job.LeftOut) {
	groups := make(map[string][]job.ID)
	var order []string
	for _, left := range leftOut {
		if groups[left.Why] == nil {
			order = append(order, left.Why)
		}
		groups[left.Why] = append(groups[left.Why], left.Job)
	}
	for _, why := range order {
		ids := groups[why]
		if len(ids) == 1 {
			p.note("left out job %d: %s", ids[0], why)
			continue
		}
		p.note("left out %s: %s (%s)", english.Count(len(ids), "job"), why, jobNumbers(ids))
	}
}

func jobWord(ids []job.ID) string {
	if len(ids) == 1 {
		return fmt.Sprintf("job %d", ids[0])
	}
	return "jobs " + jobNumbers(ids)
}

// again is a command that goes on with a job, for a person to copy.
func (p *program) again(command string, id job.ID, more ...string) string {
	words := append([]string{"jobdeck", command, fmt.Sprint(id)}, more...)
	if p.dataDir != "" {
		words = append(words, fmt.Sprintf("--data-dir %q", p.dataDir))
	}
	return strings.Join(words, " ")
}
