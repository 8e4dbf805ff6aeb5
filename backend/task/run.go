package task

import "jobdeck/backend/job"

// RunID names a run.
type RunID int64

// Outcome is where a run stands, and how it ended.
type Outcome string

// The outcomes of a run. The first two are those of a run that has not ended.
const (
	Queued      Outcome = "queued"      // waits for the run before it, or for the hold to be lifted
	AtWork      Outcome = "running"     //
	Completed   Outcome = "completed"   //
	Failed      Outcome = "failed"      // with the reason in its message; a panic too
	Cancelled   Outcome = "cancelled"   // by a person; what it had done is kept
	Interrupted Outcome = "interrupted" // by Jobdeck's end; what it had done is kept
	Skipped     Outcome = "skipped"     // was due while the task still ran, or one time alone while it was paused or held
	MissedRun   Outcome = "missed"      // was due while Jobdeck was closed or asleep, and left out by policy
)

// Ended reports whether a run with this outcome will do nothing more.
func (o Outcome) Ended() bool { return o != Queued && o != AtWork }

// Trigger is what began a run.
type Trigger string

// The triggers.
const (
	BySchedule Trigger = "schedule"
	ByHand     Trigger = "manual"
	ByMissed   Trigger = "missed" // makes up for missed firings
)

// Run is one firing of a task.
type Run struct {
	ID   RunID  `json:"id"`
	Task ID     `json:"task"`
	Name string `json:"name"` // the task's
	// Due is when it was due; a task has at most one run for each due time, as long as no clock is set back. A run started by hand
	// is due when it was started.
	Due     int64      `json:"due"`
	Trigger Trigger    `json:"trigger"`
	Who     string     `json:"who"`
	Origin  job.Origin `json:"origin"`
	Outcome Outcome    `json:"outcome"`
	Started int64      `json:"started"` // 0: not yet, or never
	Ended   int64      `json:"ended"`
	// DurationMS is how long it took, or takes until now.
	DurationMS int64 `json:"duration_ms"`
	// Message says in words what it did, or why it failed.
	Message string           `json:"message"`
	Counts  map[string]int64 `json:"counts"`
	// StandsFor is how many firings it stands for, itself among them.
	StandsFor int64 `json:"stands_for"`
	// Job is the job that it started, or 0.
	Job job.ID `json:"job"`
	// Rewound is the task's when it was due.
	Rewound int64 `json:"-"`
	// Done and Total are how far a run is that is under way; Total 0: not known.
	Done  int64 `json:"done"`
	Total int64 `json:"total"`
	// Waiting says that the run itself is paused: it goes on where it stopped.
	Waiting bool `json:"waiting"`
}

// RunQuery asks for a page of runs, newest first.
type RunQuery struct {
	Task     ID        `json:"task,omitempty"` // 0: of all tasks
	Outcomes []Outcome `json:"outcomes,omitempty"`
	Text     string    `json:"text,omitempty"`   // in the task's name or the message, in any case
	Before   RunID     `json:"before,omitempty"` // older ones only; 0: from the newest
	Limit    int       `json:"limit"`            // 1 to 500
}

// RunPage is a page of runs.
type RunPage struct {
	Runs []Run `json:"runs"`
	More bool  `json:"more"`
}
