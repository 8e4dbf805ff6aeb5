package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// The exit codes.
const (
	exitDone        = 0
	exitError       = 1
	exitUsage       = 2
	exitRefused     = 3
	exitFailedItems = 4
	exitInterrupted = 130
)

// errInterrupted says that a person, or the system, asked to stop.
var errInterrupted = errors.New("interrupted")

// exit is an error with an exit code of its own.
type exit struct {
	code int
	// err is what to say, or nil when everything is said.
	err error
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// exitCode is how the program ends after an error.
func exitCode(err error) int {
	var own *exit
	var refused *job.RefusedError
	var refusedTask *task.RefusedError
	var usage *job.UsageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &own):
		return own.code
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &refused), errors.As(err, &refusedTask), errors.Is(err, deck.ErrChecking):
		return exitRefused
	default:
		return exitError
	}
}

// finish says what went wrong, to people and, where the document is still owed, to scripts.
func (p *program) finish(err error) int {
	code := exitCode(err)
	if err == nil || err.Error() == "" {
		return code
	}
	fmt.Fprintf(p.streams.Err, "jobdeck: %s\n", plain(err.Error()))
	if p.json && !p.answered {
		p.document(struct {
			Error string `json:"error"`
			Code  int    `json:"code"`
		}{err.Error(), code})
	}
	return code
}

// exactly makes a rule for arguments that names the missing ones.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return job.Usagef("%s is missing: %s", names[len(args)], cmd.UseLine())
		case len(args) > len(names):
			return job.Usagef("%q is too much: %s", args[len(names)], cmd.UseLine())
		default:
			return nil
		}
	}
}
