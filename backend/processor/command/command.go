// Package command is the processor that runs a local program for each row: the row goes in as JSON
// on standard input, JSON or text comes back on standard output.
//
// A row's cells never become part of a command line, a shell line or an environment variable: they
// go over standard input alone. What a row's program starts ends with it: on a time limit, on
// cancel, when the program ends, and (on Linux and Windows) when Jobdeck itself is killed. On Linux
// a small process of the same binary, a minder, sees to that: see [Mind].
package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/job"
	"jobdeck/backend/processor"
	"jobdeck/backend/trouble"
)

// ReasonExit is the reason of rows whose program ended with an exit code other than 0, ReasonTimeout
// of those that took too long, ReasonStart of those whose program could not be started, and
// ReasonOutput of those whose answer can't be kept.
const (
	ReasonExit    job.Reason = "exit code"
	ReasonTimeout job.Reason = "time limit"
	ReasonStart   job.Reason = "not started"
	ReasonOutput  job.Reason = "output"
)

// Spec describes the processor.
func Spec() processor.Spec {
	return processor.Spec{
		Name:    "command",
		Label:   "Command",
		Summary: "Runs a local program for each row: the row as JSON on standard input, JSON or text back.",
		Noun:    "row",
		Needs:   []job.Field{},
		Options: options(),
		Retries: 0,
		New: func(set map[string]string, clock clockwork.Clock) (processor.Processor, error) {
			return New(set, clock)
		},
	}
}

// Processor runs a program for each row.
type Processor struct {
	settings settings
	keys     keys
	clock    clockwork.Clock
	ground   ground
	sweep    sync.Once
}

// New makes a processor. It checks the options: an error names the wrong one.
func New(set map[string]string, clock clockwork.Clock) (*Processor, error) {
	settings, err := parse(set)
	if err != nil {
		return nil, err
	}
	return &Processor{settings: settings, clock: clock, keys: keys{lines: settings.keys}}, nil
}

// Process runs the program for one row. An exit code other than 0, a time limit and a program that
// can't be started are a [*processor.Failure].
func (p *Processor) Process(ctx context.Context, item *job.Item) (job.Result, error) {
	if err := ctx.Err(); err != nil {
		return job.Result{}, err
	}
	row, err := encodeRow(item)
	if err != nil {
		return job.Result{}, err
	}
	processor.Step(ctx, "running "+p.settings.name)
	ended, err := p.run(ctx, row, rowEnvironment(item), newHead(maxStdout))
	if err != nil {
		return job.Result{}, err
	}
	cells, err := answer(ended.stdout)
	if err != nil {
		return job.Result{}, failure(ReasonOutput, false, p.keys.hide(err.Error()), "")
	}
	return job.Result{Outcome: job.Succeeded, Output: cells}, nil
}

// RunAlone runs the program once, for no row: nothing comes on standard input, and it may write as
// much as it likes. It gives the last lines that it wrote. The errors are those of Process.
func (p *Processor) RunAlone(ctx context.Context, environment ...string) (string, error) {
	said := &tail{limit: maxStderr}
	ended, err := p.run(ctx, nil, environment, said)
	if err != nil {
		return "", err
	}
	if lines := said.lines(maxStderrLines); lines != "" {
		return p.keys.hide(lines), nil
	}
	return ended.stderr, nil
}

// Close lets go of what is kept for further rows. It is called when no row is worked any more.
func (p *Processor) Close() error {
	p.ground.close()
	return nil
}

// run runs the program and waits for its good end; any other is an error.
func (p *Processor) run(ctx context.Context, stdin []byte, environment []string, stdout stdout) (ending, error) {
	p.sweep.Do(p.ground.endOrphans)
	token := newToken()
	opened, err := p.keys.open(ctx)
	if err != nil {
		return ending{}, err
	}
	program := p.settings.program()
	program.Env = p.settings.environment(slices.Concat(opened, environment), token)
	try := try{program: program, stdin: stdin, stdout: stdout, timeout: p.settings.timeout, clock: p.clock, token: token, ground: &p.ground}
	ended, err := try.run(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ending{}, ctx.Err()
		}
		return ending{}, p.startFailure(err)
	}
	ended.stderr = p.keys.hide(ended.stderr)
	switch ended.how {
	case interrupted:
		return ending{}, ctx.Err()
	case tookTooLong:
		message := fmt.Sprintf("took longer than %s", p.settings.timeout)
		return ending{}, failure(ReasonTimeout, true, message, ended.stderr)
	case byItself:
	case wroteTooMuch:
		message := fmt.Sprintf("wrote more than %d MB: an answer is at most that long", maxStdout>>20)
		return ending{}, failure(ReasonOutput, false, message, "")
	}
	if !ended.known {
		return ending{}, failure(ReasonExit, true, "how the program ended is not known", ended.stderr)
	}
	if ended.exit.code != 0 {
		return ending{}, failure(ReasonExit, true, describe(ended.exit), ended.stderr)
	}
	return ended, nil
}

func failure(reason job.Reason, retry bool, message, stderr string) *processor.Failure {
	if stderr != "" {
		message += ": " + stderr
	}
	return &processor.Failure{Message: message, Reason: reason, Retry: retry}
}

// shortOf is the failure of a machine that can't start a program now: no row's fault.
func shortOf(message string) *processor.Failure {
	return &processor.Failure{Message: message, Reason: ReasonStart, Retry: true, Pause: job.ByMachine}
}

// startFailure says why a program could not be started.
func (p *Processor) startFailure(err error) *processor.Failure {
	if p.settings.dir != "" {
		if found, statErr := os.Stat(p.settings.dir); statErr != nil || !found.IsDir() {
			return failure(ReasonStart, false, fmt.Sprintf("the working folder %s is not there", p.settings.dir), "")
		}
	}
	what := "run " + p.settings.name + ": "
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return failure(ReasonStart, false, what+"not found", "")
	case errors.Is(err, exec.ErrDot):
		return failure(ReasonStart, false, what+"only found in the current folder: write its whole path", "")
	case errors.Is(err, fs.ErrPermission):
		return failure(ReasonStart, false, what+"not executable", "")
	case notAProgram(err):
		return failure(ReasonStart, false, what+"not a program this system can run (a script needs a first line like #!/bin/sh)", "")
	}
	cause := err
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		cause = pathError.Err
	}
	if trouble.Passes(err) {
		return shortOf(what + cause.Error())
	}
	return failure(ReasonStart, false, what+cause.Error(), "")
}

// describe says how a program ended that did not succeed.
func describe(exit exit) string {
	if exit.code >= 0 {
		return fmt.Sprintf("exit code %d", exit.code)
	}
	return "ended by " + strings.TrimSuffix(exit.words, " (core dumped)")
}

// program is the command, ready to start but for its environment.
func (s *settings) program() *exec.Cmd {
	var program *exec.Cmd
	if s.shell {
		program = shell(s.line)
	} else {
		program = exec.Command(s.words[0], s.words[1:]...) //nolint:noctx // a context would end the program alone, not its tree
	}
	program.Dir = s.dir
	return program
}

// environment is Jobdeck's own, then the option's lines, then the keys and what names the row or task.
func (s *settings) environment(named []string, token string) []string {
	return slices.Concat(os.Environ(), s.env, named, []string{tokenName + "=" + token})
}

func rowEnvironment(item *job.Item) []string {
	return []string{
		fmt.Sprintf("JOBDECK_JOB=%d", item.Job),
		fmt.Sprintf("JOBDECK_ROW=%d", item.Row),
		fmt.Sprintf("JOBDECK_SEQ=%d", item.Seq),
		fmt.Sprintf("JOBDECK_ATTEMPT=%d", item.Attempts+1),
	}
}
