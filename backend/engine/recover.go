package engine

import (
	"context"
	"fmt"
	"os"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// crashesBorne is how many crashes in a row an item may be in flight in. Then it is failed instead
// of tried again: it may be what brings the program down. After all but the last of them it is worked
// alone, so that the last one tells it from those that were beside it.
//
// A crash is that the program died while the machine and the person's session went on, and nobody had
// asked it to end. What ends in any other way neither counts nor clears what was counted.
const crashesBorne = 3

// recover puts in order what a crash or quit left: running jobs go on (or wait, by setting),
// pausing ones are paused, cancelling ones cancelled, and items that were in flight are pending.
func (e *Engine) recover(ctx context.Context, wait bool) error {
	ids, err := e.store.JobsAtWork(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := e.countCrash(ctx, id); err != nil {
			return err
		}
		j, err := e.store.Job(ctx, id)
		if err != nil {
			return err
		}
		c := cause{verb: job.Drain, actor: itself, why: j.Reason, kind: j.ReasonKind}
		switch {
		case j.Status == job.Running && wait:
			c.verb, c.kind, c.why = job.SetAside, job.ByRestart, "jobs wait after a restart, as set in the settings"
		case j.Status == job.Running:
			c.verb, c.why = job.Requeue, "goes on after a restart"
		}
		if err := e.changeBy(ctx, id, c); err != nil {
			return err
		}
	}
	suspects, err := e.store.Suspects(ctx, crashesBorne-1)
	e.sky.suspect(suspects)
	return err
}

// countCrash fails the items of a job that were in flight in too many crashes in a row.
func (e *Engine) countCrash(ctx context.Context, id job.ID) error {
	seqs, crashed, err := readFlightLog(e.store.Dir(), id, e.stay)
	if err != nil {
		return err
	}
	times := make(map[int64]int)
	if crashed {
		if times, err = e.store.CountCrash(ctx, id, seqs); err != nil {
			return fmt.Errorf("count a crash: %w", err)
		}
	}
	if err := os.Remove(flightPath(e.store.Dir(), id)); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("count a crash: %w", err)
	}
	j, err := e.store.Job(ctx, id)
	if err != nil {
		return err
	}
	batch := store.Batch{Job: id, Cursor: j.Cursor, ActiveMS: j.ActiveMS, Sample: e.now() - e.now()%store.SampleMS, Reasons: j.Reasons}
	for seq, n := range times {
		if n < crashesBorne {
			continue
		}
		batch.Records = append(batch.Records, store.Record{Seq: seq, Ending: job.Ending{
			Outcome: job.FailedItem, Reason: job.ReasonCrash, Ended: e.now(), Attempts: n,
			Error: fmt.Sprintf("Jobdeck ended without a word %d times while it worked on this row, the last time on this row alone: "+
				"the row may bring it down, or somebody killed the program; Retry failed tries it again", n),
		}})
		batch.Counts.Failed++
		batch.Reasons[job.ReasonCrash]++
	}
	if len(batch.Records) == 0 {
		return nil
	}
	return e.store.Record(ctx, &batch)
}
