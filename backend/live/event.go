package live

import (
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// Topic says what an event is about.
type Topic string

// The topics.
const (
	// JobChanged carries a snapshot of a job: its progress or its status changed, or it is new.
	JobChanged Topic = "job"
	// JobsChanged says that which jobs there are, or their order, changed, or many of them at once:
	// ask for the list again, and for what is shown of its jobs.
	JobsChanged Topic = "jobs"
	// JobGone says that a job is deleted or archived.
	JobGone Topic = "gone"
	// HoldChanged carries the global pause.
	HoldChanged Topic = "hold"
	// WorkProgress carries how far an import, export or purge is.
	WorkProgress Topic = "work"
	// TaskChanged carries a task: its state or the progress of its run changed, or it is new.
	TaskChanged Topic = "task"
	// TaskGone says that a task is deleted.
	TaskGone Topic = "task_gone"
	// NewsChanged carries news that has just come. Without any it says that the inbox changed, by
	// being looked at: ask for it again.
	NewsChanged Topic = "news"
	// SettingsChanged says that settings or recipes changed.
	SettingsChanged Topic = "settings"
)

// Event is one thing that happened. Of several events with the same topic and key that a listener
// has not read yet, only the last is kept: each tells the whole state, not a difference.
type Event struct {
	Topic Topic  `json:"topic"`
	Key   string `json:"key"`
	// At is when it happened, in milliseconds UTC.
	At   int64         `json:"at"`
	Job  *job.Snapshot `json:"job,omitempty"`
	Hold *job.Hold     `json:"hold,omitempty"`
	Work *Work         `json:"work,omitempty"`
	Task *task.View    `json:"task,omitempty"`
	News *News         `json:"news,omitempty"`
}

// Work is a long thing that is no job: an import, an export, a purge.
type Work struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"` // 0: not known
	Ended bool   `json:"ended"`
	Error string `json:"error"`
}
