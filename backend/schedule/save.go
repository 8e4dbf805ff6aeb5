package schedule

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/secret"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// Save makes a task of a draft, or changes one. What is wrong with the draft is a [job.UsageError].
func (s *Scheduler) Save(ctx context.Context, draft task.Draft) (task.View, error) {
	id, err := s.save(ctx, draft)
	if errors.Is(err, store.ErrNameTaken) {
		err = errNameTaken(draft.Name)
	}
	if err != nil {
		return task.View{}, err
	}
	return s.Task(ctx, id)
}

func (s *Scheduler) save(ctx context.Context, draft task.Draft) (task.ID, error) {
	s.deciding.Lock()
	defer s.deciding.Unlock()
	var err error
	if draft.Settings, err = secret.UnmaskAll(draft.Settings, s.allSettings()...); err != nil {
		return 0, err
	}
	if draft.ID == 0 {
		return s.make(ctx, draft)
	}
	c := s.cards[draft.ID]
	if c == nil {
		return 0, errNoTask(draft.ID)
	}
	return draft.ID, s.alter(ctx, draft, c)
}

// allSettings are the settings of all tasks: a new one may be made after any of them.
func (s *Scheduler) allSettings() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]map[string]string, 0, len(s.cards))
	for _, c := range s.cards {
		all = append(all, c.task.Settings)
	}
	return all
}

// make stores a new task.
func (s *Scheduler) make(ctx context.Context, draft task.Draft) (task.ID, error) {
	work := s.works[draft.Does]
	if work == nil {
		return 0, job.Usagef("nothing that a task can do is called %q", draft.Does)
	}
	if work.Shipped {
		return 0, job.Usagef("%s comes with Jobdeck: change the task that is there", work.Label)
	}
	now := s.now()
	t := task.Task{Does: draft.Does, Created: now, HandledUntil: now}
	if err := s.fill(&t, draft, work); err != nil {
		return 0, err
	}
	return s.insert(ctx, t, job.Entry{What: "add task", After: describe(&t, nil)}, draft.Actor, "")
}

// insert stores a new task and puts it among the others.
func (s *Scheduler) insert(ctx context.Context, t task.Task, entry job.Entry, actor job.Actor, why string) (task.ID, error) {
	entry.At, entry.Who, entry.Origin, entry.Why = s.now(), actor.Who, actor.From, why
	c, err := s.card(ctx, t)
	if err != nil {
		return 0, err
	}
	if c.task.ID, err = s.store.AddTask(ctx, t, entry); err != nil {
		return 0, err
	}
	s.add(c)
	return c.task.ID, nil
}

// alter changes a task. Its firings go on from now when it fires at other times than before.
func (s *Scheduler) alter(ctx context.Context, draft task.Draft, c *card) error {
	before, look := c.task, newSearch(ctx)
	t := before
	if t.Shipped && draft.Name != t.Name {
		return job.Usagef("%s comes with Jobdeck: its name stays", t.Name)
	}
	if c.work == nil {
		return job.Usagef("%s can't be changed: %v", t.Name, errUnknownWork)
	}
	if err := s.fill(&t, draft, c.work); err != nil {
		return err
	}
	if t.Schedule != before.Schedule || t.Enabled && !before.Enabled {
		times, _ := parse(t.Schedule, s.here()) // it was checked
		upTo(look, &t, times, s.clock.Now())
	}
	entry := job.Entry{
		At: s.now(), Task: int64(t.ID), Who: draft.Actor.Who, Origin: draft.Actor.From,
		What: "change task", Before: describe(&before, &t), After: describe(&t, &before),
	}
	p, err := s.plan(ctx, &t)
	if err = errors.Join(look.err, err); err != nil {
		return err
	}
	if err := s.store.SaveTask(ctx, t, entry); err != nil {
		return err
	}
	s.keep(c, t, p)
	s.begin(ctx, c)
	s.tell(c.task.ID)
	return nil
}

// fill puts a draft into a task, once nothing is wrong with it.
func (s *Scheduler) fill(t *task.Task, draft task.Draft, work *task.Work) error {
	draft.Name, draft.Group = strings.TrimSpace(draft.Name), strings.TrimSpace(draft.Group)
	if err := checkWords(draft); err != nil {
		return err
	}
	if other := s.named(draft.Name); other != nil && other.task.ID != t.ID {
		return errNameTaken(other.task.Name)
	}
	settings, err := work.Clean(draft.Settings)
	if err != nil {
		return err
	}
	draft.Schedule = plain(draft.Schedule)
	if err := Check(draft.Schedule); err != nil {
		return err
	}
	if draft.Enabled && draft.Schedule.Kind == task.Once && draft.Schedule.At <= s.now() {
		return job.Usagef("the time it is to run at has passed")
	}
	if err := fillPolicies(t, draft); err != nil {
		return err
	}
	t.Name, t.Group, t.Description = draft.Name, draft.Group, draft.Description
	t.Settings, t.Schedule, t.Enabled = settings.Only(draft.Settings), draft.Schedule, draft.Enabled
	return nil
}

// mostMadeUp bounds how many missed firings a task may make up for one by one.
const mostMadeUp = 1000

// fillPolicies puts a draft's policies into a task. What is left out is the default.
func fillPolicies(t *task.Task, draft task.Draft) error {
	switch draft.Missed {
	case "":
		draft.Missed = task.RunOnce
	case task.SkipMissed, task.RunOnce, task.RunAll:
	default:
		return job.Usagef("missed firings are met with %q, %q or %q, not %q", task.SkipMissed, task.RunOnce, task.RunAll, draft.Missed)
	}
	switch draft.Overlap {
	case "":
		draft.Overlap = task.SkipOverlap
	case task.SkipOverlap, task.QueueOverlap:
	default:
		return job.Usagef("overlapping firings are met with %q or %q, not %q", task.SkipOverlap, task.QueueOverlap, draft.Overlap)
	}
	if draft.MissedCap == 0 {
		draft.MissedCap = task.DefaultMissedCap
	}
	if draft.MissedCap < 1 || draft.MissedCap > mostMadeUp {
		return job.Usagef("%d missed firings at most is not possible: it must be 1 to %d", draft.MissedCap, mostMadeUp)
	}
	t.Missed, t.MissedCap, t.Overlap = draft.Missed, draft.MissedCap, draft.Overlap
	return nil
}

// plain is a schedule without what its kind has no use for.
func plain(s task.Schedule) task.Schedule {
	switch s.Kind {
	case task.Cron:
		return task.Schedule{Kind: s.Kind, Cron: strings.TrimSpace(s.Cron), Zone: s.Zone}
	case task.Every:
		return task.Schedule{Kind: s.Kind, EveryMS: s.EveryMS, Anchor: s.Anchor}
	case task.Once:
		return task.Schedule{Kind: s.Kind, At: s.At, Zone: s.Zone}
	default:
		return s
	}
}

// named gives the task of a name in any case, or nil.
func (s *Scheduler) named(name string) *card {
	for _, c := range s.cards {
		if strings.EqualFold(c.task.Name, name) {
			return c
		}
	}
	return nil
}

func errNameTaken(name string) error {
	return &job.UsageError{Field: "name", Message: fmt.Sprintf("a task is called %q already", name)}
}

// duplicate makes a copy of a task, disabled, under a name of its own.
func (s *Scheduler) duplicate(ctx context.Context, command task.Command, c *card) (task.ID, error) {
	now := s.now()
	t := c.task
	t.Name = freeName(t.Name, func(name string) bool { return s.named(name) != nil })
	t.Settings = maps.Clone(t.Settings)
	t.Enabled, t.Pause, t.MissedFirings, t.Created, t.HandledUntil = false, nil, task.Missed{}, now, now
	t.Decided, t.Rewound = 0, 0
	return s.insert(ctx, t, job.Entry{What: "duplicate task", Before: c.task.Name, After: t.Name}, command.Actor, command.Why)
}
