package schedule

import (
	"context"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// wrongClock is how far the cursor may be ahead of the clock before the clock that it was set by
// counts as wrong. Less than that is a clock that was set back: nothing fires twice.
const wrongClock = 25 * time.Hour

// handled is the cursor of a task whose firings up to now are done with. A clock that was set back
// does not take it back.
func handled(t *task.Task, now int64) int64 {
	if ahead := t.HandledUntil - now; ahead > 0 && ahead <= wrongClock.Milliseconds() {
		return t.HandledUntil
	}
	return now
}

// catchUp decides the firings of a task that came due since the last time: what runs and up to
// when everything is decided is one transaction. Callers hold deciding.
func (s *Scheduler) catchUp(ctx context.Context, c *card) error {
	now := s.clock.Now()
	if time.UnixMilli(c.task.HandledUntil).Sub(now) > wrongClock {
		return s.passOver(ctx, c)
	}
	if c.due.IsZero() || c.due.After(now) {
		if !c.due.IsZero() && c.due.Sub(now) < time.Second {
			s.alarm.renew(c.task.ID) // it may have rung a moment early
		}
		return nil
	}
	see := sight{
		now: now, until: now, started: time.UnixMilli(s.started), patience: s.patience,
		free: !s.hold.Held, busy: c.current != nil, waiting: len(c.waiting),
	}
	if s.hold.Held && s.hold.Since < now.UnixMilli() {
		see.until = time.UnixMilli(s.hold.Since)
	}
	if err := s.fire(ctx, c, decide(&c.task, c.times, see)); err != nil {
		return err
	}
	if s.hold.Held && !c.due.IsZero() && !c.due.After(now) {
		return s.passOver(ctx, c)
	}
	return nil
}

// fire makes true what was decided.
func (s *Scheduler) fire(ctx context.Context, c *card, made firings) error {
	if made.newest == 0 {
		return nil
	}
	t := c.task
	t.HandledUntil = made.newest
	if made.missed.Count > 0 {
		if t.MissedFirings.Count == 0 {
			t.MissedFirings.First = made.missed.First
		}
		t.MissedFirings.Count += made.missed.Count
		t.MissedFirings.Last = made.missed.Last
	}
	if t.Schedule.Kind == task.Once {
		t.Enabled = false
	}
	runs, err := s.store.Fire(ctx, store.Firing{Task: t, Runs: made.runs})
	if err != nil {
		return err
	}
	s.keep(c, t)
	s.take(c, runs)
	s.tell(c)
	return nil
}

// passOver moves a task's cursor to now: what was due until then does not fire.
func (s *Scheduler) passOver(ctx context.Context, c *card) error {
	t := c.task
	t.HandledUntil = handled(&t, s.now())
	if moved := t.HandledUntil - c.task.HandledUntil; moved == 0 || moved > 0 && (c.due.IsZero() || c.due.UnixMilli() > t.HandledUntil) {
		return nil // nothing was due
	}
	if _, err := s.store.Fire(ctx, store.Firing{Task: t}); err != nil {
		return err
	}
	s.keep(c, t)
	s.tell(c)
	return nil
}

// keep remembers a task as it was stored, and sets its alarm.
func (s *Scheduler) keep(c *card, t task.Task) {
	s.mu.Lock()
	s.put(c, t)
	s.mu.Unlock()
	s.alarm.set(t.ID, c.due)
}

// take begins or lines up runs that were stored.
func (s *Scheduler) take(c *card, runs []task.Run) {
	for _, run := range runs {
		switch run.Outcome {
		case task.AtWork:
			s.launch(c, run, itself)
		case task.Queued:
			s.mu.Lock()
			c.waiting = append(c.waiting, run)
			s.mu.Unlock()
		}
	}
}

// begin lets the run that waits longest begin, when nothing is in its way any more. Runs of a
// paused task wait until it is resumed.
func (s *Scheduler) begin(ctx context.Context, c *card) {
	for c.current == nil && len(c.waiting) > 0 && s.working() && !s.hold.Held && c.task.Pause == nil {
		run := c.waiting[0]
		run.Outcome, run.Started = task.AtWork, s.now()
		begun, err := s.store.BeginRun(ctx, run.ID, run.Started)
		if err != nil {
			s.log.WithError(err).WithField("task", c.task.ID).Error("begin a run that waits: it is tried again in a few seconds")
			return
		}
		s.mu.Lock()
		c.waiting = c.waiting[1:]
		s.mu.Unlock()
		if begun {
			s.launch(c, run, job.Actor{Who: run.Who, From: run.Origin})
			s.tell(c)
		}
	}
}
