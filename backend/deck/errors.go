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
)

// UsageError says that what was asked for makes no sense as it stands (an unknown option, a
// column that is not there, a relative path), and what there is instead. Nothing was changed.
type UsageError = job.UsageError
