package cli

import (
	"context"
	"errors"
	"fmt"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"
	"jobdeck/backend/job"
)

// result is what run says about its job. Its field names are promised to scripts.
type result struct {
	Job       job.ID               `json:"job"`
	Name      string               `json:"name"`
	Recipe    string               `json:"recipe"`
	Status    job.Status           `json:"status"`
	Reason    string               `json:"reason"`
	Total     int64                `json:"total"`
	Pending   int64                `json:"pending"`
	InFlight  int64                `json:"in_flight"`
	Succeeded int64                `json:"succeeded"`
	Failed    int64                `json:"failed"`
	Skipped   int64                `json:"skipped"`
	Reasons   map[job.Reason]int64 `json:"reasons"`
	ActiveMS  int64                `json:"active_ms"`
	// Out is the file that was written, or "".
	Out     string `json:"out"`
	OutRows int64  `json:"out_rows"`
}

func resultOf(s job.Snapshot) result {
	r := result{
		Job: s.ID, Name: s.Name, Recipe: s.Recipe, Status: s.Status, Reason: s.Reason,
		Total: s.Total, Pending: s.Pending, InFlight: s.InFlight,
		Succeeded: s.Succeeded, Failed: s.Failed, Skipped: s.Skipped, ActiveMS: s.ActiveMS,
		Reasons: map[job.Reason]int64{job.ReasonDuplicate: 0, job.ReasonInactive: 0, job.ReasonInvalid: 0},
	}
	for reason, n := range s.Reasons {
		if reason != "" {
			r.Reasons[reason] = n
		}
	}
	return r
}

// leave says that a job is stored, and how it goes on without this command.
func (w *waiter) leave(s job.Snapshot) error {
	w.progress.end()
	w.answer(resultOf(s), func() {
		w.say("%s is stored: %s, %s", title(s), status(s, w.now()), english.Count(s.Total, w.noun))
	})
	if s.Status == job.Paused {
		w.note("go on with: %s", w.goOn(s))
	}
	return nil
}

// goOn is the command that makes a paused job go on: alone, somebody has to do the work.
func (w *waiter) goOn(s job.Snapshot) string {
	if !w.c.alone && w.c.hello.Stays {
		return w.again("resume", s.ID)
	}
	return w.again("resume", s.ID, "--wait")
}

// finish says how a job came out, writes the list, and gives the exit code.
func (w *waiter) finish(ctx context.Context, s job.Snapshot) error {
	r := resultOf(s)
	if s.Status == job.Paused {
		return w.finishPaused(s, r)
	}
	if w.out != "" {
		if err := w.write(ctx, s, &r); err != nil {
			return err
		}
	}
	w.answer(r, func() {
		w.say("%s %s in %s: %s, %s", title(s), s.Status, duration(s.ActiveMS), english.Count(s.Total, w.noun), outcomes(s))
		if r.Out != "" {
			w.say("wrote %s to %s", english.Count(r.OutRows, "row"), r.Out)
		}
	})
	switch {
	case s.Status == job.Failed:
		return &exit{exitError, fmt.Errorf("%s failed: %s", title(s), s.Reason)}
	case s.Status == job.Cancelled:
		return &exit{exitError, fmt.Errorf("%s was cancelled: %s of %s done", title(s), english.Number(done(s)), english.Count(s.Total, w.noun))}
	case s.Failed > 0:
		w.note("%s failed. See why: %s. Run them again: %s", english.Count(s.Failed, w.noun),
			w.again("items", s.ID, "--outcome failed"), w.again("retry", s.ID, "--wait"))
		return &exit{code: exitFailedItems}
	default:
		return nil
	}
}

// finishPaused says how to go on with a job that rests.
func (w *waiter) finishPaused(s job.Snapshot, r result) error {
	if w.json {
		w.document(r)
	}
	w.note("%s is %s, %s of %s done, nothing is lost. Go on with: %s",
		title(s), status(s, w.now()), english.Number(done(s)), english.Count(s.Total, w.noun), w.goOn(s))
	if w.asked > 0 {
		return &exit{code: exitInterrupted}
	}
	return &exit{code: exitError}
}

// write writes the list: the cleaned one where the recipe makes one, else all rows with results.
func (w *waiter) write(ctx context.Context, s job.Snapshot, r *result) error {
	ctx, stop := w.interruptible(ctx)
	defer stop()
	specs, err := deck.Processors.Ask(ctx, w.c)
	if err != nil {
		return err
	}
	spec, _ := findSpec(specs, s.Processor)
	report, err := deck.Export.Ask(ctx, w.c, deck.ExportRequest{Job: s.ID, Path: w.out, Cleaned: spec.Cleans})
	switch {
	case errors.Is(context.Cause(ctx), errInterrupted):
		return fmt.Errorf("%w: the list is not written; %s writes it", errInterrupted, w.again("export", s.ID, "--out FILE"))
	case err != nil:
		return fmt.Errorf("%s is %s, but the list is not written: %w", title(s), s.Status, err)
	}
	r.Out, r.OutRows = report.Path, report.Rows
	return nil
}
