package engine

import (
	"context"
	"fmt"
	"os"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// crashesBorne is how many crashes in a row an item may be in flight in. Then it is failed instead
// of tried again: it may be what brings the program down.
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
	return nil
}

// countCrash fails the items of a job that were in flight in too many crashes in a row.
func (e *Engine) countCrash(ctx context.Context, id job.ID) error {
	seqs, err := readFlightLog(e.store.Dir(), id)
	if err != nil {
		return err
	}
	times, err := e.store.CountCrash(ctx, id, seqs)
	if err != nil {
		return fmt.Errorf("count a crash: %w", err)
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
		batch.Records = append(batch.Records, store.Record{
			Seq: seq, Outcome: job.FailedItem, Reason: job.ReasonCrash, Ended: e.now(), Attempts: n,
			Error: fmt.Sprintf("was being worked on in %d crashes in a row", n),
		})
		batch.Counts.Failed++
		batch.Reasons[job.ReasonCrash]++
	}
	if len(batch.Records) == 0 {
		return nil
	}
	return e.store.Record(ctx, &batch)
}
