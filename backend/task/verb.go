package task

import (
	"fmt"

	"jobdeck/backend/job"
)

// Verb is something a person does to a task.
type Verb string

// The verbs.
const (
	Start     Verb = "start"     // runs now; the schedule stays as it is
	PauseTask Verb = "pause"     // no firing until resumed; what is running goes on
	Resume    Verb = "resume"    // fires again from now on
	Cancel    Verb = "cancel"    // stops the run under way, and those that wait for it
	Enable    Verb = "enable"    //
	Disable   Verb = "disable"   //
	Duplicate Verb = "duplicate" // a new task, disabled
	Delete    Verb = "delete"    //
	Undelete  Verb = "undelete"  //
	Dismiss   Verb = "dismiss"   // the missed firings were looked at
)

// Command is a verb on tasks.
type Command struct {
	Verb  Verb      `json:"verb"`
	Tasks []ID      `json:"tasks"`
	Why   string    `json:"why,omitempty"`
	Actor job.Actor `json:"-"` // the deck puts in who asks
}

// Report says what a command did and what it left out, and why.
type Report struct {
	Verb Verb `json:"verb"`
	// Done are the tasks that were changed, or for duplicate those that were made.
	Done    []ID      `json:"done"`
	LeftOut []LeftOut `json:"left_out"`
}

// LeftOut is a task that a command did not change.
type LeftOut struct {
	Task ID     `json:"task"`
	Why  string `json:"why"`
	// Refused tells a task whose state does not allow the verb from one that does not exist.
	Refused bool `json:"refused"`
}

// RefusedError says that a task's state does not allow a verb. Nothing was changed.
type RefusedError struct {
	Verb    Verb   `json:"verb"`
	Because string `json:"because"`
}

// Error names the verb and why it is not possible.
func (e *RefusedError) Error() string { return fmt.Sprintf("can't %s: %s", e.Verb, e.Because) }
