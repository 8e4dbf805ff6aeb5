package task

import (
	"context"

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
	DryRun   bool      `json:"dry_run"`
	Settings []Setting `json:"settings"`
	// Schedule is what a shipped task fires on until a person changes it, Enabled whether it does.
	Schedule Schedule `json:"schedule"`
	Enabled  bool     `json:"enabled"`

	// Check says what is wrong with settings, or nil; they have all keys. Nil: nothing can be.
	Check func(settings map[string]string) error `json:"-"`
	// Run does it. When ctx ends it returns within a second, with what it had done by then and
	// ctx's error.
	Run func(ctx context.Context, order Order) (Result, error) `json:"-"`
}

// Setting is one of a work's own settings.
type Setting struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Help  string `json:"help"`
	// Kind is "text", "number", "choice", "switch" (true, false), "file", "folder", "recipe" or "long_text".
	Kind     string   `json:"kind"`
	Choices  []string `json:"choices"`
	Default  string   `json:"default"`
	Min      int      `json:"min"` // of a number
	Max      int      `json:"max"`
	Unit     string   `json:"unit"` // "days"
	Required bool     `json:"required"`
	// OnlyIf says for which values of another setting it counts, "source=newest|each"; empty: always.
	OnlyIf string `json:"only_if"`
}

// Order is one run's commission.
type Order struct {
	Task ID
	Run  RunID
	Name string // the task's
	// Settings have all keys of the work's settings.
	Settings map[string]string
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
