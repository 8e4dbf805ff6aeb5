// Package maintenance is what Jobdeck does to keep itself in order: the tasks that ship. Each works
// in small steps, looks at its context in every loop, tells how far it is, and can say beforehand
// what it would do. What a cancelled one had done stays done.
package maintenance

import (
	"github.com/jonboulle/clockwork"

	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// Place is what the tasks work on.
type Place struct {
	Store *store.Store
	Clock clockwork.Clock
	// LogDir holds the log files, BackupDir gets the backups unless a setting names another folder.
	LogDir    string
	BackupDir string
}

// Works describes all of them.
func Works(place Place) []task.Work { return nil }
