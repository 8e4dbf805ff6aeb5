package deck

import "errors"

// Errors that callers decide on. They keep their identity across the socket, see remote.
var (
	// ErrNotFound says that there is no such job, item, recipe or setting.
	ErrNotFound = errors.New("not found")
	// ErrInUse says that another process holds the data folder.
	ErrInUse = errors.New("the data folder is in use by another Jobdeck")
)

// UsageError says that what was asked for makes no sense as it stands (an unknown option, a
// column that is not there, a relative path), and what there is instead. Nothing was changed.
type UsageError struct {
	Message string
}

// Error is the message.
func (e *UsageError) Error() string { return e.Message }
