package deck

import (
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// ActivityKind is what kind of thing happened.
type ActivityKind string

// The kinds of what the activity page lists.
const (
	Change ActivityKind = "change" // a line of the audit log
	Run    ActivityKind = "run"    // a run of a task
)

// ActivityQuery asks for a page of the audit log and the runs together, newest first.
type ActivityQuery struct {
	// Text must be found in who, what, why, message, or the name of job or task, in any case.
	Text    string       `json:"text,omitempty"`
	Kind    ActivityKind `json:"kind,omitempty"`    // empty means both
	Origins []job.Origin `json:"origins,omitempty"` // empty means all
	// Since and Until bound the time, in ms; 0 means no bound. Until itself is left out.
	Since int64   `json:"since,omitempty"`
	Until int64   `json:"until,omitempty"`
	Job   job.ID  `json:"job,omitempty"`  // 0: of all jobs
	Task  task.ID `json:"task,omitempty"` // 0: of all tasks
	// Before is the Next of the page before this one; empty for the first.
	Before string `json:"before,omitempty"`
	Limit  int    `json:"limit"` // 1 to 500
}

// ActivityPage is a page of what happened.
type ActivityPage struct {
	Rows []ActivityRow `json:"rows"`
	// Next asks for the next page; empty when there is none.
	Next string `json:"next"`
}

// ActivityRow is one thing that happened: a change that somebody made, or a run.
type ActivityRow struct {
	Kind     ActivityKind `json:"kind"`
	ID       int64        `json:"id"` // of the entry or the run
	At       int64        `json:"at"`
	Who      string       `json:"who"`
	Origin   job.Origin   `json:"origin"`
	Job      job.ID       `json:"job"`
	JobName  string       `json:"job_name"` // empty when the job is gone
	Task     task.ID      `json:"task"`
	TaskName string       `json:"task_name"`
	What     string       `json:"what"`
	Before   string       `json:"before"`
	After    string       `json:"after"`
	Why      string       `json:"why"` // of a run: its message
	// Outcome and DurationMS are a run's.
	Outcome    task.Outcome `json:"outcome"`
	DurationMS int64        `json:"duration_ms"`
}

// LogQuery asks for lines of the log files, newest first.
type LogQuery struct {
	Level string `json:"level,omitempty"` // this one or worse: debug, info, warning, error; empty means all
	Text  string `json:"text,omitempty"`  // in the message or a field, in any case
	// Before asks for lines older than this time, in ms; 0 begins with the newest.
	Before int64 `json:"before,omitempty"`
	Limit  int   `json:"limit"` // 1 to 1000
}

// LogPage is a page of log lines.
type LogPage struct {
	Lines []LogLine `json:"lines"`
	More  bool      `json:"more"`
	// Folder is where the log files are.
	Folder string `json:"folder"`
}

// LogLine is a line of the log.
type LogLine struct {
	At      int64             `json:"at"`
	Level   string            `json:"level"`
	Message string            `json:"message"`
	Fields  map[string]string `json:"fields"`
}
