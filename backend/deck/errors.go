package deck

import (
	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// Errors that callers decide on. They keep their identity across the socket, see remote.
var (
	// ErrNotFound says that there is no such job, item, recipe or setting.
	ErrNotFound = store.ErrNotFound
	// ErrInUse says that another process holds the data folder.
	ErrInUse = store.ErrInUse
	// ErrChecking says that the database is being checked: nothing is changed until that is done.
	ErrChecking = store.ErrChecking
	// ErrDamaged says that the database is damaged: it is only read.
	ErrDamaged = store.ErrDamaged
)

// UnfitError says why Jobdeck does not work with the database that it found, and which backup there
// is. [Restore] brings one back.
type UnfitError = store.UnfitError

// UsageError says that what was asked for makes no sense as it stands (an unknown option, a
// column that is not there, a relative path), and what there is instead. Nothing was changed.
type UsageError = job.UsageError
