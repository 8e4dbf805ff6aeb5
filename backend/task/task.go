// Package task is the language of what runs by itself: tasks, their schedules, their runs and what
// can be done to them. It decides nothing and keeps nothing: schedule says when a task fires,
// maintenance and deck what it does, store remembers.
package task

import "jobdeck/backend/job"

// ID names a task.
type ID int64

// Task is something that runs on a schedule, as it is stored.
type Task struct {
	ID          ID     `json:"id"`
	Name        string `json:"name"` // unique, in any case
	Group       string `json:"group"`
	Description string `json:"description"`
	// Does names the [Work] it does: "log_cleanup", "job", "command".
	Does string `json:"does"`
	// Settings are the work's own, as its [Work] describes them. What is left out is the default.
	Settings map[string]string `json:"settings"`
	Schedule Schedule          `json:"schedule"`
	Missed   MissedPolicy      `json:"missed"`
	// MissedCap bounds how many missed firings [RunAll] makes up for; the newest are.
	MissedCap int     `json:"missed_cap"`
	Overlap   Overlap `json:"overlap"`
	// Shipped tasks come with Jobdeck: they can be changed and disabled, not deleted.
	Shipped bool   `json:"shipped"`
	Enabled bool   `json:"enabled"`
	Pause   *Pause `json:"pause"` // nil when it isn't paused
	// HandledUntil is the time up to which every firing has been decided: run, skipped, or missed.
	HandledUntil int64 `json:"-"`
	// Decided is up to when firings were decided before the clock was set back: they come again,
	// each when its time comes, and are not missed. Rewound is how often that happened.
	Decided int64 `json:"-"`
	Rewound int64 `json:"-"`
	// MissedFirings are those that nobody has looked at yet.
	MissedFirings Missed `json:"-"`
	Created       int64  `json:"created"`
	Deleted       int64  `json:"-"` // when it was deleted, or 0
}

// Pause says who paused a task, and why. It survives restarts.
type Pause struct {
	Who   string `json:"who"`
	Why   string `json:"why"`
	Since int64  `json:"since"`
}

// Kind is how a schedule tells its times.
type Kind string

// The kinds of schedules.
const (
	Cron  Kind = "cron"
	Every Kind = "every"
	Once  Kind = "once"
)

// Schedule is when a task fires.
type Schedule struct {
	Kind Kind `json:"kind"`
	// Cron is a line of five fields, or six with seconds first, or a shortcut like @daily.
	Cron string `json:"cron,omitempty"`
	// EveryMS is the interval, counted from Anchor; at least a second.
	EveryMS int64 `json:"every_ms,omitempty"`
	// Anchor is a time from which intervals are counted, both ways; 0: from midnight UTC of 1970.
	Anchor int64 `json:"anchor,omitempty"`
	// At is the one time of [Once].
	At int64 `json:"at,omitempty"`
	// Zone is the IANA time zone of Cron's wall clock; empty means the system's.
	Zone string `json:"zone,omitempty"`
}

// MissedPolicy says what becomes of firings that were due while Jobdeck was closed or the machine
// asleep. Firings of a paused or disabled task are never missed.
type MissedPolicy string

// The policies for missed firings.
const (
	SkipMissed MissedPolicy = "skip"
	RunOnce    MissedPolicy = "run_once" // one run stands for all of them
	RunAll     MissedPolicy = "run_all"  // a run for each, up to the cap
)

// DefaultMissedCap is how many missed firings [RunAll] makes up for unless the task says otherwise.
const DefaultMissedCap = 100

// Overlap says what becomes of a firing that is due while the task still runs.
type Overlap string

// The policies for overlapping firings.
const (
	SkipOverlap  Overlap = "skip"
	QueueOverlap Overlap = "queue"
)

// Missed counts firings that were missed and that nobody has looked at yet.
type Missed struct {
	Count int64 `json:"count"`
	First int64 `json:"first"` // the due time of the first one
	Last  int64 `json:"last"`
	// MadeUp is for how many of them a run made up: there is nothing left to do about those.
	MadeUp int64 `json:"made_up"`
}

// Open is how many are not made up for.
func (m Missed) Open() int64 { return m.Count - m.MadeUp }

// Status is what screens show of a task in one word.
type Status string

// The statuses, the first that is true counts.
const (
	Running   Status = "running"
	Paused    Status = "paused"
	Scheduled Status = "scheduled"
	Disabled  Status = "disabled"
)

// Statuses lists every status in the order in which screens group them.
var Statuses = []Status{Running, Paused, Scheduled, Disabled}

// View is a task as everybody sees it at one instant.
type View struct {
	Task
	Status  Status `json:"status"`
	Running bool   `json:"running"`
	Paused  bool   `json:"paused"`
	// Interruptible says that a run can be cancelled; CancelWhy says why not.
	Interruptible bool   `json:"interruptible"`
	CancelWhy     string `json:"cancel_why"`
	// DryRun says that the task can tell what it would do.
	DryRun bool `json:"dry_run"`
	// LastRun is the last run that ended, Current the one under way, nil when there is none.
	LastRun *Run `json:"last_run"`
	Current *Run `json:"current"`
	// NextRun is when it fires next; 0 when paused or disabled or when there is no further time.
	NextRun int64 `json:"next_run"`
	// Words and Note are those of its [Firings]; Problem says why its schedule can't be used, and
	// then it does not fire.
	Words   string `json:"words"`
	Note    string `json:"note"`
	Problem string `json:"problem"`
	// Message says in words what is worth knowing now: "waits: everything is held".
	Message string `json:"message"`
	// MissedFirings are those that nobody has looked at yet.
	MissedFirings Missed `json:"missed_firings"`
	// Verbs are what can be done to the task now.
	Verbs []Verb `json:"verbs"`
}

// Draft is a task as a person makes or changes it.
type Draft struct {
	ID          ID                `json:"id"` // 0 makes a new one
	Name        string            `json:"name"`
	Group       string            `json:"group"`
	Description string            `json:"description"`
	Does        string            `json:"does"` // of a new one; else it stays
	Settings    map[string]string `json:"settings"`
	Schedule    Schedule          `json:"schedule"`
	Missed      MissedPolicy      `json:"missed"`
	MissedCap   int               `json:"missed_cap"`
	Overlap     Overlap           `json:"overlap"`
	Enabled     bool              `json:"enabled"`
	Actor       job.Actor         `json:"-"` // the deck puts in who asks
}

// Firings is what a schedule comes to.
type Firings struct {
	// Times are the next ones, oldest first; fewer than asked for when there are no more.
	Times []int64 `json:"times"`
	// Problem says what is wrong with the schedule, or is empty.
	Problem string `json:"problem"`
	// Words say when it fires, as a sentence without its zone: "Every day at 02:00". That of [Once]
	// is left to who shows it.
	Words string `json:"words"`
	// Note says what may surprise in it: "*/90" is every hour. Mostly empty.
	Note string `json:"note"`
}
