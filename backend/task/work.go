package task

import (
	"context"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
)

// Work is something a task can do.
type Work struct {
	// Does is what tasks call it: "log_cleanup".
	Does string `json:"does"`
	// Label and Summary are for screens.
	Label   string `json:"label"`
	Summary string `json:"summary"`
	// Shipped work belongs to one task that comes with Jobdeck; other work is for people's own.
	Shipped bool `json:"shipped"`
	// Interruptible says that a run can be cancelled; Because says why not.
	Interruptible bool   `json:"interruptible"`
	Because       string `json:"because"`
	// Pausable says that a run waits, and goes on where it stopped, while its task is paused or
	// everything held; other runs go on to their end.
	Pausable bool `json:"pausable"`
	// DryRun says that it can tell what it would do.
	DryRun   bool         `json:"dry_run"`
	Settings []form.Field `json:"settings"`
	// Schedule is what a shipped task fires on until a person changes it, Enabled whether it does.
	Schedule Schedule `json:"schedule"`
	Enabled  bool     `json:"enabled"`

	// Check says what else is wrong with settings that are right one by one, or nil, for [Work.Clean]. Nil: nothing can be.
	Check func(settings form.Values) error `json:"-"`
	// Run does it, by [Work.Do]. When ctx ends it returns within a second, with what it had done by then and
	// ctx's error.
	Run func(ctx context.Context, order Order) (Result, error) `json:"-"`
}

// Clean gives settings as they are kept, all of them. What is wrong with one, or with them together, is a
// [job.UsageError].
func (w *Work) Clean(settings map[string]string) (form.Values, error) {
	clean, err := form.Clean(w.Settings, settings)
	if err == nil && w.Check != nil {
		err = w.Check(clean)
	}
	return clean, job.Misused(err)
}

// Do runs it, once nothing is wrong with its settings.
func (w *Work) Do(ctx context.Context, order Order) (Result, error) {
	settings, err := form.Clean(w.Settings, order.Settings)
	if err != nil {
		return Result{}, err
	}
	order.Settings = settings
	return w.Run(ctx, order)
}

// Order is one run's commission.
type Order struct {
	Task ID
	Run  RunID
	Name string // the task's
	// Settings have all keys of the work's settings, and were checked.
	Settings form.Values
	// DryRun asks to change nothing and to tell what would be done.
	DryRun bool
	// Actor is who started it: a person, or the schedule.
	Actor job.Actor
	// Progress tells how far it is; total 0: not known. It may be called as often as one likes.
	Progress func(done, total int64)
	// Step is called in every loop. It gives ctx's error when the run shall end, and waits while
	// a pausable run is paused.
	Step func(ctx context.Context) error
}

// Result is what a run did.
type Result struct {
	// Message says it in words: "deleted 214 entries".
	Message string           `json:"message"`
	Counts  map[string]int64 `json:"counts"`
	// Job is a job that it started, or 0.
	Job job.ID `json:"job"`
}
