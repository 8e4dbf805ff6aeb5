package job

import "fmt"

// UsageError says that what was asked for makes no sense as it stands (an unknown option, a
// column that is not there), and what there is instead. Nothing was changed.
type UsageError struct {
	Message string
}

// Error is the message.
func (e *UsageError) Error() string { return e.Message }

// Usagef makes a [*UsageError].
func Usagef(format string, args ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, args...)}
}
