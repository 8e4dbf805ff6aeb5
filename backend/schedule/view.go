package schedule

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/secret"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// Tasks gives all tasks as they are at this instant, by group and name.
func (s *Scheduler) Tasks(context.Context) ([]task.View, error) {
	hold := s.held()
	s.mu.Lock()
	defer s.mu.Unlock()
	views := make([]task.View, 0, len(s.cards))
	for _, c := range s.cards {
		views = append(views, s.view(c, hold))
	}
	slices.SortFunc(views, func(a, b task.View) int {
		return cmp.Or(
			strings.Compare(strings.ToLower(a.Group), strings.ToLower(b.Group)),
			strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)),
			cmp.Compare(a.ID, b.ID))
	})
	return views, nil
}

// Task gives one task as it is at this instant, or [store.ErrNotFound].
func (s *Scheduler) Task(_ context.Context, id task.ID) (task.View, error) {
	hold := s.held()
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.cards[id]
	if c == nil {
		return task.View{}, errNoTask(id)
	}
	return s.view(c, hold), nil
}

func errNoTask(id task.ID) error { return fmt.Errorf("there is no task %d: %w", id, store.ErrNotFound) }

// mostRuns is the longest page of runs.
const mostRuns = 500

// Runs gives a page of the history, with the progress of those under way.
func (s *Scheduler) Runs(ctx context.Context, query task.RunQuery) (task.RunPage, error) {
	if query.Limit < 1 || query.Limit > mostRuns {
		return task.RunPage{}, job.Usagef("%d runs were asked for: it must be 1 to %d", query.Limit, mostRuns)
	}
	page, err := s.store.Runs(ctx, query)
	if err != nil {
		return page, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range page.Runs {
		run := &page.Runs[i]
		run.Message = secret.Mask(run.Message)
		if c := s.cards[run.Task]; run.Outcome == task.AtWork && c != nil && c.current != nil && c.current.run.ID == run.ID {
			*run = s.atWork(c.current)
		}
	}
	return page, nil
}

// atWork is a run with how far it is.
func (s *Scheduler) atWork(r *runner) task.Run {
	run := r.run
	run.Counts = map[string]int64{}
	run.DurationMS = max(0, s.now()-run.Started)
	run.Done, run.Total = r.progress.get()
	run.Waiting, _ = r.gate.state()
	return run
}

// view is a task at this instant, its keys masked. Callers hold mu.
func (s *Scheduler) view(c *card, hold job.Hold) task.View {
	t, now := c.task, s.clock.Now()
	t.Settings = secret.MaskAll(t.Settings)
	if t.Settings == nil {
		t.Settings = map[string]string{}
	}
	v := task.View{
		Task: t, Status: c.status(), Running: c.current != nil, Paused: t.Pause != nil,
		Words: c.plan.words, Note: c.plan.note, Problem: c.plan.problem,
		CancelWhy: errUnknownWork.Error(), MissedFirings: t.MissedFirings, Verbs: []task.Verb{},
	}
	if c.work != nil {
		v.Interruptible, v.CancelWhy, v.DryRun = c.work.Interruptible, c.work.Because, c.work.DryRun
	}
	if c.last != nil {
		last := *c.last
		last.Counts, last.Message = orEmpty(last.Counts), secret.Mask(last.Message)
		v.LastRun = &last
	}
	if c.current != nil {
		current := s.atWork(c.current)
		v.Current = &current
	}
	if !c.plan.due.IsZero() {
		v.NextRun = c.plan.due.UnixMilli()
	}
	v.Message = c.message(hold, now)
	for _, verb := range verbs {
		if c.refuse(verb, hold, now.UnixMilli()) == nil {
			v.Verbs = append(v.Verbs, verb)
		}
	}
	return v
}

func orEmpty(counts map[string]int64) map[string]int64 {
	if counts == nil {
		return map[string]int64{}
	}
	return maps.Clone(counts)
}

// status is the first that is true.
func (c *card) status() task.Status {
	switch {
	case c.current != nil:
		return task.Running
	case c.task.Pause != nil:
		return task.Paused
	case c.task.Enabled:
		return task.Scheduled
	default:
		return task.Disabled
	}
}

// message says what is worth knowing now, the most urgent first.
func (c *card) message(hold job.Hold, now time.Time) string {
	if c.current != nil {
		return c.messageAtWork()
	}
	t := &c.task
	switch {
	case c.plan.problem != "":
		return "does not fire: " + c.plan.problem
	case hold.Held && (t.Enabled && t.Pause == nil || len(c.waiting) > 0):
		return "waits: everything is held"
	case len(c.waiting) > 0 && c.next() < 0 && t.Pause == nil:
		return waitWords(len(c.waiting)) + " until it is enabled"
	case len(c.waiting) > 0:
		return waitWords(len(c.waiting)) + " to begin"
	case t.Pause != nil && t.Schedule.Kind == task.Once && t.Schedule.At <= now.UnixMilli():
		return "its time passed while it was paused: start it, or give it a new time"
	case t.Pause != nil:
		return "paused by " + t.Pause.Who + because(t.Pause.Why)
	case t.Schedule.Kind == task.Once && c.plan.due.IsZero():
		return c.messageOfOnce(now.Location())
	case t.MissedFirings.Open() > 0:
		return missedWords(t.MissedFirings.Open())
	default:
		return ""
	}
}

func waitWords(n int) string {
	if n == 1 {
		return "1 run waits"
	}
	return fmt.Sprintf("%d runs wait", n)
}

func (c *card) messageAtWork() string {
	waits, shut := c.current.gate.state()
	switch {
	case errors.Is(context.Cause(c.current.ctx), errCancelled):
		return "is being cancelled"
	case waits && shut&holding != 0:
		return "waits: everything is held"
	case waits:
		return "waits: it is paused"
	case len(c.waiting) > 0:
		return fmt.Sprintf("%d more wait for their turn", len(c.waiting))
	default:
		return ""
	}
}

func (c *card) messageOfOnce(here *time.Location) string {
	if c.last != nil && c.last.Due >= c.task.Schedule.At {
		return "ran at " + time.UnixMilli(c.last.Started).In(here).Format("2006-01-02 15:04")
	}
	if c.task.HandledUntil >= c.task.Schedule.At {
		return "its time has passed: start it, or give it a new time"
	}
	return ""
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// tell tells everybody how a task is now, unless it is gone. What is told last is what is true: the
// look at the task and the telling are one step.
func (s *Scheduler) tell(id task.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.cards[id]
	if c == nil {
		return
	}
	view := s.view(c, s.held())
	s.bus.Publish(live.Event{Topic: live.TaskChanged, Key: key(id), At: s.now(), Task: &view})
}

func key(id task.ID) string { return strconv.FormatInt(int64(id), 10) }
