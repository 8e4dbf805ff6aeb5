//go:build unix

package command

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall"

	"github.com/kballard/go-shellquote"
)

// splitLine splits a command line at spaces, with quotes and backslashes as sh has them. Nothing
// is expanded: $, * and ~ stay what they are.
func splitLine(line string) ([]string, error) {
	words, err := shellquote.Split(line)
	switch {
	case errors.Is(err, shellquote.UnterminatedSingleQuoteError):
		return nil, errors.New("a single quote is not closed")
	case errors.Is(err, shellquote.UnterminatedDoubleQuoteError):
		return nil, errors.New("a double quote is not closed")
	case errors.Is(err, shellquote.UnterminatedEscapeError):
		return nil, errors.New("it ends in a backslash")
	case err != nil:
		return nil, fmt.Errorf("split %q: %w", line, err)
	case len(words) == 0 || words[0] == "":
		return nil, errors.New("no program is named")
	}
	return words, checkOperators(line)
}

// shell is the user's own line, run by the system's shell.
func shell(line string) *exec.Cmd {
	return exec.Command("sh", "-c", line) //nolint:noctx // a context would end the shell alone, not its tree
}

func notAProgram(err error) bool { return errors.Is(err, syscall.ENOEXEC) }
