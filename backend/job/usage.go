package job

import (
	"errors"
	"fmt"
)

// UsageError says that what was asked for makes no sense as it stands (an unknown option, a
// column that is not there), and what there is instead. Nothing was changed.
type UsageError struct {
	Message string
	// Field is the key of the field whose value is wrong, where it is one of a form.
	Field string
}

// Error is the message.
func (e *UsageError) Error() string { return e.Message }

// Usagef makes a [*UsageError].
func Usagef(format string, args ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, args...)}
}

// Misused makes a [*UsageError] of an error that is none yet; nil stays nil.
func Misused(err error) error {
	if _, already := errors.AsType[*UsageError](err); already || err == nil {
		return err
	}
	return Usagef("%v", err)
}
