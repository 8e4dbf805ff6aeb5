package live

import (
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// News is something worth telling a person who is not looking: what a notification, a mail, a
// webhook and the inbox say. Its words are made once, so that all of them say the same.
type News struct {
	// ID is 0 when it could not be kept: then it is in no inbox.
	ID int64 `json:"id"`
	// At is when it was told, in milliseconds UTC.
	At   int64    `json:"at"`
	Kind NewsKind `json:"kind"`
	// Title and Text are plain text, one line each.
	Title string `json:"title"`
	Text  string `json:"text"`
	// Job and Task are what it is about; 0 when it is about none, or about several.
	Job  job.ID  `json:"job"`
	Task task.ID `json:"task"`
	// Actions are what can be done about it, the most likely first.
	Actions []NewsAction `json:"actions"`
	// Seen says that a person looked at it.
	Seen bool `json:"seen"`
}

// NewsKind is what sort of news it is.
type NewsKind string

// The kinds of news.
const (
	JobCompleted    NewsKind = "completed"   // jobs are completed, and no item failed
	JobWithFailures NewsKind = "failures"    // jobs are completed, and items failed
	JobFailed       NewsKind = "failed"      // jobs could not go on
	JobAutoPaused   NewsKind = "paused"      // jobs were paused by the app itself
	ScheduleMissed  NewsKind = "missed"      // firings were due while Jobdeck was closed or asleep
	RunFailed       NewsKind = "run_failed"  // scheduled runs failed
	Undelivered     NewsKind = "undelivered" // news could not be mailed, or sent to the webhook
	TestNews        NewsKind = "test"        // a person tries a way of being told; it is in no inbox
)

// NewsAction is something that can be done about news.
type NewsAction string

// The actions.
const (
	// OpenNews shows what it is about: the page of its job or task, or the list when it has none.
	OpenNews NewsAction = "open"
	// ResumeNews resumes its job.
	ResumeNews NewsAction = "resume"
)
