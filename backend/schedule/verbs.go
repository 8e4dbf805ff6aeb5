package schedule

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// verbs are all verbs, in the order in which screens offer them.
var verbs = []task.Verb{
	task.Start, task.PauseTask, task.Resume, task.Cancel, task.Enable, task.Disable,
	task.Duplicate, task.Delete, task.Undelete, task.Dismiss,
}

// patienceOfCancel is how long a cancel waits for the run to end.
const patienceOfCancel = time.Second

// Apply does a verb on tasks, and reports what it did and what it left out, and why. A cancel
// returns when the runs have ended, or after a second.
func (s *Scheduler) Apply(ctx context.Context, command task.Command) (task.Report, error) {
	report := task.Report{Verb: command.Verb, Done: []task.ID{}, LeftOut: []task.LeftOut{}}
	if !slices.Contains(verbs, command.Verb) {
		return report, job.Usagef("no verb is called %q", command.Verb)
	}
	var cancelled []*runner
	seen := make(map[task.ID]bool, len(command.Tasks))
	for _, id := range command.Tasks {
		if seen[id] {
			continue
		}
		seen[id] = true
		done, runner, err := s.applyTo(ctx, command, id)
		var refused *task.RefusedError
		switch {
		case err == nil:
			report.Done = append(report.Done, done)
		case errors.As(err, &refused):
			report.LeftOut = append(report.LeftOut, task.LeftOut{Task: id, Why: err.Error(), Refused: true})
		case errors.Is(err, store.ErrNotFound):
			report.LeftOut = append(report.LeftOut, task.LeftOut{Task: id, Why: fmt.Sprintf("there is no task %d", id)})
		default:
			return report, fmt.Errorf("%s task %d: %w", command.Verb, id, err)
		}
		if runner != nil {
			cancelled = append(cancelled, runner)
		}
	}
	s.awaitEnd(ctx, cancelled)
	return report, nil
}

// awaitEnd waits until runs have ended, for a second at most.
func (s *Scheduler) awaitEnd(ctx context.Context, runners []*runner) {
	if len(runners) == 0 {
		return
	}
	late := s.clock.NewTimer(patienceOfCancel)
	defer late.Stop()
	for _, r := range runners {
		select {
		case <-r.done:
		case <-late.Chan():
			return
		case <-ctx.Done():
			return
		}
	}
}

// applyTo does a verb on one task. It gives the task that was changed or made, and the run that
// was asked to end.
func (s *Scheduler) applyTo(ctx context.Context, command task.Command, id task.ID) (task.ID, *runner, error) {
	s.deciding.Lock()
	defer s.deciding.Unlock()
	if command.Verb == task.Undelete {
		return id, nil, s.undelete(ctx, command, id)
	}
	c := s.cards[id]
	if c == nil {
		return 0, nil, errNoTask(id)
	}
	s.noticeHold(ctx)
	if err := c.refuse(command.Verb, s.hold, s.now()); err != nil {
		return 0, nil, err
	}
	switch command.Verb {
	case task.Start:
		return id, nil, s.startNow(ctx, command, c)
	case task.Cancel:
		runner := c.current
		return id, runner, s.cancelRuns(ctx, command, c)
	case task.Duplicate:
		made, err := s.duplicate(ctx, command, c)
		return made, nil, err
	case task.Delete:
		return id, nil, s.remove(ctx, command, c)
	default:
		return id, nil, s.change(ctx, command, c)
	}
}

// refuse says why a verb is not possible now, or nil. Screens offer what it lets pass.
func (c *card) refuse(verb task.Verb, hold job.Hold, now int64) error {
	if why := c.whyNot(verb, hold, now); why != "" {
		return &task.RefusedError{Verb: verb, Because: why}
	}
	return nil
}

func (c *card) whyNot(verb task.Verb, hold job.Hold, now int64) string {
	t := &c.task
	switch {
	case verb == task.Start && c.work == nil:
		return errUnknownWork.Error()
	case verb == task.Start && c.current != nil:
		return "it is at work already"
	case verb == task.Start && hold.Held:
		return "everything is held: lift the hold first"
	case verb == task.PauseTask && t.Pause != nil:
		return "it is paused already"
	case verb == task.PauseTask && !t.Enabled && c.current == nil:
		return "it is disabled: nothing fires"
	case verb == task.Resume && t.Pause == nil:
		return "it is not paused"
	case verb == task.Cancel:
		return c.whyNotCancel()
	case verb == task.Enable && t.Enabled:
		return "it is enabled already"
	case verb == task.Enable && c.plan.times == nil:
		return "its schedule can't be used: " + c.plan.problem
	case verb == task.Enable && t.Schedule.Kind == task.Once && t.Schedule.At <= max(t.HandledUntil, now):
		return "its time has passed: give it a new one"
	case verb == task.Disable && !t.Enabled:
		return "it is disabled already"
	case verb == task.Duplicate && t.Shipped:
		return "it comes with Jobdeck, and once is enough"
	case verb == task.Delete && t.Shipped:
		return "it comes with Jobdeck: disable it instead"
	case verb == task.Delete && c.current != nil:
		return "it is at work: cancel it first"
	case verb == task.Undelete:
		return "it is not deleted"
	case verb == task.Dismiss && t.MissedFirings.Count == 0:
		return "nothing was missed"
	}
	return ""
}

func (c *card) whyNotCancel() string {
	switch {
	case c.current == nil && len(c.waiting) == 0:
		return "nothing of it is at work"
	case c.current == nil || len(c.waiting) > 0 && c.work != nil && !c.work.Interruptible:
		return "" // what waits can go
	case c.work != nil && !c.work.Interruptible:
		return c.work.Because
	case errors.Is(context.Cause(c.current.ctx), errCancelled):
		return "it is being cancelled already"
	}
	return ""
}

// entryOf is the audit log's line about a verb.
func (s *Scheduler) entryOf(command task.Command, id task.ID, before, after task.Status) job.Entry {
	return job.Entry{
		At: s.now(), Task: int64(id), Who: command.Actor.Who, Origin: command.Actor.From,
		What: string(command.Verb) + " task", Before: string(before), After: string(after), Why: command.Why,
	}
}

// startNow runs a task now. Its schedule stays as it is.
func (s *Scheduler) startNow(ctx context.Context, command task.Command, c *card) error {
	t, now := c.task, s.now()
	t.MissedFirings = task.Missed{}
	run := task.Run{
		Task: t.ID, Name: t.Name, Due: now, Trigger: task.ByHand, Who: command.Actor.Who, Origin: command.Actor.From,
		Outcome: task.AtWork, Started: now, StandsFor: 1,
	}
	if !s.working() {
		run.Outcome, run.Started = task.Queued, 0
	}
	entry := s.entryOf(command, t.ID, c.status(), task.Running)
	p, err := s.plan(ctx, &t)
	if err != nil {
		return err
	}
	runs, err := s.store.Fire(ctx, store.Firing{Task: t, Runs: []task.Run{run}, Entries: []job.Entry{entry}})
	if err != nil {
		return err
	}
	s.keep(c, t, p)
	s.take(c, runs)
	s.tell(c.task.ID)
	return nil
}

// cancelRuns asks the run at work to end, and takes away those that wait for it.
func (s *Scheduler) cancelRuns(ctx context.Context, command task.Command, c *card) error {
	before := c.status()
	if c.current != nil && c.work != nil && c.work.Interruptible {
		c.current.cancel(errCancelled) // first of all: the store may be busy
	}
	if err := s.dropWaiting(ctx, c, s.entryOf(command, c.task.ID, before, s.afterCancel(c))); err != nil {
		return err
	}
	s.tell(c.task.ID)
	return nil
}

// afterCancel is what a task is when nothing of it runs any more.
func (s *Scheduler) afterCancel(c *card) task.Status {
	idle := card{task: c.task}
	return idle.status()
}

// dropWaiting ends the runs that have not begun.
func (s *Scheduler) dropWaiting(ctx context.Context, c *card, entries ...job.Entry) error {
	dropped := slices.Clone(c.waiting)
	for i := range dropped {
		dropped[i].Outcome, dropped[i].Ended, dropped[i].Message = task.Cancelled, s.now(), "cancelled before it began"
	}
	if err := s.store.EndRuns(ctx, dropped, entries...); err != nil {
		return err
	}
	s.mu.Lock()
	c.waiting = nil
	s.mu.Unlock()
	return nil
}

// change does the verbs that change nothing but the task itself.
func (s *Scheduler) change(ctx context.Context, command task.Command, c *card) error {
	t, now, look := c.task, s.clock.Now(), newSearch(ctx)
	var runs []task.Run
	switch command.Verb {
	case task.PauseTask:
		t.Pause = &task.Pause{Who: command.Actor.Who, Why: command.Why, Since: now.UnixMilli()}
	case task.Resume:
		t.Pause = nil
		upTo(look, &t, c.plan.times, now)
		runs = s.lapse(&t, c.task.HandledUntil, whilePaused)
	case task.Enable:
		t.Enabled = true
		upTo(look, &t, c.plan.times, now)
	case task.Disable:
		t.Enabled = false
	case task.Dismiss:
		t.MissedFirings = task.Missed{}
	}
	p, err := s.plan(ctx, &t)
	if err = errors.Join(look.err, err); err != nil {
		return err
	}
	after := card{task: t, current: c.current}
	entry := s.entryOf(command, t.ID, c.status(), after.status())
	if _, err := s.store.Fire(ctx, store.Firing{Task: t, Runs: runs, Entries: []job.Entry{entry}}); err != nil {
		return err
	}
	s.keep(c, t, p)
	if c.current != nil && (command.Verb == task.PauseTask || command.Verb == task.Resume) {
		c.current.gate.turn(pausing, t.Pause != nil)
	}
	s.begin(ctx, c)
	s.tell(c.task.ID)
	return nil
}

// remove deletes a task. It can come back until it is purged.
func (s *Scheduler) remove(ctx context.Context, command task.Command, c *card) error {
	if err := s.dropWaiting(ctx, c); err != nil {
		return err
	}
	t := c.task
	t.Deleted = s.now()
	entry := s.entryOf(command, t.ID, c.status(), "deleted")
	entry.Why = orElse(entry.Why, t.Name)
	if err := s.store.SaveTask(ctx, t, entry); err != nil {
		return err
	}
	s.alarm.set(t.ID, time.Time{})
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.cards, t.ID)
	s.bus.Publish(live.Event{Topic: live.TaskGone, Key: key(t.ID), At: s.now()})
	return nil
}

// undelete brings a deleted task back. What was due meanwhile does not fire.
func (s *Scheduler) undelete(ctx context.Context, command task.Command, id task.ID) error {
	if c := s.cards[id]; c != nil {
		return c.refuse(task.Undelete, s.hold, s.now())
	}
	t, err := s.store.Task(ctx, id)
	if err != nil {
		return err
	}
	if s.named(t.Name) != nil {
		return &task.RefusedError{Verb: task.Undelete, Because: fmt.Sprintf("another task is called %q now: rename that one first", t.Name)}
	}
	t.Deleted = 0
	before, look := t.HandledUntil, newSearch(ctx)
	times, _ := parse(t.Schedule, s.here())
	upTo(look, &t, times, s.clock.Now())
	runs := s.lapse(&t, before, whileDeleted)
	c, err := s.card(ctx, t)
	if err = errors.Join(look.err, err); err != nil {
		return err
	}
	if c.last, err = s.store.LastRun(ctx, id); err != nil {
		return err
	}
	entry := s.entryOf(command, id, "deleted", c.status())
	if _, err := s.store.Fire(ctx, store.Firing{Task: t, Runs: runs, Entries: []job.Entry{entry}}); err != nil {
		return err
	}
	s.add(c)
	return nil
}

// add puts a card that is new among the others.
func (s *Scheduler) add(c *card) {
	s.mu.Lock()
	s.cards[c.task.ID] = c
	s.mu.Unlock()
	s.alarm.set(c.task.ID, c.plan.due)
	s.tell(c.task.ID)
}
