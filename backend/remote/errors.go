package remote

import (
	"context"
	"errors"
	"io/fs"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// wireError is an error on its way over the socket: its words, and what callers decide on.
type wireError struct {
	Message string            `json:"message"`
	Is      []string          `json:"is,omitempty"`
	Refused *job.RefusedError `json:"refused,omitempty"`
	Usage   *deck.UsageError  `json:"usage,omitempty"`
	// Task is a verb that a task's state refused.
	Task *task.RefusedError `json:"task,omitempty"`
}

// sentinels are the errors that keep their identity over the socket.
var sentinels = map[string]error{
	"not_found":  deck.ErrNotFound,
	"in_use":     deck.ErrInUse,
	"checking":   deck.ErrChecking,
	"damaged":    deck.ErrDamaged,
	"protocol":   ErrProtocol,
	"canceled":   context.Canceled,
	"deadline":   context.DeadlineExceeded,
	"no_file":    fs.ErrNotExist,
	"permission": fs.ErrPermission,
}

// pack makes an error ready to be sent.
func pack(err error) wireError {
	wire := wireError{Message: err.Error()}
	for name, sentinel := range sentinels {
		if errors.Is(err, sentinel) {
			wire.Is = append(wire.Is, name)
		}
	}
	errors.As(err, &wire.Refused)
	errors.As(err, &wire.Usage)
	errors.As(err, &wire.Task)
	return wire
}

// unpack makes an error again of what was sent: the same words, and errors.Is and errors.As find
// in it what they found in the original.
func (w wireError) unpack() error {
	err := &receivedError{message: w.Message}
	for _, name := range w.Is {
		if sentinel, known := sentinels[name]; known {
			err.causes = append(err.causes, sentinel)
		}
	}
	if w.Refused != nil {
		err.causes = append(err.causes, w.Refused)
	}
	if w.Usage != nil {
		err.causes = append(err.causes, w.Usage)
	}
	if w.Task != nil {
		err.causes = append(err.causes, w.Task)
	}
	return err
}

// receivedError is an error that happened in the other process.
type receivedError struct {
	message string
	causes  []error
}

func (e *receivedError) Error() string   { return e.message }
func (e *receivedError) Unwrap() []error { return e.causes }
