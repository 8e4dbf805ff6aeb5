package deck

import "jobdeck/backend/task"

// ownWorks is what a person's own tasks can do: start a job, run a command.
func (l *Local) ownWorks() []task.Work { return nil }
