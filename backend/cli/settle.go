package cli

import (
	"context"
	"slices"
	"time"

	"jobdeck/backend/deck"

	"jobdeck/backend/job"
)

// settleTime is how long pause and cancel wait for jobs to come to rest before they say how it
// stands. Most do by then; and a program that a row had just begun to start has been started, so
// that nothing seems to start after the pause.
const settleTime = 500 * time.Millisecond

// settle waits a moment for jobs that were paused or cancelled to come to rest. Jobs that take
// longer are no error: the report says what they wait for.
func (p *program) settle(ctx context.Context, c *connection, v verb, ids []job.ID) error {
	if v.Verb != job.Pause && v.Verb != job.Cancel || len(ids) == 0 {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	events, err := c.Follow(limited)
	if err != nil {
		return err
	}
	for {
		jobs, err := deck.Jobs.Ask(ctx, c, ids)
		if err != nil {
			return err
		}
		jobs = slices.DeleteFunc(jobs, func(s job.Snapshot) bool { return s.Status != job.Pausing && s.Status != job.Cancelling })
		if len(jobs) == 0 {
			return nil
		}
		ids = ids[:0:0]
		for _, s := range jobs {
			ids = append(ids, s.ID)
		}
		batch, err := events.Next(limited)
		if limited.Err() != nil || err == nil && len(batch) == 0 {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}
