package schedule

import (
	"context"
	"errors"
	"slices"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// question is what has to be found out before a task's firings can be decided.
type question struct {
	times        times
	after, until time.Time
	now          time.Time
	rows         int
	again        bool // several come again after the clock was set back: those were decided before
	version      int  // of the card
	hold         job.Hold
}

// catchUp decides the firings of a task that came due since the last time. They are searched for
// out of every lock: over years of absence that takes a while. What was found is dropped when the
// task or the hold changed meanwhile.
func (s *Scheduler) catchUp(ctx context.Context, c *card) error {
	q, due, err := s.ask(ctx, c)
	if !due || err != nil {
		return err
	}
	found, err := find(ctx, q.times, q.after, q.until, q.rows)
	if err != nil && !errors.Is(err, errEndless) {
		return err
	}
	s.deciding.Lock()
	defer s.deciding.Unlock()
	if !s.working() || s.cards[c.task.ID] != c || c.version != q.version || s.hold != q.hold {
		s.look()
		return nil
	}
	if err != nil {
		s.keep(c, c.task, s.givenUp(&c.task))
		s.tell(c.task.ID)
		return nil
	}
	see := sight{
		now: q.now, started: time.UnixMilli(s.started), patience: s.patience,
		free: !s.hold.Held, busy: c.current != nil, waiting: len(c.waiting),
	}
	made := decide(&c.task, found, see)
	if q.again && found.total == 0 {
		made.newest = q.until.UnixMilli()
	}
	if err := s.fire(ctx, c, made, found.next); err != nil {
		return err
	}
	if s.hold.Held && !c.plan.due.IsZero() && !c.plan.due.After(q.now) {
		return s.passOver(ctx, c)
	}
	return nil
}

// ask says what has to be found out about a task, when something of it is due.
func (s *Scheduler) ask(ctx context.Context, c *card) (q question, isDue bool, err error) {
	s.deciding.Lock()
	defer s.deciding.Unlock()
	now, due := s.clock.Now(), c.plan.due
	if !s.working() || s.cards[c.task.ID] != c || c.plan.times == nil {
		return q, false, nil
	}
	if !due.IsZero() && c.task.HandledUntil > now.UnixMilli() {
		return q, false, s.passOver(ctx, c) // the clock was set back
	}
	if due.IsZero() || due.After(now) {
		if !due.IsZero() && due.Sub(now) < time.Second {
			s.alarm.renew(c.task.ID) // it may have rung a moment early
		}
		return q, false, nil
	}
	q = question{
		times: c.plan.times, after: time.UnixMilli(c.task.HandledUntil), until: now, now: now,
		rows: rows(&c.task) + 1, version: c.version, hold: s.hold,
	}
	if s.hold.Held {
		since := time.UnixMilli(s.hold.Since)
		if since.Before(due) || since.After(now) { // after now: the clock was set back since
			return q, false, s.passOver(ctx, c)
		}
		q.until = since
	}
	if oldest := q.until.Add(-longestAbsence); q.after.Before(oldest) {
		q.after = oldest
	}
	return q, true, q.comeAgain(ctx, &c.task)
}

// longestAbsence is how far back missed firings are looked for. Whoever was away longer has a clock
// that was wrong.
const longestAbsence = 20 * 366 * 24 * time.Hour

// fire makes true what was decided; next is the first firing behind that.
func (s *Scheduler) fire(ctx context.Context, c *card, made firings, next time.Time) error {
	if made.newest == 0 {
		return nil
	}
	t, p := c.task, c.plan
	p.due = next
	t.HandledUntil = made.newest
	if made.missed.Count > 0 {
		if t.MissedFirings.Count == 0 {
			t.MissedFirings.First = made.missed.First
		}
		t.MissedFirings.Count += made.missed.Count
		t.MissedFirings.Last = made.missed.Last
		t.MissedFirings.MadeUp += made.missed.MadeUp
	}
	if t.Schedule.Kind == task.Once {
		t.Enabled, p.due = false, time.Time{}
	}
	runs, err := s.store.Fire(ctx, store.Firing{Task: t, Runs: made.runs})
	if err != nil {
		return err
	}
	s.keep(c, t, p)
	s.take(c, runs)
	s.tell(c.task.ID)
	return nil
}

// passOver moves a task's cursor to now: what was due until then, while everything was held, does
// not fire.
func (s *Scheduler) passOver(ctx context.Context, c *card) error {
	t, look := c.task, newSearch(ctx)
	upTo(look, &t, c.plan.times, s.clock.Now())
	if look.err != nil {
		return look.err
	}
	if moved := t.HandledUntil - c.task.HandledUntil; moved == 0 || moved > 0 && (c.plan.due.IsZero() || c.plan.due.UnixMilli() > t.HandledUntil) {
		return nil // nothing was due
	}
	runs := s.lapse(&t, c.task.HandledUntil, whileHeld)
	p, err := s.plan(ctx, &t)
	if err != nil {
		return err
	}
	if _, err := s.store.Fire(ctx, store.Firing{Task: t, Runs: runs}); err != nil {
		return err
	}
	s.keep(c, t, p)
	s.tell(c.task.ID)
	return nil
}

// keep remembers a task as it was stored, with its plan, and sets its alarm.
func (s *Scheduler) keep(c *card, t task.Task, p plan) {
	s.mu.Lock()
	c.task, c.plan = t, p
	c.version++
	s.mu.Unlock()
	s.alarm.set(t.ID, p.due)
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

// next is which of the runs that wait may begin, as far as the task itself goes; -1: none. A task
// of one time is disabled by its firing, which is no reason not to run.
func (c *card) next() int {
	if c.task.Pause != nil {
		return -1
	}
	free := c.task.Enabled || c.task.Schedule.Kind == task.Once
	return slices.IndexFunc(c.waiting, func(r task.Run) bool { return free || r.Trigger == task.ByHand })
}

// beginNext is begin for who does not hold deciding.
func (s *Scheduler) beginNext(ctx context.Context, c *card) {
	s.deciding.Lock()
	defer s.deciding.Unlock()
	s.begin(ctx, c)
}

// begin lets the run that waits longest begin, when nothing is in its way any more. Runs of a
// paused task wait until it is resumed, and those that its schedule made until it is enabled.
func (s *Scheduler) begin(ctx context.Context, c *card) {
	for s.working() && !s.hold.Held && c.current == nil {
		at := c.next()
		if at < 0 {
			return
		}
		run := c.waiting[at]
		run.Outcome, run.Started = task.AtWork, s.now()
		begun, err := s.store.BeginRun(ctx, run.ID, run.Started)
		if err != nil {
			s.log.WithError(err).WithField("task", c.task.ID).Error("begin a run that waits: it is tried again in a few seconds")
			return
		}
		s.mu.Lock()
		c.waiting = slices.Delete(slices.Clone(c.waiting), at, at+1)
		s.mu.Unlock()
		if begun {
			s.launch(c, run, job.Actor{Who: run.Who, From: run.Origin})
			s.tell(c.task.ID)
		}
	}
}
