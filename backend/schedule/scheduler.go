// Package schedule runs tasks when they are due, and holds the controls over them: start, pause,
// resume, cancel. gocron says when to look; what is due is worked out from the wall clock and the
// time up to which a task's firings have been decided, and the row of a run, unique by task and
// due time, is the truth. So neither sleep nor a changed clock nor a crash loses or doubles one.
package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// Options are what a scheduler is made of.
type Options struct {
	Store *store.Store
	Bus   *live.Bus
	Clock clockwork.Clock
	Log   *logrus.Logger
	// Works is all that a task can do; the shipped ones get their task at the first start.
	Works []task.Work
	// Held gives the global pause: while it lasts nothing fires.
	Held func() job.Hold
}

// Scheduler runs tasks. Make it with [New], start it with [Scheduler.Start], end it with
// [Scheduler.Close].
type Scheduler struct{}

var errNotBuilt = errors.New("not built yet")

// New makes the tasks that ship, and settles the runs that a crash left open. Nothing fires before
// [Scheduler.Start].
func New(ctx context.Context, options Options) (*Scheduler, error) { return &Scheduler{}, nil }

// Start lets tasks fire, until Close.
func (s *Scheduler) Start() {}

// Close asks the runs under way to end, waits for them, and records what they had done.
func (s *Scheduler) Close() {}

// Tasks gives all tasks as they are at this instant, by group and name.
func (s *Scheduler) Tasks(ctx context.Context) ([]task.View, error) { return []task.View{}, nil }

// Task gives one task as it is at this instant.
func (s *Scheduler) Task(ctx context.Context, id task.ID) (task.View, error) {
	return task.View{}, errNotBuilt
}

// Save makes a task of a draft, or changes one.
func (s *Scheduler) Save(ctx context.Context, draft task.Draft) (task.View, error) {
	return task.View{}, errNotBuilt
}

// Apply does a verb on tasks.
func (s *Scheduler) Apply(ctx context.Context, command task.Command) (task.Report, error) {
	return task.Report{}, errNotBuilt
}

// Try does a dry run.
func (s *Scheduler) Try(ctx context.Context, id task.ID) (task.Result, error) {
	return task.Result{}, errNotBuilt
}

// Runs gives a page of the history, with the progress of those under way.
func (s *Scheduler) Runs(ctx context.Context, query task.RunQuery) (task.RunPage, error) {
	return task.RunPage{Runs: []task.Run{}}, nil
}

// Check says what is wrong with a schedule, or nil.
func Check(s task.Schedule) error { return errNotBuilt }

// Next gives the next times after one at which a schedule fires, at most n.
func Next(s task.Schedule, after time.Time, n int) []time.Time { return nil }
